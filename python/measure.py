"""What the package costs: python3 measure.py PROGRAM [CALLS]. Times are those of processors, which others on the machine do not
change; windows one call each, pairs beside the program, and whether memory grows over many calls (1,000,000)."""

import csv
import random
import re
import resource
import subprocess
import sys
import tempfile
import time

import pandas

import interphase as ip
from interphase.table import path_of

FORMULAS = ("Na3PS4", "LiCoO2", "NaCl", "Li10GeP2S12", "Na2S")
ELEMENTS = set("Na Li P S O Cl F Fe Mn".split())
PAIRS, SEED = 100_000, 3


def resident():
    """Megabytes that the process holds in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def windows(table, calls):
    for formula in FORMULAS:
        started = time.process_time()
        for _ in range(1000):
            table.window(formula)
        print(f"window of {formula}: {time.process_time() - started:.3f} ms")
    before = resident()
    for _ in range(calls // len(FORMULAS)):
        for formula in FORMULAS:
            table.window(formula)
    print(f"memory after 5,000 windows {before:.1f} MB, after {calls:,} more {resident():.1f} MB")


def pairs_of_table():
    """So many different pairs of phases of a few elements, so that systems come again as they do in real lists."""
    with open(path_of("mp2020"), encoding="utf-8") as file:
        systems = [(row["formula"], set(re.findall("[A-Z][a-z]?", row["formula"]))) for row in csv.DictReader(file)]
    formulas = [formula for formula, elements in systems if len(elements) > 1 and elements <= ELEMENTS]
    source, found = random.Random(SEED), {}
    while len(found) < PAIRS:
        found[source.choice(formulas), source.choice(formulas)] = True
    return pandas.DataFrame(list(found), columns=["a", "b"])


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def batches(table, program):
    tasks = pairs_of_table()
    wall, started = time.monotonic(), time.process_time()
    screened = table.screen(tasks)
    print(f"{PAIRS:,} pairs, screen(df): {time.process_time() - started:.1f} s of processors, {time.monotonic() - wall:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        tasks.to_csv(f"{folder}/tasks.csv", index=False)
        wall, started = time.monotonic(), children()
        subprocess.run([program, "screen", f"{folder}/tasks.csv", "-q", "-o", f"{folder}/answers.csv"], check=True)
        print(f"{PAIRS:,} pairs, interphase screen: {children() - started:.1f} s of processors, {time.monotonic() - wall:.1f} s")
        answers = pandas.read_csv(f"{folder}/answers.csv")
    for name in ("products", "equation", "character", "status"):
        assert (answers[name].fillna("") == screened[name].fillna("")).all(), name
    assert (answers["mutual_reaction_energy"] - screened["mutual_reaction_energy"]).abs().max() < 5.1e-7
    print("the answers are the same")


def main(program, calls=1_000_000):
    table = ip.Table()
    windows(table, int(calls))
    batches(table, program)


main(*sys.argv[1:])
