"""Orbital AI Data Centers: Economic Competitiveness Timeline, and Radiative Cooling Specific Power, research-viewer.pages.dev, 2026."""
