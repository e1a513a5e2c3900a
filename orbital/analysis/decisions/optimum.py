"""The best design found: what was chosen, how much better than today, what holds it there, and how flat it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.compare import json_quantity
from orbital.core.units import Unit, shown_value, text
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """One quantity chosen (SI): its range, today's value, the best one, and between which values the objective stays within 1 % of its best."""

    quantity: str
    unit: Unit
    low: float
    high: float
    log: bool
    today: float
    value: float
    flat: tuple[float, float]
    at_bound: str


@dataclass(frozen=True, slots=True)
class Pick:
    """One catalog entry or formula picked: today's and the best."""

    quantity: str
    today: str
    value: str


@dataclass(frozen=True, slots=True)
class Robust:
    """The objective over draws: which quantile of how many, the share that cannot be built today and at the best, the limit on it, and the same
    quantile over other draws than those searched with. `held` are spreads left at their stated value, since slow geometry rests on them."""

    quantile: float
    draws: int
    allowed: float
    share_today: float
    share_best: float
    other_draws: int
    other_today: float
    other_best: float
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """The best design found: its objective beside today's, what was chosen, what holds it there, and how flat it is there.

    value, today : of the objective (SI), NaN where there is none. active : constraints that a small step (0.1 %) would violate, in words; jumps :
    where the least step makes the objective jump. ways : the best objective of each way to pick, NaN where none can be built; refused : the ways
    that are no scenario, with the reason. notes : what the answer strains, and what it does not depend on. reasons : why no design is feasible,
    empty where one is. best : the scenario with everything put in. slices : the objective along each quantity, the others at their best.
    """

    scenario: str
    objective: str
    unit: Unit
    value: float
    today: float
    choices: tuple[Choice, ...]
    picks: tuple[Pick, ...]
    active: tuple[str, ...]
    jumps: tuple[str, ...]
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    robust: Robust | None
    ways: Mapping[str, float]
    refused: Mapping[str, str]
    seed: int
    evaluations: int
    best: Scenario | None = field(repr=False)
    slices: Mapping[str, tuple[Array, Array]] = field(repr=False)

    @property
    def feasible(self) -> bool:
        """Whether any design can be built."""
        return self.best is not None

    @property
    def gain(self) -> float:
        """How much better than today, as a share of today's; NaN where either has none."""
        return (self.today - self.value) / abs(self.today) if self.today else math.nan

    @property
    def bounds(self) -> tuple[str, ...]:
        """The quantities that end at a bound of their range, in words."""
        ends = {"lower": "lowest", "upper": "highest"}
        return tuple(
            f"{plain(item.quantity)} is at the {ends[item.at_bound]} value it may have, {text(item.value, item.unit)}" for item in self.choices if item.at_bound
        )

    @property
    def measure(self) -> str:
        """The objective in words."""
        name = plain(self.objective)
        return name if self.robust is None else f"P{100.0 * self.robust.quantile:g} of the {name}"

    def to_frame(self) -> pd.DataFrame:
        """One row a quantity or pick, numbers in the units people read."""
        import pandas as pd

        frame = [
            {
                "quantity": item.quantity,
                "unit": item.unit.shown,
                "today": float(shown_value(item.today, item.unit)),
                "best": float(shown_value(item.value, item.unit)),
                "within 1 % from": float(shown_value(item.flat[0], item.unit)),
                "within 1 % to": float(shown_value(item.flat[1], item.unit)),
                "lowest allowed": float(shown_value(item.low, item.unit)),
                "highest allowed": float(shown_value(item.high, item.unit)),
                "at bound": item.at_bound,
            }
            for item in self.choices
        ]
        return pd.DataFrame([*frame, *({"quantity": item.quantity, "today": item.today, "best": item.value} for item in self.picks)])

    def rows(self) -> list[tuple[str, ...]]:
        """For a screen: quantity, today's value, the best, within 1 % of it, allowed; a heading first."""
        found = [("", "today", "best", "within 1 % of the best", "allowed")]
        found.append((self.measure, text(self.today, self.unit), text(self.value, self.unit), "", ""))
        for item in self.choices:
            values = (text(item.today, item.unit), text(item.value, item.unit), between(item.flat, item.unit), between((item.low, item.high), item.unit))
            found.append((plain(item.quantity), *values))
        return [*found, *((plain(item.quantity), item.today or "-", item.value or "-", "", "") for item in self.picks)]

    def said(self) -> list[str]:
        """What holds the design where it is, and what else is to be said of it, a line each."""
        lines = [f"held by: {words}" for words in (*self.active, *self.bounds, *self.jumps)] + list(self.notes)
        if self.robust is not None:
            r = self.robust
            lines.append(
                f"over {r.draws:,} draws, the same for every candidate; one that cannot be built counts as dearest: {r.share_best:.1%} cannot at the best, "
                f"{r.share_today:.1%} today, {r.allowed:.1%} are allowed; over {r.other_draws:,} other draws {text(r.other_best, self.unit)}, today "
                f"{text(r.other_today, self.unit)}"
            )
        return lines

    def plot(self) -> Figure:
        """The objective along each quantity with the others at their best, and by way to pick."""
        from orbital.views.plots_optimum import optimum_figure

        return optimum_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        robust = self.robust
        return {
            "scenario": self.scenario,
            "objective": self.objective,
            "feasible": self.feasible,
            "best": json_quantity(self.value, self.unit),
            "today": json_quantity(self.today, self.unit),
            "gain": None if math.isnan(self.gain) else self.gain,
            "quantities": [
                {
                    "quantity": item.quantity,
                    "today": json_quantity(item.today, item.unit),
                    "best": json_quantity(item.value, item.unit),
                    "within_1_percent": [json_quantity(end, item.unit) for end in item.flat],
                    "allowed": [json_quantity(end, item.unit) for end in (item.low, item.high)],
                    "at_bound": item.at_bound,
                }
                for item in self.choices
            ],
            "picks": [{"quantity": item.quantity, "today": item.today, "best": item.value} for item in self.picks],
            "active_constraints": list(self.active),
            "jumps": list(self.jumps),
            "notes": list(self.notes),
            "reasons": list(self.reasons),
            "ways": {name: json_quantity(value, self.unit) for name, value in self.ways.items()},
            "refused": dict(self.refused),
            "robust": None
            if robust is None
            else {
                "quantile": robust.quantile,
                "draws": robust.draws,
                "allowed_infeasible": robust.allowed,
                "infeasible_today": robust.share_today,
                "infeasible_best": robust.share_best,
                "other_draws": robust.other_draws,
                "other_draws_today": json_quantity(robust.other_today, self.unit),
                "other_draws_best": json_quantity(robust.other_best, self.unit),
                "held": list(robust.held),
            },
            "seed": self.seed,
            "evaluations": self.evaluations,
        }

    def __repr__(self) -> str:
        if not self.feasible:
            return f"{self.scenario}: no feasible design: {'; '.join(self.reasons)}"
        chosen = [f"{plain(item.quantity)} {text(item.value, item.unit)}" for item in self.choices]
        chosen += [f"{plain(item.quantity)} {item.value}" for item in self.picks]
        today = "today's cannot be built" if math.isnan(self.today) else f"today {text(self.today, self.unit)}, {100.0 * self.gain:.3g} % less"
        return f"{self.scenario}: {self.measure} {text(self.value, self.unit)} at best ({today}): {', '.join(chosen)}"


def plain(key: str) -> str:
    """A name for people: `orbital launch vehicle`."""
    return key.replace(".formulas.", " formula of ").replace(".", " ").replace("_", " ")


def between(ends: tuple[float, float], unit: Unit) -> str:
    """Two values for a screen; one where they read the same."""
    low, high = (text(end, unit) for end in ends)
    number, _, shown = low.partition(" ")
    return low if low == high else f"{number} to {high}" if high.endswith(shown) else f"{low} to {high}"
