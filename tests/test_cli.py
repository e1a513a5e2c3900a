"""The command line: answers exit with 0, also when they are "infeasible"; refused input exits with 2 and one line per fault on standard error."""

import io
import json
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from rich.console import Console

import orbital as orb
from orbital.cli.answers import KINDS as LISTED_KINDS
from orbital.views.decisions import print_ladder
from orbital.views.sensitivity import print_dependence

DEFAULT = "ai1-vs-colossus-1"
KINDS = get_args(LISTED_KINDS)
FILE = """
title = "mine"
price_year = 2025
[workload]
use = "inference-deepseek-r1"
demanded_capacity = "1 GW"
[common]
accelerator = "gb300-nvl72"
[orbital]
design = "spacex-ai1"
launch_vehicle = "starship-v3"
[ground]
site = "colossus-1"
electricity_price = "70 USD/MWh"
"""
INFEASIBLE = {
    "orbital.radiator_temperature=190 K": "gives off less than it takes up",
    "orbital.satellite_mass=500 tonne": "no flight lifts it",
    "orbital.structure_mass_fraction=0.9": "the mass diverges",
    "orbital.radiator_area=5 m**2": "give more area",
    "orbital.array_power_beginning_of_life=1 kW": "the load and its recharge need",
}


def process(*arguments, **environment):
    command = [sys.executable, "-W", "error", "-m", "orbital.cli", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


def strict(text):
    def refuse(word):
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)


def numbers(document):
    """Every {"value": ..., "unit": ...} of a document."""
    if isinstance(document, dict):
        if {"value", "unit"} <= document.keys():
            yield document
        document = list(document.values())
    if isinstance(document, list):
        for item in document:
            yield from numbers(item)


# --- answers ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare"], ["Orbit costs ", " times ground", "probability", "what stops it", "boundary all-in", "per million tokens"]),
        (
            ["compare", "--full"],
            [
                "orbital.radiator_area",
                "ground.electricity_price",
                "power bases",
                "IT with its network",
                "sources disagree, design spacex-ai1: array: 150 kW (600 m2)",
            ],
        ),
        (["profile"], ["end of life", "least power margin", "hottest radiator", "depth of discharge"]),
        (["profile", "--new"], ["beginning of life"]),
        (["altitude"], ["cheapest at", "disposal by reentry", "decay time", "1400"]),
        (["compare", "--set", "boundary=without-upkeep"], ["boundary without-upkeep"]),
        (["compare", "--set", "common.finance=market-2026", "--set", "orbital.launch_price = 200 USD/kg"], ["market-2026", "200 USD/kg"]),
        (["explain", DEFAULT, "orbital.radiator_area"], ["radiator_area = ", "m²", "source:", "given by"]),
        (["explain", DEFAULT, "orbital.radiator_area", "--depth", "0"], ["from: "]),
        (["explain", DEFAULT, "ground.electricity_price"], ["given by site colossus-1", "EIA"]),
        (["explain", DEFAULT, "orbital.beta_angle"], ["along day"]),
        (["explain", DEFAULT, "orbital.altitude", "--set", "orbital.altitude=700 km"], ["700 km", "given by"]),
        (["studies"], ["mccalip-2025", "semianalysis-2026", "reproduced", "0 failed", "wrong in the source"]),
        (["studies", "semianalysis-2026"], ["semianalysis-2026", "reproduced"]),
        (["reconcile", "semianalysis-2026", "mccalip-2025"], ["semianalysis-2026", "mccalip-2025", "life and finance"]),
        (["reconcile", DEFAULT, "mccalip-2025"], [DEFAULT, "mccalip-2025"]),
        (["break-even", DEFAULT, "orbital.launch_price"], ["orbital.launch_price", "ground is cheaper throughout", "it would take -"]),
        (["break-even", DEFAULT, "ground.building_price"], ["ground.building_price = ", "USD/W", "makes orbit cost as much as the ground"]),
        (["--help"], ["compare", "explain", "break-even", "reconcile", "studies", "list"]),
    ],
)
def test_a_question_is_answered_in_words(run, arguments, words):
    status, out, err = run(*arguments)
    assert (status, err) == (0, "")
    flat = " ".join(out.split())
    for word in words:
        assert word in flat


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_shows_every_name_as_table_and_as_json(run, kind):
    status, out, err = run("list", kind, "--json")
    assert (status, err) == (0, "")
    rows = strict(out)
    assert rows
    assert all(row["name"] for row in rows)
    status, table, err = run("list", kind)
    assert (status, err) == (0, "")
    assert [row["name"] for row in rows if row["name"] not in table] == []


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["compare"], ["scenario", "labels", "ratio", "market_ratio", "as_built_ratio", "feasible", "reasons", "orbital", "ground", "uncertainty"]),
        (["explain", DEFAULT, "orbital.radiator_area"], ["quantity", "explanation"]),
        (["reconcile", "semianalysis-2026", "mccalip-2025"], []),
        (["break-even", DEFAULT, "orbital.launch_price"], ["quantity", "value", "unit", "reason", "would_be"]),
        (["break-even", DEFAULT, "ground.electricity_price"], ["quantity", "value", "unit", "reason", "would_be"]),
        (["sweep", DEFAULT, "--axis", "orbital.launch_price=50:900:3:USD/kg", "--output", "orbital.satellite_mass"], ["scenario", "axes", "outputs"]),
        (["monte-carlo", "--samples", "64"], ["scenario", "samples", "ratio", "probability_cheaper", "infeasible_by_reason", "varied", "dead"]),
    ],
)
def test_json_is_one_strict_document(run, arguments, keys):
    status, out, err = run(*arguments, "--json")
    assert (status, err) == (0, "")
    document = strict(out)
    assert set(keys) <= document.keys()
    assert all(isinstance(item["unit"], str) and isinstance(item["value"], (int, float, type(None))) for item in numbers(document))


