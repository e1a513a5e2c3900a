"""What a draw's gain is expected to be once some of its quantities are known: regression on their shares, judged on draws it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

KNOTS = 9
"""Knots of a broken line over the shares of one quantity."""
CROSSED = 12
"""Of so many quantities of a set, those that bear most, products are regressed on too."""
RIDGE = 1e-9
"""Keeps a knot or a product solvable that no draw speaks of, relative to the largest diagonal element."""


Block = tuple[int, Array, Array]
"""Draws of one group: its number, shares of shape (names, draws), gain of each draw."""


def partial_values(blocks: Callable[[], Iterable[Block]], names: int, sets: Sequence[Sequence[int]], groups: int) -> tuple[Array, Array]:
    """Value of knowing each quantity alone, and each set of quantities, before deciding on a gain or none: by group of draws.

    blocks : all draws anew at each call, in the same order. sets : members by number. Returns (names, groups) and (sets, groups); the mean
    over groups estimates E[max(E[gain | known], 0)] - max(E[gain], 0), from below by what the regression misses: a group is judged by what
    draws of other groups teach (cross-fitting), of one quantity those of all others, of a set those of the other half.
    """
    lines = Lines(names, groups)
    draws, total = np.zeros(groups), 0.0
    for group, shares, gain in blocks():
        lines.add(shares, gain, group)
        draws[group] += gain.size
        total += float(gain.sum())
    decided = float(total > 0.0)
    halves = np.array_split(np.arange(groups), 2)
    alone, taught = [lines.fit([group]) for group in range(groups)], [lines.fit(half) for half in halves]
    joints = [[Joint(members, taught[half]) for half in range(2)] for members in sets]
    single, joint = np.zeros((names, groups)), np.zeros((len(sets), groups))
    for group, shares, gain in blocks():
        place = placed(shares)
        single[:, group] += ((read(alone[group], place) > 0.0) - decided) @ gain
        other = int(group not in halves[1])
        said = read(taught[other], place) if joints else np.empty(0)
        for pair in joints:
            pair[other].add(said, shares, gain)
    for group, shares, gain in blocks() if joints else ():
        half = int(group in halves[1])
        said = read(taught[half], placed(shares))
        for k, pair in enumerate(joints):
            joint[k, group] += ((pair[half].at(said, shares) > 0.0) - decided) @ gain
    return single / draws, joint / draws


def placed(shares: Array) -> tuple[NDArray[np.int64], Array]:
    """The knot to the left of each share, and how far beyond it the share lies."""
    scaled = shares * (KNOTS - 1)
    knot = np.minimum(scaled.astype(np.int64), KNOTS - 2)
    return knot, scaled - knot


def read(lines: Array, place: tuple[NDArray[np.int64], Array]) -> Array:
    """Lines of shape (names, knots) at places of shape (names, draws)."""
    knot, right = place
    rows = np.arange(len(lines))[:, None]
    left = lines[rows, knot]
    found: Array = left + right * (lines[rows, knot + 1] - left)
    return found


@dataclass(slots=True, eq=False)
class Lines:
    """E[gain | one quantity] for each of several quantities: broken lines over the quantity's share, by least squares.

    Sums over each group of draws are kept, so that any group can be left out.
    Source: regression for partial information, Strong, Oakley and Brennan (2014), Medical Decision Making 34, 311-326.
    """

    names: int
    groups: int
    _squares: Array = field(init=False, repr=False)
    _products: Array = field(init=False, repr=False)
    _gains: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._squares, self._products, self._gains = (np.zeros((self.groups, self.names, KNOTS)) for _ in range(3))

    def add(self, shares: Array, gain: Array, group: int) -> None:
        """Draws of one group: shares of shape (names, draws) within (0, 1), and the gain of each draw."""
        knot, right = placed(shares)
        left = 1.0 - right
        self._squares[group] += self._sum(knot, left * left) + self._sum(knot + 1, right * right)
        self._products[group] += self._sum(knot, left * right)
        self._gains[group] += self._sum(knot, left * gain) + self._sum(knot + 1, right * gain)

    def _sum(self, knot: NDArray[np.int64], weights: Array) -> Array:
        flat = knot + KNOTS * np.arange(self.names)[:, None]
        return np.asarray(np.bincount(flat.ravel(), weights.ravel(), minlength=self.names * KNOTS), dtype=np.float64).reshape(self.names, KNOTS)

    def fit(self, without: Sequence[int] | NDArray[np.int64]) -> Array:
        """The values at the knots, (names, knots), from all groups but some."""
        kept = np.setdiff1d(np.arange(self.groups), without)
        squares, products, gains = (total[kept].sum(axis=0) for total in (self._squares, self._products, self._gains))
        matrix = np.zeros((self.names, KNOTS, KNOTS))
        k = np.arange(KNOTS)
        matrix[:, k, k] = squares + RIDGE * squares.max(axis=-1, keepdims=True)
        matrix[:, k[:-1], k[1:]] = matrix[:, k[1:], k[:-1]] = products[:, :-1]
        found: Array = np.linalg.solve(matrix, gains[..., None])[..., 0]
        return found


@dataclass(slots=True, eq=False)
class Joint:
    """E[gain | a set of quantities]: regression on what each says alone, and on products of the shares of those that bear most.

    members : the set. lines : what each quantity says alone. The lines of the lesser ones enter as one sum.
    """

    members: Sequence[int]
    lines: Array
    _crossed: list[int] = field(init=False, repr=False)
    _rest: list[int] = field(init=False, repr=False)
    _matrix: Array = field(init=False, repr=False)
    _gains: Array = field(init=False, repr=False)
    _weights: Array | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        bearing = self.lines.var(axis=-1)
        self._crossed = sorted(self.members, key=lambda k: -bearing[k])[:CROSSED]
        self._rest = [k for k in self.members if k not in self._crossed]
        size = 2 + len(self._crossed) + len(self._crossed) * (len(self._crossed) - 1) // 2
        self._matrix, self._gains = np.zeros((size, size)), np.zeros(size)

    def add(self, said: Array, shares: Array, gain: Array) -> None:
        """Draws to learn from: what each quantity says alone, its shares, the gain."""
        features = self._features(said, shares)
        self._matrix += features @ features.T
        self._gains += features @ gain

    def at(self, said: Array, shares: Array) -> Array:
        """What the set says of other draws."""
        if self._weights is None:
            size = np.sqrt(np.diag(self._matrix))
            size[size == 0.0] = 1.0
            self._weights = np.linalg.solve(self._matrix / np.outer(size, size) + RIDGE * np.eye(size.size), self._gains / size) / size
        found: Array = self._weights @ self._features(said, shares)
        return found

    def _features(self, said: Array, shares: Array) -> Array:
        """One row a feature: one, the sum of the lesser lines, the others, the products of pairs."""
        centered = shares[self._crossed] - 0.5
        one, other = np.triu_indices(len(self._crossed), 1)
        constant = np.ones((1, shares.shape[1]))
        return np.concatenate([constant, said[self._rest].sum(axis=0, keepdims=True), said[self._crossed], centered[one] * centered[other]])
