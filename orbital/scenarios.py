"""Scenarios: a TOML file and catalog entries bound to the two sides' Models (M2, M11).

All resolving happens here, once: names, units, price years, bounds, ranks. What comes out is plain SI numbers by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from orbital.binding import (
    BY_USER,
    CATALOG,
    CATALOGS,
    CHANGE,
    COMMON,
    DEFAULT_PICKS,
    HOMES,
    SECTION,
    SIDES,
    Binder,
    Given,
    Side,
    as_listed,
    at,
    cannot_be_given,
    entry_values,
    make_side,
    read_given,
    read_value,
    station_givens,
)
from orbital.core.catalog import Entry, Provenance, boundaries, data_path, deflators, entry, names, read_toml
from orbital.core.errors import InputError, suggest
from orbital.core.model import Model
from orbital.models import ground_model, orbital_model, total_cost
from orbital.refusals import idle_or_contradicting, mixed_money

PRECISIONS = ("fp4", "fp8", "bf16")
"""From narrow to wide: a chip without the workload's precision falls back to the next wider (as-built only)."""

SECTIONS = ("workload", "common", *SIDES)
RISING = (
    "finance",
    "outlook",
    "precision",
    "use",
    "accelerator",
    "launch_vehicle",
    "launch_site",
    "site",
    "electricity",
    "design",
    "array_technology",
    "coating",
    "satellite_price_case",
    "ground_network",
    "downlink_band",
)
"""Catalog picks by rank: of two entries that give the same quantity the later holds."""
TOP_KEYS = ("title", "price_year", "boundary")
SHORTEST = "write 'orbital.QUANTITY', 'ground.QUANTITY', 'common.QUANTITY', 'workload.QUANTITY' or 'boundary'"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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
    changes: Mapping[str, Any] = field(default_factory=dict, repr=False)
    published: bool = False
    derived: bool = False
    under: Provenance = BY_USER

    def __repr__(self) -> str:
        picks = ", ".join(f"{key} {name}" for key, name in self.picks.items())
        changed = f"; changed: {', '.join(self.changes)}" if self.changes else ""
        return f"Scenario {self.name!r}: {self.title} ({picks}{changed})"

    def side(self, name: str) -> Side:
        """The side called `orbital` or `ground`."""
        if name not in SIDES:
            raise InputError(f"{name!r} is not a side; the sides are orbital and ground")
        return self.orbital if name == "orbital" else self.ground

    def place(self, side_name: str) -> tuple[str, Entry] | None:
        """The design or site of a side, with how its givens name it; None where none is picked."""
        key, kind = ("design", "designs") if side_name == "orbital" else ("site", "sites")
        picked = self.picks.get(key)
        return (f"{key} {picked}", entry(kind, picked)) if picked else None

    def replace(self, changes: Mapping[str, Any]) -> Scenario:
        """A new scenario with some quantities, catalog picks, formulas or the boundary changed.

        Keys as in `{"orbital.launch_price": "200 USD/kg", "common.accelerator": "h100-sxm", "orbital.formulas.eclipse_fraction":
        "eclipse_fraction_conical", "boundary": "all-in"}`; the value `"computed"` withdraws a given. Raises `InputError` with every
        fault: unknown name, unit, bounds, a quantity that a given cuts off (M3), a contradiction (M2).
        """
        changes = {str(key): value for key, value in changes.items()}
        quick = self._replace_values(changes)
        if quick is not None:
            return quick
        if self.derived:
            raise InputError("this scenario holds arrays or another catalog entry's values: replace first, then vary")
        return bind(self.spec, self.name, {**self.changes, **changes}, (self.orbital.model, self.ground.model), self.published, self.under)

    def _replace_values(self, changes: Mapping[str, Any]) -> Scenario | None:
        """The common case, fast: plain values. None where formulas or catalog picks change, a null is filled, or a fault is to be told."""
        sides = {"orbital": self.orbital, "ground": self.ground}
        for key, raw in changes.items():
            side_name, _, name = key.partition(".")
            side = sides.get(side_name)
            if side is None or not isinstance(raw, (str, int, float)) or raw == "computed" or name in side.chosen:
                return None
            if (name not in side.values or name in side.model.along) and (name not in side.model.default or cannot_be_given(side.model, name)):
                return None
            try:
                value = read_value(name, side.model.specs[name].unit, raw, key, self.price_year)
            except InputError:
                return None
            sides[side_name] = side.with_value(name, Given(value, str(raw), f"--set {side_name}.", self.under, None, CHANGE))
        same_plans = all(sides[side.name].shape is side.shape for side in (self.orbital, self.ground))
        looked_at = {key.partition(".")[2] for key in changes} if same_plans else None
        if not self.published and idle_or_contradicting(sides.values(), looked_at):
            return None
        return replace(self, orbital=sides["orbital"], ground=sides["ground"], changes={**self.changes, **changes})

    def with_sides(self, orbital: Side, ground: Side) -> Scenario:
        """This scenario with its sides exchanged: for sweeps, closure and reconciliation."""
        return replace(self, orbital=orbital, ground=ground)

    def with_arrays(self, values: Mapping[str, Any]) -> Scenario:
        """This scenario with SI numbers or arrays as givens: a block of scenarios (M6). Nothing is checked."""
        sides = {"orbital": self.orbital, "ground": self.ground}
        for key, value in values.items():
            side_name, _, name = key.partition(".")
            side = sides[side_name]
            given = side.given.get(name, Given(value, "array", "axis", BY_USER, rank=CHANGE))
            sides[side_name] = side.with_value(name, replace(given, value=np.asarray(value, dtype=np.float64)[()]))
        return replace(self.with_sides(sides["orbital"], sides["ground"]), derived=True)

    def with_entry(self, key: str, picked: str, precision: str = "") -> Scenario:
        """This scenario with another catalog entry's values in place of what catalogs and defaults gave; the user's own stay."""
        item = entry(CATALOGS[(HOMES[key], key)], picked)
        sides = []
        for side in (self.orbital, self.ground):
            given = dict(side.given)
            for name, stated in entry_values(item, side.name, precision, f"{key} {picked}").items():
                if name in side.model.specs and (name not in given or given[name].rank <= CATALOG):
                    origin = f"{key} {picked}"
                    value, spread = read_given(name, side.model.specs[name].unit, stated, at(origin, name), self.price_year)
                    given[as_listed(side.model, name, CATALOG)] = Given(value, str(stated.value), origin, stated.under(item), spread, CATALOG)
            given |= {name: item for name, item in station_givens(item, f"{key} {picked}").items() if name in side.model.specs}
            sides.append(make_side(side.model, given, side.chosen, side.total, side.shape.unchecked))
        return replace(self.with_sides(*sides), picks={**self.picks, key: picked}, derived=True)


