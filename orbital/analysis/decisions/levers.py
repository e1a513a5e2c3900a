"""Levers: quantities whose favorable end, alone, lowers the ratio; the strongest that move together without one cutting off another."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from orbital.analysis.decisions.choices import asked_ranges, given_today
from orbital.analysis.decisions.published import End, PublishedRange, published_range, spread_of, stated
from orbital.analysis.many.batch import RATIO, Batch
from orbital.analysis.many.varied import is_category, varied
from orbital.analysis.record.groups import group_of
from orbital.binding import SIDES, cannot_be_given
from orbital.core.errors import InputError
from orbital.refusals import alive, cut_off
from orbital.scenarios import Scenario

LEVERS = 8
"""Levers of the orbital side, and again of the others."""
NEGLIGIBLE = 1e-3
"""A lever that lowers the ratio by less than this share, the stronger ones at their ends, is none."""
STATED_BY = 3
"""So many studies state what formulas compute here for it to be a lever by itself: launch price, areal mass of the radiator."""
STATED_GROUPS = ("launch", "mass", "hardware price")


@dataclass(frozen=True, slots=True)
class Lever:
    """A quantity and the end of its published range that lowers the ratio; the ratio with that end alone."""

    range: PublishedRange
    favorable: End
    alone: float

    @property
    def key(self) -> str:
        """Its name."""
        return self.range.key

    def at(self, share: float) -> float:
        """The value at a share of the way to the favorable end (SI)."""
        return self.range.at(share, self.favorable)

    @property
    def orbital(self) -> bool:
        """Whether it is the orbital side's alone."""
        return self.range.item.sides == ("orbital",) and self.key.startswith("orbital.")


def ratio_at(scenario: Scenario, values: Mapping[Lever, float] | Mapping[PublishedRange, float]) -> float:
    """The ratio with some quantities at other values (SI): exact, NaN where it cannot be built."""
    items = [lever.range.item if isinstance(lever, Lever) else lever.item for lever in values]
    batch = Batch(given_today(scenario, items), [item.key for item in items], (RATIO,))
    return float(batch({item.key: np.float64(value) for item, value in zip(items, values.values(), strict=True)})[RATIO])


def lever(scenario: Scenario, found: PublishedRange) -> Lever | None:
    """The quantity with the end that lowers the ratio; None where neither does."""
    today = ratio_at(scenario, {})
    today = math.inf if math.isnan(today) else today
    best: Lever | None = None
    for end in (found.low, found.high):
        if end.value != found.today:
            ratio = ratio_at(scenario, {found: end.value})
            if ratio < (best.alone if best else today):
                best = Lever(found, end, ratio)
    return best


def asked_levers(scenario: Scenario, quantities: Sequence[str]) -> tuple[list[Lever], list[str]]:
    """The levers named, the strongest first, and names without one, since no end of their range lowers the ratio."""
    keys = list(asked_ranges(quantities))
    picked = [key for key in keys if is_category(key)]
    if picked:
        raise InputError([f"{key} is picked by name and has no values between: set it, or name what it gives" for key in picked])
    ranges = [published_range(scenario, varied(scenario, key)) for key in keys]
    base = given_today(scenario, [found.item for found in ranges])
    for found in ranges:
        sides = [base.side(side) for side in found.item.sides]
        if not any(alive(side, found.item.name) for side in sides):
            cutters = [name for side in sides for name in cut_off(side, found.item.name)]
            others = [other.key for other in ranges if other.item.name in cutters]
            raise InputError(f"{found.key} would change nothing where {' and '.join(others) or 'the others'} moves as well: name one of them")
    made = [(found, lever(scenario, found)) for found in ranges]
    levers = sorted((item for _, item in made if item is not None), key=lambda item: item.alone)
    return levers, [found.key for found, item in made if item is None]


def default_levers(scenario: Scenario) -> tuple[list[Lever], list[Lever]]:
    """The strongest levers of the orbital side, and the strongest of the ground and of both sides.

    Of everything that costs rest on and whose source leaves it open, and of prices and masses that at least three studies state though
    formulas compute them here: those whose favorable end alone lowers the ratio most, left out where a stronger one cuts them off or leaves them
    less than a thousandth to do.
    """
    found = [item for item in (_tried(scenario, key) for key in _candidates(scenario)) if item is not None]
    found.sort(key=lambda item: item.alone)
    orbital = _strongest(scenario, (item for item in found if item.orbital), [])
    return orbital, _strongest(scenario, (item for item in found if not item.orbital), orbital)


def _tried(scenario: Scenario, key: str) -> Lever | None:
    try:
        return lever(scenario, published_range(scenario, varied(scenario, key)))
    except InputError:  # cut off, or nothing is open
        return None


def _candidates(scenario: Scenario) -> list[str]:
    """Names a planner gives: what is open, and what studies state of what is computed here."""
    names = dict.fromkeys(spread_of(scenario))
    for side in (scenario.side(name) for name in SIDES):
        for name in side.model.default:
            studies = {item.source.partition(":")[0] for item in stated(name)}
            if len(studies) >= STATED_BY and name not in side.shape.given and group_of(side.model, name) in STATED_GROUPS:
                both = all(name in scenario.side(other).model.specs for other in SIDES)
                if not both and not side.model.specs[name].axis and not cannot_be_given(side.model, name):
                    names[f"{side.name}.{name}"] = None
    return list(names)


def _strongest(scenario: Scenario, found: Iterable[Lever], before: Sequence[Lever]) -> list[Lever]:
    """Of levers by strength, the first few that still lower the ratio with the stronger ones at their ends, and cut off none of them."""
    kept = list(before)
    ratio = ratio_at(scenario, {item: item.favorable.value for item in kept})
    for item in itertools.islice(found, 5 * LEVERS):
        if len(kept) - len(before) == LEVERS:
            break
        tried = [*kept, item]
        base = given_today(scenario, [each.range.item for each in tried])
        if not all(any(alive(base.side(side), each.range.item.name) for side in each.range.item.sides) for each in tried):
            continue
        then = ratio_at(scenario, {each: each.favorable.value for each in tried})
        if then < ratio * (1.0 - NEGLIGIBLE) or (math.isnan(ratio) and math.isfinite(then)):
            kept, ratio = tried, then
    return kept[len(before) :]
