"""Tables: which phases there are and what energy they have. A Table never changes; its methods that change something give
another. Loads datasets and lends solvers; what can be asked stands in compositions, pairs, systems, batches and coatings."""

import math
import os
import tempfile
import threading
import weakref
from collections.abc import Mapping

from . import conditions
from .library import ArgumentError, TableError, chars, check, exception_of, ffi, lib, new, new_error, notice, taken, text
from .batches import Batches
from .compositions import Compositions
from .pairs import Pairs
from .systems import Systems

DEFAULT_TABLE = "mp2020"
_SHOWN_FINDINGS = 3
_KEPT_DATASETS = 8  # of one table at several temperatures


@ffi.def_extern()
def python_finding(user, finding):
    """Keeps what the library says of a table while it reads it."""
    ffi.from_handle(user).append((finding.kind, text(finding.kind_word), text(finding.file), finding.line, text(finding.message)))


def _said(finding):
    _, _, file, line, message = finding
    return f"{file}:{line}: {message}" if line else f"{file}: {message}"


def path_of(source):
    """The path of a table: a bare name without a point or slash is a shipped one."""
    name = os.fspath(source)
    if not name or set(name) & set("./"):
        return name
    path, error = ffi.new("char **"), new_error()
    if lib.ip_shipped_find(path, chars(name), error):
        if os.path.exists(name):
            return name
        raise exception_of(error)
    return taken(path[0])


class State:
    """What one thread asks with, one question at a time."""

    def __init__(self, dataset):
        self.solver = new("ip_solver", lib.ip_solver_new, lib.ip_solver_free, dataset, kept=(dataset,))
        self.memory = new("ip_memory", lib.ip_memory_new, lib.ip_memory_free)
        self.error = new_error()


class Data:
    """A dataset that is filled, with what says how sure it is. Any number of threads may ask it."""

    def __init__(self, spec, temperature, mixtures):
        self.spec, self.temperature, self.found = spec, temperature, []
        self.dataset = new("ip_dataset", lib.ip_dataset_new, lib.ip_dataset_free)
        self._error = new_error()
        self._user = ffi.new_handle(self.found)
        for source in spec.sources:
            self._read(source)
        self._change(mixtures)
        self._find_errors()
        self._local = threading.local()

    def _read(self, source):
        first, seen = lib.ip_dataset_count(self.dataset), len(self.found)
        flags = lib.IP_READ_UNCORRECTED if self.spec.uncorrected else 0
        check(lib.ip_dataset_read(self.dataset, chars(path_of(source)), flags, lib.python_finding, self._user, self._error),
              self._error)
        notices, self.found[seen:] = self.found[seen:], []
        self._check_depth(source, first)
        self.found += notices

    def _check_depth(self, source, first):
        """What no compound has, in any table but a shipped one; and what lies too deep below the tables before."""
        if source != DEFAULT_TABLE:
            lib.ip_dataset_check(self.dataset, lib.python_finding, self._user)
        faults = self._faults()
        if not faults and first:
            check(lib.ip_hull_check_added(self.dataset, first, ffi.new("long *"), lib.python_finding, self._user, self._error),
                  self._error)
            faults = self._faults()
        if faults:
            more = f"; {len(faults) - _SHOWN_FINDINGS} more of these" if len(faults) > _SHOWN_FINDINGS else ""
            raise TableError("; ".join(_said(f) for f in faults[:_SHOWN_FINDINGS]) + more, "bad-table")

    def _faults(self):
        faults = [f for f in self.found if f[0] == lib.IP_FINDING_FAULT and f[1] == "implausible-energy"]
        self.found.clear()
        return faults

    def _change(self, mixtures):
        """In the order of the program: energies, what is left out, the temperature, distances from the hull, mixtures."""
        dataset, error, spec = self.dataset, self._error, self.spec
        for formula, energy in spec.energies:
            check(lib.ip_hull_check_energy(dataset, chars(formula), energy, error), error)
            check(lib.ip_dataset_set_energy(dataset, chars(formula), energy, error), error)
        for formula in spec.excluded:
            check(lib.ip_dataset_exclude(dataset, chars(formula), error), error)
        if self.temperature:
            check(lib.ip_dataset_set_temperature(dataset, conditions.shipped_gases(), self.temperature, error), error)
        for formula, energy in spec.above_hull:
            check(lib.ip_hull_place(dataset, chars(formula), energy, error), error)
        self._mix(mixtures)

    def _mix(self, formulas):
        """Makes phases of compositions between two others, all from the dataset as it is."""
        made = []
        for formula in formulas:
            composition, found = ffi.new("ip_composition *"), ffi.new("ip_mixing_entropy *")
            if not lib.ip_composition_read(composition, chars(formula), ffi.NULL):
                check(lib.ip_mixing_entropy_find(found, self.dataset, composition, self._error), self._error)
                made.append((formula, composition, found))
        for formula, composition, found in made:
            if lib.ip_dataset_find(self.dataset, composition):
                continue
            if not found.parents[0]:
                notice(f"{formula} has no entropy of mixing: it lies between no two phases of the table that share sublattices")
                continue
            parts = " + ".join(f"{a:.6g} {text(p.formula)}" for a, p in zip(found.amounts, found.parents))
            energy = 1000 * lib.ip_mixing_entropy_energy(found, self.dataset, composition)
            notice(f"{formula} is taken as a mixture of {parts} (x = {found.x:.6g}) with ideal entropy of mixing, T S = "
                   f"{energy:.2f} meV/atom, and no enthalpy of mixing")
            check(lib.ip_mixing_entropy_place(self.dataset, chars(formula), found, self._error), self._error)

    def _find_errors(self):
        """Where the errors of energies come from: the constants that the tables were corrected with."""
        self.corrections, self.uncertainty = None, ffi.NULL
        if self.spec.uncorrected or not self._has_uncertainties():
            return
        self.corrections = shipped_corrections()
        self.uncertainty = new("ip_uncertainty", lib.ip_uncertainty_new, lib.ip_uncertainty_free, self.corrections, self.dataset,
                               kept=(self.corrections, self.dataset))

    def _has_uncertainties(self):
        for i in range(lib.ip_dataset_count(self.dataset)):
            phase = lib.ip_dataset_phase(self.dataset, i)
            if phase.element_count > 1 and not math.isnan(phase.uncertainty):
                return True
        return False

    def lend(self):
        """A state that is this thread's alone until it is given back."""
        try:
            return self._local.states.pop()
        except AttributeError:
            self._local.states = []
        except IndexError:
            pass
        return State(self.dataset)

    def give_back(self, state):
        lib.ip_memory_empty(state.memory)
        self._local.states.append(state)

    def question(self):
        out = ffi.new("ip_question *", lib.ip_question_default())
        out.uncertainty = self.uncertainty
        return out


