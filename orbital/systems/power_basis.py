"""The same cluster on its power bases: chips alone, servers, IT with its network, and the meter.

A megawatt means four things, and a cluster can be stated on any of them. The chip and the server basis hold on both sides and stand here;
IT with its network and the meter are the ground's (`ground_cluster`): a satellite has no meter, and its bus power is a basis of its own.
"""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Gpu, Megawatt, WattPerGpu


@formula
def chip_power(accelerator_count: Gpu, accelerator_chip_power: WattPerGpu) -> Megawatt:
    """Design power of all accelerator packages, without hosts, memory beside them and supply: the chip basis."""
    return accelerator_count * accelerator_chip_power


@formula(computes="accelerator_count")
def accelerator_count_from_chip_power(chip_power: Megawatt, accelerator_chip_power: WattPerGpu) -> Gpu:
    """Accelerators of a cluster stated by the design power of its chips, as fleets are (Epoch AI): n = P / p."""
    return chip_power / accelerator_chip_power


@formula(computes="accelerator_count")
def accelerator_count_from_it_power(it_power: Megawatt, accelerator_power: WattPerGpu) -> Gpu:
    """Accelerators of a cluster stated by its server power: n = P / p."""
    return it_power / accelerator_power


@formula(computes="demanded_capacity")
def demanded_capacity_from_it_power(it_power: Megawatt) -> Megawatt:
    """What is demanded where the cluster is stated otherwise: the server power that it comes to."""
    return it_power
