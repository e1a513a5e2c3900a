"""Where a default stands among what studies state: beside every default, and alone where nobody else gives it."""

import json

import pytest

import orbital as orb
from orbital.analysis.record.stated_values import standing, stated_values
from orbital.core.catalog import deflators


def test_values_are_those_of_the_studies_files_in_dollars_of_one_year():
    found = stated_values("launch_price")
    assert found == tuple(sorted(found))
    for value in (1750.0, 500.0 * deflators()[2026] / deflators()[2025], 3000.0, 1600.0):
        assert any(item == pytest.approx(value, rel=1e-9) for item in found)
    everybody = [item.value for item in orb.assumptions("launch_price")["launch_price"].values]
    assert all(any(item == pytest.approx(value, rel=1e-3) for item in everybody) for value in found)


def test_what_only_switches_off_is_no_opinion():
    """Zero with the note that the source has no such thing."""
    assert 0.0 not in stated_values("housekeeping_fraction")
    assert 0.0 not in stated_values("mass_margin_fraction")


def test_a_clause_counts_who_states_less_and_who_more():
    clause = standing("array_specific_power")
    found = stated_values("array_specific_power")
    below, above = sum(item < 99.9 for item in found), sum(item > 100.1 for item in found)
    assert clause == f"{len(found)} studies state 85 W/kg to 1,000 W/kg, {below} of them less, {above} more"
    assert standing("listed_array_specific_power") == clause
    assert standing("satellite_loss_rate") == ""
    assert standing("no_such_thing") == ""


def test_explain_and_the_list_of_parameters_say_it(run):
    clause = standing("array_specific_power")
    _, out, _ = run("explain", "ai1-vs-colossus-1", "orbital.array_specific_power")
    assert f"{clause} (orbital assumptions array_specific_power)" in out
    _, out, _ = run("list", "parameters", "--json")
    told = {row["name"]: row["studies"] for row in json.loads(out)}
    assert told["array_specific_power"] == clause
    assert told["satellite_loss_rate"] == ""
    given = orb.evaluate(orb.scenario("ai1-vs-colossus-1").replace({"orbital.array_specific_power": "120 W/kg"})).explain("orbital.array_specific_power")
    assert "studies state" not in given


def test_a_default_that_no_study_gives_stands_alone(run, tmp_path):
    (spread,) = orb.assumptions("satellite_loss_rate")
    assert (spread.values, spread.ours.source, spread.rank) == ((), "our default", 1)
    assert "no study or catalog gives it" in repr(orb.assumptions("satellite_loss_rate"))
    status, out, _ = run("assumptions", "satellite_loss_rate", "--plot", str(tmp_path / "alone.png"))
    assert status == 0
    assert "Castet and Saleh" in out
    status, _, err = run("assumptions", "no_such_thing")
    assert status == 2
    assert "no_such_thing" in err
