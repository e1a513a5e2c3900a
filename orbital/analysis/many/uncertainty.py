"""Both sides uncertain at once: parameters drawn from the spreads their sources leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.columns import head
from orbital.analysis.compare import number
from orbital.analysis.many.batch import BLOCK, INFEASIBLE, RATIO, Batch
from orbital.analysis.many.draws import Copula, OfReplicates, Spread, ends_of, replicated, sobol_points, standard_error, uncertain
from orbital.analysis.many.running import run_tasks
from orbital.analysis.many.sweep import MOST_BYTES
from orbital.analysis.many.varied import varied
from orbital.core.errors import InputError
from orbital.core.units import shown_value
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Array = NDArray[np.float64]

QUANTILES = (0.1, 0.5, 0.9)
REPLICATES = 16
"""At least so many independent scrambles: their scatter is the standard error."""
BLOCKS_A_TASK = 16
KEPT = 2**22
"""Up to so many draws every ratio is kept; beyond, counts in bins."""
RESOLUTION = 1e-3
"""Width of a bin over its ratio: quantiles from bins are that exact."""
BINS = np.array([1e-6, 1e6])
"""Least and greatest ratio that bins tell apart."""
INDEX = np.floor(np.log(BINS) / RESOLUTION).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """What the ratio is when every spread is drawn: quantiles with standard errors, and how often orbit is cheaper.

    samples : draws made, whole replicates of a scrambled Sobol' sequence. varied, dead : names drawn, and those that no cost depends on.
    ratio : of each draw, NaN where infeasible; empty where there were too many to keep, with counts instead: `bins` holds how many of each
    group's ratios lie in each bin of width `RESOLUTION`. by_reason : share of the draws that violate each constraint.
    words : what each of these says.
    """

    samples: int
    seed: int
    varied: tuple[str, ...]
    dead: tuple[str, ...]
    ratio: Array
    infeasible: float
    by_reason: Mapping[str, float]
    words: Mapping[str, str] = field(repr=False)
    cheaper: Array = field(repr=False)
    bins: NDArray[np.int64] | None = field(default=None, repr=False)

    def quantile(self, q: float) -> float:
        """A quantile of the ratio over the feasible draws; NaN when there are none."""
        return _of_rows(self.ratio, q) if self.bins is None else _of_bins(self.bins.sum(axis=0), q)

    def quantile_error(self, q: float) -> float:
        """Standard error of that quantile, from groups of independent replicates; a fifth to a quarter too small where a group has but 16 draws."""
        each = [_of_rows(part, q) for part in np.split(self.ratio, REPLICATES)] if self.bins is None else [_of_bins(row, q) for row in self.bins]
        return standard_error(np.array(each))

    @property
    def probability_cheaper(self) -> float:
        """Share of all draws in which orbit is feasible and cheaper."""
        return float(np.mean(self.cheaper))

    @property
    def probability_error(self) -> float:
        """Its standard error, from groups of replicates; where all agree, as of one draw that might have differed."""
        return max(standard_error(self.cheaper), 1.0 / self.samples)

    def rows(self) -> list[tuple[str, list[Any]]]:
        """For a screen: quantiles of the ratio and how often orbit is cheaper, each with its standard error; what cannot be built, by reason."""
        found: list[tuple[str, list[Any]]] = [("", ["value", "standard error"])]
        found += [(f"ratio P{100 * q:g}", [self.quantile(q), self.quantile_error(q)]) for q in QUANTILES]
        found.append(("orbit cheaper, % of all draws", [100.0 * self.probability_cheaper, 100.0 * self.probability_error]))
        found.append(("cannot be built, %", [100.0 * self.infeasible, None]))
        return [*found, *((f"  {name}, %", [100.0 * share, None]) for name, share in self.by_reason.items())]

    def notes(self) -> list[str]:
        """What the reasons say, what is not drawn, and how exact the quantiles are."""
        found = [f"{name}: {said}" for name, said in self.words.items()]
        found += [f"{len(self.dead)} more spreads are not drawn: no cost depends on them, given what is given (`dead`, --json)"] if self.dead else []
        return [*found, f"quantiles are exact to {RESOLUTION:.1%}: counts in bins are kept, not the draws"] if self.bins is not None else found

    def to_dict(self) -> dict[str, Any]:
        """For JSON; a missing number is None."""
        return {
            "samples": self.samples,
            "seed": self.seed,
            "ratio": {f"P{100 * q:g}": {"value": number(self.quantile(q)), "standard_error": number(self.quantile_error(q))} for q in QUANTILES},
            "probability_cheaper": {"value": self.probability_cheaper, "standard_error": self.probability_error},
            "share_infeasible": self.infeasible,
            "infeasible_by_reason": dict(self.by_reason),
            "reasons": dict(self.words),
            "varied": list(self.varied),
            "dead": list(self.dead),
        }

    def counts(self) -> tuple[Array, Array]:
        """A histogram of the ratio: the edges of its bins, equal factors apart, and the draws in each."""
        if self.bins is None:
            kept = self.ratio[np.isfinite(self.ratio)]
            edges = np.geomspace(kept.min(), kept.max() * (1.0 + 1e-12), 81) if kept.size else np.array([1.0, 1.0])
            return edges, np.histogram(kept, edges)[0].astype(np.float64)
        total = self.bins.sum(axis=0)
        used = np.flatnonzero(total)
        low, high = (int(used[0]), int(used[-1]) + 1) if used.size else (0, 1)
        step = max((high - low) // 80, 1)
        starts = np.arange(low, high, step)
        return np.exp((np.append(starts, starts[-1] + step) + INDEX[0]) * RESOLUTION), np.add.reduceat(total[:high], starts).astype(np.float64)

    def plot(self) -> Figure:
        """The ratio's distribution, with its quantiles and break-even."""
        from orbital.views.plots_sweep import uncertainty_figure

        return uncertainty_figure(self)

    def __repr__(self) -> str:
        p10, p50, p90 = (self.quantile(q) for q in (0.1, 0.5, 0.9))
        drawn = f"{self.samples:,} draws of {len(self.varied)} spreads"
        if self.infeasible == 1.0:
            return f"no ratio: orbit cannot be built in any of {drawn}" if self.by_reason else f"no ratio in any of {drawn}"
        none = f"; {self.infeasible:.2%} of the draws cannot be built and have no ratio" if self.infeasible else ""
        return f"ratio P10 {p10:.3g}, P50 {p50:.3g}, P90 {p90:.3g}; orbit cheaper in {self.probability_cheaper:.2%} of {drawn}{none}"


