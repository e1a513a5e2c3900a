"""Epoch AI, what a gigawatt of GB200 costs a year, May 2026."""
