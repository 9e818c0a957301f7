/* The row of a stack: a layer on each side of an electrolyte, as `coatings --both` shows it. */
#ifndef INTERPHASE_COATING_STACK_ROW_H
#define INTERPHASE_COATING_STACK_ROW_H

#include <interphase/coating.h>
#include <interphase/result.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_coating_stack_row {
    long rank;
    const char *anode_layer, *cathode_layer;
    double worst_reaction_energy, anode_layer_electrolyte_energy, cathode_layer_electrolyte_energy; /* eV/atom */
    double cathode_layer_cathode_energy, cathode_energy_at_voltage;
    double anode_layer_band_gap, cathode_layer_band_gap; /* eV */
    const char *status, *message;
    double worst_reaction_energy_uncertainty, anode_layer_electrolyte_energy_uncertainty,
        cathode_layer_electrolyte_energy_uncertainty;
    double cathode_layer_cathode_energy_uncertainty, cathode_energy_at_voltage_uncertainty; /* one standard deviation, eV/atom */
} ip_coating_stack_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_coating_stack_result;

/* The row of the stack of two layers that passed, of rank `rank`; formulas are borrowed from their dataset. */
IP_API void ip_coating_stack_row_fill(ip_coating_stack_row *out, const ip_coating *anode_layer, const ip_coating *cathode_layer,
                                      long rank);

#ifdef __cplusplus
}
#endif
#endif
