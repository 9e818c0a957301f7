/* Entries of the Open Quantum Materials Database, as its REST interface and its clients give them. Knows their fields. Its
 * formation energies, `delta_e`, hold corrections of its own: they are relative to elements whose energies were fitted to
 * measured enthalpies. `stability` is a distance from its hull. */
#include "plain_entry.h"
#include "value.h"

#include <math.h>

static const ip_plain_fields fields = {
    .formulas = {"name", "composition"},
    .formation_energy = "delta_e",
    .hull_distance = "stability",
    .gaps = {"band_gap"},
    .id = "entry_id",
    .functional = "OQMD",
};

/* What was asked for without energies is told by its structure. */
static bool recognises(const json_t *value) {
    return ip_plain_entry_has(&fields, value) ||
           (ip_value_has(value, "entry_id") && ip_value_has(value, "unit_cell") && ip_value_has(value, "sites"));
}

static ip_status read(const ip_record_call *call, const json_t *value, ip_error *error) {
    return ip_plain_entry_read(&fields, NAN, call, value, error);
}

const ip_record_source ip_record_source_oqmd = {
    .name = "entry of the OQMD",
    .recognises = recognises,
    .read = read,
};