def scenario(name: str | Path) -> Scenario:
    """A shipped scenario by name, or one read from a TOML file.

    Raises `InputError` with all faults at once: unknown keys and quantities with the closest spelling, units, bounds, dead
    quantities, broken TOML. Null values that must be given are told by what needs them.
    """
    shipped = names("scenarios")
    if not isinstance(name, (str, Path)):
        raise InputError(f"scenario {name!r}: a shipped scenario's name or the path of a TOML file is expected; shipped are: {', '.join(shipped)}")
    if str(name) in shipped:
        return bind(read_toml(data_path() / "scenarios" / f"{name}.toml"), str(name))
    path = Path(name)
    if str(name) == "":
        raise InputError(f"scenario '' is not known; shipped are: {', '.join(shipped)}; or give a path to a .toml file")
    if str(name) in names("studies"):
        raise InputError(f"{name} is a study, not a scenario: see `orbital studies {name}`, or ask its own: orb.study({str(name)!r}).scenario")
    if path.suffix != ".toml" and not _exists(path):
        shown = str(name) if len(str(name)) <= 80 else f"{str(name)[:77]}..."
        raise InputError(f"scenario {shown!r} is not known; {suggest(shown, shipped)}; shipped are: {', '.join(shipped)}; or give a path to a .toml file")
    return bind(read_toml(path), str(path))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def bind(
    spec: Mapping[str, Any],
    name: str,
    changes: Mapping[str, Any] | None = None,
    models: tuple[Model, Model] | None = None,
    published: bool = False,
    under: Provenance = BY_USER,
    place: str = "",
) -> Scenario:
    """Resolve a scenario's content, and changes on top of it, to the two sides. `under`: whose values these are; `place`: how messages name the file.

    A published study brings its own Models (ours with its formulas added). It may state more than its answer needs, contradict
    itself, or describe what our constraints would refuse: those checks are for scenarios of our own.
    """
    changes = dict(changes or {})
    place = place or name
    faults: list[str] = []
    sections = _sections(spec, place, changes, faults)
    price_year = _price_year(sections[""], place, faults)
    boundary = _boundary(sections[""], place, faults, published)
    picks = _picks(sections, place, faults)
    entries, precision = _entries(picks)
    if faults and not precision:  # a workload that is not known leaves a chip's rate open: one fault is enough
        entries = [item for item in entries if item[0] != "accelerator"]
    models = models or (orbital_model(), ground_model())
    sides = []
    for model, other in zip(models, reversed(models), strict=True):
        binder = Binder(model, other, price_year, under)
        try:
            _collect(binder, sections, entries, precision, place, changes)
            sides.append(binder.side(total_cost(model.name, boundary), unchecked=published))
        except InputError as error:
            faults += error.faults
    if not faults and not published:
        faults = mixed_money(*sides) + idle_or_contradicting(sides)
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    title = str(sections[""].get("title", name))
    return Scenario(name, title, price_year, boundary, sides[0], sides[1], picks, spec, changes, published, under=under)


