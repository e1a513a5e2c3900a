"""Time in shadow, against published values, a brute-force umbra, and an ephemeris that knows nothing of this package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import skyfield_data
from hypothesis import given
from hypothesis import strategies as st
from skyfield.api import load, load_file
from skyfield.positionlib import Geocentric

from orbital.physics import eclipse, orbits

KM, HOUR, YEAR_DAYS, RING = 1e3, 3600.0, 365.2422, 35_786.0
ALTITUDE = st.floats(200.0, 36_000.0).map(lambda km: np.float64(km * KM))
BETA = st.floats(-np.pi / 2, np.pi / 2).map(np.float64)
SHADOWS = [eclipse.eclipse_fraction_conical, eclipse.eclipse_fraction, eclipse.eclipse_fraction_point_sun, eclipse.eclipse_fraction_penumbral]
"""From the narrowest to the widest."""


def shadow(altitude_km, beta_degrees, fraction=eclipse.eclipse_fraction):
    """Share of the orbit in shadow and the period in minutes."""
    radius = orbits.orbital_radius(np.float64(altitude_km * KM))
    return fraction(radius, np.radians(np.float64(beta_degrees))[..., None])[..., 0], orbits.orbital_period(orbits.mean_motion(radius)) / 60.0


def year(altitude_km, local_time, fraction=eclipse.eclipse_fraction, tilt_degrees=None):
    """Share of each orbit of the year in shadow, Sun-synchronous where no inclination is given, and the period in minutes."""
    radius = orbits.orbital_radius(np.float64(altitude_km * KM))
    motion = orbits.mean_motion(radius)
    tilt = orbits.inclination(orbits.sun_synchronous_cosine(motion, radius)) if tilt_degrees is None else np.radians(np.float64(tilt_degrees))
    drift = orbits.nodal_precession_rate(tilt, motion, radius)
    return fraction(radius, orbits.beta_angle(tilt, drift, np.float64(local_time * HOUR))), orbits.orbital_period(motion) / 60.0


# --- published values ---
@pytest.mark.parametrize(
    ("altitude", "minutes", "share"),
    [
        (400, 36.11, 0.3901),
        (500, 35.75, 0.3779),
        (600, 35.49, 0.367),
        (650, 35.38, 0.362),
        (700, 35.29, 0.3572),
        (800, 35.13, 0.3483),
        (1000, 34.94, 0.3323),
        (1200, 34.84, 0.3184),
        (1400, 34.82, 0.306),
    ],
)
def test_shadow_with_the_sun_in_the_orbit_plane_is_as_tabulated(altitude, minutes, share):
    """Derived table: cylinder, R_E 6378.137 km."""
    fraction, period = shadow(altitude, 0.0)
    assert fraction == pytest.approx(share, abs=6e-5)
    assert fraction * period == pytest.approx(minutes, abs=6e-3)


@pytest.mark.parametrize(
    ("altitude", "dark", "sunlit", "tolerance"),
    [
        (700, 35.3, 63.5, 0.05),  # Wertz, Space Mission Analysis and Design, worked example
        (280, 37.0, 53.0, 0.6),  # Wikipedia, Beta angle
    ],
)
def test_shadow_and_daylight_are_as_published(altitude, dark, sunlit, tolerance):
    fraction, period = shadow(altitude, 0.0)
    assert fraction * period == pytest.approx(dark, abs=tolerance)
    assert (1.0 - fraction) * period == pytest.approx(sunlit, abs=tolerance)
    assert altitude != 280 or 1.0 - fraction == pytest.approx(0.59, abs=0.01)
    assert 1.0 - fraction == pytest.approx(sunlit / (sunlit + dark), abs=0.01)


def test_shadow_ends_at_the_beta_angle_whose_sine_is_the_earth_s_radius_over_the_orbit_s():
    """70.2 deg at 400 km: derived; another code prints 70.3."""
    betas = np.arange(60.0, 80.0, 0.01)
    dark = np.array([shadow(400, beta)[0] for beta in betas])
    assert betas[dark == 0.0].min() == pytest.approx(70.2, abs=0.1)
    assert shadow(400, 70.21)[0] > 0.0 == shadow(400, 70.23)[0]


@pytest.mark.parametrize(
    ("altitude", "worst", "evening", "morning"),
    [
        (400, 24.75, 0.93, 0.932),
        (500, 22.66, 0.944, 0.946),
        (600, 20.69, 0.955, 0.956),
        (700, 18.78, 0.964, 0.965),
        (800, 16.9, 0.972, 0.973),
        (1000, 13.04, 0.985, 0.985),
        (1200, 8.66, 0.994, 0.994),
        (1400, 0.0, 1.0, 1.0),
    ],
)
def test_dawn_dusk_orbits_have_the_tabulated_longest_shadow_and_sunlit_year(altitude, worst, evening, morning):
    """Derived table, local times 18 h and 6 h, printed to three digits; the ephemeris test below is sharper."""
    for local_time, sunlit in ((18.0, evening), (6.0, morning)):
        fraction, period = year(altitude, local_time)
        assert eclipse.longest_eclipse(fraction, period) == pytest.approx(worst, abs=0.02)
        assert 1.0 - eclipse.annual_eclipse_fraction(fraction) == pytest.approx(sunlit, abs=1e-3)


@pytest.mark.parametrize(
    ("altitude", "evening", "morning"),
    [(400, 118, 114), (500, 106, 103), (550, 100, 97), (600, 96, 93), (650, 90, 87), (700, 86, 83), (1000, 58, 55), (1200, 38, 37)],
)
def test_the_shadow_season_of_dawn_dusk_orbits_is_as_long_as_tabulated(altitude, evening, morning):
    """Derived table in whole days, so good to a day and a half."""
    for local_time, days in ((18.0, evening), (6.0, morning)):
        assert YEAR_DAYS * eclipse.eclipse_season_fraction(year(altitude, local_time)[0]) == pytest.approx(days, abs=1.5)


@pytest.mark.parametrize("local_time", [6.0, 18.0])
def test_dawn_dusk_orbits_are_free_of_shadow_from_1391_km_and_not_from_578_km(local_time):
    """Derived: |beta| least is 90 - 23.44 - (i - 90) deg. Forgetting i - 90 gives 578 km, a figure in circulation."""
    altitudes = np.arange(1380.0, 1402.0, 0.5)
    longest = np.array([eclipse.longest_eclipse(*year(altitude, local_time)) for altitude in altitudes])
    assert altitudes[longest == 0.0].min() == pytest.approx(1391.0, abs=2.0)
    assert eclipse.longest_eclipse(*year(578.0, local_time)) > 20.0


# --- independent oracles ---
@cache
def ephemeris():
    return load_file(Path(skyfield_data.__file__).parent / "data" / "de421.bsp")


def node_drift(altitude_km, tilt):
    """Radians a second, eastward, by the Earth's oblateness."""
    radius = 6378.137 + altitude_km
    return -1.5 * 1.08262668e-3 * np.sqrt(398600.4418 / radius**3) * (6378.137 / radius) ** 2 * np.cos(tilt)


