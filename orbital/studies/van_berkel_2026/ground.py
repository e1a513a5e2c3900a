"""The ground's network: a Clos fabric that joins racks."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import BitPerSecond, Count, Microsecond


@formula
def clos_bisection(rack_count: Count, links_per_rack: Count, rack_link_rate: BitPerSecond) -> BitPerSecond:
    """Rate from one half of the racks to the other in a Clos that blocks nothing: half the racks x links x rate of one.

    Source: table 3 of the paper (second-hand).
    """
    return rack_count / 2.0 * links_per_rack * rack_link_rate


@formula
def clos_latency(fabric_delay: Microsecond) -> Microsecond:
    """Time of a message through the switches to any rack."""
    return 1.0 * fabric_delay
