"""Two-line elements, read column by column: what SGP4's own reader lets pass is a fault here.

Source: Hoots and Roehrich, Spacetrack Report No. 3, 1980; CelesTrak, NORAD two-line element set format; Alpha-5: Space-Track.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from sgp4.alpha5 import from_alpha5
from sgp4.api import WGS72, Satrec
from sgp4.io import compute_checksum

from orbital.physics.contacts.element_set import Content, ElementSet, epoch_faults, range_faults, shown

LENGTH = 69


class Field(NamedTuple):
    """A field of one line: its name, its columns counted from 0, what it may look like, and an example."""

    name: str
    start: int
    stop: int
    pattern: re.Pattern[str]
    example: str


def _field(name: str, start: int, stop: int, pattern: str, example: str) -> Field:
    return Field(name, start, stop, re.compile(pattern), example)


_NUMBER = _field("catalog number", 2, 7, r" *(?:[A-Z]\d{4}|\d+)", "25544 or, in Alpha-5, A0001")
_CHECKSUM = _field("checksum", 68, 69, r"\d", "0 to 9")
_SCALED = r"[ +-]\d{5}[ +-]\d"
_ANGLE = r" *\d+\.\d{4}"
FIELDS = {
    "1": (
        _NUMBER,
        _field("classification", 7, 8, r"[A-Z ]", "U"),
        _field("international designator", 9, 17, r"[ -~]*", "98067A"),
        _field("epoch year", 18, 20, r"\d\d", "26"),
        _field("epoch day", 20, 32, r" *\d+\.\d{8}", "001.50000000"),
        _field("first derivative of the mean motion", 33, 43, r"[ +-]\.\d{8}", " .00001764"),
        _field("second derivative of the mean motion", 44, 52, _SCALED, " 00000-0"),
        _field("drag term B*", 53, 61, _SCALED, " 38792-4"),
        _field("ephemeris type", 62, 63, r"[ \d]", "0"),
        _field("element set number", 64, 68, r" *\d+", " 999"),
        _CHECKSUM,
    ),
    "2": (
        _NUMBER,
        _field("inclination", 8, 16, _ANGLE, " 51.6439"),
        _field("right ascension of the ascending node", 17, 25, _ANGLE, "211.2001"),
        _field("eccentricity", 26, 33, r"\d{7}", "0007417"),
        _field("argument of perigee", 34, 42, _ANGLE, " 17.6667"),
        _field("mean anomaly", 43, 51, _ANGLE, " 85.6398"),
        _field("mean motion", 52, 63, r" *\d+\.\d{8}", "15.50103472"),
        _field("revolution number", 63, 68, r" *\d+", "20248"),
        _CHECKSUM,
    ),
}
BLANKS = {"1": (1, 8, 17, 32, 43, 52, 61, 63), "2": (1, 7, 16, 25, 33, 42, 51)}
_DATA = re.compile(r"\s*([12])(?:\s*|\s+(?:[A-Z]?\d.*|[A-Z]|.{50,}))")
"""What can only be a line of elements, whole, cut or broken; every other text is a name or a stray."""
LONGEST_NAME = 50
"""Names have 24 or 25 characters at most; a longer text is a broken line."""
XP = "4"
"""Ephemeris type of SGP4-XP, whose elements SGP4 cannot use."""


class _Line(NamedTuple):
    number: int
    text: str


def read(lines: Iterable[str]) -> Content:
    """Every element set of a file of two-line elements, with or without name lines (`0 NAME` or `NAME`), blank lines and `#` comments.

    A set counts if both lines are 69 columns of what belongs there, their checksums and catalog numbers agree, and SGP4 can start from
    them. All else is reported under its line number. Alpha-5 has no I and O; sgp4 2.27 writes them for J and P all the same, and so they are read.
    """
    content = Content([], [])
    name: _Line | None = None
    first: _Line | None = None
    for number, raw in enumerate(lines, start=1):
        line = _Line(number, raw.rstrip())
        if not line.text or line.text.lstrip().startswith("#"):
            continue
        match = _DATA.fullmatch(line.text)
        if match and match.group(1) == "2" and first:
            _pair(content, name, first, line)
            name = first = None
            continue
        if first:
            content.faults.append(f"line {first.number}: {_label(name, first)}: its line 2 is missing")
            name = first = None
        if match and match.group(1) == "1":
            first = line
        elif match:
            content.faults.append(f"line {number}: {shown(line.text)}: a line 2 without the line 1 that belongs before it")
            _stray(content, name)
            name = None
        else:
            _stray(content, name)
            name = line
            if len(line.text) > LONGEST_NAME:
                _stray(content, name)
                name = None
    if first:
        content.faults.append(f"line {first.number}: {_label(name, first)}: its line 2 is missing: the file ends here")
    else:
        _stray(content, name)
    return content


def _stray(content: Content, name: _Line | None) -> None:
    if name:
        content.faults.append(f"line {name.number}: {shown(name.text)}: neither elements nor the name of elements that follow")


def _named(name: _Line | None) -> str:
    """The name in a name line: Space-Track writes a 0 before it."""
    text = name.text.strip() if name else ""
    return text[1:].strip() if text == "0" or text.startswith("0 ") else text


def _label(name: _Line | None, first: _Line) -> str:
    return shown(_named(name) or first.text)


def _pair(content: Content, name: _Line | None, first: _Line, second: _Line) -> None:
    """Check two lines that belong together and take them, or say everything that is wrong with them."""
    broken = [f"line {line.number}: {fault}" for line, kind in ((first, "1"), (second, "2")) for fault in line_faults(line.text, kind)]
    faults = broken or _set_faults(first.text, second.text)
    record = None if faults else Satrec.twoline2rv(first.text, "2 " + first.text[2:7] + second.text[7:], WGS72)
    if record is not None:
        faults = epoch_faults(record)
    if faults:
        content.faults.append(f"line {first.number}: {_label(name, first)}: {'; '.join(faults)}")
        return
    content.sets.append(ElementSet(_named(name), from_alpha5(first.text[2:7].strip()), record, f"line {first.number}"))


def line_faults(line: str, kind: str) -> list[str]:
    """What is wrong with the form of line 1 or line 2, whose trailing blanks are gone: length, columns, fields, checksum."""
    if len(line) != LENGTH or not line.isascii():
        what = "characters" if line.isascii() else "characters, not all of them ASCII"
        return [f"{len(line)} {what}; {LENGTH} are expected"]
    faults = []
    if not line.startswith(kind):
        faults.append(f"begins with {shown(line[:2])}; '{kind} ' is expected")
    faults += [f"column {column + 1} = {line[column]!r}: a blank is expected" for column in BLANKS[kind] if line[column] != " "]
    for field in FIELDS[kind]:
        text = line[field.start : field.stop]
        if not field.pattern.fullmatch(text):
            faults.append(f"{field.name} (columns {field.start + 1} to {field.stop}) = {text!r}: not as in {field.example!r}")
    if not faults and int(line[68]) != compute_checksum(line):
        faults.append(f"checksum = {line[68]}: the line adds up to {compute_checksum(line)}")
    return faults


def _set_faults(first: str, second: str) -> list[str]:
    """What is wrong with the values of two lines of good form."""
    faults = []
    numbers = [from_alpha5(line[2:7].strip()) for line in (first, second)]
    if numbers[0] != numbers[1]:
        faults.append(f"catalog number = {numbers[0]} in line 1 and {numbers[1]} in line 2: they must agree")
    day = float(first[20:32])
    if not 1.0 <= day < 367.0:
        faults.append(f"epoch day = {day}: allowed is 1 to 367")
    if first[62] == XP:
        faults.append("ephemeris type = 4: elements of SGP4-XP, which SGP4 cannot use; take the set of type 0")
    return faults + range_faults(
        {
            "eccentricity": float("0." + second[26:33]),
            "inclination": float(second[8:16]),
            "right ascension of the ascending node": float(second[17:25]),
            "argument of perigee": float(second[34:42]),
            "mean anomaly": float(second[43:51]),
            "mean motion": float(second[52:63]),
        }
    )
