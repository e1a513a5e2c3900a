"""From one answer to another, one group of differences at a time (M16)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from orbital.analysis.compare import evaluate
from orbital.analysis.studies import study
from orbital.binding import SIDES, Side, make_side
from orbital.core.catalog import LISTED, names
from orbital.core.errors import InputError, ModelError, suggest
from orbital.core.formula import Formula
from orbital.core.model import Model
from orbital.core.units import Unit, text
from orbital.models import GROUND_MODULES, ORBITAL_MODULES, make_model
from orbital.scenarios import Scenario, scenario
from orbital.studies import MODULE_NAMES, own_formulas, stated

GROUPS = {
    "workload and chips": ("accelerators", "power_basis", "workload", "inference", "training", "satellite_network", "cluster_network", "chip_cost"),
    "physics": ("orbits", "eclipse", "environment", "radiation", "debris", "attitude", "view_factors", "cooling", "thermal", "power", "propulsion", "links"),
    "mass": ("spacecraft",),
    "launch": ("launch",),
    "price of the place": ("spacecraft_cost", "orbital_cost", "ground_cost", "repair", "ground_cluster", "access_terms"),
    "life and finance": ("finance",),
    "failures and output": ("reliability", "interruptions", "survival", "unserviced", "delivery", "levelized"),
    "boundary and size": (),
}
"""Differences by the module of the formula that computes the quantity, or else first takes it."""

FINANCE = frozenset(
    [
        "satellite_life",
        "accelerator_life",
        "accelerator_service_life",
        "building_life",
        "nominal_discount_rate",
        "accelerator_nominal_rate",
        "satellite_nominal_rate",
        "building_nominal_rate",
        "compounding_frequency",
        "inflation_rate",
        "deployment_delay",
    ]
)
DEFAULT_QUANTITY = "orbital.levelized_cost_per_it_energy"
"""What every study with money can be brought to: USD per MWh of IT power at work."""


@dataclass(frozen=True, slots=True)
class Step:
    """One group of differences: what changed, and the value after it (SI)."""

    group: str
    changes: tuple[str, ...]
    value: float


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The walk from A to B in one quantity. Residuals: published less reproduced at each end that publishes the quantity (SI)."""

    start: str
    end: str
    quantity: str
    unit: Unit
    first: float
    steps: tuple[Step, ...]
    residuals: Mapping[str, float]

    @property
    def last(self) -> float:
        """The value the walk arrives at."""
        return self.steps[-1].value

    def __repr__(self) -> str:
        lines = [f"{self.quantity}", f"{self.start}: {text(self.first, self.unit)}"]
        before = self.first
        for step in self.steps:
            lines.append(f"  {text(step.value - before, self.unit):>24}  {step.group} ({len(step.changes)} differences)")
            before = step.value
        lines.append(f"{self.end}: {text(before, self.unit)}")
        return "\n".join([*lines, *self.notes()])

    def notes(self) -> list[str]:
        """What the walk leaves open, in words: residuals at the ends, and that its order is a choice."""
        found = [f"residual of {name}, published less reproduced: {text(value, self.unit)}" for name, value in self.residuals.items()]
        found += [f"{name} publishes no figure to hold this against" for name in dict.fromkeys((self.start, self.end)) if name not in self.residuals]
        return [*found, "the groups are taken over in this order; another order shares out the same difference otherwise"]


