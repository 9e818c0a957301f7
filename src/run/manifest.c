/* Manifests as JSON text, and the parts of a file in numbers. Knows files by their bytes and digests; not what their rows say. */
#include <interphase/manifest.h>

#include "base/buffer.h"
#include "base/digest.h"
#include "base/utf8.h"
#include "import/json_value.h"

#include <interphase/version.h>

#include <jansson.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARTS = 1000000, DIGEST_PIECE = 64 * 1024 };
/* A double comes back from so many digits. */
#define MERIT_DIGITS 17
/* Whole numbers up to here are all doubles. */
#define LARGEST_WHOLE 9007199254740992.0
/* Of brackets in each other: an object that has lists of lists. */
enum { MOST_BRACKETS = 3 };

static ip_status out_of_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

void ip_manifest_cut(long *first, long *count, long total, long part, long parts) {
    long least = total / parts, larger = total % parts, before = part - 1;
    *first = before * least + (before < larger ? before : larger);
    *count = least + (before < larger);
}

/* A whole number from 1 to MOST_PARTS in text[0 .. length-1], digits alone. */
static bool read_whole(long *out, const char *text, size_t length) {
    *out = 0;
    for (size_t i = 0; i < length && *out <= MOST_PARTS; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *out = 10 * *out + (text[i] - '0');
    }
    return *out >= 1 && *out <= MOST_PARTS;
}

ip_status ip_manifest_read_part(long *part, long *parts, const char *text, ip_error *error) {
    size_t length = strcspn(text, "/");
    if (text[length] && read_whole(part, text, length) && read_whole(parts, text + length + 1, strlen(text + length + 1)) &&
        *part <= *parts)
        return IP_OK;
    return ip_error_set(error, IP_BAD_ARGUMENT, "expected K/N, the K-th of N parts, such as 1/4, with 1 <= K <= N and N up to %d",
                        MOST_PARTS);
}

ip_status ip_manifest_measure(char digest[IP_DIGEST_SIZE], long *bytes, const char *path, ip_error *error) {
    char piece[DIGEST_PIECE];
    ip_digest made;
    FILE *file = fopen(path, "rb");
    if (!file && errno == ENOMEM)
        return out_of_memory(error);
    if (!file)
        return ip_error_set(error, IP_INPUT_OUTPUT, "cannot be opened: %s", strerror(errno));
    ip_digest_start(&made);
    *bytes = 0;
    errno = 0;
    for (size_t size; (size = fread(piece, 1, sizeof piece, file)) > 0; *bytes += (long)size)
        ip_digest_feed(&made, piece, size);
    int reason = ferror(file) ? errno : 0;
    bool failed = ferror(file);
    fclose(file);
    if (failed)
        return ip_error_set(error, IP_INPUT_OUTPUT, "cannot be read: %s", strerror(reason));
    ip_digest_end(&made, digest);
    return IP_OK;
}

/* ---- out */

/* Takes the value over; a NULL of it is lack of memory. */
static bool put(json_t *object, const char *name, json_t *value) {
    return json_object_set_new(object, name, value) == 0;
}

/* A line as UTF-8. */
static json_t *make_line(const char *line, size_t length) {
    ip_buffer text = {0};
    ip_buffer_add_bytes(&text, line, length);
    bool is_utf8 = ip_utf8_is(ip_buffer_text(&text));
    if (!is_utf8)
        ip_buffer_empty(&text);
    for (size_t i = 0; i < length && !is_utf8; i++) {
        if ((unsigned char)line[i] < 0x80)
            ip_buffer_add_character(&text, line[i]);
        else
            ip_buffer_print(&text, "\\x%02X", (unsigned)(unsigned char)line[i]);
    }
    json_t *made = text.failed ? NULL : json_string(ip_buffer_text(&text));
    ip_buffer_clear(&text);
    return made;
}

static json_t *make_lines(const char *text) {
    json_t *lines = json_array();
    bool made = lines != NULL;
    while (made && *text) {
        size_t length = strcspn(text, "\n");
        made = json_array_append_new(lines, make_line(text, length)) == 0;
        text += length + (text[length] == '\n');
    }
    if (made)
        return lines;
    json_decref(lines);
    return NULL;
}

