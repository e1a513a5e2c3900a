"""One scenario answered and explained, and what ships."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from orbital.cli.shell import CSV, DEFAULT, JSON, NAME, PLOT, SETTINGS, app, chosen_scenario, console, print_json, tell
from orbital.core.errors import InputError

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


@app.command()
def compare(
    scenario: NAME = DEFAULT,
    settings: SETTINGS = None,
    full: Annotated[bool, typer.Option("--full", help="Add every quantity of both sides.")] = False,
    as_json: JSON = False,
) -> None:
    """Both sides of a scenario: the answer in one sentence, then one screen."""
    from orbital.analysis.compare import evaluate
    from orbital.analysis.many.uncertainty import monte_carlo

    chosen = chosen_scenario(scenario, settings)
    result = evaluate(chosen)
    spread = monte_carlo(chosen, DRAWS)
    if as_json:
        document = result.to_dict()
        document["uncertainty"] = spread.to_dict()
        print_json(document)
        return
    from orbital.views.tables import print_result

    print_result(result, spread, full, console())


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

    text = evaluate(chosen_scenario(scenario, settings)).explain(quantity, depth)
    if as_json:
        print_json({"scenario": scenario, "quantity": quantity, "explanation": text.splitlines()})
    else:
        typer.echo(text)


@app.command("list")
def list_(kind: Annotated[KINDS, typer.Argument(help="What to list.")], as_json: JSON = False) -> None:
    """What ships: catalog entries, parameters with their sources, quantities with their formulas."""
    from orbital.views.listing import listing, listing_table

    rows = listing(kind)
    if as_json:
        print_json(rows)
    else:
        console().print(listing_table(kind, rows))


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
    from orbital.analysis.money.cash_flow import cash_flow

    found = cash_flow(chosen_scenario(scenario, settings), side, horizon)
    told = found.told(price)
    try:
        if csv is not None:
            found.to_csv(csv, price)
    except ImportError:
        raise InputError("tables need pandas: pip install 'orbital[lab]'") from None
    except OSError as error:
        raise InputError(f"{csv}: cannot be written: {error}") from None
    if as_json:
        print_json(found.to_dict(price))
        return
    from orbital.views.tables import columns_table

    typer.echo(told)
    if not found.reasons:
        console().print(columns_table(found.rows(price)))
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

    tell(by_year(chosen_scenario(scenario, settings), range(first, last + 1)), csv, plot, as_json)
