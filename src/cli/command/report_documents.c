/* Kept answers as a page: each document a section, with a caption by the columns that matter, the figure that its rows draw, and
 * tables. */
#include "report.h"

#include "cli/io/call.h"
#include "cli/io/files.h"
#include "cli/io/gnuplot.h"
#include "cli/io/memory_text.h"
#include "cli/io/output.h"
#include "cli/io/plot.h"
#include "cli/io/text.h"
#include "cli/page_output.h"
#include "cli/session.h"

#include <interphase/document.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What documents can hold, and of each kind the columns that its caption names; the only row of react and cell that is named is
 * that of the deepest point. */
typedef struct document_words {
    const char *columns[5];
    bool only_deepest;
} document_words;

static const ip_document_kind kinds[] = {
    {"hull", &ip_hull_result},          {"hull", &ip_open_hull_result},          {"window", &ip_window_result},
    {"window", &ip_pressure_window_result}, {"profile", &ip_profile_result},     {"profile", &ip_pressure_result},
    {"decompose", &ip_decomposition_result}, {"react", &ip_interface_result},    {"cell", &ip_cell_result},
    {"phases", &ip_phases_result},      {"phases", &ip_simplex_result},          {"potentials", &ip_potentials_result},
    {"potentials", &ip_outline_result}, {"voltage", &ip_voltage_result},         {"reaction", &ip_reaction_result},
    {"synthesis", &ip_synthesis_result}, {"air", &ip_air_result},                {"screen", &ip_task_result},
    {"coatings", &ip_coating_result},   {"coatings", &ip_coating_stack_result},
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds, MOST_SENTENCES = 12, MOST_FIRST = 20, MOST_SUBJECTS = 4 };

static const struct {
    const ip_result_type *type;
    document_words words;
} captions[] = {
    {&ip_hull_result, {{"energy_above_hull", "decomposition_energy", "products"}, false}},
    {&ip_open_hull_result, {{"voltage", "energy_above_hull", "decomposition_energy"}, false}},
    {&ip_window_result, {{"reduction_potential", "oxidation_potential", "width"}, false}},
    {&ip_pressure_window_result, {{"pressure_low", "pressure_high"}, false}},
    {&ip_decomposition_result, {{"voltage", "products", "reaction_energy"}, false}},
    {&ip_interface_result, {{"voltage", "x", "mutual_reaction_energy", "character", "equation"}, true}},
    {&ip_cell_result, {{"voltage", "mutual_reaction_energy", "character", "equation"}, true}},
    {&ip_voltage_result, {{"voltage", "capacity"}, false}},
    {&ip_reaction_result, {{"reaction_energy_per_atom", "reaction_energy"}, false}},
    {&ip_synthesis_result, {{"equation"}, false}},
    {&ip_air_result, {{"water_energy", "margin", "toxic_gas", "toxic_mL_g"}, false}},
    {&ip_coating_result, {{"worst_reaction_energy", "band_gap"}, false}},
};

static const document_words *words_of(const ip_result_type *type) {
    for (size_t i = 0; i < sizeof captions / sizeof *captions; i++)
        if (captions[i].type == type)
            return &captions[i].words;
    return NULL;
}

/* ---- captions */

static const void *row_at(const ip_document_head *head, long index) {
    return (const char *)head->rows + (size_t)index * head->type->size;
}

/* "reduction potential 1.53 ± 0.32 V" behind a separator; nothing where there is no value. */
static bool print_value(FILE *stream, const ip_result_type *type, const void *row, const char *name, const char *separator) {
    const ip_column *column = ip_result_column(type, name);
    char of[128];
    double number;
    if (!column)
        return false;
    snprintf(of, sizeof of, "%s_uncertainty", name);
    const ip_column *uncertainty = ip_result_column(type, of);
    if (column->kind == IP_KIND_NUMBER) {
        number = ip_row_number(row, column);
        if (isnan(number))
            return false;
        fprintf(stream, "%s%s %s%s%s", separator, column->title,
                isinf(number) ? "without limit"
                              : text_uncertain(number, uncertainty ? ip_row_number(row, uncertainty) : (double)NAN, 4),
                isinf(number) || !*column->unit ? "" : " ", isinf(number) ? "" : column->unit);
        return true;
    }
    if (column->kind == IP_KIND_TEXT && ip_row_text(row, column)) {
        fprintf(stream, "%s%s %s", separator, column->title, text_masked(ip_row_text(row, column)));
        return true;
    }
    ip_row_products products = column->kind == IP_KIND_PRODUCTS ? ip_row_products_of(row, column) : (ip_row_products){-1, NULL};
    for (long i = 0; i < products.count; i++) {
        char amount[400];
        ip_number_format_short(amount, sizeof amount, products.list[i].amount, 4);
        fprintf(stream, "%s%s%s%s", i ? " + " : separator, i ? "" : column->title, i ? "" : " ",
                strcmp(amount, "1") ? amount : "");
        fprintf(stream, "%s%s", strcmp(amount, "1") ? " " : "", text_masked(products.list[i].formula));
    }
    return products.count > 0;
}

