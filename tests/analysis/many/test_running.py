"""Tasks on processes, threads and a Dask cluster: whatever dies in between, each result is there once and the same."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from distributed import Client

import orbital as orb
from orbital.analysis.many import running
from orbital.analysis.many.grids import GridJob
from orbital.analysis.many.running import run_tasks

AXES = {"orbital.launch_price": orb.span("100 USD/kg", "3000 USD/kg", 300), "orbital.altitude": orb.span("520 km", "700 km", 1000)}


class Squares:
    """A job whose worker dies, or fails, at one task as often as a file says."""

    unit = "tasks"

    def __init__(self, folder, dies=0, fails=-1):
        self.folder, self.dies, self.fails = Path(folder), dies, fails

    def __call__(self, task):
        if task == self.fails:
            raise ZeroDivisionError("one over nothing")
        if task == 3:
            died = len(list(self.folder.glob("died-*")))
            if died < self.dies:
                (self.folder / f"died-{died}").touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return task * task

    def size(self, task):
        return 1

    def describe(self, task):
        return f"number {task}"


@pytest.fixture(scope="module")
def s():
    return orb.scenario("ai1-vs-colossus-1")


@pytest.fixture(scope="module")
def ratio(s):
    return orb.sweep(s, AXES)["ratio"]


def test_processes_and_threads_give_the_same_bits(s, ratio):
    assert np.array_equal(orb.sweep(s, AXES, workers=2)["ratio"], ratio)
    with ThreadPoolExecutor(3) as threads:
        assert np.array_equal(orb.sweep(s, AXES, executor=threads)["ratio"], ratio)


def test_a_worker_that_is_killed_is_replaced(tmp_path):
    job = Squares(tmp_path, dies=1)
    assert dict(run_tasks(job, range(20), workers=2)) == {task: task * task for task in range(20)}
    assert (tmp_path / "died-0").exists()


def test_a_task_that_kills_every_worker_is_named(tmp_path):
    with pytest.raises(orb.TaskError, match=r"task 3 \(number 3\) failed: 3 processes"):
        dict(run_tasks(Squares(tmp_path, dies=99), [3, 4], workers=2))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_that_fails_is_named_and_can_be_done_again(tmp_path, workers):
    with pytest.raises(orb.TaskError, match=r"task 5 \(number 5\) failed: ZeroDivisionError.*one over nothing") as caught:
        dict(run_tasks(Squares(tmp_path, fails=5), range(20), workers=workers))
    with pytest.raises(ZeroDivisionError):
        caught.value.job(caught.value.task)


SWEEP = """
import orbital as orb
orb.sweep(orb.scenario("ai1-vs-colossus-1"), {"orbital.launch_price": orb.span("50 USD/kg", "3000 USD/kg", 200000)}, workers=2)
"""


def test_a_script_from_standard_input_is_told_why_no_process_can_import_it(tmp_path):
    done = subprocess.run([sys.executable], input=SWEEP, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "InputError: workers: processes start by importing the script, and <stdin> cannot be imported" in done.stderr


def test_a_script_without_a_guard_is_told_of_it(tmp_path):
    (tmp_path / "script.py").write_text(SWEEP)
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "what asks for workers must stand under if __name__ == '__main__':" in done.stderr


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_the_process_that_asked_for_them(tmp_path, how):
    script = f"""
import os, sys, time
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_running import Sleepers, run_tasks
if __name__ == "__main__":
    dict(run_tasks(Sleepers({str(tmp_path)!r}), range(8), workers=2))
"""
    (tmp_path / "script.py").write_text(script)
    process = subprocess.Popen([sys.executable, "script.py"], cwd=tmp_path)
    _until(lambda: len(list(tmp_path.glob("worker-*"))) == 2)
    workers = [int(path.name.partition("-")[2]) for path in tmp_path.glob("worker-*")]
    process.send_signal(how)
    process.wait()
    _until(lambda: not any(map(_runs, workers)))
    assert len(workers) == 2
    assert not any(map(_runs, workers))


def _until(done):
    deadline = time.monotonic() + 30.0
    while not done() and time.monotonic() < deadline:
        time.sleep(0.05)


def _runs(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Sleepers(Squares):
    """A job that takes a minute a task and leaves the numbers of the processes that do it."""

    def __call__(self, task):
        (self.folder / f"worker-{os.getpid()}").touch()
        time.sleep(60.0)


def test_a_worker_of_another_version_is_refused(s, monkeypatch):
    monkeypatch.setattr(running, "_version", iter(["0.0", "0.1"]).__next__)
    with pytest.raises(orb.OrbitalError, match=r"a worker has orbital 0\.1"), ThreadPoolExecutor(1) as threads:
        orb.sweep(s, {"orbital.launch_price": ["50 USD/kg"]}, executor=threads)


@pytest.mark.parametrize("workers", [0, -1, 1.5, True])
def test_refuses_a_worker_count_that_is_none(s, workers):
    with pytest.raises(orb.InputError, match="workers"):
        orb.sweep(s, AXES, workers=workers)


# --- a Dask cluster: scheduler and workers are processes of their own ---
@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Address and worker processes of a scheduler with two workers."""
    folder = tmp_path_factory.mktemp("dask")
    told, started = folder / "scheduler.json", []

    def start(*command):
        seen = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(Path(orb.__file__).parents[1])])}
        process = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, env=seen)
        started.append(process)
        return process

    start("distributed.cli.dask_scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told))
    for number in range(2):
        start(
            "distributed.cli.dask_worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--name", f"worker-{number}", "--local-directory", str(folder),
        )  # fmt: skip
    deadline = time.monotonic() + 60.0
    while not told.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    with Client(scheduler_file=str(told), set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        yield client.scheduler.address, started[1:]
    for process in started:
        process.kill()
        process.wait()


def test_a_dask_cluster_gives_the_same_bits_and_loses_nothing_with_a_worker(s, ratio, cluster):
    address, workers = cluster
    with orb.dask_executor(address) as executor:
        assert np.array_equal(orb.sweep(s, AXES, executor=executor)["ratio"], ratio)
        spread = orb.monte_carlo(s, 2**15, executor=executor)
    assert np.array_equal(spread.ratio, orb.monte_carlo(s, 2**15).ratio, equal_nan=True)
    job = Slowly(GridJob.of(s, {**AXES, "ground.electricity_price": orb.span("30 USD/MWh", "90 USD/MWh", 4)}, ("ratio",)))
    alone = dict(run_tasks(job, range(job.job.tasks)))
    with orb.dask_executor(address) as executor:
        found = {}
        for task, result in run_tasks(job, range(job.job.tasks), executor=executor):
            found[task] = result["ratio"]
            if len(found) == 2:
                workers[0].send_signal(signal.SIGKILL)
                workers[0].wait()
    assert sorted(found) == list(range(10))
    assert all(np.array_equal(found[task], alone[task]["ratio"]) for task in alone)


class Slowly:
    """A job that takes its time, so that a worker can die in the middle of it."""

    unit = "points"

    def __init__(self, job):
        self.job = job

    def __call__(self, task):
        time.sleep(0.2)
        return self.job(task)

    def size(self, task):
        return self.job.size(task)

    def describe(self, task):
        return self.job.describe(task)


def test_an_address_where_no_scheduler_is_says_so():
    with pytest.raises(orb.InputError, match="no scheduler answers"), orb.dask_executor("tcp://127.0.0.1:9"):
        pass
