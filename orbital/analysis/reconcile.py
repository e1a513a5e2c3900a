"""From one answer to another, one difference at a time, and what each group of differences comes to in any order (M16).

Decided in docs/decisions/010-why-two-answers-differ.md.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.compare import evaluate, json_quantity, number
from orbital.analysis.groups import FLEET, GROUPS, SATELLITE, SIZES, group_of, module_of, stated_for
from orbital.analysis.shapley import shapley_values
from orbital.analysis.studies import Row, study
from orbital.binding import CHANGE, SIDES, Given, Side, make_side
from orbital.core.catalog import LISTED, Provenance, deflators, names, read_toml
from orbital.core.errors import InputError, ModelError, suggest
from orbital.core.formula import Formula, sum_formula
from orbital.core.model import Model
from orbital.core.units import Unit, money_power, shown_value, text
from orbital.models import GROUND_MODULES, ORBITAL_MODULES, TOTAL_UNIT, make_model
from orbital.scenarios import Scenario, scenario
from orbital.studies import MODULE_NAMES, own_formulas, stated, study_data, study_stem

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DEFAULT_QUANTITIES = ("orbital.levelized_cost_per_it_energy", "ground.levelized_cost_per_it_energy")
"""What every study with money can be brought to: USD per MWh of IT power. The first that both ends give is taken where none is named."""
REFERENCE = "ai1-vs-colossus-1"
"""What a study leaves open, beside sizes and money, is supplied by this scenario (M16)."""
RATIO, COMPARISON = "levelized_cost_per_pflop_hour", "comparison"
PRICE_YEAR = "price year"
SIZE, STATIONS, BOUNDARY = "size", "ground stations", "boundary"
POWER, CHIPS = "accelerator_power", frozenset(["accelerator_count", "accelerators_per_satellite"])
FLEET_SIZE = "it_power"
MEASURE_OF = {SATELLITE: "satellite_it_power", FLEET: FLEET_SIZE}
MEASURES = tuple(MEASURE_OF.values())
"""What amounts of a satellite and of a fleet go by."""
PLAIN = Unit("")
FAILS = (InputError, ModelError, KeyError, ValueError)
"""What a hybrid that cannot be evaluated raises: a cycle, a value nobody gives, arrays of two networks that do not fit."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one end says of a quantity: its value (SI; NaN where it has none), the formula where one computes it, and who says so."""

    quantity: str
    value: float
    unit: Unit
    formula: str = ""
    source: str = ""
    note: str = ""

    def __str__(self) -> str:
        told = self.note if math.isnan(self.value) else text(self.value, self.unit)
        return f"{told} ({self.formula})".strip() if self.formula else told or "not stated"

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        value = None if math.isnan(self.value) else json_quantity(self.value, self.unit)
        return {"quantity": self.quantity, "value": value, "formula": self.formula, "source": self.source, "note": self.note}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing the ends differ in: what each says of it, and by how much the value moves when it is taken over (SI).

    A swapped formula and the givens it needs are one difference; a size is one with all that states it.
    """

    name: str
    here: tuple[Told, ...]
    there: tuple[Told, ...]
    change: float = math.nan

    def words(self, end: int) -> str:
        """What one end says, the first (0) or the second (1): its value or formula, and with it what that needs."""
        told = (self.here, self.there)[end]
        return ", ".join(str(item) if item.quantity == self.name else f"{item.quantity.rpartition('.')[2]} {item}" for item in told)

    def to_dict(self, unit: Unit) -> dict[str, Any]:
        """For JSON."""
        told = {"here": [item.to_dict() for item in self.here], "there": [item.to_dict() for item in self.there]}
        return {"difference": self.name, "change": json_quantity(self.change, unit), **told}


@dataclass(frozen=True, slots=True)
class Step:
    """One group of differences: the value after it in the walk, its share in any order, and its factor in any order.

    value : after the group is taken over (SI).
    share : mean change over all orders (SI); the shares add up to the gap.
    factor : exp of the mean change of the logarithm over all orders; the factors multiply to end over start. NaN where a value is not positive.
    """

    group: str
    differences: tuple[Difference, ...]
    value: float
    share: float
    factor: float

    @property
    def changes(self) -> tuple[str, ...]:
        """What differs, by name."""
        return tuple(item.name for item in self.differences)


@dataclass(frozen=True, slots=True)
class Residual:
    """A published figure of an end beside what our Models give there: how well the end itself is met (SI)."""

    end: str
    row: Row

    @property
    def value(self) -> float:
        """Published less reproduced."""
        return self.row.published - self.row.reproduced

    @property
    def within(self) -> bool:
        """Whether it is within the study's own tolerance."""
        return self.row.verdict == "reproduced"

    def __str__(self) -> str:
        row = self.row
        share = f" ({self.value / row.published:+.2%})" if row.published else ""
        figures = f"{text(row.published, row.unit)} published, {text(row.reproduced, row.unit)} reproduced"
        return f"{self.end}: {row.quantity} {figures}{share}, tolerance {row.tolerance}: {row.verdict}"


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The way from A to B in one quantity: the walk step by step, and each group's share of the gap over all orders.

    first, last : the two answers (SI), each as its end gives it. evaluations : coalitions evaluated. joined : groups taken as one.
    unpublished : ends without a published cost to hold theirs against. supplied : what the reference supplies, in words.
    """

    start: str
    end: str
    quantity: str
    unit: Unit
    first: float
    steps: tuple[Step, ...]
    residuals: tuple[Residual, ...]
    evaluations: int
    joined: tuple[str, ...] = ()
    unpublished: tuple[str, ...] = ()
    supplied: tuple[str, ...] = ()

    @property
    def last(self) -> float:
        """The value the walk arrives at."""
        return self.steps[-1].value if self.steps else self.first

    @property
    def gap(self) -> float:
        """B less A."""
        return self.last - self.first

    @property
    def factor(self) -> float:
        """B over A."""
        return self.last / self.first if self.first else math.nan

    def __repr__(self) -> str:
        ends = f"from {self.start} {text(self.first, self.unit)} to {self.end} {text(self.last, self.unit)}"
        steps = [f"  x {step.factor:<6.3g} {text(step.share, self.unit):>18}  {step.group} ({len(step.differences)} differences)" for step in self.steps]
        return "\n".join([f"{self.quantity}: {ends}, x {self.factor:.3g}", *steps, *self.notes()])

    def notes(self) -> list[str]:
        """What the numbers mean, and what is left open: residuals at the ends, groups taken as one."""
        found = [f"residual at {item}" for item in self.residuals]
        found += [f"{name} publishes no cost to hold this against" for name in self.unpublished]
        found += [f"taken as one, since neither can be evaluated without the other: {group}" for group in self.joined]
        return [*found, *self.supplied, f"factor and share are over all orders ({self.evaluations} evaluations); the walk takes the groups in the order shown"]

    def rows(self) -> list[dict[str, Any]]:
        """One row a difference, in the unit of the quantity: for tables."""
        return [
            {
                "group": step.group,
                "difference": item.name,
                "start": item.words(0),
                "end": item.words(1),
                "start_source": _sources(item.here),
                "end_source": _sources(item.there),
                "change": float(shown_value(item.change, self.unit)),
                "unit": self.unit.shown,
                "group_share": float(shown_value(step.share, self.unit)),
                "group_factor": step.factor,
            }
            for step in self.steps
            for item in step.differences
        ]

    def to_frame(self) -> pd.DataFrame:
        """One row a difference: what it was here and there, with sources, and what it changes."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def plot(self) -> Figure:
        """The walk as a waterfall, beside each group's factor over all orders."""
        from orbital.views.plots import reconciliation_figure

        return reconciliation_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """For JSON; a missing number is None."""
        return {
            "quantity": self.quantity,
            "start": {"name": self.start, "value": json_quantity(self.first, self.unit)},
            "end": {"name": self.end, "value": json_quantity(self.last, self.unit)},
            "gap": json_quantity(self.gap, self.unit),
            "factor": number(self.factor),
            "steps": [
                {
                    "group": step.group,
                    "after": json_quantity(step.value, self.unit),
                    "share": json_quantity(step.share, self.unit),
                    "factor": number(step.factor),
                    "differences": [item.to_dict(self.unit) for item in step.differences],
                }
                for step in self.steps
            ],
            "residuals": [
                {
                    "end": item.end,
                    "id": item.row.id,
                    "quantity": item.row.quantity,
                    "published": json_quantity(item.row.published, item.row.unit),
                    "reproduced": json_quantity(item.row.reproduced, item.row.unit),
                    "residual": json_quantity(item.value, item.row.unit),
                    "tolerance": item.row.tolerance,
                    "verdict": item.row.verdict,
                }
                for item in self.residuals
            ],
            "evaluations": self.evaluations,
            "notes": self.notes(),
        }


