"""One satellite's mean elements as a file gives them, and what they must satisfy before SGP4 is asked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from sgp4.api import SGP4_ERRORS, WGS72, Satrec

LARGEST_NUMBER = 339_999
"""Largest catalog number a `Satrec` holds (Alpha-5 `Z9999`); a larger one stands in the name and the record says 0."""
ANGLE = (-360.0, 360.0, "-360 to 360 deg")
RANGES = {
    "eccentricity": (0.0, 1.0, "at least 0 and less than 1"),
    "inclination": (0.0, 180.0, "0 to 180 deg"),
    "right ascension of the ascending node": ANGLE,
    "argument of perigee": ANGLE,
    "mean anomaly": ANGLE,
    "mean motion": (0.036, 18.0, "0.036 rev/day, the Moon's, to 18 rev/day, below the ground"),
}
"""Lowest, highest and their wording, in the units of the files: degrees and revolutions a day."""
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
SHOWN = 60
SGP4_EPOCH = 2433281.5
"""Julian date of 1949 December 31, 0 h UTC, from which `sgp4init` counts days."""


class ElementSet(NamedTuple):
    """Elements that passed, with the name and catalog number of their file and where in it they stood."""

    name: str
    number: int
    record: Satrec
    place: str


class Content(NamedTuple):
    """What a file held: the element sets that passed, in order, and a sentence on everything else."""

    sets: list[ElementSet]
    faults: list[str]


def shown(text: object) -> str:
    """A text as it is quoted in a message: escaped, and cut where it is long."""
    quoted = repr(text)
    return quoted if len(quoted) <= SHOWN else f"{quoted[: SHOWN - 4]}...{quoted[0]}"


def range_faults(values: Mapping[str, float]) -> list[str]:
    """Every element outside its range, in words. Eccentricity 1 is outside."""
    faults = []
    for name, value in values.items():
        low, high, allowed = RANGES[name]
        if not low <= value <= high or (name == "eccentricity" and value == high):
            faults.append(f"{name} = {value:.8g}: allowed is {allowed}")
    return faults


def epoch_faults(record: Satrec) -> list[str]:
    """Why SGP4 cannot start from these elements: its own error at epoch, or a perigee below the ground (Earth's equatorial radius)."""
    error, position, _ = record.sgp4(record.jdsatepoch, record.jdsatepochF)
    if error:
        return [f"SGP4 error {error} at epoch: {SGP4_ERRORS[error]}"]
    if not all(math.isfinite(value) for value in position):
        return ["SGP4 gives no position at epoch"]
    perigee = record.altp * record.radiusearthkm
    if not perigee >= 0.0:
        return [f"perigee height = {perigee:.1f} km: below ground, the satellite has decayed"]
    return []


def record_of_elements(
    epoch: float, inclination: float, node: float, eccentricity: float, argument_of_perigee: float, mean_anomaly: float, mean_motion: float
) -> Satrec:
    """An SGP4 record (WGS-72, no drag) of mean elements in radians, their mean motion (Kozai's, rad/s), at an epoch (Julian date, UTC)."""
    record = Satrec()
    record.sgp4init(WGS72, "i", 1, epoch - SGP4_EPOCH, 0.0, 0.0, 0.0, eccentricity, argument_of_perigee, inclination, mean_anomaly, 60.0 * mean_motion, node)
    return record
