"""How orbital-compute compares: an hour of a GPU, not a FLOP."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Number, UsdPerGpuHour


@formula
def gpu_hour_ratio(orbital_levelized_cost_per_gpu_hour: UsdPerGpuHour, ground_levelized_cost_per_gpu_hour: UsdPerGpuHour) -> Number:
    """Cost of a GPU-hour sold, orbit over ground."""
    return orbital_levelized_cost_per_gpu_hour / ground_levelized_cost_per_gpu_hour
