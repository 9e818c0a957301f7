/* Interfaces as rows and as text, for the commands that show them. */
#ifndef INTERPHASE_CLI_INTERFACE_OUTPUT_H
#define INTERPHASE_CLI_INTERFACE_OUTPUT_H

#include "cli/session.h"

/* Two reactants as they were typed. */
typedef struct reactant_pair {
    const char *a, *b;
    ip_composition composition_a, composition_b;
} reactant_pair;

/* An answer and the voltage it holds at. */
typedef struct interface_answer {
    ip_interface found;
    double voltage; /* V; NaN for a closed interface */
    const char *range;     /* "low", "high" or "worst" of a range of voltages; NULL without one */
    bool is_metal_contact; /* one side is the metal of the reservoir itself, which stands at `voltage` */
} interface_answer;

/* The columns of react; those of cell are the same behind `position`. */
#define INTERFACE_COLUMNS                                                                                              \
    "a", "b", "metal", "voltage", "x", "x_molar", "reaction_energy", "mutual_reaction_energy", "reaction_energy_kJ_mol", \
        "products", "equation", "character", "minimum", "status", "message", "deciding_phase", "metal_excess",           \
        "energy_above_hull_a", "energy_above_hull_b", "range"
enum { INTERFACE_COLUMN_COUNT = 20 };

/* Reads both formulas. */
ip_status interface_read_pair(reactant_pair *pair, const char *a, const char *b, ip_error *error);

/* Finds the interface closed (voltage NaN) or open to the metal of the options. */
ip_status interface_answer_find(interface_answer *out, session *run, const reactant_pair *pair, double voltage, ip_error *error);

/* Whether one side is the metal that is open to the reservoir: then its reaction is no longer with this side. */
bool interface_holds_reservoir(const session *run, const reactant_pair *pair, double voltage);

/* The equation of a kink; owned by the caller, NULL after filling *error. */
char *interface_equation(const session *run, const reactant_pair *pair, const ip_kink *kink, const char *arrow, ip_error *error);

ip_character interface_character(const session *run, const ip_kink *kink);

/* Energy of a kink, kJ per mole of mixed formula units. */
double interface_kJ_per_mole(const ip_kink *kink, double energy);

/* Fills values[0 .. INTERFACE_COLUMN_COUNT-1] for one kink. `equation` must outlive the row. */
void interface_fill_row(ip_value *values, const session *run, const reactant_pair *pair, const interface_answer *answer,
                        int kink, const char *equation);

/* Counts and shows a failure. `position` is 0 where there is none. */
void interface_fail(session *run, const reactant_pair *pair, int position, double voltage, const ip_error *error);

/* Lines that say where a reactant's own energy differs from the hull's. */
void interface_print_reactants(session *run, const reactant_pair *pair, const interface_answer *answer);

#endif
