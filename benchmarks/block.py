"""What a row costs in a block of 8,192 scenarios with 25 quantities varied, in units of one np.exp on the same block.

A ratio of two times in one process says more than nanoseconds: it moves little from machine to machine. Only `ratio` is asked for.
One variant leaves the geometry alone; the others vary the altitude, and the local time too (tabulated geometry, its table already filled).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.many.batch import BLOCK, Batch
from orbital.analysis.many.draws import Spread, uncertain
from orbital.models import HEADLINES
from orbital.scenarios import SIDES, Scenario, scenario

TARGET, GEOMETRY_TARGET = 200.0, 2.0
ROUNDS = 30
CALLS = 3
EXP_CALLS = 200
GEOMETRY = {
    "altitude varied": {"orbital.altitude": (500e3, 600e3, 1000e3)},
    "altitude, local time varied": {"orbital.altitude": (500e3, 600e3, 1000e3), "orbital.local_time_of_ascending_node": (63_900.0, 64_800.0, 65_700.0)},
}
"""Low, mode and high (m, s), in place of as many of the last names of ORBITAL. The junction temperature varies in every variant."""

ORBITAL = (
    "listed_satellite_price_per_watt", "listed_flight_price", "radiator_deployment_areal_mass", "radiator_emissivity", "coating_darkening",
    "junction_temperature_limit",
    "cell_efficiency", "listed_array_specific_power", "array_degradation_rate", "battery_specific_energy", "bus_overhead_fraction", "structure_mass_fraction",
    "satellite_loss_rate", "system_availability",
)  # fmt: skip
GROUND = ("listed_electricity_price", "power_usage_effectiveness", "listed_building_price", "building_life", "system_availability")
COMMON = ("listed_accelerator_price", "nominal_discount_rate", "serving_efficiency", "accelerator_loss_rate", "spare_fraction", "power_utilization")
VARIED = tuple(f"{section}.{name}" for section, names in (("orbital", ORBITAL), ("ground", GROUND), ("common", COMMON)) for name in names)


def columns(base: Scenario, geometry: dict[str, tuple[float, float, float]]) -> dict[str, NDArray[np.float64]]:
    """25 columns of draws from the spreads that the sources leave open, some exchanged for geometry."""
    found = uncertain(base).spreads
    triangles = {name: found[name] for name in VARIED}
    for name in ORBITAL[len(ORBITAL) - len(geometry) :]:
        del triangles[f"orbital.{name}"]
    triangles |= {name: Spread(*ends) for name, ends in geometry.items()}
    if len(triangles) != 25:
        raise SystemExit(f"{len(triangles)} quantities varied, not 25")
    uniform = np.random.default_rng(1).random((25, BLOCK))
    return {name: spread.at(u) for u, (name, spread) in zip(uniform, triangles.items(), strict=True)}


def nanoseconds(call: Callable[[], object], calls: int) -> float:
    """Time of this process for one row of one call."""
    start = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - start) * 1e9 / calls / BLOCK


def best_times(runners: dict[str, tuple[Callable[[], object], int]]) -> dict[str, float]:
    """The best round of each, rounds interleaved; the first round fills the tables and does not count."""
    best = dict.fromkeys(runners, np.inf)
    for round_number in range(ROUNDS + 1):
        for name, (call, calls) in runners.items():
            found = nanoseconds(call, calls)
            if round_number:
                best[name] = min(best[name], found)
    return best


def main() -> None:
    base = scenario("ai1-vs-colossus-1")
    plans = {side: base.side(side).plan((HEADLINES[0],)) for side in SIDES}
    variants = {name: columns(base, geometry) for name, geometry in {"geometry unchanged": {}, **GEOMETRY}.items()}
    exponents = variants["geometry unchanged"]["orbital.cell_efficiency"]
    runners: dict[str, tuple[Callable[[], object], int]] = {"np.exp": (lambda: np.exp(exponents), EXP_CALLS)}
    runners |= {name: (partial(Batch(base, drawn), drawn), CALLS) for name, drawn in variants.items()}
    best = best_times(runners)
    exp = best.pop("np.exp")
    steps = sum(len(plan.steps) for plan in plans.values())
    print(f"{BLOCK:,} rows, 25 quantities varied, {steps} formulas, only `ratio` asked; np.exp {exp:.2f} ns an element")
    for name, found in best.items():
        times = found / best["geometry unchanged"]
        print(f"{name:<30}{found:>9,.0f} ns a row{found / exp:>9.0f} np.exp{times:>7.2f} times the first row")
    first = best["geometry unchanged"] / exp
    print(f"targets: first row at most {TARGET:.0f} np.exp: {_met(first <= TARGET)}; geometry at most {GEOMETRY_TARGET:.0f} times it: ", end="")
    print(_met(max(best.values()) <= GEOMETRY_TARGET * best["geometry unchanged"]))


def _met(good: bool) -> str:
    return "met" if good else "NOT met"


if __name__ == "__main__":
    main()
