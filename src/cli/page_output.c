/* From the words and rows of a run to a section of a page. */
#include "page_output.h"

#include "cli/input/tables.h"
#include "cli/io/call.h"
#include "cli/io/gnuplot.h"
#include "cli/io/report.h"
#include "cli/io/text.h"

#include <interphase/version.h>

#include <stdlib.h>
#include <string.h>

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* ---- the section */

/* "Na3PS4, NaCl and 3 more: electrochemical stability window" */
static char *make_title(const options *opts) {
    enum { MOST_NAMED = 3 };
    memory_text text = {0};
    FILE *stream = memory_text_open(&text);
    if (!stream)
        return NULL;
    if (opts->title)
        fputs(opts->title, stream);
    for (long i = 0; i < opts->asked_count && i < MOST_NAMED && !opts->title; i++)
        fprintf(stream, "%s%s", i ? ", " : "", text_masked(opts->asked[i]));
    if (opts->asked_count > MOST_NAMED && !opts->title)
        fprintf(stream, " and %ld more", opts->asked_count - MOST_NAMED);
    if (!opts->title)
        fprintf(stream, "%s%s", opts->asked_count ? ": " : "", opts->summary);
    char *title = memory_text_take(&text, stream);
    if (title && !opts->asked_count && *title >= 'a' && *title <= 'z')
        *title = (char)(*title - 'a' + 'A');
    return title;
}

static const char *find_id(void *user, const char *formula) {
    ip_composition composition;
    const ip_phase *phase = ip_composition_read(&composition, formula, NULL) ? NULL : ip_dataset_find(user, &composition);
    return phase ? phase->id : NULL;
}

void page_output_cite(ip_page *page, const char *table, bool corrected) {
    char work[160];
    snprintf(work, sizeof work, "interphase %s: thermodynamic interface stability of battery materials.", ip_version());
    ip_page_cite(page, work);
    if (!table || strncmp(table, OPTIONS_DEFAULT_TABLE, strlen(OPTIONS_DEFAULT_TABLE)) != 0)
        return;
    ip_page_cite(
        page, "C. J. Bartel, A. Trewartha, Q. Wang, A. Dunn, A. Jain, G. Ceder, \"A critical examination of compound stability "
              "predictions from machine-learned formation energies\", npj Comput. Mater. 6, 97 (2020): the energies.");
    ip_page_cite(page,
                 "A. Jain et al., \"The Materials Project\", APL Mater. 1, 011002 (2013): the calculations, under CC BY 4.0.");
    if (corrected)
        ip_page_cite(page, "Say that the energies were changed by the correction that datasets/README of interphase describes.");
}

void page_output_remark(ip_page *page) {
    ip_page_remark(
        page, "A number behind \xC2\xB1 is one standard deviation. Errors that several phases have in common cancel where these "
              "phases stand on both sides of a reaction. It covers the errors of calculated energies, not that a reaction "
              "may be slow, nor that a product may be missing in the table.");
}

/* What the numbers rest on. */
static void add_origins(ip_page *page, const options *opts, const ip_sink_head *head) {
    page_output_cite(page, NULL, false);
    for (int i = 0; i < ip_dataset_file_count(head->dataset) && i < tables_count(opts); i++) {
        ip_dataset_source file = ip_dataset_file(head->dataset, i);
        ip_page_source source = {tables_title(opts, i),
                                 head->corrected ? "formation energies, with their corrections"
                                                 : "formation energies, without corrections",
                                 file.digest, file.rows};
        ip_page_source_add(page, &source);
        page_output_cite(page, strcmp(tables_name(opts, i), OPTIONS_DEFAULT_TABLE) == 0 ? OPTIONS_DEFAULT_TABLE : NULL,
                         head->corrected);
    }
    if (!head->corrections)
        return;
    ip_page_source constants = {"corrections", "constants that anchor calculated energies to measured ones",
                                ip_corrections_digest(head->corrections), IP_NO_COUNT};
    ip_page_source_add(page, &constants);
    page_output_remark(page);
}

static ip_status open_file(page_output *out, int index, const char *form, const ip_sink_head *head, ip_error *error) {
    out->files[index].stream = memory_text_open(&out->files[index].text);
    if (!out->files[index].stream)
        return no_memory(error);
    return ip_sink_new(&out->files[index].sink, form, out->files[index].stream, out->type, head, error);
}

