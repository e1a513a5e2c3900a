"""Ground networks: stations where they are said to be, and a network as a category of the Model (M8) with an axis of its own (M6)."""

import json

import numpy as np
import pytest

import orbital as orb
from orbital.core.catalog import Entry, entry, names, validated
from orbital.core.errors import InputError

SCENARIO = "ai1-vs-colossus-1"
NETWORKS = names("ground_networks")
FRACTION = "station_contact_fraction"
# Boxes of a country's stations, degrees: south, north, west, east. From an atlas, generously.
BOXES = {
    "AE": (22, 27, 51, 57), "AQ": (-90, -60, -180, 180), "AR": (-56, -21, -74, -53), "AU": (-44, -10, 112, 154), "BH": (25.7, 26.4, 50.4, 50.8),
    "CA": (41, 84, -141, -52), "CL": (-56, -17, -76, -66), "DE": (47, 55.1, 5.8, 15.1), "DK": (59, 84, -74, -11), "ES": (27, 44, -19, 5),
    "FR": (-28, 52, -155, 10), "GB": (49, 61, -9, 2), "GH": (4.7, 11.2, -3.3, 1.3), "GR": (34, 42, 19, 29), "IE": (51, 56, -11, -5.9),
    "IN": (6, 36, 68, 98), "JP": (24, 46, 122, 146), "KR": (33, 39, 124, 131), "MU": (-21, -19, 57, 58), "NO": (57, 81, -10, 34),
    "NZ": (-48, -34, 166, 179), "PT": (32, 43, -32, -6), "RW": (-3, -1, 28.8, 31), "SE": (55, 69.1, 10.9, 24.2), "SG": (1.1, 1.5, 103.5, 104.1),
    "TH": (5, 21, 97, 106), "US": (13, 72, -168, 145), "ZA": (-35, -22, 16, 33),
}  # fmt: skip


def station(network, name):
    return next(item for item in entry("ground_networks", network).stations if item.name == name)


def on(network):
    return orb.scenario(SCENARIO).replace({"orbital.ground_network": network})


@pytest.mark.parametrize("network", NETWORKS)
def test_every_station_stands_in_its_country_and_has_a_source(network):
    item = entry("ground_networks", network)
    assert item.complete
    assert len({each.name for each in item.stations}) == len(item.stations)
    for each in item.stations:
        south, north, west, east = BOXES[each.country]
        assert south <= np.degrees(each.latitude) <= north, each.name
        assert west <= np.degrees(each.longitude) <= east, each.name
        assert each.under(item).complete


def test_where_places_known_from_elsewhere_are():
    """Longyearbyen's Platåberget 78.23 N 15.39 E; Goldstone DSS-14 35.4259 N 116.8895 W; Canberra DSS-43 35.4024 S 148.9813 E; McMurdo 77.85 S 166.67 E."""
    known = {("ksat", "Svalbard"): (78.23, 15.39), ("nasa-dsn", "Goldstone"): (35.4259, -116.8895)}
    known |= {("nasa-dsn", "Canberra"): (-35.4024, 148.9813), ("nasa-nen", "McMurdo"): (-77.85, 166.67)}
    for (network, name), degrees in known.items():
        found = station(network, name)
        assert np.degrees([found.latitude, found.longitude]) == pytest.approx(degrees, abs=0.05)


def test_one_place_is_the_same_place_in_every_network():
    """Two networks that share a town state it within 15 km, but for Fairbanks' hills."""
    places = {}
    for network in NETWORKS:
        for each in entry("ground_networks", network).stations:
            places.setdefault((each.name, each.country), []).append((each.latitude, each.longitude))
    shared = {place: found for place, found in places.items() if len(found) > 1}
    assert len(shared) >= 5
    apart = {place: 6371 * max(np.hypot(a[0] - b[0], (a[1] - b[1]) * np.cos(a[0])) for a in found for b in found) for place, found in shared.items()}
    assert {place for place, kilometers in apart.items() if kilometers > 15.0} <= {("Cordoba", "AR"), ("Dubai", "AE"), ("Hawaii", "US")}


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("latitude", "91 deg", "allowed is -90 deg to 90 deg"),
        ("longitude", 15.4, "unit"),
        ("country", "Norway", "pattern"),
        ("bands", ["Q"], "bands"),
        ("bands", [], "at least 1"),
    ],
)
def test_a_station_that_cannot_be_is_refused(field, value, told):
    good = {"name": "Here", "country": "NO", "latitude": "78 deg", "longitude": "15 deg", "bands": ["X"]}
    assert validated(Entry, {"title": "t", "stations": [good]}, "here").stations[0].height is None
    with pytest.raises(InputError, match=told):
        validated(Entry, {"title": "t", "stations": [{**good, field: value}]}, "here")


