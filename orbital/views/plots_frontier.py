"""Pictures of a frontier: a line over one axis, filled contours over two. Needs matplotlib (`pip install orbital[lab]`)."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.decisions.cells import EDGE, GROUND, INFEASIBLE, JUMPS, ORBIT, SOLVED, WORDS
from orbital.core.errors import InputError
from orbital.core.units import number_text, shown_value, text, unit_text
from orbital.views.plots import COLORS, canvas
from orbital.views.words import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from orbital.analysis.decisions.frontier import Frontier
    from orbital.analysis.many.axes import Axis

AREAS = {GROUND: "#c9b8a8", ORBIT: "#b8d0e8", INFEASIBLE: "#dddddd", EDGE: "#e8a0a8"}
"""The color of the cells without a value, by why; a jump is drawn where it is, as a value."""
STYLES = ("-", "--", "-.", ":")
LEVELS = 12
MOST_LINES, MOST_PANELS = 12, 9


def frontier_figure(found: Frontier) -> Figure:
    """A line over one number, contours over two; a line or a picture for each pick of the catalog axes. Refused for more."""
    numbers = [k for k, axis in enumerate(found.axes) if not axis.picks]
    picks = [[(k, pick) for k, pick in enumerate(axis.picks)] if axis.picks else [(slice(None), "")] for axis in found.axes]
    parts = {", ".join(name for _, name in chosen if name): tuple(place for place, _ in chosen) for chosen in product(*picks)}
    most = {1: MOST_LINES, 2: MOST_PANELS}.get(len(numbers), 0)
    if not 0 < len(parts) <= most:
        raise InputError(
            f"a picture shows one or two axes of numbers, {MOST_LINES} lines or {MOST_PANELS} panels at most; this frontier has {len(numbers)} and "
            f"{len(parts)}: take fewer, or its table"
        )
    title = f"Break-even {words(found.quantity.partition('.')[2])}: {found.scenario}"
    if len(numbers) == 1:
        return _lines(found, found.axes[numbers[0]], parts, title)
    across = min(len(parts), 3)
    figure, panels = canvas(-(-len(parts) // across), across, title)
    figure.set_size_inches(8.0 if across == 1 else 5.5 * across, 5.0 * -(-len(parts) // across))
    for panel, (name, place) in zip(panels, parts.items(), strict=False):
        _surface(panel, found, (found.axes[numbers[0]], found.axes[numbers[1]]), place, name)
    for panel in panels[len(parts) :]:
        panel.set_axis_off()
    return figure


def _label(axis: Axis | Frontier, key: str) -> str:
    """A quantity and its unit in words; the side where it is not plain."""
    side, _, name = key.partition(".")
    unit = unit_text(axis.unit)
    return f"{words(name)}{f', {side}' if side in ('orbital', 'ground') else ''}{f' [{unit}]' if unit else ''}"


def _scale_of(values: NDArray[np.float64]) -> str:
    """Logarithmic where values rise by equal factors."""
    if len(values) < 3 or np.min(values) <= 0.0:
        return "linear"
    steps = np.diff(np.log(values))
    return "log" if np.ptp(steps) < 1e-6 * abs(float(steps[0])) else "linear"


# --- one axis ---------------------------------------------------------------------------------------------------------
def _lines(found: Frontier, axis: Axis, parts: dict[str, tuple[Any, ...]], title: str) -> Figure:
    figure, (panel,) = canvas(1, 1, title)
    figure.set_size_inches(8.0, 5.0)
    x = np.asarray(axis.shown, dtype=np.float64)
    codes: set[int] = set()
    for k, (name, place) in enumerate(parts.items()):
        y, code = found.shown()[place], found.code[place]
        panel.plot(
            x, y, STYLES[k // len(COLORS) % len(STYLES)], color=COLORS[k % len(COLORS)], marker="." if len(x) <= 60 else None, label=name or "break-even"
        )
        if len(parts) == 1:
            _shade(panel, x, code)
        codes |= set(np.unique(code).tolist()) - {SOLVED, JUMPS}
    _today_point(panel, found, axis)
    panel.set(xlabel=_label(axis, axis.key), ylabel=_label(found, found.quantity), xscale=_scale_of(x), xlim=(x.min(), x.max()) if len(x) > 1 else None)
    told = "; ".join(WORDS[code] for code in sorted(codes))
    if told:
        panel.set_title(f"no value where: {told}", fontsize=8)
    _plain_ticks(panel)
    panel.legend(fontsize=8)
    return figure


def _plain_ticks(panel: Axes) -> None:
    """Numbers without exponents where an axis rises by factors."""
    for axis, scale in ((panel.xaxis, panel.get_xscale()), (panel.yaxis, panel.get_yscale())):
        if scale == "log":
            axis.set_major_formatter("{x:g}")


def _shade(panel: Axes, x: NDArray[np.float64], code: NDArray[np.int8]) -> None:
    """Bands where there is no value, by why."""
    order = np.argsort(x)
    middles = 0.5 * (x[order][1:] + x[order][:-1])
    ends = np.concatenate([[x.min()], middles, [x.max()]])
    for which in np.unique(code[~np.isin(code, (SOLVED, JUMPS))]).tolist():
        for k in np.flatnonzero(code[order] == which):
            panel.axvspan(ends[k], ends[k + 1], color=AREAS[which], alpha=0.6, linewidth=0.0, zorder=0)
        panel.plot([], [], color=AREAS[which], linewidth=8.0, label=WORDS[which])


def _today_point(panel: Axes, found: Frontier, axis: Axis) -> None:
    """The scenario's own point, or a note of it where it lies far off."""
    x, y = axis.shown_today, float(shown_value(found.today, found.unit))
    values = found.turns()[np.isfinite(found.turns())]
    low, high = (float(pick(axis.shown)) for pick in (np.min, np.max))
    if low <= x <= high and (not values.size or y <= 5.0 * float(values.max())):
        panel.plot(x, y, "*", color=COLORS[1], markersize=14, label="today")
    else:
        panel.plot([], [], "*", color=COLORS[1], label=f"today, not shown: {text(found.today, found.unit)}, {_label(axis, axis.key)} {number_text(x)}")


