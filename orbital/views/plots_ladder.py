"""What would have to be true as a picture: each step's factor, from today's ratio down to the target. Needs matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orbital.analysis.decisions.optimum import plain
from orbital.core.units import number_text, text
from orbital.views.plots import COLORS, canvas

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from orbital.analysis.decisions.ladder import Ladder

OWN, OTHERS = COLORS[0], COLORS[4]
"""Steps of the orbital side, and those of the ground or of both."""


def ladder_figure(found: Ladder) -> Figure:
    """The ladder as a waterfall on a logarithmic axis: where the ratio stands after each step."""
    figure, (axis,) = canvas(1, 1, f"What would have to be true: {found.scenario}")
    figure.set_size_inches(11.0, 1.8 + 0.45 * (len(found.steps) + 2))
    names = ["today", *(f"{plain(step.quantity)}\n{text(step.today, step.unit)} to {text(step.needed, step.unit)}" for step in found.steps), "all together"]
    axis.set_axisbelow(True)
    before = found.today
    for k, step in enumerate(found.steps, start=1):
        if np.isfinite(step.ratio) and np.isfinite(before):
            axis.barh(k, step.ratio - before, left=before, color=OWN if step.quantity.startswith("orbital.") else OTHERS, height=0.6)
            axis.plot([step.ratio] * 2, [k, k + 1], color="gray", linewidth=0.6)
            axis.annotate(f"x {step.ratio / before:.3g}", (max(before, step.ratio), k), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)
        else:
            axis.annotate("cannot be built", (found.target, k), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)
        before = step.ratio
    for k, ratio in ((0, found.today), (len(names) - 1, found.ratio)):
        if np.isfinite(ratio):
            axis.plot(ratio, k, "D", color="black", markersize=6)
            axis.annotate(number_text(ratio), (ratio, k), xytext=(7, 0), textcoords="offset points", va="center", fontsize=9)
    axis.axvline(found.target, color=COLORS[1], linewidth=1.2)
    axis.annotate("target", (found.target, -0.6), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8, color=COLORS[1])
    for color, label in ((OWN, "the orbital side"), (OTHERS, "the ground, or both sides")):
        axis.barh(0, 0.0, left=found.target, color=color, label=label)
    axis.legend(fontsize=8, loc="lower right")
    axis.set_yticks(range(len(names)), names, fontsize=8)
    axis.set(xscale="log", xlabel="orbit / ground, cost of useful compute", ylim=(len(names) - 0.4, -1.0), title=_title(found))
    seen = [ratio for ratio in (found.today, found.ratio, found.target, *(step.ratio for step in found.steps)) if np.isfinite(ratio)]
    axis.set_xlim(0.85 * min(seen), 1.5 * max(seen))
    axis.xaxis.set_major_formatter("{x:g}")
    axis.xaxis.set_minor_formatter("{x:g}")
    axis.tick_params(axis="x", which="both", labelsize=8)
    return figure


def _title(found: Ladder) -> str:
    if not found.steps:
        return "nothing has to change" if found.reached else "out of reach"
    way = f"each {found.share:.1%} of the way to the best published value"
    return way if found.reached else f"out of reach, {way}"
