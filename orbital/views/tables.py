"""One sentence first, then one screen, then the rest on request."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from orbital.analysis.explaining import origin
from orbital.core.units import LCOC, YEAR, Unit, number_text, shown_value, text, unit_text
from orbital.views.words import NOT_CLOSING, label_line, not_closing, sentence, times, words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from orbital.analysis.compare import Result, SideResult
    from orbital.analysis.uncertainty import Uncertainty

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
MASS = (
    "orbital.payload_mass",
    "orbital.array_mass",
    "orbital.radiator_mass",
    "orbital.battery_mass",
    "orbital.heat_transport_mass",
    "orbital.heat_pump_mass",
    "orbital.power_conditioning_mass",
    "orbital.harness_mass",
    "orbital.shielding_mass",
    "orbital.avionics_mass",
    "orbital.momentum_storage_mass",
    "orbital.communication_mass",
    "orbital.propulsion_dry_mass",
    "orbital.drag_propellant_mass",
    "orbital.structure_mass",
    "orbital.mass_margin",
    "orbital.disposal_propellant_mass",
    "orbital.satellite_mass",
    "orbital.specific_mass",
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


def whole(side: SideResult, name: str) -> str:
    """A count as people have it: whole, where it is fractional in cost."""
    value = float(side.value(name))
    return f"{math.ceil(value):,}" if math.isfinite(value) else side.text(name)


def closure_table(result: Result) -> Table:
    """Stated figures beside what follows from the parts."""
    found = table("closure: stated figures against today's parts", "", "stated", "from parts", "gap", "used")
    for row in result.closure():
        gap = (f"{row.gap:+.0%}" if abs(row.gap) >= 0.005 else "0%") if math.isfinite(row.gap) else "-"
        found.add_row(row.quantity, text(row.stated, row.unit), text(row.computed, row.unit), gap, row.used)
    return found


def binding(result: Result) -> list[str]:
    """What sizes the satellite, and which limit is closest."""
    orbital = result.orbital
    value = {name: float(orbital.value(name)) for name in ("payload_mass", "satellite_mass", "deployment_time", "satellite_life")}
    parts = sorted(((float(orbital.value(n.partition(".")[2])), n.partition(".")[2]) for n in MASS[:-2] if n.partition(".")[2] in orbital), reverse=True)
    lines = [f"mass: the largest parts are {', '.join(f'{words(name)} {orbital.text(name)}' for _, name in parts[:3])}"]
    lines += [line for line in (_what_fills_a_flight(result), _price_beside_parts(result)) if line]
    if value["satellite_life"] < value["deployment_time"] < math.inf:
        lines.append(
            f"launch cadence: {float(orbital.value('launch_cadence')) * YEAR:g} flights a year take {orbital.text('deployment_time')} to launch a fleet "
            f"that lives {orbital.text('satellite_life')}; they hold {orbital.text('fleet_plateau_power')}"
        )
    return [*lines, *(line for line in (_contact(result), _links(result), _between_satellites(result)) if line)]


def _contact(result: Result) -> str:
    """How much of the day a satellite is in contact, and how long work waits; empty where the orbit is not stated."""
    orbital, picks = result.orbital, result.scenario.picks
    if not {"contact_fraction", "longest_contact_gap", "downlink_wait"} <= set(orbital) or math.isnan(orbital.value("contact_fraction")):
        return ""
    where = f"{picks['ground_network']}, {picks['downlink_band']} band above {orbital.text('minimum_elevation')}"
    share, gap, wait = orbital.text("contact_fraction"), orbital.text("longest_contact_gap"), orbital.text("downlink_wait")
    alone = orbital.side.model.active(orbital.side.shape).get("downlink_wait")
    by = "through any satellite in contact" if alone and alone.name == "downlink_wait_by_relay" else "store and forward, each by itself"
    return (
        f"contact ({where}): one satellite sees a station {share} of the time, its longest gap is {gap}; "
        f"results in bulk wait {wait} on board on average ({by}); answers to users do not, see latency"
    )


def _links(result: Result) -> str:
    """How far the links to the ground are used, down and up, and whether they bind; empty where too little is stated."""
    orbital = result.orbital
    uses = {way: float(orbital.value(name)) for way, name in (("down", "downlink_use"), ("up", "uplink_use")) if name in orbital}
    if "down" not in uses or any(math.isnan(use) for use in uses.values()):
        return ""
    if any(math.isinf(use) for use in uses.values()):
        return "links: nothing comes down: no work is delivered"
    told = {way: f"{way} {text(use, SHARE)}" for way, use in uses.items()}
    if {"fleet_downlink_use", "gateway_use"} <= set(orbital):
        fleet, gateways = (text(float(orbital.value(name)), SHARE) for name in ("fleet_downlink_use", "gateway_use"))
        told["down"] += f" (satellites {fleet}, {whole(orbital, 'gateway_count')} gateways {gateways})"
    way = max(uses, key=lambda one: uses[one])
    end = f"the way {way} binds: not all work is delivered" if uses[way] > 1.0 else "neither binds"
    return f"links to the ground used: {', '.join(told.values())}; {end}"


SHARE = Unit("", "%")
CHANNELS = {"powered_channels": "light", "band_channels": "the band", "terminal_channels": "transceivers"}
"""What bounds the rate of a link between satellites, by the quantity that counts its channels."""


def _between_satellites(result: Result) -> str:
    """What a satellite sends its neighbor, what bounds that, and what it leaves of the work; empty where no rate is known."""
    orbital = result.orbital
    if "inter_satellite_rate" not in orbital or not math.isfinite(float(orbital.value("neighbor_distance")) if "neighbor_distance" in orbital else math.nan):
        return ""
    least = min(CHANNELS, key=lambda name: float(orbital.value(name)) if name in orbital else math.inf)
    bound = "as given" if "inter_satellite_rate" in orbital.side.shape.given else f"bound by {CHANNELS[least]}"
    rate = f"links between satellites: {orbital.text('inter_satellite_rate')} to a neighbor {orbital.text('neighbor_distance')} away, {bound}"
    if not orbital.side.rests_on("utilization", "network_utilization_ceiling"):
        islands = float(orbital.value("replica_islands")) if "replica_islands" in orbital else math.nan
        if math.isnan(islands):
            return rate
        return f"{rate}; a copy of the model {f'spans {islands:.3g} satellites' if islands > 1.0 else 'fits in one satellite, the work needs none'}"
    exchange, step, left = (orbital.text(name) for name in ("step_exchange_time", "step_time", "network_utilization_ceiling"))
    return f"{rate}; a training step of {step} exchanges for {exchange}: {left} of the utilization is left"


def latency_lines(result: Result) -> list[str]:
    """What the network takes there and back on both sides, and when the first token comes; nothing where no stations are known, or no orbit exists."""
    orbital, ground = result.orbital, result.ground
    if "round_trip_time_median" not in orbital or math.isnan(orbital.value("round_trip_time_median")):
        return []
    beside = _three(ground) if "round_trip_time_median" in ground else "not known, the site gives no place"
    ways = orbital.side.model.active(orbital.side.shape)["round_trip_time"].name
    over = "the first satellite reached serving" if ways.endswith(("nearest", "nearest_satellite")) else "over the links between satellites"
    lines = [f"to orbit and back, {over}: {_three(orbital)}; to the ground site {beside}"]
    if float(orbital.value("waiting_fraction")) > 0.0:
        lines.append(f"{orbital.text('waiting_fraction')} of the requests wait until a station sees any satellite")
    if "time_to_first_token_median" not in orbital:
        return [*lines, "the work waits for no first token: not applicable"]
    first, share = _duration(orbital, "time_to_first_token_median"), orbital.text("network_share_of_first_token")
    there = f"; ground {_duration(ground, 'time_to_first_token_median')}" if "time_to_first_token_median" in ground else ""
    return [*lines, f"first token from orbit {first} (median){f', {share} of it the network' if first != NEVER else ''}{there}"]


NEVER, MINUTE = "never", Unit("s", "min")


def _three(side: SideResult) -> str:
    """Median, 95th and 99th percentile of the round trip."""
    shares = {"median": "median", "p95": "95 %", "p99": "99 %"}
    return ", ".join(f"{_duration(side, f'round_trip_time_{name}')} ({share})" for name, share in shares.items())


def _duration(side: SideResult, name: str) -> str:
    """A time in its unit, in minutes from one on; `NEVER` where it is endless."""
    value = float(side.value(name))
    if math.isinf(value):
        return NEVER
    return side.text(name) if value < 60.0 else text(value, MINUTE)


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


def _what_fills_a_flight(result: Result) -> str:
    """Whether lift or volume ends the number of satellites a flight; empty where one of the two is not known, or not one satellite flies."""
    orbital = result.orbital
    if "satellites_by_mass" not in orbital or "satellites_by_volume" not in orbital:
        return ""
    by_mass, by_volume, whole = (float(orbital.value(name)) for name in ("satellites_by_mass", "satellites_by_volume", "satellites_per_launch"))
    if whole == 0.0:
        return ""
    which = "volume" if by_volume < by_mass else "mass"
    uses = f"{whole / by_mass:.0%} of the lift and {whole / by_volume:.0%} of the volume (stowed size is a class estimate)"
    return f"a flight: {which} binds; {orbital.text('satellites_per_launch')} satellites use {uses}"


def _price_beside_parts(result: Result) -> str:
    """The satellite's price as used beside what its parts come to; empty where either is not known."""
    orbital = result.orbital
    if "satellite_parts_price" not in orbital or "satellite_price" not in orbital:
        return ""
    case = result.scenario.picks.get("satellite_price_case", "as given")
    used = f"{orbital.text('satellite_price')} ({case}, learning {float(orbital.value('satellite_learning_factor')):.2f})"
    return f"satellite price: {used}; its parts come to {orbital.text('satellite_parts_price')} in a first series"


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
    """A few moments or places side by side: the first row is the heading."""
    (corner, heads), *body = rows
    found = table("", corner.replace("[", "\\["), *(head.replace("[", "\\[") if isinstance(head, str) else f"{head:g}" for head in heads))
    for name, numbers in body:
        found.add_row(name.replace("[", "\\["), *(f"{number:.3g}" if abs(number) < 1000 else number_text(number) for number in numbers))
    return found


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
