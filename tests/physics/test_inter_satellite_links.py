"""Links between satellites against published budgets, and what bounds their rate."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

import orbital as orb
from orbital.physics import inter_satellite_links as links
from orbital.physics import optical_links
from orbital.physics.links import decibels

GBIT, KM, MICROWATT = 1e9, 1e3, 1e-6
SUNCATCHER = {
    "orbital.terminal_aperture": "10 cm",
    "orbital.terminal_optical_power": "5 W",
    "orbital.terminal_gain": "105.1 dB",
    "orbital.terminal_transmission": "-3 dB",
    "orbital.terminal_pointing_error": "0 urad",
    "orbital.optical_link_margin": 1.0,
    "orbital.terminal_channels": 24,
}
"""As in arXiv:2511.19468v2, section on the link budget; the margin is not among its numbers."""


FAR = (("orbital.neighbor_distance", "1000 km"),)


def f64(*values):
    return [np.float64(value) for value in values]


@cache
def scenario_of(changes):
    return orb.scenario("ai1-vs-colossus-1").replace(dict(changes))


def of(changes, *names):
    return scenario_of(tuple(changes.items())).side("orbital").run(names)


def reach(changes, rate):
    """Distance at which the rate of a scenario's link falls to a rate, by root finding through the whole Model."""
    side = scenario_of(tuple(changes.items()))

    def excess(kilometers):
        return float(side.with_arrays({"orbital.neighbor_distance": np.float64(kilometers * KM)}).orbital.run(("inter_satellite_rate",))[0]) - rate

    return brentq(excess, 0.01, 5e5)


# --- published budgets ---
def test_suncatcher_receives_1_6_microwatts_at_5000_km():
    got = of({**SUNCATCHER, "orbital.neighbor_distance": "5000 km"}, "received_optical_power")[0]
    assert got / MICROWATT == pytest.approx(1.60, rel=0.005)


def test_suncatchers_channel_needs_minus_20_dbm():
    required = of(SUNCATCHER, "channel_required_power")[0]
    assert decibels(required / 1e-3) == pytest.approx(-20.0, abs=0.01)
    assert of({**SUNCATCHER, "orbital.optical_link_margin": "3 dB"}, "channel_required_power")[0] / required == pytest.approx(10.0**0.3)


@pytest.mark.parametrize(("spacing", "rate"), [("100 GHz", 9600.0), ("75 GHz", 12_800.0)])
def test_suncatcher_carries_9_6_or_12_8_tbit_a_second_by_its_channels(spacing, rate):
    changes = {**SUNCATCHER, "orbital.neighbor_distance": "200 m", "orbital.optical_channel_spacing": spacing, "orbital.terminal_channels": 100}
    assert of(changes, "inter_satellite_rate")[0] / GBIT == pytest.approx(rate, rel=1e-12)


def test_24_channels_reach_408_km_and_289_with_3_db_to_spare():
    """By hand: 5,000 km x sqrt(1.597 / 240); published: up to about 300 km."""
    full = 24.0 * 400.0 * GBIT * (1.0 - 1e-9)
    assert reach(SUNCATCHER, full) / 1.0 == pytest.approx(408.0, abs=1.0)
    with_margin = reach({**SUNCATCHER, "orbital.optical_link_margin": "3 dB"}, full)
    assert with_margin == pytest.approx(408.0 / 10.0**0.15, abs=1.0)
    assert with_margin == pytest.approx(300.0, rel=0.05)


def test_suncatchers_design_computes_what_it_states_and_what_its_links_take():
    """24 transceivers in each of 8 terminals: 8 x (50 + 480 + 30) W, of a bus overhead of a tenth of 15.5 kW."""
    result = orb.evaluate(scenario_of((("orbital.design", "suncatcher-reference"),)))
    row = next(row for row in result.closure() if row.quantity == "orbital.inter_satellite_rate")
    assert (row.stated, row.computed, row.used) == (9.6e12, pytest.approx(9.6e12, rel=1e-12), "computed")
    assert float(result.orbital.value("inter_satellite_link_power")) == pytest.approx(4480.0)
    assert [line for line in result.flags if "more than pumps leave of the bus overhead" in line]
    assert not [line for line in result.flags if "for communication is less than" in line]


def test_ai1_claims_a_terabit_and_computes_0_8():
    """Two transceivers of 400 Gb/s, with light for hundreds where neighbors of 893 in a plane stand 49 km apart."""
    result = orb.evaluate(orb.scenario("ai1-vs-colossus-1"))
    row = next(row for row in result.closure() if row.quantity == "orbital.inter_satellite_rate")
    assert (row.stated, row.used) == (1e12, "computed")
    assert row.computed / GBIT == pytest.approx(800.0)
    claimed = orb.evaluate(orb.scenario("ai1-claimed-vs-colossus-1"))
    row = next(row for row in claimed.closure() if row.quantity == "orbital.inter_satellite_rate")
    assert (float(claimed.orbital.value("inter_satellite_rate")), row.used) == (1e12, "stated")
    assert row.computed / GBIT == pytest.approx(800.0)


