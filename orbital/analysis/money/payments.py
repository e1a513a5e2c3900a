"""A side's cost lines as dated payments: what is bought when, what is paid every period, what is left at the end.

The Model knows yearly amounts. Each is a sum of parts proportional to a capital recovery factor, a salvage credit, a waiting factor or the
escalation of operating lines, and of a rest. The parts are told apart by running the lines with those factors changed, whatever formulas are
chosen, so that a new line needs nothing here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from orbital.binding import BY_USER, CHANGE, Given, Side
from orbital.core.units import YEAR
from orbital.economics.finance import MACRS_5, MACRS_15, capital_recovery_factor, sinking_fund_factor

Array = NDArray[np.float64]

RECOVERY, SALVAGE, WAITING, ESCALATION = "_capital_recovery_factor", "_salvage_credit", "_waiting_factor", "operating_escalation_factor"
SCHEDULES = {"building": MACRS_15}
"""Tax schedules other than the five-year one, by asset."""
SMALL = 1e-12
"""A part below this share of its line is rounding."""
LONGEST = 1200
"""Most periods of a horizon that all lives divide; beyond, one of the longest life with the worth of the rest."""


@dataclass(frozen=True, slots=True)
class Asset:
    """What one cost line buys: paid at the start of each life, some of it early, some of it got back at the end."""

    line: str
    name: str
    rate: float
    life: float
    price: float
    waits: float
    delay: float
    salvage: float
    depreciation: float
    schedule: tuple[tuple[float, float], ...]

    def charge(self, tax: float) -> float:
        """What it costs a period after tax, without a level depreciation: the present value over one life as an annuity."""
        growth = math.log1p(self.rate)
        value = self.basis - self.salvage * (1.0 - tax) * math.exp(-growth * self.life)
        value -= tax * sum(share * self.basis * math.exp(-growth * time) for time, share in self.schedule)
        return value / annuity(self.rate, self.life)

    @property
    def basis(self) -> float:
        """What has been paid when its service begins, the interest of waiting included."""
        return self.price + self.waits * math.expm1(math.log1p(self.rate) * self.delay)


@dataclass(frozen=True, slots=True)
class Running:
    """What one cost line pays at the end of each period: a level amount, and one that rises with `growth` a period within each life."""

    line: str
    level: float
    rising: float
    growth: float
    life: float


@dataclass(frozen=True, slots=True, eq=False)
class Payments:
    """A side's lines taken apart. Lives and delays in periods, rates a period, money in USD."""

    assets: tuple[Asset, ...]
    running: tuple[Running, ...]
    period: float
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of a table of payments, by row: capital and what is left of it, payments deducted from income at once, and depreciation."""

    name: str
    line: str
    rate: float
    capital: Array
    expense: Array
    depreciation: Array

    def after_tax(self, tax: float) -> Array:
        """What is paid, less the tax that it saves."""
        return self.capital + self.expense * (1.0 - tax) - tax * self.depreciation


def annuity(rate: float, periods: float) -> float:
    """Present value of a dollar at the end of each period."""
    return 1.0 / float(capital_recovery_factor(rate, periods, 1.0))


# --- taking the Model's lines apart -----------------------------------------------------------------------------------
def payments(side: Side) -> Payments:
    """The cost lines of a side as what is bought and what is paid."""
    lines = side.total.arguments
    active = side.model.active(side.shape)
    inside = [name for name in side.model.closure(lines, active) if name in active]
    frequency = float(side.values["compounding_frequency"])
    notes: list[str] = []
    factors = {}
    for name in inside:
        if name.endswith((RECOVERY, SALVAGE)):
            rates = [a for a in active[name].arguments if a.endswith("_discount_rate")]
            lives = [a for a in active[name].arguments if a.endswith("_life")]
            if len(rates) == len(lives) == 1:
                rate, life = (float(x) for x in side.run((rates[0], lives[0])))
                factors[name] = (rate / frequency, life * frequency)
    waiting = {name: _delay(side, name, frequency) for name in inside if name.endswith(WAITING)}
    plain = dict.fromkeys(waiting, 0.0)
    notes += [f"{name} is given: what it pays is level" for name in side.shape.given if name.endswith((RECOVERY, SALVAGE))]
    whole = _lines(side, lines)
    unwaited = _lines(side, lines, plain)
    assets: list[Asset] = []
    rest = whole.copy()
    for name, (rate, life) in factors.items():
        if not name.endswith(RECOVERY):
            continue
        factor = float(side.run((name,))[0])
        off = {name: 0.0}
        rest -= whole - _lines(side, lines, off)
        bought = (unwaited - _lines(side, lines, plain | off)) / factor
        early = {}
        for waited, stated in waiting.items():
            amount = (_lines(side, lines, plain | {waited: 1.0}) - _lines(side, lines, plain | {waited: 1.0} | off)) / factor - bought
            interest = float(side.run((waited,))[0])
            delay = _as_long_as(interest, stated, rate)
            if delay is not None:
                early[waited] = (amount, delay)
            else:
                bought = bought + amount * interest
        asset = name.removesuffix(RECOVERY)
        depreciation, schedule = _depreciation(side, asset, life, frequency)
        for k, line in enumerate(lines):
            if abs(bought[k]) * factor > SMALL * abs(whole[k]):
                assets.append(Asset(line, asset, rate, life, float(bought[k]), 0.0, 0.0, 0.0, depreciation, schedule))
            for amount, delay in early.values():
                if abs(amount[k]) * factor > SMALL * abs(whole[k]) and delay > 0.0:
                    assets.append(Asset(line, asset, rate, life, 0.0, float(amount[k]), delay, 0.0, depreciation, schedule))
    for name, (rate, life) in factors.items():
        if name.endswith(SALVAGE):
            credit = _lines(side, lines, {name: 0.0}) - whole
            rest += credit
            ends = credit / float(sinking_fund_factor(rate * frequency, life / frequency, frequency))
            asset = name.removesuffix(SALVAGE)
            assets += [
                Asset(line, asset, rate, life, 0.0, 0.0, 0.0, float(ends[k]), 0.0, ()) for k, line in enumerate(lines) if abs(credit[k]) > SMALL * abs(whole[k])
            ]
    if any(asset.waits for asset in assets):
        notes.append("what waits is paid early: its line moves the payment, and costs the interest")
    running = tuple(_running(side, lines, rest, whole, frequency, notes))
    return Payments(tuple(assets), running, 1.0 / frequency, tuple(notes))


def _lines(side: Side, lines: tuple[str, ...], changed: Mapping[str, float] | None = None) -> Array:
    """The yearly amounts of the cost lines, with some factors replaced."""
    for name, value in (changed or {}).items():
        side = side.with_value(name, Given(np.float64(value), "", "cash flow", BY_USER, rank=CHANGE))
    return np.array([float(x) for x in side.run(lines)])


def _delay(side: Side, name: str, frequency: float) -> float | None:
    """Periods that a waiting factor lasts, where one of its arguments is that time."""
    item = side.model.active(side.shape)[name]
    times = [a for a, spec in zip(item.arguments, item.takes, strict=True) if spec.unit.si == "s"]
    return float(side.run(tuple(times))[0]) * frequency if len(times) == 1 else None


def _as_long_as(interest: float, stated: float | None, rate: float) -> float | None:
    """Periods after which a dollar has earned an interest: those stated where they do, else those that do; None where no time does."""
    if stated is not None and abs(math.expm1(math.log1p(rate) * stated) - interest) <= 1e-9 * abs(interest):
        return stated
    return math.log1p(interest) / math.log1p(rate) if rate > 0.0 and interest >= 0.0 else None


def _depreciation(side: Side, asset: str, life: float, frequency: float) -> tuple[float, tuple[tuple[float, float], ...]]:
    """Tax depreciation of an asset per dollar: level a period, or the times and shares of a schedule."""
    name = f"{asset}_depreciation_rate"
    if side.chosen.get(name, "").endswith("_macrs") and name not in side.shape.given:
        return 0.0, tuple((min(year * YEAR * frequency, life), share) for year, share in enumerate(SCHEDULES.get(asset, MACRS_5), 1))
    return (float(side.run((name,))[0]) / frequency if name in side.model.specs else 1.0 / life), ()


def _running(side: Side, lines: tuple[str, ...], rest: Array, whole: Array, frequency: float, notes: list[str]) -> Iterable[Running]:
    """What lines pay each period, apart from what they buy."""
    rising, growth, life = np.zeros(len(lines)), 1.0, 0.0
    chosen = side.model.active(side.shape).get(ESCALATION)
    if chosen is not None:
        factor, inflation = (float(x) for x in side.run((ESCALATION, "inflation_rate")))
        (lived,) = (a for a in chosen.arguments if a.endswith("_life"))
        life = _whole(float(side.run((lived,))[0]) * frequency)
        growth = math.exp(math.log1p(inflation * YEAR) / (frequency * YEAR))
        if life.is_integer():
            rising = (_lines(side, lines, {ESCALATION: 2.0 * factor}) - whole) / factor
            rest = rest - rising * factor
            notes.append("operating lines rise with inflation within each life of the chips, and start anew with the next")
        else:
            notes.append("operating lines are level: the chips' life is not a whole number of periods")
    for k, line in enumerate(lines):
        level, rises = (float(x[k]) if abs(x[k]) > SMALL * abs(whole[k]) else 0.0 for x in (rest, rising))
        if level or rises:
            yield Running(line, level / frequency, rises / frequency, growth, life)


def _whole(periods: float) -> float:
    """A number of periods, whole where it is so within rounding."""
    return float(round(periods)) if abs(periods - round(periods)) <= 1e-9 * max(periods, 1.0) else periods


# --- dates ------------------------------------------------------------------------------------------------------------
def common_horizon(assets: Iterable[Asset]) -> int:
    """The fewest whole periods that every life divides; where they are too many, the longest life rounded up."""
    lives = [_whole(asset.life) for asset in assets]
    parts = [Fraction(life).limit_denominator(1000) for life in lives]
    if all(abs(float(part) - life) <= 1e-9 * life for part, life in zip(parts, lives, strict=True)):
        shared = math.lcm(*(part.numerator for part in parts)) if parts else 1
        if shared <= LONGEST:
            return shared
    return math.ceil(max(lives) - 1e-9)


def columns(found: Payments, horizon: int, tax: float, rate: float) -> tuple[Array, list[Column]]:
    """Times (periods from the first token, rising) and the columns: one for each thing a line buys, one for what it pays; `rate` is the latter's."""
    parts: dict[tuple[str, str], list[dict[float, list[float]]]] = {}
    rates: dict[tuple[str, str], float] = {}
    several = {asset.line for asset in found.assets if len({other.name for other in found.assets if other.line == asset.line}) > 1}
    several |= {asset.line for asset in found.assets} & {item.line for item in found.running}
    for asset in found.assets:
        key = (asset.line, f"{asset.line}: {asset.name}" if asset.line in several else asset.line)
        parts.setdefault(key, []).append(_dated(asset, horizon, tax))
        rates[key] = asset.rate
    for item in found.running:
        paid = _paid(item, rate, horizon)
        parts.setdefault((item.line, item.line), []).append({k + 1.0: [0.0, float(paid[k]), 0.0] for k in range(horizon)})
        rates[item.line, item.line] = rate
    times = sorted({*map(float, range(horizon + 1)), *(time for each in parts.values() for one in each for time in one)})
    row = {time: k for k, time in enumerate(times)}
    made = []
    for (line, name), each in parts.items():
        table = np.zeros((3, len(times)))
        for one in each:
            for time, amounts in one.items():
                table[:, row[time]] += amounts
        made.append(Column(name, line, rates[line, name], *table))
    return np.array(times), made


