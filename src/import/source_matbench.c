/* Rows of the data sets of matbench: a structure and a value, in arrays, below the columns' names. Knows how pandas splits a
 * table and where structures of pymatgen have their elements. The formation energies are those of the Materials Project, with its
 * corrections. */
#include "value.h"

#include <math.h>
#include <string.h>

static const char energy_name[] = "e_form", structure_name[] = "structure";

static bool is_structure(const json_t *value) {
    return json_is_object(value) &&
           (strcmp(ip_value_class(value), "Structure") == 0 || (ip_value_has(value, "lattice") && ip_value_has(value, "sites")));
}

static bool recognises(const json_t *value) {
    const json_t *one;
    size_t i;
    if (!json_is_array(value))
        return false;
    json_array_foreach(value, i, one) {
        if (is_structure(one))
            return true;
    }
    return false;
}

/* Where a column stands; -1 where there is none. */
static int column(const json_t *head, const char *name) {
    const json_t *names = ip_value_member(head, "columns"), *one;
    size_t i;
    json_array_foreach(names, i, one) {
        if (json_is_string(one) && strcmp(json_string_value(one), name) == 0)
            return (int)i;
    }
    return -1;
}

static ip_status add_species(ip_composition *out, const json_t *species, size_t site, ip_error *error) {
    const json_t *symbol = ip_value_member(species, "element"), *share = ip_value_member(species, "occu");
    int element = json_is_string(symbol) ? ip_element_find(json_string_value(symbol), json_string_length(symbol)) : 0;
    double amount = share ? json_number_value(share) : 1.0;
    if (!element)
        return ip_error_set(error, IP_BAD_TABLE, "field structure, site %zu: a symbol of an element is expected", site + 1);
    if (!(amount > 0.0))
        return ip_error_set(error, IP_BAD_TABLE, "field structure, site %zu: an occupancy above 0 is expected", site + 1);
    ip_value_add_amount(out, element, amount);
    return IP_OK;
}

static ip_status read_structure(ip_composition *out, const json_t *structure, ip_error *error) {
    const json_t *sites = ip_value_member(structure, "sites"), *site, *one;
    size_t i, k;
    if (!is_structure(structure) || !json_array_size(sites))
        return ip_error_set(error, IP_BAD_TABLE, "field structure: a structure with its sites is expected");
    json_array_foreach(sites, i, site) {
        const json_t *species = ip_value_member(site, "species");
        if (!json_array_size(species))
            return ip_error_set(error, IP_BAD_TABLE, "field structure, site %zu: a list of species is expected", i + 1);
        json_array_foreach(species, k, one) {
            ip_status status = add_species(out, one, i, error);
            if (status)
                return status;
        }
    }
    return IP_OK;
}

static ip_status read(const ip_record_call *call, const json_t *value, ip_error *error) {
    int structure = column(call->head, structure_name), energy = column(call->head, energy_name);
    ip_record record;
    if (structure < 0 || energy < 0)
        return ip_error_set(
            error, IP_BAD_TABLE,
            "a row of values, and no columns %s and %s are named before the rows; of matbench's data sets that of "
            "formation energies alone can be imported",
            structure_name, energy_name);
    ip_record_blank(&record);
    record.is_materials_project = true;
    record.given_functional = IP_RECORD_GGA;
    ip_status status = read_structure(&record.composition, json_array_get(value, (size_t)structure), error);
    const json_t *number = json_array_get(value, (size_t)energy);
    if (!status && number && !json_is_null(number) && !json_is_number(number))
        status = ip_error_set(error, IP_BAD_TABLE, "field %s: a finite number is expected", energy_name);
    if (status)
        return status;
    if (json_is_number(number))
        ip_record_set(&record, IP_RECORD_FORMATION_GIVEN, json_number_value(number), IP_RECORD_PER_ATOM);
    return ip_record_take(call, &record, error);
}

const ip_record_source ip_record_source_matbench = {
    .name = "row of a data set of matbench",
    .recognises = recognises,
    .read = read,
};
