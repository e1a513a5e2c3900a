"""What everybody assumes: for each quantity the values that studies and our catalogs give, in one unit, and where our default stands among them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from orbital.analysis.compare import json_quantity
from orbital.analysis.record.ends import REFERENCE
from orbital.analysis.record.groups import GROUPS, SIZES, group_of, stated_for
from orbital.analysis.record.stated_values import PRICE_YEAR, SILENT
from orbital.analysis.record.studies import study
from orbital.binding import CATALOGS, CHANGE, SIDES, Given, Side
from orbital.core.catalog import LISTED, Provenance, deflators, names, own_entry, parameters
from orbital.core.errors import InputError, UnitError, suggest
from orbital.core.model import Model
from orbital.core.parse import parse_quantity
from orbital.core.units import Unit, money_power, number_text, shown_value, text
from orbital.models import ground_model, orbital_model
from orbital.scenarios import Scenario, scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

KINDS = ("designs", "sites", "launch_vehicles", "satellite_prices", "array_technologies", "coatings", "finance")
"""Catalogs whose entries are somebody's word for a quantity. Chips, workloads, stations and tariffs differ because they are different things."""
STUDY, CATALOG, OURS = "study", "catalog", "ours"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One source's value of a quantity (SI): who gives it, for which side, how it is known, and where from."""

    source: str
    value: float
    side: str
    kind: str
    by: str
    origin: str
    note: str

    def to_dict(self, unit: Unit) -> dict[str, Any]:
        """For JSON."""
        value = json_quantity(self.value, unit)
        return {"source": self.source, "value": value, "side": self.side, "kind": self.kind, "by": self.by, "from": self.origin, "note": self.note}


@dataclass(frozen=True, slots=True)
class Spread:
    """One quantity: what everybody gives, from low to high, and our default with its place among them."""

    quantity: str
    group: str
    unit: Unit
    values: tuple[Assumption, ...]
    ours: Assumption | None

    @property
    def low(self) -> Assumption:
        """The lowest value given."""
        return self.values[0]

    @property
    def high(self) -> Assumption:
        """The highest value given."""
        return self.values[-1]

    @property
    def factor(self) -> float:
        """Highest over lowest; NaN where the lowest is not positive."""
        return self.high.value / self.low.value if self.low.value > 0.0 else math.nan

    @property
    def rank(self) -> int | None:
        """Our default's place from the lowest, 1 to n + 1 among n others; None where we have none."""
        return None if self.ours is None else 1 + sum(item.value < self.ours.value and not _alike(item.value, self.ours.value) for item in self.values)

    @property
    def neighbors(self) -> tuple[Assumption | None, Assumption | None]:
        """The nearest values at or below and at or above our default."""
        if self.ours is None:
            return None, None
        ours = self.ours.value
        below = [item for item in self.values if item.value < ours or _alike(item.value, ours)]
        above = [item for item in self.values if item.value > ours or _alike(item.value, ours)]
        return (below[-1] if below else None), (above[0] if above else None)

    def place(self) -> str:
        """Where our default stands, in words."""
        if self.ours is None:
            return "we have no default"
        if not self.values:
            return "no study or catalog gives it"
        below, above = self.neighbors
        number = f"{self.rank} of {len(self.values) + 1}"
        if below is None or above is None:
            nearest, where = (above, "below") if below is None else (below, "above")
            return f"{number}, {where} all: nearest {_named(nearest, self.unit)}"
        if _alike(below.value, self.ours.value):
            return f"{number}, as {below.source}"
        return f"{number}, between {_named(below, self.unit)} and {_named(above, self.unit)}"

    def __repr__(self) -> str:
        ours = "none" if self.ours is None else f"{text(self.ours.value, self.unit)} ({self.ours.source})"
        lines = [f"{self.quantity}: ours {ours}, {self.place()}"]
        lines += [f"  {text(item.value, self.unit):>20}  {item.source}, {item.side}, {item.kind}" for item in self.values]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        below, above = self.neighbors
        return {
            "quantity": self.quantity,
            "group": self.group,
            "unit": self.unit.shown,
            "values": [item.to_dict(self.unit) for item in self.values],
            "ours": None if self.ours is None else self.ours.to_dict(self.unit),
            "rank": self.rank,
            "of": len(self.values) + (self.ours is not None),
            "below": below.source if below else None,
            "above": above.source if above else None,
        }


def _alike(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-3)


