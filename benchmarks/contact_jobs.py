"""The jobs on which contact-window searches are compared, and a slow independent answer to them, built on skyfield's own `altaz`.

A: 1 satellite x 1 station x 30 days. B: 100 x 20 x 1 day. C: 1,000 x 50 x 1 day. D: 10,000 x 200 x 1 day. All above 10 deg, from 2026-01-01 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from sgp4.api import WGS72, Satrec
from sgp4.exporter import export_tle
from skyfield.api import EarthSatellite, wgs84

from orbital.physics.contacts.frames import DAY, Span, span, station_vectors, timescale
from orbital.physics.contacts.search import Sites

START = "2026-01-01"
EPOCH_1950 = 27760.0
"""2026-01-01, days from 1949-12-31"""
PLACES = (
    (78.23, 15.39, 450.0), (69.66, 18.94, 130.0), (67.88, 21.06, 400.0), (64.86, -147.72, 160.0), (52.0, 5.0, 0.0), (47.88, 11.08, 660.0),
    (40.43, -4.25, 720.0), (37.94, -75.46, 10.0), (35.43, -116.89, 1000.0), (25.23, 55.47, 30.0), (21.32, -157.84, 180.0), (13.03, 77.57, 900.0),
    (1.35, 103.82, 20.0), (-1.96, 30.39, 1500.0), (-17.63, -149.6, 90.0), (-25.89, 27.69, 1400.0), (-33.15, -70.67, 700.0), (-35.40, 148.98, 690.0),
    (-53.0, -70.9, 20.0), (-77.85, 166.67, 150.0),
)  # fmt: skip
"""Latitude and longitude in deg, height in m"""


def satellite(number: int, altitude: float, inclination: float, node: float, anomaly: float, eccentricity: float = 0.0005, drag: float = 2e-5) -> Satrec:
    """A satellite by mean elements (km, deg), rounded as a two-line element set rounds them."""
    axis = WGS72_RADIUS + altitude
    made = Satrec()
    motion = np.sqrt(WGS72_MU / (axis * axis * axis)) * 60.0
    made.sgp4init(
        WGS72, "i", number, EPOCH_1950, drag, 0.0, 0.0, eccentricity, np.pi / 2.0, np.radians(inclination), np.radians(anomaly % 360.0), motion,
        np.radians(node % 360.0),
    )  # fmt: skip
    return Satrec.twoline2rv(*export_tle(made))


WGS72_RADIUS, WGS72_MU = 6378.135, 398600.8


def shell(first: int, total: int, altitude: float, inclination: float) -> list[Satrec]:
    """A Walker shell of about as many planes as satellites in each."""
    planes = max(round(np.sqrt(total)), 1)
    each = -(-total // planes)
    made = []
    for k in range(total):
        plane, slot = divmod(k, each)
        made.append(satellite(first + k, altitude, inclination, 360.0 * plane / planes, 360.0 * slot / each + 360.0 * plane / total))
    return made


def mixture(total: int) -> list[Satrec]:
    """60 % at 550 km and 53 deg, 30 % at 650 km and 97.99 deg, 10 % at 1,200 km and 87.9 deg."""
    parts = [(round(0.6 * total), 550.0, 53.0), (round(0.3 * total), 650.0, 97.99), (round(0.1 * total), 1200.0, 87.9)]
    made: list[Satrec] = []
    for count, altitude, inclination in parts:
        made += shell(len(made) + 1, count, altitude, inclination)
    return made


def places(total: int) -> tuple[tuple[float, float, float], ...]:
    """The fixed places and random ones, spread evenly over the globe."""
    random = np.random.default_rng(2026)
    more = [(float(np.degrees(np.arcsin(random.uniform(-1, 1)))), float(random.uniform(-180, 180)), 0.0) for _ in range(total)]
    return (*PLACES, *more)[:total]


@dataclass(frozen=True)
class Job:
    """Satellites over places for some days above a mask (deg)."""

    records: list[Satrec]
    places: tuple[tuple[float, float, float], ...]
    days: float
    mask: float = 10.0

    @cached_property
    def span(self) -> Span:
        """From the start."""
        return span(START, self.days)

    @cached_property
    def sites(self) -> Sites:
        """The places as the search takes them."""
        latitude, longitude, height = np.array(self.places).T
        place, zenith = station_vectors(np.radians(latitude), np.radians(longitude), height)
        return Sites(place, zenith, np.full(len(self.places), np.radians(self.mask)))

    @property
    def pairs(self) -> int:
        """Satellites times places."""
        return len(self.records) * len(self.places)


def job(name: str) -> Job:
    """A, A1 (the same over Svalbard), B, C or D."""
    if name in ("A", "A1"):
        return Job([satellite(1, 650.0, 97.99, 60.0, 0.0, eccentricity=0.001)], ((52.0, 5.0, 0.0),) if name == "A" else (PLACES[0],), 30.0)
    if name == "B":
        return Job(shell(1, 50, 650.0, 97.99) + shell(51, 50, 550.0, 53.0), places(20), 1.0)
    if name in ("C", "D"):
        return Job(mixture(1000 if name == "C" else 10_000), places(50 if name == "C" else 200), 1.0)
    raise ValueError(f"no job {name!r}: A, A1, B, C, D")


# --- the slow answer --------------------------------------------------------------------------------------------------
class Elevation:
    """Elevation of a satellite above a place, deg, at seconds after the start, by skyfield; sidereal time and precession set aside as `find_events` does."""

    def __init__(self, record: Satrec, place: tuple[float, float, float], within: Span) -> None:
        self.scale = timescale()
        latitude, longitude, height = place
        self.difference = EarthSatellite.from_satrec(record, self.scale) - wgs84.latlon(latitude, longitude, height)
        self.begin = self.scale.from_datetime(within.start)

    def __call__(self, seconds: np.ndarray) -> np.ndarray:
        """deg"""
        time = self.scale.tt_jd(self.begin.whole, self.begin.tt_fraction + np.asarray(seconds) / DAY)
        time.gast = time.tt * 0.0
        time.M = time.MT = np.eye(3)
        return np.asarray(self.difference.at(time).altaz()[0].degrees)


def dense_windows(record: Satrec, place: tuple[float, float, float], within: Span, mask: float, step: float = 20.0) -> np.ndarray:
    """Rise and set of every window of a pair, s, (windows, 2): looks every `step`, golden section for extremes, bisection. Cut at the ends of the span."""
    elevation = Elevation(record, place, within)
    time = np.append(np.arange(0.0, within.seconds, step), within.seconds)
    height = elevation(time)
    for sign in (1.0, -1.0):  # the highest points between samples, then the lowest
        inner = sign * height
        turn = 1 + np.flatnonzero((inner[1:-1] >= inner[:-2]) & (inner[1:-1] >= inner[2:]))
        turn = turn[sign * (height[turn] - mask) > -5.0] if sign > 0 else turn[height[turn] > mask - 0.5]
        if len(turn):
            found = _golden(lambda at: sign * elevation(at), time[turn - 1], time[turn + 1])  # noqa: B023 - used at once
            time, keep = np.unique(np.append(time, found), return_index=True)
            height = np.append(height, elevation(found))[keep]
    above = height > mask
    change = np.flatnonzero(above[1:] != above[:-1])
    low, high, rising = time[change], time[change + 1], above[change + 1]
    for _ in range(24):
        middle = 0.5 * (low + high)
        later = (elevation(middle) > mask) != rising if len(middle) else np.empty(0, dtype=bool)
        low, high = np.where(later, middle, low), np.where(later, high, middle)
    crossing = 0.5 * (low + high)
    rises = np.concatenate([[0.0] if above[0] else [], crossing[rising]])
    sets = np.concatenate([crossing[~rising], [within.seconds] if above[-1] else []])
    return np.stack([rises, sets], axis=1)


def _golden(function, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Places of maxima between ends."""
    share = 0.5 * (np.sqrt(5.0) - 1.0)
    for _ in range(24):
        left, right = high - share * (high - low), low + share * (high - low)
        rising = function(left) < function(right)
        low, high = np.where(rising, left, low), np.where(rising, high, right)
    return 0.5 * (low + high)
