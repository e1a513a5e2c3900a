"""One link: gains against diffraction patterns, coupling against the best field there can be, photons against Shannon."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.polynomial.hermite import hermgauss
from numpy.polynomial.legendre import leggauss
from scipy.special import j0, j1
from scipy.stats import norm

from orbital.physics import optical_links as links
from orbital.physics.links import decibels

KM = 1e3
LASER, APERTURE, ONE = np.float64(1.55e-6), np.float64(0.10), np.float64(1.0)
DISTANCE = st.floats(0.0, 8.0).map(lambda exponent: np.float64(10.0**exponent))
SHARE = st.floats(0.0, 1.0).map(np.float64)
GAIN = links.aperture_gain(APERTURE, LASER, ONE)


def f64(*values):
    return [np.float64(value) for value in values]


def across(distance):
    """2 pi a^2 / (lambda d) of two 10 cm apertures; Friis' F is a quarter of its square."""
    return 2.0 * np.pi * 0.05 * 0.05 / (LASER * distance)


def best_coupling(c):
    """Largest share of power that any field through one round aperture brings into the other: the largest eigenvalue of the circular prolate kernel."""
    x, weight = leggauss(120)
    radius = np.sqrt(weight / 2.0 * (x + 1.0) / 2.0)
    kernel = c * j0(c * np.outer((x + 1.0) / 2.0, (x + 1.0) / 2.0)) * np.outer(radius, radius)
    return np.max(np.abs(np.linalg.eigvalsh(kernel))) ** 2


# --- apertures ---
@pytest.mark.parametrize(("efficiency", "gain"), [(1.0, 106.14), (0.8145, 105.25), (0.8, 105.17)])
def test_10_cm_at_1_55_um_gain_106_db(efficiency, gain):
    """Derived; Suncatcher, arXiv:2511.19468v2, states 105.1 dB."""
    assert decibels(links.aperture_gain(APERTURE, LASER, np.float64(efficiency))) == pytest.approx(gain, abs=0.01)


def test_the_gain_of_an_aperture_is_that_of_its_diffraction_pattern():
    """4 pi over the integral of the Airy pattern (2 J1(x)/x)^2 over the sky: x to 1e4, beyond which 2/(pi 1e4) of 1/2 is left."""
    x = np.linspace(1e-6, 1e4, 2_000_001)
    wide = np.pi * APERTURE / LASER
    solid_angle = 2.0 * np.pi * np.trapezoid((2.0 * j1(x) / x) ** 2 * x, x) / (wide * wide)
    assert links.aperture_gain(APERTURE, LASER, ONE) == pytest.approx(4.0 * np.pi / solid_angle, rel=1e-4)


def test_20_ghz_lose_178_47_db_over_1000_km():
    """Derived; ITU-R P.525: 92.45 + 20 log10(f GHz) + 20 log10(d km)."""
    loss = decibels(links.free_space_path_loss(np.float64(1000.0 * KM), links.wavelength(np.float64(20e9))))
    assert loss == pytest.approx(178.47, abs=0.02)
    assert loss == pytest.approx(92.45 + 20.0 * np.log10(20.0) + 20.0 * np.log10(1000.0), abs=0.01)


# --- coupling ---
def test_5_watts_are_1_6_microwatts_after_5000_km():
    """Suncatcher, arXiv:2511.19468v2: 5 W, 105.1 dB at each end, 1.55 um, 3 dB other losses."""
    gain = np.float64(10.0**10.51)
    assert links.received_power(np.float64(5.0), gain, gain, np.float64(5e6), LASER, np.float64(10.0**-0.3)) == pytest.approx(1.60e-6, rel=0.005)


def test_the_far_field_formula_alone_would_create_power_at_a_kilometer():
    """5 W between 10 cm apertures 1 km apart: Friis gives 128 W, diffraction 4.81. They meet what was sent at pi a^2 / lambda = 5.07 km, where half is left."""
    assert 5.0 * GAIN * GAIN / links.free_space_path_loss(np.float64(KM), LASER) == pytest.approx(128.4, abs=0.1)
    assert links.received_power(np.float64(5.0), GAIN, GAIN, np.float64(KM), LASER, ONE) == pytest.approx(128.4 / (1.0 + 128.4 / 5.0), rel=1e-3)
    edge = np.pi * 0.05 * 0.05 / LASER
    assert edge == pytest.approx(5067.0, abs=1.0)
    assert links.received_power(np.float64(5.0), GAIN, GAIN, edge, LASER, ONE) == pytest.approx(2.5)


@given(distance=DISTANCE, transmission=SHARE)
def test_no_distance_receives_more_than_was_sent(distance, transmission):
    assert 0.0 <= links.received_power(np.float64(5.0), GAIN, GAIN, distance, LASER, transmission) <= 5.0 * transmission


