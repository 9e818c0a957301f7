"""Tables, errors, and answers as Python has them."""

import math
import pickle
import threading

import pytest

import interphase as ip

pytestmark = pytest.mark.filterwarnings("ignore::interphase.InterphaseWarning")

SMALL = "formula,formation_energy_per_atom,band_gap\nNa,0,0\nCl,0,\nNaCl,-2,5\nNaCl2,-1,\n"


@pytest.fixture
def small(tmp_path):
    """Na + Cl = NaCl at -2 eV/atom; NaCl2 would be NaCl + Cl at -4/3, so that it lies 1/3 above the hull."""
    path = tmp_path / "small.csv"
    path.write_text(SMALL)
    return ip.Table(path)


def test_numbers_by_hand(small):
    found = small.hull("NaCl2")
    assert found.energy_above_hull == pytest.approx(1 / 3) and found.formation_energy == -1
    assert found.products == (("NaCl", 1, 5, False), ("Cl", 1, pytest.approx(math.nan, nan_ok=True), False))
    assert str(found.products) == "NaCl + Cl"
    # -mu of Na at NaCl + Cl is 4 eV: beyond, NaCl falls apart; below, it is stable down to the metal.
    assert small.window("NaCl").oxidation_potential == pytest.approx(4) and small.window("NaCl").reduction_potential == 0


def test_changed_tables(small):
    assert small.energy({"NaCl2": -2}).hull("NaCl2").energy_above_hull == 0
    assert small.above_hull({"Na2Cl": 0.1}).hull("Na2Cl").energy_above_hull == pytest.approx(0.1)
    assert str(small.exclude("NaCl").hull("NaCl").products) == "0.5 NaCl2 + 0.5 Na"
    assert small.hull("NaCl2").energy_above_hull == pytest.approx(1 / 3), "the first table is what it was"


