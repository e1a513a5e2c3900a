"""Leasing instead of owning: what a fee means per accelerator, and how fast it pays the owner back."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Day, Gpu, Month, Usd, UsdPerGpuHour, UsdPerYear


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
