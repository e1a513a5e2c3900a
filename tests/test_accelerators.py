"""The accelerators of `data/`: all there, dense rates, powers and memory as published, and each evaluates or says what it lacks."""

import csv
import math
from functools import cache
from io import StringIO
from itertools import pairwise

import pytest

import orbital as orb
from orbital.core.catalog import Entry, Stated, deflators, entry, names
from orbital.core.errors import InputError
from orbital.core.parse import parse_quantity
from orbital.models import orbital_model
from orbital.scenarios import PRECISIONS
from orbital.views.listing import listing, listing_table

UNITS = orbital_model().specs
NEEDED = (
    "accelerator_chip_power",
    "accelerator_power",
    "accelerator_price",
    "accelerator_system_mass",
    "memory_per_accelerator",
    "memory_bandwidth",
    "scale_up_domain",
    "attention_flop_rate",
    "scale_up_bandwidth",
    "scale_out_rate",
)
SCENARIO = "ai1-vs-colossus-1"

# Dense rates, as the sources in each entry have them. Empty: no such rate is known.
PUBLISHED = """\
name,bf16_tflops,fp8_tflops,fp4_tflops,memory_gb,bandwidth_tb_s,chip_w,scale_up_gb_s,scale_out_gbit_s
a100-sxm,312,,,80,2.039,400,300,200
h100-sxm,989,1979,,80,3.35,700,450,400
h200-sxm,989,1979,,141,4.8,700,450,400
b200-sxm,2250,4500,9000,180,8.0,1000,900,400
b300-sxm,2250,4500,13500,268,8.0,1400,900,800
gb200-nvl72,2500,5000,10000,192,8.0,1200,900,400
gb300-nvl72,2500,5000,15000,288,8.0,1400,900,800
vr-nvl144,,16700,35000,288,22,1800,1800,
mi300x,1307,2615,,192,5.3,750,448,400
mi325x,1307,2615,,256,6.0,1000,448,400
mi355x,2516,5033,10066,288,8.0,1400,576,400
tpu-v5p,459,,,95,2.765,540,600,50
tpu-v6e,918,,,32,1.64,380,400,
tpu-v7,2307,4614,,192,7.37,960,600,
trainium2,667,1299,,96,2.9,500,640,200
trainium3,671,2517,2517,144,4.9,1000,1280,
"""
TABLE = {row["name"]: row for row in csv.DictReader(StringIO(PUBLISHED))}
WITHOUT_PRICE = ("tpu-v7", "trainium2", "trainium3")
"""Nobody sells these or has published what they cost."""
MASS_FROM_CLASS = ("b300-sxm", "mi300x", "mi325x", "mi355x", "tpu-v5p", "tpu-v6e", "tpu-v7", "trainium2", "trainium3")
"""Racks and servers of unknown mass."""


def si(name: str, quantity: str) -> float:
    return value_of(entry("accelerators", name).given[quantity], quantity)


def value_of(stated: Stated, quantity: str) -> float:
    return in_si(stated.value, quantity)


def in_si(written: str | float, quantity: str) -> float:
    return parse_quantity(written, UNITS[quantity].unit, quantity, deflators(), 2025)


def rate(name: str, precision: str) -> float:
    """Dense FLOP/s of one accelerator."""
    return value_of(entry("accelerators", name).by_precision[precision]["peak_flop_rate"], "peak_flop_rate")


def narrowest(name: str) -> str:
    """The precision with the highest rate."""
    return max(entry("accelerators", name).by_precision, key=lambda precision: rate(name, precision))


