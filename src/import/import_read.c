/* Reads the entries of a file, whatever its format, as records. Knows JSON and CSV, and who reads an entry; not what becomes of
 * one. */
#include "import_store.h"
#include "json_frames.h"
#include "python_text.h"
#include "source_columns.h"

#include <interphase/csv_reader.h>

#include <stdlib.h>
#include <string.h>

enum { PIECE_SIZE = 64 * 1024 };

/* A file on its way. */
typedef struct reading {
    const ip_import_reading *how;
    ip_record_call call;
    ip_import_place place;
    /* of CSV: */
    const ip_record_source *source; /* NULL before the header line */
    json_t *header;                 /* an array of the headings */
    ip_csv_reader *csv;
} reading;

static ip_status take(void *user, const ip_record *record, ip_error *error) {
    reading *of = user;
    return of->how->take(of->how->user, record, of->place, error);
}

static ip_status place_fault(const reading *of, ip_status status, ip_error *error) {
    if (status != IP_BAD_TABLE)
        return status;
    if (of->place.number)
        ip_error_prefix(error, status, "entry %ld", of->place.number);
    return ip_error_prefix(error, status, "line %ld", of->place.line);
}

/* ---- JSON */

static bool is_entry(const json_t *value) {
    return ip_record_source_find(value) != NULL;
}

/* What the caller tells of columns counts before what an entry looks like. References are more often a file of another kind:
 * there it counts for what is of no known format. */
static const ip_record_source *find_source(const reading *of, const json_t *value) {
    const ip_record_source *found = ip_record_source_find(value);
    bool named = of->how->options->columns.energy && ip_record_source_columns.recognises(value);
    return named && !(found && of->how->is_reference) ? &ip_record_source_columns : found;
}

static ip_status refuse_entry(const json_t *value, ip_error *error) {
    const char *name = json_string_value(json_object_get(value, "@class"));
    if (name)
        return ip_error_set(error, IP_BAD_TABLE, "an object of the class %.60s, which is no entry with an energy", name);
    if (!json_is_object(value))
        return ip_error_set(error, IP_BAD_TABLE, "no object, where an entry of a database is expected");
    return ip_error_set(error, IP_BAD_TABLE, "an object that is no entry of a format that can be imported");
}

static ip_status read_json(reading *of, ip_input *input, ip_error *error) {
    ip_json_frames *frames;
    ip_json_frame frame;
    ip_status status = ip_json_frames_new(&frames, input, is_entry, error);
    if (status)
        return status;
    for (;;) {
        status = ip_json_frames_next(frames, &frame, error);
        if (status || !frame.value)
            break;
        of->place = (ip_import_place){frame.line, frame.number};
        of->call.head = frame.head;
        of->call.key = frame.key;
        const ip_record_source *source = find_source(of, frame.value);
        status = source ? source->read(&of->call, frame.value, error) : refuse_entry(frame.value, error);
        if (status) {
            status = place_fault(of, status, error);
            break;
        }
    }
    ip_json_frames_free(frames);
    return status;
}

/* ---- CSV */

/* Names of columns are those of members: twice the same is an error, as it is in JSON. Nothing may be several names. */
static ip_status check_headings(const ip_csv_row *row, const json_t *object, ip_error *error) {
    size_t named = 0;
    bool has_empty = false;
    for (int i = 0; i < row->count; i++) {
        named += *row->fields[i] != '\0';
        has_empty = has_empty || !*row->fields[i];
    }
    if (named + has_empty == json_object_size(object))
        return IP_OK;
    for (int i = 0; i < row->count; i++)
        for (int j = 0; j < i; j++)
            if (*row->fields[i] && strcmp(row->fields[i], row->fields[j]) == 0)
                return ip_error_set(error, IP_BAD_TABLE, "two columns are called '%.60s'", row->fields[i]);
    return IP_OK;
}

static ip_status read_header(reading *of, const ip_csv_row *row, ip_error *error) {
    json_t *object = json_object();
    of->header = json_array();
    bool made = object && of->header;
    for (int i = 0; i < row->count && made; i++)
        made = json_array_append_new(of->header, json_string_nocheck(row->fields[i])) == 0 &&
               json_object_set_new_nocheck(object, row->fields[i], json_null()) == 0;
    of->source = made ? find_source(of, object) : NULL;
    bool named = of->source == &ip_record_source_columns;
    ip_status status = made ? check_headings(row, object, error) : IP_OK;
    if (!status && named)
        status = ip_source_columns_check(&of->how->options->columns, object, error);
    json_decref(object);
    of->call.decimal_comma = ip_csv_reader_delimiter(of->csv) != ',';
    if (!made)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (status || of->source)
        return status;
    return ip_error_set(error, IP_BAD_TABLE,
                        "the columns are those of no database that is known: which of them holds energies, and of what kind, has "
                        "to be said (--energy-column, --energy-kind)");
}

