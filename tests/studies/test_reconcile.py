"""Why two answers differ: the parts add up, in any order, from every study to every other and to the reference scenario."""

import json
import math
import pkgutil
from functools import cache
from itertools import combinations, permutations

import numpy as np
import pytest

import orbital as orb
import orbital.economics
import orbital.physics
import orbital.systems
from orbital.analysis.record.groups import BY_NAME, FILES, GROUPS, group_of, stated_for
from orbital.analysis.record.reconcile import DEFAULT_QUANTITIES, PRICE_YEAR, SIZE_FROM, SIZE_TO, _joined
from orbital.analysis.record.shapley import shapley_values
from orbital.core.catalog import data_path, names, parameters
from orbital.models import ground_model, orbital_model

OURS = "ai1-vs-colossus-1"
ENDS = [*names("studies"), OURS]
ORBIT, GROUND = DEFAULT_QUANTITIES
RATIO = "comparison.levelized_cost_per_it_energy"
GPU_HOUR = "orbital.levelized_cost_per_gpu_hour"


@cache
def reconciled(start, end, quantity):
    return orb.reconcile(start, end, quantity)


def giving(quantity):
    """The ends that give a quantity, and what the others are refused with."""
    given, refused = [], {}
    for name in ENDS:
        try:
            reconciled(name, name, quantity)
            given.append(name)
        except orb.InputError as error:
            refused[name] = str(error)
    return given, refused


GIVING = {quantity: giving(quantity) for quantity in DEFAULT_QUANTITIES}
PAIRS = [(*pair, quantity) for quantity, (given, _) in GIVING.items() for pair in combinations(given, 2)]


# --- every pair ---
@pytest.mark.parametrize(("start", "end", "quantity"), PAIRS)
def test_the_parts_add_up_to_the_gap_and_multiply_to_the_factor(start, end, quantity):
    found = reconciled(start, end, quantity)
    side, _, short = quantity.partition(".")
    for name, value in ((start, found.first), (end, found.last)):
        own = orb.study(name).scenario if name in names("studies") else orb.scenario(name)
        if not found.supplied:
            assert value == pytest.approx(float(own.side(side).run((short,))[0]), rel=1e-9)
    largest = max(abs(step.share) for step in found.steps)
    assert sum(step.share for step in found.steps) == pytest.approx(found.gap, rel=1e-9, abs=1e-9 * largest)
    assert math.prod(step.factor for step in found.steps) == pytest.approx(found.factor, rel=1e-9)
    walked = sum(item.change for step in found.steps for item in step.differences)
    assert walked == pytest.approx(found.gap, rel=1e-9, abs=1e-9 * largest)
    assert found.evaluations <= 2 ** len(GROUPS)


@pytest.mark.parametrize(("start", "end", "quantity"), PAIRS)
def test_no_step_is_without_a_name_and_every_difference_says_what_it_is_at_both_ends(start, end, quantity):
    found = reconciled(start, end, quantity)
    known = {word for group in (*GROUPS, SIZE_TO, SIZE_FROM, PRICE_YEAR) for word in group.split(" and ")}
    for step in found.steps:
        assert set(step.group.split(" and ")) <= known
        for item in step.differences:
            assert item.here
            assert item.there
            assert item.words(0) != item.words(1) or abs(item.change) < 1e-3 * abs(found.first)  # rounded for reading
    sourced = [told for step in found.steps for item in step.differences for told in (*item.here, *item.there) if ".boundary." not in told.quantity]
    assert all(told.source for told in sourced if str(told) != "not stated")


@pytest.mark.parametrize(("start", "end", "quantity"), PAIRS)
def test_residuals_at_both_ends_are_within_the_studies_own_tolerances(start, end, quantity):
    found = reconciled(start, end, quantity)
    assert {item.end for item in found.residuals} | set(found.unpublished) == {start, end}
    for item in found.residuals:
        assert item.within or item.row.cause
    assert OURS not in {item.end for item in found.residuals}


