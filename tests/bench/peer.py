"""The same questions asked of pymatgen, on the same table.

usage: peer.py pair TABLE A B [VOLTAGE]  prints the deepest mutual energy, the kinks, and the time in ms, table loaded
       peer.py window TABLE FORMULA      prints the voltages of the profile against sodium; to be timed as a whole
       peer.py load TABLE                reads the whole table; to be timed as a whole
       peer.py batch KIND TABLE TASKS SECONDS ANSWERS
           answers rows of a list (a, or a,b) until the time is over, the table loaded before, and compares them with the
           program's CSV; prints "COUNT,MILLISECONDS EACH,MEGABYTES,COMPARED,DIFFERENT". Kinds: hull, window, closed,
           open (2.5 V), coating (between Na3PS4 and NaCrO2, 2 V and 3.6 V).
"""
import csv
import resource
import sys
import time

from pymatgen.analysis.interface_reactions import GrandPotentialInterfacialReactivity, InterfacialReactivity
from pymatgen.analysis.phase_diagram import GrandPotentialPhaseDiagram, PDEntry, PhaseDiagram
from pymatgen.core import Composition, Element

SODIUM = Element("Na")
OPEN_VOLTAGE = 2.5
ELECTROLYTE, CATHODE, VOLTAGES = Composition("Na3PS4"), Composition("NaCrO2"), (2.0, 3.6)


def read_table(table, wanted=None):
    """The phases of a table, by chemical system; all of them, or those of some elements."""
    systems = {}
    with open(table, newline="") as stream:
        for row in csv.DictReader(stream):
            composition = Composition(row["formula"])
            elements = frozenset(composition.elements)
            if wanted is None or elements <= wanted:
                energy = float(row["formation_energy_per_atom"]) * composition.num_atoms
                systems.setdefault(elements, []).append(PDEntry(composition, energy))
    return systems


def within(systems, elements):
    """The phases of a chemical system and of those within it."""
    return [entry for system, entries in systems.items() if system <= elements for entry in entries]


def closed_pair(diagram, a, b):
    """Kinks as (fraction of a in the atoms, energy per atom), both reactants at their hulls."""
    return [(k[1], k[2]) for k in InterfacialReactivity(a, b, diagram, norm=True, use_hull_energy=True).get_kinks()]


def open_pair(diagram, entries, a, b, voltage):
    """The same with sodium open; pymatgen's energies are per atom that is not sodium, here all atoms are counted."""
    grand = GrandPotentialPhaseDiagram(entries, {SODIUM: -voltage})
    closed_a, closed_b = (1 - c.get_atomic_fraction(SODIUM) for c in (a, b))
    kinks = GrandPotentialInterfacialReactivity(a, b, grand, diagram).get_kinks()
    return [(k[1], k[2] * (k[1] * closed_a + (1 - k[1]) * closed_b)) for k in kinks]


def deepest(kinks):
    return min(k[1] for k in kinks)


def answer(kind, systems, a, b):
    elements = frozenset(e for c in (a, b) if c for e in c.elements)
    if kind != "hull" and kind != "closed":
        elements |= {SODIUM}
    if kind == "coating":
        closed, at_voltage = 0.0, 0.0
        for other in (ELECTROLYTE, CATHODE):
            entries = within(systems, elements | frozenset(other.elements))
            diagram = PhaseDiagram(entries)
            closed = min(closed, deepest(closed_pair(diagram, a, other)))
            if other is CATHODE:
                at_voltage = min(deepest(open_pair(diagram, entries, a, other, v)) for v in VOLTAGES)
        return closed, at_voltage
    entries = within(systems, elements)
    diagram = PhaseDiagram(entries)
    if kind == "hull":
        own = [e for e in entries if e.composition.reduced_formula == a.reduced_formula]
        return min(diagram.get_e_above_hull(e) for e in own)
    if kind == "window":
        return [-step["chempot"] for step in diagram.get_element_profile(SODIUM, a)]
    kinks = closed_pair(diagram, a, b) if kind == "closed" else open_pair(diagram, entries, a, b, OPEN_VOLTAGE)
    return deepest(kinks)


def numbers(row, *columns):
    return [float(row[c]) for c in columns if row[c] not in ("", "inf", "-inf")]


def differs(kind, ours, theirs):
    """Whether a row of the program's CSV says anything else; six decimals are printed on both sides."""
    def near(a, b):
        return abs(a - b) < 2e-5
    if kind == "hull":
        return not near(*numbers(ours, "energy_above_hull"), theirs)
    if kind == "window":  # each end is a step of the profile, or 0
        ends = numbers(ours, "reduction_potential", "oxidation_potential")
        return not all(near(end, 0.0) or any(near(end, step) for step in theirs) for end in ends)
    if kind == "coating":  # within the range it may be worse than at its ends
        worst, at_voltage = numbers(ours, "worst_reaction_energy", "cathode_energy_at_voltage")
        return not (near(worst, theirs[0]) and at_voltage < theirs[1] + 2e-5)
    return not near(*numbers(ours, "mutual_reaction_energy"), theirs)


def read_answers(path):
    """The program's rows by what was asked, those without an answer left out."""
    with open(path, newline="") as stream:
        return {(row.get("a") or row["formula"], row.get("b")): row for row in csv.DictReader(stream) if row["status"] == "ok"}


def batch(kind, table, tasks, seconds, answers):
    systems, ours = read_table(table), read_answers(answers)
    count, elapsed, compared, different = 0, 0.0, 0, 0
    with open(tasks, newline="") as stream:
        for row in csv.DictReader(stream):
            if elapsed > float(seconds):
                break
            b = Composition(row["b"]) if "b" in row else None
            start = time.perf_counter()
            try:
                theirs = answer(kind, systems, Composition(row["a"]), b)
            except Exception:  # it has no answer for some compositions
                theirs = None
            elapsed += time.perf_counter() - start
            count += 1
            key = (row["a"], row.get("b"))
            if theirs is not None and key in ours:
                compared += 1
                if differs(kind, ours[key], theirs):
                    different += 1
                    print("differs:", *key, theirs, file=sys.stderr)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count},{1e3 * elapsed / count:.3f},{peak:.0f},{compared},{different}")


def pair(table, a, b, voltage=None):
    reactants = Composition(a), Composition(b)
    elements = frozenset(e for c in reactants for e in c.elements) | (frozenset([SODIUM]) if voltage else frozenset())
    entries = within(read_table(table, elements), elements)
    start = time.perf_counter()
    diagram = PhaseDiagram(entries)
    kinks = open_pair(diagram, entries, *reactants, float(voltage)) if voltage else closed_pair(diagram, *reactants)
    elapsed = 1e3 * (time.perf_counter() - start)
    print(f"{deepest(kinks):.6f},{len(kinks)},{elapsed:.1f}")


def window(table, formula):
    composition = Composition(formula)
    elements = frozenset(composition.elements) | {SODIUM}
    entries = within(read_table(table, elements), elements)
    profile = PhaseDiagram(entries).get_element_profile(SODIUM, composition)
    print([round(-step["chempot"], 4) for step in profile])


{"pair": pair, "window": window, "load": read_table, "batch": batch}[sys.argv[1]](*sys.argv[2:])
