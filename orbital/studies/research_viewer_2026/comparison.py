"""research-viewer's ratio."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Number, UsdPerJoule


@formula
def cost_ratio(orbital_levelized_cost_per_it_energy: UsdPerJoule, ground_levelized_cost_per_it_energy: UsdPerJoule) -> Number:
    """Orbital over ground yearly cost per IT power."""
    return orbital_levelized_cost_per_it_energy / ground_levelized_cost_per_it_energy
