"""A plan: one straight-line function from values to outputs, and the part of it that a change, or what varies in a block, asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from orbital.core.formula import Formula
from orbital.core.tabulate import Tabulated

Values = Mapping[str, Any]

PATCHES = 256
"""Sets of changed values whose part of a plan is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One straight-line function from input values to the wanted outputs, with the constraints it checks."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    steps: tuple[Formula, ...]
    constraints: tuple[Formula, ...]
    function: Callable[[Values], tuple[Any, ...]] = field(repr=False)
    source: str = field(repr=False)
    active: Mapping[str, Formula] = field(repr=False)
    table: Tabulated | None = field(repr=False)
    _known: list[dict[str, Any]] = field(default_factory=list, repr=False)
    _patches: dict[frozenset[str], Plan | None] = field(default_factory=dict, repr=False)

    def __call__(self, values: Values) -> tuple[Any, ...]:
        """The outputs, in order; scalars stay `np.float64`, arrays broadcast."""
        with np.errstate(all="ignore"):
            return self.function(values)

    def again(self, values: Values) -> tuple[Any, ...]:
        """The outputs of one scenario, where only what depends on values changed since the last one is computed: the same to the bit."""
        if self._known:
            known = self._known[0]
            changed = frozenset(name for name in self.inputs if values[name] is not known[name] and _differ(values[name], known[name]))
            patch = self._patch(changed)
            if patch is not None:
                known = dict(known)
                known.update((name, values[name]) for name in changed)
                known.update(zip(patch.outputs, patch(known), strict=True))
                self._known[:] = [known]
                return tuple(map(known.__getitem__, self.outputs))
        found = self(values)
        self._known[:] = [{**{name: values[name] for name in self.inputs}, **dict(zip(self.outputs, found, strict=True))}]
        return found

    def folded(
        self, values: Values, varied: Iterable[str], ends: Mapping[str, tuple[float, float]] | None = None, rows: int = 0
    ) -> tuple[Plan, dict[str, Any]]:
        """What is left of this plan for blocks in which only `varied` changes, and the values it takes besides: all else is computed now.

        ends, rows : the ends between which each varies over all blocks, and all their rows, where a row shall be the same in any block.
        """
        known, late = dict(values), set(varied)
        table = self.table.settled(ends, rows) if self.table is not None and ends else self.table
        with np.errstate(all="ignore"):
            if table is not None and late.isdisjoint(table.inputs):
                known.update(zip(table.outputs, table(known), strict=True))
                table = None
            elif table is not None:
                late.update(table.outputs)
            steps = self._depending(late)
            for step in self.steps:
                if step not in steps:
                    found = step.function(*(known[name] for name in step.arguments))
                    results = found if len(step.computes) > 1 else (found,)
                    known.update((name, result) for name, result in zip(step.computes, results, strict=True) if self.active.get(name) is step)
        return self._part(steps, self.outputs, table), known

    def of(self, outputs: tuple[str, ...]) -> Plan:
        """The part of this plan that some of its outputs take."""
        needed, steps = set(outputs), list[Formula]()
        for step in reversed(self.steps):
            if needed & self._own((step,)):
                needed.update(step.arguments)
                steps.append(step)
        return self._part(reversed(steps), outputs, self.table)

    def _patch(self, changed: frozenset[str]) -> Plan | None:
        """The part of this plan that depends on some inputs, made once; None where it needs what the plan does not put out, or slow geometry."""
        if changed not in self._patches:
            if len(self._patches) >= PATCHES:
                self._patches.clear()
            slow = self.table is not None and not changed.isdisjoint(self.table.inputs)
            steps = self._depending(changed)
            outputs = self._own(steps).intersection(self.outputs)
            patch = None if slow else self._part(steps, tuple(name for name in self.outputs if name in outputs), None)
            self._patches[changed] = patch if patch and {*self.inputs, *self.outputs}.issuperset(patch.inputs) else None
        return self._patches[changed]

    def _depending(self, changed: Iterable[str]) -> dict[Formula, None]:
        """The steps that depend on some quantities, in order, and every headline: it waits for the constraints, which may depend on them."""
        late = set(changed)
        steps: dict[Formula, None] = {}
        for step in self.steps:
            if step.headline or late.intersection(step.arguments):
                steps[step] = None
                late |= self._own((step,))
        return steps

    def _own(self, steps: Iterable[Formula]) -> set[str]:
        """What some steps compute, without what another formula or a given stands for."""
        return {name for step in steps for name in step.computes if self.active.get(name) is step}

    def _part(self, steps: Iterable[Formula], outputs: tuple[str, ...], table: Tabulated | None) -> Plan:
        """A plan of some of the steps, which takes the rest as inputs."""
        steps = tuple(steps)
        made = self._own(steps).union(table.outputs if table is not None else ())
        needed = [*(name for step in steps for name in step.arguments), *(item.name for item in self.constraints), *outputs]
        inputs = [*(name for name in needed if name not in made), *(table.inputs if table is not None else ())]
        return compiled(tuple(dict.fromkeys(inputs)), outputs, steps, self.constraints, table, self.active)


