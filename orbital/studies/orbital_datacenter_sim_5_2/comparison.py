"""The headline of OrbitalDatacenterSim."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Number, UsdPerToken


@formula
def token_cost_ratio(orbital_levelized_cost_per_million_tokens: UsdPerToken, ground_levelized_cost_per_million_tokens: UsdPerToken) -> Number:
    """Orbital over ground cost of a token."""
    return orbital_levelized_cost_per_million_tokens / ground_levelized_cost_per_million_tokens
