/* `interphase potentials`: the region of chemical potentials in which a phase is on the hull. */
#include "cli/session.h"
#include "cli/input/formulas.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct potentials_options {
    potential_list fixed;
    const char *project; /* "Li,S"; NULL for none */
} potentials_options;

/* What is asked beside the formulas. */
typedef struct asked {
    ip_reservoir fixed; /* the elements of --fix and --mu, and the gases */
    int project[2]; /* elements; 0 for no projection */
} asked;

/* A corner for people. */
typedef struct corner_line {
    const char *corner, *potentials, *name, *neighbours;
} corner_line;

static const ip_column line_columns[] = {
    IP_COLUMN(corner_line, corner, "corner", "", 0, 1, 0, 0, "number of the corner"),
    IP_COLUMN(corner_line, potentials, "chemical potentials, eV/atom", "", 0, 2, 0, 0, "chemical potentials of the elements"),
    IP_COLUMN(corner_line, name, "which is", "", 0, 3, 0, 0, "the elements at an end of their range"),
    IP_COLUMN(corner_line, neighbours, "at equilibrium with", "", 0, 4, 0, IP_COLUMN_LONG, "the other phases there"),
};
static const ip_result_type line_type = IP_RESULT_TYPE("corner", corner_line, line_columns);

/* The potentials of a corner one below the other; NULL for lack of memory. */
static const char *potentials_text(session *run, const ip_potentials *found, int corner) {
    size_t size = 32 * (size_t)found->element_count + 1, used = 0;
    char *text = ip_memory_take(run->memory, size);
    for (int e = 0; text && e < found->element_count; e++)
        used += (size_t)snprintf(text + used, size - used, "%s%s %8s", e ? "  " : "", ip_element_symbol(found->elements[e]),
                                 text_number(found->corners[corner].potentials[e], 4));
    return text;
}

static ip_status print_corners(session *run, const ip_potentials *found, ip_error *error) {
    corner_line *lines = calloc((size_t)found->count + 1, sizeof *lines);
    bool has_memory = lines != NULL;
    for (int c = 0; c < found->count && has_memory; c++) {
        char number[24];
        snprintf(number, sizeof number, "%d", c + 1);
        corner_line line = {ip_memory_copy(run->memory, number), potentials_text(run, found, c),
                            ip_potentials_corner_name(run->memory, found, c), ip_potentials_corner_phases(run->memory, found, c)};
        lines[c] = line;
        has_memory = line.corner && line.potentials && line.name && line.neighbours;
    }
    if (has_memory)
        session_table(run, &line_type, lines, found->count);
    free(lines);
    return has_memory ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

static void print_fixed(session *run, const ip_potentials *found, const asked *how) {
    for (int e = 0; e < found->element_count; e++)
        for (int i = 0; i < how->fixed.count; i++)
            if (how->fixed.element[i] == found->elements[e])
                fprintf(run->out.stream, ", %s fixed at %s eV/atom", ip_element_symbol(found->elements[e]),
                        text_number(how->fixed.chemical_potential[i], 4));
}

static void print_headline(session *run, const ip_potentials *found, const ip_potentials_row *rows, const asked *how) {
    FILE *stream = run->out.stream;
    session_start_block(run);
    fprintf(stream, "%s", rows[0].formula);
    print_fixed(run, found, how);
    gases_print(stream, &run->gases);
    if (!found->count) {
        fprintf(stream, ": no chemical potentials at which it is at equilibrium; it lies %s eV/atom above the hull%s.\n",
                text_uncertain(rows[0].energy_above_hull, rows[0].energy_above_hull_uncertainty, 4), found->open ? " there" : "");
        return;
    }
    fprintf(stream, ": at equilibrium in a region with %s.\n", text_count(found->count, "corner"));
    for (int e = 0; e < found->element_count; e++) {
        const ip_potentials_row *range = &rows[found->count * found->element_count + e];
        if (!found->fixed[e])
            fprintf(stream, "  %-2s from %s to %s eV/atom\n", range->element,
                    text_uncertain(range->chemical_potential, range->chemical_potential_uncertainty, 4),
                    text_uncertain(range->chemical_potential_high, range->chemical_potential_high_uncertainty, 4));
    }
}

static ip_status show_region(session *run, const char *formula, const ip_potentials *found, const asked *how, ip_error *error) {
    int count = ip_potentials_row_count(found);
    ip_potentials_row *rows = malloc((size_t)count * sizeof *rows);
    ip_status status = rows ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < count && !status; i++)
        status = ip_potentials_row_fill(&rows[i], run->memory, formula, found, i, &run->question, error);
    for (int i = 0; i < count && !status; i++)
        session_row(run, &rows[i]);
    if (!status && !run->sink) {
        print_headline(run, found, rows, how);
        if (found->count)
            status = print_corners(run, found, error);
    }
    free(rows);
    return status;
}

