"""Sobol' indices of a function of independent inputs, from sums that add up over blocks; where the function has no value, it counts at its mean.

Draws A and B, and A with one column of B for each input (A_Bi), give for input i (y of A, B, A_Bi written a, b, c; V its variance):

    first  S_i = mean((b - mean) (c - a)) / V     Saltelli et al. 2010, Comput. Phys. Commun. 181, 259, table 2 (b)
    total  T_i = mean((a - c)^2) / (2 V)          Jansen 1999, Comput. Phys. Commun. 117, 35; table 2 (f) there

A function that is not defined everywhere has no such shares: given that it is defined, its inputs depend on one another, and leaving out draws would
weigh the others unevenly. Here y is the value where there is one and the mean of all values where there is none, which is a function of independent
inputs: its shares add up, its variance is that of the values times how often there is one, and draws without a value add none. Beside it stand the
indices of whether there is a value, an indicator on the same draws. Both need the same sums, of products of (value, is there one).

Where many draws have no value, these shares tell mostly of that. What one input says of the values there are is the correlation ratio among them,

    V(mean of the values in a stratum of the input) / V(values)     Pearson 1905; corrected for chance as Kelley 1935, PNAS 21, 554

from A and B, in strata of equal probability. For each input it is a share, but as these inputs depend on one another, they do not add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.unknowns.response import Function

Array = NDArray[np.float64]

ROWS = 2048
"""Rows of A in a block."""
ELEMENTS = 16_384
"""Elements of the stacked A_Bi in one call, so that temporaries stay in cache."""
STRATA = 16
"""Strata of an input: a bent line in one is lost to the correlation ratio, about 1 / STRATA^2 of it."""
LEAST = 10
"""Values a stratum, on the mean, below which there are too few for the correlation ratio."""
FLAT = 1e-13
"""A variance below this share of the mean square is rounding."""
LEVEL = 0.95
"""Coverage of the intervals."""


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Sums over the draws of groups: shape (groups, ...), inputs on the axis after it; the last axes are (value, is there one)."""

    rows: Array
    mean: Array
    second: Array
    moved: Array
    cross: Array
    jansen: Array
    strata: Array

    @classmethod
    def joined(cls, parts: Sequence[Sums]) -> Sums:
        """Groups of all parts, one after the other."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__))

    @classmethod
    def none(cls, groups: int, inputs: int) -> Sums:
        """Groups without a draw."""
        shapes = ((), (2,), (2, 2), (inputs, 2), (inputs, 2, 2), (inputs, 2, 2), (inputs, STRATA, 2))
        return cls(*(np.zeros((groups, *shape)) for shape in shapes))

    def add(self, places: NDArray[np.int64], part: Sums) -> None:
        """Add the groups of a part to groups of these, in place."""
        for name in self.__slots__:
            np.add.at(getattr(self, name), places, getattr(part, name))

    def pooled(self) -> Sums:
        """All groups in one."""
        return Sums(*(getattr(self, name).sum(axis=0, keepdims=True) for name in self.__slots__))

    def without_each(self) -> Sums:
        """All groups but one, for each."""
        return Sums(*(getattr(self, name).sum(axis=0, keepdims=True) - getattr(self, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class Indices:
    """First and total indices of each input with standard errors, their sum, and the variance they are shares of; NaN where nothing varies."""

    first: Array
    first_error: Array
    total: Array
    total_error: Array
    sum_of_first: float
    sum_error: float
    variance: float

    def taken(self, order: NDArray[np.int64]) -> Indices:
        """The inputs in another order."""
        columns = {name: getattr(self, name)[order] for name in ("first", "first_error", "total", "total_error")}
        return replace(self, **columns)


def saltelli_sums(function: Function, a: Array, b: Array, shares: Array, groups: int = 1) -> Sums:
    """The sums of some groups of draws: `a` and `b` have shape (inputs, groups * rows), each group's rows together.

    shares : (2 * inputs, groups * rows), of each input's distribution in A and then in B.

    The function is called with columns that broadcast: several A_Bi are stacked on a leading axis, along which only the inputs exchanged in one of
    them run, so that what does not depend on these is computed once.
    """
    inputs, count = a.shape
    base, other = (function(list(block)) for block in (a, b))
    base, other = (np.broadcast_to(found, (2, count)).reshape(2, groups, -1) for found in (base, other))
    moved, cross, jansen = np.empty((groups, inputs, 2)), np.empty((groups, inputs, 2, 2)), np.empty((groups, inputs, 2, 2))
    stack = max(1, ELEMENTS // count)
    for start in range(0, inputs, stack):
        some = range(start, min(start + stack, inputs))
        columns = list(a)
        for place, i in enumerate(some):
            columns[i] = np.repeat(a[i][None], len(some), axis=0)
            columns[i][place] = b[i]
        found = np.stack([np.broadcast_to(row, (len(some), count)) for row in function(columns)]).reshape(2, len(some), groups, -1)
        change = found - base[:, None]
        moved[:, some] = change.sum(axis=-1).transpose(2, 1, 0)
        cross[:, some] = np.einsum("pgn,qkgn->gkpq", other, change)
        jansen[:, some] = np.einsum("pkgn,qkgn->gkpq", change, change)
    both = np.stack([base, other])
    rows = np.full(groups, count / groups)
    return Sums(rows, both.sum(axis=(0, 3)).T, np.einsum("spgn,sqgn->gpq", both, both), moved, cross, jansen, _by_stratum(both, shares))


def _by_stratum(both: Array, shares: Array) -> Array:
    """Sums of (value, is there one) of A and B (2, 2, groups, rows) in each stratum: (groups, inputs, STRATA, 2)."""
    _, _, groups, rows = both.shape
    strata = (shares * STRATA).astype(np.int64).reshape(2, -1, groups, rows)
    inputs = strata.shape[1]
    place = strata + STRATA * (np.arange(inputs)[:, None, None] + inputs * np.arange(groups)[:, None])
    weights = (np.broadcast_to(both[:, q, None], place.shape) for q in (0, 1))
    sums = [np.bincount(place.ravel(), weight.ravel(), groups * inputs * STRATA) for weight in weights]
    found: Array = np.stack(sums, axis=-1, dtype=np.float64).reshape(groups, inputs, STRATA, 2)
    return found


def indices(sums: Sums, rounding: float = 0.0) -> tuple[Indices, Indices]:
    """The indices of the value and of whether there is one; errors by leaving out one group after the other (the jackknife).

    rounding : a standard deviation of the value that is none: then nothing varies.
    """
    found = []
    for pick in (_of_value, _of_being):
        variance, first, total = _shares(sums.pooled(), pick, rounding)
        _, firsts, totals = _shares(sums.without_each(), pick, rounding)
        errors = (_jackknife(column) for column in (firsts, totals, firsts.sum(axis=1)))
        first_error, total_error, sum_error = errors
        found.append(Indices(first[0], first_error, total[0], total_error, float(first[0].sum()), float(sum_error), float(variance[0])))
    return found[0], found[1]


def _of_value(mean: Array) -> Array:
    """Weights that make (value, is there one) the value, or its mean, less the mean."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.stack([np.ones_like(mean[:, 0]), -mean[:, 0] / mean[:, 1]], axis=-1)


