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
