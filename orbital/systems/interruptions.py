"""Interruptions by cause, each an accelerator's own rate: they cut goodput, and are over when the work has recovered. The same on both sides.

What stops a serving copy and what stops a training job is not told apart: the counts are those of one training run, where any accelerator stops the
whole, and the same rate per accelerator is taken for a serving copy. Radiation comes on top in orbit; losses for good stand in `survival`.
"""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import PerYearPerGpu


@formula
def chip_interruption_rate(
    processor_interruption_rate: PerYearPerGpu,
    memory_interruption_rate: PerYearPerGpu,
    cache_interruption_rate: PerYearPerGpu,
    system_processor_interruption_rate: PerYearPerGpu,
    silent_error_interruption_rate: PerYearPerGpu,
    thermal_interruption_rate: PerYearPerGpu,
) -> PerYearPerGpu:
    """Interruptions by the accelerator itself: processor, stacked memory, memory on the chip, its system processor, silent errors found, heat.

    Source: the classes of arXiv:2407.21783, table 5: 268 of 419 interruptions.
    """
    return (
        processor_interruption_rate
        + memory_interruption_rate
        + cache_interruption_rate
        + system_processor_interruption_rate
        + silent_error_interruption_rate
        + thermal_interruption_rate
    )


@formula
def base_interruption_rate(
    chip_interruption_rate: PerYearPerGpu,
    host_interruption_rate: PerYearPerGpu,
    network_interruption_rate: PerYearPerGpu,
    software_interruption_rate: PerYearPerGpu,
) -> PerYearPerGpu:
    """Interruptions per accelerator and year from the causes known on the ground. Independent causes add.

    Source: arXiv:2407.21783, table 5: 268 by chips, 53 by hosts, 35 by the network, 63 by software, 419 in all.
    """
    return chip_interruption_rate + host_interruption_rate + network_interruption_rate + software_interruption_rate
