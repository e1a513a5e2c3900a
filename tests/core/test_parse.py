"""Strict reading of quantities: what general parsers read silently wrong is refused with the right spelling, or read right."""

import math
import re
import subprocess
import sys
from typing import get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orbital.core import units
from orbital.core.errors import InputError, UnitError
from orbital.core.parse import parse_quantity
from orbital.core.units import Unit

PRICES = {2021: 200.0, 2025: 250.0, 2026: 260.0}


def unit(annotation):
    return next(item for item in get_args(annotation) if isinstance(item, Unit))


MASS, LENGTH, POWER, TEMPERATURE, TIME = map(unit, (units.Kilogram, units.Kilometer, units.Watt, units.Kelvin, units.Year))
NUMBER, FRACTION, RATIO, ANGLE, RATE = map(unit, (units.Number, units.Fraction, units.Ratio, units.Radian, units.PerYear))
PRICE, ENERGY_PRICE, CONDUCTIVITY, DOSE = map(unit, (units.UsdPerKilogram, units.UsdPerJoule, units.WattPerMeterKelvin, units.Dose))
DATA_RATE, SPEED, AREA, PERFORMANCE = map(unit, (units.BitPerSecond, units.FlopPerSecond, units.SquareMeter, units.FlopPerUsd))
GROWTH = unit(units.RatePerYear)


def read(text, kind):
    return parse_quantity(text, kind, "some_quantity", PRICES, 2025)


