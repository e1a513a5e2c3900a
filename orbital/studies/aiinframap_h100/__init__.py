"""aiinframap.com, total cost of 1,024 H100 over five years, June 2026."""
