"""Cost lines of the orbital side, each in money per time, and the rates and annuities of its assets."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerSecond,
    Count,
    Fraction,
    Number,
    PerYear,
    RatePerYear,
    Ratio,
    Real,
    StationRadian,
    Usd,
    UsdPerBit,
    UsdPerYear,
    UsdPerYearDifference,
    UsdPerYearEach,
    Year,
)
from orbital.economics.finance import (
    MACRS_5,
    after_tax,
    capital_recovery_factor,
    effective_real_rate,
    real_rate,
    scheduled_depreciation,
    sinking_fund_factor,
)


@formula
def satellite_nominal_rate(nominal_discount_rate: RatePerYear, risk_premium: RatePerYear) -> RatePerYear:
    """Nominal rate on satellites and their launch: the common one, and what lenders ask on top of it in orbit."""
    return nominal_discount_rate + risk_premium


@formula
def accelerator_nominal_rate(nominal_discount_rate: RatePerYear, risk_premium: RatePerYear) -> RatePerYear:
    """Nominal rate on chips in orbit: as on the satellites that carry them."""
    return nominal_discount_rate + risk_premium


@formula
def accelerator_service_life(satellite_life: Year) -> Year:
    """Years chips serve in orbit: they live and die with their satellite."""
    return satellite_life


@formula(constraint="chips are paid off over {accelerator_service_life}, longer than the satellite that carries them lives ({satellite_life})")
def accelerator_service_margin(satellite_life: Year, accelerator_service_life: Year) -> Number:
    """Life of the satellite over the service of its chips, less one, with a millionth for rounding."""
    return 1.000001 * satellite_life / accelerator_service_life - 1.0


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
def accelerator_salvage_credit(
    accelerator_discount_rate: RatePerYear, satellite_life: Year, compounding_frequency: PerYear, satellite_salvage_fraction: Fraction
) -> PerYear:
    """Yearly worth, per dollar of chips in orbit, of what is left of them: as much as of their satellite, nothing where it re-enters."""
    return satellite_salvage_fraction * sinking_fund_factor(accelerator_discount_rate, satellite_life, compounding_frequency)


@formula
def satellite_cost(satellite_capital: Usd, satellite_capital_recovery_factor: PerYear, satellite_salvage_credit: PerYear) -> UsdPerYear:
    """Satellites without chips, as an annuity less what they are worth at the end of their life."""
    return satellite_capital * (satellite_capital_recovery_factor - satellite_salvage_credit)


@formula
def launch_cost(launch_capital: Usd, satellite_capital_recovery_factor: PerYear) -> UsdPerYear:
    """Launch, as an annuity over the satellite's life."""
    return launch_capital * satellite_capital_recovery_factor


@formula
def nonrecurring_cost(nonrecurring_capital: Usd, nonrecurring_waiting_factor: Number, satellite_capital_recovery_factor: PerYear) -> UsdPerYear:
    """Design, qualification and factory with the interest on them until satellites earn, as an annuity over one fleet's life."""
    return nonrecurring_capital * (1.0 + nonrecurring_waiting_factor) * satellite_capital_recovery_factor


# --- insurance ---
@formula
def insured_value(accelerator_capital: Usd, satellite_capital: Usd, launch_capital: Usd) -> Usd:
    """What flies, once: chips, satellites and their launches."""
    return accelerator_capital + satellite_capital + launch_capital


@formula
def insurance_cost(insurance_premium_fraction: Fraction, insured_value: Usd, satellite_capital_recovery_factor: PerYear) -> UsdPerYear:
    """Launch and first-year premium on all that flies, as an annuity.

    Fraction 0 is self-insurance: launch losses are then in `launch_success_probability` alone.
    """
    return insurance_premium_fraction * insured_value * satellite_capital_recovery_factor


def yearly_share(fraction: Real, insured_value: Real, satellite_life: Real) -> Real:
    """A share of the value that flies each year, where a fleet is renewed once in its life."""
    return fraction * insured_value / satellite_life


@formula
def insurance_premium(insurance_premium_fraction: Fraction, insured_value: Usd, satellite_life: Year) -> UsdPerYear:
    """Premium asked of the insurers each year."""
    return yearly_share(insurance_premium_fraction, insured_value, satellite_life)


