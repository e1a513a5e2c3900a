"""Bits down and up: against satellites stepped through their passes, drawn weather, and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orbital as orb
from orbital.core.catalog import entry, names
from orbital.physics import downlink

GBIT, SCENARIO = 1e9, "ai1-vs-colossus-1"
ONE = np.float64(1.0)
SHARE = st.floats(0.0, 1.0).map(np.float64)
COUNT = st.floats(0.1, 1e4).map(np.float64)


def f64(*values):
    return [np.float64(value) for value in values]


def on(**changes):
    return orb.evaluate(orb.scenario(SCENARIO).replace({f"orbital.{name.replace('__', '.')}": value for name, value in changes.items()}))


def value(result, name):
    return float(result.orbital.value(name))


# --- rates ---
def test_a_200_gbit_terminal_in_sight_a_fifth_of_the_day_carries_7_to_14_sustained():
    """Turyshev 2026, arXiv:2604.27197 (second-hand): 7.0 to 13.9 Gbit/s sustained per optical terminal of 200 Gbit/s in view some 20 % of the time."""
    low, high = (downlink.satellite_downlink_rate(*f64(0.2, 1.0, 200e9, efficiency, weather)) for efficiency, weather in ((0.37, 0.48), (0.5, 0.7)))
    assert [low / GBIT, high / GBIT] == pytest.approx([7.0, 13.9], rel=0.02)


def test_eight_dishes_of_15_gbit_carry_108_of_120():
    assert downlink.gateway_rate(*f64(8.0, 15e9, 0.9, 1.0)) / GBIT == pytest.approx(108.0)
    assert downlink.gateway_availability(np.array([0.2, 0.8]), np.array([1.0, 0.5])) == pytest.approx(0.3)


def test_antennas_bind_where_many_satellites_are_in_sight_and_satellites_where_few():
    """Two sites with 10 antennas each; 3 and 50 satellites in sight of one terminal: 3 + 10 links of 1 Gbit/s; of two terminals 6 + 10."""
    in_view = np.array([3.0, 50.0])
    for terminals, links in ((1.0, 13.0), (2.0, 16.0)):
        rate = downlink.network_rate_by_station(*f64(5.0, 4.0, terminals), in_view, *f64(GBIT, 1.0), np.ones(2), np.ones(2))
        assert rate / GBIT == pytest.approx(links)


def stepped(satellites, antennas, clear, rate, start):
    """A fleet in one plane over three stations for two days, step by step: links given out first come, buffers that fill evenly and empty in contact."""
    rng = np.random.default_rng(start)
    latitude, longitude = np.radians([78.2, 20.0, -35.0]), np.radians([15.4, -156.0, 149.0])
    phase = 2.0 * np.pi * np.arange(satellites) / satellites
    radius, motion, tilt, step = 6_978e3, 1.083e-3, np.radians(97.8), 60.0
    reach = np.arccos(6_371e3 * np.cos(np.radians(10)) / radius) - np.radians(10)
    place = np.stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
    made = 0.2 * rate * step
    held, down, window = np.zeros(satellites), 0.0, 0.0
    for k in range(2880):
        turn, node = phase + motion * step * k, 2e-7 * step * k - 7.292e-5 * step * k
        flat, side = np.cos(turn), np.sin(turn) * np.cos(tilt)
        at = np.stack([np.cos(node) * flat - np.sin(node) * side, np.sin(node) * flat + np.cos(node) * side, np.sin(turn) * np.sin(tilt)], axis=-1)
        visible = at @ place > np.cos(reach)
        held += made
        free = np.where(rng.random(3) < clear, antennas, 0)
        for craft in range(satellites):
            seen = np.flatnonzero(visible[craft] & (free > 0))
            window += visible[craft].any() * rate * step
            if len(seen):
                free[seen[0]] -= 1
                sent = min(held[craft], rate * step)
                held[craft] -= sent
                down += sent
    return down, window, latitude, longitude


@pytest.mark.parametrize(("satellites", "antennas"), [(40, 1), (40, 20)])
def test_the_fleet_brings_down_no_more_than_its_windows_and_no_more_than_is_said(satellites, antennas):
    """The buffered throughput of satellites stepped one by one never exceeds windows x rate, nor the Model's rate by more than its tenth."""
    from orbital.physics import ground_contact

    rate, clear = 1e9, np.array([0.9, 0.5, 0.7])
    down, window, latitude, longitude = stepped(satellites, antennas, clear, rate, 3)
    orbit = f64(np.radians(97.8), 6_978e3, np.radians(10))
    each, union = ground_contact.station_contact_fraction(*orbit, latitude), ground_contact.contact_fraction(*orbit, latitude, longitude)
    fleet = np.float64(satellites)
    own = downlink.satellite_downlink_rate(union, *f64(1.0, rate, 1.0), downlink.contact_availability(each, clear))
    network = downlink.network_rate_by_station(
        *f64(3.0, antennas, 1.0),
        ground_contact.mean_satellites_in_view(fleet, each),
        *f64(rate, 1.0),
        clear,
        ground_contact.station_fleet_fraction(*orbit, *f64(1.0, 0.0), latitude),
    )
    said = downlink.downlink_rate(fleet, own, network) * 2880 * 60
    assert down <= window
    assert down <= 1.1 * said
    assert down == pytest.approx(said, rel=0.25)


