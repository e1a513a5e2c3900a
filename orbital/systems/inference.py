"""Tokens from a model and a chip: a roofline for each kernel of a decode step and of the prompt, and the exchange between accelerators.

Within a kernel, reading and arithmetic overlap (the larger counts); kernels and exchange follow one another (they add up). What is still missing
(scheduling, launches, imbalance, less speculation) is one serving efficiency, the same for every model and chip. Tokens are generated tokens.
"""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerSecond,
    BitPerSecondPerGpu,
    Byte,
    BytePerGpu,
    BytePerSecondPerGpu,
    BytePerToken,
    Constant,
    Count,
    FlopPerSecondPerGpu,
    FlopPerToken,
    FlopPerTokenSquared,
    Fraction,
    Gpu,
    GpuSecondPerToken,
    Microsecond,
    Number,
    PerGpu,
    Ratio,
    SecondPerToken,
    Token,
    TokenPerSecond,
    TokenPerSecondPerGpu,
)
from orbital.systems.training import ACTIVATION_SIZE, ROUND_TRIP

ONE_TOKEN = Constant(1.0, "token", "one token per sequence and step")
ONE_ACCELERATOR = Constant(1.0, "GPU", "the least that holds a model")
FLOP_PER_PRODUCT = Constant(2.0, "FLOP/token**2", "one multiply and one add for a pair of tokens and a component")
REDUCTIONS_PER_LAYER = Constant(2.0, "1/GPU/token", "one after attention, one after the feed-forward part: Shoeybi et al. 2019, arXiv:1909.08053, section 3")


# --- lengths ---
@formula
def context_length(prompt_length: Token, answer_length: Token) -> Token:
    """Mean tokens in the cache of a running sequence: the prompt, and half the answer."""
    return prompt_length + answer_length / 2.0


@formula
def prompt_tokens_per_token(prompt_length: Token, answer_length: Token) -> Ratio:
    """Prompt tokens read per token generated."""
    return prompt_length / answer_length


# --- the copy and its batch ---
@formula
def replica_accelerators(weight_size: Byte, memory_per_accelerator: BytePerGpu, weight_memory_fraction: Fraction, domain_accelerators: Gpu) -> Gpu:
    """Accelerators that hold one copy of the model, its experts spread over a whole domain, or over as many whole domains as the weights need.

    n = n_domain ceil( W / (m f n_domain) ), at least one domain.
    """
    domains = np.ceil(weight_size / (memory_per_accelerator * weight_memory_fraction * domain_accelerators))
    return domain_accelerators * np.maximum(domains, 1.0)


@formula(computes="replica_accelerators")
def replica_accelerators_tensor_parallel(
    weight_size: Byte, memory_per_accelerator: BytePerGpu, weight_memory_fraction: Fraction, domain_accelerators: Gpu
) -> Gpu:
    """Accelerators that hold one copy of a dense model, split by tensors: the least power of two, beyond a domain whole domains.

    n = 2^ceil(log2( W / (m f) )), at least 1. Fewer accelerators exchange less; throughput, not latency, is wanted.
    """
    least = weight_size / (memory_per_accelerator * weight_memory_fraction)
    group = ONE_ACCELERATOR * np.exp2(np.ceil(np.log2(np.maximum(least / ONE_ACCELERATOR, 1.0))))
    whole = domain_accelerators * np.maximum(np.ceil(least / domain_accelerators), 1.0)
    return np.where(least <= domain_accelerators, np.minimum(group, domain_accelerators), whole)


@formula
def cache_size_per_sequence(cache_size_per_token: BytePerToken, context_length: Token) -> Byte:
    """Key-value cache of one sequence at mean length."""
    return cache_size_per_token * context_length


def sequences_in_memory(
    replica_accelerators: Gpu, memory_per_accelerator: BytePerGpu, usable_memory_fraction: Fraction, weight_size: Byte, cache_size_per_sequence: Byte
) -> Number:
    """Sequences that the memory of a copy holds beside its weights: (n m f - W)/KV; negative where the weights do not fit."""
    return (replica_accelerators * memory_per_accelerator * usable_memory_fraction - weight_size) / cache_size_per_sequence


@formula
def replica_batch(
    replica_accelerators: Gpu,
    batch_limit_per_accelerator: PerGpu,
    memory_per_accelerator: BytePerGpu,
    usable_memory_fraction: Fraction,
    weight_size: Byte,
    cache_size_per_sequence: Byte,
) -> Count:
    """Sequences decoded together by one copy: the limit given for interactivity, or what memory beside the weights can hold."""
    held = sequences_in_memory(replica_accelerators, memory_per_accelerator, usable_memory_fraction, weight_size, cache_size_per_sequence)
    return np.minimum(batch_limit_per_accelerator * replica_accelerators, held)


