"""Bits down and up through a ground network: what satellites and stations carry on average, the weather at the sites, and what binds.

Work is buffered on board until a station is seen, so contact and weather cost delay and capacity, never compute: they do not multiply it.
"""

from __future__ import annotations

import numpy as np

from orbital.core.axes import along, mean_along
from orbital.core.formula import formula
from orbital.core.units import (
    BitPerSecond,
    Byte,
    BytePerToken,
    Count,
    Fraction,
    Hour,
    Kilometer,
    Minute,
    Number,
    PerYear,
    Ratio,
    Real,
    Share,
    StationFraction,
    StationRadian,
    StationRatio,
    TokenPerSecond,
)
from orbital.physics.constants import EARTH_MEAN_RADIUS
from orbital.physics.links import any_site_availability

TIE = 1e-9
"""Tells equals apart."""


# --- weather at the sites ---
@formula(computes="station_availability")
def station_clear_sky_availability(station_clear_sky: StationFraction, thin_cloud_clear_fraction: Fraction) -> StationFraction:
    """Share of the year in which light passes: no liquid cloud, and of that the share without ice cloud too thick. Keeps the axis `station`."""
    return station_clear_sky * along(thin_cloud_clear_fraction)


@formula(tabulated=True)
def contact_availability(station_contact_fraction: StationFraction, station_availability: StationFraction) -> Fraction:
    """Mean availability of the stations, each counted by how long it sees a satellite; 0 where none does."""
    seen: Real = np.sum(station_contact_fraction, axis=-1)
    clear: Real = np.sum(station_contact_fraction * station_availability, axis=-1)
    return clear / np.maximum(seen, 1e-12)


@formula(tabulated=True)
def sight_availability(station_contact_fraction: StationFraction, station_availability: StationFraction) -> Ratio:
    """Stations that see a satellite and have no weather, on average over the day: the sum over the stations of both shares."""
    clear: Real = np.sum(station_contact_fraction * station_availability, axis=-1)
    return clear


@formula(tabulated=True)
def gateway_availability(station_fleet_fraction: StationFraction, station_availability: StationFraction) -> Fraction:
    """Share of the day in which a gateway has the fleet in sight and no weather: the mean over the sites, at which gateways stand evenly."""
    return mean_along(station_fleet_fraction * station_availability)


@formula
def site_diversity_availability(
    station_availability: StationFraction, station_latitude: StationRadian, station_longitude: StationRadian, weather_correlation_length: Kilometer
) -> Fraction:
    """Share of time in which the weather leaves at least one site: independent sites only, 1 - prod(1 - p).

    Of sites nearer to one another than the correlation length the better one counts, the others not at all: too few rather than too many.

    Source: complement of independent events; the clusters are ours.
    """
    level, up = np.cos(station_latitude), np.sin(station_latitude)
    place = np.stack([level * np.cos(station_longitude), level * np.sin(station_longitude), up], axis=-1)
    cosine = np.sum(np.expand_dims(place, -2) * np.expand_dims(place, -3), axis=-1)
    near = cosine > np.cos(along(weather_correlation_length, 2) / EARTH_MEAN_RADIUS)
    ranked = np.subtract(station_availability, TIE * np.arange(np.shape(station_latitude)[-1]))  # of equals the first
    mine, other = along(ranked), np.expand_dims(ranked, -2)
    outdone = np.any(near & (other > mine), axis=-1)
    return any_site_availability(np.where(outdone, 0.0, station_availability))


# --- what comes down ---
@formula
def satellite_downlink_rate(
    contact_fraction: Fraction, downlink_terminals: Ratio, link_rate: BitPerSecond, pass_efficiency: Fraction, contact_availability: Fraction
) -> BitPerSecond:
    """What one satellite brings down on average over the day: terminals x peak rate x share of time in contact x acquisition x weather.

    Every terminal has a station's antenna to itself for as long as one is in sight; whether there are as many is `network_rate`.
    """
    return downlink_terminals * link_rate * contact_fraction * pass_efficiency * contact_availability


@formula
def gateway_rate(antennas_per_gateway: Ratio, link_rate: BitPerSecond, pass_efficiency: Fraction, gateway_availability: Fraction) -> BitPerSecond:
    """What a gateway brings down on average over the day, with a satellite for each antenna while any of the fleet is in sight."""
    return antennas_per_gateway * link_rate * pass_efficiency * gateway_availability


@formula
def network_rate(
    gateway_count: Count,
    gateway_rate: BitPerSecond,
    satellite_count: Ratio,
    downlink_terminals: Ratio,
    link_rate: BitPerSecond,
    pass_efficiency: Fraction,
    sight_availability: Ratio,
) -> BitPerSecond:
    """What the stations bring down on average: as many links as all their antennas, or as the satellites' terminals in sight of them, the fewer.

    Summed over the stations first, the lesser taken then. `network_rate_by_station` takes the lesser at each: for planes close together, of which
    every station sees about as many while it sees any, 2 % less at most; for planes all around up to a fifth less where neither is plenty.
    """
    in_sight = satellite_count * downlink_terminals * link_rate * pass_efficiency * sight_availability
    return np.minimum(gateway_count * gateway_rate, in_sight)


@formula(computes="network_rate")
def network_rate_by_station(
    gateway_count: Count,
    antennas_per_gateway: Ratio,
    downlink_terminals: Ratio,
    mean_satellites_in_view: StationRatio,
    link_rate: BitPerSecond,
    pass_efficiency: Fraction,
    station_availability: StationFraction,
    station_fleet_fraction: StationFraction,
) -> BitPerSecond:
    """What the stations bring down on average: each as many links as it has antennas, or satellites' terminals in sight if those are fewer.

    While the fleet is in sight, the number in sight is taken at its mean; where it only just suffices, its changes cost some more. Ten times as dear
    to compute in a block as `network_rate`.
    """
    antennas = along(gateway_count * antennas_per_gateway) / np.shape(mean_satellites_in_view)[-1]
    links = np.minimum(antennas * station_fleet_fraction, along(downlink_terminals) * mean_satellites_in_view)
    carried: Real = np.sum(links * station_availability, axis=-1)
    return link_rate * pass_efficiency * carried


