"""What AstroCompute computes for orbit: one platform of a size that the year decides, its parts, its price and what of it is usable.

What its users can set is a given of the study; what is written into its code is a constant here.
"""

from __future__ import annotations

import numpy as np

from orbital.core.formula import formula
from orbital.core.units import (
    YEAR,
    BitPerFlop,
    BitPerSecond,
    BytePerToken,
    CalendarYear,
    Constant,
    Count,
    FlopPerJoule,
    FlopPerSecond,
    FlopPerSecondPerGpu,
    FlopPerToken,
    Fraction,
    Gpu,
    Hour,
    Joule,
    JoulePerKilogram,
    Kelvin,
    Kilogram,
    KilogramPerGpu,
    KilogramPerWatt,
    Minute,
    Month,
    Number,
    PerYear,
    RatePerYear,
    Ratio,
    Real,
    Second,
    SquareMeter,
    Usd,
    UsdEach,
    UsdPerBit,
    UsdPerGpu,
    UsdPerKilogram,
    UsdPerYear,
    Watt,
    WattPerGpu,
    WattPerSquareMeter,
    YearlyRatio,
)
from orbital.physics.constants import STEFAN_BOLTZMANN
from orbital.physics.thermal import fourth_power
from orbital.studies.astrocompute_2026.shared import FIRST_YEAR, part_done, per_year

CONVENTIONAL_FLOOR = Constant(300.0, "USD/kg", "AstroCompute, physics.ts: launch without Starship")
FIRST_POWER = Constant(100e3, "W", "AstroCompute, physics.ts: a platform of 2026")
POWER_GAIN = Constant(40e3, "W", "AstroCompute, physics.ts: more each year")
LARGEST_POWER = Constant(20e6, "W", "AstroCompute, physics.ts: largest platform in low orbit")
GROWS_BELOW = Constant(800.0, "USD/kg", "AstroCompute, physics.ts: launch price below which platforms grow")
GROWS_OVER = Constant(750.0, "USD/kg", "AstroCompute, physics.ts: and by how much less they are three times as large")
COMMERCIAL_BELOW = Constant(500.0, "USD/kg", "AstroCompute, satellite.ts: launch price below which parts are commercial ones with shielding")
COMMERCIAL_OVER = Constant(400.0, "USD/kg", "AstroCompute, satellite.ts: and by how much less all are")
ASSUMED_ORBIT = Constant(5400.0, "s", "AstroCompute, satellite.ts: an orbit of 90 minutes")
BATTERY_HEADROOM = Constant(1.2, "", "AstroCompute, satellite.ts")
BATTERY_GAIN = Constant(35.0 * 3600.0, "J/kg", "AstroCompute, satellite.ts: 35 Wh/kg a year")
BEST_BATTERY = Constant(3.6e6, "J/kg", "AstroCompute, satellite.ts: 1,000 Wh/kg")
BEST_CELL = Constant(0.5, "", "AstroCompute, satellite.ts")
AVIONICS = Constant(50.0, "kg", "AstroCompute, satellite.ts")
AVIONICS_PER_POWER = Constant(2e-5, "kg/W", "AstroCompute, satellite.ts: 0.02 kg/kW")
PROPULSION = Constant(30.0, "kg", "AstroCompute, satellite.ts")
ATTITUDE_CONTROL = Constant(15.0, "kg", "AstroCompute, satellite.ts")
ATTITUDE_PER_POWER = Constant(1e-5, "kg/W", "AstroCompute, satellite.ts: 0.01 kg/kW")
TERMINALS = Constant(20.0, "kg", "AstroCompute, satellite.ts")
TERMINALS_PER_RATE = Constant(5e-10, "kg*s/bit", "AstroCompute, satellite.ts: 0.5 kg per Gbit/s")
HEAVIEST_TERMINALS = Constant(2000.0, "kg", "AstroCompute, satellite.ts")
TERMINAL_RATE = Constant(1e11, "bit/s", "AstroCompute, satellite.ts: 100 Gbit/s a terminal")
GIGABIT = Constant(1e9, "bit/s", "unit of the square root in the ground segment's price")
REFERENCE_POWER = Constant(1e6, "W", "AstroCompute, satellite.ts: power of the reference power system")
REFERENCE_RADIATOR = Constant(100.0, "m**2", "AstroCompute, satellite.ts: area of the reference radiator")
REFERENCE_HARDWARE = Constant(1e8, "USD", "AstroCompute, satellite.ts: hardware above which integration takes a smaller share")
LEAST_ARRAY_PRICE = Constant(100.0, "USD/W", "AstroCompute, satellite.ts")
LEAST_THERMAL_PRICE = Constant(50.0, "USD/W", "AstroCompute, satellite.ts: 50,000 USD/kW of heat")
CHECKPOINT_EFFICIENCY = Constant(0.9, "", "AstroCompute, reliability.ts: a minute's writing in ten")
HARDENED_COMPUTE = Constant(50_000.0, "USD/kg", "AstroCompute, satellite.ts")
COMMERCIAL_COMPUTE = Constant(8_000.0, "USD/kg", "AstroCompute, satellite.ts")
HARDENED_SHIELD = Constant(1_000.0, "USD/kg", "AstroCompute, satellite.ts")
COMMERCIAL_SHIELD = Constant(200.0, "USD/kg", "AstroCompute, satellite.ts")
HARDENED_ATTITUDE = Constant(15_000.0, "USD/kg", "AstroCompute, satellite.ts")
COMMERCIAL_ATTITUDE = Constant(5_000.0, "USD/kg", "AstroCompute, satellite.ts")
BATTERY_PRICE = Constant(10_000.0, "USD/kg", "AstroCompute, satellite.ts")
STRUCTURE_PRICE = Constant(3_000.0, "USD/kg", "AstroCompute, satellite.ts")
PROPULSION_PRICE = Constant(8_000.0, "USD/kg", "AstroCompute, satellite.ts")
AVIONICS_PRICE = Constant(15e6, "USD", "AstroCompute, satellite.ts: whatever the size")
TERMINAL_PRICE = Constant(8e6, "USD", "AstroCompute, satellite.ts: an optical terminal")
FIRST_ARRAY_PRICE = Constant(500.0, "USD/W", "AstroCompute, satellite.ts")
FIRST_THERMAL_PRICE = Constant(400.0, "USD/W", "AstroCompute, satellite.ts: 400,000 USD/kW of heat")
GROUND_SEGMENT = Constant(20e6, "USD", "AstroCompute, satellite.ts")
GROUND_SEGMENT_PER_ROOT = Constant(5e5, "USD", "AstroCompute, satellite.ts: per square root of a Gbit/s")


