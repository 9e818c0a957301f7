"""The same questions asked of pymatgen, on the same table.

usage: peer.py pair TABLE A B        prints the deepest reaction energy, the kinks, and the time in ms, table loaded
       peer.py window TABLE FORMULA  prints the voltages of the profile against sodium; to be timed as a whole
"""
import csv
import sys
import time

from pymatgen.analysis.interface_reactions import InterfacialReactivity
from pymatgen.analysis.phase_diagram import PDEntry, PhaseDiagram
from pymatgen.core import Composition, Element


def read_entries(table, elements):
    """The phases of a table within a chemical system."""
    entries = []
    with open(table, newline="") as stream:
        for row in csv.DictReader(stream):
            composition = Composition(row["formula"])
            if {e.symbol for e in composition.elements} <= elements:
                energy = float(row["formation_energy_per_atom"]) * composition.num_atoms
                entries.append(PDEntry(composition, energy))
    return entries


def pair(table, a, b):
    reactants = Composition(a), Composition(b)
    entries = read_entries(table, {e.symbol for c in reactants for e in c.elements})
    start = time.perf_counter()
    diagram = PhaseDiagram(entries)
    # A composition that is not in the table is taken at the hull, here as there.
    known = {e.composition.reduced_formula for e in entries}
    use_hull = any(c.reduced_formula not in known for c in reactants)
    reactivity = InterfacialReactivity(*reactants, diagram, norm=True, use_hull_energy=use_hull)
    kinks = reactivity.get_kinks()
    elapsed = 1e3 * (time.perf_counter() - start)
    print(f"{min(k[2] for k in kinks):.6f},{len(kinks)},{elapsed:.1f}")


def window(table, formula):
    composition = Composition(formula)
    entries = read_entries(table, {e.symbol for e in composition.elements} | {"Na"})
    profile = PhaseDiagram(entries).get_element_profile(Element("Na"), composition)
    print([round(-step["chempot"], 4) for step in profile])


{"pair": pair, "window": window}[sys.argv[1]](*sys.argv[2:])
