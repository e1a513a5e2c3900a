"""Contact windows: against a dense search on skyfield's own altaz, compiled against NumPy, SGP4 against the sgp4 package."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from multiprocessing import get_all_start_methods, get_context

import numpy as np
import pytest
from contact_jobs import PLACES, START, Elevation, Job, dense_windows, job, satellite
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from sgp4.api import WGS72, Satrec
from skyfield.api import Distance, wgs84
from skyfield.toposlib import ITRSPosition

from orbital.core.errors import InputError
from orbital.physics.contacts import near_earth, windows
from orbital.physics.contacts.frames import DAY, span, station_vectors, timescale
from orbital.physics.contacts.search import Sites, Windows, joined
from orbital.physics.contacts.track import earth_fixed
from orbital.physics.contacts.windows import choose_compiled, satellite_track, search_by_chunk

GATE = 1e-4
"""s: rise and set against skyfield"""


def found(work: Job, compiled: bool) -> Windows:
    return joined([part for _, part, _ in search_by_chunk(work.records, work.sites, work.span, compiled)])


def check(work: Job, pairs: list[tuple[int, int]], step: float = 20.0) -> float:
    """Every window of these pairs there, none besides, and the largest error of a rise or set, s; by both searches."""
    searches = [found(work, compiled) for compiled in (False, True)]
    worst, total = 0.0, 0
    for satellite_number, station in pairs:
        reference = dense_windows(work.records[satellite_number], work.places[station], work.span, work.mask, step)
        for search in searches:
            own = search.at((search.satellite == satellite_number) & (search.station == station))
            assert len(own) == len(reference), (satellite_number, station)
            if len(reference):
                worst = max(worst, np.abs(np.stack([own.rise, own.set], axis=1) - reference).max())
        total += len(reference)
    assert total > 0
    return worst


@pytest.mark.parametrize("name", ["A", "A1"])
def test_a_month_of_one_satellite(name):
    assert check(job(name), [(0, 0)], step=10.0) < GATE


def test_a_hundred_satellites_over_twenty_stations():
    work = job("B")
    assert check(work, [(k, s) for k in range(100) for s in range(20)]) < GATE
    durations = found(work, True).duration
    assert (durations < 20.0).sum() >= 5  # short grazing passes are among them
    assert (durations < 60.0).sum() >= 50


def test_a_tenth_of_a_thousand_satellites_over_fifty_stations():
    work = job("C")
    pairs = np.random.default_rng(3).permutation(work.pairs)[: work.pairs // 10]
    assert check(work, [divmod(int(pair), 50) for pair in pairs], step=30.0) < GATE


@pytest.mark.parametrize("mask", [-1.0, 0.0, 5.0, 25.0, 40.0, 70.0])
def test_masks(mask):
    b = job("B")
    work = Job(b.records[::10], b.places, 2.0, mask)
    assert check(work, [(k, s) for k in range(10) for s in range(0, 20, 2)], step=10.0) < GATE


DEEP = {
    "medium": satellite(1, 20_200.0, 55.0, 30.0, 40.0, eccentricity=0.01, drag=0.0),
    "geostationary": satellite(2, 35_786.0, 0.05, 0.0, 120.0, eccentricity=1e-4, drag=0.0),
    "inclined geosynchronous": satellite(3, 35_786.0, 40.0, 0.0, 250.0, eccentricity=0.07, drag=0.0),
    "Molniya": satellite(4, 20_240.0, 63.4, 100.0, 10.0, eccentricity=0.72, drag=0.0),
    "transfer": satellite(5, 18_000.0, 7.0, 10.0, 90.0, eccentricity=0.73, drag=1e-5),
    "eccentric low": satellite(6, 2_500.0, 70.0, 10.0, 90.0, eccentricity=0.15, drag=1e-5),
    "very low": satellite(7, 240.0, 51.6, 10.0, 90.0, eccentricity=1e-3, drag=1e-4),
}


@pytest.mark.parametrize("name", DEEP)
@pytest.mark.parametrize("mask", [5.0, 30.0])
def test_other_orbits(name, mask):
    work = Job([DEEP[name]], PLACES, 4.0, mask)
    visible = [s for s in range(20) if len(dense_windows(DEEP[name], PLACES[s], work.span, mask, 60.0))]
    assert check(work, [(0, s) for s in visible], step=30.0) < GATE


def test_a_highest_and_a_lowest_point_between_two_samples():
    # seen from here this geosynchronous satellite climbs, dips for 10 minutes by 0.001 deg, and climbs on; samples are 32 minutes apart
    record = Satrec()
    record.sgp4init(WGS72, "i", 1, 27760.0, 0.0, 0.0, 0.0, 0.001, 0.5089, 1.5336, 3.6816, np.sqrt(398600.8 / 42164.17**3) * 60.0, 0.0584)
    place = (-44.7986, -151.3467)
    work = Job([record], ((*place, 0.0),), 2.0)
    elevation = Elevation(record, work.places[0], work.span)
    time = np.arange(0.0, work.span.seconds, 10.0)
    turns = time[1:-1][np.diff(np.sign(np.diff(elevation(time)))) != 0]
    shortest = np.argmin(np.diff(turns))
    between = float(elevation(turns[shortest : shortest + 2]).mean())
    work = Job([record], work.places, 2.0, between)
    assert check(work, [(0, 0)], step=30.0) < 0.2  # it crosses the mask at a millionth of a degree a second


def test_a_published_day():
    # the test set of orbital-compute (SAT-000): skyfield finds 30 complete passes of 10,411.4 s; rises as listed
    made = Satrec()
    made.sgp4init(WGS72, "i", 1, 27844.0, 0.0, 0.0, 0.0, 1e-4, 0.0, np.radians(53.0), 0.0, 15.05 * 2.0 * np.pi / 1440.0, 0.0)
    stations = {
        "Svalbard": (78.23, 15.39, 5.0), "Fairbanks": (64.86, -147.72, 10.0), "Wallops": (37.94, -75.46, 10.0), "Canberra": (-35.40, 148.98, 10.0),
        "Bangalore": (13.03, 77.57, 10.0), "Hartebeesthoek": (-25.89, 27.69, 10.0), "Santiago": (-33.15, -70.67, 10.0), "Tromso": (69.66, 18.94, 5.0),
        "McMurdo": (-77.85, 166.67, 5.0), "Singapore": (1.35, 103.82, 10.0),
    }  # fmt: skip
    latitude, longitude, mask = np.radians(np.array(list(stations.values()))).T
    within = span("2026-03-26T12:00:00", 1.0)
    sites = Sites(*station_vectors(latitude, longitude, np.zeros(10)), mask)
    for compiled in (False, True):
        ((_, passes, faults),) = search_by_chunk([made], sites, within, compiled)
        assert not faults and not passes.clipped.any()
        assert len(passes) == 30
        assert_allclose(passes.duration.sum(), 10_411.4, atol=0.5)  # skyfield's own event times are good to half a second
        assert_allclose(passes.rise[passes.station == 6][:3], [1600.0, 7479.0, 13_609.0], atol=1.0)  # Santiago, 12:26:40, 14:04:39, 15:46:49
        assert_allclose(passes.duration[passes.station == 6][:3], [234.5, 502.6, 137.5], atol=0.5)
        assert not np.isin(passes.station, (0, 8)).any()  # Svalbard and McMurdo lie too far north and south


@pytest.mark.parametrize("name", ["B"])
def test_compiled_and_numpy_agree(name):
    work = job(name)
    one, other = found(work, False), found(work, True)
    for field in ("satellite", "station", "clipped"):
        assert np.array_equal(getattr(one, field), getattr(other, field))
    for field, within in (("rise", 1e-6), ("set", 1e-6), ("culmination", 1e-5), ("max_elevation", 1e-9), ("rise_range", 0.01), ("set_range", 0.01)):
        assert_allclose(getattr(one, field), getattr(other, field), rtol=0.0, atol=within)
    assert_allclose(one.culmination_range, other.culmination_range, rtol=0.0, atol=0.1)


def test_culmination_and_ranges_are_skyfields():
    work = job("A")
    passes = found(work, True)
    elevation = Elevation(work.records[0], work.places[0], work.span)
    assert_allclose(np.degrees(passes.max_elevation), elevation(passes.culmination), atol=1e-6)
    assert (elevation(passes.culmination) >= np.maximum(elevation(passes.culmination - 0.2), elevation(passes.culmination + 0.2))).all()
    for field in ("rise", "culmination", "set"):
        time = elevation.scale.tt_jd(elevation.begin.whole, elevation.begin.tt_fraction + getattr(passes, field) / DAY)
        time.gast, time.M, time.MT = time.tt * 0.0, np.eye(3), np.eye(3)
        assert_allclose(getattr(passes, f"{field}_range"), elevation.difference.at(time).distance().m, atol=0.5)


@pytest.mark.parametrize("compiled", [False, True])
def test_a_span_cut_in_two_has_the_same_windows(compiled):
    work = job("B")
    whole = found(Job(work.records[:20], work.places, 1.0), compiled)
    first, second = (
        joined(
            [
                part
                for _, part, _ in search_by_chunk(work.records[:20], work.sites, span(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=begin), 0.5), compiled)
            ]
        )
        for begin in (0.0, 0.5)
    )
    assert_allclose(first.duration.sum() + second.duration.sum(), whole.duration.sum(), atol=1e-3)
    cut = (whole.rise < 43_200.0) & (whole.set > 43_200.0)
    assert cut.sum() > 0
    assert (first.clipped & 2).sum() // 2 == (second.clipped & 1).sum() == cut.sum()
    assert len(first) + len(second) == len(whole) + cut.sum()
    assert ((whole.clipped & 1) == (whole.rise == 0.0)).all()
    assert (((whole.clipped & 2) > 0) == (whole.set == DAY)).all()


def test_windows_by_satellite_station_and_time_in_any_chunks(monkeypatch):
    work = job("B")
    whole = found(work, True)
    keys = np.lexsort((whole.rise, whole.station, whole.satellite))
    assert np.array_equal(keys, np.arange(len(whole)))
    monkeypatch.setattr(windows, "CHUNK_BYTES", 1)
    monkeypatch.setattr(windows, "_room", lambda *_: 5)  # too little: searched again with what is asked for
    again = found(work, True)
    assert np.array_equal(again.rise, whole.rise) and np.array_equal(again.satellite, whole.satellite)


def test_chunks_are_as_small_as_the_fastest_satellite_wants():
    slow, fast = satellite(1, 5_000.0, 60.0, 0.0, 0.0), satellite(2, 550.0, 53.0, 0.0, 0.0)
    within = span(START, 30.0)
    assert windows.chunk_size([slow, fast], 100, within) == windows.chunk_size([fast, slow], 100, within) == windows.chunk_size([fast], 100, within)


@pytest.mark.parametrize("most", [1, 1000, 3000, 40_000])
def test_numpy_searches_in_turn_what_is_too_much_at_once(monkeypatch, most):
    work = job("B")
    work = Job([*work.records[48:52], DEEP["Molniya"], DEEP["geostationary"]], PLACES[:7], 1.0)
    whole = found(work, False)
    monkeypatch.setattr(windows, "MOST_LOOKS", most)
    again = found(work, False)
    for field in ("satellite", "station", "clipped"):
        assert np.array_equal(getattr(again, field), getattr(whole, field))
    for field in ("rise", "set"):  # refined together until the slowest is settled
        assert_allclose(getattr(again, field), getattr(whole, field), rtol=0.0, atol=1e-6)


@pytest.mark.parametrize("compiled", [False, True])
def test_a_satellite_passes_straight_through_the_zenith_of_stations_on_its_track(compiled):
    record, within = satellite(1, 550.0, 53.0, 10.0, 20.0), span(START, 1.0)
    time = np.random.default_rng(1).uniform(1000.0, 80_000.0, 100)
    now = timescale().utc(2026, 1, 1)
    below = [wgs84.geographic_position_of(ITRSPosition(Distance(m=place)).at(now)) for place in satellite_track(record, within)[0].state(time)[0]]
    latitude, longitude = np.array([(place.latitude.radians, place.longitude.radians) for place in below]).T
    sites = Sites(*station_vectors(latitude, longitude, np.zeros(100)), np.full(100, np.radians(10.0)))
    ((_, passes, _),) = search_by_chunk([record], sites, within, compiled)
    assert np.isfinite(passes.max_elevation).all()
    overhead = np.abs(passes.culmination - time[passes.station]) < 0.1
    assert overhead.sum() == 100 and passes.max_elevation[overhead].min() > np.radians(89.999)


def test_always_in_view_is_one_window():
    work = Job([DEEP["geostationary"]], ((0.0, float(np.degrees(_longitude(DEEP["geostationary"]))), 0.0),), 2.0)
    passes = found(work, False)
    assert len(passes) == 1
    assert passes.clipped[0] == 3 and passes.rise[0] == 0.0 and passes.set[0] == 2 * DAY


def _longitude(record: Satrec) -> float:
    x, y, _ = satellite_track(record, span(START, 1.0))[0].position[0]
    return np.arctan2(y, x)


# --- propagation ------------------------------------------------------------------------------------------------------
@settings(max_examples=60, deadline=None)
@given(
    altitude=st.floats(200.0, 4000.0), inclination=st.floats(0.0, 179.9), node=st.floats(0.0, 360.0), anomaly=st.floats(0.0, 360.0),
    eccentricity=st.sampled_from([0.0, 1e-5, 5e-4, 0.0019, 0.01, 0.1]), drag=st.sampled_from([0.0, 2e-5, 5e-4]),
)  # fmt: skip
def test_compiled_sgp4_is_the_sgp4_package_to_a_tenth_of_a_millimeter(altitude, inclination, node, anomaly, eccentricity, drag):
    axis = 6378.135 + altitude / (1.0 - eccentricity)
    record, motion = Satrec(), np.sqrt(398600.8 / axis**3) * 60.0
    record.sgp4init(WGS72, "i", 1, 27760.0, drag, 0.0, 0.0, eccentricity, 0.7, *np.radians([inclination, anomaly]), motion, np.radians(node))
    if record.method != "n":
        return
    within = span("2026-01-03", 10.0)
    time = np.linspace(0.0, within.seconds, 501)
    errors, inertial, _ = record.sgp4_array(np.full(time.size, within.whole), within.fraction + time / DAY)
    angle = within.sidereal_angle(time)
    minutes = ((within.whole - record.jdsatepoch) + (within.fraction - record.jdsatepochF)) * 1440.0 + time / 60.0
    position = np.empty((3, time.size))
    good = near_earth.propagate(near_earth.constants([record])[0], minutes, angle, position)
    assert not (good and errors.any())
    beyond = drag > 1e-4 or (drag > 0.0 and altitude < 300.0)  # where drag is beyond the compiled loop, the sgp4 package serves
    assert good or errors.any() or beyond
    if good:
        assert_allclose(position, earth_fixed(1000.0 * inertial, angle).T, rtol=0.0, atol=1e-4)


def test_sidereal_time_is_skyfields():
    from skyfield.sgp4lib import theta_GMST1982

    for start, days in (("2026-01-01", 30.0), ("2020-02-28T13:37:11.123456", 0.01), ("1999-06-01", 200.0)):
        within = span(start, days)
        time = np.random.default_rng(1).uniform(0.0, within.seconds, 200)
        begin = timescale().from_datetime(within.start)
        instants = timescale().tt_jd(begin.whole, begin.tt_fraction + time / DAY)
        turn = within.sidereal_angle(time) - theta_GMST1982(instants.whole, instants.ut1_fraction)[0]
        assert_allclose(np.angle(np.exp(1j * turn)), 0.0, atol=2e-9)  # 1 cm on the ground


# --- what is refused --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("compiled", [False, True])
def test_windows_until_a_satellite_decays_are_kept_and_the_decay_is_said(compiled):
    decays = satellite(9, 190.0, 51.6, 10.0, 90.0, eccentricity=1e-3, drag=2e-3)
    good = satellite(10, 550.0, 53.0, 10.0, 90.0)
    work = Job([decays, good], PLACES, 30.0)
    ((_, passes, faults),) = search_by_chunk(work.records, work.sites, work.span, compiled)
    assert list(faults) == [0]
    assert "UTC" in faults[0] and "windows are given until" in faults[0]
    assert 0 < (passes.satellite == 0).sum() < (passes.satellite == 1).sum()
    alone = Job([good], PLACES, 30.0)
    assert np.array_equal(found(alone, compiled).rise, passes.rise[passes.satellite == 1])


@pytest.mark.parametrize(
    ("start", "days", "says"),
    [
        ("2026-01-01", 0.0, "days = 0.0"), ("2026-01-01", -1.0, "days = -1.0"), ("2026-01-01", float("nan"), "days = nan"), ("2026-01-01", 1e9, "days = "),
        ("2026-01-01", "1", "days = '1'"), ("yesterday", 1.0, "start = 'yesterday'"), ("2016-12-31", 2.0, "a leap second"), ("1800-01-01", 1.0, "1957"),
        (17, 1.0, "start = 17"),
    ],
)  # fmt: skip
def test_spans_that_are_refused(start, days, says):
    with pytest.raises(InputError, match=says):
        span(start, days)


def test_a_start_may_be_written_in_several_ways():
    wanted = span("2026-01-01T12:00:00", 1.0)
    zone = timezone(timedelta(hours=2))
    for start in (
        "2026-01-01T14:00:00+02:00", datetime(2026, 1, 1, 14, tzinfo=zone), datetime(2026, 1, 1, 12), np.datetime64("2026-01-01T12"),
        timescale().utc(2026, 1, 1, 12),
    ):  # fmt: skip
        assert abs((span(start, 1.0).start - wanted.start).total_seconds()) < 1e-3


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="needs fork")
def test_the_compiled_search_lives_through_a_fork_and_serves_several_callers():
    b = job("B")
    work = Job(b.records[:12], b.places, 0.5)
    wanted = found(work, True)
    child = get_context("fork").Process(target=found, args=(work, True))
    child.start()
    child.join(60.0)
    assert child.exitcode == 0
    with ThreadPoolExecutor(3) as pool:
        for windows_there in pool.map(lambda _: found(work, True), range(9)):
            assert np.array_equal(windows_there.rise, wanted.rise)


@pytest.mark.parametrize("threads", [1, 2, 3, 50])
def test_threads_do_not_matter(monkeypatch, threads):
    b = job("B")
    work = Job(b.records[:13], b.places, 0.5)
    whole = found(work, True)
    monkeypatch.setattr(windows, "_threads", lambda: threads)
    again = found(work, True)
    for field in fields(Windows):
        assert np.array_equal(getattr(again, field.name), getattr(whole, field.name))


def test_numba_serves_where_it_may_not_write(monkeypatch):
    from numba.core import caching

    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    assert near_earth.kept(_twice)(2.0) == 4.0


def _twice(x):
    return 2.0 * x


def test_numba_is_asked_for_by_large_jobs_only(monkeypatch):
    monkeypatch.setattr(windows, "COMPILED", "nowhere")
    assert not choose_compiled(None, 1, 1, 30.0)
    assert choose_compiled(None, 1000, 50, 1.0)
    monkeypatch.setattr(windows, "find_spec", lambda _: None)
    assert not choose_compiled(None, 1000, 50, 1.0)
    with pytest.raises(InputError, match="numba is not installed"):
        choose_compiled(True, 1, 1, 1.0)
