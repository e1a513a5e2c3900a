"""What rotastellar computes for orbit unlike our Model: a radiator at fixed shares of Sun and Earth, its design by shares, a delay at one elevation."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import Fraction, Kelvin, Kilometer, Millisecond, Radian, Ratio, Real, SquareMeter, Watt, WattPerSquareMeter
from orbital.physics.constants import EARTH_MEAN_RADIUS, STEFAN_BOLTZMANN
from orbital.physics.links import VACUUM_INDEX, one_way_latency, slant_range
from orbital.physics.thermal import fourth_power, fourth_root


# --- heat ---
@formula
def nadir_view_factor(altitude: Kilometer) -> Fraction:
    """View factor to the Earth of a plate that looks straight down: (R/r)^2. The source takes it for any plate."""
    share = EARTH_MEAN_RADIUS / (EARTH_MEAN_RADIUS + altitude)
    return share * share


@formula
def earth_infrared_heat(
    radiator_area: SquareMeter,
    radiator_emissivity: Fraction,
    earth_infrared_flux: WattPerSquareMeter,
    nadir_view_factor: Fraction,
    earth_facing_share: Fraction,
) -> Watt:
    """Earth infrared on the share of the area that faces it."""
    return radiator_area * earth_facing_share * radiator_emissivity * nadir_view_factor * earth_infrared_flux


@formula
def sunlight_heat(
    radiator_area: SquareMeter,
    radiator_absorptance: Fraction,
    solar_flux: WattPerSquareMeter,
    earth_albedo: Fraction,
    nadir_view_factor: Fraction,
    sun_facing_share: Fraction,
) -> Watt:
    """Sunlight, direct and reflected by the Earth, on the share of the area that faces it."""
    return radiator_area * sun_facing_share * radiator_absorptance * solar_flux * (1.0 + earth_albedo * nadir_view_factor)


def balance(heat: Real, area: Real, emissivity: Real) -> Real:
    """Temperature at which an area gives off a heat: ( Q / (eps sigma A) )^(1/4)."""
    return fourth_root(heat / (emissivity * STEFAN_BOLTZMANN * area))


@formula
def sunlit_temperature(waste_heat: Watt, earth_infrared_heat: Watt, sunlight_heat: Watt, radiator_area: SquareMeter, radiator_emissivity: Fraction) -> Kelvin:
    """Balance in sunlight, one face of the area radiating."""
    return balance(waste_heat + earth_infrared_heat + sunlight_heat, radiator_area, radiator_emissivity)


@formula
def shadow_temperature(waste_heat: Watt, earth_infrared_heat: Watt, radiator_area: SquareMeter, radiator_emissivity: Fraction) -> Kelvin:
    """Balance in shadow."""
    return balance(waste_heat + earth_infrared_heat, radiator_area, radiator_emissivity)


@formula(computes="radiator_temperature")
def radiator_temperature_weighed(sunlit_temperature: Kelvin, shadow_temperature: Kelvin, annual_eclipse_fraction: Fraction) -> Kelvin:
    """Mean of the two by time."""
    return sunlit_temperature * (1.0 - annual_eclipse_fraction) + shadow_temperature * annual_eclipse_fraction


@formula
def designed_radiator_area(
    waste_heat: Watt, design_temperature: Kelvin, radiator_emissivity: Fraction, environment_share: Fraction, design_margin: Fraction
) -> SquareMeter:
    """Area by its designer, the environment a fixed share of the heat: A = Q (1 + e)(1 + m) / (eps sigma T^4). In proportion to the heat."""
    emitted = radiator_emissivity * STEFAN_BOLTZMANN * fourth_power(design_temperature)
    return waste_heat * (1.0 + environment_share) * (1.0 + design_margin) / emitted


@formula
def claimed_area_growth(heat_growth: Ratio) -> Ratio:
    """How area grows with heat by the text of its module: with the fourth root. That is how temperature grows, at a fixed area."""
    return fourth_root(heat_growth)


@formula
def true_area_growth(heat_growth: Ratio) -> Ratio:
    """How area grows with heat at a fixed temperature: in proportion."""
    return heat_growth


# --- delay ---
@formula
def minimum_latency(altitude: Kilometer, link_elevation: Radian, processing_time: Millisecond) -> Millisecond:
    """There and back at one elevation, with fixed processing: 2 d/c + t."""
    return 2.0 * one_way_latency(slant_range(altitude, link_elevation), VACUUM_INDEX) + processing_time
