"""What satellites, their design and their upkeep cost: published figures, sums by hand, and what size does to a unit."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import orbital as orb
from orbital.core.catalog import entry, names
from orbital.core.errors import InputError
from orbital.economics import orbital_cost, spacecraft_cost

SHIPPED = "ai1-vs-colossus-1"
YEAR = 31_557_600.0


@pytest.fixture(scope="module")
def s():
    return orb.scenario(SHIPPED)


def value(scenario, name):
    return float(scenario.orbital.run((name,))[0])


# --- published figures ---
def test_mccalip_s_satellite():
    """22 USD/W on 27 kW: 0.594 MUSD; of 39,731 of them 23.6002 BUSD."""
    price = spacecraft_cost.satellite_price(np.float64(27e3), np.float64(22.0), np.float64(1.0))
    assert spacecraft_cost.satellite_capital(np.float64(39_731.0), price) == pytest.approx(23.6002e9, rel=1e-4)


def test_semianalysis_counts_watts_of_it():
    """(3.1 - 1.6) MUSD for 30.5 kW of IT is 49 USD/W; its array of 36.3 kW makes that 41 USD per watt of array, the satellite the same."""
    per_watt = spacecraft_cost.satellite_price_per_watt_of_it(np.float64(49.0), np.float64(30.5e3), np.float64(36.3e3))
    assert per_watt == pytest.approx(41.2, rel=0.002)
    assert spacecraft_cost.satellite_price(np.float64(36.3e3), per_watt, np.float64(1.0)) == pytest.approx(1.5e6, rel=0.005)


@pytest.mark.parametrize(
    ("part", "amount", "price", "published"),
    [
        (spacecraft_cost.array_part_price, 36.3e3, 2.70, 98_000.0),
        (spacecraft_cost.array_part_price, 36.3e3, 5.47, 198_500.0),
        (spacecraft_cost.radiator_part_price, 42.0, 3214.0, 135_000.0),
        (spacecraft_cost.heat_transport_part_price, 30.5e3, 1.0, 30_000.0),
    ],
)
def test_semianalysis_s_parts(part, amount, price, published):
    assert part(np.float64(amount), np.float64(price)) == pytest.approx(published, rel=0.02)


def test_spacedc_s_satellite_from_its_parts():
    """0.4.2, 64 satellites for 1.008 MW: array 2,041 kW at 50 USD/W, 1,667 kWh at 500, 1,434 m2 at 5,000, bus 2 and links 0.5 MUSD each: 268 USD/W of IT."""
    watt_hour = 3.6e6
    fleet = (
        spacecraft_cost.array_part_price(np.float64(2041e3), np.float64(50.0)),
        spacecraft_cost.battery_part_price(np.float64(1667.0 * watt_hour), np.float64(500.0 / watt_hour)),
        spacecraft_cost.radiator_part_price(np.float64(1434.0), np.float64(5000.0)),
        64.0 * 2.0e6,
        spacecraft_cost.communication_part_price(np.float64(64.0), np.float64(0.5e6), np.float64(2.0), np.float64(0.0)),
    )
    zero = np.float64(0.0)
    total = spacecraft_cost.satellite_parts_price(fleet[0], fleet[1], fleet[2], zero, zero, zero, fleet[3], zero, fleet[4], zero)
    assert total / 1.008e6 == pytest.approx(268.0, rel=0.01)


def test_the_parts_and_their_integration_sum_to_the_price(s):
    parts = ("array", "battery", "radiator", "heat_transport", "power_conditioning", "structure", "avionics", "propellant", "communication")
    total = sum(value(s, f"{part}_part_price") for part in parts)
    assert value(s, "satellite_parts_price") == pytest.approx(1.15 * total, rel=1e-12)
    weighed = ("structure_mass", "mass_margin", "harness_mass", "shielding_mass")
    assert value(s, "structure_part_price") == pytest.approx(sum(value(s, name) for name in weighed) * value(s, "structure_price"), rel=1e-12)
    machines = ("avionics_mass", "momentum_storage_mass", "propulsion_dry_mass", "heat_pump_mass")
    assert value(s, "avionics_part_price") == pytest.approx(sum(value(s, name) for name in machines) * value(s, "avionics_price"), rel=1e-12)


# --- named cases ---
@pytest.mark.parametrize("name", names("satellite_prices"))
def test_a_price_case_states_for_which_unit_it_holds_and_learns_from_there(s, name):
    case = s.replace({"orbital.satellite_price_case": name})
    assert case.orbital.chosen["satellite_learning_factor"] == "satellite_learning_by_number"
    assert case.orbital.given["reference_satellite"].origin == f"satellite_price_case {name}"
    flat = case.replace({"orbital.satellite_learning_factor": 1.0})
    assert value(case, "satellite_price") == pytest.approx(value(flat, "satellite_price") * value(case, "satellite_learning_factor"), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "per_watt", "of"),
    [
        ("starcloud-claim", 5.0, "array_power_beginning_of_life"),
        ("starlink-series", 22.0, "array_power_beginning_of_life"),
        ("semianalysis-2026", 49.0, "satellite_it_power"),
        ("spacedc-mdao", 200.0, "satellite_it_power"),
        ("novaspace-2026", 25.0, "satellite_it_power"),
    ],
)
def test_a_case_s_price_is_per_the_watts_it_says(s, name, per_watt, of):
    stated = 2026 if name in ("semianalysis-2026", "spacedc-mdao") else 2025
    case = orb.scenario(SHIPPED).replace({"orbital.satellite_price_case": name, "price_year": stated, "orbital.satellite_learning_factor": 1.0})
    assert value(case, "satellite_price") / value(case, of) == pytest.approx(per_watt, rel=1e-12)


def test_a_case_outranks_what_a_design_states():
    """Novaspace as stated gives 2.5 MUSD a satellite; a price case picked beside it is not dead."""
    claimed = orb.scenario(SHIPPED).replace({"orbital.design": "novaspace-1gw-claimed", "orbital.satellite_price_case": "starcloud-claim"})
    assert "satellite_price" not in claimed.orbital.given
    assert value(claimed, "satellite_price") == pytest.approx(
        value(claimed, "array_power_beginning_of_life") * 5.0 * value(claimed, "satellite_learning_factor"), rel=1e-12
    )


def test_prices_of_parts_count_only_where_the_price_is_from_parts(s):
    with pytest.raises(InputError, match="satellite_price_from_parts"):
        s.replace({"orbital.array_price": "10 USD/W"})
    from_parts = s.replace({"orbital.satellite_price_case": "from-parts"})
    assert value(from_parts.replace({"orbital.array_price": "10 USD/W"}), "satellite_price") > value(from_parts, "satellite_price")


def test_a_given_price_per_watt_beside_the_price_from_parts_is_refused(s):
    with pytest.raises(InputError, match="satellite_price_per_watt"):
        s.replace({"orbital.satellite_price_case": "from-parts", "orbital.satellite_price_per_watt": "10 USD/W"})


def test_price_cost_and_target_of_a_vehicle_are_entries_of_their_own(s):
    """Falcon 9 sells at 74 MUSD, costs 15; Starship has one known price of 90, an internal cost of 14, a target of 10 to 20 USD/kg."""
    flights = {name: value(s.replace({"orbital.launch_vehicle": name, "price_year": 2026}), "flight_price") / 1e6 for name in names("launch_vehicles")}
    assert flights["falcon-9"] == pytest.approx(74.0)
    assert flights["falcon-9-internal-cost"] == pytest.approx(15.0)
    assert flights["starship-v3"] == pytest.approx(90.0)
    assert flights["starship-v3-internal-cost"] == pytest.approx(14.0)
    assert 10.0 <= flights["starship-v3-target"] * 1e6 / 100e3 <= 20.0
    for name in names("launch_vehicles"):
        assert entry("launch_vehicles", name).given["payload_volume"].evidence


def test_learning_on_flights_withdraws_the_vehicle_s_price_and_refuses_a_second_one(s):
    learned = s.replace({"orbital.formulas.flight_price": "flight_price_by_learning"})
    assert "flight_price" not in learned.orbital.given
    assert value(learned, "flight_price") < value(s, "flight_price")
    with pytest.raises(InputError, match="has a value and formulas"):
        s.replace({"orbital.formulas.flight_price": "flight_price_by_learning", "orbital.flight_price": "80 MUSD"})


# --- design, factory, waiting ---
def test_design_and_factory_wait_until_what_pays_for_them_flies():
    """Lead time 2 yr and half of 4 yr of launching at 12 % monthly: 1.01^48 - 1; launching longer than a life of 5 yr counts as 5."""
    numbers = [np.float64(x) for x in (0.12 / YEAR, 2.0 * YEAR, 4.0 * YEAR, 5.0 * YEAR, 12.0 / YEAR)]
    assert spacecraft_cost.nonrecurring_waiting_factor(*numbers) == pytest.approx(1.01**48 - 1.0, rel=1e-12)
    numbers[2] = np.float64(60.0 * YEAR)
    assert spacecraft_cost.nonrecurring_waiting_factor(*numbers) == pytest.approx(1.01**54 - 1.0, rel=1e-12)


def test_the_factory_s_capital_follows_what_it_builds_a_year():
    """1,429 satellites of 4.7 MUSD a year keep up 7,144 that live five: at a quarter of a year's output 1.68 BUSD."""
    fleet = spacecraft_cost.satellite_capital(np.float64(7144.0), np.float64(4.7e6))
    factory = spacecraft_cost.factory_capital(fleet, np.float64(5.0 * YEAR), np.float64(0.25 * YEAR))
    assert factory == pytest.approx(0.25 * 1428.8 * 4.7e6, rel=1e-12)
    assert spacecraft_cost.nonrecurring_capital(np.float64(500e6), factory) == pytest.approx(2.1788e9, rel=1e-4)


