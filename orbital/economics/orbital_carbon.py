"""Carbon lines of the orbital side, each in mass of CO2-equivalent per time over the satellite's life, and what re-entry leaves behind.

Soot and water that rockets leave in the stratosphere are not in the lines.
"""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    CarbonKilogram,
    CarbonPerFlight,
    CarbonPerKilogram,
    CarbonPerYear,
    Constant,
    Fraction,
    Kilogram,
    PerDay,
    Ratio,
    TonnePerYear,
    Year,
)

ALUMINA_PER_ALUMINUM = Constant(101.961 / (2.0 * 26.982), "", "molar masses of Al2O3 and Al, CIAAW 2021")


@formula
def accelerator_carbon(accelerator_carbon_stock: CarbonKilogram, satellite_life: Year) -> CarbonPerYear:
    """Chips embodied, which live and die with their satellite."""
    return accelerator_carbon_stock / satellite_life


@formula
def bus_mass(satellite_mass: Kilogram, payload_mass: Kilogram) -> Kilogram:
    """One satellite without its servers, propellant included; none where a given mass is below that of the servers."""
    return np.maximum(satellite_mass - payload_mass, 0.0 * satellite_mass)


@formula
def satellite_carbon(satellite_count: Ratio, bus_mass: Kilogram, satellite_embodied_carbon: CarbonPerKilogram, satellite_life: Year) -> CarbonPerYear:
    """Satellites embodied, without their servers."""
    return satellite_count * bus_mass * satellite_embodied_carbon / satellite_life


@formula
def launch_combustion_carbon(launch_count: Ratio, flight_fuel_mass: Kilogram, fuel_carbon: CarbonPerKilogram, satellite_life: Year) -> CarbonPerYear:
    """CO2 of the fuel that the flights burn, all carbon in it oxidized. Unused lift is charged to what flies, as the price is."""
    return launch_count * flight_fuel_mass * fuel_carbon / satellite_life


@formula
def propellant_production_carbon(launch_count: Ratio, flight_fuel_mass: Kilogram, propellant_carbon: CarbonPerKilogram, satellite_life: Year) -> CarbonPerYear:
    """Making the propellant that the flights burn: fuel from the well to the tank, and the oxygen that goes with it."""
    return launch_count * flight_fuel_mass * propellant_carbon / satellite_life


@formula
def launcher_embodied_carbon(reusable_stage_carbon: CarbonPerFlight, stage_flights: Ratio, expended_stage_carbon: CarbonPerFlight) -> CarbonPerFlight:
    """Carbon of making the vehicle, per flight: what returns over its flights, and what is thrown away."""
    return reusable_stage_carbon / stage_flights + expended_stage_carbon


@formula
def launcher_carbon(launch_count: Ratio, launcher_embodied_carbon: CarbonPerFlight, satellite_life: Year) -> CarbonPerYear:
    """Launch vehicles embodied."""
    return launch_count * launcher_embodied_carbon / satellite_life


@formula
def reentry_carbon(launched_mass: Kilogram, reentry_fraction: Fraction, reentry_carbon_intensity: CarbonPerKilogram, satellite_life: Year) -> CarbonPerYear:
    """What an analyst charges in CO2-equivalent for re-entry; nothing by default, for its nitrogen oxides have no agreed equivalent."""
    return launched_mass * reentry_fraction * reentry_carbon_intensity / satellite_life


@formula
def total_carbon(
    accelerator_carbon: CarbonPerYear,
    satellite_carbon: CarbonPerYear,
    launch_combustion_carbon: CarbonPerYear,
    propellant_production_carbon: CarbonPerYear,
    launcher_carbon: CarbonPerYear,
    reentry_carbon: CarbonPerYear,
) -> CarbonPerYear:
    """All carbon lines of the orbital side."""
    return accelerator_carbon + satellite_carbon + launch_combustion_carbon + propellant_production_carbon + launcher_carbon + reentry_carbon


@formula
def launch_carbon_intensity(
    launch_combustion_carbon: CarbonPerYear,
    propellant_production_carbon: CarbonPerYear,
    launcher_carbon: CarbonPerYear,
    satellite_life: Year,
    launched_mass: Kilogram,
) -> CarbonPerKilogram:
    """Carbon of launching, propellant and vehicle, per kilogram of satellite: what published analyses quote."""
    return (launch_combustion_carbon + propellant_production_carbon + launcher_carbon) * satellite_life / launched_mass


@formula
def reentry_rate(satellite_count: Ratio, reentry_fraction: Fraction, satellite_life: Year) -> PerDay:
    """Satellites that re-enter, in a fleet that is replaced as it ages."""
    return satellite_count * reentry_fraction / satellite_life


@formula
def reentering_aluminum(launched_mass: Kilogram, reentry_fraction: Fraction, aluminum_mass_fraction: Fraction, satellite_life: Year) -> TonnePerYear:
    """Aluminum in the satellites that re-enter."""
    return launched_mass * reentry_fraction * aluminum_mass_fraction / satellite_life


@formula
def alumina_rate(reentering_aluminum: TonnePerYear, aluminum_oxidized_fraction: Fraction) -> TonnePerYear:
    """Aluminum oxide left in the upper atmosphere: m (Al) x oxidized share x M(Al2O3) / 2 M(Al). No CO2: its own quantity.

    Source: Ferreira, Huang, Nomura and Wang 2024, Geophysical Research Letters 51, doi 10.1029/2024GL109280.
    """
    return reentering_aluminum * aluminum_oxidized_fraction * ALUMINA_PER_ALUMINUM
