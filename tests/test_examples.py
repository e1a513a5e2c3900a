"""Examples run as they stand, in processes of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_an_example_runs_and_runs_again(path, tmp_path):
    first, second = (
        subprocess.run([sys.executable, "-W", "error", str(path), str(tmp_path / "folder")], capture_output=True, text=True, check=False) for _ in range(2)
    )
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    assert "9,000" in first.stdout
