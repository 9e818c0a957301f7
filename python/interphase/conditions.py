"""The conditions of a question as callers write them: formulas, voltages, metals, potentials, gases. Knows no table and no
answer."""

import math
from collections import namedtuple
from collections.abc import Iterable, Mapping
from typing import Any, Optional, Union

from .library import (ArgumentError, FormulaError, InterphaseError, chars, check, exception_of, ffi, has_unwritable, lib, new,
                      new_error, notice, text, writable)

# What callers may give. A formula is a str, a pymatgen Composition, what has one, or amounts of elements.
FormulaLike = Any
Formulas = Union[FormulaLike, Iterable[FormulaLike]]
VoltageLike = Union[float, str, tuple[float, float], list[Any], None]
MetalLike = Union[str, tuple[str, int], None]
Amounts = Optional[Mapping[str, float]]
GasesLike = Union[str, Iterable[str], Mapping[str, Union[float, str, None]], None]

HIGHEST_VOLTAGE = 100.0
HIGHEST_CHARGE = 8
MOST_THREADS = 1024
GAS_TEMPERATURE = 300.0  # K, of gases where none is given

Voltage = namedtuple("Voltage", "low high")  # V; equal for one voltage
Metal = namedtuple("Metal", "element charge other")  # charge 0 for the usual one; other 0 for none
Formula = namedtuple("Formula", "typed spelling")  # as it was written, and as it is read by the letter
Gases = namedtuple("Gases", "atmosphere swept standard thermal")  # swept None where every pressure is given

# Elements that electrodes know as anions, and those that form no ions.
_ANION_FORMERS = "N P O S Se Te F Cl Br I At Ts He Ne Ar Kr Xe Rn Og".split()


# ---- formulas

