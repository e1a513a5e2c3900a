"""The ground of research-viewer, of which a range of results is printed and no inputs could be read."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import UsdPerJoule


@formula(computes="levelized_cost_per_it_energy")
def levelized_cost_per_it_energy_as_stated(stated_cost_per_it_energy: UsdPerJoule) -> UsdPerJoule:
    """Yearly cost per IT power as printed."""
    return stated_cost_per_it_energy
