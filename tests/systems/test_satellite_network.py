"""Links of satellites among themselves: what a ring carries, how long it takes, and what terminals take on board."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import orbital as orb
from orbital.economics import spacecraft_cost
from orbital.systems import cluster_network, satellite_network
from orbital.views.tables import binding


def f64(*values):
    return [np.float64(value) for value in values]


@cache
def flags_of(changes):
    return orb.evaluate(orb.scenario("ai1-vs-colossus-1").replace(dict(changes))).flags


def loaded_ring(satellites):
    """Busiest link of a ring where each satellite sends one unit, in equal parts, to all others, the shorter way and evenly where both are as short."""
    load = np.zeros((satellites, 2))
    for source in range(satellites):
        for hops in range(1, satellites):
            ways = [(0, hops), (1, satellites - hops)]
            shortest = min(length for _, length in ways)
            used = [way for way in ways if way[1] == shortest]
            for direction, length in used:
                for step in range(length):
                    link = (source + step) % satellites if direction == 0 else (source - step - 1) % satellites
                    load[link, direction] += 1.0 / (satellites - 1) / len(used)
    return load.max()


@pytest.mark.parametrize("satellites", [8, 10, 16, 24, 64])
def test_all_sending_to_all_load_a_ring_as_counted_link_by_link(satellites):
    assert satellite_network.all_to_all_fraction(np.float64(satellites)) == pytest.approx(1.0 / loaded_ring(satellites), rel=1e-12)


@pytest.mark.parametrize("satellites", [2, 3, 4, 5, 6])
def test_up_to_six_satellites_take_no_more_than_one_link_each(satellites):
    assert loaded_ring(satellites) <= 1.0
    assert satellite_network.all_to_all_fraction(np.float64(satellites)) == 1.0
    assert satellite_network.all_to_all_fraction(np.float64(1.0)) == 1.0


def test_on_the_ground_switches_leave_all_unless_tapered():
    assert cluster_network.all_to_all_fraction(np.float64(1.0)) == 1.0
    assert cluster_network.all_to_all_fraction(np.float64(1 / 7)) == 1 / 7


def test_a_hop_of_1000_km_takes_3_36_ms_and_one_of_200_m_what_coding_takes():
    assert satellite_network.neighbor_latency(*f64(1e6, 20e-6)) == pytest.approx(3.35564e-3, rel=1e-5)
    assert satellite_network.neighbor_latency(*f64(200.0, 20e-6)) == pytest.approx(20.667e-6, rel=1e-4)
    assert cluster_network.neighbor_latency(np.float64(5e-6)) == cluster_network.replica_latency(np.float64(5e-6)) == 5e-6


@pytest.mark.parametrize("satellites", [2, 4, 8, 20])
def test_the_farthest_of_a_ring_is_half_around(satellites):
    farthest = max(min(k, satellites - k) for k in range(satellites))
    assert satellite_network.replica_latency(*f64(1.0, satellites)) == farthest


# --- on the screen ---
TRAINING = {"workload.use": "training-llama3-405b"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "800 Gbit/s to a neighbor 49.04 km away, bound by transceivers; a copy of the model fits in one satellite, the work needs none"),
        (TRAINING, "bound by transceivers; a training step of 2.467 s exchanges for 16.21 s: 14.34 % of the utilization is left"),
        ({"orbital.neighbor_distance": "2000 km"}, "198.9 Gbit/s to a neighbor 2,000 km away, bound by light"),
        ({"orbital.terminal_channels": 100}, "9,600 Gbit/s to a neighbor 49.04 km away, bound by the band"),
        ({"orbital.inter_satellite_rate": "5 Gbit/s"}, "5 Gbit/s to a neighbor 49.04 km away, as given"),
        ({"orbital.accelerators_per_satellite": "1 GPU"}, "a copy of the model spans 2 satellites"),
    ],
)
def test_the_screen_says_what_bounds_the_links_between_satellites_and_what_they_leave(changes, said):
    """By hand: 1,613 GB over 800 Gb/s and 0.083 s of hops, of which 1.48 s hide: 2.467 / (2.467 + 14.73)."""
    lines = binding(orb.evaluate(orb.scenario("ai1-vs-colossus-1").replace(changes)))
    (line,) = [line for line in lines if line.startswith("links between satellites: ")]
    assert said in line


def test_a_formation_is_no_claim_that_parts_could_fail():
    """Suncatcher's 200 m are a choice; that a fleet over eight planes stands 5 km apart says nothing against them."""
    result = orb.evaluate(orb.scenario("ai1-vs-colossus-1").replace({"orbital.design": "suncatcher-reference"}))
    assert float(result.orbital.value("neighbor_distance")) == 200.0
    assert not [row for row in result.closure() if row.quantity == "orbital.neighbor_distance"]
    assert [row for row in result.closure() if row.quantity == "orbital.array_area"]


