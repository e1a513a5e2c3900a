"""What a trustworthy Model must not take over: each slip of a published source is flagged, with our right number beside the wrong one."""

import json
import math
from functools import cache

import pytest

import orbital as orb
from orbital.core.check import UnitCheckError, check_formula
from orbital.core.formula import formula
from orbital.core.units import KilogramPerWatt, Number, UsdPerJoule, UsdPerKilogram, UsdPerWatt, Year, shown_value
from orbital.physics.constants import STEFAN_BOLTZMANN

STARCLOUD, SEMI, ISS, GOOGLE = "starcloud-2024", "semianalysis-2026", "nanjangud-2025", "suncatcher-2025"
QUOTED, SPACEDC, ODC, MCCALIP, ASTRO = "quoted-figures", "spacedc-mdao-0.4.2", "odc-3.1.0", "mccalip-2025", "astrocompute-2026"
MONTHLY = 61_305.125 * (0.15 / 12) / (1 - (1 + 0.15 / 12) ** -60) / 730
YEARLY = 61_305.125 * 0.15 / (1 - 1.15**-5) / 8760
BLACK_350 = 2 * 0.9 * float(STEFAN_BOLTZMANN) * 350.0**4

SLIPS = [
    # study, its words, row of the right number, wrong in the unit of print, right (by hand or by the source's own inputs)
    (STARCLOUD, ("N01", "50 USD/kg", "30 is printed"), "N01", 30.0, 5e6 / 100e3),
    (STARCLOUD, ("N02", "4.33 GW", "not 5 GW"), "N02", 5.0, 16e6 * 0.22 * 0.90 * 1366e-9),
    (STARCLOUD, ("N03", "solar absorptance 0.09", "585", "633"), "N03", 633.08, 584.8),
    (SEMI, ("N04", "monthly", "annual capital recovery"), "N04", MONTHLY, YEARLY),
    (SEMI, ("N05", "4,500", "FP8", "15,000"), "N05", 0.73, 0.73 * 15.0 / 4.5),
    (SEMI, ("N06", "325 m2", "475 m2"), None, None, None),
    (ISS, ("N06", "156", "325", "475"), "N06", 325.0, 6 * 23.3 * 3.4),
    (ISS, ("N06", "156", "449"), "N06.156", 156.0, 6 * 23.3 * 3.4),
    (SEMI, ("N07", "35 minutes", "one per orbit", "291"), "N07", 35.0, 290.0),
    (ODC, ("O1", "35 minutes a day", "one a revolution"), "odc.worst-orbit.longest_eclipse", 35.0, 19.7),
    (GOOGLE, ("N08", "launch alone", "electricity alone", "no comparison of totals"), "N08", 810.0, 10_018.0),
    (QUOTED, ("N09", "1,400 W/m2", "one face or two", "154 kW", "308"), "N09", 150.0, 2 * 1.4 * 110.0),
    (STARCLOUD, ("N10", "black plate", "1,194 m2/MW", "1,580"), "N10", 1200.0, 1e6 / 633.078),
    (QUOTED, ("N11", "per tonne", "per kilogram", "1.6 MUSD"), "N11", 1600.0, 1600.0 * 1000.0),
    (GOOGLE, ("N12", "per kilowatt of array and year", "1.68 USD/kWh"), "N12", 14_700 / 8766, 1.669),
    (QUOTED, ("N13", "0.1 m2/kW", "0.65"), "N13", 0.1, 1e3 / BLACK_350),
    (QUOTED, ("N14", "24,000 m2/MW", "653"), "N14", 24_000.0, 1e6 / BLACK_350),
    (SPACEDC, ("S1", "beta 0", "36 %", "4 %"), "spacedc-mdao.season-true.eclipse", 36.202, 4.0),
    (SPACEDC, ("S2", "paid for anew", "lost"), "spacedc-mdao.lost-and-not-paid.lcoc", 1237.007, 1210.0),
    (SPACEDC, ("S3", "0.75", "multiplies compute"), "spacedc-mdao.kept-until-clear.lcoc", 1237.007, 1237.007 * 0.75),
    (SPACEDC, ("S4", "dose", "failure rate"), "spacedc-mdao.dose-as-limit.lcoc", 1237.007, 1098.4),
    (SPACEDC, ("S5", "3 kg", "16 kg"), None, None, None),
    (SPACEDC, ("S6", "1,500", "3,000"), None, None, None),
    (SPACEDC, ("S7", "units", "nothing calls it"), None, None, None),
    (ODC, ("O2", "230 K", "infrared"), None, None, None),
    (ODC, ("O3", "one availability"), None, None, None),
    (ODC, ("O4", "absolute terms"), None, None, None),
    (ODC, ("O5", "in view all the time"), None, None, None),
    (ODC, ("O6", "fitted", "no test"), None, None, None),
    (MCCALIP, ("M1", "no compute hardware", "GPU failure rate"), None, None, None),
    (MCCALIP, ("M2", "-699", "-264"), "corrected-break-even", -263.66, -699.0),
    (MCCALIP, ("M3", "0.85", "capacity factor 1"), None, None, None),
    (MCCALIP, ("M4", "discounted"), None, None, None),
    (MCCALIP, ("M5", "0.258", "69 degC"), "exact-view-factor", 2.118, 25.78),
    (MCCALIP, ("M6", "233", "299"), None, None, None),
    (MCCALIP, ("M7", "chatbots", "64.85"), None, None, None),
    (MCCALIP, ("31.2 BUSD", "placeholder"), "page-table", 31.2, 51.095),
    (ASTRO, ("T1", "2035", "*price*", "2051"), "astrocompute.crossover-cost-vs-cost.year", 2035.0, 2050.6),
    (ASTRO, ("T2", "0.0106 TFLOP/s", "not heeded"), None, None, None),
    (ASTRO, ("T3", "35 %", "40 %", "5 % of the year"), "T3.eclipse", 35.0, 5.0),
    (ASTRO, ("T4", "per doubling", "per year"), None, None, None),
    (ASTRO, ("T5", "result-shaped"), None, None, None),
    ("orbital-compute", ("99.99 % SLA", "one of twelve", "7.4 %"), None, None, None),
    ("orbital-compute", ("1.403", "1.903"), None, None, None),
    ("orbital-compute", ("32 USD/h", "eight GPUs", "14 times"), "one-gpu-price.break_even_utilisation", 1.792, 1.792 * 8),
    ("space-data-center-model", ("700 GW", "700 MW"), "a-million-h100.power", 700.0, 1e6 * 700e-9),
    ("rotastellar", ("fourth root", "19 %"), "area-growth.true", 1.19, 2.0),
    ("rotastellar", ("lowest elevation", "7.67"), "latency-550km.straight-up", 11.49, 4.0 + 2 * 550 / 299.792458),
    ("spacellm", ("3,571", "2,400"), "fast-faults.wasted-exactly", 5126.0, 2201.0),
    ("praj-radiator", ("208 W/m2", "18 % more"), "low-orbit-343k.area", 74_948.0, 88_800.0),
]


