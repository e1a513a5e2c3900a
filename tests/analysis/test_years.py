"""The answer by start year."""

import json

import numpy as np
import pytest

import orbital as orb
from orbital.core.errors import InputError

AI1 = "ai1-vs-colossus-1"


@pytest.fixture(scope="module")
def announced():
    """On announced trends, with satellites that live ten years: it crosses."""
    return orb.scenario(AI1).replace({"common.outlook": "announced", "orbital.satellite_life": "10 yr"})


@pytest.fixture(scope="module")
def found(announced):
    return orb.by_year(announced, range(2026, 2051, 4), draws=512)


def test_each_year_is_the_scenario_started_then(announced, found):
    for k, year in enumerate(found.year):
        here = announced.replace({"workload.start_year": float(year)})
        assert found.columns["ratio"][k] == orb.evaluate(here).ratio
        assert orb.monte_carlo(here, 512).quantile(0.5) == pytest.approx(found.columns["ratio_p50"][k], rel=1e-12)


def test_the_crossing_year_put_back_gives_ratio_one(announced, found):
    assert 2026.0 < found.crossing.value < 2050.0
    ratio = orb.evaluate(announced.replace({"workload.start_year": found.crossing.value})).ratio
    assert ratio == pytest.approx(1.0, rel=1e-9)


def test_the_crossing_by_draw_is_the_first_year_at_or_below_one(announced, found):
    rows = np.stack([orb.monte_carlo(announced.replace({"workload.start_year": float(year)}), 512).ratio for year in found.year])
    for draw in range(0, 512, 37):
        below = [year for year, ratio in zip(found.year, rows[:, draw], strict=True) if ratio <= 1.0]
        expected = below[0] if below else np.nan
        assert found.crossing_years[draw] == pytest.approx(expected, nan_ok=True)
    assert found.share_never == np.mean(~(rows <= 1.0).any(axis=0))


def test_no_crossing_is_an_answer():
    never = orb.by_year(orb.scenario(AI1), (2026, 2050), draws=64)
    assert never.crossing.value is None
    assert "not before 2050" in repr(never)
    assert never.crossing_quantile(0.5) is None
    assert json.loads(json.dumps(never.to_dict(), allow_nan=False))["crossing_year"]["value"] is None


def test_quantiles_of_the_crossing_are_ordered_and_none_beyond_the_last_year(found):
    years = [found.crossing_quantile(q) for q in (0.05, 0.5, 0.99)]
    known = [year for year in years if year is not None]
    assert known == sorted(known)
    assert years[-1] is None or found.share_never < 0.01


def test_frame_rows_and_picture(found):
    frame = found.to_frame()
    assert list(frame["year"]) == list(range(2026, 2051, 4))
    assert "orbital_cost [USD/(PFLOP/s*h)]" in frame.columns
    assert found.rows()[0][0] == "start year"
    figure = found.plot()
    assert len(figure.axes) == 2
    import matplotlib.pyplot as plt

    plt.close(figure)


@pytest.mark.parametrize("years", [[], [2030, 2030], [2040, 2030], [float("nan")], [[2030]], [2020]])
def test_refuses_years_that_are_none(announced, years):
    with pytest.raises(InputError):
        orb.by_year(announced, years, draws=16)


def test_break_even_solves_the_start_year_or_says_not_before(announced):
    assert orb.break_even(announced, "workload.start_year").value == pytest.approx(orb.break_even(announced, "common.start_year").value)
    assert "not before 2050" in orb.break_even(orb.scenario(AI1), "workload.start_year").reason


def test_break_even_does_not_say_not_before_where_orbit_is_cheaper_in_every_year():
    dear = orb.scenario(AI1).replace({"ground.building_price": "900 USD/W"})
    reason = orb.break_even(dear, "workload.start_year").reason
    assert "orbit is cheaper throughout" in reason
    assert "not before" not in reason
