"""Lift to the orbit, whole satellites a flight, and their price."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbital.physics import orbits
from orbital.systems import launch

KM, YEAR, MU = 1e3, 31_557_600.0, 3.986004418e14
POSITIVE = st.floats(1.0, 1e6).map(np.float64)
DELTA_V = st.floats(0.0, 2e3).map(np.float64)


def penalty(altitude_km, tilt, latitude=28.5, reference_km=200.0):
    speed = orbits.orbital_speed(orbits.orbital_radius(np.float64(altitude_km * KM)))
    return launch.orbit_delta_v_penalty(speed, np.float64(np.radians(tilt)), np.float64(np.radians(latitude)), np.float64(reference_km * KM))


def test_the_reference_orbit_costs_nothing_extra():
    assert penalty(200.0, 28.5) == 0.0
    assert penalty(200.0, 20.0) == 0.0


@pytest.mark.parametrize("latitude", [5.2, 26.0, 28.5])
@pytest.mark.parametrize("tilt", [53.0, 90.0, 97.986])
def test_the_rotation_forgone_agrees_with_the_difference_of_velocity_vectors(tilt, latitude):
    """|orbital velocity - the site's eastward velocity| at 200 km against that of a launch due east: within 15 m/s, the term of second order."""
    v, site = np.sqrt(MU / 6_578_137.0), 7.292115e-5 * 6_378_137.0 * np.cos(np.radians(latitude))
    east = v * np.cos(np.radians(tilt)) / np.cos(np.radians(latitude))
    exact = np.hypot(east - site, np.sqrt(v**2 - east**2)) - (v - site)
    assert 0.0 <= exact - penalty(200.0, tilt, latitude) < 15.0


@pytest.mark.parametrize("altitude", [400.0, 650.0, 1200.0])
def test_the_climb_agrees_with_two_impulses(altitude):
    """Hohmann transfer from 200 km, within 2 %."""
    low, high = 6_578_137.0, 6_378_137.0 + altitude * KM
    first = np.sqrt(MU / low) * (np.sqrt(2.0 * high / (low + high)) - 1.0)
    second = np.sqrt(MU / high) * (1.0 - np.sqrt(2.0 * low / (low + high)))
    assert penalty(altitude, 28.5) == pytest.approx(first + second, rel=0.02)


def test_payload_to_a_harder_orbit_is_the_rocket_equation_s():
    """By hand: (100 + 120 t) exp(-700/3700) - 120 t = 62.08 t: the stage's own mass pays too."""
    got = launch.payload_to_orbit(np.float64(100e3), np.float64(120e3), np.float64(3700.0), np.float64(700.0))
    assert got == pytest.approx(62_080.0, abs=5.0)


@given(payload=POSITIVE, dry=POSITIVE, exhaust=st.floats(2500.0, 4600.0).map(np.float64), first=DELTA_V, second=DELTA_V)
def test_payload_falls_with_delta_v_from_the_reference_and_burns_add_up(payload, dry, exhaust, first, second):
    assert launch.payload_to_orbit(payload, dry, exhaust, np.float64(0.0)) == pytest.approx(payload, rel=1e-9, abs=1e-9 * dry)
    once = launch.payload_to_orbit(payload, dry, exhaust, first)
    assert once <= payload + 1e-9 * dry
    both = launch.payload_to_orbit(once, dry, exhaust, second)
    assert both == pytest.approx(launch.payload_to_orbit(payload, dry, exhaust, first + second), rel=1e-9, abs=1e-9 * (payload + dry))


@pytest.mark.parametrize(
    ("payload", "dispenser", "mass", "whole"),
    [(62_080.0, 0.05, 2000.0, 29.0), (17_500.0, 0.0, 575.0, 30.0), (1_000.0, 0.1, 901.0, 0.0), (1_000.0, 0.0, 250.0, 4.0)],
)
def test_a_flight_carries_whole_satellites(payload, dispenser, mass, whole):
    inputs = (np.float64(payload), np.float64(dispenser), np.float64(mass))
    lifted = launch.satellites_by_mass(*inputs)
    assert launch.satellites_per_launch(lifted, np.float64(1e9)) == launch.satellites_per_launch_by_mass(lifted) == whole
    assert launch.satellites_per_launch_continuous(lifted) == lifted == pytest.approx(payload * (1.0 - dispenser) / mass)
    assert (launch.lift_margin(*inputs[:2], np.float64(whole), inputs[2]) >= 0.0) == (whole >= 1.0)
    assert launch.lift_margin(*inputs[:2], np.float64(whole + 1.0), inputs[2]) < 0.0


@given(flight=st.floats(1e6, 1e9).map(np.float64), per_launch=st.integers(1, 100).map(np.float64), mass=st.floats(10.0, 1e5).map(np.float64), fleet=POSITIVE)
def test_the_fleet_pays_for_its_flights_and_no_more(flight, per_launch, mass, fleet):
    price = launch.launch_price(flight, per_launch, mass)
    capital = launch.launch_capital(fleet, launch.satellite_launch_price(mass, price))
    assert capital == pytest.approx(launch.launch_count(fleet, per_launch) * flight, rel=1e-12)


@pytest.mark.parametrize(("price", "yearly"), [(3600.0, 14_786.0), (200.0, 821.0)])
def test_launched_power_costs_what_suncatcher_says(price, yearly):
    """arXiv:2511.19468: 575 kg, 28 kW, five years; the paper prints 14,700 and 810 USD/kW a year."""
    assert launch.satellite_launch_price(np.float64(575.0), np.float64(price)) / 28.0 / 5.0 == pytest.approx(yearly, rel=0.01)


def test_a_steady_cadence_replaces_what_dies():
    """100 flights a year of 30 satellites of 100 kW that live five years: 1.5 GW, and 10,000 of them take 3 1/3 years."""
    cadence, each = np.float64(100.0 / YEAR), np.float64(30.0)
    assert launch.fleet_plateau_power(cadence, each, np.float64(100e3), np.float64(5.0 * YEAR)) == pytest.approx(1.5e9)
    assert launch.deployment_time(launch.launch_count(np.float64(10_000.0), each), cadence) == pytest.approx(10.0 / 3.0 * YEAR)
