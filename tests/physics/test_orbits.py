"""Circular and Sun-synchronous orbits, and the Sun's angle to them, against published values and an ephemeris."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import skyfield_data
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from skyfield.api import load, load_file

from orbital.physics import eclipse, orbits

KM, HOUR, DAY = 1e3, 3600.0, 86_400.0
SUN_RATE = np.float64(1.991064e-7)  # 0.985647 deg a day: the node keeps its local time
OBLIQUITY = 23.44
ALTITUDE = st.floats(160.0, 5900.0).map(lambda km: np.float64(km * KM))
LOCAL_TIME = st.floats(0.0, 24.0)


def sun_synchronous(altitude_km, cosine=orbits.sun_synchronous_cosine):
    radius = orbits.orbital_radius(np.float64(altitude_km * KM))
    return orbits.inclination(cosine(orbits.mean_motion(radius), radius))


def beta_angle(tilt, local_time, drift=SUN_RATE):
    """Degrees through the year, from degrees and hours."""
    return np.degrees(orbits.beta_angle(np.float64(np.radians(tilt)), np.float64(drift), np.asarray(local_time, dtype=np.float64)[()] * HOUR))


def node_drift(tilt, altitude_km):
    radius = orbits.orbital_radius(np.float64(altitude_km * KM))
    return orbits.nodal_precession_rate(np.float64(np.radians(tilt)), orbits.mean_motion(radius), radius)


# --- published values ---
@pytest.mark.parametrize(
    ("altitude", "period", "speed", "tilt"),
    [
        (400, 92.56, 7.6686, 97.03),
        (500, 94.616, 7.6126, 97.402),
        (550, 95.65, 7.5851, 97.593),
        (600, 96.687, 7.5579, 97.788),
        (650, 97.728, 7.5309, 97.986),
        (700, 98.773, 7.5043, 98.188),
        (800, 100.874, 7.4518, None),
        (1000, 105.119, 7.3501, 99.479),
        (1200, 109.422, 7.2525, 100.42),
        (1391, None, None, 101.38),
        (1400, 113.782, 7.1586, 101.427),
    ],
)
def test_period_speed_and_sun_synchronous_inclination_are_as_tabulated(altitude, period, speed, tilt):
    """Derived table: mu 398600.4418 km3/s2, R_E 6378.137 km, J2 1.08262668e-3, to the last printed digit."""
    radius = orbits.orbital_radius(np.float64(altitude * KM))
    if period:
        assert orbits.orbital_period(orbits.mean_motion(radius)) / 60.0 == pytest.approx(period, abs=6e-4)
        assert orbits.orbital_speed(radius) / KM == pytest.approx(speed, abs=6e-5)
    if tilt:
        assert np.degrees(sun_synchronous(altitude)) == pytest.approx(tilt, abs=6e-4 if altitude != 1391 else 0.02)


@pytest.mark.parametrize(
    ("expected", "tolerance"),
    [
        (99.43133, 1e-4),  # derived, first order
        (99.43667, 6e-3),  # smallsats.org 2013-04-11, second order: what the first order leaves out
    ],
)
def test_the_first_order_inclination_is_as_worked_out_for_an_eccentric_orbit(expected, tolerance):
    """Semi-major axis 7378 km, eccentricity 0.05, R_E 6378 km: the latus rectum stands for the radius in the node's drift."""
    motion = orbits.mean_motion(np.float64(7378.0 * KM))
    latus_rectum = np.float64(7378.0 * KM * (1.0 - 0.05**2) * 6378.137 / 6378.0)
    assert np.degrees(orbits.inclination(orbits.sun_synchronous_cosine(motion, latus_rectum))) == pytest.approx(expected, abs=tolerance)


