"""Carbon of both sides: published figures with their sources, sums by hand, limits, and the grid on which both are equal."""

import math

import pytest

import orbital as orb
from orbital.core.catalog import entry, names, parameters
from orbital.core.errors import InputError
from orbital.core.parse import parse_quantity
from orbital.core.units import YEAR, Unit
from orbital.economics import carbon, comparison, ground_carbon, orbital_carbon

TONNE, GRAM_PER_KWH, POUND = 1000.0, 1e-3 / 3.6e6, 0.45359237
FIVE_YEARS = 5.0 * YEAR
ORBITAL_LINES = ("accelerator_carbon", "satellite_carbon", "launch_combustion_carbon", "propellant_production_carbon", "launcher_carbon", "reentry_carbon")
GROUND_LINES = ("accelerator_carbon", "repair_carbon", "building_carbon", "electricity_carbon")


@pytest.fixture(scope="module", params=names("scenarios"))
def scenario(request):
    return orb.scenario(request.param)


@pytest.fixture(scope="module")
def ai1():
    return orb.scenario("ai1-vs-colossus-1")


def falcon_flight(fuel_carbon_of_a_flight=233.7 * TONNE):
    """One flight of 17.5 t over five years with the figures of Dirty Bits in Low-Earth Orbit: (combustion, propellant, launcher), kg_CO2e/s."""
    combustion = orbital_carbon.launch_combustion_carbon(1.0, fuel_carbon_of_a_flight, 1.0, FIVE_YEARS)
    per_flight = orbital_carbon.launcher_embodied_carbon(423.0 * TONNE, 20.0, 108.5 * TONNE)
    return combustion, 0.0, orbital_carbon.launcher_carbon(1.0, per_flight, FIVE_YEARS)


# --- published ---
def test_launching_a_kilogram_on_falcon_9_as_in_dirty_bits():
    """Ohs et al. 2025, arXiv:2508.06250 (second-hand): (233.7 + 423.0/20 + 108.5) t over 17.5 t, published 20.8 kgCO2e/kg."""
    intensity = orbital_carbon.launch_carbon_intensity(*falcon_flight(), FIVE_YEARS, 17.5 * TONNE)
    assert intensity == pytest.approx(20.76, rel=3e-4)
    assert intensity == pytest.approx(20.8, rel=3e-3)


def test_a_kilowatt_hour_in_orbit_as_in_dirty_bits():
    """The same with its 158 kg per kg for re-entry: 178.8 kg/kg, and at 20 kg/kW over 5 years 81.6 g/kWh."""
    reentry = orbital_carbon.reentry_carbon(17.5 * TONNE, 1.0, 158.0, FIVE_YEARS)
    total = orbital_carbon.total_carbon(0.0, 0.0, *falcon_flight(), reentry)
    assert total * FIVE_YEARS / (17.5 * TONNE) == pytest.approx(178.8, rel=1e-3)
    power = carbon.useful_it_power(17.5 * TONNE / 20.0 * 1e3, 1.0, 1.0)
    assert carbon.carbon_per_it_energy(total, power) / GRAM_PER_KWH == pytest.approx(81.6, rel=2e-3)


@pytest.mark.parametrize(("vehicle", "kilograms"), [("falcon-9", 27.0), ("starship-v3", 27.0)])
def test_combustion_per_kilogram_of_payload(vehicle, kilograms):
    """About 27 kg of CO2 per kg of payload for both vehicles, derived from their propellant; another source has 19 for Falcon 9."""
    given = entry("launch_vehicles", vehicle).given
    fuel, payload = (parse_quantity(given[name].value, Unit("kg"), name) for name in ("flight_fuel_mass", "reference_payload"))
    per_fuel = parse_quantity(given["fuel_carbon"].value, Unit("kg_CO2e/kg"), "fuel_carbon")
    assert fuel * per_fuel / payload == pytest.approx(kilograms, rel=0.02)
    assert 19.0 < fuel * per_fuel / payload < 28.5


@pytest.mark.parametrize(("specific_mass", "tonnes_per_kilowatt"), [(14.0, 0.4), (78.0, 2.1)])
def test_combustion_per_kilowatt(specific_mass, tonnes_per_kilowatt):
    """0.4 to 2.1 t per kW at 14 to 78 kg/kW: one flight of 17.5 t that burns 150 t of kerosene."""
    rate = orbital_carbon.launch_combustion_carbon(1.0, 150.0 * TONNE, 3.15, FIVE_YEARS)
    assert rate * FIVE_YEARS / (17.5 * TONNE) * specific_mass / TONNE == pytest.approx(tonnes_per_kilowatt, rel=0.06)


