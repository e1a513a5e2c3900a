"""Fault domains, spares and what is left through a life, against sums written out, drawn lives and published figures."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import binom

from orbital.systems import reliability, survival, unserviced

YEAR = 31_557_600.0
ZERO = np.float64(0.0)
HAZARD = st.floats(0.0, 0.5)
RATE = st.floats(0.0, 0.3)
SPARES = st.floats(0.0, 0.5)


def f64(*values):
    return [np.float64(value) for value in values]


def spare_years(spares, hazard, cold=False):
    formula = survival.spare_time_cold if cold else survival.spare_time
    return formula(*f64(spares, hazard / YEAR)) / YEAR


def left(domain, satellite=0.0, spares=0.0, years=5.0, rate=0.0, periods=12.0, cold=False):
    """The share at work over life, from hazards a year."""
    lasting = spare_years(spares, domain, cold) * YEAR
    return reliability.levelized_survival(*f64((domain + satellite) / YEAR, satellite / YEAR, lasting, years * YEAR, rate / YEAR, periods / YEAR))


# --- without spares ---
@pytest.mark.parametrize(("yearly", "survivors", "mean"), [(0.04, 0.82, 0.90), (0.068, 0.70, 0.84), (0.09, 0.62, 0.80), (0.16, 0.42, 0.67)])
def test_five_years_without_repair_leave_what_was_published(yearly, survivors, mean):
    """4 %/yr leaves 82 % (mean 90 %), 6.8 % 70 % (84 %), 9 % 62 % (80 %), 16 % 42 % (67 %): shares that die in a year, so the hazard is -ln(1 - q)."""
    hazard = -math.log1p(-yearly)
    assert survival.weibull_survival(*f64(5.0 * YEAR, YEAR / hazard, 1.0)) == pytest.approx(survivors, abs=5e-3)
    assert left(hazard) == pytest.approx(mean, abs=5e-3)


@given(domain=HAZARD, satellite=HAZARD, rate=RATE, years=st.integers(1, 15), periods=st.sampled_from([1.0, 4.0, 12.0]))
def test_without_spares_all_losses_are_one_hazard(domain, satellite, rate, years, periods):
    """mean_k(s) summed in closed form, as for one hazard alone."""
    hazard, discount, n = (domain + satellite) / periods, math.log1p(rate / periods), years * periods
    mean = -math.expm1(-hazard) / hazard if hazard > 1e-300 else 1.0
    total = sum(math.exp(-(discount + hazard) * k) for k in range(int(n)))
    assert left(domain, satellite, 0.0, years, rate, periods) == pytest.approx(mean * total / sum(math.exp(-discount * k) for k in range(int(n))), rel=1e-12)


@given(hazard=HAZARD, rate=RATE, years=st.floats(0.5, 15.0), periods=st.sampled_from([1.0, 4.0, 12.0]))
def test_no_spares_are_spares_that_last_no_time(hazard, rate, years, periods):
    """Lives of parts of a period too, and the limits of no loss and no interest."""
    life, given_rate, frequency = f64(years * YEAR, rate / YEAR, periods / YEAR)
    each = np.float64(hazard / YEAR)
    spared = survival.survival_with_spares(each, each, ZERO, life, given_rate, frequency)
    assert survival.survival_without_spares(each, life, given_rate, frequency) == pytest.approx(spared, rel=1e-12)
    assert survival.survival_without_spares(ZERO, life, given_rate, frequency) == pytest.approx(1.0, rel=1e-14)


def test_replacements_for_a_dead_chip_are_worth_what_is_written_out():
    """4 %/yr at 10 %/yr, paid monthly over five years: months summed one by one."""
    weights = [(1.0 + 0.1 / 12.0) ** -(k + 1) for k in range(60)]
    shares = [(math.exp(-0.04 * k / 12.0) - math.exp(-0.04 * (k + 1) / 12.0)) / (0.04 / 12.0) for k in range(60)]
    expected = sum(w * s for w, s in zip(weights, shares, strict=True)) / sum(weights)
    assert survival.survival_without_spares(*f64(0.04 / YEAR, 5.0 * YEAR, 0.1 / YEAR, 12.0 / YEAR)) == pytest.approx(expected, rel=1e-12)


# --- spares ---
def written_out(domain, satellite, lasting, years, rate, periods):
    """Each period's share at work in closed form from the spares' end, period by period in multiple precision, paid at the period's end."""
    with mpmath.workdps(30):
        worth = units = mpmath.mpf(0)
        late = mpmath.mpf(domain) + satellite
        for k in range(round(years * periods)):
            start, stop = mpmath.mpf(k) / periods, mpmath.mpf(k + 1) / periods
            middle = min(max(mpmath.mpf(lasting), start), stop)
            at_change = mpmath.exp(-satellite * mpmath.mpf(lasting) + late * mpmath.mpf(lasting))
            early_part = (mpmath.exp(-satellite * start) - mpmath.exp(-satellite * middle)) / satellite if satellite > 1e-12 else middle - start
            late_part = at_change * (mpmath.exp(-late * middle) - mpmath.exp(-late * stop)) / late if late > 1e-12 and middle < stop else stop - middle
            weight = (1 + mpmath.mpf(rate) / periods) ** -(k + 1)
            worth, units = worth + weight * (early_part + late_part) * periods, units + weight
        return float(worth / units)


