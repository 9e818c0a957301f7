/* The page of a run, for --format html: takes what the text output says, its tables and the rows, and makes a section of them. */
#ifndef INTERPHASE_CLI_PAGE_OUTPUT_H
#define INTERPHASE_CLI_PAGE_OUTPUT_H

#include "cli/io/memory_text.h"
#include "cli/io/plot.h"
#include "cli/option/options.h"

#include <interphase/page.h>
#include <interphase/sink.h>

/* Rows that a page shows; more make it slow to open. */
enum { PAGE_MOST_ROWS = 2000 };

/* All zero is none. */
typedef struct page_output {
    ip_page *page; /* NULL where no page is made */
    bool is_own;   /* made for this run, and written by it; else a part of another's */
    FILE *stream;  /* takes words in the place of the output */
    memory_text words;
    memory_text notes; /* small print below the section */
    const ip_result_type *type;
    const char *command, *weak_mark;
    bool is_open; /* the table of all columns is the answer, and not folded away */
    const ip_dataset *dataset;
    ip_memory *memory;  /* of the rows */
    ip_memory *scratch; /* of one of them */
    char *rows;              /* [0 .. count-1] of the type */
    char ***leads;           /* [0 .. count-1][0 .. lead_count-1], of the memory */
    int lead_count;
    const char *const *lead;
    long count, size, total; /* rows that are kept, and that there were */
    struct {
        memory_text text;
        FILE *stream;
        ip_sink *sink;
    } files[2]; /* the rows as CSV and JSON, to be saved */
} page_output;

/* For the foot: this program and, where it is the shipped table, whom its makers ask to cite; what uncertainties mean. */
void page_output_cite(ip_page *page, const char *table, bool corrected);
void page_output_remark(ip_page *page);

/* Begins a section for the rows of a type, of a page of its own where the options have none. Fails with IP_NO_MEMORY. */
ip_status page_output_open(page_output *out, const options *opts, const ip_result_type *type, const ip_sink_head *head,
                           const char *weak_mark, ip_error *error);

/* Says the words so far; begins an answer. `notes`, small print, is said at the end. */
ip_status page_output_words(page_output *out, ip_error *error);
ip_status page_output_answer(page_output *out, ip_error *error);

/* Shows rows [0 .. count-1] of any type as text does. */
ip_status page_output_table(page_output *out, const ip_result_type *type, const void *rows, long count, ip_error *error);

/* Takes a copy of a row of the section's type, with the texts of the columns before it. */
ip_status page_output_row(page_output *out, const char *const *leads, const void *row, ip_error *error);

/* Ends the section with the figure of its rows, if any, all their columns, and links that save them; writes a page of its own to
 * the stream. Returns false after a complaint. */
bool page_output_end(page_output *out, const options *opts, plot *drawn, FILE *stream);

/* Gives up what was begun; also after the end. */
void page_output_clear(page_output *out);

#endif
