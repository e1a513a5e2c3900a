"""Break-even and uncertainty."""

import numpy as np
import pytest

import orbital as orb
from orbital.analysis.many.draws import Spread

AI1 = "ai1-vs-colossus-1"


@pytest.fixture(scope="module")
def s():
    return orb.scenario(AI1)


def test_a_break_even_put_back_gives_ratio_one(s):
    found = orb.break_even(s, "ground.building_price")
    assert orb.evaluate(s.replace({"ground.building_price": f"{found.value!r} USD/W"})).ratio == pytest.approx(1.0, rel=1e-9)


def test_a_break_even_without_an_answer_says_why_and_what_it_would_take(s):
    found = orb.break_even(s, "orbital.satellite_price_per_watt")
    assert found.value is None
    assert "ground is cheaper throughout" in found.reason
    assert found.would_be < 0


def test_a_break_even_can_solve_a_quantity_that_a_formula_computes(s):
    cheap = s.replace({"orbital.satellite_price_per_watt": "0.5 USD/W", "ground.electricity_price": "600 USD/MWh"})
    found = orb.break_even(cheap, "orbital.launch_price")
    assert found.value > 0
    assert orb.evaluate(cheap.replace({"orbital.launch_price": f"{found.value!r} USD/kg"})).ratio == pytest.approx(1.0, rel=1e-9)


def test_a_jump_past_break_even_is_told_and_is_not_a_root(s):
    """Whole satellites a flight: cost falls in steps as lift grows. A ground cost put between two steps has no root."""
    lift = "orbital.payload_to_orbit"
    orbital = orb.evaluate(s).orbital
    each = float(orbital.value("satellite_mass")) / (1.0 - float(orbital.value("dispenser_mass_fraction")))
    just_six, just_seven = (orb.evaluate(s.replace({lift: f"{n * each * 1.0001} kg"})) for n in (6, 7))
    between = 0.5 * sum(float(r.orbital.value("levelized_cost_per_pflop_hour")) for r in (just_six, just_seven))
    ground = orb.evaluate(s).ground
    more = (between - float(ground.value("levelized_cost_per_pflop_hour"))) * float(ground.value("delivered_compute"))
    price = float(ground.value("electricity_price")) * (1.0 + more / float(ground.value("electricity_cost")))
    found = orb.break_even(s.replace({"ground.electricity_price": f"{price * 3.6e9} USD/MWh", lift: f"{6.5 * each} kg"}), lift)
    assert found.value is None
    assert "jumps past break-even between" in found.reason
    low, high = found.jumps[0]
    assert low < 7 * each < high


def test_a_value_of_both_sides_is_solved_on_both(s):
    found = orb.break_even(s, "common.accelerator_price")
    assert found.value is None
    assert found.would_be < 0.0
    assert "ground is cheaper throughout" in found.reason
    cheap = s.replace({"orbital.launch_price": "100 USD/kg", "ground.electricity_price": "2000 USD/MWh"})
    price = orb.break_even(cheap, "common.accelerator_price").value
    assert orb.evaluate(cheap.replace({"common.accelerator_price": f"{price!r} USD/GPU"})).ratio == pytest.approx(1.0, rel=1e-9)


def test_cheaper_throughout_is_said_only_of_what_can_be_built(s):
    assert "ground is cheaper wherever it can be built" in orb.break_even(s, "orbital.altitude").reason


@pytest.mark.parametrize(
    ("name", "fragment"),
    [
        ("orbital.levelized_cost_per_pflop_hour", "what is asked for"),
        ("common.total_cost", "sum over the boundary"),
        ("common.satellite_mas", "did you mean"),
        ("launch_price", "name a side"),
        ("orbital.launch_prise", "did you mean 'launch_price'"),
        ("orbital.payload_mas", "did you mean"),
    ],
)
def test_break_even_refuses_what_it_does_not_know(s, name, fragment):
    with pytest.raises(orb.InputError, match=fragment):
        orb.break_even(s, name)


def test_break_even_refuses_a_dead_quantity(s):
    given = s.replace({"orbital.satellite_mass": "3 tonne"})
    with pytest.raises(orb.InputError, match="satellite_mass"):
        orb.break_even(given, "orbital.radiator_areal_mass")


# --- uncertainty ---
def test_the_same_seed_gives_the_same_draws_and_another_seed_others(s):
    one, again, other = (orb.monte_carlo(s, 2000, seed).ratio for seed in (1, 1, 2))
    assert np.array_equal(one, again, equal_nan=True)
    assert not np.array_equal(one, other, equal_nan=True)


def test_more_samples_keep_the_whole_replicates(s):
    few, many = orb.monte_carlo(s, 2**17).ratio, orb.monte_carlo(s, 2**18).ratio
    assert np.array_equal(few, many[: 2**17], equal_nan=True)


def test_a_value_both_sides_share_is_one_draw(s):
    varied = orb.monte_carlo(s, 100).varied
    assert "common.listed_accelerator_price" in varied
    assert "orbital.accelerator_price" not in varied
    assert "ground.listed_building_price" in varied
    assert "orbital.altitude" not in varied


def test_spreads_of_dead_quantities_are_listed_not_drawn():
    spread = orb.monte_carlo(orb.scenario("ai1-claimed-vs-colossus-1"), 100)
    assert "orbital.radiator_deployment_areal_mass" in spread.dead
    assert "orbital.radiator_deployment_areal_mass" not in spread.varied


def test_quantiles_are_ordered_and_bracket_the_value(s):
    spread = orb.monte_carlo(s, 8192)
    assert 1.0 < spread.quantile(0.1) < spread.quantile(0.5) < spread.quantile(0.9)
    assert spread.quantile(0.02) < orb.evaluate(s).ratio < spread.quantile(0.98)
    assert 0.0 < spread.quantile_error(0.5) < 0.1
    assert spread.probability_cheaper == 0.0


def test_infeasible_draws_are_counted_not_priced(s):
    spread = orb.monte_carlo(s.replace({"orbital.array_power_beginning_of_life": "200 kW"}), 2000)
    assert 0.0 < spread.infeasible < 1.0
    assert spread.probability_cheaper <= 1.0 - spread.infeasible


@pytest.mark.parametrize("samples", [0, 1, 31, -5, 2.5, True, float("nan")])
def test_refuses_a_sample_count_that_is_none(s, samples):
    with pytest.raises(orb.InputError, match="whole number of at least 32"):
        orb.monte_carlo(s, samples)


def test_a_triangle_has_its_mean_and_ends():
    u = (np.arange(200_000) + 0.5) / 200_000
    x = Spread(1.0, 2.0, 6.0).at(u)
    assert x.mean() == pytest.approx(3.0, rel=1e-4)
    assert x.min() > 1.0
    assert x.max() < 6.0
    assert np.all(np.diff(x) > 0)
    assert Spread(1.0, 1.0, 2.0).at(u).mean() == pytest.approx(4.0 / 3.0, rel=1e-4)