def sun_synchronous(altitude_km):
    return np.arccos(1.991064e-7 / node_drift(altitude_km, 0.0))


def ephemeris_shadow(altitude_km, tilt, local_time):
    """Share of each orbit that skyfield calls dark, each half day of 2026: circular, its node at that local time of the real Earth at first.

    From then on it drifts by the oblateness among the stars, which keeps the local time of a Sun-synchronous orbit. The edges of the dark
    arc are found among 180 positions and halved down to a millionth of a turn.
    """
    scale = load.timescale(builtin=True)
    days = (np.arange(730) + 0.5) * YEAR_DAYS / 730.0
    time, start = scale.ut1_jd(2461041.5 + days), scale.ut1_jd(2461041.5)
    first = 2.0 * np.pi * (start.gmst + local_time - ((start.ut1 + 0.5) % 1.0) * 24.0) / 24.0  # of date: right ascension at that local time
    node = (first + node_drift(altitude_km, tilt) * 86_400.0 * days)[:, None]

    def lit(u):
        x = np.cos(node) * np.cos(u) - np.sin(node) * np.sin(u) * np.cos(tilt)
        y = np.sin(node) * np.cos(u) + np.cos(node) * np.sin(u) * np.cos(tilt)
        celestial = np.einsum("jid,jds->ids", time.M, np.stack([x, y, np.sin(u) * np.sin(tilt)])) * (6378.137 + altitude_km) / 149597870.7
        repeated = scale.tt_jd(np.repeat(time.tt, u.shape[1]))
        return Geocentric(celestial.reshape(3, -1), t=repeated, center=399).is_sunlit(ephemeris()).reshape(u.shape)

    u = np.tile(np.arange(180) * 2.0 * np.pi / 180, (len(days), 1))
    bright = lit(u)
    edges = []
    for before in (bright, ~bright):
        step, low = 2.0 * np.pi / 180, np.take_along_axis(u, np.argmax(before & ~np.roll(before, -1, axis=1), axis=1)[:, None], axis=1)
        for _ in range(16):
            step /= 2.0
            low = low + np.where(lit(low + step) == (before is bright), step, 0.0)
        edges.append(low[:, 0])
    return np.where(bright.all(axis=1), 0.0, ((edges[1] - edges[0]) / (2.0 * np.pi)) % 1.0)


