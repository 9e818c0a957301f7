/* The program's entry: finds the command and hands it its options. */
#include "cli/command/command.h"

#include <interphase/interphase.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

/* In the order of the help. */
static const command *const commands[] = {&command_hull, &command_decompose, &command_window, &command_profile, &command_react,
                                         &command_cell, &command_screen, &command_coatings,
                                         &command_data};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static const command *find_command(const char *name) {
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void print_version(void) {
    printf("interphase %s\nGLPK %s, libcsv %s, uthash %s, jansson %s, nettle %s\n"
           "Licence GPL-3.0-or-later: free software, without any warranty.\n",
           ip_version(), ip_version_glpk(), ip_version_libcsv(), ip_version_uthash(), ip_version_jansson(), ip_version_nettle());
}

static void print_help(void) {
    puts("Usage: interphase COMMAND [options] ARGUMENTS\n"
         "\n"
         "What a solid electrolyte becomes against a metal or at a voltage, from a table of\n"
         "formation energies.\n"
         "\n"
         "Commands:");
    for (int i = 0; i < COMMAND_COUNT; i++)
        printf("  %-11s %s\n", commands[i]->name, commands[i]->summary);
    puts("\n"
         "Example: the stability window of Na3PS4 against sodium\n"
         "  interphase window Na3PS4\n"
         "\n"
         "'interphase COMMAND --help' tells more; 'interphase --version' names the libraries.");
}

static void print_command_help(const command *chosen) {
    printf("Usage: interphase %s [options] %s\n\n%s\nOptions:\n", chosen->name, chosen->arguments, chosen->help);
    options_print_help(chosen->options);
    puts("\n"
         "Formulas: Na3PS4, Na2.85P0.85W0.15S4, Na3Zr2(SiO4)2(PO4), Na3SbS4*8H2O.\n"
         "Exit status: 0 all answered, 1 some answers failed, 2 wrong call, 3 a table cannot be\n"
         "used, 4 internal or numerical failure.");
}

static int run_command(const command *chosen, int argc, char **argv) {
    options opts;
    int code = EXIT_USAGE;
    switch (options_read(&opts, chosen->name, chosen->options, argc, argv)) {
    case OPTIONS_HELP:
        print_command_help(chosen);
        code = EXIT_ANSWERED;
        break;
    case OPTIONS_VERSION:
        print_version();
        code = EXIT_ANSWERED;
        break;
    case OPTIONS_READY:
        if (opts.argument_count == 0 && !opts.all && !(chosen->options & OPTION_COATINGS))
            complain("%s: expected %s; see 'interphase %s --help'", chosen->name, chosen->arguments, chosen->name);
        else if (opts.argument_count && opts.all)
            complain("%s: either --all or formulas are expected, not both", chosen->name);
        else
            code = (int)chosen->run(&opts);
        break;
    case OPTIONS_WRONG:
        break;
    }
    options_free(&opts);
    return code;
}

int main(int argc, char **argv) {
    setlocale(LC_CTYPE, ""); /* for arrows; numbers stay as in the C locale */
    if (argc < 2) {
        complain("a command is expected; see 'interphase --help'");
        return EXIT_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_help();
        return EXIT_ANSWERED;
    }
    if (strcmp(name, "--version") == 0) {
        print_version();
        return EXIT_ANSWERED;
    }
    bool wants_help = strcmp(name, "help") == 0;
    if (wants_help && argc == 2) {
        print_help();
        return EXIT_ANSWERED;
    }
    const command *chosen = find_command(wants_help ? argv[2] : name);
    if (!chosen) {
        complain("there is no command '%s'; see 'interphase --help'", wants_help ? argv[2] : name);
        return EXIT_USAGE;
    }
    if (wants_help) {
        print_command_help(chosen);
        return EXIT_ANSWERED;
    }
    return run_command(chosen, argc - 1, argv + 1);
}
