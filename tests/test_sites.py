"""Where the ground side stands: prices of electricity by place, sites, own power."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import orbital as orb
from orbital.core.catalog import data_path, entry, names
from orbital.core.errors import InputError
from orbital.core.units import shown_value
from orbital.scenarios import bind
from orbital.systems.own_power import solar_served_fraction

SCENARIO = "ai1-vs-colossus-1"


def against(**changes):
    """The shipped scenario with the ground side changed."""
    return orb.scenario(SCENARIO).replace({f"ground.{key}": value for key, value in changes.items()})


def shown(side, name):
    """One quantity of a side in the unit people read."""
    return float(shown_value(side.run((name,))[0], side.model.specs[name].unit))


# --- electricity by place ---
def test_every_row_of_prices_is_an_entry_with_a_year_and_its_note():
    with (data_path() / "electricity" / "prices.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(names("electricity")) == 90
    for row in rows:
        item = entry("electricity", row["name"])
        assert item.title == row["title"]
        assert row["title"].partition(": ")[2].split(", ")[-1][:4] == row["electricity_price"].partition("USD_")[2][:4]
        assert set(item.given) == {"electricity_price"}
        assert item.given["electricity_price"].note == row["note"]


@pytest.mark.parametrize(
    ("place", "cents", "source"),
    [
        ("iowa-2025-04", 6.04, "EIA Electric Power Monthly, April 2025"),
        ("ohio", 7.90, "EIA Electric Power Monthly, April 2025"),
        ("pennsylvania", 8.59, "EIA Electric Power Monthly, April 2025"),
        ("indiana", 9.01, "EIA Electric Power Monthly, April 2025"),
        ("louisiana", 5.88, "EIA Electric Power Monthly, November 2025"),
        ("georgia", 6.83, "EIA Electric Power Monthly, November 2025"),
        ("us-wholesale", 4.8, "IEA Electricity Mid-Year Update 2025"),
        ("nordics-wholesale", 4.0, "IEA Electricity Mid-Year Update 2025"),
        ("eu-wholesale", 9.0, "IEA Electricity Mid-Year Update 2025"),
        ("us-new-gas-combined-cycle-high", 10.9, "Lazard LCOE+ v18, June 2025"),
        ("us-new-nuclear-low", 14.1, "Lazard LCOE+ v18, June 2025, from memory"),
        ("us-new-nuclear-high", 22.0, "Lazard LCOE+ v18, June 2025, from memory"),
        ("us-on-site-gas-fuel", 2.666, "McCalip 2025: 6,200 Btu/kWh at 4.30 USD/MMBtu"),
    ],
)
def test_a_place_sets_the_price_in_place_of_the_sites(place, cents, source):
    assert shown(against(electricity=place).ground, "electricity_price") == pytest.approx(10.0 * cents, rel=1e-12), source


def test_existing_nuclear_is_what_eighteen_billion_pay_for():
    """Talen and Amazon, June 2025: 18 BUSD for 17 years, 420 MW growing to 1,920 in 2032 (840 to 1,200 by 2029 published), 0.93 of the hours."""
    megawatts = [min(1920.0, 420.0 + 250.0 * year) for year in range(17)]
    assert 840.0 <= megawatts[3] <= 1200.0
    price = 18e9 / (sum(megawatts) * 8766.0 * 0.93)
    assert shown(against(electricity="nuclear-existing").ground, "electricity_price") == pytest.approx(price, rel=0.01)


def test_nuclear_power_is_dearer_than_the_grid_of_its_place_and_new_nuclear_dearer_still():
    """Jefferies via Reuters, September 2024: 110 to 115 USD/MWh for the restart of Three Mile Island 1; in Pennsylvania industry pays 85.9."""
    prices = [shown(against(electricity=place).ground, "electricity_price") for place in ("pennsylvania", "nuclear-restart", "us-new-nuclear-low")]
    assert prices == sorted(prices)
    restart = bind({"price_year": 2024, "ground": {"electricity": "nuclear-restart"}}, "restart", published=True).ground
    assert 110.0 <= shown(restart, "electricity_price") <= 115.0


def test_a_price_in_euro_is_that_of_its_half_year():
    assert shown(against(electricity="eu-average").ground, "electricity_price") == pytest.approx(190.2 * 1.093, abs=0.1)


def test_a_dearer_place_makes_the_ground_dearer_and_orbit_is_left_alone():
    cheap, dear = (orb.evaluate(against(electricity=place)) for place in ("nordics-wholesale", "connecticut"))
    assert dear.ratio < orb.evaluate(orb.scenario(SCENARIO)).ratio < cheap.ratio
    assert float(dear.orbital.value("total_cost")) == float(cheap.orbital.value("total_cost"))


def test_a_price_by_hand_outranks_the_place_and_the_place_outranks_the_site():
    both = against(electricity="connecticut", electricity_price="70 USD/MWh")
    assert shown(both.ground, "electricity_price") == pytest.approx(70.0)
    picked = against(electricity="connecticut").ground.given["listed_electricity_price"]
    assert picked.origin == "electricity connecticut"
    assert picked.provenance.complete


def test_the_fuel_of_own_gas_is_what_the_formula_makes_it():
    own = against(**{"formulas.electricity_price": "electricity_price_from_gas"})
    assert shown(own.ground, "electricity_price") == pytest.approx(shown(against(electricity="us-on-site-gas-fuel").ground, "electricity_price"), rel=1e-3)


@pytest.mark.parametrize(("wrong", "close"), [("teneessee", "tennessee"), ("nordics", "nordics-wholesale"), ("Texas", "texas")])
def test_an_unknown_place_is_refused_with_the_closest(wrong, close):
    with pytest.raises(InputError) as caught:
        against(electricity=wrong)
    (fault,) = caught.value.faults
    assert f"[ground] electricity = '{wrong}'" in fault
    assert f"did you mean '{close}'" in fault


def test_a_place_belongs_to_the_ground():
    with pytest.raises(InputError, match=r"belongs in \[ground\]"):
        orb.scenario(SCENARIO).replace({"orbital.electricity": "texas"})


# --- sites ---
@pytest.mark.parametrize("site", names("sites"))
def test_every_site_is_priced_against_orbit(site):
    result = orb.evaluate(against(site=site))
    assert result.feasible
    assert 4.0 < result.ratio < 5.5
    assert entry("sites", site).conflicts or site == "hyperscale-us"


@pytest.mark.parametrize("site", [site for site in names("sites") if entry("sites", site).as_built])
def test_a_site_as_built_has_its_own_chips_in_the_second_line(site):
    assert orb.evaluate(against(site=site)).chip_factor != pytest.approx(1.0, abs=0.01)


def test_rainier_is_priced_with_its_own_chips_where_a_price_is_given():
    """AWS publishes no price of Trainium2; with one, the site's million chips take 850 MW in servers, and the site announces 2.2 GW."""
    asked = against(site="rainier", accelerator_price="15000 USD/GPU").replace(
        {"common.accelerator": "trainium2", "workload.precision": "fp8", "orbital.accelerator_price": "15000 USD/GPU", "workload.demanded_capacity": "850 MW"}
    )
    assert shown(asked.ground, "accelerator_count") == pytest.approx(1e6, rel=1e-9)
    assert 850.0 < shown(asked.ground, "facility_power") < 1100.0
    assert orb.evaluate(asked).feasible