@formula(computes="replica_batch")
def replica_batch_from_interactivity(
    replica_accelerators: Gpu,
    least_tokens_per_user: TokenPerSecond,
    serving_efficiency: Fraction,
    decode_compute_time: GpuSecondPerToken,
    attention_time: GpuSecondPerToken,
    exchange_time: GpuSecondPerToken,
    token_delay: SecondPerToken,
    memory_bandwidth: BytePerSecondPerGpu,
    memory_bandwidth_efficiency: Fraction,
    memory_per_accelerator: BytePerGpu,
    usable_memory_fraction: Fraction,
    weight_size: Byte,
    cache_size_per_sequence: Byte,
) -> Count:
    """Sequences decoded together so that each gets its tokens at a wanted rate r, or what memory holds: B d(B) <= n eta/r, d the decode time.

    With all weights read in a step: B = min( (b - W/BW)/(a + x), b/(c + a + x) ), b = n eta (1/r - delay); c, a, x the times of arithmetic,
    attention, exchange.
    Prompts are taken to be read elsewhere. Exact for a dense model; low for experts where the batch leaves some untouched. Infeasible below one sequence.
    """
    budget = replica_accelerators * serving_efficiency * (1.0 / least_tokens_per_user - token_delay)
    reading = weight_size / (memory_bandwidth * memory_bandwidth_efficiency) / ONE_TOKEN
    others = attention_time + exchange_time
    held = sequences_in_memory(replica_accelerators, memory_per_accelerator, usable_memory_fraction, weight_size, cache_size_per_sequence)
    return np.minimum(np.minimum((budget - reading) / others, budget / (decode_compute_time + others)), held)


@formula(
    constraint="the model's weights ({weight_size}) leave no room for a sequence on {replica_accelerators}, or none gets tokens as fast as wanted",
    guards="replica_batch",
)
def replica_memory_margin(replica_batch: Count) -> Number:
    """Sequences a copy can decode together, less one."""
    return replica_batch - 1.0


@formula
def touched_weight_fraction(replica_batch: Count, active_parameters: Count, total_parameters: Count) -> Fraction:
    """Share of the weights read in one decode step: 1 - (1 - a)^B with a the active share; all of a dense model.

    Independent routing of the batch's tokens to experts.
    """
    active = active_parameters / total_parameters
    return -np.expm1(replica_batch * np.log1p(-np.minimum(active, 0.999999)))


# --- layers: weights ---
@formula
def weight_read_time(
    weight_size: Byte, touched_weight_fraction: Fraction, replica_batch: Count, memory_bandwidth: BytePerSecondPerGpu, memory_bandwidth_efficiency: Fraction
) -> GpuSecondPerToken:
    """Accelerator time per decoded token from reading weights: W f / B / (BW eta). One token per sequence and step.

    Source: roofline bound (Williams et al. 2009); bandwidth efficiency 0.92 measured on ND GB200 v6 (Microsoft 2025).
    """
    return weight_size * touched_weight_fraction / replica_batch / (memory_bandwidth * memory_bandwidth_efficiency) / ONE_TOKEN


@formula
def decode_compute_time(flop_per_token: FlopPerToken, peak_flop_rate: FlopPerSecondPerGpu, matrix_efficiency: Fraction) -> GpuSecondPerToken:
    """Accelerator time per token from the arithmetic of weights: FLOP per token over sustained rate."""
    return flop_per_token / (peak_flop_rate * matrix_efficiency)


# --- attention ---
@formula
def cache_read_time(cache_size_per_sequence: Byte, memory_bandwidth: BytePerSecondPerGpu, memory_bandwidth_efficiency: Fraction) -> GpuSecondPerToken:
    """Accelerator time per decoded token from reading its sequence's key-value cache: KV / (BW eta)."""
    return cache_size_per_sequence / (memory_bandwidth * memory_bandwidth_efficiency) / ONE_TOKEN


@formula
def attention_flop_per_context(layers: Count, attention_heads: Count, decode_head_width: Count) -> FlopPerTokenSquared:
    """FLOP of attention per decoded token and token of its context: 2 heads (d_key + d_value) layers.

    With latent attention, decoded in the latent space, d_key = 512 + 64 and d_value = 512: many times the FLOP of its small cache's bytes.

    Source: Kaplan et al. 2020, arXiv:2001.08361, table 1; latent attention: DeepSeek-V2, arXiv:2405.04434, section 2.1.
    """
    return FLOP_PER_PRODUCT * attention_heads * decode_head_width * layers


