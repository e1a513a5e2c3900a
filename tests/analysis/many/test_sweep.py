"""Grids and listed cases: each point is the scenario it stands for, however the work is cut."""

import numpy as np
import pandas as pd
import pytest

import orbital as orb
from orbital.analysis.many import cases, grids
from orbital.analysis.many.varied import read_values, varied

PRICES = orb.span("100 USD/kg", "3000 USD/kg", 7)
POWER = ["50 USD/MWh", "64 USD/MWh", "90 USD/MWh"]
GRID = {"orbital.launch_price": PRICES, "ground.electricity_price": POWER}
EVERY = {"orbital.launch_vehicle": ["falcon-9", "starship-v3"], "orbital.satellite_loss_rate": orb.span("0.5 %/yr", "4 %/yr", 5), **GRID}


@pytest.fixture(scope="module")
def s():
    return orb.scenario("ai1-vs-colossus-1")


def alone(s, changes):
    return orb.evaluate(s.replace(changes))


# --- a grid ---
def test_each_point_of_a_grid_is_its_scenario(s):
    found = orb.sweep(s, {**GRID, "common.nominal_discount_rate": ["5 %/yr", "12 %/yr"]}, outputs=["ratio", "orbital.total_cost", "carbon_ratio"])
    frame = found.to_frame()
    assert len(frame) == 7 * 3 * 2
    for row in (0, 11, 23, 41):
        given = frame.iloc[row]
        one = alone(
            s,
            {
                "orbital.launch_price": f"{given['orbital.launch_price [USD/kg]']} USD/kg",
                "ground.electricity_price": f"{given['ground.electricity_price [USD/MWh]']} USD/MWh",
                "common.nominal_discount_rate": f"{given['common.nominal_discount_rate [%/yr]']} %/yr",
            },
        )
        assert given["ratio"] == pytest.approx(one.ratio, rel=1e-12)
        assert given["orbital.total_cost [MUSD/yr]"] == pytest.approx(one.orbital["total_cost"].to("MUSD/yr").magnitude, rel=1e-12)


def test_picks_stand_where_they_were_asked(s):
    found = orb.sweep(s, EVERY)
    assert found["ratio"].shape == (2, 5, 7, 3)
    turned = orb.sweep(s, dict(reversed(EVERY.items())))
    assert np.array_equal(turned["ratio"].transpose(3, 2, 1, 0), found["ratio"])
    one = alone(
        s,
        {
            "orbital.launch_vehicle": "falcon-9",
            "orbital.satellite_loss_rate": "4 %/yr",
            "orbital.launch_price": "100 USD/kg",
            "ground.electricity_price": "90 USD/MWh",
        },
    )
    assert found["ratio"][0, 4, 0, 2] == pytest.approx(one.ratio, rel=1e-12)


def test_formulas_and_boundaries_are_axes_too(s):
    axes = {"boundary": ["all-in", "without-upkeep"], "ground.formulas.repair_cost": ["repair_cost", "repair_cost_at_one_date"]}
    found = orb.sweep(s, axes)["ratio"]
    for i, boundary in enumerate(axes["boundary"]):
        for j, name in enumerate(axes["ground.formulas.repair_cost"]):
            assert found[i, j] == pytest.approx(alone(s, {"boundary": boundary, "ground.formulas.repair_cost": name}).ratio, rel=1e-12)


@pytest.mark.parametrize("piece", [1, 2, 5, 20, 100, 10**6])
def test_numbers_do_not_depend_on_the_cut(s, piece, monkeypatch):
    whole = orb.sweep(s, {**EVERY, "orbital.altitude": orb.span("520 km", "700 km", 80)}, outputs=["ratio", "infeasible"])
    monkeypatch.setattr(grids, "PIECE", piece * 80)
    cut = orb.sweep(s, {**EVERY, "orbital.altitude": orb.span("520 km", "700 km", 80)}, outputs=["ratio", "infeasible"])
    for name in whole.columns:
        assert np.array_equal(cut[name], whole[name], equal_nan=True)


@pytest.mark.parametrize("piece", [1, 40, 60, 90])
def test_tabulated_geometry_does_not_depend_on_the_cut_or_the_order(s, piece, monkeypatch):
    """Also where a piece holds one altitude alone."""
    axes = {"orbital.altitude": orb.span("520 km", "700 km", 80), "orbital.launch_price": orb.span("50 USD/kg", "3000 USD/kg", 40)}
    whole = orb.sweep(s, axes)["ratio"]
    monkeypatch.setattr(grids, "PIECE", piece)
    assert np.array_equal(orb.sweep(s, axes)["ratio"], whole, equal_nan=True)
    assert np.array_equal(orb.sweep(s, dict(reversed(axes.items())))["ratio"].T, whole, equal_nan=True)


