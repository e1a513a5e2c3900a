"""What the SemiAnalysis article computes alike on both sides, beyond our Models."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Gpu, UsdPerGpuHour, UsdPerYear


@formula
def it_cost_per_gpu_hour(accelerator_cost: UsdPerYear, accelerator_count: Gpu) -> UsdPerGpuHour:
    """Levelized IT cost per hour of each installed accelerator.

    Source: SemiAnalysis, section on levelized cost; monthly annuity over 16 accelerators x 730 h.
    """
    return accelerator_cost / accelerator_count


@formula
def total_cost_per_gpu_hour(total_cost: UsdPerYear, accelerator_count: Gpu) -> UsdPerGpuHour:
    """The article's TCO: total cost per hour of each installed accelerator, before availability and redundancy."""
    return total_cost / accelerator_count
