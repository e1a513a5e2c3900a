"""The break-even of one quantity over others."""

import json

import numpy as np
import pytest

import orbital as orb
from orbital.analysis.decisions import break_even
from orbital.analysis.decisions.cells import EDGE, GROUND, INFEASIBLE, JUMPS, ORBIT, SOLVED, WORDS, _code
from orbital.cli.shell import axis_option, axis_options

AI1 = "ai1-vs-colossus-1"
CLOSE = {"orbital.satellite_price_per_watt": "2 USD/W", "ground.electricity_price": "200 USD/MWh"}
LAUNCH = "orbital.launch_price"
LIFE, POWER = ("orbital.satellite_life", ("3 yr", "12 yr")), ("ground.electricity_price", ("20 USD/MWh", "400 USD/MWh"))


def axes(*asked, count=7):
    return {key: orb.span(*ends, count) for key, ends in asked}


def put_back(scenario, found, cell, value=None):
    """The scenario with a cell's values, and its solution, put in as a planner would write them."""
    changes = {}
    for axis, place in zip(found.axes, cell, strict=True):
        shown = axis.shown[place]
        changes[axis.key] = shown if axis.picks else f"{float(shown)!r} {axis.unit.shown}" if axis.unit.shown else float(shown)
    if value is not None:
        shown = float(value) if not found.unit.shown else f"{float(value)!r} {found.unit.shown}"
        changes[found.quantity] = shown
    return scenario.replace(changes)


def agrees_with_scalar(scenario, found, cells):
    """Each cell is what `break_even` says of the scenario with the cell's values; a value put back gives a ratio of 1."""
    for cell in cells:
        alone = orb.break_even(put_back(scenario, found, cell), found.quantity)
        if alone.value is None:
            assert np.isnan(found.value[cell])
            assert bool(alone.jumps) == (found.code[cell] == JUMPS)
            assert ("infeasible for every value" in alone.reason) == (found.code[cell] == INFEASIBLE)
            if "jumps" not in alone.reason and "infeasible" not in alone.reason:
                assert ("ground is cheaper" in alone.reason) == (found.code[cell] == GROUND)
                assert ("orbit is cheaper" in alone.reason) == (found.code[cell] == ORBIT)
            continue
        assert found.value[cell] == pytest.approx(alone.value, rel=1e-9)
        assert found.others[cell] == len(alone.others)
        assert orb.evaluate(put_back(scenario, found, cell, found.shown()[cell])).ratio == pytest.approx(1.0, abs=1e-9)


@pytest.fixture(scope="module")
def s():
    return orb.scenario(AI1)


@pytest.fixture(scope="module")
def close(s):
    return s.replace(CLOSE)


@pytest.mark.parametrize(
    ("quantity", "over"),
    [
        (LAUNCH, axes(LIFE, POWER)),
        (LAUNCH, axes(("orbital.altitude", ("400 km", "1000 km")), POWER)),
        (LAUNCH, axes(("workload.start_year", (2026, 2050)), POWER)),
        ("workload.start_year", axes(LIFE, POWER)),
        ("orbital.altitude", axes((LAUNCH, ("5 USD/kg", "40 USD/kg")), count=9)),
        ("common.accelerator_price", axes((LAUNCH, ("5 USD/kg", "300 USD/kg")), LIFE)),
        ("ground.electricity_price", axes(("common.nominal_discount_rate", ("0 %/yr", "20 %/yr")), ("workload.demanded_capacity", ("10 MW", "5 GW")))),
        ("orbital.payload_to_orbit", axes(POWER, (LAUNCH, ("5 USD/kg", "300 USD/kg")))),
    ],
)
def test_every_cell_is_what_the_scenario_alone_says(close, quantity, over):
    found = orb.break_even(close, quantity, over=over)
    assert found.value.shape == tuple(len(axis) for axis in found.axes)
    assert not found.interpolated
    cells = list(np.ndindex(found.value.shape))
    picked = np.random.default_rng(3).permutation(len(cells))[:16]
    agrees_with_scalar(close, found, [cells[k] for k in picked])


