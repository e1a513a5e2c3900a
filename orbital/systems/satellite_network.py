"""What joins the accelerators in orbit: the fast network inside a satellite, and its links to the others."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import BitPerSecond, BitPerSecondPerGpu, Gpu


@formula
def domain_accelerators(scale_up_domain: Gpu, accelerators_per_satellite: Gpu) -> Gpu:
    """Accelerators joined by the scale-up network: a domain, or what is left of it on a smaller satellite."""
    return np.minimum(scale_up_domain, accelerators_per_satellite)


@formula
def island_accelerators(accelerators_per_satellite: Gpu) -> Gpu:
    """Accelerators that reach one another without the slow links: those of a satellite."""
    return accelerators_per_satellite


@formula
def island_rate(inter_satellite_rate: BitPerSecond, scale_out_rate: BitPerSecondPerGpu, accelerators_per_satellite: Gpu) -> BitPerSecond:
    """Rate of a satellite to its neighbor, one direction: its link's, at most what its accelerators' network ports carry."""
    return np.minimum(inter_satellite_rate, scale_out_rate * accelerators_per_satellite)
