"""Latency by city and by hour."""

import json

import numpy as np
import pytest

import orbital as orb
from orbital.core.errors import InputError
from orbital.models import HEADLINES
from orbital.views.limits import latency_lines

AI1 = "ai1-vs-colossus-1"
NEAREST = {"orbital.formulas.round_trip_time": "network_times_nearest_satellite"}


@pytest.fixture(scope="module")
def found():
    return orb.latency(orb.scenario(AI1))


def test_all_users_are_what_evaluate_says_within_3_percent(found):
    """The same distribution, sampled twice: every city at 1,024 times, twelve users at 512."""
    result = orb.evaluate(orb.scenario(AI1))
    everyone = found.of("all users")
    for name in ("one_way_time", "round_trip_time"):
        for share in ("median", "p95", "p99"):
            assert everyone[f"{name}_{share}"] == pytest.approx(float(result.orbital.value(f"{name}_{share}")), rel=0.03)
    assert everyone["network_share_of_first_token"] == pytest.approx(float(result.orbital.value("network_share_of_first_token")), rel=0.03)
    for value, share in zip(found.ground, ("median", "p95", "p99"), strict=True):
        assert value == pytest.approx(float(result.ground.value(f"round_trip_time_{share}")), rel=1e-9)
    assert everyone["ground_time_to_first_token"] == pytest.approx(float(result.ground.value("time_to_first_token_median")), rel=1e-9)


def test_a_city_near_the_site_is_near_to_it(found):
    houston, jakarta = found.of("Houston"), found.of("Jakarta")
    assert houston["ground_round_trip_time"] < 0.02
    assert jakarta["ground_round_trip_time"] > 0.2
    assert houston["round_trip_time_median"] <= houston["round_trip_time_p95"] <= houston["round_trip_time_p99"]


def test_the_nearest_satellite_is_nearer_and_terminals_are_nearest_where_a_satellite_is_seen(found):
    scenario = orb.scenario(AI1)
    nearest = orb.latency(scenario.replace(NEAREST), 256)
    own = orb.latency(scenario.replace({"orbital.formulas.round_trip_time": "network_times_user_terminals_nearest"}), 256)
    for name in ("round_trip_time_median", "round_trip_time_p95"):
        assert np.all(nearest.columns[name] < found.columns[name])
        assert np.all(own.columns[name] <= nearest.columns[name] + 1e-12)
    assert orb.evaluate(scenario.replace(NEAREST)).orbital.value("mean_mesh_hops") == 0.0


def test_hours_are_the_day_in_pieces(found):
    assert found.hours.shape == (24, 2)
    assert np.all(found.hours[:, 0] < found.hours[:, 1])
    assert found.hours[:, 0].min() < found.columns["round_trip_time_median"][0] < found.hours[:, 0].max()


def test_few_stations_make_requests_wait():
    """NASA's deep space network has three places: a dawn-dusk fleet passes each twice a day."""
    scenario = orb.scenario(AI1).replace({"orbital.ground_network": "nasa-dsn"})
    found = orb.latency(scenario, 512)
    waiting = found.of("all users")["waiting_fraction"]
    assert waiting == pytest.approx(float(orb.evaluate(scenario).orbital.value("waiting_fraction")), abs=0.03)
    assert waiting > 0.1
    assert found.of("all users")["round_trip_time_p99"] > 600.0
    assert "wait for a contact" in repr(found)


def test_it_is_handed_on(found):
    document = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert document["city"][:2] == ["all users", "Shanghai"]
    assert document["round_trip_time_median"]["unit"] == "ms"
    assert document["round_trip_time_median"]["value"][0] == pytest.approx(1e3 * found.columns["round_trip_time_median"][0])
    frame = found.to_frame()
    assert len(frame) == 301
    assert "round_trip_time_p99 [ms]" in frame.columns
    assert frame["share_of_users [%]"][1:].sum() == pytest.approx(100.0)
    heads, *rows = found.rows()
    assert len(rows) == 13
    assert all(len(row[1]) == len(heads[1]) for row in rows)
    assert repr(found).startswith(f"{AI1}: to orbit and back ")
    assert len(found.plot().axes) == 2


def test_training_asks_for_no_first_token_and_a_site_without_a_place_is_said():
    found = orb.latency(orb.scenario(AI1).replace({"workload.use": "training-llama3-405b"}), 64)
    assert np.all(np.isnan(found.columns["network_share_of_first_token"]))
    assert "no first token" in repr(found)
    bare = orb.latency(orb.scenario(AI1).replace({"ground.site": "desert-solar-battery", "ground.formulas.round_trip_time": "site_times_from_regions"}), 64)
    assert bare.of("Singapore")["ground_round_trip_time"] < 1e-4


