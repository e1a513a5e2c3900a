"""Cost lines of the ground side, each in money per time, and the rates and annuities of its assets."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Megawatt, PerYear, RatePerYear, Usd, UsdPerJoule, UsdPerYear, Year
from orbital.economics.finance import capital_recovery_factor, real_rate


@formula
def accelerator_nominal_rate(nominal_discount_rate: RatePerYear) -> RatePerYear:
    """Nominal rate on chips on the ground. The common rate unless one is given."""
    return nominal_discount_rate


@formula
def building_nominal_rate(nominal_discount_rate: RatePerYear) -> RatePerYear:
    """Nominal rate on buildings. The common rate unless one is given."""
    return nominal_discount_rate


@formula
def building_discount_rate(building_nominal_rate: RatePerYear) -> RatePerYear:
    """Rate used for buildings: nominal by default."""
    return building_nominal_rate


@formula(computes="building_discount_rate")
def building_discount_rate_real(building_nominal_rate: RatePerYear, inflation_rate: RatePerYear) -> RatePerYear:
    """Rate used for buildings in real money."""
    return real_rate(building_nominal_rate, inflation_rate)


@formula
def building_capital_recovery_factor(building_discount_rate: RatePerYear, building_life: Year, compounding_frequency: PerYear) -> PerYear:
    """Yearly payment per dollar of building."""
    return capital_recovery_factor(building_discount_rate, building_life, compounding_frequency)


@formula
def accelerator_capital_recovery_factor(accelerator_discount_rate: RatePerYear, accelerator_life: Year, compounding_frequency: PerYear) -> PerYear:
    """Yearly payment per dollar of chips on the ground, where the building outlives them."""
    return capital_recovery_factor(accelerator_discount_rate, accelerator_life, compounding_frequency)


@formula
def building_cost(building_capital: Usd, building_capital_recovery_factor: PerYear) -> UsdPerYear:
    """Building and plant, as an annuity over a life that outlasts the chips."""
    return building_capital * building_capital_recovery_factor


@formula
def electricity_cost(mean_facility_power: Megawatt, electricity_price: UsdPerJoule) -> UsdPerYear:
    """Energy at the meter times its price."""
    return mean_facility_power * electricity_price


@formula
def maintenance_cost(
    building_capital: Usd, building_maintenance_rate: RatePerYear, accelerator_capital: Usd, accelerator_maintenance_rate: RatePerYear
) -> UsdPerYear:
    """Staff, upkeep and water: yearly shares of building and IT capital."""
    return building_capital * building_maintenance_rate + accelerator_capital * accelerator_maintenance_rate


@formula
def repair_cost(accelerator_capital: Usd, accelerator_loss_rate: PerYear) -> UsdPerYear:
    """Replacement of accelerators that die for good, as they die."""
    return accelerator_capital * accelerator_loss_rate
