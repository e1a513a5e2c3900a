"""How late an answer comes from a place on the ground: from where people live over fiber to the site, or to the nearest of several regions."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from orbital.core.axes import along
from orbital.core.formula import formula
from orbital.core.units import Kilometer, QuantileMillisecond, Radian, Ratio, Real
from orbital.physics.constants import EARTH_MEAN_RADIUS
from orbital.physics.constellation import Array
from orbital.physics.ground_contact import unit_vectors
from orbital.physics.users import angles_between, cities, fiber_time, place_rows, quantiles


class SiteTimes(NamedTuple):
    """The network's share of an answer, over users."""

    one_way_time: QuantileMillisecond
    round_trip_time: QuantileMillisecond
    mean_fiber_distance: Kilometer


@cache
def regions() -> Array:
    """Unit vectors to the regions of a hyperscaler, (regions, 3)."""
    latitude, longitude = np.radians(np.array([[float(row["latitude"]), float(row["longitude"])] for row in place_rows("regions.csv")])).T
    return unit_vectors(latitude, longitude)


def angles_to(latitude: Real, longitude: Real) -> Array:
    """Angle at the Earth's center from a place to each city, last axis: rad."""
    return angles_between(unit_vectors(np.asarray(latitude), np.asarray(longitude)), cities().directions)


def angles_to_regions() -> Array:
    """Angle at the Earth's center from each city to the nearest region, rad."""
    nearest: Array = angles_between(regions(), cities().directions).min(axis=0)
    return nearest


def seconds_over(angle: Array, fiber_route_factor: Real) -> Array:
    """Seconds one way over fiber along great circles of these angles, last axis; the factor has one less."""
    return fiber_time(angle, along(fiber_route_factor))


def over_fiber(angle: Array, fiber_route_factor: Real) -> SiteTimes:
    """Times over great circles from each city, last axis of `angle`, weighted by population: k n R a / c."""
    weights = cities().weights
    one_way = seconds_over(np.apply_along_axis(quantiles, -1, angle, weights), fiber_route_factor)
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
