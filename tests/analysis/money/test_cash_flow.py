"""The sheet of dated payments recomputes the Model's levelized cost; price = levelized cost exactly when it is worth nothing."""

import csv
import json
import math
import re
import subprocess
import sys

import numpy as np
import pytest

import orbital as orb
from orbital.core.catalog import names
from orbital.core.units import YEAR
from orbital.studies import study_scenario

DEFAULT = "ai1-vs-colossus-1"
SIDES = ("orbital", "ground")
MACRS = {f"common.formulas.{asset}_depreciation_rate": f"{asset}_depreciation_rate_macrs" for asset in ("satellite", "accelerator", "building")}
SALVAGE = {"ground.accelerator_salvage_fraction": 0.1, "orbital.satellite_salvage_fraction": 0.2, "ground.building_salvage_fraction": 0.2}
VARIANTS = {
    "as shipped": {},
    "market rates": {"common.finance": "market-2026"},
    "real money": {"common.finance": "equal-real"},
    "rising": {"common.finance": "equal-rising"},
    "annual": {"common.compounding_frequency": "1 1/yr"},
    "no rate": {"orbital.nominal_discount_rate": "0 %/yr", "ground.nominal_discount_rate": "0 %/yr"},
    "salvage": SALVAGE,
    "tax": {"common.tax_rate": 0.25},
    "tax by schedule, salvage": {"common.tax_rate": 0.25, **MACRS, **SALVAGE},
    "odd waits": {"orbital.deployment_delay": "7.4 month", "ground.deployment_delay": "14 month"},
    "no waits": {"orbital.deployment_delay": "0 month", "ground.deployment_delay": "0 month"},
    "odd lives": {"orbital.satellite_life": "5.317 yr", "ground.accelerator_life": "4.613 yr"},
    "lives that share 26.5 years": {"orbital.satellite_life": "5.3 yr", "ground.accelerator_life": "5.3 yr", "ground.building_life": "26.5 yr"},
    "insured": {"orbital.insurance_premium_fraction": 0.1},
    "own gas": {"ground.site": "gas-behind-the-meter", "common.tax_rate": 0.25},
    "own sun, rising": {"ground.site": "desert-solar-battery", "common.finance": "equal-rising"},
    "narrow boundary": {"boundary": "without-upkeep"},
}
RATES = {"ground.building_nominal_rate": "7 %/yr", "orbital.accelerator_nominal_rate": "12 %/yr"}


def scenario(changes=None):
    s = orb.scenario(DEFAULT)
    return s.replace(changes) if changes else s


def moved(found):
    """All money that changes hands, for scale."""
    return sum(float(np.abs(column.capital).sum() + np.abs(column.expense).sum()) for column in found.columns)