def blend(from_value: Real, to_value: Real, share: Real) -> Real:
    """A straight line between two values."""
    return from_value + (to_value - from_value) * share


def power_of(ratio: Real, exponent: float) -> Real:
    """A ratio to an exponent."""
    return np.exp(exponent * np.log(ratio))


# --- what the year decides ---
@formula(computes="launch_price")
def launch_price_by_demand(
    first_launch_price: UsdPerKilogram,
    launch_price_cut: RatePerYear,
    launch_price_floor: UsdPerKilogram,
    starship_year: CalendarYear,
    market_pressure: YearlyRatio,
    years_on: Number,
) -> UsdPerKilogram:
    """Launch price of the year: less each year by 18 % times the market's pressure to 3/2, above a floor that falls with Starship.

    The source says a learning rate per doubling; nothing is doubled, a year passes (T4).
    """
    price = first_launch_price + 0.0 * years_on * first_launch_price
    for year in range(np.shape(market_pressure)[-1]):
        pressure = market_pressure[..., year]  # type: ignore[index]  # an axis, by its annotation
        done = part_done(years_on, year)
        floor = np.where(FIRST_YEAR + year >= starship_year, launch_price_floor, CONVENTIONAL_FLOOR)
        fallen = price * per_year(-launch_price_cut * YEAR * pressure * np.sqrt(pressure), done)
        price = np.where(done > 0.0, np.maximum(fallen, floor), price)
    return price


