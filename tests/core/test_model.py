"""The Model's rules, each on a Model of a few formulas."""

from typing import NamedTuple

import numpy as np
import pytest

import orbital as orb
from orbital.core.axes import along, mean_along
from orbital.core.errors import InputError, ModelError
from orbital.core.formula import formula, sum_formula
from orbital.core.model import Model, Shape
from orbital.core.units import DailyFraction, Fraction, Kilogram, Number, SquareMeter, Unit, Watt, WattPerSquareMeter

CALLS: list[str] = []


@formula
def heat(power: Watt) -> Watt:
    """Heat."""
    CALLS.append("heat")
    return power


@formula
def area(heat: Watt, flux: WattPerSquareMeter) -> SquareMeter:
    """Area."""
    return heat / flux


@formula(computes="area")
def area_doubled(heat: Watt, flux: WattPerSquareMeter) -> SquareMeter:
    """Twice the area."""
    return 2.0 * heat / flux


@formula(computes="power")
def power_from_area(area: SquareMeter, flux: WattPerSquareMeter) -> Watt:
    """The inverse relation, of what is otherwise a parameter."""
    return area * flux


@formula(constraint="the flux {flux} is not positive", guards="area")
def flux_margin(flux: WattPerSquareMeter) -> WattPerSquareMeter:
    """Positive when it can be built."""
    return flux


@formula(headline=True)
def cost(area: SquareMeter) -> Number:
    """A headline."""
    return area / ONE


ONE = 1.0


class Split(NamedTuple):
    cold: Kilogram
    hot: Kilogram


@formula
def split(whole: Kilogram) -> Split:
    """Two quantities at once."""
    return Split(0.25 * whole, 0.75 * whole)


def plain_helper(power: Watt) -> Watt:
    """Not marked, so not wired."""
    return power


def model(*functions, parameters=("power", "flux", "whole"), **kwargs):
    return Model("toy", [function.__formula__ for function in functions], parameters, **kwargs)


TOY = (heat, area, area_doubled, flux_margin, cost, split)


def run(m, outputs, shape=None, **values):
    return m.plan(shape or Shape(), outputs)(values)


# --- M1 what is wired ---
def test_m1_finds_the_order_from_the_argument_names():
    assert run(model(*reversed(TOY)), ("area",), power=np.float64(10.0), flux=np.float64(5.0)) == (2.0,)


def test_m1_only_marked_functions_are_wired():
    assert not hasattr(plain_helper, "__formula__")
    assert "plain_helper" not in model(*TOY).specs


def test_m1_the_marked_function_is_the_function_itself():
    assert area(10.0, 5.0) == 2.0


def test_m1_refuses_two_formulas_for_one_name():
    with pytest.raises(ModelError, match="two formulas compute area"):
        model(*TOY, formula(lambda_named("area", "heat: Watt, flux: WattPerSquareMeter", "SquareMeter")))


def test_m1_refuses_producer_and_consumer_that_disagree_in_unit():
    @formula
    def mass(heat: Kilogram) -> Kilogram:
        return heat

    with pytest.raises(ModelError, match=r"mass takes heat in kg; elsewhere it is in W"):
        model(*TOY, mass)


def test_m1_refuses_an_argument_nobody_provides_and_suggests_one():
    @formula
    def mass(areaa: SquareMeter) -> SquareMeter:
        return areaa

    with pytest.raises(ModelError, match=r"nobody provides areaa.*did you mean 'area'"):
        model(*TOY, mass)


def test_m1_refuses_a_cycle_and_names_it():
    @formula
    def flux(area: SquareMeter) -> WattPerSquareMeter:
        return area

    with pytest.raises(ModelError, match="cycle"):
        model(heat, area, flux)


def test_m1_a_cycle_by_choice_is_broken_by_a_given():
    m = model(*TOY, power_from_area)
    chosen = (("power", "power_from_area"),)
    with pytest.raises(ModelError, match="give one of these"):
        m.plan(Shape(chosen=chosen), ("heat",))
    assert run(m, ("heat",), Shape(frozenset({"area"}), chosen), area=2.0, flux=5.0) == (10.0,)


