"""Write `data/environment/dose.csv`: trapped dose in silicon by altitude, inclination and aluminum, from AP8, AE8 and SHIELDOSE-2 at solar minimum.

    pip install spacepy==0.7.0 && python scripts/make_dose_table.py

SpacePy carries IRBEM, which has all three. Fluxes are averaged over longitude and over a circular orbit; L and B by the field the models were made in
(Jensen and Cain 1960, epoch 1964). B0 is that of McIlwain's dipole, 0.311653 G / L^3. What SHIELDOSE-2 prints for spheres is half the dose at
their center (IRBEM's manual, `shieldose2`): protons of 200 MeV in the open give 2.91e-8 rad cm2, their stopping power in silicon (3.62 MeV cm2/g by
PSTAR) 5.80e-8. So it is doubled here. For spheres it differentiates along the depths it is given: nine coarse ones put the dose behind 5 mm a fifth too high,
fifty leave some 4 %.
"""

import csv
import ctypes
from pathlib import Path

import numpy as np
import spacepy
import spacepy.coordinates as coordinates
import spacepy.irbempy as irbem
import spacepy.time as time

ALTITUDES = [*range(300, 1000, 50), *range(1000, 2001, 100)]
INCLINATIONS = range(30, 91, 10)
THICKNESSES = (1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 20.0, 50.0, 100.0)
DEPTHS = np.geomspace(0.1, 200.0, 50)
PROTONS, ELECTRONS = np.geomspace(0.1, 400.0, 120), np.geomspace(0.04, 7.0, 60)
AE8_MIN, AP8_MIN, DIFFERENTIAL = 1, 3, 1
SILICON, NO_NUCLEAR_ATTENUATION, SPHERE = 3, 1, 2
POINTS, ENERGIES = 100_000, 25
"""Array sizes that IRBEM was compiled with."""
LATITUDES, LONGITUDES = np.arange(-89.5, 90.0, 1.0), np.arange(0.0, 360.0, 5.0)
YEAR, NONE, KM = 31_557_600.0, 1e-30, 1.0 / 6371.2
HERE = Path(__file__).parent.parent / "data" / "environment"


def belts(altitude: float) -> tuple[np.ndarray, np.ndarray]:
    """B/B0 and L over the globe."""
    latitude, longitude = (grid.ravel() for grid in np.meshgrid(LATITUDES, LONGITUDES, indexing="ij"))
    places = coordinates.Coords(np.column_stack([np.full(latitude.size, 1.0 + altitude * KM), latitude, longitude]), "GEO", "sph", use_irbem=True)
    ticks = time.Ticktock(["1964-01-01T00:00:00"] * latitude.size, "ISO")
    found = irbem.get_Lm(ticks, places, [90], extMag="0", intMag="JC")
    shell, field = np.abs(np.asarray(found["Lm"], dtype=float)[:, 0]), np.asarray(found["Blocal"], dtype=float)
    known = np.isfinite(shell) & (shell > 0.0) & np.isfinite(field)
    with np.errstate(all="ignore"):
        return np.where(known, np.maximum(field * shell**3 / 31_165.3, 1.0), 1.0), np.where(known, shell, 0.0)


def flux(model: int, energies: np.ndarray, field: np.ndarray, shell: np.ndarray) -> np.ndarray:
    """Omnidirectional flux by latitude and energy, averaged over longitude, 1/cm2/s/MeV."""
    parts = []
    for k in range(0, len(energies), ENERGIES):
        some = energies[k : k + ENERGIES]
        bands, b, ell, out = np.zeros((2, ENERGIES), order="F"), np.zeros(POINTS), np.zeros(POINTS), np.zeros((POINTS, ENERGIES), order="F")
        bands[:, : len(some)], b[: len(field)], ell[: len(shell)] = some, field, shell
        call = irbem.irbemlib.get_ae8_ap8_flux
        numbers = (ctypes.c_int32(n) for n in (len(field), model, DIFFERENTIAL, len(some)))
        call(*numbers, *(array.ctypes.data_as(kind) for array, kind in zip((bands, b, ell, out), call.argtypes[4:], strict=True)))
        parts.append(out[: len(field), : len(some)])
    all_of_them = np.hstack(parts)
    sound = np.where(np.isfinite(all_of_them) & (all_of_them > 0.0), all_of_them, 0.0)
    return sound.reshape(len(LATITUDES), len(LONGITUDES), -1).mean(axis=1)


def along_orbit(by_latitude: np.ndarray, inclination: float) -> np.ndarray:
    """Mean over a circular orbit."""
    angle = (np.arange(1440) + 0.5) * 2.0 * np.pi / 1440.0
    latitude = np.degrees(np.arcsin(np.sin(np.radians(inclination)) * np.sin(angle)))
    return np.maximum([np.interp(latitude, LATITUDES, column).mean() for column in by_latitude.T], NONE)


def dose(protons: np.ndarray, electrons: np.ndarray) -> np.ndarray:
    """rad(Si) a year at the center of spheres of aluminum."""
    model = irbem.Shieldose2()
    model.set_shielding(depths=DEPTHS, units="mm")
    model.set_flux(electrons, ELECTRONS, "e", tau=YEAR)
    model.set_flux(np.full_like(PROTONS, NONE), PROTONS, "p_un", tau=YEAR)
    model.set_flux(protons, PROTONS, "p_tr", tau=YEAR)
    model.get_dose(detector=SILICON, nucmeth=NO_NUCLEAR_ATTENUATION)
    half = sum(np.asarray(model.results[f"dose_{part}"])[:, SPHERE] for part in ("proton_trapped", "electron", "bremsstrahlung"))
    return np.exp(np.interp(np.log(THICKNESSES), np.log(DEPTHS), np.log(2.0 * half)))


def main() -> None:
    """Write the table."""
    spacepy.config["ncpus"] = 1
    with (HERE / "dose.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["altitude_km", "inclination_deg", *(f"dose_rad_si_per_year_{thickness:g}_mm" for thickness in THICKNESSES)])
        for altitude in ALTITUDES:
            field, shell = belts(altitude)
            protons, electrons = flux(AP8_MIN, PROTONS, field, shell), flux(AE8_MIN, ELECTRONS, field, shell)
            for inclination in INCLINATIONS:
                row = dose(along_orbit(protons, inclination), along_orbit(electrons, inclination))
                writer.writerow([altitude, inclination, *(f"{value:.4g}" for value in row)])
            print(f"{altitude} km", flush=True)


if __name__ == "__main__":
    main()
