"""How late an answer comes from a place on the ground: from where people live over fiber to the site, or to the nearest of several regions."""

from __future__ import annotations

import csv
from functools import cache
from typing import NamedTuple

import numpy as np

from orbital.core.axes import along
from orbital.core.catalog import data_path
from orbital.core.formula import formula
from orbital.core.units import Kilometer, QuantileMillisecond, Radian, Ratio, Real
from orbital.physics.constants import EARTH_MEAN_RADIUS, SPEED_OF_LIGHT
from orbital.physics.constellation import Array
from orbital.physics.links import FIBER_INDEX
from orbital.physics.users import QUANTILES, cities, unit_vectors


class SiteTimes(NamedTuple):
    """The network's share of an answer, over users."""

    one_way_time: QuantileMillisecond
    round_trip_time: QuantileMillisecond
    mean_fiber_distance: Kilometer


@cache
def regions() -> Array:
    """Unit vectors to the regions of a hyperscaler, (regions, 3)."""
    with (data_path() / "cities" / "regions.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    latitude, longitude = np.radians(np.array([[float(row["latitude"]), float(row["longitude"])] for row in rows])).T
    return unit_vectors(latitude, longitude)


def angles_to(latitude: Real, longitude: Real) -> Array:
    """Angle at the Earth's center from a place to each city, last axis: rad."""
    here = unit_vectors(np.asarray(latitude), np.asarray(longitude))
    cosine = np.sum(here[..., None, :] * cities().directions, axis=-1)
    angles: Array = np.arccos(np.clip(cosine, -1.0, 1.0))
    return angles


def angles_to_regions() -> Array:
    """Angle at the Earth's center from each city to the nearest region, rad."""
    angles: Array = np.arccos(np.clip(regions() @ cities().directions.T, -1.0, 1.0)).min(axis=0)
    return angles


def seconds_over(angle: Array, fiber_route_factor: Real) -> Array:
    """Seconds one way over fiber along great circles of these angles: k n R a / c."""
    seconds: Array = along(float(EARTH_MEAN_RADIUS) * fiber_route_factor * float(FIBER_INDEX) / float(SPEED_OF_LIGHT)) * angle
    return seconds


def over_fiber(angle: Array, fiber_route_factor: Real) -> SiteTimes:
    """Times over great circles from each city, last axis of `angle`, weighted by population: k n R a / c."""
    weights = cities().weights
    order = np.argsort(angle, axis=-1)
    rank = np.cumsum(weights[order], axis=-1)
    shares = (np.arange(QUANTILES) + 0.5) / QUANTILES
    place = np.minimum((rank[..., None, :] < shares[:, None]).sum(axis=-1), weights.size - 1)
    spread = np.take_along_axis(np.take_along_axis(angle, order, axis=-1), place, axis=-1)
    one_way = seconds_over(spread, fiber_route_factor)
    return SiteTimes(one_way, 2.0 * one_way, float(EARTH_MEAN_RADIUS) * fiber_route_factor * np.sum(angle * weights, axis=-1))


@formula(opaque=True)
def site_times(site_latitude: Radian, site_longitude: Radian, fiber_route_factor: Ratio) -> SiteTimes:
    """From users over fiber to the site and back: t = k n d / c one way, d the great circle from each city, weighted by population.

    The same at all hours. Users' own access networks are left out, as in orbit.
    """
    return over_fiber(angles_to(site_latitude, site_longitude), fiber_route_factor)


@formula(opaque=True, alternative=True)
def site_times_from_regions(fiber_route_factor: Ratio) -> SiteTimes:
    """As `site_times`, to the nearest of a hyperscaler's regions all over the world: for a service that is spread as its users are."""
    angle = angles_to_regions()
    return over_fiber(np.broadcast_to(angle, np.shape(fiber_route_factor) + angle.shape), fiber_route_factor)
