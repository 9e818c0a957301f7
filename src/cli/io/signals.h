/* What the signals that end a program do to a run. Those that it was started to ignore, as under nohup, stay ignored. */
#ifndef INTERPHASE_CLI_SIGNALS_H
#define INTERPHASE_CLI_SIGNALS_H

#include <stdbool.h>

/* Keeps such signals waiting, and lets them come. */
void signals_hold(void);
void signals_release(void);

/* From now on a signal that ends the program removes this file before; NULL for none any more. */
void signals_remove(const char *path);

#endif
