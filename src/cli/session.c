/* Opens what a command needs, in the order in which errors should be found, and closes it again. */
#include "session.h"

#include "tables.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

exit_code session_open(session *run, const options *opts, const char *command_name, const char *const *columns,
                       int column_count, bool with_digest) {
    unsigned flags = with_digest || opts->format == FORMAT_JSON ? IP_READ_DIGEST : 0u;
    ip_error error;
    memset(run, 0, sizeof *run);
    run->opts = opts;
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
        ip_writer_head head = {command_name, run->dataset, !opts->uncorrected};
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

void session_fail(session *run, const char *subject, const ip_error *error) {
    run->failures++;
    /* A failed certificate is an answer that says so; lack of memory ends what can be trusted. */
    if (error->status == IP_NO_MEMORY)
        run->broken = true;
    complain("%s: %s", subject, error->message);
    if (run->opts->format == FORMAT_TEXT) {
        session_start_block(run);
        fprintf(run->out.stream, "%s: no answer (%s): %s\n", subject, ip_status_word(error->status), error->message);
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
    ip_reaction reaction;
    if (ip_reaction_build(&reaction, run->dataset, &subject, 1, equilibrium, error))
        return NULL;
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (stream) {
        ip_reaction_print(&reaction, arrow, stream);
        fclose(stream);
    }
    ip_reaction_clear(&reaction);
    if (!text)
        ip_error_set(error, IP_NO_MEMORY, "out of memory");
    return text;
}

static void print_assignments(FILE *stream, const char *what, const assignment *list, int count) {
    for (int i = 0; i < count; i++)
        fprintf(stream, "; %s %s = %g eV/atom", what, list[i].name, list[i].value);
}

void session_print_assumptions(session *run, bool with_metal) {
    FILE *stream = run->out.stream;
    const options *opts = run->opts;
    session_start_block(run);
    fputs(tables_count(opts) > 1 ? "Tables" : "Table", stream);
    for (int i = 0; i < tables_count(opts); i++)
        fprintf(stream, "%s %s", i ? " +" : "", tables_name(opts, i));
    fprintf(stream, " (%ld phases, energies %s corrections), 0 K", ip_dataset_count(run->dataset),
            opts->uncorrected ? "without" : "with");
    print_assignments(stream, "energy", opts->energies, opts->energy_count);
    print_assignments(stream, "above hull", opts->above_hull, opts->above_hull_count);
    for (int i = 0; i < opts->excluded_count; i++)
        fprintf(stream, "; without %s", opts->excluded[i]);
    if (with_metal) {
        int charge = opts->metal_charge ? opts->metal_charge : ip_element_charge(opts->metal);
        fprintf(stream, "; voltages against %s/%s%.0d+", ip_element_symbol(opts->metal), ip_element_symbol(opts->metal),
                charge == 1 ? 0 : charge);
    }
    fputs(".\n", stream);
}
