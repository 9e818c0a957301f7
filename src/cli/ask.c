/* Whether a call can be answered, and as a part of what. */
#include "ask.h"

#include "cli/input/formulas.h"
#include "cli/io/gnuplot.h"
#include "cli/io/plot.h"
#include "cli/io/report.h"

#include <stdlib.h>

/* Whether the page of a call has a figure; where it has none nobody need hear why. */
static bool page_can_draw(const command *chosen, const options *opts) {
    const ip_result_type *type = chosen->result_of ? chosen->result_of(opts) : chosen->result;
    report_hush(true);
    bool can = type && ip_figure_exists(type) && (!chosen->can_draw || chosen->can_draw(opts));
    report_hush(false);
    return can && gnuplot_offered(opts->quiet);
}

exit_code ask(const command *chosen, options *opts) {
    if (!formulas_take(opts, chosen->takes_formulas && !opts->join))
        return EXIT_INTERNAL;
    if (opts->plot && chosen->can_draw && !chosen->can_draw(opts))
        return EXIT_USAGE;
    if (!plot_can(opts, chosen->name, chosen->result_of ? chosen->result_of(opts) : chosen->result))
        return EXIT_USAGE;
    opts->summary = chosen->summary;
    opts->draws = opts->format == FORMAT_HTML && page_can_draw(chosen, opts);
    opts->asked = (const char *const *)opts->arguments;
    opts->asked_count = chosen->takes_formulas ? opts->argument_count : 0;
    return chosen->run(opts);
}

/* The conditions of all parts are one thing, which the options of a part only borrow. */
static void lend(options *to, const options *from) {
    to->tables = from->tables;
    to->uncorrected = from->uncorrected;
    to->literal = from->literal;
    to->quiet = from->quiet;
    to->force = from->force;
    to->energies = from->energies;
    to->above_hull = from->above_hull;
    to->excluded = from->excluded;
    to->chosen_metal = from->chosen_metal;
    to->metal = from->metal;
    to->metal_charge = from->metal_charge;
    to->threads = from->threads;
    to->size = from->size;
    to->plot_order = from->plot_order;
    to->gap = from->gap;
}

static exit_code run_part(const page_part *part, options *opts, const options *about, ip_page *page) {
    options own = *opts;
    lend(opts, about);
    opts->format = FORMAT_HTML;
    opts->page = page;
    opts->title = part->title;
    exit_code code = ask(part->command, opts);
    lend(opts, &own); /* what is freed with the options is theirs */
    return code;
}

exit_code ask_part(const page_part *part, const options *about, ip_page *page) {
    options opts;
    const char *unknown;
    exit_code code = EXIT_INTERNAL;
    char **arguments = malloc(((size_t)part->count + 2) * sizeof *arguments);
    if (!arguments) {
        complain_of_memory();
        return EXIT_INTERNAL;
    }
    arguments[0] = (char *)part->command->name;
    for (int i = 0; i < part->count; i++)
        arguments[i + 1] = (char *)part->arguments[i];
    arguments[part->count + 1] = NULL;
    options_result result =
        options_read(&opts, &unknown, part->command->name, &part->command->options, part->count + 1, arguments);
    if (result == OPTIONS_READY)
        code = run_part(part, &opts, about, page);
    else if (result == OPTIONS_WRONG)
        code = EXIT_USAGE;
    options_free(&opts);
    free(arguments);
    if (code == EXIT_USAGE) {
        ip_page_section(page, part->title);
        ip_page_answer(page);
        ip_page_words(page, "No answer:");
        ip_page_words(page, report_last());
        code = EXIT_SOME_FAILED;
    }
    return code;
}
