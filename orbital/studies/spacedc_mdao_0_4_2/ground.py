"""What spacedc-mdao computes for the ground unlike our Model."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Megawatt, PerYear, Usd, UsdPerJoule, UsdPerYear
from orbital.studies.spacedc_mdao_0_4_2.shared import SHORT_YEAR


@formula(computes="electricity_cost")
def electricity_cost_of_short_year(mean_facility_power: Megawatt, electricity_price: UsdPerJoule) -> UsdPerYear:
    """Energy at the meter times its price, by years of 8,760 hours."""
    return mean_facility_power * electricity_price * SHORT_YEAR


@formula
def lifecycle_present_value(total_cost: UsdPerYear, building_capital_recovery_factor: PerYear) -> Usd:
    """Present value of all cost: the level yearly cost over the recovery factor that all assets share."""
    return total_cost / building_capital_recovery_factor
