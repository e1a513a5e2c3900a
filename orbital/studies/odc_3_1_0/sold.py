"""What both sides of odc share: energy sold, revenue that falls, and the value of it all."""

from __future__ import annotations

import numpy as np

from orbital.core.series import geometric_sum
from orbital.core.units import Constant, Real

STUDY_YEAR = Constant(31_536_000.0, "s", "odc counts 8,760 h to the year")


def mid_year_sum(rate: Real, decline: Real, life: Real) -> Real:
    """Sum over whole years of (1 - decline)^t / (1 + rate)^t, price and discount both taken at t + 1/2."""
    discount = np.log1p(rate * STUDY_YEAR) - np.log1p(-decline * STUDY_YEAR)
    return np.exp(-discount / 2.0) * geometric_sum(discount, life / STUDY_YEAR)


def present_value_of_sales(sold: Real, price: Real, decline: Real, rate: Real, life: Real) -> Real:
    """Energy sold a year times a price that falls, discounted."""
    return sold * STUDY_YEAR * price * mid_year_sum(rate, decline, life)
