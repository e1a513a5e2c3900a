"""What orbital-compute computes for orbit unlike our Model: straight-line money, a series of parts that fail, a one-sided radiator, a day of passes."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from orbital.core.formula import formula
from orbital.core.units import (
    Constant,
    Count,
    Fraction,
    Gpu,
    Hour,
    Joule,
    Kelvin,
    MinutePerDay,
    PerDay,
    PerYear,
    Radian,
    RatePerYear,
    Ratio,
    Real,
    Second,
    SquareMeter,
    Usd,
    UsdEach,
    UsdPerGpu,
    UsdPerGpuHour,
    UsdPerJoule,
    UsdPerSquareMeter,
    UsdPerWatt,
    UsdPerYear,
    UsdPerYearEach,
    Watt,
    WattPerSquareMeter,
    Year,
)
from orbital.physics.constants import EARTH_MEAN_RADIUS, STEFAN_BOLTZMANN
from orbital.physics.contacts.element_set import record_of_elements
from orbital.physics.contacts.frames import DAY, Span, span, station_vectors
from orbital.physics.contacts.search import Sites, Windows, joined
from orbital.physics.contacts.windows import search_by_chunk
from orbital.physics.thermal import fourth_power
from orbital.systems.survival import redundant_availability

DEEP_SPACE_TEMPERATURE = Constant(3.0, "K", "orbital-compute 0.3.0, thermal.py")


# --- money ---
@formula(computes="accelerator_count")
def accelerator_count_of_fleet(satellite_count: Ratio, accelerators_per_satellite: Gpu) -> Gpu:
    """Accelerators of a fleet stated by its satellites."""
    return satellite_count * accelerators_per_satellite


@formula(computes="accelerator_capital")
def accelerator_capital_hardened(accelerator_count: Gpu, accelerator_price: UsdPerGpu, hardening_surcharge: Fraction) -> Usd:
    """Chips, and a surcharge for hardening them against radiation."""
    return accelerator_count * accelerator_price * (1.0 + hardening_surcharge)


@formula(computes="satellite_price")
def satellite_price_from_its_parts(
    array_power_beginning_of_life: Watt,
    array_price: UsdPerWatt,
    battery_capacity: Joule,
    battery_price: UsdPerJoule,
    radiator_area: SquareMeter,
    radiator_price: UsdPerSquareMeter,
    bus_price: UsdEach,
) -> UsdEach:
    """Array, battery and radiator by size, the bus a piece. Nothing for links, propulsion or building it."""
    return array_power_beginning_of_life * array_price + battery_capacity * battery_price + radiator_area * radiator_price + bus_price


@formula
def hardware_per_satellite(accelerator_capital: Usd, satellite_capital: Usd, satellite_count: Ratio) -> UsdEach:
    """Satellite with its chips, not launched."""
    return (accelerator_capital + satellite_capital) / satellite_count


@formula(computes="insurance_cost")
def insurance_cost_of_hardware(accelerator_capital: Usd, satellite_capital: Usd, insurance_rate: RatePerYear) -> UsdPerYear:
    """A yearly share of what was built, launch not covered."""
    return (accelerator_capital + satellite_capital) * insurance_rate


@formula(computes="operations_cost")
def operations_cost_of_fleet(
    satellite_count: Ratio,
    contact_price: UsdPerYearEach,
    contact_share: MinutePerDay,
    telemetry_price: UsdPerYearEach,
    mission_operations_cost: UsdPerYear,
) -> UsdPerYear:
    """Ground stations and telemetry a satellite, mission operations once."""
    return satellite_count * (contact_price * contact_share + telemetry_price) + mission_operations_cost


@formula
def yearly_operations(operations_cost: UsdPerYear, insurance_cost: UsdPerYear) -> UsdPerYear:
    """All that is paid each year."""
    return operations_cost + insurance_cost


@formula
def printed_operations_lines(
    satellite_count: Ratio,
    contact_price: UsdPerYearEach,
    contact_share: MinutePerDay,
    telemetry_price: UsdPerYearEach,
    mission_operations_cost: UsdPerYear,
    insurance_cost: UsdPerYear,
) -> UsdPerYear:
    """Sum of the lines its report prints above the total: telemetry of one satellite."""
    return satellite_count * contact_price * contact_share + telemetry_price + mission_operations_cost + insurance_cost


@formula(computes="delivered_fraction")
def delivered_fraction_of_sold_hours_alive(sold_fraction: Fraction, levelized_survival: Fraction) -> Fraction:
    """Share of the chips' hours that is sold, where the share alive is sold alike: the losses that the source leaves out of its money."""
    return sold_fraction * levelized_survival


@formula
def selling_price(listed_price: UsdPerGpuHour, price_premium: Ratio) -> UsdPerGpuHour:
    """What an hour in orbit is sold at: a listed price on the ground with a premium."""
    return listed_price * price_premium


@formula
def break_even_sold_fraction(total_cost: UsdPerYear, accelerator_count: Gpu, selling_price: UsdPerGpuHour) -> Ratio:
    """Share of the hours to be sold so that sales pay the cost. Above 1 they never do."""
    return total_cost / (accelerator_count * selling_price)