@formula
def market_premium(market_premium_fraction: Fraction, insured_value: Usd, satellite_life: Year) -> UsdPerYear:
    """What cover for all that flies would cost a year at the market's rates. Told, not paid: see `insurance_premium_fraction`."""
    return yearly_share(market_premium_fraction, insured_value, satellite_life)


@formula
def expected_launch_loss(launch_success_probability: Fraction, early_survival_probability: Fraction, insured_value: Usd, satellite_life: Year) -> UsdPerYear:
    """Value lost a year in launches and early deaths, on average: what the self-insured bear, through what is not delivered."""
    return yearly_share(1.0 - launch_success_probability * early_survival_probability, insured_value, satellite_life)


@formula
def insurance_market_use(market_premium: UsdPerYear, insurance_market_size: UsdPerYear) -> Ratio:
    """Premium for all that flies over what the space insurance market takes in a year. Above 1 there is no such cover to buy."""
    return market_premium / insurance_market_size


@formula(
    validity="the premium asked, {insurance_premium}, is more than the space insurance market takes in a year ({insurance_market_size}): "
    "cover for {insured_value} cannot be bought there",
)
def insurance_market_margin(insurance_market_size: UsdPerYear, insurance_premium: UsdPerYear) -> UsdPerYearDifference:
    """Premiums of the whole market less the premium asked, a year."""
    return insurance_market_size - insurance_premium


# --- upkeep: each cost in one line ---
@formula
def operations_cost(satellite_count: Ratio, operations_price: UsdPerYearEach, operating_escalation_factor: Number) -> UsdPerYear:
    """Control, software and staff: fleet times yearly price per satellite."""
    return satellite_count * operations_price * operating_escalation_factor


@formula
def avoidance_cost(satellite_count: Ratio, avoidance_maneuver_rate: PerYear, avoidance_maneuver_price: Usd, operating_escalation_factor: Number) -> UsdPerYear:
    """Screening, deciding and flying around what comes close: fleet times maneuvers a year times the price of one. Propellant is in the mass."""
    return satellite_count * avoidance_maneuver_rate * avoidance_maneuver_price * operating_escalation_factor


@formula
def disposal_cost(satellite_count: Ratio, disposal_price: Usd, satellite_life: Year, operating_escalation_factor: Number) -> UsdPerYear:
    """Operations of bringing satellites down, set aside evenly over their lives: fleet times price over life. Propellant is in the mass."""
    return satellite_count * disposal_price / satellite_life * operating_escalation_factor


@formula
def least_gateways(station_latitude: StationRadian) -> Count:
    """Gateways needed however little comes down: one at each site of the ground network."""
    return np.float64(np.shape(station_latitude)[-1])


@formula
def gateway_count(least_gateways: Count, egress_rate: BitPerSecond, gateway_rate: BitPerSecond, gateway_load: Fraction) -> Count:
    """Gateways of the fleet: one at each site of its network, or enough for what must come down at the busy hour. Fractional in cost.

    The fleet's own, at the sites of the network: the same number is paid for here and carries its bits in `network_rate`. Where none carries any,
    more of them are of no use, and `downlink_margin` says that the work does not come down.
    """
    carried = gateway_rate * gateway_load
    return np.maximum(least_gateways, np.where(carried > 0.0, egress_rate / carried, 0.0))


@formula
def gateway_capital(gateway_count: Count, gateway_price: Usd) -> Usd:
    """Stations with their antennas, sites and fiber."""
    return gateway_count * gateway_price


@formula
def gateway_cost(
    gateway_capital: Usd, satellite_capital_recovery_factor: PerYear, gateway_upkeep_rate: RatePerYear, operating_escalation_factor: Number
) -> UsdPerYear:
    """Stations, written off with one fleet, and their yearly upkeep as a share of their price."""
    return gateway_capital * (satellite_capital_recovery_factor + gateway_upkeep_rate * operating_escalation_factor)


@formula
def egress_cost(egress_rate: BitPerSecond, egress_price: UsdPerBit, operating_escalation_factor: Number) -> UsdPerYear:
    """Carriage of what comes down from the stations to the users, transit included: the orbital side's `network_cost`."""
    return egress_rate * egress_price * operating_escalation_factor