def _named(item: Assumption | None, unit: Unit) -> str:
    return f"{item.source} ({text(item.value, unit)})" if item else ""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Every quantity that at least two sources give, a study among them; by group, then by name."""

    spreads: tuple[Spread, ...]

    def __getitem__(self, quantity: str) -> Spread:
        found = [spread for spread in self.spreads if spread.quantity == quantity]
        if not found:
            known = [spread.quantity for spread in self.spreads]
            raise InputError(f"{quantity!r} is not given by a study and another source; {suggest(quantity, known)}")
        return found[0]

    def __len__(self) -> int:
        return len(self.spreads)

    def __iter__(self) -> Iterator[Spread]:
        return iter(self.spreads)

    def __repr__(self) -> str:
        ends = [f"{text(spread.low.value, spread.unit)} to {text(spread.high.value, spread.unit)}; " if spread.values else "" for spread in self]
        lines = [f"{spread.quantity}: {end}{spread.place()}" for spread, end in zip(self, ends, strict=True)]
        return "\n".join([f"{len(self)} quantities that a study and another source give, money in dollars of {PRICE_YEAR}", *lines])

    def to_frame(self) -> pd.DataFrame:
        """One row a value, ours among them."""
        import pandas as pd

        rows = [
            {
                "group": spread.group,
                "quantity": spread.quantity,
                "unit": spread.unit.shown,
                "value": float(shown_value(item.value, spread.unit)),
                "source": item.source,
                "side": item.side,
                "kind": item.kind,
                "by": item.by,
                "from": item.origin,
                "note": item.note,
            }
            for spread in self
            for item in (*spread.values, *([spread.ours] if spread.ours else []))
        ]
        return pd.DataFrame(rows)

    def rows(self) -> list[tuple[str, ...]]:
        """For a screen: quantity, unit, lowest and highest with their sources, ours, its place from the lowest."""
        return [
            (
                spread.quantity,
                spread.unit.shown,
                _shown(spread.low, spread.unit) if spread.values else "",
                _shown(spread.high, spread.unit) if spread.values else "",
                "" if spread.ours is None else number_text(float(shown_value(spread.ours.value, spread.unit))),
                "" if spread.rank is None else f"{spread.rank} of {len(spread.values) + 1}",
            )
            for spread in self
        ]

    def plot(self) -> Figure:
        """Every value over our default, by quantity, on one logarithmic axis."""
        from orbital.views.plots import assumptions_figure

        return assumptions_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"price_year": PRICE_YEAR, "quantities": [spread.to_dict() for spread in self]}


def _shown(item: Assumption, unit: Unit) -> str:
    return f"{number_text(float(shown_value(item.value, unit)))} {item.source}"


def assumptions(quantity: str = "") -> Assumptions:
    """What studies and catalogs assume, quantity by quantity, with our default's place; of one quantity where one is named.

    A quantity is listed where at least two sources give it, one of them a study; sizes, and amounts of a satellite or a fleet, are not, since
    they say nothing without one another. Values are what a study's file states or a named case changes, and what a catalog entry gives or
    records as its vendor's; what only switches off what a source does not have is left out. Ours is the parameter's default or, where there
    is none, what the reference scenario picks or computes. A parameter that no study gives stands alone. Raises `InputError` for a quantity not listed.
    """
    found = _every()
    if not quantity:
        return found
    name = quantity.rpartition(".")[2]
    return Assumptions((_alone(name) or found[name],))


def _alone(name: str) -> Spread | None:
    """A parameter with a default that no study gives: ours alone, or beside catalogs' values."""
    if name in {spread.quantity for spread in _every()} or name not in parameters() or parameters()[name].value is None:
        return None
    model, unit = _known(name)
    given = tuple(sorted((item for found, item in _of_catalogs() if found == name), key=lambda item: (item.value, item.source)))
    return Spread(name, group_of(model, name), unit, given, _ours(name, scenario(REFERENCE)))


@cache
def _every() -> Assumptions:
    given: dict[str, list[Assumption]] = {}
    for name, item in [*_of_studies(), *_of_catalogs()]:
        known = given.setdefault(name, [])
        if not any(other.source.partition(":")[0] == item.source.partition(":")[0] and _alike(other.value, item.value) for other in known):
            known.append(item)
    reference = scenario(REFERENCE)
    spreads = []
    for name, values in given.items():
        sources = {item.source.partition(":")[0] for item in values}
        ours = _ours(name, reference)
        model, unit = _known(name)
        comparable = name not in {*SIZES, "satellite_count"} and not stated_for(model, name) and unit.si != "GPU"
        if comparable and any(item.by == STUDY for item in values) and len(sources) + (ours is not None) >= 2:
            ordered = tuple(sorted(values, key=lambda item: (item.value, item.source)))
            spreads.append(Spread(name, group_of(model, name), unit, ordered, ours))
    order = list(GROUPS)
    return Assumptions(tuple(sorted(spreads, key=lambda spread: (order.index(spread.group), spread.quantity))))