def number_of(value):
    """A number, nan for what is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def _amounts_text(amounts):
    words = []
    for element, amount in amounts.items():
        if math.isnan(number_of(amount)):
            raise FormulaError(f"the amount of {element}: expected a number, not {amount!r}", "bad-formula")
        words.append(f"{getattr(element, 'symbol', element)}{'' if amount == 1 else format(float(amount), '.12g')}")
    return "".join(words)


def formula_text(formula):
    """A formula as text, and whether it is meant by the letter: of a str, a pymatgen Composition, or what has one (an entry or a
    structure)."""
    if isinstance(formula, str):
        if has_unwritable(formula):
            raise FormulaError(f"formula '{writable(formula[:80])}': a character that no text may have", "bad-formula")
        return str(formula), False
    composition = getattr(formula, "composition", formula)
    amounts = getattr(composition, "get_el_amt_dict", None)
    if amounts:
        return _amounts_text(amounts()), True
    if isinstance(composition, Mapping):
        return _amounts_text(composition), True
    raise ArgumentError(f"a formula is expected, or a Composition or an entry of pymatgen, not {type(formula).__name__}")


def asked_text(formula):
    """What was asked about as a row can have it, formula or not."""
    try:
        return formula_text(formula)[0]
    except InterphaseError:
        return writable(str(formula))


def is_single(formula):
    """Whether this is one formula, and no list of them."""
    return isinstance(formula, (str, Mapping)) or hasattr(formula, "composition") or hasattr(formula, "get_el_amt_dict")


_REASONS = {lib.IP_READING_ROUNDED: "", lib.IP_READING_HYDRATE: ", a hydrate",
            lib.IP_READING_ISOTOPE: ", which it shares its energies with"}


def read_formula(formula, literal=False, say=True):
    """A formula as it is meant, which is said where it is not the letter. One that cannot be read stays as it is, for who asks
    about it to fail with."""
    typed, by_letter = formula_text(formula)
    how, composition = ffi.new("ip_formula_reading *"), ffi.new("ip_composition *")
    flags = lib.IP_FORMULA_LITERAL if literal or by_letter else 0
    if lib.ip_formula_read(composition, how, chars(typed), flags, ffi.NULL):
        return Formula(typed, typed)
    if how.change_count and say:
        why = "; ".join(f"{text(c.written)} as {text(c.meant)}{_REASONS[c.kind]}" for c in how.changes[0:how.change_count])
        notice(f"{typed} is read as {text(how.spelling)} ({why}); literal=True takes the letter")
    return Formula(typed, text(how.spelling) or typed)


def read_composition(spelling):
    out, error = ffi.new("ip_composition *"), new_error()
    check(lib.ip_composition_read(out, chars(spelling), error), error)
    return out


# ---- how much work

def read_threads(threads):
    """How many threads; None for as many as the process may use."""
    if threads is None:
        return lib.ip_processors()
    count = number_of(threads)
    if not 1 <= count <= MOST_THREADS or count != int(count):
        raise ArgumentError(f"threads {threads!r}: expected a whole number from 1 to {MOST_THREADS}")
    return int(count)


# ---- voltages and metals

def _read_number(words, what):
    out = ffi.new("double *")
    if not lib.ip_number_read(out, chars(words.strip())):
        raise ArgumentError(f"{what} '{words}': expected a number in V, or a range such as 2:3.6")
    return out[0]


def _voltage(value):
    if isinstance(value, str):
        low, colon, high = value.partition(":")
        low = _read_number(low, "voltage")
        value = (low, _read_number(high, "voltage")) if colon else low
    try:
        ends = [float(v) for v in value] if isinstance(value, tuple) else [float(value)] * 2
        low, high = ends
    except (TypeError, ValueError):
        raise ArgumentError(f"voltage {value!r}: expected a number in V, or a range such as (2, 3.6)") from None
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ArgumentError(f"voltage {value!r}: expected a number in V, or a range such as (2, 3.6)")
    if low < 0:
        raise ArgumentError(f"voltage {low:g}: below 0 V the metal itself would grow without bound; expected 0 or more")
    if max(low, high) > HIGHEST_VOLTAGE:
        raise ArgumentError(f"voltage {max(low, high):g}: above {HIGHEST_VOLTAGE:g} V; expected what an electrode can have")
    if high < low:
        raise ArgumentError(f"voltage {value!r}: the range is empty; the lower end comes first")
    return Voltage(low, high)


def read_voltages(value):
    """A number, a range as a tuple or "2:3.6", or a list of these; None for none."""
    if value is None:
        return []
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [_voltage(v) for v in value] if isinstance(value, list) else [_voltage(value)]


def read_metal(value):
    """"Li", "Fe=2" with the charge of its ion, ("Fe", 2), or None."""
    if value is None:
        return None
    if isinstance(value, tuple):
        value = "=".join(str(v) for v in value)
    symbol, equals, charge = str(value).partition("=")
    element = lib.ip_element_find(chars(symbol), len(chars(symbol)))
    if not element:
        raise ArgumentError(f"metal: '{symbol}' is not an element")
    if symbol in _ANION_FORMERS:
        raise ArgumentError(f"metal: {symbol} has no usual positive ion, so voltages against it would have the wrong sign; mu "
                            "opens to it at a chemical potential")
    if equals and not (charge.isdigit() and 1 <= int(charge) <= HIGHEST_CHARGE):
        raise ArgumentError(f"metal: the charge of the ion is a whole number from 1 to {HIGHEST_CHARGE}")
    usual = lib.ip_element_charge(element)
    if not equals and not usual:
        raise ArgumentError(f"metal: the charge of its ion is not known; give it, such as {symbol}=2")
    if equals and usual and int(charge) != usual:
        raise ArgumentError(f"metal: the ion of {symbol} has the charge {usual}")
    return Metal(element, int(charge) if equals else 0, 0)


def metal_of(chosen, formulas, say=True):
    """The metal that voltages refer to: the one that was chosen, else that of the formulas, those that cannot be read left out;
    says so where another would have done as well."""
    if chosen:
        return chosen
    read, count = ffi.new("ip_composition[]", len(formulas) + 1), 0
    for formula in formulas:
        count += lib.ip_composition_read(read + count, chars(formula.spelling), ffi.NULL) == lib.IP_OK
    other = ffi.new("int *")
    metal = lib.ip_metal_of(other, read, count)
    if other[0] and say:
        symbol, second = text(lib.ip_element_symbol(metal)), text(lib.ip_element_symbol(other[0]))
        notice(f"{', '.join(f.typed for f in formulas)}: {symbol} and {second} may be the metal that voltages refer to; {symbol} "
               f'is taken, metal="{second}" takes the other')
    return Metal(metal, 0, other[0])


def read_element(symbol, what):
    symbol = str(symbol)
    element = lib.ip_element_find(chars(symbol), len(chars(symbol)))
    if not element:
        raise ArgumentError(f"{what}: '{symbol}' is not an element")
    return element


def read_elements(value, what):
    """A set of elements, of "Na,O" or a list of symbols."""
    out = ffi.new("ip_element_set *")
    for symbol in value.split(",") if isinstance(value, str) else value or ():
        lib.ip_element_set_add(out, read_element(symbol, what))
    return out[0]


# ---- reservoirs

def open_elements(mu, reservoir, error):
    """Opens a reservoir to elements at chemical potentials, {"Li": -1.5} in eV/atom."""
    if mu and not hasattr(mu, "items"):
        raise ArgumentError('mu: a dictionary is expected, such as {"Li": -1.5} in eV/atom')
    for symbol, value in (mu or {}).items():
        value = number_of(value)
        if not -100.0 <= value <= 100.0:
            raise ArgumentError(f"mu {symbol}: expected a number in eV/atom from -100 to 100")
        check(lib.ip_reservoir_open(reservoir, read_element(symbol, "mu"), value, error), error)


_shipped = {}


def shipped_gases():
    """The tables of gases and entropies."""
    if "gases" not in _shipped:
        _shipped["gases"] = new("ip_gases", lib.ip_gases_read_shipped, lib.ip_gases_free)
    return _shipped["gases"]


def _gas_pairs(value, name):
    if value is None:
        return
    if isinstance(value, Mapping):
        yield from value.items()
        return
    if not isinstance(value, Iterable):
        raise ArgumentError(f'{name}: expected a gas and its pressure, such as {{"O2": "0.21bar"}}')
    for item in [value] if isinstance(value, str) else value:
        formula, equals, pressure = str(item).partition("=")
        if not formula or (equals and not pressure):
            raise ArgumentError(f'{name}: expected a gas and its pressure, such as {{"O2": "0.21bar"}}')
        yield formula, pressure or None


def read_pressure(formula, pressure, temperature, name):
    """A pressure in bar, of a number (bar) or text with a unit; None stays None."""
    if pressure is None:
        return None
    gas, bar, error = ffi.new("const ip_gas **"), ffi.new("double *"), new_error()
    check(lib.ip_gases_find_formula(gas, shipped_gases(), chars(formula), error), error)
    words = pressure if isinstance(pressure, str) else f"{number_of(pressure)!r}bar"
    if lib.ip_pressure_read(bar, chars(words), gas[0], temperature, error):
        raise exception_of(error)
    return bar[0]


def read_gases(gas, release, temperature, may_be_swept):
    """The atmosphere of what is in exchange and what may leave; None without any."""
    pairs = [(f, p, False) for f, p in _gas_pairs(gas, "gas")] + [(f, p, True) for f, p in _gas_pairs(release, "release")]
    if not pairs:
        return None
    atmosphere = new("ip_atmosphere", lib.ip_atmosphere_new, lib.ip_atmosphere_free)
    swept, standard, error = None, math.nan, new_error()
    for formula, pressure, is_released in pairs:
        found, potential = ffi.new("const ip_gas **"), ffi.new("double *")
        if pressure is None and (is_released or not may_be_swept):
            raise ArgumentError(f'{"release" if is_released else "gas"} {formula}: expected its pressure, such as '
                                f'{{"{formula}": "0.21bar"}}')
        if pressure is None and swept:
            raise ArgumentError(f"the pressure of {swept} is left open, too; of one gas it is")
        check(lib.ip_gases_find_formula(found, shipped_gases(), chars(formula), error), error)
        bar = 1.0 if pressure is None else read_pressure(formula, pressure, temperature, "gas")
        check(lib.ip_gas_potential(potential, shipped_gases(), found[0], temperature, bar, error), error)
        add = lib.ip_atmosphere_release if is_released else lib.ip_atmosphere_add
        check(add(atmosphere, chars(formula), potential[0], error), error)
        if pressure is None:
            swept, standard = formula, potential[0]
    return Gases(atmosphere, swept, standard, lib.ip_gas_thermal_energy(temperature))
