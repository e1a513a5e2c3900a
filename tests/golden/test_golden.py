"""All quantities of the shipped scenarios, frozen. A change needs a reason in the changelog; `python tests/golden/test_golden.py` writes them anew."""

import json
import math
from pathlib import Path

import pytest

import orbital as orb
from orbital.core.catalog import names

HERE = Path(__file__).parent
TOLERANCE = 1e-9


def current(name):
    result = orb.evaluate(orb.scenario(name))
    return {f"{side.side.name}.{quantity}": float(side.value(quantity)) for side in (result.orbital, result.ground) for quantity in side}


@pytest.mark.parametrize("name", names("scenarios"))
def test_golden(name):
    frozen = json.loads((HERE / f"{name}.json").read_text())
    now = current(name)
    assert now.keys() == frozen.keys()
    moved = {key: (frozen[key], value) for key, value in now.items() if not math.isclose(value, frozen[key], rel_tol=TOLERANCE)}
    assert moved == {}


if __name__ == "__main__":
    for scenario in names("scenarios"):
        (HERE / f"{scenario}.json").write_text(json.dumps(current(scenario), indent=1) + "\n")
