"""The best feasible design over chosen quantities and picks, at given assumptions or at a quantile over all draws."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.compare import evaluate
from orbital.analysis.decisions.candidates import Candidates, common_draws, drawn
from orbital.analysis.decisions.choices import Free, Way, asked_ranges, free, given_today, picked_today, refuse_arrays, today_on, ways
from orbital.analysis.decisions.neighborhood import Neighborhood, neighborhood
from orbital.analysis.decisions.optimum import Choice, Optimum, Pick, Robust, plain
from orbital.analysis.decisions.search import AT_BOUND, FAR, least, polish, settled
from orbital.analysis.many.batch import INFEASIBLE, RATIO
from orbital.analysis.many.draws import sobol_points
from orbital.analysis.many.varied import is_category
from orbital.core.errors import InputError
from orbital.core.progress import progress_bar
from orbital.refusals import alive, cut_off
from orbital.scenarios import Scenario

Array = NDArray[np.float64]

QUANTILE = 0.5
DRAWS = 512
CHECK_DRAWS = 4096
FAILING = 0.05
"""Over draws, a design may fail in this share of them, or in as many as today's design does where that is more; beyond 1 - q no quantile q is finite."""
SHOWN_REASONS = 5


def optimize(
    scenario: Scenario,
    quantities: Sequence[str] | Mapping[str, Any],
    minimize: str = RATIO,
    robust: bool = False,
    quantile: float = QUANTILE,
    draws: int = DRAWS,
    seed: int = 1,
    progress: bool = False,
) -> Optimum:
    """The feasible design with the least objective, everything not named as it is.

    quantities : names, as `["orbital.altitude", "orbital.launch_vehicle"]`, or names with what they may be: `{"orbital.altitude": ("400 km",
        "1200 km"), "orbital.launch_vehicle": ["starship-v3", "falcon-9"]}`. A quantity not told otherwise may be anything within its hard bounds
        or, where those are open, within the spread its source leaves. Catalog picks and `orbital.formulas.x` are tried one by one, all there are.
    minimize : `ratio`, another quantity of the comparison, or of a side as `orbital.satellite_mass`.
    robust : minimizes a quantile of the objective over common draws of all spreads that are not chosen themselves: the same for every
        candidate. A draw that cannot be built counts as dearer than all that can, so that a quantile q has no value where more than 1 - q of
        them fail; and no more than 5 % may, or than fail with today's design.

    scipy's differential evolution over blocks of candidates, from scrambled Sobol' points, then shrinking steps; a seed gives the same answer
    again. No feasible design is an answer, with reasons.

    Raises `InputError` for a name that is unknown, dead, asked for twice or cut off by another one asked for, values reversed or out of bounds,
    and a pick given as a number.
    """
    _refuse_numbers(quantile, draws, seed)
    if not robust and (quantile != QUANTILE or draws != DRAWS):
        raise InputError("quantile and draws say nothing where nothing is drawn: ask for robust as well")
    refuse_arrays(scenario)
    asked = asked_ranges(quantities)
    tried, refused = ways(scenario, asked)
    faults: list[str] = []
    problems = []
    for way in tried:
        try:
            problems.append(_problem(way, asked, minimize))
        except InputError as error:
            faults += error.faults
            refused[_called(way)] = error.faults[0]
    if not problems:
        raise InputError(list(dict.fromkeys(faults)))
    today = Candidates(Way({}, scenario), (), minimize)
    if robust:
        held = {name for problem in problems for name in problem.held}
        names = list(dict.fromkeys(name for problem in problems for name in drawn(problem.way.scenario, problem.frees) if name not in held))
        today = replace(today, frees=_held(scenario, problems[0].frees), draws=common_draws(names, int(draws), quantile, 1.0, seed, 0))
        fails = today.quantile_and_share(np.zeros(len(today.frees)))[1]
        limit = max(FAILING, min(fails, 1.0 - quantile))
        problems = [replace(problem, draws=common_draws(names, int(draws), quantile, limit, seed, 0)) for problem in problems]
    found = []
    most = [problem.effort.most(len(problem.frees)) if problem.frees else 1 for problem in problems]
    with progress_bar("candidates", sum(most), progress) as advance:
        for problem, points in zip(problems, most, strict=True):
            problem.advance = advance
            found.append(_best_of(problem, seed))
            advance(max(points - problem.count, 0))
            problem.advance = None
    return _told(scenario, today, problems, found, refused, seed)


