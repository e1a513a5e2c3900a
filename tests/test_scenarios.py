"""Scenarios bound to the Models: ranks, sides, the same chips, labels."""

import numpy as np
import pytest

import orbital as orb
from orbital.analysis.compare import HEADLINES
from orbital.binding import HOMES
from orbital.core.catalog import boundaries, entry
from orbital.models import comparison_model, cost_lines, ground_model, orbital_model
from orbital.scenarios import RISING

AI1 = "ai1-vs-colossus-1"


@pytest.fixture(scope="module")
def s():
    return orb.scenario(AI1)


# --- M2 ranks ---
def test_m2_every_kind_of_catalog_entry_has_its_rank():
    assert sorted(RISING) == sorted(HOMES)


def test_m2_a_catalog_entry_outranks_the_parameter_default(s):
    assert s.orbital.given["altitude"].origin == "design spacex-ai1"


def test_m2_the_scenario_section_outranks_the_catalog_entry(tmp_path):
    path = tmp_path / "mine.toml"
    text = (
        'price_year = 2025\n[workload]\nuse = "inference-deepseek-r1"\ndemanded_capacity = "1 GW"\n[common]\naccelerator = "gb300-nvl72"\n'
        '[orbital]\ndesign = "spacex-ai1"\nlaunch_vehicle = "starship-v3"\naltitude = "800 km"\n[ground]\nsite = "colossus-1"\n'
    )
    path.write_text(text)
    mine = orb.scenario(path)
    assert mine.orbital.values["altitude"] == 8e5
    assert mine.replace({"orbital.altitude": "700 km"}).orbital.values["altitude"] == 7e5


def test_m2_computed_withdraws_a_given_and_the_formula_returns(s):
    given = s.replace({"orbital.satellite_mass": "2 tonne"})
    assert "satellite_mass" in given.orbital.given
    back = given.replace({"orbital.satellite_mass": "computed"})
    assert orb.evaluate(back).orbital.value("satellite_mass") == orb.evaluate(s).orbital.value("satellite_mass")


def test_m2_computed_beside_stated_withdraws_one_given_and_keeps_the_others():
    result = orb.evaluate(orb.scenario("ai1-claimed-vs-colossus-1"))
    rows = {row.quantity: row for row in result.closure()}
    mass = rows["orbital.satellite_mass"]
    own = orb.evaluate(result.scenario.replace({"orbital.satellite_mass": "computed"}))
    assert mass.used == "stated"
    assert mass.stated == 2143.0
    assert mass.computed == float(own.orbital.value("satellite_mass"))


def test_replace_leaves_the_original_alone(s):
    before = orb.evaluate(s).ratio
    changed = s.replace({"orbital.altitude": "800 km"}).replace({"ground.electricity_price": "500 USD/MWh"})
    assert orb.evaluate(s).ratio == before
    assert changed.orbital.values["altitude"] == 8e5
    assert changed.ground.values["electricity_price"] == pytest.approx(500 / 3.6e9)


@pytest.mark.parametrize(
    "changes",
    [
        {"orbital.altitude": "800 km", "ground.electricity_price": "50 USD/MWh"},
        {"orbital.launch_price": "200 USD/kg"},
        {"orbital.satellite_mass": "3 tonne", "orbital.payload_to_orbit": "100 tonne"},
    ],
)
def test_replace_by_the_quick_way_equals_binding_anew(s, changes):
    quick = s.replace(changes)
    anew = s.replace({"boundary": "all-in", **changes})
    assert orb.evaluate(quick).ratio == orb.evaluate(anew).ratio
    for side, again in ((quick.orbital, anew.orbital), (quick.ground, anew.ground)):
        assert side.shape == again.shape
        assert side.values == again.values


@pytest.mark.parametrize("first", [{"orbital.radiator_areal_mass": "5 kg/m**2"}, {"orbital.radiator_areal_mass": "5 kg/m**2", "boundary": "all-in"}])
def test_a_new_given_that_cuts_off_an_earlier_one_is_refused_either_way(s, first):
    with pytest.raises(orb.InputError, match=r"radiator_areal_mass would change nothing.*satellite_mass"):
        s.replace(first).replace({"orbital.satellite_mass": "3 tonne"})


