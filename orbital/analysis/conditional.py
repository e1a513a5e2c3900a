"""What a draw's gain is expected to be once some of its quantities are known: regression on their shares, each group of draws left out in turn."""

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
    over groups estimates E[max(E[gain | known], 0)] - max(E[gain], 0), from below by what the regression misses.
    """
    lines = Lines(names, groups)
    draws, total = np.zeros(groups), 0.0
    for group, shares, gain in blocks():
        lines.add(shares, gain, group)
        draws[group] += gain.size
        total += float(gain.sum())
    decided = float(total > 0.0)
    bearing = lines.bearing()
    joints = [Joint(members, sorted(members, key=lambda k: -bearing[k])[:CROSSED], groups) for members in sets]
    single, joint = np.zeros((names, groups)), np.zeros((len(sets), groups))
    for group, shares, gain in blocks():
        alone = lines.at(shares, group)
        single[:, group] += ((alone > 0.0) - decided) @ gain
        for one in joints:
            one.add(alone, shares, gain, group)
    for group, shares, gain in blocks() if joints else ():
        alone = lines.at(shares, group)
        for k, one in enumerate(joints):
            joint[k, group] += ((one.at(alone, shares, group) > 0.0) - decided) @ gain
    return single / draws, joint / draws


@dataclass(slots=True, eq=False)
class Lines:
    """E[gain | one quantity] for each of several quantities: broken lines over the quantity's share, by least squares.

    Sums over each group of draws are kept, so that what is predicted for a group comes from the others (cross-fitting).
    Source: regression for partial information, Strong, Oakley and Brennan (2014), Medical Decision Making 34, 311-326, eq. 6.
    """

    names: int
    groups: int
    _squares: Array = field(init=False, repr=False)
    _products: Array = field(init=False, repr=False)
    _gains: Array = field(init=False, repr=False)
    _fitted: Array | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        self._squares, self._products, self._gains = (np.zeros((self.groups, self.names, KNOTS)) for _ in range(3))

    def add(self, shares: Array, gain: Array, group: int) -> None:
        """Draws of one group: shares of shape (names, draws) within (0, 1), and the gain of each draw."""
        knot, right = self._place(shares)
        left = 1.0 - right
        for total, at_left, at_right in (
            (self._squares, left * left, right * right),
            (self._products, left * right, None),
            (self._gains, left * gain, right * gain),
        ):
            total[group] += self._sum(knot, at_left)
            if at_right is not None:
                total[group] += self._sum(knot + 1, at_right)

    def at(self, shares: Array, group: int) -> Array:
        """What each quantity alone says of the draws of a group, from all other groups: of the shares' shape."""
        if self._fitted is None:
            self._fitted = self._fit()
        knot, right = self._place(shares)
        lines = self._fitted[group]
        rows = np.arange(self.names)[:, None]
        found: Array = lines[rows, knot] * (1.0 - right) + lines[rows, knot + 1] * right
        return found

    def bearing(self) -> Array:
        """How much each quantity alone moves the gain: the variance of its line over the shares."""
        if self._fitted is None:
            self._fitted = self._fit()
        found: Array = self._fitted.mean(axis=0).var(axis=-1)
        return found

    def _place(self, shares: Array) -> tuple[NDArray[np.int64], Array]:
        """The knot to the left of each share, and how far beyond it the share lies."""
        scaled = shares * (KNOTS - 1)
        knot = np.minimum(scaled.astype(np.int64), KNOTS - 2)
        return knot, scaled - knot

    def _sum(self, knot: NDArray[np.int64], weights: Array) -> Array:
        flat = knot + KNOTS * np.arange(self.names)[:, None]
        found: Array = np.bincount(flat.ravel(), weights.ravel(), minlength=self.names * KNOTS)
        return found.reshape(self.names, KNOTS)

    def _fit(self) -> Array:
        """The values at the knots without each group: (groups, names, knots)."""
        squares, products, gains = (total.sum(axis=0) - total for total in (self._squares, self._products, self._gains))
        matrix = np.zeros((*squares.shape, KNOTS))
        k = np.arange(KNOTS)
        matrix[..., k, k] = squares + RIDGE * squares.max(axis=-1, keepdims=True)
        matrix[..., k[:-1], k[1:]] = matrix[..., k[1:], k[:-1]] = products[..., :-1]
        found: Array = np.linalg.solve(matrix, gains[..., None])[..., 0]
        return found


@dataclass(slots=True, eq=False)
class Joint:
    """E[gain | a set of quantities], cross-fitted: regression on what each says alone, and on products of the shares of those that bear most.

    The lines of those that are not crossed enter as one sum.
    """

    members: Sequence[int]
    crossed: Sequence[int]
    groups: int
    _matrix: Array = field(init=False, repr=False)
    _gains: Array = field(init=False, repr=False)
    _rest: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._rest = [k for k in self.members if k not in self.crossed]
        size = 2 + len(self.crossed) + len(self.crossed) * (len(self.crossed) - 1) // 2
        self._matrix, self._gains = np.zeros((self.groups, size, size)), np.zeros((self.groups, size))

    def add(self, lines: Array, shares: Array, gain: Array, group: int) -> None:
        """Draws of one group: what each quantity says alone, its shares, the gain."""
        features = self._features(lines, shares)
        self._matrix[group] += features @ features.T
        self._gains[group] += features @ gain

    def at(self, lines: Array, shares: Array, group: int) -> Array:
        """What the set says of the draws of a group, from all other groups."""
        matrix, gains = (total.sum(axis=0) - total[group] for total in (self._matrix, self._gains))
        size = np.sqrt(np.diag(matrix))
        size[size == 0.0] = 1.0
        scaled = matrix / np.outer(size, size) + RIDGE * np.eye(size.size)
        weights = np.linalg.solve(scaled, gains / size) / size
        found: Array = weights @ self._features(lines, shares)
        return found

    def _features(self, lines: Array, shares: Array) -> Array:
        """One row a feature: one, the sum of the lesser lines, the others, the products of pairs."""
        centered = shares[list(self.crossed)] - 0.5
        one, other = np.triu_indices(len(self.crossed), 1)
        constant = np.ones((1, shares.shape[1]))
        return np.concatenate([constant, lines[self._rest].sum(axis=0, keepdims=True), lines[list(self.crossed)], centered[one] * centered[other]])
