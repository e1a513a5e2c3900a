"""One orbit looked at: a satellite through its year, altitude as a trade, contact, shadow, latency."""
