"""Internal axes (M6): scenario axes lead, an internal axis is last, made here and reduced before a formula returns."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from orbital.core.units import Real


def along(value: Real, axes: int = 1) -> NDArray[np.float64]:
    """Give a scenario quantity trailing axes of length one, to meet quantities that keep internal axes."""
    return np.expand_dims(value, tuple(range(-axes, 0)))


def mean_along(value: Real) -> Real:
    """Mean over the internal axis."""
    return cast(Real, np.mean(value, axis=-1))


def largest_along(value: Real) -> Real:
    """Maximum over the internal axis."""
    return cast(Real, np.max(value, axis=-1))


def smallest_along(value: Real) -> Real:
    """Minimum over the internal axis."""
    return cast(Real, np.min(value, axis=-1))
