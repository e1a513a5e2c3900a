"""Gaalema, Indyk and Staley, panels that integrate cells, compute and radiator (ISCR), arXiv:2604.07760, April 2026."""
