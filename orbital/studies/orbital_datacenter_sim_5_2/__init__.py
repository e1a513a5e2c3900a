"""OrbitalDatacenterSim 5.2, a megawatt of GB300 racks, one to a satellite, over ten years with all of it bought anew every three, September 2026."""
