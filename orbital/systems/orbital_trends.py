"""What a later start changes in orbit: launch, satellites, arrays, radiators, and what lenders ask. In constant money."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.series import compounded
from orbital.core.units import BitPerSecond, Fraction, KilogramPerSquareMeter, RatePerYear, Real, Usd, UsdPerBit, UsdPerWatt, WattPerKilogram, Year


def fallen(decline_rate: Real, floor: Real, time: Real) -> Real:
    """What a yearly decline leaves of 1 over a time, above a floor: f + (1 - f)(1 - d)^t."""
    return floor + (1.0 - floor) * compounded(-decline_rate, time)


@formula
def flight_price(listed_flight_price: Usd, flight_price_decline_rate: RatePerYear, flight_price_floor_fraction: Fraction, years_ahead: Year) -> Usd:
    """Price of a flight in the start year: the listed one, fallen towards a floor of propellant, pads and crews."""
    return listed_flight_price * fallen(flight_price_decline_rate, flight_price_floor_fraction, years_ahead)


@formula
def satellite_price_per_watt(
    listed_satellite_price_per_watt: UsdPerWatt, satellite_price_decline_rate: RatePerYear, satellite_price_floor_fraction: Fraction, years_ahead: Year
) -> UsdPerWatt:
    """Price per watt of a satellite bought in the start year: the listed one, fallen towards a floor of materials."""
    return listed_satellite_price_per_watt * fallen(satellite_price_decline_rate, satellite_price_floor_fraction, years_ahead)


@formula
def array_specific_power(
    listed_array_specific_power: WattPerKilogram, array_mass_decline_rate: RatePerYear, array_mass_floor_fraction: Fraction, years_ahead: Year
) -> WattPerKilogram:
    """Power per mass of an array of the start year: the listed one's mass per power, fallen towards a floor of bare cells."""
    return listed_array_specific_power / fallen(array_mass_decline_rate, array_mass_floor_fraction, years_ahead)


@formula
def radiator_areal_mass(
    listed_radiator_areal_mass: KilogramPerSquareMeter, radiator_mass_decline_rate: RatePerYear, radiator_mass_floor_fraction: Fraction, years_ahead: Year
) -> KilogramPerSquareMeter:
    """Areal mass of a radiator of the start year: that of today's construction, fallen towards a floor of thin carbon fins."""
    return listed_radiator_areal_mass * fallen(radiator_mass_decline_rate, radiator_mass_floor_fraction, years_ahead)


@formula
def risk_premium(listed_risk_premium: RatePerYear, risk_premium_time: Year, years_ahead: Year) -> RatePerYear:
    """What lenders ask in orbit beyond the common rate for capital spent in the start year: the listed premium, gone in a straight line.

    Source: SemiAnalysis 2026: 15 % in 2026, down to the ground's 10.3 % in about ten years.
    """
    return listed_risk_premium * np.maximum(1.0 - years_ahead / risk_premium_time, 0.0)


@formula
def egress_price(listed_egress_price: UsdPerBit, carriage_price_decline_rate: RatePerYear, years_ahead: Year) -> UsdPerBit:
    """Price of carrying a bit on from the stations in the start year: the listed one, fallen as that of fiber."""
    return listed_egress_price * compounded(-carriage_price_decline_rate, years_ahead)


@formula
def link_rate(listed_link_rate: BitPerSecond, carriage_price_decline_rate: RatePerYear, years_ahead: Year) -> BitPerSecond:
    """Peak rate of one link to the ground in the start year, at the price of today's: grown as a bit's carriage gets cheaper."""
    return listed_link_rate / compounded(-carriage_price_decline_rate, years_ahead)
