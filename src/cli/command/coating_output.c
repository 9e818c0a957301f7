/* Shows one side's search. The limits that are shown are those that were applied. */
#include "coating_output.h"

#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void print_cathodes(FILE *stream, const coating_side *side) {
    for (int i = 0; i < side->search.cathode_count; i++)
        fprintf(stream, "%s%s", i ? " and " : "", side->cathodes[i]);
}

void coating_print_funnel(const coating_side *side) {
    fprintf(stderr, "%s side:\n%8ld phases of the table\n", side->search.cathode_count ? "Cathode" : "Anode", side->list.count);
    for (int test = 0; test < IP_COATING_TEST_COUNT; test++)
        if (ip_coating_tests(&side->search, (ip_coating_test)test)) {
            char *sentence = ip_coating_sentence(&side->search, &side->list, (ip_coating_test)test);
            fprintf(stderr, "%8ld %s\n", side->list.left[test], sentence ? sentence : "");
            free(sentence);
        }
    if (side->list.failures)
        fprintf(stderr, "%8ld could not be judged\n", side->list.failures);
}

/* ---- rows */

/* Every test that a phase fails, joined; owned by the caller, NULL for lack of memory. */
static char *failures_text(const coating_side *side, const ip_coating *coating, const char *separator) {
    char *text = NULL;
    size_t size = 0;
    int found = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return NULL;
    for (int test = 0; test < IP_COATING_TEST_COUNT; test++) {
        if (!ip_coating_fails(&side->search, coating, (ip_coating_test)test))
            continue;
        char *failure = ip_coating_failure(&side->search, coating, (ip_coating_test)test);
        fprintf(stream, "%s%s", found++ ? separator : "", failure ? failure : "");
        free(failure);
    }
    fclose(stream);
    return text;
}

static const char *character_word(const ip_equilibrium *products, double energy, double gap) {
    if (isnan(energy))
        return NULL;
    return ip_character_word(ip_character_find(products, session_reacts(energy), gap).kind);
}

void coating_write_row(session *run, const coating_side *side, const ip_coating *coating, long rank) {
    bool has_cathode = side->search.cathode_count > 0, fell = !coating->status && rank == 0;
    char *reasons = fell ? failures_text(side, coating, "; ") : NULL;
    ip_value values[COATING_COLUMN_COUNT] = {
        rank ? ip_value_number((double)rank, 0) : ip_value_none(),
        ip_value_text(coating->phase->formula),
        ip_value_number(coating->energy_above_hull, 6),
        ip_value_number(coating->phase->band_gap, 6),
        ip_value_number(coating->reduction_potential, 6),
        ip_value_number(coating->oxidation_potential, 6),
        ip_value_number(coating->electrolyte_energy, 6),
        ip_value_products(isnan(coating->worst_energy) || !side->electrolyte ? NULL : &coating->electrolyte_products),
        ip_value_number(coating->cathode_energy, 6),
        ip_value_products(isnan(coating->worst_energy) || !has_cathode ? NULL : &coating->cathode_products),
        ip_value_number(coating->worst_energy, 6),
        ip_value_number(coating->cathode_energy_at_voltage, 6),
        ip_value_text(fell ? "filtered" : ip_status_word(coating->status)),
        ip_value_text(fell ? reasons : coating->message),
        ip_value_text(has_cathode ? "cathode" : "anode"),
        ip_value_text(has_cathode && !isnan(coating->cathode_energy) ? side->cathodes[coating->cathode] : NULL),
        ip_value_text(character_word(&coating->electrolyte_products, coating->electrolyte_energy, run->opts->gap)),
        ip_value_text(character_word(&coating->cathode_products, coating->cathode_energy, run->opts->gap)),
    };
    session_row(run, values);
    free(reasons);
}

/* ---- text */

/* The formulas of products alone, which is what a table of many layers has room for. */
static char *formulas_text(const ip_equilibrium *products) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return NULL;
    for (int i = 0; i < products->product_count; i++)
        fprintf(stream, "%s%s", i ? " + " : "", products->products[i].phase->formula);
    fclose(stream);
    return text;
}

static void add_products(text_table *table, const coating_side *side, const ip_coating *coating) {
    bool by_cathode = !(coating->electrolyte_energy <= coating->cathode_energy) && side->search.cathode_count;
    double energy = by_cathode ? coating->cathode_energy : coating->electrolyte_energy;
    const char *partner = by_cathode ? side->cathodes[coating->cathode] : side->electrolyte;
    char *formulas = formulas_text(by_cathode ? &coating->cathode_products : &coating->electrolyte_products), *cell = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&cell, &size);
    if (stream) {
        if (partner && session_reacts(energy))
            fprintf(stream, "%s: %s", partner, formulas ? formulas : "");
        else
            fputs("none", stream);
        fclose(stream);
    }
    text_table_add(table, cell);
    free(cell);
    free(formulas);
}

