"""What the tests share: a table, a random choice of materials, and the program beside them."""

import csv
import io
import os
import random
import subprocess

import pytest

import interphase as ip

SEED = 20261128


@pytest.fixture(scope="session")
def table():
    return ip.Table()


@pytest.fixture(scope="session")
def materials(table):
    """200 random formulas of the shipped table, of two to five elements, with a metal that voltages can refer to or without."""
    from interphase.table import path_of
    with open(path_of("mp2020"), encoding="utf-8") as file:
        formulas = [row["formula"] for row in csv.DictReader(file)]
    chosen = random.Random(SEED).sample([f for f in formulas if 1 < sum(c.isupper() for c in f) < 6], 200)
    return chosen


@pytest.fixture(scope="session")
def program():
    """Runs the program; its standard output as it is."""
    path = os.environ.get("INTERPHASE")
    if not path:
        pytest.skip("INTERPHASE names no program to compare with")

    def run(*arguments, given=None):
        done = subprocess.run([path, *arguments, "--quiet"], input=given, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode in (0, 1), done.stderr
        return done.stdout
    return run


def rows_of(text):
    """The rows of a CSV text as dictionaries."""
    return list(csv.DictReader(io.StringIO(text)))
