"""What knowing is worth before the choice between orbit and ground."""

import json

import numpy as np
import pytest
from scipy.stats import qmc

import orbital as orb
from orbital.analysis.many.draws import uncertain

AI1 = "ai1-vs-colossus-1"
CLOSE = {
    "orbital.launch_price": "50 USD/kg",
    "orbital.satellite_price_per_watt": "2 USD/W",
    "orbital.satellite_life": "8 yr",
    "ground.electricity_price": "450 USD/MWh",
}
FEW = (
    "common.accelerator_loss_rate",
    "common.fault_domain_size",
    "orbital.operations_price",
    "ground.accelerator_life",
    "orbital.satellite_loss_rate",
)


@pytest.fixture(scope="module")
def close():
    """Orbit and ground cost about the same."""
    return orb.scenario(AI1).replace(CLOSE)


@pytest.fixture(scope="module")
def found(close):
    return orb.value_of_information(close, 2**12)


@pytest.fixture(scope="module")
def few(close):
    return orb.value_of_information(close, 2**16, only=FEW)


def gains(close, shares):
    """USD/s that orbit saves at shares of the few, the long way: both sides with arrays as givens."""
    spreads = uncertain(close).spreads
    values = {}
    for name, share in zip(FEW, shares, strict=True):
        side, _, short = name.partition(".")
        for place in ("orbital", "ground") if side == "common" else (side,):
            if short in close.side(place).model.specs:
                values[f"{place}.{short}"] = spreads[name].at(share)
    block = close.with_arrays(values)
    orbit, ground = (side.run(("levelized_cost_per_pflop_hour",))[0] for side in (block.orbital, block.ground))
    work = float(close.ground.run(("delivered_compute",))[0])
    return np.nan_to_num(work * (ground - orbit))


def nested(close, known, outer=256, inner=2048):
    """Two levels: what is known on a net of its own, all else averaged over at each of its points."""
    u = qmc.Sobol(len(known), rng=np.random.default_rng(7)).random(outer).T if len(known) > 1 else (np.arange(outer)[None, :] + 0.5) / outer
    v = qmc.Sobol(len(FEW), rng=np.random.default_rng(8)).random(inner).T
    shares = np.repeat(v[:, None, :], outer, axis=1)
    for name, share in zip(known, u, strict=True):
        shares[FEW.index(name)] = share[:, None]
    expected = gains(close, shares.reshape(len(FEW), -1)).reshape(outer, inner).mean(axis=1)
    return np.maximum(expected, 0.0).mean() - max(expected.mean(), 0.0)


def test_partial_information_is_what_two_levels_of_draws_make_it(close, few):
    for one in few.by_quantity:
        assert one.value == pytest.approx(nested(close, [one.quantity]), rel=0.03, abs=4.0 * one.error + 0.01 * few.perfect)
    assert max(one.value for one in few.by_quantity) > 0.05 * few.perfect


def test_a_group_known_is_what_two_levels_of_draws_make_it(close, few):
    group = next(group for group in few.by_group if group.group == "failures")
    members = [one.quantity for one in few.by_quantity if one.group == "failures"]
    assert group.quantities == len(members) > 1
    assert group.value == pytest.approx(nested(close, members, 2048, 256), rel=0.05, abs=4.0 * group.error)
    assert group.value > max(one.value for one in few.by_quantity if one.group == "failures")


def test_everything_known_is_the_better_side_of_each_draw(close, few):
    shares = qmc.Sobol(len(FEW), rng=np.random.default_rng(9)).random(2**15).T
    gain = gains(close, shares)
    assert few.perfect == pytest.approx(np.maximum(gain, 0.0).mean() - max(gain.mean(), 0.0), rel=0.01)
    assert few.gain == pytest.approx(gain.mean(), rel=0.01)
    assert few.probability_cheaper == pytest.approx(np.mean(gain > 0.0), abs=0.005)


def test_no_part_is_worth_more_than_the_whole(found):
    assert all(0.0 <= one.value <= found.perfect for one in (*found.by_quantity, *found.by_group))
    assert found.decision == ("orbital" if found.gain > 0.0 else "ground")
    orders = [one.order for one in found.by_quantity]
    assert orders == sorted(orders)
    assert {one.quantity for one in found.by_quantity} == set(uncertain(orb.scenario(AI1).replace(CLOSE)).spreads)
    assert sum(group.quantities for group in found.by_group) == len(found.by_quantity)


def test_the_ends_are_the_draws_with_one_quantity_held(close, found):
    one = next(one for one in found.by_quantity if one.quantity == "orbital.operations_price")
    for value, chance, ratio in zip((one.low, one.high), one.probability, one.ratio, strict=True):
        held = close.replace({"orbital.operations_price": f"{value!r} USD/s"})
        assert orb.evaluate(held).orbital.value("operations_price") == pytest.approx(value)
        spread = orb.monte_carlo(held, 2**15)
        assert chance == pytest.approx(spread.probability_cheaper, abs=0.03)
        assert ratio == pytest.approx(np.nanmean(spread.ratio), rel=0.01)