@given(
    domain=st.floats(1e-3, 0.5),
    satellite=st.floats(1e-3, 0.3),
    spares=SPARES,
    rate=RATE,
    years=st.integers(1, 8),
    periods=st.sampled_from([1.0, 12.0]),
    cold=st.booleans(),
)
def test_spares_are_the_discounted_sum_written_out(domain, satellite, spares, rate, years, periods, cold):
    expected = written_out(domain, satellite, spare_years(spares, domain, cold), years, rate, periods)
    assert left(domain, satellite, spares, years, rate, periods, cold) == pytest.approx(expected, rel=1e-9)


@given(domain=st.floats(1e-4, 0.5), spares=SPARES, years=st.floats(1.0, 10.0))
def test_hot_spares_leave_the_mean_of_the_smaller_of_one_and_the_survivors(domain, spares, years):
    """s(t) = min( 1, (1 + s) e^(-lambda t) ), averaged over 20,000 instants."""
    ages = (np.arange(20_000) + 0.5) / 20_000 * years
    expected = np.mean(np.minimum(1.0, (1.0 + spares) * np.exp(-domain * ages)))
    assert left(domain, 0.0, spares, round(years * 12.0) / 12.0) == pytest.approx(expected, rel=2e-2)
    assert left(domain, 0.0, spares, years, 0.0, 1.0 / years) == pytest.approx(expected, rel=1e-4)


@given(domain=HAZARD, satellite=HAZARD, spares=SPARES, more=SPARES, rate=RATE)
def test_spares_help_never_beyond_one_and_never_more_than_they_are(domain, satellite, spares, more, rate):
    """Active accelerators are n / (1 + s): of what was bought, no more is at work than without spares."""
    few, many = (left(domain, satellite, s, 5.0, rate) for s in (min(spares, more), max(spares, more)))
    none = left(domain, satellite, 0.0, 5.0, rate)
    assert none - 1e-12 <= few <= many + 1e-12
    assert many <= left(0.0, satellite, 0.0, 5.0, rate) + 1e-12 <= 1.0 + 1e-12
    assert many / (1.0 + max(spares, more)) <= none + 1e-12


@given(domain=st.floats(1e-3, 0.5), spares=st.floats(0.0, 1.0))
def test_cold_spares_last_longer_than_hot_ones(domain, spares):
    hot, cold = spare_years(spares, domain), spare_years(spares, domain, cold=True)
    assert hot == pytest.approx(math.log(1.0 + spares) / domain, rel=1e-12)
    assert cold == pytest.approx(spares / domain, rel=1e-12)
    assert left(domain, 0.02, spares) <= left(domain, 0.02, spares, cold=True) + 1e-12


