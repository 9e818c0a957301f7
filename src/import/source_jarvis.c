/* Entries of JARVIS-DFT, as the data sets of jarvis-tools hold them. Knows their fields. Their energies are of OptB88vdW, and
 * what is missing is written "na" or -99999. The gap of the
 * same functional comes before that of a better one, so that gaps of one table are alike. */
#include "plain_entry.h"
#include "value.h"

static const ip_plain_fields fields = {
    .formulas = {"formula"},
    .formation_energy = "formation_energy_peratom",
    .hull_distance = "ehull",
    .gaps = {"optb88vdw_bandgap", "mbj_bandgap"},
    .id = "jid",
    .functional = "OptB88vdW",
};

static bool recognises(const json_t *value) {
    return ip_value_has(value, "jid") && ip_plain_entry_has(&fields, value);
}

static ip_status read(const ip_record_call *call, const json_t *value, ip_error *error) {
    return ip_plain_entry_read(&fields, -99999.0, call, value, error);
}

const ip_record_source ip_record_source_jarvis = {
    .name = "entry of JARVIS",
    .recognises = recognises,
    .read = read,
};