def test_every_value_put_back_gives_ratio_one(close):
    found = orb.break_even(close, LAUNCH, over=axes(LIFE, POWER, count=40))
    cells = np.argwhere(found.code == SOLVED)
    assert len(cells) > 800
    columns = {
        "orbital.satellite_life": found.axes[0].values[cells[:, 0]],
        "ground.electricity_price": found.axes[1].values[cells[:, 1]],
        LAUNCH: found.value[tuple(cells.T)],
    }
    block = close.with_arrays(columns)
    orbit, ground = (side.run(("levelized_cost_per_pflop_hour",))[0] for side in (block.orbital, block.ground))
    assert np.abs(orbit / ground - 1.0).max() <= 1e-9


def test_a_cost_linear_in_the_quantity_has_its_closed_form(close):
    """Cost per FLOP is a + b x in the launch price: two evaluations give the line and the root."""
    found = orb.break_even(close, LAUNCH, over=axes(LIFE, count=5))
    for k in np.flatnonzero(found.code == SOLVED):
        here = put_back(close, found, (int(k),))
        ends = [orb.evaluate(here.replace({LAUNCH: f"{x} USD/kg"})) for x in (1000, 3000)]
        gap = [float(r.orbital.value("levelized_cost_per_pflop_hour") - r.ground.value("levelized_cost_per_pflop_hour")) for r in ends]
        assert found.value[k] == pytest.approx(1000.0 - gap[0] * 2000.0 / (gap[1] - gap[0]), rel=1e-6)


def test_each_reason_is_given(s, close):
    dear = orb.break_even(s, LAUNCH, over=axes(POWER))
    assert set(dear.code.tolist()) == {GROUND}
    cheap = orb.break_even(close, "orbital.local_time_of_ascending_node", over={LAUNCH: ["1 USD/kg", "20 USD/kg"]})
    assert cheap.words().tolist() == [WORDS[ORBIT], WORDS[SOLVED]]
    cold = orb.break_even(s.replace({"orbital.radiator_temperature": "190 K"}), LAUNCH, over=axes(POWER))
    assert set(cold.code.tolist()) == {INFEASIBLE}
    assert "infeasible for every value in 7" in repr(cold)


def test_a_scan_tells_a_change_of_sign_from_none():
    nan = np.nan
    rows = np.array([[1.0, 2.0, nan], [-1.0, nan, -2.0], [nan, nan, nan], [1.0, nan, -1.0]])
    assert _code(rows).tolist() == [GROUND, ORBIT, INFEASIBLE, EDGE]


def test_a_gap_in_what_can_be_built_is_no_root_and_no_error():
    """It changes sign within an interval of the scan, in the middle of which it has no value."""

    def gap(x):
        return np.where((x > 0.42) & (x < 0.47), np.nan, x - 0.45)

    class Stub:
        names = ("orbital.x",)

        def __call__(self, columns):
            return {break_even.COSTS[0]: gap(np.asarray(columns["orbital.x"])), break_even.COSTS[1]: np.float64(0.0)}

    grid = np.linspace(0.0, 1.0, 11)
    assert break_even._roots(Stub(), grid, gap(grid)) == ([], [])


def test_one_value_is_found_where_a_table_and_exact_geometry_differ_in_sign(close):
    """A scan from tables and a search in exact geometry could disagree about a change of sign next to a point of the scan."""
    found = orb.break_even(close.replace({LAUNCH: "14.254237288135593 USD/kg"}), "orbital.local_time_of_ascending_node")
    for value in (found.value, *found.others):
        here = close.replace({LAUNCH: "14.254237288135593 USD/kg", "orbital.local_time_of_ascending_node": f"{value / 3600.0!r} h"})
        assert orb.evaluate(here).ratio == pytest.approx(1.0, abs=1e-9)


