#!/usr/bin/env python3
"""Makes phases.json: stable phases and facets of 40 chemical systems, and corners of chemical potentials of 50 phases, by pymatgen.

    python3 tests/validation/make_phases.py datasets/mp2020.csv tests/validation/phases.json

A development tool: the tests read the file and need no Python. Simplices of the same supporting plane are one facet with all phases
on it, since nothing settles how such a facet is parted."""
import csv
import hashlib
import json
import random
import sys

import numpy as np
import pymatgen
from pymatgen.analysis.chempot_diagram import ChemicalPotentialDiagram
from pymatgen.analysis.phase_diagram import PDEntry, PhaseDiagram
from pymatgen.core import Composition

PER_SIZE, PHASES, PLANE = 10, 10, 1e-7


def read(path):
    """Formula, composition and formation energy in eV/atom of each row."""
    rows = []
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            composition = Composition(row["formula"])
            rows.append((row["formula"], composition, float(row["formation_energy_per_atom"]),
                         frozenset(element.symbol for element in composition)))
    return rows


def entries_of(rows, system):
    return [PDEntry(c, e * c.num_atoms, name=f) for f, c, e, elements in rows if elements <= system]


def facets_of(diagram):
    """Sets of phases on each supporting plane of the hull."""
    names = sorted(entry.name for entry in diagram.stable_entries)
    entries = {entry.name: entry for entry in diagram.stable_entries}
    elements = sorted(diagram.elements)
    matrix = {n: np.array([entries[n].composition.get_atomic_fraction(e) for e in elements]) for n in names}
    energy = {n: diagram.get_form_energy_per_atom(entries[n]) for n in names}
    planes = {}
    for facet in diagram.facets:
        members = [diagram.qhull_entries[i].name for i in facet]
        mu = np.linalg.solve(np.array([matrix[n] for n in members]), np.array([energy[n] for n in members]))
        on_plane = tuple(n for n in names if abs(energy[n] - matrix[n] @ mu) < PLANE)
        planes[on_plane] = True
    return names, sorted([names.index(n) for n in plane] for plane in planes)


def choose_systems(rows, source):
    """Random ones that have compounds of all their elements, but few enough to be written down."""
    count = {}
    for _, _, _, elements in rows:
        count[elements] = count.get(elements, 0) + 1
    chosen = [frozenset(s.split("-")) for s in ("Na-S", "Na-P-S", "Li-P-S", "Na-P-S-O", "Li-P-S-Cl", "Na-P-S-Sb-O")]
    for size in range(2, 6):
        pool = sorted(sorted(s) for s in count if len(s) == size)
        while sum(len(s) == size for s in chosen) < PER_SIZE:
            system = frozenset(source.choice(pool))
            if system not in chosen:
                chosen.append(system)
    return sorted(chosen, key=lambda s: (len(s), sorted(s)))


def corners_of(formula, rows, system):
    entries = entries_of(rows, system)
    diagram = ChemicalPotentialDiagram(entries)
    elements = sorted(system)
    order = [[e.symbol for e in diagram.elements].index(s) for s in elements]
    found = []
    for corner in diagram.domains.get(Composition(formula).reduced_formula, []):
        corner = [float(corner[i]) for i in order]
        if not any(max(abs(a - b) for a, b in zip(corner, other)) < 1e-7 for other in found):
            found.append(corner)
    return elements, sorted([round(x, 9) + 0.0 for x in corner] for corner in found)


def main():
    table, out = sys.argv[1:]
    rows, source = read(table), random.Random(20261128)
    with open(table, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    systems, phases = [], []
    for system in choose_systems(rows, source):
        names, facets = facets_of(PhaseDiagram(entries_of(rows, system)))
        systems.append({"system": "-".join(sorted(system)), "stable": names, "facets": facets})
        print(systems[-1]["system"], len(names), len(facets), file=sys.stderr)
    wanted = [(2, "NaCl"), (3, "Na3PS4"), (3, "Li3PS4"), (4, "Na3PSO3"), (5, "Na3Zr2Si2PO12"), (6, None)]
    for size in range(2, 7):
        pool = sorted(f for f, _, _, elements in rows if len(elements) == size)
        mine = [f for s, f in wanted if s == size and f]
        while len(mine) < PHASES:
            formula = source.choice(pool)
            system = frozenset(element.symbol for element in Composition(formula))
            diagram = PhaseDiagram(entries_of(rows, system))
            if formula in (entry.name for entry in diagram.stable_entries) and formula not in mine:
                mine.append(formula)
        for formula in mine:
            system = frozenset(element.symbol for element in Composition(formula))
            elements, corners = corners_of(formula, rows, system)
            phases.append({"formula": formula, "elements": elements, "corners": corners})
            print(formula, len(corners), file=sys.stderr)
    lines = [json.dumps(entry, separators=(",", ":")) for entry in systems]
    more = [json.dumps(entry, separators=(",", ":")) for entry in phases]
    with open(out, "w", encoding="utf-8") as file:
        file.write('{"made_by": "pymatgen %s",\n"table": "%s",\n"systems": [\n%s],\n"phases": [\n%s]}\n' %
                   (getattr(pymatgen, "__version__", "") or "2022", digest, ",\n".join(lines), ",\n".join(more)))


main()
