"""Time and place: the span that is searched, the turn of the Earth through it, and where stations stand. Skyfield's time scale and frames.

Skyfield's `find_events` works in the pseudo-Earth-fixed frame: the true-equator, mean-equinox frame of SGP4 turned by Greenwich mean
sidereal time of 1982 from UT1, without polar motion; precession and nutation cancel. So does this. No light time, no refraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.core.errors import InputError
from orbital.physics.ground_contact import unit_vectors

if TYPE_CHECKING:
    from skyfield.timelib import Time, Timescale

DAY = 86400.0
TABLE_STEP = 0.25 * DAY
"""Between the instants at which skyfield is asked for sidereal time. UT1 drifts by a millisecond a day and is interpolated between."""
LONGEST = 36525.0
"""Days; a longer span is a slip."""

FloatArray = NDArray[np.float64]


@cache
def timescale() -> Timescale:
    """Skyfield's time scale with the Earth orientation and leap seconds that it ships: nothing is downloaded."""
    from skyfield.api import load

    return load.timescale(builtin=True)


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """A stretch of time. Times in it are seconds after `start`, of TT, whose seconds are those of UTC between leap seconds."""

    start: datetime
    """UTC"""
    seconds: float
    whole: float
    """Julian date of the start, UTC, as SGP4 takes it: its whole days ..."""
    fraction: float
    """... and the rest."""
    turn: float
    """Greenwich mean sidereal time at the start, rad"""
    turn_rate: float
    """rad/s"""
    turn_residual: FloatArray
    """rad, every `TABLE_STEP`: what the turn is ahead of turn + rate x time"""

    @property
    def days(self) -> float:
        """How long it is."""
        return self.seconds / DAY

    def sidereal_angle(self, time: FloatArray) -> FloatArray:
        """Greenwich mean sidereal time of 1982 at times after the start, rad, not reduced.

        Source: Vallado et al. 2006, AIAA 2006-6753, appendix C; UT1 from skyfield.
        """
        place = time / TABLE_STEP
        cell = np.clip(np.floor(place).astype(np.int64), 0, len(self.turn_residual) - 2)
        low = self.turn_residual[cell]
        return self.turn + self.turn_rate * time + low + (place - cell) * (self.turn_residual[cell + 1] - low)

    def utc(self, time: FloatArray) -> NDArray[np.datetime64]:
        """Times after the start as UTC to the microsecond."""
        begin = np.datetime64(self.start.replace(tzinfo=None), "us")
        found: NDArray[np.datetime64] = begin + np.round(np.asarray(time) * 1e6).astype("timedelta64[us]")
        return found


def span(start: str | datetime | Time, days: float) -> Span:
    """A span from its start (UTC where nothing else is said) and its length in days.

    Raises `InputError` for a start that is no date, a length that is not positive and finite, and a leap second inside.
    """
    if not (isinstance(days, (int, float, np.integer, np.floating)) and np.isfinite(days) and 0.0 < days <= LONGEST):
        raise InputError(f"days = {days!r}: allowed is a number above 0 and up to {LONGEST:g}")
    begin = _utc(start)
    scale = timescale()
    first = scale.from_datetime(begin)
    seconds = float(days) * DAY
    leap = float(first._leap_seconds())
    if float(scale.tt_jd(first.whole, first.tt_fraction + days)._leap_seconds()) != leap:
        raise InputError(f"start = {begin:%Y-%m-%d}, days = {days:g}: a leap second lies within; let one span end and another begin there")
    time: FloatArray = np.arange(int(np.ceil(seconds / TABLE_STEP)) + 1) * np.float64(TABLE_STEP)
    turn = _sidereal_angles(first, time)
    rate = float((turn[-1] - turn[0]) / time[-1])
    return Span(begin, seconds, float(first.whole), float(first.tai_fraction - leap / DAY), float(turn[0]), rate, turn - turn[0] - rate * time)


def _sidereal_angles(first: Time, time: FloatArray) -> FloatArray:
    from skyfield.sgp4lib import theta_GMST1982

    instants = timescale().tt_jd(first.whole, first.tt_fraction + time / DAY)
    angle: FloatArray = np.unwrap(theta_GMST1982(instants.whole, instants.ut1_fraction)[0])  # a quarter of a turn from one to the next
    return angle


def _utc(start: Any) -> datetime:
    """A start as UTC: an ISO date or date and time, a datetime, a skyfield Time, numpy's datetime64."""
    if isinstance(start, np.datetime64):
        start = str(start)
    if isinstance(start, str):
        try:
            start = datetime.fromisoformat(start.strip())
        except ValueError:
            raise InputError(f"start = {start!r}: a date is written 2026-01-01 or 2026-01-01T12:00:00, UTC where no offset is given") from None
    elif hasattr(start, "utc_datetime"):
        if getattr(start, "shape", ()):
            raise InputError(f"start is {len(start)} instants; one is wanted")
        start = start.utc_datetime()
    if not isinstance(start, datetime):
        raise InputError(f"start = {start!r}: a date is wanted, as in '2026-01-01', a datetime or a skyfield Time")
    begin: datetime = start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)
    if not datetime(1957, 1, 1, tzinfo=UTC) <= begin <= datetime(2200, 1, 1, tzinfo=UTC):
        raise InputError(f"start = {begin:%Y-%m-%d}: allowed is 1957 to 2200")
    return begin


def station_vectors(latitude: FloatArray, longitude: FloatArray, height: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Where stations stand, Earth-fixed, m, and the direction of their zenith, each (stations, 3): as skyfield's `wgs84` places them."""
    from skyfield.api import wgs84

    places = wgs84.latlon(np.degrees(latitude), np.degrees(longitude), height)
    return np.ascontiguousarray(places.itrs_xyz.m.T), unit_vectors(latitude, longitude)
