"""The live unit check (M14): every formula run on pint quantities and constants that carry units, against the plain float path.

A formula is rebuilt over a copy of its globals in which each `Constant` is a quantity and each helper of ours is rebuilt too.
The check sees a wrong exponent, an unlike sum, a hidden `/1000`; not a factor of 2 or pi: reference values guard those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

import numpy as np

from orbital.core.errors import OrbitalError
from orbital.core.formula import Formula, Spec, Total
from orbital.core.model import Model, Shape
from orbital.core.units import Constant, registry, to_pint

TOLERANCE = 1e-12


class UnitCheckError(OrbitalError):
    """A formula whose units do not work out, or that gives another number on quantities than on floats."""


def check_formula(item: Formula, values: Mapping[str, Any]) -> dict[str, Any]:
    """Run one formula on quantities made from SI `values`, and compare with the float path.

    Returns the computed quantities. Raises `UnitCheckError` naming the formula and what is wrong.
    """
    return check_on_quantities(item, {name: _quantity(values[name], spec) for name, spec in zip(item.arguments, item.takes, strict=True)})


def check_on_quantities(item: Formula, quantities: Mapping[str, Any]) -> dict[str, Any]:
    """As `check_formula`, on quantities that earlier checks computed."""
    arguments = [quantities[name] for name in item.arguments]
    plain = [_magnitude(item, q, spec) for q, spec in zip(arguments, item.takes, strict=True)]
    with np.errstate(all="ignore"):
        floats = item.function(*plain)
        try:
            live = _wrapped(floats, item) if item.opaque else _on_units(item.function)(*arguments)
        except Exception as error:  # whatever the formula does wrong, the message must name it
            raise UnitCheckError(f"{item.name}: {type(error).__name__}: {error}") from error
    many = len(item.computes) > 1
    found = {}
    for name, spec, on_floats, on_units in zip(item.computes, item.returns, floats if many else (floats,), live if many else (live,), strict=True):
        magnitude = _magnitude(item, on_units, spec)
        if not np.allclose(magnitude, on_floats, rtol=TOLERANCE, atol=0.0, equal_nan=True):
            raise UnitCheckError(f"{item.name}: {magnitude} {spec.unit.si} on quantities, {on_floats} on floats: a conversion is hidden in it")
        found[name] = _quantity(magnitude, spec)
    return found


def check_model(model: Model, shape: Shape, values: Mapping[str, Any]) -> int:
    """Run the whole Model, formula after formula, on quantities. Returns how many formulas were checked."""
    active = model.active(shape)
    outputs = model.evaluable(shape)
    plan = model.exact_plan(shape, outputs)
    quantities = {name: _quantity(values[name], model.specs[name]) for name in plan.inputs}
    for item in plan.steps:
        computed = check_on_quantities(item, quantities)
        quantities.update({name: value for name, value in computed.items() if active.get(name) is item})
    return len(plan.steps)


def _on_units(function: Callable[..., Any]) -> Callable[..., Any]:
    """What runs on quantities in the function's place: a generated sum has no constants to exchange."""
    return function if isinstance(function, Total) else rebuilt(function)


def rebuilt(function: Callable[..., Any], known: dict[str, Any] | None = None) -> Callable[..., Any]:
    """The function over globals whose constants are quantities and whose helpers of ours are rebuilt."""
    assert isinstance(function, FunctionType)
    known = {} if known is None else known
    key = f"{function.__module__}.{function.__qualname__}"
    if key not in known:
        scope = dict(function.__globals__)
        copy = FunctionType(function.__code__, scope, function.__name__, function.__defaults__, function.__closure__)
        known[key] = copy
        for name in function.__code__.co_names:
            value = scope.get(name)
            if isinstance(value, Constant):
                scope[name] = registry().Quantity(np.float64(value), registry().Unit(to_pint(value.unit)))
            elif isinstance(value, FunctionType) and value.__module__.startswith(("orbital.", function.__module__)):
                scope[name] = rebuilt(value, known)
    return known[key]  # type: ignore[no-any-return]  # a dict of functions


def _quantity(value: Any, spec: Spec) -> Any:
    magnitude = value if isinstance(value, np.ndarray) else np.float64(value)
    return registry().Quantity(magnitude, registry().Unit(to_pint(spec.unit.si)))


def _wrapped(floats: Any, item: Formula) -> Any:
    if len(item.computes) > 1:
        return tuple(_quantity(value, spec) for value, spec in zip(floats, item.returns, strict=True))
    return _quantity(floats, item.returns[0])


def _magnitude(item: Formula, value: Any, spec: Spec) -> Any:
    """The SI magnitude of a quantity; a bare number counts as dimensionless."""
    unit = registry().Unit(to_pint(spec.unit.si))
    if not hasattr(value, "dimensionality"):
        value = registry().Quantity(value, registry().Unit(""))
    if value.dimensionality != unit.dimensionality:
        raise UnitCheckError(f"{item.name}: gives {value.units or 'a plain number'}, declared is {spec.unit.si or 'a plain number'}")
    return value.m_as(unit)
