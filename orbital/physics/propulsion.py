"""Orbit keeping and disposal, as propellant."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import Constant, Fraction, Kilogram, MeterPerSecond, Millinewton, Second, Year
from orbital.physics.constants import STANDARD_GRAVITY
from orbital.physics.orbits import circular_speed

REENTRY_ALTITUDE = Constant(200_000.0, "m", "below this drag ends the orbit within days")
GRAVEYARD_ALTITUDE = Constant(2_000_000.0, "m", "above the protected region of low orbits (IADC)")


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
def disposal_delta_v_graveyard(orbital_speed: MeterPerSecond) -> MeterPerSecond:
    """Low-thrust spiral up to a graveyard at 2,000 km: |v(h) - v(2,000 km)|.

    Source: Edelbaum's planar transfer between circular orbits.
    """
    return np.abs(orbital_speed - circular_speed(GRAVEYARD_ALTITUDE))


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
