"""Walker patterns as SGP4 flies them: spacing, phasing, nodes, altitude; and nodes set by the Sun."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sgp4.api import SatrecArray
from skyfield.api import load

from orbital.core.errors import InputError
from orbital.physics.constants import EARTH_RADIUS
from orbital.physics.contacts import walker
from orbital.physics.contacts.elements import check_span
from orbital.physics.contacts.walker import Walker, of_design, sun_synchronous_node
from orbital.physics.orbits import inclination, mean_motion, sun_synchronous_cosine

EPOCH = 2461041.5
TURN = 2.0 * np.pi
TIMESCALE = load.timescale(builtin=True)


def flown(satellites, days):
    """Positions, m, and velocities in TEME: (satellite, time, 3)."""
    jd = EPOCH + np.atleast_1d(np.asarray(days, dtype=float))
    error, r, v = SatrecArray(list(satellites.records)).sgp4(np.floor(jd), jd - np.floor(jd))
    assert not error.any()
    return r * 1e3, v * 1e3


def angle_between(a, b):
    return np.arccos(np.clip(np.sum(a * b, axis=-1) / np.linalg.norm(a, axis=-1) / np.linalg.norm(b, axis=-1), -1, 1))


def wrapped(angle):
    return np.mod(np.asarray(angle) + np.pi, TURN) - np.pi


def sun_synchronous(altitude):
    radius = EARTH_RADIUS + altitude
    return float(inclination(sun_synchronous_cosine(mean_motion(radius), radius)))


@pytest.mark.parametrize("altitude", [200e3, 550e3, 650e3, 1200e3, 5000e3, 20200e3, 35786e3])
@pytest.mark.parametrize("degrees", [0.0, 28.5, 53.0, 63.4, 90.0, 97.99, 180.0])
def test_the_mean_altitude_over_a_revolution_is_the_one_asked(altitude, degrees):
    """Within 10 m; on the way it swings by 10 km at most, by the Earth's oblateness and pear shape."""
    satellites = Walker(1, 1, 0, altitude, np.radians(degrees), EPOCH).satellites()
    period = TURN / satellites.records[0].no_kozai / 1440.0
    r, _ = flown(satellites, np.arange(2000) / 2000.0 * period)
    height = np.linalg.norm(r[0], axis=-1) - EARTH_RADIUS
    assert height.mean() == pytest.approx(altitude, abs=10.0)
    assert np.abs(height - altitude).max() < 10e3


def test_the_altitude_is_kept_for_a_month_without_drag_and_lost_with_it():
    def height(drag, days):
        r, _ = flown(Walker(1, 1, 0, 400e3, np.radians(53.0), EPOCH, drag=drag).satellites(), days + np.arange(0, 1, 1e-3))
        return (np.linalg.norm(r[0], axis=-1) - EARTH_RADIUS).mean()

    assert height(0.0, 30.0) == pytest.approx(height(0.0, 0.0), abs=20.0)
    assert height(1e-4, 30.0) < height(1e-4, 0.0) - 1e3


def test_an_eccentric_orbit_has_the_semi_major_axis_of_the_altitude():
    r, _ = flown(Walker(1, 1, 0, 2000e3, np.radians(63.4), EPOCH, eccentricity=0.1).satellites(), np.arange(0, 0.1, 1e-5))
    radius = np.linalg.norm(r[0], axis=-1)
    assert (radius.min() + radius.max()) / 2.0 == pytest.approx(EARTH_RADIUS + 2000e3, abs=10e3)
    assert (radius.max() - radius.min()) / (radius.max() + radius.min()) == pytest.approx(0.1, abs=2e-3)


