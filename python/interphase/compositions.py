"""The questions to a table about compositions: each is the program's command of the same name, with its options as keywords."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Optional, Union

from . import conditions, figures
from .asked import Asked, Draws, as_typed, each, listed, one_or_more, voltages_at
from .conditions import Amounts, Formulas, GasesLike, MetalLike, VoltageLike
from .library import ArgumentError, borrowed, chars, ffi, lib
from .results import TYPES

if TYPE_CHECKING:
    from .answers import *  # noqa: F403


class Compositions:
    """What a table can be asked about compositions."""

    def window(self, formula: Formulas, *, metal: MetalLike = None, mu: Amounts = None, gas: GasesLike = None,
               release: GasesLike = None, temperature: Optional[float] = None, mixing_entropy: bool = False,
               gap: Optional[float] = None, samples: int = 0, threads: Optional[int] = None, literal: Optional[bool] = None) -> \
            Union[Window, PressureWindow, WindowSamples, Answers]:
        """The electrochemical stability window of a formula, or of each of several. Against a gas without a pressure (gas="O2"),
        the pressures at which it is neither taken up nor given off."""
        formula = listed(formula)
        asked = Asked(self, metal=metal, mu=mu, gas=gas, release=release, temperature=temperature, gap=gap, literal=literal,
                      mixing_entropy=mixing_entropy, subjects=formula, may_be_swept=True)
        with asked:
            if asked.gases and asked.gases.swept:
                return self._swept(asked, formula, "pressure_window", samples)
            draws, kind, row = samples and Draws(asked, samples, threads), TYPES["window"], ffi.new("ip_window_row *")

            def answer(one):
                read = asked.read(one)
                asked.choose_metal([read])
                state, spelling = asked.state, borrowed(read.spelling)
                asked.check(lib.ip_window_row_find(row, state.memory, state.solver, spelling, asked.question, state.error),
                            lambda: kind.read(row))
                rows = [kind.read(row)]
                if draws:
                    rows = draws.rows(kind, rows, lib.ip_samples_window, spelling, asked.question)
                lib.ip_memory_empty(state.memory)
                return as_typed(kind, rows, read)
            return each(TYPES["window_samples"] if draws else kind, formula, answer)

    def profile(self, formula: Formulas, *, metal: MetalLike = None, mu: Amounts = None, gas: GasesLike = None,
                release: GasesLike = None, temperature: Optional[float] = None, mixing_entropy: bool = False,
                gap: Optional[float] = None, literal: Optional[bool] = None) -> Union[Profile, Pressure, Answers]:
        """Every voltage plateau of a formula, 0 V upwards; against a gas without a pressure (gas="O2"), ranges of its
        pressure."""
        formula = listed(formula)
        asked = Asked(self, metal=metal, mu=mu, gas=gas, release=release, temperature=temperature, gap=gap, literal=literal,
                      mixing_entropy=mixing_entropy, subjects=formula, may_be_swept=True)
        with asked:
            if asked.gases and asked.gases.swept:
                return self._swept(asked, formula, "pressure", 0)
            kind = TYPES["profile"]

            def answer(one):
                read = asked.read(one)
                asked.choose_metal([read])
                composition, question, state = conditions.read_composition(read.spelling), asked.question, asked.state
                with asked.cleared("ip_profile", lib.ip_profile_clear) as found:
                    asked.check(lib.ip_profile_find_in(found, state.solver, composition, question.metal, question.charge,
                                                       question.reservoir, state.error))
                    spelling = borrowed(read.spelling)
                    rows = asked.rows("profile", found.plateau_count, lambda row, i: lib.ip_profile_row_fill(
                        row, state.memory, asked.data.dataset, spelling, composition, found, i, question, state.error))
                lib.ip_memory_empty(state.memory)
                return as_typed(kind, rows, read)
            return each(kind, formula, answer, against=asked)

    def _swept(self, asked, formula, key, samples):
        """At every pressure of a gas."""
        if samples:
            raise ArgumentError("samples needs a pressure of the gas")
        kind, gases, state = TYPES[key], asked.gases, asked.state
        scale = ffi.new("ip_pressure_scale *", (asked.temperature, gases.standard, gases.thermal))[0]

        def answer(one):
            read = asked.read(one)
            composition, spelling = conditions.read_composition(read.spelling), borrowed(read.spelling)
            with asked.cleared("ip_profile", lib.ip_profile_clear) as found:
                asked.check(lib.ip_pressure_profile_find(found, state.solver, composition, asked.others, chars(gases.swept),
                                                         scale, state.error))
                of = state.memory, asked.data.dataset, spelling, composition, found
                if key == "pressure":
                    rows = asked.rows(key, found.plateau_count, lambda row, i: lib.ip_pressure_row_fill(
                        row, *of, i, scale, asked.question, state.error))
                else:
                    rows = asked.rows(key, 1, lambda row, i: lib.ip_pressure_window_row_fill(
                        row, *of, scale, asked.question, state.error))
            lib.ip_memory_empty(state.memory)
            return as_typed(kind, rows, read)
        return each(kind, formula, answer)

    def hull(self, formula: Formulas, *, voltage: VoltageLike = None, metal: MetalLike = None, mu: Amounts = None,
             gas: GasesLike = None, release: GasesLike = None, temperature: Optional[float] = None,
             mixing_entropy: bool = False, gap: Optional[float] = None, samples: int = 0, threads: Optional[int] = None,
             literal: Optional[bool] = None) -> Union[Hull, OpenHull, HullSamples, OpenHullSamples, Answers]:
        """Is a formula stable, and what does it fall apart into: closed, or in exchange with the metal at a voltage, elements and
        gases."""
        formula = listed(formula)
        voltages = conditions.read_voltages(voltage)
        asked = Asked(self, metal=metal, mu=mu, gas=gas, release=release, temperature=temperature, gap=gap, literal=literal,
                      mixing_entropy=mixing_entropy, subjects=formula)
        with asked:
            is_open = bool(voltages) or asked.others != ffi.NULL
            draws, row, state = samples and Draws(asked, samples, threads), ffi.new("ip_hull_row *"), asked.state
            kind = TYPES["open_hull" if is_open else "hull"]
            find = lib.ip_open_hull_row_find if is_open else lib.ip_hull_row_find

            def answer(one):
                read, rows = asked.read(one), []
                spelling = borrowed(read.spelling)
                if voltages:
                    asked.choose_metal([read])
                for at in voltages_at(voltages):
                    reservoir = asked.others if math.isnan(at) else asked.beside(at)
                    asked.question.reservoir = reservoir
                    asked.check(find(row, state.memory, state.solver, spelling, asked.question, state.error),
                                lambda: kind.read(row))
                    found = [kind.read(row)]
                    rows += draws.rows(kind, found, lib.ip_samples_hull, spelling, asked.question) if draws else found
                lib.ip_memory_empty(state.memory)
                return as_typed(kind, rows, read)
            found = one_or_more(TYPES[f"{kind.key}_samples"] if draws else kind, formula, answer, voltages)
            if not is_open:
                rows = found.rows
                found._beside = lambda: figures.beside_hulls(asked, rows)
            return found

    def decompose(self, formula: Formulas, *, voltage: VoltageLike = None, metal: MetalLike = None, mu: Amounts = None,
                  gas: GasesLike = None, release: GasesLike = None, temperature: Optional[float] = None,
                  mixing_entropy: bool = False, gap: Optional[float] = None, samples: int = 0, threads: Optional[int] = None,
                  literal: Optional[bool] = None) -> Union[Decomposition, DecompositionSamples, Answers]:
        """What a formula becomes: closed, or open to the metal at a voltage, to elements and gases; over a range of voltages both
        ends of every plateau."""
        formula = listed(formula)
        voltages = conditions.read_voltages(voltage)
        asked = Asked(self, metal=metal, mu=mu, gas=gas, release=release, temperature=temperature, gap=gap, literal=literal,
                      mixing_entropy=mixing_entropy, subjects=formula)
        with asked:
            draws, row = samples and Draws(asked, samples, threads), ffi.new("ip_decomposition_row *")
            kind, state = TYPES["decomposition"], asked.state

            def drawn(made, spelling, reservoir):
                if not draws:
                    return made
                return draws.rows(kind, made, lib.ip_samples_decomposition, spelling, reservoir, asked.question)

            def at_voltage(read, at):
                reservoir, spelling = asked.beside(at), borrowed(read.spelling)
                asked.check(lib.ip_decomposition_row_find(row, state.memory, state.solver, spelling, reservoir, asked.question,
                                                          state.error), lambda: kind.read(row))
                return drawn([kind.read(row)], spelling, reservoir)

            def over_range(read, low, high):
                """Both ends of every plateau."""
                composition, spelling = conditions.read_composition(read.spelling), borrowed(read.spelling)
                question, reservoir, rows = asked.question, asked.beside(low), []
                with asked.cleared("ip_decomposition_range", lib.ip_decomposition_range_clear) as found:
                    asked.check(lib.ip_decomposition_range_find(found, state.solver, composition, question.metal,
                                                                question.charge, asked.others, low, high, state.error))
                    for i in range(2 * found.count):
                        asked.check(lib.ip_decomposition_range_row_fill(row, state.memory, asked.data.dataset, spelling,
                                                                        composition, found, i, question, state.error))
                        asked.check(lib.ip_decomposition_range_reservoir(reservoir, found, i, state.error))
                        rows += drawn([kind.read(row)], spelling, reservoir)
                return rows

            def answer(one):
                read, rows = asked.read(one), []
                asked.choose_metal([read], say=bool(voltages))
                asked.question.reservoir = ffi.NULL
                for low, high in voltages or [(math.nan, math.nan)]:
                    rows += over_range(read, low, high) if low < high else at_voltage(read, low)
                lib.ip_memory_empty(state.memory)
                return as_typed(kind, rows, read)
            return one_or_more(TYPES["decomposition_samples"] if draws else kind, formula, answer, voltages)

