"""What is not known: which of it the answer rests on, and what knowing it would be worth."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Literal

import typer

from orbital.cli.shell import CSV, DEFAULT, JSON, NAME, PLOT, SETTINGS, app, chosen_scenario, console, print_json, tell, write
from orbital.core.errors import InputError

METHODS = Literal["sobol", "morris", "tornado"]


@app.command("sensitivity")
def sensitivity_(
    scenario: NAME = DEFAULT,
    settings: SETTINGS = None,
    method: Annotated[METHODS, typer.Option(help="Indices of all at once, effects from many places, or each from end to end.")] = "sobol",
    samples: Annotated[int | None, typer.Option(metavar="N", help="Draws of sobol (16384 without), trajectories of morris (1024).")] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", help="Of the draws or trajectories (1 without).")] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes (1 without).")] = None,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """What the answer depends on: Sobol' indices of every spread, a Morris screening, or a tornado."""
    from orbital.analysis.unknowns.morris import TRAJECTORIES, Screening, morris
    from orbital.analysis.unknowns.sensitivity import Sensitivity, sensitivity
    from orbital.analysis.unknowns.tornado import Tornado, tornado
    from orbital.views.sensitivity import print_dependence

    chosen = chosen_scenario(scenario, settings)
    asked = {"samples": samples, "seed": seed, "workers": workers}
    drawn: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    found: Sensitivity | Screening | Tornado
    if method == "tornado":
        if drawn:
            raise InputError(f"--{next(iter(drawn))} says nothing to a tornado: it draws nothing")
        found = tornado(chosen)
    elif method == "morris":
        found = morris(chosen, drawn.pop("samples", TRAJECTORIES), **drawn, progress=sys.stderr.isatty())
    else:
        found = sensitivity(chosen, **drawn, progress=sys.stderr.isatty())
    write(found, csv, plot)
    if as_json:
        print_json(found.to_dict())
    else:
        print_dependence(found, console())


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
    from orbital.analysis.unknowns.information import value_of_information
    from orbital.views.tables import columns_table

    found = value_of_information(chosen_scenario(scenario, settings), samples, seed, workers=workers, progress=sys.stderr.isatty())
    tell(found, csv, plot, as_json)
    if found.perfect and not as_json:
        console().print(columns_table(found.group_rows()))
