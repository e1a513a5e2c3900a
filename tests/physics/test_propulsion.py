"""Propellant for drag and disposal, against a burn integrated step by step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbital.physics import orbits, propulsion

KM, YEAR, MU, RADIUS = 1e3, 31_557_600.0, 3.986004418e14, 6378.137
ALTITUDE = st.floats(200.0, 2000.0).map(lambda km: np.float64(km * KM))
SPEED = st.floats(0.0, 3e3).map(np.float64)
IMPULSE = st.floats(100.0, 5000.0).map(np.float64)


def disposal(altitude):
    return propulsion.disposal_delta_v(orbits.orbital_speed(orbits.orbital_radius(altitude)))


def burn(altitude):
    radius = orbits.orbital_radius(altitude)
    return propulsion.disposal_delta_v_impulsive(radius, orbits.orbital_speed(radius))


def test_a_specific_impulse_of_2000_s_is_19_6133_km_s():
    assert propulsion.exhaust_velocity(np.float64(2000.0)) == pytest.approx(19_613.3, rel=1e-12)


def test_the_spiral_down_from_650_km_takes_253_m_s():
    """By hand: sqrt(398600.4418/6578.137) - sqrt(398600.4418/7028.137) = 7.7843 - 7.5309 km/s."""
    assert disposal(np.float64(650e3)) == pytest.approx(253.4, abs=0.1)


@pytest.mark.parametrize("altitude", [400.0, 650.0, 1200.0])
def test_disposal_delta_v_agrees_with_a_spiral_flown_at_low_thrust(altitude):
    """Planar equations of motion under a steady braking of 20 mm/s2 to 200 km, fourth-order Runge-Kutta in steps of 5 s."""
    thrust, step = 2e-5, 5.0  # km/s2, s
    mu, state, time = 398_600.4418, np.array([RADIUS + altitude, 0.0, 0.0, np.sqrt(398_600.4418 / (RADIUS + altitude))]), 0.0

    def rate(y):
        speed = np.hypot(y[2], y[3])
        return np.array([y[2], y[3], *(-mu * y[:2] / np.hypot(y[0], y[1]) ** 3 - thrust * y[2:] / speed)])

    def axis(y):
        return 1.0 / (2.0 / np.hypot(y[0], y[1]) - (y[2] ** 2 + y[3] ** 2) / mu)

    while axis(state) > RADIUS + 200.0:
        a = rate(state)
        b = rate(state + step / 2.0 * a)
        c = rate(state + step / 2.0 * b)
        state, time = state + step / 6.0 * (a + 2.0 * b + 2.0 * c + rate(state + step * c)), time + step
    assert disposal(np.float64(altitude * KM)) == pytest.approx(1e3 * thrust * time, rel=2e-3)


def test_one_burn_from_650_km_to_a_perigee_of_50_km_takes_169_8_m_s():
    """Derived: R_E 6378.137 km, impulsive."""
    assert burn(np.float64(650e3)) == pytest.approx(169.8, abs=0.2)


@given(altitude=ALTITUDE)
def test_one_burn_leaves_an_orbit_whose_perigee_is_at_50_km(altitude):
    """Position and velocity after the burn, through energy and angular momentum."""
    radius = (RADIUS * KM) + altitude
    speed = np.sqrt(MU / radius) - burn(altitude)
    energy, momentum = speed**2 / 2.0 - MU / radius, speed * radius
    axis = -MU / (2.0 * energy)
    perigee = axis * (1.0 - np.sqrt(1.0 - momentum**2 / (MU * axis)))
    assert perigee == pytest.approx(RADIUS * KM + 50e3, abs=1.0)


@pytest.mark.parametrize(("altitude", "expected"), [(1_200.0, 354.9), (1_700.0, 126.9), (2_300.0, 120.3)])
def test_the_low_graveyard_is_at_2000_km_for_those_below_and_above(altitude, expected):
    """By hand: sqrt(398600.4418/r) is 7.25250, 7.02447 and 6.77728 km/s at r = 7578.137, 8078.137 and 8678.137 km, 6.89755 at 8378.137."""
    speed = orbits.orbital_speed(orbits.orbital_radius(np.float64(altitude * KM)))
    assert propulsion.disposal_delta_v_graveyard(speed) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(("altitude", "expected"), [(35_786.0, 10.88), (36_386.0, 10.77)])
def test_the_geostationary_graveyard_is_11_m_s_away_from_either_side(altitude, expected):
    """By hand: sqrt(398600.4418/42164.137) - sqrt(398600.4418/42464.137) = 3.07466 - 3.06378 km/s; from 300 km further out 1 % less."""
    speed = orbits.orbital_speed(orbits.orbital_radius(np.float64(altitude * KM)))
    assert propulsion.disposal_delta_v_geo_graveyard(speed) == pytest.approx(expected, abs=0.01)


def test_the_geostationary_graveyard_costs_two_small_burns_as_much_as_a_spiral():
    """Hohmann, by vis-viva: perigee burn and apogee burn."""
    low, high = 42_164_137.0, 42_464_137.0
    first = np.sqrt(MU * (2.0 / low - 2.0 / (low + high))) - np.sqrt(MU / low)
    second = np.sqrt(MU / high) - np.sqrt(MU * (2.0 / high - 2.0 / (low + high)))
    assert propulsion.disposal_delta_v_geo_graveyard(np.sqrt(MU / low)) == pytest.approx(first + second, rel=1e-4)


@given(speed=SPEED, impulse=IMPULSE)
def test_disposal_propellant_leaves_the_mass_of_the_rocket_equation(speed, impulse):
    exhaust = propulsion.exhaust_velocity(impulse)
    share = propulsion.disposal_propellant_fraction(speed, exhaust)
    assert 0.0 <= share < 1.0
    assert exhaust * -np.log1p(-share) == pytest.approx(speed, rel=1e-9, abs=1e-9)


@given(speed=SPEED, first=IMPULSE, second=IMPULSE)
def test_a_better_thruster_needs_less_propellant(speed, first, second):
    exhaust = propulsion.exhaust_velocity(np.sort(np.array([first, second])))
    assert np.all(np.diff(propulsion.disposal_propellant_fraction(speed, exhaust)) <= 0.0)
    assert np.all(np.diff(propulsion.drag_propellant_mass(np.float64(0.01), np.float64(5.0 * YEAR), exhaust)) <= 0.0)


@given(low=ALTITUDE, high=ALTITUDE)
def test_disposal_from_higher_up_takes_more(low, high):
    low, high = sorted([low, high])
    assert 0.0 <= disposal(low) <= disposal(high) + 1e-9
    assert disposal(np.float64(200e3)) == pytest.approx(0.0, abs=1e-9)


def test_cancelling_10_mn_for_five_years_takes_80_kg():
    """By hand: 0.01 N x 1.57788e8 s / 19,613.3 m/s; nothing without drag or without a life."""
    exhaust = np.float64(19_613.3)
    assert propulsion.drag_propellant_mass(np.float64(0.01), np.float64(5.0 * YEAR), exhaust) == pytest.approx(80.449, abs=1e-3)
    assert propulsion.drag_propellant_mass(np.float64(0.0), np.float64(YEAR), exhaust) == 0.0
    assert propulsion.drag_propellant_mass(np.float64(0.01), np.float64(0.0), exhaust) == 0.0
