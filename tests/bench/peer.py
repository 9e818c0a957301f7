"""One pair with pymatgen on the same table: prints the deepest reaction energy, the kinks, and the time in ms.

usage: peer.py TABLE A B
"""
import csv
import sys
import time

from pymatgen.analysis.interface_reactions import InterfacialReactivity
from pymatgen.analysis.phase_diagram import PDEntry, PhaseDiagram
from pymatgen.core import Composition


def main():
    table, a, b = sys.argv[1:]
    reactants = Composition(a), Composition(b)
    elements = {e.symbol for c in reactants for e in c.elements}
    entries = []
    with open(table, newline="") as stream:
        for row in csv.DictReader(stream):
            composition = Composition(row["formula"])
            if {e.symbol for e in composition.elements} <= elements:
                energy = float(row["formation_energy_per_atom"]) * composition.num_atoms
                entries.append(PDEntry(composition, energy))
    start = time.perf_counter()
    diagram = PhaseDiagram(entries)
    # A composition that is not in the table is taken at the hull, here as there.
    known = {e.composition.reduced_formula for e in entries}
    use_hull = any(c.reduced_formula not in known for c in reactants)
    reactivity = InterfacialReactivity(*reactants, diagram, norm=True, use_hull_energy=use_hull)
    kinks = reactivity.get_kinks()
    elapsed = 1e3 * (time.perf_counter() - start)
    print(f"{min(k[2] for k in kinks):.6f},{len(kinks)},{elapsed:.1f}")


main()
