"""What would turn the answer: the value of a quantity at which both cost the same."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orbital.cli.shell import AXIS_SYNTAX, CSV, DEFAULT, JSON, NAME, PLOT, SETTINGS, app, axis_options, chosen_scenario, console, print_json, write
from orbital.core.errors import InputError

if TYPE_CHECKING:
    from orbital.scenarios import Scenario


@app.command("break-even")
def break_even_(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario, or the path of a TOML file.")],
    quantity: Annotated[str, typer.Argument(help="As in orbital.launch_price.")],
    over: Annotated[list[str] | None, typer.Option("--over", metavar="AXIS", help=f"Solve in every cell of this axis: {AXIS_SYNTAX}. May be repeated.")] = None,
    settings: SETTINGS = None,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """The value of a quantity that makes orbit cost as much as the ground, or why there is none: one value, or a line or surface over axes."""
    from orbital.analysis.break_even import break_even
    from orbital.analysis.compare import json_quantity
    from orbital.core.units import shown_value

    if over:
        _tell_frontier(chosen_scenario(scenario, settings), quantity, over, csv, plot, as_json)
        return
    if csv or plot:
        raise InputError("--csv and --plot are of a frontier: give --over")
    found = break_even(chosen_scenario(scenario, settings), quantity)
    if as_json:
        print_json(
            {
                "quantity": found.quantity,
                "value": None if found.value is None else float(shown_value(found.value, found.unit)),
                "unit": found.unit.shown,
                "others": [json_quantity(value, found.unit) for value in found.others],
                "jumps": [[json_quantity(end, found.unit) for end in jump] for jump in found.jumps],
                "would_be": json_quantity(found.would_be, found.unit),
                "reason": found.reason,
            }
        )
    else:
        typer.echo(repr(found))


def _tell_frontier(scenario: Scenario, quantity: str, over: list[str], csv: Path | None, plot: Path | None, as_json: bool) -> None:
    """The break-even over axes: a sentence and a table, or JSON; a table and a picture in files where asked."""
    from orbital.analysis.break_even import break_even
    from orbital.views.tables import columns_table

    found = break_even(scenario, quantity, axis_options(over), progress=sys.stderr.isatty())
    write(found, csv, plot)
    if as_json:
        print_json(found.to_dict())
        return
    typer.echo(repr(found))
    console().print(columns_table(found.rows()))


@app.command("value-of-information")
def value_of_information_(
    scenario: NAME = DEFAULT,
    settings: SETTINGS = None,
    samples: Annotated[int, typer.Option(help="How many draws of all spreads, at least.")] = 2**16,
    seed: Annotated[int, typer.Option(help="Another seed, other draws.")] = 1,
    workers: Annotated[int, typer.Option(help="Processes on this machine.")] = 1,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """Which unknown, once known, would change the decision between orbit and ground, and what to measure first."""
    from orbital.analysis.information import value_of_information
    from orbital.views.tables import columns_table

    found = value_of_information(chosen_scenario(scenario, settings), samples, seed, workers=workers, progress=sys.stderr.isatty())
    write(found, csv, plot)
    if as_json:
        print_json(found.to_dict())
        return
    typer.echo(repr(found))
    console().print(columns_table(found.rows()))
    if found.perfect:
        console().print(columns_table(found.group_rows()))
