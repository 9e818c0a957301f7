/* The table of executors: a kind is one row here and one file beside. Knows their names only. */
#include <interphase/executors.h>

#include "kinds.h"

#include <string.h>

static const ip_executor_kind *const kinds[] = {
    &ip_serial_kind,
    &ip_threads_kind,
#ifdef IP_WITH_MPI
    &ip_mpi_kind,
#endif
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds, MOST_WIDTH = 1024 };

const char *ip_executors_name(int index) {
    return index >= 0 && index < KIND_COUNT ? kinds[index]->name : NULL;
}

ip_status ip_executors_new(ip_executor **out, const char *name, const ip_dataset *dataset, int width, ip_error *error) {
    if (width < 1 || width > MOST_WIDTH)
        return ip_error_set(error, IP_BAD_ARGUMENT, "%d threads; from 1 to %d are expected", width, MOST_WIDTH);
    if (!name)
        return ip_executor_new(out, width == 1 ? &ip_serial_kind : &ip_threads_kind, dataset, width, error);
    for (int i = 0; i < KIND_COUNT; i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return ip_executor_new(out, kinds[i], dataset, width, error);
    return ip_error_set(error, IP_BAD_ARGUMENT, "there is no executor '%s'", name);
}
