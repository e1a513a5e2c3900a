"""Orbit mean-elements messages: four formats, two dialects, one reading, equal to skyfield's to the bit."""

import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sgp4.api import WGS72, Satrec
from sgp4.exporter import export_omm
from skyfield.api import EarthSatellite, load
from written import CELESTRAK, FORMATS, MOLNIYA, SPACE_TRACK, as_csv, as_json, as_kvn, as_xml, texts

from orbital.core.errors import InputError
from orbital.physics.contacts import omm
from orbital.physics.contacts.elements import _elements, read_elements

TIMESCALE = load.timescale(builtin=True)


def written(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(tmp_path, text):
    return read_elements(written(tmp_path / "omm", text))


def only_fault(tmp_path, record):
    with pytest.raises(InputError) as error:
        read(tmp_path, as_json([record]))
    assert len(error.value.faults) == 2
    return error.value.faults[1]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("records", [[CELESTRAK, MOLNIYA], [SPACE_TRACK]], ids=["celestrak", "space-track"])
def test_every_format_reads_as_skyfield_reads_it(tmp_path, kind, records):
    found = read(tmp_path, FORMATS[kind](records))
    assert found.faults == ()
    assert found.names == tuple(record["OBJECT_NAME"] for record in records)
    expected = [EarthSatellite.from_omm(TIMESCALE, texts(record)) for record in records]
    for record, satellite in zip(found.records, expected, strict=True):
        times = satellite.epoch.utc_jpl() and TIMESCALE.tt_jd(satellite.epoch.tt + np.linspace(-2, 2, 9))
        ours = EarthSatellite.from_satrec(record, TIMESCALE)
        assert np.array_equal(ours.at(times).position.km, satellite.at(times).position.km)
        assert (record.satnum, record.intldesg, record.revnum, record.classification) == (
            satellite.model.satnum,
            satellite.model.intldesg,
            satellite.model.revnum,
            satellite.model.classification,
        )


def test_line_ends_quotes_and_indentation_change_nothing(tmp_path):
    plain = read(tmp_path, as_csv([CELESTRAK, MOLNIYA]))
    others = [
        as_csv([CELESTRAK, MOLNIYA], quoting=1, lineterminator="\r\n"),
        as_csv([CELESTRAK, MOLNIYA], lineterminator="\r"),
        json.dumps([CELESTRAK, MOLNIYA], indent=2),
        json.dumps(CELESTRAK) + "\n" + json.dumps(MOLNIYA) + "\n",
        as_xml([CELESTRAK, MOLNIYA]).replace("<ndm ", '<ndm xmlns="urn:ccsds:schema:ndmxml" '),
        as_kvn([CELESTRAK, MOLNIYA]).replace("\n", "\r\n").replace("CCSDS_OMM_VERS", "\r\nCCSDS_OMM_VERS"),
        as_kvn([CELESTRAK, MOLNIYA]).replace("CCSDS_OMM_VERS = 2.0\n", ""),
    ]
    for text in others:
        found = read(tmp_path, text)
        assert (found.names, found.faults) == (plain.names, ())
        assert [_elements(record) for record in found.records] == [_elements(record) for record in plain.records]


@pytest.mark.parametrize("number", [100000, 270001, 339999, 340000, 799500, 799500123])
@pytest.mark.parametrize("kind", FORMATS)
def test_catalog_numbers_of_six_and_nine_digits(tmp_path, kind, number):
    """A record holds numbers to 339,999; a larger one is in the name, and the orbit is the same."""
    named, unnamed = {**CELESTRAK, "NORAD_CAT_ID": number}, {**MOLNIYA, "OBJECT_NAME": "", "NORAD_CAT_ID": number + 1}
    found = read(tmp_path, FORMATS[kind]([named, unnamed]))
    assert found.names == ("ISS (ZARYA)", str(number + 1))
    assert found.faults == ()
    assert found.records[0].satnum == (number if number <= 339999 else 0)
    assert _elements(found.records[0]) == _elements(read(tmp_path, as_csv([CELESTRAK])).records[0])


def test_an_alpha5_number_is_read(tmp_path):
    assert read(tmp_path, as_json([{**CELESTRAK, "NORAD_CAT_ID": "T0001"}])).records[0].satnum == 270001


@pytest.mark.parametrize(
    "epoch",
    [
        "2025-11-20T06:16:08.218560",
        "2025-11-20T06:16:08.21856Z",
        "2025-324T06:16:08.21856",
        "2025-11-20 06:16:08.2185600000",
        "2025-11-20T06:16:08.21856+00:00",
    ],
)
def test_an_epoch_in_every_form_the_standard_allows(tmp_path, epoch):
    expected = read(tmp_path, as_json([CELESTRAK])).records[0]
    assert _elements(read(tmp_path, as_json([{**CELESTRAK, "EPOCH": epoch}])).records[0]) == _elements(expected)


@given(
    st.floats(0.0, 0.7),
    st.floats(0.0, 3.14).map(lambda angle: round(angle, 6)),
    st.tuples(*[st.floats(0.0, 6.283)] * 3),
    st.floats(7200.0, 42164.0),
    st.floats(-1e-4, 1e-4),
)
@settings(max_examples=60, deadline=None)
def test_what_sgp4_exports_is_read_back_alike_in_every_format(eccentricity, inclination, angles, perigee, drag):
    """All digits are written, so that only the change of units rounds; the four formats agree to the bit."""
    motion = 60.0 * np.sqrt(398600.8 / (perigee / (1.0 - eccentricity)) ** 3)
    record = Satrec()
    record.sgp4init(WGS72, "i", 7, 27000.25, drag, 1e-9, 0.0, eccentricity, angles[0], inclination, angles[1], motion, angles[2])
    record.classification, record.intldesg = "U", "26001A"
    fields = export_omm(record, "NAME")
    contents = [omm.read_json(as_json([fields])), omm.read_xml(as_xml([fields]))]
    contents += [reader(text.splitlines()) for reader, text in ((omm.read_csv, as_csv([fields])), (omm.read_kvn, as_kvn([fields])))]
    assert all(content.faults == [] and content.sets[0].name == "NAME" for content in contents)
    found = [_elements(content.sets[0].record) for content in contents]
    assert found[0] == found[1] == found[2] == found[3]
    assert found[0] == pytest.approx(_elements(record), rel=1e-14, abs=1e-14)


# --- what is broken ---
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"MEAN_MOTION": 0}, r"mean motion = 0: allowed is 0.036 rev/day"),
        ({"MEAN_MOTION": -15.5}, "mean motion = -15.5"),
        ({"MEAN_MOTION": 17.3}, "SGP4 error 6 at epoch"),
        ({"ECCENTRICITY": 1.0}, "eccentricity = 1: allowed is at least 0 and less than 1"),
        ({"ECCENTRICITY": -0.1}, "eccentricity = -0.1"),
        ({"ECCENTRICITY": 0.3}, "below ground, the satellite has decayed"),
        ({"INCLINATION": 181}, "inclination = 181: allowed is 0 to 180 deg"),
        ({"MEAN_ANOMALY": 361}, "mean anomaly = 361: allowed is -360 to 360 deg"),
        ({"MEAN_MOTION": "15,5"}, "MEAN_MOTION = '15,5': not a number"),
        ({"MEAN_MOTION": "1_5.5"}, "MEAN_MOTION = '1_5.5': not a number"),
        ({"BSTAR": "nan"}, "BSTAR = 'nan': not a number"),
        ({"BSTAR": float("inf")}, "BSTAR = inf: not a number"),
        ({"BSTAR": True}, "BSTAR = True: not a number"),
        ({"BSTAR": [1]}, r"BSTAR = \[1\]: not a number"),
        ({"BSTAR": 10**400}, "a number too large to read"),
        ({"REV_AT_EPOCH": "many"}, "REV_AT_EPOCH = 'many': not a number"),
        ({"EPOCH": "2025-02-30T00:00:00.000000"}, "EPOCH = '2025-02-30T00:00:00.000000': a UTC time as"),
        ({"EPOCH": "2025-366T00:00:00.000000"}, "EPOCH = '2025-366T00:00:00.000000'"),
        ({"EPOCH": "1956-02-03T00:00:00.000000"}, "in the years 1957 to 2200"),
        ({"EPOCH": "9999-12-31T23:59:59.9999999"}, "EPOCH = '9999-12-31"),
        ({"EPOCH": 25324.5}, "EPOCH = 25324.5"),
        ({"NORAD_CAT_ID": 1234567890}, "NORAD_CAT_ID = '1234567890': a number of up to nine digits"),
        ({"MEAN_ELEMENT_THEORY": "SGP4-XP"}, "MEAN_ELEMENT_THEORY = 'SGP4-XP': allowed is SGP4"),
        ({"EPHEMERIS_TYPE": 4}, "EPHEMERIS_TYPE = 4: elements of SGP4-XP"),
        ({"TIME_SYSTEM": "GPS"}, "TIME_SYSTEM = 'GPS': allowed is UTC"),
        ({"REF_FRAME": "ITRF"}, "REF_FRAME = 'ITRF': allowed is TEME"),
        ({"CENTER_NAME": "MARS"}, "CENTER_NAME = 'MARS': allowed is EARTH"),
        ({"BSTAR": None, "EPOCH": ""}, "EPOCH, BSTAR are missing"),
    ],
)
def test_the_reason_names_field_value_and_what_is_allowed(tmp_path, change, reason):
    fault = only_fault(tmp_path, {**CELESTRAK, **change})
    assert "omm: record 1 (line 1): 'ISS (ZARYA)': " in fault
    assert re.search(reason, fault), fault


