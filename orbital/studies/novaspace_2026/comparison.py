"""Novaspace's headline: orbital over ground total."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Number, Usd


@formula
def total_ratio(orbital_period_total: Usd, ground_period_total: Usd) -> Number:
    """Orbital over ground total of the period."""
    return orbital_period_total / ground_period_total