def test_a_kilowatt_year_on_a_grid_of_400_grams():
    """About 4.2 t per kW and year on 0.4 kg/kWh at PUE 1.2."""
    assert ground_carbon.electricity_carbon(1.2e3, 400.0 * GRAM_PER_KWH) * YEAR / TONNE == pytest.approx(4.2, rel=5e-3)


def test_what_tva_sells():
    """624.94 lb/MWh in 2023 (tva.com, carbon dioxide)."""
    bound = orb.scenario("ai1-vs-colossus-1").ground
    assert bound.values["grid_carbon_intensity"] == pytest.approx(624.94 * POUND / 3.6e9, rel=2e-4)


def test_own_gas():
    """53.06 kg/MMBtu at 6,200 Btu/kWh is 329 g/kWh, between the 320 and 370 quoted for combined cycles."""
    found = orb.evaluate(orb.scenario("ai1-vs-colossus-1").replace({"ground.formulas.grid_carbon_intensity": "grid_carbon_intensity_from_gas"}))
    assert found.ground.value("grid_carbon_intensity") / GRAM_PER_KWH == pytest.approx(53.06 * 6200 / 1e6 * 1000, rel=1e-6)
    assert 320.0 < found.ground.value("grid_carbon_intensity") / GRAM_PER_KWH < 370.0


def test_an_h100_board_as_nvidia_states_it():
    """0.66 g per exaFLOP (sparse FP16, four years of work; developer.nvidia.com p=106112): about 1,312 kg for 8, which the entry includes."""
    board = 0.66e-3 * 8 * 1.979e-3 * 4 * YEAR
    assert board == pytest.approx(1312.0, rel=0.01)
    stated = orb.evaluate(orb.scenario("starlink-class-vs-hyperscale")).ground.value("accelerator_embodied_carbon")
    assert board / 8 < stated < 2.0 * 318.0  # Chien et al. 2023: 318 for an A100 with its share of the server


def test_alumina_of_a_satellite():
    """About 30 kg of a 250 kg satellite (Ferreira et al. 2024); 142 kg if all its aluminum were oxidized; 360 t a year is 12,000 of them."""
    share, oxidized = (parameters()[name].value for name in ("aluminum_mass_fraction", "aluminum_oxidized_fraction"))
    one = orbital_carbon.reentering_aluminum(250.0, 1.0, share, YEAR)
    assert orbital_carbon.alumina_rate(one, oxidized) * YEAR == pytest.approx(30.0, rel=0.01)
    assert orbital_carbon.alumina_rate(one, 1.0) * YEAR == pytest.approx(75.0 * (1.0 + 3 * 15.999 / (2 * 26.982)), rel=1e-4)
    fleet = orbital_carbon.reentering_aluminum(5 * 12_000 * 250.0, 1.0, share, FIVE_YEARS)
    assert orbital_carbon.alumina_rate(fleet, oxidized) * YEAR / TONNE == pytest.approx(360.0, rel=0.01)


def test_a_million_satellites_come_down_every_two_and_a_half_minutes():
    """One every 2.6 minutes at a life of 5 years; none where they are all put in a graveyard."""
    assert 1.0 / orbital_carbon.reentry_rate(1e6, 1.0, FIVE_YEARS) / 60.0 == pytest.approx(2.6, abs=0.05)
    assert orbital_carbon.reentry_rate(1e6, 0.0, FIVE_YEARS) == 0.0


# --- by hand ---
def test_the_lines_add_up_to_the_total(scenario):
    found = orb.evaluate(scenario)
    for side, lines in ((found.orbital, ORBITAL_LINES), (found.ground, GROUND_LINES)):
        assert math.fsum(side.value(name) for name in lines) == pytest.approx(side.value("total_carbon"), rel=1e-14)
        assert all(side.value(name) >= 0.0 for name in lines)


