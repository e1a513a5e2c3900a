"""Units as annotations, constants that carry units, and the one pint registry (the only module that imports pint).

A formula's annotations *are* its units: `Watt` is `float | array` with a `Unit("W")` attached. The kernel sees plain SI
numbers; pint appears only where a person types or reads a number, and in the live check of the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pint

    Quantity = pint.Quantity[Any]

Real = float | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a quantity: `si` in the kernel, `show` for people, and the hard bounds of anything of this kind (SI)."""

    si: str
    show: str = ""
    low: float = -np.inf
    high: float = np.inf

    @property
    def shown(self) -> str:
        """The unit people read."""
        return self.show or self.si


@dataclass(frozen=True, slots=True)
class Axis:
    """Marks a quantity that keeps an internal axis (day of the year, orbit angle), always the last one (M6)."""

    name: str


class Constant(np.float64):
    """A constant in SI that carries its unit and source. A `np.float64`, so that the kernel keeps NumPy's arithmetic."""

    unit: str
    source: str

    def __new__(cls, value: float, unit: str, source: str) -> Constant:
        """A number that remembers where it comes from."""
        self = super().__new__(cls, value)
        self.unit = unit
        self.source = source
        return self


YEAR = Constant(31_557_600.0, "s", "Julian year, 365.25 d of 86,400 s")
ONE_YEAR_RATE = Constant(1.0 / 31_557_600.0, "1/s", "one per Julian year")

