"""What Starcloud computes for orbit beyond, or unlike, our Model. Where it is wrong our own formula, or the right one, is a case of the study."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    Constant,
    Count,
    Fraction,
    Kelvin,
    Kilogram,
    KilogramPerWatt,
    MassDifference,
    Megawatt,
    Ratio,
    SquareMeter,
    Usd,
    UsdPerJoule,
    UsdPerKilogram,
    UsdPerWatt,
    UsdPerYear,
    Watt,
    WattPerSquareMeter,
    Year,
)
from orbital.physics.constants import STEFAN_BOLTZMANN
from orbital.physics.thermal import fourth_power

ROUNDED_STEFAN_BOLTZMANN = Constant(5.67e-8, "W/m**2/K**4", "Starcloud white paper v1.03: 385.24 W/m2 a side needs it")


# --- radiator ---
@formula(computes="earth_infrared_flux")
def earth_infrared_flux_of_black_earth(earth_temperature: Kelvin) -> WattPerSquareMeter:
    """Earth as a black body: sigma T_E^4."""
    return STEFAN_BOLTZMANN * fourth_power(earth_temperature)


@formula
def emitted_radiator_flux(radiator_emissivity: Fraction, radiator_temperature: Kelvin) -> WattPerSquareMeter:
    """Emission of both faces, with the source's rounded constant: 2 eps sigma T^4."""
    return 2.0 * radiator_emissivity * ROUNDED_STEFAN_BOLTZMANN * fourth_power(radiator_temperature)


@formula(computes="radiator_absorbed_flux")
def radiator_absorbed_flux_by_solar_absorptance(
    radiator_absorptance: Fraction,
    peak_solar_flux: WattPerSquareMeter,
    radiator_sun_factor: Fraction,
    earth_albedo: Fraction,
    radiator_earth_view_factor: Fraction,
    earth_infrared_flux: WattPerSquareMeter,
) -> WattPerSquareMeter:
    """As printed: all that falls on the panel is taken up with the solar absorptance, the Earth's infrared too (N03).

    q = 2 alpha [ F_s S + F (a S + sigma T_E^4) ], F means of both faces. Infrared is taken up with the emissivity, ten times the share: our
    `radiator_absorbed_flux`.
    """
    from_earth = radiator_earth_view_factor * (earth_albedo * peak_solar_flux + earth_infrared_flux)
    return 2.0 * radiator_absorptance * (radiator_sun_factor * peak_solar_flux + from_earth)


@formula(computes="net_radiator_flux")
def net_radiator_flux_of_emission(emitted_radiator_flux: WattPerSquareMeter, radiator_absorbed_flux: WattPerSquareMeter) -> WattPerSquareMeter:
    """Emission less what is taken up."""
    return emitted_radiator_flux - radiator_absorbed_flux


# --- array ---
@formula
def array_mean_power(array_power_beginning_of_life: Watt, array_remaining_fraction: Fraction, annual_eclipse_fraction: Fraction) -> Megawatt:
    """What an array gives on the mean of the year when it is old."""
    return array_power_beginning_of_life * array_remaining_fraction * (1.0 - annual_eclipse_fraction)


# --- the table ---
@formula
def array_capital(demanded_capacity: Megawatt, array_price: UsdPerWatt) -> Usd:
    """Solar cells at their price per watt. The table prints another sum, which is given."""
    return demanded_capacity * array_price


@formula(computes="satellite_capital")
def satellite_capital_of_cells(array_capital: Usd) -> Usd:
    """Solar cells are all that is bought: no radiator, structure, bus or integration."""
    return array_capital


@formula(computes="shielding_mass")
def shielding_mass_of_power(satellite_it_power: Watt, shielding_specific_mass: KilogramPerWatt) -> Kilogram:
    """Shielding by IT power."""
    return satellite_it_power * shielding_specific_mass


@formula
def shielding_launch_cost(satellite_count: Ratio, shielding_mass: Kilogram, launch_price: UsdPerKilogram) -> Usd:
    """Launch of all satellites' shielding at a price per kilogram, beside the flight that carries everything."""
    return satellite_count * shielding_mass * launch_price


@formula
def flight_capital(launch_count: Count, flight_price: Usd) -> Usd:
    """Flights bought."""
    return launch_count * flight_price


@formula(computes="launch_capital")
def launch_capital_of_flights(flight_capital: Usd, shielding_launch_cost: Usd) -> Usd:
    """Flights, and the shielding's launch on top."""
    return flight_capital + shielding_launch_cost


@formula(computes="launch_capital")
def launch_capital_of_flights_alone(flight_capital: Usd) -> Usd:
    """Flights alone, where they are counted by all the mass there is: shielding flies on them."""
    return flight_capital


@formula(computes="satellite_mass")
def satellite_mass_of_named_parts(payload_mass: Kilogram, array_mass: Kilogram, radiator_mass: Kilogram, shielding_mass: Kilogram) -> Kilogram:
    """The parts that the source names, at what they weigh: racks, array, radiator, shielding. No structure, harness, loops or bus."""
    return payload_mass + array_mass + radiator_mass + shielding_mass


@formula(computes="launch_count")
def launch_count_of_mass(satellite_mass: Kilogram, payload_to_orbit: MassDifference) -> Count:
    """Flights by mass."""
    return satellite_mass / payload_to_orbit


@formula(computes="launch_price")
def launch_price_of_full_flight(flight_price: Usd, payload_to_orbit: MassDifference) -> UsdPerKilogram:
    """Price per kilogram of the flight that the table buys. Printed beside it is another price per kilogram (N01)."""
    return flight_price / payload_to_orbit


@formula
def flight_price_per_mass(flight_price: Usd, payload_to_orbit: MassDifference) -> UsdPerKilogram:
    """What the table's flight costs per kilogram of its payload, whatever launch price is given."""
    return launch_price_of_full_flight(flight_price, payload_to_orbit)


@formula
def period_total(total_cost: UsdPerYear, satellite_life: Year) -> Usd:
    """All cost lines over the period."""
    return total_cost * satellite_life


@formula
def energy_price(array_capital: Usd, flight_capital: Usd, demanded_capacity: Megawatt, satellite_life: Year) -> UsdPerJoule:
    """Cells and flights over the energy of the period."""
    return (array_capital + flight_capital) / (demanded_capacity * satellite_life)


@formula
def black_plate_area(radiator_temperature: Kelvin, demanded_capacity: Megawatt) -> SquareMeter:
    """Area of a black plate with both faces in the dark, which takes nothing up: P / (2 sigma T^4). No net figure (N10)."""
    return demanded_capacity / (2.0 * STEFAN_BOLTZMANN * fourth_power(radiator_temperature))
