"""How space-data-center-model compares: five years' money for as many chips, whatever they deliver."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Number, Usd


@formula
def total_ratio(orbital_period_total: Usd, ground_period_total: Usd) -> Number:
    """Orbital over ground total."""
    return orbital_period_total / ground_period_total
