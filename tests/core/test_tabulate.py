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


# --- planes ---
def test_m7_planes_are_interpolated_in_a_lattice_of_their_own():
    """Whole planes at 600 km over any span; where altitude or local time vary too, each quantity keeps to the inputs it depends on."""
    s = orb.scenario("ai1-vs-colossus-1")
    rng = np.random.default_rng(5)
    count, span = np.float64(rng.integers(1, 41, 300)), np.radians(rng.uniform(0.0, 15.0, 300))
    hours = rng.uniform(63_900.0, 65_700.0, 300)
    names = ("gateway_availability", "annual_eclipse_fraction", "contact_fraction")
    arrays = {"orbital.plane_count": count, "orbital.plane_node_span": span, "orbital.local_time_of_ascending_node": hours}
    available, eclipse, contact = s.with_arrays(arrays).orbital.run(names)
    for k in range(0, 300, 29):
        alone = s.with_arrays({name: column[k] for name, column in arrays.items()}).orbital.run(names)
        assert available[k] == pytest.approx(float(alone[0]), rel=5e-4)
        assert eclipse[k] == pytest.approx(float(alone[1]), rel=5e-3)
        assert np.broadcast_to(contact, 300)[k] == alone[2]
    parts = s.orbital.plan(names).table._parts(frozenset(("plane_count", "plane_node_span", "local_time_of_ascending_node")))
    assert sorted(part.outputs for part in parts) == [("annual_eclipse_fraction",), ("contact_fraction",), ("gateway_availability",)]
    assert all("local_time_of_ascending_node" not in part.inputs for part in parts if "gateway_availability" in part.outputs)


def test_m7_a_block_of_altitudes_and_planes_takes_no_product_of_their_nodes():
    """125 altitudes and 40 x 7 planes: 35,000 nodes of one column, not of all that the altitude moves."""
    s = orb.scenario("ai1-vs-colossus-1")
    rng = np.random.default_rng(6)
    rows = 8192
    arrays = {"orbital.altitude": rng.uniform(500e3, 1000e3, rows), "orbital.plane_count": rng.uniform(1.0, 40.0, rows)}
    available, contact = s.with_arrays(arrays).orbital.run(("gateway_availability", "contact_fraction"))
    for k in (0, 4000, 8000):
        alone = s.with_arrays({name: column[k] for name, column in arrays.items()}).orbital.run(("gateway_availability", "contact_fraction"))
        assert available[k] == pytest.approx(float(alone[0]), rel=5e-3)
        assert contact[k] == pytest.approx(float(alone[1]), rel=1e-3)
