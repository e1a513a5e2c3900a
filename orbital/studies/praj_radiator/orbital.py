"""What orbital-datacenter-research computes of the environment, and leaves out of its radiators."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, Kelvin, Kilometer, Ratio, TemperatureDifference, WattPerSquareMeter
from orbital.physics.constants import EARTH_MEAN_RADIUS
from orbital.physics.thermal import fourth_power


@formula(computes="radiator_temperature")
def radiator_temperature_below_junction(semiconductor_limit: Kelvin, junction_drop: TemperatureDifference) -> Kelvin:
    """As hot as the semiconductor allows, less a fixed drop."""
    return semiconductor_limit - junction_drop


@formula(computes="radiator_absorbed_flux")
def radiator_absorbed_flux_looking_down(
    altitude: Kilometer,
    radiator_emissivity: Fraction,
    earth_infrared_flux: WattPerSquareMeter,
    radiator_absorptance: Fraction,
    solar_flux: WattPerSquareMeter,
    earth_albedo: Fraction,
) -> WattPerSquareMeter:
    """What a plate takes up from the Earth on the face that looks straight down, edge-on to the Sun: (R/r)^2 ( eps q_IR + alpha a S ), albedo at noon."""
    share = EARTH_MEAN_RADIUS / (EARTH_MEAN_RADIUS + altitude)
    return share * share * (radiator_emissivity * earth_infrared_flux + radiator_absorptance * earth_albedo * solar_flux)


@formula
def area_over_silicon(radiator_temperature: Kelvin, silicon_limit: Kelvin, junction_drop: TemperatureDifference, radiator_sink_temperature: Kelvin) -> Ratio:
    """How many times less radiator a hotter chip takes than silicon: (T^4 - T_s^4) / (T_silicon^4 - T_s^4)."""
    sink = fourth_power(radiator_sink_temperature)
    return (fourth_power(radiator_temperature) - sink) / (fourth_power(silicon_limit - junction_drop) - sink)
