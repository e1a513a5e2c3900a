"""A Model: formulas wired by the names of their arguments, run as one straight-line plan (rules M1 to M9)."""

from __future__ import annotations

import graphlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from orbital.core.errors import InputError, ModelError, suggest
from orbital.core.formula import Formula, Spec
from orbital.core.plan import Plan, compiled
from orbital.core.tabulate import Tabulated


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides a plan, whatever the values: which computed quantities are given, which formulas are chosen, which inputs are null.

    `unchecked` leaves constraints out: for the hybrids half-way between two studies, which nobody would build.
    """

    given: frozenset[str] = frozenset()
    chosen: tuple[tuple[str, str], ...] = ()
    null: frozenset[str] = frozenset()
    totals: tuple[Formula, ...] = ()
    unchecked: bool = False


class Model:
    """A set of formulas. It finds their order, says what a quantity depends on, and makes plans.

    Raises `ModelError` when put together wrongly (M1): two formulas for one name, producer and consumer that disagree in
    unit, an argument that neither a formula nor a parameter provides, a cycle.
    """

    def __init__(
        self,
        name: str,
        formulas: Iterable[Formula],
        parameters: Iterable[str],
        table_steps: Mapping[str, float] | None = None,
        maker: tuple[Callable[..., Model], tuple[Any, ...]] | None = None,
    ) -> None:
        self.maker = maker
        self.name = name
        self.parameters = frozenset(parameters)
        self.table_steps = dict(table_steps or {})
        self.default: dict[str, Formula] = {}
        self.alternatives: dict[str, dict[str, Formula]] = {}
        self.specs: dict[str, Spec] = {}
        self._plans: dict[Any, Plan] = {}
        self._faults: list[str] = []
        formulas = list(formulas)
        for item in formulas:
            self._add(item)
        self._learn_specs(formulas)
        self._check_provided(formulas)
        self.check_cycles(Shape())
        self.along = frozenset(quantity for quantity, spec in self.specs.items() if spec.axis)
        if self._faults:
            raise ModelError(f"the {name} Model cannot be put together:\n" + "\n".join(self._faults))

    def __reduce__(self) -> tuple[Callable[..., Model], tuple[Any, ...]]:
        if self.maker is None:
            raise TypeError(f"the {self.name} Model was put together by hand and cannot be sent to another process")
        return self.maker

    # --- putting together (M1) ---
    def _add(self, item: Formula) -> None:
        for quantity in item.computes:
            if not item.alternative and quantity in self.default:
                self._faults.append(f"two formulas compute {quantity}: {self.default[quantity].name} and {item.name}")
            if not item.alternative:
                self.default[quantity] = item
            named = self.alternatives.setdefault(quantity, {})
            if item.name in named:
                self._faults.append(f"two formulas are called {item.name}")
            named[item.name] = item

    def _learn_specs(self, formulas: Sequence[Formula]) -> None:
        for item in formulas:
            for quantity, spec in zip(item.computes, item.returns, strict=True):
                self._learn(quantity, spec, item.name, producer=True)
        for item in formulas:
            for quantity, spec in zip(item.arguments, item.takes, strict=True):
                self._learn(quantity, spec, item.name, producer=False)

    def _learn(self, quantity: str, spec: Spec, owner: str, producer: bool) -> None:
        known = self.specs.setdefault(quantity, spec)
        if (known.unit.si, known.axis) != (spec.unit.si, spec.axis):
            verb = "computes" if producer else "takes"
            theirs = f"{spec.unit.si or '1'}{' along ' + spec.axis if spec.axis else ''}"
            ours = f"{known.unit.si or '1'}{' along ' + known.axis if known.axis else ''}"
            self._faults.append(f"{owner} {verb} {quantity} in {theirs}; elsewhere it is in {ours}")

    def _check_provided(self, formulas: Sequence[Formula]) -> None:
        provided = self.parameters | set(self.default) | {quantity for item in formulas for quantity in item.computes}
        for item in formulas:
            for argument in item.arguments:
                if argument not in provided:
                    self._faults.append(f"nobody provides {argument}, which {item.name} takes; {suggest(argument, provided)}")

    def check_cycles(self, shape: Shape) -> None:
        """Raise `ModelError` where the chosen formulas, with the givens taken out, form a cycle."""
        active = self.active(shape)
        graph = {item: [active[a] for a in item.arguments if a in active] for item in set(active.values())}
        try:
            graphlib.TopologicalSorter(graph).prepare()
        except graphlib.CycleError as error:
            names = " -> ".join(item.name for item in error.args[1])
            raise ModelError(f"the {self.name} formulas form a cycle: {names}; give one of these quantities") from None

    # --- what is computed by what ---
    def active(self, shape: Shape) -> dict[str, Formula]:
        """The formula of each computed quantity, after choices and givens."""
        active = dict(self.default)
        for total in shape.totals:
            active[total.name] = total
        for quantity, name in shape.chosen:
            item = self.alternative(quantity, name)
            for computed in item.computes:
                active[computed] = item
        for quantity in shape.given:
            active.pop(quantity, None)
        return active

    def alternative(self, quantity: str, name: str) -> Formula:
        """The formula `name` that computes `quantity`; refused with the ones there are."""
        known = self.alternatives.get(quantity, {})
        if name not in known:
            options = ", ".join(sorted(known)) or "none"
            raise InputError(f"{self.name}.formulas.{quantity} = {name!r}: no such formula; there are: {options}")
        return known[name]

    def closure(self, outputs: Iterable[str], active: Mapping[str, Formula]) -> dict[str, None]:
        """Every quantity the outputs depend on, themselves included, in a stable order."""
        seen: dict[str, None] = {}
        stack = list(outputs)
        while stack:
            quantity = stack.pop()
            if quantity not in seen:
                seen[quantity] = None
                item = active.get(quantity)
                if item is not None:
                    stack.extend(item.arguments)
        return seen

    def constraints(self, shape: Shape, active: Mapping[str, Formula]) -> list[Formula]:
        """The constraints that apply: their guarded quantity is computed and nothing they need is null (M4)."""
        if shape.unchecked:
            return []
        marked = [item for item in dict.fromkeys(active.values()) if item.constraint and item.guards not in shape.given]
        return [item for item in marked if not shape.null & self.closure(item.arguments, active).keys()]

    def evaluable(self, shape: Shape) -> tuple[str, ...]:
        """Every computed or given quantity without an internal axis that no null input stands in the way of."""
        active = self.active(shape)
        missing = set(shape.null)
        order = self._order(active.values(), active)
        for item in order:
            if missing.intersection(item.arguments):
                missing.update(c for c in item.computes if active.get(c) is item)
        return tuple(q for q in self.specs if q not in missing and self.specs[q].axis is None and (q in active or q in shape.given or q in self.parameters))

    def on_demand(self, shape: Shape, names: Iterable[str]) -> tuple[str, ...]:
        """Those of some quantities that follow from a formula which runs when asked for only."""
        active = self.active(shape)
        late: set[str] = set()
        for item in self._order(active.values(), active):
            if item.on_demand or late.intersection(item.arguments):
                late.update(c for c in item.computes if active.get(c) is item)
        return tuple(name for name in names if name in late)

    def missing(self, shape: Shape, outputs: Iterable[str]) -> list[str]:
        """The null inputs that stand in the way of the outputs."""
        return sorted(shape.null & self.closure(outputs, self.active(shape)).keys())

    # --- plans (M5) ---
    def plan(self, shape: Shape, outputs: tuple[str, ...]) -> Plan:
        """The straight-line plan for these givens, choices and outputs; made once and kept."""
        key = (shape, outputs)
        plan = self._plans.get(key)
        if plan is None:
            self.check_cycles(shape)
            active = self.active(shape)
            for name in outputs:
                if name not in self.specs and name not in active:
                    raise InputError(f"{self.name}.{name} is not a quantity of this Model; {suggest(name, self.specs)}")
            plan = self._plans[key] = self._make_plan(shape, active, outputs)
        return plan

    def exact_plan(self, shape: Shape, outputs: tuple[str, ...]) -> Plan:
        """The plan with nothing tabulated: every formula a step of its own. For checks."""
        return self._make_plan(shape, self.active(shape), outputs, tables=False)

    def _make_plan(self, shape: Shape, active: dict[str, Formula], outputs: tuple[str, ...], tables: bool = True) -> Plan:
        needed = self.closure(outputs, active)
        constraints: list[Formula] = []
        if any(active[q].headline for q in needed if q in active):
            constraints = self.constraints(shape, active)
            needed = self.closure([*outputs, *(c.name for c in constraints)], active)
        slow = {q for q in needed if q in active and active[q].tabulated} if tables else set()
        known = {q: item for q, item in active.items() if q not in slow}
        needed = self.closure([*outputs, *(c.name for c in constraints)], known)
        steps = self._order([known[q] for q in needed if q in known], known)
        steps.sort(key=lambda s: _late(s, steps, known))
        inputs = tuple(q for q in needed if q not in known and q not in slow)
        table = None
        if slow:
            wanted = tuple(q for q in needed if q in slow)
            table = Tabulated(self._make_plan(shape, active, wanted, tables=False), wanted, self.table_steps, self.along)
            inputs = tuple(dict.fromkeys([*inputs, *table.inputs]))
        return compiled(inputs, outputs, tuple(steps), tuple(constraints), table, known)

    def _order(self, items: Iterable[Formula], active: Mapping[str, Formula]) -> list[Formula]:
        wanted = dict.fromkeys(items)
        graph = {item: [active[a] for a in item.arguments if a in active and active[a] in wanted] for item in wanted}
        return list(graphlib.TopologicalSorter(graph).static_order())

    # --- dead quantities (M3) ---
    def live(self, shape: Shape, outputs: Iterable[str]) -> dict[str, None]:
        """Every quantity that the outputs or an active constraint depend on."""
        active = self.active(shape)
        return self.closure([*outputs, *(c.name for c in self.constraints(shape, active))], active)

    def cut_by(self, quantity: str, shape: Shape, outputs: Iterable[str]) -> tuple[str, ...]:
        """The givens that cut `quantity` off from the outputs; empty when it is alive, or never led to them."""
        outputs = tuple(outputs)
        bare_shape = replace(shape, given=frozenset())
        live = self.live(shape, outputs)
        if quantity in live or quantity not in self.live(bare_shape, outputs):
            return ()
        bare = self.active(bare_shape)
        return tuple(g for g in sorted(shape.given) if g in live and g in bare and quantity in self.closure([g], bare))


def _late(step: Formula, steps: Sequence[Formula], active: Mapping[str, Formula]) -> int:
    """Headlines, and what follows from them, come after every constraint."""
    stack, seen = [step], set()
    while stack:
        item = stack.pop()
        if item.headline:
            return 1
        for argument in item.arguments:
            producer = active.get(argument)
            if producer is not None and producer not in seen:
                seen.add(producer)
                stack.append(producer)
    return 0


def formulas_of(*modules: ModuleType) -> list[Formula]:
    """Every formula defined in the modules, in the order written (M1: only marked functions are wired)."""
    found = []
    for module in modules:
        for item in vars(module).values():
            mark = getattr(item, "__formula__", None)
            if isinstance(mark, Formula) and mark.function.__module__ == module.__name__:
                found.append(mark)
    return found
