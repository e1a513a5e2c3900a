"""Contact with a ground network: shares of time against stepping, closed forms and skyfield; gaps against stepping."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orbital as orb
from orbital.core.catalog import entry
from orbital.physics import ground_contact, orbits

DAY, A, F, J2, SPIN = 86_400.0, 6_378_137.0, 1 / 298.257223563, 1.08262668e-3, 7.292115e-5
NETWORKS = ("ksat", "aws", "nasa-dsn", "ssc")


def orbit(kilometers, degrees=None):
    """Radius, mean motion, inclination and drift of the node; Sun-synchronous where no inclination is given."""
    radius = np.float64(A + kilometers * 1e3)
    motion = orbits.mean_motion(radius)
    tilt = orbits.inclination(orbits.sun_synchronous_cosine(motion, radius)) if degrees is None else np.radians(np.float64(degrees))
    return radius, motion, tilt, orbits.nodal_precession_rate(tilt, motion, radius)


def places(network):
    columns = entry("ground_networks", network).station_columns
    return columns["station_latitude"], columns["station_longitude"]


def seen(kilometers, degrees, elevation, latitude, longitude, days, step=20.0, start=0.0):
    """Stepping, with nothing of the module: positions on the ellipsoid, horizons square to it, a J2 orbit. One row a time, one column a station."""
    radius, motion, tilt, drift = orbit(kilometers, degrees)
    normal = A / np.sqrt(1 - F * (2 - F) * np.sin(latitude) ** 2)
    up = np.stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
    station = normal * up * np.array([1, 1, (1 - F) ** 2])[:, None]
    time = start + np.arange(0.0, days * DAY, step)
    turn = motion * (1 + 1.5 * J2 * (A / radius) ** 2 * (3 - 4 * np.sin(tilt) ** 2)) * time
    node = (drift - SPIN) * time
    flat, side = np.cos(turn), np.sin(turn) * np.cos(tilt)
    at = [np.cos(node) * flat - np.sin(node) * side, np.sin(node) * flat + np.cos(node) * side, np.sin(turn) * np.sin(tilt)]
    satellite = radius * np.stack(at, axis=-1)
    height = satellite @ up - np.sum(station * up, axis=0)
    distance = np.sqrt(radius**2 - 2 * satellite @ station + np.sum(station * station, axis=0))
    return height >= np.sin(np.radians(elevation)) * distance


def shares(kilometers, degrees, elevation, latitude, longitude):
    radius, _, tilt, _ = orbit(kilometers, degrees)
    mask = np.radians(np.float64(elevation))
    return (
        ground_contact.station_contact_fraction(tilt, radius, mask, latitude),
        ground_contact.contact_fraction(tilt, radius, mask, latitude, longitude),
    )


@cache
def stepped(kilometers, degrees, elevation, network):
    """Share of time of each station and of any, over 200 days."""
    each, either, blocks = 0.0, 0.0, 10
    for block in range(blocks):
        found = seen(kilometers, degrees, elevation, *places(network), days=20.0, step=40.0, start=block * 20.0 * DAY)
        each, either = each + found.mean(axis=0) / blocks, either + found.any(axis=1).mean() / blocks
    return each, either


# --- shares of time ---
@pytest.mark.parametrize(
    ("kilometers", "degrees", "elevation", "network"), [(600, None, 25, "ksat"), (600, None, 5, "aws"), (525, 53, 10, "ssc"), (1200, 87.9, 10, "nasa-dsn")]
)
def test_shares_of_time_are_those_of_a_satellite_followed_for_200_days(kilometers, degrees, elevation, network):
    each, either = stepped(kilometers, degrees, elevation, network)
    stations, union = shares(kilometers, degrees, elevation, *places(network))
    assert union == pytest.approx(either, rel=0.006)
    assert stations == pytest.approx(each, rel=0.02, abs=2e-5)
    assert np.sum(stations) == pytest.approx(np.sum(each), rel=0.005)


def test_a_polar_station_under_a_polar_orbit_sees_every_pass():
    """Closed form: the satellite is within the visible angle of the pole for 2 lambda of each turn of 2 pi."""
    pole = np.array([np.pi / 2])
    for kilometers, elevation in ((600, 5), (1200, 20)):
        radius, *_ = orbit(kilometers, 90)
        half = ground_contact.visible_angle(radius, A * (1 - F), np.radians(elevation))
        stations, union = shares(kilometers, 90, elevation, pole, np.array([0.3]))
        assert union == pytest.approx(half / np.pi, rel=0.02)
        assert stations[0] == pytest.approx(union, rel=1e-9)


def test_an_equatorial_orbit_gives_an_equatorial_station_its_arc():
    """Closed form: 2 lambda of 2 pi."""
    radius, *_ = orbit(800, 0)
    half = ground_contact.visible_angle(radius, A, np.radians(10))
    stations, union = shares(800, 0, 10, np.zeros(2), np.array([0.0, np.pi]))
    assert stations == pytest.approx(half / np.pi, rel=1e-6)
    assert union == pytest.approx(2 * half / np.pi, rel=1e-6)


def test_a_station_out_of_reach_sees_nothing():
    stations, union = shares(600, 20, 10, np.radians([78.0, -60.0]), np.zeros(2))
    assert np.all(stations == 0.0)
    assert union == 0.0


def test_the_share_of_a_single_station_is_the_area_it_sees_where_the_satellite_passes_all_alike():
    """Averaged over all inclinations as their sines are spread on a sphere, a cap of lambda has its share of the sphere: (1 - cos lambda) / 2."""
    radius = np.float64(A + 700e3)
    cosines = (np.arange(400) + 0.5) / 400  # of the inclination: the pole of the orbit is anywhere
    mean = np.mean(ground_contact.station_contact_fraction(np.arccos(cosines), radius, np.radians(np.float64(15.0)), np.array([0.6])))
    half = ground_contact.visible_angle(radius, ground_contact.local_radius(ground_contact.geocentric_latitude(np.float64(0.6))), np.radians(15.0))
    assert mean == pytest.approx((1 - np.cos(half)) / 2, rel=2e-3)


LATITUDES = st.lists(st.floats(-89.0, 89.0), min_size=1, max_size=6).map(lambda degrees: np.radians(degrees))


@given(latitude=LATITUDES, kilometers=st.floats(300, 2000), degrees=st.floats(1, 179), elevation=st.floats(0, 60), seed=st.integers(0, 99))
@settings(max_examples=60)
def test_any_station_is_seen_more_than_the_best_and_less_than_all_together(latitude, kilometers, degrees, elevation, seed):
    longitude = np.random.default_rng(seed).uniform(-np.pi, np.pi, len(latitude))
    stations, union = shares(kilometers, degrees, elevation, latitude, longitude)
    assert np.all((stations >= 0.0) & (stations <= 1.0))
    assert np.max(stations) * 0.97 - 1e-3 <= union <= min(np.sum(stations) * 1.03 + 1e-3, 1.0)
    turned = shares(kilometers, degrees, elevation, latitude, longitude + 1.234)[1]
    assert turned == pytest.approx(union, rel=1e-9)


@given(elevation=st.tuples(st.floats(0, 80), st.floats(0, 80)), kilometers=st.tuples(st.floats(300, 2000), st.floats(300, 2000)))
@settings(max_examples=40)
def test_higher_orbits_and_lower_horizons_see_more(elevation, kilometers):
    low, high = sorted(elevation)
    near, far = sorted(kilometers)
    at = places("ssc")
    assert shares(near, 80, high, *at)[1] <= shares(far, 80, low, *at)[1] + 1e-12


def test_stations_far_apart_add_up_and_one_twice_counts_once():
    latitude, longitude = np.radians([0.0, 0.0]), np.radians([0.0, 180.0])
    stations, union = shares(600, 60, 10, latitude, longitude)
    assert union == pytest.approx(np.sum(stations), rel=0.005)
    assert shares(600, 60, 10, latitude, np.zeros(2))[1] == pytest.approx(stations[0], rel=0.005)


def test_where_a_ground_track_repeats_one_satellite_may_differ_and_a_fleet_does_not():
    """567 km, Sun-synchronous: 15 turns a day, the same track every day. The assumption of even longitudes fails for one satellite, holds over nodes."""
    radius, motion, tilt, drift = orbit(561.0)
    k = 1.5 * J2 * (A / radius) ** 2 * (3 - 4 * np.sin(tilt) ** 2)
    assert motion * (1 + k) / (SPIN - drift) == pytest.approx(15.0, abs=0.005)
    latitude = np.radians([1.32, 25.0])
    stations, _ = shares(561.0, None, 25, latitude, np.zeros(2))
    nodes = np.radians(np.arange(0.0, 24.0, 1.0))  # the track repeats itself every 24 deg of longitude
    each = np.array([seen(561.0, None, 25, latitude, np.full(2, node), days=2.0).mean(axis=0) for node in nodes])
    assert np.max(np.abs(each / stations - 1.0)) > 0.3
    assert each.mean(axis=0) == pytest.approx(stations, rel=0.02)


def test_shares_agree_with_the_windows_that_skyfield_finds():
    """SGP4 and `find_events`, a Sun-synchronous satellite over three stations of Norway's network, 6 days."""
    api = pytest.importorskip("skyfield.api")
    from sgp4.api import WGS72, Satrec

    kilometers, elevation, days = 650.0, 10.0, 6.0
    _, motion, tilt, _ = orbit(kilometers)
    ts = api.load.timescale(builtin=True)
    record = Satrec()
    record.sgp4init(WGS72, "i", 1, 27759.0, 0.0, 0.0, 0.0, 1e-4, 1.5, float(tilt), 0.0, float(motion) * 60.0, 1.0)
    satellite = api.EarthSatellite.from_satrec(record, ts)
    start, end = ts.utc(2026, 1, 1), ts.utc(2026, 1, 1 + days)
    stations = [each for each in entry("ground_networks", "ksat").stations if each.name in {"Svalbard", "Troll", "Tromso"}]
    spans = []
    for each in stations:
        times, events = satellite.find_events(api.wgs84.latlon(np.degrees(each.latitude), np.degrees(each.longitude)), start, end, altitude_degrees=elevation)
        rises, sets = times.tt[events == 0], times.tt[events == 2]
        sets = sets[sets > rises[0]]
        spans.append([*zip(rises, sets, strict=False)])
    found = np.array([sum(end - begin for begin, end in each) / days for each in spans])
    merged, last = 0.0, 0.0
    for begin, end in sorted(pair for each in spans for pair in each):
        merged += max(end - max(begin, last), 0.0)
        last = max(last, end)
    position = np.array([each.latitude for each in stations]), np.array([each.longitude for each in stations])
    each, union = shares(kilometers, None, elevation, *position)
    assert found == pytest.approx(each, rel=0.03)
    assert merged / days == pytest.approx(union, rel=0.02)


