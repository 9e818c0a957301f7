/* Reads the fields of entries that have each in a place of its own. Knows no names of fields. */
#include "plain_entry.h"

#include "value.h"

#include <math.h>

enum {
    NAMES = sizeof((ip_plain_fields *)0)->formulas / sizeof(char *),
    GAPS = sizeof((ip_plain_fields *)0)->gaps / sizeof(char *)
};

bool ip_plain_entry_has(const ip_plain_fields *fields, const json_t *value) {
    bool has_formula = false;
    for (int i = 0; i < NAMES && fields->formulas[i]; i++)
        has_formula = has_formula || ip_value_has(value, fields->formulas[i]);
    return has_formula && (ip_value_has(value, fields->formation_energy) ||
                           (fields->hull_distance && ip_value_has(value, fields->hull_distance)));
}

ip_status ip_plain_number(double *out, double missing, const ip_record_call *call, const json_t *object, const char *name,
                          ip_error *error) {
    *out = NAN;
    ip_status status = name ? ip_value_number(out, call, object, name, error) : IP_OK;
    if (*out == missing)
        *out = NAN;
    return status;
}

static ip_status read_formula(ip_record *record, const ip_plain_fields *fields, const json_t *value, ip_error *error) {
    ip_status status = IP_OK;
    for (int i = 0; i < NAMES && fields->formulas[i] && !status && !record->composition.count; i++) {
        status = ip_value_composition(&record->composition, value, fields->formulas[i], error);
        record->formula = json_string_value(json_object_get(value, fields->formulas[i]));
    }
    if (!status && !record->composition.count && !isnan(record->energies[IP_RECORD_FORMATION_GIVEN].number))
        status = ip_error_set(error, IP_BAD_TABLE, "field %s: missing; a formula is expected", fields->formulas[0]);
    return status;
}

ip_status ip_plain_entry_read(const ip_plain_fields *fields, double missing, const ip_record_call *call, const json_t *value,
                              ip_error *error) {
    ip_record record;
    char id[IP_VALUE_ID_SIZE];
    double energy, distance = NAN;
    ip_record_blank(&record);
    record.given_functional = fields->functional;
    ip_status status = ip_plain_number(&energy, missing, call, value, fields->formation_energy, error);
    if (!status)
        status = ip_plain_number(&distance, missing, call, value, fields->hull_distance, error);
    ip_record_set(&record, IP_RECORD_FORMATION_GIVEN, energy, IP_RECORD_PER_ATOM);
    record.has_hull_distance = !isnan(distance);
    if (!status)
        status = read_formula(&record, fields, value, error);
    for (int i = 0; i < GAPS && fields->gaps[i] && !status && isnan(record.band_gap); i++)
        status = ip_plain_number(&record.band_gap, missing, call, value, fields->gaps[i], error);
    if (!status && fields->id)
        status = ip_value_id(&record.id, id, value, fields->id, error);
    return status ? status : ip_record_take(call, &record, error);
}
