/* Headings of columns, as people and databases write them. Knows no column. */
#include <interphase/heading.h>

#include <string.h>

/* Straight and typographic quotation marks. */
static const char *const marks[] = {
    "\"", "'", "`", "\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9A", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", " ", "\t"};
enum { MARK_COUNT = sizeof marks / sizeof *marks };

static size_t mark_at_start(const char *text, size_t length) {
    for (int i = 0; i < MARK_COUNT; i++) {
        size_t size = strlen(marks[i]);
        if (size <= length && memcmp(text, marks[i], size) == 0)
            return size;
    }
    return 0;
}

static size_t mark_at_end(const char *text, size_t length) {
    for (int i = 0; i < MARK_COUNT; i++) {
        size_t size = strlen(marks[i]);
        if (size <= length && memcmp(text + length - size, marks[i], size) == 0)
            return size;
    }
    return 0;
}

/* Letters, digits and what may close a formula end nearly every field; nothing else needs a second look. */
static bool may_be_mark(char c) {
    return c == '"' || c == '\'' || c == '`' || c == ' ' || c == '\t' || (unsigned char)c >= 0x80;
}

/* The part of a text that is left. */
static const char *strip(const char *text, size_t *length) {
    for (size_t size; (size = mark_at_start(text, *length)) > 0; *length -= size)
        text += size;
    for (size_t size; (size = mark_at_end(text, *length)) > 0;)
        *length -= size;
    return text;
}

const char *ip_heading_unquote(char *buffer, size_t size, const char *text) {
    size_t whole = strlen(text), length = whole;
    if (!whole || (!may_be_mark(text[0]) && !may_be_mark(text[whole - 1])))
        return text;
    const char *rest = strip(text, &length);
    if (length == whole || length >= size)
        return text;
    memcpy(buffer, rest, length);
    buffer[length] = '\0';
    return buffer;
}

/* Where the unit begins, its opening bracket; `length` where there is none. */
static size_t find_unit(const char *text, size_t length) {
    static const char opening[] = "([{", closing[] = ")]}";
    const char *close = length ? strchr(closing, text[length - 1]) : NULL;
    if (!close)
        return length;
    int depth = 0;
    for (size_t i = length; i-- > 0;) {
        depth += text[i] == *close;
        depth -= text[i] == opening[close - closing];
        if (depth == 0)
            return i;
    }
    return length;
}

void ip_heading_read(ip_heading *out, const char *text) {
    size_t length = strlen(text), used = 0;
    memset(out, 0, sizeof *out);
    text = strip(text, &length);
    size_t name = find_unit(text, length);
    for (size_t i = 0; i < name && used < IP_HEADING_SIZE - 1; i++) {
        char c = text[i];
        if (strchr(" \t\r\n_-\"'", c))
            continue;
        out->key[used++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    if (name == length)
        return;
    size_t size = length - name - 2;
    const char *unit = strip(text + name + 1, &size);
    if (size >= IP_HEADING_SIZE)
        size = IP_HEADING_SIZE - 1;
    memcpy(out->unit, unit, size);
}

bool ip_heading_is(const ip_heading *heading, const char *name) {
    ip_heading other;
    ip_heading_read(&other, name);
    return strcmp(heading->key, other.key) == 0;
}