@formula
def prompt_head_width(decode_head_width: Count) -> Count:
    """Key plus value width of a head where the prompt is read: as in decoding. Latent attention unfolds its latents there, and gives its own."""
    return decode_head_width


@formula
def attention_compute_time(
    attention_flop_per_context: FlopPerTokenSquared, context_length: Token, attention_flop_rate: FlopPerSecondPerGpu, matrix_efficiency: Fraction
) -> GpuSecondPerToken:
    """Accelerator time per decoded token from the arithmetic of attention: FLOP per token and context x context / sustained rate in 16 bit.

    16 bit is an assumption, whatever the precision of weights and cache: products of attention are never taken in FP4, and where they are taken in FP8,
    exponentials bind. In FP8 throughout, DeepSeek-R1 would come out 1.42 times as fast on GB300.
    """
    return attention_flop_per_context * context_length / (attention_flop_rate * matrix_efficiency)


@formula
def attention_time(cache_read_time: GpuSecondPerToken, attention_compute_time: GpuSecondPerToken) -> GpuSecondPerToken:
    """Accelerator time of attention per decoded token: reading the cache or its arithmetic, whichever takes longer."""
    return np.maximum(cache_read_time, attention_compute_time)


@formula
def prompt_attention_time(
    layers: Count,
    attention_heads: Count,
    prompt_head_width: Count,
    prompt_length: Token,
    attention_flop_rate: FlopPerSecondPerGpu,
    matrix_efficiency: Fraction,
) -> GpuSecondPerToken:
    """Accelerator time per prompt token from attention: a token looks back on half the prompt in the mean."""
    back = FLOP_PER_PRODUCT * attention_heads * prompt_head_width * layers * prompt_length / 2.0
    return back / (attention_flop_rate * matrix_efficiency)


# --- exchange between accelerators ---
@formula
def exchange_size_per_token(
    expert_layers: Count, experts_per_token: Count, hidden_size: Count, expert_exchange_size: Byte, replica_accelerators: Gpu
) -> BytePerToken:
    """Data sent per token between the accelerators of a copy, to its experts and back: layers x experts x hidden x (1 B out + 2 B back), less what stays.

    Of n accelerators, 1/n of the experts are at home. Every expert is sent to apart, as many accelerators share no host.

    Source: DeepSeek-V3, arXiv:2412.19437, section 3.2: dispatched in FP8, combined in BF16.
    """
    away = 1.0 - ONE_ACCELERATOR / replica_accelerators
    return expert_layers * experts_per_token * hidden_size * expert_exchange_size * away / ONE_TOKEN


@formula(computes="exchange_size_per_token")
def exchange_size_per_token_tensor_parallel(layers: Count, hidden_size: Count, replica_accelerators: Gpu, domain_accelerators: Gpu) -> BytePerToken:
    """Data sent per token by the accelerators of a copy split by tensors: two all-reduces a layer, each 2 (n - 1) hidden x 2 B over all n.

    n is at most a domain: beyond it a copy is split by layers, whose borders carry next to nothing. As a ring; reduction in the switch halves it.

    Source: Shoeybi et al. 2019, arXiv:1909.08053, section 3; Patarasuk and Yuan 2009.
    """
    others = np.minimum(replica_accelerators, domain_accelerators) - ONE_ACCELERATOR
    return REDUCTIONS_PER_LAYER * layers * ROUND_TRIP * others * hidden_size * ACTIVATION_SIZE


@formula
def replica_islands(replica_accelerators: Gpu, island_accelerators: Gpu) -> Ratio:
    """Islands that one copy is spread over, at least one."""
    return np.maximum(replica_accelerators / island_accelerators, 1.0)


@formula
def replica_link_rate(
    replica_accelerators: Gpu, island_accelerators: Gpu, island_rate: BitPerSecond, all_to_all_fraction: Fraction, scale_out_rate: BitPerSecondPerGpu
) -> BitPerSecondPerGpu:
    """Rate per accelerator between the domains of one copy: the scale-out network where an island holds the copy, else its share of the island's links.

    Each domain sends to all others: links in a ring are shared with what passes through.
    """
    shared = np.minimum(island_rate * all_to_all_fraction / island_accelerators, scale_out_rate)
    return np.where(replica_accelerators <= island_accelerators, scale_out_rate, shared)


@formula
def token_delay(replica_islands: Ratio, expert_layers: Count, replica_latency: Microsecond) -> SecondPerToken:
    """Delays on the way of one token through a copy spread over islands by experts: out and back in each expert layer, to the farthest island.

    None where one island holds the copy.
    """
    return np.where(replica_islands > 1.0, 1.0, 0.0) * ROUND_TRIP * expert_layers * replica_latency / ONE_TOKEN


