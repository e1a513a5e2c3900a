"""Orbit keeping and disposal, as propellant."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import Constant, Fraction, Kilogram, Kilometer, MeterPerSecond, Millinewton, Second, Year
from orbital.physics.constants import EARTH_RADIUS, STANDARD_GRAVITY
from orbital.physics.orbits import circular_speed

REENTRY_ALTITUDE = Constant(200_000.0, "m", "below this drag ends the orbit within days")
REENTRY_PERIGEE_ALTITUDE = Constant(50_000.0, "m", "a pass this deep in the air ends the orbit, and where is chosen")
GRAVEYARD_ALTITUDE = Constant(2_000_000.0, "m", "above the protected region of low orbits (IADC)")
GEOSTATIONARY_GRAVEYARD_ALTITUDE = Constant(36_086_000.0, "m", "300 km above the geostationary ring at 35,786 km")


@formula
def exhaust_velocity(specific_impulse: Second) -> MeterPerSecond:
    """Effective exhaust velocity: w = I_sp g_0."""
    return specific_impulse * STANDARD_GRAVITY


@formula
def disposal_delta_v(orbital_speed: MeterPerSecond) -> MeterPerSecond:
    """Low-thrust spiral down to 200 km, where drag takes over: |v(200 km) - v(h)|.

    Source: Edelbaum's planar transfer between circular orbits.
    """
    return np.abs(circular_speed(REENTRY_ALTITUDE) - orbital_speed)


@formula(computes="disposal_delta_v")
def disposal_delta_v_impulsive(orbital_radius: Kilometer, orbital_speed: MeterPerSecond) -> MeterPerSecond:
    """One braking burn to a perigee of 50 km, for a re-entry at a chosen place: v (1 - sqrt( 2 r_p / (r + r_p) )).

    From circular orbits; short against the orbit, so give the specific impulse of a thruster that can (chemical, 220 to 320 s).

    Source: vis-viva equation at apogee; Vallado, section 6.3.
    """
    perigee = EARTH_RADIUS + REENTRY_PERIGEE_ALTITUDE
    return orbital_speed * (1.0 - np.sqrt(2.0 * perigee / (orbital_radius + perigee)))


@formula(computes="disposal_delta_v")
def disposal_delta_v_graveyard(orbital_speed: MeterPerSecond) -> MeterPerSecond:
    """Low-thrust spiral up to a graveyard at 2,000 km: |v(h) - v(2,000 km)|.

    Source: Edelbaum's planar transfer between circular orbits.
    """
    return np.abs(orbital_speed - circular_speed(GRAVEYARD_ALTITUDE))


@formula(computes="disposal_delta_v")
def disposal_delta_v_geo_graveyard(orbital_speed: MeterPerSecond) -> MeterPerSecond:
    """Low-thrust spiral to 300 km above the geostationary ring: |v(h) - v(36,086 km)|, 11 m/s from the ring.

    IADC asks for 235 km + 1,000 km x C_R A/m with A/m in m2/kg: 300 km serves C_R A/m up to 0.065 m2/kg; 0.2 would take 435 km, 16 m/s.

    Source: Edelbaum's planar transfer; height: IADC Space Debris Mitigation Guidelines, 5.3.1.
    """
    return np.abs(orbital_speed - circular_speed(GEOSTATIONARY_GRAVEYARD_ALTITUDE))


@formula(computes="disposal_delta_v")
def disposal_delta_v_escape(orbital_speed: MeterPerSecond) -> MeterPerSecond:
    """Low-thrust spiral out of the Earth's field: the orbital speed itself.

    Source: Edelbaum's transfer to infinity.
    """
    return orbital_speed


@formula
def disposal_propellant_fraction(disposal_delta_v: MeterPerSecond, exhaust_velocity: MeterPerSecond) -> Fraction:
    """Propellant for disposal over launch mass: 1 - exp(-dv/w).

    Source: Tsiolkovsky's equation.
    """
    return -np.expm1(-disposal_delta_v / exhaust_velocity)


@formula
def drag_propellant_mass(drag_force: Millinewton, satellite_life: Year, exhaust_velocity: MeterPerSecond) -> Kilogram:
    """Propellant that cancels drag for the life: F t / w; the satellite's own mass does not enter."""
    return drag_force * satellite_life / exhaust_velocity