@pytest.mark.parametrize("quantity", DEFAULT_QUANTITIES)
def test_an_end_without_the_cost_is_refused_and_told_what_it_leaves_open(quantity):
    for name, message in GIVING[quantity][1].items():
        assert f"{name} does not give {quantity}: it states no " in message or "has no " in message


def test_a_pair_that_shares_no_cost_is_refused_with_what_each_lacks():
    with pytest.raises(orb.InputError, match=r"turyshev-2026 and mccalip-2025 share no cost: turyshev-2026 does not give .* accelerator_price"):
        orb.reconcile("turyshev-2026", "mccalip-2025")


def test_studies_of_the_ground_alone_are_compared_there():
    assert orb.reconcile("epoch-1gw", "mccalip-2025").quantity == GROUND


@pytest.mark.parametrize(
    ("pair", "quantity"),
    [
        (("semianalysis-2026", "mccalip-2025"), ORBIT),
        (("mccalip-2025", "odc-3.1.0:today"), ORBIT),
        (("spacedc-mdao-0.4.2", "odc-3.1.0:today"), ORBIT),
        (("odc-3.1.0:today", OURS), ORBIT),
        (("astrocompute-2026", "orbital-compute"), GPU_HOUR),  # of which one says nothing of its chips' power
        (("mccalip-2025", "orbital-compute"), GPU_HOUR),
        (("orbital-compute", OURS), "comparison.ratio"),
    ],
)
def test_the_way_back_undoes_the_way_there(pair, quantity):
    there, back = orb.reconcile(*pair, quantity), orb.reconcile(*reversed(pair), quantity)
    assert back.factor == pytest.approx(1.0 / there.factor, rel=1e-12)
    factors = [{step.group: step.factor for step in found.steps} for found in (there, back)]
    swapped = {SIZE_TO: SIZE_FROM, SIZE_FROM: SIZE_TO}
    assert {swapped.get(group, group) for group in factors[0]} == set(factors[1])
    for group, factor in factors[0].items():
        assert factors[1][swapped.get(group, group)] == pytest.approx(1.0 / factor, rel=1e-9)


# --- what separates SemiAnalysis from McCalip ---
@pytest.fixture(scope="module")
def two():
    return orb.reconcile("semianalysis-2026", "mccalip-2025")


def differences(found):
    return {item.name: item for step in found.steps for item in step.differences}


def test_launch_is_1750_dollars_a_kilogram_there_and_500_here(two):
    """The mass follows from the launch price in one and from specific power in the other: held apart all the same."""
    item = differences(two)["orbital.launch_price"]
    assert (item.words(0), item.words(1)) == ("1,750 USD/kg of 2026", "500 USD/kg of 2025")
    assert item.change < 0.0
    mass = differences(two)["orbital.satellite_mass"]
    assert mass.words(0) == "914.3 kg"
    assert "satellite_launch_price" in mass.here[0].note
    assert mass.words(1).startswith("739.7 kg (satellite_mass_from_specific_power)")


def test_a_swap_and_the_givens_it_needs_are_one_difference(two):
    item = differences(two)["orbital.operations_cost"]
    assert {told.quantity for told in item.there} == {"orbital.operations_cost", "orbital.operations_rate"}
    assert "orbital.operations_rate" not in differences(two)


def test_the_boundary_s_lines_come_and_go_one_by_one(two):
    lines = {name: (item.words(0), item.words(1)) for name, item in differences(two).items() if ".boundary." in name}
    assert lines["orbital.boundary.accelerator_cost"] == ("contained", "left out")
    assert lines["orbital.boundary.replacement_cost"] == ("left out", "contained")


def test_size_alone_changes_nothing_where_amounts_go_by_power(two):
    """16 chips in one satellite or a gigawatt in 39,731: what is stated for the one is brought to the other."""
    (step,) = (step for step in two.steps if step.group in (SIZE_TO, SIZE_FROM))
    assert step.factor == pytest.approx(1.0, abs=1e-9)
    assert "demanded_capacity 0.0305 MW" in step.differences[0].words(0)


