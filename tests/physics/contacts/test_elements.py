"""Satellites as they are asked for: broken files, duplicates, names, skyfield's objects, and the span the elements serve."""

import numpy as np
import pytest
from sgp4.api import WGS72, WGS84, Satrec
from sgp4.io import fix_checksum
from skyfield.api import EarthSatellite, load, wgs84
from written import ALPHA5, CELESTRAK, ISS, MOLNIYA, VANGUARD, as_json

from orbital.core.errors import InputError
from orbital.physics.contacts.elements import WARNED_AGE, Satellites, _elements, check_span, from_skyfield, read_elements

TIMESCALE = load.timescale(builtin=True)


def written(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(tmp_path, *lines):
    return read_elements(written(tmp_path / "a.tle", "\n".join(lines)))


def moved(lines, start, text, line=0):
    """The same set with other columns and the checksums that belong to them."""
    lines = list(lines)
    lines[line] = fix_checksum(lines[line][:start] + text + lines[line][start + len(text) :])
    return lines


def numbered(lines, number):
    return [fix_checksum(line[:2] + number + line[7:]) for line in lines]


# --- files that are none ---
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\r\n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x1f\x8b\x08\x00abc", "is not text"),
        (bytes(range(256)), "is not text"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "is not text"),
        ("\n".join(ISS).encode() + b"\x00", "is not text"),
        (b"\xff\xfe\x00", "is not text"),
        (b"# nothing but a remark\n", "no satellite could be read"),
    ],
)
def test_an_empty_or_binary_file_is_refused_with_its_name_and_what_was_expected(tmp_path, content, reason):
    with pytest.raises(InputError, match=reason) as error:
        read_elements(written(tmp_path / "elements.bin", content))
    assert "elements.bin" in str(error.value)
    assert "two-line elements (TLE) or orbit mean-elements messages (OMM)" in str(error.value)


def test_a_missing_file_a_directory_and_a_path_that_cannot_be_are_refused(tmp_path):
    for path, reason in [(tmp_path / "none.tle", "no such file"), (tmp_path, "is a directory"), ("a\0b", "cannot be read")]:
        with pytest.raises(InputError, match=reason) as error:
            read_elements(path)
        assert "two-line elements (TLE)" in str(error.value)


def test_a_file_without_permission_is_refused(tmp_path, monkeypatch):
    path = written(tmp_path / "a.tle", "\n".join(ISS))

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(InputError, match=r"a\.tle: cannot be read: Permission denied"):
        read_elements(path)


def test_of_many_faults_the_first_are_listed_and_the_rest_counted(tmp_path):
    with pytest.raises(InputError) as error:
        read(tmp_path, *[f"text {k}" for k in range(50)])
    assert len(error.value.faults) == 22
    assert error.value.faults[-1].endswith("a.tle: 30 more")


# --- duplicates and names ---
def test_of_two_sets_of_one_satellite_the_later_epoch_is_kept_and_said(tmp_path):
    newer = moved(ISS, 20, "344.50000000")
    for order in ([*ISS, *newer], [*newer, *ISS]):
        found = read(tmp_path, *order)
        assert len(found) == 1
        assert found.records[0].epochdays == 344.5
        later = 3 if order[0] == ISS[0] else 1
        assert found.faults[0].endswith(
            f"line 3: 25544 (catalog number 25544) is the satellite of line 1; the later epoch, of line {later}, is kept, line {4 - later} left out"
        )


def test_a_repeated_set_is_left_out_and_said(tmp_path):
    found = read(tmp_path, "ISS", *ISS, *VANGUARD, *ISS)
    assert found.names == ("ISS", "5")
    assert found.faults[0].endswith("line 6: ISS (catalog number 25544) repeats line 2; line 2 is kept, line 6 left out")


def test_one_number_under_two_names_is_kept_twice_and_said(tmp_path):
    found = read(tmp_path, "ONE", *ISS, "TWO", *moved(ISS, 43, " 95.0000", line=1))
    assert found.names == ("ONE", "TWO")
    assert "catalog number 25544 has 2 names, 'ONE' (line 2), 'TWO' (line 5): each is kept as a satellite of its own" in found.faults[0]


def test_one_name_of_two_satellites_gets_their_numbers(tmp_path):
    found = read(tmp_path, "DEBRIS", *ISS, "DEBRIS", *VANGUARD, "OTHER", *ALPHA5)
    assert (found.names, found.faults) == (("DEBRIS (25544)", "DEBRIS (5)", "OTHER"), ())


def test_the_number_zero_is_nobodys(tmp_path):
    first, second = numbered(ISS, "00000"), numbered(VANGUARD, "00000")
    found = read(tmp_path, *first, *second, *first)
    assert found.names == ("0 #1", "0 #2")
    assert len(found.faults) == 1
    assert "line 5: 0 (catalog number 0) repeats line 1" in found.faults[0]


def test_made_names_never_meet_given_ones(tmp_path):
    sets = [numbered(ISS, f"0000{k}") for k in range(4)]
    names = ["A", "A", "A (1)", "A #1"]
    found = read(tmp_path, *[line for name, lines in zip(names, sets, strict=True) for line in (name, *lines)])
    assert len(set(found.names)) == 4


