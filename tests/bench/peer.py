"""The same questions asked of pymatgen, on the same table.

usage: peer.py batch KIND TABLE TASKS SECONDS ANSWERS
           answers rows of a list (a, or a,b) until the time is over, the table loaded before, and compares them with the
           program's CSV; prints "COUNT,MILLISECONDS EACH,MEGABYTES,COMPARED,DIFFERENT"
       peer.py one KIND TABLE A [B]     answers once, with no more of the table than it needs; to be timed as a whole
       peer.py pair KIND TABLE A B KINKS
           finds the kinks of a pair, the table loaded before, and compares all of them with those of a file (columns
           a,b,x,mutual_reaction_energy); prints "KINKS,MILLISECONDS,MEGABYTES,DIFFERENT"
       peer.py load TABLE               reads the whole table; to be timed as a whole

Kinds: hull, contact (with sodium), window, profile, closed, open (2.5 V), coating (between Na3PS4 and NaCrO2, 2 V and 3.6 V).
"""
import csv
import re
import resource
import sys
import time

from pymatgen.analysis.interface_reactions import GrandPotentialInterfacialReactivity, InterfacialReactivity
from pymatgen.analysis.phase_diagram import GrandPotentialPhaseDiagram, PDEntry, PhaseDiagram
from pymatgen.core import Composition, Element

SODIUM = Element("Na")
OPEN_VOLTAGE = 2.5
EXCESS = 100  # atoms of sodium for each atom of a phase: more than any takes up
ELECTROLYTE, CATHODE, VOLTAGES = Composition("Na3PS4"), Composition("NaCrO2"), (2.0, 3.6)


def read_table(table, wanted=None):
    """The phases of a table, by chemical system; all of them, or those of some elements."""
    systems = {}
    symbols = wanted and {element.symbol for element in wanted}
    with open(table, newline="") as stream:
        for row in csv.DictReader(stream):
            # Symbols are read first, since making a Composition costs far more.
            if symbols is None or set(re.findall("[A-Z][a-z]?", row["formula"])) <= symbols:
                composition = Composition(row["formula"])
                elements = frozenset(composition.elements)
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
    """The same with sodium open; pymatgen's fractions and energies are per atom that is not sodium, here all atoms count."""
    grand = GrandPotentialPhaseDiagram(entries, {SODIUM: -voltage})
    closed_a, closed_b = (1 - c.get_atomic_fraction(SODIUM) for c in (a, b))
    kinks = GrandPotentialInterfacialReactivity(a, b, grand, diagram).get_kinks()
    return [(k[1], k[2] * (k[1] * closed_a + (1 - k[1]) * closed_b)) for k in kinks]


def deepest(kinks):
    return min(k[1] for k in kinks)


def question_elements(kind, a, b):
    elements = frozenset(e for c in (a, b) if c for e in c.elements)
    return elements if kind in ("hull", "closed") else elements | {SODIUM}


def find_kinks(kind, systems, a, b):
    entries = within(systems, question_elements(kind, a, b))
    diagram = PhaseDiagram(entries)
    return closed_pair(diagram, a, b) if kind == "closed" else open_pair(diagram, entries, a, b, OPEN_VOLTAGE)


def answer_coating(systems, a):
    closed, at_voltage = 0.0, 0.0
    for other in (ELECTROLYTE, CATHODE):
        entries = within(systems, question_elements("coating", a, other))
        diagram = PhaseDiagram(entries)
        closed = min(closed, deepest(closed_pair(diagram, a, other)))
        if other is CATHODE:
            at_voltage = min(deepest(open_pair(diagram, entries, a, other, v)) for v in VOLTAGES)
    return closed, at_voltage


def own_energy(entries, composition):
    """Formation energy per atom."""
    return min(e.energy_per_atom for e in entries if e.composition.reduced_formula == composition.reduced_formula)


def answer(kind, systems, a, b):
    if kind == "coating":
        return answer_coating(systems, a)
    if kind in ("closed", "open"):
        return deepest(find_kinks(kind, systems, a, b))
    entries = within(systems, question_elements(kind, a, b))
    diagram = PhaseDiagram(entries)
    if kind == "hull":
        return own_energy(entries, a) - diagram.get_hull_energy_per_atom(a)
    if kind == "contact":
        atoms = a.num_atoms
        return diagram.get_hull_energy(a + Composition({SODIUM: EXCESS * atoms})) / atoms - own_energy(entries, a)
    return [-step["chempot"] for step in diagram.get_element_profile(SODIUM, a)]


