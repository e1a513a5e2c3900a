"""The least value of a function over a box: everywhere first, then by differential evolution, then by shrinking steps. Blocks of points at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.many.draws import sobol_points

Array = NDArray[np.float64]
Valued = Callable[[Array], Array]
"""Takes points of shape (dimensions, points) within 0 to 1 and gives one number each, above `FAR` where there is none."""

FAR = 1e100
"""Points that cannot be had are worth this times one more than the number of reasons: the search goes where there are fewer."""
AT_BOUND = 1e-6
"""So close to an end, as a share of the range, is at it."""
SAME = 1e-14
"""What differs by less is as good."""
TRIED, ROUNDS = 64, 4
FEW, ISLANDS, RESTARTS = 2, 6, 3
"""Beyond a few dimensions several evolutions run apart, since basins rival, and then again about where they and the steps ended, since corners of
several jumps and constraints are found by degrees."""
SMALLEST_STEP = 1e-10
"""Steps of the last stage, as a share of the range: short enough for 1e-9 of the answer, longer than rounding at a jump's edge."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How many points are looked at: first (a power of two), a generation, generations, steps of the last stage and its starts."""

    first: int
    population: int
    generations: int
    steps: int
    starts: int

    def most(self, dimensions: int) -> int:
        """How many points are looked at, at most."""
        a_round = self.starts * (2 * dimensions + several(dimensions))
        evolutions, rounds = (ISLANDS + RESTARTS, RESTARTS + 1) if dimensions > FEW else (1, 1)
        return self.first + 65 + evolutions * self.population * (self.generations + 1) + rounds * a_round * self.steps


def several(dimensions: int) -> int:
    """In how many directions beside the axes a round of the last stage looks."""
    return 8 * dimensions if dimensions > 1 else 4


def least(valued: Valued, dimensions: int, known: Array, effort: Effort, seed: int) -> tuple[Array, float]:
    """The best point found within the unit box, and its value.

    known : points (dimensions, n) to start from besides scrambled Sobol' points. A seed gives the same answer again. Plateaus and jumps are
    allowed; a basin narrower than the first points lie apart may be missed.
    """
    spread = np.concatenate([known, sobol_points(effort.first, dimensions, seed, 0), _about(known, seed)], axis=1)
    value = valued(spread)
    islands = ISLANDS if dimensions > FEW else 1
    grown = [_evolve(valued, _elite(spread[:, k::islands], value[k::islands], effort.population, seed + k), effort, seed + k) for k in range(islands)]
    points, values = np.concatenate([spread, *(each for each, _ in grown)], axis=1), np.concatenate([value, *(at for _, at in grown)])
    for again in range(RESTARTS + 1 if dimensions > FEW else 1):
        order = np.argsort(values, kind="stable")
        order = order[_distinct(points[:, order[: 64 * effort.starts]], effort.starts)]
        points, values = _downhill(valued, points[:, order], values[order], 0.05, effort.steps, seed)
        if again < RESTARTS and dimensions > FEW:
            evolved, at = _evolve(valued, _cloud(points, effort.population, seed + again), effort, seed + again)
            points, values = np.concatenate([points, evolved], axis=1), np.concatenate([values, at])
    first = int(np.argmin(values))
    return points[:, first], float(values[first])


def _about(known: Array, seed: int) -> Array:
    """Points about the known ones, at all distances."""
    generator = np.random.default_rng([seed, crc32(b"about")])
    reach = 10.0 ** generator.uniform(-6.0, 0.0, (1, known.shape[1], 64))
    return np.clip(known[:, :, None] + reach * generator.standard_normal((known.shape[0], known.shape[1], 64)), 0.0, 1.0).reshape(known.shape[0], -1)


