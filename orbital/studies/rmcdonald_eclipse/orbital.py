"""What Orbital-Datacenters computes of an orbit beyond our Model: a node that keeps its angle to the true Sun, and the limits it reads from it."""

from __future__ import annotations

import numpy as np

from orbital.core.axes import along
from orbital.core.formula import formula
from orbital.core.units import (
    DailyRadian,
    Day,
    Dose,
    DosePerYear,
    Fraction,
    Hour,
    Kilometer,
    Millisecond,
    Minute,
    Radian,
    Ratio,
    Real,
    Year,
)
from orbital.physics.constants import DAY, EARTH_RADIUS, TROPICAL_YEAR
from orbital.physics.eclipse import shadow_fraction
from orbital.physics.links import VACUUM_INDEX, one_way_latency
from orbital.physics.orbits import sun_through_year


@formula(computes="beta_angle")
def beta_angle_of_frozen_node(inclination: Radian, local_time_of_ascending_node: Hour) -> DailyRadian:
    """Sun above the orbit plane as if the node kept its angle to the true Sun, not the mean one: no equation of time.

    sin beta = cos(delta) sin(i) sin(2 pi (t/day - 1/2)) + sin(delta) cos(i); at 6 h, -sin(i - delta). Keeps the axis `day`.
    """
    declination = sun_through_year().declination
    node = along(2.0 * np.pi * (local_time_of_ascending_node / DAY - 0.5))
    tilt = along(inclination)
    sine: Real = np.cos(declination) * np.sin(tilt) * np.sin(node) + np.sin(declination) * np.cos(tilt)
    return np.arcsin(sine)


@formula
def critical_beta_angle(orbital_radius: Kilometer) -> Radian:
    """Angle of the Sun to the orbit plane beyond which no orbit touches the cylinder of shadow: arcsin(R/r)."""
    return np.arcsin(EARTH_RADIUS / orbital_radius)


@formula
def beta_angle_margin(minimum_beta_angle: Radian, critical_beta_angle: Radian) -> Radian:
    """How far the year's smallest angle stays beyond it; negative where there is an eclipse season."""
    return minimum_beta_angle - critical_beta_angle


@formula
def largest_eclipse_fraction(longest_eclipse: Minute, orbital_period: Minute) -> Fraction:
    """Share of the year's darkest orbit in shadow."""
    return longest_eclipse / orbital_period


@formula
def annual_sunlit_fraction(annual_eclipse_fraction: Fraction) -> Fraction:
    """Share of the year in sunlight."""
    return 1.0 - annual_eclipse_fraction


@formula
def eclipse_days(eclipse_season_fraction: Fraction) -> Day:
    """Days of the year with any shadow."""
    return eclipse_season_fraction * TROPICAL_YEAR


@formula
def eclipsed_orbits(eclipse_days: Day, orbital_period: Minute) -> Ratio:
    """Orbits of the year with any shadow."""
    return eclipse_days / orbital_period


@formula
def eclipse_fraction_in_plane(orbital_radius: Kilometer) -> Fraction:
    """Share of an orbit in the cylinder of shadow with the Sun in its plane: arcsin(R/r) / pi."""
    return shadow_fraction(orbital_radius, 0.0, 0.0)


@formula
def nadir_round_trip(altitude: Kilometer) -> Millisecond:
    """Straight down and back: 2 h/c."""
    return 2.0 * one_way_latency(altitude, VACUUM_INDEX)


@formula
def total_dose_rate(life_dose: Dose, satellite_life: Year) -> DosePerYear:
    """Trapped particles and storms by our Model, a year."""
    return life_dose / satellite_life


@formula
def storm_dose_yearly(storm_dose: Dose, satellite_life: Year) -> DosePerYear:
    """Its part of storms."""
    return storm_dose / satellite_life
