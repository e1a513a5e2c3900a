"""What would turn the answer: the value of a quantity at which both cost the same."""

from __future__ import annotations

from typing import Annotated

import typer

from orbital.cli.shell import JSON, SETTINGS, app, chosen_scenario, print_json


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
