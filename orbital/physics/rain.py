"""Rain on the path from a station to a satellite, and the share of time a radio link outlasts it: ITU-R P.838-3 and P.618-13."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import Constant, Gigahertz, Radian, Ratio, Real, StationFraction, StationMeter, StationRadian, StationRainRate
from orbital.physics.links import decibels

GIGAHERTZ = Constant(1e9, "1/s", "definition")
KILOMETER = Constant(1e3, "m", "definition")
MILLIMETER_PER_HOUR = Constant(1e-3 / 3600.0, "m/s", "definition")
LEAST_PERCENT, MOST_PERCENT = 0.001, 5.0
"""Shares of the time for which P.618 holds."""
HALVINGS = 24
LEAST_LOSS = 1e-9
"""Decibels."""
EFFECTIVE_RADIUS = 8500.0
"""Kilometers: the Earth's radius to a path bent by the air."""
LOW = 5.0 * np.pi / 180.0
"""Below this elevation the Earth's curvature counts."""
LEAST_HEIGHT = 1e-3
"""Kilometers of rain above a station, so that there is a path."""
K_HORIZONTAL = ((-5.33980, -0.10008, 1.13098), (-0.35351, 1.26970, 0.45400), (-0.23789, 0.86036, 0.15354), (-0.94158, 0.64552, 0.16817))
K_VERTICAL = ((-3.80595, 0.56934, 0.81061), (-3.44965, -0.22911, 0.51059), (-0.39902, 0.73042, 0.11899), (0.50167, 1.07319, 0.27195))
EXPONENT_HORIZONTAL = (
    (-0.14318, 1.82442, -0.55187),
    (0.29591, 0.77564, 0.19822),
    (0.32177, 0.63773, 0.13164),
    (-5.37610, -0.96230, 1.47828),
    (16.1721, -3.29980, 3.43990),
)
EXPONENT_VERTICAL = (
    (-0.07771, 2.33840, -0.76284),
    (0.56727, 0.95545, 0.54039),
    (-0.20238, 1.14520, 0.26809),
    (-48.2991, 0.791669, 0.116226),
    (48.5833, 0.791459, 0.116479),
)
"""a, b, c of each bell of P.838-3, tables 1 to 4."""


def bells(logarithm: Real, table: tuple[tuple[float, float, float], ...]) -> Real:
    """Sum of a exp( -((x - b)/c)^2 ), x the logarithm of the frequency in GHz."""
    total: Real = 0.0 * logarithm
    for height, middle, width in table:
        distance = (logarithm - middle) / width
        total = total + height * np.exp(-distance * distance)
    return total


def rain_loss_per_kilometer(rain: Real, link_frequency: Real) -> Real:
    """Decibels that rain (in mm/h) takes from a kilometer, in circular polarization: k R^alpha. 1 to 1,000 GHz.

    k = (k_H + k_V)/2 and alpha = (k_H alpha_H + k_V alpha_V)/(2 k): 45 deg of tilt.

    Source: ITU-R P.838-3.
    """
    x = np.log10(link_frequency / GIGAHERTZ)
    across = np.exp((bells(x, K_HORIZONTAL) - 0.18961 * x + 0.71147) * np.log(10.0))
    upright = np.exp((bells(x, K_VERTICAL) - 0.16398 * x + 0.63297) * np.log(10.0))
    across_exponent = bells(x, EXPONENT_HORIZONTAL) + 0.67849 * x - 1.95537
    upright_exponent = bells(x, EXPONENT_VERTICAL) - 0.053739 * x + 0.83433
    exponent = (across * across_exponent + upright * upright_exponent) / (across + upright)
    loss: Real = 0.5 * (across + upright) * np.exp(exponent * np.log(np.maximum(rain, 1e-9)))
    return loss


