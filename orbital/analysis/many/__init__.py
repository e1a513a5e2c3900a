"""The Model asked many times: grids, cases and draws, on one machine or a cluster, in memory or on disk."""
