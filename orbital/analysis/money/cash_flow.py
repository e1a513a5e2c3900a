"""A side's money period by period: an auditable sheet that recomputes the Model's levelized cost from dated payments."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.compare import evaluate, json_quantity, number
from orbital.analysis.money.payments import Column, Payments, annuity, columns, common_horizon, payments
from orbital.analysis.money.returns import InternalRates, internal_rates_of_return
from orbital.binding import SIDES, Side
from orbital.core.catalog import deflators
from orbital.core.errors import InputError, UnitError
from orbital.core.parse import parse_quantity
from orbital.core.units import YEAR, Unit, shown_value, text
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

OUTPUTS = {
    "levelized_cost_per_gpu_hour": ("delivered_accelerators", Unit("GPU*s", "GPU*h")),
    "levelized_cost_per_pflop_hour": ("delivered_compute", Unit("FLOP", "PFLOP/s*h")),
    "levelized_cost_per_million_tokens": ("delivered_tokens", Unit("token", "Mtoken")),
}
"""What is sold at each kind of price, and the unit it is counted in."""
DURATION = Unit("s", "yr", 0.0)
MONEY = Unit("USD", "MUSD")
SHOWN_YEARS = (0, 1, 2, 3, 4, 5, 10, 15, 20)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CashFlow:
    """One side's payments and output, a row for each end of a period and each purchase between. Money in USD, output in SI.

    Time 0 is the first token; chips are bought a deployment delay before it and before each replacement. What runs is paid, and output sold,
    at the ends of periods 1 to `horizon`. Rates are per period; `rate` is the one output is weighted with.

    Where assets have rates of their own, each is taken as paid by level payments over the horizon at its rate, and what income leaves after
    those is discounted at `rate`. With one rate for all that is the plain net present value, row by row.
    """

    scenario: str
    side: str
    labels: Mapping[str, str]
    period: float
    rate: float
    horizon: int
    tax_rate: float
    times: Array
    columns: tuple[Column, ...]
    outputs: Mapping[str, Array]
    units: Mapping[str, Unit]
    model_costs: Mapping[str, float]
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    price_year: int = field(default=0)

    # --- what the sheet says ---
    @property
    def levelized_costs(self) -> dict[str, float]:
        """Each kind of levelized cost (SI), recomputed from the rows: level payments over level output, before tax. NaN where infeasible."""
        level = sum(self._level(column.after_tax(self.tax_rate), column.rate) for column in self.columns) / (1.0 - self.tax_rate)
        return {name: math.nan if self.reasons else level / self._level(output, self.rate) for name, output in self.outputs.items()}

    @property
    def levelized_cost(self) -> float:
        """Levelized cost of an hour of one delivered accelerator (SI: USD/s/GPU), recomputed from the rows."""
        return self.levelized_costs["levelized_cost_per_gpu_hour"]

    def net_cash(self, price: str | None = None) -> Array:
        """What is received less what is paid, row by row, at a price such as `"3 USD/h/GPU"`; at the levelized cost without one."""
        taxable = self.revenue(price) - self._sum("expense")
        return taxable - self._sum("capital") - self.tax_rate * (taxable - self._sum("depreciation"))

    def revenue(self, price: str | None = None) -> Array:
        """Output times price, row by row. The price is one of the three kinds, constant in the money of the sheet."""
        name, value = self._price(price)
        return self.outputs[name] * value

    def tax(self, price: str | None = None) -> Array:
        """Tax paid, row by row; negative where the owner deducts more than the side earns."""
        return self.tax_rate * (self.revenue(price) - self._sum("expense") - self._sum("depreciation"))

    def net_present_value(self, price: str | None = None) -> float:
        """Present value at the first token of all that is received less all that is paid; zero when the price is the levelized cost.

        At what a lease of the same output would cost, it is the value of owning over leasing.
        """
        if self.reasons:
            return math.nan
        if self.one_rate:
            return float(np.sum(self.net_cash(price) * self._discount(self.rate)))
        income = self._level(self.revenue(price), self.rate) * (1.0 - self.tax_rate)
        paid = sum(self._level(column.after_tax(self.tax_rate), column.rate) for column in self.columns)
        return float((income - paid) * annuity(self.rate, self.horizon))

    def internal_rates(self, price: str | None = None) -> InternalRates:
        """Every rate (nominal a year, compounded as the sheet is) at which the net cash is worth nothing, or why there is none."""
        if self.reasons:
            return InternalRates((), "; ".join(self.reasons), "a year")
        found = internal_rates_of_return(self.net_cash(price), self.times)
        return InternalRates(tuple(rate / self.period * YEAR for rate in found.rates), found.reason, "a year")

    def payback(self, price: str | None = None) -> float | None:
        """Time (s) from the first payment after which money received never again falls behind money paid, undiscounted; None where it stays behind."""
        if self.reasons:
            return None
        total = np.cumsum(self.net_cash(price))
        behind = np.flatnonzero(total < -1e-9 * np.abs(total).max())
        if not behind.size:
            return 0.0
        last = int(behind[-1])
        return None if last + 1 == len(total) else float(self.times[last + 1] - self.times[0]) * self.period

    @property
    def one_rate(self) -> bool:
        """Whether everything is discounted at one rate."""
        return all(abs(column.rate - self.rate) <= 1e-15 for column in self.columns)

    # --- handing on ---
    def to_frame(self, price: str | None = None) -> pd.DataFrame:
        """The sheet: time, what each line pays (USD, its yearly rate in the heading), output, revenue, tax, net, discount factor."""
        import pandas as pd

        sheet = {"time [yr]": self.times * self.period / YEAR}
        for column in self.columns:
            sheet[f"{column.name} [USD at {self._yearly(column.rate):.10g} %/yr]"] = column.capital + column.expense
        if self.tax_rate:
            sheet["depreciation [USD]"] = self._sum("depreciation")
        for name, output in self.outputs.items():
            sheet[f"{OUTPUTS[name][0]} [{OUTPUTS[name][1].shown}]"] = shown_value(output, OUTPUTS[name][1])
        sheet |= {"revenue [USD]": self.revenue(price), "tax [USD]": self.tax(price), "net [USD]": self.net_cash(price)}
        sheet[f"discount factor at {self._yearly(self.rate):.10g} %/yr"] = self._discount(self.rate)
        return pd.DataFrame(sheet)

    def to_csv(self, path: str | Path, price: str | None = None) -> None:
        """Write the sheet, every digit of it: another program recomputes the same numbers."""
        self.to_frame(price).to_csv(path, index=False, float_format="%.17g")

    def to_dict(self, price: str | None = None) -> dict[str, Any]:
        """What the sheet comes to as plain numbers and unit strings; a missing number is None."""
        name, value = self._price(price)
        rates = self.internal_rates(price)
        payback = self.payback(price)
        return {
            "scenario": self.scenario,
            "side": self.side,
            "labels": dict(self.labels),
            "horizon": json_quantity(self.horizon * self.period, DURATION),
            "period": json_quantity(self.period, Unit("s", "month")),
            "rates": {column.name: {"value": self._yearly(column.rate), "unit": "%/yr"} for column in self.columns},
            "price": {"kind": name, **(json_quantity(value, self.units[name]) or {})},
            "levelized": {kind: json_quantity(cost, self.units[kind]) for kind, cost in self.levelized_costs.items()},
            "model": {kind: json_quantity(cost, self.units[kind]) for kind, cost in self.model_costs.items()},
            "net_present_value": {"value": number(self.net_present_value(price)), "unit": "USD"},
            "internal_rates": [{"value": 100.0 * rate, "unit": "%/yr"} for rate in rates.rates],
            "internal_rates_reason": rates.reason,
            "payback": json_quantity(payback, Unit("s", "month")),
            "paid": {column.name: json_quantity(float((column.capital + column.expense).sum()), MONEY) for column in self.columns},
            "notes": list(self.notes),
            "reasons": list(self.reasons),
        }

    def rows(self, price: str | None = None) -> list[tuple[str, list[float]]]:
        """For a screen: what each line pays up to the first token and in some years after it, in MUSD."""
        year = np.ceil(self.times * self.period / YEAR - 1e-9).clip(min=0.0)
        picked = [k for k in SHOWN_YEARS if k <= year[-1]]
        sums: dict[str, Array] = {f"{column.name.replace('_', ' ')} [MUSD]": column.capital + column.expense for column in self.columns}
        if self.tax_rate:
            sums["tax [MUSD]"] = self.tax(price)
        sums |= {"revenue [MUSD]": self.revenue(price), "net [MUSD]": self.net_cash(price)}
        return [
            ("year of service (0: until the first token)", [float(k) for k in picked]),
            *((name, [float(values[year == k].sum()) / 1e6 for k in picked]) for name, values in sums.items()),
        ]

    def told(self, price: str | None = None) -> str:
        """What the sheet comes to at a price, in words."""
        name, value = self._price(price)
        if self.reasons:
            return f"{self.scenario}, {self.side}: it cannot be built: {'; '.join(self.reasons)}"
        worth = self.net_present_value(price)
        moved = float(np.abs(self.net_cash(price)).sum())
        worth = 0.0 if abs(worth) <= 1e-12 * moved else worth
        rates = self.internal_rates(price)
        back = self.payback(price)
        returned = f"paid back after {text(back, Unit('s', 'month'))}" if back is not None else "not paid back"
        return (
            f"{self.scenario}, {self.side}: sold at {text(value, self.units[name])} over {text(self.horizon * self.period, DURATION)} it is worth "
            f"{text(worth, MONEY)} at the first token; {rates}; {returned}. "
            f"Levelized from the rows: {', '.join(text(cost, self.units[kind]) for kind, cost in self.levelized_costs.items())}"
        )

    def __repr__(self) -> str:
        return self.told()

    # --- inside ---
    def _sum(self, kind: str) -> Array:
        return sum((getattr(column, kind) for column in self.columns), np.zeros(len(self.times)))

    def _discount(self, rate: float) -> Array:
        found: Array = np.exp(-math.log1p(rate) * self.times)
        return found

    def _level(self, amounts: Array, rate: float) -> float:
        """The level amount at the end of each period that is worth as much."""
        return math.fsum(amounts * self._discount(rate)) / annuity(rate, self.horizon)

    def _yearly(self, rate: float) -> float:
        return 100.0 * rate / self.period * float(YEAR)

    def _price(self, price: str | None) -> tuple[str, float]:
        """Which kind of price it is, and its SI value."""
        if price is None:
            name = next(iter(self.outputs))
            return name, self.levelized_costs[name]
        for name in self.outputs:
            try:
                return name, float(parse_quantity(price, self.units[name], "price", deflators(), self.price_year))
            except UnitError as error:
                fault = error
        if isinstance(price, str):
            kinds = " or ".join(f"'3 {self.units[name].shown}'" for name in self.outputs)
            raise InputError(f"price = {price!r}: a price such as {kinds} is needed") from None
        raise fault


def cash_flow(scenario: Scenario, side: str, horizon: str | None = None) -> CashFlow:
    """One side's money period by period, `compounding_frequency` periods a year, over the fewest periods that all lives divide, or a stated horizon.

    A side that cannot be built pays and sells nothing, and says why in `reasons`. A horizon in mid-life takes back what the assets are worth
    there: the level charges still to come. Output falls within a life as the Model's `levelized_survival` has it, where lives are whole in
    periods and in the horizon and output is weighted as money is; else it is level, and `notes` says so. Assets and prices of later lives
    are those of the first: like for like, in the money of the sheet.

    Raises `InputError` for an unknown side, and a horizon that is not a whole number of periods.
    """
    if side not in SIDES:
        raise InputError(f"{side!r} is not a side; the sides are orbital and ground")
    result = evaluate(scenario)
    found = result.orbital if side == "orbital" else result.ground
    bound = scenario.side(side)
    taken = Payments((), (), 1.0 / float(bound.values["compounding_frequency"]), ()) if found.reasons else payments(bound)
    frequency = 1.0 / taken.period
    weight = "satellite_discount_rate" if side == "orbital" else "accelerator_discount_rate"
    rate = float(found.value(weight)) / frequency
    periods = common_horizon(taken.assets) if horizon is None else _periods(horizon, frequency)
    tax = float(found.value("tax_rate"))
    times, made = columns(taken, periods, tax, rate)
    shape, note = (np.full(periods, np.nan), ()) if found.reasons else _survival(bound, rate, frequency, periods)
    outputs = {}
    for name, (delivered, _) in OUTPUTS.items():
        if delivered in found:
            outputs[name] = np.zeros(len(times))
            outputs[name][np.isin(times, np.arange(1.0, periods + 1.0))] = shape * float(found.value(delivered)) * taken.period
    labels = result.labels()
    kept = {key: labels[key] for key in ("boundary", "money", "compounding", "finance", "chips", "workload")}
    kept["dates"] = "purchases when a life begins, chips a deployment delay earlier; running costs and output at the ends of periods"
    costs = {name: float(found.value(name)) for name in outputs}
    units = {name: bound.spec(name).unit for name in outputs}
    notes = (*taken.notes, *note)
    return CashFlow(
        scenario.name, side, kept, taken.period, rate, periods, tax, times, tuple(made), outputs, units, costs, notes, found.reasons, scenario.price_year
    )


def _periods(horizon: str, frequency: float) -> int:
    periods = float(parse_quantity(horizon, DURATION, "horizon")) * frequency
    if periods < 0.5 or abs(periods - round(periods)) > 1e-6 * periods:
        raise InputError(f"horizon = {horizon!r}: {periods:.6g} periods of {text(1.0 / frequency, Unit('s', 'month'))}; a whole number of them is needed")
    return round(periods)


def _survival(side: Side, rate: float, frequency: float, periods: int) -> tuple[Array, tuple[str, ...]]:
    """Output by period over its level amount. The Model's own survival, run for every age: F(k) a(k) - F(k-1) a(k-1) is v^k s_k."""
    level = np.ones(periods)
    item = side.model.active(side.shape).get("levelized_survival")
    if not side.rests_on("delivered_accelerators", "levelized_survival"):
        return level, ("output is level: what fails is replaced, or what is delivered is given",)
    if item is None or item.alternative:
        return level, ("output is level, as a given or another mean of what survives",)
    (lived,) = (name for name in item.arguments if name.endswith("_life"))
    (weight,) = (name for name in item.arguments if name.endswith("_discount_rate"))
    values = dict(zip(item.arguments, side.run(item.arguments), strict=True))
    life = float(values[lived]) * frequency
    ages = round(life)
    if abs(life - ages) > 1e-9 * life or periods % ages:
        return level, ("output is level: its life is not a whole number of periods, or does not divide the horizon",)
    if abs(float(values[weight]) / frequency - rate) > 1e-12:
        return level, ("output is level: it is weighted at a rate of its own",)
    values[lived] = np.arange(1.0, ages + 1.0) / frequency
    with np.errstate(all="ignore"):
        weighted = np.asarray(item.function(*(values[name] for name in item.arguments))) * np.array([annuity(rate, k) for k in range(1, ages + 1)])
    ageing = np.diff(weighted, prepend=0.0) * np.exp(math.log1p(rate) * np.arange(1.0, ages + 1.0))
    mean = float(side.run(("levelized_survival",))[0])
    return np.resize(ageing / mean, periods), ("output falls with the accelerators lost, and starts anew with each life",)
