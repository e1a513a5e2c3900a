"""Cost lines of the ground side, each in money per time, and the rates and annuities of its assets."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerSecond,
    CubicMeterPerSecond,
    Megawatt,
    PerYear,
    RatePerYear,
    Ratio,
    Usd,
    UsdPerBit,
    UsdPerCubicMeter,
    UsdPerJoule,
    UsdPerYear,
    UsdPerYearEach,
    Year,
)
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
def building_maintenance_cost(building_capital: Usd, building_maintenance_rate: RatePerYear) -> UsdPerYear:
    """Upkeep of building and plant: a yearly share of their capital, without staff and water."""
    return building_capital * building_maintenance_rate


@formula
def accelerator_maintenance_cost(accelerator_capital: Usd, accelerator_maintenance_rate: RatePerYear) -> UsdPerYear:
    """Support of the servers: a yearly share of IT capital, without hands and dead parts."""
    return accelerator_capital * accelerator_maintenance_rate


@formula
def staff_cost(site_staff: Ratio, staff_price: UsdPerYearEach) -> UsdPerYear:
    """Hands at the site: full-time equivalents times the yearly cost of one, with what comes on top of pay."""
    return site_staff * staff_price


@formula
def water_cost(water_use: CubicMeterPerSecond, water_price: UsdPerCubicMeter) -> UsdPerYear:
    """Water the site takes, times its price with what is paid for the part that goes down the drain."""
    return water_use * water_price


@formula
def network_cost(egress_rate: BitPerSecond, transit_price: UsdPerBit) -> UsdPerYear:
    """Wide-area network: bits to the users times the price of carrying one. The network between servers is in the chips' capital."""
    return egress_rate * transit_price


@formula
def repair_cost(accelerator_capital: Usd, accelerator_loss_rate: PerYear) -> UsdPerYear:
    """Replacement of accelerators that die for good, as they die."""
    return accelerator_capital * accelerator_loss_rate


@formula
def cluster_capital(accelerator_capital: Usd, building_capital: Usd) -> Usd:
    """What the cluster costs to put up: chips with their network, and building with its plant. The numerator of USD per watt, on whatever basis."""
    return accelerator_capital + building_capital
