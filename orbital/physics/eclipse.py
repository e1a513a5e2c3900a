"""Time in the Earth's shadow: per orbit, through the year, the longest, and how often the battery cycles."""

from __future__ import annotations

import numpy as np

from orbital.core.axes import along, largest_along, mean_of_seasons, share_of_seasons, smallest_along
from orbital.core.formula import formula
from orbital.core.units import DailyFraction, DailyRadian, DailyWattPerSquareMeter, Fraction, Kilometer, Minute, PerYear, Ratio, Real, WattPerSquareMeter
from orbital.physics.constants import ASTRONOMICAL_UNIT, EARTH_RADIUS, SUN_RADIUS


def shadow_fraction(radius: Real, beta: Real, sine: Real) -> Real:
    """Share of an orbit behind the edge of a shadow cone of the Earth: f = arccos( x / (r cos beta) ) / pi, else 0.

    `sine` is that of the cone's half angle a: positive where it converges behind the Earth, 0 for a cylinder, negative where it
    widens. The edge is where sqrt(r^2 - x^2) = R/cos(a) - x tan(a), x behind the Earth: x = R sin(a) + sqrt(r^2 - R^2) cos(a).
    Exact for a circular orbit, a spherical Earth and a Sun that stands still for the orbit; r > R / cos(a).
    """
    cosine = np.sqrt(1.0 - sine * sine)
    edge = (EARTH_RADIUS * sine + np.sqrt(radius * radius - EARTH_RADIUS * EARTH_RADIUS) * cosine) / radius
    share: Real = np.arccos(np.minimum(edge / np.cos(beta), 1.0)) / np.pi
    return share


@formula
def eclipse_fraction(orbital_radius: Kilometer, beta_angle: DailyRadian) -> DailyFraction:
    """Share of each orbit in a cylindrical shadow: f = arccos( sqrt(r^2 - R^2) / (r cos beta) ) / pi, else 0.

    Within 0.45 min of the cone in the longest eclipse of a dawn-dusk orbit at 650 km, up to 4.4 min where the orbit only grazes
    the shadow; over the year it has 0.002 more of it. Keeps the axis `day`.

    Source: Rickman, TFAWS 2014; Wertz, Space Mission Analysis and Design, section 5.1.
    """
    return shadow_fraction(along(orbital_radius), beta_angle, 0.0)


@formula(computes="eclipse_fraction")
def eclipse_fraction_conical(orbital_radius: Kilometer, beta_angle: DailyRadian) -> DailyFraction:
    """Share of each orbit in the umbra, where no part of the Sun is seen: the cone of sin(a) = (R_Sun - R)/au.

    Keeps the axis `day`.

    Source: Vallado, algorithm 34 (umbra), solved for the edge.
    """
    return shadow_fraction(along(orbital_radius), beta_angle, (SUN_RADIUS - EARTH_RADIUS) / ASTRONOMICAL_UNIT)


@formula(computes="eclipse_fraction")
def eclipse_fraction_penumbral(orbital_radius: Kilometer, beta_angle: DailyRadian) -> DailyFraction:
    """Share of each orbit from which the Sun is not seen whole, umbra and penumbra: the cone of sin(a) = -(R_Sun + R)/au.

    For loads that bear no shade at all. Keeps the axis `day`.

    Source: Vallado, algorithm 34 (penumbra), solved for the edge.
    """
    return shadow_fraction(along(orbital_radius), beta_angle, -(SUN_RADIUS + EARTH_RADIUS) / ASTRONOMICAL_UNIT)


@formula(computes="eclipse_fraction")
def eclipse_fraction_point_sun(orbital_radius: Kilometer, beta_angle: DailyRadian) -> DailyFraction:
    """Share of each orbit from which the Sun's center is hidden by a sphere of the Earth's radius: the cone of sin(a) = -R/au.

    The longest eclipse exceeds the cylinder's by 0.004 min at 650 km, by 0.02 min at the geostationary ring. Keeps the axis `day`.

    Source: skyfield, `is_sunlit`: whether the line to the Sun's center meets a sphere of 6378.1366 km.
    """
    return shadow_fraction(along(orbital_radius), beta_angle, -EARTH_RADIUS / ASTRONOMICAL_UNIT)


@formula(tabulated=True)
def annual_eclipse_fraction(eclipse_fraction: DailyFraction) -> Fraction:
    """Share of the year in shadow: the mean of the orbits' shares, the season's first and last orbits found between the samples."""
    return mean_of_seasons(eclipse_fraction)


@formula(tabulated=True)
def longest_eclipse(eclipse_fraction: DailyFraction, orbital_period: Minute) -> Minute:
    """Time in shadow of the year's worst orbit."""
    return largest_along(eclipse_fraction) * orbital_period


@formula(tabulated=True)
def eclipse_season_fraction(eclipse_fraction: DailyFraction) -> Fraction:
    """Share of the year whose orbits touch the shadow at all."""
    return share_of_seasons(eclipse_fraction)


@formula(tabulated=True)
def aphelion_eclipse_fraction(eclipse_fraction: DailyFraction, daily_solar_flux: DailyWattPerSquareMeter) -> Fraction:
    """Share of the orbit in shadow on the day of least sunlight, early in July."""
    dimmest = along(smallest_along(daily_solar_flux))
    return largest_along(np.where(daily_solar_flux <= dimmest, eclipse_fraction, 0.0))


@formula(tabulated=True)
def sizing_sunlight_factor(eclipse_fraction: DailyFraction, daily_solar_flux: DailyWattPerSquareMeter, solar_flux: WattPerSquareMeter) -> Ratio:
    """Sunlight, over that at 1 au, with which an array that carries its load through the longest eclipse is big enough all year.

    s = [1/(1 - f)]_max / [ (S / S_day) / (1 - f) ]_max, f the share of each orbit in shadow: the orbit that asks for most is neither just
    the darkest nor just the dimmest. For dawn-dusk at 18 h both are near the June solstice, two weeks from aphelion: 3 % less sunlight
    than the solar constant.

    Source: need of a day = load (1 + f/(1 - f)) over its sunlight.
    """
    lit = 1.0 / (1.0 - eclipse_fraction)
    return largest_along(lit) / largest_along(lit * along(solar_flux) / daily_solar_flux)


@formula
def eclipse_cycles_per_year(eclipse_season_fraction: Fraction, orbital_period: Minute) -> PerYear:
    """How often the satellite enters the shadow: one time an orbit, in season."""
    return eclipse_season_fraction / orbital_period
