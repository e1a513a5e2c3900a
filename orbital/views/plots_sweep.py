"""Pictures of many scenarios at once: a sweep, and both sides uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orbital.analysis.columns import head
from orbital.core.errors import InputError
from orbital.views.plots import COLORS, canvas

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from orbital.analysis.many.sweep import Sweep
    from orbital.analysis.many.uncertainty import Uncertainty


def sweep_figure(found: Sweep) -> Figure:
    """The first output over one or two axes; refused for more, where no picture tells which point is meant."""
    name = next(iter(found.columns))
    if len(found.axes) not in (1, 2):
        raise InputError(f"a picture takes one or two axes, not {len(found.axes) or 'listed cases'}: use to_frame() or to_xarray() and choose")
    if len(found.axes) == 2 and not any(item.picks for item in found.axes):
        return _contours(found, name)
    return _lines(found, name)


def _lines(found: Sweep, name: str) -> Figure:
    """One line; or one for each value of the axis of picks (the second, where neither is)."""
    figure, (plot,) = canvas(1, 1, f"{found.scenario}: {name}")
    axes, values = found.axes, np.asarray(found.shown(name), dtype=np.float64)
    if len(axes) == 2 and axes[0].picks and not axes[1].picks:
        axes, values = axes[::-1], values.T
    along = axes[0]
    across = [str(value) for value in axes[1].shown] if len(axes) == 2 else [""]
    for label, column in zip(across, values.reshape(len(along), -1).T, strict=True):
        if along.picks:
            plot.plot(range(len(along)), column, "o", label=label)
        else:
            plot.plot(along.shown, column, label=label)
    if along.picks:
        plot.set_xticks(range(len(along)), along.picks, rotation=20, ha="right")
    if len(axes) == 2:
        plot.legend(title=axes[1].head, frameon=False)
    if name == "ratio":
        plot.axhline(1.0, color="0.4", lw=0.8, ls="--")
        plot.annotate("as cheap as the ground", (0.01, 1.0), xycoords=("axes fraction", "data"), va="bottom", fontsize=8, color="0.4")
    plot.set(xlabel=along.head, ylabel=head(name, found.units[name]))
    return figure


def _contours(found: Sweep, name: str) -> Figure:
    """Filled contours, break-even drawn in, what cannot be built left white."""
    figure, (plot,) = canvas(1, 1, f"{found.scenario}: {name}")
    across, along = found.axes
    values = np.ma.masked_invalid(np.asarray(found.shown(name), dtype=np.float64))
    if values.mask.all():
        plot.text(0.5, 0.5, "none of these can be built", ha="center", transform=plot.transAxes)
    elif min(values.shape) < 2:
        raise InputError("contours take at least two values along each axis")
    else:
        filled = plot.contourf(along.shown, across.shown, values, levels=20, cmap="viridis_r")
        figure.colorbar(filled, label=head(name, found.units[name]))
        if name == "ratio" and values.min() < 1.0 < values.max():
            line = plot.contour(along.shown, across.shown, values, levels=[1.0], colors="crimson", linewidths=1.5)
            plot.clabel(line, fmt={1.0: "as cheap as the ground"}, fontsize=8)
    if values.mask.any():
        plot.annotate("white: cannot be built", (0.99, 0.01), xycoords="axes fraction", ha="right", fontsize=8, color="0.3")
    plot.set(xlabel=along.head, ylabel=across.head)
    return figure


def uncertainty_figure(found: Uncertainty) -> Figure:
    """Draws by ratio, with the quantiles and break-even."""
    from matplotlib.ticker import LogLocator, NullFormatter

    figure, (plot,) = canvas(1, 1, repr(found).partition(";")[0])
    edges, counts = found.counts()
    plot.stairs(100.0 * counts / found.samples, edges, fill=True, color=COLORS[0], alpha=0.6)
    for q in (0.1, 0.5, 0.9):
        plot.axvline(found.quantile(q), color="0.3", lw=0.8)
        plot.annotate(f"P{100 * q:g}", (found.quantile(q), 0.99), xycoords=("data", "axes fraction"), va="top", fontsize=8)
    plot.axvline(1.0, color="crimson", lw=1.2, ls="--")
    plot.annotate(
        f"orbit cheaper left of here: {found.probability_cheaper:.2%}",
        (1.0, 0.5),
        xycoords=("data", "axes fraction"),
        rotation=90,
        fontsize=8,
        ha="right",
        va="center",
    )
    if found.infeasible:
        plot.annotate(f"cannot be built: {found.infeasible:.2%}", (0.99, 0.9), xycoords="axes fraction", ha="right", fontsize=8)
    plot.set(xscale="log", xlabel="cost in orbit over cost on the ground", ylabel="% of draws")
    plot.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    plot.xaxis.set_major_formatter("{x:g}")
    plot.xaxis.set_minor_formatter(NullFormatter())
    return figure
