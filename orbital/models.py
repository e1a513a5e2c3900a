"""The three Models, in the order of the physics. The default formula of a quantity is the function of its name in these modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from types import ModuleType

from orbital.core.catalog import LISTED, boundaries, parameters
from orbital.core.errors import InputError, suggest
from orbital.core.formula import Formula, sum_formula
from orbital.core.model import Model, formulas_of
from orbital.core.parse import parse_quantity
from orbital.core.units import Unit
from orbital.economics import (
    access_terms,
    carbon,
    chip_cost,
    comparison,
    finance,
    ground_carbon,
    ground_cost,
    levelized,
    orbital_carbon,
    orbital_cost,
    repair,
    spacecraft_cost,
    time_to_power,
)
from orbital.economics import own_power as own_power_cost
from orbital.physics import (
    attitude,
    constellation,
    cooling,
    debris,
    downlink,
    eclipse,
    environment,
    ground_contact,
    inter_satellite_links,
    links,
    network_times,
    orbits,
    power,
    propulsion,
    radiation,
    rain,
    thermal,
    view_factors,
)
from orbital.systems import (
    accelerators,
    cluster_network,
    delivery,
    ground_cluster,
    ground_trends,
    inference,
    interruptions,
    launch,
    orbital_trends,
    own_power,
    power_basis,
    reliability,
    response,
    satellite_network,
    site_latency,
    spacecraft,
    survival,
    training,
    trends,
    unserviced,
    workload,
)

SHARED = (trends, accelerators, power_basis, workload, inference, training, interruptions, survival, delivery, response, finance, chip_cost, levelized, carbon)
"""Listed in both sides: one relation, one name (M10, M11)."""

ORBITAL_MODULES = (
    orbits,
    eclipse,
    environment,
    radiation,
    debris,
    attitude,
    view_factors,
    cooling,
    thermal,
    power,
    propulsion,
    spacecraft,
    launch,
    ground_contact,
    constellation,
    network_times,
    rain,
    links,
    downlink,
    inter_satellite_links,
    reliability,
    satellite_network,
    orbital_trends,
    spacecraft_cost,
    orbital_cost,
    orbital_carbon,
    *SHARED,
)
GROUND_MODULES = (
    ground_cluster,
    cluster_network,
    site_latency,
    ground_trends,
    own_power,
    unserviced,
    ground_cost,
    repair,
    own_power_cost,
    access_terms,
    time_to_power,
    ground_carbon,
    *SHARED,
)

TOTAL_UNIT = Unit("USD/s", "MUSD/yr", 0.0)

HEADLINES = ("levelized_cost_per_pflop_hour", "levelized_cost_per_gpu_hour", "levelized_cost_per_million_tokens")
"""What a scenario is asked for; other quantities are dead when cut off from these (M3)."""


def make_model(
    name: str,
    modules: tuple[ModuleType, ...],
    extra: tuple[Formula, ...] = (),
    stated: Iterable[str] = (),
    maker: tuple[Callable[..., Model], tuple[object, ...]] | None = None,
) -> Model:
    """A side's Model from its modules, with the formulas a study adds and the quantities it states beyond our parameters."""
    formulas = [*formulas_of(*modules), *extra, total_cost(name, "all-in")]
    known = {*parameters(), *stated}
    return Model(name, formulas, {*known, *(LISTED + quantity for quantity in known)}, _table_steps(formulas), maker)


@cache
def total_cost(side: str, boundary: str) -> Formula:
    """The generated sum over a boundary's cost lines (M13)."""
    lines = cost_lines(side, boundary)
    return sum_formula("total_cost", lines, TOTAL_UNIT, f"All cost lines of the boundary '{boundary}': {', '.join(lines)}.", (total_cost, (side, boundary)))


def cost_lines(side: str, boundary: str) -> tuple[str, ...]:
    """The cost lines of a boundary on one side; refused with the boundaries there are."""
    known = boundaries()
    if not isinstance(boundary, str) or boundary not in known:
        raise InputError(f"boundary = {boundary!r}: not known; {suggest(str(boundary), known)}; there are: {', '.join(known)}")
    return tuple(known[boundary][side])


@cache
def orbital_model() -> Model:
    """ORBITAL: from the orbit to money per useful FLOP."""
    return make_model("orbital", ORBITAL_MODULES, maker=(orbital_model, ()))


@cache
def ground_model() -> Model:
    """GROUND: from the building to money per useful FLOP."""
    return make_model("ground", GROUND_MODULES, maker=(ground_model, ()))


@cache
def comparison_model() -> Model:
    """COMPARISON: its formulas take `orbital_x` and `ground_x`, which the two sides provide."""
    formulas = formulas_of(comparison)
    return Model("comparison", formulas, {a for item in formulas for a in item.arguments if a.startswith(("orbital_", "ground_"))})


def _table_steps(formulas: list[Formula]) -> dict[str, float]:
    """Lattice steps of tabulated geometry (M7), from the parameters that state one."""
    units: dict[str, Unit] = {a: spec.unit for item in formulas for a, spec in zip(item.arguments, item.takes, strict=True)}
    found: dict[str, float] = {}
    for name, parameter in parameters().items():
        if parameter.table_step is not None and name in units:
            found[name] = float(parse_quantity(parameter.table_step, units[name], f"{name}.table_step"))
    return found