# --- annotations, by kind; `low`/`high` are the bounds of the kind, a parameter's own are in data/ ---------------------
Ratio = Annotated[Real, Unit("", low=0.0)]
Number = Annotated[Real, Unit("")]
Fraction = Annotated[Real, Unit("", "%", 0.0, 1.0)]
Share = Annotated[Real, Unit("", "%", low=0.0)]
Count = Annotated[Real, Unit("", low=0.0)]
CALENDAR = Unit("", low=1900.0, high=2200.0)
"""The unit of a date, as a decimal year: printed without grouping."""
CalendarYear = Annotated[Real, CALENDAR]
Radian = Annotated[Real, Unit("rad", "deg", -2 * np.pi, 2 * np.pi)]
Microradian = Annotated[Real, Unit("rad", "urad", 0.0)]
DailyRadian = Annotated[Real, Unit("rad", "deg"), Axis("day")]
DailyWattPerSquareMeter = Annotated[Real, Unit("W/m**2"), Axis("day")]
DailyFraction = Annotated[Real, Unit("", "%"), Axis("day")]
StationRadian = Annotated[Real, Unit("rad", "deg", -2 * np.pi, 2 * np.pi), Axis("station")]
StationFraction = Annotated[Real, Unit("", "%", 0.0, 1.0), Axis("station")]
StationRatio = Annotated[Real, Unit("", low=0.0), Axis("station")]
StationMeter = Annotated[Real, Unit("m", "km"), Axis("station")]
StationRainRate = Annotated[Real, Unit("m/s", "mm/h", 0.0), Axis("station")]
YearlyRatio = Annotated[Real, Unit("", low=0.0), Axis("year")]
SiteFraction = Annotated[Real, Unit("", "%", 0.0, 1.0), Axis("site")]
Meter = Annotated[Real, Unit("m", low=0.0)]
Millimeter = Annotated[Real, Unit("m", "mm", 0.0)]
Micrometer = Annotated[Real, Unit("m", "um", 0.0)]
SquareMeterPerGpu = Annotated[Real, Unit("m**2/GPU", low=0.0)]
LengthDifference = Annotated[Real, Unit("m", "km")]
Kilometer = Annotated[Real, Unit("m", "km", 0.0)]
SquareMeter = Annotated[Real, Unit("m**2", low=0.0)]
SquareKilometer = Annotated[Real, Unit("m**2", "km**2", 0.0)]
CubicMeter = Annotated[Real, Unit("m**3", low=0.0)]
CubicMeterPerSecond = Annotated[Real, Unit("m**3/s", "m**3/d", 0.0)]
CubicMeterPerJoule = Annotated[Real, Unit("m**3/J", "L/kWh", 0.0)]
VolumeDifference = Annotated[Real, Unit("m**3")]
SquareMeterPerCubicMeter = Annotated[Real, Unit("m**2/m**3", low=0.0)]
CubicMeterPerGpu = Annotated[Real, Unit("m**3/GPU", low=0.0)]
MicronewtonPerSquareMeter = Annotated[Real, Unit("N/m**2", "uN/m**2", 0.0)]
JoulePerCubicMeter = Annotated[Real, Unit("J/m**3", low=0.0)]
Second = Annotated[Real, Unit("s", low=0.0)]
Millisecond = Annotated[Real, Unit("s", "ms", 0.0)]
MillisecondDifference = Annotated[Real, Unit("s", "ms")]
QuantileMillisecond = Annotated[Real, Unit("s", "ms", 0.0), Axis("quantile")]
Minute = Annotated[Real, Unit("s", "min", 0.0)]
Day = Annotated[Real, Unit("s", "d", 0.0)]
Month = Annotated[Real, Unit("s", "month", 0.0)]
Hour = Annotated[Real, Unit("s", "h", 0.0)]
MinutePerDay = Annotated[Real, Unit("", "min/d", 0.0)]
Year = Annotated[Real, Unit("s", "yr", 0.0)]
PerSecond = Annotated[Real, Unit("1/s", low=0.0)]
Gigahertz = Annotated[Real, Unit("1/s", "GHz", 0.0)]
Microsecond = Annotated[Real, Unit("s", "us", 0.0)]
NewtonMeterSecond = Annotated[Real, Unit("N*m*s", low=0.0)]
NewtonMeterSecondPerKilogram = Annotated[Real, Unit("N*m*s/kg", low=0.0)]
PerHour = Annotated[Real, Unit("1/s", "1/h", 0.0)]
PerYear = Annotated[Real, Unit("1/s", "1/yr", 0.0)]
PerYearDifference = Annotated[Real, Unit("1/s", "1/yr")]
RatePerYear = Annotated[Real, Unit("1/s", "%/yr", -1.0 / 31_557_600.0)]
MeterPerSecond = Annotated[Real, Unit("m/s", low=0.0)]
MeterPerSecondPerYear = Annotated[Real, Unit("m/s**2", "m/s/yr", 0.0)]
Kilogram = Annotated[Real, Unit("kg", low=0.0)]
MassDifference = Annotated[Real, Unit("kg")]
KilogramPerGpu = Annotated[Real, Unit("kg/GPU", low=0.0)]
KilogramPerSquareMeter = Annotated[Real, Unit("kg/m**2", low=0.0)]
KilogramPerWatt = Annotated[Real, Unit("kg/W", "kg/kW", 0.0)]
KilogramPerCubicMeter = Annotated[Real, Unit("kg/m**3", low=0.0)]
WattPerKilogram = Annotated[Real, Unit("W/kg", low=0.0)]
JoulePerKilogram = Annotated[Real, Unit("J/kg", "Wh/kg", 0.0)]
PerKelvin = Annotated[Real, Unit("1/K")]
Kelvin = Annotated[Real, Unit("K", low=0.0)]
TemperatureDifference = Annotated[Real, Unit("K")]
KelvinGpuPerWatt = Annotated[Real, Unit("K*GPU/W", low=0.0)]
WattPerMeterKelvin = Annotated[Real, Unit("W/m/K", low=0.0)]
WattPerSquareMeter = Annotated[Real, Unit("W/m**2")]
WattPerSquareMeterKelvin = Annotated[Real, Unit("W/m**2/K", low=0.0)]
JoulePerSquareMeterKelvin = Annotated[Real, Unit("J/m**2/K", "kJ/m**2/K", 0.0)]
JoulePerKilogramKelvin = Annotated[Real, Unit("J/kg/K", "kJ/kg/K", 0.0)]
KilogramPerSecond = Annotated[Real, Unit("kg/s", low=0.0)]
Pascal = Annotated[Real, Unit("Pa", "kPa", 0.0)]
Volt = Annotated[Real, Unit("V", low=0.0)]
SecondSquareMeterPerKilogram = Annotated[Real, Unit("s*m**2/kg", "yr*m**2/kg", 0.0)]
PerSquareMeterPerYear = Annotated[Real, Unit("1/s/m**2", "1/yr/m**2", 0.0)]
Watt = Annotated[Real, Unit("W", "kW", 0.0)]
Milliwatt = Annotated[Real, Unit("W", "mW", 0.0)]
PowerDifference = Annotated[Real, Unit("W", "kW")]
Megawatt = Annotated[Real, Unit("W", "MW", 0.0)]
WattPerGpu = Annotated[Real, Unit("W/GPU", low=0.0)]
Terawatthour = Annotated[Real, Unit("J", "TWh", 0.0)]
Joule = Annotated[Real, Unit("J", "kWh", 0.0)]
KilogramSquareMeter = Annotated[Real, Unit("kg*m**2", low=0.0)]
MillinewtonMeter = Annotated[Real, Unit("N*m", "mN*m")]
Millinewton = Annotated[Real, Unit("N", "mN", 0.0)]
Gpu = Annotated[Real, Unit("GPU", low=0.0)]
GpuHour = Annotated[Real, Unit("GPU*s", "GPU*h", 0.0)]
DegreePerDay = Annotated[Real, Unit("1/s", "deg/d")]
DosePerYear = Annotated[Real, Unit("rad_Si/s", "rad_Si/yr", 0.0)]
DoseDifference = Annotated[Real, Unit("rad_Si")]
Dose = Annotated[Real, Unit("rad_Si", low=0.0)]
DosePerGpu = Annotated[Real, Unit("rad_Si*GPU", low=0.0)]
PerSquareMeterPerDose = Annotated[Real, Unit("1/m**2/rad_Si", low=0.0)]
Flop = Annotated[Real, Unit("FLOP", low=0.0)]
FlopPerSecond = Annotated[Real, Unit("FLOP/s", "PFLOP/s", 0.0)]
FlopPerSecondDifference = Annotated[Real, Unit("FLOP/s", "PFLOP/s")]
FlopPerSecondPerGpu = Annotated[Real, Unit("FLOP/s/GPU", "PFLOP/s/GPU", 0.0)]
FlopPerToken = Annotated[Real, Unit("FLOP/token", "GFLOP/token", 0.0)]
FlopPerTokenSquared = Annotated[Real, Unit("FLOP/token**2", "MFLOP/token**2", 0.0)]
FlopPerJoule = Annotated[Real, Unit("FLOP/J", "PFLOP/s/kW", 0.0)]
FlopPerUsd = Annotated[Real, Unit("FLOP/USD", "PFLOP/s*h/USD", 0.0)]
FlopPerSecondPerKilogram = Annotated[Real, Unit("FLOP/s/kg", "PFLOP/s/kg", 0.0)]
Byte = Annotated[Real, Unit("bit", "GB", 0.0)]
BytePerGpu = Annotated[Real, Unit("bit/GPU", "GB/GPU", 0.0)]
BytePerToken = Annotated[Real, Unit("bit/token", "kB/token", 0.0)]
BytePerSecondPerGpu = Annotated[Real, Unit("bit/s/GPU", "TB/s/GPU", 0.0)]
BitPerSecond = Annotated[Real, Unit("bit/s", "Gbit/s", 0.0)]
BitPerSecondPerGpu = Annotated[Real, Unit("bit/s/GPU", "Gbit/s/GPU", 0.0)]
Bit = Annotated[Real, Unit("bit", low=0.0)]
PerBit = Annotated[Real, Unit("1/bit", low=0.0)]
BitPerFlop = Annotated[Real, Unit("bit/FLOP", low=0.0)]
BitPerJoule = Annotated[Real, Unit("bit/J", "GB/kWh", 0.0)]
Token = Annotated[Real, Unit("token", low=0.0)]
PerGpu = Annotated[Real, Unit("1/GPU", low=0.0)]
PerYearPerGpu = Annotated[Real, Unit("1/s/GPU", "1/yr/GPU", 0.0)]
PerSecondPerGpu = Annotated[Real, Unit("1/s/GPU", low=0.0)]
SecondPerToken = Annotated[Real, Unit("s/token", "ms/token", 0.0)]
TokenPerSecond = Annotated[Real, Unit("token/s", "Mtoken/s", 0.0)]
TokenPerSecondPerGpu = Annotated[Real, Unit("token/s/GPU", low=0.0)]
GpuSecondPerToken = Annotated[Real, Unit("GPU*s/token", low=0.0)]
TokenPerJoule = Annotated[Real, Unit("token/J", "Mtoken/s/MW", 0.0)]
JoulePerToken = Annotated[Real, Unit("J/token", low=0.0)]
Usd = Annotated[Real, Unit("USD", "MUSD", 0.0)]
UsdDifference = Annotated[Real, Unit("USD", "MUSD")]
UsdEach = Annotated[Real, Unit("USD", "MUSD", 0.0)]
UsdPerYearEach = Annotated[Real, Unit("USD/s", "kUSD/yr", 0.0)]
UsdPerGpu = Annotated[Real, Unit("USD/GPU", low=0.0)]
UsdPerSquareMeter = Annotated[Real, Unit("USD/m**2", low=0.0)]
UsdPerBit = Annotated[Real, Unit("USD/bit", "USD/GB", 0.0)]
UsdPerKilogram = Annotated[Real, Unit("USD/kg", low=0.0)]
SignedUsdPerKilogram = Annotated[Real, Unit("USD/kg")]
UsdPerWatt = Annotated[Real, Unit("USD/W", low=0.0)]
PerMegawatt = Annotated[Real, Unit("1/W", "1/MW", 0.0)]
UsdPerCubicMeter = Annotated[Real, Unit("USD/m**3", low=0.0)]
UsdPerYearPerWatt = Annotated[Real, Unit("USD/s/W", "GUSD/yr/GW", 0.0)]
UsdPerKilowatt = Annotated[Real, Unit("USD/W", "USD/kW", 0.0)]
UsdPerJoule = Annotated[Real, Unit("USD/J", "USD/MWh", 0.0)]
UsdPerKilowattHour = Annotated[Real, Unit("USD/J", "USD/kWh", 0.0)]
UsdPerYear = Annotated[Real, Unit("USD/s", "MUSD/yr", 0.0)]
UsdPerYearDifference = Annotated[Real, Unit("USD/s", "MUSD/yr")]
LCOC = Unit("USD/FLOP", "USD/(PFLOP/s*h)", 0.0)
"""The unit of the levelized cost of compute."""
UsdPerFlop = Annotated[Real, LCOC]
UsdPerGpuHour = Annotated[Real, Unit("USD/s/GPU", "USD/h/GPU", 0.0)]
UsdPerToken = Annotated[Real, Unit("USD/token", "USD/Mtoken", 0.0)]
CarbonKilogram = Annotated[Real, Unit("kg_CO2e", "kt_CO2e", 0.0)]
CarbonPerFlight = Annotated[Real, Unit("kg_CO2e", "t_CO2e", 0.0)]
CarbonPerYear = Annotated[Real, Unit("kg_CO2e/s", "kt_CO2e/yr", 0.0)]
CarbonPerGpu = Annotated[Real, Unit("kg_CO2e/GPU", low=0.0)]
CarbonPerKilogram = Annotated[Real, Unit("kg_CO2e/kg", low=0.0)]
CarbonPerWatt = Annotated[Real, Unit("kg_CO2e/W", "kg_CO2e/kW", 0.0)]
CarbonPerJoule = Annotated[Real, Unit("kg_CO2e/J", "g_CO2e/kWh", 0.0)]
SignedCarbonPerJoule = Annotated[Real, Unit("kg_CO2e/J", "g_CO2e/kWh")]
CarbonPerHeat = Annotated[Real, Unit("kg_CO2e/J", "kg_CO2e/MMBtu", 0.0)]
CarbonPerToken = Annotated[Real, Unit("kg_CO2e/token", "g_CO2e/Mtoken", 0.0)]
CarbonPerFlop = Annotated[Real, Unit("kg_CO2e/FLOP", "g_CO2e/(PFLOP/s*h)", 0.0)]
TonnePerYear = Annotated[Real, Unit("kg/s", "tonne/yr", 0.0)]
PerDay = Annotated[Real, Unit("1/s", "1/d", 0.0)]


