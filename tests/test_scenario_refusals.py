"""What a scenario file or a change to a scenario may not say, and how it is told."""

import re

import pytest

import orbital as orb
from orbital.core.catalog import data_path
from orbital.core.errors import InputError

FILE = {
    "": ['title = "mine"', "price_year = 2025"],
    "workload": ['use = "inference-deepseek-r1"', 'demanded_capacity = "1 GW"'],
    "common": ['accelerator = "gb300-nvl72"'],
    "orbital": ['design = "spacex-ai1"', 'launch_vehicle = "starship-v3"', 'satellite_price_case = "starlink-series"'],
    "ground": ['site = "colossus-1"'],
}
SHIPPED = "ai1-vs-colossus-1"
CLAIMED = "ai1-claimed-vs-colossus-1"


@pytest.fixture
def write(tmp_path):
    """Writes the file above with lines added to sections, and lines that start with a word left out."""

    def make(added=(), without=()):
        lines = []
        for section, content in FILE.items():
            lines += [f"[{section}]"] if section else []
            lines += [line for line in content if not any(line.startswith(word) for word in without)]
            lines += [line for where, line in added if where == section]
        path = tmp_path / "mine.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return make


def faults(action):
    with pytest.raises(InputError) as error:
        action()
    assert all("\n" not in fault for fault in error.value.faults)
    return error.value.faults


def replaced(*changes, name=SHIPPED):
    s = orb.scenario(name)
    for change in changes:
        s = s.replace(change)
    return s


def test_the_file_itself_is_accepted(write):
    assert orb.evaluate(orb.scenario(write())).ratio == orb.evaluate(orb.scenario(SHIPPED)).ratio