RINGS = 1440
"""Nodes a quarter of a degree apart, at each of which a ring is stepped."""


@cache
def rings_in_sight(kilometers, elevation, network):
    """Whether each station sees any of 720 satellites in a plane, by the plane's node: with nothing of the module, on the ellipsoid."""
    radius, _, tilt, _ = orbit(kilometers)
    latitude, longitude = places(network)
    turn = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    normal = A / np.sqrt(1 - F * (2 - F) * np.sin(latitude) ** 2)
    up = np.stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
    station = normal * up * np.array([1, 1, (1 - F) ** 2])[:, None]
    seen_at = []
    for each in np.linspace(0, 2 * np.pi, RINGS, endpoint=False):
        x, y = np.cos(turn), np.sin(turn) * np.cos(tilt)
        at = radius * np.stack([np.cos(each) * x - np.sin(each) * y, np.sin(each) * x + np.cos(each) * y, np.sin(turn) * np.sin(tilt)], axis=-1)
        height = at @ up - np.sum(station * up, axis=0)
        distance = np.sqrt(radius**2 - 2 * at @ station + np.sum(station * station, axis=0))
        seen_at.append(np.any(height >= np.sin(np.radians(elevation)) * distance, axis=0))
    return np.array(seen_at)


@pytest.mark.parametrize(("planes", "span"), [(1, 7.5), (8, 7.5), (12, 180), (72, 360), (4, 360), (6, 90)])
@pytest.mark.parametrize("elevation", [15.0, 60.0])
def test_the_time_with_the_fleet_in_sight_is_that_of_rings_stepped_through_days(planes, span, elevation):
    """Wide circles, whose arcs join from plane to plane and with their mirror images, and narrow ones, which stand apart."""
    radius, _, tilt, _ = orbit(600)
    spacing = np.radians(np.float64(span)) / planes
    found = ground_contact.station_fleet_fraction(tilt, radius, np.radians(np.float64(elevation)), np.float64(planes), spacing, places("ksat")[0])
    one = rings_in_sight(600, elevation, "ksat")
    any_of = np.any([np.roll(one, round(plane * span / planes * RINGS / 360.0), axis=0) for plane in range(planes)], axis=0)
    assert found == pytest.approx(any_of.mean(axis=0), abs=0.005 + planes / RINGS)


