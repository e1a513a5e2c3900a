"""What several tests share."""

import sys

import pytest
from hypothesis import settings

from orbital import cli
from orbital.scenarios import bind

settings.register_profile("unhurried", deadline=None)  # a busy machine is no fault of a formula
settings.load_profile("unhurried")

SHARED = {
    "accelerator_count": "72 GPU",
    "accelerator_power": "1944.4444444 W/GPU",
    "accelerator_price": "55555.5555556 USD/GPU",
    "cluster_network_fraction": 0.0,
    "spare_fraction": 0.0,
    "goodput": 1.0,
    "peak_flop_rate": "15 PFLOP/s/GPU",
    "utilization": 0.4,
    "tokens_per_accelerator": "5000 token/s/GPU",
    "compounding_frequency": "12 1/yr8760",
}
ORBIT = {
    "accelerators_per_satellite": "72 GPU",
    "array_power_beginning_of_life": "150 kW",
    "sustained_power_fraction": 0.8,
    "bus_overhead_fraction": 0.0,
    "pump_power": "0 W",
    "satellite_price_per_watt": "22 USD/W",
    "satellite_mass": "2143 kg",
    "launch_price": "900 USD/kg",
    "nominal_discount_rate": "15 %/yr8760",
    "satellite_life": "5 yr8760",
    "system_availability": 0.95,
    "annual_eclipse_fraction": 0.044,
    "eclipse_load_fraction": 0.0,
    "housekeeping_fraction": 0.0,
    "accelerator_loss_rate": "4 %/yr8760",
    "satellite_loss_rate": "0 1/yr",
    "host_loss_rate": "0 1/yr",
    "launch_success_probability": 1.0,
    "early_survival_probability": 1.0,
    "formulas": {"levelized_survival": "levelized_survival_undiscounted"},
}
GROUND = {
    "nominal_discount_rate": "10.3 %/yr8760",
    "accelerator_life": "5 yr8760",
    "building_life": "15 yr8760",
    "building_price": "12.5 USD/W",
    "network_power_fraction": 0.0,
    "power_usage_effectiveness": 1.35,
    "power_utilization": 0.8,
    "electricity_price": "87 USD/MWh",
    "system_availability": 1.0,
}


@pytest.fixture
def round_numbers():
    """A scenario of round inputs, made for checking: 72 chips on each side, given as plain numbers."""

    def make(boundary="without-upkeep", orbital=None, ground=None, common=None):
        spec = {
            "title": "round numbers",
            "price_year": 2026,
            "boundary": boundary,
            "common": {**SHARED, **(common or {})},
            "orbital": {**ORBIT, **(orbital or {})},
            "ground": {**GROUND, **(ground or {})},
        }
        return bind(spec, "round-numbers")

    return make


@pytest.fixture(autouse=True)
def no_figure_left_open():
    """pyplot keeps every figure that a test leaves open, and warns of the twentieth."""
    yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs the command line in this process: exit status, standard output, standard error."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["orbital", *arguments])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        told = capsys.readouterr()
        return stop.value.code or 0, told.out, told.err

    return call