def _sources(told: Iterable[Told]) -> str:
    return "; ".join(dict.fromkeys(item.source for item in told if item.source))


# --- the ends ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, eq=False)
class _End:
    """One end on its own Models: its name, the study's where it is one, and the scenario."""

    name: str
    study: str
    case: str
    scenario: Scenario

    def provenance(self, given: Given | None) -> Provenance:
        """Who says so: of a given, or of the end as a whole."""
        return given.provenance if given is not None else Provenance(source=study_data(self.study).source if self.study else self.name)


def _end(name: str) -> _End:
    """A study, a case of one, a scenario, or the file of either."""
    studies, scenarios = names("studies"), names("scenarios")
    known, colon, case = name.rpartition(":")
    if colon and (known in studies or known.endswith(".toml")):
        run = study(known)
        return _End(name, known, case, run.case(case))
    if name in studies or (name.endswith(".toml") and Path(name).is_file() and "scenario" in read_toml(Path(name))):
        return _End(name, name, "", study(name).scenario)
    if name not in scenarios and not name.endswith(".toml"):
        hint = suggest(name.partition(":")[0], [*studies, *scenarios])
        raise InputError(
            f"{name!r} is not known; {hint}; studies are: {', '.join(studies)}; a case of one is STUDY:CASE; scenarios are: {', '.join(scenarios)}"
        )
    return _End(name, "", "", scenario(name))