@pytest.mark.parametrize("name", ["lift_margin", "compute_per_dollar", "beta_angle", "total_cost", "satellite_discount_rate"])
def test_what_is_never_given_is_refused_in_the_quick_way_too(s, name):
    with pytest.raises(orb.InputError, match=name):
        s.replace({f"orbital.{name}": 1.0})


def test_a_formula_can_be_chosen_by_name(s):
    conical = s.replace({"orbital.formulas.eclipse_fraction": "eclipse_fraction_conical"})
    one, other = (float(orb.evaluate(x).orbital["longest_eclipse"].m_as("min")) for x in (s, conical))
    assert one != other
    assert one == pytest.approx(other, abs=0.5)


# --- M5 and speed's shape: one plan, reused ---
def test_m5_replacing_a_value_keeps_the_plan(s):
    assert s.replace({"orbital.altitude": "800 km"}).orbital.shape == s.orbital.shape


# --- M8 categories are never arrays ---
def test_m8_a_catalog_choice_makes_another_plan_not_an_array(s):
    other = s.replace({"common.accelerator": "h100-sxm", "workload.precision": "fp8"})
    assert other.picks["accelerator"] == "h100-sxm"
    assert np.ndim(other.orbital.values["accelerator_power"]) == 0


# --- M9 the mass loop closes ---
def test_m9_the_mass_closes_in_one_step_and_its_parts_sum_to_it(s):
    value = orb.evaluate(s).orbital.value
    parts = ("fixed_mass", "structure_mass", "mass_margin", "disposal_propellant_mass")
    assert sum(float(value(part)) for part in parts) == pytest.approx(float(value("satellite_mass")), rel=1e-14)


# --- M10 and M11 one name, two sides, three Models ---
def test_m10_a_quantity_of_both_sides_has_one_unit():
    orbital, ground = orbital_model(), ground_model()
    shared = set(orbital.specs) & set(ground.specs)
    assert len(shared) > 30
    assert all(orbital.specs[name].unit.si == ground.specs[name].unit.si for name in shared)


def test_m11_only_the_comparison_uses_the_side_prefixes():
    for model in (orbital_model(), ground_model()):
        assert not [
            name
            for name in model.specs
            if name.startswith(("orbital_", "ground_")) and name != "orbital_period" and name not in ("orbital_radius", "orbital_speed")
        ]
    assert all(name.startswith(("orbital_", "ground_")) for name in comparison_model().parameters)


def test_m11_a_workload_value_is_one_value_for_both_sides_and_a_side_overrides_it(s):
    both = s.replace({"workload.answer_length": "4000 token"})
    assert both.orbital.values["answer_length"] == both.ground.values["answer_length"] == 4000.0
    one = both.replace({"orbital.answer_length": "1000 token"})
    assert (one.orbital.values["answer_length"], one.ground.values["answer_length"]) == (1000.0, 4000.0)


# --- M12 the same work on the same chips ---
def test_m12_both_sides_are_sized_to_the_demanded_capacity_with_the_same_chips(s):
    result = orb.evaluate(s)
    for name in ("accelerator_count", "peak_compute", "tokens_per_accelerator", "utilization", "accelerator_price"):
        assert result.orbital.value(name) == result.ground.value(name)


def test_m12_as_built_is_chip_factor_times_place_factor(s):
    result = orb.evaluate(s)
    assert result.as_built_ratio == pytest.approx(result.chip_factor * result.ratio, rel=1e-14)
    assert result.chip_factor != pytest.approx(1.0, abs=0.05)


def test_m12_as_built_weighs_the_mix_by_cost_and_work(s):
    mix = entry("sites", "colossus-1").as_built
    cost = work = 0.0
    for chip, count in mix.items():
        own = s.replace({"common.accelerator": chip, "workload.precision": "fp4" if chip.startswith("gb") else "fp8"})
        total, delivered, n = (float(x) for x in own.ground.run(("total_cost", "delivered_compute", "accelerator_count")))
        cost, work = cost + total * count / n, work + delivered * count / n
    result = orb.evaluate(s)
    built = float(result.orbital.value(HEADLINES[0])) / (cost / work)
    assert result.as_built_ratio == pytest.approx(built, rel=1e-12)


def test_m12_counts_are_fractional_in_cost(s):
    assert float(orb.evaluate(s).orbital.value("satellite_count")) % 1.0 != 0.0