def test_the_limits_are_one_plane_and_planes_all_around():
    radius, _, tilt, _ = orbit(600)
    mask, latitude = np.radians(np.float64(25.0)), places("ksat")[0]

    def share(planes, span):
        return ground_contact.station_fleet_fraction(tilt, radius, mask, *f64(planes, np.radians(span) / planes), latitude)

    assert share(1, 7.5) == pytest.approx(rings_in_sight(600, 25.0, "ksat").mean(axis=0), abs=0.006)
    assert share(8, 0.0) == pytest.approx(share(1, 7.5), rel=1e-12)
    assert np.all(share(72, 360.0) == 1.0)
    beyond = ground_contact.station_fleet_fraction(np.radians(np.float64(20.0)), radius, mask, *f64(72, np.radians(5.0)), np.radians([78.0, -60.0]))
    assert np.all(beyond == 0.0)


ANGLE = st.floats(0.0, np.pi)


@given(ends=st.tuples(ANGLE, ANGLE).map(sorted), planes=st.integers(1, 40), around=st.floats(0.0, 1.0))
@settings(max_examples=150)
def test_a_union_of_arcs_is_that_of_counted_points(ends, planes, around):
    begin, end = ends
    spacing = 2.0 * np.pi * around / planes
    points = (np.arange(20_000) + 0.5) / 20_000 * 2.0 * np.pi
    shifted = points[:, None] - spacing * np.arange(planes)
    inside = np.any((np.mod(shifted - begin, 2.0 * np.pi) <= end - begin) | (np.mod(shifted + end, 2.0 * np.pi) <= end - begin), axis=1)
    assert ground_contact.seen_by_planes(*f64(begin, end, planes, spacing)) == pytest.approx(inside.mean(), abs=0.004)