def test_over_1000_km_the_light_of_5_watts_carries_796_gbit_a_second():
    """By hand: A = 0.8 pi 0.05^2 = 6.283e-3 m2, F = (A / (1.55e-6 x 1e6))^2 = 1.643e-5, jitter (1/1.01643)^2 = 0.9679: 5 x 0.5 x 0.9679 x 1.643e-5 = 39.76 uW;
    a bit takes 195 x 1.28158e-19 J x 2 = 49.98 aJ.
    """
    light, channels, rate = of({"orbital.neighbor_distance": "1000 km"}, "received_optical_power", "powered_channels", "inter_satellite_rate")
    assert light / MICROWATT == pytest.approx(39.76, abs=0.02)
    assert rate / GBIT == pytest.approx(39.76e-6 / 49.98e-18 / GBIT, rel=1e-3)
    assert rate == channels * 400.0 * GBIT


def test_neighbors_are_as_far_apart_as_their_plane_says():
    """By hand: 7,144 satellites in 8 planes at 600 km: 2 pi 6,971 km / 893 = 49.05 km; in one, an eighth."""
    many, one = (of({"orbital.plane_count": planes}, "neighbor_distance")[0] for planes in (8, 1))
    assert many / KM == pytest.approx(2.0 * np.pi * 6971.0 / (7144.49 / 8.0), rel=1e-4)
    assert many / one == pytest.approx(8.0, rel=1e-4)


def test_starlink_class_links_carry_100_to_200_gbit_a_second_over_thousands_of_kilometers():
    """As flown, 100 to 200 Gb/s: what the light allows is of that order at 2,000 to 4,000 km; the transceiver leaves 100."""
    starlink = {"orbital.design": "starlink-v2-mini"}
    assert of(starlink, "inter_satellite_rate")[0] == 100.0 * GBIT
    for distance in ("2000 km", "3000 km", "4000 km"):
        channels, rate = of({**starlink, "orbital.neighbor_distance": distance}, "powered_channels", "optical_channel_rate")
        assert 40.0 * GBIT < channels * rate < 220.0 * GBIT


@pytest.mark.parametrize(("power", "aperture", "kilometers", "photons", "flown"), [(0.5, 0.108, 40_000.0, 71.0, 1.244), (1.0, 0.135, 4_900.0, 71.0, 5.6)])
def test_terminals_that_flew_had_light_for_the_rate_they_carried(power, aperture, kilometers, photons, flown):
    """LCRD (0.5 W, 10.8 cm, from geostationary orbit, 1.244 Gb/s, to a larger telescope) and TerraSAR-X to NFIRE (about 1 W, 12.5 to 13.5 cm, 4,900 km,
    5.6 Gb/s); figures from memory. Orders of magnitude: between the rate flown over 30 and 30 times it.
    """
    gain = optical_links.aperture_gain(*f64(aperture, 1.55e-6, 0.5))
    got = optical_links.received_power(np.float64(power), gain, gain, np.float64(kilometers * KM), *f64(1.55e-6, 0.25))
    rate = got / (photons * optical_links.photon_energy(np.float64(1.55e-6)))
    assert flown / 30.0 < rate / GBIT < flown * 30.0


# --- what bounds the rate ---
@given(
    powered=st.floats(0.0, 1e4).map(np.float64),
    band=st.floats(0.0, 1e4).map(np.float64),
    fitted=st.floats(0.0, 1e4).map(np.float64),
)
def test_the_rate_is_that_of_the_fewest_channels(powered, band, fitted):
    rate = links.inter_satellite_rate(powered, band, fitted, np.float64(400.0))
    assert rate == 400.0 * min(powered, band, fitted)


def test_a_channel_of_half_the_rate_takes_half_the_light():
    side = scenario_of(FAR).with_arrays({"orbital.optical_channel_rate": np.array([200.0, 400.0]) * GBIT}).orbital
    required, channels = side.run(("channel_required_power", "powered_channels"))
    assert required[1] == pytest.approx(2.0 * required[0])
    assert channels * np.array([200.0, 400.0]) == pytest.approx(channels[0] * 200.0)


def test_far_away_the_rate_falls_with_the_square_of_distance_and_nearby_not_at_all():
    distances = np.array([100.0, 200.0, 4e6, 8e6])
    rate = scenario_of(FAR).with_arrays({"orbital.neighbor_distance": distances}).orbital.run(("inter_satellite_rate",))[0]
    assert rate[0] == rate[1] == 800.0 * GBIT
    assert rate[2] / rate[3] == pytest.approx(4.0, rel=1e-4)


