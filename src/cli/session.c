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

int session_line_width(const session *run) {
    return run->width < NOTE_WIDTH ? run->width : NOTE_WIDTH;
}

/* A page says what text does: commands write to its stream. */
static ip_status open_page(session *run, const ip_sink_head *head, ip_error *error) {
    ip_status status = page_output_open(&run->page, run->opts, run->type, head, run->question.weak_mark, error);
    run->paper = run->out.stream;
    run->out.stream = status ? run->out.stream : run->page.stream;
    return status;
}

static exit_code open_sink(session *run, const char *command_name, const ip_corrections *corrections) {
    const options *opts = run->opts;
    ip_error error;
    ip_sink_head head = {.command = command_name, .dataset = run->dataset, .corrected = !opts->uncorrected,
                         .corrections = corrections ? corrections : run->errors.corrections};
    ip_status status = ip_memory_new(&run->memory, &error);
    if (!status)
        status = plot_open(&run->plot, opts, run->type, &error);
    if (!status && opts->format == FORMAT_HTML)
        status = open_page(run, &head, &error);
    else if (!status && opts->format != FORMAT_TEXT)
        status = ip_sink_new(&run->sink, ip_sink_form(opts->format), run->out.stream,
                             run->sampling.type ? ip_samples_type_result(run->sampling.type) : run->type, &head, &error);
    if (!status)
        return EXIT_ANSWERED;
    complain_of(NULL, &error);
    plot_close(&run->plot, false);
    if (!opts->page)
        output_close(&run->out, false);
    return EXIT_INTERNAL;
}

exit_code session_open(session *run, const options *opts, const char *command_name, const ip_result_type *type,
                       bool with_digest) {
    return session_open_about(run, opts, command_name, type, NULL, with_digest);
}

exit_code session_open_about(session *run, const options *opts, const char *command_name, const ip_result_type *type,
                             const ip_corrections *corrections, bool with_digest) {
    bool is_read = opts->format == FORMAT_TEXT || opts->format == FORMAT_HTML; /* by people */
    unsigned flags = with_digest || opts->format == FORMAT_JSON || opts->format == FORMAT_HTML ? IP_READ_DIGEST : 0u;
    ip_error error;
    memset(run, 0, sizeof *run);
    run->opts = opts;
    run->type = type;
    if (opts->format == FORMAT_HTML)
        text_use_utf8();
    run->width = opts->format == FORMAT_HTML ? 0 : text_width();
    run->question = tables_question(opts);
    if (is_read) {
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
    } else if (!opts->page && !output_open(&run->out, opts->output)) {
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

static void end_page(session *run) {
    run->out.stream = run->paper;
    if (!run->broken && !page_output_end(&run->page, run->opts, &run->plot, run->out.stream))
        run->broken = true;
    page_output_clear(&run->page);
}

exit_code session_close(session *run) {
    end_sink(run);
    if (run->page.page)
        end_page(run);
    bool written = run->opts->page || output_close(&run->out, !run->broken);
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
    if ((run->sink || run->page.page || run->plot.figure) && !run->broken) {
        ip_row_fail(run->type, row, error);
        session_row(run, row);
    }
    if (!run->sink) {
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
    if (row && run->page.page && page_output_row(&run->page, NULL, row, &error))
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
    if (run->page.page) {
        if (page_output_table(&run->page, type, rows, count, &error))
            session_break(run, &error);
        return;
    }
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
    if (run->page.page)
        return true;
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
    session_start_notes(run);
    if (ip_sink_print_notes(type, rows, count, session_line_width(run), run->out.stream, &error))
        session_break(run, &error);
    session_end_notes(run);
    run->blocks = 0; /* the next line belongs to this block */
}

void session_start_notes(session *run) {
    FILE *notes = run->page.page ? memory_text_open(&run->page.notes) : NULL;
    if (!run->page.page)
        session_start_block(run);
    else if (notes)
        run->out.stream = notes;
    else
        session_fail_memory(run, "notes");
}

void session_end_notes(session *run) {
    if (!run->page.page || run->out.stream == run->page.stream)
        return;
    if (fflush(run->out.stream) || ferror(run->out.stream))
        session_fail_memory(run, "notes");
    fclose(run->out.stream);
    run->out.stream = run->page.stream;
}

void session_start_block(session *run) {
    ip_error error;
    if (run->page.page) {
        if (page_output_answer(&run->page, &error))
            session_break(run, &error);
        return;
    }
    if (run->blocks++)
        fputc('\n', run->out.stream);
}
