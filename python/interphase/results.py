"""Results as Python has them, made from the library's descriptions when the package is imported: a class for each kind of answer
and one for its rows, with the names, units and meanings of the program's CSV. Knows descriptions; no question."""

import struct
from collections import namedtuple
from math import isinf, isnan, nan
from typing import Any

from .library import ArgumentError, chars, check, ffi, lib, new, new_error, taken, text

Column = namedtuple("Column", "name title unit meaning kind decimals shown shown_decimals uses offset index")
Product = namedtuple("Product", "formula amount band_gap weak")
Product.__doc__ = "A phase that forms: amount in formula units, band gap in eV (nan where unknown), whether its energy is weak."

_FORMATS = {lib.IP_KIND_TEXT: "P", lib.IP_KIND_NUMBER: "d", lib.IP_KIND_COUNT: "l", lib.IP_KIND_FLAG: "i",
            lib.IP_KIND_PRODUCTS: "lP"}
_SIZES = {kind: struct.calcsize("@" + form) for kind, form in _FORMATS.items()}
_FLAGS = {lib.IP_FLAG_NONE: None, lib.IP_FLAG_NO: False, lib.IP_FLAG_YES: True}
_FLAG_OF = {value: flag for flag, value in _FLAGS.items()}
_PRODUCT = ffi.typeof("ip_row_product *")
_CHARS = ffi.typeof("char *")


class Products(tuple):
    """What forms: a tuple of Product; as text the way the program writes it, "Na3P + 4 Na2S"."""

    __slots__ = ()

    def __str__(self):
        return " + ".join(p.formula if _amount(p.amount) == "1" else f"{_amount(p.amount)} {p.formula}" for p in self)


def _amount(amount):
    room = ffi.new("char[400]")
    lib.ip_number_format_short(room, 400, amount, lib.ip_number_amount_decimals(amount))
    return text(room)


def _products(count, place):
    if count < 0:
        return None
    listed = ffi.cast(_PRODUCT, place)
    return Products([Product(text(p.formula), p.amount, p.band_gap, _FLAGS[p.weak]) for p in listed[0:count]])


class ResultType:
    """One description of the library: its columns, and how a row of it is read and written. Row and Answer are its classes."""

    Row: Any
    Answer: Any

    def __init__(self, key, described):
        self.key, self.described = key, described
        self.name, self.size = text(described.name), described.size
        self.all_columns = [
            Column(text(c.name), text(c.title), text(c.unit), text(c.meaning), c.kind, c.decimals, c.shown, c.shown_decimals,
                   c.uses, c.offset, i) for i, c in enumerate(described.columns[0:described.column_count])]
        self.columns = [c for c in self.all_columns if not c.uses & lib.IP_COLUMN_TEXT_ONLY]
        self.by_name = {c.name: c for c in self.columns}
        self._place = {c.name: i for i, c in enumerate(self.all_columns)}
        self._make_reader()

    def _make_reader(self):
        form, at, item, where = "@", 0, 0, {}
        for column in sorted(self.all_columns, key=lambda c: c.offset):
            form += "x" * (column.offset - at) + _FORMATS[column.kind]
            at = column.offset + _SIZES[column.kind]
            where[column.index] = item
            item += len(_FORMATS[column.kind])
        self._struct = struct.Struct(form + "x" * (self.size - at))
        self._items = item
        self._where = where
        self._order = [where[c.index] for c in self.all_columns]
        self._special = [(c.index, c.kind, where[c.index]) for c in self.all_columns if c.kind != lib.IP_KIND_NUMBER]

    def place(self, name):
        """Index of a column among the values of a row."""
        return self._place[name]

    def read(self, pointer):
        """A row of the library as a row of Python, which borrows nothing."""
        items = self._struct.unpack(ffi.buffer(ffi.cast(_CHARS, pointer), self.size))
        values = [items[i] for i in self._order]
        for at, kind, item in self._special:
            value = items[item]
            if kind == lib.IP_KIND_TEXT:
                values[at] = ffi.string(ffi.cast(_CHARS, value)).decode("utf-8", "surrogateescape") if value else None
            elif kind == lib.IP_KIND_PRODUCTS:
                values[at] = _products(value, items[item + 1])
            elif kind == lib.IP_KIND_FLAG:
                values[at] = _FLAGS[value]
            elif value == lib.IP_NO_COUNT:
                values[at] = None
        return self.Row._make(values)

    def failed(self, error, **asked):
        """The row of an answer that there is none of."""
        values = [nan if c.kind == lib.IP_KIND_NUMBER else None for c in self.all_columns]
        for name, value in {**asked, "status": error.status, "message": error.message}.items():
            values[self._place[name]] = value
        return self.Row._make(values)

    def write(self, rows):
        """Rows as the library has them, one behind another, and what they borrow: to be kept as long."""
        piece, kept = bytearray(self.size * len(rows)), []
        for number, row in enumerate(rows):
            items = [0] * self._items
            for column in self.all_columns:
                at = self._where[column.index]
                value = row[column.index]
                if column.kind == lib.IP_KIND_NUMBER:
                    items[at] = value
                elif column.kind == lib.IP_KIND_COUNT:
                    items[at] = lib.IP_NO_COUNT if value is None else value
                elif column.kind == lib.IP_KIND_FLAG:
                    items[at] = _FLAG_OF[value]
                elif column.kind == lib.IP_KIND_TEXT:
                    items[at] = 0 if value is None else _kept_text(value, kept)
                else:
                    items[at:at + 2] = _kept_products(value, kept)
            self._struct.pack_into(piece, number * self.size, *items)
        return ffi.from_buffer(piece), [piece, *kept]