# --- the registry -----------------------------------------------------------------------------------------------------
@cache
def registry() -> pint.UnitRegistry[Any]:
    """The one unit registry: only the units of `units.txt`, built on first use and shared by the whole package."""
    import pint

    definitions = resources.files(__package__).joinpath("units.txt")
    with resources.as_file(definitions) as path:
        known: pint.UnitRegistry[Any] = pint.UnitRegistry(str(path))
    known.formatter.default_format = ".6g~P"
    return known


def to_pint(expression: str) -> str:
    """Write a unit of ours as pint reads it: `%` is a unit there only by name."""
    return expression.replace("%", "percent")


@lru_cache(maxsize=4096)
def scale(unit: str, si: str) -> float:
    """How many `si` units one `unit` is. Raises pint's DimensionalityError when they differ in kind."""
    ureg = registry()
    return float(ureg.Quantity(1.0, ureg.Unit(to_pint(unit))).m_as(to_pint(si)))


def same_kind(unit: str, other: str) -> bool:
    """Whether two unit expressions have the same dimension."""
    ureg = registry()
    return bool(ureg.Unit(to_pint(unit)).dimensionality == ureg.Unit(to_pint(other)).dimensionality)


@lru_cache(maxsize=4096)
def money_power(si: str) -> int:
    """The power of money in a unit: 1 for `USD/kg`, -1 for `FLOP/USD`, 0 where there is none."""
    return round(float(dict(registry().Unit(to_pint(si)).dimensionality).get("[currency]", 0))) if si else 0  # type: ignore[arg-type]  # a number


