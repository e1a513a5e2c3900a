"""exp, log and what else the formulas call, without branches and calls, so that LLVM turns a loop over rows into vector instructions (AVX-512 or less).

numba alone calls the C library once a row. Accurate to 1e-15 for arguments that no overflow is near.
"""

from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

ROUND = 1.5 * 2.0**52
"""Added and taken off, it rounds to a whole number, which stands in the last bits while it is there."""
LN_2_HIGH, LN_2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
ROOT_HALF_BITS = 0x3FE6A09E667F3BCD
SERIES = 13
"""Terms of exp's series on half a binary exponent; of the area tangent's, by odd powers, as many."""


@intrinsic  # type: ignore[untyped-decorator]
def bits_of(context: Any, x: Any) -> Any:
    """The bits of a number."""
    return types.int64(types.float64), lambda context, builder, signature, given: builder.bitcast(given[0], ir.IntType(64))


@intrinsic  # type: ignore[untyped-decorator]
def number_of(context: Any, x: Any) -> Any:
    """The number of some bits."""
    return types.float64(types.int64), lambda context, builder, signature, given: builder.bitcast(given[0], ir.DoubleType())


def written_out(coefficients: list[float], variable: str) -> str:
    """A polynomial by Horner's rule, as source: the loop over its terms would not vanish in all compilers."""
    text = repr(coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        text = f"{coefficient!r} + {variable} * ({text})"
    return text


EXPM1 = f"""
def expm1(x):
    shifted = x * {1.0 / math.log(2.0)!r} + {ROUND!r}
    whole = shifted - {ROUND!r}
    r = x - whole * {LN_2_HIGH!r} - whole * {LN_2_LOW!r}
    power = number_of((bits_of(shifted) + 1023) << 52)
    return power * r * ({written_out([1.0 / math.factorial(k) for k in range(1, SERIES + 1)], "r")}) + (power - 1.0)
"""
LOG1P = f"""
def log1p(x):
    u = 1.0 + x
    lost = x - (u - 1.0)
    exponent = (bits_of(u) - {ROOT_HALF_BITS}) >> 52
    f = number_of(bits_of(u) - (exponent << 52)) - 1.0
    s = f / (2.0 + f)
    z = s * s
    return float(exponent) * {math.log(2.0)!r} + 2.0 * s * ({written_out([1.0 / k for k in range(1, 2 * SERIES, 2)], "z")}) + lost / u
"""


def numpy_by_vectors() -> ModuleType:
    """A stand-in for NumPy in compiled formulas."""
    made = ModuleType("numpy_by_vectors")
    scope: dict[str, Any] = {"bits_of": bits_of, "number_of": number_of}
    exec(EXPM1 + LOG1P, scope)
    expm1 = njit(scope["expm1"], inline="always")
    named = {
        "expm1": expm1,
        "log1p": njit(scope["log1p"], inline="always"),
        "exp": njit(lambda x: expm1(x) + 1.0, inline="always"),
        "minimum": njit(lambda a, b: a if a < b else b, inline="always"),
        "maximum": njit(lambda a, b: a if a > b else b, inline="always"),
        "where": njit(lambda condition, a, b: a if condition else b, inline="always"),
    }
    made.__dict__.update({name: getattr(np, name) for name in ("sqrt", "floor", "sin", "arctan", "pi", "inf")} | named)
    return made
