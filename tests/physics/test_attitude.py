"""Sunlight's push and gravity's twist, against published values, photons and a satellite made of point masses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbital.physics import attitude, orbits

KM, MU, LIGHT = 1e3, 3.986004418e14, 299_792_458.0
POSITIVE = st.floats(1.0, 1e4).map(np.float64)
ANGLE = st.floats(-90.0, 90.0).map(lambda degrees: np.float64(np.radians(degrees)))


# --- sunlight ---
def test_sunlight_presses_with_4_54_micronewton_a_square_meter():
    """Derived: 1361 W/m2 / c."""
    assert attitude.solar_pressure(np.float64(1361.0)) == pytest.approx(4.540e-6, abs=1e-9)


def test_sunlight_pushes_1000_m2_of_array_with_5_9_mn():
    """Derived: normal incidence, reflectance 0.3, 1361 W/m2."""
    force = attitude.solar_pressure_force(attitude.solar_pressure(np.float64(1361.0)), np.float64(1000.0), np.float64(0.3))
    assert force == pytest.approx(5.90e-3, rel=0.002)


@given(area=POSITIVE, reflectance=st.floats(0.0, 1.0).map(np.float64), seed=st.integers(0, 100))
def test_the_force_is_the_momentum_of_photons_absorbed_and_turned_back(area, reflectance, seed):
    """Photons of random energies, E/c each, whose sum is the flux; a reflected one leaves with as much as it brought."""
    energy = np.random.default_rng(seed).exponential(size=1000)
    energy *= 1361.0 * area / energy.sum()
    momentum = np.sum(energy / LIGHT * (1.0 - reflectance)) + np.sum(2.0 * energy / LIGHT * reflectance)
    assert attitude.solar_pressure_force(attitude.solar_pressure(np.float64(1361.0)), area, reflectance) == pytest.approx(momentum, rel=1e-12)


# --- gravity ---
def test_gravity_turns_the_fire_satellite_with_3_095e_5_n_m():
    """OpenTURNS, Fire Satellite: 18,000 km above 6378.14 km, 1500 kg m2, 15 deg."""
    motion = orbits.mean_motion(np.float64((6378.14 + 18_000.0) * KM))
    torque = attitude.gravity_gradient_torque(motion, np.float64(1500.0), np.float64(np.radians(15.0)))
    assert torque == pytest.approx(3.095e-5, rel=0.001)


@pytest.mark.parametrize("offset", [0.0, 15.0, 45.0, 80.0, 90.0, -30.0])
@pytest.mark.parametrize("altitude", [650.0, 35_786.0])
def test_the_torque_is_the_sum_over_a_rod_of_point_masses(altitude, offset):
    """10,001 masses along 70 m, each pulled by mu m / r^2: 2 t of array, position by position; positive turns back to the vertical."""
    radius, angle, mass, span = (6378.137 + altitude) * KM, np.radians(offset), 2000.0, 70.0
    along = np.linspace(-0.5, 0.5, 10_001) * span
    weight = np.where(np.abs(along) == span / 2.0, 0.5, 1.0)
    weight *= mass / weight.sum()
    x, y = radius + along * np.cos(angle), along * np.sin(angle)
    cube = (x * x + y * y) ** 1.5
    back = np.sum(weight * MU / cube * (along * np.cos(angle) * y - along * np.sin(angle) * x))
    inertia = attitude.inertia_difference(np.float64(mass), np.float64(span))
    assert inertia == pytest.approx(np.sum(weight * along**2), rel=1e-6)
    found = attitude.gravity_gradient_torque(orbits.mean_motion(np.float64(radius)), inertia, np.float64(angle))
    assert found == pytest.approx(back, rel=1e-4, abs=1e-9)


@given(angle=ANGLE, motion=st.floats(1e-5, 1.2e-3).map(np.float64), inertia=POSITIVE)
def test_the_torque_is_largest_half_way_and_turns_with_the_angle(angle, motion, inertia):
    torque = attitude.gravity_gradient_torque(motion, inertia, angle)
    most = attitude.gravity_gradient_torque(motion, inertia, np.float64(np.pi / 4))
    assert most == pytest.approx(1.5 * motion * motion * inertia, rel=1e-12)
    assert abs(torque) <= most * (1.0 + 1e-12)
    assert attitude.gravity_gradient_torque(motion, inertia, -angle) == -torque
    assert attitude.gravity_gradient_torque(motion, inertia, np.pi / 2 - angle) == pytest.approx(torque, abs=1e-9 * most)


@given(area=POSITIVE, aspect=st.floats(1.0, 100.0).map(np.float64), mass=POSITIVE)
def test_an_array_as_long_as_its_aspect_ratio_says_covers_its_area(area, aspect, mass):
    span = attitude.array_span(area, aspect)
    assert span * (span / aspect) == pytest.approx(area, rel=1e-12)
    assert attitude.inertia_difference(mass, span) == pytest.approx(mass * area * aspect / 12.0, rel=1e-12)


def test_two_station_wings_end_to_end_are_six_times_as_long_as_wide():
    """NASA: an iROSA wing is 19 m x 6 m, 114 m2."""
    assert attitude.array_span(np.float64(2.0 * 114.0), np.float64(6.0)) == pytest.approx(2.0 * 19.0, rel=0.03)


def test_wheels_swing_the_torque_s_amplitude():
    """A torque T sin(2 n t) integrated over a turn: T/(2n) each way; by stepping."""
    torque, motion = 1.6, 1.083e-3
    time = np.linspace(0.0, np.pi / motion, 200_001)
    momentum = np.cumsum(torque * np.sin(2.0 * motion * time)) * (time[1] - time[0])
    assert attitude.stored_momentum(np.float64(torque), np.float64(motion)) == pytest.approx((momentum.max() - momentum.min()) / 2.0, rel=1e-3)
    assert attitude.momentum_storage_mass(np.float64(739.0), np.float64(2.0), np.float64(17.0)) == pytest.approx(86.9, rel=1e-3)
    assert attitude.harness_length(np.float64(70.0)) == 17.5