@lru_cache(maxsize=8)
def _joint_models(studies: tuple[str, ...]) -> dict[str, Model]:
    """Our Models with the formulas of both ends. Where both have one of the same name, each is an alternative that its own end chooses."""
    found = {}
    for side, modules in (("orbital", ORBITAL_MODULES), ("ground", GROUND_MODULES)):
        shared = _shared_names(studies, side)
        own = tuple(_of_study(item, name) if item.name in shared else item for name in studies for item in own_formulas(name, side))
        found[side] = make_model(side, modules, own, set().union(*(stated(name, side) for name in studies)))
    return found


def _shared_names(studies: tuple[str, ...], side: str) -> set[str]:
    """Names of formulas that more than one of the studies has."""
    owners = Counter(item.name for name in studies for item in own_formulas(name, side))
    return {name for name, owned in owners.items() if owned > 1}


def _of_study(item: Formula, name: str) -> Formula:
    """A study's formula under a name that is its own."""
    return replace(item, name=f"{item.name}_of_{study_stem(name).translate(MODULE_NAMES)}", alternative=True)


# --- one side of both ends --------------------------------------------------------------------------------------------
@dataclass(eq=False)
class _Stand:
    """What one end says on one side of the joint Models: givens, formulas chosen, cost lines, and its sizes (IT power of fleet and satellite).

    other : names of which the other end's word stands here, because this end's answer does not rest on them. supplied : what the reference supplies.
    """

    end: _End
    model: Model
    given: dict[str, Given]
    chosen: dict[str, str]
    lines: tuple[str, ...]
    dollars: float = 1.0
    measures: dict[str, float] = field(default_factory=dict)
    other: set[str] = field(default_factory=set)
    supplied: list[str] = field(default_factory=list)

    def side(self) -> Side:
        """This end by itself."""
        return make_side(self.model, self.given, self.chosen, _total(self.model.name, self.lines), unchecked=True)

    def value(self, quantity: str) -> float:
        """A quantity at this end (SI); NaN where it has none."""
        return _value_or_nan(self.side(), quantity)

    def has(self, quantity: str) -> bool:
        """Whether its Model knows the quantity."""
        return quantity in self.model.specs

    def state(self, quantity: str) -> Given | str | None:
        """How this end comes to a quantity: by a value, by the formula of a name, or not at all."""
        if quantity in self.given:
            return self.given[quantity]
        item = self.model.default.get(quantity)
        return self.chosen.get(quantity) or (item.name if item else None)

    def rests_on(self, quantity: str) -> set[str]:
        """Every quantity that the asked one rests on at this end."""
        side = self.side()
        return set(self.model.closure([quantity], self.model.active(side.shape)))

    def in_dollars(self, quantity: str) -> Any:
        """A given in the dollars of the walk."""
        power, value = money_power(self.model.specs[quantity].unit.si), self.given[quantity].value
        return value * self.dollars**power if power else value

    def formula(self, quantity: str) -> Formula:
        """The formula chosen for a quantity."""
        return self.model.alternatives[quantity][self.chosen[quantity]]


def _value_or_nan(side: Side, quantity: str) -> float:
    """One number of a side that nobody checks; NaN where it cannot be evaluated."""
    try:
        return float(side.model.plan(side.shape, (quantity,))(side.values)[0])
    except FAILS:
        return math.nan


@lru_cache(maxsize=256)
def _total(side: str, lines: tuple[str, ...]) -> Formula:
    return sum_formula("total_cost", lines, TOTAL_UNIT, f"All cost lines: {', '.join(lines)}.")


