"""What the Space Station's radiators and arrays, unit by unit, make of a satellite of 40 MW."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    Count,
    CubicMeter,
    Fraction,
    Kelvin,
    Kilogram,
    KilogramPerSquareMeter,
    Meter,
    Ratio,
    SquareMeter,
    SquareMeterPerCubicMeter,
    Usd,
    UsdPerKilogram,
    Watt,
    WattPerKilogram,
    WattPerSquareMeter,
)
from orbital.physics.constants import STEFAN_BOLTZMANN
from orbital.physics.thermal import fourth_power


# --- radiators of the external loops ---
@formula(computes="waste_heat")
def waste_heat_of_loops(loop_capacity: Watt, loop_count: Count) -> Watt:
    """Heat that the ammonia loops are rated for.

    Source: NASA, ISS Active Thermal Control System Overview: two loops of 35 kW.
    """
    return loop_capacity * loop_count


@formula(computes="radiator_area")
def radiator_area_of_units(radiator_unit_length: Meter, radiator_unit_width: Meter, radiator_unit_count: Count) -> SquareMeter:
    """Planform area of the radiator's units: 23.3 m x 3.4 m each, of which there are six.

    Source: NASA, as above.
    """
    return radiator_unit_length * radiator_unit_width * radiator_unit_count


@formula(computes="radiator_areal_mass")
def radiator_areal_mass_of_units(radiator_unit_mass: Kilogram, radiator_unit_count: Count, radiator_area: SquareMeter) -> KilogramPerSquareMeter:
    """Mass of the units over their planform area."""
    return radiator_unit_mass * radiator_unit_count / radiator_area


@formula(computes="net_radiator_flux")
def net_radiator_flux_as_rated(waste_heat: Watt, radiator_area: SquareMeter) -> WattPerSquareMeter:
    """Rated heat over planform area: what flew, not what the panels could emit."""
    return waste_heat / radiator_area


@formula
def radiator_specific_power(waste_heat: Watt, radiator_mass: Kilogram) -> WattPerKilogram:
    """Rated heat over the radiator's mass, without pumps and lines."""
    return waste_heat / radiator_mass


# --- radiators of the arrays ---
@formula
def array_radiator_area(array_radiator_length: Meter, array_radiator_width: Meter) -> SquareMeter:
    """Planform area of one radiator of the Station's arrays.

    Source: NASA, as above: 3.12 m x 13.6 m.
    """
    return array_radiator_length * array_radiator_width


@formula
def array_radiator_flux(array_radiator_capacity: Watt, array_radiator_area: SquareMeter) -> WattPerSquareMeter:
    """Rated heat of one over its planform area."""
    return array_radiator_capacity / array_radiator_area


@formula
def array_radiator_areal_mass(array_radiator_mass: Kilogram, array_radiator_area: SquareMeter) -> KilogramPerSquareMeter:
    """Mass of one over its planform area."""
    return array_radiator_mass / array_radiator_area


@formula
def array_radiator_specific_power(array_radiator_capacity: Watt, array_radiator_mass: Kilogram) -> WattPerKilogram:
    """Rated heat of one over its mass."""
    return array_radiator_capacity / array_radiator_mass


# --- both kinds ---
@formula
def combined_radiator_area(radiator_area: SquareMeter, array_radiator_area: SquareMeter, array_radiator_count: Count) -> SquareMeter:
    """Planform area of all radiators of the Station."""
    return radiator_area + array_radiator_count * array_radiator_area


@formula
def combined_radiator_heat(waste_heat: Watt, array_radiator_capacity: Watt, array_radiator_count: Count) -> Watt:
    """Rated heat of all."""
    return waste_heat + array_radiator_count * array_radiator_capacity


@formula
def combined_radiator_mass(radiator_mass: Kilogram, array_radiator_mass: Kilogram, array_radiator_count: Count) -> Kilogram:
    """Mass of all."""
    return radiator_mass + array_radiator_count * array_radiator_mass


