"""Latency over a day: against a graph of satellites with shortest paths, hand figures, limits."""

from __future__ import annotations

import numpy as np
import pytest
from brute_mesh import EARTH, LIGHT, Fleet, over_fiber, place, to_stations
from hypothesis import given, settings
from hypothesis import strategies as st

from orbital.physics import constellation, ground_contact, latency, links, mesh, network_times, users
from orbital.physics.users import at_share, cities, quantiles

DELTA = Fleet(planes=20, per_plane=18, node_span=360.0, phasing=3, inclination=53.0, altitude=550.0)
LARGE_DELTA = Fleet(planes=20, per_plane=35, node_span=360.0, phasing=7, inclination=70.0, altitude=600.0)
STAR = Fleet(planes=6, per_plane=11, node_span=180.0, phasing=2, inclination=86.4, altitude=780.0)
RING = Fleet(planes=1, per_plane=300, node_span=7.5, phasing=0, inclination=97.79, altitude=600.0, grid=False)
RINGS = Fleet(planes=6, per_plane=90, node_span=7.5, phasing=1, inclination=97.79, altitude=600.0, grid=False)
STATIONS = [(78.2, 15.4), (-72.0, 2.5), (64.8, -147.6), (52.0, 5.0), (35.0, 139.0), (-33.0, -70.0), (1.3, 103.8), (39.0, -77.0)]
ACCESS, ROUTE = 2e-3, 1.4


def shape_of(fleet: Fleet) -> constellation.Planes:
    radius = 1e3 * (EARTH + fleet.altitude)
    spacing, phase = np.radians(fleet.node_span) / fleet.planes, 2.0 * np.pi * fleet.phasing / (fleet.planes * fleet.per_plane)
    tilt = np.radians(fleet.inclination)
    closed = fleet.node_span == 360.0
    return constellation.Planes(fleet.planes, fleet.per_plane, spacing, phase, closed, tilt, fleet.motion, fleet.node_rate, fleet.local_time / 24.0, radius)


def links_of(fleet: Fleet) -> mesh.Mesh:
    shape = shape_of(fleet)
    reach = min(1e3 * fleet.longest, float(constellation.line_of_sight_range(np.float64(shape.radius), np.float64(80e3))))
    angle = float(constellation.reach_angle(reach, shape.radius))
    along, across = (2.0 * np.pi / fleet.per_plane, shape.node_spacing) if fleet.grid else (angle, angle)
    return mesh.mesh(shape, min(angle, along), min(angle, across), reach, 1e3 * LIGHT * fleet.hop_delay)


def asked(fleet: Fleet, elevation: float, stations=STATIONS, nearest=False, terminals=False) -> latency.Question:
    angle = float(links.earth_central_angle(np.float64(1e3 * fleet.altitude), np.radians(elevation)))
    places = network_times.station_bytes(*np.radians(np.array(stations)).T)
    return latency.Question(links_of(fleet), places, angle, ROUTE, ACCESS, nearest, terminals)


# --- against shortest paths ---
@pytest.mark.parametrize(
    ("fleet", "elevation", "mean", "largest"),
    [(DELTA, 15.0, 0.01, 0.15), (LARGE_DELTA, 20.0, 0.03, 0.35), (STAR, 8.0, 0.02, 0.35), (RING, 20.0, 0.005, 0.02), (RINGS, 20.0, 0.01, 0.1)],
)
def test_a_way_is_next_to_the_shortest_path_through_the_graph(fleet, elevation, mean, largest):
    """From stations to serving satellites at 40 times. The closed form takes one of the graph's ways, so it is not shorter, but for a cross leg's mean."""
    question = asked(fleet, elevation)
    times, points = np.arange(0.5, 40.0) * 2160.0, users.spread_evenly(40, 3)
    ours, hops = latency.access_times(question, times, points, ground_contact.unit_vectors(*np.radians(np.array(STATIONS)).T))
    plane, number = latency.serving_satellites(question.links, points)
    stations = np.array([place(*where) for where in STATIONS])
    theirs = np.array([to_stations(fleet, t, int(p * fleet.per_plane + n), stations, elevation, ACCESS) for t, p, n in zip(times, plane, number, strict=True)])
    assert np.array_equal(np.isfinite(ours), np.isfinite(theirs))
    seen = np.isfinite(ours)
    assert seen.sum() > 50
    more = ours[seen] / theirs[seen] - 1.0
    assert more.min() > -0.03
    assert np.median(more) < 0.005
    assert more.mean() < mean
    assert more.max() < largest
    assert hops[seen].max() > 1.0


