"""Small open models: what they compute unlike ours, by hand, and what is wrong in them beside what is right."""

import numpy as np
import pytest

import orbital as orb
from orbital.core.units import YEAR
from orbital.physics.links import VACUUM_INDEX, one_way_latency
from orbital.studies.orbital_compute.orbital import STATIONS
from orbital.studies.spacellm.orbital import best_checkpoint_interval

SMALL = ("orbital-compute", "space-data-center-model", "rotastellar", "spacellm", "praj-radiator", "orbital-compute-budget", "rmcdonald-eclipse")
BEARS_ON_NONE = {
    "orbital-compute": {"orbital.pass_station", "orbital.pass_number"},
    "space-data-center-model": {"ground.staff_per_accelerator"},
    "spacellm": {"orbital.job_accelerators"},
}
"""Givens of which 1 % moves no published figure: whole numbers that pick, hands below the least crew, and chips that share one run's faults."""


def value(name, quantity, changes=None):
    return float(orb.study(name).value(quantity, changes)[0])


def stated_givens(scenario):
    """What the study's file gives, without zeros, by setting key."""
    for side in (scenario.orbital, scenario.ground):
        for key, given in side.given.items():
            if given.by_user and float(given.value) != 0.0:
                yield f"{side.name}.{key}", float(given.value)


@pytest.mark.parametrize("name", SMALL)
def test_every_given_of_a_study_bears_on_a_published_figure(name):
    run = orb.study(name)
    unmoved = dict(stated_givens(run.scenario))
    for item in run.data.published:
        scenario = run.scenario.replace(item.set) if item.set else run.scenario
        here = dict(stated_givens(scenario))
        before = figure(name, scenario, item.quantity)
        for key in [key for key in unmoved if key in here]:
            if figure(name, scenario.with_arrays({key: 0.99 * here[key]}), item.quantity) != before:
                del unmoved[key]
        if not unmoved:
            break
    assert set(unmoved) == BEARS_ON_NONE.get(name, set())


def figure(name, scenario, quantity):
    from orbital.analysis.record.studies import _comparison_value

    side, _, short = quantity.partition(".")
    return _comparison_value(name, scenario, short)[0] if side == "comparison" else float(scenario.side(side).run((short,))[0])


# --- orbital-compute ---
def test_six_small_satellites_by_hand():
    """Hardware 1.3 x 30 k + 1 M + 2.5 k + 40 k + 0.5 M, launch 120 kg at 5,000; operations 54,750 + 100 k + 5 % each, 0.5 M together."""
    satellite = 39_000 + 1_000_000 + 2_500 + 40_000 + 500_000
    operations = 6 * (5 * 30 * 365 + 100_000 + 0.05 * satellite) + 500_000
    hours = 6 * 8760 * 0.5
    cost = (6 * (satellite + 600_000) / 5 + operations) / hours
    ground = (47_000 / 5 + 0.7 * 1.3 * 8760 * 0.08 + 5_000) / (8760 * 0.5)
    assert value("orbital-compute", "orbital.levelized_cost_per_gpu_hour") * 3600 == pytest.approx(cost, rel=1e-12)
    assert value("orbital-compute", "ground.levelized_cost_per_gpu_hour") * 3600 == pytest.approx(ground, rel=1e-12)
    assert value("orbital-compute", "comparison.gpu_hour_ratio") == pytest.approx(cost / ground, rel=1e-12)


def test_the_printed_operations_miss_the_telemetry_of_all_satellites_but_one():
    missing = value("orbital-compute", "orbital.yearly_operations") - value("orbital-compute", "orbital.printed_operations_lines")
    assert missing * YEAR * 365 / 365.25 == pytest.approx(5 * 100_000, rel=1e-9)


def test_a_promise_of_four_nines_is_kept_by_one_satellite_of_twelve():
    """The source calls the target met and names the fewest satellites; all twelve, which are sold, are at work 0.2 % of the time."""
    life = 1 / (1 / 50_000 + 1 / 200_000 + 1 / 80_000 + 2 / 100_000 + 2 / 150_000 + 1 / 120_000)
    up = life / (life + 8760)
    twelve = {"orbital.satellite_count": 12}
    named = value("orbital-compute", "orbital.enough_satellites_probability", {**twelve, "orbital.needed_satellites": 1})
    sold = value("orbital-compute", "orbital.enough_satellites_probability", {**twelve, "orbital.needed_satellites": 12})
    assert named == pytest.approx(1 - (1 - up) ** 12, rel=1e-12)
    assert named > 0.9999
    assert sold == pytest.approx(up**12, rel=1e-9)
    assert sold == pytest.approx(0.0018, abs=5e-5)


