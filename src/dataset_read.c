/* Reads formation-energy tables into a dataset and checks them. Knows columns and rows, no equilibria. */
#include <interphase/csv_reader.h>
#include "dataset_store.h"

#include <interphase/number.h>

#include <interphase/version.h>

#include <nettle/sha2.h>
#include <nettle/version.h>

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* No compound in the databases lies outside this, eV/atom: the deepest fluorides are near -4.6. */
#define PLAUSIBLE_ENERGY 6.5
/* Formation energies of the elements are zero by definition; more than this below is another kind of energy. */
#define ELEMENT_ENERGY_TOLERANCE 1e-6

enum { COLUMN_FORMULA, COLUMN_ENERGY, COLUMN_CORRECTION, COLUMN_BAND_GAP, COLUMN_COUNT };

/* In the order of preference. */
static const char *const energy_names[] = {"formation_energy_per_atom", "formation_energy", "energy_per_atom", "energy"};
enum { ENERGY_NAME_COUNT = sizeof energy_names / sizeof *energy_names };

typedef struct table_reader {
    ip_dataset *dataset;
    const char *path;
    int file;
    unsigned flags;
    ip_finding_handler handler;
    void *user;
    bool has_header;
    int column[COLUMN_COUNT]; /* index of each field; -1 where the table has none */
    const char *energy_name;
    int header_count;
    long rows;
} table_reader;

typedef struct table_row {
    ip_composition composition;
    const char *formula;
    double energy, correction, band_gap;
    long line;
} table_row;

static void report(const table_reader *table, ip_finding_kind kind, const char *word, long line, const char *message) {
    ip_finding finding = {kind, word, table->path, line, message};
    if (table->handler)
        table->handler(table->user, &finding);
}

/* A row that cannot be used: an error, or with IP_READ_CHECK a finding after which reading goes on. */
static ip_status fault(const table_reader *table, long line, const char *word, ip_error *error, const char *format, ...)
    IP_PRINTF(5, 6);

static ip_status fault(const table_reader *table, long line, const char *word, ip_error *error, const char *format, ...) {
    char message[IP_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (table->flags & IP_READ_CHECK) {
        report(table, IP_FINDING_FAULT, word, line, message);
        return IP_OK;
    }
    return ip_error_set(error, IP_BAD_TABLE, "%s:%ld: %s", table->path, line, message);
}

static int find_column(const ip_csv_row *row, const char *name) {
    for (int i = 0; i < row->count; i++)
        if (strcasecmp(row->fields[i], name) == 0)
            return i;
    return -1;
}

static ip_status check_twice(const table_reader *table, const ip_csv_row *row, int column, ip_error *error) {
    for (int i = column + 1; column >= 0 && i < row->count; i++)
        if (strcasecmp(row->fields[i], row->fields[column]) == 0)
            return ip_error_set(error, IP_BAD_TABLE, "%s:%ld: two columns are called '%s'; one is expected", table->path,
                                row->line, row->fields[i]);
    return IP_OK;
}

static ip_status read_header(table_reader *table, const ip_csv_row *row, ip_error *error) {
    table->has_header = true;
    table->header_count = row->count;
    table->column[COLUMN_FORMULA] = find_column(row, "formula");
    table->column[COLUMN_CORRECTION] = find_column(row, "correction");
    table->column[COLUMN_BAND_GAP] = find_column(row, "band_gap");
    table->column[COLUMN_ENERGY] = -1;
    for (int i = 0; i < ENERGY_NAME_COUNT && table->column[COLUMN_ENERGY] < 0; i++) {
        table->energy_name = energy_names[i];
        table->column[COLUMN_ENERGY] = find_column(row, energy_names[i]);
    }
    if (table->column[COLUMN_FORMULA] < 0)
        return ip_error_set(error, IP_BAD_TABLE, "%s:%ld: the header line has no column 'formula'", table->path, row->line);
    if (table->column[COLUMN_ENERGY] < 0)
        return ip_error_set(error, IP_BAD_TABLE,
                            "%s:%ld: the header line has no energy column; expected '%s' (or '%s', '%s', '%s'): the "
                            "formation energy in eV/atom", table->path, row->line, energy_names[0], energy_names[1],
                            energy_names[2], energy_names[3]);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        ip_status status = check_twice(table, row, table->column[i], error);
        if (status)
            return status;
    }
    return IP_OK;
}

