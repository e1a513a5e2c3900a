"""Hand calculations from stated round inputs, given to the Models. Tolerances are those of the calculations."""

import math

import numpy as np
import pytest

import orbital as orb
from orbital.core.units import shown_value
from orbital.scenarios import bind


def shown(side, name):
    """One quantity of a side in the unit people read."""
    return float(shown_value(side.run((name,))[0], side.model.specs[name].unit))


HEAT = {
    "radiator_emissivity": 0.90,
    "fin_efficiency": 0.85,
    "radiator_earth_view_factor": 0.249,
    "earth_infrared_flux": "237 W/m**2",
    "radiator_albedo_flux": "3.5 W/m**2",
    "radiator_absorptance": 0.15,
    "radiator_sun_pointing_error": "0 deg",
    "radiator_array_view_factor": 0.0,
    "radiator_lost_fraction": 0.0,
}


# --- E1: levelized cost ---
def test_e1_ground(round_numbers):
    assert shown(round_numbers().ground, "levelized_cost_per_gpu_hour") == pytest.approx(2.1749, rel=0.005)


@pytest.mark.parametrize(
    ("price", "launch", "cost", "ratio"),
    [("22 USD/W", "900 USD/kg", 5.0746, 2.3333), ("5 USD/W", "200 USD/kg", 2.8476, 1.3093)],
)
def test_e1_orbit(round_numbers, price, launch, cost, ratio):
    result = orb.evaluate(round_numbers(orbital={"satellite_price_per_watt": price, "launch_price": launch}))
    assert float(result.orbital["levelized_cost_per_gpu_hour"].magnitude) == pytest.approx(cost, rel=0.005)
    assert result.ratio == pytest.approx(ratio, rel=0.005)
    assert result.feasible


# --- E2: break-even launch price ---
def test_e2_free_satellite(round_numbers):
    free = round_numbers(orbital={"satellite_price_per_watt": "0 USD/W", "nominal_discount_rate": "10.3 %/yr8760"})
    found = orb.break_even(free, "orbital.launch_price")
    assert found.value == pytest.approx(185.7, rel=0.005)
    assert orb.evaluate(free.replace({"orbital.launch_price": f"{found.value!r} USD/kg"})).ratio == pytest.approx(1.0, abs=1e-9)


def test_e2_no_positive_price_does_it(round_numbers):
    cheap = round_numbers(orbital={"satellite_price_per_watt": "5 USD/W", "nominal_discount_rate": "10.3 %/yr8760"})
    found = orb.break_even(cheap, "orbital.launch_price")
    assert found.value is None
    assert "ground is cheaper throughout" in found.reason
    assert found.would_be == pytest.approx(-164.3, rel=0.01)


# --- E3: the radiator at 45 degC ---
def test_e3_heat_rejected():
    side = _radiator({"radiator_temperature": "45 degC", "radiator_area": "110 m**2"})
    assert shown(side, "radiator_capacity") == pytest.approx(85.97, rel=0.005)


def test_e3_area_for_150_kw():
    assert shown(_radiator({"radiator_temperature": "45 degC", "waste_heat": "150 kW"}), "radiator_area") == pytest.approx(191.9, rel=0.005)


def test_e3_temperature_by_the_inverse_relation():
    given = {"waste_heat": "150 kW", "radiator_area": "110 m**2", "formulas": {"radiator_temperature": "radiator_temperature_from_area_and_fins"}}
    assert shown(_radiator(given), "radiator_temperature") - 273.15 == pytest.approx(87.7, abs=0.1)


def test_e3_required_temperature_beside_the_stated_area():
    given = {"waste_heat": "150 kW", "radiator_area": "110 m**2", "radiator_temperature": "87.7 degC"}
    assert shown(_radiator(given), "required_radiator_temperature") - 273.15 == pytest.approx(87.7, abs=0.1)


def _radiator(given):
    """The orbital Model with the radiator's inputs given; money plays no part."""
    spec = {"price_year": 2026, "orbital": {**HEAT, **given}}
    return bind(spec, "radiator", published=True).orbital


