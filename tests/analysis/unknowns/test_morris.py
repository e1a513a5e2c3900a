"""Elementary effects: on functions whose effects are known, and beside SALib's."""

import numpy as np
import pytest
from SALib.analyze import morris as salib

import orbital as orb
from orbital.analysis.many.draws import Spread
from orbital.analysis.unknowns.morris import LEVELS, STEP, Trajectories, effect_sums, moments
from orbital.analysis.unknowns.response import Response, uncertain_for

ONLY = ("orbital.satellite_life", "ground.building_life", "common.nominal_discount_rate", "orbital.listed_flight_price", "orbital.mass_margin_fraction")


@pytest.fixture(scope="module")
def s():
    return orb.scenario("ai1-vs-colossus-1")


def everywhere(function):
    return lambda columns: np.stack([function(columns), np.ones(np.shape(columns[0]))])


def trajectories(inputs, count, seed=1):
    return Trajectories.drawn(inputs, count, np.random.default_rng(seed))


def theirs(shares, outputs):
    """SALib's analysis of our trajectories."""
    inputs = shares.shape[0]
    problem = {"num_vars": inputs, "names": [str(k) for k in range(inputs)], "bounds": [[0.0, 1.0]] * inputs}
    found = salib.analyze(problem, shares.reshape(inputs, -1).T, outputs.ravel(), num_levels=LEVELS, num_resamples=2, seed=1)
    return (np.asarray(found[name], dtype=float) for name in ("mu", "mu_star", "sigma"))


def test_each_input_moves_once_a_trajectory_between_neighboring_halves_of_the_levels():
    drawn = trajectories(6, 2000)
    steps = np.diff(drawn.shares, axis=2)
    moved = np.abs(steps) > 1e-12
    assert np.all(moved.sum(axis=2) == 1)
    assert np.all(moved.sum(axis=0) == 1)
    assert np.abs(steps[moved]) == pytest.approx(STEP)
    levels, counts = np.unique(np.round(drawn.shares * (LEVELS - 1), 9), return_counts=True)
    assert levels.tolist() == [0.0, 1.0, 2.0, 3.0]
    assert counts / counts.sum() == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize(("mode", "effect"), [(0.0, 0.928), (0.5, 0.888), (1.0, 0.928)])
def test_of_a_line_over_a_triangle_the_effect_is_a_tenth_less_than_from_end_to_end(mode, effect):
    drawn = trajectories(1, 4000)
    column = Spread(0.0, mode, 1.0).at(drawn.shares[0])
    assert drawn.effects(column).mean() == pytest.approx(effect, abs=0.01)


def test_a_linear_function_has_its_coefficients_for_effects_and_no_scatter():
    weights = np.array([3.0, -2.0, 0.5, 0.0])
    drawn = trajectories(4, 50)
    columns = list(drawn.shares)
    outputs = sum(w * column for w, column in zip(weights, columns, strict=True))
    mu, star, sigma, half, star_half = moments(*effect_sums(everywhere(lambda _: outputs), drawn, columns))
    assert mu == pytest.approx(weights, abs=1e-12)
    assert star == pytest.approx(np.abs(weights), abs=1e-12)
    assert np.all(sigma < 1e-6)
    assert np.all(half < 1e-6)
    assert np.all(star_half < 1e-6)
    for ours, other in zip((mu, star), theirs(drawn.shares, outputs), strict=False):
        assert ours == pytest.approx(other, abs=1e-12)


def test_a_bent_and_interacting_function_as_salib():
    drawn = trajectories(3, 200)
    x, y, z = drawn.shares
    outputs = np.sin(5.0 * x) * y + z**2
    ours = moments(*effect_sums(everywhere(lambda _: outputs), drawn, [x, y, z]))
    for mine, other in zip(ours, theirs(drawn.shares, outputs), strict=False):
        assert mine == pytest.approx(other, rel=1e-9)
    assert ours[4] == pytest.approx(np.array([1.972] * 3) * np.sqrt(ours[2] ** 2 + (ours[0] ** 2 - ours[1] ** 2) * 200 / 199) / np.sqrt(200), rel=1e-3)


