"""Links to the ground: geometry against positions in space, volumes against what was flown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from orbital.core.units import scale
from orbital.physics import downlink, links, orbits
from orbital.systems import delivery

KM, MINUTE, GBIT, TB, RADIUS = 1e3, 60.0, 1e9, 8e12, 6_371e3
ONE = np.float64(1.0)
ALTITUDE = st.floats(200.0, 2000.0).map(lambda km: np.float64(km * KM))
ELEVATION = st.floats(0.0, 90.0).map(lambda deg: np.float64(np.radians(deg)))


def f64(*values):
    return [np.float64(value) for value in values]


def seen_from_station(altitude, angle):
    """Distance and elevation of a satellite at a central angle from the station, by vectors."""
    station = np.array([0.0, RADIUS])
    satellite = (RADIUS + altitude) * np.array([np.sin(angle), np.cos(angle)])
    line = satellite - station
    distance = np.hypot(*line)
    return distance, np.arcsin(line[1] / distance)


# --- what the work needs ---
def test_an_intensity_of_14_8_gb_per_kwh_is_32_9_gbit_a_second_at_a_megawatt():
    """Turyshev 2026, arXiv:2604.27197 (second-hand): 148, 14.8 and 1.48 GB/kWh at 0.1, 1 and 10 MW."""
    ceiling = 14.8 * scale("GB/kWh", "bit/J")
    assert ceiling == pytest.approx(3.289e4, rel=0.002)
    intensity, power = np.array([10.0, 1.0, 0.1]) * ceiling, np.array([1e5, 1e6, 1e7])
    rate = links.rate_from_intensity(intensity, power)
    assert rate == pytest.approx(32.9 * GBIT, rel=0.002)
    assert links.communication_intensity(rate, power) == pytest.approx(intensity, rel=1e-12)
    assert links.communication_intensity(*f64(32.9 * GBIT, 1e6)) == pytest.approx(3.289e4, rel=0.002)


def test_a_token_of_a_tenth_of_a_joule_and_four_bytes_is_320_bits_a_joule():
    """By hand: 10 tokens a joule at 32 bits, whatever the fleet; satellites of 1 MW with 10 Gbit/s each allow 10,000 bits a joule, 31 times that."""
    fleet = np.array([1e6, 1e9])
    egress = delivery.egress_rate(10.0 * fleet, np.float64(32.0))
    need = links.communication_intensity(egress, fleet)
    assert need == pytest.approx(320.0, rel=1e-12)
    rate = downlink.downlink_rate_of_satellites(fleet / 1e6, np.float64(10.0 * GBIT))
    assert need / links.communication_intensity(rate, fleet) == pytest.approx(downlink.downlink_use(egress, rate), rel=1e-12)


def test_fifty_satellites_of_10_gbit_a_second_bring_down_500_and_are_used_by_half_for_250():
    fleet = downlink.downlink_rate_of_satellites(*f64(50.0, 10.0 * GBIT))
    assert fleet == pytest.approx(500.0 * GBIT, rel=1e-12)
    assert downlink.downlink_use(np.float64(250.0 * GBIT), fleet) == pytest.approx(0.5, rel=1e-12)


# --- geometry and delay ---
@pytest.mark.parametrize(("elevation", "kilometers"), [(25.0, 1123.3), (10.0, 1815.1)])
def test_slant_range_to_550_km(elevation, kilometers):
    """Derived, R 6371 km."""
    assert links.slant_range(np.float64(550.0 * KM), np.radians(np.float64(elevation))) / KM == pytest.approx(kilometers, abs=0.2)


@pytest.mark.parametrize(("elevation", "minutes"), [(10.0, 7.94), (25.0, 4.49)])
def test_an_overhead_pass_at_550_km(elevation, minutes):
    """Derived, period 95.65 min, R 6371 km for the angle; Earth's rotation ignored."""
    got = links.pass_duration(np.float64(95.65 * MINUTE), np.float64(550.0 * KM), np.radians(np.float64(elevation)))
    assert got / MINUTE == pytest.approx(minutes, abs=0.02)


def test_the_period_of_the_pass_is_that_of_the_orbit():
    period = orbits.orbital_period(orbits.mean_motion(orbits.orbital_radius(np.float64(550.0 * KM))))
    assert period / MINUTE == pytest.approx(95.65, abs=0.01)


@given(altitude=ALTITUDE, elevation=ELEVATION)
def test_geometry_agrees_with_positions_in_space(altitude, elevation):
    angle = links.earth_central_angle(altitude, elevation)
    distance, seen = seen_from_station(altitude, angle)
    assert links.slant_range(altitude, elevation) == pytest.approx(distance, rel=1e-9)
    assert seen == pytest.approx(elevation, abs=1e-6)


