"""The main job: both sides of a scenario evaluated, compared, and explained."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from orbital.analysis import explaining
from orbital.analysis.explaining import ClosureRow, GapLine
from orbital.binding import CATALOGS, HOMES, SIDES, Side
from orbital.core.catalog import entry
from orbital.core.errors import InputError
from orbital.core.formula import Formula
from orbital.core.model import Model, Shape
from orbital.core.plan import Plan
from orbital.core.units import LCOC, YEAR, Unit, quantity, shown_value, text
from orbital.models import HEADLINES, comparison_model
from orbital.scenarios import PRECISIONS, Scenario

if TYPE_CHECKING:
    import pandas as pd

    from orbital.core.units import Quantity


class SideResult(Mapping[str, "Quantity"]):
    """All quantities of one side. Indexing gives pint quantities; `value` and `text` the SI number and the printed form.

    Latency and gaps between contacts, on which no headline depends, are computed when one of them is asked for.
    """

    def __init__(self, side: Side, plans: Plans) -> None:
        self.side = side
        self._plans = plans
        self._values = dict(zip(plans.soon.outputs, plans.soon.again(side.values), strict=True))

    @cached_property
    def _late(self) -> dict[str, Any]:
        later = self._plans.later
        return dict(zip(later.outputs, later({**self.side.values, **self._values}), strict=True))

    def value(self, name: str) -> np.float64:
        """The SI value of a quantity."""
        if name in self._values:
            return self._values[name]  # type: ignore[no-any-return]  # a plan's outputs are np.float64 for scalars
        if name in self:
            return self._late[name]  # type: ignore[no-any-return]  # as above
        self.side.spec(name)
        return self.side.run((name,))[0]  # type: ignore[no-any-return]  # as above, or an array along its axis

    def unit(self, name: str) -> Unit:
        """The unit of a quantity."""
        return self.side.spec(name).unit

    def text(self, name: str) -> str:
        """The quantity as printed."""
        spec = self.side.spec(name)
        return f"along {spec.axis}" if spec.axis else text(float(self.value(name)), spec.unit)

    def __getitem__(self, name: str) -> Quantity:
        return quantity(self.value(name), self.unit(name))

    def __contains__(self, name: object) -> bool:
        return name in self._plans.names

    def __reduce__(self) -> tuple[Any, ...]:
        return _side_result, (self.side,)

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans.names)

    def __len__(self) -> int:
        return len(self._plans.names)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is infeasible on this side and why, in words; empty when it can be built."""
        violated = [item for item in self._plans.soon.constraints if not float(self.value(item.name)) >= 0.0]
        return tuple(f"{self.side.name}: {self.constraint_words(item.name)}" for item in violated)

    def constraint_words(self, margin: str) -> str:
        """What a margin below zero would mean, in words filled with this side's values."""
        words = {item.name: item.constraint for item in self._plans.soon.constraints}
        return words[margin].format_map(_Texts(self))

    @property
    def flags(self) -> tuple[str, ...]:
        """What lies outside a formula's valid range or today's licenses, in words: the answer stands, with this said of it.

        A side that cannot be built is not said to need infinitely many flights besides.
        """
        marked = [item for item in self._plans.doubts if item.guards not in self.side.shape.given]
        margins = {item: float(self.value(item.name)) for item in marked}
        said = bool(self.reasons)
        doubtful = [item for item, margin in margins.items() if margin < 0.0 and not (said and math.isinf(margin))]
        return tuple(f"{self.side.name}: {item.validity.format_map(_Texts(self))}" for item in doubtful)


class _Texts(dict[str, str]):
    """Fills `{quantity}` in a constraint's words."""

    def __init__(self, result: SideResult) -> None:
        self.result = result

    def __missing__(self, name: str) -> str:
        return self.result.text(name)


@dataclass(frozen=True, slots=True, eq=False)
class Plans:
    """How a side's quantities are computed: those that are at once, and those that are when asked for, which take the others as given."""

    names: dict[str, None]
    soon: Plan
    later: Plan
    doubts: tuple[Formula, ...]
    """Of these quantities, the margins of what may be doubtful."""


@lru_cache(maxsize=4096)
def _plans(model: Model, shape: Shape) -> Plans:
    names, active = model.evaluable(shape), model.active(shape)
    late = model.on_demand(shape, names)
    soon = tuple(name for name in names if name not in late)
    doubts = tuple(active[name] for name in names if name in active and active[name].validity)
    later = model.plan(replace(shape, given=shape.given.union(soon)), late)
    return Plans(dict.fromkeys(names), model.plan(shape, soon), later, doubts)


@cache
def _comparison_plan(*names: str) -> Plan:
    model = comparison_model()
    return model.plan(Shape(), names or tuple(model.default))


def _known(side: SideResult, name: str) -> np.float64:
    """A side's value for the comparison; NaN where a null input stands in its way, as carbon may lack what money needs not."""
    return side.value(name) if name in side else np.float64(np.nan)


