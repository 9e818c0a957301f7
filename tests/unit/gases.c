/* Gases with potentials at random, as an atmosphere has them. */
#include "gases.h"

#include <string.h>

const char *const gas_symbols[GAS_SYMBOLS] = {"Na", "O", "H", "S"};
static const char *const molecules[] = {"O2", "H2O", "H2", "H2S", "SO2", "NaOH", "Na2O", "NaH", "S2", "O3"};
enum { MOLECULES = sizeof molecules / sizeof *molecules };

static bool has_elements(const ip_composition *composition, int symbol_count) {
    for (int i = 0; i < composition->count; i++) {
        bool known = false;
        for (int s = 0; s < symbol_count; s++)
            known = known || ip_element_find(gas_symbols[s], strlen(gas_symbols[s])) == composition->element[i];
        if (!known)
            return false;
    }
    return true;
}

question random_question(random_source *source, int symbol_count, const open_element *opened) {
    question made = {.gas_count = 0, .reservoir = IP_RESERVOIR_INIT};
    int count = 1 + random_below(source, 3);
    while (made.gas_count < count) {
        gas_question *gas = &made.gases[made.gas_count];
        gas->formula = molecules[random_below(source, MOLECULES)];
        gas->composition = read_formula(gas->formula);
        bool taken = !has_elements(&gas->composition, symbol_count);
        for (int i = 0; i < made.gas_count; i++)
            taken = taken || strcmp(made.gases[i].formula, gas->formula) == 0;
        if (taken)
            continue;
        gas->released = random_below(source, 3) == 0;
        double atoms = ip_composition_atoms(&gas->composition);
        gas->potential =
            atoms * (gas->composition.count == 1 ? random_between(source, -0.8, 0.1) : random_between(source, -1.6, -0.3));
        made.gas_count++;
    }
    if (random_below(source, opened->one_in) == 0)
        assert_int_equal(ip_reservoir_open(&made.reservoir, ip_element_find(opened->symbol, strlen(opened->symbol)),
                                           random_between(source, opened->low, 0.0), NULL), IP_OK);
    made.subject = random_composition(source, gas_symbols, symbol_count, 1);
    return made;
}

ip_atmosphere *make_atmosphere(const question *asked, bool backwards) {
    ip_atmosphere *atmosphere;
    ip_error error;
    assert_ok(ip_atmosphere_new(&atmosphere, &error), &error);
    for (int i = 0; i < asked->gas_count; i++) {
        const gas_question *gas = &asked->gases[backwards ? asked->gas_count - 1 - i : i];
        ip_status (*add)(ip_atmosphere *, const char *, double, ip_error *) =
            gas->released ? ip_atmosphere_release : ip_atmosphere_add;
        assert_ok(add(atmosphere, gas->formula, gas->potential, &error), &error);
    }
    return atmosphere;
}