def test_m1_an_inverse_may_compute_what_is_otherwise_a_parameter():
    m = model(*TOY, power_from_area)
    assert "power" in m.plan(Shape(), ("heat",)).inputs
    assert m.alternative("power", "power_from_area").computes == ("power",)


def test_m1_refuses_an_annotation_without_a_unit():
    with pytest.raises(ModelError, match="power has no unit"):

        @formula
        def bad(power: float) -> Watt:
            return power


def test_m1_an_unknown_alternative_is_refused_with_those_there_are():
    with pytest.raises(InputError, match="there are: area, area_doubled"):
        model(*TOY).alternative("area", "area_tripled")


def test_m1_a_named_tuple_gives_its_fields_and_a_given_field_overrides_only_itself():
    m = model(*TOY)
    assert run(m, ("cold", "hot"), whole=4.0) == (1.0, 3.0)
    assert run(m, ("cold", "hot"), Shape(frozenset({"cold"})), whole=4.0, cold=9.0) == (9.0, 3.0)


# --- M2 givens and swaps ---
def test_m2_any_quantity_can_be_given_and_everything_downstream_follows():
    assert run(model(*TOY), ("area",), Shape(frozenset({"heat"})), heat=20.0, flux=5.0) == (4.0,)


def test_m2_any_formula_can_be_swapped():
    assert run(model(*TOY), ("area",), Shape(chosen=(("area", "area_doubled"),)), power=10.0, flux=5.0) == (4.0,)


# --- M3 dead quantities ---
def test_m3_a_quantity_cut_off_by_a_given_is_dead_and_the_given_is_named():
    m = model(*TOY)
    assert m.cut_by("power", Shape(frozenset({"area"})), ("cost",)) == ("area",)
    assert m.cut_by("power", Shape(), ("cost",)) == ()


def test_m3_a_quantity_that_never_led_there_is_not_dead():
    assert model(*TOY).cut_by("whole", Shape(frozenset({"area"})), ("cost",)) == ()


def test_m3_a_quantity_that_an_active_constraint_watches_is_alive():
    assert model(*TOY).cut_by("flux", Shape(frozenset({"heat"})), ("cost",)) == ()


# --- M4 infeasible is an answer ---
def test_m4_a_violated_constraint_masks_headlines_only():
    area_, cost_, margin = run(model(*TOY), ("area", "cost", "flux_margin"), power=np.float64(10.0), flux=np.float64(-5.0))
    assert (area_, margin) == (-2.0, -5.0)
    assert np.isnan(cost_)


def test_m4_in_a_batch_only_the_infeasible_rows_are_masked():
    (cost_,) = run(model(*TOY), ("cost",), power=np.float64(10.0), flux=np.array([5.0, -5.0, np.nan, 2.0]))
    assert np.array_equal(cost_, [2.0, np.nan, np.nan, 5.0], equal_nan=True)


@pytest.mark.parametrize("flux", [-5.0, float("nan"), 5.0])
def test_m4_what_is_violated_whatever_varies_masks_every_row_of_a_block(flux):
    plan = model(*TOY).plan(Shape(), ("cost", "flux_margin"))
    folded, known = plan.folded({"power": np.float64(10.0), "flux": np.float64(flux)}, ("power",))
    cost_, margin = folded({**known, "power": np.array([1.0, 2.0])})
    assert "flux_margin" not in [step.name for step in folded.steps]
    assert np.isnan(cost_).tolist() == [not flux >= 0.0] * 2
    assert np.array_equal(margin, flux, equal_nan=True)


def test_m4_a_margin_nobody_asked_for_is_dropped_once_it_is_judged():
    source = model(*TOY).plan(Shape(), ("cost",)).source
    judged, dropped = source.index("(flux_margin >= 0.0)"), source.index("del", source.index("(flux_margin >= 0.0)"))
    assert "flux_margin" in source[dropped : source.index("\n", dropped)] and judged < dropped
    assert "del flux_margin" not in model(*TOY).plan(Shape(), ("cost", "flux_margin")).source


