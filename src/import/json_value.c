/* Reads JSON values. jansson keeps them, but does not read them: where memory fails, its reader (2.14) drops characters of texts
 * and numbers, or ends the program. */
#include "json_value.h"

#include "base/buffer.h"
#include "base/utf8.h"

#include <stdio.h>

#include <interphase/number.h>

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* A text on its way. */
typedef struct reading {
    const char *at, *end;
    const char *line_at; /* up to where lines were counted */
    long line;
    ip_buffer text; /* of a string or a number */
    ip_error *error;
} reading;

static ip_status read_value(json_t **out, reading *of);

static ip_status no_memory(reading *of) {
    return ip_error_set(of->error, IP_NO_MEMORY, "out of memory");
}

static ip_status fail(reading *of, const char *what) {
    for (; of->line_at < of->at; of->line_at++)
        of->line += *of->line_at == '\n';
    return ip_error_set(of->error, IP_BAD_TABLE, "line %ld: %s", of->line, what);
}

static void skip_blanks(reading *of) {
    while (*of->at == ' ' || *of->at == '\n' || *of->at == '\t' || *of->at == '\r')
        of->at++;
}

/* ---- strings */

/* Four hexadecimal digits; -1 where there are none. */
static long read_hexadecimal(reading *of) {
    long value = 0;
    for (int i = 0; i < 4; i++, of->at++) {
        static const char digits[] = "0123456789abcdef0123456789ABCDEF";
        const char *digit = *of->at ? strchr(digits, *of->at) : NULL;
        if (!digit)
            return -1;
        value = 16 * value + (digit - digits) % 16;
    }
    return value;
}

static void add_character(ip_buffer *text, uint32_t c) {
    char bytes[4];
    size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length; i-- > 1; c >>= 6)
        bytes[i] = (char)(0x80 | (c & 0x3F));
    bytes[0] = (char)(leads[length] | c);
    ip_buffer_add_bytes(text, bytes, length);
}

/* Behind "\u". */
static ip_status read_code(reading *of) {
    long code = read_hexadecimal(of);
    if (code >= 0xD800 && code <= 0xDBFF && of->at[0] == '\\' && of->at[1] == 'u') {
        of->at += 2;
        long low = read_hexadecimal(of);
        code = low >= 0xDC00 && low <= 0xDFFF ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : 0xD800;
    }
    if (code < 0)
        return fail(of, "a text with \\u and no four hexadecimal digits behind it");
    if (code >= 0xD800 && code <= 0xDFFF)
        return fail(of, "a text with half a surrogate pair");
    if (code == 0)
        return fail(of, "a text with a NUL character");
    add_character(&of->text, (uint32_t)code);
    return IP_OK;
}

/* Behind a backslash. */
static ip_status read_escape(reading *of) {
    static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char c = *of->at++;
    if (c == 'u')
        return read_code(of);
    const char *escape = c ? strchr(escapes, c) : NULL;
    if (!escape)
        return fail(of, "a text with a backslash that stands for nothing");
    ip_buffer_add_bytes(&of->text, meant + (escape - escapes), 1);
    return IP_OK;
}

/* Characters that stand for themselves. */
static ip_status read_plain(reading *of) {
    const char *from = of->at;
    while (*of->at != '"' && *of->at != '\\') {
        uint32_t character;
        if ((unsigned char)*of->at < 0x20)
            return fail(of, of->at == of->end ? "a text without its end" : "a text with a control character");
        int length = ip_utf8_read(&character, (const unsigned char *)of->at);
        if (!length)
            return fail(of, "a text that is not UTF-8");
        of->at += length;
    }
    ip_buffer_add_bytes(&of->text, from, (size_t)(of->at - from));
    return IP_OK;
}

/* A string into the buffer. */
static ip_status read_string(reading *of) {
    ip_buffer_empty(&of->text);
    of->at++;
    while (*of->at != '"') {
        ip_status status = *of->at == '\\' ? (of->at++, read_escape(of)) : read_plain(of);
        if (status)
            return status;
    }
    of->at++;
    return of->text.failed ? no_memory(of) : IP_OK;
}

/* ---- numbers and literals */

static const char *digits_end(const char *at) {
    return at + strspn(at, "0123456789");
}

/* The end of a number of JSON's grammar; NULL where there is none. */
static const char *number_end(const char *at) {
    at += *at == '-';
    const char *end = *at == '0' ? at + 1 : digits_end(at);
    if (end == at)
        return NULL;
    if (*end == '.') {
        at = end + 1;
        end = digits_end(at);
        if (end == at)
            return NULL;
    }
    if (*end == 'e' || *end == 'E') {
        at = end + 1 + (end[1] == '-' || end[1] == '+');
        end = digits_end(at);
        if (end == at)
            return NULL;
    }
    return end;
}

