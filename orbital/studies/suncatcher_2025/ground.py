"""What the Suncatcher paper sets launch against: a data center's electricity, per kilowatt of IT and year."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Megawatt, UsdPerYear, UsdPerYearPerWatt


@formula
def power_spend(electricity_cost: UsdPerYear, it_power: Megawatt) -> UsdPerYearPerWatt:
    """Electricity of a year per IT power: price x PUE x 8,760 h.

    Source: section 4.4 of the paper.
    """
    return electricity_cost / it_power
