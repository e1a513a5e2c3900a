"""Dose and shielding, against tables, published figures and each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbital.physics import radiation

KM, YEAR = 1e3, 31_557_600.0


def trapped(altitude):
    """In a polar orbit behind 10 mm of aluminum, the table as it is."""
    return radiation.dose_rate(altitude, np.float64(np.pi / 2), np.float64(0.010), np.float64(1.0))


def dose(altitude, millimeters, degrees=90.0):
    """rad(Si) a year."""
    return radiation.dose_rate(np.float64(altitude * KM), np.float64(np.radians(degrees)), np.float64(millimeters / 1000.0), np.float64(1.0)) * YEAR


def test_the_dose_of_a_life_is_its_years_and_its_storms():
    """86 and 10 rad a year for five years; 500 rad allowed."""
    storms = radiation.storm_dose(np.float64(10.0 / YEAR), np.float64(5.0 * YEAR), np.float64(0.010))
    taken = radiation.life_dose(np.float64(86.0 / YEAR), np.float64(5.0 * YEAR), storms)
    assert (storms, taken) == pytest.approx((50.0, 480.0), rel=1e-12)
    assert radiation.dose_margin(np.float64(500.0), taken) == pytest.approx(20.0, rel=1e-12)
    assert radiation.dose_table_margin(np.float64(650.0 * KM)) == pytest.approx(1350.0 * KM, rel=1e-12)


def test_ten_millimeters_around_five_square_meters_are_135_kg():
    """Aluminum, 2,700 kg/m3."""
    assert radiation.shielding_mass(np.float64(0.010), np.float64(5.0)) == pytest.approx(135.0, rel=1e-12)


def test_no_dose_is_made_up_above_2000_km():
    altitudes = np.array([1000.0, 1999.0, 2001.0, 35_786.0]) * KM
    assert np.sign(radiation.dose_table_margin(altitudes)).tolist() == [1.0, 1.0, -1.0, -1.0]
    dose = trapped(altitudes)
    assert dose[0] < dose[1] < dose[2] == dose[3]


def test_the_factor_brings_the_table_to_suncatcher_s_150_rad_a_year():
    """arXiv:2511.19468v1: 150 rad(Si) a year at 650 km behind 10 mm."""
    at_650 = (np.float64(650.0 * KM), np.float64(np.pi / 2), np.float64(0.010))
    assert radiation.dose_rate(*at_650, np.float64(1.75)) * YEAR == pytest.approx(150.0, rel=0.005)


@given(altitude=st.floats(300.0, 1100.0), degrees=st.floats(0.0, 120.0), allowed=st.floats(300.0, 20_000.0), storms=st.floats(0.0, 40.0))
def test_shielding_from_dose_lets_just_the_allowed_dose_through(altitude, degrees, allowed, storms):
    place, factor = (np.float64(altitude * KM), np.radians(np.float64(degrees))), np.float64(1.75)
    life, storm, allowed = np.float64(5.0 * YEAR), np.float64(storms / YEAR), np.float64(allowed)
    thickness = radiation.shielding_thickness_from_dose(*place, factor, allowed, storm, life)
    taken = radiation.life_dose(radiation.dose_rate(*place, thickness, factor), life, radiation.storm_dose(storm, life, thickness))
    assert 1e-3 <= thickness <= 10.0 + 1e-12
    if 1.001e-3 < thickness < 9.99:
        assert taken == pytest.approx(0.999 * allowed, rel=1e-6)
    if thickness < 9.99:
        assert radiation.dose_margin(allowed, taken) >= 0.0


def test_storms_are_ten_times_as_bad_behind_two_millimeters():
    """As stated, behind 10 mm; 10^0.98 times behind 2 mm."""
    dose = radiation.storm_dose(np.full(2, 20.0 / YEAR), np.full(2, 5.0 * YEAR), np.array([0.010, 0.002]))
    assert dose == pytest.approx([100.0, 952.0], rel=1e-3)


def test_ten_meters_stand_for_never():
    thickness = radiation.shielding_thickness_from_dose(*(np.float64(x) for x in (1.9e6, 1.7, 4.0, 1.0, 20.0 / YEAR, 5.0 * YEAR)))
    assert thickness == pytest.approx(10.0)


@pytest.mark.parametrize(("altitude", "dose"), [(400, 12.0), (550, 44.0), (650, 86.0), (800, 189.0), (1000, 437.0)])
def test_dose_behind_10_mm_of_aluminum_is_the_table_s(altitude, dose):
    """SpacePy 0.7.0, AP8/AE8 at solar minimum, 90 deg, rad(Si) a year."""
    assert trapped(np.float64(altitude * KM)) * YEAR == pytest.approx(dose, rel=1e-12)


@pytest.mark.parametrize(("millimeters", "low", "high"), [(1.0, 806.0, 6355.0), (2.54, 184.0, 1662.0), (5.0, 31.0, 634.0), (20.0, 9.0, 323.0)])
def test_dose_behind_other_walls_is_the_table_s(millimeters, low, high):
    """SpacePy 0.7.0, AP8/AE8, 400 and 1,000 km; beside the 10 mm above."""
    assert dose(400.0, millimeters) == pytest.approx(low, rel=1e-9)
    assert dose(1000.0, millimeters) == pytest.approx(high, rel=1e-9)


def test_dose_between_walls_and_beyond_them_is_a_power_of_the_thickness():
    """By hand at 1,000 km: the geometric mean half-way in log thickness; outside, the outer pair's power goes on."""
    assert dose(1000.0, np.sqrt(50.0)) == pytest.approx(np.sqrt(634.0 * 437.0), rel=1e-9)
    assert dose(1000.0, np.sqrt(2.54)) == pytest.approx(np.sqrt(6355.0 * 1662.0), rel=1e-9)
    assert dose(1000.0, 40.0) == pytest.approx(323.0 * 323.0 / 437.0, rel=1e-9)
    assert dose(1000.0, 1.0 / 2.54) == pytest.approx(6355.0 * 6355.0 / 1662.0, rel=1e-9)


