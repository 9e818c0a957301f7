/* Many materials in air, given to an executor; their rows travel packed. Knows no file and no words. */
#include <interphase/air_row.h>

#include "air.h"

#include <stdlib.h>

typedef struct air_run {
    const ip_air *air;
    const char *const *formulas;
    const ip_question *question;
    ip_air_take take;
    void *user;
    ip_memory *memory; /* of the row that is handed over */
    ip_error failure;  /* lack of memory on the way */
} air_run;

/* The error, then the row. */
static void answer_formula(void *user, ip_solver *solver, long item, ip_packed *packed) {
    const air_run *run = user;
    ip_memory *memory;
    ip_air_row row;
    ip_error error = {IP_OK, ""};
    if (ip_memory_new(&memory, NULL)) {
        packed->failed = true;
        return;
    }
    error.status = ip_air_row_find(&row, memory, solver, run->air, run->formulas[item], run->question, &error);
    ip_packed_put_error(packed, &error);
    ip_row_put(packed, &ip_air_result, &row);
    ip_memory_free(memory);
}

static void take_answer(void *user, long item, const void *answer, size_t size) {
    air_run *run = user;
    ip_packed_reader reader = ip_packed_read(answer, size);
    ip_air_row row;
    ip_error error;
    ip_packed_get_error(&reader, &error);
    if (ip_row_get(&row, &ip_air_result, run->memory, &reader, &run->failure) == IP_OK)
        run->take(run->user, item, &row, &error);
    ip_memory_empty(run->memory);
}

static ip_element_set elements_of(const char *formula) {
    ip_composition composition;
    ip_element_set none = {{0, 0}};
    return ip_composition_read(&composition, formula, NULL) ? none : ip_composition_elements(&composition);
}

ip_status ip_air_rows_find(ip_executor *executor, const ip_air *air, const char *const *formulas, long count,
                           const ip_question *question, ip_air_take take, void *user, ip_error *error) {
    air_run run = {air, formulas, question, take, user, NULL, {IP_OK, ""}};
    ip_element_set *keys = malloc(((size_t)count + 1) * sizeof *keys);
    ip_status status = keys ? ip_memory_new(&run.memory, error) : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < count && !status; i++)
        keys[i] = elements_of(formulas[i]);
    ip_job job = {.count = count, .keys = keys, .work = answer_formula, .take = take_answer, .user = &run};
    if (!status)
        status = ip_executor_run(executor, &job, error);
    if (!status && run.failure.status)
        status = ip_error_set(error, run.failure.status, "%s", run.failure.message);
    free(keys);
    ip_memory_free(run.memory);
    return status;
}