def test_m12_a_count_may_be_given_instead_of_a_capacity(s):
    without_scale = {"orbital.nonrecurring_capital": "0 USD", "orbital.satellite_learning_factor": 1.0, "orbital.gateway_capital": "0 USD"}
    counted = orb.evaluate(s.replace({"common.accelerator_count": "720 GPU", **without_scale}))
    sized = orb.evaluate(s.replace(without_scale))
    assert counted.ratio == pytest.approx(sized.ratio, rel=1e-12)
    assert float(counted.orbital.value("satellite_count")) == 10.0


# --- M13 boundaries ---
@pytest.mark.parametrize("name", [name for name, content in boundaries().items() if not content.get("study_only")])
def test_m13_a_boundary_is_a_list_of_cost_lines(s, name):
    bounded = s.replace({"boundary": name})
    result = orb.evaluate(bounded)
    for side in ("orbital", "ground"):
        lines = cost_lines(side, name)
        assert bounded.side(side).shape.totals[0].arguments == lines
        view = getattr(result, side)
        assert float(view.value("total_cost")) == pytest.approx(sum(float(view.value(line)) for line in lines), rel=1e-14)


def test_m13_every_headline_carries_its_boundary_as_a_label(s):
    labels = orb.evaluate(s).labels()
    assert labels["boundary"] == "all-in"
    assert {"power basis", "precision", "money", "compounding", "finance", "chips", "workload"} <= labels.keys()
    assert "all-in" in repr(orb.evaluate(s))


# --- M15 rates ---
def test_m15_degradation_is_an_effective_annual_rate(s):
    side = s.replace({"orbital.array_degradation_rate": "10 %/yr", "orbital.satellite_life": "3 yr"}).orbital
    assert float(side.run(("array_remaining_fraction",))[0]) == pytest.approx(0.9**3, rel=1e-14)


def test_m15_nominal_rates_compound_as_often_as_stated(s):
    yearly = s.replace({"common.compounding_frequency": "1 1/yr"})
    factor = float(yearly.ground.run(("building_capital_recovery_factor",))[0]) * 31_557_600
    rate, life = 0.103, 15
    assert factor == pytest.approx(rate / (1 - (1 + rate) ** -life), rel=1e-12)


def test_market_rates_are_shown_beside_equal_rates(s):
    result = orb.evaluate(s)
    assert result.market_ratio > result.ratio


# --- price years ---
def test_money_of_another_year_is_converted_by_the_deflator(s):
    same = s.replace({"ground.electricity_price": "64 USD_2025/MWh"})
    older = s.replace({"ground.electricity_price": "64 USD_2015/MWh"})
    assert float(older.ground.values["electricity_price"] / same.ground.values["electricity_price"]) == pytest.approx(322.1 / 237.017, rel=1e-12)


# --- results ---
def test_a_result_reads_as_quantities_numbers_frames_and_dictionaries(s):
    result = orb.evaluate(s)
    assert str(result.orbital["radiator_area"].units) == "m²"
    frame = result.to_frame()
    assert frame.loc[("orbital", "altitude"), "value"] == pytest.approx(600.0)
    document = result.to_dict()
    assert document["ratio"] == result.ratio
    assert document["orbital"]["altitude"] == {"value": pytest.approx(600.0), "unit": "km"}
    assert "<table>" in result._repr_html_()


def test_a_quantity_along_an_axis_is_computed_on_demand(s):
    beta = orb.evaluate(s).orbital["beta_angle"]
    assert beta.shape == (1460,)


def test_explain_goes_down_to_sources(s):
    told = orb.evaluate(s).explain("orbital.radiator_area", depth=4)
    for part in ("A = Q / [ q (1 - lost) ]", "Stefan-Boltzmann", "Fortescue", "design spacex-ai1", "confidence high"):
        assert part in told


def test_infeasible_is_an_answer_with_reasons(s):
    result = orb.evaluate(s.replace({"orbital.radiator_temperature": "190 K"}))
    assert not result.feasible
    assert np.isnan(result.ratio)
    assert "gives off less than it takes up" in result.reasons[0]
    assert float(result.orbital.value("satellite_it_power")) > 0
    assert "cannot be built" in repr(result)
    assert result.to_dict()["ratio"] is None