@pytest.mark.parametrize("pair", [("spacedc-mdao-0.4.2", "odc-3.1.0"), ("odc-3.1.0", "mccalip-2025"), ("semianalysis-2026", "odc-3.1.0")])
def test_a_platform_is_as_dear_a_watt_as_the_fleet_it_is_cut_into(pair):
    """1.2 MW in one platform, 1 MW in 64 satellites, a gigawatt in 39,731, 30.5 kW in one."""
    sizes = [step.factor for step in orb.reconcile(*pair, ORBIT).steps if step.group in (SIZE_TO, SIZE_FROM)]
    assert sizes
    assert all(factor == pytest.approx(1.0, abs=1e-3) for factor in sizes)


OF_ONE_SIZE = {
    "astrocompute-2026": "avionics, terminals and prices that fall with a platform's power are in its formulas",
    "orbital-datacenter-sim-5.2": "whole racks, a bus a satellite, and prices that fall with the number built",
    "space-data-center-model": "a whole robot a satellite, however few its chips",
    "orbital-compute": "one chip a satellite: what is paid for each satellite weighs on whoever is cut into such",
    "dirty-bits-2025": "a megawatt bears the cost of design that the reference supplies",
}
"""Studies whose cost per power depends on size, which a step of more than 1.3 says."""


@pytest.mark.parametrize(("start", "end", "quantity"), PAIRS)
def test_size_is_a_step_only_where_a_study_has_fixed_costs_of_its_own(start, end, quantity):
    sizes = [step.factor for step in reconciled(start, end, quantity).steps if step.group in (SIZE_TO, SIZE_FROM)]
    assert all(1.0 / 1.3 < factor < 1.3 for factor in sizes) or {start, end} & OF_ONE_SIZE.keys()


def test_flights_and_racks_of_a_fleet_go_by_its_size():
    """One flight for 40 MW is 25 for a gigawatt: a table of totals says the same per watt at any size."""
    for pair in (("mccalip-2025", "starcloud-2024"), ("starcloud-2024", "suncatcher-2025")):
        sizes = [step.factor for step in orb.reconcile(*pair, ORBIT).steps if step.group in (SIZE_TO, SIZE_FROM)]
        assert sizes
        assert all(factor == pytest.approx(1.0, abs=1e-6) for factor in sizes)


ASKED = [
    (start, end, quantity)
    for start, end in (
        ("semianalysis-2026", "mccalip-2025"),
        ("mccalip-2025", "starcloud-2024"),
        ("spacedc-mdao-0.4.2", "odc-3.1.0:today"),
        *((name, OURS) for name in ("semianalysis-2026", "mccalip-2025", "starcloud-2024", "spacedc-mdao-0.4.2", "odc-3.1.0:today")),
    )
    for quantity in (ORBIT, GROUND, RATIO)
]


@pytest.mark.parametrize(("start", "end", "quantity"), ASKED)
def test_what_is_asked_first_is_explained_without_rest(start, end, quantity):
    """No step named other, shares to 1e-9 of the gap, residuals of reproduced figures at both ends."""
    found = reconciled(start, end, quantity)
    assert not any("other" in step.group for step in found.steps)
    assert abs(sum(step.share for step in found.steps) - found.gap) <= 1e-9 * abs(found.gap)
    assert all(item.within and item.row.verdict == "reproduced" for item in found.residuals)
    assert len(found.residuals) == (end != OURS) + 1
    assert not found.joined


def test_prices_within_formulas_are_told_where_the_price_year_leaves_them():
    """AstroCompute's prices stand in its formulas: a change of the year does not reach them, and a note says what it leaves."""
    (note,) = [item for item in orb.reconcile("astrocompute-2026", "mccalip-2025").notes() if "stay in dollars" in item]
    assert "stay in dollars of 2026: 1,025,550 USD/MWh in those of 2025, 1,000,471 USD/MWh if they moved with the others" in note
    for pair in (("mccalip-2025", "semianalysis-2026"), (OURS, "semianalysis-2026")):
        assert not orb.reconcile(*pair).undeflated


