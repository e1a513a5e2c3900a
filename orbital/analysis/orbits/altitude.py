"""Altitude as one trade: shadow, dose, drag, disposal, debris and lift pull apart; what the satellite and the work cost shows where they balance.

Left open: latency, which no cost depends on, and what the belts do to the array (its degradation is one rate at any altitude).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.columns import headed, picked_rows, shown_columns
from orbital.analysis.compare import number
from orbital.core.errors import InputError
from orbital.core.units import LCOC, Unit, shown_value
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Array = NDArray[np.float64]

QUANTITIES = (
    "annual_eclipse_fraction",
    "longest_eclipse",
    "eclipse_cycles_per_year",
    "shielding_thickness",
    "life_dose",
    "radiation_interruption_rate",
    "drag_propellant_mass",
    "decay_time",
    "puncture_flux",
    "large_debris_hits",
    "radiator_lost_fraction",
    "radiator_area",
    "battery_mass",
    "array_power_beginning_of_life",
    "payload_to_orbit",
    "satellite_mass",
    "satellites_per_launch",
)
PROPELLANT, COST = "disposal_propellant_mass", "levelized_cost_per_pflop_hour"
"""What depends on how a satellite is disposed of, and is told for each way."""
DESTINATIONS = {
    "reentry": "disposal_delta_v",
    "graveyard": "disposal_delta_v_graveyard",
    "escape": "disposal_delta_v_escape",
}
"""The formula of the delta-v behind each way to dispose of a satellite at its end."""
SHOWN = (400, 500, 600, 800, 1000, 1200, 1400)
"""Altitudes for a screen, km."""


@dataclass(frozen=True, slots=True, eq=False)
class AltitudeTrade:
    """What altitude changes, one column a quantity (SI, NaN where it cannot be built): disposal propellant and cost by destination too."""

    scenario: str
    altitude: Array
    columns: dict[str, Array] = field(repr=False)
    units: dict[str, Unit] = field(repr=False)

    def to_frame(self) -> pd.DataFrame:
        """One row an altitude, in the units people read (named in the columns)."""
        import pandas as pd

        return pd.DataFrame({"altitude [km]": self.altitude / 1e3} | headed(self.columns, self.units))

    def rows(self) -> list[tuple[str, list[float]]]:
        """For a screen: a quantity a row, a few altitudes side by side."""
        places = [int(np.argmin(np.abs(self.altitude - 1e3 * km))) for km in SHOWN]
        return picked_rows(self.columns, self.units, "altitude [km]", self.altitude / 1e3, sorted(set(places)))

    def plot(self) -> Figure:
        """All columns against altitude, in six pictures."""
        from orbital.views.plots import altitude_figure

        return altitude_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists with their units; a missing number is None."""
        document: dict[str, Any] = {"scenario": self.scenario, "altitude": {"unit": "km", "value": (self.altitude / 1e3).tolist()}}
        for name, column in shown_columns(self.columns, self.units).items():
            document[name] = {"unit": self.units[name].shown, "value": [number(float(x)) for x in column]}
        return document

    @property
    def cheapest(self) -> tuple[float, str] | None:
        """The altitude (m) and way of disposal at which a useful FLOP costs least; None where none can be built."""
        costs = np.stack([self.columns[f"cost_{destination}"] for destination in DESTINATIONS])
        if not np.isfinite(costs).any():
            return None
        way, place = np.unravel_index(np.nanargmin(costs), costs.shape)
        return float(self.altitude[place]), list(DESTINATIONS)[way]

    def __repr__(self) -> str:
        best = self.cheapest
        if best is None:
            return f"{self.scenario}: it cannot be built at any of {len(self.altitude)} altitudes"
        column = self.columns[f"cost_{best[1]}"]
        cost = shown_value(np.nanmin(column), LCOC)
        near = self.altitude[column <= 1.01 * np.nanmin(column)] / 1e3
        flat = f"; within 1 % between {near.min():.0f} and {near.max():.0f} km" if len(near) > 1 else ""
        return f"{self.scenario}: cheapest at {best[0] / 1e3:.0f} km with disposal by {best[1]}, {cost:.4g} {LCOC.shown}{flat}"


def altitude_trade(scenario: Scenario, altitudes: Sequence[float] = tuple(np.arange(400e3, 1500.1e3, 10e3))) -> AltitudeTrade:
    """What altitude does to one scenario, everything else as it is: the three ways of disposal side by side.

    `altitudes` in m. A quantity that the scenario gives stays as given. Raises `InputError` where altitude bears on nothing, and for
    altitudes outside its bounds.
    """
    height = np.asarray(altitudes, dtype=np.float64)
    if height.ndim != 1 or not height.size or not np.all((height >= 160e3) & (height <= 36e6)):
        raise InputError("altitudes: one or more numbers between 160e3 and 36e6 m are needed")
    columns: dict[str, Array] = {}
    units: dict[str, Unit] = {}
    for destination, formula in DESTINATIONS.items():
        side = scenario.replace({"orbital.formulas.disposal_delta_v": formula}).with_arrays({"orbital.altitude": height}).orbital
        named = {f"disposal_propellant_{destination}": PROPELLANT, f"cost_{destination}": COST}
        wanted = named if columns else {name: name for name in QUANTITIES} | named
        for name, quantity, value in zip(wanted, wanted.values(), side.run(tuple(wanted.values())), strict=True):
            columns[name], units[name] = np.broadcast_to(value, height.shape), side.model.specs[quantity].unit
    return AltitudeTrade(scenario.name, height, columns, units)
