"""What OrbitalDatacenterSim computes for orbit unlike our Model. Where it is wrong, our own formula stands beside it in a case of the study."""

from __future__ import annotations

import numpy as np

from orbital.core.axes import along, sum_along
from orbital.core.formula import formula
from orbital.core.series import HALF_UNIT, mean_learning_factor
from orbital.core.units import (
    YEAR,
    Count,
    Day,
    Fraction,
    Gpu,
    Hour,
    Joule,
    Kelvin,
    Kilogram,
    Kilometer,
    MassDifference,
    MeterPerSecond,
    MeterPerSecondPerYear,
    Millinewton,
    Minute,
    Number,
    PerYear,
    RatePerYear,
    Ratio,
    Real,
    Second,
    Usd,
    UsdEach,
    UsdPerKilogram,
    UsdPerWatt,
    UsdPerYear,
    Watt,
    WattPerGpu,
    WattPerSquareMeter,
    Year,
)
from orbital.physics.constants import STANDARD_GRAVITY, STEFAN_BOLTZMANN
from orbital.physics.orbits import circular_speed, orbital_radius
from orbital.physics.thermal import fourth_power
from orbital.studies.orbital_datacenter_sim_5_2.shared import COUNT, refresh_times, worth, worth_of_refreshes


# --- power and heat ---
@formula(computes="array_power_end_of_life")
def array_power_for_the_mean_eclipse(
    satellite_bus_power: Watt, annual_eclipse_fraction: Fraction, battery_round_trip_efficiency: Fraction, power_conditioning_efficiency: Fraction
) -> Watt:
    """Bus and recharge for the year's mean share of shadow, not the worst orbit's: P [1 + f / (eta (1 - f))] / eta_pc."""
    recharge = annual_eclipse_fraction / (battery_round_trip_efficiency * (1.0 - annual_eclipse_fraction))
    return satellite_bus_power * (1.0 + recharge) / power_conditioning_efficiency


@formula(computes="array_power_end_of_life")
def array_power_for_the_longest_eclipse(satellite_bus_power: Watt, recharge_power: Watt, power_conditioning_efficiency: Fraction) -> Watt:
    """Bus and recharge on the orbit of the longest eclipse: what the source should size for."""
    return (satellite_bus_power + recharge_power) / power_conditioning_efficiency


@formula(computes="array_power_beginning_of_life")
def array_power_beginning_of_life_with_margin(array_power_end_of_life: Watt, array_margin_fraction: Ratio) -> Watt:
    """Array power when new: a margin in place of degradation by life."""
    return array_power_end_of_life * (1.0 + array_margin_fraction)


@formula(computes="battery_capacity")
def battery_capacity_with_reserve(
    satellite_bus_power: Watt,
    annual_eclipse_fraction: Fraction,
    orbital_period: Minute,
    longest_eclipse: Minute,
    battery_reserve_time: Minute,
    battery_depth_of_discharge: Fraction,
) -> Joule:
    """Nameplate energy for the longest eclipse (or the year's mean one, if it is longer) and a reserve."""
    shadow = np.maximum(annual_eclipse_fraction * orbital_period, longest_eclipse)
    return satellite_bus_power * (shadow + battery_reserve_time) / battery_depth_of_discharge


@formula(computes="waste_heat")
def waste_heat_of_bus(satellite_bus_power: Watt) -> Watt:
    """Bus power as heat. What conversion and charging lose is left out."""
    return satellite_bus_power


@formula(computes="net_radiator_flux")
def net_radiator_flux_less_absorbed_by_fins(
    radiator_sides: Count,
    fin_efficiency: Fraction,
    radiator_emissivity: Fraction,
    radiator_temperature: Kelvin,
    absorbed_flux_per_side: WattPerSquareMeter,
) -> WattPerSquareMeter:
    """Per planform area: n eta (eps sigma T^4 - q). The fins' efficiency is taken off what they absorb as well, which is too good."""
    return radiator_sides * fin_efficiency * (radiator_emissivity * STEFAN_BOLTZMANN * fourth_power(radiator_temperature) - absorbed_flux_per_side)


