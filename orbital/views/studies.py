"""Studies and reconciliations, printed and as rows for JSON."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from orbital.core.units import number_text, shown_value, text, unit_text
from orbital.views.tables import table

if TYPE_CHECKING:
    from rich.console import Console

    from orbital.analysis.reconcile import Reconciliation
    from orbital.analysis.studies import StudyRun


def study_rows(run: StudyRun) -> list[dict[str, Any]]:
    """One row per published figure."""
    rows = []
    for row in run.check():
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
            }
        )
    return rows


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


def print_reconciliation(found: Reconciliation, console: Console) -> None:
    """The walk as a table, with what changed in each group."""
    console.print(f"[bold]{found.quantity}[/bold] from {found.start} to {found.end}")
    walk = table("", "step", "change", "after", "what differs")
    walk.columns[3].justify = "left"
    walk.columns[3].overflow = "fold"
    walk.add_row(found.start, "", text(found.first, found.unit), "")
    before = found.first
    for step in found.steps:
        walk.add_row(
            step.group,
            text(step.value - before, found.unit),
            text(step.value, found.unit),
            ", ".join(change.partition(".")[2] or change for change in step.changes),
        )
        before = step.value
    walk.add_section()
    walk.add_row(found.end, "", text(before, found.unit), "")
    console.print(walk)
    for note in found.notes():
        console.print(note)


def reconciliation_dict(found: Reconciliation) -> dict[str, Any]:
    """The walk for JSON."""

    def plain(value: float) -> dict[str, Any]:
        return {"value": float(shown_value(value, found.unit)), "unit": found.unit.shown}

    return {
        "quantity": found.quantity,
        "start": {"name": found.start, "value": plain(found.first)},
        "steps": [{"group": step.group, "after": plain(step.value), "changes": list(step.changes)} for step in found.steps],
        "end": {"name": found.end, "value": plain(found.last)},
        "residuals": {name: plain(value) for name, value in found.residuals.items()},
    }
