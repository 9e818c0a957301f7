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

/* Of two layers the one that reacts more. */
static const ip_coating *worse_of(const ip_coating *a, const ip_coating *b) {
    return a->worst_energy <= b->worst_energy ? a : b;
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

static void show_rows(session *out, const coating_side *anode, const coating_side *cathode, const ip_coating_stack_row *rows,
                      long shown) {
    for (long i = 0; i < shown; i++)
        session_row(out, &rows[i]); /* in text for the figure alone */
    if (out->sink)
        return;
    print_title(out, anode, cathode, shown);
    if (shown) {
        session_table(out, &ip_coating_stack_result, rows, shown);
        print_common(out, anode, cathode);
        session_print_notes(out, &ip_coating_stack_result, rows, shown);
    }
    session_print_assumptions(out, true);
}

void coating_show_stacks(session *out, const coating_side *anode, const coating_side *cathode, long top) {
    ip_error error;
    long count;
    stack *stacks = make_stacks(anode, cathode, top, &count, &error);
    if (!stacks) {
        ip_coating_stack_row row;
        ip_row_blank(&ip_coating_stack_result, &row);
        session_fail(out, "the stacks", &row, &error);
        return;
    }
    long shown = top > 0 && top < count ? top : count;
    ip_coating_stack_row *rows = malloc(((size_t)shown + 1) * sizeof *rows);
    for (long i = 0; i < shown && rows; i++)
        ip_coating_stack_row_fill(&rows[i], stacks[i].anode, stacks[i].cathode, i + 1);
    if (rows) {
        show_rows(out, anode, cathode, rows, shown);
    } else {
        ip_error_set(&error, IP_NO_MEMORY, "out of memory");
        session_break(out, &error);
    }
    free(rows);
    free(stacks);
}
