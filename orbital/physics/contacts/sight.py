"""How high a satellite stands above a station: the function whose zeros are rise and set. Plain arithmetic, for arrays and for compiled loops alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from orbital.core.units import Real

DEFLECTION = np.radians(0.2)
"""More than the angle between the geodetic and the geocentric zenith, at most 0.193 deg."""


def sight(x: Real, y: Real, z: Real, vx: Real, vy: Real, vz: Real, sx: Real, sy: Real, sz: Real, ux: Real, uy: Real, uz: Real) -> tuple[Any, Any, Any, Any]:
    """Sine of the elevation, the sine's slope times the cube of the range, range and range rate of a satellite at r, velocity v, from a station at s, zenith u.

    sin e = d.u / |d|, d = r - s;  |d|^3 d(sin e)/dt = (v.u) |d|^2 - (d.u)(d.v): zero where the satellite culminates, and nearly straight there.
    """
    dx, dy, dz = x - sx, y - sy, z - sz
    square = dx * dx + dy * dy + dz * dz
    distance = np.sqrt(square)
    up = dx * ux + dy * uy + dz * uz
    along = dx * vx + dy * vy + dz * vz
    rate = (vx * ux + vy * uy + vz * uz) * square - up * along
    return up / distance, rate, distance, along / distance


def reach(largest_radius: float, fastest: float, step: float, station_radius: Real, mask: Real) -> Real:
    """Angle at the Earth's center within which a satellite must lie at one sample or the next to stand above a station's mask between them, rad.

    arccos( (R/r) cos e ) - e, within which it can be seen at all, and half a step at its fastest over the ground. e is the mask less the most
    that the zenith deviates, and both margins are wide, so that none is missed.
    """
    lowest = mask - DEFLECTION
    seen = np.arccos(np.minimum(station_radius / (1.001 * largest_radius) * np.cos(lowest), 1.0)) - lowest
    angle: Real = np.minimum(np.maximum(seen, 0.0) + 0.525 * step * fastest, np.pi)
    return angle
