"""A job of many tasks on one core, on several, or on any executor: each task once, whatever dies in between."""

from __future__ import annotations

import hashlib
import os
import pickle
import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

from orbital.core.errors import InputError, OrbitalError
from orbital.core.progress import progress_bar

TRIES = 3
"""So often is a task tried when the process that ran it dies."""
AHEAD = 3
"""Tasks handed out for each worker: one runs, the others wait, so that none idles and results do not pile up."""

PRELOADED = ("scipy.stats",)
"""What takes half a second to import and draws need: loaded once, not in each process, and once for all pools of a session."""


class Job(Protocol):
    """Work cut into tasks by number. Picklable; a task's result depends on nothing but the job and the number."""

    unit: str

    def __call__(self, task: int) -> Any:
        """The result of one task."""

    def size(self, task: int) -> int:
        """How many units of work a task has."""

    def describe(self, task: int) -> str:
        """A task in words, for messages: `rows 8192 to 16383`."""


class TaskError(OrbitalError):
    """A task that failed: `error.job(error.task)` does it again, alone and in this process."""

    def __init__(self, job: Job, task: int, reason: str) -> None:
        self.job, self.task = job, task
        super().__init__(f"task {task} ({job.describe(task)}) failed: {reason}; error.job({task}) does it again")


def run_tasks(job: Job, tasks: Iterable[int], workers: int = 1, executor: Executor | None = None, shown: bool = False) -> Iterator[tuple[int, Any]]:
    """Each task's number and result, as they are done.

    workers : processes on this machine; 1 runs here. executor : any `concurrent.futures.Executor` instead, as a Dask client's. A process of
    ours that dies is replaced and its tasks done again; results do not depend on which process did them, nor on their order.

    Raises `TaskError` for a task that fails, `InputError` for a worker count below 1 or more processes for a script that none can import.
    """
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise InputError(f"workers = {workers!r}: a whole number of at least 1 is needed")
    tasks = list(tasks)
    with progress_bar(job.unit, sum(map(job.size, tasks)), shown) as advance:
        if executor is None and (workers == 1 or len(tasks) == 1):
            done: Iterable[tuple[int, Any]] = ((task, _here(job, task)) for task in tasks)
        elif executor is None:
            done = _on_own_pool(job, tasks, workers)
        else:
            done = _on_executor(job, tasks, executor)
        for task, result in done:
            advance(job.size(task))
            yield task, result


def in_order(tasks: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    """Results of tasks 0, 1, 2 ... as they come, each held back until those before it are there: so that what adds up does so in one order."""
    waiting: dict[int, Any] = {}
    due = 0
    for task, result in tasks:
        waiting[task] = result
        while due in waiting:
            yield due, waiting.pop(due)
            due += 1


def _here(job: Job, task: int) -> Any:
    try:
        return job(task)
    except OrbitalError:
        raise
    except Exception as error:
        raise TaskError(job, task, repr(error)) from error


def _on_own_pool(job: Job, tasks: list[int], workers: int) -> Iterator[tuple[int, Any]]:
    """On processes of our own; a pool that breaks is made anew for the tasks it left open."""
    _refuse_main_without_file()
    left, tried = dict.fromkeys(tasks), dict.fromkeys(tasks, 0)
    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload([type(job).__module__, *PRELOADED])
    while left:
        pool = ProcessPoolExecutor(workers, context, _live_as_parent_does)
        running: dict[Future[Any], int] = {}
        try:
            for task, result in _submitted(job, list(left), pool, workers * AHEAD, running):
                del left[task]
                yield task, result
        except BrokenExecutor:
            for task in running.values():
                tried[task] += 1
                if tried[task] >= TRIES:
                    guard = "" if len(left) < len(tasks) else "; in a script, what asks for workers must stand under if __name__ == '__main__':"
                    raise TaskError(job, task, f"{TRIES} processes that ran it, or others beside it, died{guard}") from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _refuse_main_without_file() -> None:
    """A process of ours imports the script that asked for it: one read from standard input is nowhere."""
    main = sys.modules["__main__"]
    path = getattr(main, "__file__", None)
    if path is not None and getattr(main, "__spec__", None) is None and not Path(path).exists():
        raise InputError(f"workers: processes start by importing the script, and {path} cannot be imported: save it as a file, or leave workers out")


def _live_as_parent_does() -> None:
    """Ctrl-C is for the parent: a worker that stopped halfway through handing over a result would leave it waiting. Without a parent, nobody waits for us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _on_executor(job: Job, tasks: list[int], executor: Executor) -> Iterator[tuple[int, Any]]:
    ahead = AHEAD * (getattr(executor, "_max_workers", None) or os.cpu_count() or 1)
    try:
        yield from _submitted(job, tasks, executor, ahead, {})
    except BrokenExecutor as error:
        raise OrbitalError(f"the executor broke: {error}; what is stored is kept, and a second run goes on from there") from error


def _submitted(job: Job, tasks: list[int], executor: Executor, ahead: int, running: dict[Future[Any], int]) -> Iterator[tuple[int, Any]]:
    """Tasks handed out a few at a time, results as they come. `running` tells which are out."""
    packed = pickle.dumps((_version(), pickle.dumps(job)))
    key = hashlib.sha256(packed).hexdigest()
    waiting = iter(tasks)
    try:
        while True:
            while len(running) < ahead and (task := next(waiting, None)) is not None:
                running[executor.submit(_do, key, packed, task)] = task
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                task = running[future]
                try:
                    result = future.result()
                except (OrbitalError, BrokenExecutor):
                    raise
                except Exception as error:
                    raise TaskError(job, task, repr(error)) from error
                del running[future]
                yield task, result
    finally:
        for future in running:
            future.cancel()


def _do(key: str, packed: bytes, task: int) -> Any:
    return _unpacked(key, packed)(task)


_kept: dict[str, Job] = {}


def _unpacked(key: str, packed: bytes) -> Job:
    """The job in a worker, unpacked once: what it prepares serves all its tasks. Raises `OrbitalError` where the worker would compute other numbers."""
    if key not in _kept:
        if len(_kept) >= 4:
            _kept.pop(next(iter(_kept)))
        version, job = pickle.loads(packed)  # what this process's own parent packed
        mine = _version()
        if version != mine:
            raise OrbitalError(f"a worker has orbital {mine}, and {version} is what asks: install the same on both")
        _kept[key] = pickle.loads(job)
    return _kept[key]


def _version() -> str:
    from orbital import __version__

    return __version__


@contextmanager
def dask_executor(address: str) -> Iterator[Executor]:
    """The workers of a Dask cluster as an executor: `tcp://host:8786`. Tasks of a worker that dies go to another.

    Raises `InputError` where `distributed` is not installed or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise InputError("--dask needs distributed: pip install 'orbital[cluster]'") from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(f"dask {address!r}: no scheduler answers: {error}") from None
    with client, client.get_executor(pure=False) as executor:
        yield executor
