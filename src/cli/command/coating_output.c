/* Shows one side's search. The limits that are shown are those that were applied. */
#include "coating_output.h"

#include "cli/io/memory_text.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void coating_print_funnel(const coating_side *side) {
    fprintf(stderr, "%s side:\n%8ld phases of the table\n", side->search.cathode_count ? "Cathode" : "Anode", side->list.count);
    for (int test = 0; test < IP_COATING_TEST_COUNT; test++)
        if (ip_coating_tests(&side->search, (ip_coating_test)test)) {
            char *sentence = ip_coating_sentence(&side->search, &side->list, (ip_coating_test)test);
            if (!sentence)
                complain_of_memory();
            const char *reason = test == IP_COATING_CONTAINS && side->contains_by_default
                                     ? " (default: its ions have to pass; --contains none for all)" : "";
            fprintf(stderr, "%8ld %s%s\n", side->list.left[test], sentence ? sentence : "(out of memory)", reason);
            free(sentence);
        }
    if (side->list.failures)
        fprintf(stderr, "%8ld could not be judged\n", side->list.failures);
}

/* ---- rows */

/* Every test that a phase fails, joined; owned by the caller, NULL after a complaint for lack of memory. */
static char *failures_text(const coating_side *side, const ip_coating *coating, const char *separator) {
    memory_text text = {0};
    int found = 0;
    FILE *stream = memory_text_open(&text);
    bool made = stream != NULL;
    for (int test = 0; test < IP_COATING_TEST_COUNT && made; test++) {
        if (!ip_coating_fails(&side->search, coating, (ip_coating_test)test))
            continue;
        char *failure = ip_coating_failure(&side->search, coating, (ip_coating_test)test);
        made = failure && fprintf(stream, "%s%s", found++ ? separator : "", failure) >= 0;
        free(failure);
    }
    char *taken = memory_text_take(&text, stream);
    if (made && taken)
        return taken;
    complain_of_memory();
    free(taken);
    return NULL;
}

static ip_status fill_row(ip_coating_row *row, session *run, const coating_side *side, const ip_coating *coating, long rank,
                          const char *reasons, ip_error *error) {
    ip_coating_sides sides = {side->electrolyte, side->cathodes};
    return ip_coating_row_fill(row, run->memory, &side->search, &sides, coating, rank, reasons, &run->question, error);
}

/* Takes the draws of one layer in hand; false where there are none. */
static bool sample(session *run, const coating_side *side, const ip_coating *coating) {
    ip_coating_sides sides = {side->electrolyte, side->cathodes};
    sampling *into = &run->sampling;
    ip_error error;
    if (!into->draws.count || coating->status)
        return false;
    session_take_samples(
        run, ip_samples_coating(&into->samples, &into->draws, &side->search, &sides, coating->phase, &run->question, &error),
        &error);
    return into->samples != NULL;
}

void coating_write_row(session *run, const coating_side *side, const ip_coating *coating, long rank) {
    bool fell = !coating->status && rank == 0;
    char *reasons = fell ? failures_text(side, coating, "; ") : NULL;
    ip_coating_row row;
    ip_error error;
    sample(run, side, coating);
    if (fell && !reasons)
        run->broken = true;
    else if (fill_row(&row, run, side, coating, rank, reasons, &error))
        session_break(run, &error);
    else
        session_row(run, &row);
    free(reasons);
    sampling_forget(&run->sampling);
    ip_memory_empty(run->memory);
}

void coating_draw_row(session *run, const coating_side *side, const ip_coating *coating, long rank) {
    ip_coating_row row;
    ip_error error;
    if (fill_row(&row, run, side, coating, rank, NULL, &error))
        session_break(run, &error);
    else
        session_row(run, &row);
    ip_memory_empty(run->memory);
}

/* ---- text */

/* A row of the table, whose last column names what forms. */
static ip_status show_layer(ip_coating_row *row, session *run, const coating_side *side, const ip_coating *coating, long rank,
                            ip_error *error) {
    ip_coating_sides sides = {side->electrolyte, side->cathodes};
    const ip_equilibrium *products = ip_coating_worse_products(&side->search, &sides, coating);
    if (products)
        session_note_weak(run, products);
    return fill_row(row, run, side, coating, rank, NULL, error);
}

