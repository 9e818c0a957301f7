/* What a layer is as a row. */
#include "row.h"

#include "base/buffer.h"

#include <interphase/coating_row.h>
#include <interphase/number.h>

#include <math.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_coating_row, rank, "rank", "", 0, 1, 0, 0, "by the worst interface, from 1"),
    IP_COLUMN(ip_coating_row, formula, "layer", "", 0, 2, 0, IP_COLUMN_SUBJECT, "the phase that the layer is of"),
    IP_COLUMN(ip_coating_row, energy_above_hull, "above hull", "eV/atom", 6, 3, 4, IP_COLUMN_NOTED,
              "formation energy minus hull energy"),
    IP_COLUMN(ip_coating_row, band_gap, "band gap", "eV", 6, 0, 2, IP_COLUMN_FIXED, "computed band gap"),
    IP_COLUMN(ip_coating_row, gap, "gap", "eV", 0, 4, 0, IP_COLUMN_TEXT_ONLY | IP_COLUMN_NOTED, "computed band gap"),
    IP_COLUMN(ip_coating_row, window, "window", "V", 0, 5, 0, IP_COLUMN_TEXT_ONLY | IP_COLUMN_NOTED,
              "the layer's own stability window"),
    IP_COLUMN(ip_coating_row, reduction_potential, "reduction potential", "V", 6, 0, 3, 0,
              "lower edge of the layer's own stability window"),
    IP_COLUMN(ip_coating_row, oxidation_potential, "oxidation potential", "V", 6, 0, 3, 0,
              "upper edge of the layer's own stability window"),
    IP_COLUMN(ip_coating_row, electrolyte_reaction_energy, "electrolyte", "eV/atom", 6, 6, 4,
              IP_COLUMN_NOTED | IP_COLUMN_OPTIONAL, "deepest mutual reaction energy with the electrolyte, closed"),
    IP_COLUMN(ip_coating_row, electrolyte_products, "products with the electrolyte", "", 0, 0, 0, 0, "what forms there"),
    IP_COLUMN(ip_coating_row, cathode_reaction_energy, "cathode", "eV/atom", 6, 7, 4, IP_COLUMN_NOTED | IP_COLUMN_OPTIONAL,
              "the same with the cathode, of several the worst"),
    IP_COLUMN(ip_coating_row, cathode_products, "products with the cathode", "", 0, 0, 0, 0, "what forms there"),
    IP_COLUMN(ip_coating_row, worst_reaction_energy, "worst", "eV/atom", 6, 0, 4, 0, "the lower of the two"),
    IP_COLUMN(ip_coating_row, cathode_energy_at_voltage, "at voltage", "eV/atom", 6, 8, 4,
              IP_COLUMN_NOTED | IP_COLUMN_OPTIONAL | IP_COLUMN_UNCERTAIN,
              "deepest mutual reaction energy with the cathode, open to the metal, at the worst voltage of the range"),
    IP_STATUS_COLUMNS(ip_coating_row),
    IP_COLUMN(ip_coating_row, side, "side", "", 0, 0, 0, 0,
              "anode or cathode: the side of the electrolyte that the layer lies on"),
    IP_COLUMN(ip_coating_row, cathode, "worst cathode", "", 0, 0, 0, 0, "the cathode with which it reacts most"),
    IP_COLUMN(ip_coating_row, electrolyte_character, "interphase with the electrolyte", "", 0, 0, 0, 0,
              "whether what forms lets electrons through: none, SEI, MCI or unknown"),
    IP_COLUMN(ip_coating_row, cathode_character, "interphase with the cathode", "", 0, 0, 0, 0, "the same with the cathode"),
    IP_COLUMN(ip_coating_row, worse_interface, "interface", "", 0, 9, 0,
              IP_COLUMN_TEXT_ONLY | IP_COLUMN_LONG | IP_COLUMN_NOTED | IP_COLUMN_OPTIONAL,
              "what forms at the worse interface, with the uncertainty of its energy"),
    IP_UNCERTAINTY(ip_coating_row, energy_above_hull, "eV/atom"),
    IP_UNCERTAINTY(ip_coating_row, reduction_potential, "V"),
    IP_UNCERTAINTY(ip_coating_row, oxidation_potential, "V"),
    IP_UNCERTAINTY(ip_coating_row, electrolyte_reaction_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_coating_row, cathode_reaction_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_coating_row, worst_reaction_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_coating_row, cathode_energy_at_voltage, "eV/atom"),
};

const ip_result_type ip_coating_result = IP_RESULT_TYPE("coatings", ip_coating_row, columns);

static const char *character_word(const ip_equilibrium *products, double energy, double gap) {
    return isnan(energy) ? NULL : ip_character_word(ip_character_find(products, ip_reacts(energy), gap).kind);
}

static const char *keep(ip_buffer *text, ip_memory *memory, ip_error *error) {
    const char *kept = text->failed ? NULL : ip_memory_copy(memory, ip_buffer_text(text));
    ip_buffer_clear(text);
    if (!kept)
        ip_error_set(error, IP_NO_MEMORY, "out of memory");
    return kept;
}

static void add_number(ip_buffer *text, double number, int decimals) {
    char digits[400];
    ip_number_format(digits, sizeof digits, number, decimals);
    ip_buffer_add(text, digits);
}

static bool is_worse_with_cathode(const ip_coating_search *search, const ip_coating *coating) {
    return !(coating->electrolyte_energy <= coating->cathode_energy) && search->cathode_count;
}