static const char *field(const table_reader *table, const ip_csv_row *row, int which) {
    int column = table->column[which];
    return column >= 0 && column < row->count ? row->fields[column] : "";
}

/* Reads a number; *usable stays as it is where the field is fine, and becomes false where it is not. */
static ip_status read_field(const table_reader *table, const ip_csv_row *row, int which, const char *name, double empty,
                            double *out, bool *usable, ip_error *error) {
    const char *text = field(table, row, which);
    *out = empty;
    if (!*text || ip_number_read(out, text))
        return IP_OK;
    *usable = false;
    return fault(table, row->line, "not-a-number", error, "column %s: '%.60s' is not a finite number", name, text);
}

static ip_status read_row(const table_reader *table, const ip_csv_row *row, table_row *out, bool *usable, ip_error *error) {
    *usable = false;
    out->line = row->line;
    out->formula = field(table, row, COLUMN_FORMULA);
    if (row->count > table->header_count)
        return fault(table, row->line, "too-many-fields", error,
                     "%d fields where the header line has %d; is a comma not quoted?", row->count, table->header_count);
    ip_error formula_error;
    if (ip_composition_read(&out->composition, out->formula, &formula_error))
        return fault(table, row->line, "bad-formula", error, "column formula: %s", formula_error.message);
    if (!*field(table, row, COLUMN_ENERGY))
        return fault(table, row->line, "missing-value", error, "column %s: empty; the formation energy of %s in eV/atom is expected",
                     table->energy_name, out->formula);
    *usable = true;
    ip_status status = read_field(table, row, COLUMN_ENERGY, table->energy_name, 0.0, &out->energy, usable, error);
    if (!status)
        status = read_field(table, row, COLUMN_CORRECTION, "correction", 0.0, &out->correction, usable, error);
    if (!status)
        status = read_field(table, row, COLUMN_BAND_GAP, "band_gap", NAN, &out->band_gap, usable, error);
    if (status || !*usable)
        return status;
    if (out->band_gap < 0.0) {
        *usable = false;
        return fault(table, row->line, "negative-band-gap", error, "column band_gap: %g is below zero", out->band_gap);
    }
    if (table->flags & IP_READ_UNCORRECTED)
        out->energy -= out->correction;
    if (out->composition.count == 1 && out->energy < -ELEMENT_ENERGY_TOLERANCE) {
        *usable = false;
        return fault(table, row->line, "element-energy", error,
                     "column %s: %g for the element %s; formation energies are relative to the elements, whose own is 0 "
                     "(is this a total energy?)", table->energy_name, out->energy, out->formula);
    }
    return IP_OK;
}

/* Which of two entries of one composition stays, whatever their order in the file: the lower energy, then the
 * first formula in alphabetical order, then the smaller correction, then the wider gap (an unknown one last). */
static bool goes_before(const table_row *row, const ip_phase *phase) {
    if (row->energy < phase->formation_energy || row->energy > phase->formation_energy)
        return row->energy < phase->formation_energy;
    int order = strcmp(row->formula, phase->formula);
    if (order)
        return order < 0;
    if (row->correction < phase->correction || row->correction > phase->correction)
        return row->correction < phase->correction;
    return row->band_gap > phase->band_gap || (isnan(phase->band_gap) && !isnan(row->band_gap));
}

static void fill_phase(ip_phase *phase, const table_row *row, int file) {
    phase->formation_energy = row->energy;
    phase->correction = row->correction;
    phase->band_gap = row->band_gap;
    phase->file = file;
    phase->line = row->line;
}

