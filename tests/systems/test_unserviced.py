"""The ground under the rules of orbit, refresh and repair in money, and every loss counted once."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orbital as orb
from orbital.core.catalog import entry
from orbital.economics import repair

YEAR = 31_557_600.0
SCENARIO = "ai1-vs-colossus-1"
SITE = "desert-solar-battery-unserviced"


def against(**changes):
    return orb.scenario(SCENARIO).replace({key.replace("__", "."): value for key, value in changes.items()})


def value(side, name):
    return float(side.run((name,))[0])


def at_site(site=SITE, **changes):
    return against(ground__site=site, **changes).ground


# --- the unserviced site ---
def test_the_unserviced_site_is_its_serviced_twin_with_other_rules():
    twin, site = entry("sites", "desert-solar-battery"), entry("sites", SITE)
    assert {name for name in site.given if site.given[name] != twin.given.get(name)} == {"accelerator_maintenance_rate"}
    assert site.formulas.keys() - twin.formulas.keys() == {"delivered_fraction", "repair_cost", "repair_carbon"}


def test_it_pays_nothing_for_the_dead_and_delivers_what_is_left():
    twin, site = at_site("desert-solar-battery"), at_site()
    assert value(site, "repair_cost") == value(site, "repair_carbon") == 0.0
    assert value(twin, "repair_cost") > 0.0
    left = value(site, "levelized_survival")
    assert 0.85 < left < 1.0
    assert value(site, "delivered_fraction") == pytest.approx(left * value(twin, "delivered_fraction"), rel=1e-12)


@pytest.mark.parametrize("loss", ["0 %/yr", "2 %/yr", "9 %/yr"])
def test_chips_and_spares_die_alike_in_orbit_and_on_an_unserviced_site(loss):
    """At equal life and rate, with no satellite lost, both keep the same share."""
    s = against(ground__site=SITE, common__accelerator_loss_rate=loss, common__spare_fraction=0.1, orbital__satellite_loss_rate="0 %/yr")
    assert value(s.ground, "levelized_survival") == pytest.approx(value(s.orbital, "levelized_survival"), rel=1e-12)


def test_without_losses_the_two_sites_deliver_the_same():
    none = {"common__accelerator_loss_rate": "0 %/yr", "common__host_loss_rate": "0 %/yr"}
    assert value(at_site(**none), "delivered_fraction") == pytest.approx(value(at_site("desert-solar-battery", **none), "delivered_fraction"), rel=1e-12)


def test_a_serviced_site_refuses_what_only_an_unserviced_one_asks_for():
    for name, stated in (("host_loss_rate", "1 %/yr"), ("fault_domain_size", "4 GPU"), ("levelized_survival", 0.9)):
        with pytest.raises(orb.InputError, match=f"{name} would change nothing"):
            against(**{f"ground__{name}": stated})
        assert value(at_site(**{f"ground__{name}": stated}), "delivered_fraction") < value(at_site("desert-solar-battery"), "delivered_fraction")


# --- every cause counted once ---
PERMANENT = {
    "launch_success_probability": 1.0,
    "early_survival_probability": 1.0,
    "satellite_loss_rate": "0 %/yr",
    "accelerator_loss_rate": "0 %/yr",
    "host_loss_rate": "0 %/yr",
}


def without_carriage(side):
    """Total cost without what follows the bits delivered."""
    return value(side, "total_cost") - sum(value(side, line) for line in ("egress_cost", "gateway_cost", "network_cost") if line in side.model.specs)


@pytest.mark.parametrize("cause", PERMANENT)
def test_a_loss_in_orbit_cuts_what_is_delivered_and_no_cost_line(cause):
    """A published model pays for replacing what failed and loses its capacity too (spacedc-mdao 0.4.2): in orbit we lose and do not pay."""
    before, after = against().orbital, against(**{f"orbital__{cause}": PERMANENT[cause]}).orbital
    assert without_carriage(after) == pytest.approx(without_carriage(before), rel=1e-12)
    assert value(after, "delivered_fraction") > value(before, "delivered_fraction")
    assert value(after, "goodput") == value(before, "goodput")


def test_a_loss_on_a_serviced_site_costs_and_cuts_nothing():
    before, after = against().ground, against(ground__accelerator_loss_rate="0 %/yr").ground
    assert value(after, "delivered_fraction") == value(before, "delivered_fraction")
    assert value(before, "total_cost") - value(after, "total_cost") == pytest.approx(value(before, "repair_cost"), rel=1e-9)


def test_an_unserviced_site_loses_and_does_not_pay():
    before, after = at_site(), at_site(ground__accelerator_loss_rate="0 %/yr")
    assert without_carriage(after) == pytest.approx(without_carriage(before), rel=1e-12)
    assert value(after, "delivered_fraction") > value(before, "delivered_fraction")


def test_the_published_double_count_is_worth_a_fifth():
    """spacedc-mdao 0.4.2 at its defaults: hazard 0.106, five years. Availability 0.99 (mean survival + 0.05) is 0.818, and 473.93 dead units are bought.

    Paying for them should have kept the capacity: 0.99. Losing the capacity should have cost nothing. Both together overstate a FLOP's price twice.
    """
    mean = -math.expm1(-0.106 * 5.0) / (0.106 * 5.0)
    assert 0.99 * min(1.0, mean + 0.05) == pytest.approx(0.817955, abs=1e-5)
    kept = 0.99 / 0.817955
    assert kept == pytest.approx(1.21, abs=5e-3)


LOSS = st.floats(0.0, 0.2)


@settings(max_examples=30, deadline=None)
@given(chip=LOSS, host=LOSS, satellite=LOSS, launch=st.floats(0.5, 1.0), early=st.floats(0.5, 1.0), spares=st.floats(0.0, 0.3))
def test_without_one_cause_exactly_its_share_comes_back(chip, host, satellite, launch, early, spares):
    """Launch and early death by their own factor; hazards by their own term of the sum; all gone, nothing of this kind is lost."""
    s = orb.scenario(SCENARIO).orbital
    names = ("delivered_fraction", "permanent_loss_rate", "goodput", "levelized_survival")

    def run(**causes):
        drawn = {
            "accelerator_loss_rate": chip / YEAR,
            "host_loss_rate": host / YEAR,
            "satellite_loss_rate": satellite / YEAR,
            "launch_success_probability": launch,
            "early_survival_probability": early,
            "spare_fraction": spares,
            **causes,
        }
        values = {**s.values, **{name: np.float64(x) for name, x in drawn.items()}}
        return dict(zip(names, (float(x) for x in s.plan(names)(values)), strict=True))

    whole = run()
    assert run(launch_success_probability=1.0)["delivered_fraction"] * launch == pytest.approx(whole["delivered_fraction"], rel=1e-12)
    assert run(early_survival_probability=1.0)["delivered_fraction"] * early == pytest.approx(whole["delivered_fraction"], rel=1e-12)
    for name, hazard in (("accelerator_loss_rate", chip), ("host_loss_rate", host), ("satellite_loss_rate", satellite)):
        without = run(**{name: 0.0})
        assert (whole["permanent_loss_rate"] - without["permanent_loss_rate"]) * YEAR == pytest.approx(hazard, abs=1e-12)
        assert without["delivered_fraction"] >= whole["delivered_fraction"] * (1.0 - 1e-12)
        assert without["goodput"] == whole["goodput"]
    none = run(accelerator_loss_rate=0.0, host_loss_rate=0.0, satellite_loss_rate=0.0)
    assert none["levelized_survival"] == pytest.approx(1.0, abs=1e-12)
    assert none["delivered_fraction"] * whole["levelized_survival"] == pytest.approx(whole["delivered_fraction"], rel=1e-12)


def test_launch_and_early_death_together_are_what_they_were_as_one():
    """0.97 for both in one figure (early Starlink, launch failures below 1 %)."""
    s = orb.scenario(SCENARIO).orbital
    assert float(s.values["launch_success_probability"] * s.values["early_survival_probability"]) == pytest.approx(0.97, abs=1e-3)


def test_a_fault_domain_that_a_satellite_cannot_hold_is_infeasible():
    result = orb.evaluate(against(orbital__fault_domain_size="144 GPU"))
    assert any("a fault domain of 144 GPU is larger than a satellite (72 GPU)" in reason for reason in result.reasons)


# --- refresh and repair in money ---
def paid_back(purchases, years, rate):
    """Level yearly amount, paid monthly, that a list of (age, amount) is worth over a span of years."""
    month = 1.0 + rate / 12.0
    worth = sum(amount * month ** (-12.0 * age) for age, amount in purchases)
    return worth / sum(month**-k for k in range(1, round(12 * years) + 1)) * 12.0


def test_chips_are_refreshed_in_a_building_that_stays_and_in_orbit_with_their_satellite():
    """Fifteen years: a building once and chips at 0, 5 and 10; in orbit satellite, launch and chips at 0, 5 and 10. As the two sides' cost lines say."""
    s = orb.scenario(SCENARIO).replace({"common.nominal_discount_rate": "9 %/yr", "common.compounding_frequency": "12 1/yr"})
    chips, building = value(s.ground, "accelerator_capital"), value(s.ground, "building_capital")
    assert paid_back([(0, chips), (5, chips), (10, chips)], 15, 0.09) == pytest.approx(value(s.ground, "accelerator_cost") * YEAR, rel=1e-9)
    assert paid_back([(0, building)], 15, 0.09) == pytest.approx(value(s.ground, "building_cost") * YEAR, rel=1e-9)
    flown = sum(value(s.orbital, name) for name in ("accelerator_capital", "satellite_capital", "launch_capital"))
    lines = sum(value(s.orbital, name) for name in ("accelerator_cost", "satellite_cost", "launch_cost"))
    assert paid_back([(0, flown), (5, flown), (10, flown)], 15, 0.09) == pytest.approx(lines * YEAR, rel=1e-9)


