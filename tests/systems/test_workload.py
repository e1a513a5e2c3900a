"""Useful FLOP by hand, and goodput against simulated failures and the exact optimum."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import lambertw

import orbital as orb
from orbital.systems import workload

YEAR = 31_557_600.0


def f64(*values):
    return [np.float64(value) for value in values]


def test_useful_flop_are_two_per_parameter_in_inference_and_six_in_training():
    """Kaplan et al. 2020: 70e9 parameters."""
    assert workload.flop_per_token(np.float64(70e9)) == 1.4e11
    assert workload.flop_per_token_training(np.float64(70e9)) == 4.2e11


# --- goodput: serving ---
@pytest.mark.parametrize(("rate", "accelerators", "recovery"), [(1.0, 72.0, 30.0), (17.3, 576.0, 60.0), (0.2, 8.0, 10.0)])
def test_serving_goodput_agrees_with_simulated_ups_and_downs(rate, accelerators, recovery):
    """Exponential times between interruptions, each followed by the recovery: 400,000 of them."""
    up = np.random.default_rng(11).exponential(YEAR / (rate * accelerators), 400_000)
    expected = up.sum() / (up.sum() + up.size * recovery * 60.0)
    got = workload.goodput(*f64(rate / YEAR, accelerators, recovery * 60.0))
    assert 1.0 - got == pytest.approx(1.0 - expected, rel=0.01)


# --- goodput: training, exact ---
def exact(mean, checkpoint, recovery):
    return workload.goodput_training(*f64(1.0 / mean, 1.0, checkpoint, recovery))


def first_order(mean, checkpoint, recovery):
    return workload.goodput_training_first_order(*f64(1.0 / mean, 1.0, checkpoint, recovery))


def simulated(mean, checkpoint, recovery, interval, segments, seed=5):
    """A run played through: segments of work and a checkpoint, thrown away when struck; a recovery that starts again when struck."""
    random, clock = np.random.default_rng(seed), 0.0
    left = random.exponential(mean)
    for _ in range(segments):
        while left < interval + checkpoint:
            clock += left
            left = random.exponential(mean)
            while left < recovery:
                clock += left
                left = random.exponential(mean)
            clock += recovery
            left -= recovery
        clock += interval + checkpoint
        left -= interval + checkpoint
    return segments * interval / clock


CASES = [(6490.4, 60.0, 0.0), (11_000.0, 60.0, 600.0), (182_448.0, 200.0, 900.0), (3000.0, 30.0, 300.0), (700.0, 30.0, 600.0), (100.0, 200.0, 50.0)]


@pytest.mark.parametrize(("mean", "checkpoint", "recovery"), CASES)
def test_training_goodput_is_that_of_the_best_interval_of_dalys_expectation(mean, checkpoint, recovery):
    """Found by search over the interval, and in closed form by SciPy's Lambert W."""
    best = minimize_scalar(lambda tau: mean * np.exp(recovery / mean) * np.expm1((tau + checkpoint) / mean) / tau, bounds=(1e-3, 3.0 * mean), method="bounded")
    got = exact(mean, checkpoint, recovery)
    assert got == pytest.approx(1.0 / best.fun, rel=1e-6)
    assert got == pytest.approx(-np.exp(-recovery / mean) * lambertw(-np.exp(-1.0 - checkpoint / mean)).real, rel=1e-7)


@pytest.mark.parametrize(("mean", "checkpoint", "recovery"), [(3000.0, 30.0, 300.0), (700.0, 30.0, 600.0), (500.0, 100.0, 100.0)])
def test_training_goodput_is_what_a_run_played_through_reaches(mean, checkpoint, recovery):
    """At the best interval, mu (1 - exp(-u)); worse at half and twice of it."""
    interval = -mean * np.expm1(-workload.checkpoint_loss(np.float64(checkpoint / mean)))
    got = exact(mean, checkpoint, recovery)
    assert simulated(mean, checkpoint, recovery, interval, 60_000) == pytest.approx(got, rel=0.015)
    for other in (0.4, 2.5):
        assert simulated(mean, checkpoint, recovery, other * interval, 60_000) < got


@pytest.mark.parametrize("share", [0.0, 1e-14, 1e-9, 1e-4, 0.01, 0.1, 0.7, 3.0, 30.0, 1000.0])
def test_the_newton_steps_converge_wherever_checkpoints_may_lie(share):
    """Against Lambert's W to 40 digits."""
    with mpmath.workdps(40):
        expected = -mpmath.log(-mpmath.lambertw(-mpmath.exp(-1 - mpmath.mpf(share))).real) if share else mpmath.mpf(0)
        got = workload.checkpoint_loss(np.float64(share))
        assert abs(float(got) - float(expected)) <= 1e-15 + 1e-9 * float(expected)
        assert abs(float(np.exp(-got)) - float(mpmath.exp(-expected))) <= 2e-15


def test_a_run_struck_every_12_minutes_still_advances():
    """16,384 chips with 2.6 more interruptions a chip and year by radiation: every 695 s, recovery 600 s. To first order it stands still."""
    mean = YEAR / (16_384 * (0.173 + 2.6))
    assert mean == pytest.approx(695.0, abs=1.0)
    assert first_order(mean, 30.0, 600.0).goodput == 0.0
    assert exact(mean, 30.0, 600.0) == pytest.approx(0.3095, abs=1e-4)