def test_a_jump_is_told_with_where_it_is(close):
    """Whole satellites a flight: on the path of years the cost falls in steps."""
    found = orb.break_even(close, "workload.start_year", over=axes(LIFE, POWER, count=20))
    jumps = np.argwhere(found.code == JUMPS)
    assert len(jumps)
    for cell in map(tuple, jumps[:5].tolist()):
        here = put_back(close, found, cell)
        year = found.jump[cell]
        before, after = (orb.evaluate(here.replace({"workload.start_year": year + side * 1e-6})).ratio for side in (-1, 1))
        assert before - 1.0 > 1e-5 or 1.0 - after > 1e-5
        assert (before - 1.0) * (after - 1.0) < 0.0
        assert np.isnan(found.value[cell])
    assert np.isnan(found.jump[found.code != JUMPS]).all()


def test_of_several_values_the_nearest_is_taken_and_the_others_are_counted(close):
    """Altitude: both the low and the high edge of a band can make both cost the same."""
    found = orb.break_even(close, "orbital.altitude", over={LAUNCH: orb.span("10 USD/kg", "18.8 USD/kg", 20)})
    several = np.flatnonzero(found.others)
    assert several.size
    for k in several[:3]:
        alone = orb.break_even(put_back(close, found, (int(k),)), "orbital.altitude")
        every = [alone.value, *alone.others]
        assert found.value[k] == pytest.approx(min(every, key=lambda x: abs(x - 600e3)), rel=1e-9)
        assert len(every) == found.others[k] + 1


def test_a_catalog_axis_is_an_outer_loop(close):
    over = {"common.finance": ["equal", "market-2026"], **axes(LIFE)}
    found = orb.break_even(close, LAUNCH, over=over)
    for k, finance in enumerate(over["common.finance"]):
        alone = orb.break_even(close.replace({"common.finance": finance}), LAUNCH, over=axes(LIFE))
        assert np.array_equal(found.value[k], alone.value, equal_nan=True)
        assert np.array_equal(found.code[k], alone.code)
    turned = orb.break_even(close, LAUNCH, over=dict(reversed(over.items())))
    assert np.array_equal(turned.value.T, found.value, equal_nan=True)
    only = orb.break_even(close, LAUNCH, over={"common.finance": ["equal", "market-2026"]})
    assert only.value.shape == (2,)
    assert only.value[0] == pytest.approx(orb.break_even(close, LAUNCH).value, rel=1e-9)


def test_a_value_of_both_sides_moves_both(close):
    one = orb.break_even(close, LAUNCH, over={"common.nominal_discount_rate": ["4 %/yr", "9 %/yr"]})
    for k, rate in enumerate(("4 %/yr", "9 %/yr")):
        alone = orb.break_even(close.replace({"common.nominal_discount_rate": rate}), LAUNCH)
        assert one.value[k] == pytest.approx(alone.value, rel=1e-9)


def test_where_geometry_is_interpolated_it_is_said_and_close(close):
    over = {"orbital.altitude": orb.span("500 km", "800 km", 100), "orbital.local_time_of_ascending_node": orb.span("4 h", "6 h", 50)}
    found = orb.break_even(close, LAUNCH, over=over)
    assert found.interpolated
    assert "interpolated" in repr(found)
    for cell in map(tuple, np.argwhere(found.code == SOLVED)[::1500].tolist()):
        assert orb.evaluate(put_back(close, found, cell, found.shown()[cell])).ratio == pytest.approx(1.0, abs=1e-3)


