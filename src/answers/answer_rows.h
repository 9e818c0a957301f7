/* Rows of many questions given to an executor; they travel packed. Knows no kind of question. */
#ifndef INTERPHASE_SRC_ANSWER_ROWS_H
#define INTERPHASE_SRC_ANSWER_ROWS_H

#include <interphase/executor.h>
#include <interphase/result.h>

typedef struct ip_answer_rows {
    const ip_result_type *type;
    long count;
    /* Asks the question of an index, in any thread, and fills its row, which may borrow from `memory`; after a failure the row is
     * that of a failed answer. */
    ip_status (*find)(void *user, void *row, ip_memory *memory, ip_solver *solver, long index, ip_error *error);
    /* The elements that its programme is about; none where it cannot be read. */
    ip_element_set (*elements)(void *user, long index);
    /* Takes the row, borrowed for the call, in the order of the questions and in the thread that asks; the error's status is
     * IP_OK where it was answered. */
    void (*take)(void *user, long index, const void *row, const ip_error *error);
    void *user;
    const ip_stop *stop; /* NULL for none */
} ip_answer_rows;

/* Fails with IP_NO_MEMORY, and as ip_executor_run(). */
ip_status ip_answer_rows_find(ip_executor *executor, const ip_answer_rows *rows, ip_error *error);

#endif