# --- E5: launches ---
FLEET = {"satellite_count": 8333.3, "satellite_mass": "2143 kg", "payload_to_orbit": "100 tonne", "dispenser_mass_fraction": 0.0}
BY_MASS = {"satellites_per_launch": "satellites_per_launch_by_mass"}


def _fleet(**more):
    return bind({"price_year": 2026, "orbital": {**FLEET, **more}}, "fleet", published=True).orbital


def test_e5_continuous():
    assert shown(_fleet(formulas={"satellites_per_launch": "satellites_per_launch_continuous"}), "launch_count") == pytest.approx(178.6, rel=0.005)


def test_e5_whole_satellites():
    side = _fleet(formulas=BY_MASS)
    assert shown(side, "satellites_per_launch") == 46
    assert math.ceil(shown(side, "launch_count")) == 182


def test_e5_plateau():
    side = _fleet(formulas=BY_MASS, launch_cadence="25 1/yr", satellite_it_power="120 kW", satellite_life="5 yr")
    assert shown(side, "fleet_plateau_power") / 1000 == pytest.approx(0.69, rel=0.005)


# --- E7: Colossus 1 ---
COLOSSUS = {
    "accelerator_capital": "7.8 GUSD",
    "building_capital": "3.7 GUSD",
    "facility_power": "425 MW",
    "electricity_price": "65 USD/MWh",
    "nominal_discount_rate": "10.3 %/yr",
    "accelerator_life": "5 yr",
    "building_life": "15 yr",
    "staff_density": "0 1/MW",
    "water_usage_effectiveness": "0 L/kWh",
    "building_maintenance_rate": "3 %/yr",
    "accelerator_maintenance_rate": "1 %/yr",
    "lease_fee": "1250 MUSD/month",
    "leased_accelerators": "220000 GPU",
    "owner_capital": "11.4 GUSD",
}


@pytest.fixture
def colossus():
    money = {**COLOSSUS, "accelerator_count": "230000 GPU", "spare_fraction": 0.0, "delivered_fraction": 1.0, "power_utilization": 0.8}
    return bind({"price_year": 2026, "boundary": "owner-without-repair", "ground": money}, "colossus", published=True).ground


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("total_cost", 2871.0),
        ("levelized_cost_per_gpu_hour", 1.424),
        ("lease_price", 7.778),
        ("lease_payback_time", 9.12),
    ],
)
def test_e7_owner_and_lease(colossus, quantity, expected):
    assert shown(colossus, quantity) == pytest.approx(expected, rel=0.005)


# --- E8: real rates ---
@pytest.fixture
def real(round_numbers):
    formulas = {"accelerator_discount_rate": "accelerator_discount_rate_real", "building_discount_rate": "building_discount_rate_real"}
    rates = {"nominal_discount_rate": "10.3 %/yr", "inflation_rate": "2.5 %/yr", "accelerator_life": "5 yr", "building_life": "15 yr", "formulas": formulas}
    orbital = {"formulas": {"accelerator_discount_rate": "accelerator_discount_rate_real", "satellite_discount_rate": "satellite_discount_rate_real"}}
    return round_numbers(orbital=orbital, ground=rates, common={"compounding_frequency": "12 1/yr"}).ground


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [("building_discount_rate", 7.6098), ("accelerator_capital_recovery_factor", 0.24108), ("building_capital_recovery_factor", 0.11199)],
)
def test_e8_real_rates(real, quantity, expected):
    assert shown(real, quantity) == pytest.approx(expected, rel=0.005)