def _held(scenario: Scenario, frees: Sequence[Free]) -> list[Free]:
    """What is chosen on one side, held at today's value where it is given: of one draw for both sides the other keeps its own, as in candidates."""
    given = [(item, side) for item in frees for side in item.item.sides if len(item.item.sides) == 1 and item.item.name in scenario.side(side).values]
    values = [(item, today_on(scenario, item.item, side)) for item, side in given]
    return [replace(item, low=value, high=value, log=False) for item, value in values]


def _refuse_numbers(quantile: float, draws: int, seed: int) -> None:
    faults = []
    if isinstance(quantile, bool) or not isinstance(quantile, (int, float)) or not 0.0 < quantile < 1.0:
        faults.append(f"quantile = {quantile!r}: a number above 0 and below 1 is needed")
    if isinstance(draws, bool) or not isinstance(draws, (int, np.integer)) or not 32 <= draws <= 2**14 or draws & (draws - 1):
        faults.append(f"draws = {draws!r}: a power of two from 32 to {2**14} is needed")
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        faults.append(f"seed = {seed!r}: a whole number of at least 0 is needed")
    if faults:
        raise InputError(faults)


def _called(way: Way) -> str:
    return " + ".join(way.picks.values())


def _problem(way: Way, asked: Mapping[str, Any], minimize: str) -> Candidates:
    """The candidates of one way to pick; refused where a quantity is unknown, dead, or cut off by another one asked for."""
    if minimize == INFEASIBLE:
        raise InputError("minimize = 'infeasible': it marks what cannot be built and is no objective")
    frees = [free(way.scenario, key, given) for key, given in asked.items() if not is_category(key)]
    for item in frees:
        _refuse_cut_off(way.scenario, item, frees)
    way.scenario.replace({item.key: item.item.written(float(item.at(0.5))) for item in frees})
    problem = Candidates(way, frees, minimize)
    problem.refuse_idle()
    return problem


def _refuse_cut_off(scenario: Scenario, item: Free, frees: Sequence[Free]) -> None:
    """Refuse two quantities of which one given makes the other idle."""
    base = given_today(scenario, [other.item for other in frees])
    if not any(alive(base.side(side), item.item.name) for side in item.item.sides):
        cutters = {cutter for side in item.item.sides for cutter in cut_off(base.side(side), item.item.name)}
        named = [other.key for other in frees if other.item.name in cutters and other is not item]
        raise InputError(f"{item.key} would change nothing where {' and '.join(named) or 'the others'} is chosen as well: ask for one of them")


def _best_of(problem: Candidates, seed: int) -> tuple[Array, float]:
    """The best point of one way to pick; over interpolated geometry, settled by exact values at its end."""
    if not problem.frees:
        point = np.empty((0, 1))
        return point[:, 0], float(problem(point)[0])
    today = np.nan_to_num([[item.share(_today_of(problem.way.scenario, item))] for item in problem.frees])
    point, value = least(problem, len(problem.frees), today, problem.effort, seed)
    last = problem
    if problem.draws is None and problem.interpolated:
        last = Candidates(problem.way, problem.frees, problem.output, exact=True)
        point, value = polish(last, point[:, None], last(point[:, None]), 1e-5, 20, seed)
    if value < FAR:
        point, value = settled(last, point, value, today[:, 0])
    problem.count += last.count if last is not problem else 0
    return point, value


