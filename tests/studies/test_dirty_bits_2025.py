"""Carbon of launch and re-entry by hand, and what remains without an equivalent for nitrogen oxides."""

import pytest

import orbital as orb
from orbital.core.units import YEAR
from orbital.studies.dirty_bits_2025 import orbital

NAME, TONNE = "dirty-bits-2025", 1000.0


def of(quantity, changes=None):
    return orb.study(NAME).value(quantity, changes)[0]


def test_a_kilogram_by_hand():
    """(233.7 + 423.0/20 + 108.5)/17.5 = 20.76; 0.4 x 298 x (17.5 + 5.7)/17.5 = 158.0."""
    launch = (233.7 + 423.0 / 20 + 108.5) / 17.5
    reentry = 0.4 * 298 * (17.5 + 5.7) / 17.5
    assert of("orbital.launch_carbon_intensity") == pytest.approx(launch, rel=1e-9)
    assert of("orbital.carbon_per_launched_mass") == pytest.approx(launch + reentry, rel=1e-9)
    assert of("orbital.carbon_per_it_energy") * 3.6e9 == pytest.approx((launch + reentry) * 20 / 43.83, rel=1e-9)


def test_charged_as_n2o_and_not_charged():
    """NOx counted as N2O is 88 % of what a kilogram carries; without it a kilowatt-hour carries 9.5 g."""
    right = {"orbital.nitrogen_oxide_equivalent": "0 kg_CO2e/kg"}
    assert 1.0 - of("orbital.carbon_per_launched_mass", right) / of("orbital.carbon_per_launched_mass") == pytest.approx(0.884, abs=1e-3)
    assert of("orbital.carbon_per_it_energy", right) * 3.6e9 == pytest.approx(9.47, abs=0.01)


def test_the_fuel_of_a_flight():
    """233.7 t of CO2 at 3.15 per kg of kerosene are 74 t; our vehicle burns 150 t."""
    stated = of("orbital.launch_combustion_carbon") / of("orbital.launch_count") * of("orbital.satellite_life")
    assert stated / of("orbital.fuel_carbon") == pytest.approx(74.2 * TONNE, rel=1e-3)
    assert of("orbital.flight_fuel_mass") == 150 * TONNE
    burned = of("orbital.launch_carbon_intensity", {"orbital.formulas.launch_combustion_carbon": "launch_combustion_carbon"})
    assert burned == pytest.approx((150 * 3.15 + 129.65) / 17.5, rel=1e-9)


def test_the_rest_by_hand():
    assert orbital.launch_combustion_carbon_of_flight(2.0, 233.7 * TONNE, 5 * YEAR) * YEAR == pytest.approx(93.48 * TONNE)
    assert orbital.reentry_carbon_per_reentering_mass(0.4, 298.0) == pytest.approx(119.2)
    assert orbital.reentry_carbon_intensity_with_stage(119.2, 0.0, 17.5 * TONNE) == 119.2
    assert orbital.carbon_per_launched_mass(20.0, 100.0, 5.0, 50.0) == 30.0