@formula(computes="radiator_absorbed_flux")
def radiator_absorbed_flux_of_stated_sides(radiator_sides: Count, absorbed_flux_per_side: WattPerSquareMeter) -> WattPerSquareMeter:
    """What the faces take up, as stated: for our net flux, which leaves it whole."""
    return radiator_sides * absorbed_flux_per_side


# --- mass ---
@formula(computes="communication_mass")
def communication_mass_of_network_and_terminal(network_mass: Kilogram, relay_terminal_mass: Kilogram) -> Kilogram:
    """Switches and storage of the rack, and the terminal to the leased relay."""
    return network_mass + relay_terminal_mass


@formula(computes="structure_mass")
def structure_mass_of_parts(fixed_mass: Kilogram, reentry_stage_mass: Kilogram, structure_mass_fraction: Fraction) -> Kilogram:
    """Structure, as a share of all parts with the re-entry stage."""
    return (fixed_mass + reentry_stage_mass) * structure_mass_fraction


@formula
def dry_mass(fixed_mass: Kilogram, reentry_stage_mass: Kilogram, structure_mass: Kilogram) -> Kilogram:
    """One satellite without propellant."""
    return fixed_mass + reentry_stage_mass + structure_mass


@formula
def reentry_delta_v(reentry_parking_altitude: Kilometer, reentry_perigee_altitude: Kilometer) -> MeterPerSecond:
    """Last burn, from the low circle to which the spiral leads down to the perigee: v (1 - sqrt( 2 r_p / (r + r_p) ))."""
    perigee = orbital_radius(reentry_perigee_altitude)
    return circular_speed(reentry_parking_altitude) * (1.0 - np.sqrt(2.0 * perigee / (orbital_radius(reentry_parking_altitude) + perigee)))


@formula
def reentry_propellant_mass(dry_mass: Kilogram, reentry_delta_v: MeterPerSecond, reentry_specific_impulse: Second) -> Kilogram:
    """Chemical propellant of the last burn: m (exp(dv/w) - 1)."""
    return dry_mass * np.expm1(reentry_delta_v / (reentry_specific_impulse * STANDARD_GRAVITY))


@formula
def electric_delta_v(
    satellite_life: Year,
    station_keeping_rate: MeterPerSecondPerYear,
    drag_force: Millinewton,
    dry_mass: Kilogram,
    avoidance_maneuver_rate: PerYear,
    avoidance_delta_v: MeterPerSecond,
    contingency_delta_v: MeterPerSecond,
    disposal_delta_v: MeterPerSecond,
) -> MeterPerSecond:
    """Electric delta-v of a life: keeping, drag (on the dry mass) and avoidance, a contingency, and the spiral down to 200 km."""
    yearly = station_keeping_rate + drag_force / dry_mass + avoidance_maneuver_rate * avoidance_delta_v
    return satellite_life * yearly + contingency_delta_v + disposal_delta_v


@formula
def electric_propellant_mass(
    dry_mass: Kilogram, reentry_propellant_mass: Kilogram, electric_delta_v: MeterPerSecond, exhaust_velocity: MeterPerSecond
) -> Kilogram:
    """Propellant of the electric thrusters, which carry the chemical propellant along."""
    return (dry_mass + reentry_propellant_mass) * np.expm1(electric_delta_v / exhaust_velocity)


@formula(computes="satellite_mass")
def satellite_mass_with_propellants(dry_mass: Kilogram, reentry_propellant_mass: Kilogram, electric_propellant_mass: Kilogram) -> Kilogram:
    """Launch mass of one satellite."""
    return dry_mass + reentry_propellant_mass + electric_propellant_mass


