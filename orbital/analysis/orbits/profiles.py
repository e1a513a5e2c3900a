"""One satellite along its orbit and through the year: sunlight, power and its margin, what the radiator takes up, how hot it is, what it rejects.

The Model sizes a satellite for its worst moment. Here the same formulas run again on every moment of a year, with the sizes that
came out, and the radiator's temperature follows its heat with the lag of its own mass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.columns import headed, picked_rows, shown_columns
from orbital.analysis.compare import SideResult, evaluate
from orbital.core.errors import InputError
from orbital.core.units import Unit, number_text, text
from orbital.physics.constants import STEFAN_BOLTZMANN
from orbital.physics.power import sunlit_heat
from orbital.physics.thermal import fin_solution, fourth_power
from orbital.physics.view_factors import ATTITUDES, along_orbit
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Array = NDArray[np.float64]

DAYS = 73
"""Days of the year looked at, one in five."""
POINTS = 72
"""Points of each orbit, five degrees apart, counted from the one nearest to the Sun."""
ORBITS, LAGS = 3, 30
"""Orbits marched until the temperature repeats, besides this many time constants of the radiator: some minutes each, the period some ninety."""
NEWTON_STEPS = 12

BY_DAY = {
    "beta_angle": Unit("rad", "deg"),
    "solar_flux": Unit("W/m**2"),
    "eclipse": Unit("s", "min"),
    "array_power_needed": Unit("W", "kW"),
    "array_power": Unit("W", "kW"),
    "power_margin": Unit("", "%"),
    "depth_of_discharge": Unit("", "%"),
    "coldest_radiator": Unit("K"),
    "hottest_radiator": Unit("K"),
}
BY_POINT = {
    "sunlit_fraction": Unit("", "%"),
    "heat": Unit("W", "kW"),
    "radiator_absorbed_flux": Unit("W/m**2"),
    "steady_radiator_temperature": Unit("K"),
    "radiator_temperature": Unit("K"),
    "rejected_heat": Unit("W", "kW"),
}


@dataclass(frozen=True, slots=True, eq=False)
class OrbitProfile:
    """What happens to one satellite, by day of the year and by orbit angle (both SI); `by_point` has days along the first axis.

    `day` counts from 1 January. The heat balance of every orbit closes: heat in equals heat out.
    """

    scenario: str
    end_of_life: bool
    freezing: float
    day: Array
    orbit_angle: Array
    by_day: Mapping[str, Array] = field(repr=False)
    by_point: Mapping[str, Array] = field(repr=False)

    def to_frame(self) -> pd.DataFrame:
        """One row a day and orbit angle, in the units people read (named in the columns)."""
        import pandas as pd

        days, angles = np.meshgrid(self.day, np.degrees(self.orbit_angle), indexing="ij")
        columns = {"day": days.ravel(), "orbit_angle [deg]": angles.ravel()}
        return pd.DataFrame(columns | headed(self.by_point, BY_POINT))

    def days_frame(self) -> pd.DataFrame:
        """One row a day."""
        import pandas as pd

        return pd.DataFrame({"day": self.day} | headed(self.by_day, BY_DAY))

    def rows(self) -> list[tuple[str, list[float]]]:
        """For a screen: a quantity a row, a few days of the year side by side."""
        return picked_rows(self.by_day, BY_DAY, "day of the year", self.day, range(0, len(self.day), len(self.day) // 8))

    def plot(self) -> Figure:
        """Radiator temperature by day and orbit angle, power and shadow through the year."""
        from orbital.views.plots import profile_figure

        return profile_figure(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists with their units."""
        both = ((self.by_day, BY_DAY), (self.by_point, BY_POINT))
        document: dict[str, Any] = {"scenario": self.scenario, "end_of_life": self.end_of_life, "day": self.day.tolist()}
        document["orbit_angle"] = {"unit": "deg", "value": np.degrees(self.orbit_angle).tolist()}
        for values, units in both:
            document |= {name: {"unit": units[name].shown, "value": column.tolist()} for name, column in shown_columns(values, units).items()}
        return document

    def __repr__(self) -> str:
        worst = int(np.argmin(self.by_day["power_margin"]))
        cold, hot = float(self.by_day["coldest_radiator"].min()), float(self.by_day["hottest_radiator"].max())
        return (
            f"{self.scenario}, {'end' if self.end_of_life else 'beginning'} of life: radiator {number_text(cold)} to {number_text(hot)} K; "
            f"least power margin {100.0 * float(self.by_day['power_margin'][worst]):+.1f} % on day {self.day[worst]:.0f}, "
            f"with {text(float(self.by_day['eclipse'][worst]), BY_DAY['eclipse'])} of shadow an orbit"
            + (f"; the coolant freezes at {number_text(self.freezing)} K" if cold < self.freezing else "")
        )


