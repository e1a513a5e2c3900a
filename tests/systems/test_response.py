"""When the first token comes, and how far a place on the ground is from those who ask."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import orbital as orb
from orbital.core.catalog import data_path
from orbital.physics.users import at_share, cities, quantiles, spread_evenly, users_by_population
from orbital.systems import response, site_latency

AI1 = "ai1-vs-colossus-1"


def f64(*values):
    return [np.float64(value) for value in values]


# --- quantiles ---
def test_shares_of_a_million_even_numbers_are_the_shares():
    spread = quantiles(np.random.default_rng(3).permutation(np.arange(1_000_000) / 1e6))
    for share in (0.01, 0.5, 0.95, 0.99):
        assert at_share(spread, share) == pytest.approx(share, abs=1e-3)


def test_a_weighted_sample_is_one_in_which_each_value_stands_as_often():
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([1.0, 6.0, 3.0])
    assert np.array_equal(quantiles(values, weights), quantiles(np.array([3.0, *[1.0] * 6, *[2.0] * 3])))


def test_a_share_between_endless_values_is_endless():
    spread = np.array([1.0, 2.0, np.inf, np.inf])
    assert at_share(spread, 0.25) == 1.5
    assert at_share(spread, 0.5) == np.inf
    assert at_share(spread, 0.99) == np.inf
    assert at_share(np.array([7.0]), 0.9) == 7.0


@given(share=st.floats(0.0, 1.0))
def test_shares_rise(share):
    spread = np.sort(np.random.default_rng(7).random(50))
    assert at_share(spread, 0.9 * share) <= at_share(spread, share)


def test_low_discrepancy_points_fill_the_cube_more_evenly_than_chance():
    """Counts in boxes of equal size: a random sample of 4,096 strays by 8 in each of 64, this by less."""
    points = spread_evenly(4096, 3)
    boxes = np.histogramdd(points, bins=(4, 4, 4), range=[(0.0, 1.0)] * 3)[0]
    assert np.std(boxes) < 4.0
    assert np.array_equal(points, spread_evenly(4096, 3))


def test_users_are_drawn_as_often_as_people_live_there():
    drawn = np.bincount(users_by_population(2000).ravel(), minlength=len(cities().names)) / (2000 * 12)
    assert drawn == pytest.approx(cities().weights, abs=4e-4)


# --- cities ---
def test_cities_are_what_the_readme_says():
    known = cities()
    assert len(known.names) == 300
    assert known.population.sum() == pytest.approx(1153e6, rel=1e-3)
    assert np.all(np.diff(known.population) <= 0.0)
    text = (data_path() / "cities" / "README.md").read_text(encoding="utf-8")
    for word in ("GeoNames", "CC BY 4.0", "29 %"):
        assert word in text
    for name in ("cities.csv", "regions.csv"):
        assert "GeoNames" in (data_path() / "cities" / name).read_text(encoding="utf-8").splitlines()[0]


# --- the ground ---
def test_london_to_a_site_in_new_york_is_5570_km_and_76_ms_there_and_back():
    """Great circle London to New York 5,570 km; at 1.4 x 1.468 / c that is 38.2 ms one way."""
    known = cities()
    london, new_york = known.names.index("London"), known.names.index("New York City")
    angle = site_latency.angles_to(known.latitude[new_york], known.longitude[new_york])[london]
    assert 6371.0 * angle == pytest.approx(5570.0, abs=10.0)
    assert 1e3 * site_latency.seconds_over(angle, np.float64(1.4)) == pytest.approx(38.2, abs=0.1)


def test_a_site_is_as_far_as_the_mean_of_its_cities():
    known = cities()
    here, factor = np.radians(35.15), np.float64(1.4)
    one_way, round_trip, distance = site_latency.site_times(np.float64(here), np.float64(np.radians(-90.05)), factor)
    cosine = np.sin(here) * np.sin(known.latitude) + np.cos(here) * np.cos(known.latitude) * np.cos(known.longitude - np.radians(-90.05))
    assert distance == pytest.approx(1.4 * 6.371e6 * np.average(np.arccos(cosine), weights=known.population), rel=1e-9)
    assert one_way.mean() == pytest.approx(distance * 1.468 / 299_792_458.0, rel=0.005)
    assert np.array_equal(round_trip, 2.0 * one_way)
    assert np.all(np.diff(one_way) >= 0.0)


def test_the_nearest_of_many_regions_is_nearer_than_any_one():
    spread = site_latency.site_times_from_regions(np.float64(1.4))
    with (data_path() / "cities" / "regions.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    assert len(rows) == 33
    for row in rows[::5]:
        alone = site_latency.site_times(*np.radians([float(row["latitude"]), float(row["longitude"])]), np.float64(1.4))
        assert np.all(spread.one_way_time <= alone.one_way_time + 1e-12)
    assert at_share(spread.round_trip_time, 0.5) < 0.03


def test_a_block_of_sites_equals_its_rows():
    latitude, longitude = np.array([0.6, -0.3]), np.array([-1.5, 2.0])
    block = site_latency.site_times(latitude, longitude, np.float64(1.4))
    for k in range(2):
        alone = site_latency.site_times(latitude[k], longitude[k], np.float64(1.4))
        assert block.one_way_time[k] == pytest.approx(alone.one_way_time, rel=1e-12)
        assert block.mean_fiber_distance[k] == pytest.approx(alone.mean_fiber_distance, rel=1e-12)
    many = site_latency.site_times_from_regions(np.array([1.0, 2.0]))
    assert many.one_way_time[1] == pytest.approx(2.0 * many.one_way_time[0], rel=1e-12)


# --- the first token ---
def test_a_prompt_of_800_tokens_on_72_accelerators():
    """By hand: 800 x 20 us / (72 x 0.5) = 0.444 ms; with 100 ms of queue and 150 of network the first token takes 250.4, 60 % of it network."""
    reading = response.prompt_reading_time(*f64(800.0, 20e-6, 72.0, 0.5))
    assert reading == pytest.approx(0.4444e-3, rel=1e-3)
    serving = response.serving_time_to_first_token(reading, np.float64(0.1))
    first = response.time_to_first_token_median(np.float64(0.15), serving)
    assert first == pytest.approx(0.25044, rel=1e-4)
    assert response.time_to_first_token_p95(*f64(0.2, 0.1)) == pytest.approx(0.3)
    assert response.time_to_first_token_p99(*f64(0.3, 0.1)) == pytest.approx(0.4)
    assert response.network_share_of_first_token(np.float64(0.15), first) == pytest.approx(0.599, abs=1e-3)
    assert response.first_token_margin(*f64(0.45, 0.5)) == pytest.approx(-0.05)


def test_percentiles_read_their_quantiles():
    spread = (np.arange(400) + 0.5) / 400
    for name, share in (("median", 0.5), ("p95", 0.95), ("p99", 0.99)):
        assert getattr(response, f"one_way_time_{name}")(spread) == pytest.approx(share)
        assert getattr(response, f"round_trip_time_{name}")(spread) == pytest.approx(share)


def test_work_that_tolerates_less_is_flagged_and_stays_feasible():
    result = orb.evaluate(orb.scenario(AI1).replace({"workload.tolerated_time_to_first_token": "150 ms"}))
    assert result.feasible
    assert sum("the work tolerates 150 ms" in flag for flag in result.flags) == 2
    assert not any("tolerates" in flag for flag in orb.evaluate(orb.scenario(AI1)).flags)


def test_training_waits_for_no_token():
    result = orb.evaluate(orb.scenario(AI1).replace({"workload.use": "training-llama3-405b"}))
    assert "time_to_first_token_median" not in result.orbital
    assert "first_token_margin" not in result.ground
    assert "round_trip_time_median" in result.orbital
    assert np.isnan(result.comparison["time_to_first_token_difference"])


def test_both_sides_read_the_same_prompt_at_the_same_speed():
    result = orb.evaluate(orb.scenario(AI1))
    assert result.orbital.value("prompt_reading_time") == result.ground.value("prompt_reading_time")
    difference = result.orbital.value("time_to_first_token_p99") - result.ground.value("time_to_first_token_p99")
    assert result.comparison["time_to_first_token_difference_p99"] == pytest.approx(difference)
    assert result.comparison["round_trip_time_difference"] == pytest.approx(result.comparison["time_to_first_token_difference"])
