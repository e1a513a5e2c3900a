"""When satellites are in the Earth's shadow, one by one, by their elements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from orbital.analysis.orbits.contact_inputs import chosen_satellites
from orbital.analysis.orbits.contact_windows import CLIPPED
from orbital.physics.contacts.frames import Span, span
from orbital.physics.contacts.shadow import Eclipses, eclipses

if TYPE_CHECKING:
    import pandas as pd


def eclipse_intervals(satellites: Any, start: str | datetime, days: float = 1.0, shadow: str = "center", *, count: int | None = None) -> EclipseIntervals:
    """When satellites are in the Earth's shadow. `shadow`: the Sun's "center" hidden (skyfield's `is_sunlit`), "umbra" or "penumbra"."""
    within = span(start, days)
    chosen = chosen_satellites(satellites, within, count)
    found, refused = eclipses(chosen.records, within, shadow)
    faults = (*chosen.faults, *(f"{chosen.names[k]}: {why}" for k, why in refused.items()))
    return EclipseIntervals(chosen.names, within, shadow, found, faults)


@dataclass(frozen=True, eq=False)
class EclipseIntervals:
    """Eclipse intervals of satellites in a span, by satellite and time."""

    satellites: tuple[str, ...]
    span: Span
    shadow: str
    intervals: Eclipses
    faults: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.intervals)

    def to_frame(self) -> pd.DataFrame:
        """One row an eclipse."""
        import pandas as pd

        e = self.intervals
        who = np.array(self.satellites, dtype=object)[e.satellite]
        return pd.DataFrame({"satellite": who, "begin": self.span.utc(e.begin), "end": self.span.utc(e.end), "clipped": CLIPPED[e.clipped]})

    def __repr__(self) -> str:
        tracked = self.intervals.fraction[~np.isnan(self.intervals.fraction)]
        share = f"{tracked.mean():.2%} of the time in shadow" if len(tracked) else "SGP4 refuses them all"
        return f"{len(self):,} eclipses ({self.shadow}) of {len(self.satellites):,} satellites in {self.span.days:g} days: {share}"
