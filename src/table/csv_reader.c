/* The one file that knows libcsv. Its callbacks only record; a row is judged once it is whole. A line without quotation marks,
 * as nearly all of a table are, needs no library: it is cut where its delimiters stand, in a tenth of the time. */
#include "csv_field.h"

#include <interphase/csv_reader.h>
#include <interphase/version.h>

#include <csv.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Bytes given to the library at a time: its buffer for a field grows by so many. Memory above the second is not kept for later
 * rows. A header line longer than the third is judged by its beginning. */
enum { CHUNK_SIZE = 64 * 1024, MOST_KEPT = 1024 * 1024, MOST_HELD = 1024 * 1024 };

struct ip_csv_reader {
    struct csv_parser parser;
    unsigned char options;
    char delimiter;
    bool seeks_delimiter; /* until the first line that is not blank is here as a whole */
    char *held;           /* the text up to there */
    size_t held_size;
    ip_csv_row_handler handler;
    void *user;
    ip_error *error;  /* the caller's, during a call */
    ip_status status; /* the first failure; later input is not looked at */
    char *text;       /* the row's fields behind each other, each with its NUL */
    size_t text_used, text_size;
    size_t *offsets; /* of each field in text */
    const char **fields;
    int field_count, field_size;
    long line;     /* of the piece being read */
    long row_line; /* where the row being read began */
    size_t row_size; /* its bytes so far */
    bool in_row;
    bool has_nul; /* one has come; which field it is in is seen at the fields */
    bool after_return; /* the last piece ended with a carriage return: a newline now belongs to it */
    int mark_matched; /* bytes of the byte order mark seen; -1 once past it */
};

static void fail_memory(ip_csv_reader *reader) {
    reader->status = ip_error_set(reader->error, IP_NO_MEMORY, "out of memory");
}

static bool reserve_text(ip_csv_reader *reader, size_t more) {
    if (reader->text_used + more <= reader->text_size)
        return true;
    size_t size = 2 * (reader->text_used + more);
    char *text = realloc(reader->text, size);
    if (!text)
        return false;
    reader->text = text;
    reader->text_size = size;
    return true;
}

static bool reserve_field(ip_csv_reader *reader) {
    if (reader->field_count < reader->field_size)
        return true;
    int size = reader->field_size ? 2 * reader->field_size : 32;
    size_t *offsets = realloc(reader->offsets, (size_t)size * sizeof *offsets);
    if (!offsets)
        return false;
    reader->offsets = offsets;
    const char **fields = realloc(reader->fields, (size_t)size * sizeof *fields);
    if (!fields)
        return false;
    reader->fields = fields;
    reader->field_size = size;
    return true;
}

static void on_field(void *bytes, size_t length, void *user) {
    ip_csv_reader *reader = user;
    if (reader->status)
        return;
    if (!reserve_text(reader, length + 1) || !reserve_field(reader)) {
        fail_memory(reader);
        return;
    }
    if (reader->has_nul && length && memchr(bytes, '\0', length)) {
        reader->status = ip_error_set(reader->error, IP_BAD_TABLE, "line %ld: a NUL byte in field %d; is this a text file?",
                                      reader->row_line, reader->field_count + 1);
        return;
    }
    reader->offsets[reader->field_count++] = reader->text_used;
    if (length)
        memcpy(reader->text + reader->text_used, bytes, length);
    reader->text[reader->text_used + length] = '\0';
    reader->text_used += length + 1;
}

static void on_row(int terminator, void *user) {
    (void)terminator;
    ip_csv_reader *reader = user;
    if (reader->status)
        return;
    for (int i = 0; i < reader->field_count; i++)
        reader->fields[i] = reader->text + reader->offsets[i];
    ip_csv_row row = {reader->row_line, reader->field_count, reader->fields};
    reader->status = reader->handler(reader->user, &row, reader->error);
    reader->field_count = 0;
    reader->text_used = 0;
    reader->in_row = false;
}