static void add_window(text_table *table, const ip_coating *coating) {
    char cell[64];
    snprintf(cell, sizeof cell, "%s - %s", text_number(coating->reduction_potential, 3),
             isinf(coating->oxidation_potential) ? "inf" : text_number(coating->oxidation_potential, 3));
    text_table_add(table, cell);
}

static void add_number(text_table *table, double number, int decimals) {
    text_table_add(table, isnan(number) ? "" : text_number(number, decimals));
}

/* Whether it is known what forms at an interface: beside the metal alone it is nothing, where the window was asked for. */
static bool has_interface(const coating_side *side) {
    return side->electrolyte || side->search.cathode_count || !side->search.any_window;
}

static void add_layer(text_table *table, const coating_side *side, const ip_coating *coating, long rank) {
    text_table_add(table, text_number((double)rank, 0));
    text_table_add(table, coating->phase->formula);
    add_number(table, coating->energy_above_hull, 4);
    if (isnan(coating->phase->band_gap))
        text_table_add(table, "unknown");
    else
        add_number(table, coating->phase->band_gap, 2);
    add_window(table, coating);
    if (side->electrolyte)
        add_number(table, coating->electrolyte_energy, 4);
    if (side->search.cathode_count) {
        add_number(table, coating->cathode_energy, 4);
        add_number(table, coating->cathode_energy_at_voltage, 4);
    }
    if (has_interface(side))
        add_products(table, side, coating);
}

static void add_head(text_table *table, const coating_side *side) {
    static const char *const first[] = {"rank", "layer", "above hull", "gap", "window"};
    for (int i = 0; i < 5; i++)
        text_table_add(table, first[i]);
    if (side->electrolyte)
        text_table_add(table, "electrolyte");
    if (side->search.cathode_count) {
        text_table_add(table, "cathode");
        text_table_add(table, "at voltage");
    }
    if (has_interface(side))
        text_table_add(table, side->search.cathode_count && side->electrolyte ? "worse interface" : "interface");
}

static const char *alignment_of(const coating_side *side) {
    if (side->search.cathode_count)
        return side->electrolyte ? "rlrrrrrrl" : "rlrrrrrl";
    return side->electrolyte ? "rlrrrrl" : has_interface(side) ? "rlrrrl" : "rlrrr";
}

void coating_print_table(session *run, const coating_side *side, long shown) {
    FILE *stream = run->out.stream;
    bool has_cathode = side->search.cathode_count > 0;
    text_table table;
    text_table_start(&table, alignment_of(side));
    add_head(&table, side);
    for (long i = 0; i < shown; i++)
        add_layer(&table, side, &side->list.coatings[i], i + 1);
    text_table_print(&table, "  ", stream);
    run->broken = run->broken || table.failed;
    text_table_clear(&table);
    fprintf(stream, "\nabove hull: eV/atom; gap: eV; window: V against %s%s", side->metal, has_interface(side) ? ";" : ".\n");
    if (side->electrolyte)
        fprintf(stream, " electrolyte: deepest mutual reaction energy with %s, eV/atom;", side->electrolyte);
    if (has_cathode) {
        fputs(" cathode: the\nsame with ", stream);
        print_cathodes(stream, side);
        fputs(side->search.cathode_count > 1 ? " (the worst);" : ";", stream);
        fputs(" at voltage: the same with it, open to the metal, at the worst voltage of the range;", stream);
    }
    if (has_interface(side))
        fprintf(stream, "\nthe last column: what forms %s.\n",
                has_cathode && side->electrolyte ? "at the worse interface" : "there");
}

void coating_print_explanation(session *run, const coating_side *side, const char *formula, const ip_coating *coating, long rank) {
    FILE *stream = run->out.stream;
    session_start_block(run);
    if (coating->status) {
        fprintf(stream, "%s could not be judged (%s): %s\n", formula, ip_status_word(coating->status), coating->message);
        return;
    }
    if (rank) {
        fprintf(stream, "%s passes: rank %ld", formula, rank);
        if (!isnan(coating->worst_energy))
            fprintf(stream, ", worst interface %s eV/atom", text_number(coating->worst_energy, 4));
        fputs(".\n", stream);
        return;
    }
    char *reasons = failures_text(side, coating, "\n  ");
    fprintf(stream, "%s does not pass:\n  %s\n", formula, reasons ? reasons : "");
    free(reasons);
}
