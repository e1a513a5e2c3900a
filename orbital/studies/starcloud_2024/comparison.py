"""Starcloud's two headlines: how many times cheaper the period is, and the energy."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Number, Usd, UsdPerJoule


@formula
def saving_factor(ground_period_total: Usd, orbital_period_total: Usd) -> Number:
    """Ground over orbital total."""
    return ground_period_total / orbital_period_total


@formula
def energy_saving_factor(ground_electricity_price: UsdPerJoule, orbital_energy_price: UsdPerJoule) -> Number:
    """Price of energy on the ground over that of orbit. The source quotes one price for the ground here and has another in its table."""
    return ground_electricity_price / orbital_energy_price
