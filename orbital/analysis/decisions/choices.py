"""What a planner is free to choose: quantities between two values, and picks by name, each way to pick a scenario of its own (M8)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.many.batch import sides_of
from orbital.analysis.many.draws import uncertain
from orbital.analysis.many.varied import EVEN, LOG, Span, Varied, is_category, span, varied
from orbital.binding import CATALOGS, read_value
from orbital.core.catalog import LISTED, names
from orbital.core.errors import InputError, suggest
from orbital.core.units import text
from orbital.scenarios import Scenario

Array = NDArray[np.float64]

WIDE = 100.0
"""Beyond this factor between two positive ends, the values between are taken by equal factors."""
AS_GIVEN = "as given"
"""What a choice of formula may be besides, where the scenario gives the quantity."""
MOST_PICKS = 500
"""Ways to pick, at most: each is searched by itself."""


@dataclass(frozen=True, slots=True)
class Free:
    """A quantity that may be chosen between two values (SI), evenly or by equal factors."""

    item: Varied
    low: float
    high: float
    log: bool

    @property
    def key(self) -> str:
        """Its name, as the planner gave it."""
        return self.item.key

    def at(self, share: Any) -> Any:
        """The value at a share of the way from the low end to the high end."""
        value = self.low * (self.high / self.low) ** np.asarray(share) if self.log else self.low + np.asarray(share) * (self.high - self.low)
        return np.clip(value, self.low, self.high)

    def share(self, value: float) -> float:
        """The share of the way at which a value lies, within 0 to 1."""
        found = np.log(value / self.low) / np.log(self.high / self.low) if self.log and value > 0.0 else (value - self.low) / (self.high - self.low)
        return float(np.clip(found, 0.0, 1.0))


def given_today(scenario: Scenario, items: Sequence[Varied]) -> Scenario:
    """The scenario with the quantities given at today's values, where a formula computes them: what a batch may vary."""
    return scenario.with_arrays({f"{side}.{item.name}": np.float64(today_on(scenario, item, side)) for item in items for side in item.sides})


def today_on(scenario: Scenario, item: Varied, side_name: str) -> float:
    """The value on one side (SI), given or computed."""
    side = scenario.side(side_name)
    return float(side.values[item.name] if item.name in side.values else side.run((item.name,))[0])


def refuse_arrays(scenario: Scenario) -> None:
    """Refuse a block of scenarios where one is asked for."""
    arrays = [
        f"{side.name}.{name} is an array: give one scenario"
        for side in (scenario.orbital, scenario.ground)
        for name, value in side.values.items()
        if np.ndim(value) and not side.model.specs[name].axis
    ]
    if arrays:
        raise InputError(arrays)


def asked_ranges(quantities: Sequence[str] | Mapping[str, Any]) -> dict[str, Any]:
    """What each quantity was asked with, by name; None where only named. Refused: nothing, no names, one twice."""
    if isinstance(quantities, (str, bytes)) or not isinstance(quantities, (Sequence, Mapping)):
        raise InputError(f"quantities = {quantities!r}: give a list of names, or names with what they may be")
    listed = [str(key) for key in quantities]
    faults = [f"{key} is asked for twice" for key in dict.fromkeys(listed) if listed.count(key) > 1]
    places = [(key, side, name) for key in dict.fromkeys(listed) for sides, name in [sides_of(key)] for side in sides]
    faults += [f"{one} and {two} are one quantity: ask for it once" for (one, *a), (two, *b) in itertools.combinations(places, 2) if a == b and one != two]
    if not listed:
        faults.append("no quantity is named; name at least one, as in 'orbital.altitude'")
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return {str(key): quantities[key] for key in quantities} if isinstance(quantities, Mapping) else dict.fromkeys(listed)


def free(scenario: Scenario, key: str, asked: Any) -> Free:
    """A quantity's range: as asked, else its hard bounds, else what its source leaves open. Refused where unknown, dead, reversed, or unbounded."""
    item = varied(scenario, key)
    if asked is None:
        low, high = _own_range(scenario, item)
        return Free(item, low, high, low > 0.0 and high > WIDE * low)
    ends = _ends(key, asked)
    low, high = (float(read_value(item.name, item.unit, end, key, scenario.price_year)) for end in (ends.low, ends.high))
    if not low < high:
        raise InputError(f"{key} = {ends.low} to {ends.high}: the first value must be the lower one")
    if ends.spacing == LOG and low <= 0.0:
        raise InputError(f"{key} = {ends.low} to {ends.high}: equal factors need values above zero")
    return Free(item, low, high, ends.spacing == LOG or (low > 0.0 and high > WIDE * low))


