/* Layers as rows and as text: the funnel, the ranking, and why a phase passes or not. */
#ifndef INTERPHASE_CLI_COATING_OUTPUT_H
#define INTERPHASE_CLI_COATING_OUTPUT_H

#include "cli/session.h"

/* One side of an electrolyte: what was looked for there, and found. */
typedef struct coating_side {
    ip_coating_search search;
    ip_coating_list list;
    const char *electrolyte;      /* as typed; NULL for none */
    const char *const *cathodes;  /* [0 .. search.cathode_count-1], as typed */
    const char *metal;
    bool contains_by_default;     /* nobody asked for what the layers hold */
} coating_side;

/* How many phases each test left, on standard error. */
void coating_print_funnel(const coating_side *side);

/* Writes one row: a layer of rank `rank`, or one without a rank (0) that fell or could not be judged. */
void coating_write_row(session *run, const coating_side *side, const ip_coating *coating, long rank);

/* In text, hands one that passed to the figure. */
void coating_draw_row(session *run, const coating_side *side, const ip_coating *coating, long rank);

/* The table of the `shown` best layers, with what its columns mean. */
void coating_print_table(session *run, const coating_side *side, long shown);

/* In text, how the `shown` best layers fare in the draws of --samples. */
void coating_print_samples(session *run, const coating_side *side, long shown);

/* Why a phase passes or not, in text; `rank` is 0 for one that fell. */
void coating_print_explanation(session *run, const coating_side *side, const char *formula, const ip_coating *coating, long rank);

#endif
