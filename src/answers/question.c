/* The conditions of a question, and what its rows are made with. Knows no particular question. */
#include "row.h"

#include "reaction.h"

#include <math.h>
#include <stdlib.h>

ip_question ip_question_default(void) {
    ip_question question = {ip_element_find("Na", 2), 0, IP_DEFAULT_GAP, "->", NULL, NULL, NULL, NULL};
    return question;
}

ip_status ip_question_reservoir(ip_reservoir *out, const ip_question *question, double voltage, ip_error *error) {
    static const ip_reservoir none = IP_RESERVOIR_INIT;
    *out = question->reservoir ? *question->reservoir : none;
    return isnan(voltage) ? IP_OK : ip_reservoir_open_metal(out, question->metal, question->charge, voltage, error);
}

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

ip_status ip_row_list_products(ip_row_products *out, ip_memory *memory, const ip_equilibrium *equilibrium, ip_error *error) {
    size_t count = (size_t)equilibrium->product_count;
    ip_row_product *list = ip_memory_take(memory, (count + (size_t)equilibrium->gas_count + 1) * sizeof *list);
    if (!list)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        const ip_product *product = &equilibrium->products[i];
        ip_row_product entry = {product->phase->formula, product->amount, product->phase->band_gap,
                                ip_flag_of(ip_phase_is_weak(product->phase))};
        list[i] = entry;
    }
    for (int i = 0; i < equilibrium->gas_count; i++) {
        const ip_gas_uptake *uptake = &equilibrium->gases[i];
        ip_row_product entry = {uptake->gas->formula, -uptake->amount, uptake->gas->band_gap, ip_flag_of(false)};
        if (uptake->amount < 0.0)
            list[count++] = entry;
    }
    out->count = (long)count;
    out->list = list;
    return IP_OK;
}

ip_status ip_row_equation(const char **out, double *multiple, ip_memory *memory, const ip_dataset *dataset,
                          const ip_reactant *reactants, int reactant_count, const ip_equilibrium *equilibrium, const char *arrow,
                          const char *mark, ip_error *error) {
    ip_reaction reaction;
    ip_buffer text = {0};
    ip_status status = ip_reaction_build(&reaction, dataset, reactants, reactant_count, equilibrium, error);
    if (status)
        return status;
    *multiple = reaction.multiple;
    ip_reaction_add(&reaction, arrow, mark, &text);
    ip_reaction_clear(&reaction);
    *out = text.failed ? NULL : ip_memory_copy(memory, ip_buffer_text(&text));
    ip_buffer_clear(&text);
    return *out ? IP_OK : no_memory(error);
}

ip_status ip_row_character(const char **out, ip_memory *memory, ip_character character, ip_error *error) {
    char *text = ip_character_text(character, error);
    if (!text)
        return error->status;
    *out = ip_memory_copy(memory, text);
    free(text);
    return *out ? IP_OK : no_memory(error);
}
