"""The published record: studies, what they assume, why two answers differ."""

from __future__ import annotations

from typing import Annotated

import typer

from orbital.cli.shell import CSV, JSON, PLOT, app, console, print_json, write


@app.command()
def studies(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="One study, or the file of one; all without a name.")] = "",
    as_json: JSON = False,
) -> None:
    """Published against reproduced, figure by figure, with what is wrong in the source."""
    from orbital.analysis.record.studies import study
    from orbital.core.catalog import names

    runs = [study(chosen) for chosen in ([name] if name else names("studies"))]
    if as_json:
        from orbital.views.studies import study_rows

        print_json([row for run in runs for row in study_rows(run)])
        return
    from orbital.views.studies import print_study, print_summary

    for run in runs:
        print_study(run, console(), brief=not name)
    if not name:
        print_summary(runs, console())


@app.command()
def assumptions(
    quantity: Annotated[str, typer.Argument(metavar="[QUANTITY]", help="One quantity, as launch_price; all without.")] = "",
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """What studies and catalogs assume, quantity by quantity in one unit, and where our default stands among them."""
    from orbital.analysis.record.assumptions import assumptions as assumed
    from orbital.views.studies import print_assumptions

    found = assumed(quantity)
    write(found, csv, plot)
    if as_json:
        print_json(found.to_dict())
    else:
        print_assumptions(found, console())


@app.command()
def reconcile(
    start: Annotated[str, typer.Argument(help="A study, a case of one as odc-3.1.0:early, a scenario, or the file of either.")],
    end: Annotated[str, typer.Argument(help="Another.")],
    quantity: Annotated[
        str,
        typer.Option(help="What to compare, as orbital.levelized_cost_per_gpu_hour; comparison.ratio is orbit over ground. Cost per IT energy without."),
    ] = "",
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """Why two answers differ: every difference with its sources, the walk from one to the other, and what each group comes to in any order."""
    from orbital.analysis.record.reconcile import reconcile as walk
    from orbital.views.studies import print_reconciliation

    found = walk(start, end, quantity)
    write(found, csv, plot)
    if as_json:
        print_json(found.to_dict())
    else:
        print_reconciliation(found, console())
