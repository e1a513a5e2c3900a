"""The best design in pictures: the objective along each quantity that was chosen, and by way to pick. Needs matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orbital.analysis.decisions.optimum import plain
from orbital.core.units import number_text, shown_value, text, unit_text
from orbital.views.plots import COLORS, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from orbital.analysis.decisions.optimum import Choice, Optimum

CROWDED = 16
"""Ways to pick in one picture: the best."""
TALLEST = 4.0
"""How far above the best the objective is drawn."""


def optimum_figure(found: Optimum) -> Figure:
    """The objective along each quantity with the others at their best, and the best of each way to pick."""
    ways = [(name, value) for name, value in found.ways.items() if np.isfinite(value)][:CROWDED]
    panels = len(found.slices) + bool(ways)
    columns = min(max(panels, 1), 3)
    title = f"The best design: {found.scenario}" if found.feasible else f"No feasible design: {found.scenario}"
    figure, axes = canvas(-(-max(panels, 1) // columns), columns, title)
    for axis, choice in zip(axes, found.choices if found.slices else (), strict=False):
        _along(axis, found, choice)
    if ways:
        _by_way(axes[panels - 1], found, ways)
    for axis in axes[panels:]:
        axis.set_axis_off()
    return figure


def _along(axis: Axes, found: Optimum, choice: Choice) -> None:
    """The objective along one quantity; gaps are where it cannot be built."""
    x, y = (np.asarray(shown_value(column, unit)) for column, unit in zip(found.slices[choice.quantity], (choice.unit, found.unit), strict=True))
    best, today, low, high = (float(shown_value(value, choice.unit)) for value in (choice.value, choice.today, *choice.flat))
    value, before = (float(shown_value(value, found.unit)) for value in (found.value, found.today))
    axis.axvspan(low, high, color=COLORS[2], alpha=0.15, label="within 1 % of the best")
    axis.plot(x, y, color=COLORS[0], linewidth=1.4, marker="." if np.isfinite(y).sum() < 3 else "")
    axis.plot(best, value, "o", color=COLORS[1], label=f"best {text(choice.value, choice.unit)}")
    if not np.isfinite(before) or any(pick.today != pick.value for pick in found.picks):
        before = np.nan  # another design altogether
    if np.isfinite(today) and np.isfinite(before):
        axis.plot(today, before, "s", color="gray", label=f"today {text(choice.today, choice.unit)}")
    axis.set(xlabel=f"{plain(choice.quantity)} [{unit_text(choice.unit) or '1'}]", ylabel=_ylabel(found))
    seen = x[np.isfinite(y) & (y <= TALLEST * value)]
    if choice.log:
        axis.set_xscale("log")
        axis.xaxis.set_major_formatter("{x:g}")
    elif seen.size > 1 and np.ptp(seen) < 0.5 * np.ptp(x):
        axis.set_xlim(seen[0] - 0.1 * np.ptp(seen), seen[-1] + 0.1 * np.ptp(seen))
    top = float(np.nanmax(y[np.isfinite(y)])) if np.isfinite(y).any() else value
    if value > 0.0:
        height = min(max(top, before if np.isfinite(before) else top), TALLEST * value)
        axis.set_ylim(value - 0.15 * max(height - value, 0.02 * value), height + 0.1 * max(height - value, 0.02 * value))
    axis.legend(fontsize=8)


def _by_way(axis: Axes, found: Optimum, ways: list[tuple[str, float]]) -> None:
    """The best of each way to pick, the best first."""
    values = [float(shown_value(value, found.unit)) for _, value in ways]
    axis.set_axisbelow(True)
    axis.barh(range(len(ways)), values, color=[COLORS[1], *[COLORS[0]] * (len(ways) - 1)], height=0.6)
    for k, value in enumerate(values):
        axis.annotate(number_text(value), (value, k), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
    axis.set_yticks(range(len(ways)), [name for name, _ in ways], fontsize=8)
    axis.invert_yaxis()
    axis.set(xlabel=_ylabel(found), title="best of each way to pick", xlim=(0.0, 1.15 * max(values)))


def _ylabel(found: Optimum) -> str:
    name = "orbit / ground" if found.objective == "ratio" else plain(found.objective)
    label = f"{name} [{unit_text(found.unit)}]" if found.unit.shown else name
    return label if found.robust is None else f"P{100.0 * found.robust.quantile:g} of {label}"