static json_t *make_merits(const ip_manifest *manifest) {
    json_t *rows = json_array();
    bool made = rows != NULL;
    for (long i = 0; made && i < manifest->rows; i++) {
        json_t *row = json_array();
        made = json_array_append_new(rows, row) == 0;
        for (int m = 0; made && m < manifest->merit_width; m++)
            made = json_array_append_new(row, json_real(manifest->merits[i * manifest->merit_width + m])) == 0;
    }
    if (made)
        return rows;
    json_decref(rows);
    return NULL;
}

static int add_bytes(const char *bytes, size_t size, void *text) {
    ip_buffer_add_bytes(text, bytes, size);
    return ((ip_buffer *)text)->failed ? -1 : 0;
}

ip_status ip_manifest_write(char **out, const ip_manifest *manifest, ip_error *error) {
    json_t *object = json_object();
    ip_buffer text = {0};
    const struct {
        const char *name;
        long value;
    } numbers[] = {{"part", manifest->part},   {"parts", manifest->parts}, {"first", manifest->first},
                   {"count", manifest->count}, {"total", manifest->total}, {"rows", manifest->rows},
                   {"failures", manifest->failures}, {"bytes", manifest->bytes}};
    bool made = object && put(object, "interphase", json_string(IP_VERSION)) &&
                put(object, "command", json_string(manifest->command));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && made; i++)
        made = put(object, numbers[i].name, json_integer(numbers[i].value));
    made = made && put(object, "sha256", json_string(manifest->digest)) && put(object, "run", make_lines(manifest->run)) &&
           (!manifest->merit_width || put(object, "merits", make_merits(manifest)));
    made = made && json_dump_callback(object, add_bytes, &text, JSON_INDENT(1) | JSON_REAL_PRECISION(MERIT_DIGITS)) == 0;
    json_decref(object);
    if (made)
        ip_buffer_add_character(&text, '\n');
    *out = made ? ip_buffer_take(&text) : NULL;
    ip_buffer_clear(&text);
    return *out ? IP_OK : out_of_memory(error);
}

/* ---- in */

static bool get_whole(long *out, const json_t *object, const char *name, long least) {
    double value = json_number_value(json_object_get(object, name));
    bool is_whole = json_is_number(json_object_get(object, name)) && fabs(value) <= LARGEST_WHOLE && value == floor(value);
    *out = is_whole ? (long)value : -1;
    return is_whole && *out >= least;
}

/* Adds the lines behind each other; false where they are none. */
static bool get_lines(ip_buffer *out, const json_t *lines) {
    for (size_t i = 0; i < json_array_size(lines); i++) {
        const char *line = json_string_value(json_array_get(lines, i));
        if (!line)
            return false;
        ip_buffer_add(out, line);
        ip_buffer_add_character(out, '\n');
    }
    return json_is_array(lines);
}

/* The numbers in a list of lists of the same length; false where they are none. *merits is owned by the caller (free), NULL for
 * lack of memory. */
static bool get_merits(double **merits, int *width, const json_t *rows, long row_count) {
    *width = (int)json_array_size(json_array_get(rows, 0));
    if (!json_is_array(rows) || json_array_size(rows) != (size_t)row_count || (row_count && *width < 1))
        return false;
    *merits = malloc(((size_t)row_count * (size_t)*width + 1) * sizeof **merits);
    for (long i = 0; i < row_count && *merits; i++) {
        const json_t *row = json_array_get(rows, (size_t)i);
        if (json_array_size(row) != (size_t)*width)
            return false;
        for (int m = 0; m < *width; m++) {
            const json_t *number = json_array_get(row, (size_t)m);
            if (!json_is_number(number))
                return false;
            (*merits)[i * *width + m] = json_number_value(number);
        }
    }
    return true;
}

