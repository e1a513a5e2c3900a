"""The link of a satellite to its neighbor: light received, channels it feeds, and the rate that budget, band and transceivers leave."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    BitPerSecond,
    Constant,
    Count,
    Fraction,
    Gigahertz,
    Kilometer,
    Meter,
    Micrometer,
    Microradian,
    Milliwatt,
    Number,
    PerBit,
    Ratio,
)
from orbital.physics.optical_links import (
    aperture_gain,
    photon_energy,
    pointing_transmission,
    received_power,
    shannon_photons_per_bit,
    spatial_modes,
)

POLARIZATIONS = Constant(2.0, "", "light has two, and coherent transceivers use both")
AMPLIFIER_NOISE = Constant(1.0, "", "photons a mode: ideal amplifier or heterodyne receiver")
FLOWN_BEAMS = Constant(1.000001, "", "one beam a terminal, with a millionth for rounding")


# --- geometry ---
@formula
def neighbor_distance(in_plane_spacing: Kilometer) -> Kilometer:
    """Distance to the neighbor a satellite sends to: the next in its plane. Formations, and links across planes, give their own."""
    return in_plane_spacing


# --- light ---
@formula
def terminal_gain(terminal_aperture: Meter, laser_wavelength: Micrometer, terminal_aperture_efficiency: Fraction) -> Ratio:
    """Gain of an optical terminal, the same at both ends: eta (pi D / lambda)^2.

    Source: as in Suncatcher, arXiv:2511.19468v2, 105.1 dB for 10 cm.
    """
    return aperture_gain(terminal_aperture, laser_wavelength, terminal_aperture_efficiency)


@formula
def terminal_pointing_transmission(terminal_gain: Ratio, terminal_pointing_error: Microradian) -> Fraction:
    """Share of the light left by the jitter of both ends, on average, each on its own."""
    one_end = pointing_transmission(terminal_gain, terminal_pointing_error)
    return one_end * one_end


@formula
def received_optical_power(
    terminal_optical_power: Milliwatt,
    terminal_gain: Ratio,
    neighbor_distance: Kilometer,
    laser_wavelength: Micrometer,
    terminal_transmission: Fraction,
    terminal_pointing_transmission: Fraction,
) -> Milliwatt:
    """Light received from the neighbor, all channels together: power sent, what diffraction lets over, optics and pointing. In vacuum."""
    through = terminal_transmission * terminal_pointing_transmission
    return received_power(terminal_optical_power, terminal_gain, terminal_gain, neighbor_distance, laser_wavelength, through)


# --- channels ---
@formula
def channel_required_power(
    receiver_photons_per_bit: PerBit, optical_channel_rate: BitPerSecond, laser_wavelength: Micrometer, optical_link_margin: Ratio
) -> Milliwatt:
    """Light that one channel must receive: photons a bit x rate x energy of a photon, times the margin kept for fades and aging.

    Source: Suncatcher, arXiv:2511.19468v2: -20 dBm for 400 Gb/s in PM-16QAM, before margin.
    """
    return receiver_photons_per_bit * optical_channel_rate * photon_energy(laser_wavelength) * optical_link_margin


@formula
def powered_channels(received_optical_power: Milliwatt, channel_required_power: Milliwatt) -> Ratio:
    """Channels that the light received can feed. Below one, a channel runs slower at as many photons a bit."""
    return received_optical_power / channel_required_power


@formula
def band_channels(optical_band: Gigahertz, optical_channel_spacing: Gigahertz, spatial_channels: Ratio) -> Ratio:
    """Channels side by side in the band that amplifiers carry, on each beam of a terminal."""
    return spatial_channels * optical_band / optical_channel_spacing


@formula(computes="spatial_channels")
def spatial_channels_diffraction_limited(terminal_aperture: Meter, neighbor_distance: Kilometer, laser_wavelength: Micrometer) -> Ratio:
    """Beams a terminal sends side by side if it sends all that diffraction keeps apart, and at least one.

    Source: Miller 2000, Applied Optics 39, 1681.
    """
    return np.maximum(spatial_modes(terminal_aperture, neighbor_distance, laser_wavelength), 1.0)


@formula
def inter_satellite_rate(powered_channels: Ratio, band_channels: Ratio, terminal_channels: Ratio, optical_channel_rate: BitPerSecond) -> BitPerSecond:
    """Rate of one satellite to its neighbor, one direction: the channels that light, band and transceivers all allow, times the rate of one."""
    return np.minimum(np.minimum(powered_channels, band_channels), terminal_channels) * optical_channel_rate


# --- what it strains ---
@formula(
    constraint="{spatial_channels} beams between apertures of {terminal_aperture}: at {neighbor_distance} they cannot be kept apart",
    guards="inter_satellite_rate",
)
def spatial_channels_margin(spatial_channels: Ratio, terminal_aperture: Meter, neighbor_distance: Kilometer, laser_wavelength: Micrometer) -> Number:
    """Beams that diffraction keeps apart, or one, over those sent, less one."""
    return FLOWN_BEAMS * spatial_channels_diffraction_limited(terminal_aperture, neighbor_distance, laser_wavelength) / spatial_channels - 1.0


@formula(validity="{spatial_channels} beams side by side in one terminal have not been flown", guards="inter_satellite_rate")
def spatial_multiplexing_margin(spatial_channels: Ratio) -> Number:
    """One beam less those sent."""
    return FLOWN_BEAMS - spatial_channels


@formula(
    validity="{receiver_photons_per_bit} photons a bit are fewer than an ideal amplified receiver needs at that rate in {optical_channel_spacing}",
    guards="inter_satellite_rate",
)
def receiver_margin(receiver_photons_per_bit: PerBit, optical_channel_rate: BitPerSecond, optical_channel_spacing: Gigahertz) -> Number:
    """Photons a bit over Shannon's limit for the channel's bits in a mode, less one."""
    return receiver_photons_per_bit / shannon_photons_per_bit(optical_channel_rate / (POLARIZATIONS * optical_channel_spacing), AMPLIFIER_NOISE) - 1.0


# --- formations ---
def formation_satellites(formation_radius: Kilometer, neighbor_distance: Kilometer) -> Count:
    """Satellites of a close formation in a square lattice: pi (R / d)^2. As R^2, while links join neighbors only.

    Source: Suncatcher, arXiv:2511.19468v2: 81 within 1 km, 100 to 200 m apart.
    """
    across = formation_radius / neighbor_distance
    return np.pi * across * across
