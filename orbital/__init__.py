"""Whether computing in orbit can cost less than on the ground: the planner's interface, imported lazily.

import orbital as orb
orb.evaluate(orb.scenario("ai1-vs-colossus-1")).ratio
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orbital.analysis.compare import Result, evaluate
    from orbital.analysis.decisions.break_even import BreakEven, break_even
    from orbital.analysis.decisions.frontier import Frontier
    from orbital.analysis.decisions.ladder import Ladder, what_would_have_to_be_true
    from orbital.analysis.decisions.optimize import optimize
    from orbital.analysis.decisions.optimum import Optimum
    from orbital.analysis.many.parts import Parts, open_parts
    from orbital.analysis.many.running import TaskError, dask_executor
    from orbital.analysis.many.sweep import Sweep, sweep
    from orbital.analysis.many.uncertainty import Uncertainty, draws, monte_carlo
    from orbital.analysis.many.varied import Span, span
    from orbital.analysis.money.cash_flow import CashFlow, cash_flow
    from orbital.analysis.money.returns import InternalRates, internal_rates_of_return
    from orbital.analysis.orbits.altitude import AltitudeTrade, altitude_trade
    from orbital.analysis.orbits.contact_windows import ContactJob, ContactStatistics, ContactWindows, contact_statistics, contact_windows
    from orbital.analysis.orbits.eclipse_intervals import EclipseIntervals, eclipse_intervals
    from orbital.analysis.orbits.latency import LatencyByCity, latency
    from orbital.analysis.orbits.profiles import OrbitProfile, orbit_profile
    from orbital.analysis.record.assumptions import Assumptions, assumptions
    from orbital.analysis.record.reconcile import reconcile
    from orbital.analysis.record.reconciliation import Reconciliation
    from orbital.analysis.record.studies import StudyRun, study
    from orbital.analysis.unknowns.information import ValueOfInformation, value_of_information
    from orbital.analysis.unknowns.morris import Screening, morris
    from orbital.analysis.unknowns.sensitivity import Sensitivity, sensitivity
    from orbital.analysis.unknowns.tornado import Tornado, tornado
    from orbital.analysis.years import YearByYear, by_year
    from orbital.core.errors import InputError, ModelError, OrbitalError, UnitError
    from orbital.scenarios import Scenario, scenario

__version__ = "0.1.0"

_HOMES = {
    "scenario": "orbital.scenarios",
    "Scenario": "orbital.scenarios",
    "evaluate": "orbital.analysis.compare",
    "Result": "orbital.analysis.compare",
    "sweep": "orbital.analysis.many.sweep",
    "Sweep": "orbital.analysis.many.sweep",
    "span": "orbital.analysis.many.varied",
    "Span": "orbital.analysis.many.varied",
    "open_parts": "orbital.analysis.many.parts",
    "Parts": "orbital.analysis.many.parts",
    "dask_executor": "orbital.analysis.many.running",
    "TaskError": "orbital.analysis.many.running",
    "value_of_information": "orbital.analysis.unknowns.information",
    "ValueOfInformation": "orbital.analysis.unknowns.information",
    "monte_carlo": "orbital.analysis.many.uncertainty",
    "draws": "orbital.analysis.many.uncertainty",
    "Uncertainty": "orbital.analysis.many.uncertainty",
    "break_even": "orbital.analysis.decisions.break_even",
    "BreakEven": "orbital.analysis.decisions.break_even",
    "Frontier": "orbital.analysis.decisions.frontier",
    "cash_flow": "orbital.analysis.money.cash_flow",
    "CashFlow": "orbital.analysis.money.cash_flow",
    "contact_windows": "orbital.analysis.orbits.contact_windows",
    "contact_statistics": "orbital.analysis.orbits.contact_windows",
    "ContactJob": "orbital.analysis.orbits.contact_windows",
    "ContactWindows": "orbital.analysis.orbits.contact_windows",
    "ContactStatistics": "orbital.analysis.orbits.contact_windows",
    "eclipse_intervals": "orbital.analysis.orbits.eclipse_intervals",
    "EclipseIntervals": "orbital.analysis.orbits.eclipse_intervals",
    "internal_rates_of_return": "orbital.analysis.money.returns",
    "InternalRates": "orbital.analysis.money.returns",
    "orbit_profile": "orbital.analysis.orbits.profiles",
    "OrbitProfile": "orbital.analysis.orbits.profiles",
    "altitude_trade": "orbital.analysis.orbits.altitude",
    "AltitudeTrade": "orbital.analysis.orbits.altitude",
    "assumptions": "orbital.analysis.record.assumptions",
    "Assumptions": "orbital.analysis.record.assumptions",
    "latency": "orbital.analysis.orbits.latency",
    "LatencyByCity": "orbital.analysis.orbits.latency",
    "by_year": "orbital.analysis.years",
    "YearByYear": "orbital.analysis.years",
    "optimize": "orbital.analysis.decisions.optimize",
    "Optimum": "orbital.analysis.decisions.optimum",
    "what_would_have_to_be_true": "orbital.analysis.decisions.ladder",
    "Ladder": "orbital.analysis.decisions.ladder",
    "sensitivity": "orbital.analysis.unknowns.sensitivity",
    "Sensitivity": "orbital.analysis.unknowns.sensitivity",
    "morris": "orbital.analysis.unknowns.morris",
    "Screening": "orbital.analysis.unknowns.morris",
    "tornado": "orbital.analysis.unknowns.tornado",
    "Tornado": "orbital.analysis.unknowns.tornado",
    "study": "orbital.analysis.record.studies",
    "StudyRun": "orbital.analysis.record.studies",
    "reconcile": "orbital.analysis.record.reconcile",
    "Reconciliation": "orbital.analysis.record.reconciliation",
    "OrbitalError": "orbital.core.errors",
    "InputError": "orbital.core.errors",
    "UnitError": "orbital.core.errors",
    "ModelError": "orbital.core.errors",
}

__all__ = [
    "AltitudeTrade",
    "Assumptions",
    "BreakEven",
    "CashFlow",
    "ContactJob",
    "ContactStatistics",
    "ContactWindows",
    "EclipseIntervals",
    "Frontier",
    "InputError",
    "InternalRates",
    "Ladder",
    "LatencyByCity",
    "ModelError",
    "Optimum",
    "OrbitProfile",
    "OrbitalError",
    "Parts",
    "Reconciliation",
    "Result",
    "Scenario",
    "Screening",
    "Sensitivity",
    "Span",
    "StudyRun",
    "Sweep",
    "TaskError",
    "Tornado",
    "Uncertainty",
    "UnitError",
    "ValueOfInformation",
    "YearByYear",
    "altitude_trade",
    "assumptions",
    "break_even",
    "by_year",
    "cash_flow",
    "contact_statistics",
    "contact_windows",
    "dask_executor",
    "draws",
    "eclipse_intervals",
    "evaluate",
    "internal_rates_of_return",
    "latency",
    "monte_carlo",
    "morris",
    "open_parts",
    "optimize",
    "orbit_profile",
    "reconcile",
    "scenario",
    "sensitivity",
    "span",
    "study",
    "sweep",
    "tornado",
    "value_of_information",
    "what_would_have_to_be_true",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'orbital' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
