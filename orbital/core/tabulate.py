"""Expensive geometry (M7): exact and remembered for single scenarios, interpolated from exact lattice values in large blocks.

The lattice is fixed by each parameter's `table_step` in `data/`, not by the block, so that a row's answer does not depend
on the rows beside it. A varied input without a step is evaluated exactly for each distinct row.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from orbital.core.model import Plan

DISTINCT_ROWS_KEPT_EXACT = 64
_MEMORY = 4096
_CHUNK = 256


class Tabulated:
    """The slow part of a plan as one step: values in, the slow quantities out."""

    def __init__(self, exact: Plan, outputs: tuple[str, ...], steps: Mapping[str, float]) -> None:
        self.exact = exact
        self.inputs = exact.inputs
        self.outputs = outputs
        self.steps = steps
        self._remembered: dict[tuple[float, ...], tuple[Any, ...]] = {}
        self._nodes: dict[tuple[Any, ...], NDArray[np.float64]] = {}

    def __call__(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The slow quantities at these values: remembered, exact, or interpolated."""
        point = tuple(values[name] for name in self.inputs)
        if all(np.ndim(value) == 0 for value in point):
            return self._remember(point)
        varied = [name for name, value in zip(self.inputs, point, strict=True) if np.size(value) > 1]
        shape = np.broadcast_shapes(*(np.shape(value) for value in point))
        rows = np.stack([np.broadcast_to(values[name], shape).ravel() for name in varied], axis=-1) if varied else np.empty((1, 0))
        fixed = {name: np.float64(np.ravel(value)[0]) for name, value in zip(self.inputs, point, strict=True) if name not in varied}
        distinct, inverse = np.unique(rows, axis=0, return_inverse=True)
        if len(distinct) <= DISTINCT_ROWS_KEPT_EXACT or any(name not in self.steps for name in varied):
            table = self._exact_rows(varied, distinct, fixed)
        else:
            table = self._interpolated(varied, distinct, fixed)
        return tuple(table[inverse.ravel(), k].reshape(shape) for k in range(len(self.outputs)))

    def _remember(self, point: tuple[Any, ...]) -> tuple[Any, ...]:
        found = self._remembered.get(point)
        if found is None:
            if len(self._remembered) >= _MEMORY:
                self._remembered.clear()
            found = self._remembered[point] = self.exact(dict(zip(self.inputs, point, strict=True)))
        return found

    def _exact_rows(self, varied: list[str], rows: NDArray[np.float64], fixed: Mapping[str, Any]) -> NDArray[np.float64]:
        """Exact values for each row, remembered one by one so that a row equals its scalar bit for bit."""
        result = np.empty((len(rows), len(self.outputs)))
        for k, row in enumerate(rows):
            values = {**fixed, **{name: np.float64(x) for name, x in zip(varied, row, strict=True)}}
            result[k] = self._remember(tuple(values[name] for name in self.inputs))
        return result

    def _interpolated(self, varied: list[str], rows: NDArray[np.float64], fixed: Mapping[str, Any]) -> NDArray[np.float64]:
        """Multilinear interpolation on the fixed lattice; missing nodes are computed first, many at a time."""
        steps = np.array([self.steps[name] for name in varied])
        scaled = rows / steps
        cell = np.floor(scaled).astype(np.int64)
        weight = scaled - cell
        corners = list(itertools.product((0, 1), repeat=len(varied)))
        key = (tuple(varied), tuple(fixed.items()))
        self._fill(key, np.unique(np.concatenate([cell + np.array(c) for c in corners]), axis=0), varied, steps, fixed)
        result = np.zeros((len(rows), len(self.outputs)))
        for corner in corners:
            share = np.prod(np.where(np.array(corner) == 1, weight, 1.0 - weight), axis=1)
            nodes, where = np.unique(cell + np.array(corner), axis=0, return_inverse=True)
            exact = np.stack([self._nodes[(key, *map(int, node))] for node in nodes])
            result += share[:, None] * exact[where.ravel()]
        return result

    def _fill(self, key: tuple[Any, ...], nodes: NDArray[np.int64], varied: list[str], steps: NDArray[np.float64], fixed: Mapping[str, Any]) -> None:
        new = [node for node in nodes if (key, *map(int, node)) not in self._nodes]
        for start in range(0, len(new), _CHUNK):
            chunk = np.array(new[start : start + _CHUNK])
            values = {**fixed, **{name: chunk[:, k] * steps[k] for k, name in enumerate(varied)}}
            columns = [np.broadcast_to(column, (len(chunk),)) for column in self.exact(values)]
            for row, node in enumerate(chunk):
                self._nodes[(key, *map(int, node))] = np.array([column[row] for column in columns])