@formula(computes="token_delay")
def token_delay_split_by_layers(replica_islands: Ratio, neighbor_latency: Microsecond) -> SecondPerToken:
    """Delays on the way of one token through a copy split over islands by layers: from each to the next, and back to the first; none inside an island."""
    return np.where(replica_islands > 1.0, 1.0, 0.0) * replica_islands * neighbor_latency / ONE_TOKEN


@formula
def delay_time(token_delay: SecondPerToken, replica_accelerators: Gpu, replica_batch: Count) -> GpuSecondPerToken:
    """Accelerator time per token lost to these delays: n delay / B. The whole batch waits; batches by turns would hide it, up to half of the time in all."""
    return token_delay * replica_accelerators / replica_batch


@formula
def exchange_time(
    exchange_size_per_token: BytePerToken,
    replica_accelerators: Gpu,
    domain_accelerators: Gpu,
    scale_up_bandwidth: BytePerSecondPerGpu,
    replica_link_rate: BitPerSecondPerGpu,
) -> GpuSecondPerToken:
    """Accelerator time per token of exchange between experts: inside a domain at its bandwidth, the share 1 - n_domain/n across at the links' rate.

    Not overlapped with computing; delays from island to island are apart.
    """
    across = 1.0 - domain_accelerators / replica_accelerators
    return exchange_size_per_token * ((1.0 - across) / scale_up_bandwidth + across / replica_link_rate)


@formula(computes="exchange_time")
def exchange_time_tensor_parallel(exchange_size_per_token: BytePerToken, scale_up_bandwidth: BytePerSecondPerGpu) -> GpuSecondPerToken:
    """Accelerator time per token of all-reduces, all inside a domain: size over bandwidth."""
    return exchange_size_per_token / scale_up_bandwidth


# --- together ---
@formula
def decode_time(
    weight_read_time: GpuSecondPerToken, decode_compute_time: GpuSecondPerToken, attention_time: GpuSecondPerToken, exchange_time: GpuSecondPerToken
) -> GpuSecondPerToken:
    """Accelerator time per decoded token: max(weights read, their arithmetic) + attention + exchange, one kernel after the other.

    Source: roofline (Williams et al. 2009, Comm. ACM 52, 65) kernel by kernel.
    """
    return np.maximum(weight_read_time, decode_compute_time) + attention_time + exchange_time


@formula(computes="decode_time")
def decode_time_overlapped(
    weight_read_time: GpuSecondPerToken,
    decode_compute_time: GpuSecondPerToken,
    cache_read_time: GpuSecondPerToken,
    attention_compute_time: GpuSecondPerToken,
    exchange_time: GpuSecondPerToken,
) -> GpuSecondPerToken:
    """Accelerator time per decoded token if everything overlapped: the largest of reading, arithmetic and exchange. A bound no engine reaches."""
    return np.maximum(np.maximum(weight_read_time + cache_read_time, decode_compute_time + attention_compute_time), exchange_time)


@formula
def prompt_time(decode_compute_time: GpuSecondPerToken, prompt_attention_time: GpuSecondPerToken, exchange_time: GpuSecondPerToken) -> GpuSecondPerToken:
    """Accelerator time per prompt token: arithmetic of weights and attention, and exchange. Weights are read once for thousands: nothing."""
    return decode_compute_time + prompt_attention_time + exchange_time


@formula
def tokens_per_accelerator(
    decode_time: GpuSecondPerToken,
    prompt_time: GpuSecondPerToken,
    prompt_tokens_per_token: Ratio,
    serving_efficiency: Fraction,
    delay_time: GpuSecondPerToken,
) -> TokenPerSecondPerGpu:
    """Generated tokens per second and accelerator: 1 / ( (decode + prompt share x prompt)/eta + delays ). Prompt tokens are read, not counted."""
    return 1.0 / ((decode_time + prompt_tokens_per_token * prompt_time) / serving_efficiency + delay_time)


@formula
def tokens_per_user(tokens_per_accelerator: TokenPerSecondPerGpu, replica_accelerators: Gpu, replica_batch: Count) -> TokenPerSecond:
    """Generated tokens per second of one running sequence, prompts of others read in between."""
    return tokens_per_accelerator * replica_accelerators / replica_batch


@formula
def utilization(
    tokens_per_accelerator: TokenPerSecondPerGpu, flop_per_token: FlopPerToken, prompt_tokens_per_token: Ratio, peak_flop_rate: FlopPerSecondPerGpu
) -> Fraction:
    """Model FLOP utilization of inference: useful FLOP of generated and prompt tokens over dense peak."""
    return tokens_per_accelerator * (1.0 + prompt_tokens_per_token) * flop_per_token / peak_flop_rate
