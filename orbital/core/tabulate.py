"""Expensive geometry (M7): exact and remembered for single scenarios, interpolated from exact lattice values in large blocks.

The lattice is fixed by each parameter's `table_step` in `data/`, not by the block, so that an interpolated row does not
depend on the rows beside it; whether a block is interpolated or exact depends on how many distinct rows it holds, and how far
apart they lie: its own, or those of the whole job it is a part of (`settled`). A varied input without a step is evaluated exactly
for each distinct row. An input along an internal axis (the stations of a network) is a category's (M8): fixed in a block, and
remembered by what it holds. What is computed along one keeps it, last. Quantities that depend on different ones of the varied inputs
have lattices of their own.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.core.axes import along as along_last
from orbital.core.errors import InputError

if TYPE_CHECKING:
    from orbital.core.plan import Plan

DISTINCT_ROWS_KEPT_EXACT = 64
NODES_PER_ROW = 8.0
REMEMBERED = 4096
CHUNK = 256
LARGEST_BOX = 2**20
LATTICES = 16


class Tabulated:
    """The slow part of a plan as one step: values in, the slow quantities out."""

    def __init__(self, exact: Plan, outputs: tuple[str, ...], steps: Mapping[str, float], along: frozenset[str] = frozenset()) -> None:
        self.exact = exact
        self.inputs = exact.inputs
        self.outputs = outputs
        self.steps = steps
        self.along = frozenset(along.intersection((*self.inputs, *outputs)))
        self._remembered: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self._lattices: dict[tuple[Any, ...], Lattice] = {}
        self._split: dict[frozenset[str], tuple[Tabulated, ...]] = {}
        self._ends: Mapping[str, tuple[float, float]] = {}
        self._rows = 0

    def settled(self, ends: Mapping[str, tuple[float, float]], rows: int) -> Tabulated:
        """This table for the blocks of one job, whose varied inputs lie between these ends in so many rows: whether to interpolate is settled for all."""
        found = Tabulated(self.exact, self.outputs, self.steps, self.along)
        found._remembered, found._lattices = self._remembered, self._lattices
        found._ends, found._rows = ends, rows
        return found

    def __call__(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The slow quantities at these values: remembered, exact, or interpolated."""
        point = {name: values[name] for name in self.inputs if name not in self.along}
        category = {name: values[name] for name in self.inputs if name in self.along}
        if all(np.ndim(value) == 0 for value in point.values()):
            return self._remember({**point, **category})
        varied = [name for name, value in point.items() if self._varies(name, value)]
        parts = self._parts(frozenset(varied))
        if len(parts) > 1:
            known = {name: column for part in parts for name, column in zip(part.outputs, part(values), strict=True)}
            return tuple(known[name] for name in self.outputs)
        shape = np.broadcast_shapes(*(np.shape(value) for value in point.values()))
        columns = [np.broadcast_to(values[name], shape).ravel() for name in varied]
        fixed = {name: np.float64(np.ravel(value)[0]) for name, value in point.items() if name not in varied} | category
        if varied and all(name in self.steps for name in varied) and self._dense(varied, columns) and self._many(columns):
            found = self._lattice(varied, fixed).interpolate(columns)
        else:
            found = self._exact_rows(varied, columns, fixed)
        return tuple(column.reshape(shape + column.shape[1:]) for column in found)

    def _varies(self, name: str, value: Any) -> bool:
        """Whether an input varies: over the whole job where its ends are settled, since a block may hold one value of it; else in the block."""
        ends = self._ends.get(name)
        return np.size(value) > 1 if ends is None else ends[0] < ends[1]

    def _parts(self, varied: frozenset[str]) -> tuple[Tabulated, ...]:
        """Tables of their own, for what depends on other inputs of those varied than the rest does: a lattice no wider than its quantities ask for."""
        if varied not in self._split:
            rests: dict[str, frozenset[str]] = {name: frozenset((name,)) & varied for name in self.inputs}
            for step in self.exact.steps:
                on = frozenset().union(*(rests.get(name, frozenset()) for name in step.arguments))
                rests.update((name, on) for name in step.computes if self.exact.active.get(name) is step)
            groups: dict[frozenset[str], list[str]] = {}
            for name in self.outputs:
                groups.setdefault(rests[name], []).append(name)
            parts = (Tabulated(self.exact.of(tuple(names)), tuple(names), self.steps, self.along).settled(self._ends, self._rows) for names in groups.values())
            self._split[varied] = tuple(parts) if len(groups) > 1 else (self,)
        return self._split[varied]

    def _dense(self, varied: list[str], columns: list[NDArray[np.float64]]) -> bool:
        """Whether the rows lie close enough for a lattice to serve them: not many more nodes under them than rows."""
        nodes = 1.0
        for name, column in zip(varied, columns, strict=True):
            low, high = self._ends.get(name) or (float(column.min()), float(column.max()))
            nodes *= (high - low) / self.steps[name] + 2.0
        return nodes <= min(NODES_PER_ROW * (self._rows or len(columns[0])), LARGEST_BOX if self._rows else np.inf)

    def _many(self, columns: list[NDArray[np.float64]]) -> bool:
        """Whether there are more rows than are kept exact: of the job, or distinct ones of the block."""
        return self._rows > DISTINCT_ROWS_KEPT_EXACT if self._rows else _many_distinct(columns)

    def _remember(self, point: Mapping[str, Any]) -> tuple[Any, ...]:
        key = self._key(point, self.inputs)
        found = self._remembered.get(key)
        if found is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = self.exact(point)
        return found

    def _key(self, point: Mapping[str, Any], order: Iterable[str]) -> tuple[Any, ...]:
        """What a point is remembered by: its numbers, and the content of what runs along an axis."""
        return tuple(point[name].tobytes() if name in self.along else point[name] for name in order)

    def _exact_rows(self, varied: list[str], columns: list[NDArray[np.float64]], fixed: Mapping[str, Any]) -> list[NDArray[np.float64]]:
        """Exact values, each distinct row remembered, so that a row equals its scalar bit for bit."""
        rows, inverse = np.unique(np.stack(columns, axis=-1) if columns else np.empty((1, 0)), axis=0, return_inverse=True)
        found = [self._remember({**fixed, **dict(zip(varied, row, strict=True))}) for row in rows]
        return [np.stack(column)[inverse.ravel()] for column in zip(*found, strict=True)]

    def _lattice(self, varied: list[str], fixed: Mapping[str, Any]) -> Lattice:
        key = (tuple(varied), tuple(fixed), self._key(fixed, fixed))
        found = self._lattices.get(key)
        if found is None:
            while len(self._lattices) >= LATTICES:
                self._lattices.pop(next(iter(self._lattices)), None)
            steps = [self.steps[name] for name in varied]
            found = self._lattices.setdefault(key, Lattice(self.exact, varied, steps, fixed, tuple(name in self.along for name in self.outputs)))
        return found