def _of_rows(ratio: Array, q: float) -> float:
    kept = ratio[np.isfinite(ratio)]
    return float(np.quantile(kept, q)) if kept.size else float("nan")


def _of_bins(counts: NDArray[np.int64], q: float) -> float:
    """The middle (by factors) of the bin that holds the quantile."""
    total = np.cumsum(counts)
    if not total[-1]:
        return float("nan")
    index = int(np.searchsorted(total, q * (total[-1] - 1), side="right"))
    return float(np.exp((index + INDEX[0] + 0.5) * RESOLUTION))


def monte_carlo(
    scenario: Scenario,
    samples: int = 2**16,
    seed: int = 1,
    only: Sequence[str] = (),
    correlations: Mapping[tuple[str, str], float] | None = None,
    workers: int = 1,
    executor: Executor | None = None,
    progress: bool = False,
) -> Uncertainty:
    """Draw every spread of both sides and evaluate the ratio.

    Spreads are triangles (low, value, high), independent but for `correlations` (pairs of names and their rank correlation, a Gaussian
    copula); a value both sides share is one draw (M11). `only` draws these names and leaves the others at their value.
    At least 16 replicates of a scrambled Sobol' sequence of a power of two of rows, at most 8,192; `samples` is rounded up to whole ones.
    A draw depends on the seed, its number and the names drawn: not on workers, nor on the order of blocks. Memory is bounded: beyond
    `KEPT` draws only counts are kept. Quantities cut off from every cost are listed as dead.

    Raises `InputError` for a sample count below 32, a negative seed, a name without a spread, correlations that no joint distribution has,
    or a scenario whose levelized cost needs a null value.
    """
    job, dead = _job(scenario, samples, seed, only, correlations)
    return job.gathered(run_tasks(job, range(job.tasks), workers, executor, progress), dead)


def draws(
    scenario: Scenario, samples: int = 2**12, seed: int = 1, only: Sequence[str] = (), correlations: Mapping[tuple[str, str], float] | None = None
) -> pd.DataFrame:
    """What `monte_carlo` draws with the same arguments: a row a draw, a column a name, units in the heads, as `sweep` takes them for cases.

    `orb.sweep(s, orb.draws(s), outputs=[...])` asks for any outputs of the draws. Refused as there, and where they take more than memory holds.
    """
    try:
        import pandas as pd
    except ImportError:
        raise InputError("tables need pandas: pip install 'orbital[lab]'") from None
    job, _ = _job(scenario, samples, seed, only, correlations)
    if not job.kept or 8 * job.samples * len(job.spreads) > MOST_BYTES:
        raise InputError(f"samples = {samples!r}: so many draws of {len(job.spreads)} quantities are more than a table in memory holds; draw fewer")
    items = {name: varied(scenario, name) for name in job.spreads}
    columns = job.columns(range(job.replicates))
    return pd.DataFrame({head(name, items[name].unit): shown_value(column, items[name].unit) for name, column in columns.items()})


def _job(
    scenario: Scenario, samples: int, seed: int, only: Sequence[str], correlations: Mapping[tuple[str, str], float] | None
) -> tuple[DrawJob, tuple[str, ...]]:
    """All draws that are asked for, and the names that no cost depends on."""
    size, replicates = replicated(samples, seed, REPLICATES, BLOCK)
    found = uncertain(scenario)
    names = found.names(only)
    copula = Copula.of(names, correlations or {})
    return DrawJob(scenario, {name: found.spreads[name] for name in names}, int(seed), size, replicates, copula), found.dead


