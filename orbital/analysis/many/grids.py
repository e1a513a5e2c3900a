"""A grid of scenarios: axes of numbers and of picks, cut into pieces that are evaluated whole (M5, M6, M8)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.many.axes import Axis, read_axis
from orbital.analysis.many.batch import Batch
from orbital.analysis.many.varied import Span, is_category
from orbital.core.errors import InputError
from orbital.core.units import Unit
from orbital.scenarios import Scenario

Array = NDArray[np.float64]

PIECE = 2**17
"""Points a piece of a grid, about: what does not depend on an axis is computed once for all values along it."""
MOST_COMBINATIONS = 4096


@dataclass
class GridJob:
    """A grid cut into pieces: combinations of picks outermost, then pieces of the numbers' axes, cut along the leading ones."""

    axes: tuple[Axis, ...]
    bases: tuple[Scenario, ...]
    outputs: tuple[str, ...]
    unit: str = "points"

    @classmethod
    def of(cls, scenario: Scenario, axes: Mapping[str, Span | Sequence[Any]], outputs: tuple[str, ...]) -> GridJob:
        """From what was asked, everything checked."""
        if not axes:
            raise InputError("axes: give at least one, as in {'orbital.launch_price': span('50 USD/kg', '3000 USD/kg', 200)}")
        found: list[Axis] = []
        faults: list[str] = []
        for key, asked in axes.items():
            try:
                found.append(read_axis(scenario, str(key), asked))
            except InputError as error:
                faults += error.faults
        if faults:
            raise InputError(faults)
        first = {key: asked.low if isinstance(asked, Span) else next(iter(asked)) for key, asked in axes.items() if not is_category(str(key))}
        picks = [item for item in found if item.picks]
        count = math.prod(map(len, picks))
        if count > MOST_COMBINATIONS:
            raise InputError(f"{count:,} combinations of picks are asked for; at most {MOST_COMBINATIONS:,} are allowed")
        keys = [item.key for item in picks]
        bases = [scenario.replace({**dict(zip(keys, chosen, strict=True)), **first}) for chosen in itertools.product(*(item.picks for item in picks))]
        job = cls(tuple(found), tuple(bases), outputs)
        job.batch(0)  # refuses unknown outputs before any work
        return job

    # --- how it is cut ---
    @cached_property
    def numbers(self) -> tuple[Axis, ...]:
        """The axes of numbers."""
        return tuple(item for item in self.axes if not item.picks)

    @cached_property
    def picks(self) -> tuple[Axis, ...]:
        """The axes of picks."""
        return tuple(item for item in self.axes if item.picks)

    @cached_property
    def trailing(self) -> int:
        """How many of the last axes of numbers a piece holds whole."""
        whole = 0
        while whole < len(self.numbers) and math.prod(map(len, self.numbers[-whole - 1 :])) <= PIECE:
            whole += 1
        return whole

    @cached_property
    def lengths(self) -> tuple[int, int, int]:
        """Points in what a piece holds whole, combinations of the leading axes, and how many of these a piece takes."""
        cut = len(self.numbers) - self.trailing
        inner, leading = math.prod(map(len, self.numbers[cut:])), math.prod(map(len, self.numbers[:cut]))
        return inner, leading, min(max(PIECE // inner, 1), leading)

    @property
    def points(self) -> int:
        """Points of the grid."""
        return math.prod(map(len, self.axes))

    @property
    def per_base(self) -> int:
        """Pieces for each combination of picks."""
        _, leading, taken = self.lengths
        return -(-leading // taken)

    @property
    def tasks(self) -> int:
        """How many pieces there are."""
        return len(self.bases) * self.per_base

    def place(self, task: int) -> tuple[int, range]:
        """The combination of picks of a piece, and its combinations of the leading axes."""
        base, piece = divmod(task, self.per_base)
        _, leading, taken = self.lengths
        return base, range(piece * taken, min((piece + 1) * taken, leading))

    def size(self, task: int) -> int:
        """Points of a piece."""
        return len(self.place(task)[1]) * self.lengths[0]

    def describe(self, task: int) -> str:
        """A piece in words."""
        start = self.start(task)
        return f"points {start} to {start + self.size(task) - 1} of {self.points}"

    # --- how it is computed ---
    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in ("axes", "bases", "outputs", "unit")}

    def batch(self, base: int) -> Batch:
        """What a combination of picks is evaluated with; the last one made is kept in each process."""
        kept: dict[int, Batch] = self.__dict__.setdefault("_batches", {})
        if base not in kept:
            kept.clear()
            spans = {item.key: (float(item.values.min()), float(item.values.max())) for item in self.numbers}
            rows = math.prod(map(len, self.numbers))
            kept[base] = Batch(self.bases[base], spans, self.outputs, spans, rows)
        return kept[base]

    def columns(self, leading: range) -> dict[str, Array]:
        """The numbers of a piece by axis (SI), shaped to broadcast: combinations of the leading axes first, then the trailing ones."""
        cut = len(self.numbers) - self.trailing
        ones = (1,) * self.trailing
        index = np.unravel_index(np.asarray(leading), tuple(map(len, self.numbers[:cut]))) if cut else ()
        found = {item.key: item.values[i].reshape(-1, *ones) for item, i in zip(self.numbers[:cut], index, strict=True)}
        for k, item in enumerate(self.numbers[cut:]):
            found[item.key] = item.values.reshape(*(1,) * (k + 1), -1, *(1,) * (self.trailing - k - 1))
        return found

    def __call__(self, task: int) -> dict[str, NDArray[Any]]:
        """The outputs of a piece, flat."""
        base, leading = self.place(task)
        shape = (len(leading), *map(len, self.numbers[len(self.numbers) - self.trailing :]))
        found = self.batch(base)(self.columns(leading))
        return {name: np.broadcast_to(value, shape).reshape(-1) for name, value in found.items()}

    def start(self, task: int) -> int:
        """The first point of a piece among all."""
        base, leading = self.place(task)
        return (base * self.lengths[1] + leading[0]) * self.lengths[0]

    # --- how it is told ---
    @cached_property
    def units(self) -> dict[str, Unit]:
        """The unit of each output."""
        return {name: self.batch(0).unit(name) for name in self.outputs}

    @property
    def constraints(self) -> tuple[str, ...]:
        """What the bits of `infeasible` stand for."""
        return self.batch(0).constraints

    @property
    def key(self) -> tuple[Any, ...]:
        """What the numbers depend on beside the scenarios."""
        return (PIECE, self.outputs, [(item.key, item.values.tobytes(), item.picks) for item in self.axes])

    def about(self) -> dict[str, Any]:
        """What the table holds, for JSON."""
        return {"axes": [item.to_dict() for item in self.axes]}

    def arranged(self, flat: NDArray[Any]) -> NDArray[Any]:
        """All points as an array with the axes in the order asked."""
        made = [*self.picks, *self.numbers]
        return np.ascontiguousarray(flat.reshape(tuple(map(len, made))).transpose([made.index(item) for item in self.axes]))

    def table(self, task: int) -> dict[str, NDArray[Any]]:
        """The axes of a piece as columns in the units shown, by head."""
        base, leading = self.place(task)
        rows = np.arange(self.size(task)) + leading[0] * self.lengths[0]
        index = np.unravel_index(rows, tuple(map(len, self.numbers))) if self.numbers else ()
        numbers = {item.key: np.asarray(item.shown)[i] for item, i in zip(self.numbers, index, strict=True)}
        chosen = np.unravel_index(base, tuple(map(len, self.picks))) if self.picks else ()
        picks = {item.key: np.full(rows.size, item.picks[int(k)]) for item, k in zip(self.picks, chosen, strict=True)}
        return {item.head: (picks | numbers)[item.key] for item in self.axes}
