"""What to decide, printed: the best design, and what would have to be true."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from orbital.core.units import text
from orbital.views.tables import table

if TYPE_CHECKING:
    from rich.console import Console

    from orbital.analysis.decisions.ladder import Ladder
    from orbital.analysis.decisions.optimum import Optimum

SHOWN_WAYS = 12
SHOWN_REFUSED = 5


def print_optimum(found: Optimum, console: Console) -> None:
    """One sentence, today beside the best, what holds it there, and the other ways to pick."""
    from rich.markup import escape

    console.print(repr(found) if found.feasible else f"{found.scenario}: no feasible design", style="bold", markup=False)
    for reason in found.reasons:
        console.print(reason, markup=False)
    if found.feasible:
        (heads, *rows) = found.rows()
        shown = table("", *heads)
        for row in rows:
            shown.add_row(*(escape(cell) for cell in row))
        console.print(shown)
        for line in found.said():
            console.print(line, markup=False)
    if len(found.ways) > 1:
        console.print("the best of each way to pick", style="bold")
        ways = table("", "", found.measure)
        for name, value in list(found.ways.items())[:SHOWN_WAYS]:
            ways.add_row(escape(name), "cannot be built" if value != value else text(value, found.unit))
        console.print(ways)
        if len(found.ways) > SHOWN_WAYS:
            console.print(f"and {len(found.ways) - SHOWN_WAYS} more (--json)", markup=False)
    for name, why in list(found.refused.items())[:SHOWN_REFUSED]:
        console.print(f"not tried: {name}: {why}", markup=False)
    if len(found.refused) > SHOWN_REFUSED:
        console.print(f"not tried: {len(found.refused) - SHOWN_REFUSED} more ways (--json)", markup=False)


def print_ladder(found: Ladder, console: Console) -> None:
    """One sentence, then the steps with today's value beside each, then what else is to be said."""
    from rich.markup import escape

    console.print(repr(found), style="bold", markup=False)
    if found.steps:
        (heads, *rows) = found.rows()
        shown = table("", *heads)
        shown.columns[4].justify, shown.columns[4].overflow = "left", "fold"
        for row in rows:
            shown.add_row(*(escape(cell) for cell in row))
        console.print(shown)
    for line in found.binding if math.isfinite(found.ratio) else ():
        console.print(f"what holds it up: {line}", markup=False)
    for line in found.notes:
        console.print(line, markup=False)