@pytest.mark.parametrize("local_time", [6.0, 18.0, 22.5])
@pytest.mark.parametrize("altitude", [300.0, 400.0, 650.0, 800.0, 1000.0, 2000.0])
def test_the_year_in_shadow_and_its_longest_orbit_agree_with_an_ephemeris(altitude, local_time):
    """DE421 through skyfield, which asks whether the line to the Sun's center meets the Earth: all but the cylinder's question."""
    dark = ephemeris_shadow(altitude, sun_synchronous(altitude), local_time)
    for fraction, within in ((eclipse.eclipse_fraction, 0.015), (eclipse.eclipse_fraction_point_sun, 0.006)):
        share, period = year(altitude, local_time, fraction)
        assert YEAR_DAYS * eclipse.eclipse_season_fraction(share) == pytest.approx(YEAR_DAYS * np.mean(dark > 0.0), abs=0.8)
        assert eclipse.annual_eclipse_fraction(share) == pytest.approx(dark.mean(), abs=5e-5)
        assert eclipse.longest_eclipse(share, period) == pytest.approx(dark.max() * period, abs=within)


@pytest.mark.parametrize("local_time", [6.0, 18.0])
def test_an_orbit_that_grazes_the_shadow_agrees_with_an_ephemeris_to_a_tenth_of_a_minute(local_time):
    """1380 km, DE421 through skyfield: 0.01 deg of the Sun, and the slant of its rays, count where the edge is touched."""
    dark = ephemeris_shadow(1380.0, sun_synchronous(1380.0), local_time)
    for fraction, within in ((eclipse.eclipse_fraction, 0.15), (eclipse.eclipse_fraction_point_sun, 0.05)):
        share, period = year(1380.0, local_time, fraction)
        assert eclipse.annual_eclipse_fraction(share) == pytest.approx(dark.mean(), abs=1e-4)
        assert eclipse.longest_eclipse(share, period) == pytest.approx(dark.max() * period, abs=within)


