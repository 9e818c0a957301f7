"""Energies of one's own: entries of pymatgen anchored to measured energies, and series of formulas."""

import csv
import io
import json
import math
import os
import tempfile
from collections import namedtuple
from itertools import product
from numbers import Real

from .library import ArgumentError, borrowed, chars, check, ffi, lib, new, new_error, notice, taken, text

Correction = namedtuple("Correction", "formula formation_energy correction uncertainty band_gap id note")
Correction.__doc__ = """An anchored formation energy: formation_energy and the correction that it contains, eV/atom; its standard
deviation, eV/atom; band_gap, eV; all nan where unknown. note is "inferred" where not every pair of cation and anion is known from
measured compounds of its own, "uncorrected" where there is none."""

_ENERGIES = {"anchored": lib.IP_IMPORT_ANCHORED, "as_given": lib.IP_IMPORT_AS_GIVEN}


def _dictionary(entry):
    """An entry as its dictionary, as pymatgen writes it."""
    if isinstance(entry, dict):
        return entry
    if hasattr(entry, "as_dict"):
        return entry.as_dict()
    raise ArgumentError(f"an entry of pymatgen is expected, or its dictionary, not {type(entry).__name__}")


def _default(value):
    """NumPy numbers and arrays, and enumerations, as JSON has them."""
    for name in ("tolist", "item", "as_dict"):
        if hasattr(value, name):
            return getattr(value, name)()
    return getattr(value, "value", str(value))


class _Import:
    """Entries as rows of a table, as `interphase data import` makes them."""

    def __init__(self, entries, energies, references, functional, keep_polymorphs):
        from .table import path_of, shipped_corrections
        if energies not in _ENERGIES:
            raise ArgumentError(f"energies {energies!r}: expected one of {', '.join(_ENERGIES)}")
        self._kept = [borrowed(os.fspath(word)) if word else ffi.NULL for word in
                      (references if references in (None, "mp") else path_of(references), functional)]
        options = ffi.new("ip_import_options *")
        options.energies, options.keep_polymorphs = _ENERGIES[energies], bool(keep_polymorphs)
        options.references, options.functional = self._kept
        self.found = new("ip_import", lib.ip_import_new, lib.ip_import_free, options, kept=(options, *self._kept))
        error, path = new_error(), _written(entries)
        try:
            check(lib.ip_import_read(self.found, chars(path), error), error)
        finally:
            os.unlink(path)
        check(lib.ip_import_finish(self.found, shipped_corrections(), error), error)

    def rows(self):
        for i in range(lib.ip_import_count(self.found)):
            row = lib.ip_import_at(self.found, i)
            yield Correction(text(row.formula), row.formation_energy_per_atom, row.correction, row.uncertainty, row.band_gap,
                             text(row.id), text(row.note))


def _written(entries):
    """A file of these entries; to be removed."""
    entries = [_dictionary(entry) for entry in entries]
    if not entries:
        raise ArgumentError("no entries; at least one is expected")
    handle, path = tempfile.mkstemp(prefix="interphase-", suffix=".json")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(entries, file, default=_default)
    return path


def correct(entries, *, energies="anchored", references=None, functional=None, keep_polymorphs=False):
    """Formation energies of entries of one's own (pymatgen's ComputedEntry, ComputedStructureEntry, PDEntry, or a list of their
    dictionaries), anchored to measured ones as those of the shipped table are, with their uncertainties: a list of Correction,
    the lowest entry of each composition, in the order of the entries.

    energies : "anchored" takes plain PBE or PBE+U energies and corrects them; "as_given" takes them as they are
    references : where the energies of the elements come from: a file, or "mp" for those of the Materials Project; those of the
        entries themselves, and where one is missing the Materials Project's
    functional : the word of the energies that are taken, where there are several
    keep_polymorphs : all entries of a composition"""
    made = _Import(entries, energies, references, functional, keep_polymorphs)
    tally = lib.ip_import_tally(made.found)
    if tally.without_energy:
        notice(f"{tally.without_energy} of {tally.entries} entries have no energy, and were passed over")
    return list(made.rows())


def _field(number):
    return "" if math.isnan(number) else repr(number)


def table_text(entries, **options):
    """A table of entries, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["formula", "formation_energy_per_atom", "correction", "uncertainty", "band_gap", "id", "note"])
    for row in _Import(entries, options.pop("energies", "anchored"), options.pop("references", None), None, False).rows():
        writer.writerow([row.formula, repr(row.formation_energy), _field(row.correction), _field(row.uncertainty),
                         _field(row.band_gap), row.id, row.note])
    return out.getvalue()


def formulas(pattern, **variables):
    """The formulas of a series: formulas("Na{3-x}Sb{1-x}W{x}S4", x=[0, 0.05, 0.1]). Of several variables each value with every
    other, the last one changing fastest."""
    found, error = ffi.new("unsigned *"), new_error()
    check(lib.ip_pattern_variables(found, chars(pattern), error), error)
    names = [chr(ord("a") + bit) for bit in range(lib.IP_PATTERN_VARIABLES) if found[0] >> bit & 1]
    if set(names) != set(variables):
        raise ArgumentError(f"the pattern has the variables {', '.join(names) or 'none'}; values are given for "
                            f"{', '.join(variables) or 'none'}")
    lists = [[values] if isinstance(values, Real) else list(values) for values in variables.values()]
    out, values, made = ffi.new("char **"), ffi.new("double[]", lib.IP_PATTERN_VARIABLES), []
    for chosen in product(*lists):
        for name, value in zip(variables, chosen):
            values[ord(name) - ord("a")] = value
        check(lib.ip_pattern_write(out, chars(pattern), values, error), error)
        made.append(taken(out[0]))
    return made
