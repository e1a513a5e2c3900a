"""Array and battery of one satellite, sized for the orbit of the longest eclipse."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    YEAR,
    Constant,
    Count,
    Fraction,
    Gpu,
    Joule,
    JoulePerKilogram,
    Kelvin,
    Kilogram,
    KilogramPerSquareMeter,
    KilogramPerWatt,
    Kilometer,
    Meter,
    Minute,
    Number,
    PerHour,
    PerKelvin,
    PerYear,
    PowerDifference,
    RatePerYear,
    Ratio,
    Real,
    SquareMeter,
    Volt,
    Watt,
    WattPerGpu,
    WattPerKilogram,
    WattPerSquareMeter,
    Year,
)
from orbital.physics.constants import ALUMINUM_DENSITY, STEFAN_BOLTZMANN
from orbital.physics.thermal import fourth_root
from orbital.physics.view_factors import edge_on_view_factor

APHELION_SUNLIGHT = Constant(0.9674, "", "1/R^2 at R = 1.0167 au, the farthest the Earth goes from the Sun")
ALUMINUM_RESISTIVITY = Constant(2.82e-8, "ohm*m", "CRC Handbook, 20 degC: 2.65e-8 for pure aluminum, conductor grade 2.82e-8")
CELL_REFERENCE_TEMPERATURE = Constant(301.15, "K", "28 degC, the standard test condition of space cells")


@formula
def satellite_it_power(accelerators_per_satellite: Gpu, accelerator_power: WattPerGpu) -> Watt:
    """IT power of one satellite at full work: accelerators times all-in server power (chip, host, memory, fans or pumps, supply)."""
    return accelerators_per_satellite * accelerator_power


@formula(computes="accelerators_per_satellite")
def accelerators_per_satellite_from_power(satellite_it_power: Watt, accelerator_power: WattPerGpu) -> Gpu:
    """The inverse relation: give the IT power of one satellite, and as many of the scenario's accelerators go on board."""
    return satellite_it_power / accelerator_power


@formula
def satellite_bus_power(satellite_it_power: Watt, sustained_power_fraction: Fraction, bus_overhead_fraction: Ratio, heat_pump_power_fraction: Ratio) -> Watt:
    """Power the bus sustains: IT at its sustained share of full power, plus pumps, avionics, links, heaters, and a heat pump if there is one.

    Peaks of seconds are shaved by the battery and a power cap; array, battery and radiator are sized for this.
    """
    return satellite_it_power * sustained_power_fraction * (1.0 + bus_overhead_fraction) * (1.0 + heat_pump_power_fraction)


@formula(
    constraint="pumping the coolant takes {pump_power}, more than the whole bus overhead ({bus_overhead_fraction} of the load): "
    "raise the overhead or the loop's temperature rise, or lower its pressure drop",
)
def pump_power_margin(satellite_it_power: Watt, sustained_power_fraction: Fraction, bus_overhead_fraction: Ratio, pump_power: Watt) -> PowerDifference:
    """Bus overhead, of which pumping is a part, over the pumps' power."""
    return satellite_it_power * sustained_power_fraction * bus_overhead_fraction - pump_power


def sunlit_heat(bus: Real, recharge: Real, conditioning: Real, round_trip: Real, discharge: Real) -> Real:
    """Heat in sunlight: all bus power, what its conversion loses, what charging loses: P_bus / eta_pc + P_re (1/eta_pc - eta_rt / eta_dis)."""
    return bus / conditioning + recharge * (1.0 / conditioning - round_trip / discharge)


@formula
def waste_heat(
    satellite_bus_power: Watt,
    eclipse_load: Watt,
    recharge_power: Watt,
    power_conditioning_efficiency: Fraction,
    battery_round_trip_efficiency: Fraction,
    battery_discharge_efficiency: Fraction,
) -> Watt:
    """Heat at its most: on the sunlit side of the orbit of the longest eclipse, or, if it is more, in its shadow: P_e / eta_dis.

    Left out: the light that leaves on the links (below 3 % less). The harness on the wings cools itself.

    Source: conservation of energy.
    """
    sunlit = sunlit_heat(satellite_bus_power, recharge_power, power_conditioning_efficiency, battery_round_trip_efficiency, battery_discharge_efficiency)
    return np.maximum(sunlit, eclipse_load / battery_discharge_efficiency)


