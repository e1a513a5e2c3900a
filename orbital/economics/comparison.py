"""The two sides against each other: formulas of the COMPARISON Model, which see `orbital_x` and `ground_x` (M11)."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import FlopPerJoule, Number, Ratio, UsdPerFlop


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
