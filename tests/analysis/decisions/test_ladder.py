"""What would have to be true: the needed values put back meet the target, and no smaller share does."""

import json
import math

import numpy as np
import pytest

import orbital as orb
from orbital.analysis.decisions.choices import today_on
from orbital.analysis.decisions.levers import default_levers, ratio_at
from orbital.analysis.decisions.published import CONTRADICTED, published_range, stated
from orbital.analysis.many.varied import varied

AI1 = "ai1-vs-colossus-1"
SCENARIOS = (AI1, "ai1-claimed-vs-colossus-1", "starlink-class-vs-hyperscale")
TRIPLE = ("orbital.launch_price", "orbital.satellite_price_per_watt", "orbital.satellite_life", "orbital.array_specific_power", "ground.electricity_price")


@pytest.fixture(scope="module")
def s():
    return orb.scenario(AI1)


@pytest.fixture(scope="module")
def found(s):
    return orb.what_would_have_to_be_true(s)


def put_back(scenario, steps):
    return scenario.replace({step.quantity: f"{step.needed!r} {step.unit.si}" if step.unit.si else step.needed for step in steps})


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_needed_values_put_back_meet_the_target(name):
    scenario = orb.scenario(name)
    found = orb.what_would_have_to_be_true(scenario)
    ratio = orb.evaluate(put_back(scenario, found.steps)).ratio
    assert found.reached
    assert math.isnan(found.jump)
    assert ratio == pytest.approx(1.0, rel=1e-9)
    assert found.ratio == ratio == found.steps[-1].ratio


def test_every_quantity_moves_by_the_same_share_toward_its_end(found):
    assert 0.0 < found.share < 1.0
    for step in found.steps:
        assert (step.needed - step.today) / (step.end - step.today) == pytest.approx(found.share, rel=1e-9)


def test_no_smaller_share_suffices(s, found):
    """At shares below, every one of a grid leaves orbit dearer."""
    for share in np.linspace(0.0, found.share * (1.0 - 1e-9), 60).tolist():
        values = {step.quantity: step.today + share * (step.end - step.today) for step in found.steps}
        units = {step.quantity: step.unit.si for step in found.steps}
        changed = s.replace({key: f"{value!r} {units[key]}" if units[key] else value for key, value in values.items()})
        assert orb.evaluate(changed).ratio > 1.0


def test_no_uneven_change_with_a_smaller_largest_share_does_it(s):
    """Whatever the single shares, none above the least one: each move helps, so the even one is the least."""
    found = orb.what_would_have_to_be_true(s, TRIPLE)
    assert found.reached
    generator = np.random.default_rng(1)
    for shares in generator.uniform(0.0, found.share * (1.0 - 1e-6), (200, len(TRIPLE))).tolist():
        values = {step.quantity: step.today + share * (step.end - step.today) for step, share in zip(found.steps, shares, strict=True)}
        changed = s.replace({step.quantity: f"{values[step.quantity]!r} {step.unit.si}" for step in found.steps})
        assert not orb.evaluate(changed).ratio <= 1.0


def test_the_ladder_follows_from_step_to_step(s, found):
    for k, step in enumerate(found.steps, start=1):
        assert orb.evaluate(put_back(s, found.steps[:k])).ratio == pytest.approx(step.ratio, rel=1e-9)
    ratios = [found.today, *(step.ratio for step in found.steps)]
    assert ratios == sorted(ratios, reverse=True)
    assert all(step.quantity.startswith("orbital.") for step in found.steps)


def test_an_end_alone_gives_the_ratio_told(s, found):
    for step in found.steps[:3]:
        alone = orb.evaluate(s.replace({step.quantity: f"{step.end!r} {step.unit.si}"})).ratio
        assert alone == pytest.approx(step.alone, rel=1e-9)


def test_the_ground_joins_only_where_the_orbital_side_does_not_reach_it():
    found = orb.what_would_have_to_be_true(orb.scenario("starlink-class-vs-hyperscale"))
    sides = [step.quantity.partition(".")[0] for step in found.steps]
    own = sides.index(next(side for side in sides if side != "orbital"))
    assert sides[:own] == ["orbital"] * own
    assert "orbital" not in sides[own:]
    assert found.orbital_alone > 1.0
    assert any("levers reach" in note for note in found.notes)


def test_the_strongest_levers_are_taken(s, found):
    """No quantity left out, that cuts off none taken, does more alone than all of those taken."""
    weakest = max(step.alone for step in found.steps)
    taken = {step.quantity for step in found.steps}
    for key in ("orbital.cell_efficiency", "orbital.operations_price", "orbital.battery_specific_energy", "orbital.radiator_emissivity"):
        item = published_range(s, varied(s, key))
        ends = [ratio_at(s, {item: end.value}) for end in (item.low, item.high)]
        assert key in taken or min(end for end in ends if math.isfinite(end)) >= weakest * (1.0 - 1e-9)