@pytest.mark.parametrize(("kind", "place"), [("csv", "line 3"), ("json", "record 2 (line 1)"), ("xml", "record 2"), ("kvn", r"line 21")])
def test_a_bad_record_among_good_ones_is_reported_where_it_stands(tmp_path, kind, place):
    bad = {**MOLNIYA, "ECCENTRICITY": 1.2}
    found = read(tmp_path, FORMATS[kind]([CELESTRAK, bad, {**MOLNIYA, "NORAD_CAT_ID": 7}]))
    assert found.names == ("ISS (ZARYA)", "MOLNIYA 1-91")
    assert [fault.split("omm: ")[1] for fault in found.faults] == [f"{place}: 'MOLNIYA 1-91': eccentricity = 1.2: allowed is at least 0 and less than 1"]


def test_labels_may_be_missing_for_sgp4_does_not_use_them(tmp_path):
    kept = {key: CELESTRAK[key] for key in ("NORAD_CAT_ID", *omm.NEEDED)}
    assert _elements(read(tmp_path, as_json([kept])).records[0]) == _elements(read(tmp_path, as_json([CELESTRAK])).records[0])
    assert read(tmp_path, as_json([{**CELESTRAK, "OBJECT_ID": None, "CLASSIFICATION_TYPE": "unknown"}])).faults == ()


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [("csv", b"%s", b"0\r\n"), ("json", b'{"OBJECT_NAME": "%s', b"}"), ("xml", b"<omm id", b"</segment>"), ("kvn", b"CCSDS_OMM_VERS", b"MEAN_MOTION_DOT")],
)
def test_a_file_cut_at_any_byte_loses_nothing_without_saying_so(tmp_path, kind, start, end):
    """Records that end before the cut are there, unchanged; one that begins before it and is not there is said; a value that may be cut is doubted."""
    names = [b"AAA", b"BBB"]
    text = FORMATS[kind]([{**CELESTRAK, "OBJECT_NAME": "AAA"}, {**MOLNIYA, "OBJECT_NAME": "BBB"}]).encode()
    expected = [_elements(record) for record in read(tmp_path, text).records]
    begins = [text.index(start % name) if b"%" in start else text.rindex(start, 0, text.index(name)) for name in names]
    ends = [text.index(end, text.index(name)) + len(end) for name in names]
    for cut in range(len(text)):
        whole, begun = sum(e <= cut for e in ends), sum(b < cut for b in begins)
        try:
            found = read(tmp_path, text[:cut])
        except InputError as error:
            assert whole == 0, cut
            assert "omm: " in str(error)
            continue
        assert len(found) >= whole, cut
        assert found.faults or len(found) == begun, cut
        doubted = any("if it was cut" in fault for fault in found.faults)
        kept = [_elements(record) for record in found.records]
        assert kept == expected[: len(kept)] or (doubted and kept[:-1] == expected[: len(kept) - 1]), cut


