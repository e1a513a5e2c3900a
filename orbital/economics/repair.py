"""Other ways to pay for dead chips on the ground than the whole price of each as it dies, with all chips exchanged at one date (`repair_cost`).

Chips are exchanged every `accelerator_life` in a building that stays; in orbit they live and die with their satellite.
"""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import CarbonPerYear, Constant, PerYear, RatePerYear, UsdPerYear, Year
from orbital.systems.survival import survival_with_spares

NO_MONEY = Constant(0.0, "USD/s", "nothing is replaced before its life ends")
NO_CARBON = Constant(0.0, "kg_CO2e/s", "nothing is made to replace the dead")
NO_SPARES = Constant(0.0, "s", "each dead chip is replaced at once")


@formula(computes="repair_cost")
def repair_cost_renewed(
    accelerator_cost: UsdPerYear,
    accelerator_loss_rate: PerYear,
    accelerator_life: Year,
    accelerator_discount_rate: RatePerYear,
    compounding_frequency: PerYear,
) -> UsdPerYear:
    """Replacement of dead accelerators by new ones that live a whole life of their own: a (1/s - 1), a the annuity of chips that do not die.

    s is the share at work that a purchase yields over its life without repair, weighted as money is: a place that is always filled pays a / s. Less than
    `repair_cost`, which throws all chips away at one date, those of last month too.

    Source: equal annuity of a renewal process: price = payment x sum v^k s_k.
    """
    yielded = survival_with_spares(accelerator_loss_rate, accelerator_loss_rate, NO_SPARES, accelerator_life, accelerator_discount_rate, compounding_frequency)
    return accelerator_cost * (1.0 / yielded - 1.0)


@formula(computes="repair_cost")
def repair_cost_unserviced() -> UsdPerYear:
    """Replacement of dead accelerators where nobody replaces them: none. Their loss is in what is delivered (`delivered_fraction_unserviced`)."""
    return NO_MONEY


@formula(computes="repair_carbon")
def repair_carbon_unserviced() -> CarbonPerYear:
    """Chips embodied in replacements where nobody replaces them: none."""
    return NO_CARBON