def test_more_planes_need_fewer_gateways():
    """A station that sees the fleet for more of the day carries more: in one plane 223 gateways, in 8 over half an hour 187, all around 41."""
    counts = []
    for planes, span in ((1, "7.5 deg"), (8, "7.5 deg"), (72, "360 deg")):
        scenario = orb.scenario("ai1-vs-colossus-1").replace({"orbital.plane_count": planes, "orbital.plane_node_span": span})
        counts.append(float(orb.evaluate(scenario).orbital.value("gateway_count")))
    assert counts == pytest.approx([223.1, 186.9, 41.5], rel=5e-3)


# --- gaps ---
@pytest.mark.parametrize("network", NETWORKS)
def test_contacts_and_gaps_are_those_of_stepping(network):
    radius, motion, tilt, drift = orbit(600)
    mask = np.radians(np.float64(10.0))
    found = ground_contact.contacts(tilt, motion, drift, radius, mask, *places(network))
    contact = seen(600, None, 10, *places(network), days=ground_contact.TRACK_DAYS, step=2.0).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[1], contact, [1]])))
    gaps = 2.0 * (edges[1::2] - edges[::2])
    assert found.longest_contact_gap == pytest.approx(gaps.max(), abs=10.0)
    assert found.mean_contact_wait == pytest.approx(np.sum(gaps * gaps) / (2 * ground_contact.TRACK_DAYS * DAY), rel=0.01)
    assert found.contacts_per_day * ground_contact.TRACK_TIME == pytest.approx(len(gaps), abs=0.06 * len(gaps))  # gaps and contacts below 30 s are missed
    share = shares(600, None, 10, *places(network))[1]
    assert ground_contact.mean_contact_duration(share, found.contacts_per_day) == pytest.approx(
        contact.mean() * ground_contact.TRACK_DAYS * DAY / len(gaps), rel=0.05
    )


def test_a_satellite_always_or_never_in_contact():
    poles = np.radians([90.0, -90.0]), np.zeros(2)
    blind = ground_contact.contacts(*f64(np.radians(10), 1.1e-3, 0.0, A + 600e3, np.radians(10)), *poles)
    assert blind.longest_contact_gap == ground_contact.TRACK_DAYS * DAY
    assert blind.mean_contact_wait == blind.longest_contact_gap / 2
    assert blind.contacts_per_day == 0.0
    fixed = ground_contact.contacts(*f64(0.0, 7.29e-5, 0.0, 42_164e3, np.radians(5)), np.zeros(3), np.radians([0.0, 120.0, 240.0]))
    assert fixed.longest_contact_gap == fixed.mean_contact_wait == 0.0
    assert ground_contact.mean_contact_duration(np.float64(1.0), fixed.contacts_per_day) == pytest.approx(ground_contact.TRACK_DAYS * DAY)


def test_an_orbit_that_does_not_exist_has_no_gap():
    """Beyond 6,000 km no Sun-synchronous orbit: not a gap of ten days."""
    for missing in ((np.nan, 1e-4, 0.0, 4.2e7), (1.0, np.nan, 0.0, 4.2e7)):
        assert np.all(np.isnan(ground_contact.contacts(*f64(*missing), np.radians(np.float64(25.0)), *places("aws"))))


def f64(*values):
    return [np.float64(value) for value in values]


# --- the Earth ---
def test_the_ellipsoid_is_wgs_84():
    """At 45 deg: geocentric 44.8076 deg, 6,367.49 km from the center; polar radius 6,356.752 km."""
    geocentric = ground_contact.geocentric_latitude(np.radians(np.float64(45.0)))
    assert np.degrees(geocentric) == pytest.approx(44.8076, abs=1e-4)
    assert ground_contact.local_radius(geocentric) == pytest.approx(6_367_490, abs=10)
    assert ground_contact.local_radius(np.float64(np.pi / 2)) == pytest.approx(6_356_752.3, abs=0.1)
