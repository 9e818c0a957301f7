/* Keeps of each row what a figure draws, and reads back what an earlier run wrote. */
#include "screen_plot.h"

#include "cli/io/report.h"

#include <interphase/csv_reader.h>
#include <interphase/number.h>

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* More are neither read nor printed, and should not be held. */
enum { MOST_ROWS = 20000 };

/* Finds the one variable that changes; false after a complaint where there are two. */
static bool find_variable(screen_plot *out, const series *members) {
    int changing = 0;
    for (int i = 0; i < members->range_count; i++)
        if (members->ranges[i].count > 1 && changing++ == 0)
            out->range = i;
    if (changing > 1)
        complain("screen --sweep: --plot draws a series of one variable; give the others one value, such as %c=%g",
                 members->ranges[members->range_count - 1].variable, members->ranges[members->range_count - 1].low);
    out->series = members;
    out->variable[0] = members->ranges[out->range].variable;
    return changing <= 1;
}

/* Whether a page has a figure of these rows: nobody asked for one where there is none. */
static bool can_be_on_page(const batch *source, const series *members) {
    int changing = 0;
    for (int i = 0; members && i < members->range_count; i++)
        changing += members->ranges[i].count > 1;
    return changing <= 1 && batch_row_count(source) <= MOST_ROWS;
}

int screen_plot_open(screen_plot *out, const options *opts, const batch *source, const series *members) {
    ip_error error;
    out->source = source;
    if (opts->plot && batch_row_count(source) > MOST_ROWS) {
        complain("--plot: %ld tasks are more than a figure can show; at most %d are drawn%s", batch_row_count(source),
                 (int)MOST_ROWS, members ? "" : ", and --role chooses among them");
        return EXIT_USAGE;
    }
    options settled = *opts;
    settled.draws = opts->draws && can_be_on_page(source, members);
    if ((opts->plot || settled.draws) && members && !find_variable(out, members))
        return EXIT_USAGE;
    if (!plot_open(&out->plot, &settled, &ip_task_result, &error))
        return EXIT_ANSWERED;
    complain_of(NULL, &error);
    return EXIT_INTERNAL;
}

/* Puts what was asked to the answer, and hands the point to the figure. */
static bool take(screen_plot *drawn, const batch_row *row, ip_screened_row *point) {
    ip_error error;
    drawn->rows++;
    point->a = batch_formula(drawn->source, row, 0);
    point->b = row->task.b ? batch_formula(drawn->source, row, 1) : NULL;
    if (drawn->series) {
        point->variable = drawn->variable;
        ip_number_read(&point->value, row->fields[drawn->range]);
    }
    if (!plot_row(&drawn->plot, &ip_screened_result, point, &error))
        return true;
    complain_of(NULL, &error);
    return false;
}

/* Numbers as they are printed, so that a figure does not depend on which of its rows were read back. */
static void round_numbers(ip_screened_row *point) {
    for (int i = 0; i < ip_screened_result.column_count; i++) {
        const ip_column *column = &ip_screened_result.columns[i];
        char text[400];
        double number = column->kind == IP_KIND_NUMBER ? ip_row_number(point, column) : NAN;
        if (!isfinite(number))
            continue;
        ip_number_format(text, sizeof text, number, column->decimals);
        if (ip_number_read(&number, text))
            memcpy((char *)point + column->offset, &number, sizeof number);
    }
}

bool screen_plot_row(screen_plot *drawn, const batch_row *row, const ip_task_row *answer) {
    ip_screened_row point;
    if (!drawn->plot.figure)
        return true;
    if (drawn->rows == MOST_ROWS) {
        drawn->left_out++;
        return true;
    }
    ip_screened_row_fill(&point, &row->task, answer);
    round_numbers(&point);
    return take(drawn, row, &point);
}

/* ---- rows of an earlier run */

typedef struct row_reader {
    screen_plot *drawn;
    int columns; /* of the input, in front of the answers */
    bool has_header;
} row_reader;