@pytest.mark.parametrize(
    ("altitude", "expected"), [(475.0, np.sqrt(12.0 * 44.0)), (250.0, 12.0 * 12.0 / 44.0), (100.0, 12.0**3 / 44.0**2), (1200.0, 437.0**2 / 189.0)]
)
def test_dose_between_altitudes_and_beyond_them_is_an_exponential(altitude, expected):
    """By hand from the rows at 400 and 550, 800 and 1,000 km, behind 10 mm."""
    assert dose(altitude, 10.0) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("altitude", "ratio"),
    [(500.0, 0.18 / 0.38), (300.0, (0.18 / 0.38) ** 2 / (0.76 / 0.70)), (1100.0, np.sqrt(3.02 / 1.79 * 6.57 / 3.31)), (2000.0, 47.81 / 21.51)],
)
def test_dose_at_30_degrees_is_spenvis_s_share_of_the_polar_one(altitude, ratio):
    """SPENVIS, 5 mm, krad a year; half-way to it at 60 degrees, none of it beyond the pole, no more of it at the equator."""
    polar = dose(altitude, 10.0)
    for degrees, expected in ((30.0, ratio), (0.0, ratio), (60.0, np.sqrt(ratio)), (98.0, 1.0)):
        assert dose(altitude, 10.0, degrees) / polar == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("low", "high", "ratio"), [(400, 700, 9.6), (700, 1000, 3.8)])
def test_dose_grows_with_altitude_as_the_table_says(low, high, ratio):
    """Derived from the same table, 700 km lying between its rows."""
    assert trapped(np.float64(high * KM)) / trapped(np.float64(low * KM)) == pytest.approx(ratio, rel=0.15)


@given(low=st.floats(300.0, 1400.0), high=st.floats(300.0, 1400.0))
def test_higher_is_more_irradiated(low, high):
    low, high = sorted([low, high])
    assert trapped(np.float64(high * KM)) >= trapped(np.float64(low * KM)) * (1.0 - 1e-12)