@pytest.mark.parametrize("site", names("sites"))
def test_what_a_site_gives_has_a_spread_or_only_reports(site):
    reports = {
        "lease_fee",
        "leased_accelerators",
        "leased_power",
        "lease_term",
        "lease_lock",
        "owner_capital",
        "lease_notice",
        "site_latitude",
        "site_longitude",
    }
    assert all(stated.spread for name, stated in entry("sites", site).given.items() if name not in reports)


@pytest.mark.parametrize("site", ["colossus-2", "gas-behind-the-meter"])
def test_a_place_or_a_price_by_hand_outranks_the_own_plant_of_a_site(site):
    assert shown(against(site=site, electricity="texas").ground, "electricity_price") == pytest.approx(66.3)
    assert shown(against(site=site, electricity_price="70 USD/MWh").ground, "electricity_price") == pytest.approx(70.0)


def test_own_gas_by_hand():
    """McCalip's fuel, 1,800 USD/kW at 10.3 % monthly over 20 years (0.1182 a year), 3 % of upkeep, one fifth in reserve, drawn at 0.8."""
    by_hand = 4.30 * 6.2 + 1.2 * 1800.0 * (0.1182 + 0.03) / 0.8 / 8.766
    assert by_hand == pytest.approx(72.3, abs=0.1)
    assert shown(against(site="gas-behind-the-meter").ground, "electricity_price") == pytest.approx(by_hand, rel=1e-3)