/* A manifest and all that it refers to in one piece of memory; NULL for lack of it. */
static ip_manifest *join(const ip_manifest *read, const char *command, const char *run, const double *merits) {
    size_t command_size = strlen(command) + 1, run_size = strlen(run) + 1;
    size_t merit_size = (size_t)read->rows * (size_t)read->merit_width * sizeof *merits;
    /* Numbers first, since they are aligned as the struct is. */
    char *bytes = malloc(sizeof *read + merit_size + command_size + run_size);
    if (!bytes)
        return NULL;
    ip_manifest *made = (ip_manifest *)(void *)bytes;
    char *texts = bytes + sizeof *read + merit_size;
    *made = *read;
    if (merit_size)
        made->merits = memcpy(bytes + sizeof *read, merits, merit_size);
    made->command = memcpy(texts, command, command_size);
    made->run = memcpy(texts + command_size, run, run_size);
    return made;
}

/* Everything but the texts and merits; false where something is missing or does not fit. */
static bool get_numbers(ip_manifest *out, const json_t *object) {
    const char *digest = json_string_value(json_object_get(object, "sha256"));
    if (!digest || strlen(digest) != sizeof out->digest - 1)
        return false;
    memcpy(out->digest, digest, sizeof out->digest);
    return get_whole(&out->parts, object, "parts", 1) && get_whole(&out->part, object, "part", 1) && out->part <= out->parts &&
           get_whole(&out->total, object, "total", 0) && get_whole(&out->first, object, "first", 0) && out->first <= out->total &&
           get_whole(&out->count, object, "count", 0) && out->count <= out->total - out->first &&
           get_whole(&out->rows, object, "rows", 0) && get_whole(&out->failures, object, "failures", 0) &&
           get_whole(&out->bytes, object, "bytes", 0);
}

/* The reader of values goes as deep as brackets do. */
static bool is_shallow(const char *text, size_t size) {
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < size && depth <= MOST_BRACKETS; i++) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (quoted && text[i] == '\\')
            i++;
        else if (!quoted)
            depth += (text[i] == '[' || text[i] == '{') - (text[i] == ']' || text[i] == '}');
    }
    return depth <= MOST_BRACKETS;
}

/* The JSON library's own reader does not tell lack of memory from a fault of the text. */
static ip_status read_object(json_t **out, const char *text, size_t size, ip_error *error) {
    if (!is_shallow(text, size))
        return ip_error_set(error, IP_BAD_TABLE, "no manifest of a part: more than %d brackets in each other", MOST_BRACKETS);
    char *ended = malloc(size + 1);
    if (!ended)
        return out_of_memory(error);
    memcpy(ended, text, size);
    ended[size] = '\0';
    ip_status status = ip_json_value_read(out, ended, size, 1, error);
    free(ended);
    return status == IP_BAD_TABLE ? ip_error_prefix(error, status, "no manifest of a part") : status;
}

ip_status ip_manifest_read(ip_manifest **out, const char *text, size_t size, ip_error *error) {
    json_t *object = NULL;
    ip_manifest read = {0};
    ip_buffer run = {0};
    double *merits = NULL;
    *out = NULL;
    ip_status status = read_object(&object, text, size, error);
    if (status)
        return status;
    const char *command = json_string_value(json_object_get(object, "command"));
    const json_t *merit_rows = json_object_get(object, "merits");
    bool is_one = command && get_numbers(&read, object) && get_lines(&run, json_object_get(object, "run")) &&
                  (!merit_rows || get_merits(&merits, &read.merit_width, merit_rows, read.rows));
    if (is_one && !run.failed && (merits || !merit_rows))
        *out = join(&read, command, ip_buffer_text(&run), merits);
    json_decref(object);
    ip_buffer_clear(&run);
    free(merits);
    if (!is_one)
        return ip_error_set(error, IP_BAD_TABLE, "no manifest of a part: a member is missing, or is not what it should be");
    return *out ? IP_OK : out_of_memory(error);
}

void ip_manifest_free(ip_manifest *manifest) {
    free(manifest);
}

/* ---- what belongs together */

/* Of a line. */
enum { MOST_SHOWN = 80 };

