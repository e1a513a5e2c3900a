"""What sizes a satellite, what binds, and how late an answer is: the screen's last lines, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from orbital.analysis.orbits.latency import SHARES, percentiles
from orbital.core.units import YEAR, Unit, text
from orbital.physics.network_times import METHODS
from orbital.views.words import words

if TYPE_CHECKING:
    from orbital.analysis.compare import Result, SideResult

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
"""A satellite's mass: its parts, then what they come to."""
SHARE = Unit("", "%")
CHANNELS = {"powered_channels": "light", "band_channels": "the band", "terminal_channels": "transceivers"}
"""What bounds the rate of a link between satellites, by the quantity that counts its channels."""
NEVER, MINUTE = "never", Unit("s", "min")


def whole(side: SideResult, name: str) -> str:
    """A count as people have it: whole, where it is fractional in cost."""
    value = float(side.value(name))
    return f"{math.ceil(value):,}" if math.isfinite(value) else side.text(name)


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


def _between_satellites(result: Result) -> str:
    """What a satellite sends its neighbor, what bounds that, and what it leaves of the work; empty where no rate is known."""
    orbital = result.orbital
    if not {"inter_satellite_rate", "neighbor_distance"} <= set(orbital) or not math.isfinite(orbital.value("neighbor_distance")):
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
    beside = _round_trip(ground) if "round_trip_time_median" in ground else "not known, the site gives no place"
    nearest, _ = METHODS[orbital.side.model.active(orbital.side.shape)["round_trip_time"].name]
    over = "the first satellite reached serving" if nearest else "over the links between satellites"
    lines = [f"to orbit and back, {over}: {_round_trip(orbital)}; to the ground site {beside}"]
    if float(orbital.value("waiting_fraction")) > 0.0:
        lines.append(f"{orbital.text('waiting_fraction')} of the requests wait until a station sees any satellite")
    if "time_to_first_token_median" not in orbital:
        return [*lines, "the work waits for no first token: not applicable"]
    first, share = _duration(orbital, "time_to_first_token_median"), orbital.text("network_share_of_first_token")
    there = f"; ground {_duration(ground, 'time_to_first_token_median')}" if "time_to_first_token_median" in ground else ""
    return [*lines, f"first token from orbit {first} (median){f', {share} of it the network' if first != NEVER else ''}{there}"]


def _round_trip(side: SideResult) -> str:
    """The network there and back: median, 95th and 99th percentile."""
    return percentiles(_duration(side, f"round_trip_time_{name}") for name in SHARES)


def _duration(side: SideResult, name: str) -> str:
    """A time in its unit, in minutes from one on; `NEVER` where it is endless."""
    value = float(side.value(name))
    if math.isinf(value):
        return NEVER
    return side.text(name) if value < 60.0 else text(value, MINUTE)
