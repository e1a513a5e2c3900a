"""Pictures of what the answer depends on: indices, a tornado, a screening. Needs matplotlib (`pip install orbital[lab]`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.unknowns.response import plain_name
from orbital.analysis.unknowns.sensitivity import MANY
from orbital.core.units import number_text, shown_value, text, unit_text
from orbital.views.plots import COLORS, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from orbital.analysis.unknowns.morris import Screening
    from orbital.analysis.unknowns.sensitivity import Sensitivity
    from orbital.analysis.unknowns.tornado import Bar, End, Tornado

MOST = 15
"""Spreads in one picture."""
LABELED = 8
"""Spreads named in a cloud of points."""
INFEASIBLE = "cannot be built"


def sensitivity_figure(found: Sensitivity) -> Figure:
    """First and total indices with their intervals, largest total first, and the tornado beside them."""
    count = min(MOST, len(found.names))
    figure, (shares, ends) = canvas(1, 2, f"What moves {found.output}: {found.scenario}")
    figure.set_size_inches(14.0, 1.6 + 0.32 * max(count, min(MOST, len(found.tornado.bars))))
    place = np.arange(count)
    bars = [("first", found.first, found.first_interval, COLORS[0]), ("total", found.total, found.total_interval, COLORS[4])]
    if found.infeasible > MANY:
        bars.append(("alone, among what can be built", found.among_built, found.among_built_interval, COLORS[2]))
    height = 0.8 / len(bars)
    for k, (label, value, ends_of, color) in enumerate(bars):
        half = 0.5 * (ends_of[:count, 1] - ends_of[:count, 0])
        at = place + (k - 0.5 * (len(bars) - 1)) * height
        shares.barh(at, value[:count], 0.9 * height, xerr=half, color=color, label=label, error_kw={"elinewidth": 0.9, "capsize": 2.0})
    _name_rows(shares, found.names[:count])
    built = f"; {found.infeasible:.0%} {INFEASIBLE}" if found.infeasible > MANY else ""
    share = f"alone {found.sum_of_first:.0%}, interaction {found.interaction:.0%}" if np.isfinite(found.deviation) else "nothing varies"
    shares.set(
        xlabel=f"share of the variance of {'the logarithm of ' if found.logarithm else ''}{found.output}", title=f"Sobol' indices, 95 % ({share}{built})"
    )
    shares.legend(fontsize=8, loc="lower right")
    _draw_tornado(ends, found.tornado)
    return figure


def tornado_figure(found: Tornado) -> Figure:
    """The output at both ends of each spread about today's, widest first, with the values at the ends."""
    figure, (axis,) = canvas(1, 1, f"Each spread from end to end: {found.scenario}")
    figure.set_size_inches(10.0, 1.6 + 0.32 * min(MOST, len(found.bars)))
    _draw_tornado(axis, found)
    return figure


def screening_figure(found: Screening) -> Figure:
    """Mean size of the effects with its interval, and their scatter over it: above the line what is not straight or interacts."""
    figure, (bars, cloud) = canvas(1, 2, f"Morris screening of {found.output}: {found.scenario}")
    count = min(MOST, len(found.names))
    figure.set_size_inches(14.0, 1.6 + 0.32 * max(count, 10))
    star, sigma, low = (np.asarray(shown_value(column, found.unit)) for column in (found.mu_star, found.sigma, found.mu_star_interval[:, 0]))
    bars.barh(np.arange(count), star[:count], 0.6, xerr=(star - low)[:count], color=COLORS[0], error_kw={"elinewidth": 0.9, "capsize": 2.0})
    _name_rows(bars, found.names[:count])
    of = f"ln {found.output}" if found.logarithm else f"{found.output} [{unit_text(found.unit) or '1'}]"
    bars.set(xlabel=f"mean size of an effect on {of}", title="mu*, through the whole spread, 95 %")
    cloud.scatter(star, sigma, s=14.0, color=COLORS[0])
    far = float(np.nanmin([np.nanmax([*star, 1e-12]), np.nanmax([*sigma, 1e-12])]))
    cloud.plot([0.0, far], [0.0, far], color="gray", linewidth=0.8, label="sigma = mu*")
    _name_points(cloud, found.names, star, sigma)
    cloud.set(xlabel=f"mu* of {of}", ylabel="sigma", title="above the line: bent, or interacting with others")
    cloud.legend(fontsize=8, loc="upper left")
    return figure


def _name_points(axis: Axes, names: tuple[str, ...], x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    """The names of the first few points that are not too near to one named before."""
    wide, high = (float(np.nanmax([*column, 1e-12])) for column in (x, y))
    named: list[tuple[float, float]] = []
    for name, across, up in zip(names, x / wide, y / high, strict=True):
        if len(named) < LABELED and all(abs(up - other) > 0.05 or abs(across - before) > 0.5 for before, other in named):
            named.append((across, up))
            place, align = ((-5, 5), "right") if across > 0.6 else ((5, 5), "left")
            axis.annotate(plain_name(name), (across * wide, up * high), xytext=place, textcoords="offset points", ha=align, fontsize=7)


def _name_rows(axis: Axes, names: tuple[str, ...]) -> None:
    axis.set_yticks(range(len(names)), [plain_name(name) for name in names], fontsize=8)
    axis.set_ylim(len(names) - 0.4, -0.6)
    axis.set_axisbelow(True)
    axis.grid(visible=False, axis="y")


def _draw_tornado(axis: Axes, found: Tornado) -> None:
    """Bars from the output at the low end to that at the high end, the ends' values beside them."""
    bars = found.bars[:MOST]
    for place, bar in enumerate(bars):
        for end, color in ((bar.low, COLORS[0]), (bar.high, COLORS[1])):
            _draw_end(axis, place, bar, end, color, found)
    for label, color in (("at the low end", COLORS[0]), ("at the high end", COLORS[1])):
        axis.fill_between([], [], [], color=color, label=label)
    today = float(shown_value(found.today, found.unit))
    if np.isfinite(today):
        axis.axvline(today, color="gray", linewidth=0.8)
    _name_rows(axis, tuple(bar.name for bar in bars))
    stated = f"as stated {number_text(today)}" if np.isfinite(today) else f"as stated it {INFEASIBLE}"
    axis.set(xlabel=f"{found.output} [{unit_text(found.unit)}]" if found.unit.shown else found.output, title=f"each spread alone ({stated})")
    axis.margins(x=0.25)
    axis.legend(fontsize=8, loc="upper right", bbox_to_anchor=(1.0, -0.1), ncols=2)


def _draw_end(axis: Axes, place: int, bar: Bar, end: End, color: str, found: Tornado) -> None:
    """From today's output to that at one end; where there is none, a cross on today's, with what it is at."""
    if end.output == found.today:
        return
    other = bar.high.output if end is bar.low else bar.low.output
    today = found.today if np.isfinite(found.today) else other if np.isfinite(other) else end.output
    start, there = (float(shown_value(value, found.unit)) for value in (today, end.output))
    if not np.isfinite(start):
        return
    label, up = text(end.input, bar.unit), end.output > today
    if np.isfinite(there):
        axis.barh(place, there - start, 0.6, left=start, color=color, alpha=0.85)
    else:
        axis.plot(start, place, "x", color=color, markersize=7, markeredgewidth=2.0)
        clear = not np.isfinite(other) or other == today
        label, there, up = f"{INFEASIBLE} at {label}", start, end is bar.high if clear else other < today
    place_of_text = (4 if up else -4, 0)
    axis.annotate(label, (there, place), xytext=place_of_text, textcoords="offset points", ha="left" if up else "right", va="center", fontsize=7)
