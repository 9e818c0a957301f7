"""Answers: a class for each described result, made when the package is imported. Their attributes are the columns of the
program's CSV; those of one-row answers are values, those of others arrays. Knows no question."""

from __future__ import annotations

from collections import namedtuple
from copy import copy, deepcopy
from html import escape
from os import PathLike
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Iterator, Optional, Sequence, Union

from . import figures, results
from .library import ArgumentError, FileError, InterphaseError, lib

if TYPE_CHECKING:
    from numpy import ndarray
    from pandas import DataFrame

    from .results import ResultType

_SHOWN_ROWS = 60  # of a long answer, on a screen
_DRAWN_ROWS = 200  # of a figure that a notebook shows by itself

_PYTHON_KINDS = {lib.IP_KIND_TEXT: "str", lib.IP_KIND_NUMBER: "float", lib.IP_KIND_COUNT: "int", lib.IP_KIND_FLAG: "bool",
                 lib.IP_KIND_PRODUCTS: "Products"}

# Of these one row is one answer, so that its columns are its attributes.
ONE_ROW = ("hull", "open_hull", "window", "pressure_window", "decomposition", "reaction", "air", "hull_samples",
           "open_hull_samples", "window_samples", "decomposition_samples")

# Whose figure shows more with a table, but is one without, too.
_DRAWN_BY_ROWS = ("interface", "interface_samples")


