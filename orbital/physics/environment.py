"""What the orbit does to a satellite: drag, and radiation dose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from orbital.core.axes import mean_along
from orbital.core.formula import formula
from orbital.core.units import (
    ONE_YEAR_RATE,
    DailyRadian,
    DosePerYear,
    Fraction,
    KilogramPerCubicMeter,
    Kilometer,
    MeterPerSecond,
    Millinewton,
    Ratio,
    SquareMeter,
)

FAR = (-1e6, 1e7)
"""Ends (m) to which the outer segments of a log-linear table are extended."""


def log_table(altitudes: list[float], values: list[float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Altitudes (km) and values as nodes (m) and logarithms, the outer segments extended far beyond."""
    x, y = 1e3 * np.array(altitudes), np.log(np.array(values))
    ends = [y[k] + (y[k + 1] - y[k]) / (x[k + 1] - x[k]) * (far - x[k]) for k, far in ((0, FAR[0]), (len(x) - 2, FAR[1]))]
    return np.array([FAR[0], *x, FAR[1]]), np.array([ends[0], *y, ends[1]])


MEAN_DENSITY = log_table(
    [400, 500, 550, 600, 650, 700, 800, 1000, 1200], [4.03e-12, 8.14e-13, 3.86e-13, 1.89e-13, 9.62e-14, 5.12e-14, 1.72e-14, 4.13e-15, 1.83e-15]
)
DOSE_10_MM_ALUMINUM = log_table([400, 550, 650, 800, 1000], [12.0, 44.0, 86.0, 189.0, 437.0])


@formula(opaque=True)
def atmospheric_density(altitude: Kilometer) -> KilogramPerCubicMeter:
    """Global mean density at mean solar activity (F10.7 140, Ap 15), log-linear between computed altitudes.

    From 400 to 1,200 km; extended as exponentials beyond. Solar minimum and maximum are about 10 times less and 5 times more at 600 km.

    Source: NRLMSIS 2.1 (pymsis 0.13.0), area-weighted means of 2020-03-20.
    """
    return np.exp(np.interp(altitude, *MEAN_DENSITY))


@formula(tabulated=True)
def array_ram_fraction(beta_angle: DailyRadian) -> Fraction:
    """Share of the array's area that meets the flow, mean over orbits and year: (2/pi) mean(cos beta) for a Sun-pointing array.

    Source: orbit mean of |n.v|; equals 2/pi at beta 0 and 0 at beta 90 degrees.
    """
    return 2.0 / np.pi * mean_along(np.cos(beta_angle))


@formula
def drag_force(
    atmospheric_density: KilogramPerCubicMeter,
    orbital_speed: MeterPerSecond,
    drag_coefficient: Ratio,
    array_area: SquareMeter,
    array_ram_fraction: Fraction,
    radiator_area: SquareMeter,
    radiator_ram_fraction: Fraction,
) -> Millinewton:
    """Mean drag: F = 1/2 rho v^2 C_d A. A radiator with its normal along the velocity meets the flow with its whole planform.

    Source: Vallado, Fundamentals of Astrodynamics, section 8.6.2.
    """
    area = array_area * array_ram_fraction + radiator_area * radiator_ram_fraction
    return 0.5 * atmospheric_density * orbital_speed * orbital_speed * drag_coefficient * area


@formula(opaque=True)
def dose_rate(altitude: Kilometer) -> DosePerYear:
    """Ionizing dose rate in silicon behind 10 mm of aluminum, polar orbit, log-linear between computed altitudes.

    From 400 to 1,000 km, center of a sphere, AP8/AE8 at solar minimum; another estimate at 650 km is 150 rad(Si)/yr (Suncatcher).

    Source: SpacePy 0.7.0 (AP8/AE8, SHIELDOSE-2) in a third party's table, iamjohncao/3rokcombo, 2026; labelled an estimate there.
    """
    return np.exp(np.interp(altitude, *DOSE_10_MM_ALUMINUM)) * ONE_YEAR_RATE