/* What was asked: the texts of its columns. */
static void print_subject(FILE *stream, const ip_result_type *type, const void *row) {
    int said = 0;
    for (int i = 0; i < type->column_count; i++) {
        const ip_column *column = &type->columns[i];
        if (column->kind == IP_KIND_TEXT && column->uses & IP_COLUMN_SUBJECT && strcmp(column->name, "metal") != 0 &&
            strcmp(column->name, "range") != 0 && ip_row_text(row, column))
            fprintf(stream, "%s%s", said++ ? " | " : "", text_masked(ip_row_text(row, column)));
    }
}

/* Whether a row is one of those that a caption names. */
static bool is_named(const ip_document_head *head, const void *row, const document_words *words) {
    const ip_column *minimum = words->only_deepest ? ip_result_column(head->type, "minimum") : NULL;
    return !minimum || ip_row_flag(row, minimum) != IP_FLAG_NO;
}

static void print_row(FILE *stream, const ip_document_head *head, const void *row, const document_words *words) {
    const ip_column *status = ip_result_column(head->type, "status"), *message = ip_result_column(head->type, "message");
    const char *word = status ? ip_row_text(row, status) : NULL;
    fputs("  ", stream);
    print_subject(stream, head->type, row);
    if (word && strcmp(word, "ok") != 0) {
        fprintf(stream, ": no answer (%s)", text_masked(word));
        if (message && ip_row_text(row, message))
            fprintf(stream, ": %s", text_masked(ip_row_text(row, message)));
    }
    const char *separator = ": ";
    for (size_t i = 0; i < sizeof words->columns / sizeof *words->columns && words->columns[i]; i++)
        if (print_value(stream, head->type, row, words->columns[i], separator))
            separator = ", ";
    fputc('\n', stream);
}

static bool add_words(ip_page *page, const ip_document_head *head, const char *path) {
    const document_words *words = words_of(head->type);
    memory_text written = {0};
    FILE *stream = memory_text_open(&written);
    long said = 0, more = 0;
    if (stream)
        fprintf(stream, "%s of interphase %s, as %s has them.\n", text_count(head->count, "answer"), text_masked(head->command),
                text_masked(path));
    for (long i = 0; i < head->count && words && stream; i++) {
        if (!is_named(head, row_at(head, i), words))
            continue;
        if (said < MOST_SENTENCES)
            print_row(stream, head, row_at(head, i), words);
        more += said++ >= MOST_SENTENCES;
    }
    if (more && stream)
        fprintf(stream, "  and %ld more\n", more);
    char *text = memory_text_take(&written, stream);
    if (!text) {
        complain_of_memory();
        return false;
    }
    ip_page_answer(page);
    ip_page_words(page, text);
    free(text);
    return true;
}

/* ---- sections */

static const char *summary_of(const char *name) {
    static const command *const all[] = {
#define COMMAND(name) &command_##name,
#include "commands.def"
#undef COMMAND
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i]->name, name) == 0)
            return all[i]->summary;
    return name;
}

/* Figures that need more than these rows say so, and are left out. */
static bool can_draw(const ip_document_head *head) {
    static const ip_result_type *const others[] = {&ip_hull_result, &ip_phases_result, &ip_potentials_result, &ip_air_result};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (head->type == others[i])
            return false;
    return head->count && ip_figure_exists(head->type);
}

static bool add_figure(ip_page *page, const ip_document_head *head, const options *opts, const char *title) {
    options drawing = *opts;
    plot drawn;
    ip_error error;
    char *svg = NULL;
    drawing.draws = can_draw(head) && gnuplot_offered(opts->quiet);
    drawing.plot = NULL;
    ip_status status = plot_open(&drawn, &drawing, head->type, &error);
    for (long i = 0; i < head->count && !status; i++)
        status = plot_row(&drawn, head->type, row_at(head, i), &error);
    bool done = !status && plot_picture(&drawn, &drawing, &svg);
    if (done && svg)
        status = ip_page_figure(page, svg, title, &error);
    if (status)
        complain_of(NULL, &error);
    free(svg);
    plot_close(&drawn, false);
    return done && !status;
}

static void add_sources(ip_page *page, const ip_document_head *head) {
    for (int i = 0; i < head->file_count; i++) {
        const char *name = strrchr(head->files[i].path, '/');
        ip_page_source source = {name ? name + 1 : head->files[i].path,
                                 head->corrected ? "formation energies, with their corrections"
                                                 : "formation energies, without corrections",
                                 head->files[i].digest, head->files[i].rows};
        ip_page_source_add(page, &source);
        page_output_cite(page, source.name, head->corrected);
    }
    if (!head->corrections_path)
        return;
    ip_page_source constants = {"corrections", "constants that anchor calculated energies to measured ones",
                                head->corrections_digest, IP_NO_COUNT};
    ip_page_source_add(page, &constants);
    page_output_remark(page);
}

