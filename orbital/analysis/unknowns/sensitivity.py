"""What the answer depends on: Sobol' indices of every spread, alone and with all it interacts with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.compare import number
from orbital.analysis.many.batch import BLOCK, RATIO
from orbital.analysis.many.draws import OfReplicates, replicated, sobol_points
from orbital.analysis.many.running import in_order, run_tasks
from orbital.analysis.unknowns.response import Response, plain_name, uncertain_for
from orbital.analysis.unknowns.sobol import ROWS, Indices, Sums, correlation_ratios, indices, interval, saltelli_sums, student
from orbital.analysis.unknowns.tornado import Tornado, tornado
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Array = NDArray[np.float64]

GROUPS = 16
"""Independent groups of scrambles: their scatter is the standard error."""
SAMPLES = 2**14
CLEAR = 3.0
"""So many errors above nothing stands a share that is named: with a hundred names two would not do."""
UNTOLD = "too few draws to tell"
MANY = 0.05
"""Share of draws that cannot be built, above which the indices of the output tell mostly of that."""


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """Which spreads make the output uncertain: first and total indices with 95 % intervals, by name, largest total first.

    first : share of the variance that would go if the true value of this one were known. total : share that would remain if those of all others
    were. Estimates, so that a small one may fall below zero. sum_of_first : what each makes alone; the rest is interaction.
    infeasible : share of the draws that have no value. `deciding` holds the indices of whether there is one (NaN where all or none has), and
    `among_built` the share of the variance among those that have one which each makes alone: the first index where all have, but no part of a whole.
    logarithm : whether the indices are of the output's logarithm. deviation : its standard deviation over the draws that have a value.
    samples : draws of A; `evaluations` in all. dead : spreads on which nothing depends. tornado : each spread alone, from end to end.
    """

    scenario: str
    output: str
    logarithm: bool
    samples: int
    evaluations: int
    seed: int
    names: tuple[str, ...]
    dead: tuple[str, ...]
    shares: Indices = field(repr=False)
    deciding: Indices = field(repr=False)
    among_built: Array = field(repr=False)
    among_built_error: Array = field(repr=False)
    deviation: float
    infeasible: float
    tornado: Tornado = field(repr=False)

    @property
    def first(self) -> Array:
        """First indices, one a name."""
        return self.shares.first

    @property
    def total(self) -> Array:
        """Total indices, one a name."""
        return self.shares.total

    @property
    def first_interval(self) -> Array:
        """Low and high end of each first index, shape (names, 2)."""
        return interval(self.first, self.shares.first_error, GROUPS)

    @property
    def total_interval(self) -> Array:
        """Low and high end of each total index, shape (names, 2)."""
        return interval(self.total, self.shares.total_error, GROUPS)

    @property
    def among_built_interval(self) -> Array:
        """Low and high end of each share among what can be built, shape (names, 2)."""
        return interval(self.among_built, self.among_built_error, GROUPS)

    @property
    def sum_of_first(self) -> float:
        """Share of the variance that the spreads make each alone."""
        return self.shares.sum_of_first

    @property
    def interaction(self) -> float:
        """Share of the variance that no spread makes alone; its interval is as wide as that of the sum."""
        return 1.0 - self.sum_of_first

    @property
    def sum_half(self) -> float:
        """Half the width of the interval of that sum, and of the share of interaction."""
        return student(GROUPS) * self.shares.sum_error

    @property
    def idle(self) -> tuple[str, ...]:
        """Names that change the output in no draw."""
        return tuple(name for name, total in zip(self.names, self.total, strict=True) if total == 0.0)

    @property
    def of(self) -> str:
        """What the indices are of."""
        return f"the logarithm of {self.output}" if self.logarithm else self.output

    def _columns(self) -> dict[str, Array]:
        columns: dict[str, Array] = {}
        for label, found in (("", self.shares), ("can_be_built_", self.deciding)):
            for kind, value, error in (("first", found.first, found.first_error), ("total", found.total, found.total_error)):
                low, high = interval(value, error, GROUPS).T
                columns |= {f"{label}{kind}": value, f"{label}{kind}_low": low, f"{label}{kind}_high": high}
        low, high = self.among_built_interval.T
        return columns | {"among_built": self.among_built, "among_built_low": low, "among_built_high": high}

    def to_frame(self) -> pd.DataFrame:
        """One row a spread: both indices with the ends of their intervals, and those of whether it can be built."""
        import pandas as pd

        return pd.DataFrame({"name": self.names, **self._columns()})

    def rows(self) -> list[tuple[str, ...]]:
        """For a screen: name, first index and half its interval, total index and half its interval."""
        errors = (student(GROUPS) * error for error in (self.shares.first_error, self.shares.total_error))
        columns = (self.names, self.first, self.total, *errors)
        return [(name, *(f"{x:.3f}".replace("nan", "-") for x in (s, s_half, t, t_half))) for name, s, t, s_half, t_half in zip(*columns, strict=True)]

    def plot(self) -> Figure:
        """Bars of both indices with intervals, and the tornado beside them."""
        from orbital.views.plots_sensitivity import sensitivity_figure

        return sensitivity_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers; a missing one is None."""
        columns = {name: [number(float(x)) for x in column] for name, column in self._columns().items()}
        return {
            "scenario": self.scenario,
            "method": "sobol",
            "output": self.output,
            "logarithm": self.logarithm,
            "samples": self.samples,
            "evaluations": self.evaluations,
            "seed": self.seed,
            "sum_of_first": number(self.sum_of_first),
            "interaction": number(self.interaction),
            "sum_half_width": number(self.sum_half),
            "standard_deviation": number(self.deviation),
            "share_infeasible": self.infeasible,
            "indices": [{"name": name, **{key: column[k] for key, column in columns.items()}} for k, name in enumerate(self.names)],
            "dead": list(self.dead),
            "tornado": self.tornado.to_dict(),
        }

    def __repr__(self) -> str:
        made = f"{self.evaluations:,} evaluations of {len(self.names)} spreads"
        if self.infeasible >= 1.0:
            return f"{self.scenario}: it can be built in none of the draws ({made})"
        if self.infeasible > MANY:
            decides = self.largest(self.deciding.total, self.deciding.total_error) or UNTOLD
            moves = self.largest(self.among_built, self.among_built_error) or UNTOLD
            most = f"what decides it (total indices): {decides}; what moves {self.of} among those that can (each alone): {moves}"
            return f"{self.scenario}: {self.infeasible:.0%} of the draws cannot be built; {most}; {made}"
        if not np.isfinite(self.deviation):
            return f"{self.scenario}: {self.output} does not change with these spreads ({made})"
        alone = f"each alone makes {self.sum_of_first:.0%}, interaction {self.interaction:.0%} (both +/- {100.0 * self.sum_half:.1f} points)"
        none = f"; {100.0 * self.infeasible:.2g} % of the draws cannot be built" if self.infeasible else ""
        most = f"of what is uncertain in {self.of}, most comes with {self.largest(self.total, self.shares.total_error) or UNTOLD} (total indices)"
        return f"{self.scenario}: {most}; {alone}{none}; {made}"

    def largest(self, shares: Array, errors: Array, count: int = 3) -> str:
        """The largest of some shares that stand clear of their errors, in words; empty where none does."""
        clear = np.where(shares > CLEAR * errors, shares, 0.0)
        order = np.argsort(-clear, kind="stable")[: min(count, np.count_nonzero(clear))]
        return ", ".join(f"{plain_name(self.names[k])} {shares[k]:.0%}" for k in order)


