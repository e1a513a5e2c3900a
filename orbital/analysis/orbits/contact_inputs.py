"""What contacts are asked of: satellites and stations from whatever names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from orbital.core.catalog import names
from orbital.core.errors import InputError, suggest
from orbital.physics.contacts.elements import Satellites, from_skyfield, read_elements
from orbital.physics.contacts.frames import Span
from orbital.physics.contacts.stations import Stations, from_coordinates, network, read_stations
from orbital.physics.contacts.stations import from_skyfield as stations_from_skyfield
from orbital.physics.contacts.walker import of_design
from orbital.scenarios import Scenario, scenario


def chosen_satellites(asked: Any, within: Span, count: int | None) -> Satellites:
    """Satellites from whatever names them."""
    if isinstance(asked, Scenario):
        return fleet(asked, within, count)
    if isinstance(asked, str) and not Path(asked).exists() and asked in names("designs"):
        return fleet(scenario(DEFAULT).replace({"orbital.design": asked}), within, count)
    if isinstance(asked, str) and not Path(asked).exists() and not _like_a_path(asked):
        raise InputError(f"satellites = {asked!r}: neither a file nor a design; {suggest(asked, names('designs'), 'designs')}")
    if count is not None:
        raise InputError(f"count = {count!r}: only the fleet of a design or scenario has a count to choose")
    if isinstance(asked, (str, Path)):
        return read_elements(asked)
    return asked if isinstance(asked, Satellites) else from_skyfield(asked)


DEFAULT = "ai1-vs-colossus-1"
"""The scenario that says what a design alone leaves open: how many satellites the demanded capacity takes."""


def fleet(chosen: Scenario, within: Span, count: int | None = None) -> Satellites:
    """The satellites of a scenario's design in its planes, with their elements at the start of the span.

    The fleet in whole planes of whole satellites; `count` satellites instead stand in as many of the planes as divide it.
    """
    wanted = ("altitude", "inclination", "local_time_of_ascending_node", "satellite_count", "plane_count", "plane_node_span", "phasing_factor")
    altitude, inclination, local_time, total, planes, node_span, phasing = (float(value) for value in chosen.orbital.run(wanted))
    if count is None and not np.isfinite(total):
        raise InputError(f"{chosen.name}: this design cannot be built as given, so that its fleet has no number of satellites: give one as count")
    whole_planes = max(round(planes), 1)
    satellites = whole_planes * int(np.ceil(total / whole_planes)) if count is None else count
    whole_planes = next(p for p in range(min(whole_planes, max(satellites, 1)), 0, -1) if satellites % p == 0)
    return of_design(
        altitude,
        inclination,
        within.whole + within.fraction,
        total=satellites,
        planes=whole_planes,
        phasing=round(phasing) % whole_planes,
        local_time_of_ascending_node=local_time,
        node_span=node_span,
        name=chosen.picks.get("design", chosen.name),
    )


def chosen_stations(asked: Any) -> Stations:
    """Stations from whatever names them."""
    if isinstance(asked, str) and not Path(asked).exists():
        if asked in names("ground_networks"):
            return network(asked)
        if not _like_a_path(asked):
            raise InputError(f"stations = {asked!r}: neither a file nor a ground network; {suggest(asked, names('ground_networks'), 'ground networks')}")
    if isinstance(asked, (str, Path)):
        return read_stations(asked)
    if isinstance(asked, Stations):
        return asked
    listed = list(asked.values()) if isinstance(asked, Mapping) else list(asked) if isinstance(asked, Sequence) else [asked]
    of_skyfield = any(hasattr(item, "latitude") or hasattr(item, "vector_functions") for item in listed)
    return stations_from_skyfield(asked) if of_skyfield else from_coordinates(asked)


def _like_a_path(text: str) -> bool:
    return any(mark in text for mark in "/\\.")