@given(st.integers(1, 6), st.integers(1, 6), st.data())
@settings(max_examples=40, deadline=None)
def test_spacing_phasing_and_nodes_are_walkers(planes, per_plane, data):
    """From the states SGP4 flies, not the elements given: neighbors in a plane, neighbors across, planes about the pole.

    At the same argument of latitude everything short-periodic is alike, so that positions match turned ones: to 1e-9 rad.
    """
    phasing = data.draw(st.integers(0, planes - 1))
    span = data.draw(st.sampled_from([TURN, np.pi, 0.5]))
    total = planes * per_plane
    pattern = Walker(total, planes, phasing, 700e3, np.radians(64.0), EPOCH, node_span=span, first_node=1.0, first_anomaly=0.4)
    satellites = pattern.satellites()
    assert len(satellites) == total
    r, v = flown(satellites, 0.3)
    r, v = r[:, 0].reshape(planes, per_plane, 3), v[:, 0].reshape(planes, per_plane, 3)
    normal = np.cross(r, v)
    node = np.arctan2(normal[..., 0], -normal[..., 1])
    steps = wrapped(node - node[0, 0] - (np.arange(planes) * span / planes)[:, None])
    assert np.abs(steps).max() < 2e-3  # the planes nod by J2 along the orbit
    reference = Walker(1, 1, 0, 700e3, np.radians(64.0), EPOCH)
    for plane in range(planes):
        for slot in range(per_plane):
            anomaly = 0.4 + TURN * (slot / per_plane + phasing * plane / total)
            alone = Walker(**{**vars(reference), "first_node": 1.0 + span * plane / planes, "first_anomaly": anomaly}).satellites()
            assert np.abs(flown(alone, 0.3)[0][0, 0] - r[plane, slot]).max() < 1e-3
    if per_plane > 2:
        assert angle_between(r[0], np.roll(r[0], -1, axis=0)) == pytest.approx(np.full(per_plane, TURN / per_plane), abs=5e-3)


def test_a_satellite_of_the_next_plane_is_ahead_by_the_phasing():
    """48/6/1, read from the positions: arguments of latitude at epoch differ by 360 F/T = 7.5 deg from plane to plane."""
    satellites = Walker(48, 6, 1, 1200e3, np.radians(87.9), EPOCH, node_span=np.pi).satellites()
    r, v = flown(satellites, 0.0)
    normal = np.cross(r[:, 0], v[:, 0])
    node = np.cross([0.0, 0.0, 1.0], normal)
    node /= np.linalg.norm(node, axis=-1)[:, None]
    latitude = np.arctan2(np.sum(np.cross(node, r[:, 0]) * normal, axis=-1) / np.linalg.norm(normal, axis=-1), np.sum(node * r[:, 0], axis=-1))
    first = np.degrees(latitude.reshape(6, 8)[:, 0])
    assert wrapped(np.radians(np.diff(first) - 7.5)) == pytest.approx(np.zeros(5), abs=np.radians(0.1))
    assert satellites.names[0] == "1-1"
    assert satellites.names[-1] == "6-8"


def test_a_delta_fills_the_circle_and_a_star_half_of_it():
    delta = Walker(12, 4, 0, 700e3, 1.0, EPOCH).satellites()
    star = Walker(12, 4, 0, 700e3, 1.0, EPOCH, node_span=np.pi).satellites()
    assert [record.nodeo for record in delta.records[::3]] == pytest.approx(np.arange(4) * np.pi / 2)
    assert [record.nodeo for record in star.records[::3]] == pytest.approx(np.arange(4) * np.pi / 4)


def test_a_pattern_larger_than_catalog_numbers_go_is_made(monkeypatch):
    monkeypatch.setattr(walker, "LARGEST_NUMBER", 7)
    satellites = Walker(12, 4, 1, 700e3, 1.0, EPOCH).satellites()
    assert [record.satnum for record in satellites.records] == [1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 0]
    assert len(set(satellites.names)) == 12


def test_a_pattern_made_for_its_span_has_nothing_said_of_it():
    assert check_span(Walker(6, 3, 1, 550e3, 1.0, EPOCH).satellites(), EPOCH, 10.0) == ()


# --- the Sun ---
@pytest.mark.parametrize("jd", [2451545.0, EPOCH, EPOCH + 91.3, EPOCH + 250.0, 2470000.5])
@pytest.mark.parametrize("hours", [0.0, 6.0, 10.5, 18.0])
def test_the_node_is_crossed_at_the_local_time_asked(jd, hours):
    """Sidereal time from skyfield: mean solar time at the node's meridian = UT + its longitude; within 3 s of time (aberration and nutation)."""
    node = sun_synchronous_node(hours * 3600.0, jd)
    t = TIMESCALE.ut1_jd(jd)
    longitude = node - t.gmst / 24.0 * TURN
    local = ((jd - 0.5) % 1.0) * TURN + longitude
    assert wrapped(local - hours / 24.0 * TURN) * 86400.0 / TURN == pytest.approx(0.0, abs=3.0)


