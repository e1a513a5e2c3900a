"""One side bound: givens in order of rank, formulas chosen, what is null, dead or contradicting (M2, M3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np

from orbital.core.catalog import LISTED, Entry, Provenance, Stated, deflators, entry, names, parameters, validated
from orbital.core.errors import InputError, ModelError, UnitError, UnknownQuantityError, suggest
from orbital.core.formula import Formula, Spec
from orbital.core.model import Model, Shape
from orbital.core.parse import check_bounds, parse_quantity
from orbital.core.plan import Plan
from orbital.core.units import Unit

SIDES = ("orbital", "ground")
DEFAULT, COMMON, CATALOG, SECTION, CHANGE = range(5)
"""Rank of givens, low to high (M2)."""
USER_RANKS = frozenset((COMMON, SECTION, CHANGE))
"""What the scenario, or a change on top of it, gives."""

CATALOGS = {
    ("workload", "use"): "workloads",
    ("workload", "precision"): "precisions",
    ("common", "accelerator"): "accelerators",
    ("common", "finance"): "finance",
    ("common", "outlook"): "outlooks",
    ("orbital", "design"): "designs",
    ("orbital", "launch_vehicle"): "launch_vehicles",
    ("orbital", "launch_site"): "launch_sites",
    ("orbital", "satellite_price_case"): "satellite_prices",
    ("orbital", "array_technology"): "array_technologies",
    ("orbital", "coating"): "coatings",
    ("orbital", "ground_network"): "ground_networks",
    ("orbital", "downlink_band"): "downlink_bands",
    ("ground", "site"): "sites",
    ("ground", "electricity"): "electricity",
}
"""Which key of which section names an entry of which kind."""

HOMES = {key: section for section, key in CATALOGS}
DEFAULT_PICKS = {"ground_network": "ksat", "downlink_band": "ka"}
"""What a scenario that picks none takes: every fleet comes down somewhere and somehow, and its stations are paid for whichever they are."""
BY_USER = Provenance(source="given by the user")


@dataclass(frozen=True, slots=True)
class Given:
    """One value on one side: SI, as written, where it stood, its provenance, the spread left open (SI), and its rank (M2)."""

    value: Any
    written: str
    origin: str
    provenance: Provenance
    spread: tuple[float, float] | None = None
    rank: int = DEFAULT
    shared: bool = False

    @property
    def by_user(self) -> bool:
        """Whether the scenario or a change on top of it gives this, rather than a default or a catalog entry."""
        return self.rank in USER_RANKS


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of a scenario: a Model, what is given, which formulas are chosen."""

    name: str
    model: Model
    given: Mapping[str, Given]
    chosen: Mapping[str, str]
    shape: Shape
    values: Mapping[str, Any]

    def with_value(self, name: str, given: Given) -> Side:
        """This side with one more given. Keeps the plan where only the value changes."""
        values = {**self.values, name: given.value}
        shape = self.shape
        computed = name in self.model.default or name in self.chosen
        if name in shape.null or (computed and name not in shape.given):
            shape = replace(shape, given=shape.given | {name} if computed else shape.given, null=shape.null - {name})
        return replace(self, given={**self.given, name: given}, shape=shape, values=values)

    def without(self, name: str) -> Side:
        """This side with one given withdrawn, so that its formula computes it again."""
        return make_side(self.model, {k: v for k, v in self.given.items() if k != name}, self.chosen, self.total, self.shape.unchecked)

    @property
    def total(self) -> Formula:
        """The generated sum over the boundary's cost lines (M13)."""
        return self.shape.totals[0]

    def plan(self, outputs: tuple[str, ...]) -> Plan:
        """The plan for these outputs; refused with every null input that stands in the way."""
        return _checked_plan(self.model, self.shape, outputs)

    def run(self, outputs: tuple[str, ...]) -> tuple[Any, ...]:
        """The outputs' values."""
        return self.plan(outputs)(self.values)

    def rests_on(self, output: str, name: str) -> bool:
        """Whether an output depends on a quantity, by the formulas chosen and what is given."""
        return name in self.model.closure((output,), self.model.active(self.shape))

    def spec(self, name: str, asked: str = "") -> Spec:
        """Unit and axis of a quantity; refused for an unknown one."""
        spec = self.model.specs.get(name)
        if spec is None:
            raise UnknownQuantityError(f"{asked or f'{self.name}.{name}'} is not a quantity; {suggest(name, self.model.specs)}")
        return spec

    def spec_unit(self, name: str, asked: str = "") -> Unit:
        """The unit of a quantity that is one number; refused for an unknown one, or one that runs along an axis."""
        asked = asked or f"{self.name}.{name}"
        spec = self.spec(name, asked)
        if spec.axis:
            raise InputError(f"{asked} runs along {spec.axis}; ask for what is made of it")
        return spec.unit