def test_the_list_is_complete():
    assert set(names("accelerators")) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_rates_powers_and_memory_are_the_published_ones(name):
    row = TABLE[name]
    assert set(entry("accelerators", name).by_precision) == {p for p in ("bf16", "fp8", "fp4") if row[f"{p}_tflops"]}
    for precision in entry("accelerators", name).by_precision:
        assert rate(name, precision) == pytest.approx(1e12 * float(row[f"{precision}_tflops"]), rel=2e-3)
    for quantity, column, unit in (
        ("memory_per_accelerator", "memory_gb", "GB/GPU"),
        ("memory_bandwidth", "bandwidth_tb_s", "TB/s/GPU"),
        ("accelerator_chip_power", "chip_w", "W/GPU"),
        ("scale_up_bandwidth", "scale_up_gb_s", "GB/s/GPU"),
        ("scale_out_rate", "scale_out_gbit_s", "Gbit/s/GPU"),
    ):
        if not row[column]:
            assert entry("accelerators", name).given[quantity].evidence == "assumption"
            continue
        assert si(name, quantity) == pytest.approx(in_si(f"{row[column]} {unit}", quantity), rel=1e-9)


@pytest.mark.parametrize("name", TABLE)
def test_attention_runs_at_the_dense_16_bit_rate(name):
    if "bf16" in entry("accelerators", name).by_precision:
        assert si(name, "attention_flop_rate") == rate(name, "bf16")
    else:
        assert entry("accelerators", name).given["attention_flop_rate"].evidence == "assumption"


@pytest.mark.parametrize("name", TABLE)
def test_the_network_between_domains_is_slower_than_the_one_inside(name):
    """Both per accelerator and one direction; memory is faster than either."""
    assert si(name, "scale_out_rate") < si(name, "scale_up_bandwidth") < si(name, "memory_bandwidth")


@pytest.mark.parametrize(
    ("name", "precision", "system_flops", "accelerators", "sparsity"),
    [
        ("gb200-nvl72", "fp4", 1.44e18, 72, 2.0),  # rack, sparse, as NVIDIA prints it (agenticbrew.ai)
        ("vr-nvl144", "fp8", 1.2e18, 72, 1.0),  # rack, training (megaobzor.com)
        ("vr-nvl144", "fp4", 2.5e18, 72, 1.0),  # rack, training (NVIDIA, as tabulated)
        ("tpu-v7", "fp8", 42.5e18, 9216, 1.0),  # pod (Google)
        ("trainium2", "fp8", 83e15, 64, 1.0),  # UltraServer (AWS via glennklockwood.com)
        ("mi355x", "fp4", 20.1e15, 1, 2.0),  # chip, sparse (tomshardware.com)
    ],
)
def test_what_vendors_print_for_whole_systems_gives_the_same_dense_rate(name, precision, system_flops, accelerators, sparsity):
    assert rate(name, precision) == pytest.approx(system_flops / accelerators / sparsity, rel=0.01)


@pytest.mark.parametrize(
    ("generations", "precision"),
    [
        (("a100-sxm", "h100-sxm", "b200-sxm"), "bf16"),
        (("h100-sxm", "b200-sxm"), "fp8"),
        (("b200-sxm", "b300-sxm"), "fp4"),
        (("h100-sxm", "gb200-nvl72", "vr-nvl144"), "fp8"),
        (("gb200-nvl72", "gb300-nvl72", "vr-nvl144"), "fp4"),
        (("mi300x", "mi355x"), "bf16"),
        (("mi300x", "mi355x"), "fp8"),
        (("tpu-v5p", "tpu-v6e"), "bf16"),
    ],
)
def test_dense_rate_per_watt_of_chip_rises_with_generation(generations, precision):
    per_watt = [rate(name, precision) / si(name, "accelerator_chip_power") for name in generations]
    assert all(new > 1.02 * old for old, new in pairwise(per_watt)), per_watt


@pytest.mark.parametrize(
    "generations",
    [("a100-sxm", "h100-sxm", "gb200-nvl72", "gb300-nvl72", "vr-nvl144"), ("mi300x", "mi355x"), ("tpu-v5p", "tpu-v6e", "tpu-v7")],
)
def test_dense_rate_per_watt_at_each_ones_best_precision_rises_with_generation(generations):
    per_watt = [rate(name, narrowest(name)) / si(name, "accelerator_chip_power") for name in generations]
    assert per_watt == sorted(per_watt), per_watt


