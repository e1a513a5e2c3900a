"""What a result says about itself: what separates the sides, what closes, on whose terms."""

import math
import pickle

import numpy as np
import pytest

import orbital as orb
from orbital.core.catalog import entry, names
from orbital.core.errors import InputError
from orbital.core.units import Unit, text
from orbital.views.tables import binding, print_result
from orbital.views.words import not_closing, sentence, what_stops_it

AI1 = "ai1-vs-colossus-1"
LCOC = "levelized_cost_per_pflop_hour"


@pytest.fixture(scope="module")
def s():
    return orb.scenario(AI1)


@pytest.fixture(scope="module")
def result(s):
    return orb.evaluate(s)


# --- what separates the sides ---
@pytest.mark.parametrize("name", names("scenarios"))
def test_the_lines_of_the_gap_sum_to_it(name):
    result = orb.evaluate(orb.scenario(name))
    lines = result.gap()
    whole = float(result.orbital.value(LCOC) - result.ground.value(LCOC))
    assert math.fsum(line.amount for line in lines) == pytest.approx(whole, rel=1e-12)
    assert math.fsum(line.share for line in lines if line.share > 0.0) == pytest.approx(1.0)
    assert [line.amount for line in lines] == sorted((line.amount for line in lines), reverse=True)


def test_the_same_chips_at_the_same_price_are_no_difference_but_their_lost_output_is(result):
    lines = {line.name: line for line in result.gap()}
    assert lines["accelerator_cost"].amount == pytest.approx(0.0, abs=1e-9 * float(result.ground.value(LCOC)))
    output = [float(side.value("delivered_compute") / side.value("accelerator_count")) for side in (result.orbital, result.ground)]
    assert lines["lost_output"].amount == pytest.approx(float(result.orbital.value(LCOC)) * (1.0 - output[0] / output[1]))


def test_a_higher_peak_that_does_no_more_work_is_no_lost_output(s, result):
    """Memory binds: twice the arithmetic leaves nearly the same tokens, and nothing more is lost."""
    faster = orb.evaluate(s.replace({"orbital.peak_flop_rate": "30 PFLOP/s/GPU"}))
    lost = [next(line.amount for line in item.gap() if line.name == "lost_output") for item in (result, faster)]
    assert lost[1] < lost[0]


def test_what_stops_it_names_a_cadence_that_cannot_hold_the_fleet(result):
    assert any("launch cadence (it holds" in part for part in what_stops_it(result))


# --- closure ---
@pytest.mark.parametrize("design", names("designs"))
def test_every_figure_a_design_states_has_a_row_and_every_adopted_one_can_be_withdrawn(s, design):
    found = orb.evaluate(s.replace({"orbital.design": design}))
    rows = {row.quantity.removeprefix("orbital."): row for row in found.closure() if row.quantity.startswith("orbital.")}
    assert rows.keys() >= entry("designs", design).stated.keys()
    for name, row in rows.items():
        assert row.used == ("stated" if name in found.orbital.side.shape.given else "computed")
        assert math.isfinite(row.computed) or name == "satellite_it_power"  # the chips on board follow from it, and nothing else gives it


def test_what_the_user_gives_is_no_claim_of_the_design(s):
    result = orb.evaluate(s.replace({"orbital.satellite_mass": "3 tonne", "orbital.launch_price": "200 USD/kg"}))
    rows = {row.quantity: row for row in result.closure()}
    assert rows["orbital.satellite_mass"].used == "given"
    assert rows["orbital.satellite_mass"].stated == pytest.approx(2142.86, rel=1e-3)
    assert "orbital.launch_price" not in rows
    assert not any("satellite mass" in line for used in ("stated", "computed") for line in not_closing(result, used))
    assert any("satellite mass (given 3,000 kg, from parts" in line for line in not_closing(result, "given"))


def test_market_rates_are_no_claim(s):
    quantities = {row.quantity for row in orb.evaluate(s.replace({"common.finance": "market-2026"})).closure()}
    assert not any("rate" in quantity for quantity in quantities - {"orbital.inter_satellite_rate"})


def test_explain_of_a_given_says_what_the_parts_would_make_it():
    told = orb.evaluate(orb.scenario("ai1-claimed-vs-colossus-1")).explain("orbital.satellite_mass")
    assert "from the parts it would be" in told


