"""Forethought against sums by hand, and what its own inputs say where it prints something else."""

import numpy as np
import pytest

import orbital as orb
from orbital.core.units import YEAR
from orbital.studies.forethought_2026 import comparison, ground, orbital
from orbital.systems.survival import levelized_survival_undiscounted

NAME = "forethought-2026"
WATT_HOUR, MEGAWATT_HOUR = 3600.0, 3.6e9
S2 = {"orbital.array_packing_factor": 0.828, "orbital.array_price": "0.471 USD/W", "orbital.formulas.array_mass": "array_mass_from_areal_mass"}
B = {
    "ground.solar_ratio": 3.5,
    "ground.solar_price": "0.85 USD/W",
    "ground.storage_time": "12 h",
    "ground.storage_price": "125 USD/kWh",
    "ground.balance_price": "1115 USD/kW",
}


@pytest.mark.parametrize(
    ("changes", "by_hand"),
    [
        ({}, (20307.3 - 1197.84) / 17.5508),
        (B, (5590.0 - 1197.84) / 17.5508),
        (S2, (20307.3 - 752.24) / (1597.12 / (1361 * 0.2 * 0.828) * 1.19)),
        ({**S2, **B}, (5590.0 - 752.24) / (1597.12 / (1361 * 0.2 * 0.828) * 1.19)),
        ({"ground.storage_price": "50 USD/kWh"}, (4643 * 1.10 + 80 * 50 + 1200 - 1197.84) / 17.5508),
        ({**S2, "ground.storage_price": "50 USD/kWh"}, (4643 * 1.10 + 80 * 50 + 1200 - 752.24) / (1597.12 / (1361 * 0.2 * 0.828) * 1.19)),
    ],
)
def test_every_crossover_by_hand(changes, by_hand):
    """Both arrays against both baselines, and against A with batteries at 50 USD/kWh: 1089, 250, 2319, 574, 519 and 1133 USD/kg."""
    found, _ = orb.study(NAME).value("comparison.crossover_launch_price", changes)
    assert found == pytest.approx(by_hand, rel=1e-4)


def test_a_crossover_makes_both_sides_cost_the_same():
    run = orb.study(NAME)
    price, _ = run.value("comparison.crossover_launch_price")
    orbit, _ = run.value("orbital.array_energy_price", {"orbital.launch_price": f"{price} USD/kg", "orbital.satellite_life": "5 yr"})
    earth, _ = run.value("ground.electricity_price", {"ground.solar_life": "5 yr"})
    assert orbit == pytest.approx(earth, rel=1e-9)


def test_energy_at_50_dollars_by_both_conventions():
    """(1197.8 + 17.55 x 50)/43.8 MWh = 47.4; the surplus is the mean of 0.92^k, k = 0..4, over 0.92^5 = 1.293."""
    price = orbital.array_energy_price(1.1978, 0.01755, 50.0, 5.0 * 8760 * 3600.0) * MEGAWATT_HOUR
    assert price == pytest.approx(47.4, abs=0.05)
    surplus = orbital.early_life_surplus(0.08 / YEAR, 5.0 * YEAR, 0.92**5)
    assert surplus == pytest.approx(np.mean(0.92 ** np.arange(5)) / 0.92**5, rel=1e-12)
    assert orbital.array_energy_price_with_surplus(price, surplus) == pytest.approx(36.6, abs=0.05)


def test_the_last_term_without_sigma_has_no_meaning():
    """As printed it is eps F T^4 = 0.92 x 0.5 x 253^4, 1.9e9 of no unit of flux; with sigma 107 W/m2 of the 232 of a black Earth at 253 K."""
    assert orbital.earth_infrared_flux_of_black_earth(253.0) == pytest.approx(232.3, abs=0.05)
    assert 0.92 * 0.5 * orbital.earth_infrared_flux_of_black_earth(253.0) == pytest.approx(106.9, abs=0.1)


def test_dead_at_the_end_and_missing_on_the_mean():
    """1 - 0.91^5 = 37.6 %; the mean of 0.91^t over five years is 79.7 %, made up for by 25.4 % more."""
    life, rate = 5.0 * YEAR, 0.09 / YEAR
    assert orbital.chip_bleed(rate, life) == pytest.approx(1.0 - 0.91**5, rel=1e-12)
    multiplier = orbital.corrected_hardware_multiplier(rate, life)
    assert multiplier == pytest.approx(1.0 / np.mean(0.91 ** ((np.arange(5000) + 0.5) / 1000)), rel=1e-6)
    assert multiplier == pytest.approx(1.0 / levelized_survival_undiscounted(-np.log(0.91) / YEAR, life), rel=1e-12)


def test_the_rest_by_hand():
    assert orbital.array_power_end_of_life_in_mean_sunlight(950.0, 0.05) == pytest.approx(1000.0)
    assert orbital.array_specific_power_of_wing(50400.0, 554.0) == pytest.approx(90.975, abs=1e-3)
    assert orbital.launch_price_of_full_flight(95e6, 200e3) == 475.0
    assert orbital.radiator_earth_view_factor_edge_on(550e3) == pytest.approx(0.2578, abs=1e-4)
    assert ground.solar_oversize(4.643, 0.28) == pytest.approx(1.3, abs=1e-3)
    assert ground.electricity_price_from_own_power_capital(5.59, 1.0 / (43800 * 3600.0)) * MEGAWATT_HOUR == pytest.approx(127.6, abs=0.05)
    assert ground.own_power_capital(4.643, 1.10, 80 * 3600.0, 175 / (1000 * WATT_HOUR), 1.2) == pytest.approx(20.3073)
    assert comparison.crossover_launch_price(5.59, 1.1978, 0.01755) == pytest.approx(250.3, abs=0.1)
    assert orbital.known_program_cost(1e9, 25.6e9, 1.376, 1.198, 0.01755, 162.6, 250.0) == pytest.approx(35.4e9, rel=1e-2)
    assert ground.known_program_cost(1e9, 25.6e9, 20.307, 5.0, 20.0) == pytest.approx(30.68e9, rel=1e-3)
