"""Eclipse intervals: when the Earth hides the Sun from a satellite, found on its track like contacts on theirs.

The Sun comes from the ephemeris DE421 that the package skyfield-data ships, light time and aberration left out as in skyfield's `is_sunlit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from orbital.core.errors import InputError
from orbital.physics.constants import EARTH_RADIUS, SUN_RADIUS
from orbital.physics.contacts.frames import DAY, FloatArray, Span, timescale
from orbital.physics.contacts.search import highest, zeros
from orbital.physics.contacts.track import SAMPLES, Track
from orbital.physics.contacts.windows import satellite_track

if TYPE_CHECKING:
    from sgp4.api import Satrec

SUN_STEP = DAY
"""Between the instants at which the ephemeris is asked; a cubic through four of them is good to a hundredth of an arc second."""
WORTH_A_LOOK = 0.05
"""Depth below which no shadow hides between samples, over the distance from the Earth's center: between them it grows by a hundredth at most."""
SHADOWS = {"center": 0.0, "umbra": 1.0, "penumbra": -1.0}
"""Which of the Sun must be hidden: its center (as skyfield's `is_sunlit` has it), the whole, or any of it; as the sign of the Sun's radius."""
SKYFIELD_RADIUS = 6378136.6
"""m: of the sphere that hides the Sun in skyfield"""


@dataclass(frozen=True, slots=True, eq=False)
class Eclipses:
    """Eclipse intervals, by satellite and time, s after the start of the span."""

    satellite: NDArray[np.int32]
    begin: FloatArray
    end: FloatArray
    clipped: NDArray[np.uint8]
    """1 where the start of the span cut the eclipse, 2 where its end did, 3 where both"""
    fraction: FloatArray
    """(satellites,): share of the span in shadow; NaN where SGP4 gave no track"""

    def __len__(self) -> int:
        return len(self.begin)


class SunPath(NamedTuple):
    """The Sun in the Earth-fixed frame of the search, without the Earth's turn: m, every `SUN_STEP` from one step before the start."""

    place: FloatArray


@cache
def _ephemeris() -> Any:
    """DE421 from the package skyfield-data."""
    from importlib.resources import files

    from skyfield.api import load_file

    return load_file(str(files("skyfield_data") / "data" / "de421.bsp"))


def sun_path(span: Span) -> SunPath:
    """Where the Sun stands through a span, in the true-equator mean-equinox frame of SGP4."""
    scale, ephemeris = timescale(), _ephemeris()
    begin = scale.from_datetime(span.start)
    count = int(np.ceil(span.seconds / SUN_STEP)) + 4
    time = scale.tt_jd(begin.whole, begin.tt_fraction + (np.arange(count) - 1) * SUN_STEP / DAY)
    try:
        inertial = (ephemeris["sun"] - ephemeris["earth"]).at(time)
    except ValueError:
        raise InputError(f"the Sun is known from 1899 to 2053; the span begins {span.start:%Y-%m-%d} and is {span.days:g} days long") from None
    from skyfield.sgp4lib import TEME

    return SunPath(np.asarray(inertial.frame_xyz(TEME).m).T)


def sun_at(path: SunPath, span: Span, time: FloatArray) -> FloatArray:
    """The Sun at times, Earth-fixed, m, (times, 3)."""
    place = time / SUN_STEP + 1.0
    cell = np.clip(np.floor(place).astype(np.int64), 1, len(path.place) - 3)
    x = (place - cell)[:, None]
    p0, p1, p2, p3 = (path.place[cell + k] for k in (-1, 0, 1, 2))
    sun = p1 * ((x * x - 1.0) * (x - 2.0) / 2.0) - p2 * (x * (x + 1.0) * (x - 2.0) / 2.0)
    sun += p3 * (x * (x * x - 1.0) / 6.0) - p0 * (x * (x - 1.0) * (x - 2.0) / 6.0)
    angle = span.sidereal_angle(time)
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.stack([cosine * sun[:, 0] + sine * sun[:, 1], cosine * sun[:, 1] - sine * sun[:, 0], sun[:, 2]], axis=1)