# --- on board ---
def test_terminals_draw_their_light_their_transceivers_and_their_pointing():
    """By hand: 4 x (5 W / 0.1 + 2 x 20 + 30) = 480 W."""
    assert satellite_network.inter_satellite_link_power(*f64(4.0, 5.0, 0.1, 2.0, 20.0, 30.0)) == pytest.approx(480.0)


def test_a_stated_rate_has_the_transceivers_it_takes():
    """9.6 Tb/s are 24 of 400 Gb/s, whatever is fitted by default; 100 Gb/s still have the two fitted."""
    assert satellite_network.terminal_transceivers(*f64(2.0, 9.6e12, 4e11)) == pytest.approx(24.0)
    assert satellite_network.terminal_transceivers(*f64(2.0, 1e11, 4e11)) == 2.0


def test_links_are_paid_for_in_the_price_from_parts():
    """By hand: 8 x (0.1 + 24 x 0.005) = 1.76 MUSD."""
    assert spacecraft_cost.communication_part_price(*f64(8.0, 0.1e6, 24.0, 5e3)) == pytest.approx(1.76e6)
    parts = {"orbital.satellite_price_case": "from-parts"}
    ratio = [orb.evaluate(orb.scenario("ai1-vs-colossus-1").replace({**parts, "orbital.terminal_channels": n})).ratio for n in (2, 24)]
    assert ratio[1] > ratio[0]


def test_links_that_draw_more_than_the_bus_has_left_are_flagged():
    """AI1: a tenth of 120 kW less 1.2 kW of pumps leave 11 kW; 4 x (50 + 30 + n x 20) W pass it beyond 133 transceivers."""
    assert not [line for line in flags_of(()) if "bus overhead" in line]
    assert not [line for line in flags_of((("orbital.terminal_channels", 120),)) if "bus overhead" in line]
    assert [line for line in flags_of((("orbital.terminal_channels", 145),)) if "4 terminals with 145 transceivers each draw 11.92 kW" in line]
    assert [line for line in flags_of((("orbital.inter_satellite_rate", "60000 Gbit/s"),)) if "4 terminals with 150 transceivers each" in line]


def test_terminals_heavier_than_what_is_counted_for_communication_are_flagged():
    """80 kg hold five of 15 kg, and four of 20."""
    told = "for communication is less than its"
    assert not [line for line in flags_of((("orbital.terminal_mass", "20 kg"),)) if told in line]
    assert [line for line in flags_of((("orbital.terminal_mass", "20.1 kg"),)) if "80 kg for communication is less than its 4 terminals of 20.1 kg" in line]
    parts = ("orbital.satellite_price_case", "from-parts")
    assert not [line for line in flags_of((parts, ("orbital.communication_terminals", 5))) if told in line]
    assert [line for line in flags_of((parts, ("orbital.communication_terminals", 6))) if told in line]


@pytest.mark.parametrize(
    "design", ["spacex-ai1", "spacex-ai1-claimed", "starlink-v2-mini", "suncatcher-reference", "starcloud-3", "turyshev-1mw", "gaalema-16mw"]
)
def test_every_design_has_room_for_its_terminals(design):
    """Links of 9.6 Tb/s to eight neighbors draw more than Suncatcher's bus has beside pumps; all others carry theirs."""
    flags = flags_of((("orbital.design", design),))
    assert not [line for line in flags if "for communication is less than" in line]
    assert bool([line for line in flags if "pumps leave of the bus overhead" in line]) == (design == "suncatcher-reference")
