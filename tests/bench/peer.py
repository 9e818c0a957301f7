"""The same questions asked of pymatgen, on the same table.

usage: peer.py batch KIND TABLE TASKS SECONDS ANSWERS
           answers rows of a list (a, or a,b) until the time is over, the table loaded before, and compares them with the
           program's CSV; prints "COUNT,MILLISECONDS EACH,MEGABYTES,COMPARED,DIFFERENT"
       peer.py one KIND TABLE A [B]     answers once, with no more of the table than it needs; to be timed as a whole
       peer.py pair KIND TABLE A B SECONDS KINKS
           finds the kinks of a pair, the phases of its elements loaded before, again and again for a quarter of the time, and
           compares all of them with those of a file (columns a,b,x,mutual_reaction_energy); prints "KINKS,MILLISECONDS THE
           FIRST TIME,MEDIAN,TIMES,MEGABYTES,DIFFERENT". A first time longer than all of the time ends in the signal ALRM.
       peer.py load TABLE               reads the whole table; to be timed as a whole

Kinds: hull, contact (with sodium), window, profile, closed, open (2.5 V), coating (between Na3PS4 and NaCrO2, 2 V and 3.6 V).
"""
import csv
import itertools
import re
import resource
import signal
import statistics
import sys
import time

from pymatgen.analysis.interface_reactions import GrandPotentialInterfacialReactivity, InterfacialReactivity
from pymatgen.analysis.phase_diagram import GrandPotentialPhaseDiagram, PDEntry, PhaseDiagram
from pymatgen.core import Composition, Element

SODIUM = Element("Na")
OPEN_VOLTAGE = 2.5
EXCESS = 100  # atoms of sodium for each atom of a phase: more than any takes up
ELECTROLYTE, CATHODE, VOLTAGES = Composition("Na3PS4"), Composition("NaCrO2"), (2.0, 3.6)
PRINTED = 3e-6  # the program prints six decimals
TIMES = 21


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
    """The phases of a chemical system and of those within it: looked up one by one where that is the shorter way."""
    if 2 ** len(elements) > len(systems):
        return [entry for system, entries in systems.items() if system <= elements for entry in entries]
    found = (systems.get(frozenset(some), ()) for size in range(1, len(elements) + 1)
             for some in itertools.combinations(elements, size))
    return [entry for entries in found for entry in entries]


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


def coating_at(systems, a, voltage):
    """The deepest energy beside the cathode, open to sodium."""
    entries = within(systems, question_elements("coating", a, CATHODE))
    return deepest(open_pair(PhaseDiagram(entries), entries, a, CATHODE, voltage))


def answer_coating(systems, a):
    """The deepest energy of both closed interfaces, and beside the cathode at the ends of the voltages."""
    closed, at_ends = 0.0, []
    for other in (ELECTROLYTE, CATHODE):
        entries = within(systems, question_elements("coating", a, other))
        diagram = PhaseDiagram(entries)
        closed = min(closed, deepest(closed_pair(diagram, a, other)))
        if other is CATHODE:
            at_ends = [deepest(open_pair(diagram, entries, a, other, v)) for v in VOLTAGES]
    return closed, min(at_ends)


def own_energy(entries, composition):
    """Formation energy per atom."""
    return min(e.energy_per_atom for e in entries if e.composition.reduced_formula == composition.reduced_formula)


def answer(kind, systems, a, b):
    if kind == "coating":
        return answer_coating(systems, a)
    if kind in ("closed", "open"):
        return find_kinks(kind, systems, a, b)
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


def near(a, b):
    return abs(a - b) < PRINTED


def differ_kinks(ours, theirs):
    """All kinks where the program gives them; where it gives the deepest one alone, that one."""
    own = [tuple(numbers(row, "x", "mutual_reaction_energy")) for row in ours]
    if len(own) == 1:
        theirs = [kink for kink in theirs if near(kink[1], deepest(theirs))]
        return not any(near(own[0][0], x) and near(own[0][1], energy) for x, energy in theirs)
    return unlike_kinks(own, theirs, PRINTED) > 0


def unlike_kinks(ours, theirs, tolerance):
    """How many of either list are not in the other."""
    def lacking(some, others):
        return sum(not any(abs(x - y) < tolerance and abs(e - f) < tolerance for y, f in others) for x, e in some)
    return lacking(ours, theirs) + lacking(theirs, ours) or abs(len(ours) - len(theirs))


