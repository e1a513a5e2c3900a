"""What a planner varies: a quantity by name, on one side or both, and the values it shall take (M3, M8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.many.batch import sides_of
from orbital.binding import CATALOGS, cannot_be_given, hard_bounds, read_value
from orbital.core.errors import InputError, suggest
from orbital.core.units import Unit
from orbital.refusals import alive, cut_off
from orbital.scenarios import SECTIONS, SHORTEST, Scenario

Array = NDArray[np.float64]
EVEN, LOG = "even", "log"
MOST_VALUES = 10**7
"""Values of one span: they stay in memory, and in the description of a table."""


@dataclass(frozen=True, slots=True)
class Span:
    """Values from `low` to `high`, both included, as written; evenly spaced or (`log`) by equal factors."""

    low: str | float
    high: str | float
    count: int
    spacing: str = EVEN


def span(low: str | float, high: str | float, count: int, spacing: str = EVEN) -> Span:
    """`count` values from `low` to `high`, both included: `span("50 USD/kg", "3000 USD/kg", 200)`.

    spacing : "even", or "log" for equal factors. Raises `InputError` for fewer than two values, more than ten million, or another spacing;
    whether the ends are values of the quantity, and rise, is checked where the span is used.
    """
    if isinstance(count, bool) or not isinstance(count, (int, np.integer)) or not 2 <= count <= MOST_VALUES:
        raise InputError(f"count = {count!r}: a span needs a whole number of at least 2 values, and at most {MOST_VALUES:,}")
    if spacing not in (EVEN, LOG):
        raise InputError(f"spacing = {spacing!r}: allowed are {EVEN!r} and {LOG!r}")
    return Span(low, high, int(count), spacing)


@dataclass(frozen=True, slots=True)
class Varied:
    """A quantity that may vary: its key (`orbital.x`, `ground.x`, `common.x`, `workload.x`), its name, the sides that know it, its unit."""

    key: str
    name: str
    sides: tuple[str, ...]
    unit: Unit

    def today(self, scenario: Scenario) -> float:
        """Its value in the scenario (SI), given or computed; NaN where it is null, or rests on one."""
        side = scenario.side(self.sides[0])
        if side.model.missing(side.shape, (self.name,)):
            return float("nan")
        return float(side.values[self.name] if self.name in side.values else side.run((self.name,))[0])

    def written(self, value: float) -> str | float:
        """A value (SI) as a scenario's change: exact."""
        return f"{float(value)!r} {self.unit.si}" if self.unit.si else float(value)

    @property
    def hard(self) -> tuple[float, float]:
        """Its hard bounds (SI)."""
        return hard_bounds(self.name, self.unit)


def is_category(key: str) -> bool:
    """Whether a name is of a catalog pick, a choice of formula or the boundary, and never an array (M8)."""
    section, _, name = key.partition(".")
    return (section, name) in CATALOGS or name.startswith("formulas.") or key == "boundary"


def varied(scenario: Scenario, key: str) -> Varied:
    """The quantity of a name. Refused where there is none, where it is never given, or where a given cuts it off from every cost (M3)."""
    section, _, name = str(key).partition(".")
    if section not in SECTIONS or not name:
        raise InputError(f"{key!r} is not a quantity; {SHORTEST.removesuffix(chr(39) + 'boundary' + chr(39)).removesuffix(' or ')}")
    sides = tuple(side for side in sides_of(key)[0] if name in scenario.side(side).model.specs)
    if not sides:
        known = {other for side in sides_of(key)[0] for other in scenario.side(side).model.specs}
        raise InputError(f"{key} is not a quantity; {suggest(name, known)}")
    why = next(filter(None, (cannot_be_given(scenario.side(side).model, name) for side in sides)), None)
    if why:
        raise InputError(f"{key} {why}")
    unit = scenario.side(sides[0]).spec_unit(name, key)
    if not any(alive(scenario.side(side), name) for side in sides):
        cutters = dict.fromkeys(cutter for side in sides for cutter in cut_off(scenario.side(side), name))
        why = f"it is cut off from every cost by the given {', '.join(cutters)}; set that to 'computed' first" if cutters else "no cost depends on it"
        raise InputError(f"{key} would change nothing: {why}")
    return Varied(key, name, sides, unit)


def read_values(scenario: Scenario, item: Varied, asked: Span | Sequence[Any]) -> Array:
    """The values of an axis in SI: a span, or listed with their units. Refused where empty, reversed, out of bounds or without a unit."""

    def read(raw: Any) -> float:
        return float(read_value(item.name, item.unit, raw, item.key, scenario.price_year))

    if isinstance(asked, Span):
        low, high = read(asked.low), read(asked.high)
        if not low < high:
            raise InputError(f"{item.key} = {asked.low} to {asked.high}: the first value must be the lower one")
        if asked.spacing == LOG and low <= 0.0:
            raise InputError(f"{item.key} = {asked.low} to {asked.high}: equal factors need values above zero")
        return np.geomspace(low, high, asked.count) if asked.spacing == LOG else np.linspace(low, high, asked.count)
    if isinstance(asked, (str, bytes, Mapping)) or not hasattr(asked, "__iter__"):
        raise InputError(f"{item.key} = {asked!r}: give a span or a list of values with their units")
    values = np.array([read(raw) for raw in asked])
    if not values.size:
        raise InputError(f"{item.key}: no values are given")
    return values
