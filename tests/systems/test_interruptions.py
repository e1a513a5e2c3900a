"""Interruptions by cause: what is counted once, and what the counts say."""

from __future__ import annotations

import numpy as np
import pytest

import orbital as orb
from orbital.core.catalog import parameters
from orbital.systems import interruptions, reliability

YEAR, DAY = 31_557_600.0, 86_400.0
COUNTS = {
    "processor": [148],
    "memory": [72],
    "cache": [19],
    "system_processor": [17],
    "silent_error": [6],
    "thermal": [6],
    "host": [32, 7, 3, 3, 2, 2, 2, 2],
    "network": [35],
    "software": [54, 7, 2],
}
"""arXiv:2407.21783, table 5. Host: maintenance, network card, drive, power supply, chassis, expansion board, processor, memory. Software: bug,
watchdog of the collective library, dependency. 54 days on 16,384 H100."""
CHIP = list(COUNTS)[:6]


def test_the_causes_are_all_419_each_once():
    assert sum(sum(COUNTS[cause]) for cause in CHIP) == 268
    assert sum(map(sum, COUNTS.values())) == 419


@pytest.mark.parametrize("cause", COUNTS)
def test_the_rate_of_a_cause_rests_on_its_count(cause):
    parameter = parameters()[f"{cause}_interruption_rate"]
    counted = reliability.interruption_rate_from_counts(np.float64(sum(COUNTS[cause])), np.float64(16_384.0), np.float64(54.0 * DAY)) * YEAR
    assert float(parameter.value.split()[0]) == pytest.approx(counted, abs=6e-6)
    assert f" {sum(COUNTS[cause])} of 419 " in parameter.source
    assert all(str(count) in parameter.doc for count in COUNTS[cause][1:])


def test_the_causes_add_up_to_the_rate_of_the_whole_run():
    rates = {cause: np.float64(sum(counts)) for cause, counts in COUNTS.items()}
    chip = interruptions.chip_interruption_rate(*(rates[cause] for cause in CHIP))
    assert chip == 268.0
    assert interruptions.base_interruption_rate(chip, rates["host"], rates["network"], rates["software"]) == 419.0
    both = orb.scenario("ai1-vs-colossus-1")
    for side in (both.orbital, both.ground):
        assert float(side.run(("base_interruption_rate",))[0]) * YEAR == pytest.approx(0.1730, abs=1e-4)


@pytest.mark.parametrize("side", ["orbital", "ground"])
def test_without_a_cause_exactly_its_share_is_gone(side):
    s = orb.scenario("ai1-vs-colossus-1")
    whole = float(s.side(side).run(("interruption_rate",))[0])
    gone = 0.0
    for cause in COUNTS:
        rate = f"{cause}_interruption_rate"
        without = float(s.replace({f"{side}.{rate}": "0 1/yr/GPU"}).side(side).run(("interruption_rate",))[0])
        assert whole - without == pytest.approx(float(s.side(side).values[rate]), rel=1e-9)
        gone += whole - without
    radiation = float(s.orbital.run(("radiation_interruption_rate",))[0]) if side == "orbital" else 0.0
    assert gone + radiation == pytest.approx(whole, rel=1e-12)


def test_the_whole_may_still_be_given_and_then_the_causes_are_dead():
    s = orb.scenario("ai1-vs-colossus-1").replace({"ground.base_interruption_rate": "0.3 1/yr/GPU"})
    assert float(s.ground.run(("interruption_rate",))[0]) * YEAR == pytest.approx(0.3)
    with pytest.raises(orb.InputError, match=r"host_interruption_rate would change nothing.*base_interruption_rate"):
        s.replace({"ground.host_interruption_rate": "0.1 1/yr/GPU"})


def test_uptime_of_a_copy_is_that_of_alternating_up_and_down():
    """Mean time up over mean time up and down: 72 chips at 0.173 a year and 10 minutes each: 12.46 interruptions a year, two hours down."""
    side = orb.scenario("ai1-vs-colossus-1").ground
    down = 12.46 * 10.0 / 60.0
    assert float(side.run(("goodput",))[0]) == pytest.approx(8766.0 / (8766.0 + down), abs=1e-6)