@given(count=COUNT, share=SHARE, weather=SHARE, efficiency=SHARE, terminals=st.floats(0.1, 8.0))
def test_what_a_satellite_brings_down_never_exceeds_its_windows(count, share, weather, efficiency, terminals):
    in_view, rate = np.array([share * count]), np.float64(GBIT)
    own = downlink.satellite_downlink_rate(share, np.float64(terminals), np.float64(GBIT), efficiency, weather)
    assert own <= terminals * GBIT * share * (1 + 1e-12)
    network = downlink.network_rate_by_station(count, ONE, np.float64(terminals), in_view, rate, efficiency, np.array([weather]), ONE)
    assert network <= min(float(count), terminals * share * count) * GBIT * (1 + 1e-9)
    both = downlink.downlink_rate(count, own, network)
    assert both <= count * own
    assert both <= downlink.downlink_rate_of_satellites(count, own)
    assert both <= network


@pytest.mark.parametrize(("planes", "span", "tolerance"), [(1, "7.5 deg", 0.02), (8, "7.5 deg", 0.02), (72, "360 deg", 0.35)])
@pytest.mark.parametrize("network", ["ksat", "nasa-dsn"])
def test_the_lesser_of_sums_is_nearly_the_sum_of_the_lesser(network, planes, span, tolerance):
    """From few antennas to plenty; never less, and in planes close together close. `network_rate` says by how much."""
    base = {"orbital.ground_network": network, "workload.wire_size_per_token": "0.001 kB/token"}
    base |= {"orbital.plane_count": planes, "orbital.plane_node_span": span}
    off = []
    for gateways in (1.0, 10.0, 40.0, 100.0, 200.0, 400.0, 1000.0, 100_000.0):
        together = orb.scenario(SCENARIO).replace({**base, "orbital.gateway_count": gateways})
        each = together.replace({"orbital.formulas.network_rate": "network_rate_by_station"})
        off.append(float(together.orbital.run(("network_rate",))[0] / each.orbital.run(("network_rate",))[0]) - 1.0)
    assert min(off) >= -1e-9
    assert max(off) <= tolerance
    assert [off[0], off[-1]] == pytest.approx([0.0, 0.0], abs=1e-9)


# --- weather ---
def test_laser_light_passes_where_neither_liquid_nor_ice_cloud_stands():
    assert downlink.station_clear_sky_availability(np.array([0.8, 0.4]), np.float64(0.75)) == pytest.approx([0.6, 0.3])


def test_availability_in_contact_is_weighed_by_time():
    assert downlink.contact_availability(np.array([0.3, 0.1]), np.array([0.5, 0.9])) == pytest.approx(0.6)
    assert downlink.contact_availability(np.zeros(2), np.ones(2)) == 0.0


def test_eight_sites_far_apart_are_independent_and_eight_in_a_town_are_one():
    """Eight at 69 %: 0.999915 (derived); within 100 km of one another 69 %."""
    clear, longitude = np.full(8, 0.69), np.radians(np.arange(8) * 45.0)
    apart = downlink.site_diversity_availability(clear, np.zeros(8), longitude, np.float64(500e3))
    assert apart == pytest.approx(0.999915, abs=1e-6)
    together = downlink.site_diversity_availability(clear, np.zeros(8), longitude / 450.0, np.float64(500e3))
    assert together == pytest.approx(0.69, rel=1e-9)


