/* Messages for people, each a line of its own. */
#include "report.h"

#include <interphase/printable.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Longer messages are rare, and cut where there is no memory. */
enum { USUAL_SIZE = 1024 };

void complain(const char *format, ...) {
    char usual[USUAL_SIZE], usual_line[USUAL_SIZE];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(usual, sizeof usual, format, arguments);
    char *longer = length >= USUAL_SIZE ? malloc((size_t)length + 1) : NULL;
    if (longer)
        vsnprintf(longer, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    /* What came from a table or an argument must not act on the terminal: a message is one line of plain text. */
    const char *message = longer ? longer : usual;
    size_t size = ip_printable_format(usual_line, sizeof usual_line, message) + 1;
    char *line = size > sizeof usual_line ? malloc(size) : NULL;
    if (line)
        ip_printable_format(line, size, message);
    fprintf(stderr, "interphase: %s\n", line ? line : usual_line);
    free(line);
    free(longer);
}
