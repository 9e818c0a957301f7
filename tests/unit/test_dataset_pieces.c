/* Tables of many pieces: the same phases, lines and findings as the rows that were written, whatever the threads. */
#include "support.h"

#include "table/source.h"
#include "table/table_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 30000, NOTE_SIZE = 200 };
static const int thread_counts[] = {1, 2, 3, 4, 16};
enum { THREAD_COUNTS = sizeof thread_counts / sizeof *thread_counts };

/* A file's text while it is written, with the number of the line that comes. */
typedef struct table_writer {
    char *bytes;
    size_t size, room;
    long line;
} table_writer;

static void write_bytes(table_writer *writer, const char *bytes, size_t size) {
    if (writer->size + size > writer->room) {
        writer->room = 2 * (writer->size + size);
        writer->bytes = realloc(writer->bytes, writer->room);
        assert_non_null(writer->bytes);
    }
    memcpy(writer->bytes + writer->size, bytes, size);
    writer->size += size;
    for (size_t i = 0; i < size; i++)
        writer->line += bytes[i] == '\n';
}

static void write_text(table_writer *writer, const char *text) {
    write_bytes(writer, text, strlen(text));
}

/* What was written of a row, to be found in the dataset. */
typedef struct written_row {
    char formula[32];
    double energy;
    long line;
} written_row;

typedef struct written_table {
    table_writer text;
    written_row *rows;
    int count;
} written_table;

/* The i-th of 33,000 compositions, each of three elements and the only one of its chemical system. */
static void write_formula(char formula[32], int i) {
    snprintf(formula, 32, "%s2%s3%s", ip_element_symbol(2 + i % 50), ip_element_symbol(52 + i / 50 % 30),
             ip_element_symbol(82 + i / 1500));
}

static const char *const plain_notes[] = {"", "a note", "two notes; more"};
static const char *const quoted_notes[] = {"\"one, two\"", "\"a \"\"word\"\"\"", "\"two\nlines\"", "\"\r\n\"",
                                           "\"\"\"\n\"\"\n\"\"\""};

static written_table write_table(bool with_quotes, const char *line_end, random_source *source) {
    written_table made = {.rows = calloc(ROWS, sizeof *made.rows)};
    assert_non_null(made.rows);
    made.text.line = 1;
    write_text(&made.text, "\xEF\xBB\xBF" "note,formula,filler,e_form");
    write_text(&made.text, line_end);
    for (; made.count < ROWS; made.count++) {
        written_row *row = &made.rows[made.count];
        char text[NOTE_SIZE];
        bool quoted = with_quotes && random_below(source, 50) == 0;
        if (random_below(source, 100) == 0)
            write_text(&made.text, line_end); /* blank lines count, too */
        row->line = made.text.line;
        row->energy = (double)random_below(source, 100000) / -1e5;
        write_formula(row->formula, made.count);
        write_text(&made.text, quoted ? quoted_notes[random_below(source, 5)] : plain_notes[random_below(source, 3)]);
        snprintf(text, sizeof text, ",%s,%.*s,%.5f", row->formula, random_below(source, 60),
                 "....................................................................", row->energy);
        write_text(&made.text, text);
        write_text(&made.text, line_end);
    }
    return made;
}

static void free_table(written_table *table) {
    free(table->text.bytes);
    free(table->rows);
}

/* All findings as text. */
typedef struct finding_log {
    char text[20000];
    size_t used;
    long count;
} finding_log;

static void keep_finding(void *user, const ip_finding *finding) {
    finding_log *log = user;
    log->count++;
    if (log->used < sizeof log->text)
        log->used += (size_t)snprintf(log->text + log->used, sizeof log->text - log->used, "%ld: %s: %s\n", finding->line,
                                      finding->kind_word, finding->message);
}

static ip_status read_table(ip_dataset **dataset, const table_writer *text, int threads, unsigned flags, finding_log *log,
                            ip_error *error) {
    char path[PATH_SIZE];
    memset(log, 0, sizeof *log);
    write_temporary(path, text->bytes, text->size);
    assert_int_equal(ip_dataset_new(dataset, NULL), IP_OK);
    ip_dataset_set_threads(*dataset, threads, NULL);
    ip_status status = ip_dataset_read(*dataset, path, flags | IP_READ_DIGEST, keep_finding, log, error);
    remove(path);
    return status;
}

