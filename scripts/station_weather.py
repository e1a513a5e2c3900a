"""Write the weather of every station into `data/ground_networks/`: rain rate, rain height and clear sky from the ITU's maps.

    pip install 'orbital[rf]' && python scripts/station_weather.py

Rain rate exceeded in 0.01 % of the year: P.837. Mean height of the rain: P.839. Share of the year without liquid cloud: 1 less the probability of
cloud liquid water, P.840. All through `itur`, which carries the maps: nothing is downloaded.
"""

import re
import warnings
from pathlib import Path

import itur
import numpy as np

HERE = Path(__file__).parent.parent / "data" / "ground_networks"
ANGLE = r'{} = "(-?[\d.]+) deg"'


def weather(latitude: float, longitude: float) -> dict[str, str]:
    """The three values at a place in degrees, as they stand in the file."""
    rate = itur.models.itu837.rainfall_rate(latitude, longitude, 0.01).value
    height = itur.models.itu839.rain_height(latitude, longitude).value
    cloudy = itur.models.itu840.lognormal_approximation_coefficient(latitude, longitude)[2]
    found = [float(np.ravel(getattr(value, "value", value))[0]) for value in (rate, height, cloudy)]
    return {"rain_rate": f'"{found[0]:.1f} mm/h"', "rain_height": f'"{found[1]:.2f} km"', "clear_sky": f"{1.0 - found[2] / 100.0:.2f}"}


def rewritten(block: str) -> str:
    """One station's table with its weather after its bands."""
    place = [float(re.search(ANGLE.format(name), block)[1]) for name in ("latitude", "longitude")]
    block = re.sub(r"^(rain_rate|rain_height|clear_sky) = .*\n", "", block, flags=re.MULTILINE)
    lines = "".join(f"{name} = {value}\n" for name, value in weather(*place).items())
    return re.sub(r"^(bands = .*\n)", lambda found: found[1] + lines, block, flags=re.MULTILINE)


def main() -> None:
    """Write every network anew."""
    warnings.simplefilter("ignore")
    for path in sorted(HERE.glob("*.toml")):
        head, *blocks = re.split(r"(?=^\[\[stations\]\]\n)", path.read_text(), flags=re.MULTILINE)
        path.write_text(head + "".join(map(rewritten, blocks)))


if __name__ == "__main__":
    main()