@formula(constraint="the battery gives back {battery_round_trip_efficiency} of what it takes, but loses more than that on discharge alone", guards="waste_heat")
def battery_efficiency_margin(battery_round_trip_efficiency: Fraction, battery_discharge_efficiency: Fraction) -> Number:
    """Discharge efficiency over that of the round trip, of which it is a part."""
    return battery_discharge_efficiency - battery_round_trip_efficiency


def kept_load(bus: Real, fraction: Real, housekeeping: Real) -> Real:
    """Load in shadow: the share kept up, and never less than housekeeping."""
    return bus * np.maximum(fraction, housekeeping)


@formula
def eclipse_load(satellite_bus_power: Watt, eclipse_load_fraction: Fraction, housekeeping_fraction: Fraction) -> Watt:
    """Power carried by the battery in shadow. Fraction 1 rides through; a lower one throttles the work, down to housekeeping."""
    return kept_load(satellite_bus_power, eclipse_load_fraction, housekeeping_fraction)


@formula(constraint="the battery is to carry {eclipse_load} in shadow, less than the share of {satellite_bus_power} that is kept up: give the share instead")
def eclipse_load_margin(eclipse_load: Watt, satellite_bus_power: Watt, eclipse_load_fraction: Fraction, housekeeping_fraction: Fraction) -> PowerDifference:
    """Load in shadow over what the eclipse policy keeps up, with a ten-thousandth for rounding."""
    return 1.0001 * eclipse_load - kept_load(satellite_bus_power, eclipse_load_fraction, housekeeping_fraction)


@formula(
    constraint="the bus carries {satellite_bus_power}, and the chips alone draw their share of {satellite_it_power}: give a larger bus, or fewer accelerators"
)
def bus_power_margin(satellite_bus_power: Watt, satellite_it_power: Watt, sustained_power_fraction: Fraction) -> PowerDifference:
    """Bus power over what the chips draw of it, with a ten-thousandth for rounding."""
    return 1.0001 * satellite_bus_power - satellite_it_power * sustained_power_fraction


@formula(constraint="{waste_heat} of heat is less than the {satellite_bus_power} of the bus, all of which ends as heat")
def heat_balance_margin(waste_heat: Watt, satellite_bus_power: Watt) -> PowerDifference:
    """Heat over bus power, with a ten-thousandth for rounding."""
    return 1.0001 * waste_heat - satellite_bus_power


@formula
def power_cap_factor(sustained_power_fraction: Fraction, power_utilization: Fraction) -> Fraction:
    """Share of the work left when the bus sustains less than the chips draw on average: min(1, sustained / drawn).

    The draw is the same on both sides; on the ground it sets the energy bill.
    """
    return np.minimum(sustained_power_fraction / power_utilization, 1.0)


@formula
def power_availability(annual_eclipse_fraction: Fraction, eclipse_load_fraction: Fraction, housekeeping_fraction: Fraction) -> Fraction:
    """Share of the year's work left by the eclipse policy: 1 - f_eclipse (1 - kept), kept = (load - housekeeping)/(1 - housekeeping).

    Work in shadow is proportional to the power above housekeeping, which is never shed.
    """
    kept = np.maximum(eclipse_load_fraction - housekeeping_fraction, 0.0) / (1.0 - housekeeping_fraction)
    return 1.0 - annual_eclipse_fraction * (1.0 - kept)


@formula
def battery_depth_of_discharge(eclipse_cycles_per_year: PerYear, satellite_life: Year) -> Fraction:
    """Depth of discharge that lithium-ion cells stand for the life's cycles: 0.65 - 0.34 log10(N/2000), held in 0.15 to 0.8.

    Near the guideline points 0.65 at 2,000, 0.40 at 10,000 (0.41 here) and 0.25 at 30,000 cycles. Supply a cell maker's curve before
    trusting battery mass to better than a factor of two.

    Source: guideline points from memory (low confidence); cells with over 30,000 cycles: JAXA LEO-mode tests.
    """
    cycles = np.maximum(eclipse_cycles_per_year * satellite_life, 1.0)
    return np.minimum(np.maximum(0.65 - 0.34 * np.log10(cycles / 2000.0), 0.15), 0.8)


@formula
def battery_capacity(
    eclipse_load: Watt,
    longest_eclipse: Minute,
    battery_depth_of_discharge: Fraction,
    battery_discharge_efficiency: Fraction,
    battery_discharge_rate: PerHour,
) -> Joule:
    """Nameplate energy for the longest eclipse, and enough of it for the power: C = max[ P t / (DoD eta), P / (c eta) ].

    c is the largest share of the nameplate energy drawn in an hour (the C-rate); it counts where shadows are short. Without any shadow
    there is no battery.

    Source: Wertz, Space Mission Analysis and Design, section 21.2 (equation for battery capacity).
    """
    for_energy = longest_eclipse / battery_depth_of_discharge
    for_power = np.where(longest_eclipse > 0.0 * longest_eclipse, 1.0, 0.0) / battery_discharge_rate
    return eclipse_load * np.maximum(for_energy, for_power) / battery_discharge_efficiency


