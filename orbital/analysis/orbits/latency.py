"""Latency by city and by hour: how long the network takes to orbit and back, beside the ground site, and its share of the first token."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.columns import headed, shown_columns
from orbital.analysis.compare import number
from orbital.binding import Side
from orbital.core.errors import InputError
from orbital.core.units import Unit, text
from orbital.models import ground_model
from orbital.physics.latency import Times, ways
from orbital.physics.network_times import METHODS, Row, question, station_bytes
from orbital.physics.users import at_share, cities, quantiles
from orbital.scenarios import Scenario
from orbital.systems.site_latency import angles_to, angles_to_regions, seconds_over

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Array = NDArray[np.float64]

SAMPLES = 1024
"""Times of the day, 84 s apart."""
SHARES = {"median": 0.5, "p95": 0.95, "p99": 0.99}
MILLISECOND, SHARE = Unit("s", "ms"), Unit("", "%")
EVERYONE = "all users"
UNITS = {
    "share_of_users": SHARE,
    **{f"{way}_{name}": MILLISECOND for way in ("one_way_time", "round_trip_time") for name in SHARES},
    "waiting_fraction": SHARE,
    "time_to_first_token_median": MILLISECOND,
    "network_share_of_first_token": SHARE,
    "ground_round_trip_time": MILLISECOND,
    "ground_time_to_first_token": MILLISECOND,
}
HEADS = {
    "share_of_users": "share of users",
    "one_way_time_median": "one way, median",
    "round_trip_time_median": "there and back, median",
    "round_trip_time_p95": "95 %",
    "round_trip_time_p99": "99 %",
    "waiting_fraction": "wait for contact",
    "network_share_of_first_token": "network's share of first token",
    "ground_round_trip_time": "ground, there and back",
}
"""What a screen shows of each city."""
SCREEN = 12
"""Cities under all users on one screen."""


@dataclass(frozen=True, slots=True, eq=False)
class LatencyByCity:
    """A scenario's latency: one row for all users, weighted by population, then one a city, largest first (SI; NaN where not known).

    Of orbit the distribution over the day and over the satellites that may serve; the ground site takes the same at all hours, so that its
    column holds each city's one value, and for all users the median. `hours` are the median and 95th percentile there and back over all users
    in each hour of universal time.
    """

    scenario: str
    city: tuple[str, ...]
    country: tuple[str, ...]
    columns: dict[str, Array] = field(repr=False)
    hours: Array = field(repr=False)
    """(24, 2), s"""
    ground: Array = field(repr=False)
    """Median, 95th and 99th percentile of the ground's round trip over all users, s."""

    def of(self, city: str) -> dict[str, float]:
        """One city's row, SI; refused for one that is not in the table."""
        if city not in self.city:
            raise InputError(f"{city!r} is not one of the {len(self.city) - 1} cities; the largest are {', '.join(self.city[1:9])}")
        row = self.city.index(city)
        return {name: float(column[row]) for name, column in self.columns.items()}

    def to_frame(self) -> pd.DataFrame:
        """One row a city, all users first."""
        import pandas as pd

        return pd.DataFrame({"city": self.city, "country": self.country} | headed(self.columns, UNITS))

    def rows(self) -> list[tuple[str, list[Any]]]:
        """For a screen: all users and the largest cities, one a row, what matters side by side."""
        shown = shown_columns(self.columns, UNITS)
        rows: list[tuple[str, list[Any]]] = [("city", [f"{head} [{UNITS[name].shown}]" for name, head in HEADS.items()])]
        for k, city in enumerate(self.city[: SCREEN + 1]):
            rows.append((city, [float(shown[name][k]) for name in HEADS]))
        return rows

    def plot(self) -> Figure:
        """The round trip by hour, and by city beside the ground's."""
        from orbital.views.plots import latency_figure

        return latency_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists with their units; a missing number is None."""
        document: dict[str, Any] = {"scenario": self.scenario, "city": list(self.city), "country": list(self.country)}
        for name, column in shown_columns(self.columns, UNITS).items():
            document[name] = {"unit": UNITS[name].shown, "value": [number(float(x)) for x in column]}
        for k, name in enumerate(("round_trip_time_median_by_hour", "round_trip_time_p95_by_hour")):
            document[name] = {"unit": "ms", "value": [number(float(x) * 1e3) for x in self.hours[:, k]]}
        document["ground_round_trip_time_of_all"] = {"unit": "ms", "value": {name: number(float(x) * 1e3) for name, x in zip(SHARES, self.ground, strict=True)}}
        return document

    def __repr__(self) -> str:
        everyone = {name: float(column[0]) for name, column in self.columns.items()}
        orbit = percentiles(text(everyone[f"round_trip_time_{name}"], MILLISECOND) for name in SHARES)
        beside = (
            f"; to the ground site {percentiles(text(float(x), MILLISECOND) for x in self.ground)}"
            if np.isfinite(self.ground[0])
            else "; of the ground site no place is given"
        )
        wait = everyone["waiting_fraction"]
        waiting = f"; {wait:.1%} of the requests wait for a contact" if wait > 0.0 else "; no request waits for a contact"
        share = everyone["network_share_of_first_token"]
        first = "; the work asks for no first token"
        if np.isfinite(share):
            first = f"; the network is {share:.0%} of the median time to first token, {text(everyone['time_to_first_token_median'], MILLISECOND)}"
        return f"{self.scenario}: to orbit and back {orbit}{beside}{waiting}{first}"


def latency(scenario: Scenario, samples: int = SAMPLES) -> LatencyByCity:
    """Latency over the day by city, and over all users, by the scenario's formulas of the network's times.

    Raises `InputError` where a value it needs is null, such as the stations of a ground network, or `samples` is less than 24.
    """
    if isinstance(samples, bool) or not isinstance(samples, int) or samples < 24:
        raise InputError(f"samples = {samples!r}: a whole number of at least 24 is needed, one an hour")
    found = _orbit(scenario.orbital, samples)
    weights = cities().weights
    serving, own = _known(scenario.orbital, "serving_time_to_first_token"), _known(scenario.ground, "serving_time_to_first_token")
    site = _site(scenario.ground)
    columns: dict[str, Array] = {"share_of_users": np.concatenate([[1.0], weights])}
    over_all = np.broadcast_to(weights, found.path.shape).ravel()
    for name, values in (("one_way_time", found.one_way), ("round_trip_time", found.round_trip)):
        rows = [quantiles(values.ravel(), over_all), *(quantiles(column) for column in values.T)]
        for short, share in SHARES.items():
            columns[f"{name}_{short}"] = np.array([float(at_share(row, share)) for row in rows])
    waiting = np.mean(found.wait > 0.0, axis=0)
    columns["waiting_fraction"] = np.concatenate([[waiting @ weights], waiting])
    columns["time_to_first_token_median"] = columns["round_trip_time_median"] + serving
    columns["network_share_of_first_token"] = columns["round_trip_time_median"] / columns["time_to_first_token_median"]
    beside = quantiles(2.0 * site, weights)
    ground = np.array([float(at_share(beside, share)) for share in SHARES.values()])
    columns["ground_round_trip_time"] = np.concatenate([ground[:1], 2.0 * site])
    columns["ground_time_to_first_token"] = columns["ground_round_trip_time"] + own
    known = cities()
    return LatencyByCity(scenario.name, (EVERYONE, *known.names), ("", *known.countries), columns, _hours(found, weights), ground)


def _orbit(side: Side, samples: int) -> Times:
    """Ways of requests from every city at every time."""
    item = side.model.active(side.shape)["round_trip_time"]
    latitude, longitude, *row = side.run(item.arguments)
    if any(np.ndim(value) for value in row):
        raise InputError("latency takes one scenario; ask the side itself to run a block")
    asked = question(station_bytes(latitude, longitude), *METHODS[item.name], Row(*(float(value) for value in row)))
    if asked is None:
        raise InputError("the orbit does not exist: there is nothing to reach")
    return ways(asked, samples)


def _site(side: Side) -> Array:
    """Seconds one way from every city to the ground site; NaN where no place is given."""
    item = side.model.active(side.shape)["round_trip_time"]
    if side.model.missing(side.shape, item.arguments):
        return np.full(len(cities().names), np.nan)
    if item is ground_model().default["round_trip_time"]:
        latitude, longitude, factor = side.run(item.arguments)
        return seconds_over(angles_to(latitude, longitude), factor)
    return seconds_over(angles_to_regions(), side.run(item.arguments)[0])


def _known(side: Side, name: str) -> float:
    """A quantity of a side; NaN where a null stands in its way."""
    return float("nan") if side.model.missing(side.shape, (name,)) else float(side.run((name,))[0])


def _hours(found: Times, weights: Array) -> Array:
    """Median and 95th percentile there and back over all users, in each hour of universal time."""
    rows = []
    for part in np.array_split(found.round_trip, 24):
        spread = quantiles(part.ravel(), np.broadcast_to(weights, part.shape).ravel())
        rows.append([float(at_share(spread, 0.5)), float(at_share(spread, 0.95))])
    return np.array(rows)


def percentiles(told: Iterable[str]) -> str:
    """Median, 95th and 99th percentile, each as told, in words."""
    return ", ".join(f"{each} ({share})" for each, share in zip(told, ("median", "95 %", "99 %"), strict=True))
