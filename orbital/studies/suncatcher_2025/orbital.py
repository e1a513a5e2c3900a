"""What the Suncatcher paper computes for orbit beyond our Model: launch per kilowatt and year, its learning curve, its beams, its beam test."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.series import learning_factor
from orbital.core.units import (
    Bit,
    BitPerSecond,
    Constant,
    Count,
    Dose,
    DosePerGpu,
    DosePerYear,
    Fraction,
    Kilogram,
    KilogramPerWatt,
    Kilometer,
    Meter,
    Micrometer,
    Microradian,
    Milliwatt,
    Number,
    PerBit,
    PerSecondPerGpu,
    PerSquareMeterPerDose,
    PerYear,
    Ratio,
    SquareMeterPerGpu,
    UsdEach,
    UsdPerKilogram,
    UsdPerYearPerWatt,
    Watt,
)
from orbital.physics.inter_satellite_links import formation_satellites
from orbital.physics.links import decibels
from orbital.physics.optical_links import on_off_keying_photons_per_bit, photons_per_bit, shannon_photons_per_bit
from orbital.systems.launch import price_at_margin

AIRY_RADIUS = Constant(1.22, "", "first dark ring of a round aperture: 1.22 lambda / D (Born and Wolf, section 8.5)")


# --- launched power ---
@formula(computes="satellite_it_power")
def satellite_it_power_of_array(array_power_beginning_of_life: Watt) -> Watt:
    """All power of the new array, in full sun, counted as power for chips.

    Source: section 4.4 of the paper: its kilowatt is cell area x efficiency x packing x 1,361 W/m2.
    """
    return array_power_beginning_of_life


@formula
def array_power_specific_mass(satellite_mass: Kilogram, array_power_beginning_of_life: Watt) -> KilogramPerWatt:
    """Mass of the whole satellite per power of its new array."""
    return satellite_mass / array_power_beginning_of_life


@formula
def launched_power_price(satellite_launch_price: UsdEach, satellite_capital_recovery_factor: PerYear, array_power_beginning_of_life: Watt) -> UsdPerYearPerWatt:
    """Launch of a satellite per year of its life and power of its new array: M L / (P T) at a rate of zero.

    Source: section 4.4 of the paper, table 1.
    """
    return satellite_launch_price * satellite_capital_recovery_factor / array_power_beginning_of_life


@formula
def launched_it_power_price(satellite_launch_price: UsdEach, satellite_capital_recovery_factor: PerYear, satellite_it_power: Watt) -> UsdPerYearPerWatt:
    """The same per power that reaches the chips: what a planner pays for."""
    return satellite_launch_price * satellite_capital_recovery_factor / satellite_it_power


# --- price of launch ---
@formula(computes="launch_price")
def launch_price_at_cumulative_mass(
    reference_launch_price: UsdPerKilogram, reference_launched_mass: Kilogram, launched_mass: Kilogram, launch_learning_rate: Fraction
) -> UsdPerKilogram:
    """Price of the last kilogram of a mass launched from the reference on: P0 ((M0 + M) / M0)^b. Ours is the mean over that mass.

    Source: section 4.4 of the paper: 1,800 USD/kg at 400 t, 20 % less at each doubling.
    """
    return reference_launch_price * learning_factor(reference_launched_mass + launched_mass, reference_launched_mass, launch_learning_rate)


@formula
def learning_flights(launched_mass: Kilogram, reference_payload: Kilogram) -> Count:
    """Full flights that launch a mass."""
    return launched_mass / reference_payload


@formula
def starship_price(starship_cost_per_mass: UsdPerKilogram, launch_margin_fraction: Fraction) -> UsdPerKilogram:
    """Price of which the seller keeps a share: cost / (1 - margin)."""
    return price_at_margin(starship_cost_per_mass, launch_margin_fraction)


# --- links ---
@formula
def terminal_gain_decibels(terminal_gain: Ratio) -> Number:
    """Gain of a terminal as link budgets write it, dB."""
    return decibels(terminal_gain)


@formula
def beam_divergence(laser_wavelength: Micrometer, terminal_aperture: Meter) -> Microradian:
    """Angle from a beam's middle to its first dark ring: 1.22 lambda / D.

    Source: section 4.2 of the paper.
    """
    return AIRY_RADIUS * laser_wavelength / terminal_aperture


@formula
def spot_radius(beam_divergence: Microradian, neighbor_distance: Kilometer) -> Meter:
    """Radius of the beam's first dark ring far away."""
    return beam_divergence * neighbor_distance


