"""SpaceLLM, June 2026: upsets of a model's weights in orbit, and the energy that checkpoints and work done again take."""
