"""Ways over the mesh of a constellation in closed form: along planes and across them, in as few hops as links reach."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from orbital.physics.constellation import WHOLE, Array, Planes, cosine_between, turned

GAUSS_POINTS = (0.5 - 0.5 / 3.0**0.5, 0.5 + 0.5 / 3.0**0.5)


class Mesh(NamedTuple):
    """The links of a constellation: how many satellites and planes a hop may skip to, and what a hop costs in meters."""

    shape: Planes
    along: int
    """Satellites a hop in the plane goes at most; 0 where not even the neighbor is reached."""
    across: int
    """Planes a hop goes at most, at least 1."""
    reach: float
    """Longest hop across, m."""
    hop_cost: float
    """Processing of a hop, as the meters a signal would travel in that time."""


def mesh(shape: Planes, in_plane_angle: float, cross_plane_angle: float, reach: float, hop_cost: float) -> Mesh:
    """The mesh of a constellation from its longest hops: as angles in the plane and between nodes, and in meters."""
    along = int(np.floor(in_plane_angle * shape.per_plane / (2.0 * np.pi) + WHOLE))
    across = shape.planes - 1
    if shape.node_spacing > 0.0:
        across = min(across, int(np.floor(cross_plane_angle / shape.node_spacing + WHOLE)))
    return Mesh(shape, along, max(across, 1), reach, hop_cost)


def leg_along(links: Mesh, angle: Array) -> tuple[Array, Array]:
    """Meters and hops of a leg in the plane, `angle` >= 0 a multiple of the spacing: the fewest hops, 2 r h sin(angle / 2h); endless without links."""
    spacing = 2.0 * np.pi / links.shape.per_plane
    satellites = np.round(angle / spacing)
    if links.along == 0:
        hops = np.where(satellites > 0.0, np.inf, 0.0)
        return hops, hops
    hops = np.ceil(satellites / links.along)
    whole = np.maximum(hops, 1.0)
    return 2.0 * links.shape.radius * whole * np.sin(satellites * spacing / (2.0 * whole)), hops


def leg_across(links: Mesh, planes: Array, start: Array, drift: Array) -> tuple[Array, Array]:
    """Meters and hops of a leg over `planes` (signed, not 0) begun at argument of latitude `start`, in which it moves ahead by `drift`.

    Each hop covers the same share of the nodes and of the drift; its length, taken at the two Gauss points of the leg, shrinks towards the turning
    latitudes. Endless where a link does not reach across.
    """
    hops = np.ceil(np.abs(planes) / links.across)
    node, ahead = planes * links.shape.node_spacing / hops, drift / hops
    length: Array = np.zeros_like(start)
    for point in GAUSS_POINTS:
        cosine = cosine_between(links.shape, node, start + point * drift - ahead / 2.0, ahead)
        hop = links.shape.radius * np.sqrt(2.0 - 2.0 * cosine)
        length += np.where(hop <= links.reach * (1.0 + WHOLE), hop, np.inf) / len(GAUSS_POINTS)
    return length * hops, hops


def way(links: Mesh, planes: Array, start: Array, end: Array) -> tuple[Array, Array]:
    """Meters and hops of the best way from a satellite at argument of latitude `start` to one at `end`, `planes` to the east.

    All planes are crossed in one go: at the start, at the end, or at the northern or southern turn, where planes stand closest; crossing elsewhere in
    between never pays with planes in step, and seldom otherwise. Around the Earth the shorter way is taken; with nodes all around, either way.
    """
    length, hops = leg_along(links, np.abs(turned(end - start)))
    apart, spacing = np.flatnonzero(planes), 2.0 * np.pi / links.shape.per_plane
    if apart.size:
        best = np.full(apart.size, np.inf)
        best_length, best_hops = best.copy(), best.copy()
        k, u, v = planes[apart], start[apart], end[apart]
        for around in (k, k - np.sign(k) * links.shape.planes) if links.shape.closed else (k,):
            drift = drift_across(links, around)
            for wanted in (u, v - drift, np.pi / 2.0 - drift / 2.0, -np.pi / 2.0 - drift / 2.0):
                turn = u + spacing * np.round((wanted - u) / spacing)
                across, across_hops = leg_across(links, around, turn, drift)
                to, to_hops = leg_along(links, np.abs(turned(turn - u)))
                on, on_hops = leg_along(links, np.abs(turned(v - drift - turn)))
                total_hops = across_hops + to_hops + on_hops
                total = across + to + on
                better = total + total_hops * links.hop_cost < best
                best = np.where(better, total + total_hops * links.hop_cost, best)
                best_length, best_hops = np.where(better, total, best_length), np.where(better, total_hops, best_hops)
        length[apart], hops[apart] = best_length, best_hops
    return length, hops


def roughly(links: Mesh, planes: Array, start: Array, end: Array) -> Array:
    """What a way costs about, in meters with processing: to tell which of many ways to look at. Hops are not rounded, planes crossed at the better end."""
    shape = links.shape
    if links.along == 0:
        return np.where((planes == 0.0) & (np.abs(turned(end - start)) < np.pi / shape.per_plane), 0.0, np.inf)
    along_cost = shape.radius + links.hop_cost * shape.per_plane / (2.0 * np.pi * links.along)
    lean = np.sin(shape.inclination)
    widest = np.maximum(np.abs(np.sin(start)), np.abs(np.sin(end))) * lean
    across_cost = shape.radius * shape.node_spacing * np.sqrt(1.0 - widest * widest) + links.hop_cost / links.across
    best = np.full(start.shape, np.inf)
    for around in (planes, planes - np.sign(planes) * shape.planes) if shape.closed else (planes,):
        cost = np.abs(turned(end - start - drift_across(links, around))) * along_cost + np.abs(around) * across_cost
        best = np.minimum(best, cost)
    return best


def drift_across(links: Mesh, around: Array) -> Array:
    """How far a leg across moves ahead: each hop to the nearest satellite of the plane it goes to; skipping planes, it can stay beside its start."""
    shape, spacing = links.shape, 2.0 * np.pi / links.shape.per_plane
    step = shape.phase - spacing * np.round(shape.phase / spacing)
    total: Array = around * step
    nearest: Array = total - spacing * np.round(total / spacing)
    return total if links.across == 1 else nearest
