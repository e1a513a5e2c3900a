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


SOLVED_FROM = {
    "turyshev-2026": {"R24d", "T1-28a", "R27b"},
    "dirty-bits-2025": {"reentry.per-payload"},
    "epoch-1gw": {"epoch_1gw_5y", "epoch_1gw_3y", "capital", "operations", "facility", "colossus-2.capital"},
    "iscr-2026": {"power-per-tonne-by-panels"},
    "research-viewer-2026": {"optimistic-2040.ratio"},
    "semianalysis-2026": {"parity-base-without-losses"},
    "suncatcher-2025": {"photons-on-off"},
}
"""Figures that a value of their study's file was found from. Other givens move them as well, so that the test above does not see it."""


@pytest.mark.parametrize("name", SOLVED_FROM)
def test_a_figure_that_a_given_was_solved_from_says_so(name):
    rows = {row.id: row.cause for row in orb.study(name).check()}
    assert {identifier for identifier, cause in rows.items() if cause.startswith("inferred:")} == SOLVED_FROM[name]


def test_such_rows_are_few():
    told = [row.cause.partition(":")[0] for name in names("studies") for row in orb.study(name).check() if row.verdict == "reproduced"]
    assert told.count("given") == 4
    assert told.count("inferred") == 14
    assert len(told) > 890
