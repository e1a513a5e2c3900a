"""Two-line elements: what is read equals skyfield's reading to the bit, and what is broken is said, not read."""

import random
import re
from pathlib import Path

import numpy as np
import pytest
import sgp4
from hypothesis import given, settings
from hypothesis import strategies as st
from sgp4.api import WGS72, Satrec
from sgp4.exporter import export_tle
from sgp4.io import fix_checksum
from sgp4.model import Satrec as PythonSatrec
from skyfield.api import load
from written import ALPHA5, ISS, SETS, VANGUARD

from orbital.core.errors import InputError
from orbital.physics.contacts import tle
from orbital.physics.contacts.elements import _elements, read_elements

THREE_LINES = "\n".join(["0 ISS (ZARYA)", *ISS, "VANGUARD 1", *VANGUARD, *ALPHA5]) + "\n"


def written(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def at_random_times(records, count=7):
    rng = np.random.default_rng(5)
    for record in records:
        jd = np.full(count, record.jdsatepoch)
        yield record.sgp4_array(jd, record.jdsatepochF + rng.uniform(-3, 3, count))


def assert_same_orbits(found, expected):
    assert len(found) == len(expected)
    for (_, r, v), (_, r_expected, v_expected) in zip(at_random_times(found), at_random_times(expected), strict=True):
        assert np.array_equal(r, r_expected)
        assert np.array_equal(v, v_expected)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_mixed_two_and_three_lines_read_as_skyfield_reads_them(tmp_path, end):
    path = written(tmp_path / "mixed.tle", THREE_LINES.replace("\n", end))
    found = read_elements(path)
    assert found.faults == ()
    assert found.names == ("ISS (ZARYA)", "VANGUARD 1", "270001")
    if end != "\r":  # skyfield does not know the old line end
        assert_same_orbits(found.records, [satellite.model for satellite in load.tle_file(str(path))])
    assert [record.satnum for record in found.records] == [25544, 5, 270001]


def test_comments_blank_lines_and_encodings_change_nothing(tmp_path):
    plain = read_elements(written(tmp_path / "plain", THREE_LINES))
    spaced = "# from 2026\n\n" + THREE_LINES.replace("\n", "   \n\n").replace("2 25544", "# between the lines\n2 25544")
    for name, raw in {"spaced": spaced.encode(), "mark": b"\xef\xbb\xbf" + THREE_LINES.encode(), "powershell": THREE_LINES.encode("utf-16")}.items():
        found = read_elements(written(tmp_path / name, raw))
        assert (found.names, found.faults) == (plain.names, ())
        assert_same_orbits(found.records, plain.records)


def test_a_name_outside_ascii_is_kept(tmp_path):
    for raw in ("ÑUSAT-7\n".encode(), "ÑUSAT-7\n".encode("latin-1")):
        assert read_elements(written(tmp_path / "n", raw + "\n".join(ISS).encode())).names == ("ÑUSAT-7",)


def test_the_verification_file_of_sgp4_reads_as_sgp4_reads_it():
    """Every orbit of Vallado's test cases, cut to 69 columns and with a new checksum: low, deep, resonant, decaying; what SGP4 itself cannot start is said."""
    lines = (Path(sgp4.__file__).parent / "SGP4-VER.TLE").read_text().splitlines()
    rows = [line for line in lines if line[:2] in ("1 ", "2 ")]
    repaired = [fix_checksum(line[:68]) for line in rows]
    content = tle.read(repaired)
    wanted = [Satrec.twoline2rv(a, b, WGS72) for a, b in zip(repaired[::2], repaired[1::2], strict=True)]
    places = [int(found.place.removeprefix("line ")) // 2 for found in content.sets]
    assert [_elements(found.record) for found in content.sets] == [_elements(wanted[k]) for k in places]
    assert len(content.sets) + len(content.faults) == len(wanted)
    refused = [wanted[k] for k in range(len(wanted)) if k not in places]
    assert len(content.sets) > 25
    for record, fault in zip(refused, content.faults, strict=True):
        broken = record.sgp4(record.jdsatepoch, record.jdsatepochF)[0] or record.altp < 0
        assert broken or "mean motion = 1e-05" in fault, fault


def test_a_trailing_remark_is_a_wrong_length():
    content = tle.read([ISS[0], ISS[1] + "      0.00   4320.0  360.00"])
    assert content.sets == []
    assert "line 2: " in content.faults[0]
    assert "69 are expected" in content.faults[0]


@given(
    st.floats(0.0, 0.7),
    st.floats(0.0, 180.0),
    st.tuples(*[st.floats(0.0, 359.9999)] * 3),
    st.floats(7200.0, 42164.0),
    st.floats(-0.9, 0.9).map(lambda drag: round(drag, 6)),
    st.integers(0, 339999),
    st.floats(18263.0, 39000.0),
)
@settings(max_examples=80, deadline=None)
def test_what_sgp4_exports_is_read_back(eccentricity, inclination, angles, perigee, drag, number, day):
    """The elements come back within the last digit a line has; a second round changes nothing."""
    motion = 60.0 * np.sqrt(398600.8 / (perigee / (1.0 - eccentricity)) ** 3)
    record = Satrec()
    record.sgp4init(
        WGS72, "i", number, day, drag * 1e-4, 0.0, 0.0, eccentricity, *np.radians([angles[0], inclination, angles[1]]), motion, np.radians(angles[2])
    )
    record.classification, record.intldesg = "U", "26001A"
    once = tle.read(["NAME", *export_tle(record)])
    assert once.faults == []
    found = once.sets[0].record
    assert (once.sets[0].name, once.sets[0].number) == ("NAME", number)
    assert found.ecco == pytest.approx(record.ecco, abs=0.51e-7)
    assert np.degrees(found.inclo) == pytest.approx(np.degrees(record.inclo), abs=0.51e-4)
    assert found.no_kozai == pytest.approx(motion, abs=0.51e-8 * 2 * np.pi / 1440)
    assert found.bstar == pytest.approx(drag * 1e-4, rel=5.1e-5, abs=1e-15)
    assert found.jdsatepoch + found.jdsatepochF == pytest.approx(day + 2433281.5, abs=1e-8)
    again = tle.read(export_tle(found)).sets[0].record
    assert _elements(again) == pytest.approx(_elements(found), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "number"), [("A0000", 100000), ("J0000", 180000), ("P0000", 230000), ("Z9999", 339999), ("I0000", 180000), ("O0000", 230000), ("   05", 5)]
)
def test_alpha5_numbers(text, number):
    """I and O, which are none, are what sgp4's own exporter writes for J and P."""
    content = tle.read([fix_checksum(line[:2] + text + line[7:]) for line in ISS])
    assert (content.faults, content.sets[0].number, content.sets[0].record.satnum) == ([], number, number)


# --- what is broken ---
def test_every_single_wrong_character_is_reported_or_changes_no_element():
    """Each column of each line of three sets by each printable character: the checksum alone would let a blank, letter or sign through.

    What passes changes labels (classification, designator), a blank against a leading zero or plus sign, nothing SGP4 uses.
    """
    alphabet = [chr(code) for code in range(32, 127)] + ["\t", "é"]
    passed: set[tuple[int, int]] = set()
    for lines in SETS:
        base = _elements(tle.read(lines).sets[0].record)
        for which, column in [(w, c) for w in (0, 1) for c in range(69)]:
            for character in alphabet:
                if character == lines[which][column]:
                    continue
                broken = list(lines)
                broken[which] = lines[which][:column] + character + lines[which][column + 1 :]
                content = tle.read(broken)
                assert bool(content.faults) != bool(content.sets), broken
                if content.sets:
                    assert _elements(content.sets[0].record) == base, broken
                    passed.add((which, column))
    labels = {(0, column) for column in (7, *range(9, 17))}
    signs_and_leading_zeros = {(0, c) for c in (2, 20, 33, 44, 53, 62, 64, 65)} | {(1, c) for c in (2, 8, 9, 17, 18, 34, 35, 43, 44, 52, 63, 64, 65, 66)}
    assert passed <= labels | signs_and_leading_zeros


def test_what_passes_is_read_alike_by_both_readers_of_sgp4():
    """Seeded swaps of two characters, which may leave the checksum: where we take a set, C++ and Python take the same numbers from it."""
    rng = random.Random(11)
    taken = 0
    for _ in range(20_000):
        lines = list(rng.choice(SETS))
        which, a, b = rng.randrange(2), rng.randrange(69), rng.randrange(69)
        text = list(lines[which])
        text[a], text[b] = text[b], text[a]
        lines[which] = "".join(text)
        content = tle.read(lines)
        if content.sets:
            taken += 1
            one = content.sets[0].record
            other = PythonSatrec.twoline2rv(lines[0], "2 " + lines[0][2:7] + lines[1][7:], WGS72)
            for name in ("no_kozai", "ecco", "inclo", "nodeo", "argpo", "mo", "bstar", "ndot", "nddot"):
                assert getattr(one, name) == getattr(other, name)
    assert taken > 100


@pytest.mark.parametrize("named", [False, True])
def test_a_file_cut_at_any_byte_gives_the_sets_before_the_cut_and_says_there_was_more(tmp_path, named):
    """Each set is there if and only if its two lines are whole; a cut inside one is said."""
    text = "".join(f"{f'SAT {k}{chr(10)}' if named else ''}{a}\n{b}\n" for k, (a, b) in enumerate(SETS)).encode()
    ends = [text.index(second.encode()) + 69 for _, second in SETS]
    clean = {0, len(text), *ends, *(end + 1 for end in ends)}
    for cut in range(len(text) + 1):
        path = written(tmp_path / "cut.tle", text[:cut])
        whole = sum(end <= cut for end in ends)
        if not whole:
            with pytest.raises(InputError, match=r"cut\.tle"):
                read_elements(path)
            continue
        found = read_elements(path)
        assert len(found) == whole
        assert bool(found.faults) == (cut not in clean), cut


def test_good_sets_among_bad_ones_are_kept_with_a_reason_for_each(tmp_path):
    bad_checksum = ISS[0][:-1] + "5"
    text = "\n".join(
        [
            "Downloaded yesterday",
            "0 ONE",
            bad_checksum,
            ISS[1],
            "0 TWO",
            *VANGUARD,
            "0 THREE",
            ISS[0],
            "0 FOUR",
            ISS[0],
            VANGUARD[1],
            ISS[1],
            "0 FIVE",
            *ALPHA5,
            "0 LAST",
        ]
    )
    found = read_elements(written(tmp_path / "some.tle", text))
    assert found.names == ("TWO", "FIVE")
    assert [fault.split("some.tle: ")[1] for fault in found.faults] == [
        "line 1: 'Downloaded yesterday': neither elements nor the name of elements that follow",
        "line 3: 'ONE': line 3: checksum = 5: the line adds up to 1",
        "line 9: 'THREE': its line 2 is missing",
        "line 11: 'FOUR': catalog number = 25544 in line 1 and 5 in line 2: they must agree",
        f"line 13: '{ISS[1][:55]}...': a line 2 without the line 1 that belongs before it",
        "line 17: '0 LAST': neither elements nor the name of elements that follow",
    ]


def changed(lines, which, start, text):
    lines = list(lines)
    lines[which] = fix_checksum(lines[which][:start] + text + lines[which][start + len(text) :])
    return lines


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (changed(ISS, 1, 52, "00.00000000"), r"mean motion = 0: allowed is 0\.036 rev/day"),
        (changed(ISS, 1, 52, "99.50103472"), r"mean motion = 99\.501035"),
        (changed(ISS, 1, 8, "190.0000"), r"inclination = 190: allowed is 0 to 180 deg"),
        (changed(ISS, 1, 17, "361.0000"), r"right ascension of the ascending node = 361"),
        (changed(ISS, 1, 26, "1007417"), r"perigee height = -\d+\.\d km: below ground"),
        (changed(ISS, 1, 52, "17.50000000"), r"SGP4 error 6 at epoch: .*decayed"),
        (changed(ISS, 0, 20, "000.50000000"), r"epoch day = 0\.5: allowed is 1 to 367"),
        (changed(ISS, 0, 20, "367.50000000"), r"epoch day = 367\.5"),
        (changed(ISS, 0, 20, "34X.69339541"), r"epoch day \(columns 21 to 32\) = '34X\.69339541'"),
        (changed(ISS, 0, 18, "  "), r"epoch year \(columns 19 to 20\) = '  '"),
        (changed(ISS, 0, 62, "4"), r"ephemeris type = 4: elements of SGP4-XP"),
        (changed(ISS, 0, 2, "a5544"), r"catalog number \(columns 3 to 7\) = 'a5544'"),
        ([ISS[0][:68], ISS[1]], r"line 1: 68 characters; 69 are expected"),
        ([" " + ISS[0], ISS[1]], r"line 1: 70 characters"),
        ([ISS[0], ISS[1].replace("2 25544", "2\t25544")], r"column 2 = '\\t': a blank is expected"),
    ],
)
def test_the_reason_names_quantity_value_and_what_is_allowed(lines, reason):
    content = tle.read(lines)
    assert content.sets == []
    assert len(content.faults) == 1
    assert re.search(reason, content.faults[0]), content.faults[0]
