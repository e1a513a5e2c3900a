"""What a satellite costs without chips and launch: stated per watt or built up from its parts, falling with the number built; design and factory."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.series import HALF_UNIT, mean_learning_factor
from orbital.core.units import (
    Count,
    Fraction,
    Joule,
    Kilogram,
    Number,
    PerYear,
    RatePerYear,
    Ratio,
    SquareMeter,
    Usd,
    UsdEach,
    UsdPerKilogram,
    UsdPerKilowatt,
    UsdPerKilowattHour,
    UsdPerSquareMeter,
    UsdPerWatt,
    Watt,
    Year,
)
from orbital.economics.finance import growth_while_waiting


# --- stated per watt ---
@formula
def satellite_price(array_power_beginning_of_life: Watt, satellite_price_per_watt: UsdPerWatt, satellite_learning_factor: Ratio) -> UsdEach:
    """Price of one satellite without chips and launch, mean of the fleet: array power when new times price per watt of it, times what learning does."""
    return array_power_beginning_of_life * satellite_price_per_watt * satellite_learning_factor


@formula(computes="satellite_price_per_watt")
def satellite_price_per_watt_of_it(satellite_price_per_it_watt: UsdPerWatt, satellite_it_power: Watt, array_power_beginning_of_life: Watt) -> UsdPerWatt:
    """Price per watt of array from one stated per watt of IT power: the satellite is the same, its watts are counted elsewhere."""
    return satellite_price_per_it_watt * satellite_it_power / array_power_beginning_of_life


@formula
def satellite_capital(satellite_count: Ratio, satellite_price: UsdEach) -> Usd:
    """Price of the fleet's satellites without chips and launch."""
    return satellite_count * satellite_price


# --- built up from parts ---
@formula
def array_part_price(array_power_beginning_of_life: Watt, array_price: UsdPerWatt) -> UsdEach:
    """Solar array with its mechanism."""
    return array_power_beginning_of_life * array_price


@formula
def battery_part_price(battery_capacity: Joule, battery_price: UsdPerKilowattHour) -> UsdEach:
    """Battery pack."""
    return battery_capacity * battery_price


@formula
def radiator_part_price(radiator_area: SquareMeter, radiator_price: UsdPerSquareMeter) -> UsdEach:
    """Radiator panels with deployment, by planform area."""
    return radiator_area * radiator_price


@formula
def heat_transport_part_price(waste_heat: Watt, heat_transport_price: UsdPerKilowatt) -> UsdEach:
    """Pumps, loops and manifolds between cold plates and radiator."""
    return waste_heat * heat_transport_price


@formula
def power_conditioning_part_price(array_power_beginning_of_life: Watt, power_conditioning_price: UsdPerWatt) -> UsdEach:
    """Regulators, converters and switchgear."""
    return array_power_beginning_of_life * power_conditioning_price


@formula
def structure_part_price(
    structure_mass: Kilogram, mass_margin: Kilogram, harness_mass: Kilogram, shielding_mass: Kilogram, structure_price: UsdPerKilogram
) -> UsdEach:
    """Structure, harness, shielding, and the growth the margin is kept for."""
    return (structure_mass + mass_margin + harness_mass + shielding_mass) * structure_price


@formula
def avionics_part_price(
    avionics_mass: Kilogram, momentum_storage_mass: Kilogram, propulsion_dry_mass: Kilogram, heat_pump_mass: Kilogram, avionics_price: UsdPerKilogram
) -> UsdEach:
    """Avionics, gyros, thrusters with tanks, and a heat pump where there is one: machines and electronics by mass."""
    return (avionics_mass + momentum_storage_mass + propulsion_dry_mass + heat_pump_mass) * avionics_price


@formula
def propellant_part_price(drag_propellant_mass: Kilogram, disposal_propellant_mass: Kilogram, propellant_price: UsdPerKilogram) -> UsdEach:
    """Propellant on board."""
    return (drag_propellant_mass + disposal_propellant_mass) * propellant_price


@formula
def communication_part_price(
    communication_terminals: Count, communication_terminal_price: UsdEach, terminal_transceivers: Ratio, transceiver_price: UsdEach
) -> UsdEach:
    """Optical terminals with their transceivers, and radios."""
    return communication_terminals * (communication_terminal_price + terminal_transceivers * transceiver_price)


@formula
def satellite_parts_price(
    array_part_price: UsdEach,
    battery_part_price: UsdEach,
    radiator_part_price: UsdEach,
    heat_transport_part_price: UsdEach,
    power_conditioning_part_price: UsdEach,
    structure_part_price: UsdEach,
    avionics_part_price: UsdEach,
    propellant_part_price: UsdEach,
    communication_part_price: UsdEach,
    integration_fraction: Ratio,
) -> UsdEach:
    """Price of one satellite without chips and launch from its parts, integration and test on top; before learning. Told beside the price used.

    What makes a server rack fit to fly is in the integration, if anywhere; nobody has published it. No margin of a maker's.

    Source: split as in SemiAnalysis 2026.
    """
    parts = (
        array_part_price
        + battery_part_price
        + radiator_part_price
        + heat_transport_part_price
        + power_conditioning_part_price
        + structure_part_price
        + avionics_part_price
        + propellant_part_price
        + communication_part_price
    )
    return parts * (1.0 + integration_fraction)


@formula(computes="satellite_price")
def satellite_price_from_parts(satellite_parts_price: UsdEach, satellite_learning_factor: Ratio) -> UsdEach:
    """Price of one satellite, mean of the fleet, from its parts, times what learning does."""
    return satellite_parts_price * satellite_learning_factor


# --- learning ---
@formula(computes="satellite_learning_factor")
def satellite_learning_by_number(satellite_count: Ratio, satellites_before: Count, reference_satellite: Count, satellite_learning_rate: Fraction) -> Ratio:
    """Mean price of the fleet's satellites over that of the unit the price was stated for, by Wright's law on the number built.

    Above 1 for a small fleet at a series price, below 1 for a large one at the price of a first batch. One generation: what the fleet's
    replacements learn is not counted.

    Source: Wright 1936; slopes in Wertz and Larson, Space Mission Analysis and Design, section 20.3 (95 % to 10 units, 90 % to 50, 85 % beyond).
    """
    return mean_learning_factor(satellites_before + HALF_UNIT, satellite_count, reference_satellite, satellite_learning_rate)


# --- design and factory ---
@formula
def factory_capital(satellite_capital: Usd, satellite_life: Year, factory_capital_time: Year) -> Usd:
    """Factory and tooling that keep the fleet up: the value of the satellites built each year, fleet over life, times capital per yearly output.

    A program that builds faster, to launch faster than satellites die, needs more.
    """
    return factory_capital_time * satellite_capital / satellite_life


@formula
def nonrecurring_capital(satellite_design_capital: Usd, factory_capital: Usd) -> Usd:
    """Design and qualification, whatever the fleet's size, and the factory, carried by one fleet."""
    return satellite_design_capital + factory_capital


@formula
def nonrecurring_waiting_factor(
    satellite_discount_rate: RatePerYear, program_lead_time: Year, deployment_time: Year, satellite_life: Year, compounding_frequency: PerYear
) -> Number:
    """Interest per dollar of design and factory until the satellites that pay it back fly: lead time, and half the time the fleet takes to launch.

    A fleet that takes longer to launch than its satellites live never stands whole: from then on launches replace, and half a life is the mean wait.
    """
    return growth_while_waiting(satellite_discount_rate, program_lead_time + np.minimum(deployment_time, satellite_life) / 2.0, compounding_frequency)