def test_a_cold_reserve_played_through_lasts_as_long_as_the_limit_says():
    """20,000 places, each dead chip replaced at once from 2,000 in store: the store is empty after s / lambda."""
    random = np.random.default_rng(5)
    deaths = np.cumsum(random.exponential(1.0 / (20_000 * 0.05), 2_000))
    assert spare_years(0.1, 0.05, cold=True) == pytest.approx(deaths[-1], rel=0.08)


def test_without_losses_spares_last_for_ever_and_that_is_a_number():
    lasting = spare_years(0.02, 0.0)
    assert np.isfinite(lasting)
    assert lasting > 1e9
    assert left(0.0, 0.0, 0.02) == pytest.approx(1.0, abs=1e-14)


@pytest.mark.parametrize(("chips", "workers", "high"), [(72, 71, 5e-4), (72, 66, 3.0e-3), (12, 11, 1.5e-2)])
def test_the_fluid_limit_is_high_by_what_its_docstring_says(chips, workers, high):
    """One satellite alone, whole chips: the mean of min(workers, survivors) by the binomial law, 4.44 %/yr over five years."""
    ages = (np.arange(2000) + 0.5) / 2000 * 5.0
    alive = np.arange(chips + 1)
    exact = np.mean([np.sum(np.minimum(alive, workers) * binom.pmf(alive, chips, math.exp(-0.0444 * age))) for age in ages]) / workers
    assert left(0.0444, 0.0, chips / workers - 1.0) / exact - 1.0 == pytest.approx(high, rel=0.05)


# --- fault domains ---
@pytest.mark.parametrize(
    ("size", "host", "chips", "hosts"),
    [(1.0, 4.0, 1.0, 1.0), (4.0, 4.0, 4.0, 1.0), (8.0, 8.0, 8.0, 1.0), (8.0, 4.0, 8.0, 2.0), (72.0, 4.0, 72.0, 18.0), (2.0, 8.0, 2.0, 1.0)],
)
def test_a_domain_dies_with_the_first_of_its_chips_and_hosts(size, host, chips, hosts):
    got = survival.fault_domain_loss_rate(*f64(0.04 / YEAR, 0.0044 / YEAR, size, host)) * YEAR
    assert got == pytest.approx(chips * 0.04 + hosts * 0.0044, rel=1e-12)


def test_a_rack_that_dies_with_its_first_chip_is_soon_gone():
    """Four percent a year of each of 72: three times a year, so a fifteenth of five years is left."""
    assert left(72 * 0.04) == pytest.approx(1.0 / (5.0 * 72 * 0.04), rel=1e-4)


def test_drawn_domains_live_as_long_as_their_hazard_says():
    random = np.random.default_rng(8)
    chips, hosts = random.exponential(1.0 / 0.04, (40_000, 8)), random.exponential(1.0 / 0.02, (40_000, 2))
    drawn = np.minimum(chips.min(axis=1), hosts.min(axis=1)).mean()
    assert 1.0 / (survival.fault_domain_loss_rate(*f64(0.04, 0.02, 8.0, 4.0))) == pytest.approx(drawn, rel=0.02)


# --- domains that deliver all or nothing ---
def redundant(units, needed, hazard, satellite=0.0, years=5.0, rate=0.0, periods=12.0):
    spares = units / needed - 1.0
    return reliability.levelized_survival_redundant_domains(
        *f64(hazard / YEAR, satellite / YEAR, spares, units, 1.0, years * YEAR, rate / YEAR, periods / YEAR)
    )


