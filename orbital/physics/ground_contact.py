"""When the stations of a ground network see a satellite on a circular orbit: shares of time in the long run, and gaps from its ground track.

The Earth is the WGS 84 ellipsoid: a station stands at its distance from the center, and sees a circle whose middle its horizon tilts toward the pole.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from orbital.core.axes import along, mean_along, mean_of_seasons
from orbital.core.formula import formula
from orbital.core.units import (
    Constant,
    Count,
    DegreePerDay,
    Fraction,
    Hour,
    Kilometer,
    Minute,
    PerDay,
    PerSecond,
    Radian,
    Ratio,
    Real,
    StationFraction,
    StationRadian,
    StationRatio,
)
from orbital.physics.constants import EARTH_FLATTENING, EARTH_J2, EARTH_RADIUS, EARTH_ROTATION_RATE
from orbital.physics.constellation import turned

SAMPLES = 180
"""Arguments of latitude from the southernmost point of the orbit to the northernmost, a degree apart."""
TRACK_DAYS = 10
TRACK_STEP = 30.0
"""Days and seconds of the ground track that gaps are read from."""
TRACK_TIME = Constant(TRACK_DAYS * 86_400.0, "s", "TRACK_DAYS")


# --- what a station sees ---
def geocentric_latitude(latitude: Radian) -> Radian:
    """Latitude as seen from the Earth's center, of a point on the ellipsoid: tan = (1 - f)^2 tan, up to 0.19 deg less.

    Source: Vallado, Fundamentals of Astrodynamics, section 3.2.
    """
    flattened = (1.0 - EARTH_FLATTENING) * (1.0 - EARTH_FLATTENING)
    return np.arctan2(flattened * np.sin(latitude), np.cos(latitude))


def local_radius(latitude: Radian) -> Kilometer:
    """Distance of the ellipsoid from the Earth's center at a geocentric latitude: 6,378 km at the equator, 6,357 km at the poles."""
    squeezed = np.sin(latitude) / (1.0 - EARTH_FLATTENING)
    return EARTH_RADIUS / np.sqrt(np.cos(latitude) * np.cos(latitude) + squeezed * squeezed)


def visible_angle(orbital_radius: Real, station_radius: Real, elevation: Real) -> Real:
    """Angle at the Earth's center within which a station sees a satellite above an elevation: arccos( R cos e / r ) - e; 0 where it never does."""
    angle: Real = np.arccos(np.minimum(station_radius * np.cos(elevation) / orbital_radius, 1.0)) - elevation
    seen: Real = np.maximum(angle, 0.0)
    return seen


def visible_center(orbital_radius: Real, latitude: Real, elevation: Real) -> Real:
    """Geocentric latitude of the middle of the circle that a station at a geodetic latitude sees.

    Its horizon is square to the ellipsoid, not to the line from the Earth's center: tilted by the difference d of the two latitudes, it lowers the
    edge toward the pole and lifts the other, which moves the circle by d (1 - R sin e / ( r sin(a + e) )), a the visible angle.
    """
    station = geocentric_latitude(latitude)
    radius = local_radius(station)
    from_nadir = np.sqrt(np.maximum(1.0 - (radius * np.cos(elevation) / orbital_radius) * (radius * np.cos(elevation) / orbital_radius), 1e-6))
    center: Real = station + (latitude - station) * (1.0 - radius * np.sin(elevation) / (orbital_radius * from_nadir))
    return center


def visible_longitudes(inclination: Real, orbital_radius: Real, minimum_elevation: Real, station_latitude: Real) -> Real:
    """Half the longitudes at which each station sees a satellite at each latitude it passes going north: last axes argument of latitude, station.

    cos w = ( cos a - sin p sin s ) / ( cos p cos s ), a the visible angle, p and s the latitudes of satellite and station; 0 where none, pi where all.
    """
    latitude, radius, elevation = np.expand_dims(station_latitude, -2), along(orbital_radius, 2), along(minimum_elevation, 2)
    reach = visible_angle(radius, local_radius(geocentric_latitude(latitude)), elevation)
    station = visible_center(radius, latitude, elevation)
    turn = np.pi * ((np.arange(SAMPLES) + 0.5) / SAMPLES - 0.5)
    sine = along(np.sin(along(inclination)) * np.sin(turn))
    level = np.sqrt(1.0 - sine * sine) * np.cos(station)
    cosine = (np.cos(reach) - sine * np.sin(station)) / level
    half: Real = np.arccos(np.clip(cosine, -1.0, 1.0))
    return half


