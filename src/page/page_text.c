/* Text as HTML. Every text of a page goes through here. */
#include "page.h"

#include "base/utf8.h"

#include <interphase/element.h>

#include <ctype.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* HTML has no control characters but these, nor the characters that Unicode never gives a meaning. */
static bool is_allowed(uint32_t character) {
    if (character < 0x20)
        return character == '\n' || character == '\t';
    if ((character >= 0x7F && character <= 0x9F) || (character >= 0xFDD0 && character <= 0xFDEF))
        return false;
    return (character & 0xFFFE) != 0xFFFE;
}

void ip_html_add_bytes(ip_buffer *out, const char *text, size_t size) {
    for (size_t i = 0; i < size;) {
        uint32_t character;
        int length = ip_utf8_read(&character, (const unsigned char *)text + i);
        if (!length || (size_t)length > size - i || !is_allowed(character))
            ip_buffer_add(out, REPLACEMENT);
        else if (character == '&')
            ip_buffer_add(out, "&amp;");
        else if (character == '<')
            ip_buffer_add(out, "&lt;");
        else if (character == '>')
            ip_buffer_add(out, "&gt;");
        else if (character == '"')
            ip_buffer_add(out, "&quot;");
        else
            ip_buffer_add_bytes(out, text + i, (size_t)length);
        i += length ? (size_t)length : 1;
    }
}

void ip_html_add(ip_buffer *out, const char *text) {
    ip_html_add_bytes(out, text, strlen(text));
}

/* ---- formulas */

static bool may_be_in_formula(char character) {
    return isalnum((unsigned char)character) || character == '(' || character == ')' || character == '.';
}

/* Bytes of the element's symbol at `at`; 0 where there is none. The longer one counts. */
static size_t symbol_length(const char *at, size_t size) {
    if (size > 1 && islower((unsigned char)at[1]))
        return ip_element_find(at, 2) ? 2 : 0;
    return size && ip_element_find(at, 1) ? 1 : 0;
}

/* Bytes of the amount at `at`: digits, or with a point or a stroke between them. */
static size_t amount_length(const char *at, size_t size) {
    size_t length = 0;
    while (length < size && isdigit((unsigned char)at[length]))
        length++;
    if (length && length + 1 < size && (at[length] == '.' || at[length] == '/') && isdigit((unsigned char)at[length + 1]))
        for (length++; length < size && isdigit((unsigned char)at[length]);)
            length++;
    return length;
}

/* Goes through text[0 .. size-1] as a formula, and writes it to `out` where that is not NULL. Returns whether it is one that has
 * amounts: anything else is a word. */
static bool read_formula(ip_buffer *out, const char *text, size_t size) {
    int depth = 0;
    bool has_amount = false;
    for (size_t i = 0; i < size;) {
        size_t length = 1;
        if (text[i] == '(') {
            depth++;
        } else if (text[i] == ')') {
            if (--depth < 0)
                return false;
        } else {
            length = symbol_length(text + i, size - i);
        }
        if (!length)
            return false;
        size_t digits = text[i] == '(' ? 0 : amount_length(text + i + length, size - i - length);
        if (out) {
            ip_buffer_add_bytes(out, text + i, length);
            if (digits) {
                ip_buffer_add(out, "<sub>");
                ip_buffer_add_bytes(out, text + i + length, digits);
                ip_buffer_add(out, "</sub>");
            }
        }
        has_amount = has_amount || digits;
        i += length + digits;
    }
    return depth == 0 && has_amount;
}

/* Bytes of the word at `text`: what may be a formula, with strokes between digits. */
static size_t word_length(const char *text) {
    size_t size = 0;
    while (may_be_in_formula(text[size]) ||
           (text[size] == '/' && size && isdigit((unsigned char)text[size - 1]) && isdigit((unsigned char)text[size + 1])))
        size++;
    return size;
}

/* Gases have their state behind them. */
static bool ends_in_state(const char *text, size_t size) {
    return size > 3 && memcmp(text + size - 3, "(g)", 3) == 0;
}

/* Writes the ion at `text`, such as Mg2+, and returns its bytes; 0 where there is none. Sums have a blank or a formula behind
 * their plus. */
static size_t add_ion(ip_buffer *out, const char *text, size_t size) {
    size_t symbol = symbol_length(text, size);
    if (!symbol || text[size] != '+' || isalnum((unsigned char)text[size + 1]) ||
        strspn(text + symbol, "0123456789") != size - symbol)
        return 0;
    ip_buffer_add_bytes(out, text, symbol);
    ip_buffer_add(out, "<sup>");
    ip_buffer_add_bytes(out, text + symbol, size + 1 - symbol);
    ip_buffer_add(out, "</sup>");
    return size + 1;
}

void ip_html_add_chemistry(ip_buffer *out, const char *text) {
    while (*text) {
        size_t size = word_length(text), ion = add_ion(out, text, size);
        if (ion) {
            text += ion;
            continue;
        }
        if (!size) {
            for (; text[size] && !may_be_in_formula(text[size]); size++)
                ;
            ip_html_add_bytes(out, text, size);
            text += size;
            continue;
        }
        /* Sentences put a point, and brackets, around a formula; hydrates and mixtures a number before it. */
        size_t before = 0, after = size;
        bool found = read_formula(NULL, text, size);
        if (!found)
            before = *text == '(' ? 1 : amount_length(text, size);
        while (!found && after > before && !(found = read_formula(NULL, text + before, after - before)) &&
               (text[after - 1] == '.' || text[after - 1] == ')'))
            after -= ends_in_state(text + before, after - before) ? 3 : 1;
        if (!found)
            before = 0, after = 0;
        ip_html_add_bytes(out, text, before);
        read_formula(out, text + before, after - before);
        ip_html_add_bytes(out, text + after, size - after);
        text += size;
    }
}

/* ---- addresses */

void ip_html_add_data(ip_buffer *out, const char *media, const char *content) {
    ip_buffer_add(out, "data:");
    ip_buffer_add(out, media);
    ip_buffer_add(out, ";charset=utf-8,");
    for (; *content; content++)
        if (isalnum((unsigned char)*content) || strchr("-._~!$()*+,;:@/", *content))
            ip_buffer_add_character(out, *content);
        else
            ip_buffer_print(out, "%%%02X", (unsigned char)*content);
}