def _unlisted(name: str) -> str:
    """The quantity that a listed value is of, where trends carry it to the start."""
    return name.removeprefix(LISTED) if name.removeprefix(LISTED) in {*orbital_model().specs, *ground_model().specs} else name


@cache
def _known(name: str) -> tuple[Model, Unit]:
    """A quantity's Model and unit; a study's own have those of the first study that knows it."""
    own = (side.model for run in map(study, names("studies")) for side in (run.scenario.orbital, run.scenario.ground))
    for model in (orbital_model(), ground_model(), *own):
        if name in model.specs:
            return model, model.specs[name].unit
    raise InputError(f"{name} is not a quantity")


def _of_studies() -> Iterator[tuple[str, Assumption]]:
    """What each study states, and what its named cases change."""
    for name in names("studies"):
        run = study(name)
        for case in ("", *run.data.cases):
            found = run.case(case) if case else run.scenario
            for side in (found.orbital, found.ground):
                yield from _of_side(f"{name}:{case}" if case else name, side, found, case != "")


def _of_side(source: str, side: Side, found: Scenario, changed: bool) -> Iterator[tuple[str, Assumption]]:
    for name, item in side.given.items():
        unit = side.model.specs[name].unit
        if not item.by_user or (changed and item.rank != CHANGE) or np.ndim(item.value) or _silent(item):
            continue
        name = _unlisted(name)
        if _known(name)[1].si != unit.si:
            continue  # another study's quantity of that name
        where = "both sides" if item.shared else side.name
        value = float(item.value) * _dollars(unit, found.price_year)
        yield name, Assumption(source, value, where, _kind(item.provenance), STUDY, item.provenance.source, item.provenance.note)


def _silent(item: Given) -> bool:
    return SILENT.search(item.provenance.note) is not None


def _kind(under: Provenance) -> str:
    """How a value is known, and whether its study's file infers it."""
    inferred = ", inferred" if under.note.startswith(("inferred", "implied", "residual")) else ""
    return f"{under.evidence or 'unclassed'}{inferred}"


def _dollars(unit: Unit, year: int) -> float:
    return float((deflators()[PRICE_YEAR] / deflators()[year]) ** money_power(unit.si))


def _of_catalogs() -> Iterator[tuple[str, Assumption]]:
    """What our catalog entries give, and what they record as their vendor's."""
    for (section, key), kind in CATALOGS.items():
        for name in names(kind) if kind in KINDS else ():
            item = own_entry(kind, name)
            sides: Mapping[str, Iterable[Any]] = {"orbital": item.orbital.items(), "ground": item.ground.items()}
            both = section if section in SIDES else "both sides"
            for side, stated in ((both, item.given.items()), (both, item.stated.items()), *sides.items()):
                for quantity, value in stated:
                    found = _assumed(f"{key} {name}", quantity, value.value, side, value.under(item), CATALOG)
                    if found is not None:
                        yield quantity, found


def _ours(name: str, reference: Scenario) -> Assumption | None:
    """Our default: the parameter's, or what the reference scenario picks or computes."""
    parameter = parameters().get(name)
    if parameter is not None and parameter.value is not None:
        return _assumed("our default", name, parameter.value, "both sides", parameter, OURS)
    for side in (reference.orbital, reference.ground):
        if name in side.model.specs and not side.model.specs[name].axis and name in side.model.evaluable(side.shape):
            given = side.given.get(name) or side.given.get(LISTED + name)
            value = float(side.run((name,))[0]) * _dollars(side.model.specs[name].unit, reference.price_year)
            under = given.provenance if given else Provenance(source="computed by our Models", evidence="derived")
            return Assumption(REFERENCE, value, side.name, _kind(under), OURS, under.source, under.note)
    return None


def _assumed(source: str, name: str, raw: Any, side: str, under: Provenance, by: str) -> Assumption | None:
    """A value as written, in SI; None where it is no value of a quantity we know."""
    try:
        _, unit = _known(name)
        value = float(parse_quantity(raw, Unit(unit.si, unit.show), name, deflators(), PRICE_YEAR))
    except (InputError, UnitError):
        return None
    return Assumption(source, value, side, _kind(under), by, under.source, under.note)