def test_dollars_of_two_years_are_a_step_of_their_own(two):
    step = two.steps[0]
    assert step.group == PRICE_YEAR
    assert step.factor == pytest.approx(322.1 / 330.2, rel=1e-12)


def test_quantities_that_two_studies_have_in_unlike_units_are_told_apart():
    """A floor of the launch price in USD/kg in one, a share of it in the other."""
    assert orb.reconcile("astrocompute-2026", "orbital-datacenter-sim-5.2", ORBIT).factor < 1.0


def test_an_answer_that_is_stated_and_rests_on_nothing_is_one_difference():
    found = orb.reconcile("research-viewer-2026", OURS, GROUND)
    assert [item.name for step in found.steps for item in step.differences if item.change] == [GROUND]


def test_residuals_are_of_the_published_figure_nearest_to_what_is_asked(two):
    ids = {item.end: (item.row.id, item.within) for item in two.residuals}
    assert ids == {"semianalysis-2026": ("lcoc-space", True), "mccalip-2025": ("mccalip.default.orbital_lcoe", True)}


@pytest.mark.parametrize(
    ("name", "quantity", "identifier"),
    [
        ("semianalysis-2026", "comparison.levelized_cost_per_gpu_hour", "ratio"),
        ("mccalip-2025", RATIO, "ratio-per-watt"),  # its other figures of both sides are launch prices
    ],
)
def test_a_ratio_is_held_against_the_ratio_that_a_study_prints(name, quantity, identifier):
    assert [item.row.id for item in orb.reconcile(name, OURS, quantity).residuals] == [identifier]


# --- orbit over ground ---
@pytest.mark.parametrize("pair", [("semianalysis-2026", "mccalip-2025"), ("odc-3.1.0:today", "odc-3.1.0:mature")])
def test_a_ratio_s_factors_are_orbit_s_over_the_ground_s(pair):
    """What logarithms give and levels do not: the attribution of a ratio is that of its sides."""
    ratio, orbit, ground = (orb.reconcile(*pair, quantity) for quantity in (RATIO, ORBIT, GROUND))
    factors = [{step.group: step.factor for step in found.steps} for found in (ratio, orbit, ground)]
    for group, factor in factors[0].items():
        if group not in (SIZE_TO, SIZE_FROM, PRICE_YEAR):
            assert factor == pytest.approx(factors[1].get(group, 1.0) / factors[2].get(group, 1.0), rel=1e-9)
    assert ratio.factor == pytest.approx(orbit.factor / ground.factor, rel=1e-9)


def test_the_ratio_of_a_useful_flop_is_walked_from_semianalysis_to_the_preset_fitted_to_it():
    found = orb.reconcile("semianalysis-2026", "odc-3.1.0:sa26", "comparison.ratio")
    assert found.first == pytest.approx(4.38, rel=0.007)
    assert found.last == pytest.approx(4.33097, rel=1e-4)
    assert max(abs(step.factor - 1.0) for step in found.steps) < 0.2


# --- cases as ends ---
def test_a_preset_is_an_end_by_the_name_of_its_case():
    found = orb.reconcile("odc-3.1.0:today", "odc-3.1.0:mature")
    assert found.first == orb.reconcile("odc-3.1.0", "odc-3.1.0:mature").first
    assert {item.end: item.row.id for item in found.residuals} == {
        "odc-3.1.0:today": "odc.today.cost_per_gpu_hour_space",
        "odc-3.1.0:mature": "odc.mature.cost_per_gpu_hour_space",
    }


