"""Sobol' indices of scenarios: beside SALib on the same model, and beside quadrature; the command."""

import json

import numpy as np
import pytest
from SALib.analyze import sobol as salib
from SALib.sample import sobol as sample

import orbital as orb
from orbital.analysis.many.batch import Batch
from orbital.analysis.many.draws import uncertain
from orbital.analysis.many.running import in_order
from orbital.analysis.unknowns.response import plain_name
from orbital.analysis.unknowns.sensitivity import SobolJob

AI1 = "ai1-vs-colossus-1"
SMOOTH = ("common.listed_accelerator_price", "common.nominal_discount_rate", "ground.accelerator_life")
FEW = ("orbital.reference_payload", "orbital.listed_flight_price", "orbital.radiator_segment_area", "orbital.satellite_life", "ground.accelerator_life")


@pytest.fixture(scope="module")
def s():
    return orb.scenario(AI1)


@pytest.fixture(scope="module")
def whole(s):
    return orb.sensitivity(s, 1024)


def logs(s, names, shares):
    """The logarithm of the ratio at shares (names, ...) of the spreads."""
    spreads = uncertain(s).spreads
    columns = {name: spreads[name].at(share) for name, share in zip(names, shares, strict=True)}
    return np.log(Batch(s, names)(columns)["ratio"])


def test_indices_are_those_of_a_dense_quadrature(s):
    """Means over a grid of midpoints of each distribution, one axis an input: V(E(y|x)) / V and E(V(y|others)) / V."""
    middle = (np.arange(60) + 0.5) / 60
    y = logs(s, SMOOTH, np.ix_(middle, middle, middle))
    first = [y.mean(axis=tuple({0, 1, 2} - {k})).var() / y.var() for k in range(3)]
    total = [y.var(axis=k).mean() / y.var() for k in range(3)]
    found = orb.sensitivity(s, 4096, only=SMOOTH)
    order = [found.names.index(name) for name in SMOOTH]
    assert found.first[order] == pytest.approx(first, abs=2e-3)
    assert found.total[order] == pytest.approx(total, abs=2e-3)
    assert found.deviation == pytest.approx(y.std(), rel=4e-3)
    assert found.interaction == pytest.approx(1.0 - sum(first), abs=3e-3)
    assert found.infeasible == 0.0
    assert np.isnan(found.deciding.total).all()


def test_indices_are_those_of_salib_on_the_same_model(s):
    problem = {"num_vars": len(FEW), "names": list(FEW), "bounds": [[0.0, 1.0]] * len(FEW)}
    points = sample.sample(problem, 2048, calc_second_order=False, seed=3)
    theirs = salib.analyze(problem, logs(s, FEW, points.T), calc_second_order=False, seed=3)
    found = orb.sensitivity(s, 2048, only=FEW)
    order = [found.names.index(name) for name in FEW]
    halves = (0.5 * np.diff(ends, axis=1).ravel()[order] for ends in (found.first_interval, found.total_interval))
    for ours, half, value, theirs_half in zip((found.first, found.total), halves, ("S1", "ST"), ("S1_conf", "ST_conf"), strict=False):
        assert np.all(np.abs(ours[order] - theirs[value]) < 1.3 * np.hypot(half, theirs[theirs_half]))
        assert np.all(half < 1.2 * theirs[theirs_half])


def test_all_spreads_of_the_reference_at_once(whole, s):
    assert whole.evaluations == 1024 * (len(whole.names) + 2)
    assert set(whole.names) == set(uncertain(s).spreads)
    assert whole.dead == uncertain(s).dead
    assert whole.names[0] == "orbital.reference_payload"
    assert np.all(np.diff(whole.total) <= 0.0)
    assert np.all(whole.total >= 0.0)
    low, high = whole.total_interval.T
    assert np.all((low <= whole.total) & (whole.total <= high))
    assert whole.sum_of_first == pytest.approx(whole.first.sum())
    assert whole.interaction == pytest.approx(1.0 - whole.sum_of_first)
    assert whole.total.sum() > whole.sum_of_first
    assert 0.0 < whole.infeasible < 0.01
    assert "common.compute_growth_rate" in whole.idle
    assert whole.tornado.today == orb.evaluate(s).ratio


