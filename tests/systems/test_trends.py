"""What a later start changes: published paths, limits, and today's answer left as it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import orbital as orb
from orbital.core.errors import InputError
from orbital.core.series import compounded
from orbital.systems import ground_trends, orbital_trends, trends

YEAR = 31_557_600.0
AI1 = "ai1-vs-colossus-1"
START = "workload.start_year"


def f64(*values):
    return [np.float64(value) for value in values]


@pytest.mark.parametrize(
    ("first", "last", "years", "percent"),
    [
        (1750.0, 645.0, 6.0, -15.3),  # launch, USD/kg: SemiAnalysis 2026
        (8.0, 3.5, 6.0, -12.9),  # radiators, kg/m2: SemiAnalysis 2026
        (1800.0, 200.0, 9.5, -20.7),  # launch, USD/kg: Suncatcher, mid-2026 to 2035
        (1.0, 2.0, 4.1, 18.4),  # memory bandwidth: Epoch AI
        (1.0, 0.64, 9.0, -4.8),  # launch: BryceTech, -36 % from 2013 to 2022
    ],
)
def test_published_paths_are_these_yearly_rates(first, last, years, percent):
    assert first * compounded(np.float64(percent / 100.0 / YEAR), np.float64(years * YEAR)) == pytest.approx(last, rel=0.01)


def test_chips_of_the_catalog_grew_as_the_default_says():
    """BF16 per watt of chip, A100 (2020-11) to B200 (2024-03): 0.78 to 2.25 TFLOP/s/W in 3.33 years."""
    growth = (2.25 / 0.78) ** (1.0 / 3.33) - 1.0
    assert growth == pytest.approx(0.37, abs=0.01)
    given_ = orb.scenario(AI1).orbital.given["compute_growth_rate"]
    assert given_.spread[0] * YEAR < growth < given_.spread[1] * YEAR


@given(rate=st.floats(0.0, 0.5), floor=st.floats(0.0, 1.0), first=st.floats(0.0, 24.0), second=st.floats(0.0, 24.0))
def test_what_falls_stays_between_today_and_the_floor(rate, floor, first, second):
    sooner, later = sorted([first, second])
    left = orbital_trends.fallen(np.float64(rate / YEAR), np.float64(floor), np.array([sooner, later]) * YEAR)
    assert np.all((left >= floor - 1e-12) & (left <= 1.0 + 1e-12))
    assert left[1] <= left[0]


def test_a_premium_is_gone_when_its_time_is_up():
    """SemiAnalysis: 4.7 %/yr in 2026, none after ten years."""
    left = [orbital_trends.risk_premium(*f64(4.7 / YEAR, 10.0 * YEAR, years * YEAR)) * YEAR for years in (0.0, 5.0, 10.0, 20.0)]
    assert left == pytest.approx([4.7, 2.35, 0.0, 0.0])


@pytest.mark.parametrize(
    "carried",
    [
        lambda rate, years: trends.peak_flop_rate(np.float64(1.0), rate, years),
        lambda rate, years: trends.memory_bandwidth(np.float64(1.0), rate, years),
        lambda rate, years: trends.accelerator_price(np.float64(1.0), rate, years),
        lambda rate, years: ground_trends.building_price(np.float64(1.0), rate, years),
        lambda rate, years: ground_trends.electricity_price(np.float64(1.0), rate, years),
    ],
)
def test_growth_compounds_year_by_year(carried):
    rate = np.float64(0.07 / YEAR)
    each = 1.0
    for years in range(5):
        assert carried(rate, np.float64(years * YEAR)) == pytest.approx(each, rel=1e-12)
        each *= 1.07


# --- on scenarios ---
@pytest.mark.parametrize("name", ["ai1-vs-colossus-1", "starlink-class-vs-hyperscale"])
def test_today_nothing_is_changed_to_the_bit(name):
    today = orb.scenario(name)
    frozen = today.replace({"common.outlook": "frozen", START: 2040})
    assert orb.evaluate(frozen).ratio == orb.evaluate(today).ratio


def test_catalogs_list_and_a_scenario_gives():
    later = orb.scenario(AI1).replace({START: 2036})
    result = orb.evaluate(later)
    listed, at_start = (float(result.orbital.value(name)) for name in ("listed_flight_price", "flight_price"))
    assert at_start == pytest.approx(listed * (0.07 + 0.93 * 0.88**10), rel=1e-12)
    own = orb.evaluate(later.replace({"orbital.flight_price": "50 MUSD"}))
    assert float(own.orbital.value("flight_price")) == pytest.approx(50e6)


def test_power_picked_after_a_site_that_makes_its_own_is_what_is_paid():
    own = orb.scenario(AI1).replace({"ground.site": "gas-behind-the-meter"})
    bought = own.replace({"ground.electricity": "texas"})
    assert float(orb.evaluate(bought).ground.value("electricity_price")) * 3.6e9 == pytest.approx(66.3, rel=0.01)
    assert orb.evaluate(own).ground.value("electricity_price") != orb.evaluate(bought).ground.value("electricity_price")


def test_a_start_far_ahead_is_flagged():
    scenario = orb.scenario(AI1)
    assert not any("trends" in flag for flag in orb.evaluate(scenario.replace({START: 2035})).flags)
    flags = orb.evaluate(scenario.replace({START: 2040})).flags
    assert any("start in 2040 carries the trends beyond 2035" in flag for flag in flags)


@pytest.mark.parametrize("year", [2025, 2050.5, 1e9, float("nan"), "2030 yr", "soon"])
def test_a_start_out_of_range_is_refused(year):
    with pytest.raises(InputError, match="start_year"):
        orb.scenario(AI1).replace({START: year})


def test_market_rates_start_at_15_percent_and_end_equal():
    market = orb.scenario(AI1).replace({"common.finance": "market-2026"})
    rates = [float(orb.evaluate(market.replace({START: year})).orbital.value("satellite_discount_rate")) * YEAR for year in (2026, 2031, 2036, 2040)]
    assert rates == pytest.approx([0.15, 0.1265, 0.103, 0.103])
    ground = orb.evaluate(market).ground
    assert float(ground.value("accelerator_discount_rate")) * YEAR == pytest.approx(0.103)