def make_side(model: Model, given: Mapping[str, Given], chosen: Mapping[str, str], total: Formula, unchecked: bool = False) -> Side:
    """A side from its givens and choices; `unchecked` prices it whatever our constraints say."""
    choices = tuple(sorted(chosen.items()))
    bare = model.active(Shape(frozenset(), choices, frozenset(), (total,)))
    null = frozenset(name for name in model.specs if name not in bare and name not in given)
    shape = Shape(frozenset(name for name in given if name in bare), choices, null, (total,), unchecked)
    return Side(model.name, model, given, chosen, shape, {name: item.value for name, item in given.items()})


def at(where: str, name: str) -> str:
    """Where a value stands: `file.toml: [orbital] altitude`, `--set orbital.altitude`, `design spacex-ai1: altitude`."""
    name = name if name.replace(".", "_").isidentifier() else repr(name)
    return f"{where}{name}" if where.endswith(".") else f"{where} {name}" if where.endswith("]") else f"{where}: {name}"


class Binder:
    """Collects one side's givens and formulas; of two for a name the one of higher rank holds, of equal rank the later."""

    def __init__(self, model: Model, other: Model, price_year: int, under: Provenance = BY_USER) -> None:
        self.model = model
        self.other = other
        self.price_year = price_year
        self.under = under
        self.given: dict[str, Given] = {}
        self.chosen: dict[str, tuple[str, int, str]] = {}
        self.faults: list[str] = []

    def defaults(self) -> None:
        """The parameters' default values."""
        for name, parameter in parameters().items():
            if parameter.value is not None and name in self.model.specs:
                self._put(name, Stated(value=parameter.value, spread=parameter.spread), "default", parameter, DEFAULT)

    def section(self, content: Mapping[str, Any], where: str, rank: int, shared: bool = False) -> None:
        """A section of the scenario file, or a change on top of it. `shared` skips what only the other side knows."""
        for name, raw in content.items():
            if name == "formulas" and isinstance(raw, Mapping):
                for quantity, formula in raw.items():
                    self._choose(str(quantity), formula, where, rank, shared)
            elif name == "formulas":
                self.faults.append(f'{at(where, name)} must be a table of quantity = "formula", not {raw!r}')
            elif name.startswith("formulas."):
                self._choose(name.removeprefix("formulas."), raw, where, rank, shared)
            elif self._may_give(name, where, shared):
                try:
                    stated = validated(Stated, raw, at(where, name)) if isinstance(raw, Mapping) else Stated.model_construct(value=raw, spread=None)
                except InputError as error:
                    self.faults += error.faults
                else:
                    self._put(name, stated, where, self.under, rank, shared)

    def entry(self, key: str, picked: str, item: Entry, precision: str) -> None:
        """A catalog entry's givens and formulas, as far as this side knows them."""
        origin = f"{'workload' if key == 'use' else key} {picked}"
        for name, stated in entry_values(item, self.model.name, precision, origin).items():
            if name in self.model.specs:
                self._put(name, stated, origin, item, CATALOG)
        self.given |= {name: given for name, given in station_givens(item, origin).items() if name in self.model.specs}
        for quantity, formula in item.formulas.items():
            if formula in self.model.alternatives.get(quantity, {}):
                before = self.given.get(quantity)
                if before is not None and before.rank == CATALOG and before.origin != origin:
                    del self.given[quantity]  # of two entries the later holds, be it by a value or by a formula
                self._choose(quantity, formula, origin, CATALOG, shared=True)

    def side(self, total: Formula, unchecked: bool = False) -> Side:
        """The bound side, or every fault found."""
        self.faults += [
            f"boundary asks for {line}, which the {self.model.name} Model does not compute" for line in total.arguments if line not in self.model.specs
        ]
        for quantity, (formula, rank, where) in self.chosen.items():
            given = self.given.get(quantity)
            for computed in self.model.alternatives[quantity][formula].computes:
                if computed in self.given and self.given[computed].rank < rank:
                    del self.given[computed]
            if given is not None and given.rank == rank and given.by_user:
                self.faults.append(f"{at(where, quantity)} has a value and formulas.{quantity} = {formula!r}; keep one of them")
        if self.faults:
            raise InputError(self.faults)
        side = make_side(self.model, self.given, {quantity: formula for quantity, (formula, _, _) in self.chosen.items()}, total, unchecked)
        try:
            self.model.check_cycles(side.shape)
        except ModelError as error:
            raise InputError(str(error)) from None
        return side

    # --- one value ---
    def _put(self, name: str, stated: Stated, origin: str, under: Provenance, rank: int, shared: bool = False) -> None:
        if isinstance(stated.value, str) and stated.value == "computed":
            if name not in self.model.alternatives:
                self.faults.append(f"{at(origin, name)} = 'computed': no formula computes it; give a value")
            self.given.pop(name, None)
            return
        try:
            value, spread = read_given(name, self.model.specs[name].unit, stated, at(origin, name), self.price_year)
        except UnitError as error:
            self.faults += error.faults
            return
        before = self.given.get(name)
        if before is not None and before.rank == COMMON and rank == CATALOG:
            self.faults.append(f"{at(before.origin, name)} has no effect: {origin} gives it; put it into [{self.model.name}]")
        home = as_listed(self.model, name, rank)
        if home != name and name in self.chosen and self.chosen[name][1] <= rank:
            del self.chosen[name]  # a price of the grid picked after a site that makes its own
        self.given[home] = Given(value, str(stated.value), origin, stated.under(under), spread, rank, shared)

    def _may_give(self, name: str, where: str, shared: bool) -> bool:
        fault = self._why_not(name, shared)
        if fault:
            self.faults.append(f"{at(where, name)} {fault}")
        return fault is None

    def _why_not(self, name: str, shared: bool) -> str | None:
        """Why a quantity cannot be given here; empty where the other side takes it, None where it can."""
        spec = self.model.specs.get(name)
        if spec is None and name in self.other.specs:
            return "" if shared else f"is a quantity of the {self.other.name} side; move it to [{self.other.name}]"
        if name in HOMES:
            return f"stands in the wrong section: {name!r} belongs in [{HOMES[name]}]"
        if name in ("discount_rate", "wacc", "interest_rate", "cost_of_capital"):
            return ": say real or nominal: 'nominal_discount_rate', and for real money choose the _real formulas with 'inflation_rate'"
        if spec is None:
            return f"is not a quantity; {suggest(name, [*self.model.specs, *self.other.specs, *HOMES])}"
        return cannot_be_given(self.model, name)

    # --- one formula ---
    def _choose(self, quantity: str, formula: Any, where: str, rank: int, shared: bool) -> None:
        place = at(where, f"formulas.{quantity}")
        known = self.model.alternatives.get(quantity, {})
        if formula in known:
            self.chosen[quantity] = (str(formula), rank, where)
        elif not (shared and formula in self.other.alternatives.get(quantity, {})):
            if quantity in self.model.specs or (shared and quantity in self.other.specs):
                options = ", ".join(sorted({*known, *(self.other.alternatives.get(quantity, {}) if shared else {})})) or "none"
                self.faults.append(f"{place} = {formula!r}: no such formula; there are: {options}")
            else:
                self.faults.append(f"{place} is not a quantity; {suggest(quantity, self.model.specs)}")


