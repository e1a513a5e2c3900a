"""Each spread alone: as evaluating the scenario with the end in place of the value."""

import json
import math

import numpy as np
import pytest

import orbital as orb
from orbital.analysis.many.draws import Uncertain
from orbital.core.units import shown_value

REPLACED = {
    "orbital.satellite_life": ("orbital.satellite_life",),
    "orbital.local_time_of_ascending_node": ("orbital.local_time_of_ascending_node",),
    "orbital.radiator_segment_area": ("orbital.radiator_segment_area",),
    "ground.building_life": ("ground.building_life",),
    "ground.power_usage_effectiveness": ("ground.power_usage_effectiveness",),
    "common.power_utilization": ("orbital.power_utilization", "ground.power_utilization"),
    "common.listed_accelerator_price": ("orbital.accelerator_price", "ground.accelerator_price"),  # at the year of the list they are the same
}


@pytest.fixture(scope="module")
def s():
    return orb.scenario("ai1-vs-colossus-1")


@pytest.fixture(scope="module")
def whole(s):
    return orb.tornado(s)


@pytest.mark.parametrize("name", REPLACED)
def test_both_ends_are_what_replacing_the_value_gives(s, whole, name):
    bar = next(bar for bar in whole.bars if bar.name == name)
    for end in (bar.low, bar.high):
        there = s.replace({key: f"{float(end.input)!r} {bar.unit.si}".strip() if bar.unit.si else float(end.input) for key in REPLACED[name]})
        assert end.output == pytest.approx(orb.evaluate(there).ratio, rel=1e-12)
    assert bar.low.input < bar.high.input
    assert bar.low.input <= bar.today <= bar.high.input


def test_it_is_sorted_whole_and_about_today(s, whole):
    assert whole.today == orb.evaluate(s).ratio
    widths = [bar.width for bar in whole.bars]
    assert widths == sorted(widths, reverse=True)
    spread = orb.monte_carlo(s, 32)
    assert {bar.name for bar in whole.bars} == set(spread.varied)
    assert whole.dead == spread.dead
    assert all(bar.origin and bar.source for bar in whole.bars)
    assert "orbital reference payload" in repr(whole)


def test_an_end_that_cannot_be_built_comes_first_with_its_reason(s):
    tight = s.replace({"orbital.array_power_beginning_of_life": "230 kW"})
    found = orb.tornado(tight)
    stops = [bar for bar in found.bars if math.isinf(bar.width)]
    assert stops == list(found.bars[: len(stops)])
    bar = next(bar for bar in stops if bar.name == "orbital.array_degradation_rate")
    assert bar.low.reasons == ()
    assert math.isnan(bar.high.output)
    rate = float(shown_value(bar.high.input, bar.unit))
    assert bar.high.reasons == orb.evaluate(tight.replace({bar.name: f"{rate!r} {bar.unit.shown}"})).reasons
    assert "the array ends its life" in bar.high.reasons[0]
    assert "decide whether it can be built" in repr(found)
    row = next(row for row in found.rows() if row[0] == bar.name)
    assert row[6] == "infeasible"
    assert found.to_dict()["bars"][found.bars.index(bar)]["high"]["output"]["value"] is None


def test_a_design_that_cannot_be_built_as_stated_shows_which_end_helps(s):
    found = orb.tornado(s.replace({"orbital.array_power_beginning_of_life": "200 kW"}))
    assert math.isnan(found.today)
    assert "the array ends its life" in found.reasons[0]
    assert found.bars[0].name == "orbital.array_degradation_rate"
    assert np.isfinite(found.bars[0].low.output)
    assert all(bar.width == 0.0 for bar in found.bars[1:])
    json.dumps(found.to_dict(), allow_nan=False)


def test_another_output_rests_on_other_spreads(s):
    found = orb.tornado(s, output="orbital.round_trip_time_median")
    assert "orbital.hop_delay" in {bar.name for bar in found.bars}
    assert "ground.listed_electricity_price" in found.dead
    bar = next(bar for bar in found.bars if bar.name == "orbital.hop_delay")
    there = s.with_arrays({bar.name: bar.high.input})
    assert bar.high.output == pytest.approx(float(orb.evaluate(there).orbital.value("round_trip_time_median")), rel=1e-12)
    assert found.unit.shown == "ms"


def test_a_few_names_alone(s, whole):
    names = ("ground.building_life", "orbital.satellite_life")
    found = orb.tornado(s, names)
    assert [bar.name for bar in found.bars] == ["orbital.satellite_life", "ground.building_life"]
    assert set(found.bars) == {bar for bar in whole.bars if bar.name in names}


@pytest.mark.parametrize(
    ("only", "output", "fragment"),
    [
        (["orbital.satelite_life"], "ratio", "did you mean 'orbital.satellite_life'"),
        (["orbital.altitude"], "ratio", "has no spread"),
        (["orbital.hop_delay"], "ratio", "no cost depends on it"),
        (["ground.listed_electricity_price"], "orbital.satellite_mass", "orbital.satellite_mass does not depend on it"),
        ([], "orbital.satelite_mass", "did you mean 'satellite_mass'"),
        ([], "rat", "did you mean 'ratio'"),
        ([], "", "is not known"),
        ([], "infeasible", "is no amount"),
        ([], ["ratio"], "the name of one quantity"),
        ("ground.building_life", "ratio", "a list of names is needed"),
        ([""], "ratio", "has no spread"),
        ([], "orbital.beta_angle", "runs along"),
    ],
)
@pytest.mark.parametrize("method", [orb.tornado, orb.morris, orb.sensitivity])
def test_refuses_names_and_outputs_that_are_none(s, method, only, output, fragment):
    with pytest.raises(orb.InputError, match=fragment):
        method(s, only=only, output=output)


def test_refuses_where_nothing_is_uncertain():
    with pytest.raises(orb.InputError, match="nothing is uncertain here"):
        Uncertain({}, ()).names()


def test_what_no_spread_moves_is_said_to_stand_still(s):
    found = orb.tornado(s, output="ground.start_year")
    assert found.today == 2026.0
    assert {bar.width for bar in found.bars} == {0.0}
    assert "these move it most: none" in repr(found)
