"""What a later start changes on the ground: buildings and power. In constant money."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.series import compounded
from orbital.core.units import RatePerYear, UsdPerBit, UsdPerJoule, UsdPerWatt, Year


@formula
def building_price(listed_building_price: UsdPerWatt, building_price_growth_rate: RatePerYear, years_ahead: Year) -> UsdPerWatt:
    """Price per watt of a building begun in the start year."""
    return listed_building_price * compounded(building_price_growth_rate, years_ahead)


@formula
def electricity_price(listed_electricity_price: UsdPerJoule, electricity_price_growth_rate: RatePerYear, years_ahead: Year) -> UsdPerJoule:
    """Price of energy at the meter from the start year on, level over the years that follow."""
    return listed_electricity_price * compounded(electricity_price_growth_rate, years_ahead)


@formula
def transit_price(listed_transit_price: UsdPerBit, carriage_price_decline_rate: RatePerYear, years_ahead: Year) -> UsdPerBit:
    """Price of carrying a bit to the users in the start year."""
    return listed_transit_price * compounded(-carriage_price_decline_rate, years_ahead)
