"""A megawatt on four bases: chips, servers, IT with its network, the meter; and a cluster stated on any of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import orbital as orb
from orbital.analysis.compare import evaluate
from orbital.core.catalog import entry, names
from orbital.core.errors import InputError
from orbital.core.units import shown_value
from orbital.systems import ground_cluster, power_basis
from orbital.views.tables import power_table

SCENARIO = "ai1-vs-colossus-1"
PRECISIONS = {"h100-sxm": "fp8", "h200-sxm": "fp8", "gb200-nvl72": "fp4"}


def shown(side, name):
    return float(shown_value(side.run((name,))[0], side.model.specs[name].unit))


def as_built(site, *quantities):
    """Sums over a site's own mix of chips, each quantity in the unit people read."""
    sums = dict.fromkeys(quantities, 0.0)
    for chip, count in entry("sites", site).as_built.items():
        changes = {"ground.site": site, "common.accelerator": chip, "workload.precision": PRECISIONS[chip]}
        side = orb.scenario(SCENARIO).replace(changes).ground
        for name in quantities:
            sums[name] += shown(side, name) / shown(side, "accelerator_count") * count
    return sums


# --- the bases of known clusters ---
def test_the_230_000_gpus_of_colossus_1_are_176_310_and_425_to_442_megawatts():
    """150,000 H100 and 50,000 H200 of 700 and 1,275 W, 30,000 GB200 of 1,200 and 1,833 W; Epoch AI's peak at the meter 425 (2026-02) to 442."""
    found = as_built("colossus-1", "chip_power", "it_power", "cluster_it_power", "facility_power", "building_capital")
    assert found["chip_power"] == pytest.approx(176.0, abs=0.5)
    assert found["it_power"] == pytest.approx(310.0, abs=0.5)
    assert found["cluster_it_power"] == pytest.approx(328.6, abs=0.5)
    assert 425.0 < found["facility_power"] < 442.0
    assert found["building_capital"] == pytest.approx(3700.0, rel=0.01), "Epoch AI, construction"


def test_watts_at_the_utility_are_semianalysis_all_in():
    """1,730 W per H100 and H200, 2,100 per GB200 (SemiAnalysis): 409 MW for Colossus 1; ours, at its PUE of 1.25 for others than hyperscale, within 1 %."""
    all_in = (200_000 * 1730 + 30_000 * 2100) / 1e6
    assert all_in == pytest.approx(409.0, abs=0.5)
    servers = as_built("colossus-1", "it_power")["it_power"]
    assert servers * 1.06 * 1.25 == pytest.approx(all_in, rel=0.01)


def test_the_default_share_of_the_network_is_between_what_two_chips_leave():
    """Watts at the utility over server watts, less PUE: H100 at 1.25, GB200 liquid-cooled at 1.10."""
    shares = [1730.0 / 1275.0 / 1.25 - 1.0, 2100.0 / 1833.0 / 1.10 - 1.0]
    assert shares == pytest.approx([0.0855, 0.0415], abs=5e-4)
    share = shown(orb.scenario(SCENARIO).ground, "network_power_fraction")
    assert share == pytest.approx(sum(shares) / 2.0, abs=0.005)


def test_thirty_eight_billion_a_gigawatt_of_it_is_twenty_nine_and_a_half_at_the_meter():
    """Epoch AI's model has 25.5 + 12.5 BUSD per GW of IT, its hub 44 BUSD over 1.494 GW at the meter, 29.45; PUE 1.2 and the network lie between."""
    ground = {"accelerator_capital": "25500 MUSD", "building_capital": "12500 MUSD", "demanded_capacity": "1 GW", "power_usage_effectiveness": 1.2}
    side = orb.scenario(SCENARIO).replace({f"ground.{name}": value for name, value in ground.items()}).ground
    capital = shown(side, "cluster_capital") / 1000.0
    assert capital / (shown(side, "it_power") / 1000.0) == pytest.approx(38.0, rel=1e-12)
    assert capital / (shown(side, "facility_power") / 1000.0) == pytest.approx(44.0 / 1.494, rel=0.02)


def test_abilene_at_the_meter_is_below_the_power_announced():
    """400,000 GB200 take 733 MW in racks; 1.2 GW are announced for the site."""
    found = as_built("abilene", "it_power", "facility_power")
    assert found["it_power"] == pytest.approx(733.0, abs=0.5)
    assert found["it_power"] < found["facility_power"] < 1200.0


# --- stated on one basis, known on all ---
BASES = ("chip_power", "it_power", "facility_power")


