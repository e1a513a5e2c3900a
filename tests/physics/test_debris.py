"""Debris flux and punctures, against the published screening model and Poisson arrivals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbital.physics import debris

KM, YEAR = 1e3, 31_557_600.0
SIZE = st.floats(1e-4, 1.0).map(np.float64)


def yearly(altitude=800.0, degrees=100.0, activity=140.0, year=2000.0, centimeters=1.0):
    """Hits per m2 and year."""
    inputs = (altitude * KM, np.radians(degrees), activity, year, centimeters / 100.0)
    return debris.debris_flux(*(np.float64(x) for x in inputs)) * YEAR


def test_a_square_meter_at_800_km_meets_2_86e_5_objects_of_a_centimeter_a_year():
    """Derived from NASA90, inclination factor 1.78, year 2000, S 140; 1,000 m2 meet 0.143 in five years."""
    assert yearly() == pytest.approx(2.86e-5, rel=0.01)
    assert yearly() * 1000.0 * 5.0 == pytest.approx(0.143, rel=0.01)


@pytest.mark.parametrize(
    ("degrees", "factor"),
    [(0.0, 0.91), (28.5, 0.91), (39.25, 0.955), (50.0, 1.0), (55.0, 1.035), (60.0, 1.07), (70.0, 1.2), (80.0, 1.4), (90.0, 1.6), (100.0, 1.78), (120.0, 1.78)],
)
def test_the_flux_grows_with_inclination_as_tabulated_and_straight_between(degrees, factor):
    assert yearly(degrees=degrees) / yearly(degrees=50.0) == pytest.approx(factor, rel=1e-12)


def test_each_term_of_the_model_by_hand():
    """600 km, F10.7 70, 0.12 cm in 2030: 1.22e-5 d^-2.5 grown 2 % a year to 2011 and 4 % since, and the intact objects."""
    small = 1.22e-5 * 0.12**-2.5 * 1.02**23 * 1.04**19
    intact = 8.1e10 * 700.12**-6 * (1.0 + 0.05 * 42.0)
    crowding = 10.0 ** (600.0 / 200.0 - 70.0 / 140.0 - 1.5)
    assert yearly(600.0, 50.0, 70.0, 2030.0, 0.12) == pytest.approx(crowding / (1.0 + crowding) * (small + intact), rel=1e-9)


@given(small=SIZE, large=SIZE)
def test_there_are_fewer_of_the_larger(small, large):
    small, large = sorted([small, large])
    assert yearly(centimeters=large * 100.0) <= yearly(centimeters=small * 100.0)


@given(altitude=st.floats(200.0, 2000.0), activity=st.floats(60.0, 300.0))
def test_an_active_sun_clears_low_orbits(altitude, activity):
    assert yearly(altitude, activity=activity + 10.0) < yearly(altitude, activity=activity)
    assert yearly(altitude + 50.0, activity=activity) > yearly(altitude, activity=activity)


def test_a_wall_of_5_mm_stops_what_is_smaller_than_1_2_mm():
    """Single-wall equation, aluminum on aluminum at 10 km/s: t = 1.8 x 5.24 x 95^(-1/4) (10/5.1)^(2/3) d^(19/18), cm."""
    diameter = debris.puncturing_diameter(np.float64(5e-3))
    assert diameter == pytest.approx(1.19e-3, rel=0.01)
    factor = 1.8 * 5.24 * 95.0**-0.25 * (10.0 / 5.1) ** (2.0 / 3.0)
    assert factor * (100.0 * diameter) ** (19.0 / 18.0) == pytest.approx(0.5, rel=1e-3)
    assert debris.puncture_flux(*(np.float64(x) for x in (8e5, np.radians(100.0), 140.0, 2000.0)), diameter) * YEAR == pytest.approx(
        yearly(centimeters=0.119), rel=0.02
    )


@pytest.mark.parametrize(("ram", "facing"), [(0.0, 1.0), (1.0, np.pi / 2.0)])
def test_segments_lose_by_poisson_arrivals(ram, facing):
    """Hundreds of thousands of lives of a segment: 2e-2 hits per m2 and year on two faces, 8 % of 10 m2 vulnerable, five years."""
    lost = debris.segment_loss_probability(*(np.float64(x) for x in (0.02 / YEAR, ram, 10.0, 0.08, 5.0 * YEAR)))
    hits = np.random.default_rng(7).poisson(2.0 * facing * 0.02 * 10.0 * 0.08 * 5.0, 400_000)
    assert lost == pytest.approx(np.mean(hits > 0), abs=3.0 * 0.5 / np.sqrt(400_000))
    assert lost == pytest.approx(-np.expm1(-0.16 * facing), rel=1e-12)


def test_a_plate_across_the_flight_meets_pi_over_two_times_what_a_tumbling_one_does():
    """Debris on circular orbits of all level headings: it closes in at 2 v sin(a/2), from a/2 off the side; flux goes with that speed."""
    heading = (np.arange(100_000) + 0.5) / 100_000 * 2.0 * np.pi
    closing = np.abs(np.sin(heading / 2.0))
    across = np.mean(closing * np.abs(np.sin(heading / 2.0))) / np.mean(closing)
    tumbling = 0.5  # mean |cos| over all attitudes
    assert across / tumbling == pytest.approx(np.pi / 2.0, rel=1e-6)


@given(area=st.floats(0.1, 100.0))
def test_a_radiator_in_smaller_segments_loses_less(area):
    segment = np.array([area, 2.0 * area])
    chance = debris.segment_loss_probability(np.float64(0.01 / YEAR), np.float64(1.0), segment, np.float64(0.08), np.float64(5.0 * YEAR))
    lost = debris.radiator_lost_fraction(chance, segment, np.float64(1e5), np.float64(1.64))
    assert 0.0 < chance[0] < chance[1] < 1.0
    assert 0.0 < lost[0] <= lost[1] <= 1.0


def test_the_reserve_is_enough_for_95_of_100_satellites():
    """A hundred segments of 4 m2, each lost with a chance of 10 %, drawn for a hundred thousand satellites."""
    lost = debris.radiator_lost_fraction(*(np.float64(x) for x in (0.1, 4.0, 100 * 600.0 * 4.0, 1.64)))
    drawn = np.random.default_rng(3).binomial(100, 0.1, 100_000) / 100.0
    assert np.mean(drawn <= lost) == pytest.approx(0.95, abs=0.03)
    assert debris.radiator_lost_fraction(*(np.float64(x) for x in (0.1, 4.0, 1e6, 0.0))) == 0.1
    assert lost == pytest.approx(0.1 + 1.64 * np.sqrt(0.09 / 100.0), rel=1e-12)
    one = debris.radiator_lost_fraction(*(np.float64(x) for x in (0.1, 4.0, 1.0, 1.0)))  # a radiator is one segment at least
    assert one == pytest.approx(0.1 + np.sqrt(0.09), rel=1e-12)
    assert debris.radiator_loss_margin(np.array([0.8, 0.95])) == pytest.approx([0.1, -0.05], rel=1e-9)


def test_tubes_of_5_mm_bore_and_4_mm_wall_every_120_mm_take_a_ninth_of_the_panel():
    assert debris.vulnerable_area_fraction(np.float64(0.013), np.float64(0.060)) == pytest.approx(13.0 / 120.0)


def test_array_and_radiator_are_hit_on_both_sides():
    inputs = (8e5, np.radians(100.0), 140.0, 2000.0, 0.01, 400.0, 100.0)
    assert debris.large_debris_hits(*(np.float64(x) for x in inputs)) * YEAR == pytest.approx(yearly() * 1000.0, rel=1e-9)
