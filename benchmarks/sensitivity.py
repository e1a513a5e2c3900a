"""Sobol' indices of every spread of the reference scenario: ours against SALib's sample and analyze around the same batch.

Both make the same number of evaluations of log(ratio) in one process, in rounds that take turns; the best of each counts.
SALib holds all rows at once and takes its intervals from a bootstrap.
"""

from __future__ import annotations

import time

import numpy as np
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample

import orbital as orb
from orbital.analysis.many.batch import BLOCK, Batch
from orbital.analysis.many.draws import uncertain

SAMPLES = 1024
ROUNDS = 3


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
    seconds, parts, theirs = [], [], {}
    for _ in range(ROUNDS):
        start = time.perf_counter()
        orb.sensitivity(base, SAMPLES)
        seconds.append(time.perf_counter() - start)
        part, theirs = with_salib(base)
        parts.append(part)
    found, part = min(seconds), min(parts, key=lambda each: sum(each.values()))
    whole = sum(part.values())
    print(f"{ours.evaluations:,} evaluations, {len(ours.names)} spreads: ours {found:.2f} s, SALib {whole:.2f} s, ratio {whole / found:.1f}")
    print("SALib: " + ", ".join(f"{name} {each:.2f} s" for name, each in part.items()))
    most = ours.names[0]
    at = list(uncertain(base).spreads).index(most)
    half = ours.total_interval[0, 1] - ours.total[0]
    print(f"{most}: total index ours {ours.total[0]:.3f} +/- {half:.3f}, SALib {theirs['ST'][at]:.3f} +/- {theirs['ST_conf'][at]:.3f}")


if __name__ == "__main__":
    main()
