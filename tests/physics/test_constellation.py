"""Where the satellites of a constellation stand, and how far from one another."""

from __future__ import annotations

import numpy as np
import pytest
from test_latency import DELTA, RINGS, STAR, shape_of

from orbital.physics import constellation, orbits
from orbital.physics.constants import EARTH_RADIUS

KM = 1e3


@pytest.mark.parametrize("fleet", [DELTA, STAR, RINGS])
def test_directions_agree_with_rotation_matrices(fleet):
    times = np.array([0.0, 4321.0, 80_000.0])
    ours = constellation.directions(shape_of(fleet), times)
    for k, time in enumerate(times):
        assert ours[k].reshape(-1, 3) == pytest.approx(fleet.positions(time) / (6371.0 + fleet.altitude), abs=2e-6)
    assert np.linalg.norm(ours, axis=-1) == pytest.approx(1.0, rel=1e-12)


def test_the_node_of_a_sun_synchronous_plane_keeps_its_local_time():
    """At 6 h and 18 h universal time the mean Sun stands over 90 and 270 deg east; 18 h local time is 90 deg east of it."""
    radius = np.float64(EARTH_RADIUS + 600.0 * KM)
    motion = orbits.mean_motion(radius)
    cosine = orbits.sun_synchronous_cosine(motion, radius)
    drift = orbits.nodal_precession_rate(np.arccos(cosine), motion, radius)
    ring = constellation.constellation(100.0, 1.0, 0.0, 0.0, float(np.arccos(cosine)), float(motion), float(drift), 0.75, 6.971e6)
    nodes = np.degrees(constellation.node_longitudes(ring, np.array([0.0, 21_600.0, 64_800.0, 86_400.0])))[:, 0]
    assert np.mod(nodes, 360.0) == pytest.approx([270.0, 180.0, 0.0, 270.0], abs=0.01)


@pytest.mark.parametrize("fleet", [DELTA, RINGS])
def test_spacings_are_those_of_the_positions(fleet):
    where = 1e3 * fleet.positions(777.0).reshape(fleet.planes, fleet.per_plane, 3)
    radius = constellation.mesh_radius(np.float64(KM * fleet.altitude))
    assert constellation.in_plane_spacing(radius, np.float64(fleet.per_plane)) == pytest.approx(np.linalg.norm(where[0, 1] - where[0, 0]), rel=1e-9)
    spacing = constellation.plane_spacing(np.radians(fleet.node_span), np.float64(fleet.planes))
    pole = np.cross(where[:2, 0], where[:2, 1])
    node = np.arctan2(pole[:, 0], -pole[:, 1])
    assert np.mod(node[1] - node[0], 2.0 * np.pi) == pytest.approx(spacing, abs=1e-9)
    assert constellation.cross_plane_spacing(radius, spacing) == pytest.approx(2.0 * radius * np.sin(spacing / 2.0), rel=1e-12)


def test_a_gigawatt_in_eight_planes_flies_49_km_apart():
    """By hand: 7,144 satellites at 600 km, 893 a plane: 2 pi 6971 / 893."""
    apart = constellation.in_plane_spacing(np.float64(6971.0 * KM), constellation.satellites_per_plane(np.float64(7144.0), np.float64(8.0)))
    assert apart == pytest.approx(2.0 * np.pi * 6971.0 * KM / 893.0, rel=1e-5)


def test_a_line_of_sight_at_600_km_is_5278_km():
    """By hand: 2 sqrt(6971^2 - 6451^2) km; a beam that may graze the ground reaches further, one that may not leave the shell nowhere."""
    radius = np.float64(6971.0 * KM)
    assert constellation.line_of_sight_range(radius, np.float64(80.0 * KM)) == pytest.approx(KM * 2.0 * np.sqrt(6971.0**2 - 6451.0**2), rel=1e-12)
    assert constellation.line_of_sight_range(radius, np.float64(700.0 * KM)) == 0.0
    assert constellation.hop_range(np.float64(5278.0 * KM), np.float64(5000.0 * KM)) == 5000.0 * KM
    assert constellation.in_plane_link_margin(np.float64(100.0), np.float64(40.0)) == -60.0


def test_a_hop_is_as_long_as_its_chord_and_neighbors_alone_do_not_skip():
    radius, reach = np.float64(7000.0 * KM), np.float64(5000.0 * KM)
    angle = constellation.in_plane_hop_angle(reach, radius)
    assert 2.0 * radius * np.sin(angle / 2.0) == pytest.approx(reach, rel=1e-12)
    assert constellation.cross_plane_hop_angle(reach, radius) == angle
    assert constellation.in_plane_hop_angle_neighbors(reach, radius, np.float64(360.0)) == pytest.approx(np.radians(1.0))
    assert constellation.in_plane_hop_angle_neighbors(reach, radius, np.float64(4.0)) == angle
    assert constellation.cross_plane_hop_angle_neighbors(reach, radius, np.radians(3.0)) == pytest.approx(np.radians(3.0))


def test_walker_keeps_whole_planes_and_whole_satellites():
    small = constellation.constellation(17.6, 5.4, np.radians(72.0), 1.0, 0.9, 1e-3, 0.0, 0.5, 7e6)
    assert (small.planes, small.per_plane) == (5, 19)
    assert small.node_spacing * small.planes == pytest.approx(np.radians(72.0) * 5.4)
    assert small.phase == pytest.approx(2.0 * np.pi / 95.0)
    least = constellation.constellation(0.2, 0.1, 0.0, 0.0, 0.9, 1e-3, 0.0, 0.5, 7e6)
    assert (least.planes, least.per_plane, least.closed) == (1, 1, False)
    assert not constellation.constellation(10.0, 4.0, np.radians(75.0), 0.0, 0.9, 1e-3, 0.0, 0.5, 7e6).closed
    assert constellation.constellation(10.0, 4.0, np.pi / 2.0, 0.0, 0.9, 1e-3, 0.0, 0.5, 7e6).closed


def test_two_satellites_of_a_plane_and_one_stand_opposite():
    radius = np.float64(7e6)
    for count in (2.0, 1.0):
        assert constellation.in_plane_spacing(radius, np.float64(count)) == 2.0 * radius


def test_cosines_stay_within_one_however_rounding_falls():
    shape = shape_of(STAR)
    u = np.random.default_rng(2).uniform(-np.pi, np.pi, 20_000)
    same = constellation.cosine_between(shape, np.zeros_like(u), u, np.zeros_like(u))
    opposite = constellation.cosine_between(shape, np.zeros_like(u), u, np.full_like(u, np.pi))
    assert same.max() <= 1.0
    assert opposite.min() >= -1.0
    assert same == pytest.approx(1.0, abs=1e-12)
    assert opposite == pytest.approx(-1.0, abs=1e-12)


@pytest.mark.parametrize(
    ("total", "planes", "found"), [(1.0, 8, (1, 1)), (3.0, 8, (3, 1)), (0.2, 8, (1, 1)), (8.0, 8, (8, 1)), (7144.5, 8, (8, 890)), (30.0, 7.5, (8, 4))]
)
def test_a_fleet_has_no_more_satellites_than_are_paid_for(total, planes, found):
    """One satellite in eight planes is one in one plane, not eight."""
    shape = constellation.constellation(total / planes, planes, np.radians(7.5) / planes, 1.0, 1.7, 1e-3, 0.0, 0.75, 7e6)
    assert (shape.planes, shape.per_plane) == found
    assert shape.node_spacing * shape.planes == pytest.approx(np.radians(7.5))
