/* The program's entry: finds the command and hands it its options; says what may have been meant where there is none. */
#include "cli/command/command.h"
#include "cli/input/formulas.h"
#include "cli/ask.h"
#include "cli/io/call.h"
#include "cli/io/files.h"
#include "cli/io/output.h"
#include "cli/option/help.h"
#include "completion.h"
#include "sampling.h"
#include "suggestion.h"
#include "team.h"

#include <interphase/interphase.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

/* In the order of the help. */
static const command *const commands[] = {
#define COMMAND(name) &command_##name,
#include "cli/command/commands.def"
#undef COMMAND
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static const command *find_command(const char *name) {
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void print_version(void) {
    printf("interphase %s\nGLPK %s, libcsv %s, uthash %s, jansson %s, nettle %s, zlib %s, zstd %s\n"
           "Licence GPL-3.0-or-later: free software, without any warranty.\n",
           ip_version(), ip_version_glpk(), ip_version_libcsv(), ip_version_uthash(), ip_version_jansson(), ip_version_nettle(),
           ip_version_zlib(), ip_version_zstd());
}

static void print_help(void) {
    puts("Usage: interphase COMMAND [options] ARGUMENTS\n"
         "\n"
         "What a solid electrolyte becomes against a metal or at a voltage, from a table\n"
         "of formation energies.\n"
         "\n"
         "Commands:");
    for (int i = 0; i < COMMAND_COUNT; i++)
        printf("  %-11s %s\n", commands[i]->name, commands[i]->summary);
    puts("\n"
         "Example: the stability window of Na3PS4 against sodium\n"
         "  interphase window Na3PS4\n"
         "\n"
         "'interphase COMMAND --help' tells more, 'interphase --version' names the\n"
         "libraries.");
}

static void print_command_help(const command *chosen) {
    char start[64];
    snprintf(start, sizeof start, "Usage: interphase %s [options] ", chosen->name);
    help_print_wrapped(start, 4, chosen->arguments);
    printf("\n%s\nOptions:\n", chosen->help);
    help_print_options(&chosen->options);
    puts("\n"
         "Formulas: Na3PS4, Na2.85P0.85W0.15S4, Na3Zr2(SiO4)2(PO4), Na3SbS4*8H2O,\n"
         "LiNi1/3Mn1/3Co1/3O2, '75 Li2S + 25 P2S5'.\n"
         "Exit status: 0 all answered, 1 some answers failed, 2 wrong call, 3 a table\n"
         "cannot be used, 4 internal or numerical failure.");
}

/* ---- wrong calls */

/* Somebody who types a formula asks for what it does. */
static int complain_of_command(const char *name) {
    suggestion near = {NULL, 0};
    ip_composition composition;
    char formula[IP_MESSAGE_SIZE];
    for (int i = 0; i < COMMAND_COUNT; i++)
        suggestion_offer(&near, name, strlen(name), commands[i]->name);
    if (near.word)
        complain("there is no command '%s'; did you mean '%s'? See 'interphase --help'", name, near.word);
    else if (!ip_composition_read(&composition, name, NULL))
        complain("there is no command '%s'; did you mean 'interphase window %s'? See 'interphase --help'", name, name);
    else if (ip_composition_repair(formula, sizeof formula, name))
        complain("there is no command '%s'; did you mean 'interphase window %s'? See 'interphase --help'", name, formula);
    else
        complain("there is no command '%s'; see 'interphase --help'", name);
    return EXIT_USAGE;
}

/* An option of another command, or a misspelt one; `text` is as typed, with its two hyphens. */
static void complain_of_option(const command *chosen, const char *text) {
    const char *name = text + 2;
    size_t length = strcspn(name, "=");
    suggestion near = {NULL, 0};
    for (int i = 0; i < COMMAND_COUNT; i++) {
        const option_row *row = options_find(&commands[i]->options, name, length);
        if (row) {
            complain("'%s' takes no option --%s; '%s' does; see 'interphase %s --help'", chosen->name, row->name,
                     commands[i]->name, chosen->name);
            return;
        }
    }
    const option_row *tables[] = {chosen->options.rows, options_of_all};
    for (int t = 0; t < 2; t++)
        for (const option_row *row = tables[t]; row && row->name; row++)
            suggestion_offer(&near, name, length, row->name);
    if (near.word)
        complain("unknown option --%.*s; did you mean --%s? See 'interphase %s --help'", (int)length, name, near.word,
                 chosen->name);
    else
        complain("unknown option --%.*s; see 'interphase %s --help'", (int)length, name, chosen->name);
}

/* ---- calls */

/* The columns of what a call would print. */
static int describe(const command *chosen, const options *opts) {
    const ip_result_type *type = chosen->result_of ? chosen->result_of(opts) : chosen->result;
    if (!type) {
        complain("%s: what is described is missing; expected %s", chosen->name,
                 chosen->words ? chosen->words : chosen->arguments);
        return EXIT_USAGE;
    }
    if (opts->samples)
        return (int)sampling_describe(type);
    ip_sink_describe(type, stdout);
    return EXIT_ANSWERED;
}

static int answer(const command *chosen, options *opts) {
    if (!team_takes_part(chosen->is_shared && !opts->join))
        return EXIT_ANSWERED;
    if (chosen->is_shared && !opts->join && !team_can_share(opts))
        return EXIT_USAGE;
    return (int)ask(chosen, opts);
}

static int run_command(const command *chosen, int argc, char **argv) {
    options opts;
    const char *unknown;
    int code = EXIT_USAGE;
    switch (options_read(&opts, &unknown, chosen->name, &chosen->options, argc, argv)) {
    case OPTIONS_HELP:
        print_command_help(chosen);
        code = EXIT_ANSWERED;
        break;
    case OPTIONS_VERSION:
        print_version();
        code = EXIT_ANSWERED;
        break;
    case OPTIONS_READY:
        if (opts.describe)
            code = describe(chosen, &opts);
        else if (opts.argument_count == 0 && !chosen->may_be_bare)
            complain("%s: expected %s; see 'interphase %s --help'", chosen->name, chosen->arguments, chosen->name);
        else
            code = answer(chosen, &opts);
        break;
    case OPTIONS_UNKNOWN:
        complain_of_option(chosen, unknown);
        break;
    case OPTIONS_WRONG:
        break;
    case OPTIONS_BROKEN:
        code = EXIT_INTERNAL;
        break;
    }
    options_free(&opts);
    return code;
}

/* What is asked of the program itself: the options that stand in the place of a command. */
static int run_program(const char *name, int argc, char **argv) {
    if (strcmp(name, "--completion") == 0)
        return completion_print(argc > 2 ? argv[2] : "", commands, COMMAND_COUNT) ? EXIT_ANSWERED : EXIT_USAGE;
    if (strcmp(name, "--version") == 0)
        print_version();
    else
        print_help();
    return EXIT_ANSWERED;
}

static int run_call(int argc, char **argv) {
    if (argc < 2) {
        complain("a command is expected; see 'interphase --help'");
        return EXIT_USAGE;
    }
    const char *name = argv[1];
    bool wants_help = strcmp(name, "help") == 0;
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "--version") == 0 ||
        strcmp(name, "--completion") == 0 || (wants_help && argc == 2))
        return run_program(name, argc, argv);
    if (wants_help)
        name = argv[2];
    const command *chosen = find_command(name);
    if (!chosen)
        return complain_of_command(name);
    if (!wants_help)
        return run_command(chosen, argc - 1, argv + 1);
    print_command_help(chosen);
    return EXIT_ANSWERED;
}

int main(int argc, char **argv) {
    output_start();
    setlocale(LC_CTYPE, ""); /* for arrows; numbers stay as in the C locale */
    if (!team_begin())
        return EXIT_INTERNAL;
    bool kept = call_keep(argc, argv);
    if (!kept)
        complain_of_memory();
    int code = kept ? run_call(argc, argv) : EXIT_INTERNAL;
    call_forget();
    files_forget();
    formulas_forget();
    return team_end(output_end() && !report_lacks_memory() ? code : EXIT_INTERNAL);
}
