"""What orbital-compute-budget computes for orbit unlike our Model: one orbit at one Sun angle, and how far a stated battery carries its load."""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import Fraction, Joule, Kilometer, Minute, PowerDifference, Radian, Watt
from orbital.physics.eclipse import shadow_fraction


@formula(computes="annual_eclipse_fraction")
def eclipse_fraction_at_sun_angle(orbital_radius: Kilometer, sun_angle: Radian) -> Fraction:
    """Share of an orbit in the cylinder of shadow at one angle of the Sun to its plane."""
    return shadow_fraction(orbital_radius, sun_angle, 0.0)


@formula(computes="longest_eclipse")
def eclipse_at_sun_angle(annual_eclipse_fraction: Fraction, orbital_period: Minute) -> Minute:
    """Time in shadow of that orbit."""
    return annual_eclipse_fraction * orbital_period


@formula
def sunlit_time(longest_eclipse: Minute, orbital_period: Minute) -> Minute:
    """Time in sunlight of that orbit."""
    return orbital_period - longest_eclipse


@formula
def battery_need(satellite_bus_power: Watt, longest_eclipse: Minute) -> Joule:
    """Energy of the full load through the shadow, nothing lost on the way."""
    return satellite_bus_power * longest_eclipse


@formula
def usable_battery(battery_capacity: Joule, battery_depth_of_discharge: Fraction) -> Joule:
    """What may be drawn of the battery."""
    return battery_capacity * battery_depth_of_discharge


@formula
def battery_margin(usable_battery: Joule, battery_need: Joule) -> Joule:
    """What the shadow leaves in the battery of what may be drawn."""
    return usable_battery - battery_need


@formula(computes="eclipse_load_fraction")
def eclipse_load_fraction_of_battery(usable_battery: Joule, battery_need: Joule) -> Fraction:
    """Share of the load that the battery carries through the shadow: min(1, usable / need). Whether the array refills it does not count."""
    return np.minimum(usable_battery / battery_need, 1.0)


@formula(computes="eclipse_load_fraction")
def eclipse_load_fraction_of_battery_and_array(
    usable_battery: Joule,
    battery_need: Joule,
    array_power_beginning_of_life: Watt,
    satellite_bus_power: Watt,
    sunlit_time: Minute,
    battery_round_trip_efficiency: Fraction,
) -> Fraction:
    """The same, and no more than the array puts back in the sunlight of an orbit: min(1, usable / need, (P_a - P) t_sun eta / need)."""
    refill = np.maximum(array_power_beginning_of_life - satellite_bus_power, 0.0 * satellite_bus_power) * sunlit_time * battery_round_trip_efficiency
    return np.minimum(np.minimum(usable_battery, refill) / battery_need, 1.0)


@formula
def array_margin(array_power_beginning_of_life: Watt, satellite_bus_power: Watt, recharge_power: Watt) -> PowerDifference:
    """Array over load and recharge."""
    return array_power_beginning_of_life - satellite_bus_power - recharge_power