ip_status ip_csv_reader_new(ip_csv_reader **out, ip_csv_row_handler handler, void *user, ip_error *error) {
    ip_csv_reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    reader->options = CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL;
    csv_init(&reader->parser, reader->options); /* fails only without a parser */
    reader->delimiter = ',';
    reader->handler = handler;
    reader->user = user;
    reader->line = 1;
    *out = reader;
    return IP_OK;
}

void ip_csv_reader_allow_quotes(ip_csv_reader *reader) {
    reader->options = CSV_STRICT_FINI | CSV_APPEND_NULL;
    csv_set_opts(&reader->parser, reader->options);
}

void ip_csv_reader_set_delimiter(ip_csv_reader *reader, char delimiter) {
    reader->delimiter = delimiter;
    csv_set_delim(&reader->parser, (unsigned char)delimiter);
}

char ip_csv_reader_delimiter(const ip_csv_reader *reader) {
    return reader->delimiter;
}

void ip_csv_reader_seek_delimiter(ip_csv_reader *reader) {
    reader->seeks_delimiter = true;
}

void ip_csv_reader_restart(ip_csv_reader *reader, long line) {
    /* The library keeps its state after an error and after a quote that stays open. */
    csv_free(&reader->parser);
    csv_init(&reader->parser, reader->options);
    csv_set_delim(&reader->parser, (unsigned char)reader->delimiter);
    if (reader->text_size > MOST_KEPT) {
        free(reader->text);
        reader->text = NULL;
        reader->text_size = 0;
    }
    reader->status = IP_OK;
    reader->field_count = 0;
    reader->text_used = 0;
    reader->line = line;
    reader->in_row = reader->has_nul = reader->after_return = false;
    reader->mark_matched = -1;
}

long ip_csv_reader_line(const ip_csv_reader *reader) {
    return reader->line;
}

void ip_csv_reader_free(ip_csv_reader *reader) {
    if (!reader)
        return;
    csv_free(&reader->parser);
    free(reader->held);
    free(reader->text);
    free(reader->offsets);
    free(reader->fields);
    free(reader);
}

/* The library's buffer grows by a fixed step, which makes a long field a great many moves of what is there: the step is to grow
 * along with it. Returns whether all could be parsed. */
static bool parse(ip_csv_reader *reader, const char *bytes, size_t size) {
    size_t read = 0;
    for (size_t chunk; read < size; read += chunk) {
        size_t held = csv_get_buffer_size(&reader->parser);
        chunk = size - read < CHUNK_SIZE ? size - read : CHUNK_SIZE;
        csv_set_blk_size(&reader->parser, held > chunk ? held : chunk);
        if (csv_parse(&reader->parser, bytes + read, chunk, on_field, on_row, reader) != chunk)
            return false;
    }
    return true;
}

/* One piece of at most one line; the line counter needs it so, since the library tells no positions. */
static void feed_piece(ip_csv_reader *reader, const char *bytes, size_t size) {
    if (!reader->in_row) {
        size_t blank = 0;
        while (blank < size && strchr(" \t\r\n", bytes[blank]) && bytes[blank] && bytes[blank] != reader->delimiter)
            blank++;
        if (blank < size) {
            reader->in_row = true;
            reader->row_line = reader->line;
            reader->row_size = 0;
        }
    }
    reader->row_size += size;
    if (reader->row_size > IP_CSV_ROW_LIMIT) {
        reader->status = ip_error_set(reader->error, IP_BAD_TABLE, "line %ld: a row of more than %d MiB; is this a table?",
                                      reader->row_line, IP_CSV_ROW_LIMIT >> 20);
        return;
    }
    if (parse(reader, bytes, size) || reader->status)
        return;
    if (csv_error(&reader->parser) == CSV_EPARSE)
        reader->status = ip_error_set(reader->error, IP_BAD_TABLE,
                                      "line %ld: misplaced quotation mark; a field with quotes in it is written "
                                      "\"like \"\"this\"\"\"", reader->row_line);
    else
        fail_memory(reader);
}

static bool is_blank(const ip_csv_reader *reader, char c) {
    return (c == ' ' || c == '\t') && c != reader->delimiter;
}