@pytest.mark.parametrize(
    ("turbine", "heat"), [("1000 USD_2025/kW", "6200 Btu/kWh"), ("1800 USD_2025/kW", "6200 Btu/kWh"), ("2500 USD_2025/kW", "6700 Btu/kWh")]
)
def test_own_combined_cycle_costs_what_lazard_finds(turbine, heat):
    """Lazard LCOE+ v18, June 2025: 48 to 109 USD/MWh for new combined cycle."""
    price = shown(against(site="gas-behind-the-meter", turbine_price=turbine, gas_heat_rate=heat).ground, "electricity_price")
    assert 48.0 < price < 109.0


def test_a_gas_campus_of_one_gigawatt_costs_what_mccalip_finds():
    """McCalip 2025, terrestrial: 14.66 BUSD of capital, of which 2.16 turbines without reserve, and 1.19 BUSD of fuel in five years at 0.85."""
    side = against(site="gas-behind-the-meter", power_utilization=0.85, network_power_fraction=0.0).ground
    per_watt = shown(side, "building_capital") / shown(side, "it_power")
    turbines = shown(side, "turbine_price") * shown(side, "facility_power") / shown(side, "it_power")
    assert per_watt == pytest.approx(12.5)
    assert per_watt + turbines == pytest.approx(14.66, rel=1e-3)
    fuel = shown(side, "gas_price") * shown(side, "gas_heat_rate") * shown(side, "mean_facility_power") / shown(side, "it_power") * 5 * 8760
    assert fuel / 1e6 == pytest.approx(1.191, rel=0.005)


def test_colossus_2_costs_what_epoch_finds_per_gigawatt():
    """Epoch AI: 44 BUSD over 1.494 GW at the meter, 29.45 BUSD/GW, published as 29; ours at Epoch's power, with our price of chips and network."""
    side = against(site="colossus-2", power_usage_effectiveness=1.48 / 1.06).replace({"common.accelerator": "gb200-nvl72"}).ground
    capital = shown(side, "accelerator_capital") + shown(side, "building_capital")
    assert capital / shown(side, "facility_power") == pytest.approx(29.0, rel=0.06)
    assert shown(side, "building_capital") / shown(side, "facility_power") == pytest.approx(14.1 / 1.494, rel=0.01)


PLAIN = {
    "goodput": 1.0,
    "spare_fraction": 0.0,
    "cluster_network_fraction": 0.0,
    "network_power_fraction": 0.0,
    "staff_density": "0 1/MW",
    "water_usage_effectiveness": "0 L/kWh",
    "building_maintenance_rate": "0 %/yr",
    "accelerator_maintenance_rate": "0 %/yr",
}


def test_five_years_of_a_thousand_chips_cost_what_aiinframap_finds():
    """aiinframap.com, H100: 1,024 at 30,000 USD, 0.7 kW at 0.7, PUE 1.2, 80 USD/MWh, five years without interest: 32.83 MUSD."""
    ground = {
        **PLAIN,
        "accelerator_count": "1024 GPU",
        "accelerator_price": "30000 USD/GPU",
        "accelerator_power": "700 W/GPU",
        "power_utilization": 0.7,
        "power_usage_effectiveness": 1.2,
        "electricity_price": "80 USD/MWh",
        "building_price": "0 USD/W",
        "accelerator_life": "5 yr",
        "nominal_discount_rate": "0 %/yr",
    }
    side = bind({"price_year": 2026, "boundary": "owner-without-repair", "ground": ground}, "aiinframap", published=True).ground
    assert 5.0 * shown(side, "total_cost") == pytest.approx(32.83, rel=1e-3)


def test_a_hyperscale_cluster_costs_what_spacedc_finds():
    """spacedc-mdao 0.4.2, Earth: 1,152 H100, 66 USD per PFLOP-day (66.49 by its recipe), capital at 8 % a year over five years for all."""
    ground = {
        **PLAIN,
        "accelerator_count": "1152 GPU",
        "accelerator_price": "25000 USD/GPU",
        "accelerator_power": "875 W/GPU",
        "peak_flop_rate": "0.989 PFLOP/s/GPU",
        "utilization": 0.55 * 0.85,
        "system_availability": 0.995,
        "power_utilization": 1.0,
        "power_usage_effectiveness": 1.1,
        "electricity_price": "60 USD/MWh",
        "building_price": "12 USD/W",
        "building_maintenance_rate": "5 %/yr",
        "accelerator_maintenance_rate": "5 %/yr",
        "accelerator_life": "5 yr",
        "building_life": "5 yr",
        "nominal_discount_rate": "8 %/yr",
        "compounding_frequency": "1 1/yr",
    }
    side = bind({"price_year": 2026, "boundary": "owner-without-repair", "ground": ground}, "spacedc", published=True).ground
    per_day = 24.0 * shown(side, "levelized_cost_per_pflop_hour")
    assert per_day == pytest.approx(66.488, rel=1e-3)
    assert per_day == pytest.approx(66.0, rel=0.02)


