/* A layer on each side of an electrolyte: the best stacks. */
#ifndef INTERPHASE_CLI_COATING_STACKS_H
#define INTERPHASE_CLI_COATING_STACKS_H

#include "coating_output.h"

#define STACK_COLUMNS                                                                                                     \
    "rank", "anode_layer", "cathode_layer", "worst_reaction_energy", "anode_layer_electrolyte_energy",                     \
        "cathode_layer_electrolyte_energy", "cathode_layer_cathode_energy", "cathode_energy_at_voltage", "anode_layer_band_gap", \
        "cathode_layer_band_gap", "status", "message"
enum { STACK_COLUMN_COUNT = 12 };

/* Shows the `top` best stacks (0 for all) of the layers that passed on both sides. */
void coating_show_stacks(session *out, const coating_side *anode, const coating_side *cathode, long top);

#endif
