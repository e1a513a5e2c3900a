"""Ways over the mesh: against shortest paths in a graph of all satellites, and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from brute_mesh import Fleet
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.csgraph import dijkstra
from test_latency import DELTA, RINGS, STAR, links_of, shape_of

from orbital.physics import constellation, mesh


@pytest.mark.parametrize(("fleet", "mean"), [(DELTA, 0.003), (STAR, 0.02), (RINGS, 0.02)])
def test_ways_over_the_mesh_are_next_to_shortest_paths(fleet, mean):
    """From six satellites to all others, one moment."""
    shape, links = shape_of(fleet), links_of(fleet)
    count = fleet.planes * fleet.per_plane
    starts = np.linspace(0, count - 1, 6).astype(int)
    shortest = dijkstra(fleet.links(fleet.positions(5000.0)), directed=False, indices=starts)
    plane, number = np.divmod(np.arange(count), fleet.per_plane)
    where = constellation.phases(shape, np.array([5000.0]))[0, plane] + 2.0 * np.pi * number / fleet.per_plane
    for start, best in zip(starts, shortest, strict=True):
        length, hops = mesh.way(links, (plane - plane[start]).astype(float), np.full(count, where[start]), where)
        cost = length / 299_792_458.0 + hops * fleet.hop_delay
        assert cost[start] == 0.0
        more = np.delete(cost / np.maximum(best, 1e-9), start) - 1.0
        assert more.min() > -0.03
        assert more.mean() < mean


@given(angle=st.floats(0.0, 3.14), skip=st.integers(1, 40))
def test_a_leg_in_the_plane_is_between_its_chord_and_its_arc(angle, skip):
    shape = shape_of(Fleet(1, 300, 0.0, 0, 97.8, 600.0))
    length, hops = mesh.leg_along(mesh.Mesh(shape, skip, 1, 5e6, 0.0), np.array([angle]))
    steps = np.round(angle * 300 / (2.0 * np.pi))
    arc = steps * 2.0 * np.pi / 300
    assert hops[0] == np.ceil(steps / skip)
    assert 2.0 * shape.radius * np.sin(arc / 2.0) - 1e-3 <= length[0] <= arc * shape.radius + 1e-3


def test_a_hop_across_that_is_out_of_reach_is_endless_and_a_rough_cost_knows_no_mesh():
    links = links_of(Fleet(planes=4, per_plane=30, node_span=360.0, phasing=0, inclination=80.0, altitude=600.0))
    length, _ = mesh.leg_across(links, np.array([1.0, 1.0]), np.array([0.0, np.pi / 2.0]), np.zeros(2))
    assert np.isinf(length[0])
    assert np.isfinite(length[1])
    bare = links._replace(along=0)
    assert mesh.roughly(bare, np.zeros(2), np.zeros(2), np.array([0.0, 1.0])).tolist() == [0.0, np.inf]