# --- properties of the whole ---
def test_npv_is_zero_exactly_at_price_equal_to_levelized_cost(round_numbers):
    """Cash flows month by month, written out here: purchases at the start of each life, output decaying, price = levelized cost."""
    orbital = {"formulas": {"levelized_survival": "levelized_survival"}, "accelerator_loss_rate": "20 %/yr8760"}
    side = round_numbers(orbital=orbital).orbital
    price, life_output = (float(x) for x in side.run(("levelized_cost_per_gpu_hour", "delivered_accelerators")))
    survival = float(side.run(("levelized_survival",))[0])
    month, rate, hazard = 8760 * 3600 / 12, 0.15 / 12, 0.20 / 12
    capital = sum(float(side.run((name,))[0]) for name in ("accelerator_capital", "satellite_capital", "launch_capital"))
    npv = -capital
    for k in range(1, 61):
        mean_survival = (math.exp(-hazard * (k - 1)) - math.exp(-hazard * k)) / hazard
        npv += price * (life_output / survival) * mean_survival * month / (1 + rate) ** k
    assert npv == pytest.approx(0.0, abs=1e-9 * capital)


@pytest.mark.parametrize("name", ["ai1-vs-colossus-1", "ai1-claimed-vs-colossus-1", "starlink-class-vs-hyperscale"])
def test_cost_lines_sum_to_the_total(name):
    result = orb.evaluate(orb.scenario(name))
    for side in (result.orbital, result.ground):
        lines = side.side.shape.totals[0].arguments
        assert sum(float(side.value(line)) for line in lines) == pytest.approx(float(side.value("total_cost")), rel=1e-14)


# --- the geostationary ring ---
RING = {
    "orbital.altitude": "35786 km",
    "orbital.inclination": "0 deg",
    "orbital.payload_to_orbit": "30 t",
    "orbital.formulas.disposal_delta_v": "disposal_delta_v_geo_graveyard",
}


@pytest.mark.parametrize("name", ["ai1-vs-colossus-1", "starlink-class-vs-hyperscale"])
def test_a_geostationary_scenario_gives_an_answer_when_the_dose_is_given(name):
    result = orb.evaluate(orb.scenario(name).replace({**RING, "orbital.dose_rate": "100 rad_Si/yr"}))
    assert result.reasons == ()
    assert result.ratio > 0.0
    side = result.orbital.side
    assert np.isfinite(side.run(side.model.evaluable(side.shape))).all()
    assert shown(side, "longest_eclipse") == pytest.approx(69.4, abs=0.1)
    assert shown(side, "disposal_delta_v") == pytest.approx(10.88, abs=0.01)
    assert shown(side, "drag_propellant_mass") == pytest.approx(0.0, abs=1e-9)


def test_a_geostationary_scenario_without_a_dose_is_infeasible_and_says_so():
    result = orb.evaluate(orb.scenario("ai1-vs-colossus-1").replace(RING))
    assert not result.feasible
    assert "orbital: no dose table reaches 35,786 km: give dose_rate, or fly below 2,000 km" in result.reasons
    assert np.isnan(result.ratio)


def test_no_sun_synchronous_orbit_is_taken_for_one_at_the_geostationary_ring():
    changes = {key: value for key, value in RING.items() if key != "orbital.inclination"}
    result = orb.evaluate(orb.scenario("ai1-vs-colossus-1").replace({**changes, "orbital.dose_rate": "100 rad_Si/yr"}))
    assert any("no Sun-synchronous orbit exists at 35,786 km" in reason for reason in result.reasons)


CAPITAL = ["orbital.satellite_price_per_watt", "orbital.launch_price", "orbital.accelerator_price", "orbital.nonrecurring_capital", "ground.building_price"]


@pytest.mark.parametrize("key", CAPITAL)
def test_more_capital_never_lowers_the_levelized_cost(key):
    s = orb.scenario("ai1-vs-colossus-1")
    side, _, name = key.partition(".")
    today = float(s.side(side).run((name,))[0])
    unit = s.side(side).model.specs[name].unit.si
    costs = [float(s.replace({key: f"{today * f!r} {unit}"}).side(side).run(("levelized_cost_per_gpu_hour",))[0]) for f in (0.5, 1.0, 2.0, 10.0)]
    assert costs == sorted(costs)
    assert costs[0] < costs[-1]


