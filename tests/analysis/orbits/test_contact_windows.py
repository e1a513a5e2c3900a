"""Contact windows as a planner asks for them: what names satellites and stations, tables, streams, files, sums, and what is refused."""

from __future__ import annotations

import csv
import json

import numpy as np
import pandas as pd
import pytest
from contact_jobs import satellite
from numpy.testing import assert_allclose
from sgp4.exporter import export_tle
from skyfield.api import EarthSatellite, load, wgs84

import orbital as orb
from orbital.analysis.orbits import contact_windows as module
from orbital.analysis.orbits.contact_inputs import fleet
from orbital.core.errors import InputError
from orbital.physics.contacts.elements import Satellites
from orbital.physics.contacts.frames import span
from orbital.physics.contacts.windows import search_by_chunk

START = "2026-01-01"
PLACES = {"Delft": (52.0, 4.4), "Svalbard": (78.23, 15.39, 450.0), "Santiago": (-33.15, -70.67, 700.0)}


@pytest.fixture
def elements(tmp_path):
    path = tmp_path / "three.tle"
    lines = [line for k in range(3) for line in (f"SAT {k}", *export_tle(satellite(100 + k, 550.0 + 50.0 * k, 53.0 + 10.0 * k, 40.0 * k, 70.0 * k)))]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_skyfield_objects_in_and_a_table_out():
    scale = load.timescale(builtin=True)
    satellites = [EarthSatellite(*export_tle(satellite(7, 550.0, 53.0, 10.0, 20.0)), "ONE", scale)]
    stations = {"Delft": wgs84.latlon(52.0, 4.4, 3.0)}
    found = orb.contact_windows(satellites, stations, start=START, days=1)
    frame = found.to_frame()
    assert list(frame["satellite"].unique()) == ["ONE"] and list(frame["station"].unique()) == ["Delft"]
    begin, end = scale.utc(2026, 1, 1), scale.utc(2026, 1, 2)
    times, events = satellites[0].find_events(stations["Delft"], begin, end, 10.0)
    for event, column in ((0, "rise"), (1, "culmination"), (2, "set")):
        theirs = pd.DatetimeIndex(times[events == event].utc_datetime()).tz_localize(None)
        assert (np.abs(frame[column].to_numpy() - theirs.to_numpy()) < np.timedelta64(600, "ms")).all()  # they stop at half a second
    assert (frame["max_elevation [deg]"] >= 10.0).all() and (frame["culmination_range [km]"] < frame["rise_range [km]"]).all()
    assert "windows of 1 satellites over 1 stations" in repr(found)


def test_a_file_over_coordinates_a_network_and_a_csv_file(elements, tmp_path):
    by_name = orb.contact_windows(elements, PLACES, START)
    assert set(by_name.satellites) == {"SAT 0", "SAT 1", "SAT 2"} and set(by_name.stations) == set(PLACES)
    path = tmp_path / "stations.csv"
    rows = [f"{name},{place[0]},{place[1]},{place[2] if len(place) > 2 else 0}" for name, place in PLACES.items()]
    path.write_text("\n".join(["name,latitude_deg,longitude_deg,height_m", *rows]))
    by_file = orb.contact_windows(str(elements), str(path), START)
    pd.testing.assert_frame_equal(by_name.to_frame(), by_file.to_frame())
    assert len(orb.contact_windows(elements, "ksat", START).stations) == 36
    bare = orb.contact_windows(elements, (52.0, 4.4), START)
    assert bare.stations == ("0",)


def test_a_station_s_own_mask_goes_before_the_common_one(elements, tmp_path):
    path = tmp_path / "stations.csv"
    path.write_text("name,lat,lon,min_elevation_deg\nlow,52.0,4.4,\nhigh,52.0,4.4,40\n")
    frame = orb.contact_windows(elements, path, START, min_elevation="5 deg").to_frame()
    assert frame.loc[frame.station == "high", "max_elevation [deg]"].min() > 40.0
    low = frame.loc[(frame.station == "low")]
    assert 5.0 < low["max_elevation [deg]"].min() < 40.0


def test_good_rows_among_bad_are_kept_and_bad_ones_reported_by_line(elements):
    lines = elements.read_text().splitlines()
    lines[4] = lines[4][:-1] + str((int(lines[4][-1]) + 1) % 10)
    elements.write_text("\n".join(lines[:-1]))  # a wrong checksum in line 5, and the last set cut short
    found = orb.contact_windows(elements, PLACES, START)
    assert found.satellites == ("SAT 0",) and len(found) > 0
    assert len(found.faults) == 2
    assert "line 5" in found.faults[0] and "checksum" in found.faults[0]
    assert "line 8" in found.faults[1]