def _address(made):
    return int(ffi.cast("uintptr_t", made))


def _kept_text(value, kept):
    kept.append(ffi.new("char[]", chars(value)))
    return _address(kept[-1])


def _kept_products(value, kept):
    if value is None:
        return -1, 0
    listed = ffi.new("ip_row_product[]", len(value) + 1)
    for into, product in zip(listed, value):
        into.formula = ffi.cast(_CHARS, _kept_text(product.formula, kept))
        into.amount, into.band_gap, into.weak = product.amount, product.band_gap, _FLAG_OF[product.weak]
    kept.append(listed)
    return len(value), _address(listed)


# ---- rows column by column

def columns_of(frame, kind):
    """The columns of a frame of the library: arrays of numbers, and of objects where anything may be undefined."""
    count, out = lib.ip_frame_count(frame), {}
    for column in kind.columns:
        if column.kind == lib.IP_KIND_NUMBER:
            out[column.name] = _array(lib.ip_frame_numbers(frame, column.index), count, "float64")
        elif column.kind in (lib.IP_KIND_COUNT, lib.IP_KIND_FLAG):
            out[column.name] = _array(lib.ip_frame_counts(frame, column.index), count, "int64")
        else:
            out[column.name] = _texts(frame, column.index, count)
    return out


def _array(pointer, count, kind):
    import numpy
    return numpy.frombuffer(ffi.buffer(pointer, 8 * count), dtype=kind).copy() if count else numpy.empty(0, dtype=kind)


def _texts(frame, index, count):
    import numpy
    out, places = numpy.empty(count, dtype=object), ffi.new("int64_t **")
    pointer = lib.ip_frame_texts(places, frame, index)
    if not count:
        return out
    ends = ffi.unpack(places[0], count)
    last = ends[-1] if ends[-1] >= 0 else -1 - ends[-1]
    whole, start, known = bytes(ffi.buffer(pointer, last)), 0, {}
    for i, end in enumerate(ends):
        if end < 0:
            continue
        piece = whole[start:end]
        start = end
        value = known.get(piece)
        if value is None:
            value = known[piece] = piece.decode("utf-8", "surrogateescape")
        out[i] = value
    return out


def frame_of(kind, rows):
    frame = new("ip_frame", lib.ip_frame_new, lib.ip_frame_free, kind.described)
    piece, kept = kind.write(rows)
    error = new_error()
    for i in range(len(rows)):
        check(lib.ip_frame_add(frame, piece + i * kind.size, error), error)
    return frame