def _stand(end: _End, model: Model, studies: tuple[str, ...], quantity: str) -> _Stand:
    """An end on one side of the joint Models: its own formulas under their joint names, relations it runs backwards restated."""
    source = end.scenario.side(model.name)
    chosen = dict(source.chosen)
    shared = _shared_names(studies, model.name)
    for item in own_formulas(end.study, model.name) if end.study else ():
        if item.name in shared and (not item.alternative or item.name in chosen.values()):
            chosen.update(dict.fromkeys(item.computes, _of_study(item, end.study).name))
    for quantity_chosen, name in list(chosen.items()):
        chosen.update(dict.fromkeys(model.alternatives[quantity_chosen][name].computes, name))
    found = _Stand(end, model, dict(source.given), chosen, tuple(source.total.arguments))
    _supply(found, quantity)
    if model.name == "orbital":
        _state_accelerators(found)
    _run_forwards(found, quantity)
    found.measures = {size: found.value(size) for size in MEASURES if found.has(size)}
    return found


def _supply(stand: _Stand, quantity: str) -> None:
    """What an end leaves open beside sizes and money, the reference scenario supplies. Refused where the end states too little for an answer."""
    side = stand.side()
    missing = side.model.missing(side.shape, (quantity,))
    theirs = scenario(REFERENCE).side(side.name).given
    sized = [name for name in missing if name.removeprefix(LISTED) in SIZES or money_power(side.model.specs[name].unit.si) or name not in theirs]
    if sized:
        listed = ", ".join(name.removeprefix(LISTED) for name in sized[:4]) + (f" and {len(sized) - 4} more" if len(sized) > 4 else "")
        raise InputError(f"{stand.end.name} does not give {side.name}.{quantity}: it states no {listed}")
    for name in missing:
        stand.given[name] = theirs[name]
        stand.supplied.append(f"{side.name}.{name}")


def _state_accelerators(stand: _Stand) -> None:
    """An end that counts its satellites otherwise than by chips still has so many on each: needed where the other end's satellite is sized by them."""
    name = "accelerators_per_satellite"
    count = stand.value("satellite_count")
    each = stand.value("accelerator_count") / count if count else math.nan
    if stand.state(name) is None and math.isfinite(each):
        stand.given[name] = _follows(each, "accelerator_count / satellite_count", stand.end.provenance(None))


def _follows(value: float, note: str, under: Provenance) -> Given:
    return Given(np.float64(value), "follows", "follows", under.model_copy(update={"note": note}), rank=CHANGE)


def _run_forwards(stand: _Stand, asked: str) -> None:
    """Restate a relation that an end runs backwards across groups: the mass that follows from a launch price is held, and the price follows from it.

    Without this neither group could be taken over alone. Kept only where the answer is the same to rounding.
    """
    model = stand.model
    for quantity, formula in list(stand.chosen.items()):
        for name in model.alternatives[quantity][formula].arguments:
            default = model.default.get(name)
            if name not in stand.given or default is None or group_of(model, name) == group_of(model, quantity):
                continue
            if quantity not in model.closure(default.arguments, model.default):
                continue
            note = f"follows from {name} = {text(float(stand.given[name].value), model.specs[name].unit)}"
            held = _follows(stand.value(quantity), note, stand.end.provenance(stand.given[name]))
            given = {key: item for key, item in stand.given.items() if key != name} | {quantity: held}
            forwards = replace(stand, given=given, chosen={key: item for key, item in stand.chosen.items() if key != quantity})
            if all(math.isclose(forwards.value(key), stand.value(key), rel_tol=1e-9) for key in (name, asked)):
                stand.given, stand.chosen = forwards.given, forwards.chosen


@dataclass(frozen=True)
class _Part:
    """One name in which two stands differ: a quantity, or a cost line of the boundary."""

    side: str
    name: str
    line: bool = False

    @property
    def key(self) -> str:
        return f"{self.side}.{BOUNDARY}.{self.name}" if self.line else f"{self.side}.{self.name}"


