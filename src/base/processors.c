/* Asks the system for the processors that this process may use. */
#include <interphase/processors.h>

#include "processor_quota.h"

#include <sched.h>
#include <unistd.h>

/* Those that it may run on. */
static int bound_processors(void) {
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0)
        return CPU_COUNT(&allowed);
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (int)online : 1;
}

int ip_processors(void) {
    int bound = bound_processors(), quota = ip_processor_quota("");
    return quota && quota < bound ? quota : bound;
}
