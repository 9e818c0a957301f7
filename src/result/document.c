/* Rows from JSON by their description. The JSON library reads the text; what each value has to be is said here. */
#include "base/buffer.h"
#include "import/json_frames.h"
#include "import/json_value.h"
#include "table/input.h"

#include <interphase/document.h>

#include <jansson.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ip_document {
    ip_document_head head;
    ip_memory *memory;
    json_t *root;
    char *rows;
};

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* ---- text */

/* All of an input. */
static ip_status read_input(ip_buffer *out, ip_input *input, ip_error *error) {
    char bytes[16384];
    size_t got = 1;
    ip_status status = IP_OK;
    while (got && !status) {
        status = ip_input_read(input, bytes, sizeof bytes, &got, error);
        if (!status)
            ip_buffer_add_bytes(out, bytes, got);
        if (out->failed)
            return no_memory(error);
    }
    return status ? status : ip_input_check(input, error);
}

/* Whether brackets are nested no deeper than reading goes; no document of this program comes near. */
static bool is_shallow(const char *text, size_t size) {
    int depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < size; i++) {
        if (in_text && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            in_text = !in_text;
        else if (!in_text && (text[i] == '[' || text[i] == '{') && ++depth > IP_JSON_DEPTH_LIMIT)
            return false;
        else if (!in_text && (text[i] == ']' || text[i] == '}'))
            depth--;
    }
    return true;
}

static ip_status read_text(json_t **out, const char *path, ip_error *error) {
    ip_buffer text = {0};
    ip_input *input;
    ip_status status = ip_input_open(&input, path, false, error);
    if (status)
        return status;
    status = read_input(&text, input, error);
    ip_input_close(input);
    if (!status && !is_shallow(ip_buffer_text(&text), text.length))
        status = ip_error_set(error, IP_BAD_TABLE, "brackets are nested more than %d deep", (int)IP_JSON_DEPTH_LIMIT);
    if (!status)
        status = ip_json_value_read(out, ip_buffer_text(&text), text.length, 1, error);
    ip_buffer_clear(&text);
    return status;
}

/* ---- the head */

static const char *text_of(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}

static ip_status read_files(ip_document *document, const json_t *data, ip_error *error) {
    const json_t *files = json_object_get(data, "files");
    size_t count = json_array_size(files);
    ip_dataset_source *list = ip_memory_take(document->memory, (count + 1) * sizeof *list);
    if (!list)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        const json_t *file = json_array_get(files, i);
        const char *path = text_of(file, "path"), *digest = text_of(file, "sha256");
        list[i] = (ip_dataset_source){path ? path : "", digest ? digest : "",
                                      (long)json_number_value(json_object_get(file, "rows")), 0};
    }
    const json_t *corrections = json_object_get(data, "corrections");
    document->head.files = list;
    document->head.file_count = (int)count;
    document->head.corrected = json_is_true(json_object_get(data, "corrected"));
    document->head.corrections_path = text_of(corrections, "path");
    document->head.corrections_digest = text_of(corrections, "sha256");
    return IP_OK;
}

/* How many columns of a type a row has. */
static int count_columns(const ip_result_type *type, const json_t *row) {
    int count = 0;
    for (int i = 0; i < type->column_count; i++)
        count += !(type->columns[i].uses & IP_COLUMN_TEXT_ONLY) && json_object_get(row, type->columns[i].name);
    return count;
}

/* Columns that the row of another type has, and this one has not, speak against it: of two types the one is the other with more.
 */
static int score(const ip_result_type *type, const json_t *row) {
    int known = count_columns(type, row), all = 0;
    for (int i = 0; i < type->column_count; i++)
        all += !(type->columns[i].uses & IP_COLUMN_TEXT_ONLY);
    return row ? 3 * known - all : 0;
}

static const ip_result_type *choose(const ip_document_kind *kinds, int count, const char *command, const json_t *row) {
    const ip_result_type *chosen = NULL;
    int best = 0;
    for (int i = 0; i < count; i++) {
        int found = score(kinds[i].type, row);
        if (strcmp(kinds[i].command, command) == 0 && (!chosen || found > best)) {
            chosen = kinds[i].type;
            best = found;
        }
    }
    return best >= 0 ? chosen : NULL;
}

