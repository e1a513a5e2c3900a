"""Radiative heat rejection: junction to radiator root, Earth and Sun on both faces, net flux, area, mass.

Areas and fluxes are per m2 *planform* (one side of the panel); a two-sided radiator emits from twice that.
"""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Fraction,
    Kelvin,
    KelvinGpuPerWatt,
    Kilogram,
    KilogramPerSquareMeter,
    KilogramPerWatt,
    Meter,
    Radian,
    Ratio,
    Real,
    SquareMeter,
    TemperatureDifference,
    Watt,
    WattPerGpu,
    WattPerMeterKelvin,
    WattPerSquareMeter,
)
from orbital.physics.constants import STEFAN_BOLTZMANN


def fourth_power(value: Real) -> Real:
    """x^4 by squaring twice."""
    square = value * value
    return square * square


def fourth_root(value: Real) -> Real:
    """x^(1/4) by two square roots."""
    return np.sqrt(np.sqrt(value))


@formula
def radiator_temperature(
    junction_temperature_limit: Kelvin,
    accelerator_chip_power: WattPerGpu,
    junction_to_coolant_resistance: KelvinGpuPerWatt,
    loop_temperature_rise: TemperatureDifference,
    heat_exchanger_temperature_drop: TemperatureDifference,
    wall_temperature_drop: TemperatureDifference,
) -> Kelvin:
    """Root (tube wall) temperature that the hottest chip allows: T_b = T_j - P R - dT_loop/2 - dT_HX - dT_wall.

    Source: series thermal resistances; Gilmore, Spacecraft Thermal Control Handbook I, chapter 14.
    """
    coolant = junction_temperature_limit - accelerator_chip_power * junction_to_coolant_resistance
    return coolant - loop_temperature_rise / 2.0 - heat_exchanger_temperature_drop - wall_temperature_drop


@formula
def radiator_albedo_flux(solar_flux: WattPerSquareMeter, earth_albedo: Fraction, radiator_albedo_view_factor: Ratio) -> WattPerSquareMeter:
    """Reflected sunlight falling on a face, mean of both, at the worst point of the worst orbit: q = a S F_a."""
    return earth_albedo * solar_flux * radiator_albedo_view_factor


@formula
def radiator_absorbed_flux(
    radiator_emissivity: Fraction,
    radiator_absorptance: Fraction,
    earth_infrared_flux: WattPerSquareMeter,
    radiator_earth_view_factor: Fraction,
    radiator_albedo_flux: WattPerSquareMeter,
    solar_flux: WattPerSquareMeter,
    radiator_sun_factor: Fraction,
    radiator_sun_pointing_error: Radian,
    radiator_array_view_factor: Fraction,
    array_emissivity: Fraction,
    array_temperature: Kelvin,
) -> WattPerSquareMeter:
    """Heat both faces take up per planform area: Earth infrared, albedo, the Sun by attitude and pointing error, the array's infrared.

    q = 2 eps F q_IR + alpha [ 2 q_alb + S (2 F_s + sin(error)) ] + 2 eps F_a eps_a sigma T_a^4, each factor at its largest along the
    orbit: high by the little by which the peaks do not coincide. Infrared is absorbed with the
    *emissivity* (Kirchhoff), sunlight with the end-of-life solar absorptance.

    Source: Gilmore, Spacecraft Thermal Control Handbook I, chapter 6.
    """
    earth = 2.0 * radiator_emissivity * radiator_earth_view_factor * earth_infrared_flux
    direct = solar_flux * (2.0 * radiator_sun_factor + np.sin(radiator_sun_pointing_error))
    sun = radiator_absorptance * (2.0 * radiator_albedo_flux + direct)
    array = 2.0 * radiator_emissivity * radiator_array_view_factor * array_emissivity * STEFAN_BOLTZMANN * fourth_power(array_temperature)
    return earth + sun + array


@formula
def radiator_sink_temperature(radiator_absorbed_flux: WattPerSquareMeter, radiator_emissivity: Fraction) -> Kelvin:
    """Temperature at which the radiator gives off just what it takes up: T_s = ( q_abs / (2 eps sigma) )^(1/4).

    Source: Gilmore, chapter 6.
    """
    return fourth_root(radiator_absorbed_flux / (2.0 * radiator_emissivity * STEFAN_BOLTZMANN))


@formula
def fin_parameter(
    radiator_temperature: Kelvin, radiator_emissivity: Fraction, fin_half_pitch: Meter, fin_thickness: Meter, fin_conductivity: WattPerMeterKelvin
) -> Ratio:
    """Radiation over conduction of a fin that gives off heat on both sides: zeta = 2 eps sigma T^3 L^2 / (k t), T at the root.

    Source: Bartas and Sellers 1960, as given in NASA TM-105297.
    """
    cube = radiator_temperature * radiator_temperature * radiator_temperature
    return 2.0 * radiator_emissivity * STEFAN_BOLTZMANN * cube * (fin_half_pitch * fin_half_pitch) / (fin_conductivity * fin_thickness)


@formula
def fin_efficiency(fin_parameter: Ratio) -> Fraction:
    """Emission of the fin over that of one all at root temperature, sink near zero: the solution of theta'' = zeta theta^4.

    A rational function fitted to the closed first integral, within 0.02 % for zeta up to 3. A fin that also feels its sink
    is slightly better (under 2 % of the net flux at 60 mm of 0.8 mm aluminum).

    Source: NASA TM-105297; zeta = 5/2 [ integral from the tip of d theta / sqrt(theta^5 - theta_tip^5) ]^2.
    """
    z = fin_parameter
    above = 1.0 + z * (2.25477842 + z * 0.58808408)
    below = 1.0 + z * (3.58811175 + z * (2.46232064 + z * 0.1463885))
    return above / below


