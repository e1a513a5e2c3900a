"""Many scenarios at once, over a grid of axes or as listed cases: in memory, or on disk by parts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.columns import head
from orbital.analysis.compare import number
from orbital.analysis.many.axes import Axis
from orbital.analysis.many.batch import INFEASIBLE, RATIO
from orbital.analysis.many.cases import CaseJob
from orbital.analysis.many.grids import GridJob
from orbital.analysis.many.parts import Parts, Store, fingerprint
from orbital.analysis.many.running import run_tasks
from orbital.analysis.many.varied import Span
from orbital.core.errors import InputError
from orbital.core.units import Unit, shown_value
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

MOST_BYTES = 2**32
"""What outputs may take in memory; more go to disk."""
MOST_PARTS = 10**6
"""Files of one table."""
CASE = "case"


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """Outputs over a grid or a list of cases, in memory: one array an output (SI), NaN where it cannot be built.

    axes : of a grid, in the order of the arrays' axes; empty for cases. cases : what each case gives, NaN or "" where it leaves the scenario's.
    constraints : what bit k of the output `infeasible` stands for.
    """

    scenario: str
    axes: tuple[Axis, ...]
    cases: tuple[Axis, ...]
    columns: Mapping[str, NDArray[Any]] = field(repr=False)
    units: Mapping[str, Unit]
    constraints: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """How many scenarios there are."""
        return int(next(iter(self.columns.values())).size)

    def __getitem__(self, output: str) -> NDArray[Any]:
        """An output's array (SI)."""
        return self.columns[output]

    def shown(self, output: str) -> NDArray[Any]:
        """An output's array in the unit shown."""
        return in_shown(self.columns[output], self.units[output])

    def to_xarray(self) -> xr.Dataset:
        """One dimension an axis (or `case`), one variable an output, units as attributes."""
        import xarray as xr

        names = [item.key for item in self.axes] or [CASE]
        coordinates = {item.key: (item.key if self.axes else CASE, item.shown, {"units": item.unit.shown}) for item in self.axes or self.cases}
        variables = {name: (names, self.shown(name), {"units": self.units[name].shown}) for name in self.columns}
        return xr.Dataset(variables, coordinates, {"scenario": self.scenario, "constraints": list(self.constraints)})

    def to_frame(self) -> pd.DataFrame:
        """One row a scenario, units in the heads."""
        import pandas as pd

        if self.axes:
            points = np.unravel_index(np.arange(self.points), tuple(map(len, self.axes)))
            heads = {item.head: np.asarray(item.shown)[index] for item, index in zip(self.axes, points, strict=True)}
        else:
            heads = {item.head: np.asarray(item.shown) for item in self.cases}
        return pd.DataFrame(heads | {head(name, self.units[name]): self.shown(name).ravel() for name in self.columns})

    def rows(self) -> list[tuple[str, list[float]]]:
        """For a screen: of each output its least, middle and greatest value, and the share of scenarios (%) that have none."""
        found: list[tuple[str, list[float]]] = []
        for name in self.columns:
            if name != INFEASIBLE:
                column = np.asarray(self.shown(name), dtype=np.float64)
                kept = column[np.isfinite(column)]
                ends = [float(x) for x in np.quantile(kept, (0.0, 0.5, 1.0))] if kept.size else [math.nan] * 3
                found.append((head(name, self.units[name]), [*ends, 100.0 * (1.0 - kept.size / column.size)]))
        return found

    def plot(self) -> Figure:
        """The first output: a line over one axis, contours over two, with what cannot be built left white and break-even drawn in."""
        from orbital.views.plots_sweep import sweep_figure

        return sweep_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """Axes or cases, and outputs, as plain lists with their units; a missing number is None."""
        given = "axes" if self.axes else "cases"
        listed = [item.to_dict() for item in self.axes or self.cases]
        outputs = {
            name: {"unit": self.units[name].shown, "values": [number(float(x)) for x in np.asarray(self.shown(name), dtype=np.float64).ravel()]}
            for name in self.columns
        }
        order = {"order": "the last axis runs fastest"} if self.axes else {}
        return {"scenario": self.scenario, given: listed, **order, "outputs": outputs, "constraints": list(self.constraints)}

    def __repr__(self) -> str:
        along = f" ({' x '.join(f'{len(item)} {item.key}' for item in self.axes)})" if self.axes else ""
        told = f"{self.scenario}: {self.points:,} {'points' if self.axes else 'cases'}{along}"
        ratio = self.columns.get(RATIO)
        if ratio is None:
            return told
        kept = ratio[np.isfinite(ratio)]
        if not kept.size:
            return f"{told}; none can be built"
        built = "" if kept.size == ratio.size else f", {1.0 - kept.size / ratio.size:.2%} cannot be built"
        return f"{told}; ratio {kept.min():.3g} to {kept.max():.3g}, orbit cheaper in {np.count_nonzero(kept < 1.0) / ratio.size:.2%}{built}"