def test_a_value_that_may_have_lost_its_end_is_doubted(tmp_path):
    columns = [key for key in CELESTRAK if key != "BSTAR"] + ["BSTAR"]
    text = as_csv([{key: CELESTRAK[key] for key in columns}], lineterminator="\n")
    assert read(tmp_path, text).faults == ()
    cut = read(tmp_path, text[:-3])
    assert "line 2: the file ends within this line: if it was cut, BSTAR has lost digits; 'ISS (ZARYA)' is kept" in cut.faults[0]
    cut = read(tmp_path, as_kvn([{key: CELESTRAK[key] for key in columns}])[:-3])
    assert "if it was cut, BSTAR has lost digits" in cut.faults[0]


def test_a_stray_quotation_mark_spoils_only_its_own_row(tmp_path):
    rows = as_csv([CELESTRAK, {**MOLNIYA, "OBJECT_NAME": "BROKEN"}, MOLNIYA], lineterminator="\n").replace("BROKEN", '"BROKEN')
    found = read(tmp_path, rows)
    assert found.names == ("ISS (ZARYA)", "MOLNIYA 1-91")
    assert "line 3: " in found.faults[0]
    assert "not a row of CSV" in found.faults[0]


def test_a_row_that_is_too_short_or_too_long_is_reported(tmp_path):
    text = as_csv([CELESTRAK, MOLNIYA, MOLNIYA], lineterminator="\n")
    lines = text.splitlines()
    found = read(tmp_path, "\n".join([*lines[:2], lines[2].rpartition(",")[0], lines[3] + ",1"]))
    assert [fault.rpartition(": ")[2] for fault in found.faults] == ["16 values; the header has 17 columns", "18 values; the header has 17 columns"]


