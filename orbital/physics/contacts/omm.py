"""Orbit mean-elements messages as CSV, JSON, XML and `KEY = value`, in the dialects of CelesTrak and Space-Track.

Source: CCSDS 502.0-B-3, Orbit Data Messages, section 4; CelesTrak, A New Way to Obtain GP Data.
"""

from __future__ import annotations

import csv
import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sgp4 import omm
from sgp4.alpha5 import from_alpha5
from sgp4.api import WGS72, Satrec

from orbital.physics.contacts.element_set import LARGEST_NUMBER, NUMBER, Content, ElementSet, epoch_faults, range_faults, shown

ORBIT = {
    "MEAN_MOTION": "mean motion",
    "ECCENTRICITY": "eccentricity",
    "INCLINATION": "inclination",
    "RA_OF_ASC_NODE": "right ascension of the ascending node",
    "ARG_OF_PERICENTER": "argument of perigee",
    "MEAN_ANOMALY": "mean anomaly",
}
NEEDED = ("EPOCH", *ORBIT, "BSTAR")
LABELS = {"EPHEMERIS_TYPE": "0", "ELEMENT_SET_NO": "0", "REV_AT_EPOCH": "0", "MEAN_MOTION_DOT": "0", "MEAN_MOTION_DDOT": "0"}
"""What SGP4 does not use: taken when there, zero when not."""
ALLOWED = {"CENTER_NAME": ("EARTH",), "REF_FRAME": ("TEME",), "TIME_SYSTEM": ("UTC",), "MEAN_ELEMENT_THEORY": ("SGP4", "SGP/SGP4", "SGP4/SDP4")}
"""What SGP4 can be asked of. SGP4-XP is another theory."""
FIRST_YEAR, LAST_YEAR = 1957, 2200
_EPOCH = re.compile(r"(\d{4})-(?:(\d\d)-(\d\d)|(\d{3}))[T ](\d\d):(\d\d):(\d\d)(\.\d{0,12})?(?:Z|\+00:00)?", re.ASCII)
_DESIGNATOR = re.compile(r"\d{4}-\d{3}[A-Z]{0,3}", re.ASCII)
_GAP = re.compile(r"[\s,]*")
_SEGMENT = re.compile(r"<segment\b.*?(?:</segment\s*>|(?=<segment\b)|\Z)", re.DOTALL)
_UNIT = re.compile(r"\s*\[[^\]]*\]$")
Fields = dict[str, Any]


def read_csv(lines: Iterable[str], whole: bool = True) -> Content:
    """Every element set of a CSV file with a header. Rows are read one by one, so that a stray quotation mark spoils only its own.

    `whole` says whether the last line is ended; if not, the last value may have lost its end, which no checksum would tell.
    """
    content = Content([], [])
    header: list[str] = []
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            row = next(csv.reader([line], strict=True))
        except csv.Error as error:
            content.faults.append(f"line {number}: {shown(line)}: not a row of CSV: {error}")
            continue
        if not header:
            header = [name.strip().upper() for name in row]
            wrong = [f"column {name} is missing" for name in NEEDED if name not in header]
            wrong += [f"column {name} stands twice" for name in dict.fromkeys(header) if header.count(name) > 1]
            if wrong:
                content.faults.append(f"line {number}: {'; '.join(wrong)}")
                return content
        elif len(row) != len(header):
            content.faults.append(f"line {number}: {shown(line)}: {len(row)} values; the header has {len(header)} columns")
        else:
            _take(content, f"line {number}", dict(zip(header, row, strict=True)))
    if not whole and header:
        _cut(content, number, header[-1])
    return content


def _cut(content: Content, number: int, name: str) -> None:
    """Say that the last value may have been cut, where it would matter."""
    if name in NEEDED and content.sets and content.sets[-1].place == f"line {number}":
        content.faults.append(f"line {number}: the file ends within this line: if it was cut, {name} has lost digits; {content.sets[-1].name!r} is kept")


def read_json(text: str) -> Content:
    """Every element set of a JSON list, of one object, or of objects one after another. A broken object spoils only itself."""
    content = Content([], [])
    for number, (line, found) in enumerate(_objects(text), start=1):
        place = f"record {number} (line {line})"
        if isinstance(found, dict):
            _take(content, place, found)
        else:
            content.faults.append(f"{place}: {found if isinstance(found, ValueError) else f'{shown(found)}: not an object of OMM fields'}")
    return content


