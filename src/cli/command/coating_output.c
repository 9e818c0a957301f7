/* Shows one side's search. The limits that are shown are those that were applied. */
#include "coating_output.h"

#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

static ip_status fill_row(ip_coating_row *row, session *run, const coating_side *side, const ip_coating *coating, long rank,
                          const char *reasons, ip_error *error) {
    ip_coating_sides sides = {side->electrolyte, side->cathodes};
    return ip_coating_row_fill(row, run->memory, &side->search, &sides, coating, rank, reasons, &run->question, error);
}

void coating_write_row(session *run, const coating_side *side, const ip_coating *coating, long rank) {
    char *reasons = !coating->status && rank == 0 ? failures_text(side, coating, "; ") : NULL;
    ip_coating_row row;
    ip_error error;
    if (fill_row(&row, run, side, coating, rank, reasons, &error))
        session_break(run, &error);
    else
        session_row(run, &row);
    free(reasons);
    ip_memory_empty(run->memory);
}

/* ---- text */

void coating_print_table(session *run, const coating_side *side, long shown) {
    FILE *stream = run->out.stream;
    ip_coating_row *rows = malloc(((size_t)shown + 1) * sizeof *rows);
    ip_error error;
    ip_status status = rows ? IP_OK : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < shown && !status; i++)
        status = fill_row(&rows[i], run, side, &side->list.coatings[i], i + 1, NULL, &error);
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