ip_status page_output_open(page_output *out, const options *opts, const ip_result_type *type, const ip_sink_head *head,
                           const char *weak_mark, ip_error *error) {
    memset(out, 0, sizeof *out);
    out->type = type;
    out->command = head->command;
    out->weak_mark = weak_mark;
    out->dataset = head->dataset;
    out->lead_count = head->lead_count;
    out->lead = head->lead;
    out->page = opts->page;
    out->is_own = !out->page;
    char *title = make_title(opts);
    ip_status status = title ? IP_OK : no_memory(error);
    if (!status && out->is_own)
        status = ip_page_new(&out->page, error);
    if (!status)
        status = ip_memory_new(&out->memory, error);
    if (!status)
        status = ip_memory_new(&out->scratch, error);
    if (!status)
        status = open_file(out, 0, "csv", head, error);
    if (!status)
        status = open_file(out, 1, "json", head, error);
    if (!status && !(out->stream = memory_text_open(&out->words)))
        status = no_memory(error);
    if (!status) {
        ip_page_section(out->page, title);
        ip_page_set_ids(out->page, find_id, (void *)head->dataset);
        add_origins(out->page, opts, head);
    } else {
        page_output_clear(out);
    }
    free(title);
    return status;
}

void page_output_clear(page_output *out) {
    for (int i = 0; i < 2; i++) {
        ip_sink_free(out->files[i].sink);
        free(memory_text_take(&out->files[i].text, out->files[i].stream));
    }
    free(memory_text_take(&out->words, out->stream));
    free(out->notes.text);
    free(out->rows);
    free(out->leads);
    ip_memory_free(out->memory);
    ip_memory_free(out->scratch);
    if (out->is_own)
        ip_page_free(out->page);
    else if (out->page)
        ip_page_set_ids(out->page, NULL, NULL);
    memset(out, 0, sizeof *out);
}

/* ---- what is said and shown */

ip_status page_output_words(page_output *out, ip_error *error) {
    if (fflush(out->stream) || ferror(out->stream))
        return no_memory(error);
    if (out->words.length)
        ip_page_words(out->page, out->words.text);
    memory_text_empty(&out->words);
    return IP_OK;
}

ip_status page_output_answer(page_output *out, ip_error *error) {
    ip_status status = page_output_words(out, error);
    if (!status)
        ip_page_answer(out->page);
    return status;
}

ip_status page_output_table(page_output *out, const ip_result_type *type, const void *rows, long count, ip_error *error) {
    ip_page_table table = {.type = type, .rows = rows, .count = count, .weak_mark = out->weak_mark};
    ip_status status = page_output_words(out, error);
    if (!status)
        ip_page_table_add(out->page, &table);
    return status;
}

/* ---- rows */

static bool reserve(page_output *out) {
    if (out->count < out->size)
        return true;
    long size = out->size ? 2 * out->size : 16;
    char *rows = realloc(out->rows, (size_t)size * out->type->size);
    out->rows = rows ? rows : out->rows;
    char ***leads = rows ? realloc(out->leads, (size_t)size * sizeof *leads) : NULL;
    out->leads = leads ? leads : out->leads;
    out->size = leads ? size : out->size;
    return leads != NULL;
}

static ip_status keep_leads(page_output *out, const char *const *leads, ip_error *error) {
    char **kept = ip_memory_take(out->memory, ((size_t)out->lead_count + 1) * sizeof *kept);
    if (!kept)
        return no_memory(error);
    for (int i = 0; i < out->lead_count; i++)
        if (!(kept[i] = ip_memory_copy(out->memory, leads[i])))
            return no_memory(error);
    out->leads[out->count] = kept;
    return IP_OK;
}

/* By way of a packed row, which owns all that it refers to. */
static ip_status keep_row(page_output *out, const void *row, ip_error *error) {
    void *bytes = NULL;
    size_t size;
    ip_status status = ip_row_pack(&bytes, &size, out->type, row, error);
    void *kept = status ? NULL : ip_memory_take(out->memory, size);
    if (!status && !kept)
        status = no_memory(error);
    if (!status) {
        memcpy(kept, bytes, size);
        status = ip_row_unpack(out->rows + (size_t)out->count * out->type->size, out->type, kept, size, error);
    }
    free(bytes);
    return status;
}

/* A text as CSV and JSON have it: without the mark of weak products, and with arrows of ASCII. */
static char *plain_text(page_output *out, const char *text) {
    static const char arrow[] = "\xE2\x86\x92";
    char *plain = ip_memory_copy(out->scratch, text), *to = plain;
    size_t mark = out->weak_mark ? strlen(out->weak_mark) : 0;
    for (const char *from = plain ? text : ""; *from;) {
        if (mark && strncmp(from, out->weak_mark, mark) == 0) {
            from += mark;
        } else if (strncmp(from, arrow, sizeof arrow - 1) == 0) {
            from += sizeof arrow - 1;
            memcpy(to, "->", 2);
            to += 2;
        } else {
            *to++ = *from++;
        }
    }
    if (plain)
        *to = '\0';
    return plain;
}