static void check_phases(const ip_dataset *dataset, const written_table *written) {
    assert_int_equal(ip_dataset_count(dataset), written->count);
    for (int i = 0; i < written->count; i++) {
        const ip_phase *phase = ip_dataset_phase(dataset, i);
        const written_row *row = &written->rows[i];
        ip_composition composition = read_formula(row->formula);
        if (strcmp(phase->formula, row->formula) != 0 || phase->line != row->line || phase->formation_energy != row->energy)
            fail_msg("row %d: %s, line %ld; expected %s, line %ld", i, phase->formula, phase->line, row->formula, row->line);
        assert_ptr_equal(ip_dataset_find(dataset, &composition), phase);
        assert_int_equal(ip_dataset_index(dataset, phase), i);
    }
}

static void check_table(bool with_quotes, const char *line_end, random_source *source) {
    written_table written = write_table(with_quotes, line_end, source);
    assert_true(written.text.size > 4 * 256 * 1024); /* several pieces */
    char digest[IP_DIGEST_SIZE] = "";
    for (int t = 0; t < THREAD_COUNTS; t++) {
        ip_dataset *dataset;
        finding_log log;
        ip_error error;
        assert_ok(read_table(&dataset, &written.text, thread_counts[t], 0, &log, &error), &error);
        check_phases(dataset, &written);
        assert_int_equal(log.count, 0);
        ip_dataset_source file = ip_dataset_file(dataset, 0);
        assert_int_equal(file.rows, written.count);
        assert_int_equal(file.bytes, written.text.size);
        if (t)
            assert_string_equal(file.digest, digest);
        snprintf(digest, sizeof digest, "%s", file.digest);
        ip_dataset_free(dataset);
    }
    free_table(&written);
}

static void test_rows_of_many_pieces(void **state) {
    (void)state;
    random_source source = random_start(72);
    check_table(false, "\n", &source);
    check_table(false, "\r\n", &source);
    check_table(true, "\n", &source);
    check_table(true, "\r\n", &source);
}

/* Faults and duplicates far apart, in the order of the file. */
static void test_findings_of_many_pieces(void **state) {
    (void)state;
    random_source source = random_start(73);
    written_table written = write_table(true, "\n", &source);
    static const char *const bad[] = {",Xx,,0\n", ",NaCl,,none\n", ",,,-1\n", ",Na2O,,1,2,3\n"};
    char expected[20000] = "";
    size_t used = 0;
    table_writer text = {.line = 1};
    const char *at = written.text.bytes;
    long faults = 0, first = 0;
    for (int i = 0; i < written.count; i += 1500) {
        /* The row's own text begins where its line does. */
        const char *end = written.text.bytes;
        for (long line = 1; line < written.rows[i].line; line++)
            end = strchr(end, '\n') + 1;
        write_bytes(&text, at, (size_t)(end - at));
        at = end;
        first = first ? first : text.line;
        used += (size_t)snprintf(expected + used, sizeof expected - used, "%ld\n", text.line);
        write_text(&text, bad[i / 1500 % 4]);
        faults++;
    }
    write_bytes(&text, at, written.text.size - (size_t)(at - written.text.bytes));
    used += (size_t)snprintf(expected + used, sizeof expected - used, "%ld\n", text.line);
    write_text(&text, "again,");
    write_text(&text, written.rows[7].formula);
    write_text(&text, ",,-3\n");
    for (int t = 0; t < THREAD_COUNTS; t++) {
        ip_dataset *dataset;
        static finding_log log;
        ip_error error;
        assert_int_equal(read_table(&dataset, &text, thread_counts[t], 0, &log, &error), IP_BAD_TABLE);
        char place[40];
        snprintf(place, sizeof place, ":%ld: column formula: formula 'Xx'", first);
        assert_contains(error.message, place);
        assert_int_equal(log.count, 0);
        ip_dataset_free(dataset);
        assert_ok(read_table(&dataset, &text, thread_counts[t], IP_READ_CHECK, &log, &error), &error);
        assert_int_equal(log.count, faults + 1);
        const char *want = expected;
        for (const char *line = log.text; *line; line = strchr(line, '\n') + 1, want = strchr(want, '\n') + 1)
            assert_int_equal(strtol(line, NULL, 10), strtol(want, NULL, 10));
        assert_int_equal(*want, '\0');
        assert_contains(log.text, "the lowest energy is kept, -3 eV/atom");
        assert_int_equal(ip_dataset_file(dataset, 0).rows, written.count + faults + 1);
        ip_dataset_free(dataset);
    }
    free(text.bytes);
    free_table(&written);
}

