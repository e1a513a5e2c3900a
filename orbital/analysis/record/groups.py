"""Where a planner looks for a quantity: eleven groups by name, ending and module; and what an amount is stated for, a satellite or a fleet."""

from __future__ import annotations

from functools import cache

from orbital.core.catalog import LISTED, data_path, parameters, read_toml
from orbital.core.formula import Formula
from orbital.core.model import Model

GROUPS: dict[str, tuple[str, ...]] = {
    "workload and chips": (
        "systems.accelerators",
        "systems.power_basis",
        "systems.workload",
        "systems.inference",
        "systems.training",
        "systems.satellite_network",
        "systems.cluster_network",
        "systems.response",
        "systems.site_latency",
    ),
    "physics": (
        "physics.constants",
        "physics.orbits",
        "physics.eclipse",
        "physics.environment",
        "physics.radiation",
        "physics.debris",
        "physics.attitude",
        "physics.view_factors",
        "physics.cooling",
        "physics.thermal",
        "physics.power",
        "physics.propulsion",
        "physics.contacts",
        "physics.ground_contact",
        "physics.constellation",
        "physics.network_times",
        "physics.mesh",
        "physics.users",
        "physics.latency",
        "physics.rain",
        "physics.links",
        "physics.downlink",
        "physics.optical_links",
        "physics.inter_satellite_links",
    ),
    "mass": ("systems.spacecraft",),
    "launch": ("systems.launch",),
    "hardware price": ("economics.spacecraft_cost", "economics.chip_cost"),
    "energy and upkeep": (
        "systems.ground_cluster",
        "systems.own_power",
        "economics.ground_cost",
        "economics.orbital_cost",
        "economics.own_power",
    ),
    "failures": (
        "systems.reliability",
        "systems.interruptions",
        "systems.survival",
        "systems.unserviced",
        "systems.delivery",
        "economics.repair",
    ),
    "life and finance": ("economics.finance", "economics.access_terms", "economics.time_to_power"),
    "start year and trends": ("systems.trends", "systems.ground_trends", "systems.orbital_trends"),
    "carbon": ("economics.carbon", "economics.ground_carbon", "economics.orbital_carbon"),
    "boundary": ("economics.levelized", "economics.comparison"),
}
"""Every module of formulas stands in one group, and what a headline contains in the last."""

FILES = {
    "workload and chips": ("cluster_network", "compute", "workload"),
    "physics": ("attitude", "debris", "ground_network", "inter_satellite_links", "latency", "orbit", "power", "thermal"),
    "mass": ("spacecraft",),
    "launch": ("launch",),
    "hardware price": ("spacecraft_cost",),
    "energy and upkeep": ("ground", "ground_operations"),
    "failures": ("reliability",),
    "life and finance": ("access_terms", "finance", "tax_and_salvage"),
    "start year and trends": ("trends",),
    "carbon": ("carbon",),
}
"""Every file of parameters stands in one group; `bounds` declares what formulas compute."""

BY_NAME = {
    "workload and chips": ("satellite_it_power", "accelerators_per_satellite", "chip_power", "utilization", "goodput"),
    "physics": (
        "accelerator_surface_area", "allowed_dose", "dose_model_factor", "shielding_thickness", "storm_dose_rate", "satellite_count", "link_rate",
        "satellite_downlink_rate",
    ),
    "mass": ("fixed_mass", "proportional_mass_fraction"),
    "launch": ("launch_cost",),
    "hardware price": (
        "accelerator_capital", "accelerator_cost", "accelerator_price", "building_capital", "building_cost", "building_price", "cluster_capital",
        "cluster_network_fraction", "nonrecurring_cost", "satellite_cost", "satellite_price_per_watt", "transceiver_price",
    ),
    "energy and upkeep": (
        "avoidance_maneuver_price", "avoidance_maneuver_rate", "cluster_it_power", "disposal_price", "egress_price", "electricity_price",
        "facility_power", "gateway_price", "gateway_upkeep_rate", "insurance_market_size", "insurance_premium_fraction", "market_premium_fraction",
        "operations_price", "transit_price",
    ),
    "failures": (
        "checkpoint_time", "delivered_fraction", "early_survival_probability", "interruption_rate", "interruption_recovery_time",
        "launch_success_probability", "power_availability", "repair_cost",
        "replacement_cost", "system_availability",
    ),
    "life and finance": (
        "building_nominal_rate", "delay_cost", "deployment_delay", "factory_capital_time", "insured_value", "lease_fee", "lease_notice",
        "leased_accelerators", "listed_risk_premium", "owner_capital", "power_advance", "power_wait", "program_lead_time", "revenue_density",
        "risk_premium", "risk_premium_time", "shell_time", "turbine_lead_time",
    ),
    "boundary": ("total_cost",),
}  # fmt: skip
"""Quantities that a planner looks for elsewhere than where their file or module stands."""

