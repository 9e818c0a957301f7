/* The calling thread, alone. Knows solvers, not what they are asked. */
#include "job_state.h"
#include "kinds.h"

static ip_status serial_new(void **state, const ip_dataset *dataset, int width, ip_error *error) {
    ip_solver *solver;
    (void)width;
    ip_status status = ip_solver_new(&solver, dataset, error);
    if (!status)
        *state = solver;
    return status;
}

static ip_status serial_run(void *state, const ip_job *job, ip_error *error) {
    ip_job_state current;
    ip_status status = ip_job_begin(&current, job, error);
    if (status)
        return status;
    ip_job_lead(&current, state);
    return ip_job_end(&current, error);
}

static int serial_width(const void *state) {
    (void)state;
    return 1;
}

static void serial_free(void *state) {
    ip_solver_free(state);
}

const ip_executor_kind ip_serial_kind = {"serial", serial_new, serial_run, serial_width, serial_free};
