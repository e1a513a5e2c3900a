"""Bits to and from the ground: what the work needs per joule, the geometry of one link, and what a pass brings down."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerJoule,
    BitPerSecond,
    Byte,
    Constant,
    Fraction,
    Kilometer,
    Megawatt,
    Minute,
    Number,
    Radian,
    Ratio,
    Real,
    Second,
    SiteFraction,
)
from orbital.physics.constants import EARTH_MEAN_RADIUS, SPEED_OF_LIGHT

VACUUM_INDEX = Constant(1.0, "", "by definition")
FIBER_INDEX = Constant(1.468, "", "group index of single-mode fiber (ITU-T G.652) at 1.55 um as its makers state it; cables are often reckoned at 0.67 c")


# --- what the work needs ---
@formula
def communication_intensity(egress_rate: BitPerSecond, it_power: Megawatt) -> BitPerJoule:
    """Bits that must come down per joule of IT: Gamma = R / P. The links carry the work where it is at most what they bring down per joule.

    Source: Turyshev 2026, arXiv:2604.27197 (second-hand).
    """
    return egress_rate / it_power


def rate_from_intensity(communication_intensity: BitPerJoule, it_power: Megawatt) -> BitPerSecond:
    """Bits per second of an IT power at a communication intensity, or at the ceiling a link sets to it: R = Gamma P.

    Source: Turyshev 2026, arXiv:2604.27197 (second-hand).
    """
    return communication_intensity * it_power


# --- geometry and delay ---
def slant_range(altitude: Kilometer, elevation: Radian) -> Kilometer:
    """Distance from a station to a satellite it sees at an elevation: sqrt( (R + h)^2 - (R cos e)^2 ) - R sin e.

    Spherical Earth of mean radius R, 0 <= e <= pi/2. Without refraction, which lifts what stands at 10 deg by about 0.1 deg.

    Source: law of cosines; Wertz and Larson, Space Mission Analysis and Design, 3rd ed., section 5.2.
    """
    radius = EARTH_MEAN_RADIUS + altitude
    level = EARTH_MEAN_RADIUS * np.cos(elevation)
    return np.sqrt(radius * radius - level * level) - EARTH_MEAN_RADIUS * np.sin(elevation)


def earth_central_angle(altitude: Kilometer, elevation: Radian) -> Radian:
    """Angle at the Earth's center between a station and a satellite it sees at an elevation: arccos( R cos e / (R + h) ) - e.

    Spherical Earth of mean radius R, 0 <= e <= pi/2, no refraction.

    Source: law of sines; Wertz and Larson, section 5.2.
    """
    return np.arccos(EARTH_MEAN_RADIUS * np.cos(elevation) / (EARTH_MEAN_RADIUS + altitude)) - elevation


def pass_duration(orbital_period: Minute, altitude: Kilometer, elevation: Radian) -> Minute:
    """Time above an elevation in a pass through the zenith: T lambda / pi, lambda the central angle at that elevation.

    The longest pass of a circular orbit, with the Earth at rest; its rotation changes this by up to 7 % at 550 km.

    Source: Wertz and Larson, section 5.3.1.
    """
    return orbital_period * earth_central_angle(altitude, elevation) / np.pi


def one_way_latency(distance: Kilometer, refractive_index: Ratio) -> Second:
    """Time a signal takes over a path: n d / c. `VACUUM_INDEX` between satellites, `FIBER_INDEX` in fiber, whose path is longer than the great circle.

    Source: definition of the (group) refractive index.
    """
    return refractive_index * distance / SPEED_OF_LIGHT


# --- power ---
def decibels(ratio: Ratio) -> Number:
    """A ratio of powers on the scale link budgets are written in: 10 log10."""
    return 10.0 * np.log10(ratio)


# --- passes and sites ---
def pass_volume(link_rate: BitPerSecond, pass_duration: Minute, pass_efficiency: Fraction) -> Byte:
    """Data of one pass: peak rate x duration x the share of it that acquisition, coding and weather leave."""
    return link_rate * pass_duration * pass_efficiency


def pass_efficiency(delivered_size: Byte, link_rate: BitPerSecond, pass_duration: Minute) -> Fraction:
    """Delivered data over what the peak rate would have brought down in the whole pass."""
    return delivered_size / (link_rate * pass_duration)


def any_site_availability(site_availability: SiteFraction) -> Fraction:
    """Probability that at least one of several sites is clear: 1 - prod(1 - p) over the last axis.

    Valid for independent sites only: of neighbors, which share their weather, it promises too much.

    Source: complement of independent events.
    """
    clouded: Real = np.prod(1.0 - site_availability, axis=-1)
    return 1.0 - clouded
