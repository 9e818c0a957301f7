"""Writes the stub of interphase.answers, whose classes are made when it is imported: python3 stub.py FOLDER-OF-THE-PACKAGE."""

import inspect
import sys

sys.path[0] = sys.argv[1]  # not the sources beside this file, which have no extension

from interphase import answers  # noqa: E402
from interphase.lib._interphase import lib  # noqa: E402

HEAD = '''"""Made by the build from the library's descriptions."""
from os import PathLike
from typing import Any, Iterator, NamedTuple, Optional, Sequence, Union, overload
from numpy import ndarray
from pandas import DataFrame
from .results import Product, Products, ResultType
'''
ROW_KINDS = {lib.IP_KIND_TEXT: "Optional[str]", lib.IP_KIND_NUMBER: "float", lib.IP_KIND_COUNT: "Optional[int]",
             lib.IP_KIND_FLAG: "Optional[bool]", lib.IP_KIND_PRODUCTS: "Optional[Products]"}


def members(of):
    """What a class has of its own, as lines of a stub."""
    for name, value in vars(of).items():
        if inspect.isfunction(value) and (not name.startswith("_") or name in ("__init__", "__len__", "__iter__", "__getitem__",
                                                                                "__getattr__")):
            yield f"    def {name}{inspect.signature(value)}: ..."
        elif isinstance(value, property):
            yield f"    @property\n    def {name}{inspect.signature(value.fget)}: ..."


def answer(kind):
    """The row and the answer of a type."""
    name, is_one = answers.class_name(kind.key), kind.key in answers.ONE_ROW
    lines = [f"class {name}Row(NamedTuple):"]
    lines += [f"    {c.name}: {ROW_KINDS[c.kind]}  # {answers.documented(c)}" for c in kind.all_columns]
    lines += ["", f"class {name}(Answer):", f"    rows: tuple[{name}Row, ...]  # type: ignore[assignment]"]
    for column in kind.all_columns:
        if hasattr(answers.Answer, column.name):
            continue
        shown = ROW_KINDS[column.kind] if is_one else "ndarray"
        lines += [f"    @property\n    def {column.name}(self) -> {shown}: ...", f'    """{answers.documented(column)}"""']
    for extra, value in answers.EXTRAS.get(kind.key.removesuffix("_samples"), {}).items():
        lines.append(f"    @property\n    def {extra}{inspect.signature(value.fget)}: ..." if isinstance(value, property)
                     else f"    {extra}: Any")
    return "\n".join(lines)


def main(path):
    parts = [HEAD, "class Answer:\n    rows: tuple[Any, ...]\n" + "\n".join(members(answers.Answer)),
             "class Answers(Answer):\n" + "\n".join(members(answers.Answers)),
             *(answer(kind) for kind in answers.results.TYPES.values())]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n\n".join(parts) + "\n")


main(f"{sys.argv[1]}/interphase/answers.pyi")
