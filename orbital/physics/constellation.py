"""Constellations of circular orbits in closed form: planes evenly spread over a span of nodes, satellites evenly along each plane.

A Walker delta has its nodes all around (360 deg), a Walker star half way (180 deg), a Sun-synchronous dawn-dusk fleet a few degrees of them: one
plane is a dense ring. Between satellites runs a mesh: along the plane, and across to the neighboring planes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from orbital.core.formula import formula
from orbital.core.units import Constant, Count, Kilometer, LengthDifference, Radian
from orbital.physics.constants import EARTH_MEAN_RADIUS

EARTH_ROTATION = Constant(7.2921150e-5, "1/s", "WGS 84")
WHOLE = 1e-9
"""Below this share of a hop a rest of way is rounding."""

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


# --- what the Model knows of it ---
@formula
def satellites_per_plane(satellite_count: Count, plane_count: Count) -> Count:
    """Satellites of one plane: the fleet over its planes."""
    return satellite_count / plane_count


@formula
def plane_spacing(plane_node_span: Radian, plane_count: Count) -> Radian:
    """Angle between the nodes of neighboring planes: span / planes. Each plane stands in the middle of its share of the span."""
    return plane_node_span / plane_count


@formula
def mesh_radius(altitude: Kilometer) -> Kilometer:
    """Distance from the Earth's center as the ground sees it: mean radius + altitude, as in `slant_range`."""
    return EARTH_MEAN_RADIUS + altitude


@formula
def in_plane_spacing(mesh_radius: Kilometer, satellites_per_plane: Count) -> Kilometer:
    """Straight distance of neighbors in a plane: 2 r sin(pi / N), N at least 2."""
    return 2.0 * mesh_radius * np.sin(np.pi / np.maximum(satellites_per_plane, 2.0))


@formula
def cross_plane_spacing(mesh_radius: Kilometer, plane_spacing: Radian) -> Kilometer:
    """Straight distance of neighboring planes where they are widest apart, at the equator: 2 r sin(D / 2), D the angle between nodes."""
    return 2.0 * mesh_radius * np.sin(np.minimum(plane_spacing, np.pi) / 2.0)


@formula
def line_of_sight_range(mesh_radius: Kilometer, link_grazing_altitude: Kilometer) -> Kilometer:
    """Longest line between two satellites that stays above the air: 2 sqrt( r^2 - (R + a)^2 ), a the lowest height a beam may pass at.

    Source: geometry; 80 km as in Bhattacherjee and Singla, CoNEXT 2019.
    """
    lowest = np.minimum(EARTH_MEAN_RADIUS + link_grazing_altitude, mesh_radius)
    return 2.0 * np.sqrt(mesh_radius * mesh_radius - lowest * lowest)


@formula
def hop_range(line_of_sight_range: Kilometer, longest_link: Kilometer) -> Kilometer:
    """Longest hop of the mesh: what the terminals reach, or what the Earth and its air leave in sight."""
    return np.minimum(line_of_sight_range, longest_link)


@formula
def in_plane_hop_angle(hop_range: Kilometer, mesh_radius: Kilometer) -> Radian:
    """Longest hop along a plane, seen from the Earth's center: 2 arcsin(d / 2r). A hop may skip satellites: a terminal points at whom it reaches.

    The mesh rounds it down to whole satellites.
    """
    return reach_angle(hop_range, mesh_radius)


@formula(computes="in_plane_hop_angle")
def in_plane_hop_angle_neighbors(hop_range: Kilometer, mesh_radius: Kilometer, satellites_per_plane: Count) -> Radian:
    """Longest hop along a plane where each satellite is linked to its two neighbors alone: 2 pi / N, as far as the range allows.

    The +grid of constellations that fly; in a dense ring, hundreds of hops.

    Source: Bhattacherjee and Singla, CoNEXT 2019, section 2.
    """
    return np.minimum(reach_angle(hop_range, mesh_radius), 2.0 * np.pi / satellites_per_plane)


@formula
def cross_plane_hop_angle(hop_range: Kilometer, mesh_radius: Kilometer) -> Radian:
    """Longest hop across planes, as an angle between their nodes: 2 arcsin(d / 2r). Between planes close together a hop may skip some."""
    return reach_angle(hop_range, mesh_radius)


@formula(computes="cross_plane_hop_angle")
def cross_plane_hop_angle_neighbors(hop_range: Kilometer, mesh_radius: Kilometer, plane_spacing: Radian) -> Radian:
    """Longest hop across planes where each satellite is linked to the two planes beside its own alone.

    Source: Bhattacherjee and Singla, CoNEXT 2019, section 2.
    """
    return np.minimum(reach_angle(hop_range, mesh_radius), plane_spacing)


