"""The main job: both sides of a scenario evaluated, compared, and explained."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from orbital.binding import SIDES, Side
from orbital.core.catalog import entry
from orbital.core.errors import InputError, suggest
from orbital.core.formula import Formula
from orbital.core.model import Model, Plan, Shape
from orbital.core.parse import parse_quantity
from orbital.core.units import Unit, quantity, shown_value, text
from orbital.models import HEADLINES, comparison_model
from orbital.scenarios import PRECISIONS, Scenario

if TYPE_CHECKING:
    import pandas as pd

    from orbital.core.units import Quantity


class SideResult(Mapping[str, "Quantity"]):
    """All quantities of one side. Indexing gives pint quantities; `value` and `text` the SI number and the printed form."""

    def __init__(self, side: Side, plan: Plan, values: tuple[Any, ...]) -> None:
        self.side = side
        self.plan = plan
        self._values = values

    def value(self, name: str) -> np.float64:
        """The SI value of a quantity."""
        index = _positions(self.plan).get(name)
        if index is not None:
            return self._values[index]  # type: ignore[no-any-return]  # a plan's outputs are np.float64 for scalars
        specs = self.side.model.specs
        if name not in specs:
            raise InputError(f"{self.side.name}.{name} is not a quantity; {suggest(name, specs)}")
        return self.side.run((name,))[0]  # type: ignore[no-any-return]  # as above, or an array along its axis

    def unit(self, name: str) -> Unit:
        """The unit of a quantity."""
        return self.side.model.specs[name].unit

    def text(self, name: str) -> str:
        """The quantity as printed."""
        if self.side.model.specs[name].axis:
            return f"along {self.side.model.specs[name].axis}"
        return text(float(self.value(name)), self.unit(name))

    def __getitem__(self, name: str) -> Quantity:
        return quantity(self.value(name), self.side.model.specs[name].unit if name in self.side.model.specs else Unit(""))

    def __iter__(self) -> Iterator[str]:
        return iter(self.plan.outputs)

    def __len__(self) -> int:
        return len(self.plan.outputs)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is infeasible on this side and why, in words; empty when it can be built."""
        violated = [item for item in self.plan.constraints if not float(self.value(item.name)) >= 0.0]
        return tuple(f"{self.side.name}: {item.constraint.format_map(_Texts(self))}" for item in violated)


class _Texts(dict[str, str]):
    """Fills `{quantity}` in a constraint's words."""

    def __init__(self, result: SideResult) -> None:
        self.result = result

    def __missing__(self, name: str) -> str:
        return self.result.text(name)


@lru_cache(maxsize=1024)
def _positions(plan: Plan) -> dict[str, int]:
    return {name: k for k, name in enumerate(plan.outputs)}


@lru_cache(maxsize=4096)
def _full_plan(model: Model, shape: Shape) -> Plan:
    return model.plan(shape, model.evaluable(shape))


@cache
def _comparison_plan() -> Plan:
    model = comparison_model()
    return model.plan(Shape(), tuple(model.default))


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """A stated figure beside what follows from the parts, both SI; NaN where it cannot be computed."""

    quantity: str
    stated: float
    computed: float
    used: str
    unit: Unit

    @property
    def gap(self) -> float:
        """Computed over stated, less one."""
        return self.computed / self.stated - 1.0


@dataclass(frozen=True, slots=True)
class GapLine:
    """One part of the difference between the two levelized costs (SI, USD/FLOP), and its share of it."""

    name: str
    amount: float
    share: float