def _of_being(mean: Array) -> Array:
    """Weights that pick whether there is a value."""
    return np.broadcast_to([0.0, 1.0], mean.shape)


def _shares(sums: Sums, pick: Callable[[Array], Array], rounding: float) -> tuple[Array, Array, Array]:
    """Variance (groups), first and total indices (groups, inputs)."""
    rows = sums.rows[:, None]
    mean = sums.mean / (2.0 * rows)
    weights = pick(mean)
    second = weights[:, :, None] * weights[:, None, :] * sums.second / (2.0 * rows[:, :, None])
    variance = second.sum(axis=(1, 2)) - (weights * mean).sum(axis=1) ** 2
    variance = np.where(variance > np.maximum(FLAT * np.abs(second).max(axis=(1, 2)), rounding**2), variance, np.nan)
    cross = sums.cross - mean[:, None, :, None] * sums.moved[:, :, None, :]
    first = np.einsum("gp,gkpq,gq->gk", weights, cross, weights) / (rows * variance[:, None])
    total = np.einsum("gp,gkpq,gq->gk", weights, sums.jansen, weights) / (2.0 * rows * variance[:, None])
    return variance, first, total


def correlation_ratios(sums: Sums, rounding: float = 0.0) -> tuple[Array, Array]:
    """Of each input, the share of the variance of the values there are that its strata make, and its standard error.

    NaN where nothing varies, or too few values are there.
    """
    return _ratios(sums.pooled(), rounding)[0], _jackknife(_ratios(sums.without_each(), rounding))


def _ratios(sums: Sums, rounding: float) -> Array:
    """Correlation ratios (groups, inputs), less what chance makes of as many strata."""
    height, count = sums.strata[..., 0], sums.strata[..., 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        total, known, square = sums.mean[:, 0], sums.mean[:, 1], sums.second[:, 0, 0]
        whole = square - total**2 / known
        whole = np.where(whole > np.maximum(FLAT * square, rounding**2 * known), whole, np.nan)
        between = np.where(count > 0.0, height**2 / count, 0.0).sum(axis=2) - (total**2 / known)[:, None]
        free = known[:, None] - (count > 0.0).sum(axis=2)
        spare = np.where(free >= LEAST * STRATA, (known - 1.0)[:, None] / free, np.nan)
        found: Array = 1.0 - (1.0 - between / whole[:, None]) * spare
    return found


def _jackknife(each: Array) -> Array:
    """Standard error from estimates that leave out one group each."""
    groups = len(each)
    error: Array = np.sqrt((groups - 1) / groups * ((each - each.mean(axis=0)) ** 2).sum(axis=0))
    return error


def student(groups: int) -> float:
    """Half of a two-sided interval that covers `LEVEL`, in standard errors from so many groups: Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(groups - 1, 0.5 + 0.5 * LEVEL))


def interval(value: Array, error: Array, groups: int) -> Array:
    """Low and high end about each value, shape (values, 2)."""
    half = student(groups) * error
    return np.stack([value - half, value + half], axis=-1)
