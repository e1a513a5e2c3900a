"""What the figure is made of: an accelerator's hourly rate, whoever asks it."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Gpu, UsdPerGpuHour, UsdPerYear


@formula(computes="accelerator_cost")
def accelerator_cost_at_an_hourly_rate(accelerator_count: Gpu, accelerator_hour_price: UsdPerGpuHour) -> UsdPerYear:
    """All accelerators, every hour, at one rate: building, power, staff and margin are in it or are not, the source does not say."""
    return accelerator_count * accelerator_hour_price
