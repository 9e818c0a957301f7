/* Reads formation-energy tables into a dataset. Knows files and the order of rows; what a row says, table_row.h knows.
 *
 * The rows after the header line are read in pieces by several threads, each into memory of its own; this thread puts the
 * phases into the dataset in the order of the file, so that nothing depends on the threads. A piece with anything in it
 * that is worth a word is read once more, row by row, where line numbers and earlier rows are known. */
#include "dataset_store.h"
#include "base/digest.h"
#include "base/ordered_work.h"
#include "table_row.h"
#include "table_text.h"

#include <interphase/processors.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More threads than this wait for the one that fills the dataset. */
enum { MOST_THREADS = 4, PIECES_PER_THREAD = 3 };
/* Enough rows that handing them over costs nothing, few enough that the threads begin and end together. */
enum { PIECE_SIZE = 64 * 1024 };

/* One reading of one file, and what the threads share. */
typedef struct table_reader {
    ip_dataset *dataset;
    const char *path;
    int file;
    unsigned flags;
    ip_finding_handler handler;
    void *user;
    bool has_header;
    ip_table_columns columns;
    ip_csv_reader *csv; /* of rows that are read in the order of the file */
    ip_intern notes;    /* of these */
    long line, rows;    /* next line; rows so far */
} table_reader;

/* Rows of the file on their way from the text to the dataset. */
typedef struct row_piece {
    ip_text_piece text;
    ip_stored_phase **phases; /* one a row, their lines counted from the beginning of the piece */
    long count, room;
    long lines; /* in the text */
    bool odd;   /* not all rows are plain and without a fault */
} row_piece;

/* A thread's own. */
typedef struct row_reader {
    const table_reader *table;
    ip_csv_reader *csv;
    ip_arena arena;
    ip_intern notes;
    row_piece *piece; /* during work on it */
} row_reader;

static void report(const table_reader *table, ip_finding_kind kind, const char *word, long line, const char *message) {
    ip_finding finding = {kind, word, table->path, line, message};
    if (table->handler)
        table->handler(table->user, &finding);
}

/* A row that cannot be used: an error, or with IP_READ_CHECK a finding after which reading goes on. */
static ip_status on_fault(void *user, long line, const char *word, const char *message, ip_error *error) {
    const table_reader *table = user;
    if (table->flags & IP_READ_CHECK) {
        report(table, IP_FINDING_FAULT, word, line, message);
        return IP_OK;
    }
    return ip_error_set(error, IP_BAD_TABLE, "%s:%ld: %s", table->path, line, message);
}

/* Below 0 where the first is the smaller; an unknown number is larger than any other. */
static int compare_known(double a, double b) {
    if (isnan(a) || isnan(b))
        return (int)isnan(a) - (int)isnan(b);
    return (a > b) - (a < b);
}

/* A text that is missing comes last. */
static int compare_text(const char *a, const char *b) {
    return a && b ? strcmp(a, b) : (a == NULL) - (b == NULL);
}

/* Which of two entries of one composition stays, whatever their order in the file: the lower energy, then the
 * first formula in alphabetical order, then the smaller correction, then the wider gap, then the smaller uncertainty (an
 * unknown one last), then the first id and note. */
static bool goes_before(const ip_phase *a, const ip_phase *b) {
    if (a->formation_energy < b->formation_energy || a->formation_energy > b->formation_energy)
        return a->formation_energy < b->formation_energy;
    int order = strcmp(a->formula, b->formula);
    if (order)
        return order < 0;
    if (a->correction < b->correction || a->correction > b->correction)
        return a->correction < b->correction;
    order = compare_known(-a->band_gap, -b->band_gap);
    if (!order)
        order = compare_known(a->uncertainty, b->uncertainty);
    if (!order)
        order = compare_text(a->id, b->id);
    if (!order)
        order = compare_text(a->note, b->note);
    return order < 0;
}

