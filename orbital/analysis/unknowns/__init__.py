"""What is not known: which of it the answer rests on, and what knowing it is worth."""
