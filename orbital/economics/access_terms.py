"""Leasing instead of owning: what a fee means per accelerator, and how fast it pays the owner back."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Day, Gpu, Megawatt, Month, Ratio, Usd, UsdPerGpuHour, UsdPerYear, UsdPerYearPerWatt


@formula
def lease_price(lease_fee: UsdPerYear, leased_accelerators: Gpu) -> UsdPerGpuHour:
    """Lease fee per hour of each accelerator in the lease, used or not."""
    return lease_fee / leased_accelerators


@formula
def lease_payback_time(owner_capital: Usd, lease_fee: UsdPerYear) -> Month:
    """Gross payback of the owner's capital from the fee alone, no costs taken off."""
    return owner_capital / lease_fee


@formula
def lease_commitment(lease_fee: UsdPerYear, lease_notice: Day) -> Usd:
    """Money the parties are bound to at any time: the fee over the notice period."""
    return lease_fee * lease_notice


@formula
def lease_price_per_power(lease_fee: UsdPerYear, leased_power: Megawatt) -> UsdPerYearPerWatt:
    """Lease fee per watt of the leased capacity and year, on the power basis that the terms state."""
    return lease_fee / leased_power


@formula
def lease_price_over_market(lease_price_per_power: UsdPerYearPerWatt, market_lease_price: UsdPerYearPerWatt) -> Ratio:
    """Lease fee over what the market pays for the same power: far from one, the terms cover more, or less, than the capacity they name."""
    return lease_price_per_power / market_lease_price


@formula
def lease_contract_value(lease_fee: UsdPerYear, lease_term: Month) -> Usd:
    """The headline: the fee over the whole term, though notice may end it long before."""
    return lease_fee * lease_term


@formula
def lease_initial_commitment(lease_fee: UsdPerYear, lease_lock: Day, lease_notice: Day) -> Usd:
    """Money the parties are bound to at the start: the fee until notice may first be given, and over the notice."""
    return lease_fee * (lease_lock + lease_notice)


@formula
def lease_firm_share(lease_initial_commitment: Usd, lease_contract_value: Usd) -> Ratio:
    """Share of the headline that is firm when the lease is signed."""
    return lease_initial_commitment / lease_contract_value
