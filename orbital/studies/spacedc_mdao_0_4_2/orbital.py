"""What spacedc-mdao computes for orbit unlike our Model. Where it is wrong, our own formula stands beside it in a case of the study."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerFlop,
    BitPerSecond,
    Constant,
    Dose,
    DosePerYear,
    FlopPerSecond,
    Fraction,
    Gpu,
    Joule,
    Kelvin,
    KelvinGpuPerWatt,
    Kilogram,
    KilogramPerCubicMeter,
    KilogramPerGpu,
    KilogramPerWatt,
    Kilometer,
    Megawatt,
    MeterPerSecond,
    Millinewton,
    Minute,
    PerYear,
    Radian,
    Ratio,
    SquareMeter,
    Usd,
    UsdEach,
    UsdPerGpu,
    UsdPerJoule,
    UsdPerKilogram,
    UsdPerSquareMeter,
    UsdPerWatt,
    UsdPerYear,
    Watt,
    WattPerGpu,
    WattPerSquareMeter,
    Year,
)
from orbital.physics.constants import STEFAN_BOLTZMANN
from orbital.physics.eclipse import shadow_fraction
from orbital.physics.thermal import fourth_power

DEEP_SPACE_TEMPERATURE = Constant(3.0, "K", "spacedc-mdao 0.4.2, thermal presets")


# --- orbit, power, heat ---
@formula(computes="annual_eclipse_fraction")
def annual_eclipse_fraction_at_fixed_beta(orbital_radius: Kilometer, fixed_beta_angle: Radian) -> Fraction:
    """Share of the year in shadow, as if the Sun stood at one angle to the orbit plane all year. The source leaves it at 0 (S1)."""
    return shadow_fraction(orbital_radius, fixed_beta_angle, 0.0)


@formula(computes="longest_eclipse")
def longest_eclipse_at_fixed_beta(orbital_radius: Kilometer, fixed_beta_angle: Radian, orbital_period: Minute) -> Minute:
    """Time in shadow of every orbit, at that angle."""
    return shadow_fraction(orbital_radius, fixed_beta_angle, 0.0) * orbital_period


@formula(computes="bus_overhead_fraction")
def bus_overhead_fraction_with_pump(housekeeping_overhead: Ratio, pump_heat_fraction: Fraction) -> Ratio:
    """Housekeeping, and pumps that take a share of all heat, their own included: (1 + h)/(1 - p) - 1."""
    return (1.0 + housekeeping_overhead) / (1.0 - pump_heat_fraction) - 1.0


@formula(computes="waste_heat")
def waste_heat_of_bus(satellite_bus_power: Watt) -> Watt:
    """Bus power as heat. What charging the battery loses is left out."""
    return satellite_bus_power


@formula(computes="array_power_end_of_life")
def array_power_end_of_life_without_losses(satellite_bus_power: Watt, recharge_power: Watt) -> Watt:
    """Bus and recharge. Conversion and harness lose nothing, and the Sun is always at 1 au."""
    return satellite_bus_power + recharge_power


@formula(computes="radiator_temperature")
def radiator_temperature_from_chip_limits(
    junction_temperature_limit: Kelvin,
    memory_temperature_limit: Kelvin,
    accelerator_chip_power: WattPerGpu,
    junction_to_radiator_resistance: KelvinGpuPerWatt,
) -> Kelvin:
    """As hot as chip or memory allow: min(T_j, T_m) - P R."""
    return np.minimum(junction_temperature_limit, memory_temperature_limit) - accelerator_chip_power * junction_to_radiator_resistance


@formula(computes="net_radiator_flux")
def net_radiator_flux_charged_once(
    radiator_emissivity: Fraction,
    radiator_temperature: Kelvin,
    radiator_absorptance: Fraction,
    solar_flux: WattPerSquareMeter,
    radiator_sun_factor: Fraction,
    earth_albedo: Fraction,
    radiator_earth_view_factor: Fraction,
    earth_infrared_flux: WattPerSquareMeter,
) -> WattPerSquareMeter:
    """Per panel area: emission of both faces, absorption of one. q = 2 eps sigma (T^4 - T_s^4) - alpha S (F_s + a F) - eps F q_IR."""
    emitted = 2.0 * radiator_emissivity * STEFAN_BOLTZMANN * (fourth_power(radiator_temperature) - fourth_power(DEEP_SPACE_TEMPERATURE))
    sunlight = radiator_absorptance * solar_flux * (radiator_sun_factor + earth_albedo * radiator_earth_view_factor)
    return emitted - sunlight - radiator_emissivity * radiator_earth_view_factor * earth_infrared_flux


# --- mass ---
@formula
def dry_mass(fixed_mass: Kilogram, structure_mass_fraction: Fraction, mass_margin_fraction: Fraction) -> Kilogram:
    """One satellite without propellant: parts (1 + structure)(1 + margin). Shares of the parts, not of the whole as in our Model."""
    return fixed_mass * (1.0 + structure_mass_fraction) * (1.0 + mass_margin_fraction)


@formula(computes="structure_mass")
def structure_mass_of_parts(fixed_mass: Kilogram, structure_mass_fraction: Fraction) -> Kilogram:
    """Structure, as a share of the parts."""
    return fixed_mass * structure_mass_fraction


@formula(computes="mass_margin")
def mass_margin_of_parts(fixed_mass: Kilogram, structure_mass_fraction: Fraction, mass_margin_fraction: Fraction) -> Kilogram:
    """Margin, as a share of parts and structure."""
    return fixed_mass * (1.0 + structure_mass_fraction) * mass_margin_fraction


@formula(computes="drag_force")
def drag_force_on_fixed_area(
    atmospheric_density: KilogramPerCubicMeter, orbital_speed: MeterPerSecond, drag_coefficient: Ratio, drag_area: SquareMeter
) -> Millinewton:
    """Drag on a stated area, whatever array and radiator are."""
    return 0.5 * atmospheric_density * orbital_speed * orbital_speed * drag_coefficient * drag_area


@formula
def station_keeping_delta_v(drag_force: Millinewton, satellite_life: Year, dry_mass: Kilogram, formation_share: Fraction) -> MeterPerSecond:
    """Drag made up for over the life, and a share of it for keeping formation."""
    return drag_force * satellite_life / dry_mass * (1.0 + formation_share)


@formula
def station_keeping_propellant_mass(dry_mass: Kilogram, station_keeping_delta_v: MeterPerSecond, exhaust_velocity: MeterPerSecond) -> Kilogram:
    """Tsiolkovsky's equation on the dry mass."""
    return dry_mass * np.expm1(station_keeping_delta_v / exhaust_velocity)


