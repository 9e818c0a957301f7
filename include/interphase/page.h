/* Pages: results as one HTML document that stands alone, for people: words, tables that sort, figures, and where it all comes
 * from.
 *
 * A page is filled from its beginning to its end and written at once. It needs no other file and no network, works without its
 * script but for sorting, and is the same for the same content. Whatever is added is text: markup in it is shown, not followed.
 * Knows descriptions of rows and no question. Lack of memory is remembered and told when the page is written. A page is used by
 * one thread at a time. */
#ifndef INTERPHASE_PAGE_H
#define INTERPHASE_PAGE_H

#include <interphase/result.h>

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_page ip_page;

/* An empty page. Fails with IP_NO_MEMORY. The caller frees it; NULL is fine. */
IP_API ip_status ip_page_new(ip_page **out, ip_error *error);
IP_API void ip_page_free(ip_page *page);

/* How phases are found in a database: the id of a formula as a row has it, such as "mp-28782", NULL where there is none. Ids that
 * are the Materials Project's, in columns `id` and of phases that have one, are links to it from now on. Borrowed; `find` may be
 * NULL. */
typedef const char *(*ip_page_find_id)(void *user, const char *formula);
IP_API void ip_page_set_ids(ip_page *page, ip_page_find_id find, void *user);

/* Begins a section, which ends the one before: a heading, and a line of the contents where there is more than one. */
IP_API void ip_page_section(ip_page *page, const char *title);

/* Begins an answer of the section: what is said next is its headline. */
IP_API void ip_page_answer(ip_page *page);

/* Lines of text: each a paragraph; those that begin with two blanks items of a list, with a name and a value where two blanks or
 * more part them. Amounts in formulas become subscripts. */
IP_API void ip_page_words(ip_page *page, const char *text);

/* The same as small print. */
IP_API void ip_page_note(ip_page *page, const char *text);

/* What a table shows. All is borrowed for the call. */
typedef struct ip_page_table {
    const ip_result_type *type;
    const void *rows; /* [0 .. count-1] of the type */
    long count;
    bool whole; /* every column that has a value somewhere, with the numbers of CSV, folded away; else those that text shows,
                   with uncertainties behind the numbers */
    bool is_open;          /* of a whole table: unfolded */
    const char *title;     /* of a whole table: what there is to unfold */
    const char *weak_mark; /* put behind products whose energy is weak; NULL for none */
    int lead_count;        /* of a whole table: columns of text before those of the type */
    const char *const *lead;         /* [0 .. lead_count-1], their names */
    const char *const *const *leads; /* [0 .. count-1][0 .. lead_count-1], their values */
} ip_page_table;

/* A table, with what each column means behind its heading; a long or wide one with a field to search in. */
IP_API void ip_page_table_add(ip_page *page, const ip_page_table *table);

/* A picture as SVG, behind the headline of the section's only answer, or before the first of several. It must have a width and a
 * height. `title` says to those who cannot see it what it shows. Fails with IP_BAD_ARGUMENT where it is no such picture; then
 * nothing is added. */
IP_API ip_status ip_page_figure(ip_page *page, const char *svg, const char *title, ip_error *error);

/* A link that saves a file: its name, its media type such as "text/csv", and its content, within the page. Links that are added
 * one behind the other stand in one line. */
IP_API void ip_page_download(ip_page *page, const char *name, const char *media, const char *content);

/* For the foot: where numbers come from, each source once; and what to cite, each work once. */
typedef struct ip_page_source {
    const char *name;
    const char *meaning; /* such as "formation energies, with their corrections" */
    const char *digest;  /* SHA-256, hexadecimal; NULL or "" where it is not known */
    long rows;           /* IP_NO_COUNT where it is not known */
} ip_page_source;
IP_API void ip_page_source_add(ip_page *page, const ip_page_source *source);
IP_API void ip_page_cite(ip_page *page, const char *work);

/* For the foot: a paragraph, such as what uncertainties mean; each once. */
IP_API void ip_page_remark(ip_page *page, const char *text);

/* Writes the page, called `title` (NULL for the title of its first section), made by `call`, a command line (NULL for none).
 * Fails with IP_NO_MEMORY, also where memory was lacking before: then nothing is written. Errors of the stream are left for the
 * caller to find with ferror(). */
IP_API ip_status ip_page_write(ip_page *page, const char *title, const char *call, FILE *stream, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
