"""A satellite's path over the ground as polynomials of time: exact to millimeters, and thousands of times cheaper than the propagator.

Each segment of about half a revolution is the polynomial through the positions at its Chebyshev nodes, in the Earth-fixed frame. Positions only:
SGP4's velocity is not quite the derivative of its position. The polynomial's is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.polynomial import chebyshev, polynomial

from orbital.physics.contacts.frames import FloatArray

NODES = 14
"""Positions a segment: with half a revolution a segment within 4 mm of SGP4 from 300 to 1,200 km, within 2 cm at any eccentricity tried up to 0.73."""
SAMPLES = 22
"""Places a segment at which every station is looked at: two minutes apart in a low orbit."""
DENSE = 320.0
"""s between samples up to which the slope of an elevation changes its sign once at most: orbits below 225 minutes. Of a million stretches between samples
of such orbits, up to an eccentricity of 0.3, none had two changes; of geosynchronous ones, half an hour long, one in a hundred thousand."""


def segment_length(period: FloatArray, eccentricity: FloatArray) -> FloatArray:
    """Length of the segments, s: half a revolution, shorter as the perigee is faster than the mean, T/2 (1 - e)^2 / sqrt(1 - e^2), over 1 + sqrt(e)."""
    slower: FloatArray = (1.0 - eccentricity) * (1.0 - eccentricity) / ((1.0 + np.sqrt(eccentricity)) * np.sqrt(1.0 - eccentricity * eccentricity))
    return 0.5 * period * slower


@cache
def nodes() -> FloatArray:
    """Where the nodes of a segment lie, -1 to 1."""
    places: FloatArray = np.cos(np.pi * (np.arange(NODES)[::-1] + 0.5) / NODES)
    return places


@cache
def to_coefficients() -> FloatArray:
    """Matrix (NODES, NODES) from values at the nodes to coefficients of powers of x, lowest first."""
    matrix: FloatArray = np.linalg.solve(polynomial.polyvander(nodes(), NODES - 1), np.eye(NODES)).astype(np.float64)
    return matrix


@cache
def to_samples() -> tuple[FloatArray, FloatArray]:
    """Matrices (SAMPLES, NODES) from values at the nodes to values and slopes (per unit of x) at the samples; the first sample is the segment's start."""
    place = -1.0 + 2.0 * np.arange(SAMPLES) / SAMPLES
    fit = np.linalg.inv(chebyshev.chebvander(nodes(), NODES - 1))
    slope = chebyshev.chebder(fit, axis=0)
    values: FloatArray = (chebyshev.chebvander(place, NODES - 1) @ fit).astype(np.float64)
    slopes: FloatArray = (chebyshev.chebvander(place, NODES - 2) @ slope).astype(np.float64)
    return values, slopes


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One satellite over a span: polynomial segments, and samples on which the search looks for what to refine."""

    length: float
    """Of a segment, s"""
    coefficients: FloatArray
    """(segments, NODES, 3): Earth-fixed position, m, by powers of x, -1 to 1 through the segment"""
    time: FloatArray
    """(samples,): s after the start; the last is the end of what is covered"""
    position: FloatArray
    """(samples, 3): m"""
    velocity: FloatArray
    """(samples, 3): m/s, over the turning ground"""

    @property
    def sparse(self) -> bool:
        """Whether the slope of an elevation may change its sign twice from one sample to the next."""
        return self.length > SAMPLES * DENSE

    def state(self, time: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Earth-fixed position and velocity at times within, each (..., 3)."""
        segment = np.clip(np.floor(time / self.length).astype(np.int64), 0, len(self.coefficients) - 1)
        x = (2.0 * (time / self.length - segment) - 1.0)[..., None]
        powers = self.coefficients[segment]
        value = powers[..., NODES - 1, :].copy()
        slope = np.zeros_like(value)
        for k in range(NODES - 2, -1, -1):
            slope *= x
            slope += value
            value *= x
            value += powers[..., k, :]
        return value, slope * (2.0 / self.length)


def node_times(seconds: float, length: float) -> FloatArray:
    """Times of all nodes, (segments, NODES), of the segments that cover a span of this length."""
    segments = max(int(np.ceil(seconds / length)), 1)
    return (np.arange(segments)[:, None] + 0.5 * (nodes() + 1.0)) * length


def earth_fixed(inertial: FloatArray, angle: FloatArray) -> FloatArray:
    """Vectors (..., 3) of SGP4's frame in the Earth-fixed one, turned by sidereal time."""
    cosine, sine = np.cos(angle), np.sin(angle)
    x, y = inertial[..., 0], inertial[..., 1]
    return np.stack([cosine * x + sine * y, cosine * y - sine * x, inertial[..., 2]], axis=-1)


def track(positions: FloatArray, length: float, seconds: float) -> Track:
    """A track from Earth-fixed positions (segments, NODES, 3), m, at the nodes, cut to the span."""
    segments = len(positions)
    flat = positions.transpose(1, 0, 2).reshape(NODES, -1)
    coefficients = (to_coefficients() @ flat).reshape(NODES, segments, 3).transpose(1, 0, 2)
    value, slope = (((matrix @ flat).reshape(SAMPLES, segments, 3)).transpose(1, 0, 2).reshape(-1, 3) for matrix in to_samples())
    time: FloatArray = np.arange(segments * SAMPLES) * np.float64(length / SAMPLES)
    covered = min(seconds, segments * length)
    inside = time < covered
    found = Track(length, np.ascontiguousarray(coefficients), time, value, slope)
    last, speed = found.state(np.array([covered]))
    return Track(
        length,
        found.coefficients,
        np.append(time[inside], covered),
        np.concatenate([value[inside], last]),
        np.concatenate([slope[inside] * (2.0 / length), speed]),
    )