@pytest.mark.parametrize(
    ("section", "line", "fragments"),
    [
        # names
        ("orbital", 'altitud = "600 km"', ["altitud is not a quantity", "did you mean 'altitude'"]),
        ("common", 'acelerator_life = "5 yr"', ["acelerator_life", "'accelerator_life'"]),
        ("workload", 'contxt_length = "5 token"', ["contxt_length", "'context_length'"]),
        ("ground", 'radiator_area = "5 m**2"', ["radiator_area", "move it to [orbital]"]),
        ("orbital", 'electricity_price = "64 USD/MWh"', ["electricity_price", "move it to [ground]"]),
        ("orbital", 'site = "colossus-1"', ["'site'", "belongs in [ground]"]),
        ("ground", 'design = "spacex-ai1"', ["'design'", "belongs in [orbital]"]),
        ("ground", 'launch_vehicle = "starship-v3"', ["launch_vehicle", "belongs in [orbital]"]),
        ("orbital", 'finance = "equal"', ["finance", "belongs in [common]"]),
        ("common", 'precision = "fp4"', ["precision", "belongs in [workload]"]),
        ("orbital", 'accelerator = "gb300-nvl72"', ["'accelerator'", "belongs in [common]"]),
        ("ground", 'use = "inference-deepseek-r1"', ["'use'", "belongs in [workload]"]),
        ("", 'vesion = "1"', ["'vesion'", "price_year"]),
        ("", 'boundry = "all-in"', ["'boundry'", "did you mean 'boundary'"]),
        ("", 'altitude = "600 km"', ["'altitude'", "orbital, ground"]),
        ("", 'boundary = "al-in"', ["boundary = 'al-in'", "did you mean 'all-in'", "without-upkeep"]),
        ("", "boundary = 5", ["boundary = ", "5"]),
        ("orbital", '"a\\nb" = 5', ["is not a quantity"]),
        # units and form
        ("orbital", "altitude = 600", ["altitude = 600", "the unit is missing", "'600 km'"]),
        ("orbital", 'altitude = "600"', ["altitude = '600'", "the unit is missing"]),
        ("orbital", 'altitude = "600 kg"', ["altitude", "'kg' is not a unit of this quantity", "in km"]),
        ("orbital", 'launch_price = "$200/kg"', ["launch_price = '$200/kg'", "write USD"]),
        ("orbital", 'launch_price = "1,500 USD/kg"', ["launch_price", "no commas"]),
        ("orbital", 'launch_price = "200 USD_1999/kg"', ["launch_price", "1999", "2010 to 2026"]),
        ("orbital", "altitude = nan", ["altitude = nan", "a finite number"]),
        ("orbital", "altitude = inf", ["altitude = inf", "a finite number"]),
        ("orbital", 'altitude = "nan km"', ["altitude = 'nan km'"]),
        ("ground", "power_usage_effectiveness = nan", ["power_usage_effectiveness = ", "a finite number"]),
        ("ground", "power_usage_effectiveness = -inf", ["power_usage_effectiveness = ", "a finite number"]),
        ("orbital", "altitude = true", ["altitude = True", "a number with a unit"]),
        ("orbital", 'altitude = ""', ["altitude = ''"]),
        ("orbital", 'altitude = ["600 km"]', ["altitude = ['600 km']", "a number with a unit"]),
        ("orbital", "altitude = 2025-01-01", ["altitude", "a number with a unit"]),
        ("orbital", 'altitude = {value = "600 km", spred = ["5 km", "7 km"]}', ["altitude", "spred", "did you mean 'spread'"]),
        ("orbital", 'altitude = {spread = ["500 km", "700 km"]}', ["altitude", "value"]),
        ("orbital", 'altitude = {value = "600 km", spread = ["500 km", "700 kg"]}', ["altitude spread", "'kg'"]),
        ("orbital", 'altitude = {value = "600 km", spread = ["700 km", "500 km"]}', ["altitude", "spread"]),
        ("orbital", 'altitude = {value = "600 km", spread = ["700 km", "800 km"]}', ["altitude", "spread"]),
        ("orbital", 'altitude = {value = "600 km", spread = ["10 km", "800 km"]}', ["altitude spread = '10 km'", "160 km to 36,000 km"]),
        # bounds
        ("orbital", 'altitude = "100 km"', ["altitude = '100 km'", "160 km to 36,000 km"]),
        ("orbital", 'altitude = "-7000 km"', ["altitude = '-7000 km'", "allowed is"]),
        ("orbital", 'radiator_temperature = "60 K"', ["radiator_temperature = '60 K'", "150 K to"]),
        ("orbital", 'inclination = "200 deg"', ["inclination = '200 deg'", "180 deg"]),
        ("orbital", 'inclination = "-1 deg"', ["inclination = '-1 deg'", "0 deg"]),
        ("orbital", 'satellite_mass = "-5 kg"', ["satellite_mass = '-5 kg'", "allowed is"]),
        ("orbital", 'satellite_mass = "0 kg"', ["satellite_mass = '0 kg'", "allowed is"]),
        ("orbital", 'satellite_life = "0 yr"', ["satellite_life = '0 yr'", "0.1 yr"]),
        ("orbital", "radiator_emissivity = 90", ["radiator_emissivity = '90'", "write '90 %'"]),
        ("orbital", "radiator_emissivity = 0", ["radiator_emissivity = '0'", "1 % to 100 %"]),
        ("orbital", "cell_efficiency = 30", ["cell_efficiency = '30'", "write '30 %'"]),
        ("orbital", 'launch_price = "-1 USD/kg"', ["launch_price = '-1 USD/kg'", "at least 0 USD/kg"]),
        ("ground", "system_availability = 99", ["system_availability = '99'", "write '99 %'"]),
        ("ground", "power_usage_effectiveness = 0.9", ["power_usage_effectiveness = '0.9'", "1 to 4"]),
        ("ground", 'nominal_discount_rate = "-100 %/yr"', ["nominal_discount_rate = '-100 %/yr'", "allowed is"]),
        ("ground", 'accelerator_life = "500 yr"', ["accelerator_life = '500 yr'", "50 yr"]),
        # what cannot be given
        ("orbital", 'lift_margin = "1 kg"', ["lift_margin", "a margin that is checked"]),
        ("orbital", 'radiator_flux_margin = "5 W/m**2"', ["radiator_flux_margin", "a margin that is checked"]),
        ("orbital", 'beta_angle = "5 deg"', ["beta_angle", "along day"]),
        ("orbital", 'eclipse_fraction = "5 %"', ["eclipse_fraction", "along day"]),
        ("orbital", 'discount_rate = "8 %/yr"', ["discount_rate", "say real or nominal"]),
        ("common", 'discount_rate = "8 %/yr"', ["discount_rate", "say real or nominal"]),
        ("ground", 'wacc = "8 %/yr"', ["wacc", "say real or nominal"]),
        ("orbital", 'satellite_discount_rate = "8 %/yr"', ["satellite_discount_rate", "satellite_nominal_rate"]),
        # formulas
        ("orbital", 'formulas.eclipse_fraction = "eclipse_fraction_conica"', ["eclipse_fraction_conica'", "eclipse_fraction_conical"]),
        ("orbital", 'formulas.eclipse_fractio = "eclipse_fraction_conical"', ["eclipse_fractio is not a quantity", "did you mean 'eclipse_fraction'"]),
        ("orbital", 'formulas.altitude = "altitude"', ["altitude", "no such formula"]),
        ("orbital", "formulas.eclipse_fraction = 5", ["eclipse_fraction", "no such formula"]),
        ("orbital", "formulas = 5", ["formulas must be a table"]),
        # picks
        ("workload", 'precision = "fp5"', ["precision = 'fp5'", "bf16, fp4, fp8"]),
        ("common", 'finance = "market-2027"', ["finance = 'market-2027'", "did you mean 'market-2026'"]),
        # overruled or without effect
        ("common", 'altitude = "700 km"', ["altitude has no effect", "design spacex-ai1", "[orbital]"]),
        ("ground", 'gas_price = "9 USD/MMBtu"', ["gas_price", "electricity_price"]),
        ("orbital", 'inflation_rate = "9 %/yr"', ["inflation_rate", "_real"]),
    ],
)
def test_one_wrong_line_is_one_fault_that_names_file_key_and_remedy(write, section, line, fragments):
    path = write([(section, line)])
    (fault,) = faults(lambda: orb.scenario(path))
    assert str(path) in fault
    for fragment in fragments:
        assert fragment in fault


