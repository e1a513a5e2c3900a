"""Interruptions and permanent losses, against published beam tests and sums written out month by month."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbital.physics import environment
from orbital.systems import reliability

YEAR = 31_557_600.0
ZERO = np.float64(0.0)
HAZARD = st.floats(0.0, 0.5)
RATE = st.floats(0.0, 0.3)


def survival(hazard, years, rate=0.0, periods=12.0):
    return reliability.levelized_survival(np.float64(hazard / YEAR), np.float64(years * YEAR), np.float64(rate / YEAR), np.float64(periods / YEAR))


def test_mean_capacity_over_five_years_at_nine_percent_is_0_8053():
    """Derived: (1 - exp(-lambda T))/(lambda T), no repair."""
    assert survival(0.09, 5.0) == pytest.approx(0.8053, abs=1e-4)


@given(hazard=st.floats(1e-3, 0.5), years=st.integers(1, 15), periods=st.sampled_from([1.0, 4.0, 12.0]))
def test_without_discounting_survival_is_the_plain_mean(hazard, years, periods):
    assert survival(hazard, years, 0.0, periods) == pytest.approx(-np.expm1(-hazard * years) / (hazard * years), rel=1e-12)


@given(hazard=HAZARD, years=st.floats(0.0, 20.0))
def test_undiscounted_survival_is_the_mean_of_the_years_instants(hazard, years):
    instants = (np.arange(2000) + 0.5) / 2000 * years
    got = reliability.levelized_survival_undiscounted(np.float64(hazard / YEAR), np.float64(years * YEAR))
    assert got == pytest.approx(np.mean(np.exp(-hazard * instants)), rel=1e-5)
    assert reliability.levelized_survival_undiscounted(ZERO, np.float64(years * YEAR)) == 1.0


@pytest.mark.parametrize("rate", [0.0, 0.08])
@pytest.mark.parametrize("periods", [1.0, 12.0])
def test_without_losses_survival_is_exactly_one(rate, periods):
    assert survival(0.0, 5.0, rate, periods) == 1.0


@given(hazard=HAZARD, rate=RATE, years=st.integers(1, 15), periods=st.sampled_from([1, 4, 12]))
def test_survival_is_the_discounted_sum_written_out(hazard, rate, years, periods):
    """Each period's mean survival, averaged over 400 instants, paid at the period's end."""
    worth = units = 0.0
    for k in range(years * periods):
        instants = (k + (np.arange(400) + 0.5) / 400) / periods
        weight = (1.0 + rate / periods) ** -(k + 1)
        worth, units = worth + weight * np.mean(np.exp(-hazard * instants)), units + weight
    assert survival(hazard, years, rate, periods) == pytest.approx(worth / units, rel=1e-7)


@given(first=HAZARD, second=HAZARD, rate=RATE)
def test_more_hazard_leaves_less_and_discounting_hides_late_losses(first, second, rate):
    low, high = sorted([first, second])
    assert survival(high, 5.0, rate) <= survival(low, 5.0, rate) + 1e-12
    assert np.exp(-high * 5.0) - 1e-12 <= survival(high, 5.0) <= survival(high, 5.0, rate) + 1e-10 <= 1.0 + 2e-10


@pytest.mark.parametrize(
    ("dose", "per_event", "events"),
    [(150.0, 50.0, 3.0), (150.0, 150.0, 1.0), (44.0, 44.0, 1.0)],
    ids=["memory, arXiv:2511.19468v1", "core logic, arXiv:2511.19468v1", "one error's dose a year"],
)
def test_events_a_year_are_dose_over_dose_per_event(dose, per_event, events):
    assert reliability.radiation_interruption_rate(np.float64(dose / YEAR), np.float64(per_event)) * YEAR == pytest.approx(events, rel=1e-12)


def test_the_host_is_interrupted_0_71_times_a_year():
    """arXiv:2511.19468v1: processor and memory, 450 and 400 rad an event, 150 rad a year. Independent causes add."""
    processor, memory = (reliability.radiation_interruption_rate(np.float64(150.0 / YEAR), np.float64(dose)) for dose in (450.0, 400.0))
    assert reliability.interruption_rate(processor, memory) * YEAR == pytest.approx(0.71, rel=0.01)


@pytest.mark.parametrize(("limit", "margin"), [(2_000.0, 2.67), (15_000.0, 20.0)])
def test_five_years_of_150_rad_leave_the_published_margin(limit, margin):
    """arXiv:2511.19468: memory irregular from 2 krad, no hard failure to 15 krad."""
    assert limit / environment.life_dose(np.float64(150.0 / YEAR), np.float64(5.0 * YEAR), np.float64(0.0)) == pytest.approx(margin, abs=0.005)


def test_independent_hazards_add():
    """By drawing lifetimes: the earlier of a chip's and its satellite's, 3 %/yr and 2 %/yr, over five years."""
    random = np.random.default_rng(7)
    chip, satellite = random.exponential(1.0 / 0.03, 400_000), random.exponential(1.0 / 0.02, 400_000)
    drawn = np.mean(np.minimum(np.minimum(chip, satellite), 5.0) / 5.0)
    hazard = reliability.permanent_loss_rate(np.float64(0.03 / YEAR), np.float64(0.02 / YEAR))
    assert survival(hazard * YEAR, 5.0) == pytest.approx(drawn, abs=1e-3)


def test_what_is_delivered_is_what_every_cause_leaves():
    causes = [np.float64(x) for x in (0.95, 0.99, 0.96, 0.90, 0.98, 0.80)]
    assert reliability.delivered_fraction(*causes) == pytest.approx(0.6371, abs=1e-4)
    for k in range(6):
        assert reliability.delivered_fraction(*[ZERO if j == k else cause for j, cause in enumerate(causes)]) == 0.0