@given(faster=st.floats(1.0, 100.0))
def test_more_cadence_never_costs_more(faster):
    base = orb.scenario("ai1-claimed-vs-colossus-1")
    slow, quick = (
        float(base.with_arrays({"orbital.launch_cadence": np.float64(rate / YEAR)}).orbital.run(("total_cost",))[0]) for rate in (25.0, 25.0 * faster)
    )
    assert quick <= slow


def test_cadence_moves_the_cost_of_a_fleet_that_it_can_hold(s):
    small = s.replace({"workload.demanded_capacity": "50 MW"})
    busy = small.replace({"orbital.launch_cadence": "145 1/yr"})
    assert value(busy, "nonrecurring_cost") < 0.95 * value(small, "nonrecurring_cost")


SIZES = [1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, 10_000.0]


@pytest.mark.parametrize("name", ["ai1-vs-colossus-1", "starlink-class-vs-hyperscale"])
@pytest.mark.parametrize("case", names("satellite_prices"))
def test_a_bigger_fleet_is_never_dearer_a_unit(name, case):
    """At the shipped rates: what learning and sharing the design save is more than a longer launch campaign costs."""
    base = orb.scenario(name).replace({"orbital.satellite_price_case": case})
    fleet = base.with_arrays({"orbital.demanded_capacity": np.array(SIZES) * 1e6}).orbital
    cost, satellites, price = fleet.run(("total_cost", "satellite_count", "satellite_price"))
    assert np.all(np.diff(cost / satellites) < 0.0)
    assert np.all(np.diff(price) < 0.0)


