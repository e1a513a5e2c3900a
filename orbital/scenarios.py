"""Scenarios: a TOML file and catalog entries bound to the two sides' Models (M2, M3, M11).

All resolving happens here, once: names, units, price years, bounds, ranks. What comes out is plain SI numbers by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from orbital.core.catalog import Entry, Provenance, Stated, data_path, deflators, entry, names, parameters, read_toml, validated
from orbital.core.errors import InputError, UnitError, suggest
from orbital.core.formula import Formula
from orbital.core.model import Model, Plan, Shape
from orbital.core.parse import check_bounds, parse_quantity
from orbital.core.units import Unit, text
from orbital.models import HEADLINES, ground_model, orbital_model, total_cost

SIDES = ("orbital", "ground")
PRECISIONS = ("fp4", "fp8", "bf16")
"""From narrow to wide: a chip without the workload's precision falls back to the next wider (as-built only)."""

CATALOGS = {
    ("workload", "use"): "workloads",
    ("workload", "precision"): "precisions",
    ("common", "accelerator"): "accelerators",
    ("common", "finance"): "finance",
    ("orbital", "design"): "designs",
    ("orbital", "launch_vehicle"): "launch_vehicles",
    ("ground", "site"): "sites",
}
"""Which key of which section names an entry of which kind."""

DEFAULT, COMMON, CATALOG, SECTION, CHANGE = range(5)
"""Rank of givens, low to high (M2)."""