@formula
def combined_radiator_flux(combined_radiator_heat: Watt, combined_radiator_area: SquareMeter) -> WattPerSquareMeter:
    """Rated heat over planform area, all radiators."""
    return combined_radiator_heat / combined_radiator_area


@formula
def combined_radiator_areal_mass(combined_radiator_mass: Kilogram, combined_radiator_area: SquareMeter) -> KilogramPerSquareMeter:
    """Mass over planform area, all radiators."""
    return combined_radiator_mass / combined_radiator_area


@formula
def combined_radiator_specific_power(combined_radiator_heat: Watt, combined_radiator_mass: Kilogram) -> WattPerKilogram:
    """Rated heat over mass, all radiators."""
    return combined_radiator_heat / combined_radiator_mass


# --- a panel by the white paper it answers ---
@formula
def white_paper_flux(
    radiator_emissivity: Fraction,
    white_paper_temperature: Kelvin,
    radiator_absorptance: Fraction,
    solar_flux: WattPerSquareMeter,
    white_paper_view_factor: Fraction,
    earth_albedo: Fraction,
    white_paper_earth_temperature: Kelvin,
) -> WattPerSquareMeter:
    """Starcloud's panel, one face in the sun: 2 eps sigma T^4 - alpha S - alpha F (a S + sigma T_E^4).

    It takes up the Earth's infrared with the solar absorptance; `white_paper_flux_corrected` is right.

    Source: Starcloud white paper v1.03; Nanjangud uses it unchanged.
    """
    emitted = 2.0 * radiator_emissivity * STEFAN_BOLTZMANN * fourth_power(white_paper_temperature)
    earth = earth_albedo * solar_flux + STEFAN_BOLTZMANN * fourth_power(white_paper_earth_temperature)
    return emitted - radiator_absorptance * solar_flux - radiator_absorptance * white_paper_view_factor * earth


@formula
def white_paper_flux_corrected(
    white_paper_flux: WattPerSquareMeter,
    radiator_emissivity: Fraction,
    radiator_absorptance: Fraction,
    white_paper_view_factor: Fraction,
    white_paper_earth_temperature: Kelvin,
) -> WattPerSquareMeter:
    """The same with infrared taken up by the emissivity (Kirchhoff), on the one face the white paper counts."""
    infrared = white_paper_view_factor * STEFAN_BOLTZMANN * fourth_power(white_paper_earth_temperature)
    return white_paper_flux - (radiator_emissivity - radiator_absorptance) * infrared


# --- arrays ---
@formula
def wing_area(wing_length: Meter, wing_width: Meter) -> SquareMeter:
    """Deployed area of an array wing, gaps included."""
    return wing_length * wing_width


@formula
def cell_area(cell_count: Count, cell_side: Meter) -> SquareMeter:
    """Area of a wing's cells alone."""
    return cell_count * cell_side * cell_side


@formula
def wing_flux(wing_power: Watt, wing_area: SquareMeter) -> WattPerSquareMeter:
    """Power of a wing over its deployed area."""
    return wing_power / wing_area


@formula
def cell_flux(wing_power: Watt, cell_area: SquareMeter) -> WattPerSquareMeter:
    """Power of a wing over its cells alone."""
    return wing_power / cell_area


@formula(computes="array_areal_mass")
def array_areal_mass_of_wing(wing_mass: Kilogram, wing_area: SquareMeter) -> KilogramPerSquareMeter:
    """Mass of a wing over its deployed area."""
    return wing_mass / wing_area


@formula(computes="array_specific_power")
def array_specific_power_of_wing(wing_power: Watt, wing_mass: Kilogram) -> WattPerKilogram:
    """Power of a wing over its mass."""
    return wing_power / wing_mass


# --- 40 MW ---
@formula
def data_center_array_area(data_center_power: Watt, white_paper_array_flux: WattPerSquareMeter) -> SquareMeter:
    """Array for the data center, at the white paper's power per area (5 GW from 4 km x 4 km)."""
    return data_center_power / white_paper_array_flux