def orbit_profile(scenario: Scenario, end_of_life: bool = True) -> OrbitProfile:
    """The year of one satellite of a scenario, orbit by orbit: at end of life as it is sized, or new.

    New: full array, coating not yet darkened, no punctures. Shadow follows the orbit's geometry, also where the scenario gives its
    longest or mean duration. Heat that the user gives is taken as constant. Raises `InputError` where the geometry of the radiator is
    given as numbers: then its attitude is not known.
    """
    return _Satellite(evaluate(scenario).orbital, end_of_life).profile(scenario.name)


class _Satellite:
    """One side's values and formulas, to be run again along days and orbit angles."""

    def __init__(self, result: SideResult, end_of_life: bool) -> None:
        self.result = result
        self.end_of_life = end_of_life
        self.active = result.side.model.active(result.side.shape)
        chosen = self.active.get("radiator_earth_view_factor")
        if chosen is None:
            raise InputError("orbital.radiator_earth_view_factor is given as a number: choose an attitude instead (a radiator_geometry formula)")
        self.normal = ATTITUDES[chosen.name]
        if not 0.0 < self._area < np.inf:
            raise InputError(f"there is no radiator to follow: {'; '.join(result.reasons)}")

    def value(self, name: str) -> np.float64:
        return self.result.value(name)

    def again(self, name: str, **varied: Any) -> Any:
        """A quantity by its own formula with some arguments varied; the given value where it is given."""
        item = self.active.get(name)
        if item is None:
            return self.value(name)
        with np.errstate(all="ignore"):
            return item.function(*(varied[a] if a in varied else self.value(a) for a in item.arguments))

    def profile(self, name: str) -> OrbitProfile:
        beta, flux = (self._daily(name) for name in ("beta_angle", "daily_solar_flux"))
        dark = self.again("eclipse_fraction", beta_angle=beta)
        day = np.linspace(0.0, 365.2422, DAYS, endpoint=False)
        angle = np.linspace(0.5, POINTS - 0.5, POINTS) * (2.0 * np.pi / POINTS)
        by_day = self._power(dark, flux)
        lit = _sunlit_share(dark[:, None], angle[None, :])
        heat = self._heat(by_day["recharge_power"], lit)
        absorbed = self._absorbed(beta[:, None], flux[:, None], lit, angle[None, :])
        temperature = self._temperatures(heat, absorbed)
        emitted = self._emitted(temperature)
        by_point = {
            "sunlit_fraction": lit,
            "heat": heat,
            "radiator_absorbed_flux": absorbed,
            "steady_radiator_temperature": self._settled(heat / self._area + absorbed, np.full_like(heat, 300.0), 0.0),
            "radiator_temperature": temperature,
            "rejected_heat": self._area * (emitted - absorbed),
        }
        by_day |= {
            "beta_angle": beta,
            "solar_flux": flux,
            "coldest_radiator": temperature.min(axis=1),
            "hottest_radiator": temperature.max(axis=1),
        }
        freezing = float(self.value("coolant_freezing_temperature"))
        return OrbitProfile(name, self.end_of_life, freezing, day, angle, {key: by_day[key] for key in BY_DAY}, by_point)

    def _daily(self, name: str) -> Array:
        """A quantity along the days looked at."""
        every = np.asarray(self.value(name), dtype=np.float64)
        return every[:: every.size // DAYS]

    # --- power ---
    def _power(self, dark: Array, flux: Array) -> dict[str, Array]:
        """Shadow, array power needed in sunlight and array power there, day by day."""
        shadow = dark * self.value("orbital_period")
        recharge = self.again("recharge_power", longest_eclipse=shadow)
        efficiency = self.value("power_conditioning_efficiency") * (1.0 - self.value("harness_loss_fraction"))
        needed = (self.value("satellite_bus_power") + recharge) / efficiency
        left = self.value("array_remaining_fraction") if self.end_of_life else 1.0
        power = self.value("array_power_beginning_of_life") * left * flux / self.value("solar_flux")
        drawn = self.value("eclipse_load") * shadow / self.value("battery_discharge_efficiency")
        return {
            "eclipse": shadow,
            "recharge_power": recharge,
            "array_power_needed": needed,
            "array_power": power,
            "power_margin": power / needed - 1.0,
            "depth_of_discharge": np.where(drawn > 0.0, drawn / np.maximum(self.value("battery_capacity"), 1e-9), 0.0),
        }

    # --- heat ---
    def _heat(self, recharge: Array, lit: Array) -> Array:
        """Heat to reject at each point: sunlit and shadowed shares of it."""
        if "waste_heat" not in self.active:
            return np.full(lit.shape, self.value("waste_heat"))
        efficiencies = (self.value(f"{name}_efficiency") for name in ("power_conditioning", "battery_round_trip", "battery_discharge"))
        sunlit = sunlit_heat(self.value("satellite_bus_power"), recharge[:, None], *efficiencies)
        shadowed = self.value("eclipse_load") / self.value("battery_discharge_efficiency")
        heat: Array = lit * sunlit + (1.0 - lit) * shadowed
        return heat

    def _absorbed(self, beta: Array, flux: Array, lit: Array, angle: Array) -> Array:
        """What both faces of the radiator take up at each point."""
        earth, reflected, direct = along_orbit(self.value("altitude"), beta, angle, self.normal)
        absorptance = self.value("radiator_absorptance" if self.end_of_life or "radiator_absorptance" not in self.active else "coating_absorptance")
        array = self.again("array_temperature", solar_flux=flux * lit)
        found: Array = self.again(
            "radiator_absorbed_flux",
            radiator_absorptance=absorptance,
            radiator_earth_view_factor=earth,
            radiator_albedo_flux=self.value("earth_albedo") * flux * reflected,
            peak_solar_flux=flux * lit,
            radiator_sun_factor=direct,
            hottest_array_temperature=array,
        )
        return found

    @cached_property
    def _area(self) -> float:
        """What is left of the radiator's planform."""
        lost = self.value("radiator_lost_fraction") if self.end_of_life else 0.0
        return float(self.value("radiator_area") * (1.0 - lost))

    @cached_property
    def _fin(self) -> tuple[float, float]:
        """Fin parameter over the cube of the temperature, and a given fin efficiency over its formula's."""
        there = self.value("fin_parameter")
        root = self.value("radiator_temperature")
        return float(there / (root * root * root)), float(self.value("fin_efficiency") / fin_solution(there))

    def _emitted(self, temperature: Array) -> Array:
        """What both faces emit per planform area, the fins as efficient as they are at that temperature."""
        stiffness, scale = self._fin
        efficiency = scale * fin_solution(stiffness * temperature * temperature * temperature)
        return np.asarray(2.0 * efficiency * self.value("radiator_emissivity") * STEFAN_BOLTZMANN * fourth_power(temperature), dtype=np.float64)

    def _settled(self, inflow: Array, start: Array, storage: float) -> Array:
        """Temperature at which emission and storage balance the inflow: storage (T - T_0) + e(T) = q, by Newton's steps."""
        temperature = start
        for _ in range(NEWTON_STEPS):
            emitted = self._emitted(temperature)
            excess = storage * (temperature - start) + emitted - inflow if storage else emitted - inflow
            temperature = np.maximum(temperature - excess / (storage + 4.0 * emitted / temperature), 0.5 * temperature)
        return temperature

    def _temperatures(self, heat: Array, absorbed: Array) -> Array:
        """Root temperature along each orbit, marched backward-implicit until it repeats: C dT/dt = Q/A + q_abs - e(T).

        Implicit steps conserve: over an orbit that repeats, what comes in goes out, whatever the step.
        """
        inflow = heat / self._area + absorbed
        storage = float(self.value("radiator_areal_heat_capacity") * POINTS / self.value("orbital_period"))
        temperature = self._settled(inflow.mean(axis=1), np.full(len(inflow), 300.0), 0.0)
        found = np.empty_like(inflow)
        lag = float(self.value("radiator_time_constant") / self.value("orbital_period"))
        for k in np.tile(np.arange(POINTS), ORBITS + int(LAGS * lag)):
            temperature = found[:, k] = self._settled(inflow[:, k], temperature, storage)
        return found


def _sunlit_share(dark: Array, angle: Array) -> Array:
    """Share of the step about each orbit angle in sunlight, the shadow lying about the point farthest from the Sun."""
    step = 2.0 * np.pi / POINTS
    return 1.0 - np.clip((np.pi * dark - np.abs(angle - np.pi)) / step + 0.5, 0.0, 1.0) * np.where(dark > 0.0, 1.0, 0.0)