@given(
    aperture=st.floats(0.02, 1.0),
    power=st.floats(0.01, 100.0),
    jitter=st.floats(0.0, 20e-6),
    photons=st.floats(2.0, 1000.0),
    better=st.floats(1.01, 5.0),
)
def test_more_light_a_steadier_beam_and_a_better_receiver_never_carry_less(aperture, power, jitter, photons, better):
    base = {"terminal_optical_power": power, "terminal_pointing_error": jitter, "receiver_photons_per_bit": photons, "optical_link_margin": 2.0}
    base = {**base, "terminal_aperture": aperture, "terminal_transmission": 0.1}
    finer = {"terminal_optical_power": better, "terminal_pointing_error": 1 / better, "receiver_photons_per_bit": 1 / better, "optical_link_margin": 1 / better}
    rows = [base] + [{**base, name: base[name] * factor} for name, factor in {**finer, "terminal_transmission": better}.items()]
    arrays = {f"orbital.{name}": np.array([row[name] for row in rows]) for name in base}
    rate = scenario_of(FAR).with_arrays(arrays).orbital.run(("powered_channels",))[0]
    assert np.all(rate[1:] >= rate[0])
    assert rate[3] == pytest.approx(rate[0] * better)


def test_jitter_counts_at_both_ends():
    gain = np.float64(10.0**10.51)
    one = optical_links.pointing_transmission(gain, np.float64(3e-6))
    assert links.terminal_pointing_transmission(gain, np.float64(3e-6)) == pytest.approx(one * one, rel=1e-14)


# --- what it strains ---
CLOSE = {"orbital.neighbor_distance": "200 m", "orbital.terminal_channels": 1000}


def test_beams_side_by_side_lift_the_band_and_are_flagged_as_not_flown():
    one, many = of(CLOSE, "inter_satellite_rate")[0], of({**CLOSE, "orbital.spatial_channels": 16}, "inter_satellite_rate")[0]
    assert (one / GBIT, many / GBIT) == (pytest.approx(9600.0), pytest.approx(16 * 9600.0))
    flags = orb.evaluate(scenario_of((*CLOSE.items(), ("orbital.spatial_channels", 16)))).flags
    assert [line for line in flags if "16 beams side by side in one terminal have not been flown" in line]
    assert not [line for line in orb.evaluate(scenario_of(tuple(CLOSE.items()))).flags if "beams" in line]


def test_as_many_beams_as_diffraction_keeps_apart_can_be_chosen_and_no_more_given():
    chosen = {**CLOSE, "orbital.formulas.spatial_channels": "spatial_channels_diffraction_limited"}
    beams, margin = of(chosen, "spatial_channels", "spatial_channels_margin")
    assert beams == pytest.approx(641.9, abs=0.1)
    assert margin == pytest.approx(1e-6, rel=1e-3)
    assert of({**chosen, "orbital.neighbor_distance": "1000 km"}, "spatial_channels")[0] == 1.0
    reasons = orb.evaluate(scenario_of((*CLOSE.items(), ("orbital.spatial_channels", 700)))).reasons
    assert [line for line in reasons if "700 beams between apertures of 0.1 m: at 0.2 km they cannot be kept apart" in line]


def test_a_receiver_below_shannons_limit_is_flagged():
    """By hand: 400 Gb/s in 100 GHz and two polarizations, 2 bits a mode: 1.5 photons."""
    assert not [line for line in orb.evaluate(scenario_of((("orbital.receiver_photons_per_bit", "1.51 1/bit"),))).flags if "photons a bit" in line]
    assert [line for line in orb.evaluate(scenario_of((("orbital.receiver_photons_per_bit", "1.49 1/bit"),))).flags if "photons a bit are fewer" in line]


def test_beside_a_stated_rate_the_budget_may_not_be_set():
    with pytest.raises(
        orb.InputError, match=r"receiver_photons_per_bit would change nothing: it is cut off from every cost by the given orbital\.inter_satellite"
    ):
        scenario_of((("orbital.inter_satellite_rate", "1000 Gbit/s"), ("orbital.receiver_photons_per_bit", "0.1 1/bit")))


# --- formations ---
def test_81_satellites_within_a_kilometer_are_197_m_apart():
    """Suncatcher, arXiv:2511.19468v2: 81 satellites, R = 1 km, 100 to 200 m; a lattice is counted point by point."""
    assert links.formation_satellites(*f64(1000.0, 196.96)) == pytest.approx(81.0, rel=1e-3)
    x, y = np.meshgrid(np.arange(-40, 41), np.arange(-40, 41))
    for radius in (20.0, 33.3):
        counted = np.sum(np.hypot(x, y) <= radius)
        assert links.formation_satellites(*f64(radius, 1.0)) == pytest.approx(counted, rel=0.01)
