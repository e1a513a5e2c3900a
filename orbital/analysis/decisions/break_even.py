"""The value of one quantity at which orbit costs as much as the ground, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from orbital.analysis.decisions.cells import scan_points
from orbital.analysis.decisions.frontier import Frontier, frontier
from orbital.analysis.many.batch import Batch
from orbital.analysis.many.varied import Span
from orbital.analysis.unknowns.cost_draws import COSTS
from orbital.binding import SIDES, Side, cannot_be_given, hard_bounds
from orbital.core.errors import InputError
from orbital.core.units import CALENDAR, Unit, text
from orbital.refusals import alive, cut_off
from orbital.scenarios import SECTIONS, Scenario


@dataclass(frozen=True, slots=True)
class BreakEven:
    """`value` (SI) at which the ratio is 1, None with a `reason` when no allowed value does it.

    `others` are further such values, `jumps` pairs of values between which the cheaper side changes without the costs ever being the
    same (whole satellites a flight), `would_be` extends a straight line past the bounds.
    """

    quantity: str
    unit: Unit
    value: float | None
    reason: str
    others: tuple[float, ...] = ()
    would_be: float | None = None
    jumps: tuple[tuple[float, float], ...] = ()

    def __repr__(self) -> str:
        if self.value is None:
            return f"{self.quantity}: {self.reason}"
        more = f" (also at {', '.join(text(v, self.unit) for v in self.others)})" if self.others else ""
        more += f"; {_jump_words(self.jumps, self.unit)}" if self.jumps else ""
        return f"{self.quantity} = {text(self.value, self.unit)} makes orbit cost as much as the ground{more}"


@overload
def break_even(scenario: Scenario, name: str) -> BreakEven: ...
@overload
def break_even(scenario: Scenario, name: str, over: Mapping[str, Span | Sequence[Any]], progress: bool = False) -> Frontier: ...
def break_even(scenario: Scenario, name: str, over: Mapping[str, Span | Sequence[Any]] | None = None, progress: bool = False) -> BreakEven | Frontier:
    """Solve ratio = 1 for one quantity within its hard bounds; with `over`, in every cell of some axes: a line or a surface.

    The range is scanned in one block for every change of sign of cost(orbit) - cost(ground), each refined by Brent's method;
    the root nearest to today's value is `value`, further ones are `others`. Roots closer together than the scan's points can
    be missed in pairs. Where there is none, the reason says which side is cheaper, where the cost jumps past the other's, and,
    for a quantity that enters costs in a straight line, which value beyond the bounds would do it. `common.x` and `workload.x`
    move both sides that know x.

    over : axes as `sweep` takes them, a span or listed values with their units by name, or picks of a catalog: `{"orbital.altitude":
    span("400 km", "1400 km", 50), "orbital.launch_vehicle": ["starship-v3", "falcon-9"]}`. A cell's answer is that of the scenario with the
    cell's values put in; all cells are scanned together and refined by Chandrupatla's method.

    Raises `InputError` for an unknown, dead or valueless quantity, an axis that changes nothing once the quantity is given, or two axes of
    one quantity.
    Source: Chandrupatla (1997), Advances in Engineering Software 28, 145-149 (scipy.optimize.elementwise.find_root).
    """
    if over is not None:
        return frontier(scenario, name, over, progress)
    section, _, short = name.partition(".")
    if section not in SECTIONS or not short:
        raise InputError(f"{name!r}: name a side and a quantity, as in 'orbital.launch_price'")
    asked = [section] if section in SIDES else [side for side in SIDES if short in scenario.side(side).model.specs]
    sides = [scenario.side(side) for side in asked or SIDES]
    unit = sides[0].spec_unit(short, name)
    _refuse_unsolvable(sides, short, name)
    today = float(sides[0].values[short] if short in sides[0].values else sides[0].run((short,))[0])
    names = tuple(f"{side.name}.{short}" for side in sides)
    scenario = scenario.with_arrays(dict.fromkeys(names, np.float64(today)))
    if not any(alive(scenario.side(side.name), short) for side in sides):
        return BreakEven(name, unit, None, "no cost depends on it: it only informs")
    low, high = hard_bounds(short, unit)
    grid = scan_points(today, low, high)
    # exact geometry throughout: values of a table in the scan and exact ones in the search need not change sign at the same place
    batch = Batch(scenario, names, COSTS, dict.fromkeys(names, (float(grid[0]), float(grid[-1]))), rows=1)
    difference = _difference(batch, grid)
    roots, jumps = _roots(batch, grid, difference)
    if roots:
        roots.sort(key=lambda root: abs(root - today))
        return BreakEven(name, unit, roots[0], "", tuple(roots[1:]), None, tuple(jumps))
    return _none(name, unit, grid, difference, tuple(jumps))


def _refuse_unsolvable(sides: Sequence[Side], short: str, name: str) -> None:
    """A quantity that cannot be given, or that givens cut off on every side that knows it."""
    for side in sides:
        why = cannot_be_given(side.model, short)
        if why:
            raise InputError(f"{name} {why}")
    cutters = [cut_off(side, short) for side in sides]
    if all(cutters):
        raise InputError(f"{name} is cut off from every cost by the given {', '.join(dict.fromkeys(sum(cutters, ())))}; set that to 'computed' first")


def _difference(batch: Batch, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Orbital less ground levelized cost at each value; NaN where infeasible."""
    found = batch(dict.fromkeys(batch.names, values))
    orbital, ground = (found[name] for name in COSTS)
    return np.broadcast_to(orbital - ground, values.shape)


