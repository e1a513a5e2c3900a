"""Carbon that both sides count alike: chips embodied, and what a useful kilowatt-hour, token or FLOP carries.

What is made once is spread straight over the life that money uses, without discounting; what a side delivers is what money divides by.
"""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    CarbonKilogram,
    CarbonPerFlop,
    CarbonPerGpu,
    CarbonPerJoule,
    CarbonPerToken,
    CarbonPerYear,
    FlopPerSecond,
    Fraction,
    Gpu,
    Megawatt,
    TokenPerSecond,
)


@formula
def accelerator_carbon_stock(accelerator_count: Gpu, accelerator_embodied_carbon: CarbonPerGpu) -> CarbonKilogram:
    """Carbon of making all accelerators with their share of the server. The same chips on both sides; network between servers is not in it."""
    return accelerator_count * accelerator_embodied_carbon


@formula
def useful_it_power(it_power: Megawatt, power_utilization: Fraction, delivered_fraction: Fraction) -> Megawatt:
    """IT power that useful work draws, on average over life: installed IT power x mean draw x delivered share. Without cooling (server basis)."""
    return it_power * power_utilization * delivered_fraction


@formula
def carbon_per_it_energy(total_carbon: CarbonPerYear, useful_it_power: Megawatt) -> CarbonPerJoule:
    """Carbon of a useful kilowatt-hour of IT, cooling and losses included in the carbon, not in the kilowatt-hour."""
    return total_carbon / useful_it_power


@formula
def carbon_per_million_tokens(total_carbon: CarbonPerYear, delivered_tokens: TokenPerSecond) -> CarbonPerToken:
    """Carbon of tokens (generated ones in inference, seen ones in training)."""
    return total_carbon / delivered_tokens


@formula
def carbon_per_pflop_hour(total_carbon: CarbonPerYear, delivered_compute: FlopPerSecond) -> CarbonPerFlop:
    """Carbon of a useful FLOP, printed per PFLOP/s sustained for an hour: what the two sides are compared by, as in money."""
    return total_carbon / delivered_compute
