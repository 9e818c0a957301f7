/* The CSV reader: what is a row, which line it begins on, and that the size of the pieces does not matter. */
#include "support.h"

#include <interphase/csv_file.h>
#include <interphase/heading.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD_SIZE = 1 << 14 };

/* Rows as text: "line:<field><field>;" */
typedef struct record {
    char text[RECORD_SIZE];
    size_t used;
    int rows;
} record;

static ip_status keep_row(void *user, const ip_csv_row *row, ip_error *error) {
    (void)error;
    record *out = user;
    out->rows++;
    out->used += (size_t)snprintf(out->text + out->used, RECORD_SIZE - out->used, "%ld:", row->line);
    for (int i = 0; i < row->count; i++)
        out->used += (size_t)snprintf(out->text + out->used, RECORD_SIZE - out->used, "<%s>", row->fields[i]);
    out->used += (size_t)snprintf(out->text + out->used, RECORD_SIZE - out->used, ";");
    assert_true(out->used < RECORD_SIZE);
    return IP_OK;
}

static bool seeks_delimiter;

/* Reads bytes in pieces of a size (0: of random sizes). */
static ip_status read_pieces(record *out, const char *bytes, size_t size, size_t piece, random_source *source, ip_error *error) {
    ip_csv_reader *reader;
    memset(out, 0, sizeof *out);
    memset(error, 0, sizeof *error);
    assert_int_equal(ip_csv_reader_new(&reader, keep_row, out, error), IP_OK);
    if (seeks_delimiter)
        ip_csv_reader_seek_delimiter(reader);
    ip_status status = IP_OK;
    for (size_t at = 0; at < size && !status;) {
        size_t length = piece ? piece : (size_t)random_below(source, 5);
        if (length > size - at)
            length = size - at;
        /* A copy of its own, so that reading beyond the piece is seen by a memory checker. */
        char *copy = malloc(length + 1);
        assert_non_null(copy);
        memcpy(copy, bytes + at, length);
        status = ip_csv_reader_feed(reader, copy, length, error);
        free(copy);
        at += length;
    }
    if (!status)
        status = ip_csv_reader_finish(reader, error);
    ip_csv_reader_free(reader);
    return status;
}

static void check_rows_of(const char *bytes, size_t size, const char *rows) {
    for (size_t piece = 1; piece <= size + 1; piece++) {
        record out;
        ip_error error;
        assert_ok(read_pieces(&out, bytes, size, piece, NULL, &error), &error);
        assert_string_equal(out.text, rows);
    }
}

static void check_rows(const char *text, const char *rows) {
    check_rows_of(text, strlen(text), rows);
}

static void check_fault_of(const char *bytes, size_t size, const char *message) {
    for (size_t piece = 1; piece <= size + 1; piece++) {
        record out;
        ip_error error;
        assert_int_equal(read_pieces(&out, bytes, size, piece, NULL, &error), IP_BAD_TABLE);
        assert_int_equal(error.status, IP_BAD_TABLE);
        assert_contains(error.message, message);
    }
}

static void test_plain_rows(void **state) {
    (void)state;
    check_rows("a,b\n1,2\n", "1:<a><b>;2:<1><2>;");
    check_rows("a\n", "1:<a>;");
    check_rows("a,\n,b\n,\n", "1:<a><>;2:<><b>;3:<><>;");
    check_rows("", "");
    check_rows("\n\n", "");
}

static void test_blanks_around_fields(void **state) {
    (void)state;
    check_rows(" a ,\tb b\t\n", "1:<a><b b>;");
    check_rows("\" a \", \"b\" \n", "1:< a ><b>;");
    check_rows("  \n\t\na\n", "3:<a>;");
}

static void test_carriage_returns(void **state) {
    (void)state;
    check_rows("a,b\r\n1,2\r\n", "1:<a><b>;2:<1><2>;");
    check_rows("a\r\n\r\n\r\nb\r\n", "1:<a>;4:<b>;");
    check_rows("a\nb\r\nc\nd", "1:<a>;2:<b>;3:<c>;4:<d>;");
    check_rows("\"a\"\r\n\"b\"\r\n", "1:<a>;2:<b>;");
}

static void test_lone_carriage_returns_number_lines_alike(void **state) {
    (void)state;
    check_rows("a\rb\rc\r", "1:<a>;2:<b>;3:<c>;");
}