@formula
def manufacturing_multiplier(first_manufacturing_multiplier: Ratio, market_pressure: YearlyRatio, years_on: Number) -> Ratio:
    """What all hardware costs over its mature price: less each year by 12 % times the market's pressure, 25 % at most, to a quarter."""
    multiplier = first_manufacturing_multiplier + 0.0 * years_on
    for year in range(np.shape(market_pressure)[-1]):
        cut = np.minimum(0.12 * market_pressure[..., year], 0.25)  # type: ignore[index]  # an axis, by its annotation
        multiplier = multiplier * per_year(-cut, part_done(years_on, year))
    return np.maximum(multiplier, 0.25)


@formula(computes="satellite_bus_power")
def satellite_bus_power_by_year(launch_price: UsdPerKilogram, years_on: Number, thermal_year: CalendarYear) -> Watt:
    """Power of a platform: 100 kW and 40 more each year, times 1 to 3 by launch price, times 1 to 5 in the 20 years after better radiators."""
    cheap = np.minimum(np.maximum((GROWS_BELOW - launch_price) / GROWS_OVER, 0.0), 1.0)
    mature = np.minimum(np.maximum(FIRST_YEAR + years_on - thermal_year, 0.0) / 20.0, 1.0)
    return np.minimum((FIRST_POWER + POWER_GAIN * years_on) * (1.0 + 2.0 * cheap) * (1.0 + 4.0 * mature), LARGEST_POWER)


@formula
def commercial_share(launch_price: UsdPerKilogram) -> Fraction:
    """How far cheap launch has put shielded commercial parts in the place of hardened ones."""
    return np.minimum(np.maximum((COMMERCIAL_BELOW - launch_price) / COMMERCIAL_OVER, 0.0), 1.0)


# --- chips ---
@formula(computes="satellite_it_power")
def satellite_it_power_as_share(satellite_bus_power: Watt, compute_power_fraction: Fraction) -> Watt:
    """Power of the chips, as a share of the platform's."""
    return satellite_bus_power * compute_power_fraction


@formula(computes="accelerator_power")
def accelerator_power_of_equivalent(peak_flop_rate: FlopPerSecondPerGpu, silicon_efficiency: FlopPerJoule) -> WattPerGpu:
    """Power of an H100's worth of chip."""
    return peak_flop_rate / silicon_efficiency


@formula(computes="accelerator_count")
def accelerator_count_of_one_platform(accelerators_per_satellite: Gpu) -> Gpu:
    """One platform is compared, whatever is demanded."""
    return accelerators_per_satellite


@formula
def usable_fraction(radiation_penalty: Fraction, first_upset_penalty: Ratio, upset_penalty_decline: RatePerYear, years_on: Number) -> Fraction:
    """Share of the chips' rate left by redundancy against radiation, and by upsets, which get fewer by year."""
    return (1.0 - radiation_penalty) / (1.0 + first_upset_penalty * per_year(-upset_penalty_decline * YEAR, years_on))


@formula
def gpu_equivalents(accelerator_count: Gpu, usable_fraction: Fraction) -> Gpu:
    """H100s on the ground that do as much, before outages."""
    return accelerator_count * usable_fraction


@formula
def time_between_failures(first_time_between_failures: Hour, ground_time_between_failures_limit: Hour, years_on: Number, thermal_year: CalendarYear) -> Hour:
    """Mean time between failures of a platform, a tenth more each year, a third more with better radiators."""
    grown = first_time_between_failures * per_year(0.1, years_on) * np.where(FIRST_YEAR + years_on >= thermal_year, 1.3, 1.0)
    return np.minimum(grown, ground_time_between_failures_limit)


@formula
def effective_uptime(service_level: Fraction, checkpoint_spacing: Second, failure_recovery_time: Second, time_between_failures: Hour) -> Fraction:
    """Service level, less half a checkpoint's spacing and a recovery for each failure."""
    return service_level - (checkpoint_spacing / 2.0 + failure_recovery_time) / time_between_failures


