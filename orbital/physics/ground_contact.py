"""What share of its time a satellite on a circular orbit is seen by the stations of a ground network, in the long run."""

from __future__ import annotations

import numpy as np

from orbital.core.axes import along
from orbital.core.formula import formula
from orbital.core.units import Kilometer, Radian, Real, StationFraction, StationRadian
from orbital.physics.constants import EARTH_FLATTENING, EARTH_RADIUS

SAMPLES = 360
"""Arguments of latitude from the southernmost point of the orbit to the northernmost, where it spends equal times."""


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


def visible_longitudes(inclination: Real, orbital_radius: Real, minimum_elevation: Real, station_latitude: Real) -> Real:
    """Half the longitudes at which each station sees a satellite at each latitude it passes: last axes argument of latitude, station.

    cos w = ( cos a - sin p sin s ) / ( cos p cos s ), a the visible angle, p and s the latitudes of satellite and station; 0 where none, pi where all.
    """
    station = geocentric_latitude(station_latitude)
    reach = visible_angle(along(orbital_radius, 2), local_radius(station), along(minimum_elevation, 2))
    turn = np.pi * ((np.arange(SAMPLES) + 0.5) / SAMPLES - 0.5)
    sine = along(np.sin(along(inclination)) * np.sin(turn))
    level = np.sqrt(1.0 - sine * sine) * np.cos(station)
    cosine = (np.cos(reach) - sine * np.sin(station)) / level
    half: Real = np.arccos(np.clip(cosine, -1.0, 1.0))
    return half


@formula(tabulated=True)
def station_contact_fraction(
    inclination: Radian, orbital_radius: Kilometer, minimum_elevation: Radian, station_latitude: StationRadian, station_longitude: StationRadian
) -> StationFraction:
    """Share of time each station sees a satellite: the mean over its orbit of the share of longitudes from which it is seen.

    Valid for a circular orbit whose ground track does not repeat soon: then all longitudes are alike. Keeps the axis `station`.

    Source: geometry; Wertz and Larson, Space Mission Analysis and Design, section 5.2.
    """
    del station_longitude  # of one station alone it does not matter
    share: Real = np.mean(visible_longitudes(inclination, orbital_radius, minimum_elevation, station_latitude), axis=-2) / np.pi
    return share
