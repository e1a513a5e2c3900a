"""Pictures: one satellite through its orbit and year, and altitude as one trade. Needs matplotlib (`pip install orbital[lab]`)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from orbital.analysis.columns import shown_columns
from orbital.analysis.orbits.altitude import DESTINATIONS
from orbital.analysis.orbits.profiles import BY_DAY, BY_POINT
from orbital.analysis.years import UNITS as YEAR_UNITS
from orbital.core.errors import InputError
from orbital.core.units import LCOC, number_text, scale, shown_value, unit_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from orbital.analysis.orbits.altitude import AltitudeTrade
    from orbital.analysis.orbits.latency import LatencyByCity
    from orbital.analysis.orbits.profiles import OrbitProfile
    from orbital.analysis.record.assumptions import Assumptions, Spread
    from orbital.analysis.record.reconciliation import Reconciliation
    from orbital.analysis.years import YearByYear

COLORS = ("#1b6ca8", "#d1495b", "#3a7d44", "#8d6b94", "#e09f3e")
"""Blue, red, green, purple, amber: told apart also by those who see no red or green, with the line styles beside them."""
WAYS = dict(zip(DESTINATIONS, zip(COLORS[1:], ("--", "-.", ":"), strict=False), strict=True))
"""Color and line of each way of disposal."""


def canvas(rows: int, columns: int, title: str) -> tuple[Figure, list[Axes]]:
    """An empty picture of so many panels, and the panels in order. Refused where matplotlib is not installed."""
    try:
        from matplotlib import pyplot
    except ImportError:
        raise InputError("a picture needs matplotlib: pip install 'orbital[lab]'") from None
    figure, axes = pyplot.subplots(rows, columns, figsize=(6.0 * columns, 3.6 * rows), layout="constrained")
    figure.suptitle(title)
    found = list(np.ravel(axes))
    for axis in found:
        axis.grid(alpha=0.3, linewidth=0.6)
    return figure, found


# --- the orbit and the year -------------------------------------------------------------------------------------------
def profile_figure(profile: OrbitProfile) -> Figure:
    """Radiator temperature by day and orbit angle, along three orbits, and power and shadow through the year."""
    life = "end of life" if profile.end_of_life else "beginning of life"
    figure, (by_season, by_angle, power, shadow) = canvas(2, 2, f"{profile.scenario}: one satellite, {life}")
    _temperature_map(by_season, profile)
    _three_orbits(by_angle, profile)
    _power_year(power, profile)
    _shadow_year(shadow, profile)
    return figure


def _temperature_map(axis: Axes, profile: OrbitProfile) -> None:
    temperature = profile.by_point["radiator_temperature"]
    mesh = axis.pcolormesh(profile.day, np.degrees(profile.orbit_angle), temperature.T, cmap="inferno", shading="nearest")
    axis.figure.colorbar(mesh, ax=axis, label="radiator root [K]")
    axis.set(xlabel="day of the year", ylabel="orbit angle from the Sun [deg]", title="radiator temperature")
    axis.grid(visible=False)


def _three_orbits(axis: Axes, profile: OrbitProfile) -> None:
    eclipse = profile.by_day["eclipse"]
    lit = np.flatnonzero(eclipse == 0.0)
    picked = {int(np.argmax(eclipse)): "longest shadow", int(np.argmin(np.abs(eclipse - 0.5 * eclipse.max()))): "half of it"}
    if lit.size:
        picked[int(lit[lit.size // 2])] = "no shadow"
    for (day, name), color in zip(picked.items(), COLORS, strict=False):
        axis.plot(np.degrees(profile.orbit_angle), profile.by_point["radiator_temperature"][day], color=color, label=f"{name}, day {profile.day[day]:.0f}")
        axis.plot(np.degrees(profile.orbit_angle), profile.by_point["steady_radiator_temperature"][day], color=color, linestyle=":", linewidth=1.0)
    axis.set(
        xlabel="orbit angle from the Sun [deg]", ylabel="radiator root [K]", title="along the orbit (dotted: without thermal mass)", xticks=range(0, 361, 60)
    )
    axis.legend()


def _power_year(axis: Axes, profile: OrbitProfile) -> None:
    for name, label, color, style in (("array_power", "array gives", COLORS[0], "-"), ("array_power_needed", "load and recharge need", COLORS[1], "--")):
        axis.plot(profile.day, np.asarray(shown_value(profile.by_day[name], BY_DAY[name])), color=color, linestyle=style, label=label)
    least = 100.0 * float(profile.by_day["power_margin"].min())
    axis.set(xlabel="day of the year", ylabel="power in sunlight [kW]", title=f"power through the year (least margin {least:+.1f} %)")
    axis.set_ylim(bottom=0.0)
    axis.legend(loc="lower right")


def _shadow_year(axis: Axes, profile: OrbitProfile) -> None:
    axis.plot(profile.day, profile.by_day["eclipse"] / 60.0, color=COLORS[3], label="shadow an orbit [min]")
    heat = np.asarray(shown_value(profile.by_point["rejected_heat"].mean(axis=1), BY_POINT["rejected_heat"]))
    axis.plot(profile.day, np.abs(np.degrees(profile.by_day["beta_angle"])), color=COLORS[2], linestyle="--", label="beta angle, either side [deg]")
    axis.plot(profile.day, heat, color=COLORS[4], linestyle="-.", label="heat rejected, orbit mean [kW]")
    axis.set(xlabel="day of the year", title="shadow, Sun and heat")
    axis.set_ylim(0.0, 1.45 * float(heat.max()))
    axis.legend(loc="upper right")


# --- altitude ---------------------------------------------------------------------------------------------------------
def altitude_figure(trade: AltitudeTrade) -> Figure:
    """Shadow, dose, drag and disposal, debris, lift and mass, cost: against altitude."""
    figure, (shadow, dose, propellant, debris, mass, cost) = canvas(3, 2, f"Altitude as one trade: {trade.scenario} (latency left open)")
    height = trade.altitude / 1e3
    column = shown_columns(trade.columns, trade.units)
    shadow.plot(height, column["longest_eclipse"], color=COLORS[0], label="longest shadow [min]")
    shadow.plot(height, column["annual_eclipse_fraction"], color=COLORS[1], linestyle="--", label="share of the year [%]")
    shadow.set(title="shadow")
    dose.semilogy(height, column["life_dose"], color=COLORS[0], label="dose over life [rad(Si)]")
    dose.semilogy(height, column["shielding_thickness"], color=COLORS[1], linestyle="--", label="shielding [mm Al]")
    dose.set(title="radiation")
    propellant.semilogy(height, column["drag_propellant_mass"], color=COLORS[0], label="against drag, over life")
    for destination, (color, style) in WAYS.items():
        propellant.semilogy(height, column[f"disposal_propellant_{destination}"], color=color, linestyle=style, label=f"disposal: {destination}")
    propellant.set(title="propellant [kg a satellite]")
    debris.semilogy(height, column["decay_time"], color=COLORS[0], label="a dead satellite stays [yr]")
    debris.semilogy(height, 1e3 * column["large_debris_hits"], color=COLORS[1], linestyle="--", label="hits above 1 cm [1/1000 yr]")
    debris.semilogy(height, column["radiator_lost_fraction"], color=COLORS[2], linestyle="-.", label="radiator lost to punctures [%]")
    debris.axhline(5.0, color="gray", linewidth=0.8)
    debris.annotate("5 yr rule", (height[-1], 5.0), ha="right", va="bottom", fontsize=8, color="gray")
    debris.set(title="debris")
    mass.plot(height, column["satellite_mass"] / 1e3, color=COLORS[0], label="one satellite [t]")
    mass.plot(height, column["payload_to_orbit"] / 1e3, color=COLORS[1], linestyle="--", label="lift of one flight [t]")
    mass.set(title="mass", ylim=(0.0, 1.1 * float(np.nanmax(column["payload_to_orbit"])) / 1e3))
    _costs(cost, height, column)
    for axis in (shadow, dose, propellant, debris, mass, cost):
        axis.set_xlabel("altitude [km]")
        axis.legend(fontsize=8)
    return figure


def _costs(axis: Axes, height: np.ndarray, column: dict[str, np.ndarray]) -> None:
    """Cost by way of disposal; where nothing can be built there is no line."""
    lowest = min((float(np.nanmin(column[f"cost_{way}"])) for way in WAYS if np.isfinite(column[f"cost_{way}"]).any()), default=1.0)
    for destination, (color, style) in WAYS.items():
        axis.plot(height, column[f"cost_{destination}"], color=color, linestyle=style, label=f"disposal: {destination}")
    axis.set(title=f"cost of useful compute [{LCOC.shown}]", ylim=(0.0, 3.0 * lowest))


# --- start years ------------------------------------------------------------------------------------------------------
def years_figure(found: YearByYear) -> Figure:
    """The ratio by start year with P10 to P90, and the chance that orbit is cheaper beside both costs."""
    figure, (ratio, costs) = canvas(1, 2, f"By start year: {found.scenario}")
    column = shown_columns(found.columns, YEAR_UNITS)
    ratio.fill_between(found.year, column["ratio_p10"], column["ratio_p90"], color=COLORS[0], alpha=0.2, label="P10 to P90")
    ratio.plot(found.year, column["ratio_p50"], color=COLORS[0], label="P50")
    ratio.plot(found.year, column["ratio"], color=COLORS[1], linestyle="--", label="at the stated values")
    ratio.plot(found.year, column["market_ratio"], color=COLORS[3], linestyle="-.", label="at market rates")
    ratio.axhline(1.0, color="gray", linewidth=0.8)
    ratio.set(yscale="log", xlabel="start year", ylabel="orbit / ground", title="cost of useful compute")
    ratio.yaxis.set_major_formatter("{x:g}")
    ratio.yaxis.set_minor_formatter("{x:g}")
    ratio.legend(fontsize=8)
    costs.semilogy(found.year, column["orbital_cost"], color=COLORS[0], label="orbit")
    costs.semilogy(found.year, column["ground_cost"], color=COLORS[2], linestyle="--", label="ground")
    costs.set(xlabel="start year", ylabel=LCOC.shown, title="both sides, at the stated values")
    costs.legend(fontsize=8)
    return figure


# --- latency ----------------------------------------------------------------------------------------------------------
def latency_figure(found: LatencyByCity) -> Figure:
    """The network's round trip over all users by hour, and of each city beside that to the ground site."""
    figure, (day, places) = canvas(1, 2, f"To the answer and back: {found.scenario}")
    hour = np.arange(24) + 0.5
    for k, name in enumerate(("median", "95th percentile")):
        day.plot(hour, found.hours[:, k] * 1e3, color=COLORS[k], linestyle=("-", "--")[k], label=f"orbit, {name}")
    for k, name in enumerate(("median", "95th percentile")):
        day.axhline(found.ground[k] * 1e3, color=COLORS[2 + k], linestyle=("-", "--")[k], linewidth=0.8, label=f"ground, {name}")
    day.set(xlabel="hour, universal time", ylabel="round trip [ms]", title="over all users, by hour", xlim=(0.0, 24.0))
    day.set_ylim(bottom=0.0)
    day.legend(fontsize=8)
    column = {name: values[1:] * 1e3 for name, values in found.columns.items()}
    size = 600.0 * found.columns["share_of_users"][1:]
    places.scatter(column["ground_round_trip_time"], column["round_trip_time_median"], s=size, color=COLORS[0], alpha=0.6, label="a city, median")
    far = float(np.nanmax([np.nanmax(column[name]) for name in ("ground_round_trip_time", "round_trip_time_median") if np.isfinite(column[name]).any()]))
    places.plot([0.0, far], [0.0, far], color="gray", linewidth=0.8, label="as far")
    places.set(xlabel="to the ground site and back [ms]", ylabel="to orbit and back [ms]", title="by city, sized by population")
    places.legend(fontsize=8)
    return figure


