"""Altitude as one trade: each column is the Model's own, and the costs are those of single scenarios."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import orbital as orb
from orbital.analysis.orbits.altitude import DESTINATIONS, QUANTITIES

AI1 = "ai1-vs-colossus-1"


@pytest.fixture(scope="module")
def trade():
    return orb.altitude_trade(orb.scenario(AI1))


@pytest.mark.parametrize("kilometers", [400, 600, 900, 1400])
@pytest.mark.parametrize("destination", DESTINATIONS)
def test_each_altitude_is_the_scenario_at_that_altitude(trade, kilometers, destination):
    changes = {"orbital.altitude": f"{kilometers} km", "orbital.formulas.disposal_delta_v": DESTINATIONS[destination]}
    single = orb.evaluate(orb.scenario(AI1).replace(changes)).orbital
    k = int(np.argmin(np.abs(trade.altitude - 1e3 * kilometers)))
    cost = trade.columns[f"cost_{destination}"][k]
    assert np.isnan(cost) == bool(single.reasons)
    if not single.reasons:
        assert cost == pytest.approx(float(single.value("levelized_cost_per_pflop_hour")), rel=1e-4)
    assert trade.columns[f"disposal_propellant_{destination}"][k] == pytest.approx(float(single.value("disposal_propellant_mass")), rel=1e-4)
    if destination == "reentry":
        for name in QUANTITIES:
            assert trade.columns[name][k] == pytest.approx(float(single.value(name)), rel=2e-3, abs=1e-9), name


def test_what_pulls_down_and_what_pulls_up(trade):
    """Shadow and drag fall with altitude; dose, punctures and the years a dead satellite stays rise; lift falls."""
    for name, sign in (
        ("annual_eclipse_fraction", -1),
        ("drag_propellant_mass", -1),
        ("life_dose", 1),
        ("puncture_flux", 1),
        ("decay_time", 1),
        ("payload_to_orbit", -1),
    ):
        below = trade.altitude <= 1.3e6
        assert np.all(sign * np.diff(trade.columns[name][below]) >= -1e-12), name
    down, up = trade.columns["disposal_propellant_reentry"], trade.columns["disposal_propellant_graveyard"]
    crossing = trade.altitude[np.argmax(down > up)]
    assert crossing == pytest.approx(1e6, abs=50e3)  # below, falling is cheaper than rising to 2,000 km
    assert np.all(trade.columns["disposal_propellant_escape"] > 10.0 * np.minimum(down, up))


def test_the_cheapest_altitude_is_where_the_table_says(trade):
    height, way = trade.cheapest
    costs = {destination: trade.columns[f"cost_{destination}"] for destination in DESTINATIONS}
    assert np.nanmin(costs[way]) == min(float(np.nanmin(column)) for column in costs.values())
    assert costs[way][np.argmin(np.abs(trade.altitude - height))] == np.nanmin(costs[way])
    assert f"{height / 1e3:.0f} km" in repr(trade)


def test_with_shielding_from_dose_every_altitude_up_to_1400_km_can_be_built_at_a_price():
    sized = orb.altitude_trade(orb.scenario(AI1).replace({"orbital.formulas.shielding_thickness": "shielding_thickness_from_dose"}), [6e5, 1e6, 1.3e6])
    assert np.isfinite(sized.columns["cost_reentry"]).all()
    assert np.all(np.diff(sized.columns["shielding_thickness"]) > 0.0)
    assert sized.columns["life_dose"] == pytest.approx(1998.0, rel=1e-3)


def test_an_unbuildable_satellite_is_said_to_be_one():
    tiny = orb.scenario(AI1).replace({"orbital.payload_to_orbit": "100 kg"})
    assert "cannot be built" in repr(orb.altitude_trade(tiny, [5e5, 6e5]))
    assert orb.altitude_trade(tiny, [5e5]).cheapest is None


@pytest.mark.parametrize("altitudes", [[], [5e5, np.nan], [1e5], [[5e5]], [1e9]])
def test_altitudes_out_of_bounds_are_refused(altitudes):
    with pytest.raises(orb.InputError, match="altitudes"):
        orb.altitude_trade(orb.scenario(AI1), altitudes)


def test_tables_and_json_are_plain(trade):
    assert trade.to_frame().shape == (111, 1 + len(trade.units))
    document = json.loads(json.dumps(trade.to_dict(), allow_nan=False))
    assert document["cost_reentry"]["value"][-1] is None
    assert document["altitude"]["value"][0] == 400.0


def test_the_shipped_table_is_the_model_s():
    """docs/altitude/ai1.csv, with the settings its page names; written anew with the command there when the model moves."""
    settings = {
        "orbital.formulas.shielding_thickness": "shielding_thickness_from_dose",
        "orbital.formulas.satellites_per_launch": "satellites_per_launch_continuous",
    }
    now = orb.altitude_trade(orb.scenario(AI1).replace(settings)).to_frame()
    shipped = pd.read_csv(Path(__file__).parents[3] / "docs" / "altitude" / "ai1.csv")
    assert list(shipped.columns) == list(now.columns)
    assert shipped.to_numpy() == pytest.approx(now.to_numpy(), rel=1e-4, nan_ok=True)