def rare_rain_attenuation(latitude: Real, rain: Real, height: Real, elevation: Real, link_frequency: Real) -> Real:
    """Decibels lost to rain on a slant path that are exceeded in 0.01 % of an average year.

    `rain` is the rate in mm/h exceeded as rarely, `height` that of the rain above the station in kilometers. Below 5 deg the slant path is that of a
    round Earth. Held against measurements up to 55 GHz; beyond, in E band, it is carried on.

    Source: ITU-R P.618-13, section 2.2.1.1.
    """
    sine, cosine = np.sin(elevation), np.cos(elevation)
    bowed = 2.0 * height / (np.sqrt(sine * sine + 2.0 * height / EFFECTIVE_RADIUS) + sine)
    gigahertz, straight = link_frequency / GIGAHERTZ, height / np.maximum(sine, 1e-9)
    slant = np.where(elevation < LOW, bowed, straight)
    lost = rain_loss_per_kilometer(rain, link_frequency)
    level = slant * cosine
    shortened = level / (1.0 + 0.78 * np.sqrt(level * lost / gigahertz) - 0.38 * (1.0 - np.exp(-2.0 * level)))
    through = np.where(np.arctan2(height, shortened) > elevation, shortened / cosine, straight)
    degrees, tropical = elevation * 180.0 / np.pi, np.maximum(36.0 - np.abs(latitude) * 180.0 / np.pi, 0.0)
    bent = 31.0 * (1.0 - np.exp(-degrees / (1.0 + tropical))) * np.sqrt(through * lost) / (gigahertz * gigahertz) - 0.45
    once: Real = lost * through / (1.0 + np.sqrt(sine) * bent)
    return np.maximum(once, LEAST_LOSS)


def rain_attenuation(percent: Real, rare: Real, latitude: Real, elevation: Real) -> Real:
    """Decibels lost to rain that are exceeded in a percentage of an average year, 0.001 to 5, from those exceeded in 0.01 %.

    Source: ITU-R P.618-13, section 2.2.1.1, step 10.
    """
    tropical, sine = 36.0 - np.abs(latitude) * 180.0 / np.pi, np.sin(elevation)
    low = np.where(elevation * 180.0 / np.pi < 25.0, 1.8 - 4.25 * sine, 0.0)
    beta = np.where((percent >= 1.0) | (tropical <= 0.0), 0.0, 0.005 * tropical + low)
    power = 0.655 + 0.033 * np.log(percent) - 0.045 * np.log(rare) - beta * (1.0 - percent) * sine
    lost: Real = rare * np.exp(-power * np.log(percent / 0.01))
    return lost


@formula(tabulated=True)
def station_availability(
    station_latitude: StationRadian,
    station_rain_rate: StationRainRate,
    station_rain_height: StationMeter,
    minimum_elevation: Radian,
    link_frequency: Gigahertz,
    rain_margin: Ratio,
) -> StationFraction:
    """Share of the year in which rain takes no more than the link's margin, at the lowest elevation: the percentage at which P.618 loses just that.

    Found by halving ln p, 0.001 to 5 %: a link that fails more often is told as failing 5 %. Keeps the axis `station`.

    Source: ITU-R P.618-13 with P.838-3.
    """
    rain, height = station_rain_rate / MILLIMETER_PER_HOUR, np.maximum(station_rain_height / KILOMETER, LEAST_HEIGHT)
    elevation, frequency = np.expand_dims(minimum_elevation, -1), np.expand_dims(link_frequency, -1)
    allowed = np.expand_dims(decibels(rain_margin), -1)
    rare = rare_rain_attenuation(station_latitude, rain, height, elevation, frequency)
    low = np.log(LEAST_PERCENT) + 0.0 * (rare + allowed)
    high = np.log(MOST_PERCENT) + 0.0 * (rare + allowed)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        fails = rain_attenuation(np.exp(middle), rare, station_latitude, elevation) > allowed
        low, high = np.where(fails, middle, low), np.where(fails, high, middle)
    available: Real = 1.0 - np.exp(high) / 100.0
    return available
