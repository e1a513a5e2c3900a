"""Published studies: our Models with a study's givens, its swapped formulas and its boundary. One module per study with formulas of its own."""

from __future__ import annotations

import math
import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from orbital.binding import SIDES
from orbital.core.catalog import Provenance, data_path, deflators, names, read_toml, validated
from orbital.core.errors import InputError, suggest
from orbital.core.formula import Formula
from orbital.core.model import Model, formulas_of
from orbital.core.parse import parse_quantity
from orbital.core.units import CALENDAR, Unit
from orbital.economics import comparison
from orbital.models import GROUND_MODULES, ORBITAL_MODULES, make_model
from orbital.refusals import contradictions
from orbital.scenarios import Scenario, bind

MODULE_NAMES = str.maketrans("-.", "__")


class Published(BaseModel):
    """One published figure and how our Models come to it: a quantity, under some changes to the study's givens."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    quantity: str
    value: str | float
    tolerance: str
    cause: str = ""
    set: dict[str, Any] = Field(default_factory=dict)
    case: str = ""


class Study(Provenance):
    """A published analysis as a difference from our Models. `cases`: the changes of each case that has a name."""

    title: str
    version: str
    citation: str
    scenario: dict[str, Any]
    published: tuple[Published, ...]
    errors: tuple[str, ...] = ()
    cases: dict[str, dict[str, Any]] = Field(default_factory=dict)
    year: str = "workload.start_year"
    """The quantity that a crossing year is solved for: a study with prices by year of its own has a year of its own."""


def study_path(name: str) -> Path:
    """The file of a shipped study, or the path of a study's own file; refused where there is neither."""
    if name.endswith(".toml"):
        return Path(name)
    if name not in names("studies"):
        known = names("studies")
        raise InputError(f"study {name!r} is not known; {suggest(name, known, 'studies')}; there are: {', '.join(known)}; or give a path to a .toml file")
    return data_path() / "studies" / f"{name}.toml"


def study_stem(name: str) -> str:
    """The study's name, also where its file is given."""
    return Path(name).stem if name.endswith(".toml") else name


def where(name: str) -> str:
    """How messages name the study's file."""
    return name if name.endswith(".toml") else f"studies/{name}.toml"


@cache
def study_data(name: str) -> Study:
    """The content of a study's file; cases are spread out into one row per published figure.

    Raises `InputError` with every fault of the file by itself: keys, rows, tolerances, identifiers, provenance. What only the Models can
    tell (`study_faults`) is asked when the study is run.
    """
    place = where(name)
    content = read_toml(study_path(name))
    faults: list[str] = []
    rows, cases = [], {}
    for number, case in enumerate(content.pop("case", []), start=1):
        label = case.get("name", "")
        key = f"{place}: [[case]] {number}{f' ({label})' if label else ''}"
        faults += [f"{key}: {found!r} is not a key; {suggest(found, CASE_KEYS)}; there are: {', '.join(CASE_KEYS)}" for found in case if found not in CASE_KEYS]
        if label and (label in cases or not CASE_NAME.fullmatch(str(label))):
            faults.append(f"{key}: name = {label!r}: " + ("two cases have it" if label in cases else "small letters, digits, dots and dashes are allowed"))
        elif label:
            cases[label] = case.get("set", {})
        for row in case.get("published", []):
            if not isinstance(row, list) or len(row) not in (4, 5):
                faults.append(f"{key}: published = {row!r}: a row is [id, quantity, value, tolerance] and, where the source is wrong or unlike, the cause")
                continue
            rows.append(dict(zip(ROW, row, strict=False)) | {"set": case.get("set", {}), "case": label})
    faults += _row_faults(place, rows)
    empty = [field for field in ("source", "as_of", "confidence", "evidence", "citation") if not content.get(field)]
    faults += [f"{place}: {field} is missing: who says so, when, how sure and how it is known must be told" for field in empty]
    try:
        found: Study = validated(Study, {"citation": "", **content, "published": rows, "cases": cases}, place)
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(faults)
    return found


CASE_KEYS = ("name", "set", "published")
CASE_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
ROW = ("id", "quantity", "value", "tolerance", "cause")


def _row_faults(place: str, rows: list[dict[str, Any]]) -> list[str]:
    """Rows of one identifier, and tolerances that say nothing."""
    faults, seen = [], set()
    for row in rows:
        if row["id"] in seen:
            faults.append(f"{place}: published {row['id']}: two rows have this id")
        seen.add(row["id"])
        try:
            tolerance_of(row["tolerance"], f"{place}: published {row['id']}")
        except InputError as error:
            faults += error.faults
    return faults


