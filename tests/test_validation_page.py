"""docs/validation.md is what scripts/validation.py writes. Numbers are compared loosely: a last digit may differ by machine."""

import re
import sys
from pathlib import Path

import pytest

import orbital as orb
from orbital.core.catalog import names

ROOT = Path(__file__).parents[1]
NUMBER = re.compile(r"[+-]?\d[\d,]*\.?\d*(?:e[+-]?\d+)?")
AGAIN = "run python scripts/validation.py"


@pytest.fixture(scope="module")
def script():
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import validation
    finally:
        sys.path.pop(0)
    return validation


def sections(text):
    """The page by heading."""
    found = re.split(r"^(#+ .*)$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def words(line):
    return NUMBER.sub("#", line)


def numbers(line):
    return [float(number.replace(",", "")) for number in NUMBER.findall(line)]


@pytest.fixture(scope="module")
def pages(script):
    return sections((ROOT / "docs" / "validation.md").read_text(encoding="utf-8")), sections(script.page())


def test_every_study_has_its_section_and_no_other(pages):
    committed, written = pages
    assert committed.keys() == written.keys(), AGAIN


def test_each_section_says_what_the_script_writes(pages):
    for heading in pages[0].keys() & pages[1].keys():
        committed, written = ([line for line in page[heading].splitlines() if line] for page in pages)
        assert len(committed) == len(written), f"{heading}: {AGAIN}"
        for ours, theirs in zip(committed, written, strict=True):
            if re.search(r"[+-]\d\.\de[+-]\d\d \|", theirs):  # how far off: noise of rounding
                ours, theirs = (re.sub(r"[+-]\d\.\de[+-]\d\d \|", "|", line) for line in (ours, theirs))
            assert words(ours) == words(theirs), f"{heading}: {AGAIN}"
            assert numbers(ours) == pytest.approx(numbers(theirs), rel=2e-3), f"{heading}: {AGAIN}"


def test_the_page_tells_what_is_right_where_a_source_is_wrong(pages):
    text = "".join(pages[0].values())
    for fragment in ("310,000 USD per node", "0.2578", "reproduced, ", " 0 failed; "):
        assert fragment in text


def test_a_figure_that_is_no_test_says_so_on_the_page(pages):
    """Rows that give back what was put in, or what was found from them, count as reproduced: the page tells which."""
    for name in names("studies"):
        section = pages[0][f"## {name}"]
        for row in orb.study(name).check():
            if row.verdict == "reproduced" and row.cause:
                assert f"- {row.id}: {row.cause}" in section, row.id
