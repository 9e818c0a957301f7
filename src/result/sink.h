/* What a form of output has to give: a row of the table in sinks.c, and a file of its own. */
#ifndef INTERPHASE_SRC_SINK_H
#define INTERPHASE_SRC_SINK_H

#include "base/buffer.h"

#include <interphase/sink.h>

typedef struct ip_sink_kind {
    const char *name;
    ip_status (*begin)(ip_sink *sink, const ip_sink_head *head, ip_error *error);
    ip_status (*row)(ip_sink *sink, const char *const *lead, const void *row, ip_error *error);
    ip_status (*end)(ip_sink *sink, ip_error *error);
    void (*clear)(ip_sink *sink); /* frees `state`; NULL where there is none */
} ip_sink_kind;

struct ip_sink {
    const ip_sink_kind *kind;
    FILE *stream;
    const ip_result_type *type;
    int lead_count;
    const char *const *lead;
    int width;
    bool streamed;
    const char *weak_mark, *plus_minus;
    long rows;
    ip_buffer line;  /* scratch of a row */
    ip_buffer field; /* scratch of a value of it */
    void *state;    /* the form's own */
};

extern const ip_sink_kind ip_sink_text, ip_sink_csv, ip_sink_json;

/* "Na3P + 4 Na2S", or nothing for an empty or undefined list; with a mark behind weak products (NULL for none). */
void ip_sink_add_products(ip_buffer *out, ip_row_products products, const char *mark);

/* A number of a column as CSV and JSON write it. */
void ip_sink_format(char *buffer, size_t size, double number, const ip_column *column);

ip_status ip_sink_no_memory(ip_error *error);

#endif