@dataclass
class DrawJob(OfReplicates):
    """All draws of one scenario, in tasks of whole blocks of whole replicates."""

    scenario: Scenario
    spreads: Mapping[str, Spread]
    seed: int
    replicate: int
    replicates: int
    copula: Copula | None
    unit: str = "draws"

    @property
    def kept(self) -> bool:
        """Whether every ratio is kept."""
        return self.samples <= KEPT

    @property
    def per_task(self) -> int:
        """Replicates a task."""
        return BLOCKS_A_TASK * BLOCK // self.replicate

    def size(self, task: int) -> int:
        """Draws of a task."""
        return len(self.numbers(task)) * self.replicate

    def describe(self, task: int) -> str:
        """A task in words."""
        start = self.numbers(task)[0] * self.replicate
        return f"draws {start} to {start + self.size(task) - 1} of seed {self.seed}"

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "batch"}

    @cached_property
    def batch(self) -> Batch:
        """What the draws are evaluated with; made once in each process."""
        return Batch(self.scenario, self.spreads, (RATIO, INFEASIBLE), ends_of(self.spreads), self.samples)

    def columns(self, numbers: range) -> dict[str, Array]:
        """The values drawn in some replicates (SI), one column a name."""
        shares = np.concatenate([sobol_points(self.replicate, len(self.spreads), self.seed, number) for number in numbers], axis=1)
        if self.copula is not None:
            self.copula.correlate(shares)
        return {name: spread.at(share) for (name, spread), share in zip(self.spreads.items(), shares, strict=True)}

    def __call__(self, task: int) -> dict[str, Any]:
        """Ratios or their counts, by group; how many draws violate each constraint, and how many any."""
        numbers, per_block = self.numbers(task), max(BLOCK // self.replicate, 1)
        ratio, flags = np.empty(self.size(task)), np.empty(self.size(task), dtype=np.int64)
        for start in range(0, len(numbers), per_block):
            found = self.batch(self.columns(numbers[start : start + per_block]))
            rows = slice(start * self.replicate, (start + per_block) * self.replicate)
            ratio[rows], flags[rows] = found[RATIO], found[INFEASIBLE]
        seen = int(np.bitwise_or.reduce(flags))
        violated = [np.count_nonzero(flags & 1 << bit) if seen >> bit & 1 else 0 for bit in range(len(self.batch.constraints))]
        groups = np.repeat(self.groups(numbers), self.replicate)
        cheaper = np.bincount(groups[ratio < 1.0], minlength=REPLICATES)
        told = {"violated": np.array(violated), "infeasible": np.count_nonzero(np.isnan(ratio)), "cheaper": cheaper}
        return told | ({"ratio": ratio} if self.kept else {"bins": _counted(ratio, groups)})

    def groups(self, numbers: range) -> NDArray[np.int64]:
        """The group of each replicate: sixteen runs of neighbors."""
        return np.array(numbers) * REPLICATES // self.replicates

    def gathered(self, tasks: Any, dead: tuple[str, ...]) -> Uncertainty:
        """What all tasks come to; whole numbers add up to the same in any order."""
        ratio = np.empty(self.samples if self.kept else 0)
        bins = None if self.kept else np.zeros((REPLICATES, INDEX[1] - INDEX[0] + 1), dtype=np.int64)
        violated, infeasible, cheaper = np.zeros(len(self.batch.constraints), dtype=np.int64), 0, np.zeros(REPLICATES, dtype=np.int64)
        for task, found in tasks:
            violated, infeasible, cheaper = violated + found["violated"], infeasible + found["infeasible"], cheaper + found["cheaper"]
            if bins is None:
                start = self.numbers(task)[0] * self.replicate
                ratio[start : start + self.size(task)] = found["ratio"]
            else:
                for group, counts in found["bins"].items():
                    bins[group] += counts
        shares = dict(zip(self.batch.constraints, (violated / self.samples).tolist(), strict=True))
        reasons = {name: share for name, share in sorted(shares.items(), key=lambda item: -item[1]) if share}
        words = {name: self.batch.words[name] for name in reasons}
        each = cheaper / (self.samples / REPLICATES)
        return Uncertainty(self.samples, self.seed, tuple(self.spreads), dead, ratio, infeasible / self.samples, reasons, words, each, bins)


def _counted(ratio: Array, groups: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    """How many ratios of each group lie in each bin; beyond the ends of all bins they count into the last."""
    finite = np.isfinite(ratio)
    with np.errstate(divide="ignore"):
        index = np.floor(np.log(ratio[finite]) / RESOLUTION)
    place, owner = np.clip(index, *INDEX).astype(np.int64) - INDEX[0], groups[finite]
    return {int(group): np.bincount(place[owner == group], minlength=INDEX[1] - INDEX[0] + 1) for group in np.unique(owner)}
