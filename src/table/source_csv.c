/* The format CSV: rows become entries in several threads, and are handed over in the order of the file. Knows no dataset. */
#include "base/ordered_work.h"
#include "source.h"
#include "table_row.h"
#include "table_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More threads than this wait for the one that fills the dataset. */
enum { MOST_THREADS = 4, PIECES_PER_THREAD = 3 };
/* Text that is held at a time, unless one row is longer; memory of longer pieces than the second is not kept for the next. */
enum { MOST_TEXT = 16 * 1024 * 1024, LONG_PIECE = 1024 * 1024 };

/* Rows of the file on their way from the text to entries. */
typedef struct row_piece {
    ip_text_piece text;
    ip_entries entries; /* their lines counted from the beginning of the piece */
    long lines;         /* in the text */
    ip_status status;   /* of the reading; the entries are those before the fault */
} row_piece;

typedef struct csv_source csv_source;

/* A thread's own. */
typedef struct row_reader {
    csv_source *source;
    ip_csv_reader *csv;
    ip_arena arena;
    ip_intern notes;
    row_piece *piece; /* during work on it; NULL where rows are of no interest */
} row_reader;

struct csv_source {
    ip_source_call call;
    ip_table_text text;
    bool has_header, has_rows;
    ip_table_columns columns;
    row_reader readers[MOST_THREADS]; /* the first is the calling thread's */
    row_piece pieces[MOST_THREADS * PIECES_PER_THREAD];
    ip_ordered_work *ordered; /* NULL before the first rows behind the header */
    int room;                 /* pieces at a time */
    long next;                /* number of the piece that comes */
    size_t held;              /* bytes of text given to threads */
    long line;                /* of the first row that is not handed over */
    bool stopped;             /* at a piece that could not be read: those behind it do not count */
    ip_status failure;        /* to be told once all before it is handed over */
    ip_error failure_error;
};

static bool recognises(const char *bytes, size_t size) {
    (void)bytes, (void)size;
    return true; /* any text may be CSV; what is none is seen at its header line */
}

static ip_status open_csv(void **state, const ip_source_call *call, ip_error *error) {
    csv_source *source = calloc(1, sizeof *source);
    if (!source)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    source->call = *call;
    source->text.input = call->input;
    source->text.piece_size = call->piece_size;
    source->line = 1;
    *state = source;
    return IP_OK;
}

static void close_csv(void *state, ip_arena *arena) {
    csv_source *source = state;
    ip_ordered_work_free(source->ordered);
    for (int i = 0; i < MOST_THREADS; i++) {
        ip_arena_join(arena, &source->readers[i].arena);
        ip_csv_reader_free(source->readers[i].csv);
        ip_intern_clear(&source->readers[i].notes);
    }
    for (int i = 0; i < MOST_THREADS * PIECES_PER_THREAD; i++) {
        ip_text_piece_clear(&source->pieces[i].text);
        ip_entries_clear(&source->pieces[i].entries);
    }
    ip_table_text_clear(&source->text);
    free(source);
}

static ip_status on_row(void *user, const ip_csv_row *row, ip_error *error) {
    row_reader *reader = user;
    csv_source *source = reader->source;
    if (!source->has_header) { /* only the calling thread is there yet */
        ip_error header_error;
        source->has_header = true;
        if (ip_table_columns_find(&source->columns, row, &header_error))
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: %s", row->line, header_error.message);
        source->columns.decimal_comma = ip_csv_reader_delimiter(reader->csv) != ',';
        return IP_OK;
    }
    if (reader->piece && ip_table_row_read(&reader->piece->entries, &source->columns, row))
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    return IP_OK;
}

static void begin_piece(row_reader *reader, row_piece *piece) {
    ip_entries_empty(&piece->entries);
    piece->entries.arena = &reader->arena;
    piece->entries.notes = &reader->notes;
    piece->entries.uncorrected = reader->source->call.uncorrected;
    piece->entries.field = "column";
    piece->entries.energy_field = reader->source->columns.energy_name;
    reader->piece = piece;
}

static ip_status read_text(row_reader *reader, const ip_text_piece *text, ip_error *error) {
    ip_status status = ip_csv_reader_feed(reader->csv, text->bytes, text->size, error);
    return status ? status : ip_csv_reader_finish(reader->csv, error);
}

/* The work of a thread on a piece. */
static void read_piece(void *context, void *item) {
    row_reader *reader = context;
    row_piece *piece = item;
    begin_piece(reader, piece);
    ip_csv_reader_restart(reader->csv, 1);
    piece->status = read_text(reader, &piece->text, NULL);
    piece->lines = ip_csv_reader_line(reader->csv) - 1;
}

static ip_status start_reader(csv_source *source, int index, ip_error *error) {
    source->readers[index].source = source;
    return ip_csv_reader_new(&source->readers[index].csv, on_row, &source->readers[index], error);
}

/* People give what a database wrote for a table. A heading begins with no such bracket. */
static ip_status refuse_json(const csv_source *source, ip_error *error) {
    static const char mark[] = "\xEF\xBB\xBF";
    const char *bytes;
    size_t size, at = 0;
    ip_status status = ip_input_peek(source->call.input, &bytes, &size, error);
    if (status)
        return status;
    if (size >= strlen(mark) && memcmp(bytes, mark, strlen(mark)) == 0)
        at = strlen(mark);
    while (at < size && bytes[at] && strchr(" \t\r\n", bytes[at]))
        at++;
    bool is_list = at < size && bytes[at] == '[' && (at + 1 == size || strchr(" \t\r\n[{\"", bytes[at + 1]));
    if (!is_list && !(at < size && bytes[at] == '{'))
        return IP_OK;
    return ip_error_set(error, IP_BAD_TABLE,
                        "line 1: this is JSON, where a table in CSV is expected; 'interphase data import' makes one of what "
                        "databases write");
}