/* A field as a value: a text, but for fields that hold more than one thing, of which pandas writes what Python shows. */
static ip_status read_field(json_t **out, const char *heading, const char *field, ip_error *error) {
    static const char *const collections[] = {"composition", "data", "energy_adjustments", "hubbards", "parameters"};
    ip_status status = IP_OK;
    *out = NULL;
    for (size_t i = 0; i < sizeof collections / sizeof *collections && !status; i++)
        if (strcmp(heading, collections[i]) == 0)
            status = ip_python_text_read(out, field, error);
    if (!status && !*out)
        *out = json_string_nocheck(field);
    return status || *out ? status : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

static ip_status read_row(reading *of, const ip_csv_row *row, ip_error *error) {
    size_t count = json_array_size(of->header);
    if ((size_t)row->count > count)
        return ip_error_set(error, IP_BAD_TABLE, "%d fields where the header line has %zu; is a comma not quoted?", row->count,
                            count);
    json_t *object = json_object(), *value;
    ip_status status = object ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < row->count && !status; i++) {
        const char *heading = json_string_value(json_array_get(of->header, (size_t)i));
        if (!*row->fields[i] || json_object_get(object, heading))
            continue;
        status = read_field(&value, heading, row->fields[i], error);
        if (!status && json_object_set_new_nocheck(object, heading, value))
            status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    if (!status)
        status = of->source->read(&of->call, object, error);
    json_decref(object);
    return status;
}

static ip_status on_row(void *user, const ip_csv_row *row, ip_error *error) {
    reading *of = user;
    of->place = (ip_import_place){row->line, 0};
    ip_status status = of->source ? read_row(of, row, error) : read_header(of, row, error);
    return place_fault(of, status, error);
}

static ip_status feed(reading *of, ip_input *input, char *piece, ip_error *error) {
    size_t size;
    ip_status status = ip_input_read(input, piece, PIECE_SIZE, &size, error);
    while (!status && size) {
        status = ip_csv_reader_feed(of->csv, piece, size, error);
        if (!status)
            status = ip_input_read(input, piece, PIECE_SIZE, &size, error);
    }
    if (!status)
        status = ip_csv_reader_finish(of->csv, error);
    if (!status && !of->source)
        status = ip_error_set(error, IP_BAD_TABLE, "the file is empty; entries are expected");
    return status;
}

static ip_status read_csv(reading *of, ip_input *input, ip_error *error) {
    char *piece = malloc(PIECE_SIZE);
    if (!piece)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    of->call.is_row = true;
    ip_status status = ip_csv_reader_new(&of->csv, on_row, of, error);
    if (!status) {
        ip_csv_reader_seek_delimiter(of->csv);
        status = feed(of, input, piece, error);
        ip_csv_reader_free(of->csv);
    }
    json_decref(of->header);
    free(piece);
    return status;
}

/* ---- files */

/* JSON begins with a bracket, or with one in a string. */
static bool is_json(const char *bytes, size_t size) {
    static const char mark[] = "\xEF\xBB\xBF";
    size_t at = size >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;
    while (at < size && strchr(" \t\r\n", bytes[at]) && bytes[at])
        at++;
    if (at + 1 < size && bytes[at] == '"')
        at++;
    return at < size && (bytes[at] == '{' || bytes[at] == '[');
}

/* What people hold beside text, by its first bytes, and what makes text of it. */
static const struct {
    const char *begin;
    size_t size;
    const char *what;
} others[] = {
    {"BZh", 3, "compressed by bzip2: unpack it with bunzip2"},
    {"\xFD"
     "7zXZ",
     5, "compressed by xz: unpack it with unxz"},
    {"\x28\xB5\x2F\xFD", 4, "compressed by zstd: unpack it with unzstd"},
    {"PK\x03\x04", 4, "a zip archive: unpack it with unzip"},
    {"\x80\x03", 2, "a pickle of Python: write it as JSON (monty's dumpfn)"},
    {"\x80\x04", 2, "a pickle of Python: write it as JSON (monty's dumpfn)"},
    {"\x80\x05", 2, "a pickle of Python: write it as JSON (monty's dumpfn)"},
    {"SQLite format 3", 15, "a database of SQLite: write it as JSON or CSV"},
    {"\x89HDF", 4, "HDF5: write it as JSON or CSV"},
    {"PAR1", 4, "Parquet: write it as JSON or CSV"},
    {"\xFF\xFE", 2, "UTF-16: write it as UTF-8"},
    {"\xFE\xFF", 2, "UTF-16: write it as UTF-8"},
};

static ip_status refuse_others(const char *bytes, size_t size, ip_error *error) {
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (size >= others[i].size && memcmp(bytes, others[i].begin, others[i].size) == 0)
            return ip_error_set(error, IP_BAD_TABLE, "the file is %s", others[i].what);
    return IP_OK;
}

static ip_status read_input(reading *of, ip_input *input, ip_error *error) {
    const char *bytes;
    size_t size;
    ip_status status = ip_input_peek(input, &bytes, &size, error);
    if (!status)
        status = refuse_others(bytes, size, error);
    if (!status)
        status = is_json(bytes, size) ? read_json(of, input, error) : read_csv(of, input, error);
    return status ? status : ip_input_check(input, error);
}

/* "line N: what" becomes "file:N: what". */
static ip_status name_file(const char *path, ip_status status, ip_error *error) {
    static const char line_word[] = "line ";
    char message[IP_MESSAGE_SIZE];
    if (!error || status == IP_NO_MEMORY)
        return status;
    if (strncmp(error->message, line_word, sizeof line_word - 1) != 0)
        return ip_error_prefix(error, status, "%s", path);
    memcpy(message, error->message, sizeof message);
    return ip_error_set(error, status, "%s:%s", path, message + sizeof line_word - 1);
}

ip_status ip_import_read_file(const ip_import_reading *how, const char *path, ip_error *error) {
    ip_input *input;
    reading of = {.how = how};
    of.call = (ip_record_call){.key = "", .options = how->options, .take = take, .user = &of};
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    ip_status status = ip_input_open(&input, path, false, error);
    if (!status) {
        status = read_input(&of, input, error);
        ip_input_close(input);
    }
    return status ? name_file(name, status, error) : IP_OK;
}
