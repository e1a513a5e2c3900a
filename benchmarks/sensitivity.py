"""Sobol' indices of every spread of the reference scenario: ours against SALib's sample and analyze around the same batch.

Both make the same number of evaluations of log(ratio) in one process. SALib holds all rows at once and takes its intervals from a bootstrap.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample

import orbital as orb
from orbital.analysis.batch import BLOCK, Batch
from orbital.analysis.draws import uncertain

SAMPLES = 1024
ROUNDS = 3


def best_time(call: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def with_salib(base: orb.Scenario) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Seconds of each part, and what SALib finds."""
    spreads = uncertain(base).spreads
    problem = {"num_vars": len(spreads), "names": list(spreads), "bounds": [[0.0, 1.0]] * len(spreads)}
    ends = {name: (spread.low, spread.high) for name, spread in spreads.items()}
    batch = Batch(base, spreads, ("ratio",), ends, SAMPLES * (len(spreads) + 2))
    marks = [time.perf_counter()]
    points = sample.sample(problem, SAMPLES, calc_second_order=False, seed=1)
    marks.append(time.perf_counter())
    outputs = np.empty(len(points))
    for start in range(0, len(points), BLOCK):
        shares = points[start : start + BLOCK].T
        outputs[start : start + BLOCK] = batch({name: spread.at(share) for (name, spread), share in zip(spreads.items(), shares, strict=True)})["ratio"]
    logs = np.log(outputs)
    logs[np.isnan(logs)] = np.nanmean(logs)
    marks.append(time.perf_counter())
    found = analyze.analyze(problem, logs, calc_second_order=False, seed=1)
    marks.append(time.perf_counter())
    return dict(zip(("sample", "evaluate", "analyze"), np.diff(marks).tolist(), strict=True)), found


def main() -> None:
    base = orb.scenario("ai1-vs-colossus-1")
    ours = orb.sensitivity(base, SAMPLES)
    parts, theirs = with_salib(base)
    found = best_time(lambda: orb.sensitivity(base, SAMPLES))
    whole = sum(parts.values())
    print(f"{ours.evaluations:,} evaluations, {len(ours.names)} spreads: ours {found:.2f} s, SALib {whole:.2f} s, ratio {whole / found:.1f}")
    print("SALib: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in parts.items()))
    most = ours.names[0]
    at = list(uncertain(base).spreads).index(most)
    print(f"{most}: total index ours {ours.total[0]:.3f}, SALib {theirs['ST'][at]:.3f} +/- {theirs['ST_conf'][at]:.3f}")


if __name__ == "__main__":
    main()