@formula
def battery_mass(battery_capacity: Joule, battery_specific_energy: JoulePerKilogram) -> Kilogram:
    """Pack mass: capacity over specific energy of the pack (not the cell)."""
    return battery_capacity / battery_specific_energy


@formula
def recharge_power(eclipse_load: Watt, longest_eclipse: Minute, orbital_period: Minute, battery_round_trip_efficiency: Fraction) -> Watt:
    """Power into the battery in sunlight, so that it recovers the longest eclipse within the same orbit: P = P_e t_e / (eta_rt t_sun)."""
    return eclipse_load * longest_eclipse / (battery_round_trip_efficiency * (orbital_period - longest_eclipse))


@formula
def array_power_end_of_life(
    satellite_bus_power: Watt,
    recharge_power: Watt,
    sizing_sunlight_factor: Ratio,
    eclipse_load: Watt,
    aphelion_eclipse_fraction: Fraction,
    battery_round_trip_efficiency: Fraction,
    power_conditioning_efficiency: Fraction,
    harness_loss_fraction: Fraction,
) -> Watt:
    """Array power at end of life, in the sunlight of 1 au as arrays are rated: bus and recharge on the orbit that asks for most.

    P = max[ (P_bus + P_re) / s, (P_bus + P_re,aphelion) / s_aphelion ] / [ eta_pc (1 - harness) ], s the sunlight over that at 1 au: the
    orbit that asks for most with all load kept up, and that of least sunlight. With the load throttled to a fifth a third one may ask for
    0.9 % more. Cells are about 2 K cooler at aphelion, which would give 0.6 % more and is left out.

    Source: Wertz, Space Mission Analysis and Design, equation 11-5, with its path efficiencies written out.
    """
    riding_through = (satellite_bus_power + recharge_power) / sizing_sunlight_factor
    recharge = eclipse_load * aphelion_eclipse_fraction / ((1.0 - aphelion_eclipse_fraction) * battery_round_trip_efficiency)
    at_aphelion = (satellite_bus_power + recharge) / APHELION_SUNLIGHT
    return np.maximum(riding_through, at_aphelion) / (power_conditioning_efficiency * (1.0 - harness_loss_fraction))


@formula
def array_remaining_fraction(array_degradation_rate: RatePerYear, satellite_life: Year) -> Fraction:
    """Array power left at end of life: L = (1 - d)^years, d an effective annual rate.

    Source: Wertz, Space Mission Analysis and Design, equation 11-7.
    """
    return np.exp(np.log1p(-array_degradation_rate * YEAR) * (satellite_life / YEAR))


@formula
def array_power_beginning_of_life(array_power_end_of_life: Watt, array_remaining_fraction: Fraction) -> Watt:
    """Array power when new: what is needed at the end over what is left by then."""
    return array_power_end_of_life / array_remaining_fraction


@formula(
    constraint="the array ends its life at {array_power_beginning_of_life} x {array_remaining_fraction}; the load and its recharge need "
    "{array_power_end_of_life}: give a larger array, fewer accelerators, or throttle in shadow",
)
def array_power_margin(array_power_beginning_of_life: Watt, array_remaining_fraction: Fraction, array_power_end_of_life: Watt) -> PowerDifference:
    """Array power left at end of life over what is needed then, with a ten-thousandth for rounding."""
    return 1.0001 * array_power_beginning_of_life * array_remaining_fraction - array_power_end_of_life


@formula
def array_temperature(
    altitude: Kilometer,
    solar_flux: WattPerSquareMeter,
    earth_infrared_flux: WattPerSquareMeter,
    array_absorptance: Fraction,
    cell_efficiency: Fraction,
    array_packing_factor: Fraction,
    array_emissivity: Fraction,
) -> Kelvin:
    """Balance of a Sun-pointing panel, edge-on to nadir, giving off heat on both sides: T^4 = [ (alpha - eta p) S / 2 + eps F q_IR ] / (eps sigma).

    One emissivity for both faces; the power drawn off does not heat the panel. For dawn-dusk orbits: with the Sun in the orbit plane the
    array also looks down on the sunlit Earth, is warmer, and gives 3 % less.

    Source: energy balance; the edge-on view factor of `radiator_earth_view_factor`.
    """
    sun = (array_absorptance - cell_efficiency * array_packing_factor) * solar_flux / 2.0
    earth = array_emissivity * edge_on_view_factor(altitude) * earth_infrared_flux
    return fourth_root((sun + earth) / (array_emissivity * STEFAN_BOLTZMANN))