def data_frame(kind, columns, index=None, before=()):
    """A pandas DataFrame of columns_of(), behind the series of another."""
    import pandas
    made = {}
    for column in kind.columns:
        values = columns[column.name]
        if column.kind in (lib.IP_KIND_COUNT, lib.IP_KIND_FLAG):
            missing = values == lib.IP_FRAME_NO_COUNT
            if column.kind == lib.IP_KIND_FLAG:
                values = pandas.arrays.BooleanArray((values == 1), missing)
            else:
                values = pandas.arrays.IntegerArray(values, missing)
        made[column.name] = pandas.Series(values, index=index)
    parts = [*before, pandas.DataFrame(made, index=index)] if made else list(before)
    return parts[0] if len(parts) == 1 else pandas.concat(parts, axis=1)


# ---- documents

def document(kind, rows, form, width=0):
    """Rows as the library's sinks write them: "csv" or "text"."""
    place, size, error = ffi.new("char **"), ffi.new("size_t *"), new_error()
    piece, kept = kind.write(rows)
    plus_minus = ffi.new("char[]", "±".encode())
    head = ffi.new("ip_sink_head *", {"command": chars_kept(kind.name, kept), "width": width, "sample": piece,
                                      "sample_count": len(rows), "plus_minus": plus_minus})
    stream = lib.python_stream_new(place, size)
    if stream == ffi.NULL:
        raise MemoryError("out of memory")
    sink = ffi.new("ip_sink **")
    status = lib.ip_sink_new(sink, chars(form), stream, kind.described, head, error)
    for i in range(len(rows)):
        status = status or lib.ip_sink_row(sink[0], ffi.NULL, piece + i * kind.size, error)
    if sink[0]:
        if status:
            lib.ip_sink_free(sink[0])
        else:
            status = lib.ip_sink_end(sink[0], error)
    if not status and form == "text":
        status = lib.ip_sink_print_notes(kind.described, piece, len(rows), width, stream, error)
    lib.python_stream_end(stream)
    made = taken(place[0])
    check(status, error)
    return made


def chars_kept(value, kept):
    kept.append(ffi.new("char[]", chars(value)))
    return kept[-1]


def number_text(number, column, uncertainty=nan):
    """A number as the program's text has it, with its uncertainty where there is one."""
    if isinf(number):
        return "inf" if number > 0 else "-inf"
    room, decimals = ffi.new("char[400]"), column.shown_decimals or min(column.decimals, 4)
    if uncertainty > 0:
        decimals = lib.ip_number_meaningful_decimals(uncertainty, decimals)
    if column.uses & lib.IP_COLUMN_POWER:
        lib.ip_number_format_scientific(room, 400, number, column.decimals)
    else:
        lib.ip_number_format(room, 400, number, decimals)
    shown = text(room)
    if uncertainty > 0:
        lib.ip_number_format(room, 400, uncertainty, decimals)
        shown += f" ± {text(room)}"
    return shown


def value_text(kind, row, column):
    """A value of a row for people, with its unit; None for what is undefined."""
    value = row[kind.place(column.name)]
    if value is None:
        return None
    if column.kind == lib.IP_KIND_NUMBER:
        twin = kind.by_name.get(f"{column.name}_uncertainty")
        if isnan(value):
            return None
        shown = number_text(value, column, row[kind.place(twin.name)] if twin else nan)
        return f"{shown} {column.unit}".rstrip()
    if column.kind == lib.IP_KIND_FLAG:
        return "yes" if value else "no"
    return str(value) or None


def type_of(described_by):
    """The described type of a C name, such as "window" of ip_window_result."""
    try:
        return TYPES[described_by]
    except KeyError:
        raise ArgumentError(f"there is no result '{described_by}'") from None


def _samples_type(key, described):
    made = new("ip_samples_type", lib.ip_samples_type_new, lib.ip_samples_type_free, described)
    kind = ResultType(f"{key}_samples", lib.ip_samples_type_result(made))
    kind.samples_type = made
    return kind


TYPES = {}
for _name in dir(lib):
    if _name.startswith("ip_") and _name.endswith("_result") and ffi.typeof(getattr(lib, _name)).kind == "struct":
        TYPES[_name[3:-7]] = ResultType(_name[3:-7], ffi.addressof(lib, _name))
for _name in ("hull", "open_hull", "window", "decomposition", "interface", "coating"):
    TYPES[f"{_name}_samples"] = _samples_type(_name, TYPES[_name].described)