def _roots(batch: Batch, grid: NDArray[np.float64], difference: NDArray[np.float64]) -> tuple[list[float], list[tuple[float, float]]]:
    """Where the difference is zero, and the neighbours between which it changes sign without being zero."""
    from scipy.optimize import brentq

    def at(x: float) -> float:
        return float(_difference(batch, np.array([x]))[0])

    found = [float(x) for x, d in zip(grid, difference, strict=True) if d == 0.0]
    jumps = []
    for k in range(len(grid) - 1):
        a, b = difference[k], difference[k + 1]
        if np.isfinite(a) and np.isfinite(b) and a * b < 0.0:
            try:
                root = float(brentq(at, grid[k], grid[k + 1], xtol=1e-13 * max(abs(grid[k]), abs(grid[k + 1]), 1e-300), rtol=1e-13))
            except ValueError:  # somewhere between, where it looked, the design cannot be built
                continue
            if np.isclose(at(root), 0.0, atol=1e-6 * abs(a) + 1e-6 * abs(b)):
                found.append(root)
            else:
                jumps.append((float(grid[k]), float(grid[k + 1])))
    return found, jumps


def _jump_words(jumps: tuple[tuple[float, float], ...], unit: Unit) -> str:
    listed = ", ".join(f"{text(a, unit)} and {text(b, unit)}" for a, b in jumps)
    return f"the cost jumps past break-even between {listed}"


def _none(name: str, unit: Unit, grid: NDArray[np.float64], difference: NDArray[np.float64], jumps: tuple[tuple[float, float], ...]) -> BreakEven:
    finite = np.isfinite(difference)
    span = f"{text(grid[0], unit)} to {text(grid[-1], unit)}"
    if not finite.any():
        reasons = f"the design is infeasible for every value from {span}"
        return BreakEven(name, unit, None, reasons)
    cheaper = "ground" if difference[finite][0] > 0.0 else "orbit"
    if np.ptp(difference[finite]) <= 1e-9 * np.abs(difference[finite]).max():
        return BreakEven(name, unit, None, f"the cost does not change with it from {span}: {cheaper} is cheaper")
    signs = np.sign(difference[finite])
    best = text(float(grid[finite][np.argmin(np.abs(difference[finite]))]), unit)
    later = unit == CALENDAR and (difference[finite] > 0.0).all()
    reason = f"not before {text(grid[-1], unit)}: " if later else f"no value from {span} makes both cost the same: "
    if (signs == signs[0]).all():
        where = "throughout" if finite.all() else "wherever it can be built"
        reason += f"{cheaper} is cheaper {where}, closest at {best}"
    else:
        reason += _jump_words(jumps, unit) if jumps else "the cheaper side changes where the design becomes infeasible"
        return BreakEven(name, unit, None, reason, (), None, jumps)
    would_be = _straight_line(grid[finite], difference[finite])
    if would_be is not None:
        reason += f"; it would take {text(would_be, unit)}"
    return BreakEven(name, unit, None, reason, (), would_be)


def _straight_line(x: NDArray[np.float64], y: NDArray[np.float64]) -> float | None:
    """Where the line through the values crosses zero, if they lie on one."""
    if len(x) < 3 or y[-1] == y[0]:
        return None
    slope = (y[-1] - y[0]) / (x[-1] - x[0])
    if np.allclose(y, y[0] + slope * (x - x[0]), rtol=1e-9, atol=1e-9 * abs(y[-1])):
        return float(x[0] - y[0] / slope)
    return None
