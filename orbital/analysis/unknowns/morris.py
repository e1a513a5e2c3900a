"""Morris screening: what each spread does to an output from many places of all others, cheaply, to tell what matters from what does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.compare import number
from orbital.analysis.many.batch import BLOCK, RATIO
from orbital.analysis.many.draws import MOST_SAMPLES
from orbital.analysis.many.running import in_order, run_tasks
from orbital.analysis.unknowns.response import Function, Response, plain_name, uncertain_for
from orbital.analysis.unknowns.sobol import LEVEL
from orbital.core.errors import InputError
from orbital.core.units import Unit, shown_value
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Array = NDArray[np.float64]

TRAJECTORIES = 1024
LEVELS = 4
STEP = LEVELS / (2.0 * (LEVELS - 1.0))
"""Share of a spread that a step crosses: 2/3, so that all four levels are equally likely."""
LEAST = 2


@dataclass(frozen=True, slots=True, eq=False)
class Trajectories:
    """Ways through the levels on which each input steps once. shares : (inputs, trajectories, inputs + 1), of each input's distribution.

    rank : (trajectories, inputs), the step at which an input moves. sign : whether it rises or falls.

    Source: Morris 1991, Technometrics 33, 161; levels and step as he recommends.
    """

    shares: Array
    rank: NDArray[np.int64]
    sign: Array

    @classmethod
    def drawn(cls, inputs: int, count: int, generator: np.random.Generator) -> Trajectories:
        """So many trajectories at random."""
        rank = generator.permuted(np.tile(np.arange(inputs), (count, 1)), axis=1)
        sign = generator.choice([-1.0, 1.0], (count, inputs))
        low = generator.integers(0, LEVELS // 2, (count, inputs)) / (LEVELS - 1.0)
        start = low + np.where(sign < 0.0, STEP, 0.0)
        moved = np.arange(inputs + 1) > rank[:, :, None]
        return cls(np.clip(start[:, :, None] + STEP * sign[:, :, None] * moved, 0.0, 1.0).transpose(1, 0, 2), rank, sign)

    def effects(self, values: Array) -> Array:
        """Elementary effects (trajectories, inputs) per whole distribution, from values (trajectories, inputs + 1); NaN where one has none."""
        before, after = (np.take_along_axis(values, self.rank + step, axis=1) for step in (0, 1))
        found: Array = (after - before) / (STEP * self.sign)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Screening:
    """Elementary effects of each spread on an output, largest first: its change (SI) if one input goes through its whole distribution.

    mu : the mean effect; mu_star : the mean size of an effect, by which one screens; sigma : their standard deviation, small where the input
    acts by itself and in a straight line. counted : effects of which both points can be built; others are left out.
    mu_interval, mu_star_interval : 95 %, shape (names, 2), from the scatter of the independent trajectories.
    logarithm : whether the effects are on the output's logarithm: exp(mu_star) is then a factor.
    """

    scenario: str
    output: str
    unit: Unit
    logarithm: bool
    trajectories: int
    evaluations: int
    seed: int
    names: tuple[str, ...]
    dead: tuple[str, ...]
    mu: Array = field(repr=False)
    mu_interval: Array = field(repr=False)
    mu_star: Array = field(repr=False)
    mu_star_interval: Array = field(repr=False)
    sigma: Array = field(repr=False)
    counted: Array = field(repr=False)

    @property
    def idle(self) -> tuple[str, ...]:
        """Names without any effect."""
        return tuple(name for name, star in zip(self.names, self.mu_star, strict=True) if star == 0.0)

    def _columns(self) -> dict[str, Array]:
        columns = {"mu": self.mu, "mu_low": self.mu_interval[:, 0], "mu_high": self.mu_interval[:, 1]}
        columns |= {"mu_star": self.mu_star, "mu_star_low": self.mu_star_interval[:, 0], "mu_star_high": self.mu_star_interval[:, 1], "sigma": self.sigma}
        return {name: np.asarray(shown_value(column, self.unit)) for name, column in columns.items()}

    def to_frame(self) -> pd.DataFrame:
        """One row a spread, in the unit people read."""
        import pandas as pd

        return pd.DataFrame({"name": self.names, **self._columns(), "counted": self.counted.astype(np.int64)})

    def rows(self) -> list[tuple[str, ...]]:
        """For a screen: name, mu* and half its interval, mu, sigma; of a logarithm the factor that mu* is, too."""
        column = self._columns()
        half = 0.5 * (column["mu_star_high"] - column["mu_star_low"])
        numbers = zip(column["mu_star"], half, column["mu"], column["sigma"], strict=True)
        rows = [(name, *(f"{x:.3g}".replace("nan", "-") for x in several)) for name, several in zip(self.names, numbers, strict=True)]
        return [(*row, f"{np.exp(star):.3g}") for row, star in zip(rows, column["mu_star"], strict=True)] if self.logarithm else rows

    def plot(self) -> Figure:
        """Sigma over mu*, and mu* by name with its interval."""
        from orbital.views.plots_sensitivity import screening_figure

        return screening_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers; a missing one is None."""
        columns = {name: [number(float(x)) for x in column] for name, column in self._columns().items()}
        effects = [{"name": name, **{key: column[k] for key, column in columns.items()}, "counted": int(self.counted[k])} for k, name in enumerate(self.names)]
        return {
            "scenario": self.scenario,
            "method": "morris",
            "output": self.output,
            "unit": self.unit.shown,
            "logarithm": self.logarithm,
            "trajectories": self.trajectories,
            "evaluations": self.evaluations,
            "seed": self.seed,
            "effects": effects,
            "dead": list(self.dead),
        }

    def __repr__(self) -> str:
        made = f"{self.evaluations:,} evaluations of {len(self.names)} spreads"
        if not self.counted.any():
            return f"{self.scenario}: it can be built on no step of {self.trajectories:,} trajectories ({made})"
        known = [(name, star) for name, star in zip(self.names, self._columns()["mu_star"], strict=True) if star > 0.0]
        sizes = [f"{plain_name(name)} {np.exp(star) if self.logarithm else star:.3g}" for name, star in known[:3]]
        most = ", ".join(sizes) or "none"
        slight = int(np.count_nonzero(self.mu_star < 0.01 * np.nanmax(self.mu_star)))
        unit = f" [{self.unit.shown}]" if self.unit.shown else ""
        kind = "by factors (mean)" if self.logarithm else f"by (mean){unit}"
        return f"{self.scenario}: going through a whole spread moves {self.output} {kind}: {most}; {slight} have less than a hundredth of the first; {made}"


