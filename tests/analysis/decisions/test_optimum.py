"""The best design: never beaten by a dense grid, held by what the constraints say, refused where the question is none."""

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq

import orbital as orb
from orbital.analysis.decisions.choices import Free, given_today
from orbital.analysis.decisions.search import FAR, Effort, least, settled
from orbital.analysis.many.batch import INFEASIBLE, Batch
from orbital.analysis.many.draws import uncertain
from orbital.analysis.many.varied import varied

AI1 = "ai1-vs-colossus-1"
LOW = {"orbital.altitude": ("400 km", "1400 km")}
ELECTRONICS = "the electronics take"


@pytest.fixture(scope="module")
def s():
    return orb.scenario(AI1)


@pytest.fixture(scope="module")
def both(s):
    return orb.optimize(s, {**LOW, "orbital.shielding_thickness": None})


def grid_best(scenario, ranges, points, output="ratio"):
    """The least feasible value over a regular grid, evaluated in blocks; by equal factors where the low end is above zero."""
    items = [varied(scenario, key) for key in ranges]
    axes = [np.geomspace(low, high, points) if low > 0.0 else np.linspace(low, high, points) for low, high in ranges.values()]
    columns = {key: column.ravel() for key, column in zip(ranges, np.meshgrid(*axes, indexing="ij"), strict=True)}
    batch = Batch(given_today(scenario, items), list(ranges), (output, INFEASIBLE), dict(ranges), 10**6)
    size = next(iter(columns.values())).size
    best, at = np.inf, None
    for start in range(0, size, 8192):
        block = {key: column[start : start + 8192] for key, column in columns.items()}
        rows = len(next(iter(block.values())))
        found = batch(block)
        value = np.where(np.broadcast_to(found[INFEASIBLE], rows) == 0, np.broadcast_to(found[output], rows), np.inf)
        k = int(np.nanargmin(value))
        if value[k] < best:
            best, at = float(value[k]), {key: float(column[k]) for key, column in block.items()}
    return best, at


# --- not beaten -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ranges", "points"),
    [
        ({"orbital.shielding_thickness": (1e-4, 0.2)}, 200_001),
        ({"orbital.altitude": (400e3, 1400e3)}, 100_001),
        ({"orbital.shielding_thickness": (1e-4, 0.2), "orbital.altitude": (400e3, 1400e3)}, 700),
        ({"orbital.accelerators_per_satellite": (8.0, 600.0), "orbital.shielding_thickness": (1e-4, 0.2)}, 700),
        ({"orbital.shielding_thickness": (1e-4, 0.2), "orbital.junction_temperature_limit": (300.0, 400.0), "orbital.tube_armor_thickness": (2e-4, 5e-3)}, 90),
        ({"orbital.accelerators_per_satellite": (8.0, 600.0), "orbital.satellite_life": (6.3e7, 3.8e8), "common.spare_fraction": (0.0, 0.5)}, 90),
    ],
)
def test_no_point_of_a_dense_grid_is_better(s, ranges, points):
    asked = {key: tuple(f"{end!r} {varied(s, key).unit.si}".strip() for end in ends) for key, ends in ranges.items()}
    asked = {key: ends if varied(s, key).unit.si else ranges[key] for key, ends in asked.items()}
    found = orb.optimize(s, asked)
    grid, _ = grid_best(s, ranges, points)
    assert np.isfinite(grid)
    assert found.value <= grid * (1.0 + 1e-6)


def test_what_was_found_put_back_gives_the_value_found(both):
    result = orb.evaluate(both.best)
    assert result.feasible
    assert result.ratio == pytest.approx(both.value, rel=1e-12)
    assert both.value < both.today == pytest.approx(orb.evaluate(orb.scenario(AI1)).ratio, rel=1e-12)
    assert both.gain == pytest.approx(1.0 - both.value / both.today)


def test_the_same_seed_gives_the_same_answer_and_another_the_same_optimum(s, both):
    again, other = (orb.optimize(s, {**LOW, "orbital.shielding_thickness": None}, seed=seed) for seed in (1, 7))
    assert [item.value for item in again.choices] == [item.value for item in both.choices]
    assert other.value == pytest.approx(both.value, rel=1e-6)


