"""The same answers as the program, byte for byte: the CSV of every command on 200 random materials."""

import os
import warnings

import pytest

import interphase as ip

pytestmark = pytest.mark.filterwarnings("ignore::interphase.InterphaseWarning")


def assert_same(answer, wanted):
    """Line by line, so that a difference is shown as one."""
    assert answer.to_csv().splitlines() == wanted.splitlines()


def some(materials, modest):
    """So many of them; all where INTERPHASE_TEST_FULL is set."""
    return materials if os.environ.get("INTERPHASE_TEST_FULL") else materials[:modest]


def pairs_of(materials, modest):
    return list(zip(some(materials, 2 * modest)[0::2], some(materials, 2 * modest)[1::2]))


def joined(answers):
    """Several answers of one kind as one."""
    return ip.Answers([row for answer in answers for row in answer], answers[0]._type)


@pytest.mark.parametrize("name", ["window", "hull", "profile", "decompose"])
def test_compositions(table, program, materials, name):
    assert_same(getattr(table, name)(materials), program(name, *materials, "-f", "csv"))


@pytest.mark.parametrize("name", ["hull", "decompose"])
@pytest.mark.parametrize("voltage,option", [(2.5, ["2.5"]), ([0, (1, 3)], ["0", "1:3"])])
def test_compositions_at_voltages(table, program, materials, name, voltage, option):
    chosen = [m for m in materials if "Li" in m or "Na" in m]
    options = [word for value in option for word in ("--voltage", value)]
    assert_same(getattr(table, name)(chosen, voltage=voltage), program(name, *chosen, *options, "-f", "csv"))


@pytest.mark.parametrize("voltage,option", [(None, []), (3.0, ["--voltage", "3"]), ((1.5, 3.5), ["--voltage", "1.5:3.5"])])
def test_pairs(table, program, materials, voltage, option):
    for a, b in pairs_of(materials, 12):
        assert_same(table.react(a, b, voltage=voltage), program("react", a, b, *option, "-f", "csv"))


def test_cells(table, program, materials):
    for a, b in pairs_of(materials, 10):
        assert_same(table.cell("Na", a, b, voltage=(2, 3)), program("cell", "Na", a, b, "--voltage", "2:3", "-f", "csv"))
        assert_same(table.cell(a, b), program("cell", a, b, "-f", "csv"))


def test_air(table, program, materials):
    chosen = some(materials, 40)
    assert_same(table.air(chosen), program("air", *chosen, "-f", "csv"))
    assert_same(table.air("Na3PS4", dew_point=-40, temperature=320, without="CO2"),
                program("air", "Na3PS4", "--dew-point=-40", "--temperature", "320", "--without", "CO2", "-f", "csv"))


def test_phases(table, program, materials):
    chosen = some(materials, 30)
    assert_same(joined([table.phases(m) for m in chosen]), program("phases", *chosen, "-f", "csv"))
    for system in ("Na-P-S", "Li-Fe-O", "Na3PS4"):
        assert_same(table.phases(system, neighbours=True, max_above_hull=0.03),
                    program("phases", system, "--neighbours", "--max-above-hull", "0.03", "-f", "csv"))
        assert_same(table.phases(system, simplices=True), program("phases", system, "--simplices", "-f", "csv"))
    assert_same(table.phases(["Na", "Cl"], sort="gap"), program("phases", "Na", "Cl", "--sort", "gap", "-f", "csv"))


def test_potentials(table, program, materials):
    chosen = some([m for m in materials if sum(c.isupper() for c in m) < 5], 30)
    assert_same(table.potentials(chosen), program("potentials", *chosen, "-f", "csv"))
    assert_same(table.potentials("Li3PS4", fix={"Li": -2.2}), program("potentials", "Li3PS4", "--fix", "Li=-2.2", "-f", "csv"))
    assert_same(table.potentials("Li3PS4", project=("Li", "S")),
                program("potentials", "Li3PS4", "--project", "Li,S", "-f", "csv"))


