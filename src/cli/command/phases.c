/* `interphase phases`: what a chemical system has on the convex hull and near it, and what is at equilibrium with what. */
#include "diagram_output.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct phases_options {
    double max_above_hull;
    bool neighbours, simplices;
    ip_phases_order order;
} phases_options;

/* Of so many elements all simplices are shown beside the neighbours. */
enum { MOST_ELEMENTS = 3 };

static void print_headline(session *run, const char *system, const ip_phases *found, double most_above) {
    FILE *stream = run->out.stream;
    int stable = 0;
    for (int i = 0; i < found->count; i++)
        stable += found->entries[i].stable;
    session_start_block(run);
    fprintf(stream, "%s: %s on the hull", text_masked(system), text_count(stable, "phase"));
    if (most_above > 0.0)
        fprintf(stream, ", %s up to %s eV/atom above it", text_count(found->count - stable, "phase"), text_number(most_above, 4));
    if (found->facet_count)
        fprintf(stream, ", %s", text_count(found->facet_count, "facet"));
    fputs(".\n", stream);
}

static void fail(session *run, const char *system, const ip_error *error) {
    ip_phases_row row;
    ip_simplex_row simplex;
    ip_row_blank(&ip_phases_result, &row);
    ip_row_blank(&ip_simplex_result, &simplex);
    row.system = simplex.system = system;
    session_fail(run, system, run->type == &ip_simplex_result ? (void *)&simplex : (void *)&row, error);
}

/* Rows of one type, in their form. */
static void show(session *run, const ip_result_type *type, const void *rows, int count) {
    /* In text the simplices may stand beside the rows of the answer. */
    for (int i = 0; i < count && type == run->type; i++)
        session_row(run, (const char *)rows + (size_t)i * type->size);
    if (!run->sink)
        session_table(run, type, rows, count);
}

static ip_status show_phases(session *run, const char *system, const ip_phases *found, ip_error *error) {
    const phases_options *own = run->opts->own;
    ip_phases_row *rows = malloc(((size_t)found->count + 1) * sizeof *rows);
    ip_status status = rows ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < found->count && !status; i++)
        status = ip_phases_row_fill(&rows[i], run->memory, run->solver, system, found, i, &run->question, error);
    if (!status)
        status = ip_phases_rows_sort(rows, found->count, own->order, error);
    if (!status)
        show(run, &ip_phases_result, rows, found->count);
    free(rows);
    return status;
}

static ip_status show_simplices(session *run, const char *system, const ip_phases *found, ip_error *error) {
    ip_simplex_row *rows = malloc(((size_t)found->simplex_count + 1) * sizeof *rows);
    ip_status status = rows ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < found->simplex_count && !status; i++)
        status = ip_simplex_row_fill(&rows[i], run->memory, system, found, i, error);
    if (!status)
        show(run, &ip_simplex_result, rows, found->simplex_count);
    free(rows);
    return status;
}

static void answer(session *run, diagram_list *drawn, const char *system, ip_element_set elements) {
    const phases_options *own = run->opts->own;
    ip_phases found;
    ip_error error;
    ip_status status =
        ip_phases_find(&found, run->solver, elements, own->max_above_hull, own->neighbours || own->simplices, &error);
    if (status) {
        fail(run, system, &error);
        return;
    }
    if (!run->sink)
        print_headline(run, system, &found, own->max_above_hull);
    if (!own->simplices)
        status = show_phases(run, system, &found, &error);
    if (!status && !run->sink && !own->simplices && own->neighbours && found.element_count <= MOST_ELEMENTS)
        session_start_block(run);
    if (!status && (own->simplices || (!run->sink && own->neighbours && found.element_count <= MOST_ELEMENTS)))
        status = show_simplices(run, system, &found, &error);
    if (status)
        fail(run, system, &error);
    else
        diagram_draw(run, drawn, elements, own->max_above_hull);
    ip_phases_clear(&found);
    ip_memory_empty(run->memory);
}

