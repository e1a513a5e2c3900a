"""The break-even of one quantity over others: a line, a surface, one answer a cell, all cells solved at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.columns import head
from orbital.analysis.decisions.cells import JUMPS, SOLVED, WORDS, Array, Cells, Codes
from orbital.analysis.many.axes import Axis, read_axis
from orbital.analysis.many.batch import refuse_overlap
from orbital.analysis.many.varied import Span, varied
from orbital.core.errors import InputError
from orbital.core.progress import progress_bar
from orbital.core.units import CALENDAR, Unit, number_text, shown_value, text
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

MOST_CELLS = 2**24
"""Cells at once: all their values stay in memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """The value of a quantity at which orbit costs as much as the ground, in every cell of some axes.

    value : over the axes (SI), NaN where there is none; of several the one nearest to the cell's value today. code : why, as in `WORDS`.
    others : how many further such values a cell has. jump : in a cell whose cost jumps past break-even, the value at which it does.
    today : the scenario's own value. interpolated : whether slow geometry came from tables (M7): then a value put back gives a ratio of 1
    within their error, 1e-9 otherwise.
    """

    scenario: str
    quantity: str
    unit: Unit
    axes: tuple[Axis, ...]
    value: Array = field(repr=False)
    code: Codes = field(repr=False)
    others: NDArray[np.int64] = field(repr=False)
    jump: Array = field(repr=False)
    today: float
    interpolated: bool

    @property
    def name(self) -> str:
        """The quantity with its unit, as tables head it."""
        return head(self.quantity, self.unit)

    def shown(self) -> Array:
        """The values in the unit people read."""
        return np.asarray(shown_value(self.value, self.unit))

    def turns(self) -> Array:
        """Where the cheaper side changes, in the unit people read: at a break-even, or where the cost jumps past it."""
        return np.asarray(shown_value(np.where(np.isnan(self.value), self.jump, self.value), self.unit))

    def words(self) -> NDArray[np.str_]:
        """The reason of each cell."""
        return np.array(WORDS)[self.code]

    def to_frame(self) -> pd.DataFrame:
        """One row a cell."""
        import pandas as pd

        meshes = np.meshgrid(*(axis.shown for axis in self.axes), indexing="ij")
        columns = {axis.head: mesh.ravel() for axis, mesh in zip(self.axes, meshes, strict=True)}
        jump = np.asarray(shown_value(self.jump, self.unit))
        found = {self.name: self.shown(), "others": self.others, "jump": jump, "reason": self.words()}
        return pd.DataFrame({**columns, **{name: column.ravel() for name, column in found.items()}})

    def to_xarray(self) -> xr.Dataset:
        """`value`, `code`, `others` and `jump` over the axes, each in the unit that its attribute names."""
        import xarray as xr

        keys = [axis.key for axis in self.axes]
        coordinates = {axis.key: (axis.key, axis.shown, {} if axis.picks else {"units": axis.unit.shown}) for axis in self.axes}
        content = {
            "value": (keys, self.shown(), {"units": self.unit.shown, "long_name": self.quantity}),
            "code": (keys, self.code, {"flag_values": list(range(len(WORDS))), "flag_meanings": "; ".join(WORDS)}),
            "others": (keys, self.others),
            "jump": (keys, np.asarray(shown_value(self.jump, self.unit)), {"units": self.unit.shown}),
        }
        return xr.Dataset(content, coordinates, {"scenario": self.scenario})

    def rows(self) -> list[tuple[str, list[Any]]]:
        """For a screen: up to nine places of the last axis side by side, a few of the others below each other; `>` marks a jump."""
        *rest, last = self.axes
        across = _picked(len(last), 9)
        names = ", ".join(_plain_name(axis.key) for axis in rest)
        own, across_head = head(_plain_name(self.quantity), self.unit), head(_plain_name(last.key), last.unit)
        corner = f"{own} by {f'{names} (down), ' if rest else ''}{across_head} (across)"
        found: list[tuple[str, list[Any]]] = [(corner, [_plain(last, k) for k in across])]
        turns = self.turns()
        for down in product(*(_picked(len(axis), int(max(15.0 ** (1.0 / len(rest)), 2.0))) for axis in rest)):
            label = ", ".join(_cell_text(axis, place) for axis, place in zip(rest, down, strict=True)) or "break-even"
            found.append((label, [self._told(float(turns[(*down, k)]), "> " if self.code[(*down, k)] == JUMPS else "") for k in across]))
        return found

    def _told(self, shown: float, mark: str) -> str:
        """A value for a screen, in the unit that its table is headed with."""
        if np.isnan(shown):
            return "-"
        return mark + (text(shown, CALENDAR) if self.unit == CALENDAR else number_text(float(f"{shown:.3g}") if abs(shown) < 1000.0 else shown))

    def plot(self) -> Figure:
        """A line over one axis, filled contours over two, with the scenario's own point; a line or a picture for each pick of a catalog axis."""
        from orbital.views.plots_frontier import frontier_figure

        return frontier_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists with their units; a missing number is None."""
        axes = {axis.key: {"unit": None if axis.picks else axis.unit.shown, "value": axis.shown} for axis in self.axes}
        return {
            "scenario": self.scenario,
            "quantity": self.quantity,
            "unit": self.unit.shown,
            "axes": axes,
            "value": _or_none(self.shown()),
            "code": self.code.tolist(),
            "reasons": dict(enumerate(WORDS)),
            "others": self.others.tolist(),
            "jump": _or_none(np.asarray(shown_value(self.jump, self.unit))),
            "today": float(shown_value(self.today, self.unit)),
            "interpolated": self.interpolated,
        }

    def __repr__(self) -> str:
        over = " and ".join(f"{axis.key} ({len(axis)})" for axis in self.axes)
        solved = self.code == SOLVED
        parts = []
        if solved.any():
            low, high = (text(float(pick(self.value)), self.unit) for pick in (np.nanmin, np.nanmax))
            several = int(np.count_nonzero(self.others))
            parts.append(f"break-even in {solved.sum():,} of {solved.size:,} cells, {low} to {high}{f' ({several:,} with further values)' if several else ''}")
        parts += [f"{WORDS[code]} in {np.count_nonzero(self.code == code):,}" for code in range(1, len(WORDS)) if (self.code == code).any()]
        rough = "; slow geometry interpolated" if self.interpolated else ""
        return f"{self.quantity} over {over}: {'; '.join(parts)} (today {text(self.today, self.unit)}){rough}"


def _or_none(values: Array) -> Any:
    """Nested lists in which a missing number is None."""
    listed = values.astype(object)
    listed[np.isnan(values)] = None
    return listed.tolist()


def _picked(count: int, most: int) -> list[int]:
    """A few places along an axis, both ends included."""
    return [int(k) for k in np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int))]


def _plain_name(key: str) -> str:
    """A quantity's name in words, without its side."""
    return key.partition(".")[2].replace("_", " ") or key


