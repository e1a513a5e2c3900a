"""The answer in words: one sentence first, and what it is of. The tables say the rest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from orbital.analysis.explaining import overridden
from orbital.core.units import text

if TYPE_CHECKING:
    from orbital.analysis.compare import Result
    from orbital.analysis.many.uncertainty import Uncertainty


def times(ratio: float) -> str:
    """A ratio for a sentence: two significant digits."""
    if not math.isfinite(ratio):
        return "-"
    return f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"


def words(name: str) -> str:
    """A quantity's name for people."""
    return " ".join("IT" if word == "it" else word for word in name.split("_"))


def sentence(result: Result, spread: Uncertainty | None = None) -> str:
    """The answer in one sentence, with its labels; for an infeasible design, why there is none."""
    if not result.feasible:
        return "No cost: this design cannot be built as given. " + "; ".join(result.reasons) + "."
    labels = result.labels()
    work = "million tokens" if labels["workload"].startswith("inference") and _ratio_holds_for_tokens(result) else "useful FLOP"
    band = chance = ""
    if spread is not None:
        band = f" ({', '.join(f'P{100 * q:.0f} {times(spread.quantile(q))}' for q in (0.1, 0.5, 0.9))})"
        chance = f"; probability that orbit is cheaper {_probability(spread.probability_cheaper)}"
        chance += f", that it cannot be built {_probability(spread.infeasible)}" if spread.infeasible else ""
    stops = ", ".join(what_stops_it(result)[:3])
    verb = "what stops it: " if result.ratio > 1.0 else "what remains dearer in orbit: "
    return f"Orbit costs {times(result.ratio)} times ground{band} per {work}, {_whose_chips(result)}, {labels['boundary']}{chance}; {verb}{stops}."


def _ratio_holds_for_tokens(result: Result) -> bool:
    """Whether a token's cost has the ratio of a FLOP's."""
    orbital, ground = (float(side.value("levelized_cost_per_million_tokens")) for side in (result.orbital, result.ground))
    return math.isclose(orbital / ground, result.ratio, rel_tol=1e-3)


def _whose_chips(result: Result) -> str:
    """Whether both sides run the same chips alike, and where not, what differs."""
    names = ("accelerator_price", "accelerator_power", "peak_flop_rate", "utilization")
    unlike = [words(name) for name in names if not math.isclose(float(result.orbital.value(name)), float(result.ground.value(name)), rel_tol=1e-6)]
    return f"unlike {' and '.join(unlike)}" if unlike else "same chips"


def _probability(share: float) -> str:
    """A share of draws, no finer than a few tens of thousands of draws can tell."""
    if share < 0.001:
        return "below 0.1 %"
    return "above 99.9 %" if share > 0.999 else f"{100.0 * share:.1f} %"


def what_stops_it(result: Result) -> list[str]:
    """The largest parts of what orbit costs more, and a launch cadence that cannot hold the fleet."""
    dearer = [line for line in result.gap() if line.amount > 0.0]
    parts = [
        f"{_line_words(line.name)} ({line.share:.0%} of what orbit adds)" if k == 0 else f"{_line_words(line.name)} ({line.share:.0%})"
        for k, line in enumerate(dearer)
        if line.share > 0.02
    ]
    plateau, demand = float(result.orbital.value("fleet_plateau_power")), float(result.orbital.value("it_power"))
    if plateau < demand:
        parts.insert(min(2, len(parts)), f"launch cadence (it holds {result.orbital.text('fleet_plateau_power')} of {result.orbital.text('it_power')})")
    return parts


def _line_words(line: str) -> str:
    return words(line.removesuffix("_cost"))


NOT_CLOSING = {
    "given": "Taken as you give it, though the parts do not",
    "stated": "Taken as stated, though today's parts do not give it",
    "computed": "Stated figures that do not follow from today's parts",
}
"""What is said of figures that do not close, by which of the two the answer rests on."""


def not_closing(result: Result, used: str, tolerance: float = 0.05) -> list[str]:
    """Figures that today's parts do not give, in words: those of one use of `ClosureRow`. Parts that come to less than nothing give none."""
    said = "given" if used == "given" else "stated"
    return [
        f"{words(row.quantity.partition('.')[2])} ({said} {text(row.stated, row.unit)}, from parts {text(row.computed, row.unit)})"
        for row in (overridden(result) if used == "given" else result.closure())
        if math.isfinite(row.computed) and row.computed * row.stated >= 0.0 and abs(row.gap) > tolerance and row.used == used
    ]


def guesses(result: Result) -> tuple[int, int]:
    """How many of the given values are assumptions or class estimates, and how many values there are."""
    given = [g.provenance.evidence for side in (result.scenario.orbital, result.scenario.ground) for g in side.given.values() if g.provenance.evidence]
    return sum(evidence == "assumption" for evidence in given), len(given)


def label_line(result: Result) -> str:
    """What the headline is of: boundary, basis, money, rates, chips, and how many values are assumptions."""
    labels = result.labels()
    assumed, all_values = guesses(result)
    return " · ".join(
        [
            f"boundary {labels['boundary']}",
            f"power basis {labels['power basis']}",
            f"{labels['precision']} dense",
            labels["money"],
            f"compounded {labels['compounding']}",
            f"rates {labels['finance']}",
            f"chips {labels['chips']}",
            f"tokens {labels['tokens']}",
            f"launch {labels['launch']}",
            f"satellite price {labels['satellite price']}",
            f"{assumed} of {all_values} values are assumptions",
            f"told, not priced: {labels['not priced']}",
            f"not modelled: {labels['not modelled']}",
        ]
    )
