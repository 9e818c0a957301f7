/* What a reaction as written is as a row. */
#include "row.h"

#include "reaction.h"

#include <interphase/decomposition_row.h>
#include <interphase/reaction_row.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_reaction_row, reaction, "reaction", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the reaction asked about, as it was written"),
    IP_COLUMN(ip_reaction_row, equation, "equation", "", 0, 0, 0, IP_COLUMN_LONG, "the balanced equation"),
    IP_COLUMN(ip_reaction_row, reaction_energy_per_atom, "energy", "eV/atom", 6, 0, 4, 0,
              "energy of the equation per atom of its reactants, without those from a reservoir"),
    IP_COLUMN(ip_reaction_row, reaction_energy, "energy", "eV", 6, 0, 4, 0,
              "energy of the equation as it is written there; negative where it is set free"),
    IP_COLUMN(ip_reaction_row, reaction_energy_kJ_mol, "energy", "kJ/mol", 6, 0, 1, 0, "the same per mole of the equation"),
    IP_STATUS_COLUMNS(ip_reaction_row),
    IP_COLUMN(ip_reaction_row, metal, "metal", "", 0, 0, 0, IP_COLUMN_SUBJECT, "the metal that the voltage refers to"),
    IP_COLUMN(ip_reaction_row, voltage, "voltage", "V", 6, 0, 4, IP_COLUMN_SUBJECT, "the voltage of the reservoir of the metal"),
    IP_COLUMN(ip_reaction_row, products, "products", "", 0, 0, 0, IP_COLUMN_LONG, "the products of the equation"),
    IP_COLUMN(ip_reaction_row, taken_at_hull, "not in the table", "", 0, 0, 0, 0,
              "compositions that are not in the table: taken as what they fall apart into"),
    IP_UNCERTAINTY(ip_reaction_row, reaction_energy_per_atom, "eV/atom"),
    IP_UNCERTAINTY(ip_reaction_row, reaction_energy, "eV"),
    IP_UNCERTAINTY(ip_reaction_row, reaction_energy_kJ_mol, "kJ/mol"),
};

const ip_result_type ip_reaction_result = IP_RESULT_TYPE("reaction", ip_reaction_row, columns);

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

void ip_reaction_row_ask(ip_reaction_row *out, const char *reaction, const ip_reservoir *reservoir, const ip_question *question) {
    ip_row_blank(&ip_reaction_result, out);
    out->reaction = reaction;
    out->voltage = ip_reservoir_voltage(reservoir, question);
    out->metal = isnan(out->voltage) ? NULL : ip_element_symbol(question->metal);
}

/* The terms as they stand: their text, and the products among them. */
static ip_status fill_terms(ip_reaction_row *out, ip_memory *memory, const ip_equation *equation, const ip_reaction_energy *found,
                            const ip_question *question, ip_error *error) {
    ip_reaction whole = {.integers = false};
    ip_buffer text = {0};
    size_t count = (size_t)equation->count;
    ip_row_product *list = ip_memory_take(memory, (count + 1) * sizeof *list);
    ip_reaction_term *reactants = calloc(count + 1, sizeof *reactants), *products = calloc(count + 1, sizeof *products);
    ip_status status = list && reactants && products ? IP_OK : no_memory(error);
    for (int t = 0; t < equation->count && !status; t++) {
        const ip_equation_term *term = &equation->terms[t];
        const ip_phase *phase = found->hulls[t].phase;
        bool weak = term->is_product && phase && ip_phase_is_weak(phase);
        ip_reaction_term *stands = term->is_product ? &products[whole.product_count] : &reactants[whole.reactant_count++];
        stands->formula = (char *)term->formula; /* read, and not given up */
        stands->coefficient = term->coefficient;
        stands->weak = weak;
        if (term->is_product) {
            ip_row_product entry = {ip_memory_copy(memory, term->formula), term->coefficient, phase ? phase->band_gap : NAN,
                                    ip_flag_of(weak)};
            status = entry.formula ? IP_OK : no_memory(error);
            list[whole.product_count++] = entry;
        }
    }
    if (!status) {
        whole.reactants = reactants;
        whole.products = products;
        ip_reaction_add(&whole, question->arrow, question->weak_mark, &text);
        out->equation = text.failed ? NULL : ip_memory_copy(memory, ip_buffer_text(&text));
        out->products.count = whole.product_count;
        out->products.list = list;
        status = out->equation ? IP_OK : no_memory(error);
    }
    ip_buffer_clear(&text);
    free(reactants);
    free(products);
    return status;
}