@formula(computes="satellite_mass")
def satellite_mass_with_propellant(dry_mass: Kilogram, station_keeping_propellant_mass: Kilogram) -> Kilogram:
    """Launch mass of one satellite. No propellant for disposal."""
    return dry_mass + station_keeping_propellant_mass


def of_fleet(mass: Kilogram, satellite_count: Ratio) -> Kilogram:
    """The source prints the fleet's masses."""
    return mass * satellite_count


@formula
def fleet_dry_mass(dry_mass: Kilogram, satellite_count: Ratio) -> Kilogram:
    """Dry mass of the fleet."""
    return of_fleet(dry_mass, satellite_count)


@formula
def fleet_payload_mass(payload_mass: Kilogram, satellite_count: Ratio) -> Kilogram:
    """Servers of the fleet."""
    return of_fleet(payload_mass, satellite_count)


@formula
def fleet_array_mass(array_mass: Kilogram, satellite_count: Ratio) -> Kilogram:
    """Arrays of the fleet."""
    return of_fleet(array_mass, satellite_count)


@formula
def fleet_battery_mass(battery_mass: Kilogram, satellite_count: Ratio) -> Kilogram:
    """Batteries of the fleet."""
    return of_fleet(battery_mass, satellite_count)


@formula
def fleet_radiator_mass(radiator_mass: Kilogram, heat_transport_mass: Kilogram, satellite_count: Ratio) -> Kilogram:
    """Radiators of the fleet with their coolant loops."""
    return of_fleet(radiator_mass + heat_transport_mass, satellite_count)


@formula
def fleet_communication_mass(communication_mass: Kilogram, satellite_count: Ratio) -> Kilogram:
    """Terminals of the fleet."""
    return of_fleet(communication_mass, satellite_count)


@formula
def fleet_avionics_mass(avionics_mass: Kilogram, satellite_count: Ratio) -> Kilogram:
    """Avionics and propulsion of the fleet."""
    return of_fleet(avionics_mass, satellite_count)


@formula
def fleet_structure_mass(structure_mass: Kilogram, satellite_count: Ratio) -> Kilogram:
    """Structures of the fleet."""
    return of_fleet(structure_mass, satellite_count)


@formula
def fleet_mass_margin(mass_margin: Kilogram, satellite_count: Ratio) -> Kilogram:
    """Margins of the fleet."""
    return of_fleet(mass_margin, satellite_count)


