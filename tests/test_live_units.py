"""M14: every formula, and the three Models whole, on quantities that carry their units."""

import dis
import re
from inspect import get_annotations
from types import FunctionType
from typing import Annotated, get_origin

import numpy as np
import pytest

import orbital as orb
from orbital.core import check
from orbital.core.catalog import names, parameters
from orbital.core.check import UnitCheckError, check_formula, check_model
from orbital.core.formula import formula, formula_of
from orbital.core.model import Shape, formulas_of
from orbital.core.parse import parse_quantity
from orbital.core.units import YEAR, Constant, Kelvin, Meter, RatePerYear, Real, Unit, UsdPerJoule, UsdPerWatt, Watt, WattPerSquareMeter, Year
from orbital.economics import comparison
from orbital.models import GROUND_MODULES, ORBITAL_MODULES, comparison_model
from orbital.studies import own_formulas, study_scenario
from orbital.systems import training

SIGMA = Constant(5.670374419e-8, "W/m**2/K**4", "CODATA 2018")
SCENARIOS = names("scenarios")
STUDIES = names("studies")


@pytest.mark.parametrize("side", ["orbital", "ground"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_m14_a_whole_model_runs_on_quantities(name, side):
    bound = orb.scenario(name).side(side)
    assert check_model(bound.model, bound.shape, bound.values) > 40


@pytest.mark.parametrize("name", STUDIES)
def test_m14_a_study_runs_on_quantities(name):
    """On both sides; a study may state one of them alone, and of the other only defaults run."""
    checked = [check_model(bound.model, bound.shape, bound.values) for bound in map(study_scenario(name).side, ("orbital", "ground"))]
    assert max(checked) > 20
    assert min(checked) > 0


def test_m14_the_comparison_runs_on_quantities():
    model = comparison_model()
    values = {name: np.float64(2.0) for name in model.parameters}
    assert check_model(model, Shape(), values) == len(formulas_of(comparison))


def probe(spec, name, point):
    """A value inside a quantity's bounds: its spread's ends where it has one, else a plain number of its kind."""
    parameter = parameters().get(name)
    free = Unit(spec.unit.si, spec.unit.show)
    years = {2023: 1.0, 2025: 1.0, 2026: 1.0}
    if parameter and parameter.spread:
        return parse_quantity(parameter.spread[point], free, name, years, 2025)
    if parameter and parameter.value is not None:
        return parse_quantity(parameter.value, free, name, years, 2025)
    return np.float64((0.3, 0.7)[point] if spec.unit.high == 1.0 else (320.0, 350.0)[point])


def every_formula():
    modules = dict.fromkeys([*ORBITAL_MODULES, *GROUND_MODULES])
    found = [item for module in modules for item in formulas_of(module)]
    return found + [item for name in STUDIES for side in ("orbital", "ground", "comparison") for item in own_formulas(name, side)]


@pytest.mark.parametrize("point", [0, 1])
@pytest.mark.parametrize("item", every_formula(), ids=lambda item: item.name)
def test_m14_each_formula_runs_on_quantities_inside_its_bounds(item, point):
    values = {}
    for name, spec in zip(item.arguments, item.takes, strict=True):
        value = probe(spec, name, point)
        values[name] = np.full(5, value) if spec.axis else value
    check_formula(item, values)


OPAQUE = {"weibull_mean_life", "redundant_availability"}
"""Helpers that call SciPy's special functions, which know no units: stripped at the edge."""


def every_helper_with_units():
    """Public helpers whose signature states units, each as a formula made from a copy of it, so that it is not wired."""
    found = {}
    for module in dict.fromkeys([*ORBITAL_MODULES, *GROUND_MODULES, training]):
        for name, value in vars(module).items():
            own = isinstance(value, FunctionType) and value.__module__ == module.__name__ and not hasattr(value, "__formula__")
            if own and value.__code__.co_argcount and all(get_origin(kind) is Annotated for kind in get_annotations(value, eval_str=True).values()):
                copy = FunctionType(value.__code__, value.__globals__, name)
                copy.__annotations__ = value.__annotations__
                found[f"{module.__name__}.{name}"] = formula_of(copy, opaque=name in OPAQUE)
    return found


HELPERS = every_helper_with_units()


@pytest.mark.parametrize("point", [0, 1])
@pytest.mark.parametrize("name", HELPERS)
def test_m14_each_helper_that_states_units_runs_on_quantities(name, point):
    item = HELPERS[name]
    values = {name: probe(spec, name, point) for name, spec in zip(item.arguments, item.takes, strict=True)}
    check_formula(item, {name: np.full(5, values[name]) if spec.axis else values[name] for name, spec in zip(item.arguments, item.takes, strict=True)})


# --- planted mistakes ---
@formula
def wrong_exponent(temperature: Kelvin) -> WattPerSquareMeter:
    return SIGMA * temperature * temperature * temperature


@formula
def unlike_sum(heat: Watt, altitude: Meter) -> Watt:
    return heat + altitude


@formula
def hidden_thousand(altitude: Meter) -> Annotated[Real, Unit("km")]:
    return altitude / 1000


@formula
def divides_by_years_plus_a_rate(price: UsdPerWatt, life: Year, rate: RatePerYear) -> UsdPerJoule:
    return price / (life + rate)


def shape_of(area_like):
    return area_like * SIGMA


@formula
def mistake_in_a_helper(heat: Watt) -> Watt:
    return shape_of(heat)


@formula
def unit_lost(heat: Watt) -> Watt:
    return heat / heat * 5.0


@formula
def conversion_hidden_in_a_constant(life: Year) -> Year:
    return np.where(life > 3.0 * YEAR, life, life)  # right: for the test below


MISTAKES = {
    wrong_exponent: "declared is W/m",
    unlike_sum: "DimensionalityError",
    divides_by_years_plus_a_rate: "DimensionalityError",
    mistake_in_a_helper: "declared is W",
    unit_lost: "declared is W",
}


@pytest.mark.parametrize("function", MISTAKES, ids=lambda f: f.__name__)
def test_m14_catches_a_planted_mistake(function):
    values = dict.fromkeys(function.__formula__.arguments, np.float64(300.0))
    with pytest.raises(UnitCheckError, match=rf"{function.__name__}.*{MISTAKES[function]}"):
        check_formula(function.__formula__, values)


def test_m14_catches_a_hidden_thousand():
    with pytest.raises(UnitCheckError, match=r"hidden_thousand.*a conversion is hidden"):
        check_formula(hidden_thousand.__formula__, {"altitude": np.float64(5e5)})


def test_m14_passes_a_right_formula():
    assert check_formula(conversion_hidden_in_a_constant.__formula__, {"life": 5.0 * YEAR})


def test_m14_strips_opaque_formulas_at_their_edge():
    @formula(opaque=True)
    def table(altitude: Meter) -> Kelvin:
        return np.interp(altitude, [0.0, 1e6], [200.0, 300.0])

    assert check_formula(table.__formula__, {"altitude": np.float64(5e5)})["table"].m_as("K") == 250.0


# --- what makes the rebuild sound ---
@pytest.mark.parametrize("item", every_formula(), ids=lambda item: item.name)
def test_formulas_hold_no_inner_functions_and_no_power_but_the_second(item):
    codes = [const for const in item.function.__code__.co_consts if hasattr(const, "co_code")]
    assert not codes, "an inner function escapes the unit check"
    powers = [i for i in dis.get_instructions(item.function) if i.opname == "BINARY_OP" and i.argrepr in ("**", "**=")]
    assert not powers, "square twice instead"


SI = {"m", "s", "kg", "K", "rad", "W", "J", "N", "Pa", "V", "ohm", "bit", "FLOP", "token", "GPU", "USD", "rad_Si", "kg_CO2e"}
CONVERSIONS = {1e3, 1e-3, 1e6, 1e-6, 1e9, 1e-9, 3600, 8760, 8766, 86400, 365, 365.25, 273.15}


@pytest.mark.parametrize("item", every_formula(), ids=lambda item: item.name)
def test_no_formula_converts_units_by_a_bare_factor(item):
    assert not CONVERSIONS.intersection(const for const in item.function.__code__.co_consts if isinstance(const, (int, float)))


@pytest.mark.parametrize("item", every_formula(), ids=lambda item: item.name)
def test_every_formula_is_declared_in_si(item):
    for spec in (*item.takes, *item.returns):
        assert set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", spec.unit.si)) <= SI


@pytest.mark.parametrize("item", every_formula(), ids=lambda item: item.name)
def test_every_formula_says_what_it_is(item):
    assert item.summary


@pytest.mark.parametrize("module", dict.fromkeys([*ORBITAL_MODULES, *GROUND_MODULES]), ids=lambda m: m.__name__)
def test_every_public_function_of_a_formula_module_is_a_formula_or_a_typed_helper(module):
    for name, value in vars(module).items():
        if isinstance(value, FunctionType) and value.__module__ == module.__name__ and not hasattr(value, "__formula__"):
            assert value.__doc__, f"{name} is neither a formula nor a documented helper"


def test_constants_carry_their_units_into_the_check():
    live = check.rebuilt(wrong_exponent)
    assert live.__globals__["SIGMA"].units == check.registry().Unit("W/m**2/K**4")