@pytest.mark.parametrize(
    ("older", "newer", "precision", "least"),
    [
        ("h100-sxm", "h200-sxm", "bf16", 1.0),  # the same die with more memory
        ("gb200-nvl72", "gb300-nvl72", "bf16", 0.85),  # 200 W more, all of it for FP4
        ("gb200-nvl72", "gb300-nvl72", "fp8", 0.85),
        ("tpu-v6e", "tpu-v7", "bf16", 0.99),  # v7's BF16 is from memory
        ("trainium2", "trainium3", "fp8", 0.96),  # the upper bound of a rumour is its chip power
        ("trainium2", "trainium3", "bf16", 0.50),  # the same BF16 rate, at that bound
    ],
)
def test_where_rate_per_watt_does_not_rise_in_the_tables(older, newer, precision, least):
    """Exceptions by name, so that a corrected table shows up here."""
    gain = [rate(name, precision) / si(name, "accelerator_chip_power") for name in (newer, older)]
    assert least <= gain[0] / gain[1] <= 1.0 + 1e-12


@pytest.mark.parametrize("name", TABLE)
def test_all_in_server_power_is_chip_power_and_at_most_two_and_a_half_times_it(name):
    chip, server = si(name, "accelerator_chip_power"), si(name, "accelerator_power")
    assert chip <= server <= 2.5 * chip
    stated = entry("accelerators", name).given["accelerator_power"]
    if stated.spread:
        ends = [in_si(end, "accelerator_power") for end in stated.spread]
        assert chip <= ends[0] <= ends[1] <= 2.5 * chip


@pytest.mark.parametrize("name", MASS_FROM_CLASS)
def test_a_class_estimate_of_mass_is_10_to_16_kg_per_kw_and_labelled(name):
    stated = entry("accelerators", name).given["accelerator_system_mass"]
    assert (stated.evidence, stated.confidence) == ("assumption", "low")
    kilowatts = si(name, "accelerator_power") / 1000.0
    low, high = (in_si(end, "accelerator_system_mass") for end in stated.spread)
    assert low / kilowatts == pytest.approx(10.0, rel=0.01)
    assert high / kilowatts == pytest.approx(16.0, rel=0.01)


@pytest.mark.parametrize("name", TABLE)
def test_a_class_estimate_has_a_spread_and_low_confidence(name):
    item: Entry = entry("accelerators", name)
    for quantity, stated in item.given.items():
        if stated.under(item).evidence == "assumption":
            assert stated.confidence == "low", quantity
            assert "class estimate" in stated.source, quantity
            assert stated.spread or quantity == "scale_up_domain"


def test_only_prices_are_missing_and_only_where_nobody_sells():
    missing = {name: [q for q in NEEDED if q not in entry("accelerators", name).given] for name in TABLE}
    assert {name: lacks for name, lacks in missing.items() if lacks} == {name: ["accelerator_price"] for name in WITHOUT_PRICE}
    for name in WITHOUT_PRICE:
        assert "accelerator_price" in entry("accelerators", name).note


def chosen(name: str, precision: str, **more: str) -> orb.Scenario:
    return orb.scenario(SCENARIO).replace({"common.accelerator": name, "workload.precision": precision, **more})


@pytest.mark.parametrize("name", [name for name in TABLE if name not in WITHOUT_PRICE])
def test_an_entry_with_all_it_needs_evaluates_on_both_sides(name):
    for precision in entry("accelerators", name).by_precision:
        result = orb.evaluate(chosen(name, precision))
        assert result.feasible, result.reasons
        for side in (result.orbital, result.ground):
            cost = side["levelized_cost_per_million_tokens"].magnitude
            assert math.isfinite(cost)
            assert cost > 0.0
        assert result.orbital["accelerator_price"] == result.ground["accelerator_price"]