# --- the sentence and the labels ---
def test_the_sentence_says_whose_chips(s):
    assert "same chips" in sentence(orb.evaluate(s))
    unlike = sentence(orb.evaluate(s.replace({"orbital.accelerator_price": "90000 USD/GPU"})))
    assert "same chips" not in unlike
    assert "unlike accelerator price" in unlike


def test_the_sentence_names_tokens_only_where_their_ratio_is_the_one_told(s):
    assert "per million tokens" in sentence(orb.evaluate(s))
    assert "per useful FLOP" in sentence(orb.evaluate(s.replace({"workload.use": "training-llama3-405b", "orbital.altitude": "450 km"})))


def test_the_rates_paid_are_told_as_they_are(s):
    assert orb.evaluate(s).labels()["finance"] == "equal: 10.3 %/yr on everything"
    changed = orb.evaluate(s.replace({"orbital.satellite_nominal_rate": "20 %/yr"})).labels()["finance"]
    assert "orbital satellite 20 %/yr" in changed
    real = {f"orbital.formulas.{asset}_discount_rate": f"{asset}_discount_rate_real" for asset in ("accelerator", "satellite")}
    real |= {f"ground.formulas.{asset}_discount_rate": f"{asset}_discount_rate_real" for asset in ("accelerator", "building")}
    assert orb.evaluate(s.replace(real)).labels()["money"].startswith("real USD")


def test_equal_and_market_rates_are_both_shown_whichever_is_chosen(s):
    market = orb.evaluate(s.replace({"common.finance": "market-2026"}))
    equal = orb.evaluate(s)
    assert market.ratio == pytest.approx(equal.market_ratio, rel=1e-12)
    assert market.equal_rates_ratio == pytest.approx(equal.ratio, rel=1e-12)


def test_a_result_says_which_tokens_it_counts_and_what_it_tells_without_a_price(s):
    """Latency and contact are on the screen and move no money."""
    labels = orb.evaluate(s.replace({"workload.use": "training-llama3-405b"})).labels()
    assert labels["not priced"] == "latency, waits for contact"
    assert "network" not in labels["not modelled"]
    assert labels["tokens"] == "seen in training"
    assert orb.evaluate(s).labels()["tokens"] == "generated"


# --- no price where there is nothing to price ---
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"workload.use": "training-llama3-405b", "workload.formulas.goodput": "goodput_training_first_order", "orbital.design": "starcloud-3"},
            "the work never advances",
        ),
        ({"orbital.launch_success_probability": "0 %"}, "nothing useful is delivered"),
        ({"ground.delivered_fraction": "0 %"}, "nothing useful is delivered"),
        ({"orbital.replica_batch": 0}, "nothing useful is delivered"),
        ({"orbital.active_accelerators": "2000000 GPU"}, "give no more than there are"),
        ({"orbital.delivered_accelerators": "1e9 GPU"}, "give no more than there are"),
        ({"orbital.design": "starcloud-3", "orbital.launch_vehicle": "falcon-9"}, "the dispenser takes 3 %"),
    ],
)
def test_nothing_delivered_or_too_much_has_no_price_and_can_be_printed(s, changes, reason):
    from rich.console import Console

    result = orb.evaluate(s.replace(changes))
    assert not result.feasible
    assert any(reason in line for line in result.reasons)
    assert math.isnan(result.ratio)
    assert result.gap() == []
    assert result.to_dict()["ratio"] is None
    console = Console(record=True, width=140, quiet=True)
    print_result(result, None, full=False, console=console)


# --- asked like a dictionary, sent to another process ---
def test_an_unknown_name_is_told_and_is_a_key_error(result):
    for ask in (result.orbital.value, result.orbital.unit, result.orbital.text, result.orbital.__getitem__):
        with pytest.raises(KeyError, match="satellite_mass"):
            ask("satelite_mass")
    assert result.orbital.get("satelite_mass") is None
    assert "satellite_mass" in result.orbital
    assert "satelite_mass" not in result.orbital


@pytest.mark.parametrize("make", [lambda s: s, orb.evaluate, lambda s: orb.evaluate(s).orbital])
def test_scenarios_and_results_go_to_other_processes(s, make):
    again = pickle.loads(pickle.dumps(make(s)))
    value = {orb.Scenario: lambda x: orb.evaluate(x).ratio, orb.Result: lambda x: x.ratio}.get(type(again), lambda x: x.value("satellite_mass"))
    assert value(again) == value(make(s))


