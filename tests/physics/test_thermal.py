"""Radiative heat rejection, against published values, ray tracing, a boundary-value problem and conservation of energy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_bvp

from orbital.physics import thermal, view_factors
from orbital.physics.view_factors import edge_on_view_factor, plate_view_factor

KM, SIGMA, EARTH = 1e3, 5.670374419e-8, 6371.0
ZERO, ONE = np.float64(0.0), np.float64(1.0)
ALTITUDE = st.floats(200.0, 3000.0).map(lambda km: np.float64(km * KM))
SHARE = st.floats(0.05, 1.0).map(np.float64)
TEMPERATURE = st.floats(250.0, 450.0).map(np.float64)
FLUX = st.floats(0.0, 400.0).map(np.float64)


def nadir_view_factor(altitude):
    """Mean of the face to nadir and the face to space."""
    distance = 1.0 + altitude / (EARTH * KM)
    return 0.5 * (plate_view_factor(distance, ONE) + plate_view_factor(distance, -ONE))


def albedo_view_factor(altitude, beta):
    """Of a plate with its normal along the velocity."""
    return view_factors.geometry(altitude, beta, view_factors.along_velocity).radiator_albedo_view_factor


def absorbed(altitude_km, infrared, emissivity=0.9, view=edge_on_view_factor):
    """Earth's infrared alone: no albedo, no Sun, no array."""
    return thermal.radiator_absorbed_flux(
        np.float64(emissivity), np.float64(0.15), np.float64(infrared), view(np.float64(altitude_km * KM)), ZERO, np.float64(1361.0), ZERO, ZERO, ZERO, ONE, ONE
    )


# --- view factors ---
@pytest.mark.parametrize(
    ("altitude", "nadir", "edge_on", "tolerance"),
    [
        (EARTH * 1.5, 0.16, None, 1e-10),  # Howell B-39: distance 5, radius 2
        (550.0, 0.84738, 0.25777, 1e-5),  # derived; McCalip 2025 prints 0.847 for nadir and next to nothing edge-on
    ],
)
def test_view_factors_are_as_published(altitude, nadir, edge_on, tolerance):
    """One face to nadir and one to space is half of nadir's; edge-on both faces see the same."""
    height = np.float64(altitude * KM)
    assert 2.0 * nadir_view_factor(height) == pytest.approx(nadir, abs=tolerance)
    if edge_on:
        assert edge_on_view_factor(height) == pytest.approx(edge_on, abs=tolerance)


def rays(altitude_km, around=600, down=600):
    """Directions toward the Earth's disc from a satellite on the z axis (3, n), and the solid angle each stands for."""
    distance = 1.0 + altitude_km / EARTH
    cap = 1.0 - np.sqrt(1.0 - 1.0 / distance**2)
    cosine = np.repeat(1.0 - cap * (np.arange(down) + 0.5) / down, around)
    angle = np.tile((np.arange(around) + 0.5) * 2.0 * np.pi / around, down)
    sine = np.sqrt(1.0 - cosine**2)
    return distance, np.stack([sine * np.cos(angle), sine * np.sin(angle), -cosine]), 2.0 * np.pi * cap / (around * down)


def traced_albedo(altitude_km, beta, orbit_angle, normal, **grid):
    """Reflected sunlight on a face of a Lambert Earth over albedo times flux: rays followed to the ground, x along the velocity."""
    distance, direction, solid_angle = rays(altitude_km, **grid)
    along = -distance * direction[2]
    ground = (along - np.sqrt(along**2 - distance**2 + 1.0)) * direction + np.array([[0.0], [0.0], [distance]])
    sun = np.array([-np.cos(beta) * np.sin(orbit_angle), np.sin(beta), np.cos(beta) * np.cos(orbit_angle)])
    return np.sum(np.maximum(sun @ ground, 0.0) * np.maximum(np.asarray(normal) @ direction, 0.0)) * solid_angle / np.pi


@pytest.mark.parametrize("altitude", [300.0, 550.0, 650.0, 1391.0, 2000.0])
def test_view_factors_agree_with_rays_cast_at_the_earth_s_disc(altitude):
    _, direction, solid_angle = rays(altitude)
    height = np.float64(altitude * KM)
    for ahead, down, got in ((1.0, 0.0, edge_on_view_factor(height)), (0.0, -1.0, nadir_view_factor(height))):
        faces = [np.sum(np.maximum(sign * np.array([ahead, 0.0, down]) @ direction, 0.0)) * solid_angle / np.pi for sign in (1.0, -1.0)]
        assert got == pytest.approx(np.mean(faces), rel=1e-4)


