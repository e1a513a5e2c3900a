"""Orbits: one satellite through its year, altitude as a trade, contact windows, latency."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from orbital.cli.shell import CSV, DEFAULT, JSON, NAME, PLOT, SETTINGS, app, chosen_scenario, console, plain, print_json, tell
from orbital.core.errors import InputError


@app.command()
def profile(
    scenario: NAME = DEFAULT,
    settings: SETTINGS = None,
    new: Annotated[bool, typer.Option("--new", help="The new satellite instead of the one at end of life.")] = False,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """One satellite along its orbit and through the year: radiator temperature, rejected heat, power margin."""
    from orbital.analysis.orbits.profiles import orbit_profile

    tell(orbit_profile(chosen_scenario(scenario, settings), end_of_life=not new), csv, plot, as_json)


@app.command()
def altitude(
    scenario: NAME = DEFAULT,
    settings: SETTINGS = None,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """Altitude as one trade, 400 to 1,500 km: shadow, dose, drag, disposal, debris, lift, cost."""
    from orbital.analysis.orbits.altitude import altitude_trade

    tell(altitude_trade(chosen_scenario(scenario, settings)), csv, plot, as_json)


@app.command()
def windows(
    stations: Annotated[str, typer.Option(metavar="NAME|FILE", help="A ground network (orbital list ground_networks) or a CSV file of stations.")],
    tle: Annotated[Path | None, typer.Option("--tle", metavar="FILE", help="Elements of satellites: TLE, or OMM as CSV, JSON, XML or KVN.")] = None,
    design: Annotated[str, typer.Option(metavar="NAME", help="The fleet of a design, instead of a file.")] = "",
    satellites: Annotated[int | None, typer.Option(metavar="N", min=1, help="So many satellites of the design instead of its whole fleet.")] = None,
    start: Annotated[str, typer.Option(metavar="ISO", help="UTC where no offset is given.")] = "2026-01-01",
    days: Annotated[float, typer.Option(help="Length of the span.")] = 1.0,
    min_elevation: Annotated[str, typer.Option(help="Of stations without one of their own; a bare number is in degrees.")] = "10 deg",
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write every window to a CSV file, chunk by chunk.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document: every window, or with --statistics what they come to.")] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="What they come to by satellite and station, without keeping them.")] = False,
) -> None:
    """When satellites stand above ground stations: rise, culmination, set."""
    from orbital.analysis.orbits.contact_windows import ContactJob
    from orbital.views.contacts import print_statistics, print_windows

    if (tle is None) == (not design):
        raise InputError("give either --tle FILE or --design NAME: the satellites whose windows are wanted")
    if csv is not None and (as_json or statistics):
        raise InputError(f"--csv writes windows and nothing else: leave out --{'json' if as_json else 'statistics'}")
    job = ContactJob(design or tle, stations, start, days, _degrees(min_elevation), count=satellites)
    bar = sys.stderr.isatty()
    found: Any
    if csv is not None:
        try:
            typer.echo(f"{job.to_csv(csv, bar):,} windows written to {csv}")
        except OSError as error:
            raise InputError(f"{csv}: cannot be written: {error}") from None
    elif statistics:
        found = job.statistics(bar)
        print_json(found.to_dict()) if as_json else print_statistics(found, console())
    else:
        found = job.table(bar)
        print_json(found.to_dict()) if as_json else print_windows(found, console())
    for fault in dict.fromkeys(job.faults):
        typer.echo(f"note: {fault}", err=True)


def _degrees(text: str) -> str:
    """An elevation as written on the command line: a bare number is in degrees."""
    return f"{text} deg" if isinstance(plain(text), (int, float)) else text


@app.command()
def latency(
    scenario: NAME = DEFAULT,
    settings: SETTINGS = None,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """How late an answer comes, by city and over all users: median, 95 and 99 %, beside the ground site, and its share of the first token."""
    from orbital.analysis.orbits.latency import latency as by_city

    tell(by_city(chosen_scenario(scenario, settings)), csv, plot, as_json)
