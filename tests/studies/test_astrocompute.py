"""AstroCompute: its years walked beside our partial steps, its crossings, what is wrong beside what is right, and every given's bearing."""

import math

import numpy as np
import pytest

import orbital as orb
from orbital.core.units import YEAR
from orbital.studies.astrocompute_2026 import ground, shared
from orbital.studies.astrocompute_2026 import orbital as own

NAME = "astrocompute-2026"
PRICE = {"ground.formulas.levelized_cost_per_pflop_hour": "price_of_scarcity_as_cost"}
HOUR = 3600.0


@pytest.fixture(scope="module")
def run():
    return orb.study(NAME)


def value(run, quantity, changes=None):
    return run.value(quantity, changes)[0]


# --- the source's loops over whole years, by hand ---
def demand(t):
    return 65.0 * (1.0 + 0.55 + 0.10 * math.exp(-t / 8)) ** t


def supply(t):
    off_grid = min(0.25, 0.15 * (48 / 36 + 1.0) / 2 + 0.02 * t)
    pace = 1.0 if t < 6 else 1.5 + min((t - 6) / 8, 1.0)
    return 60.0 + 0.08 * pace * 60.0 * ((1 - off_grid) * max(t - 4, 0) + off_grid * max(t - 1, 0))


def pressure(t):
    return min(max(demand(t) / supply(t), 0.2), 2.0)


def walked(years):
    """Launch price, efficiency and multiplier after a number of whole years."""
    price, efficiency, multiplier = 1500.0, 2800.0, 4.5
    for t in range(years):
        p = pressure(t)
        price = max(price * (1 - 0.18 * p**1.5), 15.0 if t >= 1 else 300.0)
        efficiency *= 1 + max(0.03, 0.2 - 0.007 * t) * (0.7 + 0.3 * p) * max(0.05, 1 - efficiency / 1e5)
        multiplier *= 1 - min(0.25, 0.12 * p)
    return price, efficiency, max(multiplier, 0.25)


@pytest.mark.parametrize("years", [0, 1, 4, 9, 24, 40])
def test_whole_years_are_the_source_s_loops(run, years):
    at = {"workload.platform_year": 2026 + years}
    price, efficiency, multiplier = walked(years)
    assert value(run, "orbital.launch_price", at) == pytest.approx(price, rel=1e-9)
    assert value(run, "orbital.silicon_efficiency", at) == pytest.approx(efficiency * 1e9, rel=1e-9)
    assert value(run, "orbital.manufacturing_multiplier", at) == pytest.approx(multiplier, rel=1e-9)
    assert value(run, "ground.compute_demand", at) == pytest.approx(demand(years) * 1e9, rel=1e-9)
    assert value(run, "ground.compute_supply", at) == pytest.approx(supply(years) * 1e9, rel=1e-9)


def test_part_years_join_whole_ones(run):
    """A crossing is solved for between whole years, so the way there must be without jumps."""
    for quantity in ("orbital.launch_price", "orbital.silicon_efficiency", "orbital.manufacturing_multiplier"):
        at = [value(run, quantity, {"workload.platform_year": year}) for year in (2028.999999, 2029, 2029.000001)]
        assert at[0] == pytest.approx(at[1], rel=1e-5)
        assert at[2] == pytest.approx(at[1], rel=1e-5)
        middle = value(run, quantity, {"workload.platform_year": 2028.5})
        ends = [value(run, quantity, {"workload.platform_year": year}) for year in (2028, 2029)]
        assert min(ends) < middle < max(ends)


@pytest.mark.parametrize(
    ("unmet", "premium"), [(-0.5, 0.6), (-0.3, 0.6), (-0.1, 0.95), (0.0, 1.0), (0.1, 1.4), (0.3, 2.2), (0.5, 2.7), (1.0, 3.95), (10.0, 6.0), (1000.0, 10.0)]
)
def test_the_premium_by_hand(unmet, premium):
    assert ground.scarcity_premium(np.float64(unmet)) == pytest.approx(premium, rel=1e-12)


