"""Array and battery sizing, against the worked examples of the textbook and published designs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbital.physics import power

KM, MINUTE, YEAR, SIGMA = 1e3, 60.0, 31_557_600.0, 5.670374419e-8
KWH = 3.6e6
ZERO, ONE = np.float64(0.0), np.float64(1.0)
WATTS = st.floats(1.0, 1e6).map(np.float64)
SHARE = st.floats(0.1, 1.0).map(np.float64)
ECLIPSE = st.floats(0.0, 45.0).map(lambda minutes: np.float64(minutes * MINUTE))
PERIOD = np.float64(97.728 * MINUTE)


def flux(efficiency, packing, solar=1361.0, coefficient=0.0, kelvin=301.15):
    return power.array_flux_beginning_of_life(np.float64(solar), np.float64(efficiency), np.float64(packing), np.float64(coefficient), np.float64(kelvin))


# --- published values ---
def test_the_textbook_satellite_needs_239_4_w_of_array():
    """Wertz, Space Mission Analysis and Design, table 11-34: 110 W day and night, peak-power tracking X_e 0.60, X_d 0.80."""
    load, dark, day = np.float64(110.0), np.float64(35.3 * MINUTE), 63.5 * MINUTE
    needed = power.array_power_end_of_life(load, load, dark, dark + day, np.float64(0.60 / 0.80), np.float64(0.80))
    assert needed == pytest.approx(239.4, abs=0.1)


@pytest.mark.parametrize(
    ("efficiency", "yearly_loss", "new", "left", "end", "area"),
    [(0.148, 0.0375, 142.9, 0.8260, 118.0, 2.03), (0.22, 0.005, None, 0.9752, 207.1, 1.156)],
    ids=["silicon", "multijunction"],
)
def test_the_textbook_array_is_sized_as_printed(efficiency, yearly_loss, new, left, end, area):
    """1367 W/m2, inherent degradation 0.77 at 23.5 deg, five years, 239.4 W: the book prints 143, 0.826, 118.1 and 2.0."""
    fresh = flux(efficiency, 0.77 * np.cos(np.radians(23.5)), solar=1367.0)
    remaining = power.array_remaining_fraction(np.float64(yearly_loss / YEAR), np.float64(5.0 * YEAR))
    assert new is None or fresh == pytest.approx(new, abs=0.1)
    assert remaining == pytest.approx(left, rel=0.002)
    assert fresh * remaining == pytest.approx(end, rel=0.002)
    assert power.array_area(power.array_power_beginning_of_life(np.float64(239.4), remaining), fresh) == pytest.approx(area, rel=0.002)


def test_an_ideal_silicon_cell_gives_202_3_w_m2():
    """Derived, 14.8 % of 1367 W/m2; the textbook prints 202."""
    assert flux(0.148, 1.0, solar=1367.0) == pytest.approx(202.3, abs=0.1)


@pytest.mark.parametrize(
    ("watts", "per_area", "area"),
    [(210e3, 250.0, 840.0), (1.25e6, 221.6, 5640.0), (28.3e3, 1361.0 * 0.22 * 0.90, 105.0)],
    ids=["SpaceX AI1", "Turyshev, arXiv:2604.27197", "Starlink V2 mini class, arXiv:2511.19468v2"],
)
def test_published_arrays_have_the_area_of_their_power_and_flux(watts, per_area, area):
    assert power.array_area(np.float64(watts), np.float64(per_area)) == pytest.approx(area, rel=0.0015)


def test_a_starlink_class_array_gives_28_3_kw():
    """arXiv:2511.19468v2 says about 28 kW: 105 m2, 22 % cells, 90 % packing, 1361 W/m2."""
    assert 105.0 * flux(0.22, 0.90) == pytest.approx(28.3e3, abs=100.0)


def test_a_battery_for_100_kw_through_19_74_minutes_is_115_4_kwh_and_770_kg():
    """Derived: depth of discharge 0.3, discharge efficiency 0.95, 150 Wh/kg."""
    capacity = power.battery_capacity(np.float64(100e3), np.float64(19.74 * MINUTE), np.float64(0.3), np.float64(0.95))
    assert capacity / KWH == pytest.approx(115.4, rel=0.005)
    assert power.battery_mass(capacity, np.float64(150.0 * 3600.0)) == pytest.approx(770.0, rel=0.005)


def test_five_years_of_two_and_a_half_percent_average_to_0_95123():
    """The form of McCalip 2025: the mean of 0.975^n for n = 0 to 4."""
    left = power.array_remaining_fraction(np.float64(0.025 / YEAR), np.arange(5.0) * YEAR)
    assert left.mean() == pytest.approx(0.95123, abs=1e-4)


@pytest.mark.parametrize(("cycles", "depth"), [(2_000, 0.65), (10_000, 0.40), (30_000, 0.25), (1e7, 0.15), (10, 0.8), (0, 0.8)])
def test_depth_of_discharge_follows_the_guideline_points_within_its_bounds(cycles, depth):
    """Guideline points from memory; the straight line misses the middle one by 0.012."""
    got = power.battery_depth_of_discharge(np.float64(cycles / (5.0 * YEAR)), np.float64(5.0 * YEAR))
    assert got == pytest.approx(depth, abs=0.015)
    assert power.battery_cycles(np.float64(cycles / (5.0 * YEAR)), np.float64(5.0 * YEAR)) == pytest.approx(cycles)


def test_a_black_plate_square_to_the_sun_settles_at_330_98_k():
    """Derived: both sides radiate, 1361 W/m2, no Earth, nothing drawn off."""
    kelvin = power.array_temperature(np.float64(650e3), np.float64(1361.0), ZERO, ONE, ZERO, ONE, ONE)
    assert kelvin == pytest.approx(330.98, abs=0.01)


# --- conservation ---
@given(absorptance=st.floats(0.6, 1.0), efficiency=st.floats(0.0, 0.4), packing=SHARE, emissivity=SHARE, infrared=st.floats(0.0, 300.0))
def test_an_array_gives_off_and_draws_off_what_it_takes_up(absorptance, efficiency, packing, emissivity, infrared):
    """Both faces edge-on to nadir at 550 km see the Earth with the derived view factor 0.25777."""
    kelvin = power.array_temperature(
        np.float64(550e3), np.float64(1361.0), np.float64(infrared), np.float64(absorptance), np.float64(efficiency), packing, emissivity
    )
    taken = absorptance * 1361.0 + 2.0 * emissivity * 0.2577728253 * infrared
    given_off = 2.0 * emissivity * SIGMA * kelvin**4 + flux(efficiency, packing)
    assert given_off == pytest.approx(taken, rel=1e-9)


@given(bus=WATTS, share=SHARE, dark=ECLIPSE, round_trip=SHARE, conditioning=SHARE)
def test_the_array_s_energy_in_sunlight_is_the_orbit_s_load_and_losses(bus, share, dark, round_trip, conditioning):
    """Wertz, equation 11-5, as energies: E X_d = P_d T_d + P_e T_e / round trip."""
    load = power.eclipse_load(bus, share)
    needed = power.array_power_end_of_life(bus, load, dark, PERIOD, round_trip, conditioning)
    assert needed * conditioning * (PERIOD - dark) == pytest.approx(bus * (PERIOD - dark) + load * dark / round_trip, rel=1e-12)


@given(bus=WATTS, load=WATTS, round_trip=SHARE, conditioning=SHARE)
def test_without_shadow_there_is_no_battery_and_no_recharge(bus, load, round_trip, conditioning):
    capacity = power.battery_capacity(load, ZERO, power.battery_depth_of_discharge(ZERO, np.float64(5.0 * YEAR)), np.float64(0.95))
    assert power.battery_mass(capacity, np.float64(576e3)) == capacity == 0.0
    assert power.array_power_end_of_life(bus, load, ZERO, PERIOD, round_trip, conditioning) == bus / conditioning


@given(bus=WATTS, first=ECLIPSE, second=ECLIPSE, round_trip=SHARE)
def test_a_longer_shadow_needs_more_array_and_battery(bus, first, second, round_trip):
    dark = np.sort(np.array([first, second]))
    assert np.all(np.diff(power.array_power_end_of_life(bus, bus, dark, PERIOD, round_trip, ONE)) >= 0.0)
    assert np.all(np.diff(power.battery_capacity(bus, dark, np.float64(0.3), round_trip)) >= 0.0)


@given(dark=st.floats(0.0, 0.5).map(np.float64), load=st.floats(0.0, 1.0).map(np.float64), housekeeping=st.floats(0.0, 0.9).map(np.float64))
def test_the_eclipse_policy_leaves_between_the_sunlit_share_and_all_of_the_work(dark, load, housekeeping):
    left = power.power_availability(dark, load, housekeeping)
    assert 1.0 - dark - 1e-12 <= left <= 1.0 + 1e-12
    assert power.power_availability(dark, ONE, housekeeping) == pytest.approx(1.0, rel=1e-12)
    assert power.power_availability(dark, housekeeping, housekeeping) == pytest.approx(1.0 - dark, rel=1e-12)
    assert power.power_availability(ZERO, load, housekeeping) == 1.0


def test_half_the_load_in_shadow_leaves_the_work_above_housekeeping():
    """A tenth of the year dark, load 0.55, housekeeping 0.10: half the work is kept, so 5 % is lost."""
    assert power.power_availability(np.float64(0.1), np.float64(0.55), np.float64(0.10)) == pytest.approx(0.95, rel=1e-12)


@given(sustained=SHARE, drawn=SHARE)
def test_a_bus_that_sustains_less_than_the_chips_draw_throttles_them_in_proportion(sustained, drawn):
    left = power.power_cap_factor(sustained, drawn)
    assert left * drawn == pytest.approx(min(sustained, drawn), rel=1e-12)


@given(years=st.floats(0.0, 20.0), loss=st.floats(0.0, 0.3))
def test_what_is_needed_at_the_end_is_what_is_left_of_the_new_array(years, loss):
    left = power.array_remaining_fraction(np.float64(loss / YEAR), np.float64(years * YEAR))
    assert left == pytest.approx((1.0 - loss) ** years, rel=1e-9)
    new = power.array_power_beginning_of_life(np.float64(100e3), left)
    assert 0.0 <= power.array_power_margin(new, left, np.float64(100e3)) == pytest.approx(10.0, rel=1e-6)
    assert power.array_power_margin(0.999 * new, left, np.float64(100e3)) < 0.0


def test_bus_power_is_it_at_its_sustained_share_with_overhead_and_ends_as_heat():
    """72 accelerators of 1.9 kW at 80 % and 10 % overhead, by hand."""
    it = power.satellite_it_power(np.float64(72.0), np.float64(1900.0))
    bus = power.satellite_bus_power(it, np.float64(0.8), np.float64(0.1))
    assert (it, bus) == pytest.approx((136_800.0, 120_384.0))
    assert power.waste_heat(bus, np.float64(0.95)) == pytest.approx(bus / 0.95, rel=1e-15)
    assert power.power_conditioning_mass(bus, np.float64(0.002)) == pytest.approx(240.768)
    assert power.array_mass(bus, np.float64(100.0)) == pytest.approx(1203.84)


@pytest.mark.parametrize(("kelvin", "factor"), [(301.15, 1.0), (351.15, 0.87), (251.15, 1.13)])
def test_warm_cells_give_less(kelvin, factor):
    """A heterojunction-like -0.26 % per kelvin from 28 degC."""
    assert flux(0.25, 0.9, coefficient=-0.0026, kelvin=kelvin) == pytest.approx(flux(0.25, 0.9) * factor, rel=1e-12)
