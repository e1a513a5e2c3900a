"""What the answer depends on, printed: indices, a screening, a tornado."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from orbital.analysis.unknowns.morris import Screening
from orbital.analysis.unknowns.response import plain_name
from orbital.analysis.unknowns.sensitivity import MANY, UNTOLD, Sensitivity
from orbital.analysis.unknowns.tornado import Tornado
from orbital.core.units import text
from orbital.views.tables import table

if TYPE_CHECKING:
    from rich.console import Console

MOST = 20
"""Spreads on a screen."""
WIDE = 100
"""Columns of a screen that has room for where spreads come from; --csv and --json have it anyway."""
NAMED = 6
"""Names of a list of what changes nothing."""


def print_dependence(found: Sensitivity | Screening | Tornado, console: Console) -> None:
    """The sentence, then the screen that its kind has."""
    console.print(repr(found), soft_wrap=True, markup=False)
    if isinstance(found, Tornado):
        _print_tornado(found, console)
    elif isinstance(found, Screening):
        _print_screening(found, console)
    else:
        _print_indices(found, console)


def _print_indices(found: Sensitivity, console: Console) -> None:
    """The largest indices, what decides whether it can be built, and what changes nothing."""
    if found.infeasible >= 1.0:
        console.print(f"as stated: {'; '.join(found.tornado.reasons)}", soft_wrap=True, markup=False)
        return
    ends = {bar.name: bar for bar in found.tornado.bars}
    unit = found.tornado.unit
    rows = []
    for name, first, first_half, total, total_half in found.rows()[:MOST]:
        bar = ends[name]
        outputs = ("infeasible" if end.reasons else text(end.output, unit) for end in (bar.low, bar.high))
        rows.append((plain_name(name), first, first_half, total, total_half, *outputs))
    title = f"shares of the variance of {found.of}, 95 % intervals; {found.output} at the ends of each spread alone"
    _print_rows(console, title, ("", "first", "+/-", "total", "+/-", "at low", "at high"), rows, len(found.names))
    for line in _deciding_lines(found):
        console.print(line, soft_wrap=True, markup=False)
    _print_idle(console, found.idle, found.dead)


def _print_screening(found: Screening, console: Console) -> None:
    """The largest effects."""
    if not found.counted.any():
        return
    rows = [(plain_name(name), *numbers) for name, *numbers in found.rows()[:MOST]]
    of = f"ln {found.output}" if found.logarithm else found.output
    _print_rows(
        console,
        f"effects on {of} of going through the whole spread",
        ("", "mu*", "+/-", "mu", "sigma", *(["factor"] if found.logarithm else [])),
        rows,
        len(found.names),
    )
    lost = 1.0 - float(found.counted.sum()) / (found.trajectories * len(found.names))
    if lost > 0.0:
        console.print(f"{lost:.1%} of the steps lead from or to what cannot be built, and are left out", soft_wrap=True)
    _print_idle(console, found.idle, found.dead)


def _print_tornado(found: Tornado, console: Console) -> None:
    """The widest bars, and why what cannot be built cannot."""
    rows = [(plain_name(name), *cells) for name, *cells in found.rows()[:MOST]]
    heads = ("", "low", "today", "high", "unit", "at low", "at high", "from")[: None if console.width >= WIDE else -1]
    shown = [row[: len(heads)] for row in rows]
    _print_rows(console, f"{found.output} at both ends of each spread alone, all else as stated", heads, shown, len(found.bars))
    if found.reasons:
        console.print(f"as stated it cannot be built: {'; '.join(found.reasons)}", soft_wrap=True, markup=False)
    why: dict[str, list[str]] = {}
    for bar in found.bars:
        for end in (bar.low, bar.high) if np.isinf(bar.width) else ():
            for reason in end.reasons:
                why.setdefault(reason, []).append(f"{plain_name(bar.name)} {text(end.input, bar.unit)}")
    for reason, ends in list(why.items())[:MOST]:
        console.print(f"{_some(ends)}: {reason}", soft_wrap=True, markup=False)
    _print_idle(console, [bar.name for bar in found.bars if bar.width == 0.0], found.dead)


def _print_rows(console: Console, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], count: int) -> None:
    console.print(title, soft_wrap=True, markup=False, style="bold")
    shown, rows = table("", *heads), list(rows)
    for column, cells in zip(shown.columns, zip(heads, *rows, strict=True), strict=True):
        column.no_wrap = column.header not in ("", "from")  # these give way on a narrow screen
        column.justify = "left" if column.header in ("", "unit", "from") else "right"
        column.min_width = max(map(len, cells)) if column.header not in ("", "from") else None
    for row in rows:
        shown.add_row(*row)
    console.print(shown)
    if count > MOST:
        console.print(f"{count - MOST} more in --csv and --json", style="dim")


def _deciding_lines(found: Sensitivity) -> list[str]:
    """What decides whether it can be built, and what moves the output where it can, as far as the draws tell."""
    if not 0.0 < found.infeasible < 1.0:
        return []
    lines = [f"{found.infeasible:.2%} of the draws cannot be built, and count at the mean of the others"]
    if found.infeasible > MANY:
        lines[0] += "; so many that the shares above tell mostly of this"
        moves = found.largest(found.among_built, found.among_built_error, NAMED) or UNTOLD
        lines.append(f"what moves {found.of} among those that can be built (each alone): {moves}")
    decides = found.largest(found.deciding.total, found.deciding.total_error, NAMED) or UNTOLD
    return [*lines, f"what decides whether it can be built (total indices): {decides}"]


def _print_idle(console: Console, idle: Sequence[str], dead: Sequence[str]) -> None:
    if idle:
        console.print(f"{len(idle)} change nothing here: {_some([plain_name(name) for name in idle])}", soft_wrap=True, markup=False, style="dim")
    if dead:
        console.print(f"{len(dead)} more spreads are dead: nothing asked depends on them, given what is given", soft_wrap=True, style="dim")


def _some(names: Sequence[str]) -> str:
    """The first few of some names."""
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
