"""One sentence first, then one screen, then the rest on request."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from orbital.analysis.explaining import origin
from orbital.core.units import LCOC, Unit, number_text, shown_value, text, unit_text
from orbital.views.limits import MASS, binding, latency_lines, whole
from orbital.views.words import NOT_CLOSING, label_line, not_closing, sentence, times, words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from orbital.analysis.compare import Result
    from orbital.analysis.many.uncertainty import Uncertainty

POWER = (
    "orbital.satellite_it_power",
    "orbital.satellite_bus_power",
    "orbital.array_power_beginning_of_life",
    "orbital.array_area",
    "orbital.recharge_power",
    "orbital.battery_capacity",
    "orbital.longest_eclipse",
    "orbital.annual_eclipse_fraction",
)
HEAT = (
    "orbital.waste_heat",
    "orbital.radiator_temperature",
    "orbital.required_radiator_temperature",
    "orbital.radiator_sink_temperature",
    "orbital.net_radiator_flux",
    "orbital.radiator_lost_fraction",
    "orbital.radiator_area",
)
LAUNCH = (
    "orbital.payload_to_orbit",
    "orbital.stowed_volume",
    "orbital.satellites_per_launch",
    "orbital.satellite_count",
    "orbital.launch_count",
    "orbital.launch_price",
    "orbital.launch_cadence",
    "orbital.needed_launch_rate",
    "orbital.deployment_time",
    "orbital.fleet_plateau_power",
)
BASES = (
    ("chips (design power)", "chip_power"),
    ("servers", "it_power"),
    ("IT with its network", "cluster_it_power"),
    ("meter", "facility_power"),
)
"""The power bases a cluster is stated on, from the narrowest to the widest; a satellite has the first two."""
PRICE = (
    "orbital.array_part_price",
    "orbital.battery_part_price",
    "orbital.radiator_part_price",
    "orbital.heat_transport_part_price",
    "orbital.power_conditioning_part_price",
    "orbital.structure_part_price",
    "orbital.avionics_part_price",
    "orbital.propellant_part_price",
    "orbital.communication_part_price",
    "orbital.satellite_parts_price",
    "orbital.satellite_learning_factor",
    "orbital.satellite_price",
    "orbital.satellite_launch_price",
)
WHOLE = {"satellite_count", "launch_count", "satellites_per_launch"}
HEADLINE_ROWS = (
    ("levelized_cost_per_pflop_hour", "levelized cost of a useful PFLOP-hour"),
    ("levelized_cost_per_gpu_hour", "levelized cost of a delivered GPU-hour"),
    ("levelized_cost_per_million_tokens", "levelized cost of a million tokens"),
)
DELIVERY_ROWS = ("delivered_compute", "delivered_tokens", "delivered_accelerators", "utilization", "power_cap_factor", "goodput", "delivered_fraction")
THROUGHPUT_ROWS = ("compute_per_dollar", "compute_per_power", "compute_per_launched_mass", "compute_per_peak")


def _over(orbit: float, ground: float) -> float:
    """Orbit over ground; NaN where the ground has nothing."""
    return orbit / ground if ground else math.nan


# --- the screen -------------------------------------------------------------------------------------------------------
def print_result(result: Result, spread: Uncertainty | None, full: bool, console: Console) -> None:
    """The sentence, then one screen; `full` adds every quantity with where it comes from."""
    from rich.columns import Columns
    from rich.text import Text

    console.print(Text(sentence(result, spread), style="bold"))
    for used, lead in NOT_CLOSING.items():
        open_claims = not_closing(result, used)
        if open_claims:
            console.print(Text(f"{lead}: {'; '.join(open_claims)}.", style="yellow"))
    for flag in result.flags:
        console.print(Text(f"Flagged: {flag}.", style="yellow"))
    console.print(Text(label_line(result), style="dim"))
    console.print(headline_table(result))
    console.print(lines_table(result))
    console.print(
        Columns(
            [
                _budget("power, one satellite", POWER, result),
                _budget("heat, one satellite", HEAT, result),
                _budget("launch, the fleet", LAUNCH, result),
                _budget("mass, one satellite", MASS, result),
                _budget("price, one satellite", PRICE, result),
            ],
            padding=(0, 3),
        )
    )
    console.print(closure_table(result))
    for line in binding(result):
        console.print(Text(f"limits: {line}"))
    for line in latency_lines(result):
        console.print(Text(f"latency: {line}"))
    if full:
        for name, found in result.conflicts.items():
            for conflict in found:
                console.print(Text(f"sources disagree, {name}: {conflict}"))
        console.print(power_table(result))
        console.print(quantity_table(result))


def table(title: str, *columns: str) -> Table:
    """A plain table, first column left, the others right."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for k, column in enumerate(columns):
        table.add_column(column, justify="left" if k == 0 else "right")
    return table


def headline_table(result: Result) -> Table:
    """Levelized costs, delivery and throughput of both sides, and orbit over ground."""
    found = table("cost and delivery", "", "orbit", "ground", "orbit / ground")
    for name, title in HEADLINE_ROWS:
        _both(found, result, name, title, bold=True)
    if math.isfinite(result.ratio):
        found.add_row("ratio as built = chip factor x place factor", f"{times(result.as_built_ratio)} =", f"{times(result.chip_factor)} x", times(result.ratio))
        found.add_row("ratio at equal rates", "", "", times(result.equal_rates_ratio))
        found.add_row("ratio at each market's rates (finance market-2026)", "", "", times(result.market_ratio))
    found.add_section()
    for name in DELIVERY_ROWS:
        _both(found, result, name, words(name))
    found.add_section()
    for name in THROUGHPUT_ROWS:
        _both(found, result, name, words(name))
    return found