# --- shares of time ---
@formula(tabulated=True)
def station_contact_fraction(inclination: Radian, orbital_radius: Kilometer, minimum_elevation: Radian, station_latitude: StationRadian) -> StationFraction:
    """Share of time each station sees a satellite: the mean over its orbit of the share of longitudes from which it is seen.

    A circular orbit whose ground track does not soon repeat passes all longitudes alike, and its argument of latitude grows evenly. One that does
    repeat (561 km, Sun-synchronous: 15 turns a day) may miss a station near the equator for good or see it 1.7 times as long; the mean over the
    nodes of a fleet is this one again. Station by station within 0.6 % of the ellipsoid's own horizon. Keeps the axis `station`.

    Source: spherical geometry; Wertz and Larson, Space Mission Analysis and Design, section 5.2.
    """
    half = np.swapaxes(visible_longitudes(inclination, orbital_radius, minimum_elevation, station_latitude), -1, -2)
    share: Real = mean_of_seasons(np.concatenate([half, np.flip(half, axis=-1)], axis=-1)) / np.pi
    return share


@formula(tabulated=True, opaque=True)
def contact_fraction(
    inclination: Radian, orbital_radius: Kilometer, minimum_elevation: Radian, station_latitude: StationRadian, station_longitude: StationRadian
) -> Fraction:
    """Share of time a satellite sees at least one station: the mean over its orbit of the share of longitudes that any station covers.

    At each latitude the stations' arcs of longitude are sorted by their beginnings and merged. Valid as `station_contact_fraction`.

    Source: spherical geometry; Wertz and Larson, section 5.2.
    """
    half = np.asarray(visible_longitudes(inclination, orbital_radius, minimum_elevation, station_latitude))
    begin = np.mod(np.expand_dims(station_longitude, -2) - half, 2.0 * np.pi)
    order = np.argsort(begin, axis=-1)
    begin, half = np.take_along_axis(begin, order, axis=-1), np.take_along_axis(half, order, axis=-1)
    end = np.where(half > 0.0, begin + 2.0 * half, 0.0)
    furthest = np.maximum.accumulate(end, axis=-1)
    before = np.concatenate([0.0 * end[..., :1], furthest[..., :-1]], axis=-1)
    taken = np.maximum(before, furthest[..., -1:] - 2.0 * np.pi)  # what the last arcs cover beyond a full turn lies at the start
    new: Real = np.sum(np.maximum(end - np.maximum(begin, taken), 0.0), axis=-1)
    return mean_along(np.minimum(new / (2.0 * np.pi), 1.0))


@formula(tabulated=True)
def station_fleet_fraction(
    inclination: Radian, orbital_radius: Kilometer, minimum_elevation: Radian, plane_count: Count, plane_spacing: Radian, station_latitude: StationRadian
) -> StationFraction:
    """Share of time in which each station sees any of a fleet that fills its planes: the rest its antennas are idle. Keeps the axis `station`.

    A plane is in sight where the station is within the visible angle a of it: |cos i sin s - sin i cos s cos t| <= sin a, the hour angle t growing
    evenly. A station at a middle latitude sees it at two times of the day, mirrored arcs t1 to t2 and -t2 to -t1. P planes whose nodes stand D apart
    see it for the union of P such pairs: see `seen_by_planes`. One plane is its own two arcs; planes all around see nearly all of the day.

    Source: spherical geometry.
    """
    radius, elevation, tilt = along(orbital_radius), along(minimum_elevation), along(inclination)
    reach = np.sin(visible_angle(radius, local_radius(geocentric_latitude(station_latitude)), elevation))
    station = visible_center(radius, station_latitude, elevation)
    offset, swing = np.cos(tilt) * np.sin(station), np.sin(tilt) * np.cos(station)
    swing = np.maximum(swing, 1e-12)  # at a pole, or over the equator, nothing changes through the day
    low, high = np.clip((offset - reach) / swing, -1.0, 1.0), np.clip((offset + reach) / swing, -1.0, 1.0)
    return seen_by_planes(np.arccos(high), np.arccos(low), along(plane_count), along(plane_spacing))


