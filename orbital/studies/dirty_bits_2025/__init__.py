"""Ohs and others, Dirty Bits in Low-Earth Orbit, arXiv:2508.06250, August 2025: carbon of launch and re-entry."""
