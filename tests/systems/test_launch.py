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


# --- stowed volume ---


def stowed(array_m2, equipment_kg, radiator_m2=0.0, accelerators=0.0, satellite_kg=1e9):
    numbers = (array_m2, 0.012, radiator_m2, 0.04, accelerators, 0.02, equipment_kg, satellite_kg, 0.0, 300.0)
    return launch.stowed_volume(*(np.float64(number) for number in numbers))


def per_flight(lift_kg, dispenser, mass_kg, volume_m3, each_m3):
    lifted = launch.satellites_by_mass(np.float64(lift_kg), np.float64(dispenser), np.float64(mass_kg))
    held = launch.satellites_by_volume(launch.usable_payload_volume(np.float64(volume_m3), np.float64(0.7)), each_m3)
    return float(launch.satellites_per_launch(lifted, held)), float(lifted), float(held)


@pytest.mark.parametrize("mass", [740.0, 800.0])
def test_a_falcon_9_takes_as_many_v2_minis_as_it_does(mass):
    """21 to 23 were flown at once: mass binds (17.5 t, 740 to 800 kg), volume holds more (145 m3; array 116 m2, the rest 470 kg)."""
    whole, lifted, held = per_flight(17_500.0, 0.03, mass, 145.0, stowed(116.0, 470.0))
    assert 21.0 <= whole <= 23.0
    assert lifted < held < 2.0 * lifted


@pytest.mark.parametrize(("lift", "count"), [(100e3, 51.0), (106e3, 54.0), (118e3, 60.0)])
def test_a_starship_takes_54_to_60_v3_where_it_lifts_106_to_118_tonnes(lift, count):
    """54 to 60 a flight are announced; at 1.9 t each that is 106 to 118 t ("more than 100 t"). Volume holds them: array 250 m2, the rest 1,350 kg."""
    whole, lifted, held = per_flight(lift, 0.03, 1900.0, 1000.0, stowed(250.0, 1350.0))
    assert whole == count
    assert held > 60.0 > 0.99 * lifted


def test_ai1_as_claimed_is_ended_by_volume_where_odc_says():
    """47 a flight by mass at 2.14 t; the odc repository takes 30 to 50: array 840 m2, radiator 110 m2, a rack, 700 kg beside it."""
    whole, lifted, held = per_flight(100e3, 0.0, 2143.0, 1000.0, stowed(840.0, 2000.0, 110.0, 72.0, 700.0))
    assert held < lifted
    assert 30.0 <= whole <= 47.0


def test_no_more_is_stowed_beside_the_racks_than_the_satellite_weighs():
    by_parts, as_claimed, nothing = (stowed(0.0, 2000.0, satellite_kg=mass) for mass in (1e9, 700.0, 0.0))
    assert (by_parts, as_claimed, nothing) == pytest.approx((2000.0 / 300.0, 700.0 / 300.0, 0.0))


@given(lifted=st.floats(0.0, 1e3).map(np.float64), held=st.floats(0.0, 1e3).map(np.float64))
def test_whichever_is_smaller_binds(lifted, held):
    whole = launch.satellites_per_launch(lifted, held)
    assert whole <= min(lifted, held) < whole + 1.0
    assert whole == launch.satellites_per_launch(held, lifted)


def test_a_number_that_does_not_fit_is_flagged_and_one_that_fills_the_flight_is_not():
    use = launch.launch_volume_use(np.float64(37.0), np.float64(37.0))
    assert launch.launch_volume_margin(use) >= 0.0
    assert launch.launch_volume_margin(launch.launch_volume_use(np.float64(38.0), np.float64(37.0))) < 0.0
    assert launch.stowage_margin(np.float64(700.0), np.float64(701.0)) < 0.0 <= launch.stowage_margin(np.float64(700.0), np.float64(700.0))