@formula
def downlink_rate(satellite_count: Ratio, satellite_downlink_rate: BitPerSecond, network_rate: BitPerSecond) -> BitPerSecond:
    """Bits per second the fleet brings down on average, contact and weather included: what its satellites or what the stations can, the less.

    The same with and without links between satellites: over the day each of a fleet's alike satellites has its share of contact, and a relay still
    comes down through a satellite in sight. What relays shorten is the wait: see `downlink_wait`.
    """
    return np.minimum(satellite_count * satellite_downlink_rate, network_rate)


@formula(computes="downlink_rate")
def downlink_rate_of_satellites(satellite_count: Ratio, satellite_downlink_rate: BitPerSecond) -> BitPerSecond:
    """Bits per second the fleet can bring down on average where stations are never short."""
    return satellite_count * satellite_downlink_rate


@formula
def downlink_use(egress_rate: BitPerSecond, downlink_rate: BitPerSecond) -> Ratio:
    """Needed over available downlink. Work is buffered, so that contact gaps cost delay, not compute; above 1 the link binds."""
    return egress_rate / downlink_rate


@formula
def fleet_downlink_use(egress_rate: BitPerSecond, satellite_count: Ratio, satellite_downlink_rate: BitPerSecond) -> Share:
    """How much of what its satellites could bring down a fleet needs."""
    return egress_rate / (satellite_count * satellite_downlink_rate)


@formula
def gateway_use(egress_rate: BitPerSecond, network_rate: BitPerSecond) -> Share:
    """How much of what its gateways carry a fleet needs; `gateway_load` where they are as many as its work asks for."""
    return egress_rate / network_rate


@formula(constraint="the work makes {egress_rate}, the links bring down {downlink_rate}: what does not come down is not delivered")
def downlink_margin(downlink_use: Ratio) -> Number:
    """Share of the downlink left over: 1 less its use."""
    return 1.0 - downlink_use


# --- waiting for a station ---
@formula
def downlink_wait(mean_contact_wait: Minute) -> Minute:
    """Mean delay of finished work on board until a station is seen: store and forward, each satellite by its own contacts, no links between satellites.

    For results in bulk. Answers to users go over the mesh and wait for none of it: `round_trip_time_median`. The default, for designs with links
    between satellites too: it promises least.
    """
    return mean_contact_wait


@formula(computes="downlink_wait")
def downlink_wait_by_relay(mean_contact_wait: Minute, contact_fraction: Fraction, satellite_count: Ratio) -> Minute:
    """Mean delay where any satellite in sight of a station takes it: the own wait times the chance that no other is in contact, (1 - c)^(N - 1).

    Satellites placed at random; evenly placed ones leave less. Without the light's way through the mesh. For laser links in an unbroken mesh.
    """
    nobody: Real = np.exp(np.maximum(satellite_count - 1.0, 0.0) * np.log1p(-contact_fraction))
    return mean_contact_wait * nobody


@formula
def downlink_buffer(egress_rate: BitPerSecond, satellite_count: Ratio, longest_contact_gap: Hour) -> Byte:
    """What a satellite must hold in its longest time without a station: its share of the work's bits x that gap. Nothing to a rack's storage."""
    return egress_rate / satellite_count * longest_contact_gap


# --- what goes up ---
@formula
def weight_copies_sent(satellite_count: Ratio) -> Ratio:
    """Copies of the model's weights that go up at an update: one to each satellite, which may hold a whole one."""
    return satellite_count


@formula(computes="weight_copies_sent")
def weight_copies_by_multicast(satellite_count: Ratio) -> Ratio:
    """Copies that go up where the mesh hands one on to all."""
    return 1.0 + 0.0 * satellite_count


@formula
def weight_upload_rate(weight_size: Byte, weight_copies_sent: Ratio, weight_update_rate: PerYear) -> BitPerSecond:
    """Bits per second of new weights: size x copies x updates a year."""
    return weight_size * weight_copies_sent * weight_update_rate


@formula
def prompt_rate(delivered_tokens: TokenPerSecond, prompt_tokens_per_token: Ratio, prompt_wire_size: BytePerToken) -> BitPerSecond:
    """Bits per second of prompts: tokens generated x prompt tokens to each x their size on the wire."""
    return delivered_tokens * prompt_tokens_per_token * prompt_wire_size


@formula
def ingress_rate(prompt_rate: BitPerSecond, weight_upload_rate: BitPerSecond) -> BitPerSecond:
    """Bits per second that must go up to serve: prompts and new weights."""
    return prompt_rate + weight_upload_rate


@formula
def uplink_rate(downlink_rate: BitPerSecond, uplink_rate_ratio: Ratio) -> BitPerSecond:
    """Bits per second that can go up through the same stations: a share of what comes down."""
    return downlink_rate * uplink_rate_ratio


@formula
def uplink_use(ingress_rate: BitPerSecond, uplink_rate: BitPerSecond) -> Ratio:
    """Needed over available uplink; above 1 the link binds."""
    return ingress_rate / uplink_rate


@formula(constraint="serving takes {ingress_rate} up, the links carry {uplink_rate}: what does not go up is not answered")
def uplink_margin(uplink_use: Ratio) -> Number:
    """Share of the uplink left over: 1 less its use."""
    return 1.0 - uplink_use
