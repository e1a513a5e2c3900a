"""What a bound scenario refuses: values that would change nothing (M3), contradict each other (M2), or mix real and nominal money."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from orbital.binding import COMMON, USER_RANKS, Side, at
from orbital.core.errors import InputError
from orbital.core.model import Model, Shape
from orbital.core.units import text
from orbital.models import HEADLINES

CONTRADICTION_TOLERANCE = 0.01


def idle_or_contradicting(sides: Iterable[Side], only: Iterable[str] | None = None) -> list[str]:
    """Every value of the user's that no cost depends on (M3), or that contradicts others of the user's (M2).

    A value for both sides may rest on one of them. `only` looks at these names alone.
    """
    sides = tuple(sides)
    faults: list[str] = []
    for side in sides:
        looked_at = side.given if only is None else {name: side.given[name] for name in only if name in side.given}
        for name in [name for name, given in looked_at.items() if given.rank in USER_RANKS]:  # of hundreds a few: each evaluation walks here
            if not any(side.given[name].shared and name in other.given and alive(other, name) for other in sides if other is not side):
                faults += _faults_of(refuse_dead, side, name)
    return faults + contradictions(sides)


def contradictions(sides: Iterable[Side], published: bool = False) -> list[str]:
    """Every value of the user's that others of the user's contradict (M2). In a published study a note that begins with "unlike" says it is known."""
    return [
        fault
        for side in sides
        for name in side.shape.given
        if side.given[name].by_user and not (published and side.given[name].provenance.note.startswith("unlike"))
        for fault in _faults_of(_refuse_contradiction, side, name)
    ]


def mixed_money(*sides: Side) -> list[str]:
    """A ratio of real to nominal money says nothing: both sides' rates are real, or both are nominal."""
    kinds = {side.name: {_kind_of_rate(side, name) for name in side.model.default if name.endswith("_discount_rate")} for side in sides}
    found = set().union(*kinds.values())
    if len(found) <= 1:
        rising = [side.name for side in sides if side.chosen.get("operating_escalation_factor")]
        if rising and found != {"nominal"}:
            return [f"{' and '.join(rising)}: real rates are of constant money, in which operating_escalation_factor does not rise: choose one of the two"]
        return []
    listed = ", ".join(f"{name} {' and '.join(sorted(found))}" for name, found in kinds.items())
    return [f"real and nominal rates are mixed: {listed}; choose the _real formula for every discount rate of both sides, or for none"]


def _kind_of_rate(side: Side, name: str) -> str:
    chosen = side.chosen.get(name, "")
    return "effective real" if chosen.endswith("_effective_real") else "real" if chosen.endswith("_real") else "nominal"


def _faults_of(check: Callable[[Side, str], None], side: Side, name: str) -> tuple[str, ...]:
    try:
        check(side, name)
    except InputError as error:
        return error.faults
    return ()


def refuse_dead(side: Side, name: str) -> None:
    """Refuse a quantity that a given cuts off from every levelized cost, naming the given (M3).

    A value that only higher-ranked givens cut off is overridden by them, as one for the same name would be. One that
    counts only with another formula is refused with that formula.
    """
    cutters = cut_off(side, name)
    needed = "" if cutters else _formula_that_takes(side.model, side.shape, name)
    where = at(side.given[name].origin, name) if cutters or needed else ""
    if any(side.given[cutter].rank <= side.given[name].rank for cutter in cutters):
        listed = ", ".join(f"{side.name}.{cutter} ({side.given[cutter].origin})" for cutter in cutters)
        raise InputError(f"{where} would change nothing: it is cut off from every cost by the given {listed}; set that to 'computed' first")
    if needed:
        raise InputError(f"{where} would change nothing: it counts only with {needed}")
    if not cutters and name in side.model.default and not alive(side, name):
        raise InputError(f"{at(side.given[name].origin, name)} would change nothing: no cost and no constraint depends on it; give what it is computed from")


def alive(side: Side, name: str) -> bool:
    """Whether a levelized cost or an active constraint depends on a quantity."""
    return name in _live(side.model, side.shape)


@lru_cache(maxsize=4096)
def _live(model: Model, shape: Shape) -> frozenset[str]:
    return frozenset(model.live(shape, HEADLINES))


def cut_off(side: Side, name: str) -> tuple[str, ...]:
    """The givens that cut a quantity off from every levelized cost; empty when it is alive or never led there."""
    return _cutters(side.model, side.shape, name)


@lru_cache(maxsize=65536)
def _cutters(model: Model, shape: Shape, name: str) -> tuple[str, ...]:
    return model.cut_by(name, shape, HEADLINES)


@lru_cache(maxsize=4096)
def _formula_that_takes(model: Model, shape: Shape, name: str) -> str:
    """The choice of formulas by which an idle quantity would count, if there is one."""
    live = _live(model, shape)
    bare = model.live(replace(shape, given=frozenset()), HEADLINES)
    if name in live or name in bare:
        return ""
    active = model.active(shape)
    found = [
        f"formulas.{quantity} = {item.name!r}"
        for quantity in bare
        for item in model.alternatives.get(quantity, {}).values()
        if active.get(quantity) is not item and name in model.closure(item.arguments, active)
    ]
    return " or ".join(found)


def _refuse_contradiction(side: Side, name: str) -> None:
    """M2: a user's given and the givens its formula takes disagree, and none of those is simply overridden by it."""
    item = side.model.active(replace(side.shape, given=frozenset()))[name]
    if len(item.computes) > 1 or not item.arguments or not side.model.along.isdisjoint(item.arguments):
        return  # what a category's stations come to yields to the user's word
    if not all(a in side.given and side.given[a].rank >= COMMON and alive(side, a) for a in item.arguments):
        return
    with np.errstate(all="ignore"):
        computed = float(item.function(*(side.values[a] for a in item.arguments)))
    stated = float(side.values[name])
    if len(item.arguments) == 1 and computed == float(side.values[item.arguments[0]]):
        return  # the formula only passes on another value where none is given: one rate for every asset
    if abs(computed - stated) <= CONTRADICTION_TOLERANCE * max(abs(stated), abs(computed)):
        return
    unit = side.model.specs[name].unit
    takes = ", ".join(f"{a} ({side.given[a].origin})" for a in item.arguments)
    inverse = [f"formulas.{a} = {f!r}" for a in item.arguments for f, other in side.model.alternatives.get(a, {}).items() if name in other.arguments]
    hint = f", or choose {inverse[0]} to let it follow" if inverse else ""
    raise InputError(f"{side.name}.{name} = {text(stated, unit)} contradicts {takes}, which make it {text(computed, unit)}; withdraw one of them{hint}")