def test_the_second_order_inclination_is_as_printed_for_an_eccentric_orbit():
    """smallsats.org 2013-04-11, same orbit: 99.43667 deg."""
    motion, share = orbits.mean_motion(np.float64(7378.0 * KM)), np.float64(0.05)
    semi_latus_rectum = np.float64(7378.0 * KM * (1.0 - 0.05**2) * 6378.137 / 6378.0)
    cosine = orbits.second_order_sun_synchronous_cosine(motion, semi_latus_rectum, share)
    assert np.degrees(orbits.inclination(cosine)) == pytest.approx(99.43667, abs=1e-4)


@pytest.mark.parametrize("eccentricity", [0.0, 0.4, 0.8])
def test_the_second_order_of_a_very_eccentric_orbit_is_the_root_of_the_drift_written_out(eccentricity):
    """Kozai's mean motion with sqrt(1 - e^2), as Vallado prints it, solved by Brent's method; semi-latus rectum 8,000 km."""
    motion = orbits.mean_motion(np.float64(8000.0 * KM / (1.0 - eccentricity**2)))
    flattening = 1.5 * 1.08262668e-3 * (6378.137 / 8000.0) ** 2

    def residual(cosine):
        kozai = motion * (1.0 + flattening * np.sqrt(1.0 - eccentricity**2) * (1.0 - 1.5 * (1.0 - cosine**2)))
        return flattening * kozai * cosine + SUN_RATE

    found = orbits.second_order_sun_synchronous_cosine(motion, np.float64(8000.0 * KM), np.float64(eccentricity))
    assert found == pytest.approx(brentq(residual, -3.0, 0.0, xtol=1e-15), rel=1e-9)


@pytest.mark.parametrize(("altitude", "more"), [(160.0, 0.0046), (400.0, 0.0049), (650.0, 0.0051), (1391.0, 0.0056)])
def test_the_second_order_adds_five_thousandths_of_a_degree_in_low_orbits(altitude, more):
    closer = sun_synchronous(altitude, orbits.sun_synchronous_cosine_second_order)
    assert np.degrees(closer - sun_synchronous(altitude)) == pytest.approx(more, abs=1e-4)


@given(altitude=ALTITUDE)
def test_four_steps_solve_the_second_order_to_the_last_digits(altitude):
    """The node of the orbit found follows the mean Sun, by the drift written out; and Brent's method finds the same inclination."""
    radius = orbits.orbital_radius(altitude)
    motion = orbits.mean_motion(radius)
    tilt = orbits.inclination(orbits.sun_synchronous_cosine_second_order(motion, radius))
    assert orbits.nodal_precession_rate_second_order(tilt, motion, radius) == pytest.approx(SUN_RATE, rel=1e-12)
    flattening = 1.5 * 1.08262668e-3 * (6_378_137.0 / radius) ** 2

    def residual(i):
        return -flattening * motion * (1.0 + flattening * (1.0 - 1.5 * np.sin(i) ** 2)) * np.cos(i) / SUN_RATE - 1.0

    assert tilt == pytest.approx(brentq(residual, np.pi / 2, np.pi, xtol=1e-14), abs=1e-9)


@pytest.mark.parametrize("tilt", [0.0, 28.5, 53.0, 90.0, 97.986, 180.0])
@pytest.mark.parametrize("altitude", [160.0, 650.0, 35786.0])
def test_the_second_order_drift_is_within_a_sixth_of_a_percent_of_the_first(altitude, tilt):
    radius = orbits.orbital_radius(np.float64(altitude * KM))
    motion = orbits.mean_motion(radius)
    closer = orbits.nodal_precession_rate_second_order(np.float64(np.radians(tilt)), motion, radius)
    assert closer == pytest.approx(node_drift(tilt, altitude), rel=0.00155)
    assert (abs(closer) > abs(node_drift(tilt, altitude))) == (np.sin(np.radians(tilt)) ** 2 < 2.0 / 3.0)


