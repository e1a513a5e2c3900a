"""What dead chips cost on the ground, in money and in carbon: places kept filled by chips that each live a life of their own, or other rules by choice.

Chips are exchanged every `accelerator_life` in a building that stays; in orbit they live and die with their satellite. Why a replacement is not thrown away
with the chips around it: docs/decisions/012-what-repair-costs-the-ground.md.
"""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.series import mean_decay
from orbital.core.units import CarbonKilogram, CarbonPerYear, Constant, Number, PerYear, RatePerYear, Usd, UsdPerYear, Year
from orbital.economics.finance import capital_recovery_factor, effective_real_rate
from orbital.systems.survival import survival_without_spares

NO_MONEY = Constant(0.0, "USD/s", "nothing is replaced before its life ends")
NO_CARBON = Constant(0.0, "kg_CO2e/s", "nothing is made to replace the dead")


@formula
def replacement_weighting_rate(accelerator_discount_rate: RatePerYear) -> RatePerYear:
    """Rate at which the service of a replacement is weighted: that of the chips, whose price is the same at any date in the money of that rate."""
    return accelerator_discount_rate


@formula(computes="replacement_weighting_rate")
def replacement_weighting_rate_with_inflation(
    accelerator_nominal_rate: RatePerYear, inflation_rate: RatePerYear, compounding_frequency: PerYear
) -> RatePerYear:
    """Rate at which the service of a replacement is weighted where its price rises with inflation. With nominal rates only."""
    return effective_real_rate(accelerator_nominal_rate, inflation_rate, compounding_frequency)


@formula
def repair_cost(
    accelerator_capital: Usd,
    accelerator_loss_rate: PerYear,
    accelerator_life: Year,
    accelerator_discount_rate: RatePerYear,
    replacement_weighting_rate: RatePerYear,
    compounding_frequency: PerYear,
) -> UsdPerYear:
    """Replacement of dead accelerators by new ones that live a whole life of their own: a C (1/s - 1). An expense, as they die.

    a is the annuity of chips that do not die, before tax; s the share at work that a purchase yields over its life without repair, weighted as
    money is: a place that is always filled pays a C / s. The same where all chips retire at one date and a replacement costs what the service
    left to it is worth. What chips sell for at their end is in `accelerator_cost`, as if none had died.

    Source: equal annuity of a renewal process: price = payment x sum v^k s_k.
    """
    annuity = capital_recovery_factor(accelerator_discount_rate, accelerator_life, compounding_frequency)
    yielded = survival_without_spares(accelerator_loss_rate, accelerator_life, replacement_weighting_rate, compounding_frequency)
    return accelerator_capital * annuity * (1.0 / yielded - 1.0)


@formula(computes="repair_cost")
def repair_cost_at_one_date(accelerator_capital: Usd, accelerator_loss_rate: PerYear, operating_escalation_factor: Number) -> UsdPerYear:
    """Replacement of dead accelerators at their whole first price to the last day, all thrown away at one date: lambda C.

    More than an owner would pay who may also leave the dead as they are: at 4 %/yr and five years that is cheaper.
    """
    return accelerator_capital * accelerator_loss_rate * operating_escalation_factor


@formula(computes="repair_cost")
def repair_cost_unserviced() -> UsdPerYear:
    """Replacement of dead accelerators where nobody replaces them: none. Their loss is in what is delivered (`delivered_fraction_unserviced`)."""
    return NO_MONEY


@formula
def repair_carbon(accelerator_carbon: CarbonPerYear, accelerator_loss_rate: PerYear, accelerator_life: Year) -> CarbonPerYear:
    """Chips embodied in replacements that live a whole life of their own: g (1/s - 1), s the plain mean of a purchase's survival."""
    return accelerator_carbon * (1.0 / mean_decay(accelerator_loss_rate * accelerator_life) - 1.0)


@formula(computes="repair_carbon")
def repair_carbon_at_one_date(accelerator_carbon_stock: CarbonKilogram, accelerator_loss_rate: PerYear) -> CarbonPerYear:
    """Chips embodied in replacements that are thrown away with all others at one date."""
    return accelerator_carbon_stock * accelerator_loss_rate


@formula(computes="repair_carbon")
def repair_carbon_unserviced() -> CarbonPerYear:
    """Chips embodied in replacements where nobody replaces them: none."""
    return NO_CARBON
