"""Links: geometry against positions in space, power against diffraction, volumes against what was flown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.special import j0, j1

from orbital.core.units import scale
from orbital.physics import downlink, links, orbits
from orbital.systems import delivery

KM, MINUTE, GBIT, TB, RADIUS = 1e3, 60.0, 1e9, 8e12, 6_371e3
LASER, APERTURE = np.float64(1.55e-6), np.float64(0.10)
ONE = np.float64(1.0)
ALTITUDE = st.floats(200.0, 2000.0).map(lambda km: np.float64(km * KM))
ELEVATION = st.floats(0.0, 90.0).map(lambda deg: np.float64(np.radians(deg)))
DISTANCE = st.floats(0.0, 8.0).map(lambda exponent: np.float64(10.0**exponent))
SHARE = st.floats(0.0, 1.0).map(np.float64)


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


# --- power budget ---
@pytest.mark.parametrize(("efficiency", "gain"), [(1.0, 106.14), (0.8145, 105.25)])
def test_10_cm_at_1_55_um_gain_106_db(efficiency, gain):
    """Derived; Suncatcher, arXiv:2511.19468v2, states 105.1 dB."""
    assert links.decibels(links.aperture_gain(APERTURE, LASER, np.float64(efficiency))) == pytest.approx(gain, abs=0.02)


def test_the_gain_of_an_aperture_is_that_of_its_diffraction_pattern():
    """4 pi over the integral of the Airy pattern (2 J1(x)/x)^2 over the sky: x to 1e4, beyond which 2/(pi 1e4) of 1/2 is left."""
    x = np.linspace(1e-6, 1e4, 2_000_001)
    across = np.pi * APERTURE / LASER
    solid_angle = 2.0 * np.pi * np.trapezoid((2.0 * j1(x) / x) ** 2 * x, x) / (across * across)
    assert links.aperture_gain(APERTURE, LASER, ONE) == pytest.approx(4.0 * np.pi / solid_angle, rel=1e-4)


def test_20_ghz_lose_178_47_db_over_1000_km():
    """Derived; ITU-R P.525: 92.45 + 20 log10(f GHz) + 20 log10(d km)."""
    loss = links.decibels(links.free_space_path_loss(np.float64(1000.0 * KM), links.wavelength(np.float64(20e9))))
    assert loss == pytest.approx(178.47, abs=0.02)
    assert loss == pytest.approx(92.45 + 20.0 * np.log10(20.0) + 20.0 * np.log10(1000.0), abs=0.01)


def test_the_far_field_formula_alone_would_create_power_at_a_kilometer():
    """5 W between 10 cm apertures 1 km apart: Friis gives 128 W, the cap 5 W. Theirs meet at pi a^2 / lambda = 5.07 km."""
    gain = links.aperture_gain(APERTURE, LASER, ONE)
    assert 5.0 * gain * gain / links.free_space_path_loss(np.float64(KM), LASER) == pytest.approx(128.4, abs=0.1)
    assert links.received_power(np.float64(5.0), gain, gain, np.float64(KM), LASER, ONE) == 5.0
    edge = np.pi * 0.05 * 0.05 / LASER
    assert edge == pytest.approx(5067.0, abs=1.0)
    assert links.received_power(np.float64(5.0), gain, gain, np.array([0.99, 1.01]) * edge, LASER, ONE) == pytest.approx([5.0, 5.0 / 1.0201])


@given(distance=DISTANCE, transmission=SHARE)
def test_no_distance_receives_more_than_was_sent(distance, transmission):
    gain = links.aperture_gain(APERTURE, LASER, ONE)
    assert 0.0 <= links.received_power(np.float64(5.0), gain, gain, distance, LASER, transmission) <= 5.0 * transmission


@given(distance=DISTANCE)
def test_received_power_bounds_what_diffraction_lets_into_the_receiver(distance):
    """Energy of the Airy pattern inside the receiver's edge, 1 - J0(v)^2 - J1(v)^2 with v = 2 pi a^2 / (lambda d); equal far away."""
    v = 2.0 * np.pi * 0.05 * 0.05 / (LASER * distance)
    inside = 1.0 - j0(v) ** 2 - j1(v) ** 2
    gain = links.aperture_gain(APERTURE, LASER, ONE)
    got = links.received_power(ONE, gain, gain, distance, LASER, ONE)
    assert got >= inside - 1e-12
    if 1e-3 < v < 0.1:
        assert got == pytest.approx(inside, rel=3e-3)


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
