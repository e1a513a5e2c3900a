"""What both sides cost in every draw, and what the answer is with one quantity held at the ends of its range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.many.batch import Batch
from orbital.analysis.many.draws import ends_of
from orbital.analysis.many.uncertainty import REPLICATES, DrawJob
from orbital.binding import SIDES
from orbital.models import HEADLINES

Array = NDArray[np.float64]

COSTS = tuple(f"{side}.{HEADLINES[0]}" for side in SIDES)


@dataclass
class CostJob:
    """Both sides' levelized costs in every draw, in the tasks of the draws."""

    draws: DrawJob
    unit: str = "draws"

    def __getstate__(self) -> dict[str, Any]:
        return {"draws": self.draws, "unit": self.unit}

    def size(self, task: int) -> int:
        """Draws of a task."""
        return self.draws.size(task)

    def describe(self, task: int) -> str:
        """A task in words."""
        return self.draws.describe(task)

    @cached_property
    def batch(self) -> Batch:
        """What the draws are evaluated with; made once in each process."""
        return _cost_batch(self.draws, self.draws.samples)

    def __call__(self, task: int) -> Array:
        """Orbital and ground cost of each draw, NaN where infeasible."""
        return np.concatenate([_costs(self.batch, self.draws.columns(range(k, k + 1)), self.draws.replicate) for k in self.draws.numbers(task)], axis=1)


@dataclass
class EndJob:
    """The answer with one quantity at the ends of its range, a task each."""

    draws: DrawJob
    rows: int
    unit: str = "quantities"

    def __getstate__(self) -> dict[str, Any]:
        return {"draws": self.draws, "rows": self.rows, "unit": self.unit}

    def size(self, task: int) -> int:
        """One quantity a task."""
        return 1

    def describe(self, task: int) -> str:
        """A task in words."""
        return f"{list(self.draws.spreads)[task]} at its ends"

    @cached_property
    def batch(self) -> Batch:
        """What the draws are evaluated with: geometry as in the draws themselves."""
        return _cost_batch(self.draws, self.rows)

    @cached_property
    def columns(self) -> dict[str, Array]:
        """The draws, the same for every quantity."""
        return self.draws.columns(range(self.draws.replicates))

    def __call__(self, task: int) -> tuple[Array, Array]:
        """Share of draws in which orbit is cheaper, and mean ratio, by end and group of draws: each (2, groups)."""
        name, spread = list(self.draws.spreads.items())[task]
        cheaper, ratio = np.empty((2, REPLICATES)), np.empty((2, REPLICATES))
        for end, value in enumerate((spread.low, spread.high)):
            costs = _costs(self.batch, {**self.columns, name: np.float64(value)}, self.draws.samples)
            found = (costs[0] / costs[1]).reshape(REPLICATES, -1)
            cheaper[end], ratio[end] = np.mean(found < 1.0, axis=1), mean_of_finite(found)
        return cheaper, ratio


def _cost_batch(draws: DrawJob, rows: int) -> Batch:
    return Batch(draws.scenario, draws.spreads, COSTS, ends_of(draws.spreads), rows)


def _costs(batch: Batch, columns: Mapping[str, Any], rows: int) -> Array:
    found = batch(columns)
    return np.stack([np.broadcast_to(found[name], (rows,)) for name in COSTS])


def mean_of_finite(rows: Array) -> Array:
    """Mean over the finite values of each row; NaN where there are none."""
    finite = np.isfinite(rows)
    count = finite.sum(axis=-1)
    total: Array = np.where(finite, rows, 0.0).sum(axis=-1)
    return np.where(count, total / np.maximum(count, 1), np.nan)
