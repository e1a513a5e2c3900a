"""From model and chip to tokens: rooflines by hand, and goodput against simulated failures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from orbital.systems import workload

YEAR, GB, BITS = 31_557_600.0, 8e9, 8.0
ONE = np.float64(1.0)
POSITIVE = st.floats(1e-3, 1e3).map(np.float64)
SHARE = st.floats(0.05, 1.0).map(np.float64)


def f64(*values):
    return [np.float64(value) for value in values]


def test_useful_flop_are_two_per_parameter_in_inference_and_six_in_training():
    """Kaplan et al. 2020: 70e9 parameters."""
    assert workload.flop_per_token(np.float64(70e9)) == 1.4e11
    assert workload.flop_per_token_training(np.float64(70e9)) == 4.2e11


def test_a_dense_70b_model_decodes_at_the_hand_computed_rate():
    """FP8 on 3.35 TB/s at 0.9, batch 64, 160 kB a token of 4,000: (70/64 + 0.64) GB / 3.015 TB/s = 575.0 us; 2 PFLOP/s at 0.7: 100 us.

    With three prompt tokens a token and half of it lost in serving: 0.5 / (575.0 + 3 x 100) us = 571.4 tokens a second.
    """
    weights = workload.weight_size(*f64(70e9, BITS))
    cache = workload.cache_size_per_sequence(*f64(160e3 * BITS, 4000.0))
    assert (weights / GB, cache / GB) == pytest.approx((70.0, 0.64))
    memory = workload.decode_memory_time(weights, ONE, np.float64(64.0), cache, *f64(3.35e12 * BITS, 0.9))
    compute = workload.decode_compute_time(np.float64(1.4e11), *f64(2e15, 0.7))
    assert (memory, compute) == pytest.approx((575.04e-6, 100e-6), rel=1e-4)
    rate = workload.tokens_per_accelerator(memory, compute, *f64(3.0, 0.5))
    assert rate == pytest.approx(571.4, abs=0.1)
    assert workload.utilization(rate, *f64(1.4e11, 3.0, 2e15)) == pytest.approx(571.4 * 4 * 1.4e11 / 2e15, rel=1e-3)


@pytest.mark.parametrize(
    ("size", "memory", "share", "domain", "accelerators"), [(671, 288, 0.6, 72, 72), (140, 80, 0.7, 1, 3), (140, 80, 0.7, 8, 8), (900, 80, 0.7, 8, 24)]
)
def test_a_copy_takes_whole_scale_up_domains(size, memory, share, domain, accelerators):
    assert workload.replica_accelerators(np.float64(size * GB), np.float64(memory * GB), *f64(share, domain)) == accelerators


@pytest.mark.parametrize(("limit", "batch"), [(32.0, 256.0), (100.0, 788.0)], ids=["interactivity", "memory"])
def test_the_batch_is_what_interactivity_or_memory_allows(limit, batch):
    """8 x 80 GB at 0.9 beside 70 GB of weights holds 506 GB / 0.642 GB = 788.2 sequences; 8 x 32 = 256."""
    got = workload.replica_batch(*f64(8.0, limit, 80.0 * GB, 0.9, 70.0 * GB, 0.642 * GB))
    assert np.floor(got) == batch
    assert workload.replica_memory_margin(got) == got - 1.0


@pytest.mark.parametrize(
    ("batch", "active", "total", "share"), [(1.0, 37.0, 671.0, 37 / 671), (2.0, 1.0, 2.0, 0.75), (64.0, 37.0, 671.0, 0.97349), (1.0, 70.0, 70.0, 1.0)]
)
def test_the_weights_touched_are_those_any_sequence_of_the_batch_routes_to(batch, active, total, share):
    assert workload.touched_weight_fraction(*f64(batch, active, total)) == pytest.approx(share, abs=1e-5)


def test_the_weights_touched_agree_with_random_routing():
    """256 experts, 8 a token, batch 40: experts drawn without replacement for each sequence."""
    random = np.random.default_rng(3)
    routed = np.argsort(random.random((500, 40, 256)), axis=-1)[..., :8].reshape(500, -1)
    drawn = np.mean([len(np.unique(row)) / 256 for row in routed])
    assert workload.touched_weight_fraction(*f64(40.0, 8.0, 256.0)) == pytest.approx(drawn, abs=3e-3)


@given(memory=POSITIVE, compute=POSITIVE, prompt=st.floats(0.0, 50.0).map(np.float64), serving=SHARE)
def test_no_roofline_is_beaten(memory, compute, prompt, serving):
    rate = workload.tokens_per_accelerator(memory, compute, prompt, serving)
    assert rate * max(memory, compute) <= 1.0 + 1e-12
    assert workload.utilization(rate, compute, prompt, ONE) <= 1.0 + 1e-12
    assert workload.tokens_per_accelerator(2.0 * memory, compute, prompt, serving) <= rate


@given(first=st.floats(1.0, 1e4), second=st.floats(1.0, 1e4))
def test_a_larger_batch_reads_more_weights_but_fewer_for_each_token(first, second):
    batch = np.sort(np.array([first, second]))
    touched = workload.touched_weight_fraction(batch, *f64(37e9, 671e9))
    time = workload.decode_memory_time(np.float64(671.0 * GB), touched, batch, *f64(0.1 * GB, 8e12 * BITS, 0.92))
    assert np.all(np.diff(touched) >= 0.0)
    assert np.all(np.diff(time) <= 1e-18)


def test_training_tokens_follow_from_measured_utilization():
    """By hand: 0.40 of 1 PFLOP/s over 6 x 405e9."""
    used = workload.utilization_training(np.float64(0.40))
    assert workload.tokens_per_accelerator_training(used, *f64(1e15, 6 * 405e9)) == pytest.approx(164.6, abs=0.05)


# --- goodput ---
@pytest.mark.parametrize(("rate", "accelerators", "recovery"), [(1.0, 72.0, 30.0), (17.3, 576.0, 60.0), (0.2, 8.0, 10.0)])
def test_serving_goodput_agrees_with_simulated_ups_and_downs(rate, accelerators, recovery):
    """Exponential times between interruptions, each followed by the recovery: 400,000 of them."""
    up = np.random.default_rng(11).exponential(YEAR / (rate * accelerators), 400_000)
    expected = up.sum() / (up.sum() + up.size * recovery * 60.0)
    got = workload.goodput(*f64(rate / YEAR, accelerators, recovery * 60.0))
    assert 1.0 - got == pytest.approx(1.0 - expected, rel=0.01)


@pytest.mark.parametrize(
    ("failures", "devices", "unit_time", "accelerators", "hours"),
    [
        (419.0, 16_384.0, 54.0 * 86_400.0, 16_384.0, 3.093),  # Llama 3, arXiv:2407.21783: every 3 h
        (6.50, 8.0, 1000.0 * 86_400.0, 16_384.0, 1.803),  # RSC-1, arXiv:2410.21680: 1.8 h
        (6.50, 8.0, 1000.0 * 86_400.0, 131_072.0, 0.2254),  # RSC-1, arXiv:2410.21680: 0.23 h
    ],
)
def test_a_job_is_interrupted_as_often_as_published(failures, devices, unit_time, accelerators, hours):
    """Mean time between interruptions read off a run with free checkpoints: 1 - goodput = recovery / mu."""
    waste = 1.0 - workload.goodput_training(*f64(failures / devices / unit_time, accelerators, 0.0, 60.0))
    assert 60.0 / waste / 3600.0 == pytest.approx(hours, rel=0.001)


def test_first_order_waste_of_checkpoints_is_0_1360():
    """Derived: mu 6490.4 s, checkpoint 60 s, no recovery."""
    assert 1.0 - workload.goodput_training(*f64(1.0 / 6490.4, 1.0, 60.0, 0.0)) == pytest.approx(0.1360, abs=1e-4)


@pytest.mark.parametrize(("mean", "checkpoint", "recovery"), [(6490.4, 60.0, 0.0), (11_000.0, 60.0, 600.0), (182_448.0, 200.0, 900.0), (3000.0, 30.0, 300.0)])
def test_training_goodput_is_near_the_exact_optimum_to_half_the_square_of_the_waste(mean, checkpoint, recovery):
    """Daly's exact expectation for exponential failures, mu exp(R/mu) (exp((tau + C)/mu) - 1) for tau of work, at its best tau."""
    best = minimize_scalar(lambda tau: mean * np.exp(recovery / mean) * np.expm1((tau + checkpoint) / mean) / tau, bounds=(1.0, 2.0 * mean), method="bounded")
    got = workload.goodput_training(*f64(1.0 / mean, 1.0, checkpoint, recovery))
    assert got > 0.7
    assert got == pytest.approx(1.0 / best.fun, abs=0.5 * (1.0 - got) ** 2)


@given(accelerators=st.floats(1.0, 1e5).map(np.float64), recovery=st.floats(0.0, 1e4).map(np.float64), checkpoint=st.floats(0.0, 1e3).map(np.float64))
def test_nothing_is_lost_when_nothing_fails(accelerators, recovery, checkpoint):
    assert workload.goodput(np.float64(0.0), accelerators, recovery) == 1.0
    assert workload.goodput_training(np.float64(0.0), accelerators, checkpoint, recovery) == 1.0


@given(first=st.floats(0.0, 100.0), second=st.floats(0.0, 100.0))
def test_more_interruptions_leave_less_and_never_less_than_nothing(first, second):
    rate = np.sort(np.array([first, second])) / YEAR
    for left in (workload.goodput(rate, *f64(72.0, 3600.0)), workload.goodput_training(rate, *f64(16_384.0, 60.0, 900.0))):
        assert np.all(np.diff(left) <= 0.0)
        assert np.all((left >= 0.0) & (left <= 1.0))