def test_neighbors_count_as_the_better_one_as_in_drawn_weather():
    """Two sites that share their clouds and a third: clear by a common draw for the pair, by its own for the third."""
    rng = np.random.default_rng(7)
    pair, third = rng.random(200_000), rng.random(200_000)
    drawn = np.mean((pair < 0.6) | (pair < 0.4) | (third < 0.5))
    clear = downlink.site_diversity_availability(np.array([0.4, 0.6, 0.5]), np.zeros(3), np.radians([0.0, 1.0, 90.0]), np.float64(500e3))
    assert clear == pytest.approx(drawn, abs=3e-3)


@given(clear=st.lists(st.floats(0.01, 0.99), min_size=2, max_size=6), length=st.floats(0, 2e7), seed=st.integers(0, 99))
def test_shared_weather_lies_between_the_best_site_and_all_independent(clear, length, seed):
    rng = np.random.default_rng(seed)
    latitude, longitude = np.arcsin(rng.uniform(-1, 1, len(clear))), rng.uniform(-np.pi, np.pi, len(clear))
    found = downlink.site_diversity_availability(np.array(clear), latitude, longitude, np.float64(length))
    assert max(clear) - 1e-12 <= found <= 1 - np.prod(1 - np.array(clear)) + 1e-12


# --- waiting ---
def test_relays_shorten_the_wait_to_when_nobody_is_in_contact():
    """Drawn: ten satellites, each in contact a fifth of the time; the wait counts while none is, 0.8^9 of the time that one alone is not."""
    alone = np.float64(600.0)
    assert downlink.downlink_wait(alone) == alone
    assert downlink.downlink_wait_by_relay(alone, *f64(0.2, 10.0)) == pytest.approx(600.0 * 0.8**9, rel=1e-12)
    assert downlink.downlink_wait_by_relay(alone, *f64(0.2, 1.0)) == alone


def test_a_buffer_holds_the_longest_gap():
    """1 Gbit/s over ten satellites for an hour: 45 GB each."""
    assert downlink.downlink_buffer(*f64(1e9, 10.0, 3600.0)) / 8e9 == pytest.approx(45.0)


# --- up ---
def test_weights_and_prompts_by_hand():
    """100 GB to 1,000 satellites monthly are 0.3 Gbit/s; a million tokens a second with two of prompt each at 6 bytes 96 Mbit/s."""
    weights = downlink.weight_upload_rate(np.float64(100 * 8e9), downlink.weight_copies_sent(np.float64(1000.0)), np.float64(12 / (365.25 * 86400)))
    assert weights / GBIT == pytest.approx(0.3042, rel=1e-3)
    assert downlink.weight_copies_by_multicast(np.float64(1000.0)) == 1.0
    assert downlink.prompt_rate(*f64(1e6, 2.0, 48.0)) == 96e6
    assert downlink.uplink_use(downlink.ingress_rate(*f64(96e6, 4e6)), downlink.uplink_rate(*f64(1e9, 0.2))) == pytest.approx(0.5)


# --- in scenarios ---
def test_what_cannot_come_down_is_infeasible_and_said_in_words():
    result = on(downlink_band="x", ground_network="nasa-dsn")
    assert not result.feasible
    assert np.isnan(result.ratio)
    assert any("what does not come down is not delivered" in reason for reason in result.reasons)
    assert value(result, "downlink_use") > 1.0


def test_what_cannot_go_up_is_infeasible_too():
    result = on(uplink_rate_ratio=0.001)
    assert any("what does not go up is not answered" in reason for reason in result.reasons)


