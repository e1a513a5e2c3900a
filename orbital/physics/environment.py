"""What the orbit does to a satellite: thin air by altitude and solar activity, drag, and how long a dead one stays up."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from orbital.core.axes import along, mean_along
from orbital.core.catalog import data_path
from orbital.core.formula import formula
from orbital.core.units import (
    Constant,
    DailyRadian,
    Fraction,
    Kilogram,
    KilogramPerCubicMeter,
    Kilometer,
    MeterPerSecond,
    Millinewton,
    Ratio,
    Real,
    SecondSquareMeterPerKilogram,
    SquareMeter,
    Year,
)
from orbital.physics.orbits import circular_speed, orbital_radius

REFERENCE_ACTIVITY, ACTIVITY_RANGE = 140.0, 80.0
DECAY_END = Constant(180_000.0, "m", "from here it is a matter of an orbit or two")
STEP = 25e3
LOWEST = 200e3
NODES = 73


def table(name: str) -> NDArray[np.float64]:
    """The numbers of a table in `data/environment/`."""
    numbers: NDArray[np.float64] = np.loadtxt(data_path() / "environment" / name, delimiter=",", skiprows=1)
    return numbers


def on_even_altitudes(altitudes: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithms of the columns of a table at even steps from 200 to 2,000 km, its outer segments extended."""
    even = LOWEST + STEP * np.arange(NODES)
    logs = np.log(values)
    columns = []
    for column in logs.T:
        inside = np.interp(even, altitudes, column)
        below = column[0] + (column[1] - column[0]) / (altitudes[1] - altitudes[0]) * (even - altitudes[0])
        above = column[-1] + (column[-1] - column[-2]) / (altitudes[-1] - altitudes[-2]) * (even - altitudes[-1])
        columns.append(np.where(even < altitudes[0], below, np.where(even > altitudes[-1], above, inside)))
    return np.array(columns)


def cell(altitude: Real) -> tuple[NDArray[np.int64], Real]:
    """Which pair of even altitudes, and how far along it; the end pairs are extended."""
    place = (altitude - LOWEST) / STEP
    whole = np.clip(np.floor(place), 0.0, NODES - 2.0)
    return whole.astype(np.int64), place - whole


def between(where: tuple[NDArray[np.int64], Real], logs: NDArray[np.float64]) -> Real:
    """Straight line between even altitudes, in the cell found for them."""
    k, share = where
    low = logs.take(k, mode="clip")  # all within; "clip" only spares the check
    value: Real = low + share * (logs.take(k + 1, mode="clip") - low)
    return value


@cache
def density_coefficients() -> tuple[NDArray[np.float64], ...]:
    """Log density at even altitudes as a parabola in solar activity: constant, slope, curvature."""
    rows = table("density.csv")
    logs = on_even_altitudes(1e3 * rows[:, 0], rows[:, 1:])
    low, high = ((f - REFERENCE_ACTIVITY) / ACTIVITY_RANGE for f in (70.0, 230.0))
    a, b = logs[0] - logs[1], logs[2] - logs[1]
    curvature = (b / high - a / low) / (high - low)
    return logs[1], a / low - curvature * low, curvature


@formula(opaque=True)
def atmospheric_density(altitude: Kilometer, solar_activity: Ratio) -> KilogramPerCubicMeter:
    """Global mean density by altitude and solar activity (F10.7 in solar flux units), log-linear between computed altitudes.

    From 200 to 2,000 km and F10.7 70 to 230; a parabola in F10.7 through the three computed activities. At 600 km solar minimum has a
    tenth of the mean density, maximum five times it. Beyond 2,000 km the outer exponential falls on, to nothing.

    Source: NRLMSIS 2.1 through pymsis, `scripts/make_density_table.py`.
    """
    constant, slope, curvature = density_coefficients()
    activity = (solar_activity - REFERENCE_ACTIVITY) / ACTIVITY_RANGE
    where = cell(altitude)
    exponent: Real = between(where, constant) + activity * (between(where, slope) + activity * between(where, curvature))
    return np.exp(exponent)


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


@formula(tabulated=True, opaque=True)
def decay_integral(altitude: Kilometer, solar_activity: Ratio) -> SecondSquareMeterPerKilogram:
    """Time to fall from the altitude to 180 km, over the ballistic coefficient: integral of dh / (rho v r), circular all the way.

    At a constant solar activity; a real fall of years follows the cycle. By the midpoint rule in 128 steps, 0.1 %.

    Source: da/dt = -rho v a / B; Vallado, Fundamentals of Astrodynamics, section 9.6.
    """
    share = (np.arange(128) + 0.5) / 128.0
    height = along(altitude - DECAY_END) * share + DECAY_END
    fall = atmospheric_density(height, along(solar_activity)) * circular_speed(height) * orbital_radius(height)
    return mean_along(1.0 / fall) * (altitude - DECAY_END)


@formula
def decay_time(
    decay_integral: SecondSquareMeterPerKilogram,
    satellite_mass: Kilogram,
    drag_coefficient: Ratio,
    array_area: SquareMeter,
    radiator_area: SquareMeter,
) -> Year:
    """How long a dead satellite stays up: B times the integral, B = m / (C_d A), A the mean area of the tumbling array and radiator.

    A convex or flat body shows a quarter of its surface on average: half of each planform. FCC rules ask for five years.

    Source: Cauchy's mean projected area; 47 CFR 25.283(e).
    """
    area = 0.5 * (array_area + radiator_area)
    return decay_integral * satellite_mass / (drag_coefficient * area)
