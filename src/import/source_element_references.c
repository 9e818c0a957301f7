/* Tables of the elements' total energies, such as the shipped one: element, energy_per_atom, id. Knows their columns. */
#include "value.h"

#include <string.h>

static bool recognises(const json_t *value) {
    return ip_value_has(value, "element") && ip_value_has(value, "energy_per_atom") && !ip_value_has(value, "formula");
}

static ip_status read(const ip_record_call *call, const json_t *value, ip_error *error) {
    ip_record record;
    char id[IP_VALUE_ID_SIZE];
    const char *symbol;
    double energy;
    ip_record_blank(&record);
    ip_status status = ip_value_text(&symbol, value, "element", error);
    if (!status && (!symbol || !ip_element_find(symbol, strlen(symbol))))
        status = ip_error_set(error, IP_BAD_TABLE, "field element: '%.60s' is no element", symbol ? symbol : "");
    if (!status)
        status = ip_value_number(&energy, call, value, "energy_per_atom", error);
    if (!status)
        status = ip_value_id(&record.id, id, value, "id", error);
    if (status)
        return status;
    record.composition = (ip_composition){1, {ip_element_find(symbol, strlen(symbol))}, {1.0}};
    ip_record_set(&record, IP_RECORD_TOTAL, energy, IP_RECORD_PER_ATOM);
    ip_record_set(&record, IP_RECORD_TOTAL_GIVEN, energy, IP_RECORD_PER_ATOM);
    return ip_record_take(call, &record, error);
}

const ip_record_source ip_record_source_element_references = {
    .name = "energies of elements",
    .recognises = recognises,
    .read = read,
};
