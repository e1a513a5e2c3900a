"""ShipItAndPray, orbital-compute 0.3.0, March 2026: a scheduler for computing in orbit with a small cost model."""
