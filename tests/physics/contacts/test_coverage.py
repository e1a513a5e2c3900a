"""Sums over windows: against counting second by second, and in any chunks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from orbital.physics.contacts.coverage import FINEST, Coverage, union
from orbital.physics.contacts.search import Windows

SECONDS = 1000.0


def windows(rows: list[tuple[int, int, int, int]]) -> Windows:
    """Of (satellite, station, rise, length), cut at the end."""
    rows = sorted((s, p, rise, min(rise + length, int(SECONDS))) for s, p, rise, length in rows)
    satellite, station, rise, end = (np.array(column) for column in zip(*rows, strict=True)) if rows else (np.empty(0, int),) * 4
    nothing = np.zeros(len(rows))
    return Windows(
        satellite.astype(np.int32), station.astype(np.int32), rise.astype(float), rise.astype(float), end.astype(float), nothing, nothing, nothing, nothing,
        nothing.astype(np.uint8),
    )  # fmt: skip


rows = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 990), st.integers(1, 400)), max_size=25)


@settings(max_examples=80, deadline=None)
@given(rows)
def test_sums_are_those_of_counting_every_second(found):
    w = windows(found)
    seen = np.zeros((3, 4, int(SECONDS)), dtype=int)
    for s, p, rise, end in zip(w.satellite, w.station, w.rise.astype(int), w.set.astype(int), strict=True):
        seen[s, p, rise:end] += 1
    coverage = Coverage(3, 4, SECONDS)
    coverage.add(range(3), w)
    contact = seen.any(axis=1)
    assert_allclose(coverage.contact_fraction, contact.mean(axis=1))
    assert_allclose(coverage.mean_in_view, seen.sum(axis=(0, 2)) / SECONDS)
    for s in range(3):
        edges = np.flatnonzero(np.diff(np.concatenate([[True], contact[s], [True]]).astype(int)))
        gaps = np.diff(edges)[::2]
        assert coverage.longest_gap[s] == max(gaps, default=0)
        assert_allclose(coverage.mean_wait[s], (gaps * gaps).sum() / 2.0 / SECONDS)
    assert np.array_equal(coverage.satellites_in_view, seen.sum(axis=0)[:, :: int(FINEST)])


@settings(max_examples=40, deadline=None)
@given(rows)
def test_chunks_do_not_matter(found):
    w = windows(found)
    whole, chunked = Coverage(3, 4, SECONDS), Coverage(3, 4, SECONDS)
    whole.add(range(3), w)
    for s in range(3):
        chunked.add(range(s, s + 1), w.at(w.satellite == s))
    for name in ("contact_time", "contacts", "passes", "longest_gap", "squared_gaps", "station_passes", "station_time", "gap_counts"):
        assert_allclose(getattr(chunked, name), getattr(whole, name))
    assert np.array_equal(chunked.satellites_in_view, whole.satellites_in_view)


def test_gap_quantiles_are_good_to_a_percent():
    random = np.random.default_rng(1)
    rises = np.cumsum(random.integers(2, 40, 40))
    rises = rises[rises < SECONDS]
    w = windows([(0, 0, int(rise), 1) for rise in rises])
    coverage = Coverage(1, 1, SECONDS)
    coverage.add(range(1), w)
    gaps = np.append(np.diff(np.concatenate([[0.0], rises])) - 1.0, SECONDS - rises[-1] - 1.0)
    gaps[0] += 1.0
    for q in (0.25, 0.5, 0.9, 1.0):
        assert coverage.gap_quantile(q) == pytest.approx(np.quantile(gaps[gaps > 0], q, method="inverted_cdf"), rel=0.01)


@pytest.mark.parametrize("seconds", [1000.0, 995.0, 60.0, 1.0])
def test_a_satellite_in_view_throughout_is_in_view_at_every_instant(seconds):
    w = windows([(0, 0, 0, 1000)])
    w.set[:] = seconds
    coverage = Coverage(1, 1, seconds)
    coverage.add(range(1), w)
    assert coverage.satellites_in_view.shape[1] >= 1 and (coverage.satellites_in_view == 1).all()


def test_no_window_at_all():
    coverage = Coverage(2, 1, SECONDS)
    coverage.add(range(2), windows([]))
    assert coverage.longest_gap.tolist() == [SECONDS, SECONDS]
    assert coverage.contact_fraction.tolist() == [0.0, 0.0]
    assert coverage.mean_wait.tolist() == [SECONDS / 2, SECONDS / 2]


def test_union_joins_overlaps_of_one_satellite_only():
    joined = union(windows([(0, 0, 0, 100), (0, 1, 50, 100), (1, 0, 120, 10), (0, 2, 160, 10)]))
    assert joined.satellite.tolist() == [0, 0, 1]
    assert joined.begin.tolist() == [0.0, 160.0, 120.0]
    assert joined.end.tolist() == [150.0, 170.0, 130.0]
