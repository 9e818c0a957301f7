/* How the Materials Project and pymatgen name what was calculated: run types, thermo types, Hubbard U. Knows words only. */
#ifndef INTERPHASE_SRC_RUN_TYPE_H
#define INTERPHASE_SRC_RUN_TYPE_H

#include "record.h"

/* The word that energies of a run type are compared by: IP_RECORD_GGA for GGA, GGA+U, PBE, PBE+U; the type itself where it is
 * none of the known ones. NULL for NULL. */
const char *ip_run_type_functional(const char *run_type);

/* The same for a thermo type, also as Python prints its enumeration: "ThermoType.GGA_GGA_U". */
const char *ip_thermo_type_functional(const char *thermo_type);

/* Whether a Hubbard U was used: by the run type, else by the members `is_hubbard` and `hubbards` of an object. Fails with
 * IP_BAD_TABLE. */
ip_status ip_run_type_hubbard(ip_record_hubbard *out, const char *run_type, const json_t *object, ip_error *error);

/* Whether an id is one of the Materials Project. */
bool ip_run_type_is_project_id(const char *id);

#endif