@pytest.mark.parametrize(
    ("old", "new", "fragments"),
    [
        ("design", 'design = "spacex-a1"', ["[orbital] design = 'spacex-a1'", "did you mean 'spacex-ai1'", "starlink-v2-mini"]),
        ("design", 'design = ["spacex-ai1"]', ["[orbital] design = ['spacex-ai1']", "not known"]),
        ("launch_vehicle", 'launch_vehicle = "starship"', ["launch_vehicle = 'starship'", "did you mean 'starship-v3'"]),
        ("site", 'site = "Colossus-1"', ["[ground] site = 'Colossus-1'", "did you mean 'colossus-1'"]),
        ("accelerator", 'accelerator = "gb300"', ["[common] accelerator = 'gb300'", "did you mean 'gb300-nvl72'"]),
        ("use", 'use = "inference-deepseek"', ["[workload] use = 'inference-deepseek'", "did you mean 'inference-deepseek-r1'"]),
        ("price_year", "", ["price_year", "must be given, 2010 to 2026"]),
        ("price_year", "price_year = 1950", ["price_year = 1950", "2010 to 2026"]),
        ("price_year", 'price_year = "2025"', ["price_year = '2025'", "2010 to 2026"]),
        ("price_year", "price_year = true", ["price_year = True", "2010 to 2026"]),
    ],
)
def test_a_wrong_pick_or_price_year_is_refused_with_what_there_is(write, old, new, fragments):
    section = next(section for section, lines in FILE.items() if any(line.startswith(old) for line in lines))
    path = write([(section, new)], [old])
    (fault,) = faults(lambda: orb.scenario(path))
    assert fault.startswith(str(path))
    for fragment in fragments:
        assert fragment in fault


def test_a_chip_without_the_precision_of_the_work_is_refused_with_what_it_has(write):
    (fault,) = faults(lambda: orb.scenario(write([("common", 'accelerator = "h100-sxm"')], ["accelerator"])))
    assert "accelerator h100-sxm has no peak rate in 'fp4'; it has: bf16, fp8" in fault