def test_a_header_without_a_column_or_with_one_twice_is_refused(tmp_path):
    text = as_csv([CELESTRAK])
    with pytest.raises(InputError, match=r"line 1: column BSTAR is missing"):
        read(tmp_path, text.replace("BSTAR", "BSTAAR"))
    with pytest.raises(InputError, match=r"column ECCENTRICITY stands twice"):
        read(tmp_path, text.replace("INCLINATION", "ECCENTRICITY"))


def test_broken_json_and_xml_keep_the_records_that_are_whole(tmp_path):
    objects = [json.dumps(record) for record in (CELESTRAK, {**MOLNIYA, "OBJECT_NAME": "BROKEN"}, MOLNIYA)]
    found = read(tmp_path, "[" + ",\n".join([objects[0], objects[1].replace('"BSTAR": ', '"BSTAR" '), objects[2]]) + "]")
    assert found.names == ("ISS (ZARYA)", "MOLNIYA 1-91")
    assert "record 2 (line 2): not valid JSON" in found.faults[0]
    text = as_xml([CELESTRAK, {**MOLNIYA, "OBJECT_NAME": "BROKEN"}, MOLNIYA]).replace("BROKEN</OBJECT_NAME>", "BROKEN<OBJECT_NAME>")
    found = read(tmp_path, text)
    assert found.names == ("ISS (ZARYA)", "MOLNIYA 1-91")
    assert "not valid XML" in found.faults[0]
    assert "line 4: a segment that cannot be read" in found.faults[1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "no satellite could be read"),
        ("{}", "EPOCH, MEAN_MOTION.*are missing"),
        ("[1, 2]", r"record 1 \(line 1\): 1: not an object"),
        ('[{"error": "You must be logged in"}]', "are missing"),
        ("[" * 100_000, "not valid JSON"),
        ("<html><body>403 Forbidden</body></html>", "no satellite could be read"),
        ("<html><p>403 Forbidden</html>", "not valid XML"),
        ("CCSDS_OMM_VERS = 2.0\nOBJECT_NAME", "line 2: 'OBJECT_NAME': 'KEY = value' is expected"),
        ("No GP data found", "line 1: 'No GP data found': neither elements nor the name"),
    ],
)
def test_what_holds_no_elements_is_refused_with_what_was_expected(tmp_path, text, reason):
    with pytest.raises(InputError, match=reason) as error:
        read(tmp_path, text)
    assert "omm: no satellite could be read; two-line elements (TLE) or orbit mean-elements messages (OMM)" in str(error.value)