@pytest.mark.parametrize(
    ("kind", "text", "fragment"),
    [
        # money
        (PRICE, "$5/kg", "write USD"),
        (ENERGY_PRICE, "0.12 $/kWh", "write USD"),
        (PRICE, "5 $", "write USD"),
        (PRICE, "5 EUR/kg", "amounts are in USD"),
        (PRICE, "5 usd/kg", "'USD'"),
        (PRICE, "5 USD", "in USD/kg"),
        (PRICE, "5 USD_1900/kg", "known are 2021 to 2026"),
        (PRICE, "5 USD_21/kg", "not a known unit"),
        (PRICE, "5 USD_2021/USD_2025*USD_2026/kg", "price year"),
        (PRICE, "5 USD/USD_2021*USD/kg", "price year"),
        (PRICE, "5 USD_2021**2/USD/kg", "price year"),
        # one number and one unit, nothing else
        (MASS, "1,5 kg", "no commas"),
        (MASS, "1,500 kg", "no commas"),
        (LENGTH, "1 m; 2", "nothing else"),
        (LENGTH, "2**3 m", "cannot read the unit"),
        (LENGTH, "1 m + 2 km", "nothing else"),
        (LENGTH, "9**9**9 m", "cannot read the unit"),
        (MASS, "600mg/24h", "a second number, '24'"),
        (MASS, "5 5 kg", "a second number, '5'"),
        (MASS, "5 kg 5", "a second number, '5'"),
        (MASS, "5 kg*5", "a second number, '5'"),
        (PRICE, "1/2 USD/kg", "a second number, '2'"),
        (PRICE, "5 USD//kg", "cannot read the unit"),
        (PRICE, "5 USD/(kg", "cannot read the unit"),
        (PRICE, "5 USD/kg)", "cannot read the unit"),
        (PRICE, "5 USD/**kg", "cannot read the unit"),
        (MASS, "5 kg; import os", "nothing else"),
        (MASS, "5 __import__('os')", "nothing else"),
        (MASS, "0x10 kg", "not a known unit"),
        (MASS, "1e kg", "not a known unit"),
        (MASS, "kg", "a number and a unit are expected"),
        (MASS, "", "a number and a unit are expected"),
        (MASS, "  ", "a number and a unit are expected"),
        (FRACTION, "", "a number and a unit are expected"),
        # units that look like others
        (MASS, "1 ton", "'tonne'"),
        (MASS, "1 tons", "'tonne'"),
        (DATA_RATE, "1 Gb/s", "'Gbit' for bits or 'GB' for bytes"),
        (DATA_RATE, "1 Mb/s", "'Mbit'"),
        (DATA_RATE, "1 Tb", "'Tbit'"),
        (DATA_RATE, "1 b/s", "'bit'"),
        (DOSE, "1 krad", "'krad_Si'"),
        (DOSE, "1 rad", "not a unit of this quantity, which is in rad_Si"),
        (ANGLE, "1 krad_Si", "not a unit of this quantity"),
        (CONDUCTIVITY, "1 W/mK", "W/m/K"),
        (LENGTH, "1 AU", "'au'"),
        (TEMPERATURE, "20 C", "'degC'"),
        (TEMPERATURE, "1 R", "'K'"),
        (POWER, "1 KW", "'kW'"),
        (MASS, "1 KG", "'kg'"),
        (LENGTH, "600 Km", "'km'"),
        (POWER, "1 kwh", "'kWh'"),
        (POWER, "1 kWh", "not a unit of this quantity, which is in kW"),
        (AREA, "110 m2", "'m**2'"),
        (TIME, "5 years", "'yr'"),
        # like with unlike
        (SPEED, "1 PFLOP", "in PFLOP/s"),
        (SPEED, "1 PFLOPS", "'PFLOP/s'"),
        (DATA_RATE, "1 FLOP/s", "not a unit of this quantity"),
        (DATA_RATE, "1 Hz", "not a unit of this quantity"),
        (MASS, "5 kg/GPU", "not a unit of this quantity"),
        (NUMBER, "1 m", "plain numbers or %"),
        (NUMBER, "1 bit", "plain numbers or %"),
        (NUMBER, "0.5 deg", "not a unit of this quantity"),
        (NUMBER, "0.5 rad", "not a unit of this quantity"),
        (ANGLE, "90 %", "not a unit of this quantity"),
        (ANGLE, "3 dB", "not a unit of this quantity"),
        (MASS, "3 dB", "not a unit of this quantity, which is in kg"),
        (MASS, "60 degC", "'degC' is a temperature"),
        (TEMPERATURE, "60 degC/m", "cannot read the unit"),
        (MASS, "5 kg*deg", "not a unit of this quantity"),
    ],
)
def test_a_text_that_is_not_one_number_and_one_fitting_unit_is_refused(kind, text, fragment):
    with pytest.raises(UnitError, match=re.escape(fragment)) as error:
        read(text, kind)
    assert str(error.value).startswith("some_quantity")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("kind", "value", "fragment"),
    [
        (MASS, 5, "the unit is missing; write '5 kg'"),
        (MASS, "5", "the unit is missing; write '5 kg'"),
        (ANGLE, 45, "the unit is missing; write '45 deg'"),
        (PRICE, 200.0, "USD/kg"),
        (FRACTION, True, "give a number with a unit"),
        (MASS, None, "give a number with a unit"),
        (MASS, ["5 kg"], "give a number with a unit"),
        (MASS, {}, "give a number with a unit"),
        (FRACTION, 5j, "give a number with a unit"),
        (NUMBER, math.nan, "a finite number"),
        (NUMBER, math.inf, "a finite number"),
        (NUMBER, -math.inf, "a finite number"),
        pytest.param(NUMBER, 10**400, "a finite number", id="400 digits"),
        (MASS, math.nan, "a finite number"),
        (NUMBER, "nan", "a number and a unit are expected"),
        (MASS, "inf kg", "a number and a unit are expected"),
        (MASS, "1e400 kg", "a finite number"),
        pytest.param(NUMBER, "1" * 400, "a finite number", id="400 digits as text"),
    ],
)
def test_a_bare_or_endless_or_missing_number_is_refused(kind, value, fragment):
    with pytest.raises(UnitError, match=re.escape(fragment)):
        read(value, kind)