def _sections(spec: Mapping[str, Any], name: str, changes: Mapping[str, Any], faults: list[str]) -> dict[str, dict[str, Any]]:
    """The file's sections, with changed catalog picks and top keys laid over them."""
    sections: dict[str, dict[str, Any]] = {"": {}, **{key: {} for key in SECTIONS}}
    for key, value in spec.items():
        if key in SECTIONS and isinstance(value, Mapping):
            sections[key] = dict(value)
        elif key in SECTIONS:
            faults.append(f"{name}: [{key}] must be a section, not {value!r}")
        elif key in TOP_KEYS:
            sections[""][key] = value
        else:
            known = [*TOP_KEYS, *SECTIONS]
            faults.append(f"{name}: {key!r} is not a section or key; {suggest(key, known)}; there are: {', '.join(known)}")
    for key, value in changes.items():
        section, _, rest = key.partition(".")
        if key in TOP_KEYS:
            sections[""][key] = value
        elif (section, rest) in CATALOGS:
            sections[section][rest] = value
        elif section not in SECTIONS or not rest:
            faults.append(f"{key!r} is not a setting; {SHORTEST}")
    return sections


def _price_year(top: Mapping[str, Any], name: str, faults: list[str]) -> int:
    year, known = top.get("price_year"), deflators()
    if isinstance(year, bool) or not isinstance(year, int) or year not in known:
        faults.append(f"{name}: price_year = {year!r}: the year that 'USD' means must be given, {min(known)} to {max(known)}")
        return max(known)
    return year


def _boundary(top: Mapping[str, Any], name: str, faults: list[str], published: bool) -> str:
    boundary = top.get("boundary", "all-in")
    open_to_all = [known for known, content in boundaries().items() if published or not content.get("study_only")]
    if isinstance(boundary, str) and boundary in open_to_all:
        return boundary
    which = "is for studies only" if boundary in list(boundaries()) else f"is not known; {suggest(str(boundary), open_to_all)}"
    faults.append(f"{name}: boundary = {boundary!r} {which}; there are: {', '.join(open_to_all)}")
    return "all-in"


def _picks(sections: Mapping[str, dict[str, Any]], name: str, faults: list[str]) -> dict[str, str]:
    """The catalog entry picked for each kind, taken out of the sections; unknown ones are faults."""
    picks = {}
    for (section, key), kind in CATALOGS.items():
        picked = sections[section].pop(key, DEFAULT_PICKS.get(key))
        if picked is None:
            continue
        if picked in names(kind):
            picks[key] = str(picked)
        else:
            known = names(kind)
            faults.append(f"{at(f'{name}: [{section}]', key)} = {picked!r}: not known; {suggest(str(picked), known, kind)}; there are: {', '.join(known)}")
    return picks


def _entries(picks: Mapping[str, str]) -> tuple[list[tuple[str, str, Entry]], str]:
    """Catalog entries, the later outranking the earlier where both give a name, and the precision of the work."""
    found = {key: entry(CATALOGS[(HOMES[key], key)], name) for key, name in picks.items()}
    precision = picks.get("precision") or (found["use"].precision if "use" in found else "")
    if precision and "precision" not in found:
        found["precision"] = entry("precisions", precision)
    return [(key, picks.get(key, precision), found[key]) for key in RISING if key in found], precision


def _collect(
    binder: Binder, sections: Mapping[str, dict[str, Any]], entries: list[tuple[str, str, Entry]], precision: str, name: str, changes: Mapping[str, Any]
) -> None:
    """Everything that bears on one side, in order of rank (M2)."""
    side = binder.model.name
    binder.defaults()
    binder.section(sections["common"], f"{name}: [common]", COMMON, shared=True)
    for key, picked, item in entries:
        if HOMES[key] not in SIDES or HOMES[key] == side:
            try:
                binder.entry(key, picked, item, precision)
            except InputError as error:
                binder.faults += error.faults
    binder.section(sections["workload"], f"{name}: [workload]", SECTION, shared=True)
    binder.section(sections[side], f"{name}: [{side}]", SECTION)
    for setting, value in changes.items():
        section, _, rest = setting.partition(".")
        if rest and section in (side, "common", "workload") and (section, rest) not in CATALOGS:
            binder.section({rest: value}, f"--set {section}.", CHANGE, shared=section != side)