def test_tables_and_documents_hold_every_cell(close, tmp_path):
    found = orb.break_even(close, LAUNCH, over={**axes(LIFE), "common.finance": ["equal", "market-2026"]})
    frame = found.to_frame()
    assert len(frame) == 14
    assert list(frame.columns[:3]) == ["orbital.satellite_life [yr]", "common.finance", "orbital.launch_price [USD/kg]"]
    assert np.array_equal(frame["orbital.launch_price [USD/kg]"], found.shown().ravel(), equal_nan=True)
    grid = found.to_xarray()
    assert grid["value"].sel({"common.finance": "equal"}).isel({"orbital.satellite_life": 6}).item() == found.shown()[6, 0]
    assert grid["value"].attrs["units"] == "USD/kg"
    assert grid["orbital.satellite_life"].attrs["units"] == "yr"
    document = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert document["value"][0][0] is None
    assert document["value"][6][0] == pytest.approx(found.shown()[6, 0])
    assert document["reasons"][str(document["code"][0][0])] == WORDS[GROUND]
    head, *body = found.rows()
    assert head[1] == ["equal", "market-2026"]
    assert body[0] == ("3 yr", ["-", "-"])
    found.plot().savefig(tmp_path / "lines.png")
    orb.break_even(close, LAUNCH, over=axes(LIFE, POWER)).plot().savefig(tmp_path / "surface.png")
    orb.break_even(close, LAUNCH, over={"orbital.satellite_life": ["5 yr"], "ground.electricity_price": ["200 USD/MWh"]}).plot()
    assert all((tmp_path / name).stat().st_size > 10_000 for name in ("lines.png", "surface.png"))
    with pytest.raises(orb.InputError, match="one or two axes of numbers"):
        orb.break_even(close, LAUNCH, over={"common.finance": ["equal"]}).plot()


@pytest.mark.parametrize(
    ("name", "over", "fragment"),
    [
        (LAUNCH, {}, "name at least one"),
        (LAUNCH, ["orbital.altitude"], "name at least one"),
        (LAUNCH, {5: ["500 km"]}, "name at least one"),
        (LAUNCH, {"orbital.altitude": None}, "give a span or a list"),
        (LAUNCH, {"orbital.launch_vehicle": None}, "a list of names"),
        (LAUNCH, {"orbital.launch_vehicle": orb.span(1, 2, 3)}, "a list of names"),
        (LAUNCH, {LAUNCH: ["1 USD/kg"]}, "cannot run over itself"),
        (
            LAUNCH,
            {"orbital.altitude": orb.span("400 km", "800 km", 10**4), "orbital.satellite_price_per_watt": orb.span("1 USD/W", "2 USD/W", 10**4)},
            "100,000,000 cells.*at most",
        ),
        ("common.accelerator_price", {"orbital.accelerator_price": ["50000 USD/GPU"]}, "both give one side its accelerator_price"),
        (LAUNCH, {"orbital.altitud": ["500 km"]}, "did you mean 'altitude'"),
        (LAUNCH, {"orbital.altitude": []}, "no values"),
        (LAUNCH, {"orbital.altitude": [500]}, "the unit is missing"),
        (LAUNCH, {"orbital.altitude": ["500 kg"]}, "in km"),
        (LAUNCH, {"orbital.altitude": ["nan km"]}, "orbital.altitude"),
        (LAUNCH, {"orbital.altitude": ["1 km"]}, "allowed is"),
        (LAUNCH, {"orbital.altitude": orb.span("900 km", "400 km", 5)}, "the lower one"),
        (LAUNCH, {"orbital.launch_vehicle": ["starship-v3", "starship-v3"]}, "given twice"),
        (LAUNCH, {"orbital.launch_vehicle": "starship-v3"}, "a list of names"),
        (LAUNCH, {"orbital.launch_vehicle": []}, "a list of names"),
        (LAUNCH, {"orbital.launch_vehicle": ["starship-v9"]}, "starship-v9.*not known"),
        (LAUNCH, {"orbital.total_cost": ["1 MUSD/yr"]}, "sum over the boundary"),
        (LAUNCH, {"orbital.lift_margin": ["1 kg"]}, "a margin"),
        ("orbital.total_cost", {"orbital.altitude": ["500 km"]}, "sum over the boundary"),
        ("orbital.satellite_mass", {"orbital.radiator_areal_mass": ["3 kg/m**2"]}, "cut off from every cost by the given satellite_mass"),
        (LAUNCH, {"orbital.launch_price_growth": ["1"]}, "not a quantity"),
    ],
)
def test_refuses_what_is_no_axis(close, name, over, fragment):
    with pytest.raises(orb.InputError, match=fragment):
        orb.break_even(close, name, over=over)


