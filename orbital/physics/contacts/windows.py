"""Contact windows of any number of satellites, in chunks of bounded memory, by the compiled search or by NumPy's."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.core.errors import InputError
from orbital.physics.contacts.frames import DAY, TABLE_STEP, FloatArray, Span
from orbital.physics.contacts.search import Search, Sites, Windows, joined
from orbital.physics.contacts.track import NODES, Track, earth_fixed, node_times, nodes, segment_length, to_coefficients, to_samples, track

if TYPE_CHECKING:
    from sgp4.api import Satrec

CHUNK_BYTES = 2**24
"""Room for the windows of a chunk."""
CHUNK_NUMPY = 32
"""Satellites that NumPy searches at once: enough that its calls are few, few enough to stay in the cache."""
MOST_LOOKS = 2**20
"""Samples x stations that NumPy looks at at once, some 100 bytes each; of more, satellites and then stations are taken in turn."""
WORTH_COMPILING = 20_000.0
"""Pairs x days from which the compiled search is fetched: about half a second of NumPy, as long as its loading."""
COMPILED = "orbital.physics.contacts.compiled"
ROW_BYTES = 72
SHARES = 4
"""Calls a thread takes of a chunk, about."""


def choose_compiled(compiled: bool | None, records: int, stations: int, days: float) -> bool:
    """Whether the compiled search serves a job: as asked; else where numba is there, and the job is worth it or the search already loaded."""
    if compiled is None:
        return COMPILED in sys.modules or (find_spec("numba") is not None and records * stations * days >= WORTH_COMPILING)
    if compiled and find_spec("numba") is None:
        raise InputError("compiled = True: numba is not installed: pip install 'orbital[fast]', or leave it to NumPy")
    return compiled


def search_by_chunk(records: Sequence[Satrec], sites: Sites, span: Span, compiled: bool | None = None) -> Iterator[tuple[range, Windows, dict[int, str]]]:
    """The windows of consecutive satellites, chunk by chunk, with what SGP4 refused by satellite: from when, and why. Windows until then are kept."""
    fast = choose_compiled(compiled, len(records), len(sites.mask), span.days)
    chunk = min(chunk_size(records, len(sites.mask), span), 1000 if fast else CHUNK_NUMPY)
    for first in range(0, len(records), chunk):
        numbers = range(first, min(first + chunk, len(records)))
        windows, faults = (_compiled if fast else _numpy)(records, numbers, sites, span)
        yield numbers, windows, faults


def chunk_size(records: Sequence[Satrec], stations: int, span: Span) -> int:
    """Satellites whose windows fit into a chunk."""
    return max(1, CHUNK_BYTES // (ROW_BYTES * _room(records, stations, span)))


def _room(records: Sequence[Satrec], stations: int, span: Span) -> int:
    """Windows the fastest of the satellites may have over all stations, at a guess; where there are more, the search is run again with what it asks for."""
    revolutions = max(record.no_kozai for record in records) * 1440.0 / (2.0 * np.pi) * span.days
    return int(stations * (0.35 * revolutions + 3.0)) + 8


# --- NumPy ------------------------------------------------------------------------------------------------------------
def _numpy(records: Sequence[Satrec], numbers: Sequence[int], sites: Sites, span: Span) -> tuple[Windows, dict[int, str]]:
    tracks, kept, faults = [], [], {}
    for number in numbers:
        found, fault = satellite_track(records[number], span)
        if fault:
            faults[number] = fault
        if found is not None:
            tracks.append(found)
            kept.append(number)
    if not tracks:
        return empty_windows(), faults
    windows = joined(list(_search_in_turn(tracks, sites)))
    windows.satellite[:] = np.array(kept, dtype=np.int32)[windows.satellite]
    return windows, faults


def _search_in_turn(tracks: Sequence[Track], sites: Sites) -> Iterator[Windows]:
    """The windows of tracks by NumPy, `MOST_LOOKS` at a time: of several tracks over all stations, or of one over some of them."""
    looks = np.cumsum([len(track.time) * len(sites.mask) for track in tracks])
    first = 0
    while first < len(tracks):
        before = looks[first - 1] if first else 0
        end = max(int(np.searchsorted(looks, before + MOST_LOOKS, side="right")), first + 1)
        some = len(sites.mask) if end > first + 1 else max(MOST_LOOKS // len(tracks[first].time), 1)
        for station in range(0, len(sites.mask), some):
            within = slice(station, station + some)
            windows = Search(tracks[first:end], Sites(sites.place[within], sites.zenith[within], sites.mask[within])).windows()
            windows.satellite[:] += first
            windows.station[:] += station
            yield windows
        first = end


def satellite_track(record: Satrec, span: Span) -> tuple[Track | None, str]:
    """A satellite's track, up to the first segment where SGP4 gives an error; None where that is the first. And what went wrong."""
    length = float(segment_length(np.array(120.0 * np.pi / record.no_kozai), np.array(record.ecco)))
    time = node_times(span.seconds, length)
    errors, inertial, _ = record.sgp4_array(np.full(time.size, span.whole), span.fraction + time.ravel() / DAY)
    fault, good = "", len(time)
    wrong = np.flatnonzero(errors)
    if len(wrong):
        from sgp4.api import SGP4_ERRORS

        good = int(wrong[0]) // NODES
        fault = f"{SGP4_ERRORS[int(errors[wrong[0]])]} ({span.utc(time.ravel()[wrong[0]])} UTC)"
        fault += f"; windows are given until {span.utc(np.array(good * length))}" if good else "; no windows are given"
    if not good:
        return None, fault
    time, inertial = time[:good], inertial.reshape(-1, NODES, 3)[:good]
    positions = earth_fixed(1000.0 * inertial, span.sidereal_angle(time))
    return track(positions, length, span.seconds), fault


