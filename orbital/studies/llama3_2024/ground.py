"""How often accelerators were interrupted, counted over a run, and how long it ran between two interruptions."""

from __future__ import annotations

import orbital.systems.reliability as counted
from orbital.core.formula import formula
from orbital.core.units import Count, Day, Gpu, Hour, PerYearPerGpu


@formula(computes="interruption_rate")
def interruption_rate_of_run(counted_interruptions: Count, accelerator_count: Gpu, counted_time: Day) -> PerYearPerGpu:
    """Interruptions per accelerator and time, counted over the run: n / (N t).

    Source: arXiv:2407.21783, table 5 and section 3.3.4: 419 unexpected ones in 54 days.
    """
    return counted.interruption_rate_from_counts(counted_interruptions, accelerator_count, counted_time)


@formula
def mean_time_between_interruptions(interruption_rate: PerYearPerGpu, accelerator_count: Gpu) -> Hour:
    """Mean time from one interruption of the whole run to the next: 1 / (N lambda)."""
    return counted.mean_time_between_interruptions(counted.job_interruption_rate(interruption_rate, accelerator_count))
