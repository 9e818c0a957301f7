/* Screening: many tasks answered by an executor, with the same answers whoever works on them.
 *
 * A task is a window or a decomposition (one formula) or an interface (two). Tasks of one chemical system are answered by one
 * thread after another, so that they share its programme; the answers stand in the order of the tasks. */
#ifndef INTERPHASE_SCREENING_H
#define INTERPHASE_SCREENING_H

#include <interphase/executor.h>
#include <interphase/task_row.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Takes the row of a task, which is borrowed for the call, with `error` of an answer that failed (its status is IP_OK else).
 * Called in the thread that runs the screening, in the order of the tasks. */
typedef void (*ip_screening_take)(void *user, long task, const ip_task_row *row, const ip_error *error);

/* Answers tasks[0 .. count-1] and hands over their rows, those that a stop left out excepted; `stop` may be NULL. The metal of a
 * task goes before that of the question. A task that cannot be answered says so in its row; the call fails with IP_NO_MEMORY
 * alone, after which some rows may be missing. */
IP_API ip_status ip_screening_run(ip_executor *executor, const ip_task *tasks, long count, const ip_question *question,
                                  ip_screening_take take, void *user, const ip_stop *stop, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