TOP_KEYS = ("title", "price_year", "boundary")
CONTRADICTION_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Given:
    """One value on one side: SI, as written, where it stood, its provenance, the spread left open (SI), and its rank (M2)."""

    value: Any
    written: str
    origin: str
    provenance: Provenance
    spread: tuple[float, float] | None = None
    rank: int = 0
    shared: bool = False

    @property
    def by_user(self) -> bool:
        """Whether the scenario or a change on top of it gives this, rather than a default or a catalog entry."""
        return self.rank in (COMMON, SECTION, CHANGE)


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
        active = name in self.model.default or name in self.chosen
        if name in shape.null or (active and name not in shape.given):
            shape = replace(shape, given=shape.given | {name} if active else shape.given, null=shape.null - {name})
        return replace(self, given={**self.given, name: given}, shape=shape, values=values)

    def without(self, name: str) -> Side:
        """This side with one given withdrawn, so that its formula computes it again."""
        given = {k: v for k, v in self.given.items() if k != name}
        shape = replace(self.shape, given=self.shape.given - {name})
        return replace(self, given=given, shape=shape, values={k: v for k, v in self.values.items() if k != name})

    def plan(self, outputs: tuple[str, ...]) -> Plan:
        """The plan for these outputs; refused with every null input that stands in the way."""
        return _checked_plan(self.model, self.shape, outputs)

    def run(self, outputs: tuple[str, ...]) -> tuple[Any, ...]:
        """The outputs' values."""
        return self.plan(outputs)(self.values)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One design, one site, one workload, one accelerator, shared finance: what `evaluate` takes. Immutable."""

    name: str
    title: str
    price_year: int
    boundary: str
    orbital: Side
    ground: Side
    picks: Mapping[str, str]
    spec: Mapping[str, Any] = field(repr=False)
    overrides: Mapping[str, Any] = field(default_factory=dict, repr=False)
    published: bool = False

    def side(self, name: str) -> Side:
        """The side called `orbital` or `ground`."""
        if name not in SIDES:
            raise InputError(f"{name!r} is not a side; the sides are orbital and ground")
        return self.orbital if name == "orbital" else self.ground

    def replace(self, changes: Mapping[str, Any] | None = None, /, **more: Any) -> Scenario:
        """A new scenario with some quantities, catalog picks, formulas or the boundary changed.

        Keys as in `{"orbital.launch_price": "200 USD/kg", "common.accelerator": "h100-sxm", "orbital.formulas.eclipse_fraction":
        "eclipse_fraction_conical", "boundary": "all-in"}`; the value `"computed"` withdraws a given. Raises `InputError` with every
        fault: unknown name, unit, bounds, a quantity that a given cuts off (M3).
        """
        wanted = {**(changes or {}), **more}
        quick = self._replace_values(wanted)
        if quick is not None:
            return quick
        return bind(self.spec, self.name, {**self.overrides, **wanted}, (self.orbital.model, self.ground.model), self.published)

    def _replace_values(self, changes: Mapping[str, Any]) -> Scenario | None:
        """The common case, fast: values of quantities that have one already. None where the plan changes."""
        sides = {"orbital": self.orbital, "ground": self.ground}
        for key, raw in changes.items():
            side_name, _, name = key.partition(".")
            side = sides.get(side_name)
            if side is None or name not in side.values or raw == "computed" or (side_name, name) in CATALOGS:
                return None
            unit = side.model.specs[name].unit
            value = parse_quantity(raw, unit, key, deflators(), self.price_year)
            low, high = hard_bounds(name, unit)
            check_bounds(float(value), low, high, unit, key, str(raw))
            given = Given(value, str(raw), "replace", _BY_USER, None, CHANGE)
            changed = side.with_value(name, given)
            if not self.published:
                refuse_dead(changed, name, key)
            sides[side_name] = changed
        return replace(self, orbital=sides["orbital"], ground=sides["ground"], overrides={**self.overrides, **changes})

    def with_sides(self, orbital: Side, ground: Side) -> Scenario:
        """This scenario with its sides exchanged: for sweeps, closure and reconciliation."""
        return replace(self, orbital=orbital, ground=ground)

    def with_arrays(self, values: Mapping[str, Any]) -> Scenario:
        """This scenario with SI arrays in place of values that exist already: a block of scenarios (M6)."""
        sides = {"orbital": self.orbital, "ground": self.ground}
        for key, value in values.items():
            side_name, _, name = key.partition(".")
            side = sides[side_name]
            sides[side_name] = side.with_value(name, replace(side.given[name], value=value))
        return self.with_sides(sides["orbital"], sides["ground"])


_BY_USER = Provenance(source="given by the user")


def scenario(name: str | Path) -> Scenario:
    """A shipped scenario by name, or one read from a TOML file.

    Raises `InputError` with all faults at once: unknown keys and quantities with the closest spelling, units, bounds, null
    values that must be given, dead quantities, broken TOML.
    """
    shipped = names("scenarios")
    path = Path(name)
    if str(name) in shipped:
        path = data_path() / "scenarios" / f"{name}.toml"
    elif not path.exists() and path.suffix != ".toml":
        raise InputError(
            f"scenario {str(name)!r} is not known; {suggest(str(name), shipped)}; shipped are: {', '.join(shipped)}; or give a path to a .toml file"
        )
    return bind(read_toml(path), path.stem if str(name) in shipped else str(path))


def bind(
    spec: Mapping[str, Any], name: str, overrides: Mapping[str, Any] | None = None, models: tuple[Model, Model] | None = None, published: bool = False
) -> Scenario:
    """Resolve a scenario's content, and changes on top of it, to the two sides.

    A published study brings its own Models (ours with its formulas added) and may state more than its answer needs, or
    contradict itself: dead and contradicting givens are refused only in scenarios of our own.
    """
    overrides = dict(overrides or {})
    faults: list[str] = []
    sections = _sections(spec, name, overrides, faults)
    price_year = _price_year(sections[""], name, faults)
    picks = _picks(sections, name, faults)
    if faults:
        raise InputError(faults)
    entries, precision = _entries(picks)
    sides = {}
    for side, model in zip(SIDES, models or (orbital_model(), ground_model()), strict=True):
        try:
            binder = _Binder(model, price_year)
            _collect(binder, sections, entries, precision, name, overrides)
            sides[side] = binder.side(str(sections[""].get("boundary", "all-in")))
        except InputError as error:
            faults += error.faults
    if not faults and not published:
        faults = _idle_or_contradicting(sides)
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    top = sections[""]
    return Scenario(
        name, str(top.get("title", name)), price_year, str(top.get("boundary", "all-in")), sides["orbital"], sides["ground"], picks, spec, overrides, published
    )


# --- reading the file -------------------------------------------------------------------------------------------------
def _sections(spec: Mapping[str, Any], name: str, overrides: Mapping[str, Any], faults: list[str]) -> dict[str, dict[str, Any]]:
    """The file's sections with catalog picks of `overrides` laid over them."""
    allowed = ("workload", "common", *SIDES)
    sections: dict[str, dict[str, Any]] = {"": {}, **{key: {} for key in allowed}}
    for key, value in spec.items():
        if key in allowed:
            if not isinstance(value, Mapping):
                faults.append(f"{name}: [{key}] must be a section, not {value!r}")
                continue
            sections[key] = dict(value)
        elif key in TOP_KEYS:
            sections[""][key] = value
        else:
            faults.append(f"{name}: {key!r} is not a section or key; {suggest(key, [*allowed, *TOP_KEYS])}; there are: {', '.join([*TOP_KEYS, *allowed])}")
    for key, value in overrides.items():
        section, _, rest = key.partition(".")
        if key in TOP_KEYS:
            sections[""][key] = value
        elif (section, rest) in CATALOGS:
            sections[section][rest] = value
        elif section not in allowed or not rest:
            faults.append(f"{key!r} is not a setting; write 'orbital.QUANTITY', 'ground.QUANTITY', 'common.QUANTITY', 'workload.QUANTITY' or 'boundary'")
    return sections


