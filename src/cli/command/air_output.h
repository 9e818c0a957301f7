/* What air does to materials as text: a block each, and their order where there are several. */
#ifndef INTERPHASE_CLI_AIR_OUTPUT_H
#define INTERPHASE_CLI_AIR_OUTPUT_H

#include "cli/session.h"

#include <interphase/air_row.h>

/* The blocks of one material; `row` is of the session's memory or of the caller's. */
void air_print_block(session *run, const ip_air_row *row);

/* All that were asked about, those that hold toxic gas back most first. `rows` [0 .. count-1] are put in this order. */
void air_print_ranking(session *run, ip_air_row *rows, long count);

/* What the answers are not. */
void air_print_limits(session *run, const ip_air_conditions *conditions);

#endif
