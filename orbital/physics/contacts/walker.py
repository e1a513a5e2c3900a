"""Constellations without elements of their own: Walker patterns and single rings as SGP4 mean elements."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from sgp4.api import WGS72, Satrec

from orbital.core.errors import InputError
from orbital.physics.constants import DAY, EARTH_RADIUS
from orbital.physics.contacts.element_set import LARGEST_NUMBER, SGP4_EPOCH
from orbital.physics.contacts.elements import Satellites
from orbital.physics.orbits import mean_sun_longitude

TURN = 2.0 * math.pi
J2000 = 2451545.0
LOWEST, HIGHEST = 100e3, 100_000e3
"""Altitudes SGP4 is asked for, m."""
LARGEST = 1_000_000
"""Most satellites of one pattern: the largest filing is for as many."""
FIXED_POINT_STEPS = 12
"""Each leaves a thousandth of the error before it."""


@dataclass(frozen=True)
class Walker:
    """A Walker pattern i: T/P/F of circular orbits, in SI and radians: `Walker(total=48, planes=6, phasing=1, ...).satellites()`.

    The planes stand `node_span / planes` apart, 2 pi for a delta, pi for a star; the satellites of a plane 2 pi P/T apart; each plane is
    ahead of the one before it by 2 pi F/T. `altitude` is the mean over a revolution of the distance from the Earth's center less its
    equatorial radius, as in the rest of this package; with an eccentricity it is that of the semi-major axis, e^2/2 less.

    Source: Walker 1984, Journal of the British Interplanetary Society 37, 559; Vallado, Fundamentals of Astrodynamics, section 11.7.
    """

    total: int
    planes: int
    phasing: int
    altitude: float
    inclination: float
    epoch: float
    """Julian date, UTC."""
    node_span: float = TURN
    first_node: float = 0.0
    """Right ascension of the ascending node of the first plane, rad, in the frame of SGP4 (true equator, mean equinox of date)."""
    first_anomaly: float = 0.0
    """Mean argument of latitude of the first satellite at epoch, rad."""
    eccentricity: float = 0.0
    """SGP4's mean eccentricity: 0 is the frozen orbit, which the Earth's pear shape swings by 0.001."""
    argument_of_perigee: float = 0.0
    drag: float = 0.0
    """B*, per Earth radius. 0: the altitude is kept."""
    name: str = ""
    """Begins the names of the satellites: `ring 1-3` is the third of the first plane."""

    def __post_init__(self) -> None:
        faults = _faults(self)
        if faults:
            raise InputError(faults)

    def satellites(self) -> Satellites:
        """One SGP4 record (WGS-72) a satellite, plane by plane, numbered from 1."""
        motion = kozai_mean_motion(self.altitude, self.inclination, self.eccentricity)
        names: list[str] = []
        records: list[Satrec] = []
        per_plane = int(self.total) // int(self.planes)
        for plane in range(int(self.planes)):
            node = self.first_node + self.node_span * plane / self.planes
            for slot in range(per_plane):
                latitude = self.first_anomaly + TURN * (slot / per_plane + self.phasing * plane / self.total)
                number = len(records) + 1
                record = Satrec()
                record.sgp4init(
                    WGS72,
                    "i",
                    number if number <= LARGEST_NUMBER else 0,
                    self.epoch - SGP4_EPOCH,
                    self.drag,
                    0.0,
                    0.0,
                    self.eccentricity,
                    self.argument_of_perigee % TURN,
                    self.inclination,
                    (latitude - self.argument_of_perigee) % TURN,
                    motion,
                    node % TURN,
                )
                names.append(f"{self.name} {plane + 1}-{slot + 1}".strip())
                records.append(record)
        return Satellites(tuple(names), tuple(records))


def _faults(wanted: Walker) -> list[str]:
    faults = []
    for name, least in (("total", 1), ("planes", 1), ("phasing", 0)):
        value = getattr(wanted, name)
        if not (_is_number(value) and least <= value <= LARGEST and value == np.floor(value)):
            faults.append(f"{name} = {value!r}: allowed is a whole number, {least} to {LARGEST:,}")
    if not faults:
        above = wanted.total + -wanted.total % wanted.planes
        if above != wanted.total:
            faults.append(f"total = {wanted.total}: {wanted.planes} planes need a multiple of {wanted.planes}, as {above}")
        if wanted.phasing >= wanted.planes:
            faults.append(f"phasing = {wanted.phasing}: allowed is 0 to {wanted.planes - 1}, one less than the planes")
    spans = {
        "altitude": (LOWEST, HIGHEST),
        "inclination": (0.0, math.pi),
        "node_span": (0.0, TURN),
        "epoch": (J2000 - 50 * 365.25, J2000 + 200 * 365.25),
        "eccentricity": (0.0, 0.9),
        "drag": (-1.0, 1.0),
    }
    spans |= dict.fromkeys(("first_node", "first_anomaly", "argument_of_perigee"), (-1e3, 1e3))
    words = {"altitude": "100 km to 100,000 km, in m", "inclination": "0 to pi rad", "node_span": "0 to 2 pi rad", "epoch": "a Julian date from 1950 to 2200"}
    for name, (low, high) in spans.items():
        value = getattr(wanted, name)
        if not (_is_number(value) and low <= value <= high):
            faults.append(f"{name} = {value!r}: allowed is {words.get(name, f'{low:g} to {high:g}')}")
    if not faults and (EARTH_RADIUS + wanted.altitude) * (1.0 - wanted.eccentricity) < EARTH_RADIUS:
        faults.append(f"eccentricity = {wanted.eccentricity!r}: at a mean altitude of {wanted.altitude / 1e3:g} km the perigee is below the ground")
    return faults


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def kozai_mean_motion(altitude: float, inclination: float, eccentricity: float = 0.0) -> float:
    """The mean motion an element set must state (Kozai's, rad/min) for SGP4 to fly at an altitude, m: its mean radius over a revolution is R_E + h.

    Two steps, each solved by putting the result back. The mean radius of a near-circular orbit is a [1 - 3/4 J2 (R/p)^2 (3 cos^2 i - 1)
    sqrt(1 - e^2)], a Brouwer's semi-major axis: 4.6 km above it in a polar orbit. Brouwer's mean motion is n = k a^(-3/2), and Kozai's n (1 + d),
    d = 3/4 J2 (3 cos^2 i - 1) / (a'^2 (1 - e^2)^(3/2)), a' the semi-major axis that SGP4 makes of Kozai's. Within 10 m for circular orbits.

    Source: Hoots and Roehrich, Spacetrack Report No. 3, section 6 (a' and the short-period term of the radius); Brouwer 1959.
    """
    scale = _wgs72()
    wanted = (EARTH_RADIUS + altitude) / (scale.radiusearthkm * 1e3)
    flattening = 0.75 * scale.j2 * (3.0 * math.cos(inclination) ** 2 - 1.0)
    round_part = 1.0 - eccentricity * eccentricity
    axis = wanted
    for _ in range(FIXED_POINT_STEPS):
        axis = wanted + flattening * math.sqrt(round_part) / (axis * round_part * round_part)
    brouwer = scale.xke / math.sqrt(axis * axis * axis)
    kozai = brouwer
    for _ in range(FIXED_POINT_STEPS):
        first = (scale.xke / kozai) ** (2.0 / 3.0)
        ratio = flattening / (round_part * math.sqrt(round_part))
        shift = ratio / (first * first)
        second = first * (1.0 - shift * shift - shift * (1.0 / 3.0 + 134.0 * shift * shift / 81.0))
        kozai = brouwer * (1.0 + ratio / (second * second))
    return float(kozai)


def _wgs72() -> Satrec:
    """Any record: SGP4's constants are read from it."""
    record = Satrec()
    record.sgp4init(WGS72, "i", 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.06, 0.0)
    return record


def sun_synchronous_node(local_time_of_ascending_node: float, epoch: float) -> float:
    """Right ascension of a node that is crossed at a mean local solar time (s), at an epoch (Julian date): the mean Sun's + 2 pi (time/day - 1/2).

    Source: mean Sun of the Astronomical Almanac, page C5, as in `orbital.physics.orbits`.
    """
    return float((mean_sun_longitude(epoch - J2000) + TURN * (local_time_of_ascending_node / DAY - 0.5)) % TURN)


def of_design(
    altitude: float,
    inclination: float,
    epoch: float,
    total: int = 1,
    planes: int = 1,
    phasing: int = 0,
    local_time_of_ascending_node: float | None = None,
    node_span: float | None = None,
    first_node: float | None = None,
    name: str = "",
) -> Satellites:
    """The satellites of a design from plain numbers (m, rad, s, Julian date): a Walker pattern or a ring whose node is set by the Sun.

    With a local time of the ascending node the planes stand about it, half of them to either side; without, the first plane stands at
    `first_node` or 0. Several planes about a local time need their `node_span`; without a local time it is a full turn.
    """
    faults = []
    if local_time_of_ascending_node is not None:
        if first_node is not None:
            faults.append("first_node and local_time_of_ascending_node both set the node: give one")
        if not 0.0 <= local_time_of_ascending_node <= DAY:
            faults.append(f"local_time_of_ascending_node = {local_time_of_ascending_node!r}: allowed is 0 to 86400 s")
        if node_span is None and planes != 1:
            faults.append(f"planes = {planes!r} about one local time of the ascending node: give node_span, the angle they are spread over")
    if faults:
        raise InputError(faults)
    walker = Walker(
        total=total,
        planes=planes,
        phasing=phasing,
        altitude=altitude,
        inclination=inclination,
        epoch=epoch,
        node_span=TURN if node_span is None else node_span,
        first_node=first_node or 0.0,
        name=name,
    )
    if local_time_of_ascending_node is not None:
        middle = sun_synchronous_node(local_time_of_ascending_node, epoch)
        walker = replace(walker, first_node=middle - walker.node_span * (walker.planes - 1) / (2.0 * walker.planes))
    return walker.satellites()