def test_a_gain_below_nothing_is_a_gain(both):
    assert replace(both, today=-1.0, value=-2.0).gain == 1.0
    assert replace(both, today=2.0, value=1.5).gain == 0.25


def test_a_quantity_that_only_costs_ends_at_its_bound(s):
    found = orb.optimize(s, {"orbital.launch_price": ("100 USD/kg", "900 USD/kg")})
    assert found.choices[0].value == 100.0
    assert found.choices[0].at_bound == "lower"
    assert "lowest value it may have" in found.bounds[0]
    assert orb.evaluate(s.replace({"orbital.launch_price": "100 USD/kg"})).ratio == pytest.approx(found.value, rel=1e-12)


def test_the_thinnest_shield_that_the_dose_allows_is_the_lightest_satellite(s):
    """Mass rises with thickness, so the optimum is the root of the dose margin."""
    found = orb.optimize(s, ["orbital.shielding_thickness"], minimize="orbital.satellite_mass")
    root = brentq(lambda d: float(s.replace({"orbital.shielding_thickness": f"{d!r} m"}).orbital.run(("dose_margin",))[0]), 1e-3, 1e-2, xtol=1e-15)
    assert found.choices[0].value == pytest.approx(root, rel=1e-6)
    assert found.choices[0].value >= root
    assert any(ELECTRONICS in words for words in found.active)
    assert found.unit.shown == "kg"


def test_a_jump_that_holds_the_optimum_is_named_with_what_jumps(s):
    found = orb.optimize(s, ["orbital.shielding_thickness"])
    here = float(orb.evaluate(found.best).orbital.value("satellites_per_launch"))
    thicker = s.replace({"orbital.shielding_thickness": f"{found.choices[0].value * (1 + 1e-5)!r} m"})
    assert float(orb.evaluate(thicker).orbital.value("satellites_per_launch")) == here - 1
    assert f"{here:.0f} satellites a flight, then {here - 1:.0f}" in found.jumps[0]
    assert found.active == ()


def test_within_one_percent_is_where_it_says(both, s):
    for item in both.choices:
        for end, inside in itertools.product(item.flat, (True, False)):
            step = 0.2 * (end - item.value) or (1e-3 if end == item.flat[1] else -1e-3) * item.value
            value = end + (-1e-4 * step if inside else step)
            if not item.low <= value <= item.high:
                continue
            result = orb.evaluate(both.best.replace({item.quantity: f"{value!r} {item.unit.si}"}))
            assert (result.feasible and result.ratio <= 1.0101 * both.value) == inside


def test_an_objective_that_nothing_chosen_moves_says_so(s):
    found = orb.optimize(s, ["orbital.allowed_dose"], minimize="orbital.satellite_mass")
    assert found.value == pytest.approx(found.today, rel=1e-12)
    assert found.choices[0].value == pytest.approx(found.choices[0].today, rel=1e-12)  # of equals today's
    assert any("does not change with orbital allowed dose" in note for note in found.notes)


# --- picks ------------------------------------------------------------------------------------------------------------
def test_picks_are_tried_one_by_one(s):
    found = orb.optimize(s, ["orbital.launch_vehicle"])
    for name, value in found.ways.items():
        assert orb.evaluate(s.replace({"orbital.launch_vehicle": name})).ratio == pytest.approx(value, rel=1e-12)
    assert found.value == min(found.ways.values())
    assert found.picks[0].today == "starship-v3"
    assert found.best.picks["launch_vehicle"] == found.picks[0].value


def test_picks_and_quantities_together_are_the_best_of_each(s):
    vehicles = ("falcon-9", "starship-v3")
    found = orb.optimize(s, {"orbital.launch_vehicle": list(vehicles), "orbital.shielding_thickness": None})
    for name in vehicles:
        alone = orb.optimize(s.replace({"orbital.launch_vehicle": name}), ["orbital.shielding_thickness"])
        assert found.ways[name] == pytest.approx(alone.value, rel=1e-9)


