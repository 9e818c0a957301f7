/* Asks a command: what stands between options that are read and the function that answers. */
#ifndef INTERPHASE_CLI_ASK_H
#define INTERPHASE_CLI_ASK_H

#include "cli/command/command.h"

#include <interphase/page.h>

/* Answers a call. */
exit_code ask(const command *chosen, options *opts);

/* What a part of a page asks: arguments[0 .. count-1] as they would stand behind the command's name, under the conditions of
 * `about` (options that every command takes). */
typedef struct page_part {
    const command *command;
    const char *title;
    const char *const *arguments;
    int count;
} page_part;

/* Asks it, into a section of the page. What could not be asked at all has a section that says so, and is EXIT_SOME_FAILED; only
 * EXIT_TABLE and EXIT_INTERNAL end the page. */
exit_code ask_part(const page_part *part, const options *about, ip_page *page);

#endif