static ip_status read_head(ip_document *document, const ip_document_kind *kinds, int count, ip_error *error) {
    const json_t *root = document->root, *results = json_object_get(root, "results");
    ip_document_head *head = &document->head;
    head->version = text_of(root, "interphase");
    head->command = text_of(root, "command");
    if (!head->version || !head->command || !json_is_array(results))
        return ip_error_set(error, IP_BAD_TABLE,
                            "expected what --format json writes: an object with interphase, command and results");
    head->count = (long)json_array_size(results);
    for (long i = 0; i < head->count; i++)
        if (!json_is_object(json_array_get(results, (size_t)i)))
            return ip_error_set(error, IP_BAD_TABLE, "result %ld: expected an object", i + 1);
    head->type = choose(kinds, count, head->command, json_array_get(results, 0));
    if (!head->type)
        return ip_error_set(error, IP_BAD_TABLE, "answers of '%.60s' with other columns than are known here", head->command);
    return read_files(document, json_object_get(root, "data"), error);
}

/* ---- columns of others */

static bool is_known(const ip_result_type *type, const char *name) {
    const ip_column *column = ip_result_column(type, name);
    return column && !(column->uses & IP_COLUMN_TEXT_ONLY);
}

static ip_status name_leads(ip_document *document, json_t *row, ip_error *error) {
    const char **names = ip_memory_take(document->memory, (json_object_size(row) + 1) * sizeof *names);
    const char *key;
    json_t *value;
    if (!names)
        return no_memory(error);
    json_object_foreach (row, key, value)
        if (!is_known(document->head.type, key))
            names[document->head.lead_count++] = key;
    document->head.lead = names;
    return IP_OK;
}

/* A value of a column that nothing is known about, as text. */
static const char *lead_text(ip_document *document, const json_t *value) {
    if (!value || json_is_null(value))
        return "";
    if (json_is_string(value))
        return json_string_value(value);
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    const char *kept = text ? ip_memory_copy(document->memory, text) : NULL;
    free(text);
    return kept;
}

static const char *const *read_leads(ip_document *document, const json_t *row) {
    int count = document->head.lead_count;
    const char **texts = ip_memory_take(document->memory, ((size_t)count + 1) * sizeof *texts);
    for (int i = 0; i < count && texts; i++)
        if (!(texts[i] = lead_text(document, json_object_get(row, document->head.lead[i]))))
            return NULL;
    return texts;
}

/* ---- values */

/* Every whole number up to this is a double. */
#define LARGEST_COUNT 9007199254740992.0

static ip_status wrong(const char *expected, ip_error *error) {
    return ip_error_set(error, IP_BAD_TABLE, "expected %s", expected);
}

/* What null stands for. */
static double missing_number(const ip_column *column, bool is_answered) {
    bool may_be_infinite = column->uses & (IP_COLUMN_OPEN_END | IP_COLUMN_INFINITE);
    return may_be_infinite && is_answered ? INFINITY : NAN;
}

static ip_status read_product(ip_row_product *out, const json_t *value, ip_error *error) {
    const json_t *amount = json_object_get(value, "amount"), *gap = json_object_get(value, "band_gap");
    out->formula = text_of(value, "formula");
    if (!out->formula || !json_is_number(amount))
        return wrong("products with formula and amount", error);
    out->amount = json_number_value(amount);
    out->band_gap = json_is_number(gap) ? json_number_value(gap) : (double)NAN;
    out->weak = IP_FLAG_NONE;
    return IP_OK;
}

static ip_status read_products(ip_row_products *out, ip_memory *memory, const json_t *value, ip_error *error) {
    size_t count = json_array_size(value);
    ip_row_product *list = NULL;
    out->count = -1;
    out->list = NULL;
    if (json_is_null(value))
        return IP_OK;
    if (!json_is_array(value))
        return wrong("a list of products", error);
    if (!(list = ip_memory_take(memory, (count + 1) * sizeof *list)))
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        ip_status status = read_product(&list[i], json_array_get(value, i), error);
        if (status)
            return status;
    }
    out->count = (long)count;
    out->list = list;
    return IP_OK;
}