def test_a_clear_decision_is_said_to_be_clear_and_still_tells_what_to_measure():
    told = orb.value_of_information(orb.scenario(AI1), 2**10)
    assert told.perfect == 0.0
    assert told.probability_cheaper == 0.0
    assert told.decision == "ground"
    assert all(one.value == 0.0 for one in told.by_quantity)
    assert "would not change that" in repr(told)
    moved = [abs(one.ratio[1] - one.ratio[0]) for one in told.by_quantity]
    assert moved == sorted(moved, reverse=True)
    assert moved[0] > 1.0


def test_a_mean_over_draws_that_cannot_be_built_says_so():
    told = orb.value_of_information(orb.scenario("ai1-claimed-vs-colossus-1"), 2**10)
    assert 0.5 < told.infeasible < 1.0
    assert f"{told.infeasible:.2%} cannot be built and count as no difference" in repr(told)


def test_quantities_that_are_worth_nothing_alone_are_not_said_to_be_worth_most():
    changes = {"orbital.launch_price": "30 USD/kg", "orbital.satellite_price_per_watt": "1 USD/W", "ground.electricity_price": "400 USD/MWh"}
    told = orb.value_of_information(orb.scenario("ai1-claimed-vs-colossus-1").replace(changes), 2**13)
    assert told.perfect > 2.0 * told.perfect_error
    assert all(one.value <= 2.0 * one.error for one in told.by_quantity)
    assert "most of one quantity" not in repr(told)
    assert "no quantity alone is seen to change the decision" in repr(told)


def test_where_orbit_cannot_be_built_there_is_nothing_to_decide():
    told = orb.value_of_information(orb.scenario(AI1).replace({"orbital.radiator_temperature": "190 K"}), 2**10)
    assert (told.infeasible, told.perfect, told.gain, told.decision) == (1.0, 0.0, 0.0, "ground")
    assert "in none of 1,024 draws can both sides be built" in repr(told)
    document = json.loads(json.dumps(told.to_dict(), allow_nan=False))
    assert document["ratio"] is None


def test_orbit_chosen_is_worth_what_orbit_refused_is(close):
    """With the ground very dear orbit is chosen, and information saves from choosing it wrongly."""
    dear = close.replace({"ground.electricity_price": "620 USD/MWh"})
    told = orb.value_of_information(dear, 2**13, only=FEW)
    assert told.decision == "orbital"
    assert told.gain > 0.0
    assert 0.0 < told.perfect < told.gain


def test_the_same_whoever_does_the_work(close):
    one, two = (orb.value_of_information(close, 2**15, only=FEW, workers=workers) for workers in (1, 2))
    assert one.to_dict() == two.to_dict()


def test_tables_json_and_pictures(found, tmp_path):
    frame = found.to_frame()
    assert len(frame) == len(found.by_quantity)
    assert frame["worth [MUSD/yr]"].iloc[0] == pytest.approx(found.by_quantity[0].value * 31.5576)
    document = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert document["perfect_information"]["unit"] == "MUSD/yr"
    assert document["work"]["value"] == pytest.approx(found.work / 1e15)
    assert document["quantities"][0]["quantity"] == found.by_quantity[0].quantity
    found.plot().savefig(tmp_path / "worth.png")
    assert (tmp_path / "worth.png").stat().st_size > 10_000


@pytest.mark.parametrize("samples", [0, 1023, -5, 2048.0, True, float("nan"), None])
def test_refuses_a_sample_count_that_teaches_nothing(close, samples):
    with pytest.raises(orb.InputError, match="at least 1,024"):
        orb.value_of_information(close, samples)


def test_more_draws_than_memory_holds_are_refused_before_any_work(close):
    with pytest.raises(orb.InputError, match=r"some 107.4 GB; draw fewer"):
        orb.value_of_information(close, 2**30)


def test_refuses_a_seed_a_name_and_a_scenario_without_spreads(close, round_numbers):
    with pytest.raises(orb.InputError, match="seed = -1"):
        orb.value_of_information(close, 2048, -1)
    with pytest.raises(orb.InputError, match=r"orbital\.altitude has no spread"):
        orb.value_of_information(close, 2048, only=["orbital.altitude"])
    bare = round_numbers()
    sides = {}
    for side in (bare.orbital, bare.ground):
        sides[side.name] = side
        for name, given in side.given.items():
            if given.spread is not None:
                sides[side.name] = sides[side.name].with_value(name, type(given)(given.value, given.written, given.origin, given.provenance))
    with pytest.raises(orb.InputError, match="nothing is uncertain"):
        orb.value_of_information(bare.with_sides(sides["orbital"], sides["ground"]), 2048)


def test_the_command_tells_what_to_know_first(run, tmp_path):
    settings = [part for key, value in CLOSE.items() for part in ("--set", f"{key}={value}")]
    status, out, err = run("value-of-information", AI1, *settings, "--samples", "1024", "--csv", str(tmp_path / "worth.csv"))
    assert (status, err) == (0, "")
    assert "build on the ground" in out
    assert "what to know first" in out
    assert "known together" in out
    assert (tmp_path / "worth.csv").read_text().startswith("quantity,group,worth [MUSD/yr]")
    status, out, _ = run("value-of-information", AI1, *settings, "--samples", "1024", "--json")
    assert status == 0
    assert json.loads(out)["samples"] == 1024
    status, _, err = run("value-of-information", AI1, "--samples", "10")
    assert status == 2
    assert "samples = 10" in err
