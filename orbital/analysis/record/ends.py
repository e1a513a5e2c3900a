"""The two ends of a reconciliation on one pair of Models: what each says, restated so that one difference can be taken over without the next (M16)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from orbital.analysis.record.groups import FLEET, SATELLITE, SIZES, group_of
from orbital.analysis.record.studies import study
from orbital.binding import CHANGE, Given, Side, make_side
from orbital.core.catalog import LISTED, Provenance, names, read_toml
from orbital.core.errors import InputError, ModelError, suggest
from orbital.core.formula import Formula, sum_formula
from orbital.core.model import Model
from orbital.core.units import money_power, text
from orbital.models import GROUND_MODULES, ORBITAL_MODULES, TOTAL_UNIT, make_model
from orbital.scenarios import Scenario, scenario
from orbital.studies import MODULE_NAMES, own_formulas, stated, study_data, study_stem

REFERENCE = "ai1-vs-colossus-1"
"""What a study leaves open, beside sizes and money, is supplied by this scenario (M16)."""
FLEET_SIZE, SATELLITE_SIZE = "it_power", "satellite_it_power"
MEASURE_OF = {SATELLITE: SATELLITE_SIZE, FLEET: FLEET_SIZE}
MEASURES = tuple(MEASURE_OF.values())
"""What amounts of a satellite and of a fleet go by."""
FAILS = (InputError, ModelError, KeyError, ValueError)
"""What a hybrid that cannot be evaluated raises: a cycle, a value nobody gives, arrays of two networks that do not fit."""


# --- the ends ---------------------------------------------------------------------------------------------------------
class NotGivenError(InputError):
    """An end states too little for the asked quantity; another quantity may do."""


@dataclass(frozen=True, eq=False)
class End:
    """One end on its own Models: its name, the study's where it is one, and the scenario."""

    name: str
    study: str
    case: str
    scenario: Scenario

    def provenance(self, given: Given | None) -> Provenance:
        """Who says so: of a given, or of the end as a whole."""
        return given.provenance if given is not None else Provenance(source=study_data(self.study).source if self.study else self.name)


def end_called(name: str) -> End:
    """A study, a case of one, a scenario, or the file of either."""
    studies, scenarios = names("studies"), names("scenarios")
    known, colon, case = name.rpartition(":")
    if colon and (known in studies or known.endswith(".toml")):
        run = study(known)
        return End(name, known, case, run.case(case))
    if name in studies or (name.endswith(".toml") and Path(name).is_file() and "scenario" in read_toml(Path(name))):
        return End(name, name, "", study(name).scenario)
    if name not in scenarios and not name.endswith(".toml"):
        hint = suggest(name.partition(":")[0], [*studies, *scenarios])
        raise InputError(
            f"{name!r} is not known; {hint}; studies are: {', '.join(studies)}; a case of one is STUDY:CASE; scenarios are: {', '.join(scenarios)}"
        )
    return End(name, "", "", scenario(name))


@lru_cache(maxsize=8)
def joint_models(studies: tuple[str, ...]) -> dict[str, Model]:
    """Our Models with the formulas of both ends. Where both have one of the same name, each is an alternative that its own end chooses."""
    found = {}
    for side, modules in (("orbital", ORBITAL_MODULES), ("ground", GROUND_MODULES)):
        own = tuple(_renamed(item, name, studies, side) for name in _apart(studies) for item in own_formulas(name, side))
        named = set().union(*(stated(name, side) | {own_name(quantity, name, studies, side) for quantity in stated(name, side)} for name in studies))
        found[side] = make_model(side, modules, own, named)
    return found


def _renamed(item: Formula, name: str, studies: tuple[str, ...], side: str) -> Formula:
    """A study's formula in the joint Model: under a name that is its own where the other study has one of that name, and so for unlike quantities."""
    marked = _of_study(item, name) if item.name in _shared_names(studies, side) else item
    computes, arguments = (tuple(own_name(quantity, name, studies, side) for quantity in named) for named in (item.computes, item.arguments))
    return replace(marked, computes=computes, arguments=arguments) if (computes, arguments) != (item.computes, item.arguments) else marked


def own_name(quantity: str, name: str, studies: tuple[str, ...], side: str) -> str:
    """A study's quantity in the joint Model: with the study's name where the other study means something else by it, in another unit."""
    return f"{quantity}_of_{study_stem(name).translate(MODULE_NAMES)}" if quantity in _unlike(studies, side) and name != studies[0] else quantity


@lru_cache(maxsize=64)
def _unlike(studies: tuple[str, ...], side: str) -> frozenset[str]:
    """Quantities that two studies have in different units."""
    specs = [study(name).scenario.side(side).model.specs for name in studies]
    if len(specs) < 2:
        return frozenset()
    return frozenset(
        name for name in specs[0].keys() & specs[1].keys() if (specs[0][name].unit.si, specs[0][name].axis) != (specs[1][name].unit.si, specs[1][name].axis)
    )


def _apart(studies: tuple[str, ...]) -> tuple[str, ...]:
    """Studies with formulas of their own: a shipped one and a file of its name have the same."""
    return tuple({study_stem(name): name for name in studies}.values())


def _shared_names(studies: tuple[str, ...], side: str) -> set[str]:
    """Names of formulas that more than one of the studies has."""
    owners = Counter(item.name for name in _apart(studies) for item in own_formulas(name, side))
    return {name for name, owned in owners.items() if owned > 1}


def _of_study(item: Formula, name: str) -> Formula:
    """A study's formula under a name that is its own."""
    return replace(item, name=f"{item.name}_of_{study_stem(name).translate(MODULE_NAMES)}", alternative=True)


