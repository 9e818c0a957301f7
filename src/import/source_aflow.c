/* Entries of AFLOW, as its search interface AFLUX gives them. Knows their fields. Its calculations are PBE with values of U of
 * its own, so that they are a functional of their own here. */
#include "plain_entry.h"
#include "value.h"

#include <math.h>

static const ip_plain_fields fields = {
    .formulas = {"compound"},
    .formation_energy = "enthalpy_formation_atom",
    .gaps = {"Egap"},
    .id = "auid",
    .functional = "AFLOW",
};

/* Without an energy where only others were asked for. */
static bool recognises(const json_t *value) {
    return ip_value_has(value, "compound") && (ip_value_has(value, "auid") || ip_value_has(value, "aurl"));
}

static ip_status read(const ip_record_call *call, const json_t *value, ip_error *error) {
    return ip_plain_entry_read(&fields, NAN, call, value, error);
}

const ip_record_source ip_record_source_aflow = {
    .name = "entry of AFLOW",
    .recognises = recognises,
    .read = read,
};