def test_the_deviation_and_what_cannot_be_built_are_those_of_monte_carlo(whole, s):
    drawn = orb.monte_carlo(s, 2**15)
    assert whole.deviation == pytest.approx(np.nanstd(np.log(drawn.ratio)), rel=0.05)
    assert whole.infeasible == pytest.approx(drawn.infeasible, abs=0.002)


def test_what_decides_whether_it_can_be_built(s):
    """An array that just suffices: its degradation and the load decide, and no price does."""
    found = orb.sensitivity(s.replace({"orbital.array_power_beginning_of_life": "225 kW"}), 1024)
    assert 0.1 < found.infeasible < 0.9
    by_name = dict(zip(found.names, found.deciding.total, strict=True))
    assert by_name["orbital.array_degradation_rate"] > 0.2
    assert by_name["orbital.bus_overhead_fraction"] > 0.2
    assert by_name["orbital.listed_flight_price"] == 0.0
    assert "of the draws cannot be built; what decides it (total indices): orbital" in repr(found)
    among = dict(zip(found.names, found.among_built, strict=True))
    assert max(among, key=among.get) == "orbital.reference_payload"
    assert found.largest(found.among_built, found.among_built_error, 1) == f"orbital reference payload {among['orbital.reference_payload']:.0%}"


def test_correlation_ratios_are_first_indices_where_nearly_all_can_be_built(whole):
    low, high = (whole.first_interval - whole.first[:, None])[:15].T
    assert np.all(np.abs(whole.among_built - whole.first)[:15] < 1.5 * (high - low))
    assert np.all(whole.among_built_error < 0.02)


def test_the_ratio_itself_or_its_logarithm(s):
    plain, of_logs = (orb.sensitivity(s, 512, only=FEW, logarithm=flag) for flag in (False, True))
    assert plain.interaction > of_logs.interaction
    assert "the logarithm of ratio" in repr(of_logs)
    assert "logarithm" not in repr(plain)
    assert plain.deviation == pytest.approx(np.nanstd(orb.monte_carlo(s, 2**14, only=FEW).ratio), rel=0.05)


def test_an_output_of_one_side_rests_on_no_spread_of_the_other(s):
    found = orb.sensitivity(s, 64, output="orbital.satellite_mass")
    assert not any(name.startswith("ground.") for name in found.names)
    assert "ground.listed_electricity_price" in found.dead
    assert found.tornado.output == "orbital.satellite_mass"


def test_an_output_below_zero_has_no_logarithm(s):
    late = {"only": ["orbital.access_delay", "common.fiber_route_factor"], "output": "time_to_first_token_difference"}
    with pytest.raises(orb.InputError, match=r"time_to_first_token_difference falls to -.* ms.*logarithm=False"):
        orb.sensitivity(s, 32, **late)
    assert orb.sensitivity(s, 32, **late, logarithm=False).sum_of_first > 0.5


def test_an_output_that_the_spreads_asked_for_do_not_move(s):
    found = orb.sensitivity(s, 64, only=["common.compute_growth_rate"])
    assert "does not change" in repr(found)
    assert np.isnan(found.total).all()
    json.dumps(found.to_dict(), allow_nan=False)


def test_a_name_asked_for_twice_counts_once(s):
    found = orb.sensitivity(s, 32, only=["ground.building_life", "orbital.satellite_life", "ground.building_life"])
    assert sorted(found.names) == ["ground.building_life", "orbital.satellite_life"]
    assert found.evaluations == 32 * 4


def test_an_input_is_an_output_too(s):
    found = orb.sensitivity(s, 1024, output="ground.building_life")
    assert found.names[0] == "ground.building_life"
    assert found.total[0] == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("power", ["computed", "200 kW"])