class Result:
    """Both sides, the comparison, and what is infeasible and why."""

    def __init__(self, scenario: Scenario, orbital: SideResult, ground: SideResult) -> None:
        self.scenario = scenario
        self.orbital = orbital
        self.ground = ground
        plan = _comparison_plan()
        both = {"orbital_": orbital, "ground_": ground}
        values = {name: both[prefix].value(name.removeprefix(prefix)) for name in plan.inputs for prefix in both if name.startswith(prefix)}
        self.comparison = dict(zip(plan.outputs, plan(values), strict=True))

    @property
    def ratio(self) -> float:
        """The place factor: orbital over ground levelized cost of a useful FLOP on the same chips. NaN when a side is infeasible."""
        return float(self.comparison["ratio"])

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is infeasible and why."""
        return self.orbital.reasons + self.ground.reasons

    @property
    def feasible(self) -> bool:
        """Whether both sides can be built."""
        return not self.reasons

    # --- each side with its own chips (M12) ---
    @property
    def as_built_ratio(self) -> float:
        """Orbital over ground levelized cost, each side with the chips it is built with: chip factor times place factor."""
        return _as_built_cost(self.scenario, "orbital") / _as_built_cost(self.scenario, "ground")

    @property
    def chip_factor(self) -> float:
        """How much of the as-built ratio is the chips' doing."""
        return self.as_built_ratio / self.ratio

    @property
    def market_ratio(self) -> float:
        """The ratio when each side pays its market's cost of capital."""
        return evaluate(self.scenario.with_entry("finance", "market-2026")).ratio

    # --- explaining ---
    def closure(self) -> list[ClosureRow]:
        """Every figure the design or site states beside what follows from the parts with that figure withdrawn."""
        rows = []
        for side in SIDES:
            rows += _closure(self, side)
        return rows

    def gap(self) -> list[GapLine]:
        """What separates the two levelized costs, largest first: each line, and output the place loses."""
        return _gap(self)

    def explain(self, name: str, depth: int = 3) -> str:
        """How a quantity came about: value, formula, source, and the same for what it was computed from."""
        side, _, short = name.partition(".")
        if side not in SIDES or not short:
            raise InputError(f"{name!r}: name a side and a quantity, as in 'orbital.radiator_area'")
        result = self.orbital if side == "orbital" else self.ground
        result.value(short)
        return "\n".join(_explain(result, short, depth, 0, set()))

    # --- handing on ---
    def to_dict(self) -> dict[str, Any]:
        """Everything as plain numbers and unit strings; a missing number is None."""
        document: dict[str, Any] = {"scenario": self.scenario.name, "title": self.scenario.title, "labels": self.labels()}
        document["ratio"] = number(self.ratio)
        document["market_ratio"] = number(self.market_ratio)
        document["as_built_ratio"] = number(self.as_built_ratio)
        document["chip_factor"] = number(self.chip_factor)
        document["feasible"] = self.feasible
        document["reasons"] = list(self.reasons)
        for side in (self.orbital, self.ground):
            document[side.side.name] = {name: _json_quantity(side.value(name), side.unit(name)) for name in side}
        document["comparison"] = {name: {"value": number(value), "unit": ""} for name, value in self.comparison.items()}
        document["closure"] = [
            {"quantity": row.quantity, "stated": _json_quantity(row.stated, row.unit), "computed": _json_quantity(row.computed, row.unit), "used": row.used}
            for row in self.closure()
        ]
        document["gap"] = [{"name": line.name, "amount": _json_quantity(line.amount, _LCOC), "share": number(line.share)} for line in self.gap()]
        return document

    def labels(self) -> dict[str, str]:
        """What every headline must say about itself."""
        ghz = self.scenario
        finance = ghz.picks.get("finance", "parameter default")
        frequency = float(self.orbital.value("compounding_frequency")) * 31_557_600.0
        return {
            "boundary": ghz.boundary,
            "power basis": "server IT power",
            "precision": _precision(ghz),
            "money": f"nominal USD of {ghz.price_year}",
            "compounding": f"{frequency:g} times a year",
            "finance": finance,
            "chips": ghz.picks.get("accelerator", "as given"),
            "workload": ghz.picks.get("use", "as given"),
        }

    def to_frame(self) -> pd.DataFrame:
        """A table: side, quantity, value, unit, and where it comes from."""
        import pandas as pd

        rows = [
            (side.side.name, name, float(shown_value(side.value(name), side.unit(name))), side.unit(name).shown, origin(side, name))
            for side in (self.orbital, self.ground)
            for name in side
        ]
        return pd.DataFrame(rows, columns=["side", "quantity", "value", "unit", "from"]).set_index(["side", "quantity"])

    def __repr__(self) -> str:
        from orbital.views.tables import sentence

        return sentence(self)

    def _repr_html_(self) -> str:
        from orbital.views.tables import result_html

        return result_html(self)


def evaluate(scenario: Scenario) -> Result:
    """Compute both sides of a scenario. Never raises for an infeasible design: that side's headline is NaN, with reasons (M4).

    Raises `InputError` when a value that the levelized costs need is null and nobody gave it.
    """
    faults: list[str] = []
    sides = []
    for side in (scenario.orbital, scenario.ground):
        try:
            sides.append(_side_result(side))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return Result(scenario, *sides)


@lru_cache(maxsize=64)
def _side_result(side: Side) -> SideResult:
    """A side's values, remembered: a change on the other side leaves them as they are."""
    side.plan(HEADLINES)
    plan = _full_plan(side.model, side.shape)
    return SideResult(side, plan, plan(side.values))