# --- traffic, failures, what is delivered ---
@formula(computes="avoidance_maneuver_rate")
def avoidance_maneuver_rate_by_occupancy(
    quiet_avoidance_rate: PerYear, shell_population: Count, satellite_count: Ratio, shell_capacity: Count, congestion_exponent: Number
) -> PerYear:
    """Maneuvers a year, more as the fleet fills its shell: m [(1 - n/C)/(1 - (n + N)/C)]^a, occupancy held below 98 %."""
    before = np.minimum(shell_population / shell_capacity, 0.98)
    after = np.minimum((shell_population + satellite_count) / shell_capacity, 0.98)
    return quiet_avoidance_rate * np.exp(congestion_exponent * np.log((1.0 - before) / (1.0 - after)))


@formula
def failure_rate(quiet_failure_rate: RatePerYear, radiation_failure_factor: Ratio) -> RatePerYear:
    """Share of the satellites that fail in a year, more by radiation."""
    return quiet_failure_rate * radiation_failure_factor


@formula
def failures(satellite_count: Ratio, failure_rate: RatePerYear) -> PerYear:
    """Satellites that fail a year, on average."""
    return satellite_count * failure_rate


@formula
def effective_availability(
    quiet_availability: Fraction,
    avoidance_maneuver_rate: PerYear,
    maneuver_outage: Hour,
    radiation_outage_fraction: Fraction,
    failure_rate: RatePerYear,
    replacement_time: Day,
) -> Fraction:
    """Share of the time the fleet serves: [a - maneuvers - radiation] times the share that does not wait for its replacement."""
    up = quiet_availability - avoidance_maneuver_rate * maneuver_outage - radiation_outage_fraction
    return up * (1.0 - failure_rate * replacement_time)


@formula(computes="delivered_fraction")
def delivered_fraction_in_use(power_utilization: Fraction, effective_availability: Fraction) -> Fraction:
    """Share of the serving racks' time that is sold: in use, and up."""
    return power_utilization * effective_availability


# --- launch ---
@formula(computes="satellites_per_launch")
def satellites_per_launch_one_at_least(payload_to_orbit: MassDifference, satellite_mass: Kilogram, most_satellites_per_launch: Count) -> Ratio:
    """Whole satellites a flight, one at least, even where the vehicle does not lift it: the tool warns and goes on."""
    return np.maximum(np.minimum(np.floor(payload_to_orbit / satellite_mass), most_satellites_per_launch), 1.0)


@formula(computes="launch_count")
def launch_count_whole(satellite_count: Ratio, satellites_per_launch: Ratio) -> Ratio:
    """Whole flights for the first fleet."""
    return np.ceil(satellite_count / satellites_per_launch)


def volume_discount(before: Real, count: Real, remaining: Real, floor: Real) -> Real:
    """Mean launch price over that of the first flight, over flights that follow others: their numbers' powers, held between a floor and one."""
    fall = mean_learning_factor(before + HALF_UNIT, count, 1.0, remaining)
    return np.minimum(np.maximum(fall, floor), 1.0)


@formula(computes="launch_capital")
def launch_capital_with_discount(flight_price: Usd, launch_count: Ratio, launch_learning_rate: Fraction, launch_price_floor: Fraction) -> Usd:
    """Launch of the first fleet."""
    return flight_price * launch_count * volume_discount(0.0, launch_count, launch_learning_rate, launch_price_floor)


# --- price of a satellite ---
@formula
def thermal_mass(radiator_mass: Kilogram, heat_transport_mass: Kilogram) -> Kilogram:
    """What the thermal price is asked for."""
    return radiator_mass + heat_transport_mass


@formula
def other_hardware_mass(
    communication_mass: Kilogram,
    shielding_mass: Kilogram,
    propulsion_dry_mass: Kilogram,
    battery_mass: Kilogram,
    structure_mass: Kilogram,
    reentry_propellant_mass: Kilogram,
    electric_propellant_mass: Kilogram,
) -> Kilogram:
    """What the price of other hardware is asked for: propellant too, and the re-entry stage not."""
    hardware = communication_mass + shielding_mass + propulsion_dry_mass + battery_mass + structure_mass
    return hardware + reentry_propellant_mass + electric_propellant_mass


