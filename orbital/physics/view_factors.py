"""What a radiator sees: Earth, sunlit Earth and Sun, by attitude, at the worst point of the year's worst orbit.

Each attitude is one formula that gives all three geometry factors, means of the two faces; a design picks one in `[formulas]`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

import numpy as np

from orbital.core.axes import along, largest_along
from orbital.core.formula import formula
from orbital.core.units import Fraction, Kilometer, Radian, Ratio, Real
from orbital.physics.constants import EARTH_MEAN_RADIUS

ORBIT_POINTS = 24
"""Points of half an orbit, from the one nearest to the Sun; the other half is its mirror image."""

ZENITH_NODES, ZENITH_WEIGHTS = np.polynomial.legendre.leggauss(16)
AZIMUTHS = (np.arange(96) + 0.5) * (2.0 * np.pi / 96.0)

Vector = tuple[Real, Real, Real]
"""Components along zenith, velocity and orbit normal."""


class RadiatorGeometry(NamedTuple):
    """Geometry factors of a radiator, means of both faces, each at its largest along the orbit."""

    radiator_earth_view_factor: Fraction
    radiator_albedo_view_factor: Ratio
    radiator_sun_factor: Fraction


def plate_view_factor(distance: Real, cosine: Real) -> Real:
    """View factor from a small flat plate to the Earth, H = r/R away, its normal at `cosine` to nadir; exact at any tilt.

    cos/H^2 where the whole disc is above the plate's horizon, 0 where none is, Howell's B-43 between.

    Source: Howell, Catalog of Radiation Configuration Factors, B-39 and B-43.
    """
    height = np.sqrt(distance * distance - 1.0)
    sine = np.sqrt(np.maximum(1.0 - cosine * cosine, 1e-30))
    reach = np.clip(-height * cosine / sine, -1.0, 1.0)
    inside = np.sqrt(np.maximum(1.0 - distance * distance * cosine * cosine, 0.0))
    partial = 0.5 - np.arcsin(np.minimum(height / (distance * sine), 1.0)) / np.pi
    partial = partial + (cosine * np.arccos(reach) - height * inside) / (np.pi * distance * distance)
    whole = cosine / (distance * distance)
    grazing = 1.0 / distance  # cosine at which the horizon touches the disc
    return np.where(cosine >= grazing, whole, np.where(cosine <= -grazing, 0.0, partial))


def edge_on_view_factor(altitude: Real) -> Real:
    """View factor from a flat plate edge-on to nadir to the Earth, per side: F = ( arctan(1/s) - s/H^2 ) / pi, s^2 = H^2 - 1."""
    distance = 1.0 + altitude / EARTH_MEAN_RADIUS
    height = np.sqrt(distance * distance - 1.0)
    return (np.arctan(1.0 / height) - height / (distance * distance)) / np.pi


def sun_direction(beta: Real, orbit_angle: Real) -> Vector:
    """Unit vector to the Sun, the orbit angle counted from the point nearest to the Sun."""
    return np.cos(beta) * np.cos(orbit_angle), -np.cos(beta) * np.sin(orbit_angle), np.sin(beta)


def dot(a: Vector, b: Vector) -> Real:
    """Scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def sunlit_earth_factor(distance: Real, sun: Vector, normal: Vector) -> Real:
    """Reflected sunlight on both sides of a plate, mean of both, over (albedo times solar flux).

    (1/pi) integral over the visible Earth of max(0, n.s) |p.d| dOmega, diffuse reflection: exact also at the terminator, where the
    common approximation F cos(zenith) returns zero. Quadrature over 16 x 96 patches, 0.15 %. One trailing axis for the azimuth.

    Source: definition of the diffuse view factor.
    """
    half = 0.5 * np.arccos(1.0 / distance)
    total: Real = 0.0
    for x, share in zip(ZENITH_NODES, ZENITH_WEIGHTS, strict=True):
        zenith = half * (1.0 + x)
        cosine, sine = np.cos(zenith), np.sin(zenith)
        range_squared = 1.0 + distance * distance - 2.0 * distance * cosine
        place: Vector = (cosine, sine * np.cos(AZIMUTHS), sine * np.sin(AZIMUTHS))
        facing = np.abs(dot(normal, (place[0] - distance, place[1], place[2])))
        patch = np.maximum(dot(place, sun), 0.0) * facing * (distance * cosine - 1.0) / (range_squared * range_squared)
        total = total + np.sum(patch * sine * half, axis=-1) * (share * (2.0 * np.pi / 96.0))
    return 0.5 * total / np.pi


