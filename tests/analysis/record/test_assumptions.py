"""What everybody assumes: read from what studies and catalogs give, in one unit, with our default's place."""

import json

import pytest

import orbital as orb
from orbital.analysis.record.assumptions import PRICE_YEAR
from orbital.core.catalog import deflators


@pytest.fixture(scope="module")
def found():
    return orb.assumptions()


def by_source(spread):
    return {item.source: item.value for item in spread.values}


def test_each_quantity_is_given_by_a_study_and_by_another_source(found):
    assert len(found) > 60
    for spread in found:
        sources = {item.source.partition(":")[0] for item in spread.values}
        assert any(item.by == "study" for item in spread.values)
        assert len(sources) + (spread.ours is not None) >= 2
        assert [item.value for item in spread.values] == sorted(item.value for item in spread.values)
        assert all(item.kind and item.origin for item in spread.values)


def test_launch_prices_are_those_of_the_studies_and_their_cases_in_dollars_of_one_year(found):
    values = by_source(found["launch_price"])
    assert values["semianalysis-2026"] == 1750.0
    assert values["odc-3.1.0:mature"] == 250.0
    assert values["mccalip-2025"] == pytest.approx(500.0 * deflators()[PRICE_YEAR] / deflators()[2025], rel=1e-12)
    assert "odc-3.1.0:today" not in values  # the same as the study's own


def test_a_place_on_a_shared_flight_is_no_flight(found):
    """0.35 MUSD buy 50 kg on another's rocket: a launch price, 7,000 USD/kg, beside flights of 5 to 90 MUSD."""
    assert "quoted-figures:rideshare" not in by_source(found["flight_price"])
    assert by_source(found["launch_price"])["quoted-figures:rideshare"] == pytest.approx(7000.0, rel=1e-12)


def test_values_come_in_one_unit_and_with_their_kind(found):
    spread = found["radiator_emissivity"]
    kinds = {item.source: item.kind for item in spread.values}
    assert kinds["semianalysis-2026"] == "third-party estimate"
    assert any(item.by == "catalog" and item.kind == "measured" for other in found for item in other.values)
    assert spread.unit.shown == "%"


def test_what_a_study_does_not_have_is_not_its_assumption(found):
    """A case file sets spares of servers or a fabric to nothing where its source has them in the price."""
    for spread in found:
        assert not any("not in the source" in item.note for item in spread.values)


def test_inferred_values_say_so(found):
    assert {item.kind for item in found["power_conditioning_efficiency"].values if item.source == "turyshev-2026"} == {"third-party estimate, inferred"}


def test_our_default_has_its_place(found):
    spread = found["satellite_life"]
    assert spread.ours is not None
    assert spread.rank == 1 + sum(item.value < 0.999 * spread.ours.value for item in spread.values)
    below, above = spread.neighbors
    assert below is None or below.value <= 1.001 * spread.ours.value
    assert above is None or above.value >= 0.999 * spread.ours.value
    assert spread.place().startswith(f"{spread.rank} of {len(spread.values) + 1}")


def test_sizes_and_amounts_are_left_out(found):
    names = {spread.quantity for spread in found}
    assert not names & {"demanded_capacity", "satellite_mass", "nonrecurring_capital", "accelerators_per_satellite", "operations_cost"}
    assert {"specific_mass", "launch_price", "array_specific_power", "electricity_price", "nominal_discount_rate"} <= names


def test_nothing_else_is_known(found):
    with pytest.raises(orb.InputError, match="did you mean 'launch_price'"):
        orb.assumptions("launch_prise")


def test_a_table_holds_every_value_and_ours(found):
    frame = found.to_frame()
    assert len(frame) == sum(len(spread.values) + (spread.ours is not None) for spread in found)
    assert set(frame["by"]) == {"study", "catalog", "ours"}


def test_the_command_shows_all_or_one(run):
    status, out, err = run("assumptions")
    assert (status, err) == (0, "")
    assert "launch_price" in out
    document = json.loads(run("assumptions", "orbital.launch_price", "--json")[1])
    (quantity,) = document["quantities"]
    assert quantity["quantity"] == "launch_price"
    assert quantity["rank"] <= quantity["of"]
    assert all(item["value"]["unit"] == "USD/kg" for item in quantity["values"])
    assert "semianalysis-2026" in run("assumptions", "launch_price")[1]


@pytest.mark.parametrize("quantity", ["", "launch_price"])
def test_pictures_are_drawn(quantity, tmp_path):
    orb.assumptions(quantity).plot().savefig(tmp_path / "picture.png")
    assert (tmp_path / "picture.png").stat().st_size > 10_000
