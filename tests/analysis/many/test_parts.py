"""Tables on disk: what was stopped goes on to the same bytes, what is another's is left alone."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

import orbital as orb
from orbital.analysis.many import grids, parts

AXES = {"orbital.launch_vehicle": ["falcon-9", "starship-v3"], "orbital.launch_price": orb.span("100 USD/kg", "3000 USD/kg", 40)}


@pytest.fixture(scope="module")
def s():
    return orb.scenario("ai1-vs-colossus-1")


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(grids, "PIECE", 8)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_on_disk_is_what_is_in_memory(s, small, tmp_path):
    stored = orb.sweep(s, AXES, ["ratio", "infeasible", "orbital.launch_cost"], out=tmp_path / "t")
    held = orb.sweep(s, AXES, ["ratio", "infeasible", "orbital.launch_cost"]).to_frame()
    assert len(stored.files) == 10
    frame = stored.to_frame()
    assert list(frame.columns) == list(held.columns)
    for head in held.columns:
        assert np.array_equal(frame[head].to_numpy(), held[head].to_numpy())
    assert stored.to_frame(["ratio"]).shape == (80, 1)
    assert orb.open_parts(tmp_path / "t").about["outputs"] == {"ratio": "", "infeasible": "", "orbital.launch_cost": "MUSD/yr"}


def test_a_second_run_writes_nothing_and_a_broken_part_is_made_anew(s, small, tmp_path):
    folder = tmp_path / "t"
    orb.sweep(s, AXES, out=folder)
    whole = contents(folder)
    times = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    orb.sweep(s, AXES, out=folder)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == times
    (folder / "part-000003.parquet").unlink()
    (folder / "part-000004.parquet").write_bytes(whole["part-000004.parquet"][:100])
    (folder / "part-000005.parquet").write_bytes(b"")
    orb.sweep(s, AXES, out=folder)
    assert contents(folder) == whole


def test_a_part_of_another_table_is_made_anew(s, small, tmp_path):
    orb.sweep(s, AXES, out=tmp_path / "t")
    orb.sweep(s, {**AXES, "orbital.launch_price": orb.span("100 USD/kg", "2999 USD/kg", 40)}, out=tmp_path / "other")
    whole = contents(tmp_path / "t")
    (tmp_path / "t" / "part-000002.parquet").write_bytes((tmp_path / "other" / "part-000002.parquet").read_bytes())
    orb.sweep(s, AXES, out=tmp_path / "t")
    assert contents(tmp_path / "t") == whole


def test_a_run_that_is_killed_goes_on_to_the_same_bytes(s, tmp_path):
    axes = {"orbital.launch_price": orb.span("100 USD/kg", "3000 USD/kg", 2000), "ground.electricity_price": orb.span("30 USD/MWh", "90 USD/MWh", 1500)}
    script = """