def sensitivity(
    scenario: Scenario,
    samples: int = SAMPLES,
    seed: int = 1,
    only: Sequence[str] = (),
    output: str = RATIO,
    logarithm: bool = True,
    workers: int = 1,
    executor: Executor | None = None,
    progress: bool = False,
) -> Sensitivity:
    """Sobol' indices of an output over all spreads of a scenario, independent triangles as in `monte_carlo`, or over `only` some names.

    The indices are of the logarithm: the ratio is made of factors and has a long upper tail, so that a few dear draws would make most of the
    variance of the ratio itself and what multiplies would pass for interaction; the logarithm of ground over orbit has the same indices.
    `logarithm=False` takes the output itself, as it must where it is not above zero.

    A draw that cannot be built counts at the mean of those that can (`orbital.analysis.unknowns.sobol`): no draw is dropped, since that would leave the
    inputs dependent; indices of whether a draw can be built stand beside.

    samples : draws of A, and of B; rounded up to at least 16 replicates of a scrambled Sobol' sequence of a power of two of rows. Each costs
    as many evaluations as there are spreads, and two. Intervals come from 16 independent groups of replicates. Memory is bounded, and results do
    not depend on workers.

    Raises `InputError` for a sample count below 32, a negative seed, a name without a spread or on which the output does not depend, an output
    that is unknown or runs along an axis, or one that is not above zero where its logarithm is asked.
    """
    found = uncertain_for(scenario, output)
    names = found.names(only)
    size, replicates = replicated(samples, seed, GROUPS, BLOCK)
    response = Response(scenario, output, {name: found.spreads[name] for name in names}, size * replicates * (len(names) + 2), logarithm)
    job = SobolJob(response, int(seed), size, replicates)
    alone = tornado(scenario, only, output)
    sums = job.gathered(run_tasks(job, range(job.tasks), workers, executor, progress))
    of_value, of_being = indices(sums, response.rounding)
    ratios, errors = correlation_ratios(sums, response.rounding)
    order = np.argsort(-of_value.total, kind="stable")
    valued = float(sums.mean[:, 1].sum() / (2.0 * sums.rows.sum()))
    return Sensitivity(
        scenario=scenario.name,
        output=output,
        logarithm=logarithm,
        samples=job.samples,
        evaluations=response.rows,
        seed=int(seed),
        names=tuple(names[k] for k in order),
        dead=found.dead,
        shares=of_value.taken(order),
        deciding=of_being.taken(order),
        among_built=ratios[order],
        among_built_error=errors[order],
        deviation=float(np.sqrt(of_value.variance / valued)) if valued else np.nan,
        infeasible=1.0 - valued,
        tornado=alone,
    )