# --- the sheet against the Model ---
@pytest.mark.parametrize("horizon", [None, "7 yr"])
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_rows_give_the_levelized_cost_and_at_that_price_are_worth_nothing(variant, side, horizon):
    found = orb.cash_flow(scenario(VARIANTS[variant]), side, horizon)
    assert found.one_rate
    assert found.levelized_costs == pytest.approx(dict(found.model_costs), rel=1e-9)
    assert found.net_present_value() == pytest.approx(0.0, abs=1e-12 * moved(found))
    (rate,) = found.internal_rates().rates
    assert rate == pytest.approx(found.rate / found.period * YEAR, rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("tax", [0.0, 0.3])
def test_a_rate_for_each_asset(side, tax):
    found = orb.cash_flow(scenario({**RATES, "common.tax_rate": tax}), side)
    assert not found.one_rate
    assert found.levelized_costs == pytest.approx(dict(found.model_costs), rel=1e-9)
    assert found.net_present_value() == pytest.approx(0.0, abs=1e-12 * moved(found))
    (mixed,) = found.internal_rates().rates
    low, high = sorted([0.103, 0.07 if side == "ground" else 0.12])
    assert low < mixed < high


@pytest.mark.parametrize("name", names("scenarios"))
@pytest.mark.parametrize("side", SIDES)
def test_every_shipped_scenario(name, side):
    found = orb.cash_flow(orb.scenario(name), side)
    assert found.levelized_costs == pytest.approx(dict(found.model_costs), rel=1e-9)


@pytest.mark.parametrize("site", names("sites"))
def test_every_site(site):
    found = orb.cash_flow(scenario({"ground.site": site}), "ground")
    assert found.levelized_costs == pytest.approx(dict(found.model_costs), rel=1e-9)


@pytest.mark.parametrize("side", SIDES)
def test_a_study_keeps_its_own_conventions(side):
    """The one of the studies that prices both sides by all three kinds: yr8760, output that does not fall, lines of its own."""
    found = orb.cash_flow(study_scenario("semianalysis-2026"), side)
    assert found.levelized_costs == pytest.approx(dict(found.model_costs), rel=1e-9)


# --- purchases are the Model's capital, on their dates ---
def test_orbit_buys_what_the_model_says_it_costs():
    s = scenario({"orbital.insurance_premium_fraction": 0.05})
    capital = dict(zip(CAPITAL, map(float, s.orbital.run(CAPITAL)), strict=True))
    found = orb.cash_flow(s, "orbital")
    paid = {column.name: float((column.capital + column.expense).sum()) for column in found.columns}
    for bought in ("satellite", "launch", "accelerator", "nonrecurring"):
        assert paid[f"{bought}_cost"] == pytest.approx(capital[f"{bought}_capital"], rel=1e-9), bought
    assert paid["gateway_cost: satellite"] == pytest.approx(capital["gateway_capital"], rel=1e-9)
    flown = capital["satellite_capital"] + capital["launch_capital"] + capital["accelerator_capital"]
    assert paid["insurance_cost"] == pytest.approx(0.05 * flown, rel=1e-9)
    assert paid["delay_cost"] == pytest.approx(0.0, abs=1e-3)


def test_design_and_factory_are_paid_when_the_model_says_they_are():
    s = scenario()
    lead, spread, life = (float(x) / float(YEAR) * 12 for x in s.orbital.run(("program_lead_time", "deployment_time", "satellite_life")))
    found = orb.cash_flow(s, "orbital")
    column = next(column for column in found.columns if column.name == "nonrecurring_cost")
    assert found.times[column.capital > 0.0] == pytest.approx([-(lead + min(spread, life) / 2)], rel=1e-9)


CAPITAL = ("satellite_capital", "launch_capital", "accelerator_capital", "nonrecurring_capital", "gateway_capital")


def test_the_ground_buys_chips_three_times_into_one_building():
    s = scenario()
    chips, building = (float(x) for x in s.ground.run(("accelerator_capital", "building_capital")))
    found = orb.cash_flow(s, "ground")
    column = {column.name: column for column in found.columns}
    both = column["accelerator_cost"].capital + column["delay_cost"].capital
    bought = {float(t): float(x) for t, x in zip(found.times, both, strict=True) if abs(x) > 1.0}
    assert bought == pytest.approx({-4.0: chips, 56.0: chips, 116.0: chips})
    assert {float(t): float(x) for t, x in zip(found.times, column["building_cost"].capital, strict=True) if x} == pytest.approx({0.0: building})


def test_own_turbines_are_bought_not_only_paid_by_the_kilowatt_hour():
    s = scenario({"ground.site": "gas-behind-the-meter"})
    wanted = ("turbine_price", "turbine_ratio", "facility_power", "gas_price", "gas_heat_rate", "mean_facility_power", "turbine_maintenance_rate")
    price, ratio, power, gas, heat, mean, upkeep = (float(x) for x in s.ground.run(wanted))
    found = orb.cash_flow(s, "ground")
    column = {column.name: column for column in found.columns}
    assert found.horizon == 720
    assert float(column["electricity_cost: turbine"].capital.sum()) == pytest.approx(3 * price * ratio * power, rel=1e-12)
    yearly = gas * heat * mean + price * ratio * power * upkeep
    assert float(column["electricity_cost"].expense.sum()) == pytest.approx(60 * float(YEAR) * yearly, rel=1e-12)


# --- an independent reckoning, counted from purchase ---
def working(side, month):
    """Share at work on the mean of a month: min(1, (1 + s) exp(-lambda t)) exp(-mu t), by the midpoints of 400 parts of it."""
    domain, satellite, spares = (float(x) for x in side.run(("fault_domain_loss_rate", "satellite_loss_rate", "spare_fraction")))
    age = (month - 1 + (np.arange(400) + 0.5) / 400) * float(YEAR) / 12
    return float(np.mean(np.minimum(1.0, (1.0 + spares) * np.exp(-domain * age)) * np.exp(-satellite * age)))


@pytest.mark.parametrize("wait", [0.0, 4.0, 7.4, 14.0])
def test_selling_at_the_levelized_cost_is_worth_nothing_from_purchase_on(wait):
    """Month by month, written out: chips bought at the purchase, all else at the first token, working chips dying away."""
    s = scenario({"orbital.deployment_delay": f"{wait} month", "orbital.nonrecurring_capital": "0 USD"})
    capital = ("accelerator_capital", "satellite_capital", "launch_capital", "gateway_capital")
    chips, satellites, launch, gateways = (float(x) for x in s.orbital.run(capital))
    running = sum(float(x) for x in s.orbital.run(("operations_cost", "avoidance_cost", "disposal_cost", "egress_cost")))
    running += gateways * float(s.orbital.run(("gateway_upkeep_rate",))[0])
    wanted = ("levelized_survival", "delivered_accelerators", "levelized_cost_per_gpu_hour")
    survival, delivered, price = (float(x) for x in s.orbital.run(wanted))
    month, r = float(YEAR) / 12, 0.103 / 12
    worth = -chips - (satellites + launch + gateways) / (1 + r) ** wait
    for k in range(1, 61):
        worth += (price * delivered / survival * working(s.orbital, k) - running) * month / (1 + r) ** (k + wait)
    assert worth == pytest.approx(0.0, abs=1e-6 * (chips + satellites + launch))
    found = orb.cash_flow(s, "orbital")
    assert found.times[0] == pytest.approx(-wait)
    assert found.net_present_value("20 USD/h/GPU") > 0.0 > found.net_present_value("2 USD/h/GPU")


@pytest.mark.parametrize("rate", ["4 %/yr", "20 %/yr"])
def test_output_falls_as_accelerators_die(rate):
    s = scenario({"orbital.accelerator_loss_rate": rate})
    sold = orb.cash_flow(s, "orbital").outputs["levelized_cost_per_gpu_hour"]
    sold = sold[sold > 0.0]
    delivered, survival = (float(x) for x in s.orbital.run(("delivered_accelerators", "levelized_survival")))
    expected = [working(s.orbital, k) * delivered / survival * float(YEAR) / 12 for k in range(1, 61)]
    assert sold == pytest.approx(np.array(expected), rel=1e-5)
    assert sold[-1] < 0.95 * sold[0]


def test_output_of_an_unserviced_site_falls_too():
    found = orb.cash_flow(scenario({"ground.site": "desert-solar-battery-unserviced", "ground.accelerator_loss_rate": "20 %/yr"}), "ground")
    sold = found.outputs["levelized_cost_per_gpu_hour"]
    assert sold[sold > 0.0][59] < 0.6 * sold[sold > 0.0][0]
    assert found.levelized_costs == pytest.approx(dict(found.model_costs), rel=1e-9)


def test_more_than_one_fleet_starts_anew():
    found = orb.cash_flow(scenario(), "orbital", "10 yr")
    sold = found.outputs["levelized_cost_per_gpu_hour"]
    sold = sold[sold > 0.0]
    assert sold[60:] == pytest.approx(sold[:60], rel=1e-12)
    assert "starts anew" in found.notes[-1]


# --- the exported sheet ---
@pytest.mark.parametrize("variant", ["as shipped", "odd waits", "tax by schedule, salvage", "real money"])
@pytest.mark.parametrize("side", SIDES)
def test_the_csv_recomputes_to_the_same_number_elsewhere(variant, side, tmp_path):
    """Only the file is read: rates from the headings, no array library."""
    found = orb.cash_flow(scenario(VARIANTS[variant]), side)
    path = tmp_path / "sheet.csv"
    found.to_csv(path)
    with path.open() as file:
        rows = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]
    frequency, tax = 12, found.tax_rate
    lines = {key: float(re.search(r"USD at ([\d.e-]+) %/yr", key)[1]) / 100 for key in rows[0] if "[USD at" in key}
    rate = next(float(key.split()[-2]) / 100 for key in rows[0] if key.startswith("discount factor"))
    hours = "delivered_accelerators [GPU*h]"
    assert set(lines.values()) == {rate}
    discount = [(1 + rate / frequency) ** (-frequency * row["time [yr]"]) for row in rows]
    assert discount == pytest.approx([row[f"discount factor at {100 * rate:.10g} %/yr"] for row in rows], rel=1e-9)
    sold = sum(row[hours] * d for row, d in zip(rows, discount, strict=True))
    paid = sum(row[line] * d for row, d in zip(rows, discount, strict=True) for line in lines)
    taxed = sum(row["tax [USD]"] * d for row, d in zip(rows, discount, strict=True))
    per_hour = float(found.model_costs["levelized_cost_per_gpu_hour"]) * 3600
    assert (paid + taxed) / sold == pytest.approx(per_hour, rel=1e-9)
    assert (tax == 0.0) == (taxed == 0.0)
    for row in rows:
        assert row["net [USD]"] == pytest.approx(row["revenue [USD]"] - row["tax [USD]"] - sum(row[line] for line in lines), abs=1.0)


