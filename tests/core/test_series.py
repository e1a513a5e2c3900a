"""Sums in closed form against sums term by term, and learning curves against published ones."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbital.core.series import HALF_UNIT, learning_exponent, learning_factor, mean_learning_factor

RATE = st.floats(0.6, 1.0).map(np.float64)
UNITS = st.floats(0.01, 1e5).map(np.float64)


def test_suncatcher_s_learning_curve():
    """arXiv:2511.19468v2: 1,800 USD/kg at 400 t, 20 % off at each doubling: 199.6 after 370,000 t more (printed: below 200)."""
    assert 1800.0 * learning_factor(np.float64(370_400.0), np.float64(400.0), np.float64(0.8)) == pytest.approx(199.6, abs=0.05)
    assert learning_exponent(np.float64(0.8)) == pytest.approx(-0.32193, abs=1e-5)


@pytest.mark.parametrize("rate", [0.75, 0.85, 0.95])
@pytest.mark.parametrize(("built", "within"), [(0, 0.035), (1, 7e-3), (9, 5e-4), (100, 5e-6)])
@pytest.mark.parametrize("count", [1, 2, 10, 1000])
def test_the_mean_of_whole_units_is_the_sum_unit_by_unit(rate, built, within, count):
    units = np.arange(built + 1, built + count + 1)
    summed = np.mean((units / 5.0) ** np.log2(rate))
    got = mean_learning_factor(built + HALF_UNIT, np.float64(count), np.float64(5.0), np.float64(rate))
    assert got == pytest.approx(summed, rel=within)


@pytest.mark.parametrize(("before", "count", "rate"), [(0.5, 7144.0, 0.9), (12.5, 0.01, 0.8), (400.0, 370_000.0, 0.8)])
def test_the_mean_is_the_integral(before, count, rate):
    exponent = mpmath.log(rate, 2)
    exact = mpmath.quad(lambda k: (k / 5) ** exponent, [before, before + count / 100, before + count / 10, before + count]) / count
    assert mean_learning_factor(np.float64(before), np.float64(count), np.float64(5.0), np.float64(rate)) == pytest.approx(float(exact), rel=1e-9)


@given(before=UNITS, count=UNITS, reference=UNITS, rate=RATE)
def test_the_mean_lies_between_the_first_and_the_last(before, count, reference, rate):
    first, last = learning_factor(before, reference, rate), learning_factor(before + count, reference, rate)
    mean = mean_learning_factor(before, count, reference, rate)
    assert last * (1 - 1e-6) <= mean <= first * (1 + 1e-6)


@given(before=UNITS, count=UNITS, reference=UNITS)
def test_without_learning_all_units_cost_the_same(before, count, reference):
    assert mean_learning_factor(before, count, reference, np.float64(1.0)) == pytest.approx(1.0, rel=1e-6)