/* The equation with the products that were found; *multiple is how often it has the reactants as they were written. */
static ip_status fill_found(ip_reaction_row *out, double *multiple, ip_memory *memory, const ip_dataset *dataset,
                            const ip_equation *equation, const ip_reaction_energy *found, const ip_question *question,
                            ip_error *error) {
    ip_reactant *reactants = calloc((size_t)equation->count, sizeof *reactants);
    int count = 0;
    if (!reactants)
        return no_memory(error);
    for (int t = 0; t < equation->count; t++) {
        const ip_equation_term *term = &equation->terms[t];
        ip_reactant reactant = {term->formula, &term->composition, term->coefficient};
        if (!ip_reaction_energy_is_open(found, term))
            reactants[count++] = reactant;
    }
    ip_status status = ip_row_equation(&out->equation, multiple, memory, dataset, reactants, count, &found->products,
                                       question->arrow, question->weak_mark, error);
    free(reactants);
    if (!status)
        status = ip_row_list_products(&out->products, memory, &found->products, error);
    for (long i = 0; i < out->products.count && !status; i++)
        ((ip_row_product *)out->products.list)[i].amount *= *multiple; /* this call's own list */
    return status;
}

static ip_status list_taken_at_hull(ip_reaction_row *out, ip_memory *memory, const ip_equation *equation,
                                    const ip_reaction_energy *found, ip_error *error) {
    ip_buffer text = {0};
    for (int t = 0; t < equation->count; t++) {
        const ip_equation_term *term = &equation->terms[t];
        if (!found->hulls[t].phase && !ip_reaction_energy_is_open(found, term))
            ip_buffer_print(&text, "%s%s", text.length ? ", " : "", term->formula);
    }
    if (text.length)
        out->taken_at_hull = ip_memory_copy(memory, ip_buffer_text(&text));
    bool failed = text.failed || (text.length && !out->taken_at_hull);
    ip_buffer_clear(&text);
    return failed ? no_memory(error) : IP_OK;
}

static ip_status find_deviation(double *out, const ip_equation *equation, const ip_reaction_energy *found,
                                const ip_question *question, ip_error *error) {
    ip_shares sum;
    memset(&sum, 0, sizeof sum);
    for (int t = 0; t < equation->count; t++) {
        const ip_equation_term *term = &equation->terms[t];
        double factor = term->is_product ? term->coefficient : -term->coefficient;
        if (!ip_reaction_energy_is_open(found, term))
            ip_shares_add_subject(&sum, &found->hulls[t], ip_composition_atoms(&term->composition), factor);
    }
    if (found->has_products)
        ip_shares_add(&sum, &found->products, 1.0);
    return ip_shares_end(out, &sum, question->uncertainty, 1.0, error);
}

ip_status ip_reaction_row_fill(ip_reaction_row *out, ip_memory *memory, const ip_dataset *dataset, const char *reaction,
                               const ip_equation *equation, const ip_reaction_energy *found, const ip_reservoir *reservoir,
                               const ip_question *question, ip_error *error) {
    double multiple = 1.0, deviation = NAN;
    ip_reaction_row_ask(out, reaction, reservoir, question);
    ip_status status = found->has_products ? fill_found(out, &multiple, memory, dataset, equation, found, question, error)
                                           : fill_terms(out, memory, equation, found, question, error);
    if (!status)
        status = list_taken_at_hull(out, memory, equation, found, error);
    if (!status)
        status = find_deviation(&deviation, equation, found, question, error);
    if (status)
        return status;
    double atoms = found->atoms > 0.0 ? found->atoms : NAN; /* all of it may be of reservoirs */
    out->reaction_energy_per_atom = found->energy / atoms;
    out->reaction_energy = found->energy * multiple;
    out->reaction_energy_kJ_mol = out->reaction_energy * IP_KJ_PER_MOL;
    out->reaction_energy_per_atom_uncertainty = deviation / atoms;
    out->reaction_energy_uncertainty = deviation * multiple;
    out->reaction_energy_kJ_mol_uncertainty = deviation * multiple * IP_KJ_PER_MOL;
    out->status = ip_status_word(IP_OK);
    return IP_OK;
}