def test_the_platform_of_2026_by_hand(run):
    """Two kilograms a square meter of 20 % cells in six tenths of sunlight; 72 kWh at 280 Wh/kg; 61.2 kW of heat at 1,134 W/m2."""
    array = 2 * 1e5 / (0.2 * 1361 * 0.6)
    emitted = 2 * 0.85 * 5.670374419e-8 * 350.0**4
    radiator = 61.2e3 / (0.65 * (emitted - 400) + 0.35 * (emitted - 150))
    assert value(run, "orbital.array_mass") == pytest.approx(array, rel=1e-12)
    assert value(run, "orbital.battery_mass") == pytest.approx(72e3 / 280, rel=1e-12)
    assert value(run, "orbital.radiator_area") == pytest.approx(radiator, rel=1e-9)
    links = 20 + 0.5 * 68 * 2800 * (1e12 / 140e9 * 20 * 8 / 1e9)
    parts = array + 72e3 / 280 + 340 + 3 * radiator + 52 + 16 + 30 + 0.03 * (array + 72e3 / 280 + 340) + links
    assert value(run, "orbital.satellite_mass") == pytest.approx(parts * 1.02 * 1.1, rel=1e-9)
    assert value(run, "orbital.radiator_mass") / value(run, "orbital.satellite_mass") < 0.15


def test_hardware_of_2026_by_hand(run):
    """MUSD before the multiplier: 50 of array at (0.1)^-0.3, 24.48 of heat at (0.54)^-0.15, avionics, two terminals, kilograms."""
    area = value(run, "orbital.radiator_area")
    mass = {q: value(run, f"orbital.{q}") for q in ("battery_mass", "shielding_mass", "structure_mass", "propulsion_dry_mass")}
    kilograms = 10_000 * mass["battery_mass"] + 1_000 * mass["shielding_mass"] + 3_000 * mass["structure_mass"] + 8_000 * mass["propulsion_dry_mass"]
    platform = 50e6 * 0.1**-0.3 + 24.48e6 * (area / 100) ** -0.15 + 15e6 + 16e6 + kilograms + 15_000 * 16
    assert value(run, "orbital.hardware_capital") == pytest.approx(4.5 * (platform + 340 * 50_000), rel=1e-9)


def test_capital_adds_up(run):
    """Hardware, integration, launch, insurance, ground, interest of a year: and the cost is its annuity, upkeep and carriage."""
    lines = ("hardware_capital", "integration_capital", "launch_capital", "insurance_capital", "ground_segment_capital", "construction_interest")
    total = sum(value(run, f"orbital.{line}") for line in lines)
    assert value(run, "orbital.initial_capital") == pytest.approx(total, rel=1e-12)
    assert value(run, "orbital.construction_interest") == pytest.approx(0.18 / 1.18 * total, rel=1e-9)
    recovery = 0.18 * 1.18**10 / (1.18**10 - 1) + 0.015
    yearly = total * recovery + 50_000 * value(run, "orbital.platform_data_rate") / 1e9
    hours = value(run, "orbital.gpu_equivalents") * 8760 * 0.99 * (0.99 - 600 / HOUR / 2190) * 0.9
    assert value(run, "orbital.levelized_cost_per_gpu_hour") * HOUR == pytest.approx(yearly / hours, rel=1e-6)


def test_the_ground_of_2026_by_hand(run):
    off_grid = 0.15 * (48 / 36 + 1) / 2
    capital = (1.4 * 25_000 + 3_000) * (1 + 0.15 * off_grid) * 0.13 * 1.13**5 / (1.13**5 - 1)
    energy = 0.7 * 1.3 * (0.065 * (1 - off_grid) + 0.025 * off_grid)
    expected = (capital / (8760 * 0.999) + energy + 0.32) / 0.7
    assert value(run, "ground.levelized_cost_per_gpu_hour") * HOUR == pytest.approx(expected, rel=1e-9)


