"""The satellites whose contacts are asked for: from a file of elements or from skyfield, and whether the elements hold for the time asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sgp4.api import SGP4_ERRORS, Satrec

from orbital.core.errors import InputError
from orbital.physics.contacts import omm, tle
from orbital.physics.contacts.element_set import Content, ElementSet

EXPECTED = "two-line elements (TLE) or orbit mean-elements messages (OMM) as CSV, JSON, XML or KVN are expected"
LISTED = 20
"""Faults listed when nothing could be read; the number of the rest is said."""
WGS72_RADIUS = 6378.135
WARNED_AGE = 14.0
"""Days between the epoch of elements and the time asked beyond which a warning is given.

Elements are good to about a kilometer at epoch and degrade quickly, in low orbits by the drag that nobody can foresee; they serve for a couple of
weeks to either side. A kilometer along a low orbit shifts rise and set by 0.13 s.

Source: Vallado, Crawford, Hujsak and Kelso, Revisiting Spacetrack Report #3, AIAA 2006-6753; skyfield documentation, Earth Satellites.
"""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Satellites:
    """SGP4 records (WGS-72) with their names, one each and no two alike, and what was wrong with all that is not among them."""

    names: tuple[str, ...]
    records: tuple[Satrec, ...]
    faults: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.records)


def read_elements(path: str | Path) -> Satellites:
    """The satellites of a file of elements, whose format is told from its content.

    Good element sets among bad ones are kept; each bad one, and every other line that is no element set, is a fault with its line or
    record and the reason. A second set of one satellite (same catalog number and name) is left out, the later epoch kept, and said; one
    number under several names is kept as several satellites, and said. Names that occur twice get their catalog number; satellites
    without a name are called by it. Raises `InputError` when the file cannot be read or holds no good set.
    """
    path = Path(path)
    content = _read(path)
    where = f"{_printable(path)}: "
    sets, faults = _distinct(content)
    if not sets:
        more = len(faults) - LISTED
        raise InputError(
            [f"{where}no satellite could be read; {EXPECTED}", *(where + fault for fault in faults[:LISTED]), *([f"{where}{more} more"] if more > 0 else [])]
        )
    return Satellites(_names([(found.name, found.number) for found in sets]), tuple(found.record for found in sets), tuple(where + f for f in faults))


def _printable(path: Path) -> str:
    return str(path) if str(path).isprintable() else repr(str(path))


def file_text(path: Path, expected: str) -> str:
    """The text of a file, in UTF-8, UTF-16 with its mark, or Latin-1; refused when it is missing, a directory, binary or empty."""
    where = _printable(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{where}: no such file; {expected}") from None
    except IsADirectoryError:
        raise InputError(f"{where}: is a directory; {expected}") from None
    except (OSError, ValueError) as error:  # no permission, a null byte in the path
        raise InputError(f"{where}: cannot be read: {getattr(error, 'strerror', None) or error}; {expected}") from None
    text = _decoded(raw)
    if text is None:
        raise InputError(f"{where}: is not text; {expected}")
    if not text.strip():
        raise InputError(f"{where}: is empty; {expected}")
    return text


def _decoded(raw: bytes) -> str | None:
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "latin-1")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def lines_of(text: str) -> list[str]:
    """Lines by any line end, Windows', Unix' or old; not by what else Python takes for one. A last line end ends no empty line."""
    lines = _LINE_END.split(text.removesuffix("\x1a"))
    return lines[:-1] if not lines[-1] else lines


def _read(path: Path) -> Content:
    """Tell the format by the first line that says something, and read by it."""
    text = file_text(path, EXPECTED)
    lines = lines_of(text)
    whole = text.endswith(("\n", "\r"))
    first = next((line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    if first.startswith(("[", "{")):
        return omm.read_json(text)
    if first.startswith("<"):
        return omm.read_xml(text)
    if re.match(r"(COMMENT\b|[A-Z_0-9]+\s*=)", first):
        return omm.read_kvn(lines, whole)
    if "," in first and re.search(r"NORAD_CAT_ID|OBJECT_NAME|OBJECT_ID|EPOCH|MEAN_MOTION|CCSDS_OMM_VERS", first, re.IGNORECASE):
        return omm.read_csv(lines, whole)
    return tle.read(lines)


def _distinct(content: Content) -> tuple[list[ElementSet], list[str]]:
    """One element set a satellite, in the order of the file, and what is said of the others.

    The number 0 is nobody's: such sets are the same satellite only if they are the same elements.
    """
    faults = list(content.faults)
    named = {found.number: found.name for found in reversed(content.sets) if found.name}
    kept: dict[tuple[object, ...], ElementSet] = {}
    for found in content.sets:
        found = found._replace(name=found.name or (named.get(found.number, "") if found.number else ""))
        key: tuple[object, ...] = (found.number, found.name) if found.number else (found.name, *_elements(found.record))
        before = kept.get(key)
        if before is None:
            kept[key] = found
            continue
        later, earlier = (found, before) if _epoch(found) > _epoch(before) else (before, found)
        kept[key] = later
        how = "repeats" if _elements(found.record) == _elements(before.record) else "is the satellite of"
        which = f"; the later epoch, of {later.place}, is kept" if how != "repeats" and _epoch(found) != _epoch(before) else f"; {later.place} is kept"
        who = f"{found.name or found.number} (catalog number {found.number})"
        faults.append(f"{found.place}: {who} {how} {before.place}{which}, {earlier.place} left out")
    for number, count in Counter(found.number for found in kept.values() if found.number).items():
        if count > 1:
            places = [f"{found.name!r} ({found.place})" for found in kept.values() if found.number == number]
            shown = ", ".join(places[:3]) + (f" and {count - 3} more" if count > 3 else "")
            faults.append(f"catalog number {number} has {count} names, {shown}: each is kept as a satellite of its own")
    return list(kept.values()), faults


def _epoch(found: ElementSet) -> float:
    return float(found.record.jdsatepoch + found.record.jdsatepochF)


def _elements(record: Satrec) -> tuple[float, ...]:
    """All that SGP4 starts from."""
    return tuple(getattr(record, name) for name in ("jdsatepoch", "jdsatepochF", "no_kozai", "ecco", "inclo", "nodeo", "argpo", "mo", "bstar", "radiusearthkm"))


def _names(found: list[tuple[str, int]]) -> tuple[str, ...]:
    """Names, no two alike: the catalog number where there is no name, and beside a name that occurs twice; then a count."""
    plain = [name or str(number) for name, number in found]
    often = Counter(plain)
    names = [f"{name} ({number})" if often[name] > 1 and number and name != str(number) else name for name, (_, number) in zip(plain, found, strict=True)]
    seen: Counter[str] = Counter()
    taken = {name for name, count in Counter(names).items() if count == 1}
    for index, name in enumerate(names):
        if name in taken:
            continue
        seen[name] += 1
        while (candidate := f"{name} #{seen[name]}") in taken:
            seen[name] += 1
        names[index] = candidate
        taken.add(candidate)
    return tuple(names)


def from_skyfield(satellites: Any) -> Satellites:
    """The satellites of skyfield `EarthSatellite` objects, one or many, or a mapping of names to them. Nothing is left out.

    A record that does not use the WGS-72 constants of its elements, or that SGP4 cannot start, is kept and said.
    """
    if isinstance(satellites, Mapping):
        given = [(str(name), satellite) for name, satellite in satellites.items()]
    else:
        listed = [satellites] if hasattr(satellites, "model") else list(satellites) if isinstance(satellites, Iterable) else [satellites]
        given = [(str(getattr(satellite, "name", None) or ""), satellite) for satellite in listed]
    wrong = [
        f"satellite {index} of {len(given)}: {satellite!r:.80}: a skyfield EarthSatellite is expected, which has the SGP4 record `.model`"
        for index, (_, satellite) in enumerate(given, start=1)
        if not hasattr(getattr(satellite, "model", None), "jdsatepoch")
    ]
    if wrong or not given:
        raise InputError(wrong or "no satellites: at least one skyfield EarthSatellite is expected")
    records = tuple(satellite.model for _, satellite in given)
    names = _names([(name, int(record.satnum)) for (name, _), record in zip(given, records, strict=True)])
    faults = []
    for name, record in zip(names, records, strict=True):
        if record.radiusearthkm != WGS72_RADIUS:
            faults.append(f"{name}: its record has an Earth's radius of {record.radiusearthkm} km: elements are fitted with the WGS-72 constants, 6378.135 km")
        if error := record.sgp4(record.jdsatepoch, record.jdsatepochF)[0]:
            faults.append(f"{name}: SGP4 error {error} at epoch: {SGP4_ERRORS[error]}")
    return Satellites(names, records, tuple(faults))


SAMPLES = 1000
"""Most times at which one satellite is looked at for decay; they stand a day apart or more."""


def check_span(satellites: Satellites, start_jd: float, days: float) -> tuple[str, ...]:
    """What is to be said of these elements between a start (Julian date, UTC) and so many days later.

    Elements further than `WARNED_AGE` from any moment of the span, and those that SGP4 says decay between their epoch and either end of
    the span, or whose mean perigee sinks below the ground: looked at every day from the epoch on, since SGP4 past a decay may seem to
    recover.
    """
    if not (np.isfinite(start_jd) and np.isfinite(days) and days >= 0.0):
        raise InputError(f"start = {start_jd!r}, days = {days!r}: a Julian date and a number of days of at least 0 are expected")
    faults: list[str] = []
    stop_jd = start_jd + days
    for name, record in zip(satellites.names, satellites.records, strict=True):
        epoch = float(record.jdsatepoch + record.jdsatepochF)
        after, before = stop_jd - epoch, epoch - start_jd
        age = max(after, before)
        if age > WARNED_AGE:
            end = f"{after:.1f} d before the end" if after >= before else f"{before:.1f} d after the start"
            faults.append(
                f"{name}: the epoch of its elements, {date_text(epoch)}, is {end} of the span: elements are good to about a kilometer at epoch and "
                f"degrade by the day; beyond {WARNED_AGE:.0f} d take newer elements"
            )
        faults += [f"{name}: {decay}" for end in {max(after, -before, 0.0), min(after, -before, 0.0)} if (decay := _decay(record, epoch, end))]
    return tuple(faults)


def _decay(record: Satrec, epoch: float, age: float) -> str:
    """In words, when elements fail on the way from their epoch to an age in days (negative: before it); empty if they do not."""
    count = min(SAMPLES, 1 + int(np.ceil(abs(age))))
    for offset in np.linspace(0.0, age, count + 1):
        error = record.sgp4(record.jdsatepoch, record.jdsatepochF + offset)[0]
        perigee = (record.am * (1.0 - record.em) - 1.0) * record.radiusearthkm
        if error or not perigee >= 0.0:
            why = f"SGP4 error {error}: {SGP4_ERRORS[error]}" if error else f"its mean perigee is {perigee:.0f} km above the ground"
            return f"decays by {date_text(epoch + offset)}, within the span or on the way to it: {why}"
    return ""


def date_text(julian_date: float) -> str:
    """A Julian date as a calendar day and minute, UTC."""
    try:
        return f"{datetime(2000, 1, 1, 12) + timedelta(days=julian_date - 2451545.0):%Y-%m-%d %H:%M}"
    except OverflowError:
        return f"Julian date {julian_date}"
