"""What is asked of the Models: one scenario compared and explained here, everything else in a room of its own."""