static ip_status meet_again(table_reader *table, ip_phase *phase, const table_row *row, ip_error *error) {
    bool same_file = phase->file == table->file;
    bool takes_place = !same_file || goes_before(row, phase);
    char message[IP_MESSAGE_SIZE];
    if (same_file)
        snprintf(message, sizeof message, "%s is the same composition as %s in line %ld; the lowest energy is kept, %.6g eV/atom",
                 row->formula, phase->formula, phase->line, takes_place ? row->energy : phase->formation_energy);
    else
        snprintf(message, sizeof message, "%s, %.6g eV/atom, takes the place of %s, %.6g eV/atom, of an earlier table",
                 row->formula, row->energy, phase->formula, phase->formation_energy);
    report(table, IP_FINDING_NOTICE, same_file ? "duplicate-composition" : "replaced-composition", row->line, message);
    if (!takes_place)
        return IP_OK;
    double known_gap = phase->band_gap;
    fill_phase(phase, row, table->file);
    if (isnan(row->band_gap))
        phase->band_gap = known_gap;
    return ip_dataset_rename(table->dataset, phase, row->formula, &row->composition, error);
}

static ip_status on_row(void *user, const ip_csv_row *csv_row, ip_error *error) {
    table_reader *table = user;
    if (!table->has_header)
        return read_header(table, csv_row, error);
    table->rows++;
    table_row row;
    bool usable, is_new;
    ip_status status = read_row(table, csv_row, &row, &usable, error);
    if (status || !usable)
        return status;
    ip_phase *phase = ip_dataset_reach(table->dataset, row.formula, &row.composition, &is_new);
    if (!phase)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!is_new)
        return meet_again(table, phase, &row, error);
    fill_phase(phase, &row, table->file);
    return IP_OK;
}

