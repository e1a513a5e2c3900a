"""What a study states bears on a figure that it reproduces: 1 % more of each given moves one, or the given is named here with the reason."""

import pytest

import orbital as orb
from orbital.analysis.record.studies import _comparison_value
from orbital.studies import stated

BEAR_ON_NONE = {
    "forethought-2026": {
        "array_areal_mass": "case S2, of which only the band of energy prices is at hand; its crossovers are computed by hand",
        "demanded_capacity": "scales totals that the article gives no inputs for",
        "it_capital": "part of totals that the article gives no inputs for",
        "program_time": "part of totals that the article gives no inputs for",
        "building_life": "part of totals that the article gives no inputs for",
        "cell_temperature_coefficient": "zero: in the derate",
        "launch_margin_fraction": "zero: cost",
        "nominal_discount_rate": "zero: undiscounted",
        "radiator_array_view_factor": "zero: not in the source",
        "radiator_sun_pointing_error": "zero: not in the source",
    },
    "starcloud-2024": {
        "accelerator_life": "the table has no chips; they are added beside it",
        "array_specific_power": "the table flies everything at 100 t; masses are added beside it",
        "bus_overhead_fraction": "zero: not in the source",
        "cell_temperature_coefficient": "zero: not in the source",
        "delivered_fraction": "the table counts energy, all of it delivered; a cost per energy is ours",
        "eclipse_load": "zero: no battery in the source",
        "network_power_fraction": "zero: not in the source",
        "nominal_discount_rate": "zero: undiscounted",
        "radiator_array_view_factor": "zero: not in the source",
        "radiator_lost_fraction": "zero: not in the source",
        "radiator_sun_pointing_error": "zero: not in the source",
    },
    "dirty-bits-2025": {
        "accelerator_embodied_carbon": "zero: launch and re-entry alone",
        "dispenser_mass_fraction": "zero: not in the source",
        "propellant_carbon": "zero: not in the source",
        "satellite_embodied_carbon": "zero: launch and re-entry alone",
    },
    "novaspace-2026": {
        "network_power_fraction": "zero: not in the source",
        "nominal_discount_rate": "zero: undiscounted",
        "power_utilization": "of the ground, whose inputs could not be read",
        "program_time": "of the ground, whose inputs could not be read",
    },
    "research-viewer-2026": {
        "demanded_capacity": "costs per unit of work, all in proportion to it",
        "risk_premium": "zero: in the rate",
    },
}


def value(name, scenario, quantity):
    side, _, short = quantity.partition(".")
    return _comparison_value(name, scenario, short)[0] if side == "comparison" else float(scenario.side(side).run((short,))[0])


def moved(name):
    """Quantities of the study's file of which 1 % moves a reproduced row under that row's own changes."""
    run = orb.study(name)
    verdicts = {row.id: row.verdict for row in run.check()}
    open_yet = {(side, key) for side in ("orbital", "ground") for key in stated(name, side)}
    for item in run.data.published:
        if verdicts[item.id] != "reproduced":
            continue
        scenario = run.scenario.replace(item.set) if item.set else run.scenario
        before = value(name, scenario, item.quantity)
        for side, key in sorted(open_yet):
            given = scenario.side(side).given.get(key)
            if given is not None and value(name, scenario.with_arrays({f"{side}.{key}": 1.01 * float(given.value)}), item.quantity) != before:
                open_yet -= {("orbital", key), ("ground", key)}
    return {key for side in ("orbital", "ground") for key in stated(name, side)} - {key for _, key in open_yet}


@pytest.mark.parametrize("name", BEAR_ON_NONE)
def test_every_given_bears_on_a_reproduced_row_or_is_named(name):
    asked = {key for side in ("orbital", "ground") for key in stated(name, side)} - set(orb.study(name).scenario.picks)
    assert asked - moved(name) == set(BEAR_ON_NONE[name])
