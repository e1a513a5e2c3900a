"""The cells of a frontier: ratio = 1 solved for one quantity in all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.many.batch import RATIO, Batch
from orbital.analysis.many.varied import Varied, varied
from orbital.scenarios import Scenario

Array = NDArray[np.float64]
Codes = NDArray[np.int8]

SOLVED, GROUND, ORBIT, INFEASIBLE, JUMPS, EDGE = range(6)
WORDS = (
    "both cost the same",
    "ground is cheaper for every value",
    "orbit is cheaper for every value",
    "infeasible for every value",
    "the cost jumps past break-even",
    "the cheaper side changes where the design becomes infeasible",
)
"""What a cell's code says. "Every value" is every one within the hard bounds at which the design can be built."""
TOLERANCE = 1e-9
"""A root is a value at which the ratio is 1 within this; what is left of a change of sign is a jump."""
ROWS = 2**18
"""Rows of a scan at once: most formulas see only its cells or only its values, so that larger blocks than a sweep's pay."""
EXACT_ROWS = 4096
"""Up to so many distinct points slow geometry is exact, a few milliseconds each; beyond it is interpolated (M7)."""
STEPS = 12
"""Evaluations that a root takes, about."""
POINTS = 513
"""Values that a scan has over the allowed range, and as many about today's."""


def scan_points(today: float, low: float, high: float) -> Array:
    """Values over the allowed range, dense in orders of magnitude about today's and even over the range."""
    today = today if np.isfinite(today) else 0.0
    low = low if np.isfinite(low) else min(-1e3 * abs(today), -1.0)
    high = high if np.isfinite(high) else max(1e6 * abs(today), 1.0)
    even = np.linspace(low, high, POINTS)
    about = today * np.geomspace(1e-6, 1e6, POINTS) if today != 0.0 else np.empty(0)
    points = np.unique(np.concatenate([even, about, [low, today, high]]))
    return points[(points >= low) & (points <= high)]