def _ends(key: str, asked: Any) -> Span:
    if isinstance(asked, Span):
        return asked
    if isinstance(asked, (str, bytes, Mapping)) or not isinstance(asked, Sequence) or len(asked) != 2:
        raise InputError(f"{key} = {asked!r}: give the lowest and the highest value, as in ('400 km', '1200 km')")
    return span(asked[0], asked[1], 2, EVEN)


def _own_range(scenario: Scenario, item: Varied) -> tuple[float, float]:
    low, high = item.hard
    if np.isfinite(low) and np.isfinite(high):
        return low, high
    spreads = uncertain(scenario).spreads
    for place in (item.key, *(f"{side}.{item.name}" for side in item.sides), f"common.{item.name}"):
        if place in spreads:
            return spreads[place].low, spreads[place].high
    known = f"{text(low, item.unit)} or more" if np.isfinite(low) else "any number"
    listed = f" (the catalogs' {LISTED}{item.name} has a spread)" if any(LISTED + item.name in scenario.side(side).given for side in item.sides) else ""
    raise InputError(f"{item.key} may be {known} and has no spread{listed}: say between which two values it is to be chosen")


# --- picks by name (M8) -----------------------------------------------------------------------------------------------
def options(scenario: Scenario, key: str, asked: Any) -> tuple[str, ...]:
    """What a catalog pick or a choice of formula may be: those asked for, else all there are. Refused for the boundary and for unknown names."""
    if key == "boundary":
        raise InputError("boundary is what is counted, not what is built: the cheapest one counts least; set it instead")
    known = _known(scenario, key)
    if asked is None:
        return known
    if isinstance(asked, (str, bytes, Span)) or not isinstance(asked, Sequence) or not all(isinstance(name, str) for name in asked):
        raise InputError(f"{key} = {asked!r}: it is picked by name, not between values; there are: {', '.join(known)}")
    faults = [f"{key} = {name!r}: not known; {suggest(name, known)}; there are: {', '.join(known)}" for name in asked if name not in known]
    faults += [f"{key} = {name!r} is listed twice" for name in dict.fromkeys(asked) if list(asked).count(name) > 1]
    if not asked:
        faults.append(f"{key}: no names are given; there are: {', '.join(known)}")
    if faults:
        raise InputError(faults)
    return tuple(asked)


def _known(scenario: Scenario, key: str) -> tuple[str, ...]:
    section, _, name = key.partition(".")
    if (section, name) in CATALOGS:
        return tuple(names(CATALOGS[(section, name)]))
    quantity = name.removeprefix("formulas.")
    sides = [scenario.side(side) for side in sides_of(key)[0]]
    found = dict.fromkeys(formula for side in sides for formula in side.model.alternatives.get(quantity, {}))
    if len(found) < 2:
        several = {known for side in sides for known, formulas in side.model.alternatives.items() if len(formulas) > 1}
        why = f"one formula alone computes it, {next(iter(found))}" if found else f"no formula computes it; {suggest(quantity, several)}"
        raise InputError(f"{key}: there is nothing to choose: {why}")
    return (*([AS_GIVEN] if any(quantity in side.shape.given for side in sides) else []), *found)


def picked_today(scenario: Scenario, key: str) -> str:
    """The entry or formula that the scenario has; `as given` where it gives the quantity, empty where it has none."""
    section, _, name = key.partition(".")
    if (section, name) in CATALOGS:
        return scenario.picks.get(name, "")
    quantity = name.removeprefix("formulas.")
    for side in (scenario.side(side) for side in sides_of(key)[0]):
        if quantity in side.shape.given:
            return AS_GIVEN
        active = side.model.active(side.shape)
        if quantity in active:
            return active[quantity].name
    return ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to pick: the names by key, and the scenario that has them."""

    picks: Mapping[str, str]
    scenario: Scenario


def ways(scenario: Scenario, asked: Mapping[str, Any]) -> tuple[list[Way], dict[str, str]]:
    """Every way to pick, and those that are refused with the reason: an entry that lacks what another needs is none to choose."""
    choices = {key: options(scenario, key, given) for key, given in asked.items() if is_category(key)}
    count = int(np.prod([len(found) for found in choices.values()])) if choices else 1
    if count > MOST_PICKS:
        raise InputError(f"{' x '.join(str(len(found)) for found in choices.values())} = {count} ways to pick: at most {MOST_PICKS} are searched; name fewer")
    found, refused = [], {}
    for picks in _combinations(choices):
        changes = {key: name for key, name in picks.items() if name != picked_today(scenario, key)}
        try:
            found.append(Way(picks, scenario.replace(changes) if changes else scenario))
        except InputError as error:
            refused[" + ".join(picks.values())] = error.faults[0]
    if not found:
        raise InputError([f"{name}: {why}" for name, why in refused.items()])
    return found, refused


def _combinations(choices: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    for picked in itertools.product(*choices.values()):
        yield dict(zip(choices, picked, strict=True))
