"""rotastellar-python, January 2026: first estimates of heat and delay for a satellite that computes."""