@pytest.mark.parametrize(("radius", "expected", "tolerance"), [(7200.0, 98.7, 0.05), (6554.0, 96.25, 0.3)])
def test_the_inclination_follows_the_rule_of_the_12352_km_orbit(radius, expected, tolerance):
    """Wikipedia, Sun-synchronous orbit: cos i = -(a/12352 km)^(7/2)."""
    tilt = np.degrees(sun_synchronous(radius - 6378.137))
    assert tilt == pytest.approx(expected, abs=tolerance)
    assert tilt == pytest.approx(np.degrees(np.arccos(-((radius / 12352.0) ** 3.5))), abs=0.01)


def test_the_node_drifts_0_963_degrees_a_day_at_700_km_and_98_degrees():
    """physicsforums t-334311."""
    assert np.degrees(node_drift(98.0, 700.0)) * DAY == pytest.approx(0.963, abs=5e-4)


@given(altitude=ALTITUDE)
def test_the_node_of_a_sun_synchronous_orbit_follows_the_mean_sun(altitude):
    tilt = np.degrees(sun_synchronous(altitude / KM))
    assert node_drift(tilt, altitude / KM) == pytest.approx(SUN_RATE, rel=1e-9)
    assert node_drift(180.0 - tilt, altitude / KM) == pytest.approx(-SUN_RATE, rel=1e-9)


def test_no_orbit_is_sun_synchronous_above_5974_km():
    altitudes = np.arange(5960.0, 5990.0, 0.5) * KM
    radius = orbits.orbital_radius(altitudes)
    margin = orbits.sun_synchronous_margin(orbits.sun_synchronous_cosine(orbits.mean_motion(radius), radius))
    assert altitudes[margin < 0.0].min() == pytest.approx(5974.0 * KM, abs=1.0 * KM)
    assert np.all(np.diff(margin) < 0.0)


def test_the_sun_climbs_at_most_75_08_degrees_above_an_orbit_of_51_64_degrees():
    """Derived: inclination plus obliquity 23.44 deg, over all local times of the node."""
    every = beta_angle(51.64, np.arange(0.0, 24.0, 0.02))
    assert every.max() == pytest.approx(51.64 + OBLIQUITY, abs=0.01)
    assert every.min() == pytest.approx(-51.64 - OBLIQUITY, abs=0.01)


@pytest.mark.parametrize("altitude", [400.0, 650.0, 1391.0])
@pytest.mark.parametrize("local_time", [6.0, 18.0])
def test_a_dawn_dusk_orbit_sees_the_sun_lowest_at_a_solstice_by_obliquity_and_tilt(altitude, local_time):
    """Derived: 90 - 23.44 - (i - 90) deg. Leaving out i - 90 is a known error."""
    tilt = sun_synchronous(altitude)
    least = orbits.minimum_beta_angle(np.radians(beta_angle(np.degrees(tilt), local_time)))
    assert np.degrees(least) == pytest.approx(90.0 - OBLIQUITY - (np.degrees(tilt) - 90.0), abs=0.01)


@pytest.mark.parametrize(("local_time", "most"), [(18.0, 86.9), (6.0, 89.96)])
def test_the_equation_of_time_sets_morning_and_evening_orbits_apart(local_time, most):
    """Derived, 650 km: largest beta through the year, 86.9 and 89.96 deg."""
    assert np.abs(beta_angle(np.degrees(sun_synchronous(650.0)), local_time)).max() == pytest.approx(most, abs=0.02)


@pytest.mark.parametrize(("extreme", "expected"), [(np.max, 1407.7), (np.min, 1316.6)])
def test_sunlight_swings_about_the_solar_constant_with_the_earth_s_distance(extreme, expected):
    """Derived: 1361 W/m2 over the square of 0.98329 and 1.01671 au; the mean of 1/R^2 is 1/sqrt(1 - e^2), e 0.0167."""
    daily = orbits.daily_solar_flux(np.float64(1361.0))
    assert extreme(daily) == pytest.approx(expected, abs=0.1)
    assert daily.mean() == pytest.approx(1361.0 / np.sqrt(1.0 - 0.01671**2), rel=3e-5)


