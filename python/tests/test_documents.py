"""What stands in documents runs: the example of README, the notebook, docstrings and type hints."""

import ast
import contextlib
import inspect
import io
import json
import os
import re
from pathlib import Path

import pytest

import interphase as ip
from interphase import answers
from interphase.lib._interphase import lib
from interphase.results import TYPES

SOURCES = Path(os.environ.get("INTERPHASE_SOURCES", Path(__file__).resolve().parents[2]))


def blocks_of(text):
    """Indented blocks with the line before each."""
    lines = text.splitlines() + [""]
    found, block, before = [], [], ""
    for line in lines:
        if line.startswith("    ") or (block and not line):
            block.append(line[4:])
        else:
            if block:
                found.append((before, "\n".join(block).strip("\n")))
                block = []
            before = line or before
    return found


def run(code):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "example", "exec"), {"__name__": "__main__"})
    return out.getvalue()


def test_readme():
    pytest.importorskip("pandas")
    found = blocks_of((SOURCES / "README").read_text(encoding="utf-8"))
    place = next(i for i, (_, block) in enumerate(found) if block.startswith("import interphase"))
    before, wanted = found[place + 1]
    assert before == "It prints" and run(found[place][1]).strip("\n") == wanted


@pytest.mark.filterwarnings("ignore::interphase.InterphaseWarning")
def test_notebook():
    pytest.importorskip("pandas")
    notebook = json.loads((SOURCES / "doc/interphase.ipynb").read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4 and all(set(cell) >= {"cell_type", "id", "metadata", "source"} for cell in notebook["cells"])
    names, shown = {"__name__": "__main__"}, []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        assert cell["outputs"] == []
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "notebook", "exec"), names)
        if last:
            value = eval(compile(ast.Expression(last.value), "notebook", "eval"), names)
            shown.append(getattr(value, "_repr_html_", lambda: repr(value))())
    assert len(shown) > 5 and all(shown)


def test_a_notebook_of_the_format():
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.read(SOURCES / "doc/interphase.ipynb", as_version=4))


def test_every_type_is_a_class():
    """Made of the descriptions: each has its names, units and meanings."""
    assert len(TYPES) > 20
    for kind in TYPES.values():
        made = getattr(ip, answers.class_name(kind.key))
        for column in kind.columns:
            assert column.name in kind.Row._fields
            assert column.meaning in made.__doc__ and column.unit in made.__doc__
            assert hasattr(made, column.name)


def test_keywords_are_the_options():
    """Every method of a command takes what its option rows name."""
    for name in ("hull", "decompose", "window", "profile", "react", "cell"):
        taken = set(inspect.signature(getattr(ip.Table, name)).parameters)
        assert {"metal", "mu", "gas", "release", "temperature", "mixing_entropy", "gap"} <= taken, name
    for name in ("hull", "decompose", "window", "react", "coatings"):
        assert "samples" in inspect.signature(getattr(ip.Table, name)).parameters, name


def test_the_stub_is_what_the_classes_are():
    path = Path(ip.__file__).parent / "answers.pyi"
    if not path.exists():
        pytest.skip("a package that was not built")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.name: {item.name if isinstance(item, ast.FunctionDef) else item.target.id for item in node.body
                         if isinstance(item, (ast.FunctionDef, ast.AnnAssign))}
             for node in tree.body if isinstance(node, ast.ClassDef)}
    for kind in TYPES.values():
        name = answers.class_name(kind.key)
        assert found[f"{name}Row"] == set(kind.Row._fields)
        assert found[name] >= {c.name for c in kind.columns} - set(dir(ip.Answer))


TYPED = """
import interphase as ip
import pandas as pd
table = ip.Table()
frame: pd.DataFrame = table.screen(pd.DataFrame(), threads=2, progress=True)
kinks: pd.DataFrame = table.react("Na3PS4", "NaCrO2", voltage=(2, 3.6)).kinks

def widest(windows: list[ip.Window]) -> float:
    return max(window.width for window in windows)
"""


TYPED_LINES = {"table.window('Na3PS4', metal='Na', gas={'O2': 0.2})": True, "table.window('Na3PS4', colour=3)": False,
               "table.cell('Na', 'Na3PS4', gap='wide')": False, "widest(['Na3PS4'])": False}


def test_type_hints(tmp_path):
    api = pytest.importorskip("mypy.api")
    package = Path(ip.__file__).resolve().parent
    if not (package / "answers.pyi").exists():
        pytest.skip("a package that was not built")
    path = tmp_path / "typed.py"
    path.write_text(TYPED + "\n".join(TYPED_LINES) + "\n")
    os.environ["MYPYPATH"] = str(package.parent)
    said = api.run(["--ignore-missing-imports", "--cache-dir", str(tmp_path / "cache"), str(path)])[0]
    first = TYPED.count("\n") + 1
    wrong = [first + i for i, is_right in enumerate(TYPED_LINES.values()) if not is_right]
    assert sorted({int(line) for line in re.findall(r":(\d+): error:", said)}) == wrong, said


def test_declarations_are_all():
    """Every public function of the headers can be called."""
    if not (SOURCES / "include/interphase").is_dir():
        pytest.skip("no headers here")
    names = set()
    for header in (SOURCES / "include/interphase").glob("*.h*"):
        names |= set(re.findall(r"^IP_API [^(;]*[ *](ip_\w+)\(", header.read_text(encoding="utf-8"), re.M))
    assert len(names) > 200 and names <= set(dir(lib))


def test_version():
    assert re.fullmatch(r"\d+\.\d+\.\d+", ip.__version__)
    assert ip.Window.reduction_potential.__doc__.endswith("(V)")