def test_a_formula_is_picked_and_one_that_makes_no_scenario_is_told(s):
    found = orb.optimize(s, ["orbital.formulas.satellite_mass", "orbital.formulas.satellites_per_launch"])
    assert found.best.orbital.chosen["satellites_per_launch"] == "satellites_per_launch_continuous"
    assert found.value < found.today
    assert any("cycle" in why for why in found.refused.values())


def test_a_quantity_of_both_sides_moves_on_both(s):
    found = orb.optimize(s, {"common.nominal_discount_rate": ("5 %/yr", "15 %/yr")})
    value = found.choices[0].value
    side = found.best
    assert float(side.orbital.values["nominal_discount_rate"]) == float(side.ground.values["nominal_discount_rate"]) == value


# --- infeasible -------------------------------------------------------------------------------------------------------
def test_no_feasible_design_is_an_answer_with_reasons(s):
    found = orb.optimize(s, {"orbital.altitude": ("3000 km", "9000 km")})
    assert not found.feasible
    assert np.isnan(found.value)
    assert found.best is None
    assert any("no dose table reaches" in reason for reason in found.reasons)
    assert any("dose_table_margin in 100%" in reason for reason in found.reasons)
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["best"]["value"] is None
    assert "no feasible design" in repr(found)
    assert found.plot() is not None


def test_a_design_that_cannot_be_built_today_may_have_an_optimum(s):
    found = orb.optimize(s.replace({"orbital.shielding_thickness": "0.1 mm"}), ["orbital.shielding_thickness"])
    assert np.isnan(found.today)
    assert found.value == pytest.approx(orb.optimize(s, ["orbital.shielding_thickness"]).value, rel=1e-9)
    assert "cannot be built" in repr(found)


# --- robust -----------------------------------------------------------------------------------------------------------
def test_the_robust_objective_is_the_quantile_of_scenarios_evaluated_one_by_one(s):
    """The same draws by hand: every spread but the chosen one put into the scenario."""
    from orbital.analysis.decisions.candidates import Candidates, common_draws, drawn
    from orbital.analysis.decisions.choices import Way, free

    one = free(s, "orbital.shielding_thickness", None)
    names = [name for name in drawn(s, [one]) if not name.startswith("orbital.listed_")]
    draws = common_draws(names, 32, 0.9, 1.0, 3, 0)
    problem = Candidates(Way({}, s), [one], "ratio", draws)
    spreads = uncertain(s).spreads
    assert "orbital.shielding_thickness" not in names
    ratios = []
    for k in range(32):
        values = {"orbital.shielding_thickness": 0.012}
        for name in names:
            values[name] = float(spreads[name].at(draws.shares[name][k]))
        sides = {f"{side}.{name.partition('.')[2]}": v for name, v in values.items() for side in ("orbital", "ground") if name.startswith((side, "common"))}
        block = s.with_arrays(sides)
        ratios.append(float(block.orbital.run(("levelized_cost_per_pflop_hour",))[0] / block.ground.run(("levelized_cost_per_pflop_hour",))[0]))
    expected = np.sort(np.nan_to_num(ratios, nan=np.inf))[int(np.ceil(0.9 * 32)) - 1]
    assert float(problem(np.array([[one.share(0.012)]]))[0]) == pytest.approx(expected, rel=1e-5)  # drawn geometry is interpolated


@pytest.fixture(scope="module")
def robust(s):
    return orb.optimize(s, ["orbital.shielding_thickness"], robust=True, quantile=0.9)


def test_a_robust_design_keeps_away_from_the_edge_that_the_stated_values_allow(s, robust):
    stated = orb.optimize(s, ["orbital.shielding_thickness"])
    assert robust.choices[0].value < 0.7 * stated.choices[0].value
    assert robust.robust.share_best <= robust.robust.allowed
    assert robust.value <= robust.today
    assert robust.value > stated.value
    assert "P90 of the ratio" in repr(robust)


