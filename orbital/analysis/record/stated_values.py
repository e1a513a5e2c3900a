"""What studies' files state for a parameter, read from the files alone: quick enough to stand beside every default."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from functools import cache

from orbital.binding import SIDES
from orbital.core.catalog import LISTED, deflators, names, parameters
from orbital.core.errors import InputError, UnitError
from orbital.core.parse import parse_quantity
from orbital.core.units import Unit, money_power, text
from orbital.models import ground_model, orbital_model
from orbital.studies import study_data

PRICE_YEAR = 2026
"""Money of all sources is shown in dollars of this year."""
SILENT = re.compile(r"\bnot (in the source|modelled|stated)|^in (the )?|\bare (in|a part of|added to) the |^stated beside$|^no ")
"""Notes of givens that stand in a study's file only to switch off what its source does not have, or has in another line."""


@cache
def stated_values(quantity: str) -> tuple[float, ...]:
    """SI values that shipped studies state, one a study, from low to high. Named cases, catalogs and what a study has in another unit are left out:
    `orbital.assumptions` has them.
    """
    unit = _unit(quantity)
    found = []
    for name in names("studies") if unit else ():
        spec = study_data(name).scenario
        stated = [spec[section][quantity] for section in ("workload", "common", *SIDES) if quantity in spec.get(section, {})]
        raw = stated[-1] if stated else None
        if isinstance(raw, dict):
            raw = None if SILENT.search(raw.get("note", "")) else raw["value"]
        if unit is not None and raw is not None and raw != "computed":
            with suppress(InputError, UnitError):
                found.append(_read(quantity, raw, unit, spec["price_year"]))
    return tuple(sorted(found))


def _read(quantity: str, raw: str | float, unit: Unit, price_year: int) -> float:
    dollars = (deflators()[PRICE_YEAR] / deflators()[price_year]) ** money_power(unit.si)
    return float(parse_quantity(raw, Unit(unit.si, unit.show), quantity, deflators(), price_year)) * float(dollars)


def _unit(quantity: str) -> Unit | None:
    models = (orbital_model(), ground_model())
    return next((model.specs[name].unit for model in models for name in (quantity, LISTED + quantity) if name in model.specs), None)


@cache
def standing(parameter: str) -> str:
    """Where a parameter's default stands among what studies state, in a clause; empty where fewer than two state it."""
    name = parameter.removeprefix(LISTED)
    own, found, unit = parameters().get(name), stated_values(name), _unit(name)
    if own is None or own.value is None or len(found) < 2 or unit is None:
        return ""
    ours = _read(name, own.value, unit, PRICE_YEAR)
    apart = [item - ours for item in found if not math.isclose(item, ours, rel_tol=1e-3)]
    below, above = sum(item < 0.0 for item in apart), sum(item > 0.0 for item in apart)
    return f"{len(found)} studies state {text(found[0], unit)} to {text(found[-1], unit)}, {below} of them less, {above} more"
