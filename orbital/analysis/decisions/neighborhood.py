"""What lies about a design: the objective along each quantity, constraints that a small step violates, jumps that the least step makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.compare import evaluate
from orbital.analysis.decisions.candidates import Candidates
from orbital.analysis.decisions.search import FAR
from orbital.analysis.many.batch import Batch

Array = NDArray[np.float64]

FLAT = 0.01
"""What counts as near the best: within this share of it."""
SMALL = 1e-3
"""A constraint is active where a step of one quantity by this share, of its range or of its value if that is less, violates it."""
LEAST = 1e-6
"""A jump is where a step by this share changes the objective by more than `JUMP`."""
JUMP = 1e-4
POINTS = 512
"""Points along a quantity, even over its range; as many again about the best one, at all distances."""
FLIGHT = "satellites_per_launch"


@dataclass(frozen=True, slots=True, eq=False)
class Neighborhood:
    """The objective along each quantity with the others at their best (values in SI, NaN where it cannot be built); active constraints and jumps in words."""

    slices: Mapping[str, tuple[Array, Array]]
    active: tuple[str, ...]
    jumps: tuple[str, ...]

    def flat(self, key: str, best: float, at: float) -> tuple[float, float]:
        """Between which values of a quantity, the others at their best, the objective stays within 1 % of it all the way."""
        x, y = self.slices[key]
        near = np.nan_to_num(y, nan=np.inf) <= best + FLAT * abs(best)
        place = int(np.searchsorted(x, at))
        place = min(place, x.size - 1)
        below = np.flatnonzero(~near[: place + 1])
        above = np.flatnonzero(~near[place:])
        low = x[below[-1] + 1] if below.size and below[-1] < place else x[0] if not below.size else at
        high = x[place + above[0] - 1] if above.size and above[0] > 0 else x[-1] if not above.size else at
        return float(low), float(high)


def neighborhood(problem: Candidates, point: Array, best: float) -> Neighborhood:
    """What lies about a point of a way's candidates, worth `best`."""
    slices = {free.key: _slice(problem, point, best, k) for k, free in enumerate(problem.frees)}
    return Neighborhood(slices, _active(problem, point), _jumps(problem, point))


def _slice(problem: Candidates, point: Array, best: float, k: int) -> tuple[Array, Array]:
    """The objective along one quantity: over its range, and about the point at all distances."""
    count = POINTS if problem.draws is None else POINTS // 8
    if problem.slow and not problem.interpolated:
        count //= 8
    reach = np.geomspace(1e-5, 1.0, count // 2)  # closer, and interpolated geometry would shift a jump across the point
    shares = np.unique(np.clip(np.concatenate([np.linspace(0.0, 1.0, count + 1), point[k] - reach, [point[k]], point[k] + reach]), 0.0, 1.0))
    points = np.repeat(point[:, None], shares.size, axis=1)
    points[k] = shares
    value = problem(points)
    return np.asarray(problem.frees[k].at(shares)), np.where(shares == point[k], best, np.where(value < FAR, value, np.nan))


def _steps(problem: Candidates, point: Array, size: float) -> tuple[Array, list[tuple[int, int]]]:
    """Points one step away along each quantity, up and down, within the box; and which step each is."""
    steps, found = [], []
    for k, free in enumerate(problem.frees):
        here = float(free.at(point[k]))
        for sign in (1, -1):
            moved = point.copy()
            moved[k] = free.share(here + sign * size * min(free.high - free.low, abs(here) or np.inf))
            if moved[k] != point[k]:
                steps.append((k, sign))
                found.append(moved)
    return np.array(found).reshape(len(found), point.size).T, steps


def _active(problem: Candidates, point: Array) -> tuple[str, ...]:
    """Constraints that a small step of one quantity violates, filled with the values past that step."""
    exact = Candidates(problem.way, problem.frees, problem.output, exact=True)
    points, _ = _steps(problem, point, SMALL)
    if not points.size:
        return ()
    flags = exact.outcome(points)[1]
    here = exact.outcome(point[:, None])[1][0]
    words: dict[str, str] = {}
    for bit, name in enumerate(exact.batch.constraints):
        past = np.flatnonzero((flags & ~here) >> bit & 1)
        if past.size:
            values = {free.key: free.item.written(float(free.at(share))) for free, share in zip(problem.frees, points[:, past[0]], strict=True)}
            side, _, margin = name.partition(".")
            result = evaluate(problem.way.scenario.replace(values))
            words[name] = f"{side}: {(result.orbital if side == 'orbital' else result.ground).constraint_words(margin)}"
    return tuple(words.values())


def _jumps(problem: Candidates, point: Array) -> tuple[str, ...]:
    """Where the least step makes the objective jump, and how many satellites then share a flight."""
    points, steps = _steps(problem, point, LEAST)
    if not points.size or problem.draws is not None:
        return ()  # over draws the jumps of each are spread out
    exact = Candidates(problem.way, problem.frees, problem.output, exact=True)
    here, there = float(exact(point[:, None])[0]), exact(points)
    moves: dict[str, list[str]] = {}
    for (k, sign), value, moved in zip(steps, there, points.T, strict=True):
        change = value / here - 1.0 if here else 0.0
        if value < FAR and abs(change) > JUMP:
            move = f"a little {'more' if sign > 0 else 'less'} {problem.frees[k].item.name.replace('_', ' ')}"
            moves.setdefault(f"jump by {100.0 * change:+.2g} %{_flights(problem, point, moved)}", []).append(move)
    output = problem.output.replace(".", " ").replace("_", " ")
    return tuple(f"{', or '.join(which)} makes the {output} {jump}" for jump, which in moves.items())


def _flights(problem: Candidates, point: Array, moved: Array) -> str:
    """How the number of satellites a flight changes over a step; empty where it does not."""
    if f"orbital.{FLIGHT}" not in {f"orbital.{name}" for name in problem.base.orbital.model.evaluable(problem.base.orbital.shape)}:
        return ""
    batch = Batch(problem.base, [free.key for free in problem.frees], (f"orbital.{FLIGHT}",))
    two = np.stack([point, moved], axis=1)
    before, after = np.broadcast_to(batch(problem.columns(two))[f"orbital.{FLIGHT}"], (2,))
    return f": {before:.0f} satellites a flight, then {after:.0f}" if before != after else ""
