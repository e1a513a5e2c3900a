"""Shares of a change that no order of taking its causes over can alter: Shapley values, exact over every coalition."""

from __future__ import annotations

from math import factorial

import numpy as np
from numpy.typing import NDArray


def shapley_values(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of each of n causes in values[-1] - values[0]: phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)).

    values : one for each of the 2^n coalitions; bit k of an index says whether cause k is taken over.

    The shares add up to the whole change, a cause that never changes anything has none, and what holds of a sum of two games holds of the
    shares. Source: Shapley, A Value for n-Person Games, 1953.
    """
    count = int(values.size).bit_length() - 1
    index = np.arange(values.size)
    size = np.array([int(k).bit_count() for k in index])
    weight = np.array([factorial(k) * factorial(count - k - 1) / factorial(count) for k in range(count)])
    shares = np.empty(count)
    for cause in range(count):
        without = index[index >> cause & 1 == 0]
        shares[cause] = np.sum(weight[size[without]] * (values[without | 1 << cause] - values[without]))
    return shares
