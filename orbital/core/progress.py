"""A progress bar on long work: on standard error, gone when the work is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(unit: str, total: int, shown: bool) -> Iterator[Callable[[int], None]]:
    """A bar that counts to a total, as a function to be told what has been done since; with the rate and the time left. Nothing where not `shown`."""
    if not shown:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn

    class Rate(ProgressColumn):
        """Units a second, once something is done."""

        def render(self, task: Task) -> str:
            return f"{unit}, {task.finished_speed or task.speed or 0.0:,.0f}/s,"

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.advance(task, done)
