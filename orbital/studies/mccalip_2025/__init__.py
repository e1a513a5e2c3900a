"""McCalip, Economics of Orbital vs Terrestrial Data Centers, the committed engine's defaults, December 2025."""