static ip_status read_value(char *row, ip_document *document, const ip_column *column, const json_t *value, bool is_answered,
                            ip_error *error) {
    void *place = row + column->offset;
    bool is_null = json_is_null(value);
    double number;
    switch (column->kind) {
    case IP_KIND_TEXT:
        if (!is_null && !json_is_string(value))
            return wrong("a text", error);
        *(const char **)place = json_string_value(value);
        break;
    case IP_KIND_NUMBER:
        if (!is_null && !json_is_number(value))
            return wrong("a number", error);
        *(double *)place = is_null ? missing_number(column, is_answered) : json_number_value(value);
        break;
    case IP_KIND_COUNT:
        number = json_number_value(value);
        if (!is_null && (!json_is_number(value) || number != floor(number) || fabs(number) > LARGEST_COUNT))
            return wrong("a whole number", error);
        *(long *)place = is_null ? IP_NO_COUNT : (long)number;
        break;
    case IP_KIND_FLAG:
        if (!is_null && !json_is_boolean(value))
            return wrong("true or false", error);
        *(ip_flag *)place = is_null ? IP_FLAG_NONE : ip_flag_of(json_is_true(value));
        break;
    case IP_KIND_PRODUCTS:
        return read_products(place, document->memory, value, error);
    }
    return IP_OK;
}

static ip_status read_row(ip_document *document, long index, const json_t *object, ip_error *error) {
    const ip_result_type *type = document->head.type;
    char *row = document->rows + (size_t)index * type->size;
    const char *word = text_of(object, "status");
    bool is_answered = !word || strcmp(word, "ok") == 0;
    ip_row_blank(type, row);
    for (int i = 0; i < type->column_count; i++) {
        const ip_column *column = &type->columns[i];
        const json_t *value = column->uses & IP_COLUMN_TEXT_ONLY ? NULL : json_object_get(object, column->name);
        ip_status status = value ? read_value(row, document, column, value, is_answered, error) : IP_OK;
        if (status == IP_BAD_TABLE)
            return ip_error_prefix(error, status, "result %ld, column '%s'", index + 1, column->name);
        if (status)
            return status;
    }
    return IP_OK;
}

static ip_status read_rows(ip_document *document, ip_error *error) {
    ip_document_head *head = &document->head;
    const json_t *results = json_object_get(document->root, "results");
    const char *const **leads = ip_memory_take(document->memory, ((size_t)head->count + 1) * sizeof *leads);
    document->rows = calloc((size_t)head->count + 1, head->type->size);
    ip_status status = leads && document->rows ? IP_OK : no_memory(error);
    if (!status && head->count)
        status = name_leads(document, json_array_get(results, 0), error);
    for (long i = 0; i < head->count && !status; i++) {
        const json_t *row = json_array_get(results, (size_t)i);
        status = read_row(document, i, row, error);
        if (!status && !(leads[i] = read_leads(document, row)))
            status = no_memory(error);
    }
    head->rows = document->rows;
    head->leads = leads;
    return status;
}

/* ---- the document */

ip_status ip_document_read(ip_document **out, const char *path, const ip_document_kind *kinds, int count, ip_error *error) {
    ip_document *document = calloc(1, sizeof *document);
    ip_error local;
    error = error ? error : &local;
    if (!document)
        return no_memory(error);
    ip_status status = ip_memory_new(&document->memory, error);
    if (!status)
        status = read_text(&document->root, path, error);
    if (!status)
        status = read_head(document, kinds, count, error);
    if (!status)
        status = read_rows(document, error);
    if (!status) {
        *out = document;
        return IP_OK;
    }
    ip_document_free(document);
    return status == IP_NO_MEMORY ? status : ip_error_prefix(error, status, "%.200s", path);
}

const ip_document_head *ip_document_head_of(const ip_document *document) {
    return &document->head;
}

void ip_document_free(ip_document *document) {
    if (!document)
        return;
    json_decref(document->root);
    ip_memory_free(document->memory);
    free(document->rows);
    free(document);
}
