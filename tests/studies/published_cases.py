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


@cache
def claimed():
    """AI1 as its vendor claims it."""
    return orb.scenario("ai1-claimed-vs-colossus-1").orbital


def paid(at_the_end, rate=0.05, years=20):
    """Present value of twenty annuities of ours, by when they are paid."""
    payment = capital_recovery_factor(rate / YEAR, years * YEAR, 1.0 / YEAR) * YEAR
    return sum(payment / (1.0 + rate) ** k for k in range(1 if at_the_end else 0, years + (1 if at_the_end else 0)))


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
        "edge_on_floor", "the same", "McCalip 2025: 5 % of the nadir factor in half of the orbit, nothing in the other", 0.0212, "", 0.02,
        lambda: edge_on_view_factor(number(550e3)),
        "a plate edge-on to nadir sees a quarter of a sphere of Earth on either face; its panel is 7 K warmer than printed",
    ),
    PublishedCase(
        "air_1000_km_solar_minimum", "air density at 1,000 km and solar minimum (NRLMSIS 2.1)", "a hand-typed table of a public tool", 5e-17, "kg/m3", 0.1,
        lambda: environment.atmospheric_density(number(1e6), number(70.0)),
        "25 times as much",
    ),
)  # fmt: skip
