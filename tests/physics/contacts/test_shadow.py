"""Eclipse intervals: against skyfield's is_sunlit, and the Model's yearly formulas against them."""

from __future__ import annotations

import numpy as np
import pytest
from contact_jobs import START, satellite
from numpy.testing import assert_allclose

import orbital as orb
from orbital.core.errors import InputError
from orbital.physics.contacts.frames import DAY, span, timescale
from orbital.physics.contacts.shadow import _ephemeris, eclipses, sun_at, sun_path
from orbital.physics.contacts.walker import of_design

LOW = satellite(1, 550.0, 53.0, 10.0, 20.0)


class Sunlit:
    """Skyfield's answer."""

    def __init__(self, record, within):
        from skyfield.api import EarthSatellite

        self.satellite = EarthSatellite.from_satrec(record, timescale())
        self.begin = timescale().from_datetime(within.start)

    def time(self, seconds):
        return timescale().tt_jd(self.begin.whole, self.begin.tt_fraction + np.asarray(seconds) / DAY)

    def __call__(self, seconds):
        return np.asarray(self.satellite.at(self.time(seconds)).is_sunlit(_ephemeris()))


@pytest.mark.parametrize("record", [LOW, satellite(2, 650.0, 97.99, 100.0, 0.0), satellite(3, 20_200.0, 55.0, 350.0, 0.0, drag=0.0)])
def test_every_eclipse_of_skyfield_and_none_besides(record):
    within = span("2026-03-10", 6.0)
    found, faults = eclipses([record], within)
    assert not faults and len(found) > 5
    sunlit = Sunlit(record, within)
    grid = np.arange(0.0, within.seconds, 30.0)
    inside = np.zeros(grid.size, dtype=bool)
    for begin, end in zip(found.begin, found.end, strict=True):
        inside |= (grid > begin) & (grid < end)
    near = np.min(np.abs(grid[:, None] - np.concatenate([found.begin, found.end])), axis=1) < 0.01
    assert np.array_equal(inside[~near], ~sunlit(grid[~near]))
    whole = found.clipped == 0
    for times, sign in ((found.begin[whole], 1.0), (found.end[whole], -1.0)):
        assert sunlit(times - sign * 0.005).all() and not sunlit(times + sign * 0.005).any()  # within 5 ms


def test_the_sun_is_the_ephemeris_s():
    within = span(START, 20.0)
    time = np.random.default_rng(5).uniform(0.0, within.seconds, 50)
    own = sun_at(sun_path(within), within, time)
    sunlit = Sunlit(LOW, within)
    ephemeris = _ephemeris()
    from skyfield.sgp4lib import TEME

    sun = (ephemeris["sun"] - ephemeris["earth"]).at(sunlit.time(time)).frame_xyz(TEME).m.T
    angle = within.sidereal_angle(time)
    turned = np.stack([np.cos(angle) * sun[:, 0] + np.sin(angle) * sun[:, 1], np.cos(angle) * sun[:, 1] - np.sin(angle) * sun[:, 0], sun[:, 2]], axis=1)
    off = np.linalg.norm(np.cross(own, turned), axis=1) / np.linalg.norm(sun, axis=1) ** 2
    assert np.degrees(off.max()) * 3600.0 < 0.05


def test_an_orbit_that_grazes_the_shadow_between_two_samples():
    # dawn-dusk at 1,380 km only touches the shadow near the June solstice, for seconds, with samples two minutes apart
    altitude = 1_380.0
    inclination = float(orb.scenario("ai1-vs-colossus-1").replace({"orbital.altitude": f"{altitude} km"}).orbital.run(("inclination",))[0])
    within = span("2026-05-01", 90.0)
    record = of_design(altitude * 1e3, inclination, within.whole, local_time_of_ascending_node=18 * 3600.0).records[0]
    found, _ = eclipses([record], within)
    durations = (found.end - found.begin)[found.clipped == 0]
    assert len(durations) > 20 and durations.min() < 10.0
    sunlit = Sunlit(record, within)
    middle = 0.5 * (found.begin + found.end)[found.clipped == 0]
    assert not sunlit(middle).any()


def test_penumbra_lasts_longer_than_the_center_and_that_than_the_umbra():
    within = span("2026-03-10", 2.0)
    lengths = {shadow: (lambda e: (e.end - e.begin)[e.clipped == 0])(eclipses([LOW], within, shadow)[0]) for shadow in ("penumbra", "center", "umbra")}
    assert (lengths["penumbra"] > lengths["center"] + 5.0).all() and (lengths["center"] > lengths["umbra"] + 5.0).all()
    # the Sun is 0.53 deg wide and the satellite turns 360 deg in 95.7 min: at least 8.5 s from one edge to the other
    assert (lengths["penumbra"] - lengths["umbra"] > 2.0 * 8.4).all()


FORMULAS = {"center": "eclipse_fraction_point_sun", "umbra": "eclipse_fraction_conical", "penumbra": "eclipse_fraction_penumbral"}


@pytest.mark.parametrize(("shadow", "formula"), FORMULAS.items())
@pytest.mark.parametrize("altitude", [550.0, 650.0, 900.0])
def test_the_model_s_year_is_that_of_the_elements(altitude, shadow, formula):
    # an independent way to the year: SGP4 with its own precession, DE421, every eclipse one by one
    s = orb.scenario("ai1-vs-colossus-1").replace({"orbital.altitude": f"{altitude} km", "orbital.formulas.eclipse_fraction": formula})
    names = ("inclination", "local_time_of_ascending_node", "annual_eclipse_fraction", "longest_eclipse", "eclipse_cycles_per_year")
    inclination, local_time, fraction, longest, cycles = (float(value) for value in s.orbital.run(names))
    within = span("2026-01-01", 365.25)
    record = of_design(altitude * 1e3, inclination, within.whole, local_time_of_ascending_node=local_time).records[0]
    found, _ = eclipses([record], within, shadow)
    assert_allclose(found.fraction[0], fraction, atol=0.0015)
    assert_allclose((found.end - found.begin).max(), longest, rtol=0.015)
    assert_allclose(len(found), cycles * 365.25 * DAY, rtol=0.03)


def test_refusals():
    with pytest.raises(InputError, match="shadow = 'half'"):
        eclipses([LOW], span(START, 1.0), "half")
    with pytest.raises(InputError, match="1899 to 2053"):
        eclipses([LOW], span("2060-01-01", 1.0))
