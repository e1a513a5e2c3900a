"""Novaspace, Space Data Centers, white paper, May 2026: a gigawatt for five years."""
