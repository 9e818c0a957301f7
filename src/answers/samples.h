/* What a question has to be to be sampled. Knows none of them. */
#ifndef INTERPHASE_SRC_SAMPLES_H
#define INTERPHASE_SRC_SAMPLES_H

#include <interphase/samples.h>

/* A question that gives the same rows in every draw. */
typedef struct ip_sampled {
    const ip_result_type *type;
    ip_element_set elements; /* all that it is about, those of reservoirs too */
    long row_count;
    ip_uncertainty *uncertainty; /* of the dataset's energies; NULL for none */

    /* Fills the rows of one draw, [0 .. row_count-1], blank before, and says of each whether it holds (false before). What is not
     * there in this draw is left blank. In any thread. Fails where the draw has no answer. */
    ip_status (*find)(void *user, void *rows, bool *holds, ip_memory *memory, ip_solver *solver, ip_error *error);
    void *user;
} ip_sampled;

ip_status ip_samples_find(ip_samples **out, const ip_draws *draws, const ip_sampled *question, ip_error *error);

#endif
