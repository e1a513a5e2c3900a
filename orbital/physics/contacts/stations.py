"""The ground stations whose contacts are asked for: from a CSV file, coordinates, skyfield or a network of the catalog.

A set of stations is taken whole or refused with every fault: no site is lost without a word.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.core.catalog import HEIGHT, LATITUDE, entry
from orbital.core.errors import InputError, UnitError
from orbital.core.parse import parse_quantity
from orbital.core.units import Unit
from orbital.physics.contacts.element_set import NUMBER, shown
from orbital.physics.contacts.elements import file_text, lines_of

EXPECTED = "a CSV file of stations is expected, with a header as name,latitude_deg,longitude_deg,height_m"
LONGITUDE = Unit("rad", "deg", -2.0 * np.pi, 2.0 * np.pi)
"""A turn to either side: files count from -180 or from 0."""
ELEVATION = Unit("rad", "deg", np.radians(-10.0), np.pi / 2.0)
"""A little below the horizon for a station on a mountain."""


@dataclass(frozen=True)
class Column:
    """A column of a file of stations: the names it goes by, its unit, and what a bare number in it is in."""

    names: tuple[str, ...]
    unit: Unit
    bare: str
    needed: bool = False


COLUMNS = {
    "latitude": Column(("latitude_deg", "latitude", "lat", "lat_deg"), LATITUDE, "deg", needed=True),
    "longitude": Column(("longitude_deg", "longitude", "lon", "lon_deg", "lng", "long"), LONGITUDE, "deg", needed=True),
    "height": Column(("height_m", "height", "elevation_m", "elevation", "altitude_m", "altitude", "alt", "alt_m"), HEIGHT, "m"),
    "min_elevation": Column(("min_elevation_deg", "min_elevation", "minimum_elevation_deg", "minimum_elevation", "mask_deg", "mask"), ELEVATION, "deg"),
}
TEXTS = {"name": ("name", "station", "site"), "country": ("country", "country_code")}
ALIASES = {**{alias: key for key, column in COLUMNS.items() for alias in column.names}, **{alias: key for key, all_ in TEXTS.items() for alias in all_}}
DEFAULTS = {"height": 0.0, "min_elevation": np.nan}
"""Sea level: 1 km of height moves the edge of what a station sees by a third of a degree at most. No mask of its own."""
SIMILAR = 0.8
FAR = 1e300
"""Beyond any number of ours, and within a float."""


@dataclass(frozen=True, eq=False)
class Stations:
    """Stations on the WGS 84 ellipsoid, at least one, no two of one name."""

    names: tuple[str, ...]
    """The index, from 0, of a station without a name."""
    latitude: NDArray[np.float64]
    """Geodetic, rad."""
    longitude: NDArray[np.float64]
    """East positive, rad, as given: not reduced to a turn."""
    height: NDArray[np.float64]
    """Above the ellipsoid, m; 0 where not given."""
    min_elevation: NDArray[np.float64]
    """The station's own lowest elevation, rad; NaN where it has none."""
    countries: tuple[str, ...]
    """Empty where not known."""

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class _Row:
    """One station as written: where, the words, and what is given of its quantities."""

    place: str
    name: str
    values: Mapping[str, Any]
    country: str = ""


def _stations(rows: Sequence[_Row], faults: Sequence[str] = (), where: str = "") -> Stations:
    """Read every value of every row; refuse them all if one is wrong."""
    found = list(faults)
    columns: dict[str, list[float]] = {key: [] for key in COLUMNS}
    names: dict[str, str] = {}
    for index, row in enumerate(rows):
        name = row.name or str(index)
        label = f"{row.place}: {shown(name)}" if row.name and row.name not in row.place else row.place
        if name in names:
            found.append(f"{label}: the name of {names[name]} again: each station needs its own")
        names.setdefault(name, row.place)
        for key, column in COLUMNS.items():
            try:
                columns[key].append(_value(row.values.get(key), key, column))
            except UnitError as error:
                found.append(f"{label}: {error}")
    if found:
        raise InputError([where + fault for fault in sorted(found, key=_line)])
    if not rows:
        raise InputError(f"{where}no stations: at least one is expected")
    arrays = {key: np.array(values) for key, values in columns.items()}
    for array in arrays.values():
        array.flags.writeable = False
    return Stations(tuple(names), countries=tuple(row.country for row in rows), **arrays)


