"""How late an answer comes: from users over fiber to a gateway, up to a satellite, over the mesh to the one that serves, and back.

A distribution over the day, over where people live and over the satellites that may serve, kept as `QUANTILES` evenly spread quantiles along the axis
`quantile`. Left out, on the ground side alike: the user's own access network, routing inside fiber networks, and weather.

The day is sampled evenly. Each sample has one serving satellite and `USERS` users, drawn by a low-discrepancy sequence with a fixed start, so that the
same question has the same answer: medians and 95th percentiles within 2 %, 99th within 4 % of a hundred times more samples (tested).
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from orbital.core.axes import largest_along
from orbital.core.catalog import data_path
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
from orbital.physics.constellation import (
    Array,
    Mesh,
    constellation,
    mesh,
    node_longitudes,
    phases,
    roughly,
    way,
)
from orbital.physics.links import FIBER_INDEX, earth_central_angle

QUANTILES = 400
SAMPLES = 512
"""Times of the day, 169 s apart: a pass overhead of a low orbit lasts several of them."""
LEAST_SAMPLES, LOOKED_AT = 192, 150_000
"""Fewer times where planes x stations x times would be more than this."""
USERS = 12
"""Users of each time, drawn by population."""
CANDIDATES = 2
"""Access satellites of a place whose way over the mesh is looked at: those whose way is shortest as the crow flies, hops included."""
REMEMBERED = 512

Answer = tuple[Array, Array, float, float, float]
"""Quantiles one way and there and back, share that waits, mean hops and meters of fiber."""


# --- where people are ---
class Cities(NamedTuple):
    """Where users are: positions in rad, and each city's share of the population of all of them."""

    names: tuple[str, ...]
    countries: tuple[str, ...]
    population: Array
    latitude: Array
    longitude: Array

    @property
    def weights(self) -> Array:
        """Shares of the population."""
        shares: Array = self.population / self.population.sum()
        return shares

    @property
    def directions(self) -> Array:
        """Unit vectors from the Earth's center."""
        return unit_vectors(self.latitude, self.longitude)