@cache
def rows(name):
    return {row.id: row for row in orb.study(name).check()}


@cache
def as_json(run):
    """All that `orbital studies --json` gives, once."""
    status, out, _ = run("studies", "--json")
    assert status == 0
    return json.loads(out)


def shown(value, row):
    return float(shown_value(value, row.unit))


@pytest.mark.parametrize(("name", "words", "identifier", "wrong", "right"), SLIPS, ids=lambda item: item if isinstance(item, str) else None)
def test_a_slip_is_flagged_with_the_right_number_beside(name, words, identifier, wrong, right):
    flags = [error for error in orb.study(name).errors if all(word in error for word in words)]
    assert flags, f"no line of {name} says {words}"
    if identifier is None:
        return
    row = rows(name)[identifier]
    ours = shown(row.reproduced, row)
    assert ours == pytest.approx(right, rel=0.006)
    assert row.verdict == "explained" or identifier in COMPUTED_RIGHT
    if row.verdict == "explained":
        assert shown(row.published, row) == pytest.approx(wrong, rel=0.002)
        assert not math.isclose(wrong, right, rel_tol=0.02)
        assert row.cause


COMPUTED_RIGHT = {"N12", "corrected-break-even", "exact-view-factor", "astrocompute.crossover-cost-vs-cost.year"}
"""Rows whose published figure is the right one already: somebody else's correction, or the same figure in the unit meant."""