def _line(fault: str) -> int:
    """The line a fault names, so that a file's faults stand in its order."""
    match = re.match(r"line (\d+):", fault)
    return int(match.group(1)) if match else 0


def _value(given: Any, name: str, column: Column) -> float:
    """One value in SI: a bare number in degrees or meters, or a number with its unit."""
    text = given.strip() if isinstance(given, str) else given
    if text is None or text == "":
        if column.needed:
            raise UnitError(f"{name} is missing: a number in {column.bare} is expected")
        return DEFAULTS[name]
    if isinstance(text, str) and text[-1:].upper() in tuple("NSEW") and NUMBER.fullmatch(text[:-1].strip().rstrip("°")):
        raise UnitError(f"{name} = {text!r}: write a signed number of degrees, north and east positive")
    if isinstance(text, str) and any(mark in text for mark in "°'\"′″:"):
        raise UnitError(f"{name} = {text!r}: write decimal degrees, as 52.25")
    if isinstance(text, (int, float, np.integer, np.floating)) and not isinstance(text, bool):
        if not -FAR < text < FAR:
            raise UnitError(f"{name} = {text}: allowed is a finite number")
        text = repr(float(text))
    if isinstance(text, str) and NUMBER.fullmatch(text):
        text = f"{text} {column.bare}"
    return float(parse_quantity(text, column.unit, name))


def read_stations(path: str | Path) -> Stations:
    """The stations of a CSV file with a header (separated by comma, semicolon or tab): latitude and longitude in degrees, height in meters.

    Known columns: `name`, `latitude_deg` or `lat`, `longitude_deg` or `lon`, `height_m`, `elevation_m` or `altitude_m`,
    `min_elevation_deg`, `country`, and other spellings of `COLUMNS`. A value may carry its own unit (`0.45 km`). Other columns are
    passed over unless they look like one of these misspelled. Refused whole, with every fault and its line.
    """
    path = Path(path)
    where = f"{path if str(path).isprintable() else repr(str(path))}: "
    lines = [(number, line) for number, line in enumerate(lines_of(file_text(path, EXPECTED)), start=1) if line.strip() and not line.startswith("#")]
    if not lines:
        raise InputError(f"{where}no stations; {EXPECTED}")
    separator = max(",;\t", key=lines[0][1].count)
    faults: list[str] = []
    (number, header), *body = [(number, _cells(line, separator, number, faults)) for number, line in lines]
    keys = _header(header, number, faults)
    if not {"latitude", "longitude"} <= set(keys):
        raise InputError([where + fault for fault in faults])
    rows = []
    for number, row in body:
        if row and len(row) != len(keys):
            faults.append(f"line {number}: {len(row)} values; the header has {len(keys)} columns")
        elif row:
            given = {key: cell for key, cell in zip(keys, row, strict=True) if key}
            rows.append(_Row(f"line {number}", given.get("name", "").strip(), given, given.get("country", "").strip()))
    return _stations(rows, faults, where)


def _cells(line: str, separator: str, number: int, faults: list[str]) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error as error:
        faults.append(f"line {number}: {shown(line)}: not a row of CSV: {error}")
        return []


def _header(cells: Sequence[str], number: int, faults: list[str]) -> list[str]:
    """What each column is: a key of `COLUMNS` or `TEXTS`, or nothing of ours."""
    names = [cell.strip().lower().replace(" ", "_") for cell in cells]
    keys = [ALIASES.get(name, "") for name in names]
    for key, column in COLUMNS.items():
        if column.needed and key not in keys:
            faults.append(f"line {number}: no column for the {key}, as {column.names[0]}; {EXPECTED}")
    for key in dict.fromkeys(key for key in keys if key and keys.count(key) > 1):
        both = " and ".join(name for name, found in zip(names, keys, strict=True) if found == key)
        faults += [f"line {number}: columns {both} both give the {key}"]
    for name, key in zip(names, keys, strict=True):
        close = difflib.get_close_matches(name, ALIASES, n=1, cutoff=SIMILAR)
        if not key and close:
            faults.append(f"line {number}: column {name!r} is not known; did you mean {close[0]!r}?")
    return keys