@given(st.floats(1.0, 1e7), st.floats(100.0, 2000.0), st.floats(1.05, 3.0), st.floats(1.0, 2.0), st.floats(0.0, 0.3))
def test_every_basis_gives_back_the_accelerators_it_was_made_of(count, chip, server_over_chip, pue, network):
    server = chip * server_over_chip
    meter = ground_cluster.facility_power(ground_cluster.cluster_it_power(count * server, network), pue)
    assert power_basis.accelerator_count_from_chip_power(power_basis.chip_power(count, chip), chip) == pytest.approx(count, rel=1e-12)
    assert power_basis.accelerator_count_from_it_power(count * server, server) == pytest.approx(count, rel=1e-12)
    assert ground_cluster.accelerator_count_from_facility_power(meter, pue, network, server) == pytest.approx(count, rel=1e-12)
    assert power_basis.chip_power(count, chip) < count * server <= meter


@pytest.mark.parametrize("basis", BASES)
def test_a_ground_of_300_megawatts_on_a_basis_has_them_on_that_basis(basis):
    asked = orb.scenario(SCENARIO).replace({f"ground.{basis}": "300 MW", "ground.formulas.accelerator_count": f"accelerator_count_from_{basis}"})
    result = evaluate(asked)
    assert result.ground[basis].m_as("MW") == pytest.approx(300.0)
    assert float(result.ground.value("it_power")) == pytest.approx(
        float(result.ground.value("accelerator_count")) * float(result.ground.value("accelerator_power")), rel=1e-12
    )
    assert result.ratio == pytest.approx(orb.evaluate(orb.scenario(SCENARIO)).ratio, rel=1e-9), "the ground has no economies of scale in our Model"


def test_the_wider_the_basis_the_fewer_the_chips_of_300_megawatts():
    counts = []
    for basis in BASES:
        changes = {f"ground.{basis}": "300 MW", "ground.formulas.accelerator_count": f"accelerator_count_from_{basis}"}
        counts.append(shown(orb.scenario(SCENARIO).replace(changes).ground, "accelerator_count"))
    assert counts == pytest.approx([300e6 / 1400, 300e6 / (140e3 / 72), 300e6 / (140e3 / 72) / 1.06 / 1.3], rel=1e-3)


@pytest.mark.parametrize("basis", ["chip_power", "it_power"])
def test_chips_and_servers_are_a_basis_of_both_sides(basis):
    changes = {f"common.{basis}": "300 MW", "common.formulas.accelerator_count": f"accelerator_count_from_{basis}", "workload.demanded_capacity": "computed"}
    result = orb.evaluate(orb.scenario(SCENARIO).replace(changes))
    assert result.orbital[basis].m_as("MW") == result.ground[basis].m_as("MW") == pytest.approx(300.0)
    assert float(result.orbital.value("accelerator_count")) == float(result.ground.value("accelerator_count"))


@pytest.mark.parametrize(
    ("changes", "fragments"),
    [
        ({"orbital.facility_power": "300 MW"}, ["orbital.facility_power", "quantity of the ground side"]),
        (
            {"orbital.formulas.accelerator_count": "accelerator_count_from_facility_power"},
            ["no such formula; there are: accelerator_count, accelerator_count_from_chip_power, accelerator_count_from_it_power"],
        ),
        ({"ground.formulas.accelerator_count": "accelerator_count_from_chip_power"}, ["cycle"]),
        ({"ground.chip_power": "300 MW"}, ["chip_power would change nothing", "formulas.accelerator_count = 'accelerator_count_from_chip_power'"]),
        ({"ground.network_power_fraction": 1.5}, ["network_power_fraction"]),
    ],
)
def test_a_basis_a_side_has_not_or_that_would_say_nothing_is_refused(changes, fragments):
    with pytest.raises(InputError) as caught:
        orb.scenario(SCENARIO).replace(changes)
    for fragment in fragments:
        assert fragment in str(caught.value)


# --- what the network moves ---
@pytest.mark.parametrize("name", names("scenarios"))
def test_the_network_takes_power_and_room_on_the_ground_and_nothing_in_orbit(name):
    base = orb.scenario(name)
    none = base.replace({"ground.network_power_fraction": 0.0})
    for quantity in ("facility_power", "electricity_cost", "building_cost", "staff_cost", "water_cost"):
        assert shown(base.ground, quantity) == pytest.approx(1.06 * shown(none.ground, quantity), rel=1e-12)
    assert shown(base.ground, "accelerator_cost") == shown(none.ground, "accelerator_cost")
    assert evaluate(base).orbital.value("total_cost") == evaluate(none).orbital.value("total_cost")
    assert 1.0 < evaluate(none).ratio / evaluate(base).ratio < 1.03


def test_the_table_of_bases_has_every_basis_and_less_money_per_wider_watt():
    result = orb.evaluate(orb.scenario(SCENARIO))
    columns = [list(column.cells) for column in power_table(result).columns]
    assert columns[1][1:] == ["1,000", "", ""]
    assert columns[2] == ["720.2", "1,000", "1,060", "1,378"]
    money = [float(cell) for cell in columns[3]]
    assert money == sorted(money, reverse=True)
    assert money[1] == pytest.approx(float(result.ground.value("cluster_capital")) / 1e9, rel=1e-3)
