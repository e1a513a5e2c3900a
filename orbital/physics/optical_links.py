"""Power budget of one link: what an aperture gathers, near and far, what pointing costs, and how much light a bit takes."""

from __future__ import annotations

import numpy as np

from orbital.core.units import (
    Bit,
    BitPerSecond,
    Constant,
    Fraction,
    Joule,
    Kilometer,
    Meter,
    Microradian,
    Milliwatt,
    PerBit,
    PerSecond,
    Ratio,
    Watt,
)
from orbital.physics.constants import PLANCK, SPEED_OF_LIGHT

LN2 = Constant(float(np.log(2.0)), "1/bit", "natural units of information in a bit")
SYMBOL_PER_BIT = Constant(1.0, "1/bit", "keyed on and off, a symbol carries one bit")


# --- apertures ---
def wavelength(frequency: PerSecond) -> Meter:
    """Wavelength in vacuum: c / f."""
    return SPEED_OF_LIGHT / frequency


def aperture_gain(aperture_diameter: Meter, wavelength: Meter, aperture_efficiency: Fraction) -> Ratio:
    """Gain of a round aperture over an isotropic antenna: eta (pi D / lambda)^2.

    Valid for D many wavelengths, on its axis; pointing is a loss of its own.

    Source: Balanis, Antenna Theory, section 12.5; as in Suncatcher, arXiv:2511.19468v2.
    """
    across = np.pi * aperture_diameter / wavelength
    return aperture_efficiency * across * across


def free_space_path_loss(distance: Kilometer, wavelength: Meter) -> Ratio:
    """Power sent over power received between isotropic antennas: (4 pi d / lambda)^2.

    Valid in the far field. Below 1 (d < lambda / 4 pi) it has no meaning.

    Source: Friis 1946; ITU-R P.525.
    """
    around = 4.0 * np.pi * distance / wavelength
    return around * around


# --- from one aperture to the other ---
def diffraction_coupling(transmitter_gain: Ratio, receiver_gain: Ratio, distance: Kilometer, wavelength: Meter) -> Fraction:
    """Share of the light sent that the other aperture gathers: F / (1 + F) with Friis' F = G_t G_r (lambda / 4 pi d)^2.

    Two collimated Gaussian modes of one waist at any distance, exactly: with gain G = 8 (pi w / lambda)^2 each, 1/(1 + (lambda d / 2 pi w^2)^2). Far
    away it is F; near it goes to 1, which F alone would pass at d = pi a^2 / lambda for apertures of radius a. Apertures of unlike size near each other
    gather less; a beam focused on the receiver more, at most what the best field through both lets over (Slepian 1964), below which this stays.

    Source: Friis 1946; Kogelnik 1964, coupling of optical modes; energy of an Airy pattern and the best field are compared in the tests.
    """
    gathered = transmitter_gain * receiver_gain / free_space_path_loss(distance, wavelength)
    return gathered / (1.0 + gathered)


def spatial_modes(aperture_diameter: Meter, distance: Kilometer, wavelength: Meter) -> Ratio:
    """Beams that two round apertures can keep apart: (A / (lambda d))^2 with A = pi D^2 / 4; (D^2 / (lambda d))^2 for square ones.

    The sum of the couplings of all fields between them; below 1 it is the coupling of the one there is.

    Source: Miller 2000, Applied Optics 39, 1681: sum rule of communication modes.
    """
    across = np.pi * aperture_diameter * aperture_diameter / (4.0 * wavelength * distance)
    return across * across


def pointing_transmission(gain: Ratio, pointing_error: Microradian) -> Fraction:
    """Share of the light left by the jitter of one end, on average: 1 / (1 + G sigma^2 / 2), sigma its rms about each axis.

    Off by an angle t, a Gaussian beam of gain G has exp(-G t^2 / 4) of its middle; t is Rayleigh distributed. In the far field; nearer, less is lost.
    Fades are not in a mean: the margin is for them.

    Source: Toyoshima et al. 2002, J. Opt. Soc. Am. A 19, 567 (mean over a Gaussian beam with random jitter).
    """
    return 1.0 / (1.0 + gain * pointing_error * pointing_error / 2.0)


def received_power(
    transmitted_power: Watt, transmitter_gain: Ratio, receiver_gain: Ratio, distance: Kilometer, wavelength: Meter, transmission: Fraction
) -> Watt:
    """Power at the receiver: P L times the coupling by diffraction, L what optics, pointing and air let through. Never more than P L.

    Source: Friis 1946 in the far field.
    """
    return transmitted_power * transmission * diffraction_coupling(transmitter_gain, receiver_gain, distance, wavelength)


# --- light in a bit ---
def photon_energy(wavelength: Meter) -> Joule:
    """Energy of one photon: h c / lambda."""
    return PLANCK * SPEED_OF_LIGHT / wavelength


def photons_per_bit(received_power: Milliwatt, bit_rate: BitPerSecond, wavelength: Meter) -> PerBit:
    """Photons received for each bit: P / (R h c / lambda)."""
    return received_power / (bit_rate * photon_energy(wavelength))


def shannon_photons_per_bit(bits_per_mode: Bit, noise_photons: Ratio) -> PerBit:
    """Fewest photons a bit takes beside noise of n photons in each mode: n (2^s - 1)/s, s bits in a mode of time and polarization; n ln 2 for s to 0.

    n = 1 for an ideal amplifier or heterodyne receiver; 2, with the noise figure of 3 dB counted as noise, gives the 1.39 that Suncatcher quotes.
    Counting single photons, or squeezing, goes below.

    Source: Shannon 1949; Caplan 2007, J. Opt. Fiber Commun. Rep. 4, 225.
    """
    return noise_photons * np.expm1(bits_per_mode * LN2) / bits_per_mode


def on_off_keying_photons_per_bit(quality: Ratio, noise_photons: Ratio) -> PerBit:
    """Photons a bit takes on the mean, keyed on and off and detected against noise of n photons in a mode: n Q^2, errors in Phi(-Q) of the bits.

    Q = 6 for one error in 10^9.

    Source: Caplan 2007, as above.
    """
    return SYMBOL_PER_BIT * noise_photons * quality * quality