/* The text of a column of the answers in a row; "" where it is not there. */
static const char *field_of(const row_reader *reader, const ip_csv_row *row, const ip_column *column) {
    long index = reader->columns + (column - ip_task_result.columns);
    return index < row->count ? row->fields[index] : "";
}

static ip_status read_answer(ip_screened_row *out, const row_reader *reader, const ip_csv_row *row, ip_error *error) {
    ip_row_blank(&ip_screened_result, out);
    for (int i = 0; i < ip_screened_result.column_count; i++) {
        const ip_column *column = &ip_screened_result.columns[i], *from = ip_result_column(&ip_task_result, column->name);
        const char *text = from ? field_of(reader, row, from) : "", *kept = NULL;
        double number = NAN;
        if (column->kind == IP_KIND_TEXT && *text && !(kept = ip_memory_copy(reader->drawn->memory, text)))
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        if (column->kind == IP_KIND_TEXT)
            memcpy((char *)out + column->offset, &kept, sizeof kept);
        else if (strcmp(text, "inf") == 0)
            number = INFINITY;
        else if (!ip_number_read(&number, text))
            number = NAN;
        if (column->kind == IP_KIND_NUMBER)
            memcpy((char *)out + column->offset, &number, sizeof number);
    }
    return IP_OK;
}

static ip_status on_row(void *user, const ip_csv_row *row, ip_error *error) {
    row_reader *reader = user;
    screen_plot *drawn = reader->drawn;
    bool is_header = !reader->has_header;
    reader->has_header = true;
    if (is_header || drawn->earlier_count == MOST_ROWS)
        return IP_OK;
    if (drawn->earlier_count == drawn->earlier_size) {
        long size = drawn->earlier_size ? 2 * drawn->earlier_size : 256;
        ip_screened_row *rows = realloc(drawn->earlier, (size_t)size * sizeof *rows);
        if (!rows)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        drawn->earlier = rows;
        drawn->earlier_size = size;
    }
    return read_answer(&drawn->earlier[drawn->earlier_count++], reader, row, error);
}

static ip_status read_file(ip_csv_reader *reader, const char *path, ip_error *error) {
    char piece[65536];
    ip_status status = IP_OK;
    FILE *stream = fopen(path, "rb");
    for (size_t size; stream && !status && (size = fread(piece, 1, sizeof piece, stream)) > 0;)
        status = ip_csv_reader_feed(reader, piece, size, error);
    if (!stream || (!status && ferror(stream)))
        status = ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be read: %s", path, report_reason(errno));
    if (stream)
        fclose(stream);
    return status ? status : ip_csv_reader_finish(reader, error);
}

bool screen_plot_read(screen_plot *drawn, const partial *file, int columns) {
    row_reader rows = {drawn, columns, false};
    ip_csv_reader *reader = NULL;
    ip_error error;
    if (!drawn->plot.figure || !file->rows)
        return true;
    ip_status status = ip_memory_new(&drawn->memory, &error);
    if (!status)
        status = ip_csv_reader_new(&reader, on_row, &rows, &error);
    if (!status)
        status = read_file(reader, file->partial_path, &error);
    ip_csv_reader_free(reader);
    if (status)
        complain_of(NULL, &error);
    return !status;
}

bool screen_plot_earlier(screen_plot *drawn, const batch_row *row, long index) {
    if (!drawn->plot.figure)
        return true;
    if (index >= drawn->earlier_count) {
        drawn->left_out++;
        return true;
    }
    ip_screened_row *point = &drawn->earlier[index];
    if (row->task.has_voltage) {
        point->voltage_low = row->task.voltage_low;
        point->voltage_high = row->task.voltage_high;
    }
    round_numbers(point);
    return take(drawn, row, point);
}

bool screen_plot_close(screen_plot *drawn, bool draw) {
    if (draw && drawn->left_out)
        complain("notice: --plot has the first %ld tasks; %ld more are left out", drawn->rows, drawn->left_out);
    ip_memory_free(drawn->memory);
    free(drawn->earlier);
    return plot_close(&drawn->plot, draw);
}