# --- skyfield ---
def test_skyfield_satellites_keep_their_records_one_or_many():
    one = EarthSatellite(*ISS, "ISS (ZARYA)", TIMESCALE)
    two = EarthSatellite.from_omm(TIMESCALE, {key: str(value) for key, value in MOLNIYA.items()})
    unnamed = EarthSatellite(*VANGUARD, ts=TIMESCALE)
    assert from_skyfield(one).names == ("ISS (ZARYA)",)
    many = from_skyfield([one, two, unnamed])
    assert (many.names, many.faults) == (("ISS (ZARYA)", "MOLNIYA 1-91", "5"), ())
    assert many.records == (one.model, two.model, unnamed.model)
    assert from_skyfield({"mine": one}).names == ("mine",)
    assert from_skyfield(satellite for satellite in (one, one)).names == ("ISS (ZARYA) (25544) #1", "ISS (ZARYA) (25544) #2")


@pytest.mark.parametrize("given", [None, 5, "ISS", [], {}, [ISS], [wgs84.latlon(1, 2)]])
def test_what_is_no_skyfield_satellite_is_refused(given):
    with pytest.raises(InputError, match="EarthSatellite"):
        from_skyfield(given)


def test_a_record_with_other_constants_is_kept_and_said():
    satellite = EarthSatellite.from_satrec(Satrec.twoline2rv(*ISS, WGS84), TIMESCALE)
    found = from_skyfield(satellite)
    assert len(found) == 1
    assert "Earth's radius of 6378.137 km" in found.faults[0]


def test_a_record_that_sgp4_cannot_start_is_kept_and_said():
    broken = Satrec()
    broken.sgp4init(WGS72, "i", 9, 27000.0, 0.0, 0.0, 0.0, 0.01, 0.0, 1.0, 0.0, 0.0785, 0.0)
    assert "9: SGP4 error 6 at epoch: mrt is less than 1.0" in from_skyfield(EarthSatellite.from_satrec(broken, TIMESCALE)).faults[0]


# --- the span ---
def epoch(satellites):
    return satellites.records[0].jdsatepoch + satellites.records[0].jdsatepochF


def test_elements_near_the_span_are_not_spoken_of(tmp_path):
    satellites = read(tmp_path, *ISS, *numbered(ISS, "25545"))
    assert check_span(satellites, epoch(satellites) - 1.0, 10.0) == ()
    assert check_span(satellites, epoch(satellites) - WARNED_AGE + 0.01, 1.0) == ()
    assert check_span(satellites, epoch(satellites), WARNED_AGE - 0.01) == ()


def test_an_epoch_far_from_the_span_is_warned_of_with_its_date_and_distance(tmp_path):
    satellites = read(tmp_path, "ISS", *ISS)
    late = check_span(satellites, epoch(satellites) + 10.0, 6.0)
    assert late[0].startswith("ISS: the epoch of its elements, 2019-12-09 16:38, is 16.0 d before the end of the span")
    early = check_span(satellites, epoch(satellites) - 20.0, 1.0)
    assert "is 20.0 d after the start of the span" in early[0]
    assert len(late) == len(early) == 1


def test_a_satellite_that_decays_within_the_span_is_said_with_the_day(tmp_path):
    """Strong drag at 230 km: a dense scan of SGP4 itself gives the day."""
    falling = moved(moved(ISS, 53, " 99999-2"), 52, "16.10000000", line=1)
    satellites = read(tmp_path, *falling)
    days = np.arange(0.0, 13.0, 1e-3)
    record = satellites.records[0]
    perigee = []
    for day in days:
        error = record.sgp4(record.jdsatepoch, record.jdsatepochF + day)[0]
        perigee.append(-1.0 if error else record.am * (1 - record.em) - 1.0)
    first = days[np.argmax(np.array(perigee) < 0.0)]
    assert 0.1 < first < 12.0
    assert check_span(satellites, epoch(satellites), np.floor(first) - 0.5 if first > 1 else first / 2) == ()
    found = check_span(satellites, epoch(satellites), np.ceil(first) + 1.0)
    assert "25544: decays by 2019-12-" in found[0]
    day = int(found[0].split("decays by 2019-12-")[1][:2])
    assert 0 <= day - (9 + first) <= 2


def test_a_decay_before_the_span_is_found_though_sgp4_recovers_later(tmp_path):
    falling = moved(moved(ISS, 53, " 99999-2"), 52, "16.10000000", line=1)
    satellites = read(tmp_path, *falling)
    assert any("decays by 2019-12-" in fault for fault in check_span(satellites, epoch(satellites) + 40.0, 0.1))


def test_a_span_before_the_epoch_is_looked_at_backwards(tmp_path):
    rising = moved(moved(ISS, 53, "-99999-2"), 52, "16.10000000", line=1)
    satellites = read(tmp_path, *rising)
    assert any("decays by 2019-1" in fault for fault in check_span(satellites, epoch(satellites) - 13.0, 1.0))


@pytest.mark.parametrize(("start", "days"), [(np.nan, 1.0), (2461041.5, -1.0), (2461041.5, np.inf)])
def test_a_span_that_is_none_is_refused(start, days):
    with pytest.raises(InputError, match="a Julian date and a number of days"):
        check_span(Satellites((), ()), start, days)


def test_a_catalog_of_thousands_is_read_in_a_glance(tmp_path):
    """Not a measure of speed: that every row of a large file comes through, in order."""
    records = [{**CELESTRAK, "OBJECT_NAME": f"S{k}", "NORAD_CAT_ID": k + 1, "MEAN_ANOMALY": k % 360} for k in range(5000)]
    found = read_elements(written(tmp_path / "many.json", as_json(records)))
    assert found.names == tuple(f"S{k}" for k in range(5000))
    assert [record.mo for record in found.records[:720]] == [np.radians(k % 360) for k in range(720)]
    assert len({_elements(record) for record in found.records}) == 360
