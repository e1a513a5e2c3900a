"""Some outputs of a scenario as a function of what varies: everything that does not vary is computed once (M5, M6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.binding import SIDES
from orbital.core.errors import InputError, suggest
from orbital.core.model import Shape
from orbital.core.plan import Plan
from orbital.core.units import Unit
from orbital.models import HEADLINES, comparison_model
from orbital.scenarios import Scenario

Array = NDArray[np.float64]

BLOCK = 8192
"""Rows a block: temporaries of 64 KiB stay in cache, and below the allocator's mmap threshold."""
RATIO = "ratio"
INFEASIBLE = "infeasible"
"""An output that holds one bit for each constraint of `Batch.constraints`, 0 where the design can be built."""
PLAIN = Unit("")


def sides_of(key: str) -> tuple[tuple[str, ...], str]:
    """The sides that a name as `orbital.x`, `ground.x`, `common.x` or `workload.x` may stand on, and the quantity."""
    section, _, name = key.partition(".")
    return ((section,) if section in SIDES else SIDES), name


def refuse_overlap(keys: Iterable[str]) -> None:
    """Refuse two names of which one would override the other, as `common.x` beside `orbital.x`. Raises `InputError`."""
    taken: dict[tuple[str, str], str] = {}
    for key in keys:
        sides, name = sides_of(key)
        for side in sides:
            other = taken.setdefault((side, name), key)
            if other != key:
                raise InputError(f"{key} stands in the way of {other}: both give one side its {name}")


class _Names(dict[str, str]):
    """Fills `{quantity}` in a constraint's words with its name: of many scenarios no one value can be told."""

    def __missing__(self, name: str) -> str:
        return f"[{name.replace('_', ' ')}]"


class Batch:
    """Outputs of one scenario over columns of what varies.

    names : what varies, as `orbital.x`, `ground.x`, `common.x` or `workload.x` (the last two on every side that has x), each given in the scenario.
    outputs : quantities of a side (`orbital.satellite_mass`), of the comparison (`ratio`), or `infeasible`.
    spans, rows : the least and greatest value of each name in the whole job and its number of rows. By them, not by the block at hand, is
        decided whether slow geometry is interpolated, so that a row is the same in any block (M7).

    words : what each of the constraints says, with names where a single scenario's words have values.

    A call takes columns (SI) that broadcast against each other and gives one array an output, of no more axes than it depends on.
    Raises `InputError` for an output that is unknown, runs along an axis, or needs a null, and for two names of one value.
    """

    def __init__(
        self,
        scenario: Scenario,
        names: Iterable[str],
        outputs: Sequence[str] = (RATIO,),
        spans: Mapping[str, tuple[float, float]] | None = None,
        rows: int = 0,
    ) -> None:
        self.scenario = scenario
        self.names = tuple(names)
        refuse_overlap(self.names)
        self.outputs = tuple(outputs)
        compared = comparison_model()
        self.compared = [name for name in self.outputs if name in compared.default]
        self.comparison = compared.plan(Shape(), tuple(self.compared)) if self.compared else None
        wanted: dict[str, dict[str, None]] = {side: {} for side in SIDES}
        for side, name in map(self._split, self._needed()):
            wanted[side][name] = None
        if INFEASIBLE in self.outputs or not any(wanted.values()):
            for side in SIDES:
                wanted[side].setdefault(HEADLINES[0])
        plans = {side: scenario.side(side).plan(tuple(wanted[side])) for side in SIDES if wanted[side]}
        self.words = {f"{side}.{item.name}": item.constraint.format_map(_Names()) for side, plan in plans.items() for item in plan.constraints}
        self.constraints = tuple(self.words)
        if INFEASIBLE in self.outputs:
            asked = {side: (*wanted[side], *(item.name for item in plan.constraints)) for side, plan in plans.items()}
            plans = {side: scenario.side(side).plan(tuple(dict.fromkeys(names))) for side, names in asked.items()}
        self.folded: dict[str, tuple[Plan, dict[str, Any]]] = {}
        for side, plan in plans.items():
            varied = [name for place, name in map(sides_of, self.names) if side in place]
            ends = {sides_of(key)[1]: span for key, span in (spans or {}).items() if side in sides_of(key)[0]}
            self.folded[side] = plan.folded(scenario.side(side).values, varied, ends, rows)

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a batch is made where it is used: send its scenario, names and outputs")

    def _needed(self) -> list[str]:
        """What the two sides are asked for, as `orbital.x`."""
        needed = [name for name in self.outputs if name not in self.compared and name != INFEASIBLE]
        inputs = self.comparison.inputs if self.comparison is not None else ()
        return [*needed, *(name.replace("_", ".", 1) for name in inputs)]

    def _split(self, output: str) -> tuple[str, str]:
        """Side and quantity of an output; refused where there is none."""
        side, _, name = output.partition(".")
        if side not in SIDES or not name:
            known = [*comparison_model().default, INFEASIBLE]
            asked = f"name {', '.join(known)}, or a side and a quantity as in 'orbital.satellite_mass'"
            raise InputError(f"output {output!r} is not known; {suggest(output, known)}; {asked}")
        self.scenario.side(side).spec_unit(name, f"output {output}")
        return side, name

    def unit(self, output: str) -> Unit:
        """The unit of an output."""
        if output == INFEASIBLE:
            return PLAIN
        if output in self.compared:
            return comparison_model().specs[output].unit
        side, _, name = output.partition(".")
        return self.scenario.side(side).model.specs[name].unit

    def __call__(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """The outputs at columns of SI values, one for each name."""
        found: dict[str, Any] = {}
        for side, (plan, known) in self.folded.items():
            values = dict(known)
            for key, column in columns.items():
                place, name = sides_of(key)
                if side in place:
                    values[name] = column
            found.update((f"{side}.{name}", value) for name, value in zip(plan.outputs, plan(values), strict=True))
        if self.comparison is not None:
            inputs = {name: found[name.replace("_", ".", 1)] for name in self.comparison.inputs}
            found.update(zip(self.compared, self.comparison(inputs), strict=True))
        if INFEASIBLE in self.outputs:
            found[INFEASIBLE] = self._violated(found)
        return {name: found[name] for name in self.outputs}

    def _violated(self, found: Mapping[str, Any]) -> Any:
        """Bit k is set where constraint k is negative or NaN."""
        flags: Any = np.int64(0)
        for bit, name in enumerate(self.constraints):
            violated = np.logical_not(found[name] >= 0.0)
            if violated.any():
                flags = flags | np.where(violated, np.int64(1 << bit), np.int64(0))
        return flags