def test_the_orbital_side_by_hand(ai1):
    """Each satellite of a fifth of a flight: its chips, its bus, its share of the fuel and of 20 flights of the stages, over five years."""
    side = orb.evaluate(ai1).orbital
    one = 72 * 480.0 + (side.value("satellite_mass") - 72 * 20.0) * 50.0 + (1e6 * (2.743 + 1.3) + 8e6 / 20) / 5
    fleet = 1e9 / 1944 / 72
    assert side.value("total_carbon") == pytest.approx(fleet * one / (5 * 365.25 * 86400), rel=1e-12)
    useful = fleet * 72 * 1944 * 0.8 * side.value("delivered_fraction")
    assert side.value("carbon_per_it_energy") == pytest.approx(fleet * one / (5 * 365.25 * 86400) / useful, rel=1e-12)
    tokens = fleet * 72 / 1.02 * side.value("delivered_fraction") * side.value("tokens_per_accelerator")
    assert side.value("carbon_per_million_tokens") == pytest.approx(fleet * one / (5 * 365.25 * 86400) / tokens, rel=1e-12)
    assert side.value("launch_carbon_intensity") == pytest.approx((1e6 * (2.743 + 1.3) + 8e6 / 20) / 5 / side.value("satellite_mass"), rel=1e-12)
    assert side.value("alumina_rate") == pytest.approx(fleet * side.value("satellite_mass") * 0.3 * 0.21 * 1.88942 / (5 * 365.25 * 86400), rel=1e-5)


def test_the_ground_side_by_hand(ai1):
    """A gigawatt for a year, in tonnes: chips over 5 years and those that die at 4 % a year again, building over 15, 0.8 GW and 6 % of network at PUE 1.3
    on 283.5 g/kWh."""
    side = orb.evaluate(ai1).ground
    chips = 1e9 / 1944 * 0.480
    tonnes = chips * 0.04 / (1.0 - math.exp(-0.2)) + 1.06e6 * 2.0 / 15 + 0.8e6 * 1.06 * 1.3 * 8766 * 0.2835e-3
    assert side.value("total_carbon") * YEAR / TONNE == pytest.approx(tonnes, rel=1e-12)
    grams = tonnes * 1e6 / (0.8e6 * 8766 * side.value("delivered_fraction"))
    assert side.value("carbon_per_it_energy") / GRAM_PER_KWH == pytest.approx(grams, rel=1e-12)


def test_the_same_chips_carry_the_same_carbon_on_both_sides(scenario):
    found = orb.evaluate(scenario)
    assert found.orbital.value("accelerator_carbon_stock") == found.ground.value("accelerator_carbon_stock")


def test_the_ratio_is_the_same_per_flop_and_per_token(scenario):
    found = orb.evaluate(scenario)
    per_token = found.orbital.value("carbon_per_million_tokens") / found.ground.value("carbon_per_million_tokens")
    assert found.comparison["carbon_ratio"] == pytest.approx(per_token, rel=1e-12)


# --- limits ---
def test_on_a_grid_without_carbon_only_what_is_made_remains(scenario):
    found = orb.evaluate(scenario.replace({"ground.grid_carbon_intensity": "0 g_CO2e/kWh"}))
    embodied = math.fsum(found.ground.value(name) for name in GROUND_LINES[:3])
    assert found.ground.value("total_carbon") == pytest.approx(embodied, rel=1e-14)
    assert found.comparison["carbon_ratio"] > 1.0


def test_without_launch_and_bus_orbit_carries_its_chips_alone(ai1):
    nothing = {
        "flight_fuel_mass": "0 kg",
        "reusable_stage_carbon": "0 t_CO2e",
        "expended_stage_carbon": "0 t_CO2e",
        "satellite_embodied_carbon": "0 kg_CO2e/kg",
    }
    side = orb.evaluate(ai1.replace({f"orbital.{name}": value for name, value in nothing.items()})).orbital
    assert side.value("launch_carbon_intensity") == 0.0
    assert side.value("total_carbon") == pytest.approx(side.value("accelerator_carbon"), rel=1e-14)


def test_lives_are_those_of_the_money(ai1):
    """Twice the life halves what is made once, on its own side and asset only."""
    base = orb.evaluate(ai1)
    longer = orb.evaluate(ai1.replace({"ground.building_life": "30 yr", "ground.accelerator_life": "10 yr"})).ground
    for name in ("building_carbon", "accelerator_carbon"):
        assert longer.value(name) == pytest.approx(base.ground.value(name) / 2, rel=1e-12)
    assert longer.value("electricity_carbon") == pytest.approx(base.ground.value("electricity_carbon"), rel=1e-12)
    kept = [side.value("accelerator_carbon") + side.value("repair_carbon") for side in (longer, base.ground)]
    assert kept[0] / kept[1] == pytest.approx((1.0 - math.exp(-0.2)) / (1.0 - math.exp(-0.4)), rel=1e-12)


def test_at_one_date_four_percent_of_the_chips_are_made_again_each_year(ai1):
    """Whatever their life."""
    side = orb.evaluate(ai1.replace({"ground.formulas.repair_carbon": "repair_carbon_at_one_date"})).ground
    assert side.value("repair_carbon") * YEAR == pytest.approx(0.04 * side.value("accelerator_carbon_stock"), rel=1e-12)