@pytest.mark.parametrize(
    ("changes", "fragments"),
    [
        ({"site": "colossus-3"}, ["[ground] site = 'colossus-3'", "did you mean 'colossus-"]),
        ({"site": "abilen"}, ["did you mean 'abilene'"]),
        ({"turbine_price": "1800 USD/kW"}, ["turbine_price", "electricity_price_from_gas_and_turbines"]),
        ({"site": "gas-behind-the-meter", "turbine_ratio": 0.0}, ["turbine_ratio"]),
    ],
)
def test_what_a_site_cannot_mean_is_refused(changes, fragments):
    with pytest.raises(InputError) as caught:
        against(**changes)
    for fragment in fragments:
        assert fragment in str(caught.value)


# --- own sun ---
LATITUDE, CAPACITY_FACTOR, SWING, EFFICIENCY = np.radians(33.0), 0.25, 0.4, 0.9
DECLINATION = np.radians(23.44)


def half_sines(parts=1):
    """A year of hours or parts of them, panels' output over nameplate: each day half a sine over its daylight, its energy after the season."""
    hours = []
    for day in range(365):
        june = -np.cos(2.0 * np.pi * (day + 10) / 365)
        daylight = 24.0 * np.arccos(-np.tan(LATITUDE) * np.tan(DECLINATION * june)) / np.pi
        edges = np.clip((np.arange(24 * parts + 1) / parts - 12.0 + daylight / 2.0) / daylight, 0.0, 1.0)
        hours.append(-12.0 * parts * np.diff(np.cos(np.pi * edges)) * CAPACITY_FACTOR * (1.0 + SWING * june))
    return np.concatenate(hours)


def clear_sky_trackers():
    """The same for trackers on a horizontal north-south axis under a clear sky, direct light alone, scaled to the capacity factor.

    Duffie and Beckman, equations 1.6.5 and 1.7.2; light by air mass after Meinel, 0.7^(m^0.678).
    """
    time = (np.arange(8760 * 4) + 0.5) / 4.0
    declination = -DECLINATION * np.cos(2.0 * np.pi * (time / 24.0 + 10.0) / 365.0)
    hour_angle = np.radians(15.0 * (time % 24.0 - 12.0))
    height = np.sin(LATITUDE) * np.sin(declination) + np.cos(LATITUDE) * np.cos(declination) * np.cos(hour_angle)
    light = np.where(height > 0.0, 0.7 ** (np.maximum(height, 0.04) ** -0.678), 0.0)
    output = light * np.sqrt(height**2 + (np.cos(declination) * np.sin(hour_angle)) ** 2)
    hourly = output.reshape(-1, 4).mean(axis=1)
    return hourly * CAPACITY_FACTOR / hourly.mean()


def served(sun, ratio, hours):
    """Share of a constant load of one served in the second of two such years, hour by hour, by a battery that starts full."""
    step = 8760.0 / len(sun)
    charge = hours
    for _ in range(2):
        total = 0.0
        for output in ratio * sun:
            direct = min(output, 1.0)
            from_battery = min(charge / step, 1.0 - direct)
            charge = min(hours, charge + step * (EFFICIENCY * (output - direct) - from_battery))
            total += direct + from_battery
    return total / len(sun)


def formula_served(ratio, hours, swing=SWING, efficiency=EFFICIENCY):
    return float(solar_served_fraction(*(np.float64(x) for x in (ratio, 3600.0 * hours, efficiency, CAPACITY_FACTOR, swing, LATITUDE))))


@pytest.mark.parametrize("ratio", [3.0, 5.0, 6.0, 7.0, 10.0])
@pytest.mark.parametrize("hours", [4.0, 12.0, 14.0, 15.0, 18.0])
def test_the_share_served_is_that_of_a_simulated_year(ratio, hours):
    """Hours round off the edges of the day: in tenths of an hour the two agree ten times as well as in hours."""
    share = formula_served(ratio, hours)
    assert share == pytest.approx(served(half_sines(), ratio, hours), abs=0.01)
    assert share == pytest.approx(served(half_sines(10), ratio, hours), abs=0.001)


