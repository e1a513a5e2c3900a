"""What would turn the answer: where both cost the same, what would have to be true, the best design."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orbital.cli.shell import AXIS_SYNTAX, CSV, JSON, PLOT, SETTINGS, app, axis_options, chosen_scenario, console, plain, print_json, tell, write
from orbital.core.errors import InputError

if TYPE_CHECKING:
    pass


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
    from orbital.analysis.compare import json_quantity
    from orbital.analysis.decisions.break_even import break_even
    from orbital.core.units import shown_value

    if over:
        tell(break_even(chosen_scenario(scenario, settings), quantity, axis_options(over), progress=sys.stderr.isatty()), csv, plot, as_json)
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


@app.command()
def optimize(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario, or the path of a TOML file.")],
    quantities: Annotated[
        list[str],
        typer.Argument(
            metavar="QUANTITY...",
            help="As orbital.altitude, or with what it may be: orbital.altitude=400:1200:km, orbital.launch_vehicle=falcon-9,starship-v3.",
        ),
    ],
    settings: SETTINGS = None,
    minimize: Annotated[str, typer.Option(help="What to minimize, as orbital.satellite_mass.")] = "ratio",
    robust: Annotated[bool, typer.Option("--robust", help="Minimize a quantile over draws of all spreads.")] = False,
    quantile: Annotated[float, typer.Option(help="Which, where robust.")] = 0.5,
    draws: Annotated[int, typer.Option(help="How many draws, where robust: a power of two.")] = 512,
    seed: Annotated[int, typer.Option(help="The same seed gives the same answer.")] = 1,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """The best feasible design over some quantities and picks: how much better than today, what holds it there, how flat it is."""
    from orbital.analysis.decisions.optimize import optimize as best
    from orbital.views.decisions import print_optimum

    found = best(chosen_scenario(scenario, settings), _ranges(quantities), minimize, robust, quantile, draws, seed, sys.stderr.isatty())
    write(found, csv, plot)
    if as_json:
        print_json(found.to_dict())
    else:
        print_optimum(found, console())


@app.command()
def ladder(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario, or the path of a TOML file.")],
    quantities: Annotated[
        list[str] | None, typer.Argument(metavar="[QUANTITY]...", help="What may change, as orbital.launch_price workload.start_year; the strongest without.")
    ] = None,
    settings: SETTINGS = None,
    target: Annotated[float, typer.Option(help="Orbit over ground.")] = 1.0,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """What would have to be true: the least change of several quantities, within what is published, that makes orbit as cheap as the ground."""
    from orbital.analysis.decisions.ladder import what_would_have_to_be_true
    from orbital.views.decisions import print_ladder

    found = what_would_have_to_be_true(chosen_scenario(scenario, settings), quantities or None, target)
    write(found, csv, plot)
    if as_json:
        print_json(found.to_dict())
    else:
        print_ladder(found, console())


def _ranges(asked: list[str]) -> dict[str, Any]:
    """`orbital.altitude=400:1200:km` as low and high, `=a,b` as names, a bare name as whatever it may be."""
    found: dict[str, Any] = {}
    faults = []
    for written in asked:
        key, equals, given = written.partition("=")
        key, parts = key.strip(), [part.strip() for part in given.split(":", 2)]
        if key in found:
            faults.append(f"{key} is asked for twice")
        elif not equals:
            found[key] = None
        elif len(parts) >= 2:
            unit = f" {parts[2]}" if len(parts) == 3 else ""
            found[key] = tuple(plain(f"{part}{unit}") for part in parts[:2])
        elif given.strip():
            found[key] = [name.strip() for name in given.split(",")]
        else:
            faults.append(f"{written!r}: write KEY, KEY=LOW:HIGH:UNIT, or KEY=NAME,NAME")
    if faults:
        raise InputError(faults)
    return found