def test_a_chip_without_any_work_asks_for_the_workload(write):
    (fault,) = faults(lambda: orb.scenario(write(without=["use"])))
    assert "[workload]" in fault


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        ("design", {"orbital.accelerators_per_satellite"}),
        ("site", {"ground.electricity_price"}),
        ("launch_vehicle", {"orbital.flight_price", "orbital.reference_payload", "orbital.upper_stage_dry_mass", "orbital.upper_stage_exhaust_velocity"}),
        ("accelerator", {"orbital.accelerator_price", "ground.accelerator_price", "orbital.accelerator_system_mass", "ground.peak_flop_rate"}),
        ("demanded_capacity", {"orbital.demanded_capacity", "ground.demanded_capacity"}),
    ],
)
def test_a_null_that_nobody_gave_is_asked_for_on_both_sides_at_once(write, without, expected):
    found = faults(lambda: orb.evaluate(orb.scenario(write(without=[without]))))
    assert all("must be given: " in fault for fault in found)
    assert expected <= {fault.partition(" ")[0] for fault in found}


@pytest.mark.parametrize("without", ["launch_vehicle", "accelerator"])
def test_what_a_catalog_entry_would_give_is_asked_for_with_the_place_to_choose_one(write, without):
    found = faults(lambda: orb.evaluate(orb.scenario(write(without=[without]))))
    assert any(re.search(rf"choose '{without}' in \[", fault) for fault in found)


@pytest.mark.parametrize(("section", "name"), [("orbital", "altitude"), ("ground", "accelerator_life")])
def test_a_parameter_cannot_be_computed_and_is_asked_for(write, section, name):
    (fault,) = faults(lambda: orb.evaluate(orb.scenario(write([(section, f'{name} = "computed"')]))))
    assert f"{section}.{name} must be given" in fault or ("computed" in fault and name in fault)


def test_several_faults_of_one_file_are_reported_at_once(write):
    path = write(
        [
            ("", 'vesion = "1"'),
            ("workload", 'context_length = "5 kg"'),
            ("common", 'finance = "market-2027"'),
            ("orbital", 'altitud = "600 km"'),
            ("orbital", 'launch_price = "$5/kg"'),
            ("orbital", 'formulas.eclipse_fraction = "nosuch"'),
            ("ground", "power_usage_effectiveness = 90"),
            ("ground", 'electricity_price = "64"'),
        ]
    )
    told = "\n".join(faults(lambda: orb.scenario(path)))
    for word in ("vesion", "context_length", "market-2027", "altitud ", "$5/kg", "nosuch", "power_usage_effectiveness", "electricity_price"):
        assert word in told, word


def test_faults_of_both_sides_are_reported_at_once(write):
    found = faults(lambda: orb.scenario(write([("orbital", "altitude = 5"), ("orbital", 'satellite_life = "5 kg"'), ("ground", "building_life = 5")])))
    assert [sum(word in fault for fault in found) for word in ("altitude", "satellite_life", "building_life")] == [1, 1, 1]
    assert len(found) == 3


def test_a_value_and_a_formula_for_one_quantity_are_refused(write):
    path = write([("orbital", 'net_radiator_flux = "600 W/m**2"'), ("orbital", 'formulas.net_radiator_flux = "net_radiator_flux_fixed_sink"')])
    found = faults(lambda: orb.scenario(path))
    assert any("net_radiator_flux has a value and formulas.net_radiator_flux = 'net_radiator_flux_fixed_sink'; keep one" in fault for fault in found)


CHOICE = {"orbital.satellite_mass": "9000 kg", "orbital.formulas.satellite_mass": "satellite_mass_from_specific_power"}


@pytest.mark.parametrize("keys", [list(CHOICE), list(reversed(CHOICE))])
def test_a_value_and_a_formula_in_one_change_are_refused_in_either_order(keys):
    assert any("has a value and formulas.satellite_mass" in fault for fault in faults(lambda: replaced({key: CHOICE[key] for key in keys})))


def test_formulas_that_go_in_a_circle_are_refused_as_input():
    (fault,) = faults(lambda: orb.evaluate(replaced({"orbital.formulas.radiator_temperature": "radiator_temperature_from_area"})))
    assert "form a cycle" in fault
    assert "radiator_temperature_from_area" in fault


CIRCLE = ('satellite_it_power = "500 kW"', 'accelerators_per_satellite = "72 GPU"', 'accelerator_power = "2000 W/GPU"')


def test_two_givens_that_contradict_each_other_are_refused(write):
    (fault,) = faults(lambda: orb.scenario(write([("orbital", line) for line in CIRCLE])))
    assert "satellite_it_power = 500 kW contradicts" in fault
    assert "accelerators_per_satellite" in fault
    assert "accelerator_power" in fault
    assert "144 kW" in fault