def test_a_file_of_one_s_own_is_an_end_and_so_are_its_cases(tmp_path):
    """A shipped study's file, changed."""
    path = tmp_path / "mccalip-2025.toml"
    text = (data_path() / "studies" / "mccalip-2025.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('launch_price = "500 USD/kg"', 'launch_price = "700 USD/kg"', 1), encoding="utf-8")
    found = orb.reconcile(str(path), "mccalip-2025")
    assert {name for name, item in differences(found).items() if item.change} == {"orbital.launch_price"}
    assert orb.reconcile(f"{path}:launch-100", "mccalip-2025:launch-100").gap == 0.0


def test_an_end_compared_with_itself_has_no_difference():
    found = orb.reconcile("mccalip-2025", "mccalip-2025")
    assert found.steps == ()
    assert found.first == found.last


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (("semianalysis-2027", "mccalip-2025"), "is not known; did you mean 'semianalysis-2026'.*a case of one is STUDY:CASE"),
        (("odc-3.1.0:tody", "mccalip-2025"), "did you mean 'today'.*there are: today, early, mature"),
        (("semianalysis-2026", "mccalip-2025", "ratio"), "name a side"),
        (("semianalysis-2026", "mccalip-2025", "orbital.cost"), "not a quantity"),
        (("semianalysis-2026", "mccalip-2025", "orbital.beta_angle"), "along day"),
        (("epoch-1gw", "mccalip-2025", ORBIT), f"epoch-1gw does not give {ORBIT}"),
    ],
)
def test_what_cannot_be_compared_is_refused(arguments, fragment):
    with pytest.raises(orb.InputError, match=fragment):
        orb.reconcile(*arguments)


# --- shown ---
def test_a_table_has_a_row_for_every_difference_with_both_sources(two):
    frame = two.to_frame()
    assert len(frame) == sum(len(step.differences) for step in two.steps)
    row = frame.set_index("difference").loc["orbital.launch_price"]
    assert row["start_source"].startswith("newsletter.semianalysis.com")
    assert row["end_source"] == "static/js/math.js, executed"
    assert frame["change"].sum() == pytest.approx(two.gap * 3.6e9, rel=1e-9)


def test_the_document_and_the_picture_hold_every_step(two):
    document = two.to_dict()
    assert [step["group"] for step in document["steps"]] == [step.group for step in two.steps]
    assert sum(step["share"]["value"] for step in document["steps"]) == pytest.approx(document["gap"]["value"], rel=1e-9)
    walk, factors = two.plot().axes
    assert [label.get_text() for label in walk.get_yticklabels()] == [two.start, *(step.group for step in two.steps), two.end]
    assert len(factors.patches) == len(two.steps)


# --- groups ---
def modules():
    for package in (orbital.physics, orbital.systems, orbital.economics):
        for info in pkgutil.iter_modules(package.__path__):
            yield f"{package.__name__.removeprefix('orbital.')}.{info.name}"


def test_every_module_of_formulas_stands_in_one_group():
    listed = [module for found in GROUPS.values() for module in found]
    assert sorted(listed) == sorted(modules())


def test_every_file_of_parameters_stands_in_one_group():
    listed = [stem for found in FILES.values() for stem in found]
    assert sorted([*listed, "bounds"]) == sorted(path.stem for path in (data_path() / "parameters").glob("*.toml"))
    assert FILES.keys() <= GROUPS.keys()


def test_every_name_that_is_placed_is_known_and_placed_once():
    known = {*orbital_model().specs, *ground_model().specs, *parameters(), "total_cost", "replacement_cost"}
    listed = [name for found in BY_NAME.values() for name in found]
    assert len(listed) == len(set(listed))
    assert set(listed) <= known
    assert BY_NAME.keys() <= GROUPS.keys()