# --- two answers ------------------------------------------------------------------------------------------------------
def reconciliation_figure(found: Reconciliation) -> Figure:
    """The walk as a waterfall, and each group's factor over all orders, on one list of groups."""
    figure, (walk, factors) = canvas(1, 2, f"Why two answers differ: {found.quantity}")
    names = [found.start, *(step.group for step in found.steps), found.end]
    values = np.array([found.first, *(step.value for step in found.steps)]) / scale(found.unit.shown, found.unit.si)
    place = np.arange(len(names))
    walk.barh(place[[0, -1]], values[[0, -1]], color="gray", height=0.6)
    for k, (before, after) in enumerate(pairwise(values), start=1):
        walk.barh(k, after - before, left=before, color=COLORS[1] if after > before else COLORS[0], height=0.6)
        walk.plot([after, after], [k, k + 1], color="gray", linewidth=0.6)
        walk.annotate(
            number_text(after - before if abs(after - before) > 1e-9 * values.max() else 0.0),
            (max(before, after), k),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    for k in (0, len(names) - 1):
        walk.annotate(
            number_text(values[0 if k == 0 else -1]), (values[0 if k == 0 else -1], k), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8
        )
    walk.set_yticks(place, names, fontsize=8)
    walk.invert_yaxis()
    walk.set(xlabel=found.unit.shown or "orbit / ground", title="the walk, group by group (red dearer, blue cheaper)")
    walk.set_xlim(min(0.0, 1.1 * float(values.min())), 1.18 * float(values.max()))
    heights = np.array([step.factor for step in found.steps])
    shown = np.isfinite(heights)
    factors.barh(place[1:-1][shown], heights[shown] - 1.0, left=1.0, color=np.where(heights[shown] > 1.0, COLORS[1], COLORS[0]), height=0.6)
    for k, height in zip(place[1:-1][shown], heights[shown], strict=True):
        factors.annotate(f"x {height:.2f}", (max(height, 1.0), k), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
    factors.axvline(1.0, color="gray", linewidth=0.8)
    factors.set_yticks(place, [""] * len(names))
    factors.invert_yaxis()
    low, high = (float(pick([1.0, *heights[shown]])) for pick in (np.min, np.max))
    factors.set(xscale="log", xlabel="factor", title=f"over all orders (together x {found.factor:.3g})", xlim=(0.85 * low, 1.35 * high))
    factors.xaxis.set_major_formatter("{x:g}")
    factors.xaxis.set_minor_formatter("{x:g}")
    factors.tick_params(axis="x", which="both", labelsize=8)
    return figure


# --- what everybody assumes -------------------------------------------------------------------------------------------
MARKERS = {"study": ("o", COLORS[0]), "catalog": ("s", COLORS[4])}
WIDEST = 40
"""Quantities in one picture: those whose values differ by most."""


def assumptions_figure(found: Assumptions) -> Figure:
    """Every value over our default, quantity by quantity, by group; the widest spreads where there are too many. Of one quantity, source by source."""
    if len(found) == 1:
        return _one_assumption(next(iter(found)))
    reach = {spread.quantity: _reach(spread) for spread in found if len(spread.values) > 1}
    widest = sorted((name for name in reach if np.isfinite(reach[name])), key=lambda name: -reach[name])[:WIDEST]
    shown = [spread for spread in found if spread.quantity in widest]
    figure, (axis,) = canvas(1, 1, "What studies and catalogs assume, over our default")
    figure.set_size_inches(10.0, 1.5 + 0.24 * len(shown))
    for k, spread in enumerate(shown):
        ours = spread.ours.value if spread.ours else 1.0
        axis.plot([spread.low.value / ours, spread.high.value / ours], [k, k], color="gray", linewidth=0.8, zorder=1)
        for item in spread.values:
            marker, color = MARKERS[item.by]
            axis.plot(item.value / ours, k, marker, color=color, markersize=5, alpha=0.75)
        axis.annotate(spread.group, (1.0, k), xycoords=("axes fraction", "data"), xytext=(4, 0), textcoords="offset points", va="center", fontsize=7)
    for by, (marker, color) in MARKERS.items():
        axis.plot([], [], marker, color=color, label={"study": "a study, or a case of one", "catalog": "a design, site, vehicle ... of our catalogs"}[by])
    axis.axvline(1.0, color=COLORS[1], linewidth=1.2, label="our default")
    axis.set_yticks(range(len(shown)), [spread.quantity for spread in shown], fontsize=8)
    axis.set(xscale="log", xlabel="value over our default", ylim=(len(shown) - 0.5, -0.5))
    axis.xaxis.set_major_formatter("{x:g}")
    axis.legend(fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.06), ncols=3)
    return figure


def _reach(spread: Spread) -> float:
    """How far the values stand from our default, as a factor; NaN where a factor says nothing: one of them is none, or next to none."""
    if spread.ours is None or min(spread.ours.value, spread.low.value) <= 0.0:
        return np.nan
    reach = max(spread.high.value / spread.ours.value, spread.ours.value / spread.low.value)
    return reach if reach < 1e4 else np.nan


def _one_assumption(spread: Spread) -> Figure:
    """Each source's value of one quantity beside our default."""
    figure, (axis,) = canvas(1, 1, spread.quantity)
    figure.set_size_inches(8.0, 1.5 + 0.28 * len(spread.values))
    values = [float(shown_value(item.value, spread.unit)) for item in spread.values]
    for k, (item, value) in enumerate(zip(spread.values, values, strict=True)):
        marker, color = MARKERS[item.by]
        axis.plot(value, k, marker, color=color, markersize=6)
        axis.annotate(f"{number_text(value)}, {item.kind}", (value, k), xytext=(8, 0), textcoords="offset points", va="center", fontsize=7)
    if spread.ours is not None:
        axis.axvline(float(shown_value(spread.ours.value, spread.unit)), color=COLORS[1], linewidth=1.2, label=f"ours: {spread.ours.source}")
        axis.legend(fontsize=8)
    axis.set_yticks(range(len(values)), [item.source for item in spread.values], fontsize=8)
    wide = bool(values) and min(values) > 0.0 and max(values) > 20.0 * min(values)
    axis.set(xscale="log" if wide else "linear", xlabel=unit_text(spread.unit) or "1", ylim=(-0.7, len(values) - 0.3))
    axis.margins(x=0.35)
    return figure