static int index_of(const ip_potentials *found, int element) {
    for (int e = 0; e < found->element_count; e++)
        if (found->elements[e] == element)
            return e;
    return -1;
}

static ip_status show_outline(session *run, const char *formula, const ip_potentials *found, const asked *how, ip_error *error) {
    int first = index_of(found, how->project[0]), second = index_of(found, how->project[1]);
    if (first < 0 || second < 0)
        return ip_error_set(error, IP_BAD_ARGUMENT, "it holds no %s; --project takes two of its elements",
                            ip_element_symbol(how->project[first < 0 ? 0 : 1]));
    int *corners = malloc(((size_t)found->count + 1) * sizeof *corners);
    int count = corners ? ip_potentials_outline(corners, found, first, second) : -1;
    ip_outline_row *rows = count < 0 ? NULL : malloc(((size_t)count + 1) * sizeof *rows);
    ip_status status = rows ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < count && !status; i++)
        status = ip_outline_row_fill(&rows[i], run->memory, formula, found, first, second, i, corners[i], error);
    for (int i = 0; i < count && !status; i++)
        session_row(run, &rows[i]);
    if (!status && !run->sink) {
        session_start_block(run);
        fprintf(run->out.stream, "%s: outline of the region by the potentials of %s (x) and %s (y), eV/atom: %s.\n", formula,
                ip_element_symbol(how->project[0]), ip_element_symbol(how->project[1]),
                count ? text_count(count, "point") : "it is empty");
        session_table(run, run->type, rows, count);
    }
    free(rows);
    free(corners);
    return status;
}

/* ---- figure */

static ip_status draw_scale(session *run, int element, ip_error *error) {
    const ip_question *question = &run->question;
    ip_region_scale_row scale;
    if (!ip_region_scale_row_fill(&scale, element, element == question->metal ? question->charge : 0,
                                  ip_dataset_temperature(run->dataset)))
        return IP_OK;
    return plot_row(&run->plot, &ip_region_scale_result, &scale, error);
}

/* The outline by two elements, with what stands along its edges. */
static ip_status draw_region(session *run, const char *formula, const ip_composition *composition, const ip_potentials *found,
                             const asked *how, ip_error *error) {
    ip_region_row *edges;
    long count;
    int first = index_of(found, how->project[0]), second = index_of(found, how->project[1]);
    if (!run->plot.figure || (!how->project[0] && !ip_region_axes(&first, &second, found, composition)))
        return IP_OK;
    ip_status status = ip_region_find(&edges, &count, run->memory, formulas_written(formula), found, first, second, error);
    for (long i = 0; i < count && !status; i++)
        status = plot_row(&run->plot, &ip_region_result, &edges[i], error);
    if (!status)
        status = draw_scale(run, found->elements[first], error);
    return status ? status : draw_scale(run, found->elements[second], error);
}

static void fail(session *run, const char *formula, const ip_error *error) {
    ip_potentials_row row;
    ip_outline_row outline;
    ip_row_blank(&ip_potentials_result, &row);
    ip_row_blank(&ip_outline_result, &outline);
    row.formula = outline.formula = formula;
    session_fail(run, formula, run->type == &ip_outline_result ? (void *)&outline : (void *)&row, error);
}

static void answer(session *run, const char *formula, const asked *how) {
    ip_composition composition;
    ip_potentials found = {0};
    ip_error error;
    ip_status status = ip_composition_read(&composition, formula, &error);
    if (!status)
        status = ip_potentials_find(&found, run->solver, &composition, &how->fixed, &error);
    if (!status)
        status =
            how->project[0] ? show_outline(run, formula, &found, how, &error) : show_region(run, formula, &found, how, &error);
    if (status)
        fail(run, formula, &error);
    else if (draw_region(run, formula, &composition, &found, how, &error))
        session_break(run, &error);
    ip_potentials_clear(&found);
    ip_memory_empty(run->memory);
}