# --- as typed ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "key", "asked"),
    [
        ("orbital.altitude=400:1400:50:km", "orbital.altitude", orb.span("400 km", "1400 km", 50)),
        ("orbital.launch_price=50:3000:20:USD/kg:log", LAUNCH, orb.span("50 USD/kg", "3000 USD/kg", 20, "log")),
        ("orbital.x=1:2:3:USD/(PFLOP/s*h)", "orbital.x", orb.span("1 USD/(PFLOP/s*h)", "2 USD/(PFLOP/s*h)", 3)),
        ("workload.start_year=2026:2050:25", "workload.start_year", orb.span(2026, 2050, 25)),
        ("orbital.x=0.1:10:5:log", "orbital.x", orb.span(0.1, 10.0, 5, "log")),
        (" orbital.x = 1 km : 2 km : 3 ", "orbital.x", orb.span("1 km", "2 km", 3)),
        ("ground.site=colossus-1,abilene", "ground.site", ["colossus-1", "abilene"]),
        ("orbital.altitude=500 km, 600 km", "orbital.altitude", ["500 km", "600 km"]),
        ("workload.start_year=2030", "workload.start_year", [2030]),
    ],
)
def test_an_axis_as_typed(written, key, asked):
    assert axis_option(written) == (key, asked)


@pytest.mark.parametrize(
    "written", ["", "orbital.x", "=1:2:3", "orbital.x=", "orbital.x=1:2", "orbital.x=1:2:many", "orbital.x=1:2:3:km:log:4", "orbital.x=:2:3"]
)
def test_refuses_what_is_no_axis_as_typed(written):
    with pytest.raises(orb.InputError, match=r"write KEY=LOW:HIGH:COUNT|the count is a whole number"):
        axis_option(written)


def test_all_faults_of_typed_axes_are_told():
    with pytest.raises(orb.InputError) as caught:
        axis_options(["a=1:2:3", "a=1:2:3", "b", "c=1:2:1"])
    assert len(caught.value.faults) == 3


def test_the_command_draws_a_line_and_a_surface(run, tmp_path):
    settings = [part for key, value in CLOSE.items() for part in ("--set", f"{key}={value}")]
    base = ["break-even", AI1, LAUNCH, *settings, "--over", "orbital.satellite_life=3:12:7:yr"]
    status, out, err = run(*base, "--csv", str(tmp_path / "line.csv"), "--plot", str(tmp_path / "line.svg"))
    assert (status, err) == (0, "")
    assert "break-even in" in out
    assert "launch price [USD/kg]" in out
    assert len((tmp_path / "line.csv").read_text().splitlines()) == 8
    assert (tmp_path / "line.svg").exists()
    status, out, _ = run(*base, "--over", "common.finance=equal,market-2026", "--json")
    assert status == 0
    document = json.loads(out)
    assert list(document["axes"]) == ["orbital.satellite_life", "common.finance"]
    assert np.shape(document["value"]) == (7, 2)


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["--over", "orbital.altitude=400:1400"], "write KEY=LOW:HIGH:COUNT"),
        (["--over", "orbital.altitude=400:1400:5:kg"], "in km"),
        (["--csv", "x.csv"], "give --over"),
        (["--over", "orbital.altitude=400:1400:1:km"], "at least 2 values"),
    ],
)
def test_the_command_refuses(run, arguments, fragment):
    status, out, err = run("break-even", AI1, LAUNCH, *arguments)
    assert (status, out) == (2, "")
    assert fragment in err