def test_overlays(small, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("formula,formation_energy_per_atom\nNaCl2,-2\n")
    assert small.overlay(path).hull("NaCl2").energy_above_hull == 0
    assert small.overlay(ip.Table("mp2020")).hull("NaCl2").in_dataset is True


def test_what_tables_hold_twice(tmp_path):
    """The first ones are said, all are kept."""
    path = tmp_path / "twice.csv"
    path.write_text(SMALL + "NaCl,-1\n" * 5)
    with pytest.warns(ip.InterphaseWarning, match="NaCl|more of these") as said:
        found = ip.Table(path)
    assert len(found.notices) == 5 and len(said) == 4 and "2 more" in str(said[-1].message)
    assert "twice.csv:6" in found.notices[0]
    assert found.hull("NaCl").formation_energy == -2


def test_what_a_table_holds(table, small):
    assert len(small) == 4 and "NaCl" in small and "KCl" not in small
    assert len(table) > 80000 and repr(table).startswith("Table mp2020 (")
    assert "without NaCl" in repr(small.exclude("NaCl"))


def test_dataframes():
    pandas = pytest.importorskip("pandas")
    import io
    frame = pandas.read_csv(io.StringIO(SMALL))
    made = ip.Table.from_dataframe(frame)
    assert made.hull("NaCl2").energy_above_hull == pytest.approx(1 / 3)
    assert made.overlay(ip.Table.from_dataframe(frame[:3])).hull("NaCl").energy_above_hull == 0
    again = pickle.loads(pickle.dumps(made))
    del made
    assert again.hull("NaCl2").energy_above_hull == pytest.approx(1 / 3)


@pytest.mark.parametrize("call,kind,status", [
    (lambda t: t.window("na3ps4"), ip.FormulaError, "bad-formula"),
    (lambda t: t.window("Na3PS4", metal="S"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", metal="Fe"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", metal="Na=2"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", metal="Fe=9"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", metal="Xx"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na"), ip.InterphaseError, "reservoir"),
    (lambda t: t.window("Na3PS4", gap=-1), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", samples=0.5), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", temperature=-5), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", gas="O2", samples=5), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", gas=["O2", "H2"]), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", gas={"O2": "3 parsec"}), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", mixing_entropy=True), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window(17), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4\0Li"), ip.FormulaError, "bad-formula"),
    (lambda t: t.window("\ud800"), ip.FormulaError, "bad-formula"),
    (lambda t: t.window({"Na": None}), ip.FormulaError, "bad-formula"),
    (lambda t: t.window("Na3PS4", metal="Na\0"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", gap="wide"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", samples="many"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", samples=2, threads=1.5), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", temperature="warm"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", mu=[("O", -1)]), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", gas=3), ip.ArgumentError, "bad-argument"),
    (lambda t: t.window("Na3PS4", gas={"O2": [1]}), ip.ArgumentError, "bad-argument"),
    (lambda t: t.reaction("Na + Cl -> NaCl\0 + Li"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.phases(3), ip.ArgumentError, "bad-argument"),
    (lambda t: t.air(None), ip.ArgumentError, "bad-argument"),
    (lambda t: t.air("Na3PS4", humidity="wet"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.air("Na3PS4", dew_point="low"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.coatings(anode="Na", max_reaction="x"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.screen(["Na3PS4"]), ip.ArgumentError, "bad-argument"),
    (lambda t: ip.formulas(None), ip.ArgumentError, "bad-argument"),
    (lambda t: t.hull("Na3PS4", gas="=1bar"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.hull("Na3PS4", release="H2S"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.decompose("Na3PS4", voltage=-1), ip.ArgumentError, "bad-argument"),
    (lambda t: t.decompose("Na3PS4", voltage=101), ip.ArgumentError, "bad-argument"),
    (lambda t: t.decompose("Na3PS4", voltage=(3, 2)), ip.ArgumentError, "bad-argument"),
    (lambda t: t.decompose("Na3PS4", voltage="x"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.decompose("Na3PS4", voltage={}), ip.ArgumentError, "bad-argument"),
    (lambda t: t.decompose("Na3PS4", voltage=math.nan), ip.ArgumentError, "bad-argument"),
    (lambda t: t.decompose("LiCoO2", mu={"O": 9}), ip.InterphaseError, "unbounded"),
    (lambda t: t.decompose("LiCoO2", mu={"O": "x"}), ip.ArgumentError, "bad-argument"),
    (lambda t: t.decompose("LiCoO2", mu={"Q": 1}), ip.ArgumentError, "bad-argument"),
    (lambda t: t.react("Na3PS4", "Na3PS"[:-1] + "x"), ip.FormulaError, "bad-formula"),
    (lambda t: t.cell("Na"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.cell("Na3PS4", "Na", voltage=2), ip.ArgumentError, "bad-argument"),
    (lambda t: t.cell("Na", "Na3PS4", voltage=[1, 2]), ip.ArgumentError, "bad-argument"),
    (lambda t: t.voltage("FePO4"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.voltage("FePO4", "NaCl"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.reaction("Na + Cl"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.synthesis("Na3PS4", precursors=["Na2S"]), ip.ArgumentError, "bad-argument"),
    (lambda t: t.synthesis("Na3PS4", top=0), ip.ArgumentError, "bad-argument"),
    (lambda t: t.phases("Na-Xx"), ip.FormulaError, "bad-formula"),
    (lambda t: t.phases("Na-P", sort="colour"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.phases("Na-P", max_above_hull=-1), ip.ArgumentError, "bad-argument"),
    (lambda t: t.potentials("Li3PS4", project="Li"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.potentials("Li3PS4", project="Li,O"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.air("Na3PS4", humidity=40, dew_point=-40), ip.ArgumentError, "bad-argument"),
    (lambda t: t.air("Na3PS4", humidity=0), ip.ArgumentError, "bad-argument"),
    (lambda t: t.air("Na3PS4", dew_point=900), ip.ArgumentError, "bad-argument"),
    (lambda t: t.air("na3ps4"), ip.FormulaError, "bad-formula"),
    (lambda t: t.air("Na3PS4", threads=0), ip.ArgumentError, "bad-argument"),
    (lambda t: t.coatings(), ip.ArgumentError, "bad-argument"),
    (lambda t: t.coatings(cathode="NaCrO2"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.coatings(cathode="NaCrO2", anode="Na", voltage=2), ip.ArgumentError, "bad-argument"),
    (lambda t: t.coatings(anode="Na", both=True), ip.ArgumentError, "bad-argument"),
    (lambda t: t.coatings(anode="Na", voltage=2), ip.ArgumentError, "bad-argument"),
    (lambda t: t.coatings(anode="Na", metal="Li"), ip.ArgumentError, "bad-argument"),
    (lambda t: t.coatings(anode="Na", max_reaction=-1), ip.ArgumentError, "bad-argument"),
    (lambda t: t.coatings(anode="Na", elements=["Na", "Q"]), ip.ArgumentError, "bad-argument"),
    (lambda t: t.energy({"NaCl": "x"}), ip.ArgumentError, "bad-argument"),
    (lambda t: t.energy(["NaCl"]), ip.ArgumentError, "bad-argument"),
    (lambda t: t.energy({"NaCl": -9}), ip.ArgumentError, "bad-argument"),
    (lambda t: t.exclude("Na77Cl"), ip.ArgumentError, "bad-argument"),
    (lambda t: ip.Table("no-such-table"), ip.InterphaseError, "input-output"),
    (lambda t: ip.Table([]), ip.ArgumentError, "bad-argument"),
])
def test_errors(table, call, kind, status):
    with pytest.raises(kind) as caught:
        call(table)
    assert caught.value.status == status and str(caught.value) == caught.value.message != ""
    assert type(pickle.loads(pickle.dumps(caught.value))) is type(caught.value)


WRONG = [None, math.nan, 3, b"NaCl", {"Na": None}, {"Na": "one"}, "\ud800", "Na3PS4\0Li"]


@pytest.mark.parametrize("name", ["window", "profile", "hull", "decompose", "air", "potentials", "synthesis"])
def test_what_is_no_formula_has_its_row(table, name):
    """One that cannot be asked about takes no answer from the others, and can be written."""
    ask = getattr(table, name)
    alone, found = ask("NaCl"), ask([*WRONG, "NaCl"])
    assert all(row.status in ("bad-formula", "bad-argument") and row.message for row in found[:len(WRONG)])
    assert repr(found[len(WRONG):]) == repr(alone.rows)
    assert len(found.to_csv().splitlines()) == len(found) + 1 and repr(found)
    if name in ("window", "hull", "air"):
        assert len(ask([*WRONG, "NaCl"], temperature=300, mixing_entropy=True)) == len(found)


def test_a_frame_that_cannot_be_written_leaves_no_file(tmp_path, monkeypatch):
    pandas = pytest.importorskip("pandas")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ip.ArgumentError):
        ip.Table.from_dataframe(pandas.DataFrame({"formula": ["Na\ud800"], "formation_energy_per_atom": [0]}))
    assert not list(tmp_path.iterdir())


def test_wrong_tables(tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text("formula,formation_energy_per_atom\nNa,0\nNaCl,many\n")
    with pytest.raises(ip.TableError, match="wrong.csv.*line 3|wrong.csv:3"):
        ip.Table(path)
    path.write_text("formula,formation_energy_per_atom\nNa,0\nCl,0\nNaCl,-19\n")
    with pytest.raises(ip.TableError, match="NaCl"):
        ip.Table(path)
    with pytest.raises(OSError):
        ip.Table(tmp_path / "absent.csv")


def test_a_table_without_the_metal(small):
    with pytest.raises(ip.InterphaseError) as caught:
        small.coatings(anode="Li")
    assert caught.value.status == "missing-element"


def test_answers_are_python_s(table):
    found = table.window("Na3PS4")
    assert isinstance(found, ip.Window) and found.stable is True and found.formula == "Na3PS4"
    assert "reduction potential" in repr(found) and "±" in repr(found) and repr(found).startswith("Na3PS4\n")
    html = found._repr_html_()
    assert "<table" in html and "reduction potential" in html
    assert found == table.window("Na3PS4") and found != table.window("Li3PS4")
    assert found.columns == list(found.rows[0]._fields)
    again = pickle.loads(pickle.dumps(found))
    assert again == found and again.to_csv() == found.to_csv()
    assert found.to_dicts()[0]["contact_products"] == found.contact_products
    with pytest.raises(TypeError):
        hash(found)


def test_columns_are_arrays(table):
    numpy = pytest.importorskip("numpy")
    found = table.profile("FeS2")
    assert isinstance(found.voltage_low, numpy.ndarray) and found.voltage_low.dtype == float
    assert (found.voltage_low[1:] == found.voltage_high[:-1]).all() and found[0].formula == "FeS2"
    several = table.window(numpy.array(["Na3PS4", "Li3PS4"]))
    assert isinstance(several, ip.Answers) and several.width.shape == (2,) and list(several["metal"]) == ["Na", "Li"]
    assert "width" in dir(several) and len(pickle.loads(pickle.dumps(several))) == 2
    with pytest.raises(AttributeError):
        several.nothing


def test_frames(table):
    pandas = pytest.importorskip("pandas")
    kinks = table.react("Na3PS4", "NaCrO2", voltage=(2, 3.6)).kinks
    assert isinstance(kinks, pandas.DataFrame) and kinks["minimum"].dtype == "boolean" and kinks["x"].dtype == float
    assert kinks[kinks["minimum"]]["voltage"].tolist() == [2.0, 3.6, 3.6] or kinks["minimum"].sum() == 3
    assert table.profile("FeS2").plateaus["products"].tolist()[0] == "Fe + 2 Na2S"
    cell = table.cell("Na", "Na3PS4", "NaCrO2").to_pandas()
    assert cell["position"].dtype == "Int64" and cell["position"].tolist() == [1, 2]


def test_files(table, tmp_path):
    path = tmp_path / "window.csv"
    found = table.window("Na3PS4")
    assert found.to_csv(path) is None and path.read_text() == found.to_csv()
    with pytest.raises(ip.InterphaseError):
        found.to_csv(tmp_path / "absent" / "window.csv")


def test_the_deepest_kink(table):
    found = table.react("Na3PS4", "NaCrO2")
    assert found.minimum_row.mutual_reaction_energy == min(found.mutual_reaction_energy)
    assert "*" in repr(found) and "<td>" in found._repr_html_()
    assert table.react("NaCl", "KCl").minimum_row is None or table.react("NaCl", "KCl").minimum_row.mutual_reaction_energy == 0


def test_long_and_empty_answers(table):
    found = table.phases("Li-Fe-P-O", max_above_hull=0.2)
    assert repr(found).endswith("more rows") and len(found) > 60
    assert repr(ip.Phases([])) == "no rows of 'phases'"
    assert "mu" in repr(table.potentials("Li3PS4"))


def test_metals_that_are_not_plain(table):
    with pytest.warns(ip.InterphaseWarning, match='metal="'):
        table.window("NaLiO")
    with pytest.warns(ip.InterphaseWarning, match="is an electrode"):
        table.cell("Li", "Na3PS4", metal="Na")
    assert table.window("FePO4", metal=("Fe", 2)).metal == "Fe"


def test_mixtures_are_said(table):
    with pytest.warns(ip.InterphaseWarning) as said:
        table.hull(["Na2.9Sb0.9W0.1S4", "Na3SbS4", "Na7Cl3S5O", "xyz"], temperature=300, mixing_entropy=True)
    assert [str(w.message).split(" is taken ")[0].split(" has ")[0] for w in said] == ["Na2.9Sb0.9W0.1S4", "Na7Cl3S5O"]


def test_temperatures_are_kept_a_while(small):
    """Datasets at several temperatures, of which some are made anew."""
    energies = [small.hull("NaCl", temperature=300 + t % 12).formation_energy for t in range(24)]
    assert energies[:12] == energies[12:] and len(set(energies)) == 12 and len(small._loaded) <= 8
    assert small.hull("NaCl").formation_energy == -2


def test_lists_in_the_place_of_arguments(table):
    assert table.cell(["Na", "Na3PS4", "NaCrO2"]) == table.cell("Na", "Na3PS4", "NaCrO2")
    assert table.voltage(["FePO4", "LiFePO4"]) == table.voltage("FePO4", "LiFePO4")
    assert table.phases({"Na": 1, "Cl": 1}) != table.phases("Na-S")
    assert len(table.decompose("Na3PS4", voltage=[0, 1, 2])) == 3


def test_threads_end(table):
    """What a thread asked with goes with it, and answers do not depend on the thread."""
    found = []
    threads = [threading.Thread(target=lambda: found.append(table.window("Na3PS4"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and all(f == found[0] for f in found)


def test_nested_questions(table):
    """A question that is asked while another is being read, as finalizers may."""
    inner = []

    class Formula:
        @property
        def composition(self):
            inner.append(table.window("Li3PS4").reduction_potential)
            return {"Na": 3, "P": 1, "S": 4}
    assert table.window(Formula()).reduction_potential == table.window("Na3PS4").reduction_potential
    assert inner and inner[0] == table.window("Li3PS4").reduction_potential


def test_series():
    assert ip.formulas("Na{3-x}Sb{1-x}W{x}S4", x=[0, 0.1]) == ["Na3SbS4", "Na2.9Sb0.9W0.1S4"]
    assert len(ip.formulas("Na{x}K{y}Cl", x=[1, 2], y=[1, 2, 3])) == 6
    assert ip.formulas("Na{x}Cl", x=2) == ["Na2Cl"]
    numpy = pytest.importorskip("numpy")
    assert ip.formulas("Na{x}Cl", x=numpy.int64(2)) == ["Na2Cl"]
    for wrong in (lambda: ip.formulas("Na{x}Cl"), lambda: ip.formulas("Na{x}Cl", y=1), lambda: ip.formulas("Na{x", x=1)):
        with pytest.raises(ip.InterphaseError):
            wrong()