def repaired(loss, rate):
    """Yearly cost of repair beside a dollar of chips."""
    return repair.repair_cost(*(np.float64(x) for x in (1.0, loss / YEAR, 5.0 * YEAR, rate / YEAR, rate / YEAR, 12.0 / YEAR))) * YEAR


@pytest.mark.parametrize("loss", [0.04, 0.15])
def test_a_place_that_is_always_filled_pays_what_a_played_renewal_does(loss):
    """A new chip whenever one dies or is five years old, for 150 years, 4,000 places: purchases discounted at 8 %, over the money of one place's annuity."""
    random = np.random.default_rng(11)
    age, worth = np.zeros(4_000), np.zeros(4_000)
    month, horizon = 1.0 + 0.08 / 12.0, 150.0
    while (age < horizon).any():
        worth += np.where(age < horizon, month ** (-12.0 * age), 0.0)
        age += np.minimum(random.exponential(1.0 / loss, 4_000), 5.0)
    payment = worth.mean() * (0.08 / 12.0) / (1.0 - month ** (-12.0 * horizon)) * 12.0
    annuity = paid_back([(0, 1.0)], 5, 0.08)
    assert annuity + repaired(loss, 0.08) == pytest.approx(payment, rel=0.01)


@given(loss=st.floats(1e-4, 0.3), rate=st.floats(0.0, 0.2))
def test_replacements_that_live_on_cost_less_than_replacements_that_are_thrown_away(loss, rate):
    """Against all chips exchanged at one date, where each dead one costs its whole price: lambda over the annuity."""
    assert 0.0 < repaired(loss, rate) < loss
    assert repaired(0.0, rate) == pytest.approx(0.0, abs=1e-12)


