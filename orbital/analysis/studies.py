"""Published against reproduced: every figure of a study, computed on our Models from the study's own givens."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from orbital.analysis.break_even import break_even
from orbital.core.catalog import deflators
from orbital.core.errors import InputError
from orbital.core.model import Shape
from orbital.core.parse import parse_quantity
from orbital.core.units import CALENDAR, Unit
from orbital.scenarios import Scenario
from orbital.studies import CROSSING, Published, Study, case_scenario, study_data, study_models, study_scenario, tolerance_of

START = "workload.start_year"


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
    """A study ready to be checked: `check()` gives the rows, `scenario` the study on our Models, `case` one of its named cases."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: Study = study_data(name)
        self.scenario: Scenario = study_scenario(name)
        self._last: tuple[Mapping[str, Any], Scenario] = ({}, self.scenario)

    @property
    def errors(self) -> tuple[str, ...]:
        """What is wrong in the source, in words."""
        return self.data.errors

    def case(self, name: str) -> Scenario:
        """A named case of the study: `today`, `early` ... Raises `InputError` with the names there are."""
        return case_scenario(self.name, name)

    def value(self, quantity: str, changes: Mapping[str, Any] | None = None) -> tuple[float, Unit]:
        """A quantity of the study under some changes: SI value and unit."""
        run = self._changed(changes or {})
        side, _, name = quantity.partition(".")
        if name == CROSSING:
            return break_even(run, START).value or math.nan, CALENDAR
        if side == "comparison":
            return _comparison_value(self.name, run, name)
        chosen = run.side(side)
        if name not in chosen.model.specs:
            raise InputError(f"{self.name}: {quantity} is not a quantity of its Models")
        return float(chosen.run((name,))[0]), chosen.model.specs[name].unit

    def _changed(self, changes: Mapping[str, Any]) -> Scenario:
        """The study under some changes; rows of one case follow one another."""
        if changes != self._last[0]:
            self._last = (changes, self.scenario.replace(changes) if changes else self.scenario)
        return self._last[1]

    def check(self) -> list[Row]:
        """Every published figure, reproduced, with verdict `reproduced`, `explained` (with the cause) or `failed`."""
        return [self._row(item) for item in self.data.published]

    def _row(self, item: Published) -> Row:
        reproduced, unit = self.value(item.quantity, item.set)
        published = float(parse_quantity(item.value, Unit(unit.si, unit.show), f"{self.name}: {item.id}", deflators(), self.scenario.price_year))
        within = within_tolerance(reproduced, published, item.tolerance, unit)
        verdict = "reproduced" if within else "explained" if item.cause else "failed"
        return Row(self.name, item.id, item.quantity, published, reproduced, item.tolerance, verdict, item.cause, _as_printed(item.value, unit))

    def __repr__(self) -> str:
        return f"{self.data.title} ({self.data.version}): {len(self.data.published)} published figures"


def within_tolerance(value: float, target: float, tolerance: str, unit: Unit) -> bool:
    """Whether a value meets its target: `rel=` of the target, `abs=` in the unit shown, or `exact`."""
    if not math.isfinite(value):
        return False
    kind, size = tolerance_of(tolerance)
    if kind == "exact":
        return value == target
    if kind == "rel":
        return abs(value - target) <= size * abs(target)
    return abs(value - target) <= float(parse_quantity(f"{size!r} {unit.shown}".strip(), Unit(unit.si, unit.show), "tolerance"))


def _as_printed(value: str | float, unit: Unit) -> Unit:
    """The unit a figure was published in. Degrees Celsius, which have an offset, are shown in kelvin."""
    written = str(value).partition(" ")[2]
    return Unit(unit.si, written, unit.low, unit.high) if written and written != "degC" else unit


@cache
def study(name: str) -> StudyRun:
    """A shipped study by name, or a study's own file by its path. Raises `InputError` with every fault of the file."""
    return StudyRun(str(name))


def _comparison_value(name: str, run: Scenario, quantity: str) -> tuple[float, Unit]:
    model = study_models(name)[2]
    plan = model.plan(Shape(), (quantity,))
    values = {}
    for needed in plan.inputs:
        side, _, short = needed.partition("_")
        values[needed] = run.side(side).run((short,))[0]
    return float(plan(values)[0]), model.specs[quantity].unit