def numbers(row, *columns):
    return [float(row[c]) for c in columns if row[c] not in ("", "inf", "-inf")]


def differs(kind, ours, theirs):
    """Whether the program's rows say anything else; six decimals are printed on both sides."""
    def near(a, b):
        return abs(a - b) < 2e-5
    row = ours[0]
    if kind == "hull":
        return not near(*numbers(row, "energy_above_hull"), theirs)
    if kind == "contact":
        return not near(*numbers(row, "reaction_energy"), theirs)
    if kind == "window":  # both ends are steps of the profile (or 0, or infinite), and no step lies between them
        low, high = (float(row[c]) for c in ("reduction_potential", "oxidation_potential"))
        known = near(low, 0.0) or any(near(low, step) for step in theirs)
        known = known and (high == float("inf") or near(high, 0.0) or any(near(high, step) for step in theirs))
        return not known or any(low + 2e-5 < step < high - 2e-5 for step in theirs)
    if kind == "profile":  # pymatgen begins with the metal itself; what lies at 0 V or below is no step of ours
        steps, own = [step for step in theirs if step > 2e-5], [float(r["voltage_low"]) for r in ours[1:]]
        return len(steps) != len(own) or not all(near(*both) for both in zip(sorted(steps), sorted(own)))
    if kind == "coating":  # within the range it may be worse than at its ends
        worst, at_voltage = numbers(row, "worst_reaction_energy", "cathode_energy_at_voltage")
        return not (near(worst, theirs[0]) and at_voltage < theirs[1] + 2e-5)
    return not near(min(numbers(r, "mutual_reaction_energy")[0] for r in ours), theirs)


def read_answers(path):
    """The program's rows by what was asked, those without an answer left out."""
    answers = {}
    with open(path, newline="") as stream:
        for row in csv.DictReader(stream):
            if row.get("status", "ok") == "ok":
                answers.setdefault((row.get("a") or row["formula"], row.get("b")), []).append(row)
    return answers


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def batch(kind, table, tasks, seconds, answers):
    systems, ours = read_table(table), read_answers(answers)
    count, elapsed, compared, different = 0, 0.0, 0, 0
    with open(tasks, newline="") as stream:
        for row in csv.DictReader(stream):
            if elapsed > float(seconds):
                break
            b = Composition(row["b"]) if row.get("b") else None
            start = time.perf_counter()
            try:
                theirs = answer(kind, systems, Composition(row["a"]), b)
            except Exception:  # it has no answer for some compositions
                theirs = None
            elapsed += time.perf_counter() - start
            count += 1
            key = (row["a"], row.get("b") or None)
            if theirs is not None and key in ours:
                compared += 1
                if differs(kind, ours[key], theirs):
                    different += 1
                    print("differs:", *key, theirs, file=sys.stderr)
    print(f"{count},{1e3 * elapsed / count:.3f},{megabytes():.0f},{compared},{different}")


def one(kind, table, a, b=None):
    composition_a, composition_b = Composition(a), Composition(b) if b else None
    systems = read_table(table, question_elements(kind, composition_a, composition_b))
    print(answer(kind, systems, composition_a, composition_b))


def pair(kind, table, a, b, kinks):
    reactants = Composition(a), Composition(b)
    systems = read_table(table, question_elements(kind, *reactants))
    ours = [numbers(row, "x", "mutual_reaction_energy") for row in read_answers(kinks)[(a, b)]]
    start = time.perf_counter()
    theirs = find_kinks(kind, systems, *reactants)
    elapsed = 1e3 * (time.perf_counter() - start)
    different = len(theirs) != len(ours) or any(
        min(abs(x - own_x) + abs(energy - own_energy) for own_x, own_energy in ours) > 1e-6 for x, energy in theirs)
    print(f"{len(theirs)},{elapsed:.1f},{megabytes():.0f},{int(different)}")


if len(sys.argv) < 3:
    sys.exit(__doc__)
{"batch": batch, "one": one, "pair": pair, "load": read_table}[sys.argv[1]](*sys.argv[2:])
