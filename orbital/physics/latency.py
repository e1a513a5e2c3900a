"""Ways of requests through the day: from users over fiber to a gateway, up to a satellite, over the mesh to the one that serves.

The day is sampled evenly. Each sample has one serving satellite and some users, drawn by a low-discrepancy sequence with a fixed start, so that the
same question has the same answer. The closed form of a way is within 0.5 % of the shortest path through the graph of satellites at the median and 10 %
for nearly all pairs; percentiles over the day lie within 3 % of those of many more samples and of a graph search (tests/physics/test_latency.py).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from orbital.physics.constants import DAY, EARTH_MEAN_RADIUS, SPEED_OF_LIGHT
from orbital.physics.constellation import Array, Indices, node_longitudes, phases, turned
from orbital.physics.ground_contact import unit_vectors
from orbital.physics.links import FIBER_INDEX
from orbital.physics.mesh import Mesh, drift_across, roughly, way
from orbital.physics.users import angles_between, cities, fiber_time, quantiles, spread_evenly, users_by_population

SAMPLES = 512
"""Times of the day, 169 s apart: a pass overhead of a low orbit lasts several of them."""
LEAST_SAMPLES, LOOKED_AT = 192, 110_000
"""Fewer times where planes x stations x times would be more than this."""
CANDIDATES = 3
"""Access satellites of a place whose way over the mesh is looked at: those whose way is shortest as the crow flies, hops included."""
REMEMBERED = 512

Answer = tuple[Array, Array, float, float, float]
"""Quantiles one way and there and back, share that waits, mean hops and meters of fiber."""


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


class Sight(NamedTuple):
    """Which planes a place sees at which time, ordered by time and place, and where in the plane."""

    time: Indices
    place: Indices
    plane: Indices
    closest: Array
    """Argument of latitude of the plane's point nearest to the place, rad."""
    level: Array
    """Cosine of the angle between the place and that point."""
    reach: Array
    """How far to either side of it a satellite is above the minimum elevation, rad."""


def in_sight(question: Question, node: Array, places: Array) -> Sight:
    """Planes in sight of places: those whose poles stand within the visible angle of a right angle away."""
    lean, tilt = np.sin(question.links.shape.inclination), np.cos(question.links.shape.inclination)
    poles = np.stack([np.sin(node) * lean, -np.cos(node) * lean, np.full_like(node, tilt)], axis=1)
    t, g, p = np.nonzero(np.abs(places @ poles) <= np.sin(question.central_angle))
    x, y, z = (places[t, g] if places.ndim == 3 else places[g]).T
    cosine, sine = np.cos(node[t, p]), np.sin(node[t, p])
    east, north = x * cosine + y * sine, (y * cosine - x * sine) * tilt + z * lean
    level = np.hypot(east, north)
    return Sight(t, g, p, np.arctan2(north, east), level, np.arccos(np.minimum(np.cos(question.central_angle) / level, 1.0)))


