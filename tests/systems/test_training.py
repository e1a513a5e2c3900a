"""What workers exchange in training, against a ring that is played through."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import orbital as orb
from orbital.systems import cluster_network, satellite_network, training

GB, GBIT = 8e9, 1e9
MODEL = np.float64(140.0 * GB)
"""70e9 parameters in bf16."""
WORKERS = st.integers(1, 10_000).map(np.float64)


def f64(*values):
    return [np.float64(value) for value in values]


def played_ring(vectors):
    """A ring all-reduce, chunk by chunk: the sums each worker ends with, the numbers each sent, and the rounds it took."""
    workers = len(vectors)
    held = [list(np.array_split(vector.copy(), workers)) for vector in vectors]
    sent, rounds = np.zeros(workers), 0
    for first, adds in ((0, True), (1, False)):
        for step in range(workers - 1):
            moving = [(w, (w + first - step) % workers, held[w][(w + first - step) % workers].copy()) for w in range(workers)]
            rounds += 1
            for w, chunk, content in moving:
                sent[w] += content.size
                neighbor = held[(w + 1) % workers]
                neighbor[chunk] = neighbor[chunk] + content if adds else content
    return [np.concatenate(chunks) for chunks in held], sent, rounds


def test_64_nodes_send_275_6_gb_each_to_add_up_140_gb_of_gradients():
    """Derived: 2 x 63/64 x 140 GB."""
    assert training.all_reduce_size(MODEL, np.float64(64.0)) / GB == pytest.approx(275.6, rel=0.002)


@pytest.mark.parametrize(("rate", "seconds"), [(400.0, 5.51), (9600.0, 0.230)])
def test_an_all_reduce_of_140_gb_over_64_nodes(rate, seconds):
    """Derived, latency ignored; 9.6 Tb/s is a Suncatcher link, arXiv:2511.19468v2."""
    assert training.all_reduce_time(MODEL, *f64(64.0, rate * GBIT, 0.0)) == pytest.approx(seconds, rel=0.002)


@pytest.mark.parametrize("workers", [2, 5, 8])
def test_a_ring_played_through_adds_up_and_sends_as_much(workers):
    vectors = np.random.default_rng(2).random((workers, 40 * workers))
    sums, sent, rounds = played_ring(list(vectors))
    assert all(np.allclose(got, vectors.sum(axis=0)) for got in sums)
    assert sent == pytest.approx(training.all_reduce_size(*f64(40 * workers, workers)))
    delays = training.all_reduce_time(*f64(0.0, workers, 1.0, 0.01)) / 0.01
    assert rounds == pytest.approx(delays)


@given(first=WORKERS, second=WORKERS)
def test_more_workers_send_more_but_never_twice_the_gradients(first, second):
    size = training.all_reduce_size(MODEL, np.sort(np.array([first, second])))
    assert np.all(np.diff(size) >= 0.0)
    assert np.all(size < 2.0 * MODEL)
    assert training.all_reduce_size(MODEL, np.float64(1.0)) == 0.0


def test_a_synchronization_of_140_gb_every_500_steps():
    """Derived by the method of arXiv:2311.08105: 100 Gb/s, 10 s a step: 22.4 s, 0.45 %, 0.448 Gb/s."""
    time = training.synchronization_time(MODEL, np.float64(100.0 * GBIT))
    assert time == pytest.approx(22.4, rel=0.005)
    assert training.synchronization_overhead(time, *f64(500.0, 10.0)) == pytest.approx(0.0045, rel=0.005)
    assert training.synchronization_rate(MODEL, *f64(500.0, 10.0)) / GBIT == pytest.approx(0.448, rel=0.005)


@given(workers=WORKERS, steps=st.floats(1.0, 2000.0).map(np.float64), rate=st.floats(1.0, 1e4).map(lambda gbit: np.float64(gbit * GBIT)))
def test_local_steps_cut_the_traffic_by_their_number(workers, steps, rate):
    """Against an all-reduce in each step, whose limit of many workers a synchronization is."""
    every_step = training.all_reduce_time(MODEL, workers, rate, np.float64(0.0))
    time = training.synchronization_time(MODEL, rate)
    assert every_step <= time
    assert training.all_reduce_time(MODEL, *f64(1e9), rate, np.float64(0.0)) == pytest.approx(time, rel=1e-8)
    overhead = training.synchronization_overhead(time, steps, np.float64(10.0))
    assert overhead * steps == pytest.approx(time / 10.0, rel=1e-12)
    assert training.synchronization_rate(MODEL, steps, np.float64(10.0)) == pytest.approx(overhead * rate, rel=1e-12)


# --- a run on islands ---
LLAMA = {"workload.use": "training-llama3-405b"}
H100 = {**LLAMA, "common.accelerator": "h100-sxm"}
TERABIT = {**LLAMA, "orbital.inter_satellite_rate": "1000 Gbit/s", "orbital.neighbor_distance": "1000 km"}


@cache
def scenario_of(changes):
    return orb.scenario("ai1-vs-colossus-1").replace(dict(changes))


def run(side, changes, *names):
    return scenario_of(tuple(changes.items())).side(side).run(names)


def test_llama_3_405b_on_h100_is_spread_and_exchanges_as_published():
    """arXiv:2407.21783, table 4 and section 3.3: 16 stages of 8 by tensors, 128 copies, 16 M tokens a step; 16 bytes a parameter make 15 stages."""
    stages, copies, step, exchange, ceiling = run(
        "ground", H100, "model_islands", "data_parallel_copies", "step_time", "step_exchange_time", "network_utilization_ceiling"
    )
    assert stages == pytest.approx(16.0, abs=1.0)
    assert copies == pytest.approx(128.0, rel=0.1)
    assert step == pytest.approx(6 * 405e9 * 16.8e6 / (16_384 * 0.989e15 * 0.404), rel=1e-12)
    assert exchange < 0.1 * step
    assert ceiling == 1.0


def test_a_run_that_its_links_do_not_bind_keeps_its_measured_utilization():
    assert run("ground", H100, "utilization")[0] == pytest.approx(0.404)
    close = {**LLAMA, "orbital.inter_satellite_rate": "50000 Gbit/s", "orbital.neighbor_distance": "100 km"}
    assert run("orbital", close, "utilization")[0] == pytest.approx(0.404)


def test_a_satellite_of_72_takes_14_seconds_for_gradients_that_2_5_seconds_made():
    """By hand: 2 x 226.6/227.6 x 810 GB over 1 Tb/s = 12.90 s, and 453.1 hops of 1,000 km and 20 us = 1.520 s; 6 x 405e9 x 16.8e6 / (16,384 x 2.5e15 x
    0.404) = 2.467 s, of which 1.48 s can hide.
    """
    exchange, step, ceiling = run("orbital", TERABIT, "step_exchange_time", "step_time", "network_utilization_ceiling")
    assert (exchange, step) == pytest.approx((12.903 + 1.520, 2.467), rel=1e-3)
    assert ceiling == pytest.approx(2.467 / (2.467 + 14.423 - 0.6 * 2.467), rel=1e-3)


def test_the_ceiling_of_a_16384_chip_job_falls_as_its_links_do():
    rates = np.geomspace(1e9, 1e14, 60)
    block = scenario_of(tuple({**LLAMA, "orbital.neighbor_distance": "100 km"}.items())).with_arrays({"orbital.inter_satellite_rate": rates})
    ceiling, utilization = block.orbital.run(("network_utilization_ceiling", "utilization"))
    assert np.all(np.diff(ceiling) >= 0.0)
    assert np.all(np.diff(ceiling[rates < 7e12]) > 0.0)
    assert np.all((ceiling > 0.0) & (ceiling <= 1.0))
    assert ceiling[-1] == 1.0
    assert utilization == pytest.approx(0.404 * ceiling)


@given(
    rate=st.floats(1e9, 1e14).map(np.float64),
    job=st.floats(1.0, 1e6).map(np.float64),
    island=st.floats(1.0, 1e4).map(np.float64),
    overlap=st.floats(0.0, 1.0).map(np.float64),
)
def test_a_ceiling_is_a_share_and_no_lower_than_with_nothing_hidden(rate, job, island, overlap):
    memory, share = f64(80.0 * GB, 0.7)
    stages = training.model_islands(*f64(70e9, 16.0 * 8.0), memory, share, island)
    copies = training.data_parallel_copies(job, island, stages)
    sent = training.gradient_exchange_size(*f64(70e9, 16.0), stages, copies), training.pipeline_exchange_size(*f64(4e6, 8192.0), stages, copies)
    exchange, step = training.step_exchange_time(*sent, rate, *f64(0.0, 0.0)), training.step_time(*f64(4.2e11, 4e6), job, *f64(1e15, 0.4))
    ceiling = training.network_utilization_ceiling(exchange, step, overlap)
    assert 0.0 < ceiling <= 1.0
    assert ceiling * (1.0 + 1e-12) >= training.network_utilization_ceiling(exchange, step, np.float64(0.0))
    assert stages >= 1.0
    assert copies >= 1.0
    if job <= island:
        assert exchange == (sent[1] / rate if stages > 1.0 else 0.0)


def played_run(islands, stages, parameters, gradient, tokens, hidden):
    """Bytes that the busiest island sends in a step, counted message by message: activations and their gradients from stage to stage for each share of the
    data, then a ring among the islands that hold the same layers, chunk by chunk.
    """
    copies = islands // stages
    sent = np.zeros((copies, stages))
    for copy in range(copies):
        for stage in range(stages - 1):
            sent[copy, stage] += tokens / copies * hidden * 2
            sent[copy, stage + 1] += tokens / copies * hidden * 2
    share = parameters * gradient / stages
    for stage in range(stages):
        for _ in range(2 * (copies - 1)):
            sent[:, stage] += share / copies
    return sent.max()


@pytest.mark.parametrize(("islands", "stages"), [(64, 1), (60, 3), (2048, 16), (12, 12)])
def test_what_an_island_sends_agrees_with_messages_counted_one_by_one(islands, stages):
    n, p = f64(islands, stages)
    copies = training.data_parallel_copies(n, np.float64(1.0), p)
    got = training.gradient_exchange_size(*f64(70e9, 2.0), p, copies) + training.pipeline_exchange_size(*f64(4e6, 8192.0), p, copies) / 8.0
    assert got == pytest.approx(played_run(islands, stages, 70e9, 2.0, 4e6, 8192), rel=1e-12)


def test_a_job_too_small_for_the_model_is_infeasible():
    """16 bytes x 405e9 over 0.7 x 288 GB: 32.1 accelerators."""
    assert not [line for line in orb.evaluate(scenario_of((*LLAMA.items(), ("workload.job_accelerators", "33 GPU")))).reasons if "cannot hold" in line]
    result = orb.evaluate(scenario_of((*LLAMA.items(), ("workload.job_accelerators", "32 GPU"))))
    assert [line for line in result.reasons if "32 GPU cannot hold the model in training" in line]


def test_a_job_inside_one_satellite_needs_no_links():
    slow = {**LLAMA, "workload.job_accelerators": "72 GPU", "orbital.inter_satellite_rate": "0.01 Gbit/s"}
    assert run("orbital", slow, "step_exchange_time", "network_utilization_ceiling") == (0.0, 1.0)


# --- local steps ---
LOCAL = {**TERABIT, "orbital.formulas.network_utilization_ceiling": "network_utilization_ceiling_local_steps"}


def test_local_steps_lift_the_ceiling_from_16_to_99_percent_and_are_flagged_beyond_8_copies():
    """14.42 s of exchange every 500 steps of 2.467 s: 1/(1 + 0.01169)."""
    assert run("orbital", LOCAL, "network_utilization_ceiling")[0] == pytest.approx(1.0 / 1.01169, rel=1e-4)
    flagged = [line for line in orb.evaluate(scenario_of(tuple(LOCAL.items()))).flags if "local steps" in line]
    assert flagged == ["orbital: local steps are reckoned to cost no quality among 227.6 copies; up to 8 have been shown"]
    few = {**LOCAL, "workload.job_accelerators": "576 GPU"}
    assert not [line for line in orb.evaluate(scenario_of(tuple(few.items()))).flags if "local steps" in line]


@given(steps=st.floats(1.0, 2000.0).map(np.float64), rate=st.floats(1.0, 1e4).map(lambda gbit: np.float64(gbit * GBIT)), workers=WORKERS)
def test_local_steps_agree_with_the_overhead_of_synchronizing(steps, rate, workers):
    """1/(1 + overhead), with the exchange of many workers at most the model there and back."""
    step = np.float64(10.0)
    sent = training.gradient_exchange_size(*f64(70e9, 16.0, 1.0), workers)
    got, copies = training.network_utilization_ceiling_local_steps(sent, np.float64(0.0), rate, *f64(0.0, 0.0), step, np.float64(0.6), steps, workers)
    overhead = training.synchronization_overhead(training.synchronization_time(MODEL, rate), steps, step)
    assert got >= 1.0 / (1.0 + overhead) - 1e-12
    assert copies == workers
    many = training.gradient_exchange_size(*f64(70e9, 16.0, 1.0, 1e12))
    assert training.network_utilization_ceiling_local_steps(many, np.float64(0.0), rate, *f64(0.0, 0.0), step, np.float64(0.6), steps, workers)[
        0
    ] == pytest.approx(1.0 / (1.0 + overhead))


def test_what_only_local_steps_know_says_where_it_would_be_known():
    with pytest.raises(orb.InputError, match=r"local_step_copies must be given: Known where network_utilization_ceiling_local_steps is chosen in \[orbital"):
        run("orbital", LLAMA, "local_step_margin")


# --- from utilization to tokens ---
def test_training_tokens_follow_from_measured_utilization():
    """By hand: 0.40 of 1 PFLOP/s over 6 x 405e9; at a ceiling of a half, half of it."""
    used = training.utilization_training(*f64(0.40, 1.0))
    assert training.tokens_per_accelerator_training(used, *f64(1e15, 6 * 405e9)) == pytest.approx(164.6, abs=0.05)
    assert training.utilization_training(*f64(0.40, 0.5)) == 0.2


def test_llama_3_405b_takes_as_long_as_its_run_on_the_ground():
    """6 N D at 40.4 % on 16,384 H100: 26.4 M GPU-hours (67 days); Meta reports 30.84 M over all of pre-training (model card, second-hand)."""
    tokens, good = run("ground", H100, "tokens_per_accelerator", "goodput")
    hours = 15.6e12 / tokens / 3600.0
    assert hours == pytest.approx(26.4e6, rel=0.01)
    assert hours / good == pytest.approx(30.84e6, rel=0.05)


def test_local_steps_still_wait_for_the_pipeline_in_every_step():
    """By hand: 1,000 Gbit of models every 100 steps and 800 of activations each, over 100 Gb/s, steps of 10 s with 60 % to hide: 0.1 + 8 - 6 = 2.1 s."""
    got, copies = training.network_utilization_ceiling_local_steps(*f64(1e12, 8e11, 1e11, 0.0, 0.0, 10.0, 0.6, 100.0, 5.0))
    assert got == pytest.approx(10.0 / 12.1)
    assert copies == 5.0
    late, _ = training.network_utilization_ceiling_local_steps(*f64(1e12, 8e11, 1e11, 3.0, 0.5, 10.0, 0.6, 100.0, 5.0))
    assert late == pytest.approx(10.0 / (12.1 + 0.03 + 0.5))


# --- delays ---
SMALL_MODEL = {"workload.total_parameters": 70e9, "workload.active_parameters": 70e9, "workload.job_accelerators": "4608 GPU"}


@pytest.mark.parametrize(("rate", "seconds"), [("400 Gbit/s", 5.51), ("9600 Gbit/s", 0.230)])
def test_64_satellites_add_up_a_70b_model_as_their_links_allow(rate, seconds):
    """Derived: 2 x 63/64 x 140 GB, through the whole Model: 64 satellites of 72 that each hold the model; 200 m apart, delays add 2.6 ms."""
    close = {**LLAMA, **SMALL_MODEL, "orbital.inter_satellite_rate": rate, "orbital.neighbor_distance": "200 m"}
    copies, size, delay, exchange = run("orbital", close, "data_parallel_copies", "gradient_exchange_size", "gradient_exchange_delay", "step_exchange_time")
    assert copies == 64.0
    assert size / GB == pytest.approx(275.6, rel=0.002)
    assert delay == pytest.approx(126 * (200.0 / 299_792_458.0 + 20e-6), rel=1e-12)
    assert exchange - delay == pytest.approx(seconds, rel=0.002)


def test_a_ring_1000_km_from_neighbor_to_neighbor_adds_its_light():
    """126 hops of 3.336 ms and 20 us: 0.423 s, nearly twice what the data of a fast link take."""
    far = {**LLAMA, **SMALL_MODEL, "orbital.inter_satellite_rate": "9600 Gbit/s", "orbital.neighbor_distance": "1000 km"}
    delay, exchange = run("orbital", far, "gradient_exchange_delay", "step_exchange_time")
    assert delay == pytest.approx(0.4228, abs=1e-4)
    assert exchange == pytest.approx(0.2297 + 0.4228, rel=1e-3)


@pytest.mark.parametrize("side", [2, 3, 5])
def test_a_grid_played_through_adds_up_in_as_many_rounds_and_sends_as_much(side):
    """Rows of a square first add up and share out, then columns add up each share, then rows tell: each of the n^2 workers holds the sum of all."""
    workers = side * side
    vectors = np.random.default_rng(4).random((side, side, 16 * workers))
    sent = rounds = 0
    shares = np.zeros((side, side, 16 * workers // side))
    for row in range(side):
        parts = [np.array_split(vectors[row, column], side) for column in range(side)]
        for column in range(side):
            shares[row, column] = sum(parts[other][column] for other in range(side))
    sent, rounds = sent + (side - 1) * shares[0, 0].size, rounds + side - 1
    sums = np.zeros_like(shares)
    for column in range(side):
        got, each, took = played_ring(list(shares[:, column]))
        sums[:, column] = got
    sent, rounds = sent + each[0], rounds + took
    whole = [np.concatenate([sums[row, column] for column in range(side)]) for row in range(side)]
    sent, rounds = sent + (side - 1) * shares[0, 0].size, rounds + side - 1
    assert all(np.allclose(got, vectors.sum(axis=(0, 1))) for got in whole)
    assert training.gradient_exchange_delay_on_a_grid(*f64(workers, 0.01)) == pytest.approx(0.01 * rounds)
    assert sent == pytest.approx(training.all_reduce_size(*f64(16 * workers, workers)))


@given(copies=WORKERS, hop=st.floats(0.0, 0.1).map(np.float64))
def test_a_grid_is_never_slower_than_a_ring_and_one_copy_waits_for_none(copies, hop):
    ring, grid = training.gradient_exchange_delay(copies, hop), training.gradient_exchange_delay_on_a_grid(copies, hop)
    assert 0.0 <= grid <= ring * (1.0 + 1e-12)
    assert training.gradient_exchange_delay(np.float64(1.0), hop) == training.gradient_exchange_delay_on_a_grid(np.float64(1.0), hop) == 0.0


def test_a_grid_lifts_the_ceiling_where_light_binds():
    """At 50 Tb/s the 1.52 s of a ring's hops are more than 1.48 s can hide, a grid's 4 (sqrt(227.6) - 1) = 56.3 hops not."""
    fast = {**TERABIT, "orbital.inter_satellite_rate": "50000 Gbit/s"}
    grid = {**fast, "orbital.formulas.gradient_exchange_delay": "gradient_exchange_delay_on_a_grid"}
    assert run("orbital", fast, "network_utilization_ceiling")[0] < 0.9
    assert run("orbital", grid, "gradient_exchange_delay", "network_utilization_ceiling") == pytest.approx((56.34 * 3.3556e-3, 1.0), rel=1e-3)


def test_a_pipeline_of_satellites_waits_for_its_first_and_last_token():
    """By hand: stages of 12 H100 for 405e9 parameters: 6.48 TB over 672 GB, 10 satellites, 18 hops of 1,000 km."""
    small = {**TERABIT, "orbital.accelerators_per_satellite": "12 GPU", "common.accelerator": "h100-sxm"}
    stages, delay, gradients, exchange = run("orbital", small, "model_islands", "pipeline_delay", "gradient_exchange_delay", "step_exchange_time")
    sizes = run("orbital", small, "gradient_exchange_size", "pipeline_exchange_size", "island_rate")
    assert stages == 10.0
    assert delay == pytest.approx(18 * 3.35564e-3, rel=1e-4)
    assert exchange == pytest.approx((sizes[0] + sizes[1]) / sizes[2] + delay + gradients, rel=1e-12)
    assert training.pipeline_delay(*f64(1.0, 1.0)) == 0.0


@given(first=st.floats(0.0, 5.0), second=st.floats(0.0, 5.0))
def test_the_ceiling_goes_from_nothing_to_the_measured_utilization_with_the_rate(first, second):
    """Through the whole Model by `replace`, on 16,384 chips in formation."""
    low, high = sorted((10.0**first, 10.0**second))
    base = {**LLAMA, "orbital.neighbor_distance": "200 m"}
    slow, fast = (run("orbital", {**base, "orbital.inter_satellite_rate": f"{rate!r} Gbit/s"}, "utilization")[0] for rate in (low, high))
    assert 0.0 < slow <= fast <= 0.404 * (1.0 + 1e-12)
    nothing, everything = (run("orbital", {**base, "orbital.inter_satellite_rate": rate}, "utilization")[0] for rate in ("0.001 Gbit/s", "1e6 Gbit/s"))
    assert nothing < 1e-6
    assert everything == pytest.approx(0.404)


LAYOUTS = {
    "data across satellites": {},
    "pipeline": {"orbital.accelerators_per_satellite": "8 GPU"},
    "local steps": {"orbital.formulas.network_utilization_ceiling": "network_utilization_ceiling_local_steps"},
    "grid": {"orbital.formulas.gradient_exchange_delay": "gradient_exchange_delay_on_a_grid"},
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("distance", ["200 m", "1000 km"])
def test_in_every_layout_the_ceiling_rises_from_nothing_with_the_rate(layout, distance):
    """400 rates from 1 Mb/s to 1 Pb/s, 16,384 chips, through the whole Model: never down, and strictly up while the links bind."""
    base = {**LLAMA, **LAYOUTS[layout], "orbital.neighbor_distance": distance, "orbital.inter_satellite_rate": "1 Gbit/s"}
    rates = np.geomspace(1e-3, 1e6, 400) * GBIT
    (ceiling,) = scenario_of(tuple(base.items())).with_arrays({"orbital.inter_satellite_rate": rates}).orbital.run(("network_utilization_ceiling",))
    assert np.all(np.diff(ceiling) >= 0.0)
    assert np.all(np.diff(ceiling[rates < 1000.0 * GBIT]) > 0.0)
    assert ceiling[0] < 1e-4
    assert ceiling[-1] <= 1.0
    if distance == "200 m":
        assert ceiling[-1] > 0.999


@pytest.mark.parametrize("layout", LAYOUTS)
def test_in_every_layout_the_ceiling_falls_as_neighbors_stand_farther_apart(layout):
    base = {**LLAMA, **LAYOUTS[layout], "orbital.neighbor_distance": "1 km"}
    stated = {**base, "orbital.inter_satellite_rate": "9600 Gbit/s"}
    for changes in (base, stated):
        scenario = scenario_of(tuple(changes.items()))
        (ceiling,) = scenario.with_arrays({"orbital.neighbor_distance": np.geomspace(1.0, 1e8, 300)}).orbital.run(("network_utilization_ceiling",))
        assert np.all(np.diff(ceiling) <= 0.0)
        assert ceiling[-1] < 0.95 * ceiling[0]


def test_the_light_of_a_link_decides_how_a_run_goes():
    """The computed rate, not a stated one, feeds the ceiling: a tenth of the light on links that bind by it leaves a tenth of the rate."""
    dim = {**LLAMA, "orbital.neighbor_distance": "1000 km", "orbital.terminal_optical_power": "0.5 W"}
    rate, island, exchange, delay = run("orbital", dim, "inter_satellite_rate", "island_rate", "step_exchange_time", "gradient_exchange_delay")
    bright = run("orbital", {**dim, "orbital.terminal_optical_power": "5 W"}, "inter_satellite_rate")[0]
    assert rate == island == pytest.approx(bright / 10.0)
    assert exchange - delay == pytest.approx(2 * 226.56 / 227.56 * 810 * GB / rate, rel=1e-4)


# --- what joins accelerators ---
def test_a_satellite_smaller_than_a_domain_is_its_domain_and_a_larger_one_holds_several():
    assert satellite_network.domain_accelerators(*f64(72.0, 12.0)) == 12.0
    assert satellite_network.domain_accelerators(*f64(8.0, 12.0)) == 8.0
    assert satellite_network.island_accelerators(np.float64(12.0)) == 12.0
    assert (cluster_network.domain_accelerators(np.float64(8.0)), cluster_network.island_accelerators(np.float64(8.0))) == (8.0, 8.0)


def test_a_link_carries_no_more_than_the_ports_behind_it():
    """Twelve ports of 400 Gb/s behind a link of 1 or 9.6 Tb/s; on the ground eight ports without a link."""
    assert satellite_network.island_rate(*f64(1000.0, 400.0, 12.0)) == 1000.0
    assert satellite_network.island_rate(*f64(9600.0, 400.0, 12.0)) == 4800.0
    assert cluster_network.island_rate(*f64(400.0, 8.0)) == 3200.0