static void test_byte_order_mark(void **state) {
    (void)state;
    check_rows("\xEF\xBB\xBF""formula,energy\nNa,0\n", "1:<formula><energy>;2:<Na><0>;");
    check_rows("\xEF\xBB\xBF\"a\",b\n", "1:<a><b>;");
    check_rows("\xEF\xBB\xBF\n\na\n", "3:<a>;");
    check_rows("\xEF\xBB\xBF", "");
    /* only one, and only at the beginning */
    check_rows("\xEF\xBB\xBF\xEF\xBB\xBF""a\n", "1:<\xEF\xBB\xBF""a>;");
    check_rows("a\n\xEF\xBB\xBF""b\n", "1:<a>;2:<\xEF\xBB\xBF""b>;");
}

static void test_beginning_of_a_byte_order_mark(void **state) {
    (void)state;
    check_rows("\xEF\xBB,a\n", "1:<\xEF\xBB><a>;");
    check_rows("\xEF""a\n", "1:<\xEF""a>;");
    check_rows("\xEF\n", "1:<\xEF>;");
    check_rows("\xEF\xEF\xBB\xBF\n", "1:<\xEF\xEF\xBB\xBF>;");
}

static void test_text_that_is_part_of_a_byte_order_mark(void **state) {
    (void)state;
    check_rows("\xEF\xBB", "1:<\xEF\xBB>;");
    check_rows("\xEF", "1:<\xEF>;");
}

static void test_quoted_fields(void **state) {
    (void)state;
    check_rows("\"a,b\",c\n", "1:<a,b><c>;");
    check_rows("\"say \"\"a\"\"\",\"\"\"\"\n", "1:<say \"a\"><\">;");
    check_rows("\"\",\"\"\n", "1:<><>;");
    check_rows("\"a\nb\",c\n", "1:<a\nb><c>;");
    check_rows("\"a\r\nb\"\r\n", "1:<a\r\nb>;");
}

/* What parts the fields is told by the header line, where quotation marks stand around other delimiters. */
static void test_delimiters(void **state) {
    (void)state;
    seeks_delimiter = true;
    check_rows("a,b\n1;2,3\n", "1:<a><b>;2:<1;2><3>;");
    check_rows("a;b\n1,2;3\n", "1:<a><b>;2:<1,2><3>;");
    check_rows("a\tb\n1,2\t3\n", "1:<a><b>;2:<1,2><3>;");
    check_rows("\n \n\"a,b,c\";d\n\n1,2;3", "3:<a,b,c><d>;5:<1,2><3>;");
    check_rows("\xEF\xBB\xBF""a;b\r1;2\r", "1:<a><b>;2:<1><2>;");
    check_rows("\"a\n;\",b\n1;2,3\n", "1:<a\n;><b>;3:<1;2><3>;");
    check_rows("a\tb\n\t2\n", "1:<a><b>;2:<><2>;");
    check_rows("a;b", "1:<a><b>;");
    check_rows("a", "1:<a>;");
    check_rows("", "");
    seeks_delimiter = false;
}

static void test_line_numbers(void **state) {
    (void)state;
    check_rows("\n\na\n\n\nb\n", "3:<a>;6:<b>;");
    check_rows("\"a\n\n\nb\"\nc\n", "1:<a\n\n\nb>;5:<c>;");
    check_rows("x,\"a\nb\",\"c\nd\"\ny\n", "1:<x><a\nb><c\nd>;4:<y>;");
    check_rows("\n\"a\nb\"\n\nc\n", "2:<a\nb>;5:<c>;");
    check_rows("\"\na\"\nb\n", "1:<\na>;3:<b>;");
    check_rows("\"a\r\nb\"\r\nc\r\n", "1:<a\r\nb>;3:<c>;");
}

static void test_no_newline_at_the_end(void **state) {
    (void)state;
    check_rows("a,b\n1,2", "1:<a><b>;2:<1><2>;");
    check_rows("a,b\n1,", "1:<a><b>;2:<1><>;");
    check_rows("a\n\"b\"", "1:<a>;2:<b>;");
    check_rows("a\n  ", "1:<a>;");
}

static void test_nul_byte(void **state) {
    (void)state;
    check_fault_of("a,b\n1,2\0\n", 9, "line 2: a NUL byte in field 2");
    check_fault_of("a\n\0", 3, "line 2: a NUL byte in field 1");
    check_fault_of("\0a\n", 3, "line 1: a NUL byte in field 1");
    check_fault_of("a\n\n\"x\n\0\"\n", 9, "line 3: a NUL byte in field 1");
}

