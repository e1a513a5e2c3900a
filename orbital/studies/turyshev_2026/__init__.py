"""Turyshev, Orbital Data Centers: Spacecraft Constraints and Economic Viability, April 2026."""
