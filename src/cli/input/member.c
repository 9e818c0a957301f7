/* A series of compositions as tasks: a window of each, and an interface with each of what it is held against. */
#include "batch_inside.h"

#include "cli/io/report.h"

#include <interphase/number.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_SIZE = 64, DECIMALS = 9 };

/* Tasks of one composition. */
static long count_tasks(const batch *source) {
    return 1 + source->series->against->count;
}

long batch_count_series(const batch *source) {
    return source->series->of.count * count_tasks(source);
}

/* Whatever an amount comes out as has to be seen before anything is answered. */
static bool check_formulas(const series *of) {
    for (long i = 0; i < of->count; i++) {
        char *formula;
        ip_error error;
        if (series_write(&formula, of, i, &error)) {
            complain_of(of->pattern, &error);
            return false;
        }
        free(formula);
    }
    return true;
}

/* The variables, whose names answers have, too, such as x; a, and b where there is any. */
bool batch_name_series_columns(batch *source) {
    const series *of = &source->series->of;
    bool has_b = source->series->against->count > 0;
    if (!check_formulas(of))
        return false;
    source->columns = calloc((size_t)of->range_count + 3, sizeof *source->columns);
    for (int i = 0; source->columns && i < of->range_count + 1 + has_b; i++) {
        char name[NUMBER_SIZE];
        bool is_variable = i < of->range_count;
        snprintf(name, sizeof name, "%s%c", is_variable ? "sweep_" : "",
                 is_variable ? of->ranges[i].variable : 'a' + i - of->range_count);
        source->columns[i] = strdup(name);
        if (!source->columns[i])
            break;
        source->column_count++;
    }
    source->field[FIELD_A] = of->range_count;
    source->field[FIELD_B] = has_b ? of->range_count + 1 : -1;
    source->field[FIELD_VOLTAGE] = source->field[FIELD_METAL] = -1;
    if (source->column_count == of->range_count + 1 + has_b)
        return true;
    complain_of_memory();
    return false;
}

ip_status batch_add_member(batch *source, ip_error *error) {
    const series *of = &source->series->of;
    long composition = source->next_member / count_tasks(source), partner = source->next_member % count_tasks(source) - 1;
    char **fields = calloc((size_t)source->column_count + 1, sizeof *fields);
    ip_status status = fields ? IP_OK : batch_out_of_memory(error);
    for (int i = 0; i < source->column_count && !status; i++) {
        char number[NUMBER_SIZE];
        if (i < of->range_count) {
            ip_number_format_short(number, sizeof number, series_value(of, composition, i), DECIMALS);
            fields[i] = strdup(number);
        } else if (i == of->range_count) {
            status = series_write(&fields[i], of, composition, error);
        } else {
            fields[i] = strdup(partner < 0 ? "" : source->series->against->items[partner]);
        }
        if (!status && !fields[i])
            status = batch_out_of_memory(error);
    }
    if (status) {
        batch_free_fields(fields, source->column_count);
        return status;
    }
    source->next_member++;
    return batch_add_row(source, fields, 0, source->column_count, error);
}