def seen_by_planes(begin: Real, end: Real, planes: Real, spacing: Real) -> Real:
    """Share of a full turn in the union of the arcs begin to end and -end to -begin, 0 <= begin <= end <= pi, each repeated `spacing` apart.

    Where neighbors overlap, an arc and its repeats are one, longer by (P - 1) D / 2 at either end, and so is its mirror image. Where they do not,
    arcs and mirrored arcs are combs of P teeth: the lengths of both, less what they share. A tooth m places from the one it mirrors is
    begin + end + m D off; two neighboring m at most overlap with it, near no turn and near a whole one, in P - |m| pairs of teeth each.
    """
    length, twice, widened = end - begin, begin + end, (planes - 1.0) * spacing / 2.0
    joined = np.minimum(end + widened, np.pi) - np.maximum(begin - widened, 0.0)
    shared: Real = 0.0
    for whole in (0.0, 2.0 * np.pi):
        for beside in (0.0, 1.0):
            place = np.floor((whole - twice) / np.maximum(spacing, 1e-12)) + beside
            overlap = np.maximum(length - np.abs(turned(twice + place * spacing)), 0.0)
            shared = shared + np.maximum(planes - np.abs(place), 0.0) * overlap
    apart = planes * length - shared / 2.0
    share: Real = np.minimum(np.where(spacing <= length, joined, apart) / np.pi, 1.0)
    return share


@formula
def mean_satellites_in_view(satellite_count: Ratio, station_contact_fraction: StationFraction) -> StationRatio:
    """Satellites that each station sees on average: fleet times share of time. Keeps the axis `station`."""
    return along(satellite_count) * station_contact_fraction


# --- gaps ---
class Contacts(NamedTuple):
    """How contacts of one satellite with the network follow one another."""

    contacts_per_day: PerDay
    """Contacts with the network a day; stations that see it together, or in turn without a gap, are one contact."""
    mean_contact_wait: Minute
    """Time until the satellite's own next contact at a moment picked at random, 0 in contact: the mean delay of what it stores and forwards itself.

    Not in the time to first token, which goes over the mesh of links between satellites.
    """
    longest_contact_gap: Hour
    """Longest time of one satellite without a station in `TRACK_DAYS`."""


def turning(rate: Real) -> NDArray[np.complex128]:
    """Cosine and sine, as one complex number, of an angle that grows evenly, every `TRACK_STEP`: products of a few hundred, in place of as many sines."""
    count = round(TRACK_TIME / TRACK_STEP) + 1
    whole = math.isqrt(count) + 1
    step = 1j * float(rate * TRACK_STEP)
    together = np.multiply.outer(np.exp(step * whole * np.arange(whole)), np.exp(step * np.arange(whole)))
    found: NDArray[np.complex128] = together.ravel()[:count]
    return found


def ground_track(inclination: Real, mean_motion: Real, node_rate: Real, orbital_radius: Real) -> NDArray[np.float64]:
    """Where one satellite is in the frame that turns with the Earth, every `TRACK_STEP` for `TRACK_DAYS`, in radii of its orbit: rows x, y, z.

    Circular orbit from the ascending node at longitude 0. The argument of latitude grows by n (1 + 3/2 J2 (R/r)^2 (3 - 4 sin^2 i)), the node drifts.

    Source: first-order secular rates of J2 (Vallado, section 9.6).
    """
    ratio, sine = EARTH_RADIUS / orbital_radius, np.sin(inclination)
    turn = turning(mean_motion * (1.0 + 1.5 * EARTH_J2 * ratio * ratio * (3.0 - 4.0 * sine * sine)))
    node = turning(node_rate - EARTH_ROTATION_RATE)
    level = turn.imag * np.cos(inclination)
    x = node.real * turn.real - node.imag * level
    y = node.imag * turn.real + node.real * level
    return np.stack([x, y, turn.imag * sine])