# --- as built ---------------------------------------------------------------------------------------------------------
def _as_built_cost(scenario: Scenario, side_name: str) -> float:
    """Levelized cost per useful FLOP of one side with its own mix of chips: total cost over total work.

    A chip that lacks the workload's precision runs in the next wider one.
    """
    key, kind = ("design", "designs") if side_name == "orbital" else ("site", "sites")
    picked = scenario.picks.get(key)
    mix = entry(kind, picked).as_built if picked else {}
    if not mix:
        return float(scenario.side(side_name).run((HEADLINES[0],))[0])
    cost = work = 0.0
    for accelerator, count in mix.items():
        precision = _supported(accelerator, _precision(scenario))
        own = scenario.with_entry("precision", precision).with_entry("accelerator", accelerator, precision)
        total, delivered, installed = own.side(side_name).run(("total_cost", "delivered_compute", "accelerator_count"))
        cost += float(total) / float(installed) * count
        work += float(delivered) / float(installed) * count
    return cost / work


def _precision(scenario: Scenario) -> str:
    picked = scenario.picks.get("precision")
    return picked or (entry("workloads", scenario.picks["use"]).precision if "use" in scenario.picks else "as given")


def _supported(accelerator: str, wanted: str) -> str:
    """The wanted precision, or the next wider one the accelerator has."""
    has = entry("accelerators", accelerator).by_precision
    wider = PRECISIONS[PRECISIONS.index(wanted) :] if wanted in PRECISIONS else ()
    return next((precision for precision in wider if precision in has), wanted)


# --- closure ----------------------------------------------------------------------------------------------------------
def _closure(result: Result, side_name: str) -> list[ClosureRow]:
    side = result.scenario.side(side_name)
    outcome = result.orbital if side_name == "orbital" else result.ground
    key, kind = ("design", "designs") if side_name == "orbital" else ("site", "sites")
    picked = result.scenario.picks.get(key)
    stated = {} if picked is None else entry(kind, picked).stated
    rows = []
    for name in dict.fromkeys([*stated, *sorted(side.shape.given)]):
        unit = side.model.specs[name].unit
        if name in side.shape.given:
            figure, computed, used = float(side.values[name]), _withdrawn(side, name), "stated"
        else:
            figure = float(parse_quantity(stated[name].value, unit, f"{picked}: stated {name}"))
            computed, used = float(outcome.value(name)), "computed"
        rows.append(ClosureRow(f"{side_name}.{name}", figure, computed, used, unit))
    return rows


def _withdrawn(side: Side, name: str) -> float:
    """What the quantity would be with this given withdrawn and all others kept (M2)."""
    try:
        return float(side.without(name).run((name,))[0])
    except InputError:
        return math.nan


# --- what separates the sides -----------------------------------------------------------------------------------------
_LCOC = Unit("USD/FLOP", "USD/(PFLOP/s*h)")


def _gap(result: Result) -> list[GapLine]:
    per_flop = {}
    for side in (result.orbital, result.ground):
        work = float(side.value("delivered_compute"))
        total = side.side.total
        per_flop[side.side.name] = {line: float(side.value(line)) / work for line in total.arguments}
    whole = sum(per_flop["orbital"].values()) - sum(per_flop["ground"].values())
    lines = []
    for line in dict.fromkeys([*per_flop["orbital"], *per_flop["ground"]]):
        amount = per_flop["orbital"].get(line, 0.0) - per_flop["ground"].get(line, 0.0)
        lines.append(GapLine(line, amount, amount / whole))
    return sorted(lines, key=lambda line: -line.amount)


# --- explain ----------------------------------------------------------------------------------------------------------
def origin(result: SideResult, name: str) -> str:
    """Where a quantity comes from: who gave it, or the formula that computed it."""
    given = result.side.given.get(name)
    if given is not None:
        return given.origin
    active = result.side.model.active(result.side.shape)
    return active[name].name if name in active else ""


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
        return [f"{indent}{name} = {value}", f"{indent}  given by {given.origin} as {given.written}: {details}{extra}"]
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


def number(value: float) -> float | None:
    """A float for JSON; None where it is not a number."""
    return float(value) if math.isfinite(value) else None


def _json_quantity(value: float, unit: Unit) -> dict[str, Any]:
    return {"value": number(float(shown_value(value, unit))), "unit": unit.shown}
