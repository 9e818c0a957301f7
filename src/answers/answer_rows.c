/* Packs rows where they are found and unpacks them where they are taken. Knows no kind of question. */
#include "answer_rows.h"

#include <stdlib.h>

typedef struct rows_run {
    const ip_answer_rows *rows;
    ip_memory *memory; /* of the row that is handed over */
    ip_error failure;  /* lack of memory on the way */
} rows_run;

/* The error, then the row. */
static void find_row(void *user, ip_solver *solver, long index, ip_packed *packed) {
    const rows_run *run = user;
    const ip_answer_rows *rows = run->rows;
    ip_memory *memory;
    ip_error error = {IP_OK, ""};
    if (ip_memory_new(&memory, NULL)) {
        packed->failed = true;
        return;
    }
    void *row = ip_memory_take(memory, rows->type->size);
    if (row) {
        /* What was tried on the way and failed is no failure of the answer. */
        error.status = rows->find(rows->user, row, memory, solver, index, &error);
        ip_packed_put_error(packed, &error);
        ip_row_put(packed, rows->type, row);
    } else {
        packed->failed = true;
    }
    ip_memory_free(memory);
}

static void take_row(void *user, long index, const void *answer, size_t size) {
    rows_run *run = user;
    const ip_answer_rows *rows = run->rows;
    ip_packed_reader reader = ip_packed_read(answer, size);
    ip_error error;
    ip_packed_get_error(&reader, &error);
    void *row = ip_memory_take(run->memory, rows->type->size);
    if (!row)
        ip_error_set(&run->failure, IP_NO_MEMORY, "out of memory");
    else if (ip_row_get(row, rows->type, run->memory, &reader, &run->failure) == IP_OK)
        rows->take(rows->user, index, row, &error);
    ip_memory_empty(run->memory);
}

ip_status ip_answer_rows_find(ip_executor *executor, const ip_answer_rows *rows, ip_error *error) {
    rows_run run = {rows, NULL, {IP_OK, ""}};
    ip_element_set *keys = malloc(((size_t)rows->count + 1) * sizeof *keys);
    ip_status status = keys ? ip_memory_new(&run.memory, error) : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < rows->count && !status; i++)
        keys[i] = rows->elements(rows->user, i);
    ip_job job = {.count = rows->count, .keys = keys, .work = find_row, .take = take_row, .stop = rows->stop, .user = &run};
    if (!status)
        status = ip_executor_run(executor, &job, error);
    if (!status && run.failure.status)
        status = ip_error_set(error, run.failure.status, "%s", run.failure.message);
    free(keys);
    ip_memory_free(run.memory);
    return status;
}
