"""Contact windows of satellites over stations: as a table, as a stream by chunks, or as statistics without the table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.compare import number
from orbital.analysis.orbits.contact_inputs import chosen_satellites, chosen_stations
from orbital.core.errors import InputError
from orbital.core.parse import parse_quantity
from orbital.core.progress import progress_bar
from orbital.physics.contacts.coverage import Coverage
from orbital.physics.contacts.elements import check_span
from orbital.physics.contacts.frames import Span, span, station_vectors
from orbital.physics.contacts.search import Sites, Windows, joined
from orbital.physics.contacts.stations import ELEVATION
from orbital.physics.contacts.windows import search_by_chunk

if TYPE_CHECKING:
    import pandas as pd

CLIPPED = np.array(["", "start", "end", "both"])
"""Which end of the span cut a window."""
COLUMNS = (
    "satellite", "station", "rise", "culmination", "set", "max_elevation [deg]", "rise_range [km]", "culmination_range [km]", "set_range [km]", "clipped",
)  # fmt: skip
LARGEST_TABLE = 20_000_000
"""Windows that are kept as one table; more are for the stream, a CSV file or the statistics."""


@dataclass(frozen=True, eq=False)
class ContactWindows:
    """Windows of satellites over stations in a span, by satellite, station and time; and what was wrong with the input."""

    satellites: tuple[str, ...]
    stations: tuple[str, ...]
    span: Span
    windows: Windows
    faults: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.windows)

    def columns(self) -> dict[str, NDArray[Any]]:
        """What `to_frame` shows, by column: names, UTC times to the microsecond, degrees, kilometers."""
        w = self.windows
        times = (self.span.utc(w.rise), self.span.utc(w.culmination), self.span.utc(w.set))
        ranges = (w.rise_range / 1e3, w.culmination_range / 1e3, w.set_range / 1e3)
        who = (np.array(self.satellites, dtype=object)[w.satellite], np.array(self.stations, dtype=object)[w.station])
        return dict(zip(COLUMNS, (*who, *times, np.degrees(w.max_elevation), *ranges, CLIPPED[w.clipped]), strict=True))

    def to_frame(self) -> pd.DataFrame:
        """One row a window."""
        import pandas as pd

        return pd.DataFrame(self.columns())

    def to_dict(self) -> dict[str, Any]:
        """Plain lists, times as ISO text in UTC."""
        found = {name: column.astype(str).tolist() if column.dtype.kind in "MU" else column.tolist() for name, column in self.columns().items()}
        return {"start": self.span.start.isoformat(), "days": self.span.days, "windows": found, "faults": list(self.faults)}

    def __repr__(self) -> str:
        hours = float(self.windows.duration.sum()) / 3600.0
        said = f"; {len(self.faults)} faults" if self.faults else ""
        return f"{_windows_of(self, len(self))}, {hours:,.1f} h of contact{said}"


class ContactJob:
    """Satellites, stations, a span and a mask, checked once; then asked for a table, a stream or statistics."""

    def __init__(
        self,
        satellites: Any,
        stations: Any,
        start: str | datetime,
        days: float = 1.0,
        min_elevation: str | float = "10 deg",
        *,
        count: int | None = None,
        compiled: bool | None = None,
    ) -> None:
        self.span = span(start, days)
        self.satellites = chosen_satellites(satellites, self.span, count)
        self.stations = chosen_stations(stations)
        mask = float(parse_quantity(min_elevation, ELEVATION, "min_elevation"))
        masks = np.where(np.isnan(self.stations.min_elevation), mask, self.stations.min_elevation)
        self.sites = Sites(*station_vectors(self.stations.latitude, self.stations.longitude, self.stations.height), masks)
        self.compiled = compiled
        aged = check_span(self.satellites, self.span.whole + self.span.fraction, self.span.days)
        self.faults: list[str] = [*self.satellites.faults, *aged]
        """What was wrong with the input; grows by what SGP4 refuses as the search goes on."""

    def parts(self, progress: bool = False) -> Iterator[tuple[range, Windows]]:
        """Windows of consecutive satellites, chunk by chunk: never more than a chunk in memory."""
        with progress_bar("satellites", len(self.satellites), progress) as advance:
            for numbers, windows, refused in search_by_chunk(self.satellites.records, self.sites, self.span, self.compiled):
                self.faults += [f"{self.satellites.names[k]}: {why}" for k, why in refused.items()]
                yield numbers, windows
                advance(len(numbers))

    def table(self, progress: bool = False) -> ContactWindows:
        """All windows as one table."""
        parts, total = [], 0
        for _, windows in self.parts(progress):
            parts.append(windows)
            total += len(windows)
            if total > LARGEST_TABLE:
                raise InputError(f"more than {LARGEST_TABLE:,} windows: take them by chunks, as a CSV file or as statistics")
        return ContactWindows(self.satellites.names, self.stations.names, self.span, joined(parts), tuple(self.faults))

    def chunks(self, progress: bool = False) -> Iterator[ContactWindows]:
        """The table in chunks."""
        for _, windows in self.parts(progress):
            yield ContactWindows(self.satellites.names, self.stations.names, self.span, windows, tuple(self.faults))

    def to_csv(self, path: str | Path, progress: bool = False) -> int:
        """Write every window to a CSV file, chunk by chunk; how many there were. A file cut short by an interruption is left with `.part` at its end.

        What is there already and no plain file (a pipe, `/dev/stdout`, a link) is written into as it stands.
        """
        path, count = Path(path), 0
        in_place = path.is_symlink() or (path.exists() and not path.is_file())
        part = path if in_place else path.with_name(path.name + ".part")
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for chunk in self.chunks(progress):
                writer.writerows(zip(*(_written(column) for column in chunk.columns().values()), strict=True))
                count += len(chunk)
        if not in_place:
            part.replace(path)
        return count

    def statistics(self, progress: bool = False) -> ContactStatistics:
        """Shares, gaps and satellites in view, without the table."""
        coverage = Coverage(len(self.satellites), len(self.stations), self.span.seconds)
        for numbers, windows in self.parts(progress):
            coverage.add(numbers, windows)
        return ContactStatistics(self.satellites.names, self.stations.names, self.span, coverage, tuple(self.faults))


@dataclass(frozen=True, eq=False)
class ContactStatistics:
    """What the windows of a job come to: by satellite, by station, and over all."""

    satellites: tuple[str, ...]
    stations: tuple[str, ...]
    span: Span
    coverage: Coverage
    faults: tuple[str, ...]

    @cached_property
    def by_satellite(self) -> dict[str, NDArray[Any]]:
        """Share of time in contact with any station, passes, longest gap, mean wait for contact."""
        c = self.coverage
        return {
            "satellite": np.array(self.satellites, dtype=object),
            "contact_fraction": c.contact_fraction,
            "passes_per_day": c.passes_per_day,
            "longest_gap [min]": c.longest_gap / 60.0,
            "mean_wait [min]": c.mean_wait / 60.0,
        }

    @cached_property
    def by_station(self) -> dict[str, NDArray[Any]]:
        """Passes, satellites in view (mean, fewest, most) and the share of time with any."""
        c = self.coverage
        seen = c.satellites_in_view
        return {
            "station": np.array(self.stations, dtype=object),
            "passes_per_day": c.station_passes / self.span.days,
            "satellites_in_view": c.mean_in_view,
            "fewest_in_view": seen.min(axis=1),
            "most_in_view": seen.max(axis=1),
            "share_with_any": (seen > 0).mean(axis=1),
        }

    def to_frame(self, by: str = "satellite") -> pd.DataFrame:
        """One row a satellite or a station."""
        import pandas as pd

        if by not in ("satellite", "station"):
            raise InputError(f"by = {by!r}: allowed is satellite or station")
        return pd.DataFrame(self.by_satellite if by == "satellite" else self.by_station)

    def summary(self) -> dict[str, float]:
        """Over all satellites: mean contact share, passes a day, quantiles of the gaps and the longest, mean wait."""
        c = self.coverage
        return {
            "windows": float(c.passes.sum()),
            "contact_fraction": float(c.contact_fraction.mean()),
            "passes_per_day": float(c.passes_per_day.mean()),
            "satellites_without_contact": float((c.passes == 0).sum()),
            **{f"gap_P{100 * q:g} [min]": c.gap_quantile(q) / 60.0 for q in (0.5, 0.95, 0.99)},
            "longest_gap [min]": float(c.longest_gap.max()) / 60.0,
            "mean_wait [min]": float(c.mean_wait.mean()) / 60.0,
        }

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers; a missing one is None."""
        tables = {
            name: {key: [number(x) if isinstance(x, float) else x for x in column.tolist()] for key, column in table.items()}
            for name, table in (("by_satellite", self.by_satellite), ("by_station", self.by_station))
        }
        summary = {key: number(value) for key, value in self.summary().items()}
        return {
            "start": self.span.start.isoformat(), "days": self.span.days, "summary": summary, **tables, "in_view_every_s": self.coverage.step,
            "faults": list(self.faults),
        }  # fmt: skip

    def __repr__(self) -> str:
        s = self.summary()
        found = _windows_of(self, int(s["windows"]))
        return f"{found}: in contact {s['contact_fraction']:.1%} of the time, longest gap {s['longest_gap [min]']:,.0f} min"


