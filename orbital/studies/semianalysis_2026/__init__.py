"""SemiAnalysis, To Boldly Go: The Case for Space Datacenters, 3 June 2026."""
