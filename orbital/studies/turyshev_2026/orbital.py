"""What Turyshev computes for orbit unlike our Model: a radiator that sees space on one face, and what a kilogram may cost."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerJoule,
    BitPerSecond,
    Fraction,
    Kelvin,
    Kilogram,
    KilogramPerWatt,
    Number,
    PerYear,
    SquareMeter,
    Usd,
    UsdPerBit,
    UsdPerKilogram,
    UsdPerWatt,
    Watt,
    WattPerSquareMeter,
)
from orbital.physics.constants import STEFAN_BOLTZMANN
from orbital.physics.thermal import fourth_power


@formula
def emitted_radiator_flux(radiator_emissivity: Fraction, radiator_space_view_factor: Fraction, radiator_temperature: Kelvin) -> WattPerSquareMeter:
    """What the radiator gives off to space per area: eps F sigma T^4."""
    return radiator_emissivity * radiator_space_view_factor * STEFAN_BOLTZMANN * fourth_power(radiator_temperature)


@formula(computes="net_radiator_flux")
def net_radiator_flux_with_environment_share(emitted_radiator_flux: WattPerSquareMeter, environment_fraction: Fraction) -> WattPerSquareMeter:
    """Less a share for all that the radiator takes up: q (1 - f), whatever its temperature and the orbit."""
    return emitted_radiator_flux * (1.0 - environment_fraction)


@formula
def bus_power_per_radiator_area(satellite_bus_power: Watt, radiator_area: SquareMeter) -> WattPerSquareMeter:
    """Bus power over radiator area, as the closure table prints it."""
    return satellite_bus_power / radiator_area


@formula
def bus_power_per_array_area(satellite_bus_power: Watt, array_area: SquareMeter) -> WattPerSquareMeter:
    """Bus power over array area when new."""
    return satellite_bus_power / array_area


@formula
def allowed_price_per_mass(benchmark_price: UsdPerWatt, specific_mass: KilogramPerWatt) -> UsdPerKilogram:
    """What launch and building may cost per mass if orbit is to cost no more than the ground's facility: C / m."""
    return benchmark_price / specific_mass


@formula
def benchmark_launch_price(flight_price: Usd, reference_payload: Kilogram) -> UsdPerKilogram:
    """List price of a flight over its payload."""
    return flight_price / reference_payload


@formula
def launch_price_gap(benchmark_launch_price: UsdPerKilogram, allowed_price_per_mass: UsdPerKilogram) -> Number:
    """How many times the allowance launch alone costs today."""
    return benchmark_launch_price / allowed_price_per_mass


@formula
def communication_ceiling(satellite_downlink_rate: BitPerSecond, satellite_it_power: Watt, power_utilization: Fraction) -> BitPerJoule:
    """Bits that a joule of computing may send down, so that the links keep up: R / (u P)."""
    return satellite_downlink_rate / (power_utilization * satellite_it_power)


@formula(computes="satellite_downlink_rate")
def satellite_downlink_rate_of_ceiling(communication_ceiling: BitPerJoule, satellite_it_power: Watt, power_utilization: Fraction) -> BitPerSecond:
    """The inverse relation: rate that a ceiling on bits per joule implies, C u P."""
    return communication_ceiling * power_utilization * satellite_it_power


@formula
def relay_break_even_price(
    benchmark_price: UsdPerWatt, satellite_capital_recovery_factor: PerYear, power_utilization: Fraction, communication_ceiling: BitPerJoule
) -> UsdPerBit:
    """Price per bit at which relayed traffic alone would pay the facility's annuity."""
    return benchmark_price * satellite_capital_recovery_factor / (power_utilization * communication_ceiling)