def test_repair_by_renewal_costs_what_the_losses_would_have_been_worth():
    """Chips alone: filled places cost a / s, unfilled ones deliver s; the same per FLOP. So repair pays for what stands around the chips."""
    annuity = paid_back([(0, 1.0)], 5, 0.08)
    site = at_site(ground__spare_fraction=0.0, ground__host_loss_rate="0 %/yr", ground__compounding_frequency="12 1/yr", ground__nominal_discount_rate="8 %/yr")
    assert (annuity + repaired(0.04, 0.08)) / annuity == pytest.approx(1.0 / value(site, "levelized_survival"), rel=1e-9)


def played_to_one_date(loss, rate, price, stop=5.0, places=20_000):
    """Money and output of a place, worth at the start: chips for 1 USD, a new one at `price(age)` for each that dies before `stop`, all gone at five years."""
    random = np.random.default_rng(7)
    money, output = np.ones(places), np.zeros(places)
    force = 12.0 * np.log1p(rate / 12.0)
    start = np.zeros(places)
    while (start < 5.0).any():
        death = np.minimum(start + random.exponential(1.0 / loss, places), 5.0)
        output += np.where(start < 5.0, (np.exp(-force * start) - np.exp(-force * death)) / force, 0.0)
        again = (start < 5.0) & (death < stop)
        money += np.where(again, price(death) * np.exp(-force * death), 0.0)
        start = np.where(again, death, 5.0)
    return money.mean(), output.mean()


