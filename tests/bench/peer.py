"""The same questions asked of pymatgen, on the same table.

usage: peer.py batch KIND TABLE TASKS SECONDS ANSWERS
           answers rows of a list (a, or a,b) until the time is over, the table loaded before, and compares them with the
           program's CSV; prints "COUNT,MILLISECONDS EACH,MEGABYTES,COMPARED,DIFFERENT"
       peer.py one KIND TABLE A [B]     answers once, with no more of the table than it needs; to be timed as a whole
       peer.py pair KIND TABLE A B SECONDS KINKS
           finds the kinks of a pair, the phases of its elements loaded before, again and again for a quarter of the time, and
           compares all of them with those of a file (columns a,b,x,mutual_reaction_energy); prints "KINKS,MILLISECONDS THE
           FIRST TIME,MEDIAN,TIMES,MEGABYTES,DIFFERENT". A first time longer than all of the time ends in the signal ALRM;
           exits with 5 where pymatgen has no answer
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
    symbols = "|".join(sorted((e.symbol for e in wanted or ()), key=len, reverse=True)) or "[A-Z][a-z]?"
    fits = re.compile(f"(?:(?:{symbols})[0-9.()]*)+,").match  # of the whole line: making a Composition costs far more
    with open(table, newline="") as stream:
        columns = next(csv.reader(stream))
        formula, energy = columns.index("formula"), columns.index("formation_energy_per_atom")
        for row in csv.reader(filter(fits, stream)):
            composition = Composition(row[formula])
            entry = PDEntry(composition, float(row[energy]) * composition.num_atoms)
            systems.setdefault(frozenset(composition.elements), []).append(entry)
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
    from pymatgen.analysis.interface_reactions import InterfacialReactivity  # which takes time, and the others do without
    return [(k[1], k[2]) for k in InterfacialReactivity(a, b, diagram, norm=True, use_hull_energy=True).get_kinks()]


def open_pair(diagram, entries, a, b, voltage):
    """The same with sodium open; pymatgen's fractions and energies are per atom that is not sodium, here all atoms count."""
    from pymatgen.analysis.interface_reactions import GrandPotentialInterfacialReactivity
    grand = GrandPotentialPhaseDiagram(entries, {SODIUM: -voltage})
    closed_a, closed_b = (1 - c.get_atomic_fraction(SODIUM) for c in (a, b))
    kinks = GrandPotentialInterfacialReactivity(a, b, grand, diagram).get_kinks()
    return [(k[1], k[2] * (k[1] * closed_a + (1 - k[1]) * closed_b)) for k in kinks]


def deepest(kinks):
    return min(k[1] for k in kinks)


def question_elements(kind, a, b):
    elements = frozenset(e for c in (a, b) if c for e in c.elements)
    return elements if kind in ("hull", "closed") else elements | {SODIUM}


def find_diagram(kind, systems, a, b=None):
    """The hull that a question needs, and the phases that it was made of."""
    entries = within(systems, question_elements(kind, a, b))
    return PhaseDiagram(entries), entries


def find_kinks(kind, systems, a, b):
    diagram, entries = find_diagram(kind, systems, a, b)
    return closed_pair(diagram, a, b) if kind == "closed" else open_pair(diagram, entries, a, b, OPEN_VOLTAGE)


def cathode_depth(diagram, entries, a, voltages):
    """The deepest energy beside the cathode, open to sodium, at any of the voltages."""
    return min(deepest(open_pair(diagram, entries, a, CATHODE, voltage)) for voltage in voltages)


def answer_coating(systems, a):
    """The deepest energies of both closed interfaces, and beside the cathode at the ends of the voltages."""
    closed = []
    for other in (ELECTROLYTE, CATHODE):
        diagram, entries = find_diagram("coating", systems, a, other)
        closed.append(deepest(closed_pair(diagram, a, other)))
    return closed, cathode_depth(diagram, entries, a, VOLTAGES)


def own_entry(entries, composition):
    """The lowest of this composition."""
    same = (e for e in entries if e.composition.reduced_formula == composition.reduced_formula)
    return min(same, key=lambda entry: entry.energy_per_atom)


def steps(diagram, a):
    """The plateaus in contact with sodium, from the metal on: voltage where one begins, sodium taken up."""
    return [(-step["chempot"], step["evolution"]) for step in diagram.get_element_profile(SODIUM, a)]


def answer(kind, systems, a, b):
    if kind == "coating":
        return answer_coating(systems, a)
    if kind in ("closed", "open"):
        return find_kinks(kind, systems, a, b)
    if kind == "hull":
        return above_hull(systems, a)
    diagram, entries = find_diagram(kind, systems, a)
    if kind == "contact":
        atoms = a.num_atoms
        return diagram.get_hull_energy(a + Composition({SODIUM: EXCESS * atoms})) / atoms - own_entry(entries, a).energy_per_atom
    return steps(diagram, a)


class Hull:
    """The last hull, for all phases of its chemical system."""
    elements, diagram = None, None