def _objects(text: str) -> Iterator[tuple[int, object]]:
    """What stands in the list, each with its line; where reading fails the error, and on from the next brace."""
    decoder = json.JSONDecoder()
    listed = text.lstrip().startswith("[")
    position = text.find("[") + 1 if listed else 0
    line, counted, end = 1, 0, len(text.rstrip())
    while True:
        start = _after_gap(text, position)
        line, counted = line + text.count("\n", counted, start), start
        if listed and text[start : start + 1] == "]":
            if text[start + 1 :].strip():
                yield line, ValueError(f"{shown(text[start + 1 :].strip())} follows the list")
            return
        if start >= end:
            if listed:
                yield line, ValueError("the list is not closed: the file ends here")
            return
        try:
            found, position = decoder.raw_decode(text, start)
            yield line, found
        except (ValueError, RecursionError) as error:
            yield line, ValueError(f"not valid JSON: {error}")
            position = text.find("{", max(start + 1, getattr(error, "pos", 0)))
            if position < 0:
                return


def _after_gap(text: str, position: int) -> int:
    match = _GAP.match(text, position)
    return match.end() if match else position


def read_xml(text: str) -> Content:
    """Every `segment` of an XML file (`ndm` or `omm`). Of a broken file each segment is read by itself."""
    content = Content([], [])
    try:
        segments = [element for element in ET.fromstring(text).iter() if _tag(element) == "segment"]
    except (ET.ParseError, ValueError, RecursionError) as error:
        content.faults.append(f"not valid XML: {error}; its segments are read one by one")
        segments = list(_segments(text, content))
    for number, element in enumerate(segments, start=1):
        _take(content, f"record {number}", {_tag(leaf): leaf.text for leaf in element.iter() if len(leaf) == 0})
    return content


def _segments(text: str, content: Content) -> Iterator[ET.Element]:
    """The segments of a broken file that are whole; the others are said, with the line on which they begin."""
    for piece in _SEGMENT.finditer(text):
        try:
            yield ET.fromstring(piece.group())
        except (ET.ParseError, ValueError, RecursionError) as error:
            content.faults.append(f"line {text.count(chr(10), 0, piece.start()) + 1}: a segment that cannot be read: {error}")


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def read_kvn(lines: Iterable[str], whole: bool = True) -> Content:
    """Every message of a file of `KEY = value [unit]` lines; a new one begins at `CCSDS_OMM_VERS` or where a key comes again."""
    content = Content([], [])
    fields: Fields = {}
    begun = number = 0
    key = ""
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith(("COMMENT", "#")):
            continue
        key, equals, value = (part.strip() for part in text.partition("="))
        key = key.upper()
        if not equals or not key:
            content.faults.append(f"line {number}: {shown(text)}: 'KEY = value' is expected")
            continue
        if fields and (key == "CCSDS_OMM_VERS" or key in fields):
            _take(content, f"line {begun}", fields)
            fields = {}
        begun = begun if fields else number
        fields[key] = _UNIT.sub("", value)
    if fields:
        _take(content, f"line {begun}", fields)
        if not whole and content.sets and content.sets[-1].place == f"line {begun}":
            content.sets.append(content.sets.pop()._replace(place=f"line {number}"))
            _cut(content, number, key)
    return content


def _take(content: Content, place: str, given: Mapping[str, Any]) -> None:
    """Check one record and take it, or say everything that is wrong with it."""
    fields = {str(key).strip().upper(): value.strip() if isinstance(value, str) else value for key, value in given.items()}
    fields = {key: value for key, value in fields.items() if value not in (None, "")}
    name = str(fields.get("OBJECT_NAME", ""))
    number, faults = _catalog_number(fields)
    faults += _field_faults(fields)
    label = name or (str(fields["NORAD_CAT_ID"]) if "NORAD_CAT_ID" in fields else "unnamed")
    if not faults:
        record = Satrec()
        try:
            omm.initialize(record, _ready(fields, number), WGS72)
            faults = epoch_faults(record)
        except (ValueError, OverflowError, TypeError) as error:
            faults = [f"cannot be read: {error}"]
        else:
            if not faults:
                content.sets.append(ElementSet(name, number, record, place))
                return
    content.faults.append(f"{place}: {shown(label)}: {'; '.join(faults)}")


