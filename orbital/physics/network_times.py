"""How late an answer comes from orbit: the distribution of the network's time over the day, over where people live and over the satellites that serve.

Kept as evenly spread quantiles along the axis `quantile`. Left out, on the ground side alike: the user's own access network, routing inside fiber
networks, and weather.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from orbital.core.axes import largest_along
from orbital.core.formula import formula
from orbital.core.units import (
    Count,
    DegreePerDay,
    Fraction,
    Hour,
    Kilometer,
    Millisecond,
    Number,
    PerSecond,
    QuantileMillisecond,
    Radian,
    Ratio,
    Real,
    StationRadian,
)
from orbital.physics.constants import DAY, EARTH_MEAN_RADIUS, SPEED_OF_LIGHT
from orbital.physics.constellation import constellation
from orbital.physics.latency import Answer, Question, distribution
from orbital.physics.links import earth_central_angle
from orbital.physics.mesh import mesh
from orbital.physics.users import QUANTILES

METHODS = {
    "network_times": (False, False),
    "network_times_nearest_satellite": (True, False),
    "network_times_user_terminals": (False, True),
    "network_times_user_terminals_nearest": (True, True),
}
"""Of each formula: whether the first satellite reached serves, and whether users have terminals of their own."""


# --- blocks ---
def each_row(ask: Callable[..., Answer], *columns: Real) -> tuple[Any, ...]:
    """Ask for each distinct row of a block, and put the answers where the rows stand; quantiles stay last."""
    shape = np.broadcast_shapes(*(np.shape(column) for column in columns))
    rows = np.stack([np.broadcast_to(column, shape).ravel() for column in columns], axis=-1)
    distinct, inverse = np.unique(rows, axis=0, return_inverse=True)
    answers = [ask(*row) for row in distinct.tolist()]
    parts = [np.stack([np.asarray(part) for part in column]) for column in zip(*answers, strict=True)]
    return tuple(part[inverse.ravel()].reshape(shape + part.shape[1:])[()] for part in parts)


class Row(NamedTuple):
    """What the distribution depends on besides the stations, SI, in the order in which the formulas take it."""

    satellites_per_plane: float
    plane_count: float
    plane_spacing: float
    phasing_factor: float
    inclination: float
    mean_motion: float
    nodal_precession_rate: float
    local_time: float
    mesh_radius: float
    in_plane_hop_angle: float
    cross_plane_hop_angle: float
    hop_range: float
    hop_delay: float
    minimum_elevation: float
    fiber_route_factor: float
    access_delay: float


def question(stations: bytes, nearest: bool, terminals: bool, row: Row) -> Question | None:
    """What to ask of a row; None where its orbit does not exist."""
    if not np.all(np.isfinite(row)) or row.mesh_radius <= float(EARTH_MEAN_RADIUS):
        return None
    shape = constellation(*row[:7], row.local_time / float(DAY), row.mesh_radius)
    links = mesh(shape, row.in_plane_hop_angle, row.cross_plane_hop_angle, row.hop_range, row.hop_delay * float(SPEED_OF_LIGHT))
    angle = float(earth_central_angle(row.mesh_radius - float(EARTH_MEAN_RADIUS), row.minimum_elevation))
    return Question(links, stations, angle, row.fiber_route_factor, row.access_delay, nearest, terminals)


def _ask(stations: bytes, nearest: bool, terminals: bool, *row: float) -> Answer:
    """The distribution of one row."""
    asked = question(stations, nearest, terminals, Row(*row))
    nothing = np.full(QUANTILES, np.nan)
    return distribution(asked) if asked else (nothing, nothing, np.nan, np.nan, np.nan)


def station_bytes(station_latitude: Real, station_longitude: Real) -> bytes:
    """Latitudes and longitudes of the stations as a question remembers them."""
    return np.stack([np.ravel(station_latitude), np.ravel(station_longitude)]).astype(np.float64).tobytes()


def through_the_day(station_latitude: Real, station_longitude: Real, nearest: bool, terminals: bool, *columns: Real) -> tuple[Any, ...]:
    """The fields of `NetworkTimes` for a block; the stations are a category's, the same in all its rows."""
    return each_row(partial(_ask, station_bytes(station_latitude, station_longitude), nearest, terminals), *columns)


# --- what the Model knows of it ---
class NetworkTimes(NamedTuple):
    """The network's share of an answer, over the day, users and serving satellites."""

    one_way_time: QuantileMillisecond
    round_trip_time: QuantileMillisecond
    waiting_fraction: Fraction
    mean_mesh_hops: Count
    mean_fiber_distance: Kilometer


@formula(opaque=True, on_demand=True)
def network_times(
    station_latitude: StationRadian,
    station_longitude: StationRadian,
    satellites_per_plane: Count,
    plane_count: Count,
    plane_spacing: Radian,
    phasing_factor: Count,
    inclination: Radian,
    mean_motion: PerSecond,
    nodal_precession_rate: DegreePerDay,
    local_time_of_ascending_node: Hour,
    mesh_radius: Kilometer,
    in_plane_hop_angle: Radian,
    cross_plane_hop_angle: Radian,
    hop_range: Kilometer,
    hop_delay: Millisecond,
    minimum_elevation: Radian,
    fiber_route_factor: Ratio,
    access_delay: Millisecond,
) -> NetworkTimes:
    """From a user over fiber to a gateway, up, over the mesh to the serving satellite: t = k n d / c + (slant + mesh) / c + hops x delay; and back.

    Of all gateways and access satellites the quickest way is taken. A fleet in full use must spread requests over all its satellites, so the serving
    one is any of them, evenly. Where no gateway sees a satellite the request waits for the next contact (store and forward); the answer then comes
    back at once. The way does not change while an answer is on it. Endless where there is no way at all.

    One row takes 5 to 20 ms with 8 planes, to 60 ms with many planes all around; remembered, and evaluated exactly for each distinct row of a block.
    """
    return NetworkTimes(
        *through_the_day(
            station_latitude,
            station_longitude,
            False,
            False,
            satellites_per_plane,
            plane_count,
            plane_spacing,
            phasing_factor,
            inclination,
            mean_motion,
            nodal_precession_rate,
            local_time_of_ascending_node,
            mesh_radius,
            in_plane_hop_angle,
            cross_plane_hop_angle,
            hop_range,
            hop_delay,
            minimum_elevation,
            fiber_route_factor,
            access_delay,
        )
    )