def test_rows_named_for_a_negative_case_carry_its_flag():
    for name in (STARCLOUD, SEMI, ISS, GOOGLE, QUOTED):
        for identifier, row in rows(name).items():
            if identifier[0] == "N" and identifier[1:3].isdigit() and row.verdict == "explained":
                assert any(flag.startswith(identifier[:3] + ":") for flag in row.flags), identifier


def test_the_commands_show_every_slip(run):
    told = {}
    for row in as_json(run):
        told.setdefault(row["study"], []).extend(row["flags"])
    for name, words, *_ in SLIPS:
        assert any(all(word in flag for word in words) for flag in told[name]), (name, words)
    for name in (STARCLOUD, QUOTED):
        status, out, _ = run("studies", name)
        page = " ".join(out.split())
        assert status == 0
        assert all(" ".join(error.split()) in page for error in orb.study(name).errors)


def test_a_flux_of_one_face_and_of_two_are_two_temperatures():
    """N09: 1,400 W/m2 by black faces of emissivity 0.9 at 342 K together, at 407 K one alone."""
    faces = {count: (1400.0 / (count * 0.9 * float(STEFAN_BOLTZMANN))) ** 0.25 for count in (1, 2)}
    assert faces == {1: pytest.approx(407.0, abs=0.5), 2: pytest.approx(342.2, abs=0.5)}


def test_units_that_are_easily_mixed_up_are_kept_apart():
    """N11 and N12: a price per tonne is a thousandth of one per kilogram, and per kW, per kW and year, and per kWh are three things."""
    ours = orb.scenario("ai1-vs-colossus-1")
    assert float(ours.replace({"orbital.launch_price": "1600 USD/tonne"}).orbital.run(("launch_price",))[0]) == pytest.approx(1.6)
    for wrong in ("14700 USD/kW/yr", "14700 USD/kWh"):
        with pytest.raises(orb.InputError, match="is not a unit of this quantity"):
            ours.replace({"orbital.satellite_price_per_watt": wrong})
    assert rows(GOOGLE)["R01b"].unit.shown == "USD/yr/kW"


def test_a_headline_says_what_it_contains():
    """N08: two boundaries are never one number. Answers that differ in cost lines have a step of that name."""
    found = orb.reconcile(GOOGLE, "mccalip-2025")
    (step,) = [step for step in found.steps if step.group == "boundary"]
    assert step.share
    assert "orbital.boundary.satellite_cost" in {item.name for item in step.differences}


def test_a_levelized_cost_that_adds_years_to_a_rate_is_refused():
    """spacePV divides by (years + rate / 100): the live unit check does not let it pass."""

    @formula
    def energy_price(launch_price: UsdPerKilogram, specific_mass: KilogramPerWatt, panel_price: UsdPerWatt, life: Year, rate: Number) -> UsdPerJoule:
        return (launch_price * specific_mass + panel_price) / (life + rate / 100.0)

    with pytest.raises(UnitCheckError):
        check_formula(energy_price.__formula__, {"launch_price": 1.0, "specific_mass": 1.0, "panel_price": 1.0, "life": 1.0, "rate": 5.0})
