/* Tasks of a batch given to an executor. Knows no files and no kinds of tasks. */
#include <interphase/screening.h>

#include "answer_rows.h"

typedef struct screening_run {
    const ip_task *tasks;
    const ip_question *question;
    ip_screening_take take;
    void *user;
} screening_run;

static ip_status find_row(void *user, void *row, ip_memory *memory, ip_solver *solver, long index, ip_error *error) {
    const screening_run *run = user;
    return ip_task_row_find(row, memory, solver, &run->tasks[index], run->question, error);
}

static void take_row(void *user, long index, const void *row, const ip_error *error) {
    const screening_run *run = user;
    run->take(run->user, index, row, error);
}

/* The elements that a task's programme is about; what cannot be read comes first. */
static ip_element_set task_elements(void *user, long index) {
    const ip_task *task = &((const screening_run *)user)->tasks[index];
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
    screening_run run = {tasks, question, take, user};
    ip_answer_rows rows = {&ip_task_result, count, find_row, task_elements, take_row, &run, stop};
    return ip_answer_rows_find(executor, &rows, error);
}
