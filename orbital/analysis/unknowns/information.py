"""What knowing an uncertain quantity before building would be worth: how often, and how dearly, the decision would otherwise be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.compare import json_quantity, number
from orbital.analysis.many.batch import BLOCK, sides_of
from orbital.analysis.many.draws import Uncertain, replicated, sobol_points, standard_error, uncertain
from orbital.analysis.many.running import run_tasks
from orbital.analysis.many.sweep import MOST_BYTES
from orbital.analysis.many.uncertainty import REPLICATES, DrawJob
from orbital.analysis.record.groups import group_of
from orbital.analysis.unknowns.conditional import Block, partial_values
from orbital.analysis.unknowns.cost_draws import CostJob, EndJob, mean_of_finite
from orbital.binding import SIDES
from orbital.core.catalog import LISTED
from orbital.core.errors import InputError
from orbital.core.progress import progress_bar
from orbital.core.units import Unit, shown_value, text
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Array = NDArray[np.float64]
Pair = tuple[float, float]

MONEY = Unit("USD/s", "MUSD/yr")
COMPUTE = Unit("FLOP/s", "PFLOP/s")
LEAST = 64 * REPLICATES
"""So many draws at least: a regression needs them."""
AT_ENDS = 256
"""Draws a replicate with one quantity at an end of its range."""
SCREEN = 20
BYTES = 100
"""Memory a draw, about."""


@dataclass(frozen=True, slots=True)
class Known:
    """What one quantity is worth knowing, and what the answer would be were it known at either end of its range.

    value, error : expected value of partial information and its standard error (SI, USD/s). low, high : the range (SI). probability, ratio :
    that orbit is cheaper, and the mean ratio over the draws that can be built, with the quantity at its low and its high end and all else
    uncertain. probability_error, ratio_error : standard errors of the differences between the ends.
    """

    quantity: str
    group: str
    unit: Unit
    value: float
    error: float
    low: float
    high: float
    probability: Pair
    probability_error: float
    ratio: Pair
    ratio_error: float

    @property
    def words(self) -> str:
        """Its name for people, with the side where it is one's own."""
        side, _, name = self.quantity.partition(".")
        plain = name.removeprefix(LISTED).replace("_", " ")
        return f"{plain}, {side}" if side in SIDES else plain

    @property
    def order(self) -> tuple[float, float, float]:
        """Worth first, then by how far the probability moves, then the ratio; what cannot be told from nothing counts as nothing."""
        chance, ratio = (abs(high - low) for low, high in (self.probability, self.ratio))
        worth = self.value if self.value > 2.0 * self.error else 0.0
        return -worth, -chance if chance > 2.0 * self.probability_error else 0.0, -ratio if np.isfinite(ratio) else 0.0


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """What it is worth to know all quantities of a group (SI, USD/s), with the standard error."""

    group: str
    quantities: int
    value: float
    error: float


