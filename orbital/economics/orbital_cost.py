"""Cost lines of the orbital side, each in money per time, and the rates and annuities of its assets."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, Number, PerYear, RatePerYear, Ratio, Usd, UsdEach, UsdPerWatt, UsdPerYear, UsdPerYearEach, Watt, Year
from orbital.economics.finance import (
    MACRS_5,
    after_tax,
    capital_recovery_factor,
    effective_real_rate,
    escalation_factor,
    real_rate,
    scheduled_depreciation,
    sinking_fund_factor,
)


@formula
def satellite_nominal_rate(nominal_discount_rate: RatePerYear) -> RatePerYear:
    """Nominal rate on satellites and their launch. The common rate unless one is given."""
    return nominal_discount_rate


@formula
def satellite_discount_rate(satellite_nominal_rate: RatePerYear) -> RatePerYear:
    """Rate used for satellites: nominal by default."""
    return satellite_nominal_rate


@formula(computes="satellite_discount_rate")
def satellite_discount_rate_real(satellite_nominal_rate: RatePerYear, inflation_rate: RatePerYear) -> RatePerYear:
    """Rate used for satellites in real money."""
    return real_rate(satellite_nominal_rate, inflation_rate)


@formula(computes="satellite_discount_rate")
def satellite_discount_rate_effective_real(satellite_nominal_rate: RatePerYear, inflation_rate: RatePerYear, compounding_frequency: PerYear) -> RatePerYear:
    """Rate used for satellites in real money, inflation taken off the effective rate."""
    return effective_real_rate(satellite_nominal_rate, inflation_rate, compounding_frequency)


@formula
def satellite_depreciation_rate(satellite_life: Year) -> PerYear:
    """Yearly tax depreciation per dollar of satellite and launch: a straight line over life."""
    return 1.0 / satellite_life


@formula(computes="satellite_depreciation_rate")
def satellite_depreciation_rate_macrs(satellite_discount_rate: RatePerYear, satellite_life: Year, compounding_frequency: PerYear) -> PerYear:
    """Yearly tax depreciation per dollar of satellite and launch: five-year property, as a level amount."""
    return scheduled_depreciation(MACRS_5, satellite_discount_rate, satellite_life, compounding_frequency)


@formula
def satellite_capital_recovery_factor(
    satellite_discount_rate: RatePerYear, satellite_life: Year, compounding_frequency: PerYear, satellite_depreciation_rate: PerYear, tax_rate: Fraction
) -> PerYear:
    """Yearly payment per dollar of satellite, launch and their insurance."""
    return after_tax(capital_recovery_factor(satellite_discount_rate, satellite_life, compounding_frequency), satellite_depreciation_rate, tax_rate)


@formula
def satellite_salvage_credit(
    satellite_discount_rate: RatePerYear, satellite_life: Year, compounding_frequency: PerYear, satellite_salvage_fraction: Fraction
) -> PerYear:
    """Yearly worth, per dollar of satellite, of what is left of it at the end of its life. Launch and insurance leave nothing."""
    return satellite_salvage_fraction * sinking_fund_factor(satellite_discount_rate, satellite_life, compounding_frequency)


@formula
def accelerator_depreciation_rate(satellite_life: Year) -> PerYear:
    """Yearly tax depreciation per dollar of chips in orbit: a straight line over their satellite's life."""
    return 1.0 / satellite_life


@formula(computes="accelerator_depreciation_rate")
def accelerator_depreciation_rate_macrs(accelerator_discount_rate: RatePerYear, satellite_life: Year, compounding_frequency: PerYear) -> PerYear:
    """Yearly tax depreciation per dollar of chips in orbit: five-year property, as a level amount."""
    return scheduled_depreciation(MACRS_5, accelerator_discount_rate, satellite_life, compounding_frequency)


@formula
def accelerator_capital_recovery_factor(
    accelerator_discount_rate: RatePerYear, satellite_life: Year, compounding_frequency: PerYear, accelerator_depreciation_rate: PerYear, tax_rate: Fraction
) -> PerYear:
    """Yearly payment per dollar of chips in orbit, which live and die with their satellite."""
    return after_tax(capital_recovery_factor(accelerator_discount_rate, satellite_life, compounding_frequency), accelerator_depreciation_rate, tax_rate)


@formula
def accelerator_salvage_credit(
    accelerator_discount_rate: RatePerYear, satellite_life: Year, compounding_frequency: PerYear, satellite_salvage_fraction: Fraction
) -> PerYear:
    """Yearly worth, per dollar of chips in orbit, of what is left of them: as much as of their satellite, nothing where it re-enters."""
    return satellite_salvage_fraction * sinking_fund_factor(accelerator_discount_rate, satellite_life, compounding_frequency)


@formula(computes="operating_escalation_factor")
def operating_escalation_factor_with_inflation(
    accelerator_nominal_rate: RatePerYear, satellite_life: Year, compounding_frequency: PerYear, inflation_rate: RatePerYear
) -> Number:
    """Operating lines that rise with inflation over a satellite's life, as level nominal amounts. With nominal rates only."""
    return escalation_factor(accelerator_nominal_rate, satellite_life, compounding_frequency, inflation_rate)


@formula
def satellite_price(array_power_beginning_of_life: Watt, satellite_price_per_watt: UsdPerWatt) -> UsdEach:
    """Price of one satellite without chips and launch: array power when new times price per watt of it."""
    return array_power_beginning_of_life * satellite_price_per_watt


@formula
def satellite_capital(satellite_count: Ratio, satellite_price: UsdEach) -> Usd:
    """Price of the fleet's satellites without chips and launch."""
    return satellite_count * satellite_price


@formula
def satellite_cost(satellite_capital: Usd, satellite_capital_recovery_factor: PerYear, satellite_salvage_credit: PerYear) -> UsdPerYear:
    """Satellites without chips, as an annuity less what they are worth at the end of their life."""
    return satellite_capital * (satellite_capital_recovery_factor - satellite_salvage_credit)


@formula
def launch_cost(launch_capital: Usd, satellite_capital_recovery_factor: PerYear) -> UsdPerYear:
    """Launch, as an annuity over the satellite's life."""
    return launch_capital * satellite_capital_recovery_factor


@formula
def nonrecurring_cost(nonrecurring_capital: Usd, satellite_capital_recovery_factor: PerYear) -> UsdPerYear:
    """Design, qualification and factory, as an annuity over one fleet's life."""
    return nonrecurring_capital * satellite_capital_recovery_factor


@formula
def insurance_cost(
    insurance_premium_fraction: Fraction, accelerator_capital: Usd, satellite_capital: Usd, launch_capital: Usd, satellite_capital_recovery_factor: PerYear
) -> UsdPerYear:
    """Launch and first-year premium on all that flies, as an annuity.

    Fraction 0 is self-insurance: launch losses are then in `launch_success_probability` alone.
    """
    return insurance_premium_fraction * (accelerator_capital + satellite_capital + launch_capital) * satellite_capital_recovery_factor


@formula
def operations_cost(satellite_count: Ratio, operations_price: UsdPerYearEach, operating_escalation_factor: Number) -> UsdPerYear:
    """Control, avoidance and ground segment: fleet times yearly price per satellite."""
    return satellite_count * operations_price * operating_escalation_factor