/* A composition that the dataset has already. */
static void meet_again(const table_reader *table, ip_stored_phase *known, const ip_stored_phase *stored) {
    ip_phase *phase = &known->phase;
    const ip_phase *new = &stored->phase;
    bool same_file = phase->file == table->file;
    bool takes_place = !same_file || goes_before(new, phase);
    char message[IP_MESSAGE_SIZE];
    if (same_file)
        snprintf(message, sizeof message, "%s is the same composition as %s in line %ld; the lowest energy is kept, %.6g eV/atom",
                 new->formula, phase->formula, phase->line, takes_place ? new->formation_energy : phase->formation_energy);
    else
        snprintf(message, sizeof message, "%s, %.6g eV/atom, takes the place of %s, %.6g eV/atom, of an earlier table",
                 new->formula, new->formation_energy, phase->formula, phase->formation_energy);
    report(table, IP_FINDING_NOTICE, same_file ? "duplicate-composition" : "replaced-composition", new->line, message);
    if (!takes_place)
        return;
    phase->formation_energy = new->formation_energy;
    phase->correction = new->correction;
    phase->uncertainty = new->uncertainty;
    phase->id = new->id;
    phase->note = new->note;
    if (!isnan(new->band_gap))
        phase->band_gap = new->band_gap;
    phase->file = new->file;
    phase->line = new->line;
    ip_dataset_rename(table->dataset, known, stored);
}

static ip_status add_phase(const table_reader *table, ip_stored_phase *stored, ip_error *error) {
    ip_stored_phase *same;
    stored->phase.file = table->file;
    if (ip_dataset_add(table->dataset, stored, &same))
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (same)
        meet_again(table, same, stored);
    return IP_OK;
}

/* A row in the order of the file. */
static ip_status on_row(void *user, const ip_csv_row *row, ip_error *error) {
    table_reader *table = user;
    if (!table->has_header) {
        ip_error header_error;
        table->has_header = true;
        if (ip_table_columns_find(&table->columns, row, &header_error))
            return ip_error_set(error, IP_BAD_TABLE, "%s:%ld: %s", table->path, row->line, header_error.message);
        return IP_OK;
    }
    table->rows++;
    ip_stored_phase *stored;
    ip_status status = ip_table_row_read(&stored, &table->columns, row, table->flags & IP_READ_UNCORRECTED,
                                         &table->dataset->arena, &table->notes, on_fault, table, error);
    return status || !stored ? status : add_phase(table, stored, error);
}

/* The CSV reader knows lines, not files: "line 3: …" becomes "FILE:3: …". */
static ip_status name_file(ip_status status, const char *path, ip_error *error) {
    static const char prefix[] = "line ";
    if (status != IP_BAD_TABLE || !error || strncmp(error->message, prefix, sizeof prefix - 1) != 0)
        return status;
    char message[IP_MESSAGE_SIZE];
    memcpy(message, error->message, sizeof message);
    return ip_error_set(error, status, "%s:%s", path, message + sizeof prefix - 1);
}

static ip_status read_in_order(table_reader *table, const ip_text_piece *text, ip_error *error) {
    if (table->line > 1)
        ip_csv_reader_restart(table->csv, table->line);
    ip_status status = ip_csv_reader_feed(table->csv, text->bytes, text->size, error);
    if (!status)
        status = ip_csv_reader_finish(table->csv, error);
    table->line = ip_csv_reader_line(table->csv);
    return name_file(status, table->path, error);
}

static ip_status refuse_fault(void *user, long line, const char *word, const char *message, ip_error *error) {
    (void)user, (void)line, (void)word, (void)message;
    return ip_error_set(error, IP_BAD_TABLE, "a fault");
}

static ip_status on_plain_row(void *user, const ip_csv_row *row, ip_error *error) {
    row_reader *reader = user;
    row_piece *piece = reader->piece;
    const table_reader *table = reader->table;
    if (piece->count == piece->room) {
        long room = piece->room ? 2 * piece->room : 1024;
        ip_stored_phase **phases = realloc(piece->phases, (size_t)room * sizeof *phases);
        if (!phases)
            return IP_NO_MEMORY;
        piece->phases = phases;
        piece->room = room;
    }
    return ip_table_row_read(&piece->phases[piece->count++], &table->columns, row, table->flags & IP_READ_UNCORRECTED,
                             &reader->arena, &reader->notes, refuse_fault, NULL, error);
}

