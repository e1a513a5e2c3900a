"""A parameter sweep to copy: launch price, satellite price and the ground's electricity against each other, by hardware that fails or not, on two processes.

    python examples/sweep.py [FOLDER]

Needs `pip install 'orbital[lab,cluster]'`. With a folder the table goes there in Parquet by parts; stop it and run it again, and it goes on.
"""

import sys

import orbital as orb

AXES = {
    "orbital.accelerator_loss_rate": ["0.5 %/yr", "3 %/yr"],
    "orbital.launch_price": orb.span("20 USD/kg", "2000 USD/kg", 100, "log"),
    "orbital.satellite_price_per_watt": orb.span("1 USD/W", "15 USD/W", 15),
    "ground.electricity_price": ["64 USD/MWh", "90 USD/MWh", "120 USD/MWh"],
}
OUTPUTS = ["ratio", "orbital.levelized_cost_per_gpu_hour", "ground.levelized_cost_per_gpu_hour"]


def main() -> None:
    scenario = orb.scenario("ai1-vs-colossus-1").replace({"workload.start_year": 2035})
    folder = sys.argv[1] if len(sys.argv) > 1 else None
    found = orb.sweep(scenario, AXES, OUTPUTS, out=folder, workers=2, progress=sys.stderr.isatty())
    print(found)
    table = found.to_frame()

    cheaper = table[table["ratio"] < 1.0]
    print(f"orbit is cheaper in {len(cheaper):,} of {len(table):,} scenarios")
    if len(cheaper):
        columns = ["orbital.accelerator_loss_rate [1/yr]", "orbital.satellite_price_per_watt [USD/W]", "ground.electricity_price [USD/MWh]"]
        dearest = cheaper.groupby(columns)["orbital.launch_price [USD/kg]"].max().unstack()
        print("highest launch price (USD/kg) at which it is, by losses and satellite price (rows) and electricity price:")
        print(dearest.to_string(float_format="%.0f", na_rep="-"))


if __name__ == "__main__":  # processes start by importing this file
    main()
