"""The constants, against the relations that tie them to others."""

from __future__ import annotations

import numpy as np
import pytest

from orbital.physics import constants

BOLTZMANN, PLANCK, LIGHT = 1.380649e-23, 6.62607015e-34, 299_792_458.0
SIDEREAL_DAY = 86_164.0905


def test_stefan_boltzmann_follows_from_the_exact_constants_of_the_si():
    """2 pi^5 k^4 / (15 h^3 c^2), k and h exact since 2019."""
    expected = 2.0 * np.pi**5 * BOLTZMANN**4 / (15.0 * PLANCK**3 * LIGHT**2)
    assert expected == pytest.approx(constants.STEFAN_BOLTZMANN, rel=1e-9)


def test_light_takes_499_004784_seconds_from_the_sun():
    """IAU 1976 and 2009: light time for the astronomical unit."""
    assert pytest.approx(499.004784, abs=1e-6) == constants.ASTRONOMICAL_UNIT / constants.SPEED_OF_LIGHT
    assert LIGHT == constants.SPEED_OF_LIGHT


def test_standard_gravity_is_that_of_1901():
    """Third General Conference on Weights and Measures: 980.665 cm/s2."""
    assert pytest.approx(9.80665, rel=1e-15) == constants.STANDARD_GRAVITY


def test_a_geostationary_orbit_is_at_42164_17_km():
    """mu = a^3 (2 pi / T)^2; T the sidereal day."""
    assert np.cbrt(constants.EARTH_MU * (SIDEREAL_DAY / (2.0 * np.pi)) ** 2) == pytest.approx(42_164.17e3, abs=10.0)


def test_the_mean_radius_is_that_of_the_ellipsoid_s_axes():
    """WGS 84: a = 6,378,137 m, 1/f = 298.257223563, mean (2 a + b)/3 = 6,371,008.8 m, rounded to the kilometer."""
    polar = 6_378_137.0 * (1.0 - 1.0 / 298.257223563)
    assert pytest.approx(6_378_137.0, rel=1e-15) == constants.EARTH_RADIUS
    assert pytest.approx((2.0 * 6_378_137.0 + polar) / 3.0, abs=10.0) == constants.EARTH_MEAN_RADIUS


def test_the_equator_turns_once_a_sidereal_day():
    assert pytest.approx(2.0 * np.pi / SIDEREAL_DAY * 6_378_137.0, abs=0.05) == constants.EARTH_ROTATION_SPEED


def test_j2_is_the_normalized_coefficient_times_the_root_of_five():
    """EGM96: C20 = -484.165371736e-6."""
    assert pytest.approx(np.sqrt(5.0) * 484.165371736e-6, rel=1e-6) == constants.EARTH_J2


def test_the_sun_s_radius_is_half_of_its_32_minutes_of_arc():
    """Auwers 1891: 959.63 arc seconds at one astronomical unit, to the corona's edge half a thousandth more than the IAU's nominal."""
    assert pytest.approx(149_597_870_700.0 * np.radians(959.63 / 3600.0), rel=1e-3) == constants.SUN_RADIUS


def test_the_mean_sun_goes_once_around_in_a_tropical_year():
    assert pytest.approx(2.0 * np.pi, rel=1e-6) == constants.MEAN_SUN_RATE * constants.TROPICAL_YEAR
    assert pytest.approx(365.2422, abs=1e-4) == constants.TROPICAL_YEAR / constants.DAY
    assert constants.DAY == 24.0 * 3600.0


def test_aluminum_6061_weighs_0_0975_pounds_a_cubic_inch():
    """Aluminum Association, Aluminum Standards and Data."""
    assert pytest.approx(0.0975 * 0.45359237 / 0.0254**3, rel=1e-3) == constants.ALUMINUM_DENSITY
