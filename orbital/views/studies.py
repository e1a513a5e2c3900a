"""Studies and reconciliations, printed and as rows for JSON."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from orbital.analysis.record.assumptions import Assumptions
from orbital.analysis.record.stated_values import PRICE_YEAR
from orbital.analysis.record.studies import summary
from orbital.core.units import number_text, shown_value, text, unit_text
from orbital.views.tables import table

if TYPE_CHECKING:
    from rich.console import Console

    from orbital.analysis.record.assumptions import Spread
    from orbital.analysis.record.hybrids import Told
    from orbital.analysis.record.reconciliation import Reconciliation
    from orbital.analysis.record.studies import StudyRun


def study_rows(run: StudyRun) -> list[dict[str, Any]]:
    """One row per published figure. What is wrong in the source and bears on no one figure stands with the first."""
    rows: list[dict[str, Any]] = []
    told = {flag for row in run.check() for flag in row.flags}
    for row in run.check():
        at_large = [] if rows else [error for error in run.errors if error not in told]
        published, reproduced = (float(shown_value(value, row.unit)) for value in (row.published, row.reproduced))
        rows.append(
            {
                "study": row.study,
                "id": row.id,
                "quantity": row.quantity,
                "published": {"value": published, "unit": row.unit.shown},
                "reproduced": {"value": reproduced if math.isfinite(reproduced) else None, "unit": row.unit.shown},
                "tolerance": row.tolerance,
                "verdict": row.verdict,
                "cause": row.cause,
                "unit": row.unit.shown,
                "flags": [*row.flags, *at_large],
            }
        )
    return rows


def print_summary(runs: Sequence[StudyRun], console: Console) -> None:
    """The verdicts of all studies in one line."""
    console.print(f"[bold]all[/bold]: {summary(runs)}")


def print_study(run: StudyRun, console: Console, brief: bool) -> None:
    """The study's verdicts; figure by figure unless brief; then what is wrong in the source."""
    rows = run.check()
    count = Counter(row.verdict for row in rows)
    console.print(f"[bold]{run.name}[/bold]: {run.data.title} ({run.data.version})")
    console.print(f"  {count['reproduced']} reproduced, {count['explained']} explained, {count['failed']} failed of {len(rows)} published figures")
    if not brief:
        found = table("published against reproduced", "figure", "quantity", "published", "reproduced", "unit", "tolerance", "verdict")
        for row in rows:
            numbers = (number_text(float(shown_value(value, row.unit))) for value in (row.published, row.reproduced))
            style = "" if row.verdict == "reproduced" else "yellow"
            found.add_row(row.id, row.quantity, *numbers, unit_text(row.unit), row.tolerance, row.verdict, style=style)
        for column in (found.columns[1], found.columns[4]):
            column.justify = "left"
        for column in found.columns[:2]:
            column.overflow = "fold"
        console.print(found)
        for row in rows:
            if row.cause:
                console.print(f"  {row.id}: {row.cause}")
    console.print("  wrong in the source:")
    for error in run.data.errors:
        console.print(f"    - {error}")


def print_assumptions(found: Assumptions, console: Console) -> None:
    """Every quantity in a line, by group; of one quantity, every source in a line."""
    if len(found) == 1:
        _print_spread(next(iter(found)), console)
        return
    console.print(f"{len(found)} quantities that a study and another source give; money in dollars of {PRICE_YEAR}")
    for group in dict.fromkeys(spread.group for spread in found):
        rows = table(group, "quantity", "unit", "lowest", "highest", "ours", "place")
        for column in rows.columns[:4]:
            column.justify, column.overflow = "left", "fold"
        rows.columns[0].no_wrap = rows.columns[5].no_wrap = True
        for row in Assumptions(tuple(spread for spread in found if spread.group == group)).rows():
            rows.add_row(*row)
        console.print(rows)


def _print_spread(spread: Spread, console: Console) -> None:
    ours = "we have no default" if spread.ours is None else f"ours is {text(spread.ours.value, spread.unit)} ({spread.ours.source}; {spread.ours.origin})"
    console.print(f"[bold]{spread.quantity}[/bold], {spread.group}: {ours}; {spread.place()}")
    if not spread.values:
        return
    rows = table("", "source", f"value [{unit_text(spread.unit) or '1'}]", "side", "kind", "from")
    for column in rows.columns[2:]:
        column.justify = "left"
    for item in spread.values:
        told = f"{item.origin}; {item.note}" if item.note else item.origin
        rows.add_row(item.source, number_text(float(shown_value(item.value, spread.unit))), item.side, item.kind, told.replace("[", "\\["))
    console.print(rows)


def print_reconciliation(found: Reconciliation, console: Console) -> None:
    """Each group's factor and share over all orders beside the walk, every difference with both ends' words, and whose they are."""
    unit = found.unit
    console.print(f"[bold]{found.quantity}[/bold] from {found.start} to {found.end}")
    steps = table("", "step", "factor", f"share [{unit_text(unit) or '1'}]", "walk", "after")
    steps.add_row(found.start, "", "", "", number_text(float(shown_value(found.first, unit))))
    before = found.first
    for step in found.steps:
        factor = "" if math.isnan(step.factor) else f"x {step.factor:.3f}"
        numbers = (0.0 if abs(value) < 1e-9 * abs(found.first) else value for value in (step.share, step.value - before, step.value))
        steps.add_row(step.group, factor, *(number_text(float(shown_value(value, unit))) for value in numbers))
        before = step.value
    steps.add_section()
    ends = (number_text(float(shown_value(value, unit))) for value in (found.gap, found.gap, found.last))
    steps.add_row(found.end, "" if math.isnan(found.factor) else f"x {found.factor:.3f}", *ends)
    console.print(steps)
    sources: dict[str, int] = {}
    details = table("what differs, and by how much in the walk", "difference", found.start, found.end, "change", "sources")
    for column in details.columns[:3]:
        column.justify, column.overflow = "left", "fold"
    for step in found.steps:
        shown = [item for item in step.differences if abs(item.change) > 1e-9 * abs(found.first)]
        for item in shown:
            named = [_numbered(sources, told) for told in (item.here, item.there)]
            details.add_row(item.name, item.words(0), item.words(1), number_text(float(shown_value(item.change, unit))), " | ".join(filter(None, named)))
    console.print(details)
    idle = [item.name for step in found.steps for item in step.differences if abs(item.change) <= 1e-9 * abs(found.first)]
    if idle:
        console.print(f"differ without effect here: {', '.join(idle)}")
    for source, number in sources.items():
        console.print(f"\\[{number}] {source}")
    for note in found.notes():
        console.print(note)


def _numbered(sources: dict[str, int], told: Iterable[Told]) -> str:
    """The numbers under which the sources are listed, given out as they come."""
    return ",".join(dict.fromkeys(str(sources.setdefault(item.source, len(sources) + 1)) for item in told if item.source))
