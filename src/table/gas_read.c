/* Reads the tables of gases and entropies. Knows what their rows may say, no thermodynamics. */
#include "csv_table.h"
#include "gas_store.h"

#include <interphase/number.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GAS_FORMULA, GAS_NAME, GAS_ENTHALPY, GAS_ENTROPY, GAS_A, GAS_E = GAS_A + 4, GAS_LOW, GAS_HIGH, GAS_COLUMNS };
static const char *const gas_columns[GAS_COLUMNS] = {
    "formula", "name", "H298_kJ_mol", "S298_J_mol_K", "A", "B", "C", "D", "E", "T_min_K", "T_max_K"};

enum { ELEMENT, IN_SOLID, HEAT_CAPACITY, OF_ELEMENT, ENTROPY_COLUMNS };
static const char *const entropy_columns[ENTROPY_COLUMNS] = {
    "element", "entropy_in_solid_J_mol_K", "heat_capacity_in_solid_J_mol_K", "element_entropy_J_mol_K"};

static const char *copy(ip_arena *arena, const char *text) {
    size_t size = strlen(text) + 1;
    char *made = ip_arena_take(arena, size);
    return made ? memcpy(made, text, size) : NULL;
}

static ip_status refuse_gas(const char *const *fields, int which, long line, const char *expected, ip_error *error) {
    static const ip_csv_table table = {.names = gas_columns, .count = GAS_COLUMNS};
    return ip_csv_table_refuse(&table, fields, which, line, expected, error);
}

static ip_status read_numbers(ip_gas *gas, const char *const *fields, long line, ip_error *error) {
    double *places[GAS_COLUMNS] = {[GAS_ENTHALPY] = &gas->enthalpy, [GAS_ENTROPY] = &gas->entropy, [GAS_LOW] = &gas->low,
                                   [GAS_HIGH] = &gas->high};
    for (int i = GAS_A; i <= GAS_E; i++)
        places[i] = &gas->heat_capacity[i - GAS_A];
    for (int which = GAS_ENTHALPY; which < GAS_COLUMNS; which++)
        if (!ip_number_read(places[which], fields[which]))
            return refuse_gas(fields, which, line, "a number", error);
    if (!(gas->low > 0.0 && gas->low <= gas->high))
        return refuse_gas(fields, GAS_LOW, line, "a temperature in K, not above T_max_K", error);
    return IP_OK;
}

static ip_status add_gas(void *user, const char *const *fields, long line, ip_error *error) {
    ip_gases *gases = user;
    ip_gas gas = {0};
    ip_error inner;
    if (ip_composition_read(&gas.composition, fields[GAS_FORMULA], &inner))
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: column formula: %.300s", line, inner.message);
    if (ip_gases_find(gases, &gas.composition))
        return refuse_gas(fields, GAS_FORMULA, line, "a molecule that no earlier row has", error);
    ip_status status = read_numbers(&gas, fields, line, error);
    if (status)
        return status;
    if (gases->count == gases->room) {
        int room = gases->room ? 2 * gases->room : 64;
        ip_gas *grown = realloc(gases->gases, (size_t)room * sizeof *grown);
        if (!grown)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        gases->gases = grown;
        gases->room = room;
    }
    gas.formula = copy(&gases->arena, fields[GAS_FORMULA]);
    gas.name = copy(&gases->arena, fields[GAS_NAME]);
    if (!gas.formula || !gas.name)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    gases->gases[gases->count++] = gas;
    return IP_OK;
}

static ip_status refuse_entropy(const char *const *fields, int which, long line, const char *expected, ip_error *error) {
    static const ip_csv_table table = {.names = entropy_columns, .count = ENTROPY_COLUMNS};
    return ip_csv_table_refuse(&table, fields, which, line, expected, error);
}

static ip_status add_entropy(void *user, const char *const *fields, long line, ip_error *error) {
    ip_gases *gases = user;
    int element = ip_element_find(fields[ELEMENT], strlen(fields[ELEMENT]));
    if (!element)
        return refuse_entropy(fields, ELEMENT, line, "the symbol of an element", error);
    ip_entropy *of = &gases->entropies[element];
    if (!isnan(of->of_element))
        return refuse_entropy(fields, ELEMENT, line, "an element that no earlier row has", error);
    double *places[ENTROPY_COLUMNS] = {[IN_SOLID] = &of->in_solid, [HEAT_CAPACITY] = &of->heat_capacity,
                                       [OF_ELEMENT] = &of->of_element};
    for (int which = IN_SOLID; which < ENTROPY_COLUMNS; which++) {
        bool may_be_empty = which != OF_ELEMENT && !*fields[which];
        if (!may_be_empty && !ip_number_read(places[which], fields[which]))
            return refuse_entropy(fields, which, line, which == OF_ELEMENT ? "a number" : "a number, or nothing", error);
    }
    return IP_OK;
}

typedef ip_status (*table_read)(const ip_csv_table *table, const char *name, ip_error *error);

static ip_status read_tables(ip_gases **out, table_read read, const char *gases_name, const char *entropies_name,
                             ip_error *error) {
    ip_gases *made = calloc(1, sizeof *made);
    if (!made)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i <= IP_ELEMENT_COUNT; i++)
        made->entropies[i] = (ip_entropy){NAN, NAN, NAN};
    ip_csv_table gases = {"a table of gases", gas_columns, GAS_COLUMNS, add_gas, made, NULL};
    ip_csv_table entropies = {"a table of entropies", entropy_columns, ENTROPY_COLUMNS, add_entropy, made, NULL};
    ip_status status = read(&gases, gases_name, error);
    if (!status)
        status = read(&entropies, entropies_name, error);
    if (status)
        ip_gases_free(made);
    else
        *out = made;
    return status;
}

ip_status ip_gases_read_shipped(ip_gases **out, ip_error *error) {
    return read_tables(out, ip_csv_table_read_shipped, "gases", "entropies", error);
}

ip_status ip_gases_read(ip_gases **out, const char *gases_path, const char *entropies_path, ip_error *error) {
    return read_tables(out, ip_csv_table_read, gases_path, entropies_path, error);
}