/* The row as the files have it; NULL for lack of memory. What was asked, and messages, are other people's words. */
static const void *plain_row(page_output *out, const void *row) {
    char *plain = ip_memory_take(out->scratch, out->type->size);
    if (!plain)
        return NULL;
    memcpy(plain, row, out->type->size);
    for (int i = 0; i < out->type->column_count; i++) {
        const ip_column *column = &out->type->columns[i];
        const char *text = column->kind == IP_KIND_TEXT ? ip_row_text(row, column) : NULL;
        if (!text || column->uses & IP_COLUMN_SUBJECT || strcmp(column->name, "message") == 0)
            continue;
        if (!(text = plain_text(out, text)))
            return NULL;
        memcpy(plain + column->offset, &text, sizeof text);
    }
    return plain;
}

ip_status page_output_row(page_output *out, const char *const *leads, const void *row, ip_error *error) {
    const void *plain = plain_row(out, row);
    ip_status status = plain ? ip_sink_row(out->files[0].sink, leads, plain, error) : no_memory(error);
    /* JSON of what no page shows as a whole is a file of its own. */
    if (!status && out->total++ < PAGE_MOST_ROWS) {
        status = ip_sink_row(out->files[1].sink, leads, plain, error);
        if (!status && !reserve(out))
            status = no_memory(error);
        if (!status)
            status = keep_leads(out, leads, error);
        if (!status)
            status = keep_row(out, row, error);
        out->count += !status;
    }
    ip_memory_empty(out->scratch);
    return status;
}

/* ---- the end */

static bool add_figure(page_output *out, const options *opts, plot *drawn) {
    ip_error error;
    char *svg = NULL;
    if (!plot_picture(drawn, opts, &svg))
        return false;
    ip_status status = svg ? ip_page_figure(out->page, svg, opts->title ? opts->title : opts->summary, &error) : IP_OK;
    free(svg);
    if (status)
        complain_of(NULL, &error);
    return status == IP_OK;
}

static bool add_download(page_output *out, int index, const char *ending, const char *media) {
    char name[80];
    ip_error error;
    ip_status status = ip_sink_end(out->files[index].sink, &error);
    out->files[index].sink = NULL;
    char *text = memory_text_take(&out->files[index].text, out->files[index].stream);
    out->files[index].stream = NULL;
    if (!text || status)
        complain_of_memory();
    else {
        snprintf(name, sizeof name, "%s.%s", out->command, ending);
        for (char *at = name; *at; at++)
            *at = *at == ' ' ? '-' : *at;
        ip_page_download(out->page, name, media, text);
    }
    free(text);
    return text && !status;
}

static bool add_rows(page_output *out) {
    ip_page_table table = {.type = out->type,
                           .rows = out->rows,
                           .count = out->count,
                           .whole = true,
                           .is_open = out->is_open,
                           .weak_mark = out->weak_mark,
                           .lead_count = out->lead_count,
                           .lead = out->lead,
                           .leads = (const char *const *const *)out->leads};
    char title[128];
    if (!out->total)
        return true;
    if (out->total > out->count)
        snprintf(title, sizeof title, "All columns of the first %ld of %ld rows; the file has them all", out->count, out->total);
    else
        snprintf(title, sizeof title, "All columns of %s", text_count(out->count, "row"));
    table.title = title;
    ip_page_table_add(out->page, &table);
    return add_download(out, 0, "csv", "text/csv") &&
           (out->total > out->count || add_download(out, 1, "json", "application/json"));
}

static bool write_page(page_output *out, FILE *stream) {
    ip_error error;
    char *call = call_text();
    if (!call) {
        complain_of_memory();
        return false;
    }
    ip_status status = ip_page_write(out->page, NULL, call, stream, &error);
    free(call);
    if (status)
        complain_of(NULL, &error);
    return status == IP_OK;
}

bool page_output_end(page_output *out, const options *opts, plot *drawn, FILE *stream) {
    ip_error error;
    ip_status status = page_output_words(out, &error);
    if (status)
        complain_of(NULL, &error);
    bool done = !status && add_figure(out, opts, drawn) && add_rows(out);
    if (done && out->notes.length)
        ip_page_note(out->page, out->notes.text);
    /* What lacks something is not made to look whole. */
    done = done && !report_lacks_memory();
    return done && out->is_own ? write_page(out, stream) : done;
}