def reconcile(start: str, end: str, quantity: str = DEFAULT_QUANTITY) -> Reconciliation:
    """Walk from one study or scenario to another, taking over one group of givens, formulas or the boundary at a time.

    Both ends run on one pair of Models that holds the formulas of both. A group that cannot be evaluated before the next
    one (a swapped formula whose inputs stand there) is joined with it.

    Raises `InputError` for an unknown name or quantity, or an end that does not give the quantity.
    """
    ends = [_end(name) for name in (start, end)]
    models = _joint_models(start, end)
    here, there = (_on_models(item, models, (start, end)) for item in ends)
    unit = _unit(here, quantity)
    first, target = (_stated_value(name, item, quantity) for name, item in ((start, here), (end, there)))
    for name, value in ((start, first), (end, target)):
        if not math.isfinite(value):
            raise InputError(f"{name} has no {quantity}: {'; '.join(evaluate(_end(name)).reasons) or 'it is not a number there'}")
    steps: list[Step] = []
    waiting: list[str] = []
    changes: list[str] = []
    for group in GROUPS:
        before = here
        here, changed = _apply(here, there, group)
        waiting.append(group)
        changes += [change for change in changed if _matters(change, before, quantity) or _matters(change, here, quantity)]
        try:
            value = _value(here, quantity)
        except (InputError, ModelError):
            continue
        steps.append(Step(" and ".join(waiting), tuple(changes), value))
        waiting, changes = [], []
    if waiting or not math.isclose(steps[-1].value, target, rel_tol=1e-9):
        raise ModelError(f"the walk from {start} to {end} does not arrive: a difference belongs to no group")
    return Reconciliation(start, end, quantity, unit, first, tuple(steps), _residuals((start, end), quantity))


def _end(name: str) -> Scenario:
    """A study or a scenario by name, or a scenario file."""
    studies, scenarios = names("studies"), names("scenarios")
    if name in studies:
        return study(name).scenario
    if name not in scenarios and not name.endswith(".toml"):
        raise InputError(
            f"{name!r} is not known; {suggest(name, [*studies, *scenarios])}; studies are: {', '.join(studies)}; scenarios: {', '.join(scenarios)}"
        )
    return scenario(name)


def group_of(model: Model, quantity: str, seen: frozenset[str] = frozenset()) -> str:
    """The group of a quantity's differences: by its formula, by what takes it, or, where a study's own formula does, by what that computes (M16)."""
    quantity = quantity.removeprefix(LISTED)
    if quantity in FINANCE:
        return "life and finance"
    if quantity == "demanded_capacity":
        return "boundary and size"
    producer = model.default.get(quantity)
    every = [*model.default.values(), *(item for named in model.alternatives.values() for item in named.values())]
    near = [*([producer] if producer else []), *(item for item in every if quantity in item.arguments)]
    for item in near:
        module = item.function.__module__.rpartition(".")[2]
        for group, modules in GROUPS.items():
            if module in modules:
                return group
    for item in near:
        for computed in item.computes:
            if computed not in {quantity, *seen}:
                return group_of(model, computed, seen | {quantity})
    return "price of the place"


def _joint_models(start: str, end: str) -> tuple[Model, Model]:
    """Our Models with the formulas of both ends. Where both have one of the same name, each is an alternative that its own end chooses."""
    found = []
    studies = [name for name in dict.fromkeys((start, end)) if name in names("studies")]
    for side, modules in (("orbital", ORBITAL_MODULES), ("ground", GROUND_MODULES)):
        shared = _shared_names(studies, side)
        own = tuple(_of_study(item, name) if item.name in shared else item for name in studies for item in own_formulas(name, side))
        found.append(make_model(side, modules, own, set().union(*(stated(name, side) for name in studies))))
    return found[0], found[1]


def _shared_names(studies: list[str], side: str) -> set[str]:
    """Names of formulas that more than one of the studies has."""
    owners = Counter(item.name for name in studies for item in own_formulas(name, side))
    return {name for name, owned in owners.items() if owned > 1}


def _of_study(item: Formula, study_name: str) -> Formula:
    """A study's formula under a name that is its own."""
    return replace(item, name=f"{item.name}_of_{study_name.translate(MODULE_NAMES)}", alternative=True)


def _on_models(source: Scenario, models: tuple[Model, Model], ends: tuple[str, str]) -> Scenario:
    studies = [name for name in dict.fromkeys(ends) if name in names("studies")]
    sides = []
    for side, model in zip((source.orbital, source.ground), models, strict=True):
        chosen = dict(side.chosen)
        shared = _shared_names(studies, side.name)
        for item in own_formulas(source.name, side.name) if source.name in studies else ():
            if item.name in shared and (not item.alternative or item.name in chosen.values()):
                chosen.update(dict.fromkeys(item.computes, _of_study(item, source.name).name))
        sides.append(_hybrid(model, side.given, chosen, side.total))
    return source.with_sides(*sides)


