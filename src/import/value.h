/* Fields of an entry, as numbers, texts and compositions. Knows JSON and how people write what is missing; no database.
 *
 * All fail with IP_BAD_TABLE and a message that begins "field NAME: ", or with IP_NO_MEMORY. A field that is absent or null is no
 * failure. `object` may be NULL or of another type: then there is no field. */
#ifndef INTERPHASE_SRC_VALUE_H
#define INTERPHASE_SRC_VALUE_H

#include "record.h"

/* The member of an object; NULL where it is absent or null. */
const json_t *ip_value_member(const json_t *object, const char *name);

/* Whether there is such a member, be it null. */
bool ip_value_has(const json_t *object, const char *name);

/* An object, borrowed; NULL where there is none. */
ip_status ip_value_object(const json_t **out, const json_t *object, const char *name, ip_error *error);

/* A text, borrowed; NULL where there is none. A number counts as the text that it was, as far as a double holds it. */
ip_status ip_value_text(const char **out, const json_t *object, const char *name, ip_error *error);

/* An id: a text, or a whole number, which is written into `room`. */
enum { IP_VALUE_ID_SIZE = 32 };
ip_status ip_value_id(const char **out, char room[IP_VALUE_ID_SIZE], const json_t *object, const char *name, ip_error *error);

/* A finite number; NaN where there is none, which may also be written "", "na", "nan", "none", "null" or "-". A text that is a
 * number counts as one. */
ip_status ip_value_number(double *out, const ip_record_call *call, const json_t *object, const char *name, ip_error *error);

/* true, false; *known is false where there is none. A text in either case counts. */
ip_status ip_value_flag(bool *out, bool *known, const json_t *object, const char *name, ip_error *error);

/* A composition: an object of amounts by element, or a formula. `out->count` is 0 where there is none. */
ip_status ip_value_composition(ip_composition *out, const json_t *object, const char *name, ip_error *error);

/* Adds an amount of an element to a composition, to what is there of it. */
void ip_value_add_amount(ip_composition *composition, int element, double amount);

/* The class of an object that pymatgen wrote: the last word of "@class"; "" where there is none. */
const char *ip_value_class(const json_t *object);

#endif