def contact_margin(track: NDArray[np.float64], reach: Real, station_latitude: Real, station_longitude: Real) -> NDArray[np.float64]:
    """Along a track, how far within the visible angle of the nearest station the satellite is: cosine of its angle less that of the edge, the largest."""
    level = np.cos(station_latitude)
    stations = np.stack([level * np.cos(station_longitude), level * np.sin(station_longitude), np.sin(station_latitude)], axis=-1)
    each = stations @ track
    each -= np.expand_dims(np.cos(reach), -1)
    margin: NDArray[np.float64] = np.max(each, axis=0)
    return margin


def follow_up(margin: NDArray[np.float64]) -> tuple[float, float, float]:
    """Contacts per time, mean wait and longest gap from a margin sampled every `TRACK_STEP`, its zeros found on straight lines between samples."""
    seen = margin >= 0.0
    span = TRACK_STEP * (len(margin) - 1)
    crossing = np.flatnonzero(seen[1:] != seen[:-1])
    at = TRACK_STEP * (crossing + margin[crossing] / (margin[crossing] - margin[crossing + 1]))
    edges = np.concatenate([np.zeros(0 if seen[0] else 1), at, np.full(0 if seen[-1] else 1, span)])
    gap = edges[1::2] - edges[::2]
    begun = np.count_nonzero(seen[1:] & ~seen[:-1]) + int(seen[0])
    return begun / span, float(np.sum(gap * gap)) / (2.0 * span), float(np.max(gap, initial=0.0))


@formula(tabulated=True, on_demand=True, opaque=True)
def contacts(
    inclination: Radian,
    mean_motion: PerSecond,
    nodal_precession_rate: DegreePerDay,
    orbital_radius: Kilometer,
    minimum_elevation: Radian,
    station_latitude: StationRadian,
    station_longitude: StationRadian,
) -> Contacts:
    """How contacts of one satellite with the network follow one another, from its ground track over `TRACK_DAYS`.

    Contacts and gaps shorter than `TRACK_STEP` may be missed: up to a twentieth of them over a dense network. A satellite that no station ever sees
    has a gap of all these days, an orbit that does not exist none. The mean wait moves by 4 % with where the track begins.
    """
    rows = np.broadcast_arrays(inclination, mean_motion, nodal_precession_rate, orbital_radius, minimum_elevation)
    shape = rows[0].shape
    places = np.broadcast_arrays(station_latitude, station_longitude, np.expand_dims(np.empty(shape), -1))[:2]
    found = np.empty((3, *shape))
    for row in np.ndindex(shape):
        tilt, motion, drift, radius, elevation = rows[0][row], rows[1][row], rows[2][row], rows[3][row], rows[4][row]
        latitude, longitude = places[0][row], places[1][row]
        reach = visible_angle(radius, local_radius(geocentric_latitude(latitude)), elevation)
        center = visible_center(radius, latitude, elevation)
        margin = contact_margin(ground_track(tilt, motion, drift, radius), reach, center, longitude)
        found[(slice(None), *row)] = follow_up(margin) if np.all(np.isfinite(margin)) else np.nan
    return Contacts(found[0][()], found[1][()], found[2][()])


@formula
def mean_contact_duration(contact_fraction: Fraction, contacts_per_day: PerDay) -> Minute:
    """Mean length of a contact with the network: share of time in contact over contacts per time. One that never ends is told as long as the track."""
    return contact_fraction / np.maximum(contacts_per_day, 1.0 / TRACK_TIME)
