"""Write `data/environment/density.csv`: global mean densities of NRLMSIS 2.1 by altitude and solar activity.

    pip install pymsis && python scripts/make_density_table.py

Area-weighted means over latitude and longitude at four times of the day on the March equinox of 2020, so that neither season nor hour stands out.
Activity is passed explicitly: nothing is downloaded.
"""

import csv
from pathlib import Path

import numpy as np
import pymsis

ALTITUDES = [*range(200, 1000, 25), *range(1000, 2001, 50)]
ACTIVITIES = ((70.0, 4.0), (140.0, 15.0), (230.0, 45.0))
HERE = Path(__file__).parent.parent / "data" / "environment"


def mean_density(altitudes: list[int], f107: float, ap: float) -> np.ndarray:
    """Mean density over the globe and four times of the day, kg/m3."""
    latitudes, longitudes = np.arange(-85.0, 86.0, 10.0), np.arange(0.0, 360.0, 30.0)
    weight = np.cos(np.radians(latitudes))
    total = np.zeros(len(altitudes))
    for hour in (0, 6, 12, 18):
        when = np.datetime64(f"2020-03-20T{hour:02d}:00")
        run = pymsis.calculate(when, longitudes, latitudes, altitudes, f107s=f107, f107as=f107, aps=[[ap] * 7], version=2.1)
        density = np.squeeze(run[..., pymsis.Variable.MASS_DENSITY])
        total += np.average(density.mean(axis=0), axis=0, weights=weight) / 4.0
    return total


def main() -> None:
    """Write the table."""
    HERE.mkdir(exist_ok=True)
    columns = [mean_density(ALTITUDES, f107, ap) for f107, ap in ACTIVITIES]
    with (HERE / "density.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["altitude_km", *(f"density_kg_m3_f107_{f107:g}" for f107, _ in ACTIVITIES)])
        writer.writerows([h, *(f"{column[k]:.5e}" for column in columns)] for k, h in enumerate(ALTITUDES))


if __name__ == "__main__":
    main()
