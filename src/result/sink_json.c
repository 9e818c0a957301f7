/* JSON: one object with a head and the rows. The JSON library makes each row; the frame around the rows is written here, so
 * that a document of any length needs the memory of one row. Undefined and infinite are null, a flag true or false. */
#include "sink.h"

#include "base/utf8.h"

#include <interphase/number.h>
#include <interphase/version.h>

#include <jansson.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Doubles rounded to the documented decimals come out as written with this many digits. */
#define JSON_DIGITS 15
/* Beyond this a double has no decimals to round. */
#define LARGEST_ROUNDED 9007199254740992.0

enum { GAP_DECIMALS = 2 };

static json_t *make_text(const char *text) {
    if (!text)
        return json_null();
    if (ip_utf8_is(text))
        return json_string(text);
    /* What a person typed is shown as far as it can be. */
    char *copy = strdup(text);
    if (!copy)
        return NULL;
    for (char *at = copy; *at; at++)
        if ((unsigned char)*at >= 0x80)
            *at = '?';
    json_t *value = json_string(copy);
    free(copy);
    return value;
}

static json_t *make_number(double number, const ip_column *column) {
    if (!isfinite(number))
        return json_null();
    if (fabs(number) >= LARGEST_ROUNDED)
        return json_real(number);
    /* By way of the text that CSV shows, so that both forms round alike. */
    char text[400];
    double rounded = number;
    ip_sink_format(text, sizeof text, number, column);
    return json_real(ip_number_read(&rounded, text) ? rounded : number);
}

static json_t *make_decimal(double number, int decimals) {
    ip_column column = {.decimals = decimals};
    return make_number(number, &column);
}

/* Takes the value over; a NULL of it is lack of memory. Returns whether it is in the object. */
static bool put(json_t *object, const char *key, json_t *value) {
    return json_object_set_new(object, key, value) == 0;
}

static json_t *made_or_none(json_t *value, bool made) {
    if (made)
        return value;
    json_decref(value);
    return NULL;
}

static json_t *make_product(const ip_row_product *product) {
    json_t *entry = json_object();
    bool made = entry && put(entry, "formula", make_text(product->formula)) &&
                put(entry, "amount", make_decimal(product->amount, ip_number_amount_decimals(product->amount))) &&
                put(entry, "band_gap", make_decimal(product->band_gap, GAP_DECIMALS));
    return made_or_none(entry, made);
}

static json_t *make_products(ip_row_products products) {
    if (products.count < 0)
        return json_null();
    json_t *list = json_array();
    bool made = list != NULL;
    for (long i = 0; made && i < products.count; i++)
        made = json_array_append_new(list, make_product(&products.list[i])) == 0;
    return made_or_none(list, made);
}

static json_t *make_value(const void *row, const ip_column *column) {
    switch (column->kind) {
    case IP_KIND_TEXT:
        return make_text(ip_row_text(row, column));
    case IP_KIND_NUMBER:
        return make_number(ip_row_number(row, column), column);
    case IP_KIND_COUNT:
        return ip_row_count(row, column) == IP_NO_COUNT ? json_null() : json_integer(ip_row_count(row, column));
    case IP_KIND_FLAG:
        return ip_row_flag(row, column) == IP_FLAG_NONE ? json_null() : json_boolean(ip_row_flag(row, column) == IP_FLAG_YES);
    case IP_KIND_PRODUCTS:
        return make_products(ip_row_products_of(row, column));
    }
    return json_null();
}

static int add_bytes(const char *bytes, size_t size, void *text) {
    ip_buffer_add_bytes(text, bytes, size);
    return ((ip_buffer *)text)->failed ? -1 : 0;
}

/* Text of a value, owned by the caller (free); NULL for lack of memory. Takes the value over, which may be NULL for that.
 * json_dumps() would leave out what it finds no memory for, and say nothing. */
static char *dump(json_t *value) {
    ip_buffer text = {0};
    bool made = value && json_dump_callback(value, add_bytes, &text, JSON_ENCODE_ANY | JSON_REAL_PRECISION(JSON_DIGITS)) == 0;
    json_decref(value);
    if (made)
        return ip_buffer_take(&text);
    ip_buffer_clear(&text);
    return NULL;
}

static json_t *make_file(ip_dataset_source source) {
    json_t *file = json_object();
    bool made = file && put(file, "path", make_text(source.path)) && put(file, "rows", json_integer(source.rows)) &&
                put(file, "sha256", make_text(source.digest));
    return made_or_none(file, made);
}

static json_t *make_corrections(const ip_corrections *corrections) {
    json_t *file = json_object();
    bool made = file && put(file, "path", make_text(ip_corrections_path(corrections))) &&
                put(file, "sha256", make_text(ip_corrections_digest(corrections)));
    return made_or_none(file, made);
}

static json_t *make_data(const ip_dataset *dataset, bool corrected, const ip_corrections *corrections) {
    json_t *data = json_object(), *files = json_array();
    char digest[IP_DIGEST_SIZE];
    bool made = data && files;
    for (int i = 0; made && i < ip_dataset_file_count(dataset); i++)
        made = json_array_append_new(files, make_file(ip_dataset_file(dataset, i))) == 0;
    ip_dataset_digest(dataset, digest);
    made = made && put(data, "files", json_incref(files)) && put(data, "rows", json_integer(ip_dataset_count(dataset))) &&
           put(data, "digest", make_text(digest)) && put(data, "corrected", json_boolean(corrected)) &&
           (!corrections || put(data, "corrections", make_corrections(corrections)));
    json_decref(files);
    return made_or_none(data, made);
}

static ip_status begin(ip_sink *sink, const ip_sink_head *head, ip_error *error) {
    char *data = dump(make_data(head->dataset, head->corrected, head->corrections)), *command = dump(make_text(head->command));
    char *other = head->other ? dump(make_data(head->other, head->corrected, NULL)) : NULL;
    bool made = data && command && (other || !head->other);
    if (made)
        fprintf(sink->stream, "{\"interphase\": \"" IP_VERSION "\",\n \"data\": %s,%s%s%s\n \"command\": %s,\n \"results\": [",
                data, other ? "\n \"other_data\": " : "", other ? other : "", other ? "," : "", command);
    free(data);
    free(other);
    free(command);
    return made ? IP_OK : ip_sink_no_memory(error);
}

static ip_status write_row(ip_sink *sink, const char *const *lead, const void *row, ip_error *error) {
    json_t *object = json_object();
    bool made = object != NULL;
    for (int i = 0; made && i < sink->lead_count; i++)
        made = put(object, sink->lead[i], make_text(lead[i]));
    for (int i = 0; made && i < sink->type->column_count; i++)
        if (!(sink->type->columns[i].uses & IP_COLUMN_TEXT_ONLY))
            made = put(object, sink->type->columns[i].name, make_value(row, &sink->type->columns[i]));
    char *text = dump(made_or_none(object, made));
    if (!text)
        return ip_sink_no_memory(error);
    fprintf(sink->stream, "%s%s", sink->rows ? ",\n  " : "\n  ", text);
    free(text);
    return IP_OK;
}

static ip_status end(ip_sink *sink, ip_error *error) {
    (void)error;
    fputs(sink->rows ? "\n ]\n}\n" : "]\n}\n", sink->stream);
    return IP_OK;
}

const ip_sink_kind ip_sink_json = {"json", begin, write_row, end, NULL};