# --- goodput: training, first order ---
@pytest.mark.parametrize(
    ("failures", "devices", "unit_time", "accelerators", "hours"),
    [
        (419.0, 16_384.0, 54.0 * 86_400.0, 16_384.0, 3.093),  # Llama 3, arXiv:2407.21783: every 3 h
        (6.50, 8.0, 1000.0 * 86_400.0, 16_384.0, 1.803),  # RSC-1, arXiv:2410.21680: 1.8 h
        (6.50, 8.0, 1000.0 * 86_400.0, 131_072.0, 0.2254),  # RSC-1, arXiv:2410.21680: 0.23 h
    ],
)
def test_a_job_is_interrupted_as_often_as_published(failures, devices, unit_time, accelerators, hours):
    """Mean time between interruptions read off a run with free checkpoints: 1 - goodput = recovery / mu, exactly exp(-recovery / mu)."""
    asked = f64(failures / devices / unit_time, accelerators, 0.0, 60.0)
    assert 60.0 / (1.0 - workload.goodput_training_first_order(*asked).goodput) / 3600.0 == pytest.approx(hours, rel=0.001)
    assert -60.0 / np.log(workload.goodput_training(*asked)) / 3600.0 == pytest.approx(hours, rel=0.001)


def test_first_order_waste_of_checkpoints_is_0_1360():
    """Derived: mu 6490.4 s, checkpoint 60 s, no recovery."""
    left, waste = first_order(6490.4, 60.0, 0.0)
    assert (1.0 - left, waste) == pytest.approx((0.1360, 0.1360), abs=1e-4)


@given(mean=st.floats(100.0, 1e7), checkpoint=st.floats(0.0, 300.0), recovery=st.floats(0.0, 3000.0))
def test_the_first_order_is_low_by_at_most_half_the_square_of_the_waste(mean, checkpoint, recovery):
    got, waste = first_order(mean, checkpoint, recovery)
    gap = exact(mean, checkpoint, recovery) - got
    assert gap >= -1e-12
    assert gap <= 0.5 * waste * waste + 1e-12 or waste > 1.0


@given(accelerators=st.floats(1.0, 1e5).map(np.float64), recovery=st.floats(0.0, 1e4).map(np.float64), checkpoint=st.floats(0.0, 1e3).map(np.float64))
def test_nothing_is_lost_when_nothing_fails(accelerators, recovery, checkpoint):
    assert workload.goodput(np.float64(0.0), accelerators, recovery) == 1.0
    assert workload.goodput_training(np.float64(0.0), accelerators, checkpoint, recovery) == 1.0
    assert workload.goodput_training_first_order(np.float64(0.0), accelerators, checkpoint, recovery).goodput == 1.0


@given(first=st.floats(0.0, 100.0), second=st.floats(0.0, 100.0))
def test_more_interruptions_leave_less_and_never_less_than_nothing(first, second):
    rate = np.sort(np.array([first, second])) / YEAR
    asked = f64(16_384.0, 60.0, 900.0)
    training = (workload.goodput_training(rate, *asked), workload.goodput_training_first_order(rate, *asked).goodput)
    for left in (workload.goodput(rate, *f64(72.0, 3600.0)), *training):
        assert np.all(np.diff(left) <= 0.0)
        assert np.all((left >= 0.0) & (left <= 1.0))


# --- what is flagged ---
TRAINING = {"workload.use": "training-llama3-405b"}
FIRST_ORDER = {**TRAINING, "workload.formulas.goodput": "goodput_training_first_order"}


def flags(changes):
    return " ".join(orb.evaluate(orb.scenario("ai1-vs-colossus-1").replace(changes)).flags)


def test_inference_flags_nothing_of_training_and_the_exact_goodput_nothing_of_the_first_order():
    assert "goodput" not in flags({})
    assert "local steps" not in flags({})
    assert "first order" not in flags({**TRAINING, "orbital.radiation_interruption_rate": "2.6 1/yr/GPU"})


def test_the_first_order_is_flagged_where_it_wastes_too_much_and_only_where_chosen():
    few = {"common.base_interruption_rate": "0.06 1/yr/GPU", "orbital.radiation_interruption_rate": "0.01 1/yr/GPU"}
    assert "first-order" not in flags({**FIRST_ORDER, **few})
    assert "orbital: Young's first-order goodput" in flags({**FIRST_ORDER, **few, "orbital.radiation_interruption_rate": "1 1/yr/GPU"})


def test_recovery_beyond_the_time_between_interruptions_is_flagged_unless_goodput_is_given():
    often = {**TRAINING, "workload.job_accelerators": "200000 GPU", "orbital.base_interruption_rate": "1 1/yr/GPU"}
    assert "orbital: recovery (10 min) takes longer" in flags(often)
    assert "ground: recovery" not in flags(often)
    given = {**TRAINING, "workload.job_accelerators": "200000 GPU", "common.goodput": 0.5}
    assert "recovery" not in flags(given)


def test_a_run_needs_as_many_as_it_holds_together():
    assert workload.job_margin(*f64(20_000.0, 16_000.0)) == 0.25
    assert workload.job_margin(*f64(8_000.0, 16_000.0)) == -0.5
