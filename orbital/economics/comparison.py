"""The two sides against each other: formulas of the COMPARISON Model, which see `orbital_x` and `ground_x` (M11)."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    CarbonPerFlop,
    CarbonPerYear,
    FlopPerJoule,
    FlopPerSecond,
    Megawatt,
    Millisecond,
    MillisecondDifference,
    Number,
    Ratio,
    SignedCarbonPerJoule,
    UsdPerFlop,
)


@formula
def ratio(orbital_levelized_cost_per_pflop_hour: UsdPerFlop, ground_levelized_cost_per_pflop_hour: UsdPerFlop) -> Number:
    """The place factor: orbital over ground levelized cost of a useful FLOP, same chips and work."""
    return orbital_levelized_cost_per_pflop_hour / ground_levelized_cost_per_pflop_hour


@formula
def throughput_per_dollar_ratio(orbital_levelized_cost_per_pflop_hour: UsdPerFlop, ground_levelized_cost_per_pflop_hour: UsdPerFlop) -> Number:
    """Useful FLOP a dollar buys in orbit over on the ground."""
    return ground_levelized_cost_per_pflop_hour / orbital_levelized_cost_per_pflop_hour


@formula
def throughput_per_power_ratio(orbital_compute_per_power: FlopPerJoule, ground_compute_per_power: FlopPerJoule) -> Number:
    """Useful FLOP per installed IT watt, orbit over ground."""
    return orbital_compute_per_power / ground_compute_per_power


@formula
def throughput_per_peak_ratio(orbital_compute_per_peak: Ratio, ground_compute_per_peak: Ratio) -> Number:
    """Useful over peak FLOP, orbit over ground."""
    return orbital_compute_per_peak / ground_compute_per_peak


@formula
def carbon_ratio(orbital_carbon_per_pflop_hour: CarbonPerFlop, ground_carbon_per_pflop_hour: CarbonPerFlop) -> Number:
    """Orbital over ground carbon of a useful FLOP, same chips and work."""
    return orbital_carbon_per_pflop_hour / ground_carbon_per_pflop_hour


@formula
def crossing_grid_carbon_intensity(
    orbital_carbon_per_pflop_hour: CarbonPerFlop,
    ground_delivered_compute: FlopPerSecond,
    ground_total_carbon: CarbonPerYear,
    ground_electricity_carbon: CarbonPerYear,
    ground_mean_facility_power: Megawatt,
) -> SignedCarbonPerJoule:
    """Grid intensity at the ground site's meter at which both sides emit the same per useful FLOP: g = (c_orbit Q - F) / P.

    Q is the ground's useful compute, F its carbon without electricity, P its metered power: the ground's carbon is linear in g, orbit's does
    not hold g. Below it the ground emits less. Negative: the ground emits less on any grid.
    """
    return (orbital_carbon_per_pflop_hour * ground_delivered_compute - (ground_total_carbon - ground_electricity_carbon)) / ground_mean_facility_power


@formula
def round_trip_time_difference(orbital_round_trip_time_median: Millisecond, ground_round_trip_time_median: Millisecond) -> MillisecondDifference:
    """How much longer the network takes to orbit and back than to the ground site, at the median of each."""
    return orbital_round_trip_time_median - ground_round_trip_time_median


@formula
def time_to_first_token_difference(orbital_time_to_first_token_median: Millisecond, ground_time_to_first_token_median: Millisecond) -> MillisecondDifference:
    """How much later the first token comes from orbit than from the ground site, at the median of each."""
    return orbital_time_to_first_token_median - ground_time_to_first_token_median


@formula
def time_to_first_token_difference_p99(orbital_time_to_first_token_p99: Millisecond, ground_time_to_first_token_p99: Millisecond) -> MillisecondDifference:
    """How much later the first token comes from orbit than from the ground site, at the 99th percentile of each."""
    return orbital_time_to_first_token_p99 - ground_time_to_first_token_p99
