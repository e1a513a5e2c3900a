"""Both sides uncertain at once: parameters drawn from the spreads their sources leave open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from orbital.binding import SIDES, Given
from orbital.core.errors import InputError
from orbital.core.plan import Plan
from orbital.models import HEADLINES, comparison_model
from orbital.scenarios import Scenario

BLOCK = 8192
"""Rows a block: temporaries of 64 KiB stay in cache, and below the allocator's mmap threshold."""


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What the ratio is when every spread is drawn: quantiles with standard errors, and how often orbit is cheaper."""

    samples: int
    seed: int
    varied: tuple[str, ...]
    dead: tuple[str, ...]
    ratio: NDArray[np.float64]
    infeasible: float

    def quantile(self, q: float) -> float:
        """A quantile of the ratio over the feasible draws; NaN when there are none."""
        kept = self.ratio[np.isfinite(self.ratio)]
        return float(np.quantile(kept, q)) if kept.size else float("nan")

    def quantile_error(self, q: float, groups: int = 16) -> float:
        """Standard error of that quantile, from independent groups of draws."""
        parts = [part[np.isfinite(part)] for part in np.array_split(self.ratio, groups)]
        each = np.array([np.quantile(part, q) for part in parts if part.size])
        return float(each.std(ddof=1) / np.sqrt(len(each))) if len(each) > 1 else float("nan")

    @property
    def probability_cheaper(self) -> float:
        """Share of all draws in which orbit is feasible and cheaper."""
        return float(np.mean(self.ratio < 1.0))

    @property
    def probability_error(self) -> float:
        """Its standard error."""
        p = self.probability_cheaper
        return float(np.sqrt(p * (1.0 - p) / self.samples))

    def __repr__(self) -> str:
        p10, p50, p90 = (self.quantile(q) for q in (0.1, 0.5, 0.9))
        drawn = f"{self.samples:,} draws of {len(self.varied)} spreads"
        return f"ratio P10 {p10:.3g}, P50 {p50:.3g}, P90 {p90:.3g}; orbit cheaper in {self.probability_cheaper:.2%} of {drawn}"


def monte_carlo(scenario: Scenario, samples: int = 2**16, seed: int = 1) -> Uncertainty:
    """Draw every spread of both sides and evaluate the ratio.

    Spreads are triangles (low, value, high), independent, except that a value both sides share is one draw (M11). A quantity's
    draws depend on the seed, its name and the row alone: more samples add rows, another spread leaves the rest as they were.
    Quantities cut off from every cost are listed as dead.

    Raises `InputError` for a sample count below 2 or a scenario whose levelized cost needs a null value.
    """
    if isinstance(samples, bool) or not isinstance(samples, (int, np.integer)) or samples < 2:
        raise InputError(f"samples = {samples!r}: a whole number of at least 2 is needed")
    plans = {side: scenario.side(side).plan((HEADLINES[0],)) for side in SIDES}
    draws, dead = spreads(scenario, plans)
    names = tuple(draws)
    folded = fold(scenario, plans, names)
    parts = []
    for block, start in enumerate(range(0, samples, BLOCK)):
        rows = min(BLOCK, samples - start)
        values = {name: triangular(_uniform(seed, block, name)[:rows], *draws[name]) for name in names}
        parts.append(ratio_block(folded, values, rows))
    ratio = np.concatenate(parts)
    return Uncertainty(samples, seed, names, dead, ratio, float(np.mean(~np.isfinite(ratio))))


def _uniform(seed: int, block: int, name: str) -> NDArray[np.float64]:
    return np.random.default_rng([seed, block, crc32(name.encode())]).random(BLOCK)


def spreads(scenario: Scenario, plans: dict[str, Plan]) -> tuple[dict[str, tuple[float, float, float]], tuple[str, ...]]:
    """What varies: low, mode and high by name, `common.x` where both sides share one value; and the dead ones."""
    draws: dict[str, tuple[float, float, float]] = {}
    dead = []
    for side in SIDES:
        bound = scenario.side(side)
        for name, given in bound.given.items():
            triangle = _triangle(given)
            if triangle is None:
                continue
            if name not in plans[side].inputs:
                dead.append(f"{side}.{name}")
                continue
            other = scenario.side("ground" if side == "orbital" else "orbital").given.get(name)
            shared = other is not None and (other.origin, other.written, other.spread) == (given.origin, given.written, given.spread)
            draws[f"common.{name}" if shared else f"{side}.{name}"] = triangle
    return draws, tuple(dead)


def _triangle(given: Given) -> tuple[float, float, float] | None:
    if given.spread is None or given.spread[0] >= given.spread[1]:
        return None
    low, high = given.spread
    return low, min(max(float(given.value), low), high), high


def triangular(u: NDArray[np.float64], low: float, mode: float, high: float) -> NDArray[np.float64]:
    """Inverse distribution function of a triangle."""
    split = (mode - low) / (high - low)
    rising = low + np.sqrt(u * ((high - low) * (mode - low)))
    falling = high - np.sqrt((1.0 - u) * ((high - low) * (high - mode)))
    return np.where(u < split, rising, falling)


Folded = dict[str, tuple[Plan, dict[str, Any]]]
"""By side: the part of its plan that varies, and the values of the rest."""


def fold(scenario: Scenario, plans: dict[str, Plan], names: Iterable[str]) -> Folded:
    """Each side's plan with everything done that the named quantities (`orbital.x`, `ground.x`, `common.x`) leave alone."""
    folded = {}
    for side in SIDES:
        varied = [name for section, _, name in (key.partition(".") for key in names) if section in (side, "common")]
        folded[side] = plans[side].folded(scenario.side(side).values, varied)
    return folded


def ratio_block(folded: Folded, values: dict[str, NDArray[np.float64]], rows: int) -> NDArray[np.float64]:
    """The ratio of a block of rows; keys are `orbital.x`, `ground.x` or `common.x`."""
    cost = {}
    for side in SIDES:
        plan, known = folded[side]
        bound = dict(known)
        for key, column in values.items():
            section, _, name = key.partition(".")
            if section in (side, "common"):
                bound[name] = column
        cost[side] = plan(bound)[0]
    compare = comparison_model().default["ratio"].function
    return np.broadcast_to(compare(cost["orbital"], cost["ground"]), (rows,)).astype(np.float64)
