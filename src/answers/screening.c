/* Tasks of a batch given to an executor; their rows travel packed. Knows no files and no kinds of tasks. */
#include <interphase/screening.h>

#include <stdlib.h>
#include <string.h>

typedef struct screening_run {
    const ip_task *tasks;
    const ip_question *question;
    ip_screening_take take;
    void *user;
    ip_memory *memory; /* of the row that is handed over */
    ip_error failure;  /* lack of memory on the way */
} screening_run;

/* The error, then the row. */
static void answer_task(void *user, ip_solver *solver, long item, ip_packed *packed) {
    const screening_run *run = user;
    ip_memory *memory;
    ip_task_row row;
    ip_error error = {IP_OK, ""};
    if (ip_memory_new(&memory, NULL)) {
        packed->failed = true;
        return;
    }
    /* What was tried on the way and failed is no failure of the answer. */
    error.status = ip_task_row_find(&row, memory, solver, &run->tasks[item], run->question, &error);
    ip_packed_put_error(packed, &error);
    ip_row_put(packed, &ip_task_result, &row);
    ip_memory_free(memory);
}

static void take_answer(void *user, long item, const void *answer, size_t size) {
    screening_run *run = user;
    ip_packed_reader reader = ip_packed_read(answer, size);
    ip_task_row row;
    ip_error error;
    ip_packed_get_error(&reader, &error);
    if (ip_row_get(&row, &ip_task_result, run->memory, &reader, &run->failure) == IP_OK)
        run->take(run->user, item, &row, &error);
    ip_memory_empty(run->memory);
}

/* The elements that a task's programme is about; what cannot be read comes first. */
static ip_element_set task_elements(const ip_task *task) {
    ip_composition composition;
    ip_element_set set = {{0, 0}};
    if (task->a && !ip_composition_read(&composition, task->a, NULL))
        set = ip_composition_elements(&composition);
    if (task->b && !ip_composition_read(&composition, task->b, NULL))
        set = ip_element_set_union(set, ip_composition_elements(&composition));
    if ((task->has_voltage || !task->b) && ip_element_symbol(task->metal))
        ip_element_set_add(&set, task->metal);
    return set;
}

ip_status ip_screening_run(ip_executor *executor, const ip_task *tasks, long count, const ip_question *question,
                           ip_screening_take take, void *user, const ip_stop *stop, ip_error *error) {
    screening_run run = {tasks, question, take, user, NULL, {IP_OK, ""}};
    ip_element_set *keys = malloc(((size_t)count + 1) * sizeof *keys);
    ip_status status = keys ? ip_memory_new(&run.memory, error) : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < count && !status; i++)
        keys[i] = task_elements(&tasks[i]);
    ip_job job = {.count = count, .keys = keys, .work = answer_task, .take = take_answer, .stop = stop, .user = &run};
    if (!status)
        status = ip_executor_run(executor, &job, error);
    if (!status && run.failure.status)
        status = ip_error_set(error, run.failure.status, "%s", run.failure.message);
    free(keys);
    ip_memory_free(run.memory);
    return status;
}