def morris(
    scenario: Scenario,
    trajectories: int = TRAJECTORIES,
    seed: int = 1,
    only: Sequence[str] = (),
    output: str = RATIO,
    logarithm: bool = True,
    workers: int = 1,
    executor: Executor | None = None,
    progress: bool = False,
) -> Screening:
    """Elementary effects of every spread, or of `only` some, on an output, or on its logarithm (as in `sensitivity`).

    A trajectory steps through every spread once, between four levels of its distribution from end to end, and costs one evaluation more than
    there are spreads. Effects are per whole distribution, so that they compare between quantities of different units: the change over a step's
    two thirds of the probability, times 3/2. The ends of a triangle are thin, so that of what acts in a straight line this is 7 to 11 % less
    than from end to end, as the tornado has it.

    Raises `InputError` for fewer than two trajectories or more than a day's work, a negative seed, a name without a spread or on which the
    output does not depend, an output that is unknown or runs along an axis, or one that is not above zero where its logarithm is asked.
    """
    for name, value, least in (("trajectories", trajectories, LEAST), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
            raise InputError(f"{name} = {value!r}: a whole number of at least {least} is needed")
    found = uncertain_for(scenario, output)
    names = found.names(only)
    if trajectories * (len(names) + 1) > MOST_SAMPLES:
        raise InputError(f"trajectories = {trajectories!r}: each takes {len(names) + 1} evaluations; at most {MOST_SAMPLES:,} are made in one run")
    response = Response(scenario, output, {name: found.spreads[name] for name in names}, int(trajectories) * (len(names) + 1), logarithm)
    job = MorrisJob(response, int(seed), int(trajectories))
    sums = job.gathered(run_tasks(job, range(job.tasks), workers, executor, progress))
    mu, star, sigma, error, star_error = moments(*sums)
    order = np.argsort(-np.nan_to_num(star, nan=-1.0), kind="stable")
    intervals = (np.stack([mean - half, mean + half], axis=-1)[order] for mean, half in ((mu, error), (star, star_error)))
    unit = Unit("") if logarithm else response.unit
    columns = (mu[order], next(intervals), star[order], next(intervals), sigma[order], sums[0][order])
    ordered = tuple(names[k] for k in order)
    return Screening(scenario.name, output, unit, logarithm, job.trajectories, response.rows, job.seed, ordered, found.dead, *columns)


def effect_sums(function: Function, spread: Trajectories, columns: Sequence[Array]) -> Array:
    """How many effects each input has, and the sums of effects, of their sizes and of their squares: shape (4, inputs)."""
    value, good = function(columns)
    shape = spread.shares.shape[1:]
    effects = spread.effects(np.where(np.broadcast_to(good, shape) > 0.0, value, np.nan))
    known = np.isfinite(effects)
    effects = np.where(known, effects, 0.0)
    return np.stack([known.sum(axis=0), effects.sum(axis=0), np.abs(effects).sum(axis=0), (effects**2).sum(axis=0)])


def moments(count: Array, total: Array, sizes: Array, squares: Array) -> tuple[Array, Array, Array, Array, Array]:
    """mu, mu*, sigma, and half the widths of the intervals of the first two; NaN where there are too few effects."""
    from scipy.special import stdtrit

    with np.errstate(invalid="ignore", divide="ignore"):
        mu, star = total / count, sizes / count
        spare = count / (count - 1.0)
        sigma, scatter = (np.sqrt(np.maximum(squares / count - mean**2, 0.0) * spare) for mean in (mu, star))
        width = stdtrit(count - 1.0, 0.5 + 0.5 * LEVEL) / np.sqrt(count)
    return mu, star, sigma, width * sigma, width * scatter


@dataclass
class MorrisJob:
    """All trajectories through one response, in tasks of blocks."""

    response: Response
    seed: int
    trajectories: int
    unit: str = "evaluations"

    @property
    def per_task(self) -> int:
        """Trajectories a task."""
        return max(BLOCK // (len(self.response.spreads) + 1), 1)

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return -(-self.trajectories // self.per_task)

    def count(self, task: int) -> int:
        """The trajectories of a task."""
        return min(self.per_task, self.trajectories - task * self.per_task)

    def size(self, task: int) -> int:
        """Evaluations of a task."""
        return self.count(task) * (len(self.response.spreads) + 1)

    def describe(self, task: int) -> str:
        """A task in words."""
        start = task * self.per_task
        return f"trajectories {start} to {start + self.count(task) - 1} of seed {self.seed}"

    def __call__(self, task: int) -> Array:
        """The sums of a task's effects."""
        spreads = list(self.response.spreads.values())
        generator = np.random.default_rng([self.seed, task, crc32(b"morris")])
        drawn = Trajectories.drawn(len(spreads), self.count(task), generator)
        return effect_sums(self.response, drawn, [spread.at(share) for spread, share in zip(spreads, drawn.shares, strict=True)])

    def gathered(self, tasks: Iterable[tuple[int, Array]]) -> Array:
        """What all tasks come to, added up in their order whatever order they came in."""
        total = np.zeros((4, len(self.response.spreads)))
        for _, sums in in_order(tasks):
            total += sums
        return total