@cache
def cities() -> Cities:
    """The largest cities of the world, largest first (GeoNames, CC BY 4.0)."""
    with (data_path() / "cities" / "cities.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    numbers = np.array([[float(row[key]) for key in ("population", "latitude", "longitude")] for row in rows]).T
    return Cities(tuple(row["name"] for row in rows), tuple(row["country"] for row in rows), numbers[0], np.radians(numbers[1]), np.radians(numbers[2]))


def unit_vectors(latitude: Real, longitude: Real) -> Array:
    """Unit vectors to places on a round Earth: (..., 3)."""
    level = np.cos(latitude)
    return np.stack([level * np.cos(longitude), level * np.sin(longitude), np.sin(latitude) * np.ones_like(longitude)], axis=-1)


def fiber_times(here: Array, there: Array, fiber_route_factor: float) -> Array:
    """Seconds from each place to each other over fiber: great circle x route factor x group index / c."""
    angle = np.arccos(np.clip(here @ there.T, -1.0, 1.0))
    times: Array = float(EARTH_MEAN_RADIUS) * angle * (fiber_route_factor * float(FIBER_INDEX) / float(SPEED_OF_LIGHT))
    return times


def spread_evenly(count: int, dimensions: int) -> Array:
    """The first points of a low-discrepancy sequence in the unit cube: multiples of powers of the generalized golden ratio, (count, dimensions).

    Source: Roberts 2018, The unreasonable effectiveness of quasirandom sequences; an additive recurrence (Kronecker, Weyl).
    """
    ratio = 2.0
    for _ in range(64):
        ratio = (1.0 + ratio) ** (1.0 / (dimensions + 1.0))
    steps = ratio ** -np.arange(1.0, dimensions + 1.0)
    points: Array = np.mod(0.5 + np.arange(1.0, count + 1.0)[:, None] * steps, 1.0)
    return points


def quantiles(values: Array, weights: Array | None = None) -> Array:
    """Values at `QUANTILES` evenly spread shares of a sample, weighted where asked: the least value that the share does not exceed."""
    order = np.sort(values, axis=None) if weights is None else values[np.argsort(values)]
    shares = (np.arange(QUANTILES) + 0.5) / QUANTILES
    if weights is None:
        place = np.floor(shares * order.size).astype(np.int64)
    else:
        upto = np.cumsum(weights[np.argsort(values)])
        place = np.minimum(np.searchsorted(upto, shares * upto[-1]), order.size - 1)
    found: Array = order[place]
    return found


def at_share(values: Real, share: float) -> Real:
    """A quantile from evenly spread ones along the last axis, the straight line between the two about it."""
    count = np.shape(values)[-1]
    place = min(max(share * count - 0.5, 0.0), count - 1.0)
    low = int(place)
    high: Real = values[..., min(low + 1, count - 1)]  # type: ignore[index]  # what keeps an axis is an array
    before: Real = values[..., low]  # type: ignore[index]
    found: Real = np.where(np.isfinite(high), before + (place - low) * (high - before), high)
    return found


# --- the space way ---
class Question(NamedTuple):
    """What the distribution over a day depends on, as plain numbers."""

    links: Mesh
    stations: bytes
    central_angle: float
    fiber_route_factor: float
    access_delay: float
    nearest: bool
    terminals: bool


class Times(NamedTuple):
    """Ways of requests: seconds on the way and waiting, hops, and meters of fiber; endless where there is no way."""

    path: Array
    wait: Array
    hops: Array
    fiber: Array

    @property
    def one_way(self) -> Array:
        """Seconds from the user to the serving satellite."""
        return self.path + self.wait

    @property
    def round_trip(self) -> Array:
        """Seconds there and back; the answer waits for nothing, as the contact has just begun."""
        return 2.0 * self.path + self.wait


def serving_satellites(links: Mesh, points: Array) -> tuple[Array, Array]:
    """Plane and place in it of the serving satellite at each time, spread evenly over the fleet."""
    shape = links.shape
    return np.floor(points[:, 0] * shape.planes), np.floor(points[:, 1] * shape.per_plane)


def access_times(question: Question, times: Array, points: Array, places: Array) -> tuple[Array, Array]:
    """Seconds and hops from places on the ground to the serving satellite, now: (times, places); endless where nothing is seen.

    `places` are unit vectors, (places, 3) or (times, places, 3). In each plane three satellites are looked at: the one that stands highest, and the
    first and the last above the minimum elevation.
    """
    links, shape = question.links, question.links.shape
    seconds, hops = np.full((len(times), places.shape[-2]), np.inf), np.zeros((len(times), places.shape[-2]))
    node, first = node_longitudes(shape, times), phases(shape, times)
    tilt, lean = np.cos(shape.inclination), np.sin(shape.inclination)
    normals = np.stack([np.sin(node) * lean, -np.cos(node) * lean, np.full_like(node, tilt)], axis=1)
    t, g, p = np.nonzero(np.abs(places @ normals) <= np.sin(question.central_angle))
    if not t.size:
        return seconds, hops
    x, y, z = (places[t, g] if places.ndim == 3 else places[g]).T
    turn = node[t, p]
    cosine, sine = np.cos(turn), np.sin(turn)
    east, north = x * cosine + y * sine, (y * cosine - x * sine) * tilt + z * lean
    level, closest = np.hypot(east, north), np.arctan2(north, east)
    reach = np.arccos(np.minimum(np.cos(question.central_angle) / level, 1.0))
    spacing = 2.0 * np.pi / shape.per_plane
    over = first[t, p] - closest
    over -= spacing * np.round(over / spacing)
    offset = over[:, None]
    if not question.nearest:
        ahead, behind = np.floor((reach - over) / spacing), np.floor((reach + over) / spacing)
        offset = np.stack([over, over + spacing * ahead, over - spacing * behind], axis=-1)
    chosen, kind = np.nonzero(np.abs(offset) <= reach[:, None])
    if not chosen.size:
        return seconds, hops
    offset = offset[chosen, kind]
    t, g, p, u = t[chosen], g[chosen], p[chosen], closest[chosen] + offset
    ground = float(EARTH_MEAN_RADIUS)
    length = np.sqrt(ground * ground + shape.radius * shape.radius - 2.0 * ground * shape.radius * level[chosen] * np.cos(offset))
    pair = t * places.shape[-2] + g
    count = np.zeros_like(length)
    if not question.nearest:
        plane, place = serving_satellites(links, points)
        apart, end = plane[t] - p, (first[np.arange(len(times)), plane.astype(np.int64)] + spacing * place)[t]
        kept = fewest(pair, length + roughly(links, apart, u, end), CANDIDATES)
        pair, length = pair[kept], length[kept]
        over_mesh, count = way(links, apart[kept], u[kept], end[kept])
        length = length + over_mesh
    best = fewest(pair, length + count * links.hop_cost, 1)
    seconds.ravel()[pair[best]] = (length[best] + count[best] * links.hop_cost) / float(SPEED_OF_LIGHT) + question.access_delay
    hops.ravel()[pair[best]] = count[best]
    return seconds, hops


def fewest(group: NDArray[np.int64], cost: Array, count: int) -> NDArray[np.int64]:
    """Places of the `count` cheapest of each group, groups in order; ties to the first."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    sizes = np.diff(starts, append=group.size)
    left, places = cost.copy(), []
    for _ in range(min(count, int(sizes.max()))):
        least = np.repeat(np.minimum.reduceat(left, starts), sizes)
        hit = np.flatnonzero((left == least) & np.isfinite(left))
        hit = hit[np.diff(group[hit], prepend=-1) != 0]
        places.append(hit)
        left[hit] = np.inf
    return np.sort(np.concatenate(places))


def waits(seconds: Array, step: float) -> tuple[Array, NDArray[np.int64]]:
    """Seconds until each place sees a satellite, 0 where it does, and the sample in which it will; endless where it never does.

    The day repeats. Contact begins somewhere within the step before the sample that shows it: half a step is taken off.
    """
    count = len(seconds)
    index = np.arange(2 * count)[:, None]
    seen = np.where(np.isfinite(np.concatenate([seconds, seconds])), index, 4 * count)
    ahead = np.minimum.accumulate(seen[::-1], axis=0)[::-1][:count]
    steps = ahead - index[:count]
    never = ahead >= 2 * count
    wait = np.where(never, np.inf, np.maximum(steps - 0.5 * (steps > 0), 0.0) * step)
    return wait, np.where(never, 0, ahead % count)


def ways(question: Question, samples: int, users: NDArray[np.int64] | None = None) -> Times:
    """Ways of requests through the day: (times, users). `users` are indices of cities, (times, users); without them every city at every time."""
    places = cities().directions
    stations = unit_vectors(*np.frombuffer(question.stations).reshape(2, -1))
    step = float(DAY) / samples
    times = step * np.arange(0.5, samples)
    points = spread_evenly(samples, 3)
    seconds, hops = access_times(question, times, points, stations)
    wait, index = waits(seconds, step)
    fiber = fiber_times(places, stations, question.fiber_route_factor)
    which = np.broadcast_to(np.arange(len(places)), (samples, len(places))) if users is None else users
    column = np.arange(stations.shape[0])
    later = seconds[index, column]
    arrival = np.full(which.shape, np.inf)
    gateway = np.zeros(which.shape, dtype=np.int64)
    for g in column:
        here = fiber[which, g] + (wait + later)[:, g, None]
        nearer = here < arrival
        gateway[nearer] = g
        arrival[nearer] = here[nearer]
    row = np.arange(samples)[:, None]
    over = fiber[which, gateway]
    waited = np.where(np.isfinite(arrival), wait[row, gateway], np.inf)
    path = np.where(np.isfinite(arrival), over + later[row, gateway], np.inf)
    counted = hops[index, column][row, gateway]
    if question.terminals:
        own, own_hops = access_times(question, times, points, places[which])
        direct = own <= arrival
        path, waited = np.where(direct, own, path), np.where(direct, 0.0, waited)
        counted, over = np.where(direct, own_hops, counted), np.where(direct, 0.0, over)
    return Times(path, waited, counted, over * (float(SPEED_OF_LIGHT) / (float(FIBER_INDEX) * question.fiber_route_factor)))


def samples_for(question: Question) -> int:
    """Times of the day: fewer where many planes pass many stations, so that a distribution takes tens of milliseconds at most."""
    looked_at = question.links.shape.planes * (len(question.stations) // 16)
    return int(np.clip(LOOKED_AT // max(looked_at, 1), LEAST_SAMPLES, SAMPLES))


def users_by_population(samples: int) -> NDArray[np.int64]:
    """Cities of `USERS` users at each time: at even steps through the population, begun anew at each time."""
    begin = spread_evenly(samples, 3)[:, 2]
    place = (np.arange(USERS) + begin[:, None]) / USERS
    return np.minimum(np.searchsorted(np.cumsum(cities().weights), place), len(cities().names) - 1)


@lru_cache(maxsize=REMEMBERED)
def distribution(question: Question) -> Answer:
    """Quantiles one way and there and back over users and the day, share that waits, mean hops and mean meters of fiber."""
    samples = samples_for(question)
    found = ways(question, samples, users_by_population(samples))
    through = np.isfinite(found.path)
    share = max(float(np.mean(through)), 1e-300)
    means = [float(np.mean(np.where(through, value, 0.0))) / share for value in (found.hops, found.fiber)]
    return quantiles(found.one_way), quantiles(found.round_trip), float(np.mean(found.wait > 0.0)), means[0], means[1]


# --- blocks ---
def each_row(ask: Callable[..., Answer], *columns: Real) -> tuple[Any, ...]:
    """Ask for each distinct row of a block, and put the answers where the rows stand; quantiles stay last."""
    shape = np.broadcast_shapes(*(np.shape(column) for column in columns))
    rows = np.stack([np.broadcast_to(column, shape).ravel() for column in columns], axis=-1)
    distinct, inverse = np.unique(rows, axis=0, return_inverse=True)
    answers = [ask(*row) for row in distinct.tolist()]
    parts = [np.stack([np.asarray(part) for part in column]) for column in zip(*answers, strict=True)]
    return tuple(part[inverse.ravel()].reshape(shape + part.shape[1:])[()] for part in parts)


def _ask(
    stations: bytes,
    nearest: bool,
    terminals: bool,
    per_plane: float,
    planes: float,
    spacing: float,
    phasing_factor: float,
    inclination: float,
    motion: float,
    drift: float,
    local_time: float,
    radius: float,
    along: float,
    across: float,
    hop_delay: float,
    elevation: float,
    fiber_route_factor: float,
    access_delay: float,
) -> Answer:
    """The distribution of one row; NaN where the orbit does not exist."""
    numbers = (per_plane, planes, spacing, inclination, motion, radius, along, across, elevation)
    if not np.all(np.isfinite(numbers)) or radius <= float(EARTH_MEAN_RADIUS):
        nothing = np.full(QUANTILES, np.nan)
        return nothing, nothing, np.nan, np.nan, np.nan
    shape = constellation(per_plane, planes, spacing, phasing_factor, inclination, motion, drift, local_time / float(DAY), radius)
    links = mesh(shape, along, across, hop_delay * float(SPEED_OF_LIGHT))
    angle = float(earth_central_angle(radius - float(EARTH_MEAN_RADIUS), elevation))
    return distribution(Question(links, stations, angle, fiber_route_factor, access_delay, nearest, terminals))


def through_the_day(station_latitude: Real, station_longitude: Real, nearest: bool, terminals: bool, *columns: Real) -> tuple[Any, ...]:
    """The fields of `NetworkTimes` for a block; the stations are a category's, the same in all its rows."""
    stations = np.stack([np.ravel(station_latitude), np.ravel(station_longitude)]).astype(np.float64).tobytes()
    return each_row(partial(_ask, stations, nearest, terminals), *columns)


# --- what the Model knows of it ---
class NetworkTimes(NamedTuple):
    """The network's share of an answer, over the day, users and serving satellites."""

    one_way_time: QuantileMillisecond
    round_trip_time: QuantileMillisecond
    waiting_fraction: Fraction
    mean_mesh_hops: Count
    mean_fiber_distance: Kilometer


@formula(opaque=True)
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
            hop_delay,
            minimum_elevation,
            fiber_route_factor,
            access_delay,
        )
    )


@formula(opaque=True, alternative=True)
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
            hop_delay,
            minimum_elevation,
            fiber_route_factor,
            access_delay,
        )
    )


@formula(opaque=True, alternative=True)
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
            hop_delay,
            minimum_elevation,
            fiber_route_factor,
            access_delay,
        )
    )


@formula(opaque=True, alternative=True)
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
            hop_delay,
            minimum_elevation,
            fiber_route_factor,
            access_delay,
        )
    )


@formula(validity="some requests never reach a satellite: no station sees one, or the mesh does not hold together")
def network_reach_margin(waiting_fraction: Fraction, round_trip_time: QuantileMillisecond) -> Number:
    """0 where every request gets through in the end, below 0 where the longest round trip is endless."""
    return np.where(np.isinf(largest_along(round_trip_time)), -1.0, 0.0 * waiting_fraction)