def compiled(
    inputs: tuple[str, ...],
    outputs: tuple[str, ...],
    steps: tuple[Formula, ...],
    constraints: tuple[Formula, ...],
    table: Tabulated | None,
    active: Mapping[str, Formula],
) -> Plan:
    """A plan from its parts."""
    source, scope = _write(inputs, steps, outputs, constraints, table, active)
    exec(compile(source, "<plan>", "exec"), scope)  # straight-line code of our own formulas: 2x a loop
    return Plan(inputs, outputs, steps, constraints, scope["plan"], source, active, table)


def _write(
    inputs: Sequence[str],
    steps: Sequence[Formula],
    outputs: Sequence[str],
    constraints: Sequence[Formula],
    table: Tabulated | None,
    active: Mapping[str, Formula],
) -> tuple[str, dict[str, Any]]:
    """The source of the straight-line function and the names it uses."""
    keep, guards = set(outputs), {c.name for c in constraints}
    last_use: dict[str, int] = {}
    for number, step in enumerate(steps):
        last_use.update(dict.fromkeys(step.arguments, number))
    scope: dict[str, Any] = {"_mask": _mask, "_table": table}
    lines = ["def plan(v):", *(f"    {name} = v[{name!r}]" for name in inputs)]
    if table is not None:
        lines.append(f"    {', '.join(table.outputs)}, = _table(v)")
    good = [f"({name} >= 0.0)" for name in inputs if name in guards]
    if good:
        lines.append(f"    _good = {' & '.join(good)}")
    for number, step in enumerate(steps):
        scope[f"f_{step.name}"] = step.function
        call = f"f_{step.name}({', '.join(step.arguments)})"
        if step.headline and constraints:
            call = f"_mask(_good, {call})"
        targets = [name if active.get(name) is step else "_" for name in step.computes]
        lines.append(f"    {', '.join(targets)}{',' if len(targets) > 1 else ''} = {call}")
        if step.name in guards:
            lines.append(f"    _good = {'_good & ' if good else ''}({step.name} >= 0.0)")
            good.append(step.name)
        done = [n for n in dict.fromkeys((*step.arguments, *guards.intersection(targets))) if last_use.get(n, number) == number and n not in keep]
        if done:
            lines.append(f"    del {', '.join(done)}")
    lines.append(f"    return ({''.join(name + ', ' for name in outputs)})")
    return "\n".join(lines), scope


def _differ(one: Any, other: Any) -> bool:
    """Whether two inputs are not the same: numbers, or what runs along an axis."""
    return not np.array_equal(one, other) if isinstance(one, np.ndarray) else bool(one != other)


def _mask(good: Any, value: Any) -> Any:
    """The value where no margin is negative or NaN, NaN elsewhere."""
    if isinstance(good, np.bool_):
        return value if good else np.full_like(value, np.nan)[()]
    return np.where(good, value, np.nan)