@formula(opaque=True, on_demand=True, alternative=True)
def network_times_nearest_satellite(
    station_latitude: StationRadian,
    station_longitude: StationRadian,
    satellites_per_plane: Count,
    plane_count: Count,
    plane_spacing: Radian,
    phasing_factor: Count,
    inclination: Radian,
    mean_motion: PerSecond,
    nodal_precession_rate: DegreePerDay,
    local_time_of_ascending_node: Hour,
    mesh_radius: Kilometer,
    in_plane_hop_angle: Radian,
    cross_plane_hop_angle: Radian,
    hop_range: Kilometer,
    hop_delay: Millisecond,
    minimum_elevation: Radian,
    fiber_route_factor: Ratio,
    access_delay: Millisecond,
) -> NetworkTimes:
    """As `network_times`, but the first satellite reached serves: no mesh. A lower bound that a fleet in full use cannot keep, and what vendors quote."""
    return NetworkTimes(
        *through_the_day(
            station_latitude,
            station_longitude,
            True,
            False,
            satellites_per_plane,
            plane_count,
            plane_spacing,
            phasing_factor,
            inclination,
            mean_motion,
            nodal_precession_rate,
            local_time_of_ascending_node,
            mesh_radius,
            in_plane_hop_angle,
            cross_plane_hop_angle,
            hop_range,
            hop_delay,
            minimum_elevation,
            fiber_route_factor,
            access_delay,
        )
    )


@formula(opaque=True, on_demand=True, alternative=True)
def network_times_user_terminals(
    station_latitude: StationRadian,
    station_longitude: StationRadian,
    satellites_per_plane: Count,
    plane_count: Count,
    plane_spacing: Radian,
    phasing_factor: Count,
    inclination: Radian,
    mean_motion: PerSecond,
    nodal_precession_rate: DegreePerDay,
    local_time_of_ascending_node: Hour,
    mesh_radius: Kilometer,
    in_plane_hop_angle: Radian,
    cross_plane_hop_angle: Radian,
    hop_range: Kilometer,
    hop_delay: Millisecond,
    minimum_elevation: Radian,
    fiber_route_factor: Ratio,
    access_delay: Millisecond,
) -> NetworkTimes:
    """As `network_times`, but users have terminals of their own (phased arrays) that reach a satellite, where they see one, without fiber.

    Terminals work above the same minimum elevation, with the same access delay. Where that is quicker, or none is in sight, traffic goes by gateway.
    """
    return NetworkTimes(
        *through_the_day(
            station_latitude,
            station_longitude,
            False,
            True,
            satellites_per_plane,
            plane_count,
            plane_spacing,
            phasing_factor,
            inclination,
            mean_motion,
            nodal_precession_rate,
            local_time_of_ascending_node,
            mesh_radius,
            in_plane_hop_angle,
            cross_plane_hop_angle,
            hop_range,
            hop_delay,
            minimum_elevation,
            fiber_route_factor,
            access_delay,
        )
    )


@formula(opaque=True, on_demand=True, alternative=True)
def network_times_user_terminals_nearest(
    station_latitude: StationRadian,
    station_longitude: StationRadian,
    satellites_per_plane: Count,
    plane_count: Count,
    plane_spacing: Radian,
    phasing_factor: Count,
    inclination: Radian,
    mean_motion: PerSecond,
    nodal_precession_rate: DegreePerDay,
    local_time_of_ascending_node: Hour,
    mesh_radius: Kilometer,
    in_plane_hop_angle: Radian,
    cross_plane_hop_angle: Radian,
    hop_range: Kilometer,
    hop_delay: Millisecond,
    minimum_elevation: Radian,
    fiber_route_factor: Ratio,
    access_delay: Millisecond,
) -> NetworkTimes:
    """As `network_times_user_terminals`, but the first satellite reached serves: the shortest way there is."""
    return NetworkTimes(
        *through_the_day(
            station_latitude,
            station_longitude,
            True,
            True,
            satellites_per_plane,
            plane_count,
            plane_spacing,
            phasing_factor,
            inclination,
            mean_motion,
            nodal_precession_rate,
            local_time_of_ascending_node,
            mesh_radius,
            in_plane_hop_angle,
            cross_plane_hop_angle,
            hop_range,
            hop_delay,
            minimum_elevation,
            fiber_route_factor,
            access_delay,
        )
    )


@formula(validity="some requests never reach a satellite: no station sees one, or the mesh does not hold together")
def network_reach_margin(waiting_fraction: Fraction, round_trip_time: QuantileMillisecond) -> Number:
    """0 where every request gets through in the end, below 0 where the longest round trip is endless."""
    return 1.0 * np.where(np.isinf(largest_along(round_trip_time)), -1.0, 0.0 * waiting_fraction)
