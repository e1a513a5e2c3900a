"""From a model and a chip to tokens and useful FLOP: prefill bound by FLOP, decode by memory bandwidth, training by utilization.

A useful FLOP is a model FLOP: 2 N per token in inference, 6 N in training. Recomputation and idle rounds do not count.
"""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Byte,
    BytePerGpu,
    BytePerSecondPerGpu,
    BytePerToken,
    Constant,
    Count,
    FlopPerSecondPerGpu,
    FlopPerToken,
    Fraction,
    Gpu,
    GpuSecondPerToken,
    Minute,
    Number,
    PerGpu,
    PerYearPerGpu,
    Ratio,
    Second,
    Token,
    TokenPerSecondPerGpu,
)
from orbital.systems.reliability import checkpoint_waste, job_interruption_rate

FLOP_PER_PARAMETER_INFERENCE = Constant(2.0, "FLOP/token", "one multiply and one add per active parameter and token")
ONE_TOKEN = Constant(1.0, "token", "one token per sequence and step")
FLOP_PER_PARAMETER_TRAINING = Constant(6.0, "FLOP/token", "forward 2, backward 4: Kaplan et al. 2020, section 2.1")


# --- inference ---
@formula
def flop_per_token(active_parameters: Count) -> FlopPerToken:
    """Useful FLOP of one token through the model: 2 N_active (attention left out).

    Source: Kaplan et al. 2020, arXiv:2001.08361, section 2.1.
    """
    return FLOP_PER_PARAMETER_INFERENCE * active_parameters


@formula
def weight_size(total_parameters: Count, parameter_size: Byte) -> Byte:
    """Memory of the model's weights."""
    return total_parameters * parameter_size


@formula
def replica_accelerators(weight_size: Byte, memory_per_accelerator: BytePerGpu, weight_memory_fraction: Fraction, scale_up_domain: Gpu) -> Gpu:
    """Accelerators that hold one copy of the model: a scale-up domain, or as many whole domains as the weights need.

    n = n_domain ceil( W / (m f n_domain) ), at least one domain.
    """
    domains = np.ceil(weight_size / (memory_per_accelerator * weight_memory_fraction * scale_up_domain))
    return scale_up_domain * np.maximum(domains, 1.0)


@formula
def cache_size_per_sequence(cache_size_per_token: BytePerToken, context_length: Token) -> Byte:
    """Key-value cache of one sequence at mean length."""
    return cache_size_per_token * context_length


@formula
def replica_batch(
    replica_accelerators: Gpu,
    batch_limit_per_accelerator: PerGpu,
    memory_per_accelerator: BytePerGpu,
    usable_memory_fraction: Fraction,
    weight_size: Byte,
    cache_size_per_sequence: Byte,
) -> Count:
    """Sequences decoded together by one copy: the interactivity limit, or what memory beside the weights can hold."""
    room = replica_accelerators * memory_per_accelerator * usable_memory_fraction - weight_size
    return np.minimum(batch_limit_per_accelerator * replica_accelerators, room / cache_size_per_sequence)


@formula(constraint="the model's weights ({weight_size}) leave no room for a sequence on {replica_accelerators}", guards="replica_batch")
def replica_memory_margin(replica_batch: Count) -> Number:
    """Sequences a copy can hold, less one."""
    return replica_batch - 1.0


@formula
def touched_weight_fraction(replica_batch: Count, active_parameters: Count, total_parameters: Count) -> Fraction:
    """Share of the weights read in one decode step: 1 - (1 - a)^B with a the active share; all of a dense model.

    Independent routing of the batch's tokens to experts.
    """
    active = active_parameters / total_parameters
    return -np.expm1(replica_batch * np.log1p(-np.minimum(active, 0.999999)))


@formula
def decode_memory_time(
    weight_size: Byte,
    touched_weight_fraction: Fraction,
    replica_batch: Count,
    cache_size_per_sequence: Byte,
    memory_bandwidth: BytePerSecondPerGpu,
    memory_bandwidth_efficiency: Fraction,
) -> GpuSecondPerToken:
    """Accelerator time per decoded token from reading weights and cache: ( W f / B + KV ) / ( BW eta ).

    One token per sequence and step.

    Source: roofline bound; bandwidth efficiency 0.92 measured on ND GB200 v6 (Microsoft 2025).
    """
    moved = weight_size * touched_weight_fraction / replica_batch + cache_size_per_sequence
    return moved / (memory_bandwidth * memory_bandwidth_efficiency) / ONE_TOKEN