@pytest.mark.parametrize(("units", "needed"), [(72, 64), (72, 70), (72, 72), (18, 16), (8, 7)])
@pytest.mark.parametrize("periods", [1.0, 12.0])
def test_all_or_nothing_is_the_binomial_tail_paid_period_by_period(units, needed, periods):
    worth = due = 0.0
    for k in range(int(5 * periods)):
        ages = (k + (np.arange(100) + 0.5) / 100) / periods
        share = np.mean(binom.sf(needed - 1, units, np.exp(-0.04 * ages)) * np.exp(-0.015 * ages))
        worth, due = worth + share * (1.0 + 0.08 / periods) ** -(k + 1), due + (1.0 + 0.08 / periods) ** -(k + 1)
    assert redundant(units, needed, 0.04, 0.015, 5.0, 0.08, periods) == pytest.approx(worth / due, abs=2e-4)


@given(hazard=st.floats(0.0, 0.2), units=st.integers(1, 72), rate=RATE)
def test_without_spares_all_or_nothing_ends_with_the_first_death(hazard, units, rate):
    """p^n: as a fault domain of all units."""
    assert redundant(float(units), float(units), hazard / units, 0.02, 5.0, rate) == pytest.approx(left(hazard, 0.02, 0.0, 5.0, rate), rel=1e-3)


def test_a_domain_of_72_of_which_64_are_needed_keeps_working_longer_than_one_that_needs_all():
    """It ends with the ninth death: after sum 1/(j lambda) over j = 64..72, 3.314 years at 4 %/yr, where all are needed after 1/(72 lambda), 0.35."""
    for needed, years in ((72, 0.3472), (64, 3.314)):
        assert sum(1.0 / (0.04 * j) for j in range(needed, 73)) == pytest.approx(years, abs=5e-4)
        assert redundant(72.0, float(needed), 0.04, years=20.0) * 20.0 == pytest.approx(years, rel=0.02)  # a part of the life is 0.2 yr
    assert redundant(72.0, 64.0, 0.0) == pytest.approx(1.0, abs=1e-12)


def test_a_batch_of_redundant_domains_equals_its_rows():
    hazards, rates = np.linspace(0.0, 0.3, 7) / YEAR, np.linspace(0.0, 0.2, 7) / YEAR
    fixed = f64(0.0, 0.125, 72.0, 1.0, 5.0 * YEAR)
    batch = reliability.levelized_survival_redundant_domains(hazards, *fixed, rates, np.float64(12.0 / YEAR))
    rows = [reliability.levelized_survival_redundant_domains(h, *fixed, r, np.float64(12.0 / YEAR)) for h, r in zip(hazards, rates, strict=True)]
    assert batch == pytest.approx(rows, rel=1e-13)


@given(hazard=HAZARD, spares=SPARES, rate=RATE)
def test_the_ground_is_orbit_without_satellites(hazard, spares, rate):
    lasting = survival.spare_time(*f64(spares, hazard / YEAR))
    life, paid, months = f64(5.0 * YEAR, rate / YEAR, 12.0 / YEAR)
    assert unserviced.levelized_survival(np.float64(hazard / YEAR), lasting, life, paid, months) == pytest.approx(
        left(hazard, 0.0, spares, 5.0, rate), rel=1e-12
    )
    redundancy = (*f64(hazard / YEAR), *f64(spares, 72.0, 4.0), life, paid, months)
    both = reliability.levelized_survival_redundant_domains(redundancy[0], ZERO, *redundancy[1:])
    assert unserviced.levelized_survival_redundant_domains(*redundancy) == pytest.approx(both, rel=1e-12)
    plain = survival.levelized_survival_undiscounted(np.float64(hazard / YEAR), life)  # one formula for both sides
    assert plain == pytest.approx(left(hazard, 0.0, 0.0, 5.0, 0.0), rel=1e-12)


# --- early death ---
def test_early_death_and_a_constant_hazard_stand_for_castet_and_saleh():
    """Their Weibull law leaves 0.960 on the mean of five years; 0.978 at once and 0.75 %/yr after leave the same."""
    mean, _ = quad(lambda age: float(survival.weibull_survival(*f64(age, 2607.0, 0.4521))), 0.0, 5.0)
    assert mean / 5.0 == pytest.approx(0.960, abs=1e-3)
    assert 0.978 * left(0.0, 0.0075) == pytest.approx(mean / 5.0, rel=2e-3)


