"""Satellite mass from its parts, closed for the parts that scale with the whole."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import (
    FlopPerSecond,
    FlopPerSecondPerKilogram,
    Fraction,
    Gpu,
    Kilogram,
    KilogramPerGpu,
    KilogramPerWatt,
    Number,
    Ratio,
    SquareMeter,
    SquareMeterPerGpu,
    UsdEach,
    UsdPerKilogram,
    Watt,
    WattPerKilogram,
)


@formula
def satellite_count(accelerator_count: Gpu, accelerators_per_satellite: Gpu) -> Ratio:
    """Satellites of the fleet. Fractional in cost; reports round up."""
    return accelerator_count / accelerators_per_satellite


@formula(
    constraint="the fleet of {satellite_count} satellites has no room for {accelerator_count}: give more satellites, or more accelerators on each",
)
def fleet_capacity_margin(satellite_count: Ratio, accelerators_per_satellite: Gpu, accelerator_count: Gpu) -> Number:
    """Places on the fleet's satellites over accelerators installed, less one, with a millionth for rounding."""
    return 1.000001 * satellite_count * accelerators_per_satellite / accelerator_count - 1.0


@formula
def payload_mass(accelerators_per_satellite: Gpu, accelerator_system_mass: KilogramPerGpu) -> Kilogram:
    """The servers as flown: accelerators times system mass per accelerator (rack, hosts, switches, cold plates of the rack)."""
    return accelerators_per_satellite * accelerator_system_mass


@formula
def payload_surface_area(accelerators_per_satellite: Gpu, accelerator_surface_area: SquareMeterPerGpu) -> SquareMeter:
    """Outer surface of the servers as flown, which shielding must cover."""
    return accelerators_per_satellite * accelerator_surface_area


@formula
def equipment_mass(
    battery_mass: Kilogram,
    heat_transport_mass: Kilogram,
    heat_pump_mass: Kilogram,
    power_conditioning_mass: Kilogram,
    harness_mass: Kilogram,
    avionics_mass: Kilogram,
    momentum_storage_mass: Kilogram,
    communication_mass: Kilogram,
    shielding_mass: Kilogram,
    propulsion_dry_mass: Kilogram,
    drag_propellant_mass: Kilogram,
) -> Kilogram:
    """Sum of the parts that neither scale with the whole satellite nor unfold: all but servers, array, radiator and structure."""
    return (
        battery_mass
        + heat_transport_mass
        + heat_pump_mass
        + power_conditioning_mass
        + harness_mass
        + avionics_mass
        + momentum_storage_mass
        + communication_mass
        + shielding_mass
        + propulsion_dry_mass
        + drag_propellant_mass
    )


@formula
def fixed_mass(payload_mass: Kilogram, array_mass: Kilogram, radiator_mass: Kilogram, equipment_mass: Kilogram) -> Kilogram:
    """Sum of the parts that do not scale with the whole satellite."""
    return payload_mass + array_mass + radiator_mass + equipment_mass


@formula
def proportional_mass_fraction(structure_mass_fraction: Fraction, mass_margin_fraction: Fraction, disposal_propellant_fraction: Fraction) -> Ratio:
    """Share of launch mass in the parts that scale with the whole: structure, margin, disposal propellant."""
    return structure_mass_fraction + mass_margin_fraction + disposal_propellant_fraction


@formula
def satellite_mass(fixed_mass: Kilogram, proportional_mass_fraction: Ratio) -> Kilogram:
    """Launch mass of one satellite: m = m_fixed / (1 - p), the loop closed in one step (M9)."""
    return fixed_mass / (1.0 - proportional_mass_fraction)


@formula(computes="satellite_mass")
def satellite_mass_from_specific_power(array_power_beginning_of_life: Watt, satellite_specific_power: WattPerKilogram) -> Kilogram:
    """The inverse relation: give the specific power of the whole satellite, as bus makers quote it."""
    return array_power_beginning_of_life / satellite_specific_power


@formula(computes="satellite_mass")
def satellite_mass_from_specific_mass(specific_mass: KilogramPerWatt, satellite_it_power: Watt) -> Kilogram:
    """The inverse relation: give the launch mass per IT power, as vendors quote it."""
    return specific_mass * satellite_it_power


@formula(computes="satellite_mass")
def satellite_mass_from_launch_price(satellite_launch_price: UsdEach, launch_price: UsdPerKilogram) -> Kilogram:
    """The inverse relation: give what launching one satellite costs, and the price per mass."""
    return satellite_launch_price / launch_price


@formula(
    constraint="the mass diverges: structure, margin and disposal propellant take {proportional_mass_fraction} of it; lower one of them",
    guards="satellite_mass",
)
def mass_closure_margin(proportional_mass_fraction: Ratio) -> Number:
    """What the proportional parts leave for the fixed ones: 1 - p, less a thousandth."""
    return 0.999 - proportional_mass_fraction


@formula
def structure_mass(structure_mass_fraction: Fraction, satellite_mass: Kilogram) -> Kilogram:
    """Structure, as a share of launch mass."""
    return structure_mass_fraction * satellite_mass


@formula
def mass_margin(mass_margin_fraction: Fraction, satellite_mass: Kilogram) -> Kilogram:
    """Growth margin, as a share of launch mass."""
    return mass_margin_fraction * satellite_mass


@formula
def disposal_propellant_mass(disposal_propellant_fraction: Fraction, satellite_mass: Kilogram) -> Kilogram:
    """Propellant kept for disposal."""
    return disposal_propellant_fraction * satellite_mass


@formula
def specific_mass(satellite_mass: Kilogram, satellite_it_power: Watt) -> KilogramPerWatt:
    """Launch mass per IT power of one satellite."""
    return satellite_mass / satellite_it_power


@formula
def satellite_specific_power(array_power_beginning_of_life: Watt, satellite_mass: Kilogram) -> WattPerKilogram:
    """Array power when new per launch mass, the figure bus makers quote."""
    return array_power_beginning_of_life / satellite_mass


@formula
def launched_mass(satellite_count: Ratio, satellite_mass: Kilogram) -> Kilogram:
    """Mass of the whole fleet at launch."""
    return satellite_count * satellite_mass


@formula
def compute_per_launched_mass(delivered_compute: FlopPerSecond, launched_mass: Kilogram) -> FlopPerSecondPerKilogram:
    """Useful FLOP per second for each kilogram launched."""
    return delivered_compute / launched_mass
