"""Internal axes (M6): scenario axes lead, an internal axis is last, made here and reduced before a formula returns."""

from __future__ import annotations

from typing import Any

import numpy as np


def along(value: Any) -> Any:
    """Give a scenario quantity a trailing axis of length one, to meet a quantity that keeps an internal axis."""
    return value[..., None]


def mean_along(value: Any) -> Any:
    """Mean over the internal axis."""
    return np.mean(value, axis=-1)


def largest_along(value: Any) -> Any:
    """Maximum over the internal axis."""
    return np.max(value, axis=-1)


def smallest_along(value: Any) -> Any:
    """Minimum over the internal axis."""
    return np.min(value, axis=-1)