@formula
def manufacturing_price(
    bus_price: UsdEach,
    array_mass: Kilogram,
    array_price_per_mass: UsdPerKilogram,
    thermal_mass: Kilogram,
    thermal_price: UsdPerKilogram,
    other_hardware_mass: Kilogram,
    other_hardware_price: UsdPerKilogram,
    integration_price: UsdEach,
) -> UsdEach:
    """Price of the reference unit without racks and terminal: bus, masses by price, integration."""
    by_mass = array_mass * array_price_per_mass + thermal_mass * thermal_price + other_hardware_mass * other_hardware_price
    return bus_price + by_mass + integration_price


@formula(computes="satellite_price")
def satellite_price_of_the_first_fleet(
    manufacturing_price: UsdEach, satellite_count: Ratio, reference_satellite: Count, satellite_learning_rate: Fraction, relay_terminal_price: UsdEach
) -> UsdEach:
    """Mean price of a satellite of the first fleet: built on Wright's curve, its terminal bought off it."""
    return manufacturing_price * mean_learning_factor(HALF_UNIT, satellite_count, reference_satellite, satellite_learning_rate) + relay_terminal_price


@formula
def initial_capital_per_power(insured_value: Usd, nonrecurring_capital: Usd, productive_accelerators: Gpu, accelerator_power: WattPerGpu) -> UsdPerWatt:
    """Racks, satellites, their launch and the design of it all, per watt of racks that serve."""
    return (insured_value + nonrecurring_capital) / (productive_accelerators * accelerator_power)


# --- money over the horizon ---
@formula
def renewal_interval(refresh_interval: Year, satellite_life: Year) -> Year:
    """How often all is bought anew: with the racks, for they cannot be taken out."""
    return np.minimum(refresh_interval, satellite_life)


def failure_years(horizon: Real) -> Real:
    """Ones for the years of the horizon, along the last axis: failures are paid for at the end of each."""
    within: Real = np.where(along(horizon) >= YEAR * COUNT, 1.0, 0.0)
    return within


def worth_of_failure_years(rate: Real, horizon: Real) -> Real:
    """Worth of a dollar at the end of each year of the horizon, along the last axis."""
    return failure_years(horizon) * worth(along(rate), YEAR * COUNT)


def made_before_failures(first: Real, yearly: Real, interval: Real) -> Real:
    """How many were made before those that replace a year's failures: the first fleet, earlier failures, earlier renewals."""
    renewals = np.ceil(YEAR * COUNT / along(interval)) - 1.0
    return along(first) * (1.0 + renewals) + along(yearly) * (COUNT - 1.0)


def made_before_refreshes(first: Real, yearly: Real, interval: Real) -> Real:
    """How many were made before a renewal: the first fleet, earlier renewals, failures up to then."""
    return along(first) * COUNT + along(yearly) * np.floor(refresh_times(interval) / YEAR)


@formula
def failure_worth(nominal_discount_rate: RatePerYear, failure_rate: RatePerYear, planning_horizon: Year) -> Number:
    """Worth of the replacements of all failures, per dollar of the first purchase."""
    return sum_along(worth_of_failure_years(nominal_discount_rate, planning_horizon)) * failure_rate * YEAR


@formula
def manufacturing_present_value(
    manufacturing_price: UsdEach,
    satellite_count: Ratio,
    failures: PerYear,
    renewal_interval: Year,
    planning_horizon: Year,
    nominal_discount_rate: RatePerYear,
    reference_satellite: Count,
    satellite_learning_rate: Fraction,
) -> Usd:
    """All satellites of the horizon without racks and terminals, in order down one learning curve, brought to the start.

    P [ N m(0, N) + sum_t v^t f m(before, f) + sum_k w_k N m(before, N) ], m the mean of the curve over what is made. A year's failures come
    before a renewal of the same date.
    """
    yearly = failures * YEAR
    reference, rate = along(reference_satellite), along(satellite_learning_rate)
    first = mean_learning_factor(HALF_UNIT, satellite_count, reference_satellite, satellite_learning_rate)
    early = made_before_failures(satellite_count, yearly, renewal_interval) + HALF_UNIT
    replaced = worth_of_failure_years(nominal_discount_rate, planning_horizon) * mean_learning_factor(early, along(yearly), reference, rate)
    late = made_before_refreshes(satellite_count, yearly, renewal_interval) + HALF_UNIT
    renewed = worth_of_refreshes(nominal_discount_rate, renewal_interval, planning_horizon) * mean_learning_factor(
        late, along(satellite_count), reference, rate
    )
    units = satellite_count * (first + sum_along(renewed)) + yearly * sum_along(replaced)
    return manufacturing_price * units