def differs(kind, ours, theirs):
    """Whether the program's rows say anything else."""
    row = ours[0]
    if kind == "hull":
        return not near(*numbers(row, "energy_above_hull"), theirs)
    if kind == "contact":
        return not near(*numbers(row, "reaction_energy"), theirs)
    if kind == "window":  # both ends are steps of the profile (or 0, or infinite), and no step lies between them
        low, high = (float(row[c]) for c in ("reduction_potential", "oxidation_potential"))
        known = near(low, 0.0) or any(near(low, step) for step in theirs)
        known = known and (high == float("inf") or near(high, 0.0) or any(near(high, step) for step in theirs))
        return not known or any(low + PRINTED < step < high - PRINTED for step in theirs)
    if kind == "profile":  # pymatgen begins with the metal itself; what lies at 0 V or below is no step of ours
        steps, own = [step for step in theirs if step > PRINTED], [float(r["voltage_low"]) for r in ours[1:]]
        return len(steps) != len(own) or not all(near(*both) for both in zip(sorted(steps), sorted(own)))
    return differ_kinks(ours, theirs)


def differs_coating(systems, row, a, theirs):
    """The worst closed energy is the same; over the range it is as deep as at the ends, or deeper where pymatgen says so too:
    at the voltages where the layer or the cathode changes by itself, which are the only ones that can be worse."""
    worst, at_voltage = numbers(row, "worst_reaction_energy", "cathode_energy_at_voltage")
    if not near(min(worst, 0.0), theirs[0]):
        return True
    if near(at_voltage, theirs[1]):
        return False
    voltages = []
    for subject in (a, CATHODE):
        diagram = PhaseDiagram(within(systems, frozenset(subject.elements) | {SODIUM}))
        voltages += [-step["chempot"] for step in diagram.get_element_profile(SODIUM, subject)]
    inside = [v for v in voltages if VOLTAGES[0] < v < VOLTAGES[1]]
    return not near(at_voltage, min([theirs[1]] + [coating_at(systems, a, v) for v in inside]))


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
            a, b = Composition(row["a"]), Composition(row["b"]) if row.get("b") else None
            start = time.perf_counter()
            try:
                theirs = answer(kind, systems, a, b)
            except Exception:  # it has no answer for some compositions
                theirs = None
            elapsed += time.perf_counter() - start
            count += 1
            own = ours.get((row["a"], row.get("b") or None))
            if theirs is None or own is None and kind == "coating":  # reactants and metals are no layers
                continue
            compared += 1
            if own is None or (differs_coating(systems, own[0], a, theirs) if kind == "coating" else differs(kind, own, theirs)):
                different += 1
                print("differs:", row["a"], row.get("b") or "", theirs, file=sys.stderr)
    print(f"{count},{1e3 * elapsed / max(count, 1):.5f},{megabytes():.0f},{compared},{different}")


def one(kind, table, a, b=None):
    composition_a, composition_b = Composition(a), Composition(b) if b else None
    systems = read_table(table, question_elements(kind, composition_a, composition_b))
    print(answer(kind, systems, composition_a, composition_b))


def pair(kind, table, a, b, seconds, kinks):
    reactants = Composition(a), Composition(b)
    systems = read_table(table, question_elements(kind, *reactants))
    times = []
    signal.alarm(int(seconds))
    while not times or len(times) < TIMES and sum(times) < 1e3 * float(seconds) / 4:
        start = time.perf_counter()
        theirs = find_kinks(kind, systems, *reactants)
        times.append(1e3 * (time.perf_counter() - start))
        signal.alarm(0)
    ours = [tuple(numbers(row, "x", "mutual_reaction_energy")) for row in read_answers(kinks)[(a, b)]]
    print(f"{len(theirs)},{times[0]:.3f},{statistics.median(times):.3f},{len(times)},{megabytes():.0f},"
          f"{unlike_kinks(ours, theirs, 1e-6)}")


if len(sys.argv) < 3:
    sys.exit(__doc__)
{"batch": batch, "one": one, "pair": pair, "load": read_table}[sys.argv[1]](*sys.argv[2:])
