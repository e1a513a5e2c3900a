"""The published record: studies reproduced, what they assume, why two answers differ."""
