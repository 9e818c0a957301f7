/* What a row of a batch asks: its fields as a task. Knows no files. */
#include "batch_inside.h"

#include "formulas.h"

static const char *field_of(const batch *source, const batch_row *row, int which) {
    int index = source->field[which];
    return index >= 0 ? row->fields[index] : "";
}

ip_status batch_read_task(const batch *source, batch_row *row, ip_error *error) {
    const options *opts = source->opts;
    ip_task *task = &row->task;
    voltage_range voltage = {0.0, 0.0, false};
    const char *b = field_of(source, row, FIELD_B), *text = field_of(source, row, FIELD_VOLTAGE);
    ip_status status = IP_OK;
    task->a = field_of(source, row, FIELD_A);
    task->b = *b ? b : NULL;
    task->metal = opts->metal;
    task->charge = opts->metal_charge;
    if (!*task->a)
        return ip_error_set(error, IP_BAD_FORMULA, "column a is empty; a formula is expected");
    if (!formulas_of_task(row->meant, task, opts))
        return batch_out_of_memory(error);
    if (*field_of(source, row, FIELD_METAL))
        status = values_read_metal(&task->metal, &task->charge, field_of(source, row, FIELD_METAL), error);
    if (!status)
        status = values_check_metal(task->metal, task->charge, opts->force, error);
    if (status)
        return ip_error_prefix(error, status, "column metal");
    if (*text)
        status = values_read_voltage(&voltage, text, error);
    else if (opts->voltages.count)
        voltage = opts->voltages.items[0];
    if (status)
        return ip_error_prefix(error, status, "column voltage");
    /* A window covers all voltages. */
    task->has_voltage = task->b && (*text || opts->voltages.count);
    task->voltage_low = voltage.low;
    task->voltage_high = voltage.high;
    return IP_OK;
}
