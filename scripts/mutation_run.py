"""Change the formulas of `orbital/physics/` one small step at a time, and see whether a test notices.

    python scripts/mutation_run.py [--module thermal] [--limit 50] [--seed 1] [--workers 2]

Each mutant is one changed expression in a copy of the package in a temporary directory. It meets the test module that mirrors its own first, then
the others; it is killed when one fails, or takes longer than `TIMEOUT`. Hypothesis draws the same examples every time. A run over everything writes
`docs/mutation.md`; why a survivor may live is written in `scripts/mutation_reasons.toml`. Exit code 1 where a survivor has no reason there.
Needs Linux or macOS: tests run in forks of a process that has imported their libraries once.
"""

from __future__ import annotations

import argparse
import ast
import copy
import gc
import importlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODULES = (
    "constants",
    "orbits",
    "eclipse",
    "environment",
    "radiation",
    "debris",
    "attitude",
    "view_factors",
    "cooling",
    "thermal",
    "power",
    "propulsion",
    "constellation",
    "mesh",
    "latency",
    "ground_contact",
    "downlink",
    "rain",
    "links",
    "optical_links",
    "inter_satellite_links",
)
ALWAYS = ("tests/test_live_units.py", "tests/core/test_tabulate.py", "tests/test_end_to_end.py", "tests/systems")
LIBRARIES = (
    "numpy",
    "scipy.integrate",
    "scipy.optimize",
    "mpmath",
    "pandas",
    "pint",
    "pydantic",
    "typer",
    "rich.console",
    "skyfield.api",
    "hypothesis",
    "pytest",
)
KINDS = ("exponent", "sign", "dropped factor", "swapped arguments", "changed constant", "min/max", "sin/cos")
OPTIONS = (
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "--hypothesis-profile=mutation",
    "--tb=no",
    "-p",
    "_hypothesis_pytestplugin",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
)
KILLERS = ("", "mirror", "others")
TIMEOUT = 400
"""Seconds a run of tests may take: all of them take about a hundred on an idle machine, and one that ends early would count as a kill."""

SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add}
COMPARISONS = {ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.GtE: ast.LtE, ast.LtE: ast.GtE}
EXTREMES = {"minimum": "maximum", "maximum": "minimum", "smallest_along": "largest_along", "largest_along": "smallest_along"}
CIRCULAR = {"sin": "cos", "cos": "sin", "arcsin": "arccos", "arccos": "arcsin"}
UNORDERED = {"minimum", "maximum", "dot", "Constant"}
"""Calls whose arguments are alike in any order, or are unit and source."""
CONSTANTS = {0.0: (1.0,), 0.5: (1.0, 0.505), 1.0: (0.0, 2.0, 1.01)}


@dataclass(frozen=True)
class Mutant:
    """One changed expression."""

    module: str
    function: str
    line: int
    kind: str
    before: str
    after: str
    source: str

    @property
    def place(self) -> str:
        """What it is, and where."""
        return f"{self.line} {self.name}"

    @property
    def name(self) -> str:
        """What it is, whatever its line."""
        return f"{self.module}.{self.function}: {self.before} -> {self.after}"


# --- mutants ---
def called(node: ast.expr) -> str:
    """The last name of what a call calls."""
    function = node.func if isinstance(node, ast.Call) else None
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def renamed(node: ast.Call, name: str) -> ast.Call:
    """The call with another function of the same module."""
    changed = copy.deepcopy(node)
    if isinstance(changed.func, ast.Attribute):
        changed.func.attr = name
    else:
        changed.func = ast.Name(name, ast.Load())
    return changed


def factors(node: ast.expr) -> list[str]:
    """The factors of a product, as text."""
    return [*factors(node.left), *factors(node.right)] if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) else [ast.unparse(node)]


def product(left: ast.expr, right: ast.expr) -> ast.expr:
    """left * right."""
    return ast.BinOp(left, ast.Mult(), right)