@formula
def payback_time(insured_value: Usd, yearly_operations: UsdPerYear, accelerator_count: Gpu, sold_fraction: Fraction, selling_price: UsdPerGpuHour) -> Year:
    """Capital over what sales leave of a year's operations."""
    return insured_value / (accelerator_count * sold_fraction * selling_price - yearly_operations)


# --- staying up ---
@formula(computes="satellite_loss_rate")
def satellite_loss_rate_of_series(
    chip_mean_life: Hour,
    array_mean_life: Hour,
    battery_mean_life: Hour,
    wheel_mean_life: Hour,
    star_tracker_mean_life: Hour,
    transponder_mean_life: Hour,
    computer_mean_life: Hour,
    regulator_mean_life: Hour,
) -> PerYear:
    """Hazard of a satellite that any of eight parts ends: the sum of theirs. One chip, however many fly."""
    electric = 1.0 / chip_mean_life + 1.0 / array_mean_life + 1.0 / battery_mean_life + 1.0 / regulator_mean_life
    return electric + 1.0 / wheel_mean_life + 1.0 / star_tracker_mean_life + 1.0 / transponder_mean_life + 1.0 / computer_mean_life


@formula
def satellite_mean_life(satellite_loss_rate: PerYear) -> Hour:
    """Mean time to the loss of a satellite: 1 / lambda."""
    return 1.0 / satellite_loss_rate


@formula
def steady_availability(satellite_loss_rate: PerYear, replacement_time: Hour) -> Fraction:
    """Share of time a place in the fleet is filled, lost satellites replaced after a time: 1 / (1 + lambda t)."""
    return 1.0 / (1.0 + satellite_loss_rate * replacement_time)


@formula(opaque=True)
def enough_satellites_probability(needed_satellites: Count, satellite_count: Ratio, steady_availability: Fraction) -> Fraction:
    """Probability that at least so many satellites are at work, each independent of the others."""
    return redundant_availability(needed_satellites, satellite_count, steady_availability)


@formula
def end_of_life_survival(satellite_loss_rate: PerYear, satellite_life: Year) -> Fraction:
    """Share of satellites, never replaced, alive at the end: exp(-lambda T)."""
    return np.exp(-satellite_loss_rate * satellite_life)


@formula
def replaced_satellites(satellite_loss_rate: PerYear, steady_availability: Fraction, satellite_count: Ratio) -> PerYear:
    """Satellites a year that the steady availability asks for. The source's money has none."""
    return satellite_loss_rate * steady_availability * satellite_count


# --- heat ---
@formula(computes="net_radiator_flux")
def net_radiator_flux_of_one_face(
    radiator_emissivity: Fraction,
    radiator_temperature: Kelvin,
    radiator_absorptance: Fraction,
    solar_flux: WattPerSquareMeter,
    radiator_sun_factor: Fraction,
    earth_infrared_flux: WattPerSquareMeter,
    radiator_earth_view_factor: Fraction,
) -> WattPerSquareMeter:
    """Emission of one face less Sun and Earth at fixed factors: q = eps sigma (T^4 - T_s^4) - alpha S F_s - F q_IR.

    Infrared is taken up whole: `net_radiator_flux_of_one_face_by_kirchhoff` takes up its emissivity's share of it.
    """
    emitted = radiator_emissivity * STEFAN_BOLTZMANN * (fourth_power(radiator_temperature) - fourth_power(DEEP_SPACE_TEMPERATURE))
    return emitted - radiator_absorptance * solar_flux * radiator_sun_factor - radiator_earth_view_factor * earth_infrared_flux


@formula(computes="net_radiator_flux")
def net_radiator_flux_of_one_face_by_kirchhoff(
    radiator_emissivity: Fraction,
    radiator_temperature: Kelvin,
    radiator_absorptance: Fraction,
    solar_flux: WattPerSquareMeter,
    radiator_sun_factor: Fraction,
    earth_infrared_flux: WattPerSquareMeter,
    radiator_earth_view_factor: Fraction,
) -> WattPerSquareMeter:
    """The same with infrared absorbed as it is emitted: q = eps [ sigma (T^4 - T_s^4) - F q_IR ] - alpha S F_s."""
    emitted = STEFAN_BOLTZMANN * (fourth_power(radiator_temperature) - fourth_power(DEEP_SPACE_TEMPERATURE))
    infrared = radiator_earth_view_factor * earth_infrared_flux
    return radiator_emissivity * (emitted - infrared) - radiator_absorptance * solar_flux * radiator_sun_factor


