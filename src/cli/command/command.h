/* What a command is: a name, its help, the options it takes and the function that runs it. */
#ifndef INTERPHASE_CLI_COMMAND_H
#define INTERPHASE_CLI_COMMAND_H

#include "cli/io/report.h"
#include "cli/option/options.h"

#include <interphase/result.h>

typedef struct command {
    const char *name;
    const char *summary;   /* one line, for the list of commands */
    const char *arguments; /* as the usage line shows them */
    const char *help;      /* paragraphs, with one worked example */
    option_table options;  /* beside those every command takes */
    bool is_shared;        /* several processes do it together; else the first of them alone */
    bool may_be_bare;      /* can be called without arguments */
    bool takes_files;      /* its arguments are files, for completion */
    bool takes_formulas;   /* its arguments are formulas */
    const char *words;     /* its arguments can be these, for completion; NULL for none */
    const ip_result_type *result; /* its rows, for --describe */
    const ip_result_type *(*result_of)(const options *); /* where they depend on the call; NULL for none that has rows */
    bool (*can_draw)(
        const options *); /* whether --plot can draw this call; complains where not. NULL: as its rows can be drawn */
    exit_code (*run)(const options *);
} command;

#define COMMAND(name) extern const command command_##name;
#include "commands.def"
#undef COMMAND

#endif