class Answer:
    """Rows of one kind. `rows` are named tuples; `answer["column"]` is a column as an array, `answer[0]` a row."""

    _type = None
    _beside = None  # gives what a figure shows beside the rows; None where there is nothing

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = tuple(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __getitem__(self, which: Union[int, slice, str]) -> Any:
        return self.column(which) if isinstance(which, str) else self.rows[which]

    def __eq__(self, other):
        return type(self) is type(other) and repr(self.rows) == repr(other.rows)

    __hash__ = None

    def __reduce__(self):
        more = self._more()
        if self._beside and self._type.key not in _DRAWN_BY_ROWS:
            more["_beside"] = _left_behind
        return _restored, (self._type.key, type(self).__name__ == "Answers", self.rows, more)

    def __copy__(self):
        made = type(self).__new__(type(self))
        vars(made).update(vars(self))
        return made

    def __deepcopy__(self, memo):
        made = copy(self)
        vars(made).update(deepcopy(self._more(), memo))
        return made

    def _more(self):
        return {name: value for name, value in vars(self).items() if name not in ("rows", "_beside")}

    @property
    def columns(self) -> list[str]:
        """The names of the columns, as the program's CSV has them."""
        return [c.name for c in self._type.columns]

    def column(self, name: str) -> ndarray:
        """A column as a NumPy array: float where it is a number (nan for undefined), else of objects (None for undefined)."""
        import numpy
        column = self._type.by_name[name]
        values = [row[self._type.place(name)] for row in self.rows]
        made = numpy.empty(len(values), dtype="float64" if column.kind == lib.IP_KIND_NUMBER else object)
        for i, value in enumerate(values):
            made[i] = value
        return made

    def to_pandas(self) -> DataFrame:
        """A DataFrame with the columns of the program's CSV: products as text, flags as boolean, counts as Int64."""
        return results.data_frame(self._type, results.columns_of(results.frame_of(self._type, self.rows), self._type))

    def to_csv(self, path: Union[str, PathLike[str], None] = None) -> Optional[str]:
        """The text that the program writes for these rows with --format csv; into a file where a path is given."""
        made = results.document(self._type, self.rows, "csv")
        if path is None:
            return made
        try:
            with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write(made)
        except OSError as error:
            raise FileError(f"{path}: {error.strerror}", "input-output") from None
        return None

    def to_dicts(self) -> list[dict[str, Any]]:
        """A list of dictionaries, one a row."""
        return [{c.name: row[c.index] for c in self._type.columns} for row in self.rows]

    def script(self, *, form: str = "svg", width: float = lib.IP_FIGURE_WIDE, height: float = 0.0, order: str = "given") -> str:
        """The figure of the answer as a script for gnuplot; width and height in mm, 0 for as high as it needs; order "value" has
        the best first."""
        return figures.script(self._type, self.rows, self._beside() if self._beside else (), form, width, height, order)

    def plot(self, path: Union[str, PathLike[str]], *, width: float = lib.IP_FIGURE_WIDE, height: float = 0.0,
             order: str = "given") -> None:
        """Draws the answer into a file: .svg, .pdf or .png by gnuplot, or .gp, the script with its data."""
        figures.write(path, lambda form: self.script(form=form, width=width, height=height, order=order))

    def _figure_html(self):
        """The figure, where there is one and a gnuplot to draw it."""
        if not (0 < len(self.rows) <= _DRAWN_ROWS and figures.exists(self._type) and figures.can_draw()):
            return ""
        try:
            drawn = figures.picture(self.script()).decode("utf-8", "replace")
        except InterphaseError:
            return ""
        return drawn[drawn.find("<svg"):]

    def _is_block(self):
        return len(self.rows) == 1 and self._type.key in ONE_ROW and type(self) is not Answers

    def __repr__(self):
        rows, width = self.rows[:_SHOWN_ROWS], get_terminal_size((100, 24)).columns
        if not rows:
            return f"no rows of '{self._type.name}'"
        if self._is_block():
            return self._block(rows[0])
        if any(c.shown for c in self._type.all_columns):
            made = results.document(self._type, rows, "text", width).rstrip("\n")
        else:
            made = "\n".join("  ".join(cell.ljust(size) for cell, size in line).rstrip() for line in self._cells(rows))
        left = len(self.rows) - len(rows)
        return made + (f"\n... and {left} more rows" if left else "")

    def _shown(self, rows):
        """The columns of a table for people: those of the program's, else those that any row has."""
        shown = sorted((c for c in self._type.all_columns if c.shown), key=lambda c: c.shown)
        return shown or [c for c in self._type.columns if not c.name.endswith("_uncertainty") and c.name != "status" and
                         any(results.value_text(self._type, row, c) for row in rows)]

    def _cells(self, rows):
        """A table as lines of cells with the width of their column."""
        columns = self._shown(rows)
        table = [[c.title or c.name for c in columns]] + [[results.value_text(self._type, row, c) or "" for c in columns]
                                                          for row in rows]
        sizes = [max(map(len, cells)) for cells in zip(*table)]
        return [list(zip(line, sizes)) for line in table]

    def _lines(self, row):
        """What a row says, line by line, with what a column means."""
        for column in self._type.columns:
            is_known = column.name in ("status", "formula") or column.name.endswith("_uncertainty")
            shown = None if is_known and not (column.name == "status" and row.status != "ok") \
                else results.value_text(self._type, row, column)
            if shown is not None:
                yield column.title or column.name, shown, column.meaning

    def _block(self, row):
        lines = list(self._lines(row))
        wide = max((len(title) for title, _, _ in lines), default=0)
        head = [row.formula] if "formula" in self._type.by_name else []
        return "\n".join(head + [f"  {title:<{wide}}  {shown}" for title, shown, _ in lines])

    def _repr_html_(self):
        return self._figure_html() + self._html_table()

    def _html_table(self):
        rows = self.rows[:_SHOWN_ROWS]
        if self._is_block():
            return self._html_block(rows[0])
        columns = self._shown(rows)
        head = "".join(f'<th title="{escape(c.meaning)}">{escape(c.title or c.name)}</th>' for c in columns)
        lines = [[escape(results.value_text(self._type, row, c) or "") for c in columns] for row in rows]
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _html_block(self, row):
        lines = "".join(f'<tr title="{escape(meaning)}"><th>{escape(title)}</th><td>{escape(shown)}</td></tr>'
                        for title, shown, meaning in self._lines(row))
        caption = f"<caption>{escape(row.formula or '')}</caption>" if "formula" in self._type.by_name else ""
        return f"<table>{caption}<tbody>{lines}</tbody></table>"


class Answers(Answer):
    """Answers of one kind to several questions: a row each, its status in its row."""

    def __init__(self, rows: Sequence[Any], kind: Optional[ResultType] = None) -> None:
        super().__init__(rows)
        self._type = kind

    def _more(self):
        return {}

    def __getattr__(self, name: str) -> Any:
        kind = self.__dict__.get("_type")
        if kind and name in kind.by_name:
            return self.column(name)
        raise AttributeError(f"'{type(self).__name__}' has no '{name}'")

    def __dir__(self):
        return [*super().__dir__(), *self._type.by_name]


def _left_behind():
    """What a pickled answer has in the place of what its figure shows beside the rows."""
    raise ArgumentError("the table that the figure is drawn with was left behind when the answer was pickled; ask a table again "
                        "to draw it")


def _restored(key, is_several, rows, more):
    kind = results.type_of(key)
    made = Answers(rows, kind) if is_several else kind.Answer(rows)
    vars(made).update(more)
    return made


def class_name(key):
    """open_hull is OpenHull."""
    return "".join(word.capitalize() for word in key.split("_"))


def documented(column):
    unit = f" ({column.unit})" if column.unit else ""
    return f"{column.meaning}{unit}"


def _listed(kind):
    return "\n".join(f"    {c.name} : {_PYTHON_KINDS[c.kind]}\n        {documented(c)}" for c in kind.columns)


def _value_of(place):
    return lambda answer: answer.rows[0][place]


def _column_of(name):
    return lambda answer: answer.column(name)


def _make_classes(kind):
    """The row and the answer of a type, as attributes of it and of this module."""
    name, is_one = class_name(kind.key), kind.key in ONE_ROW
    kind.Row = namedtuple(f"{name}Row", [c.name for c in kind.all_columns], module=__name__)
    kind.Row.__doc__ = f"A row of '{kind.name}'; numbers are nan and all else None where undefined.\n\n{_listed(kind)}\n"
    of = "The attributes are those of its row." if is_one else "The attributes are columns of its rows."
    members = {"__doc__": f"An answer of '{kind.name}'. {of}\n\n{_listed(kind)}\n", "__module__": __name__, "_type": kind}
    for column in kind.columns:
        if not hasattr(Answer, column.name):
            get = _value_of(column.index) if is_one else _column_of(column.name)
            members[column.name] = property(get, doc=documented(column))
    members.update(EXTRAS.get(kind.key.removesuffix("_samples"), {}))
    kind.Answer = type(name, (Answer,), members)
    globals()[kind.Row.__name__] = kind.Row
    globals()[name] = kind.Answer


def _minimum(self) -> Any:
    return next((row for row in self.rows if row.minimum), None)


def _kinks(self) -> DataFrame:
    return self.to_pandas()


# What answers have beside their columns.
EXTRAS = {
    "interface": {"kinks": property(_kinks, doc="Every kink as a DataFrame."),
                  "minimum_row": property(_minimum, doc="The row of the deepest mutual energy; None without a reaction.")},
    "profile": {"plateaus": property(_kinks, doc="Every plateau as a DataFrame, 0 V upwards.")},
    "pressure": {"plateaus": property(_kinks, doc="Every range of pressure as a DataFrame.")},
    "coating": {"funnel": ()},
    "coating_stack": {"funnel": ()},
}

for _kind in results.TYPES.values():
    _make_classes(_kind)
