"""SGP4 for orbits below 225 minutes, as constants of each satellite and a compiled loop over times: the sgp4 package to a hundredth of a millimeter.

For what lies deeper, and where numba is missing, the sgp4 package itself propagates. This earns its place by speed alone: four times at once, and
positions only, straight into the Earth-fixed frame.

Source: Vallado, Crawford, Hujsak and Kelso 2006, AIAA 2006-6753; Hoots and Roehrich 1980, Spacetrack Report 3. WGS-72 constants, "improved" mode.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from orbital.physics.contacts.frames import FloatArray

if TYPE_CHECKING:
    from sgp4.api import Satrec

RADIUS, J2, XKE, MOTION, AXIS, ECC, INCL, NODE, PERI, ANOM, NODE_RATE, PERI_RATE, ANOM_RATE = range(13)
NODE_DRAG, CC1, BCC4, BCC5, T2, T3, T4, T5, D2, D3, D4, ETA, DELMO, SINMAO, OMGCOF, XMCOF, AYCOF, XLCOF = range(13, 31)
CON41, X1MTH2, X7THM1, SIN_I, COS_I, STEPS = range(31, 37)


def kept(function: Callable[..., Any], **options: Any) -> Any:
    """A function compiled, and kept on disk from run to run where numba finds a place it may write to; else compiled anew each time."""
    try:
        return njit(cache=True, **options)(function)
    except RuntimeError:
        return njit(**options)(function)


def constants(records: Sequence[Satrec]) -> FloatArray:
    """What SGP4 works out once a satellite, (satellites, constants). Not for deep space."""

    def column(name: str) -> FloatArray:
        return np.array([getattr(record, name) for record in records])

    radius, j2, j3_over_j2, xke = (column(name) for name in ("radiusearthkm", "j2", "j3oj2", "xke"))
    axis, ecc, incl, bstar, perigee, anomaly = (column(name) for name in ("a", "ecco", "inclo", "bstar", "argpo", "mo"))
    motion = xke / (axis * np.sqrt(axis))
    sine, cosine = np.sin(incl), np.cos(incl)
    left = 1.0 - ecc * ecc
    con41, x1mth2, x7thm1 = 3.0 * cosine * cosine - 1.0, sine * sine, 7.0 * cosine * cosine - 1.0
    # the atmosphere: a power law between s and 120 km, lowered for low perigees
    height = (axis * (1.0 - ecc) - 1.0) * radius
    s_height = np.where(height < 98.0, 20.0, np.where(height < 156.0, height - 78.0, 78.0))
    q = (120.0 - s_height) / radius
    q4 = q * q * q * q
    s = s_height / radius + 1.0
    tsi = 1.0 / (axis - s)
    eta = axis * ecc * tsi
    eta2, e_eta = eta * eta, ecc * eta
    psi2 = np.abs(1.0 - eta2)
    coef = q4 * tsi * tsi * tsi * tsi
    coef1 = coef / (psi2 * psi2 * psi2 * np.sqrt(psi2))
    cc1 = bstar * coef1 * motion * (
        axis * (1.0 + 1.5 * eta2 + e_eta * (4.0 + eta2)) + 0.375 * j2 * tsi / psi2 * con41 * (8.0 + 3.0 * eta2 * (8.0 + eta2))
    )  # fmt: skip
    round_enough = ecc <= 1.0e-4
    safe = np.where(round_enough, 1.0, ecc)
    cc3 = np.where(round_enough, 0.0, -2.0 * coef * tsi * j3_over_j2 * motion * sine / safe)
    cc4 = 2.0 * motion * coef1 * axis * left * (
        eta * (2.0 + 0.5 * eta2) + ecc * (0.5 + 2.0 * eta2)
        - j2 * tsi / (axis * psi2) * (
            -3.0 * con41 * (1.0 - 2.0 * e_eta + eta2 * (1.5 - 0.5 * e_eta))
            + 0.75 * x1mth2 * (2.0 * eta2 - e_eta * (1.0 + eta2)) * np.cos(2.0 * perigee)
        )
    )  # fmt: skip
    cc5 = 2.0 * coef1 * axis * left * (1.0 + 2.75 * (eta2 + e_eta) + e_eta * eta2)
    node_first = -1.5 * j2 / (axis * left) / (axis * left) * motion * cosine
    # below 220 km of perigee drag is reckoned by its first terms only
    full = np.where(axis * (1.0 - ecc) >= 220.0 / radius + 1.0, 1.0, 0.0)
    d2 = 4.0 * axis * tsi * cc1 * cc1
    d3 = (17.0 * axis + s) * d2 * tsi * cc1 / 3.0
    d4 = 0.5 * d2 * tsi * cc1 / 3.0 * axis * tsi * (221.0 * axis + 31.0 * s) * cc1
    t3 = d2 + 2.0 * cc1 * cc1
    t4 = 0.25 * (3.0 * d3 + cc1 * (12.0 * d2 + 10.0 * cc1 * cc1))
    t5 = 0.2 * (3.0 * d4 + 12.0 * cc1 * d3 + 6.0 * d2 * d2 + 15.0 * cc1 * cc1 * (2.0 * d2 + cc1 * cc1))
    begin = 1.0 + eta * np.cos(anomaly)
    polar = np.where(np.abs(cosine + 1.0) > 1.5e-12, 1.0 + cosine, 1.5e-12)
    xm = np.where(round_enough, 0.0, -2.0 / 3.0 * coef * bstar / np.where(round_enough, 1.0, e_eta))
    steps = np.where(ecc < 0.002, 2.0, np.where(ecc < 0.02, 3.0, np.where(ecc < 0.15, 5.0, 10.0)))
    return np.stack(
        [
            radius, j2, xke, motion, axis, ecc, incl, column("nodeo"), perigee, anomaly, column("nodedot"), column("argpdot"), column("mdot"),
            3.5 * left * node_first * cc1, cc1, bstar * cc4, bstar * cc5 * full, 1.5 * cc1, t3 * full, t4 * full, t5 * full,
            d2 * full, d3 * full, d4 * full, eta, begin * begin * begin, np.sin(anomaly), bstar * cc3 * np.cos(perigee) * full, xm * full,
            -0.5 * j3_over_j2 * sine, -0.25 * j3_over_j2 * sine * (3.0 + 5.0 * cosine) / polar, con41, x1mth2, x7thm1, sine, cosine, steps,
        ],
        axis=1,
    )  # fmt: skip


@njit(inline="always")
def sine_cosine(x: float) -> tuple[float, float]:
    """Sine and cosine to 1e-16 without branches, so that four are worked out at once. For |x| below 1e6.

    Source: reduction by pi/2 in three parts (Cody and Waite 1980); coefficients of fdlibm's kernels.
    """
    k = np.floor(x * 0.6366197723675814 + 0.5)
    r = ((x - k * 1.5707963267341256) - k * 6.077100506303966e-11) - k * 2.0222662487959506e-21
    z = r * r
    s = 2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)
    s = r + r * z * (-1.66666666666666324348e-01 + z * (8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04 + z * s)))
    c = -2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 - z * 1.13596475577881948265e-11)
    c = 1.0 - 0.5 * z + z * z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * (2.48015872894767294178e-05 + z * c)))
    quarter = k - 4.0 * np.floor(0.25 * k)
    odd = (quarter == 1.0) or (quarter == 3.0)
    low, high = (c, s) if odd else (s, c)
    return (-low if quarter >= 2.0 else low), (-high if (quarter == 1.0) or (quarter == 2.0) else high)


@njit(inline="always")
def nudged(sine: float, cosine: float, by: float) -> tuple[float, float]:
    """Sine and cosine of an angle and a small one more, by its series: to 1e-15 for 0.01 rad."""
    z = by * by
    s, c = by * (1.0 - z * (1.0 / 6.0 - z / 120.0)), 1.0 - z * (0.5 - z / 24.0)
    return sine * c + cosine * s, cosine * c - sine * s


BLOCK = 256
LARGEST_NUDGE = 0.01
"""rad: the series of `nudged` errs by 1e-15 there. Drag that shifts a satellite more is left to the sgp4 package."""


@partial(kept, error_model="numpy", fastmath={"contract"})
def propagate(k: NDArray[np.float64], minutes: NDArray[np.float64], sidereal: NDArray[np.float64], position: NDArray[np.float64]) -> bool:
    """Earth-fixed positions (3, times), m, at minutes after the epoch and sidereal angles then.

    False where SGP4 gives an error at any of them, or drag is beyond this loop.
    """
    good = True
    axnl, aynl, mean, kepler, axes = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    sines, cosines, steps = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    for first in range(0, len(minutes), BLOCK):
        size = min(BLOCK, len(minutes) - first)
        # secular: gravity and drag
        for i in range(size):
            t = minutes[first + i]
            anomaly = k[ANOM] + k[ANOM_RATE] * t
            sine, cosine = sine_cosine(anomaly)
            swell = 1.0 + k[ETA] * cosine
            shift = k[OMGCOF] * t + k[XMCOF] * (swell * swell * swell - k[DELMO])
            good &= abs(shift) < LARGEST_NUDGE
            anomaly += shift
            perigee = k[PERI] + k[PERI_RATE] * t - shift
            sine, _ = nudged(sine, cosine, shift)
            shrunk = 1.0 - t * (k[CC1] + t * (k[D2] + t * (k[D3] + t * k[D4])))
            ecc = k[ECC] - (k[BCC4] * t + k[BCC5] * (sine - k[SINMAO]))
            ahead = t * t * (k[T2] + t * (k[T3] + t * (k[T4] + t * k[T5])))
            good &= (ecc < 1.0) and (ecc >= -0.001)
            ecc = max(ecc, 1e-6)
            axis = k[AXIS] * shrunk * shrunk
            anomaly += k[MOTION] * ahead
            sine, cosine = sine_cosine(perigee)
            flat = 1.0 / (axis * (1.0 - ecc * ecc))
            axnl[i] = ecc * cosine
            aynl[i] = ecc * sine + flat * k[AYCOF]
            u = anomaly + perigee + flat * k[XLCOF] * axnl[i]
            mean[i] = u - 6.283185307179586 * np.floor(u * 0.15915494309189535)
            kepler[i] = mean[i]
            axes[i] = axis
        # Kepler's equation
        for _ in range(int(k[STEPS])):
            for i in range(size):
                sine, cosine = sine_cosine(kepler[i])
                step = (mean[i] - aynl[i] * cosine + axnl[i] * sine - kepler[i]) / (1.0 - cosine * axnl[i] - sine * aynl[i])
                step = min(max(step, -0.95), 0.95)
                kepler[i] += step
                sines[i], cosines[i] = nudged(sine, cosine, step)  # of use after the last step, which is small
                steps[i] = step
        # short periods, and into the Earth-fixed frame
        for i in range(size):
            t = minutes[first + i]
            axis, ax, ay = axes[i], axnl[i], aynl[i]
            sine, cosine = sines[i], cosines[i]
            good &= abs(steps[i]) < LARGEST_NUDGE
            e_cos, e_sin = ax * cosine + ay * sine, ax * sine - ay * cosine
            square = ax * ax + ay * ay
            parameter = axis * (1.0 - square)
            good &= parameter >= 0.0
            radius = axis * (1.0 - e_cos)
            beta = np.sqrt(1.0 - square)
            tilt = e_sin / (1.0 + beta)
            sin_u = axis / radius * (sine - ay - ax * tilt)
            cos_u = axis / radius * (cosine - ax + ay * tilt)
            sin_2u, cos_2u = (cos_u + cos_u) * sin_u, 1.0 - 2.0 * sin_u * sin_u
            first_order = 0.5 * k[J2] / parameter
            second_order = first_order / parameter
            radius = radius * (1.0 - 1.5 * second_order * beta * k[CON41]) + 0.5 * first_order * k[X1MTH2] * cos_2u
            good &= radius >= 1.0
            sin_u, cos_u = nudged(sin_u, cos_u, -0.25 * second_order * k[X7THM1] * sin_2u)
            sin_i, cos_i = nudged(k[SIN_I], k[COS_I], 1.5 * second_order * k[COS_I] * k[SIN_I] * cos_2u)
            node = k[NODE] + t * (k[NODE_RATE] + t * k[NODE_DRAG]) + 1.5 * second_order * k[COS_I] * sin_2u - sidereal[first + i]
            sin_n, cos_n = sine_cosine(node)
            scale = 1000.0 * radius * k[RADIUS]
            position[0, first + i] = scale * (cos_n * cos_u - sin_n * cos_i * sin_u)
            position[1, first + i] = scale * (sin_n * cos_u + cos_n * cos_i * sin_u)
            position[2, first + i] = scale * sin_i * sin_u
    return good