_corrections = {}


def shipped_corrections():
    """The constants that shipped tables are corrected with."""
    if "corrections" not in _corrections:
        made, error = new("ip_corrections", lib.ip_corrections_new, lib.ip_corrections_free), new_error()
        check(lib.ip_corrections_read_shipped(made, b"corrections", error), error)
        _corrections["corrections"] = made
    return _corrections["corrections"]


class _Spec:
    """What a table is made of."""

    def __init__(self, sources, uncorrected=False, literal=False, energies=(), excluded=(), above_hull=()):
        self.sources, self.uncorrected, self.literal = tuple(sources), uncorrected, literal
        self.energies, self.excluded, self.above_hull = tuple(energies), tuple(excluded), tuple(above_hull)

    def changed(self, **changes):
        return _Spec(**{**vars(self), **changes})


class _File:
    """A table that was written for this process, removed with the last Table that is made of it."""

    def __init__(self, content):
        written = chars(content)
        handle, self.path = tempfile.mkstemp(prefix="interphase-", suffix=".csv")
        weakref.finalize(self, os.unlink, self.path)
        with os.fdopen(handle, "wb") as file:
            file.write(written)

    def __fspath__(self):
        return self.path

    def __reduce__(self):
        with open(self.path, encoding="utf-8", errors="surrogateescape") as file:
            return _File, (file.read(),)


def _source(table):
    return table if isinstance(table, _File) else os.fspath(table)


def _pairs(values, name):
    if not isinstance(values, Mapping):
        raise ArgumentError(f'{name}: a dictionary is expected, such as {{"Na3PS4": -1.2}} in eV/atom')
    for formula, energy in values.items():
        try:
            energy = float(energy)
        except (TypeError, ValueError):
            energy = math.nan
        if not -20.0 <= energy <= 20.0:
            raise ArgumentError(f"{name} {formula}: expected a number in eV/atom from -20 to 20")
        yield formula, energy