def test_tabulated_geometry_is_exact_within_its_error(s):
    altitudes = orb.span("510 km", "790 km", 141)
    found = orb.sweep(s, {"orbital.altitude": altitudes}, outputs=["ratio", "orbital.annual_eclipse_fraction"])
    for k in (1, 37, 70, 101, 140):
        one = alone(s, {"orbital.altitude": f"{510 + 2 * k} km"})
        assert found["ratio"][k] == pytest.approx(one.ratio, rel=1e-5)
        assert found["orbital.annual_eclipse_fraction"][k] == pytest.approx(float(one.orbital.value("annual_eclipse_fraction")), rel=1e-3)


def test_what_cannot_be_built_has_bits_for_its_reasons(s):
    found = orb.sweep(s, {"orbital.altitude": ["600 km", "1400 km"]}, outputs=["ratio", "infeasible", "orbital.satellite_mass"])
    assert found["infeasible"][0] == 0
    assert np.isnan(found["ratio"][1])
    named = [name for bit, name in enumerate(found.constraints) if found["infeasible"][1] >> bit & 1]
    assert len(named) == len(alone(s, {"orbital.altitude": "1400 km"}).reasons)
    assert "orbital.dose_margin" in named
    assert np.isfinite(found["orbital.satellite_mass"]).all()


def test_tables_and_labels_carry_units(s):
    found = orb.sweep(s, GRID, outputs=["ratio", "orbital.launch_cost"])
    data = found.to_xarray()
    assert data["orbital.launch_price"].attrs["units"] == "USD/kg"
    assert data["orbital.launch_cost"].dims == ("orbital.launch_price", "ground.electricity_price")
    assert float(data["ratio"].sel({"orbital.launch_price": 3000.0, "ground.electricity_price": 50.0})) == found["ratio"][-1, 0]
    frame = found.to_frame()
    assert list(frame.columns) == ["orbital.launch_price [USD/kg]", "ground.electricity_price [USD/MWh]", "ratio", "orbital.launch_cost [MUSD/yr]"]
    assert np.array_equal(frame["ratio"].to_numpy(), found["ratio"].ravel())
    document = found.to_dict()
    assert document["axes"][0]["unit"] == "USD/kg"
    assert len(document["outputs"]["ratio"]["values"]) == 21


def test_the_start_year_moves_both_sides(s):
    found = orb.sweep(s, {"workload.start_year": [2026, 2035]})["ratio"]
    for year, ratio in zip((2026, 2035), found, strict=True):
        assert ratio == pytest.approx(alone(s, {"workload.start_year": year}).ratio, rel=1e-12)


def test_a_value_that_a_formula_computes_today_can_vary(s):
    found = orb.sweep(s, {"orbital.radiator_mass": ["1000 kg", "3000 kg"]})["ratio"]
    assert found[0] == pytest.approx(alone(s, {"orbital.radiator_mass": "1000 kg"}).ratio, rel=1e-12)
    assert found[1] > found[0]


def test_an_axis_fills_a_null():
    s = orb.scenario("ai1-vs-colossus-1").replace({"common.accelerator": "tpu-v7", "workload.precision": "fp8"})
    with pytest.raises(orb.InputError, match="accelerator_price must be given"):
        orb.evaluate(s)
    found = orb.sweep(s, {"common.accelerator_price": ["10 kUSD/GPU", "30 kUSD/GPU"]})["ratio"]
    assert found[0] == pytest.approx(orb.evaluate(s.replace({"common.accelerator_price": "10 kUSD/GPU"})).ratio, rel=1e-12)
    assert found[1] < found[0]


# --- listed cases ---
def test_cases_are_their_scenarios(s):
    listed = [
        {"orbital.launch_price": "200 USD/kg"},
        {"orbital.launch_vehicle": "falcon-9", "ground.electricity_price": "50 USD/MWh"},
        {},
        {"orbital.launch_price": "900 USD/kg", "orbital.altitude": "700 km"},
        {"orbital.launch_price": "300 USD/kg"},
    ]
    found = orb.sweep(s, listed, outputs=["ratio", "ground.total_cost"])
    for changes, ratio in zip(listed, found["ratio"], strict=True):
        assert ratio == pytest.approx(alone(s, changes).ratio if changes else orb.evaluate(s).ratio, rel=1e-12)
    frame = found.to_frame()
    assert frame["orbital.launch_vehicle"].tolist() == ["", "falcon-9", "", "", ""]
    assert found.to_xarray().sizes == {"case": 5}