@formula(computes="delivered_fraction")
def delivered_fraction_with_level_twice(usable_fraction: Fraction, service_level: Fraction, effective_uptime: Fraction) -> Fraction:
    """Share of the chips' rate that is delivered. The service level is in the uptime, and taken off once more (T3)."""
    return usable_fraction * service_level * effective_uptime * CHECKPOINT_EFFICIENCY


@formula(computes="delivered_fraction")
def delivered_fraction_with_level_once(usable_fraction: Fraction, effective_uptime: Fraction) -> Fraction:
    """As it should be: the service level is in the uptime."""
    return usable_fraction * effective_uptime * CHECKPOINT_EFFICIENCY


@formula(computes="delivered_fraction")
def delivered_fraction_sold_as_on_the_ground(usable_fraction: Fraction, effective_uptime: Fraction, sold_fraction: Fraction) -> Fraction:
    """As it should be for a comparison: the level once, and as many hours left unsold as on the ground."""
    return usable_fraction * effective_uptime * CHECKPOINT_EFFICIENCY * sold_fraction


# --- links ---
@formula
def traffic_intensity(
    traffic_per_token: BytePerToken, flop_per_served_token: FlopPerToken, efficiency_gain: RatePerYear, usual_efficiency_gain: RatePerYear, years_on: Number
) -> BitPerFlop:
    """Bits on the link for a FLOP: a token's traffic over its work; less where chips improve faster, which the source says compresses better."""
    compressed = per_year((efficiency_gain - usual_efficiency_gain) * YEAR * 0.3, years_on)
    return traffic_per_token / flop_per_served_token / compressed


@formula
def platform_data_rate(gpu_equivalents: Gpu, peak_flop_rate: FlopPerSecondPerGpu, traffic_intensity: BitPerFlop) -> BitPerSecond:
    """What the platform must carry down."""
    return gpu_equivalents * peak_flop_rate * traffic_intensity


@formula
def communications_limit(
    terminal_goodput: BitPerSecond, contact_fraction: Fraction, protocol_overhead: Fraction, years_on: Number, limiting_intensity: BitPerFlop
) -> FlopPerSecond:
    """Compute that the terminal can carry, by another intensity: reported as binding, enforced nowhere (T2)."""
    better = np.minimum(1.0 + 0.05 * years_on, 10.0)
    return terminal_goodput * contact_fraction * (1.0 - protocol_overhead) * better / limiting_intensity


@formula
def over_communications_limit(gpu_equivalents: Gpu, peak_flop_rate: FlopPerSecondPerGpu, communications_limit: FlopPerSecond) -> Ratio:
    """The design's compute over what its own limit lets through."""
    return gpu_equivalents * peak_flop_rate / communications_limit


# --- power and heat ---
@formula(computes="cell_efficiency")
def cell_efficiency_by_year(first_cell_efficiency: Fraction, cell_efficiency_gain: RatePerYear, years_on: Number) -> Fraction:
    """Cell efficiency of the year."""
    return np.minimum(first_cell_efficiency + cell_efficiency_gain * YEAR * years_on, BEST_CELL)


@formula(computes="array_area")
def array_area_for_a_sunlit_share(
    satellite_bus_power: Watt, cell_efficiency: Fraction, solar_flux: WattPerSquareMeter, sizing_eclipse_fraction: Fraction
) -> SquareMeter:
    """Array that gives the platform's power on average over an orbit. Nothing is lost in the battery, and nothing fades."""
    return satellite_bus_power / (cell_efficiency * solar_flux * (1.0 - sizing_eclipse_fraction))


@formula(computes="sizing_eclipse_fraction")
def sizing_eclipse_fraction_of_worst_orbit(longest_eclipse: Minute, orbital_period: Minute) -> Fraction:
    """As it should be: the share of the longest shadow of the year in its orbit."""
    return longest_eclipse / orbital_period


@formula(computes="thermal_eclipse_fraction")
def thermal_eclipse_fraction_of_year(annual_eclipse_fraction: Fraction) -> Fraction:
    """As it should be, if a mean is to be had: the year's share of shadow."""
    return annual_eclipse_fraction