# --- prices ---
@pytest.mark.parametrize(("one", "other"), [("3 USD/h/GPU", "72 USD/d/GPU"), ("0.5 USD/Mtoken", "500 USD/Gtoken"), ("4 USD/h/GPU", "0.004 kUSD/h/GPU")])
def test_a_price_in_another_unit_is_the_same(one, other):
    found = orb.cash_flow(scenario(), "ground")
    assert found.net_present_value(one) == pytest.approx(found.net_present_value(other), rel=1e-12)


def test_each_kind_of_price_at_its_levelized_cost_is_worth_nothing():
    found = orb.cash_flow(scenario(), "ground")
    for name, unit in (("gpu_hour", "USD/s/GPU"), ("pflop_hour", "USD/FLOP"), ("million_tokens", "USD/token")):
        cost = found.levelized_costs[f"levelized_cost_per_{name}"]
        assert found.net_present_value(f"{cost!r} {unit}") == pytest.approx(0.0, abs=1e-10 * moved(found))


def test_a_price_of_another_year_is_deflated():
    found = orb.cash_flow(scenario(), "ground")
    assert found.net_present_value("3 USD_2026/h/GPU") < found.net_present_value("3 USD/h/GPU")


def test_a_dearer_price_earns_more_and_pays_back_sooner():
    found = orb.cash_flow(scenario(), "ground", "5 yr")
    low, high = "3.5 USD/h/GPU", "6 USD/h/GPU"
    assert found.internal_rates(low).rates[0] < found.internal_rates(high).rates[0]
    assert found.payback(high) < found.payback(low)
    assert found.payback("0.5 USD/h/GPU") is None


