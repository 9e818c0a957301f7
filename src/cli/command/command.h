/* What a command is: a name, its help, the options it takes and the function that runs it. */
#ifndef INTERPHASE_CLI_COMMAND_H
#define INTERPHASE_CLI_COMMAND_H

#include "cli/io/report.h"
#include "cli/option/options.h"

typedef struct command {
    const char *name;
    const char *summary;   /* one line, for the list of commands */
    const char *arguments; /* as the usage line shows them */
    const char *help;      /* paragraphs, with one worked example */
    unsigned options;      /* option_group bits beside those every command takes */
    exit_code (*run)(const options *);
} command;

extern const command command_cell, command_coatings, command_data, command_decompose, command_hull, command_profile, command_react,
    command_screen, command_window;

#endif
