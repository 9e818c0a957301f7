/* One electrolyte beside many cathodes: the worst case of each in one table, the least reactive first. */
#include "report.h"

#include "interface_output.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A cathode, for the table. */
typedef struct cathode_line {
    const char *formula, *interphase, *equation;
    double mutual_reaction_energy, mutual_reaction_energy_uncertainty, voltage;
} cathode_line;

static const ip_column line_columns[] = {
    IP_COLUMN(cathode_line, formula, "cathode", "", 0, 1, 0, 0, "the cathode"),
    IP_COLUMN(cathode_line, mutual_reaction_energy, "mutual", "eV/atom", 6, 2, 3, IP_COLUMN_UNCERTAIN,
              "what drives the two to react, where that is deepest, without what each does by itself"),
    IP_COLUMN(cathode_line, voltage, "at", "V", 6, 3, 2, 0, "the voltage at which that is so"),
    IP_COLUMN(cathode_line, interphase, "interphase", "", 0, 4, 0, 0, "whether what forms lets electrons through"),
    IP_COLUMN(cathode_line, equation, "reaction", "", 0, 5, 0, IP_COLUMN_LONG, "the balanced equation"),
    IP_COLUMN(cathode_line, mutual_reaction_energy_uncertainty, "uncertainty", "eV/atom", 6, 0, 3, 0, "its standard deviation"),
};
static const ip_result_type line_result = IP_RESULT_TYPE("cathodes", cathode_line, line_columns);

typedef struct cathode_list {
    cathode_line *lines; /* [0 .. count-1] */
    int count;
} cathode_list;

static ip_status find(ip_interface *found, double *voltage, session *run, const ip_reactant_pair *pair,
                      const voltage_range *range, ip_error *error) {
    *voltage = range->low;
    return range->is_range ? interface_find_worst(found, voltage, run, pair, range, error)
                           : interface_find(found, run, pair, range->low, error);
}

/* Keeps a line, and hands the row of the deepest point over. */
static ip_status add_line(cathode_list *list, session *run, const ip_interface_case *answer, ip_error *error) {
    const ip_interface *found = answer->found;
    const ip_kink *kink = &found->kinks[found->minimum];
    ip_interface_row row;
    ip_status status = ip_interface_row_fill(&row, run->memory, run->dataset, answer, found->minimum, &run->question, error);
    if (status)
        return status;
    session_note_weak(run, &kink->products);
    session_row(run, &row);
    cathode_line line = {answer->pair->b,
                         session_character(run, interface_character(run, kink)),
                         found->reacts ? row.equation : "no reaction with each other",
                         row.mutual_reaction_energy,
                         row.mutual_reaction_energy_uncertainty,
                         answer->voltage};
    list->lines[list->count++] = line;
    return IP_OK;
}

static void answer(cathode_list *list, session *run, const char *electrolyte, const char *cathode, const voltage_range *range) {
    ip_reactant_pair pair;
    ip_interface found;
    ip_error error;
    ip_interface_case asked = {&pair, &found, NAN, range->is_range ? "worst" : NULL, IP_NO_COUNT, false};
    ip_status status = ip_reactant_pair_read(&pair, electrolyte, cathode, &error);
    if (!status)
        status = find(&found, &asked.voltage, run, &pair, range, &error);
    if (status) {
        interface_fail(run, &asked, &error);
        return;
    }
    if (add_line(list, run, &asked, &error))
        session_break(run, &error);
    ip_interface_clear(&found);
}

static int by_energy(const void *a, const void *b) {
    const cathode_line *left = a, *right = b;
    if (left->mutual_reaction_energy < right->mutual_reaction_energy ||
        left->mutual_reaction_energy > right->mutual_reaction_energy)
        return left->mutual_reaction_energy > right->mutual_reaction_energy ? -1 : 1;
    return strcmp(left->formula, right->formula);
}

static void print(session *run, cathode_list *list, const char *electrolyte, const voltage_range *range, const char *from) {
    FILE *stream = run->out.stream;
    if (!list->count)
        return;
    qsort(list->lines, (size_t)list->count, sizeof *list->lines, by_energy);
    const cathode_line *best = &list->lines[0], *worst = &list->lines[list->count - 1];
    session_start_block(run);
    fprintf(stream, "Beside %s %s reacts least with %s, %s eV/atom", text_count(list->count, "cathode"), text_masked(electrolyte),
            text_masked(best->formula),
            text_uncertain(best->mutual_reaction_energy, best->mutual_reaction_energy_uncertainty, 3));
    if (list->count > 1)
        fprintf(stream, ", and most with %s, %s eV/atom", text_masked(worst->formula),
                text_uncertain(worst->mutual_reaction_energy, worst->mutual_reaction_energy_uncertainty, 3));
    fprintf(stream, ".\n%s, each ", from);
    if (range->is_range)
        fprintf(stream, "at its worst voltage from %s to %s V", text_number(range->low, 2), text_number(range->high, 2));
    else
        fprintf(stream, "at %s V", text_number(range->low, 2));
    fprintf(stream, " against %s.\n", ip_element_symbol(run->question.metal));
    session_table(run, &line_result, list->lines, list->count);
}

exit_code report_interfaces(const options *opts, ip_page *page, const char *electrolyte, const char *const *cathodes, int count,
                            const voltage_range *range, const char *from) {
    options about = *opts;
    session run;
    about.page = page;
    about.title = "Interfaces with cathodes";
    about.draws = false;
    about.plot = NULL;
    exit_code code = session_open(&run, &about, "react", &ip_interface_result, false);
    if (code != EXIT_ANSWERED)
        return code;
    session_refer_to(&run, about.metal, about.metal_charge);
    cathode_list list = {malloc(((size_t)count + 1) * sizeof *list.lines), 0};
    if (!list.lines)
        session_fail_memory(&run, electrolyte);
    for (int i = 0; i < count && list.lines && !run.broken; i++)
        answer(&list, &run, electrolyte, cathodes[i], range);
    if (!run.broken)
        print(&run, &list, electrolyte, range, from);
    session_print_assumptions(&run, true);
    free(list.lines);
    return session_close(&run);
}
