"""Write docs/validation.md: every published figure, its tolerance, what our Models make of it, and where a source is wrong, what is right.

python scripts/validation.py
"""

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "studies")]

from published_cases import CASES  # noqa: E402  # found by the line above

import orbital as orb  # noqa: E402
from orbital.analysis.record.studies import Row, StudyRun, summary  # noqa: E402
from orbital.core.catalog import names  # noqa: E402
from orbital.core.units import CALENDAR, number_text, shown_value, unit_text  # noqa: E402

PAGE = ROOT / "docs" / "validation.md"


def page() -> str:
    """The whole page, from all studies and all published relations there are."""
    runs = [orb.study(name) for name in names("studies")]
    count = Counter(item.verdict for item in CASES)
    marks = Counter(row.cause.partition(":")[0] for run in runs for row in run.check() if row.verdict == "reproduced")
    lines = [
        "# Validation",
        "",
        "Written by `python scripts/validation.py` from `data/studies/` and `tests/studies/published_cases.py`. Every published figure is computed on",
        "our Models from its source's own inputs, never stored. *Reproduced*: within the tolerance. *Explained*: outside it, and the cause is named: the",
        "source contradicts itself, leaves a field out, or is wrong; then what is right stands beside. *Failed* would be neither.",
        f"Of the reproduced, {marks['given']} give back a given and {marks['inferred']} rest on a value inferred from the results, which is no test;",
        f"{marks['put right']} are the right figure, by hand, beside a wrong one. Their remarks stand below each table.",
        "",
        f"{summary(runs)}. {len(CASES)} published relations: {', '.join(f'{number} {verdict}' for verdict, number in sorted(count.items(), reverse=True))}.",
        "",
        "| study | figures | reproduced | explained | failed | faults named |",
        "|---|---|---|---|---|---|",
    ]
    for run in runs:
        told = summary([run])
        lines.append(f"| [{run.name}](#{_anchor(run.name)}) | {told.figures} | {told.reproduced} | {told.explained} | {told.failed} | {told.errors} |")
    for run in runs:
        lines += ["", *study_section(run)]
    return "\n".join([*lines, "", *relations(), ""])


def study_section(run: StudyRun) -> list[str]:
    """One study: whose it is, what is wrong in it, and figure by figure."""
    data = run.data
    lines = [f"## {run.name}", "", f"{data.title} ({data.version}). {data.citation}. Read: {data.source}. Confidence {data.confidence}.", ""]
    lines += ["Wrong in the source, and what is right:", "", *(f"- {_cell(error)}" for error in data.errors), ""]
    explained = [row for row in run.check() if row.verdict != "reproduced"]
    if explained:
        lines += ["| explained | quantity | published | ours | tolerance | cause, and what is right |", "|---|---|---|---|---|---|"]
        for row in explained:
            figures = f"{_shown(row, row.published)} | {_shown(row, row.reproduced)}"
            lines.append(f"| {_cell(row.id)} | `{row.quantity}` | {figures} | {row.tolerance} | {_cell(row.cause)} |")
        lines.append("")
    lines += ["| reproduced | quantity | published | ours | off by | tolerance |", "|---|---|---|---|---|---|"]
    for row in run.check():
        if row.verdict == "reproduced":
            off = f"{row.reproduced / row.published - 1.0:+.1e}" if row.published else "0"
            lines.append(f"| {_cell(row.id)} | `{row.quantity}` | {_shown(row, row.published)} | {_shown(row, row.reproduced)} | {off} | {row.tolerance} |")
    remarks = [f"- {_cell(row.id)}: {_cell(row.cause)}" for row in run.check() if row.verdict == "reproduced" and row.cause]
    return [*lines, "", *remarks] if remarks else lines


def relations() -> list[str]:
    """Figures of one relation each."""
    head = "| case | what | source | published | ours | tolerance | verdict | what is right |"
    lines = ["## Single relations", "", head, "|---|---|---|---|---|---|---|---|"]
    for item in CASES:
        figures = [f"{number_text(float(value))} {item.unit}".strip() for value in (item.published, item.compute())]
        lines.append(f"| {item.id} | {item.what} | {item.source} | {figures[0]} | {figures[1]} | rel={item.tolerance:g} | {item.verdict} | {item.cause} |")
    return lines


def _shown(row: Row, value: float) -> str:
    """A value in the unit of print."""
    if row.unit == CALENDAR:
        return f"{value:.0f}"
    return f"{number_text(float(shown_value(value, row.unit)))} {unit_text(row.unit)}".strip()


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


def _anchor(name: str) -> str:
    """As sites make one from a heading."""
    return "".join(letter for letter in name.lower() if letter.isalnum() or letter in "-_")


def main() -> None:
    """Compute and write."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE} written")


if __name__ == "__main__":
    main()