def test_levers_do_not_cut_off_one_another(s):
    orbital, others = default_levers(s)
    keys = [lever.key for lever in orbital]
    assert "orbital.launch_price" in keys
    assert "orbital.flight_price" not in keys
    assert len(orbital) <= 8 >= len(others)
    assert not any(lever.key.startswith("orbital.") for lever in others)


# --- the published range ----------------------------------------------------------------------------------------------
def test_a_range_is_the_sources_spread_widened_by_studies_of_that_side(s):
    item = published_range(s, varied(s, "orbital.satellite_life"))
    low, high = s.orbital.given["satellite_life"].spread
    values = [given.value for given in stated("satellite_life") if given.side in ("orbital", "both sides")]
    assert item.low.value == min(low, *values)
    assert item.high.value == max(high, *values)
    assert item.high.by == max(stated("satellite_life"), key=lambda given: given.value).source


def test_money_of_studies_is_in_the_scenarios_dollars(s):
    from orbital.core.catalog import deflators

    item = published_range(s, varied(s, "orbital.launch_price"))
    lowest = min((given for given in stated("launch_price") if not given.note.startswith(CONTRADICTED)), key=lambda given: given.value)
    assert item.low.value == pytest.approx(lowest.value * deflators()[2025] / deflators()[2026])
    assert item.low.by == lowest.source


def test_a_price_that_its_own_source_contradicts_is_no_end(s):
    """Starcloud prints 30 USD/kg beside 5 MUSD for 100 t, which are 50."""
    misprint = min(stated("launch_price"), key=lambda given: given.value)
    assert misprint.source == "starcloud-2024"
    item = published_range(s, varied(s, "orbital.launch_price"))
    assert item.low.by != misprint.source
    assert item.low.value > 48.0


def test_a_listed_spread_is_carried_to_the_start(s):
    later = s.replace({"workload.start_year": 2032})
    for name in ("flight_price", "array_specific_power"):
        item = published_range(later, varied(later, f"orbital.{name}"))
        listed = later.orbital.given[f"listed_{name}"]
        today = today_on(later, item.item, "orbital")
        assert today != pytest.approx(float(listed.value), rel=1e-3)
        scale = today / float(listed.value)
        spread = sorted(end * scale for end in listed.spread)
        assert item.low.value <= spread[0] * (1.0 + 1e-9)
        assert item.high.value >= spread[1] * (1.0 - 1e-9)


def test_no_study_widens_a_rate_of_discount(s):
    item = published_range(s, varied(s, "common.nominal_discount_rate"))
    assert (item.low.value, item.high.value) == s.orbital.given["nominal_discount_rate"].spread


@pytest.mark.parametrize(
    ("scenario", "key"),
    [
        (AI1, "orbital.accelerator_system_mass"),
        (AI1, "common.accelerator_price"),
        ("starlink-class-vs-hyperscale", "common.accelerator_price"),
        (AI1, "ground.building_life"),
        (AI1, "ground.accelerator_maintenance_rate"),
        (AI1, "ground.building_maintenance_rate"),
        (AI1, "common.cluster_network_fraction"),
    ],
)
def test_values_of_another_meaning_widen_nothing(scenario, key):
    """Another chip's price and mass, a total's five years, upkeep with repair and staff, a network that stands in another line."""
    here = orb.scenario(scenario)
    item = published_range(here, varied(here, key))
    assert {end.by for end in (item.low, item.high)} <= {"spread of its source", "today's value"}


def test_a_value_of_both_sides_is_widened_by_what_is_stated_for_both(s):
    """Twenty percent of spares are orbit's alone: for both sides they would make the ground dearer by what nobody says of it."""
    item = published_range(s, varied(s, "common.spare_fraction"))
    assert max(given.value for given in stated("spare_fraction")) > item.high.value
    assert item.high.value == max(given.value for given in stated("spare_fraction") if given.side == "both sides")
    orbit = published_range(s, varied(s, "orbital.spare_fraction"))
    assert orbit.high.value == max(given.value for given in stated("spare_fraction"))


def test_a_range_holds_todays_value(s):
    cheap = s.replace({"orbital.launch_price": "1 USD/kg"})
    item = published_range(cheap, varied(cheap, "orbital.launch_price"))
    assert item.low.value == item.today == 1.0
    assert item.low.by == "today's value"


# --- other answers ----------------------------------------------------------------------------------------------------
def test_a_start_year_may_be_a_lever(s):
    found = orb.what_would_have_to_be_true(s, ["workload.start_year", "orbital.satellite_life", "orbital.satellite_price_per_watt"], target=1.7)
    assert found.reached
    year = next(step for step in found.steps if step.quantity == "workload.start_year")
    assert 2026.0 < year.needed < 2035.0 == year.end
    assert orb.evaluate(put_back(s, found.steps)).ratio == pytest.approx(1.7, rel=1e-9)


