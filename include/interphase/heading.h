/* Headings of columns, as people and databases write them.
 *
 * Knows how names differ without meaning anything else; not what columns there are. */
#ifndef INTERPHASE_HEADING_H
#define INTERPHASE_HEADING_H

#include <interphase/status.h>

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A heading's size in bytes, NUL included; what is longer is cut and like no name. */
#define IP_HEADING_SIZE 64

typedef struct ip_heading {
    char key[IP_HEADING_SIZE];  /* lower case, without blanks, underscores, hyphens and quotation marks: "bandgap" */
    char
        unit[IP_HEADING_SIZE]; /* what stands in brackets at its end, blanks around it removed: "eV"; empty where there is none */
} ip_heading;

/* Reads a heading such as "Band gap (eV)". */
IP_API void ip_heading_read(ip_heading *out, const char *text);

/* Whether a heading is this name, whatever the case, blanks, underscores and unit of either. */
IP_API bool ip_heading_is(const ip_heading *heading, const char *name);

/* A text without the quotation marks at its ends that a program or a spreadsheet left there, typographic ones included, and
 * without the blanks around it: `text` itself where there are none or `size` bytes do not hold the rest, else `buffer`. */
IP_API const char *ip_heading_unquote(char *buffer, size_t size, const char *text);

#ifdef __cplusplus
}
#endif

#endif