def from_coordinates(places: Any) -> Stations:
    """Stations from coordinates: `(latitude, longitude)` or `(latitude, longitude, height)`, one or many, or a mapping of names to them.

    Numbers are degrees, north and east positive, and meters; a text with its unit says otherwise: `(52.0, 5.0, "0.1 km")`.
    """
    if isinstance(places, Mapping):
        given = [(str(name), f"station {name!r}", place) for name, place in places.items()]
    else:
        listed = _listed(places)
        single = listed is not None and len(listed) in (2, 3) and all(_listed(part) is None and not isinstance(part, Mapping) for part in listed)
        if listed is None:
            raise InputError(f"stations = {shown(places)}: pairs (latitude, longitude) or triples with the height are expected, in degrees and meters")
        given = [("", f"station {index}", place) for index, place in enumerate([places] if single else listed)]
    faults, rows = [], []
    for name, label, place in given:
        parts = _listed(place)
        if parts is None or len(parts) not in (2, 3):
            faults.append(f"{label} = {shown(place)}: (latitude, longitude) or (latitude, longitude, height) is expected, in degrees and meters")
        else:
            rows.append(_Row(label, name, dict(zip(("latitude", "longitude", "height"), parts, strict=False))))
    return _stations(rows, faults)


def _listed(value: Any) -> list[Any] | None:
    """The parts of a list, tuple or array; None of anything else."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable) or (isinstance(value, np.ndarray) and not value.ndim):
        return None
    return list(value)


def from_skyfield(positions: Any) -> Stations:
    """Stations from skyfield's `wgs84.latlon(...)` (or `earth + wgs84.latlon(...)`), one or many, or a mapping of names to them."""
    named = isinstance(positions, Mapping)
    if named:
        given = [(str(name), position) for name, position in positions.items()]
    else:
        one = _geographic(positions) is not None or not isinstance(positions, Iterable)
        given = [("", position) for position in ([positions] if one else positions)]
    faults, rows = [], []
    for index, (name, position) in enumerate(given):
        label = f"station {name!r}" if named else f"station {index}"
        found = _geographic(position)
        if found is None:
            faults.append(f"{label} = {position!r:.80}: a skyfield position as wgs84.latlon(latitude, longitude, elevation_m) is expected")
            continue
        ellipsoid = getattr(getattr(found, "model", None), "name", "WGS84")
        if ellipsoid != "WGS84":
            faults.append(f"{label}: on the ellipsoid {ellipsoid}: positions of wgs84 are expected")
        values = {"latitude": found.latitude.radians, "longitude": found.longitude.radians, "height": found.elevation.m}
        if any(np.ndim(value) for value in values.values()):
            faults.append(f"{label}: an array of positions: give one position a station")
            continue
        rows.append(_Row(label, name, {key: f"{float(value)!r} {'m' if key == 'height' else 'rad'}" for key, value in values.items()}))
    return _stations(rows, faults)


def _geographic(position: Any) -> Any | None:
    """The geographic part of a skyfield position: itself, or the last vector of a sum as `earth + place`."""
    for candidate in (position, *reversed(getattr(position, "vector_functions", ()))):
        if all(hasattr(candidate, name) for name in ("latitude", "longitude", "elevation")):
            return candidate
    return None


def network(name: str) -> Stations:
    """The stations of a ground network of the catalog (`orbital list networks`); those of unknown height stand at sea level."""
    found = entry("ground_networks", name).stations
    return _stations(
        [
            _Row(
                f"ground_networks/{name}",
                station.name,
                {
                    "latitude": f"{station.latitude!r} rad",
                    "longitude": f"{station.longitude!r} rad",
                    "height": None if station.height is None else f"{station.height!r} m",
                },
                station.country,
            )
            for station in found
        ]
    )