def contact_windows(
    satellites: Any,
    stations: Any,
    start: str | datetime,
    days: float = 1.0,
    min_elevation: str | float = "10 deg",
    *,
    count: int | None = None,
    compiled: bool | None = None,
    progress: bool = False,
) -> ContactWindows:
    """Every window in which a satellite stands above a station's least elevation, as one table.

    satellites : skyfield `EarthSatellite` objects, the path of a file of elements (TLE or OMM), a scenario or the name of a design
        (its fleet; `count` takes so many satellites instead), or `Satellites`.
    stations : skyfield positions (`wgs84.latlon`), the name of a ground network, the path of a CSV file, coordinates, or `Stations`.
    start : UTC where no offset is given; days : length of the span.
    min_elevation : of stations that have none of their own.
    compiled : by numba's search or by NumPy's; None takes numba's for large jobs where it is installed. They differ by microseconds; by
        some tens where a mask within a degree of the zenith is grazed.

    Rise and set are the moments skyfield's `altaz` gives the elevation: SGP4, sidereal time from UT1, WGS 84, no refraction, no light time; within
    0.1 ms of them (tests). A window under way at an end of the span is cut there, and flagged. Raises `InputError`.
    """
    return ContactJob(satellites, stations, start, days, min_elevation, count=count, compiled=compiled).table(progress)


def contact_statistics(
    satellites: Any,
    stations: Any,
    start: str | datetime,
    days: float = 1.0,
    min_elevation: str | float = "10 deg",
    *,
    count: int | None = None,
    compiled: bool | None = None,
    progress: bool = False,
) -> ContactStatistics:
    """What the windows come to, without keeping them: contact shares, passes, gaps, satellites in view. Arguments as in `contact_windows`."""
    return ContactJob(satellites, stations, start, days, min_elevation, count=count, compiled=compiled).statistics(progress)


def _windows_of(found: ContactWindows | ContactStatistics, count: int) -> str:
    """How many windows, of what, and when, in words."""
    when = f"{found.span.days:g} days from {found.span.start:%Y-%m-%d %H:%M:%S} UTC"
    return f"{count:,} windows of {len(found.satellites):,} satellites over {len(found.stations):,} stations in {when}"


def _written(column: NDArray[Any]) -> list[Any]:
    """A column as CSV writes it: times to the microsecond in UTC, numbers to six digits after the point at most."""
    if column.dtype.kind == "M":
        return [f"{text}Z" for text in column.astype(str).tolist()]
    written: list[Any] = np.round(column, 6).tolist() if column.dtype.kind == "f" else column.tolist()
    return written
