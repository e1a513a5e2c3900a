"""Tables of slow geometry (M7): how far interpolation is from the exact value at cell centers, where it is farthest."""

import numpy as np
import pytest

import orbital as orb

NAMES = ("annual_eclipse_fraction", "longest_eclipse", "minimum_beta_angle", "array_ram_fraction", "radiator_earth_view_factor", "radiator_albedo_view_factor")
CENTERS = np.arange(405e3, 1300e3, 10e3)


@pytest.fixture(scope="module")
def errors():
    """Interpolated less exact, and exact, by name: the lattice has a node every 10 km and serves blocks of many altitudes."""
    s = orb.scenario("ai1-vs-colossus-1")
    block = s.with_arrays({"orbital.altitude": CENTERS}).orbital.run(NAMES)
    exact = np.array([s.with_arrays({"orbital.altitude": center}).orbital.run(NAMES) for center in CENTERS]).T
    return {name: (row - true, true) for name, row, true in zip(NAMES, block, exact, strict=True)}


@pytest.mark.parametrize("name", NAMES[2:])
def test_m7_orbit_averages_are_interpolated_within_a_ten_thousandth(errors, name):
    off, exact = errors[name]
    assert np.abs(off / exact).max() < 1e-4
    assert np.abs(off).max() > 0.0


def test_m7_the_year_in_shadow_is_interpolated_within_a_few_minutes_of_the_year(errors):
    assert np.abs(errors["annual_eclipse_fraction"][0]).max() < 2e-5


def test_m7_the_longest_eclipse_is_interpolated_within_a_second_below_where_it_vanishes(errors):
    """It falls to zero like a square root near 1,390 km; within 20 km of that a cell center is off by up to 17 s."""
    assert np.abs(errors["longest_eclipse"][0]).max() < 1.0
