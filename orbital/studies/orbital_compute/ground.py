"""What orbital-compute computes for the ground beyond our Model: a yearly sum per GPU for space, upkeep and staff."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Gpu, UsdPerGpuHour, UsdPerYear


@formula
def facility_cost(accelerator_count: Gpu, facility_price: UsdPerGpuHour) -> UsdPerYear:
    """Space, maintenance and staff, a year and GPU."""
    return accelerator_count * facility_price
