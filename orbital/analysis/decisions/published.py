"""The published range of a quantity: what its own source leaves open, widened by what studies assume, each end with who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from orbital.analysis.decisions.choices import today_on
from orbital.analysis.many.draws import Spread, uncertain
from orbital.analysis.many.varied import Varied
from orbital.analysis.record.assumptions import STUDY, Assumption, assumptions
from orbital.analysis.record.stated_values import PRICE_YEAR
from orbital.binding import Given
from orbital.core.catalog import LISTED, deflators
from orbital.core.errors import InputError
from orbital.core.units import CALENDAR, money_power
from orbital.scenarios import Scenario
from orbital.systems.trends import LAST_SOURCED_YEAR

OPEN, TODAY = "spread of its source", "today's value"
UNLIKE = (
    *("_discount_rate", "_nominal_rate", "compounding_frequency", "reference_satellite", "flight_price", "payload_to_orbit", "reference_payload"),
    *("accelerator_price", "accelerator_system_mass", "building_life", "_maintenance_rate"),
)
"""These stay within what their own source leaves open: a study that does not discount says nothing of the rate, one satellite's number nothing without its
price, a flight's price and lift nothing of another vehicle (what studies have in common is the price per kilogram), a chip's price and mass nothing of
another chip, the five years of a total nothing of how long a building works, and a rate that pays for repair and staff too nothing of upkeep beside them."""

CONTRADICTED = "as printed beside"
"""So begins the note of a value that its own source's other figures contradict: the study is reproduced with it, and it widens nothing."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of a range (SI): who gives it, how it is known, and where from."""

    value: float
    by: str
    kind: str
    source: str

    @property
    def told(self) -> str:
        """Who gives it, for a table."""
        return f"{self.by}, {self.kind}" if self.kind else self.by


@dataclass(frozen=True, slots=True)
class PublishedRange:
    """A quantity's range in a scenario (SI), today's value within."""

    item: Varied
    today: float
    low: End
    high: End

    @property
    def key(self) -> str:
        """Its name, as the planner gives it."""
        return self.item.key

    def at(self, share: float, favorable: End) -> float:
        """The value at a share of the way from today's to an end; the end itself at 1."""
        return favorable.value if share == 1.0 else self.today + share * (favorable.value - self.today)


def published_range(scenario: Scenario, item: Varied) -> PublishedRange:
    """The range of a quantity of a scenario: its source's spread, studies' values of the same side (of one value for both, theirs for both), and today's.

    Of a price that a trend carries from its list to the start, the spread is carried along; what a study assumes holds at the start.
    Money of studies is converted to the scenario's price year. A start year may be any that the trends' sources speak of.
    Raises `InputError` where neither a source nor a study leaves anything open.
    """
    today = today_on(scenario, item, item.sides[0])
    ends = [*_of_source(scenario, item), *_of_studies(scenario, item)]
    if item.unit == CALENDAR:
        ends += [End(year, "the years that the trends' sources speak of", "", LAST_SOURCED_YEAR.source) for year in (item.hard[0], float(LAST_SOURCED_YEAR))]
    low, high = item.hard
    ends = [end for end in ends if low <= end.value <= high]
    if not ends:
        raise InputError(f"{item.key}: no source leaves it open and no study states it, so nothing says how far it may go; see `orbital assumptions`")
    ends.append(End(today, TODAY, "", ""))
    return PublishedRange(item, today, min(ends, key=lambda end: end.value), max(ends, key=lambda end: end.value))


def _of_source(scenario: Scenario, item: Varied) -> Iterator[End]:
    """The ends of the spread that the value's own source leaves open."""
    for name in (item.name, LISTED + item.name):
        given = scenario.side(item.sides[0]).given.get(name)
        if given is not None and given.spread is not None and given.spread[0] < given.spread[1]:
            for value in given.spread:
                yield End(_carried(scenario, item, name, value), OPEN, given.provenance.evidence or "", _source(given))


def _source(given: Given) -> str:
    return f"{given.origin}: {given.provenance.source}"


def _carried(scenario: Scenario, item: Varied, name: str, value: float) -> float:
    """What a listed value comes to at the start."""
    if name == item.name:
        return value
    side = scenario.with_arrays({f"{place}.{name}": value for place in item.sides}).side(item.sides[0])
    return float(side.run((item.name,))[0]) if item.name not in side.shape.given else value


def _of_studies(scenario: Scenario, item: Varied) -> Iterator[End]:
    """What studies assume for this side, in the scenario's money; of a value for both sides only what they assume for both."""
    if item.name.endswith(UNLIKE):
        return
    years = deflators()
    dollars = float((years[scenario.price_year] / years[PRICE_YEAR]) ** money_power(item.unit.si))
    for found in stated(item.name):
        if found.note.startswith(CONTRADICTED):
            continue
        if found.side == "both sides" or (found.side,) == item.sides:
            yield End(found.value * dollars, found.source, found.kind, found.origin)


@cache
def _by_quantity() -> dict[str, tuple[Assumption, ...]]:
    return {spread.quantity: tuple(item for item in spread.values if item.by == STUDY) for spread in assumptions()}


def stated(name: str) -> tuple[Assumption, ...]:
    """What studies give for a quantity, from low to high."""
    return _by_quantity().get(name, ())


def spread_of(scenario: Scenario) -> dict[str, Spread]:
    """Everything a source leaves open that costs rest on, by the name a planner gives: what trends carry goes by its value at the start."""
    found = {}
    for key, spread in uncertain(scenario).spreads.items():
        section, _, name = key.partition(".")
        plain = name.removeprefix(LISTED)
        sides = [scenario.side(side) for side in ((section,) if section != "common" else ("orbital", "ground"))]
        known = all(plain in side.model.specs and not side.model.specs[plain].axis for side in sides)
        found[f"{section}.{plain if known else name}"] = spread
    return found