@formula
def array_flux_beginning_of_life(
    solar_flux: WattPerSquareMeter,
    cell_efficiency: Fraction,
    array_packing_factor: Fraction,
    cell_temperature_coefficient: PerKelvin,
    array_temperature: Kelvin,
) -> WattPerSquareMeter:
    """Power of a new, Sun-pointing array per area: q = S eta p [1 + c (T - 28 degC)].

    Source: Wertz, Space Mission Analysis and Design, section 11.4 (temperature and packing are parts of its inherent degradation).
    """
    warm = 1.0 + cell_temperature_coefficient * (array_temperature - CELL_REFERENCE_TEMPERATURE)
    return solar_flux * cell_efficiency * array_packing_factor * warm


@formula(computes="array_power_beginning_of_life")
def array_power_beginning_of_life_from_area(array_area: SquareMeter, array_flux_beginning_of_life: WattPerSquareMeter) -> Watt:
    """The inverse relation: give the area, and the power when new follows."""
    return array_area * array_flux_beginning_of_life


@formula(constraint="an array of {array_area} at {array_flux_beginning_of_life} gives less than {array_power_beginning_of_life}: give area or power, not both")
def array_area_margin(array_area: SquareMeter, array_flux_beginning_of_life: WattPerSquareMeter, array_power_beginning_of_life: Watt) -> PowerDifference:
    """What the array's area gives when new over the power it is to give, with a thousandth for rounding."""
    return 1.001 * array_area * array_flux_beginning_of_life - array_power_beginning_of_life


@formula(constraint="the array takes up less of the sunlight (array_absorptance) than it turns into electricity", guards="array_temperature")
def array_heat_margin(array_absorptance: Fraction, cell_efficiency: Fraction, array_packing_factor: Fraction) -> Number:
    """Sunlight taken up over sunlight turned into electricity."""
    return array_absorptance - cell_efficiency * array_packing_factor


@formula
def array_area(array_power_beginning_of_life: Watt, array_flux_beginning_of_life: WattPerSquareMeter) -> SquareMeter:
    """Array area of one satellite: power when new over flux when new."""
    return array_power_beginning_of_life / array_flux_beginning_of_life


@formula
def array_mass(array_power_beginning_of_life: Watt, array_specific_power: WattPerKilogram) -> Kilogram:
    """Array mass: power when new over specific power of the deployed array (blanket, structure, mechanism)."""
    return array_power_beginning_of_life / array_specific_power


@formula(computes="array_mass")
def array_mass_from_areal_mass(array_area: SquareMeter, array_areal_mass: KilogramPerSquareMeter) -> Kilogram:
    """Array mass by its area, where the areal mass is known better than the power per mass: then poorer cells weigh more."""
    return array_area * array_areal_mass


@formula
def power_conditioning_mass(array_power_beginning_of_life: Watt, power_conditioning_specific_mass: KilogramPerWatt) -> Kilogram:
    """Array regulators, converters and switchgear, for all the power of the new array: power times specific mass."""
    return array_power_beginning_of_life * power_conditioning_specific_mass


@formula
def harness_mass(
    array_power_beginning_of_life: Watt, harness_length: Meter, bus_voltage: Volt, harness_loss_fraction: Fraction, harness_insulation_factor: Ratio
) -> Kilogram:
    """Cables from array to bus, out and back, as thick as the loss allows: m = k 4 rho_e rho L^2 P / (V^2 f), aluminum.

    From f = P R / V^2, R = 2 rho_e L / A. Insulation and connectors multiply it. At 400 V kilograms, at 28 V tonnes.

    Source: Ohm's law; Wertz, Space Mission Analysis and Design, section 11.4 (power distribution).
    """
    conductor = 4.0 * ALUMINUM_RESISTIVITY * ALUMINUM_DENSITY * harness_length * harness_length
    return harness_insulation_factor * conductor * array_power_beginning_of_life / (bus_voltage * bus_voltage * harness_loss_fraction)


@formula
def battery_cycles(eclipse_cycles_per_year: PerYear, satellite_life: Year) -> Count:
    """Charge cycles over the life."""
    return eclipse_cycles_per_year * satellite_life
