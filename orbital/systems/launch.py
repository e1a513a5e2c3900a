"""What a vehicle lifts to that orbit and how many whole satellites it holds, flights and how fast they come, their price and how it falls."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.series import HALF_UNIT, mean_learning_factor
from orbital.core.units import (
    Count,
    CubicMeter,
    CubicMeterPerGpu,
    Fraction,
    Gpu,
    Kilogram,
    KilogramPerCubicMeter,
    Kilometer,
    MassDifference,
    Megawatt,
    MeterPerSecond,
    Millimeter,
    Number,
    PerYear,
    PerYearDifference,
    Radian,
    Ratio,
    Real,
    SquareMeter,
    Usd,
    UsdEach,
    UsdPerKilogram,
    VolumeDifference,
    Watt,
    Year,
)
from orbital.physics.constants import EARTH_ROTATION_SPEED
from orbital.physics.orbits import circular_speed

# --- lift ---


@formula
def orbit_delta_v_penalty(
    orbital_speed: MeterPerSecond, inclination: Radian, launch_site_latitude: Radian, reference_payload_altitude: Kilometer
) -> MeterPerSecond:
    """Speed the upper stage must add beyond the reference orbit (due east, low): climb, and rotation of the Earth forgone.

    dv = |v(h_ref) - v(h)| + omega R ( cos(latitude) - cos(i) ). Above the reference; never less than zero.

    Source: eastward component of the orbital speed, v cos(i), spherical Earth; Edelbaum for the climb.
    """
    climb: Real = np.abs(circular_speed(reference_payload_altitude) - orbital_speed)
    rotation: Real = EARTH_ROTATION_SPEED * np.maximum(np.cos(launch_site_latitude) - np.cos(inclination), 0.0)
    return climb + rotation


@formula
def payload_to_orbit(
    reference_payload: Kilogram, upper_stage_dry_mass: Kilogram, upper_stage_exhaust_velocity: MeterPerSecond, orbit_delta_v_penalty: MeterPerSecond
) -> MassDifference:
    """Payload to this orbit: p = (p_ref + m_dry) exp(-dv/w) - m_dry. The stage's own dry mass pays for the extra speed too.

    A heavy reusable stage loses more of its payload than a light one: that is what Sun-synchronous orbits cost.

    Source: Tsiolkovsky's equation on the last burn.
    """
    return (reference_payload + upper_stage_dry_mass) * np.exp(-orbit_delta_v_penalty / upper_stage_exhaust_velocity) - upper_stage_dry_mass


# --- stowed volume ---
@formula
def stowed_volume(
    array_area: SquareMeter,
    array_stowed_thickness: Millimeter,
    radiator_area: SquareMeter,
    radiator_stowed_thickness: Millimeter,
    accelerators_per_satellite: Gpu,
    accelerator_stowed_volume: CubicMeterPerGpu,
    equipment_mass: Kilogram,
    satellite_mass: Kilogram,
    payload_mass: Kilogram,
    equipment_stowed_density: KilogramPerCubicMeter,
) -> CubicMeter:
    """Volume of one satellite folded for launch: array and radiator by area and folded thickness, racks as they are, the rest by its density.

    Of the rest no more is counted than a given satellite mass leaves beside the racks. A class estimate: no maker of such a satellite has
    published its stowed size. Gaps between satellites are in `payload_volume_fraction`.
    """
    rest = np.minimum(equipment_mass, np.maximum(satellite_mass - payload_mass, 0.0 * satellite_mass))
    folded = array_area * array_stowed_thickness + radiator_area * radiator_stowed_thickness
    return folded + accelerators_per_satellite * accelerator_stowed_volume + rest / equipment_stowed_density


@formula
def usable_payload_volume(payload_volume: CubicMeter, payload_volume_fraction: Fraction) -> CubicMeter:
    """Volume under the fairing, or in the bay, that satellites fill: gaps, dispenser and curved walls taken off."""
    return payload_volume * payload_volume_fraction


@formula
def satellites_by_mass(payload_to_orbit: MassDifference, dispenser_mass_fraction: Fraction, satellite_mass: Kilogram) -> Ratio:
    """Satellites a flight lifts, not rounded: payload (1 - dispenser) / m."""
    return payload_to_orbit * (1.0 - dispenser_mass_fraction) / satellite_mass


@formula
def satellites_by_volume(usable_payload_volume: CubicMeter, stowed_volume: CubicMeter) -> Ratio:
    """Satellites a flight holds, not rounded."""
    return usable_payload_volume / stowed_volume


@formula
def satellites_per_launch(satellites_by_mass: Ratio, satellites_by_volume: Ratio) -> Ratio:
    """Whole satellites a flight: what it lifts or what it holds, whichever is fewer, rounded down."""
    return np.floor(np.minimum(satellites_by_mass, satellites_by_volume))


@formula(computes="satellites_per_launch")
def satellites_per_launch_by_mass(satellites_by_mass: Ratio) -> Ratio:
    """Whole satellites a flight by mass alone: for claims that say nothing of volume."""
    return np.floor(satellites_by_mass)


@formula(computes="satellites_per_launch")
def satellites_per_launch_continuous(satellites_by_mass: Ratio) -> Ratio:
    """Satellites a flight by mass, not rounded down: for studies that divide masses."""
    return satellites_by_mass


@formula
def launch_mass_use(satellites_per_launch: Ratio, satellites_by_mass: Ratio) -> Ratio:
    """Share of a flight's lift for satellites that is used."""
    return satellites_per_launch / satellites_by_mass


