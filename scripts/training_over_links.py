"""Write docs/training-over-links.md: what links between satellites carry, and the utilization that leaves a training run in three layouts, computed anew.

python scripts/training_over_links.py
"""

from pathlib import Path

import orbital as orb
from orbital.core.units import number_text

PAGE = Path(__file__).parents[1] / "docs" / "training-over-links.md"
SCENARIO = {"workload.use": "training-llama3-405b"}
RATES = (100, 200, 800, 1000, 9600, 12_800, 100_000)
DISTANCES = (0.2, 5, 50, 300, 1000, 2000, 5000)
LAYOUTS = {
    "data across satellites of 72, the model in each": {"orbital.accelerators_per_satellite": "72 GPU"},
    "pipeline across satellites of 8": {"orbital.accelerators_per_satellite": "8 GPU"},
    "local steps on satellites of 72": {
        "orbital.accelerators_per_satellite": "72 GPU",
        "orbital.formulas.network_utilization_ceiling": "network_utilization_ceiling_local_steps",
    },
}


def run(changes: dict[str, object], *names: str) -> tuple[float, ...]:
    """Quantities of the orbital side of the run, SI."""
    return tuple(float(value) for value in orb.scenario("ai1-vs-colossus-1").replace({**SCENARIO, **changes}).side("orbital").run(names))


def utilization(layout: str, rate: float, distance: float, **formulas: str) -> str:
    """Model FLOP utilization of a layout, in percent."""
    stated: dict[str, object] = {"orbital.inter_satellite_rate": f"{rate} Gbit/s", "orbital.neighbor_distance": f"{distance} km"}
    chosen = {f"orbital.formulas.{name}": formula for name, formula in formulas.items()}
    return f"{100.0 * run({**LAYOUTS[layout], **stated, **chosen}, 'utilization')[0]:.2f}"


def layout_table(distance: float) -> list[str]:
    """Utilization by rate and layout."""
    rows = [" | ".join([f"| {rate:,} Gb/s", *(f"{utilization(layout, rate, distance)} %" for layout in LAYOUTS)]) + " |" for rate in RATES]
    return ["| rate of a link | " + " | ".join(LAYOUTS) + " |", "|--:|" + "--:|" * len(LAYOUTS), *rows]


def main() -> None:
    """Compute and write."""
    job, measured = run({}, "job_accelerators", "training_utilization")
    step, hidden = run({}, "step_time", "communication_overlap")
    lines = [
        "# Training over links between satellites",
        "",
        "Written by `python scripts/training_over_links.py`. Can it train, or only infer? One run in three layouts: Llama 3.1 405B on",
        f"{job:,.0f} GB300, {100 * measured:.1f} % of dense peak where no link binds (as measured on the ground), steps of {step:.2f} s, of which",
        f"{100 * hidden:.0f} % can hide exchange.",
        "",
        "## What a link carries",
        "",
        "From the budget (`orbital/physics/inter_satellite_links.py`): 5 W, 10 cm, 3 dB of optics, 1 urad of jitter at each end, 195 photons a bit,",
        "3 dB to spare, channels of 400 Gb/s. With two transceivers in a terminal and with 24.",
        "",
        "| neighbor | light received | channels it feeds | rate, 2 transceivers | rate, 24 |",
        "|--:|--:|--:|--:|--:|",
    ]
    for distance in DISTANCES:
        apart: dict[str, object] = {"orbital.neighbor_distance": f"{distance} km"}
        light, fed, few = run(apart, "received_optical_power", "powered_channels", "inter_satellite_rate")
        (many,) = run({**apart, "orbital.terminal_channels": 24}, "inter_satellite_rate")
        lines.append(f"| {distance:g} km | {number_text(light * 1e6)} uW | {number_text(fed)} | {few / 1e9:,.0f} Gb/s | {many / 1e9:,.0f} Gb/s |")
    lines += ["", "## Utilization by rate: neighbors 200 m apart", "", *layout_table(0.2)]
    lines += ["", "## The same, neighbors 1,000 km apart", "", *layout_table(1000)]
    names = ("model_islands", "data_parallel_copies", "gradient_exchange_size", "pipeline_exchange_size", "gradient_exchange_delay", "pipeline_delay")
    lines += ["", "## What is exchanged in a step", ""]
    lines += [
        "| layout | satellites a copy | copies | gradients a satellite sends | activations | hops' delay at 1,000 km, ring | pipeline |",
        "|---|" + "--:|" * 6,
    ]
    for layout, changes in LAYOUTS.items():
        got = run({**changes, "orbital.neighbor_distance": "1000 km"}, *names)
        lines.append(f"| {layout} | {got[0]:.0f} | {got[1]:.0f} | {got[2] / 8e9:,.0f} GB | {got[3] / 8e9:,.0f} GB | {got[4]:.2f} s | {got[5]:.3f} s |")
    first = next(iter(LAYOUTS))
    ring, grid = (utilization(first, 100_000, 1000, **chosen) for chosen in ({}, {"gradient_exchange_delay": "gradient_exchange_delay_on_a_grid"}))
    lines += [
        "",
        f"Links of 100 Tb/s over 1,000 km leave {ring} % on a ring and {grid} % on a square grid of satellites with four links each",
        "(`gradient_exchange_delay_on_a_grid`): there light binds, not the rate.",
        "",
        "Local steps exchange every 500 steps and are shown to keep quality with up to 8 copies; the copies above are many more, which the Model flags.",
        "A satellite of 8 holds no whole copy, so that its run is split by layers first, by data across what is left. Links to neighbors in both",
        "directions are taken to be there, islands of a copy to be next to each other. Gradients go around one ring in one direction: sent both ways, or over",
        "four links, they would take a half or a quarter of the time, as if the rate in these tables were two or four times as high.",
    ]
    PAGE.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