/* The work of a thread on a piece; whatever goes wrong shows again when the piece is read in order. */
static void read_piece(void *context, void *item) {
    row_reader *reader = context;
    row_piece *piece = item;
    reader->piece = piece;
    piece->count = 0;
    ip_csv_reader_restart(reader->csv, 1);
    piece->odd = ip_csv_reader_feed(reader->csv, piece->text.bytes, piece->text.size, NULL) ||
                 ip_csv_reader_finish(reader->csv, NULL);
    piece->lines = ip_csv_reader_line(reader->csv) - 1;
}

static ip_status add_piece(table_reader *table, row_piece *piece, ip_error *error) {
    if (piece->odd)
        return read_in_order(table, &piece->text, error);
    ip_status status = IP_OK;
    for (long i = 0; i < piece->count && !status; i++) {
        ip_dataset_expect(table->dataset, piece->phases + i, piece->count - i);
        piece->phases[i]->phase.line += table->line - 1;
        status = add_phase(table, piece->phases[i], error);
    }
    table->rows += piece->count;
    table->line += piece->lines;
    return status;
}

/* Up to the header line, which the rows behind it need. */
static ip_status read_header(table_reader *table, ip_table_text *text, ip_error *error) {
    ip_text_piece piece = {0};
    ip_status status = IP_OK;
    while (!status && !table->has_header && !ip_table_text_ended(text)) {
        status = ip_table_text_next(text, &piece, true, error);
        if (!status)
            status = read_in_order(table, &piece, error);
    }
    ip_text_piece_clear(&piece);
    return status;
}

static ip_status move_pieces(table_reader *table, ip_table_text *text, ip_ordered_work *ordered, row_piece *pieces, int room,
                             ip_error *error) {
    for (long next = 0;;) {
        while (!ip_table_text_ended(text) && ip_ordered_work_has_room(ordered)) {
            row_piece *piece = &pieces[next++ % room];
            ip_status status = ip_table_text_next(text, &piece->text, false, error);
            if (status)
                return status;
            ip_ordered_work_give(ordered, piece);
        }
        row_piece *piece = ip_ordered_work_take(ordered);
        ip_status status = piece ? add_piece(table, piece, error) : IP_OK;
        if (!piece || status)
            return status;
    }
}

static int thread_count(const table_reader *table, const ip_table_text *text) {
    if (ip_table_text_is_read(text))
        return 1;
    int wished = table->dataset->threads ? table->dataset->threads : ip_processors();
    return wished < MOST_THREADS ? wished : MOST_THREADS;
}

static ip_status read_rows(table_reader *table, ip_table_text *text, ip_error *error) {
    row_reader readers[MOST_THREADS] = {0};
    row_piece pieces[MOST_THREADS * PIECES_PER_THREAD] = {0};
    void *contexts[MOST_THREADS];
    int threads = thread_count(table, text), room = threads * PIECES_PER_THREAD;
    ip_ordered_work *ordered = NULL;
    ip_status status = IP_OK;
    for (int i = 0; i < threads && !status; i++) {
        readers[i].table = table;
        contexts[i] = &readers[i];
        status = ip_csv_reader_new(&readers[i].csv, on_plain_row, &readers[i], error);
    }
    if (!status)
        status = ip_ordered_work_new(&ordered, threads, room, read_piece, contexts, error);
    if (!status)
        status = move_pieces(table, text, ordered, pieces, room, error);
    ip_ordered_work_free(ordered);
    for (int i = 0; i < threads; i++) {
        ip_arena_join(&table->dataset->arena, &readers[i].arena);
        ip_csv_reader_free(readers[i].csv);
        ip_intern_clear(&readers[i].notes);
    }
    for (int i = 0; i < room; i++) {
        ip_text_piece_clear(&pieces[i].text);
        free(pieces[i].phases);
    }
    return status;
}

