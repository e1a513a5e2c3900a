"""Everything in `data/` parses, is sourced, dated and graded, and is used."""

import math

import numpy as np
import pytest

import orbital as orb
from orbital.binding import CATALOGS, hard_bounds
from orbital.core.catalog import Entry, Parameter, boundaries, data_path, deflators, entry, names, parameters, read_toml
from orbital.core.parse import parse_quantity
from orbital.core.units import Unit
from orbital.models import ground_model, orbital_model
from orbital.studies import study_data

KINDS = tuple(CATALOGS.values())
ENTRIES = [(kind, name) for kind in KINDS for name in names(kind)]
MODELS = (orbital_model(), ground_model())


def unit_of(name: str) -> Unit:
    for model in MODELS:
        if name in model.specs:
            return model.specs[name].unit
    raise AssertionError(f"{name} is in no Model")


@pytest.mark.parametrize("name", parameters())
def test_a_parameter_has_a_home_and_a_value_or_says_that_it_must_be_given(name):
    parameter: Parameter = parameters()[name]
    unit = unit_of(name)
    assert parameter.doc.endswith(".")
    low, high = hard_bounds(name, unit)
    assert low < high
    if parameter.value is None:
        assert parameter.spread is None
        return
    assert parameter.complete, f"{name} lacks source, date, confidence or evidence"
    value = parse_quantity(parameter.value, unit, name, deflators(), 2025)
    assert low <= value <= high
    if parameter.spread:
        ends = [parse_quantity(end, unit, name, deflators(), 2025) for end in parameter.spread]
        assert low <= ends[0] <= value <= ends[1] <= high, f"{name}: spread {parameter.spread} about {parameter.value}"


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_a_catalog_entry_gives_known_quantities_with_provenance(kind, name):
    item: Entry = entry(kind, name)
    assert item.complete
    tables = [item.given, item.orbital, item.ground, item.stated, *item.by_precision.values()]
    assert any(tables) or item.stations
    for table in tables:
        for quantity, stated in table.items():
            unit = unit_of(quantity)
            assert stated.under(item).complete
            value = parse_quantity(stated.value, unit, quantity, deflators(), 2025)
            low, high = hard_bounds(quantity, unit)
            assert low <= value <= high
            if stated.spread:
                ends = [parse_quantity(end, unit, quantity, deflators(), 2025) for end in stated.spread]
                assert ends[0] <= value <= ends[1], f"{quantity}: spread {stated.spread} about {stated.value}"


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k, n in ENTRIES if entry(k, n).formulas])
def test_a_catalog_entry_chooses_formulas_that_exist(kind, name):
    for quantity, formula in entry(kind, name).formulas.items():
        assert any(formula in model.alternatives.get(quantity, {}) for model in MODELS)


def test_the_issue_of_money_has_a_year_in_every_catalog_value():
    for kind, name in ENTRIES:
        item = entry(kind, name)
        for table in (item.given, item.orbital, item.ground, item.stated):
            for quantity, stated in table.items():
                if "USD" in str(stated.value):
                    assert "USD_20" in str(stated.value), f"{kind}/{name}: {quantity} has no price year"


@pytest.mark.parametrize("name", boundaries())
def test_a_boundary_has_a_title_and_lines_on_both_sides(name):
    content = boundaries()[name]
    assert content["title"]
    assert content["orbital"]
    assert content["ground"]


def test_deflators_rise_and_are_graded():
    table = read_toml(data_path() / "deflators.toml")
    assert table["source"]
    index = deflators()
    assert list(index.values()) == sorted(index.values())
    assert all("confidence" in row for row in table["year"].values())


@pytest.mark.parametrize("name", names("studies"))
def test_a_study_names_its_source_and_its_known_errors(name):
    data = study_data(name)
    assert data.complete
    assert data.citation
    assert data.errors
    assert len({row.id for row in data.published}) == len(data.published)


@pytest.mark.parametrize("name", names("scenarios"))
def test_every_shipped_scenario_gives_an_answer(name):
    result = orb.evaluate(orb.scenario(name))
    assert result.feasible
    assert result.ratio > 0


def test_a_based_on_entry_inherits_and_adopts():
    base, claimed = entry("designs", "spacex-ai1"), entry("designs", "spacex-ai1-claimed")
    assert claimed.given["altitude"] == base.given["altitude"]
    assert claimed.given["satellite_mass"] == base.stated["satellite_mass"]
    assert "satellite_mass" not in base.given


