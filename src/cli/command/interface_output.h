/* Interfaces as text, for the commands that show them. */
#ifndef INTERPHASE_CLI_INTERFACE_OUTPUT_H
#define INTERPHASE_CLI_INTERFACE_OUTPUT_H

#include "cli/session.h"

/* Finds the interface of a pair closed (voltage NaN) or open to the metal of the question. The caller clears *out. */
ip_status interface_find(ip_interface *out, session *run, const ip_reactant_pair *pair, double voltage, ip_error *error);

/* Finds it at the worst voltage of a range, which is left in *voltage. */
ip_status interface_find_worst(ip_interface *out, double *voltage, session *run, const ip_reactant_pair *pair,
                               const voltage_range *range, ip_error *error);

/* Whether one side is the metal that is open to the reservoir: then its reaction is no longer with this side. */
bool interface_holds_reservoir(const session *run, const ip_reactant_pair *pair, double voltage);

/* The equation of a kink, for text. */
const char *interface_equation(session *run, const ip_reactant_pair *pair, const ip_kink *kink);

/* The character of what forms at a kink. */
ip_character interface_character(const session *run, const ip_kink *kink);

/* Counts and shows a failure. */
void interface_fail(session *run, const ip_interface_case *asked, const ip_error *error);

/* Lines that say where a reactant's own energy differs from the hull's. */
void interface_print_reactants(session *run, const ip_interface_case *answer);

#endif