# --- one side of both ends --------------------------------------------------------------------------------------------
@dataclass(eq=False)
class Stand:
    """What one end says on one side of the joint Models: givens, formulas chosen, cost lines, and its sizes (IT power of fleet and satellite).

    other : names of which the other end's word stands here, because this end's answer does not rest on them. supplied : what the reference supplies.
    """

    end: End
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
        return make_side(self.model, self.given, self.chosen, total_of(self.model.name, self.lines), unchecked=True)

    def value(self, quantity: str) -> float:
        """A quantity at this end (SI); NaN where it has none."""
        return value_or_nan(self.side(), quantity)

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


def value_or_nan(side: Side, quantity: str) -> float:
    """One number of a side that nobody checks; NaN where it cannot be evaluated."""
    try:
        return float(side.model.plan(side.shape, (quantity,))(side.values)[0])
    except FAILS:
        return math.nan


@lru_cache(maxsize=256)
def total_of(side: str, lines: tuple[str, ...]) -> Formula:
    """The sum over cost lines that no boundary of `data/` needs to name."""
    return sum_formula("total_cost", lines, TOTAL_UNIT, f"All cost lines: {', '.join(lines)}.")


def stand_of(end: End, model: Model, studies: tuple[str, ...], quantity: str) -> Stand:
    """An end on one side of the joint Models: its own formulas under their joint names, relations it runs backwards restated."""
    source = end.scenario.side(model.name)
    given = {own_name(name, end.study, studies, model.name) if end.study else name: item for name, item in source.given.items()}
    chosen = dict(source.chosen)
    shared = _shared_names(studies, model.name)
    for item in own_formulas(end.study, model.name) if end.study else ():
        if item.name in shared and (not item.alternative or item.name in chosen.values()):
            chosen.update(dict.fromkeys(item.computes, _of_study(item, end.study).name))
    for quantity_chosen, name in list(chosen.items()):
        chosen.update(dict.fromkeys(model.alternatives[quantity_chosen][name].computes, name))
    found = Stand(end, model, given, chosen, tuple(source.total.arguments))
    _supply(found, quantity)
    _state_sizes(found, quantity)
    _run_forwards(found, quantity)
    found.measures = {size: found.value(size) for size in MEASURES if found.has(size)}
    return found


def _supply(stand: Stand, quantity: str) -> None:
    """What an end leaves open beside sizes and money, the reference scenario supplies. Refused where the end states too little for an answer."""
    side = stand.side()
    missing = side.model.missing(side.shape, (quantity,))
    theirs = scenario(REFERENCE).side(side.name).given
    sized = [name for name in missing if name.removeprefix(LISTED) in SIZES or money_power(side.model.specs[name].unit.si) or name not in theirs]
    if sized:
        listed = ", ".join(name.removeprefix(LISTED) for name in sized[:4]) + (f" and {len(sized) - 4} more" if len(sized) > 4 else "")
        raise NotGivenError(f"{stand.end.name} does not give {side.name}.{quantity}: it states no {listed}")
    for name in missing:
        stand.given[name] = theirs[name]
        stand.supplied.append(f"{side.name}.{name}")


def _state_sizes(stand: Stand, asked: str) -> None:
    """Sizes in one form: the fleet by its demand, the satellite by its chips; kept only where the answer is the same to rounding.

    An end that says its size otherwise (so many chips, so much IT power, so many satellites) has these all the same, and the other end asks for them.
    """
    under = stand.end.provenance(None)
    fleet = stand.value(FLEET_SIZE)
    demand = {"demanded_capacity": _follows(fleet, FLEET_SIZE, under)} if math.isfinite(fleet) else {}
    counted = stand.model.alternatives.get("accelerator_count", {}).get(stand.chosen.get("accelerator_count", ""))
    if "accelerator_count" in stand.given or (counted is not None and "demanded_capacity" not in counted.arguments):
        _restate(stand, demand, {"accelerator_count"}, asked)
    if stand.state("demanded_capacity") is None:
        stand.given |= demand
    if stand.has("satellite_count"):
        count = stand.value("satellite_count")
        each = stand.value("accelerator_count") / count if count else math.nan
        chips = {"accelerators_per_satellite": _follows(each, "accelerator_count / satellite_count", under)} if math.isfinite(each) else {}
        counted_alone = {"satellite_count"} & stand.given.keys()
        if not _restate(stand, chips, {"satellite_it_power", *counted_alone}, asked) and stand.state("accelerators_per_satellite") is None:
            stand.given |= chips


def _restate(stand: Stand, given: Mapping[str, Given], dropped: set[str], asked: str) -> bool:
    """Give these, compute those that are dropped, where nothing changes by it; whether it was done."""
    gone = {*dropped, *given}
    if not given or (all(stand.given.get(name) is not None for name in given) and not any(name in stand.given or name in stand.chosen for name in dropped)):
        return False
    other = replace(
        stand,
        given={name: item for name, item in stand.given.items() if name not in gone} | dict(given),
        chosen={name: formula for name, formula in stand.chosen.items() if name not in gone},
    )
    kept = [name for name in (asked, FLEET_SIZE, "satellite_count") if stand.has(name)]
    if all(math.isclose(other.value(name), stand.value(name), rel_tol=1e-9) for name in kept):
        stand.given, stand.chosen = other.given, other.chosen
        return True
    return False


def _follows(value: float, note: str, under: Provenance) -> Given:
    return Given(np.float64(value), "follows", "follows", under.model_copy(update={"note": note}), rank=CHANGE)


def _run_forwards(stand: Stand, asked: str) -> None:
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
