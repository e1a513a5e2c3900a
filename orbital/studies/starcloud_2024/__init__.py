"""Starcloud (Lumen Orbit), Why we should train AI in space, white paper v1.03, September 2024: 40 MW for ten years."""
