"""What the SemiAnalysis article computes for the ground beyond our Model."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Gpu, UsdPerGpuHour, UsdPerYear


@formula
def electricity_cost_per_gpu_hour(electricity_cost: UsdPerYear, accelerator_count: Gpu) -> UsdPerGpuHour:
    """Electricity per hour of each installed accelerator."""
    return electricity_cost / accelerator_count


@formula
def other_operations_cost(other_operations_price: UsdPerGpuHour, accelerator_count: Gpu) -> UsdPerYear:
    """The article's operations beyond electricity: the residual of its printed 0.21 USD per GPU-hour."""
    return other_operations_price * accelerator_count