@formula(computes="battery_capacity")
def battery_capacity_for_a_shadow(satellite_bus_power: Watt, sizing_eclipse_fraction: Fraction) -> Joule:
    """Energy for the shadow of an orbit of 90 minutes, and a fifth: no depth of discharge."""
    return satellite_bus_power * ASSUMED_ORBIT * sizing_eclipse_fraction * BATTERY_HEADROOM


@formula(computes="battery_specific_energy")
def battery_specific_energy_by_year(first_battery_specific_energy: JoulePerKilogram, years_on: Number) -> JoulePerKilogram:
    """Specific energy of the year."""
    return np.minimum(first_battery_specific_energy + BATTERY_GAIN * years_on, BEST_BATTERY)


@formula(computes="waste_heat")
def waste_heat_of_chips(satellite_it_power: Watt, waste_heat_fraction: Fraction) -> Watt:
    """A share of the chips' power as heat. The rest of it, and of the platform's power, is nowhere."""
    return satellite_it_power * waste_heat_fraction


@formula(computes="waste_heat")
def waste_heat_of_platform(satellite_bus_power: Watt) -> Watt:
    """As it should be: all of the platform's power ends as heat."""
    return satellite_bus_power


@formula(computes="net_radiator_flux")
def net_radiator_flux_mean_over_orbit(
    radiator_emissivity: Fraction,
    radiator_temperature: Kelvin,
    absorbed_sunlight: WattPerSquareMeter,
    absorbed_albedo: WattPerSquareMeter,
    absorbed_earth_infrared: WattPerSquareMeter,
    thermal_eclipse_fraction: Fraction,
) -> WattPerSquareMeter:
    """Per panel area: emission of both faces, less stated absorption, mean over an orbit: too small in sunlight, where it must do."""
    emitted = 2.0 * radiator_emissivity * STEFAN_BOLTZMANN * fourth_power(radiator_temperature)
    return emitted - absorbed_earth_infrared - (1.0 - thermal_eclipse_fraction) * (absorbed_sunlight + absorbed_albedo)


# --- mass ---
@formula(computes="accelerator_system_mass")
def accelerator_system_mass_from_power(accelerator_power: WattPerGpu, payload_specific_mass: KilogramPerWatt) -> KilogramPerGpu:
    """Servers as flown, by their power."""
    return accelerator_power * payload_specific_mass


@formula(computes="avionics_mass")
def avionics_mass_by_power(satellite_bus_power: Watt) -> Kilogram:
    """Flight computers and sensors."""
    return AVIONICS + AVIONICS_PER_POWER * satellite_bus_power


@formula(computes="momentum_storage_mass")
def attitude_control_mass(satellite_bus_power: Watt) -> Kilogram:
    """Attitude control."""
    return ATTITUDE_CONTROL + ATTITUDE_PER_POWER * satellite_bus_power


@formula(computes="propulsion_dry_mass")
def propulsion_mass_by_load(array_mass: Kilogram, battery_mass: Kilogram, payload_mass: Kilogram) -> Kilogram:
    """Propulsion with its propellant, whatever the orbit."""
    return PROPULSION + 0.03 * (array_mass + battery_mass + payload_mass)


@formula(computes="communication_mass")
def communication_mass_by_rate(satellite_it_power: Watt, silicon_efficiency: FlopPerJoule, traffic_intensity: BitPerFlop) -> Kilogram:
    """Terminals, by what all chips would send without radiation."""
    return np.minimum(TERMINALS + TERMINALS_PER_RATE * satellite_it_power * silicon_efficiency * traffic_intensity, HEAVIEST_TERMINALS)


@formula
def platform_parts_mass(
    payload_mass: Kilogram,
    array_mass: Kilogram,
    battery_mass: Kilogram,
    radiator_mass: Kilogram,
    avionics_mass: Kilogram,
    momentum_storage_mass: Kilogram,
    propulsion_dry_mass: Kilogram,
    communication_mass: Kilogram,
) -> Kilogram:
    """All parts without shielding and structure."""
    bus = avionics_mass + momentum_storage_mass + propulsion_dry_mass + communication_mass
    return payload_mass + array_mass + battery_mass + radiator_mass + bus