const ip_equilibrium *ip_coating_worse_products(const ip_coating_search *search, const ip_coating_sides *sides,
                                                const ip_coating *coating) {
    bool by_cathode = is_worse_with_cathode(search, coating);
    if (!ip_reacts(by_cathode ? coating->cathode_energy : coating->electrolyte_energy) || !(by_cathode || sides->electrolyte))
        return NULL;
    return by_cathode ? &coating->cathode_products : &coating->electrolyte_products;
}

/* The partner at the worse interface and the formulas of what forms there, which is what a table of many layers has room for. */
static void add_interface(ip_buffer *text, const ip_coating_search *search, const ip_coating_sides *sides,
                          const ip_coating *coating, const char *mark) {
    const ip_equilibrium *products = ip_coating_worse_products(search, sides, coating);
    if (!products) {
        ip_buffer_add(text, "none");
        return;
    }
    ip_buffer_add(text, is_worse_with_cathode(search, coating) ? sides->cathodes[coating->cathode] : sides->electrolyte);
    if (coating->worst_energy_uncertainty > 0.0) {
        ip_buffer_print(text, " (%s", search->plus_minus ? search->plus_minus : "+-");
        add_number(text, coating->worst_energy_uncertainty, ip_number_meaningful_decimals(coating->worst_energy_uncertainty, 4));
        ip_buffer_add(text, ")");
    }
    ip_buffer_add(text, ": ");
    for (int i = 0; i < products->product_count; i++) {
        const ip_phase *phase = products->products[i].phase;
        ip_buffer_print(text, "%s%s%s", i ? " + " : "", phase->formula, mark && ip_phase_is_weak(phase) ? mark : "");
    }
}

/* A voltage with one decimal more than its uncertainty lets mean something. */
static void add_voltage(ip_buffer *text, double voltage, double uncertainty) {
    int decimals = ip_number_meaningful_decimals(uncertainty, 2) + 1;
    add_number(text, voltage, decimals);
}

static ip_status fill_words(ip_coating_row *out, ip_memory *memory, const ip_coating_search *search,
                            const ip_coating_sides *sides, const ip_coating *coating, const char *mark, ip_error *error) {
    ip_buffer gap = {0}, window = {0}, interface_text = {0};
    if (isnan(coating->phase->band_gap))
        ip_buffer_add(&gap, "unknown");
    else
        add_number(&gap, coating->phase->band_gap, 2);
    add_voltage(&window, coating->reduction_potential, coating->reduction_potential_uncertainty);
    ip_buffer_add(&window, " - ");
    add_voltage(&window, coating->oxidation_potential, coating->oxidation_potential_uncertainty);
    /* Beside the metal alone nothing is known to form, unless the window was asked for. */
    if (sides->electrolyte || search->cathode_count || !search->any_window)
        add_interface(&interface_text, search, sides, coating, mark);
    out->gap = keep(&gap, memory, error);
    out->window = keep(&window, memory, error);
    out->worse_interface = keep(&interface_text, memory, error);
    return out->gap && out->window && out->worse_interface ? IP_OK : IP_NO_MEMORY;
}

ip_status ip_coating_row_fill(ip_coating_row *out, ip_memory *memory, const ip_coating_search *search,
                              const ip_coating_sides *sides, const ip_coating *coating, long rank, const char *reasons,
                              const ip_question *question, ip_error *error) {
    bool has_cathode = search->cathode_count > 0, fell = !coating->status && rank == 0, has_worst = !isnan(coating->worst_energy);
    ip_row_blank(&ip_coating_result, out);
    if (rank)
        out->rank = rank;
    out->formula = coating->phase->formula;
    out->energy_above_hull = coating->energy_above_hull;
    out->band_gap = coating->phase->band_gap;
    out->reduction_potential = coating->reduction_potential;
    out->oxidation_potential = coating->oxidation_potential;
    out->electrolyte_reaction_energy = coating->electrolyte_energy;
    out->cathode_reaction_energy = coating->cathode_energy;
    out->worst_reaction_energy = coating->worst_energy;
    out->cathode_energy_at_voltage = coating->cathode_energy_at_voltage;
    out->energy_above_hull_uncertainty = coating->energy_above_hull_uncertainty;
    out->reduction_potential_uncertainty = coating->reduction_potential_uncertainty;
    out->oxidation_potential_uncertainty = coating->oxidation_potential_uncertainty;
    out->electrolyte_reaction_energy_uncertainty = coating->electrolyte_energy_uncertainty;
    out->cathode_reaction_energy_uncertainty = coating->cathode_energy_uncertainty;
    out->worst_reaction_energy_uncertainty = coating->worst_energy_uncertainty;
    out->cathode_energy_at_voltage_uncertainty = coating->cathode_energy_at_voltage_uncertainty;
    out->status = fell ? "filtered" : ip_status_word(coating->status);
    out->message = fell ? reasons : coating->message;
    out->side = has_cathode ? "cathode" : "anode";
    out->cathode = has_cathode && !isnan(coating->cathode_energy) ? sides->cathodes[coating->cathode] : NULL;
    out->electrolyte_character = character_word(&coating->electrolyte_products, coating->electrolyte_energy, question->gap);
    out->cathode_character = character_word(&coating->cathode_products, coating->cathode_energy, question->gap);
    ip_status status = fill_words(out, memory, search, sides, coating, question->weak_mark, error);
    if (!status && has_worst && sides->electrolyte)
        status = ip_row_list_products(&out->electrolyte_products, memory, &coating->electrolyte_products, error);
    if (!status && has_worst && has_cathode)
        status = ip_row_list_products(&out->cathode_products, memory, &coating->cathode_products, error);
    return status;
}
