"""The mass of a satellite closes, and every formula treats a batch as its rows."""

from __future__ import annotations

import importlib
import pkgutil
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import orbital.physics
import orbital.systems
from orbital.systems import accelerators, delivery, ground_cluster, spacecraft

MASS = st.floats(1.0, 1e5).map(np.float64)
SHARE = st.floats(0.0, 0.3).map(np.float64)


def test_the_starlink_class_satellite_weighs_20_5_kg_per_kw():
    """arXiv:2511.19468: 575 kg, 28 kW."""
    assert spacecraft.specific_mass(np.float64(575.0), np.float64(28e3)) * 1e3 == pytest.approx(20.5, rel=0.01)
    assert spacecraft.satellite_specific_power(np.float64(28e3), np.float64(575.0)) == pytest.approx(48.7, rel=0.01)


@given(parts=st.lists(MASS, min_size=14, max_size=14), structure=SHARE, margin=SHARE, disposal=SHARE)
def test_the_parts_of_a_satellite_sum_to_its_mass(parts, structure, margin, disposal):
    fixed = spacecraft.fixed_mass(*parts[:3], spacecraft.equipment_mass(*parts[3:]))
    mass = spacecraft.satellite_mass(fixed, spacecraft.proportional_mass_fraction(structure, margin, disposal))
    shares = spacecraft.structure_mass(structure, mass) + spacecraft.mass_margin(margin, mass) + spacecraft.disposal_propellant_mass(disposal, mass)
    assert sum(parts) + shares == pytest.approx(mass, rel=1e-12)


@given(fixed=MASS, share=st.floats(0.0, 0.9).map(np.float64))
def test_the_closed_mass_is_what_repeated_addition_settles_at(fixed, share):
    mass = 0.0
    for _ in range(400):
        mass = fixed + share * mass
    assert spacecraft.satellite_mass(fixed, share) == pytest.approx(mass, rel=1e-12)


def test_mass_closes_only_below_one():
    assert spacecraft.mass_closure_margin(np.float64(0.9)) > 0.0 > spacecraft.mass_closure_margin(np.float64(1.0))


@given(mass=MASS, power=st.floats(1e3, 1e6).map(np.float64), price=st.floats(10.0, 1e4).map(np.float64))
def test_the_inverse_relations_return_the_mass(mass, power, price):
    assert spacecraft.satellite_mass_from_specific_power(power, spacecraft.satellite_specific_power(power, mass)) == pytest.approx(mass, rel=1e-12)
    assert spacecraft.satellite_mass_from_launch_price(mass * price, price) == pytest.approx(mass, rel=1e-12)


def test_a_gigawatt_of_2_kw_accelerators_is_half_a_million_and_their_fleet_follows():
    count = accelerators.accelerator_count(np.float64(1e9), np.float64(2e3))
    assert count == 500_000.0
    assert accelerators.it_power(count, np.float64(2e3)) == 1e9
    assert accelerators.active_accelerators(count, np.float64(0.25)) == 400_000.0
    assert accelerators.accelerator_capital(count, np.float64(50e3), np.float64(0.1)) == pytest.approx(27.5e9)
    fleet = spacecraft.satellite_count(count, np.float64(64.0))
    assert fleet == 7812.5
    assert spacecraft.payload_mass(np.float64(64.0), np.float64(20.0)) == 1280.0
    assert spacecraft.launched_mass(fleet, np.float64(4e3)) == 31.25e6


def test_compute_delivered_is_peak_times_what_is_used_and_what_is_left():
    """400,000 accelerators of 5 PFLOP/s at 20 % and 75 %, 1 GW, 31,250 t."""
    peak = accelerators.peak_compute(np.float64(4e5), np.float64(5e15))
    delivered = delivery.delivered_compute(peak, np.float64(0.20), np.float64(0.75))
    assert (peak, delivered) == pytest.approx((2e21, 3e20))
    assert delivery.compute_per_power(delivered, np.float64(1e9)) == pytest.approx(3e11)
    assert delivery.compute_per_peak(delivered, peak) == pytest.approx(0.15)
    assert spacecraft.compute_per_launched_mass(delivered, np.float64(31.25e6)) == pytest.approx(9.6e12)
    tokens = delivery.delivered_tokens(delivery.delivered_accelerators(np.float64(4e5), np.float64(0.75)), np.float64(1000.0))
    assert tokens == pytest.approx(3e8)
    assert delivery.energy_per_token(np.float64(1e9), tokens) == pytest.approx(10.0 / 3.0)
    assert delivery.training_time(np.float64(15e12), tokens) == pytest.approx(50_000.0)


