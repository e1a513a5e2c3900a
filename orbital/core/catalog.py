"""What ships in `data/`: parameters and catalog entries, each value with source, as-of date, confidence and evidence class."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from orbital.core.errors import InputError, UnitError, suggest
from orbital.core.parse import parse_quantity
from orbital.core.units import Unit

Confidence = Literal["high", "medium", "low"]
Evidence = Literal["measured", "filing", "company claim", "third-party estimate", "derived", "assumption"]
Raw = str | float | int
LISTED = "listed_"
"""Begins the name of a value as catalogs list it, today's: `listed_flight_price`, from which `flight_price` at the start follows."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Provenance(_Record):
    """Where a value comes from. Optional field by field, because an entry's own provenance fills the gaps of its values."""

    source: str = ""
    as_of: str = ""
    confidence: Confidence | None = None
    evidence: Evidence | None = None
    note: str = ""

    def under(self, entry: Provenance) -> Provenance:
        """This provenance with its gaps filled by the entry's."""
        return Provenance(
            source=self.source or entry.source,
            as_of=self.as_of or entry.as_of,
            confidence=self.confidence or entry.confidence,
            evidence=self.evidence or entry.evidence,
            note=self.note,
        )

    @property
    def complete(self) -> bool:
        """Whether source, date, confidence and evidence class are all there."""
        return bool(self.source and self.as_of and self.confidence and self.evidence)


class Stated(Provenance):
    """One value as its source writes it, with the spread the source leaves open (low and high of a triangle)."""

    value: Raw
    spread: tuple[Raw, Raw] | None = None


class Parameter(Provenance):
    """A quantity that no formula computes by default, or the bounds of one that a formula does (then without a value)."""

    doc: str
    value: Raw | None = None
    hard: tuple[Raw, Raw] | None = None
    spread: tuple[Raw, Raw] | None = None
    table_step: Raw | None = None
    informational: bool = False


LATITUDE = Unit("rad", "deg", -np.pi / 2.0, np.pi / 2.0)
LONGITUDE = Unit("rad", "deg", -np.pi, np.pi)
HEIGHT = Unit("m", low=-500.0, high=9000.0)
RAIN_RATE = Unit("m/s", "mm/h", 0.0, 1e-4)
RAIN_HEIGHT = Unit("m", "km", 0.0, 10e3)
CLEAR_SKY = Unit("", "%", 0.0, 1.0)
STATION_COLUMNS = ("latitude", "longitude", "rain_rate", "rain_height", "clear_sky")
"""What of a station the Model takes, as `station_latitude` ..."""


def _in(unit: Unit) -> BeforeValidator:
    """Reads `"78.23 deg"` to SI, within the bounds of its kind."""

    def read(raw: Any) -> float:
        try:
            return float(parse_quantity(raw, unit, "position"))
        except UnitError as error:
            raise ValueError(str(error)) from None

    return BeforeValidator(read)


class Station(Provenance):
    """One ground station: WGS 84 geodetic position in SI (rad, m; `height` None where nobody says), ISO 3166 country, radio bands or `optical`.

    Its weather: rain rate exceeded in 0.01 % of the year, mean height of the rain above the sea, share of the year without liquid cloud.
    """

    name: str
    country: str = Field(pattern="^[A-Z]{2}$")
    latitude: Annotated[float, _in(LATITUDE)]
    longitude: Annotated[float, _in(LONGITUDE)]
    height: Annotated[float, _in(HEIGHT)] | None = None
    bands: tuple[Literal["UHF", "L", "S", "C", "X", "Ku", "Ka", "E", "optical"], ...] = Field(min_length=1)
    rain_rate: Annotated[float, _in(RAIN_RATE)] | None = None
    rain_height: Annotated[float, _in(RAIN_HEIGHT)] | None = None
    clear_sky: Annotated[float, _in(CLEAR_SKY)] | None = None


class Entry(Provenance):
    """A named set of givens: a design, a site, an accelerator, a launch vehicle, a workload, a precision, a finance case, a ground network."""

    title: str
    based_on: str = ""
    adopt: tuple[str, ...] = ()
    given: dict[str, Stated] = Field(default_factory=dict)
    orbital: dict[str, Stated] = Field(default_factory=dict)
    ground: dict[str, Stated] = Field(default_factory=dict)
    stated: dict[str, Stated] = Field(default_factory=dict)
    formulas: dict[str, str] = Field(default_factory=dict)
    by_precision: dict[str, dict[str, Stated]] = Field(default_factory=dict)
    precision: str = ""
    as_built: dict[str, int] = Field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    stations: tuple[Station, ...] = ()

    @cached_property
    def station_columns(self) -> dict[str, NDArray[np.float64]]:
        """Where the stations stand and what weather they have, as the Model takes it: each quantity one array along the axis `station`."""
        columns = {f"station_{field}": [getattr(station, field) for station in self.stations] for field in STATION_COLUMNS}
        return {name: np.array(values) for name, values in columns.items() if values and None not in values}

    @model_validator(mode="before")
    @classmethod
    def _bare_values(cls, data: Any) -> Any:
        """`altitude = "600 km"` is short for `altitude = { value = "600 km" }`."""
        if not isinstance(data, dict):
            return data
        data = dict(data)
        for table in ("given", "orbital", "ground", "stated"):
            if isinstance(data.get(table), dict):
                data[table] = {k: _as_record(v) for k, v in data[table].items()}
        if isinstance(data.get("by_precision"), dict):
            data["by_precision"] = {p: {k: _as_record(v) for k, v in table.items()} for p, table in data["by_precision"].items()}
        return data


