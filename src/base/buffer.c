/* Doubles its room as it grows. */
#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool grow(ip_buffer *buffer, size_t more) {
    size_t needed = buffer->length + more + 1, size = buffer->size ? 2 * buffer->size : 128;
    while (size < needed)
        size *= 2;
    char *text = realloc(buffer->text, size);
    if (!text) {
        buffer->failed = true;
        return false;
    }
    buffer->text = text;
    buffer->size = size;
    return true;
}

static inline bool reserve(ip_buffer *buffer, size_t more) {
    return !buffer->failed && (buffer->length + more < buffer->size || grow(buffer, more));
}

void ip_buffer_add_bytes(ip_buffer *buffer, const char *bytes, size_t length) {
    if (!reserve(buffer, length))
        return;
    memcpy(buffer->text + buffer->length, bytes, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}

void ip_buffer_add_character(ip_buffer *buffer, char character) {
    if (!reserve(buffer, 1))
        return;
    buffer->text[buffer->length++] = character;
    buffer->text[buffer->length] = '\0';
}

void ip_buffer_add(ip_buffer *buffer, const char *text) {
    ip_buffer_add_bytes(buffer, text, strlen(text));
}

void ip_buffer_print(ip_buffer *buffer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !reserve(buffer, (size_t)length)) {
        buffer->failed = true;
        return;
    }
    va_start(arguments, format);
    vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)length;
}

void ip_buffer_shorten(ip_buffer *buffer, size_t length) {
    if (buffer->failed || length >= buffer->length)
        return;
    buffer->length = length;
    buffer->text[length] = '\0';
}

void ip_buffer_empty(ip_buffer *buffer) {
    buffer->length = 0;
    buffer->failed = false;
    if (buffer->text)
        buffer->text[0] = '\0';
}

void ip_buffer_clear(ip_buffer *buffer) {
    free(buffer->text);
    memset(buffer, 0, sizeof *buffer);
}

const char *ip_buffer_text(const ip_buffer *buffer) {
    return buffer->text ? buffer->text : "";
}

char *ip_buffer_take(ip_buffer *buffer) {
    ip_buffer_add_bytes(buffer, "", 0);
    char *text = buffer->failed ? NULL : buffer->text;
    if (!text)
        free(buffer->text);
    memset(buffer, 0, sizeof *buffer);
    return text;
}
