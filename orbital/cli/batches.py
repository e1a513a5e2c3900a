"""The Model asked many times: sweeps, and both sides uncertain at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from orbital.cli.shell import CSV, DEFAULT, JSON, NAME, PLOT, SETTINGS, app, axis_options, chosen_scenario, console, print_json, write
from orbital.core.errors import InputError

WORKERS = Annotated[int, typer.Option(metavar="N", help="Processes on this machine.")]
DASK = Annotated[str, typer.Option(metavar="ADDRESS", help="A Dask scheduler instead: tcp://host:8786.")]


@app.command()
def sweep(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario, or the path of a TOML file.")],
    axes: Annotated[
        list[str] | None,
        typer.Option("--axis", metavar="KEY=LOW:HIGH:COUNT:UNIT", help="orbital.launch_price=50:3000:200:USD/kg, or listed: orbital.altitude='500 km,600 km'."),
    ] = None,
    cases: Annotated[Path | None, typer.Option(metavar="FILE", help="A CSV file of cases instead: heads are keys, as orbital.altitude [km].")] = None,
    outputs: Annotated[list[str] | None, typer.Option("--output", metavar="QUANTITY", help="ratio without; may be repeated.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write Parquet by parts; a second run goes on where the first stopped.")] = None,
    workers: WORKERS = 1,
    dask: DASK = "",
    settings: SETTINGS = None,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """Outputs along axes, every combination, or of listed cases: on the screen, as a table or a picture, or on disk by parts."""
    from orbital.analysis.many.sweep import sweep as swept
    from orbital.views.tables import columns_table

    if bool(axes) == (cases is not None):
        raise InputError("give either --axis (may be repeated) or --cases FILE")
    if out is not None and (csv is not None or plot is not None):
        raise InputError("--out writes Parquet and nothing else: leave out --csv and --plot")
    asked: Any = axis_options(axes) if axes else cases
    with _executor(dask, workers) as executor:
        found: Any = swept(chosen_scenario(scenario, settings), asked, outputs or ["ratio"], out, workers, executor, sys.stderr.isatty())
    if out is None:
        write(found, csv, plot)
    if as_json:
        print_json(found.to_dict())
        return
    typer.echo(repr(found))
    if out is None:
        console().print(columns_table([("", ["least", "middle", "greatest", "cannot be built, %"]), *found.rows()]))


@app.command("monte-carlo")
def monte_carlo_(
    scenario: NAME = DEFAULT,
    samples: Annotated[int, typer.Option(help="Draws, rounded up to whole replicates of a power of two.")] = 2**16,
    seed: Annotated[int, typer.Option(help="Of the draws.")] = 1,
    only: Annotated[list[str] | None, typer.Option(metavar="QUANTITY", help="Draw these alone; may be repeated.")] = None,
    correlate: Annotated[list[str] | None, typer.Option(metavar="A,B=RHO", help="Rank correlation of two names drawn; may be repeated.")] = None,
    workers: WORKERS = 1,
    dask: DASK = "",
    settings: SETTINGS = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write every draw and its ratio to a CSV file.")] = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """Both sides uncertain at once: quantiles of the ratio, how often orbit is cheaper, what cannot be built and why."""
    from orbital.analysis.many.uncertainty import draws, monte_carlo
    from orbital.views.tables import columns_table

    pairs, chosen = _correlations(correlate or []), chosen_scenario(scenario, settings)
    table = draws(chosen, samples, seed, only or (), pairs) if csv is not None else None
    with _executor(dask, workers) as executor:
        found = monte_carlo(chosen, samples, seed, only or (), pairs, workers, executor, sys.stderr.isatty())
    write(found, None, plot)
    if table is not None and csv is not None:
        try:
            table.assign(ratio=found.ratio).to_csv(csv, index=False, float_format="%.6g")
        except OSError as error:
            raise InputError(f"{csv}: cannot be written: {error}") from None
    if as_json:
        print_json({"scenario": scenario, **found.to_dict()})
        return
    typer.echo(repr(found))
    console().print(columns_table(found.rows()))
    for note in found.notes():
        typer.echo(f"note: {note}")


def _correlations(texts: list[str]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for text in texts:
        pair, value = _correlation(text)
        if pair in found:
            raise InputError(f"--correlate {','.join(pair)} is given twice")
        found[pair] = value
    return found


def _correlation(text: str) -> tuple[tuple[str, str], float]:
    pair, equals, value = text.partition("=")
    one, comma, other = (part.strip() for part in pair.partition(","))
    try:
        number = float(value)
    except ValueError:
        equals = ""
    if not equals or not comma:
        raise InputError(f"--correlate {text!r}: write A,B=RHO, as in --correlate orbital.array_degradation_rate,orbital.satellite_loss_rate=0.5")
    return (one, other), number


@contextmanager
def _executor(dask: str, workers: int) -> Iterator[Executor | None]:
    """The workers of a Dask cluster where one is named."""
    if dask and workers != 1:
        raise InputError("give either --workers or --dask: a cluster has its own")
    if not dask:
        yield None
        return
    from orbital.analysis.many.running import dask_executor

    with dask_executor(dask) as executor:
        yield executor
