"""What is uncertain and how it is drawn: spreads from the data, scrambled Sobol' points, rank correlations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from orbital.binding import SIDES, Given
from orbital.core.errors import InputError, suggest
from orbital.models import HEADLINES
from orbital.scenarios import Scenario

Array = NDArray[np.float64]

COSTS: Mapping[str, tuple[str, ...]] = dict.fromkeys(SIDES, HEADLINES[:1])
"""What is asked of each side for the ratio."""
DIGITS = 20
"""Binary digits of a Sobol' point."""
MOST_SAMPLES = 2**36
"""Draws of one run: a day of one core."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A triangle between the ends that a source leaves open, about the stated value (SI)."""

    low: float
    mode: float
    high: float

    def at(self, share: Array) -> Array:
        """The value below which a share of the triangle lies: its inverse distribution function."""
        width = self.high - self.low
        rising = share * width < self.mode - self.low
        root = np.sqrt(np.where(rising, share * (width * (self.mode - self.low)), (1.0 - share) * (width * (self.high - self.mode))))
        return np.where(rising, self.low + root, self.high - root)


def ends_of(spreads: Mapping[str, Spread]) -> dict[str, tuple[float, float]]:
    """Between what each name varies (SI), as a batch asks for."""
    return {name: (spread.low, spread.high) for name, spread in spreads.items()}


@dataclass(frozen=True, slots=True)
class Uncertain:
    """What varies in a scenario, by `orbital.x`, `ground.x` or `common.x` (one draw for both sides), and what nothing asked for depends on."""

    spreads: Mapping[str, Spread]
    dead: tuple[str, ...]
    why: str = "no cost depends on it"

    def names(self, only: Sequence[str] = ()) -> tuple[str, ...]:
        """The names that vary, or those asked for; refused where one does not."""
        if isinstance(only, str):
            raise InputError(f"only = {only!r}: a list of names is needed")
        faults = ["nothing is uncertain here: no value that bears on what is asked has a spread"] if not self.spreads else []
        for name in only:
            if name in self.dead:
                faults.append(f"{name} is dead in this scenario: {self.why}, given what is given")
            elif name not in self.spreads:
                faults.append(f"{name} has no spread in this scenario; {suggest(name, self.spreads)}")
        if faults:
            raise InputError(faults)
        return tuple(dict.fromkeys(only)) or tuple(self.spreads)


def uncertain(scenario: Scenario, outputs: Mapping[str, tuple[str, ...]] = COSTS, why: str = "no cost depends on it") -> Uncertain:
    """Every spread that the levelized costs, or other outputs of the sides, rest on; a value that both sides take from one place is one draw (M11)."""
    spreads: dict[str, Spread] = {}
    dead = []
    for side in SIDES:
        bound = scenario.side(side)
        inputs = frozenset(bound.plan(outputs[side]).inputs) if side in outputs else frozenset()
        for name, given in bound.given.items():
            spread = _spread(given)
            if spread is None:
                continue
            if name not in inputs:
                dead.append(f"{side}.{name}")
                continue
            other = scenario.side("ground" if side == "orbital" else "orbital").given.get(name)
            shared = other is not None and (other.origin, other.written, other.spread) == (given.origin, given.written, given.spread)
            spreads[f"common.{name}" if shared else f"{side}.{name}"] = spread
    return Uncertain(spreads, tuple(dead), why)


def _spread(given: Given) -> Spread | None:
    if given.spread is None or given.spread[0] >= given.spread[1]:
        return None
    low, high = given.spread
    return Spread(low, min(max(float(given.value), low), high), high)