def _hybrid(model: Model, given: Mapping[str, Any], chosen: Mapping[str, str], total: Formula) -> Side:
    """A side half-way between two answers: nobody would build it, so nothing is checked."""
    return make_side(model, given, chosen, total, unchecked=True)


def _apply(here: Scenario, there: Scenario, group: str) -> tuple[Scenario, list[str]]:
    """`here` with the group's differences taken over from `there`; the last group takes over all that is left."""
    changed: list[str] = []
    sides = []
    last = group == tuple(GROUPS)[-1]
    for name in SIDES:
        ours, theirs = here.side(name), there.side(name)
        total = theirs.total if last else ours.total
        if total is not ours.total:
            changed.append(f"{name} boundary {there.boundary}")

        def belongs(quantity: str, model: Model = ours.model) -> bool:
            return last or group_of(model, quantity) == group

        def droppable(quantity: str, model: Model = ours.model) -> bool:
            return last or quantity in model.default  # what no formula computes stays until the boundary no longer asks for it

        given, more = _take_over(ours.given, theirs.given, lambda item: np.ravel(item.value).tolist(), belongs, droppable, f"{name}.")
        chosen, most = _take_over(ours.chosen, theirs.chosen, str, belongs, belongs, f"{name}.formulas.")
        changed += [*more, *most]
        sides.append(_hybrid(ours.model, given, chosen, total))
    return here.with_sides(*sides), changed


def _take_over(
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    key: Callable[[Any], Any],
    belongs: Callable[[str], bool],
    droppable: Callable[[str], bool],
    prefix: str,
) -> tuple[dict[str, Any], list[str]]:
    """`ours` made equal to `theirs` in the names that belong, and what changed, in order."""
    result, changed = dict(ours), []
    for name in sorted({*ours, *theirs}):
        if not belongs(name) or (name in ours and name in theirs and key(ours[name]) == key(theirs[name])):
            continue
        if name in theirs:
            result[name] = theirs[name]
        elif droppable(name):
            del result[name]
        else:
            continue
        changed.append(f"{prefix}{name}")
    return result, changed


def _matters(change: str, item: Scenario, quantity: str) -> bool:
    """Whether the changed given, formula or boundary bears on the quantity."""
    side, short = _split(item, quantity)
    if not change.startswith(side.name):
        return False
    name = change.rpartition(".")[2]
    return " boundary " in change or side.rests_on(short, name)


def _split(item: Scenario, quantity: str) -> tuple[Side, str]:
    side_name, _, short = quantity.partition(".")
    if side_name not in SIDES:
        raise InputError(f"quantity = {quantity!r}: name a side and a quantity, as in {DEFAULT_QUANTITY!r}")
    side = item.side(side_name)
    side.spec_unit(short, f"quantity = {quantity!r}")
    return side, short


def _unit(item: Scenario, quantity: str) -> Unit:
    side, short = _split(item, quantity)
    return side.spec_unit(short)


def _value(item: Scenario, quantity: str) -> float:
    side, short = _split(item, quantity)
    return float(side.run((short,))[0])


def _stated_value(name: str, item: Scenario, quantity: str) -> float:
    """The value at an end of the walk; refused where the end states too little of that side."""
    try:
        return _value(item, quantity)
    except InputError as error:
        raise InputError(f"{name} does not give {quantity}: {len(error.faults)} values it rests on are not stated there; choose another quantity") from error


def _residuals(ends: tuple[str, str], quantity: str) -> dict[str, float]:
    """Published less reproduced, at each end that publishes the quantity under its own givens."""
    found = {}
    for name in ends:
        if name in names("studies"):
            rows = [row for row in study(name).check() if row.quantity == quantity and row.verdict == "reproduced"]
            if rows:
                found[name] = rows[0].published - rows[0].reproduced
    return found