@formula
def data_center_array_mass(data_center_array_area: SquareMeter, array_areal_mass: KilogramPerSquareMeter) -> Kilogram:
    """That area at the mass of a flown wing: power per area of one, mass per area of the other. `flown_array_mass` takes both from the wing."""
    return data_center_array_area * array_areal_mass


@formula
def flown_array_mass(data_center_power: Watt, array_specific_power: WattPerKilogram) -> Kilogram:
    """Array for the data center at the power per mass of the flown wing."""
    return data_center_power / array_specific_power


@formula
def data_center_radiator_area(data_center_power: Watt, white_paper_flux: WattPerSquareMeter) -> SquareMeter:
    """Radiator for the data center at the white paper's flux."""
    return data_center_power / white_paper_flux


@formula
def data_center_radiator_mass(data_center_radiator_area: SquareMeter, combined_radiator_areal_mass: KilogramPerSquareMeter) -> Kilogram:
    """That area at the mass of the Station's radiators: heat per area of one, mass per area of the other."""
    return data_center_radiator_area * combined_radiator_areal_mass


@formula
def flown_radiator_mass(data_center_power: Watt, combined_radiator_specific_power: WattPerKilogram) -> Kilogram:
    """Radiator for the data center at the heat per mass of the Station's."""
    return data_center_power / combined_radiator_specific_power


@formula
def data_center_rack_mass(rack_count: Count, rack_mass: Kilogram) -> Kilogram:
    """Racks as on the ground."""
    return rack_count * rack_mass


@formula
def data_center_mass(data_center_array_mass: Kilogram, data_center_radiator_mass: Kilogram, data_center_rack_mass: Kilogram) -> Kilogram:
    """Arrays, radiators, racks: no structure, pumps, batteries, shielding, propellant."""
    return data_center_array_mass + data_center_radiator_mass + data_center_rack_mass


@formula
def data_center_flights(data_center_mass: Kilogram, reference_payload: Kilogram) -> Ratio:
    """Flights by mass, not rounded."""
    return data_center_mass / reference_payload


# --- flights by part, as the source rounds them ---
@formula
def array_flights(data_center_array_mass: Kilogram, reference_payload: Kilogram) -> Count:
    """Whole flights for the arrays, by mass."""
    return np.ceil(data_center_array_mass / reference_payload)


@formula
def rack_flights(data_center_rack_mass: Kilogram, reference_payload: Kilogram) -> Count:
    """Whole flights for the racks, by mass."""
    return np.ceil(data_center_rack_mass / reference_payload)


@formula
def wanted_radiator_packing(data_center_radiator_area: SquareMeter, payload_volume: CubicMeter) -> SquareMeterPerCubicMeter:
    """Radiator that one flight would have to hold per volume of its bay."""
    return data_center_radiator_area / payload_volume


@formula
def flown_radiator_packing(radiator_panel_thickness: Meter) -> SquareMeterPerCubicMeter:
    """Area of a folded panel per volume: one over its thickness."""
    return 1.0 / radiator_panel_thickness


@formula
def radiator_flights(wanted_radiator_packing: SquareMeterPerCubicMeter, flown_radiator_packing: SquareMeterPerCubicMeter) -> Count:
    """Whole flights for the radiators, by volume."""
    return np.ceil(wanted_radiator_packing / flown_radiator_packing)


@formula
def flights_without_racks(array_flights: Count, radiator_flights: Count) -> Count:
    """Arrays and radiators in flights of their own, each rounded up: the first by mass, the second by volume."""
    return array_flights + radiator_flights


@formula
def flights_part_by_part(flights_without_racks: Count, rack_flights: Count) -> Count:
    """The same with the racks, in flights of their own too."""
    return flights_without_racks + rack_flights


@formula
def launch_of_flights_without_racks(flights_without_racks: Count, reference_payload: Kilogram, launch_price: UsdPerKilogram) -> Usd:
    """Launch of the flights without racks, each paid for full."""
    return flights_without_racks * reference_payload * launch_price