/* Notes a field of the row's text, without the blanks around it. `end` is the delimiter's place, or the line end's. */
static bool note_plain(ip_csv_reader *reader, char *from, char *end) {
    if (!reserve_field(reader))
        return false;
    while (from < end && is_blank(reader, *from))
        from++;
    while (from < end && is_blank(reader, end[-1]))
        end--;
    *end = '\0';
    reader->offsets[reader->field_count++] = (size_t)(from - reader->text);
    return true;
}

/* A line with its end, with something in it and no quotation mark, that begins a row: it is the row, with the same fields that
 * the library would find. Returns false, with nothing done, where the line is not like that. */
static bool feed_plain(ip_csv_reader *reader, const char *bytes, size_t size) {
    size_t length = size;
    if (reader->in_row || reader->has_nul || size > MOST_HELD || memchr(bytes, '"', size))
        return false;
    while (length && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r'))
        length--;
    size_t blank = length;
    while (blank && is_blank(reader, bytes[blank - 1]))
        blank--;
    if (length == size || !blank)
        return false;
    if (!reserve_text(reader, length + 1)) {
        fail_memory(reader);
        return true;
    }
    memcpy(reader->text, bytes, length);
    char *at = reader->text, *end = at + length, *delimiter;
    bool noted = true;
    for (; noted && (delimiter = memchr(at, reader->delimiter, (size_t)(end - at))); at = delimiter + 1)
        noted = note_plain(reader, at, delimiter);
    reader->row_line = reader->line;
    if (noted && note_plain(reader, at, end))
        on_row(0, reader);
    else
        fail_memory(reader);
    return true;
}

static const char byte_order_mark[3] = {'\xEF', '\xBB', '\xBF'};

/* Passes over a byte order mark, which may come in pieces; returns how many bytes were used up. */
static size_t skip_mark(ip_csv_reader *reader, const char *bytes, size_t size) {
    size_t used = 0;
    while (reader->mark_matched >= 0 && reader->mark_matched < 3 && used < size) {
        if (bytes[used] != byte_order_mark[reader->mark_matched]) {
            int matched = reader->mark_matched;
            reader->mark_matched = -1;
            if (matched)
                feed_piece(reader, byte_order_mark, (size_t)matched);
            return used;
        }
        used++;
        reader->mark_matched++;
    }
    return used;
}

/* Bytes up to the end of the line, which may be a newline, a carriage return or both; all bytes where none is there. `newline` is
 * the next one, NULL where there is none. */
static size_t line_length(const char *bytes, size_t size, const char *newline) {
    size_t length = newline ? (size_t)(newline - bytes) + 1 : size;
    const char *carriage = memchr(bytes, '\r', length);
    if (!carriage)
        return length;
    size_t to_return = (size_t)(carriage - bytes) + 1;
    return newline == carriage + 1 ? length : to_return;
}

/* The one of comma, semicolon and tab that stands most often in the first line that is not blank, outside of quotation marks; NUL
 * where that line has no end here. A comma where none stands there. */
static char find_delimiter(const char *bytes, size_t size, bool is_all) {
    long commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false, blank = true, ended = false;
    for (size_t i = 0; i < size && !ended; i++) {
        char c = bytes[i];
        quoted = quoted != (c == '"');
        ended = !quoted && !blank && (c == '\n' || c == '\r');
        blank = blank && strchr(" \t\r\n\xEF\xBB\xBF", c) && c;
        if (quoted || blank)
            continue;
        commas += c == ',';
        semicolons += c == ';';
        tabs += c == '\t';
    }
    if (!ended && !is_all)
        return '\0';
    if (tabs > commas && tabs >= semicolons)
        return '\t';
    return semicolons > commas ? ';' : ',';
}

/* Text waits until the delimiter is known. Returns false as long as it has to, and after a failure. */
static bool hold(ip_csv_reader *reader, const char *bytes, size_t size, bool is_all) {
    char *held = realloc(reader->held, reader->held_size + size + 1);
    if (!held) {
        fail_memory(reader);
        return false;
    }
    reader->held = held;
    if (size)
        memcpy(held + reader->held_size, bytes, size);
    reader->held_size += size;
    char delimiter = find_delimiter(held, reader->held_size, is_all || reader->held_size > MOST_HELD);
    if (!delimiter)
        return false;
    reader->seeks_delimiter = false;
    ip_csv_reader_set_delimiter(reader, delimiter);
    return true;
}

static void feed(ip_csv_reader *reader, const char *bytes, size_t size) {
    reader->has_nul = reader->has_nul || (size && memchr(bytes, '\0', size));
    size_t at = skip_mark(reader, bytes, size);
    /* Looked for once it is passed, not for each of the lines that end in carriage returns before it. */
    const char *newline = at < size ? memchr(bytes + at, '\n', size - at) : NULL;
    while (at < size && !reader->status) {
        if (newline && newline < bytes + at)
            newline = memchr(bytes + at, '\n', size - at);
        size_t piece = line_length(bytes + at, size - at, newline);
        char last = bytes[at + piece - 1];
        bool ends_return = reader->after_return && piece == 1 && last == '\n';
        if (!feed_plain(reader, bytes + at, piece))
            feed_piece(reader, bytes + at, piece);
        at += piece;
        reader->after_return = last == '\r';
        if (last == '\r' || (last == '\n' && !ends_return))
            reader->line++;
    }
}

/* The text that waited. */
static void feed_held(ip_csv_reader *reader) {
    char *held = reader->held;
    size_t size = reader->held_size;
    reader->held = NULL;
    reader->held_size = 0;
    feed(reader, held, size);
    free(held);
}

ip_status ip_csv_reader_feed(ip_csv_reader *reader, const char *bytes, size_t size, ip_error *error) {
    reader->error = error;
    if (!reader->seeks_delimiter)
        feed(reader, bytes, size);
    else if (hold(reader, bytes, size, false))
        feed_held(reader);
    reader->error = NULL;
    return reader->status;
}

ip_status ip_csv_reader_finish(ip_csv_reader *reader, ip_error *error) {
    reader->error = error;
    if (reader->seeks_delimiter && hold(reader, NULL, 0, true))
        feed_held(reader);
    /* A text of the first bytes of a mark alone is text. */
    if (reader->mark_matched > 0 && reader->mark_matched < 3)
        feed_piece(reader, byte_order_mark, (size_t)reader->mark_matched);
    /* The library misses a quote that stays open where it is not strict. */
    csv_set_opts(&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    if (!reader->status && csv_fini(&reader->parser, on_field, on_row, reader) != 0)
        reader->status = ip_error_set(error, IP_BAD_TABLE, "line %ld: a quoted field that begins here is never closed",
                                      reader->row_line);
    reader->error = NULL;
    return reader->status;
}

/* Blanks at the ends of a bare field are lost to readers. */
static bool needs_quotes(const char *text, size_t length) {
    bool has_blank_end = length && (strchr(" \t", text[0]) || strchr(" \t", text[length - 1]));
    return has_blank_end || strpbrk(text, "\",\r\n");
}

void ip_csv_add_field(ip_buffer *line, const char *text) {
    size_t length = strlen(text), most = 2 * length + 2;
    if (!needs_quotes(text, length)) {
        ip_buffer_add_bytes(line, text, length);
        return;
    }
    char *quoted = malloc(most);
    line->failed = line->failed || !quoted;
    if (quoted)
        ip_buffer_add_bytes(line, quoted, csv_write(quoted, most, text, length));
    free(quoted);
}

void ip_csv_write_field(FILE *stream, const char *text) {
    size_t length = strlen(text);
    if (needs_quotes(text, length))
        csv_fwrite(stream, text, length);
    else
        fputs(text, stream);
}

const char *ip_version_libcsv(void) {
#define TEXT_OF(x) #x
#define VERSION_TEXT(a, b, c) TEXT_OF(a) "." TEXT_OF(b) "." TEXT_OF(c)
    return VERSION_TEXT(CSV_MAJOR, CSV_MINOR, CSV_RELEASE);
}
