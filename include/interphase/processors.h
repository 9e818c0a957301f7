/* How many processors there are to work with. */
#ifndef INTERPHASE_PROCESSORS_H
#define INTERPHASE_PROCESSORS_H

#include <interphase/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Processors that this process may use, by those that it is bound to and by the quota of its control group; at least 1. */
IP_API int ip_processors(void);

#ifdef __cplusplus
}
#endif
#endif
