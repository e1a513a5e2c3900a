"""Strict reading of `"200 USD/kg"`: one number, one unit, nothing else.

What general parsers read silently wrong (`"$5/kg"`, `"1,5 kg"`, `"1 Gb/s"`, `"1 krad"`, `"1 ton"`) is refused with the right
spelling, or read right. `USD` means the price year of the scenario; `USD_2021` is converted with the deflator table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from orbital.core.errors import UnitError, suggest
from orbital.core.units import Unit, registry, to_pint, unit_text

_NUMBER = re.compile(r"[+-]?(?:\d+(?:_\d{3})*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_TOKEN = re.compile(r"[A-Za-zµ%][A-Za-zµ%0-9_]*|\*\*|\^|[*/()]|-?\d+|\s+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MONEY = re.compile(r"([kMGT]?USD)_(\d{4})$")
_EXACT = frozenset(
    [
        "%",
        "m",
        "K",
        "rad",
        "deg",
        "s",
        "min",
        "h",
        "d",
        "yr",
        "month",
        "yr8760",
        "month730",
        "Hz",
        "g",
        "t",
        "tonne",
        "au",
        "USD",
        "GPU",
        "bit",
        "B",
        "FLOP",
        "token",
        "W",
        "Wh",
        "J",
        "N",
        "Pa",
        "V",
        "ohm",
        "Btu",
        "MMBtu",
        "cf",
        "L",
        "rad_Si",
        "g_CO2e",
        "t_CO2e",
        "degC",
        "dB",
        "percent",
    ]
)
_PREFIXED = {
    "m": "n u µ m c k", "rad": "u µ", "s": "n u µ m", "g": "u µ m k", "Hz": "k M G T", "W": "m k M G T", "Wh": "k M G T", "J": "m k M G T P E",
    "N": "u µ m k", "Pa": "k M", "V": "k", "USD": "k M G T", "bit": "k M G T P", "B": "k M G T P E", "FLOP": "k M G T P E Z",
    "token": "k M G T", "rad_Si": "k M", "g_CO2e": "m k", "t_CO2e": "k M",
}  # fmt: skip
_UNITS = _EXACT | {prefix + unit for unit, prefixes in _PREFIXED.items() for prefix in prefixes.split()}
_OPERATORS = frozenset({"*", "/", "**"})
_ANGLES, _SHARES = frozenset({"rad", "deg", "urad", "µrad"}), frozenset({"%", "percent"})
_HINTS = {
    "$": "write USD, as in '5 USD/kg'", "ton": "write 'tonne' (1,000 kg); a short ton is not known here", "tons": "write 'tonne'",
    "krad": "a dose is 'krad_Si', an angle 'rad'", "AU": "the astronomical unit is 'au'", "C": "write 'degC'", "R": "write 'K'",
    "Gb": "write 'Gbit' for bits or 'GB' for bytes", "Mb": "write 'Mbit' or 'MB'", "Tb": "write 'Tbit' or 'TB'",
    "kb": "write 'kbit' or 'kB'", "b": "write 'bit' or 'B'", "mK": "a millikelvin is never meant here: write W/m/K for 'per meter per kelvin'",
    "EUR": "amounts are in USD; convert first and say at which rate", "PFLOPS": "write 'PFLOP/s'", "TFLOPS": "write 'TFLOP/s'",
    "FLOPS": "write 'FLOP/s'", "hr": "write 'h'", "years": "write 'yr'", "year": "write 'yr'", "days": "write 'd'", "kwh": "write 'kWh'",
    "KW": "write 'kW'", "gpu": "write 'GPU'", "GPUs": "write 'GPU'", "tokens": "write 'token'", "degrees": "write 'deg'",
    "gCO2e": "write 'g_CO2e'", "kgCO2e": "write 'kg_CO2e'", "tCO2e": "write 't_CO2e'", "gCO2": "write 'g_CO2e'", "kgCO2": "write 'kg_CO2e'",
    "tCO2": "write 't_CO2e'", "CO2e": "write 'kg_CO2e'", "CO2": "write 'kg_CO2e'",
}  # fmt: skip


def parse_quantity(text: Any, unit: Unit, name: str = "value", deflators: Mapping[int, float] | None = None, price_year: int = 0) -> np.float64:
    """The SI value of one `"number unit"` string, or of a bare number where the quantity has no unit.

    Raises `UnitError` naming the quantity, what was seen and what is allowed; the bounds of the kind are checked too.
    """
    number, written = _split(text, unit, name)
    factor, offset, year = _resolve(written, unit, name)
    if year and abs(year) != price_year:
        deflator = _deflate(abs(year), price_year, deflators or {}, name, str(text))
        factor = factor * deflator if year > 0 else factor / deflator
    value = 10.0 ** (number / 10.0) if written == "dB" else number * factor + offset
    check_bounds(value, unit.low, unit.high, unit, name, str(text))
    return np.float64(value)


def check_bounds(value: float, low: float, high: float, unit: Unit, name: str, seen: str) -> None:
    """Refuse a value outside hard bounds (SI), NaN or infinite."""
    if math.isfinite(value) and low <= value <= high:
        return
    from orbital.core.units import text

    if not math.isfinite(value):
        allowed = "a finite number"
    elif math.isinf(high):
        allowed = f"at least {text(low, unit)}"
    elif math.isinf(low):
        allowed = f"at most {text(high, unit)}"
    else:
        allowed = f"{text(low, unit)} to {text(high, unit)}"
    hint = f" (for {value:g} percent write '{value:g} %')" if (low, high) == (0.0, 1.0) and 1 < value <= 100 and "%" not in seen else ""
    raise UnitError(f"{name} = {seen!r}: allowed is {allowed}{hint}")


def _split(text: Any, unit: Unit, name: str) -> tuple[float, str]:
    """The number and the unit of what was given: a string, a bare number, or a pint quantity of our registry."""
    if isinstance(text, np.ndarray) and text.ndim:
        raise UnitError(f"{name}: an array of {text.size} values; one value is expected here")
    if hasattr(text, "magnitude") and hasattr(text, "units"):
        text = f"{float(text.magnitude)!r} {text.units:~D}"
    if isinstance(text, bool) or not isinstance(text, (str, int, float, np.floating, np.integer)):
        raise UnitError(f"{name} = {text!r}: give a number with a unit, as in '1 {unit.shown or '%'}'")
    if not isinstance(text, str):
        try:
            number = float(text)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise UnitError(f"{name} = {text!r}: allowed is a finite number")
        if unit.si:
            raise UnitError(f"{name} = {text!r}: the unit is missing; write '{text} {unit.shown}' or another unit of that kind")
        return number, ""
    stripped = text.strip().replace("·", "*").replace("²", "**2").replace("³", "**3").replace("⁴", "**4")
    match = _NUMBER.match(stripped)
    if match is None:
        hint = f"; {_HINTS['$']}" if "$" in stripped else ""
        raise UnitError(f"{name} = {text!r}: a number and a unit are expected, as in '1 {unit.shown or '%'}'{hint}")
    written = stripped[match.end() :].strip()
    if written[:1] == ",":
        raise UnitError(f"{name} = {text!r}: no commas in numbers; write a decimal point, and no thousands separator")
    if not written and unit.si:
        raise UnitError(f"{name} = {text!r}: the unit is missing; write '{text} {unit.shown}' or another unit of that kind")
    return float(match.group()), written


@lru_cache(maxsize=4096)
def _resolve(written: str, unit: Unit, name: str) -> tuple[float, float, int]:
    """Factor and offset to SI of a checked unit expression, and the price year it names (0: the scenario's; negative: a divisor)."""
    if not written or (written == "dB" and not unit.si):
        return 1.0, 0.0, 0
    if written == "degC" and unit.si == "K":
        return 1.0, 273.15, 0
    if written in ("dB", "degC"):
        kind = "a ratio" if written == "dB" else "a temperature"
        raise UnitError(f"{name}: '{written}' is {kind}, not a unit of this quantity, which is in {unit_text(unit) or 'plain numbers or %'}")
    expression, year, tokens = _checked(written, name)
    ureg = registry()
    try:
        parsed = ureg.Unit(to_pint(expression))
    except Exception as error:  # pint raises many kinds; the tokens are known units, so any failure is a malformed expression
        raise UnitError(f"{name}: cannot read the unit {written!r}") from error
    target = ureg.Unit(to_pint(unit.si))
    angular = bool(_ANGLES & {*_NAME.findall(unit.si), *_NAME.findall(unit.show)})
    if parsed.dimensionality != target.dimensionality or angular != bool(tokens & _ANGLES) or (angular and tokens & _SHARES):
        raise UnitError(f"{name}: '{written}' is not a unit of this quantity, which is in {unit_text(unit) or 'plain numbers or %'}")
    if parsed.dimensionality.get("[currency]", 0) == -1:
        year = -year
    return float(ureg.Quantity(1.0, parsed).m_as(target)), 0.0, year


def _checked(written: str, name: str) -> tuple[str, int, frozenset[str]]:
    """Refuse every token that is not a known unit, an operator or one small exponent; take out the price year."""
    position, years = 0, []
    parts: list[str] = []
    while position < len(written):
        match = _TOKEN.match(written, position)
        if match is None:
            bad = written[position]
            raise UnitError(f"{name}: {bad!r} in the unit {written!r}; {_HINTS.get(bad, 'one number and one unit are allowed, nothing else')}")
        token, position = match.group(), match.end()
        if token.isspace():
            continue
        if token.lstrip("-").isdigit():
            _check_number(token, parts, written[position:], written, name)
        elif token[0].isalpha() or token[0] in "µ%":
            money = _MONEY.match(token)
            if money:
                token = money.group(1)
                years.append(int(money.group(2)))
            elif token not in _UNITS:
                raise UnitError(
                    f"{name}: {token!r} is not a known unit; {_HINTS.get(token) or _power_hint(token) or _case_hint(token) or suggest(token, _UNITS)}"
                )
            if parts and parts[-1] not in ("*", "/", "("):
                parts.append("*")
        elif parts and parts[-1] in _OPERATORS and token != "(":
            raise UnitError(f"{name}: cannot read the unit {written!r}")
        parts.append("**" if token == "^" else token)
    amounts = [part for part in parts if part.endswith("USD")]
    if years and (len(amounts) != 1 or "**" in parts[parts.index(amounts[0]) :][:2]):
        raise UnitError(f"{name}: the unit {written!r} must name its price year on one amount of money")
    return "".join(parts), years[0] if years else 0, frozenset(parts)


def _check_number(token: str, parts: list[str], rest: str, written: str, name: str) -> None:
    """A number within a unit is a small exponent, or the 1 of `1/yr`."""
    if not parts and token == "1" and rest.lstrip().startswith("/"):
        return
    if not parts or parts[-1] != "**":
        raise UnitError(f"{name}: a second number, {token!r}, in the unit {written!r}; one number and one unit are allowed")
    if abs(int(token[:4])) > 9 or rest.lstrip().startswith(("**", "^")):
        raise UnitError(f"{name}: cannot read the unit {written!r}: one exponent of at most 9 is allowed")


def _case_hint(token: str) -> str:
    """The same letters in another case, if that is a unit."""
    same = [known for known in sorted(_UNITS) if known.casefold() == token.casefold()]
    return "did you mean " + " or ".join(repr(known) for known in same) + "?" if same else ""


def _power_hint(token: str) -> str:
    base = token.rstrip("0123456789")
    return f"write '{base}**{token[len(base) :]}'" if base in _UNITS and base != token else ""


def _deflate(year: int, price_year: int, deflators: Mapping[int, float], name: str, seen: str) -> float:
    for wanted in (year, price_year):
        if wanted not in deflators:
            known = f"{min(deflators)} to {max(deflators)}" if deflators else "none"
            raise UnitError(f"{name} = {seen!r}: no deflator for the price year {wanted}; known are {known}")
    return deflators[price_year] / deflators[year]
