"""Circular orbits: period, speed, Sun-synchronous inclination, and the Sun's angle to the orbit plane through the year."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from orbital.core.axes import along, smallest_along
from orbital.core.formula import formula
from orbital.core.units import (
    DailyRadian,
    DailyWattPerSquareMeter,
    DegreePerDay,
    Hour,
    Kilometer,
    MeterPerSecond,
    Minute,
    Number,
    PerSecond,
    Radian,
    Real,
    WattPerSquareMeter,
)
from orbital.physics.constants import DAY, EARTH_J2, EARTH_MU, EARTH_RADIUS, MEAN_SUN_RATE, TROPICAL_YEAR

SAMPLES = 1460
"""Samples of the year, a quarter of a day apart."""


@formula
def orbital_radius(altitude: Kilometer) -> Kilometer:
    """Distance from the Earth's center: r = R_E + h.

    Valid for circular orbits; h is above the equatorial radius.
    """
    return EARTH_RADIUS + altitude


@formula
def mean_motion(orbital_radius: Kilometer) -> PerSecond:
    """Angular rate of a circular orbit: n = sqrt(mu / r^3).

    Source: Kepler's third law; Vallado, Fundamentals of Astrodynamics, section 1.3.
    """
    return np.sqrt(EARTH_MU / (orbital_radius * orbital_radius * orbital_radius))


@formula
def orbital_period(mean_motion: PerSecond) -> Minute:
    """Time of one revolution: T = 2 pi / n.

    Source: Kepler's third law; Vallado, section 1.3.
    """
    return 2.0 * np.pi / mean_motion


@formula
def orbital_speed(orbital_radius: Kilometer) -> MeterPerSecond:
    """Speed on a circular orbit: v = sqrt(mu / r).

    Source: vis-viva equation; Vallado, section 1.3.
    """
    return np.sqrt(EARTH_MU / orbital_radius)


def circular_speed(altitude: Real) -> Real:
    """Speed on the circular orbit at an altitude, for formulas that compare orbits."""
    speed: Real = orbital_speed(orbital_radius(altitude))
    return speed


@formula
def sun_synchronous_cosine(mean_motion: PerSecond, orbital_radius: Kilometer) -> Number:
    """Cosine of the inclination at which the node follows the mean Sun: cos i = -rate / (3/2 J2 n (R_E/r)^2).

    First order in J2, circular orbit. Beyond -1 (above 5,970 km) there is no such orbit.

    Source: Vallado, section 11.4.1.
    """
    ratio = EARTH_RADIUS / orbital_radius
    return -MEAN_SUN_RATE / (1.5 * EARTH_J2 * mean_motion * ratio * ratio)


SECOND_ORDER_STEPS = 4
"""Each divides what is left to do by a thousand or more."""


def second_order_sun_synchronous_cosine(mean_motion: Real, semi_latus_rectum: Real, eccentricity: Real) -> Real:
    """Cosine of the Sun-synchronous inclination with the mean motion that the oblateness itself changes, eccentric orbits included.

    cos i = -rate / (3/2 J2 n' (R_E/p)^2), n' = n [1 + 3/2 J2 (R_E/p)^2 sqrt(1 - e^2) (1 - 3/2 sin^2 i)], solved by putting cos i back
    four times. p = a (1 - e^2) is the semi-latus rectum, n = sqrt(mu / a^3).

    Source: smallsats.org, 2013-04-11.
    """
    ratio = EARTH_RADIUS / semi_latus_rectum
    oblateness = 1.5 * EARTH_J2 * ratio * ratio
    first = -MEAN_SUN_RATE / (oblateness * mean_motion)
    flattened = oblateness * np.sqrt(1.0 - eccentricity * eccentricity)
    cosine = first
    for _ in range(SECOND_ORDER_STEPS):
        cosine = first / (1.0 + flattened * (1.5 * cosine * cosine - 0.5))
    return cosine


@formula(computes="sun_synchronous_cosine")
def sun_synchronous_cosine_second_order(mean_motion: PerSecond, orbital_radius: Kilometer) -> Number:
    """Cosine of the Sun-synchronous inclination with the mean motion n' = n [1 + 3/2 J2 (R_E/r)^2 (1 - 3/2 sin^2 i)] of an oblate Earth.

    Circular orbit. Adds 0.005 deg to the inclination from 160 to 1,400 km, as little as the terms in J4 and J2^2 that it leaves out: the
    first order is the default. Choose `nodal_precession_rate_second_order` with it, or the node seems to drift by 0.25 deg a year.

    Source: smallsats.org, 2013-04-11.
    """
    return second_order_sun_synchronous_cosine(mean_motion, orbital_radius, 0.0)


@formula
def inclination(sun_synchronous_cosine: Number) -> Radian:
    """Inclination of the Sun-synchronous orbit. Give another to leave Sun-synchronism: the node then drifts."""
    return np.arccos(sun_synchronous_cosine)


@formula(constraint="no Sun-synchronous orbit exists at {altitude}: lower it, or give the inclination", guards="inclination")
def sun_synchronous_margin(sun_synchronous_cosine: Number) -> Number:
    """How far the cosine of the Sun-synchronous inclination is from its limit: 1 + cos i."""
    return 1.0 + sun_synchronous_cosine


class Sun(NamedTuple):
    """The Sun at `SAMPLES` times of one year."""

    declination: NDArray[np.float64]
    """rad"""
    ahead: NDArray[np.float64]
    """Right ascension ahead of the mean Sun, rad: the equation of time."""
    distance: NDArray[np.float64]
    """In astronomical units."""


def mean_sun_longitude(days: Real) -> Real:
    """Mean longitude of the Sun, which is the right ascension of the mean Sun, rad, not reduced; days from 2000 January 1, noon.

    Source: Astronomical Almanac, page C5.
    """
    longitude: Real = np.radians(280.459 + 0.98564736 * days)
    return longitude


@cache
def sun_through_year() -> Sun:
    """Where the Sun stands through the year 2026: the Astronomical Almanac's low-precision Sun (0.01 deg, 0.0001 au).

    Source: Astronomical Almanac, page C5; the distance is R = 1.00014 - 0.01671 cos g - 0.00014 cos 2g au, g the mean anomaly.
    """
    days = 9496.5 + np.arange(SAMPLES, dtype=np.float64) * (365.2422 / SAMPLES)
    anomaly = np.radians(357.529 + 0.98560028 * days)
    mean_longitude = mean_sun_longitude(days)
    longitude = mean_longitude + np.radians(1.915 * np.sin(anomaly) + 0.020 * np.sin(2.0 * anomaly))
    obliquity = np.radians(23.439 - 0.00000036 * days)
    declination = np.arcsin(np.sin(obliquity) * np.sin(longitude))
    right_ascension = np.arctan2(np.cos(obliquity) * np.sin(longitude), np.cos(longitude))
    ahead = np.mod(right_ascension - mean_longitude + np.pi, 2.0 * np.pi) - np.pi
    distance = 1.00014 - 0.01671 * np.cos(anomaly) - 0.00014 * np.cos(2.0 * anomaly)
    return Sun(declination, ahead, distance)


@formula
def daily_solar_flux(solar_flux: WattPerSquareMeter) -> DailyWattPerSquareMeter:
    """Sunlight at the Earth's distance through the year: S / R^2, R the distance in au, 3.4 % more in January, 3.3 % less in July.

    Mean over the year 1.0001 S. Keeps the axis `day`.

    Source: inverse square of the Astronomical Almanac's distance, page C5.
    """
    distance = sun_through_year().distance
    return along(solar_flux) / (distance * distance)


@formula
def nodal_precession_rate(inclination: Radian, mean_motion: PerSecond, orbital_radius: Kilometer) -> DegreePerDay:
    """Drift of the node by the Earth's oblateness: -(3/2) J2 n (R_E/r)^2 cos i, eastward positive.

    Source: Vallado, Fundamentals of Astrodynamics, equation 9-37 (circular orbit).
    """
    ratio = EARTH_RADIUS / orbital_radius
    return -1.5 * EARTH_J2 * mean_motion * ratio * ratio * np.cos(inclination)


@formula(computes="nodal_precession_rate")
def nodal_precession_rate_second_order(inclination: Radian, mean_motion: PerSecond, orbital_radius: Kilometer) -> DegreePerDay:
    """Drift of the node, eastward positive, with the mean motion n' = n [1 + 3/2 J2 (R_E/r)^2 (1 - 3/2 sin^2 i)] of an oblate Earth.

    Circular orbit. Within 0.15 % of the first order, which is the default.

    Source: smallsats.org, 2013-04-11.
    """
    ratio = EARTH_RADIUS / orbital_radius
    oblateness = 1.5 * EARTH_J2 * ratio * ratio
    cosine = np.cos(inclination)
    return -oblateness * mean_motion * cosine * (1.0 + oblateness * (1.5 * cosine * cosine - 0.5))


@formula
def beta_angle(inclination: Radian, nodal_precession_rate: DegreePerDay, local_time_of_ascending_node: Hour) -> DailyRadian:
    """Angle of the Sun above the orbit plane through the year.

    sin beta = cos(delta) sin(i) sin(Omega - alpha) + sin(delta) cos(i). The node stands 2 pi (local time / day - 1/2) ahead of
    the mean Sun at the start of the year and drifts by the precession less the Sun's own motion: not at all in a
    Sun-synchronous orbit; the further from it, the faster through all local times. Keeps the axis `day`.

    Source: Rickman, Introduction to On-Orbit Thermal Environments, TFAWS 2014; Sun: Astronomical Almanac, page C5.
    """
    sun = sun_through_year()
    time = TROPICAL_YEAR * np.arange(SAMPLES) / SAMPLES
    node = along(2.0 * np.pi * (local_time_of_ascending_node / DAY - 0.5)) + along(nodal_precession_rate - MEAN_SUN_RATE) * time
    tilt = along(inclination)
    sine: Real = np.cos(sun.declination) * np.sin(tilt) * np.sin(node - sun.ahead) + np.sin(sun.declination) * np.cos(tilt)
    return np.arcsin(sine)


@formula(tabulated=True)
def minimum_beta_angle(beta_angle: DailyRadian) -> Radian:
    """Smallest angle between the Sun and the orbit plane in the year: the worst day for shadow and albedo."""
    return smallest_along(np.abs(beta_angle))
