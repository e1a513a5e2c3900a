"""rMcDonald17, Orbital-Datacenters, 2026: shadow and dose of the orbits from 500 to 2,000 km."""