@pytest.mark.parametrize(("fleet", "elevation"), [(DELTA, 15.0), (RING, 20.0)])
def test_percentiles_agree_with_random_requests_through_the_graph(fleet, elevation):
    """4,000 requests: 400 random times and serving satellites, ten random users each; both programs sample, so that 4 % is theirs together."""
    found = latency.ways(asked(fleet, elevation), latency.SAMPLES, users.users_by_population(latency.SAMPLES))
    spread = quantiles(found.round_trip)
    rng = np.random.default_rng(11)
    where = np.array([place(*city) for city in np.degrees(np.stack([cities().latitude, cities().longitude], axis=-1))])
    stations = np.array([place(*station) for station in STATIONS])
    fiber = np.array([[over_fiber(city, station, ROUTE) for station in stations] for city in where])
    drawn = []
    for time in rng.uniform(0.0, 86_400.0, 400):
        up = to_stations(fleet, time, int(rng.integers(fleet.planes * fleet.per_plane)), stations, elevation, ACCESS)
        drawn += list(2.0 * np.min(fiber[rng.choice(len(where), 10, p=cities().weights)] + up, axis=-1))
    assert np.all(np.isfinite(drawn))
    assert np.all(found.wait == 0.0)
    for share in (0.5, 0.95, 0.99):
        assert at_share(spread, share) == pytest.approx(np.quantile(drawn, share), rel=0.04)


def test_waits_agree_with_a_day_walked_through_in_steps_of_20_seconds():
    """A thin ring over three stations: dark for much of the day. Share of the time and mean wait of those that wait, until any station sees one."""
    three = [(40.0, -100.0), (35.0, 139.0), (-30.0, 20.0)]
    found = latency.ways(asked(RING, 20.0, three), 2048, np.zeros((2048, 1), dtype=np.int64))
    stations = np.array([place(*station) for station in three])
    lit = []
    for time in np.arange(0.0, 86_400.0, 20.0):
        where = RING.positions(time)
        line = where - EARTH * stations[:, None, :]
        sine = np.einsum("gsx,gx->gs", line, stations) / np.linalg.norm(line, axis=-1)
        lit.append(np.any(sine >= np.sin(np.radians(20.0))))
    dark = ~np.array(lit)
    until = np.array([20.0 * (np.argmax(np.roll(lit, -k)) - 0.5) for k in np.flatnonzero(dark)])
    assert 0.2 < dark.mean() < 0.8
    assert np.mean(found.wait > 0.0) == pytest.approx(dark.mean(), abs=0.01)
    assert found.wait[found.wait > 0.0].mean() == pytest.approx(until.mean(), rel=0.03)
    assert np.all(found.round_trip == 2.0 * found.path + found.wait)


@pytest.mark.parametrize("fleet", [RING, RINGS, STAR])
def test_sampling_error_of_what_evaluate_takes_is_below_3_percent(fleet):
    question = asked(fleet, 10.0)
    many = quantiles(latency.ways(question, 6000, users.users_by_population(6000)).round_trip)
    few = latency.distribution(question)[1]
    for share in (0.5, 0.95, 0.99):
        assert at_share(few, share) == pytest.approx(at_share(many, share), rel=0.03)