def in_shown(column: NDArray[Any], unit: Unit) -> NDArray[Any]:
    """A column in the unit shown; bits stay whole numbers."""
    return column if column.dtype == np.int64 else np.asarray(shown_value(column, unit))


def sweep(
    scenario: Scenario,
    varied: Mapping[str, Span | Sequence[Any]] | Any,
    outputs: Sequence[str] = (RATIO,),
    out: str | Path | None = None,
    workers: int = 1,
    executor: Executor | None = None,
    progress: bool = False,
) -> Sweep | Parts:
    """Outputs of many scenarios that differ from one in what varies: every combination along some axes, or listed cases.

    varied : a mapping of axes, as `{"orbital.launch_price": span("50 USD/kg", "3000 USD/kg", 200), "orbital.launch_vehicle": ["falcon-9", "starship-v3"]}`;
        or cases: a list of mappings as `replace` takes them, a frame, or a CSV file whose heads are keys (`orbital.altitude`, or `orbital.altitude [km]`
        over bare numbers), where what is empty stays as in the scenario. Keys are quantities of a side, of both (`common.x`, `workload.x`), picks of
        a catalog, of a formula (`orbital.formulas.x`) or `boundary`.
    outputs : `ratio`, others of the comparison, quantities of a side (`orbital.satellite_mass`), or `infeasible` (a bit for each violated constraint).
    out : a folder for parts in Parquet; a run that was stopped goes on where it stopped, and gives the same bytes. Without it all stays in memory.
    workers, executor : processes on this machine, or any `concurrent.futures.Executor`. Numbers do not depend on them.

    Raises `InputError` for an unknown or dead quantity, values that are empty, reversed, without unit or out of bounds, an unknown
    output, more than memory or disk holds, or a folder that holds something else; `TaskError` where a formula fails.
    """
    asked = (outputs,) if isinstance(outputs, str) else tuple(dict.fromkeys(outputs))
    if not asked:
        raise InputError("outputs: ask for at least one, as 'ratio'")
    job = GridJob.of(scenario, varied, asked) if isinstance(varied, Mapping) else CaseJob.of(scenario, varied, asked)
    if out is None:
        return _in_memory(scenario.name, job, workers, executor, progress)
    return _on_disk(scenario.name, job, Path(out), workers, executor, progress)


def _in_memory(name: str, job: GridJob | CaseJob, workers: int, executor: Executor | None, progress: bool) -> Sweep:
    needed = 8 * job.points * len(job.outputs)
    if needed > MOST_BYTES:
        raise InputError(f"{job.points:,} points of {len(job.outputs)} outputs take {needed / 1e9:.1f} GB: give a folder for parts on disk (out, --out)")
    flat = {output: np.empty(job.points, dtype=np.int64 if output == INFEASIBLE else np.float64) for output in job.outputs}
    for task, found in run_tasks(job, range(job.tasks), workers, executor, progress):
        start = job.start(task)
        for output, column in found.items():
            flat[output][start : start + column.size] = column
    columns = {output: job.arranged(column) for output, column in flat.items()}
    axes, cases = (job.axes, ()) if isinstance(job, GridJob) else ((), job.columns)
    return Sweep(name, axes, cases, columns, job.units, job.constraints)


def _on_disk(name: str, job: GridJob | CaseJob, folder: Path, workers: int, executor: Executor | None, progress: bool) -> Parts:
    if job.tasks > MOST_PARTS:
        raise InputError(f"{job.points:,} points make {job.tasks:,} parts on disk; at most {MOST_PARTS:,} are allowed: ask for fewer")
    outputs = {output: unit.shown for output, unit in job.units.items()}
    about = {"scenario": name, **job.about(), "outputs": outputs, "constraints": list(job.constraints), "points": job.points}
    columns = len(job.outputs) + len(job.axes if isinstance(job, GridJob) else job.columns)
    store = Store.at(folder, fingerprint(job.bases, job.key), about, [job.size(task) for task in range(job.tasks)], columns)
    for task, found in run_tasks(job, store.missing(), workers, executor, progress):
        store.write(task, job.table(task) | {head(output, job.units[output]): in_shown(column, job.units[output]) for output, column in found.items()})
    return store.parts()
