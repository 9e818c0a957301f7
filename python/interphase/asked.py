"""A question under its conditions, and what draws of the energies say of its answer. Knows no command."""

import math
from contextlib import contextmanager

from . import conditions
from .answers import Answers
from .library import ArgumentError, InterphaseError, check, exception_of, ffi, lib, new, new_error, text
from .results import TYPES

MOST_SAMPLES = 1_000_000


class Asked:
    """A question under its conditions, in the hands of one thread."""

    def __init__(self, table, *, metal=None, mu=None, gas=None, release=None, temperature=None, gap=None, literal=None,
                 mixing_entropy=False, subjects=(), may_be_swept=False):
        self.literal = table._spec.literal if literal is None else literal
        self.metal = conditions.read_metal(metal)
        if temperature is None:
            temperature = conditions.GAS_TEMPERATURE if gas or release else 0.0
        else:
            temperature = _check_temperature(temperature)
        self.temperature = temperature
        self.data = table._at(temperature, self._mixtures(subjects) if mixing_entropy else ())
        self.question = self.data.question()
        if gap is not None:
            if not conditions.number_of(gap) >= 0:
                raise ArgumentError(f"gap {gap!r}: expected a number in eV, 0 or more")
            self.question.gap = conditions.number_of(gap)
        if self.metal:
            self.question.metal, self.question.charge = self.metal.element, self.metal.charge
        self.gases, self.others = None, ffi.NULL
        if mu or gas or release:
            self._open(mu, gas, release, may_be_swept)
        self.state = None

    def _mixtures(self, subjects):
        if not self.temperature:
            raise ArgumentError("mixing_entropy needs a temperature, in K")
        subjects = [subjects] if conditions.is_single(subjects) else subjects
        return tuple(dict.fromkeys(formula.spelling for formula in (self.read_or_error(f, say=False) for f in subjects)
                                   if not isinstance(formula, InterphaseError)))

    def _open(self, mu, gas, release, may_be_swept):
        self.others = ffi.new("ip_reservoir *")
        conditions.open_elements(mu, self.others, new_error())
        self.gases = conditions.read_gases(gas, release, self.temperature, may_be_swept)
        if self.gases:
            self.others.atmosphere = self.gases.atmosphere
        self.question.reservoir = self.others

    def read(self, formula, say=True):
        return conditions.read_formula(formula, self.literal, say)

    def read_or_error(self, formula, say=True):
        """A formula as it is read, or the exception that says why there is none: that of who asks about it."""
        try:
            return self.read(formula, say)
        except InterphaseError as error:
            return error

    def choose_metal(self, formulas, say=True):
        metal = conditions.metal_of(self.metal, formulas, say)
        self.question.metal, self.question.charge = metal.element, metal.charge
        return metal

    def reservoir(self, voltage):
        """What is open at a voltage (nan: without the metal), as a reservoir of its own."""
        out = ffi.new("ip_reservoir *")
        check(lib.ip_question_reservoir(out, self.question, voltage, self.state.error), self.state.error)
        return out

    def beside(self, voltage):
        """The same beside what else is open, which the question then knows nothing of."""
        self.question.reservoir = self.others
        out = self.reservoir(voltage)
        self.question.reservoir = ffi.NULL
        return out

    def check(self, status, row=None):
        """Raises where a call failed; the exception has the row of the failure where the library made one."""
        if status:
            error = exception_of(self.state.error)
            error.row = row() if row else None
            raise error

    def __enter__(self):
        self.state = self.data.lend()
        return self

    def __exit__(self, *_):
        self.data.give_back(self.state)

    @contextmanager
    def cleared(self, kind, clear):
        """A struct that the library fills, and clears in the end."""
        out = ffi.new(f"{kind} *")
        try:
            yield out
        finally:
            clear(out)

    def rows(self, kind, count, fill):
        """Rows [0 .. count-1] that `fill(row, index)` fills, as rows of Python."""
        row = ffi.new(f"ip_{kind}_row *")
        made = []
        for i in range(count):
            self.check(fill(row, i))
            made.append(TYPES[kind].read(row))
        return made


