/* How many processors there are to work with. */
#ifndef INTERPHASE_PROCESSORS_H
#define INTERPHASE_PROCESSORS_H

#include <interphase/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Processors that this process may use; at least 1. */
IP_API int ip_processors(void);

#ifdef __cplusplus
}
#endif
#endif