class Table(Compositions, Pairs, Systems, Batches):
    """A formation-energy table to ask.

    table : name of a shipped table ("mp2020"), path of a CSV file, or a list of these, where later rows replace earlier ones
    uncorrected : take each energy without its correction
    energy : formation energies of compositions, {"Na4X": -1.2}, eV/atom
    above_hull : compositions placed so far above the hull of all others, eV/atom
    exclude : formulas of phases that are never products
    literal : read formulas by the letter: 0.33 is not 1/3, and S4.9H2O no hydrate

    Any number of threads may ask one table at the same time."""

    def __init__(self, table=DEFAULT_TABLE, *, uncorrected=False, energy=None, above_hull=None, exclude=(), literal=False):
        sources = [table] if isinstance(table, (str, os.PathLike)) else list(table)
        if not sources:
            raise ArgumentError("a table is expected, or several")
        self._begin(_Spec([_source(s) for s in sources], bool(uncorrected), bool(literal)))
        spec = self._spec
        spec.energies = self._spelled(energy or {}, "energy")
        spec.above_hull = self._spelled(above_hull or {}, "above_hull")
        spec.excluded = self._spelled_formulas(exclude)
        self._open()

    def _begin(self, spec):
        self._spec, self._lock, self._loaded = spec, threading.Lock(), {}

    def _open(self, say=True):
        """Reads the tables, and says what was found in them."""
        found = self._at().found if say else self._at().found[:0]
        for finding in found[:_SHOWN_FINDINGS]:
            notice(_said(finding))
        if len(found) > _SHOWN_FINDINGS:
            notice(f"{len(found) - _SHOWN_FINDINGS} more of these; `notices` of the table has them all")

    def _with(self, **changes):
        made = Table.__new__(Table)
        made._begin(self._spec.changed(**changes))
        made._open(say="sources" in changes)
        return made

    def __reduce__(self):
        return _rebuilt, (self._spec,)

    # ---- other tables

    def _spelled(self, values, name):
        return tuple((self._read(formula).spelling, energy) for formula, energy in _pairs(values, name))

    def _spelled_formulas(self, formulas):
        formulas = [formulas] if conditions.is_single(formulas) else formulas
        return tuple(self._read(formula).spelling for formula in formulas)

    def overlay(self, table, *more):
        """This table with others over it: their rows replace those of the same composition. A path, a name, or another Table."""
        sources = list(self._spec.sources)
        for other in (table, *more):
            sources += other._spec.sources if isinstance(other, Table) else [_source(other)]
        return self._with(sources=sources)

    def exclude(self, *formulas):
        """This table where these phases are never products."""
        listed = [f for given in formulas for f in ([given] if conditions.is_single(given) else given)]
        return self._with(excluded=self._spec.excluded + self._spelled_formulas(listed))

    def energy(self, energies):
        """This table where compositions have formation energies of one's own, {"Na4X": -1.2}, eV/atom."""
        return self._with(energies=self._spec.energies + self._spelled(energies, "energy"))

    def above_hull(self, distances):
        """This table where compositions are placed so far above the hull of all others, {"Na4X": 0.02}, eV/atom."""
        return self._with(above_hull=self._spec.above_hull + self._spelled(distances, "above_hull"))

    @classmethod
    def from_dataframe(cls, frame, **options):
        """A table of a pandas DataFrame with the columns of a table: formula, formation_energy_per_atom, and correction,
        uncertainty, band_gap, id, note where there are any. Beside it everything that Table() takes."""
        return cls(_File(frame.to_csv(index=False)), **options)

    @classmethod
    def from_entries(cls, entries, **options):
        """A table of the entries of pymatgen (ComputedEntry, PDEntry) or a list of their dictionaries, anchored to measured
        energies as correct() does it. Beside it everything that Table() takes."""
        from .entries import table_text
        return cls(_File(table_text(entries)), **options)

    # ---- what it holds

    def __len__(self):
        return lib.ip_dataset_count(self._at().dataset)

    def __contains__(self, formula):
        return bool(lib.ip_dataset_find(self._at().dataset, conditions.read_composition(self._read(formula, say=False).spelling)))

    def __repr__(self):
        spec, corrections = self._spec, "without" if self._spec.uncorrected else "with"
        changes = [f"energy {f} = {e:g} eV/atom" for f, e in spec.energies] + [f"without {f}" for f in spec.excluded] + \
                  [f"above hull {f} = {e:g} eV/atom" for f, e in spec.above_hull]
        names = " + ".join(os.fspath(source) for source in spec.sources)
        return "; ".join([f"Table {names} ({len(self)} phases, energies {corrections} corrections)", *changes])

    @property
    def notices(self):
        """What was found when the table was read, such as rows of one composition: sentences."""
        return [_said(finding) for finding in self._at().found]

    def _read(self, formula, say=True):
        return conditions.read_formula(formula, self._spec.literal, say)

    def _at(self, temperature=0.0, mixtures=()):
        """The dataset at a temperature (0: energies of the tables), with these mixtures."""
        key = (temperature, mixtures)
        with self._lock:
            if key not in self._loaded:
                made = Data(self._spec, temperature, mixtures)
                while len(self._loaded) >= _KEPT_DATASETS:
                    del self._loaded[next(other for other in self._loaded if other != (0.0, ()))]
                self._loaded[key] = made
            return self._loaded[key]


def _rebuilt(spec):
    made = Table.__new__(Table)
    made._begin(spec)
    made._at()
    return made