static void test_stray_quote(void **state) {
    (void)state;
    static const struct {
        const char *text, *place;
    } faults[] = {
        {"a,b\nx\"y,2\n", "line 2: misplaced quotation mark"},
        {"a,b\n\"x\"y,2\n", "line 2: misplaced quotation mark"},
        {"\n\n\"x\" \"y\"\n", "line 3: misplaced quotation mark"},
        {"a\n\"x\n\ny\"z\n", "line 2: misplaced quotation mark"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        check_fault_of(faults[i].text, strlen(faults[i].text), faults[i].place);
}

static void test_unclosed_quote(void **state) {
    (void)state;
    static const struct {
        const char *text, *place;
    } faults[] = {
        {"a\n\"b", "line 2: a quoted field that begins here is never closed"},
        {"a\n\n\"b\nc\nd\n", "line 3: a quoted field that begins here is never closed"},
        {"\"a\"\"", "line 1: a quoted field that begins here is never closed"},
        {"\"", "line 1: a quoted field that begins here is never closed"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        check_fault_of(faults[i].text, strlen(faults[i].text), faults[i].place);
}

static ip_status stop_at_second_row(void *user, const ip_csv_row *row, ip_error *error) {
    int *rows = user;
    ++*rows;
    return row->line == 2 ? ip_error_set(error, IP_MISSING_ELEMENT, "stopped") : IP_OK;
}

/* A handler that stops is called no more, and its status and message come back from every later call. */
static void test_handler_stops_the_reading(void **state) {
    (void)state;
    ip_csv_reader *reader;
    ip_error error = {IP_OK, ""};
    int rows = 0;
    assert_int_equal(ip_csv_reader_new(&reader, stop_at_second_row, &rows, &error), IP_OK);
    assert_int_equal(ip_csv_reader_feed(reader, "a\nb\nc\nd\n", 8, &error), IP_MISSING_ELEMENT);
    assert_string_equal(error.message, "stopped");
    assert_int_equal(ip_csv_reader_feed(reader, "e\n", 2, &error), IP_MISSING_ELEMENT);
    assert_int_equal(ip_csv_reader_finish(reader, &error), IP_MISSING_ELEMENT);
    assert_int_equal(rows, 2);
    ip_csv_reader_free(reader);
}

static void test_large_rows(void **state) {
    (void)state;
    char text[4096] = "", rows[RECORD_SIZE] = "1:";
    for (int i = 0; i < 500; i++) {
        snprintf(text + strlen(text), 8, "%s%d", i ? "," : "", i);
        snprintf(rows + strlen(rows), 8, "<%d>", i);
    }
    strcat(rows, ";");
    record out;
    ip_error error;
    assert_ok(read_pieces(&out, text, strlen(text), 4096, NULL, &error), &error);
    assert_string_equal(out.text, rows);
    assert_ok(read_pieces(&out, text, strlen(text), 1, NULL, &error), &error);
    assert_string_equal(out.text, rows);
}

/* Whatever the text, good or bad: the rows, the status and the message do not depend on the pieces. */
static void test_pieces_do_not_matter(void **state) {
    (void)state;
    static const char *const parts[] = {"a",  "bc",           ",",    ",",  "\"", "\"\"", "\n", "\r\n", " ",
                                        "\t", "\xEF\xBB\xBF", "\xEF", "1.5"};
    random_source source = random_start(201);
    int good = 0, bad = 0;
    for (int round = repetitions(5000); round > 0; round--) {
        char text[128] = "";
        int length = random_below(&source, 24);
        for (int i = 0; i < length; i++)
            strcat(text, parts[random_below(&source, (int)(sizeof parts / sizeof *parts))]);
        strcat(text, "z");
        record whole, pieces;
        ip_error whole_error, piece_error;
        ip_status whole_status = read_pieces(&whole, text, strlen(text), 128, NULL, &whole_error);
        for (size_t piece = 0; piece <= 3; piece++) {
            ip_status status = read_pieces(&pieces, text, strlen(text), piece, &source, &piece_error);
            assert_int_equal(status, whole_status);
            assert_string_equal(pieces.text, whole.text);
            assert_string_equal(piece_error.message, whole_error.message);
        }
        whole_status ? bad++ : good++;
    }
    assert_true(good > 100 && bad > 100);
}

/* Lines that need no library are cut as it would cut them: the same line with a quotation mark behind it has a field more, and
 * goes through it. */
static void test_lines_without_quotes_are_no_other_rows(void **state) {
    (void)state;
    static const char *const parts[] = {"a", "bc", ",", ";", "\t", ",", " ", "\xC3\xA4", "\xEF\xBB\xBF", "1.5"};
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    static const char delimiters[] = {',', ';', '\t'};
    random_source source = random_start(203);
    int rows = 0;
    for (int round = repetitions(5000); round > 0; round--) {
        char text[128] = "", quoted[128], expected[256];
        char delimiter = delimiters[random_below(&source, 3)];
        const char *end = ends[random_below(&source, 3)];
        for (int i = random_below(&source, 24); i > 0; i--)
            strcat(text, parts[random_below(&source, (int)(sizeof parts / sizeof *parts))]);
        bool is_blank = text[strspn(text, delimiter == '\t' ? " " : " \t")] == '\0';
        snprintf(quoted, sizeof quoted, "%s%c\"\"%s", text, delimiter, end);
        strcat(text, end);
        record plain = {.rows = 0}, library = {.rows = 0};
        for (int which = 0; which < 2; which++) {
            ip_csv_reader *reader;
            ip_error error;
            assert_ok(ip_csv_reader_new(&reader, keep_row, which ? &library : &plain, &error), &error);
            ip_csv_reader_set_delimiter(reader, delimiter);
            ip_csv_reader_restart(reader, 5);
            const char *line = which ? quoted : text;
            assert_ok(ip_csv_reader_feed(reader, line, strlen(line), &error), &error);
            assert_ok(ip_csv_reader_finish(reader, &error), &error);
            ip_csv_reader_free(reader);
        }
        assert_int_equal(plain.rows, !is_blank);
        snprintf(expected, sizeof expected, "%.*s<>;", (int)strlen(plain.text) - 1, plain.text);
        if (!is_blank)
            assert_string_equal(library.text, expected);
        rows += plain.rows;
    }
    assert_true(rows > 1000);
}

/* Fields that were written come back as they were, on the line where they were written. */
static void test_written_fields_come_back(void **state) {
    (void)state;
    static const char *const pieces[] = {"a", "Na", " ", "\t", ",", "\"", "\n", "\r\n", "\xC3\xA4", "'", ";"};
    random_source source = random_start(202);
    for (int round = repetitions(3000); round > 0; round--) {
        char *text = NULL, rows[1024] = "";
        size_t size = 0;
        FILE *stream = open_memstream(&text, &size);
        assert_non_null(stream);
        for (int row = 0, line = 1; row < 4; row++) {
            snprintf(rows + strlen(rows), 16, "%d:", line);
            for (int column = 0; column < 3; column++) {
                char field[32] = "x"; /* a row of empty fields alone would be a blank line */
                for (int i = random_below(&source, 5); i > 0 && column; i--)
                    strcat(field + (column == 1), pieces[random_below(&source, (int)(sizeof pieces / sizeof *pieces))]);
                for (const char *at = field; *at; at++)
                    line += *at == '\n';
                if (column)
                    fputc(',', stream);
                ip_csv_write_field(stream, field);
                snprintf(rows + strlen(rows), sizeof field + 2, "<%s>", field);
            }
            fputc('\n', stream);
            strcat(rows, ";");
            line++;
        }
        assert_int_equal(fclose(stream), 0);
        record out;
        ip_error error;
        assert_ok(read_pieces(&out, text, size, 0, &source, &error), &error);
        assert_string_equal(out.text, rows);
        free(text);
    }
}

static void test_fields_are_quoted_where_they_have_to_be(void **state) {
    (void)state;
    static const struct {
        const char *field, *written;
    } fields[] = {
        {"Na3PS4", "Na3PS4"}, {"", ""}, {"a,b", "\"a,b\""}, {"a\"b", "\"a\"\"b\""}, {"a\nb", "\"a\nb\""},
        {"a b", "a b"}, {" a", "\" a\""}, {"Na3P + 4 Na2S", "Na3P + 4 Na2S"},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char *text = NULL;
        size_t size = 0;
        FILE *stream = open_memstream(&text, &size);
        assert_non_null(stream);
        ip_csv_write_field(stream, fields[i].field);
        assert_int_equal(fclose(stream), 0);
        assert_string_equal(text, fields[i].written);
        free(text);
    }
}

/* After an error, within a quoted field, and at a byte order mark that is then text. */
static void test_restart_in_the_middle(void **state) {
    (void)state;
    static const char *const before[] = {"", "a,b\nc\"", "a,\"open\n", "a,b", "a,b\r", "\xEF\xBB"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        record out = {.rows = 0};
        ip_csv_reader *reader;
        ip_error error;
        assert_ok(ip_csv_reader_new(&reader, keep_row, &out, &error), &error);
        ip_csv_reader_feed(reader, before[i], strlen(before[i]), &error);
        memset(&out, 0, sizeof out);
        ip_csv_reader_restart(reader, 70);
        assert_int_equal(ip_csv_reader_line(reader), 70);
        static const char text[] = "\n\xEF\xBB\xBFx,y\n\"two\nlines\",z\r\n";
        assert_ok(ip_csv_reader_feed(reader, text, sizeof text - 1, &error), &error);
        assert_ok(ip_csv_reader_finish(reader, &error), &error);
        assert_string_equal(out.text, "71:<\xEF\xBB\xBFx><y>;72:<two\nlines><z>;");
        assert_int_equal(ip_csv_reader_line(reader), 74);
        ip_csv_reader_free(reader);
    }
}

/* A field larger than what is kept between rows leaves nothing behind. */
static void test_restart_behind_a_large_field(void **state) {
    (void)state;
    enum { LARGE = 3 << 20 };
    record out = {.rows = 0};
    ip_csv_reader *reader;
    ip_error error;
    char *field = malloc(LARGE);
    assert_non_null(field);
    memset(field, 'x', LARGE);
    assert_ok(ip_csv_reader_new(&reader, keep_row, &out, &error), &error);
    assert_ok(ip_csv_reader_feed(reader, field, LARGE, &error), &error);
    ip_csv_reader_restart(reader, 5);
    assert_ok(ip_csv_reader_feed(reader, "a,b\n", 4, &error), &error);
    assert_ok(ip_csv_reader_finish(reader, &error), &error);
    assert_string_equal(out.text, "5:<a><b>;");
    ip_csv_reader_free(reader);
    free(field);
}

/* ---- headings */

static void test_headings(void **state) {
    (void)state;
    ip_heading heading;
    char text[200] = "Band gap (";
    ip_heading_read(&heading, " Band_gap ( eV ) ");
    assert_string_equal(heading.key, "bandgap");
    assert_string_equal(heading.unit, "eV");
    ip_heading_read(&heading, "energy");
    assert_string_equal(heading.unit, "");
    /* What is too long is cut, and no name. */
    memset(text + strlen(text), 'u', 100);
    strcat(text, ")");
    ip_heading_read(&heading, text);
    assert_string_equal(heading.key, "bandgap");
    assert_int_equal(strlen(heading.unit), IP_HEADING_SIZE - 1);
    assert_int_equal(strspn(heading.unit, "u"), IP_HEADING_SIZE - 1);
}

/* A file: what parts its fields is told by its first line, and messages name it. */
static void test_files(void **state) {
    (void)state;
    char path[PATH_SIZE];
    record found = {.rows = 0};
    int rows = 0;
    ip_error error = {IP_OK, ""};
    write_temporary(path, "a;b\n1,5;x\n", 10);
    assert_ok(ip_csv_file_read(path, keep_row, &found, &error), &error);
    assert_string_equal(found.text, "1:<a><b>;2:<1,5><x>;");
    assert_int_equal(ip_csv_file_read(path, stop_at_second_row, &rows, &error), IP_MISSING_ELEMENT);
    assert_string_equal(error.message, "stopped");
    remove(path);
    assert_int_equal(ip_csv_file_read(path, keep_row, &found, &error), IP_INPUT_OUTPUT);
    assert_contains(error.message, path);
    assert_contains(error.message, "cannot be opened");
    write_temporary(path, "a,b\n\"1,x\n", 9);
    assert_int_equal(ip_csv_file_read(path, keep_row, &found, &error), IP_BAD_TABLE);
    assert_contains(error.message, path);
    remove(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_rows),
        cmocka_unit_test(test_blanks_around_fields),
        cmocka_unit_test(test_carriage_returns),
        cmocka_unit_test(test_lone_carriage_returns_number_lines_alike),
        cmocka_unit_test(test_byte_order_mark),
        cmocka_unit_test(test_beginning_of_a_byte_order_mark),
        cmocka_unit_test(test_text_that_is_part_of_a_byte_order_mark),
        cmocka_unit_test(test_quoted_fields),
        cmocka_unit_test(test_line_numbers),
        cmocka_unit_test(test_no_newline_at_the_end),
        cmocka_unit_test(test_nul_byte),
        cmocka_unit_test(test_stray_quote),
        cmocka_unit_test(test_unclosed_quote),
        cmocka_unit_test(test_handler_stops_the_reading),
        cmocka_unit_test(test_large_rows),
        cmocka_unit_test(test_pieces_do_not_matter),
        cmocka_unit_test(test_lines_without_quotes_are_no_other_rows),
        cmocka_unit_test(test_written_fields_come_back),
        cmocka_unit_test(test_fields_are_quoted_where_they_have_to_be),
        cmocka_unit_test(test_restart_in_the_middle),
        cmocka_unit_test(test_restart_behind_a_large_field),
        cmocka_unit_test(test_headings),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_delimiters),
    };
    ip_csv_reader_free(NULL);
    return run_unit_tests(tests);
}
