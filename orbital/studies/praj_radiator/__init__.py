"""Praj, orbital-datacenter-research: the radiator of 100 MW against the temperature of its chips."""