@pytest.mark.parametrize(("altitude", "elevation"), [(550.0, 10.0), (650.0, 25.0), (1200.0, 5.0)])
def test_a_pass_lasts_from_rise_to_set(altitude, elevation):
    """The central angle at which the satellite crosses the elevation, by root finding, on both sides of the zenith."""
    crossing = brentq(lambda angle: seen_from_station(altitude * KM, angle)[1] - np.radians(elevation), 1e-6, 1.0)
    got = links.pass_duration(np.float64(6000.0), np.float64(altitude * KM), np.radians(np.float64(elevation)))
    assert got == pytest.approx(6000.0 * 2.0 * crossing / (2.0 * np.pi), rel=1e-9)


@given(altitude=ALTITUDE, first=ELEVATION, second=ELEVATION)
def test_higher_in_the_sky_is_nearer_and_sooner_over(altitude, first, second):
    elevation = np.sort(np.array([first, second]))
    distance = links.slant_range(altitude, elevation)
    assert np.all(np.diff(distance) <= 1e-6)
    assert np.all(distance >= altitude - 1e-6)
    assert np.all(np.diff(links.pass_duration(np.float64(6000.0), altitude, elevation)) <= 1e-9)
    assert links.slant_range(altitude, np.float64(np.pi / 2)) == pytest.approx(altitude, rel=1e-9)


def test_7000_km_of_fiber_take_34_83_ms():
    """learn.freetools.me: 34.8 ms at 0.67 x 3e8 m/s, an index of 1.492; standard fiber at 1.468 takes 34.28 ms."""
    assert links.one_way_latency(*f64(7e6, 299_792_458.0 / (0.67 * 3e8))) * 1e3 == pytest.approx(34.83, abs=0.05)
    assert links.one_way_latency(np.float64(7e6), links.FIBER_INDEX) * 1e3 == pytest.approx(34.28, abs=0.005)


def test_light_in_vacuum_takes_a_millisecond_for_299_79_km():
    assert links.one_way_latency(np.float64(299_792.458), links.VACUUM_INDEX) == pytest.approx(1e-3, rel=1e-12)
    assert links.one_way_latency(np.float64(0.0), links.FIBER_INDEX) == 0.0


# --- power ---
def test_twice_the_power_is_3_decibels_and_a_thousand_times_30():
    assert links.decibels(np.array([2.0, 1.0, 1000.0])) == pytest.approx([3.0103, 0.0, 30.0], abs=1e-4)


# --- passes and sites ---
def test_five_minutes_at_200_gbit_a_second_are_7_5_tb():
    """TBIRD."""
    assert links.pass_volume(np.float64(200.0 * GBIT), np.float64(5.0 * MINUTE), ONE) / TB == pytest.approx(7.5, rel=0.01)


def test_a_flown_pass_brought_down_37_percent_of_its_peak():
    """TBIRD, December 2022: 1.4 TB at 100 Gb/s in under five minutes."""
    share = links.pass_efficiency(*f64(1.4 * TB, 100.0 * GBIT, 5.0 * MINUTE))
    assert share == pytest.approx(0.37, rel=0.01)
    assert links.pass_volume(*f64(100.0 * GBIT, 5.0 * MINUTE), share) / TB == pytest.approx(1.4, rel=1e-12)


def test_three_minutes_at_200_gbit_a_second_are_not_over_5_tb():
    """As printed of TBIRD: rate times time gives 4.5 TB; 5 TB take 200 s."""
    assert links.pass_volume(np.float64(200.0 * GBIT), np.array([180.0, 200.0]), ONE) / TB == pytest.approx([4.5, 5.0], rel=1e-12)


def test_one_of_eight_independent_sites_is_clear_all_but_always():
    """Derived: 69 % each, 1 - 0.31^8."""
    assert links.any_site_availability(np.full(8, 0.69)) == pytest.approx(0.999915, abs=1e-6)


def test_sites_of_unlike_weather_agree_with_drawn_days():
    clear = np.array([0.3, 0.55, 0.2])
    drawn = np.mean(np.any(np.random.default_rng(5).random((400_000, 3)) < clear, axis=-1))
    assert links.any_site_availability(clear) == pytest.approx(drawn, abs=3e-3)


@given(clear=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8))
def test_several_sites_beat_the_best_and_stay_below_their_sum(clear):
    got = links.any_site_availability(np.array(clear))
    assert max(clear) - 1e-12 <= got <= min(sum(clear), 1.0) + 1e-12
    assert links.any_site_availability(np.array([clear, clear])) == pytest.approx([got, got], abs=1e-15)
