/* Many materials in air, given to an executor. Knows no file and no words. */
#include <interphase/air_row.h>

#include "answer_rows.h"

typedef struct air_run {
    const ip_air *air;
    const char *const *formulas;
    const ip_question *question;
    ip_air_take take;
    void *user;
} air_run;

static ip_status find_row(void *user, void *row, ip_memory *memory, ip_solver *solver, long index, ip_error *error) {
    const air_run *run = user;
    return ip_air_row_find(row, memory, solver, run->air, run->formulas[index], run->question, error);
}

static void take_row(void *user, long index, const void *row, const ip_error *error) {
    const air_run *run = user;
    run->take(run->user, index, row, error);
}

static ip_element_set elements_of(void *user, long index) {
    ip_composition composition;
    ip_element_set none = {{0, 0}};
    const char *formula = ((const air_run *)user)->formulas[index];
    return ip_composition_read(&composition, formula, NULL) ? none : ip_composition_elements(&composition);
}

ip_status ip_air_rows_find(ip_executor *executor, const ip_air *air, const char *const *formulas, long count,
                           const ip_question *question, ip_air_take take, void *user, ip_error *error) {
    air_run run = {air, formulas, question, take, user};
    ip_answer_rows rows = {&ip_air_result, count, find_row, elements_of, take_row, &run, NULL};
    return ip_answer_rows_find(executor, &rows, error);
}
