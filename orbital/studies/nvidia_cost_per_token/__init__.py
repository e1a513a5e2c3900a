"""NVIDIA's cost of a million tokens on a GB300, April 2026: an hourly rate over a rate of tokens."""