@pytest.mark.parametrize(("tilt", "altitude"), [(28.5, 550.0), (53.0, 550.0), (70.0, 570.0), (97.0, 800.0)])
def test_the_shadow_of_a_drifting_orbit_agrees_with_an_ephemeris(tilt, altitude):
    """DE421 through skyfield, the node at 10.5 h on the first day of 2026 and turned by the oblateness from then on."""
    dark = ephemeris_shadow(altitude, np.radians(tilt), 10.5)
    share, period = year(altitude, 10.5, eclipse.eclipse_fraction_point_sun, tilt)
    assert eclipse.annual_eclipse_fraction(share) == pytest.approx(dark.mean(), abs=1e-4)
    assert eclipse.longest_eclipse(share, period) == pytest.approx(dark.max() * period, abs=0.01)
    assert YEAR_DAYS * eclipse.eclipse_season_fraction(share) == pytest.approx(YEAR_DAYS * np.mean(dark > 0.0), abs=0.8)


# --- the geostationary ring ---
def test_a_geostationary_satellite_is_in_shadow_for_69_minutes_at_most_in_two_seasons_of_six_weeks():
    """By hand: 1436.07 min x 2 x 8.70 deg / 360 deg = 69.4 min; the Sun is within 8.7 deg of the equator 22 days each side of an equinox."""
    share, period = year(RING, 12.0, tilt_degrees=0.0)
    assert eclipse.longest_eclipse(share, period) == pytest.approx(69.4, abs=0.1)
    season = eclipse.eclipse_season_fraction(share)
    assert YEAR_DAYS * season == pytest.approx(90.0, abs=2.0)
    assert eclipse.eclipse_cycles_per_year(season, period) * YEAR_DAYS * 1440.0 == pytest.approx(91.0, abs=2.0)
    dark = np.flatnonzero(np.diff((share > 0.0).astype(int))) / (orbits.SAMPLES / YEAR_DAYS)
    assert dark.tolist() == pytest.approx([57.0, 102.0, 243.0, 288.0], abs=2.5)  # 27 February to 13 April, 1 September to 16 October


def test_the_shadow_on_the_geostationary_ring_agrees_with_an_ephemeris():
    """DE421 through skyfield."""
    dark = ephemeris_shadow(RING, 0.0, 12.0)
    for fraction, within in ((eclipse.eclipse_fraction, 0.025), (eclipse.eclipse_fraction_point_sun, 0.002)):
        share, period = year(RING, 12.0, fraction, 0.0)
        assert eclipse.annual_eclipse_fraction(share) == pytest.approx(dark.mean(), abs=5e-6)
        assert eclipse.longest_eclipse(share, period) == pytest.approx(dark.max() * period, abs=within)
        assert YEAR_DAYS * eclipse.eclipse_season_fraction(share) == pytest.approx(YEAR_DAYS * np.mean(dark > 0.0), abs=0.6)


def test_on_the_geostationary_ring_the_cone_is_four_minutes_narrower_than_the_penumbra_and_its_season_six_days_shorter():
    longest, days = [], []
    for fraction in SHADOWS:
        share, period = year(RING, 12.0, fraction, 0.0)
        longest.append(eclipse.longest_eclipse(share, period))
        days.append(YEAR_DAYS * eclipse.eclipse_season_fraction(share))
    assert longest == pytest.approx([67.31, 69.41, 69.43, 71.56], abs=0.02)
    assert days == pytest.approx([87.8, 90.8, 90.8, 93.8], abs=0.3)


# --- edges of the shadow, position by position ---
def positions(altitude, beta):
    """Kilometers of 200,000 positions toward the Sun and from the line to it."""
    radius = 6378.137 + altitude
    u = (np.arange(200_000) + 0.5) * 2.0 * np.pi / 200_000
    toward = radius * np.cos(u) * np.cos(np.radians(beta))
    return toward, np.sqrt(radius**2 - toward**2)


