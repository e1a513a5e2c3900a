"""How long it takes to start: `import orbital` against `import numpy`, and `orbital compare` until it has printed, each in a fresh process.

Processes are interleaved over several rounds and the best of each counts; the first round, which may compile bytecode, is shown beside it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

IMPORT_ALLOWANCE = 0.050
COMPARE_TARGET = 1.5
ROUNDS = 8


def commands() -> dict[str, list[str]]:
    """What is started, by the name it is printed under."""
    program = shutil.which("orbital", path=str(Path(sys.executable).parent))
    if program is None:
        raise SystemExit("no `orbital` beside this Python; pip install the package first")
    python = [sys.executable, "-c"]
    return {
        "python": [*python, "pass"],
        "import numpy": [*python, "import numpy"],
        "import orbital": [*python, "import orbital"],
        "import orbital, use evaluate": [*python, "import orbital; orbital.evaluate"],
        "orbital compare": [program, "compare"],
    }


def seconds(command: list[str]) -> float:
    """Wall time of one fresh process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    started = commands()
    times: dict[str, list[float]] = {name: [] for name in started}
    for _ in range(ROUNDS):
        for name, command in started.items():
            times[name].append(seconds(command))
    best = {name: min(found) for name, found in times.items()}
    for name, found in times.items():
        print(f"{name:<30}best {best[name]:.3f} s   first {found[0]:.3f} s")
    extra = best["import orbital"] - best["import numpy"]
    compare = best["orbital compare"]
    print(f"import orbital less import numpy: {extra * 1e3:+.0f} ms, ratio {best['import orbital'] / best['import numpy']:.2f}")
    print(f"target at most +{IMPORT_ALLOWANCE * 1e3:.0f} ms: {'met' if extra <= IMPORT_ALLOWANCE else 'NOT met'}")
    print(f"orbital compare over import numpy: {compare / best['import numpy']:.1f}")
    print(f"target at most {COMPARE_TARGET} s: {'met' if compare <= COMPARE_TARGET else 'NOT met'} ({compare / COMPARE_TARGET:.2f})")


if __name__ == "__main__":
    main()
