"""What Forethought computes for orbit beyond, or unlike, our Model: an array per continuous kilowatt, launch by reuse, chips that bleed away."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.series import compounded, geometric_sum
from orbital.core.units import (
    YEAR,
    Count,
    Day,
    Fraction,
    Gpu,
    Kelvin,
    Kilogram,
    KilogramPerSquareMeter,
    KilogramPerWatt,
    Kilometer,
    MassDifference,
    Megawatt,
    PerYearPerGpu,
    RatePerYear,
    Ratio,
    Usd,
    UsdPerJoule,
    UsdPerKilogram,
    UsdPerKilowatt,
    UsdPerWatt,
    Watt,
    WattPerKilogram,
    WattPerSquareMeter,
    Year,
)
from orbital.physics.constants import STEFAN_BOLTZMANN
from orbital.physics.thermal import fourth_power
from orbital.physics.view_factors import edge_on_view_factor
from orbital.systems.reliability import interruption_rate_from_counts
from orbital.systems.survival import launched_capacity_penalty


# --- array ---
@formula(computes="array_power_end_of_life")
def array_power_end_of_life_in_mean_sunlight(satellite_bus_power: Watt, annual_eclipse_fraction: Fraction) -> Watt:
    """Array power at end of life that gives the load on the mean of the year: P / (1 - f). A battery carries the rest at no loss and no mass.

    Source: appendix D.
    """
    return satellite_bus_power / (1.0 - annual_eclipse_fraction)


@formula(computes="array_specific_power")
def array_specific_power_of_wing(wing_power: Watt, wing_mass: Kilogram) -> WattPerKilogram:
    """Power per mass of the Starlink V3 wing that case S1 stands on: the quotient that the source rounds to 91 W/kg."""
    return wing_power / wing_mass


@formula
def array_capital_per_load(array_power_beginning_of_life: Watt, array_price: UsdPerWatt, satellite_bus_power: Watt) -> UsdPerKilowatt:
    """Array bought per continuous power: C_hw."""
    return array_power_beginning_of_life * array_price / satellite_bus_power


@formula
def array_mass_per_load(array_mass: Kilogram, satellite_bus_power: Watt) -> KilogramPerWatt:
    """Array launched per continuous power: m."""
    return array_mass / satellite_bus_power


@formula
def early_life_surplus(array_degradation_rate: RatePerYear, satellite_life: Year, array_remaining_fraction: Fraction) -> Ratio:
    """Mean power of the array over that at end of life, year by year: mean of (1 - d)^k, k = 0 .. n - 1, over (1 - d)^n."""
    years = satellite_life / YEAR
    return geometric_sum(-np.log1p(-array_degradation_rate * YEAR), years) / years / array_remaining_fraction


@formula
def array_energy_price(
    array_capital_per_load: UsdPerKilowatt, array_mass_per_load: KilogramPerWatt, launch_price: UsdPerKilogram, satellite_life: Year
) -> UsdPerJoule:
    """Energy of the array and its launch, undiscounted, by the load it is sized for: (C_hw + m L) / T."""
    return (array_capital_per_load + array_mass_per_load * launch_price) / satellite_life


@formula
def array_energy_price_with_surplus(array_energy_price: UsdPerJoule, early_life_surplus: Ratio) -> UsdPerJoule:
    """The same, credited with what the array gives beyond the load while it is young, as the source's text says it does."""
    return array_energy_price / early_life_surplus


# --- radiator ---
@formula(computes="earth_infrared_flux")
def earth_infrared_flux_of_black_earth(earth_temperature: Kelvin) -> WattPerSquareMeter:
    """Earth as a black body: sigma T_E^4."""
    return STEFAN_BOLTZMANN * fourth_power(earth_temperature)


@formula(computes="radiator_earth_view_factor")
def radiator_earth_view_factor_edge_on(altitude: Kilometer) -> Fraction:
    """View factor per face of a plate that stays edge-on to nadir: (theta - sin(2 theta)/2)/pi, sin(theta) = R/(R + h).

    Source: the authors' reply on the EA Forum.
    """
    return edge_on_view_factor(altitude)


@formula
def radiator_specific_power(net_radiator_flux: WattPerSquareMeter, radiator_areal_mass: KilogramPerSquareMeter) -> WattPerKilogram:
    """Heat rejected per mass of the whole radiator."""
    return net_radiator_flux / radiator_areal_mass


# --- launch ---
@formula(computes="launch_price")
def launch_price_of_full_flight(flight_price: Usd, payload_to_orbit: MassDifference) -> UsdPerKilogram:
    """Price per kilogram of a flight that is filled."""
    return flight_price / payload_to_orbit


# --- chips that bleed away ---
@formula
def chip_bleed(chip_bleed_rate: RatePerYear, satellite_life: Year) -> Fraction:
    """Share of the chips dead at the end of life: 1 - (1 - b)^T, b an effective annual rate."""
    return 1.0 - compounded(-chip_bleed_rate, satellite_life)


@formula
def hardware_multiplier(chip_bleed: Fraction) -> Ratio:
    """What the source multiplies the cost of all but the chips by: one and the share dead at the end."""
    return 1.0 + chip_bleed


@formula
def corrected_hardware_multiplier(chip_bleed_rate: RatePerYear, satellite_life: Year) -> Ratio:
    """What must be launched for the same output on the mean of life: 1 / mean of (1 - b)^t. The dead at the end were alive before."""
    return launched_capacity_penalty(-np.log1p(-chip_bleed_rate * YEAR) / YEAR, satellite_life)


@formula
def counted_bleed_rate(counted_losses: Count, counted_accelerators: Gpu, counted_time: Day) -> PerYearPerGpu:
    """What was counted on a run, per chip and time."""
    return interruption_rate_from_counts(counted_losses, counted_accelerators, counted_time)


# --- the program ---
@formula
def known_program_cost(
    demanded_capacity: Megawatt,
    it_capital: Usd,
    hardware_multiplier: Ratio,
    array_capital_per_load: UsdPerKilowatt,
    array_mass_per_load: KilogramPerWatt,
    radiator_specific_power: WattPerKilogram,
    launch_price: UsdPerKilogram,
) -> Usd:
    """Chips, and array, radiator and their launch times the multiplier: all of the source's five-year total that the article gives inputs for."""
    launched = (array_mass_per_load + 1.0 / radiator_specific_power) * launch_price
    return it_capital + demanded_capacity * hardware_multiplier * (array_capital_per_load + launched)
