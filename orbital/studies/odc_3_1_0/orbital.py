"""What odc computes for orbit unlike our Model: one platform that sells a megawatt."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    Fraction,
    Gpu,
    Joule,
    Kilogram,
    KilogramPerGpu,
    KilogramPerWatt,
    Megawatt,
    Minute,
    RatePerYear,
    SquareMeter,
    Usd,
    UsdDifference,
    UsdEach,
    UsdPerJoule,
    UsdPerSquareMeter,
    UsdPerWatt,
    UsdPerYear,
    Watt,
    WattPerGpu,
    Year,
)
from orbital.physics.constants import DAY
from orbital.studies.odc_3_1_0.shared import STUDY_YEAR, mid_year_sum, present_value_of_sales


# --- size ---
@formula(computes="accelerators_per_satellite")
def accelerators_on_one_platform(accelerator_count: Gpu) -> Gpu:
    """All on one platform: everything scales linearly."""
    return accelerator_count


@formula(computes="accelerator_system_mass")
def accelerator_system_mass_from_power(accelerator_power: WattPerGpu, payload_specific_mass: KilogramPerWatt) -> KilogramPerGpu:
    """Servers as flown, by their power."""
    return accelerator_power * payload_specific_mass


# --- power and heat ---
@formula(computes="annual_eclipse_fraction")
def annual_eclipse_fraction_of_one_a_day(longest_eclipse: Minute) -> Fraction:
    """Share of the time in shadow, as if there were one eclipse a day (O1)."""
    return longest_eclipse / DAY


@formula(computes="array_power_end_of_life")
def array_power_for_the_mean_eclipse(satellite_bus_power: Watt, annual_eclipse_fraction: Fraction, battery_round_trip_efficiency: Fraction) -> Watt:
    """Bus and recharge for the share of shadow of the whole time, not of the worst orbit: P [1 + f / (eta (1 - f))]."""
    return satellite_bus_power * (1.0 + annual_eclipse_fraction / (battery_round_trip_efficiency * (1.0 - annual_eclipse_fraction)))


@formula(computes="array_power_end_of_life")
def array_power_for_the_worst_eclipse(satellite_bus_power: Watt, recharge_power: Watt) -> Watt:
    """Bus and recharge on the orbit of the longest eclipse: what the source should size for."""
    return satellite_bus_power + recharge_power


@formula(computes="array_power_beginning_of_life")
def array_power_beginning_of_life_with_pointing(array_power_end_of_life: Watt, array_remaining_fraction: Fraction, array_pointing_efficiency: Fraction) -> Watt:
    """Array power when new, more by what pointing loses."""
    return array_power_end_of_life / (array_remaining_fraction * array_pointing_efficiency)


@formula(computes="waste_heat")
def waste_heat_of_bus(satellite_bus_power: Watt) -> Watt:
    """Bus power as heat. What charging the battery loses is left out."""
    return satellite_bus_power


# --- mass and money ---
@formula(computes="satellite_mass")
def satellite_mass_with_structure(fixed_mass: Kilogram, structure_mass_fraction: Fraction) -> Kilogram:
    """Parts and structure, as a share of the parts. No propellant, no margin."""
    return fixed_mass * (1.0 + structure_mass_fraction)


@formula(computes="satellite_price")
def satellite_price_from_its_parts(
    array_power_beginning_of_life: Watt,
    array_price: UsdPerWatt,
    radiator_area: SquareMeter,
    radiator_price: UsdPerSquareMeter,
    battery_capacity: Joule,
    battery_price: UsdPerJoule,
    avionics_unit_price: UsdEach,
) -> UsdEach:
    """Array, radiator and battery by size, avionics a piece."""
    return array_power_beginning_of_life * array_price + radiator_area * radiator_price + battery_capacity * battery_price + avionics_unit_price


@formula
def initial_capital(insured_value: Usd, nonrecurring_capital: Usd, insurance_premium_fraction: Fraction) -> Usd:
    """All that is paid before the first hour: IT, platform, launch and their insurance, integration."""
    return insured_value * (1.0 + insurance_premium_fraction) + nonrecurring_capital


@formula
def net_present_value(
    sold_power: Megawatt,
    initial_revenue: UsdPerJoule,
    revenue_decline: RatePerYear,
    satellite_nominal_rate: RatePerYear,
    satellite_life: Year,
    operations_cost: UsdPerYear,
    initial_capital: Usd,
) -> UsdDifference:
    """Sales at a price that falls, less operations, both at mid-year, less the capital at the start."""
    sales = present_value_of_sales(sold_power, initial_revenue, revenue_decline, satellite_nominal_rate, satellite_life)
    running = operations_cost * STUDY_YEAR * mid_year_sum(satellite_nominal_rate, 0.0 * revenue_decline, satellite_life)
    return sales - running - initial_capital
