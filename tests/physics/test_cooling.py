"""From junction to radiator: loops, heat pipes, heat pumps, against published values and conservation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbital.physics import cooling, thermal

ZERO, ONE = np.float64(0.0), np.float64(1.0)
TEMPERATURE = st.floats(250.0, 450.0).map(np.float64)


def test_a_1000_w_chip_at_85_celsius_allows_coolant_of_55_celsius():
    """kenfatech and fibermall cold-plate target, 0.03 K/W; then the exchanger and the wall, and a heat pump's lift."""
    coolant = cooling.coolant_temperature(np.float64(85.0 + 273.15), np.float64(1000.0), np.float64(0.03))
    assert coolant == 55.0 + 273.15
    assert cooling.radiator_inlet_temperature(coolant, ZERO, np.float64(4.0), np.float64(2.5)) == pytest.approx(48.5 + 273.15)
    assert cooling.radiator_inlet_temperature(coolant, np.float64(30.0), np.float64(4.0), np.float64(2.5)) == pytest.approx(78.5 + 273.15)


def test_a_loop_from_330_to_310_k_emits_like_a_plate_at_319_74_k():
    """Derived: T_eff^4 = 3 (T_in - T_out)/(T_out^-3 - T_in^-3)."""
    assert cooling.radiator_temperature(np.float64(330.0), np.float64(20.0)) == pytest.approx(319.74, abs=0.01)


@given(hot=TEMPERATURE, rise=st.floats(0.1, 60.0))
def test_a_loop_emits_what_its_coolant_gives_up_on_the_way(hot, rise):
    """m c dT/dx = -2 eps sigma T^4, integrated numerically from inlet to outlet: the mean emission is that of the effective temperature."""
    temperature = np.linspace(hot, hot - rise, 20_001)
    length = np.trapezoid(temperature**-4.0, -temperature)
    assert cooling.radiator_temperature(hot, np.float64(rise)) ** 4 == pytest.approx(rise / length, rel=1e-6)


def test_without_a_rise_the_root_is_as_hot_as_the_inlet():
    assert cooling.radiator_temperature(np.float64(310.0), ZERO) == pytest.approx(310.0, rel=1e-15)


@pytest.mark.parametrize("sink", [0.0, 200.0, 240.0])
def test_the_loop_s_effective_temperature_holds_against_a_sink_within_half_a_percent_of_the_net_flux(sink):
    """Exact for a zero sink; with one, the coolant cools slower at the end: 330 to 310 K."""
    temperature = np.linspace(330.0, 310.0, 20_001)
    exact = 20.0 / np.trapezoid(1.0 / (temperature**4 - sink**4), -temperature)
    assert cooling.radiator_temperature(np.float64(330.0), np.float64(20.0)) ** 4 - sink**4 == pytest.approx(exact, rel=5e-3)


def test_heat_pipes_lose_a_few_kelvin_in_films_and_none_along_the_way():
    """2 W/cm2 through 7.5 and 11 kW/m2/K: 2.67 and 1.82 K, by hand."""
    root, pumping = cooling.heat_pipe_radiator(*(np.float64(x) for x in (328.15, 0.0, 2.5, 20e3, 7500.0, 11e3, 1e5)))
    assert root == pytest.approx(328.15 - 2.6667 - 1.8182 - 2.5, abs=1e-3)
    assert pumping == 0.0
    assert cooling.heat_pipe_radiator(*(np.float64(x) for x in (328.15, 10.0, 2.5, 20e3, 7500.0, 11e3, 1e5)))[0] - root == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("coolant", "inlet", "rise", "sign"), [(316.0, 309.0, 10.0, 1), (316.0, 250.0, 20.0, -1), (230.0, 309.0, 10.0, -1), (-100.0, -107.0, 10.0, -1)]
)
def test_coolant_must_not_freeze_on_its_way(coolant, inlet, rise, sign):
    """Half glycol, half water: 240 K. Below it, and below zero, there is no answer, whatever even powers would say."""
    margin = cooling.coolant_margin(*(np.float64(x) for x in (coolant, inlet, rise, 240.0)))
    assert np.sign(margin) == sign