static ip_status read_number(json_t **out, reading *of) {
    const char *end = number_end(of->at);
    double number;
    if (!end)
        return fail(of, "what is no number of JSON");
    ip_buffer_empty(&of->text);
    ip_buffer_add_bytes(&of->text, of->at, (size_t)(end - of->at));
    if (of->text.failed)
        return no_memory(of);
    if (!ip_number_read(&number, ip_buffer_text(&of->text)))
        return fail(of, "a number of too many digits, or beyond all numbers");
    of->at = end;
    *out = json_real(number);
    return *out ? IP_OK : no_memory(of);
}

static ip_status read_literal(json_t **out, reading *of) {
    static const char *const words[] = {"null", "true", "false"};
    json_t *const values[] = {json_null(), json_true(), json_false()};
    for (int i = 0; i < 3; i++)
        if (strncmp(of->at, words[i], strlen(words[i])) == 0) {
            of->at += strlen(words[i]);
            *out = values[i];
            return IP_OK;
        }
    return fail(of, of->at == of->end ? "nothing where a value is expected" : "what is no value of JSON");
}

/* ---- arrays and objects */

/* Goes behind the comma or the bracket that closes; *ended tells which. */
static ip_status go_on(bool *ended, reading *of, char closing) {
    skip_blanks(of);
    *ended = *of->at == closing;
    if (!*ended && *of->at != ',')
        return fail(of, closing == ']' ? "an array with neither a comma nor ']' behind a value"
                                       : "an object with neither a comma nor '}' behind a member");
    of->at++;
    return IP_OK;
}

/* Whether an array or an object ends before it has begun. */
static bool is_empty(reading *of, char closing) {
    of->at++;
    skip_blanks(of);
    of->at += *of->at == closing;
    return of->at[-1] == closing;
}

static ip_status fill_array(json_t *array, reading *of) {
    bool ended = is_empty(of, ']');
    while (!ended) {
        json_t *value;
        ip_status status = read_value(&value, of);
        if (status)
            return status;
        if (json_array_append_new(array, value))
            return no_memory(of);
        status = go_on(&ended, of, ']');
        if (status)
            return status;
    }
    return IP_OK;
}

static ip_status read_name(json_t **out, const json_t *object, reading *of) {
    skip_blanks(of);
    if (*of->at != '"')
        return fail(of, "an object without a name between quotation marks before a value");
    ip_status status = read_string(of);
    if (status)
        return status;
    if (json_object_get(object, ip_buffer_text(&of->text))) {
        char message[100];
        snprintf(message, sizeof message, "two members of one object are called '%.60s'", ip_buffer_text(&of->text));
        return fail(of, message);
    }
    skip_blanks(of);
    if (*of->at++ != ':')
        return fail(of, "a name without ':' behind it");
    *out = json_string_nocheck(ip_buffer_text(&of->text));
    return *out ? IP_OK : no_memory(of);
}

static ip_status fill_object(json_t *object, reading *of) {
    bool ended = is_empty(of, '}');
    while (!ended) {
        json_t *name = NULL, *value = NULL;
        ip_status status = read_name(&name, object, of);
        if (!status)
            status = read_value(&value, of);
        if (!status && json_object_set_new_nocheck(object, json_string_value(name), value))
            status = no_memory(of);
        json_decref(name);
        if (!status)
            status = go_on(&ended, of, '}');
        if (status)
            return status;
    }
    return IP_OK;
}

static ip_status read_collection(json_t **out, reading *of, json_t *made, ip_status (*fill)(json_t *made, reading *of)) {
    ip_status status = made ? fill(made, of) : no_memory(of);
    if (status)
        json_decref(made);
    else
        *out = made;
    return status;
}

static ip_status read_value(json_t **out, reading *of) {
    skip_blanks(of);
    switch (*of->at) {
    case '{':
        return read_collection(out, of, json_object(), fill_object);
    case '[':
        return read_collection(out, of, json_array(), fill_array);
    case '"': {
        ip_status status = read_string(of);
        if (status)
            return status;
        *out = json_stringn_nocheck(ip_buffer_text(&of->text), of->text.length);
        return *out ? IP_OK : no_memory(of);
    }
    default:
        return strchr("-0123456789", *of->at) && *of->at ? read_number(out, of) : read_literal(out, of);
    }
}

ip_status ip_json_value_read(json_t **out, const char *text, size_t size, long line, ip_error *error) {
    reading of = {.at = text, .end = text + size, .line_at = text, .line = line, .error = error};
    *out = NULL;
    ip_status status = read_value(out, &of);
    if (!status) {
        skip_blanks(&of);
        if (of.at != of.end)
            status = fail(&of, "more behind the end of a value");
    }
    if (status) {
        json_decref(*out);
        *out = NULL;
    }
    ip_buffer_clear(&of.text);
    return status;
}