class _Half:
    """One side of both ends: where they differ, and the hybrid that takes some differences over."""

    def __init__(self, here: _Stand, there: _Stand, quantity: str) -> None:
        self.ends = (here, there)
        self.model = here.model
        self.quantity = quantity
        rests = [stand.rests_on(quantity) for stand in self.ends]
        _lend(here, there, rests[1] - rests[0])
        _lend(there, here, rests[0] - rests[1])
        self.parts = [_Part(self.model.name, name) for name in sorted(rests[0] | rests[1]) if self._differs(name)]
        if "total_cost" in rests[0] & rests[1]:
            self.parts += [_Part(self.model.name, line, True) for line in sorted({*here.lines} ^ {*there.lines})]
        self.sizes = [part for part in self.parts if self._is_size(part)]
        self.parts = [part for part in self.parts if part not in self.sizes]
        self.larger = int(there.measures.get(FLEET_SIZE, 0.0) > here.measures.get(FLEET_SIZE, 0.0))
        named = {part.name for part in [*self.parts, *self.sizes] if not part.line}
        owners = {name: there if name in here.other else here for name in {*here.given, *here.chosen} - named}
        self.values = {name: stand.in_dollars(name) for name, stand in owners.items() if name in stand.given}
        self.formulas = {name: stand.formula(name) for name, stand in owners.items() if name in stand.chosen}
        self.own_values = [{name: stand.in_dollars(name) for name in named if name in stand.given} for stand in self.ends]
        self.own_formulas = [{name: stand.formula(name) for name in named if name in stand.chosen} for stand in self.ends]
        self.power = self.ends[self.larger].value(POWER)
        differing = (named | here.other | there.other) - SIZES if self.sizes else set()
        self.owners = owners
        self.scales = {name: size for name in differing if (size := MEASURE_OF.get(stated_for(self.model, name), "")) in self.model.specs}
        self.known: dict[Any, Any] = {}

    def _is_size(self, part: _Part) -> bool:
        """Whether a difference is one of size. How chips or power are counted, where both ends compute them, is not."""
        given = any(part.name in stand.given for stand in self.ends)
        return part.name in SIZES and not part.line and (given or part.name in CHIPS - {"accelerator_count"})

    def _differs(self, name: str) -> bool:
        ours, theirs = (stand.state(name) for stand in self.ends)
        if not isinstance(ours, Given) or not isinstance(theirs, Given):
            return name in self.model.specs and ours != theirs and name != "total_cost"
        if name in self.ends[0].other or name in self.ends[1].other:
            return False
        values = [np.ravel(stand.in_dollars(name)) for stand in self.ends]
        return values[0].shape != values[1].shape or not np.allclose(values[0], values[1], rtol=1e-12, atol=0.0)

    def value(self, taken: frozenset[_Part]) -> float:
        """The asked quantity of the hybrid; NaN where it cannot be evaluated.

        The hybrid: what the second end says of the parts taken, what the first says of the others, at the size of the larger fleet.
        """
        values, formulas, ends = dict(self.values), dict(self.formulas), {}
        lines = set(self.ends[0].lines)
        for part in [*self.parts, *self.sizes]:
            end = self.larger if part in self.sizes else int(part in taken)
            if part.line:
                (lines.add if part.name in self.ends[end].lines else lines.discard)(part.name)
                continue
            ends[part.name] = end
            if part.name in self.own_values[end]:
                values[part.name] = self.own_values[end][part.name]
            elif part.name in self.own_formulas[end]:
                formulas[part.name] = self.own_formulas[end][part.name]
        formulas["total_cost"] = _total(self.model.name, tuple(sorted(lines)))
        try:
            with np.errstate(all="ignore"):
                self._scale(values, formulas, ends)
                return float(self._evaluated(values, formulas, self.quantity))
        except FAILS:
            return math.nan

    def _scale(self, values: dict[str, Any], formulas: Mapping[str, Formula], ends: Mapping[str, int]) -> None:
        """Amounts that differ go by the IT power of the satellite or the fleet they are stated for, in place: so many chips first, then all else."""
        if self.sizes and POWER in values:
            for name in CHIPS & values.keys():  # so many chips as have the power that the size was stated with
                values[name] = values[name] * (self.power / values[POWER])
        scaled = [name for name in self.scales if name in values]
        measured = {size: float(self._evaluated(values, formulas, size)) for size in {self.scales[name] for name in scaled}}
        for name in scaled:
            stand = self.ends[ends[name]] if name in ends else self.owners[name]
            factor = measured[self.scales[name]] / stand.measures[self.scales[name]]
            if math.isfinite(factor) and factor > 0.0:
                values[name] = values[name] * factor

    def _evaluated(self, values: Mapping[str, Any], formulas: Mapping[str, Formula], quantity: str) -> Any:
        """A quantity from values and formulas, formula by formula; what any hybrid has computed from the same arguments is remembered."""
        here: dict[str, Any] = {}
        busy: set[str] = set()

        def found(name: str) -> Any:
            if name in values:
                return values[name]
            if name in here:
                return here[name]
            if name in busy:
                raise ModelError(f"{name} rests on itself")
            busy.add(name)
            item = formulas.get(name) or self.model.default[name]
            arguments = [found(argument) for argument in item.arguments]
            key = (item, *(id(value) if np.ndim(value) else float(value) for value in arguments))
            if key not in self.known:
                self.known[key] = (item.function(*arguments), arguments)  # the arguments stay alive, and with them their ids
            result = self.known[key][0]
            here.update(zip(item.computes, result, strict=True) if len(item.computes) > 1 else [(name, result)])
            busy.discard(name)
            return here[name]

        return found(quantity)

    # --- telling ---
    def told(self, part: _Part, end: int) -> Told:
        """What one end says of a part."""
        stand = self.ends[end]
        if part.line:
            return Told(part.key, math.nan, PLAIN, note="contained" if part.name in stand.lines else "left out")
        unit = self.model.specs[part.name].unit
        state = stand.state(part.name)
        if isinstance(state, Given):
            under = stand.end.provenance(state)
            number = float(state.value) if np.ndim(state.value) == 0 else math.nan
            return Told(part.key, number, unit, "", under.source or state.origin, under.note or ("" if np.ndim(state.value) == 0 else state.written))
        if state is None:
            return Told(part.key, math.nan, unit)
        item = self.model.alternatives[part.name][state]
        own = module_of(item).startswith("studies.")
        source = item.source or (study_data(stand.end.study).citation if own and stand.end.study else f"our formula: {item.summary}")
        return Told(part.key, stand.value(part.name), unit, item.function.__name__, source)

    def needs(self, part: _Part, end: int) -> list[Told]:
        """The givens that only this end states and its formula takes, itself or through the study's other formulas: one difference with the swap."""
        stand, lender = self.ends[end], self.ends[1 - end]
        state = stand.state(part.name)
        if part.line or not isinstance(state, str) or state == lender.state(part.name):
            return []
        found: dict[str, Told] = {}
        stack = [self.model.alternatives[part.name][state]]
        while stack:
            for name in stack.pop().arguments:
                if name in lender.other and name in stand.given:
                    found[name] = self.told(_Part(part.side, name), end)
                item = self.model.default.get(name)
                if item is not None and name not in stand.given and module_of(item).startswith("studies.") and name not in found:
                    stack.append(item)
        return list(found.values())


