/* What the pieces of a page share: its parts in the making, and text made fit for HTML. Knows no question. */
#ifndef INTERPHASE_SRC_PAGE_H
#define INTERPHASE_SRC_PAGE_H

#include "base/buffer.h"

#include <interphase/page.h>

/* What stands open in the section, and has to be ended before something else begins. */
typedef enum ip_page_open { IP_PAGE_NOTHING, IP_PAGE_LIST, IP_PAGE_LINKS } ip_page_open;

struct ip_page {
    ip_buffer contents; /* lines of the contents list */
    ip_buffer body;     /* sections */
    ip_buffer first;    /* title of the first section, as text */
    ip_buffer sources, works, remarks; /* of the foot, as lists */
    int sections, figures, tables;
    int answers;            /* of the section */
    size_t start, headline; /* where in the body it begins, and where its first answer's headline ends; 0 before there is one */
    bool in_answer;
    ip_page_open open;
    ip_page_find_id find_id;
    void *find_user;
    bool failed; /* memory was lacking beside the buffers */
};

/* Text as HTML, for content and for quoted values; what is no UTF-8 and characters that HTML cannot have become U+FFFD. With
 * `is_chemistry` amounts in formulas become subscripts, which values cannot hold. */
void ip_html_add(ip_buffer *out, const char *text);
void ip_html_add_bytes(ip_buffer *out, const char *text, size_t size);
void ip_html_add_chemistry(ip_buffer *out, const char *text);

/* As a data: URL of this media type. */
void ip_html_add_data(ip_buffer *out, const char *media, const char *content);

/* Ends what stands open, but what is kept. */
void ip_page_end_open(ip_page *page, ip_page_open kept);

/* The look and the script of every page. Static storage. */
extern const char ip_page_style[], ip_page_script[];

#endif