def test_json_of_the_studies_is_rows_with_a_verdict(run):
    status, out, _ = run("studies", "--json")
    assert status == 0
    assert {row["verdict"] for row in strict(out)} <= {"reproduced", "explained"}


def test_json_and_words_give_the_same_ratio(run):
    ratio = strict(run("compare", "--json")[1])["ratio"]
    assert f"Orbit costs {ratio:.2g} times ground" in " ".join(run("compare")[1].split())


def test_a_file_is_compared_as_a_shipped_scenario_is(run, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(FILE, encoding="utf-8")
    status, out, err = run("compare", str(path), "--json")
    assert (status, err) == (0, "")
    document = strict(out)
    assert document["title"] == "mine"
    assert document["ground"]["electricity_price"]["value"] == pytest.approx(70.0)


@pytest.mark.parametrize("folder", ["[ground]", "[bold]", "[x"])
def test_brackets_in_a_path_or_title_are_printed_as_they_are(run, tmp_path, monkeypatch, folder):
    path = tmp_path / folder / "mine.toml"
    path.parent.mkdir()
    path.write_text(FILE.replace("mine", "[/mine]"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    status, out, err = run("compare", f"{folder}/mine.toml", "--full")
    assert (status, err) == (0, "")
    assert f"{folder}/mine.toml" in "".join(out.split())


def test_a_file_called_like_closing_markup_is_printed_as_it_is(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("[").mkdir()
    Path("[/mine].toml").write_text(FILE, encoding="utf-8")
    status, out, _ = run("compare", "[/mine].toml", "--full")
    assert status == 0
    assert "[/mine].toml" in "".join(out.split())


# --- infeasible is an answer ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("setting", "reason"), INFEASIBLE.items())
def test_an_infeasible_design_is_answered_with_the_reason_and_no_price(run, setting, reason):
    status, out, err = run("compare", "--set", setting)
    assert (status, err) == (0, "")
    flat = " ".join(out.split())
    assert flat.startswith("No cost")
    assert reason in flat
    assert " times ground" not in flat
    total = next(line for line in out.splitlines() if line.strip().startswith("total cost"))
    assert total.split()[2] == "-"


@pytest.mark.parametrize(("setting", "reason"), INFEASIBLE.items())
def test_json_of_an_infeasible_design_has_null_for_every_headline(run, setting, reason):
    status, out, err = run("compare", "--set", setting, "--json")
    assert (status, err) == (0, "")
    document = strict(out)
    assert document["feasible"] is False
    assert any(reason in told for told in document["reasons"])
    assert [document[key] for key in ("ratio", "market_ratio", "as_built_ratio", "chip_factor")] == [None] * 4
    assert document["orbital"]["levelized_cost_per_pflop_hour"]["value"] is None
    assert document["ground"]["levelized_cost_per_pflop_hour"]["value"] > 0.0
    assert document["uncertainty"]["probability_cheaper"]["value"] == 0.0


@pytest.mark.parametrize("quantity", ["orbital.altitude", "orbital.launch_price", "ground.electricity_price", "orbital.mass_margin", "orbital.satellite_count"])
def test_break_even_of_an_infeasible_design_is_answered(run, quantity):
    status, out, err = run("break-even", DEFAULT, quantity, "--set", "orbital.radiator_temperature=190 K", "--json")
    assert (status, err) == (0, "")
    document = strict(out)
    assert document["value"] is None
    assert document["reason"]


# --- refused ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["compare", "ai1-vs-colosus-1"], [["'ai1-vs-colosus-1' is not known", "did you mean 'ai1-vs-colossus-1'"]]),
        (["compare", "nowhere.toml"], [["nowhere.toml", "no such file"]]),
        (["compare", "."], [["is a directory"]]),
        (["compare", "--set", "orbital.altitude"], [["'orbital.altitude'", "KEY=VALUE"]]),
        (["compare", "--set", "=5"], [["'=5'", "KEY=VALUE"]]),
        (["compare", "--set", "orbital.altitude="], [["orbital.altitude = ''"]]),
        (["compare", "--set", "orbital.altitude=600"], [["orbital.altitude = 600", "the unit is missing"]]),
        (["compare", "--set", "orbital.altitude=nan"], [["orbital.altitude", "a finite number"]]),
        (["compare", "--set", "orbital.altitude=600 kg"], [["orbital.altitude", "'kg' is not a unit", "in km"]]),
        (["compare", "--set", "orbital.altitude=1 km", "--set", "orbital.altitude=2 km"], [["orbital.altitude is given twice"]]),
        (["compare", "--set", "orbital.altitud=600 km"], [["did you mean 'altitude'"]]),
        (["compare", "--set", "orbital.launch_price=$5/kg"], [["write USD"]]),
        (["compare", "--set", "orbital.cell_efficiency=30"], [["write '30 %'"]]),
        (["compare", "--set", "orbital.design=starlnk-v2-mini"], [["did you mean 'starlink-v2-mini'"]]),
        (["compare", "--set", "boundary=al-in"], [["did you mean 'all-in'"]]),
        (["compare", "--set", "common.accelerator=h100-sxm"], [["no peak rate in 'fp4'", "bf16, fp8"]]),
        (["compare", "--set", f"ground.power_usage_effectiveness={'1' * 400}"], [["power_usage_effectiveness", "a finite number"]]),
        (["compare", "--set", "orbital.formulas.radiator_temperature=radiator_temperature_from_area"], [["form a cycle"]]),
        (["compare", "--set", "orbital.total_cost=5 MUSD/yr"], [["total_cost"]]),
        (
            ["compare", "--set", "orbital.altitude=600", "--set", "ground.electricity_price=5 kg", "--set", "ground.sit=x"],
            [["orbital.altitude"], ["electricity_price"], ["did you mean 'site'"]],
        ),
        (["compare", "--set", "orbital.altitude=600", "--set", "ground.electricity_price=5 kg"], [["orbital.altitude"], ["electricity_price"]]),
        (["compare", "--set", "a", "--set", "b"], [["'a'"], ["'b'"]]),
        (["explain", DEFAULT, "orbital.radiator_are"], [["did you mean 'radiator_area'"]]),
        (["explain", DEFAULT, "radiator_area"], [["name a side and a quantity"]]),
        (["explain", "nosuch", "orbital.radiator_area"], [["'nosuch' is not known"]]),
        (["studies", "mccalip"], [["'mccalip' is not known", "did you mean 'mccalip-2025'"]]),
        (["reconcile", "semianalysis-2026", "mccalip"], [["'mccalip' is not known", "mccalip-2025"]]),
        (["reconcile", "semianalysis-2026", "mccalip-2025", "--quantity", "launch_price"], [["name a side and a quantity"]]),
        (["reconcile", "semianalysis-2026", "mccalip-2025", "--quantity", "orbital.launch_pric"], [["did you mean 'launch_price'"]]),
        (["reconcile", "semianalysis-2026", "mccalip-2025", "--quantity", "orbital.beta_angle"], [["along day"]]),
        (["sweep", DEFAULT], [["--axis", "--cases FILE"]]),
        (["sweep", DEFAULT, "--axis", "orbital.altitude"], [["'orbital.altitude'", "KEY=LOW:HIGH:COUNT"]]),
        (["sweep", DEFAULT, "--axis", "orbital.altitude=1:2:x:km"], [["the count is a whole number"]]),
        (["sweep", DEFAULT, "--axis", "orbital.altitude=1:2:3:km:log:5"], [["the count is a whole number"]]),
        (["sweep", DEFAULT, "--axis", "orbital.altitude=500:600:3"], [["the unit is missing"]]),
        (["sweep", DEFAULT, "--axis", "orbital.altitude=600:500:3:km"], [["the first value must be the lower one"]]),
        (["sweep", DEFAULT, "--axis", "orbital.altitude=1 km", "--axis", "orbital.altitude=2 km"], [["axis orbital.altitude is given twice"]]),
        (["sweep", DEFAULT, "--axis", "orbital.altitud=500:600:3:km", "--axis", "ground.x=1,2"], [["did you mean 'altitude'"], ["ground.x is not"]]),
        (["sweep", DEFAULT, "--axis", "orbital.altitude=600 km", "--out", "t", "--csv", "t.csv"], [["leave out --csv and --plot"]]),
        (["sweep", DEFAULT, "--cases", "nowhere.csv"], [["nowhere.csv", "cannot be read"]]),
        (["sweep", DEFAULT, "--axis", "orbital.altitude=600 km", "--dask", "tcp://127.0.0.1:9"], [["no scheduler answers"]]),
        (["monte-carlo", "--samples", "3"], [["samples = 3"]]),
        (["monte-carlo", "--only", "orbital.altitude"], [["orbital.altitude has no spread"]]),
        (["monte-carlo", "--correlate", "a"], [["'a'", "A,B=RHO"]]),
        (["monte-carlo", "--workers", "0"], [["workers = 0"]]),
        (["break-even", DEFAULT, "orbital.launch_pric"], [["did you mean 'launch_price'"]]),
        (["break-even", DEFAULT, "launch_price"], [["name a side and a quantity"]]),
        (["break-even", DEFAULT, "orbital.beta_angle"], [["along day"]]),
        (["break-even", "ai1-claimed-vs-colossus-1", "orbital.radiator_emissivity"], [["radiator_emissivity", "satellite_mass"]]),
    ],
)
def test_refused_input_exits_with_2_and_one_line_per_fault(run, arguments, lines):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    told = err.splitlines()
    assert all(line.startswith("refused: ") for line in told)
    assert len(told) == len(lines)
    for words in lines:
        assert any(all(word in line for word in words) for line in told), words


def test_refused_json_prints_nothing_on_standard_output(run):
    status, out, err = run("compare", "--json", "--set", "orbital.altitude=600")
    assert (status, out) == (2, "")
    assert err.startswith("refused: ")


@pytest.mark.parametrize(
    "arguments",
    [["list", "nosuch"], ["list"], ["nosuch"], ["compare", "--nosuch"], ["explain", DEFAULT], ["explain", DEFAULT, "orbital.altitude", "--depth", "-1"]],
)
def test_wrong_usage_exits_with_2_and_says_so_on_standard_error(run, arguments):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert "Usage:" in err


def test_all_faults_of_a_file_are_lines_on_standard_error(run, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("vesion = 1\n" + FILE.replace('"70 USD/MWh"', "70").replace("[ground]", 'altitud = "5 km"\n[ground]'), encoding="utf-8")
    status, out, err = run("compare", str(path))
    assert (status, out) == (2, "")
    assert [sum(word in line for line in err.splitlines()) for word in ("vesion", "altitud ", "electricity_price")] == [1, 1, 1]


# --- as a process -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "arguments",
    [
        ["compare"],
        ["compare", "--json"],
        ["compare", "--full"],
        ["explain", DEFAULT, "orbital.satellite_mass", "--depth", "9"],
        ["list", "quantities"],
        ["studies", "--json"],
        ["reconcile", "semianalysis-2026", "mccalip-2025"],
        ["break-even", DEFAULT, "ground.electricity_price"],
        ["compare", "--set", "orbital.altitud=5 km", "--set", "orbital.launch_price=5 Kg"],
    ],
)
def test_two_runs_give_the_same_bytes(arguments):
    first, second = (process(*arguments, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert (first.returncode, first.stdout, first.stderr) == (second.returncode, second.stdout, second.stderr)
    assert b"Traceback" not in first.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("arguments", [["compare"], ["compare", "--json"], ["explain", DEFAULT, "orbital.radiator_area"], ["list", "studies"]])
def test_a_terminal_without_unicode_gets_an_answer(arguments, encoding):
    done = process(*arguments, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(shutil.which("head") is None, reason="needs the command head")
@pytest.mark.parametrize(
    "arguments",
    [["list", "quantities"], ["list", "parameters", "--json"], ["compare", "--json"], ["explain", DEFAULT, "orbital.satellite_mass", "--depth", "9"]],
)
def test_output_cut_short_by_head_leaves_no_traceback(arguments):
    command = [sys.executable, "-W", "error", "-m", "orbital.cli", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
        head = subprocess.run(["head", "-n", "1"], stdin=writer.stdout, capture_output=True, check=True)
        writer.stdout.close()
        err = writer.stderr.read()
    assert head.stdout
    assert (writer.returncode, err) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["list", "ground_networks"], ["list", "ground_networks", "--json"]])
def test_a_full_disk_is_said_in_a_line(arguments):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "orbital.cli", *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1 and done.stderr.startswith(b"failed: ") and done.stderr.count(b"\n") == 1


# --- many scenarios -----------------------------------------------------------------------------------------------------
def test_a_sweep_goes_to_the_screen_a_file_and_a_folder(run, tmp_path):
    asked = ["sweep", DEFAULT, "--axis", "orbital.launch_price=50:900:4:USD/kg:log", "--axis", "orbital.launch_vehicle=falcon-9,starship-v3"]
    status, out, err = run(*asked, "--csv", str(tmp_path / "t.csv"), "--plot", str(tmp_path / "p.png"))
    assert (status, err) == (0, "")
    assert "8 points (4 orbital.launch_price x 2 orbital.launch_vehicle)" in out
    rows = (tmp_path / "t.csv").read_text().splitlines()
    assert rows[0] == "orbital.launch_price [USD/kg],orbital.launch_vehicle,ratio"
    assert len(rows) == 9
    assert rows[1].startswith("50,falcon-9,")
    for _ in range(2):
        status, out, err = run(*asked, "--out", str(tmp_path / "parts"))
        assert (status, err) == (0, "")
        assert "in 2 parts" in out


def test_cases_are_read_from_a_file(run, tmp_path):
    (tmp_path / "c.csv").write_text("orbital.launch_price [USD/kg], orbital.launch_vehicle\n100, falcon-9\n, starship-v3\n")
    status, out, err = run("sweep", DEFAULT, "--cases", str(tmp_path / "c.csv"), "--json")
    assert (status, err) == (0, "")
    document = strict(out)
    assert document["outputs"]["ratio"]["values"][1] == pytest.approx(strict(run("compare", "--json")[1])["ratio"], rel=1e-12)
    assert document["cases"][0]["values"] == [pytest.approx(100.0), None]


def test_draws_are_told_with_their_errors(run, tmp_path):
    only = ["--only", "orbital.satellite_loss_rate", "--only", "ground.staff_price"]
    status, out, err = run("monte-carlo", "--samples", "512", *only, "--csv", str(tmp_path / "d.csv"), "--plot", str(tmp_path / "d.png"))
    assert (status, err) == (0, "")
    rows = (tmp_path / "d.csv").read_text().splitlines()
    assert (len(rows), rows[0]) == (513, "orbital.satellite_loss_rate [1/yr],ground.staff_price [kUSD/yr],ratio")
    assert (tmp_path / "d.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert "ratio P50" in out and "standard error" in out and "512 draws of 2 spreads" in out


# --- tables and pictures to files ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("command", "rows"), [("profile", 73 * 72), ("altitude", 111)])
def test_a_table_and_a_picture_are_written(run, tmp_path, command, rows):
    table, picture = tmp_path / "t.csv", tmp_path / "p.png"
    status, out, err = run(command, "--csv", str(table), "--plot", str(picture), "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["scenario"] == DEFAULT
    assert len(table.read_text().splitlines()) == rows + 1
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(("option", "name"), [("--plot", "nowhere/p.png"), ("--plot", "p.nothing"), ("--csv", "nowhere/t.csv")])
def test_a_file_that_cannot_be_written_is_refused_by_name(run, tmp_path, option, name):
    status, _, err = run("altitude", option, str(tmp_path / name))
    assert status == 2
    assert err.startswith("refused: ")
    assert name in err


def test_of_a_table_and_a_picture_the_one_that_cannot_be_written_is_named(run, tmp_path):
    status, _, err = run("altitude", "--csv", str(tmp_path / "nowhere" / "t.csv"), "--plot", str(tmp_path / "p.png"))
    assert status == 2
    assert err.startswith(f"refused: {tmp_path}/nowhere/t.csv: cannot be written")


# --- what would silently say nothing, and what a screen has room for ------------------------------------------------------
PAIR = "orbital.satellite_loss_rate,ground.staff_price"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["sweep", DEFAULT, "--axis", "orbital.altitude=500:800:3:km", "--workers", "2", "--dask", "tcp://127.0.0.1:9"], "either --workers or --dask"),
        (["monte-carlo", "--correlate", f"{PAIR}=0.5", "--correlate", f"{PAIR}=-0.5"], f"--correlate {PAIR} is given twice"),
        (["optimize", DEFAULT, "orbital.altitude", "--quantile", "0.9"], "ask for robust as well"),
        (["monte-carlo", "mccalip-2025"], "mccalip-2025 is a study, not a scenario: see `orbital studies mccalip-2025`"),
    ],
)
def test_what_would_be_passed_over_or_is_no_scenario_is_refused(run, asked, told):
    status, _, err = run(*asked)
    assert status == 2
    assert told in err


def test_too_little_memory_is_said_in_a_line(run, monkeypatch):
    def full(*_):
        raise MemoryError("Unable to allocate 29 TiB")

    monkeypatch.setattr("orbital.analysis.unknowns.tornado.tornado", full)
    status, _, err = run("sensitivity", "--method", "tornado")
    assert status == 1
    assert err == "failed: more memory is needed than there is (Unable to allocate 29 TiB): ask for fewer points, draws or outputs\n"


@pytest.mark.parametrize("method", ["sobol", "morris", "tornado"])
def test_what_the_answer_depends_on_fits_eighty_columns(method):
    screen = _screen(print_dependence, {"sobol": orb.sensitivity, "morris": orb.morris, "tornado": orb.tornado}[method], 64)
    heads, rule = next((line, below) for line, below in pairwise(screen) if set(below.strip()) == {"─"})
    assert len(rule) <= 80
    assert heads.split()[-1] == {"sobol": "high", "morris": "factor", "tornado": "high"}[method]
    assert "…" not in "".join(screen)


def test_the_steps_of_a_ladder_name_their_sources_whole_in_eighty_columns():
    screen = _screen(print_ladder, orb.what_would_have_to_be_true)
    assert max(map(len, screen)) <= 80
    assert "…" not in "".join(screen)


def _screen(printed, ask, samples=None):
    """The lines that a terminal of 80 columns shows of an answer."""
    found = ask(orb.scenario(DEFAULT), *([samples] if samples and ask is not orb.tornado else []))
    console = Console(file=io.StringIO(), width=80, highlight=False)
    printed(found, console)
    return console.file.getvalue().splitlines()
