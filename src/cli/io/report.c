/* Messages for people, each a line of its own. */
#include "report.h"

#include <interphase/printable.h>

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <string.h>

/* Longer messages are rare, and cut where there is no memory. */
enum { USUAL_SIZE = 1024 };

/* Behind "subject: " where what follows names the subject itself: a lower layer does not know who puts it in front. */
static const char *without_repetition(const char *message) {
    static const char quoting[] = "formula '";
    const char *end = strstr(message, ": ");
    if (!end || end == message)
        return message;
    size_t length = (size_t)(end - message);
    const char *rest = end + 2;
    bool is_quoted = strncmp(rest, quoting, strlen(quoting)) == 0;
    const char *name = is_quoted ? rest + strlen(quoting) : rest;
    if (strncmp(name, message, length) != 0)
        return message;
    char next = name[length];
    return (is_quoted ? next == '\'' : next == ' ' || next == ':') ? rest : message;
}

static bool lacks_memory, is_hushed;

static char last[USUAL_SIZE];

const char *report_last(void) {
    return last;
}

void report_hush(bool hushed) {
    is_hushed = hushed;
}

/* Complaints that wait, each ended by a newline. */
static bool is_holding;
static char held[4 * USUAL_SIZE];

static void say(const char *line) {
    snprintf(last, sizeof last, "%s", line);
    size_t used = strlen(held);
    if (!is_holding)
        fprintf(stderr, "interphase: %s\n", line);
    else if (strlen(line) + 1 < sizeof held - used)
        snprintf(held + used, sizeof held - used, "%s\n", line);
}

void report_hold(bool hold) {
    is_holding = hold;
}

void report_release(const char *words) {
    for (const char *at = held; *at; at += strcspn(at, "\n") + 1)
        fprintf(stderr, "interphase: %s: %.*s\n", words, (int)strcspn(at, "\n"), at);
    held[0] = '\0';
    is_holding = false;
}

void complain(const char *format, ...) {
    char usual[USUAL_SIZE], usual_line[USUAL_SIZE];
    va_list arguments, again;
    if (is_hushed)
        return;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(usual, sizeof usual, format, arguments);
    char *longer = length >= USUAL_SIZE ? malloc((size_t)length + 1) : NULL;
    if (longer)
        vsnprintf(longer, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    /* What came from a table or an argument must not act on the terminal: a message is one line of plain text. */
    const char *message = without_repetition(longer ? longer : usual);
    size_t size = ip_printable_format(usual_line, sizeof usual_line, message) + 1;
    char *line = size > sizeof usual_line ? malloc(size) : NULL;
    if (line)
        ip_printable_format(line, size, message);
    say(line ? line : usual_line);
    free(line);
    free(longer);
}

void complain_of(const char *subject, const ip_error *error) {
    lacks_memory = lacks_memory || error->status == IP_NO_MEMORY;
    complain("%s%s%s", subject ? subject : "", subject ? ": " : "", error->message);
}

void complain_of_memory(void) {
    lacks_memory = true;
    complain("out of memory");
}

const char *report_reason(int reason) {
    lacks_memory = lacks_memory || reason == ENOMEM;
    return reason == ENOMEM ? "out of memory" : strerror(reason);
}

bool report_lacks_memory(void) {
    return lacks_memory;
}
