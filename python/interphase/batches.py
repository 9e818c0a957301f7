"""The questions to a table about very many materials: by all threads of the library's executor, in one call of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Callable, Iterable, Optional, Union

from . import conditions
from .asked import Asked, as_typed, each, listed
from .coatings import Coatings
from .conditions import Amounts, Formulas, GasesLike, MetalLike, VoltageLike
from .library import (ArgumentError, FormulaError, InterphaseError, borrowed, chars, check, exception_of, ffi, lib, new,
                      new_error, text)
from .results import TYPES, columns_of, data_frame
from .work import Watch, watched

if TYPE_CHECKING:
    from pandas import DataFrame

    from .answers import *  # noqa: F403

_FIELDS = ("a", "b", "voltage", "metal")
_VOLTS = ("v", "volt", "volts")


@ffi.def_extern()
def python_take_air(user, index, row, error):
    """Takes the row of a material in air."""
    ffi.from_handle(user)(row, error)


def executor_of(asked, threads):
    """Who does the work, in the thread that asks."""
    return new("ip_executor", lib.ip_executors_new, lib.ip_executor_free, ffi.NULL, asked.data.dataset,
               conditions.read_threads(threads), kept=(asked.data.dataset,))


def _find_fields(frame):
    """The columns of a task, whatever their case, blanks and unit."""
    found, heading = {}, ffi.new("ip_heading *")
    for column in frame.columns:
        lib.ip_heading_read(heading, chars(str(column)))
        for field in _FIELDS:
            if not lib.ip_heading_is(heading, chars(field)):
                continue
            if field in found:
                raise ArgumentError(f"two columns are called '{field}': '{found[field]}' and '{column}'")
            if field == "voltage" and text(heading.unit) and text(heading.unit).lower() not in _VOLTS:
                raise ArgumentError(f"the column '{column}' is in {text(heading.unit)}; V is expected")
            found[field] = column
    if "a" not in found:
        raise ArgumentError("there is no column 'a'; expected a, and b, voltage and metal where they are needed")
    for column in frame.columns:
        if str(column) in TYPES["task"].by_name:
            raise ArgumentError(f"there is a column '{column}', which is the name of a column of the answers; rename it")
    return found


def _is_missing(value):
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


class _Tasks:
    """Rows of a DataFrame as tasks of the library, and what is to be said of some of them."""

    def __init__(self, asked, frame, default):
        import numpy
        self.asked, self.default = asked, default
        self.kept, self.formulas, self.metals = [], {}, {}
        self.errors, self.notes = {}, {}
        names = ("a", "b", "metal", "charge", "has_voltage", "voltage_low", "voltage_high")
        forms = (numpy.uintp, numpy.uintp, numpy.intc, numpy.intc, numpy.bool_, numpy.float64, numpy.float64)
        layout = numpy.dtype({"names": names, "formats": forms, "offsets": [ffi.offsetof("ip_task", n) for n in names],
                              "itemsize": ffi.sizeof("ip_task")})
        self.items = numpy.zeros(len(frame), dtype=layout)
        self._fill(frame, _find_fields(frame))

    def _fill(self, frame, found):
        columns = {field: frame[column].to_numpy(dtype=object, na_value=None) for field, column in found.items()}
        nothing = [None] * len(frame)
        rows = zip(*(columns.get(field, nothing) for field in _FIELDS))
        items = [self._read(i, *row) for i, row in enumerate(rows)]
        self.items[:] = items if items else self.items

    def _read(self, index, a, b, voltage, metal):
        try:
            return self._task(index, a, b, voltage, metal)
        except InterphaseError as error:
            self.errors[index] = error
            return (self._formula("Na")[0], 0, lib.IP_DEFAULT_METAL, 0, False, 0.0, 0.0)

    def _task(self, index, a, b, voltage, metal):
        if _is_missing(a):
            raise FormulaError("column a is empty; a formula is expected", "bad-formula")
        first = self._formula(a)
        second = None if _is_missing(b) else self._formula(b)
        at = self.default if second else None
        if not _is_missing(voltage):
            listed = conditions.read_voltages(voltage)
            if len(listed) != 1:
                raise ArgumentError("column voltage: one voltage or one range is expected")
            at = listed[0]
        if at or not second:
            found = self._metal(metal, first, second)
        else:
            found = conditions.read_metal(metal) if not _is_missing(metal) else None
        if found and found.other and (at or not second):
            symbols = [text(lib.ip_element_symbol(e)) for e in (found.element, found.other)]
            self.notes[index] = f"{symbols[0]} and {symbols[1]} may be the metal that voltages refer to; {symbols[0]} is taken"
        element, charge = (found.element, found.charge) if found else (lib.IP_DEFAULT_METAL, 0)
        low, high = at if at else (0.0, 0.0)
        return (first[0], second[0] if second else 0, element, charge, at is not None, low, high)

    def _formula(self, value):
        """Where the spelling of a formula stands, and the formula."""
        known = self.formulas.get(value) if isinstance(value, str) else None
        if known:
            return known
        read = self.asked.read(value, say=False)
        place = borrowed(read.spelling)
        self.kept.append(place)
        known = (int(ffi.cast("uintptr_t", place)), read)
        if isinstance(value, str):
            self.formulas[value] = known
        return known

    def _metal(self, metal, first, second):
        if not _is_missing(metal):
            return conditions.read_metal(metal)
        key = (first[0], second[0] if second else 0)
        if key not in self.metals:
            read = [first[1]] + ([second[1]] if second else [])
            self.metals[key] = conditions.metal_of(self.asked.metal, read, say=False)
        return self.metals[key]

    def correct(self, columns):
        """Puts what is said of rows into their answers."""
        for index, note in self.notes.items():
            if columns["status"][index] == "ok":
                columns["message"][index] = note
        for index, error in self.errors.items():
            for name, values in columns.items():
                values[index] = math.nan if values.dtype.kind == "f" else None
            columns["status"][index], columns["message"][index] = error.status, error.message


class Batches(Coatings):
    """What a table can be asked about very many materials."""

    def screen(self, tasks: DataFrame, *, threads: Optional[int] = None, progress: Union[bool, Callable[..., Any]] = False,
               voltage: VoltageLike = None, metal: MetalLike = None, mu: Amounts = None, gas: GasesLike = None,
               release: GasesLike = None, temperature: Optional[float] = None, air: Optional[float] = None,
               gap: Optional[float] = None, literal: Optional[bool] = None) -> DataFrame:
        """A batch: a DataFrame with the columns a, and b, voltage, metal where they are needed. A row with b is an interface, one
        with a voltage alone a decomposition, one without both a window. Gives the DataFrame with the answers' columns behind its
        own; a row that cannot be answered says so in its status.

        threads : how many; as many as the process may use
        progress : True for a line on standard error, or a function of (done, total)
        voltage : of interfaces without one of their own
        air : relative humidity, %; windows then say, too, what air does to the material"""
        if not hasattr(tasks, "columns"):
            raise ArgumentError(f"screen: a DataFrame is expected, not {type(tasks).__name__}")
        voltages = conditions.read_voltages(voltage)
        if len(voltages) > 1:
            raise ArgumentError("screen: one voltage or one range is expected")
        if air is not None and temperature is None:
            temperature = conditions.GAS_TEMPERATURE
        asked = Asked(self, metal=metal, mu=mu, gas=gas, release=release, temperature=temperature, gap=gap, literal=literal)
        kept = _open_air(asked, {"humidity": air}) if air is not None else None
        if kept:
            asked.question.air = kept
        made = _Tasks(asked, tasks, voltages[0] if voltages else None)
        columns = self._screened(asked, made, threads, progress)
        made.correct(columns)
        return data_frame(TYPES["task"], columns, tasks.index, [tasks])

    @staticmethod
    def _screened(asked, made, threads, progress):
        count, watch = len(made.items), Watch()
        listed = ffi.from_buffer("ip_task[]", made.items) if count else ffi.NULL
        frame = new("ip_frame", lib.ip_frame_new, lib.ip_frame_free, TYPES["task"].described)

        def work():
            executor, error = executor_of(asked, threads), new_error()
            check(lib.python_screen(frame, executor, listed, count, asked.question, watch.native, error), error)
        watched(work, watch, total=count, progress=progress)
        return columns_of(frame, TYPES["task"])

    def air(self, formula: Formulas, *, temperature: float = conditions.GAS_TEMPERATURE, humidity: Optional[float] = None,
            dew_point: Optional[float] = None, water: Union[float, str, None] = None, oxygen: Union[float, str, None] = None,
            carbon_dioxide: Union[float, str, None] = None, release: Union[float, str, None] = None,
            without: Union[str, Iterable[str], None] = (), mixing_entropy: bool = False, threads: Optional[int] = None,
            literal: Optional[bool] = None) -> Union[Air, Answers]:
        """What moist air does to a formula, or to each of several: water alone, water with carbon dioxide, oxygen, and all.

        humidity : relative, %; in its place dew_point (degrees Celsius) or water (a pressure)
        water, oxygen, carbon_dioxide, release : pressures, in bar or as text such as "420ppm"; release is that against which
            toxic gases leave
        without : gases that there are none of, such as "CO2" """
        formula = listed(formula)
        formulas = [formula] if conditions.is_single(formula) else formula
        asked = Asked(self, temperature=temperature, literal=literal, mixing_entropy=mixing_entropy, subjects=formulas)
        air = _open_air(asked, {"humidity": humidity, "dew_point": dew_point, "water": water, "oxygen": oxygen,
                                "carbon_dioxide": carbon_dioxide, "release": release, "without": without})
        with asked:
            rows = _air_rows(asked, air, formulas, threads)
        rows = iter(rows)
        return each(TYPES["air"], formula, lambda _: [_or_raise(next(rows))])


def _or_raise(found):
    row, error = found
    if error:
        error.row = row
        raise error
    return row


def _air_rows(asked, air, formulas, threads):
    """A row and an exception (None without one) for each formula."""
    found, taken = [asked.read_or_error(f) for f in formulas], []
    read = [f for f in found if not isinstance(f, InterphaseError)]
    kept = [borrowed(f.spelling) for f in read]
    kind = TYPES["air"]

    def take(row, error):
        made = as_typed(kind, [kind.read(row)], read[len(taken)])[0]
        taken.append((made, exception_of(error) if error.status else None))
    handle = ffi.new_handle(take)
    error = asked.state.error
    check(lib.ip_air_rows_find(executor_of(asked, threads), air, ffi.new("const char *[]", kept), len(kept), asked.question,
                               lib.python_take_air, handle, error), error)
    answers = iter(taken)
    return [(None, f) if isinstance(f, InterphaseError) else next(answers) for f in found]


def _open_air(asked, given):
    """Air under conditions, ready to be asked about."""
    out, temperature = ffi.new("ip_air_conditions *", lib.ip_air_conditions_default()), asked.temperature
    waters = [name for name in ("humidity", "dew_point", "water") if given.get(name) is not None]
    if len(waters) > 1:
        raise ArgumentError(f"air: one of humidity, dew_point and water is expected, not {' and '.join(waters)}")
    out.temperature, out.water = temperature, lib.ip_air_water(temperature, 40.0)
    if waters == ["humidity"]:
        if not 0 < conditions.number_of(given["humidity"]) <= 100:
            raise ArgumentError(f"humidity {given['humidity']!r}: expected a number in % from 0 to 100")
        out.water = lib.ip_air_water(temperature, float(given["humidity"]))
    elif waters == ["dew_point"]:
        if not lib.IP_DEW_POINT_LOW <= conditions.number_of(given["dew_point"]) <= lib.IP_DEW_POINT_HIGH:
            raise ArgumentError(f"dew_point {given['dew_point']!r}: expected degrees Celsius from -100 to 100")
        out.water = lib.ip_water_saturation(float(given["dew_point"]))
    for name, gas in (("water", "H2O"), ("oxygen", "O2"), ("carbon_dioxide", "CO2"), ("release", "H2S")):
        bar = conditions.read_pressure(gas, given.get(name), temperature, name)
        if bar is not None:
            setattr(out, name, bar)
    left_out = given.get("without") or ()
    kept = [borrowed(gas) for gas in ([left_out] if isinstance(left_out, str) else left_out)]
    names = ffi.new("const char *[]", kept)
    out.without, out.without_count = names, len(kept)
    return new("ip_air", lib.ip_air_new, lib.ip_air_free, conditions.shipped_gases(), out)