@pytest.mark.parametrize("altitude", [400.0, 650.0, 1200.0, RING])
@pytest.mark.parametrize("beta", [0.0, 8.5, 30.0, 56.0, 57.0, 64.9, 69.9, 80.0])
def test_umbra_and_penumbra_agree_with_a_test_of_positions(altitude, beta):
    """Vallado, algorithm 34: behind the Earth and nearer the axis than R/cos(a) - x tan(a), or + x tan(a) in the penumbra."""
    toward, aside = positions(altitude, beta)
    for sun, sign, fraction in (
        (695_700.0 - 6378.137, 1.0, eclipse.eclipse_fraction_conical),
        (695_700.0 + 6378.137, -1.0, eclipse.eclipse_fraction_penumbral),
    ):
        angle = np.arcsin(sun / 149_597_870.7)
        dark = (toward < 0.0) & (aside < 6378.137 / np.cos(angle) + sign * toward * np.tan(angle))
        assert shadow(altitude, beta, fraction)[0] == pytest.approx(dark.mean(), abs=2e-5)


@pytest.mark.parametrize("altitude", [400.0, 650.0, 1200.0, RING])
@pytest.mark.parametrize("beta", [0.0, 8.5, 30.0, 56.0, 57.0, 64.9, 69.9, 80.0])
def test_discs_in_the_sky_overlap_where_the_cones_say(altitude, beta):
    """The Sun's disc is touched within the sum of the angular radii, hidden within their difference, its center within the Earth's."""
    toward, aside = positions(altitude, beta)
    ahead = 149_597_870.7 - toward
    distance = np.hypot(aside, ahead)
    apart = np.arccos(np.clip((-toward * ahead + aside * aside) / ((6378.137 + altitude) * distance), -1.0, 1.0))
    earth, sun = np.arcsin(6378.137 / (6378.137 + altitude)), np.arcsin(695_700.0 / distance)
    for limit, fraction in ((earth - sun, SHADOWS[0]), (earth, SHADOWS[2]), (earth + sun, SHADOWS[3])):
        assert shadow(altitude, beta, fraction)[0] == pytest.approx(np.mean(apart < limit), abs=2e-5)


@pytest.mark.parametrize("local_time", [6.0, 18.0])
def test_cylinder_and_cone_differ_by_less_than_half_a_minute_in_the_longest_shadow_of_a_dawn_dusk_orbit_at_650_km(local_time):
    longest = [eclipse.longest_eclipse(*year(650.0, local_time, fraction)) for fraction in (eclipse.eclipse_fraction, eclipse.eclipse_fraction_conical)]
    assert 0.40 < longest[0] - longest[1] < 0.45


def test_cylinder_and_cone_differ_by_minutes_where_the_orbit_grazes_the_shadow():
    betas = np.arange(0.0, 70.0, 0.001)
    cylinder, period = shadow(650.0, betas)
    excess = (cylinder - shadow(650.0, betas, eclipse.eclipse_fraction_conical)[0]) * period
    assert excess.min() == 0.0
    assert excess.max() == pytest.approx(4.36, abs=0.05)
    assert betas[np.argmax(excess)] == pytest.approx(64.9, abs=0.01)


# --- properties ---
@pytest.mark.parametrize("fraction", SHADOWS)
@given(altitude=ALTITUDE, beta=BETA)
def test_shadow_is_symmetric_in_beta_and_never_more_than_half_an_orbit(fraction, altitude, beta):
    radius = orbits.orbital_radius(altitude)
    dark = fraction(radius, np.array([beta, -beta]))
    assert dark[0] == dark[1]
    assert 0.0 <= dark[0] < 0.5


@pytest.mark.parametrize("fraction", SHADOWS)
@given(altitude=ALTITUDE)
def test_there_is_no_shadow_with_the_sun_at_right_angles_to_the_orbit(fraction, altitude):
    assert fraction(orbits.orbital_radius(altitude), np.array([np.pi / 2, -np.pi / 2])).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("fraction", SHADOWS)
@given(low=ALTITUDE, high=ALTITUDE, beta=BETA)
def test_a_higher_orbit_spends_no_larger_share_in_shadow(fraction, low, high, beta):
    low, high = sorted([low, high])
    below, above = fraction(orbits.orbital_radius(np.array([low, high])), np.array([beta]))[:, 0]
    assert above <= below + 1e-12


