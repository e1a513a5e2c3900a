"""Where the ground side stands: prices of electricity by place, sites, own power."""

import csv

import pytest

import orbital as orb
from orbital.core.catalog import data_path, entry, names
from orbital.core.errors import InputError
from orbital.core.units import shown_value

SCENARIO = "ai1-vs-colossus-1"


def against(**changes):
    """The shipped scenario with the ground side changed."""
    return orb.scenario(SCENARIO).replace({f"ground.{key}": value for key, value in changes.items()})


def shown(side, name):
    """One quantity of a side in the unit people read."""
    return float(shown_value(side.run((name,))[0], side.model.specs[name].unit))


# --- electricity by place ---
def test_every_row_of_prices_is_an_entry_with_a_year_and_its_note():
    with (data_path() / "electricity" / "prices.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(names("electricity")) == 86
    for row in rows:
        item = entry("electricity", row["name"])
        assert item.title == row["title"]
        assert row["title"].partition(": ")[2].split(", ")[-1][:4] == row["electricity_price"].partition("USD_")[2][:4]
        assert set(item.given) == {"electricity_price"}
        assert item.given["electricity_price"].note == row["note"]


@pytest.mark.parametrize(
    ("place", "cents", "source"),
    [
        ("iowa-2025-04", 6.04, "EIA Electric Power Monthly, April 2025"),
        ("ohio", 7.90, "EIA Electric Power Monthly, April 2025"),
        ("pennsylvania", 8.59, "EIA Electric Power Monthly, April 2025"),
        ("indiana", 9.01, "EIA Electric Power Monthly, April 2025"),
        ("louisiana", 5.88, "EIA Electric Power Monthly, November 2025"),
        ("georgia", 6.83, "EIA Electric Power Monthly, November 2025"),
        ("us-wholesale", 4.8, "IEA Electricity Mid-Year Update 2025"),
        ("nordics-wholesale", 4.0, "IEA Electricity Mid-Year Update 2025"),
        ("eu-wholesale", 9.0, "IEA Electricity Mid-Year Update 2025"),
        ("us-new-gas-combined-cycle-high", 10.9, "Lazard LCOE+ v18, June 2025"),
        ("us-on-site-gas-fuel", 2.666, "McCalip 2025: 6,200 Btu/kWh at 4.30 USD/MMBtu"),
    ],
)
def test_a_place_sets_the_price_in_place_of_the_sites(place, cents, source):
    assert shown(against(electricity=place).ground, "electricity_price") == pytest.approx(10.0 * cents, rel=1e-12), source


def test_a_price_in_euro_is_that_of_its_half_year():
    assert shown(against(electricity="eu-average").ground, "electricity_price") == pytest.approx(190.2 * 1.093, abs=0.1)


def test_a_dearer_place_makes_the_ground_dearer_and_orbit_is_left_alone():
    cheap, dear = (orb.evaluate(against(electricity=place)) for place in ("nordics-wholesale", "connecticut"))
    assert dear.ratio < orb.evaluate(orb.scenario(SCENARIO)).ratio < cheap.ratio
    assert float(dear.orbital.value("total_cost")) == float(cheap.orbital.value("total_cost"))


def test_a_price_by_hand_outranks_the_place_and_the_place_outranks_the_site():
    both = against(electricity="connecticut", electricity_price="70 USD/MWh")
    assert shown(both.ground, "electricity_price") == pytest.approx(70.0)
    picked = against(electricity="connecticut").ground.given["electricity_price"]
    assert picked.origin == "electricity connecticut"
    assert picked.provenance.complete


def test_the_fuel_of_own_gas_is_what_the_formula_makes_it():
    own = against(**{"formulas.electricity_price": "electricity_price_from_gas"})
    assert shown(own.ground, "electricity_price") == pytest.approx(shown(against(electricity="us-on-site-gas-fuel").ground, "electricity_price"), rel=1e-3)


@pytest.mark.parametrize(("wrong", "close"), [("teneessee", "tennessee"), ("nordics", "nordics-wholesale"), ("Texas", "texas")])
def test_an_unknown_place_is_refused_with_the_closest(wrong, close):
    with pytest.raises(InputError) as caught:
        against(electricity=wrong)
    (fault,) = caught.value.faults
    assert f"[ground] electricity = '{wrong}'" in fault
    assert f"did you mean '{close}'" in fault


def test_a_place_belongs_to_the_ground():
    with pytest.raises(InputError, match=r"belongs in \[ground\]"):
        orb.scenario(SCENARIO).replace({"orbital.electricity": "texas"})