static ip_status fix(ip_reservoir *out, const potential_list *list, ip_error *error) {
    ip_status status = IP_OK;
    for (int i = 0; i < list->count && !status; i++)
        status = ip_reservoir_open(out, list->items[i].element, list->items[i].value, error);
    return status;
}

static ip_status read_asked(asked *out, const options *opts, ip_error *error) {
    const potentials_options *own = opts->own;
    memset(out, 0, sizeof *out);
    ip_status status = fix(&out->fixed, &own->fixed, error);
    if (!status)
        status = fix(&out->fixed, &opts->potentials, error);
    if (!own->project || status)
        return status;
    size_t length = strcspn(own->project, ",");
    const char *rest = own->project + length + (own->project[length] == ',');
    out->project[0] = ip_element_find(own->project, length);
    out->project[1] = ip_element_find(rest, strlen(rest));
    if (!out->project[0] || !out->project[1] || out->project[0] == out->project[1])
        return ip_error_set(error, IP_BAD_ARGUMENT, "--project %s: expected two elements with a comma between them, such as Li,S",
                            own->project);
    return IP_OK;
}

static const ip_result_type *result_of(const options *opts) {
    const potentials_options *own = opts->own;
    return own->project ? &ip_outline_result : &ip_potentials_result;
}

static bool can_draw(const options *opts) {
    const potentials_options *own = opts->own;
    ip_composition composition;
    bool is_alone = !own->fixed.count && !gases_given(opts);
    for (int i = 0; i < opts->argument_count && is_alone; i++) {
        int list[IP_ELEMENT_COUNT];
        if (ip_composition_read(&composition, opts->arguments[i], NULL) ||
            ip_element_set_list(ip_composition_elements(&composition), list) > 1)
            continue;
        complain("potentials --plot: a figure takes the potentials of two elements, and %s is one",
                 text_masked(opts->arguments[i]));
        return false;
    }
    return true;
}

static exit_code run_potentials(const options *opts) {
    asked how;
    ip_error error;
    if (read_asked(&how, opts, &error)) {
        complain_of(NULL, &error);
        return EXIT_USAGE;
    }
    session run;
    exit_code code = session_open(&run, opts, "potentials", result_of(opts), false);
    if (code != EXIT_ANSWERED)
        return code;
    how.fixed.atmosphere = run.gases.atmosphere;
    run.question.reservoir = NULL; /* headlines name the elements */
    for (int i = 0; i < opts->argument_count; i++)
        answer(&run, opts->arguments[i], &how);
    if (!run.sink)
        session_print_assumptions(&run, false);
    return session_close(&run);
}

static const option_row rows[] = {
    {"fix", 0, "EL=E", "hold an element at a chemical potential, eV/atom: the region is that of the others",
     OPTION_POTENTIALS(potentials_options, fixed), .unit = "eV/atom", .low = -100.0, .high = 100.0, .repeat = OPTION_EACH},
    {"project", 0, "EL,EL",
     "in the place of the corners, the outline of the region by the potentials of two elements, for a plot",
     OPTION_TEXT(potentials_options, project)},
    OPTION_ROWS_RESERVOIRS,
    OPTION_END,
};

const command command_potentials = {
    .name = "potentials",
    .summary = "at which chemical potentials a phase is stable",
    .arguments = "FORMULA... [--fix EL=E]... [--gas F=P]... [--project EL,EL]",
    .help = "Finds the region of chemical potentials in which each phase is on the hull: its\n"
            "corners, with the phases that meet there, and the range of each element.\n"
            "Corners are named by the elements that are at an end of their range: Li-rich,\n"
            "S-poor. A phase above the hull has no such region; how far above is said.\n"
            "Beside an element that is fixed, or a gas, the region is what these leave of it.\n"
            "--plot draws it over the potentials of the metal and of the anion, or of those\n"
            "of --project.\n"
            "\n"
            "Example: the conditions under which a thiophosphate grows\n"
            "  interphase potentials Li3PS4\n",
    .options = {rows, sizeof(potentials_options)},
    .takes_formulas = true,
    .result_of = result_of,
    .can_draw = can_draw,
    .run = run_potentials,
};
