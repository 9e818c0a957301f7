/* What a row of a batch asks: its fields as a task. Knows no files. */
#include "batch_inside.h"

#include "cli/io/report.h"
#include "formulas.h"
#include "metals.h"

#include <interphase/heading.h>
#include <interphase/number.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A field between stray quotation marks that is longer keeps them. */
enum { BARE_SIZE = 256 };

static const char *field_of(const batch *source, const batch_row *row, int which) {
    int index = source->field[which];
    return index >= 0 ? row->fields[index] : "";
}

const char *batch_formula(const batch *source, const batch_row *row, int which) {
    return field_of(source, row, which ? FIELD_B : FIELD_A);
}

/* A formula without the quotation marks that a spreadsheet left around it; false for lack of memory. */
static bool read_formula(const char **out, batch_row *row, int which, const char *field) {
    char bare[BARE_SIZE];
    *out = ip_heading_unquote(bare, sizeof bare, field);
    if (*out != bare)
        return true;
    row->bare[which] = strdup(bare);
    *out = row->bare[which] ? row->bare[which] : "";
    return row->bare[which] != NULL;
}

/* A voltage or a range, where numbers may have a decimal comma: each end by itself. */
static ip_status read_voltage(voltage_range *out, const batch *source, const char *text, ip_error *error) {
    char low[BARE_SIZE], pointed[2][BARE_SIZE], both[2 * BARE_SIZE];
    const char *colon = strchr(text, ':');
    if (!source->decimal_comma || (colon && (size_t)(colon - text) >= sizeof low))
        return values_read_voltage(out, text, error);
    if (!colon)
        return values_read_voltage(out, ip_number_with_point(pointed[0], BARE_SIZE, text), error);
    snprintf(low, sizeof low, "%.*s", (int)(colon - text), text);
    snprintf(both, sizeof both, "%s:%s", ip_number_with_point(pointed[0], BARE_SIZE, low),
             ip_number_with_point(pointed[1], BARE_SIZE, colon + 1));
    return values_read_voltage(out, both, error);
}

/* Says, in the row and of the first ones on standard error, that the formulas would have allowed another metal. */
static ip_status note_other_metal(batch *source, batch_row *row, const metal_found *found, ip_error *error) {
    const char *metal = ip_element_symbol(found->metal), *other = ip_element_symbol(found->other);
    enum { NOTE_SIZE = 120 };
    row->note = malloc(NOTE_SIZE);
    if (!row->note)
        return batch_out_of_memory(error);
    snprintf(row->note, NOTE_SIZE, "%s and %s may be the metal that voltages refer to; %s is taken", metal, other, metal);
    if (source->noted++ < NOTICES_OF_ROWS && !source->opts->quiet)
        complain("notice: %s%s%s: %s; a column 'metal', or --metal, names it", row->task.a, row->task.b ? " | " : "",
                 row->task.b ? row->task.b : "", row->note);
    return IP_OK;
}

/* The metal of the row, else that of the call, else that of its formulas. */
static ip_status read_metal(batch *source, batch_row *row, ip_error *error) {
    const options *opts = source->opts;
    ip_task *task = &row->task;
    char bare[BARE_SIZE];
    const char *text = ip_heading_unquote(bare, sizeof bare, field_of(source, row, FIELD_METAL)),
               *formulas[] = {task->a, task->b};
    metal_found found;
    ip_status status = IP_OK;
    if (*text)
        status = values_read_metal(&task->metal, &task->charge, text, error);
    if (!status && *text)
        status = values_check_metal(task->metal, task->charge, opts->force, error);
    if (status || *text)
        return status ? ip_error_prefix(error, status, "column metal") : IP_OK;
    status = metals_find(&found, opts, formulas, task->b ? 2 : 1, error);
    if (status)
        return status;
    task->metal = found.metal;
    task->charge = found.charge;
    return found.other && (task->has_voltage || !task->b) ? note_other_metal(source, row, &found, error) : IP_OK;
}

ip_status batch_read_task(batch *source, batch_row *row, ip_error *error) {
    const options *opts = source->opts;
    ip_task *task = &row->task;
    voltage_range voltage = {0.0, 0.0, false};
    char bare[BARE_SIZE];
    const char *text = ip_heading_unquote(bare, sizeof bare, field_of(source, row, FIELD_VOLTAGE));
    ip_status status = IP_OK;
    if (!read_formula(&task->a, row, 0, field_of(source, row, FIELD_A)) ||
        !read_formula(&task->b, row, 1, field_of(source, row, FIELD_B)))
        return batch_out_of_memory(error);
    if (!*task->b)
        task->b = NULL;
    if (!*task->a)
        return ip_error_set(error, IP_BAD_FORMULA, "column a is empty; a formula is expected");
    if (!formulas_of_task(row->meant, task, opts))
        return batch_out_of_memory(error);
    /* A window covers all voltages, so that what --voltage says for all rows is for interfaces. */
    task->has_voltage = *text || (task->b && opts->voltages.count);
    status = read_metal(source, row, error);
    if (status)
        return status;
    if (*text)
        status = read_voltage(&voltage, source, text, error);
    else if (task->has_voltage)
        voltage = opts->voltages.items[0];
    if (status)
        return ip_error_prefix(error, status, "column voltage");
    task->voltage_low = voltage.low;
    task->voltage_high = voltage.high;
    return IP_OK;
}
