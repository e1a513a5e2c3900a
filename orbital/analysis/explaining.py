"""What explains a result: figures that do not close, what separates the two costs, how a quantity came about."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orbital.analysis.record.stated_values import standing
from orbital.binding import DEFAULT, Side, make_side, read_value
from orbital.core.catalog import LISTED
from orbital.core.errors import OrbitalError
from orbital.core.formula import Formula
from orbital.core.units import Unit, text

if TYPE_CHECKING:
    from orbital.analysis.compare import Result, SideResult
    from orbital.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """A stated figure beside what follows from the parts, both SI; NaN where it cannot be computed.

    `used` says which of them the answer rests on: "stated", "computed", or "given" where the user gave another value.
    """

    quantity: str
    stated: float
    computed: float
    used: str
    unit: Unit

    @property
    def gap(self) -> float:
        """Computed over stated, less one; infinite where nothing is stated."""
        return self.computed / self.stated - 1.0 if self.stated else math.inf


@dataclass(frozen=True, slots=True)
class GapLine:
    """One part of the difference between the two levelized costs (SI, USD/FLOP), and its share of all that makes orbit dearer."""

    name: str
    amount: float
    share: float


# --- closure ----------------------------------------------------------------------------------------------------------
LAYOUT = frozenset({"neighbor_distance"})
"""What a design chooses and no part gives: a formation's distance is no claim beside that of a fleet spread evenly over its planes."""


def closure(result: Result) -> tuple[ClosureRow, ...]:
    """Every figure the design or site states beside what follows from the parts."""
    return tuple(row for side in (result.orbital, result.ground) for row in _closure_of(result.scenario, side))


def _closure_of(scenario: Scenario, outcome: SideResult) -> list[ClosureRow]:
    side = outcome.side
    place = scenario.place(side.name)
    if place is None:
        return []
    origin, picked = place
    adopted = sorted(name for name in side.shape.given - LAYOUT if side.given[name].origin == origin)
    rows = []
    for name in dict.fromkeys([*picked.stated, *adopted]):
        unit = side.model.specs[name].unit
        if name in adopted:
            figure, used = float(side.values[name]), "stated"
        else:
            figure = float(read_value(name, unit, picked.stated[name].value, f"{origin}: stated {name}", scenario.price_year))
            used = "given" if name in side.shape.given else "computed"
        computed = float(outcome.value(name)) if used == "computed" else _withdrawn(side, name)
        rows.append(ClosureRow(f"{side.name}.{name}", figure, computed, used, unit))
    return rows


def overridden(result: Result) -> list[ClosureRow]:
    """What the user gives in place of a formula: the value given, and what the parts would make it."""
    return [
        ClosureRow(f"{side.name}.{name}", float(side.values[name]), _withdrawn(side, name), "given", side.model.specs[name].unit)
        for side in (result.orbital.side, result.ground.side)
        for name in sorted(side.shape.given)
        if side.given[name].by_user
    ]


def _withdrawn(side: Side, name: str) -> float:
    """What the quantity would be with this given withdrawn and all others kept (M2); NaN where nothing else gives it.

    A formula chosen because this is given (mass from specific mass) gives way to the usual one.
    """
    without = side.without(name)
    forward = {quantity: chosen for quantity, chosen in side.chosen.items() if name not in side.model.alternatives[quantity][chosen].arguments}
    for chosen in (side.chosen, forward):
        try:
            return float(make_side(side.model, without.given, chosen, side.total, side.shape.unchecked).run((name,))[0])
        except OrbitalError:
            continue
    return math.nan


# --- what separates the sides -----------------------------------------------------------------------------------------
def gap(result: Result) -> list[GapLine]:
    """Costs of a line are compared per accelerator installed, so that what orbit delivers less of stands in a line of its own."""
    if not result.feasible:
        return []
    cost, output = {}, {}
    for side in (result.orbital, result.ground):
        name = side.side.name
        installed = float(side.value("accelerator_count"))
        output[name] = float(side.value("delivered_compute")) / installed
        cost[name] = {line: float(side.value(line)) / installed for line in side.side.total.arguments}
    lines = {
        line: (cost["orbital"].get(line, 0.0) - cost["ground"].get(line, 0.0)) / output["ground"] for line in dict.fromkeys([*cost["orbital"], *cost["ground"]])
    }
    lines["lost_output"] = sum(cost["orbital"].values()) * (1.0 / output["orbital"] - 1.0 / output["ground"])
    dearer = sum(amount for amount in lines.values() if amount > 0.0)
    found = [GapLine(line, amount, amount / dearer if dearer else 0.0) for line, amount in lines.items()]
    return sorted(found, key=lambda line: -line.amount)


# --- explain ----------------------------------------------------------------------------------------------------------
def origin(result: SideResult, name: str) -> str:
    """Where a quantity comes from: who gave it, or the formula that computed it."""
    given = result.side.given.get(name)
    if given is not None:
        return given.origin
    active = result.side.model.active(result.side.shape)
    return active[name].name if name in active else ""


def explain(result: SideResult, name: str, depth: int) -> str:
    """How a quantity came about: value, formula, source, and the same for what it was computed from, `depth` formulas deep."""
    return "\n".join(_explain(result, name, depth, 0, set()))


def _explain(result: SideResult, name: str, depth: int, level: int, told: set[str]) -> list[str]:
    indent = "    " * level
    value = result.text(name)
    given = result.side.given.get(name)
    if given is not None:
        source = given.provenance
        details = "; ".join(
            part for part in (source.source, source.as_of, source.evidence or "", f"confidence {source.confidence}" if source.confidence else "") if part
        )
        extra = f" (note: {source.note})" if source.note else ""
        lines = [f"{indent}{name} = {value}", f"{indent}  given by {given.origin} as {given.written}: {details}{extra}"]
        if given.rank == DEFAULT and (place := standing(name)):
            lines.append(f"{indent}  {place} (orbital assumptions {name.removeprefix(LISTED)})")
        if level == 0 and name in result.side.shape.given:
            computed = _withdrawn(result.side, name)
            lines.append(
                f"{indent}  from the parts it would be {text(computed, result.unit(name))}"
                if math.isfinite(computed)
                else f"{indent}  the parts do not give it"
            )
        return lines
    active: Mapping[str, Formula] = result.side.model.active(result.side.shape)
    item = active[name]
    lines = [f"{indent}{name} = {value}", f"{indent}  {item.name}: {item.summary}"]
    if item.source:
        lines.append(f"{indent}  source: {item.source}")
    if name in told:
        return [f"{indent}{name} = {value}  (above)"]
    told.add(name)
    if depth > 0:
        for argument in item.arguments:
            lines += _explain(result, argument, depth - 1, level + 1, told)
    elif item.arguments:
        lines.append(f"{indent}  from: {', '.join(item.arguments)}")
    return lines