@pytest.mark.parametrize(
    ("group", "quantities"),
    [
        ("life and finance", ["risk_premium", "risk_premium_time", "tax_rate", "satellite_life", "satellite_nominal_rate", "accelerator_salvage_fraction"]),
        ("start year and trends", ["start_year", "flight_price_decline_rate", "compute_growth_rate"]),
        ("hardware price", ["satellite_price", "array_price", "accelerator_price", "nonrecurring_capital", "satellite_price_per_watt"]),
        ("energy and upkeep", ["operations_price", "insurance_premium_fraction", "gateway_price", "egress_price"]),
        ("launch", ["launch_price", "flight_price", "payload_to_orbit", "launch_margin_fraction", "dispenser_mass_fraction"]),
        ("mass", ["satellite_mass", "specific_mass", "array_specific_power", "radiator_areal_mass", "battery_specific_energy", "structure_mass_fraction"]),
        ("physics", ["altitude", "radiator_temperature", "eclipse_fraction", "array_power_beginning_of_life", "sight_availability", "round_trip_distance"]),
        ("failures", ["accelerator_loss_rate", "satellite_loss_rate", "launch_success_probability", "system_availability", "delivered_fraction"]),
        ("workload and chips", ["peak_flop_rate", "utilization", "tokens_per_accelerator", "accelerator_power", "demanded_capacity", "spare_fraction"]),
        ("carbon", ["satellite_embodied_carbon", "total_carbon"]),
    ],
)
def test_quantities_are_where_a_planner_looks_for_them(group, quantities):
    model = orbital_model()
    found = {name: group_of(model, name) for name in quantities if name in model.specs}
    assert found == dict.fromkeys(found, group)
    assert len(found) >= len(quantities) - 1


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("avionics_mass", "satellite"),
        ("nonrecurring_capital", "fleet"),
        ("launch_count", "fleet"),
        ("launch_price", ""),
        ("payload_to_orbit", ""),
        ("listed_flight_price", ""),
    ],
)
def test_amounts_are_known_by_what_they_are_stated_for(name, of):
    assert stated_for(orbital_model(), name) == of


# --- shares ---
def by_hand(values):
    """Mean over all orders, order by order."""
    count = values.size.bit_length() - 1
    shares = np.zeros(count)
    orders = list(permutations(range(count)))
    for order in orders:
        taken = 0
        for cause in order:
            shares[cause] += values[taken | 1 << cause] - values[taken]
            taken |= 1 << cause
    return shares / len(orders)


def test_shares_are_the_mean_over_all_orders():
    values = np.random.default_rng(1).normal(size=32)
    assert shapley_values(values) == pytest.approx(by_hand(values), rel=1e-12)
    assert shapley_values(values).sum() == pytest.approx(values[-1] - values[0], rel=1e-12)


def test_factors_of_a_product_are_its_factors_whatever_else_changes():
    """Mass x price x recovery: in logarithms each keeps its own factor; in levels each share depends on the others."""
    factors = np.array([3.0, 0.5, 1.2])
    product = np.array([math.prod(factor for k, factor in enumerate(factors) if mask >> k & 1) for mask in range(8)])
    assert np.exp(shapley_values(np.log(product))) == pytest.approx(factors, rel=1e-12)
    assert shapley_values(product)[2] != pytest.approx(0.2, rel=0.01)


def test_groups_that_cannot_be_evaluated_apart_are_joined():
    """Of four causes 1 and 3 need one another."""
    values = np.arange(16.0) + 1.0
    for mask in range(16):
        if (mask >> 1 & 1) != (mask >> 3 & 1):
            values[mask] = np.nan
    players, game = _joined(4, values)
    assert players == [(0,), (1, 3), (2,)]
    assert np.isfinite(game).all()
    assert shapley_values(game).sum() == pytest.approx(values[-1] - values[0])


def test_the_command_tells_writes_and_draws(run, tmp_path):
    table, picture = tmp_path / "why.csv", tmp_path / "why.png"
    arguments = ["reconcile", "spacedc-mdao-0.4.2", "odc-3.1.0:today", "--csv", str(table), "--plot", str(picture)]
    status, out, err = run(*arguments)
    assert (status, err) == (0, "")
    flat = " ".join(out.split())
    for words in ("life and finance", "25,000 USD/GPU", "[1] ", "residual at odc-3.1.0:today", "over all orders (512 evaluations)"):
        assert words in flat
    assert table.read_text(encoding="utf-8").startswith("group,difference,start,end,start_source,end_source,change,unit")
    assert picture.stat().st_size > 10_000
    document = json.loads(run(*arguments[:3], "--json")[1])
    assert document["residuals"][0]["verdict"] == "reproduced"
    assert document["steps"][-1]["differences"][0]["here"][0].keys() >= {"quantity", "value", "source"}
