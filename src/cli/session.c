/* Opens what a command needs, in the order in which errors should be found, and closes it again. */
#include "session.h"

#include "cli/input/formulas.h"
#include "cli/input/metals.h"
#include "cli/input/tables.h"
#include "cli/io/memory_text.h"
#include "cli/io/text.h"

#include <stdlib.h>
#include <string.h>

/* Running text is hard to read in longer lines than this. */
enum { NOTE_WIDTH = 100 };

static int page_of(const session *run) {
    return run->width < NOTE_WIDTH ? run->width : NOTE_WIDTH;
}

static exit_code open_sink(session *run, const char *command_name, const ip_corrections *corrections) {
    const options *opts = run->opts;
    ip_error error;
    ip_sink_head head = {.command = command_name, .dataset = run->dataset, .corrected = !opts->uncorrected,
                         .corrections = corrections ? corrections : run->errors.corrections};
    ip_status status = ip_memory_new(&run->memory, &error);
    if (!status)
        status = plot_open(&run->plot, opts, run->type, &error);
    if (!status && opts->format != FORMAT_TEXT)
        status = ip_sink_new(&run->sink, ip_sink_form(opts->format), run->out.stream,
                             run->sampling.type ? ip_samples_type_result(run->sampling.type) : run->type, &head, &error);
    if (!status)
        return EXIT_ANSWERED;
    complain_of(NULL, &error);
    plot_close(&run->plot, false);
    output_close(&run->out, false);
    return EXIT_INTERNAL;
}

exit_code session_open(session *run, const options *opts, const char *command_name, const ip_result_type *type,
                       bool with_digest) {
    return session_open_about(run, opts, command_name, type, NULL, with_digest);
}

exit_code session_open_about(session *run, const options *opts, const char *command_name, const ip_result_type *type,
                             const ip_corrections *corrections, bool with_digest) {
    unsigned flags = with_digest || opts->format == FORMAT_JSON ? IP_READ_DIGEST : 0u;
    ip_error error;
    memset(run, 0, sizeof *run);
    run->opts = opts;
    run->type = type;
    run->width = text_width();
    run->question = tables_question(opts);
    if (opts->format == FORMAT_TEXT) {
        run->question.arrow = text_is_utf8() ? "\xE2\x86\x92" : "->";
        /* What is weak about a phase is its correction. */
        if (!opts->uncorrected)
            run->question.weak_mark = text_is_utf8() ? "\xE2\x80\xA0" : "!";
    }
    exit_code code = gases_load(&run->gases, opts);
    if (code == EXIT_ANSWERED)
        code = tables_load(&run->dataset, opts, flags);
    if (code != EXIT_ANSWERED) {
        gases_clear(&run->gases);
        return code;
    }
    if (gases_given(opts))
        run->question.reservoir = &run->gases.reservoir;
    code = errors_load(&run->errors, &run->question, run->dataset, opts);
    if (code == EXIT_ANSWERED)
        code = sampling_open(&run->sampling, opts, run->dataset, type);
    if (code != EXIT_ANSWERED)
        ; /* has been explained */
    else if (ip_solver_new(&run->solver, run->dataset, &error)) {
        complain_of(NULL, &error);
        code = EXIT_INTERNAL;
    } else if (!output_open(&run->out, opts->output)) {
        code = EXIT_USAGE;
    } else {
        code = open_sink(run, command_name, corrections);
    }
    if (code != EXIT_ANSWERED) {
        ip_memory_free(run->memory);
        ip_solver_free(run->solver);
        sampling_close(&run->sampling);
        errors_clear(&run->errors);
        ip_dataset_free(run->dataset);
        gases_clear(&run->gases);
    }
    return code;
}

void session_refer_to(session *run, int metal, int charge) {
    run->question.metal = metal;
    run->question.charge = charge;
    ip_element_set_add(&run->metals, metal);
}

void session_choose_metal(session *run, const char *const *formulas, int count) {
    metal_found found;
    ip_error error;
    if (metals_find(&found, run->opts, formulas, count, &error)) {
        session_break(run, &error);
        return;
    }
    metals_say(&found, run->opts, formulas, count);
    session_refer_to(run, found.metal, found.charge);
}

/* A document that lacks something is not made to look whole. */
static void end_sink(session *run) {
    ip_error error;
    if (run->broken || report_lacks_memory())
        ip_sink_free(run->sink);
    else if (ip_sink_end(run->sink, &error))
        session_break(run, &error);
    run->sink = NULL;
}