def test_m4_a_constraint_rests_where_what_it_guards_is_given():
    m = model(*TOY)
    assert m.plan(Shape(frozenset({"area"})), ("cost",)).constraints == ()


def test_m4_a_constraint_rests_where_its_input_is_null():
    assert model(*TOY).plan(Shape(frozenset({"area"}), null=frozenset({"flux"})), ("cost",)).constraints == ()


# --- M5 one straight-line plan ---
def test_m5_a_plan_is_made_once_and_kept():
    m = model(*TOY)
    assert m.plan(Shape(), ("area",)) is m.plan(Shape(), ("area",))
    assert m.plan(Shape(), ("area",)) is not m.plan(Shape(frozenset({"heat"})), ("area",))


def test_m5_only_what_the_outputs_need_is_computed_and_once():
    CALLS.clear()
    m = model(*TOY)
    run(m, ("area", "cost"), power=np.float64(1.0), flux=np.float64(1.0))
    run(m, ("hot",), whole=1.0)
    assert CALLS == ["heat"]


def test_m5_intermediates_nobody_asked_for_are_dropped():
    assert "del heat" in model(*TOY).plan(Shape(), ("area",)).source.replace("del flux, heat", "del heat")


def test_m5_division_by_zero_is_no_exception():
    assert run(model(*TOY), ("area",), power=np.float64(1.0), flux=np.float64(0.0)) == (np.inf,)


# --- M6 axes ---
@formula
def daily(whole: Kilogram) -> DailyFraction:
    """Keeps the axis."""
    return along(whole) * np.arange(4.0)


@formula
def yearly(daily: DailyFraction) -> Fraction:
    """Reduces it."""
    return mean_along(daily)


def test_m6_an_internal_axis_is_last_and_reduced_so_that_a_batch_equals_its_rows():
    m = model(daily, yearly)
    rows = np.array([[1.0, 2.0, 3.0]])
    (batch,) = run(m, ("yearly",), whole=rows)
    assert batch.shape == rows.shape
    assert [run(m, ("yearly",), whole=x)[0] for x in rows[0]] == list(batch[0])


def test_m6_axis_and_plain_quantities_of_one_name_are_refused():
    @formula
    def careless(daily: Fraction) -> Fraction:
        return daily

    with pytest.raises(ModelError, match="along day"):
        model(daily, careless)


def test_m6_scenario_axes_broadcast_and_a_formula_costs_only_its_own():
    power, flux = np.linspace(1.0, 2.0, 3)[:, None], np.linspace(4.0, 5.0, 4)[None, :]
    heat_, area_ = run(model(*TOY), ("heat", "area"), power=power, flux=flux)
    assert (heat_.shape, area_.shape) == ((3, 1), (3, 4))


# --- M7 tabulated geometry ---
@formula(tabulated=True)
def slow(whole: Kilogram, power: Watt) -> Kilogram:
    """Counts its calls."""
    CALLS.append("slow")
    return whole * whole + 0.0 * power / ONE_WATT


ONE_WATT = 1.0


@formula
def after(slow: Kilogram) -> Kilogram:
    """Uses it."""
    return 2.0 * slow


def test_m7_exact_and_remembered_for_scalars():
    m, values = model(slow, after, table_steps={"whole": 0.5}), {"whole": np.float64(1.3), "power": np.float64(1.0)}
    CALLS.clear()
    assert run(m, ("after",), **values) == run(m, ("after",), **values) == (2.0 * 1.3 * 1.3,)
    assert CALLS == ["slow"]


def test_m7_few_distinct_rows_are_exact():
    m = model(slow, after, table_steps={"whole": 0.5})
    whole = np.tile(np.linspace(0.0, 1.0, 11), 50)
    assert np.array_equal(run(m, ("after",), whole=whole, power=np.float64(1.0))[0], 2.0 * whole * whole)


