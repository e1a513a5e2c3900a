"""The command line. Exit status 0 for an answer, also when it is "infeasible"; 2 for input that was refused."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from orbital.core.errors import InputError, OrbitalError

if TYPE_CHECKING:
    from rich.console import Console

    from orbital.scenarios import Scenario

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Can computing in orbit be cheaper than on the ground? Under which assumptions, and what stops it.",
)

DEFAULT = "ai1-vs-colossus-1"
SETTINGS = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change a quantity, a catalog entry or the boundary: orbital.launch_price='200 USD/kg'. May be repeated."),
]
CSV = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the whole table to a CSV file.")]
PLOT = Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Write a picture, its kind by the ending: .png, .svg, .pdf.")]
JSON = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
NAME = Annotated[str, typer.Argument(metavar="[SCENARIO]", help="A shipped scenario, or the path of a TOML file.")]
KINDS = Literal[
    "scenarios",
    "designs",
    "sites",
    "electricity",
    "accelerators",
    "launch_vehicles",
    "launch_sites",
    "satellite_prices",
    "array_technologies",
    "coatings",
    "ground_networks",
    "downlink_bands",
    "workloads",
    "finance",
    "outlooks",
    "boundaries",
    "studies",
    "parameters",
    "quantities",
]
DRAWS = 4096


def _version(wanted: bool) -> None:
    if wanted:
        from orbital import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False) -> None:
    """Can computing in orbit be cheaper than on the ground? Under which assumptions, and what stops it."""


@app.command()
def compare(
    scenario: NAME = DEFAULT,
    settings: SETTINGS = None,
    full: Annotated[bool, typer.Option("--full", help="Add every quantity of both sides.")] = False,
    as_json: JSON = False,
) -> None:
    """Both sides of a scenario: the answer in one sentence, then one screen."""
    from orbital.analysis.compare import evaluate
    from orbital.analysis.uncertainty import monte_carlo

    chosen = _scenario(scenario, settings)
    result = evaluate(chosen)
    spread = monte_carlo(chosen, DRAWS)
    if as_json:
        document = result.to_dict()
        document["uncertainty"] = _uncertainty(spread)
        _print_json(document)
        return
    from orbital.views.tables import print_result

    print_result(result, spread, full, _console())


@app.command()
def explain(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario, or the path of a TOML file.")],
    quantity: Annotated[str, typer.Argument(help="As in orbital.radiator_area.")],
    settings: SETTINGS = None,
    depth: Annotated[int, typer.Option(min=0, help="How many formulas deep.")] = 3,
    as_json: JSON = False,
) -> None:
    """How a quantity came about: formulas, values and sources."""
    from orbital.analysis.compare import evaluate

    text = evaluate(_scenario(scenario, settings)).explain(quantity, depth)
    if as_json:
        _print_json({"scenario": scenario, "quantity": quantity, "explanation": text.splitlines()})
    else:
        typer.echo(text)


@app.command("list")
def list_(kind: Annotated[KINDS, typer.Argument(help="What to list.")], as_json: JSON = False) -> None:
    """What ships: catalog entries, parameters with their sources, quantities with their formulas."""
    from orbital.views.listing import listing, listing_table

    rows = listing(kind)
    if as_json:
        _print_json(rows)
    else:
        _console().print(listing_table(kind, rows))


@app.command()
def studies(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="One study, or the file of one; all without a name.")] = "",
    as_json: JSON = False,
) -> None:
    """Published against reproduced, figure by figure, with what is wrong in the source."""
    from orbital.analysis.studies import study
    from orbital.core.catalog import names

    runs = [study(chosen) for chosen in ([name] if name else names("studies"))]
    if as_json:
        from orbital.views.studies import study_rows

        _print_json([row for run in runs for row in study_rows(run)])
        return
    from orbital.views.studies import print_study, print_summary

    for run in runs:
        print_study(run, _console(), brief=not name)
    if not name:
        print_summary(runs, _console())


@app.command()
def assumptions(
    quantity: Annotated[str, typer.Argument(metavar="[QUANTITY]", help="One quantity, as launch_price; all without.")] = "",
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """What studies and catalogs assume, quantity by quantity in one unit, and where our default stands among them."""
    from orbital.analysis.assumptions import assumptions as assumed
    from orbital.views.studies import print_assumptions

    found = assumed(quantity)
    _write(found, csv, plot)
    if as_json:
        _print_json(found.to_dict())
    else:
        print_assumptions(found, _console())


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
    from orbital.analysis.reconcile import reconcile as walk
    from orbital.views.studies import print_reconciliation

    found = walk(start, end, quantity)
    _write(found, csv, plot)
    if as_json:
        _print_json(found.to_dict())
    else:
        print_reconciliation(found, _console())


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

    found = break_even(_scenario(scenario, settings), quantity)
    if as_json:
        _print_json(
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
def profile(
    scenario: NAME = DEFAULT,
    settings: SETTINGS = None,
    new: Annotated[bool, typer.Option("--new", help="The new satellite instead of the one at end of life.")] = False,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """One satellite along its orbit and through the year: radiator temperature, rejected heat, power margin."""
    from orbital.analysis.profiles import orbit_profile

    _tell(orbit_profile(_scenario(scenario, settings), end_of_life=not new), csv, plot, as_json)


@app.command()
def altitude(
    scenario: NAME = DEFAULT,
    settings: SETTINGS = None,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """Altitude as one trade, 400 to 1,500 km: shadow, dose, drag, disposal, debris, lift, cost."""
    from orbital.analysis.altitude import altitude_trade

    _tell(altitude_trade(_scenario(scenario, settings)), csv, plot, as_json)


@app.command("cash-flow")
def cash_flow_(
    scenario: NAME = DEFAULT,
    side: Annotated[str, typer.Option(help="orbital or ground.")] = "orbital",
    price: Annotated[str | None, typer.Option(help="What output is sold at: '3 USD/h/GPU', '0.5 USD/Mtoken'; the levelized cost without.")] = None,
    horizon: Annotated[str | None, typer.Option(help="As in '15 yr'; without it the fewest periods that all lives divide.")] = None,
    settings: SETTINGS = None,
    csv: CSV = None,
    as_json: JSON = False,
) -> None:
    """One side's money period by period: what is bought and paid, output, present value, internal rates of return, payback."""
    from orbital.analysis.cash_flow import cash_flow

    found = cash_flow(_scenario(scenario, settings), side, horizon)
    told = found.told(price)
    try:
        if csv is not None:
            found.to_csv(csv, price)
    except ImportError:
        raise InputError("tables need pandas: pip install 'orbital[lab]'") from None
    except OSError as error:
        raise InputError(f"{csv}: cannot be written: {error}") from None
    if as_json:
        _print_json(found.to_dict(price))
        return
    from orbital.views.tables import columns_table

    typer.echo(told)
    if not found.reasons:
        _console().print(columns_table(found.rows(price)))
    for note in found.notes:
        typer.echo(f"note: {note}")


