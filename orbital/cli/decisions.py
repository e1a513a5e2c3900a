"""What would turn the answer: the value of a quantity at which both cost the same, and what the answer depends on."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Literal

import typer

from orbital.cli.shell import CSV, DEFAULT, JSON, NAME, PLOT, SETTINGS, app, chosen_scenario, console, print_json, write
from orbital.core.errors import InputError

METHODS = Literal["sobol", "morris", "tornado"]


@app.command("break-even")
def break_even_(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario, or the path of a TOML file.")],
    quantity: Annotated[str, typer.Argument(help="As in orbital.launch_price.")],
    settings: SETTINGS = None,
    as_json: JSON = False,
) -> None:
    """The value of a quantity that makes orbit cost as much as the ground, or why there is none."""
    from orbital.analysis.break_even import break_even
    from orbital.analysis.compare import json_quantity
    from orbital.core.units import shown_value

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
    from orbital.analysis.morris import TRAJECTORIES, Screening, morris
    from orbital.analysis.sensitivity import Sensitivity, sensitivity
    from orbital.analysis.tornado import Tornado, tornado
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