def test_a_hundred_megawatts_and_a_gigawatt_differ_for_stated_reasons(s):
    """The gap in cost per satellite is the sum of what learning, design, waiting and stations make of it; nothing else depends on size."""
    small, large = s.replace({"workload.demanded_capacity": "100 MW"}), s
    factor = {fleet: value(fleet, "satellite_learning_factor") for fleet in (small, large)}
    recovery, count = value(s, "satellite_capital_recovery_factor"), {fleet: value(fleet, "satellite_count") for fleet in (small, large)}
    unlearned = value(large, "satellite_price") / factor[large]
    learning = recovery * unlearned * (factor[small] - factor[large])
    each = {fleet: value(fleet, "nonrecurring_cost") / count[fleet] for fleet in (small, large)}
    stations = {fleet: value(fleet, "gateway_cost") / count[fleet] for fleet in (small, large)}
    gap = value(small, "total_cost") / count[small] - value(large, "total_cost") / count[large]
    assert gap == pytest.approx(learning + each[small] - each[large] + stations[small] - stations[large], rel=1e-9)
    assert learning > 0.0
    assert each[small] > each[large]
    for name in ("launch_price", "satellite_mass", "launch_cost", "operations_cost", "egress_cost", "delay_cost", "accelerator_cost"):
        per = count if name.endswith("_cost") else {small: 1.0, large: 1.0}
        assert value(small, name) / per[small] == pytest.approx(value(large, name) / per[large], rel=1e-12)