@formula(computes="shielding_mass")
def shielding_mass_by_parts(platform_parts_mass: Kilogram, commercial_share: Fraction) -> Kilogram:
    """Shielding: 2 % of the parts, 8 where they are commercial ones."""
    return platform_parts_mass * blend(0.02, 0.08, commercial_share)


@formula(computes="structure_mass")
def structure_mass_of_shielded_parts(platform_parts_mass: Kilogram, shielding_mass: Kilogram, structure_mass_fraction: Fraction) -> Kilogram:
    """Structure, as a share of shielded parts."""
    return (platform_parts_mass + shielding_mass) * structure_mass_fraction


@formula(computes="satellite_mass")
def satellite_mass_of_shielded_parts(platform_parts_mass: Kilogram, shielding_mass: Kilogram, structure_mass: Kilogram) -> Kilogram:
    """The platform."""
    return platform_parts_mass + shielding_mass + structure_mass


@formula(validity="the radiator takes {radiator_mass} of {satellite_mass}, more than the source lets it: there the chips would be cut back")
def radiator_budget_margin(radiator_mass: Kilogram, satellite_mass: Kilogram, radiator_budget_fraction: Fraction) -> Number:
    """Share of the platform's mass that the source allows the radiator, less what it takes. None of its figures comes near."""
    return radiator_budget_fraction - radiator_mass / satellite_mass


# --- money: hardware ---
@formula(computes="accelerator_price")
def accelerator_price_by_mass(accelerator_system_mass: KilogramPerGpu, commercial_share: Fraction, manufacturing_multiplier: Ratio) -> UsdPerGpu:
    """Chips by the kilogram: 50,000 USD hardened, 8,000 commercial, times the multiplier."""
    return accelerator_system_mass * blend(HARDENED_COMPUTE, COMMERCIAL_COMPUTE, commercial_share) * manufacturing_multiplier


@formula
def power_system_price(satellite_bus_power: Watt, years_on: Number) -> UsdEach:
    """Arrays by the watt: 500 USD falling a tenth a year to 100, less for large ones by (P / 1 MW)^-0.3. Before the multiplier."""
    price = np.maximum(FIRST_ARRAY_PRICE * per_year(-0.1, years_on), LEAST_ARRAY_PRICE)
    return satellite_bus_power * price * power_of(satellite_bus_power / REFERENCE_POWER, -0.3)


@formula
def large_radiator_factor(waste_heat: Watt, large_radiator_heat: Watt, largest_radiator_factor: Ratio) -> Ratio:
    """What a large radiator costs more: (Q / Q_l)^(3/2), 1 to 4. Inferred: the recipe at hand leaves it out, and 2035 and 2050 do not close without."""
    ratio = waste_heat / large_radiator_heat
    return np.minimum(np.maximum(ratio * np.sqrt(ratio), 1.0), largest_radiator_factor)


@formula
def thermal_system_price(waste_heat: Watt, radiator_area: SquareMeter, large_radiator_factor: Ratio, years_on: Number) -> UsdEach:
    """Radiators by the watt of heat: 400 USD falling 15 % a year to 50, less for large areas by (A / 100 m2)^-0.15. Before the multiplier."""
    price = np.maximum(FIRST_THERMAL_PRICE * per_year(-0.15, years_on), LEAST_THERMAL_PRICE)
    return waste_heat * price * power_of(radiator_area / REFERENCE_RADIATOR, -0.15) * large_radiator_factor


@formula
def terminal_count(platform_data_rate: BitPerSecond) -> Count:
    """Optical terminals: two at least, fifty at most."""
    return np.minimum(np.maximum(np.ceil(platform_data_rate / TERMINAL_RATE), 2.0), 50.0)


@formula
def bus_parts_price(
    battery_mass: Kilogram,
    shielding_mass: Kilogram,
    structure_mass: Kilogram,
    propulsion_dry_mass: Kilogram,
    momentum_storage_mass: Kilogram,
    commercial_share: Fraction,
) -> UsdEach:
    """All that is priced by the kilogram but chips. Before the multiplier."""
    shield = shielding_mass * blend(HARDENED_SHIELD, COMMERCIAL_SHIELD, commercial_share)
    attitude = momentum_storage_mass * blend(HARDENED_ATTITUDE, COMMERCIAL_ATTITUDE, commercial_share)
    return battery_mass * BATTERY_PRICE + structure_mass * STRUCTURE_PRICE + propulsion_dry_mass * PROPULSION_PRICE + shield + attitude


