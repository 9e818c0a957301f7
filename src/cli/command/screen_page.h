/* The page of a batch: what came of all of it in words, its map, and its rows. */
#ifndef INTERPHASE_CLI_SCREEN_PAGE_H
#define INTERPHASE_CLI_SCREEN_PAGE_H

#include "screen_run.h"

/* Begins the page; run->stream is then the file that it will be. Returns EXIT_ANSWERED, or the exit status after a complaint. */
exit_code screen_page_open(screen_run *run, const ip_sink_head *head);

/* Takes a row with the input's own fields. Fails with IP_NO_MEMORY. */
ip_status screen_page_row(screen_run *run, const batch_row *row, const ip_task_row *answer, ip_error *error);

/* Ends it; with `keep` it is written. Returns false after a complaint. */
bool screen_page_end(screen_run *run, bool keep);

#endif