def _check_temperature(temperature):
    error, kelvin = new_error(), conditions.number_of(temperature)
    if math.isnan(kelvin):
        raise ArgumentError(f"temperature {temperature!r}: expected a number in K")
    check(lib.ip_temperature_check(kelvin, error), error)
    return kelvin


def as_typed(kind, rows, *formulas):
    """Rows that repeat what was asked as it was written."""
    typed = {f.spelling: f.typed for f in formulas if f.typed != f.spelling}
    if not typed:
        return rows
    places = [c.index for c in kind.columns if c.kind == lib.IP_KIND_TEXT and c.uses & lib.IP_COLUMN_SUBJECT]
    return [row._replace(**{row._fields[i]: typed.get(row[i], row[i]) for i in places}) for row in rows]


def listed(formulas):
    """One formula as it is, several as a list."""
    if conditions.is_single(formulas):
        return formulas
    try:
        return list(formulas)
    except TypeError:
        raise ArgumentError(f"a formula or a list of formulas is expected, not {type(formulas).__name__}") from None


def each(kind, formulas, answer, against=None):
    """`answer(formula)` gives rows; of one formula the answer, of several one of all, where a failure has its place as a row,
    with the metal of `against`, whose question it is."""
    if conditions.is_single(formulas):
        return kind.Answer(answer(formulas))
    rows = []
    for formula in formulas:
        try:
            rows += answer(formula)
        except InterphaseError as error:
            if error.status == "no-memory":
                raise
            rows.append(_failed_row(kind, error, formula, against))
    return Answers(rows, kind)


def _failed_row(kind, error, formula, against):
    """The row of the library where it made one, else what was asked alone."""
    row = getattr(error, "row", None)
    if row is not None and type(row) is kind.Row:
        return row
    subject = next(c.name for c in kind.columns if c.uses & lib.IP_COLUMN_SUBJECT)
    asked = {subject: conditions.asked_text(formula)}
    if against or (row is not None and "metal" in kind.by_name):
        asked["metal"] = text(lib.ip_element_symbol(against.question.metal)) if against else row.metal
    return kind.failed(error, **asked)


def one_or_more(kind, formula, answer, voltages):
    """As each(); of one formula at several voltages, several rows."""
    if conditions.is_single(formula) and len(voltages_at(voltages)) > 1:
        return Answers(answer(formula), kind)
    return each(kind, formula, answer)


def voltages_at(voltages):
    """The voltages of a call one by one, of a range both ends; nan where there is none."""
    return [v for pair in voltages for v in dict.fromkeys(pair)] or [math.nan]


class Draws:
    """N draws of the energies within their uncertainties, beside an answer."""

    def __init__(self, asked, count, threads):
        number = conditions.number_of(count)
        if not 1 <= number <= MOST_SAMPLES or number != int(number):
            raise ArgumentError(f"samples {count!r}: expected a whole number from 0 to {MOST_SAMPLES}")
        self.asked = asked
        self.executor = new("ip_executor", lib.ip_executors_new, lib.ip_executor_free, ffi.NULL, asked.data.dataset,
                            conditions.read_threads(threads), kept=(asked.data.dataset,))
        self.draws = ffi.new("ip_draws *", {"executor": self.executor, "count": int(number)})

    def rows(self, kind, rows, take, *arguments):
        """The rows of an answer with what the draws say of them."""
        samples, error = ffi.new("ip_samples **"), self.asked.state.error
        check(take(samples, self.draws, *arguments, error), error)
        sampled = TYPES[f"{kind.key}_samples"]
        try:
            piece, kept = kind.write(rows)
            made, out = ffi.new("double[]", sampled.size // 8 + 1), []
            memory = self.asked.state.memory
            for i in range(len(rows)):
                row = piece + i * kind.size
                check(lib.ip_samples_row_fill(made, sampled.samples_type, memory, row, samples[0], i, error), error)
                out.append(sampled.read(made))
            return out
        finally:
            lib.ip_samples_free(samples[0])