def test_orbit_s_lines_follow_the_satellite_s_life(ai1):
    """A quarter more a year at four years than at five."""
    orbit = orb.evaluate(ai1.replace({"orbital.satellite_life": "4 yr", "orbital.satellite_mass": "6 tonne"})).orbital
    six = orb.evaluate(ai1.replace({"orbital.satellite_mass": "6 tonne"})).orbital
    for name in ORBITAL_LINES:
        assert orbit.value(name) == pytest.approx(six.value(name) * 5 / 4, rel=1e-12)


def test_a_satellite_given_lighter_than_its_servers_has_no_bus_to_make():
    assert orbital_carbon.bus_mass(1000.0, 1440.0) == 0.0
    assert orbital_carbon.bus_mass(2143.0, 1440.0) == 703.0


# --- the grid on which both are equal ---
def test_the_crossing_put_back_makes_both_sides_equal(scenario):
    crossing = orb.evaluate(scenario).comparison["crossing_grid_carbon_intensity"]
    assert crossing > 0.0
    grams = float(crossing / GRAM_PER_KWH)
    at = orb.evaluate(scenario.replace({"ground.grid_carbon_intensity": f"{grams!r} g_CO2e/kWh"}))
    assert at.comparison["carbon_ratio"] == pytest.approx(1.0, rel=1e-12)
    assert at.comparison["crossing_grid_carbon_intensity"] == pytest.approx(crossing, rel=1e-12)


def test_a_crossing_below_zero_says_that_no_grid_makes_the_ground_worse():
    assert comparison.crossing_grid_carbon_intensity(1.0, 1.0, 5.0, 2.0, 4.0) == -0.5


def test_the_dirtier_the_grid_the_better_for_orbit(ai1):
    """France 56, Germany 381, China 582 g/kWh (Ember via Our World in Data, 2023)."""
    ratios = [orb.evaluate(ai1.replace({"ground.grid_carbon_intensity": f"{g} g_CO2e/kWh"})).comparison["carbon_ratio"] for g in (56, 381, 582)]
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[0] > 1.0 > ratios[1]


# --- units, and what is missing ---
@pytest.mark.parametrize(
    ("text", "hint"), [("50 kg/kg", "kg_CO2e/kg"), ("50 kgCO2e/kg", "write 'kg_CO2e'"), ("50 kg_CO2e/t_CO2e", "kg_CO2e/kg"), ("50", "missing")]
)
def test_carbon_is_not_mistaken_for_mass(text, hint):
    with pytest.raises(InputError, match=hint):
        parse_quantity(text, Unit("kg_CO2e/kg", low=0.0), "satellite_embodied_carbon")


def test_carbon_reads_in_the_units_people_write():
    assert parse_quantity("400 g_CO2e/kWh", Unit("kg_CO2e/J"), "x") == pytest.approx(400.0 * GRAM_PER_KWH, rel=1e-12)
    assert parse_quantity("2 kt_CO2e/yr", Unit("kg_CO2e/s"), "x") == pytest.approx(2e6 / YEAR, rel=1e-12)


def test_where_carbon_is_unknown_money_still_answers(ai1):
    found = orb.evaluate(ai1.replace({"ground.grid_carbon_intensity": "computed"}))
    assert found.ratio == orb.evaluate(ai1).ratio
    assert math.isnan(found.comparison["carbon_ratio"])
    assert found.to_dict()["comparison"]["carbon_ratio"]["value"] is None
    assert "total_carbon" not in found.ground


def test_carbon_moves_no_money(ai1):
    changed = ai1.replace({"ground.grid_carbon_intensity": "900 g_CO2e/kWh", "orbital.satellite_embodied_carbon": "300 kg_CO2e/kg"})
    assert orb.evaluate(changed).ratio == orb.evaluate(ai1).ratio


def test_making_the_propellant_of_falcon_9_at_the_dirtiest_published():
    """4,745 t a flight, propellant_production of 127 Starlink launches in github.com/Bonface-Osoro/saleos: ten times what burning it emits."""
    high = parse_quantity(parameters()["propellant_carbon"].spread[1], Unit("kg_CO2e/kg"), "propellant_carbon")
    made = orbital_carbon.propellant_production_carbon(1.0, 150.0 * TONNE, high, FIVE_YEARS)
    assert made * FIVE_YEARS == pytest.approx(602_583_674.0 / 127, rel=0.02)
    assert made / orbital_carbon.launch_combustion_carbon(1.0, 150.0 * TONNE, 3.15, FIVE_YEARS) == pytest.approx(10.0, rel=0.03)