def _lend(ours: _Stand, theirs: _Stand, named: Iterable[str]) -> None:
    """What our answer does not rest on it does not state: there the other end's word holds, in a hybrid that asks for it. Sizes every end has."""
    for name in named:
        if name in SIZES and ours.state(name) is not None:
            continue
        ours.given.pop(name, None)
        ours.chosen.pop(name, None)
        if name in theirs.given:
            ours.given[name] = theirs.given[name]
        elif name in theirs.chosen:
            ours.chosen[name] = theirs.chosen[name]
        ours.other.add(name)


# --- the walk ---------------------------------------------------------------------------------------------------------
def reconcile(start: str, end: str, quantity: str = "") -> Reconciliation:
    """From one answer to another: every difference with its sources, the walk, and each group's share over all orders.

    start, end : a study, a study's named case as `odc-3.1.0:early`, a scenario, or the file of either.
    quantity : as in `orbital.levelized_cost_per_it_energy`; `comparison.X` is orbit over ground in X, `comparison.ratio` in a useful FLOP.
        Without one: cost per IT energy in orbit, or on the ground where an end says nothing of orbit.

    Both ends run on one pair of Models that holds the formulas of both. What only one end's answer rests on comes with whatever
    asks for it: it is no difference by itself. Amounts of a satellite or a fleet go by its IT power. Groups that cannot be
    evaluated one without the other are joined. Money is in dollars of the end's price year.

    Raises `InputError` for an unknown name or quantity, or where an end does not give the quantity.
    """
    ends = (_end(str(start)), _end(str(end)))
    studies = tuple(dict.fromkeys(item.study for item in ends if item.study))
    models = _joint_models(studies)
    faults: list[str] = []
    for asked in (quantity,) if quantity else DEFAULT_QUANTITIES:
        try:
            return _Pair(ends, models, studies, asked).reconciled()
        except InputError as error:
            faults += error.faults
    raise InputError(faults if quantity else [f"{start} and {end} share no cost: {'; '.join(dict.fromkeys(faults))}"])


