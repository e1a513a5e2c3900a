"""Physical constants in SI, each with unit and source."""

from __future__ import annotations

from orbital.core.units import Constant

STEFAN_BOLTZMANN = Constant(5.670374419e-8, "W/m**2/K**4", "CODATA 2018")
SPEED_OF_LIGHT = Constant(299_792_458.0, "m/s", "SI, exact")
PLANCK = Constant(6.62607015e-34, "J*s", "SI, exact")
STANDARD_GRAVITY = Constant(9.80665, "m/s**2", "SI, exact")
EARTH_MU = Constant(3.986004418e14, "m**3/s**2", "EGM96/WGS 84")
EARTH_RADIUS = Constant(6_378_137.0, "m", "WGS 84 equatorial: orbits, J2, shadow")
EARTH_FLATTENING = Constant(1.0 / 298.257223563, "", "WGS 84")
EARTH_MEAN_RADIUS = Constant(6_371_000.0, "m", "IUGG mean: view factors, links")
EARTH_J2 = Constant(1.08262668e-3, "", "EGM96")
EARTH_ROTATION_SPEED = Constant(465.1, "m/s", "WGS 84: 7.292115e-5 rad/s times the equatorial radius")
EARTH_ROTATION_RATE = Constant(7.292115e-5, "1/s", "WGS 84, against the stars")
SUN_RADIUS = Constant(6.957e8, "m", "IAU 2015 nominal")
ASTRONOMICAL_UNIT = Constant(149_597_870_700.0, "m", "IAU 2012, exact")
MEAN_SUN_RATE = Constant(1.991064e-7, "1/s", "0.985647 deg/day: one turn in a tropical year")
TROPICAL_YEAR = Constant(31_556_925.2, "s", "365.2422 d: from equinox to equinox")
DAY = Constant(86_400.0, "s", "SI")
ALUMINUM_DENSITY = Constant(2700.0, "kg/m**3", "aluminum 6061, ASM handbook")
