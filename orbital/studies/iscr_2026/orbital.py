"""A satellite of panels that are cells, compute and radiator in one."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Count,
    Fraction,
    Kelvin,
    Kilogram,
    KilogramPerSquareMeter,
    Kilometer,
    Meter,
    Ratio,
    SquareMeter,
    Watt,
    WattPerKilogram,
    WattPerSquareMeter,
)
from orbital.physics.constants import STEFAN_BOLTZMANN
from orbital.physics.thermal import fourth_root
from orbital.physics.view_factors import edge_on_view_factor


# --- mass and power ---
@formula
def panel_areal_mass(
    array_areal_mass: KilogramPerSquareMeter, compute_areal_mass: KilogramPerSquareMeter, radiator_areal_mass: KilogramPerSquareMeter
) -> KilogramPerSquareMeter:
    """Cells, compute and radiator per area of panel."""
    return array_areal_mass + compute_areal_mass + radiator_areal_mass


@formula
def panels_mass(panel_areal_mass: KilogramPerSquareMeter, array_area: SquareMeter) -> Kilogram:
    """Mass of all panels."""
    return panel_areal_mass * array_area


@formula(computes="satellite_mass")
def satellite_mass_of_panels(panels_mass: Kilogram, control_mass_fraction: Ratio) -> Kilogram:
    """Panels and, on top, a share for control, communication and thrusters.

    Source: table 7 of the paper (second-hand): 5 %.
    """
    return panels_mass * (1.0 + control_mass_fraction)


@formula(computes="satellite_it_power")
def satellite_it_power_of_panels(array_power_beginning_of_life: Watt, bus_overhead_fraction: Ratio) -> Watt:
    """Power for chips: that of the new cells in full sun, less overhead. No shadow, conversion or degradation."""
    return array_power_beginning_of_life / (1.0 + bus_overhead_fraction)


@formula
def it_power_per_mass(satellite_it_power: Watt, satellite_mass: Kilogram) -> WattPerKilogram:
    """Power for chips per launch mass, W/kg or kW/t."""
    return satellite_it_power / satellite_mass


@formula
def it_power_per_mass_of_panels(
    panel_area: SquareMeter, panel_count: Count, array_flux_beginning_of_life: WattPerSquareMeter, satellite_mass: Kilogram
) -> WattPerKilogram:
    """Cell power of the panels by their number, without overhead, on the mass by the smaller area of the budget."""
    return panel_area * panel_count * array_flux_beginning_of_life / satellite_mass


@formula(computes="array_specific_power")
def array_specific_power_of_cells(array_flux_beginning_of_life: WattPerSquareMeter, array_areal_mass: KilogramPerSquareMeter) -> WattPerKilogram:
    """Power per mass of the cells' layer alone."""
    return array_flux_beginning_of_life / array_areal_mass


# --- panels ---
@formula
def panel_area(panel_side: Meter) -> SquareMeter:
    """Area of a square panel."""
    return panel_side * panel_side


@formula
def panel_heat_flux(panel_compute_power: Watt, panel_area: SquareMeter) -> WattPerSquareMeter:
    """Heat of a panel's chips over its area."""
    return panel_compute_power / panel_area


@formula
def panels_area(panel_area: SquareMeter, panel_count: Count) -> SquareMeter:
    """Area of all panels by their number."""
    return panel_area * panel_count


@formula
def roll_area(roll_width: Meter, roll_length: Meter) -> SquareMeter:
    """Area of the unrolled satellite by its sides."""
    return roll_width * roll_length


# --- heat ---
@formula
def deep_space_back_temperature(back_face_flux: WattPerSquareMeter, radiator_emissivity: Fraction) -> Kelvin:
    """Back face that gives off a flux to empty space, by itself: (q / (eps sigma))^(1/4)."""
    return fourth_root(back_face_flux / (radiator_emissivity * STEFAN_BOLTZMANN))


@formula
def back_face_earth_flux(altitude: Kilometer, earth_infrared_flux: WattPerSquareMeter, radiator_emissivity: Fraction) -> WattPerSquareMeter:
    """Earth infrared that the back face takes up edge-on to nadir, as over the terminator: eps F q, F exact."""
    return radiator_emissivity * edge_on_view_factor(altitude) * earth_infrared_flux


@formula
def back_temperature(back_face_flux: WattPerSquareMeter, back_face_earth_flux: WattPerSquareMeter, radiator_emissivity: Fraction) -> Kelvin:
    """The same beside the Earth."""
    return fourth_root((back_face_flux + back_face_earth_flux) / (radiator_emissivity * STEFAN_BOLTZMANN))


@formula
def insulated_cell_temperature(
    array_absorptance: Fraction, solar_flux: WattPerSquareMeter, array_flux_beginning_of_life: WattPerSquareMeter, array_emissivity: Fraction
) -> Kelvin:
    """Cells insulated from the radiator, which keep what they do not turn into electricity and give it off on their one free face.

    ((alpha S - q) / (eps sigma))^(1/4), without the Earth.
    """
    return fourth_root((array_absorptance * solar_flux - array_flux_beginning_of_life) / (array_emissivity * STEFAN_BOLTZMANN))


@formula
def joined_panel_temperature(
    array_absorptance: Fraction,
    solar_flux: WattPerSquareMeter,
    back_face_earth_flux: WattPerSquareMeter,
    array_emissivity: Fraction,
    radiator_emissivity: Fraction,
) -> Kelvin:
    """Cells joined to the radiator: all sunlight taken up ends as heat and leaves on both faces, which are alike in view of the Earth.

    ((alpha S + 2 eps F q) / ((eps_front + eps_back) sigma))^(1/4), the Earth's part taken with the back's emissivity on both.
    """
    taken_up = array_absorptance * solar_flux + 2.0 * back_face_earth_flux
    return fourth_root(taken_up / ((array_emissivity + radiator_emissivity) * STEFAN_BOLTZMANN))


# --- work ---
@formula
def concurrent_sessions(panel_count: Count, subarray_panels: Count, sessions_per_subarray: Count) -> Count:
    """Sessions at once: whole subarrays times the sessions of one."""
    return np.floor(panel_count / subarray_panels) * sessions_per_subarray