def test_out_of_reach_is_an_answer_with_what_holds_it_up(s):
    found = orb.what_would_have_to_be_true(s, ["orbital.satellite_price_per_watt"])
    end = orb.evaluate(s.replace({"orbital.satellite_price_per_watt": f"{found.steps[0].end!r} USD/W"}))
    assert not found.reached
    assert found.share == 1.0
    assert found.ratio == pytest.approx(end.ratio, rel=1e-12)
    assert found.binding[0].startswith("launch")
    assert "cannot be as cheap" in repr(found)


def test_a_jump_past_the_target_is_told(s):
    """Lift alone: cost falls by whole satellites a flight, so that a target between two steps is never met."""
    s = s.replace({"orbital.payload_to_orbit": {"value": "59.5 t", "spread": ["55 t", "200 t"]}})
    first = orb.what_would_have_to_be_true(s, ["orbital.payload_to_orbit"], target=4.0)
    target = 0.5 * (first.jump + first.ratio)
    found = orb.what_would_have_to_be_true(s, ["orbital.payload_to_orbit"], target=target)
    assert found.reached
    assert found.ratio < target * (1.0 - 1e-3)
    assert found.jump > target * (1.0 + 1e-3)
    assert any("jumps past the target" in note for note in found.notes)
    less = found.steps[0].needed * (1.0 - 1e-9)
    assert orb.evaluate(s.replace({"orbital.payload_to_orbit": f"{less!r} kg"})).ratio == pytest.approx(found.jump, rel=1e-6)


def test_nothing_has_to_change_where_the_target_is_met(s):
    found = orb.what_would_have_to_be_true(s, target=6.0)
    assert found.reached
    assert found.share == 0.0
    assert found.steps == ()
    assert "nothing has to change" in repr(found)
    assert found.plot() is not None


def test_a_quantity_that_is_best_today_is_named(s):
    found = orb.what_would_have_to_be_true(s.replace({"orbital.launch_price": "1 USD/kg"}), ["orbital.launch_price", "orbital.satellite_life"])
    assert found.unmoved == ("orbital.launch_price",)
    assert [step.quantity for step in found.steps] == ["orbital.satellite_life"]


def test_a_design_that_cannot_be_built_is_answered_with_its_reasons(s):
    found = orb.what_would_have_to_be_true(s.replace({"orbital.shielding_thickness": "0.1 mm"}), ["orbital.satellite_price_per_watt"])
    assert not found.reached
    assert math.isnan(found.ratio)
    assert "the electronics take" in found.binding[0]
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["ratio"] is None


@pytest.mark.parametrize(
    ("quantities", "said"),
    [
        ([], "no quantity is named"),
        (["orbital.nope"], "is not a quantity"),
        (["orbital.launch_price", "orbital.launch_price"], "asked for twice"),
        (["orbital.launch_vehicle"], "picked by name"),
        (["orbital.launch_price", "orbital.flight_price"], "name one of them"),
        (["orbital.pump_efficiency"], "no source leaves it open|not a quantity"),
    ],
)
def test_what_is_refused(s, quantities, said):
    with pytest.raises(orb.InputError, match=said):
        orb.what_would_have_to_be_true(s, quantities)


@pytest.mark.parametrize("target", [0.0, -1.0, float("nan"), float("inf"), True, "1"])
def test_a_target_that_is_none_is_refused(s, target):
    with pytest.raises(orb.InputError, match="target"):
        orb.what_would_have_to_be_true(s, target=target)


def test_a_design_that_cannot_be_built_is_flagged_for_nothing_else(s):
    found = orb.what_would_have_to_be_true(s.replace({"orbital.radiator_temperature": "190 K"}), ["orbital.launch_price"])
    assert "gives off less than it takes up" in found.binding[0]
    assert not [note for note in found.notes if note.startswith("flagged")]


# --- handing on -------------------------------------------------------------------------------------------------------
def test_the_answer_is_handed_on(found):
    frame = found.to_frame()
    assert list(frame["ratio after"]) == [step.ratio for step in found.steps]
    assert frame["given by"].str.len().min() > 0
    assert frame["source"].str.len().min() > 0
    document = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert document["reached"] is True
    assert document["steps"][0]["quantity"] == "orbital.launch_price"
    assert len({len(row) for row in found.rows()}) == 1
    assert found.plot().axes[0].get_xscale() == "log"


def test_the_command(run, tmp_path):
    picture = tmp_path / "p.png"
    status, out, err = run("ladder", AI1, *TRIPLE, "--plot", str(picture))
    assert (status, err) == (0, "")
    assert "of the way to the best published" in " ".join(out.split())
    assert "starcloud-2024" in out
    assert picture.stat().st_size > 1000
    status, out, _ = run("ladder", AI1, "orbital.launch_price", "--json", "--target", "2")
    assert status == 0
    assert json.loads(out)["reached"] is True
    status, _, err = run("ladder", AI1, "orbital.launch_vehicle")
    assert status == 2
    assert "picked by name" in err