@formula(computes="fin_efficiency")
def fin_efficiency_linear(fin_parameter: Ratio) -> Fraction:
    """The fin linearized at its root: tanh(m)/m, m = sqrt(4 zeta). Low by 0.5 % at zeta 0.1 and 5 % at 0.5.

    Source: linear fin theory, h = 4 eps sigma T^3.
    """
    m = np.sqrt(4.0 * fin_parameter)
    return np.tanh(m) / m


@formula
def net_radiator_flux(
    fin_efficiency: Fraction, radiator_emissivity: Fraction, radiator_temperature: Kelvin, radiator_absorbed_flux: WattPerSquareMeter
) -> WattPerSquareMeter:
    """Heat rejected per planform area, both faces: q = 2 eta eps sigma T^4 - q_abs.

    Source: Stefan-Boltzmann and Kirchhoff; Gilmore, chapter 6.
    """
    return 2.0 * fin_efficiency * radiator_emissivity * STEFAN_BOLTZMANN * fourth_power(radiator_temperature) - radiator_absorbed_flux


@formula(computes="net_radiator_flux")
def net_radiator_flux_fixed_sink(
    fin_efficiency: Fraction, radiator_emissivity: Fraction, radiator_temperature: Kelvin, radiator_sink_temperature: Kelvin
) -> WattPerSquareMeter:
    """Heat rejected per planform area against a stated sink: q = 2 eta eps sigma (T^4 - T_s^4). Give the sink temperature.

    Source: SemiAnalysis, To Boldly Go, 2026; the usual shortcut of open models.
    """
    difference = fourth_power(radiator_temperature) - fourth_power(radiator_sink_temperature)
    return 2.0 * fin_efficiency * radiator_emissivity * STEFAN_BOLTZMANN * difference


@formula(
    constraint="the radiator at {radiator_temperature} gives off less than it takes up (its sink is at {radiator_sink_temperature}): "
    "raise its temperature or lower what it absorbs",
    guards="net_radiator_flux",
)
def radiator_flux_margin(net_radiator_flux: WattPerSquareMeter) -> WattPerSquareMeter:
    """Net flux, which must be positive: a radiator colder than its sink heats the satellite."""
    return net_radiator_flux


@formula
def radiator_area(waste_heat: Watt, net_radiator_flux: WattPerSquareMeter) -> SquareMeter:
    """Planform area of the radiator of one satellite: A = Q / q."""
    return waste_heat / net_radiator_flux


@formula
def radiator_capacity(radiator_area: SquareMeter, net_radiator_flux: WattPerSquareMeter) -> Watt:
    """Heat that the radiator rejects at its temperature: Q = q A. Equal to the waste heat where the area follows from it."""
    return radiator_area * net_radiator_flux


def temperature_rejecting(heat: Real, area: Real, absorbed: Real, emissivity: Real, efficiency: Real) -> Real:
    """Root temperature at which `area` rejects `heat`: the inverse of the net flux."""
    return fourth_root((heat / area + absorbed) / (2.0 * efficiency * emissivity * STEFAN_BOLTZMANN))


@formula
def required_radiator_temperature(
    waste_heat: Watt,
    radiator_area: SquareMeter,
    radiator_absorbed_flux: WattPerSquareMeter,
    radiator_emissivity: Fraction,
    fin_efficiency: Fraction,
) -> Kelvin:
    """Root temperature at which the radiator's area rejects the waste heat: T = ( (Q/A + q_abs) / (2 eta eps sigma) )^(1/4).

    Equal to `radiator_temperature` where the area follows from it; above it where a smaller area is stated. Fins are taken at the
    efficiency they have at `radiator_temperature`: the sign of the margin is exact, a higher temperature is a lower limit.
    """
    return temperature_rejecting(waste_heat, radiator_area, radiator_absorbed_flux, radiator_emissivity, fin_efficiency)


@formula(computes="radiator_temperature")
def radiator_temperature_from_area(
    waste_heat: Watt,
    radiator_area: SquareMeter,
    radiator_absorbed_flux: WattPerSquareMeter,
    radiator_emissivity: Fraction,
    fin_efficiency: Fraction,
) -> Kelvin:
    """The inverse relation: give the area (and the fin efficiency), and the root temperature follows."""
    return temperature_rejecting(waste_heat, radiator_area, radiator_absorbed_flux, radiator_emissivity, fin_efficiency)


@formula(
    constraint="{waste_heat} from {radiator_area} needs a radiator root at {required_radiator_temperature} or more; the chips allow {radiator_temperature}: "
    "give more area, or withdraw the stated one",
    guards="net_radiator_flux",
)
def radiator_temperature_margin(radiator_temperature: Kelvin, required_radiator_temperature: Kelvin) -> TemperatureDifference:
    """How much hotter the chips let the radiator be than its area needs, with a ten-thousandth for rounding.

    Rests where a vendor's flux is taken at its word; the closure table then shows what the parts give.
    """
    return 1.0001 * radiator_temperature - required_radiator_temperature


@formula
def radiator_mass(radiator_area: SquareMeter, radiator_areal_mass: KilogramPerSquareMeter) -> Kilogram:
    """Panel mass: planform area times areal mass (kg per m2 planform)."""
    return radiator_area * radiator_areal_mass


@formula
def heat_transport_mass(waste_heat: Watt, heat_transport_specific_mass: KilogramPerWatt) -> Kilogram:
    """Cold plates, pumps, lines and coolant: heat times specific mass."""
    return waste_heat * heat_transport_specific_mass
