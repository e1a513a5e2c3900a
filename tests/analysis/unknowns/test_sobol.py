"""The estimator of Sobol' indices on functions whose indices are known, and beside SALib's."""

import numpy as np
import pytest
from SALib.analyze import sobol as salib

from orbital.analysis.many.draws import sobol_points
from orbital.analysis.unknowns import sobol
from orbital.analysis.unknowns.sobol import Sums, correlation_ratios, indices, interval, saltelli_sums

GROUPS = 16
A, B = 7.0, 0.1


def everywhere(function):
    """A plain function as the estimator takes it: with a value everywhere."""

    def valued(columns):
        value = function(columns)
        return np.stack([value, np.ones_like(value)])

    return valued


def ishigami(columns):
    x, y, z = (np.pi * (2.0 * u - 1.0) for u in columns)
    return np.sin(x) + A * np.sin(y) ** 2 + B * z**4 * np.sin(x)


def ishigami_indices():
    """Ishigami and Homma 1990: the variance is the sum of these parts."""
    p8, p4 = B * np.pi**4 / 5.0, B**2 * np.pi**8
    alone = np.array([0.5 * (1.0 + p8) ** 2, A**2 / 8.0, 0.0])
    together = p4 * (1.0 / 18.0 - 1.0 / 50.0)
    variance = alone.sum() + together
    return alone / variance, (alone + together * np.array([1.0, 0.0, 1.0])) / variance, variance


def drawn(inputs, rows, seed=1, groups=GROUPS):
    return [np.split(sobol_points(rows, 2 * inputs, seed, group), 2) for group in range(groups)]


def estimate(function, inputs, rows, seed=1):
    return indices(sums(function, inputs, rows, seed))


def sums(function, inputs, rows, seed=1):
    return Sums.joined([saltelli_sums(function, a, b, np.concatenate([a, b])) for a, b in drawn(inputs, rows, seed)])


def test_ishigami_as_its_closed_form():
    first, total, variance = ishigami_indices()
    found, being = estimate(everywhere(ishigami), 3, 4096)
    assert found.first == pytest.approx(first, abs=0.003)
    assert found.total == pytest.approx(total, abs=0.003)
    assert found.variance == pytest.approx(variance, rel=0.003)
    assert found.sum_of_first == pytest.approx(first.sum(), abs=0.004)
    assert np.all(found.first_error < 0.003)
    assert np.all(found.total_error < 0.003)
    assert np.isnan(being.total).all()


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    first, total, _ = ishigami_indices()
    inside = []
    for seed in range(40):
        found, _ = estimate(everywhere(ishigami), 3, 64, seed)
        for truth, value, error in ((first, found.first, found.first_error), (total, found.total, found.total_error)):
            low, high = interval(value, error, GROUPS).T
            inside.append((low <= truth) & (truth <= high))
        spread = interval(np.array([found.sum_of_first]), np.array([found.sum_error]), GROUPS)[0]
        inside.append(np.repeat(spread[0] <= first.sum() <= spread[1], 3))
    assert 0.9 < np.mean(inside) < 0.99


def test_the_same_draws_give_what_salib_gives():
    a, b = np.split(sobol_points(2048, 6, 3, 0), 2)
    found, _ = indices(saltelli_sums(everywhere(ishigami), a, b, np.concatenate([a, b]), GROUPS))
    rows = [a, *(np.where(np.arange(3)[:, None] == i, b, a) for i in range(3)), b]
    outputs = np.stack([ishigami(list(row)) for row in rows], axis=1).ravel()
    problem = {"num_vars": 3, "names": ["x", "y", "z"], "bounds": [[0.0, 1.0]] * 3}
    theirs = salib.analyze(problem, outputs, calc_second_order=False, num_resamples=2, seed=1)
    assert found.total == pytest.approx(theirs["ST"], rel=1e-12)
    assert found.first == pytest.approx(theirs["S1"], abs=2e-4)  # theirs takes the mean of all draws, A_Bi too


def test_indices_where_the_function_is_not_defined_everywhere():
    """y = u where v < p: filled with its mean, u alone makes p of the variance, v none alone, and both the rest together."""
    p = 0.75

    def partly(columns):
        u, v, _ = columns
        good = v < p
        return np.stack([np.where(good, 3.0 + u, 0.0), np.where(good, 1.0, 0.0) + 0.0 * u])

    found, being = estimate(partly, 3, 4096)
    assert found.variance == pytest.approx(p / 12.0, rel=2e-3)
    assert found.first == pytest.approx([p, 0.0, 0.0], abs=3e-3)
    assert found.total == pytest.approx([1.0, 1.0 - p, 0.0], abs=3e-3)
    assert found.total[2] == 0.0
    assert being.first == pytest.approx([0.0, 1.0, 0.0], abs=3e-3)
    assert being.total == pytest.approx([0.0, 1.0, 0.0], abs=3e-3)
    assert being.variance == pytest.approx(p * (1.0 - p), rel=2e-3)


