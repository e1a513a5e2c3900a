"""Radiative heat rejection: junction to radiator root, Earth and Sun on both faces, net flux, area, mass.

Areas and fluxes are per m2 *planform* (one side of the panel); a two-sided radiator emits from twice that.
"""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Constant,
    Fraction,
    JoulePerSquareMeterKelvin,
    Kelvin,
    Kilogram,
    KilogramPerCubicMeter,
    KilogramPerSquareMeter,
    Meter,
    Millimeter,
    Minute,
    Number,
    PowerDifference,
    Radian,
    Ratio,
    Real,
    SquareMeter,
    Watt,
    WattPerMeterKelvin,
    WattPerSquareMeter,
    Year,
)
from orbital.physics.constants import ALUMINUM_DENSITY, STEFAN_BOLTZMANN

PERIHELION_SUNLIGHT = Constant(1.0343, "", "1/R^2 at R = 0.9833 au, the nearest the Earth comes to the Sun")
PERIHELION_WARMTH = Constant(1.00847, "", "1.0343^(1/4)")


def fourth_power(value: Real) -> Real:
    """x^4 by squaring twice."""
    square = value * value
    return square * square


def fourth_root(value: Real) -> Real:
    """x^(1/4) by two square roots."""
    return np.sqrt(np.sqrt(value))


@formula
def radiator_absorptance(coating_absorptance: Fraction, coating_darkening: Fraction, coating_darkening_time: Year, satellite_life: Year) -> Fraction:
    """Solar absorptance of the coating at end of life: alpha = alpha_0 + d (1 - exp(-t/tau)). Emissivity hardly changes.

    Source: shape of ultraviolet and contamination darkening; white silicate paint 0.12 new, 0.14 after 1,000 h of ultraviolet
    (Fortescue, Swinerd and Stark, Spacecraft Systems Engineering 4e, table 11.3).
    """
    return coating_absorptance - coating_darkening * np.expm1(-satellite_life / coating_darkening_time)


@formula
def peak_solar_flux(solar_flux: WattPerSquareMeter) -> WattPerSquareMeter:
    """Sunlight at perihelion, for which a radiator is sized: S / R^2, R = 0.9833 au."""
    return solar_flux * PERIHELION_SUNLIGHT


@formula
def hottest_array_temperature(array_temperature: Kelvin) -> Kelvin:
    """Array at perihelion, whose infrared the radiator is sized for: T (S/S_0)^(1/4), 0.8 % above; high by the share it gets from the Earth."""
    return array_temperature * PERIHELION_WARMTH


@formula
def radiator_albedo_flux(peak_solar_flux: WattPerSquareMeter, earth_albedo: Fraction, radiator_albedo_view_factor: Ratio) -> WattPerSquareMeter:
    """Reflected sunlight falling on a face, mean of both, at the worst point of the worst orbit, at perihelion: q = a S F_a."""
    return earth_albedo * peak_solar_flux * radiator_albedo_view_factor


@formula
def radiator_absorbed_flux(
    radiator_emissivity: Fraction,
    radiator_absorptance: Fraction,
    earth_infrared_flux: WattPerSquareMeter,
    radiator_earth_view_factor: Fraction,
    radiator_albedo_flux: WattPerSquareMeter,
    peak_solar_flux: WattPerSquareMeter,
    radiator_sun_factor: Fraction,
    radiator_sun_pointing_error: Radian,
    radiator_array_view_factor: Fraction,
    array_emissivity: Fraction,
    hottest_array_temperature: Kelvin,
) -> WattPerSquareMeter:
    """Heat both faces take up per planform area: Earth infrared, albedo, the Sun by attitude and pointing error, the array's infrared.

    q = 2 eps F q_IR + alpha [ 2 q_alb + S (2 F_s + sin(error)) ] + 2 eps F_a eps_a sigma T_a^4, each factor at its largest along the
    worst orbit, sunlight that of perihelion: high by what the peaks do not coincide. Infrared is absorbed with the
    *emissivity* (Kirchhoff), sunlight with the end-of-life solar absorptance.

    Source: Gilmore, Spacecraft Thermal Control Handbook I, chapter 6.
    """
    earth = 2.0 * radiator_earth_view_factor * earth_infrared_flux
    direct = peak_solar_flux * (2.0 * radiator_sun_factor + np.sin(radiator_sun_pointing_error))
    sun = radiator_absorptance * (2.0 * radiator_albedo_flux + direct)
    array = 2.0 * STEFAN_BOLTZMANN * radiator_array_view_factor * array_emissivity * fourth_power(hottest_array_temperature)
    return sun + radiator_emissivity * (earth + array)


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
    return 2.0 * STEFAN_BOLTZMANN * (fin_half_pitch * fin_half_pitch) / (fin_conductivity * fin_thickness) * radiator_emissivity * cube


