/* Keeps the systems last asked for, so that questions about the same elements find their programme warm. */
#include "solver.h"

#include "lp.h"

#include <stdlib.h>

/* Few: a run of questions mostly stays within one or two systems, and a large one takes a megabyte. */
enum { KEPT_SYSTEMS = 8 };

struct ip_solver {
    const ip_dataset *dataset;
    ip_system *systems[KEPT_SYSTEMS]; /* the last used first */
    ip_runaway *runaway; /* of the reservoirs last asked about; NULL for none */
};

ip_status ip_solver_new(ip_solver **out, const ip_dataset *dataset, ip_error *error) {
    ip_solver *solver = calloc(1, sizeof *solver);
    if (!solver)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    solver->dataset = dataset;
    *out = solver;
    return IP_OK;
}

void ip_solver_free(ip_solver *solver) {
    for (int i = 0; solver && i < KEPT_SYSTEMS; i++)
        ip_system_free(solver->systems[i]);
    if (solver)
        ip_runaway_free(solver->runaway);
    free(solver);
}

void ip_solver_end_thread(void) {
    ip_lp_end_thread();
}

const ip_dataset *ip_solver_dataset(const ip_solver *solver) {
    return solver->dataset;
}

static void move_to_front(ip_solver *solver, int index) {
    ip_system *system = solver->systems[index];
    for (int i = index; i > 0; i--)
        solver->systems[i] = solver->systems[i - 1];
    solver->systems[0] = system;
}

/* In front of the others, in place of the one that was not used for longest. */
static void keep_system(ip_solver *solver, ip_system *system) {
    ip_system_free(solver->systems[KEPT_SYSTEMS - 1]);
    solver->systems[KEPT_SYSTEMS - 1] = system;
    move_to_front(solver, KEPT_SYSTEMS - 1);
}

ip_status ip_solver_system(ip_solver *solver, ip_element_set elements, ip_element_set open, ip_system **out,
                           ip_error *error) {
    for (int i = 0; i < KEPT_SYSTEMS && solver->systems[i]; i++)
        if (ip_system_is(solver->systems[i], elements, open)) {
            move_to_front(solver, i);
            *out = solver->systems[0];
            return IP_OK;
        }
    ip_status status = ip_system_new(out, solver->dataset, elements, open, error);
    if (!status)
        keep_system(solver, *out);
    return status;
}

ip_status ip_solver_system_at(ip_solver *solver, ip_element_set elements, ip_element_set open, const double *potentials,
                              ip_system **out, ip_error *error) {
    ip_status status = ip_solver_system(solver, ip_element_set_union(elements, open), open, out, error);
    return status || ip_element_set_empty(open) ? status : ip_system_set_potentials(*out, potentials, error);
}

static ip_status find_exchanging(ip_solver *solver, ip_element_set elements, const ip_exchange *exchange, ip_error *error) {
    ip_system *system;
    for (int i = 0; i < KEPT_SYSTEMS && solver->systems[i]; i++)
        if (ip_system_is_exchanging(solver->systems[i], elements, exchange)) {
            move_to_front(solver, i);
            return IP_OK;
        }
    ip_status status = ip_system_new_exchanging(&system, solver->dataset, elements, exchange, error);
    if (!status)
        keep_system(solver, system);
    return status;
}

ip_status ip_solver_system_exchanging(ip_solver *solver, ip_element_set elements, const ip_exchange *exchange, ip_system **out,
                                      ip_error *error) {
    if (!exchange->serial)
        return ip_solver_system_at(solver, elements, exchange->open, exchange->potentials, out, error);
    ip_status status = find_exchanging(solver, ip_element_set_union(elements, exchange->elements), exchange, error);
    if (status)
        return status;
    *out = solver->systems[0];
    ip_system_set_exchange(*out, exchange);
    return IP_OK;
}

ip_status ip_solver_runaway(ip_solver *solver, const ip_exchange *exchange, ip_runaway_reaction *out, ip_error *error) {
    if (!solver->runaway || !ip_runaway_is(solver->runaway, exchange)) {
        ip_runaway_free(solver->runaway);
        solver->runaway = NULL;
        ip_status status = ip_runaway_new(&solver->runaway, solver->dataset, exchange, error);
        if (status)
            return status;
    }
    return ip_runaway_find(solver->runaway, exchange, out, error);
}

void ip_solver_renew(ip_solver *solver) {
    for (int i = 0; i < KEPT_SYSTEMS && solver->systems[i]; i++)
        ip_system_renew(solver->systems[i]);
}