def access_times(question: Question, times: Array, points: Array, places: Array) -> tuple[Array, Array]:
    """Seconds and hops from places on the ground to the serving satellite, now: (times, places).

    Endless where no way leads there; where no satellite is in sight, the hops are NaN.

    `places` are unit vectors, (places, 3) or (times, places, 3). In each plane up to four satellites are looked at: the highest in the sky, the one
    nearest to the serving satellite along the plane, the first and the last above the minimum elevation.
    """
    links, shape = question.links, question.links.shape
    seconds, hops = np.full((2, len(times), places.shape[-2]), np.inf)
    hops[:] = np.nan
    node, first = node_longitudes(shape, times), phases(shape, times)
    seen = in_sight(question, node, places)
    spacing = 2.0 * np.pi / shape.per_plane
    highest = first[seen.time, seen.plane] - seen.closest
    highest -= spacing * np.round(highest / spacing)
    plane, place = serving_satellites(links, points)
    apart = plane[seen.time] - seen.plane
    end = (first[np.arange(len(times)), plane.astype(np.int64)] + spacing * place)[seen.time]
    steps = np.zeros((seen.time.size, 1))
    if not question.nearest:
        ahead, behind = np.floor((seen.reach - highest) / spacing), -np.floor((seen.reach + highest) / spacing)
        toward = np.round(turned(end - drift_across(links, apart) - seen.closest - highest) / spacing)
        steps = np.stack([np.zeros_like(ahead), np.clip(toward, behind, ahead), ahead, behind], axis=-1)
        steps[:, 1:][steps[:, 1:] == steps[:, :1]] = np.inf
        steps[:, 2:][steps[:, 2:] == steps[:, 1:2]] = np.inf
    offset = highest[:, None] + spacing * steps
    row, kind = np.nonzero(np.abs(offset) <= seen.reach[:, None])
    if not row.size:
        return seconds, hops
    offset, pair = offset[row, kind], (seen.time * places.shape[-2] + seen.place)[row]
    hops.ravel()[pair] = np.inf
    ground = float(EARTH_MEAN_RADIUS)
    length = np.sqrt(ground * ground + shape.radius * shape.radius - 2.0 * ground * shape.radius * seen.level[row] * np.cos(offset))
    count = np.zeros_like(length)
    if not question.nearest:
        u, k, v = seen.closest[row] + offset, apart[row], end[row]
        kept = fewest(pair, length + roughly(links, k, u, v), CANDIDATES)
        over_mesh, count = way(links, k[kept], u[kept], v[kept])
        pair, length = pair[kept], length[kept] + over_mesh
    best = fewest(pair, length + count * links.hop_cost, 1)
    seconds.ravel()[pair[best]] = (length[best] + count[best] * links.hop_cost) / float(SPEED_OF_LIGHT) + question.access_delay
    hops.ravel()[pair[best]] = count[best]
    return seconds, hops


def fewest(group: Indices, cost: Array, count: int) -> Indices:
    """Places of the `count` cheapest of each group, groups in order; ties to the first."""
    if not group.size:
        return group
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


def waits(hops: Array, step: float) -> tuple[Array, Indices]:
    """Seconds until each place sees a satellite (its `hops` not NaN), 0 where it does, and the sample in which it will; endless where it never does.

    The day repeats. Contact begins somewhere within the step before the sample that shows it: half a step is taken off.
    """
    count = len(hops)
    index = np.arange(2 * count)[:, None]
    seen = np.where(np.isnan(np.concatenate([hops, hops])), 4 * count, index)
    ahead = np.minimum.accumulate(seen[::-1], axis=0)[::-1][:count]
    steps = ahead - index[:count]
    never = ahead >= 2 * count
    wait = np.where(never, np.inf, np.maximum(steps - 0.5 * (steps > 0), 0.0) * step)
    return wait, np.where(never, 0, ahead % count)


def ways(question: Question, samples: int, users: Indices | None = None) -> Times:
    """Ways of requests through the day: (times, users). `users` are indices of cities, (times, users); without them every city at every time."""
    places = cities().directions
    stations = unit_vectors(*np.frombuffer(question.stations).reshape(2, -1))
    step = float(DAY) / samples
    times = step * np.arange(0.5, samples)
    points = spread_evenly(samples, 3)
    seconds, hops = access_times(question, times, points, stations)
    wait, index = waits(hops, step)
    fiber = fiber_time(angles_between(places, stations), question.fiber_route_factor)
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


@lru_cache(maxsize=REMEMBERED)
def distribution(question: Question) -> Answer:
    """Quantiles one way and there and back over users and the day, share that waits, mean hops and mean meters of fiber."""
    samples = samples_for(question)
    found = ways(question, samples, users_by_population(samples))
    through = np.isfinite(found.path)
    share = max(float(np.mean(through)), 1e-300)
    means = [float(np.mean(np.where(through, value, 0.0))) / share for value in (found.hops, found.fiber)]
    return quantiles(found.one_way), quantiles(found.round_trip), float(np.mean(found.wait > 0.0)), means[0], means[1]
