"""Candidate designs in blocks: what each is worth at the stated values, or at a quantile over common draws of all spreads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.decisions.choices import Free, Way, given_today
from orbital.analysis.decisions.search import FAR, Effort
from orbital.analysis.many.batch import BLOCK, INFEASIBLE, Batch, sides_of
from orbital.analysis.many.draws import Spread, sobol_points, uncertain
from orbital.core.errors import InputError
from orbital.scenarios import Scenario

Array = NDArray[np.float64]

TABLE_ROWS = 2048
"""Slow geometry is interpolated where that takes no more than eight nodes for each of so many rows, some 30 seconds once; else it is exact."""
EXACT_ROWS = 48
"""Rows a block where slow geometry shall be exact."""
USUAL = Effort(first=2**14, population=128, generations=300, steps=200, starts=16)
SLOW = Effort(first=256, population=32, generations=40, steps=30, starts=2)
"""Where each candidate costs milliseconds."""
ROBUST = Effort(first=512, population=48, generations=60, steps=50, starts=2)


@dataclass(frozen=True, slots=True)
class Draws:
    """What is drawn for every candidate alike: a quantile, the share that may fail, and shares of each spread by name."""

    count: int
    quantile: float
    allowed: float
    shares: Mapping[str, Array] = field(repr=False)

    def columns(self, spreads: Mapping[str, Spread]) -> dict[str, Array]:
        """The values drawn (SI), a row for all candidates."""
        return {name: spread.at(self.shares[name])[None, :] for name, spread in spreads.items()}


def common_draws(names: Sequence[str], count: int, quantile: float, allowed: float, seed: int, replicate: int) -> Draws:
    """Draws of some names; a name has the same draws in every candidate and every way to pick."""
    shares = sobol_points(count, len(names), seed, replicate) if names else np.empty((0, count))
    return Draws(count, quantile, allowed, dict(zip(names, shares, strict=True)))


def drawn(scenario: Scenario, frees: Sequence[Free]) -> dict[str, Spread]:
    """The spreads drawn beside what is chosen: none of a quantity that is chosen on that side."""
    chosen = {(side, free.item.name) for free in frees for side in free.item.sides}
    found: dict[str, Spread] = {}
    for key, spread in uncertain(given_today(scenario, [free.item for free in frees])).spreads.items():
        sides, name = sides_of(key)
        left = [side for side in sides if (side, name) not in chosen]
        if len(left) == len(sides):
            found[key] = spread
        elif left:
            found[f"{left[0]}.{name}"] = spread
    return found


@dataclass
class Candidates:
    """The designs of one way to pick, as points of a unit box; called with points (dimensions, n), gives what each is worth.

    What cannot be built is worth `FAR` times one more than the number of constraints it violates; over draws, a draw that cannot be built
    counts as dearer than all others, and a candidate that fails in more than the allowed share of them is worth `FAR` times one more than that share.
    """

    way: Way
    frees: Sequence[Free]
    output: str
    draws: Draws | None = None
    exact: bool = False
    count: int = 0
    advance: Callable[[int], None] | None = None

    @cached_property
    def base(self) -> Scenario:
        """The way's scenario with what is chosen given."""
        return given_today(self.way.scenario, [free.item for free in self.frees])

    @cached_property
    def spreads(self) -> dict[str, Spread]:
        """What is drawn."""
        shares = {} if self.draws is None else self.draws.shares
        return {name: spread for name, spread in drawn(self.way.scenario, self.frees).items() if name in shares}

    @cached_property
    def batch(self) -> Batch:
        """What the candidates are evaluated with."""
        names = [free.key for free in self.frees] + list(self.spreads)
        if self.exact:
            return Batch(self.base, names, (self.output, INFEASIBLE))
        ends = {free.key: (free.low, free.high) for free in self.frees} | {name: (s.low, s.high) for name, s in self.spreads.items()}
        return Batch(self.base, names, (self.output, INFEASIBLE), ends, TABLE_ROWS)

    @cached_property
    def _plain(self) -> Batch:
        """Over what is chosen alone."""
        return Batch(self.base, [free.key for free in self.frees], (self.output, INFEASIBLE))

    @cached_property
    def slow(self) -> tuple[str, ...]:
        """What is chosen that slow geometry rests on."""
        tables = {side: plan.table for side, (plan, _) in self._plain.folded.items() if plan.table is not None}
        return tuple(f.key for f in self.frees if any(side in tables and f.item.name in tables[side].inputs for side in f.item.sides))

    @cached_property
    def held(self) -> tuple[str, ...]:
        """Spreads not to be drawn, since slow geometry rests on them as on what is chosen: both together take a table too large."""
        slow = {name for plan, _ in self._plain.folded.values() if plan.table is not None for name in plan.table.inputs} if self.slow else set()
        return tuple(name for name in drawn(self.way.scenario, self.frees) if sides_of(name)[1] in slow)

    @property
    def interpolated(self) -> bool:
        """Whether slow geometry comes from a table: within its tolerance, not exact."""
        steps = self.base.orbital.model.table_steps | self.base.ground.model.table_steps
        slow = [free for free in self.frees if free.key in self.slow]
        nodes = float(np.prod([(free.high - free.low) / steps.get(free.item.name, 0.0) + 2.0 if free.item.name in steps else np.inf for free in slow]))
        return bool(slow) and nodes <= 8.0 * TABLE_ROWS

    @property
    def effort(self) -> Effort:
        """How long to look."""
        if self.draws is not None:
            return ROBUST
        return SLOW if self.slow and not self.interpolated else USUAL

    def refuse_idle(self) -> None:
        """Refuse what neither the output nor any constraint rests on (M3)."""
        inputs = self.batch.comparison.inputs if self.batch.comparison is not None else ()
        asked = [self.output] if self.batch.comparison is None else [name.replace("_", ".", 1) for name in inputs]
        for free in self.frees:
            rests = [(side, name) for side, _, name in (output.partition(".") for output in (*asked, *self.batch.constraints)) if side in free.item.sides]
            if not any(self.base.side(side).rests_on(name, free.item.name) for side, name in rests):
                raise InputError(f"{free.key} would change nothing: {self.output} does not depend on it")

    def columns(self, points: Array) -> dict[str, Array]:
        """The values at some points (SI)."""
        return {free.key: free.at(row) for free, row in zip(self.frees, points, strict=True)}

    def __call__(self, points: Array) -> Array:
        """What each point is worth."""
        found = np.empty(points.shape[1])
        size = EXACT_ROWS if self.exact else BLOCK if self.draws is None else max(2 * BLOCK // self.draws.count, 1)
        for start in range(0, points.shape[1], size):
            block = points[:, start : start + size]
            found[start : start + size] = self._stated(block) if self.draws is None else self._robust(block)[0]
        self.count += points.shape[1]
        if self.advance is not None:
            self.advance(points.shape[1])
        return found

    def _stated(self, points: Array) -> Array:
        """The output at the stated values of everything else."""
        value, flags = self.outcome(points)
        reasons = np.maximum(np.bitwise_count(flags), np.where(np.isfinite(value), 0, 1))
        return np.where(reasons == 0, value, FAR * (1.0 + reasons))

    def outcome(self, points: Array) -> tuple[Array, NDArray[np.int64]]:
        """The output and the violated constraints, at the stated values."""
        found = self.batch(self.columns(points))
        shape = (points.shape[1],)
        return np.broadcast_to(found[self.output], shape), np.broadcast_to(found[INFEASIBLE], shape)

    def _robust(self, points: Array) -> tuple[Array, Array]:
        """The quantile over all draws, and the share of them that cannot be built."""
        assert self.draws is not None
        value, flags = self._drawn(points)
        worth = np.where((flags == 0) & np.isfinite(value), value, np.inf)
        share = np.mean(np.isinf(worth), axis=1)
        place = max(int(np.ceil(self.draws.quantile * self.draws.count)) - 1, 0)
        quantile = np.partition(worth, place, axis=1)[:, place]
        good = (share <= self.draws.allowed) & np.isfinite(quantile)
        return np.where(good, quantile, FAR * (1.0 + share)), share

    def _drawn(self, points: Array) -> tuple[Array, NDArray[np.int64]]:
        assert self.draws is not None
        columns: dict[str, Any] = {name: column[:, None] for name, column in self.columns(points).items()}
        found = self.batch(columns | self.draws.columns(self.spreads))
        shape = (points.shape[1], self.draws.count)
        return np.broadcast_to(found[self.output], shape), np.broadcast_to(found[INFEASIBLE], shape)

    def quantile_and_share(self, point: Array) -> tuple[float, float]:
        """The quantile at one point, and the share of draws that cannot be built there."""
        value, share = self._robust(point[:, None])
        return float(value[0]) if value[0] < FAR else np.nan, float(share[0])

    def violated(self, points: Array) -> dict[str, float]:
        """The share of some candidates (and draws) that violate each constraint, the most frequent first."""
        flags = self.outcome(points)[1] if self.draws is None else self._drawn(points)[1]
        shares = {name: float(np.mean(flags >> bit & 1)) for bit, name in enumerate(self.batch.constraints)}
        return {name: share for name, share in sorted(shares.items(), key=lambda item: -item[1]) if share > 0.0}