@pytest.mark.parametrize("altitude", [300.0, 550.0, 1200.0])
def test_view_factors_agree_with_random_rays_from_the_plate(altitude):
    """Cosine-weighted rays from one face; those that meet the sphere are the view factor, to three standard errors."""
    random = np.random.default_rng(20261)
    n = 1_000_000
    out, turn = np.sqrt(random.random(n)), 2.0 * np.pi * random.random(n)
    inside, side = np.sqrt(1.0 - out**2), out * np.cos(turn)
    horizon = np.sqrt(1.0 - 1.0 / (1.0 + altitude / EARTH) ** 2)
    for toward, got in ((side, edge_on_view_factor), (inside, lambda h: 2.0 * nadir_view_factor(h))):
        assert got(np.float64(altitude * KM)) == pytest.approx(np.mean(toward > horizon), abs=3.0 * 0.5 / np.sqrt(n))


def test_the_ray_tracer_gives_the_known_albedo_on_a_nadir_plate():
    """Derived: albedo 0.298, 1361 W/m2, 650 km, sub-solar point: 331.1 W/m2, the usual approximation 334.0."""
    assert 0.298 * 1361.0 * traced_albedo(650.0, 0.0, 0.0, [0.0, 0.0, -1.0]) == pytest.approx(331.1, rel=1e-3)


@pytest.mark.parametrize(("altitude", "beta"), [(400.0, 59.5), (550.0, 0.0), (650.0, 58.6), (650.0, 20.0), (1000.0, 75.0), (1391.0, 90.0)])
def test_reflected_sunlight_agrees_with_traced_rays_to_the_stated_tenth_of_a_percent(altitude, beta):
    """Both faces, the largest of the orbit's points."""
    angle = np.radians(beta)
    faces = [[1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]]
    scanned = [sum(traced_albedo(altitude, angle, u, face, around=120, down=120) for face in faces) for u in np.linspace(-np.pi, np.pi, 33)]
    worst = np.linspace(-np.pi, np.pi, 33)[np.argmax(scanned)]
    traced = np.mean([traced_albedo(altitude, angle, worst, face, around=900, down=900) for face in faces])
    assert albedo_view_factor(np.float64(altitude * KM), np.float64(angle)) == pytest.approx(traced, rel=1e-3)


@given(altitude=ALTITUDE, beta=st.floats(-np.pi / 2, np.pi / 2).map(np.float64))
def test_reflected_sunlight_is_symmetric_in_beta_positive_and_below_the_view_factor(altitude, beta):
    """Positive even at the terminator, where the usual approximation returns nothing."""
    got = albedo_view_factor(altitude, beta)
    assert got == pytest.approx(albedo_view_factor(altitude, -beta), rel=1e-12)
    assert 0.0 < got < 1.005 * edge_on_view_factor(altitude)


@given(altitude=ALTITUDE, low=st.floats(0.0, np.pi / 2), high=st.floats(0.0, np.pi / 2))
def test_reflected_sunlight_is_least_where_the_sun_is_highest_above_the_orbit(altitude, low, high):
    low, high = sorted([low, high])
    near, far = albedo_view_factor(np.full(2, altitude), np.array([low, high]))
    assert far <= near * (1.0 + 1e-12)


@given(low=ALTITUDE, high=ALTITUDE)
def test_the_earth_shrinks_with_altitude(low, high):
    low, high = sorted([low, high])
    for factor in (edge_on_view_factor, nadir_view_factor):
        assert 0.0 < factor(high) <= factor(low) < 0.5
    assert edge_on_view_factor(low) < nadir_view_factor(low)


# --- fluxes ---
@pytest.mark.parametrize(("celsius", "flux"), [(60, 628.7), (70, 707.6), (80, 793.8), (85, 839.7), (100, 989.4), (127, 1308.4)])
def test_emission_of_one_side_to_deep_space_is_as_published(celsius, flux):
    """research-viewer.pages.dev prints the rounded values: emissivity 0.9, sink 3 K."""
    both = thermal.net_radiator_flux_fixed_sink(ONE, np.float64(0.9), np.float64(celsius + 273.15), np.float64(3.0))
    assert both / 2.0 == pytest.approx(flux, abs=0.1)


def test_two_sides_at_20_celsius_emit_what_starcloud_says():
    """Emissivity 0.92 inferred, sigma 5.67e-8: 770.48 W/m2."""
    emitted = thermal.net_radiator_flux(ONE, np.float64(0.92), np.float64(293.15), ZERO)
    assert emitted * 5.67e-8 / SIGMA == pytest.approx(770.48, abs=0.01)


