"""What joins the accelerators on the ground: scale-up domains, and the scale-out network between them."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import BitPerSecond, BitPerSecondPerGpu, Fraction, Gpu, Microsecond


@formula
def domain_accelerators(scale_up_domain: Gpu) -> Gpu:
    """Accelerators joined by the scale-up network: a domain."""
    return scale_up_domain


@formula
def island_accelerators(scale_up_domain: Gpu) -> Gpu:
    """Accelerators that reach one another without the slower links: those of a domain."""
    return scale_up_domain


@formula
def island_rate(scale_out_rate: BitPerSecondPerGpu, scale_up_domain: Gpu) -> BitPerSecond:
    """Rate of a domain to the others, one direction: its accelerators' ports together, through switches that block nothing."""
    return scale_out_rate * scale_up_domain


@formula
def all_to_all_fraction(fabric_taper: Fraction) -> Fraction:
    """Share of a domain's rate left where all domains of a copy send to all: what the switches do not block."""
    return fabric_taper


@formula
def neighbor_latency(fabric_delay: Microsecond) -> Microsecond:
    """Time of a message to the next domain: ports, switches, fiber."""
    return fabric_delay


@formula
def replica_latency(neighbor_latency: Microsecond) -> Microsecond:
    """Time of a message between the farthest domains of one copy: through the switches any is as near as the next."""
    return neighbor_latency