def test_sunlight_is_strongest_in_the_first_days_of_january_and_weakest_in_july():
    daily = orbits.daily_solar_flux(np.array([1361.0, 1300.0]))
    assert daily.shape == (2, orbits.SAMPLES)
    assert np.argmax(daily[0]) / 4.0 == pytest.approx(2.7, abs=1.0)  # perihelion 2026-01-03, 17 h
    assert np.argmin(daily[0]) / 4.0 == pytest.approx(186.7, abs=2.0)  # aphelion 2026-07-06, 18 h
    assert daily[1] == pytest.approx(daily[0] * 1300.0 / 1361.0, rel=1e-12)


@pytest.mark.parametrize(("extreme", "where", "minutes", "day"), [(np.max, np.argmax, 16.43, 306.5), (np.min, np.argmin, -14.2, 41.5)])
def test_the_sundial_is_16_minutes_fast_in_november_and_14_slow_in_february(extreme, where, minutes, day):
    """Equation of time, mean longitude less right ascension: most on November 3, least on February 11 (Meeus, Astronomical Algorithms, chapter 28)."""
    fast = np.degrees(-orbits.sun_through_year().ahead) * 4.0
    assert extreme(fast) == pytest.approx(minutes, abs=0.05)
    assert where(fast) / 4.0 == pytest.approx(day, abs=2.0)


# --- independent oracles ---
@cache
def ephemeris_sun():
    """Direction of the Sun of date (3, times), Greenwich sidereal and universal time in hours, and distance in au, through 2026."""
    path = Path(skyfield_data.__file__).parent / "data" / "de421.bsp"
    kernel = load_file(path)
    scale = load.timescale(builtin=True)
    time = scale.ut1_jd(2461041.5 + np.arange(0.0, 365.24, 365.2422 / orbits.SAMPLES))
    celestial = kernel["earth"].at(time).observe(kernel["sun"]).apparent().xyz.au
    kernel.close()
    of_date = np.einsum("ijd,jd->id", time.M, celestial)
    distance = np.linalg.norm(of_date, axis=0)
    return of_date / distance, time.gast, ((time.ut1 + 0.5) % 1.0) * 24.0, distance


def beta_of(node, tilt, sun):
    inclined = np.radians(tilt)
    normal = np.stack([np.sin(inclined) * np.sin(node), -np.sin(inclined) * np.cos(node), np.full_like(node, np.cos(inclined))])
    return np.degrees(np.arcsin(np.sum(normal * sun, axis=0)))


def test_the_sun_s_distance_through_the_year_agrees_with_an_ephemeris():
    """DE421 through skyfield, every quarter of a day of 2026."""
    assert orbits.sun_through_year().distance == pytest.approx(ephemeris_sun()[3], abs=1e-4)


@pytest.mark.parametrize("local_time", [0.0, 6.0, 10.5, 12.0, 18.0, 21.25])
@pytest.mark.parametrize("tilt", [28.5, 63.4, 90.0, 97.986])
def test_beta_through_the_year_agrees_with_an_ephemeris(local_time, tilt):
    """DE421 through skyfield, the node placed by sidereal time and 2026's calendar: within 0.03 deg at every quarter of a day."""
    sun, sidereal, universal, _ = ephemeris_sun()
    node = np.radians(15.0 * (sidereal + local_time - universal))
    assert beta_angle(tilt, local_time) == pytest.approx(beta_of(node, tilt, sun), abs=0.03)


