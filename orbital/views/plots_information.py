"""What knowing would be worth, and what it would say: quantity by quantity. Needs matplotlib (`pip install orbital[lab]`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orbital.analysis.unknowns.information import MONEY
from orbital.core.units import shown_value, text, unit_text
from orbital.views.plots import COLORS, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from orbital.analysis.unknowns.information import Known, ValueOfInformation

SHOWN = 20


def information_figure(found: ValueOfInformation) -> Figure:
    """The quantities to know first: their worth where the decision is open, the probability and the ratio at either end of each range."""
    first = found.by_quantity[:SHOWN]
    open_ = found.perfect > 0.0
    figure, panels = canvas(1, 3 if open_ else 1, f"What to know first: {found.scenario}")
    figure.set_size_inches(16.0 if open_ else 9.0, 1.6 + 0.27 * len(first))
    if open_:
        _worth(panels[0], first, found)
        _ends(panels[1], first, [one.probability for one in first], found.probability_cheaper, "probability that orbit is cheaper")
        panels[1].xaxis.set_major_formatter("{x:.0%}")
    _ends(panels[-1], first, [one.ratio for one in first], found.ratio, "orbit / ground, mean of the draws that can be built")
    panels[-1].axvline(1.0, color="gray", linewidth=0.8, linestyle=":")
    names = [one.words for one in first]
    for panel in panels:
        panel.set_yticks(range(len(first)), names if panel is panels[0] else [""] * len(first), fontsize=8)
        panel.set_ylim(len(first) - 0.5, -0.5)
    return figure


def _worth(panel: Axes, first: tuple[Known, ...], found: ValueOfInformation) -> None:
    value, error = (np.array([float(shown_value(x, MONEY)) for x in column]) for column in zip(*((one.value, one.error) for one in first), strict=True))
    panel.barh(np.arange(len(first)), value, xerr=2.0 * error, color=COLORS[0], height=0.6, error_kw={"elinewidth": 0.8})
    panel.set(xlabel=f"worth of knowing it alone [{unit_text(MONEY)}], two standard errors", title=f"of everything: {text(found.perfect, MONEY)}")
    panel.set_xlim(left=0.0)


def _ends(panel: Axes, first: tuple[Known, ...], pairs: list[tuple[float, float]], today: float, label: str) -> None:
    """A line a quantity from its low to its high end."""
    for k, pair in enumerate(pairs):
        panel.plot(pair, (k, k), color="gray", linewidth=1.2, zorder=1)
        for end, (x, color, marker) in enumerate(zip(pair, (COLORS[0], COLORS[1]), ("<", ">"), strict=True)):
            panel.plot(x, k, marker, color=color, markersize=6, label=("known at its low end", "known at its high end")[end] if k == 0 else None)
    panel.axvline(today, color=COLORS[4], linewidth=1.0, label="nothing known")
    panel.set(xlabel=label)
    panel.legend(fontsize=7, loc="lower right")