def test_a_robust_design_is_not_beaten_by_a_grid_of_candidates_over_the_same_draws(s, robust):
    from orbital.analysis.decisions.candidates import Candidates, common_draws, drawn
    from orbital.analysis.decisions.choices import Way, free

    one = free(s, "orbital.shielding_thickness", None)
    problem = Candidates(Way({}, s), [one], "ratio", common_draws(list(drawn(s, [one])), 512, 0.9, robust.robust.allowed, 1, 0))
    grid = problem(np.linspace(0.0, 1.0, 2001)[None, :])
    assert robust.value <= grid.min() * (1.0 + 1e-3)
    assert float(problem(np.array([[one.share(robust.choices[0].value)]]))[0]) == pytest.approx(robust.value, rel=1e-9)


def test_a_candidate_that_fails_in_more_draws_than_allowed_is_none(s):
    """At 4.3 mm the electronics stand the stated dose, but not the dose of many draws."""
    from orbital.analysis.decisions.candidates import Candidates, common_draws, drawn
    from orbital.analysis.decisions.choices import Way, free

    one = free(s, "orbital.shielding_thickness", None)
    at = np.array([[one.share(4.3e-3)]])
    names = list(drawn(s, [one]))
    strict, lax = (Candidates(Way({}, s), [one], "ratio", common_draws(names, 512, 0.5, allowed, 1, 0)) for allowed in (0.05, 0.95))
    share = strict.quantile_and_share(at[:, 0])[1]
    assert 0.05 < share < 0.5
    assert strict(at)[0] == pytest.approx(FAR * (1.0 + share))
    assert 1.0 < lax(at)[0] < 100.0


def test_a_robust_design_may_fail_as_often_as_todays_does_while_the_quantile_is_finite(s):
    found = orb.optimize(s.replace({"orbital.shielding_thickness": "0.1 mm"}), ["orbital.shielding_thickness"], robust=True, quantile=0.9, draws=64)
    assert found.robust.share_today == 1.0
    assert found.robust.allowed == pytest.approx(0.1)
    assert np.isnan(found.today)
    assert found.robust.share_best <= 0.1
    weak = orb.scenario("starlink-class-vs-hyperscale")
    found = orb.optimize(weak, ["orbital.shielding_thickness", "orbital.satellite_life"], robust=True)
    assert found.robust.share_today > 0.5
    assert found.robust.share_best < 0.5 == found.robust.allowed
    assert np.isfinite(found.value)


def test_today_and_the_best_are_over_the_same_draws_where_a_value_of_both_sides_is_chosen_on_one(s):
    found = orb.optimize(s, {"orbital.spare_fraction": (0.0199999999, 0.0200000001)}, robust=True, draws=64)
    assert found.today == pytest.approx(found.value, rel=1e-8)
    assert found.robust.other_today == pytest.approx(found.robust.other_best, rel=1e-8)


def test_chosen_quantities_are_not_drawn(s):
    from orbital.analysis.decisions.candidates import drawn

    chosen = [Free(varied(s, key), 0.01, 0.1, False) for key in ("orbital.spare_fraction", "orbital.shielding_thickness", "orbital.flight_price")]
    names = drawn(s, chosen)
    assert "common.spare_fraction" not in names
    assert "ground.spare_fraction" in names  # the other side's stays open
    assert "orbital.shielding_thickness" not in names
    assert "orbital.listed_flight_price" not in names  # what is chosen cuts off its list price


# --- the search itself ------------------------------------------------------------------------------------------------
EFFORT = Effort(2**12, 64, 200, 200, 8)


