"""Whether computing in orbit can cost less than on the ground: the planner's interface, imported lazily.

import orbital as orb
orb.evaluate(orb.scenario("ai1-vs-colossus-1")).ratio
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orbital.analysis.altitude import AltitudeTrade, altitude_trade
    from orbital.analysis.assumptions import Assumptions, assumptions
    from orbital.analysis.break_even import BreakEven, break_even
    from orbital.analysis.cash_flow import CashFlow, cash_flow
    from orbital.analysis.compare import Result, evaluate
    from orbital.analysis.contact_windows import ContactJob, ContactStatistics, ContactWindows, contact_statistics, contact_windows
    from orbital.analysis.eclipse_intervals import EclipseIntervals, eclipse_intervals
    from orbital.analysis.frontier import Frontier
    from orbital.analysis.information import ValueOfInformation, value_of_information
    from orbital.analysis.ladder import Ladder, what_would_have_to_be_true
    from orbital.analysis.latency import LatencyByCity, latency
    from orbital.analysis.morris import Screening, morris
    from orbital.analysis.optimize import optimize
    from orbital.analysis.optimum import Optimum
    from orbital.analysis.parts import Parts, open_parts
    from orbital.analysis.profiles import OrbitProfile, orbit_profile
    from orbital.analysis.reconcile import Reconciliation, reconcile
    from orbital.analysis.returns import InternalRates, internal_rates_of_return
    from orbital.analysis.running import TaskError, dask_executor
    from orbital.analysis.sensitivity import Sensitivity, sensitivity
    from orbital.analysis.studies import StudyRun, study
    from orbital.analysis.sweep import Sweep, sweep
    from orbital.analysis.tornado import Tornado, tornado
    from orbital.analysis.uncertainty import Uncertainty, draws, monte_carlo
    from orbital.analysis.varied import Span, span
    from orbital.analysis.years import YearByYear, by_year
    from orbital.core.errors import InputError, ModelError, OrbitalError, UnitError
    from orbital.scenarios import Scenario, scenario

__version__ = "0.1.0"

_HOMES = {
    "scenario": "orbital.scenarios",
    "Scenario": "orbital.scenarios",
    "evaluate": "orbital.analysis.compare",
    "Result": "orbital.analysis.compare",
    "sweep": "orbital.analysis.sweep",
    "Sweep": "orbital.analysis.sweep",
    "span": "orbital.analysis.varied",
    "Span": "orbital.analysis.varied",
    "open_parts": "orbital.analysis.parts",
    "Parts": "orbital.analysis.parts",
    "dask_executor": "orbital.analysis.running",
    "TaskError": "orbital.analysis.running",
    "value_of_information": "orbital.analysis.information",
    "ValueOfInformation": "orbital.analysis.information",
    "monte_carlo": "orbital.analysis.uncertainty",
    "draws": "orbital.analysis.uncertainty",
    "Uncertainty": "orbital.analysis.uncertainty",
    "break_even": "orbital.analysis.break_even",
    "BreakEven": "orbital.analysis.break_even",
    "Frontier": "orbital.analysis.frontier",
    "cash_flow": "orbital.analysis.cash_flow",
    "CashFlow": "orbital.analysis.cash_flow",
    "contact_windows": "orbital.analysis.contact_windows",
    "contact_statistics": "orbital.analysis.contact_windows",
    "ContactJob": "orbital.analysis.contact_windows",
    "ContactWindows": "orbital.analysis.contact_windows",
    "ContactStatistics": "orbital.analysis.contact_windows",
    "eclipse_intervals": "orbital.analysis.eclipse_intervals",
    "EclipseIntervals": "orbital.analysis.eclipse_intervals",
    "internal_rates_of_return": "orbital.analysis.returns",
    "InternalRates": "orbital.analysis.returns",
    "orbit_profile": "orbital.analysis.profiles",
    "OrbitProfile": "orbital.analysis.profiles",
    "altitude_trade": "orbital.analysis.altitude",
    "AltitudeTrade": "orbital.analysis.altitude",
    "assumptions": "orbital.analysis.assumptions",
    "Assumptions": "orbital.analysis.assumptions",
    "latency": "orbital.analysis.latency",
    "LatencyByCity": "orbital.analysis.latency",
    "by_year": "orbital.analysis.years",
    "YearByYear": "orbital.analysis.years",
    "optimize": "orbital.analysis.optimize",
    "Optimum": "orbital.analysis.optimum",
    "what_would_have_to_be_true": "orbital.analysis.ladder",
    "Ladder": "orbital.analysis.ladder",
    "sensitivity": "orbital.analysis.sensitivity",
    "Sensitivity": "orbital.analysis.sensitivity",
    "morris": "orbital.analysis.morris",
    "Screening": "orbital.analysis.morris",
    "tornado": "orbital.analysis.tornado",
    "Tornado": "orbital.analysis.tornado",
    "study": "orbital.analysis.studies",
    "StudyRun": "orbital.analysis.studies",
    "reconcile": "orbital.analysis.reconcile",
    "Reconciliation": "orbital.analysis.reconcile",
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