def shown_value(value: Any, unit: Unit) -> Any:
    """An SI value (or array) in the unit people read."""
    return value / scale(unit.shown, unit.si)


def quantity(value: Any, unit: Unit) -> Quantity:
    """An SI value (or array) as a pint quantity in the unit people read."""
    ureg = registry()
    return ureg.Quantity(shown_value(value, unit), ureg.Unit(to_pint(unit.shown)))


def unit_text(unit: Unit) -> str:
    """A unit as it is printed: `m²`, `USD/(PFLOP/s·h)`."""
    text = unit.shown
    for plain, pretty in (("**2", "²"), ("**3", "³"), ("**4", "⁴"), ("*", "·")):
        text = text.replace(plain, pretty)
    return text


def number_text(number: float) -> str:
    """Four significant digits, thousands grouped, never an exponent where a person would not write one."""
    if not np.isfinite(number):
        return "-" if np.isnan(number) else str(number)
    size = abs(number)
    if size != 0 and (size < 1e-3 or size >= 1e9):
        return f"{number:.4g}"
    if size >= 1000:
        return f"{number:,.0f}"
    return f"{number:.4g}"


def text(value: float, unit: Unit) -> str:
    """`1,154 W/m²`: an SI value in the unit people read, rounded for reading."""
    if unit == CALENDAR:
        return f"{value:.1f}".removesuffix(".0")
    number = number_text(float(shown_value(value, unit)))
    return number if number == "-" else f"{number} {unit_text(unit)}".rstrip()