class _Pair:
    """Both ends in one quantity, on one side or, for a ratio, on both."""

    def __init__(self, ends: tuple[_End, _End], models: Mapping[str, Model], studies: tuple[str, ...], quantity: str) -> None:
        self.ends = ends
        side, _, short = quantity.partition(".")
        if side not in (*SIDES, COMPARISON) or not short:
            raise InputError(
                f"quantity = {quantity!r}: name a side and a quantity, as in {DEFAULT_QUANTITIES[0]!r}, or {COMPARISON}.ratio for orbit over ground"
            )
        short = RATIO if (side, short) == (COMPARISON, "ratio") else short
        self.quantity, self.short = quantity, short
        self.sides = SIDES if side == COMPARISON else (side,)
        units = [end.scenario.side(name).spec_unit(short, f"quantity = {quantity!r}") for name in self.sides for end in ends]
        self.unit = PLAIN if side == COMPARISON else units[0]
        years = [end.scenario.price_year for end in ends]
        dollars = deflators()[years[1]] / deflators()[years[0]]
        stands: dict[tuple[str, _End], _Stand] = {}
        faults: list[str] = []
        for end in ends:
            for name in self.sides:
                try:
                    stands[name, end] = _stand(end, models[name], studies, short)
                except InputError as error:
                    faults += error.faults
        if faults:
            raise InputError(list(dict.fromkeys(faults)))
        self.own = [self._over([stands[name, end].value(short) for name in self.sides]) for end in ends]
        for end, value in zip(ends, self.own, strict=True):
            if not math.isfinite(value):
                reasons = "" if end.study else "; ".join(evaluate(end.scenario).reasons)
                raise InputError(f"{end.name} has no {quantity}: {reasons or 'it is not a number there'}")
        self.halves = []
        for name in self.sides:
            here, there = (stands[name, end] for end in ends)
            here.dollars = dollars
            self.halves.append(_Half(here, there, short))
        self.price_years = years if money_power(self.unit.si) and years[0] != years[1] else []
        self.dollars = dollars ** money_power(self.unit.si)
        self.bundles = self._bundles()

    @staticmethod
    def _over(values: list[float]) -> float:
        """One side's value, or orbit over ground."""
        return values[0] if len(values) == 1 else values[0] / values[1] if values[1] else math.nan

    def value(self, parts: Iterable[_Part]) -> float:
        """The answer of a hybrid that takes these parts over; NaN where there is none."""
        taken = frozenset(parts)
        return self._over([half.value(taken) for half in self.halves])

    def _bundles(self) -> dict[str, list[tuple[str, tuple[_Part, ...]]]]:
        """The differences of each group, by name: the stations of a network are one, all others stand alone."""
        found: dict[str, dict[str, list[_Part]]] = {group: {} for group in GROUPS}
        for half in self.halves:
            for part in half.parts:
                group = BOUNDARY if part.line else group_of(half.model, part.name)
                found[group].setdefault(STATIONS if part.name.startswith("station_") else part.key, []).append(part)
        return {group: [(name, tuple(parts)) for name, parts in sorted(items.items())] for group, items in found.items() if items}

    def reconciled(self) -> Reconciliation:
        """The walk, and the shares over all orders."""
        groups = list(self.bundles)
        values = self._coalitions(groups)
        players, game = _joined(len(groups), values)
        first, last = game[0], game[-1]
        shares = shapley_values(game)
        factors = np.exp(shapley_values(np.log(game))) if np.all(game > 0.0) else np.full(len(players), math.nan)
        steps = [*self._price_year_step(), *self._size_step(0, self.own[0] * self.dollars, first)]
        taken: list[_Part] = []
        for player, share, factor in zip(players, shares, factors, strict=True):
            differences = self._walked([item for k in player for item in self.bundles[groups[k]]], taken)
            name = " and ".join(groups[k] for k in player)
            steps.append(Step(name, tuple(differences), self.value(taken), float(share), float(factor)))
        steps += self._size_step(1, last, self.own[1])
        stands = [stand for half in self.halves for stand in half.ends]
        residuals = [found for end in dict.fromkeys(self.ends) if (found := _residual(end, self.quantity, self.sides)) is not None]
        told = {item.end for item in residuals}
        return Reconciliation(
            self.ends[0].name,
            self.ends[1].name,
            self.quantity,
            self.unit,
            self.own[0],
            tuple(steps),
            tuple(residuals),
            len(values),
            tuple(" and ".join(groups[k] for k in player) for player in players if len(player) > 1),
            tuple(dict.fromkeys(end.name for end in self.ends if end.name not in told)),
            tuple(f"{stand.end.name} leaves open, and {REFERENCE} supplies: {', '.join(stand.supplied)}" for stand in stands if stand.supplied),
        )

    def _coalitions(self, groups: list[str]) -> NDArray[np.float64]:
        """The answer of every coalition of groups: bit k of the index says whether group k is taken over."""
        parts = [[part for _, found in self.bundles[group] for part in found] for group in groups]
        masks = range(1 << len(groups))
        return np.array([self.value(part for k, found in enumerate(parts) if mask >> k & 1 for part in found) for mask in masks])

    def _price_year_step(self) -> list[Step]:
        """From the dollars of the first end to those of the second."""
        if not self.price_years:
            return []
        here, there = (Told(PRICE_YEAR, math.nan, PLAIN, note=f"dollars of {year}", source="data/deflators.toml") for year in self.price_years)
        change = self.own[0] * (self.dollars - 1.0)
        difference = Difference(PRICE_YEAR, (here,), (there,), change)
        return [Step(PRICE_YEAR, (difference,), self.own[0] * self.dollars, change, self.dollars)]

    def _size_step(self, end: int, before: float, after: float) -> list[Step]:
        """The smaller fleet at the size of the larger: at the start of the walk where the first end is the smaller, else at its end.

        Raises `ModelError` where an end of the other size gives another answer than by itself.
        """
        smaller = [1 - half.larger for half in self.halves if half.sizes]
        if end not in smaller:
            if not math.isclose(before, after, rel_tol=1e-9):
                raise ModelError(
                    f"{self.ends[end].name} on both ends' Models gives {(after, before)[end]}, by itself {(before, after)[end]}: a difference is missed"
                )
            return []
        waiting = [(SIZE, tuple(part for half in self.halves if half.sizes and 1 - half.larger == end for part in half.sizes))]
        return [Step(SIZE, (self._difference(waiting, after - before),), after, after - before, after / before)]

    def _walked(self, bundles: list[tuple[str, tuple[_Part, ...]]], taken: list[_Part]) -> list[Difference]:
        """The differences of a group taken over one by one, after those taken before; what cannot be evaluated yet goes with the next one."""
        found, waiting = [], []
        before = self.value(taken)
        for name, parts in bundles:
            waiting.append((name, parts))
            taken += parts
            after = self.value(taken)
            if math.isfinite(after):
                found.append(self._difference(waiting, after - before))
                before, waiting = after, []
        return found

    def _difference(self, waiting: list[tuple[str, tuple[_Part, ...]]], change: float) -> Difference:
        told: list[list[Told]] = [[], []]
        for _, parts in waiting:
            for part in parts:
                half = self.halves[self.sides.index(part.side)]
                for end in (0, 1):
                    told[end] += [half.told(part, end), *half.needs(part, end)]
        return Difference(" and ".join(name for name, _ in waiting), tuple(told[0]), tuple(told[1]), change)


