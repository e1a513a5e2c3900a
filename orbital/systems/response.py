"""When the first token comes: the network there and back, the wait for a slot, the reading of the prompt. Training asks none of it."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    Fraction,
    Gpu,
    GpuSecondPerToken,
    Millisecond,
    MillisecondDifference,
    QuantileMillisecond,
    Token,
)
from orbital.physics.users import at_share


# --- the network's percentiles ---
@formula
def one_way_time_median(one_way_time: QuantileMillisecond) -> Millisecond:
    """Half of the requests reach what serves them sooner."""
    return at_share(one_way_time, 0.5)


@formula
def one_way_time_p95(one_way_time: QuantileMillisecond) -> Millisecond:
    """95 % of the requests reach what serves them sooner."""
    return at_share(one_way_time, 0.95)


@formula
def one_way_time_p99(one_way_time: QuantileMillisecond) -> Millisecond:
    """99 % of the requests reach what serves them sooner."""
    return at_share(one_way_time, 0.99)


@formula
def round_trip_time_median(round_trip_time: QuantileMillisecond) -> Millisecond:
    """The network takes less for half of the requests, there and back."""
    return at_share(round_trip_time, 0.5)


@formula
def round_trip_time_p95(round_trip_time: QuantileMillisecond) -> Millisecond:
    """The network takes less for 95 % of the requests, there and back."""
    return at_share(round_trip_time, 0.95)


@formula
def round_trip_time_p99(round_trip_time: QuantileMillisecond) -> Millisecond:
    """The network takes less for 99 % of the requests, there and back."""
    return at_share(round_trip_time, 0.99)


# --- the first token ---
@formula
def prompt_reading_time(prompt_length: Token, prompt_time: GpuSecondPerToken, replica_accelerators: Gpu, serving_efficiency: Fraction) -> Millisecond:
    """Time one copy of the model takes to read a mean prompt, which ends with the first token: L t / (n eta).

    All accelerators of the copy read it together, at the efficiency they serve with; prompts read side by side share them and take longer.
    """
    return prompt_length * prompt_time / (replica_accelerators * serving_efficiency)


@formula
def serving_time_to_first_token(prompt_reading_time: Millisecond, queueing_time: Millisecond) -> Millisecond:
    """What the first token takes at the place that serves: the wait for a slot and the reading of the prompt."""
    return queueing_time + prompt_reading_time


@formula
def time_to_first_token_median(round_trip_time_median: Millisecond, serving_time_to_first_token: Millisecond) -> Millisecond:
    """From request to first token, for half of the requests less. The time of serving is the same for all."""
    return round_trip_time_median + serving_time_to_first_token


@formula
def time_to_first_token_p95(round_trip_time_p95: Millisecond, serving_time_to_first_token: Millisecond) -> Millisecond:
    """From request to first token, for 95 % of the requests less."""
    return round_trip_time_p95 + serving_time_to_first_token


@formula
def time_to_first_token_p99(round_trip_time_p99: Millisecond, serving_time_to_first_token: Millisecond) -> Millisecond:
    """From request to first token, for 99 % of the requests less."""
    return round_trip_time_p99 + serving_time_to_first_token


@formula
def network_share_of_first_token(round_trip_time_median: Millisecond, time_to_first_token_median: Millisecond) -> Fraction:
    """Share of the median time to first token that the network takes."""
    return round_trip_time_median / time_to_first_token_median


@formula(validity="the first token takes {time_to_first_token_p99} (99th percentile); the work tolerates {tolerated_time_to_first_token}")
def first_token_margin(tolerated_time_to_first_token: Millisecond, time_to_first_token_p99: Millisecond) -> MillisecondDifference:
    """What the work tolerates over the 99th percentile of the time to first token."""
    return tolerated_time_to_first_token - time_to_first_token_p99