def along_orbit(altitude: Real, beta: Real, orbit_angle: Real, normal_of: Callable[[Vector], Vector]) -> RadiatorGeometry:
    """The three factors at points of the orbit, given the plate's normal as a function of the Sun's direction. All broadcast."""
    distance = along(1.0 + altitude / EARTH_MEAN_RADIUS)
    sun = sun_direction(along(beta), along(orbit_angle))
    normal = normal_of(sun)
    cosine = -normal[0]
    earth = 0.5 * (plate_view_factor(distance, cosine) + plate_view_factor(distance, -cosine))
    reflected = sunlit_earth_factor(distance, sun, normal)
    return RadiatorGeometry(flat(earth), reflected, flat(0.5 * np.abs(dot(normal, sun))))


def geometry(altitude: Real, beta: Real, normal_of: Callable[[Vector], Vector]) -> RadiatorGeometry:
    """The three factors, each at its largest along the orbit."""
    earth, reflected, direct = along_orbit(along(altitude), along(beta), np.linspace(0.0, np.pi, ORBIT_POINTS), normal_of)
    return RadiatorGeometry(largest_along(earth), largest_along(reflected), largest_along(direct))


def flat(value: Real) -> Real:
    """Without the azimuth's axis of length one."""
    return cast(Real, np.squeeze(value, axis=-1))


def edge_to_sun(sun: Vector) -> Vector:
    """The normal at a right angle to the Sun that is closest to the velocity."""
    length = np.sqrt(np.maximum(1.0 - sun[1] * sun[1], 1e-30))
    return -sun[1] * sun[0] / length, (1.0 - sun[1] * sun[1]) / length, -sun[1] * sun[2] / length


def toward_nadir(sun: Vector) -> Vector:
    """One face to nadir, the other to space."""
    return -1.0 + 0.0 * sun[0], 0.0 * sun[0], 0.0 * sun[0]


def toward_sun(sun: Vector) -> Vector:
    """One face to the Sun."""
    return sun


def along_velocity(sun: Vector) -> Vector:
    """The normal along the velocity, whatever the Sun does: a body-mounted panel of an Earth-pointing satellite."""
    return 0.0 * sun[0], 1.0 + 0.0 * sun[0], 0.0 * sun[0]


@formula(tabulated=True)
def radiator_geometry(altitude: Kilometer, minimum_beta_angle: Radian) -> RadiatorGeometry:
    """Radiator edge-on to the Sun, turned about the Sun line so that its normal stays closest to the velocity (knife-edge).

    Source: plate-to-sphere factors of `plate_view_factor`, ray integral of `sunlit_earth_factor`.
    """
    return geometry(altitude, minimum_beta_angle, edge_to_sun)


@formula(tabulated=True, alternative=True)
def radiator_geometry_nadir(altitude: Kilometer, minimum_beta_angle: Radian) -> RadiatorGeometry:
    """Radiator with one face to nadir and one to space."""
    return geometry(altitude, minimum_beta_angle, toward_nadir)


@formula(tabulated=True, alternative=True)
def radiator_geometry_sun_pointing(altitude: Kilometer, minimum_beta_angle: Radian) -> RadiatorGeometry:
    """A plate of its own that faces the Sun, its coating on both sides. Not the back of an array: cells take up six times the sunlight."""
    return geometry(altitude, minimum_beta_angle, toward_sun)


@formula(tabulated=True, alternative=True)
def radiator_geometry_body_mounted(altitude: Kilometer, minimum_beta_angle: Radian) -> RadiatorGeometry:
    """Panels on the ram and wake sides of an Earth-pointing body: the Sun looks onto them twice an orbit."""
    return geometry(altitude, minimum_beta_angle, along_velocity)


ATTITUDES = {
    "radiator_geometry": edge_to_sun,
    "radiator_geometry_nadir": toward_nadir,
    "radiator_geometry_sun_pointing": toward_sun,
    "radiator_geometry_body_mounted": along_velocity,
}
"""The normal behind each formula of the geometry."""
