/* Opens what a command needs, in the order in which errors should be found, and closes it again. */
#include "session.h"

#include "cli/input/tables.h"
#include "cli/io/text.h"

#include <stdlib.h>
#include <string.h>

exit_code session_open(session *run, const options *opts, const char *command_name, const char *const *columns,
                       int column_count, bool with_digest) {
    unsigned flags = with_digest || opts->format == FORMAT_JSON ? IP_READ_DIGEST : 0u;
    ip_error error;
    memset(run, 0, sizeof *run);
    run->opts = opts;
    run->columns = columns;
    run->column_count = column_count;
    run->arrow = text_is_utf8() ? "\xE2\x86\x92" : "->";
    exit_code code = tables_load(&run->dataset, opts, flags);
    if (code != EXIT_ANSWERED)
        return code;
    if (ip_solver_new(&run->solver, run->dataset, &error)) {
        complain("%s", error.message);
        code = EXIT_INTERNAL;
    } else if (!output_open(&run->out, opts->output)) {
        code = EXIT_USAGE;
    } else if (opts->format != FORMAT_TEXT) {
        ip_writer_head head = {command_name, run->dataset, !opts->uncorrected, false};
        ip_writer_format format = opts->format == FORMAT_CSV ? IP_WRITER_CSV : IP_WRITER_JSON;
        if (ip_writer_new(&run->writer, format, run->out.stream, columns, column_count, &head, &error)) {
            complain("%s", error.message);
            output_close(&run->out, false);
            code = EXIT_INTERNAL;
        }
    }
    if (code != EXIT_ANSWERED) {
        ip_solver_free(run->solver);
        ip_dataset_free(run->dataset);
    }
    return code;
}

exit_code session_close(session *run) {
    ip_writer_end(run->writer);
    bool written = output_close(&run->out, !run->broken);
    ip_solver_free(run->solver);
    ip_solver_end_thread();
    ip_dataset_free(run->dataset);
    if (run->broken || !written)
        return EXIT_INTERNAL;
    return run->failures ? EXIT_SOME_FAILED : EXIT_ANSWERED;
}

static void write_failure(session *run, const known_value *known, int known_count, const ip_error *error) {
    ip_value *values = calloc((size_t)run->column_count, sizeof *values);
    for (int c = 0; values && c < run->column_count; c++) {
        values[c] = ip_value_none();
        for (int k = 0; k < known_count; k++)
            if (strcmp(run->columns[c], known[k].column) == 0)
                values[c] = known[k].value;
        if (strcmp(run->columns[c], "status") == 0)
            values[c] = ip_value_text(ip_status_word(error->status));
        else if (strcmp(run->columns[c], "message") == 0)
            values[c] = ip_value_text(error->message);
    }
    if (values)
        session_row(run, values);
    else
        run->broken = true;
    free(values);
}

void session_fail(session *run, const char *subject, const known_value *known, int known_count, const ip_error *error) {
    run->failures++;
    /* A failed certificate is an answer that says so; lack of memory ends what can be trusted. */
    if (error->status == IP_NO_MEMORY)
        run->broken = true;
    complain("%s: %s", subject, error->message);
    if (run->writer) {
        write_failure(run, known, known_count, error);
    } else {
        session_start_block(run);
        fprintf(run->out.stream, "%s: no answer (%s): %s\n", text_masked(subject), ip_status_word(error->status),
                text_masked(error->message));
    }
}

void session_row(session *run, const ip_value *values) {
    ip_error error;
    if (ip_writer_row(run->writer, values, &error)) {
        complain("%s", error.message);
        run->broken = true;
    }
}

void session_start_block(session *run) {
    if (run->blocks++)
        fputc('\n', run->out.stream);
}

char *session_equation(const session *run, const char *formula, const ip_composition *composition,
                       const ip_equilibrium *equilibrium, const char *arrow, ip_error *error) {
    ip_reactant subject = {formula, composition, 1.0};
    return ip_reaction_text(run->dataset, &subject, 1, equilibrium, arrow, error);
}

void session_profile_fail(session *run, const char *formula, const ip_error *error) {
    known_value known[] = {{"formula", ip_value_text(formula)}, {"metal", ip_value_text(ip_element_symbol(run->opts->metal))}};
    session_fail(run, formula, known, 2, error);
}

bool session_profile_find(session *run, const char *formula, ip_composition *composition, ip_profile *profile) {
    ip_error error;
    ip_status status = ip_composition_read(composition, formula, &error);
    if (!status)
        status = ip_profile_find(profile, run->solver, composition, run->opts->metal, run->opts->metal_charge, &error);
    if (status)
        session_profile_fail(run, formula, &error);
    return status == IP_OK;
}

ip_character session_plateau_character(const session *run, const ip_profile *profile, const ip_plateau *plateau) {
    bool reacts = plateau->uptake != 0.0 || !profile->hull.stable;
    return ip_character_find(&plateau->products, reacts, run->opts->gap);
}

bool session_reacts(double energy) {
    return energy < -IP_REACTION_TOLERANCE;
}

const char *session_character_text(const ip_character *character) {
    static char text[160];
    const ip_phase *deciding = character->deciding;
    const char *word = ip_character_word(character->kind);
    if (!deciding)
        snprintf(text, sizeof text, "%s", word);
    else if (character->kind == IP_CHARACTER_UNKNOWN)
        snprintf(text, sizeof text, "%s (%s: no band gap known)", word, deciding->formula);
    else
        snprintf(text, sizeof text, "%s (%s: %s eV)", word, deciding->formula, text_number(deciding->band_gap, 2));
    return text;
}

static void print_assignments(FILE *stream, const char *what, const assignment_list *list) {
    for (int i = 0; i < list->count; i++)
        fprintf(stream, "; %s %s = %g eV/atom", what, text_masked(list->items[i].name), list->items[i].value);
}

void session_print_assumptions(session *run, bool with_metal) {
    FILE *stream = run->out.stream;
    const options *opts = run->opts;
    session_start_block(run);
    fputs(tables_count(opts) > 1 ? "Tables" : "Table", stream);
    for (int i = 0; i < tables_count(opts); i++)
        fprintf(stream, "%s %s", i ? " +" : "", text_masked(tables_name(opts, i)));
    fprintf(stream, " (%s, energies %s corrections), 0 K", text_count(ip_dataset_count(run->dataset), "phase"),
            opts->uncorrected ? "without" : "with");
    print_assignments(stream, "energy", &opts->energies);
    print_assignments(stream, "above hull", &opts->above_hull);
    for (int i = 0; i < opts->excluded.count; i++)
        fprintf(stream, "; without %s", text_masked(opts->excluded.items[i]));
    if (with_metal) {
        int charge = opts->metal_charge ? opts->metal_charge : ip_element_charge(opts->metal);
        fprintf(stream, "; voltages against %s/%s%.0d+", ip_element_symbol(opts->metal), ip_element_symbol(opts->metal),
                charge == 1 ? 0 : charge);
    }
    fputs(".\n", stream);
}
