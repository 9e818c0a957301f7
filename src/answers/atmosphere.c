/* A short list of gases, in order. Knows no temperature and no pressure. */
#include "atmosphere.h"

#include <interphase/tolerance.h>

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Makes of atmospheres, counted so that what a solver keeps of one is not taken for another's. */
static atomic_ulong makes;

unsigned long ip_atmosphere_next_serial(void) {
    return atomic_fetch_add(&makes, 1) + 1;
}

static void make_anew(ip_atmosphere *atmosphere) {
    atmosphere->serial = ip_atmosphere_next_serial();
}

ip_status ip_atmosphere_new(ip_atmosphere **out, ip_error *error) {
    *out = calloc(1, sizeof **out);
    if (!*out)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    make_anew(*out);
    return IP_OK;
}

static void free_gas(gas_entry *gas) {
    if (!gas)
        return;
    free((char *)gas->phase.formula);
    free(gas->formula);
    free(gas->amounts);
    free(gas->elements);
    free(gas);
}

void ip_atmosphere_free(ip_atmosphere *atmosphere) {
    if (!atmosphere)
        return;
    for (int i = 0; i < atmosphere->count; i++)
        free_gas(atmosphere->gases[i]);
    free(atmosphere->gases);
    free(atmosphere->phases);
    free(atmosphere->released);
    free(atmosphere);
}

static void set_potential(gas_entry *gas, double potential) {
    gas->potential = potential;
    gas->phase.formation_energy = potential / gas->phase.atoms;
}

/* NULL for lack of memory. */
static gas_entry *make_gas(const char *formula, const ip_composition *composition, double potential, bool released) {
    static const char state[] = "(g)";
    size_t count = (size_t)composition->count, length = strlen(formula);
    gas_entry *gas = calloc(1, sizeof *gas);
    char *shown = malloc(length + sizeof state);
    if (gas) {
        gas->formula = strdup(formula);
        gas->amounts = malloc(count * sizeof *gas->amounts);
        gas->elements = malloc(count * sizeof *gas->elements);
        gas->phase.formula = shown;
    }
    if (!gas || !shown || !gas->formula || !gas->amounts || !gas->elements) {
        if (!gas)
            free(shown);
        free_gas(gas);
        return NULL;
    }
    memcpy(shown, formula, length);
    memcpy(shown + length, state, sizeof state);
    for (size_t i = 0; i < count; i++) {
        gas->amounts[i] = composition->amount[i];
        gas->elements[i] = (unsigned char)composition->element[i];
    }
    gas->released = released;
    gas->phase.band_gap = NAN;
    gas->phase.atoms = ip_composition_atoms(composition);
    gas->phase.amounts = gas->amounts;
    gas->phase.elements = gas->elements;
    gas->phase.element_set = ip_composition_elements(composition);
    gas->phase.element_count = composition->count;
    gas->phase.file = -1;
    gas->phase.gas = true;
    set_potential(gas, potential);
    return gas;
}

/* Puts a gas in its place; room for it is there. */
static void insert(ip_atmosphere *atmosphere, gas_entry *gas) {
    int at = atmosphere->count++;
    for (; at > 0 && strcmp(atmosphere->gases[at - 1]->formula, gas->formula) > 0; at--)
        atmosphere->gases[at] = atmosphere->gases[at - 1];
    atmosphere->gases[at] = gas;
    atmosphere->released_count = 0;
    for (int i = 0; i < atmosphere->count; i++) {
        atmosphere->phases[i] = &atmosphere->gases[i]->phase;
        atmosphere->gases[i]->phase.line = i;
        if (atmosphere->gases[i]->released)
            atmosphere->released[atmosphere->released_count++] = atmosphere->phases[i];
    }
    make_anew(atmosphere);
}

/* Makes room for one more gas in all lists. */
static bool make_room(ip_atmosphere *atmosphere) {
    size_t count = (size_t)atmosphere->count + 1;
    gas_entry **gases = realloc(atmosphere->gases, count * sizeof *gases);
    const ip_phase **phases = realloc(atmosphere->phases, count * sizeof *phases);
    const ip_phase **released = realloc(atmosphere->released, count * sizeof *released);
    atmosphere->gases = gases ? gases : atmosphere->gases;
    atmosphere->phases = phases ? phases : atmosphere->phases;
    atmosphere->released = released ? released : atmosphere->released;
    return gases && phases && released;
}

static ip_status check(ip_composition *composition, const char *formula, double potential, ip_error *error) {
    ip_status status = ip_composition_read(composition, formula, error);
    if (!status && !isfinite(potential))
        return ip_error_set(error, IP_BAD_ARGUMENT, "the potential of the gas %s is not a finite number", formula);
    return status;
}

static ip_status add(ip_atmosphere *atmosphere, const char *formula, double potential, bool released, ip_error *error) {
    ip_composition composition;
    ip_status status = check(&composition, formula, potential, error);
    if (status)
        return status;
    if (ip_atmosphere_find(atmosphere, &composition) >= 0)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "the gas %s is given twice: one potential is expected, as a gas that gives and takes "
                            "or as one that may leave",
                            formula);
    gas_entry *gas = make_gas(formula, &composition, potential, released);
    if (!gas || !make_room(atmosphere)) {
        free_gas(gas);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    insert(atmosphere, gas);
    return IP_OK;
}

ip_status ip_atmosphere_add(ip_atmosphere *atmosphere, const char *formula, double potential, ip_error *error) {
    return add(atmosphere, formula, potential, false, error);
}

ip_status ip_atmosphere_release(ip_atmosphere *atmosphere, const char *formula, double potential, ip_error *error) {
    return add(atmosphere, formula, potential, true, error);
}

ip_status ip_atmosphere_set(ip_atmosphere *atmosphere, const char *formula, double potential, ip_error *error) {
    ip_composition composition;
    ip_status status = check(&composition, formula, potential, error);
    int at = status ? -1 : ip_atmosphere_find(atmosphere, &composition);
    if (!status && at < 0)
        return ip_error_set(error, IP_BAD_ARGUMENT, "the atmosphere has no gas %s", formula);
    if (!status)
        set_potential(atmosphere->gases[at], potential);
    return status;
}

void ip_atmosphere_leave_out(ip_atmosphere *atmosphere, bool (*rule)(void *user, const ip_phase *phase), void *user) {
    atmosphere->rule = rule;
    atmosphere->user = user;
    make_anew(atmosphere);
}

int ip_atmosphere_count(const ip_atmosphere *atmosphere) {
    return atmosphere->count;
}

const ip_phase *ip_atmosphere_gas(const ip_atmosphere *atmosphere, int index) {
    return atmosphere->phases[index];
}

bool ip_atmosphere_is_released(const ip_atmosphere *atmosphere, int index) {
    return atmosphere->gases[index]->released;
}

double ip_atmosphere_potential(const ip_atmosphere *atmosphere, int index) {
    return atmosphere->gases[index]->potential;
}

const char *ip_atmosphere_formula(const ip_atmosphere *atmosphere, int index) {
    return atmosphere->gases[index]->formula;
}

int ip_atmosphere_find(const ip_atmosphere *atmosphere, const ip_composition *composition) {
    double atoms = ip_composition_atoms(composition);
    for (int i = 0; i < atmosphere->count; i++) {
        ip_composition gas = ip_phase_composition(atmosphere->phases[i]);
        if (fabs(atoms - atmosphere->phases[i]->atoms) <= IP_SAME_COMPOSITION * atoms && ip_composition_same(&gas, composition))
            return i;
    }
    return -1;
}
