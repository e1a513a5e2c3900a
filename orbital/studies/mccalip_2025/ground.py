"""What McCalip's engine computes for the ground beyond our Model: a gas campus in five buckets."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import CubicMeter, JoulePerCubicMeter, Megawatt, Ratio, Terawatthour, Usd, UsdPerJoule, UsdPerWatt, UsdPerYear, Year


@formula(computes="building_price")
def building_price_from_buckets(
    generation_price: UsdPerWatt,
    power_usage_effectiveness: Ratio,
    electrical_price: UsdPerWatt,
    mechanical_price: UsdPerWatt,
    civil_price: UsdPerWatt,
    network_price: UsdPerWatt,
) -> UsdPerWatt:
    """Turbines per generated watt times PUE, plus electrical, mechanical, civil and network per watt of IT."""
    return generation_price * power_usage_effectiveness + electrical_price + mechanical_price + civil_price + network_price


@formula
def generation_capital(it_power: Megawatt, generation_price: UsdPerWatt, power_usage_effectiveness: Ratio) -> Usd:
    """The turbines' bucket."""
    return it_power * generation_price * power_usage_effectiveness


@formula
def electrical_capital(it_power: Megawatt, electrical_price: UsdPerWatt) -> Usd:
    """The electrical bucket."""
    return it_power * electrical_price


@formula
def mechanical_capital(it_power: Megawatt, mechanical_price: UsdPerWatt) -> Usd:
    """The mechanical bucket."""
    return it_power * mechanical_price


@formula
def civil_capital(it_power: Megawatt, civil_price: UsdPerWatt) -> Usd:
    """The civil bucket."""
    return it_power * civil_price


@formula
def network_capital(it_power: Megawatt, network_price: UsdPerWatt) -> Usd:
    """The network bucket."""
    return it_power * network_price


@formula
def generated_energy(mean_facility_power: Megawatt, building_life: Year) -> Terawatthour:
    """Electricity generated over the study's period."""
    return mean_facility_power * building_life


@formula
def fuel_total(generated_energy: Terawatthour, electricity_price: UsdPerJoule) -> Usd:
    """Fuel over the study's period."""
    return generated_energy * electricity_price


@formula
def gas_volume(generated_energy: Terawatthour, gas_heat_rate: Ratio, gas_heating_value: JoulePerCubicMeter) -> CubicMeter:
    """Gas burned over the study's period."""
    return generated_energy * gas_heat_rate / gas_heating_value


@formula
def period_total(total_cost: UsdPerYear, building_life: Year) -> Usd:
    """All cost lines over the study's period, undiscounted."""
    return total_cost * building_life