def mutations(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The kind of each mutation of an expression, and what takes its place."""
    match node:
        case ast.BinOp(left, op, right) if type(op) in SIGNS:
            yield "sign", ast.BinOp(left, SIGNS[type(op)](), right)
        case ast.BinOp(left, ast.Mult(), right):
            if ast.unparse(right) in factors(left):
                yield "exponent", left
                yield "exponent", product(node, right)
            else:
                yield "dropped factor", left
                yield "dropped factor", right
        case ast.BinOp(left, ast.Div(), right):
            yield "dropped factor", left
            yield "swapped arguments", ast.BinOp(right, ast.Div(), left)
        case ast.UnaryOp(ast.USub(), operand):
            yield "sign", operand
        case ast.Compare(left, [op], [right]) if type(op) in COMPARISONS:
            yield "sign", ast.Compare(left, [COMPARISONS[type(op)]()], [right])
        case ast.Call(_, args, _):
            yield from mutations_of_call(node, args)
        case ast.Constant(float(value)):
            yield from (("changed constant", ast.Constant(other)) for other in CONSTANTS.get(value, (value * 1.01,)))
        case ast.Constant(int(value)) if not isinstance(value, bool):
            yield "changed constant", ast.Constant(value + 1)


def mutations_of_call(node: ast.Call, args: list[ast.expr]) -> Iterator[tuple[str, ast.expr]]:
    """Those of a call: another function, no function, arguments in another order."""
    name = called(node)
    if name in EXTREMES:
        yield "min/max", renamed(node, EXTREMES[name])
    if name in CIRCULAR:
        yield "sin/cos", renamed(node, CIRCULAR[name])
    if name == "sqrt":
        yield "exponent", args[0]
    if name == "fourth_root":
        yield "exponent", ast.parse(f"np.sqrt({ast.unparse(args[0])})", mode="eval").body
    if name == "fourth_power":
        yield "exponent", product(product(args[0], args[0]), args[0])
    if name not in UNORDERED:
        for k in range(len(args) - 1):
            if ast.unparse(args[k]) != ast.unparse(args[k + 1]):
                changed = copy.deepcopy(node)
                changed.args[k], changed.args[k + 1] = changed.args[k + 1], changed.args[k]
                yield "swapped arguments", changed


def places(node: ast.AST, function: str = "") -> Iterator[tuple[ast.AST, str, ast.AST, str]]:
    """Parent, field, expression and function around it, of whatever computes: no annotation, decorator or error."""
    if isinstance(node, ast.Raise | ast.ImportFrom | ast.Import):
        return
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        function = node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign) and not function:
        function = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "decorator_list", "returns", "args"} and isinstance(node, ast.FunctionDef | ast.AnnAssign | ast.arg):
            continue
        for k, child in enumerate(value) if isinstance(value, list) else [(-1, value)]:
            if isinstance(child, ast.AST):
                yield node, field if k < 0 else f"{field}.{k}", child, function
                yield from places(child, function)


def put(parent: ast.AST, where: str, child: ast.AST) -> None:
    """Set a field, or an element of one that is a list."""
    field, _, k = where.partition(".")
    if k:
        getattr(parent, field)[int(k)] = child
    else:
        setattr(parent, field, child)


def mutants_of(module: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines; none that reads as another does."""
    tree = ast.parse((ROOT / "orbital" / "physics" / f"{module}.py").read_text())
    seen = {ast.unparse(tree)}
    found = []
    for parent, where, child, function in list(places(tree)):
        for kind, other in mutations(child):
            shown = parent if isinstance(child, ast.Constant) and isinstance(parent, ast.expr) else child
            before = ast.unparse(shown)
            put(parent, where, other)
            source, after = ast.unparse(tree), ast.unparse(parent if shown is parent else other)
            put(parent, where, child)
            if source not in seen:
                seen.add(source)
                found.append(Mutant(module, function, child.lineno, kind, before, after, source))
    return found


# --- running ---
def prepare() -> None:
    """Import what the tests import, once, and let hypothesis draw the same examples every time."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # others cost a second a run
    for library in LIBRARIES:
        importlib.import_module(library)
    hypothesis = importlib.import_module("hypothesis")
    unshrunk = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutation", derandomize=True, database=None, deadline=None, phases=unshrunk)


def make_copy() -> Path:
    """A copy of package, tests and what they import; the data are a link."""
    where = Path(tempfile.mkdtemp(prefix="mutation-"))
    for part in ("orbital", "tests", "benchmarks"):
        shutil.copytree(ROOT / part, where / part, ignore=shutil.ignore_patterns("__pycache__"))
    (where / "data").symlink_to(ROOT / "data")
    shutil.copy(ROOT / "pyproject.toml", where)
    return where


class QuickestFirst:
    """Has the quickest tests run first, by the seconds that each took on the unchanged package."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seconds = dict(line.rsplit("\t", 1) for line in path.read_text().splitlines()) if path.exists() else {}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Sort."""
        items.sort(key=lambda item: float(self.seconds.get(item.nodeid, 0.0)))

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Note, where nothing is noted yet."""
        if not self.seconds and report.when == "call":
            with self.path.open("a") as stream:
                stream.write(f"{report.nodeid}\t{report.duration}\n")


def passes(where: Path, tests: list[str], unchanged: bool = False) -> bool:
    """Whether the tests pass on a copy, in a fork that the clock ends. Unchanged, it is heard, and leaves its bytecode."""
    child = os.fork()
    if not child:
        code = 99
        try:
            signal.alarm(TIMEOUT)
            if not unchanged or "--collect-only" in tests:
                quiet = os.open(os.devnull, os.O_WRONLY)
                os.dup2(quiet, 1)
                os.dup2(quiet, 2)
            os.chdir(where)
            sys.path.insert(0, str(where))
            sys.dont_write_bytecode = not unchanged
            code = importlib.import_module("pytest").main([*OPTIONS, *tests], plugins=[QuickestFirst(where / "seconds")])
            if unchanged and not str(sys.modules["orbital"].__file__).startswith(str(where)):
                code = 98  # another copy of the package was tested
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] == 0


def mirror(module: str) -> list[str]:
    """The test module that mirrors a module, where there is one."""
    path = f"tests/physics/test_{module}.py"
    return [path] if (ROOT / path).exists() else []


@cache
def imports(path: Path) -> frozenset[str]:
    """The modules of `orbital` that a file imports, and what it imports from them."""
    found = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("orbital")]
    return frozenset(name for node in found for name in (f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)))


@cache
def uses(path: Path) -> frozenset[str]:
    """The modules of `orbital` that a file imports, and those that they import; some import one another."""
    found: set[str] = set()
    left = [path]
    while left:
        new = imports(left.pop()) - found
        found |= new
        left += [file for name in new if (file := ROOT / f"{name.replace('.', '/')}.py").exists()]
    return frozenset(found)


def others(module: str) -> list[str]:
    """The tests a mutant meets that its mirror lets live: those that run everything, and those of the physics that use its module."""
    tests = sorted((ROOT / "tests" / "physics").glob("test_*.py"))
    own = mirror(module)
    using = [f"tests/physics/{test.name}" for test in tests if f"orbital.physics.{module}" in uses(test)]
    return [*ALWAYS, *(test for test in using if test not in own)]


def killer(mutant: Mutant, where: Path) -> int:
    """Which tests kill a mutant, as a place in `KILLERS`."""
    path = where / "orbital" / "physics" / f"{mutant.module}.py"
    for bytecode in path.parent.glob(f"__pycache__/{mutant.module}.*"):
        bytecode.unlink()
    path.write_text(mutant.source)
    own = mirror(mutant.module)
    found = 1 if own and not passes(where, own) else 0 if passes(where, others(mutant.module)) else 2
    path.write_text((ROOT / "orbital" / "physics" / path.name).read_text())
    return found


def run(mutants: list[Mutant], workers: int, record: Path | None, spared: frozenset[str]) -> list[str]:
    """The killer of each mutant, so many at a time, each in a fork with a copy of its own. What a record says is dead stays dead; what is spared lives."""
    known = dict(line.split("\t", 1) for line in record.read_text().splitlines()) if record and record.exists() else {}
    killers = [known.get(mutant.place, "") for mutant in mutants]
    left = [k for k, who in enumerate(killers) if not who and mutants[k].name not in spared]
    if not left:
        return killers
    prepare()
    free = [make_copy() for _ in range(workers)]
    copies = tuple(free)
    if not passes(free[0], [*ALWAYS, "tests/physics"], unchanged=True):
        raise SystemExit("the tests fail on the unchanged package")
    for where in free[1:]:
        passes(where, ["--collect-only", *ALWAYS, "tests/physics"], unchanged=True)
        shutil.copy(free[0] / "seconds", where)
    gc.freeze()  # forks then share what was imported
    running: dict[int, tuple[int, Path]] = {}

    def end_one() -> Path:
        child, status = os.wait()
        k, where = running.pop(child)
        killers[k] = KILLERS[os.waitstatus_to_exitcode(status)]
        if not killers[k]:
            print(f"{k + 1}/{len(mutants)} survives: line {mutants[k].line}, {mutants[k].name}", flush=True)
        elif record:
            with record.open("a") as stream:
                stream.write(f"{mutants[k].place}\t{killers[k]}\n")
        return where

    for k in left:
        if not free:
            free.append(end_one())
        where = free.pop()
        child = os.fork()
        if not child:
            os._exit(killer(mutants[k], where))
        running[child] = k, where
    while running:
        end_one()
    for where in copies:
        shutil.rmtree(where)
    return killers


# --- telling ---
def table(mutants: list[Mutant], killers: list[str], column: str, rows: tuple[str, ...]) -> list[str]:
    """Markdown: mutants, killed by mirror and others, survivors, by module or kind."""
    lines = [f"| {column} | mutants | killed by its own test module | by another | survivors | killed |", "|---|--:|--:|--:|--:|--:|"]
    for row in (*rows, "all"):
        own = [who for mutant, who in zip(mutants, killers, strict=True) if row in (getattr(mutant, column), "all")]
        if own:
            counts = [own.count(who) for who in ("mirror", "others", "")]
            lines.append(f"| {row} | {len(own)} | {counts[0]} | {counts[1]} | {counts[2]} | {100.0 * (1.0 - counts[2] / len(own)):.1f} % |")
    return lines


def reasons() -> dict[str, str]:
    """Why each known survivor may live, by its name."""
    return {
        name: entry["reason"] for entry in tomllib.loads((ROOT / "scripts" / "mutation_reasons.toml").read_text())["survivors"] for name in entry["mutants"]
    }


def page(mutants: list[Mutant], killers: list[str]) -> str:
    """What `docs/mutation.md` says."""
    known = reasons()
    survivors = [mutant for mutant, who in zip(mutants, killers, strict=True) if not who]
    by_reason: dict[str, list[Mutant]] = {}
    for mutant in survivors:
        by_reason.setdefault(known.get(mutant.name, "No reason known."), []).append(mutant)
    lines = [
        "# Do the tests notice a wrong formula?",
        "",
        "Written by `python scripts/mutation_run.py`. Each mutant is one changed expression in one module of `orbital/physics/`: an exponent, a sign,",
        "a dropped factor, arguments in another order, a constant off by one percent (a whole number by one, 0.5 to 1, 1 to 0 and 2), the other of",
        "minimum and maximum, the other of sine and cosine. It is killed when a test fails in `tests/physics`, `tests/systems`, `tests/test_live_units.py`,",
        "`tests/core/test_tabulate.py` or `tests/test_end_to_end.py`; its own test module runs first. Golden files are left out: they would notice",
        "everything, and say nothing of what is right.",
        "",
        *table(mutants, killers, "module", MODULES),
        "",
        *table(mutants, killers, "kind", KINDS),
        "",
        "## Survivors",
    ]
    for reason, group in by_reason.items():
        lines += ["", reason, "", *(f"- {mutant.module}, line {mutant.line}, {mutant.function}: `{mutant.before}` -> `{mutant.after}`" for mutant in group)]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--module", choices=MODULES, action="append", help="only this one; may be given more than once")
    parser.add_argument("--limit", type=int, help="at most so many mutants of each module, drawn by the seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--record", type=Path, help="file of those killed, which are not run again: for tests that were only added to")
    parser.add_argument("--spare", action="store_true", help="do not run again the survivors that have a reason: they take longest")
    parser.add_argument("--list", action="store_true", help="name the mutants and run nothing")
    options = parser.parse_args()
    mutants = []
    for module in options.module or MODULES:
        found = mutants_of(module)
        if options.limit and len(found) > options.limit:
            found = sorted(random.Random(options.seed).sample(found, options.limit), key=lambda mutant: mutant.line)
        mutants += found
    if options.list:
        print("\n".join(f"{mutant.kind:18} line {mutant.line:3} {mutant.name}" for mutant in mutants))
        return 0
    begun = time.monotonic()
    killers = run(mutants, options.workers, options.record, frozenset(reasons()) if options.spare else frozenset())
    print("\n".join(["", *table(mutants, killers, "module", MODULES), "", *table(mutants, killers, "kind", KINDS), ""]))
    print(f"{(time.monotonic() - begun) / len(mutants):.2f} s a mutant")
    if not options.module and not options.limit:
        (ROOT / "docs" / "mutation.md").write_text(page(mutants, killers))
    without = [mutant.name for mutant, who in zip(mutants, killers, strict=True) if not who and mutant.name not in reasons()]
    print("\n".join(["", "survivors without a reason:", *without] if without else []))
    return 1 if without else 0


if __name__ == "__main__":
    sys.exit(main())