@pytest.mark.parametrize("samples", [0, 23, 2.5, True, "100"])
def test_too_few_samples_are_refused(samples):
    with pytest.raises(InputError, match="at least 24"):
        orb.latency(orb.scenario(AI1), samples)


def test_an_unknown_city_is_refused(found):
    with pytest.raises(InputError, match="'Atlantis' is not one of the 300 cities"):
        found.of("Atlantis")


def test_an_orbit_that_does_not_exist_is_refused():
    with pytest.raises(InputError, match="orbit does not exist"):
        orb.latency(orb.scenario(AI1).replace({"orbital.altitude": "8000 km"}))


# --- what it costs elsewhere ---
def test_headlines_do_not_ask_for_latency():
    scenario = orb.scenario(AI1)
    for side in (scenario.orbital, scenario.ground):
        steps = {step.name for step in side.plan(HEADLINES).steps}
        assert not steps & {"network_times", "site_times", "round_trip_time_median", "prompt_reading_time"}


def test_a_block_that_asks_for_it_equals_its_rows():
    scenario = orb.scenario(AI1)
    heights = np.array([550e3, 600e3, 650e3])
    outputs = ("round_trip_time_median", "round_trip_time_p99", "waiting_fraction", "time_to_first_token_p95")
    block = scenario.with_arrays({"orbital.altitude": heights}).orbital.run(outputs)
    for k, height in enumerate(heights):
        alone = scenario.with_arrays({"orbital.altitude": height}).orbital.run(outputs)
        assert [float(np.broadcast_to(many, 3)[k]) for many in block] == pytest.approx([float(one) for one in alone], rel=1e-12)


def test_a_fleet_slightly_larger_is_remembered_to_two_digits():
    scenario = orb.scenario(AI1)
    one, other = (orb.evaluate(scenario.replace({"workload.demanded_capacity": size})) for size in ("1 GW", "1.001 GW"))
    assert one.orbital.value("satellites_per_plane") != other.orbital.value("satellites_per_plane")
    assert one.orbital.value("round_trip_time_p99") == other.orbital.value("round_trip_time_p99")


# --- what people see ---
def test_the_command_prints_a_screen_a_table_and_json(run, tmp_path):
    table = tmp_path / "cities.csv"
    status, out, _ = run("latency", AI1, "--csv", str(table), "--plot", str(tmp_path / "cities.png"))
    assert status == 0
    assert "to orbit and back" in out
    assert "Shanghai" in out
    assert table.read_text(encoding="utf-8").startswith("city,country,share_of_users [%],one_way_time_median [ms]")
    assert (tmp_path / "cities.png").stat().st_size > 10_000
    status, out, _ = run("latency", AI1, "--set", "orbital.formulas.round_trip_time=network_times_nearest_satellite", "--json")
    assert status == 0
    assert json.loads(out)["waiting_fraction"]["value"][0] == 0.0


def test_an_unknown_formula_of_the_ways_is_refused(run):
    status, _, err = run("latency", AI1, "--set", "orbital.formulas.round_trip_time=by_pigeon")
    assert status == 2
    assert "network_times_nearest_satellite" in err


def test_the_screen_of_compare_tells_latency():
    scenario = orb.scenario(AI1)
    lines = latency_lines(orb.evaluate(scenario))
    assert len(lines) == 2
    assert lines[0].startswith("to orbit and back, over the links between satellites: ")
    assert "the first satellite reached serving" in latency_lines(orb.evaluate(scenario.replace(NEAREST)))[0]
    assert "of it the network" in lines[1]
    lost = latency_lines(orb.evaluate(scenario.replace({"orbital.design": "gaalema-16mw"})))
    assert "min (median), never (95 %), never (99 %); to the ground site" in lost[0]
    assert "ms (median)" in lines[1]
    training = latency_lines(orb.evaluate(scenario.replace({"workload.use": "training-llama3-405b"})))
    assert training[1].endswith("not applicable")
    waiting = latency_lines(orb.evaluate(scenario.replace({"orbital.ground_network": "nasa-dsn"})))
    assert "min (99 %)" in waiting[0]
    assert "wait until a station sees any satellite" in waiting[1]
    never = latency_lines(orb.evaluate(scenario.replace({"orbital.ground_network": "nasa-dsn", "orbital.inclination": "5 deg"})))
    assert never[0].endswith("224.3 ms (99 %)")
    assert "never (median)" in never[0]
    assert never[-1] == "first token from orbit never (median); ground 264.1 ms"
