"""Heat, orbit, power, environment: one noun a module, no money."""