def test_scaling_demand_leaves_the_levelized_cost_where_no_scale_term_is_on():
    s = orb.scenario("ai1-vs-colossus-1").replace(
        {"orbital.nonrecurring_capital": "0 USD", "orbital.satellite_learning_factor": 1.0, "orbital.gateway_capital": "0 USD"}
    )
    ratios = [orb.evaluate(s.replace({"workload.demanded_capacity": power})) for power in ("1 MW", "1 GW", "100 GW")]
    for name in ("levelized_cost_per_gpu_hour", "levelized_cost_per_pflop_hour", "levelized_cost_per_million_tokens"):
        for side in ("orbital", "ground"):
            costs = [float(getattr(r, side).value(name)) for r in ratios]
            assert costs == pytest.approx([costs[0]] * 3, rel=1e-12)


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        ("orbital.altitude", "800 km", "800000 m"),
        ("ground.electricity_price", "50 USD/MWh", "0.05 USD/kWh"),
        ("orbital.local_time_of_ascending_node", "6 h", "360 min"),
        ("orbital.junction_temperature_limit", "90 degC", "363.15 K"),
        ("orbital.satellite_life", "6 yr", "72 month"),
        ("orbital.accelerator_loss_rate", "5 %/yr", "0.05 1/yr"),
    ],
)
def test_units_changed_same_answer(key, one, other):
    s = orb.scenario("ai1-vs-colossus-1")
    assert orb.evaluate(s.replace({key: one})).ratio == pytest.approx(orb.evaluate(s.replace({key: other})).ratio, rel=1e-14)


def test_a_batch_equals_its_rows_bit_for_bit():
    s = orb.scenario("ai1-vs-colossus-1")
    generator = np.random.default_rng(7)
    rows = {
        "orbital.satellite_price_per_watt": generator.uniform(5.0, 50.0, 40),
        "orbital.radiator_areal_mass": generator.uniform(2.0, 15.0, 40),
        "orbital.altitude": generator.uniform(4e5, 1.5e6, 40),
        "orbital.accelerator_loss_rate": generator.uniform(0.0, 5e-9, 40),
        "orbital.junction_temperature_limit": generator.uniform(200.0, 400.0, 40),
    }
    outputs = ("levelized_cost_per_pflop_hour", "satellite_mass", "annual_eclipse_fraction", "radiator_area")
    batch = s.with_arrays(rows).orbital.run(outputs)
    for k in range(40):
        single = s.with_arrays({key: np.float64(column[k]) for key, column in rows.items()}).orbital.run(outputs)
        for name, many, one in zip(outputs, batch, single, strict=True):
            assert np.array_equal(many[k], one, equal_nan=True), (name, k)
    assert np.isnan(batch[0]).any()
    assert np.isfinite(batch[0]).any()


def test_a_grid_equals_its_flat_list():
    s = orb.scenario("ai1-vs-colossus-1")
    price, rate = np.linspace(5.0, 50.0, 7), np.linspace(1e-9, 5e-9, 5)
    grid = s.with_arrays({"orbital.satellite_price_per_watt": price[:, None], "orbital.accelerator_loss_rate": rate[None, :]}).orbital
    flat = s.with_arrays({"orbital.satellite_price_per_watt": np.repeat(price, 5), "orbital.accelerator_loss_rate": np.tile(rate, 7)}).orbital
    name = ("levelized_cost_per_gpu_hour",)
    assert np.array_equal(grid.run(name)[0].ravel(), flat.run(name)[0])


@pytest.mark.parametrize("name", ["ai1-vs-colossus-1", "ai1-claimed-vs-colossus-1", "starlink-class-vs-hyperscale"])
def test_every_stated_given_can_be_withdrawn(name):
    s = orb.scenario(name)
    for side in ("orbital", "ground"):
        for quantity in s.side(side).shape.given:
            result = orb.evaluate(s.replace({f"{side}.{quantity}": "computed"}))
            assert math.isfinite(result.ratio) or result.reasons