def as_listed(model: Model, name: str, rank: int) -> str:
    """Where a value goes: defaults and catalogs list today's, which a trend carries to the start; a scenario gives what holds at the start."""
    listed = LISTED + name
    return listed if rank in (DEFAULT, CATALOG) and listed in model.specs else name


def cannot_be_given(model: Model, name: str) -> str | None:
    """Why a quantity of the Model is never given; None where it may be."""
    item = model.default.get(name)
    if model.specs[name].axis:
        return f"runs along {model.specs[name].axis}; {_places(name) or 'give what it is computed from'}"
    if item is not None and (item.constraint or item.validity):
        return "is a margin that is checked; it cannot be given"
    if item is not None and item.headline:
        return "is what is asked for; give what it is computed from"
    if name == "total_cost":
        return "is the sum over the boundary's cost lines; give those, or choose another boundary"
    if name.endswith("_discount_rate") and not name.startswith("nominal"):
        nominal = name.replace("_discount_rate", "_nominal_rate")
        return f": say real or nominal: give {nominal}, and for real money choose {name}_real in formulas"
    return None


def station_givens(item: Entry, origin: str) -> dict[str, Given]:
    """What a ground network gives: its stations' quantities, each an array along the axis `station`."""
    written = f"{len(item.stations)} stations"
    under = Stated(value=written).under(item)
    return {name: Given(values, written, origin, under, rank=CATALOG) for name, values in item.station_columns.items()}