@formula
def decode_compute_time(flop_per_token: FlopPerToken, peak_flop_rate: FlopPerSecondPerGpu, matrix_efficiency: Fraction) -> GpuSecondPerToken:
    """Accelerator time per token from arithmetic: FLOP per token over sustained rate."""
    return flop_per_token / (peak_flop_rate * matrix_efficiency)


@formula
def tokens_per_accelerator(
    decode_memory_time: GpuSecondPerToken,
    decode_compute_time: GpuSecondPerToken,
    prompt_tokens_per_token: Ratio,
    serving_efficiency: Fraction,
) -> TokenPerSecondPerGpu:
    """Generated tokens per second and accelerator: eta / [ max(memory, compute) + prompt share x compute ].

    The serving efficiency holds what the roofline leaves out (all-to-all, scheduling, speculation); it is calibrated on one
    measured system per model, and the same software stack then serves every chip.
    """
    return serving_efficiency / (np.maximum(decode_memory_time, decode_compute_time) + prompt_tokens_per_token * decode_compute_time)


@formula
def utilization(
    tokens_per_accelerator: TokenPerSecondPerGpu, flop_per_token: FlopPerToken, prompt_tokens_per_token: Ratio, peak_flop_rate: FlopPerSecondPerGpu
) -> Fraction:
    """Model FLOP utilization of inference: useful FLOP of generated and prompt tokens over dense peak."""
    return tokens_per_accelerator * (1.0 + prompt_tokens_per_token) * flop_per_token / peak_flop_rate


# --- training ---
@formula(computes="flop_per_token")
def flop_per_token_training(active_parameters: Count) -> FlopPerToken:
    """Useful FLOP of one training token: 6 N_active.

    Source: Kaplan et al. 2020, arXiv:2001.08361, section 2.1.
    """
    return FLOP_PER_PARAMETER_TRAINING * active_parameters


@formula(computes="utilization")
def utilization_training(training_utilization: Fraction) -> Fraction:
    """Model FLOP utilization of training, as measured (MFU of the run between interruptions)."""
    return training_utilization


@formula(computes="tokens_per_accelerator")
def tokens_per_accelerator_training(utilization: Fraction, peak_flop_rate: FlopPerSecondPerGpu, flop_per_token: FlopPerToken) -> TokenPerSecondPerGpu:
    """Training tokens per second and accelerator: utilization x peak over 6 N."""
    return utilization * peak_flop_rate / flop_per_token


# --- goodput: what interruptions leave (never counted as permanent losses) ---
@formula
def goodput(interruption_rate: PerYearPerGpu, replica_accelerators: Gpu, interruption_recovery_time: Minute) -> Fraction:
    """Share of time a serving copy is not recovering: 1 / (1 + n lambda t).

    Mean time between interruptions of the copy is 1/(n lambda). Exact for alternating up and down times.
    """
    return 1.0 / (1.0 + interruption_rate * replica_accelerators * interruption_recovery_time)


@formula(computes="goodput")
def goodput_training(interruption_rate: PerYearPerGpu, job_accelerators: Gpu, checkpoint_time: Second, interruption_recovery_time: Minute) -> Fraction:
    """Share of training time that advances the run: 1 - sqrt(2 C/mu) - R/mu at the best checkpoint interval, mu = 1/(n lambda).

    First order and low: the error stays below half the square of the waste (0.02 at a waste of 0.24).

    Source: Young 1974; Daly 2006 (hal-02514107).
    """
    failures = job_interruption_rate(interruption_rate, job_accelerators)
    return np.maximum(1.0 - checkpoint_waste(checkpoint_time, failures) - interruption_recovery_time * failures, 0.0)


@formula(constraint="the work never advances: interruptions ({interruption_rate}) come faster than it recovers; use a smaller job or recover faster")
def goodput_margin(goodput: Fraction) -> Number:
    """Goodput, which must be positive."""
    return np.where(goodput > 0.0, goodput, -1.0)


@formula(constraint="the run needs {job_accelerators} together; {active_accelerators} are at work: install more, or run a smaller job")
def job_margin(active_accelerators: Gpu, job_accelerators: Gpu) -> Number:
    """Working accelerators over those the run holds together, less one."""
    return active_accelerators / job_accelerators - 1.0