def test_the_search_finds_known_minima():
    bowl, value = least(lambda p: (p[0] - 0.3) ** 2 + (p[1] - 0.7) ** 2, 2, np.full((2, 1), 0.5), EFFORT, 1)
    assert bowl == pytest.approx([0.3, 0.7], abs=1e-6)
    assert value < 1e-12

    def stairs(p):  # falls along x by steps that end on the line x + y = k / 10, and rises with y
        return 1.0 - 0.1 * np.floor(10.0 * (p[0] + p[1])) + 0.3 * p[1] + 0.2 * p[0]

    _, value = least(stairs, 2, np.full((2, 1), 0.5), EFFORT, 1)
    grid = stairs(np.stack([g.ravel() for g in np.meshgrid(np.linspace(0, 1, 1001), np.linspace(0, 1, 1001))]))
    assert value <= grid.min() + 1e-9
    ridge, value = least(lambda p: np.where(p[0] ** 2 + p[1] ** 2 <= 0.5, 2.0 - p[0] - p[1], 2.0 * FAR), 2, np.zeros((2, 1)), EFFORT, 1)
    assert ridge == pytest.approx([0.5, 0.5], abs=1e-4)
    assert value == pytest.approx(1.0, abs=1e-9)
    assert np.sum(ridge**2) <= 0.5


def test_of_a_plateau_the_place_nearest_to_the_known_one_is_taken():
    def cliff(p):
        return np.where(p[0] >= 0.6, 1.0, 2.0) + 0.0 * p[1]

    at, value = settled(cliff, np.array([0.9, 0.3]), 1.0, np.array([0.2, 0.5]))
    assert value == 1.0
    assert at[0] == pytest.approx(0.6, abs=1e-6)
    assert at[0] >= 0.6
    assert at[1] == 0.5
    slope, value = settled(lambda p: p[0], np.array([3e-8]), 3e-8, np.array([0.5]))
    assert (slope[0], value) == (0.0, 0.0)


def test_the_search_finds_a_small_place_where_anything_can_be_had():
    """Fewer reasons are better, so that it walks there: a corner of a millionth of the box."""

    def corner(p):
        return np.where((p < 0.01).all(axis=0), 1.0 + p.sum(axis=0), FAR * (1.0 + (p >= 0.01).sum(axis=0)))

    _, value = least(corner, 3, np.full((3, 1), 0.5), EFFORT, 1)
    assert value == pytest.approx(1.0, abs=1e-6)


# --- refusals ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("quantities", "said"),
    [
        ([], "no quantity is named"),
        ("orbital.altitude", "give a list of names"),
        (["orbital.nope"], "is not a quantity"),
        (["altitude"], "is not a quantity"),
        (["orbital.altitude", "orbital.altitude"], "asked for twice"),
        (["orbital.spare_fraction", "common.spare_fraction"], "are one quantity"),
        ({"orbital.altitude": ("900 km", "400 km")}, "the first value must be the lower"),
        ({"orbital.altitude": ("400 km", "400 km")}, "the first value must be the lower"),
        ({"orbital.altitude": ("400", "900 km")}, "the unit is missing"),
        ({"orbital.altitude": ("400 kg", "900 kg")}, "kg"),
        ({"orbital.altitude": ("nan km", "900 km")}, "orbital.altitude"),
        ({"orbital.altitude": ("1 km", "900 km")}, "allowed is 160 km"),
        ({"orbital.altitude": ("400 km", "500 km", "600 km")}, "give the lowest and the highest value"),
        ({"orbital.altitude": "400 km"}, "give the lowest and the highest value"),
        (["orbital.launch_price"], "say between which two values"),
        ({"orbital.launch_vehicle": 3}, "picked by name"),
        ({"orbital.launch_vehicle": ("1 kg", "2 kg")}, "not known"),
        ({"orbital.launch_vehicle": []}, "no names are given"),
        ({"orbital.launch_vehicle": ["falcon-9", "falcon-9"]}, "listed twice"),
        (["boundary"], "what is counted"),
        (["orbital.formulas.nope"], "no formula computes it"),
        (["orbital.formulas.radiator_area"], "one formula alone computes it"),
        ({"orbital.satellite_price": ("1 MUSD", "2 MUSD"), "orbital.satellite_price_per_watt": ("1 USD/W", "9 USD/W")}, "ask for one of them"),
        (["orbital.launch_price", "orbital.nope"], "say between which"),
    ],
)
def test_what_is_refused(s, quantities, said):
    with pytest.raises(orb.InputError, match="(?s)" + said.replace(".", r"\.")):
        orb.optimize(s, quantities)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"minimize": "nope"}, "is not known"),
        ({"minimize": "infeasible"}, "no objective"),
        ({"quantile": 0.0}, "quantile"),
        ({"quantile": float("nan")}, "quantile"),
        ({"draws": 100}, "power of two"),
        ({"draws": True}, "power of two"),
        ({"seed": -1}, "seed"),
        ({"quantile": 0.9}, "ask for robust as well"),
        ({"draws": 64}, "ask for robust as well"),
    ],
)
def test_options_out_of_range_are_refused(s, options, said):
    with pytest.raises(orb.InputError, match=said):
        orb.optimize(s, ["orbital.shielding_thickness"], **options)


