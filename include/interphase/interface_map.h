/* The energies of an interface at every mixing fraction and every voltage of a range, exactly.
 *
 * At a fixed voltage the energies are piecewise linear in the fraction x; at a fixed x they are piecewise linear in the voltage.
 * Between two neighbouring voltages at which the products change at any fraction, no product changes at all: there an energy is
 * the straight line, at each x, from its value at the lower voltage to that at the higher. The kinks at these voltages are
 * therefore the whole map. */
#ifndef INTERPHASE_INTERFACE_MAP_H
#define INTERPHASE_INTERFACE_MAP_H

#include <interphase/interface_row.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A kink at one of those voltages. */
typedef struct ip_interface_map_row {
    const char *a, *b, *metal;
    double range_low, range_high;                   /* V: that was asked */
    double voltage;                                 /* V */
    double x;                                       /* atomic fraction of a */
    double reaction_energy, mutual_reaction_energy; /* eV per atom of the mixture, zero or negative */
} ip_interface_map_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_interface_map_result;

/* Finds the rows of a pair against the question's metal between two voltages (V, 0 <= low < high), by rising voltage and, at
 * each, rising x from 0 to 1. (*rows)[0 .. *count-1] is the caller's own (free()) and borrows the pair's formulas. Voltages
 * nearer to each other than IP_VOLTAGE_TOLERANCE are one. Fails as ip_interface_find(); with IP_BAD_ARGUMENT where the range is
 * empty. */
IP_API ip_status ip_interface_map_find(ip_interface_map_row **rows, long *count, ip_solver *solver, const ip_reactant_pair *pair,
                                       double low, double high, const ip_question *question, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
