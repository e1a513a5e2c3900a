"""A study's file that is wrong is refused before it answers: with file and key, what was seen, and what is allowed."""

import json

import pytest

import orbital as orb
from orbital.analysis.record.studies import summary
from orbital.core.catalog import names
from orbital.studies import study_data, tolerance_of

GOOD = """
title = "A radiator on paper"
version = "2026"
citation = "nobody, nowhere"
source = "the back of an envelope"
as_of = "2026-01"
confidence = "low"
evidence = "assumption"
errors = ["E1: forgets the back", "the figure named odd.flux is of one face"]

[scenario]
title = "a radiator"
price_year = 2026
boundary = "without-upkeep"

[scenario.common]
accelerator_power = "1000 W/GPU"

[scenario.orbital]
radiator_emissivity = 0.9
radiator_temperature = "350 K"
radiator_sink_temperature = "0 K"
fin_efficiency = 1.0

[scenario.orbital.formulas]
net_radiator_flux = "net_radiator_flux_fixed_sink"

[[case]]
name = "warm"
published = [
    ["flux", "orbital.net_radiator_flux", "1531.6 W/m**2", "rel=0.001"],
    ["one-face", "orbital.net_radiator_flux", "766 W/m**2", "rel=0.001", "E1: of one face"],
    ["odd.flux", "orbital.net_radiator_flux", "766 W/m**2", "rel=0.001", "of one face"],
]

[[case]]
name = "hot"
set = { "orbital.radiator_temperature" = "400 K" }
published = [["hot", "orbital.net_radiator_flux", "2.613 kW/m**2", "abs=1"]]
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "envelope.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_study_is_one_file_that_runs_from_where_it_lies(written):
    run = orb.study(written(GOOD))
    verdicts = {row.id: row.verdict for row in run.check()}
    assert verdicts == {"flux": "reproduced", "one-face": "explained", "odd.flux": "explained", "hot": "reproduced"}
    assert run.case("hot").orbital.run(("radiator_temperature",))[0] == 400.0


def test_a_figure_carries_what_is_wrong_in_the_source_by_its_mark_or_by_its_id(written):
    flags = {row.id: row.flags for row in orb.study(written(GOOD)).check()}
    assert flags == {"flux": (), "one-face": ("E1: forgets the back",), "odd.flux": ("the figure named odd.flux is of one face",), "hot": ()}


def test_marks_of_a_range_are_all_flagged():
    rows = {row.id: row for row in orb.study("spacedc-mdao-0.4.2").check()}
    assert [flag.partition(":")[0] for flag in rows["spacedc-mdao.all-four.lcoc"].flags] == ["S1", "S2", "S3", "S4"]


@pytest.mark.parametrize(
    ("old", "new", "fragments"),
    [
        ('"350 K"', "350", ["[orbital] radiator_temperature = 350: the unit is missing; write '350 K'"]),
        ("radiator_emissivity", "radiator_emisivity", ["[orbital] radiator_emisivity is not a quantity; did you mean 'radiator_emissivity'"]),
        ('"350 K"', '"350 W"', ["[orbital] radiator_temperature: 'W' is not a unit of this quantity, which is in K"]),
        ("fin_efficiency = 1.0", "fin_efficiency = 1.2", ["[orbital] fin_efficiency = '1.2': allowed is 0 % to 100 %"]),
        (
            "fin_efficiency = 1.0",
            'fin_efficiency = 1.0\naccelerators_per_satellite = "100 GPU"\nsatellite_it_power = "50 kW"',
            ["orbital.satellite_it_power = 50 kW contradicts accelerators_per_satellite", "accelerator_power", "100 kW", "say so in errors"],
        ),
        (
            "fin_efficiency = 1.0",
            'fin_efficiency = 1.0\nnet_radiator_flux = "900 W/m**2"',
            ["[orbital] net_radiator_flux has a value and formulas.net_radiator_flux = 'net_radiator_flux_fixed_sink'; keep one of them"],
        ),
        ('source = "the back of an envelope"\n', "", ["source is missing"]),
        ('as_of = "2026-01"\n', "", ["as_of is missing"]),
        ('evidence = "assumption"', 'evidence = "hearsay"', ["evidence = 'hearsay'", "'measured'"]),
        ("net_radiator_flux_fixed_sink", "net_radiator_flux_fixed_sync", ["net_radiator_flux = 'net_radiator_flux_fixed_sync': no such formula; there are: "]),
        ('["one-face"', '["flux"', ["published flux: two rows have this id"]),
        ('"rel=0.001"]', '"0.1 %"]', ["published flux: tolerance = '0.1 %': write 'rel=0.01', 'abs=0.1' (in the unit shown), 'exact' or 'first-year'"]),
        ('"rel=0.001"]', '"rel=-1"]', ["tolerance = 'rel=-1': write 'rel=0.01'"]),
        ('"1531.6 W/m**2"', '"1531.6 W"', ["published flux: orbital.net_radiator_flux: 'W' is not a unit of this quantity, which is in W/m²"]),
        ('"1531.6 W/m**2"', "1531.6", ["published flux: orbital.net_radiator_flux = 1531.6: the unit is missing; write '1531.6 W/m**2'"]),
        ('["flux", "orbital.net', '["flux", "orbital.nett', ["published flux: orbital.nett_radiator_flux is not a quantity; did you mean 'net_radiator_flux'"]),
        ('["flux", "orbital.', '["flux", "', ["published flux: quantity = 'net_radiator_flux': write orbital.QUANTITY, ground.QUANTITY, comparison.QUANTITY"]),
        ('["hot", "orbital.net_radiator_flux", "2.613 kW/m**2", "abs=1"]', '["hot"]', ["[[case]] 2 (hot): published = ['hot']: a row is [id, quantity, value"]),
        ('name = "hot"', 'nam = "hot"', ["[[case]] 2: 'nam' is not a key; did you mean 'name'?; there are: name, set, published"]),
        ('name = "hot"', 'name = "warm"', ["[[case]] 2 (warm): name = 'warm': two cases have it"]),
        ('name = "hot"', 'name = "Hot one"', ["name = 'Hot one': small letters, digits, dots and dashes are allowed"]),
        ("price_year = 2026", "price_year = 1776", ["price_year = 1776: the year that 'USD' means must be given, 2010 to 2026"]),
        ('boundary = "without-upkeep"', 'boundary = "all-out"', ["boundary = 'all-out' is not known; did you mean 'all-in'?"]),
        ('title = "A radiator on paper"', 'titel = "A radiator on paper"', ["title = ", "titel = 'A radiator on paper'", "did you mean 'title'"]),
        ('citation = "nobody, nowhere"', 'citation = "nobody', ["not valid TOML"]),
    ],
)
def test_a_wrong_file_is_refused_with_file_and_key(written, old, new, fragments):
    assert old in GOOD
    path = written(GOOD.replace(old, new, 1))
    with pytest.raises(orb.InputError) as refused:
        orb.study(path)
    message = str(refused.value)
    assert path in message
    for fragment in fragments:
        assert fragment in message


def test_a_change_of_a_case_is_refused_with_its_key(written):
    with pytest.raises(orb.InputError, match=r"envelope.toml: set of the case hot: .*radiator_temprature is not a quantity"):
        orb.study(written(GOOD.replace('"orbital.radiator_temperature" = "400 K"', '"orbital.radiator_temprature" = "400 K"')))


def test_all_faults_are_told_at_once(written):
    text = GOOD.replace('"350 K"', "350").replace("radiator_emissivity", "radiator_emisivity").replace('"rel=0.001"]', '"rel=0.001"]')
    with pytest.raises(orb.InputError) as refused:
        orb.study(written(text))
    assert len(refused.value.faults) >= 2


def test_a_contradiction_of_the_source_s_own_is_taken_where_its_note_says_so(written):
    """Two solar constants in one paper."""
    two = 'fin_efficiency = 1.0\nsolar_flux = "1361 W/m**2"\npeak_solar_flux = { value = "1366 W/m**2", note = "NOTE" }'
    text = GOOD.replace("fin_efficiency = 1.0", two)
    assert orb.study(written(text.replace("NOTE", "unlike the 1361 of the array")))
    with pytest.raises(orb.InputError, match="peak_solar_flux = 1,366 W/m² contradicts solar_flux"):
        orb.study(written(text).replace("/envelope", "/./envelope"))  # read anew: a file is remembered by its path


def test_a_row_that_lacks_what_our_formula_asks_for_names_the_others(written):
    row = '["power", "orbital.array_power_beginning_of_life", "10 MW", "rel=0.01"],\n    ["flux",'
    with pytest.raises(orb.InputError) as refused:
        orb.study(written(GOOD.replace('["flux",', row, 1))).check()
    message = str(refused.value)
    assert "envelope.toml: published power: orbital.accelerators_per_satellite must be given" in message
    assert "[scenario.orbital.formulas] how array_power_beginning_of_life is computed: " in message
    assert "array_power_beginning_of_life_from_area" in message


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(orb.InputError, match="no such file"):
        orb.study(str(tmp_path / "none.toml"))


READ = {"exact": ("exact", 0.0), "first-year": ("first-year", 0.0), "rel=0.01": ("rel", 0.01), "abs=2": ("abs", 2.0)}


@pytest.mark.parametrize(("tolerance", "kind"), READ.items())
def test_tolerances_are_read(tolerance, kind):
    assert tolerance_of(tolerance) == kind


@pytest.mark.parametrize("tolerance", ["", "rel", "rel=", "rel=nan", "abs=inf", "relative=1", "exact=1", 0.01, None])
def test_tolerances_that_say_nothing_are_refused(tolerance):
    with pytest.raises(orb.InputError, match=r"write 'rel=0\.01', 'abs=0\.1'"):
        tolerance_of(tolerance)


# --- all of them together ---
def test_the_command_gives_one_row_a_figure_and_a_summary(run):
    status, out, err = run("studies", "--json")
    assert (status, err) == (0, "")
    rows = json.loads(out)
    assert len(rows) == sum(len(study_data(name).published) for name in names("studies"))
    keys = {"study", "id", "quantity", "published", "reproduced", "unit", "tolerance", "verdict", "cause", "flags"}
    for row in rows:
        assert row.keys() == keys
        assert row["published"]["unit"] == row["reproduced"]["unit"] == row["unit"]
        assert row["verdict"] in ("reproduced", "explained")
        assert row["cause"] or row["verdict"] == "reproduced"
    told = summary([orb.study(name) for name in names("studies")])
    assert (told.figures, told.failed) == (len(rows), 0)
    assert str(told) in " ".join(run("studies")[1].split())


def test_a_file_of_one_s_own_is_checked_by_the_command(run, written):
    status, out, err = run("studies", written(GOOD))
    assert (status, err) == (0, "")
    assert "2 reproduced, 2 explained, 0 failed of 4 published figures" in out


def test_the_list_of_studies_tells_what_is_wrong_in_each_source(run):
    rows = {row["name"]: row for row in json.loads(run("list", "studies", "--json")[1])}
    assert rows["odc-3.1.0"]["cases"][:3] == ["today", "early", "mature"]
    assert all(row["wrong_in_the_source"] for row in rows.values())
