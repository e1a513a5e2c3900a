"""What McCalip's engine computes for orbit beyond, or unlike, our Model. Where it is wrong the correct value stands beside it."""

from __future__ import annotations

import numpy as np

from orbital.core.axes import along, mean_along
from orbital.core.formula import formula
from orbital.core.series import geometric_sum
from orbital.core.units import (
    Constant,
    Fraction,
    Kelvin,
    Kilogram,
    Kilometer,
    MassDifference,
    Megawatt,
    Radian,
    RatePerYear,
    Ratio,
    Real,
    SquareKilometer,
    SquareMeter,
    Usd,
    UsdPerYear,
    Watt,
    WattPerSquareMeter,
    Year,
)
from orbital.physics.constants import EARTH_MEAN_RADIUS, STEFAN_BOLTZMANN
from orbital.physics.thermal import fourth_power, fourth_root
from orbital.physics.view_factors import edge_on_view_factor

SPACE_TEMPERATURE = Constant(3.0, "K", "McCalip, math.js")
STUDY_YEAR = Constant(31_536_000.0, "s", "McCalip counts 8,760 h to the year")
AVERTED_FLOOR = Constant(0.05, "", "McCalip, math.js: an averted face sees 5 % of the nadir view factor")


@formula
def mean_array_fraction(array_degradation_rate: RatePerYear, satellite_life: Year) -> Fraction:
    """Array power left, mean of the values at the start of each year: (1/n) sum (1-d)^y, y = 0 .. n-1."""
    years = satellite_life / STUDY_YEAR
    return geometric_sum(-np.log1p(-array_degradation_rate * STUDY_YEAR), years) / years


@formula
def required_array_power(demanded_capacity: Megawatt, mean_array_fraction: Fraction, annual_eclipse_fraction: Fraction) -> Megawatt:
    """Array power when new that gives the demand on average: P / (mean fraction x sunlit share). No battery, no recharge."""
    return demanded_capacity / (mean_array_fraction * (1.0 - annual_eclipse_fraction))


@formula(computes="satellite_count")
def satellite_count_from_array_power(required_array_power: Megawatt, array_power_beginning_of_life: Watt) -> Ratio:
    """Whole satellites for the required array power."""
    return np.ceil(required_array_power / array_power_beginning_of_life)


@formula(computes="launch_count")
def launch_count_from_total_mass(launched_mass: Kilogram, payload_to_orbit: MassDifference) -> Ratio:
    """Whole flights by total mass: satellites may be cut in two."""
    return np.ceil(launched_mass / payload_to_orbit)


@formula(computes="operations_cost")
def operations_cost_from_hardware(satellite_capital: Usd, operations_rate: RatePerYear) -> UsdPerYear:
    """Operations as a yearly share of hardware."""
    return satellite_capital * operations_rate


@formula
def replacement_cost(satellite_capital: Usd, accelerator_failure_rate: RatePerYear) -> UsdPerYear:
    """A *chip* failure rate times *satellite* hardware (M1): the chips themselves are outside the boundary."""
    return satellite_capital * accelerator_failure_rate


@formula
def operations_total(operations_cost: UsdPerYear, satellite_life: Year) -> Usd:
    """Operations over the study's period."""
    return operations_cost * satellite_life


@formula
def replacement_total(replacement_cost: UsdPerYear, satellite_life: Year) -> Usd:
    """Replacement over the study's period."""
    return replacement_cost * satellite_life


@formula
def period_total(total_cost: UsdPerYear, satellite_life: Year) -> Usd:
    """All cost lines over the study's period, undiscounted."""
    return total_cost * satellite_life


@formula
def fleet_array_area(satellite_count: Ratio, array_area: SquareMeter) -> SquareKilometer:
    """Array area of the fleet."""
    return satellite_count * array_area


# --- the panel's heat balance ---
@formula
def panel_earth_view_factor(altitude: Kilometer, panel_beta_angle: Radian) -> Fraction:
    """The engine's view factor per side of a Sun-tracking panel: (R/r)^2 cos(gamma), 5 % of nadir where that is not positive; mean of 72 points.

    Wrong edge-on (M5): 0.021 at 550 km where `exact_panel_earth_view_factor` is 0.258.
    """
    share = EARTH_MEAN_RADIUS / (EARTH_MEAN_RADIUS + altitude)
    cosine = along(np.cos(panel_beta_angle)) * np.cos(2.0 * np.pi * np.arange(72) / 72.0)
    facing = np.where(cosine > 0.0, cosine, AVERTED_FLOOR)
    return share * share * mean_along(facing)


