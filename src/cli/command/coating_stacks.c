/* A layer on each side of an electrolyte: the stacks that follow from the layers of both sides. */
#include "coating_stacks.h"

#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>

/* Layers that hold on both sides, named in text. */
enum { MOST_COMMON = 8 };
/* More stacks than anybody reads, and than memory should hold. */
enum { MOST_STACKS = 10000000 };

typedef struct stack {
    const ip_coating *anode, *cathode;
    double worst;      /* of the three interfaces, eV/atom */
    long ranks[2];     /* of the layers on their sides, from 0 */
} stack;

/* Among equals those of the best layers first, taking turns between the sides. */
static int by_worst(const void *a, const void *b) {
    const stack *left = a, *right = b;
    long long worst_left = ip_coating_energy_grain(left->worst), worst_right = ip_coating_energy_grain(right->worst);
    long sum_left = left->ranks[0] + left->ranks[1], sum_right = right->ranks[0] + right->ranks[1];
    if (worst_left != worst_right)
        return worst_left > worst_right ? -1 : 1;
    if (sum_left != sum_right)
        return sum_left < sum_right ? -1 : 1;
    return (left->ranks[1] > right->ranks[1]) - (left->ranks[1] < right->ranks[1]);
}

/* The two layers do not touch, so a stack is as good as the worse of them, and the best `most` stacks are made of the best
 * `most` layers of each side (0: of all). *count is how many were made. NULL after filling *error. */
static stack *make_stacks(const coating_side *anode, const coating_side *cathode, long most, long *count, ip_error *error) {
    long anodes = anode->list.passed, cathodes = cathode->list.passed;
    if (most > 0 && anodes > most)
        anodes = most;
    if (most > 0 && cathodes > most)
        cathodes = most;
    *count = 0;
    if (cathodes && anodes > MOST_STACKS / cathodes) {
        ip_error_set(error, IP_BAD_ARGUMENT,
                     "%ld layers on one side and %ld on the other make more than %d stacks; a smaller --top is expected", anodes,
                     cathodes, MOST_STACKS);
        return NULL;
    }
    stack *stacks = malloc(((size_t)(anodes * cathodes) + 1) * sizeof *stacks);
    if (!stacks) {
        ip_error_set(error, IP_NO_MEMORY, "out of memory");
        return NULL;
    }
    for (long i = 0; i < anodes; i++)
        for (long j = 0; j < cathodes; j++) {
            const ip_coating *a = &anode->list.coatings[i], *c = &cathode->list.coatings[j];
            stack entry = {a, c, fmin(a->worst_energy, c->worst_energy), {i, j}};
            stacks[(*count)++] = entry;
        }
    qsort(stacks, (size_t)*count, sizeof *stacks, by_worst);
    return stacks;
}

typedef struct stack_row {
    long rank;
    const char *anode_layer, *cathode_layer;
    double worst_reaction_energy, anode_layer_electrolyte_energy, cathode_layer_electrolyte_energy; /* eV/atom */
    double cathode_layer_cathode_energy, cathode_energy_at_voltage;
    double anode_layer_band_gap, cathode_layer_band_gap; /* eV */
    const char *status, *message;
    double worst_reaction_energy_uncertainty, anode_layer_electrolyte_energy_uncertainty,
        cathode_layer_electrolyte_energy_uncertainty;
    double cathode_layer_cathode_energy_uncertainty, cathode_energy_at_voltage_uncertainty; /* one standard deviation, eV/atom */
} stack_row;