def fin_solution(z: Real) -> Real:
    """The fit behind `fin_efficiency`."""
    above = 1.0 + z * (2.25477842 + z * 0.58808408)
    below = 1.0 + z * (3.58811175 + z * (2.46232064 + z * 0.1463885))
    return above / below


@formula
def fin_efficiency(fin_parameter: Ratio) -> Fraction:
    """Emission of the fin over that of one all at root temperature, sink near zero: the solution of theta'' = zeta theta^4.

    A rational function fitted to the closed first integral, within 0.02 % for zeta up to 3. A fin that also feels its sink
    is slightly better (2 to 3 % of the net flux at 60 mm of 0.8 mm aluminum).

    Source: NASA TM-105297; zeta = 5/2 [ integral from the tip of d theta / sqrt(theta^5 - theta_tip^5) ]^2.
    """
    return fin_solution(fin_parameter)


@formula(
    constraint="the fin parameter is {fin_parameter} and the fin's solution holds to 3: thicken the fins or bring the tubes closer", guards="net_radiator_flux"
)
def fin_margin(fin_parameter: Ratio) -> Number:
    """How far the fins are from what `fin_efficiency` was fitted for; at 3 they give off a third of their root's emission."""
    return 3.0 - fin_parameter


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
    return 2.0 * STEFAN_BOLTZMANN * fin_efficiency * radiator_emissivity * fourth_power(radiator_temperature) - radiator_absorbed_flux


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
def radiator_area(waste_heat: Watt, net_radiator_flux: WattPerSquareMeter, radiator_lost_fraction: Fraction) -> SquareMeter:
    """Planform area of the radiator of one satellite, so that what punctures leave of it at end of life is enough: A = Q / [ q (1 - lost) ]."""
    return waste_heat / (net_radiator_flux * (1.0 - radiator_lost_fraction))


@formula
def radiator_capacity(radiator_area: SquareMeter, net_radiator_flux: WattPerSquareMeter, radiator_lost_fraction: Fraction) -> Watt:
    """Heat that the radiator rejects at end of life: Q = q A (1 - lost). Equal to the waste heat where the area follows from it."""
    return radiator_area * net_radiator_flux * (1.0 - radiator_lost_fraction)


def over_perfect_fin(perfect_fin_parameter: Real) -> Real:
    """Root temperature of a real fin over that of a perfect one with the same emission: T/T_0 = eta^(-1/4), as a function of zeta at T_0.

    A rational function fitted to `fin_efficiency`, within 3e-5 up to a fin parameter of 3.
    """
    z = perfect_fin_parameter
    return (1.0 + z * (0.694279699 - z * 0.0215214933)) / (1.0 + z * (0.360838167 - z * 0.0179941529))


def end_of_life_emission(heat: Real, area: Real, lost: Real, absorbed: Real) -> Real:
    """What each planform area must emit when punctures have taken their share: Q / [ A (1 - lost) ] + q_abs."""
    return heat / (area * (1.0 - lost)) + absorbed


@formula
def required_radiator_temperature(
    waste_heat: Watt,
    radiator_area: SquareMeter,
    radiator_lost_fraction: Fraction,
    radiator_absorbed_flux: WattPerSquareMeter,
    radiator_emissivity: Fraction,
    radiator_temperature: Kelvin,
    fin_parameter: Ratio,
    fin_efficiency: Fraction,
) -> Kelvin:
    """Root temperature at which what is left of the area at end of life rejects the heat.

    The temperature the chips allow where the area follows from it; higher where a smaller area is stated. Solves
    2 eta(zeta) eps sigma T^4 = q: a hotter fin is a poorer one. A given fin efficiency holds at `radiator_temperature` and changes with
    temperature as the fins do.

    Source: the net flux solved for the temperature.
    """
    emitted = end_of_life_emission(waste_heat, radiator_area, radiator_lost_fraction, radiator_absorbed_flux)
    as_given = fin_efficiency / fin_solution(fin_parameter)
    perfect = fourth_root(emitted / (2.0 * as_given * radiator_emissivity * STEFAN_BOLTZMANN))
    hotter = perfect / radiator_temperature
    return perfect * over_perfect_fin(fin_parameter * (hotter * hotter * hotter))