# --- crossings ---
def first_whole_year(run, changes):
    """The source's own way: the first whole year in which orbit costs less, by evaluating them one after another."""
    for year in range(2026, 2071):
        if value(run, "comparison.ratio", {**changes, "workload.platform_year": year}) < 1.0:
            return year
    return None


def test_the_solved_crossing_is_the_first_whole_year_counted(run):
    crossings = [item for item in run.data.published if item.quantity == "comparison.crossing_year" and item.id.startswith("astrocompute")]
    assert len(crossings) == 10
    for item in crossings[::3]:
        assert first_whole_year(run, item.set) == item.value == math.ceil(value(run, item.quantity, item.set)), item.id


def test_crossings_move_with_what_they_rest_on(run):
    """A dearer dollar, a lower rate of decline, a market that grows less: later. No crossing is stored."""
    base = value(run, "comparison.crossing_year", PRICE)
    for key, slower in (
        ("orbital.nominal_discount_rate", "18.5 %/yr8760"),
        ("orbital.satellite_life", "9 yr8760"),
        ("orbital.first_manufacturing_multiplier", 4.6),
        ("workload.demand_growth", "50 %/yr"),
        ("ground.first_accelerator_price", "24000 USD/GPU"),
        ("orbital.radiation_penalty", 0.32),
    ):
        assert value(run, "comparison.crossing_year", {**PRICE, key: slower}) > base, key


def test_t1_price_against_cost(run):
    """In the year it calls the crossing, orbit costs 5.3 times what the ground does; cost meets cost 16 years later."""
    at = {"workload.platform_year": 2035}
    assert value(run, "comparison.ratio", {**at, **PRICE}) < 1.0
    assert value(run, "comparison.ratio", at) == pytest.approx(5.31, rel=1e-3)
    assert value(run, "comparison.crossing_year") - value(run, "comparison.crossing_year", PRICE) > 16.0


def test_t1_demand_outgrows_the_sun(run):
    sunlight = 1361.0 * math.pi * 6_371_000.0**2
    before, then = (value(run, "ground.compute_demand", {"workload.platform_year": year}) for year in (2059, 2060))
    assert before < sunlight < then


def test_t2_the_limit_it_does_not_heed(run):
    limit = 20e9 * 0.25 * 0.85 / 0.4
    assert value(run, "orbital.communications_limit") == pytest.approx(limit, rel=1e-12)
    assert value(run, "orbital.over_communications_limit") == pytest.approx(1.195e7, rel=1e-3)
    assert 0.4 / value(run, "orbital.traffic_intensity") == pytest.approx(3.5e8, rel=1e-9)


def test_t3_shadow_of_the_orbit_it_names(run):
    assert value(run, "orbital.annual_eclipse_fraction") == pytest.approx(0.050, abs=0.001)
    worst = value(run, "orbital.longest_eclipse") / value(run, "orbital.orbital_period")
    assert worst == pytest.approx(0.2264, abs=0.002)
    sized = {"orbital.formulas.sizing_eclipse_fraction": "sizing_eclipse_fraction_of_worst_orbit"}
    assert value(run, "orbital.array_area", sized) / value(run, "orbital.array_area") == pytest.approx(0.6 / (1 - worst), rel=1e-9)


def test_unlike_hours_are_put_alike(run):
    """The ground sells seven tenths, orbit all: with both at seven tenths cost meets cost in 2069."""
    alike = {"orbital.formulas.delivered_fraction": "delivered_fraction_sold_as_on_the_ground"}
    once = {"orbital.formulas.delivered_fraction": "delivered_fraction_with_level_once"}
    quantity = "orbital.levelized_cost_per_gpu_hour"
    assert value(run, quantity, once) / value(run, quantity) == pytest.approx(0.99, rel=1e-12)
    assert value(run, quantity, alike) / value(run, quantity, once) == pytest.approx(1 / 0.7, rel=1e-12)
    assert math.ceil(value(run, "comparison.crossing_year", alike)) == 2069


