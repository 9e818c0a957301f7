/* Which files a run reads and which it writes: none is both. Every file is named here before it is opened, whoever opens it. */
#ifndef INTERPHASE_CLI_FILES_H
#define INTERPHASE_CLI_FILES_H

#include <stdbool.h>

/* A file that is going to be read; "-" for standard input. Returns false after a complaint where the run writes it. */
bool files_reads(const char *path);

/* A file that is going to be written, replaced or removed for the sake of `--output OUTPUT`. Returns false after a
 * complaint where the run reads it, under whatever name. */
bool files_writes(const char *path, const char *output);

/* Forgets them all. */
void files_forget(void);

#endif
