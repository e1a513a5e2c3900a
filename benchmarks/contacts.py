"""Contact windows beside skyfield, sgp4-predict and brahe: interleaved rounds, each engine and job in a process of its own; ratios, warm and cold.

    pip install -e '.[fast]' sgp4-predict brahe
    python benchmarks/contacts.py              jobs A, B, C and D (about ten minutes)
    python benchmarks/contacts.py --jobs A B   some of them
    python benchmarks/contacts.py --gate       the accuracy gate instead: every window of A, A1, B and of a tenth of C against skyfield's altaz

Slow engines run on a sample of pairs and are scaled up (marked "est."). On Linux each row is held to one core, or to the two it names.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

import numpy as np

ROUNDS = 3
REPEATS = 5
SAMPLE = {"skyfield": {"B": 200, "C": 200}, "sgp4-predict": {"C": 2000}, "sgp4-predict, 2 processes": {"C": 4000}, "brahe": {"B": 400, "C": 400}}
"""Pairs that slow engines are run on."""
ROWS = {
    "A": ["skyfield", "sgp4-predict", "brahe", "orbital", "orbital NumPy"],
    "B": ["skyfield", "sgp4-predict", "brahe", "orbital", "orbital NumPy", "orbital, 2 cores"],
    "C": ["skyfield", "sgp4-predict", "sgp4-predict, 2 processes", "brahe", "orbital", "orbital NumPy", "orbital, 2 cores"],
    "D": ["orbital, 2 cores"],
}


def measure(engine: str, name: str) -> dict[str, float]:
    """One engine on one job, in this process: the first run and the best of the next, s, for the whole job."""
    from contact_jobs import job

    work = job(name)
    own = engine.startswith("orbital")
    sampled = (
        np.arange(0 if own else work.pairs) if name not in SAMPLE.get(engine, {}) else np.random.default_rng(7).permutation(work.pairs)[: SAMPLE[engine][name]]
    )
    pairs = [divmod(int(k), len(work.places)) for k in sampled]
    run = {"skyfield": _skyfield, "sgp4-predict": _sgp4_predict, "brahe": _brahe}.get(engine.partition(",")[0], _orbital)(work, pairs, engine)
    times = []
    for _ in range(REPEATS if own or name == "A" else 2):
        begin = time.perf_counter()
        windows = run()
        times.append(time.perf_counter() - begin)
        if times[-1] > 20.0:
            break
    scale = 1.0 if own else work.pairs / len(pairs)
    return {
        "cold": times[0] * scale, "warm": min(times[1:] or times) * scale, "windows": windows * scale, "sampled": scale > 1.0,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0,
    }  # fmt: skip


def _orbital(work, pairs, engine):
    from orbital.physics.contacts.windows import search_by_chunk

    compiled = "NumPy" not in engine
    work.sites, work.span  # noqa: B018 - prepared like the peers' stations and times
    return lambda: sum(len(windows) for _, windows, _ in search_by_chunk(work.records, work.sites, work.span, compiled))


def _skyfield(work, pairs, engine):
    from contact_jobs import timescale
    from skyfield.api import EarthSatellite, wgs84

    scale = timescale()
    begin = scale.from_datetime(work.span.start)
    end = scale.tt_jd(begin.whole, begin.tt_fraction + work.days)
    satellites = {s: EarthSatellite.from_satrec(work.records[s], scale) for s, _ in pairs}
    places = [wgs84.latlon(*place) for place in work.places]
    return lambda: sum(int((satellites[s].find_events(places[p], begin, end, work.mask)[1] == 1).sum()) for s, p in pairs)


def _sgp4_predict(work, pairs, engine):
    from sgp4.exporter import export_tle
    from sgp4_predict import GeodeticPoint, Interval, Predictor, Tle

    predictors = {s: Predictor.from_tle(Tle("", *export_tle(work.records[s]))) for s, _ in pairs}
    places = [GeodeticPoint(*place) for place in work.places]
    within = Interval(work.span.start, work.span.start + timedelta(days=work.days))

    def some(chosen):
        found = []
        for s, p in chosen:
            found += list(predictors[s].transits_iter(places[p], within, work.mask, skip_leading_partial=False, clamp_to_interval=True))
        return len(found)

    if "processes" not in engine:
        return lambda: some(pairs)
    from multiprocessing import get_context

    def both():
        with get_context("fork").Pool(2) as pool:
            halves = [pool.apply_async(_call, (k,)) for k in range(2)]
            return sum(half.get() for half in halves)

    _HALVES[:] = [lambda k=k: some(pairs[k::2]) for k in range(2)]
    return both


_HALVES: list = []


def _call(k: int) -> int:
    return _HALVES[k]()


def _brahe(work, pairs, engine):
    import brahe
    from sgp4.exporter import export_tle

    brahe.set_global_eop_provider(brahe.StaticEOPProvider.from_zero())
    stations = {p: brahe.PointLocation(work.places[p][1], work.places[p][0], work.places[p][2]) for _, p in pairs}
    satellites = {s: brahe.SGPPropagator.from_tle(*export_tle(work.records[s]), 60.0) for s, _ in pairs}
    start = work.span.start
    begin = brahe.Epoch.from_datetime(start.year, start.month, start.day, 0, 0, 0.0, 0.0, brahe.TimeSystem.UTC)
    end = begin + work.days * 86400.0
    constraint = brahe.ElevationConstraint(work.mask)
    config = brahe.AccessSearchConfig(parallel=False)
    return lambda: sum(len(brahe.location_accesses([stations[p]], [satellites[s]], begin, end, constraint, config=config)) for s, p in pairs)


def rounds(jobs: list[str]) -> None:
    """Every row of the jobs in turn, `ROUNDS` times; then the table."""
    print(_machine())
    for name in jobs:
        found: dict[str, list[dict]] = {engine: [] for engine in ROWS[name]}
        for _ in range(ROUNDS):
            for engine in ROWS[name]:
                found[engine].append(_in_process(engine, name))
        _print(name, {engine: results for engine, results in found.items() if results[0]})
    begin = time.perf_counter()
    command = [sys.executable, "-m", "orbital.cli", "windows", "--design", "spacex-ai1", "--satellites", "1", "--stations", "ksat"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"\n`orbital windows`, 1 satellite x 36 stations x 1 day, a new process: {time.perf_counter() - begin:.2f} s")


def _in_process(engine: str, name: str) -> dict:
    cores = {0, 1} if ", 2" in engine else {0}
    # pinning before the start, so that threads of libraries, and ours, see it
    pinned = ["taskset", "-c", ",".join(map(str, sorted(cores)))] if platform.system() == "Linux" and (os.cpu_count() or 1) > 1 else []
    environment = {**os.environ, "NUMBA_NUM_THREADS": str(len(cores)), "OPENBLAS_NUM_THREADS": str(len(cores))}
    done = subprocess.run([*pinned, sys.executable, __file__, "--run", engine, name], capture_output=True, text=True, env=environment)
    if done.returncode:
        print(f"{engine} on {name} left out: {done.stderr.strip().splitlines()[-1:]}")
        return {}
    return json.loads(done.stdout.splitlines()[-1])


def _print(name: str, found: dict[str, list[dict]]) -> None:
    """Times as the best of all rounds; ratios round by round, as a range."""
    print(f"\njob {name}   {'warm s':>10} {'cold s':>8} {'windows':>10} {'MB':>6}   times faster than skyfield / sgp4-predict, warm")
    for engine, results in found.items():
        best = min(result["warm"] for result in results)
        ratios = []
        for peer in ("skyfield", "sgp4-predict"):
            if peer in found and peer != engine:
                each = [b["warm"] / a["warm"] for a, b in zip(results, found[peer], strict=True)]
                ratios.append(f"{min(each):,.3g} to {max(each):,.3g}")
            else:
                ratios.append("-")
        estimated = " est." if results[0]["sampled"] else ""
        cold = min(result["cold"] for result in results)
        print(f"{engine:26} {best:10.4g} {cold:8.3g} {results[0]['windows']:10,.0f} {max(r['MB'] for r in results):6,.0f}   {' / '.join(ratios)}{estimated}")


def _machine() -> str:
    packages = ("numpy", "skyfield", "sgp4", "numba", "sgp4-predict", "brahe")
    found = []
    for package in packages:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"no {package}")
    return f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {', '.join(found)}"


def gate() -> None:
    """Windows missed, windows too many, and errors of rise and set, of both searches."""
    from contact_jobs import dense_windows, job

    from orbital.physics.contacts.search import joined
    from orbital.physics.contacts.windows import search_by_chunk

    for name in ("A", "A1", "B", "C"):
        work = job(name)
        chosen = np.random.default_rng(3).permutation(work.pairs)[: work.pairs // 10 if name == "C" else work.pairs]
        searches = {c: joined([w for _, w, _ in search_by_chunk(work.records, work.sites, work.span, c)]) for c in (True, False)}
        errors: dict[bool, list[np.ndarray]] = {True: [], False: []}
        missed, extra, total = 0, 0, 0
        for pair in chosen:
            s, p = divmod(int(pair), len(work.places))
            reference = dense_windows(work.records[s], work.places[p], work.span, work.mask)
            total += len(reference)
            for compiled, windows in searches.items():
                own = windows.at((windows.satellite == s) & (windows.station == p))
                missed += max(len(reference) - len(own), 0)
                extra += max(len(own) - len(reference), 0)
                if len(own) == len(reference):
                    errors[compiled].append(np.abs(np.stack([own.rise, own.set], axis=1) - reference).ravel())
        worst = {compiled: 1e3 * np.concatenate(found) for compiled, found in errors.items()}
        said = ", ".join(
            f"{'compiled' if c else 'NumPy'} median {np.median(e):.2g} ms, p99.9 {np.quantile(e, 0.999):.2g} ms, max {e.max():.2g} ms" for c, e in worst.items()
        )
        print(f"{name}: {len(chosen):,} pairs, {total:,} windows, {missed} missed, {extra} too many; {said}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", nargs="+", choices=list(ROWS), default=list(ROWS))
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--run", nargs=2, metavar=("ENGINE", "JOB"))
    asked = parser.parse_args()
    if asked.run:
        print(json.dumps(measure(*asked.run)))
    elif asked.gate:
        gate()
    else:
        rounds(asked.jobs)


if __name__ == "__main__":
    main()
