/* What a stack of two layers is as a row. */
#include "row.h"

#include <interphase/coating_stack_row.h>

#include <math.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_coating_stack_row, rank, "rank", "", 0, 1, 0, 0, "by the worst of the three interfaces, from 1"),
    IP_COLUMN(ip_coating_stack_row, anode_layer, "anode layer", "", 0, 2, 0, 0,
              "the layer between the metal and the electrolyte"),
    IP_COLUMN(ip_coating_stack_row, cathode_layer, "cathode layer", "", 0, 3, 0, 0,
              "the layer between the electrolyte and the cathode"),
    IP_COLUMN(ip_coating_stack_row, worst_reaction_energy, "worst", "eV/atom", 6, 4, 4, IP_COLUMN_NOTED,
              "the lowest of the three closed energies"),
    IP_COLUMN(ip_coating_stack_row, anode_layer_electrolyte_energy, "anode side", "eV/atom", 6, 5, 4, IP_COLUMN_NOTED,
              "deepest mutual reaction energy of the anode layer and the electrolyte, closed"),
    IP_COLUMN(ip_coating_stack_row, cathode_layer_electrolyte_energy, "cathode side", "eV/atom", 6, 6, 4, IP_COLUMN_NOTED,
              "the same of the electrolyte and the cathode layer"),
    IP_COLUMN(ip_coating_stack_row, cathode_layer_cathode_energy, "cathode", "eV/atom", 6, 7, 4, IP_COLUMN_NOTED,
              "the same of the cathode layer and the cathode"),
    IP_COLUMN(ip_coating_stack_row, cathode_energy_at_voltage, "at voltage", "eV/atom", 6, 8, 4, IP_COLUMN_NOTED,
              "the last, open to the metal, at the worst voltage of the range"),
    IP_COLUMN(ip_coating_stack_row, anode_layer_band_gap, "gap of the anode layer", "eV", 6, 0, 2, 0,
              "computed band gap of the anode layer"),
    IP_COLUMN(ip_coating_stack_row, cathode_layer_band_gap, "gap of the cathode layer", "eV", 6, 0, 2, 0,
              "computed band gap of the cathode layer"),
    IP_STATUS_COLUMNS(ip_coating_stack_row),
    IP_UNCERTAINTY(ip_coating_stack_row, worst_reaction_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_coating_stack_row, anode_layer_electrolyte_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_coating_stack_row, cathode_layer_electrolyte_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_coating_stack_row, cathode_layer_cathode_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_coating_stack_row, cathode_energy_at_voltage, "eV/atom"),
};

const ip_result_type ip_coating_stack_result = IP_RESULT_TYPE("coatings --both", ip_coating_stack_row, columns);

/* Of two layers the one that reacts more. */
static const ip_coating *worse_of(const ip_coating *a, const ip_coating *b) {
    return a->worst_energy <= b->worst_energy ? a : b;
}

void ip_coating_stack_row_fill(ip_coating_stack_row *out, const ip_coating *anode_layer, const ip_coating *cathode_layer,
                               long rank) {
    ip_coating_stack_row row = {
        .rank = rank,
        .anode_layer = anode_layer->phase->formula,
        .cathode_layer = cathode_layer->phase->formula,
        .worst_reaction_energy = fmin(anode_layer->worst_energy, cathode_layer->worst_energy),
        .anode_layer_electrolyte_energy = anode_layer->electrolyte_energy,
        .cathode_layer_electrolyte_energy = cathode_layer->electrolyte_energy,
        .cathode_layer_cathode_energy = cathode_layer->cathode_energy,
        .cathode_energy_at_voltage = cathode_layer->cathode_energy_at_voltage,
        .anode_layer_band_gap = anode_layer->phase->band_gap,
        .cathode_layer_band_gap = cathode_layer->phase->band_gap,
        .status = ip_status_word(IP_OK),
        .worst_reaction_energy_uncertainty = worse_of(anode_layer, cathode_layer)->worst_energy_uncertainty,
        .anode_layer_electrolyte_energy_uncertainty = anode_layer->electrolyte_energy_uncertainty,
        .cathode_layer_electrolyte_energy_uncertainty = cathode_layer->electrolyte_energy_uncertainty,
        .cathode_layer_cathode_energy_uncertainty = cathode_layer->cathode_energy_uncertainty,
        .cathode_energy_at_voltage_uncertainty = cathode_layer->cathode_energy_at_voltage_uncertainty,
    };
    *out = row;
}