def above_hull(systems, a):
    elements = frozenset(a.elements)
    if Hull.elements != elements:
        Hull.elements, Hull.diagram = elements, find_diagram("hull", systems, a)[0]
    return own_entry(Hull.diagram.all_entries, a).energy_per_atom - Hull.diagram.get_hull_energy_per_atom(a)


def numbers(row, *columns):
    return [float(row[c]) for c in columns if row[c] not in ("", "inf", "-inf")]


def near(a, b):
    return abs(a - b) < PRINTED


def alike(ours, theirs):
    """Whether two lists of numbers are the same; a number that is missing is a difference."""
    return len(ours) == len(theirs) and all(near(*both) for both in zip(ours, theirs))


def differ_kinks(ours, theirs):
    """All kinks, as `react` gives them; `screen` gives the deepest one alone."""
    own = [tuple(numbers(row, "x", "mutual_reaction_energy")) for row in ours]
    if len(own) == 1 and "minimum" not in ours[0]:
        theirs = [kink for kink in theirs if near(kink[1], deepest(theirs))]
        return not any(near(own[0][0], x) and near(own[0][1], energy) for x, energy in theirs)
    return unlike_kinks(own, theirs, PRINTED) > 0


def unlike_kinks(ours, theirs, tolerance):
    """How many of either list are not in the other."""
    def lacking(some, others):
        return sum(not any(abs(x - y) < tolerance and abs(e - f) < tolerance for y, f in others) for x, e in some)
    return lacking(ours, theirs) + lacking(theirs, ours) or abs(len(ours) - len(theirs))


def differs_hull(row, a, above):
    """Energies and products. The decomposition energy of a stable phase is found on the hull of all others, since
    get_phase_separation_energy() stops some 1e-5 eV/atom short of it for some."""
    diagram = Hull.diagram
    entry = own_entry(diagram.all_entries, a)
    own = numbers(row, "formation_energy", "energy_above_hull", "hull_energy")
    if not alike(own, (entry.energy_per_atom, above, entry.energy_per_atom - above)):
        return True
    if len(a) > 1:
        others = [e for e in diagram.all_entries if e.composition.reduced_formula != a.reduced_formula]
        without = above if above > PRINTED else entry.energy_per_atom - PhaseDiagram(others).get_hull_energy_per_atom(a)
        if not near(*numbers(row, "decomposition_energy"), without):
            return True
    own = {}  # fractions of the atoms
    for term in row["products"].split(" + "):
        amount, product = float(term.split()[0]) if " " in term else 1.0, Composition(term.split()[-1])
        own[product.reduced_formula] = amount * product.num_atoms / a.num_atoms
    products = {e.composition.reduced_formula: share for e, share in diagram.get_decomposition(a).items()}
    return own.keys() != products.keys() or not all(abs(own[p] - products[p]) < 1e-4 for p in own)


def differs_uptakes(row, theirs):
    """What is taken up below the window, given off above it, and exchanged beside the metal; `screen` does not say."""
    if "contact_uptake" not in row:
        return False
    below = [uptake for _, uptake in theirs if uptake > PRINTED]
    above = [uptake for _, uptake in theirs if uptake < -PRINTED]
    expected = (below[-1:], above[:1], [uptake for _, uptake in theirs[:1] if not near(uptake, 0.0)])
    own = [[uptake for uptake in numbers(row, column) if not near(uptake, 0.0)]
           for column in ("reduction_uptake", "oxidation_uptake", "contact_uptake")]
    return not all(alike(*both) for both in zip(own, expected))


def differs_window(row, theirs):
    """From where sodium is taken up no more to where it is given off."""
    low = min(voltage for voltage, uptake in theirs if uptake < PRINTED)
    high = min((voltage for voltage, uptake in theirs if uptake < -PRINTED), default=float("inf"))
    own = [float(row[c]) for c in ("reduction_potential", "oxidation_potential")]
    return not near(own[0], low) or not (own[1] == high or near(own[1], high))


def differs(kind, ours, a, theirs):
    """Whether the program's rows say anything else."""
    row = ours[0]
    if kind in ("hull", "contact", "window") and len(ours) > 1:
        return True
    if kind == "hull":
        return differs_hull(row, a, theirs)
    if kind == "contact":
        return not near(*numbers(row, "reaction_energy"), theirs)
    if kind == "window":
        return differs_window(row, theirs) or differs_uptakes(row, theirs)
    if kind == "profile":
        low, high, uptake = ([float(r[c]) for r in ours] for c in ("voltage_low", "voltage_high", "uptake"))
        voltages, uptakes = zip(*theirs)
        return not (alike(low, voltages) and alike(uptake, uptakes) and alike(high[:-1], voltages[1:]) and high[-1] == float("inf"))
    return differ_kinks(ours, theirs)


def differs_total(systems, ours, a, b):
    """Whether the total energies are others than the mutual ones less what the reactants lie above their hulls."""
    above_a, above_b = above_hull(systems, a), above_hull(systems, b)
    return not all(near(total, mutual - x * above_a - (1 - x) * above_b)
                   for total, mutual, x in (numbers(row, "reaction_energy", "mutual_reaction_energy", "x") for row in ours))


