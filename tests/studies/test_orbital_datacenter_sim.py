"""OrbitalDatacenterSim 5.2: its own formulas against hand values, what is wrong in it beside what is right, and every given's bearing."""

import math

import numpy as np
import pytest

import orbital as orb
from orbital.core.units import YEAR
from orbital.economics.finance import capital_recovery_factor
from orbital.studies.orbital_datacenter_sim_5_2 import ground, shared
from orbital.studies.orbital_datacenter_sim_5_2 import orbital as own

NAME = "orbital-datacenter-sim-5.2"


@pytest.fixture(scope="module")
def run():
    return orb.study(NAME)


def value(run, quantity, changes=None):
    return run.value(quantity, changes)[0]


# --- hand values ---
def test_a_megawatt_takes_eight_racks_and_one_spare():
    power, rack, count = np.float64(1875.0), np.float64(72.0), shared.accelerator_count_of_whole_racks
    assert shared.productive_accelerators(np.float64(1e6), power, rack) == 8 * 72
    assert count(np.float64(1e6), power, rack, np.float64(0.1)) == 9 * 72
    assert count(np.float64(1e8), power, rack, np.float64(0.1)) == (741 + 75) * 72
    assert shared.tokens_per_accelerator_from_power(power, np.float64(2.8)) == pytest.approx(5250.0)


def test_three_renewals_in_ten_years_and_two_thirds_of_the_last_left_over():
    """At 3, 6 and 9 years, of which the last serves two more than the horizon: by hand."""
    found = shared.refresh_worth(0.08 / YEAR, 3.0 * YEAR, 10.0 * YEAR)
    assert found == pytest.approx(1.08**-3 + 1.08**-6 + 1.08**-9 - 2 / 3 * 1.08**-10, rel=1e-12)
    assert shared.refresh_worth(0.08 / YEAR, 5.0 * YEAR, 10.0 * YEAR) == pytest.approx(1.08**-5, rel=1e-12)
    assert shared.horizon_recovery_factor(0.08 / YEAR, 10.0 * YEAR, 1.0 / YEAR) * YEAR == pytest.approx(0.08 / (1 - 1.08**-10), rel=1e-12)


def test_failures_are_paid_for_at_the_end_of_each_of_ten_years():
    expected = 0.0375 * sum(1.08**-t for t in range(1, 11))
    assert own.failure_worth(0.08 / YEAR, 0.0375 / YEAR, 10.0 * YEAR) == pytest.approx(expected, rel=1e-12)


def mean_of_powers(before, count, reference, remaining):
    """The mean by its integral, numerically."""
    number = np.linspace(before + 0.5, before + 0.5 + count, 20_001)
    return np.trapezoid((number / reference) ** math.log2(remaining), number) / count


def test_the_learning_curve_is_walked_in_the_order_of_events():
    """Nine at first, 0.3375 a year (before a renewal of the same date), nine at 3, 6 and 9 years: one loop over dates."""
    built, worth = 0.0, 0.0
    events = [(0, 1, 9.0)] + [(t, 0, 0.3375) for t in range(1, 11)] + [(t, 1, 9.0) for t in (3, 6, 9)]
    for time, whole, count in sorted(events):
        mean = mean_of_powers(built, count, 5, 0.85)
        rest = max(0, time + 3 - 10) / 3 * 1.08**-10 if whole and time else 0.0
        worth += count * mean * (1.08**-time - rest)
        built += count
    rates = (0.3375 / YEAR, 3.0 * YEAR, 10.0 * YEAR, 0.08 / YEAR)
    found = own.manufacturing_present_value(np.float64(1.0), np.float64(9.0), *rates, np.float64(5.0), np.float64(0.85))
    assert found == pytest.approx(worth, rel=1e-6)


def test_launches_follow_one_discount_held_at_six_tenths():
    built, worth = 0.0, 0.0
    events = [(0, 1, 9.0)] + [(t, 0, 0.3375) for t in range(1, 11)] + [(t, 1, 9.0) for t in (3, 6, 9)]
    for time, whole, count in sorted(events):
        mean = min(1.0, max(0.6, mean_of_powers(built, count, 1, 0.95)))
        rest = max(0, time + 3 - 10) / 3 * 1.08**-10 if whole and time else 0.0
        worth += count * mean * (1.08**-time - rest)
        built += count
    rates = (0.3375 / YEAR, 3.0 * YEAR, 10.0 * YEAR, 0.08 / YEAR)
    found = own.launch_present_value(np.float64(1.0), np.float64(9.0), np.float64(1.0), *rates, np.float64(0.95), np.float64(0.6))
    assert found == pytest.approx(worth, rel=1e-6)
    assert own.volume_discount(1e6, 1.0, 0.95, 0.6) == 0.6


def test_the_building_outlives_the_horizon_by_a_third():
    recovery = capital_recovery_factor(0.08 / YEAR, 10.0 * YEAR, 1.0 / YEAR)
    found = ground.building_cost_less_rest(np.float64(100.0), 15.0 * YEAR, 10.0 * YEAR, 0.08 / YEAR, recovery)
    assert found / recovery == pytest.approx(100.0 * (1 - 1.08**-10 / 3), rel=1e-12)


def test_availability_by_hand(run):
    maneuvers = 4 * ((1 - 2500 / 12000) / (1 - 2509 / 12000)) ** 2
    assert value(run, "orbital.avoidance_maneuver_rate") * YEAR == pytest.approx(maneuvers, rel=1e-12)
    up = 0.98 - maneuvers * 0.5 / 8766 - 0.002
    assert value(run, "orbital.effective_availability") == pytest.approx(up * (1 - 0.0375 * 120 / 365.25), rel=1e-12)