def test_two_givens_that_agree_are_accepted(write):
    orb.scenario(write([("orbital", line.replace("500", "144")) for line in CIRCLE]))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (0, 2, 1)])
def test_a_contradiction_is_refused_however_it_came_about(order):
    changes = [{f"orbital.{line.partition(' = ')[0]}": line.partition('"')[2].rstrip('"')} for line in CIRCLE]
    assert any("contradicts" in fault for fault in faults(lambda: replaced(*(changes[k] for k in order))))


@pytest.mark.parametrize(
    ("changes", "given"),
    [
        ({"orbital.radiator_emissivity": 0.8}, "satellite_mass (design spacex-ai1-claimed)"),
        ({"orbital.radiator_deployment_areal_mass": "2 kg/m**2"}, "satellite_mass (design spacex-ai1-claimed)"),
        ({"orbital.reference_payload": "90 tonne"}, "payload_to_orbit (design spacex-ai1-claimed)"),
        ({"orbital.launch_price": "100 USD/kg", "orbital.flight_price": "90 MUSD"}, "orbital.launch_price"),
        ({"orbital.building_life": "5 yr"}, "[ground]"),
    ],
)
def test_m3_a_quantity_that_a_given_cuts_off_is_refused_with_the_given(changes, given):
    (fault,) = faults(lambda: replaced(changes, name=CLAIMED))
    assert given in fault


def test_m3_a_given_that_makes_an_earlier_one_dead_is_refused():
    (fault,) = faults(lambda: replaced({"orbital.flight_price": "80 MUSD"}, {"orbital.launch_price": "500 USD/kg"}))
    assert "flight_price" in fault
    assert "the given orbital.launch_price" in fault


def test_m3_a_dead_quantity_is_alive_again_when_the_given_is_withdrawn():
    computed = {f"orbital.{name}": "computed" for name in ("satellite_mass", "net_radiator_flux")}
    assert orb.evaluate(replaced(computed, {"orbital.radiator_emissivity": 0.8}, name=CLAIMED)).ratio > 0.0


@pytest.mark.parametrize(
    ("changes", "fragments"),
    [
        ({"orbital.nosuch_thing": 1}, ["orbital.nosuch_thing is not a quantity"]),
        ({"orbital.altitud": "600 km"}, ["did you mean 'altitude'"]),
        ({"orbit.altitude": "600 km"}, ["'orbit.altitude' is not a setting"]),
        ({"altitude": "600 km"}, ["'altitude' is not a setting", "orbital.QUANTITY"]),
        ({"orbital": 5}, ["'orbital' is not a setting"]),
        ({"": 5}, ["'' is not a setting"]),
        ({"ground.altitude": "600 km"}, ["move it to [orbital]"]),
        ({"boundary": "al-in"}, ["did you mean 'all-in'"]),
        ({"price_year": "2025"}, ["price_year = '2025'"]),
        ({"orbital.design": "spacex-a1"}, ["did you mean 'spacex-ai1'"]),
        ({"orbital.altitude": None}, ["orbital.altitude = None"]),
        ({"orbital.altitude": "600 kg"}, ["orbital.altitude", "in km"]),
        ({"orbital.altitude": float("nan")}, ["orbital.altitude", "a finite number"]),
        ({"orbital.altitude": "100 km"}, ["orbital.altitude = '100 km'", "160 km to 36,000 km"]),
        ({"orbital.cell_efficiency": 90}, ["orbital.cell_efficiency", "write '90 %'"]),
        ({"orbital.inclination": "90 %"}, ["orbital.inclination", "not a unit of this quantity"]),
        ({"orbital.inclination": "3 dB"}, ["orbital.inclination", "not a unit of this quantity"]),
        ({"ground.power_usage_effectiveness": 10**400}, ["power_usage_effectiveness", "a finite number"]),
        ({"workload.demanded_capacity": "1 PFLOP/s"}, ["demanded_capacity", "in MW"]),
        ({"workload.demanded_capacity": "1 mW"}, ["demanded_capacity = '1 mW'", "0.001 MW"]),
        ({"orbital.altitude": "computed"}, ["orbital.altitude"]),
        ({"orbital.formulas.eclipse_fraction": "nosuch"}, ["orbital.formulas.eclipse_fraction = 'nosuch'", "eclipse_fraction_conical"]),
        ({"orbital.total_cost": "5 MUSD/yr"}, ["total_cost"]),
        ({"ground.gas_price": "9 USD/MMBtu"}, ["gas_price", "electricity_price"]),
    ],
)
def test_a_wrong_change_is_refused_with_its_key(changes, fragments):
    (fault,) = faults(lambda: orb.evaluate(replaced(changes)).to_dict())
    for fragment in fragments:
        assert fragment in fault


