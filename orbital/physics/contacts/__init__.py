"""When a satellite stands above a station's horizon: elements, stations, frames, propagation, search (the only place that imports skyfield and sgp4)."""