@formula
def launch_volume_use(satellites_per_launch: Ratio, satellites_by_volume: Ratio) -> Ratio:
    """Share of a flight's usable volume that is used. Above 1 a given number of satellites does not fit as they are stowed here."""
    return satellites_per_launch / satellites_by_volume


@formula(
    constraint="no flight lifts it: one satellite weighs {satellite_mass}; of the {payload_to_orbit} to this orbit the dispenser takes "
    "{dispenser_mass_fraction}, and the rest lifts no satellite, or not the {satellites_per_launch} a flight that are given; choose a larger vehicle, "
    "a smaller satellite, or fewer a flight",
)
def lift_margin(payload_to_orbit: MassDifference, dispenser_mass_fraction: Fraction, satellites_per_launch: Ratio, satellite_mass: Kilogram) -> MassDifference:
    """Payload for satellites less the mass of those on board, one at least, with a ten-thousandth for rounding."""
    return 1.0001 * payload_to_orbit * (1.0 - dispenser_mass_fraction) - np.maximum(satellites_per_launch, 1.0) * satellite_mass


@formula(
    constraint="no flight holds it: one satellite takes {stowed_volume} stowed, of {usable_payload_volume} that can be filled; choose a larger vehicle, "
    "a smaller satellite, or fold it tighter",
    guards="satellites_per_launch",
)
def stowage_margin(usable_payload_volume: CubicMeter, stowed_volume: CubicMeter) -> VolumeDifference:
    """Usable volume less that of one satellite, with a ten-thousandth for rounding."""
    return 1.0001 * usable_payload_volume - stowed_volume


@formula(
    validity="{satellites_per_launch} satellites a flight take {launch_volume_use} of the volume that can be filled, as satellites are stowed here "
    "(a class estimate: {stowed_volume} each)",
)
def launch_volume_margin(launch_volume_use: Ratio) -> Number:
    """What is left of a flight's usable volume, with a ten-thousandth for rounding."""
    return 1.0001 - launch_volume_use


# --- price ---
@formula
def launch_count(satellite_count: Ratio, satellites_per_launch: Ratio) -> Ratio:
    """Flights for the fleet. Fractional in cost; reports round up."""
    return satellite_count / satellites_per_launch


@formula
def launch_price(flight_price: Usd, satellites_per_launch: Ratio, satellite_mass: Kilogram) -> UsdPerKilogram:
    """Price per kilogram of satellite launched: the flight's price over what it carries, so that unused lift is paid for."""
    return flight_price / (satellites_per_launch * satellite_mass)


def price_at_margin(cost: Real, margin: Real) -> Real:
    """Price of which the seller keeps a share: cost / (1 - margin)."""
    return cost / (1.0 - margin)


@formula(computes="flight_price")
def flight_price_by_learning(
    reference_flight_cost: Usd,
    reference_flight: Count,
    flights_before: Count,
    launch_count: Ratio,
    launch_learning_rate: Fraction,
    launch_margin_fraction: Fraction,
) -> Usd:
    """Mean price of this fleet's flights where *cost* follows Wright's law on cumulative flights, and price is cost over one less the margin.

    The mean is the integral over the flights this fleet buys, from half a flight after those flown before. Nobody else's flights are
    counted in between. What a flight costs is no promise of what it is sold at: the price of SpaceX rideshare rose 40 % from 2020 to 2026.

    Source: Wright 1936; margin on cost as in Suncatcher, arXiv:2511.19468v2 (60 USD/kg sold at 240 is a margin of 75 %).
    """
    fall = mean_learning_factor(flights_before + HALF_UNIT, launch_count, reference_flight, launch_learning_rate)
    return price_at_margin(reference_flight_cost * fall, launch_margin_fraction)