@pytest.mark.parametrize("key", ["orbital.altitude", "orbital.launch_price"])
def test_all_faults_of_a_change_are_reported_at_once(key):
    found = faults(lambda: replaced({key: "5 s", "ground.electricity_price": "nonsense", "ground.power_usage_effectiveness": 0.5}))
    assert len(found) == 3
    for name in (key, "electricity_price", "power_usage_effectiveness"):
        assert sum(name in fault for fault in found) == 1


def test_a_refused_formula_is_named_once_and_readably():
    (fault,) = faults(lambda: replaced({"orbital.formulas.eclipse_fraction": "nosuch"}))
    assert "orbital.:" not in fault
    assert fault.count("orbital.formulas.eclipse_fraction") == 1


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("price_year = 2025\nx = = 3\n", "line 2"),
        ('[orbital]\ndesign = "spacex-ai1\n', "line 2"),
        ('[orbital]\ndesign = "a"\ndesign = "b"\n', "line 3"),
        ("[orbital]\n[orbital]\n", "line 2"),
        ("price_year = 2025\n[orbital]\nx = " + "1" * 5000 + "\n", "not valid TOML"),
        ("x = " + "[" * 5000 + "]" * 5000, "not valid TOML"),
        ("", "price_year"),
        ("orbital = 5\nprice_year = 2025\n", "[orbital] must be a section"),
        ("price_year = 2025\n[[orbital]]\naltitude = 5\n", "[orbital] must be a section"),
    ],
    ids=["two signs", "open text", "key twice", "section twice", "endless number", "endless nesting", "empty", "no section", "array of sections"],
)
def test_a_broken_file_is_refused_with_its_name_and_the_line(tmp_path, text, fragment):
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    (fault,) = faults(lambda: orb.scenario(path))
    assert fault.startswith(str(path))
    assert fragment in fault


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "binary.toml"
    path.write_bytes(bytes(range(256)))
    assert "not UTF-8 text" in faults(lambda: orb.scenario(path))[0]


@pytest.mark.parametrize(
    ("name", "fragment"),
    [
        ("nowhere.toml", "no such file"),
        (".", "is a directory"),
        ("a-folder", "not known"),
        ("x" * 5000, "not known"),
        ("x" * 5000 + ".toml", "xxx"),
        ("a\0b.toml", "a\\x00b.toml"),
        ("ai1-vs-colossus", "did you mean 'ai1-vs-colossus-1'"),
    ],
    ids=["missing", "directory", "unknown", "long", "long file", "null", "close"],
)
def test_what_is_no_scenario_and_no_file_is_refused(tmp_path, monkeypatch, name, fragment):
    monkeypatch.chdir(tmp_path)
    assert fragment in faults(lambda: orb.scenario(name))[0]


@pytest.mark.parametrize("finance", ["", 'finance = "equal"'])
def test_a_rate_of_ones_own_is_refused_at_once_or_carries_through_the_whole_result(write, finance):
    path = write([("common", 'nominal_discount_rate = "8 %/yr"'), ("common", finance)])
    if finance:
        assert "finance equal" in faults(lambda: orb.scenario(path))[0]
    else:
        assert orb.evaluate(orb.scenario(path)).to_dict()["market_ratio"] > 0.0