@dataclass
class SobolJob(OfReplicates):
    """All draws of one response, in tasks of whole replicates: a task's sums by replicate."""

    response: Response
    seed: int
    replicate: int
    replicates: int
    unit: str = "evaluations"

    @property
    def per_task(self) -> int:
        """Replicates a task."""
        return max(ROWS // self.replicate, 1)

    def size(self, task: int) -> int:
        """Evaluations of a task."""
        return len(self.numbers(task)) * self.replicate * (len(self.response.spreads) + 2)

    def describe(self, task: int) -> str:
        """A task in words."""
        numbers = self.numbers(task)
        return f"replicates {numbers[0]} to {numbers[-1]} of {self.replicate} draws, seed {self.seed}"

    def __call__(self, task: int) -> Sums:
        """The sums of a task's replicates, block by block."""
        spreads, numbers = list(self.response.spreads.values()), self.numbers(task)
        points = [sobol_points(self.replicate, 2 * len(spreads), self.seed, number) for number in numbers]
        shares = np.concatenate(points, axis=1)
        a, b = (np.stack([spread.at(share) for spread, share in zip(spreads, half, strict=True)]) for half in np.split(shares, 2))
        if self.replicate <= ROWS:
            return saltelli_sums(self.response, a, b, shares, len(numbers))
        blocks = (slice(start, start + ROWS) for start in range(0, self.replicate, ROWS))
        return Sums.joined([saltelli_sums(self.response, a[:, block], b[:, block], shares[:, block]) for block in blocks]).pooled()

    def gathered(self, tasks: Iterable[tuple[int, Sums]]) -> Sums:
        """What all tasks come to by group: sixteen runs of neighboring replicates. Added up in their order, whatever order they come in."""
        found = Sums.none(GROUPS, len(self.response.spreads))
        for task, sums in in_order(tasks):
            found.add(np.array(self.numbers(task)) * GROUPS // self.replicates, sums)
        return found
