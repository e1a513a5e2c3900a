"""Published figures of one relation each: what is printed, by whom, and our formula on the inputs printed with it. Analyses are studies in data/studies/.

Read by test_published_cases.py, and by scripts/validation.py for the page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

import orbital as orb
from orbital.core.units import YEAR
from orbital.economics.finance import capital_recovery_factor
from orbital.physics import environment
from orbital.physics.thermal import radiator_area
from orbital.physics.view_factors import edge_on_view_factor
from orbital.systems.launch import launch_price
from orbital.systems.reliability import interruption_rate_from_counts, job_interruption_rate, mean_time_between_interruptions
from orbital.systems.spacecraft import satellite_mass_from_specific_mass
from orbital.systems.workload import flop_per_token_training

HOUR, DAY = 3600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """One figure: what it is, who prints it with which inputs, its value in `unit`, the tolerance, our value, and where it is wrong what is right."""

    id: str
    what: str
    source: str
    published: float
    unit: str
    tolerance: float
    compute: Callable[[], float]
    cause: str = ""

    @property
    def verdict(self) -> str:
        """As of a study's row."""
        within = abs(self.compute() - self.published) <= self.tolerance * abs(self.published)
        return "reproduced" if within else "explained" if self.cause else "failed"


def number(value):
    return np.float64(value)


def llama_rate(interruptions):
    """Interruptions per H100 and second over the 54 days on 16,384 of them (arXiv:2407.21783, table 5)."""
    return interruption_rate_from_counts(number(interruptions), number(16_384.0), number(54 * DAY))


@cache
def claimed():
    """AI1 as its vendor claims it."""
    return orb.scenario("ai1-claimed-vs-colossus-1").orbital


def straight_line(years):
    return 40_000.0 * capital_recovery_factor(number(0.0), years * YEAR, 1.0 / YEAR) * YEAR


def paid(at_the_end, rate=0.05, years=20):
    """Present value of twenty annuities of ours, by when they are paid."""
    payment = capital_recovery_factor(rate / YEAR, years * YEAR, 1.0 / YEAR) * YEAR
    return sum(payment / (1.0 + rate) ** k for k in range(1 if at_the_end else 0, years + (1 if at_the_end else 0)))


H100S = "Llama 3, arXiv:2407.21783, table 5: 54 days on 16,384 H100"
THREE_YEARS = "realclear.ai, The Three-Year Clock"
CASES = (
    PublishedCase(
        "ai1_radiator", "heat that 110 m2 of AI1's radiator reject at our flux for its claimed design", "SpaceX AI1, June 2026: 150 kW peak", 150.0, "kW", 0.03,
        lambda: 110.0 * float(claimed().run(("net_radiator_flux",))[0]) / 1e3,
    ),
    PublishedCase(
        "ai1_radiator_area", "area for 150 kW at that flux", "SpaceX AI1, June 2026: 110 m2", 110.0, "m2", 0.03,
        lambda: radiator_area(number(150e3), claimed().run(("net_radiator_flux",))[0], number(0.0)),
    ),
    PublishedCase(
        "ai1_mass", "mass at 70 kW per tonne and 150 kW peak", "SpaceX AI1, June 2026", 2140.0, "kg", 0.01,
        lambda: satellite_mass_from_specific_mass(number(1.0 / 70.0), number(150e3)),
    ),
    PublishedCase(
        "falcon9_ices", "62 MUSD over 22.8 t, one full load", "NASA ICES-2018-81", 2720.0, "USD/kg", 1e-3,
        lambda: launch_price(number(62e6), number(1.0), number(22_800.0)),
    ),
    PublishedCase(
        "llama3_mtbf", "time between 419 interruptions", H100S, 3.0, "h", 0.05,
        lambda: mean_time_between_interruptions(job_interruption_rate(llama_rate(419), number(16_384.0))) / HOUR,
    ),
    PublishedCase(
        "llama3_gpu_rate", "interruptions by chips and their memory (148 + 72)", f"{H100S}; McCalip and Forethought take it for losses", 9.0, "%/yr", 0.02,
        lambda: llama_rate(148 + 72) * YEAR * 100.0,
    ),
    PublishedCase(
        "llama3_all_rate", "the same for all 419 interruptions", "Forethought 2026, appendix: 9 %/yr of chips lost", 9.0, "%/yr", 0.02,
        lambda: llama_rate(419) * YEAR * 100.0,
        "all 419 interruptions are 17.3 %/yr; 9 % are the 220 of chips and memory, which interrupt and do not kill",
    ),
    PublishedCase(
        "llama3_flop", "training FLOP, 6 x 405e9 x 15.6e12", "Epoch AI", 3.8e25, "FLOP", 0.005,
        lambda: flop_per_token_training(number(405e9)) * 15.6e12,
    ),
    PublishedCase(
        "depreciation_3y", "40,000 USD over three years, a straight line: an annuity at rate zero", THREE_YEARS, 13_333.0, "USD/yr", 1e-4,
        lambda: straight_line(3),
    ),
    PublishedCase(
        "depreciation_6y", "the same over six", THREE_YEARS, 6_667.0, "USD/yr", 1e-4,
        lambda: straight_line(6),
    ),
    PublishedCase(
        "solartherm_convention", "present value of 20 annuities at 5 %, each paid at its period's end, over the capital",
        "SolarTherm, issue 30: 13.0 c/kWh as others compute", 1.0, "", 1e-9,
        lambda: paid(at_the_end=True),
    ),
    PublishedCase(
        "solartherm_at_the_start", "the same, each paid at its period's start", "SolarTherm before its issue 30: 12.4 c/kWh", 1.0, "", 1e-9,
        lambda: paid(at_the_end=False),
        "annuities paid at the start of each year are worth one year's interest more: the cost came out 5 % too low",
    ),
    PublishedCase(
        "edge_on_view_factor", "view factor to Earth of a plate edge-on to nadir, 550 km, a face", "Forethought's authors, EA Forum 2026", 0.2578, "", 1e-3,
        lambda: edge_on_view_factor(number(550e3)),
    ),
    PublishedCase(
        "edge_on_floor", "the same", "McCalip 2025: a floor of 5 % of the nadir factor, 0.042", 0.042, "", 0.02,
        lambda: edge_on_view_factor(number(550e3)),
        "a plate edge-on to nadir sees a quarter of a sphere of Earth on either face; its panel is 7 K warmer than printed",
    ),
    PublishedCase(
        "air_1000_km_solar_minimum", "air density at 1,000 km and solar minimum (NRLMSIS 2.1)", "a hand-typed table of a public tool", 5e-17, "kg/m3", 0.1,
        lambda: environment.atmospheric_density(number(1e6), number(70.0)),
        "25 times as much",
    ),
)  # fmt: skip