def depth(position: FloatArray, sun: FloatArray, sun_radius: float) -> FloatArray:
    """How deep positions (times, 3) lie in the shadow of a sphere, m, negative in the light: along the Sun's line, behind the edge of the cone.

    Behind the Earth by x = -r.s with s toward the Sun as the satellite sees it; the edge of the cone of sin(a) = (R_Sun - R)/D stands at
    R sin(a) + sqrt(r^2 - R^2) cos(a) behind its center. With only the Sun's center hidden the line itself is tangent: sqrt(r^2 - R^2).

    Source: Vallado, algorithm 34, solved for the edge; skyfield, `is_sunlit`.
    """
    radius = SKYFIELD_RADIUS if sun_radius == 0.0 else float(EARTH_RADIUS)
    square = np.einsum("ij,ij->i", position, position)
    edge = np.sqrt(np.maximum(square - radius * radius, 0.0))
    if sun_radius == 0.0:
        toward = sun - position
        found: FloatArray = -np.einsum("ij,ij->i", position, toward) / np.sqrt(np.einsum("ij,ij->i", toward, toward)) - edge
        return found
    distance = np.sqrt(np.einsum("ij,ij->i", sun, sun))
    sine = (sun_radius - radius) / distance
    behind: FloatArray = -np.einsum("ij,ij->i", position, sun) / distance - (radius * sine + edge * np.sqrt(1.0 - sine * sine))
    return behind


def eclipses(records: Sequence[Satrec], span: Span, shadow: str = "center") -> tuple[Eclipses, dict[int, str]]:
    """The eclipse intervals of satellites, and what SGP4 refused by satellite.

    `shadow`: "center" (of the Sun hidden: skyfield's `is_sunlit`), "umbra" or "penumbra". Penumbra and umbra differ from the center by
    some 6 s a crossing in a low orbit. Raises `InputError` for another shadow or a span without an ephemeris.
    """
    if shadow not in SHADOWS:
        raise InputError(f"shadow = {shadow!r}: allowed is {', '.join(SHADOWS)}")
    sun_radius = SHADOWS[shadow] * float(SUN_RADIUS)
    path = sun_path(span)
    rows, faults, fraction = [], {}, np.full(len(records), np.nan)
    for number, record in enumerate(records):
        track, fault = satellite_track(record, span)
        if fault:
            faults[number] = fault
        if track is not None:
            begin, end, clipped = _intervals(track, path, span, sun_radius)
            rows.append((np.full(len(begin), number, dtype=np.int32), begin, end, clipped))
            fraction[number] = float((end - begin).sum()) / track.time[-1]
    if not rows:
        return Eclipses(np.empty(0, np.int32), np.empty(0), np.empty(0), np.empty(0, np.uint8), fraction), faults
    satellite, begin, end, clipped = (np.concatenate(column) for column in zip(*rows, strict=True))
    return Eclipses(satellite, begin, end, clipped, fraction), faults


def _intervals(track: Track, path: SunPath, span: Span, sun_radius: float) -> tuple[FloatArray, FloatArray, NDArray[np.uint8]]:
    def at(time: FloatArray) -> FloatArray:
        return depth(track.state(time)[0], sun_at(path, span, time), sun_radius)

    time, deep = track.time, depth(track.position, sun_at(path, span, track.time), sun_radius)
    # where the deepest of three samples lies in the light, but not far from the shadow, the orbit is looked at between them
    least = -WORTH_A_LOOK * np.sqrt(np.einsum("ij,ij->i", track.position, track.position))[1:-1]
    inner = 1 + np.flatnonzero((deep[1:-1] >= deep[:-2]) & (deep[1:-1] >= deep[2:]) & (deep[1:-1] <= 0.0) & (deep[1:-1] > least))
    if len(inner):
        found = highest(at, time[inner - 1], time[inner + 1])
        time, keep = np.unique(np.append(time, found), return_index=True)
        deep = np.append(deep, at(found))[keep]
    dark = deep > 0.0
    change = np.flatnonzero(dark[1:] != dark[:-1])
    crossing = _crossings(at, time, deep, change, track.length / SAMPLES)
    entering = dark[change + 1]
    begin = np.concatenate([time[:1][dark[:1]], crossing[entering]])
    end = np.concatenate([crossing[~entering], time[-1:][dark[-1:]]])
    clipped = np.zeros(len(begin), dtype=np.uint8)
    clipped[:1] += dark[:1].astype(np.uint8)
    clipped[-1:] += 2 * dark[-1:].astype(np.uint8)
    return begin, end, clipped


def _crossings(at: Any, time: FloatArray, deep: FloatArray, change: NDArray[np.int64], step: float) -> FloatArray:
    low = time[change]
    scale = np.full(len(change), step)
    return low + step * zeros(lambda x: at(low + scale * x), np.zeros(len(change)), (time[change + 1] - low) / step, deep[change], deep[change + 1])
