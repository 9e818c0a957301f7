"""The search for layers: every phase of a table between an electrolyte and a cathode, or the metal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Callable, Iterable, Optional, Union

from . import conditions
from .asked import Asked, Draws
from .conditions import Amounts, FormulaLike, Formulas, GasesLike, MetalLike, VoltageLike
from .library import ArgumentError, InterphaseError, borrowed, chars, check, ffi, lib, new_error, taken, text
from .results import TYPES
from .work import Watch, progress_line, watched

if TYPE_CHECKING:
    from .answers import *  # noqa: F403


@ffi.def_extern()
def python_coating_progress(user, test, done, total):
    """Says how far a test of a search is."""
    ffi.from_handle(user)(test, done, total)


def _limit(value, name, unit):
    if not conditions.number_of(value) >= 0:
        raise ArgumentError(f"{name} {value!r}: expected a number in {unit}, 0 or more")
    return float(value)


class _Side:
    """One side of an electrolyte: what is looked for there."""

    def __init__(self, asked, electrolyte, cathodes, voltage):
        self.asked, self.electrolyte, self.cathodes = asked, electrolyte, cathodes
        self.kept = [borrowed(f.spelling) for f in ([electrolyte] if electrolyte else []) + cathodes]
        names = self.kept[1:] if electrolyte else self.kept
        self.names = ffi.new("const char *[]", names)
        self.search = ffi.new("ip_coating_search *", lib.ip_coating_search_default())
        first = self.kept[0] if electrolyte else ffi.NULL
        self.sides = ffi.new("ip_coating_sides *", {"electrolyte": first, "cathodes": self.names})
        self.compositions = ffi.new("ip_composition[]", len(cathodes) + 1)
        search, question = self.search, asked.question
        search.metal, search.charge = question.metal, question.charge
        search.uncertainty, search.reservoir = question.uncertainty, question.reservoir
        if electrolyte:
            search.electrolyte_name = self.kept[0]
            search.electrolyte = self._material(electrolyte, self.compositions + len(cathodes))
        for i, cathode in enumerate(cathodes):
            self._material(cathode, self.compositions + i)
        if cathodes:
            search.cathodes, search.cathode_names, search.cathode_count = self.compositions, self.names, len(cathodes)
            search.voltage_low, search.voltage_high = voltage

    def _material(self, formula, out):
        """A material of the question has to have an answer of its own, or none of the layers beside it would."""
        state, hull = self.asked.state, ffi.new("ip_hull *")
        self.asked.check(lib.ip_composition_read(out, chars(formula.spelling), state.error))
        self.asked.check(lib.ip_hull_locate(hull, state.solver, out, state.error))
        lib.ip_hull_clear(hull)
        return out

    def row(self, coating, rank, reasons=ffi.NULL):
        row, asked = ffi.new("ip_coating_row *"), self.asked
        state = asked.state
        asked.check(lib.ip_coating_row_fill(row, state.memory, self.search, self.sides, coating, rank, reasons, asked.question,
                                            state.error))
        return TYPES["coating"].read(row)

    def rows(self, coating, rank, draws, reasons=ffi.NULL):
        rows = [self.row(coating, rank, reasons)]
        if draws and not coating.status:
            rows = draws.rows(TYPES["coating"], rows, lib.ip_samples_coating, self.search, self.sides, coating.phase,
                              self.asked.question)
        lib.ip_memory_empty(self.asked.state.memory)
        return rows

    def funnel(self, found):
        """How many phases each test left: (test, phases, sentence)."""
        out = [("table", found.count, "phases of the table")]
        for test in range(lib.IP_COATING_TEST_COUNT):
            if lib.ip_coating_tests(self.search, test):
                out.append((text(lib.ip_coating_test_name(test)), found.left[test],
                            taken(lib.ip_coating_sentence(self.search, found, test))))
        return out

    def explained(self, formula, found, shown, draws):
        """The row of a phase that was asked about, with why it does not pass; none where it is shown already."""
        asked = self.asked
        composition = conditions.read_composition(formula.spelling)
        phase = lib.ip_dataset_find(asked.data.dataset, composition)
        if not phase:
            raise ArgumentError("not in the table, so it was not among the layers; energy or above_hull adds it")
        rank = next((i + 1 for i in range(found.passed) if found.coatings[i].phase == phase), 0)
        if 0 < rank <= shown:
            return []
        with asked.cleared("ip_coating", lib.ip_coating_clear) as coating:
            lib.ip_coating_examine(coating, asked.state.solver, self.search, phase)
            reasons = ffi.NULL
            if not coating.status and not rank:
                failures = [taken(lib.ip_coating_failure(self.search, coating, test)) for test in range(lib.IP_COATING_TEST_COUNT)
                            if lib.ip_coating_fails(self.search, coating, test)]
                reasons = borrowed("; ".join(failures))
            return self.rows(coating, rank, draws, reasons)


class Coatings:
    """What a table can be asked about layers."""

    def coatings(self, *, electrolyte: Optional[FormulaLike] = None, cathode: Optional[Formulas] = None,
                 anode: MetalLike = None, voltage: VoltageLike = None, both: bool = False, metal: MetalLike = None,
                 max_reaction: Optional[float] = None, max_reaction_at_voltage: float = math.inf,
                 max_above_hull: Optional[float] = None, min_gap: Optional[float] = None,
                 contains: Union[str, Iterable[str], None] = None, elements: Union[str, Iterable[str], None] = None,
                 without: Union[str, Iterable[str], None] = None, max_elements: int = 0, any_window: bool = False,
                 radioactive: bool = False, top: Optional[int] = None, explain: Formulas = (), mu: Amounts = None,
                 gas: GasesLike = None, release: GasesLike = None, temperature: Optional[float] = None,
                 mixing_entropy: bool = False, gap: Optional[float] = None, samples: int = 0, threads: Optional[int] = None,
                 progress: Union[bool, Callable[..., Any]] = False, literal: Optional[bool] = None) -> \
            Union[Coating, CoatingSamples, CoatingStack]:
        """Every phase of the table as a layer between an electrolyte and a cathode (one, or charged and discharged) over a range
        of voltages, or the anode's metal: those that pass all tests, ranked by their worse interface. `funnel` of the answer says
        how many each test left, of each side.

        both : a layer on each side of the electrolyte, and the best stacks
        contains : elements that a layer has to hold, "none" for any; usually the metal, whose ions have to pass
        top : how many to show, 0 for all; usually all, of stacks 20
        explain : formulas of which to say why they pass or not
        progress : True for lines on standard error, or a function of (test, done, total)

        An interruption is heeded once the search is over, some seconds later."""
        cathodes = [] if cathode is None else [cathode] if conditions.is_single(cathode) else list(cathode)
        voltages, explain = conditions.read_voltages(voltage), [explain] if conditions.is_single(explain) else list(explain)
        _check_call(cathodes, anode, voltages)
        if both and (electrolyte is None or not cathodes or explain or samples):
            raise ArgumentError("coatings: both needs an electrolyte and a cathode; explain and samples belong to one side")
        if not both and cathodes and anode is not None:
            raise ArgumentError("coatings: a layer lies on one side of the electrolyte: cathode or anode, or both=True for a "
                                "layer on each")
        subjects = ([electrolyte] if electrolyte is not None else []) + cathodes + explain
        asked = Asked(self, metal=_metal_of(anode, metal), mu=mu, gas=gas, release=release, temperature=temperature, gap=gap,
                      literal=literal, mixing_entropy=mixing_entropy, subjects=subjects)

        def side_of(first, named):
            side = _Side(asked, first, named, voltages[0] if named else None)
            _set_limits(side, max_reaction, max_reaction_at_voltage, max_above_hull, min_gap, max_elements)
            _set_elements(side, contains, elements, without)
            side.search.any_window, side.search.radioactive = bool(any_window), bool(radioactive)
            return side

        with asked:
            read = [asked.read(f) for f in subjects]
            first = read.pop(0) if electrolyte is not None else None
            named = read[:len(cathodes)]
            asked.choose_metal(([first] if first else []) + named)
            _check_metal_row(asked)
            sides = [side_of(first, [])] if both else []
            sides.append(side_of(first, named))
            found = [_search(side, threads, progress) for side in sides]
            if both:
                return _stacks(sides, found, 20 if top is None else int(top))
            return _ranked(sides[0], found[0], int(top or 0), read[len(cathodes):], samples and Draws(asked, samples, threads))


def _check_call(cathodes, anode, voltages):
    if not cathodes and anode is None:
        raise ArgumentError("coatings: what lies on the other side of the layer is missing: cathode and voltage, or anode")
    if cathodes and len(voltages) != 1:
        raise ArgumentError("coatings: the voltages that the cathode runs through are expected, such as voltage=(2, 3.6)")
    if not cathodes and voltages:
        raise ArgumentError("coatings: voltage belongs to cathode; beside the metal it is 0 V")


def _metal_of(anode, metal):
    """Voltages refer to the metal of the anode."""
    one, other = conditions.read_metal(anode), conditions.read_metal(metal)
    if one and other and (one.element != other.element or (one.charge and other.charge and one.charge != other.charge)):
        raise ArgumentError(f"coatings: anode {anode} and metal {metal} differ; voltages refer to the metal of the anode")
    return metal if anode is None else anode


def _check_metal_row(asked):
    """Without a row for the metal no window can be found: one failure, not one for every phase."""
    metal = asked.question.metal
    if not lib.ip_dataset_element(asked.data.dataset, metal):
        symbol = text(lib.ip_element_symbol(metal))
        raise InterphaseError(f"the table has no row for the element {symbol}, which voltages refer to", "missing-element")


def _set_limits(side, max_reaction, max_reaction_at_voltage, max_above_hull, min_gap, max_elements):
    search = side.search
    if max_reaction is not None:
        search.max_reaction = _limit(max_reaction, "max_reaction", "eV/atom")
    search.max_reaction_at_voltage = _limit(max_reaction_at_voltage, "max_reaction_at_voltage", "eV/atom")
    if max_above_hull is not None:
        search.max_above_hull = _limit(max_above_hull, "max_above_hull", "eV/atom")
    if min_gap is not None:
        search.min_gap = _limit(min_gap, "min_gap", "eV")
    elif not side.electrolyte and not side.cathodes:
        search.min_gap = 0.0  # whatever is at equilibrium with the metal, alloys among them
    search.max_elements = int(max_elements)


def _set_elements(side, contains, elements, without):
    """Elements whose compounds cannot be compared at a temperature are left out as far as the table has any."""
    search, dataset = side.search, side.asked.data.dataset
    if contains is None and (side.electrolyte or side.cathodes):
        lib.ip_element_set_add(ffi.addressof(search, "contains"), search.metal)
    elif contains is not None and contains != "none":
        search.contains = conditions.read_elements(contains, "contains")
    search.elements = conditions.read_elements(elements, "elements")
    search.without = conditions.read_elements(without, "without")
    unknown = lib.ip_dataset_unknown_entropies(dataset)
    for i in range(0 if lib.ip_element_set_empty(unknown) else lib.ip_dataset_count(dataset)):
        phase = lib.ip_dataset_phase(dataset, i)
        for element in phase.elements[0:phase.element_count] if phase.element_count > 1 else ():
            if lib.ip_element_set_has(unknown, element):
                lib.ip_element_set_add(ffi.addressof(search, "without"), element)


def _search(side, threads, progress):
    """The layers of one side."""
    from .batches import executor_of
    asked, lines = side.asked, {}

    def tell(test, done, total):
        name = text(lib.ip_coating_test_name(test)) if test < lib.IP_COATING_TEST_COUNT else "products"
        if callable(progress):
            progress(name, done, total)
        elif progress:
            lines.setdefault(name, progress_line(name))(done, total)
    handle = ffi.new_handle(tell)
    found = ffi.gc(ffi.new("ip_coating_list *"), lib.ip_coating_list_clear)

    def work():
        executor, error = executor_of(asked, threads), new_error()
        check(lib.ip_coating_find(found, executor, side.search, lib.python_coating_progress, handle, error), error)
    watched(work, Watch())
    return found


def _ranked(side, found, top, explain, draws):
    kind = TYPES["coating_samples" if draws else "coating"]
    shown = min(top, found.passed) if top > 0 else found.passed
    rows = []
    for i in range(shown):
        rows += side.rows(found.coatings + i, i + 1, draws)
    for i in range(found.failures):
        rows += side.rows(found.coatings + found.passed + i, 0, draws)
    for formula in explain:
        try:
            rows += side.explained(formula, found, shown, draws)
        except InterphaseError as error:
            rows.append(kind.failed(error, formula=formula.typed))
    answer = kind.Answer(rows)
    answer.funnel = side.funnel(found)
    return answer


def _stacks(sides, found, top):
    """The two layers of a stack do not touch, so that it is as good as the worse of them, and the best stacks are made of the
    best layers of each side; among equals those of the best layers come first, taking turns between the sides."""
    anodes, cathodes = ([f.coatings + i for i in range(min(top or f.passed, f.passed))] for f in found)
    order = sorted((-lib.ip_coating_energy_grain(min(a.worst_energy, c.worst_energy)), i + j, j, i)
                   for i, a in enumerate(anodes) for j, c in enumerate(cathodes))
    kind, row, rows = TYPES["coating_stack"], ffi.new("ip_coating_stack_row *"), []
    for rank, (_, _, j, i) in enumerate(order[:top] if top else order, 1):
        lib.ip_coating_stack_row_fill(row, anodes[i], cathodes[j], rank)
        rows.append(kind.read(row))
    answer = kind.Answer(rows)
    answer.funnel = [side.funnel(f) for side, f in zip(sides, found)]
    return answer