def test_its_availability_asks_for_satellites_that_its_money_does_not_pay_for():
    """Each place is empty a year and filled 1.44: six lose 2.46 a year, 5.4 MUSD at its own price, more than all it counts."""
    lost = value("orbital-compute", "orbital.replaced_satellites") * 8760 * 3600
    assert lost == pytest.approx(6 * 8760 / (12_631.58 + 8760), rel=1e-6)
    assert lost * (1_581_500 + 600_000) > 6 * 8760 * 0.5 * 172.02


@pytest.mark.parametrize(("name", "passes"), [("Wallops", 1)])
def test_looks_every_30_seconds_find_a_pass_that_is_not_one(name, passes):
    at = {"orbital.pass_station": [place[0] for place in STATIONS].index(name) + 1}
    stepped = {**at, "orbital.formulas.day_passes": "contact_day_stepped"}
    true, seen = (round(value("orbital-compute", "orbital.station_passes", how)) for how in (at, stepped))
    assert seen - true == passes
    rises = {
        (
            value("orbital-compute", "orbital.station_pass_rise", {**stepped, "orbital.pass_number": k + 1}),
            value("orbital-compute", "orbital.station_pass_duration", {**stepped, "orbital.pass_number": k + 1}),
        )
        for k in range(seen)
    }
    assert (10 * 3600 + 43 * 60 + 30, 30.0) in rises  # 22:43:30


# --- space-data-center-model ---
def test_thirty_thousand_h100_by_hand():
    """Kilowatts 21,000: 5 + 0.4 + 0.3 kg each, 5/0.6 of array; 2.4 + 3.75 + 0.005 kg a chip and 0.4 of that in structure; three robots; 2 % on top."""
    electronics = 30_000 * (2.4 + 3.75 + 0.005)
    mass = 1.02 * (21_000 * (5.7 + 5 / 0.6) + 1.4 * electronics + 1500)
    assert value("space-data-center-model", "orbital.satellite_mass") == pytest.approx(mass, rel=1e-12)


def test_a_million_h100_draw_a_thousandth_of_what_the_source_says():
    assert value("space-data-center-model", "orbital.it_power", {"orbital.accelerators_per_satellite": "1e6 GPU"}) == pytest.approx(700e6)


def test_without_the_array_the_hardware_costs_little_more_than_the_grounds():
    free = {"orbital.array_price": "0 USD/W"}
    hardware = value("space-data-center-model", "orbital.hardware_capital", free)
    assert hardware == pytest.approx(1.45e9, rel=0.002)
    assert hardware / value("space-data-center-model", "ground.cluster_capital") == pytest.approx(1.29, rel=0.01)


def test_orbit_without_the_upkeep_that_the_ground_is_spared():
    """Refresh and insurance are 2.25 BUSD of five years' 17.03."""
    spared = {"orbital.refresh_rate": "0 %/yr", "orbital.insurance_rate": "0 %/yr"}
    less = value("space-data-center-model", "orbital.period_total") - value("space-data-center-model", "orbital.period_total", spared)
    assert less == pytest.approx(5 * (0.1 * 0.9e9 + 0.03 * 12.00423e9), rel=1e-5)


# --- rotastellar ---
def test_twice_the_heat_takes_twice_the_area_and_not_19_percent_more():
    one, two = (value("rotastellar", "orbital.designed_radiator_area", {"orbital.waste_heat": f"{kw} kW"}) for kw in (1, 2))
    assert two / one == pytest.approx(value("rotastellar", "orbital.true_area_growth"), rel=1e-12)
    assert value("rotastellar", "orbital.claimed_area_growth") == pytest.approx(2**0.25, rel=1e-12)


def test_light_takes_three_milliseconds_for_a_thousand_kilometers():
    """The source's text has 0.01 ms."""
    assert one_way_latency(np.float64(1e6), VACUUM_INDEX) * 1e3 == pytest.approx(3.34, abs=0.005)


def test_a_plate_edge_on_sees_a_third_of_the_earth_that_one_looking_down_sees():
    run = orb.study("rotastellar").scenario.orbital
    nadir, edge = (float(x) for x in run.run(("nadir_view_factor", "radiator_earth_view_factor")))
    assert (nadir, edge) == (pytest.approx(0.847, abs=1e-3), pytest.approx(0.260, abs=1e-3))


# --- SpaceLLM ---
def test_at_the_best_interval_half_of_the_waste_is_checkpoints():
    """C/tau = lambda tau/2: so the two printed energies differ by the restoring alone."""
    rollback, checkpoints = (value("spacellm", f"orbital.{name}_power") for name in ("rollback", "checkpoint"))
    assert rollback - checkpoints == pytest.approx(value("spacellm", "orbital.fault_rate") * 30 * 100e3, rel=1e-9)
    assert best_checkpoint_interval(30.0, 1e-14 * 7e9 * 16 * 0.25, 604_800.0) == pytest.approx(np.sqrt(2 * 30 / 2.8e-4), rel=1e-12)