def test_payback_by_hand():
    """Undiscounted, from the first payment: capital over yearly income, to the next month's end."""
    s = scenario({"ground.deployment_delay": "4 month"})
    found = orb.cash_flow(s, "ground", "5 yr")
    chips, building, total, delivered = (float(x) for x in s.ground.run(("accelerator_capital", "building_capital", "total_cost", "delivered_accelerators")))
    running = total - sum(float(x) for x in s.ground.run(("accelerator_cost", "building_cost", "delay_cost")))
    income = (10.0 / 3600 * delivered - running) * float(YEAR) / 12
    assert found.payback("10 USD/h/GPU") / (float(YEAR) / 12) == pytest.approx(4 + math.ceil((chips + building) / income))


def test_tax_takes_its_share_of_a_gain():
    plain, taxed = (orb.cash_flow(scenario({"common.tax_rate": tax} if tax else None), "ground") for tax in (0.0, 0.3))
    assert 0.0 < taxed.net_present_value("4 USD/h/GPU") < plain.net_present_value("4 USD/h/GPU")
    paid = taxed.tax("4 USD/h/GPU").sum()
    profit = taxed.revenue("4 USD/h/GPU").sum() - sum((column.capital + column.expense).sum() for column in taxed.columns)
    waited = sum(column.depreciation.sum() for column in taxed.columns if column.name == "delay_cost")
    assert paid == pytest.approx(0.3 * (profit - waited), rel=1e-9)