@pytest.mark.parametrize(("root", "lift", "sign"), [(313.0, 0.0, 1), (314.0, 0.0, -1), (350.0, 0.0, -1), (350.0, 40.0, 1)])
def test_a_radiator_is_never_hotter_than_the_coolant_that_reaches_it(root, lift, sign):
    """316 K of coolant, a wall of 2.5 K, with and without a heat pump."""
    margin = cooling.chip_temperature_margin(*(np.float64(x) for x in (root, 316.0, lift, 2.5)))
    assert np.sign(margin) == sign
    assert margin == pytest.approx(1.0001 * (313.5 + lift) - root, rel=1e-9)


def test_a_water_loop_for_100_kw_takes_2_389_kg_s_and_728_w():
    """Derived: 10 K, 4186 J/kg/K; 150 kPa, 985 kg/m3, pump efficiency 0.5."""
    flow = cooling.coolant_flow(np.float64(100e3), np.float64(10.0), np.float64(4186.0))
    assert flow == pytest.approx(2.389, rel=0.002)
    assert cooling.pump_power(flow, np.float64(150e3), np.float64(985.0), np.float64(0.5)) == pytest.approx(728.0, rel=0.002)


def pumped(lift_to, fraction=1.0, efficiency=1.0, cold=300.0):
    return cooling.heat_pump(np.float64(cold), np.float64(lift_to), np.float64(fraction), np.float64(efficiency))


@pytest.mark.parametrize(("lift", "share", "sign"), [(0.0, 0.0, 0), (60.0, 0.2, 1), (60.0, 0.19999, -1), (60.0, 0.0, -1)])
def test_no_lift_is_free_of_carnot(lift, share, sign):
    margin = cooling.heat_pump_margin(np.float64(300.0), np.float64(lift), np.float64(share), ONE)
    assert np.sign(margin) == sign


def test_a_pump_weighs_by_its_own_power():
    """A fifth over the rest is a sixth of the whole: 120 kW of bus, 20 kW of pump."""
    assert cooling.heat_pump_mass(np.float64(120e3), np.float64(0.2), np.float64(0.010)) == pytest.approx(200.0)


def test_a_carnot_pump_from_300_to_360_k_has_cop_5_and_0_5787_of_the_area():
    """Derived: W = Q_c/5, Q_h = 1.2 Q_c; area over none = 1.2 (300/360)^4 = (300/360)^3 with a zero sink."""
    found = pumped(360.0)
    assert found.heat_pump_lift == pytest.approx(60.0)
    assert 1.0 / found.heat_pump_power_fraction == pytest.approx(5.0, abs=1e-4)
    assert 1.0 + found.heat_pump_power_fraction == pytest.approx(1.2, abs=1e-4)
    flux = thermal.net_radiator_flux(ONE, ONE, np.array([300.0, 360.0]), ZERO)
    area = thermal.radiator_area(np.array([1.0, 1.0 + found.heat_pump_power_fraction]), flux, ZERO)
    assert area[1] / area[0] == pytest.approx(0.5787, abs=1e-4)


@given(lift=st.floats(1.0, 80.0), fraction=st.floats(0.2, 1.0), efficiency=st.floats(0.8, 1.0))
def test_a_heat_pump_s_heat_balances_with_what_its_own_supply_loses(lift, fraction, efficiency):
    """Bus power 1 besides the pump: heat at the converter (1 + W)/eta in all, of which all but W is lifted at COP = f T_c/lift."""
    work = pumped(300.0 + lift, fraction, efficiency).heat_pump_power_fraction
    lifted = (1.0 + work) / efficiency - work
    assert lifted / work == pytest.approx(fraction * 300.0 / lift, rel=1e-9)


def test_a_pump_colder_than_the_coolant_does_nothing():
    assert pumped(290.0) == (0.0, 0.0)


def test_pumps_and_lines_weigh_two_kilograms_a_kilowatt():
    assert cooling.heat_transport_mass(np.float64(70e3), np.float64(0.002)) == pytest.approx(140.0)