def test_old_elements_are_said_and_used(elements):
    found = orb.contact_windows(elements, PLACES, "2026-03-01")
    assert len(found) > 0 and len(found.faults) == 3
    assert "degrade" in found.faults[0]


# --- fleets -----------------------------------------------------------------------------------------------------------
def test_a_design_s_fleet_flies_as_the_design_says():
    s = orb.scenario("starlink-class-vs-hyperscale")
    within = span(START, 1.0)
    chosen = fleet(s, within)
    wanted, planes = (float(value) for value in s.orbital.run(("satellite_count", "plane_count")))
    assert 0 <= len(chosen) - wanted < planes
    altitude, inclination = (float(value) for value in s.orbital.run(("altitude", "inclination")))
    record = chosen.records[0]
    assert_allclose(record.inclo, inclination, atol=1e-12)
    radii = np.linalg.norm(record.sgp4_array(np.full(200, record.jdsatepoch), record.jdsatepochF + np.linspace(0, 1, 200))[1], axis=1)
    assert_allclose(radii.mean() - 6378.137, altitude / 1e3, atol=1.0)
    few = orb.contact_windows("spacex-ai1", "aws", START, days=0.2, count=3)
    assert len(few.satellites) == 3 and few.satellites[0].startswith("spacex-ai1")


def test_the_model_s_contact_share_is_that_of_its_fleet_s_windows():
    s = orb.scenario("ai1-vs-colossus-1")
    share, mask = (float(value) for value in s.orbital.run(("contact_fraction", "minimum_elevation")))
    found = orb.contact_statistics(s, s.picks.get("ground_network", "ksat"), START, days=10, min_elevation=f"{np.degrees(mask)} deg", count=24)
    assert_allclose(found.coverage.contact_fraction.mean(), share, rtol=0.03)


# --- streams, files, sums ---------------------------------------------------------------------------------------------
def test_table_stream_file_and_sums_agree(elements, tmp_path, monkeypatch):
    monkeypatch.setattr("orbital.physics.contacts.windows.CHUNK_NUMPY", 2)
    arguments = (elements, PLACES, START, 2.0)
    whole = orb.contact_windows(*arguments, compiled=False)
    chunks = list(orb.ContactJob(*arguments, compiled=False).chunks())
    assert len(chunks) == 2
    pd.testing.assert_frame_equal(pd.concat([chunk.to_frame() for chunk in chunks], ignore_index=True), whole.to_frame())
    path = tmp_path / "windows.csv"
    assert orb.ContactJob(*arguments, compiled=False).to_csv(path) == len(whole)
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    frame = whole.to_frame()
    assert [row["satellite"] for row in rows] == frame["satellite"].tolist()
    assert_allclose([float(row["max_elevation [deg]"]) for row in rows], frame["max_elevation [deg]"], atol=1e-6)
    assert [np.datetime64(row["rise"].rstrip("Z")) for row in rows] == frame["rise"].to_numpy().tolist() or rows[0]["rise"].endswith("Z")
    sums = orb.contact_statistics(*arguments, compiled=False)
    assert sums.summary()["windows"] == len(whole)
    assert_allclose(sums.by_station["passes_per_day"].sum() * 2.0, len(whole))
    assert_allclose(sums.coverage.station_time.sum(), whole.windows.duration.sum())
    assert sums.to_frame("station").shape[0] == 3 and sums.to_frame().shape[0] == 3


def test_an_interrupted_file_is_not_taken_for_a_whole_one(elements, tmp_path, monkeypatch):
    monkeypatch.setattr("orbital.physics.contacts.windows.CHUNK_NUMPY", 1)

    def broken(*arguments):
        yield next(search_by_chunk(*arguments))
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "search_by_chunk", broken)
    path = tmp_path / "windows.csv"
    with pytest.raises(KeyboardInterrupt):
        orb.ContactJob(elements, PLACES, START).to_csv(path)
    assert not path.exists()
    assert path.with_name("windows.csv.part").read_text().count("\n") > 1


