"""Published studies: our Models with a study's givens, its swapped formulas and its boundary. One module per study with formulas of its own."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from orbital.core.catalog import Provenance, data_path, names, read_toml, validated
from orbital.core.errors import InputError, suggest
from orbital.core.formula import Formula
from orbital.core.model import Model, formulas_of
from orbital.economics import comparison
from orbital.models import GROUND_MODULES, ORBITAL_MODULES, make_model
from orbital.scenarios import Scenario, bind

MODULE_NAMES = str.maketrans("-.", "__")


class Published(BaseModel):
    """One published figure and how our Models come to it: a quantity, under some changes to the study's givens."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    quantity: str
    value: str | float
    tolerance: str
    set: dict[str, Any] = Field(default_factory=dict)
    cause: str = ""


class Study(Provenance):
    """A published analysis as a difference from our Models."""

    title: str
    version: str
    citation: str
    scenario: dict[str, Any]
    published: tuple[Published, ...]
    errors: tuple[str, ...] = ()
    year: str = "workload.start_year"
    """The quantity that a crossing year is solved for: a study with prices by year of its own has a year of its own."""


@cache
def study_data(name: str) -> Study:
    """The content of `data/studies/<name>.toml`; cases are spread out into one row per published figure."""
    if name not in names("studies"):
        raise InputError(f"study {name!r} is not known; {suggest(name, names('studies'), 'studies')}; there are: {', '.join(names('studies'))}")
    content = read_toml(data_path() / "studies" / f"{name}.toml")
    rows = []
    for case in content.pop("case", []):
        for row in case["published"]:
            identifier, quantity, value, tolerance, *cause = row
            rows.append(
                {"id": identifier, "quantity": quantity, "value": value, "tolerance": tolerance, "set": case.get("set", {}), "cause": cause[0] if cause else ""}
            )
    content["published"] = rows
    found: Study = validated(Study, content, f"studies/{name}.toml")
    return found


def own_formulas(name: str, side: str) -> tuple[Formula, ...]:
    """Formulas of the study's modules in `orbital/studies/<name>/`, dashes and dots as underscores: `<side>.py`, and `shared.py` for both sides."""
    parent = f"orbital.studies.{name.translate(MODULE_NAMES)}"
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
    """The study as a scenario on its Models. What it does not state, the reference supplies."""
    orbital, ground, _ = study_models(name)
    return bind(study_data(name).scenario, name, None, (orbital, ground), published=True)
