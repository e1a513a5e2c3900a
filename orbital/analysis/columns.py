"""Columns of numbers for people: named with their units, and a few of them side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from orbital.core.units import Unit, shown_value


def shown_columns(columns: Mapping[str, NDArray[np.float64]], units: Mapping[str, Unit]) -> dict[str, NDArray[np.float64]]:
    """The columns in the units people read, by quantity."""
    return {name: np.asarray(shown_value(columns[name], unit)) for name, unit in units.items()}


def head(name: str, unit: Unit) -> str:
    """A column's head: the name, and the unit in brackets where there is one."""
    return f"{name} [{unit.shown}]" if unit.shown else name


def headed(columns: Mapping[str, NDArray[np.float64]], units: Mapping[str, Unit]) -> dict[str, NDArray[np.float64]]:
    """The columns of a table, the unit in the name."""
    return {head(name, units[name]): column.ravel() for name, column in shown_columns(columns, units).items()}


def picked_rows(
    columns: Mapping[str, NDArray[np.float64]], units: Mapping[str, Unit], corner: str, heads: NDArray[np.float64], picked: Sequence[int]
) -> list[tuple[str, list[float]]]:
    """For a screen: a heading, then a quantity a row, at a few places side by side."""
    rows = [(corner, [float(heads[k]) for k in picked])]
    for name, column in shown_columns(columns, units).items():
        rows.append((f"{name.replace('_', ' ')} [{units[name].shown or '1'}]", [float(column[k]) for k in picked]))
    return rows
