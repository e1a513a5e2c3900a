"""Rates, annuities, taxes, salvage and money kinds, against sums written out and mpmath at 50 digits."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orbital as orb
from orbital.core.units import YEAR, shown_value
from orbital.economics.finance import (
    MACRS_5,
    MACRS_15,
    after_tax,
    capital_recovery_factor,
    effective_from_nominal,
    effective_real_rate,
    escalation_factor,
    growth_while_waiting,
    nominal_from_effective,
    real_rate,
    scheduled_depreciation,
    sinking_fund_factor,
)

mpmath.mp.dps = 50
DEFAULT = "ai1-vs-colossus-1"
SHIPPED = (DEFAULT, "ai1-claimed-vs-colossus-1", "starlink-class-vs-hyperscale")
Y = float(YEAR)


def yearly(function, rate, life, frequency, *more):
    """A helper called with plain yearly numbers."""
    return float(function(rate / Y, life * Y, frequency / Y, *more)) * Y


def exact_sum(rate, periods, frequency, growth=1):
    """sum_{k=1..n} (growth / (1 + r/f))^k, term by term at 50 digits; arguments as the floats they are."""
    v = mpmath.mpf(growth) / (1 + mpmath.mpf(rate) / frequency)
    return mpmath.fsum(v**k for k in range(1, periods + 1))


# --- annuities ---
@pytest.mark.parametrize(("rate", "life", "factor"), [(0.15, 5, 0.285479), (0.103, 5, 0.256739), (0.103, 15, 0.131164)])
def test_monthly_capital_recovery_as_published(rate, life, factor):
    """odc (space-datacentre-model), built-in checks."""
    assert yearly(capital_recovery_factor, rate, life, 12) == pytest.approx(factor, abs=5e-7)


@pytest.mark.parametrize("years", [1, 5, 100])
@pytest.mark.parametrize("rate", [0.0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 0.103, 1.0, -0.3])
@pytest.mark.parametrize("frequency", [1, 12])
def test_capital_recovery_and_sinking_fund_at_50_digits(rate, years, frequency):
    worth = exact_sum(rate, years * frequency, frequency)
    assert yearly(capital_recovery_factor, rate, years, frequency) == pytest.approx(float(frequency / worth), rel=2e-13)
    saved = worth * (1 + mpmath.mpf(rate) / frequency) ** (years * frequency)
    assert yearly(sinking_fund_factor, rate, years, frequency) == pytest.approx(float(frequency / saved), rel=2e-13)


@given(rate=st.floats(1e-4, 0.5), life=st.floats(0.5, 60.0), frequency=st.sampled_from([1.0, 4.0, 12.0, 365.0]))
def test_the_sinking_fund_is_what_an_annuity_pays_beyond_interest(rate, life, frequency):
    difference = yearly(capital_recovery_factor, rate, life, frequency) - rate
    assert yearly(sinking_fund_factor, rate, life, frequency) == pytest.approx(difference, rel=1e-9, abs=1e-14)


@pytest.mark.parametrize(
    ("price", "rate", "monthly", "annual"),
    [(61305.125, 0.15, 1.998, 2.088), (61634.875, 0.103, 1.806, 1.870)],
)
def test_annual_compounding_is_another_number(price, rate, monthly, annual):
    """SemiAnalysis 2026: 1.998 and 1.806 USD/GPU-h are monthly payments on its servers; annual ones are 4.5 and 3.5 % more."""
    assert price * yearly(capital_recovery_factor, rate, 5, 12) / 8760 == pytest.approx(monthly, abs=5e-4)
    assert price * yearly(capital_recovery_factor, rate, 5, 1) / 8760 == pytest.approx(annual, abs=5e-4)


@pytest.mark.parametrize("months", [0.0, 3.0, 7.4, 14.0])
def test_interest_of_waiting_for_any_time(months):
    exact = (1 + mpmath.mpf(0.103) / 12) ** mpmath.mpf(months) - 1
    assert float(growth_while_waiting(0.103 / Y, months * Y / 12, 12 / Y)) == pytest.approx(float(exact), rel=1e-13, abs=1e-16)


# --- kinds of rates ---
def test_a_nominal_rate_paid_monthly_is_a_higher_effective_one():
    assert float(effective_from_nominal(0.103 / Y, 12 / Y)) * Y == pytest.approx(float((1 + mpmath.mpf(0.103) / 12) ** 12 - 1), rel=1e-14)
    assert float(effective_from_nominal(0.103 / Y, 1 / Y)) * Y == pytest.approx(0.103, rel=1e-15)


@given(rate=st.floats(0.0, 1.0), frequency=st.sampled_from([0.5, 1.0, 2.0, 12.0, 365.0]))
def test_effective_and_nominal_rates_invert_each_other(rate, frequency):
    nominal = nominal_from_effective(rate / Y, frequency / Y)
    assert float(effective_from_nominal(nominal, frequency / Y)) * Y == pytest.approx(rate, rel=1e-12, abs=1e-15)


@given(rate=st.floats(0.0, 0.4), inflation=st.floats(-0.05, 0.2), years=st.integers(1, 20), frequency=st.sampled_from([1, 4, 12]))
@settings(max_examples=60)
def test_real_and_nominal_agree_when_inflation_is_undone(rate, inflation, years, frequency):
    """A level real annuity, its payments inflated one by one and discounted at the nominal rate, pays back the same dollar."""
    real = float(effective_real_rate(rate / Y, inflation / Y, frequency / Y)) * Y
    payment = yearly(capital_recovery_factor, real, years, frequency) / frequency
    nominal = [payment * (1 + inflation) ** (k / frequency) for k in range(1, years * frequency + 1)]
    worth = sum(amount / (1 + rate / frequency) ** k for k, amount in enumerate(nominal, 1))
    assert worth == pytest.approx(1.0, rel=1e-10)
    factor = float(escalation_factor(rate / Y, years * Y, frequency / Y, inflation / Y))
    assert factor * payment * frequency == pytest.approx(yearly(capital_recovery_factor, rate, years, frequency), rel=1e-10)


@given(rate=st.floats(0.0, 0.4), inflation=st.floats(-0.05, 0.2))
def test_the_plain_real_rate_is_exact_for_annual_payments(rate, inflation):
    plain = float(real_rate(rate / Y, inflation / Y)) * Y
    assert plain == pytest.approx(float(effective_real_rate(rate / Y, inflation / Y, 1 / Y)) * Y, rel=1e-11, abs=1e-14)


def test_the_plain_real_rate_is_too_low_for_monthly_payments():
    """10.3 and 2.5 %: 7.61 read as stated, 7.81 off the effective rate, by hand: 12 ((1.10800/1.025)^(1/12) - 1)."""
    assert float(real_rate(0.103 / Y, 0.025 / Y)) * Y == pytest.approx(0.076098, abs=1e-6)
    assert float(effective_real_rate(0.103 / Y, 0.025 / Y, 12 / Y)) * Y == pytest.approx(0.07812, abs=1e-5)


def test_an_escalated_line_term_by_term():
    growth = mpmath.mpf(1.025) ** (mpmath.mpf(1) / 12)
    exact = exact_sum(0.103, 60, 12, growth) / exact_sum(0.103, 60, 12)
    assert float(escalation_factor(0.103 / Y, 5 * Y, 12 / Y, 0.025 / Y)) == pytest.approx(float(exact), rel=1e-12)
    assert float(exact) == pytest.approx(1.060, abs=5e-4)


@pytest.mark.parametrize("rate", [0.0, 0.025])
def test_an_escalation_at_the_discount_rate_is_a_plain_sum(rate):
    """Growth that equals discounting: each term is one."""
    factor = float(escalation_factor(rate / Y, 10 * Y, 1 / Y, rate / Y))
    assert factor == pytest.approx(10 / float(exact_sum(rate, 10, 1)), rel=1e-13)


def test_real_and_nominal_money_give_one_ground_price_where_all_lives_are_one():
    """Levelized in nominal money over real money is the ratio of the two annuities, once operating lines rise and no building outlives its chips."""
    s = orb.scenario(DEFAULT).replace({"ground.building_life": "5 yr", "ground.deployment_delay": "0 month"})
    costs = {kind: s.replace({"common.finance": kind}).ground.run(("levelized_cost_per_gpu_hour", "accelerator_capital_recovery_factor")) for kind in MONEY}
    nominal, real = costs["equal-rising"], costs["equal-real"]
    assert float(nominal[0] / real[0]) == pytest.approx(float(nominal[1] / real[1]), rel=1e-12)
    level = costs["equal"]
    assert float(level[0]) < float(nominal[0])


MONEY = ("equal", "equal-real", "equal-rising")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_headline_is_close_to_the_two_consistent_answers(name):
    """Level operating lines at nominal rates flatter neither side by more than 1.5 %: docs/decisions/008."""
    s = orb.scenario(name)
    level, real, rising = (orb.evaluate(s.replace({"common.finance": kind})).ratio for kind in MONEY)
    assert rising < level
    assert real == pytest.approx(level, rel=0.015)
    assert rising == pytest.approx(level, rel=0.015)


def test_rising_lines_with_real_rates_are_refused():
    with pytest.raises(orb.InputError, match=r"constant money, in which operating_escalation_factor does not rise"):
        orb.scenario(DEFAULT).replace(
            {"common.finance": "equal-real", "common.formulas.operating_escalation_factor": "operating_escalation_factor_with_inflation"}
        )


def test_two_ways_to_take_inflation_off_are_not_mixed():
    with pytest.raises(orb.InputError, match="rates are mixed"):
        orb.scenario(DEFAULT).replace({"common.finance": "equal-real", "ground.formulas.building_discount_rate": "building_discount_rate_real"})


EFFECTIVE = {"common.formulas.nominal_discount_rate": "nominal_discount_rate_from_effective"}


def test_a_rate_may_be_stated_as_effective():
    s = orb.scenario(DEFAULT)
    today = s.ground.run(("effective_annual_rate",))[0]
    assert float(today) * Y == pytest.approx(0.10800, abs=1e-5)
    stated = s.replace({**EFFECTIVE, "common.effective_annual_rate": f"{float(today) * Y!r} 1/yr"})
    assert orb.evaluate(stated).ratio == pytest.approx(orb.evaluate(s).ratio, rel=1e-12)
    assert float(shown_value(stated.ground.run(("building_discount_rate",))[0], stated.ground.model.specs["building_discount_rate"].unit)) == pytest.approx(
        10.3
    )


def test_an_effective_rate_alone_would_change_nothing_and_is_refused():
    with pytest.raises(orb.InputError, match=r"effective_annual_rate.*would change nothing"):
        orb.scenario(DEFAULT).replace({"common.effective_annual_rate": "9 %/yr"})


# --- tax ---
@pytest.mark.parametrize(("shares", "years"), [(MACRS_5, 6), (MACRS_15, 16)])
def test_a_schedule_deducts_all_of_it(shares, years):
    assert len(shares) == years
    assert sum(shares) == pytest.approx(1.0, abs=1e-12)


@given(annuity=st.floats(1e-12, 1e-7), depreciation=st.floats(1e-12, 1e-7))
def test_without_tax_an_annuity_is_itself_to_the_bit(annuity, depreciation):
    assert after_tax(np.float64(annuity), np.float64(depreciation), np.float64(0.0)) == annuity


def books(revenue, tax, rate, deductions, months):
    """Present value of one dollar of plant that earns `revenue` a month: bought at 0, taxed month by month on revenue less what is deducted."""
    worth = mpmath.mpf(-1)
    for month in range(1, months + 1):
        income = revenue - tax * (revenue - deductions.get(month, 0))
        worth += income / (1 + mpmath.mpf(rate) / 12) ** month
    return float(worth)


@pytest.mark.parametrize("tax", [0.0, 0.21, 0.5])
def test_straight_line_after_tax_by_the_books(tax):
    factor = after_tax(yearly(capital_recovery_factor, 0.1, 5, 12), 1.0 / 5.0, tax)
    assert books(factor / 12, tax, 0.1, dict.fromkeys(range(1, 61), 1 / 60), 60) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("years", [3, 5, 8])
def test_a_schedule_after_tax_by_the_books(years):
    """What is left at the end of life is deducted then."""
    deductions: dict[int, float] = {}
    for year, share in enumerate((0.20, 0.32, 0.192, 0.1152, 0.1152, 0.0576), 1):
        month = 12 * min(year, years)
        deductions[month] = deductions.get(month, 0.0) + share
    depreciation = yearly(lambda *a: scheduled_depreciation(MACRS_5, *a), 0.1, years, 12)
    factor = after_tax(yearly(capital_recovery_factor, 0.1, years, 12), depreciation, 0.25)
    assert books(factor / 12, 0.25, 0.1, deductions, 12 * years) == pytest.approx(0.0, abs=1e-12)


@given(rate=st.floats(0.001, 0.3), tax=st.floats(0.01, 0.8))
def test_earlier_depreciation_is_cheaper_and_tax_costs(rate, tax):
    annuity = yearly(capital_recovery_factor, rate, 10, 12)
    early = yearly(lambda *a: scheduled_depreciation(MACRS_5, *a), rate, 10, 12)
    assert annuity < after_tax(annuity, early, tax) < after_tax(annuity, 1.0 / 10.0, tax)


@pytest.mark.parametrize("name", SHIPPED)
def test_tax_and_salvage_at_zero_change_no_bit(name):
    """The annuities as they are without the two: written out here."""
    result = orb.evaluate(orb.scenario(name))
    for side, asset, life in (("orbital", "satellite", "satellite"), ("orbital", "accelerator", "satellite"), ("ground", "building", "building")):
        found = getattr(result, side)
        rate, lived, frequency = (found.value(q) for q in (f"{asset}_discount_rate", f"{life}_life", "compounding_frequency"))
        assert found.value(f"{asset}_capital_recovery_factor") == capital_recovery_factor(rate, lived, frequency)
        assert found.value(f"{asset}_salvage_credit") == 0.0
    assert result.ground.value("accelerator_cost") == result.ground.value("accelerator_capital") * result.ground.value("accelerator_capital_recovery_factor")


# --- salvage ---
@pytest.mark.parametrize("key", ["ground.accelerator_salvage_fraction", "ground.building_salvage_fraction", "orbital.satellite_salvage_fraction"])
def test_what_is_left_at_the_end_lowers_the_cost_and_leaves_launch_alone(key):
    s = orb.scenario(DEFAULT)
    side = key.partition(".")[0]
    costs = [s.replace({key: share}).side(side).run(("total_cost",))[0] for share in (0.0, 0.1, 0.5, 1.0)]
    assert list(costs) == sorted(costs, reverse=True)
    if side == "orbital":
        kept = [s.replace({key: share}).orbital.run(("launch_cost", "nonrecurring_cost", "insurance_cost")) for share in (0.0, 1.0)]
        assert kept[0] == kept[1]


def test_at_no_rate_salvage_is_taken_off_the_price():
    s = orb.scenario(DEFAULT).replace({"ground.nominal_discount_rate": "0 %/yr"})
    half = s.replace({"ground.accelerator_salvage_fraction": 0.5})
    assert float(half.ground.run(("accelerator_cost",))[0]) == pytest.approx(0.5 * float(s.ground.run(("accelerator_cost",))[0]), rel=1e-12)


# --- lease terms ---
@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        ("lease_price", 7.778),
        ("lease_price_per_power", 50.0),
        ("lease_contract_value", 45_000.0),
        ("lease_commitment", 3_696.0),
        ("lease_initial_commitment", 11_088.0),
        ("lease_firm_share", 0.2464),
        ("lease_price_over_market", 4.545),
    ],
)
def test_lease_terms_of_colossus_by_hand(quantity, value):
    """1.25 BUSD a month: over 220,000 GPUs, over 300 MW, 36 months, 90 days' notice, 180 + 90 days from the start; the market pays 10 to 12."""
    side = orb.scenario(DEFAULT).replace({"price_year": 2026}).ground
    assert float(shown_value(side.run((quantity,))[0], side.model.specs[quantity].unit)) == pytest.approx(value, rel=5e-4)


def test_chips_are_not_paid_off_over_longer_than_their_satellite_lives():
    """Ten years of service in a satellite of five would halve the price of chips for nothing; five in one of ten are had."""
    longer = orb.evaluate(orb.scenario(DEFAULT).replace({"orbital.accelerator_service_life": "10 yr"}))
    assert not longer.feasible
    assert any("paid off over 10 yr, longer than the satellite that carries them lives (5 yr)" in reason for reason in longer.reasons)
    shorter = orb.evaluate(orb.scenario(DEFAULT).replace({"orbital.accelerator_service_life": "5 yr", "orbital.satellite_life": "10 yr"}))
    assert shorter.feasible
