"""Both sides uncertain at once: the same draws whoever makes them, and quantiles that mean what they say."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.stats import qmc, spearmanr

import orbital as orb
from orbital.analysis.many import uncertainty
from orbital.analysis.many.draws import Copula, Spread, sobol_points, uncertain
from orbital.analysis.many.uncertainty import DrawJob

ONLY = ("orbital.listed_flight_price", "orbital.satellite_loss_rate", "ground.listed_electricity_price", "common.nominal_discount_rate")


@pytest.fixture(scope="module")
def s():
    return orb.scenario("ai1-vs-colossus-1").replace({"orbital.launch_price": "computed"})


def job(s, samples, names=ONLY, seed=1):
    found = uncertain(s)
    return DrawJob(s, {name: found.spreads[name] for name in found.names(names)}, seed, samples // 16, 16, None)


def test_a_draw_is_its_scenario(s):
    work = job(s, 512)
    columns = work.columns(range(16))
    ratio = orb.monte_carlo(s, 512, only=ONLY).ratio
    for row in (0, 100, 311, 511):
        values = {name: np.float64(column[row]) for name, column in columns.items()}
        given = {}
        for name, value in values.items():
            section, _, short = name.partition(".")
            given |= {f"{side}.{short}": value for side in ([section] if section != "common" else ["orbital", "ground"])}
        sides = s.with_arrays(given)
        cost = [float(side.run(("levelized_cost_per_pflop_hour",))[0]) for side in (sides.orbital, sides.ground)]
        assert ratio[row] == pytest.approx(cost[0] / cost[1], rel=1e-12)


def test_draws_are_cases_that_a_sweep_takes(s):
    table = orb.draws(s, 512)
    found = orb.sweep(s, table, outputs=["ratio", "orbital.satellite_mass"])
    assert found["ratio"] == pytest.approx(orb.monte_carlo(s, 512).ratio, rel=1e-12, nan_ok=True)
    assert np.ptp(found["orbital.satellite_mass"]) > 0.0
    with pytest.raises(orb.InputError, match="more than"):
        orb.draws(s, 2**24)


def test_workers_executors_and_blocks_change_no_number(s, monkeypatch):
    one = orb.monte_carlo(s, 2**18, only=ONLY)
    assert np.array_equal(orb.monte_carlo(s, 2**18, only=ONLY, workers=2).ratio, one.ratio, equal_nan=True)
    with ThreadPoolExecutor(2) as threads:
        assert np.array_equal(orb.monte_carlo(s, 2**18, only=ONLY, executor=threads).ratio, one.ratio, equal_nan=True)
    monkeypatch.setattr(uncertainty, "BLOCKS_A_TASK", 1)
    assert np.array_equal(orb.monte_carlo(s, 2**18, only=ONLY).ratio, one.ratio, equal_nan=True)


def test_geometry_that_is_drawn_is_the_same_in_any_block(monkeypatch):
    s = orb.scenario("ai1-vs-colossus-1").replace({"orbital.altitude": {"value": "600 km", "spread": ["520 km", "680 km"]}})
    few = orb.monte_carlo(s, 2048, only=["orbital.altitude", *ONLY]).ratio
    work = job(s, 2048, ["orbital.altitude", *ONLY])
    rows = np.concatenate([work.batch(work.columns(range(k, k + 1)))["ratio"] for k in range(16)])
    assert np.array_equal(rows, few, equal_nan=True)


def test_counts_in_bins_give_the_quantiles_of_the_rows(s, monkeypatch):
    rows = orb.monte_carlo(s, 2**15)
    monkeypatch.setattr(uncertainty, "KEPT", 100)
    bins = orb.monte_carlo(s, 2**15)
    assert bins.ratio.size == 0
    assert int(bins.bins.sum()) == np.count_nonzero(np.isfinite(rows.ratio))
    for q in (0.01, 0.1, 0.5, 0.9, 0.99):
        assert bins.quantile(q) == pytest.approx(rows.quantile(q), rel=1.1 * uncertainty.RESOLUTION)
    assert bins.quantile_error(0.5) == pytest.approx(rows.quantile_error(0.5), rel=0.1)
    assert bins.probability_cheaper == rows.probability_cheaper
    assert bins.by_reason == rows.by_reason
    assert bins.infeasible == rows.infeasible
    edges, counts = bins.counts()
    assert counts.sum() == bins.bins.sum()
    assert np.all(np.diff(edges) > 0)


def test_a_standard_error_is_the_scatter_of_other_seeds(s):
    found = [orb.monte_carlo(s, 2048, seed=seed, only=ONLY) for seed in range(30)]
    scatter = np.std([spread.quantile(0.5) for spread in found], ddof=1)
    told = np.mean([spread.quantile_error(0.5) for spread in found])
    assert 0.5 < told / scatter < 2.0


def test_scrambled_points_beat_plain_draws(s):
    sobol = np.std([np.mean(orb.monte_carlo(s, 4096, seed=seed, only=ONLY).ratio) for seed in range(12)])
    plain = np.mean([np.std(orb.monte_carlo(s, 4096, seed=seed, only=ONLY).ratio) for seed in range(3)]) / np.sqrt(4096)
    assert sobol < 0.5 * plain


def test_reasons_are_those_of_single_scenarios(s):
    tight = s.replace({"orbital.array_power_beginning_of_life": "205 kW"})
    found = orb.monte_carlo(tight, 2048)
    assert found.by_reason["orbital.array_power_margin"] > 0.0
    assert "the array ends its life at [array power beginning of life]" in found.words["orbital.array_power_margin"]
    assert any(note.startswith("orbital.array_power_margin: ") for note in found.notes())
    assert found.to_dict()["reasons"] == found.words
    assert max(found.by_reason.values()) <= found.infeasible <= sum(found.by_reason.values()) + 1e-12
    assert found.infeasible == pytest.approx(np.mean(np.isnan(found.ratio)))


def test_draws_that_cannot_be_built_are_said_to_have_no_ratio(s):
    claimed = orb.monte_carlo(orb.scenario("ai1-claimed-vs-colossus-1"), 512)
    assert claimed.infeasible > 0.5
    assert f"{claimed.infeasible:.2%} of the draws cannot be built" in repr(claimed)
    assert "cannot be built" not in repr(orb.monte_carlo(s, 64, only=ONLY))


def test_correlations_are_those_asked_for_and_leave_each_spread_as_it_is(s):
    a, b, c = ONLY[0], ONLY[2], ONLY[3]
    pairs = {(a, b): 0.7, (b, c): -0.4}
    names = uncertain(s).names(ONLY)
    copula = Copula.of(names, pairs)
    shares = np.concatenate([sobol_points(4096, 4, 1, k) for k in range(4)], axis=1)
    copula.correlate(shares)
    at = {name: shares[names.index(name)] for name in ONLY}
    assert spearmanr(at[a], at[b])[0] == pytest.approx(0.7, abs=0.01)
    assert spearmanr(at[b], at[c])[0] == pytest.approx(-0.4, abs=0.01)
    assert spearmanr(at[a], at[ONLY[1]])[0] == pytest.approx(0.0, abs=0.02)
    for share in shares:
        assert np.quantile(share, [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.01)
    apart, together = (orb.monte_carlo(s, 8192, only=ONLY[:2], correlations=pair) for pair in ({}, {ONLY[:2]: 0.9}))
    width = [spread.quantile(0.9) / spread.quantile(0.1) for spread in (apart, together)]
    assert width[1] > width[0]


def test_points_are_scipys_and_fill_evenly():
    points = sobol_points(256, 3, 7, 0)
    assert points.shape == (3, 256)
    assert qmc.discrepancy(points.T) < qmc.discrepancy(np.random.default_rng(1).random((256, 3))) / 5.0
    assert not np.array_equal(points, sobol_points(256, 3, 7, 1))
    assert points.min() > 0.0
    assert points.max() < 1.0


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"seed": -1}, "seed = -1"),
        ({"seed": 1.5}, "seed = 1.5"),
        ({"only": ["orbital.nosuch"]}, "orbital.nosuch has no spread"),
        ({"only": ["orbital.array_price"]}, "orbital.array_price is dead"),
        ({"only": ONLY, "correlations": {(ONLY[0], "orbital.x"): 0.5}}, "orbital.x is not drawn"),
        ({"only": ONLY, "correlations": {(ONLY[0], ONLY[1]): 1.0}}, "above -1 and below 1"),
        ({"only": ONLY, "correlations": {(ONLY[0], ONLY[1]): float("nan")}}, "above -1 and below 1"),
        ({"only": ONLY, "correlations": {(ONLY[0], ONLY[0]): 0.5}}, "two different names"),
        ({"only": ONLY, "correlations": {(ONLY[0], ONLY[1]): 0.5, (ONLY[1], ONLY[0]): -0.5}}, "given in both orders"),
        ({"only": ONLY, "correlations": {(ONLY[1], ONLY[0]): 0.5, (ONLY[0], ONLY[1]): 0.5}}, "given in both orders"),
        ({"only": ONLY, "correlations": {(ONLY[0], ONLY[1]): 0.9, (ONLY[1], ONLY[2]): 0.9, (ONLY[0], ONLY[2]): -0.9}}, "not positive definite"),
    ],
)
def test_refuses_what_cannot_be_drawn(s, asked, told):
    with pytest.raises(orb.InputError, match=told):
        orb.monte_carlo(s, 64, **asked)


def test_more_draws_than_a_day_makes_are_refused_at_once(s):
    with pytest.raises(orb.InputError, match="at most 68,719,476,736"):
        orb.monte_carlo(s, 10**20)


def test_a_spread_of_no_rise_stays_within_its_ends():
    share = np.linspace(1e-12, 1.0 - 1e-12, 1001)
    for spread in (Spread(1.0, 1.0, 2.0), Spread(1.0, 2.0, 2.0), Spread(-3.0, 0.0, 5.0)):
        drawn = spread.at(share)
        assert spread.low <= drawn.min()
        assert drawn.max() <= spread.high
        assert np.all(np.diff(drawn) >= 0.0)


@pytest.mark.parametrize("name", ["semianalysis-2026", "starcloud-2024", "novaspace-2026"])
def test_a_study_that_nothing_can_violate_is_drawn_too(name):
    its = orb.study(name).scenario
    found = orb.monte_carlo(its, 64)
    assert (found.infeasible, found.by_reason) == (0.0, {})
    assert found.ratio == pytest.approx(orb.sweep(its, orb.draws(its, 64))["ratio"], rel=1e-12)


def test_draws_of_which_none_can_be_built_have_no_quantiles_to_tell(s):
    found = orb.monte_carlo(s.replace({"orbital.radiator_temperature": "190 K"}), 64)
    assert "nan" not in repr(found)
    assert repr(found).startswith("no ratio: orbit cannot be built in any of 64 draws of ")
