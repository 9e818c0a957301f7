"""Batches: a DataFrame in, a DataFrame out."""

import math
import os
import signal
import threading
import time

import pytest

import interphase as ip
from conftest import rows_of

pandas = pytest.importorskip("pandas")
pytestmark = pytest.mark.filterwarnings("ignore::interphase.InterphaseWarning")

NUMBERS = ("reaction_energy", "mutual_reaction_energy", "x", "energy_above_hull", "reduction_potential", "oxidation_potential",
           "width", "answer_voltage")


def tasks_of(materials):
    """Windows, interfaces and decompositions, some with a metal, some that cannot be answered."""
    rows = [{"name": f"row {i}", "a": a, "b": b if i % 3 else None, "Voltage (V)": [None, "1.5", "2:3.6"][i // 2 % 3],
             "metal": [None, "Na", "Li"][i % 3]} for i, (a, b) in enumerate(zip(materials[0::2], materials[1::2]))][:60]
    rows += [{"name": "wrong", "a": "na3ps4"}, {"name": "empty", "a": ""}, {"name": "volts", "a": "Na3PS4", "Voltage (V)": "-1"},
             {"name": "wrong metal", "a": "Na3PS4", "metal": "Xx"}, {"name": "two metals", "a": "NaLiO"}]
    return pandas.DataFrame(rows)


def assert_same_rows(answer, wanted):
    assert list(answer.columns) == list(wanted[0])
    for (_, row), expected in zip(answer.iterrows(), wanted):
        for name, text in expected.items():
            value = row[name]
            if name == "message" and expected["status"] != "ok":
                assert text.endswith(value.split(": ")[-1]), (text, value)
            elif isinstance(value, float) and name in NUMBERS:
                # In the last place 5 may be rounded either way.
                assert text == "" if math.isnan(value) else float(text) == pytest.approx(value, rel=0, abs=5.1e-7), name
            elif not isinstance(value, float) or text == "":
                assert text == ("" if value is None or value != value else str(value)), name


def test_a_batch_is_the_program_s(table, program, materials, tmp_path):
    tasks = tasks_of(materials)
    path = tmp_path / "tasks.csv"
    tasks.to_csv(path, index=False)
    wanted = rows_of(program("screen", str(path)))
    answer = table.screen(tasks, threads=2)
    assert len(answer) == len(wanted) == len(tasks)
    assert_same_rows(answer, wanted)
    assert list(answer["status"][-5:]) == ["bad-formula", "bad-formula", "bad-argument", "bad-argument", "ok"]
    assert "may be the metal" in answer["message"].iloc[-1]


def test_threads_do_not_matter(table, materials):
    tasks = tasks_of(materials)
    assert table.screen(tasks, threads=1).equals(table.screen(tasks, threads=3))


def test_the_index_stays(table):
    tasks = pandas.DataFrame({"a": ["Na3PS4", "Li3PS4"], "mine": [1, 2]}, index=["x", "y"])
    answer = table.screen(tasks)
    assert list(answer.index) == ["x", "y"] and list(answer["mine"]) == [1, 2]
    assert answer.loc["x", "reduction_potential"] == table.window("Na3PS4").reduction_potential
    assert answer["reduction_potential"].dtype == float


def test_voltages_and_objects(table):
    core = pytest.importorskip("pymatgen.core")
    tasks = pandas.DataFrame({"a": [core.Composition("Na3PS4")] * 3, "b": ["NaCrO2"] * 3, "voltage": [2.5, (2, 3.6), None]})
    answer = table.screen(tasks)
    worst = table.react("Na3PS4", "NaCrO2", voltage=(2, 3.6)).rows[-1]
    assert answer["mutual_reaction_energy"][1] == pytest.approx(worst.mutual_reaction_energy, abs=1e-12)
    assert answer["answer_voltage"][0] == 2.5 and math.isnan(answer["answer_voltage"][2])
    assert table.screen(tasks, voltage=3)["answer_voltage"][2] == 3


def test_wrong_cells_have_their_rows(table):
    """What is no formula, voltage or metal takes no answer from the rows beside it."""
    wrong = [None, math.nan, 3, b"NaCl", [], {"Na": None}, "\ud800", "Na3PS4\0Li"]
    answer = table.screen(pandas.DataFrame({"a": [*wrong, "Na3PS4"]}))
    assert set(answer["status"][:len(wrong)]) == {"bad-formula", "bad-argument"} and answer["status"].iloc[-1] == "ok"
    answer = table.screen(pandas.DataFrame({"a": "Na3PS4", "voltage": ["\ud800", "2\0", [1, 2], "x", None]}))
    assert list(answer["status"]) == ["bad-argument"] * 4 + ["ok"]
    answer = table.screen(pandas.DataFrame({"a": "Na3PS4", "metal": ["\ud800", "Na\0", 3, None]}))
    assert list(answer["status"]) == ["bad-argument"] * 3 + ["ok"]


@pytest.mark.parametrize("threads", [0, -1, 2.5, 1025, "many", math.nan])
def test_wrong_threads(table, threads):
    with pytest.raises(ip.ArgumentError, match="threads"):
        table.screen(pandas.DataFrame({"a": ["NaCl"]}), threads=threads)


def test_air_of_windows(table, program, tmp_path):
    path = tmp_path / "tasks.csv"
    path.write_text("a\nNa3PS4\nNa3SbS4\n")
    wanted = rows_of(program("screen", str(path), "--air", "30"))
    answer = table.screen(pandas.read_csv(path), air=30)
    for name in ("water_energy", "toxic_onset", "margin"):
        assert [f"{v:.6f}" for v in answer["margin"]] == [row["margin"] for row in wanted]
    assert list(answer["toxic_gas"]) == [row["toxic_gas"] for row in wanted]


@pytest.mark.parametrize("frame,words", [
    ({"b": ["NaCl"]}, "no column 'a'"), ({"a": ["NaCl"], "A": ["KCl"]}, "two columns"),
    ({"a": ["NaCl"], "status": ["mine"]}, "rename it"), ({"a": ["NaCl"], "voltage (mV)": [1]}, "in mV")])
def test_wrong_frames(table, frame, words):
    with pytest.raises(ip.ArgumentError, match=words):
        table.screen(pandas.DataFrame(frame))


def test_nothing_to_do(table):
    answer = table.screen(pandas.DataFrame({"a": []}))
    assert len(answer) == 0 and "reduction_potential" in answer.columns


def test_progress(table, materials, capsys):
    seen = []
    tasks = pandas.DataFrame({"a": materials[:50]})
    table.screen(tasks, progress=lambda done, total: seen.append((done, total)))
    assert seen and seen[-1] == (50, 50) and seen == sorted(seen)
    table.screen(tasks, progress=True)
    assert capsys.readouterr().err.endswith("rows: 50 of 50 (100 %)\n")


def test_an_interruption_stops_it(table, materials):
    """Long before it is done: all pairs of 200 materials take minutes."""
    tasks = pandas.DataFrame([(a, b) for a in materials for b in materials], columns=["a", "b"])
    done = []
    timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
    started = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        table.screen(tasks, threads=2, progress=lambda count, total: done.append(count))
    assert time.monotonic() - started < 30 and (not done or done[-1] < len(tasks))
    assert table.window("Na3PS4").status == "ok"


def test_python_s_threads_beside_the_library_s(table, materials):
    """All ask one table at the same time, each by its own solver, and get what one alone gets."""
    wanted = {m: repr(table.window(m).rows) for m in materials[:20]}
    tasks = pandas.DataFrame({"a": materials})
    alone, wrong, screened = table.screen(tasks, threads=1), [], []

    def ask(first):
        for i in range(60):
            m = materials[(first + i) % 20]
            if repr(table.window(m).rows) != wanted[m]:
                wrong.append(m)

    def screen():
        screened.append(table.screen(tasks, threads=2))
    threads = [threading.Thread(target=ask, args=(i,)) for i in range(4)] + [threading.Thread(target=screen) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong and len(screened) == 2 and all(s.equals(alone) for s in screened)
