"""What a later start changes, on both sides: the years ahead, and the chips.

Catalogs list values of today. `listed_x` is such a value, `x` the one at the start: a scenario that gives `x` gives it as it will be. All
trends are in constant money. A chip of a later year is the listed one with more FLOP/s and bandwidth at the same power and memory.
"""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.series import compounded
from orbital.core.units import YEAR, BitPerSecondPerGpu, BytePerSecondPerGpu, CalendarYear, Constant, FlopPerSecondPerGpu, Number, RatePerYear, UsdPerGpu, Year

LISTING_YEAR = Constant(2026.0, "", "the year of what the catalogs list: their as-of dates are 2024 to 2026")
LAST_SOURCED_YEAR = Constant(
    2035.0, "", "the latest year that the sources of the trends speak of: Suncatcher's mid-2030s, SemiAnalysis's ten years of falling rates"
)


@formula
def years_ahead(start_year: CalendarYear) -> Year:
    """Time from the catalogs' year to the start."""
    return (start_year - LISTING_YEAR) * YEAR


@formula(validity="a start in {start_year} carries the trends beyond 2035, the last year their sources speak of")
def start_year_margin(start_year: CalendarYear) -> Number:
    """Years to the last one that the trends' sources cover."""
    return LAST_SOURCED_YEAR - start_year


@formula
def peak_flop_rate(listed_peak_flop_rate: FlopPerSecondPerGpu, compute_growth_rate: RatePerYear, years_ahead: Year) -> FlopPerSecondPerGpu:
    """Dense peak of a chip of the start year: the listed chip's at its power, grown."""
    return listed_peak_flop_rate * compounded(compute_growth_rate, years_ahead)


@formula
def memory_bandwidth(listed_memory_bandwidth: BytePerSecondPerGpu, bandwidth_growth_rate: RatePerYear, years_ahead: Year) -> BytePerSecondPerGpu:
    """Memory bandwidth of a chip of the start year."""
    return listed_memory_bandwidth * compounded(bandwidth_growth_rate, years_ahead)


@formula
def attention_flop_rate(listed_attention_flop_rate: FlopPerSecondPerGpu, compute_growth_rate: RatePerYear, years_ahead: Year) -> FlopPerSecondPerGpu:
    """Rate at which a chip of the start year does attention: grown as its peak."""
    return listed_attention_flop_rate * compounded(compute_growth_rate, years_ahead)


@formula
def scale_up_bandwidth(listed_scale_up_bandwidth: BytePerSecondPerGpu, bandwidth_growth_rate: RatePerYear, years_ahead: Year) -> BytePerSecondPerGpu:
    """Bandwidth between the chips of a domain in the start year: grown as that of memory."""
    return listed_scale_up_bandwidth * compounded(bandwidth_growth_rate, years_ahead)


@formula
def scale_out_rate(listed_scale_out_rate: BitPerSecondPerGpu, bandwidth_growth_rate: RatePerYear, years_ahead: Year) -> BitPerSecondPerGpu:
    """Rate of a chip to the network between domains in the start year: grown as that of memory."""
    return listed_scale_out_rate * compounded(bandwidth_growth_rate, years_ahead)


@formula
def accelerator_price(listed_accelerator_price: UsdPerGpu, accelerator_price_growth_rate: RatePerYear, years_ahead: Year) -> UsdPerGpu:
    """Price of a chip of the start year, with its server, at the listed chip's power."""
    return listed_accelerator_price * compounded(accelerator_price_growth_rate, years_ahead)
