"""A row that only gives back what was put in is no reproduction, and says so: `given: ...`, or `inferred: ...` where it was solved back from the results."""

import math

import numpy as np
import pytest
from test_studies import _value, givens

import orbital as orb
from orbital.core.catalog import names

INFERRED = ("inferred", "implied", "residual")


def movers(name, run, item):
    """The givens of the study's own file of which 1 % moves a row, as `(key, given)`."""
    scenario = run.scenario.replace(item.set) if item.set else run.scenario
    before = _value(name, scenario, item.quantity)
    found = []
    for key, value in givens(name, scenario, item.quantity):
        side, _, short = key.partition(".")
        if _value(name, scenario.with_arrays({key: 0.99 * value}), item.quantity) != before:
            found.append((side, short, scenario.side(side).given[short]))
    return scenario, before, found


def returned(scenario, item, before, found):
    """Whether a row's value is one of its own givens, and whether all that moves it was inferred."""
    side, _, quantity = item.quantity.partition(".")
    if side == "comparison":
        return False, False
    run = scenario.side(side)
    unit = run.model.specs[quantity].unit.si
    stored = quantity in run.given and np.ndim(run.given[quantity].value) == 0
    equal = any(run.model.specs[short].unit.si == unit and math.isclose(float(given.value), before, rel_tol=1e-9) for at, short, given in found if at == side)
    own = [given for _, _, given in found if given.by_user]
    return stored or equal, bool(own) and all(given.provenance.note.startswith(INFERRED) for given in own)


@pytest.mark.parametrize("name", names("studies"))
def test_what_is_given_back_or_was_inferred_says_so(name):
    run = orb.study(name)
    verdicts = {row.id: row.verdict for row in run.check()}
    for item in run.data.published:
        if verdicts[item.id] != "reproduced" or item.quantity == "comparison.crossing_year":
            continue
        scenario, before, found = movers(name, run, item)
        given, inferred = returned(scenario, item, before, found)
        assert item.cause.startswith("given:") or not given, f"{item.id} gives back what was given"
        assert item.cause.startswith("inferred:") or not inferred, f"{item.id} rests on inferred values alone"
        assert given or not item.cause.startswith("given:"), f"{item.id} is computed, and says it is not"


def test_such_rows_are_few():
    told = [row.cause.partition(":")[0] for name in names("studies") for row in orb.study(name).check() if row.verdict == "reproduced"]
    assert told.count("given") == 4
    assert told.count("inferred") == 2
    assert len(told) > 890