def test_m7_many_distinct_rows_are_interpolated_on_a_lattice_that_does_not_depend_on_the_block():
    m = model(slow, after, table_steps={"whole": 0.5})
    whole = np.random.default_rng(1).uniform(-3.0, 3.0, 5000)
    (all_rows,) = run(m, ("after",), whole=whole, power=np.float64(1.0))
    other = model(slow, after, table_steps={"whole": 0.5})
    (part,) = run(other, ("after",), whole=whole[1000:3000], power=np.float64(1.0))
    assert np.array_equal(all_rows[1000:3000], part)
    assert np.max(np.abs(all_rows - 2.0 * whole * whole)) <= 2.0 * 0.5**2 / 4 + 1e-12


def test_m7_a_varied_input_without_a_lattice_is_exact_row_by_row():
    m = model(slow, after)
    whole = np.random.default_rng(1).uniform(-3.0, 3.0, 200)
    assert np.array_equal(run(m, ("after",), whole=whole, power=np.float64(1.0))[0], 2.0 * whole * whole)


# --- M13 generated sums ---
def test_m13_a_generated_total_is_the_sum_of_its_lines_in_order():
    total = sum_formula("total", ("a", "b"), Unit("USD/s"), "both")
    assert total.arguments == ("a", "b")
    assert total.function(1.0, 2.0) == 3.0
    with pytest.raises(ModelError, match="at least one"):
        sum_formula("total", (), Unit("USD/s"), "none")


def lambda_named(name, arguments, result):
    scope = dict(globals())
    exec(f"def {name}({arguments}) -> {result}:\n    return heat", scope)
    return scope[name]


# --- one scenario after another ---
def test_what_is_computed_again_after_a_change_is_the_whole_plan_to_the_bit():
    """Random values changed one after another, forth and back, with a design that becomes infeasible on the way."""
    side = orb.scenario("ai1-vs-colossus-1").orbital
    plan = side.model.plan(side.shape, side.model.evaluable(side.shape))
    random = np.random.default_rng(11)
    values = dict(side.values)
    names = [name for name in plan.inputs if np.ndim(values[name]) == 0]
    for _ in range(60):
        for name in random.choice(names, size=random.integers(1, 4), replace=False):
            values[name] = np.float64(values[name] * random.uniform(0.7, 1.4)) if random.random() < 0.7 else side.values[name]
        assert np.array(plan.again(values)).tobytes() == np.array(plan(values)).tobytes()
    assert np.array(plan.again(side.values)).tobytes() == np.array(plan(side.values)).tobytes()


@pytest.mark.parametrize("scenario", ["ai1-vs-colossus-1", "ai1-claimed-vs-colossus-1", "starlink-class-vs-hyperscale"])
@pytest.mark.parametrize("side", ["orbital", "ground"])
@pytest.mark.parametrize(
    "varied", [(), ("satellite_life",), ("altitude",), ("accelerator_price", "electricity_price", "launch_price"), ("tube_armor_thickness",)]
)
def test_a_folded_plan_gives_a_block_what_the_whole_plan_gives_to_the_bit(scenario, side, varied):
    """Also where nothing varies, and where a varied value makes some rows infeasible."""
    bound = orb.scenario(scenario).side(side)
    plan = bound.model.plan(bound.shape, ("levelized_cost_per_pflop_hour", "total_cost"))
    random = np.random.default_rng(5)
    drawn = {name: bound.values[name] * random.uniform(0.3, 2.0, 100) for name in varied if name in plan.inputs}
    folded, known = plan.folded(bound.values, drawn)
    assert len(folded.steps) <= len(plan.steps)
    for whole, part in zip(plan({**bound.values, **drawn}), folded({**known, **drawn}), strict=True):
        assert np.array(whole).tobytes() == np.array(part).tobytes()


def test_a_change_that_only_a_constraint_feels_takes_the_price_away_and_gives_it_back():
    """Allowed dose bears on no cost, only on whether the electronics live."""
    s = orb.scenario("ai1-vs-colossus-1")
    ratios = [orb.evaluate(s.replace({"orbital.allowed_dose": f"{dose} rad_Si"})).ratio for dose in (2000, 10, 3000, 10, 2000)]
    assert np.isfinite(ratios).tolist() == [True, False, True, False, True]
    assert ratios[0] == ratios[2] == ratios[4]
