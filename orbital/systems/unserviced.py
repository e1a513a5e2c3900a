"""A ground site under the rules of orbit: nobody repairs, spares stand in while they last, and what is dead stays dead until all chips are replaced.

The same fault domains, spares and survival as in orbit, over the life of chips on the ground, where the building stays. What is left out on the ground:
launch and early death, because what arrives dead is exchanged before people leave, and satellites, whose place the building takes: its outages are in
`system_availability`. Chosen with `delivered_fraction_unserviced` and the formulas that make repair free, as the unserviced site does.
"""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import Constant, Fraction, Gpu, PerYear, RatePerYear, Ratio, Year
from orbital.systems.survival import survival_of_redundant_domains, survival_with_spares

NO_LOSS = Constant(0.0, "1/s", "a building takes no chips with it")


@formula
def permanent_loss_rate(fault_domain_loss_rate: PerYear) -> PerYear:
    """Hazard of losing an accelerator's output on the ground: with its fault domain alone. Where dead parts are replaced, it lasts no time."""
    return fault_domain_loss_rate


@formula
def levelized_survival(
    permanent_loss_rate: PerYear, spare_time: Year, accelerator_life: Year, accelerator_discount_rate: RatePerYear, compounding_frequency: PerYear
) -> Fraction:
    """Share of the workers at work where nobody repairs, weighted over the chips' life as money is. A serviced site does not ask for it.

    s(t) = min( 1, (1 + s) exp(-lambda t) ), as in orbit without satellites that are lost.

    Source: definition of the levelized cost, sum C_t v^t / sum Q_t v^t.
    """
    return survival_with_spares(NO_LOSS, permanent_loss_rate, spare_time, accelerator_life, accelerator_discount_rate, compounding_frequency)


@formula(computes="levelized_survival", opaque=True)
def levelized_survival_redundant_domains(
    fault_domain_loss_rate: PerYear,
    spare_fraction: Ratio,
    scale_up_domain: Gpu,
    fault_domain_size: Gpu,
    accelerator_life: Year,
    accelerator_discount_rate: RatePerYear,
    compounding_frequency: PerYear,
) -> Fraction:
    """Share of the workers at work where a scale-up domain delivers all or nothing: all while n / (1 + s) of its n units live.

    As in orbit. Exact where n / (1 + s) is whole. Some 10 microseconds a row: not for a million draws.

    Source: DLMF 8.17.5; definition of the levelized cost.
    """
    units = np.maximum(scale_up_domain / fault_domain_size, 1.0)
    return survival_of_redundant_domains(
        units, spare_fraction, fault_domain_loss_rate, NO_LOSS, accelerator_life, accelerator_discount_rate, compounding_frequency
    )


@formula(computes="delivered_fraction")
def delivered_fraction_unserviced(goodput: Fraction, system_availability: Fraction, served_power_fraction: Fraction, levelized_survival: Fraction) -> Fraction:
    """Share of the installed, working accelerators' time that is delivered on the ground where nobody repairs. For it `repair_cost` must be none."""
    return goodput * system_availability * served_power_fraction * levelized_survival
