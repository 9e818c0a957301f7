"""interphase: thermodynamic stability of battery materials and of their interfaces.

    import interphase as ip
    table = ip.Table()                                     # the shipped table; or a path, or several
    table.window("Na3PS4")                                 # the stability window, against the formula's own alkali metal
    table.react("Na3PS4", "NaCrO2", voltage=(2, 3.6)).kinks
    table.screen(frame, threads=8, progress=True)          # a DataFrame in, a DataFrame out

A formula is a str, a pymatgen Composition, or what has one (an entry or a structure). Energies are in eV, voltages in V. What
cannot be answered raises InterphaseError, whose `status` is the program's word for it; of several questions in one call it stands
in the row's own status. Units and meanings of columns are in the docstrings of answers, such as help(interphase.Window)."""

from typing import TYPE_CHECKING

from . import answers as _answers
from .entries import Correction, correct, formulas
from .library import ArgumentError, FormulaError, InterphaseError, InterphaseWarning, TableError
from .library import lib as _lib
from .library import text as _text
from .results import Product, Products
from .table import Table

if TYPE_CHECKING:
    from .answers import *  # noqa: F403

__version__ = _text(_lib.ip_version())
__all__ = ["Answer", "Answers", "ArgumentError", "Correction", "FormulaError", "InterphaseError", "InterphaseWarning", "Product",
           "Products", "Table", "TableError", "correct", "formulas"]


def __getattr__(name):
    """The classes of answers, which are made from the library's descriptions."""
    return getattr(_answers, name)