@pytest.mark.parametrize(
    ("kind", "value", "fragment"),
    [
        (MASS, "-5 kg", "at least 0 kg"),
        (POWER, "-1 kW", "at least 0 kW"),
        (AREA, "-1 m**2", "at least 0 m²"),
        (PRICE, "-5 USD/kg", "at least 0 USD/kg"),
        (TIME, "-1 yr", "at least 0 yr"),
        (TEMPERATURE, "-300 degC", "at least 0 K"),
        (TEMPERATURE, "-5 K", "at least 0 K"),
        (FRACTION, 90, "write '90 %'"),
        (FRACTION, "90", "write '90 %'"),
        (FRACTION, -0.1, "0 % to 100 %"),
        (FRACTION, "3 dB", "0 % to 100 %"),
        (FRACTION, "101 %", "0 % to 100 %"),
        (ANGLE, "400 deg", "-360 deg to 360 deg"),
        (GROWTH, "-150 %/yr", "at least -100 %/yr"),
    ],
)
def test_a_value_outside_the_bounds_of_its_kind_is_refused_with_what_is_allowed(kind, value, fragment):
    with pytest.raises(UnitError, match=re.escape(fragment)) as error:
        read(value, kind)
    assert repr(str(value)) in str(error.value)


@pytest.mark.parametrize(
    ("kind", "texts", "expected"),
    [
        (LENGTH, ["600 km", "600000 m", "6e5 m", "6.0E+5 m", "600km", " 600  km ", "60_000_000 cm", "+600 km"], 6e5),
        (AREA, ["110 m**2", "110 m^2", "110 m²", "110 m*m", "1.1e-4 km**2"], 110.0),
        (TEMPERATURE, ["60 degC", "60degC", "333.15 K"], 333.15),
        (MASS, ["1 tonne", "1 t", "1000 kg", "1e6 g", "1e9 mg"], 1000.0),
        (FRACTION, [0.9, "0.9", "90 %", "90%", "90 percent", np.float64(0.9), ".9"], 0.9),
        (RATIO, ["3 dB", "3dB"], 10**0.3),
        (RATIO, [2, "2", "2.", "200 %", np.int64(2), "2 kW/kW", "2000 W/kW"], 2.0),
        (NUMBER, ["-0.5", -0.5, "-50 %"], -0.5),
        (ANGLE, ["180 deg", f"{math.pi!r} rad"], math.pi),
        (DOSE, ["1 krad_Si", "1000 rad_Si"], 1000.0),
        (DATA_RATE, ["1 GB/s", "8 Gbit/s", "8e9 bit/s"], 8e9),
        (CONDUCTIVITY, ["167 W/m/K", "167 W/(m*K)", "167 W m**-1 K**-1", "167 W/(m·K)"], 167.0),
        (POWER, ["1 MW", "1000 kW", "1e6 W", "1 MWh/h", "1e6 J/s"], 1e6),
        (RATE, ["3 %/yr", "0.03 1/yr", "0.03 1 / yr", "0.03 yr**-1", "0.03 1/(yr)"], 0.03 / 31_557_600.0),
        (TIME, ["1 yr", "12 month", "365.25 d", "8766 h", "31557600 s"], 31_557_600.0),
        (LENGTH, ["1 au"], 149_597_870_700.0),
        (SPEED, ["1 PFLOP/s", "1000 TFLOP/s", "3600 PFLOP/h"], 1e15),
        (PRICE, ["5 USD/kg", "5 USD_2025/kg", "4 USD_2021/kg", "5 kUSD/tonne", "4 kUSD_2021/tonne", "5 USD*kg**-1"], 5.0),
        (ENERGY_PRICE, ["0.12 USD/kWh", "120 USD/MWh", "96 USD_2021/MWh"], 0.12 / 3.6e6),
    ],
)
def test_the_same_amount_in_other_units_or_spellings_is_the_same_number(kind, texts, expected):
    for text in texts:
        assert read(text, kind) == pytest.approx(expected, rel=1e-14), text


def test_zero_celsius_is_the_kelvin_offset_exactly():
    assert read("0 degC", TEMPERATURE) == 273.15


def test_what_is_read_is_a_numpy_float():
    assert {type(read(value, kind)) for value, kind in [("5 kg", MASS), (1, RATIO), ("3 dB", RATIO), ("60 degC", TEMPERATURE)]} == {np.float64}


def test_work_per_dollar_of_another_year_is_converted_the_other_way():
    assert read("5 FLOP/USD_2021", PERFORMANCE) == pytest.approx(4.0, rel=1e-14)


def test_no_price_year_can_be_named_where_no_deflators_are_known():
    with pytest.raises(UnitError, match="no deflator for the price year 2021; known are none"):
        parse_quantity("5 USD_2021/kg", PRICE, "some_quantity", None, 2025)