@pytest.mark.parametrize(("infrared", "kelvin"), [(200, 170.67), (238, 178.26), (270, 183.97)])
@pytest.mark.parametrize("emissivity", [0.5, 0.9])
def test_sink_temperature_of_an_edge_on_plate_at_650_km_is_as_derived_whatever_its_emissivity(infrared, kelvin, emissivity):
    sink = thermal.radiator_sink_temperature(absorbed(650.0, infrared, emissivity), np.float64(emissivity))
    assert sink == pytest.approx(kelvin, abs=0.05)


@pytest.mark.parametrize(("kelvin", "flux"), [(300.0, 723.7), (333.15, 1154.3), (360.0, 1611.3)])
def test_net_flux_of_an_edge_on_plate_at_650_km_is_as_derived(kelvin, flux):
    """Emissivity 0.9 on both sides, Earth infrared 238 W/m2, fin efficiency 1."""
    assert thermal.net_radiator_flux(ONE, np.float64(0.9), np.float64(kelvin), absorbed(650.0, 238.0)) == pytest.approx(flux, abs=0.2)


def test_net_flux_of_a_plate_facing_nadir_is_its_two_sides():
    """Derived, 300 K, 650 km: 237.0 W/m2 below and 413.4 above."""
    nadir = absorbed(650.0, 238.0, view=nadir_view_factor)
    assert thermal.net_radiator_flux(ONE, np.float64(0.9), np.float64(300.0), nadir) == pytest.approx(237.0 + 413.4, abs=0.3)


@pytest.mark.parametrize(
    ("watts", "flux", "area"),
    [(1.25e6, 500.0, 2500.0), (70e3, 165.9, 422.0)],
    ids=["Turyshev, arXiv:2604.27197", "ISS EATCS, NASA facts"],
)
def test_radiator_area_is_heat_over_flux(watts, flux, area):
    assert thermal.radiator_area(np.float64(watts), np.float64(flux), ZERO) == pytest.approx(area, rel=0.0005)
    assert thermal.radiator_area(np.float64(watts), np.float64(flux), np.float64(0.2)) == pytest.approx(1.25 * area, rel=0.0005)


# --- loops and heat pipes ---


def test_a_panel_weighs_its_fin_tubes_coolant_and_valves():
    """0.8 mm of aluminum, tubes of 5 mm bore and 4 mm wall every 120 mm, 1,030 kg/m3 in them, 5 kg of valves on 4 m2, 1 kg/m2 of the rest, by hand."""
    by_hand = 2.16 + (2700.0 * (0.013**2 - 0.005**2) + 1030.0 * 0.005**2) * np.pi / 4.0 / 0.120 + 1.25 + 1.0
    outer = thermal.tube_outer_diameter(np.float64(0.005), np.float64(0.004))
    assert outer == pytest.approx(0.013)
    got = thermal.listed_radiator_areal_mass(*(np.float64(x) for x in (0.8e-3, 0.060, 0.005, 0.013, 1030.0, 5.0, 4.0, 1.0)))
    assert got == pytest.approx(by_hand, rel=1e-12) == pytest.approx(7.123, rel=1e-3)


# --- coatings ---
def test_a_coating_darkens_from_its_new_value_toward_its_last():
    """White silicate paint 0.12, 0.033 more in the end with 2 years' time constant: 0.15 after five years."""
    life = np.array([0.0, 2.0, 5.0, 100.0]) * 31_557_600.0
    got = thermal.radiator_absorptance(np.float64(0.12), np.float64(0.033), np.float64(2.0 * 31_557_600.0), life)
    assert got == pytest.approx([0.12, 0.12 + 0.033 * (1.0 - np.exp(-1.0)), 0.1503, 0.153], abs=1e-4)


def test_a_5_kg_m2_radiator_follows_in_307_seconds():
    """Derived: 900 J/kg/K, emissivities 0.9 and 0.9, 330 K."""
    assert thermal.radiator_time_constant(np.float64(330.0), np.float64(0.9), np.float64(4500.0)) == pytest.approx(307.0, rel=0.01)


