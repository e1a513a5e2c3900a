"""Internal rates of return: every root, against polynomials, published cases and another library."""

import math
from itertools import pairwise

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import orbital as orb
from orbital.analysis.money.returns import net_present_value


def rates(*arguments):
    return orb.internal_rates_of_return(*arguments).rates


def test_a_case_with_two_rates():
    """numpy-financial issue 28: [-50, -100, 600, 300, -100] has more than one, and a solver returns one of them."""
    found = rates([-50, -100, 600, 300, -100])
    assert found == pytest.approx([-0.768895, 1.854418], abs=1e-6)
    assert any(abs(npf.irr([-50, -100, 600, 300, -100]) - rate) < 1e-9 for rate in found)


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([-100, 110], 0.1),
        ([-150000, 15000, 25000, 35000, 45000, 60000], 0.0524),
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 0, 0, 74], -0.0955),
        ([-100, 100, 0, -7], -0.0833),
        ([-5, 10.5, 1, -8, 1], 0.0886),
    ],
)
def test_rates_that_numpy_financial_documents(flows, expected):
    """It returns one; ours are all of them."""
    assert any(abs(rate - expected) < 6e-5 for rate in rates(flows))


def simple_roots(flows):
    """Real roots v = 1/(1 + r) > 0 of the polynomial in v."""
    found = np.roots(np.asarray(flows, dtype=float)[::-1])
    return sorted(1.0 / v.real - 1.0 for v in found if abs(v.imag) < 1e-9 and v.real > 1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_all_roots_of_random_payments(seed):
    flows = np.random.default_rng(seed).normal(size=int(np.random.default_rng(seed).integers(2, 25)))
    assert rates(flows) == pytest.approx(simple_roots(flows), rel=1e-6, abs=1e-8)


@given(st.lists(st.floats(-0.6, 2.0), min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_roots_put_in_come_out(wanted):
    """Payments multiplied together from their rates: product of (1 - (1 + r) v)."""
    wanted = sorted(wanted)
    assume(all(b - a > 0.02 for a, b in pairwise(wanted)))
    flows = np.array([1.0])
    for rate in wanted:
        flows = np.convolve(flows, [1.0, -(1.0 + rate)])
    assert rates(flows) == pytest.approx(wanted, rel=1e-5, abs=1e-7)


def test_a_double_root_is_found_once():
    assert rates([-1.0, 2.2, -1.21]) == pytest.approx([0.1], abs=1e-7)
    assert rates(np.convolve([1.0, -2.2, 1.21], [1.0, -1.5])) == pytest.approx([0.1, 0.5], abs=1e-6)


def test_near_misses_of_a_double_root():
    assert len(rates([-1.0, 2.2, -1.2099])) == 2
    assert rates([-1.0, 2.2, -1.2101]) == ()


def test_two_rates_a_millionth_apart_are_two():
    assert rates(np.convolve([1.0, -1.1], [1.0, -1.1001])) == pytest.approx([0.1, 0.1001], abs=1e-9)


@pytest.mark.parametrize(("periods", "amount"), [(12, 100.0), (60, 30.0), (400, 30.0), (720, 1.9)])
def test_hundreds_of_periods(periods, amount):
    flows = np.concatenate([[-1000.0], np.full(periods, amount)])
    (rate,) = rates(flows)
    assert npf.npv(rate, flows) == pytest.approx(0.0, abs=1e-8)
    assert amount * -np.expm1(-periods * math.log1p(rate)) / rate == pytest.approx(1000.0, rel=1e-12)


def test_as_many_changes_of_sign_as_payments():
    flows = np.resize([-1.0, 1.05], 600)
    found = rates(flows)
    assert found
    for rate in found:
        assert net_present_value(rate, flows) == pytest.approx(0.0, abs=1e-9)


def test_payments_between_periods_and_out_of_order():
    assert rates([121.0, -100.0], [1.5, -0.5]) == pytest.approx([0.1], rel=1e-12)
    assert rates([-50.0, 121.0, -50.0], [-0.5, 1.5, -0.5]) == pytest.approx([0.1], rel=1e-12)


@given(st.floats(1e-9, 1e9), st.floats(-1000.0, 1000.0))
def test_neither_money_unit_nor_origin_of_time_matters(unit, origin):
    flows, times = np.array([-50.0, -100.0, 600.0, 300.0, -100.0]), np.arange(5.0)
    assert rates(unit * flows, times + origin) == pytest.approx(rates(flows), rel=1e-8)


@pytest.mark.parametrize("rate", [1e-7, -0.999, 1e6])
def test_extreme_rates(rate):
    assert rates([-1.0, 1.0 + rate]) == pytest.approx([rate], rel=1e-8)


@pytest.mark.parametrize(
    ("flows", "reason"),
    [
        ([1, 2, 3], "all payments are received"),
        ([-1, -2], "all payments are made"),
        ([5], "all payments are received"),
        ([0, 0], "every payment is zero"),
        ([-100, 200, -101], "change sign 2 times"),
    ],
)
def test_where_there_is_none_it_says_why(flows, reason):
    found = orb.internal_rates_of_return(flows)
    assert found.rates == ()
    assert reason in found.reason
    assert reason in repr(found)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([],), "one or more payments"),
        (([[1, 2]],), "one or more payments in a row"),
        (([-1, math.nan, 2],), "payment 1 is nan"),
        (([-1, math.inf],), "payment 1 is inf"),
        ((["a", 2],), "numbers are needed"),
        (([-1, 2], [0, 1, 2]), "2 payments, but 3 times"),
        (([-1, 2], [0, math.nan]), "time 1 is nan"),
    ],
)
def test_refused_payments(arguments, message):
    with pytest.raises(orb.InputError, match=message):
        orb.internal_rates_of_return(*arguments)


@pytest.mark.parametrize("rate", [-1.0, -2.0, math.nan, math.inf])
def test_a_present_value_at_no_rate_is_refused(rate):
    with pytest.raises(orb.InputError, match="above -1"):
        net_present_value(rate, [1.0, 2.0])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(-0.5, 1.0))
def test_present_values_as_numpy_financial_has_them(flows, rate):
    size = npf.npv(rate, np.abs(flows))
    assert net_present_value(rate, flows) == pytest.approx(npf.npv(rate, flows), rel=1e-9, abs=1e-12 * size)
