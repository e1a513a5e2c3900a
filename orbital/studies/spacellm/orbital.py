"""What SpaceLLM computes of a training run in orbit unlike our Model: upsets by the bit, first-order waste without end, a run done again whole."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import Byte, Day, Fraction, Gpu, Joule, PerDay, PerSecond, PerYearPerGpu, Real, Second, Unit, Watt
from orbital.systems.reliability import checkpoint_interval

PerSecondPerBit = Annotated[Real, Unit("1/s/bit", low=0.0)]


@formula
def fault_rate(bit_upset_rate: PerSecondPerBit, weight_size: Byte, corrupting_fraction: Fraction) -> PerDay:
    """Upsets that corrupt the run: rate per bit x bits x the share that matters."""
    return bit_upset_rate * weight_size * corrupting_fraction


@formula
def mean_time_between_faults(fault_rate: PerDay) -> Second:
    """1 / lambda."""
    return 1.0 / fault_rate


@formula
def best_checkpoint_interval(checkpoint_time: Second, fault_rate: PerSecond, run_time: Day) -> Second:
    """Young's interval sqrt(2 C / lambda), no longer than the run."""
    return np.minimum(checkpoint_interval(checkpoint_time, fault_rate), run_time)


@formula
def rollback_power(fault_rate: PerSecond, best_checkpoint_interval: Second, checkpoint_time: Second, satellite_it_power: Watt) -> Watt:
    """Energy per time of work done again, half an interval a fault, and of restoring: lambda (tau/2 + C) P. May exceed all there is."""
    return fault_rate * (0.5 * best_checkpoint_interval + checkpoint_time) * satellite_it_power


@formula
def checkpoint_power(best_checkpoint_interval: Second, checkpoint_time: Second, satellite_it_power: Watt) -> Watt:
    """Energy per time of writing checkpoints: C / tau P."""
    return checkpoint_time / best_checkpoint_interval * satellite_it_power


@formula
def first_order_wasted_power(rollback_power: Watt, checkpoint_power: Watt) -> Watt:
    """Both, as the source adds them: more than the load where faults come fast."""
    return rollback_power + checkpoint_power


@formula(computes="interruption_rate")
def interruption_rate_of_faults(fault_rate: PerSecond, job_accelerators: Gpu) -> PerYearPerGpu:
    """The run's faults as our goodput takes them, per accelerator."""
    return fault_rate / job_accelerators


@formula
def wasted_power(goodput: Fraction, satellite_it_power: Watt) -> Watt:
    """Energy per time that does not advance the run: what our exact goodput leaves, never more than the load."""
    return (1.0 - goodput) * satellite_it_power


@formula
def silent_redo_energy(fault_rate: PerSecond, run_time: Day, satellite_it_power: Watt) -> Joule:
    """Energy of doing the run again once, if any fault went unseen: P T (1 - exp(-lambda T)). The second run is taken to have none."""
    return -np.expm1(-fault_rate * run_time) * satellite_it_power * run_time