def tolerance_of(tolerance: Any, place: str = "tolerance") -> tuple[str, float]:
    """Kind and size of a tolerance: `rel=` of the target, `abs=` in the unit shown, `exact`, `first-year`. Raises `InputError`."""
    kind, equals, size = str(tolerance).partition("=")
    if tolerance in ("exact", "first-year"):
        return str(tolerance), 0.0
    try:
        number = float(size)
    except ValueError:
        number = math.nan
    if kind not in ("rel", "abs") or not equals or not 0.0 <= number < math.inf:
        raise InputError(f"{place}: tolerance = {tolerance!r}: write 'rel=0.01', 'abs=0.1' (in the unit shown), 'exact' or 'first-year'")
    return kind, number


def own_formulas(name: str, side: str) -> tuple[Formula, ...]:
    """Formulas of the study's modules in `orbital/studies/<name>/`, dashes and dots as underscores: `<side>.py`, and `shared.py` for both sides."""
    parent = f"orbital.studies.{study_stem(name).translate(MODULE_NAMES)}"
    wanted = (side,) if side == "comparison" else (side, "shared")
    found = [f"{parent}.{module}" for module in wanted if find_spec(parent) and find_spec(f"{parent}.{module}")]
    return tuple(formulas_of(*map(import_module, found)))


def stated(name: str, side: str) -> set[str]:
    """Quantities that the study's file states for a side, or for both: its own formulas may take them."""
    spec = study_data(name).scenario
    return {key for section in ("workload", "common", side) for key in spec.get(section, {}) if key != "formulas"}


@cache
def study_models(name: str) -> tuple[Model, Model, Model]:
    """ORBITAL, GROUND and COMPARISON with the study's own formulas added."""
    sides = []
    for side, modules in (("orbital", ORBITAL_MODULES), ("ground", GROUND_MODULES)):
        sides.append(make_model(side, modules, own_formulas(name, side), stated(name, side), (study_model, (name, side))))
    formulas = [*formulas_of(comparison), *own_formulas(name, "comparison")]
    both = Model("comparison", formulas, {a for item in formulas for a in item.arguments if a.startswith(("orbital_", "ground_"))})
    return sides[0], sides[1], both


def study_model(name: str, side: str) -> Model:
    """A side's Model of a study, by name: how it reaches another process."""
    return study_models(name)[0 if side == "orbital" else 1]


@cache
def study_scenario(name: str) -> Scenario:
    """The study as a scenario on its Models. What it does not state, the reference supplies.

    Raises `InputError` with every fault of its givens, each with file and key, contradictions among them included; and of its rows.
    """
    data = study_data(name)
    orbital, ground, _ = study_models(name)
    under = Provenance(source=data.source, as_of=data.as_of, confidence=data.confidence, evidence=data.evidence)
    found = bind(data.scenario, name, None, (orbital, ground), published=True, under=under, place=where(name))
    aside = "where the source contradicts itself, give one and say so in errors, or say so in its note: 'unlike ...'"
    faults = [f"{where(name)}: {fault}; {aside}" for fault in contradictions((found.orbital, found.ground), published=True)]
    faults += study_faults(name, found)
    if faults:
        raise InputError(faults)
    return found


def study_faults(name: str, scenario: Scenario) -> list[str]:
    """What is wrong with a study's cases on its Models: changes that cannot be made, an unknown quantity, a published value that is no amount of it."""
    faults = []
    tried: list[dict[str, Any]] = [{}]
    models = dict(zip((*SIDES, "comparison"), study_models(name), strict=True))
    for row in study_data(name).published:
        key = f"{where(name)}: published {row.id}"
        if row.set not in tried:
            tried.append(row.set)
            try:
                scenario.replace(row.set)
            except InputError as error:
                faults += [f"{where(name)}: set of the case {row.case or f'of {row.id}'}: {fault}" for fault in error.faults]
        side, _, quantity = row.quantity.partition(".")
        unit = CALENDAR if row.quantity == f"comparison.{CROSSING}" else None
        if unit is None and (side not in models or not quantity):
            faults.append(f"{key}: quantity = {row.quantity!r}: write {', '.join(f'{item}.QUANTITY' for item in models)}")
            continue
        if unit is None and quantity not in models[side].specs:
            faults.append(f"{key}: {row.quantity} is not a quantity; {suggest(quantity, models[side].specs)}")
            continue
        unit = unit or models[side].specs[quantity].unit
        try:
            parse_quantity(row.value, Unit(unit.si, unit.show), f"{key}: {row.quantity}", deflators(), scenario.price_year)
        except InputError as error:
            faults += error.faults
    return faults


CROSSING = "crossing_year"
"""What a study says of the year in which both sides cost the same is solved for, not computed by a formula."""


def case_scenario(name: str, case: str) -> Scenario:
    """A named case of a study, `today` of `odc-3.1.0:today`; refused with the names there are."""
    cases = study_data(name).cases
    if case not in cases:
        there = f"there are: {', '.join(cases)}" if cases else f"none has one; add name = '...' to a [[case]] in {where(name)}"
        raise InputError(f"{name}:{case}: no case of this study has that name; {suggest(case, cases)}; {there}")
    found = study_scenario(name)
    return found.replace(cases[case]) if cases[case] else found