def test_voltage(table, program):
    for series in (["FePO4", "LiFePO4"], ["CoO2", "Li0.5CoO2", "LiCoO2"], ["TiS2", "NaTiS2"]):
        assert_same(table.voltage(*series), program("voltage", *series, "-f", "csv"))


def test_reaction(table, program, materials):
    mixtures = [f"{a} + {b} ->" for a, b in pairs_of(materials, 30)]
    assert_same(table.reaction(mixtures), program("reaction", *mixtures, "-f", "csv"))
    for text in ("Li6PS5Cl -> Li3PS4 + S + LiCl + 2 Li", "Na3PS4 + Na ->", "2 Na2S + GeS2 = Na4GeS4"):
        assert_same(table.reaction(text), program("reaction", text, "-f", "csv"))
    assert_same(table.reaction("LiCoO2 -> CoO2", voltage=[0, 4]),
                program("reaction", "LiCoO2 -> CoO2", "--voltage", "0", "--voltage", "4", "-f", "csv"))


def test_synthesis(table, program, materials):
    chosen = some([m for m in materials if sum(c.isupper() for c in m) < 5], 20)
    assert_same(table.synthesis(chosen), program("synthesis", *chosen, "-f", "csv"))
    assert_same(table.synthesis("Na3PS4", precursors=["Na2S", "P2S5", "Na", "P", "S"]),
                program("synthesis", "Na3PS4", "--from", "Na2S,P2S5,Na,P,S", "-f", "csv"))
    assert_same(table.synthesis("Li3PS4", top=5), program("synthesis", "Li3PS4", "--top", "5", "-f", "csv"))


def test_reservoirs(table, program):
    assert_same(table.hull("Na3PS4", gas={"O2": "0.21bar"}, release={"H2S": "1ppm"}, temperature=400),
                program("hull", "Na3PS4", "--gas", "O2=0.21bar", "--release", "H2S=1ppm", "--temperature", "400", "-f", "csv"))
    assert_same(table.decompose("LiCoO2", mu={"Li": -3.5}, gas={"O2": 0.21}),
                program("decompose", "LiCoO2", "--mu", "Li=-3.5", "--gas", "O2=0.21bar", "-f", "csv"))
    assert_same(table.window("Na3PS4", gas="O2"), program("window", "Na3PS4", "--gas", "O2", "-f", "csv"))
    assert_same(table.profile("LiCoO2", gas="O2"), program("profile", "LiCoO2", "--gas", "O2", "-f", "csv"))
    assert_same(table.window("Na3PS4", temperature=500), program("window", "Na3PS4", "--temperature", "500", "-f", "csv"))
    assert_same(table.hull("Na2.9Sb0.9W0.1S4", temperature=300, mixing_entropy=True),
                program("hull", "Na2.9Sb0.9W0.1S4", "--temperature", "300", "--mixing-entropy", "-f", "csv"))


def test_samples(table, program):
    for name in ("hull", "window", "decompose"):
        assert_same(getattr(table, name)(["Na3PS4", "Li6PS5Cl"], samples=25),
                    program(name, "Na3PS4", "Li6PS5Cl", "--samples", "25", "-f", "csv"))
    assert_same(table.hull("Na3PS4", voltage=2, samples=10),
                program("hull", "Na3PS4", "--voltage", "2", "--samples", "10", "-f", "csv"))
    assert_same(table.decompose("Na3PS4", voltage=(1, 2), samples=10),
                program("decompose", "Na3PS4", "--voltage", "1:2", "--samples", "10", "-f", "csv"))
    assert_same(table.react("Na3PS4", "NaCrO2", voltage=(2, 3), samples=10),
                program("react", "Na3PS4", "NaCrO2", "--voltage", "2:3", "--samples", "10", "-f", "csv"))