def empty_windows() -> Windows:
    """No windows."""
    whole, real = np.empty(0, dtype=np.int32), np.empty(0)
    return Windows(whole, whole, real, real, real, real, real, real, real, np.empty(0, dtype=np.uint8))


# --- compiled ---------------------------------------------------------------------------------------------------------
def _compiled(records: Sequence[Satrec], numbers: Sequence[int], sites: Sites, span: Span) -> tuple[Windows, dict[int, str]]:
    """Orbits below 225 minutes by the compiled search; deeper ones, and those with an SGP4 error, by NumPy's."""
    near = [number for number in numbers if records[number].method == "n"]
    others = [number for number in numbers if records[number].method != "n"]
    parts = []
    if near:
        windows, refused = _near_earth([records[number] for number in near], np.array(near, dtype=np.int32), sites, span)
        parts.append(windows)
        others = sorted(others + refused)
    faults: dict[int, str] = {}
    for first in range(0, len(others), CHUNK_NUMPY):
        windows, wrong = _numpy(records, others[first : first + CHUNK_NUMPY], sites, span)
        parts.append(windows)
        faults |= wrong
    if len(parts) == 1:
        return parts[0], faults
    windows = joined(parts)
    return windows.at(np.argsort(windows.satellite, kind="stable")), faults


def _near_earth(records: Sequence[Satrec], numbers: NDArray[np.int32], sites: Sites, span: Span) -> tuple[Windows, list[int]]:
    from orbital.physics.contacts.compiled import COLUMNS, search_near_earth
    from orbital.physics.contacts.near_earth import constants

    period = np.array([120.0 * np.pi / record.no_kozai for record in records])
    length = segment_length(period, np.array([record.ecco for record in records]))
    segments = np.maximum(np.ceil(span.seconds / length), 1.0).astype(np.int64)
    minutes = np.array([(span.whole - record.jdsatepoch) + (span.fraction - record.jdsatepochF) for record in records]) * 1440.0
    turn = np.concatenate([[span.turn, span.turn_rate], span.turn_residual])
    values = constants(records)
    room, counts = _room(records, len(sites.mask), span), np.zeros(len(records), dtype=np.int64)
    while True:
        rows, station = np.empty((len(records), room, COLUMNS)), np.empty((len(records), room), dtype=np.int32)
        calls = [
            (
                values[some], minutes[some], length[some], segments[some], span.seconds, turn, TABLE_STEP, nodes(), _fit(), sites.place, sites.zenith,
                sites.mask, rows[some], station[some], counts[some],
            )
            for some in _shares(len(records))
        ]  # fmt: skip
        _in_threads(search_near_earth, calls)
        if counts.max() <= room:
            break
        room = int(counts.max())
    kept = np.arange(room) < counts[:, None]
    found = rows[kept]
    windows = Windows(
        satellite=np.repeat(numbers, np.maximum(counts, 0)),
        station=station[kept],
        rise=found[:, 0].copy(),
        culmination=found[:, 1].copy(),
        set=found[:, 2].copy(),
        max_elevation=np.arcsin(found[:, 3]),
        rise_range=found[:, 4].copy(),
        culmination_range=found[:, 5].copy(),
        set_range=found[:, 6].copy(),
        clipped=found[:, 7].astype(np.uint8),
    )
    return windows, [int(number) for number in numbers[counts < 0]]


def _shares(records: int) -> list[slice]:
    """Satellites of one call each: several calls a thread, so that all end at about the same time."""
    size = -(-records // (SHARES * _threads())) if _threads() > 1 else records
    return [slice(first, first + size) for first in range(0, records, size)]


def _threads() -> int:
    """As numba counts them: `NUMBA_NUM_THREADS`, or the cores this process may use."""
    from numba import config

    return int(config.NUMBA_NUM_THREADS)


def _in_threads(function: Callable[..., None], calls: Sequence[tuple[Any, ...]]) -> None:
    """A compiled function that needs no lock, in threads of Python's own: numba's do not live through a fork, and some of them allow one caller only."""
    if len(calls) == 1:
        function(*calls[0])
        return
    with ThreadPoolExecutor(_threads()) as pool:
        for done in [pool.submit(function, *call) for call in calls]:
            done.result()


def _fit() -> FloatArray:
    """Matrix (NODES, ...) from values at a segment's nodes to its powers, its samples and their slopes."""
    return np.ascontiguousarray(np.concatenate([to_coefficients(), *to_samples()]).T)
