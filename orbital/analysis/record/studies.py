"""Published against reproduced: every figure of a study, computed on our Models from the study's own givens."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from orbital.analysis.decisions.break_even import break_even
from orbital.binding import SIDES
from orbital.core.catalog import deflators
from orbital.core.errors import InputError
from orbital.core.model import Shape
from orbital.core.parse import parse_quantity
from orbital.core.units import CALENDAR, Unit
from orbital.scenarios import Scenario
from orbital.studies import CROSSING, Published, Study, case_scenario, study_data, study_models, study_scenario, tolerance_of, where

MARK, MARKS = re.compile(r"[A-Z]+\d+[a-z]?"), re.compile(r"([A-Z]+)(\d+) to [A-Z]*(\d+)")
"""How a source's errors are marked where rows name them: `O1: ...`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One published figure: what was printed, what our Models make of the study's inputs, and the verdict. SI values; `unit` shows that of print.

    flags : what is known to be wrong in the source and bears on this figure.
    """

    study: str
    id: str
    quantity: str
    published: float
    reproduced: float
    tolerance: str
    verdict: str
    cause: str
    unit: Unit
    flags: tuple[str, ...] = ()


class StudyRun:
    """A study ready to be checked: `check()` gives the rows, `scenario` the study on our Models, `case` one of its named cases."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: Study = study_data(name)
        self.scenario: Scenario = study_scenario(name)
        self._rows: list[Row] = []
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
            return break_even(run, self.data.year).value or math.nan, CALENDAR
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
        """Every published figure, reproduced, with verdict `reproduced`, `explained` (with the cause) or `failed`. Computed once."""
        if not self._rows:
            self._rows = [self._row(item) for item in self.data.published]
        return list(self._rows)

    def _row(self, item: Published) -> Row:
        try:
            reproduced, unit = self.value(item.quantity, item.set)
        except InputError as error:
            raise InputError([f"{where(self.name)}: published {item.id}: {fault}{self._other_formulas(item.quantity)}" for fault in error.faults]) from error
        published = float(parse_quantity(item.value, Unit(unit.si, unit.show), f"{self.name}: {item.id}", deflators(), self.scenario.price_year))
        within = within_tolerance(reproduced, published, item.tolerance, unit)
        verdict = "reproduced" if within else "explained" if item.cause else "failed"
        shown = _as_printed(item.value, unit)
        return Row(self.name, item.id, item.quantity, published, reproduced, item.tolerance, verdict, item.cause, shown, self._flags(item))

    def _other_formulas(self, quantity: str) -> str:
        """What else computes a quantity: a study seldom gives all that our usual formula asks for."""
        side, _, name = quantity.partition(".")
        others = [item for item in self.scenario.side(side).model.alternatives.get(name, {}) if item != name] if side in SIDES else []
        return f"; or choose under [scenario.{side}.formulas] how {name} is computed: {', '.join(others)}" if others else ""

    def _flags(self, item: Published) -> tuple[str, ...]:
        """What is wrong in the source and bears on a figure: by the mark its cause begins with (`O1: ...`, `S2 to S4 ...`), or by its id."""
        marks = {mark: error for error in self.errors if MARK.fullmatch(mark := error.partition(":")[0])}
        several = MARKS.match(item.cause)
        named = [f"{several[1]}{k}" for k in range(int(several[2]), int(several[3]) + 1)] if several else [item.cause.partition(":")[0]]
        itself = re.compile(rf"(?<![\w.-]){re.escape(item.id)}(?![\w.-])")
        return (*(marks[mark] for mark in named if mark in marks), *(error for error in self.errors if itself.search(error)))

    def __repr__(self) -> str:
        return f"{self.data.title} ({self.data.version}): {len(self.data.published)} published figures"


def within_tolerance(value: float, target: float, tolerance: str, unit: Unit) -> bool:
    """Whether a value meets its target: `rel=` of the target, `abs=` in the unit shown, `exact`, or `first-year`: the first whole year from it on."""
    if not math.isfinite(value):
        return False
    kind, size = tolerance_of(tolerance)
    if kind == "exact":
        return value == target
    if kind == "first-year":
        return math.ceil(value) == target
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


@dataclass(frozen=True, slots=True)
class Summary:
    """Verdicts over studies, and how many faults of their sources are named."""

    studies: int
    figures: int
    reproduced: int
    explained: int
    failed: int
    errors: int

    def __str__(self) -> str:
        counts = f"{self.reproduced} reproduced, {self.explained} explained, {self.failed} failed"
        return f"{self.studies} studies, {self.figures} published figures: {counts}; {self.errors} faults named in the sources"


def summary(runs: Sequence[StudyRun]) -> Summary:
    """The verdicts of some studies together."""
    count = Counter(row.verdict for run in runs for row in run.check())
    return Summary(len(runs), count.total(), count["reproduced"], count["explained"], count["failed"], sum(len(run.errors) for run in runs))
