"""Tables of slow geometry (M7): how far interpolation is from the exact value at cell centers, where it is farthest."""

import numpy as np
import pytest

import orbital as orb

NAMES = (
    "annual_eclipse_fraction",
    "sizing_sunlight_factor",
    "minimum_beta_angle",
    "array_ram_fraction",
    "radiator_earth_view_factor",
    "radiator_albedo_view_factor",
    "eclipse_season_fraction",
    "longest_eclipse",
)
CENTERS = np.arange(402e3, 1300e3, 4e3)


@pytest.fixture(scope="module")
def errors():
    """Interpolated less exact, and exact, by name: the lattice has a node every 4 km and serves blocks of many altitudes."""
    s = orb.scenario("ai1-vs-colossus-1")
    block = s.with_arrays({"orbital.altitude": CENTERS}).orbital.run(NAMES)
    exact = np.array([s.with_arrays({"orbital.altitude": center}).orbital.run(NAMES) for center in CENTERS]).T
    return {name: (row - true, true) for name, row, true in zip(NAMES, block, exact, strict=True)}


@pytest.mark.parametrize("name", NAMES[:6])
def test_m7_the_year_in_shadow_and_orbit_averages_are_interpolated_within_a_ten_thousandth(errors, name):
    """Relative, 400 to 1,300 km. At 285 km, where a second season sets in, and near 1,390 km, where the last one ends, the year in shadow is off by more."""
    off, exact = errors[name]
    assert np.abs(off / exact).max() < 1e-4
    assert np.abs(off).max() > 0.0


def test_m7_the_season_is_interpolated_within_an_hour_of_the_year(errors):
    assert np.abs(errors["eclipse_season_fraction"][0]).max() < 1.5e-4


def test_m7_the_longest_eclipse_is_interpolated_within_a_tenth_of_a_second_below_where_it_vanishes(errors):
    """It falls to zero like a square root near 1,390 km; within 30 km of that a cell center is off by up to 3 s."""
    assert np.abs(errors["longest_eclipse"][0]).max() < 0.1