@formula(computes="satellite_price")
def satellite_price_of_platform(
    power_system_price: UsdEach, thermal_system_price: UsdEach, bus_parts_price: UsdEach, terminal_count: Count, manufacturing_multiplier: Ratio
) -> UsdEach:
    """The platform without chips: its systems, avionics and terminals, times the multiplier."""
    pieces = AVIONICS_PRICE + terminal_count * TERMINAL_PRICE
    return (power_system_price + thermal_system_price + bus_parts_price + pieces) * manufacturing_multiplier


@formula
def hardware_capital(accelerator_capital: Usd, satellite_capital: Usd) -> Usd:
    """Chips and platform."""
    return accelerator_capital + satellite_capital


# --- money: the rest of the capital ---
@formula
def integration_capital(hardware_capital: Usd) -> Usd:
    """Integration and test: 60 % of hardware, less for more of it by (H / 100 MUSD)^-0.2."""
    return hardware_capital * 0.6 * np.minimum(power_of(hardware_capital / REFERENCE_HARDWARE, -0.2), 1.0)


@formula(computes="insured_value")
def insured_value_with_integration(hardware_capital: Usd, integration_capital: Usd, launch_capital: Usd) -> Usd:
    """What is insured: all that is spent until it flies."""
    return hardware_capital + integration_capital + launch_capital


@formula
def insurance_capital(insured_value: Usd, insurance_premium_fraction: Fraction) -> Usd:
    """The premium, paid once."""
    return insured_value * insurance_premium_fraction


@formula
def ground_segment_capital(platform_data_rate: BitPerSecond, years_on: Number) -> Usd:
    """Stations and control: 20 MUSD, and half a million per square root of a Gbit/s; a tenth less each year, to 40 %."""
    return (GROUND_SEGMENT + GROUND_SEGMENT_PER_ROOT * np.sqrt(platform_data_rate / GIGABIT)) * np.maximum(per_year(-0.1, years_on), 0.4)


@formula(computes="nonrecurring_capital")
def nonrecurring_capital_of_integration_and_ground(integration_capital: Usd, ground_segment_capital: Usd) -> Usd:
    """Integration and the ground segment, both for one platform."""
    return integration_capital + ground_segment_capital


@formula
def construction_interest(
    insured_value: Usd, insurance_capital: Usd, ground_segment_capital: Usd, nominal_discount_rate: RatePerYear, build_time: Month
) -> Usd:
    """Interest while it is built, simple, for half the time."""
    return (insured_value + insurance_capital + ground_segment_capital) * nominal_discount_rate * build_time / 2.0


@formula
def initial_capital(insured_value: Usd, insurance_capital: Usd, ground_segment_capital: Usd, construction_interest: Usd) -> Usd:
    """All that is spent before the first hour."""
    return insured_value + insurance_capital + ground_segment_capital + construction_interest


@formula
def construction_interest_cost(construction_interest: Usd, satellite_capital_recovery_factor: PerYear) -> UsdPerYear:
    """Interest while it is built, as an annuity."""
    return construction_interest * satellite_capital_recovery_factor


@formula(computes="operations_cost")
def operations_cost_from_capital(initial_capital: Usd, maintenance_rate: RatePerYear) -> UsdPerYear:
    """Upkeep, as a yearly share of all capital, interest with it."""
    return initial_capital * maintenance_rate


@formula(computes="egress_cost")
def egress_cost_by_year(platform_data_rate: BitPerSecond, first_carriage_price: UsdPerBit, years_on: Number) -> UsdPerYear:
    """Stations and spectrum by the rate: 15 % less each year, to a tenth."""
    return platform_data_rate * first_carriage_price * np.maximum(per_year(-0.15, years_on), 0.1)
