/* CSV and JSON documents, a row at a time. The JSON library makes each row; the frame around the rows is
 * written here, so that a document of any length needs the memory of one row. */
#include <interphase/csv_reader.h>

#include <interphase/number.h>
#include <interphase/reaction.h>
#include <interphase/version.h>
#include <interphase/writer.h>

#include <jansson.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Doubles rounded to the documented decimals come out as written with this many digits. */
#define JSON_DIGITS 15

/* Beyond this a double has no decimals to round. */
#define LARGEST_ROUNDED 9007199254740992.0

enum { GAP_DECIMALS = 2 };

struct ip_writer {
    ip_writer_format format;
    FILE *stream;
    const char *const *columns;
    int column_count;
    long rows;
    FILE *products; /* a stream into `text`, begun again for each list of products; NULL until the first */
    char *text;
    size_t text_size;
};

static json_t *make_text(const char *text) {
    json_t *value = json_string(text);
    if (value)
        return value;
    /* Not UTF-8: what a person typed is shown as far as it can be. */
    char *copy = strdup(text);
    if (!copy)
        return NULL;
    for (char *at = copy; *at; at++)
        if ((unsigned char)*at >= 0x80)
            *at = '?';
    value = json_string(copy);
    free(copy);
    return value;
}

static json_t *make_number(double number, int decimals) {
    if (!isfinite(number))
        return json_null();
    if (fabs(number) >= LARGEST_ROUNDED)
        return json_real(number);
    if (decimals == 0)
        return json_integer((json_int_t)llround(number));
    /* By way of the text that CSV shows, so that both forms round alike. */
    char text[400];
    double rounded = number;
    ip_number_format(text, sizeof text, number, decimals);
    return json_real(ip_number_read(&rounded, text) ? rounded : number);
}

static json_t *make_products(const ip_equilibrium *products) {
    json_t *list = json_array();
    for (int i = 0; list && i < products->product_count; i++) {
        const ip_product *product = &products->products[i];
        json_t *entry = json_object();
        json_object_set_new(entry, "formula", make_text(product->phase->formula));
        json_object_set_new(entry, "amount", make_number(product->amount, ip_number_amount_decimals(product->amount)));
        json_object_set_new(entry, "band_gap", make_number(product->phase->band_gap, GAP_DECIMALS));
        json_array_append_new(list, entry);
    }
    return list;
}

static json_t *make_value(const ip_value *value) {
    switch (value->kind) {
    case IP_VALUE_TEXT:
        return make_text(value->text);
    case IP_VALUE_NUMBER:
        return make_number(value->number, value->decimals);
    case IP_VALUE_PRODUCTS:
        return make_products(value->products);
    case IP_VALUE_NONE:
        break;
    }
    return json_null();
}

static void dump(const json_t *value, FILE *stream) {
    json_dumpf(value, stream, JSON_ENCODE_ANY | JSON_REAL_PRECISION(JSON_DIGITS));
}

static ip_status write_head(const ip_writer *writer, const ip_writer_head *head, ip_error *error) {
    json_t *data = json_object(), *files = json_array(), *command = make_text(head->command);
    char digest[IP_DIGEST_SIZE];
    for (int i = 0; i < ip_dataset_file_count(head->dataset); i++) {
        ip_dataset_source source = ip_dataset_file(head->dataset, i);
        json_t *file = json_object();
        json_object_set_new(file, "path", make_text(source.path));
        json_object_set_new(file, "rows", json_integer(source.rows));
        json_object_set_new(file, "sha256", make_text(source.digest));
        json_array_append_new(files, file);
    }
    ip_dataset_digest(head->dataset, digest);
    json_object_set_new(data, "files", files);
    json_object_set_new(data, "rows", json_integer(ip_dataset_count(head->dataset)));
    json_object_set_new(data, "digest", make_text(digest));
    int failed = json_object_set_new(data, "corrected", json_boolean(head->corrected));
    if (!failed && command) {
        fputs("{\"interphase\": \"" IP_VERSION "\",\n \"data\": ", writer->stream);
        dump(data, writer->stream);
        fputs(",\n \"command\": ", writer->stream);
        dump(command, writer->stream);
        fputs(",\n \"results\": [", writer->stream);
    }
    json_decref(data);
    json_decref(command);
    return failed || !command ? ip_error_set(error, IP_NO_MEMORY, "out of memory") : IP_OK;
}

ip_status ip_writer_new(ip_writer **out, ip_writer_format format, FILE *stream, const char *const *columns, int column_count,
                        const ip_writer_head *head, ip_error *error) {
    ip_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    writer->format = format;
    writer->stream = stream;
    writer->columns = columns;
    writer->column_count = column_count;
    ip_status status = IP_OK;
    if (format == IP_WRITER_JSON) {
        status = write_head(writer, head, error);
    } else if (!head->goes_on) {
        for (int i = 0; i < column_count; i++) {
            if (i)
                fputc(',', stream);
            ip_csv_write_field(stream, columns[i]);
        }
        fputc('\n', stream);
    }
    if (status)
        free(writer);
    else
        *out = writer;
    return status;
}

static ip_status write_json_row(ip_writer *writer, const ip_value *values, ip_error *error) {
    json_t *row = json_object();
    int failed = row == NULL;
    for (int i = 0; i < writer->column_count && !failed; i++)
        failed = json_object_set_new(row, writer->columns[i], make_value(&values[i]));
    if (!failed) {
        fputs(writer->rows ? ",\n  " : "\n  ", writer->stream);
        dump(row, writer->stream);
    }
    json_decref(row);
    return failed ? ip_error_set(error, IP_NO_MEMORY, "out of memory") : IP_OK;
}

static ip_status write_csv_products(ip_writer *writer, const ip_equilibrium *products, ip_error *error) {
    if (!writer->products)
        writer->products = open_memstream(&writer->text, &writer->text_size);
    if (!writer->products)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    rewind(writer->products);
    ip_reaction_print_products(products, writer->products);
    fputc('\0', writer->products); /* what stood here before may have been longer */
    if (fflush(writer->products) != 0 || ferror(writer->products) || !writer->text)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_csv_write_field(writer->stream, writer->text);
    return IP_OK;
}

static ip_status write_csv_row(ip_writer *writer, const ip_value *values, ip_error *error) {
    char number[400];
    ip_status status = IP_OK;
    for (int i = 0; i < writer->column_count && !status; i++) {
        if (i)
            fputc(',', writer->stream);
        if (values[i].kind == IP_VALUE_TEXT) {
            ip_csv_write_field(writer->stream, values[i].text);
        } else if (values[i].kind == IP_VALUE_NUMBER) {
            ip_number_format(number, sizeof number, values[i].number, values[i].decimals);
            fputs(number, writer->stream);
        } else if (values[i].kind == IP_VALUE_PRODUCTS) {
            status = write_csv_products(writer, values[i].products, error);
        }
    }
    fputc('\n', writer->stream);
    return status;
}

ip_status ip_writer_row(ip_writer *writer, const ip_value *values, ip_error *error) {
    ip_status status = writer->format == IP_WRITER_JSON ? write_json_row(writer, values, error)
                                                        : write_csv_row(writer, values, error);
    writer->rows++;
    return status;
}

void ip_writer_free(ip_writer *writer) {
    if (!writer)
        return;
    if (writer->products)
        fclose(writer->products);
    free(writer->text);
    free(writer);
}

void ip_writer_end(ip_writer *writer) {
    if (!writer)
        return;
    if (writer->format == IP_WRITER_JSON)
        fputs(writer->rows ? "\n ]\n}\n" : "]\n}\n", writer->stream);
    ip_writer_free(writer);
}