# --- upkeep and insurance ---
def test_upkeep_by_hand():
    """100 satellites: 30 maneuvers a year at 200 USD, 50 kUSD at the end of five years; gateways 10 or as many as 2 Tb/s take at 100 Gb/s, half laden."""
    fleet = np.float64(100.0)
    assert orbital_cost.avoidance_cost(fleet, np.float64(30.0 / YEAR), np.float64(200.0), 1.0) * YEAR == pytest.approx(600_000.0)
    assert orbital_cost.disposal_cost(fleet, np.float64(50e3), np.float64(5.0 * YEAR), 1.0) * YEAR == pytest.approx(1e6)
    stations = [float(orbital_cost.gateway_count(np.float64(10.0), np.float64(rate), np.float64(100e9), np.float64(0.5))) for rate in (1e9, 2e12)]
    assert stations == [10.0, 40.0]
    capital = orbital_cost.gateway_capital(np.float64(20.0), np.float64(3e6))
    assert orbital_cost.gateway_cost(capital, np.float64(0.25 / YEAR), np.float64(0.10 / YEAR), 1.0) * YEAR == pytest.approx(21e6)


def test_a_relay_s_break_even_price_of_a_gigabyte_makes_the_bill():
    """Turyshev: 0.9513 cents per GB and 15 GB/kWh at 0.8 of 1 kW, a year: the 1,000 USD that 10 % of 10,000 USD/kW are."""
    rate = 0.8 * 15.0 * 8e9 / 3600.0
    hours = 8760.0 * 3600.0
    assert orbital_cost.egress_cost(np.float64(rate), np.float64(0.0095129 / 8e9), 1.0) * hours == pytest.approx(1000.0, rel=1e-4)


def test_the_insurance_of_a_gigawatt_is_more_than_its_market(s):
    """7 % of 191 BUSD over five years, 2.7 a year, against 0.56 BUSD of premiums in 2023."""
    assert value(s, "market_premium") == pytest.approx(0.07 * value(s, "insured_value") / (5.0 * YEAR), rel=1e-12)
    assert value(s, "insurance_market_use") > 3.0
    assert not any("premium asked" in flag for flag in orb.evaluate(s).flags)
    insured = orb.evaluate(s.replace({"orbital.insurance_premium_fraction": 0.07}))
    assert any("premium asked" in flag and "cannot be bought" in flag for flag in insured.flags)
    assert math.isfinite(insured.ratio)


def test_what_the_self_insured_bear_is_what_launches_lose(s):
    assert value(s, "expected_launch_loss") * 5.0 * YEAR == pytest.approx((1.0 - 0.99 * 0.98) * value(s, "insured_value"), rel=1e-9)


def test_a_fleet_beyond_its_license_is_flagged_in_words_and_priced(s):
    (flag,) = [flag for flag in orb.evaluate(s).flags if "licensed" in flag]
    assert "25 1/yr are licensed" in flag
    within = s.replace({"workload.demanded_capacity": "5 MW"})
    assert not any("licensed" in flag for flag in orb.evaluate(within).flags)
    ignored = s.replace({"orbital.launch_cadence": "1000 1/yr"})
    assert any("25 1/yr are licensed, 1,000 1/yr can fly" in flag for flag in orb.evaluate(ignored).flags)


@pytest.mark.parametrize(("site", "flights"), [("starbase", 25.0), ("lc-39a", 44.0), ("slc-37", 76.0), ("starship-three-sites", 145.0)])
def test_a_launch_site_brings_its_license_and_its_latitude(s, site, flights):
    """FAA and Air Force reviews of 2025: 25, 44 and 76 a year; the site outranks what the vehicle brings."""
    there = s.replace({"orbital.launch_site": site})
    assert value(there, "launch_cadence") * YEAR == pytest.approx(flights)
    assert there.orbital.given["launch_site_latitude"].origin == f"launch_site {site}"


def test_a_satellite_too_large_for_the_bay_is_infeasible(s):
    result = orb.evaluate(s.replace({"orbital.payload_volume": "20 m**3"}))
    assert any("no flight holds it" in reason for reason in result.reasons)
    assert math.isnan(result.ratio)


def test_the_screen_says_what_ends_a_flight_and_puts_the_parts_beside_the_price():
    from orbital.views.limits import binding

    lines = binding(orb.evaluate(orb.scenario("ai1-claimed-vs-colossus-1")))
    assert any(line.startswith("a flight: volume binds") for line in lines)
    assert any(line.startswith("satellite price: ") and "its parts come to" in line for line in lines)
    assert any(line.startswith("a flight: mass binds") for line in binding(orb.evaluate(orb.scenario(SHIPPED))))
