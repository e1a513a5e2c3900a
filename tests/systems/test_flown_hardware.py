"""Flown hardware, given its own inputs: within the spread of its sources, or explained line by line in docs/flown-hardware.md."""

import numpy as np
import pytest

import orbital as orb
from orbital.core.units import shown_value


def flown(design, **changes):
    changes = {f"orbital.{key}": value for key, value in changes.items()}
    return orb.evaluate(orb.scenario("starlink-class-vs-hyperscale").replace({"orbital.design": design, **changes})).orbital


def shown(side, name):
    return float(shown_value(side.value(name), side.unit(name)))


# --- the Space Station's radiators ---
@pytest.fixture(scope="module")
def station():
    return flown("iss-eatcs")


def test_the_station_rejects_70_kw_within_a_tenth_of_its_stated_flux(station):
    """70 kW over 422 m2 are 165.9 W/m2; what punctures leave of the panels at end of life carries a little more each."""
    assert shown(station, "radiator_capacity") == pytest.approx(70.0, rel=1e-4)
    assert shown(station, "net_radiator_flux") == pytest.approx(165.9, rel=0.10)


def test_the_station_s_six_radiators_weigh_what_nasa_says(station):
    """2,475 lb each; 10.39 W/kg and 15.96 kg/m2."""
    assert shown(station, "radiator_mass") == pytest.approx(6 * 1122.64, rel=0.005)
    assert 70e3 / shown(station, "radiator_mass") == pytest.approx(10.39, rel=0.005)


def test_the_station_s_panels_are_colder_than_the_ammonia_it_supplies(station):
    """Supply 2.8 degC is mixed from a bypass and what comes colder from the panels: their mean root lies below it, above ammonia's -77 degC."""
    root = shown(station, "radiator_temperature") - 273.15
    assert -40.0 < root < 2.8


def test_at_its_supply_temperature_the_station_could_reject_nearly_twice_as_much():
    """A loop from 10 to 2.8 degC: there 422 m2 carry 110 to 150 kW. The rest is margin for lost panels and worse attitudes."""
    choices = {"formulas.radiator_temperature": "radiator_temperature", "radiator_inlet_temperature": "283 K", "loop_temperature_rise": "7.2 K"}
    side = flown("iss-eatcs", **choices)
    assert 110.0 < shown(side, "radiator_capacity") < 150.0


def test_a_roll_out_wing_of_20_kw_weighs_340_kg(station):
    """iROSA: 58.8 W/kg."""
    power = shown(station, "array_power_beginning_of_life")
    assert shown(station, "array_mass") * 20.0 / power == pytest.approx(340.0, rel=0.001)


# --- Starlink V2 mini ---
@pytest.fixture(scope="module")
def starlink():
    """Its array and bus, with servers in place of the communication payload."""
    return flown("starlink-v2-mini")


def test_a_starlink_array_gives_the_stated_27_kw_within_the_spread_of_its_sources(starlink):
    """116 m2 (100 to 120) against 27 kW (20 to 30, FCC to third parties): 22 % cells, 90 % packing, warm."""
    flux = shown(starlink, "array_flux_beginning_of_life")
    for area in (100.0, 105.0, 116.0):
        assert 20.0 <= flux * area / 1e3 <= 30.0
    assert 116.0 * flux / 1e3 == pytest.approx(29.4, abs=0.5)


def test_a_starlink_bus_adds_up_to_575_to_800_kg_without_servers_and_without_their_radiator(starlink):
    """Ours less servers, shielding, radiator and its loop: Starlink deploys no radiator, its antennas and body cool it. Then 731 kg."""
    parts = ("array_mass", "battery_mass", "power_conditioning_mass", "harness_mass", "avionics_mass")
    parts += ("communication_mass", "propulsion_dry_mass", "drag_propellant_mass")
    fixed = sum(shown(starlink, name) for name in parts)
    assert 575.0 < fixed / (1.0 - float(starlink.value("proportional_mass_fraction"))) < 800.0


def test_a_starlink_weighs_20_to_30_kg_per_kilowatt_of_array():
    """575 to 800 kg, 27 to 28 kW (arXiv:2511.19468v2: 20.5)."""
    assert np.array([575.0, 800.0]) / np.array([28.0, 27.0]) == pytest.approx([20.5, 29.6], rel=0.01)
