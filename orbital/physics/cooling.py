"""From the chip's junction to the radiator: coolant, loop or heat pipes, pump, heat pump."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Fraction,
    JoulePerKilogramKelvin,
    Kelvin,
    KelvinGpuPerWatt,
    Kilogram,
    KilogramPerCubicMeter,
    KilogramPerSecond,
    KilogramPerWatt,
    Number,
    Pascal,
    Ratio,
    Real,
    TemperatureDifference,
    Watt,
    WattPerGpu,
    WattPerSquareMeter,
    WattPerSquareMeterKelvin,
)
from orbital.physics.thermal import fourth_root


@formula
def coolant_temperature(junction_temperature_limit: Kelvin, accelerator_chip_power: WattPerGpu, junction_to_coolant_resistance: KelvinGpuPerWatt) -> Kelvin:
    """Hottest coolant that the chip allows at full power: T = T_j - P R.

    Source: series thermal resistances; Gilmore, Spacecraft Thermal Control Handbook I, chapter 14.
    """
    return junction_temperature_limit - accelerator_chip_power * junction_to_coolant_resistance


@formula
def radiator_inlet_temperature(
    coolant_temperature: Kelvin,
    heat_pump_lift: TemperatureDifference,
    heat_exchanger_temperature_drop: TemperatureDifference,
    wall_temperature_drop: TemperatureDifference,
) -> Kelvin:
    """Tube wall at the radiator's hot end: T = T_coolant + lift - dT_HX - dT_wall."""
    return coolant_temperature + heat_pump_lift - heat_exchanger_temperature_drop - wall_temperature_drop


@formula
def radiator_temperature(radiator_inlet_temperature: Kelvin, loop_temperature_rise: TemperatureDifference) -> Kelvin:
    """Uniform root temperature that emits as a single-phase loop does on its way from inlet to outlet.

    T^4 = 3 (T_in - T_out) / (T_out^-3 - T_in^-3), written so that it holds without a rise: 3 T_in^3 T_out^3 / (T_in^2 + T_in T_out +
    T_out^2). Exact for a zero sink; 0.07 K below the mean for a rise of 10 K at 300 K.

    Source: m c_p dT = -2 eps sigma T^4 dA, integrated along the loop.
    """
    hot, cold = radiator_inlet_temperature, radiator_inlet_temperature - loop_temperature_rise
    product = hot * cold
    return fourth_root(3.0 * product * product * product / (hot * hot + product + cold * cold))


@formula(
    constraint="the coolant comes back at {radiator_inlet_temperature} less {loop_temperature_rise}, below where it freezes ({coolant_freezing_temperature}): "
    "cool the chips better, or choose another coolant",
    guards="radiator_temperature",
)
def coolant_margin(
    coolant_temperature: Kelvin, radiator_inlet_temperature: Kelvin, loop_temperature_rise: TemperatureDifference, coolant_freezing_temperature: Kelvin
) -> TemperatureDifference:
    """How far the coldest coolant is from freezing, at the chip and after the radiator."""
    return np.minimum(coolant_temperature, radiator_inlet_temperature - loop_temperature_rise) - coolant_freezing_temperature


@formula(
    constraint="a radiator root at {radiator_temperature} is hotter than the coolant that reaches it, of which the chips allow {coolant_temperature}: "
    "cool it, let the chips run hotter, or lift the heat with the formula heat_pump",
)
def chip_temperature_margin(
    radiator_temperature: Kelvin, coolant_temperature: Kelvin, heat_pump_lift: TemperatureDifference, wall_temperature_drop: TemperatureDifference
) -> TemperatureDifference:
    """Coolant that the chips allow, lifted, less the wall, over the radiator's root temperature, with a ten-thousandth for rounding."""
    return 1.0001 * (coolant_temperature + heat_pump_lift - wall_temperature_drop) - radiator_temperature


class HeatPipeRadiator(NamedTuple):
    """What heat pipes change: the root temperature, and that nothing is pumped."""

    radiator_temperature: Kelvin
    pump_power: Watt


@formula(alternative=True)
def heat_pipe_radiator(
    coolant_temperature: Kelvin,
    heat_pump_lift: TemperatureDifference,
    wall_temperature_drop: TemperatureDifference,
    heat_pipe_flux: WattPerSquareMeter,
    evaporator_coefficient: WattPerSquareMeterKelvin,
    condenser_coefficient: WattPerSquareMeterKelvin,
    waste_heat: Watt,
) -> HeatPipeRadiator:
    """A radiator fed by heat pipes, the same temperature everywhere: T = T_coolant + lift - q/h_e - q/h_c - dT_wall; no pump.

    No loop rise and no exchanger; instead a film at either end of the pipe, q being the heat flux through both.

    Source: Gilmore, Spacecraft Thermal Control Handbook I, chapter 14.
    """
    films = heat_pipe_flux / evaporator_coefficient + heat_pipe_flux / condenser_coefficient
    return HeatPipeRadiator(coolant_temperature + heat_pump_lift - films - wall_temperature_drop, 0.0 * waste_heat)