def test_the_desert_site_serves_its_load_but_for_a_thousandth_of_half_sines_and_a_sixtieth_of_clear_sky():
    side = against(site="desert-solar-battery").ground
    ratio, hours = shown(side, "solar_ratio"), shown(side, "storage_time")
    assert (ratio, hours) == (7.0, 15.0)
    assert 1.0 - shown(side, "served_power_fraction") / 100.0 == pytest.approx(0.0010, abs=2e-4)
    assert 1.0 - served(half_sines(), ratio, hours) == pytest.approx(0.0009, abs=3e-4)
    assert 1.0 - served(clear_sky_trackers(), ratio, hours) == pytest.approx(0.016, abs=0.001)


def test_the_seasons_swing_is_between_what_trackers_see_under_a_clear_sky():
    days = clear_sky_trackers().reshape(365, 24).sum(axis=1)
    june, december = days[165:175].mean() / days.mean() - 1.0, 1.0 - days[350:360].mean() / days.mean()
    assert (june, december) == pytest.approx((0.40, 0.48), abs=0.01)


@given(st.floats(0.5, 20.0), st.floats(0.1, 40.0), st.floats(0.0, 0.9))
def test_more_of_anything_never_serves_less_nor_more_than_all(ratio, hours, swing):
    share = formula_served(ratio, hours, swing)
    assert 0.0 < share <= 1.0 + 1e-12
    assert formula_served(1.1 * ratio, hours, swing) >= share - 1e-12
    assert formula_served(ratio, 1.1 * hours, swing) >= share - 1e-12
    assert share <= ratio * CAPACITY_FACTOR + 1e-12


def test_below_the_load_all_sun_is_used_at_once():
    assert formula_served(1.0, 5.0) == pytest.approx(CAPACITY_FACTOR, rel=1e-12)


def test_own_sun_by_hand():
    """1.08 USD_2023/W is 1.1417 in 2025; 10.3 % monthly is 0.10801 a year over 30 years, 0.11820 over 20; 1.5 % of upkeep on both."""
    by_hand = (7.0 * 1141.7 * (0.10801 + 0.015) + 15.0 * 125.0 * (0.11820 + 0.015)) / 8.766 / 0.99901
    assert shown(against(site="desert-solar-battery").ground, "electricity_price") == pytest.approx(by_hand, rel=2e-3)


def test_four_hours_of_storage_cost_what_lazard_finds():
    """Lazard LCOE+ v18, June 2025: 50 to 131 USD/MWh for panels with four hours of batteries, not firm."""
    some = against(site="desert-solar-battery", solar_ratio=2.4, storage_time="4 h")
    assert 50.0 < shown(some.ground, "electricity_price") < 131.0
    assert shown(some.ground, "served_power_fraction") < 60.0


def test_energy_not_served_stands_the_chips_still_and_is_not_paid_for():
    full, half = (against(site="desert-solar-battery", solar_ratio=ratio).ground for ratio in (8.0, 3.0))
    share = shown(half, "served_power_fraction") / shown(full, "served_power_fraction")
    assert share < 0.75
    assert shown(half, "delivered_compute") == pytest.approx(share * shown(full, "delivered_compute"), rel=1e-12)
    plant = [shown(side, "electricity_cost") / shown(side, "facility_power") for side in (full, half)]
    panels = shown(full, "solar_price") * (shown(full, "solar_capital_recovery_factor") + shown(full, "solar_maintenance_rate") / 100.0)
    assert plant[0] - plant[1] == pytest.approx(5.0 * panels * shown(full, "power_utilization") / 100.0, rel=1e-9)


def test_a_grid_beside_the_own_sun_is_chosen_as_a_whole():
    grid = against(site="desert-solar-battery", electricity="nevada", served_power_fraction=1.0)
    assert shown(grid.ground, "electricity_price") == pytest.approx(68.1)
    assert shown(grid.ground, "delivered_fraction") > shown(against(site="desert-solar-battery").ground, "delivered_fraction")


@pytest.mark.parametrize(
    ("changes", "fragments"),
    [
        ({"solar_ratio": 5.0}, ["solar_ratio would change nothing", "electricity_price_from_solar_and_battery"]),
        ({"formulas.electricity_price": "electricity_price_from_solar_and_battery"}, ["ground.solar_ratio must be given", "ground.storage_time must be given"]),
        ({"formulas.served_power_fraction": "served_power_fraction_by_own_sun"}, ["ground.solar_ratio must be given", "choose 'site'"]),
        ({"site": "desert-solar-battery", "storage_time": "0 h", "site_latitude": "70 deg"}, ["site_latitude"]),
    ],
)
def test_own_sun_is_refused_where_it_says_nothing_or_not_enough(changes, fragments):
    with pytest.raises(InputError) as caught:
        orb.evaluate(against(**changes))
    for fragment in fragments:
        assert fragment in str(caught.value)
