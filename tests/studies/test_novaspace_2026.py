"""Novaspace's gigawatt by hand, and the chips that fit into neither of its totals."""

import pytest

import orbital as orb
from orbital.studies.novaspace_2026 import comparison, ground, orbital

NAME = "novaspace-2026"
NEAR = {"orbital.satellite_price": "1 MUSD", "orbital.launch_price": "150 USD/kg"}
ALONE, WITH_CHIPS = {"boundary": "satellites-and-building"}, {"boundary": "without-upkeep"}


def of(quantity, changes=None):
    return orb.study(NAME).value(quantity, changes)[0]


@pytest.mark.parametrize(("changes", "billion", "printed"), [({}, 10_000 * (2.5e6 + 1500 * 1000) / 1e9, 46.0), (NEAR, 10_000 * (1e6 + 1500 * 150) / 1e9, 19.0)])
def test_satellites_launch_and_what_is_left(changes, billion, printed):
    """40 of 46 and 12.25 of 19; the upkeep that our reference has fills the remainder within 0.5 GUSD."""
    known = of("orbital.period_total", {**ALONE, **changes})
    assert known == pytest.approx(billion * 1e9, rel=1e-9)
    upkeep = of("orbital.period_total", changes) - known
    assert upkeep == pytest.approx(6.47e9, rel=0.05)
    assert printed * 1e9 - known == pytest.approx(upkeep, abs=0.5e9)


def test_chips_fit_into_neither_total():
    chips = of("ground.accelerator_capital")
    assert chips == pytest.approx(of("orbital.accelerator_capital"), rel=1e-12)
    assert chips > 17e9
    assert chips > 46e9 - of("orbital.period_total", ALONE)
    assert of("ground.period_total", WITH_CHIPS) == pytest.approx(of("ground.period_total", ALONE) + chips, rel=1e-9)


def test_the_same_chips_on_both_sides_bring_the_ratio_down():
    """46 and 17 with 33 on each: 1.6 times, where 2.7 is read off; 19 and 17: 1.0, where it is 1.1."""
    chips = of("ground.accelerator_capital") / 1e9
    assert comparison.total_ratio(46.0, 17.0) == pytest.approx(2.7, abs=0.01)
    assert comparison.total_ratio(46.0 + chips, 17.0 + chips) == pytest.approx(1.6, abs=0.05)
    assert comparison.total_ratio(19.0 + chips, 17.0 + chips) == pytest.approx(1.0, abs=0.05)


def test_the_rest_by_hand():
    assert orbital.satellite_price_per_it_power(2.5e6, 1e5) == 25.0
    assert orbital.period_total(2.0, 5.0) == 10.0
    assert ground.period_total(3.0, 1.0, 20.0, 5.0) == 30.0