def test_a_frame_of_bare_numbers_names_its_units(s, tmp_path):
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"orbital.launch_price [USD/kg]": rng.uniform(100, 900, 300), "ground.electricity_price [USD/MWh]": rng.uniform(40, 90, 300)})
    found = orb.sweep(s, frame)
    path = tmp_path / "cases.csv"
    frame.to_csv(path, index=False)
    assert orb.sweep(s, path)["ratio"] == pytest.approx(found["ratio"], rel=1e-12)
    row = frame.iloc[123]
    changes = {"orbital.launch_price": f"{row.iloc[0]} USD/kg", "ground.electricity_price": f"{row.iloc[1]} USD/MWh"}
    assert found["ratio"][123] == pytest.approx(alone(s, changes).ratio, rel=1e-12)


def test_cases_do_not_depend_on_the_cut(s, monkeypatch):
    rng = np.random.default_rng(6)
    frame = pd.DataFrame(
        {
            "orbital.altitude [km]": np.where(rng.random(500) < 0.3, np.nan, rng.uniform(500, 800, 500)),
            "orbital.launch_vehicle": rng.choice(["falcon-9", "starship-v3", ""], 500),
        }
    )
    whole = orb.sweep(s, frame)["ratio"]
    monkeypatch.setattr(cases, "CASES", 37)
    assert np.array_equal(orb.sweep(s, frame)["ratio"], whole, equal_nan=True)


# --- refusals ---
@pytest.mark.parametrize(
    ("axes", "told"),
    [
        ({}, "at least one"),
        ({"orbital.launch_pric": PRICES}, "did you mean 'launch_price'"),
        ({"launch_price": PRICES}, "orbital.QUANTITY"),
        ({"orbital.altitude": orb.span("800 km", "500 km", 3)}, "800 km to 500 km: the first value must be the lower one"),
        ({"orbital.altitude": orb.span("500", "800", 3)}, "the unit is missing"),
        ({"orbital.altitude": orb.span("500 kg", "800 kg", 3)}, "'kg' is not a unit of this quantity"),
        ({"orbital.altitude": orb.span("-5 km", "800 km", 3)}, "-5 km"),
        ({"orbital.altitude": orb.span("nan km", "800 km", 3)}, "orbital.altitude"),
        ({"orbital.altitude": []}, "no values are given"),
        ({"orbital.altitude": "600 km"}, "give a span or a list"),
        ({"orbital.launch_vehicle": ["nosuch"]}, "nosuch"),
        ({"orbital.launch_vehicle": orb.span(1, 2, 3)}, "a list of names is needed"),
        ({"orbital.launch_vehicle": ["falcon-9", "falcon-9"]}, "a name is given twice"),
        ({"orbital.specific_mass": ["50 kg/kW"]}, "would change nothing"),
        ({"orbital.array_price": ["50 USD/W"]}, "orbital.array_price would change nothing"),
        ({"orbital.satellite_loss_rate": orb.span("0 %/yr", "1 %/yr", 3, "log")}, "equal factors need values above zero"),
        (
            {"orbital.accelerator_loss_rate": ["1 %/yr", "5 %/yr"], "common.accelerator_loss_rate": ["1 %/yr", "7 %/yr"]},
            "common.accelerator_loss_rate stands in the way of orbital.accelerator_loss_rate",
        ),
    ],
)
def test_refuses_an_axis_that_is_none(s, axes, told):
    with pytest.raises(orb.InputError) as caught:
        orb.sweep(s, axes)
    assert told in str(caught.value)


def test_an_axis_that_a_given_cuts_off_names_the_given(s):
    given = s.replace({"orbital.satellite_mass": "9 t"})
    with pytest.raises(orb.InputError, match="cut off from every cost by the given satellite_mass"):
        orb.sweep(given, {"orbital.radiator_areal_mass": ["3 kg/m**2", "5 kg/m**2"]})


@pytest.mark.parametrize(
    ("count", "spacing", "told"),
    [(1, "even", "at least 2"), (10**8, "even", "at most 10,000,000"), (2.5, "even", "count"), (True, "even", "count"), (3, "cubic", "spacing")],
)
def test_refuses_a_span_that_is_none(count, spacing, told):
    with pytest.raises(orb.InputError, match=told):
        orb.span("1 km", "2 km", count, spacing)


