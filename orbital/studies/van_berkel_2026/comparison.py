"""How much better the ground's network is."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import BitPerSecond, Microsecond, Ratio


@formula
def bisection_ratio(ground_clos_bisection: BitPerSecond, orbital_torus_bisection: BitPerSecond) -> Ratio:
    """Rate across the middle on the ground over that in orbit."""
    return ground_clos_bisection / orbital_torus_bisection


@formula
def latency_ratio(orbital_torus_latency: Microsecond, ground_clos_latency: Microsecond) -> Ratio:
    """Time to the farthest member in orbit over that on the ground."""
    return orbital_torus_latency / ground_clos_latency
