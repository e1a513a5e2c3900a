"""What turns and pushes a large array: sunlight, and gravity that is stronger below than above."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Fraction,
    Kilogram,
    KilogramSquareMeter,
    Meter,
    MicronewtonPerSquareMeter,
    Millinewton,
    MillinewtonMeter,
    NewtonMeterSecond,
    NewtonMeterSecondPerKilogram,
    PerSecond,
    Radian,
    Ratio,
    SquareMeter,
    WattPerSquareMeter,
)
from orbital.physics.constants import SPEED_OF_LIGHT


@formula
def solar_pressure(solar_flux: WattPerSquareMeter) -> MicronewtonPerSquareMeter:
    """Pressure of sunlight on a black surface that faces it: S / c.

    Source: momentum of light; 4.54 uN/m2 at 1361 W/m2.
    """
    return solar_flux / SPEED_OF_LIGHT


@formula
def solar_pressure_force(solar_pressure: MicronewtonPerSquareMeter, array_area: SquareMeter, array_reflectance: Fraction) -> Millinewton:
    """Force of sunlight on an array that faces the Sun: F = (S/c) A (1 + q), along the Sun's rays; body and radiator left out.

    Normal incidence, mirror-like reflection, the heat radiated alike from both faces. In low orbit it swings the eccentricity, and
    turns the satellite by F times the distance of the array's center from that of mass.

    Source: Wertz, Space Mission Analysis and Design, table 11-9A.
    """
    return solar_pressure * array_area * (1.0 + array_reflectance)


@formula
def array_span(array_area: SquareMeter, array_aspect_ratio: Ratio) -> Meter:
    """Length of the array from tip to tip, all wings in one line: sqrt(A x span/width)."""
    return np.sqrt(array_area * array_aspect_ratio)


@formula
def harness_length(array_span: Meter) -> Meter:
    """Mean one-way length of the cables from the array to the bus at its middle: a quarter of the span."""
    return array_span / 4.0


@formula
def inertia_difference(array_mass: Kilogram, array_span: Meter) -> KilogramSquareMeter:
    """Largest less smallest moment of inertia of the array, a rod of even mass: m L^2 / 12. The compact body adds little.

    Source: moment of inertia of a slender rod about its middle.
    """
    return array_mass * array_span * array_span / 12.0


@formula
def gravity_gradient_torque(mean_motion: PerSecond, inertia_difference: KilogramSquareMeter, attitude_offset: Radian) -> MillinewtonMeter:
    """Torque of the Earth's gravity that turns a long satellite to the vertical: 3/2 n^2 dI sin(2 theta), theta from its long axis to the vertical.

    Circular orbit, satellite short against its radius. None along the vertical or across it, most at 45 deg.

    Source: Wertz, Space Mission Analysis and Design, table 11-9A; Starin and Eterno, NASA NTRS 20110007876.
    """
    return 1.5 * mean_motion * mean_motion * inertia_difference * np.sin(2.0 * attitude_offset)


@formula
def stored_momentum(gravity_gradient_torque: MillinewtonMeter, mean_motion: PerSecond) -> NewtonMeterSecond:
    """Angular momentum that wheels must swing: T / (2 n), the amplitude under a torque that turns over twice an orbit."""
    return gravity_gradient_torque / (2.0 * mean_motion)


@formula
def momentum_storage_mass(stored_momentum: NewtonMeterSecond, momentum_storage_redundancy: Ratio, momentum_per_mass: NewtonMeterSecondPerKilogram) -> Kilogram:
    """Control moment gyros or wheels: momentum times redundancy over momentum per mass."""
    return stored_momentum * momentum_storage_redundancy / momentum_per_mass
