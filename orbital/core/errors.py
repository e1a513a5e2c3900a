"""What `orbital` raises. Bad input is refused with every fault at once; an infeasible design is a result, not an error (M4)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class OrbitalError(Exception):
    """Base of all errors raised on purpose by this package."""


class InputError(OrbitalError):
    """Input that is wrong by itself: name, unit, value, missing entry, broken file. Holds one message per fault."""

    def __init__(self, faults: str | Sequence[str]) -> None:
        self.faults: tuple[str, ...] = (faults,) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(self.faults))

    def __str__(self) -> str:
        return "\n".join(self.faults)

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[str, ...]]]:
        return type(self), (self.faults,)


class UnitError(InputError):
    """A quantity string that is not one number and one known unit, or whose unit is of another kind than asked."""


class UnknownQuantityError(InputError, KeyError):
    """A name that no Model knows; also a KeyError, for results that are asked like dictionaries."""


class ModelError(OrbitalError):
    """Formulas that cannot be put together (M1): two for one name, unlike units, nobody provides an argument, a cycle."""


def suggest(name: str, known: Iterable[str], what: str = "") -> str:
    """A sentence with the closest known spellings, or where to look when nothing is close."""
    known = list(dict.fromkeys(known))
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.6) or [word for word in known if len(name) > 2 and name in word][:3]
    if close:
        return "did you mean " + " or ".join(repr(word) for word in close) + "?"
    return f"see `orbital list {what}`" if what else "nothing similar is known"
