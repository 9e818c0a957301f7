"""What pymatgen has: compositions, entries, structures."""

import csv
import math

import pytest

import interphase as ip

pytestmark = pytest.mark.filterwarnings("ignore::interphase.InterphaseWarning")

core = pytest.importorskip("pymatgen.core")
entries = pytest.importorskip("pymatgen.entries.computed_entries")

# Total energies of PBE, eV; made up but for the elements' being those of the example.
PLAIN = [("Na", -1.3), ("P", -5.4), ("S", -4.1), ("Na2S", -10.6), ("Na3P", -10.5), ("NaCl", -6.8), ("Cl", -1.8)]


def computed(formula, energy, run_type="GGA"):
    return entries.ComputedEntry(formula, energy, parameters={"run_type": run_type, "is_hubbard": False, "hubbards": {}},
                                 entry_id=f"mine-{formula}")


@pytest.fixture
def own():
    return [computed(formula, energy) for formula, energy in PLAIN]


def test_compositions(table):
    wanted = table.window("Na3PS4")
    assert table.window(core.Composition("Na3PS4")).rows[0][1:] == wanted.rows[0][1:]
    assert table.window(computed("Na3PS4", -30)).reduction_potential == wanted.reduction_potential
    assert table.hull(core.Composition("LiNi0.33Mn0.33Co0.34O2")).status == "ok"
    assert table.hull({"Na": 3, "P": 1, "S": 4}).formula == "Na3PS4"
    single, doubled = (table.decompose(core.Composition(formula), voltage=0) for formula in ("Na3PS4", "Na6P2S8"))
    assert doubled.reaction_energy_per_formula == pytest.approx(2 * single.reaction_energy_per_formula)


def test_corrections(own):
    """Formation energies by hand: Na2S (-10.6 + 2 * 1.3 + 4.1) / 3 = -1.3 eV/atom before its correction."""
    found = {row.formula: row for row in ip.correct(own)}
    sulfide = found["Na2S"]
    assert sulfide.formation_energy - sulfide.correction == pytest.approx(-1.3, abs=1e-9)
    assert sulfide.uncertainty > 0 and sulfide.id == "mine-Na2S" and found["Na"].formation_energy == 0
    assert math.isnan(found["Na"].correction) or found["Na"].correction == 0


def test_corrections_are_the_program_s(own, program, tmp_path):
    import json
    path = tmp_path / "entries.json"
    path.write_text(json.dumps([entry.as_dict() for entry in own]))
    wanted = list(csv.DictReader(program("data", "import", str(path)).splitlines()))
    found = ip.correct(own)
    assert [row.formula for row in found] == [row["formula"] for row in wanted]
    energies = [float(row["formation_energy_per_atom"]) for row in wanted]
    assert [row.formation_energy for row in found] == pytest.approx(energies, abs=1e-6)
    assert [row.id for row in found] == [row["id"] for row in wanted]


def test_tables_of_entries(own):
    table, energies = ip.Table.from_entries(own), {row.formula: row.formation_energy for row in ip.correct(own)}
    assert table.hull("Na2S").formation_energy == pytest.approx(energies["Na2S"])
    assert table.hull("Na2S").formation_energy_uncertainty > 0
    assert str(table.decompose("NaCl").products) == "NaCl"
    assert ip.Table().overlay(table).hull("NaCl").formation_energy == table.hull("NaCl").formation_energy


def test_numbers_of_numpy(own):
    numpy = pytest.importorskip("numpy")
    data = {"cell": numpy.eye(3), "odd": object()}
    given = [{**entry.as_dict(), "energy": numpy.float64(entry.energy), "data": data} for entry in own]
    assert repr(ip.correct(given)) == repr(ip.correct(own))


def test_entries_without_an_energy(own):
    with pytest.warns(ip.InterphaseWarning, match="1 of 8 entries have no energy"):
        assert len(ip.correct([*own, {**own[0].as_dict(), "energy": None}])) == len(own)


def test_entries_that_are_none():
    for wrong in ([], ["NaCl"], [{"composition": "NaCl"}]):
        with pytest.raises(ip.InterphaseError):
            ip.correct(wrong)
    with pytest.raises(ip.ArgumentError):
        ip.correct([computed("Na", -1.3)], energies="odd")
    with pytest.raises(ip.InterphaseError):
        ip.correct([computed("Na", -1.3), computed("NaCl", -6, run_type="R2SCAN")])
