"""`@formula`: a plain function whose name is the quantity it computes, whose arguments are quantities, whose annotations are units."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints, overload

from orbital.core.errors import ModelError
from orbital.core.units import Axis, Unit

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Spec:
    """What an annotation says about a quantity."""

    unit: Unit
    axis: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A marked function with what its signature says. The function itself stays as written."""

    name: str
    function: Callable[..., Any]
    computes: tuple[str, ...]
    returns: tuple[Spec, ...]
    arguments: tuple[str, ...]
    takes: tuple[Spec, ...]
    constraint: str = ""
    guards: str = ""
    validity: str = ""
    headline: bool = False
    tabulated: bool = False
    on_demand: bool = False
    opaque: bool = False
    alternative: bool = False
    maker: tuple[Callable[..., Formula], tuple[Any, ...]] | None = None

    def __reduce__(self) -> tuple[Callable[..., Formula], tuple[Any, ...]]:
        return self.maker or (formula_called, (self.function.__module__, self.name))

    @property
    def summary(self) -> str:
        """The first paragraph of the docstring, on one line."""
        return " ".join((self.function.__doc__ or "").strip().split("\n\n")[0].split())

    @property
    def source(self) -> str:
        """What the docstring says after `Source:`."""
        match = re.search(r"Source:\s*(.*?)(?:\n\s*\n|\Z)", self.function.__doc__ or "", re.DOTALL)
        return " ".join(match.group(1).split()) if match else ""


@overload
def formula(function: F, /) -> F: ...
@overload
def formula(
    *,
    computes: str = "",
    constraint: str = "",
    guards: str = "",
    validity: str = "",
    headline: bool = False,
    tabulated: bool = False,
    on_demand: bool = False,
    opaque: bool = False,
    alternative: bool = False,
) -> Callable[[F], F]: ...
def formula(function: Any = None, /, **marks: Any) -> Any:
    """Mark a function as a formula (M1).

    computes : the quantity, where it is not the function's own name: an alternative way to compute it.
    constraint : what is wrong, in words with `{quantity}` fields, when the returned margin is negative (M4).
    guards : the quantity whose computing this constraint watches; where that is given, the constraint rests.
    validity : what is doubtful, in words with `{quantity}` fields, when the returned margin is negative: the answer stands, and is flagged.
    headline : NaN on a side that is infeasible.
    tabulated : costs more than a microsecond a row; remembered, and interpolated in large blocks (M7).
    on_demand : costs milliseconds and no headline depends on it; `evaluate` computes it, and what follows from it, when it is asked for.
    alternative : for a formula of several quantities: not their default.
    opaque : not plain NumPy, so that the live unit check strips units at its edge (M14).

    Raises `ModelError` for an argument or result without a unit.
    """
    if function is None:
        return lambda marked: formula_of(marked, **marks) and marked
    formula_of(function, **marks)
    return function


def formula_of(function: Callable[..., Any], **marks: Any) -> Formula:
    """Read a function's signature into a `Formula` and hang it on the function."""
    code = function.__code__
    arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    annotations = inspect.get_annotations(function, eval_str=isinstance(function.__annotations__.get("return"), str))
    result = annotations.get("return")
    computes: tuple[str, ...] = (marks.pop("computes", "") or function.__name__,)
    marks["alternative"] = marks.get("alternative", False) or computes != (function.__name__,)
    if isinstance(result, type) and issubclass(result, tuple):
        fields = get_type_hints(result, include_extras=True)
        computes, returns = tuple(fields), tuple(_spec(function.__name__, n, a) for n, a in fields.items())
    else:
        returns = (_spec(function.__name__, "the result", result),)
    takes = tuple(_spec(function.__name__, name, annotations.get(name)) for name in arguments)
    marked = Formula(function.__name__, function, computes, returns, arguments, takes, **marks)
    function.__formula__ = marked  # type: ignore[attr-defined]  # the mark is the point of the decorator
    return marked


class Total:
    """Adds its arguments, in order."""

    def __call__(self, *parts: Any) -> Any:
        """The sum."""
        result = parts[0]
        for part in parts[1:]:
            result = result + part
        return result


def sum_formula(name: str, parts: tuple[str, ...], unit: Unit, doc: str, maker: tuple[Callable[..., Formula], tuple[Any, ...]] | None = None) -> Formula:
    """A generated formula that adds the named parts, in order (M13). `maker` makes it anew in another process."""
    if not parts:
        raise ModelError(f"{name}: a sum needs at least one part")
    total = Total()
    total.__doc__ = doc
    return Formula(name, total, (name,), (Spec(unit),), parts, (Spec(unit),) * len(parts), maker=maker)


def formula_called(module: str, name: str) -> Formula:
    """The formula of a marked function, by where it stands."""
    found: Formula = getattr(import_module(module), name).__formula__
    return found


def _spec(owner: str, name: str, annotation: Any) -> Spec:
    if get_origin(annotation) is Annotated:
        metadata = get_args(annotation)[1:]
        units = [item for item in metadata if isinstance(item, Unit)]
        axes = [item.name for item in metadata if isinstance(item, Axis)]
        if units:
            return Spec(units[0], axes[0] if axes else None)
    raise ModelError(f"{owner}: {name} has no unit; annotate it, as in 'radiator_area: SquareMeter'")