def test_tables(program):
    changed = ip.Table(energy={"Na4SiS4": -1.2}, above_hull={"Na5SiS5": 0.03}, exclude=["Na2S"])
    options = ["--energy", "Na4SiS4=-1.2", "--above-hull", "Na5SiS5=0.03", "--exclude", "Na2S", "-f", "csv"]
    subjects = ["Na4SiS4", "Na5SiS5", "Na3PS4", "Na2S"]
    assert_same(changed.hull(subjects), program("hull", *subjects, *options))
    assert_same(ip.Table().energy({"Na4SiS4": -1.2}).above_hull({"Na5SiS5": 0.03}).exclude("Na2S").window(subjects),
                program("window", *subjects, *options))
    assert_same(ip.Table(uncorrected=True).window("Na3PS4"), program("window", "Na3PS4", "--uncorrected", "-f", "csv"))


def test_formulas_as_they_are_meant(table, program):
    """Rows repeat what was asked as it was typed."""
    typed = ["Na3SbS4.9H2O", "LiNi0.33Mn0.33Co0.33O2", "Na₃PS₄", "75 Li2S + 25 P2S5"]
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        answer = table.hull(typed)
    assert_same(answer, program("hull", *typed, "-f", "csv"))
    assert [str(w.message).split(" is read as ")[0] for w in said] == typed[:2]
    assert_same(table.hull(typed[1], literal=True), program("hull", typed[1], "--literal", "-f", "csv"))


def test_failures_have_their_rows(table, program):
    subjects = ["Na3PS4", "na3ps4", "Na3PS4", "NaXx"]
    for name in ("window", "hull", "profile", "decompose", "potentials"):
        assert_same(getattr(table, name)(subjects), program(name, *subjects, "-f", "csv"))


def test_coatings(table, program):
    call = {"electrolyte": "Na3PS4", "cathode": ["NaCrO2", "Na0.5CrO2"], "voltage": (2, 3.6), "elements": "Na,P,O,Cl,F",
            "explain": ["NaCl", "Na3P"]}
    options = ["--electrolyte", "Na3PS4", "--cathode", "NaCrO2", "--cathode", "Na0.5CrO2", "--voltage", "2:3.6", "--elements",
               "Na,P,O,Cl,F", "--explain", "NaCl", "--explain", "Na3P", "-f", "csv"]
    answer = table.coatings(**call)
    assert_same(answer, program("coatings", *options))
    assert answer.funnel[0] == ("table", len(table), "phases of the table")
    assert answer.funnel[-1][1] == sum(row.rank is not None for row in answer)
    assert_same(table.coatings(anode="Na", elements="Na,P,S", top=7),
                program("coatings", "--anode", "Na", "--elements", "Na,P,S", "--top", "7", "-f", "csv"))
    seen = []
    stacks = table.coatings(electrolyte="Na3PS4", cathode="NaCrO2", voltage=(2, 3.6), both=True, elements="Na,P,O,Cl,F,S", top=9,
                            progress=lambda test, done, total: seen.append((test, done, total)))
    assert_same(stacks, program("coatings", "--electrolyte", "Na3PS4", "--cathode", "NaCrO2", "--voltage", "2:3.6", "--both",
                                "--elements", "Na,P,O,Cl,F,S", "--top", "9", "-f", "csv"))
    assert [side[0] for side in stacks.funnel] == [("table", len(table), "phases of the table")] * 2
    assert {"window", "electrolyte", "cathode"} <= {test for test, _, _ in seen}
    assert all(0 <= done <= total for _, done, total in seen)
    drawn = table.coatings(electrolyte="Na3PS4", anode="Na", elements="Na,P,S,Cl", samples=5)
    assert_same(drawn, program("coatings", "--electrolyte", "Na3PS4", "--anode", "Na", "--elements", "Na,P,S,Cl", "--samples",
                               "5", "-f", "csv"))