# --- two axes ---------------------------------------------------------------------------------------------------------
def _surface(panel: Axes, found: Frontier, axes: tuple[Axis, Axis], place: tuple[Any, ...], name: str) -> None:
    """The value by color and line over both axes; where there is none, why."""
    from matplotlib.colors import ListedColormap

    y, x = (np.asarray(axis.shown, dtype=np.float64) for axis in axes)
    value, code = found.turns()[place], found.code[place]
    reasons = [which for which in AREAS if np.any(code == which)]
    if reasons:
        codes = np.where(np.isin(code, (SOLVED, JUMPS)), np.nan, np.searchsorted(np.sort(reasons), code).astype(np.float64))
        colors = ListedColormap([AREAS[which] for which in sorted(reasons)])
        panel.pcolormesh(x, y, codes, cmap=colors, vmin=-0.5, vmax=len(reasons) - 0.5, shading="nearest")
    for which in reasons:
        panel.plot([], [], "s", color=AREAS[which], label=WORDS[which])
    if min(value.shape) > 1 and np.isfinite(value).any() and np.nanmin(value) < np.nanmax(value):
        _contours(panel, found, x, y, value)
    here = [axis.shown_today for axis in reversed(axes)]
    if x.min() <= here[0] <= x.max() and y.min() <= here[1] <= y.max():
        panel.plot(*here, "*", color=COLORS[1], markeredgecolor="white", markersize=14, label=f"today: {text(found.today, found.unit)}")
    panel.grid(visible=False)
    panel.set(xlabel=_label(axes[1], axes[1].key), ylabel=_label(axes[0], axes[0].key), xscale=_scale_of(x), yscale=_scale_of(y), title=name)
    _plain_ticks(panel)
    if panel.get_legend_handles_labels()[0]:
        panel.legend(fontsize=7, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2)


def _contours(panel: Axes, found: Frontier, x: NDArray[np.float64], y: NDArray[np.float64], value: NDArray[np.float64]) -> None:
    """Round levels, the same in every panel."""
    from matplotlib.colors import LogNorm
    from matplotlib.ticker import MaxNLocator

    every = found.turns()[np.isfinite(found.turns())]
    wide = every.min() > 0.0 and np.quantile(every, 0.9) > 30.0 * np.quantile(every, 0.1)
    low, high = max(every.min(), 1e-3 * every.max()) if wide else every.min(), every.max()
    levels = _by_decade(low, high) if wide else MaxNLocator(LEVELS).tick_values(low, high)
    filled = panel.contourf(x, y, value, levels, cmap="viridis", norm=LogNorm(levels[0], levels[-1]) if wide else None, extend="min" if wide else "neither")
    lines = panel.contour(x, y, value, levels[1:-1], colors="white", linewidths=0.6)
    panel.clabel(lines, fontsize=7, fmt="%g")
    bar = panel.figure.colorbar(filled, ax=panel, label=_label(found, found.quantity))
    bar.ax.set_yticks(levels, [f"{level:g}" for level in levels])
    bar.ax.minorticks_off()
    today = float(shown_value(found.today, found.unit))
    if np.nanmin(value) < today < np.nanmax(value):
        panel.contour(x, y, value, [today], colors=COLORS[1], linewidths=1.6)
        panel.plot([], [], color=COLORS[1], label="the quantity as it is today")


def _by_decade(low: float, high: float) -> NDArray[np.float64]:
    """1, 2, 5 of each decade, about two values."""
    decades = 10.0 ** np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    every = np.ravel(decades[:, None] * np.array([1.0, 2.0, 5.0]))
    first, last = np.searchsorted(every, low, side="right") - 1, np.searchsorted(every, high)
    return every[max(first, 0) : last + 1]