@pytest.mark.parametrize(
    ("outputs", "told"),
    [
        ([], "at least one"),
        (["nosuch"], "did you mean|see|nothing similar"),
        (["orbital.nosuch"], "not a quantity"),
        (["orbital.eclipse_fraction"], "along day"),
    ],
)
def test_refuses_outputs_that_are_none(s, outputs, told):
    with pytest.raises(orb.InputError, match=told):
        orb.sweep(s, GRID, outputs=outputs)


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ([], "none are listed"),
        ([{}], "none are listed"),
        (5, "a list of mappings is needed"),
        ([{"orbital.altitude": "600"}], "case 0: orbital.altitude"),
        ([{"orbital.altitude": "600 km"}, {"orbital.altitude": "600 kg"}], "case 1: orbital.altitude"),
        ([{"orbital.launch_vehicle": "nosuch"}], "case 0"),
        ("nosuch.csv", "cannot be read as a table"),
        (pd.DataFrame({"orbital.altitude [km]": [600.0, -3.0]}), "case 1: orbital.altitude"),
        (pd.DataFrame({"orbital.altitude [km]": ["high"]}), "bare numbers"),
        (pd.DataFrame({"orbital.altitude [km]": [600.0], "orbital.altitude": ["600 km"]}), "heads two columns"),
        (pd.DataFrame([[600.0, 700.0]], columns=["orbital.altitude [km]"] * 2), "heads two columns"),
        ([{}, {"orbital.accelerator_loss_rate": "1 %/yr", "common.accelerator_loss_rate": "7 %/yr"}], "case 1: common.accelerator_loss_rate stands"),
    ],
)
def test_refuses_cases_that_are_none(s, listed, told):
    with pytest.raises(orb.InputError, match=told):
        orb.sweep(s, listed)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("orbital.altitude [km],ground.electricity_price [USD/MWh]\n550,60,\n600,70,\n", "case 0 has 3 fields under 2 heads"),
        ("orbital.altitude [km],ground.electricity_price [USD/MWh]\n550,60\n600\n", "case 1 has 1 fields under 2 heads"),
        ("orbital.altitude [km]\n550\nnan\n", "case 1: orbital.altitude = 'nan km'"),
        ("orbital.altitude [km]\n550\nn/a\n", "bare numbers"),
        ("orbital.launch_vehicle\nfalcon-9\nNA\n", "case 1:.*'NA'"),
        ("orbital.altitude [km],orbital.altitude [km]\n550,560\n", "heads two columns"),
        ("orbital.altitude [km];ground.electricity_price [USD/MWh]\n550;60\n", "commas stand between heads"),
        ("orbital.altitude []\n550\n", "write a key, or a key and a unit"),
        ("orbital.altitude [km]\n", "none are listed"),
        ("", "it is empty"),
        ('orbital.altitude [km]\n"550\n', "cannot be read as a table"),
    ],
)
def test_refuses_a_file_of_cases_whose_fields_are_not_under_their_heads(s, tmp_path, written, told):
    (tmp_path / "c.csv").write_text(written)
    with pytest.raises(orb.InputError, match=told):
        orb.sweep(s, tmp_path / "c.csv")


def test_a_file_of_a_spreadsheet_is_read_and_only_empty_fields_are_empty(s, tmp_path):
    (tmp_path / "c.csv").write_bytes(b"\xef\xbb\xbforbital.altitude [km], workload.start_year\r\n700,2028\r\n\r\n,2028\r\n")
    found = orb.sweep(s, tmp_path / "c.csv")
    whole = alone(s, {"orbital.altitude": "700 km", "workload.start_year": 2028}), alone(s, {"workload.start_year": 2028})
    assert found["ratio"] == pytest.approx([one.ratio for one in whole], rel=1e-12)


def test_one_case_may_give_a_side_what_another_gives_both(s):
    found = orb.sweep(s, [{"orbital.accelerator_loss_rate": "1 %/yr"}, {"common.accelerator_loss_rate": "7 %/yr"}])
    whole = alone(s, {"orbital.accelerator_loss_rate": "1 %/yr"}), alone(s, {"common.accelerator_loss_rate": "7 %/yr"})
    assert found["ratio"] == pytest.approx([one.ratio for one in whole], rel=1e-12)


def test_more_than_memory_holds_is_refused_before_any_work(s):
    huge = {f"orbital.{name}": PRICES for name in ("launch_price",)} | {"orbital.altitude": orb.span("500 km", "900 km", 10**6)}
    with pytest.raises(orb.InputError, match="give a folder"):
        orb.sweep(s, {**huge, "ground.electricity_price": orb.span("1 USD/MWh", "90 USD/MWh", 10**3)})


def test_equal_factors_are_spaced_by_factors(s):
    values = read_values(s, varied(s, "orbital.launch_price"), orb.span("10 USD/kg", "1000 USD/kg", 3, "log"))
    assert values == pytest.approx([10.0, 100.0, 1000.0])
