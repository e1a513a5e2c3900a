"""Published against reproduced: every figure of a study, computed on our Models from the study's own givens."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from orbital.analysis.break_even import break_even
from orbital.core.errors import InputError
from orbital.core.model import Shape
from orbital.core.parse import parse_quantity
from orbital.core.units import CALENDAR, Unit
from orbital.scenarios import Scenario
from orbital.studies import Published, Study, study_data, study_models, study_scenario

CROSSING = "crossing_year"
"""What a study says of the year in which both sides cost the same is solved for, not computed by a formula."""


@dataclass(frozen=True, slots=True)
class Row:
    """One published figure: what was printed, what our Models make of the study's inputs, and the verdict. SI values; `unit` shows that of print."""

    study: str
    id: str
    quantity: str
    published: float
    reproduced: float
    tolerance: str
    verdict: str
    cause: str
    unit: Unit


class StudyRun:
    """A study ready to be checked: `check()` gives the rows, `scenario` the study on our Models."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: Study = study_data(name)
        self.scenario: Scenario = study_scenario(name)

    def value(self, quantity: str, changes: dict[str, Any] | None = None) -> tuple[float, Unit]:
        """A quantity of the study under some changes: SI value and unit."""
        run = self.scenario.replace(changes) if changes else self.scenario
        side, _, name = quantity.partition(".")
        if name == CROSSING:
            return break_even(run, self.data.year).value or math.nan, CALENDAR
        if side == "comparison":
            return _comparison_value(self.name, run, name)
        chosen = run.side(side)
        if name not in chosen.model.specs:
            raise InputError(f"{self.name}: {quantity} is not a quantity of its Models")
        return float(chosen.run((name,))[0]), chosen.model.specs[name].unit

    def check(self) -> list[Row]:
        """Every published figure, reproduced, with verdict `reproduced`, `explained` (with the cause) or `failed`."""
        return [self._row(item) for item in self.data.published]

    def _row(self, item: Published) -> Row:
        reproduced, unit = self.value(item.quantity, item.set)
        published = float(parse_quantity(item.value, Unit(unit.si, unit.show), f"{self.name}: {item.id}"))
        within = within_tolerance(reproduced, published, item.tolerance, unit)
        verdict = "reproduced" if within else "explained" if item.cause else "failed"
        return Row(self.name, item.id, item.quantity, published, reproduced, item.tolerance, verdict, item.cause, _as_printed(item.value, unit))

    def __repr__(self) -> str:
        return f"{self.data.title} ({self.data.version}): {len(self.data.published)} published figures"


def within_tolerance(value: float, target: float, tolerance: str, unit: Unit) -> bool:
    """Whether a value meets its target: `rel=` of the target, `abs=` in the unit shown, `exact`, or `first-year`: the first whole year from it on."""
    if not math.isfinite(value):
        return False
    kind, _, size = tolerance.partition("=")
    if kind == "exact":
        return value == target
    if kind == "first-year":
        return math.ceil(value) == target
    if kind == "rel":
        return abs(value - target) <= float(size) * abs(target)
    if kind == "abs":
        return abs(value - target) <= float(parse_quantity(f"{size} {unit.shown}".strip(), Unit(unit.si, unit.show), "tolerance"))
    raise InputError(f"tolerance = {tolerance!r}: write 'rel=0.01', 'abs=0.1', 'exact' or 'first-year'")


def _as_printed(value: str | float, unit: Unit) -> Unit:
    """The unit a figure was published in. Degrees Celsius, which have an offset, are shown in kelvin."""
    written = str(value).partition(" ")[2]
    return Unit(unit.si, written, unit.low, unit.high) if written and written != "degC" else unit


@cache
def study(name: str) -> StudyRun:
    """A shipped study by name."""
    return StudyRun(name)


def _comparison_value(name: str, run: Scenario, quantity: str) -> tuple[float, Unit]:
    model = study_models(name)[2]
    plan = model.plan(Shape(), (quantity,))
    values = {}
    for needed in plan.inputs:
        side, _, short = needed.partition("_")
        values[needed] = run.side(side).run((short,))[0]
    return float(plan(values)[0]), model.specs[quantity].unit
