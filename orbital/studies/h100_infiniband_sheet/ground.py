"""What the sheet adds up: nodes, their share of the facility, switches and cables."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Count, Number, Usd, UsdEach


@formula(computes="accelerator_capital")
def accelerator_capital_from_sheet(
    nodes: Count, node_price: UsdEach, facility_price_per_node: UsdEach, switches: Count, switch_price: UsdEach, cable_capital: Usd
) -> Usd:
    """Nodes of eight with their share of the facility, InfiniBand switches and cables."""
    return nodes * (node_price + facility_price_per_node) + switches * switch_price + cable_capital


@formula
def printed_total_gap(accelerator_capital: Usd, printed_capital: Usd) -> Number:
    """What the sheet's own inputs give over what it prints, less one."""
    return accelerator_capital / printed_capital - 1.0


@formula
def implied_node_price(
    printed_capital: Usd, nodes: Count, facility_price_per_node: UsdEach, switches: Count, switch_price: UsdEach, cable_capital: Usd
) -> UsdEach:
    """Price of a node that the printed total rests on."""
    return (printed_capital - switches * switch_price - cable_capital) / nodes - facility_price_per_node