def test_a_quantity_that_the_objective_does_not_depend_on_is_refused(s):
    with pytest.raises(orb.InputError, match=r"orbital\.satellite_mass does not depend on it"):
        orb.optimize(s, ["ground.electricity_price"], minimize="orbital.satellite_mass")


def test_a_block_of_scenarios_is_refused(s):
    block = s.with_arrays({"orbital.altitude": [500e3, 600e3]})
    for ask in (lambda: orb.optimize(block, ["orbital.satellite_life"]), lambda: orb.what_would_have_to_be_true(block)):
        with pytest.raises(orb.InputError, match=r"orbital\.altitude is an array"):
            ask()


def test_a_dead_quantity_is_refused_with_what_cuts_it_off(s):
    quoted = s.replace({"orbital.launch_price": "500 USD/kg"})
    with pytest.raises(orb.InputError, match="cut off from every cost by the given launch_price"):
        orb.optimize(quoted, {"orbital.flight_price": ("1 MUSD", "90 MUSD")})


# --- handing on -------------------------------------------------------------------------------------------------------
def test_the_answer_is_handed_on(both):
    frame = both.to_frame()
    assert list(frame["quantity"]) == ["orbital.altitude", "orbital.shielding_thickness"]
    assert frame.loc[0, "best"] == pytest.approx(both.choices[0].value / 1e3)
    document = json.loads(json.dumps(both.to_dict(), allow_nan=False))
    assert document["best"] == {"value": pytest.approx(both.value), "unit": ""}
    assert document["quantities"][1]["best"]["unit"] == "mm"
    assert len(both.rows()) == 4
    assert len({len(row) for row in both.rows()}) == 1
    figure = both.plot()
    assert [axis.get_xlabel() for axis in figure.axes[:2]] == ["orbital altitude [km]", "orbital shielding thickness [mm]"]


def test_the_command(run, tmp_path):
    table, picture = tmp_path / "t.csv", tmp_path / "p.png"
    quantities = ("orbital.shielding_thickness=1:100:mm", "orbital.launch_vehicle=falcon-9,starship-v3")
    status, out, err = run("optimize", AI1, *quantities, "--json", "--csv", str(table), "--plot", str(picture))
    assert (status, err) == (0, "")
    assert set(json.loads(out)["ways"]) == {"falcon-9", "starship-v3"}
    assert table.read_text().startswith("quantity,unit,today,best")
    assert picture.stat().st_size > 1000
    status, out, _ = run("optimize", AI1, "orbital.shielding_thickness")
    assert status == 0
    assert "at best" in out
    assert "within 1 % of the best" in out
    assert "held by: a little more shielding thickness" in out
    status, out, _ = run("optimize", AI1, "orbital.altitude=3000:9000:km")
    assert status == 0
    assert "no feasible design" in out


@pytest.mark.parametrize(
    ("quantity", "said"),
    [("orbital.altitude=", "KEY=LOW:HIGH:UNIT"), ("orbital.altitude=400:900", "the unit is missing"), ("orbital.altitude=900:400:km", "the lower one")],
)
def test_a_wrong_quantity_on_the_command_line_is_refused(run, quantity, said):
    status, out, err = run("optimize", AI1, quantity)
    assert (status, out) == (2, "")
    assert said in err