@formula
def confocal_distance(terminal_aperture: Meter, laser_wavelength: Micrometer) -> Kilometer:
    """Distance over which a beam with its waist half way fills the aperture at both ends: pi a^2 / lambda, a = D / 2.

    Source: section 4.2 of the paper.
    """
    return np.pi * terminal_aperture * terminal_aperture / (4.0 * laser_wavelength)


@formula
def confocal_pointing_error(terminal_aperture: Meter, beam_wander_fraction: Fraction, confocal_distance: Kilometer) -> Microradian:
    """Pointing error that moves the beam by a share of the aperture's radius at the confocal distance."""
    return beam_wander_fraction * terminal_aperture / (2.0 * confocal_distance)


@formula
def full_rate_light(channel_required_power: Milliwatt, terminal_channels: Ratio) -> Milliwatt:
    """Light that all channels of a terminal need together."""
    return channel_required_power * terminal_channels


@formula
def full_rate_range(
    terminal_optical_power: Milliwatt, terminal_transmission: Fraction, terminal_gain: Ratio, laser_wavelength: Micrometer, full_rate_light: Milliwatt
) -> Kilometer:
    """Distance at which all channels of a terminal still get their light, in the far field: lambda G / (4 pi) sqrt(P L / P_needed).

    Source: equation 1 of the paper (Friis), solved for the distance.
    """
    return laser_wavelength * terminal_gain / (4.0 * np.pi) * np.sqrt(terminal_optical_power * terminal_transmission / full_rate_light)


@formula
def channel_photons_per_bit(channel_required_power: Milliwatt, optical_channel_rate: BitPerSecond, laser_wavelength: Micrometer) -> PerBit:
    """Photons of a bit in a channel of the power it requires."""
    return photons_per_bit(channel_required_power, optical_channel_rate, laser_wavelength)


@formula
def shannon_limit(bits_per_mode: Bit, noise_photons: Ratio) -> PerBit:
    """Fewest photons a bit takes; 2 ln 2 with two photons of noise a mode and few bits in one."""
    return shannon_photons_per_bit(bits_per_mode, noise_photons)


@formula
def on_off_photons_per_bit(signal_quality: Ratio, noise_photons: Ratio) -> PerBit:
    """Photons of a bit keyed on and off."""
    return on_off_keying_photons_per_bit(signal_quality, noise_photons)


@formula
def lattice_satellites(formation_radius: Kilometer, neighbor_distance: Kilometer) -> Count:
    """Satellites in a square lattice within a circle, by its area."""
    return formation_satellites(formation_radius, neighbor_distance)


# --- radiation ---
@formula
def event_cross_section(proton_fluence_per_dose: PerSquareMeterPerDose, dose_per_interruption: DosePerGpu) -> SquareMeterPerGpu:
    """Cross-section of an event in a chip: 1 / (fluence of a rad x rad of an event).

    Source: section 4.3 of the paper: 7.9e6 protons/cm2 of 67 MeV to the rad(Si).
    """
    return 1.0 / (proton_fluence_per_dose * dose_per_interruption)


@formula
def host_crash_rate(dose_rate: DosePerYear, host_processor_dose: Dose, host_memory_dose: Dose) -> PerYear:
    """Crashes of a host by its processor and its memory, which add."""
    return dose_rate / host_processor_dose + dose_rate / host_memory_dose


@formula
def inferences_per_error(dose_per_interruption: DosePerGpu, dose_rate: DosePerYear, inference_rate: PerSecondPerGpu) -> Count:
    """Inferences of a chip from one silent error to the next: rate x dose of an event / dose rate."""
    return inference_rate * dose_per_interruption / dose_rate


@formula
def dose_margin_factor(allowed_dose: Dose, life_dose: Dose) -> Ratio:
    """Dose the electronics stand over what they take in their life."""
    return allowed_dose / life_dose