@formula(computes="radiator_temperature")
def radiator_temperature_from_area(
    waste_heat: Watt,
    radiator_area: SquareMeter,
    radiator_lost_fraction: Fraction,
    radiator_absorbed_flux: WattPerSquareMeter,
    radiator_emissivity: Fraction,
    fin_half_pitch: Meter,
    fin_thickness: Meter,
    fin_conductivity: WattPerMeterKelvin,
) -> Kelvin:
    """The inverse relation: give the area, and the root temperature follows, with its fins as efficient as they are there."""
    emitted = end_of_life_emission(waste_heat, radiator_area, radiator_lost_fraction, radiator_absorbed_flux)
    perfect = fourth_root(emitted / (2.0 * radiator_emissivity * STEFAN_BOLTZMANN))
    return perfect * over_perfect_fin(fin_parameter(perfect, radiator_emissivity, fin_half_pitch, fin_thickness, fin_conductivity))


@formula(computes="radiator_temperature")
def radiator_temperature_from_area_and_fins(
    waste_heat: Watt,
    radiator_area: SquareMeter,
    radiator_lost_fraction: Fraction,
    radiator_absorbed_flux: WattPerSquareMeter,
    radiator_emissivity: Fraction,
    fin_efficiency: Fraction,
) -> Kelvin:
    """The inverse relation where the fin efficiency is given too."""
    emitted = end_of_life_emission(waste_heat, radiator_area, radiator_lost_fraction, radiator_absorbed_flux)
    return fourth_root(emitted / (2.0 * fin_efficiency * radiator_emissivity * STEFAN_BOLTZMANN))


@formula(
    constraint="{waste_heat} from {radiator_area} needs a radiator root at {required_radiator_temperature}; the chips allow {radiator_temperature}: "
    "give more area, or withdraw the stated one",
    guards="net_radiator_flux",
)
def radiator_capacity_margin(radiator_capacity: Watt, waste_heat: Watt) -> PowerDifference:
    """Heat that the radiator rejects at the temperature the chips allow over the heat there is, with a thousandth for rounding.

    Rests where a vendor's flux is taken at its word; the closure table then shows what the parts give.
    """
    return 1.001 * radiator_capacity - waste_heat


@formula
def tube_outer_diameter(tube_bore: Millimeter, tube_armor_thickness: Millimeter) -> Millimeter:
    """Diameter of a tube with its armor: d + 2 t."""
    return tube_bore + 2.0 * tube_armor_thickness


@formula
def listed_radiator_areal_mass(
    fin_thickness: Meter,
    fin_half_pitch: Meter,
    tube_bore: Millimeter,
    tube_outer_diameter: Millimeter,
    coolant_density: KilogramPerCubicMeter,
    segment_valve_mass: Kilogram,
    radiator_segment_area: SquareMeter,
    radiator_deployment_areal_mass: KilogramPerSquareMeter,
) -> KilogramPerSquareMeter:
    """Panel mass per planform area as built today: fin, armored tubes, their coolant, valves of the segments, hinges and the rest.

    rho t + [ rho pi (D^2 - d^2)/4 + rho_c pi d^2/4 ] / (2 L) + m_v / A_s + rest, all aluminum. Between carbon-carbon prototypes (2.2,
    NASA LEW-18210-1) and the Space Station's units (16).

    Source: geometry of a tube and fin panel.
    """
    bore = np.pi / 4.0 * tube_bore * tube_bore
    wall = np.pi / 4.0 * tube_outer_diameter * tube_outer_diameter - bore
    tubes = (ALUMINUM_DENSITY * wall + coolant_density * bore) / (2.0 * fin_half_pitch)
    return ALUMINUM_DENSITY * fin_thickness + tubes + segment_valve_mass / radiator_segment_area + radiator_deployment_areal_mass


@formula
def radiator_mass(radiator_area: SquareMeter, radiator_areal_mass: KilogramPerSquareMeter) -> Kilogram:
    """Panel mass: planform area times areal mass (kg per m2 planform)."""
    return radiator_area * radiator_areal_mass


@formula
def radiator_time_constant(radiator_temperature: Kelvin, radiator_emissivity: Fraction, radiator_areal_heat_capacity: JoulePerSquareMeterKelvin) -> Minute:
    """Time in which the radiator follows a change of its load: tau = C / (8 eps sigma T^3), both faces.

    A few minutes: the radiator settles within an eclipse of twenty, so that it is sized by steady state.

    Source: linearized emission, d(2 eps sigma T^4)/dT = 8 eps sigma T^3.
    """
    cube = radiator_temperature * radiator_temperature * radiator_temperature
    return radiator_areal_heat_capacity / (8.0 * radiator_emissivity * STEFAN_BOLTZMANN * cube)