def _as_record(value: Any) -> Any:
    return value if isinstance(value, dict) else {"value": value}


@cache
def data_path() -> Path:
    """The data directory: inside the installed wheel, else beside the package in a checkout."""
    packaged = Path(str(resources.files("orbital"))) / "_data"
    checkout = Path(str(resources.files("orbital"))).parent / "data"
    for path in (packaged, checkout):
        if path.is_dir():
            return path
    raise InputError(f"the data directory is missing: neither {packaged} nor {checkout} exists; reinstall the package")


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file, with the path and line in the message when it is broken."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: is a directory; a TOML file is expected") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8 text; a TOML file is expected") from None
    except (ValueError, RecursionError) as error:  # TOML syntax, numbers of thousands of digits, a null byte in the path, endless nesting
        raise InputError(f"{str(path) if str(path).isprintable() else repr(str(path))}: not valid TOML: {error}") from None


def validated(schema: type[_Record], content: Mapping[str, Any], where: str) -> Any:
    """`content` as a record of this schema; all its faults at once, each with the key and what is allowed."""
    try:
        return schema.model_validate(content)
    except ValidationError as error:
        faults = []
        for fault in error.errors():
            key = ".".join(str(part) for part in fault["loc"])
            hint = ""
            if fault["type"] == "extra_forbidden":
                hint = f"; {suggest(str(fault['loc'][-1]), schema.model_fields)}"
            faults.append(f"{where}: {key} = {fault['input']!r}: {fault['msg'].lower()}{hint}")
        raise InputError(faults) from None


@cache
def parameters() -> dict[str, Parameter]:
    """Every parameter of `data/parameters/`, by name."""
    found: dict[str, Parameter] = {}
    for path in sorted((data_path() / "parameters").glob("*.toml")):
        for name, content in read_toml(path).items():
            if name in found:
                raise InputError(f"{path}: {name} is declared twice")
            found[name] = validated(Parameter, content, f"{path.name}: {name}")
    return found


def names(kind: str) -> list[str]:
    """The shipped entries of a kind: `designs`, `sites`, `accelerators` ..."""
    return sorted({*(path.stem for path in (data_path() / kind).glob("*.toml")), *_tabled(kind)})


@cache
def _tabled(kind: str) -> dict[str, dict[str, Any]]:
    """Entries of a kind that stand as rows of a CSV file, for values that come by the dozen: columns that are no field of an entry are quantities."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((data_path() / kind).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                name = row.pop("name")
                if name in found:
                    raise InputError(f"{path}: {name} is listed twice")
                fields = {key: text for key, text in row.items() if key in Entry.model_fields and text}
                found[name] = {**fields, "given": {key: {"value": text, "note": row["note"]} for key, text in row.items() if key not in Entry.model_fields}}
    return found


@cache
def own_entry(kind: str, name: str) -> Entry:
    """One catalog entry as its own file states it, without what it is based on."""
    if name not in names(kind):
        raise InputError(f"{kind} {name!r} is not known; {suggest(name, names(kind), kind)}; there are: {', '.join(names(kind))}")
    tabled = _tabled(kind).get(name)
    place = f"{kind}/{name}" if tabled else f"{kind}/{name}.toml"
    found: Entry = validated(Entry, tabled or read_toml(data_path() / kind / f"{name}.toml"), place)
    return found


@cache
def entry(kind: str, name: str) -> Entry:
    """One catalog entry, with what it is based on merged in and the stated figures it adopts as givens."""
    found = own_entry(kind, name)
    if found.based_on:
        base = entry(kind, found.based_on)
        merged = {
            field: {**getattr(base, field), **getattr(found, field)}
            for field in ("given", "orbital", "ground", "stated", "formulas", "by_precision", "as_built")
        }
        merged["given"] = {k: v for k, v in merged["given"].items() if k not in found.adopt}
        found = found.model_copy(
            update={
                **merged,
                "precision": found.precision or base.precision,
                "conflicts": (*base.conflicts, *found.conflicts),
                "stations": found.stations or base.stations,
            }
        )
    unknown = [key for key in found.adopt if key not in found.stated]
    if unknown:
        raise InputError(f"{kind}/{name}.toml: adopt names {', '.join(unknown)}, which [stated] does not hold")
    return found.model_copy(update={"given": {**found.given, **{key: found.stated[key] for key in found.adopt}}})


@cache
def deflators() -> dict[int, float]:
    """Price index by year (`data/deflators.toml`), for amounts stated as `USD_2021`."""
    return {int(year): float(value["index"]) for year, value in read_toml(data_path() / "deflators.toml")["year"].items()}


@cache
def boundaries() -> dict[str, dict[str, Any]]:
    """The cost lines of each boundary (M13), by side."""
    return read_toml(data_path() / "boundaries.toml")
