"""One output of a scenario as a function of its uncertain inputs, each draw with whether it can be built."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.many.batch import INFEASIBLE, RATIO, Batch, sides_of
from orbital.analysis.many.draws import Spread, Uncertain, ends_of, uncertain
from orbital.binding import SIDES, Given
from orbital.core.catalog import LISTED
from orbital.core.errors import InputError
from orbital.core.units import Unit, text
from orbital.models import HEADLINES
from orbital.scenarios import Scenario

Array = NDArray[np.float64]
Columns = Sequence[Array]
Function = Callable[[Columns], Array]
"""Columns of inputs that broadcast, to an array whose first axis holds the value (0 where there is none) and whether there is one (1 or 0)."""

ROUNDING = 1e-12
"""A share of a value that is nothing but its rounding."""


@dataclass
class Response:
    """An output, or its logarithm, less that of today; a call takes one column (SI) for each spread.

    rows : of the whole job, which settle how slow geometry is computed (M7); 0 computes it exactly.
    A draw counts where every constraint of the sides that the output is of holds, and the output is a finite number.
    Raises `InputError` for an output that is unknown, runs along an axis, or is no amount; on a call for a value that has no logarithm.
    """

    scenario: Scenario
    output: str
    spreads: Mapping[str, Spread]
    rows: int = 0
    logarithm: bool = False

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name not in ("batch", "today", "bits")}

    @cached_property
    def batch(self) -> Batch:
        """What draws are evaluated with; made once in each process."""
        ends = ends_of(self.spreads) if self.rows else None
        return Batch(self.scenario, self.spreads, (self.output, INFEASIBLE), ends, self.rows)

    @cached_property
    def bits(self) -> np.int64:
        """The constraints that bear on the output."""
        sides = sides_of_output(self.output)
        return np.int64(sum(1 << bit for bit, name in enumerate(self.batch.constraints) if name.partition(".")[0] in sides))

    @property
    def unit(self) -> Unit:
        """The unit of the output."""
        return self.batch.unit(self.output)

    @cached_property
    def today(self) -> float:
        """The output at the stated values; NaN where it cannot be built or is no finite number."""
        stated = Batch(self.scenario, (), (self.output, INFEASIBLE))({})
        good = not int(stated[INFEASIBLE]) & self.bits and np.isfinite(stated[self.output])
        return float(stated[self.output]) if good else float("nan")

    @property
    def rounding(self) -> float:
        """What the value may differ by though nothing varies."""
        return ROUNDING if self.logarithm else ROUNDING * float(np.nan_to_num(abs(self.today)))

    def values(self, columns: Columns) -> Array:
        """The output (SI) at some inputs, NaN where it cannot be built."""
        found = self.batch(dict(zip(self.spreads, columns, strict=True)))
        good = ((found[INFEASIBLE] & self.bits) == 0) & np.isfinite(found[self.output])
        return np.where(good, found[self.output], np.nan)

    def __call__(self, columns: Columns) -> Array:
        """Value and whether there is one, as two rows."""
        value, origin = self.values(columns), float(np.nan_to_num(self.today))
        good = np.isfinite(value)
        if self.logarithm:
            if np.any(value <= 0.0):
                raise InputError(f"output {self.output} falls to {text(float(np.nanmin(value)), self.unit)}, which has no logarithm; ask with logarithm=False")
            value, origin = np.log(value), np.log(origin) if origin > 0.0 else 0.0
        return np.stack([np.where(good, value - origin, 0.0), good.astype(np.float64)])


def sides_of_output(output: str) -> tuple[str, ...]:
    """The sides that an output is of."""
    side = output.partition(".")[0]
    return (side,) if side in SIDES else SIDES


def uncertain_for(scenario: Scenario, output: str) -> Uncertain:
    """Every spread that an output rests on, or a constraint on the side it is of. Raises `InputError` for an output that is no amount."""
    if not isinstance(output, str):
        raise InputError(f"output = {output!r}: the name of one quantity is needed, as in 'ratio' or 'orbital.satellite_mass'")
    if output == INFEASIBLE:
        raise InputError(f"output {output!r} is no amount: ask for a quantity; what decides whether it can be built is told beside it")
    inputs = Batch(scenario, (), (output,)).comparison
    needed = [name.replace("_", ".", 1) for name in inputs.inputs] if inputs is not None else [output]
    outputs: dict[str, tuple[str, ...]] = {}
    for side in sides_of_output(output):
        plan = scenario.side(side).plan(HEADLINES[:1])
        asked = [name.partition(".")[2] for name in needed if name.startswith(f"{side}.")]
        outputs[side] = (*asked, *(item.name for item in plan.constraints))
    return uncertain(scenario, outputs) if output == RATIO else uncertain(scenario, outputs, f"{output} does not depend on it")


def given_of(scenario: Scenario, key: str) -> tuple[Given, Unit]:
    """What is stated of a name that varies, with its unit."""
    sides, name = sides_of(key)
    side = next(side for side in map(scenario.side, sides) if name in side.given)
    return side.given[name], side.model.specs[name].unit


def plain_name(key: str) -> str:
    """A name for people: `ground electricity price` of `ground.listed_electricity_price`; a value of both sides goes without its section."""
    section, _, name = key.partition(".")
    return f"{section if section in SIDES else ''} {name.removeprefix(LISTED).replace('_', ' ')}".strip()