def test_the_meter_of_a_ground_cluster_reads_it_power_times_pue_times_use():
    meter = ground_cluster.facility_power(np.float64(1e9), np.float64(1.2))
    assert (meter, ground_cluster.mean_facility_power(meter, np.float64(0.8), np.float64(1.0))) == pytest.approx((1.2e9, 0.96e9))
    assert ground_cluster.mean_facility_power(meter, np.float64(0.8), np.float64(0.5)) == pytest.approx(0.48e9)


# --- every formula of physics and systems ---
MODULES = [
    importlib.import_module(f"{package.__name__}.{module.name}")
    for package in (orbital.physics, orbital.systems)
    for module in pkgutil.iter_modules(package.__path__)
]
FORMULAS = {
    f"{module.__name__.removeprefix('orbital.')}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if hasattr(value, "__formula__") and value.__module__ == module.__name__
}
RATES_OF_DECLINE = (
    "carriage_price_decline_rate",
    "flight_price_decline_rate",
    "satellite_price_decline_rate",
    "array_mass_decline_rate",
    "radiator_mass_decline_rate",
)
RANGES = {
    "altitude": (4e5, 1.2e6),
    "radiator_inlet_temperature": (280.0, 380.0),
    "orbital_radius": (6.7e6, 7.6e6),
    "local_time_of_ascending_node": (0.0, 86_400.0),
    "nodal_precession_rate": (-2e-6, 2e-6),
    "array_degradation_rate": (0.0, 5e-9),
    "array_absorptance": (0.85, 0.95),
    **dict.fromkeys(RATES_OF_DECLINE, (0.0, 5e-9)),
}
ROWS, DAYS = 23, 37


def every(marked, result):
    """What a formula computes, one or several."""
    return result if len(marked.computes) > 1 else (result,)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_batch_equals_its_rows_bit_for_bit_and_inputs_stay_as_they_are(name):
    """Read-only inputs of no physical meaning: a write raises, a row that depends on its neighbors differs."""
    marked = FORMULAS[name].__formula__
    random = np.random.default_rng(zlib.crc32(name.encode()))
    batch = {
        argument: random.uniform(*RANGES.get(argument, (0.3, 0.9)), (ROWS, DAYS) if spec.axis else ROWS)
        for argument, spec in zip(marked.arguments, marked.takes, strict=True)
    }
    for column in batch.values():
        column.flags.writeable = False
    kept = {argument: column.copy() for argument, column in batch.items()}
    whole = every(marked, FORMULAS[name](**batch))
    rows = [every(marked, FORMULAS[name](**{argument: column[k] for argument, column in batch.items()})) for k in range(ROWS)]
    for k, column in enumerate(whole):
        assert np.asarray(column).tobytes() == np.stack([row[k] for row in rows]).tobytes()
    assert all(np.array_equal(kept[argument], column) for argument, column in batch.items())


@pytest.mark.parametrize("name", FORMULAS)
def test_a_grid_of_rows_keeps_its_shape(name):
    marked = FORMULAS[name].__formula__
    random = np.random.default_rng(zlib.crc32(name.encode()))
    grid = {
        argument: random.uniform(*RANGES.get(argument, (0.3, 0.9)), (2, 3, DAYS) if spec.axis else (2, 3))
        for argument, spec in zip(marked.arguments, marked.takes, strict=True)
    }
    for column, spec in zip(every(marked, FORMULAS[name](**grid)), marked.returns, strict=True):
        assert np.shape(column)[:2] == (2, 3)
        assert len(np.shape(column)) == (3 if spec.axis else 2)
