"""Epoch AI, training cost trends: what the hardware lost in price while a model was trained on it, and its electricity."""
