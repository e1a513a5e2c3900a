"""What would have to be true: the least change of several quantities together, within what is published, that makes orbit as cheap as the ground."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.compare import evaluate, json_quantity, number
from orbital.analysis.decisions.candidates import TABLE_ROWS
from orbital.analysis.decisions.choices import given_today, refuse_arrays
from orbital.analysis.decisions.levers import Lever, asked_levers, default_levers, ratio_at
from orbital.analysis.decisions.optimum import plain
from orbital.analysis.many.batch import RATIO, Batch
from orbital.core.errors import InputError
from orbital.core.units import Unit, number_text, shown_value, text
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Array = NDArray[np.float64]

POINTS = 4097
"""Shares of the way at which the ratio is looked at: the least is refined between two of them."""
EXACT = 1e-9
TOLD = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder (SI): today's value, the one needed, the favorable end of the published range with who gives it, the ratio after it."""

    quantity: str
    unit: Unit
    today: float
    needed: float
    end: float
    by: str
    kind: str
    source: str
    alone: float
    ratio: float


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """The least change that takes the ratio to a target, step by step.

    share : how far each quantity moves from today's value toward the favorable end of its published range, the same share for all; the least
    that does it. Where no share does, `reached` is False and the share is the one that comes closest. today, ratio : the ratio before and after.
    jump : the ratio just short of the share, where it jumps past the target; NaN where it is met. unmoved : names asked for that no end of their
    range makes better. binding : what holds orbit up where the target is not reached. changed : the scenario with the needed values put in.
    """

    scenario: str
    target: float
    today: float
    share: float
    ratio: float
    reached: bool
    steps: tuple[Step, ...]
    jump: float
    orbital_alone: float
    unmoved: tuple[str, ...]
    binding: tuple[str, ...]
    notes: tuple[str, ...]
    changed: Scenario = field(repr=False)

    def to_frame(self) -> pd.DataFrame:
        """One row a step, numbers in the units people read."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "quantity": step.quantity,
                    "unit": step.unit.shown,
                    "today": float(shown_value(step.today, step.unit)),
                    "needed": float(shown_value(step.needed, step.unit)),
                    "favorable end": float(shown_value(step.end, step.unit)),
                    "given by": step.by,
                    "kind": step.kind,
                    "source": step.source,
                    "ratio with that end alone": step.alone,
                    "ratio after": step.ratio,
                }
                for step in self.steps
            ]
        )

    def rows(self) -> list[tuple[str, ...]]:
        """For a screen: quantity, today, needed, the favorable end, who gives it, the ratio after; a heading first."""
        heads = ("step", "today", "needed", "favorable end", "given by", "ratio after")
        found: list[tuple[str, ...]] = [heads, ("today", "", "", "", "", _ratio_text(self.today))]
        for step in self.steps:
            values = (text(value, step.unit) for value in (step.today, step.needed, step.end))
            found.append((plain(step.quantity), *values, f"{step.by}, {step.kind}" if step.kind else step.by, _ratio_text(step.ratio)))
        return found

    def plot(self) -> Figure:
        """The ladder as a waterfall on a logarithmic axis."""
        from orbital.views.plots_ladder import ladder_figure

        return ladder_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "scenario": self.scenario,
            "target": self.target,
            "reached": self.reached,
            "share": number(self.share),
            "ratio_today": number(self.today),
            "ratio": number(self.ratio),
            "ratio_just_before": number(self.jump),
            "ratio_orbital_levers_alone": number(self.orbital_alone),
            "steps": [
                {
                    "quantity": step.quantity,
                    "today": json_quantity(step.today, step.unit),
                    "needed": json_quantity(step.needed, step.unit),
                    "favorable_end": json_quantity(step.end, step.unit),
                    "given_by": step.by,
                    "kind": step.kind,
                    "source": step.source,
                    "ratio_alone": number(step.alone),
                    "ratio_after": number(step.ratio),
                }
                for step in self.steps
            ],
            "unmoved": list(self.unmoved),
            "binding": list(self.binding),
            "notes": list(self.notes),
        }

    def __repr__(self) -> str:
        goal = "as cheap as the ground" if self.target == 1.0 else f"{self.target:g} times as dear as the ground"
        if self.reached and not self.share:
            return f"{self.scenario}: orbit costs {_ratio_text(self.today)} times the ground today: nothing has to change for it to be {goal}"
        many = plain(self.steps[0].quantity) if len(self.steps) == 1 else f"each of {len(self.steps)} quantities"
        if self.reached:
            return f"{self.scenario}: orbit is {goal} (today {_ratio_text(self.today)} times) if {many} goes {self.share:.1%} of the way to the best published"
        if math.isnan(self.ratio):
            return f"{self.scenario}: orbit cannot be made {goal}: {'; '.join(self.binding)}"
        way = "even with the best published values" if self.share == 1.0 or not self.steps else f"at best, {self.share:.1%} of the way to the best published,"
        moved = plain(self.steps[0].quantity) if len(self.steps) == 1 else f"these {len(self.steps)} quantities" if self.steps else "what was named"
        return f"{self.scenario}: orbit cannot be {goal} by {moved}: {way} it costs {_ratio_text(self.ratio)} times the ground"


def _ratio_text(ratio: float) -> str:
    return "cannot be built" if math.isnan(ratio) else number_text(ratio)


def what_would_have_to_be_true(scenario: Scenario, quantities: Sequence[str] | None = None, target: float = 1.0) -> Ladder:
    """The least change of several quantities together that makes orbit cost `target` times the ground, as a ladder.

    Each quantity moves by the same share of the way from today's value to the favorable end of its published range, and that share is the least that
    does it: no change with a smaller largest share does, where each move helps. Published range: what the value's own source leaves open,
    widened by what studies assume for the same side; `workload.start_year` may be any
    year that the trends' sources speak of.

    quantities : what may change. Without: the eight of the orbital side whose favorable end alone lowers the ratio most, of what costs rest on; and
        only where those do not reach the target, eight more of the ground or of both sides. A quantity that a formula computes today holds
        from the start where it is named: trends do not carry it on.
    target : the ratio wanted, above 0.

    The ladder takes the steps in the order in which each next one lowers the ratio most. That the target is out of reach is an answer: the ratio
    reached, and what holds it up.
    Raises `InputError` for a name that is unknown, dead, asked for twice, picked by name, cut off by another one asked for, or of no published range.
    """
    if isinstance(target, bool) or not isinstance(target, (int, float)) or not (target > 0.0 and math.isfinite(target)):
        raise InputError(f"target = {target!r}: a number above 0 is needed")
    refuse_arrays(scenario)
    if quantities is not None:
        levers, unmoved = asked_levers(scenario, quantities)
        return _ladder(scenario, levers, float(target), math.nan, tuple(unmoved))
    if ratio_at(scenario, {}) <= target:
        return _ladder(scenario, [], float(target), math.nan, ())
    orbital, others = default_levers(scenario)
    found = _ladder(scenario, orbital, float(target), math.nan, ())
    return found if found.reached or not others else _ladder(scenario, [*orbital, *others], float(target), found.ratio, ())


def _ladder(scenario: Scenario, levers: list[Lever], target: float, orbital_alone: float, unmoved: tuple[str, ...]) -> Ladder:
    """The least share of some levers, and its steps."""
    today = ratio_at(scenario, {})
    share, reached, before = _least_share(scenario, levers, today, target)
    needed = {lever: lever.at(share) for lever in levers} if share else {}
    changed = scenario.replace({lever.key: lever.range.item.written(value) for lever, value in needed.items()}) if needed else scenario
    result = evaluate(changed)
    steps = _steps(scenario, needed)
    binding: tuple[str, ...] = ()
    if not reached:
        binding = result.reasons or tuple(
            f"{plain(line.name.removesuffix('_cost'))}, {line.share:.0%} of what orbit still costs more" for line in result.gap()[:TOLD] if line.amount > 0.0
        )
    notes = [f"flagged: {flag}" for flag in result.flags] if result.feasible else []
    if not math.isnan(before):
        notes.append(
            f"the ratio jumps past the target, since satellites fly whole or the design could not be built: just short of this share {_ratio_text(before)}"
        )
    if not math.isnan(orbital_alone):
        notes.append(f"the orbital side's own levers reach {_ratio_text(orbital_alone)} and no less: those of the ground and of both sides joined")
    notes += [f"{plain(key)}: no published value is better than today's" for key in unmoved]
    return Ladder(scenario.name, target, today, share, result.ratio, reached, steps, before, orbital_alone, unmoved, binding, tuple(notes), changed)


def _least_share(scenario: Scenario, levers: Sequence[Lever], today: float, target: float) -> tuple[float, bool, float]:
    """The least share of the way that reaches the target, whether one does, and the ratio just before it where that jumps past (else NaN)."""
    if not levers or today <= target:
        return 0.0, today <= target, math.nan
    shares = np.linspace(0.0, 1.0, POINTS)
    ratio = _along(scenario, levers, shares)
    if not np.isfinite(ratio).any():
        return 1.0, False, math.nan
    close = np.flatnonzero(np.nan_to_num(ratio, nan=np.inf) <= target * (1.0 + 1e-6))  # interpolated geometry may be off by less
    for place in close[:16]:
        found = _bisected(scenario, levers, float(shares[max(place - 1, 0)]), float(shares[place]), target)
        if found is not None:
            return found
    return float(shares[np.nanargmin(ratio)]), False, math.nan


def _along(scenario: Scenario, levers: Sequence[Lever], shares: Array) -> Array:
    """The ratio at shares of the way, all levers together."""
    keys = [lever.key for lever in levers]
    columns = {lever.key: np.array([lever.at(share) for share in shares]) for lever in levers}
    ends = {key: (float(column.min()), float(column.max())) for key, column in columns.items()}
    batch = Batch(given_today(scenario, [lever.range.item for lever in levers]), keys, (RATIO,), ends, TABLE_ROWS)
    return np.broadcast_to(batch(columns)[RATIO], shares.shape)


def _bisected(scenario: Scenario, levers: Sequence[Lever], low: float, high: float, target: float) -> tuple[float, bool, float] | None:
    """The least share between two, by exact values, to neighboring numbers; None where the higher does not reach the target."""
    batch = Batch(given_today(scenario, [lever.range.item for lever in levers]), [lever.key for lever in levers], (RATIO,))

    def at(share: float) -> float:
        return float(batch({lever.key: np.float64(lever.at(share)) for lever in levers})[RATIO])

    if not at(high) <= target:
        return None
    while True:
        middle = 0.5 * (low + high)
        if not low < middle < high:
            break
        low, high = (low, middle) if at(middle) <= target else (middle, high)
    jumped = not math.isclose(at(high), target, rel_tol=EXACT)
    return high, True, at(low) if jumped else math.nan


def _steps(scenario: Scenario, needed: dict[Lever, float]) -> tuple[Step, ...]:
    """The steps, the orbital side's first, each the one that lowers the ratio most with those before it taken."""
    steps: list[Step] = []
    taken: dict[Lever, float] = {}
    left = [*needed]
    while left:
        first = [lever for lever in left if lever.orbital] or left
        ratios = {lever: ratio_at(scenario, {**taken, lever: needed[lever]}) for lever in first}
        best = min(first, key=lambda lever: (math.isnan(ratios[lever]), ratios[lever]))
        taken[best] = needed[best]
        left.remove(best)
        end = best.favorable
        unit = best.range.item.unit
        steps.append(Step(best.key, unit, best.range.today, needed[best], end.value, end.by, end.kind, end.source, best.alone, ratios[best]))
    return tuple(steps)