# --- in the Model ---
def test_a_scenario_without_the_key_takes_the_default_network_and_says_so():
    spec = {key: dict(value) if isinstance(value, dict) else value for key, value in orb.scenario(SCENARIO).spec.items()}
    del spec["orbital"]["ground_network"]
    from orbital.scenarios import bind

    bare = bind(spec, "bare")
    assert bare.picks["ground_network"] == "ksat"
    assert orb.evaluate(bare).ratio == orb.evaluate(orb.scenario(SCENARIO)).ratio


@pytest.mark.parametrize("network", NETWORKS)
def test_a_network_gives_its_stations_along_an_axis(network):
    result = orb.evaluate(on(network))
    count = len(entry("ground_networks", network).stations)
    assert np.shape(result.orbital.value("station_latitude")) == np.shape(result.orbital.value(FRACTION)) == (count,)
    assert result.orbital["station_latitude"].check("[]")
    assert result.orbital.text(FRACTION) == "along station"
    assert f"given by ground_network {network} as {count} stations" in result.explain(f"orbital.{FRACTION}")
    document = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert "station_latitude" not in document["orbital"]


@pytest.mark.parametrize("name", ["station_latitude", "station_longitude"])
def test_stations_are_chosen_by_network_not_one_by_one(name):
    with pytest.raises(InputError, match=f"orbital.{name} runs along station; choose 'ground_network' in \\[orbital\\]"):
        orb.scenario(SCENARIO).replace({f"orbital.{name}": "3 deg"})
    with pytest.raises(InputError, match="runs along station"):
        orb.break_even(orb.scenario(SCENARIO), f"orbital.{name}")


def test_an_unknown_network_is_refused_with_those_there_are():
    with pytest.raises(InputError, match=r"did you mean 'ksat'.*nasa-dsn"):
        on("ksta")


def test_another_network_in_place_is_as_bound_anew():
    swapped = orb.scenario(SCENARIO).with_entry("ground_network", "aws")
    assert np.array_equal(orb.evaluate(swapped).orbital.value(FRACTION), orb.evaluate(on("aws")).orbital.value(FRACTION))


def test_two_networks_of_as_many_stations_are_not_taken_for_one_another():
    """Remembered by content: the same number of stations elsewhere is another point."""
    side = on("ssc").orbital
    latitudes = side.values["station_latitude"]
    before = side.run((FRACTION,))[0]
    moved = side.model.plan(side.shape, (FRACTION,))({**side.values, "station_latitude": latitudes[::-1].copy()})[0]
    assert moved == pytest.approx(before[::-1], rel=1e-12)
    assert not np.array_equal(moved, before)


def test_a_block_keeps_the_station_axis_last_and_equals_its_rows():
    """M6, M7: exact rows where few, interpolated where many."""
    heights = np.linspace(520e3, 700e3, 240)
    bound = orb.scenario(SCENARIO)
    few, many = (bound.with_arrays({"orbital.altitude": some}).orbital.run((FRACTION,))[0] for some in (heights[::60], heights))
    assert few.shape == (4, 36)
    assert many.shape == (240, 36)
    for row, height in zip(few, heights[::60], strict=True):
        alone = bound.with_arrays({"orbital.altitude": height}).orbital.run((FRACTION,))[0]
        assert np.array_equal(row, alone)
    assert many[::60] == pytest.approx(few, rel=5e-3)


def test_a_grid_has_an_axis_each_and_the_stations_last():
    heights, elevations = np.linspace(500e3, 700e3, 3)[:, None], np.radians(np.linspace(10.0, 30.0, 4))[None, :]
    found = orb.scenario(SCENARIO).with_arrays({"orbital.altitude": heights, "orbital.minimum_elevation": elevations}).orbital.run((FRACTION,))[0]
    assert found.shape == (3, 4, 36)


def test_evaluate_still_refuses_arrays_of_scenarios():
    with pytest.raises(InputError, match=r"orbital\.altitude is an array"):
        orb.evaluate(orb.scenario(SCENARIO).with_arrays({"orbital.altitude": np.array([5e5, 6e5])}))


def test_list_shows_the_networks():
    from orbital.views.listing import listing

    rows = {row["name"]: row for row in listing("ground_networks")}
    assert rows["ksat"]["stations"] == 36
    assert "NO" in rows["ksat"]["countries"]
    assert rows["nasa-dsn"]["bands"] == ["Ka", "S", "X"]