@pytest.mark.parametrize("rate", ["1e-13 1/s/bit", "1e-12 1/s/bit", "1e-11 1/s/bit"])
def test_the_exact_waste_stays_below_the_load_where_the_first_order_does_not(rate):
    change = {"orbital.bit_upset_rate": rate}
    first, exact = (value("spacellm", f"orbital.{name}", change) for name in ("first_order_wasted_power", "wasted_power"))
    assert exact < 100e3
    assert exact < first


def test_first_order_and_exact_waste_agree_where_faults_are_rare():
    change = {"orbital.bit_upset_rate": "1e-17 1/s/bit"}
    first, exact = (value("spacellm", f"orbital.{name}", change) for name in ("first_order_wasted_power", "wasted_power"))
    assert exact == pytest.approx(first, rel=2e-3)


# --- orbital-datacenter-research ---
def test_its_headline_rests_on_diamond():
    """Silicon carbide, ready today, saves a factor of 7.5; 78 takes chips at 800 degC."""
    assert value("praj-radiator", "orbital.area_over_silicon", {"orbital.semiconductor_limit": "623 K"}) == pytest.approx(7.52, abs=0.01)


def test_its_own_low_orbit_adds_18_percent_of_area():
    near = {"orbital.formulas.net_radiator_flux": "net_radiator_flux"}
    assert value("praj-radiator", "orbital.radiator_area", near) / value("praj-radiator", "orbital.radiator_area") == pytest.approx(1.18, abs=0.006)


def test_two_faces_edge_on_take_up_125_watts_of_earth_and_sun():
    own = {"orbital.formulas.radiator_absorbed_flux": "radiator_absorbed_flux", "orbital.earth_infrared_flux": "237 W/m**2"}
    everything = value("praj-radiator", "orbital.radiator_absorbed_flux", own)
    earth = value("praj-radiator", "orbital.radiator_absorbed_flux", {**own, "orbital.radiator_array_view_factor": 0.0})
    assert earth == pytest.approx(125, abs=1)
    assert everything - earth == pytest.approx(74, abs=1)


# --- orbital-compute-budget ---
def test_a_small_array_ends_the_day_at_16_hours():
    """100 W to spare for 60.04 min at 0.9 put back 90 Wh of 593.5: 24 h (1 - 0.3723 (1 - 0.1517))."""
    small = {"orbital.array_power_beginning_of_life": "1100 W"}
    counted = value("orbital-compute-budget", "orbital.power_availability", small)
    refilled = {**small, "orbital.formulas.eclipse_load_fraction": "eclipse_load_fraction_of_battery_and_array"}
    possible = value("orbital-compute-budget", "orbital.power_availability", refilled)
    assert counted == 1.0
    assert 24 * possible == pytest.approx(24 * (1 - 0.37231 * (1 - 100 * 60.04 / 60 * 0.9 / 593.5)), rel=1e-4)
    assert value("orbital-compute-budget", "orbital.array_margin", small) < 0.0 < value("orbital-compute-budget", "orbital.array_margin")


# --- Orbital-Datacenters ---
def test_at_six_hours_the_sun_stands_off_the_plane_by_declination_and_inclination():
    side = orb.study("rmcdonald-eclipse").scenario.orbital
    beta, tilt = side.run(("beta_angle", "inclination"))
    from orbital.physics.orbits import sun_through_year

    assert beta == pytest.approx(-np.arcsin(np.sin(tilt - sun_through_year().declination)), abs=1e-12)


def test_with_inclination_held_the_shadow_would_end_at_1050_km():
    """The source: a Sun-synchronous inclination costs some 400 km of altitude."""
    held = {"orbital.inclination": "97.40 deg"}
    margins = [value("rmcdonald-eclipse", "orbital.beta_angle_margin", {**held, "orbital.altitude": f"{km} km"}) for km in (1040, 1060)]
    assert margins[0] < 0.0 < margins[1]


def test_above_1500_km_there_is_no_penumbra_either():
    """It calls 1,500 km marginal, for the cone and the equation of time it leaves out: both counted there is none."""
    change = {"orbital.altitude": "1500 km", "orbital.formulas.eclipse_fraction": "eclipse_fraction_penumbral", "orbital.formulas.beta_angle": "beta_angle"}
    assert value("rmcdonald-eclipse", "orbital.longest_eclipse", change) == 0.0
    assert value("rmcdonald-eclipse", "orbital.longest_eclipse", {**change, "orbital.altitude": "1350 km"}) > 0.0