@pytest.mark.parametrize("expression", ["m**9**9**9", "m**-9^9^9"])
def test_a_tower_of_powers_is_refused_at_once(expression):
    code = (
        "from orbital.core.errors import UnitError\nfrom orbital.core.parse import parse_quantity\nfrom orbital.core.units import Unit\n"
        f"try:\n    parse_quantity('1 {expression}', Unit('m'))\nexcept UnitError:\n    raise SystemExit(7)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=10, check=False).returncode == 7


@pytest.mark.parametrize(
    "text",
    ["1 " + "(" * 5000 + "m" + ")" * 5000, "1 " + "m*" * 5000 + "m", "1 " + "/m" * 5000, "1 m**" + "9" * 5000, "9" * 5000 + " m"],
    ids=["nested", "product", "quotient", "exponent", "number"],
)
def test_an_overlong_text_is_refused_like_any_other(text):
    with pytest.raises(UnitError):
        read(text, LENGTH)


def test_every_unit_that_is_shown_can_be_typed_back():
    for annotation in vars(units).values():
        kind = next((item for item in get_args(annotation) if isinstance(item, Unit)), None)
        if kind is not None:
            for shown in {kind.shown, units.unit_text(kind)}:
                assert read(f"0.5 {shown}", Unit(kind.si, kind.show)) == pytest.approx(0.5 * units.scale(kind.shown, kind.si), rel=1e-14)


# --- fuzz -------------------------------------------------------------------------------------------------------------
KINDS = st.sampled_from([MASS, LENGTH, POWER, TEMPERATURE, TIME, NUMBER, FRACTION, RATIO, ANGLE, RATE, PRICE, CONDUCTIVITY, DOSE, DATA_RATE, AREA, GROWTH])
VALID = st.sampled_from(
    ["600 km", "5 USD_2021/kg", "64 USD/MWh", "60 degC", "3 dB", "90 %", "1.5e-3 W/m/K", "110 m**2", "3 %/yr", "5 krad_Si", "1 Gbit/s", "7 W/(m*K)", "45 deg"]
)
PIECES = st.one_of(st.sampled_from([*"0159.eE+-*/^()%$,;_ µ²³·°\n\0[]{}'\"#kKMGmsWb", "**", "USD", "USD_2025", "degC", "1/", "nan", "inf"]), st.characters())


@st.composite
def mutated(draw):
    text = draw(VALID)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(PIECES) + text[at + draw(st.integers(0, 2)) :]
    return text


def reads_or_refuses(text, kind):
    try:
        value = read(text, kind)
    except InputError as error:
        assert isinstance(error, UnitError)
        assert len(error.faults) == 1
    else:
        assert math.isfinite(value)
        assert kind.low <= value <= kind.high


FUZZ = settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])


@FUZZ
@given(st.one_of(st.text(max_size=60), st.from_regex(r"[0-9]{1,3} ?[A-Za-z%*/^()0-9 _-]{0,20}", fullmatch=True)), KINDS)
def test_any_text_reads_within_bounds_or_is_refused(text, kind):
    reads_or_refuses(text, kind)


@FUZZ
@given(mutated(), KINDS)
def test_a_mutated_quantity_reads_within_bounds_or_is_refused(text, kind):
    reads_or_refuses(text, kind)


@FUZZ
@given(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.binary(), st.dates(), st.lists(st.integers(), max_size=3)),
    KINDS,
)
def test_any_value_of_a_file_reads_within_bounds_or_is_refused(value, kind):
    reads_or_refuses(value, kind)


@settings(deadline=None)
@given(st.floats(1e-200, 1e200), st.sampled_from([("kg", "g", 1e3), ("km", "m", 1e3), ("MW", "kW", 1e3), ("d", "h", 24.0), ("GB", "bit", 8e9)]))
def test_a_number_in_two_units_is_one_value(number, pair):
    large, small, factor = pair
    kind = Unit(small.replace("kW", "W").replace("h", "s").replace("g", "kg"))
    assert read(f"{number!r} {large}", kind) == pytest.approx(read(f"{number * factor!r} {small}", kind), rel=1e-14)