@formula
def coolant_flow(waste_heat: Watt, loop_temperature_rise: TemperatureDifference, coolant_heat_capacity: JoulePerKilogramKelvin) -> KilogramPerSecond:
    """Coolant around the loop of one satellite: m = Q / (c_p dT). Without a rise it is infinite."""
    return waste_heat / (coolant_heat_capacity * loop_temperature_rise)


@formula
def pump_power(coolant_flow: KilogramPerSecond, loop_pressure_drop: Pascal, coolant_density: KilogramPerCubicMeter, pump_efficiency: Fraction) -> Watt:
    """Electric power of the loop's pumps, a part of the bus overhead: P = m dp / (rho eta)."""
    return coolant_flow * loop_pressure_drop / (coolant_density * pump_efficiency)


class HeatPump(NamedTuple):
    """What a heat pump gives and takes."""

    heat_pump_lift: TemperatureDifference
    heat_pump_power_fraction: Ratio


def carnot_work(cold: Real, lift: Real) -> Real:
    """Least work per heat taken up at `cold` and given off `lift` above it: lift / T_c."""
    return lift / cold


def work_over_load(work_ratio: Real, efficiency: Real) -> Real:
    """Work of a heat pump over the rest of the bus power, W/Q_c given: it also lifts the conversion losses of its own supply.

    W = w [ (P + W)/eta - W ]  ->  W/P = w / (eta - w (1 - eta)); infinite where the pump's own losses outrun it. What charging a battery
    loses is not lifted here: up to 4 % more work in eclipse season.
    """
    left = efficiency - work_ratio * (1.0 - efficiency)
    return np.where(left > 0.0, work_ratio / left, np.inf)


@formula(alternative=True)
def heat_pump(
    coolant_temperature: Kelvin,
    heat_pump_outlet_temperature: Kelvin,
    heat_pump_carnot_fraction: Fraction,
    power_conditioning_efficiency: Fraction,
) -> HeatPump:
    """A heat pump between coolant and radiator loop: lift to a chosen temperature, and its power over the rest of the bus.

    COP = f T_c / (T_h - T_c), W = Q_c / COP, Q_h = Q_c (1 + 1/COP). By default there is none (lift 0). The pump's own power is
    part of the load: array, battery and radiator carry it.

    Source: second law; f = 0.4 to 0.6 for vapor compression machines.
    """
    lift = np.maximum(heat_pump_outlet_temperature - coolant_temperature, 0.0 * heat_pump_outlet_temperature)
    return HeatPump(lift, work_over_load(carnot_work(coolant_temperature, lift) / heat_pump_carnot_fraction, power_conditioning_efficiency))


@formula(
    constraint="a heat pump that lifts {coolant_temperature} by {heat_pump_lift} takes more than {heat_pump_power_fraction} of the load (Carnot): "
    "choose the formula heat_pump",
)
def heat_pump_margin(
    coolant_temperature: Kelvin, heat_pump_lift: TemperatureDifference, heat_pump_power_fraction: Ratio, power_conditioning_efficiency: Fraction
) -> Number:
    """Power given to the heat pump over the least that the second law asks for, less one part in a million for rounding."""
    least = work_over_load(carnot_work(coolant_temperature, heat_pump_lift), power_conditioning_efficiency)
    return 1.000001 * heat_pump_power_fraction - least


@formula
def heat_transport_mass(waste_heat: Watt, heat_transport_specific_mass: KilogramPerWatt) -> Kilogram:
    """Pumps, lines, exchangers and coolant outside the panel: heat times specific mass. The rack brings its own cold plates."""
    return waste_heat * heat_transport_specific_mass


@formula
def heat_pump_mass(satellite_bus_power: Watt, heat_pump_power_fraction: Ratio, heat_pump_specific_mass: KilogramPerWatt) -> Kilogram:
    """Compressor and its drive: power of the pump times specific mass. Array and radiator for that power come on top by themselves."""
    return satellite_bus_power * heat_pump_power_fraction / (1.0 + heat_pump_power_fraction) * heat_pump_specific_mass