@pytest.mark.parametrize(
    ("changed", "added"),
    [
        ({"radiator_earth_view_factor": 0.25}, 2 * 0.8 * 0.25 * 238.0),
        ({"radiator_albedo_flux": 50.0}, 2 * 0.2 * 50.0),
        ({"radiator_sun_factor": 0.3}, 2 * 0.2 * 1361.0 * 0.3),
        ({"radiator_sun_pointing_error": np.pi / 6}, 0.2 * 1361.0 / 2),
        ({"radiator_array_view_factor": 0.05}, 2 * 0.8 * 0.05 * 0.85 * SIGMA * 350.0**4),
    ],
    ids=["Earth", "albedo", "Sun", "pointing error", "array"],
)
def test_each_source_of_heat_adds_its_own_share_with_the_right_absorptance(changed, added):
    """Infrared with the emissivity 0.8 on both faces, sunlight with the absorptance 0.2, the Sun on one face only."""
    still = dict.fromkeys(
        ["radiator_earth_view_factor", "radiator_albedo_flux", "radiator_sun_factor", "radiator_sun_pointing_error", "radiator_array_view_factor"], 0.0
    )
    rest = {"radiator_emissivity": 0.8, "radiator_absorptance": 0.2, "earth_infrared_flux": 238.0, "peak_solar_flux": 1361.0}
    panel = {"array_emissivity": 0.85, "hottest_array_temperature": 350.0}
    values = {name: np.float64(value) for name, value in {**still, **rest, **panel, **changed}.items()}
    assert thermal.radiator_absorbed_flux(**values) == pytest.approx(added, rel=1e-12)


# --- fins ---
def fin(zeta, sink=0.0):
    """Share of root emission net of the sink, and tip temperature, of theta'' = zeta (theta^4 - sink^4), theta(0) = 1, theta'(1) = 0."""
    x = np.linspace(0.0, 1.0, 41)
    solved = solve_bvp(
        lambda _, y: np.stack([y[1], zeta * (y[0] ** 4 - sink**4)]),
        lambda a, b: np.array([a[0] - 1.0, b[1]]),
        x,
        np.stack([1.0 - 0.2 * x, -0.2 * (1.0 - x)]),
        tol=1e-9,
    )
    assert solved.success
    return -solved.y[1, 0] / zeta, solved.y[0, -1]


def efficiency(zeta, formula=thermal.fin_efficiency):
    """The efficiency of a real fin with this zeta: the thickness follows."""
    kelvin, emissivity, half, conductivity = (np.float64(x) for x in (333.15, 0.9, 0.06, 167.0))
    thickness = 2.0 * emissivity * SIGMA * kelvin**3 * half**2 / (conductivity * zeta)
    return formula(thermal.fin_parameter(kelvin, emissivity, half, thickness, conductivity))


@pytest.mark.parametrize("zeta", [1e-3, 0.01, 0.05, 0.1, 0.3, 0.5, 1.0, 2.0, 3.0])
def test_fin_efficiency_is_within_the_stated_0_02_percent_of_the_boundary_value_problem(zeta):
    assert efficiency(zeta) == pytest.approx(fin(zeta)[0], rel=2.1e-4)


@pytest.mark.parametrize(("zeta", "share", "tip", "stated"), [(0.1, 0.8900, 0.9568, 0.006), (0.5, 0.6634, 0.8523, 0.055), (1.0, 0.5340, 0.7791, 0.105)])
def test_linearized_fin_is_low_by_no_more_than_stated_against_the_boundary_value_problem(zeta, share, tip, stated):
    """Derived: half a percent at zeta 0.1, 5 at 0.5, 10 at 1; and the first integral theta'(0)^2 = 2/5 zeta (1 - tip^5)."""
    exact, end = fin(zeta)
    assert (exact, end) == pytest.approx((share, tip), abs=5e-4)
    assert exact * zeta == pytest.approx(np.sqrt(0.4 * zeta * (1.0 - end**5)), rel=1e-6)
    assert 0.7 * stated < 1.0 - efficiency(zeta, thermal.fin_efficiency_linear) / exact < stated


def test_a_short_fin_loses_four_thirds_of_zeta():
    """Derived: 0.9998667 at zeta 1e-4."""
    assert efficiency(1e-4) == pytest.approx(0.9998667, abs=1e-6)
    assert fin(1e-4)[0] == pytest.approx(0.9998667, abs=1e-6)


