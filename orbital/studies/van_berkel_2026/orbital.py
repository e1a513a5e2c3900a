"""A torus of satellites by its narrowest cut and its longest way, a black radiator, and launch by the tonne."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerFlop,
    BitPerSecond,
    Byte,
    Count,
    FlopPerToken,
    Microsecond,
    SquareMeter,
    Token,
)


@formula
def torus_satellites(torus_rows: Count, torus_columns: Count, torus_layers: Count) -> Count:
    """Satellites of a torus; one of a single layer is flat."""
    return torus_rows * torus_columns * torus_layers


@formula
def torus_cut_links(torus_rows: Count, torus_layers: Count) -> Count:
    """Links cut where a torus is halved across its columns: each ring of a row is cut twice.

    Halves it evenly where the columns are even; the fewest links where they are also the most.

    Source: Dally and Towles, Principles and Practices of Interconnection Networks, section 5.2.
    """
    return 2.0 * torus_rows * torus_layers


@formula
def torus_bisection(torus_cut_links: Count, inter_satellite_rate: BitPerSecond) -> BitPerSecond:
    """Rate from one half of the satellites to the other: links cut x rate of one."""
    return torus_cut_links * inter_satellite_rate


@formula
def torus_hops(torus_rows: Count, torus_columns: Count, torus_layers: Count) -> Count:
    """Hops to the farthest satellite: half way around each ring, rounded down."""
    return np.floor(torus_rows / 2.0) + np.floor(torus_columns / 2.0) + np.floor(torus_layers / 2.0)


@formula
def torus_latency(torus_hops: Count, hop_latency: Microsecond) -> Microsecond:
    """Time of a message to the farthest satellite."""
    return torus_hops * hop_latency


@formula
def training_traffic(crossing_size: Byte, parameter_flops: FlopPerToken, training_batch: Token) -> BitPerFlop:
    """Bits that cross the cut for each FLOP of training: bytes a parameter over FLOP a parameter and token x tokens a step.

    The source gives its inverse, the bisection intensity, in FLOP per byte.
    """
    return crossing_size / (parameter_flops * training_batch)


@formula
def radiator_faces_area(radiator_area: SquareMeter) -> SquareMeter:
    """Both faces of the radiator together."""
    return 2.0 * radiator_area