def test_what_is_no_plain_file_is_written_into_and_not_replaced(elements, tmp_path):
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    link.symlink_to(target)
    count = orb.ContactJob(elements, PLACES, START).to_csv(link)
    assert link.is_symlink() and target.read_text().count("\n") == count + 1
    null = tmp_path / "null"
    null.symlink_to("/dev/null")
    assert orb.ContactJob(elements, PLACES, START).to_csv(null) == count and null.is_symlink()
    with pytest.raises(IsADirectoryError):
        orb.ContactJob(elements, PLACES, START).to_csv(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.csv", "null", "target.csv", "three.tle"]


def test_a_table_too_large_is_refused_with_what_to_do(elements, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_TABLE", 3)
    with pytest.raises(InputError, match="by chunks, as a CSV file or as statistics"):
        orb.contact_windows(elements, PLACES, START)


# --- refusals ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"satellites": "spacex-ai2"}, "neither a file nor a design.*spacex-ai1"),
        ({"satellites": "nowhere.tle"}, "no such file"),
        ({"satellites": []}, "no satellites"),
        ({"satellites": 17}, "EarthSatellite is expected"),
        ({"satellites": "spacex-ai1", "count": 0}, "total = 0"),
        ({"count": 5}, "only the fleet of a design or scenario has a count"),
        ({"stations": "kast"}, "neither a file nor a ground network.*ksat"),
        ({"stations": []}, "no stations"),
        ({"stations": (95.0, 0.0)}, "latitude = '95"),
        ({"stations": (float("nan"), 0.0)}, "latitude = nan"),
        ({"min_elevation": 10}, "min_elevation"),
        ({"min_elevation": "95 deg"}, "min_elevation = '95 deg'"),
        ({"days": -1}, "days = -1"),
        ({"start": "2026-13-01"}, "start = '2026-13-01'"),
    ],
)
def test_what_is_refused(elements, change, says):
    arguments = {"satellites": elements, "stations": PLACES, "start": START} | change
    with pytest.raises(InputError, match=says):
        orb.contact_windows(**arguments)


def test_eclipse_intervals_of_a_design():
    found = orb.eclipse_intervals("starlink-v2-mini", "2026-06-15", days=1, count=2)
    frame = found.to_frame()
    assert len(found) == len(frame) > 20
    assert (frame["end"] > frame["begin"]).all()
    assert "of the time in shadow" in repr(found)


def test_eclipses_of_satellites_that_have_decayed():
    gone = satellite(9, 190.0, 51.6, 10.0, 90.0, eccentricity=1e-3, drag=2e-3)
    found = orb.eclipse_intervals(Satellites(("gone",), (gone,)), "2026-06-15")
    assert len(found) == 0 and "SGP4 refuses them all" in repr(found) and "no windows are given" in found.faults[0]


# --- command line -----------------------------------------------------------------------------------------------------
def test_windows_on_the_command_line(run, elements, tmp_path):
    status, out, err = run("windows", "--tle", str(elements), "--stations", "ksat", "--days", "0.5")
    assert status == 0 and "windows of 3 satellites over 36 stations" in out and not err
    status, out, _ = run("windows", "--tle", str(elements), "--stations", "ksat", "--days", "0.5", "--json")
    document = json.loads(out)
    assert len(document["windows"]["rise"]) == len(document["windows"]["set"]) > 10
    status, out, _ = run("windows", "--design", "spacex-ai1", "--satellites", "2", "--stations", "aws", "--statistics", "--json", "--min-elevation", "25")
    document = json.loads(out)
    assert 0.0 < document["summary"]["contact_fraction"] < 1.0 and len(document["by_station"]["station"]) == 12
    path = tmp_path / "out.csv"
    status, out, _ = run("windows", "--tle", str(elements), "--stations", "ksat", "--csv", str(path))
    assert status == 0 and "windows written" in out and path.exists()


def test_names_are_shown_as_they_are_written(run, elements, tmp_path):
    elements.write_text(elements.read_text().replace("SAT 1", "SAT [bold]1[/x]"))
    stations = tmp_path / "stations.csv"
    stations.write_text("name,lat,lon\nZürich [red]東京,47.4,8.5\n")
    for more in ((), ("--statistics",)):
        status, out, _ = run("windows", "--tle", str(elements), "--stations", str(stations), *more)
        assert status == 0 and "SAT [bold]1[/x]" in out and "Zürich [red]東京" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--stations", "ksat"), "give either --tle FILE or --design NAME"),
        (("--stations", "ksat", "--design", "spacex-ai1", "--tle", "x.tle"), "give either"),
        (("--stations", "ksat", "--design", "spacex-ai1", "--days", "0"), "days = 0"),
        (("--stations", "ksat", "--design", "spacex-ai1", "--min-elevation", "ten"), "min_elevation"),
        (("--stations", "ksat", "--design", "spacex-ai1", "--satellites", "1", "--csv", "/nowhere/x.csv"), "cannot be written"),
        (("--stations", "ksat", "--design", "spacex-ai1", "--csv", "x.csv", "--statistics"), "leave out --statistics"),
        (("--stations", "ksat", "--design", "spacex-ai1", "--csv", "x.csv", "--json"), "leave out --json"),
    ],
)
def test_refused_on_the_command_line(run, arguments, says):
    status, _, err = run("windows", *arguments)
    assert status == 2 and says in err