class Result:
    """Both sides, the comparison, and what is infeasible and why."""

    def __init__(self, scenario: Scenario, orbital: SideResult, ground: SideResult) -> None:
        self.scenario = scenario
        self.orbital = orbital
        self.ground = ground

    def _compared(self, plan: Plan) -> dict[str, Any]:
        both = {"orbital_": self.orbital, "ground_": self.ground}
        values = {name: _known(both[prefix], name.removeprefix(prefix)) for name in plan.inputs for prefix in both if name.startswith(prefix)}
        return dict(zip(plan.outputs, plan(values), strict=True))

    @cached_property
    def comparison(self) -> dict[str, Any]:
        """What the two sides are beside one another, by name, SI."""
        return self._compared(_comparison_plan())

    @cached_property
    def ratio(self) -> float:
        """The place factor: orbital over ground levelized cost of a useful FLOP on the same chips. NaN when a side is infeasible."""
        return float(self._compared(_comparison_plan("ratio"))["ratio"])

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is infeasible and why."""
        return self.orbital.reasons + self.ground.reasons

    @property
    def flags(self) -> tuple[str, ...]:
        """What the answer strains: a formula outside its valid range, a rate beyond today's licenses."""
        return self.orbital.flags + self.ground.flags

    @property
    def feasible(self) -> bool:
        """Whether both sides can be built."""
        return not self.reasons

    @property
    def conflicts(self) -> dict[str, tuple[str, ...]]:
        """Where the sources of a picked catalog entry contradict one another, by entry."""
        picked = {f"{key} {name}": entry(CATALOGS[(HOMES[key], key)], name).conflicts for key, name in self.scenario.picks.items()}
        return {name: found for name, found in picked.items() if found}

    # --- each side with its own chips (M12) ---
    @cached_property
    def as_built_ratio(self) -> float:
        """Orbital over ground levelized cost, each side with the chips it is built with: chip factor times place factor."""
        return _as_built_cost(self.scenario, "orbital") / _as_built_cost(self.scenario, "ground")

    @property
    def chip_factor(self) -> float:
        """How much of the as-built ratio is the chips' doing."""
        return self.as_built_ratio / self.ratio

    @cached_property
    def market_ratio(self) -> float:
        """The ratio when each side pays its market's cost of capital."""
        return evaluate(self.scenario.with_entry("finance", "market-2026")).ratio

    @cached_property
    def equal_rates_ratio(self) -> float:
        """The ratio when both sides pay the same cost of capital."""
        return evaluate(_at_equal_rates(self.scenario)).ratio

    # --- explaining ---
    def closure(self) -> list[ClosureRow]:
        """Every figure the design or site states beside what follows from the parts; one the answer rests on is withdrawn for it."""
        return list(self._closure)

    @cached_property
    def _closure(self) -> tuple[ClosureRow, ...]:
        return explaining.closure(self)

    def gap(self) -> list[GapLine]:
        """What separates the two levelized costs, largest first: each cost line at the ground's output, and the output orbit loses."""
        return explaining.gap(self)

    def explain(self, name: str, depth: int = 3) -> str:
        """How a quantity came about: value, formula, source, and the same for what it was computed from."""
        side, _, short = name.partition(".")
        if side not in SIDES or not short:
            raise InputError(f"{name!r}: name a side and a quantity, as in 'orbital.radiator_area'")
        result = self.orbital if side == "orbital" else self.ground
        result.value(short)
        return explaining.explain(result, short, depth)

    # --- handing on ---
    def to_dict(self) -> dict[str, Any]:
        """Everything as plain numbers and unit strings; a missing number is None."""
        document: dict[str, Any] = {"scenario": self.scenario.name, "title": self.scenario.title, "labels": self.labels()}
        document["ratio"] = number(self.ratio)
        document["equal_rates_ratio"] = number(self.equal_rates_ratio)
        document["market_ratio"] = number(self.market_ratio)
        document["as_built_ratio"] = number(self.as_built_ratio)
        document["chip_factor"] = number(self.chip_factor)
        document["feasible"] = self.feasible
        document["reasons"] = list(self.reasons)
        document["flags"] = list(self.flags)
        for side in (self.orbital, self.ground):
            document[side.side.name] = {name: json_quantity(side.value(name), side.unit(name)) for name in side}
        kinds = comparison_model().specs
        document["comparison"] = {name: json_quantity(value, kinds[name].unit) for name, value in self.comparison.items()}
        document["closure"] = [
            {"quantity": row.quantity, "stated": json_quantity(row.stated, row.unit), "computed": json_quantity(row.computed, row.unit), "used": row.used}
            for row in self.closure()
        ]
        document["conflicts"] = {name: list(found) for name, found in self.conflicts.items()}
        document["gap"] = [{"name": line.name, "amount": json_quantity(line.amount, LCOC), "share": number(line.share)} for line in self.gap()]
        return document

    def labels(self) -> dict[str, str]:
        """What every headline must say about itself."""
        asked = self.scenario
        frequency = float(self.orbital.value("compounding_frequency")) * YEAR
        real = any(name.endswith("_real") for side in (asked.orbital, asked.ground) for name in side.chosen.values())
        training = "training" in asked.picks.get("use", "")
        return {
            "boundary": asked.boundary,
            "power basis": "server IT power",
            "precision": _precision(asked),
            "money": f"{'real' if real else 'nominal'} USD of {asked.price_year}",
            "compounding": f"{frequency:g} times a year",
            "finance": _rates(self),
            "chips": asked.picks.get("accelerator", "as given"),
            "workload": asked.picks.get("use", "as given"),
            "tokens": "seen in training" if training else "generated",
            "launch": asked.picks.get("launch_vehicle", "as given"),
            "satellite price": asked.picks.get("satellite_price_case", "as given"),
            "not priced": "latency, waits for contact",
            "not modelled": "users' last mile, congestion, assembly in orbit",
        }

    def to_frame(self) -> pd.DataFrame:
        """A table: side, quantity, value, unit, and where it comes from."""
        import pandas as pd

        rows = [
            (side.side.name, name, float(shown_value(side.value(name), side.unit(name))), side.unit(name).shown, explaining.origin(side, name))
            for side in (self.orbital, self.ground)
            for name in side
        ]
        return pd.DataFrame(rows, columns=["side", "quantity", "value", "unit", "from"]).set_index(["side", "quantity"])

    def __reduce__(self) -> tuple[Any, ...]:
        return evaluate, (self.scenario,)

    def __repr__(self) -> str:
        from orbital.views.words import sentence

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
        arrays = [name for name, value in side.values.items() if np.ndim(value) and not side.model.specs[name].axis] if scenario.derived else []
        faults += [f"{side.name}.{name} is an array: evaluate takes one scenario; ask the side itself to run a block" for name in arrays]
        if arrays:
            continue
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
    return SideResult(side, _plans(side.model, side.shape))


