"""The kernel: formulas, Models, units, parsing, catalogs. Knows nothing of space or money."""