def test_evaluate_takes_one_scenario_and_says_so(s):
    with pytest.raises(orb.InputError, match=r"orbital\.altitude is an array"):
        orb.evaluate(s.with_arrays({"orbital.altitude": np.array([5e5, 6e5])}))


def test_where_a_design_s_sources_disagree_is_kept_visible():
    """AI1: 150 kW on 600 m2 against 210 kW on 840 m2, 110 m2 at 1,400 W/m2 of one or two faces; in the full print and in JSON."""
    result = orb.evaluate(orb.scenario("ai1-claimed-vs-colossus-1"))
    found = " ".join(result.conflicts["design spacex-ai1-claimed"])
    for words in ("150 kW (600 m2)", "210 kW (840 m2)", "110 m2 x 1,400 W/m2 = 154 kW"):
        assert words in found
    assert result.to_dict()["conflicts"] == {name: list(lines) for name, lines in result.conflicts.items()}


# --- what cannot be built ---
def test_a_satellite_no_flight_lifts_is_said_once_and_not_counted_in_flights(s):
    """16 MW satellites: the reason is there; no infinity of flights is flagged, and no flight described that carries none."""
    result = orb.evaluate(s.replace({"orbital.design": "gaalema-16mw"}))
    assert any("no flight lifts it" in reason for reason in result.reasons)
    assert not [flag for flag in result.flags if "inf" in flag]
    assert any("there is no mesh" in flag for flag in result.flags)
    lines = binding(result)
    assert not [line for line in lines if "inf" in line or "0 satellites" in line]


def test_a_figure_that_nothing_else_gives_has_no_unit_of_nothing():
    assert text(math.nan, Unit("W", "kW")) == "-"
    assert text(1000.0, Unit("W", "kW")) == "1 kW"


def test_latency_and_gaps_run_when_asked_for_and_not_before(monkeypatch):
    """No headline depends on them, and they take most of an evaluation at a new altitude."""
    from orbital.physics import ground_contact, latency

    calls = []
    for module, name in ((latency, "ways"), (ground_contact, "ground_track")):
        plain = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *args, plain=plain, name=name: calls.append(name) or plain(*args))
    latency.distribution.cache_clear()
    result = orb.evaluate(orb.scenario("ai1-vs-colossus-1").replace({"orbital.altitude": "611.37 km"}))
    assert result.feasible
    assert result.ratio > 1.0
    assert result.orbital["gateway_count"].m > 36
    assert not calls
    assert "longest_contact_gap" in result.orbital
    assert result.orbital["round_trip_time_median"].m > 0.0
    assert result.comparison["round_trip_time_difference"] == result.orbital.value("round_trip_time_median") - result.ground.value("round_trip_time_median")
    assert result.orbital["longest_contact_gap"].m > 0.0
    assert sorted(calls) == ["ground_track", "ways"]


def test_what_is_computed_when_asked_for_is_what_one_plan_computes():
    side = orb.scenario("ai1-vs-colossus-1").orbital
    result = orb.evaluate(orb.scenario("ai1-vs-colossus-1")).orbital
    names = ("mean_contact_wait", "downlink_buffer", "waiting_fraction", "time_to_first_token_p99", "satellite_count")
    assert [result.value(name) for name in names] == list(side.run(names))
    assert set(result) == set(side.model.evaluable(side.shape))


def test_the_screen_compares_no_quantity_with_another(monkeypatch, s):
    """A side of the result is a mapping of hundreds: to look it up by equality makes pint quantities of all of them, a quarter of a cold start."""
    from orbital.analysis import compare
    from orbital.views.tables import headline_table

    result = orb.evaluate(s)
    assert result.market_ratio > 0.0
    monkeypatch.setattr(compare, "quantity", lambda *_: pytest.fail("a pint quantity was made"))
    assert headline_table(result).row_count > 10


def test_an_angle_between_planes_below_none_is_refused(s):
    with pytest.raises(InputError, match="allowed is 0 deg to 360 deg"):
        s.replace({"orbital.plane_spacing": "-1 deg"})