/* The first line in which two texts differ, cut short where it is long. */
static void name_difference(char *out, size_t size, const char *text, const char *other) {
    while (*text && *other && strcspn(text, "\n") == strcspn(other, "\n") && strncmp(text, other, strcspn(text, "\n")) == 0) {
        text += strcspn(text, "\n") + 1;
        other += strcspn(other, "\n") + 1;
    }
    char quoted[2][MOST_SHOWN + 3];
    const char *lines[] = {text, other};
    for (int i = 0; i < 2; i++) {
        int length = (int)strcspn(lines[i], "\n");
        snprintf(quoted[i], sizeof quoted[i], length ? "'%.*s'" : "nothing%.*s", length < MOST_SHOWN ? length : MOST_SHOWN,
                 lines[i]);
    }
    snprintf(out, size, "%s where that has %s", quoted[0], quoted[1]);
}

static ip_status check_pair(const ip_manifest *first, const char *name, const ip_manifest *other, const char *other_name,
                            ip_error *error) {
    char difference[256];
    if (strcmp(first->command, other->command) != 0)
        return ip_error_set(error, IP_BAD_ARGUMENT, "%s is a part of '%s', and %s of '%s'", other_name, other->command, name,
                            first->command);
    if (strcmp(first->run, other->run) != 0) {
        name_difference(difference, sizeof difference, other->run, first->run);
        return ip_error_set(error, IP_BAD_ARGUMENT, "%s is of another run than %s: %s", other_name, name, difference);
    }
    if (first->parts != other->parts || first->total != other->total)
        return ip_error_set(error, IP_BAD_ARGUMENT, "%s is one of %ld parts of %ld rows, and %s one of %ld parts of %ld",
                            other_name, other->parts, other->total, name, first->parts, first->total);
    if (first->merit_width != other->merit_width && first->rows && other->rows)
        return ip_error_set(error, IP_BAD_ARGUMENT, "%s is ranked in another way than %s", other_name, name);
    return IP_OK;
}

/* What the parts are sorted by: a place and its part. */
typedef struct place {
    long part;
    int index;
} place;

static int by_part(const void *a, const void *b) {
    const place *left = a, *right = b;
    if (left->part != right->part)
        return left->part < right->part ? -1 : 1;
    return left->index - right->index;
}

/* Of sorted parts: each is there once, and begins where the one before ends. */
static ip_status check_sequence(const place *places, const ip_manifest *const *manifests, const char *const *names, int count,
                                ip_error *error) {
    long parts = manifests[0]->parts, next = 0;
    for (int i = 1; i < count; i++)
        if (places[i].part == places[i - 1].part)
            return ip_error_set(error, IP_BAD_ARGUMENT, "%s and %s are both part %ld of %ld", names[places[i - 1].index],
                                names[places[i].index], places[i].part, parts);
    for (int i = 0; i <= count; i++) {
        long part = i < count ? places[i].part : parts + 1, missing = i ? places[i - 1].part + 1 : 1;
        if (part > missing && parts - count > 1)
            return ip_error_set(error, IP_BAD_ARGUMENT, "part %ld of %ld is missing, and %ld more", missing, parts,
                                parts - count - 1);
        if (part > missing)
            return ip_error_set(error, IP_BAD_ARGUMENT, "part %ld of %ld is missing", missing, parts);
    }
    for (int i = 0; i < count; next += manifests[places[i].index]->count, i++)
        if (manifests[places[i].index]->first != next)
            return ip_error_set(error, IP_BAD_ARGUMENT, "%s begins at row %ld, and the parts before it end at row %ld",
                                names[places[i].index], manifests[places[i].index]->first + 1, next);
    if (next != manifests[0]->total)
        return ip_error_set(error, IP_BAD_ARGUMENT, "the parts have %ld of %ld rows", next, manifests[0]->total);
    return IP_OK;
}

ip_status ip_manifest_order(int *order, const ip_manifest *const *manifests, const char *const *names, int count,
                            ip_error *error) {
    place *places = malloc((size_t)count * sizeof *places);
    ip_status status = places ? IP_OK : out_of_memory(error);
    for (int i = 0; i < count && !status; i++) {
        place here = {manifests[i]->part, i};
        places[i] = here;
        status = check_pair(manifests[0], names[0], manifests[i], names[i], error);
    }
    if (!status) {
        qsort(places, (size_t)count, sizeof *places, by_part);
        status = check_sequence(places, manifests, names, count, error);
    }
    for (int i = 0; i < count && !status; i++)
        order[i] = places[i].index;
    free(places);
    return status;
}
