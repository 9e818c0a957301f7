"""Figures: by the library's scripts, drawn by gnuplot where that is."""

import shutil
import subprocess

import pytest

import interphase as ip
from interphase import figures

QUESTIONS = {
    "window": lambda table: table.window(["Na3PS4", "Na3SbS4"]),
    "profile": lambda table: table.profile("FeS2"),
    "react": lambda table: table.react("Na3PS4", "NaCrO2"),
    "react over a range": lambda table: table.react("Na3PS4", "NaCrO2", voltage=(2, 3.6)),
    "hull": lambda table: table.hull(["Na3PS4", "Na2PS3"]),
    "phases": lambda table: table.phases("Na-P-S"),
    "potentials": lambda table: table.potentials("Li3PS4"),
    "outline": lambda table: table.potentials("Li3PS4", project=("Li", "S")),
    "coatings": lambda table: table.coatings(electrolyte="Na3PS4", anode="Na", elements="Na,P,S,Cl"),
    "pressures": lambda table: table.profile("LiCoO2", gas="O2"),
}
CALLS = {
    "window": ["window", "Na3PS4", "Na3SbS4"], "profile": ["profile", "FeS2"], "react": ["react", "Na3PS4", "NaCrO2"],
    "react over a range": ["react", "Na3PS4", "NaCrO2", "--voltage", "2:3.6"], "hull": ["hull", "Na3PS4", "Na2PS3"],
    "phases": ["phases", "Na-P-S"], "potentials": ["potentials", "Li3PS4"],
    "outline": ["potentials", "Li3PS4", "--project", "Li,S"],
    "coatings": ["coatings", "--electrolyte", "Na3PS4", "--anode", "Na", "--elements", "Na,P,S,Cl"],
    "pressures": ["profile", "LiCoO2", "--gas", "O2"],
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_scripts_are_the_program_s(table, program, tmp_path, name):
    path = tmp_path / "figure.gp"
    program(*CALLS[name], "-f", "csv", "--plot", str(path))
    found = QUESTIONS[name](table)
    mine = tmp_path / "mine.gp"
    found.plot(mine)
    assert mine.read_text(encoding="utf-8").splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.skipif(not shutil.which("gnuplot"), reason="needs gnuplot")
@pytest.mark.parametrize("name", QUESTIONS)
def test_notebooks_show_them(table, name):
    html = QUESTIONS[name](table)._repr_html_()
    assert html.startswith("<svg") and html.endswith("</table>")


def test_wrong_figures(table, tmp_path, monkeypatch):
    found = table.window("Na3PS4")
    for call in (lambda: found.plot(tmp_path / "figure.jpg"), lambda: found.script(width=1), lambda: found.script(order="best"),
                 lambda: found.script(form="jpg"), lambda: table.reaction("Na2S -> 2 Na + S").script()):
        with pytest.raises(ip.ArgumentError):
            call()
    with pytest.raises(OSError):
        found.plot(tmp_path / "absent" / "figure.gp")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OSError, match="gnuplot"):
        figures.picture("set term svg")
    assert found._repr_html_().startswith("<table")
    broken = tmp_path / "gnuplot"
    broken.write_text("#!/bin/sh\necho it is broken >&2\nexit 3\n")
    broken.chmod(0o700)
    with pytest.raises(OSError, match="it is broken"):
        figures.picture("set term svg")
    assert found._repr_html_().startswith("<table")


def test_files_of_figures(table, tmp_path):
    if not shutil.which("gnuplot"):
        pytest.skip("needs gnuplot")
    for form, begins in (("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")):
        path = tmp_path / f"window.{form}"
        try:
            table.window("Na3PS4").plot(path, width=85)
        except OSError:
            assert b"pdfcairo" not in subprocess.run(["gnuplot", "-e", "set terminal"], capture_output=True, check=False).stderr
            continue
        assert path.read_bytes().startswith(begins)


def test_a_pickled_answer_draws_what_its_rows_say(table):
    import pickle
    found = pickle.loads(pickle.dumps(table.window("Na3PS4")))
    assert found.script() == table.window("Na3PS4").script()


@pytest.mark.parametrize("ask", [lambda t: t.hull("NaCl"), lambda t: t.hull(["NaCl", "Na3PS4"]), lambda t: t.phases("Na-P-S"),
                                 lambda t: t.potentials("Li3PS4"), lambda t: t.react("Na3PS4", "NaCrO2", voltage=(2, 3.6))])
def test_copies_draw_the_same(table, ask):
    """Also when nobody has the answer any more; and one that was pickled does not say that there was nothing to draw."""
    import copy
    import pickle
    found = ask(table)
    wanted, copies, pickled = found.script(), (copy.copy(found), copy.deepcopy(found)), pickle.loads(pickle.dumps(found))
    assert all(one == found and one.script() == wanted for one in copies) and pickled == found
    del found
    assert all(one.script() == wanted for one in copies)
    for one in (pickled, pickle.loads(pickle.dumps(pickled))):
        if one._type.key == "interface":
            assert "$" in one.script()
        else:
            assert "<svg" not in one._repr_html_()
            with pytest.raises(ip.ArgumentError, match="left behind"):
                one.script()


def test_a_deep_copy_shares_no_list(table):
    import copy
    found = table.coatings(anode="Na", elements="Na,Cl")
    made = copy.deepcopy(found)
    made.funnel.clear()
    assert found.funnel and not made.funnel


def test_threads_draw_one_answer(table):
    """What stands beside the rows is asked for by each with a solver of its own."""
    import threading
    found, drawn = table.phases("Na-P-S"), []
    wanted = found.script()
    threads = [threading.Thread(target=lambda: drawn.extend(found.script() == wanted for _ in range(5))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == [True] * 20
