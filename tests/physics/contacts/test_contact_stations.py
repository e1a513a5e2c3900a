"""Stations as they are asked for: files, coordinates, skyfield, networks; taken whole or refused with every fault."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skyfield.api import wgs84
from skyfield.toposlib import iers2010
from skyfield.vectorlib import VectorSum

from orbital.core.catalog import entry, names
from orbital.core.errors import InputError
from orbital.physics.contacts.stations import Stations, from_coordinates, from_skyfield, network, read_stations

HEADER = "name,latitude_deg,longitude_deg,height_m\n"
TWO = HEADER + "Svalbard,78.23,15.39,450\nDelft,52.0,4.37,\n"


def written(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(tmp_path, text):
    return read_stations(written(tmp_path / "sites.csv", text))


def faults(tmp_path, text):
    with pytest.raises(InputError) as error:
        read(tmp_path, text)
    assert all("sites.csv: " in fault for fault in error.value.faults)
    return [fault.split("sites.csv: ")[1] for fault in error.value.faults]


def same(one: Stations, other: Stations):
    assert one.names == other.names
    for key in ("latitude", "longitude", "height", "min_elevation"):
        assert np.array_equal(getattr(one, key), getattr(other, key), equal_nan=True)
    return True


def test_a_file_in_degrees_and_meters(tmp_path):
    found = read(tmp_path, TWO)
    assert found.names == ("Svalbard", "Delft")
    assert np.degrees(found.latitude) == pytest.approx([78.23, 52.0], rel=1e-15)
    assert np.degrees(found.longitude) == pytest.approx([15.39, 4.37], rel=1e-15)
    assert found.height.tolist() == [450.0, 0.0]
    assert np.isnan(found.min_elevation).all()
    assert found.countries == ("", "")
    assert len(found) == 2


@pytest.mark.parametrize(
    "header",
    [
        "name,latitude_deg,longitude_deg,height_m",
        "Name,Lat,Lon,Elevation",
        "station, Latitude ,LONGITUDE,altitude_m",
        "site,lat_deg,lng,alt",
        "site,lat deg,long,elevation m",
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_by_their_other_names_separators_and_line_ends(tmp_path, header, separator):
    text = TWO.replace(HEADER, header + "\n").replace(",", separator)
    for raw in (text, text.replace("\n", "\r\n"), "\ufeff" + text, "# ours\n\n" + text.replace("\n", "\n\n")):
        assert same(read(tmp_path, raw), read(tmp_path, TWO))


def test_columns_in_any_order_with_others_between_and_values_with_units(tmp_path):
    found = read(
        tmp_path,
        'operator,height_m,lon,country,lat,name,min_elevation_deg\n"KSAT, Norway",0.45 km,15.39 deg,NO,1.365371 rad,Svalbard,7.5\n,,4.37,NL,52.0,Delft,\n',
    )
    assert np.degrees(found.latitude) == pytest.approx([78.23, 52.0], abs=1e-4)
    assert found.height.tolist() == [450.0, 0.0]
    assert np.degrees(found.min_elevation[0]) == pytest.approx(7.5)
    assert np.isnan(found.min_elevation[1])
    assert found.countries == ("NO", "NL")


def test_stations_without_names_are_numbered_from_0(tmp_path):
    assert read(tmp_path, "lat,lon\n1,2\n3,4\n").names == ("0", "1")


def test_longitudes_to_a_turn_on_either_side_are_kept_as_given(tmp_path):
    assert np.degrees(read(tmp_path, "lat,lon\n0,-360\n0,360\n90,188.5\n-90,0\n").longitude) == pytest.approx([-360, 360, 188.5, 0])


def test_every_fault_of_a_file_is_said_at_once_with_its_line_and_nothing_is_kept(tmp_path):
    rows = [
        "North,90.5,0,0", "South,-91,0,0", "Far,0,361,0", "Nan,nan,0,0", "None,,0,0", "Deep,0,0,-11000", "High,0,0,45000", "Comma;52,5;4,0",
        "Letters,52N,4E,0", "Signs,52°30',4,0", "Word,here,4,0", "Good,1,2,3", "Good,1,2,3", "Unit,1,2,3 kg", 'Quote,"1,2,3',
    ]  # fmt: skip
    assert faults(tmp_path, HEADER + "\n".join(rows)) == [
        "line 2: 'North': latitude = '90.5 deg': allowed is -90 deg to 90 deg",
        "line 3: 'South': latitude = '-91 deg': allowed is -90 deg to 90 deg",
        "line 4: 'Far': longitude = '361 deg': allowed is -360 deg to 360 deg",
        "line 5: 'Nan': latitude = 'nan': a number and a unit are expected, as in '1 deg'",
        "line 6: 'None': latitude is missing: a number in deg is expected",
        "line 7: 'Deep': height = '-11000 m': allowed is -500 m to 9,000 m",
        "line 8: 'High': height = '45000 m': allowed is -500 m to 9,000 m",
        "line 9: 3 values; the header has 4 columns",
        "line 10: 'Letters': latitude = '52N': write a signed number of degrees, north and east positive",
        "line 10: 'Letters': longitude = '4E': write a signed number of degrees, north and east positive",
        "line 11: 'Signs': latitude = \"52°30'\": write decimal degrees, as 52.25",
        "line 12: 'Word': latitude = 'here': a number and a unit are expected, as in '1 deg'",
        "line 14: 'Good': the name of line 13 again: each station needs its own",
        "line 15: 'Unit': height: 'kg' is not a unit of this quantity, which is in m",
        "line 16: 'Quote,\"1,2,3': not a row of CSV: unexpected end of data",
    ]


def test_a_decimal_comma_is_refused_not_cut_off(tmp_path):
    assert "no commas in numbers" in faults(tmp_path, "name;lat;lon\nDelft;52,5;4,37\n")[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("# only a remark\n", "no stations"),
        (HEADER, "no stations"),
        (b"\x00\x01\x02", "is not text"),
        ("name,lat\nA,1\n", "line 1: no column for the longitude, as longitude_deg"),
        ("Svalbard,78.23,15.39,450\n", "line 1: no column for the latitude"),
        ("name,lat,latitude,lon\nA,1,1,2\n", "columns lat and latitude both give the latitude"),
        ("name,lat,lon,min_elevaton_deg\nA,1,2,5\n", "column 'min_elevaton_deg' is not known; did you mean 'min_elevation_deg'?"),
        ("name,lat,lon,elevation_deg\nA,1,2,5\n", "column 'elevation_deg' is not known; did you mean"),
        ("name,latitude_rad,longitude_rad\nA,1,2\n", "column 'latitude_rad' is not known; did you mean 'latitude_deg'?"),
        ("name,lat,lon,mask\nA,1,2,91\n", "min_elevation = '91 deg': allowed is -10 deg to 90 deg"),
    ],
)
def test_a_file_of_no_stations_is_refused_with_what_was_expected(tmp_path, text, reason):
    assert reason in "\n".join(faults(tmp_path, text))


def test_a_missing_file_and_a_directory_are_refused(tmp_path):
    for path, reason in [(tmp_path / "none.csv", "no such file"), (tmp_path, "is a directory")]:
        with pytest.raises(InputError, match=reason):
            read_stations(path)


@pytest.mark.parametrize("text", [TWO, "lat,lon,name\n78.23,15.39,Svalbard\n52.0,4.37,Delft\n"])
def test_a_file_cut_at_any_byte_is_refused_or_has_whole_rows_but_for_the_last_value(tmp_path, text):
    """A row that is not whole is refused; what no reader can tell is a last value or name that lost its end."""
    whole = read(tmp_path, text)
    for cut in range(len(text)):
        try:
            found = read(tmp_path, text[:cut])
        except InputError:
            continue
        count = len(found)
        rows = text[:cut].rstrip("\n").split("\n")
        assert count == len(rows) - 1
        assert np.array_equal(found.latitude, whole.latitude[:count])
        assert np.array_equal(found.longitude, whole.longitude[:count])
        assert found.names[:-1] == whole.names[: count - 1]


# --- coordinates ---
def test_coordinates_one_many_or_named():
    one = from_coordinates((52.0, 4.37))
    assert (one.names, one.height.tolist()) == (("0",), [0.0])
    many = from_coordinates([(52.0, 4.37), (78.23, 15.39, 450.0)])
    assert (many.names, many.height.tolist()) == (("0", "1"), [0.0, 450.0])
    assert same(many, from_coordinates(np.array([[52.0, 4.37, 0.0], [78.23, 15.39, 450.0]])))
    named = from_coordinates({"Delft": (52, "4.37 deg"), "Svalbard": ["78.23 deg", np.float64(15.39), "0.45 km"]})
    assert named.names == ("Delft", "Svalbard")
    assert np.array_equal(named.latitude, many.latitude)
    assert named.height.tolist() == [0.0, 450.0]
    assert same(from_coordinates(pair for pair in [(1, 2)]), from_coordinates((1, 2)))


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-360, 360), st.floats(-500, 9000)), min_size=1, max_size=5))
@settings(max_examples=50, deadline=None)
def test_a_file_and_coordinates_say_the_same(tmp_path_factory, places):
    text = "lat,lon,height_m\n" + "".join(f"{a!r},{b!r},{c!r}\n" for a, b, c in places)
    found = read_stations(written(tmp_path_factory.mktemp("s") / "s.csv", text))
    assert same(found, from_coordinates(places))
    assert found.latitude == pytest.approx(np.radians([place[0] for place in places]), rel=1e-14, abs=1e-300)


@pytest.mark.parametrize(
    ("places", "reason"),
    [
        ([], "no stations"),
        ({}, "no stations"),
        (5.0, "pairs .* or triples"),
        ("Svalbard", "pairs .* or triples"),
        ([(1.0,)], "station 0 = .1.0,.: .latitude, longitude."),
        ([1.0, 2.0, 3.0, 4.0], "station 0 = 1.0"),
        ({"A": (91, 0)}, "station 'A': latitude = '91.0 deg': allowed is -90 deg to 90 deg"),
        ({"A": {"lat": 1}}, "station 'A' = "),
        ([(float("nan"), 0)], "latitude = nan: allowed is a finite number"),
        ([(0, float("inf"))], "longitude = inf: allowed is a finite number"),
        ([(0, 10**400)], "longitude = 1000+: allowed is a finite number"),
        ([(True, 0)], "latitude = True"),
        ([(None, 0)], "latitude is missing"),
        ([(0, "45 km")], "longitude: 'km' is not a unit of this quantity"),
        ([(0, 0, 1e6)], "height = '1000000.0 m': allowed is -500 m to 9,000 m"),
        ([(1 + 1j, 0)], "latitude = "),
    ],
)
def test_coordinates_that_cannot_be_are_refused(places, reason):
    with pytest.raises(InputError, match=reason):
        from_coordinates(places)


def test_the_arrays_of_a_set_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        from_coordinates((1, 2)).latitude[0] = 0.0


# --- skyfield ---
def test_skyfield_positions_come_over_to_the_bit():
    places = [wgs84.latlon(52.0, 4.37, 12.5), wgs84.latlon(-33.9, 188.0)]
    found = from_skyfield(places)
    assert found.latitude.tolist() == [place.latitude.radians for place in places]
    assert found.longitude.tolist() == [place.longitude.radians for place in places]
    assert found.height.tolist() == [12.5, 0.0]
    assert found.names == ("0", "1")
    assert same(from_skyfield(places[0]), from_skyfield(place for place in places[:1]))
    assert from_skyfield({"Delft": places[0]}).names == ("Delft",)


def test_a_place_added_to_the_earth_is_its_place():
    place = wgs84.latlon(52.0, 4.37, 12.5)
    total = VectorSum(0, place.target, (place, place))
    assert same(from_skyfield(total), from_skyfield(place))


@pytest.mark.parametrize(
    ("positions", "reason"),
    [
        ([], "no stations"),
        (None, "wgs84.latlon"),
        ([wgs84.latlon(1, 2), "Delft"], "station 1 = 'Delft': a skyfield position"),
        (iers2010.latlon(1, 2), "on the ellipsoid IERS2010: positions of wgs84 are expected"),
        (wgs84.latlon(1, 2, 1e6), "height = '1000000.0 m'"),
        (wgs84.latlon(np.array([1, 2]), np.array([3, 4])), "an array of positions"),
    ],
)
def test_what_is_no_place_of_skyfield_is_refused(positions, reason):
    with pytest.raises(InputError, match=reason):
        from_skyfield(positions)


# --- networks ---
@pytest.mark.parametrize("name", names("ground_networks"))
def test_every_network_of_the_catalog_stands_where_its_file_says(name):
    found, listed = network(name), entry("ground_networks", name).stations
    assert found.names == tuple(station.name for station in listed)
    assert found.countries == tuple(station.country for station in listed)
    assert found.latitude.tolist() == [station.latitude for station in listed]
    assert found.longitude.tolist() == [station.longitude for station in listed]
    assert found.height.tolist() == [station.height or 0.0 for station in listed]


def test_a_network_that_is_not_known_is_refused_with_the_nearest_name():
    with pytest.raises(InputError, match="ksat"):
        network("ksta")