@pytest.mark.parametrize(("tilt", "altitude"), [(28.5, 550.0), (53.0, 550.0), (70.0, 570.0), (97.0, 800.0)])
def test_beta_of_a_drifting_orbit_agrees_with_an_ephemeris(tilt, altitude):
    """The node fixed by local time 10.5 h on the year's first instant, then turned among the stars by the oblateness."""
    sun, sidereal, universal, _ = ephemeris_sun()
    elapsed = np.arange(orbits.SAMPLES) * 365.2422 / orbits.SAMPLES * DAY
    rate = -1.5 * 1.08262668e-3 * np.sqrt(3.986004418e14 / (6_378_137.0 + altitude * KM) ** 3) * (6378.137 / (6378.137 + altitude)) ** 2
    node = np.radians(15.0 * (sidereal[0] + 10.5 - universal[0])) + rate * np.cos(np.radians(tilt)) * elapsed
    assert beta_angle(tilt, 10.5, node_drift(tilt, altitude)) == pytest.approx(beta_of(node, tilt, sun), abs=0.05)


@pytest.mark.parametrize("tilt", [28.5, 53.0, 70.0])
def test_a_drifting_orbit_spends_the_share_in_shadow_that_all_local_times_spend_on_average(tilt):
    radius = orbits.orbital_radius(np.float64(650.0 * KM))
    shares = [
        eclipse.annual_eclipse_fraction(eclipse.eclipse_fraction(radius, np.radians(beta_angle(tilt, hours, drift))))
        for hours, drift in [(6.0, node_drift(tilt, 650.0)), *((hours, SUN_RATE) for hours in np.arange(0.0, 24.0, 0.05))]
    ]
    assert shares[0] == pytest.approx(np.mean(shares[1:]), rel=0.02)


# --- properties ---
@given(altitude=ALTITUDE)
def test_speed_period_and_radius_close_the_circle(altitude):
    radius = orbits.orbital_radius(altitude)
    period = orbits.orbital_period(orbits.mean_motion(radius))
    assert radius == altitude + 6_378_137.0
    assert orbits.orbital_speed(radius) * period == pytest.approx(2.0 * np.pi * radius, rel=1e-12)


@given(low=ALTITUDE, high=ALTITUDE)
def test_a_higher_orbit_is_slower_longer_and_more_inclined(low, high):
    low, high = sorted([low, high])
    radius = orbits.orbital_radius(np.array([low, high]))
    motion = orbits.mean_motion(radius)
    assert np.all(np.diff(orbits.orbital_speed(radius)) <= 0.0)
    assert np.all(np.diff(orbits.orbital_period(motion)) >= 0.0)
    assert np.all(np.diff(orbits.inclination(orbits.sun_synchronous_cosine(motion, radius))) >= 0.0)
    assert np.all(orbits.inclination(orbits.sun_synchronous_cosine(motion, radius)) > np.pi / 2)


@given(altitude=ALTITUDE, local_time=LOCAL_TIME)
def test_the_orbit_flown_the_other_way_sees_the_sun_from_the_other_side(altitude, local_time):
    """Node half a day later and inclination turned over is the same plane with the opposite normal."""
    tilt = np.degrees(sun_synchronous(altitude / KM))
    beta = np.radians(beta_angle(tilt, local_time))
    assert np.radians(beta_angle(180.0 - tilt, local_time + 12.0)) == pytest.approx(-beta, abs=1e-7)
    assert orbits.minimum_beta_angle(beta) == orbits.minimum_beta_angle(-beta) == np.abs(beta).min()


@given(local_time=LOCAL_TIME, tilt=st.floats(0.0, 180.0), drift=st.floats(-2e-6, 2e-6))
def test_the_sun_is_never_further_from_the_plane_than_the_obliquity_lets_it(local_time, tilt, drift):
    most = min(90.0, min(tilt, 180.0 - tilt) + OBLIQUITY)
    assert np.abs(beta_angle(tilt, local_time, drift)).max() <= most + 0.01


def test_an_equatorial_orbit_sees_the_sun_s_declination():
    beta = beta_angle(0.0, 7.0, node_drift(0.0, 650.0))
    assert (beta.max(), beta.min()) == pytest.approx((OBLIQUITY, -OBLIQUITY), abs=0.01)
    assert beta.mean() == pytest.approx(0.37, abs=0.1)  # the Sun lingers in the north
