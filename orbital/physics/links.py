"""Bits to and from the ground: what the work needs against what the links carry."""

from __future__ import annotations

from orbital.core.formula import formula
from orbital.core.units import BitPerSecond, BytePerToken, Ratio, TokenPerSecond


@formula
def egress_rate(delivered_tokens: TokenPerSecond, wire_size_per_token: BytePerToken) -> BitPerSecond:
    """Bits per second that must come down: tokens times their size on the wire, protocol included."""
    return delivered_tokens * wire_size_per_token


@formula
def downlink_rate(satellite_count: Ratio, satellite_downlink_rate: BitPerSecond) -> BitPerSecond:
    """Bits per second the fleet can bring down on average over the day, contact and weather included."""
    return satellite_count * satellite_downlink_rate


@formula
def downlink_use(egress_rate: BitPerSecond, downlink_rate: BitPerSecond) -> Ratio:
    """Needed over available downlink. Work is buffered, so that contact gaps cost delay, not compute; above 1 the link binds."""
    return egress_rate / downlink_rate