def test_filling_by_hand_with_the_mean_is_the_same():
    """Whatever rules where there is a value: the sums of (value, is there one) give what a function filled beforehand gives."""

    def good(columns):
        return columns[0] + columns[1] * columns[2] < 1.1

    def partly(columns):
        return np.stack([np.where(good(columns), ishigami(columns), 0.0), good(columns).astype(float)])

    pairs = drawn(3, 512)
    mean = np.mean(np.concatenate([ishigami(c)[good(c)] for pair in pairs for c in pair]))

    def filled(columns):
        return np.where(good(columns), ishigami(columns), mean)

    ours, _ = estimate(partly, 3, 512)
    by_hand, _ = estimate(everywhere(filled), 3, 512)
    assert ours.variance == pytest.approx(by_hand.variance, rel=1e-9)
    assert ours.first == pytest.approx(by_hand.first, abs=1e-9)
    assert ours.total == pytest.approx(by_hand.total, abs=1e-9)


def test_neither_stacks_nor_blocks_nor_groups_change_the_sums(monkeypatch):
    weights = np.arange(1.0, 12.0)

    def weighed(columns):
        return sum(w * column for w, column in zip(weights, columns, strict=True)) * columns[0]

    a, b = np.split(sobol_points(256, 22, 1, 0), 2)
    shares = np.concatenate([a, b])
    whole = saltelli_sums(everywhere(weighed), a, b, shares, 4)
    apart = Sums.joined([saltelli_sums(everywhere(weighed), a[:, k : k + 64], b[:, k : k + 64], shares[:, k : k + 64]) for k in range(0, 256, 64)])
    monkeypatch.setattr(sobol, "ELEMENTS", 1)
    one_by_one = saltelli_sums(everywhere(weighed), a, b, shares, 4)
    for name in Sums.__slots__:
        assert getattr(apart, name) == pytest.approx(getattr(whole, name), rel=1e-12)
        assert getattr(one_by_one, name) == pytest.approx(getattr(whole, name), rel=1e-12)
    halves = Sums.none(2, 11)
    halves.add(np.array([0, 0, 1, 1]), whole)
    assert halves.rows.tolist() == [128.0, 128.0]
    for name in Sums.__slots__:
        assert getattr(halves, name) == pytest.approx(np.stack([getattr(whole, name)[:2].sum(axis=0), getattr(whole, name)[2:].sum(axis=0)]))


def test_an_additive_function_has_no_interaction_and_shares_as_its_squares():
    weights = np.array([3.0, 2.0, 1.0, 0.0])
    found, _ = estimate(everywhere(lambda columns: sum(w * c for w, c in zip(weights, columns, strict=True))), 4, 1024)
    assert found.first == pytest.approx(weights**2 / 14.0, abs=3e-3)
    assert found.total == pytest.approx(weights**2 / 14.0, abs=3e-3)
    assert found.sum_of_first == pytest.approx(1.0, abs=4e-3)


@pytest.mark.parametrize(("value", "being"), [(2.0, 1.0), (0.0, 0.0), (0.0, 1.0)])
def test_where_nothing_varies_there_are_no_shares(value, being):
    found, whether = estimate(lambda columns: np.stack([0.0 * columns[0] + value, 0.0 * columns[0] + being]), 2, 64)
    assert np.isnan([*found.first, *found.total, found.variance]).all()
    assert np.isnan([*whether.first, *whether.total, whether.variance]).all()


def test_rounding_is_no_variance():
    noise = sums(everywhere(lambda columns: 1e-15 * columns[0]), 2, 64)
    found, _ = indices(noise, rounding=1e-12)
    assert np.isnan(found.variance)
    assert np.isnan(correlation_ratios(noise, rounding=1e-12)[0]).all()


def test_correlation_ratios_where_all_is_defined_are_first_indices():
    first, _, _ = ishigami_indices()
    ratios, errors = correlation_ratios(sums(everywhere(ishigami), 3, 4096))
    within = np.array([np.pi / 16.0, np.pi / 8.0, 1.0])  # half a stratum of sin x, a whole one of sin^2 y: what its mean leaves of the wave
    assert ratios == pytest.approx(first * (np.sin(within) / within) ** 2, abs=0.002)
    assert np.all(errors < 0.002)


def test_correlation_ratios_are_those_among_what_is_defined():
    """y = u + v where u + v < 1, uniform on a triangle: E(y|u) = (1 + u) / 2 by the density 2 (1 - u), so 1/4 V(u) / V(y) = 1/4."""

    def triangle(columns):
        u, v, _ = columns
        good = u + v < 1.0
        return np.stack([np.where(good, u + v, 0.0), good + 0.0 * u])

    ratios, errors = correlation_ratios(sums(triangle, 3, 4096))
    assert ratios == pytest.approx([0.25, 0.25, 0.0], abs=0.004)
    assert np.all(errors < 0.004)


def test_correlation_ratios_show_no_share_where_there_is_none():
    noise = sums(everywhere(lambda columns: np.sin(1e4 * columns[0])), 4, 64)
    ratios, errors = correlation_ratios(noise)
    assert np.all(np.abs(ratios[1:]) < 4.0 * errors[1:] + 1e-3)


@pytest.mark.parametrize("share", [1e-3, 4e-3, 1e-2, 3e-2])
def test_where_few_draws_have_a_value_numbers_are_finite_or_none(share):
    def rarely(columns):
        good = columns[0] < share
        return np.stack([np.where(good, columns[1], 0.0), good + 0.0 * columns[1]])

    found = sums(rarely, 3, 16)
    shares = [column for part in indices(found) for column in (part.first, part.first_error, part.total, part.total_error)]
    for column in (*shares, *correlation_ratios(found)):
        assert not np.isinf(column).any()
