"""Public numbers that are wrong or do not fit one another, each met once by a test.

Here: the view factor of a tilted plate, the air at solar minimum, the disposal rule's citation. Elsewhere: the eclipse-free altitude of dawn-dusk
orbits (test_eclipse), area against the fourth root of power (test_thermal), received power in the near field, five terabytes in three minutes
(test_links), shares against counts in a training run's table, one failure in 18 or in 50 minutes, two versions of a beam test
(tests/systems/test_reliability), the slant path's total attenuation (test_rain).
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from orbital.core.catalog import data_path
from orbital.physics import environment, power, thermal
from orbital.physics.view_factors import edge_on_view_factor, plate_view_factor

KM, SIGMA = 1e3, 5.670374419e-8
ONE = np.float64(1.0)
H550 = np.float64(1.0 + 550.0 / 6371.0)


# --- "a plate's view factor is nadir's times the cosine of its tilt, next to nothing edge-on" ---
def test_a_plate_edge_on_to_nadir_sees_a_quarter_of_a_sphere_of_earth_not_next_to_nothing():
    """McCalip 2025: code floor of 5 % of nadir, 0.042; its table prints 0.008 and 0.000 at beta 90. Exact at 550 km: 0.2578 on either face."""
    nadir = plate_view_factor(H550, ONE)
    by_cosine = nadir * np.cos(np.pi / 2.0)
    assert by_cosine == pytest.approx(0.0, abs=1e-15)
    assert 0.05 * nadir == pytest.approx(0.042, abs=5e-4)
    assert edge_on_view_factor(np.float64(550.0 * KM)) == pytest.approx(0.2578, abs=1e-4)


def panel(front, back):
    """McCalip's panel at beta 90: absorptance 0.92, emissivities 0.85 and 0.90, 237 W/m2 of Earth infrared, space at 3 K, all power kept as heat; degC."""
    heat = 0.92 * 1361.0 + 237.0 * (0.85 * front + 0.90 * back)
    return (heat / (5.67e-8 * 1.75) + 3.0**4) ** 0.25 - 273.15


def test_with_the_exact_view_factor_that_panel_is_seven_kelvin_warmer_than_its_62_1_celsius():
    assert panel(0.008, 0.0) == pytest.approx(62.1, abs=0.05)
    exact = float(edge_on_view_factor(np.float64(550.0 * KM)))
    assert panel(exact, exact) - panel(0.008, 0.0) == pytest.approx(6.8, abs=0.3)


def test_our_panel_balance_gives_that_temperature_too_where_both_faces_are_alike():
    """Nothing drawn off, one emissivity 0.875, both faces at the exact factor."""
    kelvin = power.array_temperature(*(np.float64(x) for x in (550.0 * KM, 1361.0, 237.0, 0.92, 0.0, 1.0, 0.875)))
    exact = float(edge_on_view_factor(np.float64(550.0 * KM)))
    assert kelvin - 273.15 == pytest.approx(panel(exact, exact), abs=0.1)


# --- "5e-17 kg/m3 at 1,000 km and solar minimum" ---
def test_the_air_at_1000_km_and_solar_minimum_is_25_times_what_a_hand_typed_table_says():
    """NRLMSIS 2.1: 1.27e-15 kg/m3 at F10.7 70."""
    density = environment.atmospheric_density(np.float64(1000.0 * KM), np.float64(70.0))
    assert density == pytest.approx(1.27e-15, rel=0.01)
    assert density / 5e-17 == pytest.approx(25.0, rel=0.02)


# --- "14 CFR" ---
def test_the_five_year_rule_is_cited_as_47_cfr_25_283():
    """FCC 22-74; one site prints 14 CFR."""
    package = Path(environment.__file__).parents[1]
    texts = [path.read_text(encoding="utf-8") for folder in (package, data_path()) for path in folder.rglob("*") if path.suffix in (".py", ".toml", ".md")]
    cited = [title for text in texts for title in re.findall(r"(\d+) CFR", text)]
    assert cited
    assert set(cited) == {"47"}


# --- "a radiator's area goes with the fourth root of its power" ---
def test_twice_the_power_is_twice_the_area():
    flux = thermal.net_radiator_flux(ONE, np.float64(0.9), np.float64(330.0), np.float64(150.0))
    once, twice = thermal.radiator_area(np.array([1e5, 2e5]), flux, np.float64(0.0))
    assert twice == 2.0 * once