def _paid(item: Running, rate: float, horizon: int) -> Array:
    """What is paid at the end of each period: what rises does so within each life, and is level where the horizon cuts one."""
    if not item.rising:
        return np.full(horizon, item.level)
    rises = item.rising * np.power(item.growth, np.arange(1.0, item.life + 1.0))
    if horizon % item.life:
        value = float(np.sum(rises * np.exp(-math.log1p(rate) * np.arange(1.0, item.life + 1.0))))
        return np.full(horizon, item.level + value / annuity(rate, item.life))
    return item.level + np.resize(rises, horizon)


def _dated(asset: Asset, horizon: int, tax: float) -> dict[float, list[float]]:
    """An asset's capital, expense and depreciation by time: purchases over the horizon, and at its end the worth of the life that is left.

    That worth is the level charges still to come, so that a horizon in mid-life costs as much a period as whole lives do. What would be
    received or deducted after the end is worth its discounted amount there.
    """
    found: dict[float, list[float]] = {}

    def put(time: float, kind: int, amount: float) -> None:
        if time > horizon + 1e-9:
            time, amount = float(horizon), amount * math.exp(-math.log1p(asset.rate) * (time - horizon))
        found.setdefault(_whole(time), [0.0, 0.0, 0.0])[kind] += amount

    life, bought, start = _whole(asset.life), 0, 0.0
    while start < horizon - 1e-9:
        put(start, 0, asset.price - asset.waits)
        put(start - asset.delay, 0, asset.waits)
        put(start + life, 1, -asset.salvage)
        for time, share in asset.schedule:
            put(start + time, 2, share * asset.basis)
        bought += 1
        start = bought * life
    if start > horizon + 1e-9:
        put(float(horizon), 0, -asset.charge(tax) * annuity(asset.rate, start - horizon))
    for k in range(1, horizon + 1):
        put(float(k), 2, asset.depreciation * asset.basis)
    return {time: amounts for time, amounts in found.items() if any(amounts)}
