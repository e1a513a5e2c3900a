"""Discount rates and capital recovery: nominal rates compounded a stated number of times a year, each asset with its own rate and life.

An asset that outlives another is bought less often; equal annuities make both comparable. Rate 0 gives straight lines. Assets are paid when
their service begins (chips a deployment delay earlier), everything else and all output at the end of each period: the end-of-period
convention of loans. Payments at the start of a period instead would make an annuity smaller by 1 + r/f.

Money is nominal by default: capital at nominal rates, a levelized cost that stays the same in nominal money, and operating lines at the price
year's prices throughout. `_real` rates put everything in constant money; `operating_escalation_factor_with_inflation` lets operating lines
rise instead. docs/decisions/008 says what each does to the ratio.
"""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.series import TINY, geometric_sum
from orbital.core.units import ONE_YEAR_RATE, YEAR, Fraction, Month, Number, PerYear, RatePerYear, Real, Year


def capital_recovery_factor(rate: Real, life: Real, frequency: Real) -> Real:
    """Yearly payment per unit of capital: f / sum_{k=1..n} (1 + r/f)^-k = r / (1 - (1 + r/f)^-n) with n = f life; 1/life at rate 0.

    Source: Brealey, Myers and Allen, Principles of Corporate Finance, chapter 2 (annuity).
    """
    interest = rate / frequency + TINY
    return -frequency * interest / np.expm1(np.log1p(interest) * (-life * frequency))


def sinking_fund_factor(rate: Real, life: Real, frequency: Real) -> Real:
    """Yearly payment that grows to one at the end of life: r / ((1 + r/f)^n - 1), the capital recovery factor less the rate; 1/life at rate 0.

    Source: Newnan, Eschenbach and Lavelle, Engineering Economic Analysis, chapter 4 (uniform series).
    """
    interest = rate / frequency + TINY
    return interest * frequency / np.expm1(np.log1p(interest) * (life * frequency))


def after_tax(annuity: Real, depreciation: Real, tax_rate: Real) -> Real:
    """Yearly revenue before tax that pays a dollar of capital back: (CRF - t d)/(1 - t) = CRF (1 - t D)/(1 - t), the annuity itself at t = 0.

    d is what may be depreciated a year, levelized, D = d/CRF its present value per dollar. The rate is then the one after tax. What is paid
    for operation is deducted at once and its price stays. A residual value is taxed in full, for by then all is depreciated: its credit stays.

    Source: Short, Packey and Holt 1995, NREL/TP-462-5173, A Manual for the Economic Evaluation of Energy Efficiency, section 3 (revenue required).
    """
    return (annuity - tax_rate * depreciation) / (1.0 - tax_rate)


MACRS_5 = (0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576)
"""Shares of a five-year asset (computers, satellites) deducted by year, half a year in the first. Source: IRS Publication 946, table A-1."""
MACRS_15 = (0.05, 0.095, 0.0855, 0.077, 0.0693, 0.0623, 0.059, 0.059, 0.0591, 0.059, 0.0591, 0.059, 0.0591, 0.059, 0.0591, 0.0295)
"""Shares of a fifteen-year asset (electrical plant, land improvements) deducted by year. Source: as above."""


def scheduled_depreciation(shares: tuple[float, ...], rate: Real, life: Real, frequency: Real) -> Real:
    """Depreciation by a schedule as a level yearly amount per dollar: CRF sum_j s_j v^min(f j, f life).

    Each share is deducted at the end of its year of service; what is left at the end of life is deducted then.
    """
    discount = np.log1p(rate / frequency) * frequency
    value = shares[0] * np.exp(-discount * np.minimum(YEAR, life))
    for year, share in enumerate(shares[1:], 2):
        value = value + share * np.exp(-discount * np.minimum(year * YEAR, life))
    return capital_recovery_factor(rate, life, frequency) * value


def effective_from_nominal(nominal: Real, frequency: Real) -> Real:
    """Effective annual rate of a nominal one compounded f times a year: (1 + r/f)^f - 1."""
    return np.expm1(np.log1p(nominal / frequency) * (frequency * YEAR)) * ONE_YEAR_RATE


def nominal_from_effective(effective: Real, frequency: Real) -> Real:
    """Nominal rate compounded f times a year of an effective annual one: f ((1 + e)^(1/f) - 1)."""
    return np.expm1(np.log1p(effective * YEAR) / (frequency * YEAR)) * frequency


@formula
def effective_annual_rate(nominal_discount_rate: RatePerYear, compounding_frequency: PerYear) -> RatePerYear:
    """Effective annual rate, in nominal money, that the common nominal rate comes to: (1 + r/f)^f - 1.

    Source: Brealey, Myers and Allen, Principles of Corporate Finance, chapter 2 (compound interest).
    """
    return effective_from_nominal(nominal_discount_rate, compounding_frequency)


@formula(computes="nominal_discount_rate")
def nominal_discount_rate_from_effective(effective_annual_rate: RatePerYear, compounding_frequency: PerYear) -> RatePerYear:
    """Nominal rate from an effective annual one: f ((1 + e)^(1/f) - 1). For sources that state the latter.

    Source: as `effective_annual_rate`.
    """
    return nominal_from_effective(effective_annual_rate, compounding_frequency)