def _both(found: Table, result: Result, name: str, title: str, bold: bool = False) -> None:
    sides = (result.orbital, result.ground)
    known = [name in side for side in sides]
    if not any(known):
        return
    unit = sides[known.index(True)].unit(name)
    numbers = [float(shown_value(side.value(name), unit)) if there else math.nan for side, there in zip(sides, known, strict=True)]
    style = "bold" if bold else ""
    found.add_row(
        f"{title} [{unit_text(unit) or '1'}]".replace("[", "\\["), number_text(numbers[0]), number_text(numbers[1]), times(_over(*numbers)), style=style
    )


def lines_table(result: Result) -> Table:
    """The boundary's cost lines: MUSD a year, and USD per useful PFLOP-hour."""
    found = table(f"cost lines, boundary {result.scenario.boundary}", "", "orbit MUSD/yr", "ground MUSD/yr", "orbit USD/PFLOP-h", "ground USD/PFLOP-h")
    sides = (result.orbital, result.ground)
    totals = [side.side.total for side in sides]
    built = [not side.reasons for side in sides]
    for line in dict.fromkeys([*totals[0].arguments, *totals[1].arguments, "total_cost"]):
        amounts, shares = [], []
        for side, total, feasible in zip(sides, totals, built, strict=True):
            here = line == "total_cost" or line in total.arguments
            value = float(side.value(line)) if here and feasible else math.nan
            amounts.append(number_text(float(shown_value(value, Unit("USD/s", "MUSD/yr")))) if here else "")
            work = float(side.value("delivered_compute"))
            shares.append(number_text(float(shown_value(value / work if feasible else math.nan, LCOC))) if here else "")
        if line == "total_cost":
            found.add_section()
        found.add_row(words(line), *amounts, *shares, style="bold" if line == "total_cost" else "")
    return found


def _budget(title: str, names: Sequence[str], result: Result) -> Table:
    found = table(title, "", "")
    found.show_header = False
    for name in names:
        _, _, short = name.partition(".")
        if short not in result.orbital:
            continue
        printed = whole(result.orbital, short) if short in WHOLE else result.orbital.text(short)
        found.add_row(words(short), printed, style="bold" if short in ("satellite_mass", "satellite_price") else "")
    return found


def closure_table(result: Result) -> Table:
    """Stated figures beside what follows from the parts."""
    found = table("closure: stated figures against today's parts", "", "stated", "from parts", "gap", "used")
    for row in result.closure():
        gap = (f"{row.gap:+.0%}" if abs(row.gap) >= 0.005 else "0%") if math.isfinite(row.gap) else "-"
        found.add_row(row.quantity, text(row.stated, row.unit), text(row.computed, row.unit), gap, row.used)
    return found


def power_table(result: Result) -> Table:
    """Each side's power on each basis, and on the ground what a watt of it costs to put up."""
    found = table("power bases", "", "orbit MW", "ground MW", "ground USD/W to put up")
    for title, name in BASES:
        orbit = number_text(float(shown_value(result.orbital.value(name), result.orbital.unit(name)))) if name in result.orbital else ""
        if name not in result.ground:
            found.add_row(title, orbit, "", "")
            continue
        power = float(result.ground.value(name))
        capital = float(result.ground.value("cluster_capital"))
        found.add_row(title, orbit, number_text(float(shown_value(power, result.ground.unit(name)))), number_text(_over(capital, power)))
    return found


def quantity_table(result: Result) -> Table:
    """Every quantity of both sides, with where it comes from."""
    from rich.markup import escape

    found = table("all quantities", "quantity", "value", "from")
    found.columns[2].justify = "left"
    for side in (result.orbital, result.ground):
        for name in side:
            found.add_row(f"{side.side.name}.{name}", side.text(name), escape(origin(side, name)))
    return found


def columns_table(rows: Sequence[tuple[str, Sequence[Any]]]) -> Table:
    """A few moments or places side by side: the first row is the heading, and None an empty cell."""
    (corner, heads), *body = rows
    found = table("", corner.replace("[", "\\["), *(head.replace("[", "\\[") if isinstance(head, str) else f"{head:g}" for head in heads))
    for name, numbers in body:
        found.add_row(name.replace("[", "\\["), *map(_cell, numbers))
    return found


def _cell(cell: float | str | None) -> str:
    if isinstance(cell, str):
        return cell
    return "" if cell is None else f"{cell:.3g}" if abs(cell) < 1000 else number_text(cell)


# --- notebook ---------------------------------------------------------------------------------------------------------
def result_html(result: Result) -> str:
    """The sentence and the headline table for a notebook."""
    rows = []
    for name, title in HEADLINE_ROWS:
        unit = result.orbital.unit(name)
        numbers = [float(shown_value(side.value(name), unit)) for side in (result.orbital, result.ground)]
        rows.append((f"{title} [{unit_text(unit)}]", number_text(numbers[0]), number_text(numbers[1]), times(_over(*numbers))))
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    flags = "".join(f"<p>Flagged: {html.escape(flag)}.</p>" for flag in result.flags)
    return (
        f"<p><b>{html.escape(sentence(result))}</b></p>{flags}<p>{html.escape(label_line(result))}</p>"
        f"<table><thead><tr><th></th><th>orbit</th><th>ground</th><th>orbit / ground</th></tr></thead><tbody>{body}</tbody></table>"
    )
