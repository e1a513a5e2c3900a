"""Training across accelerators and satellites: what the workers exchange, how long the links take for it, and the utilization that leaves.

A run is split by tensors and experts inside an island (what fast networks join: a satellite, on the ground a scale-up domain), by layers across as
many islands as its state needs, and by data across the rest. Islands of one copy, and those that hold the same layers, are taken to be one hop apart.
A step that waits for its gradients needs links as fast as the chips; local steps between synchronizations (DiLoCo) need some 500 times less.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerSecond,
    Byte,
    BytePerGpu,
    Constant,
    Count,
    FlopPerSecondPerGpu,
    FlopPerToken,
    Fraction,
    Gpu,
    Microsecond,
    Number,
    Ratio,
    Second,
    Token,
    TokenPerSecondPerGpu,
)

ROUND_TRIP = Constant(2.0, "", "reduce-scatter, then all-gather: each moves the whole once")
THERE_AND_BACK = Constant(2.0, "1/token", "activations on, their gradients back, for each token")
ACTIVATION_SIZE = Constant(16.0, "bit", "activations between layers stay in 16 bit")
DIRECTIONS = Constant(2.0, "", "rows and columns of a grid")
TRIED_COPIES = Constant(8.0, "", "most copies trained by local steps in arXiv:2311.08105 (8) and by its scaling laws, arXiv:2503.09799 (8)")


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
    return all_reduce_size(gradient_size, workers) / link_rate + ring_delay(workers, one_way_latency)


def ring_delay(workers: Count, one_way_latency: Second) -> Second:
    """Delays of a ring all-reduce: around once to add up, around again to tell: 2 (N - 1) hops."""
    return ROUND_TRIP * (workers - 1.0) * one_way_latency


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


# --- the run, spread over islands ---
@formula
def model_islands(
    total_parameters: Count, training_state_size: Byte, memory_per_accelerator: BytePerGpu, weight_memory_fraction: Fraction, island_accelerators: Gpu
) -> Ratio:
    """Islands that one copy of the model in training is spread over, layer after layer: ceil( N s / (m f n_island) ).

    Source: state of 16 bytes a parameter with Adam in mixed precision, Rajbhandari et al. 2020, arXiv:1910.02054, section 3.1.
    """
    return np.maximum(np.ceil(total_parameters * training_state_size / (memory_per_accelerator * weight_memory_fraction * island_accelerators)), 1.0)


@formula(constraint="{job_accelerators} cannot hold the model in training: weights, gradients and optimizer take more than their memory")
def training_memory_margin(
    job_accelerators: Gpu, total_parameters: Count, training_state_size: Byte, memory_per_accelerator: BytePerGpu, weight_memory_fraction: Fraction
) -> Number:
    """Memory of the run for its state over the state, less one."""
    return job_accelerators * memory_per_accelerator * weight_memory_fraction / (total_parameters * training_state_size) - 1.0


@formula
def data_parallel_copies(job_accelerators: Gpu, island_accelerators: Gpu, model_islands: Ratio) -> Ratio:
    """Copies of the model that share the data of a step: islands of the run over islands of a copy, at least one. Inside an island all count as one."""
    return np.maximum(job_accelerators / island_accelerators / model_islands, 1.0)


@formula
def gradient_exchange_size(total_parameters: Count, gradient_size: Byte, model_islands: Ratio, data_parallel_copies: Ratio) -> Byte:
    """Data an island sends to add up the gradients of its share of the model over all copies, by ring: 2 (d - 1)/d N g / p.

    Source: Patarasuk and Yuan 2009, J. Parallel Distrib. Comput. 69, 117.
    """
    return all_reduce_size(total_parameters * gradient_size / model_islands, data_parallel_copies)


@formula
def pipeline_exchange_size(tokens_per_step: Token, hidden_size: Count, model_islands: Ratio, data_parallel_copies: Ratio) -> Byte:
    """Data an island between two others sends in a step: activations on and gradients back, 2 (T/d) hidden x 2 B; nothing where a copy fits on one.

    Source: Narayanan et al. 2021, arXiv:2104.04473, section 3.2.
    """
    sent = THERE_AND_BACK * tokens_per_step / data_parallel_copies * hidden_size * ACTIVATION_SIZE
    return np.where(model_islands > 1.0, 1.0, 0.0) * sent


@formula
def step_time(
    flop_per_token: FlopPerToken, tokens_per_step: Token, job_accelerators: Gpu, peak_flop_rate: FlopPerSecondPerGpu, training_utilization: Fraction
) -> Second:
    """Time of one step at the measured utilization, before what the links here add: 6 N T / (n peak MFU)."""
    return flop_per_token * tokens_per_step / (job_accelerators * peak_flop_rate * training_utilization)


@formula
def gradient_exchange_delay(data_parallel_copies: Ratio, neighbor_latency: Microsecond) -> Second:
    """Delays of a ring all-reduce, one hop after the other: 2 (d - 1) tau. Islands that hold the same layers are taken to be neighbors.

    Source: Patarasuk and Yuan 2009.
    """
    return ring_delay(data_parallel_copies, neighbor_latency)


@formula(computes="gradient_exchange_delay")
def gradient_exchange_delay_on_a_grid(data_parallel_copies: Ratio, neighbor_latency: Microsecond) -> Second:
    """The same where copies form a square grid closed to a torus (four terminals a satellite): along rows, then columns: 4 (sqrt(d) - 1) tau.

    Rows add up what columns then share, so that as much is sent as along one ring.

    Source: Ying et al. 2018, arXiv:1811.06992, section 4 (two-dimensional gradient summation).
    """
    return DIRECTIONS * ring_delay(np.sqrt(data_parallel_copies), neighbor_latency)


@formula
def pipeline_delay(model_islands: Ratio, neighbor_latency: Microsecond) -> Second:
    """Delays of a step split by layers: the first token on through all islands of a copy, the last gradient back: 2 (p - 1) tau.

    In between, others are under way.
    """
    return ROUND_TRIP * (model_islands - 1.0) * neighbor_latency


@formula
def step_exchange_time(
    gradient_exchange_size: Byte, pipeline_exchange_size: Byte, island_rate: BitPerSecond, gradient_exchange_delay: Second, pipeline_delay: Second
) -> Second:
    """Time the exchange of one step takes: gradients and activations over an island's rate, and the delays from neighbor to neighbor."""
    return (gradient_exchange_size + pipeline_exchange_size) / island_rate + gradient_exchange_delay + pipeline_delay


