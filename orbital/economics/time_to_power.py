"""The wait for power, and what power sooner is worth. It reports beside the costs: no cost line holds it, for chips are bought when there is power."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import Megawatt, Month, Usd, UsdPerYearPerWatt, Year


@formula(computes="power_wait")
def power_wait_for_turbines(turbine_lead_time: Month) -> Year:
    """Wait for power from own gas: as long as the turbines take."""
    return turbine_lead_time


@formula
def time_to_power(power_wait: Year, shell_time: Month) -> Year:
    """From the decision to a powered hall: the wait for power or the shell, whichever is longer, for both run at once."""
    return np.maximum(power_wait, shell_time)


def revenue(density: UsdPerYearPerWatt, power: Megawatt, time: Year) -> Usd:
    """Revenue of a power over a time: r P t. Gross: what chips and place cost in that time is not taken off, nor is it discounted."""
    return density * power * time


@formula
def revenue_of_the_wait(revenue_density: UsdPerYearPerWatt, it_power: Megawatt, time_to_power: Year) -> Usd:
    """Gross revenue that a site of this size would have in the time it waits: the most that a place without a wait can gain on it."""
    return revenue(revenue_density, it_power, time_to_power)


@formula
def value_of_power_sooner(revenue_density: UsdPerYearPerWatt, it_power: Megawatt, power_advance: Month) -> Usd:
    """Gross revenue of the months by which power comes sooner.

    Source: SemiAnalysis via gokawiil.com, 2025-12: 400 MW six months sooner are worth 2.0 to 2.4 BUSD.
    """
    return revenue(revenue_density, it_power, power_advance)