@given(c=st.floats(0.01, 60.0))
def test_no_field_through_both_apertures_would_bring_over_less(c):
    """The best there is (Slepian 1964), solved by quadrature; alike far away, where one mode is all."""
    distance = np.float64(2.0 * np.pi * 0.05 * 0.05 / (LASER * c))
    got, best = links.diffraction_coupling(GAIN, GAIN, distance, LASER), best_coupling(c)
    assert got <= best + 1e-9
    assert got >= 0.77 * best
    if c < 0.1:
        assert got == pytest.approx(best, rel=3e-3)


@pytest.mark.parametrize("distance", [100.0, 5067.0, 2e4, 1e6])
def test_coupling_is_that_of_gaussian_beams_overlapped_in_space(distance):
    """Two modes of waist w, G = 8 (pi w / lambda)^2, one spread over the distance: overlap of their fields, by quadrature."""
    waist = np.sqrt(GAIN / 8.0) * LASER / np.pi
    rayleigh = np.pi * waist * waist / LASER
    spread = waist * np.sqrt(1.0 + (distance / rayleigh) ** 2)
    curvature = distance * (1.0 + (rayleigh / distance) ** 2)
    r = np.linspace(0.0, 12.0 * waist, 200_001)
    sent = np.exp(-(r * r) / spread**2 - 1j * np.pi * r * r / (LASER * curvature)) / spread
    overlap = np.trapezoid(sent * np.exp(-(r * r) / waist**2) / waist * r, r) * 4.0
    assert links.diffraction_coupling(GAIN, GAIN, np.float64(distance), LASER) == pytest.approx(abs(overlap) ** 2, rel=1e-5)


@pytest.mark.parametrize("distance", [2e3, 5067.0, 2e4, 1e6])
def test_coupling_is_what_a_field_propagated_by_fresnels_integral_brings_over(distance):
    """No formula of Gaussian beams: the field of waist w summed ring by ring onto rings at the distance, and overlapped there with the same mode."""
    waist = np.sqrt(GAIN / 8.0) * LASER / np.pi
    k = 2.0 * np.pi / LASER
    r, rho = np.linspace(0.0, 5.0 * waist, 1501), np.linspace(0.0, 5.0 * waist, 301)
    sent = np.exp(-(r * r) / waist**2 + 1j * k * r * r / (2.0 * distance))
    arrived = np.trapezoid(j0(k * np.outer(rho, r) / distance) * sent * r, r, axis=1) * k / distance * np.exp(1j * k * rho * rho / (2.0 * distance))
    overlap = np.trapezoid(arrived * np.exp(-(rho * rho) / waist**2) * rho, rho) * 4.0 / waist**2
    assert links.diffraction_coupling(GAIN, GAIN, np.float64(distance), LASER) == pytest.approx(abs(overlap) ** 2, rel=3e-4)


@given(distance=DISTANCE)
def test_coupling_keeps_near_what_an_evenly_lit_and_focused_aperture_brings_over(distance):
    """Energy of the Airy pattern inside the receiver's edge, 1 - J0(v)^2 - J1(v)^2: within a fifth on either side; equal far away."""
    v = across(distance)
    inside = 1.0 - j0(v) ** 2 - j1(v) ** 2
    got = links.diffraction_coupling(GAIN, GAIN, distance, LASER)
    if v > 1e-3:
        assert got == pytest.approx(inside, rel=0.21)
    if 1e-3 < v < 0.1:
        assert got == pytest.approx(inside, rel=3e-3)


@given(distance=st.floats(10.0, 1e7).map(np.float64), farther=st.floats(1.001, 100.0))
def test_farther_away_less_arrives_and_unlike_ends_are_interchangeable(distance, farther):
    near, far = (links.diffraction_coupling(GAIN, GAIN, d, LASER) for d in (distance, distance * farther))
    assert far < near <= 1.0
    one, other = (links.diffraction_coupling(a, b, distance, LASER) for a, b in ((GAIN, GAIN / 9.0), (GAIN / 9.0, GAIN)))
    assert one == pytest.approx(other, rel=1e-12)
    assert one == pytest.approx(links.diffraction_coupling(GAIN / 3.0, GAIN / 3.0, distance, LASER), rel=1e-12)


# --- beams side by side ---
@pytest.mark.parametrize("distance", [300.0, 2000.0, 5067.0, 20_000.0])
def test_beams_between_round_apertures_are_the_sum_of_all_their_couplings(distance):
    """Of the circular prolate kernels of every order m (twice for m > 0), by quadrature."""
    from scipy.special import jv

    c = across(distance)
    x, weight = leggauss(160)
    radius = np.sqrt(weight / 2.0 * (x + 1.0) / 2.0)
    total = 0.0
    for m in range(int(c) + 30):
        kernel = c * jv(m, c * np.outer((x + 1.0) / 2.0, (x + 1.0) / 2.0)) * np.outer(radius, radius)
        total += (1.0 if m == 0 else 2.0) * np.sum(kernel * kernel)
    assert links.spatial_modes(APERTURE, np.float64(distance), LASER) == pytest.approx(total, rel=1e-6)


