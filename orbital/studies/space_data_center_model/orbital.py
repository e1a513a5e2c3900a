"""What space-data-center-model computes for orbit unlike our Model: masses and prices per kilowatt and chip, one structure for all of it."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Fraction,
    Gpu,
    Kelvin,
    Kilogram,
    KilogramPerGpu,
    KilogramPerWatt,
    MassDifference,
    RatePerYear,
    Ratio,
    Usd,
    UsdEach,
    UsdPerGpu,
    UsdPerWatt,
    UsdPerYear,
    Watt,
    WattPerSquareMeter,
    Year,
)
from orbital.physics.constants import STEFAN_BOLTZMANN
from orbital.physics.thermal import fourth_power


@formula(computes="accelerator_count")
def accelerator_count_of_fleet(satellite_count: Ratio, accelerators_per_satellite: Gpu) -> Gpu:
    """Chips on one structure."""
    return satellite_count * accelerators_per_satellite


@formula(computes="array_power_beginning_of_life")
def array_power_for_sunlit_share(satellite_it_power: Watt, annual_eclipse_fraction: Fraction) -> Watt:
    """Array that gives the chips' power on average: P / (1 - f). No battery carries it through the shadow, and nothing else draws power."""
    return satellite_it_power / (1.0 - annual_eclipse_fraction)


@formula(computes="waste_heat")
def waste_heat_of_chips(satellite_it_power: Watt) -> Watt:
    """The chips' power as heat."""
    return satellite_it_power


@formula(computes="net_radiator_flux")
def net_radiator_flux_of_one_face(radiator_emissivity: Fraction, radiator_temperature: Kelvin, radiator_sink_temperature: Kelvin) -> WattPerSquareMeter:
    """Emission of one face against a fixed sink: q = eps sigma (T^4 - T_s^4)."""
    return radiator_emissivity * STEFAN_BOLTZMANN * (fourth_power(radiator_temperature) - fourth_power(radiator_sink_temperature))


@formula(computes="net_radiator_flux")
def net_radiator_flux_of_one_face_near_earth(
    radiator_emissivity: Fraction,
    radiator_temperature: Kelvin,
    radiator_sink_temperature: Kelvin,
    radiator_earth_view_factor: Fraction,
    earth_infrared_flux: WattPerSquareMeter,
) -> WattPerSquareMeter:
    """The same less the Earth's infrared, which the source leaves out: q = eps [ sigma (T^4 - T_s^4) - F q_IR ]."""
    emitted = net_radiator_flux_of_one_face(radiator_emissivity, radiator_temperature, radiator_sink_temperature)
    return emitted - radiator_emissivity * radiator_earth_view_factor * earth_infrared_flux


# --- mass ---
@formula(computes="radiator_mass")
def radiator_mass_from_heat(waste_heat: Watt, radiator_specific_mass: KilogramPerWatt) -> Kilogram:
    """Radiator by the heat it gives off, whatever its area."""
    return waste_heat * radiator_specific_mass


@formula(computes="harness_mass")
def harness_mass_from_load(satellite_it_power: Watt, harness_specific_mass: KilogramPerWatt) -> Kilogram:
    """Cables by the power of the chips."""
    return satellite_it_power * harness_specific_mass


@formula(computes="communication_mass")
def communication_mass_of_chips(accelerators_per_satellite: Gpu, switch_mass: KilogramPerGpu, laser_mass: KilogramPerGpu) -> Kilogram:
    """Switches and laser terminals by the number of chips."""
    return accelerators_per_satellite * (switch_mass + laser_mass)


@formula
def robot_count(accelerators_per_satellite: Gpu, accelerators_per_robot: Gpu) -> Ratio:
    """Whole robots for repair."""
    return np.ceil(accelerators_per_satellite / accelerators_per_robot)


@formula
def robot_mass(robot_count: Ratio, robot_unit_mass: Kilogram) -> Kilogram:
    """All robots."""
    return robot_count * robot_unit_mass


@formula(computes="structure_mass")
def structure_mass_of_electronics(payload_mass: Kilogram, communication_mass: Kilogram, structure_mass_fraction: Fraction) -> Kilogram:
    """Structure as a share of chips, switches and lasers; radiator and array are taken to carry their own."""
    return structure_mass_fraction * (payload_mass + communication_mass)


@formula(computes="satellite_mass")
def satellite_mass_with_attitude_control(
    payload_mass: Kilogram,
    radiator_mass: Kilogram,
    heat_transport_mass: Kilogram,
    array_mass: Kilogram,
    harness_mass: Kilogram,
    communication_mass: Kilogram,
    robot_mass: Kilogram,
    structure_mass: Kilogram,
    attitude_control_fraction: Fraction,
) -> Kilogram:
    """All parts, and a share of them for attitude control and propellant. No battery, no shielding."""
    powered = payload_mass + radiator_mass + heat_transport_mass + array_mass + harness_mass
    return (powered + communication_mass + robot_mass + structure_mass) * (1.0 + attitude_control_fraction)


@formula(computes="launch_count")
def launch_count_from_total_mass(launched_mass: Kilogram, payload_to_orbit: MassDifference) -> Ratio:
    """Whole flights by total mass: the structure may be cut anywhere."""
    return np.ceil(launched_mass / payload_to_orbit)


# --- money ---
@formula(computes="satellite_price")
def satellite_price_from_chips_and_power(
    waste_heat: Watt,
    radiator_price_per_heat: UsdPerWatt,
    array_power_beginning_of_life: Watt,
    array_price: UsdPerWatt,
    accelerators_per_satellite: Gpu,
    switch_price: UsdPerGpu,
    laser_price: UsdPerGpu,
    robot_count: Ratio,
    robot_price: UsdEach,
) -> UsdEach:
    """Radiator and array per kilowatt, switches and lasers per chip, robots a piece. Structure, cables and pumps are free."""
    powered = waste_heat * radiator_price_per_heat + array_power_beginning_of_life * array_price
    return powered + accelerators_per_satellite * (switch_price + laser_price) + robot_count * robot_price


@formula
def hardware_capital(accelerator_capital: Usd, satellite_capital: Usd) -> Usd:
    """All that is built, not launched."""
    return accelerator_capital + satellite_capital


@formula
def array_share(satellite_count: Ratio, array_power_beginning_of_life: Watt, array_price: UsdPerWatt, hardware_capital: Usd) -> Fraction:
    """The array in the price of the hardware."""
    return satellite_count * array_power_beginning_of_life * array_price / hardware_capital


@formula(computes="operations_cost")
def operations_cost_of_capital(accelerator_capital: Usd, insured_value: Usd, refresh_rate: RatePerYear, maintenance_rate: RatePerYear) -> UsdPerYear:
    """Refresh as a yearly share of the chips, maintenance as one of all else, launch included."""
    return refresh_rate * accelerator_capital + maintenance_rate * (insured_value - accelerator_capital)


@formula(computes="insurance_cost")
def insurance_cost_of_capital(insured_value: Usd, insurance_rate: RatePerYear) -> UsdPerYear:
    """Insurance against debris as a yearly share of all that flies."""
    return insurance_rate * insured_value


@formula
def yearly_operations(operations_cost: UsdPerYear, insurance_cost: UsdPerYear) -> UsdPerYear:
    """All that is paid each year."""
    return operations_cost + insurance_cost


@formula
def period_total(total_cost: UsdPerYear, satellite_life: Year) -> Usd:
    """Capital and operations over the study's period, undiscounted."""
    return total_cost * satellite_life
