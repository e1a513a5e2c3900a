"""What many windows come to, without keeping them: shares of time, passes, gaps, satellites in view. Chunk after chunk, in bounded memory."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from orbital.physics.contacts.frames import DAY, FloatArray
from orbital.physics.contacts.search import Windows

GAP_BINS = 2000
"""Of the gap distribution, in equal ratios from `SHORTEST_GAP` to the span."""
SHORTEST_GAP = 1.0
"""s; shorter gaps count in the first bin"""
FINEST = 10.0
"""s between the instants at which satellites in view are counted; farther apart where a longer span over many stations would take too much room"""
MOST_COUNTS = 4_000_000


class Contacts(NamedTuple):
    """Stretches in which a satellite sees at least one station: windows joined where they overlap, by satellite and time."""

    satellite: NDArray[np.int32]
    begin: FloatArray
    end: FloatArray


def union(windows: Windows) -> Contacts:
    """The windows of each satellite over all stations, overlaps joined."""
    if not len(windows):
        return Contacts(windows.satellite, windows.rise, windows.set)
    order = np.lexsort((windows.rise, windows.satellite))
    satellite, rise, end = windows.satellite[order], windows.rise[order], windows.set[order]
    shift = (satellite - satellite[0]) * (2.0 * float(end.max()) + 1.0)  # so that one running maximum serves all
    latest = np.maximum.accumulate(end + shift)
    first = np.flatnonzero(np.append(True, (rise + shift)[1:] > latest[:-1]))
    last = np.append(first[1:], len(rise)) - 1
    return Contacts(satellite[first], rise[first], latest[last] - shift[last])


class Coverage:
    """Sums over windows, fed chunk by chunk."""

    def __init__(self, satellites: int, stations: int, seconds: float) -> None:
        self.seconds = seconds
        self.contact_time = np.zeros(satellites)
        self.contacts = np.zeros(satellites, dtype=np.int64)
        self.passes = np.zeros(satellites, dtype=np.int64)
        self.longest_gap = np.zeros(satellites)
        self.squared_gaps = np.zeros(satellites)
        self.station_passes = np.zeros(stations, dtype=np.int64)
        self.station_time = np.zeros(stations)
        self.gap_edges = np.geomspace(min(SHORTEST_GAP, 0.5 * seconds), seconds, GAP_BINS + 1)
        self.gap_counts = np.zeros(GAP_BINS, dtype=np.int64)
        self.step = max(FINEST, seconds * stations / MOST_COUNTS)
        self._changes = np.zeros((stations, int(np.ceil(seconds / self.step)) + 2), dtype=np.int32)

    def add(self, numbers: range, windows: Windows) -> None:
        """The windows of these satellites; each satellite once."""
        stations, instants = self._changes.shape
        self.passes += np.bincount(windows.satellite, minlength=len(self.passes))
        self.station_passes += np.bincount(windows.station, minlength=stations)
        self.station_time += np.bincount(windows.station, weights=windows.duration, minlength=stations)
        for when, sign in ((windows.rise, 1), (windows.set, -1)):
            at = windows.station.astype(np.int64) * instants + np.ceil(when / self.step).astype(np.int64)
            self._changes += sign * np.bincount(at, minlength=stations * instants).astype(np.int32).reshape(stations, instants)
        self._add_contacts(numbers, union(windows))

    def _add_contacts(self, numbers: range, joined: Contacts) -> None:
        self.contact_time += np.bincount(joined.satellite, weights=joined.end - joined.begin, minlength=len(self.passes))
        self.contacts += np.bincount(joined.satellite, minlength=len(self.passes))
        every = np.array(numbers, dtype=np.int32)  # gaps run from the span's start or a contact's end to a contact's begin or the span's end
        owner, since = np.concatenate([every, joined.satellite]), np.concatenate([np.zeros(len(every)), joined.end])
        until = np.concatenate([np.full(len(every), self.seconds), joined.begin])
        starts, ends = np.lexsort((since, owner)), np.lexsort((until, owner))
        gap = until[ends] - since[starts]
        satellite, gap = owner[ends][gap > 0.0], gap[gap > 0.0]
        np.maximum.at(self.longest_gap, satellite, gap)
        self.squared_gaps += np.bincount(satellite, weights=gap * gap, minlength=len(self.passes))
        inside = np.clip(np.searchsorted(self.gap_edges, gap, side="right") - 1, 0, GAP_BINS - 1)
        self.gap_counts += np.bincount(inside, minlength=GAP_BINS)

    # --- what they come to ---
    @property
    def contact_fraction(self) -> FloatArray:
        """Share of the span in which each satellite sees a station."""
        return self.contact_time / self.seconds

    @property
    def passes_per_day(self) -> FloatArray:
        """Passes of each satellite over all stations, overlapping ones counted apart."""
        return self.passes / (self.seconds / DAY)

    @property
    def mean_wait(self) -> FloatArray:
        """Mean time until the next contact from a random moment, s: sum of gap^2 / 2 over the span; the gap at its end is taken to end with it."""
        return 0.5 * self.squared_gaps / self.seconds

    def gap_quantile(self, q: float) -> float:
        """A quantile of the gaps of all satellites, s, to 0.6 % at one day; NaN where there is none. Gaps cut by the span's ends count as they are."""
        total = int(self.gap_counts.sum())
        if not total:
            return float("nan")
        k = int(np.searchsorted(np.cumsum(self.gap_counts), q * total))
        return min(float(self.gap_edges[min(k, GAP_BINS - 1) + 1]), float(self.longest_gap.max()))

    @property
    def satellites_in_view(self) -> NDArray[np.int32]:
        """How many satellites each station sees, (stations, instants), every `step` from the start and before the end, where every window is cut."""
        counts: NDArray[np.int32] = np.cumsum(self._changes, axis=1, dtype=np.int32)[:, : int(np.ceil(self.seconds / self.step))]
        return counts

    @property
    def mean_in_view(self) -> FloatArray:
        """Satellites each station sees on average."""
        return self.station_time / self.seconds
