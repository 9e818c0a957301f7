/* Entries that say in a few fields of their own what others say in structures: a formula, a formation energy, a gap, an id. Knows
 * how such fields are read; no database. */
#ifndef INTERPHASE_SRC_PLAIN_ENTRY_H
#define INTERPHASE_SRC_PLAIN_ENTRY_H

#include "record.h"

/* The names of the fields; NULL for what the database does not have. */
typedef struct ip_plain_fields {
    const char *formulas[3];      /* the first that is there counts; ends with NULL, or is full */
    const char *formation_energy; /* as published, eV/atom */
    const char *hull_distance;
    const char *gaps[3]; /* eV; the first that is there counts */
    const char *id;
    const char *functional; /* the word of the energies; not a field */
} ip_plain_fields;

/* Whether an object, or a header line, has one of the formulas, and the energy or the distance. */
bool ip_plain_entry_has(const ip_plain_fields *fields, const json_t *value);

/* Reads and hands over an entry. `missing` is a number by which the database says that there is none; NaN where it has no such.
 * An entry without a formula is an error only where it has an energy. Fails as value.h tells, and as ip_record_take(). */
ip_status ip_plain_entry_read(const ip_plain_fields *fields, double missing, const ip_record_call *call, const json_t *value,
                              ip_error *error);

/* Reads a number of which `missing` says that there is none. */
ip_status ip_plain_number(double *out, double missing, const ip_record_call *call, const json_t *object, const char *name,
                          ip_error *error);

#endif
