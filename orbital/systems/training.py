"""Training across accelerators and satellites: what the workers exchange, and how long the links take for it.

A step that waits for its gradients needs links as fast as the chips; local steps between synchronizations (DiLoCo) need some 500 times less.
"""

from __future__ import annotations

from orbital.core.units import BitPerSecond, Byte, Constant, Count, Ratio, Second

ROUND_TRIP = Constant(2.0, "", "reduce-scatter, then all-gather: each moves the whole once")


# --- every step: ring all-reduce ---
def all_reduce_size(gradient_size: Byte, workers: Count) -> Byte:
    """Data each worker sends to add up the gradients of all: 2 (N - 1)/N W. Nearly 2 W however many there are.

    Bandwidth-optimal: where the workers do the adding, none can make do with less.

    Source: Patarasuk and Yuan 2009, J. Parallel Distrib. Comput. 69, 117.
    """
    return ROUND_TRIP * gradient_size * (workers - 1.0) / workers


def all_reduce_time(gradient_size: Byte, workers: Count, link_rate: BitPerSecond, one_way_latency: Second) -> Second:
    """Time of a ring all-reduce: what a worker sends over its link's rate, and 2 (N - 1) delays from neighbor to neighbor.

    Valid where nothing overlaps with computing and every link of the ring is alike.

    Source: Patarasuk and Yuan 2009.
    """
    return all_reduce_size(gradient_size, workers) / link_rate + ROUND_TRIP * (workers - 1.0) * one_way_latency


# --- every H steps: DiLoCo ---
def synchronization_time(model_size: Byte, link_rate: BitPerSecond) -> Second:
    """Time to send a worker's change of the model and take the new model back: 2 W / B, not overlapped with computing.

    Source: Douillard et al. 2023, arXiv:2311.08105, algorithm 1.
    """
    return ROUND_TRIP * model_size / link_rate


def synchronization_overhead(synchronization_time: Second, inner_steps: Count, step_time: Second) -> Ratio:
    """Time of synchronizing over the time of the inner steps between: t / (H t_step). The run takes 1 + this as long."""
    return synchronization_time / (inner_steps * step_time)


def synchronization_rate(model_size: Byte, inner_steps: Count, step_time: Second) -> BitPerSecond:
    """Mean rate a worker's link must carry if synchronizing hides behind computing: 2 W / (H t_step).

    H = 500 kept the quality of synchronous training with 8 workers.

    Source: Douillard et al. 2023, arXiv:2311.08105.
    """
    return ROUND_TRIP * model_size / (inner_steps * step_time)
