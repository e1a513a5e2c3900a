"""What joins the accelerators on the ground: scale-up domains, and the scale-out network between them."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import BitPerSecond, BitPerSecondPerGpu, Gpu


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