exit_code session_close(session *run) {
    end_sink(run);
    bool written = output_close(&run->out, !run->broken);
    written = plot_close(&run->plot, written && !run->broken) && written;
    free(run->weak);
    ip_memory_free(run->memory);
    ip_solver_free(run->solver);
    ip_solver_end_thread();
    sampling_close(&run->sampling);
    errors_clear(&run->errors);
    ip_dataset_free(run->dataset);
    gases_clear(&run->gases);
    if (run->broken || !written)
        return EXIT_INTERNAL;
    return run->failures ? EXIT_SOME_FAILED : EXIT_ANSWERED;
}

void session_break(session *run, const ip_error *error) {
    if (!run->broken)
        complain_of(NULL, error);
    run->broken = true;
}

void session_fail(session *run, const char *subject, void *row, const ip_error *error) {
    run->failures++;
    complain_of(subject, error);
    /* A failed certificate is an answer that says so; lack of memory ends what can be trusted. */
    if (error->status == IP_NO_MEMORY)
        run->broken = true;
    if (run->sink && !run->broken) {
        ip_row_fail(run->type, row, error);
        session_row(run, row);
    } else if (!run->sink) {
        session_start_block(run);
        fprintf(run->out.stream, "%s: no answer (%s): %s\n", text_masked(subject), ip_status_word(error->status),
                text_masked(error->message));
    }
}

void session_take_samples(session *run, ip_status status, const ip_error *error) {
    if (!status)
        return;
    run->sampling.samples = NULL;
    session_break(run, error);
}

void session_fail_memory(session *run, const char *subject) {
    ip_error error;
    ip_error_set(&error, IP_NO_MEMORY, "%s: out of memory", subject);
    session_break(run, &error);
}

/* A row repeats what was asked as it was typed, so that it finds its place beside the question. NULL for lack of memory. */
static const void *as_typed(session *run, const void *row, ip_error *error) {
    char *typed = ip_memory_take(run->memory, run->type->size);
    if (!typed) {
        ip_error_set(error, IP_NO_MEMORY, "out of memory");
        return NULL;
    }
    memcpy(typed, row, run->type->size);
    for (int i = 0; i < run->type->column_count; i++) {
        const ip_column *column = &run->type->columns[i];
        if (column->kind == IP_KIND_TEXT && (column->uses & IP_COLUMN_SUBJECT)) {
            const char *text = formulas_written(ip_row_text(row, column));
            memcpy(typed + column->offset, &text, sizeof text);
        }
    }
    return typed;
}

void session_row(session *run, const void *row) {
    ip_error error;
    if (run->broken)
        return;
    if (formulas_differ())
        row = as_typed(run, row, &error);
    if (row && plot_row(&run->plot, run->type, row, &error))
        row = NULL;
    if (row && !run->sink)
        return;
    if (row && run->sampling.type)
        row = sampling_row(&run->sampling, run->memory, row, &error);
    if (!row || ip_sink_row(run->sink, NULL, row, &error))
        session_break(run, &error);
}

void session_answer(session *run, ip_status status, const char *subject, void *row, const ip_error *error) {
    if (status)
        session_fail(run, subject, row, error);
    else
        session_row(run, row);
    sampling_forget(&run->sampling);
    ip_memory_empty(run->memory);
}

void session_table(session *run, const ip_result_type *type, const void *rows, long count) {
    ip_sink_head head = {.width = run->width, .sample = rows, .sample_count = count, .weak_mark = run->question.weak_mark,
                         .plus_minus = text_plus_minus()};
    ip_sink *sink = NULL;
    ip_error error;
    ip_status status = ip_sink_new(&sink, "text", run->out.stream, type, &head, &error);
    for (long i = 0; i < count && !status; i++)
        status = ip_sink_row(sink, NULL, (const char *)rows + (size_t)i * type->size, &error);
    if (status)
        ip_sink_free(sink);
    else
        status = ip_sink_end(sink, &error);
    if (status)
        session_break(run, &error);
}

bool session_stream_text(session *run) {
    ip_sink_head head = {.streamed = true, .weak_mark = run->question.weak_mark};
    ip_error error;
    run->blocks++;
    if (!ip_sink_new(&run->sink, "text", run->out.stream, run->type, &head, &error))
        return true;
    session_break(run, &error);
    return false;
}

void session_note_streamed(session *run, ip_row_products products) {
    for (int i = 0; i < products.count && run->question.weak_mark && !run->streamed_weak; i++)
        run->streamed_weak = products.list[i].weak == IP_FLAG_YES;
}

void session_end_text(session *run) {
    end_sink(run);
}

void session_print_notes(session *run, const ip_result_type *type, const void *rows, long count) {
    ip_error error;
    session_start_block(run);
    if (ip_sink_print_notes(type, rows, count, page_of(run), run->out.stream, &error))
        session_break(run, &error);
    run->blocks = 0; /* the next line belongs to this block */
}

