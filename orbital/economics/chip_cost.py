"""Cost lines that both sides have: chips, and chips that wait."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Number, PerYear, Usd, UsdPerYear


@formula
def accelerator_cost(accelerator_capital: Usd, accelerator_capital_recovery_factor: PerYear, accelerator_salvage_credit: PerYear) -> UsdPerYear:
    """Chips, servers and their network, as an annuity less what they are worth at the end of their life."""
    return accelerator_capital * (accelerator_capital_recovery_factor - accelerator_salvage_credit)


@formula
def delay_cost(accelerator_capital: Usd, accelerator_waiting_factor: Number, accelerator_capital_recovery_factor: PerYear) -> UsdPerYear:
    """Interest on chips that wait for integration, launch and commissioning, as an annuity."""
    return accelerator_capital * accelerator_waiting_factor * accelerator_capital_recovery_factor