@pytest.mark.parametrize(("loss", "rate"), [(0.04, 0.103), (0.15, 0.08)])
def test_at_one_date_too_when_a_replacement_costs_what_the_service_left_to_it_is_worth(loss, rate):
    """All chips go at five years, those of last month too, but at a price that falls to nothing by then: the same annuity, places always filled."""
    force = loss + 12.0 * np.log1p(rate / 12.0)
    money, output = played_to_one_date(loss, rate, lambda age: -np.expm1(-force * (5.0 - age)) / -np.expm1(-force * 5.0))
    annuity = paid_back([(0, 1.0)], 5, rate)
    assert money / output == pytest.approx((annuity + repaired(loss, rate)) * (1.0 - rate / 24.0), rel=0.005)  # paid all along, not at months' ends


def test_at_its_whole_price_to_the_last_day_nobody_would_repair():
    """Colossus 1: 0.093 USD a year around each dollar of chips. Leaving the dead is cheaper than `repair_cost_at_one_date`, stopping in time cheaper still."""

    def price_of_output(stop):
        money, output = played_to_one_date(0.04, 0.103, lambda age: 1.0, stop)
        return (money + 0.093 * played_to_one_date(1e-9, 0.103, lambda age: 1.0, 0.0, 2)[1]) / output

    always, never, in_time = price_of_output(5.0), price_of_output(0.0), price_of_output(1.7)
    assert never / always == pytest.approx(0.981, abs=0.004)
    assert in_time / always == pytest.approx(0.973, abs=0.004)
    annuity = paid_back([(0, 1.0)], 5, 0.103)
    renewed = (annuity + 0.093 + repaired(0.04, 0.103)) / (annuity + 0.093 + 0.04)
    assert renewed == pytest.approx(0.959, abs=0.001)
    assert renewed < in_time / always


def test_more_chip_deaths_weigh_on_orbit_only_where_replacements_live_on():
    """With all chips thrown away at one date the ground pays more for its dead than orbit loses by them."""
    ratio = {}
    for formula in ("repair_cost", "repair_cost_at_one_date"):
        changes = {"ground.formulas.repair_cost": formula, "common.spare_fraction": 0.0}
        s = orb.scenario(SCENARIO).replace(changes)
        ratio[formula] = [orb.evaluate(s.replace({"common.accelerator_loss_rate": loss})).ratio for loss in ("1 %/yr", "4 %/yr", "9 %/yr")]
    assert np.all(np.diff(ratio["repair_cost"]) > 0.0)
    assert np.all(np.diff(ratio["repair_cost_at_one_date"]) < 0.0)