@pytest.mark.parametrize("name", WITHOUT_PRICE)
def test_an_entry_that_lacks_a_value_is_refused_naming_it_and_evaluates_with_it(name):
    with pytest.raises(InputError, match=r"orbital\.accelerator_price must be given: Price per accelerator at server level.*or give a value"):
        orb.evaluate(chosen(name, narrowest(name)))
    assert orb.evaluate(chosen(name, narrowest(name), **{"common.accelerator_price": "10000 USD/GPU"})).ratio > 0.0


WORKLOADS = names("workloads")


@cache
def tried(name: str, use: str) -> tuple[str, orb.Result | str]:
    """An accelerator on a workload, in the workload's precision or the next wider one it has: what comes of it, in one word and at length."""
    wanted = entry("workloads", use).precision
    precision = next((p for p in PRECISIONS[PRECISIONS.index(wanted) :] if p in entry("accelerators", name).by_precision), wanted)
    changes = {"common.accelerator": name, "workload.use": use, "workload.precision": precision}
    if name in WITHOUT_PRICE:
        changes["common.accelerator_price"] = "10000 USD/GPU"
    try:
        result = orb.evaluate(orb.scenario(SCENARIO).replace(changes))
    except InputError as error:
        return "refused", str(error)
    return ("feasible" if result.feasible else "infeasible"), result


REFUSED = {("vr-nvl144", "training-llama3-405b")}
"""No dense BF16 rate is known."""


@pytest.mark.parametrize("use", WORKLOADS)
@pytest.mark.parametrize("name", TABLE)
def test_every_workload_on_every_accelerator_gives_an_answer_or_says_why_not(name, use):
    kind, found = tried(name, use)
    if (name, use) in REFUSED:
        assert kind == "refused"
        assert "has no peak rate in 'bf16'" in found
        return
    assert isinstance(found, orb.Result), found
    assert kind == "feasible", found.reasons
    for side in (found.orbital, found.ground):
        assert 0.0 < side.value("utilization") < 0.8
        assert side.value("levelized_cost_per_million_tokens") > 0.0
        assert side.value("delivered_tokens") > 0.0


def test_a_copy_takes_as_many_accelerators_as_its_weights_need():
    """DeepSeek-R1 in 16 bit on 32 GB chips: 1,342 GB over 0.7 x 32 GB x 72 of a satellite: one domain in orbit of 72, on the ground one of 256."""
    found = tried("tpu-v6e", "inference-deepseek-r1")[1]
    assert (found.orbital.value("replica_accelerators"), found.ground.value("replica_accelerators")) == (72.0, 256.0)
    assert tried("a100-sxm", "inference-llama3-405b")[1].ground.value("replica_accelerators") == 16.0
    assert tried("mi355x", "inference-llama3-405b")[1].ground.value("replica_accelerators") == 2.0


def test_a_model_that_leaves_no_room_for_a_sequence_is_infeasible_in_words():
    """202.5 GB of weights on two of 288 GB, beside one sequence of 200 million tokens: 52 TB."""
    result = orb.evaluate(orb.scenario(SCENARIO).replace({"workload.use": "inference-llama3-405b", "workload.prompt_length": "200e6 token"}))
    assert any("leave no room for a sequence" in line for line in result.reasons)


@pytest.mark.parametrize(("name", "precision"), [("a100-sxm", "fp8"), ("mi300x", "fp4"), ("tpu-v6e", "fp8"), ("vr-nvl144", "bf16")])
def test_a_precision_that_an_entry_lacks_is_refused_naming_those_it_has(name, precision):
    with pytest.raises(InputError, match=f"{name} has no peak rate in '{precision}'"):
        chosen(name, precision)


def test_the_list_prints_within_120_columns_and_breaks_no_word():
    from rich.console import Console

    rows = listing("accelerators")
    console = Console(width=120, record=True, file=StringIO())
    console.print(listing_table("accelerators", rows))
    printed = console.export_text()
    assert max(len(line) for line in printed.splitlines()) <= 120
    words = set(printed.split())
    for row in rows:
        assert {row["name"], *row["title"].split(), *row["source"].split()} <= words
