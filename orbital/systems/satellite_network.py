"""What joins the accelerators in orbit: the fast network inside a satellite, its links to the others, and what the terminals take on board."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerSecond,
    BitPerSecondPerGpu,
    Constant,
    Count,
    Fraction,
    Gpu,
    Kilogram,
    Kilometer,
    MassDifference,
    Microsecond,
    Milliwatt,
    PowerDifference,
    Ratio,
    Real,
    Watt,
)
from orbital.physics.links import VACUUM_INDEX, one_way_latency

RING_NEIGHBORS = Constant(2.0, "", "a satellite of a ring has two")
LINK_LOAD = Constant(8.0, "", "two links a satellite, over a quarter of the ring that a message crosses on the mean")


# --- inside ---
@formula
def domain_accelerators(scale_up_domain: Gpu, accelerators_per_satellite: Gpu) -> Gpu:
    """Accelerators joined by the scale-up network: a domain, or what is left of it on a smaller satellite."""
    return np.minimum(scale_up_domain, accelerators_per_satellite)


@formula
def island_accelerators(accelerators_per_satellite: Gpu) -> Gpu:
    """Accelerators that reach one another without the slow links: those of a satellite."""
    return accelerators_per_satellite


# --- from satellite to satellite ---
@formula
def island_rate(inter_satellite_rate: BitPerSecond, scale_out_rate: BitPerSecondPerGpu, accelerators_per_satellite: Gpu) -> BitPerSecond:
    """Rate of a satellite to its neighbor, one direction: its link's, at most what its accelerators' network ports carry."""
    return np.minimum(inter_satellite_rate, scale_out_rate * accelerators_per_satellite)


@formula
def all_to_all_fraction(replica_islands: Ratio) -> Fraction:
    """Share of one link's rate left to each satellite where all s of a copy send to all: min( 8 (s - 1)/s^2, 1 ).

    A ring with two links each: messages to the s - 1 others cross s^2 / (4 (s - 1)) links on the mean, and load them alike. Up to six satellites that
    takes no more than one link; beyond, half as much for twice the satellites. A ring all-reduce sends to neighbors only, and loses nothing.

    Source: counting of links (bisection of a ring); played through in the tests.
    """
    several = np.maximum(replica_islands, RING_NEIGHBORS)
    share: Real = np.minimum(LINK_LOAD * (several - 1.0) / (several * several), 1.0)
    return share


@formula
def neighbor_latency(neighbor_distance: Kilometer, terminal_delay: Microsecond) -> Microsecond:
    """Time of a message to the neighbor: light over the distance, and what coding and switching add."""
    latency: Real = one_way_latency(neighbor_distance, VACUUM_INDEX) + terminal_delay
    return latency


@formula
def replica_latency(neighbor_latency: Microsecond, replica_islands: Ratio) -> Microsecond:
    """Time of a message between the farthest satellites of one copy, along a ring: half of it, and at least one hop."""
    return np.maximum(replica_islands / RING_NEIGHBORS, 1.0) * neighbor_latency


# --- on board ---
@formula
def terminal_transceivers(terminal_channels: Ratio, inter_satellite_rate: BitPerSecond, optical_channel_rate: BitPerSecond) -> Ratio:
    """Transceivers in one terminal: those it has, or those that a stated rate takes."""
    return np.maximum(terminal_channels, inter_satellite_rate / optical_channel_rate)


@formula
def inter_satellite_link_power(
    communication_terminals: Count,
    terminal_optical_power: Milliwatt,
    amplifier_efficiency: Fraction,
    terminal_transceivers: Ratio,
    transceiver_power: Watt,
    terminal_housekeeping_power: Watt,
) -> Watt:
    """Power of all terminals of a satellite: amplifier, transceivers, pointing. Part of the bus overhead, not added to it."""
    one = terminal_optical_power / amplifier_efficiency + terminal_transceivers * transceiver_power + terminal_housekeeping_power
    return communication_terminals * one


@formula(
    validity="{communication_terminals} terminals with {terminal_transceivers} transceivers each draw {inter_satellite_link_power}, "
    "more than pumps leave of the bus overhead ({bus_overhead_fraction} of the load)"
)
def inter_satellite_link_power_margin(
    satellite_it_power: Watt, sustained_power_fraction: Fraction, bus_overhead_fraction: Ratio, pump_power: Watt, inter_satellite_link_power: Watt
) -> PowerDifference:
    """Bus overhead, of which pumps and links are parts, over both."""
    return satellite_it_power * sustained_power_fraction * bus_overhead_fraction - pump_power - inter_satellite_link_power


@formula(validity="{communication_mass} for communication is less than its {communication_terminals} terminals of {terminal_mass}")
def terminal_mass_margin(communication_mass: Kilogram, communication_terminals: Count, terminal_mass: Kilogram) -> MassDifference:
    """Mass for communication over that of its terminals, which are part of it, with a millionth for rounding."""
    return 1.000001 * communication_mass - communication_terminals * terminal_mass