@app.command()
def years(
    scenario: NAME = DEFAULT,
    settings: SETTINGS = None,
    first: Annotated[int, typer.Option("--from", metavar="YEAR", help="First start year.")] = 2026,
    last: Annotated[int, typer.Option("--to", metavar="YEAR", help="Last start year.")] = 2050,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """The answer by start year with its spread, and the year from which orbit costs no more."""
    from orbital.analysis.years import by_year

    _tell(by_year(_scenario(scenario, settings), range(first, last + 1)), csv, plot, as_json)


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
    from orbital.analysis.contact_windows import ContactJob
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
        _print_json(found.to_dict()) if as_json else print_statistics(found, _console())
    else:
        found = job.table(bar)
        _print_json(found.to_dict()) if as_json else print_windows(found, _console())
    for fault in dict.fromkeys(job.faults):
        typer.echo(f"note: {fault}", err=True)


def _degrees(text: str) -> str:
    """An elevation as written on the command line: a bare number is in degrees."""
    return f"{text} deg" if isinstance(_plain(text), (int, float)) else text


@app.command()
def latency(
    scenario: NAME = DEFAULT,
    settings: SETTINGS = None,
    csv: CSV = None,
    plot: PLOT = None,
    as_json: JSON = False,
) -> None:
    """How late an answer comes, by city and over all users: median, 95 and 99 %, beside the ground site, and its share of the first token."""
    from orbital.analysis.latency import latency as by_city

    _tell(by_city(_scenario(scenario, settings)), csv, plot, as_json)


def _tell(found: Any, csv: Path | None, plot: Path | None, as_json: bool) -> None:
    """What was found: as JSON, or in one line; as a table and a picture where asked."""
    _write(found, csv, plot)
    if as_json:
        _print_json(found.to_dict())
        return
    from orbital.views.tables import columns_table

    typer.echo(repr(found))
    _console().print(columns_table(found.rows()))


def _write(found: Any, csv: Path | None, plot: Path | None) -> None:
    """A table and a picture where asked."""
    try:
        if csv is not None:
            found.to_frame().to_csv(csv, index=False, float_format="%.6g")
        if plot is not None:
            found.plot().savefig(plot)
    except ImportError:
        raise InputError("tables and pictures need pandas and matplotlib: pip install 'orbital[lab]'") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{csv if plot is None else plot}: cannot be written: {error}") from None


def _scenario(name: str, settings: list[str] | None) -> Scenario:
    from orbital.scenarios import scenario

    changes: dict[str, Any] = {}
    faults = []
    for setting in settings or []:
        key, equals, value = setting.partition("=")
        if not equals or not key.strip():
            faults.append(f"--set {setting!r}: write KEY=VALUE, as in --set orbital.launch_price='200 USD/kg'")
        elif key.strip() in changes:
            faults.append(f"--set {key.strip()} is given twice")
        else:
            changes[key.strip()] = _plain(value.strip())
    if faults:
        raise InputError(faults)
    found = scenario(name)
    return found.replace(changes) if changes else found


def _plain(value: str) -> str | float | int:
    """A bare number as a number, so that a missing unit is said to be missing."""
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value


def _uncertainty(spread: Any) -> dict[str, Any]:
    from orbital.analysis.compare import number

    quantiles = {f"P{100 * q:g}": {"value": number(spread.quantile(q)), "standard_error": number(spread.quantile_error(q))} for q in (0.1, 0.5, 0.9)}
    return {
        "samples": spread.samples,
        "seed": spread.seed,
        "ratio": quantiles,
        "probability_cheaper": {"value": spread.probability_cheaper, "standard_error": spread.probability_error},
        "share_infeasible": spread.infeasible,
        "varied": list(spread.varied),
        "dead": list(spread.dead),
    }


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False)
    if not sys.stdout.isatty():
        console.width = 120
    console.on_broken_pipe = _broken_pipe  # type: ignore[method-assign]  # rich would leave with status 1
    return console


def _broken_pipe() -> None:
    raise BrokenPipeError


def _print_json(document: Any) -> None:
    typer.echo(json.dumps(document, indent=2, allow_nan=False, ensure_ascii=False))


def main() -> None:
    """Run the command line; refused input goes to standard error with status 2."""
    _guarded(app)


def _guarded(run: Callable[[], Any]) -> None:
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a text stream on every platform that prints
    try:
        run()
    except InputError as error:
        for fault in error.faults:
            typer.echo(f"refused: {fault}", err=True)
        sys.exit(2)
    except OrbitalError as error:
        typer.echo(f"refused: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:  # standard output on a full disk
        typer.echo(f"failed: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
