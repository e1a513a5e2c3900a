"""A long table on disk in parts of Parquet: what is there is kept, what is broken is made anew, what is another's is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from orbital.core.errors import InputError
from orbital.scenarios import Scenario

if TYPE_CHECKING:
    import pandas as pd

ABOUT = "about.json"
KEY = b"orbital"
"""Where a part's file holds the key of the table it belongs to."""


def fingerprint(scenarios: Sequence[Scenario], *rest: Any) -> str:
    """A key of everything a table's numbers depend on: givens, formulas and boundary of the scenarios, what was asked, the version."""
    from orbital import __version__

    digest = hashlib.sha256(__version__.encode())
    for item in scenarios:
        for side in (item.orbital, item.ground):
            for name, value in sorted(side.values.items()):
                digest.update(name.encode() + np.asarray(value, dtype=np.float64).tobytes())
            digest.update(repr((sorted(side.chosen.items()), side.total.arguments)).encode())
    digest.update(repr(rest).encode())
    return digest.hexdigest()[:32]


def part_path(folder: Path, part: int) -> Path:
    """The file of a part of a table."""
    return folder / f"part-{part:06d}.parquet"


@dataclass(frozen=True, slots=True)
class Store:
    """A folder being filled: one file a part, each written whole or not at all."""

    folder: Path
    key: str
    sizes: Sequence[int]

    @classmethod
    def at(cls, folder: Path, key: str, about: Mapping[str, Any], sizes: Sequence[int], columns: int) -> Store:
        """A new folder, or one that holds parts of the same table.

        Raises `InputError` for a folder that holds something else, one that cannot be written, or a disk too small for the table.
        """
        _parquet()
        store = cls(folder, key, sizes)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            known = folder / ABOUT
            if known.exists():
                _refuse_another(folder, key)
            elif any(not path.name.startswith(f".{ABOUT}.") for path in folder.iterdir()):
                raise InputError(f"{folder} is not empty and holds no table of ours: choose another folder")
            store._refuse_full_disk(columns)
            whole = json.dumps({"key": key, "parts": len(sizes), **about}, indent=1, allow_nan=False)
            if not known.exists():
                _replace(known, lambda path: path.write_text(whole, encoding="utf-8"))
        except OSError as error:
            raise InputError(f"{folder}: cannot be written: {error}") from None
        return store

    def _refuse_full_disk(self, columns: int) -> None:
        needed, free = 8 * columns * sum(self.sizes[part] for part in self.missing()), shutil.disk_usage(self.folder).free
        if needed > free:
            raise InputError(f"{self.folder}: up to {needed / 1e9:,.3g} GB are needed, {free / 1e9:,.3g} GB are free: ask for fewer points or outputs")

    def path(self, part: int) -> Path:
        """The file of a part."""
        return part_path(self.folder, part)

    def missing(self) -> list[int]:
        """Parts that are not there whole."""
        return [part for part, size in enumerate(self.sizes) if not self._whole(part, size)]

    def _whole(self, part: int, size: int) -> bool:
        path = self.path(part)
        if not path.exists():
            return False
        try:
            found = _parquet().ParquetFile(path)
        except (OSError, ValueError):
            return False
        with found:
            return bool(found.metadata.num_rows == size and (found.schema_arrow.metadata or {}).get(KEY) == self.key.encode())

    def write(self, part: int, columns: Mapping[str, NDArray[Any]]) -> None:
        """Write a part: under another name first, so that a run that is killed leaves no half of one."""
        import pyarrow as pa

        table = pa.table({name: pa.array(column) for name, column in columns.items()}).replace_schema_metadata({KEY: self.key.encode()})
        try:
            _replace(self.path(part), lambda path: _parquet().write_table(table, path))
        except OSError as error:
            raise InputError(f"{self.path(part)}: cannot be written: {error}; the parts there are kept, and a second run goes on from there") from None

    def parts(self) -> Parts:
        """The table, to be read."""
        return open_parts(self.folder)


@dataclass(frozen=True, slots=True)
class Parts:
    """A table on disk: `about` says of which scenario, axes and outputs; read whole as a frame, or part by part."""

    folder: Path
    about: Mapping[str, Any] = field(repr=False)

    @property
    def files(self) -> list[Path]:
        """Those of its files that are there, in order."""
        listed = (part_path(self.folder, part) for part in range(int(self.about["parts"])))
        return [path for path in listed if path.exists()]

    @property
    def points(self) -> int:
        """Its rows, when whole."""
        return int(self.about["points"])

    def frames(self, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """One frame a part, with some columns or all: memory for one at a time."""
        for path in self.files:
            yield _parquet().ParquetFile(path).read(columns=columns).to_pandas()

    def to_frame(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The whole table, with some columns or all."""
        import pandas as pd

        return pd.concat(self.frames(columns), ignore_index=True)

    def to_dict(self) -> dict[str, Any]:
        """What it is, for JSON; the numbers stay on disk."""
        return {"folder": str(self.folder), **self.about}

    def __repr__(self) -> str:
        along = " x ".join(f"{len(item['values'])} {item['quantity']}" for item in self.about.get("axes", ()))
        rows, count = f"points ({along})" if along else "cases", len(self.files)
        parts = f"{count} part{'s' if count != 1 else ''}"
        return f"{self.about['scenario']}: {self.points:,} {rows} in {parts} in {self.folder}"


def open_parts(folder: str | Path) -> Parts:
    """A table on disk. Raises `InputError` where there is none, or it is not whole."""
    folder = Path(folder)
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        count = int(about["parts"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{folder} holds no table of ours") from None
    found = Parts(folder, about)
    if len(found.files) < count:
        raise InputError(f"{folder}: {len(found.files)} of {count} parts are there: run the same sweep again, it goes on from there")
    return found


def _refuse_another(folder: Path, key: str) -> None:
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        same = about["key"] == key
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{folder / ABOUT} cannot be read as the description of a table: choose another folder") from None
    if not same:
        raise InputError(
            f"{folder} holds another table (of {about.get('scenario')!r}, {about.get('points', 0):,} points): nothing was added; choose another folder"
        )


def _replace(path: Path, write: Any) -> None:
    """Write a file under another name, then give it its own."""
    other = path.with_name(f".{path.name}.{uuid4().hex}")  # processes of two machines may have one number
    try:
        write(other)
        other.replace(path)
    finally:
        other.unlink(missing_ok=True)


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise InputError("tables on disk need pyarrow: pip install 'orbital[cluster]'") from None
    return pyarrow.parquet