@formula(computes="flight_price")
def flight_price_from_reuse(
    booster_build_cost: Usd,
    flights_per_booster: Count,
    ship_build_cost: Usd,
    flights_per_ship: Count,
    flight_operations_cost: Usd,
    launch_margin_fraction: Fraction,
) -> Usd:
    """Price of a flight from what it wears out: (B/n_b + S/n_s + operations) / (1 - margin), each stage's build cost over the flights it makes.

    Source: Forethought (Parrack and Moorhouse): booster 60, ship 30 MUSD, 5 down to 2 MUSD of operations; six rows from 475 to 19 USD/kg.
    """
    return price_at_margin(booster_build_cost / flights_per_booster + ship_build_cost / flights_per_ship + flight_operations_cost, launch_margin_fraction)


@formula(computes="launch_price")
def launch_price_by_cumulative_mass(
    reference_launch_price: UsdPerKilogram, reference_launched_mass: Kilogram, launched_mass: Kilogram, launch_learning_rate: Fraction
) -> UsdPerKilogram:
    """Mean price per kilogram of this fleet's mass, where price follows Wright's law on cumulative mass launched: P0 (M/M0)^b from M0 on.

    Unused lift and what others launch meanwhile are left out. Use with care: it takes price for cost.

    Source: Suncatcher, arXiv:2511.19468v2: 1,800 USD/kg at 400 t, 20 % less at each doubling.
    """
    return reference_launch_price * mean_learning_factor(reference_launched_mass, launched_mass, reference_launched_mass, launch_learning_rate)


@formula
def satellite_launch_price(satellite_mass: Kilogram, launch_price: UsdPerKilogram) -> UsdEach:
    """Price of launching one satellite."""
    return satellite_mass * launch_price


@formula
def launch_capital(satellite_count: Ratio, satellite_launch_price: UsdEach) -> Usd:
    """Price of launching the fleet."""
    return satellite_count * satellite_launch_price


# --- cadence ---
@formula
def pad_launch_rate(launch_pads: Count, flights_per_pad: PerYear) -> PerYear:
    """Flights a year that the pads carry."""
    return launch_pads * flights_per_pad


@formula
def launch_cadence(pad_launch_rate: PerYear, licensed_launch_rate: PerYear) -> PerYear:
    """Flights a year for this fleet: what the pads carry or what the site is licensed for, whichever is fewer. Nobody else flies."""
    return np.minimum(pad_launch_rate, licensed_launch_rate)


@formula
def fleet_plateau_power(launch_cadence: PerYear, satellites_per_launch: Ratio, satellite_it_power: Watt, satellite_life: Year) -> Megawatt:
    """IT power at which a steady cadence only replaces what dies: cadence x satellites a flight x power x life."""
    return launch_cadence * satellites_per_launch * satellite_it_power * satellite_life


@formula
def deployment_time(launch_count: Ratio, launch_cadence: PerYear) -> Year:
    """Time to launch the fleet at a steady cadence."""
    return launch_count / launch_cadence


@formula
def needed_launch_rate(launch_count: Ratio, wanted_deployment_time: Year, satellite_life: Year) -> PerYear:
    """Flights a year that put the fleet up in the time wanted, and keep it up: launches over that time, or over a satellite's life where shorter."""
    return launch_count / np.minimum(wanted_deployment_time, satellite_life)


@formula(
    validity="launches: {needed_launch_rate} are needed for a fleet of this size to stand within {wanted_deployment_time} and be kept, "
    "{licensed_launch_rate} are licensed, {launch_cadence} can fly, and hold {fleet_plateau_power}",
)
def launch_license_margin(licensed_launch_rate: PerYear, launch_cadence: PerYear, needed_launch_rate: PerYear) -> PerYearDifference:
    """Flights a year that are licensed and can fly, less those needed."""
    return np.minimum(licensed_launch_rate, launch_cadence) - needed_launch_rate
