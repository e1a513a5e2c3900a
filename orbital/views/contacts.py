"""Contact windows and what they come to, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.views.tables import table
from orbital.views.words import words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from orbital.analysis.orbits.contact_windows import ContactStatistics, ContactWindows

SHOWN = 30
"""Rows of a table on a screen."""


def print_windows(found: ContactWindows, console: Console) -> None:
    """The sentence, and the first windows."""
    from rich.markup import escape

    console.print(repr(found))
    rows = table("", "satellite", "station", "rise (UTC)", "highest", "set", "minutes", "deg", "km then", "cut by")
    for column in rows.columns[:2]:
        column.justify = "left"
    rows.columns[2].no_wrap = True
    first = type(found)(found.satellites, found.stations, found.span, found.windows.at(slice(0, SHOWN)), ())
    satellite, station, rise, culmination, fall, highest, _, closest, _, clipped = first.columns().values()
    for k in range(len(first)):
        minutes = first.windows.duration[k] / 60.0
        times = (_second(rise[k]), _second(culmination[k])[11:], _second(fall[k])[11:])
        rows.add_row(escape(satellite[k]), escape(station[k]), *times, f"{minutes:.2f}", f"{highest[k]:.1f}", f"{closest[k]:,.0f}", str(clipped[k]))
    console.print(rows)
    if len(found) > SHOWN:
        console.print(f"{len(found) - SHOWN:,} more: --csv FILE writes them all, --statistics sums them up")


def print_statistics(found: ContactStatistics, console: Console) -> None:
    """The sentence, the sums over all satellites, and the stations and satellites."""
    from rich.markup import escape

    console.print(repr(found))
    sums = table("", "over all satellites", "")
    for name, value in found.summary().items():
        sums.add_row(escape(words(name)), f"{value:.1%}" if name == "contact_fraction" else f"{value:,.6g}")
    console.print(sums)
    console.print(_columns(found.by_station, "stations"))
    console.print(_columns(found.by_satellite, "satellites"))


def _columns(columns: dict[str, NDArray[Any]], title: str) -> Table:
    from rich.markup import escape

    names = list(columns)
    found = table(title, *(escape(words(name)) for name in names))
    found.columns[0].justify = "left"
    count = len(columns[names[0]])
    for k in range(min(count, SHOWN)):
        found.add_row(*(escape(columns[name][k]) if columns[name].dtype == object else f"{columns[name][k]:,.4g}" for name in names))
    if count > SHOWN:
        found.caption = f"{count - SHOWN:,} more: --json has them all"
    return found


def _second(moment: np.datetime64) -> str:
    """A time to the second."""
    return str((moment + np.timedelta64(500, "ms")).astype("datetime64[s]")).replace("T", " ")