def test_rounding_satellites_per_plane_to_two_digits_moves_a_dense_ring_by_less_than_2_percent():
    spreads = []
    for count in (860, 893, 900):
        ring = Fleet(planes=8, per_plane=count, node_span=7.5, phasing=1, inclination=97.79, altitude=600.0, grid=False)
        spreads.append([float(at_share(latency.distribution(asked(ring, 20.0))[1], share)) for share in (0.5, 0.95, 0.99)])
    assert spreads[0] == pytest.approx(spreads[1], rel=0.02)
    assert spreads[2] == pytest.approx(spreads[1], rel=0.02)
    assert constellation.constellation(893.4, 8.0, 0.1, 1.0, 1.7, 1e-3, 0.0, 0.75, 7e6).per_plane == 890


# --- figures from elsewhere ---
@pytest.mark.parametrize(("altitude", "elevation", "milliseconds"), [(600.0, 90.0, 4.0), (600.0, 25.0, 8.1), (1000.0, 90.0, 6.7), (1000.0, 25.0, 12.6)])
def test_one_hop_there_and_back(altitude, elevation, milliseconds):
    """By hand, R 6371 km: twice the slant range over c."""
    distance = links.slant_range(np.float64(1e3 * altitude), np.radians(np.float64(elevation)))
    assert 2e3 * links.one_way_latency(distance, links.VACUUM_INDEX) == pytest.approx(milliseconds, abs=0.06)


@pytest.mark.parametrize(("altitude", "milliseconds"), [(550.0, 11.49), (1200.0, 18.71)])
def test_rotastellar_adds_4_ms_to_a_slant_at_25_degrees(altitude, milliseconds):
    """rotastellar-python, run in 2026: 2 slant / c + 4 ms at 25 deg."""
    distance = links.slant_range(np.float64(1e3 * altitude), np.radians(np.float64(25.0)))
    assert 2e3 * links.one_way_latency(distance, links.VACUUM_INDEX) + 4.0 == pytest.approx(milliseconds, abs=0.01)


def test_the_nearest_satellite_of_a_dense_fleet_stands_overhead():
    """A station under the pole of a polar ring sees it overhead: altitude / c and the access delay."""
    ring = Fleet(planes=1, per_plane=1000, node_span=0.0, phasing=0, inclination=90.0, altitude=600.0, grid=False)
    question = asked(ring, 20.0, [(90.0, 0.0)], nearest=True)
    seconds, hops = latency.access_times(question, np.arange(50.0) * 97.0, users.spread_evenly(50, 3), np.array([[0.0, 0.0, 1.0]]))
    assert seconds == pytest.approx(600.0 / LIGHT + ACCESS, abs=2e-6)
    assert np.all(hops == 0.0)


# --- limits ---
@settings(max_examples=20, deadline=None)
@given(
    planes=st.integers(1, 8), per_plane=st.integers(8, 60), altitude=st.floats(500.0, 1500.0), inclination=st.floats(30.0, 100.0), span=st.floats(5.0, 360.0)
)
def test_no_answer_beats_light_over_the_great_circle(planes, per_plane, altitude, inclination, span):
    """One way is no shorter than the straight line through the Earth from the user to the serving satellite."""
    fleet = Fleet(planes, per_plane, span, 1, inclination, altitude, grid=False)
    question = asked(fleet, 10.0)
    samples = 32
    found = latency.ways(question, samples)
    times, points = (np.arange(samples) + 0.5) * 86_400.0 / samples, users.spread_evenly(samples, 3)
    plane, number = latency.serving_satellites(question.links, points)
    where = constellation.directions(question.links.shape, times)[np.arange(samples), plane.astype(int), number.astype(int)]
    straight = np.linalg.norm(question.links.shape.radius * where[:, None] - 1e3 * EARTH * cities().directions, axis=-1)
    now = found.wait == 0.0
    assert np.all(found.path[now] >= straight[now] / (1e3 * LIGHT))
    assert np.all(found.one_way >= (1e3 * fleet.altitude) / (1e3 * LIGHT))


def test_more_satellites_are_sooner_reached():
    """Store and forward with few, one hop with many: the nearest satellite of a Walker delta, at the 95th percentile over users."""
    spread = []
    for per_plane in (1, 4, 12, 36):
        fleet = Fleet(planes=8, per_plane=per_plane, node_span=360.0, phasing=1, inclination=53.0, altitude=550.0)
        spread.append(float(at_share(latency.distribution(asked(fleet, 20.0, nearest=True))[1], 0.95)))
    assert np.all(np.diff(spread) < 0.0)
    assert spread[0] > 60.0
    assert spread[-1] < 0.2


