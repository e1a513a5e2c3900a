"""A block's formulas fused by numba into one pass over its rows, beside the same block in NumPy: what temporaries and calls cost.

Every formula that varies in the block, and every helper it calls, is compiled as it stands; a generated loop calls them in order for one row after
the other. Once with the C library's exp and log, once with some that vectorize. Checked equal to 1e-9. Only the block that leaves the geometry
alone: tables do not compile. Compiling takes some 20 s.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
from block import columns
from numba import njit
from numpy.typing import NDArray
from vector_maths import numpy_by_vectors

from orbital.analysis.many.batch import BLOCK, Batch, sides_of
from orbital.core.formula import Formula, Total
from orbital.core.plan import Plan
from orbital.scenarios import SIDES, scenario

ROUNDS, CALLS = 60, 4
AGREEMENT = 1e-9
Array = NDArray[np.float64]


class Compiler:
    """Functions compiled as they stand, each once, with the helpers they call. `numpy` stands in for NumPy."""

    def __init__(self, numpy: ModuleType) -> None:
        self.numpy, self.done = numpy, dict[Any, Any]()

    def __call__(self, function: Any) -> Any:
        """The compiled function."""
        if function not in self.done:
            known = function.__globals__
            names = {name: self._known(known[name]) for name in function.__code__.co_names if name in known}
            copied = FunctionType(function.__code__, {"__builtins__": __builtins__, **names}, function.__name__)
            self.done[function] = njit(copied, error_model="numpy", inline="always")
        return self.done[function]

    def _known(self, value: Any) -> Any:
        """What a function refers to: helpers compiled, constants as plain numbers."""
        if isinstance(value, FunctionType):
            return self(value)
        if value is np:
            return self.numpy
        return float(value) if isinstance(value, float) else value


def side_lines(side: str, plan: Plan, known: dict[str, Any], varied: dict[str, int], scope: dict[str, Any], compiler: Compiler) -> tuple[list[str], list[str]]:
    """The lines of one side: its constants, and what is done for a row."""
    fixed = [f"{side}_{name} = {float(known[name])!r}" for name in plan.inputs if name not in varied]
    row = [f"{side}_{name} = columns[{number}, i]" for name, number in varied.items()]
    guards = {item.name for item in plan.constraints}
    row.append(f"good = {' and '.join(f'{side}_{name} >= 0.0' for name in plan.inputs if name in guards) or 'True'}")
    for step in plan.steps:
        row += step_lines(side, plan, step, scope, compiler)
        row += [f"good = good and {side}_{step.name} >= 0.0"] if step.name in guards else []
    return fixed, row


def step_lines(side: str, plan: Plan, step: Formula, scope: dict[str, Any], compiler: Compiler) -> list[str]:
    """One formula for a row."""
    given = [f"{side}_{name}" for name in step.arguments]
    if isinstance(step.function, Total):
        call = " + ".join(given)
    else:
        scope[f"f_{side}_{step.name}"] = compiler(step.function)
        call = f"f_{side}_{step.name}({', '.join(given)})"
    targets = ", ".join(f"{side}_{name}" if plan.active.get(name) is step else "_" for name in step.computes)
    return [f"{targets} = {call} if good else nan" if step.headline else f"{targets} = {call}"]


def fused(batch: Batch, order: list[str], numpy: ModuleType) -> Callable[[Array, Array], None]:
    """The batch's ratio as one compiled loop: columns (names, rows) in, ratios out in place."""
    scope: dict[str, Any] = {"nan": np.nan, "inf": np.inf}
    compiler = Compiler(numpy)
    fixed, rows = list[str](), list[str]()
    for side in SIDES:
        plan, known = batch.folded[side]
        varied = {name: number for number, key in enumerate(order) for place, name in [sides_of(key)] if side in place and name in plan.inputs}
        some, more = side_lines(side, plan, known, varied, scope, compiler)
        fixed, rows = fixed + some, rows + more
    answers = " / ".join(f"{side}_{batch.folded[side][0].outputs[0]}" for side in SIDES)
    lines = ["def run(columns, ratios):", *(f"    {line}" for line in fixed), "    for i in range(ratios.size):", *(f"        {line}" for line in rows)]
    exec("\n".join([*lines, f"        ratios[i] = {answers}"]), scope)
    return njit(scope["run"], error_model="numpy")  # type: ignore[no-any-return]


def main() -> None:
    base = scenario("ai1-vs-colossus-1")
    drawn = columns(base, {})
    stacked, found = np.stack(list(drawn.values())), np.empty(BLOCK)
    batch = Batch(base, drawn)
    kernels = {"fused": fused(batch, list(drawn), np), "fused, vectors": fused(batch, list(drawn), numpy_by_vectors())}
    runners: dict[str, Callable[[], object]] = {"np.exp": partial(np.exp, stacked[0]), "Batch": partial(batch, drawn)}
    runners |= {name: partial(kernel, stacked, found) for name, kernel in kernels.items()}
    start = time.perf_counter()
    exact = batch(drawn)["ratio"]
    for name in kernels:
        runners[name]()
        worst = np.max(np.abs(found / exact - 1.0))
        print(f"{name}: compiled after {time.perf_counter() - start:.0f} s, differs by {worst:.1e}: {'agrees' if worst <= AGREEMENT else 'DIFFERS'}")
    best = dict.fromkeys(runners, np.inf)
    for _ in range(ROUNDS):
        for name, call in runners.items():
            begin = time.process_time()
            for _ in range(CALLS):
                call()
            best[name] = min(best[name], (time.process_time() - begin) * 1e9 / BLOCK / CALLS)
    for name, each in best.items():
        print(f"{name:<14}{each:>8.1f} ns a row{each / best['np.exp']:>8.0f} np.exp  Batch takes {best['Batch'] / each:.2f} of it")


if __name__ == "__main__":
    main()