def test_net_flux_of_a_panel_is_within_two_percent_of_a_fin_that_also_feels_the_sink():
    """650 km, root 333.15 K, 60 mm half pitch, 0.8 mm aluminum: emission and uptake of the real temperature profile."""
    root, taken = 333.15, absorbed(650.0, 238.0)
    zeta = 2.0 * 0.9 * SIGMA * root**3 * 0.06**2 / (167.0 * 0.8e-3)
    sink = thermal.radiator_sink_temperature(taken, np.float64(0.9)) / root
    exact = fin(zeta, sink)[0] * 2.0 * 0.9 * SIGMA * root**4
    got = thermal.net_radiator_flux(efficiency(zeta), np.float64(0.9), np.float64(root), taken)
    assert 0.98 * exact < got < exact


@given(short=st.floats(1e-4, 5.0), long=st.floats(1e-4, 5.0))
def test_fin_efficiency_falls_with_length_from_one(short, long):
    short, long = sorted([short, long])
    assert 0.0 < efficiency(long) <= efficiency(short) < 1.0


# --- conservation and inverses ---
@given(heat=st.floats(1e2, 1e6), kelvin=TEMPERATURE, emissivity=SHARE, fins=SHARE, taken=FLUX, lost=st.floats(0.0, 0.5))
def test_the_radiator_emits_what_it_rejects_and_what_it_takes_up(heat, kelvin, emissivity, fins, taken, lost):
    heat, lost = np.float64(heat), np.float64(lost)
    flux = thermal.net_radiator_flux(fins, emissivity, kelvin, taken)
    if flux > 1.0:
        area = thermal.radiator_area(heat, flux, lost)
        left = area * (1.0 - lost)
        root = thermal.radiator_temperature_from_area_and_fins(heat, area, lost, taken, emissivity, fins)
        assert left * 2.0 * fins * emissivity * SIGMA * root**4 == pytest.approx(heat + left * taken, rel=1e-9)
        assert root == pytest.approx(kelvin, rel=1e-9)


@given(kelvin=TEMPERATURE, hotter=st.floats(0.8, 1.3), thickness=st.floats(0.4e-3, 4e-3), taken=FLUX, given_share=st.floats(0.8, 1.1))
def test_the_required_temperature_is_the_root_of_the_net_flux_with_its_fins_at_that_temperature(kelvin, hotter, thickness, taken, given_share):
    """Forward from a root temperature: its own fins' efficiency, its flux, the area; and back. A given efficiency is scaled alike."""
    fins = [np.float64(x) for x in (0.9, 0.06, thickness, 167.0)]
    root = kelvin * hotter
    allowed, there = (thermal.fin_parameter(t, *fins) for t in (kelvin, root))
    if max(allowed, there) < 3.0:
        flux = thermal.net_radiator_flux(given_share * thermal.fin_efficiency(there), fins[0], root, taken)
        if flux > 1.0:
            area = thermal.radiator_area(np.float64(1e5), flux, np.float64(0.1))
            given = np.float64(given_share) * thermal.fin_efficiency(allowed)
            back = thermal.required_radiator_temperature(np.float64(1e5), area, np.float64(0.1), taken, fins[0], kelvin, allowed, given)
            assert back == pytest.approx(root, rel=4e-5)
            if given_share == 1.0:
                assert thermal.radiator_temperature_from_area(np.float64(1e5), area, np.float64(0.1), taken, *fins) == pytest.approx(root, rel=4e-5)


def test_110_m2_for_139_kw_need_355_7_k_and_1400_w_m2_need_364_9():
    """By hand (docs/ai1-by-hand.md): fins of 60 mm and 0.8 mm aluminum solved at their own root, 158 W/m2 absorbed."""
    fins = [np.float64(x) for x in (0.9, 0.06, 0.8e-3, 167.0)]
    for heat, area, kelvin in ((138.9e3, 110.0, 355.7), (1400.0 * 110.0, 110.0, 364.9)):
        assert thermal.radiator_temperature_from_area(np.float64(heat), np.float64(area), ZERO, np.float64(158.0), *fins) == pytest.approx(kelvin, abs=0.15)


def test_fins_beyond_the_solution_are_refused():
    assert thermal.fin_margin(np.array([2.9, 3.1])) == pytest.approx([0.1, -0.1], rel=1e-12)


def test_the_rise_over_a_perfect_fin_inverts_the_fin_s_efficiency_within_3e_5():
    """T/T_0 = eta(zeta)^(-1/4); the parameter at the perfect fin's temperature is zeta (T_0/T)^3."""
    zeta = np.linspace(0.0, 3.0, 61)
    rise = thermal.fin_efficiency(zeta) ** -0.25
    assert thermal.over_perfect_fin(zeta / rise**3) == pytest.approx(rise, rel=3e-5)