/* Damage in a late piece: the reading ends with the line where a reader of the whole text would see it. */
static void test_damage_in_a_late_piece(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *message;
    } damages[] = {
        {"a\"b,Na4O3,,-1\n", 14, "misplaced quotation mark"},
        {"\"open,Na4O3,,-1\n", 16, "never closed"},
        {"\0,Na4O3,,-1\n", 12, "NUL byte"},
        {"\xEF\xBB\xBF,\xEF\xBB\xBFNa4O3,,-1\n", 17, "bad-formula"},
    };
    random_source source = random_start(74);
    written_table written = write_table(false, "\n", &source);
    for (size_t d = 0; d < sizeof damages / sizeof *damages; d++) {
        table_writer text = {.line = 1};
        write_bytes(&text, written.text.bytes, written.text.size);
        char place[40];
        snprintf(place, sizeof place, ":%ld: ", text.line);
        write_bytes(&text, damages[d].bytes, damages[d].size);
        write_bytes(&text, "x,Na5O3,,-1\n", 12);
        for (int t = 0; t < THREAD_COUNTS; t++) {
            ip_dataset *dataset;
            static finding_log log;
            ip_error error;
            assert_int_equal(read_table(&dataset, &text, thread_counts[t], 0, &log, &error), IP_BAD_TABLE);
            assert_contains(error.message, place);
            if (strcmp(damages[d].message, "bad-formula") != 0)
                assert_contains(error.message, damages[d].message);
            ip_dataset_free(dataset);
        }
        free(text.bytes);
    }
    free_table(&written);
}

/* ---- pieces of any size */

/* What a table may be made of, whole or broken; a text is a random row of these. */
static const char *const fragments[] = {
    "Na,0\n", "Cl,0\r\n", "NaCl,-2\n", "Na2Cl2,-2.1\n", "NaCl,-1\r", "S,0,\n", "\"Na\",0\n", "K,\"0\"\r\n", "\n", "\r\n", " \n",
    "Xx,-1\n", "Na2S,x\n", "Na2S,\n", "Na2S\n", "Na2S,-1,3\n", "Na2S,-1", "\"Na\n2S\",-1\n", "\"Na\"\"2S\",-1\n", "\"", "\"\"",
    ",", "\r", "\xEF\xBB\xBF", "KCl,-2.2\n", "K2S,-1\n", "Cl2K2,-2.3\n", "S,-1\n", "a\"b,1\n", "\"a\"b,1\n",
};

typedef struct outcome {
    ip_status status;
    ip_error error;
    finding_log log;
    char phases[4000];
} outcome;

static void read_in_pieces(outcome *out, const char *path, size_t piece_size, int threads, unsigned flags) {
    ip_dataset *dataset;
    size_t used = 0;
    memset(out, 0, sizeof *out);
    assert_int_equal(ip_dataset_new(&dataset, NULL), IP_OK);
    ip_dataset_set_threads(dataset, threads, NULL);
    ip_reading reading = {ip_sources, ip_source_count, piece_size};
    out->status = ip_dataset_read_by(dataset, path, &reading, flags, keep_finding, &out->log, &out->error);
    for (long i = 0; i < ip_dataset_count(dataset); i++) {
        const ip_phase *phase = ip_dataset_phase(dataset, i);
        used += (size_t)snprintf(out->phases + used, sizeof out->phases - used, "%s %g %ld;", phase->formula,
                                 phase->formation_energy, phase->line);
        assert_true(used < sizeof out->phases);
    }
    if (ip_dataset_file_count(dataset))
        snprintf(out->phases + used, sizeof out->phases - used, "%ld rows, %ld bytes", ip_dataset_file(dataset, 0).rows,
                 ip_dataset_file(dataset, 0).bytes);
    ip_dataset_free(dataset);
}

/* One thread and one piece is the plain way of reading, against which all others are held. After an error the rows before
 * it, and how many of them there are, are of no interest. */
static void check_pieces(const char *path, unsigned flags) {
    static outcome plain, other;
    read_in_pieces(&plain, path, 1 << 20, 1, flags);
    for (size_t piece_size = 1; piece_size < 80; piece_size += 1 + piece_size / 4)
        for (int threads = 1; threads <= 3; threads += 2) {
            read_in_pieces(&other, path, piece_size, threads, flags);
            assert_int_equal(other.status, plain.status);
            assert_string_equal(other.log.text, plain.log.text);
            if (plain.status)
                assert_string_equal(other.error.message, plain.error.message);
            else
                assert_string_equal(other.phases, plain.phases);
        }
}

