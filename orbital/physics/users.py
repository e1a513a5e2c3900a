"""Where users are: the large cities of the world by population, and how far fiber takes to them."""

from __future__ import annotations

import csv
from functools import cache
from typing import NamedTuple

import numpy as np

from orbital.core.catalog import data_path
from orbital.core.units import Real
from orbital.physics.constants import EARTH_MEAN_RADIUS
from orbital.physics.constellation import Array, Indices
from orbital.physics.ground_contact import unit_vectors
from orbital.physics.links import FIBER_INDEX, one_way_latency

QUANTILES = 400
"""Evenly spread quantiles that a distribution is kept as."""
USERS = 12
"""Users of each time of the day, drawn by population."""


class Cities(NamedTuple):
    """Where users are: positions in rad, and each city's share of the population of all of them."""

    names: tuple[str, ...]
    countries: tuple[str, ...]
    population: Array
    latitude: Array
    longitude: Array

    @property
    def weights(self) -> Array:
        """Shares of the population."""
        shares: Array = self.population / self.population.sum()
        return shares

    @property
    def directions(self) -> Array:
        """Unit vectors from the Earth's center."""
        return unit_vectors(self.latitude, self.longitude)


def place_rows(file: str) -> list[dict[str, str]]:
    """The rows of a file of places in `data/cities/`; lines that begin with # are about them."""
    with (data_path() / "cities" / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


@cache
def cities() -> Cities:
    """The largest cities of the world, largest first (GeoNames, CC BY 4.0)."""
    rows = place_rows("cities.csv")
    numbers = np.array([[float(row[key]) for key in ("population", "latitude", "longitude")] for row in rows]).T
    return Cities(tuple(row["name"] for row in rows), tuple(row["country"] for row in rows), numbers[0], np.radians(numbers[1]), np.radians(numbers[2]))


def angles_between(here: Array, there: Array) -> Array:
    """Angle at the Earth's center from each place to each other, both unit vectors (..., 3): rad, last axis the other."""
    cosine = np.sum(here[..., None, :] * there, axis=-1)  # no matrix product: a row alone is the row of a block to the bit
    angles: Array = np.arccos(np.clip(cosine, -1.0, 1.0))
    return angles


def fiber_time(angle: Array, fiber_route_factor: Real) -> Array:
    """Seconds one way over fiber along a great circle of an angle: k n R a / c."""
    return np.asarray(one_way_latency(float(EARTH_MEAN_RADIUS) * angle * fiber_route_factor, FIBER_INDEX))


def spread_evenly(count: int, dimensions: int) -> Array:
    """The first points of a low-discrepancy sequence in the unit cube: multiples of powers of the generalized golden ratio, (count, dimensions).

    Source: Roberts 2018, The unreasonable effectiveness of quasirandom sequences; an additive recurrence (Kronecker, Weyl).
    """
    ratio = 2.0
    for _ in range(64):
        ratio = (1.0 + ratio) ** (1.0 / (dimensions + 1.0))
    steps = ratio ** -np.arange(1.0, dimensions + 1.0)
    points: Array = np.mod(0.5 + np.arange(1.0, count + 1.0)[:, None] * steps, 1.0)
    return points


def users_by_population(samples: int) -> Indices:
    """Cities of `USERS` users at each time: at even steps through the population, begun anew at each time."""
    begin = spread_evenly(samples, 3)[:, 2]
    place = (np.arange(USERS) + begin[:, None]) / USERS
    return np.minimum(np.searchsorted(np.cumsum(cities().weights), place), len(cities().names) - 1)


# --- distributions ---
def quantiles(values: Array, weights: Array | None = None) -> Array:
    """Values at `QUANTILES` evenly spread shares of a sample, weighted where asked: the least value that the share does not exceed."""
    order = np.sort(values, axis=None) if weights is None else values[np.argsort(values)]
    shares = (np.arange(QUANTILES) + 0.5) / QUANTILES
    if weights is None:
        place = np.floor(shares * order.size).astype(np.int64)
    else:
        upto = np.cumsum(weights[np.argsort(values)])
        place = np.minimum(np.searchsorted(upto, shares * upto[-1]), order.size - 1)
    found: Array = order[place]
    return found


def at_share(values: Real, share: float) -> Real:
    """A quantile from evenly spread ones along the last axis, the straight line between the two about it."""
    count = np.shape(values)[-1]
    place = min(max(share * count - 0.5, 0.0), count - 1.0)
    low = int(place)
    high: Real = values[..., min(low + 1, count - 1)]  # type: ignore[index]  # what keeps an axis is an array
    before: Real = values[..., low]  # type: ignore[index]
    with np.errstate(invalid="ignore"):  # between two endless values
        found: Real = 1.0 * np.where(np.isfinite(high), before + (place - low) * (high - before), high)
    return found
