"""odc 3.1.0 (space-datacentre-model), a megawatt sold from orbit or from the ground in seven presets, June 2026."""