void session_start_block(session *run) {
    if (run->blocks++)
        fputc('\n', run->out.stream);
}

/* More of them are counted, not named. */
enum { MOST_WEAK = 12 };

void session_note_weak(session *run, const ip_equilibrium *equilibrium) {
    for (int i = 0; run->question.weak_mark && i < equilibrium->product_count; i++) {
        const ip_phase *phase = equilibrium->products[i].phase;
        bool known = !ip_phase_is_weak(phase);
        for (int k = 0; k < run->weak_count && !known; k++)
            known = strcmp(run->weak[k]->formula, phase->formula) == 0;
        if (known)
            continue;
        const ip_phase **grown = realloc(run->weak, ((size_t)run->weak_count + 1) * sizeof *grown);
        if (!grown) {
            ip_error error;
            ip_error_set(&error, IP_NO_MEMORY, "out of memory");
            session_break(run, &error);
            return;
        }
        run->weak = grown;
        run->weak[run->weak_count++] = phase;
    }
}

static int characters(const char *text) {
    int count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* "Na3P (correction inferred, ±0.09 eV/atom)"; owned by the caller, NULL for lack of memory. */
static char *weak_text(const ip_phase *phase, const char *before, const char *after) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return NULL;
    bool inferred = phase->note && strcmp(phase->note, "inferred") == 0;
    fprintf(stream, "%s%s (%s", before, text_masked(phase->formula), inferred ? "correction inferred" : "uncertain");
    if (phase->uncertainty > 0.0)
        fprintf(stream, ", %s%s eV/atom", text_plus_minus(), text_number(phase->uncertainty, 2));
    fprintf(stream, ")%s", after);
    fclose(stream);
    return text;
}

/* What the mark behind products means, folded between the products. Rows that pass by are too many to name the phases of. */
static void print_weak(session *run) {
    FILE *stream = run->out.stream;
    int page = page_of(run), at = 0, named = run->weak_count < MOST_WEAK ? run->weak_count : MOST_WEAK;
    char head[160];
    snprintf(head, sizeof head, "%s weak energies: ", run->question.weak_mark);
    if (run->streamed_weak) {
        snprintf(head + strlen(head), sizeof head - strlen(head),
                 "with an inferred correction, or uncertain by more than %s eV/atom.", text_number(IP_WEAK_UNCERTAINTY, 2));
        ip_sink_print_folded(head, page, stream);
        return;
    }
    for (int i = 0; i < named; i++) {
        char rest[40] = ".", *text;
        if (run->weak_count > named)
            snprintf(rest, sizeof rest, " and %d more.", run->weak_count - named);
        text = weak_text(run->weak[i], i ? "" : head, i + 1 < named ? "," : rest);
        int length = text ? characters(text) : 0;
        bool fits = at + 1 + length <= page;
        fputs(!at ? "" : fits ? " " : "\n", stream);
        at = at && fits ? at + 1 + length : length;
        fputs(text ? text : "", stream);
        free(text);
    }
    fputc('\n', stream);
}

/* Takes a text over into the memory of the answer. */
static const char *keep(session *run, char *text, ip_error *error) {
    const char *kept = text ? ip_memory_copy(run->memory, text) : NULL;
    if (text && !kept)
        ip_error_set(error, IP_NO_MEMORY, "out of memory");
    free(text);
    if (!kept)
        session_break(run, error);
    return kept ? kept : "(out of memory)";
}

const char *session_products(session *run, const ip_equilibrium *equilibrium) {
    ip_error error;
    session_note_weak(run, equilibrium);
    return keep(run, ip_reaction_marked_products(equilibrium, run->question.weak_mark, &error), &error);
}

const char *session_equation(session *run, const ip_reactant *reactants, int count, const ip_equilibrium *equilibrium) {
    ip_error error;
    session_note_weak(run, equilibrium);
    return keep(run, ip_reaction_marked_text(run->dataset, reactants, count, equilibrium, run->question.arrow,
                                             run->question.weak_mark, &error), &error);
}

const char *session_above_hull(session *run, const ip_hull *hull) {
    ip_hull_row row;
    ip_error error;
    if (ip_hull_row_fill(&row, run->memory, "", hull, &run->question, &error)) {
        session_break(run, &error);
        return "(out of memory)";
    }
    return text_uncertain(row.energy_above_hull, row.energy_above_hull_uncertainty, 4);
}

const char *session_character(session *run, ip_character character) {
    ip_error error;
    return keep(run, ip_character_text(character, &error), &error);
}

ip_status session_profile_find(session *run, const char *formula, ip_composition *composition, ip_profile *profile,
                               ip_error *error) {
    ip_status status = ip_composition_read(composition, formula, error);
    return status ? status : ip_profile_find_in(profile, run->solver, composition, run->question.metal, run->question.charge,
                                                run->question.reservoir, error);
}

