"""AstroCompute, one platform a year against a ground site whose price rises with scarcity, 2026 to 2070; January 2026."""
