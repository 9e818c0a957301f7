"""The questions to a table about chemical systems: what is in one, and where a phase is at equilibrium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Optional, Union

from . import conditions, figures
from .asked import Asked, as_typed, each, listed
from .conditions import Amounts, Formulas, GasesLike
from .library import ArgumentError, borrowed, check, ffi, lib, new_error, text
from .results import TYPES

if TYPE_CHECKING:
    from .answers import *  # noqa: F403

_ORDERS = {"found": lib.IP_PHASES_AS_FOUND, "formula": lib.IP_PHASES_BY_FORMULA, "above-hull": lib.IP_PHASES_BY_ENERGY_ABOVE_HULL,
           "decomposition": lib.IP_PHASES_BY_DECOMPOSITION_ENERGY, "formation": lib.IP_PHASES_BY_FORMATION_ENERGY,
           "gap": lib.IP_PHASES_BY_BAND_GAP}


def _system_text(system):
    """A system as text: "Na-P-S", a formula, or a list of elements."""
    if isinstance(system, str):
        return system
    if conditions.is_single(system):
        return conditions.formula_text(system)[0]
    return "-".join(str(element) for element in listed(system))


class Systems:
    """What a table can be asked about chemical systems."""

    def phases(self, system: Union[str, Iterable[str]], *, max_above_hull: float = 0.0, neighbours: bool = False,
               simplices: bool = False, sort: str = "found", temperature: Optional[float] = None) -> Union[Phases, Simplex]:
        """Every phase of a chemical system ("Na-P-S", ["Na", "P", "S"] or a formula) on the hull, or up to max_above_hull
        (eV/atom); with neighbours their tie lines, or the simplices in the place of the phases."""
        if sort not in _ORDERS:
            raise ArgumentError(f"sort {sort!r}: expected one of {', '.join(_ORDERS)}")
        if not max_above_hull >= 0:
            raise ArgumentError(f"max_above_hull {max_above_hull!r}: expected a number in eV/atom, 0 or more")
        asked = Asked(self, temperature=temperature)
        with asked:
            state, elements = asked.state, ffi.new("ip_element_set *")
            name = borrowed(_system_text(system))
            asked.check(lib.ip_phases_read_system(elements, name, state.error))
            with asked.cleared("ip_phases", lib.ip_phases_clear) as found:
                asked.check(lib.ip_phases_find(found, state.solver, elements[0], max_above_hull, bool(neighbours or simplices),
                                               state.error))
                if simplices:
                    rows = asked.rows("simplex", found.simplex_count, lambda row, i: lib.ip_simplex_row_fill(
                        row, state.memory, name, found, i, state.error))
                    return TYPES["simplex"].Answer(rows)
                answer = TYPES["phases"].Answer(self._phase_rows(asked, name, found, _ORDERS[sort]))
            answer._beside = lambda: figures.beside_phases(asked, elements[0], max_above_hull)
            return answer

    @staticmethod
    def _phase_rows(asked, name, found, order):
        rows, state = ffi.new("ip_phases_row[]", found.count + 1), asked.state
        for i in range(found.count):
            asked.check(lib.ip_phases_row_fill(rows + i, state.memory, state.solver, name, found, i, asked.question, state.error))
        asked.check(lib.ip_phases_rows_sort(rows, found.count, order, state.error))
        return [TYPES["phases"].read(rows + i) for i in range(found.count)]

    def potentials(self, formula: Formulas, *, fix: Amounts = None, mu: Amounts = None, gas: GasesLike = None,
                   release: GasesLike = None, temperature: Optional[float] = None,
                   project: Union[str, tuple[str, str], None] = None, literal: Optional[bool] = None) -> \
            Union[Potentials, Outline, Answers]:
        """The region of chemical potentials in which a phase is on the hull: its corners, and each element's range; with
        project=("Li", "S") the outline of the region by the potentials of two elements."""
        formula = listed(formula)
        asked = Asked(self, mu=mu, gas=gas, release=release, temperature=temperature, literal=literal)
        fixed, pair = ffi.new("ip_reservoir *"), None
        conditions.open_elements({**(fix or {})}, fixed, new_error())
        conditions.open_elements({**(mu or {})}, fixed, new_error())
        if asked.gases:
            fixed.atmosphere = asked.gases.atmosphere
        if project:
            pair = [conditions.read_element(e, "project") for e in (project.split(",") if isinstance(project, str) else project)]
            if len(pair) != 2 or pair[0] == pair[1]:
                raise ArgumentError(f"project {project!r}: expected two elements, such as (\"Li\", \"S\")")
        with asked:
            asked.question.reservoir = ffi.NULL
            kind = TYPES["outline" if pair else "potentials"]
            answer = each(kind, formula, lambda one: self._region(asked, one, fixed, pair))
        subjects = [row.formula for row in answer if row.status == "ok"]
        answer._beside = lambda: figures.beside_regions(asked, dict.fromkeys(subjects), fixed, pair)
        return answer

    @staticmethod
    def _region(asked, formula, fixed, pair):
        read, state = asked.read(formula), asked.state
        spelling, composition = borrowed(read.spelling), conditions.read_composition(read.spelling)
        with asked.cleared("ip_potentials", lib.ip_potentials_clear) as found:
            asked.check(lib.ip_potentials_find(found, state.solver, composition, fixed, state.error))
            if pair:
                kind, rows = TYPES["outline"], _outline(asked, spelling, found, pair)
            else:
                kind = TYPES["potentials"]
                rows = asked.rows("potentials", lib.ip_potentials_row_count(found), lambda row, i: lib.ip_potentials_row_fill(
                    row, state.memory, spelling, found, i, asked.question, state.error))
        lib.ip_memory_empty(state.memory)
        return as_typed(kind, rows, read)


def _outline(asked, spelling, found, pair):
    elements = list(found.elements[0:found.element_count])
    for element in pair:
        if element not in elements:
            raise ArgumentError(f"it holds no {text(lib.ip_element_symbol(element))}; project takes two of its elements")
    first, second = (elements.index(element) for element in pair)
    corners, state = ffi.new("int[]", found.count + 1), asked.state
    count = lib.ip_potentials_outline(corners, found, first, second)
    if count < 0:
        check(lib.ip_error_set(state.error, lib.IP_NO_MEMORY, b"out of memory"), state.error)
    return asked.rows("outline", count, lambda row, i: lib.ip_outline_row_fill(
        row, state.memory, spelling, found, first, second, i, corners[i], state.error))
