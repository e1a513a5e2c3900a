"""What a reconciliation comes to: the walk step by step, the shares over all orders, and how well each end is met."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orbital.analysis.compare import json_quantity, number
from orbital.analysis.record.hybrids import Told
from orbital.analysis.record.studies import Row
from orbital.core.units import Unit, shown_value, text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing the ends differ in: what each says of it, and by how much the value moves when it is taken over (SI).

    A swapped formula and the givens it needs are one difference; a size is one with all that states it.
    """

    name: str
    here: tuple[Told, ...]
    there: tuple[Told, ...]
    change: float = math.nan

    def words(self, end: int) -> str:
        """What one end says, the first (0) or the second (1): its value or formula, and with it what that needs."""
        told = (self.here, self.there)[end]
        return ", ".join(str(item) if item.quantity == self.name else f"{item.quantity.rpartition('.')[2]} {item}" for item in told)

    def to_dict(self, unit: Unit) -> dict[str, Any]:
        """For JSON."""
        told = {"here": [item.to_dict() for item in self.here], "there": [item.to_dict() for item in self.there]}
        return {"difference": self.name, "change": json_quantity(self.change, unit), **told}


@dataclass(frozen=True, slots=True)
class Step:
    """One group of differences: the value after it in the walk, its share in any order, and its factor in any order.

    value : after the group is taken over (SI).
    share : mean change over all orders (SI); the shares add up to the gap.
    factor : exp of the mean change of the logarithm over all orders; the factors multiply to end over start. NaN where a value is not positive.
    """

    group: str
    differences: tuple[Difference, ...]
    value: float
    share: float
    factor: float

    @property
    def changes(self) -> tuple[str, ...]:
        """What differs, by name."""
        return tuple(item.name for item in self.differences)


@dataclass(frozen=True, slots=True)
class Residual:
    """A published figure of an end beside what our Models give there: how well the end itself is met (SI)."""

    end: str
    row: Row

    @property
    def value(self) -> float:
        """Published less reproduced."""
        return self.row.published - self.row.reproduced

    @property
    def within(self) -> bool:
        """Whether it is within the study's own tolerance."""
        return self.row.verdict == "reproduced"

    def __str__(self) -> str:
        row = self.row
        share = f" ({self.value / row.published:+.2%})" if row.published else ""
        figures = f"{text(row.published, row.unit)} published, {text(row.reproduced, row.unit)} reproduced"
        return f"{self.end}: {row.quantity} {figures}{share}, tolerance {row.tolerance}: {row.verdict}"


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The way from A to B in one quantity: the walk step by step, and each group's share of the gap over all orders.

    first, last : the two answers (SI), each as its end gives it. evaluations : coalitions evaluated. joined : groups taken as one.
    unpublished : ends without a published cost to hold theirs against. supplied : what the reference supplies, in words.
    undeflated : what the change of the price year leaves as it was, in words; empty where it leaves nothing.
    """

    start: str
    end: str
    quantity: str
    unit: Unit
    first: float
    steps: tuple[Step, ...]
    residuals: tuple[Residual, ...]
    evaluations: int
    joined: tuple[str, ...] = ()
    unpublished: tuple[str, ...] = ()
    supplied: tuple[str, ...] = ()
    undeflated: str = ""

    @property
    def last(self) -> float:
        """The value the walk arrives at."""
        return self.steps[-1].value if self.steps else self.first

    @property
    def gap(self) -> float:
        """B less A."""
        return self.last - self.first

    @property
    def factor(self) -> float:
        """B over A."""
        return self.last / self.first if self.first else math.nan

    def __repr__(self) -> str:
        ends = f"from {self.start} {text(self.first, self.unit)} to {self.end} {text(self.last, self.unit)}"
        steps = [f"  x {step.factor:<6.3g} {text(step.share, self.unit):>18}  {step.group} ({len(step.differences)} differences)" for step in self.steps]
        return "\n".join([f"{self.quantity}: {ends}, x {self.factor:.3g}", *steps, *self.notes()])

    def notes(self) -> list[str]:
        """What the numbers mean, and what is left open: residuals at the ends, groups taken as one."""
        found = [f"residual at {item}" for item in self.residuals]
        found += [f"{name} publishes no cost to hold this against" for name in self.unpublished]
        found += [f"taken as one, since neither can be evaluated without the other: {group}" for group in self.joined]
        found += [self.undeflated] if self.undeflated else []
        return [*found, *self.supplied, f"factor and share are over all orders ({self.evaluations} evaluations); the walk takes the groups in the order shown"]

    def rows(self) -> list[dict[str, Any]]:
        """One row a difference, in the unit of the quantity: for tables."""
        return [
            {
                "group": step.group,
                "difference": item.name,
                "start": item.words(0),
                "end": item.words(1),
                "start_source": _sources(item.here),
                "end_source": _sources(item.there),
                "change": float(shown_value(item.change, self.unit)),
                "unit": self.unit.shown,
                "group_share": float(shown_value(step.share, self.unit)),
                "group_factor": step.factor,
            }
            for step in self.steps
            for item in step.differences
        ]

    def to_frame(self) -> pd.DataFrame:
        """One row a difference: what it was here and there, with sources, and what it changes."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def plot(self) -> Figure:
        """The walk as a waterfall, beside each group's factor over all orders."""
        from orbital.views.plots import reconciliation_figure

        return reconciliation_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """For JSON; a missing number is None."""
        return {
            "quantity": self.quantity,
            "start": {"name": self.start, "value": json_quantity(self.first, self.unit)},
            "end": {"name": self.end, "value": json_quantity(self.last, self.unit)},
            "gap": json_quantity(self.gap, self.unit),
            "factor": number(self.factor),
            "steps": [
                {
                    "group": step.group,
                    "after": json_quantity(step.value, self.unit),
                    "share": json_quantity(step.share, self.unit),
                    "factor": number(step.factor),
                    "differences": [item.to_dict(self.unit) for item in step.differences],
                }
                for step in self.steps
            ],
            "residuals": [
                {
                    "end": item.end,
                    "id": item.row.id,
                    "quantity": item.row.quantity,
                    "published": json_quantity(item.row.published, item.row.unit),
                    "reproduced": json_quantity(item.row.reproduced, item.row.unit),
                    "residual": json_quantity(item.value, item.row.unit),
                    "tolerance": item.row.tolerance,
                    "verdict": item.row.verdict,
                }
                for item in self.residuals
            ],
            "evaluations": self.evaluations,
            "notes": self.notes(),
        }


def _sources(told: Iterable[Told]) -> str:
    return "; ".join(dict.fromkeys(item.source for item in told if item.source))
