"""What workers exchange in training, against a ring that is played through."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbital.systems import training

GB, GBIT = 8e9, 1e9
MODEL = np.float64(140.0 * GB)
"""70e9 parameters in bf16."""
WORKERS = st.integers(1, 10_000).map(np.float64)


def f64(*values):
    return [np.float64(value) for value in values]


def played_ring(vectors):
    """A ring all-reduce, chunk by chunk: the sums each worker ends with, the numbers each sent, and the rounds it took."""
    workers = len(vectors)
    held = [list(np.array_split(vector.copy(), workers)) for vector in vectors]
    sent, rounds = np.zeros(workers), 0
    for first, adds in ((0, True), (1, False)):
        for step in range(workers - 1):
            moving = [(w, (w + first - step) % workers, held[w][(w + first - step) % workers].copy()) for w in range(workers)]
            rounds += 1
            for w, chunk, content in moving:
                sent[w] += content.size
                neighbor = held[(w + 1) % workers]
                neighbor[chunk] = neighbor[chunk] + content if adds else content
    return [np.concatenate(chunks) for chunks in held], sent, rounds


def test_64_nodes_send_275_6_gb_each_to_add_up_140_gb_of_gradients():
    """Derived: 2 x 63/64 x 140 GB."""
    assert training.all_reduce_size(MODEL, np.float64(64.0)) / GB == pytest.approx(275.6, rel=0.002)


@pytest.mark.parametrize(("rate", "seconds"), [(400.0, 5.51), (9600.0, 0.230)])
def test_an_all_reduce_of_140_gb_over_64_nodes(rate, seconds):
    """Derived, latency ignored; 9.6 Tb/s is a Suncatcher link, arXiv:2511.19468v2."""
    assert training.all_reduce_time(MODEL, *f64(64.0, rate * GBIT, 0.0)) == pytest.approx(seconds, rel=0.002)


@pytest.mark.parametrize("workers", [2, 5, 8])
def test_a_ring_played_through_adds_up_and_sends_as_much(workers):
    vectors = np.random.default_rng(2).random((workers, 40 * workers))
    sums, sent, rounds = played_ring(list(vectors))
    assert all(np.allclose(got, vectors.sum(axis=0)) for got in sums)
    assert sent == pytest.approx(training.all_reduce_size(*f64(40 * workers, workers)))
    delays = training.all_reduce_time(*f64(0.0, workers, 1.0, 0.01)) / 0.01
    assert rounds == pytest.approx(delays)


@given(first=WORKERS, second=WORKERS)
def test_more_workers_send_more_but_never_twice_the_gradients(first, second):
    size = training.all_reduce_size(MODEL, np.sort(np.array([first, second])))
    assert np.all(np.diff(size) >= 0.0)
    assert np.all(size < 2.0 * MODEL)
    assert training.all_reduce_size(MODEL, np.float64(1.0)) == 0.0


def test_a_synchronization_of_140_gb_every_500_steps():
    """Derived by the method of arXiv:2311.08105: 100 Gb/s, 10 s a step: 22.4 s, 0.45 %, 0.448 Gb/s."""
    time = training.synchronization_time(MODEL, np.float64(100.0 * GBIT))
    assert time == pytest.approx(22.4, rel=0.005)
    assert training.synchronization_overhead(time, *f64(500.0, 10.0)) == pytest.approx(0.0045, rel=0.005)
    assert training.synchronization_rate(MODEL, *f64(500.0, 10.0)) / GBIT == pytest.approx(0.448, rel=0.005)


@given(workers=WORKERS, steps=st.floats(1.0, 2000.0).map(np.float64), rate=st.floats(1.0, 1e4).map(lambda gbit: np.float64(gbit * GBIT)))
def test_local_steps_cut_the_traffic_by_their_number(workers, steps, rate):
    """Against an all-reduce in each step, whose limit of many workers a synchronization is."""
    every_step = training.all_reduce_time(MODEL, workers, rate, np.float64(0.0))
    time = training.synchronization_time(MODEL, rate)
    assert every_step <= time
    assert training.all_reduce_time(MODEL, *f64(1e9), rate, np.float64(0.0)) == pytest.approx(time, rel=1e-8)
    overhead = training.synchronization_overhead(time, steps, np.float64(10.0))
    assert overhead * steps == pytest.approx(time / 10.0, rel=1e-12)
    assert training.synchronization_rate(MODEL, steps, np.float64(10.0)) == pytest.approx(overhead * rate, rel=1e-12)
