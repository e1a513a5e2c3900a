"""The answer by start year: the ratio with its spread, and the year from which orbit costs no more than the ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.columns import headed, picked_rows, shown_columns
from orbital.analysis.compare import evaluate, number
from orbital.analysis.decisions.break_even import BreakEven, break_even
from orbital.analysis.many.uncertainty import monte_carlo
from orbital.core.errors import InputError
from orbital.core.units import CALENDAR, LCOC, Unit, text
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Array = NDArray[np.float64]

START = "workload.start_year"
YEARS = tuple(range(2026, 2051))
DRAWS = 4096
QUANTILES = (0.1, 0.5, 0.9)
PLAIN, SHARE = Unit(""), Unit("", "%")
UNITS = {
    "ratio": PLAIN,
    "ratio_p10": PLAIN,
    "ratio_p50": PLAIN,
    "ratio_p90": PLAIN,
    "market_ratio": PLAIN,
    "probability_cheaper": SHARE,
    "share_infeasible": SHARE,
    "orbital_cost": LCOC,
    "ground_cost": LCOC,
}


@dataclass(frozen=True, slots=True, eq=False)
class YearByYear:
    """A scenario by start year: one column a quantity (SI, NaN where it cannot be built), and the year of crossing.

    `crossing` solves ratio = 1 at the stated values; `crossing_years` holds, draw by draw, the first of the years in which orbit costs no
    more, NaN where none of them does.
    """

    scenario: str
    year: Array
    columns: dict[str, Array] = field(repr=False)
    crossing: BreakEven
    crossing_years: Array = field(repr=False)

    @property
    def share_never(self) -> float:
        """Share of the draws in which orbit costs more in all of the years."""
        return float(np.mean(np.isnan(self.crossing_years)))

    def crossing_quantile(self, q: float) -> float | None:
        """The year by which a share `q` of all draws has crossed; None where that is after the last year."""
        reached = np.sort(np.where(np.isnan(self.crossing_years), np.inf, self.crossing_years))
        year = reached[min(int(np.ceil(q * reached.size)), reached.size) - 1]
        return float(year) if np.isfinite(year) else None

    def to_frame(self) -> pd.DataFrame:
        """One row a year."""
        import pandas as pd

        return pd.DataFrame({"year": self.year} | headed(self.columns, UNITS))

    def rows(self) -> list[tuple[str, list[float]]]:
        """For a screen: a quantity a row, up to nine years side by side."""
        picked = np.unique(np.linspace(0, len(self.year) - 1, min(len(self.year), 9)).round().astype(int))
        return picked_rows(self.columns, UNITS, "start year", self.year, [int(k) for k in picked])

    def plot(self) -> Figure:
        """The ratio by year with its spread, and both costs."""
        from orbital.views.plots import years_figure

        return years_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists with their units; a missing number is None."""
        document: dict[str, Any] = {"scenario": self.scenario, "year": {"unit": "", "value": self.year.tolist()}}
        for name, column in shown_columns(self.columns, UNITS).items():
            document[name] = {"unit": UNITS[name].shown, "value": [number(float(x)) for x in column]}
        document["crossing_year"] = {"value": self.crossing.value, "reason": self.crossing.reason}
        document["crossing_quantiles"] = {f"P{100 * q:g}": self.crossing_quantile(q) for q in QUANTILES}
        document["share_never"] = self.share_never
        return document

    def __repr__(self) -> str:
        last = int(self.year[-1])
        quantiles = {q: self.crossing_quantile(q) for q in QUANTILES}
        by_draw = ", ".join(f"P{100 * q:g} {f'after {last}' if year is None else int(year)}" for q, year in quantiles.items())
        reason = self.crossing.reason.partition(":")[0]
        never = reason if reason.startswith("not before") else "in no year"
        stated = never if self.crossing.value is None else f"in {text(self.crossing.value, CALENDAR)}"
        return (
            f"{self.scenario}: orbit becomes as cheap as the ground {stated} at the stated values; over all draws {by_draw} (never in {self.share_never:.0%})"
        )


def by_year(scenario: Scenario, years: Sequence[float] = YEARS, draws: int = DRAWS, seed: int = 1) -> YearByYear:
    """The ratio by start year, at the stated values and over all spreads, trends included.

    The same draws serve every year, so that a draw's crossing is one future seen through. Raises `InputError` for years that do not rise,
    or that `start_year` may not be.
    """
    year = np.asarray(years, dtype=np.float64)
    if year.ndim != 1 or not year.size or not np.all(np.isfinite(year)) or np.any(np.diff(year) <= 0.0):
        raise InputError(f"years = {list(years)!r}: one or more rising years are needed")
    found: dict[str, list[float]] = {name: [] for name in UNITS}
    ratios = []
    for start in year:
        here = scenario.replace({START: float(start)})
        result, spread = evaluate(here), monte_carlo(here, draws, seed)
        ratios.append(spread.ratio)
        costs = [float(side.value("levelized_cost_per_pflop_hour")) for side in (result.orbital, result.ground)]
        shares = (spread.probability_cheaper, spread.infeasible)
        values = (result.ratio, *(spread.quantile(q) for q in QUANTILES), result.market_ratio, *shares, *costs)
        for name, value in zip(UNITS, values, strict=True):
            found[name].append(value)
    crossed = np.stack(ratios) <= 1.0
    first = np.where(crossed.any(axis=0), year[np.argmax(crossed, axis=0)], np.nan)
    columns = {name: np.array(column) for name, column in found.items()}
    return YearByYear(scenario.name, year, columns, break_even(scenario, START), first)
