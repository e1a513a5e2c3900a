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

DOSE_TABLE_TOP = Constant(2_000_000.0, "m", "data/environment/dose.csv ends here")
LEAST_SHIELDING = Constant(1e-3, "m", "the table's thinnest wall; a box around electronics is no thinner")
MOST_SHIELDING = Constant(10.0, "m", "stands for never")
STORM_SHIELDING = Constant(0.010, "m", "the thickness that storm_dose_rate is stated behind")


THICKNESSES = np.log(1e-3 * np.array([1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 20.0, 50.0, 100.0]))
"""Log thickness (m) of the columns of `data/environment/dose.csv`."""
LEAST_INCLINATION, INCLINATION_STEP, INCLINATIONS = np.radians(30.0), np.radians(10.0), 7
"""Its inclinations: 30, 40 ... 90 degrees."""


@cache
def dose_logs() -> NDArray[np.float64]:
    """Log dose rate (rad a year) at even altitudes, one after another, for each thickness of each inclination."""
    rows = table("dose.csv").reshape(-1, INCLINATIONS, 2 + len(THICKNESSES))
    altitudes, doses = 1e3 * rows[:, 0, 0], rows[:, :, 2:].reshape(len(rows), -1)
    return on_even_altitudes(altitudes, doses).ravel()


def dose_place(altitude: Real, inclination: Real) -> tuple[NDArray[np.int64], Real, Real]:
    """Where in the table at its first thickness: the lower even altitude of the lower inclination, how far to the next of each."""
    k, share = cell(np.minimum(altitude, DOSE_TABLE_TOP))
    tilt = (np.pi / 2.0 - np.abs(np.pi / 2.0 - inclination) - LEAST_INCLINATION) / INCLINATION_STEP
    i = np.clip(np.floor(tilt), 0.0, INCLINATIONS - 2.0)
    return i.astype(np.int64) * len(THICKNESSES) * NODES + k, share, np.maximum(tilt - i, 0.0)


def log_dose(place: tuple[NDArray[np.int64], Real, Real], column: Any) -> Real:
    """Log dose rate (rad a year) behind the thickness of a column of the table."""
    k, share, tilt = place
    flatter = between((column * NODES + k, share), dose_logs())
    steeper = between(((column + len(THICKNESSES)) * NODES + k, share), dose_logs())
    logs: Real = flatter + tilt * (steeper - flatter)
    return logs


@formula(opaque=True)
def dose_rate(altitude: Kilometer, inclination: Radian, shielding_thickness: Millimeter, dose_model_factor: Ratio) -> DosePerYear:
    """Dose rate in silicon by trapped particles at the center of a sphere of aluminum, log-linear in altitude, inclination and log thickness.

    From 300 to 2,000 km, 30 to 150 degrees and 1 to 100 mm, solar minimum; the outer slopes go on below 300 km and beyond the walls. Nearer to the
    equator it is that of 30 degrees: far too much at 500 km, where next to nothing is there, 1.7 times too little at 2,000 km. The factor
    brings it to the 150 rad(Si) a year that Suncatcher states for 650 km, Sun-synchronous, behind 10 mm. SPENVIS, another run of the same
    models, has 4 to 32 % more than the table behind 5 mm; of models in general a factor of two either way is to be expected.

    Source: AP8/AE8, SHIELDOSE-2 (`data/environment/dose.csv`, written by `scripts/make_dose_table.py`).
    """
    thickness = np.log(shielding_thickness)
    d = np.minimum(np.maximum(np.searchsorted(THICKNESSES, thickness) - 1, 0), len(THICKNESSES) - 2)
    deeper = (thickness - THICKNESSES[d]) / (THICKNESSES[d + 1] - THICKNESSES[d])
    place = dose_place(altitude, inclination)
    thinner, thicker = log_dose(place, d), log_dose(place, d + 1)
    exponent: Real = thinner + deeper * (thicker - thinner)
    return dose_model_factor * np.exp(exponent) * ONE_YEAR_RATE


@formula(computes="shielding_thickness", opaque=True)
def shielding_thickness_from_dose(
    altitude: Kilometer, inclination: Radian, dose_model_factor: Ratio, allowed_dose: Dose, storm_dose_rate: DosePerYear, satellite_life: Year
) -> Millimeter:
    """The inverse relation: as much aluminum as the allowed dose asks for over the life, storms included (0.1 % below it); 1 mm to 10 m.

    By halving the interval of its logarithm. Beyond 10 mm what is left is hard protons: of 10 mm's dose half is left behind 30 mm, a sixth behind 100.
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