def test_the_nearest_satellite_and_terminals_of_the_users_own_are_never_slower():
    for fleet in (RINGS, DELTA):
        rows = {flags: latency.ways(asked(fleet, 20.0, nearest=flags[0], terminals=flags[1]), 200) for flags in ((0, 0), (1, 0), (0, 1), (1, 1))}
        assert np.all(rows[1, 0].one_way <= rows[0, 0].one_way + 1e-12)
        assert np.all(rows[0, 1].one_way <= rows[0, 0].one_way + 1e-12)
        assert np.all(rows[1, 1].one_way <= rows[1, 0].one_way + 1e-12)
        assert np.all(rows[1, 1].fiber <= rows[1, 0].fiber)


def test_without_a_mesh_only_what_stands_overhead_serves():
    """Links too short for the neighbor: some requests never get through, and the margin says so."""
    apart = Fleet(planes=2, per_plane=12, node_span=90.0, phasing=0, inclination=70.0, altitude=600.0, longest=500.0)
    one_way, round_trip, waiting, hops, _ = latency.distribution(asked(apart, 10.0))
    assert np.isinf(round_trip[-1])
    assert np.isinf(one_way[-1])
    assert 0.0 <= hops < 1.0
    assert network_times.network_reach_margin(np.float64(waiting), round_trip) == -1.0
    assert network_times.network_reach_margin(np.float64(0.0), latency.distribution(asked(RING, 10.0))[1]) == 0.0


def test_no_station_that_sees_anything_means_no_answer():
    equatorial = Fleet(planes=1, per_plane=40, node_span=0.0, phasing=0, inclination=0.0, altitude=600.0, grid=False)
    round_trip, waiting = latency.distribution(asked(equatorial, 20.0, [(80.0, 0.0)]))[1:3]
    assert np.all(np.isinf(round_trip))
    assert waiting == 1.0


def test_waits_of_a_hand_made_day():
    seen = np.array([[1.0, np.nan], [np.nan, np.nan], [np.nan, np.nan], [np.inf, np.nan]])
    wait, index = latency.waits(seen, 10.0)
    assert wait.T.tolist() == [[0.0, 15.0, 5.0, 0.0], [np.inf] * 4]
    assert index[:, 0].tolist() == [0, 3, 3, 3]


def test_the_cheapest_of_each_group_are_picked_in_order():
    group = np.array([3, 3, 3, 5, 8, 8])
    cost = np.array([2.0, 1.0, 1.0, 7.0, np.inf, 4.0])
    assert latency.fewest(group, cost, 1).tolist() == [1, 3, 5]
    assert latency.fewest(group, cost, 2).tolist() == [1, 2, 3, 5]
    assert latency.fewest(group, cost, 9).tolist() == [0, 1, 2, 3, 5]


# --- blocks ---
def test_a_row_of_a_block_is_the_row_alone_and_a_missing_orbit_is_nan():
    row = (90.0, 4.0, 0.03, 1.0, 1.7, 1.08e-3, 2e-7, 64_800.0, 6.971e6, 0.7, 0.7, 5e6, 5e-4, 0.35, 1.4, 2e-3)
    latitude, longitude = np.radians(np.array(STATIONS)).T
    heights = np.array([6.971e6, np.nan, 7.2e6, 6.971e6])
    block = network_times.through_the_day(latitude, longitude, False, False, *row[:8], heights, *row[9:])
    assert block[1].shape == (4, users.QUANTILES)
    for k, height in enumerate(heights):
        alone = network_times.through_the_day(latitude, longitude, False, False, *row[:8], height, *row[9:])
        for many, one in zip(block, alone, strict=True):
            assert np.array_equal(many[k], one, equal_nan=True)
    assert np.all(np.isnan(block[1][1]))