@pytest.mark.parametrize("logarithm", [True, False])
def test_the_size_of_an_output_does_not_matter_nor_whether_it_can_be_built_today(s, power, logarithm):
    """What only orbit knows moves the ratio as it moves orbit's cost, which in SI is 1e-17 USD a FLOP."""
    names = ("orbital.array_degradation_rate", "orbital.satellite_life", "orbital.reference_payload")
    there = s.replace({"orbital.array_power_beginning_of_life": power})
    cost = orb.sensitivity(there, 4096, only=names, output="orbital.levelized_cost_per_pflop_hour", logarithm=logarithm)
    ratio = orb.sensitivity(there, 4096, only=names, logarithm=logarithm)
    assert cost.names == ratio.names
    assert cost.infeasible == ratio.infeasible
    assert (cost.infeasible > 0.0) == (power == "200 kW")
    assert cost.total == pytest.approx(ratio.total, rel=1e-7, abs=1e-9)
    assert cost.first == pytest.approx(ratio.first, abs=1e-7)
    assert cost.among_built == pytest.approx(ratio.among_built, rel=1e-6, abs=1e-9)


def test_one_spread_is_all_of_it(s):
    found = orb.sensitivity(s, 4096, only=["orbital.satellite_life"])
    assert found.first == pytest.approx([1.0], abs=0.01)
    assert found.total == pytest.approx([1.0], abs=0.01)


def test_a_design_that_cannot_be_built_is_told_as_such(s):
    found = orb.sensitivity(s.replace({"orbital.radiator_temperature": "190 K"}), 32)
    assert found.infeasible == 1.0
    assert "it can be built in none of the draws" in repr(found)
    json.dumps(found.to_dict(), allow_nan=False)


@pytest.mark.parametrize("samples", [32, 64, 256])
def test_few_draws_that_can_be_built_are_said_to_be_too_few(s, samples):
    found = orb.sensitivity(s.replace({"orbital.array_power_beginning_of_life": "195 kW"}), samples)
    assert 0.95 < found.infeasible <= 1.0
    assert "too few draws to tell" in repr(found) or "none of the draws" in repr(found)
    assert "nan" not in repr(found)
    json.dumps(found.to_dict(), allow_nan=False)


def test_draws_depend_on_the_seed_and_not_on_workers(s):
    one, two = (orb.sensitivity(s, 2048, seed=4, only=FEW, workers=n) for n in (1, 2))
    for name in ("first", "first_error", "total", "total_error"):
        assert np.array_equal(getattr(one.shares, name), getattr(two.shares, name))
    assert not np.array_equal(one.total, orb.sensitivity(s, 2048, seed=5, only=FEW).total)


def test_tasks_cover_every_replicate_once():
    for replicate, replicates in ((2, 16), (512, 16), (1024, 48), (8192, 32)):
        job = SobolJob(None, 1, replicate, replicates)
        numbers = [number for task in range(job.tasks) for number in job.numbers(task)]
        assert numbers == list(range(replicates))
        assert job.samples == replicate * replicates


def test_results_of_tasks_add_up_in_their_order():
    assert list(in_order([(2, "c"), (0, "a"), (3, "d"), (1, "b")])) == [(0, "a"), (1, "b"), (2, "c"), (3, "d")]


def test_large_replicates_run_in_blocks(s):
    few = ("orbital.satellite_life", "ground.building_life")
    found = orb.sensitivity(s, 2**16, only=few)
    assert found.samples == 2**16
    assert found.total == pytest.approx(orb.sensitivity(s, 2**12, only=few).total, abs=0.01)


@pytest.mark.parametrize(("asked", "made"), [(32, 32), (100, 128), (1000, 1024), (5000, 8192)])
def test_samples_are_rounded_up_to_whole_replicates(s, asked, made):
    assert orb.sensitivity(s, asked, only=["orbital.satellite_life"]).samples == made


