"""Ionizing dose behind shielding: trapped particles and storms, and the aluminum that keeps them out."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.core.formula import formula
from orbital.core.units import (
    ONE_YEAR_RATE,
    Constant,
    Dose,
    DoseDifference,
    DosePerYear,
    Kilogram,
    Kilometer,
    LengthDifference,
    Millimeter,
    Radian,
    Ratio,
    Real,
    SquareMeter,
    Year,
)
from orbital.physics.constants import ALUMINUM_DENSITY
from orbital.physics.environment import NODES, between, cell, on_even_altitudes, table

DOSE_TABLE_TOP = Constant(2_000_000.0, "m", "data/environment/dose_inclination.csv ends here")
LEAST_SHIELDING = Constant(1e-3, "m", "the table's thinnest wall; a box around electronics is no thinner")
MOST_SHIELDING = Constant(10.0, "m", "stands for never")
STORM_SHIELDING = Constant(0.010, "m", "the thickness that storm_dose_rate is stated behind")


@cache
def dose_logs() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Log thickness (m) of the table's columns, and log dose rate (rad a year) at even altitudes, one row a thickness."""
    rows = table("dose.csv")
    return np.log(1e-3 * np.array([1.0, 2.54, 5.0, 10.0, 20.0])), on_even_altitudes(1e3 * rows[:, 0], rows[:, 1:])


@cache
def inclination_logs() -> NDArray[np.float64]:
    """Log ratio of the dose at 30 degrees to that of a Sun-synchronous orbit, at even altitudes."""
    rows = table("dose_inclination.csv")
    logs: NDArray[np.float64] = on_even_altitudes(1e3 * rows[:, 0], rows[:, 2:] / rows[:, 1:2])[0]
    return logs


def dose_place(altitude: Real, inclination: Real) -> tuple[NDArray[np.int64], Real, Real]:
    """Which pair of even altitudes, how far along it, and the log factor for the inclination there."""
    k, share = cell(np.minimum(altitude, DOSE_TABLE_TOP))
    tilt = np.minimum(np.maximum((np.pi / 2.0 - inclination) / (np.pi / 3.0), 0.0), 1.0)
    return k, share, tilt * between((k, share), inclination_logs())


def log_dose(place: tuple[NDArray[np.int64], Real, Real], row: Any) -> Real:
    """Log dose rate (rad a year) behind the thickness of a row of the table."""
    k, share, tilted = place
    return between((row * NODES + k, share), dose_logs()[1].ravel()) + tilted


@formula(opaque=True)
def dose_rate(altitude: Kilometer, inclination: Radian, shielding_thickness: Millimeter, dose_model_factor: Ratio) -> DosePerYear:
    """Ionizing dose rate in silicon inside a sphere of aluminum, log-linear in altitude and in log thickness.

    From 400 to 1,000 km and 1 to 20 mm (extended beyond, with falling trust, to 2,000 km), solar minimum. Below 90 degrees of inclination it is
    scaled toward the ratio known at 30 degrees: half as much at 500 km, twice as much at 1,200 km. Models differ by a factor of two
    to six, and this table is the lowest of those at hand: at 650 km behind 10 mm it has 86 rad(Si)/yr, Suncatcher states 150. The factor
    brings it there.

    Source: AP8/AE8, SHIELDOSE-2 (`data/environment/dose.csv`); ratio by inclination: SPENVIS (`dose_inclination.csv`).
    """
    depths, _ = dose_logs()
    thickness = np.log(shielding_thickness)
    d = np.minimum(np.maximum(np.searchsorted(depths, thickness) - 1, 0), len(depths) - 2)
    deeper = (thickness - depths[d]) / (depths[d + 1] - depths[d])
    place = dose_place(altitude, inclination)
    thinner, thicker = log_dose(place, d), log_dose(place, d + 1)
    exponent: Real = thinner + deeper * (thicker - thinner)
    return dose_model_factor * np.exp(exponent) * ONE_YEAR_RATE


@formula(computes="shielding_thickness", opaque=True)
def shielding_thickness_from_dose(
    altitude: Kilometer, inclination: Radian, dose_model_factor: Ratio, allowed_dose: Dose, storm_dose_rate: DosePerYear, satellite_life: Year
) -> Millimeter:
    """The inverse relation: as much aluminum as the allowed dose asks for over the life, storms included (0.1 % below it); 1 mm to 10 m.

    By halving the interval of its logarithm. Beyond 20 mm the table's last slope is extended: what is left there is bremsstrahlung and hard
    protons, which more aluminum hardly stops.
    """
    allowed = 0.999 * allowed_dose / satellite_life
    low, high = np.log(LEAST_SHIELDING) + 0.0 * allowed, np.log(MOST_SHIELDING) + 0.0 * allowed
    for _ in range(48):
        middle = 0.5 * (low + high)
        wall = np.exp(middle)
        taken: Real = dose_rate(altitude, inclination, wall, dose_model_factor) + storms_behind(storm_dose_rate, wall)
        enough = taken <= allowed
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    found: Real = np.exp(high)
    return found


def storms_behind(rate: Real, thickness: Real) -> Real:
    """Dose of solar particle events behind another thickness than the 10 mm their rate is stated for: falls with its power 1.4."""
    behind: Real = rate * np.exp(-1.4 * np.log(thickness / STORM_SHIELDING))
    return behind


@formula(constraint="no dose table reaches {altitude}: give dose_rate, or fly below 2,000 km", guards="dose_rate")
def dose_table_margin(altitude: Kilometer) -> LengthDifference:
    """How far below the end of the dose tables the orbit is: 2,000 km - h. Above are the belts, which a straight line does not follow."""
    return DOSE_TABLE_TOP - altitude


@formula
def storm_dose(storm_dose_rate: DosePerYear, satellite_life: Year, shielding_thickness: Millimeter) -> Dose:
    """Dose of solar particle events over the life behind the shielding: rate x life x (10 mm / t)^1.4.

    Source: slope between 1 and 20 mm of published depth curves for large events (from memory: ten times as much behind 2 mm).
    """
    return storms_behind(storm_dose_rate, shielding_thickness) * satellite_life


@formula
def life_dose(dose_rate: DosePerYear, satellite_life: Year, storm_dose: Dose) -> Dose:
    """Ionizing dose of the electronics over the life: trapped particles and storms."""
    return dose_rate * satellite_life + storm_dose


@formula(constraint="the electronics take {life_dose} over their life and stand {allowed_dose}: fly lower, shield more, or live shorter")
def dose_margin(allowed_dose: Dose, life_dose: Dose) -> DoseDifference:
    """Dose the electronics stand less what they take."""
    return allowed_dose - life_dose


@formula
def shielding_mass(shielding_thickness: Millimeter, payload_surface_area: SquareMeter) -> Kilogram:
    """Aluminum around the payload's own surface: rho t A."""
    return ALUMINUM_DENSITY * shielding_thickness * payload_surface_area