# --- every parameter moves something ---
LEVERS = ("ai1-vs-colossus-1", "starlink-class-vs-hyperscale")
ASSETS = {"orbital": ("accelerator", "satellite"), "ground": ("accelerator", "building")}
REAL = {f"{side}.formulas.{asset}_discount_rate": f"{asset}_discount_rate_real" for side, assets in ASSETS.items() for asset in assets}
TURNED = (
    {"workload.use": "training-llama3-405b"},
    {"orbital.eclipse_load_fraction": 0.5},
    {"workload.use": "training-llama3-405b", "orbital.formulas.network_utilization_ceiling": "network_utilization_ceiling_local_steps"},
    {"workload.batch_limit_per_accelerator": "100000 1/GPU"},
    {"workload.formulas.replica_batch": "replica_batch_from_interactivity", "workload.least_tokens_per_user": "200 token/s"},
    {"common.accelerator": "h100-sxm", "workload.precision": "fp8"},
    {"orbital.altitude": "1350 km"},
    {"orbital.downlink_band": "optical"},
    {"orbital.downlink_band": "x"},
    {"ground.formulas.electricity_price": "electricity_price_from_gas", **REAL},
    {"ground.site": "gas-behind-the-meter"},
    {"ground.site": "desert-solar-battery"},
    {"orbital.fault_domain_size": "8 GPU"},
    {"orbital.formulas.heat_pump_lift": "heat_pump"},
    {"orbital.formulas.radiator_temperature": "heat_pipe_radiator"},
    {"orbital.formulas.array_mass": "array_mass_from_areal_mass"},
    {"workload.start_year": 2032, "common.finance": "market-2026"},
    {"orbital.fault_domain_size": "72 GPU"},
    {"orbital.satellite_price_case": "semianalysis-2026"},
    {"orbital.satellite_price_case": "from-parts"},
    {"orbital.satellite_learning_factor": 1.0},
    {"orbital.formulas.flight_price": "flight_price_by_learning"},
    {"orbital.formulas.flight_price": "flight_price_from_reuse"},
    {"orbital.formulas.launch_price": "launch_price_by_cumulative_mass"},
    {"orbital.licensed_launch_rate": "10000 1/yr", "orbital.insurance_premium_fraction": 0.01, "orbital.demanded_capacity": "30 MW"},
)
"""Ways to run the first scenario in which parameters matter that otherwise rest: training, throttling, large batches, small memory, light or
X band down, own gas in real money, own turbines, own sun, a heat pump, heat pipes, an array by its area; satellites by IT watt, from parts,
without learning; launch by learning, by reuse, by mass; a small fleet from busy pads;
a later start at market rates; a rack that stops as one."""


def _watched(s):
    """What a planner looks at: both costs, and every margin; what is not a number is the same as itself."""
    found: list[float | None] = []
    for side in (s.orbital, s.ground):
        plan = side.plan(("levelized_cost_per_pflop_hour",))
        outputs = ("levelized_cost_per_pflop_hour", "levelized_cost_per_million_tokens", "delivered_compute", *(c.name for c in plan.constraints))
        found += [None if math.isnan(x) else float(x) for x in side.run(outputs)]
    return found


@pytest.fixture(scope="module")
def scenarios():
    return [*(orb.scenario(name) for name in LEVERS), *(orb.scenario(LEVERS[0]).replace(changes) for changes in TURNED)]


INFORMATIONAL = {name for name, parameter in parameters().items() if parameter.informational}
COMPUTED = {name for name in parameters() if any(name in model.default for model in MODELS)}


@pytest.mark.parametrize("name", sorted(set(parameters()) - INFORMATIONAL - COMPUTED))
def test_every_parameter_moves_a_cost_or_a_margin(name, scenarios):
    for s in scenarios:
        for side in ("orbital", "ground"):
            bound = s.side(side)
            if name not in bound.values:
                continue
            today = bound.values[name]
            for value in (
                0.7 * today + 1e-3 * (today == 0.0),
                1.6 * today + 1e-2 * (today == 0.0),
                *(np.full_like(today, end) for end in hard_bounds(name, unit_of(name))),
            ):
                moved = s.with_arrays({f"{side}.{name}": value})
                if _watched(moved) != _watched(s):
                    return
    pytest.fail(f"{name} moves nothing in any shipped scenario: mark it informational or wire it")


def test_informational_parameters_are_the_ones_that_only_report():
    for name in INFORMATIONAL:
        for model in MODELS:
            if name in model.specs:
                shape = next(s for s in (orb.scenario(LEVERS[0]).orbital, orb.scenario(LEVERS[0]).ground) if s.model is model).shape
                assert name not in model.live(shape, ("levelized_cost_per_pflop_hour", "levelized_cost_per_million_tokens"))
