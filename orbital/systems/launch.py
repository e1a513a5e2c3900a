"""What a vehicle lifts to that orbit, how many whole satellites a flight, how many flights."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Fraction,
    Kilogram,
    Kilometer,
    MassDifference,
    Megawatt,
    MeterPerSecond,
    PerYear,
    Radian,
    Ratio,
    Real,
    Usd,
    UsdEach,
    UsdPerKilogram,
    Watt,
    Year,
)
from orbital.physics.constants import EARTH_ROTATION_SPEED
from orbital.physics.orbits import circular_speed


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


@formula
def satellites_per_launch(payload_to_orbit: MassDifference, dispenser_mass_fraction: Fraction, satellite_mass: Kilogram) -> Ratio:
    """Whole satellites a flight by mass: floor( payload (1 - dispenser) / m ). Stowed volume, where published, is a lower limit to give."""
    return np.floor(payload_to_orbit * (1.0 - dispenser_mass_fraction) / satellite_mass)


@formula(computes="satellites_per_launch")
def satellites_per_launch_continuous(payload_to_orbit: MassDifference, dispenser_mass_fraction: Fraction, satellite_mass: Kilogram) -> Ratio:
    """Satellites a flight by mass, not rounded down: for studies that divide masses."""
    return payload_to_orbit * (1.0 - dispenser_mass_fraction) / satellite_mass


@formula(
    constraint="no flight lifts it: one satellite weighs {satellite_mass}; of the {payload_to_orbit} to this orbit the dispenser takes "
    "{dispenser_mass_fraction}, and the rest lifts no satellite, or not the {satellites_per_launch} a flight that are given; choose a larger vehicle, "
    "a smaller satellite, or fewer a flight",
)
def lift_margin(payload_to_orbit: MassDifference, dispenser_mass_fraction: Fraction, satellites_per_launch: Ratio, satellite_mass: Kilogram) -> MassDifference:
    """Payload for satellites less the mass of those on board, one at least, with a ten-thousandth for rounding."""
    return 1.0001 * payload_to_orbit * (1.0 - dispenser_mass_fraction) - np.maximum(satellites_per_launch, 1.0) * satellite_mass


@formula
def launch_count(satellite_count: Ratio, satellites_per_launch: Ratio) -> Ratio:
    """Flights for the fleet. Fractional in cost; reports round up."""
    return satellite_count / satellites_per_launch


@formula
def launch_price(flight_price: Usd, satellites_per_launch: Ratio, satellite_mass: Kilogram) -> UsdPerKilogram:
    """Price per kilogram of satellite launched: the flight's price over what it carries, so that unused lift is paid for."""
    return flight_price / (satellites_per_launch * satellite_mass)


@formula
def satellite_launch_price(satellite_mass: Kilogram, launch_price: UsdPerKilogram) -> UsdEach:
    """Price of launching one satellite."""
    return satellite_mass * launch_price


@formula
def launch_capital(satellite_count: Ratio, satellite_launch_price: UsdEach) -> Usd:
    """Price of launching the fleet."""
    return satellite_count * satellite_launch_price


@formula
def fleet_plateau_power(launch_cadence: PerYear, satellites_per_launch: Ratio, satellite_it_power: Watt, satellite_life: Year) -> Megawatt:
    """IT power at which a steady cadence only replaces what dies: cadence x satellites a flight x power x life."""
    return launch_cadence * satellites_per_launch * satellite_it_power * satellite_life


@formula
def deployment_time(launch_count: Ratio, launch_cadence: PerYear) -> Year:
    """Time to launch the fleet at a steady cadence."""
    return launch_count / launch_cadence