# --- price that falls ---
@pytest.mark.parametrize(
    ("reuse", "operations", "payload", "price"),
    [((1, 1), 5, 200, 475), ((10, 1), 5, 180, 227.8), ((10, 10), 5, 150, 93.3), ((25, 25), 4, 150, 50.7), ((50, 50), 3, 150, 32.0), ((100, 100), 2, 150, 19.3)],
)
def test_reuse_brings_the_flight_down_as_forethought_says(reuse, operations, payload, price):
    """Parrack and Moorhouse: booster 60, ship 30 MUSD, USD/kg by flights of each."""
    cost = launch.flight_price_from_reuse(*(np.float64(x) for x in (60e6, reuse[0], 30e6, reuse[1], operations * 1e6, 0.0)))
    assert cost / (payload * 1e3) == pytest.approx(price, rel=0.005)


def test_suncatcher_s_margin_on_cost():
    """60 USD/kg at a margin of 75 % is sold at 240 (printed: below 250)."""
    assert launch.price_at_margin(60.0, 0.75) == pytest.approx(240.0)


def test_flights_learn_as_a_sum_over_them_says():
    """12 flown, 180 bought, 80 % a doubling, from 95 MUSD at the 12th, half of the price kept."""
    numbers = (95e6, 12.0, 12.0, 180.0, 0.8, 0.5)
    summed = 95e6 * np.mean((np.arange(13, 193) / 12.0) ** np.log2(0.8)) / 0.5
    assert launch.flight_price_by_learning(*(np.float64(x) for x in numbers)) == pytest.approx(summed, rel=1e-4)


def test_a_fleet_pays_the_mean_price_of_its_mass():
    """Suncatcher's curve tonne by tonne: from 1,800 USD/kg at 400 t, over 75,000 t more."""
    tonnes = 400.0 + np.arange(75_000) + 0.5
    summed = np.mean(1800.0 * (tonnes / 400.0) ** np.log2(0.8))
    got = launch.launch_price_by_cumulative_mass(np.float64(1800.0), np.float64(400e3), np.float64(75e6), np.float64(0.8))
    assert got == pytest.approx(summed, rel=1e-6)
    assert 199.6 < got < 1800.0


@given(first=st.floats(1.0, 1e4).map(np.float64), more=st.floats(1.0, 1e4).map(np.float64), rate=st.floats(0.6, 1.0).map(np.float64))
def test_more_flights_are_never_dearer_each(first, more, rate):
    few, many = (launch.flight_price_by_learning(np.float64(95e6), np.float64(12.0), np.float64(12.0), n, rate, np.float64(0.5)) for n in (first, first + more))
    assert many <= few * (1.0 + 1e-9)


# --- cadence ---
@pytest.mark.parametrize(("pads", "each", "licensed", "flies"), [(2.0, 25.0, 25.0, 25.0), (1.0, 12.0, 25.0, 12.0), (5.0, 29.0, 145.0, 145.0)])
def test_pads_or_license_end_the_cadence(pads, each, licensed, flies):
    rate = launch.pad_launch_rate(np.float64(pads), np.float64(each / YEAR))
    assert launch.launch_cadence(rate, np.float64(licensed / YEAR)) * YEAR == pytest.approx(flies)


def test_a_fleet_that_needs_more_than_the_license_is_flagged():
    """AI1 by mass, 143 to 179 flights for a gigawatt: within three years 60 a year, over a life of two 90."""
    for life, needed in ((5.0, 60.0), (2.0, 90.0)):
        rate = launch.needed_launch_rate(np.float64(180.0), np.float64(3.0 * YEAR), np.float64(life * YEAR))
        assert rate * YEAR == pytest.approx(needed)
        licensed, free = np.float64(25.0 / YEAR), np.float64(1000.0 / YEAR)
        assert launch.launch_license_margin(licensed, free, rate) < 0.0
        assert launch.launch_license_margin(free, free, rate) > 0.0
        assert launch.launch_license_margin(free, licensed, rate) < 0.0