@formula
def exact_panel_earth_view_factor(altitude: Kilometer) -> Fraction:
    """The exact view factor per side at beta 90 degrees, where a Sun-tracking panel is edge-on to nadir.

    Source: Howell, Catalog of Radiation Configuration Factors, B-43.
    """
    return edge_on_view_factor(altitude)


@formula
def panel_generation(solar_flux: WattPerSquareMeter, cell_efficiency: Fraction, fleet_array_area: SquareKilometer) -> Megawatt:
    """Electricity the thermal part assumes, all of it returning as loop heat. Not what the sizing part installs (M6)."""
    return solar_flux * cell_efficiency * fleet_array_area


@formula
def panel_waste_heat(solar_flux: WattPerSquareMeter, array_absorptance: Fraction, fleet_array_area: SquareKilometer, panel_generation: Megawatt) -> Megawatt:
    """Absorbed sunlight that is not turned into electricity."""
    return solar_flux * array_absorptance * fleet_array_area - panel_generation


def both_emissivities(front: Real, back: Real) -> Real:
    """Sum over the faces."""
    return front + back


@formula
def panel_earth_infrared_heat(
    earth_infrared_flux: WattPerSquareMeter,
    panel_earth_view_factor: Fraction,
    array_emissivity: Fraction,
    radiator_emissivity: Fraction,
    fleet_array_area: SquareKilometer,
) -> Megawatt:
    """Earth infrared taken up by both faces."""
    return earth_infrared_flux * panel_earth_view_factor * both_emissivities(array_emissivity, radiator_emissivity) * fleet_array_area


@formula
def panel_albedo_heat(
    solar_flux: WattPerSquareMeter,
    earth_albedo: Fraction,
    panel_earth_view_factor: Fraction,
    panel_beta_angle: Radian,
    array_absorptance: Fraction,
    fleet_array_area: SquareKilometer,
) -> Megawatt:
    """Reflected sunlight, scaled with cos(beta)."""
    return solar_flux * earth_albedo * panel_earth_view_factor * np.maximum(np.cos(panel_beta_angle), 0.0) * array_absorptance * fleet_array_area


@formula
def panel_total_heat(panel_waste_heat: Megawatt, panel_generation: Megawatt, panel_earth_infrared_heat: Megawatt, panel_albedo_heat: Megawatt) -> Megawatt:
    """All heat the panel gives off."""
    return panel_waste_heat + panel_generation + panel_earth_infrared_heat + panel_albedo_heat


@formula
def panel_temperature(panel_total_heat: Megawatt, fleet_array_area: SquareKilometer, array_emissivity: Fraction, radiator_emissivity: Fraction) -> Kelvin:
    """Equilibrium of the isothermal panel: T = [ Q / (sigma A sum eps) + T_space^4 ]^(1/4)."""
    emitted = panel_total_heat / (STEFAN_BOLTZMANN * fleet_array_area * both_emissivities(array_emissivity, radiator_emissivity))
    return fourth_root(emitted + fourth_power(SPACE_TEMPERATURE))


@formula
def corrected_panel_temperature(
    panel_temperature: Kelvin,
    earth_infrared_flux: WattPerSquareMeter,
    panel_earth_view_factor: Fraction,
    exact_panel_earth_view_factor: Fraction,
) -> Kelvin:
    """The same balance with the exact edge-on view factor: Earth infrared is 12 times the engine's."""
    more = earth_infrared_flux * (exact_panel_earth_view_factor - panel_earth_view_factor) / STEFAN_BOLTZMANN
    return fourth_root(fourth_power(panel_temperature) + more)


@formula
def panel_required_area(
    panel_total_heat: Megawatt, panel_temperature_limit: Kelvin, array_emissivity: Fraction, radiator_emissivity: Fraction
) -> SquareKilometer:
    """Area that would hold the panel at its limit."""
    flux = STEFAN_BOLTZMANN * (fourth_power(panel_temperature_limit) - fourth_power(SPACE_TEMPERATURE))
    return panel_total_heat / (flux * both_emissivities(array_emissivity, radiator_emissivity))
