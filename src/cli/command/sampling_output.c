/* Draws below an answer: quantiles as one table, products as another. Rare sets of products are counted, not listed. */
#include "sampling_output.h"

#include "cli/io/memory_text.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sets of products that came out less often are counted together. */
#define LEAST_SHARE 0.05

typedef struct number_line {
    const char *quantity, *unit;
    double low, median, high;
    const char *share;
} number_line;

static const ip_column number_columns[] = {
    IP_COLUMN(number_line, quantity, "", "", 0, 1, 0, 0, "what it is"),
    IP_COLUMN(number_line, low, "5 %", "", 0, 2, 3, 0, "5 % of the draws lie below"),
    IP_COLUMN(number_line, median, "50 %", "", 0, 3, 3, 0, "half of the draws lie below"),
    IP_COLUMN(number_line, high, "95 %", "", 0, 4, 3, 0, "95 % of the draws lie below"),
    IP_COLUMN(number_line, unit, "", "", 0, 5, 0, IP_COLUMN_OPTIONAL, "its unit"),
    IP_COLUMN(number_line, share, "", "", 0, 6, 0, IP_COLUMN_OPTIONAL, "in how many draws it is there, where not in all"),
};
static const ip_result_type number_result = IP_RESULT_TYPE("quantiles", number_line, number_columns);

typedef struct product_line {
    const char *place, *sets;
} product_line;

static const ip_column product_columns[] = {
    IP_COLUMN(product_line, place, "", "", 0, 1, 0, 0, "where they form"),
    IP_COLUMN(product_line, sets, "", "", 0, 2, 0, IP_COLUMN_LONG | IP_COLUMN_LIST, "how often each set came out"),
};
static const ip_result_type product_result = IP_RESULT_TYPE("sets", product_line, product_columns);

/* What is said again in another unit, or by another count of atoms, is left to CSV and JSON. */
static bool is_again(const ip_result_type *type, int column) {
    const ip_column *asked = &type->columns[column];
    if (strcmp(asked->unit, "kJ/mol") == 0)
        return true;
    for (int c = 0; c < column; c++)
        if (ip_samples_has(&type->columns[c]) && strcmp(type->columns[c].title, asked->title) == 0)
            return true;
    return false;
}

static const char *keep(session *run, const char *text) {
    const char *kept = ip_memory_copy(run->memory, text);
    if (!kept) {
        ip_error error;
        ip_error_set(&error, IP_NO_MEMORY, "out of memory");
        session_break(run, &error);
    }
    return kept ? kept : "(out of memory)";
}

/* "in 41 %". */
static const char *share_text(session *run, double share) {
    char text[32];
    snprintf(text, sizeof text, "in %s", text_share(share));
    return keep(run, text);
}

static long add_numbers(number_line *lines, session *run, long row) {
    const ip_result_type *type = run->type;
    long count = 0;
    for (int c = 0; c < type->column_count; c++) {
        const ip_column *column = &type->columns[c];
        ip_quantiles found = ip_samples_number(run->sampling.samples, row, column);
        if (!ip_samples_has(column) || !(found.share > 0.0) || is_again(type, c))
            continue;
        number_line line = {column->title, column->unit, found.low, found.median, found.high,
                            found.share < 1.0 ? share_text(run, found.share) : NULL};
        lines[count++] = line;
    }
    return count;
}

/* "NaPS3 + S in 41 %, Na2PS3 + S in 38 %, 4 others in 21 %". */
static const char *sets_text(session *run, const ip_product_set *sets, long count) {
    memory_text written = {0};
    double rest = 0.0;
    long others = 0;
    FILE *stream = memory_text_open(&written);
    for (long i = 0; i < count && stream; i++) {
        others += sets[i].share < LEAST_SHARE;
        rest += sets[i].share < LEAST_SHARE ? sets[i].share : 0.0;
        if (sets[i].share >= LEAST_SHARE)
            fprintf(stream, "%s%s %s", i ? ", " : "", text_masked(sets[i].formulas), share_text(run, sets[i].share));
    }
    if (others && stream)
        fprintf(stream, "%s%s %s", others < count ? ", " : "", others == 1 ? "another" : text_count(others, "other"),
                share_text(run, rest));
    char *text = memory_text_take(&written, stream);
    if (!text)
        complain_of_memory();
    const char *kept = keep(run, text ? text : "(out of memory)");
    free(text);
    return kept;
}

static long add_products(product_line *lines, session *run, long row) {
    const ip_result_type *type = run->type;
    long count = 0;
    for (int c = 0; c < type->column_count; c++) {
        const ip_product_set *sets;
        long found = ip_samples_products(run->sampling.samples, row, &type->columns[c], &sets);
        if (found) {
            product_line line = {type->columns[c].title, sets_text(run, sets, found)};
            lines[count++] = line;
        }
    }
    return count;
}

static void print_tables(session *run, long row) {
    size_t most = (size_t)run->type->column_count + 1;
    number_line *numbers = malloc(most * sizeof *numbers);
    product_line *products = malloc(most * sizeof *products);
    if (numbers && products) {
        session_table(run, &number_result, numbers, add_numbers(numbers, run, row));
        session_table(run, &product_result, products, add_products(products, run, row));
    } else {
        ip_error error;
        ip_error_set(&error, IP_NO_MEMORY, "out of memory");
        session_break(run, &error);
    }
    free(numbers);
    free(products);
}

void sampling_print(session *run, long row) {
    FILE *stream = run->out.stream;
    const ip_samples *samples = run->sampling.samples;
    if (!samples)
        return;
    fprintf(stream, "  %s of the energies", text_count(ip_samples_count(samples), "draw"));
    if (ip_samples_vary(samples)) {
        fprintf(stream, ": %s %s", ip_samples_type_claim(run->sampling.type), share_text(run, ip_samples_share(samples, row)));
        if (ip_samples_failed(samples))
            fprintf(stream, "; %ld without an answer", ip_samples_failed(samples));
        fputc('\n', stream);
        print_tables(run, row);
    } else {
        fprintf(stream, " are all alike: %s\n", run->question.uncertainty ? "none within these elements has an uncertainty"
                                                                       : "these are taken without uncertainties");
    }
    sampling_forget(&run->sampling);
    ip_memory_empty(run->memory);
}