# --- a day of passes ---
STATIONS = (
    ("Svalbard", 78.23, 15.39, 5.0),
    ("Fairbanks", 64.86, -147.72, 10.0),
    ("Wallops", 37.94, -75.46, 10.0),
    ("Canberra", -35.40, 148.98, 10.0),
    ("Bangalore", 13.03, 77.57, 10.0),
    ("Hartebeest", -25.89, 27.69, 10.0),
    ("Santiago", -33.15, -70.67, 10.0),
    ("Tromso", 69.66, 18.94, 5.0),
    ("McMurdo", -77.85, 166.67, 5.0),
    ("Singapore", 1.35, 103.82, 10.0),
)
"""The source's ground stations: latitude, longitude and least elevation, degrees. `pass_station` counts them from 1."""
EPOCH = 2_461_125.5
"""Julian date of 2026 March 26, 0 h, the epoch of its element set 26085.0."""
START = "2026-03-26T12:00:00"
STEP = 30.0
"""Seconds from one of its looks at the sky to the next."""
LEAST_TURNS, MOST_TURNS = 1.0 / DAY, 17.0 / DAY
"""Turns per second between which an element set is asked for."""


class ContactDay(NamedTuple):
    """Passes of one satellite over the source's ten stations in 24 hours."""

    day_passes: Count
    day_contact_time: Second
    station_passes: Count
    station_pass_rise: Second
    """After the start, of the pass that is asked for; 0 where the station has none."""
    station_pass_duration: Second


def element_record(inclination: Real, turns_per_day: Real, element_eccentricity: Real) -> Any:
    """The source's SAT-000: node, perigee and anomaly zero, no drag."""
    motion = 2.0 * np.pi * float(np.clip(turns_per_day, LEAST_TURNS, MOST_TURNS))
    return record_of_elements(EPOCH, float(inclination), 0.0, float(element_eccentricity), 0.0, 0.0, motion)


def contact_summary(station: NDArray[np.int64], rise: NDArray[np.float64], duration: NDArray[np.float64], chosen: Real, number: Real) -> ContactDay:
    """What is asked of a day's passes."""
    own = np.flatnonzero(station == round(float(chosen)) - 1)
    own = own[np.argsort(rise[own])]
    picked = own[round(float(number)) - 1 : round(float(number))]
    counts = np.float64(len(rise)), np.float64(len(own))
    return ContactDay(counts[0], np.sum(duration), counts[1], np.sum(rise[picked]), np.sum(duration[picked]))


@formula(opaque=True)
def contact_day(inclination: Radian, turns_per_day: PerDay, element_eccentricity: Fraction, pass_station: Count, pass_number: Count) -> ContactDay:
    """The day's windows by our search: SGP4, the ellipsoid, rise and set to a microsecond.

    Source: `orbital.physics.contacts`; skyfield's `find_events` finds the same.
    """
    found = windows_of(element_record(inclination, turns_per_day, element_eccentricity))
    return contact_summary(found.station.astype(np.int64), found.rise, found.duration, pass_station, pass_number)


@formula(alternative=True, opaque=True)
def contact_day_stepped(inclination: Radian, turns_per_day: PerDay, element_eccentricity: Fraction, pass_station: Count, pass_number: Count) -> ContactDay:
    """The day's windows as the source finds them: a look every 30 s, a pass as long as the looks that see it, the Earth a sphere of 6,371 km."""
    return contact_summary(*looked_at(element_record(inclination, turns_per_day, element_eccentricity)), pass_station, pass_number)


Looks = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]


def windows_of(record: Any) -> Windows:
    """The windows of a satellite over the stations, by our search."""
    latitude, longitude, mask = np.radians([place[1:] for place in STATIONS]).T
    sites = Sites(*station_vectors(latitude, longitude, np.zeros(len(STATIONS))), np.ascontiguousarray(mask))
    return joined([part for _, part, _ in search_by_chunk([record], sites, span(START, 1.0), False)])


def looked_at(record: Any) -> Looks:
    """Station, rise and duration of what is seen every `STEP`."""
    within = span(START, 1.0)
    time = np.arange(0.0, DAY + STEP, STEP)
    track = record.sgp4_array(np.full(time.size, within.whole), within.fraction + time / DAY)[1]
    station, rise, duration = [], [], []
    for number, (_, latitude, longitude, mask) in enumerate(STATIONS):
        seen = elevation_on_sphere(track, within, time, np.radians(latitude), np.radians(longitude)) >= np.radians(mask)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], seen, [False]]).astype(np.int8)))
        station += [number] * (len(edges) // 2)
        rise.append(STEP * edges[::2])
        duration.append(STEP * (edges[1::2] - edges[::2]))
    return np.array(station, dtype=np.int64), np.concatenate(rise), np.concatenate(duration)


def elevation_on_sphere(track: NDArray[np.float64], within: Span, time: NDArray[np.float64], latitude: Real, longitude: Real) -> NDArray[np.float64]:
    """Elevation, from a station on a sphere, of a track in km that does not turn with the Earth."""
    angle = within.sidereal_angle(time) + longitude
    zenith = np.stack([np.cos(latitude) * np.cos(angle), np.cos(latitude) * np.sin(angle), np.sin(latitude) * np.ones_like(angle)], axis=-1)
    toward = track - float(EARTH_MEAN_RADIUS) / 1000.0 * zenith
    sine: NDArray[np.float64] = np.arcsin(np.sum(toward * zenith, axis=-1) / np.linalg.norm(toward, axis=-1))
    return sine