/* Elements one by one are a system together; its name is that of all, owned by the caller. *out is NULL where they are not so. */
static ip_status join_elements(char **out, ip_element_set *elements, const options *opts, ip_error *error) {
    size_t size = 1;
    memset(elements, 0, sizeof *elements);
    *out = NULL;
    for (int i = 0; i < opts->argument_count; i++) {
        int element = ip_element_find(opts->arguments[i], strlen(opts->arguments[i]));
        if (!element)
            return IP_OK;
        ip_element_set_add(elements, element);
        size += strlen(opts->arguments[i]) + 1;
    }
    *out = calloc(size, 1);
    if (!*out)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < opts->argument_count; i++)
        strcat(strcat(*out, i ? "-" : ""), opts->arguments[i]);
    return IP_OK;
}

static const ip_result_type *result_of(const options *opts) {
    const phases_options *own = opts->own;
    return own->simplices ? &ip_simplex_result : &ip_phases_result;
}

/* What cannot be read fails as an answer. */
static bool can_draw(const options *opts) {
    const phases_options *own = opts->own;
    ip_element_set elements;
    ip_error error;
    char *joined;
    bool can = !own->simplices;
    if (!can) {
        complain("phases --plot: the diagram shows simplices as it is; without --simplices");
        return false;
    }
    if (join_elements(&joined, &elements, opts, &error)) {
        complain_of(NULL, &error);
        return false;
    }
    if (joined)
        can = diagram_can("phases", joined, elements);
    for (int i = 0; i < opts->argument_count && !joined && can; i++)
        if (!ip_phases_read_system(&elements, opts->arguments[i], &error))
            can = diagram_can("phases", opts->arguments[i], elements);
    free(joined);
    return can;
}

static exit_code run_phases(const options *opts) {
    session run;
    diagram_list drawn = {0};
    ip_error error;
    ip_element_set elements;
    char *joined = NULL;
    exit_code code = session_open(&run, opts, "phases", result_of(opts), false);
    if (code != EXIT_ANSWERED)
        return code;
    if (join_elements(&joined, &elements, opts, &error))
        session_break(&run, &error);
    else if (joined)
        answer(&run, &drawn, joined, elements);
    for (int i = 0; i < opts->argument_count && !joined && !run.broken; i++)
        if (ip_phases_read_system(&elements, opts->arguments[i], &error))
            fail(&run, opts->arguments[i], &error);
        else
            answer(&run, &drawn, opts->arguments[i], elements);
    if (!run.sink)
        session_print_assumptions(&run, false);
    code = session_close(&run);
    diagram_end(&drawn);
    free(joined);
    return code;
}

static const option_row rows[] = {
    {"max-above-hull", 0, "E", "phases up to this far above the hull, too", OPTION_NUMBER(phases_options, max_above_hull),
     .unit = "eV/atom", .high = INFINITY},
    {"up-to", 0, "E", "the same", OPTION_NUMBER(phases_options, max_above_hull), .unit = "eV/atom", .high = INFINITY},
    {"neighbours", 0, NULL, "the phases that each shares a facet of the hull with; of up to three elements the simplices, too",
     OPTION_FLAG(phases_options, neighbours)},
    {"simplices", 0, NULL, "the simplices in the place of the phases, with the chemical potentials at each",
     OPTION_FLAG(phases_options, simplices)},
    {"sort", 0, "found|formula|above-hull|decomposition|formation|gap", "order of the phases, from low to high",
     OPTION_CHOICE(phases_options, order, ip_phases_order), .usually = "by chemical system, then by formula"},
    OPTION_ROW_TEMPERATURE,
    OPTION_END,
};

const command command_phases = {
    .name = "phases",
    .summary = "what is in a chemical system",
    .arguments = "SYSTEM... | ELEMENT ELEMENT...",
    .help = "Lists the phases of a chemical system that are on the convex hull, or up to\n"
            "--max-above-hull from it, and with --neighbours which of them are at equilibrium\n"
            "with each other: tie lines and, of two or three elements, simplices. A system is\n"
            "written Na-P-S, as elements one by one, or as a formula with these elements.\n"
            "--plot draws the diagram of two or three elements.\n"
            "\n"
            "Example: what sodium, phosphorus and sulfur make\n"
            "  interphase phases Na-P-S --neighbours\n",
    .options = {rows, sizeof(phases_options)},
    .result_of = result_of,
    .can_draw = can_draw,
    .run = run_phases,
};
