"""Rise, culmination and set found on tracks with NumPy: look at samples, cut the stretches worth it into monotone pieces, refine.

A satellite that stands above a station's mask at some time stands, at the nearest sample, within the cap where that is possible plus half a
sample's motion: no pass between two samples is lost. Where the slope changes its sign between samples, the culmination (or the lowest point) is
found first, so that a pass of a second and a dip of a second are found like any other. Where it nearly does and turns back, as seen of
geosynchronous orbits with samples half an hour apart, it is followed to where it is least: a highest and a lowest point may lie there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from orbital.physics.contacts.frames import FloatArray
from orbital.physics.contacts.sight import reach, sight
from orbital.physics.contacts.track import NODES, SAMPLES, Track

IntArray = NDArray[np.int64]
TOLERANCE = 1e-9
"""Of a segment: the last step, a microsecond; the error is far below."""
MOST_STEPS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """Stations as the search takes them: Earth-fixed, m, and rad."""

    place: FloatArray
    """(stations, 3)"""
    zenith: FloatArray
    """(stations, 3), of unit length"""
    mask: FloatArray
    """(stations,): least elevation"""


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Contact windows, one row each, by satellite, station and time. Times in s after the start of the span, ranges in m, elevations in rad."""

    satellite: NDArray[np.int32]
    station: NDArray[np.int32]
    rise: FloatArray
    culmination: FloatArray
    set: FloatArray
    max_elevation: FloatArray
    rise_range: FloatArray
    culmination_range: FloatArray
    set_range: FloatArray
    clipped: NDArray[np.uint8]
    """1 where the start of the span cut the window, 2 where its end did, 3 where both"""

    def __len__(self) -> int:
        return len(self.rise)

    @property
    def duration(self) -> FloatArray:
        """s"""
        return self.set - self.rise

    def at(self, rows: NDArray[np.bool_] | IntArray | slice) -> Windows:
        """Some of the windows."""
        return Windows(*(getattr(self, field.name)[rows] for field in fields(self)))


def joined(parts: Sequence[Windows]) -> Windows:
    """Windows of several searches, one after the other."""
    return Windows(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Windows)))