def _price_year(top: Mapping[str, Any], name: str, faults: list[str]) -> int:
    year = top.get("price_year")
    known = deflators()
    if isinstance(year, bool) or not isinstance(year, int) or year not in known:
        faults.append(f"{name}: price_year = {year!r}: the year that 'USD' means must be given, {min(known)} to {max(known)}")
        return max(known)
    return year


def _picks(sections: Mapping[str, dict[str, Any]], name: str, faults: list[str]) -> dict[str, str]:
    """The catalog entry picked for each kind; unknown ones are faults."""
    picks = {}
    for (section, key), kind in CATALOGS.items():
        picked = sections[section].pop(key, None)
        if picked is None:
            continue
        if picked not in names(kind):
            faults.append(f"{name}: [{section}] {key} = {picked!r}: not known; {suggest(str(picked), names(kind), kind)}; there are: {', '.join(names(kind))}")
            continue
        picks[key] = str(picked)
    for key, home in (("accelerator", "common"), ("design", "orbital"), ("site", "ground"), ("use", "workload")):
        for section, content in sections.items():
            if section and section != home and key in content:
                faults.append(f"{name}: {key!r} stands in [{section}]; it belongs in [{home}]")
                del content[key]
    return picks


def _entries(picks: Mapping[str, str]) -> tuple[list[tuple[str, str, Entry]], str]:
    """Catalog entries in the order of their rank, and the precision of the work."""
    kinds = {key: kind for (_, key), kind in CATALOGS.items()}
    found = {key: entry(kinds[key], name) for key, name in picks.items()}
    precision = picks.get("precision") or (found["use"].precision if "use" in found else "")
    if precision and "precision" not in found:
        found["precision"] = entry("precisions", precision)
    order = ("finance", "precision", "use", "accelerator", "launch_vehicle", "site", "design")
    return [(key, picks.get(key, precision), found[key]) for key in order if key in found], precision