def test_chips_of_ones_own_carry_through_the_whole_result(write):
    chips = [
        'accelerator_power = "1944 W/GPU"',
        'accelerator_chip_power = "1400 W/GPU"',
        'accelerator_price = "55600 USD/GPU"',
        'accelerator_system_mass = "20 kg/GPU"',
        'memory_per_accelerator = "288 GB/GPU"',
        'memory_bandwidth = "8 TB/s/GPU"',
        'scale_up_domain = "72 GPU"',
        'peak_flop_rate = "15 PFLOP/s/GPU"',
        'attention_flop_rate = "2.5 PFLOP/s/GPU"',
        'scale_up_bandwidth = "900 GB/s/GPU"',
        'scale_out_rate = "800 Gbit/s/GPU"',
    ]
    result = orb.evaluate(orb.scenario(write([("common", line) for line in chips], ["accelerator"])))
    assert result.to_dict()["ratio"] == pytest.approx(orb.evaluate(orb.scenario(SHIPPED)).ratio, rel=1e-2)


def test_a_formula_chosen_in_common_holds_on_the_side_that_has_it(write):
    real = [("common", f'formulas.{asset}_discount_rate = "{asset}_discount_rate_real"') for asset in ("accelerator", "building", "satellite")]
    s = orb.scenario(write(real))
    assert s.orbital.chosen["satellite_discount_rate"] == "satellite_discount_rate_real"


@pytest.mark.parametrize(
    ("call", "fragment"),
    [
        (lambda s: orb.break_even(s, "orbital.nosuch_thing"), "orbital.nosuch_thing is not a quantity"),
        (lambda s: orb.break_even(s, "altitude"), "name a side and a quantity"),
        (lambda s: orb.break_even(s, "orbital.beta_angle"), "along day"),
        (lambda s: orb.break_even(s, "orbital.lift_margin"), "lift_margin"),
        (lambda s: orb.evaluate(s).explain("orbital.radiator_are"), "did you mean 'radiator_area'"),
        (lambda s: orb.evaluate(s).explain("radiator_area"), "name a side and a quantity"),
        (lambda s: orb.evaluate(s).orbital["radiator_are"], "did you mean 'radiator_area'"),
        (lambda s: s.side("moon"), "'moon' is not a side"),
        (lambda s: orb.monte_carlo(s, samples=1), "samples = 1"),
        (lambda s: orb.monte_carlo(s, samples=2.5), "samples = 2.5"),
        (lambda s: orb.study("mccalip"), "did you mean 'mccalip-2025'"),
        (lambda s: orb.reconcile("semianalysis-2026", "mccalip"), "mccalip-2025"),
        (lambda s: orb.reconcile("semianalysis-2026", "mccalip-2025", "orbital.beta_angle"), "along day"),
    ],
)
def test_a_wrong_question_is_refused(call, fragment):
    assert fragment in faults(lambda: call(orb.scenario(SHIPPED)))[0]


def test_break_even_on_an_infeasible_design_says_that_it_is_infeasible():
    found = orb.break_even(replaced({"orbital.radiator_temperature": "190 K"}), "orbital.altitude")
    assert found.value is None
    assert "infeasible" in found.reason


def test_real_money_on_one_side_and_nominal_on_the_other_is_refused():
    real = {f"orbital.formulas.{asset}_discount_rate": f"{asset}_discount_rate_real" for asset in ("accelerator", "satellite")}
    with pytest.raises(orb.InputError, match="mixed: orbital real, ground nominal"):
        orb.scenario(SHIPPED).replace(real)


def test_a_boundary_for_studies_is_neither_offered_nor_taken():
    with pytest.raises(orb.InputError, match="for studies only") as refused:
        orb.scenario(SHIPPED).replace({"boundary": "without-chips"})
    assert "chips-datacenter-operations" not in str(refused.value)


@pytest.mark.parametrize("name", [None, 5, {}])
def test_a_scenario_s_name_is_text_or_a_path(name):
    with pytest.raises(orb.InputError, match="TOML file is expected"):
        orb.scenario(name)


@pytest.mark.parametrize("ends", [(True, False), (False, True)])
def test_a_walk_from_or_to_a_design_without_a_price_says_why(tmp_path, ends):
    path = tmp_path / "heavy.toml"
    path.write_text((data_path() / "scenarios" / f"{SHIPPED}.toml").read_text().replace('"spacex-ai1"', '"turyshev-1mw"'))
    with pytest.raises(orb.InputError, match="no flight lifts it"):
        orb.reconcile(*(str(path) if heavy else SHIPPED for heavy in ends))
