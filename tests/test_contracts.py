"""The public surface, what an import may cost, and that nothing is fetched or left behind."""

import subprocess
import sys
from pathlib import Path

import pytest

import orbital as orb


def fresh(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_the_public_names_are_there():
    for name in orb.__all__:
        assert getattr(orb, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        orb.nothing  # noqa: B018  # the access is the test


def test_importing_orbital_imports_nothing_heavy():
    heavy = {"pint", "pydantic", "scipy", "pandas", "matplotlib", "typer", "rich", "skyfield", "sgp4", "numpy"}
    loaded = set(fresh("import sys, orbital; print(*{m.partition('.')[0] for m in sys.modules})").split())
    assert not heavy & loaded


def test_a_comparison_imports_no_analysis_packages():
    code = "import sys, orbital as o; o.evaluate(o.scenario('ai1-vs-colossus-1')).ratio; print(*{m.partition('.')[0] for m in sys.modules})"
    assert not {"pandas", "matplotlib", "skyfield", "sgp4", "rich", "typer"} & set(fresh(code).split())


def test_the_functions_stay_reachable_after_their_modules_were_imported():
    imports = "import orbital.scenarios, orbital.studies, orbital.analysis.compare, orbital as o"
    assert fresh(f"{imports}; print(*(callable(getattr(o, name)) for name in ('scenario', 'study', 'evaluate')))") == "True True True"


def test_no_public_name_is_also_a_module():
    """Importing the module would replace the function as an attribute of the package."""
    package = Path(orb.__file__).parent
    assert not [name for name in orb.__all__ if (package / f"{name}.py").exists() or (package / name).is_dir()]


def test_an_error_survives_pickling():
    import pickle

    error = orb.UnitError(["one", "two"])
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, orb.UnitError)
    assert again.faults == ("one", "two")