def read_value(name: str, unit: Unit, raw: Any, where: str, price_year: int) -> np.float64:
    """A value in SI, within its hard bounds. Raises `UnitError`."""
    value = parse_quantity(raw, unit, where, deflators(), price_year)
    low, high = hard_bounds(name, unit)
    if not low <= value <= high:
        check_bounds(float(value), low, high, unit, where, str(raw))
    return value


def read_given(name: str, unit: Unit, stated: Stated, where: str, price_year: int) -> tuple[np.float64, tuple[float, float] | None]:
    """A stated value in SI and its spread about it, both within hard bounds. Raises `UnitError`."""
    value = read_value(name, unit, stated.value, where, price_year)
    if stated.spread is None:
        return value, None
    low, high = (float(read_value(name, unit, end, f"{where} spread", price_year)) for end in stated.spread)
    if not low <= value <= high:
        raise UnitError(f"{where} spread = {list(stated.spread)!r}: allowed is a low and a high end with the value {stated.value} between")
    return value, (low, high)


def entry_values(item: Entry, side: str, precision: str, origin: str) -> dict[str, Stated]:
    """What a catalog entry gives to a side, at a precision where its rates depend on one."""
    values = {**item.given, **getattr(item, side)}
    if item.by_precision:
        if not precision:
            raise InputError(
                f"{origin}: its peak rate depends on the precision of the work: choose a workload with 'use' in [workload], or a 'precision' there"
            )
        if precision not in item.by_precision:
            raise InputError(f"{origin} has no peak rate in {precision!r}; it has: {', '.join(item.by_precision)}")
        values |= item.by_precision[precision]
    return values


@lru_cache(maxsize=4096)
def hard_bounds(name: str, unit: Unit) -> tuple[float, float]:
    """Hard bounds of a quantity in SI: its own where declared, else those of its kind."""
    parameter = parameters().get(name.removeprefix(LISTED))
    if parameter is None or parameter.hard is None:
        return unit.low, unit.high
    free = Unit(unit.si, unit.show)
    years = deflators()
    low, high = (float(parse_quantity(end, free, f"{name}.hard", years, max(years))) for end in parameter.hard)
    return max(low, unit.low), min(high, unit.high)


# --- what is missing --------------------------------------------------------------------------------------------------
@lru_cache(maxsize=4096)
def _checked_plan(model: Model, shape: Shape, outputs: tuple[str, ...]) -> Plan:
    missing = [name.removeprefix(LISTED) for name in model.missing(shape, outputs)]
    if missing:
        raise InputError([f"{model.name}.{name} must be given: {_missing_doc(model, name)}" for name in missing])
    return model.plan(shape, outputs)


def _missing_doc(model: Model, name: str) -> str:
    """What a null is, and where a value for it can be chosen."""
    parameter, formulas = parameters().get(name), model.alternatives.get(name, {})
    known = f"Known where {' or '.join(formulas)} is chosen in [{model.name}.formulas]." if formulas else "No default and no formula for it."
    doc = parameter.doc if parameter else known
    place = _places(name)
    return " ".join([doc, f"{place}; or give a value" if place else "Give a value."])


def _places(name: str) -> str:
    """Which catalog entry to choose for a quantity; empty where none gives it."""
    return next((f"choose '{key}' in [{section}]" for (section, key), kind in CATALOGS.items() if name in _given_by(kind)), "")


@cache
def _given_by(kind: str) -> frozenset[str]:
    """What the entries of a kind give."""
    found: set[str] = set()
    for name in names(kind):
        item = entry(kind, name)
        found |= {*item.station_columns, *item.given, *item.orbital, *item.ground, *(q for table in item.by_precision.values() for q in table)}
    return frozenset(found)
