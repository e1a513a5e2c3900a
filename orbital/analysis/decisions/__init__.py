"""What would turn the answer: break-even, what would have to be true, the best design."""
