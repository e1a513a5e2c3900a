"""View factors at any tilt and by attitude, against published values, identities and rays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbital.physics import view_factors
from orbital.physics.view_factors import edge_on_view_factor, geometry, plate_view_factor

R = 6371e3
H550 = np.float64(1.0 + 550.0 / 6371.0)
ATTITUDES = (view_factors.edge_to_sun, view_factors.toward_nadir, view_factors.toward_sun, view_factors.along_velocity)


@pytest.mark.parametrize(
    ("distance", "degrees", "expected"),
    [
        (2.5, 0.0, 0.16),  # Howell catalogue, sphere of radius 2 at distance 5
        (H550, 0.0, 0.84738),
        (H550, 60.0, 0.50015),
        (H550, 90.0, 0.25777),
        (H550, 120.0, 0.07646),
        (H550, 160.0, 0.0),
    ],
)
def test_a_tilted_plate_sees_the_published_share_of_the_earth(distance, degrees, expected):
    assert plate_view_factor(np.float64(distance), np.cos(np.radians(degrees))) == pytest.approx(expected, abs=1e-5)


@given(distance=st.floats(1.01, 4.0).map(np.float64), angle=st.floats(0.0, np.pi))
def test_the_two_faces_differ_by_the_nadir_share_of_the_cosine(distance, angle):
    """F(t) - F(pi - t) = cos(t)/H^2 for every tilt."""
    cosine = np.cos(np.float64(angle))
    assert plate_view_factor(distance, cosine) - plate_view_factor(distance, -cosine) == pytest.approx(cosine / distance**2, abs=1e-12)


@given(distance=st.floats(1.01, 4.0).map(np.float64), one=st.floats(0.0, np.pi), other=st.floats(0.0, np.pi))
def test_a_face_sees_less_the_further_it_turns_away(distance, one, other):
    near, far = sorted([one, other])
    assert -1e-15 <= plate_view_factor(distance, np.cos(far)) <= plate_view_factor(distance, np.cos(near)) + 1e-12


@pytest.mark.parametrize("degrees", [5.0, 35.0, 70.0, 90.0, 110.0, 150.0])
@pytest.mark.parametrize("altitude", [400.0, 800.0, 1391.0])
def test_a_tilted_plate_agrees_with_rays_cast_at_the_disc(altitude, degrees):
    distance, tilt = 1.0 + altitude / 6371.0, np.radians(degrees)
    zenith = (np.arange(2000) + 0.5) / 2000 * np.arccos(1.0 / distance)
    around = (np.arange(720) + 0.5) / 720 * 2.0 * np.pi
    z, a = np.meshgrid(zenith, around, indexing="ij")
    spot = np.stack([np.sin(z) * np.cos(a), np.sin(z) * np.sin(a), np.cos(z)])
    ray = spot - np.array([0.0, 0.0, distance])[:, None, None]
    length = np.linalg.norm(ray, axis=0)
    ray = ray / length
    seen = np.maximum(np.sin(tilt) * ray[0] - np.cos(tilt) * ray[2], 0.0) * np.maximum(-(spot * ray).sum(axis=0), 0.0)
    factor = np.sum(seen / length**2 * np.sin(z)) * (zenith[1] - zenith[0]) * (around[1] - around[0]) / np.pi
    assert plate_view_factor(np.float64(distance), np.cos(tilt)) == pytest.approx(factor, abs=2e-5)


def test_a_sun_pointing_panel_at_beta_0_and_60_sees_the_earth_as_published_on_average():
    """Mean over the orbit of each face: 0.3328 at beta 0, 0.2728 at beta 60 degrees, 550 km."""
    for beta, expected in ((0.0, 0.3328), (60.0, 0.2728)):
        u = (np.arange(720) + 0.5) / 720 * 2.0 * np.pi
        cosine = -np.cos(np.radians(beta)) * np.cos(u)
        assert np.mean(plate_view_factor(H550, cosine)) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("attitude", ATTITUDES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("beta", [0.3, 1.0, 1.5])
def test_every_attitude_has_a_unit_normal(attitude, beta):
    angle = np.linspace(0.0, np.pi, 50)
    normal = attitude(view_factors.sun_direction(np.float64(beta), angle))
    assert view_factors.dot(normal, normal) == pytest.approx(np.ones(50), rel=1e-12)


def test_one_face_to_nadir_has_its_normal_to_nadir_and_one_along_the_velocity_along_it():
    sun = view_factors.sun_direction(np.float64(0.5), np.linspace(0.0, np.pi, 3))
    assert np.transpose(view_factors.toward_nadir(sun)).tolist() == [[-1.0, 0.0, 0.0]] * 3
    assert np.transpose(view_factors.along_velocity(sun)).tolist() == [[0.0, 1.0, 0.0]] * 3


@pytest.mark.parametrize(("turn", "expected"), [(0.0, (0.8, 0.0, 0.6)), (90.0, (0.0, -0.8, 0.6)), (180.0, (-0.8, 0.0, 0.6)), (270.0, (0.0, 0.8, 0.6))])
def test_the_sun_is_overhead_at_noon_behind_a_quarter_later_and_ahead_a_quarter_before(turn, expected):
    """The satellite flies away from the noon point; sin(beta) 0.6."""
    found = view_factors.sun_direction(np.arcsin(np.float64(0.6)), np.radians(np.float64(turn)))
    assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("beta", [0.3, 1.0, 1.5])
def test_the_knife_edge_never_faces_the_sun_and_keeps_closest_to_the_velocity(beta):
    sun = view_factors.sun_direction(np.float64(beta), np.linspace(0.0, np.pi, 50))
    normal = view_factors.edge_to_sun(sun)
    assert np.max(np.abs(view_factors.dot(normal, sun))) < 1e-12
    assert np.min(normal[1]) >= np.sin(beta) - 1e-12


def test_the_knife_edge_is_edge_on_to_nadir_where_the_sun_is_at_the_pole_of_the_orbit():
    found = geometry(np.float64(600e3), np.float64(np.pi / 2), view_factors.edge_to_sun)
    assert found.radiator_earth_view_factor == pytest.approx(edge_on_view_factor(np.float64(600e3)), rel=1e-12)
    assert found.radiator_sun_factor == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize(("attitude", "beta", "factor"), [(1, 1.0, 0.5 * np.cos(1.0)), (2, 1.0, 0.5), (3, 1.0, 0.5 * np.cos(1.0))])
def test_the_sun_falls_on_one_face_by_its_cosine(attitude, beta, factor):
    found = geometry(np.float64(600e3), np.float64(beta), ATTITUDES[attitude])
    assert found.radiator_sun_factor == pytest.approx(factor, rel=5e-3)


def test_a_small_sphere_at_550_km_sees_the_mean_of_all_plates():
    """Derived: (1 - sqrt(1 - 1/H^2))/2 = 0.30467, a plate turned at random."""
    cosine = np.linspace(-1.0, 1.0, 200_001)
    assert np.trapezoid(plate_view_factor(H550, cosine), cosine) / 2.0 == pytest.approx(0.30467, abs=1e-5)


# --- reflected sunlight, and the three factors by attitude ---
def traced(distance, sun, normal, around=720, down=720):
    """Reflected sunlight on both faces of a plate, mean of both: rays followed from the plate to the ground. Zenith, velocity, orbit normal."""
    cap = 1.0 - np.sqrt(1.0 - 1.0 / distance**2)
    cosine = np.repeat(1.0 - cap * (np.arange(down) + 0.5) / down, around)
    angle = np.tile((np.arange(around) + 0.5) * 2.0 * np.pi / around, down)
    sine = np.sqrt(1.0 - cosine**2)
    ray = np.stack([-cosine, sine * np.cos(angle), sine * np.sin(angle)])
    far = distance * cosine - np.sqrt(1.0 - (distance * sine) ** 2)
    ground = far * ray + np.array([[distance], [0.0], [0.0]])
    return 0.5 * np.sum(np.maximum(sun @ ground, 0.0) * np.abs(normal @ ray)) * 2.0 * np.pi * cap / (around * down) / np.pi


@pytest.mark.parametrize("attitude", ATTITUDES, ids=lambda f: f.__name__)
@pytest.mark.parametrize(("altitude", "beta", "turn"), [(550.0, 0.5, 0.7), (650.0, 0.2, 1.4), (1391.0, 1.2, 2.0)])
def test_reflected_sunlight_on_every_attitude_agrees_with_rays_followed_to_the_ground(attitude, altitude, beta, turn):
    """The Sun ahead, low and beyond the terminator; to the stated tenth of a percent, in the dark to a hundred-thousandth."""
    distance = 1.0 + altitude / 6371.0
    sun = np.array([np.cos(beta) * np.cos(turn), -np.cos(beta) * np.sin(turn), np.sin(beta)])
    along_zenith, along_velocity = np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0])
    edge = along_velocity - (along_velocity @ sun) * sun
    normals = dict(zip(ATTITUDES, (edge / np.linalg.norm(edge), -along_zenith, sun, along_velocity), strict=True))
    found = view_factors.along_orbit(np.float64(altitude * 1e3), np.float64(beta), np.array([turn]), attitude)
    assert found.radiator_albedo_view_factor[0] == pytest.approx(traced(distance, sun, normals[attitude]), rel=1e-3, abs=1e-5)
    assert found.radiator_sun_factor[0] == pytest.approx(0.5 * abs(normals[attitude] @ sun), abs=1e-12)
    faces = [plate_view_factor(np.float64(distance), np.float64(sign * normals[attitude][0])) for sign in (1.0, -1.0)]
    assert found.radiator_earth_view_factor[0] == pytest.approx(np.mean(faces), rel=1e-12)


def test_a_nadir_plate_under_the_noon_sun_takes_up_331_w_m2():
    """Derived: albedo 0.298, 1361 W/m2, 650 km; the other face sees none."""
    found = view_factors.radiator_geometry_nadir(np.float64(650e3), np.float64(0.0))
    assert 2.0 * found.radiator_albedo_view_factor * 0.298 * 1361.0 == pytest.approx(331.1, rel=1e-3)


@pytest.mark.parametrize(
    ("formula", "earth", "sun"),
    [
        (view_factors.radiator_geometry_nadir, 0.84738 / 2.0, 0.5 * np.cos(np.pi / 3)),
        (view_factors.radiator_geometry_sun_pointing, (0.50015 + 0.07646) / 2.0, 0.5),
        (view_factors.radiator_geometry_body_mounted, 0.25777, 0.5 * np.cos(np.pi / 3)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_formula_has_the_published_factors_of_its_attitude(formula, earth, sun):
    """550 km, the Sun 60 degrees above the orbit: nearest to it a Sun-pointing panel is tilted by 60 degrees, and one face by 120."""
    found = formula(np.float64(550e3), np.float64(np.pi / 3))
    assert found.radiator_earth_view_factor == pytest.approx(earth, abs=1e-5)
    assert found.radiator_sun_factor == pytest.approx(sun, rel=5e-3)


@pytest.mark.parametrize("beta", [0.3, 0.8, 1.3])
def test_the_knife_edge_sees_most_of_the_earth_where_its_normal_is_furthest_from_the_horizon(beta):
    """The normal's zenith component sin u cos u cos^2 b / sqrt(1 - cos^2 b sin^2 u) is most, by setting its derivative to zero, where
    sin^2 u = 1/(1 + sin b), and there it is (1 - sin b); edge-on to the Sun all the way."""
    found = view_factors.radiator_geometry(np.float64(550e3), np.float64(beta))
    steepest = 1.0 - np.sin(beta)
    faces = [plate_view_factor(H550, np.float64(sign * steepest)) for sign in (1.0, -1.0)]
    assert found.radiator_earth_view_factor == pytest.approx(np.mean(faces), rel=2e-3)
    assert found.radiator_sun_factor == pytest.approx(0.0, abs=1e-12)