def _catalog_number(fields: Fields) -> tuple[int, list[str]]:
    """The catalog number, up to nine digits or in Alpha-5; 0 where there is none."""
    text = str(fields.get("NORAD_CAT_ID", "0"))
    if re.fullmatch(r"\d{1,9}|[A-Z]\d{4}", text, re.ASCII):
        return from_alpha5(text), []
    return 0, [f"NORAD_CAT_ID = {shown(text)}: a number of up to nine digits is expected"]


def _value(value: Any) -> float:
    """A number of a field, NaN where it is none: a decimal comma, a word, true."""
    if isinstance(value, str):
        return float(value) if NUMBER.fullmatch(value) and value.isascii() else math.nan
    return math.nan if isinstance(value, bool) or not isinstance(value, (int, float)) else float(value)


def _field_faults(fields: Fields) -> list[str]:
    """What is missing, what is no number, what SGP4 cannot be asked, what is out of range."""
    faults = [f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"] if (missing := [key for key in NEEDED if key not in fields]) else []
    for key, allowed in ALLOWED.items():
        if key in fields and str(fields[key]).upper() not in allowed:
            faults.append(f"{key} = {shown(fields[key])}: allowed is {allowed[0]}")
    numbers = [key for key in (*ORBIT, "BSTAR", *LABELS) if key in fields]
    try:
        values = {key: _value(fields[key]) for key in numbers}
    except OverflowError:
        return [*faults, "a number too large to read"]
    faults += [f"{key} = {shown(fields[key])}: not a number" for key in numbers if not math.isfinite(values[key])]
    if values.get("EPHEMERIS_TYPE") == 4.0:
        faults.append("EPHEMERIS_TYPE = 4: elements of SGP4-XP, which SGP4 cannot use; take the set of type 0")
    if "EPOCH" in fields and _epoch(fields["EPOCH"]) is None:
        faults.append(f"EPOCH = {shown(fields['EPOCH'])}: a UTC time as 2026-01-01T00:00:00.000000 is expected, in the years {FIRST_YEAR} to {LAST_YEAR}")
    return faults + range_faults({name: values[key] for key, name in ORBIT.items() if key in values and math.isfinite(values[key])})


def _epoch(text: Any) -> datetime | None:
    """An epoch as a calendar date or year and day, to the microsecond; None where it is none."""
    match = _EPOCH.fullmatch(text) if isinstance(text, str) else None
    if match is None or not FIRST_YEAR <= int(match.group(1)) <= LAST_YEAR:
        return None
    year, month, day, day_of_year, hour, minute, second, fraction = match.groups()
    try:
        date = datetime(int(year), int(month or 1), int(day or 1), int(hour), int(minute), int(second))
    except ValueError:
        return None
    if day_of_year:
        date += timedelta(days=int(day_of_year) - 1)
        if date.year != int(year):
            return None
    digits = (fraction or ".").removeprefix(".") + "000000"
    return date + timedelta(microseconds=round(int(digits) / 10 ** (len(digits) - 6)))


def _ready(fields: Fields, number: int) -> Fields:
    """The fields as `sgp4.omm` reads them: its own epoch format, labels it cannot hold left empty."""
    designator = str(fields.get("OBJECT_ID", ""))
    kind = str(fields.get("CLASSIFICATION_TYPE", "U"))
    return {
        **LABELS,
        **fields,
        **{key: int(_value(fields.get(key, "0"))) for key in ("EPHEMERIS_TYPE", "ELEMENT_SET_NO", "REV_AT_EPOCH")},
        "EPOCH": f"{_epoch(fields['EPOCH']):%Y-%m-%dT%H:%M:%S.%f}",
        "OBJECT_ID": designator if _DESIGNATOR.fullmatch(designator) else "",
        "CLASSIFICATION_TYPE": kind if len(kind) == 1 else "U",
        "NORAD_CAT_ID": number if number <= LARGEST_NUMBER else 0,
    }
