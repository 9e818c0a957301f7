/* How many processors there are to work with. */
#ifndef INTERPHASE_SRC_PROCESSORS_H
#define INTERPHASE_SRC_PROCESSORS_H

/* Processors that this process may use; at least 1. */
int ip_processors(void);

#endif