/* What was asked, where the rows of the short table differ in it. */
typedef struct subjects {
    int count;
    const char *names[MOST_SUBJECTS], *cells[MOST_FIRST][MOST_SUBJECTS];
    const char *const *rows[MOST_FIRST];
    char numbers[MOST_FIRST][MOST_SUBJECTS][32];
} subjects;

static void find_subjects(subjects *found, const ip_document_head *head, long count) {
    const ip_result_type *type = head->type;
    for (int c = 0; c < type->column_count && found->count < MOST_SUBJECTS; c++) {
        const ip_column *column = &type->columns[c];
        bool differs = false;
        if (!(column->uses & IP_COLUMN_SUBJECT) || column->shown ||
            (column->kind != IP_KIND_TEXT && column->kind != IP_KIND_NUMBER))
            continue;
        for (long i = 0; i < count; i++) {
            const char *text =
                column->kind == IP_KIND_TEXT ? ip_row_text(row_at(head, i), column) : found->numbers[i][found->count];
            double number = column->kind == IP_KIND_NUMBER ? ip_row_number(row_at(head, i), column) : NAN;
            if (column->kind == IP_KIND_NUMBER)
                snprintf(found->numbers[i][found->count], sizeof found->numbers[i][0], isnan(number) ? "" : "%.4f %s", number,
                         column->unit);
            found->cells[i][found->count] = text ? text : "";
            found->rows[i] = found->cells[i];
            differs = differs || strcmp(found->cells[i][found->count], found->cells[0][found->count]) != 0;
        }
        if (differs)
            found->names[found->count++] = *column->title ? column->title : column->name;
    }
}

static bool add_section(ip_page *page, const ip_document_head *head, const options *opts, const char *path) {
    const char *summary = summary_of(head->command);
    char title[400];
    char all[80];
    long first = head->count < MOST_FIRST ? head->count : MOST_FIRST,
         most = head->count < PAGE_MOST_ROWS ? head->count : PAGE_MOST_ROWS;
    ip_page_table table = {.type = head->type, .rows = head->rows, .count = first};
    ip_page_table whole = {.type = head->type,
                           .rows = head->rows,
                           .count = most,
                           .whole = true,
                           .title = all,
                           .lead_count = head->lead_count,
                           .lead = head->lead,
                           .leads = head->leads};
    subjects asked = {0};
    bool has_shown = false;
    find_subjects(&asked, head, first);
    table.lead_count = asked.count;
    table.lead = asked.names;
    table.leads = asked.rows;
    for (int i = 0; i < head->type->column_count; i++)
        has_shown = has_shown || head->type->columns[i].shown;
    snprintf(title, sizeof title, "%.200s: %.150s", path, summary);
    if (most < head->count)
        snprintf(all, sizeof all, "All columns of the first %ld of %ld rows", most, head->count);
    else
        snprintf(all, sizeof all, "All columns of %s", text_count(head->count, "row"));
    ip_page_section(page, title);
    if (!add_words(page, head, path))
        return false;
    if (has_shown)
        ip_page_table_add(page, &table);
    ip_page_table_add(page, &whole);
    add_sources(page, head);
    return add_figure(page, head, opts, summary);
}

static exit_code add_document(ip_page *page, const options *opts, const char *path) {
    ip_document *document;
    ip_error error;
    if (!files_reads(path))
        return EXIT_USAGE;
    if (ip_document_read(&document, path, kinds, KIND_COUNT, &error)) {
        complain_of(NULL, &error);
        return error.status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_TABLE;
    }
    bool added = add_section(page, ip_document_head_of(document), opts, path);
    ip_document_free(document);
    return added && !report_lacks_memory() ? EXIT_ANSWERED : EXIT_INTERNAL;
}

exit_code report_write(ip_page *page, const options *opts, const char *title) {
    output out;
    ip_error error;
    if (report_lacks_memory())
        return EXIT_INTERNAL;
    char *call = call_text();
    if (!call) {
        complain_of_memory();
        return EXIT_INTERNAL;
    }
    bool opened = output_open(&out, opts->output), written = false;
    if (opened) {
        written = !ip_page_write(page, title, call, out.stream, &error);
        if (!written)
            complain_of(NULL, &error);
        written = output_close(&out, written) && written;
    }
    free(call);
    return !opened ? EXIT_USAGE : written ? EXIT_ANSWERED : EXIT_INTERNAL;
}

exit_code report_documents(const options *opts) {
    ip_page *page;
    ip_error error;
    exit_code code = EXIT_ANSWERED;
    text_use_utf8();
    if (ip_page_new(&page, &error)) {
        complain_of(NULL, &error);
        return EXIT_INTERNAL;
    }
    page_output_cite(page, NULL, false);
    for (int i = 0; i < opts->argument_count && code == EXIT_ANSWERED; i++)
        code = add_document(page, opts, opts->arguments[i]);
    if (code == EXIT_ANSWERED)
        code = report_write(page, opts, opts->argument_count > 1 ? "Answers of interphase" : NULL);
    ip_page_free(page);
    return code;
}