def _plain(axis: Axis, place: int) -> Any:
    """An axis's value as a table's head: a pick, or a number."""
    value = axis.shown[place]
    return text(value, CALENDAR) if axis.unit == CALENDAR else value


def _cell_text(axis: Axis, place: int) -> str:
    """An axis's value in words."""
    return axis.picks[place] if axis.picks else text(float(axis.values[place]), axis.unit)


# --- solving ----------------------------------------------------------------------------------------------------------
def frontier(scenario: Scenario, name: str, over: Mapping[str, Span | Sequence[Any]], progress: bool = False) -> Frontier:
    """The break-even of `name` in every cell of the axes `over`: see `break_even`, whose answer each cell has."""
    item, axes = varied(scenario, name), _axes(scenario, name, over)
    shape = tuple(len(axis) for axis in axes)
    value, code, others, jump = np.full(shape, np.nan), np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=np.int64), np.full(shape, np.nan)
    numbers = [k for k, axis in enumerate(axes) if not axis.picks]
    interpolated = False
    with progress_bar("cells", value.size, progress) as advance:
        for place, here in _by_category(scenario, axes):
            cells = Cells(varied(here, name), {axes[k].key: axes[k].values for k in numbers}, here)
            found = cells.solve(advance)
            value[place], code[place], others[place], jump[place] = (column.reshape([shape[k] for k in numbers]) for column in found)
            interpolated = interpolated or cells.interpolated
    return Frontier(scenario.name, name, item.unit, axes, value, code, others, jump, item.today(scenario), interpolated)


def _axes(scenario: Scenario, name: str, over: Mapping[str, Span | Sequence[Any]]) -> tuple[Axis, ...]:
    """The axes read; refused where one is the quantity itself, or two hold the same."""
    if not isinstance(over, Mapping) or not over or not all(isinstance(key, str) for key in over):
        raise InputError("over: name at least one quantity or catalog entry to run over, as in {'orbital.altitude': span('400 km', '1400 km', 50)}")
    if name in over:
        raise InputError(f"{name} cannot run over itself")
    axes = tuple(read_axis(scenario, key, asked) for key, asked in over.items())
    refuse_overlap([name, *(axis.key for axis in axes if not axis.picks)])
    cells = math.prod(map(len, axes))
    if cells > MOST_CELLS:
        raise InputError(f"{cells:,} cells are asked for; at most {MOST_CELLS:,} are allowed")
    return axes


def _by_category(scenario: Scenario, axes: Sequence[Axis]) -> Iterator[tuple[tuple[Any, ...], Scenario]]:
    """Each combination of catalog picks: its place in the arrays, and the scenario with it."""
    picks = [[(k, pick) for k, pick in enumerate(axis.picks)] if axis.picks else [(slice(None), None)] for axis in axes]
    for chosen in product(*picks):
        changes = {axis.key: pick for axis, (_, pick) in zip(axes, chosen, strict=True) if pick is not None}
        try:
            here = scenario.replace(changes) if changes else scenario
        except InputError as error:
            raise InputError([f"{', '.join(f'{key} = {pick}' for key, pick in changes.items())}: {fault}" for fault in error.faults]) from None
        yield tuple(place for place, _ in chosen), here
