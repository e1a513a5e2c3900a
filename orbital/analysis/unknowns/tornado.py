"""Each spread alone: the output at both of its ends, all else as stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from orbital.analysis.compare import evaluate, json_quantity
from orbital.analysis.many.batch import RATIO, sides_of
from orbital.analysis.unknowns.response import Response, given_of, plain_name, uncertain_for
from orbital.core.units import Unit, number_text, shown_value, text, unit_text
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class End:
    """The output at one end of a spread (both SI); NaN with the reasons where it cannot be built."""

    input: float
    output: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One spread: its name, the value stated today, the output at its low and high end, and where the spread comes from."""

    name: str
    unit: Unit
    today: float
    low: End
    high: End
    origin: str
    source: str
    evidence: str
    width: float
    """How far the output moves between the ends and today; infinite where some of these can be built and some cannot."""

    def to_dict(self, unit: Unit) -> dict[str, Any]:
        """For JSON; a missing number is None."""
        ends = {
            label: {"input": json_quantity(end.input, self.unit), "output": json_quantity(end.output, unit), "reasons": list(end.reasons)}
            for label, end in (("low", self.low), ("high", self.high))
        }
        stated = {"today": json_quantity(self.today, self.unit), "origin": self.origin, "source": self.source, "evidence": self.evidence}
        return {"name": self.name, **stated, **ends}


@dataclass(frozen=True, slots=True)
class Tornado:
    """An output at both ends of each spread, all else as stated: what can be built at one end and not at the other first, then the widest.

    today : the output at the stated values (SI), NaN with the reasons where it cannot be built. dead : spreads on which nothing depends.
    """

    scenario: str
    output: str
    unit: Unit
    today: float
    reasons: tuple[str, ...]
    bars: tuple[Bar, ...] = field(repr=False)
    dead: tuple[str, ...] = field(repr=False)

    def to_frame(self) -> pd.DataFrame:
        """One row a spread, in the units people read."""
        import pandas as pd

        rows = [
            {
                "name": bar.name,
                "unit": bar.unit.shown,
                "low": float(shown_value(bar.low.input, bar.unit)),
                "today": float(shown_value(bar.today, bar.unit)),
                "high": float(shown_value(bar.high.input, bar.unit)),
                f"{self.output} at low": float(shown_value(bar.low.output, self.unit)),
                f"{self.output} at high": float(shown_value(bar.high.output, self.unit)),
                "infeasible": "; ".join(dict.fromkeys(bar.low.reasons + bar.high.reasons)),
                "from": bar.origin,
                "source": bar.source,
                "evidence": bar.evidence,
            }
            for bar in self.bars
        ]
        return pd.DataFrame(rows)

    def rows(self) -> list[tuple[str, ...]]:
        """For a screen: name, low end, today, high end and their unit, the output at both ends, where the spread comes from."""
        return [
            (
                bar.name,
                *(number_text(float(shown_value(value, bar.unit))) for value in (bar.low.input, bar.today, bar.high.input)),
                unit_text(bar.unit),
                *("infeasible" if end.reasons else text(end.output, self.unit) for end in (bar.low, bar.high)),
                bar.origin,
            )
            for bar in self.bars
        ]

    def plot(self) -> Figure:
        """Bars from end to end about today's output."""
        from orbital.views.plots_sensitivity import tornado_figure

        return tornado_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers with their units; a missing one is None."""
        return {
            "scenario": self.scenario,
            "method": "tornado",
            "output": self.output,
            "today": json_quantity(self.today, self.unit),
            "reasons": list(self.reasons),
            "bars": [bar.to_dict(self.unit) for bar in self.bars],
            "dead": list(self.dead),
        }

    def __repr__(self) -> str:
        priced = [bar for bar in self.bars if 0.0 < bar.width < np.inf]
        most = "; ".join(f"{plain_name(bar.name)} {text(bar.low.output, self.unit)} to {text(bar.high.output, self.unit)}" for bar in priced[:3])
        stops = [plain_name(bar.name) for bar in self.bars if np.isinf(bar.width)]
        none = f"; {len(stops)} decide whether it can be built: {', '.join(stops[:3])}" if stops else ""
        today = "cannot be built" if self.reasons else text(self.today, self.unit)
        return f"{self.scenario}: {self.output} {today} as stated; of {len(self.bars)} spreads, each alone, these move it most: {most or 'none'}{none}"


def tornado(scenario: Scenario, only: Sequence[str] = (), output: str = RATIO) -> Tornado:
    """An output at both ends of each published spread, or of `only` some, all else as stated; exact geometry.

    Raises `InputError` for a name without a spread or on which the output does not depend, and for an output that is unknown or runs along an axis.
    """
    found = uncertain_for(scenario, output)
    spreads = {name: found.spreads[name] for name in found.names(only)}
    response = Response(scenario, output, spreads)
    stated = {name: given_of(scenario, name) for name in spreads}
    columns = np.repeat(np.array([float(given.value) for given, _ in stated.values()])[:, None], 2 * len(spreads), axis=1)
    for k, spread in enumerate(spreads.values()):
        columns[k, 2 * k : 2 * k + 2] = spread.low, spread.high
    ends = np.broadcast_to(response.values(list(columns)), columns.shape[1:]).reshape(-1, 2)
    bars = []
    for (name, spread), (given, unit), outputs in zip(spreads.items(), stated.values(), ends, strict=True):
        low, high = (_end(scenario, name, value, float(at)) for value, at in zip((spread.low, spread.high), outputs, strict=True))
        under = given.provenance
        width = _width(low.output, response.today, high.output)
        bars.append(Bar(name, unit, float(given.value), low, high, given.origin, under.source, under.evidence or "", width))
    bars.sort(key=lambda bar: -bar.width)
    return Tornado(scenario.name, output, response.unit, response.today, _reasons(scenario, response.today), tuple(bars), found.dead)


def _end(scenario: Scenario, name: str, value: float, output: float) -> End:
    """One end; where there is no output, the reasons in words."""
    sides, short = sides_of(name)
    there = scenario.with_arrays({f"{side}.{short}": value for side in sides if short in scenario.side(side).given})
    return End(value, output, _reasons(there, output))


def _reasons(scenario: Scenario, output: float) -> tuple[str, ...]:
    return () if np.isfinite(output) else evaluate(scenario).reasons or ("it has no value",)


def _width(*outputs: float) -> float:
    known = [output for output in outputs if np.isfinite(output)]
    return np.inf if 0 < len(known) < len(outputs) else max(known, default=0.0) - min(known, default=0.0)
