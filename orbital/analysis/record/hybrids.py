"""Half-way between two answers: of each difference what one end says or the other, evaluated whatever our constraints say of it (M16)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from orbital.analysis.compare import json_quantity
from orbital.analysis.record.ends import FAILS, FLEET_SIZE, MEASURE_OF, SATELLITE_SIZE, Stand, total_of
from orbital.analysis.record.groups import SIZES, module_of, stated_for
from orbital.binding import Given
from orbital.core.errors import ModelError
from orbital.core.formula import Formula
from orbital.core.units import Unit, money_power, text
from orbital.studies import study_data

PLAIN = Unit("")
BOUNDARY = "boundary"
OF_THE_SATELLITE = frozenset(["accelerators_per_satellite", "satellite_it_power"])
POWER, CHIPS = "accelerator_power", frozenset(["accelerator_count", "accelerators_per_satellite"])


@dataclass(frozen=True, slots=True)
class Told:
    """What one end says of a quantity: its value (SI; NaN where it has none), the formula where one computes it, and who says so.

    year : of the dollars it is in, where the ends' differ.
    """

    quantity: str
    value: float
    unit: Unit
    formula: str = ""
    source: str = ""
    note: str = ""
    year: int = 0

    def __str__(self) -> str:
        year = f" of {self.year}" if self.year else ""
        told = self.note if math.isnan(self.value) else f"{text(self.value, self.unit)}{year}"
        return f"{told} ({self.formula})".strip() if self.formula else told or "not stated"

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        value = None if math.isnan(self.value) else json_quantity(self.value, self.unit)
        dollars = {"dollars_of": self.year} if self.year else {}
        return {"quantity": self.quantity, "value": value, **dollars, "formula": self.formula, "source": self.source, "note": self.note}


@dataclass(frozen=True)
class Part:
    """One name in which two stands differ: a quantity, or a cost line of the boundary."""

    side: str
    name: str
    line: bool = False

    @property
    def key(self) -> str:
        """Its name with its side: `orbital.launch_price`, `orbital.boundary.launch_cost`."""
        return f"{self.side}.{BOUNDARY}.{self.name}" if self.line else f"{self.side}.{self.name}"


class Half:
    """One side of both ends: where they differ, and the hybrid that takes some differences over."""

    def __init__(self, here: Stand, there: Stand, quantity: str, dollars: float) -> None:
        self.ends = (here, there)
        here.dollars = dollars
        self.model = here.model
        self.quantity = quantity
        rests = [stand.rests_on(quantity) for stand in self.ends]
        _lend(here, there, {*rests[1] - rests[0], *_without(here, there)})
        _lend(there, here, {*rests[0] - rests[1], *_without(there, here)})
        self.parts = [Part(self.model.name, name) for name in sorted(rests[0] | rests[1] | SIZES & self.model.specs.keys()) if self._differs(name)]
        self.lines = (here if "total_cost" in rests[0] else there).lines
        if "total_cost" in rests[0] & rests[1]:
            self.parts += [Part(self.model.name, line, True) for line in sorted({*here.lines} ^ {*there.lines})]
        self.sizes = [part for part in self.parts if self._is_size(part)]
        self.parts = [part for part in self.parts if part not in self.sizes]
        named = {part.name for part in [*self.parts, *self.sizes] if not part.line}
        owners = {name: there if name in here.other else here for name in {*here.given, *here.chosen} - named}
        differing = (named | here.other | there.other) - SIZES if self.sizes else set()
        self.named, self.owners = named, owners
        self.scales = {name: size for name in differing if (size := MEASURE_OF.get(stated_for(self.model, name), "")) in self.model.specs}
        self.known: dict[Any, Any] = {}
        for stand in self.ends:  # an end without a word on its chips' power has its size by the other's
            stand.measures |= {size: stand.value(size) for size, measured in stand.measures.items() if math.isnan(measured)}
        self.powers = [stand.value(POWER) for stand in self.ends]
        fleets, satellites = ([stand.measures.get(measure, math.nan) for stand in self.ends] for measure in (FLEET_SIZE, SATELLITE_SIZE))
        self.common = (int(fleets[1] > fleets[0]), int(satellites[1] < satellites[0]))
        self.size_by(*self.common)
        self.in_dollars(dollars)

    def in_dollars(self, dollars: float) -> None:
        """Let so many dollars of the second end's price year be one of the first's."""
        self.ends[0].dollars = dollars
        self.values = {name: stand.in_dollars(name) for name, stand in self.owners.items() if name in stand.given}
        self.formulas = {name: stand.formula(name) for name, stand in self.owners.items() if name in stand.chosen}
        self.own_values = [{name: stand.in_dollars(name) for name in self.named if name in stand.given} for stand in self.ends]
        self.own_formulas = [{name: stand.formula(name) for name in self.named if name in stand.chosen} for stand in self.ends]

    def size_by(self, fleet: int, satellite: int) -> None:
        """Let the fleet of one end and the satellite of one hold in every hybrid."""
        self.sized_by = {part: satellite if part.name in OF_THE_SATELLITE else fleet for part in self.sizes}

    def resized(self, end: int) -> bool:
        """Whether an end has another size than the common one."""
        return any(owner != end for owner in self.sized_by.values())

    def _is_size(self, part: Part) -> bool:
        """Whether a difference is one of size. How chips or power are counted, where both ends compute them, is not."""
        given = any(part.name in stand.given for stand in self.ends)
        return part.name in SIZES and not part.line and (given or part.name in CHIPS - {"accelerator_count"})

    def _differs(self, name: str) -> bool:
        ours, theirs = (stand.state(name) for stand in self.ends)
        if not isinstance(ours, Given) or not isinstance(theirs, Given):
            return name in self.model.specs and ours != theirs and name != "total_cost"
        if name in self.ends[0].other or name in self.ends[1].other:
            return False
        values = [np.ravel(stand.in_dollars(name)) for stand in self.ends]
        return values[0].shape != values[1].shape or not np.allclose(values[0], values[1], rtol=1e-12, atol=0.0)

    def value(self, taken: frozenset[Part]) -> float:
        """The asked quantity of the hybrid; NaN where it cannot be evaluated.

        The hybrid: what the second end says of the parts taken, what the first says of the others, in the larger fleet of the smaller satellites.
        """
        values, formulas, ends = dict(self.values), dict(self.formulas), {}
        lines = set(self.lines)
        for part in [*self.parts, *self.sizes]:
            end = self.sized_by.get(part, int(part in taken))
            if part.line:
                (lines.add if part.name in self.ends[end].lines else lines.discard)(part.name)
                continue
            ends[part.name] = end
            if part.name in self.own_values[end]:
                values[part.name] = self.own_values[end][part.name]
            elif part.name in self.own_formulas[end]:
                formulas[part.name] = self.own_formulas[end][part.name]
        try:
            formulas["total_cost"] = total_of(self.model.name, tuple(sorted(lines)))
            with np.errstate(all="ignore"):
                self._scale(values, formulas, ends)
                return float(self._evaluated(values, formulas, self.quantity))
        except FAILS:
            return math.nan

    def _scale(self, values: dict[str, Any], formulas: Mapping[str, Formula], ends: Mapping[str, int]) -> None:
        """Amounts that differ go by the IT power of the satellite or the fleet they are stated for, in place: so many chips first, then all else."""
        for part in self.sizes:
            if part.name in CHIPS and part.name in values:  # so many chips as have the power that the size was stated with
                power = float(self._evaluated(values, formulas, POWER))
                values[part.name] = values[part.name] * (self.powers[self.sized_by[part]] / power)
        scaled = [name for name in self.scales if name in values]
        measured = {size: float(self._evaluated(values, formulas, size)) for size in {self.scales[name] for name in scaled}}
        for name in scaled:
            stand = self.ends[ends[name]] if name in ends else self.owners[name]
            factor = measured[self.scales[name]] / stand.measures[self.scales[name]]
            if math.isfinite(factor) and factor > 0.0:
                values[name] = values[name] * factor

    def _evaluated(self, values: Mapping[str, Any], formulas: Mapping[str, Formula], quantity: str) -> Any:
        """A quantity from values and formulas, formula by formula; what any hybrid has computed from the same arguments is remembered."""
        here: dict[str, Any] = {}
        busy: set[str] = set()

        def found(name: str) -> Any:
            if name in values:
                return values[name]
            if name in here:
                return here[name]
            if name in busy:
                raise ModelError(f"{name} rests on itself")
            busy.add(name)
            item = formulas.get(name) or self.model.default[name]
            arguments = [found(argument) for argument in item.arguments]
            key = (item, *(id(value) if np.ndim(value) else float(value) for value in arguments))
            if key not in self.known:
                self.known[key] = (item.function(*arguments), arguments)  # the arguments stay alive, and with them their ids
            result = self.known[key][0]
            here.update(zip(item.computes, result, strict=True) if len(item.computes) > 1 else [(name, result)])
            busy.discard(name)
            return here[name]

        return found(quantity)

    # --- telling ---
    def told(self, part: Part, end: int) -> Told:
        """What one end says of a part."""
        stand = self.ends[end]
        if part.line:
            return Told(part.key, math.nan, PLAIN, note="contained" if part.name in stand.lines else "left out")
        unit = self.model.specs[part.name].unit
        state = stand.state(part.name)
        years = [found.end.scenario.price_year for found in self.ends]
        year = years[end] if years[0] != years[1] and money_power(unit.si) else 0
        if isinstance(state, Given):
            under = stand.end.provenance(state)
            number = float(state.value) if np.ndim(state.value) == 0 else math.nan
            note = under.note or ("" if np.ndim(state.value) == 0 else state.written)
            return Told(part.key, number, unit, "", under.source or state.origin, note, year)
        if state is None:
            return Told(part.key, math.nan, unit)
        item = self.model.alternatives[part.name][state]
        own = module_of(item).startswith("studies.")
        source = item.source or (study_data(stand.end.study).citation if own and stand.end.study else f"our formula: {item.summary}")
        return Told(part.key, stand.value(part.name), unit, item.function.__name__, source, "", year)

    def needs(self, part: Part, end: int) -> list[Told]:
        """The givens that only this end states and its formula takes, itself or through the study's other formulas: one difference with the swap."""
        stand, lender = self.ends[end], self.ends[1 - end]
        state = stand.state(part.name)
        if part.line or not isinstance(state, str) or state == lender.state(part.name):
            return []
        found: dict[str, Told] = {}
        stack = [self.model.alternatives[part.name][state]]
        while stack:
            for name in stack.pop().arguments:
                if name in lender.other and name in stand.given:
                    found[name] = self.told(Part(part.side, name), end)
                item = self.model.default.get(name)
                if item is not None and name not in stand.given and module_of(item).startswith("studies.") and name not in found:
                    stack.append(item)
        return list(found.values())


def _without(ours: Stand, theirs: Stand) -> set[str]:
    """Sizes that only the other end has."""
    return {name for name in {*SIZES, POWER} if ours.has(name) and ours.state(name) is None and theirs.state(name) is not None}


def _lend(ours: Stand, theirs: Stand, named: Iterable[str]) -> None:
    """What our answer does not rest on it does not state: there the other end's word holds, in a hybrid that asks for it. Sizes every end has."""
    for name in named:
        if name in SIZES and ours.state(name) is not None:
            continue
        ours.given.pop(name, None)
        ours.chosen.pop(name, None)
        if name in theirs.given:
            ours.given[name] = theirs.given[name]
        elif name in theirs.chosen:
            ours.chosen[name] = theirs.chosen[name]
        ours.other.add(name)
