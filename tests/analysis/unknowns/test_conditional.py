"""The value of partial information where it is known in closed form."""

import numpy as np
import pytest
from scipy.stats import norm, qmc

from orbital.analysis.unknowns.conditional import partial_values

GROUPS, DRAWS = 16, 4096


def value(mean, deviation):
    """E[max(X, 0)] - max(E[X], 0) of a normal X."""
    z = mean / deviation
    return deviation * norm.pdf(z) + mean * norm.cdf(z) - max(mean, 0.0)


def drawn(gain, names, sets=(), seed=1, groups=GROUPS, draws=DRAWS):
    """Partial values of a gain of independent normals."""
    rng = np.random.default_rng(seed)
    shares = [np.clip(qmc.Sobol(names, rng=rng).random(draws).T, 1e-12, 1.0 - 1e-12) for _ in range(groups)]
    return partial_values(lambda: ((k, u, gain(norm.ppf(u))) for k, u in enumerate(shares)), names, sets, groups)


def told(each):
    return each.mean(axis=-1), each.std(axis=-1, ddof=1) / np.sqrt(each.shape[-1])


@pytest.mark.parametrize("mean", [0.0, -0.7, 0.7, -2.0])
def test_a_linear_gain_of_normals_has_the_known_values(mean):
    slopes = np.array([1.0, 0.5, 0.1, 0.0])
    single, joint = drawn(lambda z: mean + slopes @ z, 4, [(0, 1), (0, 1, 2, 3), (3,)])
    expected = [value(mean, slope) for slope in slopes[:3]] + [0.0]
    found, error = told(single)
    assert found == pytest.approx(expected, rel=0.02, abs=2e-3)
    assert np.all(np.abs(found - expected) < 5.0 * error + 2e-3)
    sets, _ = told(joint)
    known = [value(mean, np.hypot(1.0, 0.5)), value(mean, np.sqrt(slopes @ slopes)), 0.0]
    assert sets == pytest.approx(known, rel=0.02, abs=2e-3)


def test_what_says_nothing_alone_says_something_together():
    """A product of two normals: each alone is worth nothing, both are worth E[max(z1 z2, 0)] = 1 / pi."""
    single, joint = drawn(lambda z: z[0] * z[1], 2, [(0, 1)])
    assert told(single)[0] == pytest.approx([0.0, 0.0], abs=5e-3)
    assert told(joint)[0][0] == pytest.approx(1.0 / np.pi, rel=0.03)


def test_noise_is_never_worth_anything_on_average():
    """Cross-fitted: a hundred useless quantities beside a gain that is as often good as bad, and few draws."""
    rng = np.random.default_rng(5)
    blocks = [(k, rng.random((100, 64)), rng.normal(size=64)) for k in range(GROUPS)]
    single, joint = partial_values(lambda: iter(blocks), 100, [range(100)], GROUPS)
    assert single.mean() < 0.0
    assert joint.mean() < 2.0 * told(joint)[1][0]


def test_a_bent_line_is_followed():
    """E[gain | z] = |z| - 1: worth E[max(|z| - 1, 0)] - 0, the mean being negative."""
    single, _ = drawn(lambda z: np.abs(z[0]) - 1.0 + z[1], 2)
    assert told(single)[0][0] == pytest.approx(2.0 * (norm.pdf(1.0) - norm.sf(1.0)), rel=0.03)


def test_a_step_between_two_knots_loses_little():
    single, _ = drawn(lambda z: np.where(z[0] > 0.3, 1.0, -1.0) + 0.5 * z[1], 2)
    share = norm.sf(0.3)
    assert told(single)[0][0] == pytest.approx(share - max(2.0 * share - 1.0, 0.0), rel=0.03)
    assert told(single)[0][0] <= share


def test_more_known_is_never_worth_less():
    slopes = np.array([0.8, 0.6, 0.4])
    _, joint = drawn(lambda z: -0.5 + slopes @ z + 0.3 * z[0] * z[1], 3, [(0,), (0, 1), (0, 1, 2)])
    one, two, three = told(joint)[0]
    assert 0.0 < one < two < three


def test_the_standard_error_is_that_of_many_runs():
    """Over sixty seeds, plain random draws: the scatter of the estimates is what each run says it is."""
    runs = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        blocks = [(k, rng.random((1, 256)), None) for k in range(GROUPS)]
        blocks = [(k, u, norm.ppf(u[0]) + rng.normal(size=256)) for k, u, _ in blocks]
        single, _ = partial_values(lambda blocks=blocks: iter(blocks), 1, [], GROUPS)
        runs.append([float(column[0]) for column in told(single)])
    found, error = np.array(runs).T
    assert found.mean() == pytest.approx(value(0.0, 1.0), rel=0.02)
    assert found.std() == pytest.approx(error.mean(), rel=0.3)
