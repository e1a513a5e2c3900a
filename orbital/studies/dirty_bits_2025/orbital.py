"""What Dirty Bits computes for orbit unlike our Model: fuel by the flight, and nitrogen oxides of re-entry as if they were a greenhouse gas."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import CarbonPerFlight, CarbonPerKilogram, CarbonPerYear, Kilogram, MassDifference, Ratio, Year


@formula(computes="launch_combustion_carbon")
def launch_combustion_carbon_of_flight(launch_count: Ratio, flight_fuel_carbon: CarbonPerFlight, satellite_life: Year) -> CarbonPerYear:
    """Fuel, stated by the flight."""
    return launch_count * flight_fuel_carbon / satellite_life


@formula
def reentry_carbon_per_reentering_mass(nitrogen_oxide_yield: Ratio, nitrogen_oxide_equivalent: CarbonPerKilogram) -> CarbonPerKilogram:
    """What a kilogram that re-enters is charged with: NOx made per mass times its equivalent. The equivalent used is that of N2O."""
    return nitrogen_oxide_yield * nitrogen_oxide_equivalent


@formula(computes="reentry_carbon_intensity")
def reentry_carbon_intensity_with_stage(
    reentry_carbon_per_reentering_mass: CarbonPerKilogram, reentering_stage_mass: Kilogram, payload_to_orbit: MassDifference
) -> CarbonPerKilogram:
    """What a kilogram of satellite is charged with, the stage that re-enters included: c (1 + m_stage / m_payload)."""
    return reentry_carbon_per_reentering_mass * (1.0 + reentering_stage_mass / payload_to_orbit)


@formula
def carbon_per_launched_mass(
    launch_carbon_intensity: CarbonPerKilogram, reentry_carbon: CarbonPerYear, satellite_life: Year, launched_mass: Kilogram
) -> CarbonPerKilogram:
    """Launch and re-entry per kilogram of satellite."""
    return launch_carbon_intensity + reentry_carbon * satellite_life / launched_mass