ENDINGS = {
    "life and finance": (
        "_nominal_rate", "_discount_rate", "_depreciation_rate", "_capital_recovery_factor", "_salvage_credit", "_salvage_fraction", "_waiting_factor", "_life",
    ),
    "mass": ("_mass", "_specific_power", "_specific_energy", "_mass_fraction"),
    "hardware price": ("_price", "_price_per_watt", "_price_per_power", "_capital"),
    "failures": ("_availability", "_loss_rate", "_survival"),
    "energy and upkeep": ("_cost",),
}  # fmt: skip
"""What an ending says. Finance everywhere but in launch and carbon, mass within physics, the others where only a study has the quantity."""

GROUP_OF_MODULE = {module: group for group, modules in GROUPS.items() for module in modules}
GROUP_OF_NAME = {name: group for group, found in BY_NAME.items() for name in found}

SIZES = frozenset(
    [
        "accelerator_count",
        "accelerators_per_satellite",
        "cluster_it_power",
        "demanded_capacity",
        "facility_power",
        "it_power",
        "satellite_it_power",
    ]
)
"""How large satellite and fleet are. Amounts are compared at one size: what is stated for a gigawatt says nothing of a megawatt."""

SATELLITE, FLEET = "satellite", "fleet"
OF_A_SATELLITE = frozenset(
    [
        "array_area",
        "array_power_beginning_of_life",
        "array_power_end_of_life",
        "battery_capacity",
        "drag_area",
        "eclipse_load",
        "operations_price",
        "radiator_area",
        "recharge_power",
        "satellite_bus_power",
        "satellite_downlink_rate",
        "satellite_launch_price",
        "satellite_price",
        "telemetry_price",
        "waste_heat",
    ]
)
OF_A_FLEET = frozenset(["downlink_rate", "egress_rate", "launch_count", "launched_mass", "network_rate", "nodes", "rack_count", "switches"])
OF_A_PART = frozenset(
    [
        "array_radiator_mass",
        "rack_mass",
        "radiator_unit_mass",
        "reentering_stage_mass",
        "removal_price",
        "robot_price",
        "robot_unit_mass",
        "segment_valve_mass",
        "terminal_mass",
        "wing_mass",
    ]
)
"""Amounts of one wing, unit, rack, robot or stage, of which a satellite or a flight has as many as it needs."""


@cache
def _group_of_parameter() -> dict[str, str]:
    """The group of each declared parameter, by the file that declares it."""
    group_of_file = {stem: group for group, stems in FILES.items() for stem in stems}
    paths = sorted((data_path() / "parameters").glob("*.toml"))
    return {name: group_of_file[path.stem] for path in paths if path.stem in group_of_file for name in read_toml(path)}


def module_of(item: Formula) -> str:
    """The module of a formula within the package: `physics.orbits`."""
    return str(getattr(item.function, "__module__", "")).removeprefix("orbital.")


def group_of(model: Model, quantity: str, seen: frozenset[str] = frozenset()) -> str:
    """The group of a quantity's differences: by its own name, its ending, its file or module; a study's own by what it leads to (M16)."""
    quantity = quantity.removeprefix(LISTED)
    if quantity in GROUP_OF_NAME:
        return GROUP_OF_NAME[quantity]
    producer = model.default.get(quantity)
    home = _group_of_parameter().get(quantity) or (GROUP_OF_MODULE.get(module_of(producer), "") if producer else "")
    for group, endings in ENDINGS.items():
        within = {"life and finance": home not in ("launch", "carbon"), "mass": home in ("", "physics", "start year and trends")}
        if within.get(group, not home) and quantity.endswith(endings) and not quantity.endswith("_of_life"):
            return group
    return home or _group_by_use(model, quantity, seen)


def _group_by_use(model: Model, quantity: str, seen: frozenset[str]) -> str:
    """The group of what takes a quantity, or of what that leads to."""
    every = [*model.default.values(), *(item for named in model.alternatives.values() for item in named.values())]
    takers = [item for item in every if quantity in item.arguments]
    computers = [item for item in every if quantity in item.computes]
    for item in [*takers, *computers]:
        if module_of(item) in GROUP_OF_MODULE:
            return GROUP_OF_MODULE[module_of(item)]
    for item in takers:
        for computed in item.computes:
            if computed not in {quantity, *seen}:
                return group_of(model, computed, seen | {quantity})
    return "boundary"


def stated_for(model: Model, quantity: str) -> str:
    """Whether a value is an amount of one satellite or of the whole fleet; empty for what is neither, as a price per mass."""
    si = model.specs[quantity].unit.si
    if quantity in OF_A_SATELLITE:
        return SATELLITE
    if quantity in OF_A_FLEET or (si == "USD" and quantity.endswith("_capital")) or (si == "USD/s" and quantity.endswith("_cost")):
        return FLEET
    if quantity in OF_A_PART:
        return ""
    group = group_of(model, quantity)
    computed = quantity.removeprefix(LISTED)  # a catalog's price of today is of what it is a price of, a flight for one
    piece = si == "USD" and quantity.endswith("_price") and quantity not in parameters() and computed not in model.default
    if model.name == "orbital" and ((si == "kg" and group in ("mass", "physics")) or piece):
        return FLEET if quantity.startswith("fleet_") else SATELLITE
    return ""
