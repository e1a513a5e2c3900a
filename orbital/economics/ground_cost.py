"""Cost lines of the ground side, each in money per time, and the rates and annuities of its assets."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerSecond,
    CubicMeterPerSecond,
    Fraction,
    Megawatt,
    Number,
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
from orbital.economics.finance import (
    MACRS_15,
    after_tax,
    capital_recovery_factor,
    effective_real_rate,
    real_rate,
    scheduled_depreciation,
    sinking_fund_factor,
)


@formula
def accelerator_nominal_rate(nominal_discount_rate: RatePerYear) -> RatePerYear:
    """Nominal rate on chips on the ground. The common rate unless one is given."""
    return nominal_discount_rate


@formula
def accelerator_service_life(accelerator_life: Year) -> Year:
    """Years chips serve on the ground: a life of their own, in a building that outlives them."""
    return accelerator_life


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


@formula(computes="building_discount_rate")
def building_discount_rate_effective_real(building_nominal_rate: RatePerYear, inflation_rate: RatePerYear, compounding_frequency: PerYear) -> RatePerYear:
    """Rate used for buildings in real money, inflation taken off the effective rate."""
    return effective_real_rate(building_nominal_rate, inflation_rate, compounding_frequency)


@formula
def building_depreciation_rate(building_life: Year) -> PerYear:
    """Yearly tax depreciation per dollar of building: a straight line over life."""
    return 1.0 / building_life


@formula(computes="building_depreciation_rate")
def building_depreciation_rate_macrs(building_discount_rate: RatePerYear, building_life: Year, compounding_frequency: PerYear) -> PerYear:
    """Yearly tax depreciation per dollar of building: fifteen-year property, which electrical and cooling plant is; a shell alone takes 39 years."""
    return scheduled_depreciation(MACRS_15, building_discount_rate, building_life, compounding_frequency)


@formula
def building_capital_recovery_factor(
    building_discount_rate: RatePerYear, building_life: Year, compounding_frequency: PerYear, building_depreciation_rate: PerYear, tax_rate: Fraction
) -> PerYear:
    """Yearly payment per dollar of building."""
    return after_tax(capital_recovery_factor(building_discount_rate, building_life, compounding_frequency), building_depreciation_rate, tax_rate)


@formula
def building_salvage_credit(
    building_discount_rate: RatePerYear, building_life: Year, compounding_frequency: PerYear, building_salvage_fraction: Fraction
) -> PerYear:
    """Yearly worth, per dollar of building, of what is left of it at the end of its life."""
    return building_salvage_fraction * sinking_fund_factor(building_discount_rate, building_life, compounding_frequency)


@formula
def accelerator_salvage_credit(
    accelerator_discount_rate: RatePerYear, accelerator_life: Year, compounding_frequency: PerYear, accelerator_salvage_fraction: Fraction
) -> PerYear:
    """Yearly worth, per dollar of chips on the ground, of what they sell for at the end of their life."""
    return accelerator_salvage_fraction * sinking_fund_factor(accelerator_discount_rate, accelerator_life, compounding_frequency)


@formula
def building_cost(building_capital: Usd, building_capital_recovery_factor: PerYear, building_salvage_credit: PerYear) -> UsdPerYear:
    """Building and plant, as an annuity over a life that outlasts the chips, less what is left at its end."""
    return building_capital * (building_capital_recovery_factor - building_salvage_credit)


@formula
def electricity_cost(mean_facility_power: Megawatt, electricity_price: UsdPerJoule, operating_escalation_factor: Number) -> UsdPerYear:
    """Energy at the meter times its price."""
    return mean_facility_power * electricity_price * operating_escalation_factor


@formula
def building_maintenance_cost(building_capital: Usd, building_maintenance_rate: RatePerYear, operating_escalation_factor: Number) -> UsdPerYear:
    """Upkeep of building and plant: a yearly share of their capital, without staff and water."""
    return building_capital * building_maintenance_rate * operating_escalation_factor


@formula
def accelerator_maintenance_cost(accelerator_capital: Usd, accelerator_maintenance_rate: RatePerYear, operating_escalation_factor: Number) -> UsdPerYear:
    """Support of the servers: a yearly share of IT capital, without hands and dead parts."""
    return accelerator_capital * accelerator_maintenance_rate * operating_escalation_factor


@formula
def staff_cost(site_staff: Ratio, staff_price: UsdPerYearEach, operating_escalation_factor: Number) -> UsdPerYear:
    """Hands at the site: full-time equivalents times the yearly cost of one, with what comes on top of pay."""
    return site_staff * staff_price * operating_escalation_factor


@formula
def water_cost(water_use: CubicMeterPerSecond, water_price: UsdPerCubicMeter, operating_escalation_factor: Number) -> UsdPerYear:
    """Water the site takes, times its price with what is paid for the part that goes down the drain."""
    return water_use * water_price * operating_escalation_factor


@formula
def network_cost(egress_rate: BitPerSecond, transit_price: UsdPerBit, operating_escalation_factor: Number) -> UsdPerYear:
    """Wide-area network: bits to the users times the price of carrying one. The network between servers is in the chips' capital."""
    return egress_rate * transit_price * operating_escalation_factor


@formula
def cluster_capital(accelerator_capital: Usd, building_capital: Usd) -> Usd:
    """What the cluster costs to put up: chips with their network, and building with its plant. The numerator of USD per watt, on whatever basis."""
    return accelerator_capital + building_capital