def left_by_exchange(exposed_time: Second, step_time: Second) -> Fraction:
    """Share of the time that computes where a step waits: t / (t + exposed)."""
    return step_time / (step_time + exposed_time)


@formula
def network_utilization_ceiling(step_exchange_time: Second, step_time: Second, communication_overlap: Fraction) -> Fraction:
    """What the links between islands leave of the measured utilization: t / (t + max(x - o t, 0)), x the exchange, o the share of a step it can hide behind.

    Relative: a measured utilization already holds what its own network cost, which the overlap stands for; only what exceeds it is taken. On 400 Gb/s a chip
    that is nothing, so measured runs are reproduced.
    """
    return left_by_exchange(np.maximum(step_exchange_time - communication_overlap * step_time, 0.0), step_time)


class LocalSteps(NamedTuple):
    """What local steps leave of utilization, and among how many copies."""

    network_utilization_ceiling: Fraction
    local_step_copies: Ratio


@formula(alternative=True)
def network_utilization_ceiling_local_steps(
    gradient_exchange_size: Byte,
    pipeline_exchange_size: Byte,
    island_rate: BitPerSecond,
    gradient_exchange_delay: Second,
    pipeline_delay: Second,
    step_time: Second,
    communication_overlap: Fraction,
    inner_steps: Count,
    data_parallel_copies: Ratio,
) -> LocalSteps:
    """The same where copies train alone for H steps and then average: t / (t + x/H + max(y - o t, 0)), x the models' exchange, y the pipeline's.

    x is not hidden (streaming variants hide it). Tokens to the same loss taken as equal.

    Source: Douillard et al. 2023, arXiv:2311.08105: H = 500 with 8 copies kept the quality; Charles et al. 2025, arXiv:2503.09799: up to 8 copies.
    """
    pipeline = np.maximum(pipeline_exchange_size / island_rate + pipeline_delay - communication_overlap * step_time, 0.0)
    models = (gradient_exchange_size / island_rate + gradient_exchange_delay) / inner_steps
    return LocalSteps(left_by_exchange(models + pipeline, step_time), data_parallel_copies)


@formula(validity="local steps are reckoned to cost no quality among {local_step_copies} copies; up to 8 have been shown", guards="network_utilization_ceiling")
def local_step_margin(local_step_copies: Ratio) -> Number:
    """Copies shown to work over these, less one. Known only where local steps are chosen."""
    return TRIED_COPIES / local_step_copies - 1.0


# --- what comes of it ---
@formula(computes="utilization")
def utilization_training(training_utilization: Fraction, network_utilization_ceiling: Fraction) -> Fraction:
    """Model FLOP utilization of training between interruptions: as measured, times what the links here leave of it."""
    return training_utilization * network_utilization_ceiling


@formula(computes="tokens_per_accelerator")
def tokens_per_accelerator_training(utilization: Fraction, peak_flop_rate: FlopPerSecondPerGpu, flop_per_token: FlopPerToken) -> TokenPerSecondPerGpu:
    """Training tokens per second and accelerator: utilization x peak over 6 N."""
    return utilization * peak_flop_rate / flop_per_token