def reach_angle(distance: Kilometer, radius: Kilometer) -> Radian:
    """Angle at the Earth's center between two satellites of one radius at a straight distance: 2 arcsin(d / 2r)."""
    return 2.0 * np.arcsin(np.minimum(distance / (2.0 * radius), 1.0))


@formula(validity="neighbors in a plane stand {in_plane_spacing} apart, farther than a link reaches ({hop_range}): there is no mesh")
def in_plane_link_margin(in_plane_spacing: Kilometer, hop_range: Kilometer) -> LengthDifference:
    """How much farther a link reaches than the neighbor in the plane stands."""
    return hop_range - in_plane_spacing


# --- where the satellites are ---
class Planes(NamedTuple):
    """A constellation as plain SI numbers: what its geometry needs."""

    planes: int
    """P, at least 1"""
    per_plane: int
    """N, at least 1"""
    node_spacing: float
    """Angle between neighboring nodes, rad."""
    phase: float
    """How far a satellite is ahead of its like in the plane to the west, rad: Walker's 2 pi F / (P N)."""
    closed: bool
    """Whether the last plane is the first one's neighbor: nodes all around."""
    inclination: float
    mean_motion: float
    node_rate: float
    """Drift of the node in space, rad/s."""
    local_time: float
    """Mean local time of the middle node at the start, as a share of the day."""
    radius: float
    """m"""


def constellation(
    per_plane: float,
    planes: float,
    node_spacing: float,
    phasing_factor: float,
    inclination: float,
    mean_motion: float,
    node_rate: float,
    local_time: float,
    radius: float,
) -> Planes:
    """Whole planes of whole satellites, at least one each: numbers rounded, satellites of a plane beyond 100 to two digits (at most 5 %).

    A fleet of fewer satellites than planes stands one in each of as many planes.
    """
    total = max(round(per_plane * planes), 1)
    count = max(min(round(planes), total), 1)
    whole = max(round(per_plane * planes / count), 1)
    grain = 10 ** max(len(str(whole)) - 2, 0)
    whole = round(whole / grain) * grain
    closed = node_spacing * planes > 2.0 * np.pi * (1.0 - WHOLE)
    phase = 2.0 * np.pi * round(phasing_factor) / (count * whole)
    return Planes(count, whole, node_spacing * planes / count, phase, closed, inclination, mean_motion, node_rate, local_time, radius)


def node_longitudes(shape: Planes, times: Array) -> Array:
    """Longitude of each plane's ascending node over the turning Earth, rad: (times, planes). Times in s from 0 h universal time.

    lambda = 2 pi L + D (p - (P - 1)/2) + (drift - Earth rotation) t, L the local time: at 0 h the mean Sun stands over 180 deg.
    """
    offsets = shape.node_spacing * (np.arange(shape.planes) - (shape.planes - 1) / 2.0)
    turned = 2.0 * np.pi * shape.local_time + (shape.node_rate - float(EARTH_ROTATION)) * times
    longitudes: Array = turned[:, None] + offsets
    return longitudes


def phases(shape: Planes, times: Array) -> Array:
    """Argument of latitude of the first satellite of each plane, rad: (times, planes); the others follow at 2 pi / N."""
    first: Array = (shape.mean_motion * times)[:, None] + shape.phase * np.arange(shape.planes)
    return first


def directions(shape: Planes, times: Array) -> Array:
    """Unit vectors to every satellite in the Earth-fixed frame: (times, planes, satellites, 3).

    Circular orbits, nodes that drift by J2, an Earth that turns evenly; no other perturbation.
    """
    along = phases(shape, times)[..., None] + 2.0 * np.pi * np.arange(shape.per_plane) / shape.per_plane
    node = node_longitudes(shape, times)[..., None]
    x, y, tilt = np.cos(along), np.sin(along) * np.cos(shape.inclination), np.sin(along) * np.sin(shape.inclination)
    return np.stack([x * np.cos(node) - y * np.sin(node), x * np.sin(node) + y * np.cos(node), tilt], axis=-1)


def cosine_between(shape: Planes, node: Array, start: Array, ahead: Array) -> Array:
    """Cosine of the angle between a satellite at argument of latitude u and one at u + `ahead` in a plane whose node lies `node` east."""
    cosine, other = np.cos(node), start + ahead
    both = np.cos(start) * np.cos(other) * cosine
    tilt = np.cos(shape.inclination)
    both += np.sin(start) * np.sin(other) * (tilt * tilt * cosine + (1.0 - tilt * tilt))
    both -= tilt * np.sin(node) * np.sin(ahead)
    clipped: Array = np.clip(both, -1.0, 1.0)
    return clipped


def turned(angle: Array) -> Array:
    """An angle brought to -pi ... pi."""
    back: Array = angle - 2.0 * np.pi * np.round(angle / (2.0 * np.pi))
    return back
