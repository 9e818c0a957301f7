/* Makes JSON of the text of Python's values. Knows words and quotation marks; the grammar is JSON's. */
#include "python_text.h"

#include "json_text.h"
#include "json_value.h"

#include "base/buffer.h"

#include <stdbool.h>
#include <string.h>

/* A text on its way. */
typedef struct conversion {
    const char *at;
    ip_buffer json;
    int depth, calls; /* open brackets; of these, those of defaultdict(...) */
} conversion;

static const char class_mark[] = "defaultdict(<class '";

/* An escape of Python, the backslash being next, as one of JSON. */
static bool convert_escape(conversion *of) {
    char c = of->at[1];
    if (c == '\'') {
        ip_buffer_add_character(&of->json, c);
    } else if (c == 'x') {
        ip_buffer_add(&of->json, "\\u00");
    } else if (c && strchr("\"\\nrtbfu", c)) {
        ip_buffer_add_bytes(&of->json, of->at, 2);
    } else {
        return false;
    }
    of->at += 2;
    return true;
}

/* A string, its opening quotation mark being next: either will do in Python. */
static bool convert_string(conversion *of) {
    char mark = *of->at++;
    ip_buffer_add_character(&of->json, '"');
    while (*of->at && *of->at != mark) {
        if (*of->at == '\\') {
            if (!convert_escape(of))
                return false;
            continue;
        }
        if (*of->at == '"')
            ip_buffer_add_character(&of->json, '\\');
        ip_buffer_add_character(&of->json, *of->at++);
    }
    ip_buffer_add_character(&of->json, '"');
    return *of->at++ == mark;
}

static bool convert_word(conversion *of) {
    static const struct {
        const char *word, *json;
    } words[] = {{"True", "true"}, {"False", "false"}, {"None", "null"}, {"nan", "null"}, {"inf", "null"},
                 {"true", "true"}, {"false", "false"}, {"null", "null"}, {"NaN", "null"}};
    size_t length = strspn(of->at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == length && strncmp(of->at, words[i].word, length) == 0) {
            ip_buffer_add(&of->json, words[i].json);
            of->at += length;
            return true;
        }
    const char *behind = strncmp(of->at, class_mark, sizeof class_mark - 1) == 0 ? strstr(of->at, "'>, ") : NULL;
    if (!behind)
        return false;
    of->at = behind + 4;
    of->calls++;
    return true;
}

/* What stands outside strings, one thing at a time. */
static bool convert_next(conversion *of) {
    char c = *of->at;
    if (c == '\'' || c == '"')
        return convert_string(of);
    if (c == ')') {
        of->at++;
        return of->calls-- > 0;
    }
    bool is_number = strchr("0123456789.+-", c) != NULL;
    if (!is_number && !strchr("{}[]:, \t\r\n", c))
        return convert_word(of);
    of->depth += (c == '{' || c == '[') - (c == '}' || c == ']');
    do /* an e in a number is no word */
        ip_buffer_add_character(&of->json, *of->at++);
    while (is_number && *of->at && strchr("0123456789.+-eE", *of->at));
    return of->depth <= IP_JSON_DEPTH_LIMIT;
}

ip_status ip_python_text_read(json_t **out, const char *text, ip_error *error) {
    conversion of = {.at = text};
    ip_error fault;
    bool done = *text == '{' || *text == '[' || strncmp(text, class_mark, sizeof class_mark - 1) == 0;
    ip_status status = IP_OK;
    *out = NULL;
    while (done && *of.at)
        done = convert_next(&of);
    if (of.json.failed)
        status = IP_NO_MEMORY;
    else if (done && !of.calls)
        status = ip_json_value_read(out, ip_buffer_text(&of.json), of.json.length, 1, &fault);
    ip_buffer_clear(&of.json);
    return status == IP_NO_MEMORY ? ip_error_set(error, IP_NO_MEMORY, "out of memory") : IP_OK;
}