# --- one side ---------------------------------------------------------------------------------------------------------
def _collect(
    binder: _Binder, sections: Mapping[str, dict[str, Any]], entries: list[tuple[str, str, Entry]], precision: str, name: str, overrides: Mapping[str, Any]
) -> None:
    """Everything that bears on one side, in order of rank (M2)."""
    side = binder.model.name
    for parameter_name, parameter in parameters().items():
        if parameter.value is not None and parameter_name in binder.model.specs:
            stated = Stated(value=parameter.value, spread=parameter.spread)
            binder.put(parameter_name, stated, "default", parameter, DEFAULT)
    binder.section(sections["common"], f"{name}: [common]", COMMON, shared=True)
    common = {key for key in binder.given if binder.given[key].by_user}
    homes = {key: section for section, key in CATALOGS}
    for key, picked, item in entries:
        if homes[key] not in SIDES or homes[key] == side:
            binder.entry(key, picked, item, precision)
    binder.overridden(common, name)
    binder.section(sections["workload"], f"{name}: [workload]", SECTION, shared=True)
    binder.section(sections[side], f"{name}: [{side}]", SECTION)
    for setting, value in overrides.items():
        section, _, rest = setting.partition(".")
        if section in (side, "common", "workload") and (section, rest) not in CATALOGS:
            binder.section({rest: value}, f"--set {section}.", CHANGE, shared=section != side)