@formula
def launch_present_value(
    flight_price: Usd,
    launch_count: Ratio,
    satellites_per_launch: Ratio,
    failures: PerYear,
    renewal_interval: Year,
    planning_horizon: Year,
    nominal_discount_rate: RatePerYear,
    launch_learning_rate: Fraction,
    launch_price_floor: Fraction,
) -> Usd:
    """All launches of the horizon in order down one discount, brought to the start. Failures fly pro rata."""
    yearly = failures * YEAR / satellites_per_launch
    rate, floor = along(launch_learning_rate), along(launch_price_floor)
    first = volume_discount(0.0, launch_count, launch_learning_rate, launch_price_floor)
    early = made_before_failures(launch_count, yearly, renewal_interval)
    replaced = worth_of_failure_years(nominal_discount_rate, planning_horizon) * volume_discount(early, along(yearly), rate, floor)
    late = made_before_refreshes(launch_count, yearly, renewal_interval)
    renewed = worth_of_refreshes(nominal_discount_rate, renewal_interval, planning_horizon) * volume_discount(late, along(launch_count), rate, floor)
    return flight_price * (launch_count * (first + sum_along(renewed)) + yearly * sum_along(replaced))


@formula(computes="accelerator_cost")
def accelerator_cost_with_renewals(accelerator_capital: Usd, failure_worth: Number, refresh_worth: Number, horizon_recovery_factor: PerYear) -> UsdPerYear:
    """Racks, those lost with failed satellites, and their renewals over the horizon."""
    return accelerator_capital * (1.0 + failure_worth + refresh_worth) * horizon_recovery_factor


@formula(computes="satellite_cost")
def satellite_cost_with_renewals(
    manufacturing_present_value: Usd,
    satellite_count: Ratio,
    relay_terminal_price: UsdEach,
    failure_worth: Number,
    refresh_worth: Number,
    horizon_recovery_factor: PerYear,
) -> UsdPerYear:
    """Satellites and terminals of the horizon."""
    terminals = satellite_count * relay_terminal_price * (1.0 + failure_worth + refresh_worth)
    return (manufacturing_present_value + terminals) * horizon_recovery_factor


@formula(computes="launch_cost")
def launch_cost_with_renewals(launch_present_value: Usd, horizon_recovery_factor: PerYear) -> UsdPerYear:
    """Launches of the horizon."""
    return launch_present_value * horizon_recovery_factor


@formula(computes="nonrecurring_cost")
def nonrecurring_cost_over_horizon(nonrecurring_capital: Usd, horizon_recovery_factor: PerYear) -> UsdPerYear:
    """Design and qualification, spread over the horizon."""
    return nonrecurring_capital * horizon_recovery_factor


@formula(computes="insurance_cost")
def insurance_cost_of_first_fleet(insured_value: Usd, insurance_rate: RatePerYear) -> UsdPerYear:
    """A yearly share of what the first fleet cost, racks and launch with it, year after year."""
    return insured_value * insurance_rate


@formula(computes="disposal_cost")
def disposal_cost_with_derelicts(
    satellite_count: Ratio,
    renewal_interval: Year,
    failures: PerYear,
    disposal_price: Usd,
    removal_price: Usd,
    planned_disposal_success: Fraction,
    failed_disposal_success: Fraction,
) -> UsdPerYear:
    """Operations of bringing down the retired and the failed, and removing those that fail to come down."""
    retired = satellite_count / renewal_interval
    derelict = (1.0 - planned_disposal_success) * retired + (1.0 - failed_disposal_success) * failures
    return disposal_price * (retired + failures) + removal_price * derelict