class Lattice:
    """Exact values at the nodes of a regular lattice, kept in one box that grows as rows ask for more of it.

    `along` tells of each output whether it keeps an internal axis; such a one takes as many places in a node as the axis is long.
    """

    def __init__(self, exact: Plan, varied: list[str], steps: list[float], fixed: Mapping[str, Any], along: tuple[bool, ...]) -> None:
        self.exact = exact
        self.varied = varied
        self.steps = steps
        self.fixed = fixed
        self.along = along
        self.widths = (1,) * len(along)
        self.low = np.zeros(len(varied), dtype=np.int64)
        self.box = np.empty((*[0] * len(varied), 0))
        self._lock = threading.Lock()

    def interpolate(self, columns: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
        """Multilinear interpolation of every output at the rows."""
        scaled = [column / step for column, step in zip(columns, self.steps, strict=True)]
        cells = [np.floor(x).astype(np.int64) for x in scaled]
        weights = [x - cell for x, cell in zip(scaled, cells, strict=True)]
        with self._lock:
            self._cover(np.array([cell.min() for cell in cells]), np.array([cell.max() + 1 for cell in cells]))
            lowest, box = self.low, self.box
        sizes = box.shape[1:-1]
        first = cells[0] - lowest[0]
        for cell, low, size in zip(cells[1:], lowest[1:], sizes, strict=True):
            first = first * size + (cell - low)
        steps = np.append(np.cumprod(sizes[::-1], dtype=np.int64)[::-1], 1)  # nodes to the next one along each axis
        corners = [first + int(np.dot(corner, steps)) for corner in itertools.product((0, 1), repeat=len(cells))]
        found = np.ascontiguousarray(_weighed(box.reshape(-1, box.shape[-1]), corners, weights).T)
        ends = itertools.accumulate(self.widths)
        return [found[end - width : end].T if along else found[end - 1] for end, width, along in zip(ends, self.widths, self.along, strict=True)]

    def _cover(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> None:
        """Make the box hold the nodes from `low` to `high`, computing only new ones."""
        size = np.array(self.box.shape[:-1])
        if size.all():
            low, high = np.minimum(low, self.low), np.maximum(high, self.low + size - 1)
            if np.array_equal(low, self.low) and np.array_equal(high, self.low + size - 1):
                return
        shape = tuple(int(n) for n in high - low + 1)
        if np.prod(shape, dtype=float) > LARGEST_BOX:
            raise InputError(f"a table of {shape} nodes over {', '.join(self.varied)} is too large: vary fewer of them, or over less")
        done = np.zeros(shape, dtype=bool)
        inner = tuple(slice(int(a), int(a) + int(n)) for a, n in zip(self.low - low, size, strict=True))
        if size.all():
            done[inner] = True
        missing = np.argwhere(~done)
        found = []
        for start in range(0, len(missing), CHUNK):
            nodes = missing[start : start + CHUNK]
            values = {name: (nodes[:, k] + low[k]) * step for k, (name, step) in enumerate(zip(self.varied, self.steps, strict=True))}
            columns = [column if along else along_last(column) for column, along in zip(self.exact({**self.fixed, **values}), self.along, strict=True)]
            self.widths = tuple(column.shape[-1] for column in columns)
            found.append(np.concatenate([np.broadcast_to(column, (len(nodes), column.shape[-1])) for column in columns], axis=-1))
        box = np.full((*shape, sum(self.widths)), np.nan)
        if size.all():
            box[inner] = self.box
        box[tuple(missing.T)] = np.concatenate(found)
        self.low, self.box = low, box


def _weighed(nodes: NDArray[np.float64], corners: list[NDArray[np.int64]], weights: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Every output at the rows: the corners' values joined along the last axis first, in place. A node's outputs lie side by side."""
    values = [nodes.take(corner, axis=0, mode="clip") for corner in corners]  # all within; "clip" only spares the check
    for weight in reversed(weights):
        share = weight[:, None]
        for low, high in zip(values[::2], values[1::2], strict=True):
            high -= low
            high *= share
            high += low
        values = values[1::2]
    return values[0]


def _many_distinct(columns: list[NDArray[np.float64]]) -> bool:
    """Whether there are more distinct rows than are kept exact; the first few hundred usually tell."""
    if any(len(np.unique(column[:256])) > DISTINCT_ROWS_KEPT_EXACT for column in columns):
        return True
    head = np.stack([column[:256] for column in columns], axis=-1)
    if len(np.unique(head, axis=0)) > DISTINCT_ROWS_KEPT_EXACT:
        return True
    if len(columns[0]) <= 256:
        return False
    return len(np.unique(np.stack(columns, axis=-1), axis=0)) > DISTINCT_ROWS_KEPT_EXACT
