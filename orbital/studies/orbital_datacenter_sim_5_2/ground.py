"""What OrbitalDatacenterSim computes for the ground unlike our Model: the same racks in a building, refreshed as often."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import Fraction, Number, PerYear, RatePerYear, Usd, UsdPerYear, Year
from orbital.studies.orbital_datacenter_sim_5_2.shared import worth


@formula
def renewal_interval(refresh_interval: Year) -> Year:
    """Racks are bought anew as often as in orbit."""
    return refresh_interval


@formula(computes="delivered_fraction")
def delivered_fraction_in_use(power_utilization: Fraction, system_availability: Fraction) -> Fraction:
    """Share of the serving racks' time that is sold: in use, and up."""
    return power_utilization * system_availability


@formula(computes="accelerator_cost")
def accelerator_cost_with_refreshes(accelerator_capital: Usd, refresh_worth: Number, horizon_recovery_factor: PerYear) -> UsdPerYear:
    """Racks and their renewals over the horizon."""
    return accelerator_capital * (1.0 + refresh_worth) * horizon_recovery_factor


@formula(computes="building_cost")
def building_cost_less_rest(
    building_capital: Usd, building_life: Year, planning_horizon: Year, nominal_discount_rate: RatePerYear, horizon_recovery_factor: PerYear
) -> UsdPerYear:
    """The building less the straight-line rest of its life at the horizon."""
    rest = np.maximum(building_life - planning_horizon, 0.0 * building_life) / building_life
    return building_capital * (1.0 - rest * worth(nominal_discount_rate, planning_horizon)) * horizon_recovery_factor