# --- lives and redundancy ---
def test_after_five_years_at_nine_percent_0_6376_survive_and_1_24_are_launched_for_each_at_work():
    """Derived: exp(-lambda T), and lambda T / (1 - exp(-lambda T)) = 1 / 0.8053."""
    assert survival.weibull_survival(*f64(5.0 * YEAR, YEAR / 0.09, 1.0)) == pytest.approx(0.6376, abs=1e-4)
    assert survival.launched_capacity_penalty(*f64(0.09 / YEAR, 5.0 * YEAR)) == pytest.approx(1.0 / 0.8053, abs=2e-4)


@given(hazard=HAZARD, years=st.floats(0.0, 20.0))
def test_launched_capacity_makes_up_for_what_is_lost(hazard, years):
    rate, life = f64(hazard / YEAR, years * YEAR)
    penalty = survival.launched_capacity_penalty(rate, life)
    assert penalty >= 1.0
    assert penalty * survival.levelized_survival_undiscounted(rate, life) == pytest.approx(1.0, rel=1e-12)
    assert survival.launched_capacity_penalty(ZERO, life) == 1.0
    assert survival.levelized_survival_undiscounted(ZERO, life) == 1.0


@pytest.mark.parametrize(("years", "share"), [(1.0, 0.9719), (5.0, 0.9426), (15.0, 0.9075)])
def test_satellites_survive_as_castet_and_saleh_found(years, share):
    """Castet and Saleh 2009; shape 0.4521 and scale 2,607 years from memory."""
    assert survival.weibull_survival(*f64(years * YEAR, 2607.0 * YEAR, 0.4521)) == pytest.approx(share, abs=1e-4)


def test_the_mean_of_a_weibull_life_of_shape_2_and_scale_100_is_88_623():
    """Derived: 100 Gamma(1.5) = 100 sqrt(pi)/2."""
    assert survival.weibull_mean_life(*f64(100.0, 2.0)) == pytest.approx(88.623, abs=1e-3)


@pytest.mark.parametrize("shape", [0.7, 1.0, 2.0, 3.5])
def test_the_mean_life_is_the_area_under_the_survivors(shape):
    area, _ = quad(lambda age: float(survival.weibull_survival(*f64(age, 100.0, shape))), 0.0, np.inf, limit=200)
    assert survival.weibull_mean_life(*f64(100.0, shape)) == pytest.approx(area, rel=1e-6)


@given(first=st.floats(0.0, 50.0), second=st.floats(0.0, 50.0), shape=st.floats(0.2, 5.0).map(np.float64))
def test_survivors_grow_fewer_with_age(first, second, shape):
    left = survival.weibull_survival(np.sort(np.array([first, second])), np.float64(10.0), shape)
    assert np.all(np.diff(left) <= 0.0)
    assert np.all((left >= 0.0) & (left <= 1.0))
    assert survival.weibull_survival(ZERO, np.float64(10.0), shape) == 1.0


def test_64_of_72_at_90_percent_are_there_71_percent_of_the_time():
    """Derived, binomial."""
    assert survival.redundant_availability(*f64(64.0, 72.0, 0.9)) == pytest.approx(0.70858, abs=1e-5)


@given(needed=st.integers(1, 80), spare=st.integers(0, 20), share=st.floats(0.0, 1.0))
def test_redundancy_is_the_binomial_sum_written_out(needed, spare, share):
    installed = needed + spare
    expected = math.fsum(math.comb(installed, j) * share**j * (1.0 - share) ** (installed - j) for j in range(needed, installed + 1))
    assert survival.redundant_availability(*f64(needed, installed, share)) == pytest.approx(expected, rel=1e-9, abs=1e-300)


@given(needed=st.integers(1, 80), share=st.floats(0.0, 1.0).map(np.float64))
def test_a_spare_never_hurts(needed, share):
    got = survival.redundant_availability(np.float64(needed), needed + np.arange(4.0), share)
    assert np.all(np.diff(got) >= -1e-12)