# --- as built ---------------------------------------------------------------------------------------------------------
def _as_built_cost(scenario: Scenario, side_name: str) -> float:
    """Levelized cost per useful FLOP of one side with its own mix of chips: total cost over total work.

    A chip that lacks the workload's precision runs in the next wider one.
    """
    place = scenario.place(side_name)
    mix = place[1].as_built if place else {}
    if not mix:
        return float(scenario.side(side_name).run((HEADLINES[0],))[0])
    cost = work = 0.0
    for accelerator, count in mix.items():
        precision = _supported(accelerator, _precision(scenario))
        own = scenario.with_entry("precision", precision).with_entry("accelerator", accelerator, precision)
        total, delivered, installed = own.side(side_name).run(("total_cost", "delivered_compute", "accelerator_count"))
        cost += float(total) / float(installed) * count
        work += float(delivered) / float(installed) * count
    return cost / work if work else math.nan


def _precision(scenario: Scenario) -> str:
    picked = scenario.picks.get("precision")
    return picked or (entry("workloads", scenario.picks["use"]).precision if "use" in scenario.picks else "as given")


def _at_equal_rates(scenario: Scenario) -> Scenario:
    """The scenario with no rates of catalogs but the one of `equal`; rates the user gave stay."""
    sides = []
    for side in (scenario.orbital, scenario.ground):
        for name in [name for name, given in side.given.items() if name.endswith("_nominal_rate") and not given.by_user]:
            side = side.without(name)
        sides.append(side)
    return scenario.with_sides(*sides).with_entry("finance", "equal")


def _rates(result: Result) -> str:
    """The rates that capital pays: where they come from, and what they are."""
    paid: dict[str, str] = {}
    for side in (result.orbital, result.ground):
        for name in side:
            if name.endswith("_discount_rate") and name != "nominal_discount_rate":
                paid[f"{side.side.name} {name.removesuffix('_discount_rate')}"] = side.text(name)
    source = result.scenario.picks.get("finance", "as given")
    if len(set(paid.values())) == 1:
        return f"{source}: {next(iter(paid.values()))} on everything"
    return f"{source}: {', '.join(f'{asset} {rate}' for asset, rate in paid.items())}"


def _supported(accelerator: str, wanted: str) -> str:
    """The wanted precision, or the next wider one the accelerator has."""
    has = entry("accelerators", accelerator).by_precision
    wider = PRECISIONS[PRECISIONS.index(wanted) :] if wanted in PRECISIONS else ()
    return next((precision for precision in wider if precision in has), wanted)


# --- numbers for JSON -------------------------------------------------------------------------------------------------
def number(value: float) -> float | None:
    """A float for JSON; None where it is not a number."""
    return float(value) if math.isfinite(value) else None


def json_quantity(value: float | None, unit: Unit) -> dict[str, Any] | None:
    """A quantity for JSON; None where there is none."""
    return None if value is None else {"value": number(float(shown_value(value, unit))), "unit": unit.shown}
