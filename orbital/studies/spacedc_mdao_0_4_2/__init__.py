"""spacedc-mdao 0.4.2 (PyPI), one megawatt of H100 in orbit against a hyperscale site, June 2026."""