def test_masses_close(run):
    """The dry mass is 1.15 times its parts, and both propellants follow from it by the rocket equation."""
    dry, chemical, electric = (value(run, f"orbital.{q}") for q in ("dry_mass", "reentry_propellant_mass", "electric_propellant_mass"))
    parts = value(run, "orbital.fixed_mass") + 150.0
    assert dry == pytest.approx(1.15 * parts, rel=1e-12)
    assert chemical == pytest.approx(dry * math.expm1(value(run, "orbital.reentry_delta_v") / (230 * 9.80665)), rel=1e-12)
    assert electric == pytest.approx((dry + chemical) * math.expm1(value(run, "orbital.electric_delta_v") / (1900 * 9.80665)), rel=1e-12)


# --- wrong, and right ---
def test_what_the_fins_do_not_take_off(run):
    """eps sigma T^4 of both faces through the fins, less all that is absorbed: 494 W/m2, 7 % less than the source's 530."""
    right = {"orbital.formulas.net_radiator_flux": "net_radiator_flux", "orbital.formulas.radiator_absorbed_flux": "radiator_absorbed_flux_of_stated_sides"}
    emitted = 0.88 * 5.670374419e-8 * 305.0**4
    assert value(run, "orbital.net_radiator_flux") == pytest.approx(2 * 0.85 * (emitted - 120.0), rel=1e-9)
    assert value(run, "orbital.net_radiator_flux", right) == pytest.approx(2 * 0.85 * emitted - 240.0, rel=1e-9)


def test_the_satellite_is_heavier_than_its_rocket_lifts(run):
    assert value(run, "orbital.satellite_mass") > value(run, "orbital.payload_to_orbit")
    assert value(run, "orbital.satellites_per_launch") == 1.0


def test_serving_five_years_helps_the_ground_more(run):
    """What is called the driver of the ratio is none where both sides serve five years."""
    assert value(run, "orbital.levelized_cost_per_million_tokens", {"common.refresh_interval": "5 yr"}) == pytest.approx(10.66e-6, rel=2e-3)
    assert value(run, "comparison.token_cost_ratio", {"common.refresh_interval": "5 yr"}) == pytest.approx(60.3, rel=2e-3)
    assert value(run, "comparison.token_cost_ratio") == pytest.approx(56.6, rel=2e-3)


def test_cost_lines_are_the_present_value_over_the_annuity(run):
    """Added up by hand from the source's recipe, all in MUSD: 10 years at 8 %."""
    annuity = (1 - 1.08**-10) / 0.08
    total = value(run, "orbital.total_cost") * YEAR / 1e6 * annuity
    racks = 36.0 * (1 + value(run, "orbital.failure_worth") + value(run, "orbital.refresh_worth")) * (1 + 0.8 / 4.0)
    built = (value(run, "orbital.manufacturing_present_value") + value(run, "orbital.launch_present_value")) / 1e6
    yearly = 9 * 1.5 + 0.02 * value(run, "orbital.insured_value") / 1e6 + 0.3 * (3 + 0.3375) + 20 * (0.05 * 3 + 0.4 * 0.3375)
    assert total == pytest.approx(racks + built + 500.0 + yearly * annuity, rel=1e-6)


# --- bearing ---
BEARS_ON_NOTHING = {
    "orbital.payload_to_orbit": "one satellite flies, whatever is lifted",
    "orbital.most_satellites_per_launch": "one satellite flies",
    "ground.demanded_capacity": "whole racks: a hundredth of a megawatt less takes eight all the same, and the large cases are of orbit alone",
    "ground.spare_fraction": "one whole spare rack; its price is in orbit's figures",
    "ground.throughput_swing": "the bar is of orbit",
    **dict.fromkeys(("orbital.peak_flop_rate", "orbital.utilization", "ground.peak_flop_rate", "ground.utilization"), "not in the source"),
}


def test_every_given_bears_on_a_published_figure(run):
    """A given moved by 1 % moves some figure of the source under the changes of its case, or is named above. Zeros are what the source leaves out."""
    rows = [item for item in run.data.published if item.id.startswith("orbitaldatacentersim")]
    before = {item.id: run.scenario.replace(item.set) if item.set else run.scenario for item in rows}
    sides = {"common": ("orbital", "ground"), "orbital": ("orbital",), "ground": ("ground",)}
    stated = [(side, key) for section in sides for side in sides[section] for key in run.data.scenario[section] if key != "formulas"]
    idle = set()
    for side_name, key in stated:
        at = [(item, before[item.id]) for item in rows if item.quantity.startswith(side_name) and key in before[item.id].side(side_name).values]
        if at and any(float(scenario.side(side_name).values[key]) != 0.0 for _, scenario in at) and not any(moves(*pair, side_name, key) for pair in at):
            idle.add(f"{side_name}.{key}")
    assert idle == set(BEARS_ON_NOTHING)


def moves(item, scenario, side_name, key):
    less = scenario.with_arrays({f"{side_name}.{key}": 0.99 * float(scenario.side(side_name).values[key])})
    short = (item.quantity.partition(".")[2],)
    return float(less.side(side_name).run(short)[0]) != float(scenario.side(side_name).run(short)[0])


def test_the_walk_to_mccalip_arrives(run):
    walk = orb.reconcile(NAME, "mccalip-2025")
    assert walk.last == pytest.approx(value(orb.study("mccalip-2025"), walk.quantity), rel=1e-12)
    assert walk.first == pytest.approx(value(run, walk.quantity), rel=1e-12)
