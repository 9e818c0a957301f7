"""The C library as the rest of the package uses it: its errors as exceptions, its texts as str. Knows no question."""

import re
import warnings

from .lib._interphase import ffi, lib

__all__ = ["ArgumentError", "FormulaError", "InterphaseError", "InterphaseWarning", "TableError"]


class InterphaseError(Exception):
    """A question without an answer. `status` is the stable word of the program's CSV ("unbounded", "missing-element", ...),
    `message` the sentence for people."""

    def __init__(self, message, status="bad-argument"):
        super().__init__(message)
        self.status = status
        self.message = message

    def __reduce__(self):
        return type(self), (self.message, self.status)


class FormulaError(InterphaseError, ValueError):
    """A chemical formula that cannot be read."""


class TableError(InterphaseError, ValueError):
    """A formation-energy table that cannot be used."""


class ArgumentError(InterphaseError, ValueError):
    """A value outside its documented range."""


class FileError(InterphaseError, OSError):
    """A file that cannot be opened, read or written."""


class NoMemoryError(InterphaseError, MemoryError):
    """Memory ran out."""


class InterphaseWarning(UserWarning):
    """What the program would say as a notice: how a formula was read, which metal was taken, what a table holds twice."""


_exceptions = {lib.IP_BAD_FORMULA: FormulaError, lib.IP_BAD_TABLE: TableError, lib.IP_BAD_ARGUMENT: ArgumentError,
               lib.IP_INPUT_OUTPUT: FileError, lib.IP_NO_MEMORY: NoMemoryError}


def text(pointer):
    """A C string as str, None for NULL. What is not UTF-8 is kept as surrogates, as file names are."""
    return ffi.string(pointer).decode("utf-8", "surrogateescape") if pointer else None


# What no text of C can have: its end, and surrogates that stand for no byte.
_UNWRITABLE = re.compile("[\0\ud800-\udc7f\udd00-\udfff]")


def has_unwritable(string):
    """Whether C would take a str as less than it is."""
    return _UNWRITABLE.search(string) is not None


def writable(string):
    """A str with a mark in the place of what no text of C can have."""
    return _UNWRITABLE.sub("\ufffd", string)


def chars(string):
    """A str as C takes it."""
    if not isinstance(string, str):
        raise ArgumentError(f"a text is expected, not {type(string).__name__}")
    found = _UNWRITABLE.search(string)
    if found:
        raise ArgumentError(f"{writable(string[:40])!r}: character {found.start() + 1} is none that a text may have")
    return string.encode("utf-8", "surrogateescape")


def borrowed(string):
    """A str for what goes on pointing to it: as long as this is kept."""
    return ffi.new("char[]", chars(string))


def new_error():
    return ffi.new("ip_error *")


def exception_of(error):
    """The exception that says what a filled ip_error does."""
    status = error.status
    return _exceptions.get(status, InterphaseError)(text(error.message), text(lib.ip_status_word(status)))


def check(status, error):
    """Raises where a call failed."""
    if status:
        raise exception_of(error)


def owned(pointer, free, *kept):
    """What a C object was made for is given back when nobody has it any more, and before that of `kept`, which it borrows."""
    return ffi.gc(pointer, lambda made, kept=kept: free(made))


def new(kind, make, free, *arguments, kept=()):
    """An object of `make(&out, *arguments, error)`."""
    out, error = ffi.new(f"{kind} **"), new_error()
    check(make(out, *arguments, error), error)
    return owned(out[0], free, *kept)


def taken(pointer):
    """A text that the library gives away."""
    if not pointer:
        raise NoMemoryError("out of memory", "no-memory")
    try:
        return text(pointer)
    finally:
        lib.python_free(pointer)


def notice(message):
    warnings.warn(message, InterphaseWarning, stacklevel=_depth())


def _depth():
    """How far up the caller outside of the package stands."""
    import sys
    frame, depth = sys._getframe(1), 1
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("interphase"):
        frame, depth = frame.f_back, depth + 1
    return depth