@given(altitude=ALTITUDE, beta=BETA)
def test_the_umbra_lies_inside_the_cylinder_inside_the_point_sun_s_shadow_inside_the_penumbra(altitude, beta):
    dark = np.array([fraction(orbits.orbital_radius(altitude), np.array([beta]))[0] for fraction in SHADOWS])
    assert np.all(np.diff(dark) >= -1e-12)


@given(altitude=st.floats(300.0, 1800.0), local_time=st.floats(0.0, 24.0))
def test_mean_season_and_longest_agree_on_what_a_year_without_shadow_is(altitude, local_time):
    dark, period = year(altitude, local_time)
    mean, season, longest = eclipse.annual_eclipse_fraction(dark), eclipse.eclipse_season_fraction(dark), eclipse.longest_eclipse(dark, period)
    assert 0.0 <= season <= 1.0
    assert (season > 0.0) == (longest > 0.0) == (mean > 0.0)
    assert season == pytest.approx(np.mean(dark > 0.0), abs=4.0 / orbits.SAMPLES)
    assert mean <= season * longest / period * (1.0 + 1e-9)


@pytest.mark.parametrize("altitude", [402.0, 600.0, 801.0, 1000.0, 1201.0, 1294.0])
def test_the_year_s_mean_and_season_are_those_of_samples_a_hundred_times_closer(altitude, monkeypatch):
    """The season's edges are found between the quarter days: 1e-4 of the year in shadow, a few minutes of the season."""
    coarse = year(altitude, 18.0)[0]
    monkeypatch.setattr(orbits, "SAMPLES", 128 * 1460)
    orbits.sun_through_year.cache_clear()
    fine = year(altitude, 18.0)[0]
    orbits.sun_through_year.cache_clear()
    assert eclipse.annual_eclipse_fraction(coarse) == pytest.approx(fine.mean(), rel=6e-5)
    assert abs(coarse.mean() / fine.mean() - 1.0) > 3e-5  # what the plain mean is off by
    assert eclipse.eclipse_season_fraction(coarse) == pytest.approx(np.mean(fine > 0.0), rel=5e-4)


def test_the_satellite_enters_the_shadow_one_time_an_orbit_in_season():
    fraction, period = year(650.0, 18.0)
    cycles = eclipse.eclipse_cycles_per_year(eclipse.eclipse_season_fraction(fraction), period)
    assert cycles * YEAR_DAYS * 1440.0 == pytest.approx(np.mean(fraction > 0) * 525_949.0 / 97.728, rel=1e-3)
    assert eclipse.eclipse_cycles_per_year(np.float64(0.0), period) == 0.0


@pytest.mark.parametrize(
    ("shares", "sunlight", "expected"),
    [
        ([0.0, 0.35], [0.967, 1.03], 1.03),  # the darkest orbit asks for most, in strong light
        ([0.0, 0.02], [0.967, 1.03], 0.967 / 0.98),  # the dimmest asks for most: 1.03413 of the load, against 1.02041 in even light
        ([0.34, 0.35], [0.97, 1.02], 0.984923),  # between the two: 1/0.65 over 1/(0.66 x 0.97)
    ],
)
def test_the_sizing_sunlight_is_that_of_the_orbit_which_asks_for_most(shares, sunlight, expected):
    """Two orbits of the year, by hand: need 1/(1 - f) in even light, over the sunlight in that of the day."""
    got = eclipse.sizing_sunlight_factor(np.array(shares), 1361.0 * np.array(sunlight), np.float64(1361.0))
    assert got == pytest.approx(expected, abs=1e-6)


def test_the_shadow_at_aphelion_is_that_of_the_day_of_least_sunlight():
    """Five days of two orbits, the fourth the dimmest."""
    flux = np.array([1400.0, 1380.0, 1340.0, 1317.0, 1350.0])
    dark = np.array([[0.1, 0.3, 0.2, 0.15, 0.0], [0.0, 0.0, 0.2, 0.0, 0.1]])
    assert eclipse.aphelion_eclipse_fraction(dark, flux).tolist() == [0.15, 0.0]
