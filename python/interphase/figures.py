"""Figures of answers, by the library's scripts and gnuplot, and what some of them show beside the rows of an answer. Knows rows
of results; asks again for what stands beside them."""

import os
import shutil
import subprocess
from copy import copy

from . import conditions
from .library import ArgumentError, FileError, borrowed, chars, check, ffi, lib, new, new_error, taken, text
from .results import TYPES

ORDERS = {"given": lib.IP_FIGURE_AS_GIVEN, "value": lib.IP_FIGURE_BY_VALUE}


def forms():
    """The endings of files that a figure can be written to."""
    found, index = [], 0
    while lib.ip_figure_form(index) != ffi.NULL:
        found.append(text(lib.ip_figure_form(index)))
        index += 1
    return found


def exists(kind):
    """Whether answers of a type have a figure."""
    return lib.ip_figure_exists(kind.described)


def can_draw():
    """Whether there is a gnuplot here."""
    return shutil.which("gnuplot") is not None


def script(kind, rows, beside=(), form="svg", width=lib.IP_FIGURE_WIDE, height=0.0, order="given"):
    """What gnuplot draws rows by; `beside` are the rows of other types that the figure shows, as (type, rows)."""
    if order not in ORDERS:
        raise ArgumentError(f"order {order!r}: expected one of {', '.join(ORDERS)}")
    style = ffi.new("ip_figure_style *", {"width": width, "height": height, "order": ORDERS[order]})
    figure = new("ip_figure", lib.ip_figure_new, lib.ip_figure_free, kind.described, style)
    error = new_error()
    for of, listed in [(kind, rows), *beside]:
        piece, kept = of.write(listed)
        for i in range(len(listed)):
            check(lib.ip_figure_row(figure, of.described, piece + i * of.size, error), error)
        del kept
    place, size = ffi.new("char **"), ffi.new("size_t *")
    stream = lib.python_stream_new(place, size)
    if stream == ffi.NULL:
        raise MemoryError("out of memory")
    status = lib.ip_figure_write(figure, chars(form), stream, error)
    lib.python_stream_end(stream)
    made = taken(place[0])
    check(status, error)
    return made


def picture(made):
    """What gnuplot makes of a script: bytes."""
    try:
        script_bytes = made.encode("utf-8", "surrogateescape")
        done = subprocess.run(["gnuplot", "-d", "-"], input=script_bytes, capture_output=True, check=False)
    except OSError as error:
        raise FileError(f"gnuplot 5.4 or newer draws figures, and cannot be run: {error.strerror}", "input-output") from None
    if done.returncode or not done.stdout:
        said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
        raise FileError(f"gnuplot failed: {said[-1].strip() if said else 'it says nothing'}", "input-output")
    return done.stdout


def write(path, make):
    """Writes a figure into a file, in the form of its ending; `make(form)` gives the script."""
    form = os.path.splitext(os.fspath(path))[1][1:]
    if form not in forms():
        raise ArgumentError(f"{os.fspath(path)}: expected a file that ends in .{', .'.join(forms())}")
    made = make(form)
    drawn = made.encode("utf-8", "surrogateescape") if form == "gp" else picture(made)
    try:
        with open(path, "wb") as file:
            file.write(drawn)
    except OSError as error:
        raise FileError(f"{os.fspath(path)}: {error.strerror}", "input-output") from None


# ---- what figures show beside the rows of an answer

def _diagram(asked, elements, most_above):
    state, found = asked.state, ffi.new("ip_diagram *")
    asked.check(lib.ip_diagram_find(found, state.memory, state.solver, elements, most_above, state.error))
    phases, ties = TYPES["diagram"], TYPES["diagram_tie"]
    made = [(phases, [phases.read(found.rows + i) for i in range(found.count)]),
            (ties, [ties.read(found.ties + i) for i in range(found.tie_count)])]
    lib.ip_memory_empty(state.memory)
    return made


def beside_phases(asked, elements, most_above):
    """The phase diagram of a system."""
    with copy(asked) as asked:
        return _diagram(asked, elements, most_above)


def beside_hulls(asked, rows):
    """The phase diagrams around compositions, each once, and where these lie in them."""
    made, seen, kind, subject = [], set(), TYPES["hull"], ffi.new("ip_diagram_subject_row *")
    with copy(asked) as asked:
        state = asked.state
        for row in (row for row in rows if row.status == "ok"):
            composition = conditions.read_composition(asked.read(row.formula, say=False).spelling)
            piece, kept = kind.write([row])
            asked.check(lib.ip_diagram_subject_row_fill(subject, state.memory, borrowed(row.formula), composition,
                                                        ffi.cast("ip_hull_row *", piece), state.error))
            made.append((TYPES["diagram_subject"], [TYPES["diagram_subject"].read(subject)]))
            del kept
            elements = lib.ip_composition_elements(composition)
            if tuple(elements.word) not in seen:
                seen.add(tuple(elements.word))
                made += _diagram(asked, elements, lib.IP_DIAGRAM_ABOVE_HULL)
    return made


def beside_ranges(asked, pair, ranges):
    """The energies of an interface over ranges of voltages."""
    kind, made = TYPES["interface_map"], []
    with copy(asked) as asked:
        for low, high in ranges:
            rows, count, state = ffi.new("ip_interface_map_row **"), ffi.new("long *"), asked.state
            asked.check(lib.ip_interface_map_find(rows, count, state.solver, pair, low, high, asked.question, state.error))
            made.append((kind, [kind.read(rows[0] + i) for i in range(count[0])]))
            lib.python_free(rows[0])
    return made


def beside_regions(asked, formulas, fixed, pair):
    """The regions of potentials by two elements, with what stands along their edges."""
    made = []
    with copy(asked) as asked:
        for formula in formulas:
            made += _region(asked, asked.read(formula, say=False), fixed, pair)
    return made


def _region(asked, read, fixed, pair):
    state, composition, name = asked.state, conditions.read_composition(read.spelling), borrowed(read.typed)
    kind, scales, made = TYPES["region"], TYPES["region_scale"], []
    first, second, edges, count = ffi.new("int *"), ffi.new("int *"), ffi.new("ip_region_row **"), ffi.new("long *")
    with asked.cleared("ip_potentials", lib.ip_potentials_clear) as found:
        asked.check(lib.ip_potentials_find(found, state.solver, composition, fixed, state.error))
        if pair:
            elements = list(found.elements[0:found.element_count])
            first[0], second[0] = (elements.index(element) for element in pair)
        elif not lib.ip_region_axes(first, second, found, composition):
            return []
        asked.check(lib.ip_region_find(edges, count, state.memory, name, found, first[0], second[0], state.error))
        made.append((kind, [kind.read(edges[0] + i) for i in range(count[0])]))
        scale = ffi.new("ip_region_scale_row *")
        for index in (first[0], second[0]):
            element = found.elements[index]
            charge = asked.question.charge if element == asked.question.metal else 0
            if lib.ip_region_scale_row_fill(scale, element, charge, lib.ip_dataset_temperature(asked.data.dataset)):
                made.append((scales, [scales.read(scale)]))
    lib.ip_memory_empty(state.memory)
    return made
