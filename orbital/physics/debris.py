"""Orbital debris: flux by size, what punctures a radiator's tubes, and the area that isolated segments lose by end of life."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    ONE_YEAR_RATE,
    Constant,
    Fraction,
    Kilometer,
    Meter,
    Millimeter,
    Number,
    PerSquareMeterPerYear,
    PerYear,
    Radian,
    Ratio,
    Real,
    SquareMeter,
    Watt,
    Year,
)

KILOMETER = Constant(1000.0, "m", "SI; the model counts altitude in kilometers")
CENTIMETER = Constant(0.01, "m", "SI; the model counts diameters in centimeters")
YEARLY_FLUX = Constant(float(ONE_YEAR_RATE), "1/s/m**2", "one per square meter and year")
SEGMENT_FLUX = Constant(600.0, "W/m**2", "what a radiator at 305 K rejects, for counting segments")
LN_10, LN_1_02, LN_1_04 = np.log(10.0), np.log(1.02), np.log(1.04)
INCLINATIONS = np.radians([28.5, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0])
INCLINATION_FACTORS = np.array([0.91, 1.0, 1.07, 1.2, 1.4, 1.6, 1.78])


def by_inclination(inclination: Real) -> Real:
    """Factor on the flux by inclination, straight between the tabulated ones, level beyond."""
    factor: Real = np.interp(inclination, INCLINATIONS, INCLINATION_FACTORS)
    return factor


def debris_flux(altitude: Real, inclination: Real, solar_activity: Real, year: Real, diameter: Real) -> Real:
    """Objects of `diameter` and larger through a unit of tumbling surface and time, NASA90.

    Phi(h, S) Psi(i) [ F1(d) g1 + F2(d) g2 ] with F1 = 1.22e-5 d^-2.5, F2 = 8.1e10 (d + 700)^-6 (d in cm), Phi1 = 10^(h/200 km - S/140 -
    1.5), Phi = Phi1/(1 + Phi1), g1 = 1.02^(t-1988) to 2011 and 1.04 a year since, g2 = 1 + 0.05 (t - 1988). From 200 to 2,000 km. For
    screening: superseded by ORDEM and MASTER, without the fragments of 2007, 2009 and 2021; no better than a factor of three.

    Source: Anderson (ed.), NASA TM-100471 (1991 edition), as given by SPENVIS.
    """
    size = diameter / CENTIMETER
    large = size + 700.0
    cube = large * large * large
    root = np.sqrt(size)
    early = np.minimum(year, 2011.0) - 1988.0
    late = np.maximum(year - 2011.0, 0.0)
    small = 1.22e-5 / (size * size * root) * np.exp(LN_1_02 * early + LN_1_04 * late)
    intact = 8.1e10 / (cube * cube) * (1.0 + 0.05 * (year - 1988.0))
    crowding = np.exp(LN_10 * (altitude / (200.0 * KILOMETER) - solar_activity / 140.0 - 1.5))
    flux: Real = YEARLY_FLUX * crowding / (1.0 + crowding) * by_inclination(inclination) * (small + intact)
    return flux


@formula
def puncturing_diameter(tube_armor_thickness: Millimeter) -> Millimeter:
    """Debris that just punctures an aluminum wall: t = 1.8 x 5.24 d^(19/18) HB^(-1/4) (V/C)^(2/3), solved for d (t, d in cm).

    Aluminum on aluminum at V = 10 km/s, sound C = 5.1 km/s, Brinell hardness HB = 95 (6061-T6): t = 4.73 d^(19/18). Holds for
    compact debris; a wall of 5 mm stops 1.2 mm.

    Source: Cour-Palais as modified by Christiansen; NASA/TM-2009-214789, single-wall equation (coefficients from memory).
    """
    return CENTIMETER * np.exp(18.0 / 19.0 * np.log(tube_armor_thickness / CENTIMETER / 4.733))


@formula
def puncture_flux(
    altitude: Kilometer, inclination: Radian, solar_activity: Ratio, debris_year: Number, puncturing_diameter: Millimeter
) -> PerSquareMeterPerYear:
    """Debris large enough to puncture a tube, per surface and time."""
    return debris_flux(altitude, inclination, solar_activity, debris_year, puncturing_diameter)


@formula
def vulnerable_area_fraction(tube_outer_diameter: Millimeter, fin_half_pitch: Meter) -> Fraction:
    """Share of the planform that the tubes take: D / (2 L)."""
    return tube_outer_diameter / (2.0 * fin_half_pitch)


@formula
def segment_loss_probability(
    puncture_flux: PerSquareMeterPerYear,
    radiator_ram_fraction: Fraction,
    radiator_segment_area: SquareMeter,
    vulnerable_area_fraction: Fraction,
    satellite_life: Year,
) -> Fraction:
    """Chance that a segment is punctured by end of life: 1 - exp(-2 k F v A_s t).

    A segment is a panel area with valves of its own; a first hit on either face of its tubes, the share v of its planform, empties it
    and no other. A panel with its normal along the velocity meets pi/2 times the flux through a tumbling one (k), debris coming level.

    Source: Poisson arrivals.
    """
    facing = 1.0 + (np.pi / 2.0 - 1.0) * radiator_ram_fraction
    return -np.expm1(-2.0 * facing * puncture_flux * radiator_segment_area * vulnerable_area_fraction * satellite_life)


@formula
def radiator_lost_fraction(
    segment_loss_probability: Fraction,
    radiator_segment_area: SquareMeter,
    waste_heat: Watt,
    radiator_loss_deviations: Ratio,
) -> Fraction:
    """Share of the radiator to be expected lost by end of life, with a margin for bad luck: p + z sqrt( p (1 - p) / n ).

    n segments carry the heat, counted at 600 W/m2 (only its root matters); z standard deviations leave 95 of 100 satellites with enough
    at 1.64. Few large segments need more in reserve than many small ones.

    Source: binomial distribution, normal approximation.
    """
    segments = np.maximum(waste_heat / (SEGMENT_FLUX * radiator_segment_area), 1.0)
    spread = np.sqrt(segment_loss_probability * (1.0 - segment_loss_probability) / segments)
    return np.minimum(segment_loss_probability + radiator_loss_deviations * spread, 1.0)


@formula(
    constraint="punctures may empty {radiator_lost_fraction} of the radiator by end of life: make its segments smaller or its tubes thicker",
    guards="radiator_lost_fraction",
)
def radiator_loss_margin(radiator_lost_fraction: Fraction) -> Number:
    """How far the radiator's losses are from nine tenths of it, beyond which no area makes up for them."""
    return 0.9 - radiator_lost_fraction


@formula
def large_debris_hits(
    altitude: Kilometer,
    inclination: Radian,
    solar_activity: Ratio,
    debris_year: Number,
    large_debris_diameter: Meter,
    array_area: SquareMeter,
    radiator_area: SquareMeter,
) -> PerYear:
    """Hits a year of debris that shielding cannot stop, on array and radiator from both sides. What they do is in the satellite's own loss rate."""
    flux = debris_flux(altitude, inclination, solar_activity, debris_year, large_debris_diameter)
    return flux * 2.0 * (array_area + radiator_area)