@formula
def fleet_propellant_mass(station_keeping_propellant_mass: Kilogram, satellite_count: Ratio) -> Kilogram:
    """Propellant of the fleet."""
    return of_fleet(station_keeping_propellant_mass, satellite_count)


@formula
def fleet_radiator_area(radiator_area: SquareMeter, satellite_count: Ratio) -> SquareMeter:
    """Radiators of the fleet."""
    return radiator_area * satellite_count


@formula
def dry_specific_mass(dry_mass: Kilogram, satellite_it_power: Watt) -> KilogramPerWatt:
    """Dry mass per IT power."""
    return dry_mass / satellite_it_power


# --- staying up, and what is delivered ---
@formula(computes="permanent_loss_rate")
def permanent_loss_rate_with_dose(
    accelerator_loss_rate: PerYear,
    dose_rate: DosePerYear,
    dose_tolerance: Dose,
    upset_loss_rate: PerYear,
    relative_upset_flux: Ratio,
    uncorrected_fraction: Fraction,
) -> PerYear:
    """Hazard of losing a chip: its own, the dose over what it stands, upsets that are not corrected. A dose is no hazard (S4)."""
    return accelerator_loss_rate + dose_rate / dose_tolerance + upset_loss_rate * relative_upset_flux * uncorrected_fraction


@formula
def chip_availability(system_availability: Fraction, levelized_survival: Fraction, surviving_spares: Fraction) -> Fraction:
    """Share of the chips at work: resets, and the mean of the survivors with a share of spares added to it, one at most."""
    return system_availability * np.minimum(levelized_survival + surviving_spares, 1.0)


@formula
def network_fraction(
    peak_compute: FlopPerSecond,
    utilization: Fraction,
    chip_availability: Fraction,
    communication_intensity_of_work: BitPerFlop,
    downlink_rate: BitPerSecond,
    weather_availability: Fraction,
) -> Fraction:
    """Share of the work whose output comes down: min(1, link over need) times the sky's availability, nothing kept for later (S3)."""
    needed = peak_compute * utilization * chip_availability * communication_intensity_of_work
    return np.minimum(downlink_rate / needed, 1.0) * weather_availability


@formula(computes="delivered_fraction")
def delivered_fraction_of_chips_and_network(chip_availability: Fraction, network_fraction: Fraction) -> Fraction:
    """Share of the chips' time that is delivered."""
    return chip_availability * network_fraction


# --- money ---
@formula(computes="satellite_price")
def satellite_price_from_its_parts(
    array_power_beginning_of_life: Watt,
    array_price: UsdPerWatt,
    battery_capacity: Joule,
    battery_price: UsdPerJoule,
    radiator_area: SquareMeter,
    radiator_price: UsdPerSquareMeter,
    bus_price: UsdEach,
    communication_price: UsdEach,
) -> UsdEach:
    """Array, battery and radiator by size, bus and terminals a piece."""
    sized = array_power_beginning_of_life * array_price + battery_capacity * battery_price + radiator_area * radiator_price
    return sized + bus_price + communication_price


@formula
def expected_losses(accelerator_count: Gpu, permanent_loss_rate: PerYear, satellite_life: Year) -> Gpu:
    """Chips dead by the end of life."""
    return -accelerator_count * np.expm1(-permanent_loss_rate * satellite_life)


@formula
def replacement_cost(
    expected_losses: Gpu, accelerator_price: UsdPerGpu, accelerator_system_mass: KilogramPerGpu, launch_price: UsdPerKilogram, satellite_life: Year
) -> UsdPerYear:
    """Dead chips bought and launched anew, spread over the life; their capacity stays lost all the same (S2)."""
    return expected_losses * (accelerator_price + accelerator_system_mass * launch_price) / satellite_life


@formula
def initial_capital(insured_value: Usd, nonrecurring_capital: Usd) -> Usd:
    """All that is paid before the first year."""
    return insured_value + nonrecurring_capital


@formula
def capital_without_chips_per_power(initial_capital: Usd, accelerator_capital: Usd, it_power: Megawatt) -> UsdPerWatt:
    """Capital without chips per watt of IT."""
    return (initial_capital - accelerator_capital) / it_power


@formula
def lifecycle_present_value(total_cost: UsdPerYear, satellite_capital_recovery_factor: PerYear) -> Usd:
    """Present value of all cost: the level yearly cost over the recovery factor that all assets share."""
    return total_cost / satellite_capital_recovery_factor