def replicated(samples: int, seed: int, groups: int, largest: int, least: int = 0) -> tuple[int, int]:
    """Rows a replicate and replicates that make at least so many samples: a power of two up to `largest`, and whole multiples of `groups`.

    Raises `InputError` for fewer than `least` samples or two a group, more than a day's work, or a negative seed.
    """
    least = max(least, 2 * groups)
    if isinstance(samples, bool) or not isinstance(samples, (int, np.integer)) or not least <= samples <= MOST_SAMPLES:
        raise InputError(f"samples = {samples!r}: a whole number of at least {least:,} is needed, and at most {MOST_SAMPLES:,}")
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise InputError(f"seed = {seed!r}: a whole number of at least 0 is needed")
    size = min(largest, 1 << ((int(samples) // groups).bit_length() - 1))
    return size, -(-int(samples) // (size * groups)) * groups


class OfReplicates:
    """Draws cut into tasks of whole replicates: a job has so many of these, each of so many rows, and takes some a task."""

    replicate: int
    replicates: int

    @property
    def per_task(self) -> int:
        """Replicates a task."""
        raise NotImplementedError

    @property
    def samples(self) -> int:
        """Draws of all tasks."""
        return self.replicate * self.replicates

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return -(-self.replicates // self.per_task)

    def numbers(self, task: int) -> range:
        """The replicates of a task."""
        return range(task * self.per_task, min((task + 1) * self.per_task, self.replicates))


def standard_error(each: Array) -> float:
    """Standard error of the mean of independent groups, from their scatter; NaN for fewer than two that have a value."""
    each = each[np.isfinite(each)]
    return float(each.std(ddof=1) / np.sqrt(each.size)) if each.size > 1 else float("nan")


def sobol_points(count: int, dimensions: int, seed: int, replicate: int) -> Array:
    """Shares of shape (dimensions, count) within (0, 1): one scrambled Sobol' sequence, another for each seed and replicate.

    Each share is the middle of one of 2^20 equal cells: scrambling costs the cube of the digits, and a draw needs no more.

    Source: scipy.stats.qmc.Sobol (Joe and Kuo directions, Matousek's scrambling).
    """
    from scipy.stats import qmc

    generator = np.random.default_rng([seed, replicate, crc32(b"sobol")])
    points = qmc.Sobol(dimensions, scramble=True, bits=DIGITS, rng=generator).random(count)
    shares: Array = np.add(points.T, 0.5**DIGITS / 2.0, order="C")
    return shares


@dataclass(frozen=True, slots=True, eq=False)
class Copula:
    """Rank correlations between some of the names drawn: a Gaussian copula (rows of the shares, and the triangular root of their normal correlations)."""

    rows: tuple[int, ...]
    root: Array

    @classmethod
    def of(cls, names: Sequence[str], correlations: Mapping[tuple[str, str], float]) -> Copula | None:
        """From Spearman's correlations of pairs of names, r = 2 sin(pi rho / 6) between the normals; None where there are none.

        Raises `InputError` for a name that is not drawn, a pair given in both orders, a value outside (-1, 1), or correlations that no joint distribution has.
        """
        faults = [f"correlation {pair}: {name} is not drawn; {suggest(name, names)}" for pair in correlations for name in pair if name not in names]
        faults += [f"correlation {pair} = {value!r}: allowed is above -1 and below 1" for pair, value in correlations.items() if not abs(value) < 1.0]
        faults += [f"correlation {pair}: two different names are needed" for pair in correlations if len(set(pair)) != 2]
        faults += [f"correlation {pair} is given in both orders" for pair in correlations if pair[0] < pair[1] and pair[::-1] in correlations]
        if faults:
            raise InputError(faults)
        involved = list(dict.fromkeys(name for pair in correlations for name in pair))
        if not involved:
            return None
        matrix = np.eye(len(involved))
        for (one, other), value in correlations.items():
            i, j = involved.index(one), involved.index(other)
            matrix[i, j] = matrix[j, i] = 2.0 * np.sin(np.pi * value / 6.0)
        try:
            root: Array = np.linalg.cholesky(matrix).astype(np.float64)
        except np.linalg.LinAlgError:
            listed = ", ".join(f"{one} with {other} {value:g}" for (one, other), value in correlations.items())
            raise InputError(f"correlations {listed}: no joint distribution has all of these; the matrix is not positive definite") from None
        return cls(tuple(names.index(name) for name in involved), root)

    def correlate(self, shares: Array) -> None:
        """Correlate independent shares (names, draws), in place."""
        from scipy.special import ndtr, ndtri

        rows = list(self.rows)
        shares[rows] = ndtr(self.root @ ndtri(shares[rows]))