static void write_digest(struct sha256_ctx *context, char digest[IP_DIGEST_SIZE]) {
    unsigned char bytes[SHA256_DIGEST_SIZE];
    sha256_digest(context, sizeof bytes, bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(digest + 2 * i, 3, "%02x", bytes[i]);
}

void ip_dataset_digest(const ip_dataset *dataset, char digest[IP_DIGEST_SIZE]) {
    struct sha256_ctx context;
    sha256_init(&context);
    digest[0] = '\0';
    for (int i = 0; i < dataset->file_count; i++) {
        if (!dataset->files[i].digest[0])
            return;
        sha256_update(&context, IP_DIGEST_SIZE - 1, (const uint8_t *)dataset->files[i].digest);
    }
    if (dataset->file_count == 1)
        memcpy(digest, dataset->files[0].digest, IP_DIGEST_SIZE);
    else if (dataset->file_count > 1)
        write_digest(&context, digest);
}

/* Feeds the whole file to the reader in pieces and leaves its digest and size in *entry. */
static ip_status read_stream(FILE *stream, const char *path, ip_csv_reader *reader, ip_stored_file *entry, bool with_digest,
                             ip_error *error) {
    struct sha256_ctx digest;
    static const size_t piece_size = 1 << 18;
    char *piece = malloc(piece_size);
    ip_status status = piece ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    sha256_init(&digest);
    while (!status) {
        errno = 0;
        size_t size = fread(piece, 1, piece_size, stream);
        if (ferror(stream)) {
            status = ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be read: %s", path, strerror(errno));
        } else if (size == 0) {
            status = ip_csv_reader_finish(reader, error);
            break;
        } else {
            if (with_digest)
                sha256_update(&digest, size, (const uint8_t *)piece);
            entry->bytes += (long)size;
            status = ip_csv_reader_feed(reader, piece, size, error);
        }
    }
    free(piece);
    if (with_digest && !status)
        write_digest(&digest, entry->digest);
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

/* The CSV reader knows lines, not files: "line 3: …" becomes "FILE:3: …". */
static ip_status name_file(ip_status status, const char *path, ip_error *error) {
    static const char prefix[] = "line ";
    if (status != IP_BAD_TABLE || !error || strncmp(error->message, prefix, sizeof prefix - 1) != 0)
        return status;
    char message[IP_MESSAGE_SIZE];
    memcpy(message, error->message, sizeof message);
    return ip_error_set(error, status, "%s:%s", path, message + sizeof prefix - 1);
}

/* Formation energies are relative to the elements. Of several rows of an element the lowest counts, so that this is known
 * when all are read. */
static ip_status check_references(const table_reader *table, ip_error *error) {
    int list[IP_ELEMENT_COUNT], count = ip_element_set_list(ip_dataset_elements(table->dataset), list);
    for (int i = 0; i < count; i++) {
        const ip_phase *phase = ip_dataset_element(table->dataset, list[i]);
        if (phase && phase->file == table->file && fabs(phase->formation_energy) > ELEMENT_ENERGY_TOLERANCE)
            return ip_error_set(error, IP_BAD_TABLE, "%s:%ld: the element %s has the formation energy %g eV/atom; formation energies "
                                "are relative to the elements, whose own is 0", table->path, phase->line, phase->formula,
                                phase->formation_energy);
    }
    return IP_OK;
}

ip_status ip_dataset_read(ip_dataset *dataset, const char *path, unsigned flags, ip_finding_handler handler, void *user,
                          ip_error *error) {
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be opened: %s", path, strerror(errno));
    ip_stored_file *entry = add_file(dataset, path);
    table_reader table = {.dataset = dataset, .path = path, .file = dataset->file_count - 1, .flags = flags,
                          .handler = handler, .user = user};
    ip_csv_reader *reader = NULL;
    ip_status status = entry ? ip_csv_reader_new(&reader, on_row, &table, error)
                             : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!status)
        status = name_file(read_stream(stream, path, reader, entry, flags & IP_READ_DIGEST, error), path, error);
    if (!status && !table.has_header)
        status = ip_error_set(error, IP_BAD_TABLE, "%s: the table is empty; a header line with 'formula' and '%s' is expected",
                              path, energy_names[0]);
    if (!status && table.rows == 0)
        status = ip_error_set(error, IP_BAD_TABLE, "%s: the table has a header line but no rows", path);
    if (!status && !(flags & IP_READ_CHECK))
        status = check_references(&table, error);
    if (entry)
        entry->rows = table.rows;
    ip_csv_reader_free(reader);
    fclose(stream);
    return status;
}

static const char *phase_file(const ip_dataset *dataset, const ip_phase *phase) {
    return phase->file >= 0 ? dataset->files[phase->file].path : "";
}

static void check_element(const ip_dataset *dataset, int element, ip_finding_handler handler, void *user, long *faults) {
    char message[IP_MESSAGE_SIZE];
    const char *symbol = ip_element_symbol(element);
    const ip_phase *phase = ip_dataset_element(dataset, element);
    ip_finding finding = {IP_FINDING_FAULT, "missing-element", dataset->file_count ? dataset->files[0].path : "", 0, message};
    if (!phase) {
        snprintf(message, sizeof message, "%s occurs in compounds but has no usable row of its own; questions with %s cannot be answered with this table alone",
                 symbol, symbol);
    } else if (fabs(phase->formation_energy) > ELEMENT_ENERGY_TOLERANCE) {
        snprintf(message, sizeof message, "the element %s has the formation energy %.6g eV/atom; 0 is expected", symbol,
                 phase->formation_energy);
        finding.kind_word = "element-energy";
        finding.file = phase_file(dataset, phase);
        finding.line = phase->line;
    } else {
        return;
    }
    ++*faults;
    if (handler)
        handler(user, &finding);
}

long ip_dataset_check(const ip_dataset *dataset, ip_finding_handler handler, void *user) {
    long faults = 0;
    for (long i = 0; i < dataset->phase_count; i++) {
        const ip_phase *phase = &dataset->phases[i]->phase;
        if (fabs(phase->formation_energy) <= PLAUSIBLE_ENERGY)
            continue;
        char message[IP_MESSAGE_SIZE];
        snprintf(message, sizeof message, "the formation energy of %s, %.6g eV/atom, is implausible: beyond +-%g eV/atom (other units?)",
                 phase->formula, phase->formation_energy, PLAUSIBLE_ENERGY);
        ip_finding finding = {IP_FINDING_FAULT, "implausible-energy", phase_file(dataset, phase), phase->line, message};
        faults++;
        if (handler)
            handler(user, &finding);
    }
    int list[IP_ELEMENT_COUNT];
    int count = ip_element_set_list(dataset->elements, list);
    for (int i = 0; i < count; i++)
        check_element(dataset, list[i], handler, user, &faults);
    return faults;
}

const char *ip_version_nettle(void) {
#define TEXT_OF(x) #x
#define VERSION_TEXT(major, minor) TEXT_OF(major) "." TEXT_OF(minor)
    return VERSION_TEXT(NETTLE_VERSION_MAJOR, NETTLE_VERSION_MINOR);
}
