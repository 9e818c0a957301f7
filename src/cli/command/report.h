/* What `report` is made of: everything about one electrolyte, or answers that stand in files. */
#ifndef INTERPHASE_CLI_REPORT_COMMAND_H
#define INTERPHASE_CLI_REPORT_COMMAND_H

#include "cli/option/options.h"
#include "cli/io/report.h"

#include <interphase/page.h>

typedef struct report_options {
    text_list cathodes;
    int top;
} report_options;

/* The interfaces of an electrolyte with each of these, as a section: `range` is what the cathodes run through, `from` says where
 * they come from. Returns EXIT_ANSWERED or EXIT_SOME_FAILED, else after a complaint what ends the page. */
exit_code report_interfaces(const options *opts, ip_page *page, const char *electrolyte, const char *const *cathodes, int count,
                            const voltage_range *range, const char *from);

/* Writes a page to the output of the options. Returns EXIT_ANSWERED, or the exit status after a complaint. */
exit_code report_write(ip_page *page, const options *opts, const char *title);

/* Answers that stand in JSON documents of this program, as a page. */
exit_code report_documents(const options *opts);

#endif
