"""An independent program for the latency of a constellation: rotation matrices, a graph with real edge lengths, shortest paths, dot products.

It shares no code with `orbital`: satellites one by one, links one by one, Dijkstra from the serving satellite.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial.transform import Rotation

LIGHT, EARTH, INDEX, MU, EQUATOR, J2 = 299_792.458, 6371.0, 1.468, 398_600.4418, 6378.137, 1.08262668e-3
SIDEREAL = 86_164.0905


@dataclass(frozen=True)
class Fleet:
    """A Walker constellation in km, s and degrees."""

    planes: int
    per_plane: int
    node_span: float
    phasing: int
    inclination: float
    altitude: float
    local_time: float = 18.0
    grid: bool = True
    """Links to neighbors alone; else to all in the plane and, in step, in other planes within `longest`."""
    longest: float = 5000.0
    hop_delay: float = 0.5e-3

    @cached_property
    def pairs(self) -> np.ndarray:
        """Who may be linked to whom, (2, links)."""
        found = set()
        for plane in range(self.planes):
            for number in range(self.per_plane):
                here = plane * self.per_plane + number
                for further in range(1, 2 if self.grid else self.per_plane // 2 + 1):
                    found.add((here, plane * self.per_plane + (number + further) % self.per_plane))
                for others in range(1, 2 if self.grid else self.planes):
                    beside = plane + others
                    shift = round(self.phasing * others / self.planes)  # to the satellite that stands nearest in phase
                    if beside < self.planes:
                        found.add((here, beside * self.per_plane + (number - shift) % self.per_plane))
                    elif self.node_span == 360.0:  # over the seam the phases of all planes have added up to whole satellites
                        found.add((here, (beside % self.planes) * self.per_plane + (number + self.phasing - shift) % self.per_plane))
        return np.array(sorted(found)).T

    @property
    def motion(self) -> float:
        """rad/s"""
        return float(np.sqrt(MU / (EQUATOR + self.altitude) ** 3))

    @property
    def node_rate(self) -> float:
        """rad/s, by J2"""
        return float(-1.5 * J2 * self.motion * (EQUATOR / (EQUATOR + self.altitude)) ** 2 * np.cos(np.radians(self.inclination)))

    def positions(self, time: float) -> np.ndarray:
        """Earth-fixed positions, (planes * per_plane, 3), km."""
        plane, number = np.divmod(np.arange(self.planes * self.per_plane), self.per_plane)
        offset = (plane - (self.planes - 1) / 2) * self.node_span / self.planes
        node = self.local_time * 15.0 + offset + np.degrees(self.node_rate * time) - 360.0 * time / SIDEREAL
        along = 360.0 * number / self.per_plane + 360.0 * self.phasing * plane / (self.planes * self.per_plane) + np.degrees(self.motion * time)
        turns = np.stack([node, np.full_like(node, self.inclination), along], axis=-1)
        return Rotation.from_euler("ZXZ", turns, degrees=True).apply([EARTH + self.altitude, 0.0, 0.0])

    def links(self, where: np.ndarray) -> csr_matrix:
        """Seconds over each link."""
        a, b = self.pairs
        limit = min(self.longest, 2.0 * np.sqrt((EARTH + self.altitude) ** 2 - (EARTH + 80.0) ** 2))
        length = np.linalg.norm(where[a] - where[b], axis=1)
        good = length <= limit
        a, b, cost = a[good], b[good], length[good] / LIGHT + self.hop_delay
        return csr_matrix((cost, (a, b)), shape=(len(where), len(where)))


def place(latitude: float, longitude: float) -> np.ndarray:
    """Unit vector to a place, degrees."""
    return Rotation.from_euler("ZY", [longitude, -latitude], degrees=True).apply([1.0, 0.0, 0.0])


def to_stations(fleet: Fleet, time: float, serving: int, stations: np.ndarray, elevation: float, access_delay: float) -> np.ndarray:
    """Seconds from the serving satellite to each station; endless where none is seen."""
    where = fleet.positions(time)
    from_serving = dijkstra(fleet.links(where), directed=False, indices=serving)
    line = where - EARTH * stations[:, None, :]
    distance = np.linalg.norm(line, axis=-1)
    seen = np.einsum("gsx,gx->gs", line, stations) / distance >= np.sin(np.radians(elevation))
    return np.min(np.where(seen, from_serving + distance / LIGHT + access_delay, np.inf), axis=-1)


def over_fiber(one: np.ndarray, other: np.ndarray, route: float) -> float:
    """Seconds over fiber between two places."""
    return float(EARTH * 2.0 * np.arcsin(np.linalg.norm(one - other) / 2.0) * route * INDEX / LIGHT)