@pytest.mark.parametrize("samples", [0, 1, 31, -64, 64.0, True, float("nan"), "64"])
def test_refuses_a_sample_count_that_is_none(s, samples):
    with pytest.raises(orb.InputError, match=r"samples = .*at least 32"):
        orb.sensitivity(s, samples)


@pytest.mark.parametrize("workers", [0, -1, 1.5])
def test_refuses_workers_that_are_none(s, workers):
    with pytest.raises(orb.InputError, match="workers"):
        orb.sensitivity(s, 64, only=FEW, workers=workers)


def test_names_for_people():
    assert plain_name("ground.listed_electricity_price") == "ground electricity price"
    assert plain_name("common.host_size") == "host size"


# --- tables and pictures ---
def test_frames_rows_and_documents_hold_every_spread(whole):
    frame = whole.to_frame()
    assert frame["name"].tolist() == list(whole.names)
    assert np.all(frame["total_low"] <= frame["total"])
    assert [row[0] for row in whole.rows()] == list(whole.names)
    document = json.loads(json.dumps(whole.to_dict(), allow_nan=False))
    assert document["indices"][0]["name"] == whole.names[0]
    assert document["indices"][0]["total_low"] <= document["indices"][0]["total"]
    assert len(document["tornado"]["bars"]) == len(whole.names)


@pytest.mark.parametrize("power", ["230 kW", "200 kW", "computed"])
def test_pictures_show_names_whatever_can_be_built(s, power):
    from matplotlib import pyplot

    chosen = s if power == "computed" else s.replace({"orbital.array_power_beginning_of_life": power})
    for found in (orb.sensitivity(chosen, 64), orb.morris(chosen, 16), orb.tornado(chosen)):
        figure = found.plot()
        figure.canvas.draw()
        assert {tick.get_text() for axis in figure.axes for tick in axis.get_yticklabels()} & {
            "orbital reference payload",
            "orbital array degradation rate",
        }
        pyplot.close(figure)


# --- the command ---
@pytest.mark.parametrize(("method", "key"), [("sobol", "indices"), ("morris", "effects"), ("tornado", "bars")])
def test_the_command_prints_one_document(run, method, key):
    samples = [] if method == "tornado" else ["--samples", "64"]
    status, out, _ = run("sensitivity", AI1, "--method", method, *samples, "--json")
    document = json.loads(out)
    assert status == 0
    assert document["method"] == method
    assert len(document[key]) > 100


@pytest.mark.parametrize("method", ["sobol", "morris", "tornado"])
def test_the_command_writes_a_table_and_a_picture(run, tmp_path, method):
    samples = [] if method == "tornado" else ["--samples", "64"]
    status, out, _ = run("sensitivity", "--method", method, *samples, "--csv", str(tmp_path / "t.csv"), "--plot", str(tmp_path / "p.png"))
    assert status == 0
    assert "orbital reference payload" in out
    assert "orbital.reference_payload" in (tmp_path / "t.csv").read_text()
    assert (tmp_path / "p.png").stat().st_size > 10_000


def test_the_command_answers_for_what_cannot_be_built(run):
    for method in ("sobol", "morris", "tornado"):
        status, out, _ = run("sensitivity", "--method", method, "--set", "orbital.radiator_temperature=190 K")
        assert status == 0
        assert "gives off less than it takes up" in out or method == "morris"


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (("--samples", "5"), "samples = 5"),
        (("--method", "morris", "--samples", "1"), "trajectories = 1"),
        (("--seed", "-1"), "seed = -1"),
        (("--method", "tornado", "--samples", "64"), "--samples says nothing to a tornado"),
        (("--method", "tornado", "--workers", "2"), "--workers says nothing to a tornado"),
        (("--set", "orbital.launch_prise=3 USD/kg"), "did you mean"),
    ],
)
def test_the_command_refuses(run, arguments, fragment):
    status, out, err = run("sensitivity", AI1, *arguments)
    assert status == 2
    assert not out
    assert fragment in err