import orbital as orb
axes = {"orbital.launch_price": orb.span("100 USD/kg", "3000 USD/kg", 2000), "ground.electricity_price": orb.span("30 USD/MWh", "90 USD/MWh", 1500)}
orb.sweep(orb.scenario("ai1-vs-colossus-1"), axes, out="t")
"""
    process = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path)
    deadline = time.monotonic() + 60.0
    while len(list((tmp_path / "t").glob("part-*"))) < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    there = len(list((tmp_path / "t").glob("part-*.parquet")))
    assert there >= 3
    resumed = orb.sweep(s, axes, out=tmp_path / "t")
    whole = orb.sweep(s, axes, out=tmp_path / "whole")
    assert [path.read_bytes() for path in resumed.files] == [path.read_bytes() for path in whole.files]
    assert sum(len(frame) for frame in whole.frames()) == 3_000_000


def test_a_run_that_is_interrupted_ends_at_once_and_goes_on(tmp_path):
    command = [
        sys.executable, "-m", "orbital.cli", "sweep", "ai1-vs-colossus-1", "--axis", "orbital.launch_price=50:3000:3000:USD/kg",
        "--axis", "orbital.altitude=520:700:2000:km", "--out", "t", "--workers", "2",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=tmp_path, start_new_session=True, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    deadline = time.monotonic() + 60.0
    while len(list((tmp_path / "t").glob("part-*"))) < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode not in (0, -signal.SIGKILL)
    assert b"Traceback" not in err
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sum(len(frame) for frame in orb.open_parts(tmp_path / "t").frames(["ratio"])) == 6_000_000


def test_listed_cases_are_called_cases_and_half_a_description_is_no_other_table(s, tmp_path):
    (tmp_path / ".about.json.0123").write_text("{")  # of a run that was killed in its first moment
    found = orb.sweep(s, [{"orbital.altitude": "700 km"}, {}], out=tmp_path)
    assert repr(found).endswith(f": 2 cases in 1 part in {tmp_path}")


def test_more_files_than_a_folder_should_hold_are_refused_at_once(s, tmp_path):
    axes = {name: orb.span(f"1 {unit}", f"2 {unit}", 10**7) for name, unit in (("orbital.launch_price", "USD/kg"), ("ground.electricity_price", "USD/MWh"))}
    with pytest.raises(orb.InputError, match="parts on disk; at most 1,000,000"):
        orb.sweep(s, axes, out=tmp_path / "t")
    assert not (tmp_path / "t").exists()


def test_what_is_no_part_of_a_table_is_not_read_with_it(s, small, tmp_path):
    found = orb.sweep(s, AXES, out=tmp_path)
    (tmp_path / "part-000099.parquet").write_bytes(found.files[0].read_bytes())
    assert len(orb.open_parts(tmp_path).to_frame()) == found.points


def test_another_scenario_is_refused_and_nothing_is_added(s, small, tmp_path):
    orb.sweep(s, AXES, out=tmp_path)
    before = contents(tmp_path)
    for other, axes, outputs in (
        (s.replace({"ground.electricity_price": "50 USD/MWh"}), AXES, ["ratio"]),
        (s.replace({"boundary": "without-upkeep"}), AXES, ["ratio"]),
        (s, AXES, ["ratio", "orbital.total_cost"]),
        (s, {**AXES, "orbital.launch_price": orb.span("100 USD/kg", "3001 USD/kg", 40)}, ["ratio"]),
    ):
        with pytest.raises(orb.InputError, match="holds another table"):
            orb.sweep(other, axes, outputs, out=tmp_path)
    assert contents(tmp_path) == before


def test_a_folder_with_other_things_in_it_is_left_alone(s, tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(orb.InputError, match="not empty"):
        orb.sweep(s, AXES, out=tmp_path)
    (tmp_path / "about.json").write_text("{")
    with pytest.raises(orb.InputError, match=r"about\.json"):
        orb.sweep(s, AXES, out=tmp_path)
    with pytest.raises(orb.InputError, match="cannot be written"):
        orb.sweep(s, AXES, out=tmp_path / "thesis.tex")
    assert (tmp_path / "thesis.tex").read_text() == "mine"


def test_more_than_the_disk_holds_is_refused_before_any_work(s, tmp_path, monkeypatch):
    monkeypatch.setattr(parts.shutil, "disk_usage", lambda folder: os.terminal_size((0, 0)) and type("Usage", (), {"free": 100})())
    with pytest.raises(orb.InputError, match="GB are needed"):
        orb.sweep(s, AXES, out=tmp_path / "t")
    assert not list((tmp_path / "t").glob("*"))


def test_half_a_table_is_not_read_as_a_whole(s, small, tmp_path):
    found = orb.sweep(s, AXES, out=tmp_path)
    found.files[0].unlink()
    with pytest.raises(orb.InputError, match="9 of 10 parts"):
        orb.open_parts(tmp_path)
    with pytest.raises(orb.InputError, match="holds no table"):
        orb.open_parts(tmp_path / "nowhere")


def test_the_description_is_plain_json(s, small, tmp_path):
    orb.sweep(s, AXES, out=tmp_path)
    about = json.loads((tmp_path / "about.json").read_text())
    assert about["scenario"] == "ai1-vs-colossus-1"
    assert about["axes"][0]["values"] == ["falcon-9", "starship-v3"]
