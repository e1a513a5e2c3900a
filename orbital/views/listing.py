"""What ships, as rows for JSON and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orbital.analysis.record.stated_values import standing
from orbital.core.catalog import LISTED, boundaries, entry, names, parameters
from orbital.core.model import Shape
from orbital.models import ground_model, orbital_model
from orbital.scenarios import scenario
from orbital.studies import study_data
from orbital.views.tables import table as plain_table

if TYPE_CHECKING:
    from rich.table import Table


def listing(kind: str) -> list[dict[str, Any]]:
    """One row for each entry of a kind."""
    if kind == "parameters":
        return [{"name": name, **item.model_dump(exclude={"doc", "note"}), "studies": standing(name), "doc": item.doc} for name, item in parameters().items()]
    if kind == "quantities":
        return _quantities()
    if kind == "boundaries":
        return [{"name": name, "use": "studies only" if content.get("study_only") else "any scenario", **content} for name, content in boundaries().items()]
    if kind == "scenarios":
        return [{"name": name, "title": scenario(name).title, **scenario(name).picks} for name in names(kind)]
    if kind == "studies":
        return [_study(name) for name in names(kind)]
    if kind == "electricity":
        return [{"name": name, "price": entry(kind, name).given["electricity_price"].value, **_provenance(kind, name)} for name in names(kind)]
    if kind == "ground_networks":
        return [{"name": name, **_sites(name), **_provenance(kind, name)} for name in names(kind)]
    return [{"name": name, **_provenance(kind, name)} for name in names(kind)]


def _study(name: str) -> dict[str, Any]:
    """A study's title, its cases that can be named, and what is wrong in its source."""
    data = study_data(name)
    figures = {"title": data.title, "version": data.version, "figures": len(data.published), "cases": list(data.cases)}
    return {"name": name, **figures, "source": data.source, "wrong_in_the_source": list(data.errors)}


def _sites(name: str) -> dict[str, Any]:
    """How many stations a network has, in which countries, in which bands."""
    stations = entry("ground_networks", name).stations
    return {
        "stations": len(stations),
        "countries": sorted({station.country for station in stations}),
        "bands": sorted({band for station in stations for band in station.bands}),
    }


def _provenance(kind: str, name: str) -> dict[str, Any]:
    fields = ("title", "as_of", "confidence", "evidence", "source")
    return {field: getattr(entry(kind, name), field) for field in fields}


def _quantities() -> list[dict[str, Any]]:
    rows = []
    for model in (orbital_model(), ground_model()):
        active = model.active(Shape())
        for name, spec in model.specs.items():
            item = active.get(name)
            others = {f: other for f, other in model.alternatives.get(name, {}).items() if item is None or f != item.name}
            known = name.removeprefix(LISTED)
            doc = item.summary if item else parameters()[known].doc if known in parameters() else next(iter(others.values())).summary
            alternatives = list(others)
            rows.append({"name": f"{model.name}.{name}", "unit": spec.unit.shown, "computed": item is not None, "alternatives": alternatives, "doc": doc})
    return rows


def listing_table(kind: str, rows: list[dict[str, Any]]) -> Table:
    """The rows for a terminal: the columns that matter, text where a value is a list."""
    columns = {
        "parameters": ["name", "value", "spread", "evidence", "confidence", "as_of", "source", "studies"],
        "quantities": ["name", "unit", "alternatives", "doc"],
        "studies": ["name", "title", "version", "figures", "cases"],
        "boundaries": ["name", "use", "title", "orbital", "ground"],
        "scenarios": ["name", "title", "design", "site", "accelerator", "use"],
    }.get(kind, list(rows[0]) if rows else ["name"])
    found = plain_table(kind, *columns)
    for column in found.columns:
        column.justify = "left"
        column.overflow = "fold"
    found.columns[0].no_wrap = True
    for row in rows:
        found.add_row(*(_cell(row.get(column), column) for column in columns))
    return found


def _cell(value: Any, column: str) -> str:
    if value is None:
        return "null" if column == "value" else ""
    if isinstance(value, (list, tuple)):
        return (" to " if column == "spread" else ", ").join(map(str, value))
    return str(value).replace("[", "\\[")