void coating_print_table(session *run, const coating_side *side, long shown) {
    FILE *stream = run->out.stream;
    ip_coating_row *rows = malloc(((size_t)shown + 1) * sizeof *rows);
    ip_error error;
    ip_status status = rows ? IP_OK : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < shown && !status; i++)
        status = show_layer(&rows[i], run, side, &side->list.coatings[i], i + 1, &error);
    if (status) {
        session_break(run, &error);
    } else {
        session_table(run, &ip_coating_result, rows, shown);
        fprintf(stream, "\nVoltages against %s.\n", side->metal);
        session_print_notes(run, &ip_coating_result, rows, shown);
    }
    free(rows);
    ip_memory_empty(run->memory);
}

/* A layer among the draws. */
typedef struct drawn_layer {
    const char *formula, *passes;
    double low, median, high; /* of the worst interface */
} drawn_layer;

static const ip_column drawn_columns[] = {
    IP_COLUMN(drawn_layer, formula, "layer", "", 0, 1, 0, 0, "the phase that the layer is of"),
    IP_COLUMN(drawn_layer, passes, "passes", "", 0, 2, 0, 0, "in how many draws it passes every test"),
    IP_COLUMN(drawn_layer, low, "worst, 5 %", "eV/atom", 0, 3, 3, IP_COLUMN_OPTIONAL, "5 % of the draws lie below"),
    IP_COLUMN(drawn_layer, median, "50 %", "eV/atom", 0, 4, 3, IP_COLUMN_OPTIONAL, "half of the draws lie below"),
    IP_COLUMN(drawn_layer, high, "95 %", "eV/atom", 0, 5, 3, IP_COLUMN_OPTIONAL, "95 % of the draws lie below"),
};
static const ip_result_type drawn_result = IP_RESULT_TYPE("draws", drawn_layer, drawn_columns);

void coating_print_samples(session *run, const coating_side *side, long shown) {
    drawn_layer *layers = malloc(((size_t)shown + 1) * sizeof *layers);
    long count = 0, vary = 0;
    for (long i = 0; i < shown && layers; i++) {
        const ip_coating *coating = &side->list.coatings[i];
        if (!sample(run, side, coating))
            continue;
        const ip_samples *samples = run->sampling.samples;
        ip_quantiles worst = ip_samples_number(samples, 0, ip_result_column(&ip_coating_result, "worst_reaction_energy"));
        char passes[32];
        snprintf(passes, sizeof passes, "%s", text_share(ip_samples_share(samples, 0)));
        drawn_layer layer = {coating->phase->formula, ip_memory_copy(run->memory, passes), worst.low, worst.median, worst.high};
        layers[count++] = layer;
        vary += ip_samples_vary(samples);
        sampling_forget(&run->sampling);
    }
    if (count) {
        fprintf(run->out.stream, "\n%s of the energies%s:\n", text_count(run->sampling.draws.count, "draw"),
                vary ? "" : ", all alike: none of them has an uncertainty");
        session_table(run, &drawn_result, layers, count);
        run->blocks++;
    }
    free(layers);
    ip_memory_empty(run->memory);
}

void coating_print_explanation(session *run, const coating_side *side, const char *formula, const ip_coating *coating,
                               long rank) {
    FILE *stream = run->out.stream;
    session_start_block(run);
    if (coating->status) {
        fprintf(stream, "%s could not be judged (%s): %s\n", formula, ip_status_word(coating->status), coating->message);
        return;
    }
    if (rank) {
        fprintf(stream, "%s passes: rank %ld", formula, rank);
        if (!isnan(coating->worst_energy))
            fprintf(stream, ", worst interface %s eV/atom",
                    text_uncertain(coating->worst_energy, coating->worst_energy_uncertainty, 4));
        fputs(".\n", stream);
        return;
    }
    char *reasons = failures_text(side, coating, "\n  ");
    fprintf(stream, "%s does not pass:\n  %s\n", formula, reasons ? reasons : "(out of memory)");
    free(reasons);
}