class _Binder:
    """Collects one side's givens in order of rank; the last one for a name holds."""

    def __init__(self, model: Model, price_year: int) -> None:
        self.name = model.name
        self.model = model
        self.price_year = price_year
        self.given: dict[str, Given] = {}
        self.chosen: dict[str, str] = {}
        self.faults: list[str] = []

    def put(self, name: str, stated: Stated, origin: str, under: Provenance, rank: int, shared: bool = False) -> None:
        """Give `name` a value. The value `computed` withdraws a lower-ranked one."""
        if stated.value == "computed":
            self.given.pop(name, None)
            return
        unit = self.model.specs[name].unit
        where = _at(origin, name)
        try:
            value = parse_quantity(stated.value, unit, where, deflators(), self.price_year)
            low, high = hard_bounds(name, unit)
            check_bounds(float(value), low, high, unit, where, str(stated.value))
            spread = None
            if stated.spread is not None:
                spread = tuple(float(parse_quantity(end, unit, f"{where} spread", deflators(), self.price_year)) for end in stated.spread)
        except UnitError as error:
            self.faults += error.faults
            return
        self.given[name] = Given(value, str(stated.value), origin, stated.under(under), spread, rank, shared)  # type: ignore[arg-type]  # two ends

    def section(self, content: Mapping[str, Any], where: str, rank: int, shared: bool = False) -> None:
        """A section of the scenario file, or a change on top of it. `shared` skips what this side does not know but the other does."""
        for name, raw in sorted(content.items(), key=lambda item: item[0].startswith("formulas")):
            if name == "formulas" or name.startswith("formulas."):
                self._choose(raw if name == "formulas" else {name.removeprefix("formulas."): raw}, where)
            elif self._known(name, where, shared):
                try:
                    stated = validated(Stated, raw, f"{_at(where, name)}") if isinstance(raw, Mapping) else Stated.model_construct(value=raw, spread=None)
                except InputError as error:
                    self.faults += error.faults
                    continue
                self.put(name, stated, where, _BY_USER, rank, shared)

    def _known(self, name: str, where: str, shared: bool) -> bool:
        spec = self.model.specs.get(name)
        if spec is not None:
            if spec.axis:
                self.faults.append(f"{_at(where, name)} runs along {spec.axis}; give what it is computed from")
            elif name in self.model.default and self.model.default[name].constraint:
                self.faults.append(f"{_at(where, name)} is a margin that is checked; it cannot be given")
            elif name.endswith("_discount_rate") and not name.startswith("nominal"):
                nominal = name.replace("_discount_rate", "_nominal_rate")
                self.faults.append(f"{_at(where, name)}: say real or nominal: give {nominal}, and for real money choose {name}_real in formulas")
            else:
                return True
            return False
        other = ground_model() if self.name == "orbital" else orbital_model()
        if name in other.specs:
            if not shared:
                self.faults.append(f"{_at(where, name)} is a quantity of the {other.name} side; move it to [{other.name}]")
            return False
        if name in ("discount_rate", "wacc", "interest_rate", "cost_of_capital"):
            self.faults.append(
                f"{_at(where, name)}: say real or nominal: 'nominal_discount_rate', and for real money choose the _real formulas with 'inflation_rate'"
            )
            return False
        known = set(self.model.specs) | {key for _, key in CATALOGS} | {"formulas"}
        self.faults.append(f"{_at(where, name)} is not a quantity; {suggest(name, known)}")
        return False

    def _choose(self, table: Any, where: str) -> None:
        if not isinstance(table, Mapping):
            self.faults.append(f'{_at(where, "formulas")} must be a table of quantity = "formula", not {table!r}')
            return
        for quantity, formula_name in table.items():
            if quantity not in self.model.specs:
                self.faults.append(f"{_at(where, 'formulas')}.{quantity} is not a quantity; {suggest(quantity, self.model.specs)}")
                continue
            try:
                self.model.alternative(quantity, str(formula_name))
            except InputError as error:
                self.faults += [f"{where}: {fault}" for fault in error.faults]
                continue
            if not self._by_user(quantity):
                self.given.pop(quantity, None)
            elif formula_name != quantity:
                self.faults.append(f"{_at(where, quantity)} has a value and formulas.{quantity} = {formula_name!r}; keep one of them")
            self.chosen[quantity] = str(formula_name)

    def _by_user(self, name: str) -> bool:
        return name in self.given and self.given[name].by_user

    def entry(self, key: str, picked: str, item: Entry, precision: str) -> None:
        """A catalog entry's givens and formulas, as far as this side knows them."""
        origin = f"{key.replace('use', 'workload')} {picked}"
        tables = [item.given, getattr(item, self.name)]
        if item.by_precision:
            if precision not in item.by_precision:
                self.faults.append(f"{origin} has no peak rate in {precision!r}; it has: {', '.join(item.by_precision)}")
            else:
                tables.append(item.by_precision[precision])
        other = ground_model() if self.name == "orbital" else orbital_model()
        for table in tables:
            for name, stated in table.items():
                if name in self.model.specs:
                    self.put(name, stated, origin, item, CATALOG)
                elif name not in other.specs:
                    self.faults.append(f"{origin}: {name} is not a quantity; {suggest(name, self.model.specs)}")
        for quantity, formula_name in item.formulas.items():
            if quantity in self.model.alternatives and formula_name in self.model.alternatives[quantity]:
                self.chosen[quantity] = formula_name
                if not self._by_user(quantity):
                    self.given.pop(quantity, None)
            elif formula_name not in other.alternatives.get(quantity, {}):
                self.faults.append(f"{origin}: formulas.{quantity} = {formula_name!r}: no such formula")

    def overridden(self, common: set[str], name: str) -> None:
        """A [common] value that a catalog entry outranks would silently do nothing: refuse it."""
        for key in sorted(common):
            if not self.given[key].by_user:
                self.faults.append(f"{name}: [common] {key} has no effect: {self.given[key].origin} gives it; put it into [{self.name}]")

    def side(self, boundary: str) -> Side:
        """The bound side, or every fault found."""
        try:
            total = total_cost(self.name, boundary)
        except InputError as error:
            raise InputError([*self.faults, *error.faults]) from None
        for line in total.arguments:
            if line not in self.model.specs:
                self.faults.append(f"boundary {boundary!r} asks for {line}, which the {self.name} Model does not compute")
        if self.faults:
            raise InputError(self.faults)
        shape = make_shape(self.model, self.given, self.chosen, total)
        values = {name: given.value for name, given in self.given.items()}
        return Side(self.name, self.model, self.given, self.chosen, shape, values)


def _at(where: str, name: str) -> str:
    """Where a value stands: `file.toml: [orbital] altitude`, `--set orbital.altitude`, `design spacex-ai1: altitude`."""
    return f"{where}{name}" if where.endswith(".") else f"{where} {name}" if where.endswith("]") else f"{where}: {name}"


def make_shape(model: Model, given: Mapping[str, Given], chosen: Mapping[str, str], total: Formula) -> Shape:
    """What decides the plan of a side with these givens and choices."""
    choices = tuple(sorted(chosen.items()))
    bare = model.active(Shape(frozenset(), choices, frozenset(), (total,)))
    null = frozenset(name for name in model.specs if name not in bare and name not in given)
    return Shape(frozenset(name for name in given if name in bare), choices, null, (total,))