# --- refused, infeasible ---
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda s: orb.cash_flow(s, "moon"), "'moon' is not a side"),
        (lambda s: orb.cash_flow(s, "ground", "5.01 yr"), "a whole number of them is needed"),
        (lambda s: orb.cash_flow(s, "ground", "0 yr"), "a whole number of them is needed"),
        (lambda s: orb.cash_flow(s, "ground", "5 kg"), "horizon"),
        (lambda s: orb.cash_flow(s, "ground").net_present_value("3 USD/kg"), "price = '3 USD/kg'"),
        (lambda s: orb.cash_flow(s, "ground").net_present_value("3"), "price = '3'"),
        (lambda s: orb.cash_flow(s, "ground").net_present_value(3.0), "the unit is missing"),
        (lambda s: orb.cash_flow(s, "ground").net_present_value("-3 USD/h/GPU"), "price = '-3 USD/h/GPU'"),
    ],
)
def test_refused(call, message):
    with pytest.raises(orb.InputError, match=message):
        call(scenario())


@pytest.mark.parametrize("setting", [{"orbital.altitude": "160 km"}, {"orbital.junction_temperature_limit": "295 K"}])
def test_what_cannot_be_built_has_no_price(setting, tmp_path):
    found = orb.cash_flow(scenario(setting), "orbital")
    assert found.reasons
    assert all(math.isnan(cost) for cost in found.levelized_costs.values())
    found.to_csv(tmp_path / "empty.csv", "3 USD/h/GPU")
    assert math.isnan(found.net_present_value())
    assert not found.internal_rates().rates
    assert found.payback() is None
    assert "cannot be built" in repr(found)
    json.dumps(found.to_dict(), allow_nan=False)


# --- the command line ---
def run(*arguments):
    return subprocess.run([sys.executable, "-W", "error", "-m", "orbital.cli", "cash-flow", *arguments], capture_output=True, text=True, check=False)


def test_the_command_answers_in_words_and_in_json(tmp_path):
    done = run("--side", "ground", "--price", "3 USD/h/GPU")
    assert (done.returncode, done.stderr) == (0, "")
    for word in ("sold at 3 USD/h/GPU", "internal rate of return", "paid back after", "accelerator cost", "note: output is level"):
        assert word in done.stdout
    table = tmp_path / "t.csv"
    done = run(DEFAULT, "--side", "orbital", "--horizon", "10 yr", "--csv", str(table), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document["levelized"]["levelized_cost_per_gpu_hour"]["value"] == pytest.approx(document["model"]["levelized_cost_per_gpu_hour"]["value"], rel=1e-9)
    assert len(table.read_text().splitlines()) == 1 + 2 + 121, "a heading, the factory and the chips before the first token, months 0 to 120"


def test_the_command_says_why_there_is_no_answer():
    done = run("--set", "orbital.altitude=160 km")
    assert (done.returncode, done.stderr) == (0, "")
    assert "cannot be built" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--side", "moon"], "is not a side"),
        (["--price", "3"], "price = '3'"),
        (["--csv", "/nowhere/t.csv"], "/nowhere/t.csv: cannot be written"),
    ],
)
def test_the_command_refuses(arguments, words):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("refused: ")
    assert words in done.stderr