def test_a_sun_synchronous_ring_keeps_its_local_time_through_a_year():
    """A ring with the Model's first-order inclination drifts by less than a quarter of an hour in a year under SGP4's J2, J4 and J2^2."""
    satellites = of_design(650e3, sun_synchronous(650e3), EPOCH, local_time_of_ascending_node=18 * 3600.0)
    r, v = flown(satellites, [0.0, 365.0])
    normal = np.cross(r[0], v[0])
    node = np.arctan2(normal[:, 0], -normal[:, 1])
    hours = [wrapped(node[k] - sun_synchronous_node(0.0, EPOCH + day)) % TURN / TURN * 24.0 for k, day in enumerate((0.0, 365.0))]
    assert hours[0] == pytest.approx(18.0, abs=0.01)
    assert hours[1] == pytest.approx(18.0, abs=0.25)


def test_planes_stand_about_their_local_time():
    satellites = of_design(650e3, 1.7, EPOCH, total=10, planes=5, local_time_of_ascending_node=6 * 3600.0, node_span=0.5)
    nodes = [wrapped(record.nodeo - sun_synchronous_node(6 * 3600.0, EPOCH)) for record in satellites.records[::2]]
    assert nodes == pytest.approx([-0.2, -0.1, 0.0, 0.1, 0.2])


def test_without_a_local_time_a_design_is_a_delta_from_its_first_node():
    satellites = of_design(650e3, 1.0, EPOCH, total=4, planes=4, first_node=0.3, name="design")
    assert [record.nodeo for record in satellites.records] == pytest.approx(0.3 + np.arange(4) * np.pi / 2)
    assert satellites.names == ("design 1-1", "design 2-1", "design 3-1", "design 4-1")


# --- refusals ---
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"total": 0}, "total = 0: allowed is a whole number, 1 to 1,000,000"),
        ({"total": 10.5}, "total = 10.5: allowed is a whole number"),
        ({"total": np.nan}, "total = nan"),
        ({"total": 1e9}, "total = 1000000000.0"),
        ({"total": 13}, "total = 13: 4 planes need a multiple of 4, as 16"),
        ({"planes": True}, "planes = True"),
        ({"planes": "4"}, "planes = '4'"),
        ({"phasing": 4}, "phasing = 4: allowed is 0 to 3"),
        ({"phasing": -1}, "phasing = -1: allowed is a whole number, 0 to"),
        ({"altitude": 550.0}, "altitude = 550.0: allowed is 100 km to 100,000 km, in m"),
        ({"inclination": 53.0}, "inclination = 53.0: allowed is 0 to pi rad"),
        ({"node_span": 360.0}, "node_span = 360.0: allowed is 0 to 2 pi rad"),
        ({"epoch": 2026.0}, "epoch = 2026.0: allowed is a Julian date"),
        ({"eccentricity": 1.0}, "eccentricity = 1.0: allowed is 0 to 0.9"),
        ({"eccentricity": 0.5}, "eccentricity = 0.5: at a mean altitude of 550 km the perigee is below the ground"),
        ({"first_node": np.inf}, "first_node = inf"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused(change, reason):
    good = {"total": 12, "planes": 4, "phasing": 1, "altitude": 550e3, "inclination": 1.0, "epoch": EPOCH}
    Walker(**good)
    with pytest.raises(InputError) as error:
        Walker(**{**good, **change})
    assert reason in str(error.value)


def test_every_fault_is_said_at_once():
    with pytest.raises(InputError) as error:
        Walker(1, 1, 0, -1.0, 9.0, 0.0)
    assert len(error.value.faults) == 3


def test_contradicting_nodes_are_refused():
    for change, reason in [
        ({"first_node": 1.0}, "both set the node"),
        ({"planes": 2, "total": 2}, "give node_span"),
        ({"local_time_of_ascending_node": 18.0 * 3600 * 24}, "allowed is 0 to 86400 s"),
    ]:
        with pytest.raises(InputError, match=reason):
            of_design(**{"altitude": 650e3, "inclination": 1.7, "epoch": EPOCH, "local_time_of_ascending_node": 6 * 3600.0, **change})
