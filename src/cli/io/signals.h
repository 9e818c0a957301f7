/* What the signals that end a program do to a run. Those that it was started to ignore, as under nohup, stay ignored. */
#ifndef INTERPHASE_CLI_SIGNALS_H
#define INTERPHASE_CLI_SIGNALS_H

#include <interphase/executor.h>

/* From now on a signal that ends the program only asks the run to stop, in good order, and a file at the limit of its size is
 * an error of the write. */
void signals_catch(void);

/* The signal that asked for a stop; 0 where none did. Safe in any thread. */
int signals_caught(void);

/* Asks the same question for the library. */
extern const ip_stop signals_stop;

/* From now on such a signal ends the program at once again. */
void signals_let_be(void);

/* Ends the program by the signal that asked for a stop; returns where none did. */
void signals_die(void);

/* Keeps such signals waiting, and lets them come. */
void signals_hold(void);
void signals_release(void);

/* From now on a signal that ends the program removes this file before; NULL for none any more. */
void signals_remove(const char *path);

#endif