def test_what_was_inferred_counts_between_2032_and_2050_alone(run):
    """The factor of large radiators: none before 1.5 MW of heat, and cost would meet cost in 2045 without it."""
    assert value(run, "orbital.large_radiator_factor", {"workload.platform_year": 2034}) == 1.0
    assert value(run, "orbital.large_radiator_factor", {"workload.platform_year": 2050}) == 4.0
    without = {"orbital.largest_radiator_factor": 1.0}
    assert math.ceil(value(run, "comparison.crossing_year", without)) == 2045
    assert math.ceil(value(run, "comparison.crossing_year", {**PRICE, **without})) == 2035


def test_reactors_and_steps_by_hand():
    """Nothing before their year, the first factor in it, the last eight years on."""
    year = np.float64(2032.0)
    assert [float(shared.with_reactors(np.float64(t), year, 1.5, 2.5)) for t in (5, 6, 10, 14, 30)] == [1.0, 1.5, 2.0, 2.5, 2.5]
    assert [float(shared.part_done(np.float64(t), 3)) for t in (2, 3, 3.25, 4, 9)] == [0.0, 0.0, 0.25, 1.0, 1.0]
    assert shared.per_year(0.5, np.float64(2.0)) == pytest.approx(2.25)
    assert own.time_between_failures(2190 * HOUR, 13_140 * HOUR, np.float64(4.0), np.float64(2030.0)) / HOUR == pytest.approx(2190 * 1.1**4 * 1.3)
    assert own.commercial_share(np.float64(300.0)) == 0.5
    assert own.cell_efficiency_by_year(np.float64(0.2), 0.008 / YEAR, np.float64(10.0)) == pytest.approx(0.28)


# --- bearing ---
BEARS_ON_NOTHING = {
    "orbital.altitude": "no formula of the source takes it; the shadow put right does",
    "orbital.local_time_of_ascending_node": "as the altitude",
    "orbital.radiator_budget_fraction": "no radiator comes near it",
    "orbital.starship_year": "launch is above either floor in 2027 and 2028",
    "workload.off_grid_growth": "counts until the share is at its limit in 2030; until then the market's pressure is at its own",
    "workload.utilization": "an H100's hour is the unit",
}


def test_every_given_bears_on_a_published_figure(run):
    """A given moved by 1 % (a year by one) moves a figure of the source under the changes of its case, or is named above."""
    rows = [item for item in run.data.published if item.quantity != "comparison.crossing_year" and item.id.startswith(("astro", "T1", "T2"))]
    before = {item.id: run.scenario.replace(item.set) if item.set else run.scenario for item in rows}
    sides = {"workload": ("orbital", "ground"), "common": ("orbital", "ground"), "orbital": ("orbital",), "ground": ("ground",)}
    stated = [(section, key) for section in sides for key in run.data.scenario[section] if key != "formulas"]
    idle = set()
    for section, key in stated:
        known = [side for side in sides[section] if key in run.scenario.side(side).values]
        if all(float(run.scenario.side(side).values[key]) == 0.0 for side in known):
            continue  # what the source leaves out
        if not any(moves(item, before[item.id], known, key) for item in rows):
            idle.add(f"{section}.{key}")
    assert idle == set(BEARS_ON_NOTHING)


def moves(item, scenario, sides, key):
    side, _, short = item.quantity.partition(".")
    now = {name: float(scenario.side(name).values[key]) for name in sides if key in scenario.side(name).values}
    less = scenario.with_arrays({f"{name}.{key}": x + 1.0 if key.endswith("_year") else 0.99 * x for name, x in now.items()})
    return float(less.side(side).run((short,))[0]) != float(scenario.side(side).run((short,))[0])


def test_the_walk_to_mccalip_arrives(run):
    walk = orb.reconcile(NAME, "mccalip-2025")
    assert walk.last == pytest.approx(value(orb.study("mccalip-2025"), walk.quantity), rel=1e-12)
    assert walk.first == pytest.approx(value(run, walk.quantity), rel=1e-12)
