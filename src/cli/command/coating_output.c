/* Shows one side's search. The limits that are shown are those that were applied. */
#include "coating_output.h"

#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_SOURCE "Xiao et al., Joule 2019, 3, 1252"

/* ---- what a test asks */

static void print_elements(FILE *stream, ip_element_set set) {
    int list[IP_ELEMENT_COUNT], count = ip_element_set_list(set, list);
    for (int i = 0; i < count; i++)
        fprintf(stream, "%s%s", i ? ", " : "", ip_element_symbol(list[i]));
}

/* " (default, as in …)" behind a limit that nobody changed. */
static void print_default(FILE *stream, bool is_default) {
    fputs(is_default ? " (default, as in " LIMIT_SOURCE ")" : "", stream);
}

static void print_voltages(FILE *stream, const ip_coating_search *search) {
    fprintf(stream, "%s to %s V", text_number(search->voltage_low, 4), text_number(search->voltage_high, 4));
}

static void print_cathodes(FILE *stream, const coating_side *side) {
    for (int i = 0; i < side->search.cathode_count; i++)
        fprintf(stream, "%s%s", i ? " and " : "", side->cathodes[i]);
}

static void print_test(FILE *stream, const coating_side *side, ip_coating_test test) {
    const ip_coating_search *search = &side->search;
    switch (test) {
    case IP_COATING_CANDIDATE:
        fprintf(stream, "other than %s itself and what --exclude leaves out", side->metal);
        break;
    case IP_COATING_RADIOACTIVE:
        fputs("without elements that have no stable isotope (default, as in " LIMIT_SOURCE ")", stream);
        break;
    case IP_COATING_CONTAINS:
        fputs("with ", stream);
        print_elements(stream, search->contains);
        break;
    case IP_COATING_ELEMENTS:
        fputs("of ", stream);
        print_elements(stream, search->elements);
        fputs(" only", stream);
        break;
    case IP_COATING_WITHOUT:
        fputs("without ", stream);
        print_elements(stream, search->without);
        break;
    case IP_COATING_ELEMENT_COUNT:
        fprintf(stream, "of at most %d elements", search->max_elements);
        break;
    case IP_COATING_BAND_GAP:
        fprintf(stream, "with a band gap of at least %g eV", search->min_gap);
        print_default(stream, search->min_gap == IP_COATING_MIN_GAP);
        if (side->list.without_gap)
            fprintf(stream, "; of %ld no gap is known", side->list.without_gap);
        break;
    case IP_COATING_ABOVE_HULL:
        fprintf(stream, "at most %g eV/atom above the hull", search->max_above_hull);
        print_default(stream, search->max_above_hull == IP_COATING_MAX_ABOVE_HULL);
        break;
    case IP_COATING_WINDOW:
        if (search->cathode_count) {
            fputs("with a window that holds ", stream);
            print_voltages(stream, search);
        } else {
            fprintf(stream, "stable in contact with %s", side->metal);
        }
        break;
    case IP_COATING_ELECTROLYTE:
        fprintf(stream, "with at most %g eV/atom of reaction with %s", search->max_reaction, side->electrolyte);
        print_default(stream, search->max_reaction == IP_COATING_MAX_REACTION);
        break;
    case IP_COATING_CATHODE:
        fprintf(stream, "with at most %g eV/atom of reaction with ", search->max_reaction);
        print_cathodes(stream, side);
        print_default(stream, search->max_reaction == IP_COATING_MAX_REACTION);
        break;
    case IP_COATING_AT_VOLTAGE:
        fprintf(stream, "with at most %g eV/atom of it at any voltage of the range", search->max_reaction_at_voltage);
        break;
    default:
        break;
    }
}

void coating_print_funnel(const coating_side *side) {
    fprintf(stderr, "%s side:\n%8ld phases of the table\n", side->search.cathode_count ? "Cathode" : "Anode", side->list.count);
    for (int test = 0; test < IP_COATING_TEST_COUNT; test++)
        if (ip_coating_tests(&side->search, (ip_coating_test)test)) {
            fprintf(stderr, "%8ld ", side->list.left[test]);
            print_test(stderr, side, (ip_coating_test)test);
            fputc('\n', stderr);
        }
    if (side->list.failures)
        fprintf(stderr, "%8ld could not be judged\n", side->list.failures);
}

/* ---- rows */