def _elite(points: Array, value: Array, count: int, seed: int) -> Array:
    """Half of a first generation the best points, half any: (count, dimensions)."""
    best = np.argsort(value, kind="stable")[: count // 2]
    others = np.random.default_rng([seed, crc32(b"elite")]).permutation(points.shape[1])[: count - best.size]
    return points[:, np.concatenate([best, others])].T


def _cloud(points: Array, count: int, seed: int) -> Array:
    """Another first generation about some points, at all distances: (count, dimensions), those points among it."""
    generator = np.random.default_rng([seed, crc32(b"cloud")])
    picked = points[:, np.arange(count) % points.shape[1]].T
    reach = 10.0 ** generator.uniform(-5.0, -0.5, (count, 1)) * (np.arange(count) >= points.shape[1])[:, None]
    cloud: Array = np.clip(picked + reach * generator.standard_normal(picked.shape), 0.0, 1.0)
    return cloud


def _evolve(valued: Valued, population: Array, effort: Effort, seed: int) -> tuple[Array, Array]:
    """Differential evolution: its last generation, the best first.

    Source: scipy.optimize.differential_evolution (Storn and Price 1997), whole generations at once.
    """
    from scipy.optimize import differential_evolution

    found = differential_evolution(
        valued,
        [(0.0, 1.0)] * population.shape[1],
        init=population,
        maxiter=effort.generations,
        tol=1e-10,
        polish=False,
        vectorized=True,
        updating="deferred",
        rng=np.random.default_rng([seed, crc32(b"evolve")]),
    )
    return found.population.T, found.population_energies


def _distinct(points: Array, count: int) -> NDArray[np.int64]:
    """The first points that lie apart from those before them."""
    kept: list[int] = []
    for k in range(points.shape[1]):
        if len(kept) == count:
            break
        if not kept or np.abs(points[:, kept] - points[:, [k]]).max(axis=0).min() > 1e-3:
            kept.append(k)
    return np.array(kept, dtype=np.int64)


def polish(valued: Valued, points: Array, values: Array, step: float, steps: int, seed: int) -> tuple[Array, float]:
    """The best of several starts, each followed downhill."""
    at, best = _downhill(valued, points, values, step, steps, seed)
    first = int(np.argmin(best))
    return at[:, first], float(best[first])


def _downhill(valued: Valued, points: Array, values: Array, step: float, steps: int, seed: int) -> tuple[Array, Array]:
    """Where each of several starts ends, by steps that double where they gain and halve where they do not.

    A round looks along every axis, and in any direction at several lengths: a valley along a jump runs across the axes.
    """
    dimensions, starts = points.shape
    generator = np.random.default_rng([seed, crc32(b"polish")])
    at, best, reach = points.copy(), values.copy(), np.full(starts, step)
    axes = np.concatenate([np.eye(dimensions), -np.eye(dimensions)], axis=1)
    for _ in range(steps):
        around = generator.standard_normal((dimensions, starts, several(dimensions))) * 10.0 ** generator.uniform(-2.0, 0.5, (1, starts, several(dimensions)))
        moves = np.concatenate([np.broadcast_to(axes[:, None, :], (dimensions, starts, axes.shape[1])), around], axis=2)
        trial = np.clip(at[:, :, None] + reach[None, :, None] * moves, 0.0, 1.0)
        found = valued(trial.reshape(dimensions, -1)).reshape(starts, -1)
        pick = np.argmin(found, axis=1)
        gained = found[np.arange(starts), pick] < best
        at[:, gained] = trial[:, gained, pick[gained]]
        best[gained] = found[gained, pick[gained]]
        reach = np.where(gained, np.minimum(2.0 * reach, 0.25), 0.5 * reach)
        if np.all(reach < SMALLEST_STEP):
            break
        reach = np.maximum(reach, 0.25 * SMALLEST_STEP)
    return at, best


def settled(valued: Valued, point: Array, value: float, known: Array) -> tuple[Array, float]:
    """The same point put onto a bound it lies next to, and as near to a known one as is no worse: of a plateau's points the least change."""
    point = point.copy()
    for k in range(point.size):
        end = np.round(point[k])
        if 0.0 < abs(point[k] - end) <= AT_BOUND:
            point, value = _no_worse(valued, point, value, k, np.array([end]))
        moved, near = abs(point[k] - known[k]) > AT_BOUND and 0.0 < point[k] < 1.0, known[k]
        for _ in range(ROUNDS if moved else 0):
            tried = np.linspace(near, point[k], TRIED, endpoint=False)  # the nearest first
            before = point[k]
            point, value = _no_worse(valued, point, value, k, tried)
            if point[k] in (before, known[k]):
                near = tried[-1] if point[k] == before else near
                if point[k] == known[k]:
                    break
            else:
                near = tried[int(np.flatnonzero(tried == point[k])[0]) - 1]
    return point, value


def _no_worse(valued: Valued, point: Array, value: float, k: int, tried: Array) -> tuple[Array, float]:
    """The first of some places along one axis that is as good; the point itself where none is."""
    points = np.repeat(point[:, None], tried.size, axis=1)
    points[k] = tried
    good = np.flatnonzero(valued(points) <= value + SAME * abs(value))
    if not good.size:
        return point, value
    return points[:, good[0]], min(value, float(valued(points[:, [good[0]]])[0]))