/* Up to the header line, which the rows behind it need. Rows may stand in the same piece, where lines end in carriage returns
 * alone. */
static ip_status read_header(csv_source *source, ip_error *error) {
    row_reader *reader = &source->readers[0];
    row_piece *piece = &source->pieces[0];
    ip_status status = refuse_json(source, error);
    if (!status)
        status = start_reader(source, 0, error);
    if (!status)
        ip_csv_reader_seek_delimiter(reader->csv);
    while (!status && !source->has_header && !ip_table_text_ended(&source->text)) {
        status = ip_table_text_next(&source->text, &piece->text, true, error);
        if (status)
            break;
        begin_piece(reader, piece);
        if (source->line > 1)
            ip_csv_reader_restart(reader->csv, source->line);
        status = read_text(reader, &piece->text, error);
        source->line = ip_csv_reader_line(reader->csv);
    }
    return status;
}

static ip_status start_threads(csv_source *source, ip_error *error) {
    void *contexts[MOST_THREADS];
    int threads = source->call.threads < MOST_THREADS ? source->call.threads : MOST_THREADS;
    ip_status status = IP_OK;
    if (ip_table_text_is_read(&source->text))
        threads = 1;
    for (int i = 0; i < threads; i++)
        contexts[i] = &source->readers[i];
    for (int i = 1; i < threads && !status; i++)
        status = start_reader(source, i, error);
    for (int i = 1; i < threads && !status; i++)
        ip_csv_reader_set_delimiter(source->readers[i].csv, ip_csv_reader_delimiter(source->readers[0].csv));
    source->room = threads * PIECES_PER_THREAD;
    return status ? status : ip_ordered_work_new(&source->ordered, threads, source->room, read_piece, contexts, error);
}

/* Hands text to the threads, as much as may be held at a time. What cannot be read waits for its turn behind the rows before. */
static void give_pieces(csv_source *source) {
    while (!source->failure && !ip_table_text_ended(&source->text) && ip_ordered_work_has_room(source->ordered) &&
           source->held < MOST_TEXT) {
        row_piece *piece = &source->pieces[source->next % source->room];
        source->failure = ip_table_text_next(&source->text, &piece->text, false, &source->failure_error);
        if (source->failure)
            return;
        source->next++;
        source->held += piece->text.size;
        ip_ordered_work_give(source->ordered, piece);
    }
}

/* Where a piece could not be read to its end: its text is read once more for the message, which names the line. */
static void fail_at(csv_source *source, const row_piece *piece) {
    row_reader *reader = &source->readers[0];
    source->stopped = true;
    source->failure = piece->status;
    ip_error_set(&source->failure_error, piece->status, "out of memory");
    if (piece->status == IP_NO_MEMORY)
        return;
    reader->piece = NULL;
    ip_csv_reader_restart(reader->csv, source->line);
    source->failure = read_text(reader, &piece->text, &source->failure_error);
}

static const ip_entries *hand_over(csv_source *source, row_piece *piece) {
    source->held -= piece->text.size;
    piece->entries.lines_before = source->line - 1;
    if (piece->status)
        fail_at(source, piece);
    if (piece->text.room > LONG_PIECE)
        ip_text_piece_clear(&piece->text);
    source->line += piece->lines;
    source->has_rows = source->has_rows || piece->entries.rows;
    return &piece->entries;
}

/* What the reading ended with, where that is no end as it should be. */
static ip_status end(const csv_source *source, ip_error *error) {
    static const char line_word[] = "line ";
    const char *message = source->failure_error.message;
    if (source->failure == IP_BAD_TABLE && strncmp(message, line_word, strlen(line_word)) != 0)
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: %s", source->line, message);
    if (source->failure)
        return ip_error_set(error, source->failure, "%s", message);
    if (!source->has_header)
        return ip_error_set(error, IP_BAD_TABLE, "the table is empty; a header line with 'formula' and '%s' is expected",
                            ip_table_usual_energy);
    if (!source->has_rows)
        return ip_error_set(error, IP_BAD_TABLE, "the table has a header line but no rows");
    return IP_OK;
}

static ip_status next_csv(void *state, const ip_entries **entries, ip_error *error) {
    csv_source *source = state;
    *entries = NULL;
    if (!source->has_header && !source->failure) {
        source->failure = read_header(source, &source->failure_error);
        const ip_entries *found = &source->pieces[0].entries;
        source->has_rows = found->rows > 0;
        if (source->has_rows) {
            *entries = found;
            return IP_OK;
        }
    }
    if (!source->failure && !source->ordered && !ip_table_text_ended(&source->text))
        source->failure = start_threads(source, &source->failure_error);
    row_piece *piece = NULL;
    if (source->ordered) {
        give_pieces(source);
        piece = source->stopped ? NULL : ip_ordered_work_take(source->ordered);
    }
    if (!piece)
        return end(source, error);
    *entries = hand_over(source, piece);
    return IP_OK;
}

const ip_source ip_source_csv = {"CSV", ".csv", recognises, open_csv, next_csv, close_csv};