static void test_pieces_of_any_size(void **state) {
    (void)state;
    random_source source = random_start(76);
    for (int i = 0; i < repetitions(150); i++) {
        table_writer text = {.line = 1};
        char path[PATH_SIZE];
        /* Half of the texts are made of the first fragments, which hold no fault. */
        int kinds = i % 2 ? 11 : (int)(sizeof fragments / sizeof *fragments);
        if (random_below(&source, 5) == 0)
            write_text(&text, random_below(&source, 2) ? "\xEF\xBB\xBF" : "\r\n");
        write_text(&text, random_below(&source, 2) ? "formula,e_form\n" : "\"formula\",e_form\r\n");
        for (int f = random_below(&source, 30); f > 0; f--) {
            if (random_below(&source, 100) == 0)
                write_bytes(&text, "", 1); /* a NUL byte */
            write_text(&text, fragments[random_below(&source, kinds)]);
        }
        write_temporary(path, text.bytes, text.size);
        check_pieces(path, 0);
        check_pieces(path, IP_READ_CHECK);
        remove(path);
        free(text.bytes);
    }
}

/* ---- the text itself */

static void check_pieces_of(const char *path, const table_writer *written, bool one_row) {
    ip_table_text text = {.piece_size = 256 * 1024};
    ip_text_piece piece = {0};
    ip_error error;
    size_t at = 0;
    long pieces = 0;
    assert_ok(ip_input_open(&text.input, path, true, &error), &error);
    for (; !ip_table_text_ended(&text); pieces++) {
        assert_ok(ip_table_text_next(&text, &piece, one_row && pieces < 100, &error), &error);
        assert_true(at + piece.size <= written->size);
        assert_memory_equal(piece.bytes, written->bytes + at, piece.size);
        at += piece.size;
        int quotes = 0;
        for (size_t i = 0; i < piece.size; i++)
            quotes += piece.bytes[i] == '"';
        assert_int_equal(quotes % 2, 0);
        if (at < written->size)
            assert_int_equal(piece.bytes[piece.size - 1], '\n');
    }
    assert_int_equal(at, written->size);
    assert_int_equal(ip_input_bytes(text.input), (long)at);
    assert_true(pieces >= (one_row ? 100 : 4));
    assert_ok(ip_table_text_next(&text, &piece, false, &error), &error);
    assert_int_equal(piece.size, 0);
    ip_text_piece_clear(&piece);
    ip_table_text_clear(&text);
    ip_input_close(text.input);
}

static void test_pieces_are_whole_rows(void **state) {
    (void)state;
    random_source source = random_start(75);
    for (int kind = 0; kind < 4; kind++) {
        written_table written = write_table(kind & 1, kind & 2 ? "\r\n" : "\n", &source);
        char path[PATH_SIZE];
        write_temporary(path, written.text.bytes, written.text.size);
        check_pieces_of(path, &written.text, false);
        check_pieces_of(path, &written.text, true);
        remove(path);
        free_table(&written);
    }
}

/* A row longer than a piece, and a text without any newline, come whole. */
static void test_a_long_row_is_one_piece(void **state) {
    (void)state;
    table_writer writer = {.line = 1};
    write_text(&writer, "\"");
    for (int i = 0; i < 100000; i++)
        write_text(&writer, "so many\n\n");
    write_text(&writer, "\",Na\nnext\n");
    char path[PATH_SIZE];
    ip_table_text text = {.piece_size = 256 * 1024};
    ip_text_piece piece = {0};
    ip_error error;
    write_temporary(path, writer.bytes, writer.size);
    assert_ok(ip_input_open(&text.input, path, false, &error), &error);
    assert_ok(ip_table_text_next(&text, &piece, true, &error), &error);
    assert_int_equal(piece.size, writer.size - strlen("next\n"));
    assert_ok(ip_table_text_next(&text, &piece, true, &error), &error);
    assert_int_equal(piece.size, strlen("next\n"));
    assert_true(ip_table_text_ended(&text));
    ip_text_piece_clear(&piece);
    ip_table_text_clear(&text);
    ip_input_close(text.input);
    remove(path);
    free(writer.bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_of_many_pieces),
        cmocka_unit_test(test_findings_of_many_pieces),
        cmocka_unit_test(test_damage_in_a_late_piece),
        cmocka_unit_test(test_pieces_of_any_size),
        cmocka_unit_test(test_pieces_are_whole_rows),
        cmocka_unit_test(test_a_long_row_is_one_piece),
    };
    return run_unit_tests(tests);
}
