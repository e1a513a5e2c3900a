"""Listed scenarios: rows of a table, each with values and picks of its own."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.many.axes import PLAIN, Axis
from orbital.analysis.many.batch import INFEASIBLE, Batch, refuse_overlap
from orbital.analysis.many.grids import MOST_COMBINATIONS
from orbital.analysis.many.varied import Varied, is_category, varied
from orbital.binding import read_value
from orbital.core.catalog import deflators
from orbital.core.errors import InputError
from orbital.core.parse import check_bounds, parse_quantity
from orbital.core.units import Unit
from orbital.scenarios import Scenario

Array = NDArray[np.float64]

CASES = 2**16
"""Cases a task."""
HEAD = re.compile(r"\s*([^\[\]]+?)\s*(?:\[\s*([^\[\]]*[^\[\]\s])\s*\]\s*)?")
"""A key, and a unit in brackets where bare numbers stand below it."""


@dataclass
class CaseJob:
    """Cases in the order listed, in tasks of neighbors. Those with the same picks, that give the same quantities, are evaluated together.

    columns : one for each key: values in SI with NaN where a case gives none, or picks with "" for none. group : which base a case belongs to.
    """

    columns: tuple[Axis, ...]
    bases: tuple[Scenario, ...]
    group: NDArray[np.int64]
    outputs: tuple[str, ...]
    unit: str = "cases"

    @classmethod
    def of(cls, scenario: Scenario, cases: Any, outputs: tuple[str, ...]) -> CaseJob:
        """From a frame, a CSV file, or a list of mappings, everything checked."""
        written = _columns(cases)
        columns: list[Axis] = []
        faults: list[str] = []
        for head, raw in written.items():
            try:
                columns.append(_read(scenario, head, raw))
            except InputError as error:
                faults += error.faults
        if not faults:
            _refuse_doubled(item.key for item in columns)
        if faults:
            raise InputError(faults)
        marks = np.stack([_marks(item) for item in columns], axis=-1)
        groups, first, group = np.unique(marks, axis=0, return_index=True, return_inverse=True)
        if len(groups) > MOST_COMBINATIONS:
            raise InputError(f"the cases have {len(groups):,} combinations of picks; at most {MOST_COMBINATIONS:,} are allowed")
        bases = []
        for row, mark in zip(first, groups, strict=True):
            given = [item for item, one in zip(columns, mark, strict=True) if one >= 0]
            try:
                refuse_overlap(item.key for item in given if not item.picks)
                bases.append(scenario.replace({item.key: _text(item, row) for item in given}))
            except InputError as error:
                faults += [f"case {row}: {fault}" for fault in error.faults]
        if faults:
            raise InputError(faults)
        job = cls(tuple(columns), tuple(bases), group.ravel().astype(np.int64), outputs)
        for base in range(len(bases)):
            job.batch(base)
        return job

    @property
    def points(self) -> int:
        """How many cases there are."""
        return self.group.size

    @property
    def tasks(self) -> int:
        """How many tasks."""
        return -(-self.points // CASES)

    def start(self, task: int) -> int:
        """The first case of a task."""
        return task * CASES

    def size(self, task: int) -> int:
        """Cases of a task."""
        return min(CASES, self.points - self.start(task))

    def describe(self, task: int) -> str:
        """A task in words."""
        return f"cases {self.start(task)} to {self.start(task) + self.size(task) - 1} of {self.points}"

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in ("columns", "bases", "group", "outputs", "unit")}

    def batch(self, base: int) -> Batch:
        """What the cases of one group are evaluated with; made once in each process."""
        kept: dict[int, Batch] = self.__dict__.setdefault("_batches", {})
        if base not in kept:
            mine = self.group == base
            given = {item.key: item.values[mine] for item in self.columns if item.values.size and not np.isnan(item.values[mine]).any()}
            ends = {key: (float(column.min()), float(column.max())) for key, column in given.items()}
            kept[base] = Batch(self.bases[base], given, self.outputs, ends, int(np.count_nonzero(mine)))
        return kept[base]

    def __call__(self, task: int) -> dict[str, NDArray[Any]]:
        """The outputs of the cases of a task."""
        rows = slice(self.start(task), self.start(task) + self.size(task))
        group = self.group[rows]
        found = {name: np.empty(group.size, dtype=np.int64 if name == INFEASIBLE else np.float64) for name in self.outputs}
        for base in np.unique(group):
            batch, mine = self.batch(int(base)), group == base
            given = {item.key: item.values[rows][mine] for item in self.columns if item.key in batch.names}
            for name, column in batch(given).items():
                found[name][mine] = column
        return found

    # --- how it is told ---
    @cached_property
    def units(self) -> dict[str, Unit]:
        """The unit of each output."""
        return {name: self.batch(0).unit(name) for name in self.outputs}

    @property
    def constraints(self) -> tuple[str, ...]:
        """What the bits of `infeasible` stand for, where all cases have the same."""
        found = {self.batch(base).constraints for base in range(len(self.bases))}
        if len(found) > 1 and INFEASIBLE in self.outputs:
            raise InputError("the cases are not under the same constraints, so the bits of 'infeasible' differ: sweep them apart, or leave it out")
        return next(iter(found))

    @property
    def key(self) -> tuple[Any, ...]:
        """What the numbers depend on beside the scenarios."""
        return (CASES, self.outputs, self.group.tobytes(), [(item.key, item.values.tobytes(), item.picks) for item in self.columns])

    def about(self) -> dict[str, Any]:
        """What the table holds, for JSON."""
        return {"cases": [{"quantity": item.key, "unit": item.unit.shown} for item in self.columns]}

    def arranged(self, flat: NDArray[Any]) -> NDArray[Any]:
        """All cases in a row."""
        return flat

    def table(self, task: int) -> dict[str, NDArray[Any]]:
        """What the cases of a task give, as columns in the units shown, by head."""
        rows = slice(self.start(task), self.start(task) + self.size(task))
        return {item.head: np.asarray(item.shown[rows]) for item in self.columns}


def _columns(cases: Any) -> dict[str, list[Any]]:
    """The columns of what was listed, as written, by head."""
    if isinstance(cases, (str, Path)):
        found: dict[str, list[Any]] = _csv(Path(cases))
    elif hasattr(cases, "columns") and hasattr(cases, "to_dict"):
        _refuse_doubled(cases.columns)
        found = {str(head): cases[head].tolist() for head in cases.columns}
    elif isinstance(cases, Sequence) and all(isinstance(case, Mapping) for case in cases):
        found = {str(head): [case.get(head) for case in cases] for head in dict.fromkeys(head for case in cases for head in case)}
    else:
        raise InputError(f"cases: a frame, a CSV file or a list of mappings is needed, not {type(cases).__name__}")
    if not found or not any(found.values()):
        raise InputError("cases: none are listed")
    return found


def _csv(path: Path) -> dict[str, list[Any]]:
    """The columns of a file as written: only an empty field is empty, and `nan` a word that is refused; each row has a field under each head."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [[field.strip() for field in row] for row in csv.reader(file, skipinitialspace=True, strict=True) if row]
    except (OSError, ValueError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read as a table: {error}") from None
    if not rows:
        raise InputError(f"{path}: cannot be read as a table: it is empty")
    heads, *rows = rows
    _refuse_doubled(heads)
    for case, row in enumerate(rows):
        if len(row) != len(heads):
            raise InputError(f"{path}: case {case} has {len(row)} fields under {len(heads)} heads")
    return {head: [row[k] for row in rows] for k, head in enumerate(heads)}


def _refuse_doubled(heads: Iterable[Any]) -> None:
    """Refuse two columns of one head."""
    listed = list(map(str, heads))
    faults = [f"{head} heads two columns" for head in dict.fromkeys(listed) if listed.count(head) > 1]
    if faults:
        raise InputError(faults)


def _read(scenario: Scenario, head: str, raw: list[Any]) -> Axis:
    """A column: its key, and its values in SI or its picks. The head of a column of bare numbers holds the unit: `orbital.altitude [km]`."""
    written = HEAD.fullmatch(head)
    if written is None:
        raise InputError(f"head {head!r}: write a key, or a key and a unit, as in 'orbital.altitude [km]'; in a file, commas stand between heads")
    key, unit = written.groups()
    none = [value is None or value != value or value == "" for value in raw]
    if is_category(key):
        return Axis(key, PLAIN, picks=tuple("" if empty else str(value) for value, empty in zip(raw, none, strict=True)))
    item = varied(scenario, key)
    if unit is not None:
        return Axis(key, item.unit, _in_unit(scenario, item, unit, raw, none))
    known: dict[Any, float] = {}
    values = np.full(len(raw), np.nan)
    for row, (value, empty) in enumerate(zip(raw, none, strict=True)):
        if not empty:
            if value not in known:
                known[value] = float(read_value(item.name, item.unit, value, f"case {row}: {key}", scenario.price_year))
            values[row] = known[value]
    return Axis(key, item.unit, values)


def _in_unit(scenario: Scenario, item: Varied, unit: str, raw: Sequence[Any], none: Sequence[bool]) -> Array:
    """Bare numbers in one unit, in SI."""
    free = Unit(item.unit.si, item.unit.show)
    zero, one = (float(parse_quantity(f"{x} {unit}", free, item.key, deflators(), scenario.price_year)) for x in (0, 1))
    try:
        values = zero + (one - zero) * np.array([np.nan if empty else float(value) for value, empty in zip(raw, none, strict=True)])
    except (TypeError, ValueError):
        raise InputError(f"{item.key} [{unit}]: a column whose head holds the unit takes bare numbers") from None
    low, high = item.hard
    for row in np.flatnonzero(~((values >= low) & (values <= high)) & ~np.asarray(none))[:1]:
        check_bounds(float(values[row]), low, high, item.unit, f"case {row}: {item.key}", f"{raw[row]} {unit}")
    return values


def _marks(item: Axis) -> NDArray[np.int64]:
    """What tells groups apart: which pick, or whether a number is given; -1 for none."""
    if not item.picks:
        return np.where(np.isnan(item.values), np.int64(-1), np.int64(0))
    known = {pick: number for number, pick in enumerate(dict.fromkeys(pick for pick in item.picks if pick))}
    return np.array([known.get(pick, -1) for pick in item.picks], dtype=np.int64)


def _text(item: Axis, row: int) -> Any:
    """A value of a case as a scenario takes it."""
    return item.picks[row] if item.picks else f"{float(item.shown[row])!r} {item.unit.shown}".strip()