static ip_stored_file *add_file(ip_dataset *dataset, const char *path) {
    ip_stored_file *files = realloc(dataset->files, (size_t)(dataset->file_count + 1) * sizeof *files);
    if (!files)
        return NULL;
    dataset->files = files;
    ip_stored_file *entry = &files[dataset->file_count];
    memset(entry, 0, sizeof *entry);
    entry->path = strdup(path);
    if (!entry->path)
        return NULL;
    dataset->file_count++;
    return entry;
}

/* Formation energies are relative to the elements. Of several rows of an element the lowest counts, so that this is known
 * when all are read. */
static ip_status check_references(const table_reader *table, ip_error *error) {
    int list[IP_ELEMENT_COUNT], count = ip_element_set_list(ip_dataset_elements(table->dataset), list);
    for (int i = 0; i < count; i++) {
        const ip_phase *phase = ip_dataset_element(table->dataset, list[i]);
        if (phase && phase->file == table->file && fabs(phase->formation_energy) > IP_ELEMENT_ENERGY_TOLERANCE)
            return ip_error_set(error, IP_BAD_TABLE, "%s:%ld: the element %s has the formation energy %g eV/atom; formation energies "
                                "are relative to the elements, whose own is 0", table->path, phase->line, phase->formula,
                                phase->formation_energy);
    }
    return IP_OK;
}

static ip_status check_whole(const table_reader *table, ip_error *error) {
    if (!table->has_header)
        return ip_error_set(error, IP_BAD_TABLE, "%s: the table is empty; a header line with 'formula' and '%s' is expected",
                            table->path, ip_table_usual_energy);
    if (table->rows == 0)
        return ip_error_set(error, IP_BAD_TABLE, "%s: the table has a header line but no rows", table->path);
    return table->flags & IP_READ_CHECK ? IP_OK : check_references(table, error);
}

ip_status ip_dataset_read_in_pieces(ip_dataset *dataset, const char *path, size_t piece_size, unsigned flags,
                                    ip_finding_handler handler, void *user, ip_error *error) {
    ip_table_text *text;
    ip_status status = ip_table_text_open(&text, path, piece_size, flags & IP_READ_DIGEST, error);
    if (status)
        return status;
    ip_stored_file *entry = add_file(dataset, path);
    table_reader table = {.dataset = dataset, .path = path, .file = dataset->file_count - 1, .flags = flags,
                          .handler = handler, .user = user, .line = 1};
    status = entry ? ip_csv_reader_new(&table.csv, on_row, &table, error) : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!status)
        status = read_header(&table, text, error);
    if (!status && !ip_table_text_ended(text))
        status = read_rows(&table, text, error);
    if (!status && ip_dataset_order(dataset))
        status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!status)
        status = check_whole(&table, error);
    if (entry) {
        entry->rows = table.rows;
        entry->bytes = ip_table_text_bytes(text);
        if (!status)
            ip_table_text_digest(text, entry->digest);
    }
    ip_csv_reader_free(table.csv);
    ip_intern_clear(&table.notes);
    ip_table_text_close(text);
    return status;
}

ip_status ip_dataset_read(ip_dataset *dataset, const char *path, unsigned flags, ip_finding_handler handler, void *user,
                          ip_error *error) {
    return ip_dataset_read_in_pieces(dataset, path, PIECE_SIZE, flags, handler, user, error);
}

void ip_dataset_digest(const ip_dataset *dataset, char digest[IP_DIGEST_SIZE]) {
    ip_digest all;
    ip_digest_start(&all);
    digest[0] = '\0';
    for (int i = 0; i < dataset->file_count; i++) {
        if (!dataset->files[i].digest[0])
            return;
        ip_digest_feed(&all, dataset->files[i].digest, IP_DIGEST_SIZE - 1);
    }
    if (dataset->file_count == 1)
        memcpy(digest, dataset->files[0].digest, IP_DIGEST_SIZE);
    else if (dataset->file_count > 1)
        ip_digest_end(&all, digest);
}
