"""What orbital-compute computes alike on both sides: only sold hours count."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction


@formula(computes="delivered_fraction")
def delivered_fraction_of_sold_hours(sold_fraction: Fraction) -> Fraction:
    """Share of the chips' hours that is sold."""
    return sold_fraction