/* What it was that a phase failed, with its figures. */
static void print_failure(FILE *stream, const coating_side *side, const ip_coating *coating, ip_coating_test test) {
    const ip_coating_search *search = &side->search;
    switch (test) {
    case IP_COATING_CANDIDATE:
        fputs(coating->phase->excluded ? "it is left out of the competition" : "it is the metal itself", stream);
        break;
    case IP_COATING_RADIOACTIVE:
        fputs("an element of it has no stable isotope", stream);
        break;
    case IP_COATING_BAND_GAP:
        if (isnan(coating->phase->band_gap))
            fputs("its band gap is not known", stream);
        else
            fprintf(stream, "its band gap is %s eV, below %g eV", text_number(coating->phase->band_gap, 2), search->min_gap);
        break;
    case IP_COATING_ABOVE_HULL:
        fprintf(stream, "it lies %s eV/atom above the hull, more than %g", text_number(coating->energy_above_hull, 4),
                search->max_above_hull);
        break;
    case IP_COATING_WINDOW:
        if (search->cathode_count) {
            fprintf(stream, "its window, %s to %s V, does not hold ", text_number(coating->reduction_potential, 4),
                    text_number(coating->oxidation_potential, 4));
            print_voltages(stream, search);
        } else {
            fprintf(stream, "%s reduces it, below %s V", side->metal, text_number(coating->reduction_potential, 4));
        }
        break;
    case IP_COATING_ELECTROLYTE:
        fprintf(stream, "its reaction with %s, %s eV/atom, is beyond %g", side->electrolyte, text_number(coating->electrolyte_energy, 4),
                search->max_reaction);
        break;
    case IP_COATING_CATHODE:
        fprintf(stream, "its reaction with %s, %s eV/atom, is beyond %g", side->cathodes[coating->cathode],
                text_number(coating->cathode_energy, 4), search->max_reaction);
        break;
    case IP_COATING_AT_VOLTAGE:
        fprintf(stream, "its reaction with the cathode at a voltage of the range, %s eV/atom, is beyond %g",
                text_number(coating->cathode_energy_at_voltage, 4), search->max_reaction_at_voltage);
        break;
    default:
        fputs("it is not ", stream);
        print_test(stream, side, test);
        break;
    }
}

/* Whether the figure that a test goes by was found. The metal itself has none, and what fell may lack some. */
static bool is_known(const ip_coating *coating, ip_coating_test test) {
    switch (test) {
    case IP_COATING_ABOVE_HULL:
        return !isnan(coating->energy_above_hull);
    case IP_COATING_WINDOW:
        return !isnan(coating->reduction_potential);
    case IP_COATING_ELECTROLYTE:
        return !isnan(coating->electrolyte_energy);
    case IP_COATING_CATHODE:
        return !isnan(coating->cathode_energy);
    case IP_COATING_AT_VOLTAGE:
        return !isnan(coating->cathode_energy_at_voltage);
    default:
        return true;
    }
}

/* Every test that a phase fails, joined; owned by the caller, NULL for lack of memory. */
static char *failures_text(const coating_side *side, const ip_coating *coating, const char *separator) {
    char *text = NULL;
    size_t size = 0;
    int found = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return NULL;
    for (int test = 0; test < IP_COATING_TEST_COUNT; test++) {
        /* What is left out of the competition is no layer whatever the solver says of it. */
        bool is_asked = test < IP_COATING_ABOVE_HULL || coating->failed != IP_COATING_CANDIDATE;
        if (is_asked && is_known(coating, (ip_coating_test)test) && !ip_coating_passes(&side->search, coating, (ip_coating_test)test)) {
            fputs(found++ ? separator : "", stream);
            print_failure(stream, side, coating, (ip_coating_test)test);
        }
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
    text_table_add(table, side->search.cathode_count && side->electrolyte ? "worse interface" : "interface");
}

void coating_print_table(session *run, const coating_side *side, long shown) {
    FILE *stream = run->out.stream;
    bool has_cathode = side->search.cathode_count > 0;
    text_table table;
    text_table_start(&table, side->electrolyte && has_cathode ? "rlrrrrrrl" : has_cathode ? "rlrrrrrl" : side->electrolyte ? "rlrrrrl" : "rlrrrl");
    add_head(&table, side);
    for (long i = 0; i < shown; i++)
        add_layer(&table, side, &side->list.coatings[i], i + 1);
    text_table_print(&table, "  ", stream);
    run->broken = run->broken || table.failed;
    text_table_clear(&table);
    fprintf(stream, "\nabove hull: eV/atom; gap: eV; window: V against %s;", side->metal);
    if (side->electrolyte)
        fprintf(stream, " electrolyte: deepest mutual reaction energy with %s, eV/atom;", side->electrolyte);
    if (has_cathode) {
        fputs(" cathode: the\nsame with ", stream);
        print_cathodes(stream, side);
        fputs(side->search.cathode_count > 1 ? " (the worst);" : ";", stream);
        fputs(" at voltage: the same with it, open to the metal, at the worst voltage of the range;", stream);
    }
    fputs(has_cathode && side->electrolyte ? "\nthe last column: what forms at the worse interface.\n" : "\nthe last column: what forms there.\n",
          stream);
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