def test_the_model_as_salib(s):
    found = uncertain_for(s, "ratio").spreads
    drawn = trajectories(len(ONLY), 40)
    response = Response(s, "ratio", {name: found[name] for name in ONLY}, logarithm=True)
    columns = [found[name].at(share) for name, share in zip(ONLY, drawn.shares, strict=True)]
    logs = np.log([[orb.evaluate(_at(s, [c[t, k] for c in columns])).ratio for k in range(len(ONLY) + 1)] for t in range(40)])
    ours = moments(*effect_sums(response, drawn, columns))
    for mine, other in zip(ours, theirs(drawn.shares, logs), strict=False):
        assert mine == pytest.approx(other, rel=1e-8, abs=1e-12)


def _at(s, values):
    there = dict(zip(ONLY, values, strict=True))
    rate = there.pop("common.nominal_discount_rate")
    return s.with_arrays({**there, "orbital.nominal_discount_rate": rate, "ground.nominal_discount_rate": rate})


def test_steps_from_or_to_what_has_no_value_are_left_out():
    drawn = trajectories(2, 500)
    x, y = drawn.shares
    good = x + y < 1.1
    mu, star, _, _, _ = moments(*(sums := effect_sums(lambda _: np.stack([np.where(good, 2.0 * x - y, 0.0), good * 1.0]), drawn, [x, y])))
    assert np.all((sums[0] > 0) & (sums[0] < 500))
    assert mu == pytest.approx([2.0, -1.0])
    assert star == pytest.approx([2.0, 1.0])


def test_the_screening_of_a_scenario_tells_what_matters_and_what_does_not(s):
    found = orb.morris(s, 64)
    assert found.evaluations == 64 * (len(found.names) + 1)
    assert np.all(np.diff(found.mu_star) <= 0.0)
    assert found.names[0] == "orbital.reference_payload"
    assert found.mu[0] < 0.0 < found.mu[1]
    low, high = found.mu_star_interval.T
    assert np.all((low <= found.mu_star) & (found.mu_star <= high))
    assert "common.compute_growth_rate" in found.idle  # the scenario starts in the year that prices are of
    assert "orbital.reference_payload" not in found.idle
    assert "orbital.hop_delay" in found.dead
    assert "orbital reference payload" in repr(found)
    assert len(found.to_frame()) == len(found.rows()) == len(found.to_dict()["effects"]) == len(found.names)


def test_workers_and_their_order_change_nothing(s):
    one, two = (orb.morris(s, 120, seed=5, workers=n) for n in (1, 2))
    assert one.names == two.names
    assert np.array_equal(one.mu_star, two.mu_star)
    assert not np.array_equal(one.mu_star, orb.morris(s, 120, seed=6).mu_star)


def test_an_output_in_its_unit(s):
    price = ("orbital.listed_flight_price",)
    plain = orb.morris(s, 16, only=price, output="orbital.launch_price", logarithm=False)
    bar = orb.tornado(s, price, "orbital.launch_price").bars[0]
    assert plain.to_frame()["mu"][0] == pytest.approx(float(plain.mu[0]))  # USD/kg are SI here
    assert plain.mu[0] == pytest.approx(bar.high.output - bar.low.output, rel=0.3)


def test_a_design_that_cannot_be_built_is_told_as_such(s):
    found = orb.morris(s.replace({"orbital.radiator_temperature": "190 K"}), 8)
    assert not found.counted.any()
    assert "it can be built on no step" in repr(found)
    assert found.to_dict()["effects"][0]["mu_star"] is None


@pytest.mark.parametrize("count", [0, 1, -3, 2.5, True, float("nan"), "8"])
def test_refuses_a_count_that_is_none(s, count):
    with pytest.raises(orb.InputError, match=r"trajectories = .*at least 2"):
        orb.morris(s, count)


def test_refuses_more_than_a_day_makes(s):
    with pytest.raises(orb.InputError, match=r"trajectories = 1000000000000: .*at most"):
        orb.morris(s, 10**12)


@pytest.mark.parametrize("seed", [-1, 1.5, True])
def test_refuses_a_seed_that_is_none(s, seed):
    with pytest.raises(orb.InputError, match=r"seed = .*at least 0"):
        orb.morris(s, 8, seed)