@lru_cache(maxsize=4096)
def hard_bounds(name: str, unit: Unit) -> tuple[float, float]:
    """Hard bounds of a quantity in SI: its own where declared, within those of its kind."""
    parameter = parameters().get(name)
    if parameter is None or parameter.hard is None:
        return unit.low, unit.high
    free = Unit(unit.si, unit.show)
    years = deflators()
    low, high = (float(parse_quantity(end, free, f"{name}.hard", years, max(years))) for end in parameter.hard)
    return low, high


def _idle_or_contradicting(sides: Mapping[str, Side]) -> list[str]:
    """Every value of the user's that no cost depends on (M3), or that contradicts others of the user's (M2).

    A value for both sides may rest on one of them.
    """
    faults: list[str] = []
    for side in sides.values():
        for name, given in side.given.items():
            if not given.by_user:
                continue
            others = [other for other in sides.values() if other is not side and given.shared and name in other.given]
            if not any(not cut_off(other, name) for other in others):
                faults += _faults_of(refuse_dead, side, name, _at(given.origin, name))
            faults += _faults_of(_refuse_contradiction, side, name)
    return faults


def _faults_of(check: Callable[..., None], *arguments: Any) -> tuple[str, ...]:
    try:
        check(*arguments)
    except InputError as error:
        return error.faults
    return ()


def refuse_dead(side: Side, name: str, where: str) -> None:
    """Refuse a quantity that a given cuts off from every levelized cost, naming the given (M3).

    A value that only higher-ranked givens cut off is overridden by them, as one for the same name would be.
    """
    cutters = cut_off(side, name)
    if any(side.given[cutter].rank <= side.given[name].rank for cutter in cutters):
        listed = ", ".join(f"{side.name}.{cutter} ({side.given[cutter].origin})" for cutter in cutters)
        raise InputError(f"{where} would change nothing: it is cut off from every cost by the given {listed}; set that to 'computed' first")


def cut_off(side: Side, name: str) -> tuple[str, ...]:
    """The givens that cut a quantity off from every levelized cost; empty when it is alive or never led there."""
    return _cutters(side.model, side.shape, name)


@lru_cache(maxsize=65536)
def _cutters(model: Model, shape: Shape, name: str) -> tuple[str, ...]:
    return model.cut_by(name, shape, HEADLINES)


def _refuse_contradiction(side: Side, name: str) -> None:
    """M2: a user's given and all the givens its formula takes disagree."""
    bare = side.model.active(replace(side.shape, given=frozenset()))
    item = bare.get(name)
    if item is None or len(item.computes) > 1 or not all(a in side.given and side.given[a].by_user for a in item.arguments):
        return
    with np.errstate(all="ignore"):
        computed = float(item.function(*(side.values[a] for a in item.arguments)))
    stated = float(side.values[name])
    if not abs(computed - stated) <= CONTRADICTION_TOLERANCE * max(abs(stated), abs(computed)):
        unit = side.model.specs[name].unit
        takes = ", ".join(item.arguments) or "no other quantity"
        raise InputError(f"{side.name}.{name} = {text(stated, unit)} contradicts {takes}, which make it {text(computed, unit)}; withdraw one of them")


@lru_cache(maxsize=4096)
def _checked_plan(model: Model, shape: Shape, outputs: tuple[str, ...]) -> Plan:
    missing = model.missing(shape, outputs)
    if missing:
        raise InputError([f"{model.name}.{name} must be given: {_missing_doc(name)}" for name in missing])
    return model.plan(shape, outputs)


def _missing_doc(name: str) -> str:
    parameter = parameters().get(name)
    hint = {
        "accelerator": "choose an accelerator in [common]", "reference_payload": "choose a launch_vehicle in [orbital]",
        "flight_price": "choose a launch_vehicle in [orbital], or give launch_price",
    }.get(name, "")  # fmt: skip
    doc = parameter.doc if parameter else "no default and no formula for it"
    return f"{doc} {hint}".strip()
