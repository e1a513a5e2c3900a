"""From one answer to another, one difference at a time, and what each group of differences comes to in any order (M16).

Decided in docs/decisions/010-why-two-answers-differ.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.compare import evaluate
from orbital.analysis.record.ends import REFERENCE, End, NotGivenError, Stand, end_called, joint_models, stand_of
from orbital.analysis.record.groups import GROUPS, group_of
from orbital.analysis.record.hybrids import BOUNDARY, PLAIN, Half, Part, Told
from orbital.analysis.record.reconciliation import Difference, Reconciliation, Residual, Step
from orbital.analysis.record.shapley import shapley_values
from orbital.analysis.record.studies import Row, study
from orbital.binding import SIDES
from orbital.core.catalog import deflators
from orbital.core.errors import InputError, ModelError
from orbital.core.model import Model
from orbital.core.units import CALENDAR, Unit, money_power, text

DEFAULT_QUANTITIES = ("orbital.levelized_cost_per_it_energy", "ground.levelized_cost_per_it_energy")
"""What every study with money can be brought to: USD per MWh of IT power. The first that both ends give is taken where none is named."""
RATIO, COMPARISON = "levelized_cost_per_pflop_hour", "comparison"
PRICE_YEAR = "price year"
SIZE_TO, SIZE_FROM, STATIONS = "to one size", "from one size", "ground stations"


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
    ends = (end_called(str(start)), end_called(str(end)))
    studies = tuple(dict.fromkeys(item.study for item in ends if item.study))
    models = joint_models(studies)
    faults: list[str] = []
    for asked in (quantity,) if quantity else DEFAULT_QUANTITIES:
        try:
            return _Pair(ends, models, studies, asked).reconciled()
        except NotGivenError as error:
            faults += error.faults
    if quantity == f"{COMPARISON}.ratio":
        faults.append(f"an end without chips has no useful FLOP: {COMPARISON}.{DEFAULT_QUANTITIES[0].partition('.')[2]} is orbit over ground per IT energy")
    raise InputError(faults if quantity else [f"{start} and {end} share no cost: {'; '.join(dict.fromkeys(faults))}"])


class _Pair:
    """Both ends in one quantity, on one side or, for a ratio, on both."""

    def __init__(self, ends: tuple[End, End], models: Mapping[str, Model], studies: tuple[str, ...], quantity: str) -> None:
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
        self.dollars = deflators()[years[1]] / deflators()[years[0]]
        stands: dict[tuple[str, End], Stand] = {}
        faults: list[str] = []
        for end in ends:
            for name in self.sides:
                try:
                    stands[name, end] = stand_of(end, models[name], studies, short)
                except NotGivenError as error:
                    faults += error.faults
        if faults:
            raise NotGivenError(list(dict.fromkeys(faults)))
        self.own = [self._over([stands[name, end].value(short) for name in self.sides]) for end in ends]
        for end, value in zip(ends, self.own, strict=True):
            if not math.isfinite(value):
                reasons = "" if end.study else "; ".join(evaluate(end.scenario).reasons)
                raise InputError(f"{end.name} has no {quantity}: {reasons or 'it is not a number there'}")
        self.halves = []
        for name in self.sides:
            here, there = (stands[name, end] for end in ends)
            self.halves.append(Half(here, there, short, self.dollars))
        self.price_years = years if years[0] != years[1] else []
        self.bundles = self._bundles()

    @staticmethod
    def _over(values: list[float]) -> float:
        """One side's value, or orbit over ground."""
        return values[0] if len(values) == 1 else values[0] / values[1] if values[1] else math.nan

    def value(self, parts: Iterable[Part]) -> float:
        """The answer of a hybrid that takes these parts over; NaN where there is none."""
        taken = frozenset(parts)
        return self._over([half.value(taken) for half in self.halves])

    def _bundles(self) -> dict[str, list[tuple[str, tuple[Part, ...]]]]:
        """The differences of each group, by name: the stations of a network are one, all others stand alone."""
        found: dict[str, dict[str, list[Part]]] = {group: {} for group in GROUPS}
        for half in self.halves:
            for part in half.parts:
                group = BOUNDARY if part.line else group_of(half.model, part.name)
                found[group].setdefault(STATIONS if part.name.startswith("station_") else part.key, []).append(part)
        return {group: [(name, tuple(parts)) for name, parts in sorted(items.items())] for group, items in found.items() if items}

    def reconciled(self) -> Reconciliation:
        """The walk, and the shares over all orders."""
        groups = list(self.bundles)
        self._check_ends()
        restated, steps = self._price_year_step()
        undeflated = self._undeflated(restated)
        values = self._sized_coalitions(groups)
        players, game = _joined(len(groups), values)
        first, last = game[0], game[-1]
        shares = shapley_values(game)
        factors = np.exp(shapley_values(np.log(game))) if np.all(game > 0.0) else np.full(len(players), math.nan)
        steps += self._size_step(0, restated, first)
        taken: list[Part] = []
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
            undeflated,
        )

    def _coalitions(self, groups: list[str]) -> NDArray[np.float64]:
        """The answer of every coalition of groups: bit k of the index says whether group k is taken over."""
        parts = [[part for _, found in self.bundles[group] for part in found] for group in groups]
        masks = range(1 << len(groups))
        return np.array([self.value(part for k, found in enumerate(parts) if mask >> k & 1 for part in found) for mask in masks])

    def _price_year_step(self) -> tuple[float, list[Step]]:
        """From the dollars of the first end to those of the second, at its own size: the value then, and the step. Prices within formulas stay as they are."""
        for half in self.halves:
            half.size_by(0, 0)
            half.in_dollars(self.dollars)
        value = self.value([])
        if not self.price_years:
            return value, []
        here, there = (Told(PRICE_YEAR, math.nan, PLAIN, note=f"dollars of {year}", source="data/deflators.toml") for year in self.price_years)
        change = value - self.own[0]
        return value, [Step(PRICE_YEAR, (Difference(PRICE_YEAR, (here,), (there,), change),), value, change, value / self.own[0])]

    def _undeflated(self, restated: float) -> str:
        """Where prices stand within formulas, the first end in the second's dollars is not its answer times the deflator: both, in words."""
        wanted = self.own[0] * (self.dollars ** money_power(self.unit.si))
        if math.isclose(restated, wanted, rel_tol=1e-6):
            return ""
        return (
            f"prices within {self.ends[0].name}'s formulas stay in dollars of {self.price_years[0]}: {text(restated, self.unit)} in those of "
            f"{self.price_years[1]}, {text(wanted, self.unit)} if they moved with the others; the way back is then not quite the reciprocal"
        )

    def _check_ends(self) -> None:
        """Each end, in its own size and dollars, gives on both ends' Models what it gives by itself. Raises `ModelError` where it does not."""
        everything = [part for half in self.halves for part in half.parts]
        for end, parts in enumerate(([], everything)):
            for half in self.halves:
                half.size_by(end, end)
                half.in_dollars(self.dollars if end else 1.0)
            value = self.value(parts)
            if not math.isclose(value, self.own[end], rel_tol=1e-9, abs_tol=1e-300):
                raise ModelError(f"{self.ends[end].name} on both ends' Models gives {value}, by itself {self.own[end]}: a difference is missed")

    def _sized_coalitions(self, groups: list[str]) -> NDArray[np.float64]:
        """The answers of all coalitions at a size that both ends can have: the larger fleet of the smaller satellites, else another of the four."""
        for fleet, satellite in ((0, 0), (0, 1), (1, 0), (1, 1)):
            for half in self.halves:
                half.size_by(half.common[0] ^ fleet, half.common[1] ^ satellite)
            parts = [part for half in self.halves for part in half.parts]
            if math.isfinite(self.value([])) and math.isfinite(self.value(parts)):
                return self._coalitions(groups)
        names = " and ".join(end.name for end in self.ends)
        raise InputError(f"{names} cannot be compared in {self.quantity}: there is no size that both can have")

    def _size_step(self, end: int, before: float, after: float) -> list[Step]:
        """From an end's own size to the common one, at the start of the walk, or from the common one to its own, at the end."""
        resized = [half for half in self.halves if half.resized(end)]
        if not resized:
            return []
        name = (SIZE_TO, SIZE_FROM)[end]
        waiting = [(name, tuple(part for half in resized for part in half.sizes))]
        return [Step(name, (self._difference(waiting, after - before),), after, after - before, after / before)]

    def _walked(self, bundles: list[tuple[str, tuple[Part, ...]]], taken: list[Part]) -> list[Difference]:
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

    def _difference(self, waiting: list[tuple[str, tuple[Part, ...]]], change: float) -> Difference:
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


def _residual(end: End, quantity: str, sides: Sequence[str]) -> Residual | None:
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
            rank = 0 if row.quantity == quantity else _nearness(end, side, short, row.unit)
            if rank is not None:
                ranked.append((rank, row.verdict != "reproduced", len(ranked), row))
    return Residual(end.name, min(ranked)[-1]) if ranked else None


def _nearness(end: End, side_name: str, quantity: str, unit: Unit) -> int | None:
    """1 for a ratio of both sides, 2 for a levelized cost, 3 for what rests on all cost lines, None for what does not."""
    if side_name == COMPARISON:
        return None if unit.si or unit == CALENDAR else 1
    side = end.scenario.side(side_name)
    active = side.model.active(side.shape)
    if quantity not in active or "total_cost" not in side.model.closure([quantity], active):
        return None
    return 2 if active[quantity].headline else 3
