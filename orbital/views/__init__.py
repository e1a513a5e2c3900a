"""Tables for people. Heavy packages are imported inside functions only."""
