"""Cost lines of the orbital side, each in money per time, and the rates and annuities of its assets."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, PerYear, RatePerYear, Ratio, Usd, UsdEach, UsdPerWatt, UsdPerYear, UsdPerYearEach, Watt, Year
from orbital.economics.finance import capital_recovery_factor, real_rate


@formula
def satellite_nominal_rate(nominal_discount_rate: RatePerYear, risk_premium: RatePerYear) -> RatePerYear:
    """Nominal rate on satellites and their launch: the common one, and what lenders ask on top of it in orbit."""
    return nominal_discount_rate + risk_premium


@formula
def accelerator_nominal_rate(nominal_discount_rate: RatePerYear, risk_premium: RatePerYear) -> RatePerYear:
    """Nominal rate on chips in orbit: as on the satellites that carry them."""
    return nominal_discount_rate + risk_premium


@formula
def satellite_discount_rate(satellite_nominal_rate: RatePerYear) -> RatePerYear:
    """Rate used for satellites: nominal by default."""
    return satellite_nominal_rate


@formula(computes="satellite_discount_rate")
def satellite_discount_rate_real(satellite_nominal_rate: RatePerYear, inflation_rate: RatePerYear) -> RatePerYear:
    """Rate used for satellites in real money."""
    return real_rate(satellite_nominal_rate, inflation_rate)


@formula
def satellite_capital_recovery_factor(satellite_discount_rate: RatePerYear, satellite_life: Year, compounding_frequency: PerYear) -> PerYear:
    """Yearly payment per dollar of satellite, launch and their insurance."""
    return capital_recovery_factor(satellite_discount_rate, satellite_life, compounding_frequency)


@formula
def accelerator_capital_recovery_factor(accelerator_discount_rate: RatePerYear, satellite_life: Year, compounding_frequency: PerYear) -> PerYear:
    """Yearly payment per dollar of chips in orbit, which live and die with their satellite."""
    return capital_recovery_factor(accelerator_discount_rate, satellite_life, compounding_frequency)


@formula
def satellite_price(array_power_beginning_of_life: Watt, satellite_price_per_watt: UsdPerWatt) -> UsdEach:
    """Price of one satellite without chips and launch: array power when new times price per watt of it."""
    return array_power_beginning_of_life * satellite_price_per_watt


@formula
def satellite_capital(satellite_count: Ratio, satellite_price: UsdEach) -> Usd:
    """Price of the fleet's satellites without chips and launch."""
    return satellite_count * satellite_price


@formula
def satellite_cost(satellite_capital: Usd, satellite_capital_recovery_factor: PerYear) -> UsdPerYear:
    """Satellites without chips, as an annuity."""
    return satellite_capital * satellite_capital_recovery_factor


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
def operations_cost(satellite_count: Ratio, operations_price: UsdPerYearEach) -> UsdPerYear:
    """Control, avoidance and ground segment: fleet times yearly price per satellite."""
    return satellite_count * operations_price
