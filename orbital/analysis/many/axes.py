"""An axis that scenarios are laid out along: a quantity's values, or the picks of a catalog, a formula or the boundary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.columns import head
from orbital.analysis.compare import number
from orbital.analysis.many.varied import Span, is_category, read_values, varied
from orbital.core.errors import InputError
from orbital.core.units import Unit, shown_value
from orbital.scenarios import Scenario

Array = NDArray[np.float64]
PLAIN = Unit("")


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """A quantity's values (SI) with its unit, or picks, which have none. `today` is the scenario's own value; NaN for a pick and a null."""

    key: str
    unit: Unit
    values: Array = field(default_factory=lambda: np.empty(0))
    picks: tuple[str, ...] = ()
    today: float = float("nan")

    def __len__(self) -> int:
        return len(self.picks) or len(self.values)

    @property
    def shown(self) -> list[Any]:
        """Its values in the unit shown, or its picks."""
        return list(self.picks) if self.picks else np.asarray(shown_value(self.values, self.unit)).tolist()

    @property
    def shown_today(self) -> float:
        """The scenario's own value in the unit shown."""
        return float(shown_value(self.today, self.unit))

    @property
    def head(self) -> str:
        """Its name with the unit, for a table's head."""
        return head(self.key, self.unit)

    def to_dict(self) -> dict[str, Any]:
        """For JSON; a value that is left as in the scenario is None."""
        return {"quantity": self.key, "unit": self.unit.shown, "values": [value if self.picks else number(value) for value in self.shown]}


def read_axis(scenario: Scenario, key: str, asked: Span | Sequence[Any]) -> Axis:
    """An axis from what was asked; refused where the key or a value is not one."""
    if not is_category(key):
        item = varied(scenario, key)
        return Axis(key, item.unit, read_values(scenario, item, asked), today=item.today(scenario))
    if isinstance(asked, (str, bytes)) or not isinstance(asked, Sequence) or not asked or not all(isinstance(pick, str) for pick in asked):
        raise InputError(f"{key} = {asked!r}: a list of names is needed, as in ['falcon-9', 'starship-v3']")
    if len(set(asked)) < len(asked):
        raise InputError(f"{key} = {list(asked)}: a name is given twice")
    return Axis(key, PLAIN, picks=tuple(asked))