def differs_coating(systems, row, a, theirs):
    """Window, and the worst energies. Over the range the worst voltage is an end, or one where the layer or the cathode
    changes by itself: all of these are asked."""
    closed, at_ends = theirs
    worst, at_voltage = numbers(row, "worst_reaction_energy", "cathode_energy_at_voltage")
    both = numbers(row, "electrolyte_reaction_energy", "cathode_reaction_energy")
    own, cathode = (answer("profile", systems, subject, None) for subject in (a, CATHODE))
    inside = [voltage for voltage, _ in own + cathode if VOLTAGES[0] < voltage < VOLTAGES[1]]
    if inside:
        at_ends = min(at_ends, cathode_depth(*find_diagram("coating", systems, a, CATHODE), a, inside))
    return (differs_window(row, own) or not near(*numbers(row, "energy_above_hull"), above_hull(systems, a))
            or not alike(both, closed) or not near(worst, min(closed)) or not near(at_voltage, at_ends))


def read_answers(path):
    """The program's rows by what was asked, those without an answer left out."""
    answers = {}
    with open(path, newline="") as stream:
        for row in csv.DictReader(stream):
            if row.get("status", "ok") == "ok":
                answers.setdefault((row.get("a") or row["formula"], row.get("b")), []).append(row)
    return answers


def megabytes():
    return 1024e-6 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def read_tasks(kind, path):
    """Rows as (text of a, text of b, a, b). For hulls one chemical system after another, the first ones of all kinds: so that
    one hull serves all phases of a system."""
    tasks = []
    with open(path, newline="") as stream:
        for row in csv.DictReader(stream):
            b = row.get("b") or None
            tasks.append((row["a"], b, Composition(row["a"]), Composition(b) if b else None))
    if kind == "hull":
        groups = {}
        for task in tasks:
            groups.setdefault(frozenset(task[2].elements), []).append(task)
        groups = list(groups.values())
        tasks = [task for first in range(37) for group in groups[first::37] for task in group]
    return tasks


def lacks(kind, a):
    """What no list of coatings has: elements and the reactants themselves."""
    reactants = {c.reduced_formula for c in (ELECTROLYTE, CATHODE)}
    return kind == "coating" and (len(a) == 1 or a.reduced_formula in reactants)


def batch(kind, table, tasks, seconds, answers):
    systems, ours = read_table(table), read_answers(answers)
    count, elapsed, compared, different = 0, 0.0, 0, 0
    if kind in ("closed", "open", "coating"):
        import pymatgen.analysis.interface_reactions  # not what is to be timed
    for name_a, name_b, a, b in read_tasks(kind, tasks):
        if elapsed > float(seconds):
            break
        start = time.perf_counter()
        try:
            theirs = answer(kind, systems, a, b)
        except Exception:  # it has no answer for some compositions
            theirs = None
        elapsed += time.perf_counter() - start
        count += 1
        if theirs is None or lacks(kind, a):
            continue
        compared += 1
        own = ours.get((name_a, name_b))
        if own is None:
            is_other = True
        elif kind == "coating":
            is_other = len(own) > 1 or differs_coating(systems, own[0], a, theirs)
        else:
            is_other = differs(kind, own, a, theirs) or kind == "closed" and differs_total(systems, own, a, b)
        if is_other:
            different += 1
            print("differs:", name_a, name_b or "", str(theirs)[:80], file=sys.stderr)
    print(f"{count},{1e3 * elapsed / max(count, 1):.5f},{megabytes():.0f},{compared},{different}")


def one(kind, table, a, b=None):
    composition_a, composition_b = Composition(a), Composition(b) if b else None
    systems = read_table(table, question_elements(kind, composition_a, composition_b))
    print(answer(kind, systems, composition_a, composition_b))


def pair(kind, table, a, b, seconds, kinks):
    reactants = Composition(a), Composition(b)
    systems = read_table(table, question_elements(kind, *reactants))
    ours = [tuple(numbers(row, "x", "mutual_reaction_energy")) for row in read_answers(kinks)[(a, b)]]
    times = []
    import pymatgen.analysis.interface_reactions  # not what is to be timed
    signal.setitimer(signal.ITIMER_REAL, float(seconds))
    while not times or len(times) < TIMES and sum(times) < 1e3 * float(seconds) / 4:
        start = time.perf_counter()
        try:
            theirs = find_kinks(kind, systems, *reactants)
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            sys.exit(5)
        times.append(1e3 * (time.perf_counter() - start))
        signal.setitimer(signal.ITIMER_REAL, 0)
    print(f"{len(theirs)},{times[0]:.3f},{statistics.median(times):.3f},{len(times)},{megabytes():.0f},"
          f"{unlike_kinks(ours, theirs, 1e-6)}")


if len(sys.argv) < 3:
    sys.exit(__doc__)
{"batch": batch, "one": one, "pair": pair, "load": read_table}[sys.argv[1]](*sys.argv[2:])