void session_print_limit(session *run, const ip_profile *profile, const char *where) {
    const char *arrow = profile->limit ? strstr(profile->limit, " -> ") : NULL;
    if (arrow)
        fprintf(run->out.stream, "%s reservoirs contradict each other: %.*s %s %s would go on without end.\n", where,
                (int)(arrow - profile->limit), profile->limit, run->question.arrow, arrow + 4);
}

void session_print_lowest(session *run, const ip_profile *profile) {
    char where[64];
    snprintf(where, sizeof where, "Below %s V", text_number(profile->plateaus[0].voltage_low, 4));
    session_print_limit(run, profile, where);
}

static void print_assignments(FILE *stream, const char *what, const assignment_list *list) {
    for (int i = 0; i < list->count; i++)
        fprintf(stream, "; %s %s = %g eV/atom", what, text_masked(list->items[i].name), list->items[i].value);
}

static void print_gases(FILE *stream, const char *what, const gas_list *list) {
    for (int i = 0; i < list->count; i++) {
        const char *pressure = list->items[i].pressure;
        fprintf(stream, "%s %s(g)", i ? "," : what, text_masked(list->items[i].formula));
        fprintf(stream, pressure ? " at %s" : " at every pressure", pressure ? text_masked(pressure) : "");
    }
}

/* Elements where no headline names them. */
static void print_reservoirs(FILE *stream, const options *opts, bool with_elements) {
    for (int i = 0; i < opts->potentials.count && with_elements; i++)
        fprintf(stream, "%s %s at %s eV/atom", i ? "," : "; open to", ip_element_symbol(opts->potentials.items[i].element),
                text_number(opts->potentials.items[i].value, 4));
    print_gases(stream, "; in exchange with", &opts->gases);
    print_gases(stream, "; may leave:", &opts->released);
}

/* What a formula chose by itself may differ from one to the next. */
static void print_metals(session *run, FILE *stream) {
    int metals[IP_ELEMENT_COUNT];
    if (ip_element_set_empty(run->metals))
        ip_element_set_add(&run->metals, run->question.metal);
    int count = ip_element_set_list(run->metals, metals);
    fputs("; voltages against ", stream);
    for (int i = 0; i < count; i++) {
        const char *symbol = ip_element_symbol(metals[i]);
        int charge = count == 1 && run->question.charge ? run->question.charge : ip_element_charge(metals[i]);
        fprintf(stream, "%s%s/%s%.0d+", !i ? "" : i + 1 == count ? " and " : ", ", symbol, symbol, charge == 1 ? 0 : charge);
    }
}

static void write_assumptions(session *run, bool with_metal, FILE *stream) {
    const options *opts = run->opts;
    fputs(tables_count(opts) > 1 ? "Tables" : "Table", stream);
    for (int i = 0; i < tables_count(opts); i++)
        fprintf(stream, "%s %s", i ? " +" : "", text_masked(tables_title(opts, i)));
    fprintf(stream, " (%s, energies %s corrections), %g K", text_count(ip_dataset_count(run->dataset), "phase"),
            opts->uncorrected ? "without" : "with", opts->temperature);
    if (opts->temperature > 0.0)
        fprintf(stream, ", entropies of solids estimated (%s8 meV/atom at 300 K)", text_plus_minus());
    print_assignments(stream, "energy", &opts->energies);
    print_assignments(stream, "above hull", &opts->above_hull);
    if (opts->mixing_entropy)
        fputs("; ideal entropy of mixing of compositions not in the table, between two phases that are", stream);
    for (int i = 0; i < opts->excluded.count; i++)
        fprintf(stream, "; without %s", text_masked(opts->excluded.items[i]));
    print_reservoirs(stream, opts, run->question.reservoir != NULL);
    if (with_metal)
        print_metals(run, stream);
    fputc('.', stream);
}

void session_print_assumptions(session *run, bool with_metal) {
    session_start_block(run);
    if (run->weak_count || run->streamed_weak)
        print_weak(run);
    memory_text text = {0};
    FILE *stream = memory_text_open(&text);
    if (stream)
        write_assumptions(run, with_metal, stream);
    char *line = memory_text_take(&text, stream);
    if (!line) {
        session_fail_memory(run, "assumptions");
        return;
    }
    /* At 0 K the line is one line, as it was before there were temperatures: scripts may look for it. Where memory lacked a name
     * may be missing from it, and the program ends with that. */
    if (!report_lacks_memory())
        ip_sink_print_folded(line, run->opts->temperature > 0.0 ? page_of(run) : 0, run->out.stream);
    free(line);
}
