"""What every command shares: the application, its options, how an answer is told and how input is refused."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orbital.core.errors import InputError, OrbitalError

if TYPE_CHECKING:
    from rich.console import Console

    from orbital.analysis.many.varied import Span
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


def _version(wanted: bool) -> None:
    if wanted:
        from orbital import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False) -> None:
    """Can computing in orbit be cheaper than on the ground? Under which assumptions, and what stops it."""


def tell(found: Any, csv: Path | None, plot: Path | None, as_json: bool) -> None:
    """What was found: as JSON, or in one line; as a table and a picture where asked."""
    write(found, csv, plot)
    if as_json:
        print_json(found.to_dict())
        return
    from orbital.views.tables import columns_table

    typer.echo(repr(found))
    console().print(columns_table(found.rows()))


def _draw(found: Any, plot: Path | None) -> None:
    """A picture into a file; pyplot would keep it open."""
    from matplotlib import pyplot

    figure = found.plot()
    try:
        figure.savefig(plot)
    finally:
        pyplot.close(figure)


def write(found: Any, csv: Path | None, plot: Path | None) -> None:
    """A table and a picture where asked."""
    made: tuple[tuple[Path | None, Callable[[], Any]], ...] = (
        (csv, lambda: found.to_frame().to_csv(csv, index=False, float_format="%.6g")),
        (plot, lambda: _draw(found, plot)),
    )
    for path, make in made:
        try:
            if path is not None:
                make()
        except ImportError:
            raise InputError("tables and pictures need pandas and matplotlib: pip install 'orbital[lab]'") from None
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: cannot be written: {error}") from None


def chosen_scenario(name: str, settings: list[str] | None) -> Scenario:
    """The scenario of a name or file, with the settings on top."""
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
            changes[key.strip()] = plain(value.strip())
    if faults:
        raise InputError(faults)
    found = scenario(name)
    return found.replace(changes) if changes else found


AXIS_SYNTAX = "KEY=LOW:HIGH:COUNT[:UNIT][:log] or KEY=VALUE,VALUE"


def axis_option(written: str) -> tuple[str, Span | list[str | float | int]]:
    """An axis as it is typed: `orbital.altitude=400:1400:50:km`, `orbital.launch_price=50:3000:20:USD/kg:log`, `ground.site=abilene,colossus-1`.

    A span's ends may carry their units instead. Raises `InputError` for what is neither a span nor a list.
    """
    from orbital.analysis.many.varied import EVEN, LOG, span

    key, equals, asked = (part.strip() for part in written.partition("="))
    if not equals or not key or not asked:
        raise InputError(f"axis {written!r}: write {AXIS_SYNTAX}, as in orbital.altitude=400:1400:50:km")
    if ":" not in asked:
        return key, [plain(value.strip()) for value in asked.split(",")]
    low, high, *rest = (part.strip() for part in asked.split(":"))
    spacing = LOG if rest[1:] and rest[-1] == LOG else EVEN
    count, *unit = rest[: len(rest) - (spacing == LOG)] or [""]
    if not count.isdecimal() or len(unit) > 1 or not low or not high:
        raise InputError(f"axis {written!r}: write {AXIS_SYNTAX}; the count is a whole number, and the last fields are a unit and 'log'")
    ends = [plain(f"{end} {unit[0]}".strip() if unit else end) for end in (low, high)]
    return key, span(ends[0], ends[1], int(count), spacing)


def axis_options(written: list[str]) -> dict[str, Span | list[str | float | int]]:
    """The axes of a command, by quantity; refused with every fault."""
    found: dict[str, Span | list[str | float | int]] = {}
    faults: list[str] = []
    for one in written:
        try:
            key, asked = axis_option(one)
        except InputError as error:
            faults += error.faults
            continue
        if key in found:
            faults.append(f"axis {key} is given twice")
        found[key] = asked
    if faults:
        raise InputError(faults)
    return found


def plain(value: str) -> str | float | int:
    """A bare number as a number, so that a missing unit is said to be missing."""
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value


def console() -> Console:
    """Where tables go: as wide as the terminal, 120 columns into a file."""
    from rich.console import Console

    console = Console(highlight=False)
    if not sys.stdout.isatty():
        console.width = 120
    console.on_broken_pipe = _broken_pipe  # type: ignore[method-assign]  # rich would leave with status 1
    return console


def _broken_pipe() -> None:
    raise BrokenPipeError


def print_json(document: Any) -> None:
    """One JSON document."""
    typer.echo(json.dumps(document, indent=2, allow_nan=False, ensure_ascii=False))


def guarded(run: Callable[[], Any]) -> None:
    """Run, with refused input on standard error and status 2."""
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
    except MemoryError as error:
        typer.echo(f"failed: more memory is needed than there is ({error}): ask for fewer points, draws or outputs", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:  # standard output on a full disk
        typer.echo(f"failed: {error}", err=True)
        sys.exit(1)