def test_square_apertures_of_a_formation_would_keep_apart_1040_beams_and_round_ones_642():
    """By hand: (0.01 / (1.55e-6 x 200))^2 = 1,041; times (pi/4)^2 = 642."""
    assert links.spatial_modes(APERTURE, np.float64(200.0), LASER) == pytest.approx((0.01 / (1.55e-6 * 200.0) * np.pi / 4.0) ** 2)
    assert links.spatial_modes(APERTURE, np.float64(200.0), LASER) == pytest.approx(641.9, abs=0.1)
    assert links.spatial_modes(APERTURE, np.float64(200.0), LASER) == pytest.approx(GAIN * GAIN / links.free_space_path_loss(np.float64(200.0), LASER))


# --- pointing ---
def test_a_microradian_costs_a_10_cm_terminal_two_percent():
    """By hand: G sigma^2 / 2 = 4.11e10 x 1e-12 / 2 = 0.0205."""
    assert links.pointing_transmission(GAIN, np.float64(1e-6)) == pytest.approx(1.0 / 1.02054, rel=1e-4)
    assert links.pointing_transmission(GAIN, np.float64(0.0)) == 1.0


@pytest.mark.parametrize("jitter", [1e-6, 5e-6, 20e-6])
def test_jitter_costs_what_drawn_errors_of_both_axes_cost_a_gaussian_beam(jitter):
    """The beam of waist w with that gain: exp(-2 t^2 / (lambda / pi w)^2), averaged over both axes by Gauss-Hermite quadrature."""
    waist = np.sqrt(GAIN / 8.0) * LASER / np.pi
    divergence = LASER / (np.pi * waist)
    x, weight = hermgauss(100)
    one_axis = np.sum(weight * np.exp(-2.0 * 2.0 * jitter * jitter * x * x / divergence**2)) / np.sqrt(np.pi)
    assert links.pointing_transmission(GAIN, np.float64(jitter)) == pytest.approx(one_axis**2, rel=1e-8)


def test_small_jitter_costs_an_airy_pattern_as_much():
    """Drawn: 400,000 errors of 1.5 urad about each axis on (2 J1(x)/x)^2, x = pi D t / lambda."""
    draws = np.random.default_rng(3).normal(0.0, 1.5e-6, (2, 400_000))
    x = np.pi * 0.1 * np.hypot(*draws) / LASER
    assert links.pointing_transmission(GAIN, np.float64(1.5e-6)) == pytest.approx(np.mean((2.0 * j1(x) / x) ** 2), rel=2e-3)


# --- photons ---
def test_a_photon_at_1_55_um_has_0_8_electronvolts():
    """1239.842 eV nm over 1,550 nm, CODATA."""
    assert links.photon_energy(LASER) / 1.602176634e-19 == pytest.approx(1239.842 / 1550.0, rel=1e-6)


def test_minus_20_dbm_at_400_gbit_a_second_are_195_photons_a_bit():
    """Suncatcher, arXiv:2511.19468v2; 10 uW over 4e11 bits of 1.281578e-19 J."""
    assert links.photons_per_bit(*f64(1e-5, 400e9, 1.55e-6)) == pytest.approx(1e-5 / 4e11 / 1.281578e-19, rel=1e-6)
    assert links.photons_per_bit(*f64(1e-5, 400e9, 1.55e-6)) == pytest.approx(195.1, abs=0.1)


def test_shannon_leaves_1_39_photons_a_bit_beside_two_of_noise():
    """Suncatcher, arXiv:2511.19468v2: 1.39 = 2 ln 2."""
    assert links.shannon_photons_per_bit(*f64(1e-9, 2.0)) == pytest.approx(1.386, abs=0.001)
    assert links.shannon_photons_per_bit(*f64(1e-9, 1.0)) == pytest.approx(np.log(2.0))
    assert links.shannon_photons_per_bit(*f64(2.0, 1.0)) == pytest.approx(1.5)


@given(bits=st.floats(0.01, 12.0), noise=st.floats(0.1, 10.0))
def test_at_shannons_limit_the_channel_carries_its_bits(bits, noise):
    photons = links.shannon_photons_per_bit(*f64(bits, noise)) * bits
    assert np.log2(1.0 + photons / noise) == pytest.approx(bits, rel=1e-9)


def test_keying_on_and_off_takes_72_photons_a_bit_at_an_error_in_10_to_the_9():
    """Suncatcher, arXiv:2511.19468v2, has 71, with the same noise of two as its 1.39; Q from the normal distribution is 5.998."""
    quality = np.float64(norm.isf(1e-9))
    assert links.on_off_keying_photons_per_bit(quality, np.float64(2.0)) == pytest.approx(71.95, abs=0.01)
    assert links.on_off_keying_photons_per_bit(quality, np.float64(2.0)) == pytest.approx(71.0, rel=0.015)
