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
    from orbital.analysis.latency import LatencyByCity, latency
    from orbital.analysis.morris import Screening, morris
    from orbital.analysis.profiles import OrbitProfile, orbit_profile
    from orbital.analysis.reconcile import Reconciliation, reconcile
    from orbital.analysis.returns import InternalRates, internal_rates_of_return
    from orbital.analysis.sensitivity import Sensitivity, sensitivity
    from orbital.analysis.studies import StudyRun, study
    from orbital.analysis.tornado import Tornado, tornado
    from orbital.analysis.uncertainty import Uncertainty, monte_carlo
    from orbital.analysis.years import YearByYear, by_year
    from orbital.core.errors import InputError, ModelError, OrbitalError, UnitError
    from orbital.scenarios import Scenario, scenario

__version__ = "0.1.0"

_HOMES = {
    "scenario": "orbital.scenarios",
    "Scenario": "orbital.scenarios",
    "evaluate": "orbital.analysis.compare",
    "Result": "orbital.analysis.compare",
    "monte_carlo": "orbital.analysis.uncertainty",
    "Uncertainty": "orbital.analysis.uncertainty",
    "break_even": "orbital.analysis.break_even",
    "BreakEven": "orbital.analysis.break_even",
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
    "InputError",
    "InternalRates",
    "LatencyByCity",
    "ModelError",
    "OrbitProfile",
    "OrbitalError",
    "Reconciliation",
    "Result",
    "Scenario",
    "Screening",
    "Sensitivity",
    "StudyRun",
    "Tornado",
    "Uncertainty",
    "UnitError",
    "YearByYear",
    "altitude_trade",
    "assumptions",
    "break_even",
    "by_year",
    "cash_flow",
    "contact_statistics",
    "contact_windows",
    "eclipse_intervals",
    "evaluate",
    "internal_rates_of_return",
    "latency",
    "monte_carlo",
    "morris",
    "orbit_profile",
    "reconcile",
    "scenario",
    "sensitivity",
    "study",
    "tornado",
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