def _told(
    scenario: Scenario, today: Candidates, problems: Sequence[Candidates], found: Sequence[tuple[Array, float]], refused: Mapping[str, str], seed: int
) -> Optimum:
    """The best of all ways, and what is to be said of it."""
    first = int(np.argmin([value for _, value in found]))
    problem, (point, value) = problems[first], found[first]
    feasible = value < FAR
    around = neighborhood(problem, point, value) if feasible else Neighborhood({}, (), ())
    values = {item.key: float(item.at(share)) for item, share in zip(problem.frees, point, strict=True)}
    best = problem.way.scenario.replace({item.key: item.item.written(values[item.key]) for item in problem.frees}) if problem.frees else problem.way.scenario
    choices = tuple(
        Choice(
            item.key,
            item.item.unit,
            item.low,
            item.high,
            item.log,
            _today_of(scenario, item),
            values[item.key] if feasible else math.nan,
            around.flat(item.key, value, values[item.key]) if feasible else (math.nan, math.nan),
            _bound(float(share)) if feasible else "",
        )
        for item, share in zip(problem.frees, point, strict=True)
    )
    picks = tuple(Pick(key, picked_today(scenario, key), name if feasible else "") for key, name in problem.way.picks.items())
    robust = None if problem.draws is None else _over_draws(today, problem, point, seed)
    labels = {_called(each.way): (number if number < FAR else math.nan) for each, (_, number) in zip(problems, found, strict=True) if each.way.picks}
    return Optimum(
        scenario.name,
        problem.output,
        problem.batch.unit(problem.output),
        value if feasible else math.nan,
        _objective(today),
        choices,
        picks,
        around.active,
        around.jumps,
        _notes(problem, around, best, robust) if feasible else (),
        () if feasible else _reasons(problem, point, best, robust.share_today if robust else 0.0),
        robust,
        dict(sorted(labels.items(), key=lambda item: (math.isnan(item[1]), item[1]))),
        refused,
        seed,
        sum(each.count for each in problems),
        best if feasible else None,
        around.slices,
    )


def _today_of(scenario: Scenario, item: Free) -> float:
    try:
        return today_on(scenario, item.item, item.item.sides[0])
    except InputError:  # a null of today's, filled by a pick
        return math.nan


def _bound(share: float) -> str:
    return "lower" if share <= AT_BOUND else "upper" if share >= 1.0 - AT_BOUND else ""


def _reasons(problem: Candidates, point: Array, closest: Scenario, fails: float) -> tuple[str, ...]:
    """Why nothing can be built: what stops the candidate with the fewest violations, and what stops how many of all."""
    points = sobol_points(64, len(point), 0, 0) if point.size else np.empty((0, 1))
    shares = problem.violated(points)
    often = [f"{name} in {share:.0%}" for name, share in list(shares.items())[:SHOWN_REASONS]]
    said = list(evaluate(closest).reasons)
    if not said and problem.draws is None:
        said = ["the objective has no value there"]
    if problem.draws is not None:
        share = problem.quantile_and_share(point)[1]
        said.append(f"at best {share:.0%} of the draws cannot be built, allowed are {problem.draws.allowed:.0%} (today's design fails in {fails:.0%})")
    told = f"of {points.shape[1]} candidates all over the ranges these margins are violated: {', '.join(often)}" if often and point.size else ""
    return tuple(f"the closest design: {reason}" for reason in said) + ((told,) if told else ())


def _over_draws(today: Candidates, problem: Candidates, point: Array, seed: int) -> Robust:
    """What the quantile rests on, and the same over other draws: those searched with flatter the best."""
    assert problem.draws is not None
    searched, names, stated = problem.draws, list(problem.draws.shares), np.zeros(len(today.frees))
    share = problem.quantile_and_share(point)[1]
    other = common_draws(names, CHECK_DRAWS, searched.quantile, 1.0, seed, 1)
    others = [replace(each, draws=other).quantile_and_share(at)[0] for each, at in ((today, stated), (problem, point))]
    share_today = today.quantile_and_share(stated)[1]
    return Robust(searched.quantile, searched.count, searched.allowed, share_today, share, CHECK_DRAWS, others[0], others[1], problem.held)


def _objective(today: Candidates) -> float:
    """The objective as the scenario stands; NaN where it cannot be built."""
    value = float(today(np.zeros((len(today.frees), 1)))[0])
    return value if value < FAR else math.nan


def _notes(problem: Candidates, around: Neighborhood, best: Scenario, robust: Robust | None) -> tuple[str, ...]:
    """What the best design strains, what the objective does not change with, and which spreads were not drawn."""
    idle = [key for key, (_, y) in around.slices.items() if np.ptp(y[np.isfinite(y)]) <= 1e-12 * np.abs(y[np.isfinite(y)]).max()]
    notes = [f"flagged: {flag}" for flag in evaluate(best).flags]
    notes += [f"the {plain(problem.output)} does not change with {plain(key)}: any value that can be built is as good" for key in idle]
    if robust is not None and robust.held:
        notes.append(f"at their stated values, not drawn, since slow geometry rests on them: {', '.join(map(plain, robust.held))}")
    return tuple(notes)