def _joined(count: int, values: NDArray[np.float64]) -> tuple[list[tuple[int, ...]], NDArray[np.float64]]:
    """Groups joined until every coalition of what is left can be evaluated, fewest first, and the values of those coalitions."""
    players: list[tuple[int, ...]] = [(k,) for k in range(count)]
    while True:
        masks = [sum(1 << k for number, player in enumerate(players) if mask >> number & 1 for k in player) for mask in range(1 << len(players))]
        game = values[masks]
        if np.all(np.isfinite(game)):
            return players, game
        failing = [mask for mask in range(game.size) if not math.isfinite(game[mask])]
        pairs = [(i, j) for i in range(len(players)) for j in range(i + 1, len(players))]
        left = {pair: sum((mask >> pair[0] & 1) == (mask >> pair[1] & 1) for mask in failing) for pair in pairs}
        i, j = min(pairs, key=lambda pair: (left[pair], pair))
        players = [*players[:i], players[i] + players[j], *players[i + 1 : j], *players[j + 1 :]]


def _residual(end: _End, quantity: str, sides: Sequence[str]) -> Residual | None:
    """The end's own published figure nearest to the asked one: the quantity itself, a levelized cost, or what all cost lines lead to."""
    if not end.study:
        return None
    run = study(end.study)
    changes = run.data.cases.get(end.case, {})
    wanted = {item.id for item in run.data.published if item.set == changes}
    ranked: list[tuple[int, bool, int, Row]] = []
    for row in run.check():
        side, _, short = row.quantity.partition(".")
        if row.id in wanted and (side in sides or side == COMPARISON == quantity.partition(".")[0]):
            rank = 0 if row.quantity == quantity else _nearness(end, side, short)
            if rank is not None:
                ranked.append((rank, row.verdict != "reproduced", len(ranked), row))
    return Residual(end.name, min(ranked)[-1]) if ranked else None


def _nearness(end: _End, side_name: str, quantity: str) -> int | None:
    """1 for a levelized cost, 2 for what rests on all cost lines, None for what does not."""
    if side_name == COMPARISON:
        return 1
    side = end.scenario.side(side_name)
    active = side.model.active(side.shape)
    if quantity not in active or "total_cost" not in side.model.closure([quantity], active):
        return None
    return 1 if active[quantity].headline else 2