def test_where_no_station_ever_sees_the_fleet_nothing_comes_down_and_it_is_said():
    """No gateways without end, no NaN in the message, and no line that says no link binds."""
    from orbital.views.tables import binding, latency_lines

    for changes in ({"inclination": "5 deg", "ground_network": "nasa-dsn"}, {"gateway_availability": "0"}):
        result = on(**changes)
        assert not result.feasible
        assert any("the links bring down 0 Gbit/s" in reason for reason in result.reasons)
        assert value(result, "downlink_use") == np.inf
        assert any("nothing comes down" in line for line in binding(result))
        assert not any("nan" in line or "inf " in line for line in [*binding(result), *latency_lines(result)])
    nowhere = on(altitude="36000 km")
    assert not any("station" in line or "links to the ground" in line for line in binding(nowhere))
    assert latency_lines(nowhere) == []


def test_the_links_take_nothing_off_the_work_while_they_suffice():
    work = {name: value(on(ground_network=name), "delivered_compute") for name in ("ksat", "aws", "ssc")}
    assert len(set(work.values())) == 1


@pytest.mark.parametrize("network", names("ground_networks"))
def test_the_gateways_paid_for_are_the_gateways_that_carry(network):
    """One at each site, or as many as the busy hour takes; with all antennas busy they carry what they were bought for, no more."""
    result = on(ground_network=network)
    sites = len(entry("ground_networks", network).stations)
    count, load = value(result, "gateway_count"), value(result, "gateway_load")
    assert count == pytest.approx(max(sites, value(result, "egress_rate") / load / value(result, "gateway_rate")))
    assert value(result, "gateway_capital") == pytest.approx(count * value(result, "gateway_price"))
    assert value(result, "network_rate") <= count * value(result, "gateway_rate") * (1 + 1e-9)


def test_more_gateways_than_satellites_in_sight_carry_no_more():
    few = on(demanded_capacity="300 kW", least_gateways="100")
    more = on(demanded_capacity="300 kW", least_gateways="1000")
    assert value(more, "gateway_cost") > 9 * value(few, "gateway_cost")
    assert value(more, "network_rate") == pytest.approx(value(few, "network_rate"), rel=1e-9)


def test_bands_differ_in_what_they_need():
    x, ka, optical = (on(downlink_band=name) for name in ("x", "ka", "optical"))
    assert value(x, "gateway_count") > 5 * value(ka, "gateway_count")
    assert value(optical, "contact_availability") < 0.8 < value(ka, "contact_availability")


def test_the_screen_says_contact_gap_use_and_what_binds():
    from orbital.views.tables import binding

    lines = "\n".join(binding(orb.evaluate(orb.scenario(SCENARIO))))
    assert "one satellite sees a station" in lines
    assert "results in bulk wait 13.6 min on board on average (store and forward, each by itself); answers to users do not" in lines
    assert "187 gateways" in lines
    assert "through any satellite in contact" in "\n".join(binding(on(formulas__downlink_wait="downlink_wait_by_relay")))
    assert "longest gap" in lines
    assert "up 5.144 %; neither binds" in lines
    assert "187 gateways 70 %" in lines
    assert "the way down binds" in "\n".join(binding(on(downlink_band="x", ground_network="nasa-dsn")))


def test_waiting_and_buffers_move_no_money():
    """Store and forward or relay: the same cost, another wait."""
    own, relay = on(), on(formulas__downlink_wait="downlink_wait_by_relay")
    assert own.ratio == relay.ratio
    assert value(relay, "downlink_wait") < 1e-6 * value(own, "downlink_wait")


@settings(max_examples=15, deadline=None)
@given(height=st.floats(450, 1300), elevation=st.floats(5, 40))
def test_rows_of_a_block_are_scenarios(height, elevation):
    side = orb.scenario(SCENARIO).orbital
    outputs = ("contact_fraction", "downlink_use", "gateway_count")
    heights, masks = np.array([height, 600.0]) * 1e3, np.radians([elevation, 25.0])
    rows = orb.scenario(SCENARIO).with_arrays({"orbital.altitude": heights, "orbital.minimum_elevation": masks}).orbital.run(outputs)
    assert [float(column[1]) for column in rows] == pytest.approx([float(x) for x in side.run(outputs)], rel=1e-12)
    alone = orb.scenario(SCENARIO).with_arrays({"orbital.altitude": heights[0], "orbital.minimum_elevation": masks[0]}).orbital.run(outputs)
    assert [float(column[0]) for column in rows] == pytest.approx([float(x) for x in alone], rel=1e-12)
