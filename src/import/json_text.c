/* Cuts values out of JSON text. Knows no entries. */
#include "json_text.h"

#include "json_value.h"

#include <stdlib.h>
#include <string.h>

enum { READ_SIZE = 64 * 1024, FIRST_ROOM = 4096 };

ip_status ip_json_text_start(ip_json_text *text, ip_error *error) {
    text->bytes = text->room = malloc(READ_SIZE);
    text->line = 1;
    return text->room ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

void ip_json_text_clear(ip_json_text *text) {
    free(text->room);
    text->room = NULL;
}

ip_status ip_json_text_peek(ip_json_text *text, int *character, ip_error *error) {
    if (text->at == text->size && !text->ended) {
        ip_status status = ip_input_read(text->input, text->room, READ_SIZE, &text->size, error);
        text->at = 0;
        if (status) {
            text->size = 0;
            return status;
        }
        text->ended = text->size == 0;
    }
    *character = text->at < text->size ? (unsigned char)text->bytes[text->at] : -1;
    return IP_OK;
}

void ip_json_text_take(ip_json_text *text) {
    text->line += text->bytes[text->at] == '\n' && !text->one_line;
    text->at++;
}

static bool is_blank(int c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

ip_status ip_json_text_peek_solid(ip_json_text *text, int *character, ip_error *error) {
    ip_status status = ip_json_text_peek(text, character, error);
    while (!status && is_blank(*character)) {
        ip_json_text_take(text);
        status = ip_json_text_peek(text, character, error);
    }
    return status;
}

ip_status ip_json_piece_add(ip_json_piece *piece, const char *bytes, size_t size, ip_error *error) {
    if (piece->room - piece->size < size + 1) {
        size_t room = piece->room ? 2 * piece->room : FIRST_ROOM;
        while (room - piece->size < size + 1)
            room *= 2;
        char *more = realloc(piece->bytes, room);
        if (!more)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        piece->bytes = more;
        piece->room = room;
    }
    memcpy(piece->bytes + piece->size, bytes, size);
    piece->size += size;
    piece->bytes[piece->size] = '\0';
    return IP_OK;
}

void ip_json_piece_clear(ip_json_piece *piece) {
    free(piece->bytes);
    memset(piece, 0, sizeof *piece);
}

/* A value on its way. */
typedef struct cut {
    ip_json_text *text;
    ip_json_piece *piece; /* NULL where it is passed over */
    size_t begin;         /* of the value in the piece */
    long line, values;
    int depth;
    bool closes_object[IP_JSON_DEPTH_LIMIT]; /* for each open bracket: an object's */
} cut;

static ip_status fail(const cut *of, const char *what, ip_error *error) {
    return ip_error_set(error, IP_BAD_TABLE, "line %ld: %s", of->text->line, what);
}

static ip_status check_size(const cut *of, ip_error *error) {
    if (of->piece && of->piece->size - of->begin > IP_JSON_ENTRY_LIMIT)
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: a value of more than %d MiB begins here; no entry is that long",
                            of->line, IP_JSON_ENTRY_LIMIT / (1024 * 1024));
    if (of->piece && of->values > IP_JSON_VALUE_LIMIT)
        return ip_error_set(error, IP_BAD_TABLE,
                            "line %ld: a value made of more than %d others begins here; no entry has that many", of->line,
                            IP_JSON_VALUE_LIMIT);
    return IP_OK;
}

static ip_status put(cut *of, size_t from, size_t to, ip_error *error) {
    if (!of->piece || from == to)
        return IP_OK;
    ip_status status = ip_json_piece_add(of->piece, of->text->bytes + from, to - from, error);
    return status ? status : check_size(of, error);
}

static const char cut_short[] = "the text ends within a value; is the file cut short?";

/* A string, its opening quotation mark being next. */
static ip_status take_string(cut *of, ip_error *error) {
    ip_json_text *text = of->text;
    bool escaped = false, opened = false;
    for (;;) {
        int c;
        ip_status status = ip_json_text_peek(text, &c, error);
        if (status)
            return status;
        if (c < 0)
            return fail(of, cut_short, error);
        size_t from = text->at;
        bool closed = false;
        while (text->at < text->size && !closed) {
            char byte = text->bytes[text->at];
            closed = opened && !escaped && byte == '"';
            escaped = opened && !escaped && byte == '\\';
            opened = true;
            ip_json_text_take(text);
        }
        status = put(of, from, text->at, error);
        if (status || closed)
            return status;
    }
}

static bool is_word(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' || c == '.' ||
           c == '_';
}

static bool is_not_finite(const char *word, size_t size) {
    static const char *const words[] = {"NaN", "Infinity", "-Infinity"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (size == strlen(words[i]) && memcmp(word, words[i], size) == 0)
            return true;
    return false;
}

/* A number or a literal. */
static ip_status take_word(cut *of, ip_error *error) {
    ip_json_text *text = of->text;
    size_t begin = of->piece ? of->piece->size : 0;
    for (;;) {
        int c;
        ip_status status = ip_json_text_peek(text, &c, error);
        if (status)
            return status;
        if (!is_word(c))
            break;
        size_t from = text->at;
        while (text->at < text->size && is_word((unsigned char)text->bytes[text->at]))
            text->at++;
        status = put(of, from, text->at, error);
        if (status)
            return status;
    }
    if (!of->piece || !is_not_finite(of->piece->bytes + begin, of->piece->size - begin))
        return IP_OK;
    of->piece->size = begin;
    return ip_json_piece_add(of->piece, "null", 4, error);
}

static ip_status take_bracket(cut *of, int c, ip_error *error) {
    bool is_object = c == '{' || c == '}';
    if (c == '{' || c == '[') {
        if (of->depth == IP_JSON_DEPTH_LIMIT)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: more than %d brackets within each other; no entry is that deep",
                                of->text->line, IP_JSON_DEPTH_LIMIT);
        of->closes_object[of->depth++] = is_object;
    } else if (!of->depth || of->closes_object[--of->depth] != is_object) {
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: '%c' closes what was not opened by its like", of->text->line, c);
    }
    size_t from = of->text->at;
    ip_json_text_take(of->text);
    return put(of, from, from + 1, error);
}

/* The next part of a value. */
static ip_status take_part(cut *of, int c, ip_error *error) {
    of->values++;
    switch (c) {
    case '"':
        return take_string(of, error);
    case '{':
    case '[':
    case '}':
    case ']':
        return take_bracket(of, c, error);
    default:
        break;
    }
    if (is_word(c))
        return take_word(of, error);
    if (!of->depth || (c != ',' && c != ':')) {
        if (c > ' ' && c < 127)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: '%c' where a value is expected", of->text->line, c);
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: the byte 0x%02X where a value is expected", of->text->line,
                            (unsigned)c);
    }
    of->values--;
    size_t from = of->text->at;
    ip_json_text_take(of->text);
    return put(of, from, from + 1, error);
}

ip_status ip_json_text_cut(ip_json_text *text, ip_json_piece *piece, ip_error *error) {
    cut of = {.text = text, .piece = piece, .begin = piece ? piece->size : 0, .line = text->line};
    for (;;) {
        int c;
        size_t from = text->at;
        ip_status status = ip_json_text_peek(text, &c, error);
        if (status)
            return status;
        if (is_blank(c)) { /* kept, for the lines of messages */
            from = text->at;
            ip_json_text_take(text);
            status = put(&of, from, from + 1, error);
        } else if (c < 0) {
            status = fail(&of, cut_short, error);
        } else {
            status = take_part(&of, c, error);
        }
        if (status || !of.depth)
            return status;
    }
}

ip_status ip_json_piece_read(json_t **out, const ip_json_piece *piece, size_t begin, long line, ip_error *error) {
    return ip_json_value_read(out, piece->bytes + begin, piece->size - begin, line, error);
}