def test_half_as_good_a_fin_rejects_half_as_much_to_a_stated_sink():
    """By hand: 2 x 0.5 x 0.9 sigma (300^4 - 200^4) = 331.7 W/m2."""
    half = thermal.net_radiator_flux_fixed_sink(*(np.float64(x) for x in (0.5, 0.9, 300.0, 200.0)))
    assert half == pytest.approx(331.7, abs=0.1)


@given(emissivity=SHARE, taken=st.floats(1.0, 400.0).map(np.float64), kelvin=TEMPERATURE)
def test_a_perfect_fin_at_its_sink_rejects_nothing_and_both_forms_of_the_net_flux_agree(emissivity, taken, kelvin):
    sink = thermal.radiator_sink_temperature(taken, emissivity)
    assert thermal.net_radiator_flux(ONE, emissivity, sink, taken) == pytest.approx(0.0, abs=1e-9 * taken)
    against_sink = thermal.net_radiator_flux_fixed_sink(ONE, emissivity, kelvin, sink)
    assert thermal.net_radiator_flux(ONE, emissivity, kelvin, taken) == pytest.approx(against_sink, rel=1e-9, abs=1e-9 * taken)


@given(cold=TEMPERATURE, warmer=st.floats(0.01, 50.0), emissivity=st.floats(0.5, 1.0).map(np.float64), taken=st.floats(0.0, 100.0).map(np.float64))
def test_a_hotter_radiator_is_smaller(cold, warmer, emissivity, taken):
    area = thermal.radiator_area(np.float64(1e5), thermal.net_radiator_flux(ONE, emissivity, np.array([cold, cold + warmer]), taken), ZERO)
    assert 0.0 < area[1] < area[0]


@given(kelvin=TEMPERATURE, area=st.floats(1.0, 1e4).map(np.float64), heat=st.floats(1e2, 1e6).map(np.float64))
def test_at_fixed_temperature_area_is_linear_in_power_and_at_fixed_area_temperature_rises_with_the_fourth_root(kelvin, area, heat):
    flux = thermal.net_radiator_flux(ONE, np.float64(0.9), kelvin, ZERO)
    assert thermal.radiator_area(16.0 * heat, flux, ZERO) == pytest.approx(16.0 * thermal.radiator_area(heat, flux, ZERO), rel=1e-12)
    first, hotter = thermal.radiator_temperature_from_area_and_fins(np.array([heat, 16.0 * heat]), area, ZERO, ZERO, np.float64(0.9), ONE)
    assert hotter == pytest.approx(2.0 * first, rel=1e-12)


def test_the_margins_have_the_sign_of_what_they_guard():
    assert thermal.radiator_flux_margin(np.float64(-1.0)) < 0.0 < thermal.radiator_flux_margin(np.float64(1.0))
    assert thermal.radiator_capacity_margin(np.float64(100.0), np.float64(100.0)) > 0.0 > thermal.radiator_capacity_margin(np.float64(99.0), np.float64(100.0))
    assert thermal.radiator_albedo_flux(np.float64(1361.0), np.float64(0.298), np.float64(0.2)) == pytest.approx(81.1156)
    assert thermal.peak_solar_flux(np.float64(1361.0)) == pytest.approx(1407.7, abs=0.2)
    assert thermal.hottest_array_temperature(np.float64(320.0)) ** 4 == pytest.approx(1.0343 * 320.0**4, rel=1e-4)


def test_a_black_sphere_in_the_sun_settles_at_278_32_k():
    """Derived: 1361 W/m2 on a quarter of its surface; per planform of a plate that radiates from both faces, half of the flux."""
    assert thermal.radiator_sink_temperature(np.float64(1361.0 / 2.0), ONE) == pytest.approx(278.32, abs=0.01)


def test_the_station_s_radiators_weigh_what_their_areal_mass_says():
    """ISS EATCS, 70 kW at 165.9 W/m2: six units of 1122.64 kg, 15.96 kg/m2 on 422 m2."""
    assert thermal.radiator_mass(np.float64(422.0), np.float64(15.96)) == pytest.approx(6 * 1122.64, rel=0.005)
    assert 70e3 / thermal.radiator_mass(np.float64(422.0), np.float64(15.96)) == pytest.approx(10.39, rel=0.005)
    assert thermal.radiator_capacity(np.float64(422.0), np.float64(165.9), ZERO) == pytest.approx(70e3, rel=0.005)
    assert thermal.radiator_capacity(np.float64(422.0), np.float64(165.9), np.float64(0.1)) == pytest.approx(63e3, rel=0.005)
