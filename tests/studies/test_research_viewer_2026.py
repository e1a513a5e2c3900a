"""A kilowatt of research-viewer by hand, with what it leaves out, and the rate it does not print."""

import pytest

import orbital as orb
from orbital.core.units import YEAR
from orbital.studies.research_viewer_2026 import comparison, ground, orbital

NAME = "research-viewer-2026"
CONSERVATIVE = {
    "orbital.program_price": "263383 USD/kW",
    "orbital.satellite_life": "2.2 yr",
    "orbital.operations_price_per_power": "400 USD/kW/yr",
    "orbital.delivered_fraction": 0.953,
}


def of(quantity, changes=None):
    return orb.study(NAME).value(quantity, changes)[0]


def per_kilowatt(changes=None):
    """Yearly cost per kilowatt of IT."""
    return of("orbital.levelized_cost_per_it_energy", changes) * 1e3 * YEAR


def annuity(rate, years):
    return rate / (1.0 - (1.0 + rate) ** -years)


def test_a_kilowatt_by_hand():
    """29,718 x CRF(8 %, 5.9 yr) + 100 = 6,614; with the stated availability 6,681."""
    assert annuity(0.08, 5.9) == pytest.approx(0.2192, abs=5e-5)
    assert per_kilowatt() == pytest.approx(29718 * annuity(0.08, 5.9) + 100, rel=1e-9)
    assert per_kilowatt({"orbital.delivered_fraction": 0.99}) == pytest.approx(6681, abs=1)


def test_compounding_monthly_is_another_number():
    """The same rate compounded monthly takes 2.7 % less: payments come earlier."""
    monthly = 12.0 * annuity(0.08 / 12.0, 5.9 * 12.0)
    assert per_kilowatt({"orbital.compounding_frequency": "12 1/yr"}) == pytest.approx(29718 * monthly + 100, rel=1e-9)
    assert monthly / annuity(0.08, 5.9) == pytest.approx(0.973, abs=1e-3)


def test_the_rate_that_the_conservative_scenario_does_not_print():
    """162,138 would need 17.4 %/yr: bracketed, no row rests on it."""
    low, high = (per_kilowatt({**CONSERVATIVE, "orbital.nominal_discount_rate": rate}) for rate in ("17.3 %/yr", "17.5 %/yr"))
    assert low < 162_138 < high


def test_the_rest_by_hand():
    assert orbital.satellite_capital_of_it_power(1e6, 29.718) == pytest.approx(29.718e6)
    assert orbital.operations_cost_of_it_power(1e6, 0.1 / YEAR) * YEAR == pytest.approx(1e5)
    assert orbital.sunlit_fraction(0.047) == pytest.approx(0.953)
    assert orbital.net_flux_of_one_face(1257.4) == pytest.approx(628.7)
    assert ground.levelized_cost_per_it_energy_as_stated(2e-7) == 2e-7
    assert comparison.cost_ratio(6614.0, 6593.0) == pytest.approx(1.003, abs=1e-3)