class Pieces(NamedTuple):
    """Stretches between neighboring points, row by row: what of track and station is needed to look at any time within."""

    powers: FloatArray
    """(NODES, 3, rows)"""
    place: FloatArray
    """(3, rows)"""
    zenith: FloatArray
    """(3, rows)"""

    def look(self, x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """`sight` at places x of the segments, -1 to 1; its slope is per unit of x."""
        value = self.powers[NODES - 1].copy()
        slope = np.zeros_like(value)
        for k in range(NODES - 2, -1, -1):
            slope *= x
            slope += value
            value *= x
            value += self.powers[k]
        return sight(*value, *slope, *self.place, *self.zenith)


class Points(NamedTuple):
    """Where satellites were looked at from stations: runs of samples, with the extremes between them. Neighbors bound monotone pieces."""

    satellite: IntArray
    station: IntArray
    segment: IntArray
    """Of the piece that begins here"""
    time: FloatArray
    sine: FloatArray
    """Of the elevation"""
    distance: FloatArray
    follows: NDArray[np.bool_]
    """Whether the next point ends a piece that begins here, rather than begin another run"""


class Search:
    """The windows of some satellites over stations."""

    def __init__(self, tracks: Sequence[Track], sites: Sites) -> None:
        self.tracks = tracks
        self.sites = sites
        segments = [len(track.coefficients) for track in tracks]
        self.first_segment = np.cumsum([0, *segments[:-1]])
        self.last_segment = np.array(segments) - 1
        self.length = np.array([track.length for track in tracks])
        self.powers = np.concatenate([track.coefficients for track in tracks]).transpose(1, 2, 0)

    def windows(self) -> Windows:
        """Every window, by satellite, station and time."""
        return self._joined(self._with_extremes(*self._with_turns(*self._samples())))

    def _samples(self) -> tuple[Points, FloatArray]:
        """The samples near which something may be seen, and the slopes there."""
        near = [near_samples(track, self.sites) for track in self.tracks]
        satellite = np.repeat(np.arange(len(near)), [len(station) for station, _ in near])
        station, sample = (np.concatenate(column) for column in zip(*near, strict=True))
        position, velocity, time = (
            np.concatenate([getattr(track, name)[found] for track, (_, found) in zip(self.tracks, near, strict=True)])
            for name in ("position", "velocity", "time")
        )
        sine, rate, distance, _ = sight(*position.T, *velocity.T, *self.sites.place[station].T, *self.sites.zenith[station].T)
        follows = np.zeros(len(time), dtype=bool)
        follows[:-1] = (np.diff(satellite) == 0) & (np.diff(station) == 0) & (np.diff(sample) == 1)
        segment = np.minimum(sample // SAMPLES, self.last_segment[satellite])
        return Points(satellite, station, segment, time, sine, distance, follows), rate * (0.5 * self.length[satellite])

    def _with_turns(self, points: Points, rate: FloatArray) -> tuple[Points, FloatArray]:
        """The points and slopes, and one between two of them where the slope has the other sign for a while."""
        dips = self._dips(points, rate)
        if not len(dips):
            return points, rate
        pieces, sign = self._pieces(points, dips), np.sign(rate[dips])
        x = highest(lambda at: -sign * pieces.look(at)[1], self._place(points, dips, dips), self._place(points, dips, dips + 1))
        there = pieces.look(x)[1]
        turned = sign * there < 0.0
        return self._with(points, dips[turned], x[turned]), np.insert(rate, dips[turned] + 1, there[turned])

    def _dips(self, points: Points, rate: FloatArray) -> IntArray:
        """Points on sparse tracks before pieces with slopes of one sign at the ends that may have the other between.

        Such a slope falls off toward the piece on either side. Bending back, it gets no farther than straight on: from s before the point and s' at
        it, to zero after the share s' / (s - s') of the piece. Both shares together must leave room.
        """
        sparse, last = np.array([track.sparse for track in self.tracks]), np.array([track.time[-1] for track in self.tracks])
        if not sparse.any() or not len(rate):
            return np.empty(0, dtype=np.int64)
        steep, follows = np.abs(rate), points.follows[:-1]
        drop = steep[:-1] - steep[1:]
        ahead, back = np.where(points.time == 0.0, 0.0, np.inf), np.where(points.time == last[points.satellite], 0.0, np.inf)  # unknown at the span's ends
        np.divide(steep[1:], drop, out=ahead[1:], where=follows & (drop > 0.0))
        np.divide(steep[:-1], -drop, out=back[:-1], where=follows & (drop < 0.0))
        return np.flatnonzero(follows & sparse[points.satellite[:-1]] & (rate[:-1] * rate[1:] > 0.0) & (ahead[:-1] + back[1:] < 1.0))

    def _with_extremes(self, points: Points, rate: FloatArray) -> Points:
        """The points, and between two of them whose slopes differ in sign the highest or lowest."""
        turning = np.flatnonzero(points.follows[:-1] & (rate[:-1] * rate[1:] < 0.0))
        pieces = self._pieces(points, turning)
        ends = [self._place(points, turning, turning + k) for k in (0, 1)]
        return self._with(points, turning, zeros(lambda at: pieces.look(at)[1], ends[0], ends[1], rate[turning], rate[turning + 1]))

    def _with(self, points: Points, before: IntArray, x: FloatArray) -> Points:
        """The points, and one more in each of the pieces that begin at these, at a place of its segment."""
        sine, _, distance, _ = self._pieces(points, before).look(x)
        found = {"time": (0.5 * (x + 1.0) + points.segment[before]) * self.length[points.satellite[before]], "sine": sine, "distance": distance}
        return Points(*(np.insert(column, before + 1, found.get(name, column[before])) for name, column in points._asdict().items()))

    def _joined(self, points: Points) -> Windows:
        """Runs of points above the mask, closed by rise and set."""
        least = np.sin(self.sites.mask)[points.station]
        above = points.sine > least
        held = points.follows[:-1] & above[:-1] & above[1:]  # seen throughout a piece
        begins, ends = np.flatnonzero(above & ~np.append(False, held)), np.flatnonzero(above & ~np.append(held, False))
        rises = begins[(begins > 0) & points.follows[begins - 1]] - 1
        sets = ends[points.follows[ends]]
        rise, rise_range = points.time[begins], points.distance[begins]
        fall, set_range = points.time[ends], points.distance[ends]
        rose, fell = np.isin(begins, rises + 1, assume_unique=True), np.isin(ends, sets, assume_unique=True)
        rise[rose], rise_range[rose] = self._crossings(points, rises, least)
        fall[fell], set_range[fell] = self._crossings(points, sets, least)
        run = np.repeat(np.arange(len(begins)), ends - begins + 1)
        inside = np.flatnonzero(above)
        order = np.lexsort((-points.sine[inside], run))
        top = inside[order[np.flatnonzero(np.diff(run, prepend=-1))]]
        clipped = np.where(rose, 0, 1) + np.where(fell, 0, 2)
        return Windows(
            points.satellite[begins].astype(np.int32),
            points.station[begins].astype(np.int32),
            rise,
            points.time[top],
            fall,
            np.arcsin(points.sine[top]),
            rise_range,
            points.distance[top],
            set_range,
            clipped.astype(np.uint8),
        )

    def _crossings(self, points: Points, before: IntArray, least: FloatArray) -> tuple[FloatArray, FloatArray]:
        """When the mask is crossed in the pieces that begin at these points, and the range then."""
        pieces = self._pieces(points, before)
        ends = [self._place(points, before, before + k) for k in (0, 1)]
        level = least[before]
        x = zeros(lambda at: pieces.look(at)[0] - level, ends[0], ends[1], points.sine[before] - level, points.sine[before + 1] - level)
        return (0.5 * (x + 1.0) + points.segment[before]) * self.length[points.satellite[before]], pieces.look(x)[2]

    def _pieces(self, points: Points, chosen: IntArray) -> Pieces:
        segment = self.first_segment[points.satellite[chosen]] + points.segment[chosen]
        station = points.station[chosen]
        return Pieces(self.powers[:, :, segment], self.sites.place[station].T, self.sites.zenith[station].T)

    def _place(self, points: Points, pieces: IntArray, at: IntArray) -> FloatArray:
        """Where in the segments of pieces the times of points lie, -1 to 1."""
        found: FloatArray = 2.0 * (points.time[at] / self.length[points.satellite[pieces]] - points.segment[pieces]) - 1.0
        return found


def near_samples(track: Track, sites: Sites) -> tuple[IntArray, IntArray]:
    """Stations and samples, sorted, of a track where the satellite may stand above the mask before the next sample or since the last.

    With one sample more at either end of a run, which so begins and ends out of sight; two on sparse tracks.
    """
    radius = np.sqrt(np.einsum("ij,ij->i", track.position, track.position))
    speed = np.sqrt(np.einsum("ij,ij->i", track.velocity, track.velocity))
    station_radius = np.sqrt(np.einsum("ij,ij->i", sites.place, sites.place))
    angle = reach(float(radius.max()), float((speed / radius).max()), track.length / SAMPLES, station_radius, sites.mask)
    closeness = (sites.place / station_radius[:, None]).astype(np.float32) @ (track.position / radius[:, None]).astype(np.float32).T
    near = closeness >= np.cos(angle).astype(np.float32)[:, None]
    wide = near.copy()
    for k in (1, 2) if track.sparse else (1,):
        wide[:, k:] |= near[:, :-k]
        wide[:, :-k] |= near[:, k:]
    station, sample = np.nonzero(wide)
    return station, sample


def zeros(function: Callable[[FloatArray], FloatArray], a: FloatArray, b: FloatArray, at_a: FloatArray, at_b: FloatArray) -> FloatArray:
    """Zeros of a function, each between the ends a and b of its row where it has the values at_a and at_b of opposite sign.

    Source: Dowell and Jarratt 1972, BIT 12, 503 (the Pegasus method): order 1.64, and never outside the bracket.
    """
    settled = np.zeros(len(a), dtype=bool)
    for _ in range(MOST_STEPS):
        if settled.all():
            break
        apart = at_b - at_a
        x = b - at_b * (b - a) / np.where(apart == 0.0, 1.0, apart)
        found = function(x)
        beyond = found * at_b <= 0.0  # the zero lies between b and x: b becomes the other end
        with np.errstate(invalid="ignore", divide="ignore"):
            damped = at_a * at_b / (at_b + found)
        settled |= (np.abs(x - b) < TOLERANCE) | (found == 0.0)
        a, at_a = np.where(beyond, b, a), np.where(beyond, at_b, np.where(at_b + found == 0.0, at_a, damped))
        b, at_b = x, found
    return b


def highest(function: Callable[[FloatArray], FloatArray], a: FloatArray, b: FloatArray) -> FloatArray:
    """Where a function is highest, each between the ends a and b of its row: golden section, to a millionth of the way."""
    share = 0.5 * (np.sqrt(5.0) - 1.0)
    for _ in range(32):
        left, right = b - share * (b - a), a + share * (b - a)
        rising = function(left) < function(right)
        a, b = np.where(rising, left, a), np.where(rising, b, right)
    middle: FloatArray = 0.5 * (a + b)
    return middle
