"""The questions to a table about several materials: what they do to each other, what lies between them, what they make."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Iterable, Optional, Union

from . import conditions, figures
from .asked import Asked, Draws, as_typed, each, listed, one_or_more, voltages_at
from .conditions import Amounts, FormulaLike, Formulas, GasesLike, MetalLike, VoltageLike
from .library import ArgumentError, borrowed, chars, ffi, lib, new_error, notice, text
from .results import TYPES

if TYPE_CHECKING:
    from .answers import *  # noqa: F403


def _pair(asked, a, b):
    """Two reactants as the library has them, and what they borrow."""
    kept = [borrowed(formula.spelling) for formula in (a, b)]
    out = ffi.new("ip_reactant_pair *")
    asked.check(lib.ip_reactant_pair_read(out, *kept, asked.state.error))
    return out, kept


def _is_metal(composition, metal):
    return composition.count == 1 and composition.element[0] == metal


_LOW, _HIGH, _WORST = (ffi.new("char[]", word) for word in (b"low", b"high", b"worst"))


class _Interface:
    """An interface that was found, and the conditions that it holds under."""

    def __init__(self, asked, pair):
        self.asked, self.pair = asked, pair
        self.found = ffi.new("ip_interface *")
        self.case = ffi.new("ip_interface_case *", {"pair": pair, "found": self.found, "voltage": math.nan,
                                                    "position": lib.IP_NO_COUNT})

    def find(self, voltage):
        asked = self.asked
        reservoir = asked.reservoir(voltage)
        asked.check(lib.ip_interface_find(self.found, asked.state.solver, ffi.addressof(self.pair, "composition_a"),
                                          ffi.addressof(self.pair, "composition_b"), reservoir, asked.state.error))
        self.case.voltage = voltage

    def find_worst(self, low, high):
        """At the voltage of a range where it is worst."""
        asked, question, voltage = self.asked, self.asked.question, ffi.new("double *")
        solver, error = asked.state.solver, asked.state.error
        asked.check(lib.ip_interface_worst_voltage_in(
            voltage, ffi.NULL, solver, ffi.addressof(self.pair, "composition_a"), ffi.addressof(self.pair, "composition_b"),
            question.metal, question.charge, low, high, question.reservoir, ffi.NULL, error))
        self.find(voltage[0])
        if question.uncertainty:
            asked.check(lib.ip_interface_set_worst(self.found, solver, question.metal, question.charge, voltage[0], low, high,
                                                   question.reservoir, error))

    def rows(self, kind, indices):
        row, made, asked = ffi.new("ip_interface_row *"), [], self.asked
        for i in indices:
            asked.check(lib.ip_interface_row_fill(row, asked.state.memory, asked.data.dataset, self.case, i, asked.question,
                                                  asked.state.error))
            made.append(kind.read(row))
        return made

    def close(self):
        lib.ip_interface_clear(self.found)


class Pairs:
    """What a table can be asked about several materials."""

    def react(self, a: FormulaLike, b: FormulaLike, *, voltage: VoltageLike = None, metal: MetalLike = None, mu: Amounts = None,
              gas: GasesLike = None, release: GasesLike = None, temperature: Optional[float] = None,
              mixing_entropy: bool = False, gap: Optional[float] = None, samples: int = 0, threads: Optional[int] = None,
              literal: Optional[bool] = None) -> Union[Interface, InterfaceSamples]:
        """What two materials do to each other at every mixing fraction: closed, at a voltage, or over a range of voltages (its
        two ends, and the exact worst case between them)."""
        voltages, kind = conditions.read_voltages(voltage), TYPES["interface"]
        asked = Asked(self, metal=metal, mu=mu, gas=gas, release=release, temperature=temperature, gap=gap, literal=literal,
                      mixing_entropy=mixing_entropy, subjects=[a, b])
        with asked:
            read = [asked.read(a), asked.read(b)]
            pair, kept = _pair(asked, *read)
            if voltages:
                asked.choose_metal(read)
            draws, rows = samples and Draws(asked, samples, threads), []
            for at in voltages or [None]:
                rows += self._interfaces(asked, pair, at, draws, kind)
            lib.ip_memory_empty(asked.state.memory)
            answer = TYPES["interface_samples" if draws else "interface"].Answer(as_typed(kind, rows, *read))
            ranges = [at for at in voltages if at.high > at.low]
            if ranges:
                answer._beside = lambda: kept and figures.beside_ranges(asked, pair, ranges)
            return answer

    @staticmethod
    def _interfaces(asked, pair, at, draws, kind):
        """The rows at a voltage (None: closed) or over a range."""
        is_range = at is not None and at.high > at.low
        cases = [(at.low, _LOW), (at.high, _HIGH), (None, _WORST)] if is_range else [(at.low if at else math.nan, ffi.NULL)]
        rows = []
        for voltage, place in cases:
            face = _Interface(asked, pair)
            try:
                if voltage is None:
                    face.find_worst(at.low, at.high)
                else:
                    face.find(voltage)
                face.case.range = place
                found = face.rows(kind, range(face.found.kink_count))
                if draws:
                    ends = (at.low, at.high) if is_range else (math.nan, math.nan)
                    found = draws.rows(kind, found, lib.ip_samples_interface, face.case, *ends, asked.question)
                rows += [found[face.found.minimum]] if voltage is None else found
            finally:
                face.close()
        return rows

    def cell(self, *layers: FormulaLike, voltage: VoltageLike = None, metal: MetalLike = None, mu: Amounts = None,
             gas: GasesLike = None, release: GasesLike = None, temperature: Optional[float] = None,
             mixing_entropy: bool = False, gap: Optional[float] = None, literal: Optional[bool] = None) -> Cell:
        """Every interface of a stack of layers, from the anode to the cathode, each at the potentials that it sees: the deepest
        point of each, a row an interface."""
        if len(layers) == 1 and not conditions.is_single(layers[0]):
            layers = tuple(layers[0])
        if len(layers) < 2:
            raise ArgumentError("cell: at least two layers are expected, from the anode to the cathode")
        voltages = conditions.read_voltages(voltage)
        if len(voltages) > 1:
            raise ArgumentError("cell: one voltage or one range is expected")
        asked = Asked(self, metal=metal, mu=mu, gas=gas, release=release, temperature=temperature, gap=gap, literal=literal,
                      mixing_entropy=mixing_entropy, subjects=layers)
        with asked:
            read = [asked.read(layer) for layer in layers]
            asked.choose_metal(read)
            _check_ends(asked, read, voltages)
            rows = []
            for i, (a, b) in enumerate(zip(read, read[1:]), 1):
                rows += self._cell_row(asked, _pair(asked, a, b), voltages, i, len(read) - 1)
            return TYPES["cell"].Answer(as_typed(TYPES["cell"], rows, *read))

    @staticmethod
    def _cell_row(asked, made, voltages, position, count):
        """The anode side stands at 0 V, against the metal itself closed; the cathode side takes the worst case of the range."""
        pair, metal = made[0], asked.question.metal
        face, at = _Interface(asked, pair), voltages[0] if voltages else None
        face.case.position = position
        is_cathode = position == count and bool(voltages)
        is_anode = position == 1 and not is_cathode
        beside_metal = _is_metal(pair.composition_a, metal) or _is_metal(pair.composition_b, metal)
        try:
            if is_cathode and not beside_metal and at.high > at.low:
                face.find_worst(at.low, at.high)
                face.case.range = _WORST
            else:
                face.find(math.nan if beside_metal else at.low if is_cathode else 0.0 if is_anode else math.nan)
            if beside_metal:
                face.case.voltage, face.case.closed = 0.0, True
            rows = face.rows(TYPES["cell"], [face.found.minimum])
        finally:
            face.close()
        lib.ip_memory_empty(asked.state.memory)
        return rows

    def voltage(self, *formulas: FormulaLike, metal: MetalLike = None, temperature: Optional[float] = None,
                literal: Optional[bool] = None) -> Voltage:
        """The average voltage between compositions that differ in the content of one metal alone; of three or more the steps
        between those on the hull along the content."""
        if len(formulas) == 1 and not conditions.is_single(formulas[0]):
            formulas = tuple(formulas[0])
        if len(formulas) < 2:
            raise ArgumentError("voltage: two formulas or more are expected")
        asked = Asked(self, metal=metal, temperature=temperature, literal=literal)
        with asked:
            read, state = [asked.read(f) for f in formulas], asked.state
            compositions = ffi.new("ip_composition[]", len(read))
            for i, formula in enumerate(read):
                asked.check(lib.ip_composition_read(compositions + i, chars(formula.spelling), state.error))
            kept = [borrowed(formula.spelling) for formula in read]
            spellings, chosen = ffi.new("const char *[]", kept), asked.metal or conditions.Metal(0, 0, 0)
            with asked.cleared("ip_voltage", lib.ip_voltage_clear) as found:
                asked.check(lib.ip_voltage_find(found, state.solver, compositions, len(read), chosen.element, chosen.charge,
                                                state.error))
                asked.question.metal = found.metal
                rows = asked.rows("voltage", lib.ip_voltage_row_count(found), lambda row, i: lib.ip_voltage_row_fill(
                    row, spellings, found, i, asked.question, state.error))
            return TYPES["voltage"].Answer(as_typed(TYPES["voltage"], rows, *read))

    def reaction(self, reaction: Union[str, Iterable[str]], *, voltage: VoltageLike = None, metal: MetalLike = None,
                 mu: Amounts = None, gas: GasesLike = None, release: GasesLike = None, temperature: Optional[float] = None,
                 literal: Optional[bool] = None) -> Union[Reaction, Answers]:
        """The energy of a reaction as written, "A + B -> C + D", balanced where it can be; without products, of what forms."""
        reaction, voltages = listed(reaction), conditions.read_voltages(voltage)
        asked = Asked(self, metal=metal, mu=mu, gas=gas, release=release, temperature=temperature, literal=literal)
        with asked:
            return one_or_more(TYPES["reaction"], reaction, lambda one: self._as_written(asked, one, voltages), voltages)

    @staticmethod
    def _as_written(asked, reaction, voltages):
        state, rows, written, dataset = asked.state, [], borrowed(reaction), asked.data.dataset
        with asked.cleared("ip_equation", lib.ip_equation_clear) as equation:
            asked.check(lib.ip_equation_read(equation, written, state.error))
            read = [asked.read(text(term.formula)) for term in equation.terms[0:equation.count]]
        asked.choose_metal(read, say=bool(voltages))
        kept = [borrowed(formula.spelling) for formula in read]
        for at in voltages_at(voltages):
            reservoir = asked.beside(at)
            with asked.cleared("ip_equation", lib.ip_equation_clear) as equation, \
                    asked.cleared("ip_reaction_energy", lib.ip_reaction_energy_clear) as found:
                asked.check(lib.ip_equation_read(equation, written, state.error))
                for i, spelling in enumerate(kept):
                    equation.terms[i].formula = spelling
                asked.check(lib.ip_equation_balance(equation, reservoir, state.error))
                asked.check(lib.ip_reaction_energy_find(found, state.solver, equation, reservoir, state.error))
                rows += asked.rows("reaction", 1, lambda row, i: lib.ip_reaction_row_fill(
                    row, state.memory, dataset, written, equation, found, reservoir, asked.question, state.error))
            lib.ip_memory_empty(state.memory)
        return rows

    def synthesis(self, target: Formulas, *, precursors: Optional[Iterable[FormulaLike]] = None, by_products: bool = False,
                  top: Optional[int] = None, mu: Amounts = None, gas: GasesLike = None, release: GasesLike = None,
                  temperature: Optional[float] = None, literal: Optional[bool] = None) -> Union[Synthesis, Answers]:
        """Which pairs of precursors react to a target, and what competes with it; without precursors, pairs of the phases on the
        hull of its elements."""
        target = listed(target)
        asked = Asked(self, mu=mu, gas=gas, release=release, temperature=temperature, literal=literal)
        with asked:
            read = [asked.read(p) for p in precursors or ()]
            if len(read) == 1:
                raise ArgumentError("precursors: one alone; two or more are expected")
            if top is not None and top < 1:
                raise ArgumentError(f"top {top!r}: expected a whole number, 1 or more")
            kept = [borrowed(p.spelling) for p in read]
            given = ffi.new("ip_precursor[]", len(read) + 1)
            for into, spelling in zip(range(len(read)), kept):
                given[into].formula = spelling
                asked.check(lib.ip_composition_read(ffi.addressof(given[into], "composition"), spelling, asked.state.error))
            return each(TYPES["synthesis"], target,
                        lambda one: self._routes(asked, one, given, len(read), by_products or bool(read), top))

    @staticmethod
    def _routes(asked, target, given, count, by_products, top):
        read, state = asked.read(target), asked.state
        spelling, composition = borrowed(read.spelling), conditions.read_composition(read.spelling)
        with asked.cleared("ip_synthesis", lib.ip_synthesis_clear) as found:
            asked.check(lib.ip_synthesis_find(found, state.solver, composition, given, count, asked.question.reservoir,
                                              by_products, state.error))
            rows = asked.rows("synthesis", min(top or found.count, found.count), lambda row, i: lib.ip_synthesis_row_fill(
                row, state.memory, asked.data.dataset, spelling, found, i, asked.question, state.error))
        lib.ip_memory_empty(state.memory)
        return as_typed(TYPES["synthesis"], rows, read)


def _check_ends(asked, layers, voltages):
    """A range of voltages is that of the cathode, which the metal cannot be; an end layer that is another metal was hardly meant
    so."""
    metal, error = asked.question.metal, new_error()
    for at, layer in enumerate(layers):
        composition = ffi.new("ip_composition *")
        if lib.ip_composition_read(composition, chars(layer.spelling), error) or composition.count != 1:
            continue
        element = composition.element[0]
        if at >= len(layers) - 2 and element == metal and voltages:
            raise ArgumentError(f"cell: voltage is for a cathode, but the last interface is that of {layer.typed} itself; the "
                                "layers go from the anode to the cathode")
        if at in (0, len(layers) - 1) and element != metal and lib.ip_element_charge(element):
            symbol = text(lib.ip_element_symbol(metal))
            notice(f'{layer.typed} is an electrode, but voltages refer to {symbol}; metal="{layer.typed}" would refer to it')