@dataclass(frozen=True, slots=True, eq=False)
class ValueOfInformation:
    """Which unknown, once known, would change the decision to build in orbit or on the ground.

    work : useful compute that is paid for, the ground's at the stated values (FLOP/s). decision : the side of the lower expected cost, or the
    only one that can be built. gain : how much less that work costs in orbit on average (SI, USD/s, negative where it costs more). perfect :
    the value of knowing everything, with its standard error. by_quantity, by_group : ordered by value.
    """

    scenario: str
    samples: int
    seed: int
    work: float
    decision: str
    gain: float
    gain_error: float
    perfect: float
    perfect_error: float
    probability_cheaper: float
    infeasible: float
    ratio: float
    by_quantity: tuple[Known, ...] = field(repr=False)
    by_group: tuple[KnownGroup, ...] = field(repr=False)
    dead: tuple[str, ...] = field(repr=False)

    def to_frame(self) -> pd.DataFrame:
        """One row a quantity, ordered by value."""
        import pandas as pd

        columns = ("quantity", "group", "worth [MUSD/yr]", "error [MUSD/yr]", "low", "high", "unit", "probability low", "probability high", "ratio low")
        rows = [
            (
                one.quantity,
                one.group,
                *(float(shown_value(x, MONEY)) for x in (one.value, one.error)),
                *(float(shown_value(x, one.unit)) for x in (one.low, one.high)),
                one.unit.shown,
                *one.probability,
                *one.ratio,
            )
            for one in self.by_quantity
        ]
        return pd.DataFrame(rows, columns=[*columns, "ratio high"])

    def rows(self) -> list[tuple[str, list[Any]]]:
        """For a screen: what to measure first."""
        found: list[tuple[str, list[Any]]] = [("what to know first", ["worth [MUSD/yr]", "from", "to", "P(orbit cheaper)", "orbit / ground"])]
        for one in self.by_quantity[:SCREEN]:
            low, high = (text(end, one.unit) for end in (one.low, one.high))
            found.append((one.words, [_money(one.value, one.error), low, high, _range(one.probability, "{:.2%}"), _range(one.ratio, "{:.3g}")]))
        return found

    def group_rows(self) -> list[tuple[str, list[Any]]]:
        """For a screen: whole groups of quantities."""
        return [("known together", ["worth [MUSD/yr]", "quantities"])] + [
            (one.group, [_money(one.value, one.error), str(one.quantities)]) for one in self.by_group
        ]

    def plot(self) -> Figure:
        """Worth, and what the probability and the ratio would be at the ends, quantity by quantity."""
        from orbital.views.plots_information import information_figure

        return information_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers with their units; a missing number is None."""
        quantities = [
            {
                "quantity": one.quantity,
                "group": one.group,
                "worth": json_quantity(one.value, MONEY),
                "error": json_quantity(one.error, MONEY),
                "low": json_quantity(one.low, one.unit),
                "high": json_quantity(one.high, one.unit),
                "probability_cheaper": list(one.probability),
                "ratio": [number(x) for x in one.ratio],
            }
            for one in self.by_quantity
        ]
        groups = [
            {"group": one.group, "quantities": one.quantities, "worth": json_quantity(one.value, MONEY), "error": json_quantity(one.error, MONEY)}
            for one in self.by_group
        ]
        return {
            "scenario": self.scenario,
            "samples": self.samples,
            "seed": self.seed,
            "work": json_quantity(self.work, COMPUTE),
            "decision": self.decision,
            "gain_of_orbit": json_quantity(self.gain, MONEY),
            "gain_error": json_quantity(self.gain_error, MONEY),
            "perfect_information": json_quantity(self.perfect, MONEY),
            "perfect_error": json_quantity(self.perfect_error, MONEY),
            "probability_cheaper": self.probability_cheaper,
            "infeasible": self.infeasible,
            "ratio": number(self.ratio),
            "quantities": quantities,
            "groups": groups,
            "dead": list(self.dead),
        }

    def __repr__(self) -> str:
        place = {"orbital": "in orbit", "ground": "on the ground"}[self.decision]
        if self.infeasible == 1.0:
            return f"{self.scenario}: in none of {self.samples:,} draws can both sides be built; there is nothing to decide"
        saved = f"{text(abs(self.gain), MONEY)} cheaper on average for the work of {text(self.work, COMPUTE)}"
        none = f", {self.infeasible:.2%} cannot be built and count as no difference" if self.infeasible else ""
        chance = f"orbit cheaper in {self.probability_cheaper:.2%} of {self.samples:,} draws{none}"
        first = "; ".join(one.words for one in self.by_quantity[:3])
        if self.perfect <= 2.0 * self.perfect_error or not self.perfect:
            worth = f"knowing everything would not change that (worth {_money(self.perfect, self.perfect_error)} MUSD/yr); the ratio rests most on: {first}"
        else:
            alone = "; ".join(one.words for one in self.by_quantity[:3] if one.order[0] < 0.0)
            most = f"most of one quantity: {alone}" if alone else f"no quantity alone is seen to change the decision; the ratio rests most on: {first}"
            worth = f"knowing everything beforehand would be worth {_money(self.perfect, self.perfect_error)} MUSD/yr; {most}"
        return f"{self.scenario}: build {place}, {saved}; {chance}; {worth}"


def _money(value: float, error: float) -> str:
    shown, spread = (float(shown_value(x, MONEY)) for x in (value, error))
    return f"{shown:,.3g} ± {spread:.2g}" if spread else f"{shown:,.3g}"


def _range(pair: Pair, form: str) -> str:
    return " to ".join(form.format(x) if np.isfinite(x) else "-" for x in pair)


# --- asking -----------------------------------------------------------------------------------------------------------
def value_of_information(
    scenario: Scenario,
    samples: int = 2**16,
    seed: int = 1,
    only: Sequence[str] = (),
    workers: int = 1,
    executor: Executor | None = None,
    progress: bool = False,
) -> ValueOfInformation:
    """What each uncertain quantity would be worth knowing before the choice between orbit and ground is made.

    Build on the side of the lower expected cost of one and the same work: what the ground site delivers at the stated values, W. The gain of
    orbit is d = W (c_ground - c_orbit) a year, 0 in a draw in which a side cannot be built (the other is what is left). The value of perfect
    information is E[max(d, 0)] - max(E[d], 0); of knowing x alone E[max(E[d | x], 0)] - max(E[d], 0), and of a group of quantities the same.
    E[d | x] is a broken line over x's share of probability, by least squares; a group's is regressed on its members' lines and on products
    of the shares of the twelve that bear most. Each of sixteen groups of draws is judged by the decision that other groups teach, so that on
    average no value is overstated and a useless quantity is worth nothing; what is less than nothing by chance is told as 0. Standard
    errors are of the sixteen groups. Beside it stands the answer with each quantity known at either end of its range, all else uncertain:
    which tells what to measure first where the decision is too clear for anything to change it.

    Draws are those of `monte_carlo`, independent; `only` draws these names and leaves the others at their value. Memory is some hundred
    bytes a draw.
    Raises `InputError` where no quantity has a spread, for a sample count below 1,024 or more than memory holds, a negative seed, or a name
    without a spread.
    Sources: Strong, Oakley and Brennan (2014), Medical Decision Making 34, 311-326 (regression); Chernozhukov et al. (2018), Econometrics Journal
    21, C1-C68 (cross-fitting).
    """
    size, replicates = replicated(samples, seed, REPLICATES, BLOCK, LEAST)
    found = uncertain(scenario)
    spreads = {name: found.spreads[name] for name in found.names(only)}
    names = tuple(spreads)
    draws = DrawJob(scenario, spreads, int(seed), size, replicates, None)
    if BYTES * draws.samples > MOST_BYTES:
        raise InputError(f"samples = {samples!r}: so many draws take some {BYTES * draws.samples / 1e9:,.1f} GB; draw fewer")
    costs = np.empty((2, draws.samples))
    job = CostJob(draws)
    for task, part in run_tasks(job, range(draws.tasks), workers, executor, progress):
        start = draws.numbers(task)[0] * draws.replicate
        costs[:, start : start + part.shape[1]] = part
    work = float(scenario.ground.run(("delivered_compute",))[0])
    gain = work * (costs[1] - costs[0])
    gain[~np.isfinite(gain)] = 0.0
    ends = EndJob(DrawJob(scenario, spreads, int(seed), AT_ENDS, REPLICATES, None), draws.samples)
    at_ends = dict(run_tasks(ends, range(len(names)), workers, executor, progress))
    return _gathered(scenario, found, draws, work, costs, gain, at_ends, progress)


# --- what it is worth -------------------------------------------------------------------------------------------------
def _gathered(
    scenario: Scenario, found: Uncertain, draws: DrawJob, work: float, costs: Array, gain: Array, at_ends: Mapping[int, tuple[Array, Array]], shown: bool
) -> ValueOfInformation:
    """All figures from the draws, and those at the ends."""
    names = tuple(draws.spreads)
    groups = {name: _group(scenario, name) for name in names}
    sets = {group: [k for k, name in enumerate(names) if groups[name] == group] for group in dict.fromkeys(groups.values())}
    each = gain.reshape(REPLICATES, -1)
    alone = np.isnan(costs[1]).all() and np.isfinite(costs[0]).any()
    build = float(gain.sum() > 0.0 or alone)
    perfect = (np.maximum(each, 0.0) - build * each).mean(axis=1)
    most = float(perfect.mean())
    single, joint = _partial(draws, gain, list(sets.values()), shown) if most else np.zeros((2, max(len(names), len(sets)), REPLICATES))
    by_quantity = [_known(scenario, name, groups[name], draws, single[k], most, at_ends[k]) for k, name in enumerate(names)]
    by_group = [KnownGroup(group, len(members), _worth(joint[k], most), standard_error(joint[k])) for k, (group, members) in enumerate(sets.items())]
    with np.errstate(all="ignore"):
        ratio = costs[0] / costs[1]
    return ValueOfInformation(
        scenario.name,
        draws.samples,
        draws.seed,
        work,
        "orbital" if build else "ground",
        float(gain.mean()),
        standard_error(each.mean(axis=1)),
        most,
        standard_error(perfect),
        float(np.mean(ratio < 1.0)),
        float(np.mean(np.isnan(ratio))),
        float(mean_of_finite(ratio)),
        tuple(sorted(by_quantity, key=lambda one: one.order)),
        tuple(sorted(by_group, key=lambda one: -one.value)),
        found.dead,
    )


def _partial(draws: DrawJob, gain: Array, sets: Sequence[Sequence[int]], shown: bool) -> tuple[Array, Array]:
    """The values of knowing each quantity and each set, by group of draws; shares are drawn anew for each reading."""
    numbers, names = draws.groups(range(draws.replicates)).tolist(), len(draws.spreads)
    with progress_bar("draws read", 3 * draws.samples, shown) as advance:

        def blocks() -> Iterator[Block]:
            for k, group in enumerate(numbers):
                yield group, sobol_points(draws.replicate, names, draws.seed, k), gain[k * draws.replicate : (k + 1) * draws.replicate]
                advance(draws.replicate)

        return partial_values(blocks, names, sets, REPLICATES)


def _group(scenario: Scenario, name: str) -> str:
    """The group of a quantity by its key, on the first side that knows it."""
    places, short = sides_of(name)
    return next(group_of(model, short) for model in (scenario.side(side).model for side in places) if short in model.specs)


def _worth(each: Array, most: float) -> float:
    """The mean over groups of draws, within what information can be worth."""
    return float(np.clip(each.mean(), 0.0, most))


def _known(scenario: Scenario, name: str, group: str, draws: DrawJob, each: Array, most: float, at_ends: tuple[Array, Array]) -> Known:
    places, short = sides_of(name)
    unit = next(scenario.side(side).model.specs[short].unit for side in places if short in scenario.side(side).model.specs)
    spread = draws.spreads[name]
    chance, ratio = ((float(rows[0]), float(rows[1])) for rows in (mean_of_finite(found) for found in at_ends))
    moved = [standard_error(found[1] - found[0]) for found in at_ends]
    return Known(name, group, unit, _worth(each, most), standard_error(each), spread.low, spread.high, chance, moved[0], ratio, moved[1])