#define UNCERTAINTY(member)                                                                                                      \
    IP_COLUMN(stack_row, member##_uncertainty, "uncertainty", "eV/atom", 6, 0, 4, 0, "one standard deviation of " #member)

static const ip_column columns[] = {
    IP_COLUMN(stack_row, rank, "rank", "", 0, 1, 0, 0, "by the worst of the three interfaces, from 1"),
    IP_COLUMN(stack_row, anode_layer, "anode layer", "", 0, 2, 0, 0, "the layer between the metal and the electrolyte"),
    IP_COLUMN(stack_row, cathode_layer, "cathode layer", "", 0, 3, 0, 0, "the layer between the electrolyte and the cathode"),
    IP_COLUMN(stack_row, worst_reaction_energy, "worst", "eV/atom", 6, 4, 4, IP_COLUMN_NOTED,
              "the lowest of the three closed energies"),
    IP_COLUMN(stack_row, anode_layer_electrolyte_energy, "anode side", "eV/atom", 6, 5, 4, IP_COLUMN_NOTED,
              "deepest mutual reaction energy of the anode layer and the electrolyte, closed"),
    IP_COLUMN(stack_row, cathode_layer_electrolyte_energy, "cathode side", "eV/atom", 6, 6, 4, IP_COLUMN_NOTED,
              "the same of the electrolyte and the cathode layer"),
    IP_COLUMN(stack_row, cathode_layer_cathode_energy, "cathode", "eV/atom", 6, 7, 4, IP_COLUMN_NOTED,
              "the same of the cathode layer and the cathode"),
    IP_COLUMN(stack_row, cathode_energy_at_voltage, "at voltage", "eV/atom", 6, 8, 4, IP_COLUMN_NOTED,
              "the last, open to the metal, at the worst voltage of the range"),
    IP_COLUMN(stack_row, anode_layer_band_gap, "gap of the anode layer", "eV", 6, 0, 2, 0,
              "computed band gap of the anode layer"),
    IP_COLUMN(stack_row, cathode_layer_band_gap, "gap of the cathode layer", "eV", 6, 0, 2, 0,
              "computed band gap of the cathode layer"),
    IP_COLUMN(stack_row, status, "status", "", 0, 0, 0, 0, "ok, or a stable word for why there is no answer"),
    IP_COLUMN(stack_row, message, "message", "", 0, 0, 0, 0, "why there is no answer, for people"),
    UNCERTAINTY(worst_reaction_energy),
    UNCERTAINTY(anode_layer_electrolyte_energy),
    UNCERTAINTY(cathode_layer_electrolyte_energy),
    UNCERTAINTY(cathode_layer_cathode_energy),
    UNCERTAINTY(cathode_energy_at_voltage),
};

const ip_result_type coating_stack_result = IP_RESULT_TYPE("coatings --both", stack_row, columns);

/* Of two layers the one that reacts more. */
static const ip_coating *worse_of(const ip_coating *a, const ip_coating *b) {
    return a->worst_energy <= b->worst_energy ? a : b;
}

static stack_row make_row(const stack *entry, long rank) {
    stack_row row = {
        .rank = rank,
        .anode_layer = entry->anode->phase->formula,
        .cathode_layer = entry->cathode->phase->formula,
        .worst_reaction_energy = entry->worst,
        .anode_layer_electrolyte_energy = entry->anode->electrolyte_energy,
        .cathode_layer_electrolyte_energy = entry->cathode->electrolyte_energy,
        .cathode_layer_cathode_energy = entry->cathode->cathode_energy,
        .cathode_energy_at_voltage = entry->cathode->cathode_energy_at_voltage,
        .anode_layer_band_gap = entry->anode->phase->band_gap,
        .cathode_layer_band_gap = entry->cathode->phase->band_gap,
        .status = ip_status_word(IP_OK),
        .worst_reaction_energy_uncertainty = worse_of(entry->anode, entry->cathode)->worst_energy_uncertainty,
        .anode_layer_electrolyte_energy_uncertainty = entry->anode->electrolyte_energy_uncertainty,
        .cathode_layer_electrolyte_energy_uncertainty = entry->cathode->electrolyte_energy_uncertainty,
        .cathode_layer_cathode_energy_uncertainty = entry->cathode->cathode_energy_uncertainty,
        .cathode_energy_at_voltage_uncertainty = entry->cathode->cathode_energy_at_voltage_uncertainty,
    };
    return row;
}

/* One material that serves on both sides needs no second one. */
static void print_common(session *out, const coating_side *anode, const coating_side *cathode) {
    FILE *stream = out->out.stream;
    const ip_dataset *dataset = out->dataset;
    const char *first = anode->search.any_window ? "\nOn both sides pass " : "\nOn both sides hold ";
    const ip_coating **by_index = calloc((size_t)ip_dataset_count(dataset) + 1, sizeof(ip_coating *));
    int found = 0;
    if (!by_index) {
        complain_of_memory();
        return;
    }
    for (long i = 0; i < anode->list.passed; i++)
        by_index[ip_dataset_index(dataset, anode->list.coatings[i].phase)] = &anode->list.coatings[i];
    for (long i = 0; i < cathode->list.passed; i++) {
        const ip_coating *layer = &cathode->list.coatings[i], *same = by_index[ip_dataset_index(dataset, layer->phase)];
        if (same && ++found <= MOST_COMMON) {
            const ip_coating *worse = worse_of(layer, same);
            fprintf(stream, "%s%s (%s)", found > 1 ? ", " : first, layer->phase->formula,
                    text_uncertain(worse->worst_energy, worse->worst_energy_uncertainty, 4));
        }
    }
    if (found > MOST_COMMON)
        fprintf(stream, " and %d others.\n", found - MOST_COMMON);
    else
        fprintf(stream, found ? ".\n" : "\nNo layer %s on both sides.\n", anode->search.any_window ? "passes" : "holds");
    free(by_index);
}

static void print_title(session *out, const coating_side *anode, const coating_side *cathode, long shown) {
    FILE *stream = out->out.stream;
    session_start_block(out);
    fprintf(stream, "Stacks %s | layer | %s | layer | ", anode->metal, anode->electrolyte);
    for (int i = 0; i < cathode->search.cathode_count; i++)
        fprintf(stream, "%s%s", i ? " and " : "", cathode->cathodes[i]);
    bool any = cathode->search.any_window;
    fprintf(stream, ", %s to %s V%s: %ld layers %s on the anode side, %ld on the cathode side%s\n",
            text_number(cathode->search.voltage_low, 4), text_number(cathode->search.voltage_high, 4),
            any ? ", whatever the windows of the layers" : "", anode->list.passed, any ? "pass" : "hold", cathode->list.passed,
            shown ? "; the best pairs:" : ".");
}

static void show_rows(session *out, const coating_side *anode, const coating_side *cathode, const stack_row *rows, long shown) {
    for (long i = 0; i < shown && out->sink; i++)
        session_row(out, &rows[i]);
    if (out->sink)
        return;
    print_title(out, anode, cathode, shown);
    if (shown) {
        session_table(out, &coating_stack_result, rows, shown);
        print_common(out, anode, cathode);
        session_print_notes(out, &coating_stack_result, rows, shown);
    }
    session_print_assumptions(out, true);
}

void coating_show_stacks(session *out, const coating_side *anode, const coating_side *cathode, long top) {
    ip_error error;
    long count;
    stack *stacks = make_stacks(anode, cathode, top, &count, &error);
    if (!stacks) {
        stack_row row;
        ip_row_blank(&coating_stack_result, &row);
        session_fail(out, "the stacks", &row, &error);
        return;
    }
    long shown = top > 0 && top < count ? top : count;
    stack_row *rows = malloc(((size_t)shown + 1) * sizeof *rows);
    for (long i = 0; i < shown && rows; i++)
        rows[i] = make_row(&stacks[i], i + 1);
    if (rows) {
        show_rows(out, anode, cathode, rows, shown);
    } else {
        ip_error_set(&error, IP_NO_MEMORY, "out of memory");
        session_break(out, &error);
    }
    free(rows);
    free(stacks);
}
