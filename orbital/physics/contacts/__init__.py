"""When a satellite is seen from the ground, and when it is in shadow: skyfield's geometry and time scale, SGP4, searched for constellations."""