class Cells:
    """All cells of the axes that are numbers, in one scenario: scanned in blocks, then every change of sign refined at once."""

    def __init__(self, item: Varied, axes: Mapping[str, Array], scenario: Scenario) -> None:
        self.item = item
        given = {key: varied(scenario, key) for key in axes}
        values = {f"{side}.{one.name}": np.float64(one.today(scenario)) for one in (item, *given.values()) for side in one.sides}
        self.base = scenario.with_arrays(values)
        for key in (item.key, *axes):
            varied(self.base, key)  # an axis that solving `item` for itself cuts off
        meshes = np.meshgrid(*axes.values(), indexing="ij")
        self.columns = {key: np.ravel(mesh) for key, mesh in zip(axes, meshes, strict=True)}
        self.count = int(np.prod([len(axis) for axis in axes.values()], dtype=int))
        self.today = self._today(scenario, given)
        self.points = scan_points(item.today(scenario), *item.hard)
        self.ends = {key: (float(column.min()), float(column.max())) for key, column in self.columns.items()}
        self.ends[item.key] = (float(self.points[0]), float(self.points[-1]))
        geometry = self._geometry()
        self.distinct = int(np.prod([len(axis) for key, axis in axes.items() if key in geometry], dtype=int))
        self.slow = item.key in geometry
        self.interpolated = False

    def _geometry(self) -> set[str]:
        """Which of what varies slow geometry depends on."""
        plans = [plan for plan, _ in Batch(self.base, self.ends).folded.values()]
        inputs = {name for plan in plans if plan.table is not None for name in plan.table.inputs}
        return {key for key in self.ends if key.partition(".")[2] in inputs}

    def _today(self, scenario: Scenario, given: Mapping[str, Varied]) -> Array:
        """The quantity's own value in each cell: given, or computed from the axes."""
        side = self.item.sides[0]
        if self.item.name in scenario.side(side).values:
            return np.full(self.count, self.item.today(scenario))
        held = scenario.with_arrays({f"{place}.{one.name}": np.float64(one.today(scenario)) for one in given.values() for place in one.sides})
        output = f"{side}.{self.item.name}"
        return np.broadcast_to(Batch(held, given, (output,))(self.columns)[output], (self.count,))

    def _batch(self, points: int) -> Batch:
        """Exact geometry where so many distinct points are few, else as a job of that many rows has it."""
        exact = points <= EXACT_ROWS
        self.interpolated = self.interpolated or not exact
        return Batch(self.base, self.ends, (RATIO,), self.ends, 1 if exact else self.count * len(self.points))

    def solve(self, advance: Callable[[int], None]) -> tuple[Array, Codes, NDArray[np.int64], Array]:
        """Value, code, number of further values and jump of each cell."""
        batch = self._batch(self.distinct * (len(self.points) if self.slow else 1))
        code, found = np.full(self.count, INFEASIBLE, dtype=np.int8), []
        step = max(ROWS // len(self.points), 1)
        for start in range(0, self.count, step):
            cells = slice(start, min(start + step, self.count))
            columns = {key: column[cells, None] for key, column in self.columns.items()}
            gap = batch({**columns, self.item.key: self.points})[RATIO] - 1.0
            gap = np.broadcast_to(gap, (cells.stop - start, len(self.points)))
            code[cells] = _code(gap)
            found.append(self._changes(gap, start))
            advance(cells.stop - start)
        cell, low, high, below, above = (np.concatenate(column) for column in zip(*found, strict=True))
        return self._chosen(code, cell, *self._refined(cell, low, high, below, above))

    def _changes(self, gap: Array, start: int) -> tuple[NDArray[Any], ...]:
        """Cells, values to the left and the right of each change of sign, and the gap there; a zero is its own neighbor."""
        with np.errstate(invalid="ignore"):
            change = gap[:, :-1] * gap[:, 1:] < 0.0
        cell, left = np.nonzero(change)
        zero_cell, zero = np.nonzero(gap == 0.0)
        cells, lefts, rights = np.append(cell, zero_cell), np.append(left, zero), np.append(left + 1, zero)
        return cells + start, self.points[lefts], self.points[rights], gap[cells, lefts], gap[cells, rights]

    def _refined(self, cell: NDArray[np.int64], low: Array, high: Array, below: Array, above: Array) -> tuple[Array, NDArray[np.int8]]:
        """Where the ratio is 1 between neighbors, and what each is: a root, a jump, or a way into what cannot be built."""
        from scipy.optimize.elementwise import find_root

        batch = self._batch(STEPS * cell.size if self.slow else self.distinct)
        keys = tuple(self.columns)

        def gap(x: Array, *axes: Array) -> Array:
            found: Array = batch({**dict(zip(keys, axes, strict=True)), self.item.key: x})[RATIO] - 1.0
            return np.broadcast_to(found, x.shape)

        root, kind = low.copy(), np.full(cell.size, SOLVED, dtype=np.int8)
        open_ = np.flatnonzero(low < high)
        for start in range(0, open_.size, ROWS):
            part = open_[start : start + ROWS]
            found = find_root(gap, (low[part], high[part]), args=tuple(column[cell[part]] for column in self.columns.values()))
            # tables may see no change of sign where exact values do: the root is then next to an end
            between = low[part] - below[part] * (high[part] - low[part]) / (above[part] - below[part])
            root[part] = np.where(found.status == -1, between, found.x)
            known = (np.abs(found.f_x) <= TOLERANCE) | (found.status == -1)
            kind[part] = np.where(known, SOLVED, np.where(np.isfinite(found.f_x), JUMPS, EDGE))
        return root, kind

    def _chosen(self, code: Codes, cell: NDArray[np.int64], root: Array, kind: NDArray[np.int8]) -> tuple[Array, Codes, NDArray[np.int64], Array]:
        """Of each cell's roots the one nearest to its value today, with how many others there are; a jump where there is none."""
        others = np.zeros(self.count, dtype=np.int64)
        nearest = {}
        for which in (EDGE, JUMPS, SOLVED):  # a later one overrides
            of_kind = np.flatnonzero(kind == which)
            order = of_kind[np.lexsort((np.abs(root[of_kind] - self.today[cell[of_kind]]), cell[of_kind]))]
            cells, first = np.unique(cell[order], return_index=True)
            code[cells], nearest[which] = which, np.full(self.count, np.nan)
            nearest[which][cells] = root[order][first]
        solved = code == SOLVED
        others[solved] = np.bincount(cell[kind == SOLVED], minlength=self.count)[solved] - 1
        return nearest[SOLVED], code, others, np.where(code == JUMPS, nearest[JUMPS], np.nan)


def _code(gap: Array) -> Codes:
    """What a scan says of each cell, before its changes of sign are looked at."""
    dearer, cheaper = (gap > 0.0).any(axis=-1), (gap < 0.0).any(axis=-1)
    return np.select([dearer & cheaper, dearer, cheaper], [EDGE, GROUND, ORBIT], INFEASIBLE).astype(np.int8)