def real_rate(nominal: Real, inflation: Real) -> Real:
    """Real rate: (1 + r)/(1 + i) - 1, with both read as rates a year and the result compounded as the nominal rate would be.

    Exact for annual compounding. Compounded monthly it is too low: 7.61 where `effective_real_rate` gives 7.81 %/yr of 10.3 and 2.5 %.

    Source: Fisher's equation; Brealey, Myers and Allen, chapter 3.
    """
    return ((1.0 + nominal * YEAR) / (1.0 + inflation * YEAR) - 1.0) * ONE_YEAR_RATE


def effective_real_rate(nominal: Real, inflation: Real, frequency: Real) -> Real:
    """Real rate, compounded f times a year, of a nominal one compounded as often and an effective annual inflation: 1 + r/f over (1 + i)^(1/f).

    With it real and nominal money agree exactly: a stream that rises with inflation is worth the same in both.

    Source: Fisher's equation on effective rates.
    """
    return np.expm1(np.log1p(nominal / frequency) - np.log1p(inflation * YEAR) / (frequency * YEAR)) * frequency


def escalation_factor(rate: Real, life: Real, frequency: Real, inflation: Real) -> Real:
    """Level amount that is worth as much as one that rises with inflation: sum v^k g^k / sum v^k over the periods, g = (1 + i)^(1/f).

    Prices are those of the first token at time 0. One at no inflation.

    Source: growing annuity; Brealey, Myers and Allen, chapter 2.
    """
    discount = np.log1p(rate / frequency)
    growth = np.log1p(inflation * YEAR) / (frequency * YEAR)
    periods = life * frequency
    return np.exp(growth) * geometric_sum(discount - growth, periods) / geometric_sum(discount, periods)


@formula
def accelerator_discount_rate(accelerator_nominal_rate: RatePerYear) -> RatePerYear:
    """Rate used for chips: nominal by default, so that costs are in nominal money."""
    return accelerator_nominal_rate


@formula(computes="accelerator_discount_rate")
def accelerator_discount_rate_real(accelerator_nominal_rate: RatePerYear, inflation_rate: RatePerYear) -> RatePerYear:
    """Rate used for chips in real money."""
    return real_rate(accelerator_nominal_rate, inflation_rate)


@formula(computes="accelerator_discount_rate")
def accelerator_discount_rate_effective_real(accelerator_nominal_rate: RatePerYear, inflation_rate: RatePerYear, compounding_frequency: PerYear) -> RatePerYear:
    """Rate used for chips in real money, inflation taken off the effective rate."""
    return effective_real_rate(accelerator_nominal_rate, inflation_rate, compounding_frequency)


@formula
def accelerator_depreciation_rate(accelerator_service_life: Year) -> PerYear:
    """Yearly tax depreciation per dollar of chips: a straight line over their service."""
    return 1.0 / accelerator_service_life


@formula(computes="accelerator_depreciation_rate")
def accelerator_depreciation_rate_macrs(accelerator_discount_rate: RatePerYear, accelerator_service_life: Year, compounding_frequency: PerYear) -> PerYear:
    """Yearly tax depreciation per dollar of chips: five-year property, as a level amount."""
    return scheduled_depreciation(MACRS_5, accelerator_discount_rate, accelerator_service_life, compounding_frequency)


@formula
def accelerator_capital_recovery_factor(
    accelerator_discount_rate: RatePerYear,
    accelerator_service_life: Year,
    compounding_frequency: PerYear,
    accelerator_depreciation_rate: PerYear,
    tax_rate: Fraction,
) -> PerYear:
    """Yearly payment per dollar of chips."""
    annuity = capital_recovery_factor(accelerator_discount_rate, accelerator_service_life, compounding_frequency)
    return after_tax(annuity, accelerator_depreciation_rate, tax_rate)


@formula(computes="operating_escalation_factor")
def operating_escalation_factor_with_inflation(
    accelerator_nominal_rate: RatePerYear, accelerator_service_life: Year, compounding_frequency: PerYear, inflation_rate: RatePerYear
) -> Number:
    """Operating lines that rise with inflation over the chips' service, as level nominal amounts. With nominal rates only."""
    return escalation_factor(accelerator_nominal_rate, accelerator_service_life, compounding_frequency, inflation_rate)


def growth_while_waiting(rate: Real, delay: Real, frequency: Real) -> Real:
    """Interest on a dollar spent `delay` before the first token: (1 + r/f)^(f delay) - 1. Any delay, whole periods or not."""
    return np.expm1(np.log1p(rate / frequency) * (delay * frequency))


@formula
def accelerator_waiting_factor(accelerator_discount_rate: RatePerYear, deployment_delay: Month, compounding_frequency: PerYear) -> Number:
    """Interest per dollar of chips from purchase to first token."""
    return growth_while_waiting(accelerator_discount_rate, deployment_delay, compounding_frequency)
